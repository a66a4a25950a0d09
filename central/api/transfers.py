# SPDX-License-Identifier: EUPL-1.2
"""Bytes down: whole, by ranges (RFC 9110 §14) or as a recipe; and small ones up in batches."""

from collections.abc import AsyncIterator
from datetime import timedelta
from functools import partial
from typing import Final

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from central import blob_batches
from central.api import bodies
from central.api.ranges import wanted_range
from central.api.requests import blocking, caller_of, service_of
from central.api.routes import Routes
from central.callers import Caller
from central.errors.requests import MediaTypeRefused, NotFound
from central.objects_store import Pieces
from central.recipes import MOST_ANCESTORS
from central.service import Service
from eset_desktop.domain.segments import SEGMENTS_TYPE
from eset_desktop.domain.values import is_sha256
from sync.protocol import BATCH_TYPE, BLOB_BATCH_PATH, BLOBS_PATH, FROM_QUERY, Limits, etag_of

_RECORD_BYTES: Final = 36
_ADDRESS_LIVES: Final = timedelta(minutes=15)
_FOREVER: Final = "private, immutable"

router: Final = Routes()


@router.post(BLOB_BATCH_PATH)
async def batch(request: Request) -> Response:
    """Take many small contents."""
    caller, service = await caller_of(request), service_of(request)
    if request.headers.get("content-type", "").partition(";")[0].strip() != BATCH_TYPE:
        raise MediaTypeRefused
    most = Limits().batch_bytes
    # A record has its hash and length besides its bytes; the smallest are empty files.
    found = blob_batches.records(await bodies.read(request, most + most // _RECORD_BYTES))
    statuses = await blocking(lambda: blob_batches.receive(service.composer, caller, found))
    return bodies.json_answer(request, statuses)


@router.get(BLOBS_PATH + "/{sha256}")
async def blob(request: Request, sha256: str) -> Response:
    """Return bytes that a version in a stream of the caller's refers to, or a part of them."""
    caller, service = await caller_of(request), service_of(request)
    if not is_sha256(sha256):
        raise NotFound
    size = await blocking(lambda: service.blob_size(caller, sha256))
    recipe = await _recipe(request, caller, service, sha256)
    if recipe is not None:
        headers = {"Cache-Control": _FOREVER, "Vary": "Accept"}
        return Response(recipe, media_type=SEGMENTS_TYPE, headers=headers)
    address = service.blobs.address(sha256, _ADDRESS_LIVES)
    if address is not None:
        return Response(status_code=307, headers={"Location": address, "Cache-Control": "no-store"})
    return await _bytes(request, service, sha256, size)


async def _bytes(request: Request, service: Service, sha256: str, size: int) -> Response:
    etag = etag_of(sha256)
    part = wanted_range(request.headers.get("range"), request.headers.get("if-range"), etag, size)
    start, end = part or (0, size)
    headers = {
        "ETag": etag,
        "Accept-Ranges": "bytes",
        "Cache-Control": _FOREVER,
        "Content-Length": str(end - start),
    }
    if part:
        headers["Content-Range"] = f"bytes {start}-{end - 1}/{size}"
    pieces = await blocking(lambda: service.blob(sha256, size, start, end))
    return StreamingResponse(
        _sent(pieces),
        status_code=206 if part else 200,
        media_type="application/octet-stream",
        headers=headers,
    )


async def _sent(pieces: Pieces) -> AsyncIterator[bytes]:
    """Yield pieces; they are closed whatever happens to the client."""
    try:
        while piece := await blocking(partial(next, pieces, b"")):
            yield piece
    finally:
        pieces.close()


async def _recipe(request: Request, caller: Caller, service: Service, sha256: str) -> bytes | None:
    """Return how the bytes are made of an ancestor that the client has, when it asks for that and it is worth it."""
    if SEGMENTS_TYPE not in request.headers.get("accept", ""):
        return None
    asked = request.query_params.get(FROM_QUERY, "").split(",")[:MOST_ANCESTORS]
    ancestors = [each for each in asked if is_sha256(each)]
    if not ancestors:
        return None
    return await blocking(lambda: service.recipe(caller, sha256, ancestors))
