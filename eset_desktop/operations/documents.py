# SPDX-License-Identifier: EUPL-1.2
"""Documents and their versions: add, describe, new version, choose the head, ask for the bytes."""

from dataclasses import dataclass
from datetime import date
from typing import BinaryIO

from eset_desktop.domain.identifiers import eni_document_id, verification_code
from eset_desktop.domain.signature_files import SIGNS
from eset_desktop.domain.values import Fields, Json
from eset_desktop.domain.versions import SIGNATURE
from eset_desktop.operations import answering
from eset_desktop.operations.dossiers import organ, today
from eset_desktop.operations.errors import BytesMissing
from eset_desktop.operations.session import Session, Work
from eset_desktop.store.blobs import BlobRef
from eset_desktop.store.changes import Changes
from eset_desktop.store.pins import OPENED
from eset_desktop.store.queries import plan

PDF = "application/pdf"


@dataclass(frozen=True, slots=True)
class NewDocument:
    """What a person says of a document; empty ones are defaulted and asked for again at closing, in one list.

    ``signs``: the document of the same dossier that this one is the signature of.
    """

    title: str
    type: str
    date: str = ""
    origin: str = "administration"
    elaboration: str = "EE01"
    language: str = "ca"
    signs: str | None = None


@dataclass(frozen=True, slots=True)
class NewVersion:
    """A version to be added: its bytes and what they are to their parent."""

    content: bytes
    relation: str
    filename: str = ""
    parent: str | None = None
    signer: str = ""
    evidence: Json = None
    mime: str = PDF


@dataclass(frozen=True, slots=True)
class Described:
    """What is said of a version beside its bytes; see :class:`NewVersion`."""

    relation: str
    filename: str = ""
    parent: str | None = None
    signer: str = ""
    evidence: Json = None
    mime: str = PDF


def add(
    session: Session, dossier_id: str, new: NewDocument, content: bytes | BinaryIO, filename: str
) -> Changes:
    """Add a document with its first version to a dossier.

    The bytes are on the disk, synced, before the transaction that speaks of them.
    """
    stored = session.blobs.put(content)
    on = today(session)
    with session.change() as work, work.together():
        identity = begin(work, dossier_id, new, on)
        attach(work, identity, Described("content", filename), stored)
        return work.changes(identity)


def begin(work: Work, dossier_id: str, new: NewDocument, on: date) -> str:
    """Make a document that has no version yet, to be followed by one in the same transaction, and return its id."""
    work.fields("dossier", dossier_id)
    identity = work.ids.uuid7()
    types = {row.code: row.nti for row in plan.document_types(work.connection)}
    return work.create(
        "document",
        {
            "dossier": dossier_id,
            "title": new.title.strip(),
            "type": new.type,
            "nti_type": types.get(new.type, "TD99"),
            "date": new.date or on.isoformat(),
            "captured_at": work.now,
            "eni_id": eni_document_id(organ(work), on.year, identity),
            "csv": verification_code(work.ids.random),
            "origin": new.origin,
            "elaboration": new.elaboration,
            "language": new.language,
            "state": "draft",
            **({SIGNS: new.signs} if new.signs else {}),
        },
        identity,
    )


def add_version(session: Session, document_id: str, new: NewVersion) -> Changes:
    """Put a new immutable version beside the others of a document."""
    stored = session.blobs.put(new.content)
    with session.change() as work:
        work.fields("document", document_id)
        return work.changes(_add_version(work, document_id, new, stored))


def _add_version(work: Work, document_id: str, new: NewVersion, stored: BlobRef) -> str:
    described = Described(new.relation, new.filename, new.parent, new.signer, new.evidence, new.mime)
    return attach(work, document_id, described, stored)


def attach(work: Work, document_id: str, new: Described, stored: BlobRef) -> str:
    """Put a version beside the others of a document whose bytes are on the disk, and return its id."""
    work.connection.execute(
        "INSERT INTO blob (sha256, size, here, origin, added_at) VALUES (?, ?, 1, 'local', ?)"
        " ON CONFLICT (sha256) DO UPDATE SET here = 1, origin = 'local', confirmed = confirmed AND origin != 'gone'",
        (stored.sha256, stored.size, work.now),
    )
    created = work.create(
        "version",
        {
            "document": document_id,
            "parent": new.parent,
            "relation": new.relation,
            "sha256": stored.sha256,
            "size": stored.size,
            "mime": new.mime,
            "filename": new.filename,
            "created_at": work.now,
            "signer": new.signer,
            "evidence": new.evidence,
        },
    )
    if new.relation == SIGNATURE:
        answering.answer_with(work, document_id, created)
    return created


def describe(session: Session, document_id: str, wanted: Fields) -> Changes:
    """Set fields of a document: title, type, date and the rest of its description."""
    with session.change() as work:
        described = dict(wanted)
        if isinstance(wanted.get("type"), str):
            types = {row.code: row.nti for row in plan.document_types(work.connection)}
            described["nti_type"] = types.get(str(wanted["type"]), "TD99")
        work.set("document", document_id, described)
        return work.changes()


def finish(session: Session, document_id: str) -> Changes:
    """Say that a document is final."""
    return _command(session, document_id, "finish")


def discard(session: Session, document_id: str, reason: str) -> Changes:
    """Set a document aside, with a reason; it is kept and can be restored."""
    return _command(session, document_id, "discard", reason=reason)


def restore(session: Session, document_id: str) -> Changes:
    """Take a discarded document back."""
    return _command(session, document_id, "restore")


def choose_head(session: Session, document_id: str, version_id: str) -> Changes:
    """Say which of two versions side by side stands; both are kept."""
    return _command(session, document_id, "choose_head", version=version_id)


def _command(session: Session, document_id: str, name: str, **args: Json) -> Changes:
    with session.change() as work:
        work.fields("document", document_id)
        work.command("document", document_id, name, **args)
        return work.changes()


def want(session: Session, version_id: str, *, priority: int = OPENED) -> Changes:
    """Ask for a version's bytes; the agent fetches them when the line is up."""
    with session.change() as work:
        fields = work.fields("version", version_id)
        work.connection.execute(
            "UPDATE blob SET wanted = max(wanted, ?) WHERE sha256 = ? AND NOT here",
            (priority, fields.get("sha256")),
        )
        work.touched.add(("version", version_id))
        return work.changes()


def read(session: Session, version_id: str) -> bytes:
    """Return a version's bytes.

    Raises:
        BytesMissing: They are not on this computer.
        BlobDamaged: The file on the disk was changed.
    """
    return session.blobs.read(_here(session, version_id))


def opened(session: Session, version_id: str) -> BinaryIO:
    """Return a version's bytes to be read in pieces; raises what :func:`read` does, damage while they are read."""
    return session.blobs.open(_here(session, version_id))


def _here(session: Session, version_id: str) -> str:
    """Return the hash of a version whose bytes are on this computer; raises BytesMissing."""
    found = session.database.reader().execute(
        "SELECT b.sha256 FROM object AS v JOIN blob AS b ON b.sha256 = v.fields ->> '$.sha256'"
        " WHERE v.id = ? AND v.kind = 'version' AND b.here",
        (version_id,),
    ).fetchone()  # fmt: skip
    if found is None:
        raise BytesMissing
    return str(found[0])
