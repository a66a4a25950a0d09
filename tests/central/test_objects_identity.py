# SPDX-License-Identifier: EUPL-1.2
"""No process serves with an object store that is not its database's."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from helpers.s3_servers import moto_server, rclone_server
from helpers.town import Town, build, counted_bytes
from helpers.uploading import announced, sent
from sqlalchemy import text

from central import objects_identity, server
from central.backup import back_up, manifest_of
from central.errors.stored import BucketMissing, StoreForeign
from central.objects_folder import FolderObjects
from central.objects_s3 import S3Objects
from central.objects_settings import S3Settings
from central.objects_store import ObjectMissing


def new_store(root: Path) -> FolderObjects:
    root.mkdir()
    return FolderObjects(root)


def test_the_first_store_stays_the_databases(town: Town, tmp_path: Path) -> None:
    database, mine = town.service.database, town.service.objects
    objects_identity.check(database, mine)
    objects_identity.adopt(database, mine, counted_bytes(1))
    objects_identity.adopt(database, mine, counted_bytes(2))
    objects_identity.check(database, mine)
    other = new_store(tmp_path / "other")
    with pytest.raises(StoreForeign):
        objects_identity.check(database, other)
    with pytest.raises(StoreForeign):
        objects_identity.adopt(database, other, counted_bytes(3))
    assert list(other.names("blobs/")) == []
    other.put(objects_identity.NAME, b"of another service\n")
    with pytest.raises(StoreForeign):
        objects_identity.check(database, other)


def test_bytes_that_were_copied_elsewhere_are_the_databases(town: Town, tmp_path: Path) -> None:
    objects_identity.adopt(town.service.database, town.service.objects, counted_bytes(1))
    moved = new_store(tmp_path / "moved")
    for name in town.service.objects.names("blobs/"):
        moved.write(name, town.service.objects.read(name))
    objects_identity.check(town.service.database, moved)


def test_a_process_with_another_store_does_not_serve(town: Town, tmp_path: Path) -> None:
    objects_identity.adopt(town.service.database, new_store(tmp_path / "elsewhere"), counted_bytes(1))
    with pytest.raises(StoreForeign):
        server.serve(town.service.folder, server.Address())


@pytest.mark.on_folder
def test_a_backup_copies_from_no_other_store(town: Town, tmp_path: Path) -> None:
    announced(town.clerk, b"%PDF-1.7")
    assert sent(town.clerk, b"%PDF-1.7").state == "done"
    objects_identity.adopt(town.service.database, town.service.objects, counted_bytes(1))
    first = back_up(town.service.folder, tmp_path / "backup", town.clock)
    assert (first.blobs, first.lost) == (1, ())
    away = town.service.folder.blobs.rename(tmp_path / "away")  # a disk that was not mounted
    with pytest.raises(StoreForeign):
        back_up(town.service.folder, tmp_path / "backup", town.clock)
    with pytest.raises(StoreForeign):
        back_up(town.service.folder, tmp_path / "new", town.clock)
    assert not (tmp_path / "new").exists()
    assert manifest_of(tmp_path / "backup") == first
    away.rename(town.service.folder.blobs)
    assert back_up(town.service.folder, tmp_path / "backup", town.clock).lost == ()


def test_a_database_that_knows_of_no_store_is_backed_up(sqlite_town: Town, tmp_path: Path) -> None:
    with sqlite_town.service.database.write() as connection:
        connection.execute(text("DROP TABLE object_store"))  # as an older program left it
    assert back_up(sqlite_town.service.folder, tmp_path / "backup", sqlite_town.clock).lost == ()


@pytest.fixture(params=["moto", "rclone"])
def no_bucket(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[S3Settings]:
    """Give settings that name a bucket that is not there."""
    made = moto_server() if request.param == "moto" else rclone_server(tmp_path / "rclone")
    with made as settings:
        if settings is None:
            pytest.skip(f"{request.param} is not installed or does not start")
        yield replace(settings, bucket="nothing")


def test_a_bucket_that_is_not_there_is_no_missing_object(no_bucket: S3Settings) -> None:
    store = S3Objects(no_bucket, retries=0)
    for work in (
        lambda: store.put("blobs/a", b"x"),
        lambda: store.read("blobs/a"),
        lambda: store.delete(["blobs/a"]),
        lambda: list(store.names("blobs/")),
    ):
        with pytest.raises(BucketMissing):
            work()
    with pytest.raises(ObjectMissing):
        S3Objects(replace(no_bucket, bucket="prova"), retries=0).read("blobs/a")


@pytest.fixture
def sqlite_town(tmp_path: Path) -> Iterator[Town]:
    built = build(tmp_path / "plain")
    yield built
    built.service.close()


def test_a_process_without_its_bucket_does_not_serve(no_bucket: S3Settings, sqlite_town: Town) -> None:
    with pytest.raises(BucketMissing):
        server.serve(replace(sqlite_town.service.folder, s3=no_bucket), server.Address())
