# SPDX-License-Identifier: EUPL-1.2
"""Backup, restore, and finding what was tampered with."""

import hashlib
import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from helpers.postgres import Server
from helpers.town import Desk, Town, counted_bytes, enrolled
from helpers.uploading import sent

from central import admin, backup, restoring
from central.backup import MANIFEST, back_up
from central.errors.devices import CodeRefused, DeviceRevoked
from central.errors.keeping import BackupUnsound, DatabaseNotEmpty, DataMissing, FolderNotEmpty
from central.errors.streams import EpochChanged
from central.feed import Question
from central.folder import DataFolder
from central.restoring import restore
from central.revocations import Noted, note, noted
from central.service import Service
from central.store.dialect import is_sqlite
from central.verify import Finding, verify
from sync.protocol import EnrolRequest

BYTES = b"%PDF-1.7 a document of the town"
SHA = hashlib.sha256(BYTES).hexdigest()


def upload(desk: Desk, data: bytes, document: str) -> str:
    sha256 = hashlib.sha256(data).hexdigest()
    version = desk.done(desk.version(document, sha256, len(data)))
    assert sent(desk, data).state == "done"
    return version


@pytest.fixture
def folder(town: Town) -> DataFolder:
    """Fill the town with a dossier, a document and its bytes; gives its folder."""
    dossier = town.clerk.done(town.clerk.dossier())
    document = town.clerk.done(town.clerk.document(dossier))
    upload(town.clerk, BYTES, document)
    town.clerk.push(town.clerk.set("dossier", dossier, title=("x", "y")))
    return town.service.folder


Home = Callable[[str], DataFolder]


@pytest.fixture
def home(tmp_path: Path, postgres: Server | None) -> Iterator[Home]:
    """Give a function that returns a new folder for a service, with an empty database where it is on PostgreSQL."""
    made: list[str] = []

    def new(name: str) -> DataFolder:
        if postgres:
            (tmp_path / name).mkdir(mode=0o700)
            made.append(postgres.put_into(tmp_path / name))
        return DataFolder(tmp_path / name)

    yield new
    for each in made:
        if postgres:
            postgres.drop(each)


def database_of(backup: Path) -> Path:
    """Return the one database of a backup."""
    (found,) = backup.glob("*.db")
    return found


def path_of(folder: DataFolder, sha256: str) -> Path:
    return folder.blobs / sha256[:2] / sha256[2:4] / sha256


def findings(town: Town) -> list[Finding]:
    return list(verify(town.service))


@pytest.mark.on_folder
def test_a_backup_becomes_a_service_with_new_epochs(
    home: Home, town: Town, folder: DataFolder, tmp_path: Path
) -> None:
    before = town.clerk.page()
    assert before is not None
    manifest = back_up(folder, tmp_path / "backup", town.clock)
    assert manifest.blobs == 1
    later = town.clerk.done(town.clerk.dossier("Després de la còpia"))

    restored = home("restored")
    assert restore(tmp_path / "backup", restored, counted_bytes(9)).manifest == manifest
    service = Service.open(restored, town.clock)
    desk = Desk(service, town.clerk.answer, town.ids, n=town.clerk.n)
    page = desk.page()
    assert page is not None
    assert page.epoch != before.epoch
    assert (page.rows, page.head, page.digest) == (before.rows, before.head, before.digest)
    assert {result.epoch for result in page.results} == {page.epoch}
    with pytest.raises(EpochChanged):
        desk.page(question=Question(before.epoch, before.head))
    assert path_of(restored, SHA).read_bytes() == BYTES
    assert later not in {row.id for row in page.rows}
    assert desk.done(desk.dossier())
    assert list(verify(service)) == []
    service.close()


def test_what_was_sent_after_the_backup_is_taken_again(
    home: Home, town: Town, folder: DataFolder, tmp_path: Path
) -> None:
    back_up(folder, tmp_path / "backup", town.clock)
    lost = town.clerk.dossier("Després de la còpia")
    first = town.clerk.push(lost)
    restored = home("restored")
    restore(tmp_path / "backup", restored, counted_bytes(9))
    service = Service.open(restored, town.clock)
    again = service.push(service.caller(town.clerk.token), [lost]).results
    assert [each.status for each in again] == [each.status for each in first]
    assert again[0].epoch != first[0].epoch
    service.close()


@pytest.mark.on_folder
def test_a_second_backup_copies_what_is_new(
    home: Home, town: Town, folder: DataFolder, tmp_path: Path
) -> None:
    target = tmp_path / "backup"
    back_up(folder, target, town.clock)
    kept = DataFolder(target).blobs / SHA[:2] / SHA[2:4] / SHA
    written = kept.stat().st_mtime_ns
    document = town.clerk.done(town.clerk.document(town.clerk.done(town.clerk.dossier())))
    upload(town.clerk, b"another", document)
    assert back_up(folder, target, town.clock).blobs == 2
    assert kept.stat().st_mtime_ns == written
    restore(target, home("restored"), counted_bytes(9))


@pytest.mark.parametrize("killed_at", ["replace", "fsync_folder", "write_atomically"])
def test_a_backup_that_is_killed_leaves_the_earlier_one_good(  # noqa: PLR0917 - pytest gives them by name
    home: Home,
    town: Town,
    folder: DataFolder,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    killed_at: str,
) -> None:
    target = tmp_path / "backup"
    first = back_up(folder, target, town.clock)
    later = town.clerk.done(town.clerk.dossier("Després de la còpia"))
    with monkeypatch.context() as patch:
        patch.setattr(backup, killed_at, killed)
        with pytest.raises(KeyboardInterrupt):
            back_up(folder, target, town.clock)
    assert restore(target, home("restored"), counted_bytes(9)).manifest == first
    second = back_up(folder, target, town.clock)
    assert database_of(target).stem == second.database_sha256
    restored = home("again")
    restore(target, restored, counted_bytes(9))
    service = Service.open(restored, town.clock)
    assert Desk(service, town.clerk.answer, town.ids).object(later)
    service.close()


def killed(*_: object) -> None:
    raise KeyboardInterrupt


def test_a_backup_of_the_first_format_is_restored(
    home: Home, town: Town, folder: DataFolder, tmp_path: Path
) -> None:
    source = tmp_path / "backup"
    manifest = back_up(folder, source, town.clock)
    database_of(source).rename(source / "central.db")
    text = (source / MANIFEST).read_text()
    (source / MANIFEST).write_text(text.replace('"format": 2', '"format": 1'))
    assert restore(source, home("restored"), counted_bytes(9)).manifest.blobs == manifest.blobs


def restored_town(
    town: Town, folder: DataFolder, target: DataFolder, tmp_path: Path, *, with_file: bool
) -> Service:
    """Restore the town's backup, with the file of revocations beside it or without."""
    target.root.mkdir(exist_ok=True)
    if with_file:
        target.revocations.write_bytes(folder.revocations.read_bytes())
    restore(tmp_path / "backup", target, counted_bytes(9))
    return Service.open(target, town.clock, counted_bytes(8))


@pytest.mark.parametrize("with_file", [True, False])
def test_what_was_revoked_after_a_backup_is_revoked_again(
    home: Home, town: Town, folder: DataFolder, tmp_path: Path, *, with_file: bool
) -> None:
    """Also the old identity of a computer that was renewed and then revoked, which the backup knows as active."""
    lasting = town.enrolled(town.clerk.answer.person)
    back_up(folder, tmp_path / "backup", town.clock)
    renewed = town.service.renew(town.clerk.caller)
    admin.revoke_device(town.service, renewed.device)
    service = restored_town(town, folder, home("restored"), tmp_path, with_file=with_file)
    if with_file:
        with pytest.raises(DeviceRevoked):
            service.caller(town.clerk.token)
    else:
        assert service.caller(town.clerk.token).device == town.clerk.answer.device
    assert service.caller(lasting.token).device == lasting.answer.device
    service.close()


def test_a_file_of_revocations_says_whether_it_reads_whole(tmp_path: Path) -> None:
    at = datetime(2026, 11, 21, 9, tzinfo=UTC)
    assert noted(tmp_path / "none") == Noted()
    (tmp_path / "empty").touch()
    assert noted(tmp_path / "empty") == Noted()
    note(tmp_path / "file", ["a", "b"], at)
    note(tmp_path / "file", ["c"], at)
    assert noted(tmp_path / "file") == Noted((("a", at), ("b", at), ("c", at)), whole=True)
    with (tmp_path / "file").open("a") as file:
        file.write("d\t2026-1")
    note(tmp_path / "file", ["e"], at)
    found = noted(tmp_path / "file")
    assert ([device for device, _ in found.devices], found.whole) == (["a", "b", "c", "e"], False)
    (tmp_path / "file").write_bytes(b"\0" * 40)
    assert noted(tmp_path / "file") == Noted()
    (tmp_path / "file").write_bytes(b"\xff\t2026-11-21T09:00:00Z\n")
    assert noted(tmp_path / "file") == Noted()


def test_an_enrolment_code_that_may_have_been_used_since_the_backup_is_dropped(
    home: Home, town: Town, folder: DataFolder, tmp_path: Path
) -> None:
    code, _ = admin.enrolment_code(town.service, town.clerk.answer.person, timedelta(hours=24))
    back_up(folder, tmp_path / "backup", town.clock)
    town.service.enrol(EnrolRequest(code, "taulell", "0.1.0"))
    service = restored_town(town, folder, home("restored"), tmp_path, with_file=False)
    with pytest.raises(CodeRefused):
        service.enrol(EnrolRequest(code, "taulell", "0.1.0"))
    service.close()


def test_a_device_code_is_not_given_again_by_a_restored_service(
    home: Home, town: Town, folder: DataFolder, tmp_path: Path
) -> None:
    back_up(folder, tmp_path / "backup", town.clock)
    lost = {town.enrolled(town.clerk.answer.person).answer.device_code for _ in range(3)}
    service = restored_town(town, folder, home("restored"), tmp_path, with_file=False)
    codes = [enrolled(service, town.clerk.answer.person).answer.device_code for _ in range(3)]
    assert lost.isdisjoint(codes)
    assert all(code[:2] in lost for code in codes)
    assert {len(code) for code in codes} == {5}
    service.close()


def test_a_backup_never_overwrites_something_else(town: Town, folder: DataFolder, tmp_path: Path) -> None:
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "thesis.odt").write_bytes(b"x")
    with pytest.raises(FolderNotEmpty):
        back_up(folder, tmp_path / "full", town.clock)
    back_up(folder, tmp_path / "backup", town.clock)
    with pytest.raises(FolderNotEmpty):
        restore(tmp_path / "backup", DataFolder(tmp_path / "full"), counted_bytes())
    with pytest.raises(DataMissing):
        back_up(DataFolder(tmp_path / "nothing"), tmp_path / "other", town.clock)


@pytest.mark.on_folder
@pytest.mark.parametrize("harm", ["manifest", "database", "no database", "no manifest", "format"])
def test_a_backup_that_was_changed_is_refused(
    home: Home, town: Town, folder: DataFolder, tmp_path: Path, harm: str
) -> None:
    source = tmp_path / "backup"
    back_up(folder, source, town.clock)
    if harm == "manifest":
        (source / MANIFEST).write_text("{")
    elif harm == "no manifest":
        (source / MANIFEST).unlink()
    elif harm == "format":
        text = (source / MANIFEST).read_text()
        (source / MANIFEST).write_text(text.replace('"format": 2', '"format": 3'))
    elif harm == "database":
        with database_of(source).open("ab") as file:
            file.write(b"x")
    else:
        database_of(source).unlink()
    with pytest.raises(BackupUnsound):
        restore(source, home("restored"), counted_bytes())
    assert not DataFolder(tmp_path / "restored").database.exists()


def harm_bytes(path: Path, harm: str) -> None:
    """Let a file be as a bad disk leaves it: other bytes, none, or nothing that can be read."""
    path.unlink()
    if harm == "changed":
        path.write_bytes(b"x" * len(BYTES))
    elif harm == "unreadable":
        path.mkdir()


@pytest.mark.on_folder
@pytest.mark.parametrize("harm", ["changed", "gone", "unreadable"])
def test_a_lost_document_ends_no_backup_and_no_restore(
    home: Home, town: Town, folder: DataFolder, tmp_path: Path, harm: str
) -> None:
    other = town.clerk.done(town.clerk.document(town.clerk.done(town.clerk.dossier())))
    upload(town.clerk, b"another", other)
    harm_bytes(path_of(folder, SHA), harm)
    manifest = back_up(folder, tmp_path / "backup", town.clock)
    assert (manifest.blobs, manifest.lost, manifest.lacking) == (1, (SHA,), (SHA,))
    restored = home("restored")
    assert restore(tmp_path / "backup", restored, counted_bytes(9)).lacking == (SHA,)
    service = Service.open(restored, town.clock)
    assert {each.what for each in verify(service)} == {
        "bytes are missing or damaged",
        "document lacks its bytes",
    }
    service.close()


@pytest.mark.on_folder
@pytest.mark.parametrize("harm", ["changed", "gone", "unreadable"])
def test_a_backup_that_lost_bytes_is_restored_and_names_them(
    home: Home, town: Town, folder: DataFolder, tmp_path: Path, harm: str
) -> None:
    assert back_up(folder, tmp_path / "backup", town.clock).lost == ()
    harm_bytes(path_of(DataFolder(tmp_path / "backup"), SHA), harm)
    assert restore(tmp_path / "backup", home("restored"), counted_bytes(9)).lacking == (SHA,)


@pytest.mark.on_folder
def test_what_an_earlier_backup_has_is_kept_when_the_service_loses_it(
    home: Home, town: Town, folder: DataFolder, tmp_path: Path
) -> None:
    back_up(folder, tmp_path / "backup", town.clock)
    path_of(folder, SHA).unlink()
    manifest = back_up(folder, tmp_path / "backup", town.clock)
    assert (manifest.blobs, manifest.lost, manifest.lacking) == (1, (SHA,), ())
    restored = home("restored")
    assert restore(tmp_path / "backup", restored, counted_bytes(9)).lacking == ()
    assert path_of(restored, SHA).read_bytes() == BYTES


@pytest.mark.on_folder
@pytest.mark.parametrize("killed_at", ["copy_bytes", "settle", "replace", "write_atomically"])
def test_a_first_backup_that_is_killed_goes_on_in_its_folder(  # noqa: PLR0917 - pytest gives them by name
    home: Home,
    town: Town,
    folder: DataFolder,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    killed_at: str,
) -> None:
    target = tmp_path / "backup"
    with monkeypatch.context() as patch:
        patch.setattr(backup, killed_at, killed)
        with pytest.raises(KeyboardInterrupt):
            back_up(folder, target, town.clock)
    with pytest.raises(BackupUnsound):
        restore(target, home("early"), counted_bytes(9))
    back_up(folder, target, town.clock)
    assert {each.name for each in target.iterdir()} == {
        MANIFEST, "blobs", "uploads", database_of(target).name,
    }  # fmt: skip
    restore(target, home("restored"), counted_bytes(9))


@pytest.mark.on_folder
@pytest.mark.parametrize("killed_at", ["copy_bytes", "settle", "_begin_new_lives"])
def test_a_restore_that_is_killed_goes_on_in_its_folder(  # noqa: PLR0917 - pytest gives them by name
    home: Home,
    town: Town,
    folder: DataFolder,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    killed_at: str,
) -> None:
    back_up(folder, tmp_path / "backup", town.clock)
    target = home("restored")
    with monkeypatch.context() as patch:
        patch.setattr(restoring, killed_at, killed)
        with pytest.raises(KeyboardInterrupt):
            restore(tmp_path / "backup", target, counted_bytes(9))
    with pytest.raises(FolderNotEmpty):
        back_up(folder, target.root, town.clock)
    restore(tmp_path / "backup", target, counted_bytes(9))
    assert not (target.root / restoring.UNFINISHED).exists()
    service = Service.open(target, town.clock)
    assert list(verify(service)) == []
    service.close()
    with pytest.raises((FolderNotEmpty, DatabaseNotEmpty)):
        restore(tmp_path / "backup", target, counted_bytes(9))


@pytest.mark.usefixtures("folder")
def test_a_sound_service_verifies(town: Town) -> None:
    assert findings(town) == []


TAMPERED = {
    "UPDATE object SET fields = replace(fields, 'Llic', 'LLic') WHERE kind = 'dossier'": "not what its hash says",
    "DELETE FROM object WHERE kind = 'dossier'": "digest differs",
    "UPDATE audit SET entry = replace(entry, 'create', 'forged') WHERE seq = 7": "audit entry was changed",
    "DELETE FROM audit WHERE stream LIKE 'body:%' AND seq = 7": "audit trail has a gap",
    "UPDATE stream SET seq = seq + 1 WHERE body IS NOT NULL": "does not reach the stream's end",
    "UPDATE stream SET digest_sum = '1'": "digest differs",
    "UPDATE stream SET audit_head = 'x'": "does not reach the stream's end",
    "UPDATE book SET last = last + 1 WHERE name = 'dossier'": "number without a dossier",
    "DELETE FROM blob": "present without its bytes",
    "UPDATE object SET seq = 9999 WHERE kind = 'dossier'": "behind the stream's end",
    'UPDATE person SET profiles = \'["secretaria", "alcaldia"]\'': "rights differ",
    "DELETE FROM version_bytes": "reference to bytes differs",
    "UPDATE mutation SET seq = 9999": "result lies behind",
    "PRAGMA foreign_keys=OFF; DELETE FROM person": "refers to nothing",
}


def tamper(town: Town, statement: str) -> None:
    """Write into the database behind the service's back."""
    raw: Any = town.service.database.engine.raw_connection()
    if is_sqlite(town.service.database.engine):
        raw.executescript(statement)
    else:
        raw.cursor().execute(statement)
    raw.commit()
    raw.close()


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize("statement", TAMPERED)
def test_tampering_is_found(town: Town, statement: str) -> None:
    if statement.startswith("PRAGMA") and not is_sqlite(town.service.database.engine):
        pytest.skip("PostgreSQL itself sees to it that every row refers to something")
    tamper(town, statement)
    assert any(TAMPERED[statement] in str(each) for each in findings(town)), findings(town)


@pytest.mark.on_folder
@pytest.mark.parametrize("harm", ["changed", "cut", "gone"])
def test_lost_bytes_are_found(town: Town, folder: DataFolder, harm: str) -> None:
    path = path_of(folder, SHA)
    assert path.is_relative_to(folder.blobs)
    if harm == "gone":
        path.unlink()
    else:
        path.write_bytes(BYTES[:-1] + (b"x" if harm == "changed" else b""))
    (bytes_, document) = findings(town)
    assert bytes_ == Finding("bytes are missing or damaged", SHA)
    assert document.what == "document lacks its bytes"
    assert document.where.startswith("2026/00001 ")


@pytest.mark.on_folder
def test_a_service_moves_between_databases_by_a_backup(
    town: Town, folder: DataFolder, tmp_path: Path, postgres_server: Server
) -> None:
    """From SQLite to PostgreSQL and the other way round: a backup is the same on both."""
    before = town.clerk.page()
    back_up(folder, tmp_path / "backup", town.clock)
    target = DataFolder(tmp_path / "other")
    name = ""
    if is_sqlite(town.service.database.engine):
        target.root.mkdir(mode=0o700)
        name = postgres_server.put_into(target.root)
    restore(tmp_path / "backup", target, counted_bytes(9))
    service = Service.open(target, town.clock, counted_bytes(8))
    assert is_sqlite(service.database.engine) != is_sqlite(town.service.database.engine)
    after = Desk(service, town.clerk.answer, town.ids).page()
    assert before is not None
    assert after is not None
    assert (after.rows, after.head, after.digest) == (before.rows, before.head, before.digest)
    assert list(verify(service)) == []
    service.close()
    if name:
        postgres_server.drop(name)


def test_a_database_that_holds_something_is_not_written_over(
    town: Town, folder: DataFolder, tmp_path: Path, postgres_server: Server
) -> None:
    back_up(folder, tmp_path / "backup", town.clock)
    target = DataFolder(tmp_path / "other")
    target.root.mkdir(mode=0o700)
    name = postgres_server.put_into(target.root)
    restore(tmp_path / "backup", target, counted_bytes(9))
    again = DataFolder(tmp_path / "again")
    again.root.mkdir(mode=0o700)
    shutil.copy(target.settings, again.settings)
    with pytest.raises(DatabaseNotEmpty):
        restore(tmp_path / "backup", again, counted_bytes(9))
    assert list(again.root.iterdir()) == [again.settings]
    postgres_server.drop(name)
