# SPDX-License-Identifier: EUPL-1.2
"""A version of a document without what nobody sees in it, beside the one that has it."""

from eset_desktop.domain.versions import CONTENT
from eset_desktop.operations import documents
from eset_desktop.operations.documents import Described
from eset_desktop.operations.errors import VersionMovedOn
from eset_desktop.operations.session import Session
from eset_desktop.store.changes import Changes
from eset_desktop.store.queries import dossier


def add_clean(session: Session, document_id: str, version_id: str, pdf: bytes) -> Changes:
    """Put the cleaned bytes of a document's standing version beside it; both are kept, the clean one stands.

    Raises:
        VersionMovedOn: Another version stands now than the one that was cleaned; nothing was stored.
        StoreError: The disk refused; nothing was stored.
    """
    stored = session.blobs.put(pdf)
    with session.change() as work:
        found = dossier.document(work.connection, document_id)
        if found is None or found.head is None or found.head.id != version_id or found.needs_choice:
            raise VersionMovedOn
        described = Described(CONTENT, found.head.filename, version_id, mime=found.head.mime)
        return work.changes(documents.attach(work, document_id, described, stored))
