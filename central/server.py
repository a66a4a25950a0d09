# SPDX-License-Identifier: EUPL-1.2
"""Serving a data folder over HTTP until told to stop."""

import errno
import os
import signal
import socket
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import uvicorn

from central import objects_identity
from central.api.app import create_app
from central.errors.keeping import DataInUse
from central.folder import DataFolder
from central.hints import Hints
from central.service import Service
from central.store.dialect import is_sqlite
from eset_desktop.platform import FileLock, LockHeld, remove_stale_socket, write_atomically

_BACKLOG: Final = 2048
_SECONDS_TO_FINISH: Final = 10
_SWITCH_SECONDS: Final = 0.001
"""How long a thread that computes keeps the interpreter at most from one that has its answer from the database: Python's own
5 ms are paid once for each statement."""


class Server(uvicorn.Server):
    """uvicorn that lets long-polls end at once when it stops.

    Args:
        release: Ends every wait.
        hints: What other processes tell; listened to while it runs.
    """

    def __init__(
        self, config: uvicorn.Config, release: Callable[[], None], hints: Hints | None = None
    ) -> None:
        super().__init__(config)
        self._release = release
        self._hints = hints

    def run(self, sockets: list[socket.socket] | None = None) -> None:
        """Serve until told to stop."""
        with self._hints.running() if self._hints else nullcontext():
            super().run(sockets)

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Let SIGTERM and SIGINT stop the server; unlike uvicorn's own way, stopping so is no failure."""
        if threading.current_thread() is not threading.main_thread():
            yield
            return
        before = {each: signal.signal(each, self.handle_exit) for each in (signal.SIGINT, signal.SIGTERM)}
        try:
            yield
        finally:
            for each, handler in before.items():
                signal.signal(each, handler)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Wake those who wait, then stop as usual: requests under way are finished."""
        self._release()
        await super().shutdown(sockets)


def new_server(service: Service, *, behind_socket: bool = False) -> Server:
    """Return a server of a service; run it with a listening socket.

    Args:
        service: What it serves.
        behind_socket: Whether only this machine's proxy can reach it, whose word for a client's address is taken.
    """
    app = create_app(service)
    config = uvicorn.Config(
        app,
        access_log=False,
        log_config=None,
        server_header=False,
        date_header=False,
        timeout_graceful_shutdown=_SECONDS_TO_FINISH,
        timeout_keep_alive=75,
        lifespan="off",
        forwarded_allow_ips="*" if behind_socket else None,
    )
    engine = service.database.engine
    hints = None if is_sqlite(engine) else Hints(engine, app.state.listeners.tell, service.jobs.wake)
    return Server(config, app.state.listeners.close, hints)


def listen(host: str, port: int) -> socket.socket:
    """Return a listening socket; port 0 takes a free one.

    Raises:
        OSError: The address is taken or not ours.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host, port))
        listener.listen(_BACKLOG)
        listener.set_inheritable(True)
    except OSError:
        listener.close()
        raise
    return listener


def listen_at(path: Path) -> socket.socket:
    """Return a listening Unix socket that every user of this machine may reach: a proxy runs as another one.

    A socket that a killed process left is replaced.

    Raises:
        OSError: Somebody listens there, or the folder is not ours.
    """
    listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        if listener.connect_ex(str(path)) == 0:
            raise OSError(errno.EADDRINUSE, os.strerror(errno.EADDRINUSE), str(path))
        remove_stale_socket(str(path))
        listener.bind(str(path))
        path.chmod(0o666)
        listener.listen(_BACKLOG)
    except OSError:
        listener.close()
        raise
    return listener


@dataclass(frozen=True, slots=True)
class Address:
    """Where a process listens.

    Attributes:
        host: Address to listen on.
        port: Port to listen on; 0 takes a free one.
        path: A Unix socket instead.
        port_file: Where the port is written once connections are taken.
    """

    host: str = "127.0.0.1"
    port: int = 0
    path: Path | None = None
    port_file: Path | None = None

    @contextmanager
    def listening(self) -> Iterator[socket.socket]:
        """Give the listening socket; its port is written, its path removed afterwards."""
        with listen_at(self.path) if self.path else listen(self.host, self.port) as listener:
            if self.port_file and not self.path:
                write_atomically(self.port_file, f"{listener.getsockname()[1]}\n".encode(), mode=0o644)
            yield listener
        if self.path:
            self.path.unlink(missing_ok=True)


def serve(folder: DataFolder, address: Address) -> None:
    """Serve until SIGTERM or SIGINT; requests under way are finished first.

    An embedded database is served by one process at a time, one on PostgreSQL by any number of them.

    Raises:
        DataMissing: The folder holds no service.
        DataInUse: Another process serves its embedded database.
        StoreForeign: The settings name another object store than the database's.
        StoreAway: The object store cannot be asked, or its bucket does not exist.
        OSError: The address is taken.
    """
    sys.setswitchinterval(_SWITCH_SECONDS)
    service = Service.open(folder)
    alone = FileLock(folder.lock) if is_sqlite(service.database.engine) else nullcontext()
    try:
        with alone:
            objects_identity.adopt(service.database, service.objects, service.ids.random)
            with address.listening() as listener, service.working():
                new_server(service, behind_socket=address.path is not None).run(sockets=[listener])
    except LockHeld as error:
        raise DataInUse(folder=str(folder.root)) from error
    finally:
        service.close()
