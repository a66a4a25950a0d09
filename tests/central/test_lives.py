# SPDX-License-Identifier: EUPL-1.2
"""Database and store set back by other means than our backup, to different moments: what is told, and what goes on."""

import hashlib
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from helpers.postgres import Server
from helpers.served import served
from helpers.town import NOW, Desk, Town, build, counted_bytes
from helpers.uploading import sent

from central import lives
from central.errors.devices import CodeRefused, DeviceRevoked
from central.errors.keeping import DataInUse
from central.errors.streams import EpochChanged
from central.feed import Question
from central.folder import DataFolder
from central.revocations import note
from central.service import Service
from central.verify import verify
from sync.protocol import EnrolRequest


@pytest.fixture
def town(tmp_path: Path, postgres_server: Server) -> Iterator[Town]:
    built = build(tmp_path / "central", postgres_server)
    yield built
    built.service.close()
    postgres_server.give_back(str(built.service.database.engine.url.database))


def upload(desk: Desk, document: str, data: bytes) -> str:
    """Announce a version and send its bytes; return their hash."""
    sha256 = hashlib.sha256(data).hexdigest()
    desk.done(desk.version(document, sha256, len(data)))
    assert sent(desk, data).state == "done"
    return sha256


def set_back(server: Server, root: Path, earlier: str) -> str:
    """Let the service of a folder use a copy of a database of an earlier moment, as after a restored dump."""
    return server.put_into(root, earlier)


@pytest.fixture
def moments(town: Town, postgres_server: Server, tmp_path: Path) -> Iterator[tuple[str, Path, str, str]]:
    """Give copies of database and bytes taken between two documents, and the hashes of both documents."""
    document = town.clerk.done(town.clerk.document(town.clerk.done(town.clerk.dossier())))
    first = upload(town.clerk, document, b"%PDF-1.7 the first")
    town.service.close()
    earlier = postgres_server.create(str(town.service.database.engine.url.database))
    shutil.copytree(tmp_path / "central" / "blobs", tmp_path / "earlier-blobs")
    second = upload(town.clerk, document, b"%PDF-1.7 the second")
    town.service.close()
    yield earlier, tmp_path / "earlier-blobs", first, second
    postgres_server.drop(earlier)


@pytest.mark.on_folder
def test_a_store_newer_than_the_database_lacks_nothing(
    town: Town, postgres_server: Server, tmp_path: Path, moments: tuple[str, Path, str, str]
) -> None:
    """The order of a backup: the database first, then the store."""
    earlier, _, first, second = moments
    lost = town.clerk.page()
    assert lost is not None
    town.service.close()
    root = tmp_path / "central"
    name = set_back(postgres_server, root, earlier)
    lives.begin_here(DataFolder(root), town.clock.now(), counted_bytes(5))
    service = Service.open(DataFolder(root), town.clock, counted_bytes(6))
    desk = Desk(service, town.clerk.answer, town.ids, n=town.clerk.n)
    assert list(verify(service)) == []
    with pytest.raises(EpochChanged):
        desk.page(question=Question(lost.epoch, lost.head))
    # The client sends its version again and is told that the body lacks the bytes; they are sent, and are there at once.
    version = next(row for row in lost.rows if row.fields.get("sha256") == second)
    document = str(version.fields["document"])
    assert upload(desk, document, b"%PDF-1.7 the second") == second
    assert service.blob_size(desk.caller, first) == len(b"%PDF-1.7 the first")
    assert list(verify(service)) == []
    service.close()
    postgres_server.drop(name)


@pytest.mark.on_folder
def test_a_store_older_than_the_database_lacks_what_verify_names(
    town: Town, tmp_path: Path, moments: tuple[str, Path, str, str]
) -> None:
    _, blobs, _, second = moments
    root = tmp_path / "central"
    shutil.rmtree(root / "blobs")
    shutil.copytree(blobs, root / "blobs")
    findings = [str(each) for each in verify(town.service)]
    (bytes_, document) = findings
    assert bytes_ == f"bytes are missing or damaged: {second}"
    assert document.startswith("document lacks its bytes: 2026/00001 ")


def test_a_service_that_is_served_keeps_its_lives(town: Town, tmp_path: Path) -> None:
    with served(town.service):
        heard_first(town)
        with pytest.raises(DataInUse):
            lives.begin_here(DataFolder(tmp_path / "central"), town.clock.now(), counted_bytes(5))


def heard_first(town: Town) -> None:
    """Return once the serving thread listens."""
    while True:
        with town.service.database.read() as connection:
            found = connection.exec_driver_sql(
                "SELECT count(*) FROM pg_stat_activity"
                " WHERE application_name = 'eset-central hints' AND datname = current_database()"
            )
            if found.scalar_one():
                return


def test_what_the_earlier_moment_would_give_out_again_is_taken_back(town: Town, tmp_path: Path) -> None:
    folder = DataFolder(tmp_path / "central")
    note(folder.revocations, [town.clerk.answer.device], town.clock.now())
    with town.service.database.write() as connection:
        town.service.jobs.enqueue(connection, "compose", "x", {})
    town.service.close()
    lives.begin_here(folder, NOW, counted_bytes(5))
    with pytest.raises(DeviceRevoked):
        town.service.caller(town.clerk.token)
    with pytest.raises(CodeRefused):
        town.service.enrol(EnrolRequest("AAAA-AAAA-AAAA", "x", "x"))
    assert town.service.jobs.run_due() == 0
