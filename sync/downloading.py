# SPDX-License-Identifier: EUPL-1.2
"""Bytes down by ranges (RFC 9110 §14), a stretch of the content to a lane; or as a recipe of a version that is here.

What arrived is kept whatever broke. The whole hash decides, never the number of bytes.
"""

import re
from typing import Final

from eset_desktop.domain.segments import SEGMENTS_TYPE
from eset_desktop.store.replica import Download
from sync import protocol, recipes
from sync.coding import failure_of, problem_in
from sync.context import Context
from sync.messages import LARGEST_ANSWER, Response, Steps
from sync.planner import FINISH
from sync.problems import (
    DownloadDamaged,
    DownloadMissing,
    NotTheService,
    ServiceFailed,
    ShortAnswer,
    SyncProblem,
)
from sync.protocol import BLOBS_PATH, FROM_QUERY, etag_of

_RANGE: Final = re.compile(r"bytes (\d{1,18})-(\d{1,18})/(\d{1,18})", re.ASCII)


def download(context: Context, due: Download, stretch: int) -> Steps[None]:
    """Fetch some more of a stretch and keep it; when all are here the whole hash is verified.

    Raises:
        SyncProblem: It can't go on now; what arrived is kept, unless the whole was damaged.
    """
    missing = 0
    if stretch != FINISH:
        _, length, done, _ = due.stretches[stretch]
        if done < length:
            wanted = min(length - done, context.chunks_down.size)
            missing = length - done - (yield from _fetch(context, due, stretch, wanted))
    if (
        missing <= 0
        and (stretch == FINISH or len(due.stretches) == 1)
        and context.replica.download(due.sha256)
    ):
        _finish(context, due)


def _finish(context: Context, due: Download) -> None:
    if not context.replica.finish_part(due.sha256):
        raise DownloadDamaged


def _fetch(context: Context, due: Download, stretch: int, wanted: int) -> Steps[int]:
    """Keep the next bytes of a stretch and return how many came."""
    start, _, done, _ = due.stretches[stretch]
    first = start + done
    last = first + wanted - 1
    etag = etag_of(due.sha256)
    query, accept = _as_recipe(context, due)
    try:
        asked = yield from context.exchange.ask(
            "GET",
            f"{BLOBS_PATH}/{due.sha256}",
            query=query,
            headers={
                "Range": f"bytes={first}-{last}", "If-Range": etag, "Accept-Encoding": "identity", **accept,
            },
            max_bytes=max(last + 1, LARGEST_ANSWER if query else 0),
            elsewhere=True,
        )  # fmt: skip
    except SyncProblem:
        context.chunks_down.failed()
        raise
    response = asked.response
    media = response.headers.get("content-type", "").partition(";")[0]
    if query and media == SEGMENTS_TYPE and not response.elsewhere:
        return _cooked(context, due, response)
    if response.status == 404 and problem_in(response) and not response.elsewhere:
        context.replica.download_lacks(due.sha256, DownloadMissing.code)
        raise DownloadMissing
    data = _bytes(context, due, response, first)[:wanted]
    if data:
        context.replica.append_part(due.sha256, done, data, stretch)
    if not response.complete and len(data) < wanted:
        context.chunks_down.failed()
        raise ShortAnswer(status=response.status)
    context.chunks_down.took(len(data), asked.seconds)
    return len(data)


def _as_recipe(context: Context, due: Download) -> tuple[tuple[tuple[str, str], ...], dict[str, str]]:
    """Return query and headers that ask for a recipe instead, when nothing came yet and an ancestor is here."""
    if due.offset or protocol.SEGMENTS not in context.features or due.sha256 in context.damaged:
        return (), {}
    ancestors = ",".join(sha256 for sha256, _ in context.replica.ancestors(due.sha256))
    return (((FROM_QUERY, ancestors),), {"Accept": SEGMENTS_TYPE}) if ancestors else ((), {})


def _cooked(context: Context, due: Download, response: Response) -> int:
    """Make the whole of a recipe; one that is no good is not asked for again."""
    if response.status != 200:
        raise failure_of(response, context.clock.now())
    if not response.complete:
        raise ShortAnswer(status=response.status)
    if not recipes.cook(context, due.sha256, due.size, response.body):
        context.damaged.add(due.sha256)
        return 0
    return due.size


def _bytes(context: Context, due: Download, response: Response, first: int) -> bytes:
    """Return the bytes from the asked one on that an answer brought."""
    part = _part(due, response, first)
    if response.elsewhere and part is None:
        raise ServiceFailed(status=response.status)  # not of the line: everything else goes on
    if response.status == 416:
        # what is here does not belong to it: it does not pass, and goes
        context.replica.finish_part(due.sha256)
        raise DownloadDamaged
    if response.status not in {200, 206}:
        raise failure_of(response, context.clock.now())
    if not response.elsewhere and response.headers.get("etag") != etag_of(due.sha256):
        raise NotTheService(status=response.status, why="etag")
    if part is None:
        raise NotTheService(status=206, why="content_range")
    return part


def _part(due: Download, response: Response, first: int) -> bytes | None:
    """Return what an answer that is all of the content, or a part of it from a byte on, brings; None for any other."""
    if response.status == 200:
        return response.body[first : due.size]
    told = _RANGE.fullmatch(response.headers.get("content-range", "")) if response.status == 206 else None
    return response.body if told and (int(told[1]), int(told[3])) == (first, due.size) else None
