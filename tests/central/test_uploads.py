# SPDX-License-Identifier: EUPL-1.2
"""Bytes up and down over real HTTP."""

import hashlib
import itertools
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from urllib.parse import urlsplit

import msgspec
import pytest
import requests
from helpers.served import Client
from helpers.town import Town, build
from helpers.uploading import append as sending
from helpers.uploading import wanted
from hypothesis import given, settings
from hypothesis import strategies as st

from central import admin
from central.api.ranges import wanted_range
from central.errors.devices import DeviceRevoked
from central.errors.requests import NotFound
from central.errors.stored import RangeRefused
from central.errors.uploads import UploadOffset
from central.objects_store import CHUNKS
from central.upload_sessions import KEPT_DAYS
from sync.protocol import Problem

CHUNK = "application/offset+octet-stream"
PDF = b"%PDF-1.7 " + bytes(range(256)) * 500
SHA = hashlib.sha256(PDF).hexdigest()


@pytest.fixture
def version(town: Town) -> str:
    """Announce a version with PDF's bytes; gives its id."""
    document = town.clerk.done(town.clerk.document(town.clerk.done(town.clerk.dossier())))
    return town.clerk.done(town.clerk.version(document, SHA, len(PDF)))


@pytest.fixture(scope="module")
def uploading(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    """Give one town to all examples of a law."""
    built = build(tmp_path_factory.mktemp("uploads") / "central")
    yield built
    built.service.close()


def begin(client: Client, sha256: str = SHA, size: int = len(PDF)) -> requests.Response:
    return client("POST", "/v1/uploads", json={"sha256": sha256, "size": size})


def append(client: Client, url: str, offset: int, data: bytes | Iterator[bytes]) -> requests.Response:
    return client("PATCH", url, data=data, headers={"Upload-Offset": str(offset), "Content-Type": CHUNK})


def code(response: requests.Response) -> str:
    return msgspec.json.decode(response.content, type=Problem).code


def sent(client: Client) -> str:
    url = begin(client).headers["Location"]
    assert append(client, url, 0, PDF).status_code == 204
    return url


def test_bytes_go_up_in_parts_and_make_the_version_present(town: Town, clerk: Client, version: str) -> None:
    started = begin(clerk)
    assert (started.status_code, started.headers["Upload-Offset"]) == (201, "0")
    url = started.headers["Location"]
    for start in range(0, len(PDF), 50_000):
        part = append(clerk, url, start, PDF[start : start + 50_000])
        assert part.status_code == 204
        assert int(part.headers["Upload-Offset"]) == min(start + 50_000, len(PDF))
    assert town.clerk.object(version)["present"] is True
    assert clerk("GET", f"/v1/blobs/{SHA}").content == PDF
    assert begin(clerk).status_code == 200
    again = clerk("HEAD", url)
    assert (again.status_code, again.headers["Upload-Offset"]) == (200, str(len(PDF)))
    assert again.headers["ESet-State"] == "done"


@pytest.mark.usefixtures("version")
def test_the_position_can_be_asked_and_an_upload_begun_again_goes_on(clerk: Client) -> None:
    url = begin(clerk).headers["Location"]
    append(clerk, url, 0, PDF[:777])
    asked = clerk("HEAD", url)
    assert (asked.headers["Upload-Offset"], asked.headers["Upload-Length"]) == ("777", str(len(PDF)))
    again = begin(clerk)
    assert (again.status_code, again.headers["Location"], again.headers["Upload-Offset"]) == (201, url, "777")


@pytest.mark.parametrize("offset", [0, 776, 778, 10**17])
@pytest.mark.usefixtures("version")
def test_a_wrong_position_is_409_with_the_right_one(clerk: Client, offset: int) -> None:
    url = begin(clerk).headers["Location"]
    append(clerk, url, 0, PDF[:777])
    refused = append(clerk, url, offset, PDF[777:])
    assert (refused.status_code, refused.headers["Upload-Offset"], code(refused)) == (
        409,
        "777",
        "upload.offset",
    )
    assert append(clerk, url, 777, PDF[777:]).status_code == 204


@pytest.mark.usefixtures("version")
def test_what_came_of_a_broken_request_is_kept(town: Town, clerk: Client) -> None:
    path = begin(clerk).headers["Location"]
    with half_sent(town, clerk, path, PDF[:40_000]) as line:
        until(lambda: stands(clerk, path) == 40_000)
        line.sendall(PDF[40_000:50_000])
        clerk("HEAD", path)  # by its answer, what had come was read
    until(lambda: stands(clerk, path) == 50_000)
    assert append(clerk, path, 50_000, PDF[50_000:]).status_code == 204
    assert clerk("GET", f"/v1/blobs/{SHA}").content == PDF


@pytest.mark.usefixtures("version")
def test_what_came_of_a_stuck_request_is_kept_and_a_newer_one_takes_over(town: Town, clerk: Client) -> None:
    path = begin(clerk).headers["Location"]
    with half_sent(town, clerk, path, PDF[:40_000]) as stuck:
        until(lambda: stands(clerk, path) == 40_000)
        assert append(clerk, path, 40_000, PDF[40_000:]).status_code == 204
        stuck.sendall(PDF[40_000:])
        assert stuck.recv(12) == b"HTTP/1.1 409"
    assert clerk("GET", f"/v1/blobs/{SHA}").content == PDF


@contextmanager
def half_sent(town: Town, client: Client, path: str, data: bytes) -> Iterator[socket.socket]:
    """Begin a request for all bytes and send only these."""
    address = urlsplit(client.url)
    with socket.create_connection((address.hostname, address.port), timeout=10) as line:
        head = (
            f"PATCH {path} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {town.clerk.token}\r\n"
            f"Upload-Offset: 0\r\nContent-Type: {CHUNK}\r\nContent-Length: {len(PDF)}\r\n\r\n"
        )
        line.sendall(head.encode() + data)
        yield line


def stands(client: Client, path: str) -> int:
    return int(client("HEAD", path).headers["Upload-Offset"])


def until(condition: Callable[[], bool]) -> None:
    """Return when a condition holds; each look is a request, which lets the service do other work."""
    for _ in range(2_000):
        if condition():
            return
    pytest.fail("it never came to that")


@pytest.mark.usefixtures("version")
def test_wrong_bytes_are_dropped_and_the_next_try_starts_anew(clerk: Client) -> None:
    url = begin(clerk).headers["Location"]
    wrong = append(clerk, url, 0, PDF[:-1] + b"x")
    assert (wrong.status_code, code(wrong)) == (460, "upload.checksum")
    assert clerk("HEAD", url).status_code == 460
    assert clerk("GET", f"/v1/blobs/{SHA}").status_code == 404
    sent(clerk)
    assert clerk("GET", f"/v1/blobs/{SHA}").content == PDF


@pytest.mark.usefixtures("version")
def test_more_bytes_than_announced_are_refused_and_the_rest_is_good(clerk: Client) -> None:
    url = begin(clerk).headers["Location"]
    assert append(clerk, url, 0, PDF + b"more").status_code == 400
    assert clerk("GET", f"/v1/blobs/{SHA}").content == PDF


@pytest.mark.usefixtures("version")
def test_bytes_that_no_version_refers_to_are_refused(clerk: Client) -> None:
    for sha256, size in ((SHA, len(PDF) + 1), (hashlib.sha256(b"x").hexdigest(), 1)):
        assert code(begin(clerk, sha256, size)) == "upload.unreferenced"
    assert code(begin(clerk, SHA, 1 << 40)) == "request.too_large"
    assert code(begin(clerk, "x", 1)) == "request.malformed"
    assert code(begin(clerk, SHA, -1)) == "request.malformed"


def test_an_empty_document_is_there_at_once(town: Town, clerk: Client) -> None:
    empty = hashlib.sha256(b"").hexdigest()
    document = town.clerk.done(town.clerk.document(town.clerk.done(town.clerk.dossier())))
    version = town.clerk.done(town.clerk.version(document, empty, 0))
    assert begin(clerk, empty, 0).status_code == 200
    assert town.clerk.object(version)["present"] is True
    answer = clerk("GET", f"/v1/blobs/{empty}", headers={"Range": "bytes=0-"})
    assert answer.status_code == 416


def test_a_version_of_bytes_that_are_here_is_present_at_once(town: Town, clerk: Client, version: str) -> None:
    sent(clerk)
    document = town.clerk.object(version)["document"]
    again = town.secretary.done(town.secretary.version(document, SHA, len(PDF)))
    assert town.clerk.object(again)["present"] is True


@pytest.mark.usefixtures("version")
def test_another_body_must_send_the_same_bytes_itself(town: Town, clerk: Client, stranger: Client) -> None:
    sent(clerk)
    assert stranger("GET", f"/v1/blobs/{SHA}").status_code == 404
    document = town.stranger.done(town.stranger.document(town.ids.uuid7()))
    own = town.stranger.done(town.stranger.version(document, SHA, len(PDF)))
    assert "present" not in town.stranger.object(own)
    assert stranger("GET", f"/v1/blobs/{SHA}").status_code == 404
    sent(stranger)
    assert stranger("GET", f"/v1/blobs/{SHA}").content == PDF


@pytest.mark.parametrize(
    ("wanted", "if_range", "status", "part"),
    [
        ("bytes=0-9", None, 206, PDF[:10]),
        ("bytes=100-", None, 206, PDF[100:]),
        ("bytes=-5", None, 206, PDF[-5:]),
        ("bytes=0-99999999999", None, 206, PDF),
        ("bytes=100-", f'"sha256:{SHA}"', 206, PDF[100:]),
        ("bytes=100-", '"sha256:other"', 200, PDF),
        ("bytes=5-2", None, 200, PDF),
        ("bytes=0-1,5-6", None, 200, PDF),
        ("lines=1-2", None, 200, PDF),
    ],
)
@pytest.mark.usefixtures("version")
def test_parts_come_as_asked(
    clerk: Client, wanted: str, if_range: str | None, status: int, part: bytes
) -> None:
    sent(clerk)
    headers = {"Range": wanted, **({"If-Range": if_range} if if_range else {})}
    answer = clerk("GET", f"/v1/blobs/{SHA}", headers=headers)
    assert (answer.status_code, answer.content) == (status, part)
    assert answer.headers["ETag"] == f'"sha256:{SHA}"'
    if status == 206:
        start = PDF.index(part) if len(part) > 5 else len(PDF) - 5
        assert answer.headers["Content-Range"] == f"bytes {start}-{start + len(part) - 1}/{len(PDF)}"


@pytest.mark.usefixtures("version")
def test_a_part_behind_the_end_is_416(clerk: Client) -> None:
    sent(clerk)
    answer = clerk("GET", f"/v1/blobs/{SHA}", headers={"Range": f"bytes={len(PDF)}-"})
    assert (answer.status_code, answer.headers["Content-Range"]) == (416, f"bytes */{len(PDF)}")


@pytest.mark.usefixtures("version")
def test_unfinished_uploads_live_a_month(town: Town, clerk: Client) -> None:
    url = begin(clerk).headers["Location"]
    told = append(clerk, url, 0, PDF[:10]).headers["Upload-Expires"]
    assert told == "Mon, 21 Dec 2026 09:00:00 GMT"
    town.clock.current += timedelta(days=KEPT_DAYS)
    assert town.service.uploads.expire() == 0
    town.clock.current += timedelta(seconds=1)
    assert town.service.uploads.expire() == 1
    assert clerk("HEAD", url).status_code == 404
    assert not list(town.service.objects.names(CHUNKS))


@pytest.mark.usefixtures("version")
def test_a_service_clears_up_once_a_day(town: Town, clerk: Client) -> None:
    town.service.jobs.begin()
    town.service.jobs.run_due()
    url = begin(clerk).headers["Location"]
    append(clerk, url, 0, PDF[:10])
    town.clock.current += timedelta(days=KEPT_DAYS, seconds=1)
    assert begin(clerk).headers["Upload-Offset"] == "10"
    town.service.jobs.run_due()
    assert begin(clerk).headers["Upload-Offset"] == "0"


@given(size=st.integers(0, 50), first=st.none() | st.integers(0, 60), last=st.none() | st.integers(0, 60))
def test_a_range_is_what_its_numbers_say(size: int, first: int | None, last: int | None) -> None:
    data = bytes(range(size))
    header = f"bytes={'' if first is None else first}-{'' if last is None else last}"
    try:
        found = wanted_range(header, None, '"e"', size)
    except RangeRefused:
        assert not (data[first:] if first is not None else data[size - (last or 0) :] if last else b"")
        return
    if found is None:
        assert (first is None and last is None) or (first is not None and last is not None and last < first)
    elif first is None:
        assert data[slice(*found)] == data[-(last or 0) :]
    else:
        assert data[slice(*found)] == data[first : None if last is None else last + 1]


@settings(max_examples=30)
@given(cuts=st.lists(st.integers(0, len(PDF)), max_size=6).map(sorted), lost=st.integers(0, 6))
def test_an_upload_goes_on_from_any_position(uploading: Town, cuts: list[int], lost: int) -> None:
    """Cut anywhere, with one request whose answer was lost and that is sent again."""
    desk, data = uploading.clerk, PDF + uploading.ids.random(16)
    sha256 = hashlib.sha256(data).hexdigest()
    version = desk.done(desk.version(desk.done(desk.document(uploading.ids.uuid7())), sha256, len(data)))
    upload = desk.service.uploads.begin(desk.caller, wanted(data)).id
    for number, (start, end) in enumerate(itertools.pairwise([0, *cuts, len(data)])):
        assert sending(desk, upload, start, data[start:end]).position == end
        if number == lost and start < end < len(data):
            with pytest.raises(UploadOffset) as told:
                sending(desk, upload, start, data[start:end])
            assert told.value.offset == end
    page = desk.page()
    assert page is not None
    assert next(row for row in page.rows if row.id == version).fields["present"] is True
    assert b"".join(desk.service.blobs.read(sha256)) == data
    assert not list(desk.service.objects.names(CHUNKS))


def test_bytes_that_end_after_the_device_was_revoked_make_nothing_present(town: Town, version: str) -> None:
    caller, uploads = town.clerk.caller, town.service.uploads
    receiving = uploads.receive(caller, uploads.begin(caller, wanted(PDF)).id, 0)
    receiving.add(PDF)
    admin.revoke_device(town.service, caller.device)
    with pytest.raises(DeviceRevoked):
        uploads.finish(caller, receiving)
    page = town.secretary.page()
    assert page is not None
    assert [row.fields.get("present") for row in page.rows if row.id == version] == [None]


def test_chunks_that_a_killed_process_left_behind_are_cleared_away(town: Town, version: str) -> None:
    store, uploads = town.service.objects, town.service.uploads
    session = uploads.begin(town.clerk.caller, wanted(PDF))
    sending(town.clerk, session.id, 0, PDF[:10])
    (kept,) = store.names(CHUNKS)
    store.put(f"{CHUNKS}01a1f7f8-3190-738b-a652-000000000001/000000000000-0a", b"x")
    assert uploads.expire() == 0
    assert list(store.names(CHUNKS)) == [kept]
    assert version


def test_a_device_has_no_more_than_so_many_uploads_of_the_same_bytes(
    town: Town, version: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("central.uploads._PARTS_AT_MOST", 3)
    uploads, caller = town.service.uploads, town.clerk.caller
    begun = []
    for _ in range(5):
        town.clock.current += timedelta(seconds=1)
        begun.append(uploads.begin(caller, wanted(PDF), resume=False).id)
    for each in begun[:2]:
        with pytest.raises(NotFound):
            uploads.state(caller, each)
    assert [uploads.state(caller, each).position for each in begun[2:]] == [0, 0, 0]
    assert version
