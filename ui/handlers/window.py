# SPDX-License-Identifier: EUPL-1.2
"""Going from place to place, the language, help, undo."""

from functools import partial

from ui.actions import Args
from ui.desk import Desk
from ui.outcome import Outcome
from ui.shell import Shell
from ui.views.help import SIGNING

_OF_SIGNING = frozenset({"sign", "signatures", "send_to_sign", "substitutions", "verify", "flows"})
"""Pages whose help is that of signatures."""


class WindowActions:
    """Actions of the window itself."""

    def __init__(self, desk: Desk, shell: Shell) -> None:
        self._desk = desk
        self._shell = shell
        bind = desk.registry.bind
        for name in ("plan", "dossiers", "outbox", "conflicts"):
            bind(f"go.{name}", partial(self._go, name))
        bind("go.back", lambda _: shell.back())
        for code in ("ca", "es", "en"):
            bind(f"language.{code}", partial(self._switch, code))
        bind("app.palette", lambda _: shell.open_palette())
        bind("app.quit", self._quit)
        bind("app.send", lambda _: desk.hint())
        bind("app.undo", self._undo, lambda: len(desk.undo) > 0)
        bind("help.show", self._help)
        bind("help.about", lambda _: shell.go("help", {"topic": "about"}))

    def _go(self, page: str, args: Args) -> Outcome[object]:
        self._shell.go(page, args)
        return self._shell.current.ready()

    def _help(self, _: Args) -> None:
        """Show the help, beginning with what the person is doing."""
        where = {"topic": SIGNING} if self._shell.current.name in _OF_SIGNING else {}
        self._shell.go("help", where)

    def _switch(self, language: str, _: Args) -> None:
        self._shell.switch_language(language)

    def _quit(self, _: Args) -> None:
        self._shell.close()

    def _undo(self, _: Args) -> Outcome[object] | None:
        step = self._desk.undo.pop()
        if step is None:
            return None
        self._shell.notices.clear("undo")
        done = self._desk.perform(step.back)
        self._desk.registry.update()
        return done.map(lambda changes: changes)
