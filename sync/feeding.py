# SPDX-License-Identifier: EUPL-1.2
"""Reading a stream: pages after the cursor, long-polls, epochs and digests.

The cursor moves in the same local transaction as the rows it passes (:meth:`Replica.take_page`), so that a crash anywhere
leaves either both or neither.
"""

from collections import deque
from collections.abc import Sequence
from typing import Final
from urllib.parse import quote

import msgspec

from eset_desktop.store.replica import Cursor
from sync import repairing, snapshots
from sync.coding import decode, failure_of, problem_in
from sync.context import Context
from sync.epochs import cursor_of, restart, set_back
from sync.exchange import Asked
from sync.messages import Response, Steps
from sync.problems import NotTheService, StreamDiverged, StreamForeign, SyncProblem
from sync.protocol import (
    AFTER_QUERY,
    AT_PATH,
    AT_QUERY,
    DIGEST_WALK,
    HEAD_HEADER,
    LIMIT_BYTES_QUERY,
    LIMIT_QUERY,
    SHORT,
    STREAMS_PATH,
    WAIT_QUERY,
    WATCH,
    WATCH_PATH,
    FeedPage,
)
from sync.protocol.positions import Positions, cursor_text
from sync.reporting import tell

ROWS: Final = 2000
"""Objects in a page at most; the bytes are limited by the pace."""


def feed(context: Context, stream: str, wait: int) -> Steps[bool]:
    """Ask for one page and apply it; True when a hint came first and nothing was read.

    All streams are asked about at once where the service can answer that, else ``stream`` alone.

    Raises:
        SyncProblem: Nothing of the page was used, or it was applied and the digests still differ.
    """
    cursors = _cursors(context, stream)
    broken = next((each for each in cursors if each.epoch and repairing.due(context, each.stream)), None)
    if (
        broken is not None
        and DIGEST_WALK in context.features
        and (yield from repairing.repair(context, broken))
    ):
        return False
    if wait:
        yield from tell(context)
    positions = _positions(context, cursors) if wait else None
    try:
        asked = yield from _asked(context, cursors, positions, wait)
    except SyncProblem:
        if not wait:
            context.pages.failed()
        raise
    if asked is None:
        return True
    if asked.response.status == 200:
        _read(context, cursors, asked, measured=not wait)
    else:
        _heed(context, stream, cursors, positions, asked.response)
    return False


def _read(context: Context, cursors: Sequence[Cursor], asked: Asked, *, measured: bool) -> None:
    """Take the page that an answer holds, and others that came along."""
    page = decode(asked.response, FeedPage)
    if measured:
        # One that ends before the head is as large as was asked for, however small it travels.
        context.pages.took(context.pages.size if page.end < page.head else 0, asked.seconds)
    for part in (page, *page.also):
        take(context, part, cursors)


def _heed(
    context: Context,
    stream: str,
    cursors: Sequence[Cursor],
    positions: Positions | None,
    response: Response,
) -> None:
    """Do what an answer without a page says."""
    if response.status == 204 and HEAD_HEADER in response.headers:
        for each in cursors:
            _note_head(context, each)
            context.looked_at[each.stream] = context.clock.monotonic()
    elif positions and response.status == 204:
        pass  # what it could tell was told by a push's answer: the next question finds out whether that arrived
    elif positions and _is_unlike(response):
        context.unlike, context.recheck = positions.mark, True
    elif not set_back(context, stream, response, cursors):
        raise _refusal(context, response)


def _note_head(context: Context, asked: Cursor) -> None:
    """Note that nothing lay beyond a cursor when that was asked; another lane may have moved it or begun the stream again since."""
    context.replica.reached_head(asked.stream, asked)
    with context.lock:
        if _is_at(context, asked.stream, asked.epoch, asked.seq):
            context.level.add(asked.stream)


def _is_at(context: Context, stream: str, epoch: str, seq: int) -> bool:
    now = cursor_of(context, stream)
    return now is not None and (now.epoch, now.seq) == (epoch, seq)


def _positions(context: Context, cursors: Sequence[Cursor]) -> Positions | None:
    """Return the cursors in few bytes, None where they must be spelled out.

    Streams are asked about so when all of them are, in lives that are known, and the service has not said that it knows them
    otherwise.
    """
    whole = len(cursors) == len(context.replica.cursors()) and all(each.epoch for each in cursors)
    if SHORT not in context.features or not whole:
        return None
    positions = Positions.of((each.stream, each.epoch, each.seq) for each in cursors)
    return None if positions.mark == context.unlike else positions


def _is_unlike(response: Response) -> bool:
    problem = problem_in(response) if response.status == 409 else None
    return problem is not None and problem.code == "stream.positions"


def _cursors(context: Context, stream: str) -> tuple[Cursor, ...]:
    """Return where the streams stand that are asked about."""
    known = context.replica.cursors()
    if WATCH not in context.features:
        return tuple(each for each in known if each.stream == stream)
    barred = snapshots.due(context)
    return tuple(each for each in known if each.stream not in barred)


def _asked(
    context: Context, cursors: Sequence[Cursor], positions: Positions | None, wait: int
) -> Steps[Asked | None]:
    if positions:
        path = f"{AT_PATH}/{positions.text}"
        return (yield from context.exchange.listen(path, _patience(wait), wait, _after(cursors)))
    limits = ((LIMIT_QUERY, str(ROWS)), (LIMIT_BYTES_QUERY, str(context.pages.size)))
    if WATCH in context.features:
        path = WATCH_PATH
        # A waiting question says nothing of limits: what it brings is small, and so is the question.
        query = tuple((AT_QUERY, f"{each.stream}@{_text(each)}") for each in cursors) + (
            () if wait else limits
        )
    else:
        (cursor,) = cursors
        path = f"{STREAMS_PATH}/{quote(cursor.stream, safe=':')}/changes"
        query = ((AFTER_QUERY, _text(cursor)), *limits)
    if not wait:
        return (yield from context.exchange.ask("GET", path, query=query, after=_after(cursors)))
    return (yield from context.exchange.listen(path, (*query, *_patience(wait)), wait, _after(cursors)))


def _after(cursors: Sequence[Cursor]) -> tuple[tuple[str, str, int], ...]:
    return tuple((each.stream, each.epoch, each.seq) for each in cursors)


def _patience(wait: int) -> tuple[tuple[str, str], ...]:
    return ((WAIT_QUERY, str(wait)),)


def _text(cursor: Cursor) -> str:
    return cursor_text(cursor.epoch, cursor.seq) if cursor.epoch else ""


def take(context: Context, page: FeedPage, cursors: Sequence[Cursor]) -> None:
    """Take a page that follows one of the cursors, or began before it.

    A long-poll may have been asked from where a cursor was before an answer to a push moved it.

    Raises:
        NotTheService: It follows none: it can't come from the service we know.
    """
    cursor = next((each for each in cursors if each.stream == page.stream), None)
    if not _is_sound(page) or cursor is None or not _follows(page, cursor):
        raise NotTheService(why="page")
    rest = after(page, cursor.seq)
    if rest is not None:
        _take(context, rest)
        context.looked_at[page.stream] = context.clock.monotonic()


def after(page: FeedPage, seq: int) -> FeedPage | None:
    """Return what a page tells after a position inside it; None when the position lies behind all of it.

    A page tells every object whose latest change lies in it once, by position. So what it tells after a position is what the
    service would tell from there.
    """
    if seq == page.start:
        return page
    if seq > page.end:
        return None
    return msgspec.structs.replace(
        page,
        start=seq,
        rows=tuple(each for each in page.rows if each.seq > seq),
        results=tuple(each for each in page.results if each.seq > seq),
    )


def _is_sound(page: FeedPage) -> bool:
    positions = [row.seq for row in page.rows]
    inside = all(page.start < seq <= page.end for seq in (*positions, *(each.seq for each in page.results)))
    ordered = page.start <= page.end <= page.head and (page.end > page.start or page.end == page.head)
    return ordered and inside and positions == sorted(positions)


def _follows(page: FeedPage, cursor: Cursor) -> bool:
    if not cursor.epoch:
        return bool(page.epoch) and page.start == cursor.seq
    return page.epoch == cursor.epoch and page.start <= cursor.seq


def _take(context: Context, page: FeedPage) -> None:
    deque(context.replica.take_page(page), maxlen=0)
    with context.lock:
        if _is_at(context, page.stream, page.epoch, page.end):  # else another lane knows better
            _judge(context, page)


def _judge(context: Context, page: FeedPage) -> None:
    """Note what is known of a stream at the end of a page."""
    if page.end < page.head:
        context.level.discard(page.stream)
        return
    if page.digest is None or context.replica.digest_matches(page):
        context.level.add(page.stream)
        context.reread.discard(page.stream)
        context.diverged.discard(page.stream)
    elif DIGEST_WALK in context.features:
        context.diverged.add(page.stream)
        context.level.discard(page.stream)
    elif page.stream in context.reread:
        context.level.add(page.stream)
        raise StreamDiverged(stream=page.stream.partition(":")[0])
    else:
        context.reread.add(page.stream)
        restart(context, page.stream, page.epoch)


def _refusal(context: Context, response: Response) -> Exception:
    if response.status == 404 and problem_in(response) is not None:
        context.recheck = (
            True  # a stream that is not ours any more, or a service that went back to an older program
        )
        return StreamForeign()
    return failure_of(response, context.clock.now())
