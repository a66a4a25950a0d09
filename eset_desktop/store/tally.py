# SPDX-License-Identifier: EUPL-1.2
"""How many accepted objects a stream holds here, and the sum of their hashes: what its digest is compared with.

A stream's row always says what :func:`recount` would find: the objects that lie in it with an accepted state. Everything here
runs inside the caller's write transaction.
"""

from collections.abc import Collection, Iterable

from eset_desktop.domain.values import DIGEST_MODULUS, digest_part
from eset_desktop.store.engine import Connection


def enter(connection: Connection, stream: str, hash_: bytes) -> None:
    """Count an accepted state in."""
    _move(connection, stream, 1, digest_part(hash_))


def enter_all(connection: Connection, stream: str, hashes: Collection[bytes]) -> None:
    """Count many accepted states in."""
    _move(connection, stream, len(hashes), sum(digest_part(each) for each in hashes))


def leave(connection: Connection, stream: str, hash_: bytes) -> None:
    """Count an accepted state out."""
    _move(connection, stream, -1, -digest_part(hash_))


def replace(connection: Connection, stream: str, old: bytes, new: bytes) -> None:
    """Count one accepted state in the place of another."""
    if old != new:
        _move(connection, stream, 0, digest_part(new) - digest_part(old))


def _move(connection: Connection, stream: str, count: int, part: int) -> None:
    found = connection.execute("SELECT count, sum FROM stream WHERE id = ?", (stream,)).fetchone()
    if found is not None:
        total = (int(found[1]) + part) % DIGEST_MODULUS
        connection.execute(
            "UPDATE stream SET count = ?, sum = ? WHERE id = ?", (found[0] + count, str(total), stream)
        )


def recount(connection: Connection, stream: str) -> None:
    """Make a stream's count and sum again from its accepted objects."""
    hashes: Iterable[tuple[bytes]] = connection.execute(
        "SELECT hash FROM object WHERE stream = ? AND hash IS NOT NULL", (stream,)
    ).fetchall()
    parts = [digest_part(each) for (each,) in hashes]
    connection.execute(
        "UPDATE stream SET count = ?, sum = ? WHERE id = ?",
        (len(parts), str(sum(parts) % DIGEST_MODULUS), stream),
    )
