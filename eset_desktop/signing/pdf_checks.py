# SPDX-License-Identifier: EUPL-1.2
"""What is wrong inside a PDF that is to be signed; runs in the signing process only (loads pyHanko)."""

from io import BytesIO

from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import MDPPerm
from pyhanko.sign.validation import read_certification_data

from eset_desktop.signing.checks import check_form
from eset_desktop.signing.errors import BrokenPdf, CertifiedPdf, DocumentRefused, EncryptedPdf, HybridPdf


def open_for_signing(pdf: bytes) -> IncrementalPdfFileWriter:
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


def _open(pdf: bytes) -> IncrementalPdfFileWriter:
    reader = PdfFileReader(BytesIO(pdf), strict=True)
    if "/Encrypt" in reader.trailer_view:
        raise EncryptedPdf
    if reader.xrefs.hybrid_xrefs_present:
        raise HybridPdf
    if not _has_pages(reader):
        raise BrokenPdf
    if _forbids_changes(reader):
        raise CertifiedPdf
    return IncrementalPdfFileWriter.from_reader(reader)


def _has_pages(reader: PdfFileReader) -> bool:
    pages = reader.root["/Pages"]
    return int(pages["/Count"]) > 0 and len(pages["/Kids"]) > 0


def _forbids_changes(reader: PdfFileReader) -> bool:
    """Whether a certification, or a signature with a lock (ISO 32000-2 §12.7.5.5), allows no change at all."""
    certification = read_certification_data(reader)
    if certification is not None and certification.permission == MDPPerm.NO_CHANGES:
        return True
    return any(
        signature.docmdp_level == MDPPerm.NO_CHANGES for signature in reader.embedded_regular_signatures
    )
