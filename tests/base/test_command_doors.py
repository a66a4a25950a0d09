# SPDX-License-Identifier: EUPL-1.2
"""What commands of `eset-desktop` say to arguments that lead nowhere: one line with the right cause."""

import io
import sys
from pathlib import Path

import pytest

import resources
from eset_desktop import cli
from eset_desktop.store import keys, profile

Captured = pytest.CaptureFixture[str]


def told(
    capsys: Captured, monkeypatch: pytest.MonkeyPatch, code: str, *arguments: str, typed: str = ""
) -> None:
    """Run a command and see that it is refused with the text of that code."""
    monkeypatch.setenv("LC_ALL", "C")
    monkeypatch.setattr(sys, "stdin", io.StringIO(typed))
    assert cli.main(arguments) == 1
    assert capsys.readouterr().err.startswith(resources.error_texts()[code]["en"].title)


@pytest.mark.parametrize(
    "url",
    ["http://[::1", "https://", "eset.example", "https://eset.example:99999", "https://eset.example:x", ""],
)
def test_an_address_that_is_none_is_told_before_a_code_is_asked_for(
    capsys: Captured, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, url: str
) -> None:
    told(capsys, monkeypatch, "join.address_malformed", "join", url, "--profile", str(tmp_path / "desk"))
    assert not (tmp_path / "desk").exists()


def test_a_place_where_no_folder_can_be_is_told_as_such(
    capsys: Captured, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "file").write_bytes(b"mine")
    places = [tmp_path / "file", tmp_path / "file" / "x"]
    if sys.platform == "linux":
        places.append(Path("/proc/x"))
    for place in places:
        told(
            capsys, monkeypatch, "store.read_only", "join", "http://127.0.0.1:9", "--passphrase", "--profile",
            str(place), typed="qualsevol\nuna frase prou llarga\n",
        )  # fmt: skip
    assert (tmp_path / "file").read_bytes() == b"mine"


def test_a_recovery_key_that_is_not_there_is_not_called_damaged(
    capsys: Captured, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    way = keys.ByPassphrase("una frase prou llarga")
    profile.create(tmp_path / "desk", (way,), body_name="Ajuntament")
    where = ("--profile", str(tmp_path / "desk"))
    for file in (tmp_path / "nothing.pem", tmp_path):
        told(capsys, monkeypatch, "recovery.file_unreadable", "recover", str(file), *where)
    (tmp_path / "other.pem").write_bytes(b"no key")
    told(capsys, monkeypatch, "recovery.damaged", "recover", str(tmp_path / "other.pem"), *where, typed="x\n")


@pytest.mark.parametrize("arguments", [("stick", "request", ""), ("stick", "import", "x", "--profile", "")])
def test_an_empty_folder_is_wrong_use(capsys: Captured, arguments: tuple[str, ...]) -> None:
    with pytest.raises(SystemExit) as left:
        cli.main(arguments)
    assert left.value.code == 2
    assert "empty" in capsys.readouterr().err
