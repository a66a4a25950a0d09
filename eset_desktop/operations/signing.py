# SPDX-License-Identifier: EUPL-1.2
"""Signing a version with a certificate: a new version stands beside the old one, its relation is ``signature``."""

from collections.abc import Sequence
from dataclasses import dataclass

import msgspec

from eset_desktop.domain.versions import SIGNATURE
from eset_desktop.operations import documents
from eset_desktop.operations.errors import NotFound, VersionMovedOn
from eset_desktop.operations.session import Session
from eset_desktop.signing.client import SigningClient
from eset_desktop.signing.confirmation import confirmation_of
from eset_desktop.signing.values import Identity
from eset_desktop.store.changes import Changes
from eset_desktop.store.queries import dossier


@dataclass(frozen=True, slots=True)
class ToSign:
    """One row of the list that a person confirms: the exact version, by the hash of its bytes."""

    document_id: str
    version_id: str
    title: str
    sha256: str
    size: int
    filename: str


def freeze(session: Session, document_id: str) -> ToSign:
    """Return the row to confirm for a document's standing version.

    Raises:
        NotFound: There is no such document, or it has no version.
    """
    found = dossier.document(session.database.reader(), document_id)
    if found is None or found.head is None:
        raise NotFound(kind="document")
    head = found.head
    return ToSign(found.id, head.id, found.title, head.sha256, head.size, head.filename)


def confirm(items: Sequence[ToSign]) -> str:
    """Return the seal of the list that the person confirmed; it stands in each signature's evidence."""
    return confirmation_of((item.title, item.sha256) for item in items)


def sign(
    session: Session, client: SigningClient, identity: Identity, item: ToSign, confirmation: str
) -> Changes:
    """Sign one confirmed version and put the signed one beside it.

    The signing worker checks the certificate, the document and its own output before anything is stored.

    Raises:
        VersionMovedOn: Another version stands now than the one that was confirmed; nothing was signed.
        SigningError: One of its subclasses: nothing was signed.
        BytesMissing: The bytes are not on this computer.
    """
    if freeze(session, item.document_id).sha256 != item.sha256:
        raise VersionMovedOn
    signed = client.sign(documents.read(session, item.version_id), identity, confirmation=confirmation)
    return documents.add_version(
        session,
        item.document_id,
        documents.NewVersion(
            content=signed.data,
            relation=SIGNATURE,
            filename=item.filename,
            parent=item.version_id,
            signer=identity.name,
            evidence=msgspec.to_builtins(signed.evidence),
        ),
    )
