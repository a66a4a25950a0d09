# SPDX-License-Identifier: EUPL-1.2
"""While a list is being painted, work that can wait a moment does.

Painting goes back and forth between Qt and Python for each cell, and each time it would queue for Python behind whoever
else runs. A batch that writes signed documents made it several times as slow.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from eset_desktop.signing.batch.values import BatchItem, Writer
from eset_desktop.signing.values import SignedTail

_AT_MOST: Final = 0.05
"""Seconds that work stands aside: a window that paints without end may slow it, never stop it."""
_FREE: Final = threading.Event()
_FREE.set()


@contextmanager
def painting() -> Iterator[None]:
    """Be painting; on the window's thread only."""
    _FREE.clear()
    try:
        yield
    finally:
        _FREE.set()


class AsideWriter:
    """Writes what another writer writes, and stands aside before each step that takes Python for milliseconds."""

    def __init__(self, writer: Writer, *, at_most: float = _AT_MOST) -> None:
        self._writer = writer
        self._at_most = at_most

    def check(self, item: BatchItem) -> None:
        """Look whether the document can be written at all; raises what the other writer raises."""
        self._writer.check(item)

    def stage(self, item: BatchItem, signed: SignedTail) -> None:
        """Bring bytes to the disk; raises what the other writer raises."""
        _FREE.wait(self._at_most)
        self._writer.stage(item, signed)

    def write(self, item: BatchItem, signed: SignedTail) -> str:
        """Make it count; raises what the other writer raises."""
        _FREE.wait(self._at_most)
        return self._writer.write(item, signed)
