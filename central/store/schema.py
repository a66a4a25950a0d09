# SPDX-License-Identifier: EUPL-1.2
"""Bringing a database to this program's schema: forward only, in one transaction."""

from pathlib import Path
from typing import Final

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from central.errors.keeping import DatabaseUnfit, DataNewer
from central.store import dialect
from central.store.database import Database

MIGRATIONS: Final = Path(__file__).parents[1] / "migrations"


def upgrade(database: Database) -> bool:
    """Create or migrate the schema and tell whether anything had to be done.

    Raises:
        DataNewer: The database was made by a newer program; nothing was changed.
        DatabaseUnfit: It was made with settings under which texts are kept or sorted otherwise than here.
    """
    with database.write() as connection:
        if not dialect.is_sqlite(database.engine):
            dialect.lock(connection, dialect.SCHEMA_LOCK)
            if not dialect.is_fit(connection):
                raise DatabaseUnfit
        if version(connection) == newest():
            return False
        command.upgrade(_config(connection), "head")
        return True


def version(connection: Connection) -> str | None:
    """Return the schema's version, None for an empty database.

    Raises:
        DataNewer: This program does not know it.
    """
    found = MigrationContext.configure(connection).get_current_revision()
    known = {script.revision for script in _scripts().walk_revisions()}
    if found is not None and found not in known:
        raise DataNewer(version=found)
    return found


def newest() -> str:
    """Return this program's version of the schema."""
    head = _scripts().get_current_head()
    if head is None:
        msg = f"no migrations in {MIGRATIONS}"
        raise LookupError(msg)
    return head


def _config(connection: Connection | None = None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config


def _scripts() -> ScriptDirectory:
    return ScriptDirectory.from_config(_config())
