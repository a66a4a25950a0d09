# SPDX-License-Identifier: EUPL-1.2
"""The demonstration's switches: the line, the second person, a power cut. They really stop and kill processes."""

from typing import Final

from eset_desktop.store import meta
from ui.actions import Args, Condition, Handler
from ui.desk import Desk

WORDS: Final = {
    "demo.cut_line": "line-down",
    "demo.mend_line": "line-up",
    "demo.second": "second",
    "demo.power_cut": "power-cut",
}
"""What each action asks of the demonstration's process, which understands these words (``eset_desktop.demo.live``)."""


class DemoActions:
    """Binds the switches in a window that the demonstration opened, and only there."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        if desk.demo is None:
            return
        conditions: dict[str, Condition] = {
            "demo.cut_line": lambda: not self._is_down(),
            "demo.mend_line": self._is_down,
        }
        for action, word in WORDS.items():
            desk.registry.bind(action, self._asking(word), conditions.get(action))

    def _is_down(self) -> bool:
        return meta.get(self._desk.connection, "line") == "down"

    def _asking(self, word: str) -> Handler:
        def ask(_: Args) -> None:
            demo = self._desk.demo
            if demo is not None:
                self._desk.background.unattended(lambda: demo(word))

        return ask
