# SPDX-License-Identifier: EUPL-1.2
"""A walk down a digest reads what lies below its prefix and nothing else."""

import hashlib
import re
from typing import Any

import pytest
from helpers.town import Town
from sqlalchemy import Connection, event, update

from central import digests
from central.store import dialect, tables
from central.verify import verify


@pytest.fixture
def full(town: Town) -> Town:
    """Return a town with some hundred dossiers."""
    town.clerk.push(*(town.clerk.dossier() for _ in range(300)))
    return town


def held(town: Town) -> dict[str, str]:
    """Return the SHA-256 of each id in the body's stream, by id."""
    page = town.clerk.page()
    assert page is not None
    return {row.id: hashlib.sha256(row.id.encode()).hexdigest() for row in page.rows}


@pytest.mark.parametrize("digits", [0, 2, 4, 14, 16, 18, 64])
def test_a_node_holds_what_lies_below_its_prefix(full: Town, digits: int) -> None:
    keys = held(full)
    prefix = min(keys.values())[:digits]
    node = full.service.digest(full.clerk.caller, full.clerk.stream, prefix)
    assert node.leaves.keys() == {key for key, name in keys.items() if name.startswith(prefix)}


@pytest.mark.parametrize("digits", [0, 2, 14, 16, 18, 62])
def test_children_are_what_the_next_byte_tells_apart(
    full: Town, digits: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(digests, "MOST_LEAVES", 0)
    keys = held(full)
    prefix = min(keys.values())[:digits]
    node = full.service.digest(full.clerk.caller, full.clerk.stream, prefix)
    below = [name[: digits + 2] for name in keys.values() if name.startswith(prefix)]
    assert {prefix + key: count for key, (count, _) in node.children.items()} == {
        each: below.count(each) for each in below
    }


def test_a_repair_of_one_object_reads_the_stream_once_and_then_ranges(full: Town) -> None:
    """What is read is counted where the database tells it: the rows that a node's statement gives."""
    counts: list[int] = []

    def note(_c: Any, cursor: Any, statement: str, _p: Any, _x: Any, _many: bool) -> None:
        if "digest_key" in statement and not dialect.is_sqlite(full.service.database.engine):
            counts.append(cursor.rowcount)

    engine = full.service.database.engine
    event.listen(engine, "after_cursor_execute", note)
    key = min(held(full).values())
    for digits in (0, 2, 4):
        full.service.digest(full.clerk.caller, full.clerk.stream, key[:digits])
    event.remove(engine, "after_cursor_execute", note)
    if counts:
        whole, *ranges = counts
        assert whole > 300
        assert max(ranges) < 20
    with full.service.database.read() as connection:
        assert reads_a_range(connection, full.clerk.stream)


def test_an_object_in_the_wrong_place_is_found(full: Town) -> None:
    key = min(held(full))
    with full.service.database.write() as connection:
        connection.execute(update(tables.objects).where(tables.objects.c.id == key).values(digest_key="0"))
    (finding,) = verify(full.service)
    assert finding.what == "object stands elsewhere in the digest than its id says"


def reads_a_range(connection: Connection, stream: str) -> bool:
    """Tell whether the plan goes to the prefix's range of the index, without a look at other rows."""
    bound = {"stream": stream, "first": "00", "beyond": "00g"}
    text = str(digests._HASHES.compile(connection, compile_kwargs={"render_postcompile": True}))
    if dialect.is_sqlite(connection.engine):
        explained = connection.exec_driver_sql("EXPLAIN QUERY PLAN " + text, tuple(bound.values())).all()
        return "ix_object_stream_digest_key (stream=? AND digest_key>? AND digest_key<?)" in str(explained)
    connection.exec_driver_sql("SET LOCAL enable_seqscan = off")  # these tables are too small for a choice
    found = connection.exec_driver_sql("EXPLAIN " + text, bound).scalars().all()
    return any(re.search(r"Index Cond: .*stream.*digest_key.*>=.*digest_key.*<", line) for line in found)
