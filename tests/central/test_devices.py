# SPDX-License-Identifier: EUPL-1.2
"""The list of computers, what they tell of themselves, and what only a revoked one held."""

import hashlib
import threading
from datetime import timedelta

import msgspec
import pytest
import requests
from helpers.served import Client, await_listener
from helpers.town import Town

from central import admin
from central.device_lists import HEAD, age, lines_of, table
from central.devices import listed
from central.errors.devices import DeviceRevoked
from central.errors.keeping import SettingsUnsound, UnknownName
from central.errors.requests import RequestMalformed
from central.folder import DataFolder
from eset_desktop.clock import iso
from eset_desktop.domain.kinds import restricted_stream
from eset_desktop.platform import write_atomically
from sync.protocol.devices import DeviceFacts, DeviceList, DeviceReport, OnlyThere, Unsent
from sync.protocol.positions import cursor_text

ACT = Unsent(
    "dossier", "set", "01a1fd55-7a80-7000-8000-000000000099", "2026-11-20T08:00:00.000Z", "2026/00001"
)


def told(**parts: object) -> DeviceReport:
    known = DeviceReport(client="0.2.0", schema=1, unsent=3, unsent_bytes=77, oldest_at=ACT.at, acts=(ACT,))
    return msgspec.structs.replace(known, **parts)


def facts(town: Town, device: str) -> DeviceFacts:
    with town.service.database.read() as connection:
        (found,) = [each for _, each in listed(connection) if each.id == device]
    return found


def test_a_device_tells_of_itself_and_the_last_word_counts(town: Town) -> None:
    town.service.report(town.clerk.caller, told(unsent=9))
    town.clock.current += timedelta(hours=1)
    town.service.report(town.clerk.caller, told())
    found = facts(town, town.clerk.answer.device)
    assert (found.client, found.unsent, found.unsent_bytes, found.oldest_at) == ("0.2.0", 3, 77, ACT.at)
    assert (found.reported_at, found.acts, found.state) == ("2026-11-21T10:00:00.000Z", (ACT,), "active")
    assert found.person_name == "Administrativa de prova"


def test_a_clock_that_runs_ahead_makes_no_act_newer_than_its_report(town: Town) -> None:
    town.service.report(town.clerk.caller, told(oldest_at="2031-01-01T00:00:00.000Z"))
    assert facts(town, town.clerk.answer.device).oldest_at == "2026-11-21T09:00:00.000Z"


@pytest.mark.parametrize(
    "parts",
    [
        {"unsent": -1},
        {"unsent_bytes": 1 << 60},
        {"acts": (ACT,) * 51},
        {"acts": (msgspec.structs.replace(ACT, label="x" * 101),)},
        {"acts": (msgspec.structs.replace(ACT, object="Títol d'un expedient"),)},
        {"acts": (msgspec.structs.replace(ACT, kind="a\nb"),)},
        {"client": "x" * 200},
    ],
)
def test_a_report_that_is_none_is_refused(town: Town, parts: dict[str, object]) -> None:
    with pytest.raises(RequestMalformed):
        town.service.report(town.clerk.caller, told(**parts))
    assert not facts(town, town.clerk.answer.device).reported_at


def test_the_secretary_lists_and_revokes_the_computers_of_the_body(town: Town, url: str) -> None:
    assert (
        Client(url, town.clerk.token)(
            "POST", "/v1/device/report", data=msgspec.json.encode(told())
        ).status_code
        == 204
    )
    secretary = Client(url, town.secretary.token)
    answer = secretary("GET", "/v1/devices")
    found = {each.id: each for each in msgspec.json.decode(answer.content, type=DeviceList).devices}
    assert found.keys() == {town.secretary.answer.device, town.clerk.answer.device}
    assert found[town.clerk.answer.device].unsent == 3
    address = f"/v1/devices/{town.clerk.answer.device}/revoke"
    held = msgspec.json.decode(secretary("POST", address).content, type=OnlyThere)
    assert (held.unsent, held.acts) == (3, (ACT,))
    with pytest.raises(DeviceRevoked):
        town.service.caller(town.clerk.token)
    assert town.clerk.answer.device in town.service.revocations.read_text()
    assert msgspec.json.decode(secretary("POST", address).content, type=OnlyThere) == held
    assert secretary("POST", "/v1/devices/nothing/revoke").status_code == 404
    listing = msgspec.json.decode(secretary("GET", "/v1/devices").content, type=DeviceList).devices
    assert {each.state for each in listing} == {"active", "revoked"}


def test_a_question_about_all_streams_ends_when_its_computer_is_revoked(town: Town, url: str) -> None:
    page = town.clerk.page()
    assert page is not None
    at, got = f"{town.clerk.stream}@{cursor_text(page.epoch, page.head)}", list[requests.Response]()
    clerk = Client(url, town.clerk.token)
    waiting = threading.Thread(target=lambda: got.append(clerk("GET", f"/v1/changes?at={at}&wait=50")))
    waiting.start()
    await_listener(town.service)
    Client(url, town.secretary.token)("POST", f"/v1/devices/{town.clerk.answer.device}/revoke")
    waiting.join(20)
    assert [each.status_code for each in got] == [401]


@pytest.mark.parametrize(("method", "path"), [("GET", "/v1/devices"), ("POST", "/v1/devices/{}/revoke")])
def test_to_anybody_else_there_are_no_computers(town: Town, url: str, method: str, path: str) -> None:
    clerk = Client(url, town.clerk.token)
    answer = clerk(method, path.format(town.secretary.answer.device))
    assert answer.status_code == 404
    assert answer.content == clerk("GET", "/v1/nothing").content
    assert facts(town, town.secretary.answer.device).state == "active"


def test_documents_whose_bytes_never_came_are_named(town: Town) -> None:
    here = hashlib.sha256(b"here").hexdigest()
    dossier = town.clerk.done(town.clerk.dossier())
    document = town.clerk.done(town.clerk.document(dossier))
    lost = town.clerk.version(document, "ab" * 32, 1234)
    came = town.clerk.version(document, here, 4)
    theirs = town.secretary.version(document, "cd" * 32, 5)
    town.clerk.push(lost, came)
    town.secretary.push(theirs)
    with town.service.database.write() as connection:
        from central.present import publish

        publish(connection, town.body, {here: 4}, iso(town.clock.now()), town.clerk.answer.person)
    scope = {"scope_kind": "dossier", "scope": dossier, "reason": "art. 15"}
    made = town.secretary.mutation("create", "restriction", town.ids.uuid7(), fields=scope)
    town.secretary.done(made)
    assert town.secretary.page(restricted_stream(made.object)) is not None
    held = admin.revoke_device(town.service, town.clerk.answer.device)
    (version,) = held.versions
    assert (version.version, version.document, version.label, version.size) == (
        lost.object, document, "2026/00001", 1234,
    )  # fmt: skip
    assert (held.reported_at, held.unsent, held.acts) == ("", 0, ())
    assert list(lines_of(held))[1].split("\t")[2:] == ["2026/00001", lost.object, "1234"]


def test_a_renewed_devices_earlier_lives_count_as_its_own(town: Town) -> None:
    document = town.clerk.done(town.clerk.document(town.clerk.done(town.clerk.dossier())))
    lost = town.clerk.version(document, "ab" * 32, 1234)
    town.clerk.push(lost)
    renewed = town.service.renew(town.service.caller(town.clerk.token, renewing=True))
    held = admin.revoke_device(town.service, renewed.device)
    assert [each.version for each in held.versions] == [lost.object]


def test_another_bodys_device_is_not_revoked(town: Town) -> None:
    with pytest.raises(UnknownName):
        admin.revoke_device(town.service, town.clerk.answer.device, body=town.other_body)
    assert town.service.caller(town.clerk.token).device == town.clerk.answer.device


def test_the_list_says_how_old_the_oldest_unsent_act_is(town: Town) -> None:
    town.service.report(town.clerk.caller, told())
    with town.service.database.read() as connection:
        lines = list(table(listed(connection), town.clock.now()))
    rows = {line[0]: dict(zip(HEAD, line, strict=True)) for line in lines[1:]}
    clerk, secretary = rows[town.clerk.answer.device], rows[town.secretary.answer.device]
    assert (clerk["version"], clerk["unsent"], clerk["oldest unsent"]) == ("0.2.0", "3", "1 d 1 h")
    assert (secretary["unsent"], secretary["oldest unsent"]) == ("not told", "-")
    assert clerk["last contact"] != "never"


@pytest.mark.parametrize(
    ("minutes", "text"), [(0, "0 min"), (59, "59 min"), (61, "1 h 1 min"), (1440, "1 d 0 h"), (-5, "0 min")]
)
def test_ages(town: Town, minutes: int, text: str) -> None:
    now = town.clock.now()
    assert age((now - timedelta(minutes=minutes)).isoformat().replace("+00:00", "Z"), now) == text


def test_what_was_told_before_a_revocation_is_said_in_lines() -> None:
    many = OnlyThere("2026-11-21T09:00:00.000Z", 3, (ACT,), ())
    assert list(lines_of(many)) == [
        "Unsent when it last told of it, 2026-11-21T09:00:00.000Z: 3",
        f"act\t{ACT.at}\t2026/00001\tdossier\tset\t{ACT.object}",
        "2 more acts, not named",
    ]
    assert "Nothing was unsent" in next(lines_of(OnlyThere("2026-11-21T09:00:00.000Z")))


def test_the_oldest_client_that_reads_is_a_setting(town: Town) -> None:
    assert town.service.discovery().min_client == 1
    folder = DataFolder(town.service.folder.root)
    for text, sound in (
        ("min_client = 1", True),
        ("min_client = 0", False),
        ('min_client = "1"', False),
        ("min_client = 99", False),
    ):
        write_atomically(folder.settings, text.encode())
        folder.settings.chmod(0o600)
        if sound:
            assert folder.min_client() == 1
        else:
            with pytest.raises(SettingsUnsound):
                folder.min_client()
