# SPDX-License-Identifier: EUPL-1.2
"""Bytes sent to a service without a line."""

import hashlib
from collections.abc import Iterable

from helpers.town import Desk

from central.upload_rows import PLAIN
from central.upload_sessions import Session, Wanted
from sync.protocol import PARTIAL


def wanted(data: bytes, form: str = PLAIN, size: int | None = None) -> Wanted:
    """Return the wish to send all of these bytes."""
    return Wanted(hashlib.sha256(data).hexdigest(), len(data) if size is None else size, len(data), form)


def announced(desk: Desk, data: bytes, document: str = "") -> str:
    """Announce a version with these bytes and return its id."""
    document = document or desk.done(desk.document(desk.done(desk.dossier())))
    return desk.done(desk.version(document, hashlib.sha256(data).hexdigest(), len(data)))


def append(desk: Desk, upload: str, position: int, data: bytes) -> Session:
    """Send bytes from a position on."""
    uploads, caller = desk.service.uploads, desk.caller
    receiving = uploads.receive(caller, upload, position)
    receiving.add(data)
    return uploads.finish(caller, receiving)


def sent(desk: Desk, data: bytes, form: str = PLAIN, cuts: Iterable[int] = ()) -> Session:
    """Send bytes that were announced, in requests that end at the cuts."""
    session = desk.service.uploads.begin(desk.caller, wanted(data, form))
    ends = [*cuts, len(data)]
    for start, end in zip([0, *ends], ends, strict=False):
        session = append(desk, session.id, start, data[start:end])
    return session


def part(desk: Desk, data: bytes, start: int, end: int) -> str:
    """Send a stretch of announced bytes as a partial upload and return its id."""
    whole = wanted(data)
    session = desk.service.uploads.begin(desk.caller, Wanted(whole.sha256, whole.size, end - start, PARTIAL))
    append(desk, session.id, 0, data[start:end])
    return session.id
