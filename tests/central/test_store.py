# SPDX-License-Identifier: EUPL-1.2
"""The database: set-up of connections, schema, order of writing."""

import threading
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from helpers.postgres import Server
from helpers.town import Town
from sqlalchemy import select, text, update
from sqlalchemy.exc import IntegrityError

from central import admin
from central.errors.keeping import DataMissing, DataNewer
from central.folder import DataFolder
from central.push.batch import push
from central.service import Service
from central.store import objects, schema, streams, tables
from central.store.changes import ObjectChange
from central.store.database import Database
from central.store.dialect import PRAGMAS, SETTINGS, is_sqlite
from central.verify import verify
from eset_desktop.domain.mutations import ObjectState


@pytest.mark.parametrize("writes", [True, False])
def test_every_connection_is_set_up(town: Town, *, writes: bool) -> None:
    held, database = [], town.service.database
    sqlite = is_sqlite(database.engine)
    for _ in range(1 if writes else 5):
        manager = database.write() if writes else database.read()
        connection = manager.__enter__()
        held.append(manager)
        for name, value in PRAGMAS if sqlite else SETTINGS.items():
            told = connection.exec_driver_sql(f"{'PRAGMA' if sqlite else 'SHOW'} {name}").scalar_one()
            assert told == (value if sqlite else {"60s": "1min"}.get(str(value), value))
    for manager in held:
        manager.__exit__(None, None, None)


def test_an_error_of_the_database_tells_nothing_of_what_people_wrote(town: Town) -> None:
    twice = [{"body": town.body, "name": "B", "year": 2026, "last": 1}] * 2
    with pytest.raises(IntegrityError) as caught, town.service.database.write() as connection:
        connection.execute(tables.book.insert(), twice)
    assert "parameters hidden" in str(caught.value)


def test_a_reader_sees_one_moment(town: Town) -> None:
    with town.service.database.read() as connection:
        counting = select(tables.objects.c.id)
        before = len(connection.execute(counting).all())
        town.clerk.done(town.clerk.dossier())
        assert len(connection.execute(counting).all()) == before


def test_two_writers_never_lose_an_update(town: Town) -> None:
    """Lock and read, then write what was read plus one: on SQLite a late BEGIN would lose some or fail as locked."""
    book = tables.book.c
    key = (book.name == "device") & (book.body == town.body)

    def count() -> None:
        for _ in range(25):
            with town.service.database.write() as connection:
                last = connection.execute(select(book.last).where(key).with_for_update()).scalar_one()
                connection.execute(update(tables.book).where(key).values(last=last + 1))

    threads = [threading.Thread(target=count) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with town.service.database.read() as connection:
        assert connection.execute(select(book.last).where(key)).scalar_one() == 102


def test_a_failed_transaction_gives_its_positions_back(town: Town) -> None:
    head = town.clerk.all().head
    change = ObjectChange(None, ObjectState("unit", town.ids.uuid7(), {"code": "X"}), "create", "", "")

    def fail() -> None:
        with town.service.database.write() as connection:
            streams.append(connection, town.clerk.stream, [change], "")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    town.clerk.done(town.clerk.dossier())
    page = town.clerk.page()
    assert page is not None
    assert page.head == head + 1


def test_the_migrations_make_exactly_the_tables(town: Town) -> None:
    with town.service.database.read() as connection:
        assert compare_metadata(MigrationContext.configure(connection), tables.metadata) == []


def test_migrating_twice_changes_nothing(tmp_path: Path) -> None:
    folder = DataFolder(tmp_path / "new")
    folder.prepare()
    database = Database.open(folder.database)
    assert schema.upgrade(database)
    assert not schema.upgrade(database)
    with database.write() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(DataNewer):
        schema.upgrade(database)
    database.close()


def test_what_an_earlier_schema_held_has_its_place_in_the_digest(
    tmp_path: Path, postgres: Server | None
) -> None:
    folder = DataFolder(tmp_path / "old")
    folder.prepare()
    name = postgres.put_into(folder.root) if postgres else ""
    database = Database.open(folder.place())
    with database.write() as connection:
        command.upgrade(schema._config(connection), "0003")
        connection.execute(text("INSERT INTO stream VALUES ('s', NULL, 'e', 2, 2, '0', '')"))
        for seq, key in enumerate(("one", "two"), 1):
            row = {"key": key, "seq": seq, "hash": b"\0"}
            connection.execute(
                text(
                    "INSERT INTO object (stream, id, kind, rev, seq, deleted, fields, hash, by, at, device, mutation,"
                    " created_by, created_at) VALUES ('s', :key, 'unit', 1, :seq, false, '{}', :hash, '', '', '', '', '', '')"
                ),
                row,
            )
        job = "INSERT INTO job VALUES ('j', 'try', 'a', '{}', '2026', 1, '2999', '', '2026')"
        connection.execute(text(job))
    assert schema.upgrade(database)
    with database.read() as connection:
        rows = connection.execute(select(tables.objects.c.id, tables.objects.c.digest_key))
        found = {row.id: row.digest_key for row in rows}
        assert found == {key: objects.digest_key(key) for key in ("one", "two")}
        assert connection.execute(select(tables.job.c.claimed_until, tables.job.c.claim)).one() == (
            None,
            None,
        )
    database.close()
    if postgres:
        postgres.drop(name)


def test_loading_the_catalogue_again_changes_nothing(town: Town) -> None:
    page = town.clerk.page("catalogue")
    assert admin.load_catalogue(town.service) == 0
    assert town.clerk.page("catalogue") == page
    assert page is not None
    assert {row.kind for row in page.rows} == {"class", "procedure", "document_type"}


def test_a_changed_catalogue_object_is_put_right_again(town: Town) -> None:
    with town.service.database.write() as connection:
        first = next(objects.all_of(connection, "catalogue"))
        changed = first.state.with_fields({"title_ca": "Un altre títol"})
        assert admin.publish(connection, "catalogue", [changed], "") == 1
    assert admin.load_catalogue(town.service) == 1
    with town.service.database.read() as connection:
        now = next(
            each for each in objects.all_of(connection, "catalogue") if each.state.id == first.state.id
        )
    assert (now.state, now.rev) == (first.state, 3)


def test_an_empty_folder_holds_no_service(tmp_path: Path) -> None:
    with pytest.raises(DataMissing):
        Service.open(DataFolder(tmp_path))


@pytest.mark.parametrize("threads", [8])
def test_numbers_and_positions_have_no_gaps_under_threads(town: Town, threads: int) -> None:
    """Refused and repeated mutations in between take no number."""
    desks = [town.enrolled(town.clerk.answer.person) for _ in range(threads)]

    def work(index: int) -> None:
        desk = desks[index]
        for step in range(12):
            created, bad = desk.dossier(f"{index}-{step}"), desk.dossier(title="")
            desk.push(bad, created)
            desk.push(created)

    running = [threading.Thread(target=work, args=(index,)) for index in range(threads)]
    for thread in running:
        thread.start()
    for thread in running:
        thread.join()
    page = town.clerk.page()
    assert page is not None
    numbers = sorted(str(row.fields["number"]) for row in page.rows if row.kind == "dossier")
    assert numbers == [f"2026/{serial:05d}" for serial in range(1, threads * 12 + 1)]
    assert list(verify(town.service)) == []


def test_two_copies_of_one_request_at_once_do_it_once(town: Town) -> None:
    created = [town.clerk.dossier() for _ in range(10)]
    answers: list[object] = []
    threads = [threading.Thread(target=lambda: answers.append(town.clerk.push(*created))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [answers[0]] * 4
    page = town.clerk.page()
    assert page is not None
    assert sum(row.kind == "dossier" for row in page.rows) == 10


def test_a_clash_with_another_transaction_is_tried_again(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    left = [1]

    def clashes(*args: Any, **options: Any) -> object:
        if left and left.pop():
            raise IntegrityError("", None, Exception())
        return push(*args, **options)

    monkeypatch.setattr("central.service.push", clashes)
    assert town.clerk.done(town.clerk.dossier())
