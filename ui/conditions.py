# SPDX-License-Identifier: EUPL-1.2
"""Conditions that the driver can wait for, by name; each is looked at whenever the window shows something new."""

from collections.abc import Callable, Mapping
from typing import Any, Final, TypeAlias

from eset_desktop.store.queries.waiting import SyncStatus
from ui.main_window import MainWindow

Condition: TypeAlias = Callable[[MainWindow, Mapping[str, Any]], bool]


def _status(window: MainWindow) -> SyncStatus:
    status = window.strip.status
    if status is None:
        raise KeyError
    return status


def _fact(window: MainWindow, args: Mapping[str, Any]) -> bool:
    """Look at a fact of the page: ``fact`` by name, then ``equals`` or ``contains``; without either: not empty."""
    found: Any = window.current.facts()
    for name in str(args["fact"]).split("."):
        found = found[int(name)] if isinstance(found, list) and name.isdecimal() else found.get(name)
        if found is None:
            break
    if "equals" in args:
        return bool(found == args["equals"])
    if "contains" in args:
        return str(args["contains"]) in str(found or "")
    return bool(found)


def _preview_drawn(window: MainWindow, _: Mapping[str, Any]) -> bool:
    preview = window.current.facts().get("preview", {})
    return bool(preview.get("drawn")) and window.desk.background.is_idle


def _listed(window: MainWindow, args: Mapping[str, Any]) -> bool:
    rows = window.current.facts().get("rows", [])
    return any(str(args["text"]) in str(value) for row in rows for value in row.values())


CONDITIONS: Final[Mapping[str, Condition]] = {
    "idle": lambda window, _: window.desk.background.is_idle,
    "line_up": lambda window, _: _status(window).line == "up",
    "line_down": lambda window, _: _status(window).line == "down",
    "all_sent": lambda window, _: _status(window).pending.total == 0,
    "problem": lambda window, args: _status(window).problem == args["code"],
    "waiting": lambda window, _: _status(window).pending.total > 0,
    "attention": lambda window, _: _status(window).pending.attention > 0,
    "conflict": lambda window, _: _status(window).conflicts > 0,
    "no_conflict": lambda window, _: _status(window).conflicts == 0,
    "synced": lambda window, _: bool(_status(window).last_complete),
    "page": lambda window, args: window.page_name == args["page"],
    "fact": _fact,
    "listed": _listed,
    "preview_drawn": _preview_drawn,
}
"""Name → condition over the window and the request's own arguments."""


def is_met(name: str, window: MainWindow, args: Mapping[str, Any]) -> bool:
    """Tell whether a condition is met now; raises KeyError for one that does not exist."""
    return CONDITIONS[name](window, args)
