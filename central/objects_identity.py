# SPDX-License-Identifier: EUPL-1.2
"""Which object store is a database's: both keep the same random id, so that no process serves with another store.

The id lies among the documents' bytes: a copy of those to another place takes it along.
"""

from collections.abc import Iterable
from contextlib import closing
from typing import Final

from sqlalchemy import Connection, insert, select

from central.errors.stored import StoreForeign
from central.objects_store import BLOBS, ObjectMissing, ObjectStore
from central.store import dialect, tables
from central.store.database import Database
from eset_desktop.clock import RandomBytes

NAME: Final = f"{BLOBS}identity"
"""The object with the id, as text."""
_LOCK: Final = dialect.lock_key("object store")
_LONGEST: Final = 32
_ID: Final = tables.object_store.c.id


def check(database: Database, store: ObjectStore) -> None:
    """See that a store is the one whose bytes a database speaks of; a database that knows of none takes any.

    Raises:
        StoreForeign: It is not.
        StoreAway: The store cannot be asked, or its bucket does not exist.
    """
    with database.read() as connection:
        _check(_wanted(connection), store)


def adopt(database: Database, store: ObjectStore, random: RandomBytes) -> None:
    """Do as :func:`check` does; a database that knows of no store keeps this one for its own.

    Raises:
        StoreForeign: It is another one.
        StoreAway: The store cannot be asked, or its bucket does not exist.
    """
    with database.read() as connection:
        wanted = _wanted(connection)
    if wanted is not None:
        _check(wanted, store)
        return
    with database.write() as connection:
        dialect.lock(connection, _LOCK)
        wanted = _wanted(connection)
        if wanted is None:
            connection.execute(insert(tables.object_store).values(id=_of(store) or _marked(store, random)))
        else:
            _check(wanted, store)


def _wanted(connection: Connection) -> str | None:
    return connection.execute(select(_ID)).scalar_one_or_none()


def _check(wanted: str | None, store: ObjectStore) -> None:
    found = _of(store)
    if wanted is not None and found != wanted:
        raise StoreForeign(object=NAME, wanted=wanted, found=found or "nothing")


def _of(store: ObjectStore) -> str:
    """Return a store's id, nothing when it has none."""
    try:
        with closing(store.read(NAME)) as pieces:
            return _text(pieces)
    except ObjectMissing:
        return ""


def _text(pieces: Iterable[bytes]) -> str:
    text = b"".join(pieces).decode("ascii", "replace").strip()
    return text if text.isalnum() and len(text) <= _LONGEST else ""


def _marked(store: ObjectStore, random: RandomBytes) -> str:
    """Give a store an id of its own."""
    identity = random(16).hex()
    store.put(NAME, identity.encode("ascii") + b"\n")
    return identity
