# SPDX-License-Identifier: EUPL-1.2
"""Bytes up by tus 1.0 (core, creation, creation-with-upload, concatenation), a request a step.

Between two steps the planner may put something more urgent first. The service's offset is the truth: after any doubt it is
asked for. A large content goes in stretches, each a partial upload that a lane of its own may send, joined at the end. The whole
hash decides on both sides, never the number of bytes.
"""

from dataclasses import replace
from typing import Final

from eset_desktop.store.carrying import SEGMENTS, WHOLE
from eset_desktop.store.replica import Upload
from sync import protocol, recipes
from sync.coding import failure_of, problem_in
from sync.context import Context
from sync.messages import Response, Steps
from sync.planner import FINISH, UPLOAD
from sync.problems import (
    NotTheService,
    SyncProblem,
    UploadDamaged,
    UploadTooLarge,
    UploadUnreferenced,
    is_one_connections,
)
from sync.protocol import (
    CHUNK_TYPE,
    CONCAT_HEADER,
    FINAL_UPLOAD,
    LENGTH_HEADER,
    OFFSET_HEADER,
    PARTIAL,
    UPLOADS_PATH,
    UploadRequest,
)
from sync.sessions import (
    VERSION,
    Sending,
    described,
    is_composing,
    location_in,
    offset_in,
    version,
    window_of,
)

LOOK_AGAIN: Final = 5.0
"""Seconds after which it is asked again whether the service has put a content together."""
_DARED: Final = 16 << 10
"""Bytes that a stretch is opened with; more would cost more when they are lost than they win."""
_GONE: Final = frozenset({403, 404, 410})


def upload(context: Context, due: Upload, stretch: int) -> Steps[None]:
    """Bring an upload one step on: decide how it is sent, open a session, find its offset, send some bytes, join the stretches.

    Raises:
        SyncProblem: It can't go on now; the offset is asked for before the next bytes.
    """
    context.asked_after[due.sha256] = context.restarts
    if stretch == FINISH:
        yield from _join(context, due)
        return
    if not due.form and not due.url:
        due = recipes.decided(context, due)
    sending = _sending(context, due, stretch)
    try:
        if not sending.url:
            yield from _open(context, sending)
        elif sending.url not in context.sessions:
            yield from _find_offset(context, sending)
        else:
            yield from _send(context, sending)
    except SyncProblem:
        context.sessions.discard(sending.url)
        raise


def is_divided(context: Context, due: Upload) -> bool:
    """Tell whether an upload goes in stretches."""
    divisible = due.form == WHOLE and protocol.CONCATENATION in context.features
    return divisible and len(due.stretches) > 1


def _sending(context: Context, due: Upload, stretch: int) -> Sending:
    replica, sha256 = context.replica, due.sha256
    if is_divided(context, due):
        start, length, done, url = due.stretches[stretch]
        return Sending(
            due, length, url, done, PARTIAL,
            lambda offset, size: replica.read_bytes(sha256, start + offset, min(size, length - offset)),
            lambda url, offset: replica.note_stretch(sha256, stretch, url, offset),
        )  # fmt: skip

    def note(url: str, offset: int) -> None:
        replica.note_upload(sha256, url, offset)

    if due.form == SEGMENTS:
        text = recipes.recipe_of(context, due)
        if text is not None:
            return Sending(
                due,
                len(text),
                due.url,
                due.offset,
                SEGMENTS,
                lambda offset, size: text[offset : offset + size],
                note,
            )
        replica.begin_upload(sha256, WHOLE)
        return Sending(
            due, due.size, "", 0, WHOLE, lambda offset, size: replica.read_bytes(sha256, offset, size), note
        )
    return Sending(
        due, due.size, due.url, due.offset, WHOLE,
        lambda offset, size: replica.read_bytes(sha256, offset, size), note,
    )  # fmt: skip


def _open(context: Context, sending: Sending) -> Steps[None]:
    first = b""
    if protocol.CONCATENATION not in context.features:
        wanted = UploadRequest(sending.due.sha256, sending.due.size)
        asked = yield from context.exchange.ask("POST", UPLOADS_PATH, message=wanted, headers=VERSION)
    else:
        if sending.form == PARTIAL:
            first = _dared(context, sending)
        elif sending.doubt not in context.doubtful:
            first = sending.read(0, context.chunks_up.size)
            context.doubtful.add(sending.doubt)
        headers = described(sending) | ({"Content-Type": CHUNK_TYPE} if first else {})
        try:
            asked = yield from context.exchange.ask(
                "POST", UPLOADS_PATH, body=first, headers=headers, window=window_of(context)
            )
        finally:
            if first and sending.form == PARTIAL:
                context.daring = False
    response = asked.response
    if response.status == 200:
        _believe_all_there(context, sending, response)
    elif response.status == 201:
        url, offset = location_in(context, response), offset_in(response, sending.length)
        if offset and offset == len(first):
            context.chunks_up.took(offset, asked.seconds)
        context.sessions.add(url)
        sending.note(url, offset)
        _look_whether_done(context, replace(sending, url=url), response, offset)
    else:
        _refused(context, sending, response)


def _dared(context: Context, sending: Sending) -> bytes:
    """Return the bytes to open a stretch with, none while another lane dares that.

    They are lost when the answer with the stretch's address is, so they are few. But one lane that sends at once keeps a
    slow line in use while the others ask where they stand.
    """
    with context.lock:
        if context.daring:
            return b""
        context.daring = True
    return sending.read(0, min(_DARED, context.chunks_up.size))


def _refused(context: Context, sending: Sending, response: Response) -> None:
    if response.status == 413 and problem_in(response):
        raise UploadTooLarge(size=sending.due.size)
    if response.status == 403 and problem_in(response):
        raise UploadUnreferenced
    if sending.form == SEGMENTS and 400 <= response.status < 500 and problem_in(response):
        _start_over(context, sending.due)
        return
    if response.status == 460:
        _arrived_damaged(context, sending.due)
        return
    if response.status == 413:
        context.chunks_up.limit(context.chunks_up.size // 2)
    raise failure_of(response, context.clock.now())


def _believe_all_there(context: Context, sending: Sending, response: Response) -> None:
    """Believe "I have these bytes" only from the service itself: it says so in tus' own words."""
    if response.headers.get(OFFSET_HEADER) != str(sending.length):
        raise NotTheService(status=response.status, why="upload")
    _done(context, sending.due)


def _done(context: Context, due: Upload) -> None:
    """Note that the service has the bytes; not when it was set back since it was asked."""
    with context.lock:
        if context.asked_after.get(due.sha256) == context.restarts:
            context.replica.upload_done(due.sha256)
    context.forget_upload(due.sha256, (due.url, *(each.url for each in due.stretches)))


def _find_offset(context: Context, sending: Sending) -> Steps[None]:
    asked = yield from context.exchange.ask("HEAD", sending.url, headers=version(context))
    response = asked.response
    if response.status in _GONE:
        sending.note("", 0)
    elif response.status in {200, 204}:
        told = response.headers.get(LENGTH_HEADER, str(sending.length))
        if told != str(sending.length):  # a recipe that an older program made otherwise
            _start_over(context, sending.due)
            return
        offset = offset_in(response, sending.length)
        sending.note(sending.url, offset)
        context.sessions.add(sending.url)
        _look_whether_done(context, sending, response, offset)
    else:
        _refused(context, sending, response)


def _send(context: Context, sending: Sending) -> Steps[None]:
    data = sending.read(sending.offset, context.chunks_up.size)
    headers = {**version(context), OFFSET_HEADER: str(sending.offset), "Content-Type": CHUNK_TYPE}
    try:
        asked = yield from context.exchange.ask(
            "PATCH", sending.url, body=data, headers=headers, window=window_of(context)
        )
    except SyncProblem as problem:
        # A connection that breaks off says nothing of how fast the line is, and the service keeps what came.
        if is_one_connections(problem):
            context.broke_at = context.clock.monotonic()
        else:
            context.chunks_up.failed()
        raise
    response = asked.response
    if response.status == 204:
        offset = offset_in(response, sending.length)
        if offset != sending.offset + len(data):
            raise NotTheService(status=204, why="offset")
        context.chunks_up.took(len(data), asked.seconds)
        sending.note(sending.url, offset)
        _look_whether_done(context, sending, response, offset)
    elif response.status == 409 and OFFSET_HEADER in response.headers:
        sending.note(sending.url, offset_in(response, sending.length))
    elif response.status in {404, 410}:
        context.sessions.discard(sending.url)
        sending.note("", 0)
    else:
        _refused(context, sending, response)


def _look_whether_done(context: Context, sending: Sending, response: Response, offset: int) -> None:
    """See what became of a session whose bytes are all there; a stretch waits for the others."""
    if offset < sending.length or sending.form == PARTIAL:
        return
    if is_composing(response):
        context.put_off(f"{UPLOAD}:{sending.due.sha256}", LOOK_AGAIN)
        context.sessions.discard(sending.url)
    else:
        _done(context, sending.due)


def _join(context: Context, due: Upload) -> Steps[None]:
    """Ask the service to put the stretches together, or whether it has."""
    if due.url:
        asked = yield from context.exchange.ask("HEAD", due.url, headers=version(context))
    else:
        parts = " ".join(each.url for each in due.stretches)
        headers = {CONCAT_HEADER: f"{FINAL_UPLOAD};{parts}"}
        asked = yield from context.exchange.ask("POST", UPLOADS_PATH, headers=headers)
    response = asked.response
    if response.status in {200, 201, 204}:
        if offset_in(response, due.size) != due.size:
            raise NotTheService(status=response.status, why="offset")
        if is_composing(response):
            url = due.url or location_in(context, response)
            context.replica.note_upload(due.sha256, url, due.size)
            context.put_off(f"{UPLOAD}:{due.sha256}", LOOK_AGAIN)
        else:
            _done(context, due)
    elif response.status == 460:
        _arrived_damaged(context, due)
    elif 400 <= response.status < 500 and problem_in(response):
        _start_over(context, due)  # the service lost a stretch, or the final: what it has not is sent again
        context.put_off(f"{UPLOAD}:{due.sha256}", LOOK_AGAIN)
    else:
        raise failure_of(response, context.clock.now())


def _start_over(context: Context, due: Upload) -> None:
    """Forget the sessions and send the whole, which nothing can be wrong with but its bytes."""
    context.replica.begin_upload(due.sha256, WHOLE)
    context.forget_upload(due.sha256, (due.url, *(each.url for each in due.stretches)), keep_damaged=True)


def _arrived_damaged(context: Context, due: Upload) -> None:
    """Send everything once more after a checksum mismatch (tus 460); a second one in a row is told."""
    _start_over(context, due)
    if due.sha256 in context.damaged:
        context.damaged.discard(due.sha256)
        raise UploadDamaged
    context.damaged.add(due.sha256)
