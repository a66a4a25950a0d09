# SPDX-License-Identifier: EUPL-1.2
"""What happens at one moment on PostgreSQL: neither half misses the other, and a database that went away comes back."""

import hashlib
import threading
import time
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import requests
from helpers.logs import ExpectedLogs
from helpers.postgres import Server
from helpers.served import Client, served
from helpers.town import Town, build
from helpers.uploading import sent
from sqlalchemy import Connection, text, update
from sqlalchemy.exc import DBAPIError

from central import accounts, admin, people
from central.errors.devices import CodeRefused
from central.push.batch import push, push_together
from central.push.deciding import Sent
from central.service import Service
from central.store import dialect, gates, objects, tables
from central.store.objects import Stored
from central.verify import verify
from eset_desktop.domain.mutations import Mutation
from sync.protocol import EnrolRequest

ROUNDS = 12


@pytest.fixture
def town(tmp_path: Path, postgres_server: Server) -> Iterator[Town]:
    built = build(tmp_path / "central", postgres_server)
    yield built
    built.service.close()
    postgres_server.give_back(str(built.service.database.engine.url.database))


def test_a_version_that_comes_while_its_bytes_do_is_present(town: Town) -> None:
    """Two versions of the same bytes: one brings them while the other is announced by somebody else."""
    document = town.clerk.done(town.clerk.document(town.clerk.done(town.clerk.dossier())))
    others: list[str] = []
    for number in range(ROUNDS):
        data = f"%PDF-1.7 number {number}".encode()
        sha256 = hashlib.sha256(data).hexdigest()
        town.clerk.done(town.clerk.version(document, sha256, len(data)))
        announced = town.secretary.version(document, sha256, len(data))
        others.append(announced.object)
        start = threading.Barrier(2)

        def announce(announced: Mutation = announced, start: threading.Barrier = start) -> None:
            start.wait()
            town.secretary.push(announced)

        def bring(data: bytes = data, start: threading.Barrier = start) -> None:
            start.wait()
            assert sent(town.clerk, data).state == "done"

        threads = [threading.Thread(target=announce), threading.Thread(target=bring)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    page = town.clerk.page()
    assert page is not None
    present = {row.id: row.fields.get("present") for row in page.rows if row.kind == "version"}
    assert {key: present[key] for key in others} == dict.fromkeys(others, True)
    assert all(present.values())
    assert list(verify(town.service)) == []


def test_a_code_that_is_made_while_its_person_leaves_lets_nobody_in(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Either the code comes first and goes with the rest, or the person has left and there is none."""
    service, clerk = town.service, town.clerk.answer.person
    issue, leaving = accounts.issue_code, list[Future[people.Retired]]()
    with ThreadPoolExecutor(1) as pool:

        def issue_late(connection: Connection, *args: Any) -> datetime:
            leaving.append(pool.submit(people.retire, service, clerk))
            await_waiting(connection, or_done=leaving[0])
            return issue(connection, *args)

        monkeypatch.setattr(accounts, "issue_code", issue_late)
        code, _ = admin.enrolment_code(service, clerk, timedelta(hours=1))
        assert leaving[0].result(20).devices
    with pytest.raises(CodeRefused):
        service.enrol(EnrolRequest(code, "taulell", "0.1.0"))


def test_after_a_restart_of_the_database_requests_are_asked_for_again_and_then_served(
    town: Town, expected_logs: ExpectedLogs
) -> None:
    expected_logs.allow("request.busy")
    expected_logs.allow("hints.away")
    expected_logs.allow("Exception (during reset or similar|terminating connection|closing connection)")
    with served(town.service) as url:
        client = Client(url, town.clerk.token)
        address = f"/v1/streams/{town.clerk.stream}/changes"
        assert client("GET", address).status_code == 200
        with town.service.database.engine.connect() as connection:
            connection.execute(
                text(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                    " WHERE datname = current_database() AND pid <> pg_backend_pid()"
                )
            )
        answers: list[requests.Response] = []
        while not answers or answers[-1].status_code != 200:
            answers.append(client("GET", address))
            assert len(answers) < 20
        assert {answer.status_code for answer in answers} <= {200, 503}
        assert all(answer.headers["Retry-After"] for answer in answers if answer.status_code == 503)
        client.session.close()


def test_a_statement_that_takes_too_long_is_cut_off(town: Town) -> None:
    engine = town.service.database.engine
    with engine.connect() as connection:
        told = {name: connection.exec_driver_sql(f"SHOW {name}").scalar_one() for name in dialect.SETTINGS}
        assert told["statement_timeout"] == "30s"
        connection.exec_driver_sql("SET statement_timeout = '5ms'")
        with pytest.raises(Exception, match="statement timeout") as cut:
            connection.exec_driver_sql("SELECT pg_sleep(10)")
    assert isinstance(cut.value, DBAPIError)
    assert dialect.is_passing(cut.value)
    assert not dialect.is_clash(cut.value)


def test_a_transaction_that_stood_still_too_long_is_a_matter_of_a_moment(town: Town) -> None:
    """PostgreSQL ends its session (25P03); whoever asked is told to come back."""
    with town.service.database.engine.connect() as connection:
        connection.exec_driver_sql("SET idle_in_transaction_session_timeout = '20ms'")
        threading.Event().wait(0.2)
        with pytest.raises(DBAPIError) as ended:
            connection.exec_driver_sql("SELECT 1")
        connection.invalidate()
    assert dialect.state_of(ended.value) == "25P03"
    assert dialect.is_passing(ended.value)


def test_two_that_find_that_they_must_be_alone_do_not_wait_for_each_other(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As after a restore: children come before what they lie in, on two computers at once."""
    clashes: list[DBAPIError] = []
    is_clash = dialect.is_clash

    def noted(error: DBAPIError) -> bool:
        clashes.append(error)
        return is_clash(error)

    monkeypatch.setattr(dialect, "is_clash", noted)
    both, waited = threading.Barrier(2, timeout=10), threading.local()
    locked = objects.lock

    def lock(*args: Any, **kwargs: Any) -> dict[str, Stored]:
        found = locked(*args, **kwargs)
        if not hasattr(waited, "once"):
            waited.once = True
            both.wait()  # both are inside the gate and hold their rows
        return found

    monkeypatch.setattr(objects, "lock", lock)
    elsewhere = Service.open(town.service.folder, town.clock)  # in one process they would take turns
    desks = (town.clerk, replace(town.secretary, home=elsewhere))
    early = [desk.document(town.ids.uuid7()) for desk in desks]
    with ThreadPoolExecutor(2) as pool:
        taken = list(pool.map(lambda pair: pair[0].push(pair[1])[0].status, zip(desks, early, strict=True)))
    elsewhere.close()
    assert taken == ["applied", "applied"]
    assert clashes == []


@pytest.mark.parametrize("later", [0, 3])
def test_what_fails_among_statements_sent_together_is_told_as_it_is(town: Town, later: int) -> None:
    """The first failure, not that those after it were broken off; and nothing of it is logged."""

    def write() -> None:
        with town.service.database.write() as connection, dialect.sent_together(connection):
            for each in ("SELECT 1", "SELECT 1 / 0", *["SELECT pg_sleep(0.02)"] * later):
                connection.exec_driver_sql(each)

    with pytest.raises(DBAPIError, match="division by zero") as met:
        write()
    assert dialect.state_of(met.value) == "22012"
    town.clerk.done(town.clerk.dossier())


def test_a_push_that_waits_at_the_gate_is_judged_by_the_rights_that_are_given_meanwhile(town: Town) -> None:
    """By itself and together with another one's: the profiles are read behind the gate."""
    service, clerk, secretary = town.service, town.clerk, town.secretary
    for together in (False, True):
        people.set_profiles(service, clerk.caller.person, ("administracio",))
        mine, other = clerk.dossier(), secretary.dossier()

        def decide(
            connection: Connection, together: bool = together, mine: Mutation = mine, other: Mutation = other
        ) -> str:
            received = town.clock.now()
            if not together:
                answer, _ = push(connection, clerk.caller, [mine], received=received, new_id=town.ids.uuid7)
                return answer.results[0].problem
            sent_ = [Sent(clerk.caller, [mine]), Sent(secretary.caller, [other])]
            (answer, _), _ = push_together(connection, sent_, "", received=received, new_id=town.ids.uuid7)
            return answer.results[0].problem

        with ThreadPoolExecutor(1) as pool:
            with service.database.write() as connection:
                gates.enter(connection, clerk.caller.body, alone=True)
                deciding = pool.submit(service.database.attempt, decide)
                await_waiting(connection)
                connection.execute(
                    update(tables.person)
                    .where(tables.person.c.id == clerk.caller.person)
                    .values(profiles='["lectura"]')
                )
            assert deciding.result(20) == "rights.denied"


def await_waiting(connection: Connection, or_done: Future[Any] | None = None) -> None:
    """Return when another transaction waits for a lock in this database, or is done."""
    waiting = text(
        "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"
    )
    until = time.monotonic() + 20
    while not connection.execute(waiting).scalar_one() and not (or_done and or_done.done()):
        connection.execute(
            text("SELECT pg_stat_clear_snapshot()")
        )  # else a transaction sees the same moment again
        assert time.monotonic() < until, "nobody waits"
