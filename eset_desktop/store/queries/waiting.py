# SPDX-License-Identifier: EUPL-1.2
"""What waits to be sent and what needs a person: *Pendent d'enviar*, conflicts, the state of the line."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import msgspec

from eset_desktop.clock import parse_iso
from eset_desktop.domain.mutations import CREATE, SET, Mutation
from eset_desktop.store import meta
from eset_desktop.store.engine import Connection
from eset_desktop.store.quarantine import DOSSIER
from eset_desktop.store.queries import conflicts as open_conflicts
from eset_desktop.store.queries import plan

REVOKED: Final = "revoked"
"""State of the line of a computer whose access was withdrawn."""


@dataclass(frozen=True, slots=True)
class PendingRow:
    """A change that the central service has not finally taken.

    Attributes:
        what: Code of the act, for example ``dossier.create`` or ``dossier.close``.
        details: The values the person entered, by field.
        state: ``queued``, ``sent``, ``answered``, ``attention`` or ``blocked``.
        problem: Code of the reason when it needs attention.
        blocked_by: The mutation above it, when blocked.
        document_title: Of a version: what its document is called.
    """

    mutation_id: str
    n: int
    object_id: str
    dossier_id: str | None
    dossier_title: str
    label: str
    what: str
    details: dict[str, Any]
    at: str
    state: str
    problem: str
    blocked_by: str | None
    document_title: str = ""


@dataclass(frozen=True, slots=True)
class UploadRow:
    """Bytes of a version on their way to the central service."""

    version_id: str
    document_id: str
    document_title: str
    filename: str
    size: int
    sent: int
    problem: str
    total: int
    """Of what travels, of which ``sent`` went: the bytes, or the recipe that they are made from."""
    stopped: bool
    """The version was refused, or follows from something that was: its bytes wait for it."""


@dataclass(frozen=True, slots=True)
class PendingCounts:
    """How much waits: changes, those that need a person, files."""

    queued: int
    attention: int
    uploads: int

    @property
    def total(self) -> int:
        """Return the number that the status strip shows."""
        return self.queued + self.attention + self.uploads


@dataclass(frozen=True, slots=True)
class ConflictRow:
    """Two values for one field, with their authors; ``kept`` stands until a person settles it."""

    id: str
    dossier_id: str
    dossier_title: str
    object_id: str
    object_kind: str
    field: str
    before: Any
    kept: Any
    kept_by: str
    kept_at: str
    other: Any
    other_by: str
    other_at: str


@dataclass(frozen=True, slots=True)
class SyncStatus:
    """The state of the line: ``up``, ``down``, ``unknown`` or ``revoked``; moments are ISO 8601 or empty."""

    line: str
    problem: str
    last_contact: str
    last_complete: str
    pending: PendingCounts
    conflicts: int
    clock_offset_seconds: float


def _verb(mutation: Mutation) -> str:
    verb = mutation.command or mutation.op
    if mutation.kind == "version" and mutation.op == CREATE:
        verb = str(mutation.fields.get("relation", CREATE))
    return f"{mutation.kind}.{verb}"


def _details(mutation: Mutation) -> dict[str, Any]:
    if mutation.op == SET:
        return {name: change.to for name, change in mutation.changes.items()}
    return dict(mutation.fields or mutation.args)


def pending(connection: Connection) -> tuple[PendingRow, ...]:
    """Return every change that waits or needs attention, in the person's order; words of documents are no act of theirs."""
    rows = connection.execute(
        "SELECT x.body, x.dossier, d.fields ->> '$.title', coalesce(d.fields ->> '$.number', d.fields ->> '$.label',"
        " (SELECT value FROM meta WHERE key = ? || x.dossier)),"
        " x.state, x.problem, x.blocked_by, iif(x.kind = 'version', coalesce("
        "(SELECT fields ->> '$.title' FROM object WHERE id = x.body ->> '$.fields.document'),"
        " (SELECT fields ->> '$.title' FROM aside WHERE id = x.body ->> '$.fields.document')), '')"
        " FROM outbox AS x LEFT JOIN object AS d ON d.id = x.dossier"
        " WHERE x.kind != 'text' AND x.state IN ('queued', 'sent', 'answered', 'attention', 'blocked') ORDER BY x.n",
        (DOSSIER,),
    )
    found = []
    for body, dossier, title, label, state, problem, blocked_by, document in rows.fetchall():
        mutation = msgspec.json.decode(body, type=Mutation)
        found.append(
            PendingRow(
                mutation.id, mutation.n, mutation.object, dossier, title or "", label or "", _verb(mutation),
                _details(mutation), mutation.at, state, problem, blocked_by, document or "",
            )
        )  # fmt: skip
    return tuple(found)


BYTES_TOTAL: Final = "iif(b.form = 'segments' AND b.parts != '', b.parts ->> '$[0][1]', b.size)"
"""How many bytes of a blob ``b`` travel: all, or those of a recipe (:meth:`eset_desktop.store.carrying.Carrying.begin_upload`)."""

STOPPED: Final = (
    "EXISTS (SELECT 1 FROM outbox AS x WHERE x.object = v.id AND x.state IN ('attention', 'blocked'))"
)
"""Whether a version ``v`` waits for a person, and its bytes with it."""

UPLOADS: Final = (
    " FROM blob AS b JOIN object AS v ON v.kind = 'version' AND v.fields ->> '$.sha256' = b.sha256"
    " LEFT JOIN object AS d ON d.id = v.parent WHERE b.here AND NOT b.confirmed"
)


def uploads(connection: Connection) -> tuple[UploadRow, ...]:
    """Return the files whose bytes the central service does not have yet."""
    rows = connection.execute(
        "SELECT v.id, v.parent, d.fields ->> '$.title', v.fields ->> '$.filename', b.size, b.sent, b.problem,"
        f" {BYTES_TOTAL}, {STOPPED}{UPLOADS} ORDER BY b.added_at, v.id"
    )
    return tuple(_upload(row) for row in rows.fetchall())


def _upload(values: Sequence[Any]) -> UploadRow:
    known: list[Any] = ["" if each is None else each for each in values]
    known[-1] = bool(known[-1])
    return UploadRow(*known)


def counts(connection: Connection) -> PendingCounts:
    """Return how much waits."""
    queued, attention = connection.execute(
        "SELECT coalesce(sum(state IN ('queued', 'sent', 'answered')), 0),"
        " coalesce(sum(state IN ('attention', 'blocked')), 0)"
        " FROM outbox WHERE kind != 'text' AND state IN ('queued', 'sent', 'answered', 'attention', 'blocked')"
    ).fetchone()
    (files,) = connection.execute(f"SELECT count(*){UPLOADS}").fetchone()
    return PendingCounts(queued, attention, files)


def conflicts(connection: Connection) -> tuple[ConflictRow, ...]:
    """Return the open conflicts, oldest first."""
    names = plan.people(connection)
    rows = connection.execute(
        "SELECT id, fields FROM object WHERE kind = 'conflict' AND NOT deleted AND fields ->> '$.state' = 'open'"
        " ORDER BY id"
    )
    return tuple(
        _conflict(connection, each, msgspec.json.decode(text), names) for each, text in rows.fetchall()
    )


def _conflict(
    connection: Connection, object_id: str, fields: dict[str, Any], names: dict[str, str]
) -> ConflictRow:
    dossier, title = connection.execute(
        "SELECT d.id, d.fields ->> '$.title' FROM (SELECT 1) LEFT JOIN object AS o ON o.id = ?"
        " LEFT JOIN object AS d ON d.id = iif(o.kind = 'dossier', o.id, o.fields ->> '$.dossier')",
        (fields.get("object"),),
    ).fetchone()
    return ConflictRow(
        object_id, dossier or "", title or "", fields.get("object", ""), fields.get("object_kind", ""),
        fields.get("field", ""), fields.get("before"), fields.get("kept"), names.get(fields.get("kept_by", ""), ""),
        fields.get("kept_at", ""), fields.get("other"), names.get(fields.get("other_by", ""), ""),
        fields.get("other_at", ""),
    )  # fmt: skip


def status(connection: Connection) -> SyncStatus:
    """Return what the status strip shows."""
    return SyncStatus(
        line=meta.get(connection, "line", "unknown"),
        problem=meta.get(connection, "line.problem"),
        last_contact=meta.get(connection, "line.contact"),
        last_complete=meta.get(connection, "line.complete"),
        pending=counts(connection),
        conflicts=open_conflicts.count(connection),
        clock_offset_seconds=_clock_offset(meta.get(connection, "line.server_time")),
    )


def _clock_offset(pair: str) -> float:
    """Return how far this computer's clock is ahead of the service's, in seconds."""
    if not pair:
        return 0.0
    theirs, mine = json.loads(pair)
    return (parse_iso(mine) - parse_iso(theirs)).total_seconds()
