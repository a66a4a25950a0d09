# SPDX-License-Identifier: EUPL-1.2
"""Where a service keeps its things is said by settings, and what is wrong with them is told without a password."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from helpers.postgres import Server
from psycopg import sql
from sqlalchemy.engine import URL

from central.errors.keeping import DatabaseUnfit, DataMissing, SettingsUnsound
from central.folder import DATABASE_VARIABLE, DataFolder
from central.service import Service
from central.store import schema
from central.store.database import Database

ADDRESS = "postgresql://eset:s3cret@db.example/eset"


def written(root: Path, text: str, mode: int = 0o600) -> DataFolder:
    folder = DataFolder(root)
    folder.settings.write_text(text, encoding="utf-8")
    folder.settings.chmod(mode)
    return folder


def test_without_settings_the_database_is_a_file_in_the_folder(tmp_path: Path) -> None:
    assert DataFolder(tmp_path).place() == tmp_path / "central.db"
    assert DataFolder.of(tmp_path, {}).place() == tmp_path / "central.db"
    with pytest.raises(DataMissing):
        Service.open(DataFolder(tmp_path))


def test_the_environment_is_stronger_than_the_file(tmp_path: Path) -> None:
    written(tmp_path, 'database = "postgresql://a/b"\n')
    assert DataFolder.of(tmp_path, {}).place() == URL.create("postgresql", host="a", database="b")
    found = DataFolder.of(tmp_path, {DATABASE_VARIABLE: ADDRESS}).place()
    assert isinstance(found, URL)
    assert (found.host, found.password) == ("db.example", "s3cret")
    assert "s3cret" not in repr(DataFolder.of(tmp_path, {DATABASE_VARIABLE: ADDRESS}))


@pytest.mark.parametrize(
    ("text", "mode", "reason"),
    [
        (f'database = "{ADDRESS}"\n', 0o640, "others"),
        ("database = \n", 0o600, "read"),
        ('databse = "x"\n', 0o600, "databse"),
        ('database = "mysql://eset:s3cret@db/eset"\n', 0o600, "postgresql://"),
        ('database = "s3cret"\n', 0o600, "malformed"),
    ],
)
def test_settings_that_cannot_be_used_are_refused_without_showing_the_password(
    tmp_path: Path, text: str, mode: int, reason: str
) -> None:
    with pytest.raises(SettingsUnsound, match=reason) as refused:
        written(tmp_path, text, mode).place()
    assert "s3cret" not in str(refused.value)


@pytest.fixture
def latin_database(postgres_server: Server) -> Iterator[str]:
    name = f"eset_latin_{os.getpid()}"
    with postgres_server.connect() as connection:
        statement = "CREATE DATABASE {} TEMPLATE template0 ENCODING 'LATIN1' LOCALE 'C'"
        connection.execute(sql.SQL(statement).format(sql.Identifier(name)))
    yield postgres_server.address(name)
    postgres_server.drop(name)


def test_a_database_that_cannot_keep_every_text_is_refused(tmp_path: Path, latin_database: str) -> None:
    place = DataFolder(tmp_path, latin_database).place()
    database = Database.open(place)
    with pytest.raises(DatabaseUnfit):
        schema.upgrade(database)
    database.close()
