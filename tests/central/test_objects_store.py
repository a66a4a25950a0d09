# SPDX-License-Identifier: EUPL-1.2
"""One set of laws for every object store: a folder, S3 in memory, S3 that checks signatures, Ceph."""

import hashlib
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import requests
from helpers.rgw import ASKED_FOR, rgw_server
from helpers.s3_servers import SECRET, moto_server, rclone_server

from central.blobs import BlobFolder, Blobs
from central.errors.keeping import SettingsUnsound
from central.errors.stored import BlobLost, StoreAway
from central.objects_folder import INCOMING, FolderObjects
from central.objects_s3 import S3Objects
from central.objects_settings import PREFIX, S3Settings
from central.objects_store import ObjectMissing, ObjectStore, blob_name

LARGE = 11 << 20
"""More than two parts of a multipart upload."""


@pytest.fixture(scope="session")
def moto() -> Iterator[S3Settings | None]:
    with moto_server() as settings:
        yield settings


@pytest.fixture(scope="session")
def rclone(tmp_path_factory: pytest.TempPathFactory) -> Iterator[S3Settings | None]:
    with rclone_server(tmp_path_factory.mktemp("rclone")) as settings:
        yield settings


@pytest.fixture(scope="session")
def rgw(tmp_path_factory: pytest.TempPathFactory) -> Iterator[S3Settings | None]:
    with rgw_server(tmp_path_factory.mktemp("rgw")) as settings:
        yield settings


@pytest.fixture(params=["folder", "moto", "rclone", *ASKED_FOR])
def store(
    request: pytest.FixtureRequest,
    tmp_path: Path,
    moto: S3Settings | None,
    rclone: S3Settings | None,
    rgw: S3Settings | None,
) -> ObjectStore:
    if request.param == "folder":
        return FolderObjects(tmp_path)
    settings = {"moto": moto, "rclone": rclone, "rgw": rgw}[request.param]
    if settings is None:
        pytest.skip(f"{request.param} is not installed or does not start")
    return S3Objects(replace(settings, prefix=hashlib.sha256(str(tmp_path).encode()).hexdigest()[:12]))


def content(store: ObjectStore, name: str, start: int = 0, end: int | None = None) -> bytes:
    return b"".join(store.read(name, start, end))


def test_what_was_put_is_there_under_its_name_only(store: ObjectStore) -> None:
    store.put("chunks/one/0", b"hello")
    assert content(store, "chunks/one/0") == b"hello"
    assert store.size("chunks/one/0") == 5
    assert store.size("chunks/one/1") is None
    with pytest.raises(ObjectMissing):
        store.read("chunks/one/1")


def test_an_empty_object_is_one(store: ObjectStore) -> None:
    store.put("chunks/one/0", b"")
    store.write("chunks/one/1", [])
    assert content(store, "chunks/one/0") == content(store, "chunks/one/1") == b""
    assert store.size("chunks/one/1") == 0


def test_the_same_again_is_no_error(store: ObjectStore) -> None:
    store.put("chunks/one/0", b"hello")
    store.put("chunks/one/0", b"hello")
    store.write("chunks/one/0", [b"hel", b"lo"])
    assert content(store, "chunks/one/0") == b"hello"


@pytest.mark.parametrize(("start", "end"), [(0, 5), (5, None), (3, 3), (999_990, 2_000_000), (0, None)])
def test_parts_are_read_as_asked(store: ObjectStore, start: int, end: int | None) -> None:
    data = bytes(range(256)) * 5_000
    store.put("blobs/a", data)
    assert content(store, "blobs/a", start, end) == data[start:end]


def test_a_large_object_comes_and_goes_in_pieces(store: ObjectStore) -> None:
    piece = bytes(range(256)) * 4_096
    store.write("blobs/large", (piece for _ in range(11)))
    assert store.size("blobs/large") == LARGE
    assert content(store, "blobs/large", LARGE - 10) == piece[-10:]
    digest = hashlib.sha256()
    for each in store.read("blobs/large"):
        assert len(each) <= 1 << 20
        digest.update(each)
    assert digest.digest() == hashlib.sha256(piece * 11).digest()


def test_an_object_can_be_written_from_others(store: ObjectStore) -> None:
    store.put_all([(f"chunks/one/{number}", bytes([number]) * 3_000_000) for number in range(3)])
    store.write("blobs/all", (each for number in range(3) for each in store.read(f"chunks/one/{number}")))
    assert content(store, "blobs/all", 2_999_999, 3_000_001) == b"\x00\x01"
    assert store.size("blobs/all") == 9_000_000


@pytest.mark.parametrize("pieces", [0, 1, 7])
def test_a_source_that_fails_leaves_nothing(store: ObjectStore, pieces: int) -> None:
    def failing() -> Iterator[bytes]:
        for _ in range(pieces):
            yield bytes(1 << 20)
        raise BlobLost(sha256="x")

    with pytest.raises(BlobLost):
        store.write("blobs/half", failing())
    assert store.size("blobs/half") is None
    assert list(store.names("blobs/")) == []


def test_names_are_listed_below_a_prefix(store: ObjectStore) -> None:
    names = {f"chunks/{upload}/{number}" for upload in ("a", "b") for number in range(3)}
    store.put_all((name, b"x") for name in names)
    assert set(store.names("chunks/")) == names
    assert set(store.names("chunks/a/")) == {name for name in names if "/a/" in name}
    assert list(store.names("blobs/")) == []


def test_removed_objects_are_gone_and_removing_again_is_no_error(store: ObjectStore) -> None:
    store.put_all([("chunks/a/0", b"x"), ("chunks/a/1", b"y")])
    store.delete(["chunks/a/0", "chunks/a/1", "chunks/a/2"])
    store.delete(["chunks/a/0"])
    store.delete([])
    assert list(store.names("chunks/")) == []
    store.put("chunks/a/0", b"z")
    assert content(store, "chunks/a/0") == b"z"


@pytest.mark.parametrize(
    "name", ["blobs", "blobs/", "/etc/x", "blobs/../x", "blobs/.x", "blobs/a b", "Blobs/a", "blobs/a\n"]
)
def test_a_name_that_leads_elsewhere_is_refused(store: ObjectStore, name: str) -> None:
    with pytest.raises(ValueError, match="no name"):
        store.put(name, b"")


def test_many_write_at_once(store: ObjectStore) -> None:
    def work(number: int) -> None:
        for each in range(5):
            store.put(f"chunks/{each}/{number}", bytes([number]))
            store.put("blobs/same", b"same")

    threads = [threading.Thread(target=work, args=(number,)) for number in range(6)]
    for each in threads:
        each.start()
    for each in threads:
        each.join(30)
    assert len(set(store.names("chunks/"))) == 30
    assert content(store, "blobs/same") == b"same"


def test_blobs_are_what_their_names_say(store: ObjectStore) -> None:
    blobs = Blobs(store)
    sha256 = blobs.put(b"hello")
    assert (b"".join(blobs.read(sha256)), blobs.size(sha256), blobs.is_sound(sha256)) == (b"hello", 5, True)
    assert list(blobs.names()) == [sha256]
    other = hashlib.sha256(b"other").hexdigest()
    with pytest.raises(BlobLost):
        blobs.take(other, [b"wrong"])
    with pytest.raises(BlobLost):
        blobs.read(other)
    assert not blobs.is_sound(other)
    blobs.take(other, [b"ot", b"her"])
    assert blobs.is_sound(other)
    store.put(blob_name(other), b"bad")
    assert not blobs.is_sound(other)


def test_only_old_unfinished_files_are_cleared(tmp_path: Path) -> None:
    store = FolderObjects(tmp_path)
    store.put("blobs/a", b"x")
    left = tmp_path / INCOMING / "left.new"
    left.write_bytes(b"half")
    store.clear_unfinished(datetime.now(UTC) - timedelta(days=1))
    assert left.exists()
    store.clear_unfinished(datetime.now(UTC) + timedelta(days=1))
    assert not left.exists()
    assert content(store, "blobs/a") == b"x"


def test_every_new_name_is_made_durable_before_the_call_returns(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not only the file: every folder above it whose name is new, and in the order file, name."""
    done: list[str] = []

    def folder(path: Path) -> None:
        done.append(path.relative_to(tmp_path).as_posix())

    monkeypatch.setattr("central.objects_folder.fsync_folder", folder)
    monkeypatch.setattr("central.objects_folder.fsync_file", lambda _: done.append("file"))
    store = FolderObjects(tmp_path)
    store.put("blobs/aa/bb/x", b"x")
    assert done == ["file", ".", "blobs", "blobs/aa", "blobs/aa/bb"]
    done.clear()
    store.put_all([("blobs/aa/bb/y", b"y"), ("blobs/aa/bb/z", b"z")])
    assert done == ["file", "file", "blobs/aa/bb"]
    done.clear()
    FolderObjects(tmp_path).put("blobs/aa/bb/x", b"x")
    assert done == ["file", ".", "blobs", "blobs/aa", "blobs/aa/bb"]
    done.clear()
    BlobFolder(tmp_path, durable=False).put(b"loose")
    assert done == []


@pytest.fixture(params=["rclone", *ASKED_FOR])
def checking(request: pytest.FixtureRequest, rclone: S3Settings | None, rgw: S3Settings | None) -> S3Settings:
    """Give a store that checks signatures."""
    settings = {"rclone": rclone, "rgw": rgw}[request.param]
    if settings is None:
        pytest.skip(f"{request.param} is not installed or does not start")
    return settings


def test_a_presigned_address_opens_the_object_and_is_of_that_object_only(checking: S3Settings) -> None:
    plain, signed = S3Objects(checking), S3Objects(replace(checking, presigned=True))
    plain.put("blobs/signed", b"hello")
    plain.put("blobs/other", b"secret")
    assert plain.address("blobs/signed", timedelta(minutes=5)) is None
    address = signed.address("blobs/signed", timedelta(minutes=5))
    assert address is not None
    assert SECRET not in address
    assert requests.get(address, timeout=10).content == b"hello"
    assert requests.get(address.replace("signed", "other"), timeout=10).status_code == 403


def test_a_wrong_secret_is_refused_by_the_store(checking: S3Settings) -> None:
    wrong = S3Objects(replace(checking, secret="another"), retries=0)
    with pytest.raises(StoreAway) as told:
        wrong.put("blobs/a", b"x")
    assert "another" not in str(told.value)


def test_a_store_that_is_away_is_told_as_such() -> None:
    nobody = S3Settings("prova", "http://127.0.0.1:9", key="a", secret="b", plain_http=True)
    store = S3Objects(nobody, retries=1, patience=timedelta(seconds=1))
    for work in (
        lambda: store.put("blobs/a", b"x"),
        lambda: store.write("blobs/a", [b"x"]),
        lambda: store.size("blobs/a"),
        lambda: store.read("blobs/a"),
        lambda: store.delete(["blobs/a"]),
        lambda: list(store.names("blobs/")),
    ):
        with pytest.raises(StoreAway):
            work()


def test_settings_come_from_the_environment_and_show_no_secret(tmp_path: Path) -> None:
    file = tmp_path / "secret"
    file.write_text("very-secret\n")
    settings = S3Settings.of(
        {
            f"{PREFIX}BUCKET": "prova",
            f"{PREFIX}ENDPOINT": "https://s3.example",
            f"{PREFIX}ACCESS_KEY_ID": "key",
            f"{PREFIX}SECRET_ACCESS_KEY_FILE": str(file),
            f"{PREFIX}PREFIX": "/eset/",
            f"{PREFIX}PRESIGNED": "1",
        }
    )
    assert settings is not None
    assert (settings.secret, settings.prefix, settings.presigned) == ("very-secret", "eset", True)
    assert "very-secret" not in repr(settings)
    assert S3Settings.of({}) is None


@pytest.mark.parametrize(
    "wrong",
    [
        {"ACCESS_KEY_ID": "key"},
        {"SECRET_ACCESS_KEY": "secret"},
        {"ENDPOINT": "http://s3.example"},
        {"PRESIGNED": "yes"},
        {"SECRET_ACCESS_KEY_FILE": "/nowhere", "ACCESS_KEY_ID": "key"},
    ],
)
def test_settings_that_make_no_sense_are_refused(wrong: dict[str, str]) -> None:
    with pytest.raises(SettingsUnsound):
        S3Settings.of({f"{PREFIX}BUCKET": "prova", **{PREFIX + name: value for name, value in wrong.items()}})
