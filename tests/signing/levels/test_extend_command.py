# SPDX-License-Identifier: EUPL-1.2
"""`eset-desktop extend` as a person runs it: files, standard output and exit status."""

import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from helpers.pdfs import make_pdf
from rigs.pki.front import Fault, Service
from rigs.pki.pki import Pki

from eset_desktop.signing.levels.client import write_raised
from eset_desktop.signing.levels.errors import OutTaken
from eset_desktop.signing.levels.values import Facts, Level, Raised

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
    (tmp_path / "altre.pdf").hardlink_to(tmp_path / "decret.pdf")  # nothing is to be written: no harm
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


def test_a_service_that_says_nothing_is_waited_for_once(
    pki: Pki, signed: dict[str, bytes], tmp_path: Path
) -> None:
    pki.moment = None
    pki.fail(Service.TSA, Fault.CUT)
    for number in range(3):
        (tmp_path / f"decret-{number}.pdf").write_bytes(signed["ec1"])
    done = extend(pki, tmp_path, "--json", "--level", "B-T", *sorted(tmp_path.glob("*.pdf")))
    codes = [json.loads(line)["error"]["code"] for line in done.stdout.splitlines()]
    assert codes == ["levels.tsa_unreachable"] * 3
    assert pki.asked[Service.TSA] == 1


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


def test_links_are_treated_as_where_one_signs(pki: Pki, signed: dict[str, bytes], tmp_path: Path) -> None:
    pki.moment = None
    for name in ("decret.pdf", "acta.pdf"):
        (tmp_path / name).write_bytes(signed["ec1"])
    link, other = tmp_path / "link.pdf", tmp_path / "altre.pdf"
    link.symlink_to("decret.pdf")
    other.hardlink_to(tmp_path / "acta.pdf")
    done = extend(pki, tmp_path, "--json", "--level", "B-T", link, other)
    raised, refused = (json.loads(line) for line in done.stdout.splitlines())
    assert (done.returncode, raised["level"], refused["error"]["code"]) == (3, "B-T", "levels.linked")
    assert link.is_symlink()
    assert (tmp_path / "decret.pdf").read_bytes() != signed["ec1"]
    assert other.read_bytes() == signed["ec1"]
    assert other.samefile(tmp_path / "acta.pdf")


def test_what_has_the_results_name_is_never_replaced(
    pki: Pki, signed: dict[str, bytes], tmp_path: Path
) -> None:
    (tmp_path / "decret.pdf").write_bytes(signed["ec1"])
    out = tmp_path / "out"
    out.mkdir()
    (out / "decret.pdf").symlink_to(tmp_path / "enlloc.pdf")  # names nothing yet
    done = extend(pki, tmp_path, "--json", "--out-dir", out, tmp_path / "decret.pdf")
    assert json.loads(done.stdout)["error"]["code"] == "levels.out_taken"
    assert not (tmp_path / "enlloc.pdf").exists()
    facts = Facts(Level.B_B, 1)
    raised = Raised(len(signed["ec1"]), hashlib.sha256(signed["ec1"]).hexdigest(), (), b"%", facts, facts)
    (out / "acta.pdf").write_bytes(b"mine")
    with pytest.raises(OutTaken):
        write_raised(raised, tmp_path / "decret.pdf", out / "acta.pdf", over=False)
    assert (out / "acta.pdf").read_bytes() == b"mine"
