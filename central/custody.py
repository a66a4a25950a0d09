# SPDX-License-Identifier: EUPL-1.2
"""What the service says that it has, it has: before "here already" is answered, the store is looked at.

Rows can say more than the store holds after a restore of database and store of different moments, or when a disk lost files.
Bytes that are not there are withdrawn: their versions are no longer ``present``, so that every client that has them sends
them again. Nothing is concluded from a store that does not answer, nor from a place that is not the database's: a folder
whose disk was unmounted is empty too.
"""

from collections.abc import Collection, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import datetime
from functools import partial
from typing import Final

import structlog
from sqlalchemy import Connection, select

from central import objects_identity
from central.blobs import Blobs
from central.callers import Caller
from central.composing import Composer
from central.errors.stored import BlobLost, StoreAway, StoreForeign
from central.present import publish, reconsider, withdraw
from central.store import gates, holdings, tables
from eset_desktop.clock import iso

_AT_ONCE: Final = 8
_BLOB = tables.blob.c
_ALL = select(_BLOB.sha256, _BLOB.size).distinct()

_log = structlog.get_logger()


def confirmed(composer: Composer, caller: Caller, sizes: Mapping[str, int]) -> frozenset[str]:
    """Return those of these bytes, by hash and size, that the caller need not send because they are here for it.

    The caller's versions of them become present, if they were announced while the bytes were out of its sight. What the
    rows promise and the store has not is withdrawn.

    Raises:
        StoreAway: The store does not answer.
    """
    with composer.database.read() as connection:
        found = holdings.readable(connection, caller.body, caller.streams, sizes)
        told = {sha256: size for sha256, size in found.items() if size == sizes[sha256]}
        versions = holdings.referring(connection, caller.body, told)
    gone = lose(composer, told)
    there = {sha256: size for sha256, size in told.items() if sha256 not in gone}
    own = (each for each in versions if each.author == caller.person and not each.present)
    if any(each.sha256 in there for each in own):
        moved = composer.database.attempt(
            lambda connection: reconsider(connection, caller.body, iso(composer.clock.now()), there)
        )
        _tell(composer, moved)
    return frozenset(there)


def lose(composer: Composer, told: Mapping[str, int]) -> frozenset[str]:
    """Withdraw those of these bytes, by hash and size, that the store has not, and return them.

    Raises:
        StoreAway: The store does not answer, or is not the database's any more.
    """
    gone = _lacking(composer.blobs, told)
    if gone:
        try:
            objects_identity.check(composer.database, composer.blobs.store)
        except StoreForeign as error:
            raise StoreAway(kind=type(error).__name__) from error
        _log.error("blob.lost", count=len(gone), first=min(gone))
        with composer.database.read() as connection:
            since = holdings.stored_at(connection, gone)
        gone = _lacking(composer.blobs, gone)  # now that is known when they came
        for body, known in sorted(since.items()):
            lost = {sha256: at for sha256, at in known.items() if sha256 in gone}
            _tell(composer, composer.database.attempt(partial(_withdrawn, composer, body, lost)))
    return frozenset(gone)


def _withdrawn(
    composer: Composer, body: str, lost: Mapping[str, str], connection: Connection
) -> tuple[str, ...]:
    """Withdraw bytes, given with the moment at which the body had got them when the store was asked.

    Inside the gate, where everybody else waits, the store is not asked again: what came since has another moment.
    """
    gates.enter(connection, body, alone=True)
    now = holdings.stored_at(connection, lost).get(body, {})
    still = [sha256 for sha256, at in lost.items() if now.get(sha256) == at]
    return withdraw(connection, body, still, iso(composer.clock.now()))


def find_again(composer: Composer) -> None:
    """Look for what was lost: somebody may have put it back into the store from a copy.

    Raises:
        StoreAway: The store does not answer.
    """
    with composer.database.read() as connection:
        lost = holdings.withdrawn(connection)
    for body, sizes in sorted(lost.items()):
        found = {sha256: size for sha256, size in sizes.items() if composer.blobs.is_sound(sha256)}
        if found:
            work = partial(publish, body=body, sizes=found, at=iso(composer.clock.now()), sender=None)
            _tell(composer, composer.database.attempt(work))


def missing(connection: Connection, blobs: Blobs) -> frozenset[str]:
    """Return what the rows promise and the store has not.

    Raises:
        StoreAway: The store does not answer.
    """
    return frozenset(_lacking(blobs, {row.sha256: row.size for row in connection.execute(_ALL)}))


def withdraw_all(connection: Connection, hashes: Collection[str], now: datetime) -> None:
    """Withdraw bytes from every body, in a database that nobody else uses."""
    for body in holdings.holders(connection, hashes):
        withdraw(connection, body, hashes, iso(now))


def _lacking(blobs: Blobs, sizes: Mapping[str, int]) -> dict[str, int]:
    """Return those of these bytes that the store has not in their size."""

    def is_lacking(told: tuple[str, int]) -> bool:
        sha256, size = told
        if blobs.size(sha256) == size:
            return False
        with suppress(BlobLost):  # a store that is not the right one says so when it is asked for bytes
            b"".join(blobs.read(sha256, 0, 1))
        return True

    if len(sizes) < _AT_ONCE:
        return dict(filter(is_lacking, sizes.items()))
    with ThreadPoolExecutor(_AT_ONCE, "custody") as pool:
        found = zip(sizes.items(), pool.map(is_lacking, sizes.items()), strict=True)
        return dict(told for told, lacks in found if lacks)


def _tell(composer: Composer, moved: Iterable[str]) -> None:
    for stream in moved:
        composer.moved(stream)
