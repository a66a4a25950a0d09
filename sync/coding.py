# SPDX-License-Identifier: EUPL-1.2
"""JSON bodies of sync/1, compressed with zstd where that is smaller; and what an answer must look like to be ours."""

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Final, TypeVar

import msgspec

from eset_desktop import packing
from eset_desktop.zstd import zstd
from sync.messages import Response
from sync.problems import (
    BodyTooLarge,
    NotTheService,
    RequestRefused,
    ServiceBusy,
    ServiceFailed,
    ShortAnswer,
    SyncProblem,
)
from sync.protocol import JSON_TYPE, PACKED_TYPE, PROBLEM_TYPE, Problem

WORTH_COMPRESSING: Final = 256
"""Bytes; below, the frame costs more than it saves."""
LARGEST_JSON: Final = 64 * 1024 * 1024
"""Bytes of a decompressed body; more is an attack or an error, never a page."""
_LEVEL: Final = 9

T = TypeVar("T")


def encode(message: object) -> tuple[bytes, dict[str, str]]:
    """Return a message's body and the headers that describe it."""
    return coded(msgspec.json.encode(message))


def coded(body: bytes) -> tuple[bytes, dict[str, str]]:
    """Return a JSON body as it travels and the headers that describe it."""
    headers = {"Content-Type": JSON_TYPE}
    if len(body) > WORTH_COMPRESSING:
        packed = zstd.compress(body, level=_LEVEL)
        if len(packed) < len(body):
            return packed, {**headers, "Content-Encoding": "zstd"}
    return body, headers


def decode(response: Response, type_: type[T], *, media: str = JSON_TYPE, after: bytes = b"") -> T:
    """Return the message in an answer's body; ``after`` is the plain question, where that was packed.

    Raises:
        ShortAnswer: The body broke off.
        NotTheService: It is no JSON message of this type.
    """
    if not response.complete:
        raise ShortAnswer(status=response.status)
    packed = media == JSON_TYPE and _is(response, PACKED_TYPE)
    if not packed and not _is(response, media):
        raise NotTheService(status=response.status, why="content_type")
    try:
        plain = packing.unpack(response.body, limit=LARGEST_JSON, after=after) if packed else _plain(response)
        return msgspec.json.decode(plain, type=type_)
    except (msgspec.DecodeError, RecursionError, packing.NotPackedError, zstd.ZstdError, UnicodeDecodeError):
        raise NotTheService(status=response.status, why="body") from None


def problem_in(response: Response) -> Problem | None:
    """Return the service's own account of an error, None when the answer is not one of its problems."""
    try:
        return decode(response, Problem, media=PROBLEM_TYPE)
    except SyncProblem:
        return None


def failure_of(response: Response, now: datetime) -> SyncProblem:
    """Return the problem for an answer that no caller expected; a status alone never proves that it is the service."""
    problem, asked = problem_in(response), retry_after(response, now)
    code = problem.code if problem else ""
    if response.status in {429, 503}:
        return ServiceBusy(asked=asked, status=response.status)
    if response.status >= 500:
        return ServiceFailed(asked=asked, status=response.status, problem=code)
    if problem is not None and 400 <= response.status < 500:
        return RequestRefused(asked=asked, status=response.status, problem=code)
    if response.status == 413:
        return BodyTooLarge(asked=asked, status=response.status, why="status")
    return NotTheService(asked=asked, status=response.status, why="status")


def retry_after(response: Response, now: datetime) -> float:
    """Return the seconds of ``Retry-After`` (RFC 9110 §10.2.3), 0 without one or with one that can't be read."""
    text = response.headers.get("retry-after", "").strip()
    if text.isdecimal():
        return float(text)
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, TypeError):
        return 0.0
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return max(0.0, (aware - now).total_seconds())


def _is(response: Response, media: str) -> bool:
    return response.headers.get("content-type", "").partition(";")[0].strip().lower() == media


def _plain(response: Response) -> bytes:
    coding = response.headers.get("content-encoding", "").strip().lower()
    if coding in {"", "identity"}:
        return response.body
    if coding != "zstd":
        raise NotTheService(status=response.status, why="content_encoding")
    decompressor = zstd.ZstdDecompressor()
    plain = decompressor.decompress(response.body, LARGEST_JSON)
    if not decompressor.eof:
        raise NotTheService(status=response.status, why="zstd")
    return plain
