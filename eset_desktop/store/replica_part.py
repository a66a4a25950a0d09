# SPDX-License-Identifier: EUPL-1.2
"""What the parts of :class:`eset_desktop.store.replica.Replica` share."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar

from eset_desktop.clock import Clock
from eset_desktop.store.blobs import BlobStore
from eset_desktop.store.engine import Database


class Part:
    """A side of the local cache as the sync engine sees it."""

    def __init__(self, database: Database, blobs: BlobStore, clock: Clock) -> None:
        self._database = database
        self._blobs = blobs
        self._clock = clock


_Side = TypeVar("_Side", bound=Part)
_Asked = ParamSpec("_Asked")
_Answer = TypeVar("_Answer")


def remembered(
    question: Callable[Concatenate[_Side, _Asked], _Answer],
) -> Callable[Concatenate[_Side, _Asked], _Answer]:
    """Let a question be read from the cache once, and again after something was written to it.

    The engine looks at everything before each step, and most steps change nothing. The question must depend on the database and
    its own values alone, which can be hashed, and its answer must be one that nobody changes.
    """

    @wraps(question)
    def ask(side: _Side, /, *values: _Asked.args, **named: _Asked.kwargs) -> _Answer:
        key = question.__qualname__, values, tuple(named.items())
        return side._database.remembered(key, lambda: question(side, *values, **named))

    return ask
