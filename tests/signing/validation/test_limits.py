# SPDX-License-Identifier: EUPL-1.2
"""No file takes the program along: a process that hangs, eats memory or dies costs its own file only."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from helpers.pdfs import make_pdf
from helpers.signed_pdfs import Maker
from rigs.pki.pki import Pki

from eset_desktop.clock import ManualClock
from eset_desktop.signing.sources import HeldBytes, PlainFile
from eset_desktop.signing.validation.client import ValidationClient
from eset_desktop.signing.validation.messages import Trusting
from eset_desktop.signing.validation.problems import Problem
from eset_desktop.signing.validation.report import FileReport, SubIndication, Verdict

Check = Callable[..., FileReport]

ODD_WORKER = """
import os, sys, time
from eset_desktop.signing.validation.worker import start
from eset_desktop.workers.host import serve

def odd():
    handle = start()
    def answer(frame):
        if b"hang" in frame:
            time.sleep(60)
        if b"die" in frame:
            os._exit(1)
        if b"eat" in frame:
            bytearray(4 << 30)
        return handle(frame)
    return answer

serve(odd)
"""


@pytest.fixture
def odd(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, clock: ManualClock) -> Iterator[ValidationClient]:
    """A client whose process does what the file says."""
    (tmp_path / "odd_worker.py").write_text(ODD_WORKER)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    with ValidationClient(clock=clock, timeout=2.0, module="odd_worker") as client:
        yield client


@pytest.mark.parametrize(
    ("deed", "problem"),
    [(b"hang", Problem.LIMIT_TIME), (b"die", Problem.LIMIT_MEMORY), (b"eat", Problem.LIMIT_MEMORY)],
)
def test_a_file_that_is_too_much_is_told_and_the_next_goes_on(
    odd: ValidationClient, deed: bytes, problem: Problem
) -> None:
    report = odd.validate(HeldBytes(deed), "a.pdf")
    assert (report.verdict, report.problem) == (Verdict.INDETERMINATE, problem)
    assert odd.validate(HeldBytes(make_pdf()), "b.pdf").sub_indication is SubIndication.NO_SIGNATURE


@pytest.fixture(scope="module")
def trust(maker: Maker, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return maker.pki.anchors_folder(tmp_path_factory.mktemp("trust"))


def test_the_process_believes_what_its_folder_says_also_when_that_changes(
    archived: bytes, clock: ManualClock, pki: Pki, tmp_path: Path
) -> None:
    with ValidationClient(Trusting(str(tmp_path)), clock=clock) as client:
        before = client.validate(HeldBytes(archived), "a.pdf")
        pki.anchors_folder(tmp_path)
        after = client.validate(HeldBytes(archived), "a.pdf")
    assert before.sub_indication is SubIndication.NO_CERTIFICATE_CHAIN_FOUND
    assert after.verdict is Verdict.PASSED


def test_a_file_that_is_not_there_is_told(odd: ValidationClient, tmp_path: Path) -> None:
    assert odd.validate(PlainFile.at(tmp_path / "no.pdf"), "no.pdf").problem == Problem.MISSING


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes with names here")
def test_pipes_and_devices_are_not_waited_for(odd: ValidationClient, tmp_path: Path) -> None:
    pipe = tmp_path / "canonada.pdf"
    os.mkfifo(pipe)
    for path in (pipe, Path("/dev/zero"), tmp_path):
        assert odd.validate_file(path).problem == Problem.MISSING


def test_a_name_in_no_known_encoding_is_no_obstacle(odd: ValidationClient, tmp_path: Path) -> None:
    path = tmp_path / os.fsdecode(b"acta-\xff\xe9.pdf")
    try:
        path.write_bytes(make_pdf())
    except OSError:
        pytest.skip("this file system wants names in UTF-8")
    report = odd.validate_file(path)
    assert report.sub_indication is SubIndication.NO_SIGNATURE
    assert report.file.endswith("acta-??.pdf")


def test_a_large_file_is_read_in_pieces(
    maker: Maker, clock: ManualClock, trust: Path, tmp_path: Path
) -> None:
    large = tmp_path / "gran.pdf"
    large.write_bytes(maker.sign(make_pdf(padding=bytes(24 << 20)), level="B-LT"))
    with ValidationClient(Trusting(str(trust)), clock=clock) as client:
        assert client.validate_file(large).verdict is Verdict.PASSED


def test_a_gigabyte_of_nothing_behind_the_end_is_told_at_once(
    maker: Maker, clock: ManualClock, trust: Path, tmp_path: Path
) -> None:
    large = tmp_path / "gran.pdf"
    with large.open("wb") as file:
        file.write(maker.sign(make_pdf()))
        file.truncate(1 << 30)
    with ValidationClient(Trusting(str(trust)), clock=clock) as client:
        assert client.validate_file(large).problem == Problem.UNREADABLE_FILE


def verify(*arguments: str, language: str = "ca_ES.UTF-8") -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-m", "eset_desktop", "verify", *arguments]
    environment = {"LC_ALL": language, "PATH": "/usr/bin:/bin", "HOME": "/nonexistent", "TZ": "UTC"}
    return subprocess.run(command, capture_output=True, text=True, env=environment, timeout=60, check=False)


def test_the_command_answers_with_one_object_a_file(archived: bytes, trust: Path, tmp_path: Path) -> None:
    good, bad, plain = (tmp_path / name for name in ("bo.pdf", "dolent.pdf", "pla.pdf"))
    good.write_bytes(archived)
    bad.write_bytes(archived.replace(b"Bon dia", b"Bon diu"))
    plain.write_bytes(make_pdf())
    done = verify(*map(str, (good, bad, plain)), "--json", "--trust", str(trust))
    first, second, third = (json.loads(line) for line in done.stdout.splitlines())
    assert done.returncode == 1
    assert list(first) == ["file", "verdict", "sub_indication", "signatures"]
    assert (first["file"], first["verdict"], first["sub_indication"]) == (str(good), "PASSED", None)
    assert first["signatures"][0] == {
        "signer": "Signant EC de Prova",
        "integrity": "INTACT",
        "level": "B-LTA",
        "time": "2026-11-21T09:30:00Z",
        "proof": "SIGNATURE_TIMESTAMP",
        "coverage": "REVISION",
        "modifications": "PROOFS",
        "trust": "CONFIGURED",
        "revocation": "GOOD",
        "problems": [],
    }
    assert (second["verdict"], second["sub_indication"]) == ("FAILED", "HASH_FAILURE")
    assert second["signatures"][0]["integrity"] == "BROKEN"
    assert (third["verdict"], third["sub_indication"]) == ("INDETERMINATE", "NO_SIGNATURE")


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("ca_ES.UTF-8", ("Vàlida.", "No s'ha pogut comprovar.", "El fitxer no porta cap signatura.")),
        ("es_ES.UTF-8", ("Válida.", "No se ha podido comprobar.", "El archivo no lleva ninguna firma.")),
        ("en_GB.UTF-8", ("Valid.", "Could not be checked.", "The file carries no signature.")),
    ],
)
def test_a_person_reads_the_verdict_and_one_cause(
    archived: bytes, trust: Path, tmp_path: Path, language: str, words: tuple[str, ...]
) -> None:
    good, plain = tmp_path / "bo.pdf", tmp_path / "pla.pdf"
    good.write_bytes(archived)
    plain.write_bytes(make_pdf())
    done = verify(str(good), str(plain), "--trust", str(trust), language=language)
    assert done.returncode == 3
    assert all(word in done.stdout for word in words)
    assert not any(word in done.stdout for word in ("PAdES", "INDETERMINATE", "B-LTA"))


@pytest.mark.parametrize("arguments", [("--trust", "/nowhere"), ("--password-fd", "77")])
def test_wrong_usage_is_not_taken_for_a_verdict(tmp_path: Path, arguments: tuple[str, str]) -> None:
    done = verify(str(tmp_path / "a.pdf"), *arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert "Traceback" not in done.stderr
