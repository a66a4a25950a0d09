# SPDX-License-Identifier: EUPL-1.2
"""Few bytes for one field: the law of cursors that begin inside a page, and a save that costs one request."""

import dataclasses
import random

import msgspec
import pytest
from helpers.office import Office, problem
from helpers.simulation.server import CLASSES
from hypothesis import given
from hypothesis import strategies as st

from eset_desktop import packing
from eset_desktop.operations import dossiers
from sync import driver
from sync.coding import decode
from sync.feeding import after
from sync.messages import Answer, LineError, Request, Response
from sync.protocol import (
    AT_PATH,
    DEVICE_PATH,
    DISCOVERY_PATH,
    PACKED_TYPE,
    PUSH_PATH,
    SHORT,
    WATCH_PATH,
    Discovery,
    FeedPage,
    PushAnswer,
    Result,
    Row,
)
from sync.protocol.positions import Positions

names = st.text(alphabet="abc:", max_size=9)
epochs = st.text(alphabet="0123456789abcdef", min_size=1, max_size=16)
seqs = st.integers(0, 1 << 53)


@given(st.dictionaries(names, st.tuples(epochs, seqs), min_size=1, max_size=9), st.randoms())
def test_positions_are_the_same_in_any_order_and_read_back(
    streams: dict[str, tuple[str, int]], chance: random.Random
) -> None:
    cursors = [(name, epoch, seq) for name, (epoch, seq) in streams.items()]
    made = Positions.of(cursors)
    chance.shuffle(cursors)
    assert Positions.of(cursors) == made
    assert Positions.parse(made.text) == made
    assert made.seqs == tuple(streams[name][1] for name in sorted(streams))


@given(
    st.lists(st.tuples(names, epochs, seqs), min_size=1, max_size=5, unique_by=lambda each: each[0]), epochs
)
def test_another_life_of_a_stream_has_another_mark(cursors: list[tuple[str, str, int]], epoch: str) -> None:
    (name, old, seq), *others = cursors
    other = Positions.of([(name, epoch, seq), *others])
    assert (other.mark == Positions.of(cursors).mark) == (epoch == old)
    assert Positions.of([(name, old, seq + 1), *others]).mark == Positions.of(cursors).mark


def page_of(changes: list[int], results: list[int], start: int, head: int) -> FeedPage:
    """Return what a stream tells after a position: each object once, at its latest change (``docs/protocol.md``)."""
    latest = {changed: seq for seq, changed in enumerate(changes[:head], start=1)}
    rows = sorted((seq, changed) for changed, seq in latest.items() if seq > start)
    return FeedPage(
        "body:b", "e", start, head, head,
        tuple(Row(seq, "dossier", str(changed), 1) for seq, changed in rows),
        tuple(Result(f"m{seq}", "applied", "body:b", "e", seq) for seq in results if start < seq <= head),
    )  # fmt: skip


@given(st.lists(st.integers(0, 5), min_size=1, max_size=30), st.data())
def test_what_a_page_tells_after_a_position_is_what_the_service_would(
    changes: list[int], data: st.DataObject
) -> None:
    head = len(changes)
    start = data.draw(st.integers(0, head))
    cursor = data.draw(st.integers(start, head))
    results = data.draw(st.lists(st.integers(1, head), unique=True).map(sorted))
    page = page_of(changes, results, start, head)
    assert after(page, cursor) == page_of(changes, results, cursor, head)
    assert after(page, head + 1) is None


def test_a_poll_from_earlier_positions_of_the_same_lives_is_kept() -> None:
    def asking(*cursors: tuple[str, str, int]) -> Request:
        return Request("GET", "/", after=cursors)

    earlier = asking(("a", "e", 3), ("b", "f", 9))
    assert driver.brings(earlier, earlier)
    assert driver.brings(earlier, asking(("a", "e", 4), ("b", "f", 9)))
    for other in (
        asking(("a", "e", 2), ("b", "f", 9)),
        asking(("a", "g", 4), ("b", "f", 9)),
        asking(("a", "e", 3)),
        asking(),
    ):
        assert not driver.brings(earlier, other)


def save(office: Office) -> str:
    return str(
        dossiers.create(office.computer.alive.session, dossiers.NewDossier("Gual", CLASSES[0])).created
    )


def listen(office: Office) -> list[Request]:
    """Run the control lane until it listens; return what it asked."""
    lane, answer, asked = office.computer.alive.engine.run(), None, []
    for _ in range(200):
        request = lane.send(answer)
        if isinstance(request, Request):
            asked.append(request)
            if request.listening:
                lane.close()
                return asked
        answer = office._answer(request, lambda _: None)
    pytest.fail("it never listens")


def test_a_save_is_one_request_and_nothing_is_left_to_ask(office: Office) -> None:
    listen(office)
    save(office)
    asked = [each for each in listen(office) if each.method == "POST" or each.path == WATCH_PATH]
    assert [each.path for each in asked] == [PUSH_PATH]
    assert asked[0].headers["Content-Type"] == PACKED_TYPE
    assert "Accept-Encoding" not in asked[0].headers
    assert office.states() == ["done"]


def test_a_page_that_follows_no_cursor_is_a_stranger_s(office: Office) -> None:
    def ahead(request: Request) -> Answer:
        if request.path != PUSH_PATH:
            return None
        plain, found = packing.unpack(request.body), office.central.handle(request)
        assert isinstance(found, Response)
        told = decode(found, PushAnswer, after=plain)
        assert told.page is not None
        wrong = msgspec.structs.replace(told.page, start=told.page.start + 1, rows=(), results=())
        body = msgspec.json.encode(PushAnswer(told.results, wrong))
        return Response(200, {"content-type": PACKED_TYPE}, packing.pack(body, after=plain))

    listen(office)
    save(office)
    office.sync(ahead)
    assert office.states() == ["answered"]  # its result is kept
    assert "sync.not_the_service" in office.problems.values()
    office.patiently()
    assert office.states() == ["done"]  # the feed told the rest


def test_streams_that_the_service_knows_otherwise_are_spelled_out(office: Office) -> None:
    def unlike(request: Request) -> Answer:
        return problem(409, "stream.positions") if request.path.startswith(AT_PATH) else None

    office.sync(unlike)
    office.asked.clear()
    lane, answer = office.computer.alive.engine.run(), None
    for _ in range(20):
        asked = lane.send(answer)
        answer = office._answer(asked, unlike)
    lane.close()
    paths = [each.path for each in office.asked if each.listening]
    assert [each.startswith(AT_PATH) for each in paths[:2]] == [True, False]
    assert set(paths[1:]) == {WATCH_PATH}
    assert "/v1/device" in [each.path for each in office.asked]


def test_a_service_that_knows_nothing_of_it_is_asked_at_length(office: Office) -> None:
    found = office.central.service.discovery()
    features = tuple(each for each in found.features if each != SHORT)
    body = msgspec.json.encode(msgspec.structs.replace(found, features=features))
    assert SHORT in msgspec.json.decode(msgspec.json.encode(found), type=Discovery).features

    def old(request: Request) -> Answer:
        if request.path == DEVICE_PATH:
            answer = office.central.handle(dataclasses.replace(request, query=()))
            assert isinstance(answer, Response)
            return answer
        if request.path == DISCOVERY_PATH:
            return Response(200, {"content-type": "application/json"}, body)
        if request.path.startswith(AT_PATH) or request.headers.get("Content-Type") == PACKED_TYPE:
            return LineError("reset")
        return None

    office.computer.stop()
    office.computer.start()
    save(office)
    office.sync(old)
    assert office.states() == ["done"]
    assert office.problems == {}
