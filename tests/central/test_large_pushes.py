# SPDX-License-Identifier: EUPL-1.2
"""Large pushes in parts: decided while they come, answered as one, whoever dies meanwhile."""

import dataclasses
import itertools
from collections.abc import Sequence
from typing import Any

import msgspec
import pytest
from helpers.logs import ExpectedLogs
from helpers.served import Client
from helpers.town import Desk, Town

from central import large_pushes
from central.begun_pushes import BegunPush
from central.callers import Caller
from central.errors.base import CentralError
from central.errors.requests import RequestMalformed, RequestTooLarge
from central.errors.streams import PartsMissing
from central.feed import RawPushAnswer
from central.service import Service
from eset_desktop.domain.mutation_lines import line_of
from eset_desktop.domain.mutations import Mutation
from eset_desktop.zstd import zstd
from sync.protocol import PARTS_TYPE, Limits, PartsRequest, Problem, PushAnswer, PushHead, Result

BATCH = "01a1f7f8-3000-7ac4-89c2-8206e7e3aa6b"


def parts_of(mutations: Sequence[Mutation], each: int, epoch: str = "") -> list[bytes]:
    """Return a push in parts of so many mutations, each of which can be read when those before it are here."""
    packer = zstd.ZstdCompressor()
    lines = [msgspec.json.encode(PushHead(1, epoch)) + b"\n", *map(line_of, mutations)]
    pieces = [b"".join(lines[start : start + each]) for start in range(0, len(lines), each)]
    packed = [packer.compress(piece) + packer.flush(packer.FLUSH_BLOCK) for piece in pieces]
    packed[-1] += packer.flush()
    return packed


def results_in(content: bytes) -> tuple[Result, ...]:
    return msgspec.json.decode(content, type=PushAnswer).results


def titles(town: Town) -> list[Any]:
    """Return the titles of the body's dossiers, in the order of their numbers."""
    page = town.clerk.page(town.clerk.stream)
    assert page is not None
    found = [each.fields for each in page.rows if each.kind == "dossier"]
    return [each["title"] for each in sorted(found, key=lambda each: str(each["number"]))]


@pytest.fixture
def decided(town: Town, monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many mutations the large pushes had decided, each time."""
    found, real = list[int](), town.service.large_pushes._push

    def push(caller: Caller, mutations: Sequence[Mutation], epoch: str) -> RawPushAnswer:
        found.append(len(mutations))
        return real(caller, mutations, epoch)

    monkeypatch.setattr(town.service.large_pushes, "_push", push)
    return found


def bring(town: Town, service: Service, number: int, part: bytes) -> None:
    service.push_parts.put(town.clerk.caller, BATCH, number, part)
    service.large_pushes.go_on(town.clerk.caller, BATCH)


def test_the_last_part_is_answered_for_the_whole(town: Town, clerk: Client) -> None:
    mutations = [town.clerk.dossier(f"Gual {number:02}") for number in range(20)]
    parts = parts_of(mutations, 7)
    whole = f"/v1/push/parts/{BATCH}/{len(parts) - 1}?of={len(parts)}"
    early = clerk("PUT", whole, data=parts[-1])
    assert (early.status_code, early.content) == (204, b"")
    for number, part in enumerate(parts[:-1]):
        for _ in range(2):  # the same part again changes nothing
            assert clerk("PUT", f"/v1/push/parts/{BATCH}/{number}", data=part).status_code == 204
    answer = clerk("PUT", whole, data=parts[-1])
    results = results_in(answer.content)
    assert [each.status for each in results] == ["applied"] * 20
    assert {each.id for each in results} == {""}
    asked = msgspec.json.encode(PartsRequest(BATCH, len(parts)))
    again = clerk("POST", "/v1/push", data=asked, headers={"Content-Type": PARTS_TYPE})
    assert results_in(again.content) == results
    assert titles(town) == [f"Gual {number:02}" for number in range(20)]


def test_a_push_whose_parts_are_not_all_here_is_not_answered(clerk: Client, town: Town) -> None:
    parts = parts_of([town.clerk.dossier() for _ in range(4)], 2)
    clerk("PUT", f"/v1/push/parts/{BATCH}/1", data=parts[1])
    asked = msgspec.json.encode(PartsRequest(BATCH, len(parts)))
    early = clerk("POST", "/v1/push", data=asked, headers={"Content-Type": PARTS_TYPE})
    assert (early.status_code, msgspec.json.decode(early.content, type=Problem).code) == (
        409,
        "push.parts_missing",
    )
    assert clerk("GET", f"/v1/push/parts/{BATCH}").json() == [1]
    assert titles(town) == []


def test_other_bytes_under_a_number_are_refused_and_the_first_stay(town: Town, clerk: Client) -> None:
    """Otherwise they would be told what was decided about the first, and be stored nowhere."""
    [first] = parts_of([town.clerk.dossier(f"Gual {number}") for number in range(3)], 9)
    [other] = parts_of([town.clerk.dossier("Llicència")], 9)
    address = f"/v1/push/parts/{BATCH}/0"
    assert clerk("PUT", address, data=first).status_code == 204
    refused = clerk("PUT", f"{address}?of=1", data=other)
    assert (refused.status_code, msgspec.json.decode(refused.content, type=Problem).code) == (
        400,
        "request.malformed",
    )
    assert len(results_in(clerk("PUT", f"{address}?of=1", data=first).content)) == 3
    assert titles(town) == ["Gual 0", "Gual 1", "Gual 2"]


def test_parts_of_another_push_take_the_place_of_the_former(town: Town) -> None:
    parts, caller = town.service.push_parts, town.clerk.caller
    another = "01a1f7f8-3000-7ac4-89c2-8206e7e3aa6d"
    parts.put(town.secretary.caller, BATCH, 0, b"hers")
    for batch in (BATCH, another):
        parts.put(caller, batch, 0, batch.encode())
    assert (parts.numbers(caller, BATCH), parts.numbers(caller, another)) == ([], [0])
    parts.put(caller, BATCH, 0, b"anew")
    assert parts.joined(caller, PartsRequest(BATCH, 1)) == b"anew"
    assert parts.joined(town.secretary.caller, PartsRequest(BATCH, 1)) == b"hers"


def test_a_push_in_parts_has_no_more_bytes_than_another(town: Town) -> None:
    parts, caller, most = town.service.push_parts, town.clerk.caller, Limits().push_bytes
    parts.put(caller, BATCH, 0, bytes(most - 2))
    parts.put(caller, BATCH, 1, b"ab")
    parts.put(caller, BATCH, 1, b"ab")  # counted once
    with pytest.raises(RequestTooLarge):
        parts.put(caller, BATCH, 2, b"c")
    assert parts.numbers(caller, BATCH) == [0, 1]


def test_what_came_without_a_gap_is_decided_at_once_and_in_order(town: Town) -> None:
    parts = parts_of([town.clerk.dossier(f"Gual {number}") for number in range(9)], 3)
    bring(town, town.service, 2, parts[2])
    bring(town, town.service, 0, parts[0])
    assert titles(town) == ["Gual 0", "Gual 1"]
    bring(town, town.service, 1, parts[1])
    assert titles(town) == [f"Gual {number}" for number in range(8)]


def test_a_group_waits_until_it_is_whole_and_keeps_its_place(town: Town) -> None:
    group = "01a1f7f8-3000-7ac4-89c2-8206e7e3aa6c"
    mutations = [town.clerk.dossier(f"Gual {number}") for number in range(6)]
    mutations[1:4] = [msgspec.structs.replace(each, group=group, group_size=3) for each in mutations[1:4]]
    parts = parts_of(mutations, 3)
    bring(town, town.service, 0, parts[0])
    assert titles(town) == ["Gual 0"]
    bring(town, town.service, 1, parts[1])
    assert titles(town) == [f"Gual {number}" for number in range(5)]


def test_much_is_decided_in_steps_that_cut_no_group(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(large_pushes, "AT_ONCE", 2)
    group = "01a1f7f8-3000-7ac4-89c2-8206e7e3aa6c"
    mutations = [town.clerk.dossier(f"Gual {number}") for number in range(9)]
    mutations[1:5] = [msgspec.structs.replace(each, group=group, group_size=4) for each in mutations[1:5]]
    parts = parts_of(mutations, 20)
    bring(town, town.service, 0, parts[0])
    assert titles(town) == [f"Gual {number}" for number in range(9)]
    answer = town.service.large_pushes.finish(town.clerk.caller, PartsRequest(BATCH, len(parts)))
    assert [each.status for each in answer.results] == ["applied"] * 9


def test_another_process_goes_on_and_nothing_is_done_twice(town: Town) -> None:
    parts = parts_of([town.clerk.dossier(f"Gual {number}") for number in range(9)], 3)
    other = Service(town.service.database, town.service.folder, town.clock, town.service.ids)
    caller = town.clerk.caller
    for number, part in enumerate(parts):
        bring(town, (town.service, other)[number % 2], number, part)
    answers = [
        each.large_pushes.finish(caller, PartsRequest(BATCH, len(parts))) for each in (other, town.service)
    ]
    assert answers[0] == answers[1]
    assert titles(town) == [f"Gual {number}" for number in range(9)]


def test_with_other_rights_all_is_decided_again(town: Town) -> None:
    parts = parts_of([town.clerk.dossier(f"Gual {number}") for number in range(4)], 3)
    bring(town, town.service, 0, parts[0])
    former = town.clerk.caller
    caller = dataclasses.replace(former, profiles=(*former.profiles, "lectura"))
    town.service.push_parts.put(caller, BATCH, 1, parts[1])
    town.service.large_pushes.go_on(caller, BATCH)
    answer = town.service.large_pushes.finish(former, PartsRequest(BATCH, len(parts)))
    assert [each.status for each in answer.results] == ["applied"] * 4
    assert titles(town) == [f"Gual {number}" for number in range(4)]


def test_results_of_other_rights_are_asked_for_again(town: Town, decided: list[int]) -> None:
    parts = parts_of([town.clerk.dossier(f"Gual {number}") for number in range(4)], 3)
    bring(town, town.service, 0, parts[0])
    former = town.clerk.caller
    town.service.push_parts.put(former, BATCH, 1, parts[1])
    caller = dataclasses.replace(former, profiles=(*former.profiles, "lectura"))
    town.service.large_pushes.finish(caller, PartsRequest(BATCH, len(parts)))
    assert decided == [2, 4]


def test_what_is_decided_with_other_rights_begins_anew(town: Town, decided: list[int]) -> None:
    """Results of two callers never stand in one answer."""
    parts = parts_of([town.clerk.dossier(f"Gual {number}") for number in range(4)], 3)
    bring(town, town.service, 0, parts[0])
    former, pushes = town.clerk.caller, town.service.large_pushes
    caller = dataclasses.replace(former, profiles=(*former.profiles, "lectura"))
    town.service.push_parts.put(caller, BATCH, 1, parts[1])
    pushes.go_on(caller, BATCH)
    answer = pushes.finish(caller, PartsRequest(BATCH, len(parts)))
    assert (decided, len(answer.results)) == ([2, 4], 4)


def test_a_head_start_that_comes_after_the_answer_does_nothing(town: Town, decided: list[int]) -> None:
    """It follows the answer to a part, and the whole may have been asked for meanwhile."""
    parts = parts_of([town.clerk.dossier(f"Gual {number}") for number in range(9)], 4)
    pushes, caller = town.service.large_pushes, town.clerk.caller
    bring(town, town.service, 0, parts[0])
    for number, part in enumerate(parts):
        town.service.push_parts.put(caller, BATCH, number, part)
    whole = pushes.finish(caller, PartsRequest(BATCH, len(parts)))
    assert decided == [3, 6]
    pushes.go_on(caller, BATCH)
    assert decided == [3, 6]
    assert pushes.finish(caller, PartsRequest(BATCH, len(parts))) == whole
    assert decided == [3, 6, 9]


def test_a_head_start_that_waits_while_the_whole_is_answered_does_nothing(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It holds what is known of the push already, and looks when the whole was answered."""
    [part] = parts_of([town.clerk.dossier() for _ in range(3)], 9)
    pushes, caller, real = town.service.large_pushes, town.clerk.caller, town.service.large_pushes._push
    town.service.push_parts.put(caller, BATCH, 0, part)
    decided: list[int] = []

    def push(caller: Caller, mutations: Sequence[Mutation], epoch: str) -> RawPushAnswer:
        decided.append(len(mutations))
        pushes.go_on(caller, BATCH)  # what is under way already looks again
        return real(caller, mutations, epoch)

    monkeypatch.setattr(pushes, "_push", push)
    held = pushes._of(caller, BATCH)
    pushes.finish(caller, PartsRequest(BATCH, 1))
    pushes._decide(caller, held)
    assert decided == [3]


def test_each_part_is_read_and_unpacked_once(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    parts = parts_of([town.clerk.dossier(f"Gual {number}") for number in range(12)], 2)
    caller, taken, real = town.clerk.caller, list[bytes](), BegunPush.take

    def take(begun: BegunPush, part: bytes) -> None:
        taken.append(part)
        real(begun, part)

    monkeypatch.setattr(BegunPush, "take", take)
    for number in (0, 1, 3, 2, 5, 4, 6):
        bring(town, town.service, number, parts[number])
    assert taken == parts
    answer = town.service.large_pushes.finish(caller, PartsRequest(BATCH, len(parts)))
    assert [each.status for each in answer.results] == ["applied"] * 12


def test_a_part_may_end_anywhere(town: Town) -> None:
    """Also within a line, within a block, and within the frame's header."""
    whole = b"".join(parts_of([town.clerk.dossier(f"Gual {number}") for number in range(5)], 2))
    cuts = [0, 3, 70, len(whole) // 2, len(whole) // 2 + 1, len(whole) - 2, len(whole)]
    parts = [whole[start:end] for start, end in itertools.pairwise(cuts)]
    for number, part in enumerate(parts):
        bring(town, town.service, number, part)
    assert titles(town) == [f"Gual {number}" for number in range(5)]
    answer = town.service.large_pushes.finish(town.clerk.caller, PartsRequest(BATCH, len(parts)))
    assert [each.status for each in answer.results] == ["applied"] * 5


def test_what_was_decided_about_other_bytes_is_no_answer(town: Town, decided: list[int]) -> None:
    """The parts went, by another process, and came again with something else in them."""
    former, [new] = parts_of([town.clerk.dossier()], 9), parts_of([town.clerk.dossier("Gual")], 9)
    bring(town, town.service, 0, former[0])
    caller, parts = town.clerk.caller, town.service.push_parts
    parts.put(caller, BATCH.replace("01a1", "01a2"), 0, b"x")
    parts.put(caller, BATCH, 0, new)
    town.service.large_pushes.finish(caller, PartsRequest(BATCH, 1))
    assert decided == [1, 1]
    assert "Gual" in titles(town)


def test_the_half_pushes_of_few_devices_are_remembered(
    town: Town, monkeypatch: pytest.MonkeyPatch, decided: list[int]
) -> None:
    """What was answered takes nobody's place."""
    monkeypatch.setattr(large_pushes, "MOST_DEVICES", 2)
    desks = (town.clerk, town.secretary, town.stranger)
    parts = {desk.token: parts_of([desk.dossier() for _ in range(3)], 3) for desk in desks}

    def begin(desk: Desk) -> None:
        for number, part in enumerate(parts[desk.token]):
            town.service.push_parts.put(desk.caller, BATCH, number, part)
            if number == 0:
                town.service.large_pushes.go_on(desk.caller, BATCH)

    def finish(desk: Desk) -> list[int]:
        del decided[:]
        town.service.large_pushes.finish(desk.caller, PartsRequest(BATCH, len(parts[desk.token])))
        return list(decided)

    begin(desks[0])
    begin(desks[1])
    assert finish(desks[1]) == [1]
    begin(desks[2])
    assert (finish(desks[0]), finish(desks[2])) == ([1], [1])


def test_of_too_many_half_pushes_the_first_is_decided_again(
    town: Town, monkeypatch: pytest.MonkeyPatch, decided: list[int]
) -> None:
    monkeypatch.setattr(large_pushes, "MOST_DEVICES", 1)
    parts = parts_of([town.clerk.dossier() for _ in range(3)], 3)
    bring(town, town.service, 0, parts[0])
    town.service.large_pushes.go_on(town.secretary.caller, BATCH)
    town.service.push_parts.put(town.clerk.caller, BATCH, 1, parts[1])
    town.service.large_pushes.finish(town.clerk.caller, PartsRequest(BATCH, len(parts)))
    assert decided == [2, 3]


def test_a_head_start_that_fails_costs_nothing(
    town: Town, monkeypatch: pytest.MonkeyPatch, expected_logs: ExpectedLogs
) -> None:
    parts = parts_of([town.clerk.dossier(f"Gual {number}") for number in range(4)], 3)
    pushes, caller = town.service.large_pushes, town.clerk.caller
    expected_logs.allow("push.head_start_failed")

    def away(*_: object) -> None:
        raise OSError

    with monkeypatch.context() as patched:
        patched.setattr(pushes, "_push", away)
        bring(town, town.service, 0, parts[0])
    assert titles(town) == []
    bring(town, town.service, 1, parts[1])
    assert len(pushes.finish(caller, PartsRequest(BATCH, len(parts))).results) == 4


def test_what_waits_for_something_is_decided_again_with_the_whole(town: Town) -> None:
    first = town.clerk.dossier()
    later = msgspec.structs.replace(town.clerk.dossier(), after=(first.id,))
    parts = parts_of([later, town.clerk.dossier()], 2)
    bring(town, town.service, 0, parts[0])
    assert titles(town) == []
    town.clerk.done(first)
    bring(town, town.service, 1, parts[1])
    answer = town.service.large_pushes.finish(town.clerk.caller, PartsRequest(BATCH, len(parts)))
    assert [each.status for each in answer.results] == ["applied", "applied"]


def test_a_life_of_the_stream_that_is_over_is_told_by_the_whole(town: Town) -> None:
    town.clerk.done(town.clerk.dossier())
    [part] = parts_of([town.clerk.dossier()], 9, epoch="former")
    bring(town, town.service, 0, part)
    assert len(titles(town)) == 1
    with pytest.raises(CentralError) as refused:
        town.service.large_pushes.finish(town.clerk.caller, PartsRequest(BATCH, 1))
    assert refused.value.code == "stream.epoch_changed"


@pytest.mark.parametrize(
    "data",
    [b"no frame", zstd.compress(b"[]\n[]\n"), zstd.compress(b""), zstd.compress(b'{"schema":1}\n')[:-3]],
)
def test_parts_that_are_no_push_are_refused_as_a_whole(town: Town, data: bytes) -> None:
    bring(town, town.service, 0, data)
    with pytest.raises(RequestMalformed):
        town.service.large_pushes.finish(town.clerk.caller, PartsRequest(BATCH, 1))


def test_few_bytes_never_become_many(town: Town) -> None:
    bring(town, town.service, 0, zstd.compress(b'{"schema":1}\n' + bytes(5_000_000)))
    with pytest.raises(RequestTooLarge):
        town.service.large_pushes.finish(town.clerk.caller, PartsRequest(BATCH, 1))
    with pytest.raises(PartsMissing):
        town.service.large_pushes.finish(town.secretary.caller, PartsRequest(BATCH, 1))


def test_few_bytes_in_parts_never_become_many_either() -> None:
    packer, begun = zstd.ZstdCompressor(), BegunPush()
    begun.take(packer.compress(b'{"schema":1}\n' + b" " * 3_000_000) + packer.flush(packer.FLUSH_BLOCK))
    assert begun.is_readable
    begun.take(packer.compress(b" " * 3_000_000 + b"\n") + packer.flush(packer.FLUSH_BLOCK))
    assert not begun.is_readable
