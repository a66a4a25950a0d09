# SPDX-License-Identifier: EUPL-1.2
"""The turn to sign a document: a lease of the service's, for one person (design §6, law 8).

A PDF is signed in turn, because two signatures over the same version cannot be put together. A turn keeps nobody's signature
out: it tells who is about to sign. It ends by itself, when its holder gives it back, or when its holder's signature arrives.
"""

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Connection, bindparam, case, delete, or_, select

from central.callers import Caller
from central.errors.requests import RequestMalformed
from central.push.wellformed import is_uuid
from central.store import dialect, objects, tables
from eset_desktop.clock import iso
from sync.protocol.turns import TurnsAnswer, TurnsRequest, TurnToSign

TAKE: Final = "take"
RETURN: Final = "return"
ASK: Final = "ask"
MOST_DOCUMENTS: Final = 500
LONGEST: Final = timedelta(days=3)
"""A batch that is signed at home over the weekend."""

_TURN = tables.turn_to_sign.c
_IN = _TURN.document.in_(bindparam("documents", expanding=True))
_HELD = (
    select(tables.turn_to_sign, tables.person.c.name)
    .join(tables.person, tables.person.c.id == _TURN.person)
    .where(_TURN.body == bindparam("of"), _IN, _TURN.until > bindparam("now"))
)
_RETURN = delete(tables.turn_to_sign).where(
    _TURN.body == bindparam("of"), _TURN.document == bindparam("about"), _TURN.person == bindparam("by")
)
_OVER = delete(tables.turn_to_sign).where(_TURN.until <= bindparam("now"))


def answer(connection: Connection, caller: Caller, asked: TurnsRequest, now: datetime) -> TurnsAnswer:
    """Take, give back or look at turns, and tell how they are afterwards.

    A turn that somebody else has stays theirs. Documents that the caller may not read do not exist.

    Raises:
        RequestMalformed: An act that there is not, too many documents, no length of time.
    """
    length = (
        timedelta(minutes=asked.minutes) if 0 < asked.minutes <= LONGEST // timedelta(minutes=1) else None
    )
    if (
        asked.act not in {TAKE, RETURN, ASK}
        or len(asked.documents) > MOST_DOCUMENTS
        or (asked.act == TAKE and length is None)
    ):
        raise RequestMalformed
    documents = _readable(connection, caller, asked.documents)
    if asked.act == TAKE and length is not None:
        _take(connection, caller, documents, now, now + length)
    elif asked.act == RETURN:
        give_back(connection, caller.body, [(each, caller.person) for each in documents])
    rows = connection.execute(_HELD, {"of": caller.body, "documents": documents, "now": iso(now)})
    held = {
        row.document: TurnToSign(
            row.document, row.person, row.name, mine=row.person == caller.person,
            here=row.device == caller.device, since=row.since, until=row.until,
        )
        for row in rows
    }  # fmt: skip
    return TurnsAnswer(iso(now), tuple(held.get(each) or TurnToSign(each) for each in documents))


def _readable(connection: Connection, caller: Caller, documents: Iterable[str]) -> list[str]:
    """Return which of these are documents that the caller may read, in the order in which turns are taken."""
    found = objects.these(connection, caller.streams, {each for each in documents if is_uuid(each)})
    return sorted(
        key for key, each in found.items() if each.state.kind == "document" and not each.state.deleted
    )


def _take(
    connection: Connection, caller: Caller, documents: Iterable[str], now: datetime, until: datetime
) -> None:
    for (
        document
    ) in documents:  # in one order for all, so that two who take the same ones do not wait for each other
        fresh = dialect.insert(connection, tables.turn_to_sign).values(
            body=caller.body, document=document, person=caller.person, device=caller.device, since=iso(now),
            until=iso(until),
        )  # fmt: skip
        new = fresh.excluded
        connection.execute(
            fresh.on_conflict_do_update(
                index_elements=["body", "document"],
                set_={
                    "person": new.person,
                    "device": new.device,
                    "until": new.until,
                    "since": case((_TURN.until > iso(now), _TURN.since), else_=new.since),
                },
                where=or_(_TURN.until <= iso(now), _TURN.person == caller.person),
            )
        )


def give_back(connection: Connection, body: str, held: Collection[tuple[str, str]]) -> None:
    """End turns: of documents, each with the person whose turn it may be; in the order in which turns are taken."""
    if held:
        ended = [{"of": body, "about": document, "by": person} for document, person in sorted(held)]
        connection.execute(_RETURN, ended)


def clear(connection: Connection, now: datetime) -> None:
    """Forget turns that are over."""
    connection.execute(_OVER, {"now": iso(now)})
