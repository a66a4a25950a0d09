# SPDX-License-Identifier: EUPL-1.2
"""A small local cache with a body, a person and a series in it, as if a first sync had brought them."""

import secrets
from datetime import UTC, datetime
from pathlib import Path

from eset_desktop.clock import Ids, ManualClock
from eset_desktop.domain.mutations import Mutation, ObjectState
from eset_desktop.domain.values import DIGEST_MODULUS, Json, digest_part, normal_fields
from eset_desktop.operations.session import Session
from eset_desktop.store import schema
from eset_desktop.store.blobs import BlobStore
from eset_desktop.store.engine import Database
from eset_desktop.store.meta import Account
from eset_desktop.store.replica import Replica
from eset_desktop.store.turnstile import NoTurnstile
from sync.protocol import Digest, FeedPage, Result, Row

NOW = datetime(2026, 11, 21, 9, 30, tzinfo=UTC)
BODY = "01900000-0000-7000-8000-00000000b0d1"
ANNA = "01900000-0000-7000-8000-00000000a001"
BERTA = "01900000-0000-7000-8000-00000000a002"
MAYOR = "01900000-0000-7000-8000-00000000a003"
SERIES = "01900000-0000-7000-8000-00000000c001"
UNIT = "01900000-0000-7000-8000-00000000d001"
STREAM = f"body:{BODY}"
EPOCH = "epoch-1"


def row(seq: int, kind: str, object_id: str, fields: dict[str, Json], *, rev: int = 1, by: str = "") -> Row:
    """Return a feed row of an object that stands."""
    at = f"2026-11-21T08:00:{seq % 60:02d}.000Z"
    return Row(seq, kind, object_id, rev, fields, by=by, at=at, created_by=by, created_at=at)


FIRST_ROWS = (
    row(1, "body", BODY, {"name": "Sant Pere de Ribalta", "dir3": "L01999999", "colour": "#1b6ca8"}),
    row(2, "person", ANNA, {"name": "Anna Prova", "profiles": ["secretaria"]}),
    row(3, "person", BERTA, {"name": "Berta Prova", "profiles": ["administracio"]}),
    row(4, "unit", UNIT, {"code": "SEC", "name": "Secretaria"}),
    row(5, "class", SERIES, {"plan": "test", "code": "T1", "level": "series", "title_ca": "Llicències d'obres"}),
    row(6, "document_type", "01900000-0000-7000-8000-00000000e001",
        {"code": "informe", "nti": "TD13", "title_ca": "Informe", "order": 1}),
)  # fmt: skip


class Cache:
    """A cache on the disk with its session and its replica."""

    def __init__(self, folder: Path, *, now: datetime = NOW, device_code: str = "A7") -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.folder = folder
        self.clock = ManualClock(now)
        self.key = secrets.token_bytes(32)
        self.blobs = BlobStore(folder / "blobs", secrets.token_bytes(32))
        self.database = Database(folder / "cache.db", self.key, NoTurnstile(), schema_version=None)
        with self.database.write() as connection:
            schema.create(connection)
        self.database.close()
        self.database = Database(
            folder / "cache.db", self.key, NoTurnstile(), schema_version=schema.SCHEMA_VERSION
        )
        self.session = Session(self.database, self.blobs, self.clock, Ids(self.clock))
        self.replica = Replica(self.database, self.blobs, self.clock)
        account = Account(
            "http://127.0.0.1:9", "secret", "device-1", device_code, ANNA, "Anna", BODY, "Ribalta"
        )
        self.replica.join(account, ("catalogue", STREAM))
        self.feed(0, FIRST_ROWS)

    def feed(
        self, start: int, rows: tuple[Row, ...], results: tuple[Result, ...] = (), *, end: int | None = None,
        epoch: str = EPOCH,
    ) -> FeedPage:  # fmt: skip
        """Take a page of the body's stream."""
        last = end if end is not None else max((each.seq for each in rows), default=start)
        page = FeedPage(STREAM, epoch, start, last, last, rows, results)
        for _ in self.replica.take_page(page, slice_rows=2):
            pass
        return page

    def waiting(self) -> list[Mutation]:
        """Return everything that could be sent now."""
        return list(self.replica.sendable(max_bytes=10_000_000, max_count=10_000))

    def accept(self, mutation: Mutation, seq: int, *, rev: int = 1, status: str = "applied") -> Result:
        """Return the service's answer to a mutation."""
        return Result(mutation.id, status, STREAM, EPOCH, seq, rev)

    def close(self) -> None:
        """Close the database."""
        self.database.close()


def digest_of(upto: int, rows: tuple[Row, ...]) -> Digest:
    """Return the digest of a stream that holds just these rows."""
    hashes = [
        ObjectState(each.kind, each.id, normal_fields(each.fields), deleted=each.deleted).hash()
        for each in rows
    ]
    return Digest(upto, len(hashes), sum(digest_part(each) for each in hashes) % DIGEST_MODULUS)
