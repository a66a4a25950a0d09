# SPDX-License-Identifier: EUPL-1.2
"""``eset-central timestamps``: which signed documents wait for their timestamp, which get none, and asking again."""

import argparse

import msgspec
from sqlalchemy import Connection, select

from central.augmenting.rows import NO_STAMPING, REFUSED, note, signed
from central.errors.requests import NotFound
from central.service import Service
from central.store import tables
from central.terminal import note as say_aside
from central.terminal import say_row, service_of

_OBJECT = tables.objects.c
_TOLD = (
    select(_OBJECT.id, _OBJECT.stream, _OBJECT.at, _OBJECT.fields)
    .where(
        _OBJECT.kind == "version",
        _OBJECT.left.is_(False),
        _OBJECT.deleted.is_(False),
        _OBJECT.fields.like('%"stamping":%'),
    )
    .order_by(_OBJECT.at, _OBJECT.id)
)


def timestamps(options: argparse.Namespace) -> int:
    """List what waits or is refused; status 1 when there is any. With ``--again`` ask anew for what was refused."""
    with service_of(options) as service:
        if service.augmenting is None:
            say_aside("No time-stamping service is configured: signatures stay without timestamp.")
        with service.database.read() as connection:
            found = connection.execute(_TOLD).all()
        say_row(("version", "document", "state", "since", "problem"))
        for each in found:
            fields = msgspec.json.decode(each.fields)
            cells = (each.id, str(fields["document"]), str(fields["stamping"]), each.at)
            say_row((*cells, str(fields.get("stamping_problem", ""))))
        if options.again:
            refused = [each.id for each in found if msgspec.json.decode(each.fields)["stamping"] == REFUSED]
            for version in refused:
                _ask_again(service, version)
            say_aside(f"{len(refused)} are asked for again while the service serves.")
            return 0
    return 1 if found else 0


def _ask_again(service: Service, version: str) -> None:
    """Take the refusal away; who follows the streams finds the version again."""

    def cleared(connection: Connection) -> None:
        found = signed(connection, version)
        if found is None:
            raise NotFound
        note(connection, found, NO_STAMPING, service.clock.now())

    service.database.attempt(cleared)
