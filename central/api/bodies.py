# SPDX-License-Identifier: EUPL-1.2
"""Bodies in and out: bounded, compressed with zstd where it helps."""

from typing import Final, TypeVar

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from central.compression import DamagedError, TooMuchError, compress, decompress
from central.errors.requests import RequestMalformed, RequestTooLarge
from eset_desktop import packing
from sync.protocol import JSON_TYPE, PACKED_TYPE

SMALL: Final = 256
"""Bytes up to which compression gains nothing."""

_T = TypeVar("_T")


async def read(request: Request, limit: int) -> bytes:
    """Return a request's body, decompressed.

    Raises:
        RequestTooLarge: It is, or would become, larger than ``limit`` bytes.
        RequestMalformed: Its encoding is unknown or damaged.
    """
    announced = request.headers.get("content-length", "0")
    if announced.isdecimal() and int(announced) > limit:
        raise RequestTooLarge(limit=limit)
    data = bytearray()
    async for chunk in request.stream():
        data += chunk
        if len(data) > limit:
            raise RequestTooLarge(limit=limit)
    encoding = request.headers.get("content-encoding", "identity").strip().lower()
    if encoding == "identity":
        return bytes(data)
    if encoding != "zstd":
        raise RequestMalformed(reason="content-encoding")
    return unpacked(bytes(data), limit)


def unpacked(data: bytes, limit: int) -> bytes:
    """Return what a zstd frame holds.

    Raises:
        RequestTooLarge: More than ``limit`` bytes.
        RequestMalformed: It is no frame.
    """
    try:
        return decompress(data, limit)
    except TooMuchError as error:
        raise RequestTooLarge(limit=limit) from error
    except DamagedError as error:
        raise RequestMalformed(reason="zstd") from error


def media_of(request: Request) -> str:
    """Return the media type of a request's body, empty when it says none."""
    return request.headers.get("content-type", "").partition(";")[0].strip().lower()


def unpacked_message(data: bytes) -> bytes:
    """Return the JSON of a body of :data:`sync.protocol.PACKED_TYPE`.

    Raises:
        RequestMalformed: It is none.
    """
    try:
        return packing.unpack(data)
    except packing.NotPackedError as error:
        raise RequestMalformed(reason="packed") from error


def packed_answer(message: object, *, after: bytes = b"") -> Response:
    """Return a small message as an answer to one who asked in few bytes; ``after`` is the plain question."""
    data = packing.pack(msgspec.json.encode(message), after=after)
    return Response(data, headers={"Content-Type": PACKED_TYPE})


def decode(data: bytes, wanted: type[_T]) -> _T:
    """Return a JSON body as a message.

    Raises:
        RequestMalformed: It is none.
    """
    try:
        return msgspec.json.decode(data, type=wanted)
    except (msgspec.DecodeError, RecursionError, UnicodeError) as error:
        raise RequestMalformed(reason="json") from error


def takes_zstd(request: Request) -> bool:
    """Tell whether the client reads zstd."""
    offered = request.headers.get("accept-encoding", "").lower().split(",")
    return any(part.strip().partition(";")[0].strip() == "zstd" and "q=0" not in part for part in offered)


def json_bytes(message: object, *, zstd: bool) -> tuple[bytes, dict[str, str]]:
    """Return a message as JSON, compressed when the client reads it and it gains; with its headers."""
    data = msgspec.json.encode(message)
    if zstd and len(data) > SMALL:
        return compress(data), {"Content-Encoding": "zstd", "Vary": "Accept-Encoding"}
    return data, {}


def json_answer(request: Request, message: object, status: int = 200) -> Response:
    """Return a small message as an answer."""
    data, headers = json_bytes(message, zstd=takes_zstd(request))
    return Response(data, status_code=status, media_type=JSON_TYPE, headers=headers)
