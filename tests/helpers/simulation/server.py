# SPDX-License-Identifier: EUPL-1.2
"""The real central service behind the wire form of sync/1, without sockets."""

import random
import shutil
import sqlite3
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import TypeVar
from urllib.parse import unquote

import msgspec
from helpers.simulation.clocks import TrueClock
from sqlalchemy import select, update

from central import accounts, admin
from central.callers import Caller
from central.errors import CentralError, RangeRefused
from central.feed import Nothing, Question
from central.folder import DataFolder
from central.service import Service
from central.store import streams, tables
from central.uploads import Session
from eset_desktop.domain.file_plan import class_id
from eset_desktop.domain.kinds import CATALOGUE
from eset_desktop.domain.mutations import ObjectState
from sync.coding import decode, encode
from sync.messages import Request, Response
from sync.protocol import EnrolAnswer, EnrolRequest, Limits, Problem, PushBatch, UploadRequest, parse_cursor

CHUNK = 1500
"""Small, so that a small document takes several stretches."""
LIMITS = Limits(chunk_bytes=CHUNK)
CLASSES = tuple(class_id("sim", code) for code in ("1", "2", "3"))
PROFILES = (("secretaria",), ("administracio",), ("administracio", "tecnic_extern"))


T = TypeVar("T")


class Held:
    """A long-poll with nothing to say yet."""


@dataclass(slots=True)
class Central:
    """A town hall's central service in a folder."""

    root: Path
    clock: TrueClock
    chance: random.Random
    service: Service
    moved: set[str]

    @classmethod
    def create(cls, root: Path, clock: TrueClock, chance: random.Random) -> "Central":
        """Make an empty service in a folder."""
        folder = DataFolder(root)
        folder.prepare()
        folder.database.touch()
        made = cls.open(root, clock, chance)
        tables.metadata.create_all(made.service.database.engine)
        with made.service.database.write() as connection:
            streams.create(connection, CATALOGUE, None, chance.randbytes)
            admin.publish(connection, CATALOGUE, _catalogue(), "2026-01-01T00:00:00.000Z")
        return made

    @classmethod
    def open(cls, root: Path, clock: TrueClock, chance: random.Random) -> "Central":
        """Begin to serve from a folder."""
        made = cls(root, clock, chance, Service.open(DataFolder(root), clock, chance.randbytes), set())
        made._watch()
        return made

    def _watch(self) -> None:
        self.service.on_moved = self.moved.add

    def found_body(self, people: int) -> list[EnrolAnswer]:
        """Create a body with some people, one device each."""
        new = admin.NewBody("Ajuntament de Prova", "L01000000", "Q0000000J", "#2f6f4f", "A" * 43 + "=")
        body = admin.create_body(self.service, new)
        answers = []
        for number in range(people):
            person = admin.create_person(self.service, body, f"Persona {number + 1}", PROFILES[number])
            code, _ = admin.enrolment_code(self.service, person, timedelta(days=1))
            answers.append(self.service.enrol(EnrolRequest(code, f"ordinador {number + 1}", "sim")))
        self.moved.clear()
        return answers

    def heads(self) -> dict[str, tuple[str, int]]:
        """Return epoch and last position of each stream."""
        with self.service.database.read() as connection:
            return {row.name: (row.epoch, row.seq) for row in connection.execute(select(tables.stream))}

    def statuses(self) -> list[str]:
        """Return the status of each decided mutation."""
        with self.service.database.read() as connection:
            return [str(status) for status in connection.execute(select(tables.mutation.c.status)).scalars()]

    def backup(self, target: Path) -> None:
        """Copy the service as it is."""
        with sqlite3.connect(target) as copy, sqlite3.connect(self.root / "central.db") as source:
            source.backup(copy)
        copy.close()
        source.close()

    def restore(self, backup: Path) -> None:
        """Go back to a backup: newer rows are gone, bytes stay, every stream begins a new epoch."""
        self.service.close()
        for suffix in ("", "-wal", "-shm"):
            (self.root / f"central.db{suffix}").unlink(missing_ok=True)
        shutil.copyfile(backup, self.root / "central.db")
        self.service = Service.open(DataFolder(self.root), self.clock, self.chance.randbytes)
        self._watch()
        with self.service.database.write() as connection:
            names = (
                connection.execute(select(tables.stream.c.name).order_by(tables.stream.c.name))
                .scalars()
                .all()
            )
            for name in names:
                epoch = streams.new_epoch(self.chance.randbytes)
                connection.execute(
                    update(tables.stream).where(tables.stream.c.name == name).values(epoch=epoch)
                )
                self.moved.add(name)

    def handle(self, request: Request, cut: int | None = None) -> Response | Held:
        """Answer a request; ``cut`` bytes of its body arrived before the line broke."""
        try:
            return self._route(request, cut)
        except CentralError as error:
            problem = Problem(
                error.code, error.title, error.status,
                epoch=getattr(error, "epoch", ""), head=getattr(error, "head", 0),
            )  # fmt: skip
            headers = {name.lower(): value for name, value in error.headers().items()}
            return Response(
                error.status,
                {"content-type": "application/problem+json", **headers},
                msgspec.json.encode(problem),
            )

    def _route(self, request: Request, cut: int | None) -> Response | Held:
        if request.path == "/.well-known/eset":
            return as_json(msgspec.structs.replace(self.service.discovery(), limits=LIMITS))
        token = request.headers["Authorization"].removeprefix("Bearer ")
        renewing = request.path == "/v1/device/renew"
        caller = self.service.caller(token, renewing=renewing)
        parts = request.path.split("/")[2:]
        for (method, pattern), route in ROUTES.items():
            if method == request.method and _fits(pattern, parts):
                return route(Call(self.service, request, caller, parts, cut))
        return Response(404, {"content-type": "application/problem+json"}, b'{"code":"request.not_found"}')


@dataclass(frozen=True, slots=True)
class Call:
    """A request that was let in.

    Attributes:
        parts: Segments of the path after ``/v1/``.
        cut: Bytes of the body that arrived before the line broke, None for all.
    """

    service: Service
    request: Request
    caller: Caller
    parts: list[str]
    cut: int | None

    @property
    def query(self) -> dict[str, str]:
        """Return the query by name."""
        return dict(self.request.query)


Route = Callable[[Call], Response | Held]


def _fits(pattern: str, parts: list[str]) -> bool:
    wanted = pattern.split("/")
    return len(wanted) == len(parts) and all(
        each in {"*", part} for each, part in zip(wanted, parts, strict=True)
    )


def _renew(call: Call) -> Response:
    return as_json(call.service.renew(call.caller))


def _device(call: Call) -> Response:
    return as_json(accounts.device_answer(call.caller))


def _push(call: Call) -> Response:
    batch = read_json(call.request, PushBatch)
    return as_json(call.service.push(call.caller, batch.mutations, batch.epoch))


def _changes(call: Call) -> Response | Held:
    epoch, after = parse_cursor(call.query["after"])
    question = Question(epoch, after, int(call.query["limit"]), int(call.query["limit_bytes"]))
    page = call.service.changes(call.caller, unquote(call.parts[1]), question)
    if not isinstance(page, Nothing):
        return as_json(page)
    return Held() if "wait" in call.query else Response(204, {"eset-head": page.head})


def _begin_upload(call: Call) -> Response:
    wanted = read_json(call.request, UploadRequest)
    session = call.service.uploads.begin(call.caller, wanted.sha256, wanted.size)
    headers = _offsets(session)
    if not session.id:
        return Response(200, headers)
    return Response(201, {**headers, "location": f"/v1/uploads/{session.id}"})


def _upload_state(call: Call) -> Response:
    return Response(200, _offsets(call.service.uploads.state(call.caller, call.parts[1])))


def _upload_bytes(call: Call) -> Response:
    uploads = call.service.uploads
    receiving = uploads.receive(call.caller, call.parts[1], int(call.request.headers["Upload-Offset"]))
    receiving.write(call.request.body[: call.cut])
    if call.cut is not None:
        receiving.close()
        return Response(500)
    return Response(204, _offsets(uploads.finish(call.caller, receiving)))


def _offsets(session: Session) -> dict[str, str]:
    return {"upload-offset": str(session.position), "upload-length": str(session.size)}


def _blob(call: Call) -> Response:
    sha256 = call.parts[1]
    size = call.service.blob_size(call.caller, sha256)
    first, _, last = call.request.headers["Range"].removeprefix("bytes=").partition("-")
    if int(first) >= size:
        raise RangeRefused(size=size)
    with call.service.blobs.open(sha256) as file:
        file.seek(int(first))
        body = file.read(int(last) + 1 - int(first))
    span = f"bytes {first}-{int(first) + len(body) - 1}/{size}"
    return Response(206, {"etag": f'"sha256:{sha256}"', "content-range": span}, body)


ROUTES: Mapping[tuple[str, str], Route] = {
    ("GET", "device"): _device,
    ("POST", "device/renew"): _renew,
    ("POST", "push"): _push,
    ("GET", "streams/*/changes"): _changes,
    ("POST", "uploads"): _begin_upload,
    ("HEAD", "uploads/*"): _upload_state,
    ("PATCH", "uploads/*"): _upload_bytes,
    ("GET", "blobs/*"): _blob,
}
"""What the simulated service answers, by method and path after ``/v1/`` (``*``: any one segment); the first that fits."""


def _catalogue() -> list[ObjectState]:
    classes = [
        ObjectState("class", key).with_fields(
            {"plan": "sim", "code": code, "level": "series", "title_ca": f"Sèrie {code}"}
        )
        for code, key in zip("123", CLASSES, strict=True)
    ]
    type_ = ObjectState("document_type", class_id("sim", "type")).with_fields(
        {"code": "decret", "nti": "TD01", "title_ca": "Decret"}
    )
    return [*classes, type_]


def as_json(message: msgspec.Struct) -> Response:
    """Return a message as the service sends it."""
    body, headers = encode(message)
    return Response(200, {name.lower(): value for name, value in headers.items()}, body)


def read_json(request: Request, type_: type[T]) -> T:
    """Return the message in a request's body."""
    headers = {name.lower(): value for name, value in request.headers.items()}
    return decode(Response(200, headers, request.body), type_)
