# SPDX-License-Identifier: EUPL-1.2
"""Hints between serving processes by PostgreSQL's NOTIFY: which stream moved, and that a job waits.

One connection of its own in one thread. A hint may be lost: whatever it would tell is also found by looking
(:mod:`central.api.waiting`, :mod:`central.jobs`), only later. After the connection was away everybody looks once.
"""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any, Final

import psycopg
import structlog
from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from central.store.dialect import HINTS_NAME, JOBS_CHANNEL, STREAMS_CHANNEL, notify

EVERYTHING: Final = ""
"""Told instead of a stream's name when any of them may have moved unheard."""
_STOP_SECONDS: Final = 5.0
"""How long the thread goes on at most when it could not be told to end."""
_ALIVE_SECONDS: Final = 30
_LONGEST_PAUSE: Final = 30.0

_log = structlog.get_logger()


class Hints:
    """Listens for a serving process.

    Args:
        engine: Of a PostgreSQL database.
        moved: Called with a stream's name, or :data:`EVERYTHING`, in the listening thread.
        job: Called when a job was asked for.
    """

    def __init__(self, engine: Engine, moved: Callable[[str], None], job: Callable[[], None]) -> None:
        self._engine = engine
        self._moved = moved
        self._job = job
        self._stopped = threading.Event()
        self.listening = threading.Event()

    @contextmanager
    def running(self) -> Iterator[None]:
        """Listen until the block ends."""
        thread = threading.Thread(target=self._run, name="central-hints")
        thread.start()
        try:
            yield
        finally:
            self._stopped.set()
            self._call()
            thread.join()

    def _call(self) -> None:
        """Let the thread see at once that it is to end."""
        with suppress(SQLAlchemyError), self._engine.begin() as connection:
            notify(connection, JOBS_CHANNEL)

    def _run(self) -> None:
        pause = 1.0
        while not self._stopped.is_set():
            try:
                with self._connected() as connection:
                    pause = 1.0
                    self._listen(connection)
            except psycopg.Error as error:
                _log.warning("hints.away", reason=type(error).__name__)
            finally:
                self.listening.clear()
            self._stopped.wait(pause)
            pause = min(2 * pause, _LONGEST_PAUSE)

    @contextmanager
    def _connected(self) -> Iterator["psycopg.Connection[Any]"]:
        arguments, options = self._engine.dialect.create_connect_args(self._engine.url)
        options.update(application_name=HINTS_NAME, connect_timeout=10)
        options.update(
            keepalives=1, keepalives_idle=_ALIVE_SECONDS, keepalives_interval=10, keepalives_count=3
        )
        with psycopg.connect(*arguments, autocommit=True, **options) as connection:
            yield connection

    def _listen(self, connection: "psycopg.Connection[Any]") -> None:
        connection.execute(f'LISTEN "{STREAMS_CHANNEL}"')
        connection.execute(f'LISTEN "{JOBS_CHANNEL}"')
        self.listening.set()
        self._moved(EVERYTHING)
        self._job()
        while not self._stopped.is_set():
            for each in connection.notifies(timeout=_STOP_SECONDS):
                if each.channel == STREAMS_CHANNEL:
                    self._moved(each.payload)
                else:
                    self._job()
                if self._stopped.is_set():
                    return
