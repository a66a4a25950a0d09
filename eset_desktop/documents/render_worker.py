# SPDX-License-Identifier: EUPL-1.2
"""The drawing process: ``python -m eset_desktop.documents.render_worker``; the only one that loads PDFium.

PDFs come from strangers and PDFium is not safe to use from two threads: one process, one request at a time.
"""

import math
from collections import OrderedDict

import msgspec
import pypdfium2 as pdfium

from eset_desktop.documents.errors import BrokenPdf, DocumentError, Forgotten, NoSuchPage
from eset_desktop.documents.hidden import clean_pdf, hidden_in
from eset_desktop.documents.messages import (
    Answer,
    CleanedPdf,
    CleanPdf,
    Counted,
    CountPages,
    Described,
    DescribePdf,
    Done,
    DropDocument,
    Extracted,
    ExtractText,
    FindHidden,
    FoundHidden,
    LoadDocument,
    Rendered,
    RenderPage,
    Request,
)
from eset_desktop.documents.metadata import describe_pdf
from eset_desktop.documents.text import extract_text
from eset_desktop.documents.values import RenderedPage
from eset_desktop.errors import EsetError
from eset_desktop.workers.host import Handler, serve
from eset_desktop.workers.messages import Failure, failure_of

_KEPT_DOCUMENTS = 8
_KEPT_BYTES = 256 * 1024 * 1024
_MAX_PIXELS = 40_000_000
"""A page may claim any size; 160 MB of pixels is where we stop."""

_MAX_SIDE = 16_000


class RenderWorker:
    """Holds the last used documents and answers requests."""

    def __init__(self) -> None:
        self._documents: OrderedDict[int, tuple[pdfium.PdfDocument, int]] = OrderedDict()

    def handle(self, frame: bytes) -> bytes:
        """Answer one request; whatever goes wrong becomes a :class:`Failure`."""
        answer: Answer
        try:
            answer = self._answer(msgspec.msgpack.decode(frame, type=Request))
        except EsetError as error:
            answer = failure_of(error)
        except Exception as error:  # noqa: BLE001 - boundary: the worker's main; the text could hold personal data
            answer = Failure(DocumentError.code, {"kind": type(error).__name__})
        return msgspec.msgpack.encode(answer)

    def _answer(self, request: Request) -> Answer:
        match request:
            case DescribePdf() | FindHidden() | CleanPdf():
                return _examined(request)
            case LoadDocument():
                return self._load(request)
            case DropDocument():
                self._drop(request.handle)
                return Done()
            case CountPages():
                return Counted(len(self._document(request.handle)))
            case RenderPage():
                return Rendered(render(self._document(request.handle), request))
            case ExtractText():
                return Extracted(extract_text(self._document(request.handle), request.limit))

    def _load(self, request: LoadDocument) -> Done:
        self._drop(request.handle)
        document = open_document(request.pdf)
        self._documents[request.handle] = (document, len(request.pdf))
        while len(self._documents) > 1 and self._is_too_much():
            self._drop(next(iter(self._documents)))
        return Done()

    def _is_too_much(self) -> bool:
        return (
            len(self._documents) > _KEPT_DOCUMENTS
            or sum(size for _, size in self._documents.values()) > _KEPT_BYTES
        )

    def _drop(self, handle: int) -> None:
        document, _ = self._documents.pop(handle, (None, 0))
        if document is not None:
            document.close()

    def _document(self, handle: int) -> pdfium.PdfDocument:
        if handle not in self._documents:
            raise Forgotten
        self._documents.move_to_end(handle)
        return self._documents[handle][0]


def _examined(request: DescribePdf | FindHidden | CleanPdf) -> Answer:
    """Answer what qpdf alone is asked for; no document is kept."""
    match request:
        case DescribePdf():
            return Described(describe_pdf(request.pdf))
        case FindHidden():
            return FoundHidden(hidden_in(request.pdf))
        case CleanPdf():
            return CleanedPdf(clean_pdf(request.pdf, request.title))


def open_document(pdf: bytes) -> pdfium.PdfDocument:
    """Open a document in PDFium, with its form fields to be drawn.

    Raises:
        DocumentError: Why it cannot be opened, as :func:`~eset_desktop.documents.metadata.describe_pdf` has it.
    """
    try:
        document = pdfium.PdfDocument(pdf)
    except pdfium.PdfiumError as error:
        # PDFium's reason may be that of an earlier document; qpdf tells a password from damage.
        describe_pdf(pdf)
        raise BrokenPdf from error
    if len(document) == 0:
        document.close()
        raise BrokenPdf
    document.init_forms()
    return document


def render(document: pdfium.PdfDocument, request: RenderPage) -> RenderedPage:
    """Draw one page.

    Raises:
        NoSuchPage: The document has fewer pages.
        BrokenPdf: PDFium cannot read the page.
    """
    if not 0 <= request.page < len(document):
        raise NoSuchPage(page=request.page, pages=len(document))
    try:
        page = document[request.page]
    except pdfium.PdfiumError as error:
        raise BrokenPdf from error
    try:
        bitmap = page.render(scale=_scale(page.get_size(), request), prefer_bgrx=True)
        try:
            return RenderedPage(
                bytes(bitmap.buffer), bitmap.width, bitmap.height, bitmap.stride, request.device_pixel_ratio
            )
        finally:
            bitmap.close()
    finally:
        page.close()


def _scale(size: tuple[float, float], request: RenderPage) -> float:
    """Return pixels for each point so that the page is as wide as asked, within bounds, and has at least a pixel."""
    width, height = (max(side, 0.01) for side in size)
    wanted = max(1.0, request.width * request.device_pixel_ratio) / width
    bound: float = min(_MAX_SIDE / width, _MAX_SIDE / height, math.sqrt(_MAX_PIXELS / (width * height)))
    return min(wanted, bound) * (1 - 1e-9)


def start() -> Handler:
    """Return the handler of requests."""
    return RenderWorker().handle


if __name__ == "__main__":
    serve(start)
