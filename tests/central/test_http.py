# SPDX-License-Identifier: EUPL-1.2
"""sync/1 over real HTTP."""

import threading
import time
from datetime import timedelta

import msgspec
import pytest
import requests
from helpers.logs import ExpectedLogs
from helpers.served import Client, await_listener
from helpers.town import NOW, Town

from central import admin
from central.compression import compress, decompress
from central.folder import DataFolder
from central.service import Service
from eset_desktop.domain.mutations import Mutation
from sync.protocol import (
    DeviceAnswer,
    Discovery,
    EnrolAnswer,
    FeedPage,
    Problem,
    PushAnswer,
    PushBatch,
    RenewAnswer,
)
from sync.protocol.positions import cursor_text


def push(client: Client, *mutations: Mutation, **headers: str) -> requests.Response:
    return client("POST", "/v1/push", data=msgspec.json.encode(PushBatch(1, mutations)), headers=headers)


def problem(response: requests.Response) -> Problem:
    assert response.headers["Content-Type"] == "application/problem+json"
    found = msgspec.json.decode(response.content, type=Problem)
    assert found.status == response.status_code
    return found


def changes(client: Client, town: Town, **query: object) -> requests.Response:
    return client("GET", f"/v1/streams/{town.clerk.stream}/changes", params=query)


def test_discovery_needs_no_credentials(url: str) -> None:
    found = msgspec.json.decode(requests.get(url + "/.well-known/eset", timeout=10).content, type=Discovery)
    assert (found.service, found.protocols, found.server_time) == (
        "eset-central",
        ("sync/1",),
        "2026-11-21T09:00:00.000Z",
    )


def test_push_and_feed(town: Town, clerk: Client) -> None:
    created = town.clerk.dossier()
    answer = msgspec.json.decode(push(clerk, created).content, type=PushAnswer)
    page = msgspec.json.decode(changes(clerk, town).content, type=FeedPage)
    assert answer.results == page.results
    assert next(row for row in page.rows if row.id == created.object).fields["number"] == "2026/00001"


def test_both_ways_compressed(town: Town, clerk: Client) -> None:
    plain = msgspec.json.encode(PushBatch(1, tuple(town.clerk.dossier() for _ in range(20))))
    sent = clerk("POST", "/v1/push", data=compress(plain), headers={"Content-Encoding": "zstd"})
    assert len(msgspec.json.decode(sent.content, type=PushAnswer).results) == 20
    path = f"/v1/streams/{town.clerk.stream}/changes"
    with clerk("GET", path, headers={"Accept-Encoding": "zstd"}, stream=True) as got:
        assert got.headers["Content-Encoding"] == "zstd"
        raw = got.raw.read(decode_content=False)
    assert msgspec.json.decode(decompress(raw, 10_000_000), type=FeedPage).head > 20


def test_nothing_new_is_204_with_the_head_in_few_bytes(town: Town, clerk: Client) -> None:
    page = msgspec.json.decode(changes(clerk, town).content, type=FeedPage)
    answer = changes(clerk, town, after=cursor_text(page.epoch, page.head))
    assert (answer.status_code, answer.content) == (204, b"")
    assert answer.headers["ESet-Head"] == cursor_text(page.epoch, page.head)
    assert sum(len(name) + len(value) + 4 for name, value in answer.headers.items()) < 120


def test_a_long_poll_ends_when_a_colleague_saves(town: Town, clerk: Client) -> None:
    page = town.clerk.page()
    assert page is not None
    got: list[requests.Response] = []
    waiting = threading.Thread(
        target=lambda: got.append(changes(clerk, town, after=cursor_text(page.epoch, page.head), wait=15))
    )
    started = time.monotonic()
    waiting.start()
    created = town.secretary.done(town.secretary.dossier())
    waiting.join(20)
    assert time.monotonic() - started < 12
    answer = msgspec.json.decode(got[0].content, type=FeedPage)
    assert [row.id for row in answer.rows] == [created]


@pytest.mark.parametrize("what", ["a new person", "a revoked device"])
def test_a_long_poll_hears_what_another_process_wrote(town: Town, clerk: Client, what: str) -> None:
    """As the commands do that run beside the service: it is told nothing."""
    page = town.clerk.page()
    assert page is not None
    got: list[requests.Response] = []
    waiting = threading.Thread(
        target=lambda: got.append(changes(clerk, town, after=cursor_text(page.epoch, page.head), wait=50))
    )
    waiting.start()
    await_listener(town.service)
    beside = Service.open(DataFolder(town.service.revocations.parent), town.clock)
    if what == "a new person":
        admin.create_person(beside, town.body, "Nova", ("lectura",))
    else:
        admin.revoke_device(beside, town.clerk.answer.device)
    beside.close()
    waiting.join(20)
    assert [answer.status_code for answer in got] == [200 if what == "a new person" else 401]


def test_a_long_poll_gives_up_after_its_time(town: Town, clerk: Client) -> None:
    page = town.clerk.page()
    assert page is not None
    assert changes(clerk, town, after=cursor_text(page.epoch, page.head), wait=0.2).status_code == 204


def test_stopping_ends_long_polls_at_once(town: Town) -> None:
    from helpers.served import served

    page = town.clerk.page()
    assert page is not None
    got: list[requests.Response] = []
    with served(town.service) as url:
        client = Client(url, town.clerk.token)
        waiting = threading.Thread(
            target=lambda: got.append(
                changes(client, town, after=cursor_text(page.epoch, page.head), wait=50)
            )
        )
        waiting.start()
        await_listener(town.service)
    waiting.join(10)
    client.session.close()
    assert [answer.status_code for answer in got] == [204]


def test_another_epoch_is_409_with_epoch_and_head(town: Town, clerk: Client) -> None:
    page = town.clerk.page()
    assert page is not None
    answer = changes(clerk, town, after="f00:3")
    told = problem(answer)
    assert (told.status, told.code, told.epoch, told.head) == (
        409,
        "stream.epoch_changed",
        page.epoch,
        page.head,
    )


@pytest.mark.parametrize(
    "query",
    [
        {"after": "x"}, {"after": "e:-1"}, {"limit": "0"}, {"limit": "x"}, {"limit_bytes": "-1"}, {"wait": "nan"},
        {"wait": "-1"}, {"limit": "9" * 30}, {"limit": "²"},
    ],
)  # fmt: skip
def test_a_question_that_is_none(town: Town, clerk: Client, query: dict[str, str]) -> None:
    assert problem(changes(clerk, town, **query)).code == "request.malformed"


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b'{"schema":1}',
        b'{"schema":"x","mutations":[]}',
        b"[" * 50_000,
        b"\xff\xfe",
        b'"\\ud800"',
    ],
)
def test_what_is_no_push_is_400(clerk: Client, body: bytes) -> None:
    assert problem(clerk("POST", "/v1/push", data=body)).code == "request.malformed"


def test_bodies_are_bounded_compressed_or_not(clerk: Client) -> None:
    zeros = bytes(50_000_000)
    bomb = compress(zeros)
    assert len(bomb) < 10_000
    answer = clerk("POST", "/v1/push", data=bomb, headers={"Content-Encoding": "zstd"})
    assert problem(answer).code == "request.too_large"
    assert problem(clerk("POST", "/v1/push", data=zeros[:4_000_001])).code == "request.too_large"
    parts = (zeros[:1_000_000] for _ in range(6))
    assert problem(clerk("POST", "/v1/push", data=parts)).code == "request.too_large"


@pytest.mark.parametrize(
    ("encoding", "body"),
    [
        ("zstd", b"no zstd"),
        ("zstd", compress(b'{"schema":1,"mutations":[]}')[:-3]),
        ("zstd", compress(b'{"schema":1,"mutations":[]}') + b"more"),
        ("zstd", b""),
        ("br", b"x"),
    ],
)
def test_damaged_compression_is_told(clerk: Client, encoding: str, body: bytes) -> None:
    answer = clerk("POST", "/v1/push", data=body, headers={"Content-Encoding": encoding})
    assert problem(answer).code == "request.malformed"


def test_unknown_addresses_and_methods_are_problems(clerk: Client) -> None:
    assert problem(clerk("GET", "/v1/nothing")).code == "request.not_found"
    assert problem(clerk("GET", "/")).code == "request.not_found"
    assert problem(clerk("GET", "/docs")).code == "request.not_found"
    assert problem(clerk("GET", "/openapi.json")).code == "request.not_found"
    assert problem(clerk("DELETE", "/v1/push")).code == "request.method"
    assert problem(clerk("GET", "/v1/push/")).code == "request.not_found"


def test_enrolment_over_http_is_single_use_and_braked(town: Town, url: str) -> None:
    code, _ = admin.enrolment_code(town.service, town.clerk.answer.person, timedelta(hours=1))
    ask = {"code": code.lower().replace("-", " "), "device_name": "Portàtil", "client": "0.1.0"}
    first = requests.post(url + "/v1/enrol", json=ask, timeout=10)
    assert first.status_code == 201
    answer = msgspec.json.decode(first.content, type=EnrolAnswer)
    assert answer.streams == ("catalogue", f"body:{town.body}", f"text:body:{town.body}")
    client = Client(url, answer.token)
    device = msgspec.json.decode(client("GET", "/v1/device").content, type=DeviceAnswer)
    assert (device.device, device.max_n, device.profiles) == (answer.device, 0, ("administracio",))
    client.session.close()
    for _ in range(10):
        assert problem(requests.post(url + "/v1/enrol", json=ask, timeout=10)).code == "enrol.code_refused"
    braked = requests.post(url + "/v1/enrol", json=ask, timeout=10)
    assert problem(braked).code == "enrol.too_many"
    assert braked.headers["Retry-After"] == "60"
    town.clock.seconds += 61
    assert problem(requests.post(url + "/v1/enrol", json=ask, timeout=10)).code == "enrol.code_refused"


def test_a_restored_device_gets_a_new_identity_even_when_the_answer_is_lost(
    town: Town, clerk: Client
) -> None:
    town.clerk.done(town.clerk.dossier())
    lost = msgspec.json.decode(clerk("POST", "/v1/device/renew").content, type=RenewAnswer)
    assert problem(push(clerk)).code == "device.unknown"
    assert clerk("GET", "/v1/device").status_code == 200
    renewed = msgspec.json.decode(clerk("POST", "/v1/device/renew").content, type=RenewAnswer)
    assert (renewed.device, renewed.device_code) == (lost.device, lost.device_code)
    assert renewed.device != town.clerk.answer.device
    assert problem(push(Client(clerk.url, lost.token))).code == "device.unknown"
    client = Client(clerk.url, renewed.token)
    assert push(client).status_code == 200
    assert msgspec.json.decode(client("GET", "/v1/device").content, type=DeviceAnswer).max_n == 0
    client.session.close()


def test_an_old_backup_restored_once_more_gets_a_device_of_its_own(town: Town, clerk: Client) -> None:
    first = msgspec.json.decode(clerk("POST", "/v1/device/renew").content, type=RenewAnswer)
    client = Client(clerk.url, first.token)
    assert push(client).status_code == 200
    told = msgspec.json.decode(clerk("GET", "/v1/device").content, type=DeviceAnswer)
    assert told.max_n > town.clerk.n
    second = msgspec.json.decode(clerk("POST", "/v1/device/renew").content, type=RenewAnswer)
    assert second.device != first.device
    assert push(client).status_code == 200
    admin.revoke_device(town.service, first.device)
    assert problem(clerk("POST", "/v1/device/renew")).code == "device.revoked"
    other = Client(clerk.url, second.token)
    assert push(other).status_code == 200
    for each in (client, other):
        each.session.close()


def test_a_revoked_device_is_told_so_everywhere(town: Town, clerk: Client) -> None:
    admin.revoke_device(town.service, town.clerk.answer.device)
    for method, path in (("GET", "/v1/device"), ("POST", "/v1/push"), ("POST", "/v1/device/renew")):
        answer = clerk(method, path)
        assert (answer.status_code, problem(answer).code) == (401, "device.revoked")
        assert problem(answer).server_time == "2026-11-21T09:00:00.000Z"
    assert changes(clerk, town, wait=5).status_code == 401


def test_a_failure_inside_is_a_problem_and_a_log_line(
    town: Town, clerk: Client, monkeypatch: pytest.MonkeyPatch, expected_logs: ExpectedLogs
) -> None:
    expected_logs.allow("request.failed")

    def broken(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(type(town.service), "changes", broken)
    answer = changes(clerk, town)
    assert (answer.status_code, problem(answer).code) == (500, "service.failed")
    assert "ZeroDivisionError" not in answer.text

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(type(town.service), "changes", full)
    assert problem(changes(clerk, town)).code == "service.full"


def test_contact_is_noted_without_a_write_for_every_request(town: Town, clerk: Client) -> None:
    clerk("GET", "/v1/device")
    town.clock.current = NOW + timedelta(seconds=30)
    clerk("GET", "/v1/device")
    assert town.clerk.caller.last_contact == "2026-11-21T09:00:00.000Z"
    town.clock.current = NOW + timedelta(seconds=90)
    clerk("GET", "/v1/device")
    assert town.clerk.caller.last_contact == "2026-11-21T09:01:30.000Z"


def test_who_pushed_before_is_refused_at_once_when_its_right_to_push_ends(town: Town, clerk: Client) -> None:
    """A process remembers whose token it is, never whether it is still good."""
    assert push(clerk, town.clerk.dossier()).status_code == 200
    other = town.enrolled(town.clerk.answer.person)
    known = Client(clerk.url, other.token)
    assert push(known, other.dossier()).status_code == 200
    admin.revoke_device(town.service, other.answer.device)
    for answer in (push(known, other.dossier()), known("POST", "/v1/push", data=b"nothing")):
        assert (answer.status_code, problem(answer).code) == (401, "device.revoked")
    assert clerk("POST", "/v1/device/renew").status_code == 200
    assert problem(push(clerk, town.clerk.dossier())).code == "device.unknown"
    known.session.close()
