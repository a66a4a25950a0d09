# SPDX-License-Identifier: EUPL-1.2
"""How far a batch is, on standard error: one line that is written over on a terminal, a line a document elsewhere."""

import sys
from typing import TextIO

from eset_desktop.commands import wording
from eset_desktop.signing.batch.states import BatchState, ItemState
from eset_desktop.signing.batch.values import Event, ItemMoved, Progress

_ENDS = {ItemState.SIGNED, ItemState.REFUSED, ItemState.FAILED}


class ProgressLine:
    """A batch's listener; says nothing of a single document where nobody is looking."""

    def __init__(self, count: int, stream: TextIO = sys.stderr) -> None:
        self._stream = stream
        self._live = stream.isatty()
        self._quiet = count < 2 and not self._live
        self._open = False

    def __call__(self, event: Event) -> None:
        """Show a move."""
        if self._quiet:
            return
        if isinstance(event, ItemMoved):
            if event.result.state is ItemState.SIGNED or (self._live and event.result.state in _ENDS):
                self._show(_line(event.progress))
        elif event.state is not BatchState.RUNNING:
            self.close()

    def close(self) -> None:
        """End the line."""
        if self._open:
            self._stream.write("\n")
            self._open = False

    def _show(self, line: str) -> None:
        self._stream.write(f"\r\x1b[2K{line}" if self._live else f"{line}\n")
        self._stream.flush()
        self._open = self._live


def _line(progress: Progress) -> str:
    told = wording.text("sign.progress", signed=progress.signed, total=progress.total)
    if progress.left is None or progress.ended == progress.total:
        return told
    minutes, seconds = divmod(round(progress.left), 60)
    rate = f"{progress.rate:.1f}"
    return told + wording.text("sign.pace", rate=rate, left=f"{minutes}:{seconds:02d}")
