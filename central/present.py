# SPDX-License-Identifier: EUPL-1.2
"""Verified bytes become a body's: it holds them, and every version of them is ``present``.

The bytes are in the object store before. The body's gate is gone through alone: a push that announces a version of these
bytes is either before, and its version is found here, or after, and finds that the body holds them.
"""

from collections.abc import Mapping

from sqlalchemy import Connection

from central.callers import Caller
from central.errors import NotFound
from central.store import gates, holdings, objects, streams
from central.store.changes import ObjectChange


def publish(connection: Connection, body: str, sizes: Mapping[str, int], at: str) -> tuple[str, ...]:
    """Note that a body holds bytes, by hash and size, and return the streams that moved.

    The caller's transaction holds a device's row and its uploads' at most, which nobody inside the gate waits for (the
    order of locks of design §6, law 2).
    """
    gates.enter(connection, body, alone=True)
    holdings.record(connection, body, sizes, at)
    by_stream: dict[str, list[str]] = {}
    for sha256, size in sorted(sizes.items()):
        for stream, versions in holdings.referring(connection, body, sha256, size).items():
            by_stream.setdefault(stream, []).extend(versions)
    return _mark(connection, by_stream, at)


def _mark(connection: Connection, by_stream: Mapping[str, list[str]], at: str) -> tuple[str, ...]:
    versions = {version for listed in by_stream.values() for version in listed}
    locked = objects.lock(connection, tuple(by_stream), versions)
    changes: dict[str, list[ObjectChange]] = {}
    for key, stored in sorted(locked.items()):
        if key in versions and not stored.state.get("present"):
            after = stored.state.with_fields({"present": True})
            changes.setdefault(stored.stream, []).append(
                ObjectChange(before=stored, after=after, verb="present", by="", at=at)
            )
    return tuple(streams.append_all(connection, changes, at))


def readable_size(connection: Connection, caller: Caller, sha256: str) -> int:
    """Return the size of bytes that a version in a stream of the caller's refers to and that are here.

    Raises:
        NotFound: There are none; whether another body holds them is not told.
    """
    size = holdings.readable(connection, caller.body, caller.streams, [sha256]).get(sha256)
    if size is None:
        raise NotFound
    return size
