# SPDX-License-Identifier: EUPL-1.2
"""Two serving processes on one PostgreSQL: what one commits wakes who waits at the other."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests
from helpers.logs import ExpectedLogs
from helpers.postgres import Server
from helpers.served import Client, served
from helpers.town import Town, build, counted_bytes

from central.hints import EVERYTHING, Hints
from central.service import Service


@pytest.fixture
def town(tmp_path: Path, postgres_server: Server) -> Iterator[Town]:
    built = build(tmp_path / "central", postgres_server)
    yield built
    built.service.close()
    postgres_server.give_back(str(built.service.database.engine.url.database))


@pytest.fixture
def other(town: Town) -> Iterator[Service]:
    """Open the service as another process has it."""
    folder = town.service.folder
    service = Service.open(folder, town.clock, counted_bytes(7))
    yield service
    service.close()


def test_a_push_at_one_process_ends_the_wait_at_another(
    town: Town, other: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("central.api.app.LOOK_SECONDS_WITH_HINTS", 1_000.0)
    page = town.clerk.page()
    assert page is not None
    address = f"/v1/streams/{town.clerk.stream}/changes?after={page.epoch}:{page.head}&wait=15"
    answers: list[requests.Response] = []
    with served(other) as url:
        client = Client(url, town.secretary.token)
        waiting = threading.Thread(target=lambda: answers.append(client("GET", address)))
        waiting.start()
        created = town.clerk.done(town.clerk.dossier())
        waiting.join()
        client.session.close()
    assert [answer.status_code for answer in answers] == [200]
    assert [row["id"] for row in answers[0].json()["rows"]] == [created]


def test_who_was_cut_off_looks_at_everything_and_hears_again(town: Town, expected_logs: ExpectedLogs) -> None:
    expected_logs.allow("hints.away")
    heard: list[str] = []
    news = threading.Condition()

    def note(stream: str) -> None:
        with news:
            heard.append(stream)
            news.notify_all()

    def wait_for(count: int) -> None:
        with news:
            assert news.wait_for(lambda: len(heard) >= count, 20)

    hints = Hints(town.service.database.engine, note, lambda: None)
    with hints.running():
        wait_for(1)
        town.clerk.done(town.clerk.dossier())
        wait_for(2)
        with town.service.database.write() as connection:
            connection.exec_driver_sql(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE application_name = 'eset-central hints' AND datname = current_database()"
            )
        wait_for(3)
        town.clerk.done(town.clerk.dossier())
        wait_for(4)
    assert heard == [EVERYTHING, town.clerk.stream, EVERYTHING, town.clerk.stream]


def test_what_is_rolled_back_is_not_told(town: Town) -> None:
    """A hint is part of the transaction; a refused batch tells nothing, and so wakes nobody."""
    heard: list[str] = []
    first, last = threading.Event(), threading.Event()

    def note(stream: str) -> None:
        heard.append(stream)
        (last if stream == town.stranger.stream else first).set()

    with Hints(town.service.database.engine, note, lambda: None).running():
        assert first.wait(20)
        town.clerk.push(town.clerk.dossier(title=""))
        town.stranger.done(town.stranger.dossier())
        assert last.wait(20)
    assert heard == [EVERYTHING, town.stranger.stream]


def test_a_new_job_wakes_the_workers_of_other_processes(town: Town, other: Service) -> None:
    listening, woken = threading.Event(), threading.Semaphore(0)
    hints = Hints(other.database.engine, lambda _: listening.set(), woken.release)
    with hints.running():
        assert listening.wait(20)
        assert woken.acquire(timeout=20)  # the look at everything
        with town.service.database.write() as connection:
            town.service.jobs.enqueue(connection, "try", "a", {})
        assert woken.acquire(timeout=20)
