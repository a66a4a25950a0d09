# SPDX-License-Identifier: EUPL-1.2
"""The computers of a body as those who keep them see them: what each told of itself, and what only it held."""

from collections.abc import Collection
from datetime import datetime
from typing import Any, Final

import msgspec
from sqlalchemy import Connection, Row, bindparam, select, update

from central import accounts
from central.callers import Caller
from central.errors.requests import RequestMalformed
from central.push.decide import told_at
from central.push.wellformed import is_uuid
from central.store import tables
from eset_desktop.clock import iso, parse_iso
from eset_desktop.domain.kinds import SIGNER_STREAMS
from sync.protocol.devices import DeviceFacts, DeviceReport, MissingBytes, OnlyThere

MOST_ACTS: Final = 50
_LONGEST: Final = 100
_MOST_COUNTED: Final = 1 << 53

_DEVICE, _PERSON, _BODY = tables.device.c, tables.person.c, tables.body.c
_LIST = (
    select(tables.device, _PERSON.name.label("person_name"), _BODY.name.label("body_name"))
    .join(tables.person, _PERSON.id == _DEVICE.person)
    .join(tables.body, _BODY.id == _DEVICE.body)
    .order_by(_BODY.name, _DEVICE.created_at, _DEVICE.id)
)
_REPORT = (
    update(tables.device)
    .where(_DEVICE.id == bindparam("key"))
    .values(report=bindparam("told"), reported_at=bindparam("now"), client=bindparam("program"))
)

_versions, _documents, _dossiers = (tables.objects.alias(name) for name in ("version", "document", "dossier"))
_VERSION, _DOCUMENT, _DOSSIER = _versions.c, _documents.c, _dossiers.c
_BYTES = tables.version_bytes.c
_MISSING = (
    select(
        _VERSION.id,
        _VERSION.at,
        _BYTES.size,
        _DOCUMENT.id.label("document"),
        _DOSSIER.fields.label("dossier"),
    )
    .select_from(tables.version_bytes)
    .join(tables.stream, tables.stream.c.name == _BYTES.stream)
    .join(_versions, (_VERSION.stream == _BYTES.stream) & (_VERSION.id == _BYTES.version))
    .outerjoin(
        tables.blob,
        (tables.blob.c.body == tables.stream.c.body)
        & (tables.blob.c.sha256 == _BYTES.sha256)
        & (tables.blob.c.size == _BYTES.size),
    )
    .outerjoin(_documents, (_DOCUMENT.stream == _VERSION.stream) & (_DOCUMENT.id == _VERSION.parent))
    .outerjoin(_dossiers, (_DOSSIER.stream == _DOCUMENT.stream) & (_DOSSIER.id == _DOCUMENT.parent))
    .where(
        tables.stream.c.body == bindparam("body"),
        ~tables.stream.c.name.startswith(SIGNER_STREAMS),
        tables.blob.c.sha256.is_(None),
        _VERSION.device.in_(bindparam("devices", expanding=True)),
    )
    .order_by(_VERSION.at, _VERSION.id)
)


def note_report(connection: Connection, caller: Caller, report: DeviceReport, now: datetime) -> None:
    """Keep what a device tells of itself, in place of what it told before.

    Raises:
        RequestMalformed: It is longer or stranger than a device's report is.
        DeviceUnknown: The device ended meanwhile.
    """
    if not _is_sound(report):
        raise RequestMalformed(reason="report")
    accounts.check_standing(connection, caller.device)
    told = msgspec.json.encode(report).decode()
    connection.execute(
        _REPORT,
        {"key": caller.device, "told": told, "now": iso(now), "program": accounts.line_of(report.client)},
    )


def _is_sound(report: DeviceReport) -> bool:
    acts = report.acts
    return (
        len(acts) <= MOST_ACTS
        and all(0 <= each <= _MOST_COUNTED for each in (report.schema, report.unsent, report.unsent_bytes))
        and all(len(text) <= _LONGEST for text in (report.client, report.oldest_at))
        and all(is_uuid(act.object) for act in acts)
        and all(_is_line(text) for act in acts for text in (act.kind, act.verb, act.label, act.at))
    )


def _is_line(text: str) -> bool:
    return len(text) <= _LONGEST and text.isprintable()


def listed(connection: Connection, body: str | None = None) -> list[tuple[str, DeviceFacts]]:
    """Return every device, or those of one body, each with its body's name; those of a body together."""
    statement = _LIST if body is None else _LIST.where(_DEVICE.body == body)
    return [(row.body_name, _facts(row)) for row in connection.execute(statement)]


def _facts(row: Row[Any]) -> DeviceFacts:
    report = _report_of(row)
    return DeviceFacts(
        id=row.id,
        code=row.code,
        person=row.person,
        person_name=row.person_name,
        name=row.name,
        client=row.client,
        state="revoked" if row.revoked_at else "renewed" if row.successor else "active",
        created_at=row.created_at,
        last_contact=row.last_contact,
        max_n=row.max_n,
        reported_at=row.reported_at,
        unsent=report.unsent,
        unsent_bytes=report.unsent_bytes,
        # A clock that runs ahead must not make its oldest act look new: it is as old as the report at least.
        oldest_at=told_at(report.oldest_at, parse_iso(row.reported_at)) if report.oldest_at else "",
        acts=report.acts,
        signing_only=bool(row.signing_only),
    )


def _report_of(row: Row[Any]) -> DeviceReport:
    return (
        msgspec.json.decode(row.report, type=DeviceReport)
        if row.report
        else DeviceReport(client=row.client, schema=0)
    )


def only_there(connection: Connection, body: str, devices: Collection[str]) -> OnlyThere:
    """Return what only these devices held: the acts they last told of, and announced versions whose bytes never came.

    Args:
        connection: A transaction.
        body: Their body.
        devices: Devices that end, with those whose work they went on with.
    """
    rows = connection.execute(_LIST.where(_DEVICE.id.in_(sorted(devices)))).all()
    told = [_facts(row) for row in rows if row.report and row.successor is None]
    missing = connection.execute(_MISSING, {"body": body, "devices": sorted(devices)})
    return OnlyThere(
        reported_at=max((each.reported_at for each in told), default=""),
        unsent=sum(each.unsent for each in told),
        acts=tuple(act for each in told for act in each.acts),
        versions=tuple(
            MissingBytes(
                version=row.id,
                document=row.document or "",
                label=_label(row.dossier),
                size=row.size,
                at=row.at,
            )
            for row in missing
        ),
    )


def _label(fields: str | None) -> str:
    """Return a dossier's number, or its provisional label until it has one."""
    known = msgspec.json.decode(fields) if fields else {}
    return str(known.get("number") or known.get("label") or "")
