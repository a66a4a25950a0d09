# SPDX-License-Identifier: EUPL-1.2
"""Reading a stream: pages after the cursor, long-polls, epochs and digests.

The cursor moves in the same local transaction as the rows it passes (:meth:`Replica.take_page`), so that a crash anywhere
leaves either both or neither.
"""

from collections import deque
from collections.abc import Sequence
from typing import Final
from urllib.parse import quote

from eset_desktop.store.replica import Cursor
from sync import repairing, snapshots
from sync.coding import decode, failure_of, problem_in
from sync.context import Context
from sync.epochs import set_back
from sync.exchange import Asked
from sync.messages import Response, Steps
from sync.problems import NotTheService, StreamDiverged, StreamForeign
from sync.protocol import DIGEST_WALK, STREAMS_PATH, WATCH, WATCH_PATH, FeedPage, cursor_text
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
    if broken is not None and DIGEST_WALK in context.features and (yield from repairing.repair(context, broken)):
        return False
    if wait:
        yield from tell(context)
    asked = yield from _ask(context, cursors, wait)
    if asked is None:
        return True
    response = asked.response
    if response.status == 200:
        page = decode(response, FeedPage)
        if not wait:
            context.pages.took(len(response.body), asked.seconds)
        _take(context, _checked(page, cursors))
        context.looked_at[page.stream] = context.clock.monotonic()
    elif response.status == 204 and "eset-head" in response.headers:
        for each in cursors:
            context.level.add(each.stream)
            context.replica.reached_head(each.stream)
            context.looked_at[each.stream] = context.clock.monotonic()
    elif not set_back(context, stream, response):
        raise _refusal(context, response)
    return False


def _cursors(context: Context, stream: str) -> tuple[Cursor, ...]:
    """Return where the streams stand that are asked about."""
    known = context.replica.cursors()
    if WATCH not in context.features:
        return tuple(each for each in known if each.stream == stream)
    barred = snapshots.due(context)
    return tuple(each for each in known if each.stream not in barred)


def _ask(context: Context, cursors: Sequence[Cursor], wait: int) -> Steps[Asked | None]:
    limits = (("limit", str(ROWS)), ("limit_bytes", str(context.pages.size)))
    if WATCH in context.features:
        path = WATCH_PATH
        # A waiting question says nothing of limits: what it brings is small, and so is the question.
        query = tuple(("at", f"{each.stream}@{_text(each)}") for each in cursors) + (() if wait else limits)
    else:
        (cursor,) = cursors
        path = f"{STREAMS_PATH}/{quote(cursor.stream, safe=':')}/changes"
        query = (("after", _text(cursor)), *limits)
    if not wait:
        return (yield from context.exchange.ask("GET", path, query=query))
    return (yield from context.exchange.listen(path, (*query, ("wait", str(wait))), wait))


def _text(cursor: Cursor) -> str:
    return cursor_text(cursor.epoch, cursor.seq) if cursor.epoch else ""


def _checked(page: FeedPage, cursors: Sequence[Cursor]) -> FeedPage:
    """Return the page if it follows a cursor; a page that does not can't come from the service we know."""
    cursor = next((each for each in cursors if each.stream == page.stream), None)
    follows = (
        cursor is not None
        and page.start == cursor.seq
        and (page.epoch == cursor.epoch if cursor.epoch else bool(page.epoch))
        and page.start <= page.end <= page.head
        and (page.end > page.start or page.end == page.head)
    )
    positions = [row.seq for row in page.rows]
    inside = all(page.start < seq <= page.end for seq in (*positions, *(each.seq for each in page.results)))
    if not follows or not inside or positions != sorted(positions):
        raise NotTheService(why="page")
    return page


def _take(context: Context, page: FeedPage) -> None:
    deque(context.replica.take_page(page), maxlen=0)
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
        context.level.discard(page.stream)
        context.replica.restart_stream(page.stream, page.epoch)


def _refusal(context: Context, response: Response) -> Exception:
    if response.status == 404 and problem_in(response) is not None:
        context.recheck = (
            True  # a stream that is not ours any more, or a service that went back to an older program
        )
        return StreamForeign()
    return failure_of(response, context.clock.now())
