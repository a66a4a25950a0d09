# SPDX-License-Identifier: EUPL-1.2
"""What of a confirmed list is signed already: for whoever goes on with it after the process that signed has died."""

from collections.abc import Iterable, Mapping
from typing import Final

import msgspec

from eset_desktop.domain.values import Fields
from eset_desktop.operations.evidence import noted_evidence
from eset_desktop.operations.session import Session
from eset_desktop.signing.batch.values import BatchItem, Written

_INSIDE: Final = (
    "SELECT id, fields FROM object WHERE kind = 'version' AND NOT deleted AND parent = ?"
    " AND fields ->> '$.evidence.confirmation' = ?"
)
_BESIDE: Final = (
    "SELECT d.id, v.fields FROM object AS d JOIN object AS v ON v.kind = 'version' AND NOT v.deleted AND v.parent = d.id"
    " WHERE d.kind = 'document' AND d.parent = (SELECT parent FROM object WHERE id = ?1) AND d.fields ->> '$.signs' = ?1"
    " AND v.fields ->> '$.evidence.confirmation' = ?2"
)


def signed_under(
    session: Session,
    items: Iterable[BatchItem],
    documents: Mapping[str, str],
    confirmation: str,
    *,
    beside: bool,
) -> dict[str, tuple[Written, ...]]:
    """Return what the cache has of documents that were signed under a confirmation, by the item's id.

    A confirmation speaks of titles and contents: the same list that is signed beside once more has the same one, so that a
    document may have several signatures under it.

    Args:
        session: Whose cache.
        items: The documents, by what was confirmed.
        documents: The document of each item, by the item's id.
        confirmation: The list's seal.
        beside: Whether the signature became a document of its own; then that is its place.
    """
    connection = session.database.reader()
    return {
        item.id: tuple(
            _written(place, msgspec.json.decode(fields))
            for place, fields in connection.execute(
                _BESIDE if beside else _INSIDE, (documents[item.id], confirmation)
            ).fetchall()
        )
        for item in items
    }


def _written(place: str, fields: Fields) -> Written:
    evidence = noted_evidence(fields["evidence"])
    return Written(place, evidence.output_sha256, int(str(fields["size"])), evidence)
