# SPDX-License-Identifier: EUPL-1.2
"""The list that a person confirms: the standing versions of chosen documents, each by the hash of its bytes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from eset_desktop.errors import BlobDamaged, EsetError
from eset_desktop.operations import signing
from eset_desktop.operations.errors import BytesMissing, NotFound
from eset_desktop.operations.session import Session
from eset_desktop.operations.stamping import acting_for, stamp_for
from eset_desktop.signing.batch.values import BatchItem, FrozenList
from eset_desktop.signing.sources import SealedFile
from eset_desktop.signing.values import Wanted
from eset_desktop.store.engine import Connection
from eset_desktop.store.errors import BlobMissing
from eset_desktop.store.queries import dossier


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A chosen document that is not on the list, and why."""

    document_id: str
    title: str
    label: str
    error: EsetError


@dataclass(frozen=True, slots=True)
class ListToSign:
    """A frozen list with what a person is shown beside it.

    Attributes:
        frozen: What is confirmed; an item's id is its version's.
        labels: Number or provisional label of each item's dossier.
        documents: The document of each item.
        left_out: What was chosen too and cannot be confirmed: its bytes are not here.
    """

    frozen: FrozenList
    labels: Mapping[str, str]
    documents: Mapping[str, str]
    left_out: tuple[LeftOut, ...] = ()


def freeze_all(session: Session, document_ids: Sequence[str], *, visible: bool = False) -> ListToSign:
    """Return the list of the standing versions of documents, in the order given; each document once.

    Args:
        session: Who is at work.
        document_ids: The documents.
        visible: Whether signatures are seen on the page.
    """
    items: list[BatchItem] = []
    left_out: list[LeftOut] = []
    labels, documents = {}, {}
    for document_id in dict.fromkeys(document_ids):
        label = _label_of(session.database.reader(), document_id)
        try:
            item = _frozen(session, document_id, visible)
        except (NotFound, BytesMissing, BlobDamaged) as error:
            left_out.append(LeftOut(document_id, _title_of(session, document_id), label, error))
            continue
        items.append(item)
        labels[item.id], documents[item.id] = label, document_id
    return ListToSign(FrozenList(tuple(items)), labels, documents, tuple(left_out))


def source_of(session: Session, sha256: str) -> SealedFile:
    """Return where stored bytes lie, for the process that reads them; raises BytesMissing."""
    try:
        path, key = session.blobs.sealed_file(sha256)
    except BlobMissing as error:
        raise BytesMissing from error
    return SealedFile(str(path), key, sha256)


def _frozen(session: Session, document_id: str, visible: bool) -> BatchItem:
    found = signing.freeze(session, document_id)
    source = source_of(session, found.sha256)
    stamp = stamp_for(session, document_id) if visible else None
    wanted = Wanted(stamp=stamp, acting=acting_for(session, document_id))
    return BatchItem(found.version_id, found.title, source, found.sha256, found.size, wanted)


def _title_of(session: Session, document_id: str) -> str:
    found = dossier.document(session.database.reader(), document_id)
    return found.title if found else document_id


def _label_of(connection: Connection, document_id: str) -> str:
    """Return how people call a document's dossier; empty where it is not here."""
    found = connection.execute(
        "SELECT coalesce(nullif(e.fields ->> '$.number', ''), e.fields ->> '$.label', '') FROM object AS d"
        " JOIN object AS e ON e.id = d.parent AND e.kind = 'dossier' WHERE d.id = ?",
        (document_id,),
    ).fetchone()
    return str(found[0]) if found else ""
