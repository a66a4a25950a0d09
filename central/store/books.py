# SPDX-License-Identifier: EUPL-1.2
"""Gap-free counters: a number is given in the transaction that uses it, so a rollback gives it back."""

from typing import Final

from sqlalchemy import Connection, bindparam, insert, select, update

from central.store import tables

DOSSIERS: Final = "dossier"
DEVICES: Final = "device"
LIVES: Final = "device_life"
"""Not a counter: the letters that tell the devices of a restored service from those that its backup did not know."""

_BOOK = tables.book.c
_KEY = (
    _BOOK.body == bindparam("of_body"),
    _BOOK.name == bindparam("of_name"),
    _BOOK.year == bindparam("of_year"),
)
_READ = select(_BOOK.last).where(*_KEY).with_for_update()
_MOVE = update(tables.book).where(*_KEY).values(last=bindparam("now"))
_BEGIN = insert(tables.book)


class Books:
    """The counters of a body inside one transaction; locked at first use, written by :meth:`flush`."""

    def __init__(self, connection: Connection, body: str) -> None:
        self._connection = connection
        self._body = body
        self._found: dict[tuple[str, int], int] = {}
        self._last: dict[tuple[str, int], int] = {}

    def next(self, name: str, year: int) -> int:
        """Return the next number of a year's book; the first is 1."""
        key = (name, year)
        if key not in self._last:
            self._found[key] = self._last[key] = self.read(name, year)
        self._last[key] += 1
        return self._last[key]

    def _key(self, name: str, year: int) -> dict[str, str | int]:
        return {"of_body": self._body, "of_name": name, "of_year": year}

    def read(self, name: str, year: int) -> int:
        """Return the last number of a year's book as it is stored, 0 when there is none."""
        last = self._connection.execute(_READ, self._key(name, year)).scalar_one_or_none()
        return last or 0

    def checkpoint(self) -> dict[tuple[str, int], int]:
        """Return what :meth:`back_to` goes back to."""
        return dict(self._last)

    def back_to(self, checkpoint: dict[tuple[str, int], int]) -> None:
        """Take back the numbers that were given since a checkpoint."""
        self._last = dict(checkpoint)

    def flush(self) -> None:
        """Write the counters that moved."""
        for (name, year), last in sorted(self._last.items()):
            if self._found[name, year]:
                self._connection.execute(_MOVE, {**self._key(name, year), "now": last})
            else:
                begun = {"body": self._body, "name": name, "year": year, "last": last}
                self._connection.execute(_BEGIN, begun)


def set_book(connection: Connection, body: str, name: str, last: int) -> None:
    """Write a book of no year, whatever it held."""
    found = Books(connection, body).read(name, 0)
    if found:
        connection.execute(_MOVE, {"of_body": body, "of_name": name, "of_year": 0, "now": last})
    else:
        connection.execute(_BEGIN, {"body": body, "name": name, "year": 0, "last": last})
