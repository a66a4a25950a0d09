# SPDX-License-Identifier: EUPL-1.2
"""Signatures that came when nobody asked for them any more, kept on the signer's computer until they have read so.

A signing-only computer has nothing else that says it, for the request has left: what names its document is kept and nothing
else of it, for no longer than it takes to tell (GDPR 5.1.c). A fact of the profile each, by the id of the answer.
"""

from typing import Final

import msgspec

from eset_desktop.domain.signature_acts import LATE
from eset_desktop.store import live, meta
from eset_desktop.store.engine import Connection
from sync.protocol import Result

KIND: Final = "late_signature"
"""What views are told has changed."""

_KEY: Final = f"{KIND}."
_ACT: Final = "SELECT object, body ->> '$.at' FROM outbox WHERE id = ?"
_ASIDE: Final = "SELECT fields FROM aside WHERE id = ?"


class LateSignature(msgspec.Struct, frozen=True):
    """One of them.

    Attributes:
        at: When it was made, ISO 8601.
        subject: What the request called the document; empty where this computer does not know it any more.
    """

    at: str
    subject: str


def note(connection: Connection, result: Result) -> None:
    """Keep it, if that is what the service tells of an answer; inside a write transaction, before what it is about is forgotten."""
    found = connection.execute(_ACT, (result.id,)).fetchone()
    if result.problem != LATE or result.status == "rejected" or found is None:
        return
    late = LateSignature(str(found[1]), _subject(connection, found[0]))
    meta.put(connection, f"{_KEY}{result.id}", msgspec.json.encode(late).decode())
    _tell(connection)


def _subject(connection: Connection, request: str) -> str:
    stored = live.load(connection, request)
    if stored is not None:
        return stored.state.text("subject")
    aside = connection.execute(_ASIDE, (request,)).fetchone()
    return str(msgspec.json.decode(aside[0]).get("subject", "")) if aside else ""


def known(connection: Connection) -> tuple[LateSignature, ...]:
    """Return those that their signer has not read of, the oldest first."""
    rows = connection.execute("SELECT value FROM meta WHERE key GLOB ?", (f"{_KEY}*",)).fetchall()
    found = [msgspec.json.decode(value, type=LateSignature) for (value,) in rows]
    return tuple(sorted(found, key=lambda each: each.at))


def forget(connection: Connection) -> None:
    """Forget them: they were read; inside a write transaction."""
    connection.execute("DELETE FROM meta WHERE key GLOB ?", (f"{_KEY}*",))
    _tell(connection)


def _tell(connection: Connection) -> None:
    connection.execute("INSERT INTO change (kind, id) VALUES (?, '')", (KIND,))
