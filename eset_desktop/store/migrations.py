# SPDX-License-Identifier: EUPL-1.2
"""From an older schema to the present one: forward only, all steps in one transaction, after a backup.

A later release adds one line to :data:`PRESENT` for each version; a step may read and write what it likes but must not end
the transaction. The caller holds the profile alone.
"""

from collections.abc import Callable
from typing import Final, NamedTuple

from eset_desktop.crashpoints import crashpoint
from eset_desktop.store.engine import Connection, Database
from eset_desktop.store.errors import DiskFull, MigrationFailed, NewerSchema, SchemaTooOld, StoreError
from eset_desktop.store.schema import REQUESTS_FOUND, SCHEMA_VERSION, WORDS_JOINED_APART


class Step(NamedTuple):
    """What leads from the version before to ``version``."""

    version: int
    change: Callable[[Connection], None]


class Schema(NamedTuple):
    """A schema version and the steps by which older databases come to it, in order."""

    version: int
    steps: tuple[Step, ...]


def _second(connection: Connection) -> None:
    """Add snapshots, groups, uploads in parts, pins, what left its stream, errands."""
    for statement in (
        "ALTER TABLE stream ADD COLUMN snapshot TEXT NOT NULL DEFAULT ''",
        "ALTER TABLE stream ADD COLUMN taken INTEGER NOT NULL DEFAULT 0",
        "ALTER TABLE stream ADD COLUMN headed INTEGER NOT NULL DEFAULT 0",
        "ALTER TABLE stream ADD COLUMN differs INTEGER NOT NULL DEFAULT 0",
        "ALTER TABLE outbox ADD COLUMN group_id TEXT NOT NULL DEFAULT ''",
        "CREATE INDEX outbox_group ON outbox (group_id) WHERE group_id != ''",
        "ALTER TABLE blob ADD COLUMN form TEXT NOT NULL DEFAULT ''",
        "ALTER TABLE blob ADD COLUMN parts TEXT NOT NULL DEFAULT ''",
        "ALTER TABLE blob ADD COLUMN worded INTEGER NOT NULL DEFAULT 0",
        """CREATE VIRTUAL TABLE document_text USING fts5 (
            words, content = '', tokenize = "unicode61 remove_diacritics 2", prefix = '2 3')""",
        """CREATE TABLE aside (
            id TEXT PRIMARY KEY, kind TEXT NOT NULL, fields TEXT NOT NULL, deleted INTEGER NOT NULL,
            tick INTEGER NOT NULL) STRICT""",
        "CREATE INDEX aside_bytes ON aside (fields ->> '$.sha256') WHERE kind = 'version'",
        "CREATE INDEX blob_unread ON blob (sha256) WHERE here AND NOT worded",
        "CREATE INDEX blob_gone ON blob (origin) WHERE origin = 'gone'",
        "CREATE TABLE pin (scope TEXT PRIMARY KEY, kind TEXT NOT NULL, at TEXT NOT NULL) STRICT",
        """CREATE TABLE errand (
            what TEXT NOT NULL, argument TEXT NOT NULL, state TEXT NOT NULL, at TEXT NOT NULL,
            answer TEXT NOT NULL DEFAULT '', answered_at TEXT NOT NULL DEFAULT '', problem TEXT NOT NULL DEFAULT '',
            PRIMARY KEY (what, argument)) STRICT, WITHOUT ROWID""",
        "UPDATE object SET parent = NULL WHERE kind = 'dossier'",
        *WORDS_JOINED_APART,
    ):
        connection.execute(statement)


def _third(connection: Connection) -> None:
    """Add the indexes of the signature folder; what a newer program sent to this one is found by them too."""
    for statement in REQUESTS_FOUND:
        connection.execute(statement)


PRESENT: Final = Schema(SCHEMA_VERSION, steps=(Step(2, _second), Step(3, _third)))
"""Every step since the first release. The newest schema is made by :func:`eset_desktop.store.schema.create`."""


def version_of(connection: Connection) -> int:
    """Return the schema version of a database."""
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def way(found: int, schema: Schema) -> tuple[Step, ...]:
    """Return the steps from the version found to the schema's; none when they are the same.

    Raises:
        NewerSchema: A later release wrote the database.
        SchemaTooOld: A step on the way is missing.
    """
    known = schema.version
    if found > known:
        raise NewerSchema(found=found, known=known)
    needed = tuple(step for step in schema.steps if found < step.version <= known)
    if [step.version for step in needed] != list(range(found + 1, known + 1)):
        raise SchemaTooOld(found=found, known=known)
    return needed


def migrate(database: Database, schema: Schema) -> int:
    """Bring a database to the schema's version and return the version it had.

    Args:
        database: Opened without a schema version; its profile is held alone.
        schema: Where to come to, and how.

    Raises:
        NewerSchema, SchemaTooOld: See :func:`way`.
        MigrationFailed: A step failed; nothing changed.
        DiskFull: Nothing changed.
    """
    with database.write() as connection:
        found = version_of(connection)
        needed = way(found, schema)
        connection.execute("PRAGMA defer_foreign_keys = ON")
        for step in needed:
            _make(step, connection, database)
            crashpoint("migration.step")
        if connection.execute("PRAGMA foreign_key_check").fetchone() is not None:
            raise MigrationFailed(step=schema.version)
    crashpoint("migration.committed")
    return found


def _make(step: Step, connection: Connection, database: Database) -> None:
    try:
        step.change(connection)
    except StoreError:
        raise
    except (
        Exception
    ) as error:  # boundary: whatever a step stumbles over, the person hears that nothing changed
        if isinstance(database.explain(error), DiskFull):
            raise DiskFull from error
        raise MigrationFailed(step=step.version) from error
    connection.execute(f"PRAGMA user_version = {step.version}")
