# SPDX-License-Identifier: EUPL-1.2
"""Preparing a stick for another computer, installing from one."""

from functools import partial
from pathlib import Path

from ui.actions import Args
from ui.desk import Desk
from ui.outcome import Outcome
from ui.shell import Shell
from ui.views.stick import INSTALL, PREPARE


class StickActions:
    """Binds what is done with sticks."""

    def __init__(self, desk: Desk, shell: Shell) -> None:
        self._shell = shell
        desk.registry.bind("stick.prepare", partial(self._show, PREPARE))
        desk.registry.bind("stick.install", partial(self._show, INSTALL))

    def _show(self, mode: str, args: Args) -> Outcome[object] | None:
        """Open the page; with ``folder`` choose it too, with ``submit`` begin."""
        self._shell.go("stick", {**args, "mode": mode})
        page = self._shell.stick
        if not args.get("folder"):
            return None
        chosen = page.choose(Path(str(args["folder"])))
        if not args.get("submit"):
            return chosen
        return chosen.then(lambda _: page.begin().map(lambda last: last))
