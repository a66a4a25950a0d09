# SPDX-License-Identifier: EUPL-1.2
"""The engine with a real cache and the real central service; a test puts words into the line's mouth."""

import shutil
from collections.abc import Iterator
from dataclasses import replace

import msgspec
import pytest
from helpers.office import LARGE, Office, problem
from helpers.simulation import network
from helpers.simulation.server import CLASSES

from central import admin
from eset_desktop.operations import dossiers, waiting
from eset_desktop.store import meta
from sync import planner
from sync.coding import decode
from sync.messages import Answer, Hint, LineError, Request, Response
from sync.protocol import WATCH_PATH, Digest, FeedPage, PushBatch


def test_work_is_sent_and_comes_back_as_accepted(office: Office) -> None:
    office.work()
    assert set(office.states()) == {"queued"}
    office.sync()
    assert set(office.states()) == {"done"}
    assert office.problems == {}
    assert office.computer.rows("SELECT fields ->> '$.number' FROM object WHERE kind = 'dossier'") == [
        ("2026/00001",)
    ]
    assert office.computer.rows("SELECT confirmed FROM blob") == [(1,)]
    assert office.meta("line.complete")


def test_what_was_sent_and_received_is_counted(office: Office) -> None:
    counters = office.computer.alive.engine.counters
    before = replace(counters)
    office.work()
    office.sync()
    assert counters.requests - before.requests >= 3
    assert counters.bytes_up - before.bytes_up > 4000
    assert counters.bytes_down > before.bytes_down


BROKEN: dict[str, list[Response | LineError]] = {
    "sync.not_the_service": [
        network.PORTAL, network.REDIRECT, network.TEAPOT, network.CODED,
        Response(200, {"content-type": "application/json"}, b"{}"),
        Response(204), Response(101), Response(401, {"content-type": "text/html"}),
    ],
    "sync.short_answer": [Response(200, {"content-type": "application/json"}, b'{"res', complete=False)],
    "sync.service_failed": [network.FAILED, Response(502)],
    "sync.service_busy": [network.BUSY, Response(429)],
    "sync.line_down": [LineError("dns"), LineError("refused"), LineError("timeout"), LineError("reset")],
    "sync.tls_failed": [LineError("tls")],
    "sync.insecure_address": [LineError("insecure")],
    "sync.device_unknown": [problem(401, "device.unknown")],
}  # fmt: skip


@pytest.mark.parametrize(("code", "answer"), [(code, each) for code, row in BROKEN.items() for each in row])
def test_whatever_answers_nothing_is_lost(office: Office, code: str, answer: Answer) -> None:
    office.work()
    before = office.computer.rows("SELECT id, fields FROM object ORDER BY id")
    office.sync(lambda _: answer)
    assert code in office.problems.values()
    assert office.meta("line.problem") == code
    assert set(office.states()) <= {"queued", "sent"}
    assert office.computer.rows("SELECT id, fields FROM object ORDER BY id") == before
    office.patiently()
    assert set(office.states()) == {"done"}
    assert office.problems == {}
    assert office.meta("line.problem") == ""


def test_a_line_that_is_down_is_not_the_same_as_a_service_that_fails(office: Office) -> None:
    office.work()
    office.sync(lambda _: LineError("refused"))
    assert office.meta("line") == "down"
    office.patiently(lambda request: network.FAILED if request.path == "/v1/push" else None)
    assert office.meta("line") == "up"


def test_what_is_told_is_the_last_thing_that_happened(office: Office) -> None:
    """A short answer and then an error of the service: the line is no longer what is wrong."""
    office.work()
    office.sync(lambda _: Response(200, {"content-type": "application/json"}, b'{"res', complete=False))
    office.clock.seconds += 3600
    office.sync(lambda _: network.FAILED)
    assert office.meta("line.problem") == "sync.service_failed"
    assert office.meta("line") == "up"


def test_a_revoked_device_stops_and_keeps_its_unsent_work(office: Office) -> None:
    office.work()
    admin.revoke_device(office.central.service, office.computer.alive.replica.account().device)
    office.sync()
    assert office.computer.alive.replica.is_revoked()
    assert set(office.states()) <= {"queued", "sent"}
    office.asked.clear()
    office.sync()
    assert office.asked == []


def test_retry_after_is_honoured(office: Office) -> None:
    office.work()
    office.sync(lambda _: Response(503, {"retry-after": "120"}))
    failing = office.computer.alive.engine._context.backoffs.failing[planner.LINE]
    assert failing.retry_at - failing.at == 120


def test_one_change_the_service_fails_on_stops_nothing_else(office: Office) -> None:
    first = office.work()
    second = dossiers.create(office.computer.alive.session, dossiers.NewDossier("Obra", CLASSES[1])).created

    def fails_on_the_first(request: Request) -> Answer:
        if request.path != "/v1/push":
            return None
        headers = {name.lower(): value for name, value in request.headers.items()}
        batch = decode(Response(200, headers, request.body), PushBatch)
        return network.FAILED if any(each.object == first for each in batch.mutations) else None

    for _ in range(12):
        office.sync(fails_on_the_first)
        office.clock.seconds += 3600
    done = {row[0] for row in office.computer.rows("SELECT object FROM outbox WHERE state = 'done'")}
    assert second in done
    assert first not in done
    office.patiently()
    assert set(office.states()) == {"done"}


def no_uploads(request: Request) -> Answer:
    return LineError("reset") if request.path.startswith("/v1/uploads") else None


def refused_close(office: Office) -> tuple[str, str]:
    """Close a dossier whose document's bytes have not arrived and reopen it at once; return its id and the refusal."""
    dossier = office.work()
    session = office.computer.alive.session
    dossiers.close(session, dossier, "resolved")
    dossiers.reopen(session, dossier, "encara no")
    office.sync(no_uploads)
    [(refused,)] = office.computer.rows("SELECT id FROM outbox WHERE state = 'attention'")
    assert office.states().count("blocked") == 1
    return dossier, str(refused)


def test_a_new_change_does_not_stand_on_refused_work(office: Office) -> None:
    dossier, _ = refused_close(office)
    dossiers.edit(office.computer.alive.session, dossier, {"notes": "Després"})
    office.patiently()
    query = "SELECT fields ->> '$.notes', pending FROM object WHERE id = ?"
    assert office.computer.rows(query, dossier) == [("Després", 0)]


def test_refused_work_sent_again_takes_along_what_depends_on_it(office: Office) -> None:
    dossier, refused = refused_close(office)
    office.patiently()
    waiting.send_again(office.computer.alive.session, refused)
    office.patiently()
    assert set(office.states()) == {"done", "discarded"}
    query = "SELECT fields ->> '$.close_reason', fields ->> '$.reopen_reason' FROM object WHERE id = ?"
    assert office.computer.rows(query, dossier) == [("resolved", "encara no")]


def test_a_service_that_was_set_back_gets_back_what_it_lost(office: Office) -> None:
    """Also when it went on beyond its old head before this computer came: positions tell nothing."""
    office.central.backup(office.root / "backup.db")
    dossier = office.work()
    office.sync()
    office.central.restore(office.root / "backup.db")
    [(body,)] = office.computer.rows("SELECT id FROM object WHERE kind = 'body'")
    for number in range(9):
        admin.create_person(office.central.service, str(body), f"Nova {number}", ("lectura",))
    office.patiently()
    assert set(office.states()) == {"done"}
    assert office.computer.rows("SELECT pending, rev FROM object WHERE id = ?", dossier) == [(0, 1)]
    assert office.computer.rows("SELECT confirmed FROM blob") == [(1,)]
    assert office.problems == {}


def test_a_restored_cache_goes_on_as_a_new_device(office: Office) -> None:
    computer = office.computer
    backup = office.root / "backup"
    shutil.copytree(office.root / "0", backup, ignore=shutil.ignore_patterns("*-shm"))
    office.work()
    office.sync()
    old = computer.alive.replica.account().device
    computer.stop()
    shutil.rmtree(office.root / "0")
    backup.rename(office.root / "0")
    computer.saved = {}
    computer.start()
    office.work()
    lost = iter([True])
    office.sync(lambda request: _after(office, request, "/v1/device/renew", lost))
    assert computer.alive.replica.account().device == old
    office.patiently()
    assert computer.alive.replica.account().device != old
    assert set(office.states()) == {"done"}
    numbers = computer.rows("SELECT fields ->> '$.number' FROM object WHERE kind = 'dossier' ORDER BY 1")
    assert numbers == [("2026/00001",), ("2026/00002",)]


def _after(office: Office, request: Request, path: str, lost: Iterator[bool]) -> Answer:
    """Let the service do it and lose its answer, once."""
    if request.path == path and next(lost, False):
        office.central.handle(request)
        return LineError("timeout")
    return None


def test_a_page_that_lies_about_its_digest_costs_one_walk(office: Office) -> None:
    def lies(request: Request) -> Answer:
        found = office.central.handle(request)
        if request.path != WATCH_PATH or not isinstance(found, Response) or found.status != 200:
            return None
        page = decode(found, FeedPage)
        wrong = msgspec.structs.replace(page, digest=Digest(page.end, 1, 1))
        return Response(200, {"content-type": "application/json"}, msgspec.json.encode(wrong))

    office.work()
    office.asked.clear()
    office.sync(lies)
    assert "sync.stream_diverged" not in office.problems.values()
    assert not [each for each in office.asked if each.path.endswith("/objects")]
    assert office.computer.rows("SELECT count(*) FROM object WHERE kind = 'dossier'") == [(1,)]


def test_a_first_reading_of_little_is_one_question_about_all_streams(office: Office) -> None:
    (question,) = [each for each in office.asked if each.path == WATCH_PATH]
    read = office.computer.rows("SELECT id FROM stream WHERE epoch != '' AND headed ORDER BY id")
    assert [name for name, _, _ in sorted(question.after)] == [name for (name,) in read]
    assert len(read) == 3


@pytest.mark.parametrize(
    "location", ["https://elsewhere.example/v1/uploads/x", "/elsewhere", "/v1/uploads/../x", ""]
)
def test_bytes_are_never_sent_where_a_stranger_says(office: Office, location: str) -> None:
    office.work(LARGE)
    offer = Response(201, {"location": location, "upload-offset": "0"})
    office.sync(lambda request: offer if request.path == "/v1/uploads" else None)
    assert "sync.not_the_service" in office.problems.values()
    assert not [each for each in office.asked if each.method == "PATCH"]
    office.patiently()
    assert office.computer.rows("SELECT confirmed FROM blob") == [(1,)]


def test_an_upload_that_arrives_damaged_twice_is_told_and_sent_again_later(office: Office) -> None:
    office.work(LARGE)
    office.sync(lambda request: problem(460, "upload.checksum") if request.method == "PATCH" else None)
    assert "sync.upload_damaged" in office.problems.values()
    assert sum(each.method == "PATCH" for each in office.asked) == 2
    office.patiently()
    assert office.computer.rows("SELECT confirmed FROM blob") == [(1,)]


def test_a_file_that_is_too_large_is_told_and_kept(office: Office) -> None:
    office.work(LARGE)
    office.sync(lambda request: problem(413, "request.too_large") if request.path == "/v1/uploads" else None)
    assert "sync.upload_too_large" in office.problems.values()
    assert office.computer.rows("SELECT here, confirmed FROM blob") == [(1, 0)]


def test_behind_a_proxy_that_takes_small_requests_only_all_goes_in_small_ones(office: Office) -> None:
    """RFC 9110 §15.5.14: the page that says so is the proxy's own, not the service's."""
    page = Response(413, {"content-type": "text/html"}, b"<html>Request Entity Too Large</html>")
    session = office.computer.alive.session
    for number in range(60):
        dossiers.create(session, dossiers.NewDossier(f"Gual {number}", CLASSES[0]))
    office.work(b"y" * 3_000)
    office.work(LARGE)
    told: set[str] = set()

    def small_only(request: Request) -> Response | None:
        told.update(office.problems.values())
        return page if len(request.body) > 1_500 else None

    office.patiently(small_only)
    assert set(office.states()) == {"done"}
    assert office.computer.rows("SELECT DISTINCT confirmed FROM blob") == [(1,)]
    assert "sync.body_too_large" in told
    assert not office.problems
    assert sum(len(each.body) > 1_500 for each in office.asked) < 20


def test_pages_grow_while_the_line_is_quick_and_shrink_when_one_is_lost(office: Office) -> None:
    session = office.computer.alive.session
    for number in range(400):
        dossiers.create(session, dossiers.NewDossier(f"Gual {number}", CLASSES[0]))
    office.sync()
    with office.computer.alive.database.write() as connection:
        connection.execute("UPDATE stream SET seq = 11 WHERE id GLOB 'body:*'")
    office.asked.clear()
    lost = [LineError("reset")]
    office.patiently(lambda request: lost.pop() if "limit_bytes" in str(request.query) and lost else None)
    limits = [
        int(dict(each.query)["limit_bytes"]) for each in office.asked if "limit_bytes" in str(each.query)
    ]
    assert limits[1] * 2 == limits[0]
    assert limits[2] > limits[1]


def test_a_wrong_clock_is_noted_and_decides_nothing(office: Office) -> None:
    server_time, own_time = msgspec.json.decode(office.meta("line.server_time"))
    assert server_time[:4] == "2026"
    assert own_time[:4] == "2016"
    office.work()
    office.sync()
    assert set(office.states()) == {"done"}


def test_a_hint_wakes_a_waiting_engine(office: Office) -> None:
    run = office.computer.alive.engine.run()
    asked = next(run)
    assert isinstance(asked, Request)
    assert asked.listening
    office.work()
    asked = run.send(Hint())
    assert isinstance(asked, Request)
    assert asked.path == "/v1/push"
    run.close()


def test_nothing_new_costs_one_request_below_500_bytes(office: Office) -> None:
    counters = office.computer.alive.engine.counters
    run = office.computer.alive.engine.run()
    assert isinstance(next(run), Request)
    before = replace(counters)
    run.send(Response(204, {"eset-head": "0123456789abcdef:31", "date": "Sat, 21 Nov 2026 09:00:00 GMT"}))
    assert before.requests + 1 == counters.requests
    assert counters.bytes_up + counters.bytes_down - before.bytes_down - before.bytes_up < 500
    run.close()


def titles(office: Office) -> list[tuple[str, int]]:
    return office.computer.rows("SELECT fields ->> '$.title', rev FROM object WHERE kind = 'dossier'")


def test_work_on_what_a_service_lost_waits_until_that_was_sent_again(office: Office) -> None:
    """The person works on before the computer hears that its service was set back to a backup."""
    session = office.computer.alive.session
    office.central.backup(office.root / "backup.db")
    dossier = str(dossiers.create(session, dossiers.NewDossier("Gual", CLASSES[0])).created)
    office.sync()
    office.central.restore(office.root / "backup.db")
    dossiers.rename(session, dossier, "Gual nou")
    office.asked.clear()
    office.patiently()
    assert office.states() == ["done", "done"]
    assert titles(office) == [("Gual nou", 2)]
    assert office.problems == {}


def test_a_persons_edits_keep_their_order_when_a_service_lost_the_first(office: Office) -> None:
    session = office.computer.alive.session
    dossier = str(dossiers.create(session, dossiers.NewDossier("A", CLASSES[0])).created)
    office.sync()
    office.central.backup(office.root / "backup.db")
    dossiers.rename(session, dossier, "B")
    office.sync()
    office.central.restore(office.root / "backup.db")
    dossiers.rename(session, dossier, "C")
    office.patiently()
    assert office.states() == ["done"] * 3
    assert titles(office) == [("C", 3)]
    assert office.computer.rows("SELECT 1 FROM object WHERE kind = 'conflict' AND NOT deleted") == []


def test_nothing_is_pushed_while_the_stream_is_read_again(office: Office) -> None:
    """Also not by the next life of the program: the reading again is remembered in the cache."""
    session = office.computer.alive.session
    office.central.backup(office.root / "backup.db")
    dossier = str(dossiers.create(session, dossiers.NewDossier("Gual", CLASSES[0])).created)
    office.sync()
    office.central.restore(office.root / "backup.db")
    dossiers.rename(session, dossier, "Gual nou")

    def no_pages(request: Request) -> Answer:
        return LineError("reset") if request.path == WATCH_PATH else None

    office.sync(no_pages)
    assert office.computer.alive.replica.rereading()
    office.computer.stop()
    office.computer.start()
    office.asked.clear()
    office.clock.seconds += 3600
    office.sync(no_pages)
    assert "/v1/push" not in [each.path for each in office.asked]
    office.patiently()
    assert titles(office) == [("Gual nou", 2)]
    assert office.computer.alive.replica.rereading() == frozenset()


def test_what_needs_no_work_any_more_is_no_problem_any_more(office: Office) -> None:
    """The bytes that could not be sent came from a colleague's computer."""
    office.work(LARGE)
    office.sync(lambda request: problem(413, "request.too_large") if request.path == "/v1/uploads" else None)
    assert "sync.upload_too_large" in office.problems.values()
    with office.computer.alive.database.write() as connection:
        connection.execute("UPDATE blob SET confirmed = 1")
        meta.put(connection, "line.complete", "")
    office.clock.seconds += 3600
    office.sync()
    assert office.problems == {}
    assert office.meta("line.problem") == ""
    assert office.meta("line.complete")


def test_a_change_that_was_given_up_is_no_problem_any_more(office: Office) -> None:
    session = office.computer.alive.session
    dossiers.create(session, dossiers.NewDossier("Gual", CLASSES[0]))
    [(mutation,)] = office.computer.rows("SELECT id FROM outbox")
    office.patiently(lambda request: network.FAILED if request.path == "/v1/push" else None)
    backoffs = office.computer.alive.engine._context.backoffs
    assert f"mutation:{mutation}" in backoffs.failing
    with office.computer.alive.database.write() as connection:
        connection.execute("UPDATE outbox SET state = 'discarded'")
    office.sync()
    assert f"mutation:{mutation}" not in backoffs.failing


def test_a_renewed_device_hears_what_became_of_its_earlier_lifes_work(office: Office) -> None:
    """Else all of it would count as lost when the stream is read again, and lie above what colleagues did since."""
    computer, session = office.computer, office.computer.alive.session
    dossier = str(dossiers.create(session, dossiers.NewDossier("A", CLASSES[0])).created)
    office.sync()
    dossiers.rename(session, dossier, "B")
    office.sync()
    for _ in range(2):
        caller = office.central.service.caller(computer.alive.replica.account().token, renewing=True)
        computer.alive.replica.renew(office.central.service.renew(caller))
        office.clock.seconds += 3600
        office.sync()
    office.central.backup(office.root / "backup.db")
    office.central.restore(office.root / "backup.db")
    office.clock.seconds += 3600
    office.sync(lambda request: LineError("timeout") if request.path == "/v1/push" else None)
    assert office.states() == ["done", "done"]
    assert computer.rows("SELECT pending FROM object WHERE id = ?", dossier) == [(0,)]
