# SPDX-License-Identifier: EUPL-1.2
"""Whatever JSON is pushed: an answer of the protocol, never a failure of the service."""

import asyncio
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
from helpers.served import Answer, ask
from helpers.town import Town, build
from hypothesis import example, given
from hypothesis import strategies as st
from starlette.applications import Starlette

from central.api.app import create_app
from central.verify import verify
from eset_desktop.domain.commands import COMMANDS
from eset_desktop.domain.kinds import KINDS
from sync.protocol import Problem, PushAnswer

ID = "01a1fd55-7a80-7000-8000-0000000000aa"

scalars = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text()
    | st.sampled_from(["", ID, "open", "2026-01-01"])
)
anything = st.recursive(
    scalars, lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner), max_leaves=20
)
ids = st.uuids(version=4).map(str) | st.just(ID) | st.text(max_size=40)
names = st.sampled_from(sorted({name for kind in KINDS.values() for name in kind.fields})) | st.text(
    max_size=5
)
fields = st.dictionaries(names, anything, max_size=6)


def mutations(person: str) -> st.SearchStrategy[dict[str, Any]]:
    """Return what nearly is a mutation."""
    return st.fixed_dictionaries(
        {
            "id": ids,
            "n": st.integers(0, 1 << 60) | st.integers(),
            "op": st.sampled_from(["create", "set", "command", "x"]),
            "kind": st.sampled_from([*KINDS, "x"]) | st.text(max_size=5),
            "object": ids,
            "by": st.just(person) | st.text(max_size=5),
            "at": st.text(max_size=30) | st.just("2026-11-21T09:00:00Z"),
        },
        optional={
            "fields": fields,
            "changes": st.dictionaries(
                names, st.fixed_dictionaries({"from": anything, "to": anything}), max_size=4
            ),
            "command": st.sampled_from(sorted({name for _, name in COMMANDS})) | st.text(max_size=5),
            "args": fields,
            "after": st.lists(ids, max_size=3),
            "rev": st.integers(0, 5) | st.integers(),
        },
    )


class Room:
    """A town behind an application, without a socket."""

    def __init__(self, town: Town) -> None:
        self.town = town
        self.app: Starlette = create_app(town.service)
        self.runner = asyncio.Runner()

    def push(self, body: bytes) -> Answer:
        token = f"Bearer {self.town.secretary.token}"
        return self.runner.run(ask(self.app, "POST", "/v1/push", body, authorization=token))


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Room]:
    path: Path = tmp_path_factory.mktemp("fuzz") / "central"
    made = Room(build(path))
    yield made
    made.runner.close()
    made.town.service.close()


@given(body=anything.map(lambda value: json.dumps(value).encode()) | st.binary())
@example(b'{"schema":1,"mutations":[{"id":"\\ud800x"}]}')
@example(b'{"schema":1e400,"mutations":[]}')
def test_any_bytes_get_an_answer(room: Room, body: bytes) -> None:
    answer = room.push(body)
    assert answer.status == 400
    assert msgspec.json.decode(answer.body, type=Problem).code == "request.malformed"


@given(data=st.data())
def test_any_mutation_gets_a_result(room: Room, data: st.DataObject) -> None:
    batch = data.draw(st.lists(mutations(room.town.secretary.answer.person), max_size=4))
    answer = room.push(json.dumps({"schema": 1, "mutations": batch}).encode())
    if answer.status == 200:
        results = msgspec.json.decode(answer.body, type=PushAnswer).results
        assert [result.id for result in results] == [each["id"] for each in batch]
        for result in results:
            assert result.status in {"applied", "merged", "conflict", "rejected", "blocked"}
            assert (result.status in {"rejected", "blocked"}) == bool(result.problem)
            assert result.problem != "service.failed"
    else:
        assert msgspec.json.decode(answer.body, type=Problem).code == "request.malformed"


def test_what_was_pushed_left_everything_in_order(room: Room) -> None:
    assert list(verify(room.town.service)) == []
