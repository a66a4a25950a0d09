# SPDX-License-Identifier: EUPL-1.2
"""The signature folder as lists: what waits for this person, what was sent, what is done; and one request's page."""

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any, Final

import msgspec

from eset_desktop.domain import signature_rules as rules
from eset_desktop.domain.file_plan import natural_key
from eset_desktop.domain.signature_flow import Signer, flow_of, name_key, signer_at, slot
from eset_desktop.domain.signature_marks import ANSWERED, Mark, Progress, marks_of
from eset_desktop.domain.states import DISCARDED
from eset_desktop.domain.substitutions import Office
from eset_desktop.domain.versions import head
from eset_desktop.store.engine import Connection
from eset_desktop.store.queries import plan, signing_rules
from eset_desktop.store.queries.office import office
from eset_desktop.store.queries.signature_rows import (
    CommentRow,
    Counts,
    FlowRow,
    LateRow,
    ReportRow,
    RequestPage,
    RequestRow,
    StepRow,
)

_ROWS: Final = (
    "SELECT r.id, r.fields, r.created_at, r.pending > 0, d.id, d.fields, x.id, x.fields,"
    " coalesce((SELECT iif(o.problem = '', 'operation.refused', o.problem) FROM outbox AS o WHERE o.object = r.id"
    " AND o.state = 'attention' LIMIT 1), '')"
    " FROM object AS r {by} LEFT JOIN object AS d ON d.id = r.parent LEFT JOIN object AS x ON x.id = d.parent"
    " WHERE r.kind = 'signature_request' AND NOT r.deleted"
)
_ASKING: Final = " AND r.fields ->> '$.state' IN ('running', 'paused')"
_SENT: Final = " AND r.fields ->> '$.sender' = ?"
_NEWEST: Final = (
    " AND r.id IN (SELECT id FROM object INDEXED BY request_made WHERE kind = 'signature_request' ORDER BY id DESC"
    " LIMIT 1000) AND ({named})"
)
"""Those among the newest thousand that name somebody; a text is looked through faster than read."""
_NAMED: Final = "r.fields LIKE ?"
MOST: Final = 300
"""Requests in a list of what was sent or is done; older ones are found in their dossiers."""
_MINUTE: Final = len("2026-11-22T10:00")


class _Reading:
    """One look at the requests: whom they ask on a day, with names."""

    def __init__(self, connection: Connection, person: str, on: date) -> None:
        self._connection = connection
        self._person = person
        self._on = on
        self._names = plan.people(connection)
        self.office: Office = office(connection)
        self._substitutions = {each.id: each for each in self.office.substitutions}

    def name(self, person: Any) -> str:
        """Return a person's name, empty for nobody known."""
        return self._names.get(str(person or ""), "")

    def rows(
        self, where: str, values: tuple[str, ...] = (), *, index: str = "", most: int = -1
    ) -> list[tuple[RequestRow, dict[str, Any]]]:
        """Return requests with their fields, the latest first; by an index that SQLite would not take by itself."""
        chosen = _ROWS.format(by=f"INDEXED BY {index}" if index else "")
        asked = f"{chosen}{where} ORDER BY r.id DESC LIMIT ?"
        return [self._row(each) for each in self._connection.execute(asked, (*values, most)).fetchall()]

    def _row(self, values: tuple[Any, ...]) -> tuple[RequestRow, dict[str, Any]]:
        key, text, made_at, pending, document, document_text, dossier, dossier_text, refused = values
        fields: dict[str, Any] = msgspec.json.decode(text)
        of_document: dict[str, Any] = msgspec.json.decode(document_text) if document_text else {}
        of_dossier: dict[str, Any] = msgspec.json.decode(dossier_text) if dossier_text else {}
        progress = Progress.of(fields)
        state, cause, standing_id = self._standing(fields, of_document)
        places = rules.places_of({**fields, "state": state}, self._person, self.office, self._on)
        mine, standing = next(iter(places.items()), ("", rules.Standing("")))
        mark, asked = progress.mark(mine), signer_at(progress.flow, mine)
        row = RequestRow(
            id=key, document_id=document or str(fields.get("document", "")), document_title=of_document.get("title", ""),
            document_type=of_document.get("type", ""), dossier_id=dossier or "",
            dossier_title=of_dossier.get("title", ""),
            discarded=of_document.get("state") == DISCARDED,
            dossier_number=of_dossier.get("number") or of_dossier.get("label", ""),
            version_id=fields.get("version", ""), head=fields.get("head") or fields.get("version", ""),
            sha256=fields.get("sha256", ""), subject=fields.get("subject", ""), message=fields.get("message", ""),
            sender=fields.get("sender", ""), sender_name=self.name(fields.get("sender")), sent_at=made_at,
            urgent=fields.get("priority") == "urgent", expires_on=fields.get("expires_on", ""), state=state, cause=cause,
            reason=fields.get("reason", ""), ended_at=fields.get("ended_at", ""),
            ended_by=self.name(fields.get("ended_by")), flow_code=fields.get("flow_code", ""),
            amount_cents=fields.get("amount_cents"),
            answered=sum(each.state in ANSWERED for each in progress.marks.values()),
            needed=sum(each.minimum for each in progress.flow), mine=mine,
            role=asked.role if asked else "", way=standing.way, titular=self.name(standing.titular),
            office=asked.office if asked else "", decree=self._decree(standing.substitution),
            delegator=self.name(mark.delegator) if mark.delegator != self._person else "",
            delegate=self.name(mark.to),
            passed_on=bool(mine and mark.to) and mark.to not in {self._person, standing.titular},
            again=mark.state == "again", again_over=self._signer_of(mark.over),
            late=len(fields.get("late") or ()), pending=bool(pending), refused=refused,
            standing=standing_id, reports=self._reports(fields) if mine else (),
            here=self._is_here(standing_id),
        )  # fmt: skip
        return row, fields

    def _standing(self, fields: dict[str, Any], document: dict[str, Any]) -> tuple[str, str, str]:
        """Return a request's state and its cause on the day, and the version that stands; of one that ended the last signed one."""
        state, cause = str(fields.get("state", "")), str(fields.get("cause", ""))
        if state not in rules.ASKING:
            return state, cause, str(fields.get("head") or fields.get("version", ""))
        versions = signing_rules.versions_of(self._connection, str(fields.get("document")))
        standing = head(versions.values(), document.get("chosen_head")) or ""
        return *rules.state_on(fields, versions, document, self._on), standing

    def _is_here(self, version: str) -> bool:
        found = self._connection.execute(
            "SELECT 1 FROM object AS v JOIN blob AS b ON b.sha256 = v.fields ->> '$.sha256' WHERE v.id = ? AND b.here",
            (version,),
        )
        return found.fetchone() is not None

    def _reports(self, fields: dict[str, Any]) -> tuple[str, ...]:
        found = (_standing_of(self._connection, str(each)) for each in fields.get("reports") or ())
        return tuple(filter(None, found))

    def _signer_of(self, version: str) -> str:
        """Return the name of whoever made a version."""
        found = self._connection.execute("SELECT created_by FROM object WHERE id = ?", (version,)).fetchone()
        return self.name(found[0]) if found else ""

    def steps(self, fields: dict[str, Any], *, running: bool) -> tuple[StepRow, ...]:
        """Return every signer of a request in order."""
        progress = Progress.of(fields)
        asked = progress.in_turn() if running else ()
        return tuple(
            self._step(progress, row, column, signer, asked)
            for row, block in enumerate(progress.flow)
            for column, signer in enumerate(block.signers)
        )

    def _step(
        self, progress: Progress, row: int, column: int, signer: Signer, asked: Iterable[str]
    ) -> StepRow:
        name = slot(row, column)
        mark = progress.mark(name)
        holders = self._holders(signer, mark)
        stand_ins = self._stand_ins(signer, mark) if name in asked else ()
        return StepRow(
            name, row, progress.flow[row].minimum, signer.role, signer.person, signer.office,
            tuple(filter(None, map(self.name, holders))), mark.state, name in asked, self.name(mark.by), mark.at,
            mark.version, self._signer_of(mark.over), self.name(mark.to), mark.reason, bool(mark.substitution),
            self.name(mark.delegator or mark.delegated_by), self._decree(mark.substitution), stand_ins,
        )  # fmt: skip

    def _decree(self, substitution: str) -> str:
        known = self._substitutions.get(substitution)
        return known.decree if known is not None else ""

    def _holders(self, signer: Signer, mark: Mark) -> list[str]:
        """Return who is asked; once somebody answered for an office, whose place it was then, not who holds it now."""
        if signer.person:
            return [signer.person]
        if mark.state not in ANSWERED:
            return sorted(self.office.holders(signer.office))
        stood_in = self._substitutions.get(mark.substitution)
        return [stood_in.absent if stood_in is not None else mark.delegated_by or mark.by]

    def _stand_ins(self, signer: Signer, mark: Mark) -> tuple[str, ...]:
        """Return the names of those who may answer in another's place on the day."""
        found = [
            each.substitute
            for each in self.office.substitutions
            if any(
                standing.substitution == each.id
                for standing in rules.standings(signer, mark, each.substitute, self.office, self._on)
            )
        ]
        return tuple(filter(None, map(self.name, dict.fromkeys(found))))


def to_sign(connection: Connection, person: str, on: date) -> tuple[RequestRow, ...]:
    """Return what waits for somebody on a day (*Per signar*), also in others' place: urgent first, then by last day, the oldest first.

    What was sent within a minute was sent together: decree 2 comes before decree 10. What was passed on to others comes last.
    """
    found = [
        row for row, _ in _Reading(connection, person, on).rows(_ASKING, index="request_asking") if row.mine
    ]
    return tuple(sorted(found, key=_order))


def _order(row: RequestRow) -> tuple[object, ...]:
    return (
        row.passed_on,
        not row.urgent,
        row.expires_on or "9",
        row.sent_at[:_MINUTE],
        natural_key(row.subject),
        row.id,
    )


def sent(connection: Connection, person: str, on: date) -> tuple[RequestRow, ...]:
    """Return what somebody asked for (*Enviades*), drafts too, the latest first."""
    rows = _Reading(connection, person, on).rows(_SENT, (person,), index="request_sent", most=MOST)
    together = sorted((row for row, _ in rows), key=lambda row: natural_key(row.subject))
    return tuple(sorted(together, key=lambda row: row.sent_at[:_MINUTE] or "9", reverse=True))


def done(connection: Connection, person: str, on: date) -> tuple[RequestRow, ...]:
    """Return the requests that somebody answered, or others for them (*Fetes*), whatever became of them, the latest first.

    Others answer by delegation or by substitution: who was away finds here what was signed in their place. Also those for which the signature came when nobody asked for it any more: it is kept, and its signer is told.
    """
    reading = _Reading(connection, person, on)
    away = {each.id for each in reading.office.substitutions if each.absent == person}
    names = (f'%by":"{person}"%', *(f'%"{each}"%' for each in sorted(away)))
    where = _NEWEST.format(named=" OR ".join([_NAMED] * len(names)))
    rows = reading.rows(where, names, index="request_made", most=MOST)
    acted = [(row, fields) for row, fields in rows if not row.mine]
    return tuple(row for row, fields in acted if _signers(fields) & {person, *away})


def _signers(fields: dict[str, Any]) -> set[str]:
    """Return who answered a request, in time or late, by whose delegation and by which substitutions."""
    late = (each.get("by", "") for each in fields.get("late") or () if isinstance(each, dict))
    marks = marks_of(fields).values()
    acted = (name for each in marks for name in (each.by, each.delegated_by, each.substitution))
    return {*filter(None, acted), *late}


def of_document(connection: Connection, document: str, person: str, on: date) -> tuple[RequestRow, ...]:
    """Return a document's requests, the latest first."""
    return tuple(row for row, _ in _Reading(connection, person, on).rows(" AND r.parent = ?", (document,)))


def counts(connection: Connection, person: str, on: date) -> Counts:
    """Return what badges show to somebody on a day."""
    found = [row for row in to_sign(connection, person, on) if not row.passed_on]
    return Counts(len(found), sum(row.urgent for row in found), sum(row.again for row in found))


def row(connection: Connection, request: str, person: str, on: date) -> RequestRow | None:
    """Return one request as somebody sees it on a day, None when it is not here."""
    found = _Reading(connection, person, on).rows(" AND r.id = ?", (request,))
    return found[0][0] if found else None


def page(connection: Connection, request: str, person: str, on: date) -> RequestPage | None:
    """Return one request with its signers, facts and comments, None when it is not here."""
    reading = _Reading(connection, person, on)
    found = reading.rows(" AND r.id = ?", (request,))
    if not found:
        return None
    row, fields = found[0]
    late = [each for each in fields.get("late") or () if isinstance(each, dict)]
    manages = row.sender == person or "secretaria" in reading.office.profiles.get(person, frozenset())
    return RequestPage(
        row,
        reading.steps(fields, running=row.state == "running"),
        _reports(connection, fields.get("reports") or ()),
        _comments(connection, request, reading.name),
        tuple(
            LateRow(reading.name(each.get("by")), each.get("at", ""), each.get("version", ""))
            for each in late
        ),
        manages,
    )


def _reports(connection: Connection, ids: Iterable[str]) -> tuple[ReportRow, ...]:
    found = []
    for each in ids:
        told = connection.execute(
            "SELECT fields ->> '$.title' FROM object WHERE id = ? AND kind = 'document' AND NOT deleted",
            (each,),
        ).fetchone()
        found.append(ReportRow(str(each), told[0] if told else "", _standing_of(connection, each)))
    return tuple(found)


def _standing_of(connection: Connection, document: str) -> str:
    return signing_rules.head_of(connection, document, signing_rules.versions_of(connection, document))


def _comments(connection: Connection, request: str, name: Callable[[Any], str]) -> tuple[CommentRow, ...]:
    rows = connection.execute(
        "SELECT id, created_by, created_at, fields ->> '$.text', pending > 0 FROM object"
        " WHERE kind = 'signature_comment' AND parent = ? AND NOT deleted ORDER BY id",
        (request,),
    )
    return tuple(
        CommentRow(key, name(by), at, text or "", bool(pending)) for key, by, at, text, pending in rows
    )


def flows(connection: Connection) -> tuple[FlowRow, ...]:
    """Return the flows of the body's own, by name; the three ready ones are in the domain."""
    rows = connection.execute(
        "SELECT id, fields, pending > 0 FROM object WHERE kind = 'signature_flow' AND NOT deleted"
    ).fetchall()
    found = [(key, msgspec.json.decode(text), bool(pending)) for key, text, pending in rows]
    known = [
        FlowRow(key, str(fields.get("name", "")), flow, pending)
        for key, fields, pending in found
        if (flow := flow_of(fields.get("flow"))) is not None
    ]
    return tuple(sorted(known, key=lambda row: (name_key(row.name), row.id)))
