# SPDX-License-Identifier: EUPL-1.2
"""A push batch: one transaction, one answer per mutation, each mutation alone.

Locks are taken in the order of design §6, law 2: the device's own row, objects by id, book counters, the stream's row.
"""

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Final

import structlog
from sqlalchemy import Connection, bindparam, update

from central import accounts
from central.callers import Caller
from central.errors import EpochChanged
from central.push import results
from central.push.decide import BLOCKED, Circumstances, Decision, decide
from central.push.results import Outcome
from central.push.wellformed import can_be_kept, content_key, is_uuid
from central.push.working import Working
from central.store import holdings, objects, streams, tables
from central.store.books import DOSSIERS, Books
from central.store.streams import ObjectChange
from eset_desktop.clock import iso
from eset_desktop.domain.identifiers import book_year, dossier_number
from eset_desktop.domain.kinds import CATALOGUE, parent_of
from eset_desktop.domain.merge import REJECTED
from eset_desktop.domain.mutations import CREATE, Mutation
from sync.protocol import PushAnswer

_WINTER_TIME: Final = timedelta(hours=1)
"""At the turn of the year, the only moment that a book's year depends on, local time is UTC+1."""

_TOUCH = (
    update(tables.device)
    .where(
        tables.device.c.id == bindparam("key"),
        tables.device.c.revoked_at.is_(None),
        tables.device.c.successor.is_(None),
    )
    .values(last_contact=bindparam("now"))
    .returning(tables.device.c.max_n)
)
_COUNT = (
    update(tables.device).where(tables.device.c.id == bindparam("key")).values(max_n=bindparam("highest"))
)

_log = structlog.get_logger()


def push(
    connection: Connection,
    caller: Caller,
    mutations: Sequence[Mutation],
    *,
    received: datetime,
    new_id: Callable[[], str],
    authors: Mapping[str, Caller] | None = None,
    epoch: str = "",
) -> tuple[PushAnswer, bool]:
    """Decide about mutations and write what they do; the caller's transaction commits it as one.

    Args:
        connection: A writing transaction.
        caller: Who pushes; without a device it is the service's own loading.
        mutations: Taken in the order of their numbers.
        received: The service's time.
        new_id: Makes identifiers for what the service opens.
        authors: For loading what many people did in the past: the callers by person, all of one body. The mutations
            are then taken in the order given and their dossiers numbered in the year of opening.
        epoch: The life of the stream that the sender has read; empty when it has read none.

    Returns:
        One result per mutation in the same order, and whether the stream moved.

    Raises:
        DeviceRevoked: The device was revoked after the request was let in; DeviceUnknown when it was renewed.
        EpochChanged: The service was set back and the sender has not compared yet: its work may stand on what was lost.
    """
    # The device's row first: two copies of one request wait for each other, the second finds the first's results.
    touched = connection.execute(_TOUCH, {"key": caller.device, "now": iso(received)}).scalar_one_or_none()
    if touched is None and caller.device:
        accounts.check_standing(connection, caller.device)
    _check_epoch(connection, caller.stream, epoch)
    batch = _Batch(connection, caller, mutations, received=received, new_id=new_id, authors=authors)
    order = range(len(mutations))
    for position in order if authors else sorted(order, key=lambda index: mutations[index].n):
        batch.answer(position)
    outcomes, fresh, stream = batch.write()
    results.store(connection, caller.body, caller.device, fresh, iso(received))
    highest = max((each.n for each in outcomes if each.final), default=0)
    if touched is not None and highest > touched:
        connection.execute(_COUNT, {"key": caller.device, "highest": highest})
    answer = PushAnswer(tuple(each.result(stream.name, stream.epoch) for each in outcomes))
    return answer, bool(batch.working.changes)


def _check_epoch(connection: Connection, stream: str, epoch: str) -> None:
    found = streams.read(connection, stream) if epoch else None
    if found is not None and found.epoch != epoch:
        raise EpochChanged(epoch=found.epoch, head=found.seq)


class _Batch:
    """The decisions of a batch in the making."""

    def __init__(
        self,
        connection: Connection,
        caller: Caller,
        mutations: Sequence[Mutation],
        *,
        received: datetime,
        new_id: Callable[[], str],
        authors: Mapping[str, Caller] | None,
    ) -> None:
        self._connection = connection
        self._caller = caller
        self._authors = authors or {}
        self._mutations = mutations
        self._received = received
        self._known = results.known(connection, caller.body, _ids_of(mutations))
        self._statuses = {key: each.status for key, each in self._known.items()}
        self._around = Circumstances(
            caller=caller,
            received=received,
            known=self._statuses,
            taken=frozenset(objects.exist(connection, CATALOGUE, _created(mutations))),
            new_id=new_id,
        )
        loaded = objects.lock(connection, caller.stream, _touched(mutations))
        held = holdings.held(connection, caller.body, _announced(mutations))
        self.working = Working(connection, caller.stream, loaded, held)
        self._books = Books(connection, caller.body)
        self._outcomes: dict[int, Outcome] = {}
        self._fresh: set[int] = set()

    def answer(self, position: int) -> None:
        """Decide about the mutation at a position of the batch, or find its stored answer."""
        mutation = self._mutations[position]
        hash_ = hashlib.sha256(content_key(mutation)).digest()
        known = self._known.get(mutation.id)
        if known is not None:
            self._outcomes[position] = (
                known if known.hash == hash_ else _refused(mutation, "mutation.id_reused")
            )
        elif not can_be_kept(mutation):
            self._outcomes[position] = _refused(mutation, "mutation.malformed")
        else:
            outcome = self._decided(mutation, hash_)
            self._outcomes[position] = outcome
            if outcome.final:
                self._fresh.add(position)
                self._known[mutation.id] = outcome
            self._statuses[mutation.id] = outcome.status

    def _decided(self, mutation: Mutation, hash_: bytes) -> Outcome:
        try:
            author = self._authors.get(mutation.by)
            around = replace(self._around, caller=author) if author else self._around
            decision = decide(mutation, self.working, around)
        except Exception:  # noqa: BLE001 - boundary: one mutation that we cannot decide must not stop the others
            _log.exception("push.undecided", mutation=mutation.id, kind=mutation.kind, op=mutation.op)
            decision = Decision(BLOCKED, "service.failed")
        if decision.changes:
            self.working.take(tuple(self._numbered(each) for each in decision.changes))
        return Outcome(
            id=mutation.id,
            n=mutation.n,
            hash=hash_,
            status=decision.status,
            problem=decision.problem,
            seq=len(self.working.changes),
            rev=decision.rev,
            conflicts=decision.conflicts,
            final=decision.status != BLOCKED,
        )

    def _numbered(self, change: ObjectChange) -> ObjectChange:
        """Give a new dossier its yearly number, in the order of acceptance."""
        if change.before is not None or change.after.kind != "dossier":
            return change
        opened_on = date.fromisoformat(change.after.text("opened_on"))
        received_on = opened_on if self._authors else (self._received + _WINTER_TIME).date()
        year = book_year(opened_on, received_on)
        number = dossier_number(year, self._books.next(DOSSIERS, year))
        return replace(change, after=change.after.with_fields({"number": number}))

    def write(self) -> tuple[tuple[Outcome, ...], tuple[Outcome, ...], streams.StreamRow]:
        """Write counters and changes; return all outcomes in the batch's order, those to store, and the stream."""
        self._books.flush()
        stream, stored = streams.append(
            self._connection, self._caller.stream, self.working.changes, iso(self._received)
        )
        base = stream.seq - len(stored)
        for position in self._fresh:
            outcome = self._outcomes[position]
            placed = replace(outcome, seq=base + outcome.seq)
            self._outcomes[position] = self._known[outcome.id] = placed
        # A mutation that stands twice in one batch shares the answer that was just placed.
        final = {
            position: self._known.get(each.id, each) if each.final else each
            for position, each in self._outcomes.items()
        }
        ordered = tuple(final[position] for position in range(len(self._mutations)))
        return ordered, tuple(final[position] for position in sorted(self._fresh)), stream


def _refused(mutation: Mutation, problem: str) -> Outcome:
    return Outcome(mutation.id, mutation.n, b"", REJECTED, problem, final=False)


def _ids_of(mutations: Iterable[Mutation]) -> set[str]:
    return {key for each in mutations for key in (each.id, *each.after) if is_uuid(key)}


def _created(mutations: Iterable[Mutation]) -> set[str]:
    return {each.object for each in mutations if each.op == CREATE}


def _announced(mutations: Iterable[Mutation]) -> set[str]:
    """Return the hashes of the bytes that new versions announce."""
    hashes = (each.fields.get("sha256") for each in mutations if each.kind == "version")
    return {each for each in hashes if isinstance(each, str)}


def _touched(mutations: Iterable[Mutation]) -> set[str]:
    """Return the objects that the mutations are about, and what the new ones lie in."""
    touched = {each.object for each in mutations}
    for each in mutations:
        parent = parent_of(each.kind, each.fields)
        if parent is not None:
            touched.add(parent)
    return touched
