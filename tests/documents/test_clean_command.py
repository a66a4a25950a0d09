# SPDX-License-Identifier: EUPL-1.2
"""`eset-desktop clean` as a person or a script runs it."""

import json
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from helpers.pdfs import certified, make_pdf

import resources
from eset_desktop.cli import main
from eset_desktop.documents import hidden

SECRET = "Persona Que No S'ha De Saber"

Clean = Callable[..., tuple[int, str, str]]


@pytest.fixture
def clean(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Clean:
    document = pikepdf.open(BytesIO(make_pdf(title="esborrany")))
    document.docinfo["/Author"] = SECRET
    document.save(tmp_path / "acta.pdf")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LC_ALL", "ca_ES.UTF-8")

    def run(*arguments: str) -> tuple[int, str, str]:
        status = main(["clean", *arguments])
        said = capsys.readouterr()
        return status, said.out, said.err

    return run


def test_it_lists_before_and_writes_a_copy_after(clean: Clean, tmp_path: Path) -> None:
    before = (tmp_path / "acta.pdf").read_bytes()
    assert clean("acta.pdf", "--list") == (
        0, f"En sortiria:\n  Autor: {SECRET}\n  Títol de dins del fitxer: esborrany\n", "",
    )  # fmt: skip
    assert sorted(path.name for path in tmp_path.iterdir()) == ["acta.pdf"]
    status, said, _ = clean("acta.pdf", "--title", "Acta del ple")
    assert status == 0
    assert said.splitlines()[-1] == "Fitxer net: acta-net.pdf"
    assert (tmp_path / "acta.pdf").read_bytes() == before
    assert SECRET.encode() not in (tmp_path / "acta-net.pdf").read_bytes()
    status, said, _ = clean("acta-net.pdf", "--json")
    assert json.loads(said)["out"] == "acta-net-net.pdf"


def test_nothing_is_replaced_and_a_signed_document_is_refused(clean: Clean, tmp_path: Path) -> None:
    (tmp_path / "acta-net.pdf").write_bytes(b"before")
    status, _, said = clean("acta.pdf")
    assert (status, (tmp_path / "acta-net.pdf").read_bytes()) == (1, b"before")
    assert "acta-net.pdf" in said
    (tmp_path / "signat.pdf").write_bytes(certified(2))
    status, _, said = clean("signat.pdf")
    assert (status, "signat: no s'hi pot canviar res" in said) == (1, True)
    assert clean("falta.pdf")[0] == 1


def test_every_kind_has_its_words() -> None:
    kinds = {*hidden.REMOVED, *hidden.STAYING}
    assert {f"hidden.{kind}" for kind in kinds} == {
        key for key in resources.command_texts() if key.startswith("hidden.")
    }
