# SPDX-License-Identifier: EUPL-1.2
"""A PostgreSQL server whose processes are killed: the postmaster, or one backend, after which it recovers from its log."""

import contextlib
import os
import select
import signal
from pathlib import Path
from typing import Final

import psycopg
from helpers.postgres import SETTINGS, Server, new_folder
from helpers.running import until

_GONE_SECONDS: Final = 30


def durable_server() -> Server:
    """Return a server, not started, that keeps what it committed as one in production does."""
    return Server(new_folder(), {**SETTINGS, "restart_after_crash": "on", "max_connections": "60"})


def kill_postmaster(server: Server) -> None:
    """Kill the postmaster at once and return when its processes are gone: they end by themselves when it is dead."""
    first = int((server.data / "postmaster.pid").read_text("utf-8").split("\n", 1)[0])
    watched = [os.pidfd_open(each) for each in [first, *_children(first)] if Path(f"/proc/{each}").exists()]
    os.kill(first, signal.SIGKILL)
    for each in watched:
        _await_end(each)
    # Until its parent has taken note the lock file's number still names a process.
    until(lambda: not Path(f"/proc/{first}").exists())


def start_again(server: Server) -> None:
    """Start a server that was killed, and return when it answers."""
    server.start()
    await_answer(server)


def await_answer(server: Server) -> None:
    """Wait until the server has recovered and answers.

    Raises:
        AssertionError: It does not come back.
    """
    if not until(lambda: _answers(server)):
        msg = "PostgreSQL does not come back"
        raise AssertionError(msg)


def _answers(server: Server) -> bool:
    with contextlib.suppress(psycopg.OperationalError), server.connect() as connection:
        return connection.execute("SELECT 1").fetchone() is not None
    return False


def backends(server: Server, database: str) -> set[int]:
    """Return the process ids of a database's client connections."""
    with server.connect() as connection:
        rows = connection.execute(
            "SELECT pid FROM pg_stat_activity WHERE datname = %s AND backend_type = 'client backend'",
            (database,),
        ).fetchall()
    return {row[0] for row in rows}


def kill_backend(server: Server, pid: int) -> None:
    """Kill one connection's process at once; the server ends every other, recovers and answers again."""
    descriptor = os.pidfd_open(pid)
    os.kill(pid, signal.SIGKILL)
    _await_end(descriptor)
    await_answer(server)


def _children(pid: int) -> list[int]:
    return [int(each) for each in Path(f"/proc/{pid}/task/{pid}/children").read_text("utf-8").split()]


def _await_end(descriptor: int) -> None:
    poller = select.poll()
    poller.register(descriptor)
    poller.poll(_GONE_SECONDS * 1000)
    os.close(descriptor)
