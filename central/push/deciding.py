# SPDX-License-Identifier: EUPL-1.2
"""A batch in the making: each mutation is decided upon what the ones before it did, then all of it is written."""

import hashlib
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any, Final, TypeAlias

import structlog
from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from central import turns_to_sign
from central.callers import Caller
from central.mirrors import following
from central.push import results
from central.push.decide import BLOCKED, Circumstances, Decision, decide
from central.push.groups import GROUP_INCOMPLETE, GROUP_REJECTED, is_whole, runs
from central.push.homes import Homes
from central.push.loading import granted, ids_of, loaded, subjects
from central.push.opened import Opened
from central.push.results import Outcome
from central.push.signing import Offices
from central.push.wellformed import can_be_kept, content_key
from central.store import snapshots, streams
from central.store.books import DOSSIERS, Books
from central.store.changes import ObjectChange
from central.store.restrictions import Restrictions, people_among
from central.store.streams import Appended, Written
from eset_desktop.clock import iso
from eset_desktop.domain import rights
from eset_desktop.domain.identifiers import book_year, dossier_number
from eset_desktop.domain.kinds import is_signer_stream
from eset_desktop.domain.merge import REJECTED
from eset_desktop.domain.mutations import COMMAND, Mutation
from eset_desktop.domain.signature_acts import REQUEST
from eset_desktop.domain.substitutions import KIND as SUBSTITUTION
from eset_desktop.domain.versions import SIGNATURE

_WINTER_TIME: Final = timedelta(hours=1)
"""At the turn of the year, the only moment that a book's year depends on, local time is UTC+1."""

_Checkpoint: TypeAlias = tuple[int, Any, dict[tuple[str, int], int]]

_log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Sent:
    """What one device pushes.

    Attributes:
        caller: Who pushes; without a device it is the service's own loading.
        mutations: Taken in the order of their numbers.
    """

    caller: Caller
    mutations: Sequence[Mutation]


Answered: TypeAlias = tuple[tuple[Outcome, str], ...]
"""Outcomes in the order sent, each with its stream's life."""


class Batch:
    """The decisions of a batch in the making; :func:`push` says what the arguments are.

    What several devices of a body sent is decided as if each came after the other.
    """

    def __init__(
        self,
        connection: Connection,
        sent: Sequence[Sent],
        *,
        received: datetime,
        new_id: Callable[[], str],
        authors: Mapping[str, Caller] | None,
        alone: bool,
        awaiting: bool,
        taken: Collection[str],
        is_mirrored: bool,
    ) -> None:
        mutations = [each for part in sent for each in part.mutations]
        self._connection = connection
        self._sent = sent
        self._caller = caller = sent[0].caller
        self._authors = authors or {}
        self._mutations = mutations
        self._received = received
        self._new_id = new_id
        self._is_mirrored = is_mirrored
        self._known = results.known(connection, caller.body, ids_of(mutations))
        self._statuses = {key: each.status for key, each in self._known.items()}
        self._restrictions = Restrictions(connection, caller.body, {each.caller.person for each in sent})
        self._look_as(caller)
        self.working = loaded(
            connection,
            caller.body,
            mutations,
            self._restrictions,
            alone=alone,
            trusted=not caller.device,
            reads=caller.streams if caller.signing_only else None,
        )
        self._homes = Homes(connection, caller.body, self._restrictions, self.working)
        self._around = Circumstances(
            caller=caller,
            received=received,
            known=self._statuses,
            taken=frozenset(taken),
            people=people_among(connection, caller.body, granted(mutations)),
            homes=self._homes,
            restrictions=self._restrictions,
            offices=Offices(
                connection,
                caller.body,
                self.working,
                changing=any(each.kind == SUBSTITUTION for each in mutations),
            ),
            awaiting=awaiting,
            new_id=new_id,
            shown=self._shown(),
        )
        self._books = Books(connection, caller.body)
        self._outcomes: dict[int, Outcome] = {}
        self._fresh: set[int] = set()

    def _look_as(self, caller: Caller) -> None:
        """Let what follows be decided for one who pushes."""
        self._caller = caller
        all_seeing = bool(self._authors) or rights.SECRETARIA in caller.profiles
        self._restrictions.look_as(caller.person, all_seeing=all_seeing)

    def _shown(self) -> dict[str, frozenset[str]]:
        """Return what those who push from signing-only computers are shown of what they push about, by person.

        To answer a request it is enough that its document was shown, and whoever it does not name may not: one that ended
        before a service that was set back had it again was never in the mirror since, though it was signed.
        """
        asked: dict[str, set[str]] = {}
        answered: dict[str, str] = {}
        for each in self._sent:
            if each.caller.signing_only:
                asked.setdefault(each.caller.person, set()).update(subjects(each.mutations))
                answered.update(self._answered(each.mutations))
        found: dict[str, frozenset[str]] = {}
        for person, about in asked.items():
            seen = following.shown(self._connection, person, about.union(answered.values()))
            found[person] = seen | {key for key, document in answered.items() if document in seen}
        return found

    def _answered(self, mutations: Iterable[Mutation]) -> Iterator[tuple[str, str]]:
        """Yield the requests that are answered, each with its document."""
        for each in mutations:
            stored = self.working.get(each.object) if each.op == COMMAND and each.kind == REQUEST else None
            if stored is not None:
                yield stored.state.id, stored.state.text("document")

    def _parts(self) -> Iterator[tuple[Caller, range]]:
        """Yield who pushes and the positions of what was sent, letting each look as what it may see."""
        start = 0
        for each in self._sent:
            self._look_as(each.caller)
            yield each.caller, range(start, start + len(each.mutations))
            start += len(each.mutations)

    def highest(self) -> Iterator[tuple[Caller, int]]:
        """Yield who pushes, with the highest number of a mutation with a final result, 0 for none."""
        for caller, positions in self._parts():
            final = (each for each in map(self._outcomes.__getitem__, positions) if each.final)
            yield caller, max((each.n for each in final), default=0)

    @property
    def opened(self) -> Opened:
        """Return where somebody may read more after it."""
        return Opened(self.working.versions_put(), self._restrictions.granted)

    def run(self, also: Callable[[], None]) -> tuple[list[Answered], tuple[str, ...]]:
        """Decide about all and write it; return what each is answered, and the streams that moved.

        Args:
            also: Writes what belongs to it, after the last decision.
        """
        for caller, positions in self._parts():
            self._around = replace(self._around, caller=caller)
            self._decide(positions)
        written = self._write(also)
        moved = tuple(name for name, each in written.items() if each.count)
        epochs = {name: each.stream.epoch for name, each in written.items()}
        return [self._placed(positions, epochs) for _, positions in self._parts()], moved

    def _decide(self, positions: range) -> None:
        """Decide about what one device sent."""
        order: Sequence[int] = positions
        if not self._authors:
            order = sorted(order, key=lambda index: self._mutations[index].n)
        for group in runs(order, self._mutations):
            if self._mutations[group[0]].group:
                self._answer_group(group)
            else:
                for position in group:
                    self._answer(position)

    def _answer(self, position: int) -> Outcome:
        """Decide about the mutation at a position of the batch, or find its stored answer."""
        mutation = self._mutations[position]
        hash_ = hashlib.sha256(content_key(mutation)).digest()
        known = self._known.get(mutation.id)
        if known is not None:
            outcome = known if known.hash == hash_ else self._unkept(mutation, "mutation.id_reused")
            self._outcomes[position] = outcome
            return outcome
        if not can_be_kept(mutation):
            self._outcomes[position] = outcome = self._unkept(mutation, "mutation.malformed")
            return outcome
        return self._keep(position, self._decided(mutation), hash_)

    def _keep(self, position: int, decision: Decision, hash_: bytes) -> Outcome:
        """Note what was decided about a mutation as its outcome after the changes taken so far."""
        mutation = self._mutations[position]
        stream = self._stream_of(mutation)
        outcome = Outcome(
            id=mutation.id,
            n=mutation.n,
            hash=hash_,
            status=decision.status,
            problem=decision.problem,
            stream=stream,
            seq=self.working.taken_in(stream),
            rev=decision.rev,
            conflicts=decision.conflicts,
            final=decision.status != BLOCKED,
        )
        self._outcomes[position] = outcome
        if outcome.final:
            self._fresh.add(position)
            self._known[mutation.id] = outcome
        self._statuses[mutation.id] = outcome.status
        return outcome

    def _unkept(self, mutation: Mutation, problem: str) -> Outcome:
        """Return a refusal that cannot be stored under the mutation's id."""
        return Outcome(
            mutation.id, mutation.n, b"", REJECTED, problem, final=False, stream=self._caller.stream
        )

    def _stream_of(self, mutation: Mutation) -> str:
        """Return the stream in which the author finds the effect; the body's when there is none to be seen."""
        if self._caller.signing_only:
            return self._caller.stream
        stored = self.working.get(mutation.object)
        return stored.stream if stored and self._homes.is_read(stored.stream) else self._caller.stream

    def _decided(self, mutation: Mutation) -> Decision:
        start = self._checkpoint()
        try:
            author = self._authors.get(mutation.by)
            around = replace(self._around, caller=author) if author else self._around
            decision = decide(mutation, self.working, around)
            for change in decision.changes:
                self._take(decision.stream, self._numbered(change))
        except DBAPIError:
            raise  # the transaction is lost, all of it is to be tried again
        except Exception:  # noqa: BLE001 - boundary: one mutation that we cannot decide must not stop the others
            _log.exception("push.undecided", mutation=mutation.id, kind=mutation.kind, op=mutation.op)
            self._back_to(start)
            return Decision(BLOCKED, "service.failed")
        return decision

    def _take(self, stream: str, change: ObjectChange) -> None:
        """Take a change with all that follows from it."""
        self.working.take(stream, [change])
        stored = self.working.get(change.after.id)
        if stored is not None:
            self._homes.follow(stored, change)

    def _numbered(self, change: ObjectChange) -> ObjectChange:
        """Give a new dossier its yearly number, in the order of acceptance."""
        if change.before is not None or change.after.kind != "dossier":
            return change
        opened_on = date.fromisoformat(change.after.text("opened_on"))
        received_on = opened_on if self._authors else (self._received + _WINTER_TIME).date()
        year = book_year(opened_on, received_on)
        number = dossier_number(year, self._books.next(DOSSIERS, year))
        return replace(change, after=change.after.with_fields({"number": number}))

    def _answer_group(self, positions: Sequence[int]) -> None:
        """Decide about mutations that take effect together or not at all."""
        fresh = [each for each in positions if self._mutations[each].id not in self._known]
        for each in positions:
            if each not in fresh:
                self._answer(each)
        known = {self._outcomes[each].status for each in positions if each not in fresh}
        if REJECTED in known:
            self._refuse(fresh, Decision(REJECTED, GROUP_REJECTED))
        elif not is_whole([self._mutations[each] for each in positions]):
            self._refuse(fresh, Decision(BLOCKED, GROUP_INCOMPLETE))
        else:
            self._try_together(fresh)

    def _try_together(self, positions: Sequence[int]) -> None:
        start = self._checkpoint()
        for position in positions:
            outcome = self._answer(position)
            if outcome.status not in {REJECTED, BLOCKED}:
                continue
            self._back_to(start)
            others = [each for each in positions if each != position]
            if outcome.final:
                self._refuse([position], Decision(outcome.status, outcome.problem))
            decision = (
                Decision(REJECTED, GROUP_REJECTED)
                if outcome.status == REJECTED
                else Decision(BLOCKED, GROUP_INCOMPLETE)
            )
            self._refuse(others, decision)
            return

    def _refuse(self, positions: Iterable[int], decision: Decision) -> None:
        """Give mutations an answer without effect, in place of one they may have had."""
        listed = tuple(positions)
        for position in listed:
            self._fresh.discard(position)
            self._known.pop(self._mutations[position].id, None)
        for position in listed:
            mutation = self._mutations[position]
            known = self._known.get(mutation.id)
            if known is not None:
                self._outcomes[position] = known
            elif can_be_kept(mutation):
                self._keep(position, decision, hashlib.sha256(content_key(mutation)).digest())
            else:
                self._outcomes[position] = self._unkept(mutation, "mutation.malformed")

    def _checkpoint(self) -> _Checkpoint:
        return self.working.checkpoint(), self._restrictions.checkpoint(), self._books.checkpoint()

    def _back_to(self, checkpoint: _Checkpoint) -> None:
        taken, restrictions, books = checkpoint
        self.working.back_to(taken)
        self._restrictions.back_to(restrictions)
        self._books.back_to(books)

    def _write(self, also: Callable[[], None]) -> dict[str, Written]:
        """Write counters, changes and results."""
        self._restrictions.flush(self._new_id)
        named = {self._outcomes[position].stream for position in self._fresh}
        changes: dict[str, Sequence[Appended]] = {
            **dict.fromkeys((each for each in named if not is_signer_stream(each)), ()),
            **self.working.changes,
        }
        at = iso(self._received)

        def with_it(written: Mapping[str, Written]) -> None:
            self._books.flush()
            snapshots.forget(self._connection, self.working.left_streams())
            self._store(written, at)
            self._end_turns()
            also()

        if not self._is_mirrored:
            return streams.append_all(self._connection, changes, at, with_it)
        written = streams.append_all(self._connection, changes, at)
        told = [each for each in named if is_signer_stream(each)]
        written |= following.follow(self._connection, self._caller.body, changes, self._received, told)
        with_it(written)
        return written

    def _store(self, written: Mapping[str, Written], at: str) -> None:
        """Keep the new outcomes at the positions that they got."""
        for position in self._fresh:
            outcome = self._outcomes[position]
            there = written[outcome.stream]
            # A mirror follows the whole batch at once.
            taken = there.count if is_signer_stream(outcome.stream) else outcome.seq
            placed = replace(outcome, seq=there.stream.seq - there.count + taken)
            self._outcomes[position] = self._known[outcome.id] = placed
        fresh = [
            (caller.device, self._outcomes[position])
            for caller, positions in self._parts()
            for position in positions
            if position in self._fresh
        ]
        results.store(self._connection, self._caller.body, fresh, at)

    def _end_turns(self) -> None:
        """Give back the turns of those whose signatures came."""
        signed: set[tuple[str, str]] = set()
        for position in self._fresh:
            mutation = self._mutations[position]
            is_signature = mutation.kind == "version" and mutation.fields.get("relation") == SIGNATURE
            if is_signature and self._outcomes[position].status != REJECTED:
                signed.add((str(mutation.fields.get("document")), mutation.by))
        turns_to_sign.give_back(self._connection, self._caller.body, signed)

    def _is_told(self, stream: str) -> bool:
        """Tell whether a result may name a stream to who pushes."""
        if self._caller.signing_only or is_signer_stream(stream):
            return stream == self._caller.stream
        return self._homes.is_read(stream)

    def _placed(self, positions: range, epochs: dict[str, str]) -> Answered:
        """Return the outcomes at some positions, each with the life of its stream."""
        # A mutation that stands twice in one batch shares the answer that was just placed.
        outcomes = map(self._outcomes.__getitem__, positions)
        final = [self._known.get(each.id, each) if each.final else each for each in outcomes]
        own = self._caller.stream
        seen = [each if self._is_told(each.stream) else replace(each, stream=own, seq=0) for each in final]
        others = {each.stream for each in seen} - epochs.keys()
        epochs |= {name: row.epoch for name, row in streams.read_all(self._connection, others).items()}
        return tuple((each, epochs[each.stream]) for each in seen)
