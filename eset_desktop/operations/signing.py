# SPDX-License-Identifier: EUPL-1.2
"""Signing a version with a certificate: a new version stands beside the old one, its relation is ``signature``."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import chain

import msgspec

from eset_desktop.crashpoints import crashpoint
from eset_desktop.domain.versions import SIGNATURE
from eset_desktop.errors import BlobDamaged
from eset_desktop.operations import documents
from eset_desktop.operations.errors import BytesMissing, NotFound, VersionMovedOn
from eset_desktop.operations.session import Session
from eset_desktop.signing.batch.values import BatchItem
from eset_desktop.signing.values import SignedTail
from eset_desktop.store.blobs import BlobRef
from eset_desktop.store.changes import Changes
from eset_desktop.store.engine import Connection
from eset_desktop.store.errors import BlobMissing
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


class StoreWriter:
    """Puts each signed version beside the one that was confirmed: its bytes first, then one local transaction.

    Killed at any moment, a document has its signed version or has not; begun again, the same list finds what is signed
    already under another head and leaves it alone.

    Args:
        session: Whose cache.
        documents: The document of each item, by the item's id; an item's id is its version's.
        told: Called with what each transaction changed.
    """

    def __init__(
        self,
        session: Session,
        documents: Mapping[str, str],
        told: Callable[[Changes], object] = lambda _: None,
    ) -> None:
        self._session = session
        self._documents = documents
        self._told = told

    def check(self, item: BatchItem) -> None:
        """Return while the confirmed version is the one that stands; raises VersionMovedOn."""
        _head(self._session.database.reader(), self._documents[item.id], item.id)

    def stage(self, item: BatchItem, signed: SignedTail) -> None:
        """Bring the signed version's bytes to the disk; no row says so yet.

        Raises:
            VersionMovedOn: Another version stands now than the one that was confirmed.
            BytesMissing: The bytes are not on this computer any more.
            BlobDamaged: They are not what was stored.
            StoreError: The disk refused.
        """
        self.check(item)
        blobs, evidence = self._session.blobs, signed.evidence
        pieces = chain(blobs.pieces(evidence.input_sha256), (signed.tail,))
        try:
            made = blobs.make(evidence.output_sha256, item.size + len(signed.tail), pieces)
        except BlobMissing as error:
            raise BytesMissing from error
        if not made:
            raise BlobDamaged
        crashpoint("signing.stored")

    def write(self, item: BatchItem, signed: SignedTail) -> str:
        """Make the signed version stand, with its evidence, and return its id; one transaction.

        Raises:
            VersionMovedOn: Another version stands now than the one that was confirmed; nothing was stored.
            StoreError: The disk refused; nothing was stored.
        """
        document_id = self._documents[item.id]
        stored = BlobRef(signed.evidence.output_sha256, item.size + len(signed.tail))
        with self._session.change() as work:
            head = _head(work.connection, document_id, item.id)
            described = documents.Described(
                SIGNATURE, head.filename, item.id, signed.signer, msgspec.to_builtins(signed.evidence)
            )
            created = documents.attach(work, document_id, described, stored)
            changes = work.changes(created)
        self._told(changes)
        return created


def _head(connection: Connection, document_id: str, version_id: str) -> dossier.VersionRow:
    """Return a document's standing version; raises VersionMovedOn when it is another one."""
    found = dossier.document(connection, document_id)
    if found is None or found.head is None or found.head.id != version_id:
        raise VersionMovedOn
    return found.head
