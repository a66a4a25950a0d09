# SPDX-License-Identifier: EUPL-1.2
"""What is wrong inside a PDF that is to be signed; reads only what it needs, whatever the size (loads pyHanko)."""

import os
from typing import BinaryIO

from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader

from eset_desktop.errors import BlobDamaged
from eset_desktop.signing.checks import END_WINDOW, check_ends
from eset_desktop.signing.errors import BrokenPdf, DocumentRefused, EncryptedPdf, HybridPdf
from eset_desktop.signing.pades.opening import Document
from eset_desktop.signing.pades.restrictions import Restrictions, restrictions_of
from eset_desktop.signing.values import Wanted

_LINE_ENDS = (b"\r", b"\n")


class SigningWriter(IncrementalPdfFileWriter):
    """A writer of what is appended to a document, and of nothing else.

    It leaves the document's metadata alone: the library would write the machine's own time and its name into ``/Info``
    and XMP, a clock that nobody gave, and for PDF/A a change that a signature has no business to make.
    """

    def _update_meta(self) -> None:
        """Write nothing; a test holds the library to calling this."""

    def _write_header(self, stream: BinaryIO) -> None:
        """Begin a line where the document does not end with one; the document itself is not copied."""
        self.input_stream.seek(-1, os.SEEK_END)
        if self.input_stream.read(1) not in _LINE_ENDS:
            stream.write(b"\n")


def check_outside(document: Document) -> None:
    """Return when the document looks like a whole PDF from outside; raises as :func:`~eset_desktop.signing.checks.check_ends`."""
    stream = document.stream
    stream.seek(0)
    head = stream.read(8)
    stream.seek(max(0, document.size - END_WINDOW))
    check_ends(document.size, head, stream.read(END_WINDOW))


def open_for_signing(document: Document, wanted: Wanted) -> tuple[SigningWriter, Restrictions]:
    """Return a writer that appends to the document, once nothing inside speaks against signing it as wanted.

    Whether the signatures that it holds are good is not looked at here.

    Raises:
        DocumentRefused: One of its subclasses: why it cannot be signed.
        BlobDamaged: A sealed content cannot be read.
    """
    check_outside(document)
    try:
        writer = _open(document)
        found = _restrictions(writer, document)
    except (DocumentRefused, BlobDamaged):
        raise
    except Exception as error:
        raise BrokenPdf from error
    found.check(wanted)
    return writer, found


def _open(document: Document) -> SigningWriter:
    reader = PdfFileReader(document.stream, strict=True)
    if "/Encrypt" in reader.trailer_view:
        raise EncryptedPdf
    if reader.xrefs.hybrid_xrefs_present:
        raise HybridPdf
    if not _has_pages(reader):
        raise BrokenPdf
    return SigningWriter(reader.stream, prev=reader)


def _has_pages(reader: PdfFileReader) -> bool:
    pages = reader.root["/Pages"]
    return int(pages["/Count"]) > 0 and len(pages["/Kids"]) > 0


def _restrictions(writer: SigningWriter, document: Document) -> Restrictions:
    """Read what the form says; a document without one cannot restrict anything."""
    if "/AcroForm" in writer.root or "/Perms" in writer.root:
        return restrictions_of(document)
    return Restrictions()
