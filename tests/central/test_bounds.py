# SPDX-License-Identifier: EUPL-1.2
"""What one device asks for costs the service a bounded amount, and no question waits for a writer."""

import threading
import uuid
from datetime import timedelta

import pytest
import requests
from helpers.town import Town
from helpers.uploading import announced, append, part, sent, wanted
from sqlalchemy import event

from central import admin, composing, receiving, upload_rows, uploads
from central.errors.devices import DeviceRevoked
from central.errors.requests import NotFound, RequestMalformed
from central.errors.uploads import UploadParts
from central.objects_store import CHUNKS
from central.push_parts import MOST_PARTS
from central.upload_rows import WHOLE
from central.upload_sessions import Wanted
from eset_desktop.clock import iso
from sync.protocol import PARTIAL, PartsRequest

DATA = bytes(range(256)) * 12


@pytest.fixture
def postgres() -> None:
    """On SQLite: what is counted here is the same on both, and only there a reader could wait for a writer."""


def test_a_push_of_too_many_parts_is_refused_before_anything_is_made_of_them(town: Town) -> None:
    batch = str(uuid.uuid4())
    town.service.push_parts.put(town.clerk.caller, batch, 0, b"x")
    for parts in (MOST_PARTS + 1, 1 << 60, 0, -1):
        with pytest.raises(RequestMalformed):
            town.service.push_parts.joined(town.clerk.caller, PartsRequest(batch, parts))


def test_a_file_of_too_many_stretches_is_not_joined(town: Town) -> None:
    with pytest.raises(UploadParts):
        town.service.uploads.join(town.clerk.caller, tuple(map(str, range(257))))


def test_a_stream_that_is_named_twice_is_a_malformed_question(town: Town, url: str) -> None:
    at = f"{town.clerk.stream}@"
    answer = requests.get(
        f"{url}/v1/changes",
        params=[("at", at), ("at", at), ("wait", "1")],
        headers={"Authorization": f"Bearer {town.clerk.token}"},
        timeout=10,
    )
    assert (answer.status_code, answer.json()["code"]) == (400, RequestMalformed.code)


def test_crumbs_are_kept_together(town: Town) -> None:
    announced(town.clerk, DATA)
    session = town.service.uploads.begin(town.clerk.caller, wanted(DATA, WHOLE))
    for place in range(40):
        session = append(town.clerk, session.id, place, DATA[place : place + 1])
    assert len(list(town.service.objects.names(CHUNKS))) == 1
    assert append(town.clerk, session.id, 40, DATA[40:]).state == "done"
    assert not list(town.service.objects.names(CHUNKS))


def test_large_pieces_stay_by_themselves(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(receiving, "_CRUMB", 1_000)
    announced(town.clerk, DATA)
    session = town.service.uploads.begin(town.clerk.caller, wanted(DATA, WHOLE))
    for start, end in ((0, 900), (900, 1_100), (1_100, 1_200), (1_200, 1_300)):
        append(town.clerk, session.id, start, DATA[start:end])
    assert len(list(town.service.objects.names(CHUNKS))) == 2
    assert append(town.clerk, session.id, 1_300, DATA[1_300:]).state == "done"


@pytest.mark.on_folder
def test_what_is_being_put_together_is_not_dropped_for_new_uploads(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(composing, "AT_ONCE", 0)
    monkeypatch.setattr(uploads, "_PARTS_AT_MOST", 2)
    announced(town.clerk, DATA)
    halves = (part(town.clerk, DATA, 0, 1_500), part(town.clerk, DATA, 1_500, len(DATA)))
    joined = town.service.uploads.join(town.clerk.caller, halves)
    assert joined.state == "composing"
    whole = wanted(DATA)
    for _ in range(4):
        town.clock.current += timedelta(seconds=1)
        town.service.uploads.begin(town.clerk.caller, Wanted(whole.sha256, whole.size, 9, PARTIAL))
    town.service.jobs.run_due()
    assert town.service.uploads.state(town.clerk.caller, joined.id).state == "done"


def test_an_upload_that_was_terminated_while_it_was_put_together_is_not_done(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    version = announced(town.clerk, DATA)
    take, caller = town.service.blobs.take, town.clerk.caller

    def slow(*told: object) -> None:
        take(*told)  # type: ignore[arg-type]  # passed on as they are
        with town.service.database.read() as connection:
            (only,) = upload_rows.untouched_since(connection, iso(town.clock.now() + timedelta(days=1)))
        town.service.uploads.terminate(caller, only)

    monkeypatch.setattr(town.service.blobs, "take", slow)
    with pytest.raises(NotFound):
        sent(town.clerk, DATA, WHOLE)
    assert "present" not in town.clerk.object(version)


def test_a_device_that_is_revoked_while_it_renews_itself_gets_nothing(town: Town) -> None:
    caller = town.service.caller(town.clerk.token, renewing=True)
    admin.revoke_device(town.service, caller.device)
    with pytest.raises(DeviceRevoked):
        town.service.renew(caller)


def test_a_question_does_not_wait_for_a_writer(town: Town) -> None:
    town.clerk.page()
    town.clock.current += timedelta(minutes=2)
    asked = threading.Event()

    def ask() -> None:
        town.clerk.page()
        asked.set()

    asker = threading.Thread(target=ask)
    with town.service.database.write():
        asker.start()
        assert asked.wait(10)
    asker.join()
    town.clerk.page()
    assert town.clerk.caller.last_contact == iso(town.clock.now())


def test_the_trail_of_an_object_is_read_once_for_all_conflicts_of_a_batch(town: Town) -> None:
    clerk, secretary = town.clerk, town.secretary
    dossier = clerk.done(clerk.dossier("A"))
    changes = [
        clerk.set("dossier", dossier, rev=1 + step, title=("A" if not step else f"t{step}", f"t{step + 1}"))
        for step in range(5)
    ]
    clerk.push(*changes)
    read: list[str] = []

    def note(*told: object) -> None:
        if "FROM audit" in str(told[2]):
            read.append(str(told[2]))

    event.listen(town.service.database.engine, "before_cursor_execute", note)
    conflicting = [secretary.set("dossier", dossier, rev=1, title=("A", f"z{step}")) for step in range(20)]
    results = secretary.push(*conflicting)
    assert {each.status for each in results} == {"conflict"}
    assert len(read) == 1
    opened = secretary.object(results[0].conflicts[0])
    assert (opened["kept"], opened["kept_by"]) == ("t5", clerk.answer.person)
