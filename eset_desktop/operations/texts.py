# SPDX-License-Identifier: EUPL-1.2
"""The words of documents, for the search: what is still to be read, and saving what was read.

A text is an object of its own in a stream of its own, so that documents are found on computers that do not have their bytes. Its
id follows from its version's, so two computers that read the same version make the same object; the one that comes
second is told so, which is no problem of anybody (:func:`eset_desktop.store.outbox.refuse`).
"""

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from eset_desktop.domain import rights
from eset_desktop.operations.session import Session
from eset_desktop.store import live
from eset_desktop.store.engine import Connection

MOST_WORDS: Final = 100_000
"""Characters of a version's text that are kept and sent."""


@dataclass(frozen=True, slots=True)
class Unread:
    """A version whose bytes are here and whose words nobody has read yet."""

    version_id: str
    document_id: str
    sha256: str
    mime: str


def text_id(version_id: str) -> str:
    """Return the id of the text of a version: the same on every computer."""
    return str(uuid.uuid5(uuid.UUID(version_id), "text"))


def next_unread(session: Session, kinds: Collection[str]) -> Unread | None:
    """Return a version to be read, the newest first; None when there is none or this person may not write texts.

    Only one that the service has accepted: words of refused work are of no use.

    Args:
        session: The profile.
        kinds: MIME types that can be read.
    """
    reader, account = session.database.reader(), session.account()
    if account.signing_only or not _may(reader, account.person):
        return None
    marks = ", ".join("?" * len(kinds))
    found = reader.execute(
        "SELECT v.id, v.parent, b.sha256, v.fields ->> '$.mime' FROM blob AS b JOIN object AS v ON v.kind = 'version'"  # noqa: S608 - marks only
        " AND v.fields ->> '$.sha256' = b.sha256 JOIN object AS d ON d.id = v.parent WHERE b.here AND NOT b.worded"
        f" AND v.rev > 0 AND NOT v.deleted AND v.fields ->> '$.mime' IN ({marks})"
        " AND NOT EXISTS (SELECT 1 FROM object AS t WHERE t.kind = 'text' AND t.parent = v.id)"
        " ORDER BY v.row DESC LIMIT 1",
        tuple(kinds),
    ).fetchone()
    return Unread(*found) if found else None


def _may(connection: Connection, person: str) -> bool:
    me = live.load(connection, person)
    profiles = me.state.get("profiles") if me else None
    return isinstance(profiles, list) and rights.may([str(each) for each in profiles], "text", "create")


def save(session: Session, unread: Unread, words: str) -> None:
    """Keep and queue the words of every version with these bytes that has none; no words are only remembered as read."""
    with session.change() as work:
        work.connection.execute("UPDATE blob SET worded = 1 WHERE sha256 = ?", (unread.sha256,))
        if not words.strip():
            return
        same = work.connection.execute(
            "SELECT v.id, v.parent FROM object AS v JOIN object AS d ON d.id = v.parent WHERE v.kind = 'version'"
            " AND v.fields ->> '$.sha256' = ? AND v.rev > 0 AND NOT v.deleted",
            (unread.sha256,),
        ).fetchall()
        for version, document in same:
            if live.load(work.connection, text_id(version)) is None:
                fields = {"version": version, "document": document, "text": words[:MOST_WORDS]}
                work.create("text", dict(fields), text_id(version))
