# SPDX-License-Identifier: EUPL-1.2
"""What SQLite says, told apart by its extended result codes."""

from pathlib import Path

import pytest

from eset_desktop import platform
from eset_desktop.store.errors import (
    DiskFailing,
    DiskFull,
    NotADatabase,
    ReadOnlyFolder,
    StoreBusy,
    StoreError,
    WrongKey,
)
from eset_desktop.store.failures import explained


class Said(Exception):
    """A database module's error with a code."""

    def __init__(self, name: str) -> None:
        super().__init__("some words")
        self.sqlite_errorname = name


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("SQLITE_NOTADB", WrongKey),
        ("SQLITE_CORRUPT_VTAB", NotADatabase),
        ("SQLITE_FULL", DiskFull),
        ("SQLITE_READONLY_DIRECTORY", ReadOnlyFolder),
        ("SQLITE_CANTOPEN", ReadOnlyFolder),
        ("SQLITE_IOERR_FSYNC", DiskFailing),
        ("SQLITE_BUSY_SNAPSHOT", StoreBusy),
    ],
)
def test_each_code_has_its_error(name: str, kind: type[StoreError], tmp_path: Path) -> None:
    assert type(explained(Said(name), tmp_path / "cache.db", encrypted=True)) is kind


def test_a_file_that_is_no_database_is_no_wrong_key_when_there_is_none(tmp_path: Path) -> None:
    assert isinstance(explained(Said("SQLITE_NOTADB"), tmp_path, encrypted=False), NotADatabase)


@pytest.mark.parametrize("name", ["SQLITE_IOERR_SHMSIZE", "SQLITE_CANTOPEN"])
def test_a_log_that_cannot_be_made_on_a_full_disk_is_that(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(platform, "free_bytes", lambda _path: 1000)
    assert isinstance(explained(Said(name), tmp_path / "cache.db", encrypted=True), DiskFull)


def test_anything_else_stays_what_it_is(tmp_path: Path) -> None:
    for error in (Said("SQLITE_CONSTRAINT"), ValueError("x")):
        assert explained(error, tmp_path, encrypted=True) is error
    assert isinstance(
        explained(Said("SQLITE_CANTOPEN"), tmp_path / "a" / "b", encrypted=True), ReadOnlyFolder
    )
