# SPDX-License-Identifier: EUPL-1.2
"""What the rules between a signature request and other objects look at, as this computer knows it."""

from collections.abc import Mapping
from datetime import date

import msgspec

from eset_desktop.domain.signature_rules import ASKING, state_on
from eset_desktop.domain.values import Fields
from eset_desktop.domain.versions import Version, head
from eset_desktop.store.engine import Connection


def versions_of(connection: Connection, document: str) -> dict[str, Version]:
    """Return a document's versions by id."""
    rows = connection.execute(
        "SELECT id, fields ->> '$.parent', fields ->> '$.relation' FROM object"
        " WHERE kind = 'version' AND parent = ? ORDER BY id",
        (document,),
    )
    return {key: Version(key, parent, relation or "") for key, parent, relation in rows.fetchall()}


def head_of(connection: Connection, document: str, versions: Mapping[str, Version]) -> str:
    """Return the id of the version that stands of a document, empty for none."""
    found = connection.execute(
        "SELECT fields ->> '$.chosen_head' FROM object WHERE id = ?", (document,)
    ).fetchone()
    return head(versions.values(), found[0] if found else None) or ""


def requests_of(connection: Connection, document: str) -> dict[str, Fields]:
    """Return the fields of a document's requests for signatures, by id, the oldest first."""
    rows = connection.execute(
        "SELECT id, fields FROM object WHERE kind = 'signature_request' AND parent = ? AND NOT deleted ORDER BY id",
        (document,),
    )
    found: Mapping[str, Fields] = {key: msgspec.json.decode(fields) for key, fields in rows.fetchall()}
    return dict(found)


def is_waited_for(connection: Connection, dossier: str, on: date) -> bool:
    """Tell whether a document of a dossier waits for signatures on a day."""
    rows = connection.execute(
        "SELECT r.fields, d.id, d.fields FROM object AS r JOIN object AS d ON d.id = r.parent AND d.kind = 'document'"
        " WHERE r.kind = 'signature_request' AND NOT r.deleted AND d.parent = ?"
        " AND r.fields ->> '$.state' IN ('running', 'paused')",
        (dossier,),
    ).fetchall()
    for request, document, fields in rows:
        versions = versions_of(connection, document)
        state, _ = state_on(msgspec.json.decode(request), versions, msgspec.json.decode(fields), on)
        if state in ASKING:
            return True
    return False


def standing_in(connection: Connection, dossier: str) -> list[Fields]:
    """Return the fields of the versions that stand of a dossier's documents, without those of discarded ones."""
    documents = connection.execute(
        "SELECT id FROM object WHERE kind = 'document' AND parent = ? AND NOT deleted"
        " AND fields ->> '$.state' != 'discarded'",
        (dossier,),
    ).fetchall()
    tops = [head_of(connection, key, versions_of(connection, key)) for (key,) in documents]
    found = (connection.execute("SELECT fields FROM object WHERE id = ?", (top,)).fetchone() for top in tops)
    return [msgspec.json.decode(row[0]) for row in found if row is not None]
