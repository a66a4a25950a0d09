# SPDX-License-Identifier: EUPL-1.2
"""What of a confirmed list is signed already: for whoever goes on with it after the process that signed has died."""

from collections.abc import Iterable

import msgspec

from eset_desktop.operations.evidence import noted_evidence
from eset_desktop.operations.session import Session
from eset_desktop.signing.batch.values import BatchItem, Written


def signed_under(
    session: Session, items: Iterable[BatchItem], confirmation: str, *, beside: bool
) -> dict[str, Written]:
    """Return what the cache has of documents that were signed under a confirmation, by the item's id; reads every version once.

    Args:
        session: Whose cache.
        items: The documents, by what was confirmed.
        confirmation: The list's seal.
        beside: Whether the signature became a document of its own; then that is its place.
    """
    rows = session.database.reader().execute(
        "SELECT id, parent, fields FROM object WHERE kind = 'version' AND NOT deleted"
        " AND fields ->> '$.evidence.confirmation' = ?",
        (confirmation,),
    )
    found = {}
    for version_id, document_id, content in rows.fetchall():
        fields = msgspec.json.decode(content)
        evidence = noted_evidence(fields["evidence"])
        place = document_id if beside else version_id
        found[evidence.input_sha256] = Written(place, evidence.output_sha256, int(fields["size"]), evidence)
    return {item.id: found[item.sha256] for item in items if item.sha256 in found}
