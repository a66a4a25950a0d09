# SPDX-License-Identifier: EUPL-1.2
"""What must hold when everything has arrived (background: the invariants of the sync design)."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any, Final

import msgspec
from helpers.simulation import at_home
from helpers.simulation.client import Computer
from helpers.simulation.plans import NIGHT, RIGHTS, SERVICE_RESTORED
from helpers.simulation.rights import streams_of
from helpers.simulation.server import Central
from helpers.simulation.signers import broken_requests
from helpers.simulation.steps import Broken, check_originals
from helpers.simulation.world import World
from sqlalchemy import select

from central.store import tables
from central.store.changes import LEAVE, PUT
from central.store.streams import GENESIS
from eset_desktop.domain.kinds import is_signer_stream
from eset_desktop.domain.mutations import CREATE, SET, Mutation
from eset_desktop.domain.office_day import office_day
from eset_desktop.domain.values import Json, normal, normal_fields
from eset_desktop.store.quarantine import NOT_VISIBLE

_NO_EFFECTS: Final = {"conflict", LEAVE, PUT}
"""A conflict belongs to the mutation that lost it; a change of stream to the one that moved the border."""
_MADE_HERE: Final = "SELECT sha256 FROM blob WHERE here UNION SELECT body ->> '$.fields.sha256' FROM outbox WHERE kind = 'version'"
_KEPT_BYTES: Final = (
    "SELECT sha256 FROM blob WHERE here AND confirmed AND sha256 NOT IN (SELECT body ->> '$.fields.sha256' FROM outbox"
    " WHERE kind = 'version' AND state != 'done' AND body ->> '$.fields.sha256' IS NOT NULL)"
)


def check(world: World) -> None:
    """Assert every law on a history that came to rest."""
    if not world.is_quiet():
        states = {each.name: each.alive.engine.problems for each in world.computers if each.life}
        raise Broken(f"no rest after hours of fair weather: {states}")
    central = _Books(world.central, restored=world.plan.has(SERVICE_RESTORED))
    central.check_positions()
    central.check_trail()
    central.check_numbers()
    central.check_requests()
    for computer in world.staying:
        computer.check_saved()
        if not world.plan.has(RIGHTS):
            _check_standing(computer, central, waited=not world.plan.has(NIGHT))
        _check_effects(computer, central)
        _check_convergence(computer, central, world)
        check_originals(computer)
    for home in at_home.homes(world):
        if home in world.staying:
            at_home.check(world, home, {world.in_step_on, office_day(world.clock.now())})
    _check_uploads(world, central)
    _check_work(world)


class _Books:
    """What the service holds."""

    def __init__(self, central: Central, *, restored: bool) -> None:
        self.restored = restored
        self.central = central
        with central.service.database.read() as connection:
            held = [row for row in connection.execute(select(tables.objects)) if not row.left]
            self.audit = connection.execute(
                select(tables.audit).order_by(tables.audit.c.stream, tables.audit.c.seq)
            ).all()
            self.results = {row.id: row for row in connection.execute(select(tables.mutation))}
            self.streams = {row.name: row for row in connection.execute(select(tables.stream))}
        own = [row for row in held if not is_signer_stream(row.stream)]
        self.objects = {row.id: row for row in own}
        if len(self.objects) < len(own):
            raise Broken("an object lies in two streams")
        self.copies = [row for row in held if is_signer_stream(row.stream)]
        self.values = self._values()

    def seen_by(self, computer: Computer) -> dict[str, Any]:
        """Return the objects that a computer's person may read."""
        streams = streams_of(self.central, computer.alive.replica.account())
        held = (*self.objects.values(), *self.copies)
        return {row.id: row for row in held if row.stream in streams}

    def _values(self) -> set[str]:
        """Return every value that can be found anywhere: now, in the audit trail, in a conflict."""
        found: set[str] = set()
        for row in self.objects.values():
            _gather(json.loads(row.fields), found)
        for row in self.audit:
            _gather(json.loads(row.entry), found)
        return found

    def check_positions(self) -> None:
        """Positions have no gap, and the last one is the stream's head."""
        by_stream: dict[str, list[int]] = {}
        for row in self.audit:
            by_stream.setdefault(row.stream, []).append(row.seq)
        for name, seqs in by_stream.items():
            if seqs != list(range(1, self.streams[name].seq + 1)):
                raise Broken(f"positions of {name} are {seqs[-5:]}")

    def check_trail(self) -> None:
        """Each entry of the audit trail holds the one before it (docs/protocol.md, audit trail)."""
        heads: dict[str, str] = {}
        for row in self.audit:
            parts = (heads.get(row.stream, GENESIS).encode(), row.stream.encode(), row.entry.encode())
            heads[row.stream] = hashlib.sha256(b"\n".join(parts)).hexdigest()
            if row.hash != heads[row.stream]:
                raise Broken(f"the audit trail of {row.stream} is broken at {row.seq}")

    def check_numbers(self) -> None:
        """Yearly numbers are unique and without gaps."""
        years: dict[str, list[int]] = {}
        for row in self.objects.values():
            if row.kind == "dossier":
                year, _, serial = json.loads(row.fields)["number"].partition("/")
                years.setdefault(year, []).append(int(serial))
        for year, serials in years.items():
            if sorted(serials) != list(range(1, len(serials) + 1)):
                raise Broken(f"numbers of {year} are {sorted(serials)}")

    def check_requests(self) -> None:
        """Requests for signatures hold their laws; what a restored service lost of them may lie elsewhere."""
        broken = [] if self.restored else broken_requests(self.objects, office_day(self.central.clock.now()))
        if broken:
            raise Broken(f"signature requests: {broken}")


def _gather(value: Json, found: set[str]) -> None:
    if isinstance(value, dict):
        for each in value.values():
            _gather(each, found)
    elif isinstance(value, list):
        for each in value:
            _gather(each, found)
    elif value is not None:
        found.add(repr(value))


def _check_standing(computer: Computer, books: _Books, *, waited: bool) -> None:
    """Nobody's work was refused because the service had lost what somebody brought again.

    The edit of what was refused itself, because its dossier is closed now, waits for its author as a draft. So does that of what
    came when the days were over in which it is waited for (decision 0025): ``waited`` where all were back before.
    """
    refused = computer.rows(
        "SELECT id FROM outbox AS o WHERE state = 'attention' AND problem = 'stream.not_visible' AND EXISTS"
        " (SELECT 1 FROM outbox AS c WHERE c.object = o.object AND c.body ->> '$.op' = 'create' AND c.n < o.n AND c.state != 'attention')"
    )
    if refused:
        raise Broken(f"{computer.name}: {refused} was sent before what it stands on")
    about = computer.rows(
        "SELECT id, object FROM outbox WHERE state = 'attention' AND problem = 'stream.not_visible'"
    )
    early = [key for key, object_id in about if object_id in books.objects]
    if waited and early:
        raise Broken(f"{computer.name}: {early} was refused although what it stands on came later")


def _check_effects(computer: Computer, books: _Books) -> None:
    """Each mutation was decided once, as both sides agree, and every value of it can be found."""
    rows = computer.rows("SELECT body, state, status FROM outbox ORDER BY n")
    waiting = "SELECT id FROM outbox WHERE state = 'attention' AND status = '' AND problem = ?"
    held = {key for (key,) in computer.rows(waiting, NOT_VISIBLE)}
    for body, state, status in rows:
        mutation = msgspec.json.decode(body, type=Mutation)
        known = books.results.get(mutation.id)
        if state == "done":
            if known is None or known.status != status:
                raise Broken(f"{mutation.id} is {status} here and {known and known.status} there")
            _check_findable(mutation, books)
        elif (
            state in {"attention", "blocked", "discarded"}
            and known is not None
            and known.status != "rejected"
            and mutation.id not in held
        ):
            raise Broken(f"{mutation.id} is {state} here but was {known.status}")
    entries = [json.loads(row.entry) for row in books.audit if not is_signer_stream(row.stream)]
    effects = [each.get("mutation") for each in entries if each.get("verb") not in _NO_EFFECTS]
    effects = [each for each in effects if each]
    if len(effects) != len(set(effects)):
        raise Broken("a mutation took effect twice")


def _check_findable(mutation: Mutation, books: _Books) -> None:
    wanted: dict[str, Json] = {}
    if mutation.op == CREATE:
        wanted = normal_fields(mutation.fields)
    elif mutation.op == SET:
        wanted = {name: normal(change.to) for name, change in mutation.changes.items()}
    values: set[str] = set()
    _gather(wanted, values)
    if not values <= books.values:
        raise Broken(f"values {sorted(values - books.values)} of {mutation.id} can't be found")


def _is_of_the_service(kind: str, fields: str) -> bool:
    """Whether nobody's act made it: the service makes it anew, where what caused it comes again."""
    return kind == "conflict" or (kind == "signature_request" and "second" in json.loads(fields))


def _check_convergence(computer: Computer, books: _Books, world: World) -> None:
    """The cache holds what the service holds; only refused work lies apart."""
    for cursor in computer.alive.replica.cursors():
        stream = books.streams[cursor.stream]
        if (cursor.count, cursor.sum) != (stream.digest_count, int(stream.digest_sum)):
            raise Broken(f"{computer.name}: digest of {cursor.stream} differs")
    here = {
        row[0]: row for row in computer.rows("SELECT id, kind, rev, deleted, fields, pending FROM object")
    }
    if computer.rows("SELECT 1 FROM object WHERE pending > 0 AND rev > 0"):
        raise Broken(f"{computer.name}: something is pending for ever")
    if computer.rows("SELECT 1 FROM base JOIN object ON object.id = base.id WHERE object.rev > 0"):
        raise Broken(f"{computer.name}: an accepted state lies beside its live one for ever")
    seen = books.seen_by(computer)
    for key, theirs in seen.items():
        if key not in here:
            raise Broken(f"{computer.name}: {theirs.kind} {key} is missing")
        _, kind, rev, deleted, fields, _ = here[key]
        mine = (kind, rev, bool(deleted), json.loads(fields))
        if mine != (theirs.kind, theirs.rev, theirs.deleted, json.loads(theirs.fields)):
            raise Broken(f"{computer.name}: {kind} {key} is {mine}, not {(theirs.rev, theirs.fields)}")
    # After a service was set back, what its author could not send again stays with those who had read it.
    authors = world.staying if books.restored and computer.let_go is None else [computer]
    drafts = {
        row[0] for author in authors for row in author.rows("SELECT object FROM outbox WHERE state != 'done'")
    } | {key for key, row in here.items() if books.restored and row[3] and _is_of_the_service(row[1], row[4])}
    if books.restored and computer.let_go is None:
        drafts |= {each.object for each in at_home.let_go(world)}
    stray = here.keys() - seen.keys() - drafts
    if stray:
        raise Broken(f"{computer.name}: {sorted(stray)} is only here and nobody knows why")
    _check_hidden(computer, books, seen)


def _check_hidden(computer: Computer, books: _Books, seen: Mapping[str, Any]) -> None:
    """Nothing is left of what a person may not read any more, but what they made themselves and did not send."""
    hidden = books.objects.keys() - seen.keys()
    accepted = {
        key for (key,) in computer.rows("SELECT id FROM object WHERE rev > 0 UNION SELECT id FROM aside")
    }
    if accepted & hidden:
        raise Broken(f"{computer.name} still holds {sorted(accepted & hidden)}")
    shown = {json.loads(row.fields)["sha256"] for row in seen.values() if row.kind == "version"}
    theirs = {
        json.loads(row.fields)["sha256"]
        for key, row in books.objects.items()
        if key in hidden and row.kind == "version"
    }
    kept = {sha256 for (sha256,) in computer.rows(_KEPT_BYTES)}
    if kept & theirs - shown:
        raise Broken(f"{computer.name} still holds the bytes {sorted(kept & theirs - shown)}")


def _check_work(world: World) -> None:
    """Little goes over the line again; where something was set back to a backup everything may."""
    if world.plan.has(SERVICE_RESTORED):
        return
    for computer in world.staying:
        work = world.line.work[computer.name]
        work.drops += computer.deaths.total() + computer.broken_off
        work.drops += world.line.happened["service death"] * 2
        if computer.let_go is not None:
            work.drops += at_home.marks(world, computer)  # each asks for its streams again
        if work.excess() > 0 and computer.name not in world.backups:
            raise Broken(f"{computer.name}: {work.again} bytes went again beside {work.useful}: {work.kinds}")


def _check_uploads(world: World, books: _Books) -> None:
    """The service has the bytes of every accepted version, and they are those that were saved."""
    origins = {
        sha256 for computer in world.staying for (sha256,) in computer.rows(_MADE_HERE)
    } | world.gone_bytes
    hidden = _hidden_originals(world, books)
    for row in books.objects.values():
        if row.kind == "version":
            fields = json.loads(row.fields)
            if fields["sha256"] in world.lost_bytes | hidden:
                continue
            if fields["sha256"] not in origins or not fields.get("present"):
                raise Broken(f"the bytes of version {row.id} did not arrive")
            if not books.central.service.blobs.is_sound(fields["sha256"]):
                raise Broken(f"the bytes of version {row.id} are not its bytes")


def _hidden_originals(world: World, books: _Books) -> set[str]:
    """Return bytes that wait where they were made: their author may not read any version of them any more, and sends nothing of it."""
    found: set[str] = set()
    for computer in world.staying:
        shown = {
            json.loads(row.fields)["sha256"]
            for row in books.seen_by(computer).values()
            if row.kind == "version"
        }
        waiting = computer.rows("SELECT sha256 FROM blob WHERE here AND NOT confirmed")
        found |= {sha256 for (sha256,) in waiting} - shown
    return found
