# SPDX-License-Identifier: EUPL-1.2
"""Verified bytes become a body's: it holds them, and the versions whose author has them are ``present``.

The bytes are in the object store before. The body's gate is gone through alone: a push that announces a version of these
bytes is either before, and its version is found here, or after, and finds that the body holds them.

To name bytes is not to have them. A version becomes present when its author sent them, or may read a version that has
them already, or when the version had them before the service lost them.
"""

from collections.abc import Collection, Iterable, Mapping
from typing import Final

from sqlalchemy import Connection, bindparam, select

from central import upload_rows
from central.callers import Caller, streams_of
from central.errors.requests import NotFound
from central.mirrors import following
from central.push.opened import Opened
from central.store import gates, holdings, objects, restrictions, tables
from central.store.changes import ObjectChange
from central.store.holdings import Reference
from eset_desktop.clock import parse_iso

_SIGNING_ONLY: Final = select(tables.device.c.id).where(
    tables.device.c.body == bindparam("body"), tables.device.c.signing_only.is_(True)
)


def publish(
    connection: Connection, body: str, sizes: Mapping[str, int], at: str, sender: str | None
) -> tuple[str, ...]:
    """Note that a body holds bytes, by hash and size, and return the streams that moved.

    The caller's transaction holds a device's row and its uploads' at most, which nobody inside the gate waits for (the
    order of locks of design §6, law 2).

    Args:
        connection: A writing transaction.
        body: The body.
        sizes: Bytes that are in the store.
        at: The moment.
        sender: The person who sent them; None when they were found again where they had been lost.
    """
    gates.enter(connection, body, alone=True)
    holdings.record(connection, body, sizes, at)
    return _tell_having(connection, body, holdings.referring(connection, body, sizes), at, sender)


def reconsider_opened(connection: Connection, body: str, at: str, opened: Opened) -> tuple[str, ...]:
    """Do as :func:`reconsider` for the bytes of what somebody may read now and could not before."""
    gates.enter(connection, body, alone=True)
    hashes = holdings.told_by(connection, opened.versions, opened.streams)
    return reconsider(connection, body, at, holdings.held(connection, body, hashes))


def reconsider(connection: Connection, body: str, at: str, sizes: Mapping[str, int]) -> tuple[str, ...]:
    """See which versions become present because their authors read more than before; return the streams that moved.

    Args:
        connection: A writing transaction.
        body: The body.
        at: The moment.
        sizes: Which of the bytes that the body holds, by hash and size.
    """
    gates.enter(connection, body, alone=True)
    return _tell_having(connection, body, holdings.referring(connection, body, sizes), at)


def withdraw(connection: Connection, body: str, lost: Collection[str], at: str) -> tuple[str, ...]:
    """Note that the service lost a body's bytes, so that whoever has them sends them again; return the streams that moved."""
    gates.enter(connection, body, alone=True)
    sizes = holdings.held(connection, body, lost)
    holdings.forget(connection, body, sizes)
    upload_rows.forget_done(connection, body, sizes)
    told = [each for each in holdings.referring(connection, body, sizes) if each.present]
    return _mark(connection, body, told, at, present=False)


def _tell_having(
    connection: Connection, body: str, found: Iterable[Reference], at: str, sender: str | None = None
) -> tuple[str, ...]:
    by_bytes: dict[str, list[Reference]] = {}
    for each in found:
        by_bytes.setdefault(each.sha256, []).append(each)
    read: dict[str, frozenset[str]] = {}

    def reads(person: str) -> frozenset[str]:
        if person not in read:
            read[person] = frozenset(streams_of(body, restrictions.readable(connection, person)))
        return read[person]

    # What their person may read at other computers gives these nothing.
    signing_only = frozenset(connection.execute(_SIGNING_ONLY, {"body": body}).scalars())
    having: list[Reference] = []
    for listed in by_bytes.values():
        there = {each.stream for each in listed if each.present}
        waiting = [each for each in listed if not each.present]
        while fresh := [
            each
            for each in waiting
            if each.author == sender
            or each.present is False
            or (each.device not in signing_only and not there.isdisjoint(reads(each.author)))
        ]:
            having += fresh
            there |= {each.stream for each in fresh}
            waiting = [each for each in waiting if each not in fresh]
    return _mark(connection, body, having, at, present=True)


def _mark(
    connection: Connection, body: str, references: Collection[Reference], at: str, *, present: bool
) -> tuple[str, ...]:
    """Say of versions whether their bytes are here."""
    if not references:
        return ()
    versions = {each.version for each in references}
    locked = objects.lock(connection, {each.stream for each in references}, versions)
    changes: dict[str, list[ObjectChange]] = {}
    for key, stored in sorted(locked.items()):
        if key in versions and bool(stored.state.get("present")) != present:
            after = stored.state.with_fields({"present": present})
            changes.setdefault(stored.stream, []).append(
                ObjectChange(before=stored, after=after, verb="present" if present else "lost", by="", at=at)
            )
    return tuple(following.appended(connection, body, changes, parse_iso(at)))


def readable_size(connection: Connection, caller: Caller, sha256: str) -> int:
    """Return the size of bytes that a version in a stream of the caller's refers to and that are here.

    Raises:
        NotFound: There are none; whether another body holds them is not told.
    """
    size = holdings.readable(connection, caller.body, caller.streams, [sha256]).get(sha256)
    if size is None:
        raise NotFound
    return size
