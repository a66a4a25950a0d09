# SPDX-License-Identifier: EUPL-1.2
"""Questions about several streams, digests part by part, pushes in parts: over real HTTP."""

import hashlib
import threading
from dataclasses import replace
from datetime import timedelta
from typing import Any

import msgspec
import pytest
import requests
from helpers.served import Client
from helpers.town import Town

from central import digests, feed
from central.callers import Caller
from central.errors.requests import ServiceBusy
from central.feed import Question
from central.store import streams
from eset_desktop.domain.values import DIGEST_MODULUS
from sync.protocol import DigestNode, FeedPage, ObjectsAnswer, ObjectsRequest, Problem
from sync.protocol.positions import Positions, cursor_text

BATCH = "01a1f7f8-3000-7ac4-89c2-8206e7e3aa6b"


def at(town: Town) -> list[tuple[str, str]]:
    """Return a question about what a clerk reads, from the heads."""
    found = []
    for stream in town.clerk.caller.streams:
        page = town.clerk.page(stream)
        assert page is not None
        found.append(("at", f"{stream}@{cursor_text(page.epoch, page.head)}"))
    return found


def test_one_question_says_that_nothing_is_new_anywhere(town: Town, clerk: Client) -> None:
    answer = clerk("GET", "/v1/changes", params=at(town))
    assert (answer.status_code, answer.content) == (204, b"")
    assert answer.headers["ESet-Head"] == str(len(town.clerk.caller.streams))


def test_the_first_stream_that_moved_is_given(town: Town, clerk: Client) -> None:
    asked = at(town)
    made = town.clerk.done(town.clerk.dossier())
    page = msgspec.json.decode(clerk("GET", "/v1/changes", params=asked).content, type=FeedPage)
    assert page.stream == town.clerk.stream
    assert [each.id for each in page.rows] == [made]
    nothing_read = [("at", f"{stream}@") for stream in town.clerk.caller.streams]
    first = msgspec.json.decode(clerk("GET", "/v1/changes", params=nothing_read).content, type=FeedPage)
    assert first.stream == "catalogue"


def test_a_stream_that_is_never_quiet_keeps_no_other_one_back(town: Town) -> None:
    dossier = town.clerk.done(town.clerk.dossier("Reservat"))
    fields = {"scope_kind": "dossier", "scope": dossier, "reason": "art. 15 LTAIBG"}
    town.secretary.done(town.secretary.mutation("create", "restriction", town.ids.uuid7(), fields=fields))
    caller = town.secretary.caller
    at = {name: Question() for name in caller.streams}
    served: set[str] = set()
    for _ in range(len(at)):
        page = town.service.watch(caller, list(at.items()))
        assert page is not None
        for each in (page, *page.also):
            at[each.stream] = Question(each.epoch, each.end)
            served.add(each.stream)
        town.clerk.done(town.clerk.dossier())
    assert served == set(caller.streams)
    for holder in (dossier, town.secretary.done(town.secretary.dossier())):
        town.secretary.done(town.secretary.document(holder))
    with town.service.database.read() as connection:
        found = streams.read_all(connection, at)
    asked = Positions.of((name, found[name].epoch, question.after) for name, question in at.items())
    page, level = town.service.at(caller, asked)
    assert page is not None
    assert {page.stream, *(each.stream for each in page.also)} == {town.clerk.stream, restricted_of(caller)}
    assert not level


def restricted_of(caller: Caller) -> str:
    (stream,) = caller.restricted
    return stream


def test_who_waits_hears_of_any_of_the_streams(town: Town, clerk: Client) -> None:
    answers: list[requests.Response] = []
    asked = [*at(town), ("wait", "30")]
    thread = threading.Thread(target=lambda: answers.append(clerk("GET", "/v1/changes", params=asked)))
    thread.start()
    made = town.clerk.done(town.clerk.dossier())
    thread.join(20)
    page = msgspec.json.decode(answers[0].content, type=FeedPage)
    assert [each.id for each in page.rows] == [made]


@pytest.mark.parametrize("asked", [[], [("at", "catalogue")], [("at", "catalogue@x")]])
def test_what_is_no_question_is_refused(clerk: Client, asked: list[tuple[str, str]]) -> None:
    assert clerk("GET", "/v1/changes", params=asked).status_code == 400


def test_a_stream_of_others_does_not_exist(town: Town, clerk: Client) -> None:
    foreign = town.stranger.stream
    assert clerk("GET", "/v1/changes", params=[("at", f"{foreign}@")]).status_code == 404
    assert clerk("GET", f"/v1/streams/{foreign}/digest").status_code == 404
    body = msgspec.json.encode(ObjectsRequest(("x",)))
    assert clerk("POST", f"/v1/streams/{foreign}/objects", data=body).status_code == 404


def test_another_life_of_a_stream_is_named(town: Town, clerk: Client) -> None:
    asked = [("at", "catalogue@"), ("at", f"{town.clerk.stream}@other:1")]
    asked[0] = at(town)[0]
    answer = clerk("GET", "/v1/changes", params=asked)
    problem = msgspec.json.decode(answer.content, type=Problem)
    assert (problem.code, problem.stream) == ("stream.epoch_changed", town.clerk.stream)


def test_a_walk_leads_from_the_whole_to_the_objects(
    town: Town, clerk: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(digests, "MOST_LEAVES", 4)
    town.clerk.push(*(town.clerk.dossier() for _ in range(8)))
    page = town.clerk.page()
    assert page is not None
    assert page.digest is not None
    path = f"/v1/streams/{town.clerk.stream}/digest"
    root = msgspec.json.decode(clerk("GET", path).content, type=DigestNode)
    assert (root.epoch, root.upto, root.leaves) == (page.epoch, page.head, {})
    assert sum(count for count, _ in root.children.values()) == page.digest.count
    assert sum(part for _, part in root.children.values()) % DIGEST_MODULUS == page.digest.sum
    found: set[str] = set()
    for digits, (count, total) in root.children.items():
        node = msgspec.json.decode(clerk("GET", path, params={"prefix": digits}).content, type=DigestNode)
        assert len(node.leaves) == count
        assert sum(node.leaves.values()) % DIGEST_MODULUS == total
        assert all(hashlib.sha256(key.encode()).hexdigest().startswith(digits) for key in node.leaves)
        found |= node.leaves.keys()
    assert found == {each.id for each in page.rows}


@pytest.mark.parametrize("prefix", ["a", "zz", "0" * 66])
def test_a_prefix_that_is_none_is_refused(town: Town, clerk: Client, prefix: str) -> None:
    path = f"/v1/streams/{town.clerk.stream}/digest"
    assert clerk("GET", path, params={"prefix": prefix}).status_code == 400


def test_objects_are_given_as_they_are_now(town: Town, clerk: Client) -> None:
    made = town.clerk.done(town.clerk.dossier("Gual"))
    body = msgspec.json.encode(ObjectsRequest((made, "nobody")))
    answer = clerk("POST", f"/v1/streams/{town.clerk.stream}/objects", data=body)
    found = msgspec.json.decode(answer.content, type=ObjectsAnswer)
    assert [(each.id, each.fields["title"]) for each in found.rows] == [(made, "Gual")]


def test_parts_are_of_one_device_and_go_with_its_next_push_or_after_a_day(town: Town, clerk: Client) -> None:
    other = BATCH.replace("01a1", "01a2")
    clerk("PUT", f"/v1/push/parts/{BATCH}/0", data=b"x")
    assert town.service.push_parts.numbers(town.secretary.caller, BATCH) == []
    clerk("PUT", f"/v1/push/parts/{other}/0", data=b"x")
    assert clerk("GET", f"/v1/push/parts/{BATCH}").json() == []
    town.clock.current += timedelta(days=2)
    town.service.push_parts.expire()
    assert clerk("GET", f"/v1/push/parts/{other}").json() == []


@pytest.mark.parametrize("path", ["x/0", f"{BATCH}/256", f"{BATCH}/-1", f"{BATCH}/x"])
def test_a_part_that_is_none_is_refused(clerk: Client, path: str) -> None:
    assert clerk("PUT", f"/v1/push/parts/{path}", data=b"x").status_code == 400


def test_parts_are_no_way_around_the_limit(clerk: Client) -> None:
    for number in range(4):
        assert clerk("PUT", f"/v1/push/parts/{BATCH}/{number}", data=bytes(1_000_000)).status_code == 204
    assert clerk("PUT", f"/v1/push/parts/{BATCH}/4", data=b"x").status_code == 413
    assert clerk("PUT", f"/v1/push/parts/{BATCH}/0", data=bytes(1_000_001)).status_code == 413


def test_a_sixth_stream_is_heard_beside_five_that_are_never_quiet(town: Town) -> None:
    secretary, holders = town.secretary, list[str]()
    for _ in range(6):
        holders.append(secretary.done(secretary.dossier("Reservat")))
        fields = {"scope_kind": "dossier", "scope": holders[-1], "reason": "art. 15 LTAIBG"}
        secretary.done(secretary.mutation("create", "restriction", town.ids.uuid7(), fields=fields))
    caller = secretary.caller
    asked = []
    for name in caller.restricted:
        before = secretary.page(name)
        assert before is not None
        asked.append((name, Question(before.epoch, before.end)))
    for holder in holders:
        for _ in range(3):
            secretary.done(secretary.document(holder))
    page = town.service.watch(caller, [(name, replace(each, rows=2)) for name, each in asked[:1]] + asked[1:])
    assert page is not None
    assert (page.end < page.head, page.also) == (True, ()), "one that does not reach its end comes alone"
    page = town.service.watch(caller, asked)
    assert page is not None
    assert [each.stream for each in page.also] == [name for name, _ in asked[1:]]
    small = town.service.watch(
        caller, asked[:1] + [(name, replace(each, size=1)) for name, each in asked[1:]]
    )
    assert small is not None
    assert [len(each.rows) for each in small.also] == [1] * 5, (
        "however many they are, each comes one row further"
    )


def test_a_fault_beside_the_first_page_is_not_kept_quiet(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    """What a stream's rights or life are is told when it is its turn; anything else at once."""
    caller, pages = town.clerk.caller, iter((feed.read, _failing))

    def read(*asked: Any) -> Any:
        return next(pages)(*asked)

    monkeypatch.setattr(feed, "read", read)
    with pytest.raises(ServiceBusy):
        town.service.watch(caller, [(name, Question()) for name in caller.streams])


def _failing(*_: object) -> None:
    raise ServiceBusy


def test_a_question_that_is_none_is_told_to_those_who_are_known(town: Town, url: str) -> None:
    for path in (
        "/v1/changes?at=x",
        "/v1/changes",
        f"/v1/streams/{town.clerk.stream}/changes?after=x",
        "/v1/changes?at=x@&wait=x",
    ):
        for token, status in (("wrong", 401), (town.clerk.token, 400)):
            answer = requests.get(url + path, headers={"Authorization": f"Bearer {token}"}, timeout=10)
            assert (path, answer.status_code) == (path, status)
