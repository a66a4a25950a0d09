# SPDX-License-Identifier: EUPL-1.2
"""Pushes of one body that come at one moment: decided together, answered each for itself."""

import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from typing import TypeAlias

import pytest
from helpers.logs import ExpectedLogs
from helpers.town import NOW, Desk, Town
from sqlalchemy import Connection, event

from central import accounts
from central.errors.devices import DeviceRevoked
from central.errors.streams import EpochChanged
from central.store import gates
from central.verify import verify
from eset_desktop.domain.mutations import Mutation
from sync.protocol import Result

_TRIES = 2_000

Pushed: TypeAlias = Future[Sequence[Result]]


@pytest.fixture
def desks(town: Town) -> list[Desk]:
    return [town.enrolled(town.clerk.answer.person) for _ in range(5)]


@pytest.fixture
def pool() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(8) as threads:
        yield threads


@contextmanager
def held(town: Town, *desks: Desk) -> Iterator[Connection]:
    """Let nobody write to the body until the block ends."""
    for desk in (*desks, town.secretary):
        desk.service.caller(desk.token)  # the first contact of a minute is written
    with town.service.database.write() as connection:
        gates.enter(connection, town.body, alone=True)
        yield connection


def queue_up(pool: ThreadPoolExecutor, desk: Desk, mutation: Mutation, epoch: str = "") -> Pushed:
    """Push in a thread; return when it is under way or waits for its turn."""
    service, caller = desk.service, desk.caller
    before = service.turns.pending(caller.body)
    pushed: Pushed = pool.submit(lambda: service.push(caller, [mutation], epoch).results)
    pause = threading.Event()
    for _ in range(_TRIES):
        if service.turns.pending(caller.body) > before:
            return pushed
        pause.wait(0.01)
    pytest.fail("it does not wait")


def statuses(pushed: Sequence[Pushed]) -> list[str]:
    return [each.result(20)[0].status for each in pushed]


def test_what_waits_is_decided_in_one_transaction(
    town: Town, desks: list[Desk], pool: ThreadPoolExecutor
) -> None:
    """With numbers and positions without gaps, and each result for its own device."""
    commits: list[object] = []
    with held(town, *desks):
        pushed = [queue_up(pool, desk, desk.dossier()) for desk in desks]
        event.listen(town.service.database.engine, "commit", commits.append)
    assert statuses(pushed) == ["applied"] * 5
    assert len(commits) == 3, "the one that held the others up, the first push, and all others"
    page = town.clerk.page()
    assert page is not None
    dossiers = [row for row in page.rows if row.kind == "dossier"]
    assert [row.fields["number"] for row in dossiers] == [f"2026/{number:05d}" for number in range(1, 6)]
    for desk, each in zip(desks, pushed, strict=True):
        own = desk.page()
        assert own is not None
        assert own.results == tuple(each.result())
        assert desk.caller.max_n == 1
    assert not list(verify(town.service))


def test_one_that_is_refused_takes_no_other_with_it(
    town: Town, desks: list[Desk], pool: ThreadPoolExecutor
) -> None:
    with held(town, *desks) as connection:
        pushed = [queue_up(pool, desk, desk.dossier()) for desk in desks]
        accounts.revoke(connection, desks[2].answer.device, NOW)
    with pytest.raises(DeviceRevoked):
        pushed.pop(2).result(20)
    assert statuses(pushed) == ["applied"] * 4


def test_a_sender_who_knows_another_life_is_told_so_alone(
    town: Town, desks: list[Desk], pool: ThreadPoolExecutor
) -> None:
    page = town.clerk.page()
    assert page is not None
    with held(town, *desks):
        pushed = [queue_up(pool, desk, desk.dossier(), page.epoch) for desk in desks[:3]]
        other = queue_up(pool, desks[3], desks[3].dossier(), "another")
    with pytest.raises(EpochChanged):
        other.result(20)
    assert statuses(pushed) == ["applied"] * 3


def test_two_copies_of_one_request_are_one_act(
    town: Town, desks: list[Desk], pool: ThreadPoolExecutor
) -> None:
    made = desks[1].dossier()
    with held(town, *desks):
        pushed = [queue_up(pool, desk, mutation) for desk, mutation in (
            (desks[0], desks[0].dossier()), (desks[1], made), (desks[1], made), (desks[2], desks[2].dossier()),
        )]  # fmt: skip
    assert statuses(pushed) == ["applied"] * 4
    assert pushed[1].result() == pushed[2].result()


def test_each_is_judged_by_its_own_rights(town: Town, desks: list[Desk], pool: ThreadPoolExecutor) -> None:
    """A reader and the secretary in one transaction; what only the secretary sees stays unseen."""
    hidden = town.secretary.done(town.secretary.dossier())
    fields = {"scope_kind": "dossier", "scope": hidden, "reason": "Dades de salut"}
    town.secretary.done(town.secretary.mutation("create", "restriction", town.ids.uuid7(), fields=fields))
    reader = town.desk(town.body, "lectura")
    with held(town, reader, *desks):
        pushed = [
            queue_up(pool, desks[0], desks[0].dossier()),
            queue_up(pool, reader, reader.dossier()),
            queue_up(pool, town.secretary, town.secretary.set("dossier", hidden, rev=2, notes=(None, "x"))),
            queue_up(pool, desks[1], desks[1].set("dossier", hidden, rev=2, notes=(None, "y"))),
        ]
    assert statuses(pushed) == ["applied", "rejected", "applied", "rejected"]
    assert [each.result()[0].problem for each in pushed] == ["", "rights.denied", "", "stream.not_visible"]


def test_a_fault_of_the_program_in_a_common_transaction_is_told_in_the_log(
    town: Town,
    desks: list[Desk],
    pool: ThreadPoolExecutor,
    monkeypatch: pytest.MonkeyPatch,
    expected_logs: ExpectedLogs,
) -> None:
    def faulty(*_: object, **__: object) -> None:
        raise KeyError

    monkeypatch.setattr("central.service.push_together", faulty)
    expected_logs.allow("push.together_failed")
    with held(town, *desks):
        pushed = [queue_up(pool, desk, desk.dossier()) for desk in desks]
    assert statuses(pushed) == ["applied"] * 5
    assert any("push.together_failed" in each for each in expected_logs.texts())
