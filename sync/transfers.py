# SPDX-License-Identifier: EUPL-1.2
"""Bytes up (tus 1.0 core and creation) and down (Range, If-Range), one stretch at a time.

Between two stretches the planner may put something more urgent first. The service's offset is the truth: after any
doubt it is asked for. The whole hash decides on both sides, never the number of bytes.
"""

import re
from typing import Final
from urllib.parse import urlsplit

from eset_desktop.store.replica import Download, Upload
from sync.coding import failure_of, problem_in
from sync.context import Context
from sync.exchange import Asked
from sync.messages import Response, Steps
from sync.problems import (
    DownloadDamaged,
    DownloadMissing,
    NotTheService,
    ShortAnswer,
    SyncProblem,
    UploadDamaged,
    UploadTooLarge,
    UploadUnreferenced,
)  # fmt: skip
from sync.protocol import BLOBS_PATH, CHUNK_TYPE, TUS_VERSION, UPLOADS_PATH, UploadRequest

_TUS: Final = {"Tus-Resumable": TUS_VERSION}
_RANGE: Final = re.compile(r"bytes (\d+)-(\d+)/(\d+)")


def upload(context: Context, due: Upload) -> Steps[None]:
    """Bring an upload one step on: open it, find its offset, or send the next stretch.

    Raises:
        SyncProblem: It can't go on now; the offset is asked for before the next stretch.
    """
    try:
        if not due.url:
            yield from _open(context, due)
        elif due.sha256 not in context.sessions:
            yield from _find_offset(context, due)
        else:
            yield from _send(context, due)
    except SyncProblem:
        context.sessions.discard(due.sha256)
        raise


def _open(context: Context, due: Upload) -> Steps[None]:
    wanted = UploadRequest(due.sha256, due.size)
    asked = yield from context.exchange.ask("POST", UPLOADS_PATH, message=wanted, headers=_TUS)
    response = asked.response
    if response.status == 200:
        _checked_done(context, due, response)
    elif response.status == 201:
        offset = _offset(response, due.size)
        context.replica.note_upload(due.sha256, _location(context, response), offset)
        context.sessions.add(due.sha256)
    elif response.status == 413 and problem_in(response):
        raise UploadTooLarge(size=due.size)
    elif response.status == 403 and problem_in(response):
        raise UploadUnreferenced
    else:
        raise failure_of(response, context.clock.now())


def _checked_done(context: Context, due: Upload, response: Response) -> None:
    """Believe "I have these bytes" only from the service itself: it says so in tus' own words."""
    if response.headers.get("upload-offset") != str(due.size):
        raise NotTheService(status=response.status, why="upload")
    _done(context, due)


def _done(context: Context, due: Upload) -> None:
    context.replica.upload_done(due.sha256)
    context.sessions.discard(due.sha256)
    context.damaged.discard(due.sha256)


def _find_offset(context: Context, due: Upload) -> Steps[None]:
    asked = yield from context.exchange.ask("HEAD", due.url, headers=_TUS)
    response = asked.response
    if response.status in {403, 404, 410}:
        context.replica.note_upload(due.sha256, "", 0)
    elif response.status in {200, 204}:
        context.replica.note_upload(due.sha256, due.url, _offset(response, due.size))
        context.sessions.add(due.sha256)
    else:
        raise failure_of(response, context.clock.now())


def _send(context: Context, due: Upload) -> Steps[None]:
    stretch = context.replica.read_bytes(due.sha256, due.offset, context.chunks_up.size)
    headers = {**_TUS, "Upload-Offset": str(due.offset), "Content-Type": CHUNK_TYPE}
    try:
        asked = yield from context.exchange.ask("PATCH", due.url, body=stretch, headers=headers)
    except SyncProblem:
        context.chunks_up.failed()
        raise
    _sent(context, due, len(stretch), asked)


def _sent(context: Context, due: Upload, length: int, asked: Asked) -> None:
    response = asked.response
    if response.status == 204:
        offset = _offset(response, due.size)
        if offset != due.offset + length:
            raise NotTheService(status=204, why="offset")
        context.chunks_up.took(length, asked.seconds)
        context.replica.note_upload(due.sha256, due.url, offset)
        if offset == due.size:
            _done(context, due)
    elif response.status == 409 and "upload-offset" in response.headers:
        context.replica.note_upload(due.sha256, due.url, _offset(response, due.size))
    elif response.status in {404, 410}:
        context.sessions.discard(due.sha256)
        context.replica.note_upload(due.sha256, "", 0)
    elif response.status == 460:
        _start_again(context, due)
    else:
        raise failure_of(response, context.clock.now())


def _start_again(context: Context, due: Upload) -> None:
    """Send everything once more after a checksum mismatch (tus 460); a second one in a row is told."""
    context.replica.note_upload(due.sha256, "", 0)
    context.sessions.discard(due.sha256)
    if due.sha256 in context.damaged:
        context.damaged.discard(due.sha256)
        raise UploadDamaged
    context.damaged.add(due.sha256)


def _offset(response: Response, size: int) -> int:
    text = response.headers.get("upload-offset", "")
    if not text.isdecimal() or int(text) > size:
        raise NotTheService(status=response.status, why="offset")
    return int(text)


def _location(context: Context, response: Response) -> str:
    """Return the path of a new upload; the service never sends us to another machine."""
    target = urlsplit(response.headers.get("location", ""))
    home = urlsplit(context.replica.account().url)
    foreign = target.netloc and (target.scheme, target.netloc) != (home.scheme, home.netloc)
    if foreign or not target.path.startswith(f"{UPLOADS_PATH}/") or ".." in target.path:
        raise NotTheService(status=response.status, why="location")
    return target.path


def download(context: Context, due: Download) -> Steps[None]:
    """Fetch the next stretch and keep it; with the last one the whole hash is verified.

    Raises:
        SyncProblem: It can't go on now; what arrived is kept, unless the whole was damaged.
    """
    offset = due.offset
    if offset < due.size:
        offset += yield from _fetch(context, due)
    if offset >= due.size and not context.replica.finish_part(due.sha256):
        raise DownloadDamaged


def _fetch(context: Context, due: Download) -> Steps[int]:
    """Keep the next stretch and return its length."""
    last = min(due.size, due.offset + context.chunks_down.size) - 1
    etag = f'"sha256:{due.sha256}"'
    try:
        asked = yield from context.exchange.ask(
            "GET",
            f"{BLOBS_PATH}/{due.sha256}",
            headers={"Range": f"bytes={due.offset}-{last}", "If-Range": etag, "Accept-Encoding": "identity"},
            max_bytes=last + 1,
        )
    except SyncProblem:
        context.chunks_down.failed()
        raise
    response = asked.response
    stretch = _stretch(context, due, response, etag)
    if stretch:
        context.replica.append_part(due.sha256, due.offset, stretch)
    if not response.complete and len(stretch) < last + 1 - due.offset:
        context.chunks_down.failed()
        raise ShortAnswer(status=response.status)
    context.chunks_down.took(len(stretch), asked.seconds)
    return len(stretch)


def _stretch(context: Context, due: Download, response: Response, etag: str) -> bytes:
    """Return the bytes from the asked offset on that an answer brought."""
    if response.status == 404 and problem_in(response):
        raise DownloadMissing
    if response.status == 416:
        context.replica.finish_part(
            due.sha256
        )  # what is here does not belong to it: it does not pass, and goes
        raise DownloadDamaged
    if response.status not in {200, 206}:
        raise failure_of(response, context.clock.now())
    if response.headers.get("etag") != etag:
        raise NotTheService(status=response.status, why="etag")
    if response.status == 200:
        return response.body[due.offset : due.size]
    told = _RANGE.fullmatch(response.headers.get("content-range", ""))
    if told is None or int(told[1]) != due.offset or int(told[3]) != due.size:
        raise NotTheService(status=206, why="content_range")
    return response.body[: due.size - due.offset]
