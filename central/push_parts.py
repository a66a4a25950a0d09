# SPDX-License-Identifier: EUPL-1.2
"""A large push in numbered parts, so that a line that breaks costs one part and not all of it (decision 0018).

Parts are in the database, so that any process may take the next one. They stay after the push, in case its answer was lost,
until the device sends parts of another one or a day is over. What was decided about a part holds for its bytes: none is
ever replaced by another.
"""

from collections.abc import Sequence
from datetime import timedelta
from typing import Final

from sqlalchemy import bindparam, delete, func, select

from central.callers import Caller
from central.errors.requests import RequestMalformed, RequestTooLarge
from central.errors.streams import PartsMissing
from central.jobs import Jobs
from central.push.wellformed import is_uuid
from central.store import dialect, tables
from central.store.database import Database
from eset_desktop.clock import Clock, iso
from sync.protocol import Limits, PartsRequest

MOST_PARTS: Final = 256
KEPT: Final = timedelta(days=1)

_PART = tables.push_part.c
_MINE = (_PART.device == bindparam("of_device"), _PART.batch == bindparam("of_batch"))
_NUMBERS = select(_PART.part).where(*_MINE).order_by(_PART.part)
_SIZE = select(func.coalesce(func.sum(func.length(_PART.data)), 0)).where(
    *_MINE, _PART.part != bindparam("number")
)
_SAME = select(_PART.data == bindparam("bytes")).where(*_MINE, _PART.part == bindparam("number"))
_DATA = select(_PART.part, _PART.data).where(*_MINE).order_by(_PART.part)
_SOME = (
    select(_PART.data)
    .where(*_MINE, _PART.part >= bindparam("first"), _PART.part < bindparam("end"))
    .order_by(_PART.part)
)
_OTHERS = delete(tables.push_part).where(
    _PART.device == bindparam("of_device"), _PART.batch != bindparam("of_batch")
)
_OLD = delete(tables.push_part).where(_PART.created_at < bindparam("before"))


class PushParts:
    """The parts of each device's last large push.

    Args:
        database: Where they are.
        clock: For their age.
        jobs: Clears away the old ones.
    """

    def __init__(self, database: Database, clock: Clock, jobs: Jobs) -> None:
        self._database = database
        self._clock = clock
        jobs.register("push_parts", lambda _: self.expire(), every=KEPT)

    def put(self, caller: Caller, batch: str, part: int, data: bytes) -> None:
        """Keep a part; the same one again changes nothing. Parts of the device's other pushes go.

        Raises:
            RequestMalformed: The batch is no UUID, the number out of bounds or taken by other bytes.
            RequestTooLarge: The push would hold more than one may.
        """
        if not is_uuid(batch) or not 0 <= part < MOST_PARTS:
            raise RequestMalformed(reason="part")
        mine = {"of_device": caller.device, "of_batch": batch}
        row = {"device": caller.device, "batch": batch, "part": part, "data": data}
        with self._database.write() as connection:
            size = connection.execute(_SIZE, {**mine, "number": part}).scalar_one()
            if size + len(data) > Limits().push_bytes:
                raise RequestTooLarge(limit=Limits().push_bytes)
            connection.execute(_OTHERS, mine)
            connection.execute(
                dialect.insert(connection, tables.push_part)
                .values({**row, "created_at": iso(self._clock.now())})
                .on_conflict_do_nothing(index_elements=["device", "batch", "part"])
            )
            if not connection.execute(_SAME, {**mine, "number": part, "bytes": data}).scalar_one():
                raise RequestMalformed(reason="part")

    def numbers(self, caller: Caller, batch: str) -> list[int]:
        """Return which parts of a push are here."""
        with self._database.read() as connection:
            mine = {"of_device": caller.device, "of_batch": batch}
            return list(connection.execute(_NUMBERS, mine).scalars())

    def joined(self, caller: Caller, request: PartsRequest) -> bytes:
        """Return the bytes of a push.

        Raises:
            PartsMissing: Some are not here.
            RequestMalformed: It says that there is none, or more than :data:`MOST_PARTS`.
        """
        if not 0 < request.parts <= MOST_PARTS:
            raise RequestMalformed(reason="parts")
        with self._database.read() as connection:
            mine = {"of_device": caller.device, "of_batch": request.batch}
            found = connection.execute(_DATA, mine).all()
        if not found or [row.part for row in found] != list(range(request.parts)):
            raise PartsMissing
        return b"".join(row.data for row in found)

    def arrived(self, caller: Caller, batch: str, first: int = 0) -> Sequence[bytes]:
        """Return the parts of a push from one on that have come without a gap."""
        mine = {"of_device": caller.device, "of_batch": batch}
        with self._database.read() as connection:
            here = connection.execute(_NUMBERS, mine).scalars().all()[first:]
            end = first + sum(number == first + place for place, number in enumerate(here))
            if first == end:
                return ()
            return connection.execute(_SOME, {**mine, "first": first, "end": end}).scalars().all()

    def expire(self) -> None:
        """Remove the parts that came more than a day ago."""
        with self._database.write() as connection:
            connection.execute(_OLD, {"before": iso(self._clock.now() - KEPT)})
