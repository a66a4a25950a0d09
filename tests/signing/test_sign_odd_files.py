# SPDX-License-Identifier: EUPL-1.2
"""Names and files that are none, wrong use and interruption: `sign` and `extend` always answer, and in JSON where it was promised."""

import base64
import json
import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest
from helpers.pdfs import make_pdf

from eset_desktop.cli import main
from eset_desktop.clock import SystemClock
from eset_desktop.demo.authority import Authority, KeyKind, Signer

ROOT = Path(__file__).resolve().parents[2]
ODD = os.fsdecode(b"x-\xff\xe9.pdf")
NEVER = "http://127.0.0.1:9/"
STOPPED = f"""
import runpy, signal, sys

signal.signal(signal.SIGINT, signal.default_int_handler)  # tests that run behind a shell do not get it

class Finder:
    def find_spec(self, name, *_):
        if name == 'argparse':
            signal.raise_signal({int(signal.SIGINT)})
sys.meta_path.insert(0, Finder())
sys.argv = ['eset-desktop', 'sign', '--help']
runpy.run_module('eset_desktop', run_name='__main__')
"""
"""Ctrl+C while the program is still loading what it is made of."""


@pytest.fixture(scope="module")
def todays() -> Signer:
    """The command goes by the machine's clock."""
    return Authority(SystemClock().now()).issue("Persona de Prova", "clau ç", kind=KeyKind.EC)


@pytest.fixture
def folder(tmp_path: Path, todays: Signer) -> Path:
    for name in ("decret.pdf", ODD):
        (tmp_path / name).write_bytes(make_pdf())
    os.mkfifo(tmp_path / "tub.pdf")
    (tmp_path / "clau.p12").write_bytes(todays.pkcs12)
    return tmp_path


def run(
    folder: Path,
    *arguments: str,
    secrets: Sequence[str] = (),
    reading: str = "--pin-fd",
    out: int = subprocess.PIPE,
    encoding: str = "utf-8",
) -> "subprocess.CompletedProcess[str]":
    readable, writable = os.pipe()
    os.write(writable, "".join(f"{each}\n" for each in secrets).encode())
    os.close(writable)
    given = [reading, str(readable)] if secrets else []
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "LC_ALL": "ca_ES.UTF-8", "PYTHONUTF8": "1"}
    environment["PYTHONIOENCODING"] = encoding
    try:
        return subprocess.run(
            [sys.executable, "-m", "eset_desktop", *arguments, *given], cwd=folder, env=environment,
            pass_fds=[readable], stdin=subprocess.DEVNULL, stdout=out, stderr=subprocess.PIPE, text=True, check=False,
            timeout=60,
        )  # fmt: skip
    finally:
        os.close(readable)


def named(told: dict[str, str], key: str, folder: Path) -> Path:
    """Return the file that an answer names, as a program finds it; told to people it reads the same."""
    plain, exact = told[key], base64.b64decode(told[f"{key}_base64"])
    assert exact.decode(errors="replace").replace("\N{REPLACEMENT CHARACTER}", "?") == plain
    return folder / os.fsdecode(exact)


@pytest.mark.parametrize("more", [("--level", "B-T", "--tsa", NEVER), ("--format", "cades")])
def test_a_name_in_no_encoding_is_signed_and_named_so_that_it_is_found(
    folder: Path, todays: Signer, more: Sequence[str]
) -> None:
    original = (folder / ODD).read_bytes()
    command = ("sign", ODD, "--p12", "clau.p12", "--evidence", "proves", "--json", *more)
    done = run(folder, *command, secrets=[todays.passphrase])
    (told,) = json.loads(done.stdout)["results"]
    assert (told["state"], done.returncode) == ("signed", 4 if "--tsa" in more else 0), done.stderr
    assert named(told, "file", folder) == folder / ODD
    signed = named(told, "out", folder).read_bytes()
    assert signed if "cades" in more else signed.startswith(original)
    assert len(list((folder / "proves").iterdir())) == 2


def test_a_name_in_no_encoding_is_checked_and_named_so_that_it_is_found(folder: Path) -> None:
    done = run(folder, "verify", ODD, "decret.pdf", "--json")
    odd, plain = (json.loads(line) for line in done.stdout.splitlines())
    assert (odd["sub_indication"], named(odd, "file", folder)) == ("NO_SIGNATURE", folder / ODD)
    assert "file_base64" not in plain


def test_names_that_standard_output_cannot_take_end_nothing(folder: Path, todays: Signer) -> None:
    (folder / "resolució.pdf").write_bytes(make_pdf())
    command = ("sign", "resolució.pdf", ODD, "--p12", "clau.p12", "--in-place")
    done = run(folder, *command, secrets=[todays.passphrase], encoding="ascii")
    assert done.returncode == 0, done.stderr
    assert done.stdout.count(r"resoluci\xf3.pdf") == done.stdout.count("x-??.pdf") == 1
    told = run(folder, "verify", "resolució.pdf", "--json", encoding="ascii")
    assert json.loads(told.stdout)["file"] == "resolució.pdf"


@pytest.mark.parametrize(
    "arguments",
    [
        ("sign", ""),
        ("verify", ""),
        ("extend", "", "--tsa", NEVER),
        ("sign", "decret.pdf", "--p12", ""),
        ("sign", "decret.pdf", "--evidence", ""),
        ("extend", "decret.pdf", "--tsa", NEVER, "--out-dir", ""),
    ],
)
def test_an_empty_name_is_wrong_use(arguments: Sequence[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert ended.value.code == 2
    assert "empty" in capsys.readouterr().err


def test_pipes_cost_only_themselves(folder: Path, todays: Signer) -> None:
    done = run(
        folder,
        "sign",
        ODD,
        "tub.pdf",
        "decret.pdf",
        "--p12",
        "clau.p12",
        "--json",
        secrets=[todays.passphrase],
    )
    assert done.returncode == 3, done.stderr
    answer = json.loads(done.stdout)
    assert [(each["file"], each["state"]) for each in answer["results"]] == [
        ("x-??.pdf", "signed"),
        ("tub.pdf", "refused"),
        ("decret.pdf", "signed"),
    ]
    assert answer["results"][1]["error"]["code"] == "signing.document_unreadable"


def test_where_none_can_be_signed_nothing_is_asked_for(folder: Path) -> None:
    done = run(folder, "sign", "tub.pdf", "--p12", "clau.p12", "--json")
    assert (done.returncode, json.loads(done.stdout)["state"]) == (1, "failed")
    told = run(folder, "sign", "tub.pdf", "--p12", "clau.p12")
    assert (told.returncode, told.stdout) == (1, "")
    assert "No es pot llegir" in told.stderr


def test_a_pipe_is_no_certificate_file(folder: Path) -> None:
    done = run(folder, "sign", "decret.pdf", "--p12", "tub.pdf", "--json")
    assert done.returncode == 1
    assert json.loads(done.stdout)["error"]["code"] == "signing.file_unreadable"


def test_what_cannot_be_read_is_not_extended(folder: Path) -> None:
    done = run(folder, "extend", ODD, "tub.pdf", "--tsa", NEVER, "--json")
    told = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.returncode == 1, done.stderr
    assert [(each["file"], each["error"]["code"]) for each in told] == [
        ("x-??.pdf", "levels.no_signature"),
        ("tub.pdf", "levels.document_unreadable"),
    ]
    assert named(told[0], "file", folder) == folder / ODD


def test_wrong_use_is_answered_in_json_too(folder: Path) -> None:
    done = run(folder, "sign", "decret.pdf", "--p12", "clau.p12", "--level", "B-LTA", "--json")
    answer = json.loads(done.stdout)
    assert (done.returncode, answer["state"], answer["error"]["code"]) == (2, "failed", "signing.wrong_use")


@pytest.mark.parametrize(
    "command", [["clean", "tub.pdf"], ["extend", "decret.pdf", "--tsa", NEVER, "--trust", "x"]]
)
def test_a_refusal_of_any_command_is_an_object_where_json_was_asked_for(
    folder: Path, command: list[str]
) -> None:
    done = run(folder, *command, "--json")
    assert done.returncode == 1
    assert json.loads(done.stdout)["error"]["code"]
    assert done.stderr.count("\n") == 1


def test_a_program_that_is_interrupted_while_it_starts_says_130() -> None:
    done = subprocess.run(
        [sys.executable, "-c", STOPPED], cwd=ROOT, capture_output=True, text=True, check=False, timeout=60
    )
    assert (done.returncode, "Traceback" in done.stderr) == (130, False)


@pytest.mark.parametrize(
    "arguments",
    [
        ("--out", "tub.pdf"),
        ("--format", "asice", "--out", "tub.pdf"),
        ("--evidence", "proves", "--out", "nou.pdf"),
    ],
)
def test_what_is_no_file_is_refused_before_the_pin(folder: Path, arguments: Sequence[str]) -> None:
    (folder / "proves").mkdir()
    os.mkfifo(folder / "proves" / "decret.pdf-evidencia.pdf")
    done = run(folder, "sign", "decret.pdf", "--p12", "clau.p12", "--force", "--json", *arguments)
    answer = json.loads(done.stdout)
    found = answer["error"] or answer["results"][0]["error"]
    assert (done.returncode, found["code"]) == (1, "signing.output_no_file")
    assert (folder / "tub.pdf").is_fifo()
    assert (folder / "proves" / "decret.pdf-evidencia.pdf").is_fifo()
    assert not (folder / "nou.pdf").exists()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has a disk that is always full")
def test_what_was_signed_is_not_called_unsigned_because_the_answer_is_lost(
    folder: Path, todays: Signer
) -> None:
    with Path("/dev/full").open("wb") as full:
        command = ("sign", "decret.pdf", "--p12", "clau.p12", "--json")
        done = run(folder, *command, secrets=[todays.passphrase], out=full.fileno())
    assert (done.returncode, done.stderr.count("\n")) == (74, 1)
    assert "El que s'ha fet queda fet." in done.stderr
    assert (folder / "decret-signat.pdf").exists()
