# SPDX-License-Identifier: EUPL-1.2
"""Complete uploads become verified bytes: at once, by a job, from parts; killed anywhere; while versions are announced."""

import hashlib
import itertools
import threading
from collections.abc import Callable

import pytest
from helpers.logs import ExpectedLogs
from helpers.town import Desk, Town
from helpers.uploading import announced, append, part, sent, wanted

from central import admin, composing
from central.errors.requests import NotFound
from central.errors.uploads import UploadChecksum, UploadFinal, UploadOffset, UploadParts
from central.jobs import LEASE
from central.objects_store import CHUNKS
from central.service import Service
from central.upload_rows import WHOLE
from eset_desktop.crashpoints import armed
from sync.protocol import COMPOSING, DONE, FINAL_UPLOAD

DATA = b"%PDF-1.7 " + bytes(range(256)) * 40
SHA = hashlib.sha256(DATA).hexdigest()


class Killed(BaseException):
    """The process ends here."""


@pytest.fixture
def version(town: Town) -> str:
    """Announce a version of DATA; gives its id."""
    return announced(town.clerk, DATA)


@pytest.fixture
def all_by_job(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every file be large."""
    monkeypatch.setattr(composing, "AT_ONCE", 0)


def is_present(desk: Desk, version: str) -> bool:
    return desk.object(version).get("present") is True


def whole(service: Service, sha256: str = SHA) -> bytes:
    return b"".join(service.blobs.read(sha256))


def killed_at(nth: int, work: Callable[[], None]) -> bool:
    """Do something, killed at the nth crash point of the service; tell whether it came so far."""
    passed = itertools.count()

    def kill(point: str) -> None:
        if point.startswith("central.") and next(passed) == nth:
            raise Killed

    try:
        with armed(kill):
            work()
    except Killed:
        return True
    return False


@pytest.mark.parametrize("by_job", [False, True])
def test_an_upload_survives_a_kill_at_any_point(
    town: Town, by_job: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    if by_job:
        monkeypatch.setattr(composing, "AT_ONCE", 0)
    desk = town.clerk
    document = desk.done(desk.document(desk.done(desk.dossier())))
    kills = 0
    for nth in itertools.count():
        data = DATA + nth.to_bytes(2, "big")
        version = announced(desk, data, document)

        def bring(data: bytes = data) -> None:
            uploads, caller = desk.service.uploads, desk.caller
            session = uploads.begin(caller, wanted(data, WHOLE))
            while session.state != DONE:
                if session.state == COMPOSING:
                    desk.service.jobs.run_due()
                    session = uploads.state(caller, session.id)
                else:
                    end = min(session.position + 6_000, len(data))
                    session = append(desk, session.id, session.position, data[session.position : end])

        if not killed_at(nth, bring):
            break
        kills += 1
        town.clock.current += LEASE
        bring()
        assert is_present(desk, version)
        assert whole(desk.service, hashlib.sha256(data).hexdigest()) == data
    assert kills >= 8
    desk.service.uploads.expire()
    assert not list(desk.service.objects.names(CHUNKS))


@pytest.mark.usefixtures("all_by_job")
def test_a_large_file_is_put_together_by_a_job(town: Town, version: str) -> None:
    session = sent(town.clerk, DATA, WHOLE, cuts=[100, 5_000])
    assert (session.state, session.position) == (COMPOSING, len(DATA))
    uploads, caller = town.service.uploads, town.clerk.caller
    assert uploads.state(caller, session.id).state == COMPOSING
    assert not is_present(town.clerk, version)
    with pytest.raises(UploadOffset):
        append(town.clerk, session.id, 0, DATA)
    town.service.jobs.run_due()
    assert uploads.state(caller, session.id).state == DONE
    assert is_present(town.clerk, version)
    assert whole(town.service) == DATA
    assert not list(town.service.objects.names(CHUNKS))


@pytest.mark.usefixtures("all_by_job")
def test_a_client_that_knows_no_jobs_has_its_answer_at_once(town: Town, version: str) -> None:
    assert sent(town.clerk, DATA).state == DONE
    assert is_present(town.clerk, version)


@pytest.mark.usefixtures("all_by_job")
def test_wrong_bytes_that_a_job_finds_are_told_and_sent_anew(
    town: Town, version: str, expected_logs: ExpectedLogs
) -> None:
    expected_logs.allow("upload.failed")
    uploads, caller = town.service.uploads, town.clerk.caller
    session = uploads.begin(caller, wanted(DATA, WHOLE))
    append(town.clerk, session.id, 0, DATA[:-1] + b"x")
    town.service.jobs.run_due()
    for _ in range(2):
        with pytest.raises(UploadChecksum):
            uploads.state(caller, session.id)
    assert not is_present(town.clerk, version)
    assert not list(town.service.objects.names(CHUNKS))
    sent(town.clerk, DATA, WHOLE)
    town.service.jobs.run_due()
    assert is_present(town.clerk, version)


@pytest.mark.usefixtures("all_by_job")
def test_a_job_for_a_device_that_was_revoked_makes_nothing_present(town: Town, version: str) -> None:
    sent(town.clerk, DATA, WHOLE)
    admin.revoke_device(town.service, town.clerk.caller.device)
    town.service.jobs.run_due()
    assert not is_present(town.secretary, version)
    assert not list(town.service.objects.names(CHUNKS))


@pytest.mark.parametrize("by_job", [False, True])
def test_stretches_that_came_side_by_side_become_the_file(
    town: Town, version: str, by_job: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    if by_job:
        monkeypatch.setattr(composing, "AT_ONCE", 0)
    uploads, caller = town.service.uploads, town.clerk.caller
    parts = [
        part(town.clerk, DATA, start, min(start + 4_000, len(DATA))) for start in range(0, len(DATA), 4_000)
    ]
    session = uploads.join(caller, tuple(parts))
    assert (session.form, session.joined, session.position) == (FINAL_UPLOAD, tuple(parts), len(DATA))
    town.service.jobs.run_due()
    again = uploads.join(caller, tuple(parts))
    assert (again.id, again.state) == (session.id, DONE)
    assert is_present(town.clerk, version)
    assert whole(town.service) == DATA
    assert not list(town.service.objects.names(CHUNKS))
    with pytest.raises(UploadFinal):
        append(town.clerk, session.id, 0, b"")


def test_stretches_that_do_not_add_up_are_refused_and_stay(town: Town, version: str) -> None:
    uploads, caller = town.service.uploads, town.clerk.caller
    first, second = part(town.clerk, DATA, 0, 4_000), part(town.clerk, DATA, 4_000, 8_000)
    third = part(town.clerk, DATA, 8_000, len(DATA))
    other = announced(town.secretary, DATA)
    foreign = part(town.secretary, DATA, 8_000, len(DATA))
    for wrong in (
        (),
        (first, second),
        (first, second, second),
        (first, second, foreign),
        (first, second, "x"),
    ):
        with pytest.raises(UploadParts):
            uploads.join(caller, wrong)
    uploads.join(caller, (first, second, third))
    assert is_present(town.clerk, version)
    assert is_present(town.clerk, other)


def test_stretches_in_the_wrong_order_are_no_file(town: Town, version: str) -> None:
    uploads, caller = town.service.uploads, town.clerk.caller
    first, second = part(town.clerk, DATA, 0, 4_000), part(town.clerk, DATA, 4_000, len(DATA))
    with pytest.raises(UploadChecksum):
        uploads.join(caller, (second, first))
    with pytest.raises(UploadParts):
        uploads.join(caller, (first, second))
    assert not is_present(town.clerk, version)
    sent(town.clerk, DATA)
    assert is_present(town.clerk, version)


@pytest.mark.usefixtures("version")
def test_an_upload_that_is_dropped_takes_its_bytes_with_it(town: Town) -> None:
    uploads, caller = town.service.uploads, town.clerk.caller
    session = uploads.begin(caller, wanted(DATA))
    append(town.clerk, session.id, 0, DATA[:100])
    receiving = uploads.receive(caller, session.id, 100)
    receiving.add(DATA[100:])
    uploads.terminate(caller, session.id)
    for work in (
        lambda: uploads.state(caller, session.id),
        lambda: uploads.terminate(caller, session.id),
        lambda: uploads.finish(caller, receiving),
    ):
        with pytest.raises(NotFound):
            work()
    assert not list(town.service.objects.names(CHUNKS))


@pytest.mark.usefixtures("version")
def test_of_two_requests_with_the_same_bytes_one_counts(town: Town) -> None:
    uploads, caller = town.service.uploads, town.clerk.caller
    session = uploads.begin(caller, wanted(DATA))
    slow, fast = uploads.receive(caller, session.id, 0), uploads.receive(caller, session.id, 0)
    slow.add(b"something else")
    fast.add(DATA[:5_000])
    assert uploads.finish(caller, fast).position == 5_000
    with pytest.raises(UploadOffset) as told:
        uploads.finish(caller, slow)
    assert told.value.offset == 5_000
    assert append(town.clerk, session.id, 5_000, DATA[5_000:]).state == DONE
    assert whole(town.service) == DATA


def test_a_version_announced_while_its_bytes_end_is_present(town: Town) -> None:
    """Whoever comes first, the other one sees it (design §6, laws 2 and 7)."""
    clerk, secretary = town.clerk, town.secretary
    document = clerk.done(clerk.document(clerk.done(clerk.dossier())))
    for number in range(8):
        data = DATA + number.to_bytes(2, "big")
        versions = [announced(clerk, data, document)]
        session = clerk.service.uploads.begin(clerk.caller, wanted(data))
        append(clerk, session.id, 0, data[:-1])
        start = threading.Barrier(2)

        def announce(
            data: bytes = data, start: threading.Barrier = start, told: list[str] = versions
        ) -> None:
            start.wait(10)
            told += [announced(secretary, data, document) for _ in range(3)]

        def finish(data: bytes = data, start: threading.Barrier = start, upload: str = session.id) -> None:
            start.wait(10)
            append(clerk, upload, len(data) - 1, data[-1:])

        threads = [threading.Thread(target=work) for work in (announce, finish)]
        for each in threads:
            each.start()
        for each in threads:
            each.join(30)
        assert len(versions) == 4
        assert all(is_present(clerk, version) for version in versions)
