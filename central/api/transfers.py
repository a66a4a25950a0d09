# SPDX-License-Identifier: EUPL-1.2
"""Bytes up by tus 1.0 (core and creation), bytes down by ranges (RFC 9110 §14)."""

import re
from collections.abc import AsyncIterator
from functools import partial
from typing import BinaryIO, Final

import anyio
from fastapi import APIRouter, Request, Response
from fastapi.responses import StreamingResponse
from starlette.requests import ClientDisconnect

from central.api import bodies
from central.api.problems import GuardedRoute
from central.api.ranges import wanted_range
from central.api.requests import blocking, caller_of, service_of
from central.callers import Caller
from central.errors import NotFound, RequestMalformed
from central.uploads import Receiving, Session
from sync.protocol import BLOBS_PATH, CHUNK_TYPE, TUS_VERSION, UPLOADS_PATH, UploadRequest

_SMALL_BODY: Final = 4_096
_PIECE: Final = 1 << 18
_SHA256: Final = re.compile(r"[0-9a-f]{64}")

router: Final = APIRouter(route_class=GuardedRoute)


@router.post(UPLOADS_PATH)
async def begin(request: Request) -> Response:
    """Begin an upload or find the unfinished one; 200 when the bytes are here already."""
    caller, service = await caller_of(request), service_of(request)
    asked = bodies.decode(await bodies.read(request, _SMALL_BODY), UploadRequest)
    if not _SHA256.fullmatch(asked.sha256) or asked.size < 0:
        raise RequestMalformed(reason="sha256 or size")
    session = await blocking(lambda: service.uploads.begin(caller, asked.sha256, asked.size))
    if session.complete:
        return _tus(200, session)
    return _tus(201, session, Location=f"{UPLOADS_PATH}/{session.id}")


@router.head(UPLOADS_PATH + "/{upload}")
async def state(request: Request, upload: str) -> Response:
    """Tell how far an upload is."""
    caller, service = await caller_of(request), service_of(request)
    return _tus(200, await blocking(lambda: service.uploads.state(caller, upload)))


@router.patch(UPLOADS_PATH + "/{upload}")
async def append(request: Request, upload: str) -> Response:
    """Append bytes; what came of a broken request is kept."""
    caller, service = await caller_of(request), service_of(request)
    if request.headers.get("content-type", "").partition(";")[0].strip() != CHUNK_TYPE:
        raise RequestMalformed(reason="content-type")
    offset = request.headers.get("upload-offset", "")
    if not (offset.isascii() and offset.isdecimal() and len(offset) <= 18):
        raise RequestMalformed(reason="upload-offset")
    receiving = await blocking(lambda: service.uploads.receive(caller, upload, int(offset)))
    try:
        await _copy(request, receiving)
    finally:
        with anyio.CancelScope(shield=True):
            session = await blocking(lambda: service.uploads.finish(caller, receiving))
    return _tus(204, session)


async def _copy(request: Request, receiving: Receiving) -> None:
    """Write a request's bytes in pieces of a size that a thread is worth."""
    waiting = bytearray()
    try:
        async for chunk in request.stream():
            waiting += chunk
            if len(waiting) >= _PIECE:
                piece = bytes(waiting)
                waiting.clear()
                await blocking(partial(receiving.write, piece))
    except ClientDisconnect:
        pass  # what came is worth keeping; the client asks for the position and goes on
    finally:
        if waiting:
            with anyio.CancelScope(shield=True):
                await blocking(lambda: receiving.write(bytes(waiting)))


def _tus(status: int, session: Session, **headers: str) -> Response:
    return Response(
        status_code=status,
        headers={
            "Tus-Resumable": TUS_VERSION,
            "Upload-Offset": str(session.position),
            "Upload-Length": str(session.size),
            "Cache-Control": "no-store",
            **headers,
        },
    )


@router.get(BLOBS_PATH + "/{sha256}")
async def blob(request: Request, sha256: str) -> Response:
    """Return bytes that a version in the caller's body refers to, or a part of them."""
    caller, service = await caller_of(request), service_of(request)
    if not _SHA256.fullmatch(sha256):
        raise NotFound

    def find(caller: Caller = caller) -> tuple[int, BinaryIO]:
        return service.blob_size(caller, sha256), service.blobs.open(sha256)

    size, file = await blocking(find)
    etag = f'"sha256:{sha256}"'
    headers = {"ETag": etag, "Accept-Ranges": "bytes", "Cache-Control": "private, immutable"}
    try:
        part = wanted_range(request.headers.get("range"), request.headers.get("if-range"), etag, size)
    except BaseException:
        file.close()
        raise
    start, end = part or (0, size)
    if part:
        headers["Content-Range"] = f"bytes {start}-{end - 1}/{size}"
    headers["Content-Length"] = str(end - start)
    return StreamingResponse(
        _pieces(file, start, end),
        status_code=206 if part else 200,
        media_type="application/octet-stream",
        headers=headers,
    )


async def _pieces(file: BinaryIO, start: int, end: int) -> AsyncIterator[bytes]:
    """Yield the bytes from start to end; the file is closed whatever happens to the client."""
    try:
        await blocking(lambda: file.seek(start))
        left = end - start
        while left:
            piece = await blocking(partial(file.read, min(left, _PIECE)))
            if not piece:
                break
            left -= len(piece)
            yield piece
    finally:
        file.close()
