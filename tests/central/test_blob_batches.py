# SPDX-License-Identifier: EUPL-1.2
"""Many small contents in one request."""

import hashlib

import msgspec
import pytest
from helpers.served import Client
from helpers.town import Town
from helpers.uploading import announced
from hypothesis import given
from hypothesis import strategies as st

from central import admin, blob_batches
from central.blob_batches import records
from central.errors.devices import DeviceRevoked
from central.errors.requests import RequestMalformed
from central.service import Service
from eset_desktop.crashpoints import armed
from sync.protocol import BATCH_TYPE, BlobStatus, Limits

PATH = "/v1/blobs/batch"
SMALL = [f"certificate {number}".encode() for number in range(5)]


def record(data: bytes, sha256: str = "") -> bytes:
    digest = bytes.fromhex(sha256) if sha256 else hashlib.sha256(data).digest()
    return digest + len(data).to_bytes(4, "big") + data


def send(client: Client, *contents: bytes) -> list[str]:
    answer = client("POST", PATH, data=b"".join(contents), headers={"Content-Type": BATCH_TYPE})
    assert answer.status_code == 200, answer.content
    return [each.status for each in msgspec.json.decode(answer.content, type=list[BlobStatus])]


def whole(service: Service, data: bytes) -> bytes:
    return b"".join(service.blobs.read(hashlib.sha256(data).hexdigest()))


def test_a_batch_makes_its_versions_present(town: Town, clerk: Client) -> None:
    versions = [announced(town.clerk, data) for data in [*SMALL, b""]]
    assert send(clerk, *map(record, [*SMALL, b""])) == ["stored"] * 6
    assert all(town.clerk.object(each)["present"] is True for each in versions)
    assert [whole(town.service, data) for data in SMALL] == SMALL
    assert send(clerk, *map(record, SMALL)) == ["exists"] * 5


def test_each_content_has_its_own_answer(town: Town, clerk: Client) -> None:
    version, other = announced(town.clerk, SMALL[0]), announced(town.clerk, SMALL[1])
    sha256 = hashlib.sha256(SMALL[1]).hexdigest()
    damaged = record(SMALL[1][:-1] + b"x", sha256)
    assert send(clerk, record(SMALL[0]), damaged, record(SMALL[2])) == ["stored", "damaged", "unreferenced"]
    assert town.clerk.object(version)["present"] is True
    assert "present" not in town.clerk.object(other)
    assert send(clerk, damaged, record(SMALL[1])) == ["damaged", "stored"]
    assert send(clerk, record(SMALL[1]), record(SMALL[1])[:-1] + b"x") == ["exists", "damaged"]
    assert whole(town.service, SMALL[1]) == SMALL[1]


def test_another_body_learns_nothing(town: Town, clerk: Client, stranger: Client) -> None:
    announced(town.clerk, SMALL[0])
    send(clerk, record(SMALL[0]))
    assert send(stranger, record(SMALL[0])) == ["unreferenced"]


def test_what_is_no_batch_is_refused_whole(town: Town, clerk: Client) -> None:
    version = announced(town.clerk, SMALL[0])
    large = record(bytes(Limits().batched_blob_bytes + 1))
    for wrong in (record(SMALL[0]) + b"x", record(SMALL[0])[:-1], record(SMALL[0]) + large):
        answer = clerk("POST", PATH, data=wrong, headers={"Content-Type": BATCH_TYPE})
        assert answer.status_code == 400
    assert "present" not in town.clerk.object(version)
    assert clerk("POST", PATH, data=record(SMALL[0])).status_code == 415
    huge = b"".join([record(bytes(30_000))] * 40)
    assert clerk("POST", PATH, data=huge, headers={"Content-Type": BATCH_TYPE}).status_code == 413
    assert send(clerk) == []


@given(contents=st.lists(st.binary(max_size=50), max_size=5), cut=st.integers(1, 36))
def test_records_are_what_was_written(contents: list[bytes], cut: int) -> None:
    data = b"".join(map(record, contents))
    assert [each for _, each in records(data)] == contents
    if contents and cut <= len(contents[-1]) + 35:
        with pytest.raises(RequestMalformed):
            records(data[:-cut])


class Killed(BaseException):
    """The process ends here."""


@pytest.mark.parametrize("point", ["central.blob_stored", "central.committing", "central.committed"])
def test_a_batch_survives_a_kill(town: Town, point: str) -> None:
    version = announced(town.clerk, SMALL[0])
    batch = records(record(SMALL[0]))

    def kill(passed: str) -> None:
        if passed == point:
            raise Killed

    with armed(kill), pytest.raises(Killed):
        blob_batches.receive(town.service.composer, town.clerk.caller, batch)
    (status,) = blob_batches.receive(town.service.composer, town.clerk.caller, batch)
    assert status.status == ("exists" if point == "central.committed" else "stored")
    assert town.clerk.object(version)["present"] is True


def test_a_batch_of_a_device_that_is_revoked_meanwhile_is_nobodys(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    version, caller = announced(town.clerk, SMALL[0]), town.clerk.caller
    put_all = town.service.objects.put_all

    def revoking(items: object) -> None:
        put_all(items)  # type: ignore[arg-type]  # as it came
        admin.revoke_device(town.service, caller.device)

    monkeypatch.setattr(town.service.objects, "put_all", revoking)
    with pytest.raises(DeviceRevoked):
        blob_batches.receive(town.service.composer, caller, records(record(SMALL[0])))
    page = town.secretary.page()
    assert page is not None
    assert [row.fields.get("present") for row in page.rows if row.id == version] == [None]
