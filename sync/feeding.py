# SPDX-License-Identifier: EUPL-1.2
"""Reading a stream: pages after the cursor, long-polls, epochs and digests.

The cursor moves in the same local transaction as the rows it passes (:meth:`Replica.take_page`), so that a crash anywhere
leaves either both or neither.
"""

from collections import deque
from typing import Final
from urllib.parse import quote

from eset_desktop.store.replica import Cursor
from sync.coding import decode, failure_of, problem_in
from sync.context import Context
from sync.epochs import set_back
from sync.exchange import Asked
from sync.messages import Response, Steps
from sync.problems import NotTheService, StreamDiverged, StreamForeign
from sync.protocol import STREAMS_PATH, FeedPage, cursor_text

ROWS: Final = 2000
"""Objects in a page at most; the bytes are limited by the pace."""


def feed(context: Context, stream: str, wait: int) -> Steps[bool]:
    """Ask for one page and apply it; True when a hint came first and nothing was read.

    Raises:
        SyncProblem: Nothing of the page was used, or it was applied and the digests still differ.
    """
    cursor = _cursor(context, stream)
    asked = yield from _ask(context, cursor, wait)
    if asked is None:
        return True
    response = asked.response
    if response.status == 200:
        page = _checked(decode(response, FeedPage), cursor)
        if not wait:
            context.pages.took(len(response.body), asked.seconds)
        _take(context, page)
    elif response.status == 204 and "eset-head" in response.headers:
        context.level.add(stream)
        context.replica.reached_head(stream)
    elif not set_back(context, stream, response):
        raise _refusal(context, response)
    context.looked_at[stream] = context.clock.monotonic()
    return False


def _cursor(context: Context, stream: str) -> Cursor:
    return next(each for each in context.replica.cursors() if each.stream == stream)


def _ask(context: Context, cursor: Cursor, wait: int) -> Steps[Asked | None]:
    path = f"{STREAMS_PATH}/{quote(cursor.stream, safe=':')}/changes"
    query = (
        ("after", cursor_text(cursor.epoch, cursor.seq) if cursor.epoch else ""),
        ("limit", str(ROWS)),
        ("limit_bytes", str(context.pages.size)),
    )
    if not wait:
        return (yield from context.exchange.ask("GET", path, query=query))
    return (yield from context.exchange.listen(path, (*query, ("wait", str(wait))), wait))


def _checked(page: FeedPage, cursor: Cursor) -> FeedPage:
    """Return the page if it follows the cursor; a page that does not can't come from the service we know."""
    follows = (
        page.stream == cursor.stream
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
    elif page.stream in context.reread:
        context.level.add(page.stream)
        raise StreamDiverged(stream=page.stream.partition(":")[0])
    else:
        context.reread.add(page.stream)
        context.level.discard(page.stream)
        context.replica.restart_stream(page.stream, page.epoch)


def _refusal(context: Context, response: Response) -> Exception:
    if response.status == 404 and problem_in(response) is not None:
        return StreamForeign()
    return failure_of(response, context.clock.now())
