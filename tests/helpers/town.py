# SPDX-License-Identifier: EUPL-1.2
"""A central service in a folder with two town halls, and mutations as clients make them."""

import itertools
import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import msgspec
from helpers.postgres import Server
from helpers.temporary import folder_until_exit

from central import admin
from central.callers import Caller
from central.feed import Nothing, Question
from central.folder import DataFolder
from central.service import Service
from central.store import schema
from central.store.database import Database
from eset_desktop.clock import Ids, ManualClock, iso
from eset_desktop.domain.identifiers import eni_document_id, eni_dossier_id, verification_code
from eset_desktop.domain.kinds import body_stream, signer_stream
from eset_desktop.domain.mutations import Change, Mutation
from sync.protocol import EnrolAnswer, EnrolRequest, FeedPage, Result

NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
SHA = "0f" * 32


def counted_bytes(seed: int = 0) -> Callable[[int], bytes]:
    """Return a source of bytes that never repeats and is the same each time."""
    numbers = itertools.count(seed << 40)
    return lambda size: (next(numbers).to_bytes(16, "big") * (size // 16 + 1))[-size:]


@cache
def _empty(postgres: Server | None) -> tuple[Path, str]:
    """Return a folder with a service without bodies, and its database; copied for each test, because making one takes a while."""
    folder = DataFolder(folder_until_exit("eset-central-"))
    folder.prepare()
    name = postgres.put_into(folder.root) if postgres else ""
    database = Database.open(folder.place())
    schema.upgrade(database)
    database.close()
    service = Service.open(folder, ManualClock(NOW), counted_bytes(1))
    admin.load_catalogue(service)
    service.close()
    return folder.root, name


def new_service(root: Path, clock: ManualClock | None = None, postgres: Server | None = None) -> Service:
    """Return a service without bodies in a new folder, on SQLite or with a new database on PostgreSQL."""
    empty, name = _empty(postgres)
    shutil.copytree(empty, root)
    if postgres:
        postgres.put_into(root, name)
    return Service.open(DataFolder(root), clock or ManualClock(NOW), counted_bytes())


@dataclass(slots=True)
class Desk:
    """A person on an enrolled device, making mutations."""

    home: Service | None
    answer: EnrolAnswer
    ids: Ids
    n: int = 0

    @property
    def service(self) -> Service:
        """The service, for a desk that speaks to it without a line."""
        assert self.home is not None
        return self.home

    @property
    def token(self) -> str:
        return self.answer.token

    @property
    def stream(self) -> str:
        if self.answer.signing_only:
            return signer_stream(self.answer.person)
        return body_stream(self.answer.body)

    @property
    def caller(self) -> Caller:
        return self.service.caller(self.token)

    def mutation(self, op: str, kind: str, object_id: str, **parts: Any) -> Mutation:
        self.n += 1
        if "at" not in parts:
            parts["at"] = iso(self.ids.clock.now())
        return Mutation(
            id=self.ids.uuid7(), n=self.n, op=op, kind=kind, object=object_id, by=self.answer.person, **parts
        )

    def dossier(
        self, title: str = "Llicència d'obres", opened_on: str = "2026-11-21", **parts: Any
    ) -> Mutation:
        identity = self.ids.uuid7()
        fields = {
            "title": title,
            "class": self.ids.uuid7(),
            "opened_on": opened_on,
            "eni_id": eni_dossier_id("L01080193", 2026, identity),
            "label": f"PROV-{self.answer.device_code}-{self.n + 1:04d}",
            "situation": "open",
            "phase": "opening",
        }
        return self.mutation("create", "dossier", identity, fields=fields, **parts)

    def document(self, dossier: str, title: str = "Sol·licitud", **parts: Any) -> Mutation:
        identity = self.ids.uuid7()
        fields = {
            "dossier": dossier,
            "title": title,
            "type": "sol-licitud",
            "nti_type": "TD14",
            "date": "2026-11-20",
            "captured_at": "2026-11-21T08:00:00Z",
            "eni_id": eni_document_id("L01080193", 2026, identity),
            "csv": verification_code(self.ids.random),
            "origin": "citizen",
            "elaboration": "EE01",
            "state": "draft",
        }
        return self.mutation("create", "document", identity, fields=fields, **parts)

    def version(self, document: str, sha256: str = SHA, size: int = 10, **parts: Any) -> Mutation:
        fields = {
            "document": document,
            "relation": "content",
            "sha256": sha256,
            "size": size,
            "mime": "application/pdf",
            "created_at": "2026-11-21T08:00:00Z",
            **parts.pop("fields", {}),
        }
        return self.mutation("create", "version", self.ids.uuid7(), fields=fields, **parts)

    def set(self, kind: str, object_id: str, rev: int = 1, **changes: tuple[Any, Any]) -> Mutation:
        wanted = {name: Change(before, to) for name, (before, to) in changes.items()}
        return self.mutation("set", kind, object_id, changes=wanted, rev=rev)

    def command(self, kind: str, object_id: str, command: str, **args: Any) -> Mutation:
        return self.mutation("command", kind, object_id, command=command, args=args, rev=1)

    def push(self, *mutations: Mutation) -> tuple[Result, ...]:
        return self.service.push(self.caller, mutations).results

    def done(self, mutation: Mutation) -> str:
        """Push one mutation that must be taken as it is and return its object."""
        (result,) = self.push(mutation)
        assert result.status == "applied", result
        return mutation.object

    def page(self, stream: str = "", question: Question | None = None) -> FeedPage | None:
        found = self.service.changes(self.caller, stream or self.stream, question or Question())
        if isinstance(found, Nothing):
            return None
        return msgspec.json.decode(msgspec.json.encode(found), type=FeedPage)

    def all(self) -> FeedPage:
        """Return the first page of the body's stream, which must hold something."""
        page = self.page()
        assert page is not None
        return page

    def object(self, object_id: str) -> dict[str, Any]:
        (row,) = [row for row in self.all().rows if row.id == object_id]
        return row.fields


@dataclass(slots=True)
class Town:
    """A service with two bodies; ``secretary`` and ``clerk`` are of the first, ``stranger`` of the second."""

    service: Service
    clock: ManualClock
    body: str
    other_body: str
    secretary: Desk
    clerk: Desk
    stranger: Desk
    ids: Ids = field(init=False)

    def __post_init__(self) -> None:
        self.ids = self.service.ids

    def desk(self, body: str, *profiles: str) -> Desk:
        """Return a new person with these profiles on a new device."""
        person = admin.create_person(self.service, body, "Persona de prova", profiles)
        return self.enrolled(person)

    def enrolled(self, person: str, *, signing_only: bool = False) -> Desk:
        return enrolled(self.service, person, signing_only=signing_only)


def enrolled(service: Service, person: str, *, signing_only: bool = False) -> Desk:
    """Return a person on a new device."""
    code, _ = admin.enrolment_code(service, person, timedelta(hours=24))
    request = EnrolRequest(code=code, device_name="taulell", client="0.1.0", signing_only=signing_only)
    answer = service.enrol(request)
    return Desk(service, answer, service.ids)


@cache
def _peopled(postgres: Server | None) -> tuple[Path, str, str, str, tuple[EnrolAnswer, ...]]:
    """Return a folder with two bodies, its database, their ids and three enrolled people; copied for each test."""
    root = folder_until_exit("eset-town-") / "central"
    service = new_service(root, postgres=postgres)
    new = admin.NewBody("Ajuntament de prova", "L01080193", "Q0000000J", "#1f6f54", "cHVibGlj")
    body = admin.create_body(service, new)
    other = admin.create_body(
        service, admin.NewBody("Un altre ajuntament", "L01080194", "Q0000000J", "#7a3b69", "cHVibGlj")
    )
    people = [
        admin.create_person(service, body, "Secretària de prova", ("secretaria",)),
        admin.create_person(service, body, "Administrativa de prova", ("administracio",)),
        admin.create_person(service, other, "Secretari de prova", ("secretaria",)),
    ]
    answers = tuple(enrolled(service, person).answer for person in people)
    name = service.database.engine.url.database or ""
    service.close()
    return root, name, body, other, answers


def build(root: Path, postgres: Server | None = None) -> Town:
    """Return a town on a new service, on SQLite or with a new database on PostgreSQL."""
    folder, name, body, other, answers = _peopled(postgres)
    shutil.copytree(folder, root)
    if postgres:
        postgres.lend_into(root, name)
    clock = ManualClock(NOW)
    service = Service.open(DataFolder(root), clock, counted_bytes(2))
    secretary, clerk, stranger = (Desk(service, answer, service.ids) for answer in answers)
    return Town(service, clock, body, other, secretary, clerk, stranger)
