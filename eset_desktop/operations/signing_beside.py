# SPDX-License-Identifier: EUPL-1.2
"""Signatures beside documents of the cache: each becomes a document of the same dossier, and the signed one stays as it is.

For what takes no signature inside: a certified or encrypted PDF, a file that is none, a document whose turn somebody else has.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

import msgspec

from eset_desktop.domain.lines import one_line
from eset_desktop.domain.versions import CONTENT
from eset_desktop.errors import BlobDamaged
from eset_desktop.operations import documents
from eset_desktop.operations.documents import NewDocument
from eset_desktop.operations.dossiers import today
from eset_desktop.operations.errors import VersionMovedOn
from eset_desktop.operations.session import Session
from eset_desktop.operations.signature_files import file_name
from eset_desktop.signing.batch.values import BatchItem
from eset_desktop.signing.container.offer import MIMES, SUFFIXES, Offer
from eset_desktop.signing.values import SignedTail
from eset_desktop.store.blobs import BlobRef
from eset_desktop.store.engine import Connection
from eset_desktop.store.queries import dossier
from eset_desktop.store.queries.dossier import DocumentRow, VersionRow

if TYPE_CHECKING:
    from eset_desktop.signing.container.door import BesideDoor

_TITLES: Final = {
    Offer.BESIDE: {
        "ca": "Signatura de «{title}» ({signer})",
        "es": "Firma de «{title}» ({signer})",
        "en": "Signature of «{title}» ({signer})",
    },
    Offer.CONTAINER: {
        "ca": "«{title}» amb la signatura ({signer})",
        "es": "«{title}» con la firma ({signer})",
        "en": "«{title}» with its signature ({signer})",
    },
}
_LONGEST: Final = 500


def door(session: Session, document_ids: Mapping[str, str], way: Offer) -> "BesideDoor":
    """Return what makes the signatures of a frozen list.

    Args:
        session: Whose cache.
        document_ids: The document of each item, by the item's id, which is its version's.
        way: Beside, or in a container.
    """
    from eset_desktop.signing.container.door import BesideDoor, Named  # noqa: PLC0415 - half a second that most days never need

    reader = session.database.reader()
    names = {}
    for version_id, document_id in document_ids.items():
        row, version = _standing(reader, document_id, version_id)
        names[version_id] = Named(file_name(row), version.mime)
    return BesideDoor(way, names, session.clock)


class BesideStoreWriter:
    """Puts each signature into the dossier of what it is about: its bytes first, then one local transaction.

    Args:
        session: Whose cache.
        document_ids: The document of each item, by the item's id.
        way: What kind of file it is.
    """

    def __init__(self, session: Session, document_ids: Mapping[str, str], way: Offer) -> None:
        self._session = session
        self._documents = document_ids
        self._way = way

    def check(self, item: BatchItem) -> None:
        """Return while the confirmed version is the one that stands; raises VersionMovedOn."""
        _standing(self._session.database.reader(), self._documents[item.id], item.id)

    def stage(self, item: BatchItem, signed: SignedTail) -> None:
        """Bring the signature's bytes to the disk; no row says so yet.

        Raises:
            VersionMovedOn: Another version stands now than the one that was confirmed.
            BlobDamaged: What was to be stored is not what was checked.
            StoreError: The disk refused.
        """
        self.check(item)
        if self._session.blobs.put(signed.tail).sha256 != signed.evidence.output_sha256:
            raise BlobDamaged

    def write(self, item: BatchItem, signed: SignedTail) -> str:
        """Make the signature a document of the dossier, final as it is, and return its id; one transaction.

        Raises:
            VersionMovedOn: Another version stands now than the one that was confirmed; nothing was stored.
            StoreError: The disk refused; nothing was stored.
        """
        document_id = self._documents[item.id]
        stored = BlobRef(signed.evidence.output_sha256, len(signed.tail))
        on = today(self._session)
        with self._session.change() as work, work.together():
            row, _ = _standing(work.connection, document_id, item.id)
            dossier_id = str(work.fields("document", document_id)["dossier"])
            created = documents.begin(work, dossier_id, self._described(row, signed), on)
            described = documents.Described(
                CONTENT,
                file_name(row) + SUFFIXES[self._way],
                signer=signed.signer,
                evidence=msgspec.to_builtins(signed.evidence),
                mime=MIMES[self._way],
            )
            documents.attach(work, created, described, stored)
            work.command("document", created, "finish")
        return created

    def _described(self, row: DocumentRow, signed: SignedTail) -> NewDocument:
        texts = _TITLES[self._way]
        text = texts.get(row.language, texts["ca"])
        room = _LONGEST - len(text) - len(signed.signer)
        title = one_line(text.format(title=row.title[:room], signer=signed.signer))
        return NewDocument(title, row.type, language=row.language or "ca", signs=row.id)


def _standing(connection: Connection, document_id: str, version_id: str) -> tuple[DocumentRow, VersionRow]:
    found = dossier.document(connection, document_id)
    if found is None or found.head is None or found.head.id != version_id:
        raise VersionMovedOn
    return found, found.head
