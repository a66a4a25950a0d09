# SPDX-License-Identifier: EUPL-1.2
"""Town halls in which everything is killed, one after the other and several side by side, each with an agreement at its end."""

import json
import shutil
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Final, NamedTuple

from helpers import agreement
from helpers.cluster import AWAY, Cluster, clustered_hall, copied_cluster, running_postgres
from helpers.kill_cluster import ClusterLoop
from helpers.kill_loop import KillLoop, Stopped, new_loop
from helpers.postgres import programs
from helpers.process_logs import unexpected
from helpers.running import TownHall, copied, joined_hall
from helpers.s3_servers import moto_server

from central.objects_settings import PREFIX
from eset_desktop.demo.processes import Starter

SQLITE, POSTGRESQL, S3 = "sqlite", "postgresql", "postgresql and s3"
_ESTABLISHING: Final = threading.Lock()
"""Alembic migrates one database of a process at a time."""
_LOGS: Final[Mapping[str, tuple[str, ...]]] = {SQLITE: (), POSTGRESQL: AWAY, S3: AWAY}
"""What a service may say loudly when what it stands on was killed."""


def stores() -> tuple[str, ...]:
    """Return on what a service can stand on this machine."""
    return (SQLITE, POSTGRESQL, S3) if programs() else (SQLITE,)


class Plan(NamedTuple):
    """A town hall that is to live."""

    seed: int
    store: str
    kills: int


@dataclass(frozen=True, slots=True)
class Chapter:
    """One town hall's life.

    Attributes:
        victims: Kills by what was killed and where.
        lost: Acknowledged values that were missing after some life.
        disagreements: What differed at the end: missing, twice, without its bytes, still waiting; loud log lines too.
        broken: What broke it off before its end was looked at; its kills do not count then.
    """

    seed: int
    store: str
    kills: int
    saves: int
    victims: dict[str, int]
    lost: tuple[str, ...]
    disagreements: tuple[str, ...]
    seconds: float
    broken: str = ""

    @property
    def told(self) -> tuple[str, ...]:
        """Return everything that is wrong."""
        return (*self.lost, *self.disagreements, *filter(None, [self.broken]))


@dataclass(slots=True)
class Ground:
    """Where one town hall after the other lives: each is a copy of one that was made once, on servers that go on.

    Attributes:
        folder: For everything that is written.
        starter: What starts the programs.
        stopped: Whether somebody wants it to end.
        keep: Where the files of a town hall go in which something is wrong.
    """

    folder: Path
    starter: Starter
    stopped: Callable[[], bool] = bool
    keep: Path | None = None
    _held: ExitStack = field(default_factory=ExitStack)
    _fresh: dict[str, TownHall] = field(default_factory=dict)
    _s3: dict[str, str] = field(default_factory=dict)

    def live(self, plan: Plan) -> Chapter:
        """Live through one town hall.

        Raises:
            Stopped: It was told to end before.
        """
        began = time.monotonic()
        with self._hall(plan) as hall:
            loop = new_loop(hall, plan.seed, KillLoop if plan.store == SQLITE else ClusterLoop)
            loop.stopped = self.stopped
            differing, broken = [], ""
            try:
                loop.run(kills=plan.kills, saves=plan.kills)
                differing = _differing(loop, _LOGS[plan.store])
            except Stopped:
                raise
            except Exception as problem:  # boundary: one town hall that breaks is told, the others live on
                if self.stopped():
                    raise Stopped from problem
                broken = f"broken off after {loop.toll.kills} kills: {type(problem).__name__}: {problem}"
            chapter = Chapter(
                plan.seed, plan.store, 0 if broken else loop.toll.kills, loop.saves, dict(loop.toll.victims),
                tuple(loop.toll.lost), tuple(differing), round(time.monotonic() - began, 1), broken,
            )  # fmt: skip
            if chapter.told and self.keep:
                _keep(hall.folder, self.keep / f"seed-{plan.seed}", chapter)
        return chapter

    @contextmanager
    def _hall(self, plan: Plan) -> Iterator[TownHall]:
        """Give a town hall that runs; nothing of it runs on or is left."""
        fresh, folder = self._made(plan.store), self.folder / f"{plan.seed}"
        if plan.store == SQLITE:
            hall = copied(fresh, folder)
        else:
            hall = copied_cluster(fresh, folder, self._bucket(plan.store, str(plan.seed)))
        try:
            hall.service.start()
            yield hall
        finally:
            hall.close()
            if isinstance(hall.service, Cluster):
                hall.service.postgres.drop(hall.service.database)
            shutil.rmtree(folder, ignore_errors=True)

    def _made(self, store: str) -> TownHall:
        """Return the town hall that the others are copies of; it does not run."""
        if store not in self._fresh:
            with _ESTABLISHING:
                self._fresh[store] = self._established(store)
        return self._fresh[store]

    def _established(self, store: str) -> TownHall:
        folder = self.folder / f"fresh {store}"
        if store == SQLITE:
            made = joined_hall(folder, starter=self.starter)
        else:
            server = self._held.enter_context(running_postgres())
            made = clustered_hall(server, folder, self.starter, self._bucket(store, "fresh"))
        made.service.stop()
        made.close()
        return made

    def _bucket(self, store: str, prefix: str) -> dict[str, str]:
        """Return the environment by which a service finds its own place in an object store; empty for a folder."""
        if store != S3:
            return {}
        if not self._s3:
            found = self._held.enter_context(moto_server())
            assert found is not None, "moto does not start"
            self._s3 = {
                "BUCKET": found.bucket, "ENDPOINT": found.endpoint, "ACCESS_KEY_ID": found.key,
                "SECRET_ACCESS_KEY": found.secret, "ALLOW_HTTP": "1",
            }  # fmt: skip
        return {f"{PREFIX}{name}": value for name, value in {**self._s3, "PREFIX": prefix}.items()}

    def close(self) -> None:
        """End the servers."""
        self._held.close()


def _keep(hall: Path, place: Path, chapter: Chapter) -> None:
    """Keep a town hall's files and what is wrong in it; its profiles open by the passphrase of all tests."""
    shutil.copytree(hall, place, ignore=shutil.ignore_patterns("run"), dirs_exist_ok=True)
    (place / "told.json").write_text(json.dumps(asdict(chapter), indent=1), encoding="utf-8")


def _differing(loop: KillLoop, loud: tuple[str, ...]) -> list[str]:
    """Return what differs when everything is at rest; everything has ended then."""
    people = (loop.clerk, loop.second)
    agreement.quiet(loop.hall, people)
    differing = agreement.disagreements(loop.hall, people)
    return differing + unexpected(loop.hall.folder, [*loop.hall.expected_logs, *loud])


def side_by_side(
    folder: Path,
    starter: Starter,
    *,
    towns: int,
    plan: Callable[[], Plan | None],
    finished: Callable[[Chapter], None],
    keep: Path | None = None,
) -> None:
    """Let so many town halls live at a time until no more is planned; interrupted, those under way do not count.

    Args:
        folder: For everything that is written.
        starter: What starts the programs.
        towns: How many live at a time.
        plan: Gives the next one, None when it was the last; one caller at a time.
        finished: Told of each; one caller at a time.
        keep: Where the files of a town hall go in which something is wrong.
    """
    guard, stop = threading.Lock(), threading.Event()

    def live(number: int) -> None:
        ground = Ground(folder / f"{number}", starter, stop.is_set, keep)
        try:
            while not stop.is_set():
                with guard:
                    planned = plan()
                if planned is None:
                    return
                chapter = ground.live(planned)
                with guard:
                    finished(chapter)
        except Stopped:
            return
        finally:
            ground.close()

    with ThreadPoolExecutor(towns, "town") as pool:
        lanes = [pool.submit(live, number) for number in range(towns)]
        try:
            for each in lanes:
                each.result()
        finally:
            stop.set()
