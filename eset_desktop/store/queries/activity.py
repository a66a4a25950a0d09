# SPDX-License-Identifier: EUPL-1.2
"""What goes over the line now, what follows, and how much of it there is: for the activity panel. Each answer takes a few ms at most."""

from dataclasses import dataclass
from typing import Any, Final

import msgspec

from eset_desktop.store import meta
from eset_desktop.store.engine import Connection
from eset_desktop.store.queries import waiting
from eset_desktop.store.queries.waiting import BYTES_TOTAL, STOPPED, UPLOADS

_PACKED: Final = 4
"""How many times smaller changes are when they travel, compressed and many together (``docs/measurements.md``)."""


@dataclass(frozen=True, slots=True)
class Moving:
    """A document on its way; ``percent`` of it went, None where nothing did yet."""

    title: str
    percent: int | None = None


@dataclass(frozen=True, slots=True)
class FirstReading:
    """A stream that is read for the first time, by its snapshot.

    Attributes:
        stream: ``catalogue``, ``body:…``, ``restricted:…`` or ``text:…``.
        taken: Objects that are here.
        rows: Objects that it has.
        bytes_left: About how much is still to come; 0 while that can't be told.
    """

    stream: str
    taken: int
    rows: int
    bytes_left: int


@dataclass(frozen=True, slots=True)
class Activity:
    """What goes on between this computer and the central service.

    Attributes:
        line: As in :class:`eset_desktop.store.queries.waiting.SyncStatus`.
        last_complete: When everything was sent and received; ISO 8601 or empty.
        changes: How many changes wait to be sent or to be answered.
        sending: The document whose bytes are being sent, or come next.
        files: How many documents' bytes wait to be sent, that one too.
        fetching: The document whose bytes come next.
        wanted: How many documents' bytes are to be fetched.
        readings: First readings under way.
        stopped: How many changes wait for a person.
        bytes_up: About how much is to be sent.
        bytes_down: About how much is to be received, as far as it is known.
    """

    line: str
    last_complete: str
    changes: int
    sending: Moving | None
    files: int
    fetching: Moving | None
    wanted: int
    readings: tuple[FirstReading, ...]
    stopped: int
    bytes_up: int
    bytes_down: int


_UNKNOWN_HERE: Final = "sync.device_unknown"


class _Header(msgspec.Struct):
    rows: int


class _Begun(msgspec.Struct):
    """What is read of :class:`eset_desktop.store.snapshot.Progress`."""

    header: _Header
    frame: int = 0
    before: int = 0


def look(connection: Connection) -> Activity:
    """Return what goes on."""
    counts = waiting.counts(connection)
    files, to_send = _files(connection) if counts.uploads else (0, 0)
    wanted, to_fetch = _wanted(connection)
    readings = first_readings(connection)
    return Activity(
        line=_way(connection),
        last_complete=meta.get(connection, "line.complete"),
        changes=counts.queued,
        sending=_sending(connection) if files else None,
        files=files,
        fetching=_fetching(connection) if wanted else None,
        wanted=wanted,
        readings=readings,
        stopped=counts.attention,
        bytes_up=to_send + _bytes_of_changes(connection),
        bytes_down=to_fetch + sum(each.bytes_left for each in readings),
    )


def _way(connection: Connection) -> str:
    """Return the state of the line; a service that does not know this computer takes nothing, although it answers."""
    if meta.get(connection, "line.problem") == _UNKNOWN_HERE:
        return "down"
    return meta.get(connection, "line", "unknown")


def _bytes_of_changes(connection: Connection) -> int:
    (size,) = connection.execute(
        "SELECT coalesce(sum(length(body)), 0) FROM outbox WHERE state IN ('queued', 'sent') AND kind != 'text'"
    ).fetchone()
    return int(size) // _PACKED


_GOING: Final = f"{UPLOADS} AND b.problem = '' AND NOT {STOPPED}"


def _files(connection: Connection) -> tuple[int, int]:
    """Return how many documents' bytes can go, and how much of them is left."""
    count, size = connection.execute(
        f"SELECT count(*), coalesce(sum(max({BYTES_TOTAL} - b.sent, 0)), 0){_GOING}"
    ).fetchone()
    return count, size


def _sending(connection: Connection) -> Moving | None:
    """Return what was begun last; else the smallest, as the agent does."""
    found = connection.execute(
        f"SELECT coalesce(d.fields ->> '$.title', v.fields ->> '$.filename', ''), b.sent, {BYTES_TOTAL}{_GOING}"
        " ORDER BY b.sent > 0 AND b.sent < b.size DESC, b.size, b.sha256 LIMIT 1"
    ).fetchone()
    if found is None:
        return None
    title, sent, total = found
    return Moving(title, min(99, 100 * sent // max(total, 1)) if sent else None)


def _wanted(connection: Connection) -> tuple[int, int]:
    count, size = connection.execute(
        "SELECT count(*), coalesce(sum(size), 0) FROM blob WHERE NOT here AND confirmed AND wanted > 0 AND problem = ''"
    ).fetchone()
    return count, size


def _fetching(connection: Connection) -> Moving | None:
    found = connection.execute(
        "SELECT coalesce(d.fields ->> '$.title', v.fields ->> '$.filename', '') FROM blob AS b JOIN object AS v"
        " ON v.kind = 'version' AND v.fields ->> '$.sha256' = b.sha256 LEFT JOIN object AS d ON d.id = v.parent"
        " WHERE NOT b.here AND b.confirmed AND b.wanted > 0 AND b.problem = '' ORDER BY b.wanted DESC, b.size, b.sha256 LIMIT 1"
    ).fetchone()
    return Moving(found[0]) if found else None


def first_readings(connection: Connection) -> tuple[FirstReading, ...]:
    """Return the first readings under way, see :mod:`eset_desktop.store.snapshot`."""
    rows = connection.execute(
        "SELECT id, snapshot, taken FROM stream WHERE epoch = '' AND snapshot != '' ORDER BY id"
    )
    return tuple(_reading(*each) for each in rows.fetchall())


def _reading(stream: str, snapshot: str, taken: int) -> FirstReading:
    begun: Any = msgspec.json.decode(snapshot, type=_Begun)
    left = max(begun.header.rows - taken, 0)
    return FirstReading(
        stream, taken, begun.header.rows, begun.frame * left // begun.before if begun.before else 0
    )
