# SPDX-License-Identifier: EUPL-1.2
"""Questions and answers in few bytes: positions, packed messages, and what a push's answer tells at once."""

import threading
from typing import Any

import msgspec
import pytest
import requests
from helpers.served import Client
from helpers.town import Town

from central.feed import Question
from eset_desktop.domain.mutations import Mutation
from eset_desktop.packing import pack, unpack
from sync.protocol import PACKED_TYPE, SCHEMA, DeviceAnswer, FeedPage, Problem, PushAnswer, PushBatch
from sync.protocol.positions import Positions

PACKED = {"Content-Type": PACKED_TYPE}


def cursors(town: Town) -> list[tuple[str, str, int]]:
    """Return where a clerk stands who has read everything."""
    found = []
    for stream in town.clerk.caller.streams:
        page = town.clerk.page(stream)
        assert page is not None
        found.append((stream, page.epoch, page.head))
    return found


def positions(town: Town, **moved: int) -> str:
    return Positions.of(
        (stream, epoch, seq + moved.get(stream.partition(":")[0], 0)) for stream, epoch, seq in cursors(town)
    ).text


def page_in(answer: requests.Response) -> FeedPage:
    assert answer.headers["Content-Type"] == PACKED_TYPE
    return msgspec.json.decode(unpack(answer.content), type=FeedPage)


def push(clerk: Client, batch: PushBatch) -> PushAnswer:
    plain = msgspec.json.encode(batch)
    answer = clerk("POST", "/v1/push", data=pack(plain), headers=PACKED)
    assert answer.headers["Content-Type"] == PACKED_TYPE
    return msgspec.json.decode(unpack(answer.content, after=plain), type=PushAnswer)


def batch_of(town: Town, *mutations: Mutation) -> PushBatch:
    page = town.clerk.page(town.clerk.stream)
    assert page is not None
    return PushBatch(SCHEMA, mutations, page.epoch, page.head)


def test_nothing_new_is_said_in_few_bytes(town: Town, clerk: Client) -> None:
    answer = clerk("GET", f"/v1/at/{positions(town)}")
    assert (answer.status_code, answer.content, answer.headers["ESet-Head"]) == (204, b"", "1")
    assert "Date" not in answer.headers


def test_what_follows_a_position_is_told_as_ever(town: Town, clerk: Client) -> None:
    asked = positions(town)
    made = town.clerk.done(town.clerk.dossier())
    page = page_in(clerk("GET", f"/v1/at/{asked}"))
    assert [each.id for each in page.rows] == [made]
    told = town.clerk.page(town.clerk.stream, Question(page.epoch, page.start))
    assert told is not None
    assert msgspec.to_builtins(page) == msgspec.to_builtins(told)


def test_who_has_other_streams_in_mind_is_told_so(town: Town, clerk: Client) -> None:
    fewer = Positions.of(cursors(town)[:-1]).text
    others = Positions.of((stream, "other", seq) for stream, _, seq in cursors(town)).text
    for asked in (fewer, others, positions(town) + "x"):
        answer = clerk("GET", f"/v1/at/{asked}")
        assert (answer.status_code, answer.json()["code"]) == (409, "stream.positions")


def test_a_position_behind_the_end_means_another_life(town: Town, clerk: Client) -> None:
    answer = clerk("GET", f"/v1/at/{positions(town, body=1)}")
    problem = msgspec.json.decode(answer.content, type=Problem)
    assert (problem.code, problem.stream) == ("stream.epoch_changed", town.clerk.stream)


@pytest.mark.parametrize("asked", ["x", "1.2.3", "1.x~abc", "~", "1.-2.3~abc", "9" * 40 + "~abc"])
def test_what_are_no_positions_is_refused(clerk: Client, asked: str) -> None:
    assert clerk("GET", f"/v1/at/{asked}").status_code == 400


@pytest.mark.parametrize("body", [b"", b"{}", pack(b"{"), pack(bytes(100_000)), pack(b"{}") + b"x"])
def test_what_is_not_packed_is_refused(clerk: Client, body: bytes) -> None:
    assert clerk("POST", "/v1/push", data=body, headers=PACKED).status_code == 400


def test_a_push_s_answer_tells_what_follows_what_was_seen(town: Town, clerk: Client) -> None:
    """Other people's changes too: the page is the feed's own."""
    batch = batch_of(town, town.clerk.dossier())
    colleague = town.clerk.done(town.clerk.dossier(title="D'un altre ordinador"))
    answer = push(clerk, batch)
    assert answer.page is not None
    assert [each.id for each in answer.page.rows] == [colleague, batch.mutations[0].object]
    assert (answer.page.start, answer.page.end) == (batch.seen, answer.page.head)
    assert answer.page.digest is not None
    assert push(clerk, batch).results == answer.results


def test_a_push_s_answer_tells_no_page_that_was_not_asked_for_or_is_long(
    town: Town, clerk: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain = msgspec.structs.replace(batch_of(town, town.clerk.dossier()), seen=-1)
    assert push(clerk, plain).page is None
    monkeypatch.setattr("central.service.FEW", (1, 32_000))
    assert push(clerk, batch_of(town, town.clerk.dossier(), town.clerk.dossier())).page is None
    behind = msgspec.structs.replace(batch_of(town, town.clerk.dossier()), seen=1 << 40)
    assert push(clerk, behind).page is None


class Poll:
    """A long-poll in a thread of its own."""

    def __init__(self, clerk: Client, asked: str, wait: float) -> None:
        self._answers: list[requests.Response] = []

        def ask() -> None:
            self._answers.append(clerk("GET", f"/v1/at/{asked}", params={"wait": str(wait)}))

        self._thread = threading.Thread(target=ask)
        self._thread.start()

    def answer(self) -> requests.Response:
        self._thread.join(30)
        return self._answers[0]


@pytest.fixture
def looks(town: Town, monkeypatch: pytest.MonkeyPatch) -> threading.Semaphore:
    """Count the looks of those who wait: the first one is before they wait."""
    looked, at = threading.Semaphore(0), town.service.at

    def counted(*arguments: Any) -> Any:
        found = at(*arguments)
        looked.release()
        return found

    monkeypatch.setattr(town.service, "at", counted)
    return looked


def test_what_a_push_s_answer_told_does_not_end_the_wait(
    town: Town, clerk: Client, looks: threading.Semaphore
) -> None:
    """And its end says nothing of a head: the answer may have got lost."""
    asked = positions(town)
    poll = Poll(clerk, asked, 2)
    assert looks.acquire(timeout=20)
    assert push(clerk, batch_of(town, town.clerk.dossier())).page is not None
    answer = poll.answer()
    assert (answer.status_code, "ESet-Head" in answer.headers) == (204, False)
    assert len(page_in(clerk("GET", f"/v1/at/{asked}", params={"wait": "30"})).rows) == 1


def test_what_a_colleague_does_ends_it(town: Town, clerk: Client, looks: threading.Semaphore) -> None:
    poll = Poll(clerk, positions(town), 30)
    assert looks.acquire(timeout=20)
    batch = batch_of(town, town.clerk.dossier())
    assert push(clerk, batch).page is not None
    colleague = town.clerk.done(town.clerk.dossier(title="D'un altre ordinador"))
    assert [each.id for each in page_in(poll.answer()).rows] == [batch.mutations[0].object, colleague]


def test_a_push_without_a_page_ends_it(town: Town, clerk: Client, looks: threading.Semaphore) -> None:
    poll = Poll(clerk, positions(town), 30)
    assert looks.acquire(timeout=20)
    batch = msgspec.structs.replace(batch_of(town, town.clerk.dossier()), seen=-1)
    assert push(clerk, batch).page is None
    assert [each.id for each in page_in(poll.answer()).rows] == [batch.mutations[0].object]


def test_a_client_s_first_question_can_bring_the_discovery_too(town: Town, clerk: Client) -> None:
    alone = msgspec.json.decode(clerk("GET", "/v1/device").content, type=DeviceAnswer)
    both = msgspec.json.decode(clerk("GET", "/v1/device?with=discovery").content, type=DeviceAnswer)
    assert alone.discovery is None
    assert both == msgspec.structs.replace(alone, discovery=town.service.discovery())
