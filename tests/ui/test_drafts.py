# SPDX-License-Identifier: EUPL-1.2
"""What was typed into a form stays when a person goes elsewhere, until it is sent or cancelled."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from helpers.cache import SERIES, Cache
from helpers.pdfs import make_pdf
from helpers.windows import OpenWindow
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from eset_desktop.operations import dossiers
from ui.outcome import Outcome

Do = Callable[..., Outcome[object]]
PARTY = {"name": "Persona de prova", "identifier": "00000000T"}


def fill_new_dossier(opened: OpenWindow, do: Do) -> None:
    do("dossier.new")
    page = opened.window.new_dossier
    page.set_values({"class": SERIES, "title": "Llicència d'obres", "party": PARTY})
    page.procedure.choose("")


def typed(opened: OpenWindow) -> tuple[str, str, str, str, str]:
    page = opened.window.new_dossier
    return (
        page.series.code(),
        page.procedure.code(),
        page.subject.text(),
        page.party.name.text(),
        page.party.identifier.text(),
    )


@pytest.mark.parametrize("away", ["go.outbox", "go.back", "help.show"])
def test_a_new_dossier_is_there_again(opened: OpenWindow, do: Do, away: str) -> None:
    fill_new_dossier(opened, do)
    before = typed(opened)
    do(away)
    do("dossier.new")
    assert typed(opened) == before
    assert before[2:] == ("Llicència d'obres", "Persona de prova", "00000000T")


def test_escape_keeps_it_too_and_another_series_changes_only_that(opened: OpenWindow, do: Do) -> None:
    fill_new_dossier(opened, do)
    QTest.keyClick(opened.window, Qt.Key.Key_Escape)
    do("dossier.new", **{"class": SERIES, "submit": False})
    assert typed(opened)[2:] == ("Llicència d'obres", "Persona de prova", "00000000T")


def test_cancel_drops_it(opened: OpenWindow, do: Do) -> None:
    fill_new_dossier(opened, do)
    opened.window.new_dossier._cancel.click()
    do("dossier.new")
    assert typed(opened) == ("", "", "", "", "")
    assert opened.window.new_dossier.party.role.code() == "interested"


def test_once_opened_the_next_one_begins_empty(opened: OpenWindow, do: Do) -> None:
    fill_new_dossier(opened, do)
    outcome = opened.window.new_dossier.submit()
    do("go.dossiers")
    assert outcome.is_settled
    do("dossier.new")
    assert typed(opened) == ("", "", "", "", "")


def begin_document(opened: OpenWindow, do: Do, cache: Cache, pdf: Path, title: str) -> str:
    made = dossiers.create(cache.session, dossiers.NewDossier(title, SERIES)).created
    do("dossier.open", id=made)
    do("document.add", file=str(pdf))
    opened.window.add_document.set_values({"type": "informe", "title": title, "date": "2026-01-31"})
    return str(made)


def described(opened: OpenWindow) -> tuple[object, str, str, str]:
    page = opened.window.add_document
    day = page.form.date.date().toString(Qt.DateFormat.ISODate)
    return page.facts()["file"], page.form.type.code(), page.form.subject.text(), day


def test_a_document_is_there_again(opened: OpenWindow, do: Do, cache: Cache, pdf: Path) -> None:
    begin_document(opened, do, cache, pdf, "Informe A")
    before = described(opened)
    do("go.back")
    do("document.add")
    assert described(opened) == before == (pdf.name, "informe", "Informe A", "2026-01-31")


def test_each_dossier_keeps_its_own(
    opened: OpenWindow, do: Do, cache: Cache, pdf: Path, tmp_path: Path
) -> None:
    other = tmp_path / "altre.pdf"
    other.write_bytes(make_pdf(1))
    os.utime(other, (1_000_000_000, 1_000_000_000))
    first = begin_document(opened, do, cache, pdf, "Informe A")
    begin_document(opened, do, cache, other, "Informe B")
    assert described(opened) == (other.name, "informe", "Informe B", "2026-01-31")
    do("dossier.open", id=first)
    do("document.add")
    assert described(opened) == (pdf.name, "informe", "Informe A", "2026-01-31")
    page = opened.window.add_document
    added = page.submit()
    do("go.dossiers")
    assert added.is_settled
    do("dossier.open", id=first)
    shown = opened.window.dossier.shown
    assert shown is not None
    assert [each.title for each in shown.documents] == ["Informe A"]
    do("document.add")
    assert described(opened)[:3] == (None, "", "")


def test_cancel_drops_a_document(opened: OpenWindow, do: Do, cache: Cache, pdf: Path) -> None:
    begin_document(opened, do, cache, pdf, "Informe A")
    opened.window.add_document._cancel.click()
    do("document.add")
    assert described(opened)[:3] == (None, "", "")
