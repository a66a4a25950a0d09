# SPDX-License-Identifier: EUPL-1.2
"""Jobs: asked for in a transaction, claimed by one, repeated until done."""

import threading
from datetime import timedelta

import pytest
from helpers.logs import ExpectedLogs
from helpers.town import Town

from central.errors.stored import BlobLost
from central.jobs import FIRST_PAUSE, LEASE, LONGEST_PAUSE, Job, Jobs
from central.store.job_rows import OpenJob, still_open
from eset_desktop.clock import iso


def jobs_of(town: Town) -> Jobs:
    """Return the jobs as one more process has them."""
    return Jobs(town.service.database, town.clock, town.ids)


@pytest.fixture
def jobs(town: Town) -> Jobs:
    return jobs_of(town)


def ask(town: Town, jobs: Jobs, key: str, kind: str = "try", **payload: int) -> None:
    with town.service.database.write() as connection:
        jobs.enqueue(connection, kind, key, dict(payload))


def open_jobs(town: Town) -> tuple[OpenJob, ...]:
    with town.service.database.read() as connection:
        return still_open(connection, town.clock.now())


def test_a_job_is_done_once_with_its_payload(town: Town, jobs: Jobs) -> None:
    done: list[Job] = []
    jobs.register("try", done.append)
    ask(town, jobs, "a", size=3)
    assert [(each.kind, each.key, each.state) for each in open_jobs(town)] == [("try", "a", "due")]
    assert jobs.run_due() == 1
    assert [(each.key, each.payload, each.attempts) for each in done] == [("a", {"size": 3}, 1)]
    assert jobs.run_due() == 0
    assert open_jobs(town) == ()


def test_what_is_rolled_back_asks_for_nothing(town: Town, jobs: Jobs) -> None:
    def fail() -> None:
        with town.service.database.write() as connection:
            jobs.enqueue(connection, "try", "a", {})
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert open_jobs(town) == ()


def test_asking_twice_is_one_job_with_the_later_payload_and_the_earlier_time(town: Town, jobs: Jobs) -> None:
    done: list[Job] = []
    jobs.register("try", done.append)
    later = town.clock.now() + timedelta(hours=1)
    with town.service.database.write() as connection:
        jobs.enqueue(connection, "try", "a", {"turn": 1}, later)
    assert jobs.run_due() == 0
    ask(town, jobs, "a", turn=2)
    with town.service.database.write() as connection:
        jobs.enqueue(connection, "try", "a", {"turn": 3}, later)
    assert jobs.run_due() == 1
    assert [each.payload for each in done] == [{"turn": 3}]


def test_asked_for_while_it_is_done_it_is_done_again(town: Town, jobs: Jobs) -> None:
    """The handler may have read what it works on before the second asking's change was committed."""
    turns: list[object] = []

    def work(job: Job) -> None:
        turns.append(job.payload["turn"])
        if job.payload["turn"] == 1:
            ask(town, jobs, "a", turn=2)
            assert not jobs.run_one()  # nobody does the same job at the same time

    jobs.register("try", work)
    ask(town, jobs, "a", turn=1)
    assert jobs.run_due() == 2
    assert turns == [1, 2]
    assert open_jobs(town) == ()


def test_a_failure_is_told_and_tried_again_after_a_pause(
    town: Town, jobs: Jobs, expected_logs: ExpectedLogs
) -> None:
    expected_logs.allow("job.failed")
    failing = [True]

    def work(_: Job) -> None:
        if failing:
            raise BlobLost(sha256="00")

    jobs.register("try", work)
    ask(town, jobs, "a")
    ask(town, jobs, "b", kind="other")
    assert jobs.run_due() == 1
    first, _ = open_jobs(town)
    assert (first.key, first.state, first.attempts, first.problem) == ("a", "failing", 1, BlobLost.code)
    pauses = []
    for _ in range(14):
        (job,) = [each for each in open_jobs(town) if each.key == "a"]
        assert jobs.run_due() == 0
        before = town.clock.current
        while iso(town.clock.current) < job.not_before:
            town.clock.current += timedelta(seconds=1)
        pauses.append(town.clock.current - before)
        assert jobs.run_due() == 1
    assert pauses[0] <= FIRST_PAUSE + timedelta(seconds=1)
    assert LONGEST_PAUSE / 2 <= pauses[-1] <= LONGEST_PAUSE + timedelta(seconds=1)
    failing.clear()
    town.clock.current += LONGEST_PAUSE
    assert jobs.run_due() == 1
    assert [each.key for each in open_jobs(town)] == ["b"]


def test_an_unknown_error_is_named_without_its_text(
    town: Town, jobs: Jobs, expected_logs: ExpectedLogs
) -> None:
    expected_logs.allow("job.failed")

    def work(_: Job) -> None:
        msg = "Persona de prova"
        raise ValueError(msg)

    jobs.register("try", work)
    ask(town, jobs, "a")
    jobs.run_due()
    assert [each.problem for each in open_jobs(town)] == ["ValueError"]


def test_a_dead_process_leaves_its_job_to_another_when_the_lease_ends(town: Town, jobs: Jobs) -> None:
    class Killed(BaseException):
        pass

    def die(_: Job) -> None:
        raise Killed

    dying = jobs_of(town)
    dying.register("try", die)
    ask(town, jobs, "a")
    with pytest.raises(Killed):
        dying.run_one()
    done: list[Job] = []
    jobs.register("try", done.append)
    assert jobs.run_due() == 0
    assert [each.state for each in open_jobs(town)] == ["claimed"]
    town.clock.current += LEASE
    assert jobs.run_due() == 1
    assert done[0].attempts == 2


def test_who_comes_back_after_its_lease_removes_nothing_of_the_next(town: Town, jobs: Jobs) -> None:
    other = jobs_of(town)

    def slow(_: Job) -> None:
        town.clock.current += LEASE
        other.register("try", lambda _: None)
        claimed = other._claim()
        assert claimed is not None

    jobs.register("try", slow)
    ask(town, jobs, "a")
    assert jobs.run_one()
    assert [(each.state, each.attempts) for each in open_jobs(town)] == [("claimed", 2)]


def test_who_lives_keeps_its_job_beyond_the_lease(town: Town, jobs: Jobs) -> None:
    other = jobs_of(town)
    other.register("try", lambda _: None)

    def slow(_: Job) -> None:
        for _turn in range(5):
            town.clock.current += LEASE * 0.9
            jobs.renew()
            assert not other.run_one()

    jobs.register("try", slow)
    ask(town, jobs, "a")
    assert jobs.run_one()
    assert open_jobs(town) == ()
    jobs.renew()  # does nothing while nothing is being done


def test_who_lost_its_lease_commits_nothing(town: Town, jobs: Jobs, expected_logs: ExpectedLogs) -> None:
    expected_logs.allow("job.taken_over")
    other, wrote = jobs_of(town), list[str]()

    def write(by: Jobs, job: Job, name: str) -> None:
        with town.service.database.write() as connection:
            by.enqueue(connection, "written", name, {})
            by.hold(connection, job)
        wrote.append(name)

    def slow(job: Job) -> None:
        town.clock.current += LEASE
        assert other.run_one()
        write(jobs, job, "late")

    other.register("try", lambda job: write(other, job, "other"))
    jobs.register("try", slow)
    ask(town, jobs, "a")
    assert jobs.run_one()
    assert wrote == ["other"]
    assert [(each.kind, each.key) for each in open_jobs(town)] == [("written", "other")]


def test_a_lease_that_ran_out_unnoticed_still_holds(town: Town, jobs: Jobs) -> None:
    """What counts is whether somebody else has taken the job, not what a clock says."""

    def slow(job: Job) -> None:
        town.clock.current += LEASE * 3
        with town.service.database.write() as connection:
            jobs.hold(connection, job)

    jobs.register("try", slow)
    ask(town, jobs, "a")
    assert jobs.run_one()
    assert open_jobs(town) == ()


def test_asked_for_again_meanwhile_it_is_still_held(town: Town, jobs: Jobs) -> None:
    turns: list[str] = []

    def work(job: Job) -> None:
        if not turns:
            ask(town, jobs, "a")
        with town.service.database.write() as connection:
            jobs.hold(connection, job)
        turns.append(job.claim)

    jobs.register("try", work)
    ask(town, jobs, "a")
    assert jobs.run_due() == 2
    assert len(set(turns)) == 2
    assert open_jobs(town) == ()


def test_a_serving_process_renews_what_it_does(
    town: Town, jobs: Jobs, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("central.jobs.RENEW_SECONDS", 0.01)
    renewed = threading.Event()
    renew = jobs.renew

    def noted() -> None:
        renew()
        renewed.set()

    monkeypatch.setattr(jobs, "renew", noted)
    lasted: list[bool] = []

    def slow(_: Job) -> None:
        town.clock.current += LEASE * 0.9
        renewed.clear()
        assert renewed.wait(10)
        renewed.clear()
        assert renewed.wait(10)  # this one began after the clock went on
        town.clock.current += LEASE * 0.9
        lasted.append([each.state for each in open_jobs(town)] == ["claimed"])

    jobs.register("try", slow)
    ask(town, jobs, "a")
    with jobs.running():
        jobs.wake()
        while not lasted:
            assert renewed.wait(10)
    assert lasted == [True]


def test_kinds_that_nobody_here_knows_wait_for_another_process(town: Town, jobs: Jobs) -> None:
    jobs.register("known", lambda _: None)
    ask(town, jobs, "a", kind="unknown")
    assert jobs.run_due() == 0
    assert [each.kind for each in open_jobs(town)] == ["unknown"]


def test_what_comes_round_by_itself_is_entered_once_and_never_gone(town: Town, jobs: Jobs) -> None:
    turns: list[Job] = []
    jobs.register("daily", turns.append, every=timedelta(days=1))
    jobs.begin()
    jobs.begin()
    assert jobs.run_due() == 1
    assert jobs.run_due() == 0
    town.clock.current += timedelta(days=1)
    jobs.begin()
    assert jobs.run_due() == 1
    assert [each.attempts for each in turns] == [1, 1]


def test_what_comes_round_comes_by_a_moment_that_is_sooner(town: Town, jobs: Jobs) -> None:
    turns: list[Job] = []
    soon = town.clock.current + timedelta(minutes=5)
    jobs.register(
        "hourly", turns.append, every=timedelta(hours=1),
        at_latest=lambda now: soon if now < soon else soon + timedelta(days=1),
    )  # fmt: skip
    jobs.begin()
    done = []
    for minutes in (0, 4, 1, 59, 1):
        town.clock.current += timedelta(minutes=minutes)
        done.append(jobs.run_due())
    assert done == [1, 0, 1, 0, 1]


def test_many_workers_do_each_job_once(town: Town) -> None:
    done: list[str] = []
    first = jobs_of(town)
    for number in range(40):
        ask(town, first, str(number))

    def work() -> None:
        mine = jobs_of(town)
        mine.register("try", lambda job: done.append(job.key))
        while mine.run_one():
            pass

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(done, key=int) == [str(number) for number in range(40)]
    assert open_jobs(town) == ()


def test_a_thread_does_them_while_the_service_runs(town: Town, jobs: Jobs) -> None:
    done = threading.Event()
    jobs.register("try", lambda _: done.set())
    with jobs.running():
        ask(town, jobs, "a")
        jobs.wake()
        assert done.wait(10)
    assert open_jobs(town) == ()
