# SPDX-License-Identifier: EUPL-1.2
"""SQLAlchemy's statements without SQLAlchemy's way to the cursor, for thousands of histories.

The text, the parameters' order and the conversion of values are those that SQLAlchemy compiled; the rows come back in its own
result. A statement is taken this way from the second time that the very same object is executed: those are the ones that the
service keeps. All others, and whatever is out of the ordinary, go SQLAlchemy's own way.
"""

import re
import sqlite3
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from weakref import WeakValueDictionary

from sqlalchemy import Connection, exc
from sqlalchemy.engine.result import IteratorResult, SimpleResultMetaData
from sqlalchemy.sql.base import Executable
from sqlalchemy.sql.compiler import SQLCompiler

_EXPANDING = re.compile(r"\(__\[POSTCOMPILE_(\w+)\]\)")

_seen: WeakValueDictionary[int, Any] = WeakValueDictionary()
_ways: dict[tuple[int, tuple[str, ...]], "_Way | None"] = {}
_kept: dict[int, Any] = {}
"""Statements that have a way, so that no other object gets their id."""


@dataclass(slots=True)
class _Way:
    """A compiled statement.

    Attributes:
        names: Parameters in the order of their marks.
        given: Values of those that the statement itself gives.
        lists: Those that are lists.
    """

    text: str
    names: tuple[str, ...]
    given: Mapping[str, Any]
    lists: frozenset[str]
    converters: Mapping[str, Any]
    metadata: SimpleResultMetaData | None

    def values(self, parameters: Mapping[str, Any]) -> list[Any] | None:
        """Return what stands for each mark, None when a list is empty."""
        found: list[Any] = []
        for name in self.names:
            value = parameters[name] if name in parameters else self.given[name]
            if name in self.lists:
                if not value:
                    return None
                found += value
            else:
                convert = self.converters.get(name)
                found.append(convert(value) if convert else value)
        return found

    def sql(self, parameters: Mapping[str, Any]) -> str:
        """Return the text with a mark for each member of the lists."""
        if not self.lists:
            return self.text
        return _EXPANDING.sub(lambda match: f"({', '.join('?' * len(parameters[match[1]]))})", self.text)


class Quick:
    """A connection in the middle of a transaction."""

    def __init__(self, connection: Connection, raw: Any) -> None:
        self._connection = connection
        self._raw = raw

    def __getattr__(self, name: str) -> Any:
        return getattr(self._connection, name)

    def execute(self, statement: Executable, parameters: Any = None, **options: Any) -> Any:
        """Execute as :meth:`sqlalchemy.Connection.execute` does."""
        several = isinstance(parameters, list | tuple)
        first: Mapping[str, Any] = (parameters[0] if parameters else {}) if several else parameters or {}
        way = None if options else _way(statement, tuple(first), self._connection)
        if way is None:
            return self._connection.execute(statement, parameters, **options)
        try:
            if several and way.metadata is None and not way.lists:
                rows = [way.values(each) for each in parameters]
                return _Count(self._raw.executemany(way.text, rows).rowcount)
            values = None if several else way.values(first)
            if values is None:
                return self._connection.execute(statement, parameters)
            cursor = self._raw.execute(way.sql(first), values)
        except sqlite3.IntegrityError as error:
            raise exc.IntegrityError(way.text, parameters, error) from error
        except sqlite3.Error as error:
            raise exc.OperationalError(way.text, parameters, error) from error
        if way.metadata is None:
            return _Count(cursor.rowcount)
        return IteratorResult(way.metadata, iter(cursor.fetchall()))


@dataclass(frozen=True, slots=True)
class _Count:
    """What a statement without rows tells."""

    rowcount: int


def _way(statement: Any, names: tuple[str, ...], connection: Connection) -> _Way | None:
    key = id(statement), names
    if key in _ways:
        return _ways[key]
    if _seen.get(id(statement)) is not statement:
        _seen[id(statement)] = statement
        return None
    _kept[id(statement)] = statement
    way = _ways[key] = _compiled(statement, names, connection)
    return way


def _compiled(statement: Any, names: Iterable[str], connection: Connection) -> _Way | None:
    compiled = statement.compile(dialect=connection.dialect, column_keys=list(names))
    if not isinstance(compiled, SQLCompiler) or compiled.positiontup is None:
        return None
    if compiled.literal_execute_params or compiled.insert_prefetch or compiled.update_prefetch:
        return None
    lists = frozenset(bind.key for bind in compiled.post_compile_params)
    converters = {} if not compiled._bind_processors else dict(compiled._bind_processors)
    if lists & converters.keys():
        return None
    return _Way(
        compiled.string,
        tuple(compiled.positiontup),
        {name: bind.value for name, bind in compiled.binds.items() if not bind.required},
        lists,
        converters,
        _metadata(compiled, connection),
    )


def _metadata(compiled: SQLCompiler, connection: Connection) -> SimpleResultMetaData | None:
    columns = compiled._result_columns
    if not columns:
        return None
    processors = [each.type._cached_result_processor(connection.dialect, None) for each in columns]
    return SimpleResultMetaData(
        [each.keyname for each in columns], _processors=processors if any(processors) else None
    )
