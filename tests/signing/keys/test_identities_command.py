# SPDX-License-Identifier: EUPL-1.2
"""`eset-desktop identities` as a person runs it: a program of its own, with the drivers of a token and a dead one."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from rigs.cards.modules import compile_dying, compiler
from rigs.cards.softhsm import LABEL, SoftToken

from eset_desktop.demo.authority import Signer

PROGRAM = [
    sys.executable,
    "-c",
    "import sys; from eset_desktop.cli import main; sys.exit(main())",
    "identities",
]


def nothing(folder: Path) -> dict[str, str]:
    """Return where a program finds no token and no card service: this machine's one reader may hold another test's card."""
    return {"SOFTHSM2_CONF": str(folder / "none"), "PCSCLITE_CSOCK_NAME": str(folder / "none")}


def identities(folder: Path, environment: dict[str, str], *arguments: str, **more: Any) -> Any:
    around = {
        **os.environ,
        **environment,
        "HOME": str(folder),
        "ESET_HOME": str(folder / "e-set"),
        "LC_ALL": "ca_ES",
    }
    return subprocess.run(
        [*PROGRAM, *arguments], env=around, capture_output=True, text=True, timeout=60, check=False, **more
    )


def test_all_stores_are_listed_and_a_dead_driver_is_one_line(soft_token: SoftToken, tmp_path: Path) -> None:
    if compiler() is None:
        pytest.skip("no C compiler (package gcc)")
    dying = compile_dying(tmp_path)
    drivers = ["--module", str(dying), "--module", str(soft_token.module)]
    done = identities(tmp_path, soft_token.environment, *drivers, "--json")
    assert done.returncode == 0, done.stderr
    answer = json.loads(done.stdout)
    assert answer["stores"][0] == {
        "name": f"pkcs11:{dying}",
        "problem": {"code": "signing.module_crashed", "text": answer["stores"][0]["problem"]["text"]},
    }
    on_token = (each for each in answer["identities"] if (each["token"] or {}).get("label") == LABEL)
    found = {each["algorithm"]: each for each in on_token}  # a card of another test may be in the reader now
    assert found["RSA-2048"]["usable"]
    assert found["EC-secp256r1"]["id"].startswith("pkcs11:")
    told = identities(tmp_path, soft_token.environment, *drivers)
    assert "✓ Persona de Prova" in told.stdout
    assert "El controlador de la targeta s'ha aturat de cop." in told.stdout


def test_a_certificate_file_is_opened_for_its_facts(signer: Signer, tmp_path: Path) -> None:
    file = tmp_path / "meu.p12"
    file.write_bytes(signer.pkcs12)
    reading, writing = os.pipe()
    os.write(writing, f"{signer.passphrase}\n".encode())
    os.close(writing)
    absent = nothing(tmp_path)
    done = identities(
        tmp_path, absent, "--p12", str(file), "--passphrase-fd", str(reading), "--json", pass_fds=(reading,)
    )
    os.close(reading)
    assert done.returncode == 0, done.stderr
    (found,) = (each for each in json.loads(done.stdout)["identities"] if each["store"] == "p12")
    assert found["secret"] == "passphrase"
    assert signer.passphrase not in done.stdout


def test_a_certificate_file_that_does_not_open_is_one_line_too(signer: Signer, tmp_path: Path) -> None:
    file = tmp_path / "meu.p12"
    file.write_bytes(signer.pkcs12)
    reading, writing = os.pipe()
    os.write(writing, b"una altra\n")
    os.close(writing)
    absent = nothing(tmp_path)
    files = ("--p12", str(file), "--p12", str(tmp_path / "absent.p12"))
    done = identities(
        tmp_path, absent, *files, "--passphrase-fd", str(reading), "--json", pass_fds=(reading,)
    )
    os.close(reading)
    problems = {each["name"]: each["problem"] for each in json.loads(done.stdout)["stores"]}
    assert problems["p12:meu.p12"]["code"] == "signing.wrong_passphrase"
    assert problems["p12:absent.p12"]["code"] == "signing.file_unreadable"
    assert done.returncode == 1


def test_a_descriptor_with_fewer_lines_than_files_is_told_of_each(signer: Signer, tmp_path: Path) -> None:
    files = [tmp_path / f"{name}.p12" for name in ("a", "b", "c")]
    for each in files:
        each.write_bytes(signer.pkcs12)
    reading, writing = os.pipe()
    os.write(writing, f"{signer.passphrase}\n".encode())
    os.close(writing)
    named = [word for each in files for word in ("--p12", str(each))]
    absent = nothing(tmp_path)
    done = identities(
        tmp_path, absent, *named, "--passphrase-fd", str(reading), "--json", pass_fds=(reading,)
    )
    os.close(reading)
    problems = {each["name"]: each["problem"] for each in json.loads(done.stdout)["stores"]}
    assert [problems[f"p12:{name}.p12"]["code"] for name in "bc"] == ["signing.secret_unreadable"] * 2
    assert "Traceback" not in done.stderr


def test_the_drivers_of_the_preferences_are_asked_and_nothing_found_is_said(tmp_path: Path) -> None:
    (tmp_path / "e-set").mkdir()
    (tmp_path / "e-set" / "settings.json").write_text('{"card_driver": "/absent/driver.so"}')
    done = identities(tmp_path, nothing(tmp_path))
    assert done.returncode == 1
    assert "No hi ha cap certificat que pugui signar." in done.stdout
    assert (
        "! pkcs11:/absent/driver.so: El controlador de la targeta no és en aquest ordinador." in done.stdout
    )
