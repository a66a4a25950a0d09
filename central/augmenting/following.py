# SPDX-License-Identifier: EUPL-1.2
"""Finding what was signed: every stream is followed as a client follows it, from a position that is kept.

So nothing that brings a version or its bytes has to know of it, nothing is missed whoever was killed when, what was signed
before timestamps were configured is found too, and a stream that was set back is read again from its start.
"""

from collections.abc import Callable
from typing import Any, Final

import msgspec
from sqlalchemy import Connection, bindparam, select

from central.store import dialect, tables
from central.store.database import Database
from eset_desktop.domain.kinds import CATALOGUE, SIGNER_STREAMS
from eset_desktop.domain.values import Json
from eset_desktop.domain.versions import SIGNATURE

AT_ONCE: Final = 500
PDF: Final = "application/pdf"

_STREAM = tables.stream.c
_OBJECT = tables.objects.c
_PLACE = tables.followed.c
_STREAMS = (
    select(_STREAM.name, _STREAM.epoch, _STREAM.seq, _PLACE.epoch.label("read"), _PLACE.seq.label("upto"))
    .select_from(tables.stream.outerjoin(tables.followed, _PLACE.stream == _STREAM.name))
    .where(
        _STREAM.body.is_not(None),
        ~_STREAM.name.startswith("text:"),
        ~_STREAM.name.startswith(SIGNER_STREAMS),
        _STREAM.name != CATALOGUE,
    )
)
_VERSIONS = (
    select(_OBJECT.id, _OBJECT.seq, _OBJECT.fields)
    .where(
        _OBJECT.stream == bindparam("stream"),
        _OBJECT.seq > bindparam("after"),
        _OBJECT.seq <= bindparam("upto"),
        _OBJECT.kind == "version",
        _OBJECT.left.is_(False),
        _OBJECT.deleted.is_(False),
    )
    .order_by(_OBJECT.seq)
    .limit(AT_ONCE)
)

Ask = Callable[[Connection, str], None]
"""Asks for a version to be looked at, in the transaction that moves the place."""


class Following:
    """Reads what came into the streams since the last time.

    Args:
        database: Where they are.
        ask: What is done with each version that people signed and whose bytes are here.
    """

    def __init__(self, database: Database, ask: Ask) -> None:
        self._database = database
        self._ask = ask
        self._quiet: dict[str, tuple[str, int]] = {}

    def look(self) -> int:
        """Ask for what came, and return how many versions that was; writes only when there was any."""
        with self._database.look() as connection:
            streams = connection.execute(_STREAMS).all()
        return sum(self._follow(row) for row in streams)

    def _follow(self, row: Any) -> int:
        after = max(row.upto if row.read == row.epoch else 0, self._known(row.name, row.epoch))
        count = 0
        while after < row.seq:
            with self._database.look() as connection:
                found = connection.execute(
                    _VERSIONS, {"stream": row.name, "after": after, "upto": row.seq}
                ).all()
            upto = found[-1].seq if len(found) == AT_ONCE else row.seq
            wanted = [each.id for each in found if _is_wanted(msgspec.json.decode(each.fields))]
            if wanted:
                self._note(row.name, row.epoch, upto, wanted)
            self._quiet[row.name] = (row.epoch, upto)
            after, count = upto, count + len(wanted)
        return count

    def _known(self, stream: str, epoch: str) -> int:
        """Return up to where this process has found nothing: that is not written each time."""
        read, upto = self._quiet.get(stream, ("", 0))
        return upto if read == epoch else 0

    def _note(self, stream: str, epoch: str, upto: int, wanted: list[str]) -> None:
        with self._database.write() as connection:
            made = dialect.insert(connection, tables.followed).values(stream=stream, epoch=epoch, seq=upto)
            connection.execute(
                made.on_conflict_do_update(
                    index_elements=["stream"], set_={"epoch": made.excluded.epoch, "seq": made.excluded.seq}
                )
            )
            for each in wanted:
                self._ask(connection, each)


def _is_wanted(fields: dict[str, Json]) -> bool:
    return (
        fields.get("relation") == SIGNATURE
        and fields.get("present") is True
        and fields.get("mime") == PDF
        and "level" not in fields
        and fields.get("stamping") != "refused"
    )
