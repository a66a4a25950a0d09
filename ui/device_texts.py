# SPDX-License-Identifier: EUPL-1.2
"""What a computer told of itself, in words: how long it is silent, and what only it holds."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Final

from PySide6.QtCore import QObject

from eset_desktop.clock import parse_iso
from eset_desktop.store.engine import Connection
from eset_desktop.store.live import load
from eset_desktop.store.queries.devices import DeviceFacts, MissingBytes, OnlyThere, Unsent
from ui.i18n import moment, size
from ui.wording import ACT, word

SILENT_AFTER: Final = timedelta(days=14)
IN_USE: Final = "active"
SILENT: Final = "silent"
REVOKED: Final = "revoked"
RENEWED: Final = "renewed"
"""Another identity goes on in its place: the same computer, listed once."""


def state_of(device: DeviceFacts, now: datetime) -> str:
    """Return :data:`IN_USE`, :data:`SILENT` or :data:`REVOKED`."""
    if device.state == REVOKED:
        return REVOKED
    return SILENT if now - parse_iso(_heard_at(device)) > SILENT_AFTER else IN_USE


def _heard_at(device: DeviceFacts) -> str:
    return device.last_contact or device.created_at


def _title_of(connection: Connection, version: MissingBytes) -> str:
    stored = load(connection, version.document)
    return stored.state.text("title") if stored else ""


class DeviceTexts(QObject):
    """Says it in the window's language."""

    def state_text(self, device: DeviceFacts, now: datetime) -> str:
        """Return the state in words."""
        match state_of(device, now):
            case "revoked":
                state = self.tr("Access withdrawn")
            case "silent":
                state = self.tr("Silent for %n day(s)", "", (now - parse_iso(_heard_at(device))).days)
            case _:
                state = self.tr("In use")
        only = self.tr("only for signing")
        return f"{state} · {only}" if device.signing_only else state

    def age(self, at: str, now: datetime) -> str:
        """Return how long ago a moment was, in its largest unit; empty for none."""
        if not at:
            return ""
        minutes = int(max(now - parse_iso(at), timedelta()) / timedelta(minutes=1))
        if minutes >= 24 * 60:
            return self.tr("%n day(s)", "", minutes // (24 * 60))
        if minutes >= 60:
            return self.tr("%n hour(s)", "", minutes // 60)
        return self.tr("%n minute(s)", "", minutes)

    def unsent_text(self, device: DeviceFacts) -> str:
        """Return how much was unsent, or that it never told."""
        return str(device.unsent) if device.reported_at else self.tr("Not told")

    def held_now(self, device: DeviceFacts) -> Iterator[str]:
        """Yield what only a computer holds, as it last told, one thing a line."""
        yield self._summary(device.reported_at, device.unsent, device.unsent_bytes)
        yield from self._acts(device.unsent, device.acts)

    def held_then(self, held: OnlyThere, connection: Connection) -> Iterator[str]:
        """Yield what only a computer held whose access was withdrawn, one thing a line."""
        yield self._summary(held.reported_at, held.unsent, sum(each.size for each in held.versions))
        yield from self._acts(held.unsent, held.acts)
        for version in held.versions:
            title = _title_of(connection, version)
            yield " · ".join(
                filter(
                    None,
                    (
                        moment(version.at),
                        version.label,
                        self.tr("Document that never arrived"),
                        title,
                        size(version.size),
                    ),
                )
            )

    def _summary(self, reported_at: str, unsent: int, octets: int) -> str:
        documents = self.tr("Documents that only it has: %1.").replace("%1", size(octets)) if octets else ""
        if not reported_at:
            told = self.tr("It never told of unsent work.")
        elif unsent:
            told = self.tr("On %1 it told of %n unsent change(s), which only it has:", "", unsent).replace(
                "%1", moment(reported_at)
            )
        else:
            told = self.tr("On %1, when it last told, everything was sent.").replace(
                "%1", moment(reported_at)
            )
        return " ".join(filter(None, (documents, told)))

    def _acts(self, unsent: int, acts: tuple[Unsent, ...]) -> Iterator[str]:
        for act in acts:
            yield " · ".join(filter(None, (moment(act.at), act.label, word(ACT, f"{act.kind}.{act.verb}"))))
        if unsent > len(acts):
            yield self.tr("and %n more, not named", "", unsent - len(acts))
