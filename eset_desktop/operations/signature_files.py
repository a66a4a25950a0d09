# SPDX-License-Identifier: EUPL-1.2
"""Files of the cache outside it: what they are called; and those that are signatures, with what they speak of."""

from eset_desktop.operations.errors import BytesMissing
from eset_desktop.operations.session import Session
from eset_desktop.operations.signing_lists import source_of
from eset_desktop.signing.container.offer import MIMES, Offer
from eset_desktop.signing.sources import SealedFile
from eset_desktop.store import live
from eset_desktop.store.queries import dossier
from eset_desktop.store.queries.dossier import DocumentRow, VersionRow


def file_name(row: DocumentRow) -> str:
    """Return what a document's file is called outside the cache: as it came, else after its title; no folders, nothing odd."""
    named = row.head.filename if row.head is not None and row.head.filename else f"{row.title}.pdf"
    plain = "".join(
        "-" if each in '/\\:*?"<>|' or ord(each) < 0x20 or 0xD800 <= ord(each) < 0xE000 else each
        for each in named
    )
    return plain.strip(". ") or "document.pdf"


def is_signature_file(version: VersionRow) -> bool:
    """Tell whether a version is a signature beside a document, or a container of both."""
    return version.mime in MIMES.values()


def signed_by(session: Session, version: VersionRow) -> SealedFile | None:
    """Return where the bytes lie that a detached signature speaks of; None where that is not known here."""
    signed = _signed_hash(session, version)
    if version.mime != MIMES[Offer.BESIDE] or not signed:
        return None
    try:
        return source_of(session, signed)
    except BytesMissing:
        return None


def signed_version(
    session: Session, row: DocumentRow, version: VersionRow
) -> tuple[DocumentRow, VersionRow] | None:
    """Return the document that a signature file signs and the version that it speaks of, None where that is not here.

    Of a container, which holds its own copy of it, the version that stands.
    """
    reader = session.database.reader()
    signed, of = _signed_hash(session, version), live.load(reader, row.id)
    # one from before a signature file said so may be of any document of its dossier
    within = dossier.documents(reader, of.state.text("dossier")) if of else ()
    documents = [each for each in within if row.signs in ("", each.id)]
    exact = ((each, found) for each in documents for found in each.versions if found.sha256 == signed)
    standing = ((each, each.head) for each in documents if row.signs and each.head is not None)
    return next(exact, None) or (next(standing, None) if version.mime != MIMES[Offer.BESIDE] else None)


def _signed_hash(session: Session, version: VersionRow) -> str:
    stored = live.load(session.database.reader(), version.id)
    evidence = stored.state.fields.get("evidence") if stored else None
    signed = evidence.get("input_sha256") if isinstance(evidence, dict) else None
    return signed if isinstance(signed, str) else ""
