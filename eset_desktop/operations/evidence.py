# SPDX-License-Identifier: EUPL-1.2
"""The evidence of a signature in the cache: what was noted when it was made, and what the document proves by now."""

from typing import Final

import msgspec

from eset_desktop.domain.values import Json
from eset_desktop.domain.versions import AUGMENTATION
from eset_desktop.operations.errors import BytesMissing, NotFound
from eset_desktop.operations.session import Session
from eset_desktop.operations.signing_lists import source_of
from eset_desktop.signing.client import SigningClient
from eset_desktop.signing.evidence.errors import EvidenceMissing
from eset_desktop.signing.evidence.values import AboutDocument, EvidenceFiles
from eset_desktop.signing.values import Evidence
from eset_desktop.store import live
from eset_desktop.store.queries import dossier
from eset_desktop.store.queries.dossier import DocumentRow, VersionRow

_WITHOUT_FIELD: Final = {"field_name": ""}
"""A signature beside a document is in no field."""


def evidence_of(
    session: Session, client: SigningClient, document_id: str, version_id: str, *, language: str = "ca"
) -> EvidenceFiles:
    """Return the evidence of a signed version, as JSON and as a PDF.

    Time stamps and what else was added to the version since are in it, as far as their bytes are here. Takes a second; not
    for the window's own thread.

    Raises:
        NotFound: There is no such version, or it is no signature that was made with this program.
        BytesMissing: Its bytes are not on this computer.
        EvidenceMissing: Its bytes do not hold that signature.
    """
    reader = session.database.reader()
    document, stored = dossier.document(reader, document_id), live.load(reader, version_id)
    noted = stored.state.fields.get("evidence") if stored else None
    if document is None or not noted:
        raise NotFound(kind="version")
    body = reader.execute(
        "SELECT fields ->> '$.name' FROM object WHERE kind = 'body' AND NOT deleted"
    ).fetchone()
    about = AboutDocument(document.title, document.csv, str(body[0] or "") if body else "")
    source = source_of(session, _latest(document, version_id).sha256)
    return client.evidence(source, noted_evidence(noted), about, language=language)


def noted_evidence(noted: Json) -> Evidence:
    """Return what a version's fields hold; empty texts come back from a stored version as nothing at all.

    Raises:
        EvidenceMissing: It is in no form that this program writes.
    """
    said = (
        {**_WITHOUT_FIELD, **{name: value for name, value in noted.items() if value is not None}}
        if isinstance(noted, dict)
        else noted
    )
    token = said.get("token") if isinstance(said, dict) else None
    if isinstance(said, dict) and isinstance(token, list):
        said["token"] = [each or "" for each in token]
    try:
        return msgspec.convert(said, Evidence)
    except msgspec.ValidationError as error:
        raise EvidenceMissing(step="form") from error


def _latest(document: DocumentRow, version_id: str) -> VersionRow:
    """Return the version whose bytes prove most: the last of those with proofs added to it, of which the bytes are here.

    Of two that were added to the same one the earlier stands (:func:`eset_desktop.domain.versions.heads`).
    """
    by_id = {each.id: each for each in document.versions}
    if version_id not in by_id:
        raise NotFound(kind="version")
    chain = [by_id[version_id]]
    while following := [
        each for each in document.versions if each.parent == chain[-1].id and each.relation == AUGMENTATION
    ]:
        chain.append(min(following, key=lambda each: each.id))
    here = [each for each in chain if each.here]
    if not here:
        raise BytesMissing
    return here[-1]
