# SPDX-License-Identifier: EUPL-1.2
"""Mending a stream whose digest differs: walk down to the objects that differ, fetch those, touch nothing else.

Both sides are compared at one position; when the service has moved on meanwhile, the stream is read first and the walk begins
again. What left the stream goes out of sight: a snapshot that was begun twice says nothing of it. What the service never
held there stays here as work of this computer alone.
"""

import logging
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from typing import Final
from urllib.parse import quote

from eset_desktop.store.replica import Cursor
from sync.coding import decode, failure_of
from sync.context import Context
from sync.messages import Steps
from sync.problems import StreamDiverged, SyncProblem
from sync.protocol import PREFIX_QUERY, STREAMS_PATH, DigestNode, ObjectsAnswer, ObjectsRequest

AT_ONCE: Final = 500
"""Objects asked for in one request."""
AGAIN: Final = 300.0
"""Seconds after which a repair is tried again that the service failed on."""

_log = logging.getLogger(__name__)


@dataclass(slots=True)
class Differing:
    """What a walk found.

    Attributes:
        wanted: Objects that the service holds in another state, or that are missing here.
        stray: Objects that are here and that the service does not hold.
    """

    wanted: list[str] = field(default_factory=list)
    stray: list[str] = field(default_factory=list)

    def compare(self, mine: Mapping[str, int], theirs: Mapping[str, int]) -> None:
        """Take in the objects below one prefix, by id with the first part of their hash."""
        self.wanted += (key for key, part in sorted(theirs.items()) if mine.get(key) != part)
        self.stray += sorted(mine.keys() - theirs.keys())


def repair(context: Context, cursor: Cursor) -> Steps[bool]:
    """Make a stream here equal to the service's; False when the service has moved on and it must be read first.

    Raises:
        StreamDiverged: It still differs afterwards.
        SyncProblem: The line or the service failed; it is begun again later, and other news do not wait for that.
    """
    try:
        level = yield from _repair(context, cursor)
    except SyncProblem as problem:
        if isinstance(problem, StreamDiverged):
            context.diverged.discard(cursor.stream)
        elif not problem.line:
            context.put_off(_target(cursor.stream), AGAIN)
        raise
    if level:
        context.diverged.discard(cursor.stream)
    return level


def due(context: Context, stream: str) -> bool:
    """Tell whether a stream is to be mended now."""
    return stream in context.diverged and _target(stream) not in context.retries()


def _target(stream: str) -> str:
    return f"repair:{stream}"


def _repair(context: Context, cursor: Cursor) -> Steps[bool]:
    context.replica.recount(cursor.stream)
    found = yield from _walk(context, cursor)
    if found is None:
        return False
    if found == Differing():
        return True
    left, gone = iter((*found.wanted, *found.stray)), 0
    while ids := tuple(islice(left, AT_ONCE)):
        asked = yield from context.exchange.ask(
            "POST", _path(cursor.stream, "objects"), message=ObjectsRequest(ids)
        )
        if asked.response.status != 200:
            raise failure_of(asked.response, context.clock.now())
        answer = decode(asked.response, ObjectsAnswer)
        if (answer.epoch, answer.upto) != (cursor.epoch, cursor.seq):
            return False
        if not context.replica.mend(cursor, answer.rows):
            return False
        gone += sum(row.left for row in answer.rows)
    if not context.replica.keep_strays(cursor, found.stray):
        return False
    fetched, only_here = len(found.wanted) + gone, len(found.stray) - gone
    _log.warning("sync.stream_mended: %d objects fetched, %d only here", fetched, only_here)
    if (yield from _walk(context, cursor)) not in (None, Differing()):
        raise StreamDiverged(stream=cursor.stream.partition(":")[0])
    return True


def _walk(context: Context, cursor: Cursor) -> Steps[Differing | None]:
    """Return what differs; None when the service is at another position than the cache."""
    found, prefixes = Differing(), [""]
    while prefixes:
        prefix = prefixes.pop()
        asked = yield from context.exchange.ask(
            "GET", _path(cursor.stream, "digest"), query=((PREFIX_QUERY, prefix),)
        )
        if asked.response.status != 200:
            raise failure_of(asked.response, context.clock.now())
        node = decode(asked.response, DigestNode)
        if (node.epoch, node.upto, node.prefix) != (cursor.epoch, cursor.seq, prefix):
            return None
        if node.children:
            mine = context.replica.digest_children(cursor.stream, prefix)
            prefixes += _differing(mine, node.children, prefix)
        else:
            found.compare(context.replica.digest_leaves(cursor.stream, prefix), node.leaves)
    return found


def _differing(
    mine: Mapping[str, tuple[int, int]], theirs: Mapping[str, tuple[int, int]], prefix: str
) -> Iterator[str]:
    for digits in sorted(mine.keys() | theirs.keys()):
        if mine.get(digits) != theirs.get(digits):
            yield prefix + digits


def _path(stream: str, what: str) -> str:
    return f"{STREAMS_PATH}/{quote(stream, safe=':')}/{what}"
