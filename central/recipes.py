# SPDX-License-Identifier: EUPL-1.2
"""Recipes (:mod:`eset_desktop.domain.segments`) on the service's side: only from bytes that the caller may read."""

from collections.abc import Callable, Collection, Iterable, Sequence
from contextlib import closing
from typing import Final

from sqlalchemy import Connection

from central.blobs import Blobs
from central.callers import Caller
from central.store import holdings
from eset_desktop.domain.segments import Content, Plan, RecipeUnsound, recipe

MOST_BYTES: Final = 64 << 20
"""Bytes that a recipe may have, either way; and of contents from which one is made on request."""
MOST_ANCESTORS: Final = 8
WORTH: Final = 0.8
"""Part of the whole above which the whole is sent instead."""


def readable(connection: Connection, caller: Caller, hashes: Collection[str]) -> dict[str, int]:
    """Return those of these bytes that are here and that a version in a stream of the caller's refers to."""
    return holdings.readable(connection, caller.body, caller.streams, hashes)


def composed(
    pieces: Iterable[bytes], size: int, blobs: Blobs, sources: Callable[[set[str]], Collection[str]]
) -> Iterable[bytes]:
    """Return the content that a recipe makes.

    Args:
        pieces: The recipe.
        size: Bytes that the content must have.
        blobs: Where sources lie.
        sources: Returns those of some hashes that may be copied from.

    Raises:
        RecipeUnsound: It is none, gives another size, or copies from bytes that are not here for its sender: one answer
            for all, so that nobody learns what others hold.
    """
    plan = Plan(pieces, size)
    if plan.size != size or plan.sources - set(sources(plan.sources)):
        raise RecipeUnsound(reason="sources or size")
    return plan.compose(blobs.read)


def between(blobs: Blobs, ancestors: Sequence[tuple[str, int]], wanted: tuple[str, int]) -> bytes | None:
    """Return how wanted bytes are made of the first ancestor from which that is worth it; None when it is of none.

    Args:
        blobs: Where all of them lie.
        ancestors: Hashes and sizes of what the asking one has.
        wanted: Hash and size of what it wants.
    """
    new = _content(blobs, wanted)
    if new.size > MOST_BYTES:
        return None
    for each in ancestors:
        if each[1] <= MOST_BYTES and each != wanted:
            text = recipe(_content(blobs, each), new)
            if len(text) < new.size * WORTH:
                return text
    return None


def _content(blobs: Blobs, named: tuple[str, int]) -> Content:
    sha256, size = named

    def read(start: int, end: int) -> bytes:
        with closing(blobs.read(sha256, start, end)) as pieces:
            return b"".join(pieces)

    return Content(sha256, size, read)
