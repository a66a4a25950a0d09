# SPDX-License-Identifier: EUPL-1.2
"""Bytes up: tus 1.0 (:mod:`central.api.tus`), and the short JSON form of clients that came before it."""

from collections.abc import AsyncIterator
from typing import Final

import anyio
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.types import Message

from central.api import bodies, tus
from central.api.requests import blocking, caller_of, service_of
from central.api.routes import Routes
from central.api.tus import Checksum
from central.callers import Caller
from central.errors.requests import MethodRefused, RequestMalformed, RequestSlow, RequestTooLarge
from central.errors.uploads import ChunkChecksum
from central.receiving import Receiving
from central.service import Service
from central.upload_sessions import Session, Wanted
from eset_desktop.domain.values import is_sha256
from sync.protocol import (
    DONE,
    JSON_TYPE,
    OFFSET_HEADER,
    TUS_HEADER,
    TUS_VERSION,
    UPLOADS_PATH,
    Limits,
    UploadRequest,
)

_SMALL_BODY: Final = 4_096
IDLE_SECONDS: Final = 1.0
"""When nothing came for so long, what is here is stored: a process that dies then loses none of it."""
PATIENCE_SECONDS: Final = 120.0
"""When nothing came for so long, the line is taken for gone."""

router: Final = Routes()


@router.options(UPLOADS_PATH)
@router.options(UPLOADS_PATH + "/{upload}")
async def options(_: Request, **_parts: str) -> Response:
    """Tell what the service can do; anyone may ask."""
    return Response(status_code=204, headers=tus.capabilities())


@router.post(UPLOADS_PATH)
async def begin(request: Request) -> Response:
    """Begin an upload, take its first bytes, or put one together from its parts."""
    tus.check_version(request.headers)
    caller, service = await caller_of(request), service_of(request)
    if request.headers.get("content-type", "").partition(";")[0].strip() == JSON_TYPE:
        return await _begin_plain(request, caller, service)
    asked = tus.creation(request.headers)
    if asked.wanted is None:
        return _created(await blocking(lambda: service.uploads.join(caller, asked.parts)))
    wanted, resume = asked.wanted, asked.resume
    session = await blocking(lambda: service.uploads.begin(caller, wanted, resume=resume))
    if tus.has_bytes(request.headers) and not session.complete and session.position == 0:
        session = await _take_in(request, caller, service, session.id, 0)
    return _created(session)


async def _begin_plain(request: Request, caller: Caller, service: Service) -> Response:
    asked = bodies.decode(await bodies.read(request, _SMALL_BODY), UploadRequest)
    if not is_sha256(asked.sha256) or asked.size < 0:
        raise RequestMalformed(reason="sha256 or size")
    wanted = Wanted(asked.sha256, asked.size, asked.size)
    session = await blocking(lambda: service.uploads.begin(caller, wanted))
    return _answer(200, session) if session.state == DONE else _created(session)


def _answer(status: int, session: Session, **headers: str) -> Response:
    return Response(status_code=status, headers={**tus.told(session), **headers})


def _created(session: Session) -> Response:
    if not session.id:
        return _answer(200, session)
    return _answer(201, session, Location=f"{UPLOADS_PATH}/{session.id}")


@router.head(UPLOADS_PATH + "/{upload}")
async def state(request: Request, upload: str) -> Response:
    """Tell how far an upload is."""
    tus.check_version(request.headers)
    caller, service = await caller_of(request), service_of(request)
    return _answer(200, await blocking(lambda: service.uploads.state(caller, upload)))


@router.patch(UPLOADS_PATH + "/{upload}")
async def append(request: Request, upload: str) -> Response:
    """Append bytes; what came of a broken request is kept."""
    tus.check_version(request.headers)
    caller, service = await caller_of(request), service_of(request)
    tus.check_bytes(request.headers)
    position = tus.number(request.headers, OFFSET_HEADER)
    return _answer(204, await _take_in(request, caller, service, upload, position))


@router.delete(UPLOADS_PATH + "/{upload}")
async def terminate(request: Request, upload: str) -> Response:
    """Drop an upload."""
    tus.check_version(request.headers)
    caller, service = await caller_of(request), service_of(request)
    await blocking(lambda: service.uploads.terminate(caller, upload))
    return Response(status_code=204, headers={TUS_HEADER: TUS_VERSION})


@router.post(UPLOADS_PATH + "/{upload}")
async def overridden(request: Request, upload: str) -> Response:
    """Do what ``X-HTTP-Method-Override`` says: some proxies let only GET and POST through (core protocol)."""
    methods = {"PATCH": append, "DELETE": terminate, "HEAD": state}
    method = methods.get(request.headers.get("x-http-method-override", "").upper())
    if method is None:
        raise MethodRefused
    return await method(request, upload)


async def _take_in(request: Request, caller: Caller, service: Service, upload: str, position: int) -> Session:
    expected = tus.checksum(request.headers)
    receiving = await blocking(lambda: service.uploads.receive(caller, upload, position))
    try:
        await _copy(request, receiving, expected)
    finally:
        with anyio.CancelScope(shield=True):
            session = await blocking(lambda: service.uploads.finish(caller, receiving))
    return session


async def _copy(request: Request, receiving: Receiving, expected: Checksum | None) -> None:
    """Take a request's bytes; those under a checksum are looked at when all are here."""
    async for data in _pieces(request):
        enough = receiving.add(data) if data else True
        if expected is None and enough:
            await blocking(receiving.flush)
        elif len(receiving.waiting) > Limits().chunk_bytes:
            receiving.discard()
            raise RequestTooLarge(limit=Limits().chunk_bytes)
    if expected is not None and not expected.of(receiving.waiting):
        receiving.discard()
        raise ChunkChecksum


async def _pieces(request: Request) -> AsyncIterator[bytes]:
    """Yield a request's bytes as they come, nothing (``b""``) when none come for a while; ends where the line broke.

    Raises:
        RequestSlow: None came for a long while.
    """
    idle = 0.0
    while True:
        message: Message | None = None
        with anyio.move_on_after(IDLE_SECONDS):
            message = await request.receive()
        if message is None:
            idle += IDLE_SECONDS
            if idle >= PATIENCE_SECONDS:
                raise RequestSlow
            yield b""
            continue
        idle = 0.0
        if message["type"] == "http.disconnect":
            # What came is worth keeping, also without its checksum: the whole file's is checked at the end.
            raise ClientDisconnect
        if message.get("body"):
            yield message["body"]
        if not message.get("more_body", False):
            return
