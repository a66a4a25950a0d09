# SPDX-License-Identifier: EUPL-1.2
"""A cache that the program of schema version 1 wrote, with work in every state, goes on in the present one; nothing is lost."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from helpers.profiles import Made

from eset_desktop.clock import Ids, ManualClock
from eset_desktop.operations import waiting as refused_work
from eset_desktop.operations.session import Session
from eset_desktop.store import backup, schema
from eset_desktop.store.engine import Connection, Database
from eset_desktop.store.opening import OpenStore, open_store
from eset_desktop.store.queries import dossiers as list_query
from eset_desktop.store.queries.dossiers import DossierFilter
from eset_desktop.store.replica import Replica
from eset_desktop.store.turnstile import NoTurnstile

FROZEN = Path(__file__).parent / "frozen" / "schema-1.sql"
OUTBOX = "SELECT n, id, object, kind, dossier, body, state, at, blocked_by, status, problem, stream, epoch, seq, rev FROM outbox"


def _statements() -> list[str]:
    lines = [line for line in FROZEN.read_text(encoding="utf-8").splitlines() if not line.startswith("--")]
    return [each for each in re.split(r";\n", "\n".join(lines) + "\n") if each.strip()]


@pytest.fixture
def old(made: Made) -> tuple[Made, list[tuple[object, ...]]]:
    """A profile whose cache is the frozen one, and its outbox."""
    made.profile.database_path.unlink()
    with backup.opened(made.profile.database_path, made.key) as connection:
        for statement in _statements():
            connection.execute(statement)
        return made, connection.execute(OUTBOX + " ORDER BY n").fetchall()


@pytest.fixture
def store(old: tuple[Made, list[tuple[object, ...]]], clock: ManualClock) -> Iterator[OpenStore]:
    with open_store(old[0].profile, old[0].key, clock) as opened:
        yield opened


def _shape(connection: Connection) -> dict[str, object]:
    """Return the columns of each table (in any order), and the definitions of indexes and search tables."""
    found: dict[str, object] = {}
    for kind, name, sql in connection.execute("SELECT type, name, sql FROM sqlite_master").fetchall():
        if kind == "table" and not str(sql).upper().startswith("CREATE VIRTUAL"):
            columns = connection.execute(f"PRAGMA table_info({name})").fetchall()
            found[name] = sorted(tuple(each[1:]) for each in columns)
        elif sql:
            found[name] = re.sub(r"\s+", " ", sql)
    return found


def test_every_row_of_the_outbox_is_as_it_was(
    old: tuple[Made, list[tuple[object, ...]]], store: OpenStore
) -> None:
    rows = store.database.reader().execute(OUTBOX + " ORDER BY n").fetchall()
    assert rows == old[1]
    assert {row[6] for row in rows} == {
        "queued", "sent", "answered", "done", "attention", "blocked", "discarded"
    }  # fmt: skip


def test_the_migrated_tables_are_those_of_a_new_cache(store: OpenStore, tmp_path: Path) -> None:
    fresh = Database(tmp_path / "new.db", bytes(32), NoTurnstile(), schema_version=None)
    with fresh.write() as connection:
        schema.create(connection)
        assert _shape(store.database.reader()) == _shape(connection)
    fresh.close()


def test_its_work_goes_on(store: OpenStore, clock: ManualClock) -> None:
    replica = Replica(store.database, store.blobs, clock)
    waiting = replica.sendable(max_bytes=1_000_000, max_count=100)
    assert [each.op for each in waiting] == ["set", "create", "create", "create", "create"]
    session = Session(store.database, store.blobs, clock, Ids(clock))
    (refused,) = store.database.reader().execute("SELECT id FROM outbox WHERE state = 'attention'").fetchone()
    refused_work.send_again(session, refused)
    assert len(replica.sendable(max_bytes=1_000_000, max_count=100)) == len(waiting) + 2
    reader = store.database.reader()
    assert len(list_query.ids(reader, DossierFilter(text="informe"))) == 1
    assert len(replica.uploads_due(10)) == 0  # its version is not accepted yet
    replica.set_streams(("catalogue", *{each.stream for each in replica.cursors()}))
    assert replica.rights_stale() is False
