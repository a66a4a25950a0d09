# SPDX-License-Identifier: EUPL-1.2
"""The simulated service's answers about streams: the real service behind the wire form."""

from contextlib import suppress
from typing import TYPE_CHECKING, TypeVar
from urllib.parse import unquote

import msgspec

from central import digests
from central.api.ranges import wanted_range
from central.api.streams import RawObjects
from central.errors.streams import PartsMissing
from central.feed import Nothing, Question
from central.service import Service
from eset_desktop import packing
from sync.coding import decode, encode
from sync.messages import Response
from sync.protocol import (
    PACKED_TYPE,
    PARTS_TYPE,
    SNAPSHOT_TYPE,
    Discovery,
    Limits,
    ObjectsRequest,
    PartsRequest,
    PushBatch,
)
from sync.protocol.positions import Positions, parse_cursor

if TYPE_CHECKING:
    from helpers.simulation.server import Call

CHUNK = 1500
"""Small, so that a small document takes several stretches."""
LIMITS = Limits(chunk_bytes=CHUNK, batched_blob_bytes=300)
"""Small too, so that documents go both ways: many in one request, and in stretches."""
OF_HISTORIES = msgspec.structs.replace(LIMITS, part_bytes=500)
"""So small that changes of a few minutes without a line are a large push."""

T = TypeVar("T")


class Held:
    """A long-poll with nothing to say yet."""


def device(call: "Call") -> Response:
    answer = call.service.device(call.caller)
    if call.query.get("with") == "discovery":
        answer = msgspec.structs.replace(answer, discovery=discovery(call.service, call.limits))
    return as_json(answer)


def discovery(service: Service, limits: Limits) -> Discovery:
    """Return what anyone may know, with the simulation's limits."""
    return msgspec.structs.replace(service.discovery(), limits=limits)


def push(call: "Call") -> Response:
    request = call.request
    if request.headers.get("Content-Type", "").startswith(PARTS_TYPE):
        asked = msgspec.json.decode(request.body, type=PartsRequest)
        return as_json(call.service.large_pushes.finish(call.caller, asked))
    if request.headers["Content-Type"] == PACKED_TYPE:
        plain = packing.unpack(request.body)
        batch = msgspec.json.decode(plain, type=PushBatch)
        return _packed(call.service.push(call.caller, batch.mutations, batch.epoch, batch.seen), plain)
    batch = _message(call, PushBatch)
    return as_json(call.service.push(call.caller, batch.mutations, batch.epoch, batch.seen))


def put_part(call: "Call") -> Response:
    if call.cut is not None:
        return Response(500)
    name, pushes = call.parts[2], call.service.large_pushes
    call.service.push_parts.put(call.caller, name, int(call.parts[3]), call.request.body)
    if "of" in call.query:
        with suppress(PartsMissing):
            return as_json(pushes.finish(call.caller, PartsRequest(name, int(call.query["of"]))))
    pushes.go_on(call.caller, name)
    return Response(204)


def parts(call: "Call") -> Response:
    return as_json(call.service.push_parts.numbers(call.caller, call.parts[2]))


def changes(call: "Call") -> Response | Held:
    page = call.service.changes(call.caller, unquote(call.parts[1]), _question(call, call.query["after"]))
    if not isinstance(page, Nothing):
        return as_json(page)
    return Held() if "wait" in call.query else Response(204, {"eset-head": page.head})


def watch(call: "Call") -> Response | Held:
    asked = [value.partition("@") for name, value in call.request.query if name == "at"]
    page = call.service.watch(call.caller, [(stream, _question(call, at)) for stream, _, at in asked])
    if page is not None:
        return as_json(page)
    return Held() if "wait" in call.query else Response(204, {"eset-head": str(len(asked))})


def at(call: "Call") -> Response | Held:
    page, _ = call.service.at(call.caller, Positions.parse(call.parts[1]))
    if page is not None:
        return _packed(page)
    return Held() if "wait" in call.query else Response(204, {"eset-head": "1"})


def _packed(message: object, after: bytes = b"") -> Response:
    body = packing.pack(msgspec.json.encode(message), after=after)
    return Response(200, {"content-type": PACKED_TYPE}, body)


def snapshot(call: "Call") -> Response:
    found = call.service.snapshots.find(call.caller, unquote(call.parts[1]))
    etag, headers = f'"sha256:{found.sha256}"', call.request.headers
    span = wanted_range(headers.get("Range"), headers.get("If-Range"), etag, found.size)
    body = b"".join(call.service.snapshots.read(found, *(span or (0, found.size))))
    return Response(206 if span else 200, {"etag": etag, "content-type": SNAPSHOT_TYPE}, body)


def digest(call: "Call") -> Response:
    return as_json(call.service.digest(call.caller, unquote(call.parts[1]), call.query["prefix"]))


def objects(call: "Call") -> Response:
    with call.service.database.read() as connection:
        wanted = _message(call, ObjectsRequest)
        found, rows = digests.objects(connection, call.caller, unquote(call.parts[1]), wanted.ids)
    return as_json(RawObjects(found.epoch, found.seq, rows))


def _question(call: "Call", cursor: str) -> Question:
    epoch, after = parse_cursor(cursor)
    query, limits = call.query, Limits()
    return Question(
        epoch, after, int(query.get("limit", "5000")), int(query.get("limit_bytes", limits.page_bytes))
    )


def _message(call: "Call", type_: type[T]) -> T:
    headers = {name.lower(): value for name, value in call.request.headers.items()}
    return decode(Response(200, headers, call.request.body), type_)


def as_json(message: object) -> Response:
    """Return a message as the service sends it."""
    body, headers = encode(message)
    return Response(200, {name.lower(): value for name, value in headers.items()}, body)
