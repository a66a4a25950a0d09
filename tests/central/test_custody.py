# SPDX-License-Identifier: EUPL-1.2
"""What the service says that it has, it has; and a version has bytes when its author has."""

import hashlib
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path

import pytest
from helpers.logs import ExpectedLogs
from helpers.served import Client
from helpers.town import NOW, Desk, Town
from helpers.uploading import announced, part, sent, wanted
from sqlalchemy import Connection

from central import custody, lives, objects_folder, objects_identity
from central.blob_batches import receive
from central.blobs import BlobFolder, Blobs
from central.errors.requests import NotFound
from central.errors.stored import BlobLost, StoreAway
from central.errors.uploads import UploadParts
from central.present import publish
from central.service import Service
from central.store import holdings
from central.verify import verify
from eset_desktop.clock import iso
from eset_desktop.domain.commands import fingerprint
from eset_desktop.domain.mutations import Mutation

BYTES = b"%PDF-1.7 kept here"
SHA = hashlib.sha256(BYTES).hexdigest()


@pytest.fixture
def postgres() -> None:
    """On SQLite; what PostgreSQL does otherwise is tested with the stores and the gates."""


def batched(desk: Desk) -> str:
    (status,) = receive(desk.service.composer, desk.caller, [(SHA, BYTES)])
    return status.status


def file_of(town: Town, sha256: str = SHA) -> Path:
    return town.service.folder.root / "blobs" / sha256[:2] / sha256[2:4] / sha256


def restricted(town: Town, dossier: str) -> Mutation:
    fields = {"scope_kind": "dossier", "scope": dossier, "reason": "art. 15 LTAIBG"}
    made = town.secretary.mutation("create", "restriction", town.ids.uuid7(), fields=fields)
    town.secretary.done(made)
    return made


@pytest.fixture
def losses(expected_logs: ExpectedLogs) -> None:
    expected_logs.allow("blob.lost")


@pytest.mark.on_folder
@pytest.mark.usefixtures("losses")
@pytest.mark.parametrize("way", ["batch", "upload"])
def test_lost_bytes_are_taken_again_and_their_version_is_told(town: Town, way: str) -> None:
    version = announced(town.clerk, BYTES)
    assert batched(town.clerk) == "stored"
    assert batched(town.clerk) == "exists"
    file_of(town).unlink()
    if way == "batch":
        assert batched(town.clerk) == "stored"
    else:
        session = town.service.uploads.begin(town.clerk.caller, wanted(BYTES))
        assert session.state == "open"
        assert town.clerk.object(version)["present"] is False
        assert sent(town.clerk, BYTES).state == "done"
    assert town.clerk.object(version)["present"] is True
    assert list(verify(town.service)) == []


@pytest.mark.on_folder
@pytest.mark.usefixtures("losses")
def test_bytes_that_come_while_they_are_looked_for_stay(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    version = announced(town.clerk, BYTES)
    batched(town.clerk)
    file_of(town).unlink()
    composer, size, asked = town.service.composer, Blobs.size, 0

    def asked_and_sent(blobs: Blobs, sha256: str) -> int | None:
        """Answer, and let a colleague's upload that was under way end right after."""
        nonlocal asked
        found, asked = size(blobs, sha256), asked + 1
        if asked == 2:
            town.clock.current += timedelta(seconds=1)
            blobs.put(BYTES)
            with town.service.database.write() as connection:
                publish(connection, town.body, {SHA: len(BYTES)}, iso(town.clock.now()), None)
        return found

    monkeypatch.setattr(Blobs, "size", asked_and_sent)
    assert custody.lose(composer, {SHA: len(BYTES)}) == {SHA}
    assert asked == 2  # not again inside the body's gate, where everybody else would wait for the store
    assert town.clerk.object(version)["present"] is True
    assert batched(town.clerk) == "exists"


@pytest.mark.on_folder
@pytest.mark.usefixtures("losses")
def test_cut_bytes_are_lost_bytes(town: Town) -> None:
    announced(town.clerk, BYTES)
    batched(town.clerk)
    file_of(town).write_bytes(BYTES[:-1])
    assert batched(town.clerk) == "stored"
    assert town.service.blobs.is_sound(SHA)


@pytest.mark.on_folder
@pytest.mark.usefixtures("losses")
def test_who_asks_for_lost_bytes_lets_their_holder_know(town: Town, clerk: Client) -> None:
    version = announced(town.clerk, BYTES)
    batched(town.clerk)
    file_of(town).unlink()
    answer = clerk("GET", f"/v1/blobs/{SHA}")
    assert (answer.status_code, answer.json()["code"]) == (500, BlobLost.code)
    assert town.clerk.object(version)["present"] is False
    assert clerk("GET", f"/v1/blobs/{SHA}").status_code == 404


@pytest.mark.on_folder
@pytest.mark.usefixtures("losses")
def test_anybody_who_reads_a_version_brings_its_lost_bytes_back(town: Town) -> None:
    version = announced(town.clerk, BYTES)
    batched(town.clerk)
    file_of(town).unlink()
    assert batched(town.desk(town.body, "administracio")) == "stored"
    assert town.clerk.object(version)["present"] is True


@pytest.mark.on_folder
@pytest.mark.usefixtures("losses")
def test_an_upload_that_ended_is_begun_anew_when_its_bytes_are_lost(town: Town) -> None:
    announced(town.clerk, BYTES)
    halves = (part(town.clerk, BYTES, 0, 7), part(town.clerk, BYTES, 7, len(BYTES)))
    joined = town.service.uploads.join(town.clerk.caller, halves)
    assert joined.state == "done"
    file_of(town).unlink()
    with pytest.raises(NotFound):
        town.service.uploads.state(town.clerk.caller, joined.id)
    with pytest.raises(UploadParts):
        town.service.uploads.join(town.clerk.caller, halves)


@pytest.mark.on_folder
@pytest.mark.usefixtures("losses")
def test_lost_bytes_that_somebody_puts_back_are_found(town: Town) -> None:
    version = announced(town.clerk, BYTES)
    batched(town.clerk)
    file_of(town).unlink()
    with pytest.raises(BlobLost):
        town.service.blob(SHA, len(BYTES), 0, 1)
    custody.find_again(town.service.composer)
    assert town.clerk.object(version)["present"] is False
    file_of(town).parent.mkdir(parents=True, exist_ok=True)
    file_of(town).write_bytes(BYTES)
    town.service.jobs.begin()
    town.service.jobs.run_due()
    assert town.clerk.object(version)["present"] is True
    assert list(verify(town.service)) == []


@pytest.mark.on_folder
def test_a_place_that_was_unmounted_has_lost_nothing(town: Town) -> None:
    service = town.service
    objects_identity.adopt(service.database, service.objects, service.ids.random)
    version = announced(town.clerk, BYTES)
    batched(town.clerk)
    place = service.folder.root / "blobs"
    away = place.rename(place.with_name("away"))
    with pytest.raises(StoreAway):
        batched(town.clerk)
    with pytest.raises(StoreAway):
        service.blob(SHA, len(BYTES), 0, 1)
    assert town.clerk.object(version)["present"] is True
    away.rename(place)
    assert batched(town.clerk) == "exists"


@pytest.mark.on_folder
def test_a_service_that_was_set_back_tells_what_its_store_lacks(town: Town) -> None:
    gone, here = announced(town.clerk, BYTES), announced(town.clerk, b"another")
    batched(town.clerk)
    sent(town.clerk, b"another")
    file_of(town).unlink()
    town.service.close()
    lives.begin_here(town.service.folder, NOW, town.ids.random)
    town.clerk.home = Service.open(town.service.folder, town.clock)
    assert town.clerk.object(gone)["present"] is False
    assert town.clerk.object(here)["present"] is True
    assert batched(town.clerk) == "stored"
    town.clerk.service.close()


def test_damage_of_the_same_size_is_written_over(town: Town) -> None:
    announced(town.clerk, BYTES)
    file_of(town).parent.mkdir(parents=True)
    file_of(town).write_bytes(bytes(len(BYTES)))
    assert batched(town.clerk) == "stored"
    assert town.service.blobs.is_sound(SHA)


class Killed(BaseException):
    """The process died."""


@pytest.mark.on_folder
def test_a_retry_after_a_kill_makes_the_name_durable(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    announced(town.clerk, BYTES)
    synced: list[Path] = []

    def killed(folder: Path) -> None:
        raise Killed(folder)

    monkeypatch.setattr(objects_folder, "fsync_folder", killed)
    with pytest.raises(Killed):
        batched(town.clerk)
    assert file_of(town).is_file()
    monkeypatch.setattr(objects_folder, "fsync_folder", synced.append)
    assert batched(town.clerk) == "stored"
    assert {file_of(town).parent, *file_of(town).parents} >= set(synced) >= {file_of(town).parent}


def test_a_copy_that_is_there_already_is_made_durable(
    town: Town, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    town.service.blobs.put(BYTES)
    (tmp_path / "copy").mkdir()
    first, second = BlobFolder(tmp_path / "copy"), BlobFolder(tmp_path / "copy")
    town.service.blobs.copy_to(SHA, first)
    synced: list[Path] = []
    monkeypatch.setattr(objects_folder, "fsync_folder", synced.append)
    town.service.blobs.copy_to(SHA, second)  # the process that wrote it may have died before it was
    assert {second.path(SHA).parent, tmp_path / "copy"} <= set(synced)


def test_who_named_bytes_first_does_not_get_them_when_others_send_them(town: Town) -> None:
    dossier = town.secretary.done(town.secretary.dossier("Reservat"))
    restricted(town, dossier)
    document = town.secretary.document(dossier)
    town.secretary.done(document)
    named = announced(town.clerk, BYTES)  # knows the hash, has not the bytes
    town.secretary.done(town.secretary.version(document.object, SHA, len(BYTES)))
    assert batched(town.secretary) == "stored"
    assert town.service.blob_size(town.secretary.caller, SHA) == len(BYTES)
    with pytest.raises(NotFound):
        town.service.blob_size(town.clerk.caller, SHA)
    assert "present" not in town.clerk.object(named)
    assert batched(town.clerk) == "stored"  # not "exists": that would tell that somebody has them
    assert town.clerk.object(named)["present"] is True


def test_colleagues_of_one_stream_have_the_same_bytes(town: Town) -> None:
    other = town.desk(town.body, "administracio")
    first, second = announced(town.clerk, BYTES), announced(other, BYTES)
    assert batched(other) == "stored"
    assert town.clerk.object(first)["present"] is True
    assert town.clerk.object(second)["present"] is True


@pytest.fixture
def hidden(town: Town) -> tuple[Mutation, str]:
    """Bytes in a dossier that was restricted, and a version of them that the clerk announced without seeing them."""
    dossier = town.clerk.done(town.clerk.dossier("Reservat"))
    announced(town.clerk, BYTES, town.clerk.done(town.clerk.document(dossier)))
    batched(town.clerk)
    made = restricted(town, dossier)
    version = announced(town.clerk, BYTES)
    assert "present" not in town.clerk.object(version)
    return made, version


def test_what_was_announced_out_of_sight_is_present_when_a_restriction_goes(
    town: Town, hidden: tuple[Mutation, str]
) -> None:
    made, version = hidden
    seen = town.secretary.object(made.object)
    town.secretary.done(town.secretary.command("restriction", made.object, "remove", seen=fingerprint(seen)))
    assert town.clerk.object(version)["present"] is True


def test_only_what_a_push_opens_is_looked_at_again(
    town: Town, hidden: tuple[Mutation, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The versions of other bytes that wait, however many, are not read by who restricts or grants something else."""
    made, version = hidden
    other = town.clerk.done(town.clerk.document(town.clerk.done(town.clerk.dossier())))
    announced(town.clerk, b"another", other)
    sent(town.clerk, b"another")
    asked: list[set[str]] = []
    referring = holdings.referring

    def noted(connection: Connection, body: str, sizes: Mapping[str, int]) -> list[holdings.Reference]:
        asked.append(set(sizes))
        return referring(connection, body, sizes)

    monkeypatch.setattr(holdings, "referring", noted)
    dossier = town.clerk.object(other)["dossier"]
    restricted(town, dossier)
    assert asked == [{hashlib.sha256(b"another").hexdigest()}]
    town.secretary.done(town.secretary.set("dossier", dossier, 2, notes=(None, "Nota")))
    restricted(town, town.clerk.done(town.clerk.dossier()))
    assert len(asked) == 1
    fields = {"restriction": made.object, "person": town.clerk.answer.person}
    town.secretary.done(town.secretary.mutation("create", "grant", town.ids.uuid7(), fields=fields))
    assert asked[1:] == [{SHA}]
    assert town.clerk.object(version)["present"] is True


def test_what_was_announced_out_of_sight_is_present_by_a_grant(
    town: Town, hidden: tuple[Mutation, str]
) -> None:
    made, version = hidden
    fields = {"restriction": made.object, "person": town.clerk.answer.person}
    town.secretary.done(town.secretary.mutation("create", "grant", town.ids.uuid7(), fields=fields))
    assert town.clerk.object(version)["present"] is True


def test_who_is_told_that_the_bytes_are_here_has_its_version_present(
    town: Town, hidden: tuple[Mutation, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    made, version = hidden
    monkeypatch.setattr(Service, "_reconsidered", lambda *_: ())  # the process died after the grant
    fields = {"restriction": made.object, "person": town.clerk.answer.person}
    town.secretary.done(town.secretary.mutation("create", "grant", town.ids.uuid7(), fields=fields))
    assert "present" not in town.clerk.object(version)
    assert batched(town.clerk) == "exists"
    assert town.clerk.object(version)["present"] is True
