# SPDX-License-Identifier: EUPL-1.2
"""What every operation works with, and the one way in which it changes something."""

import contextlib
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from typing import Any

from eset_desktop.clock import Clock, Ids, iso, parse_iso
from eset_desktop.domain import checks, rights, rules
from eset_desktop.domain.commands import ARGUMENTS
from eset_desktop.domain.kinds import KINDS
from eset_desktop.domain.mutations import COMMAND, CREATE, SET, Change, Mutation, ObjectState
from eset_desktop.domain.office_day import office_day
from eset_desktop.domain.signature_files import refusal_of_signed, signed_of
from eset_desktop.domain.values import Fields, Json, normal, same
from eset_desktop.operations import signature_checks
from eset_desktop.operations.errors import NotAllowed, NotFound, Refused, SigningOnly
from eset_desktop.store import live, meta, outbox
from eset_desktop.store.blobs import BlobStore
from eset_desktop.store.changes import Changes
from eset_desktop.store.engine import Connection, Database
from eset_desktop.store.meta import Account
from eset_desktop.store.refusals import ChangeRefused


@dataclass(frozen=True, slots=True)
class Session:
    """A person at work in a profile."""

    database: Database
    blobs: BlobStore
    clock: Clock
    ids: Ids

    def account(self) -> Account:
        """Return whose profile this is."""
        return meta.account(self.database.reader())

    @contextlib.contextmanager
    def change(self) -> Iterator["Work"]:
        """Open one local transaction; all that is done in it stands, or none of it."""
        with self.database.write() as connection:
            account = meta.account(connection)
            yield Work(connection, account, self.ids, iso(self.clock.now()))


@dataclass(slots=True)
class Work:
    """One transaction of an operation: reads the live state, checks the rules, lays mutations on it."""

    connection: Connection
    account: Account
    ids: Ids
    now: str
    touched: set[tuple[str, str]] = field(default_factory=set)
    group: str = ""

    def fields(self, kind: str, object_id: str) -> Fields:
        """Return the live fields of an object.

        Raises:
            NotFound: The cache has no such object.
        """
        stored = live.load(self.connection, object_id)
        if stored is None or stored.state.kind != kind or stored.state.deleted:
            raise NotFound(kind=kind)
        return stored.state.fields

    def create(self, kind: str, fields: dict[str, Json], object_id: str | None = None) -> str:
        """Make an object and return its id."""
        identity = object_id or self.ids.uuid7()
        entered = checks.as_lines(KINDS[kind].fields, fields)
        self._save(self._mutation(CREATE, kind, identity, fields={k: normal(v) for k, v in entered.items()}))
        return identity

    def set(self, kind: str, object_id: str, wanted: Fields) -> None:
        """Set fields of an object; those that already have the value are left out."""
        now = self.fields(kind, object_id)
        changes = {
            name: Change(before=now.get(name), to=normal(value))
            for name, value in checks.as_lines(KINDS[kind].fields, wanted).items()
            if not same(now.get(name), value)
        }
        if changes:
            self._save(self._mutation(SET, kind, object_id, changes=changes))

    def command(self, kind: str, object_id: str, name: str, **args: Json) -> None:
        """Carry out a command on an object, see :data:`eset_desktop.domain.commands.COMMANDS`."""
        entered = checks.as_lines(ARGUMENTS.get((kind, name), {}), args)
        self._save(self._mutation(COMMAND, kind, object_id, command=name, args=entered))

    @contextlib.contextmanager
    def together(self) -> Iterator[None]:
        """Bind what is done inside: the service takes all of it or nothing."""
        group = self.group = self.ids.uuid7()
        try:
            yield
        finally:
            self.group = ""
        outbox.bind_group(self.connection, group)

    def changes(self, created: str | None = None) -> Changes:
        """Return what the transaction touched."""
        return Changes(frozenset(self.touched), created)

    def _mutation(self, op: str, kind: str, object_id: str, **content: Any) -> Mutation:
        return Mutation(
            id=self.ids.uuid7(), n=0, op=op, kind=kind, object=object_id, by=self.account.person, at=self.now,
            group=self.group,
            **content,
        )  # fmt: skip

    def _save(self, mutation: Mutation) -> None:
        self.check(mutation)
        try:
            outbox.save(self.connection, mutation, self.account.home)
        except ChangeRefused as error:
            raise Refused(reason=str(error.details["reason"])) from None
        self.touch(mutation)

    def touch(self, mutation: Mutation) -> None:
        """Note that a mutation's object changed, and its dossier with it."""
        self.touched.add((mutation.kind, mutation.object))
        dossier = outbox.dossier_of(self.connection, mutation)
        if dossier:
            self.touched.add(("dossier", dossier))

    def note_local(self, kind: str, object_id: str) -> None:
        """Tell the views of this computer that something changed which is not sent."""
        self.connection.execute("INSERT INTO change (kind, id) VALUES (?, ?)", (kind, object_id))
        self.touched.add((kind, object_id))

    def check(self, mutation: Mutation, without: Collection[str] = ()) -> None:
        """Look whether the rules allow a mutation to this person now; nothing is changed.

        Args:
            mutation: Not yet laid on the live state.
            without: Ids of unsent mutations that it takes the place of: the state is looked at as if they were not there.

        Raises:
            Refused, NotAllowed, SigningOnly: They do not.
        """
        if self.account.signing_only and not rights.is_signers_act(mutation):
            raise SigningOnly
        problem = checks.problem_of(mutation)
        if problem:
            raise Refused(reason=problem)
        me = live.load(self.connection, self.account.person)
        profiles, on = me.state.get("profiles") if me else None, office_day(parse_iso(self.now))
        of = mutation.fields if mutation.op == CREATE else self._above(mutation.object, without) or {}
        if (
            isinstance(profiles, list)
            and not rights.may_do([str(each) for each in profiles], mutation, of)
            and not signature_checks.may_as_substitute(self.connection, mutation, of, on)
        ):
            raise NotAllowed
        dossier = outbox.dossier_of(self.connection, mutation)
        refusal = rules.refusal_by_dossier(mutation, self._above(dossier, without))
        document = mutation.object if mutation.kind == "document" else mutation.fields.get("document")
        refusal = refusal or rules.refusal_by_document(mutation, self._above(document, without))
        refusal = refusal or refusal_of_signed(mutation, self._above(signed_of(mutation), without))
        refusal = refusal or signature_checks.refusal(self.connection, mutation, on)
        if refusal:
            raise Refused(reason=refusal)

    def _above(self, object_id: Json, without: Collection[str]) -> Fields | None:
        if not isinstance(object_id, str):
            return None
        state = live.without(self.connection, object_id, without) if without else self._live(object_id)
        return state.fields if state else None

    def _live(self, object_id: str) -> ObjectState | None:
        stored = live.load(self.connection, object_id)
        return stored.state if stored else None
