# SPDX-License-Identifier: EUPL-1.2
"""Removing documents' bytes that nothing refers to any more."""

from datetime import timedelta
from typing import Final

from eset_desktop.clock import Clock, iso
from eset_desktop.store.blobs import BlobStore
from eset_desktop.store.engine import Connection, Database
from eset_desktop.store.meta import is_signing_only

AFTER: Final = timedelta(days=30)
"""How long bytes stay after they were stored last, for whoever changes their mind."""

AT_HOME: Final = timedelta(days=1)
"""The same on a signing-only computer, where nobody changes their mind: what a crash left there goes within two days."""

SETTLING: Final = timedelta(seconds=60)
"""How old bytes are at least when they are purged: somebody may just be storing the same ones again."""

_KEPT: Final = (
    "SELECT sha256 FROM blob WHERE here AND NOT confirmed"
    " UNION SELECT fields ->> '$.sha256' FROM object WHERE kind = 'version' AND NOT deleted"
    " UNION SELECT fields ->> '$.sha256' FROM aside WHERE kind = 'version'"
    " UNION SELECT b.fields ->> '$.sha256' FROM base AS b JOIN object AS o ON o.id = b.id WHERE o.kind = 'version'"
    " UNION SELECT body ->> '$.fields.sha256' FROM outbox WHERE kind = 'version' AND state NOT IN ('done', 'discarded')"
)
"""Bytes that must stay: what the central service has not confirmed or has lost, and whatever a
version that lives, that may come back or that waits to be sent refers to."""

_USES: Final = (
    "SELECT EXISTS (SELECT 1 FROM object WHERE kind = 'version' AND fields ->> '$.sha256' = ?1),"
    " EXISTS (SELECT 1 FROM object WHERE kind = 'version' AND fields ->> '$.sha256' = ?1 AND fields ->> '$.present'),"
    " EXISTS (SELECT 1 FROM outbox WHERE state IN ('queued', 'sent', 'answered', 'attention', 'blocked')"
    " AND kind = 'version' AND body ->> '$.fields.sha256' = ?1),"
    " EXISTS (SELECT 1 FROM aside WHERE kind = 'version' AND fields ->> '$.sha256' = ?1)"
)


def sweep(database: Database, blobs: BlobStore, clock: Clock) -> int:
    """Remove bytes that nothing has referred to for :data:`AFTER`, and remains of crashes; return how many contents went.

    The row is marked first: a crash in between leaves bytes that the next sweep takes, never a row that promises bytes.
    """
    limit = clock.now() - (AT_HOME if is_signing_only(database.reader()) else AFTER)
    with database.write() as connection:
        kept = {str(row[0]) for row in connection.execute(_KEPT).fetchall() if row[0]}
        connection.execute(
            f"UPDATE blob SET here = 0 WHERE here AND added_at < ? AND sha256 NOT IN"  # noqa: S608 - no input in it
            f" (SELECT sha256 FROM ({_KEPT}) WHERE sha256 IS NOT NULL)",
            (iso(limit),),
        )
    return blobs.sweep(kept, limit)


def purge(database: Database, blobs: BlobStore, clock: Clock) -> int:
    """Remove bytes that this person may not have here any more, at once; return how many contents went.

    Those stored within the last minute go at the next call. A crash in between leaves the row, so that nothing is left over.
    """
    found = database.reader().execute("SELECT sha256 FROM blob WHERE origin = 'gone'").fetchall()
    before = clock.now() - SETTLING
    gone = [sha256 for (sha256,) in found if blobs.remove(sha256, before)]
    if gone:
        with database.write() as connection:
            connection.executemany(
                "DELETE FROM blob WHERE sha256 = ? AND origin = 'gone'", [(each,) for each in gone]
            )
    return len(gone)


def let_go(connection: Connection, sha256: str, *, given_up: bool = False) -> None:
    """Mark bytes as gone that this person may not have here any more, unless another version has the same or they were never sent.

    Those that the service lost stay too: this copy may be the last; unless the person has ``given_up`` what was refused.
    Inside the caller's write transaction; :func:`purge` removes them.
    """
    shown, _, waits, lies_aside = _uses(connection, sha256)
    if not (shown or waits or lies_aside):
        connection.execute(
            "UPDATE blob SET origin = 'gone', here = 0, wanted = 0 WHERE sha256 = ? AND (? OR NOT (here AND NOT confirmed))",
            (sha256, given_up),
        )


def let_go_with_version(connection: Connection, sha256: str) -> None:
    """Let bytes go whose version went out of sight; those that stay for another version are to be sent for it.

    To name bytes that lie out of sight is not to have them (``docs/protocol.md``): that the service has them says nothing of a
    version that is not ``present`` itself.
    """
    let_go(connection, sha256)
    shown, present, waits, _ = _uses(connection, sha256)
    if not present and (shown or waits):
        connection.execute(
            "UPDATE blob SET confirmed = 0, url = '', sent = 0 WHERE sha256 = ? AND here AND confirmed",
            (sha256,),
        )


def _uses(connection: Connection, sha256: str) -> tuple[bool, bool, bool, bool]:
    """Tell whether a version in sight has these bytes, whether one of those is present, whether one waits to be sent or lies aside."""
    shown, present, waits, lies_aside = connection.execute(_USES, (sha256,)).fetchone()
    return bool(shown), bool(present), bool(waits), bool(lies_aside)
