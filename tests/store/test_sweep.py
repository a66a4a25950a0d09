# SPDX-License-Identifier: EUPL-1.2
"""The sweep: what nothing refers to goes after 30 days; what only this computer has never does."""

import os
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from helpers.cache import Cache

from eset_desktop.clock import SystemClock
from eset_desktop.store import meta
from eset_desktop.store.sweep import AFTER, sweep


@pytest.fixture
def cache(tmp_path: Path) -> Iterator[Cache]:
    made = Cache(tmp_path / "profile", now=SystemClock().now())
    yield made
    made.close()


def _keep(cache: Cache, content: bytes, *, origin: str, confirmed: bool, referenced: bool = False) -> str:
    sha256 = cache.blobs.put(content).sha256
    with cache.database.write() as connection:
        connection.execute(
            "INSERT INTO blob (sha256, size, here, origin, confirmed, added_at) VALUES (?, 1, 1, ?, ?, '2026-01-01')",
            (sha256, origin, confirmed),
        )
        if referenced:
            connection.execute(
                "INSERT INTO object (id, kind, stream, fields) VALUES (?, 'version', 's', json_object('sha256', ?))",
                (sha256, sha256),
            )
    return sha256


def _here(cache: Cache, sha256: str) -> bool:
    found = cache.database.reader().execute("SELECT here FROM blob WHERE sha256 = ?", (sha256,)).fetchone()
    assert bool(found[0]) == cache.blobs.has(sha256)
    return cache.blobs.has(sha256)


def test_only_what_nobody_needs_goes_and_only_late(cache: Cache) -> None:
    original = _keep(cache, b"only here", origin="local", confirmed=False)
    referenced = _keep(cache, b"of a version", origin="server", confirmed=True, referenced=True)
    unneeded = _keep(cache, b"of nothing", origin="local", confirmed=True)
    orphan = cache.blobs.put(b"of a save that never came to its row").sha256
    for sha256 in (original, referenced, unneeded, orphan):
        assert cache.blobs.has(sha256)
    cache.clock.current += AFTER - timedelta(days=1)
    with cache.database.write() as connection:
        connection.execute("UPDATE blob SET added_at = '2999-01-01' WHERE sha256 = ?", (unneeded,))
    assert sweep(cache.database, cache.blobs, cache.clock) == 0
    with cache.database.write() as connection:
        connection.execute("UPDATE blob SET added_at = '2026-01-01' WHERE sha256 = ?", (unneeded,))
    cache.clock.current += timedelta(days=2)
    assert sweep(cache.database, cache.blobs, cache.clock) == 2
    assert _here(cache, original)
    assert _here(cache, referenced)
    assert not _here(cache, unneeded)
    assert not cache.blobs.has(orphan)


def test_on_a_signing_only_computer_what_a_crash_left_goes_within_two_days(cache: Cache) -> None:
    with cache.database.write() as connection:
        meta.put(connection, "account.signing_only", "1")
    original = _keep(cache, b"signed here", origin="local", confirmed=False)
    orphan = cache.blobs.put(b"of a signature that never came to its row").sha256
    cache.clock.current += timedelta(hours=23)
    assert sweep(cache.database, cache.blobs, cache.clock) == 0
    cache.clock.current += timedelta(hours=2)
    assert sweep(cache.database, cache.blobs, cache.clock) == 1
    assert _here(cache, original)
    assert not cache.blobs.has(orphan)


def test_bytes_stored_again_stay(cache: Cache) -> None:
    sha256 = cache.blobs.put(b"again").sha256
    os.utime(cache.blobs._path(sha256), (0, 0))
    cache.blobs.put(b"again")
    assert sweep(cache.database, cache.blobs, cache.clock) == 0
