# SPDX-License-Identifier: EUPL-1.2
"""The door to signing for the window and the command line; the work is done in a process of its own.

Importing this module loads neither pyHanko nor Qt. Each ``begin_…`` method returns at once with a future, whose
callbacks run on a thread of this client; the method of the same name without ``begin_`` waits for it.
"""

from collections.abc import Callable
from concurrent.futures import Future
from functools import partial
from pathlib import Path
from typing import Final, Self, TypeVar

import msgspec

from eset_desktop.clock import Clock, SystemClock
from eset_desktop.errors import BlobDamaged
from eset_desktop.signing.errors import (
    DocumentUnreadable,
    SigningError,
    WorkerDied,
    WorkerHung,
)
from eset_desktop.signing.evidence.values import AboutDocument, EvidenceFiles
from eset_desktop.signing.messages import (
    Answer,
    CheckPdf,
    EvidenceTold,
    FinishPdf,
    Fit,
    Inspected,
    InspectPdf,
    PreparePdf,
    Ready,
    Request,
    Signed,
    TellEvidence,
)
from eset_desktop.signing.plain_files import shown, why_unreadable
from eset_desktop.signing.sources import HeldBytes, PlainFile, Source
from eset_desktop.signing.values import (
    Checked,
    Evidence,
    Identity,
    Prepared,
    SignatureFacts,
    SignedTail,
    Wanted,
)
from eset_desktop.workers.futures import otherwise, then
from eset_desktop.workers.messages import Failure, error_of
from eset_desktop.workers.process import WorkerErrors, WorkerProcess

TIMEOUT = 60.0
"""Seconds for one document and a small computer's disk; large ones get more (:data:`SLOWEST`)."""
SLOWEST = 10_000_000
"""Bytes in a second that even a slow disk reads."""
PLAIN: Final = Wanted()

T = TypeVar("T")
A = TypeVar("A", bound=msgspec.Struct)


class SigningClient:
    """Prepares, finishes and inspects; survives the death of the process that does it.

    After :class:`~eset_desktop.signing.errors.WorkerDied`, :class:`~eset_desktop.signing.errors.WorkerHung` the next
    call starts another process. Keys are elsewhere (:mod:`eset_desktop.signing.keys`).

    Attributes:
        clock: Says the moment that stands in signatures.
    """

    def __init__(
        self,
        *,
        clock: Clock | None = None,
        timeout: float = TIMEOUT,
        module: str = "eset_desktop.signing.worker",
    ) -> None:
        self.clock = clock or SystemClock()
        self._timeout = timeout
        self._process = WorkerProcess(module, WorkerErrors(WorkerDied, WorkerHung))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def pid(self) -> int | None:
        """Process id of the living signing process."""
        return self._process.pid

    @property
    def busy(self) -> bool:
        """Whether a request is being worked on at this moment."""
        return self._process.busy

    def warm_up(self) -> None:
        """Start the process now, behind whatever the person is looking at (about half a second)."""
        self._process.submit(bytearray(), timeout=0.0)

    def begin_check(
        self, document: bytes | Source, wanted: Wanted = PLAIN, *, sha256: str = ""
    ) -> "Future[Checked]":
        """Check a document; the future raises the errors of :meth:`check`."""
        request = CheckPdf(_source(document), wanted, sha256)
        return self._begin(request, Fit, lambda answer: answer.checked)

    def check(self, document: bytes | Source, wanted: Wanted = PLAIN, *, sha256: str = "") -> Checked:
        """Return what is known of a document that can be signed as wanted.

        Args:
            document: Its bytes or where they are.
            wanted: How it will be signed.
            sha256: What its bytes must be, hexadecimal; empty when that is not known yet.

        Raises:
            DocumentRefused: One of its subclasses: why it cannot.
            NotChecked: A signature that it has could not be examined.
        """
        return self.begin_check(document, wanted, sha256=sha256).result()

    def begin_prepare(
        self, source: Source, identity: Identity, wanted: Wanted = PLAIN, *, sha256: str = ""
    ) -> "Future[Prepared]":
        """Make a signature that lacks nothing but its value.

        Where the process dies of reading what a page says, a visible signature is put as if it said nothing.

        The future raises what :meth:`check` raises, and:

        Raises:
            CertificateExpired: And its two sisters: the certificate may not sign now.
            DocumentChanged: Its bytes are not those of ``sha256``.
        """
        request = PreparePdf(source, identity, self.clock.now(), wanted, sha256)
        first = self._begin(request, Ready, lambda answer: answer.prepared)
        if wanted.stamp is None:
            return first
        stamp = msgspec.structs.replace(wanted.stamp, keeps_clear=False)
        unread = msgspec.structs.replace(request, wanted=msgspec.structs.replace(wanted, stamp=stamp))
        again = partial(self._begin, unread, Ready, lambda answer: answer.prepared)
        return otherwise(first, (WorkerDied, WorkerHung), again)

    def begin_finish(
        self,
        source: Source,
        prepared: Prepared,
        value: bytes,
        identity: Identity,
        *,
        confirmation: str,
    ) -> "Future[SignedTail]":
        """Put the value in and check the result; goes before what waits.

        The future raises:

        Raises:
            OwnCheckFailed: The signature does not hold and was thrown away.
            DocumentChanged: The document is not what was prepared any more.
        """
        request = FinishPdf(source, prepared, value, identity, confirmation)
        return self._begin(request, Signed, lambda answer: answer.signed, priority=-1)

    def begin_inspect(self, document: bytes | Source) -> "Future[tuple[SignatureFacts, ...]]":
        """Say what signatures a document holds; the future raises the errors of :meth:`inspect`."""
        return self._begin(InspectPdf(_source(document)), Inspected, lambda answer: answer.signatures)

    def inspect(self, document: bytes | Source) -> tuple[SignatureFacts, ...]:
        """Return what the document says of each signature in it: integrity is checked, trust is not.

        Raises:
            NotChecked: The document could not be examined; never to be shown as valid.
        """
        return self.begin_inspect(document).result()

    def evidence(
        self, document: Source, evidence: Evidence, about: AboutDocument, *, language: str = "ca"
    ) -> EvidenceFiles:
        """Return the whole evidence of a signature: what its maker noted and what the document proves now.

        Args:
            document: The signed document, or one that was made from it by adding time stamps.
            evidence: From signing it.
            about: The document as people know it.
            language: Of the PDF.

        Raises:
            EvidenceMissing: The document does not hold that signature.
        """
        request = TellEvidence(document, evidence, about, self.clock.now(), language)
        return self._begin(request, EvidenceTold, lambda answer: answer.files).result()

    def close(self) -> None:
        """End the PDF worker."""
        self._process.close()

    def _begin(
        self, request: Request, kind: type[A], take: Callable[[A], T], *, priority: int = 0
    ) -> "Future[T]":
        refusal = _refusal(request.source)
        if refusal is not None:
            refused: Future[T] = Future()
            refused.set_exception(refusal)
            return refused
        frame = bytearray()
        msgspec.msgpack.Encoder().encode_into(request, frame)
        timeout = self._timeout + _size(request.source) / SLOWEST
        answer = self._process.submit(frame, timeout=timeout, priority=priority)
        return then(answer, lambda data: take(_expect(data, kind)))


def _refusal(source: Source) -> DocumentUnreadable | None:
    """Return why a document is not even given to the worker."""
    path = source.path if isinstance(source, PlainFile) else None
    why = why_unreadable(path) if path else None
    return DocumentUnreadable(file=shown(path.name), reason=why) if path and why else None


def _size(source: Source) -> int:
    """Return about how many bytes are to be read; a file that is not there is told by the worker."""
    if isinstance(source, HeldBytes):
        return len(source.data)
    try:
        return Path(source.path).stat().st_size
    except OSError:
        return 0


def _source(document: bytes | Source) -> Source:
    return HeldBytes(document) if isinstance(document, bytes) else document


def _expect(data: bytes, kind: type[A]) -> A:
    answer = msgspec.msgpack.decode(data, type=Answer)
    if isinstance(answer, Failure):
        if answer.code == BlobDamaged.code:
            raise BlobDamaged
        raise error_of(answer, SigningError)
    if not isinstance(answer, kind):
        raise SigningError
    return answer
