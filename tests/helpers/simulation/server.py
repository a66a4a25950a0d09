# SPDX-License-Identifier: EUPL-1.2
"""The real central service behind the wire form of sync/1, without sockets."""

import random
import shutil
import sqlite3
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import msgspec
from helpers.simulation import feeds, reports, transfers
from helpers.simulation.central_memory import MemoryDatabase
from helpers.simulation.feeds import LIMITS, OF_HISTORIES, Held, as_json

from central import lives
from central.callers import Caller
from central.errors.base import CentralError
from central.folder import DataFolder
from central.service import Service
from eset_desktop.clock import Clock, Ids
from eset_desktop.domain.file_plan import class_id
from sync.coding import decode
from sync.messages import Request, Response
from sync.protocol import Limits, Problem

CLASSES = tuple(class_id("sim", code) for code in ("1", "2", "3"))

T = TypeVar("T")


@dataclass(slots=True)
class Central:
    """A town hall's central service, its database in a folder or in memory.

    Attributes:
        min_client: The oldest schema that it shows something to, whichever process serves.
        limits: What it takes in one message.
    """

    root: Path
    clock: Clock
    chance: random.Random
    service: Service
    moved: set[str]
    min_client: int = 1
    limits: Limits = LIMITS
    _heads: tuple[int, dict[str, tuple[str, int]]] | None = None

    @classmethod
    def open(cls, root: Path, clock: Clock, chance: random.Random) -> "Central":
        """Begin to serve from a folder."""
        made = cls(root, clock, chance, Service.open(DataFolder(root), clock, chance.randbytes), set())
        made.watch()
        return made

    @classmethod
    def remember(cls, image: bytes, root: Path, clock: Clock, chance: random.Random) -> "Central":
        """Begin to serve from an image; bytes lie in a folder."""
        DataFolder(root).prepare()
        service = _in_memory(MemoryDatabase(image), root, clock, chance)
        made = cls(root, clock, chance, service, set(), limits=OF_HISTORIES)
        made.watch()
        return made

    def watch(self) -> None:
        """Hear of every stream that moves, and keep to what an administrator set."""
        self.service.on_moved = self.moved.add
        self.service.min_client = self.min_client

    def set_min_client(self, schema: int) -> None:
        """Show nothing to older programs from now on."""
        self.min_client = self.service.min_client = schema

    @property
    def memory(self) -> MemoryDatabase:
        """Return the database of a service that :meth:`remember` made."""
        assert isinstance(self.service.database, MemoryDatabase)
        return self.service.database

    @property
    def changes(self) -> int:
        """Return a number that grows with every row that the service changes in memory, and when it is set back."""
        return self.memory.loaded << 40 | int(self.memory.raw.total_changes)

    def heads(self) -> dict[str, tuple[str, int]]:
        """Return epoch and last position of each stream."""
        changes = self.changes
        if self._heads is None or self._heads[0] != changes:
            found = self.rows("SELECT name, epoch, seq FROM stream")
            self._heads = changes, {name: (epoch, seq) for name, epoch, seq in found}
        return self._heads[1]

    def rows(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        """Read from the database in memory."""
        return list(self.memory.raw.execute(query, values).fetchall())

    def write(self, query: str, *values: object) -> None:
        """Change the database in memory, as an administrator's command would."""
        with self.service.database.write():
            self.memory.raw.execute(query, values)

    def begin_again(self) -> None:
        """Be served by a new process: what the old one had in memory is gone."""
        self.memory.die(self.chance)
        self.service = _in_memory(self.memory, self.root, self.clock, self.chance)
        self.watch()

    def backup(self, target: Path) -> None:
        """Copy a service in a folder as it is."""
        with sqlite3.connect(target) as copy, sqlite3.connect(self.root / "central.db") as source:
            source.backup(copy)
        copy.close()
        source.close()

    def restore(self, backup: Path | bytes) -> None:
        """Go back to a backup: newer rows are gone, bytes stay, every stream begins a new epoch."""
        if isinstance(backup, bytes):
            self.memory.load(backup)
            self.begin_again()
        else:
            self._copy_back(backup)
        with self.service.database.write() as connection:
            lives.begin(connection, (), self.clock.now(), self.chance.randbytes)
            self.moved.update(connection.exec_driver_sql("SELECT name FROM stream").scalars())

    def _copy_back(self, backup: Path) -> None:
        self.service.close()
        for suffix in ("", "-wal", "-shm"):
            (self.root / f"central.db{suffix}").unlink(missing_ok=True)
        shutil.copyfile(backup, self.root / "central.db")
        self.service = Service.open(DataFolder(self.root), self.clock, self.chance.randbytes)
        self.watch()

    def handle(self, request: Request, cut: int | None = None) -> Response | Held:
        """Answer a request; ``cut`` bytes of its body arrived before the line broke."""
        try:
            return self._route(request, cut)
        except CentralError as error:
            problem = Problem(
                error.code, error.title, error.status,
                epoch=getattr(error, "epoch", ""), head=getattr(error, "head", 0), stream=getattr(error, "stream", ""),
            )  # fmt: skip
            headers = {name.lower(): value for name, value in error.headers().items()}
            return Response(
                error.status,
                {"content-type": "application/problem+json", **headers},
                msgspec.json.encode(problem),
            )

    def _route(self, request: Request, cut: int | None) -> Response | Held:
        if request.path == "/.well-known/eset":
            return as_json(feeds.discovery(self.service, self.limits))
        token = request.headers["Authorization"].removeprefix("Bearer ")
        renewing = request.path == "/v1/device/renew"
        caller = self.service.caller(token, renewing=renewing)
        parts = request.path.split("/")[2:]
        for (method, pattern), route in ROUTES.items():
            if method == request.method and _fits(pattern, parts):
                return route(Call(self.service, request, caller, parts, cut, self.limits))
        return Response(404, {"content-type": "application/problem+json"}, b'{"code":"request.not_found"}')


@dataclass(frozen=True, slots=True)
class Call:
    """A request that was let in.

    Attributes:
        parts: Segments of the path after ``/v1/``.
        cut: Bytes of the body that arrived before the line broke, None for all.
        limits: What the service takes in one message.
    """

    service: Service
    request: Request
    caller: Caller
    parts: list[str]
    cut: int | None
    limits: Limits

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


def _in_memory(database: MemoryDatabase, root: Path, clock: Clock, chance: random.Random) -> Service:
    return Service(database, DataFolder(root), clock, Ids(clock, chance.randbytes))


ROUTES: Mapping[tuple[str, str], Route] = {
    ("GET", "device"): feeds.device,
    ("POST", "device/renew"): _renew,
    ("POST", "device/report"): reports.report,
    ("GET", "devices"): reports.devices,
    ("POST", "devices/*/revoke"): reports.revoke,
    ("POST", "turns"): reports.turns,
    ("POST", "push"): feeds.push,
    ("PUT", "push/parts/*/*"): feeds.put_part,
    ("GET", "push/parts/*"): feeds.parts,
    ("GET", "changes"): feeds.watch,
    ("GET", "at/*"): feeds.at,
    ("GET", "streams/*/changes"): feeds.changes,
    ("GET", "streams/*/snapshot"): feeds.snapshot,
    ("GET", "streams/*/digest"): feeds.digest,
    ("POST", "streams/*/objects"): feeds.objects,
    ("POST", "uploads"): transfers.begin,
    ("HEAD", "uploads/*"): transfers.state,
    ("PATCH", "uploads/*"): transfers.append,
    ("DELETE", "uploads/*"): transfers.terminate,
    ("POST", "blobs/batch"): transfers.batch,
    ("GET", "blobs/*"): transfers.blob,
}
"""What the simulated service answers, by method and path after ``/v1/`` (``*``: any one segment); the first that fits."""


def read_json(request: Request, type_: type[T]) -> T:
    """Return the message in a request's body."""
    headers = {name.lower(): value for name, value in request.headers.items()}
    return decode(Response(200, headers, request.body), type_)
