# SPDX-License-Identifier: EUPL-1.2
"""The door to pages as pixels for the window; PDFium runs in a process of its own.

Nothing here blocks: each ``begin_…`` method returns a future at once, whose callbacks run on a thread of this client
(a window passes them on with a queued signal). The method of the same name without ``begin_`` waits.

A document's bytes cross once: a request for a document that the process does not hold is answered *forgotten*, and
only then are its bytes asked from their source (on the client's thread, so a slow disk blocks nobody) and sent.
"""

import itertools
from collections.abc import Callable
from concurrent.futures import Future
from typing import Generic, Self, TypeVar

import msgspec

from eset_desktop.documents.errors import (
    CannotShow,
    DocumentError,
    Forgotten,
    RenderDied,
    RenderHung,
    UnreadableFile,
)
from eset_desktop.documents.messages import (
    AboutDocument,
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
from eset_desktop.documents.values import Cleaned, HiddenReport, PdfFacts, RenderedPage
from eset_desktop.errors import Cancelled, EsetError
from eset_desktop.workers.futures import then
from eset_desktop.workers.messages import Failure, error_of
from eset_desktop.workers.process import WorkerErrors, WorkerProcess

TIMEOUT = 20.0
"""Seconds for one page; a person has gone elsewhere by then."""

TEXT_LIMIT = 1_000_000
"""Characters of text taken from one document for the search index."""

_PAGE_FIRST, _NORMAL, _LATER = 0, 1, 2
_CRASHES_ALLOWED = 1

T = TypeVar("T")
A = TypeVar("A", bound=msgspec.Struct)


class RenderClient:
    """Draws pages of documents; survives the crash of the process that does it."""

    def __init__(
        self, *, timeout: float = TIMEOUT, module: str = "eset_desktop.documents.render_worker"
    ) -> None:
        self._timeout = timeout
        self._process = WorkerProcess(module, WorkerErrors(RenderDied, RenderHung))
        self._handles = itertools.count(1)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def pid(self) -> int | None:
        """Process id of the living drawing process."""
        return self._process.pid

    @property
    def busy(self) -> bool:
        """Whether a request is being worked on at this moment."""
        return self._process.busy

    def warm_up(self) -> None:
        """Start the process now, before the first page is wanted."""
        self._process.submit(bytearray(), timeout=0.0)

    def open(self, source: Callable[[], bytes]) -> "RenderDocument":
        """Return a document to ask pages of; nothing is read yet.

        Args:
            source: Returns the bytes; called on another thread when they are needed, again after a crash. An
                ``OSError`` from it becomes :class:`~eset_desktop.documents.errors.UnreadableFile`.
        """
        return RenderDocument(self, next(self._handles), source)

    def begin_describe(self, pdf: bytes) -> "Future[PdfFacts]":
        """Say what a PDF says of itself; the future raises the errors of :meth:`describe`."""
        return then(self.submit(DescribePdf(pdf), _NORMAL), lambda data: expect(data, Described).facts)

    def describe(self, pdf: bytes) -> PdfFacts:
        """Return what a PDF says of itself.

        Raises:
            NotAPdf: No PDF header.
            IncompletePdf: The end is missing.
            BrokenPdf: Damaged beyond reading, or without a page.
            PasswordPdf: It opens only with a password.
        """
        return self.begin_describe(pdf).result()

    def begin_find_hidden(self, pdf: bytes) -> "Future[HiddenReport]":
        """Find what nobody sees in a PDF; the future raises the errors of :meth:`find_hidden`."""
        return then(self.submit(FindHidden(pdf), _NORMAL), lambda data: expect(data, FoundHidden).report)

    def find_hidden(self, pdf: bytes) -> HiddenReport:
        """Return what :meth:`clean` would take out of a PDF and what would stay, to be shown before.

        Raises:
            SignedKept: It is signed; nothing in it may be changed.
            ProtectedKept: It is encrypted.
            DocumentError: Why it cannot be read.
        """
        return self.begin_find_hidden(pdf).result()

    def begin_clean(self, pdf: bytes, title: str = "") -> "Future[Cleaned]":
        """Take out what nobody sees in a PDF; the future raises the errors of :meth:`clean`."""
        return then(self.submit(CleanPdf(pdf, title), _LATER), lambda data: expect(data, CleanedPdf).cleaned)

    def clean(self, pdf: bytes, title: str = "") -> Cleaned:
        """Return a PDF without what nobody sees in it; ``title`` is what it calls itself from now on.

        Raises:
            CleaningFailed: Its pages would not be the same afterwards.
            SignedKept: And the others, as :meth:`find_hidden`.
        """
        return self.begin_clean(pdf, title).result()

    def submit(self, request: Request, priority: int) -> "Future[bytes]":
        """Queue a request; for this module's own use."""
        frame = bytearray()
        msgspec.msgpack.Encoder().encode_into(request, frame)
        return self._process.submit(frame, timeout=self._timeout, priority=priority)

    def close(self) -> None:
        """End the drawing process; what waits is cancelled."""
        self._process.close()


class RenderDocument:
    """One document to draw pages of."""

    def __init__(self, client: RenderClient, handle: int, source: Callable[[], bytes]) -> None:
        self.client = client
        self.handle = handle
        self.source = source
        self.crashes = 0
        self._lanes: dict[str, Future[RenderedPage]] = {}

    def begin_page_count(self) -> "Future[int]":
        """Count the pages; the future raises the errors of :meth:`page_count`."""
        return _Question(self, CountPages(self.handle), Counted, lambda a: a.pages, _PAGE_FIRST).ask()

    def page_count(self) -> int:
        """Return how many pages the document has.

        Raises:
            DocumentError: Why it cannot be opened.
        """
        return self.begin_page_count().result()

    def begin_render(
        self, page: int, width_px: int, dpr: float = 1.0, *, lane: str = "page"
    ) -> "Future[RenderedPage]":
        """Draw a page; an older request of the same lane that still waits is cancelled (the newest wins).

        Args:
            page: From 0.
            width_px: Logical pixels.
            dpr: Physical pixels for each logical one.
            lane: Name of the place on the screen that shows one picture at a time; empty for none.
        """
        request = RenderPage(self.handle, page, width_px, dpr)
        question = _Question(self, request, Rendered, lambda a: a.page, _PAGE_FIRST)
        if lane:
            older = self._lanes.get(lane)
            if older is not None:
                older.cancel()
            self._lanes[lane] = question.future
        return question.ask()

    def render(self, page: int, width_px: int, dpr: float = 1.0) -> RenderedPage:
        """Return a page as pixels.

        Raises:
            NoSuchPage: The document has fewer pages.
            RenderDied: Or ``RenderHung``: this page made the library crash or hang.
            CannotShow: It did so before; it is not tried again.
            DocumentError: Why it cannot be opened.
        """
        return self.begin_render(page, width_px, dpr, lane="").result()

    def begin_text(self, limit: int = TEXT_LIMIT) -> "Future[str]":
        """Extract the text; the future raises the errors of :meth:`text`."""
        return _Question(self, ExtractText(self.handle, limit), Extracted, lambda a: a.text, _LATER).ask()

    def text(self, limit: int = TEXT_LIMIT) -> str:
        """Return the document's text, pages divided by form feeds, at most ``limit`` characters.

        Raises:
            DocumentError: Why it cannot be opened.
        """
        return self.begin_text(limit).result()

    def close(self) -> None:
        """Make the drawing process forget the document."""
        for waiting in self._lanes.values():
            waiting.cancel()
        self.client.submit(DropDocument(self.handle), _NORMAL)


class _Question(Generic[A, T]):
    """A request about a document, which may have to be loaded first."""

    def __init__(
        self,
        document: RenderDocument,
        request: AboutDocument,
        kind: type[A],
        take: Callable[[A], T],
        priority: int,
    ) -> None:
        self._document = document
        self._request = request
        self._kind = kind
        self._take = take
        self._priority = priority
        self._loaded = False
        self._sent: Future[bytes] | None = None
        self.future: Future[T] = Future()
        self.future.add_done_callback(self._cancelled)

    def ask(self) -> "Future[T]":
        """Send it."""
        if self._document.crashes > _CRASHES_ALLOWED:
            self._fail(CannotShow())
        else:
            self._send(self._request, self._answered)
        return self.future

    def _send(self, request: Request, then_do: "Callable[[Future[bytes]], None]") -> None:
        try:
            self._sent = self._document.client.submit(request, self._priority)
        except EsetError as error:  # the client was closed meanwhile
            self._fail(error)
        else:
            self._sent.add_done_callback(then_do)

    def _cancelled(self, future: "Future[T]") -> None:
        if future.cancelled() and self._sent is not None:
            self._sent.cancel()

    def _answered(self, done: "Future[bytes]") -> None:
        try:
            answer = self._take(expect(_frame(done), self._kind))
        except Forgotten as error:
            if self._loaded:
                self._fail(error)
            elif not self.future.cancelled():
                self._load()
        except EsetError as error:
            self._count(error)
            self._fail(error)
        else:
            if self.future.set_running_or_notify_cancel():
                self.future.set_result(answer)

    def _load(self) -> None:
        self._loaded = True
        try:
            pdf = self._document.source()
        except EsetError as error:
            self._fail(error)
        except OSError as error:
            self._fail(UnreadableFile(reason=error.strerror or type(error).__name__))
        else:
            self._send(LoadDocument(self._document.handle, pdf), self._loaded_now)

    def _loaded_now(self, done: "Future[bytes]") -> None:
        try:
            expect(_frame(done), Done)
        except EsetError as error:
            self._count(error)
            self._fail(error)
        else:
            self._send(self._request, self._answered)

    def _count(self, error: EsetError) -> None:
        if isinstance(error, RenderDied | RenderHung):
            self._document.crashes += 1

    def _fail(self, error: EsetError) -> None:
        if self.future.set_running_or_notify_cancel():
            self.future.set_exception(error)


def _frame(done: "Future[bytes]") -> bytes:
    if done.cancelled():
        raise Cancelled
    return done.result()


def expect(data: bytes, kind: type[A]) -> A:
    """Return the answer in ``data``, or raise the error that it carries."""
    answer = msgspec.msgpack.decode(data, type=Answer)
    if isinstance(answer, Failure):
        raise error_of(answer, DocumentError)
    if not isinstance(answer, kind):
        raise DocumentError
    return answer
