# SPDX-License-Identifier: EUPL-1.2
"""What a device tells of itself, so that nobody is in doubt about what a lost computer held. Durable when a method returns."""

from typing import Final

import eset_desktop
from eset_desktop.store import meta
from eset_desktop.store.replica_part import Part, remembered
from sync.protocol import SCHEMA
from sync.protocol.devices import DeviceReport, Unsent

MOST_ACTS: Final = 50
CLIENT: Final = f"eset-desktop/{eset_desktop.__version__}"
"""This program, as the service knows it."""
_UNSENT: Final = "SELECT count(*), coalesce(min(at), '') FROM outbox WHERE state IN ('queued', 'sent', 'attention', 'blocked')"
_ACTS: Final = """SELECT m.kind,
    CASE m.body ->> '$.op' WHEN 'command' THEN m.body ->> '$.command' ELSE m.body ->> '$.op' END,
    m.object, m.at, coalesce(d.fields ->> '$.number', d.fields ->> '$.label', '')
    FROM outbox AS m LEFT JOIN object AS d ON d.id = m.dossier
    WHERE m.state IN ('queued', 'sent', 'attention', 'blocked') ORDER BY m.n LIMIT ?"""
_TOLD: Final = "report.told"


class Reporting(Part):
    """What only this computer holds, as the sync engine tells it."""

    @remembered
    def unsent(self) -> int:
        """Return how many changes only this device has."""
        return int(self._database.reader().execute(_UNSENT).fetchone()[0])

    def report(self) -> DeviceReport:
        """Return what this device has to tell; no titles and no names."""
        reader = self._database.reader()
        count, oldest = reader.execute(_UNSENT).fetchone()
        (size,) = reader.execute(
            "SELECT coalesce(sum(size), 0) FROM blob WHERE here AND NOT confirmed"
        ).fetchone()
        acts = reader.execute(_ACTS, (MOST_ACTS,)).fetchall()
        return DeviceReport(
            client=CLIENT,
            schema=SCHEMA,
            unsent=count,
            unsent_bytes=size,
            oldest_at=oldest,
            acts=tuple(Unsent(*act) for act in acts),
        )

    @remembered
    def told(self) -> tuple[str, str, int]:
        """Return what was told last: when, the program, and how many changes were unsent."""
        at, _, rest = meta.get(self._database.reader(), _TOLD).partition(" ")
        client, _, unsent = rest.partition(" ")
        return at, client, int(unsent or 0)

    def note_told(self, report: DeviceReport, at: str) -> None:
        """Remember what was told."""
        with self._database.write() as connection:
            meta.put(connection, _TOLD, f"{at} {report.client} {report.unsent}")
