# SPDX-License-Identifier: EUPL-1.2
"""Streams beyond the page: snapshots, one question about several streams, digests part by part."""

import re
from collections.abc import AsyncIterator, Iterator
from typing import Final

import msgspec
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from central import digests
from central.api import bodies
from central.api.ranges import wanted_range
from central.api.requests import blocking, caller_of, said_to_known, seconds, service_of, token_of
from central.api.routes import Routes
from central.api.sync import LONGEST_WAIT, answered, question_of, waited
from central.errors.requests import RequestMalformed
from central.feed import Question, RawRow
from sync.protocol import (
    AT_PATH,
    AT_QUERY,
    EPOCH_HEADER,
    HEAD_HEADER,
    JSON_TYPE,
    PREFIX_QUERY,
    SEQ_HEADER,
    SNAPSHOT_TYPE,
    STREAMS_PATH,
    WAIT_QUERY,
    WATCH_PATH,
    ObjectsRequest,
)
from sync.protocol.positions import Positions

MOST_STREAMS: Final = 200
"""Streams in one question."""
_SMALL_BODY: Final = 100_000
_BEGUN: Final = re.compile(r'"sha256:([0-9a-f]{64})"', re.ASCII)

router: Final = Routes()


class RawObjects(msgspec.Struct, frozen=True):
    """:class:`sync.protocol.ObjectsAnswer` of rows with their fields as stored text; the same bytes on the wire."""

    epoch: str
    upto: int
    rows: tuple[RawRow, ...]


@router.get(WATCH_PATH)
async def watch(request: Request) -> Response:
    """Return a page of the first of several streams that has one, waiting for one when asked to."""
    token, service, zstd = token_of(request), service_of(request), bodies.takes_zstd(request)
    at, wait = await said_to_known(
        request, lambda: (_asked(request), seconds(request, WAIT_QUERY, LONGEST_WAIT))
    )

    def look() -> Response:
        found = service.watch(service.caller(token), at)
        if found is None:
            return Response(status_code=204, headers={HEAD_HEADER: str(len(at))})
        data, headers = bodies.json_bytes(found, zstd=zstd)
        return Response(data, media_type=JSON_TYPE, headers=headers)

    return await answered(request, [stream for stream, _ in at], look, wait)


def _asked(request: Request) -> list[tuple[str, Question]]:
    asked = [each.partition("@") for each in request.query_params.getlist(AT_QUERY)]
    named = {stream for stream, _, _ in asked}
    if not 0 < len(named) == len(asked) <= MOST_STREAMS or not all(mark for _, mark, _ in asked):
        raise RequestMalformed(reason="at")
    return [(stream, question_of(request, cursor)) for stream, _, cursor in asked]


@router.get(AT_PATH + "/{positions}")
async def at(request: Request, positions: str) -> Response:
    """Return a page of the first of all the caller's streams that has one, in few bytes; waiting for one when asked to.

    What the answer to a push has told the device meanwhile does not end its wait. When there was only that, the answer at
    its end says nothing of a head: a push's answer may have got lost.
    """
    token, service = token_of(request), service_of(request)
    caller = await blocking(lambda: service.caller(token))
    try:
        asked = Positions.parse(positions)
    except ValueError as error:
        raise RequestMalformed(reason="positions") from error
    wait, listeners = seconds(request, WAIT_QUERY, LONGEST_WAIT), request.app.state.listeners
    with listeners.listening(*caller.streams, device=caller.device) as waiting:

        def look() -> Response:
            found, level = service.at(service.caller(token), asked, waiting.knows)
            if found is None:
                return Response(status_code=204, headers={HEAD_HEADER: "1"} if level else {})
            return bodies.packed_answer(found)

        return await waited(listeners, waiting, look, wait)


@router.get(STREAMS_PATH + "/{stream}/snapshot")
async def snapshot(request: Request, stream: str) -> Response:
    """Return a stream's snapshot or a part of it."""
    caller, service = await caller_of(request), service_of(request)
    begun = _BEGUN.fullmatch(request.headers.get("if-range", "").strip())
    sha256 = begun[1] if begun else ""
    found = await blocking(lambda: service.snapshots.find(caller, stream, sha256))
    etag = f'"sha256:{found.sha256}"'
    part = wanted_range(request.headers.get("range"), request.headers.get("if-range"), etag, found.size)
    start, end = part or (0, found.size)
    headers = {
        "ETag": etag,
        "Content-Length": str(end - start),
        EPOCH_HEADER: found.epoch,
        SEQ_HEADER: str(found.seq),
    }
    if part:
        headers["Content-Range"] = f"bytes {start}-{end - 1}/{found.size}"
    pieces = await blocking(lambda: service.snapshots.read(found, start, end))
    return StreamingResponse(
        _each(pieces), status_code=206 if part else 200, media_type=SNAPSHOT_TYPE, headers=headers
    )


async def _each(pieces: Iterator[bytes]) -> AsyncIterator[bytes]:
    """Yield pieces that are read in a thread; the object is closed whatever happens to the client."""
    try:
        while piece := await blocking(lambda: next(pieces, b"")):
            yield piece
    finally:
        close = getattr(pieces, "close", None)
        if close is not None:
            close()


@router.get(STREAMS_PATH + "/{stream}/digest")
async def digest(request: Request, stream: str) -> Response:
    """Tell what a part of a stream holds."""
    caller, service = await caller_of(request), service_of(request)
    prefix = request.query_params.get(PREFIX_QUERY, "")
    return bodies.json_answer(request, await blocking(lambda: service.digest(caller, stream, prefix)))


@router.post(STREAMS_PATH + "/{stream}/objects")
async def objects(request: Request, stream: str) -> Response:
    """Return objects of a stream as they are now."""
    caller, service = await caller_of(request), service_of(request)
    wanted = bodies.decode(await bodies.read(request, _SMALL_BODY), ObjectsRequest)

    def find() -> RawObjects:
        with service.database.read() as connection:
            found, rows = digests.objects(connection, caller, stream, wanted.ids)
        return RawObjects(found.epoch, found.seq, rows)

    return bodies.json_answer(request, await blocking(find))
