# SPDX-License-Identifier: EUPL-1.2
"""What is wrong inside a PDF that is to be signed; runs in the signing process only (loads pyHanko)."""

from io import BytesIO
from typing import Any

import pikepdf
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader

from eset_desktop.signing.checks import check_form
from eset_desktop.signing.errors import BrokenPdf, CertifiedPdf, DocumentRefused, EncryptedPdf, HybridPdf

_NO_CHANGES = 1
"""``/P`` of a DocMDP transform: no change at all (ISO 32000-1 table 254)."""


class SigningWriter(IncrementalPdfFileWriter):
    """A writer that leaves the document's metadata alone.

    The library would write the machine's own time and its name into ``/Info`` and XMP: a clock that nobody gave, and
    for PDF/A a change that a signature has no business to make.
    """

    def _update_meta(self) -> None:
        """Write nothing; a test holds the library to calling this."""


def open_for_signing(pdf: bytes) -> SigningWriter:
    """Return a writer that appends to ``pdf``, once nothing speaks against signing it.

    Raises:
        DocumentRefused: One of its subclasses: why it cannot be signed.
    """
    check_form(pdf)
    try:
        return _open(pdf)
    except DocumentRefused:
        raise
    except Exception as error:
        raise BrokenPdf from error


def _open(pdf: bytes) -> SigningWriter:
    reader = PdfFileReader(BytesIO(pdf), strict=True)
    if "/Encrypt" in reader.trailer_view:
        raise EncryptedPdf
    if reader.xrefs.hybrid_xrefs_present:
        raise HybridPdf
    if not _has_pages(reader):
        raise BrokenPdf
    if "/AcroForm" in reader.root and _forbids_changes(pdf):
        raise CertifiedPdf
    return SigningWriter(reader.stream, prev=reader)


def _has_pages(reader: PdfFileReader) -> bool:
    pages = reader.root["/Pages"]
    return int(pages["/Count"]) > 0 and len(pages["/Kids"]) > 0


def _forbids_changes(pdf: bytes) -> bool:
    """Whether a certification, or a signature with a lock (ISO 32000-2 §12.7.5.5), allows no change at all.

    Read with qpdf: pyHanko takes 50 ms to read each earlier signature, byte by byte.
    """
    with pikepdf.open(BytesIO(pdf), suppress_warnings=True) as document:
        root: Any = document.Root
        certification = root.get("/Perms", {}).get("/DocMDP")
        fields = root.get("/AcroForm", {}).get("/Fields", [])
        return _locks(certification) or any(_field_locks(field) for field in fields)


def _field_locks(field: Any) -> bool:
    if field.get("/FT") == "/Sig" and "/V" in field:
        return _locks(field["/V"]) or field.get("/Lock", {}).get("/P") == _NO_CHANGES
    return any(_field_locks(child) for child in field.get("/Kids", []) if "/Parent" in child)


def _locks(signature: Any) -> bool:
    if signature is None:
        return False
    transforms = [each.get("/TransformParams", {}) for each in signature.get("/Reference", [])]
    return any(each.get("/P") == _NO_CHANGES for each in transforms)
