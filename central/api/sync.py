# SPDX-License-Identifier: EUPL-1.2
"""Discovery, enrolment, device and feed."""

import time
from collections.abc import Callable, Sequence
from typing import Final

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from central.api import bodies
from central.api.requests import blocking, number, said_to_known, seconds, service_of, token_of
from central.api.routes import Routes
from central.api.waiting import Listeners, Waiting, heard
from central.callers import Caller
from central.errors.devices import CodeRefused
from central.errors.requests import RequestMalformed
from central.feed import MOST_ROWS, Nothing, Question
from sync.protocol import (
    AFTER_QUERY,
    DEVICE_PATH,
    DISCOVERY,
    DISCOVERY_PATH,
    ENROL_PATH,
    HEAD_HEADER,
    JSON_TYPE,
    LIMIT_BYTES_QUERY,
    LIMIT_QUERY,
    RENEW_PATH,
    STREAMS_PATH,
    WAIT_QUERY,
    WITH_QUERY,
    EnrolRequest,
    Limits,
)
from sync.protocol.positions import parse_cursor

LONGEST_WAIT: Final = 50.0
_SMALL_BODY: Final = 16_384
_MOST_PAGE_BYTES: Final = 8_000_000

router: Final = Routes()


@router.get(DISCOVERY_PATH)
async def discovery(request: Request) -> Response:
    """Tell what anyone may know."""
    return bodies.json_answer(request, service_of(request).discovery())


@router.post(ENROL_PATH)
async def enrol(request: Request) -> Response:
    """Exchange a one-time code for credentials."""
    asked = bodies.decode(await bodies.read(request, _SMALL_BODY), EnrolRequest)
    tries, address = request.app.state.tries, request.client.host if request.client else ""
    tries.check(address)
    service = service_of(request)
    try:
        answer = await blocking(lambda: service.enrol(asked))
    except CodeRefused:
        tries.wrong(address)
        raise
    return bodies.json_answer(request, answer, status=201)


@router.get(DEVICE_PATH)
async def device(request: Request) -> Response:
    """Tell a device what the service knows of it."""
    caller, service = await _renewing_caller(request), service_of(request)
    answer = await blocking(lambda: service.device(caller))
    if request.query_params.get(WITH_QUERY) == DISCOVERY:
        answer = msgspec.structs.replace(answer, discovery=service.discovery())
    return bodies.json_answer(request, answer)


@router.post(RENEW_PATH)
async def renew(request: Request) -> Response:
    """Give a restored device a new identity."""
    caller, service = await _renewing_caller(request), service_of(request)
    return bodies.json_answer(request, await blocking(lambda: service.renew(caller)))


async def _renewing_caller(request: Request) -> Caller:
    token, service = token_of(request), service_of(request)
    return await blocking(lambda: service.caller(token, renewing=True))


@router.get(STREAMS_PATH + "/{stream}/changes")
async def changes(request: Request, stream: str) -> Response:
    """Return the page after a cursor, waiting for one when asked to."""
    token, service, zstd = token_of(request), service_of(request), bodies.takes_zstd(request)
    question, wait = await said_to_known(
        request,
        lambda: (
            question_of(request, request.query_params.get(AFTER_QUERY, "")),
            seconds(request, WAIT_QUERY, LONGEST_WAIT),
        ),
    )

    def look() -> Response:
        found = service.changes(service.caller(token), stream, question)
        if isinstance(found, Nothing):
            return Response(status_code=204, headers={HEAD_HEADER: found.head})
        data, headers = bodies.json_bytes(found, zstd=zstd)
        return Response(data, media_type=JSON_TYPE, headers=headers)

    return await answered(request, (stream,), look, wait)


async def answered(
    request: Request, streams: Sequence[str], look: Callable[[], Response], wait: float
) -> Response:
    """Return what a look finds, looking again when one of the streams moved, for ``wait`` seconds at most."""
    if not wait:
        return await blocking(look)
    listeners = request.app.state.listeners
    with listeners.listening(*streams) as waiting:
        return await waited(listeners, waiting, look, wait)


async def waited(
    listeners: Listeners, waiting: Waiting, look: Callable[[], Response], wait: float
) -> Response:
    """Return what a look finds, looking again whenever who waits is woken."""
    until = time.monotonic() + wait
    answer = await blocking(look, listeners.lookers)
    while answer.status_code == 204 and not listeners.closed and (left := until - time.monotonic()) > 0:
        await heard(waiting.event, left)
        await listeners.pushed(waiting.device)
        waiting.event.clear()
        answer = await blocking(look, listeners.lookers)
    return answer


def question_of(request: Request, cursor: str) -> Question:
    """Return what is asked of a stream after a cursor.

    Raises:
        RequestMalformed: The cursor is none, or a limit no number.
    """
    try:
        epoch, after = parse_cursor(cursor)
    except ValueError as error:
        raise RequestMalformed(reason="cursor") from error
    return Question(
        epoch=epoch,
        after=after,
        rows=number(request, LIMIT_QUERY, MOST_ROWS, MOST_ROWS),
        size=number(request, LIMIT_BYTES_QUERY, Limits().page_bytes, _MOST_PAGE_BYTES),
    )
