# SPDX-License-Identifier: EUPL-1.2
"""A signature of level B-B (ETSI EN 319 142-1 §6), complete but for its value, as what is appended to the document.

pyHanko makes the field, the signature dictionary and the cross-references; its low-level embedder is used rather than
``PdfSigner`` because time comes from outside here and the document is not copied. Nothing is drawn into a page but a
stamp that was asked for.
"""

import io
import secrets
from datetime import datetime
from typing import TYPE_CHECKING, Any

from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import FieldMDPSpec, MDPPerm, SigSeedSubFilter, enumerate_sig_fields
from pyhanko.sign.signers import constants
from pyhanko.sign.signers.cms_embedder import PdfCMSEmbedder, SigMDPSetup, SigObjSetup
from pyhanko.sign.signers.pdf_byterange import SignatureObject

from eset_desktop.signing.pades.cms_template import CmsTemplate
from eset_desktop.signing.pades.reading import SigningWriter
from eset_desktop.signing.pades.template import DIGEST
from eset_desktop.signing.stamp.appearance import PreparedStamp, prepare_stamp, prepare_stamp_in
from eset_desktop.signing.values import Prepared, Wanted

if TYPE_CHECKING:
    from hashlib import _Hash

RESERVED_BYTES = 32 * 1024
"""Room for the CMS: about 2 to 8 kB now, the rest for a timestamp that is put into the same gap later."""


class _Tail(io.BytesIO):
    """What is appended, counted from the document's beginning."""

    def __init__(self, base: int) -> None:
        super().__init__()
        self._base = base

    def tell(self) -> int:
        return self._base + super().tell()

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        return self._base + super().seek(offset - self._base if whence == io.SEEK_SET else offset, whence)


def prepare(
    writer: SigningWriter,
    measured: "_Hash",
    template: CmsTemplate,
    wanted: Wanted,
    *,
    size: int,
    at: datetime,
) -> Prepared:
    """Return the signature, ready for its value.

    Args:
        writer: From :func:`eset_desktop.signing.pades.reading.open_for_signing`; used up.
        measured: SHA-256 state after the whole document.
        template: Of the certificate.
        wanted: How it is signed; was found possible.
        size: Of the document, in bytes.
        at: The claimed moment (``/M``; EN 319 142-1 §6.3 wants it there and no signing-time attribute in the CMS).
    """
    field_name = wanted.field or f"Signatura-{secrets.token_hex(8)}"
    placeholder = _place(writer, field_name, wanted, at)
    tail = _Tail(size)
    writer.digest_aware_write = True
    writer.write(tail)  # type: ignore[no-untyped-call]  # pyHanko does not say its types
    start, end = placeholder.contents.offsets
    placeholder.byte_range.fill_offsets(tail, start, end, tail.tell())  # type: ignore[no-untyped-call]  # as above
    written, gap = tail.getvalue(), (start - size, end - size)
    digest = digest_over(measured, written, gap)
    return Prepared(
        attested=template.attested(digest),
        tail=written,
        gap=gap,
        digest=digest,
        sha256=measured.hexdigest(),
        size=size,
        field_name=field_name,
        at=at,
        acting=wanted.acting,
    )


def digest_over(measured: "_Hash", tail: bytes, gap: tuple[int, int]) -> bytes:
    """Return the SHA-256 over the document and what is appended, without the gap."""
    state, view = measured.copy(), memoryview(tail)
    state.update(view[: gap[0]])
    state.update(view[gap[1] :])
    return state.digest()


def _place(writer: SigningWriter, field_name: str, wanted: Wanted, at: datetime) -> SignatureObject:
    """Put an empty signature into its field and return it."""
    _announce_pades(writer)
    stamp = _stamp(writer, wanted, at)
    new_field = stamp.field(field_name) if stamp is not None and not wanted.field else None
    steps = PdfCMSEmbedder(new_field).write_cms(field_name, writer, existing_fields_only=bool(wanted.field))
    next(steps)
    placeholder = SignatureObject(
        timestamp=at,
        subfilter=SigSeedSubFilter.PADES,
        reason=wanted.acting
        or None,  # ISO 32000-2 table 255; allowed by EN 319 142-1 §6.3 without a commitment type
        bytes_reserved=2 * RESERVED_BYTES,
    )
    steps.send(
        SigObjSetup(
            sig_placeholder=placeholder,
            mdp_setup=_rules(writer, wanted),
            appearance_setup=stamp.appearance if stamp is not None else None,
        )
    )
    return placeholder


def _stamp(writer: SigningWriter, wanted: Wanted, at: datetime) -> PreparedStamp | None:
    if wanted.stamp is None:
        return None
    if wanted.field:
        return prepare_stamp_in(writer, _field(writer, wanted.field), wanted.stamp, at=at)
    return prepare_stamp(writer, wanted.stamp, at=at)


def _rules(writer: SigningWriter, wanted: Wanted) -> SigMDPSetup | None:
    """Return what the signature says of later changes: a certification, or what the field's own lock wants."""
    lock = _field(writer, wanted.field).get("/Lock") if wanted.field else None
    if not wanted.certify and lock is None:
        return None
    permission = wanted.certify or (lock.get("/P") if lock is not None else None)
    return SigMDPSetup(
        md_algorithm=DIGEST,
        certify=bool(wanted.certify),
        field_lock=FieldMDPSpec.from_pdf_object(lock) if lock is not None else None,
        docmdp_perms=MDPPerm(int(permission)) if permission else None,
    )


def _field(writer: SigningWriter, name: str) -> Any:
    """Return an empty field's dictionary; that it is there was checked."""
    return next(reference.get_object() for _, _, reference in enumerate_sig_fields(writer, with_name=name))


def _announce_pades(writer: IncrementalPdfFileWriter) -> None:
    """Name the ESIC extension in documents below PDF 2.0 (EN 319 142-1 §5.5)."""
    writer.ensure_output_version(version=(1, 7))  # type: ignore[no-untyped-call]  # pyHanko does not say its types
    if writer.output_version < (2, 0):
        writer.register_extension(constants.ESIC_EXTENSION_1)
