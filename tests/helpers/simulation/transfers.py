# SPDX-License-Identifier: EUPL-1.2
"""The simulated service's answers about bytes: the real service behind the wire form."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import msgspec

from central import blob_batches
from central.api import tus
from central.api.ranges import wanted_range
from central.errors.uploads import ChunkChecksum
from central.upload_sessions import Session, Wanted
from eset_desktop.domain.segments import SEGMENTS_TYPE
from sync.coding import decode
from sync.messages import Response
from sync.protocol import JSON_TYPE, UPLOADS_PATH, UploadRequest

if TYPE_CHECKING:
    from helpers.simulation.server import Call


@dataclass(frozen=True, slots=True)
class Asked:
    """A request about bytes.

    Attributes:
        headers: By name in lower case.
        body: What arrived of it.
        cut: Whether the line broke in it.
    """

    headers: dict[str, str]
    body: bytes
    cut: bool


def _asked(call: "Call") -> Asked:
    headers = {name.lower(): value for name, value in call.request.headers.items()}
    return Asked(headers, call.request.body[: call.cut], call.cut is not None)


def begin(call: "Call") -> Response:
    asked = _asked(call)
    if asked.headers.get("content-type") == JSON_TYPE:
        wanted = decode(Response(200, asked.headers, asked.body), UploadRequest)
        session = call.service.uploads.begin(call.caller, Wanted(wanted.sha256, wanted.size, wanted.size))
        return _created(session)
    creation = tus.creation(asked.headers)
    if creation.wanted is None:
        return _created(call.service.uploads.join(call.caller, creation.parts))
    session = call.service.uploads.begin(call.caller, creation.wanted, resume=creation.resume)
    if tus.has_bytes(asked.headers) and not session.complete and session.position == 0:
        session = _taken(call, asked, session.id, 0)
    return _created(session)


def state(call: "Call") -> Response:
    return Response(200, _told(call.service.uploads.state(call.caller, call.parts[1])))


def append(call: "Call") -> Response:
    asked = _asked(call)
    tus.check_bytes(asked.headers)
    position = tus.number(asked.headers, "upload-offset")
    return Response(204, _told(_taken(call, asked, call.parts[1], position)))


def terminate(call: "Call") -> Response:
    call.service.uploads.terminate(call.caller, call.parts[1])
    return Response(204)


def _taken(call: "Call", asked: Asked, upload: str, position: int) -> Session:
    receiving = call.service.uploads.receive(call.caller, upload, position)
    expected = tus.checksum(asked.headers)
    receiving.add(asked.body)
    if expected is not None and not asked.cut and not expected.of(asked.body):
        raise ChunkChecksum
    return call.service.uploads.finish(call.caller, receiving)


def _created(session: Session) -> Response:
    if not session.id:
        return Response(200, _told(session))
    return Response(201, {**_told(session), "location": f"{UPLOADS_PATH}/{session.id}"})


def _told(session: Session) -> dict[str, str]:
    return {name.lower(): value for name, value in tus.told(session).items()}


def batch(call: "Call") -> Response:
    asked = _asked(call)
    statuses = blob_batches.receive(call.service.composer, call.caller, blob_batches.records(asked.body))
    return Response(200, {"content-type": JSON_TYPE}, msgspec.json.encode(statuses))


def blob(call: "Call") -> Response:
    asked, sha256 = _asked(call), call.parts[1]
    size = call.service.blob_size(call.caller, sha256)
    ancestors = call.query.get("from", "").split(",")
    if SEGMENTS_TYPE in asked.headers.get("accept", ""):
        recipe = call.service.recipe(call.caller, sha256, ancestors)
        if recipe is not None:
            return Response(200, {"content-type": SEGMENTS_TYPE}, recipe)
    etag = f'"sha256:{sha256}"'
    part = wanted_range(asked.headers.get("range"), asked.headers.get("if-range"), etag, size)
    start, end = part or (0, size)
    body = b"".join(call.service.blobs.read(sha256, start, end))
    if part is None:
        return Response(200, {"etag": etag}, body)
    return Response(206, {"etag": etag, "content-range": f"bytes {start}-{end - 1}/{size}"}, body)
