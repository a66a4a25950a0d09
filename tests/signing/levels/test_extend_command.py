# SPDX-License-Identifier: EUPL-1.2
"""`eset-desktop extend` as a person runs it: files, standard output and exit status."""

import json
import os
import subprocess
import sys
from pathlib import Path

from helpers.pdfs import make_pdf
from rigs.pki.front import Fault, Service
from rigs.pki.pki import Pki

PROGRAM = [sys.executable, "-m", "eset_desktop"]


def extend(pki: Pki, tmp_path: Path, *more: str | Path) -> "subprocess.CompletedProcess[str]":
    environment = {**os.environ, "ESET_HOME": str(tmp_path / "home"), "LC_ALL": "ca_ES.UTF-8"}
    trust = pki.anchors_folder(tmp_path / "trust")
    command = [*PROGRAM, "extend", "--tsa", pki.tsa_url(), "--trust", trust, *more]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)


def test_files_are_raised_where_they_lie_and_told_one_a_line(
    pki: Pki, signed: dict[str, bytes], tmp_path: Path
) -> None:
    pki.moment = None
    (tmp_path / "decret.pdf").write_bytes(signed["ec1"])
    (tmp_path / "buit.pdf").write_bytes(make_pdf())
    done = extend(pki, tmp_path, "--json", tmp_path / "decret.pdf", tmp_path / "buit.pdf")
    assert done.returncode == 3, done.stderr
    raised, refused = (json.loads(line) for line in done.stdout.splitlines())
    assert (raised["before"], raised["level"], raised["changed"]) == ("B-B", "B-LTA", True)
    assert raised["stamped_at"].endswith("Z")
    assert refused["error"]["code"] == "levels.no_signature"
    assert len((tmp_path / "decret.pdf").read_bytes()) > len(signed["ec1"])
    again = extend(pki, tmp_path, tmp_path / "decret.pdf")
    assert again.returncode == 0
    assert "ja tenia el segell de temps" in again.stdout


def test_a_service_that_is_down_leaves_the_file_as_it_is(
    pki: Pki, signed: dict[str, bytes], tmp_path: Path
) -> None:
    pki.moment = None
    pki.fail(Service.TSA, Fault.UNAVAILABLE)
    (tmp_path / "decret.pdf").write_bytes(signed["ec1"])
    (tmp_path / "out").mkdir()
    done = extend(pki, tmp_path, "--level", "B-T", "--out-dir", tmp_path / "out", tmp_path / "decret.pdf")
    assert done.returncode == 1
    assert "El servei de segell de temps no respon." in done.stderr
    assert list((tmp_path / "out").iterdir()) == []
    assert (tmp_path / "decret.pdf").read_bytes() == signed["ec1"]


def test_a_folder_of_trust_that_is_not_there_is_told(
    pki: Pki, signed: dict[str, bytes], tmp_path: Path
) -> None:
    (tmp_path / "decret.pdf").write_bytes(signed["ec1"])
    done = extend(pki, tmp_path, "--trust", tmp_path / "absent", tmp_path / "decret.pdf")
    assert done.returncode == 1
    assert "absent" in done.stderr
    assert not pki.asked
    assert (tmp_path / "decret.pdf").read_bytes() == signed["ec1"]


def test_a_file_that_cannot_be_written_stops_no_other(
    pki: Pki, signed: dict[str, bytes], tmp_path: Path
) -> None:
    pki.moment = None
    (tmp_path / "decret.pdf").write_bytes(signed["ec1"])
    absent = tmp_path / "absent"
    done = extend(pki, tmp_path, "--json", "--level", "B-T", "--out-dir", absent, tmp_path / "decret.pdf")
    assert done.returncode == 1
    assert json.loads(done.stdout)["error"]["code"] == "levels.unwritable"
