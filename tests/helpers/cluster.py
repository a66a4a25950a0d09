# SPDX-License-Identifier: EUPL-1.2
"""A central service as in production: several processes on one PostgreSQL and one place of bytes, behind a balancer."""

import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from helpers.balancer import Balancer
from helpers.killed_postgres import await_answer, backends, durable_server, start_again
from helpers.postgres import Server
from helpers.running import TownHall, copied, joined_hall, until
from sqlalchemy import delete

from central.folder import DataFolder
from central.store import tables
from central.store.database import Database
from eset_desktop.demo.processes import Service, Starter

PROCESSES = 2

AWAY = (
    r'"event": "(request\.busy|hints\.away|jobs\.database_away|waiting\.look_failed)"',
    r'"event": "error ignored terminating <psycopg\.Pipeline',
)
"""What a service may say while its database is away."""


@dataclass(slots=True)
class Cluster(Service):
    """Service processes that are started and killed together or one by one; clients see one address.

    Attributes:
        postgres: The server; runs for the whole of a test, but when it is killed.
        database: The name of this service's database.
        balancer: What clients connect to.
        members: The processes.
    """

    postgres: Server = field(default_factory=durable_server)
    database: str = ""
    balancer: Balancer = field(default_factory=Balancer)
    members: list[Service] = field(default_factory=list)

    def start(self) -> None:
        """Start every process that does not run and the balancer before them."""
        await_answer(self.postgres)
        self.starts += 1
        if not self.members:
            self.members = [
                Service(self.data, extra_environment=dict(self.extra_environment), starter=self.starter)
                for _ in range(PROCESSES)
            ]
        for each in self.members:
            each.start()
        self.balancer.targets = [each.port for each in self.members]
        self.balancer.port = self.port
        self.balancer.start()
        self.port = self.balancer.port

    @property
    def running(self) -> bool:
        """Whether any process is alive."""
        return any(each.running for each in self.members)

    def stop(self) -> None:
        """Stop every process as a system would; the database goes on."""
        for each in self.members:
            each.stop()

    def kill(self) -> None:
        """Kill every process and end the balancer; the database goes on."""
        for each in self.members:
            each.kill()
        self.balancer.stop()

    def restart_database(self) -> None:
        """Start the database again after its postmaster was killed."""
        start_again(self.postgres)


@contextmanager
def running_postgres() -> Iterator[Server]:
    """Give a durable PostgreSQL until the block ends.

    Raises:
        OSError: It could not be started.
    """
    server = durable_server()
    server.start()
    try:
        yield server
    finally:
        server.stop()
        shutil.rmtree(server.folder, ignore_errors=True)


def clustered_hall(server: Server, folder: Path, starter: Starter, s3: Mapping[str, str]) -> TownHall:
    """Return a town hall whose cluster runs, with two computers that are up to date.

    Args:
        server: Runs its database.
        folder: Where everything else goes.
        starter: What starts its programs.
        s3: Environment that names an object store; without it bytes lie in a folder.
    """
    data = folder / "central"
    data.mkdir(parents=True)
    name = server.put_into(data)
    cluster = Cluster(data, extra_environment=dict(s3), starter=starter, postgres=server, database=name)
    return joined_hall(folder, cluster, starter)


def copied_cluster(original: TownHall, folder: Path, s3: Mapping[str, str]) -> TownHall:
    """Return a copy of a town hall with a cluster that holds no document; neither runs, the address is the same."""
    old = original.service
    assert isinstance(old, Cluster)
    until(lambda: not backends(old.postgres, old.database))  # a database is copied when nobody is connected
    new = Cluster(
        folder / "central", old.port, extra_environment=dict(s3), starter=old.starter, postgres=old.postgres
    )
    made = copied(original, folder, new)
    new.database = old.postgres.put_into(new.data, old.database)
    if s3:
        _forget_store(new.data)
    return made


def _forget_store(data: Path) -> None:
    """Let a copied database take the store that its own settings name."""
    database = Database.open(DataFolder(data).place())
    with database.write() as connection:
        connection.execute(delete(tables.object_store))
    database.close()
