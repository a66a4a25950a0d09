# SPDX-License-Identifier: EUPL-1.2
"""Restricting the access and keeping here, in the window."""

from collections.abc import Callable
from typing import Any

from helpers.cache import BERTA, SERIES, UNIT
from helpers.windows import OpenWindow
from PySide6.QtCore import Qt

from ui.models.dossier_list import BADGE_ROLE, Column

Do = Callable[..., Any]
DOSSIER = {"class": SERIES, "title": "Ajut social", "unit": UNIT}
REASON = "Dades de salut"


def test_the_secretary_restricts_a_dossier_and_lifts_it(opened: OpenWindow, do: Do) -> None:
    do("dossier.new", **DOSSIER)
    window = opened.window
    registry = opened.desk.registry
    assert registry.is_available("access.show")
    do("access.show")
    page = window.access
    assert window.page_name == "access"
    page.reason.setText(REASON)
    page.people.item(0).setCheckState(Qt.CheckState.Checked)
    assert page.facts()["people"] == [BERTA]
    page.submit()
    do("go.outbox")
    kinds = [each.kind for each in opened.cache.waiting()]
    assert kinds == ["dossier", "restriction", "grant"]
    do("dossier.open", id=window.dossier.dossier_id or opened.cache.waiting()[0].object)
    assert window.dossier.facts()["restricted"]
    do("access.show")
    assert page.reason.isReadOnly()
    do("access.lift")
    assert window.page_name == "dossier"
    assert not window.dossier.facts()["restricted"]


def test_readers_are_changed_to_what_is_marked(opened: OpenWindow, do: Do) -> None:
    do("dossier.new", **DOSSIER)
    do("access.restrict", reason=REASON)
    do("access.show")
    page = opened.window.access
    assert page.marked() == []
    do("access.readers", restriction=page.restriction_id, people=[BERTA])
    do("access.show")
    assert page.marked() == [BERTA]
    do("access.readers", restriction=page.restriction_id, people=[])
    do("access.show")
    assert page.marked() == []


def test_the_list_marks_what_is_restricted_and_says_so(opened: OpenWindow, do: Do) -> None:
    do("dossier.new", **DOSSIER)
    do("access.restrict", reason=REASON)
    do("go.dossiers")
    model = opened.window.dossiers.model
    place = model.index(0, Column.SITUATION)
    assert model.data(place, BADGE_ROLE) == "restricted"
    assert model.data(place, Qt.ItemDataRole.AccessibleTextRole) == "Obert, Accés restringit"


def test_a_dossier_and_a_class_are_kept_here_and_no_longer(opened: OpenWindow, do: Do) -> None:
    do("dossier.new", **DOSSIER)
    registry = opened.desk.registry
    assert (registry.is_available("keep.here"), registry.is_available("keep.no_longer")) == (True, False)
    do("keep.here")
    assert opened.window.dossier.facts()["kept"]
    assert (registry.is_available("keep.here"), registry.is_available("keep.no_longer")) == (False, True)
    do("keep.no_longer")
    assert not opened.window.dossier.facts()["kept"]
    do("go.plan", **{"class": SERIES})
    do("keep.here")
    assert registry.is_available("keep.no_longer")
