# SPDX-License-Identifier: EUPL-1.2
"""Gap-free counters: a number is given in the transaction that uses it, so a rollback gives it back."""

from typing import Final

from sqlalchemy import Connection, insert, select, update

from central.store import tables

DOSSIERS: Final = "dossier"
DEVICES: Final = "device"

_BOOK = tables.book.c


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
            self._found[key] = self._last[key] = self._read(name, year)
        self._last[key] += 1
        return self._last[key]

    def _read(self, name: str, year: int) -> int:
        last = self._connection.execute(
            select(_BOOK.last)
            .where(_BOOK.body == self._body, _BOOK.name == name, _BOOK.year == year)
            .with_for_update()
        ).scalar_one_or_none()
        return last or 0

    def flush(self) -> None:
        """Write the counters that moved."""
        for (name, year), last in sorted(self._last.items()):
            if self._found[name, year]:
                self._connection.execute(
                    update(tables.book)
                    .where(_BOOK.body == self._body, _BOOK.name == name, _BOOK.year == year)
                    .values(last=last)
                )
            else:
                self._connection.execute(
                    insert(tables.book).values(body=self._body, name=name, year=year, last=last)
                )
