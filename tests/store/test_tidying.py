# SPDX-License-Identifier: EUPL-1.2
"""What a write transaction writes is bounded while a large town arrives; the rest is done between saves."""

import hashlib
import statistics
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from helpers.cache import SERIES, STREAM, Cache, row

from eset_desktop.store import bulk
from eset_desktop.store.queries import dossiers as list_query
from eset_desktop.store.queries.dossiers import DossierFilter
from eset_desktop.store.tidying import PAGES, join_words

SLICES, ROWS = 40, 50
FRAME = 4096 + 24
WORDS = ("llicència", "gual", "obres", "nomenament", "subvenció", "padró", "contracte", "ocupació")
PATIENCE = 10.0


@pytest.fixture
def cache(tmp_path: Path) -> Iterator[Cache]:
    made = Cache(tmp_path / "profile")
    yield made
    made.close()


def _log(cache: Cache) -> Path:
    return cache.folder / "cache.db-wal"


def _take_slice(cache: Cache, number: int) -> int:
    """Take a slice of dossiers and return the pages that its transaction wrote."""
    rows = bulk.ready(
        row(
            100 + number * ROWS + each,
            "dossier",
            f"01900000-0000-7000-8000-{number:06d}{each:06d}",
            {
                "title": f"{WORDS[each % len(WORDS)]} {_title(number * ROWS + each)}",
                "class": SERIES,
                "situation": "open",
            },
        )
        for each in range(ROWS)
    )
    before = _log(cache).stat().st_size
    with cache.database.write() as connection:
        bulk.take_rows(connection, STREAM, rows)
    return (_log(cache).stat().st_size - before) // FRAME


def _title(serial: int) -> str:
    """Return some words of a dossier's own, as numbers, names and addresses are."""
    return " ".join(f"{hashlib.sha256(f'{serial} {each}'.encode()).hexdigest()[:9]}" for each in range(8))


def _segments(cache: Cache) -> int:
    reader = cache.database.reader()
    return int(reader.execute("SELECT count(DISTINCT segid) FROM dossier_text_idx").fetchone()[0])


def test_no_slice_pays_for_those_before_it(cache: Cache) -> None:
    """The index of words is not joined in the middle of a slice, which would then write several times as much."""
    written = [_take_slice(cache, number) for number in range(SLICES)]
    assert max(written) <= 1.5 * statistics.median(written[SLICES // 2 :])


def test_words_are_joined_a_little_at_a_time_and_all_are_found(cache: Cache) -> None:
    for number in range(SLICES):
        _take_slice(cache, number)
    apart, steps = _segments(cache), []
    more = True
    while more:
        before = _log(cache).stat().st_size
        more = join_words(cache.database)
        steps.append((_log(cache).stat().st_size - before) // FRAME)
    assert apart >= SLICES
    assert _segments(cache) < 4
    assert max(steps) <= 2 * PAGES + 3 * apart
    reader = cache.database.reader()
    hits = list_query.ids(reader, DossierFilter(text="nomenament"))
    assert len(hits) == SLICES * len(range(WORDS.index("nomenament"), ROWS, len(WORDS)))


def test_a_save_under_way_does_not_keep_the_log_from_being_moved(cache: Cache) -> None:
    for number in range(4):
        _take_slice(cache, number)
    file, before = cache.folder / "cache.db", (cache.folder / "cache.db").stat().st_size
    moved = threading.Event()

    def move() -> None:
        cache.database.checkpoint()
        moved.set()

    moving = threading.Thread(target=move)
    with cache.database.write():
        moving.start()
        beat = threading.Event()
        for _ in range(int(PATIENCE / 0.01)):
            if file.stat().st_size > before:
                break
            beat.wait(0.01)
        assert file.stat().st_size > before
        assert not moved.is_set()
    moving.join(PATIENCE)
    assert moved.is_set()


def test_the_log_begins_anew_after_it_was_moved(cache: Cache) -> None:
    for number in range(4):
        _take_slice(cache, number)
    full = _log(cache).stat().st_size
    cache.database.checkpoint()
    _take_slice(cache, 4)
    assert _log(cache).stat().st_size == full
