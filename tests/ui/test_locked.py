# SPDX-License-Identifier: EUPL-1.2
"""A computer whose access was withdrawn shows nothing but that, whatever was open."""

from collections.abc import Callable

from helpers.cache import SERIES
from helpers.windows import OpenWindow
from PySide6.QtWidgets import QPushButton

from eset_desktop.operations import dossiers
from ui.main_window import WHEN_LOCKED
from ui.outcome import Outcome
from ui.screen import state_of

TITLE = "Llicència d'obres"


def revoke(opened: OpenWindow) -> None:
    """Let the agent have learnt that the access was withdrawn."""
    opened.cache.replica.revoked()
    opened.desk.refresher.look()


def test_nothing_is_shown_any_more(opened: OpenWindow, do: Callable[..., Outcome[object]]) -> None:
    do("dossier.new", **{"class": SERIES, "title": TITLE})
    do("dossier.close")  # asks why, in a dialog
    revoke(opened)
    state = state_of(opened.window)
    assert state["page"] == "locked"
    assert set(state["actions"]) == WHEN_LOCKED
    assert state["dialogs"] == []
    assert state["notices"] == []
    assert TITLE not in str(state)
    assert opened.window.navigation.body.isVisible()
    assert not any(each.isVisible() for each in opened.window.current.findChildren(QPushButton))


def test_no_way_leads_back(opened: OpenWindow, do: Callable[..., Outcome[object]]) -> None:
    made = dossiers.create(opened.cache.session, dossiers.NewDossier(TITLE, SERIES))
    revoke(opened)
    for action, args in (
        ("go.back", {}),
        ("dossier.open", {"id": made.created}),
        ("app.undo", {}),
        ("app.palette", {}),
    ):
        do(action, **args)
        assert opened.window.page_name == "locked"
    opened.window.go("dossiers")
    assert opened.window.page_name == "locked"


def test_the_reason_follows_the_language(opened: OpenWindow, do: Callable[..., Outcome[object]]) -> None:
    revoke(opened)
    texts = set()
    for language in ("ca", "es", "en"):
        do(f"language.{language}")
        texts.add(" ".join(state_of(opened.window)["texts"]))
    assert len(texts) == 3
    do("language.ca")
