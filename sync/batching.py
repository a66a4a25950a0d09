# SPDX-License-Identifier: EUPL-1.2
"""Small contents up, many in one request; each is answered by itself.

A request is framed as 32 bytes SHA-256, 4 bytes length (big-endian), the bytes; again and again.
"""

from collections.abc import Sequence
from typing import Final

import msgspec

from eset_desktop.store.replica import Upload
from sync import protocol
from sync.coding import decode, failure_of
from sync.context import Context
from sync.messages import Steps
from sync.planner import UPLOAD, Carry
from sync.problems import BodyTooLarge, NotTheService, RequestRefused, ServiceFailed
from sync.protocol import BATCH_TYPE, BLOB_BATCH_PATH

_HERE: Final = frozenset({"stored", "exists"})
_RECORD: Final = 36
_SEEN: Final = 100


class Status(msgspec.Struct, frozen=True):
    """What became of one content."""

    sha256: str
    status: str


def is_small(context: Context, due: Upload) -> bool:
    """Tell whether a content goes with others; one that failed so goes alone."""
    return (
        protocol.BLOB_BATCH in context.features
        and due.size <= context.limits.batched_blob_bytes
        and not due.url
        and due.sha256 not in context.alone
    )


def send_batch(context: Context, first: str) -> Steps[None]:
    """Send as many small contents as fit into a request of a few seconds, ``first`` among them.

    Raises:
        SyncProblem: None of them could be sent.
    """
    chosen = _chosen(context, first)
    others = {Carry(UPLOAD, each.sha256).claim for each in chosen if each.sha256 != first}
    try:
        if chosen:
            yield from _send(context, chosen)
    finally:
        with context.lock:
            context.claims -= others


def _chosen(context: Context, first: str) -> tuple[Upload, ...]:
    """Choose the contents of a request and keep other lanes from them."""
    room = min(context.chunks_up.size, context.limits.batch_bytes)
    with context.lock:
        due = context.replica.uploads_due(_SEEN, without=context.put_off_now())
        own = [each for each in due if each.sha256 == first]
        chosen: list[Upload] = []
        for each in own + [each for each in due if each.sha256 != first]:
            claim = Carry(UPLOAD, each.sha256).claim
            if not is_small(context, each) or (each.sha256 != first and claim in context.claims):
                continue
            room -= each.size + _RECORD
            if chosen and room < 0:
                break
            chosen.append(each)
            context.claims.add(claim)
    return tuple(chosen)


def _send(context: Context, chosen: Sequence[Upload]) -> Steps[None]:
    body = b"".join(_record(context, each) for each in chosen)
    restarts = context.restarts
    try:
        asked = yield from context.exchange.ask(
            "POST", BLOB_BATCH_PATH, body=body, headers={"Content-Type": BATCH_TYPE}
        )
        if asked.response.status != 200:
            raise failure_of(asked.response, context.clock.now())
    except (BodyTooLarge, RequestRefused, ServiceFailed):
        context.alone.update(
            each.sha256 for each in chosen
        )  # one of them may be at fault, or all together too large
        raise
    statuses = decode(asked.response, tuple[Status, ...])
    if [each.sha256 for each in statuses] != [each.sha256 for each in chosen]:
        raise NotTheService(status=200, why="batch")
    context.chunks_up.took(len(body), asked.seconds)
    with context.lock:
        if context.restarts == restarts:  # else it was set back since, and may have lost them
            for each in statuses:
                if each.status in _HERE:
                    context.replica.upload_done(each.sha256)
    # What became of the others is told when each is sent by itself.
    context.alone.update(each.sha256 for each in statuses if each.status not in _HERE)


def _record(context: Context, due: Upload) -> bytes:
    data = context.replica.read_bytes(due.sha256, 0, due.size)
    return bytes.fromhex(due.sha256) + len(data).to_bytes(4, "big") + data
