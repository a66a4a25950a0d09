# SPDX-License-Identifier: EUPL-1.2
"""The ways of bytes through a service whose store is S3: in memory (moto), with checked signatures (rclone), Ceph's on request."""

import hashlib
import random
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from helpers.logs import ExpectedLogs
from helpers.rgw import ASKED_FOR, rgw_server
from helpers.s3_servers import moto_server, rclone_server
from helpers.served import Client, served
from helpers.town import Town, build
from helpers.uploading import announced, part, sent

from central import blob_batches, composing
from central.backup import back_up
from central.blobs import Blobs
from central.objects_settings import S3Settings
from central.objects_store import CHUNKS
from central.service import Service
from central.upload_rows import SEGMENTS, WHOLE
from central.upload_sessions import Wanted
from central.verify import verify
from eset_desktop.domain.segments import content_of, recipe
from sync.protocol import COMPOSING, DONE

DATA = random.Random(5).randbytes(300_000)
LARGE = random.Random(6).randbytes(9 << 20)


@pytest.fixture(scope="module")
def moto() -> Iterator[S3Settings | None]:
    with moto_server() as settings:
        yield settings


@pytest.fixture(scope="module")
def rclone(tmp_path_factory: pytest.TempPathFactory) -> Iterator[S3Settings | None]:
    with rclone_server(tmp_path_factory.mktemp("rclone")) as settings:
        yield settings


@pytest.fixture(scope="module")
def rgw(tmp_path_factory: pytest.TempPathFactory) -> Iterator[S3Settings | None]:
    with rgw_server(tmp_path_factory.mktemp("rgw")) as settings:
        yield settings


@pytest.fixture(params=["moto", "rclone", *ASKED_FOR])
def town(
    request: pytest.FixtureRequest,
    tmp_path: Path,
    moto: S3Settings | None,
    rclone: S3Settings | None,
    rgw: S3Settings | None,
) -> Iterator[Town]:
    """Give a town whose bytes are in a bucket."""
    settings = {"moto": moto, "rclone": rclone, "rgw": rgw}[request.param]
    if settings is None:
        pytest.skip(f"{request.param} is not installed or does not start")
    plain = build(tmp_path / "central")
    prefix = hashlib.sha256(str(tmp_path).encode()).hexdigest()[:12]
    folder = replace(plain.service.folder, s3=replace(settings, prefix=prefix))
    service = Service(plain.service.database, folder, plain.clock, plain.ids)
    for desk in (plain.clerk, plain.secretary, plain.stranger):
        desk.home = service
    yield replace(plain, service=service)
    service.close()


def whole(town: Town, data: bytes) -> bytes:
    return b"".join(town.service.blobs.read(hashlib.sha256(data).hexdigest()))


def test_every_way_up_ends_in_the_bucket(town: Town, tmp_path: Path) -> None:
    clerk, service = town.clerk, town.service
    versions = [announced(clerk, DATA)]
    assert sent(clerk, DATA, WHOLE, cuts=[100_000]).state == DONE

    versions.append(announced(clerk, LARGE))
    parts = tuple(
        part(clerk, LARGE, at, min(at + (3 << 20), len(LARGE))) for at in range(0, len(LARGE), 3 << 20)
    )
    assert service.uploads.join(clerk.caller, parts).state == COMPOSING
    service.jobs.run_due()

    signed = DATA + b"signature"
    versions.append(announced(clerk, signed))
    old, new = (content_of(each, hashlib.sha256(each).hexdigest()) for each in (DATA, signed))
    text = recipe(old, new)
    session = service.uploads.begin(clerk.caller, Wanted(new.sha256, new.size, len(text), SEGMENTS))
    receiving = service.uploads.receive(clerk.caller, session.id, 0)
    receiving.add(text)
    assert service.uploads.finish(clerk.caller, receiving).state == DONE

    small = [f"certificate {number}".encode() for number in range(20)]
    versions += [announced(clerk, each) for each in small]
    batch = [(hashlib.sha256(each).hexdigest(), each) for each in small]
    assert {each.status for each in blob_batches.receive(service.composer, clerk.caller, batch)} == {"stored"}

    assert all(clerk.object(each)["present"] is True for each in versions)
    assert [whole(town, each) for each in (DATA, LARGE, signed, *small)] == [DATA, LARGE, signed, *small]
    service.uploads.expire()
    assert not list(service.objects.names(CHUNKS))
    assert list(verify(service)) == []
    assert not (service.folder.root / "blobs").exists() or not list(service.folder.blobs.glob("??/??/*"))
    assert back_up(service.folder, tmp_path / "backup", town.clock).blobs == 3 + len(small)


def test_ranges_come_out_of_the_bucket(town: Town) -> None:
    announced(town.clerk, LARGE)
    sent(town.clerk, LARGE, cuts=[5 << 20])
    sha256 = hashlib.sha256(LARGE).hexdigest()
    with served(town.service) as url:
        clerk = Client(url, town.clerk.token)
        assert clerk("GET", f"/v1/blobs/{sha256}").content == LARGE
        answer = clerk("GET", f"/v1/blobs/{sha256}", headers={"Range": "bytes=1048570-1048580"})
        assert (answer.status_code, answer.content) == (206, LARGE[1_048_570:1_048_581])
        clerk.session.close()


@pytest.mark.usefixtures("town")
def test_what_the_bucket_lost_is_found(town: Town) -> None:
    announced(town.clerk, DATA)
    sent(town.clerk, DATA)
    (name,) = town.service.objects.names("blobs/")
    town.service.objects.delete([name])
    found = {each.what for each in verify(town.service)}
    assert "bytes are missing or damaged" in found
    assert not Blobs(town.service.objects).is_sound(hashlib.sha256(DATA).hexdigest())


def test_chunks_that_the_bucket_lost_make_the_upload_fail_and_it_is_sent_anew(
    town: Town, monkeypatch: pytest.MonkeyPatch, expected_logs: ExpectedLogs
) -> None:
    expected_logs.allow("upload.failed")
    monkeypatch.setattr(composing, "AT_ONCE", 0)
    version = announced(town.clerk, DATA)
    sent(town.clerk, DATA, WHOLE)
    town.service.objects.delete(list(town.service.objects.names(CHUNKS)))
    town.service.jobs.run_due()
    assert "present" not in town.clerk.object(version)
    sent(town.clerk, DATA, WHOLE)
    town.service.jobs.run_due()
    assert town.clerk.object(version)["present"] is True
