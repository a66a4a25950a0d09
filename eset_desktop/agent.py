# SPDX-License-Identifier: EUPL-1.2
"""The agent: one process a profile that keeps the cache in step with the central service.

Started by the window, it goes on after the window closes while there is work. It gets the data key over an inherited
pipe, holds the profile's agent lock, is the only one that moves the write-ahead log into the database, and may be killed
at any moment: every step it made is durable.
"""

import argparse
import contextlib
import logging
import os
import random
import signal
import threading
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Final, TypeAlias

import eset_desktop
from eset_desktop import hints, logs
from eset_desktop.clock import Clock, SystemClock
from eset_desktop.domain import traffic
from eset_desktop.errors import EsetError
from eset_desktop.operations import signature_requests
from eset_desktop.operations.dossiers import today
from eset_desktop.paths import Paths
from eset_desktop.platform import local_socket_address, private_folder, write_atomically
from eset_desktop.platform_network import NetworkWatch, SleepWatch
from eset_desktop.reading import Reader
from eset_desktop.store import data_key, totals
from eset_desktop.store.errors import AlreadyOpen, NewerSchema
from eset_desktop.store.queries import waiting
from eset_desktop.store.refusals import NotEnrolled
from eset_desktop.store.schema import SCHEMA_VERSION
from eset_desktop.store.sweep import purge, sweep
from eset_desktop.store.tidying import join_words, last_change
from eset_desktop.store.totals import Totals
from eset_desktop.workplace import Workplace
from sync.bell import Bell
from sync.engine import Engine
from sync.lanes import drive_all
from sync.transport import Transport

HOUSEKEEPING_SECONDS: Final = 1.0
CHECKPOINT_BYTES: Final = 4_000_000
"""Size of the write-ahead log from which it is moved into the database."""
ALONE_SECONDS: Final = 20
"""How long an agent without a window and without work stays."""
PATIENCE_SECONDS: Final = 30.0
"""How long an agent that is to end when it is idle waits in all for a service that fails now."""
BETWEEN_READINGS: Final = 0.2
LOOK_FOR_DOCUMENTS: Final = 30.0
FIRST_SWEEP_SECONDS: Final = 60.0
DAY_SECONDS: Final = 86_400.0
CHANGES_TO_JOIN: Final = 8
"""Changed objects from which segments of the full-text indexes are joined."""
CHANGES_KEPT: Final = 20_000
"""Rows of the list of changes that are kept for windows that look seldom."""

ENDED: Final = 0
ANOTHER_RUNS: Final = 3
RESTART: Final = 4
"""A newer program migrated the cache: the window starts the newer agent."""

Watch: TypeAlias = Callable[[Callable[[], None]], NetworkWatch]
"""Calls what it is given when this computer has come to another network, until it is closed."""

_log = logging.getLogger(__name__)


class Agent:
    """One life of the agent.

    Args:
        workplace: The opened profile.
        runtime: Folder of the socket, the process id and the totals.
        watch: Begins to watch for another network.
        clock: For durations and sleep.
    """

    def __init__(
        self, workplace: Workplace, runtime: Path, watch: Watch = NetworkWatch, clock: Clock | None = None
    ) -> None:
        self._workplace = workplace
        self._runtime = runtime
        self._bell = Bell()
        self._watch = watch
        self._clock = clock or SystemClock()
        self._engine = Engine(workplace.replica, self._clock, random.SystemRandom().random)
        self._before = self._written = totals.read(runtime)
        self._reader = Reader(workplace.session)
        self._alone = 0.0
        self._joined = 0
        self._looked: tuple[int, date] | None = None
        self._sleep_watch = SleepWatch(self._clock)
        self._sweep_at = self._clock.monotonic() + FIRST_SWEEP_SECONDS
        greeting = hints.Greeting(eset_desktop.__version__, SCHEMA_VERSION)
        self._server = hints.HintServer(local_socket_address(runtime, "agent"), greeting, self._on_hint)

    def run(self, *, until_idle: bool) -> int:
        """Sync until told to leave, revoked, or nobody needs it any more; return the exit status."""
        with contextlib.suppress(OSError):  # a disk that is full keeps no agent from sending
            write_atomically(self._runtime / "agent.pid", str(os.getpid()).encode())
        url = self._workplace.replica.account().url
        housekeeper = threading.Thread(target=self._keep_house, name="housekeeping", daemon=True)
        housekeeper.start()
        readers = [] if until_idle else [threading.Thread(target=self._read, name="reading", daemon=True)]
        for reader in readers:
            reader.start()
        network = self._watch(self._bell.new_network)
        try:
            drive_all(
                self._engine,
                lambda: Transport(url, self._clock, agent=_agent_name()),
                self._bell,
                stop_when_idle=until_idle,
                patience=PATIENCE_SECONDS,
            )
        except NewerSchema:
            return RESTART
        finally:
            self._bell.stop()
            network.close()
            self._reader.end()
            for thread in (housekeeper, *readers):
                thread.join()
            with contextlib.suppress(OSError):  # what was counted since the last time is forgotten
                self._write_totals()
            self._server.close()
            (self._runtime / "agent.pid").unlink(missing_ok=True)
        return ENDED

    def leave(self, *_: object) -> None:
        """End after the step under way."""
        self._bell.stop()

    def _on_hint(self, hint: str) -> None:
        if hint == hints.QUIT:
            self._bell.stop()
        elif hint != hints.PING:
            self._bell.ring()

    def _keep_house(self) -> None:
        while not self._bell.stopped:
            for chore in self._chores():
                try:
                    chore()
                except Exception as problem:  # noqa: BLE001 - boundary: no failing chore may end the others
                    _log.warning("a chore was put off: %s", getattr(problem, "code", type(problem).__name__))
            self._bell.wait(HOUSEKEEPING_SECONDS, hints=False)

    def _chores(self) -> tuple[Callable[[], None], ...]:
        return (
            self._look_for_sleep,
            self._write_totals,
            self._join_words,
            self._fetch_asked,
            self._checkpoint,
            self._purge,
            self._sweep,
            self._leave_when_alone,
        )

    def _purge(self) -> None:
        """Remove bytes that the person may not have any more and that were too young to go at once."""
        purge(self._workplace.database, self._workplace.blobs, self._clock)

    def _read(self) -> None:
        """Read the words of documents while there are any, then look now and then."""
        reader, ear = self._reader, self._bell.ear()
        while not self._bell.stopped:
            try:
                more = reader.step()
            except Exception as problem:  # noqa: BLE001 - boundary: reading is a convenience, the agent goes on
                _log.warning("reading was put off: %s", getattr(problem, "code", type(problem).__name__))
                more = False
            ear.wait(BETWEEN_READINGS if more else LOOK_FOR_DOCUMENTS, hints=False)

    def _look_for_sleep(self) -> None:
        """After sleep no connection is what it was, and the line is perhaps back."""
        if self._sleep_watch.slept():
            self._bell.new_network()

    def _checkpoint(self) -> None:
        log = self._workplace.wal
        with contextlib.suppress(FileNotFoundError):
            if log.stat().st_size > CHECKPOINT_BYTES:
                with self._workplace.database.write() as connection:
                    connection.execute(
                        "DELETE FROM change WHERE seq <= (SELECT max(seq) FROM change) - ?", (CHANGES_KEPT,)
                    )
                self._workplace.database.checkpoint()

    def _join_words(self) -> None:
        """Join what was written to the full-text indexes since the last time, between saves and not in them."""
        newest = last_change(self._workplace.database.reader())
        if newest - self._joined < CHANGES_TO_JOIN:
            return
        while not self._bell.stopped and join_words(self._workplace.database):
            pass
        self._joined = newest

    def _fetch_asked(self) -> None:
        """Fetch what waits for this person's signature as soon as it is known; with a day a substitution may begin."""
        now = last_change(self._workplace.database.reader()), today(self._workplace.session)
        if now == self._looked:
            return
        self._looked = now
        if signature_requests.want_asked(self._workplace.session):
            self._bell.ring()

    def _sweep(self) -> None:
        """Remove bytes that nothing refers to, a minute after the start and then once a day."""
        now = self._clock.monotonic()
        if now >= self._sweep_at:
            self._sweep_at = now + DAY_SECONDS
            gone = sweep(self._workplace.database, self._workplace.blobs, self._clock)
            _log.info("swept %d contents that nothing refers to", gone)

    def _leave_when_alone(self) -> None:
        if self._server.clients:
            self._alone = 0.0
            return
        self._alone += HOUSEKEEPING_SECONDS
        if self._alone >= ALONE_SECONDS and not self._has_work():
            self._bell.stop()

    def _has_work(self) -> bool:
        """Tell whether anything can still be sent; refused work waits for its person, not for the agent."""
        queued = waiting.counts(self._workplace.database.reader()).queued
        return bool(queued or self._workplace.replica.uploads_due(1))

    def _write_totals(self) -> None:
        now, before, written = self._engine.counters, self._before, self._written
        up, down = before.bytes_up + now.bytes_up, before.bytes_down + now.bytes_down
        moved = up - written.bytes_up, down - written.bytes_down
        recent = (
            traffic.noted(written.recent, self._clock.now().timestamp(), *moved)
            if any(moved)
            else written.recent
        )
        fresh = Totals(before.requests + now.requests, up, down, recent)
        if fresh != written:
            totals.write(self._runtime, fresh)
            self._written = fresh


def _agent_name() -> str:
    return f"eset-desktop/{eset_desktop.__version__}"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the agent of one profile; the status is one of this module's constants, or 1 with a line in the log."""
    parser = argparse.ArgumentParser(prog="eset-desktop-agent")
    parser.add_argument("--profile", type=Path, required=True, help="folder of the profile")
    parser.add_argument(
        "--key-fd", type=int, required=True, help="descriptor from which the data key is read"
    )
    parser.add_argument(
        "--until-idle", action="store_true", help="end when nothing more can be done, nor a moment later"
    )
    chosen = parser.parse_args(arguments)
    paths = Paths.below(chosen.profile)
    key = data_key.from_descriptor(chosen.key_fd)
    logs.configure_service("agent", paths.logs)
    try:
        with Workplace.open_for_agent(paths, key) as workplace:
            agent = Agent(workplace, private_folder(paths.runtime))
            signal.signal(signal.SIGTERM, lambda _number, _frame: agent.leave())
            return agent.run(until_idle=chosen.until_idle)
    except AlreadyOpen:
        return ANOTHER_RUNS
    except NotEnrolled:
        return ENDED
    except EsetError as problem:
        _log.error("the agent ended: %s", problem)
        return 1


if __name__ == "__main__":
    raise SystemExit(main())
