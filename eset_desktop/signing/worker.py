# SPDX-License-Identifier: EUPL-1.2
"""The PDF worker: ``python -m eset_desktop.signing.worker``; the only process of the client that loads pyHanko.

It remembers hash states of documents that it read, which can be made again, and nothing else of weight: after its death
another one goes on with the same messages.
"""

from typing import TYPE_CHECKING, Final

import msgspec

from eset_desktop.errors import EsetError
from eset_desktop.platform_limits import limit_memory
from eset_desktop.signing.checks import check_identity
from eset_desktop.signing.errors import BrokenPdf, DocumentChanged, SigningError
from eset_desktop.signing.evidence.document import evidence_pdf
from eset_desktop.signing.evidence.material import material_of
from eset_desktop.signing.evidence.values import EvidenceFiles, Record
from eset_desktop.signing.evidence.writing import canonical
from eset_desktop.signing.inspection import inspect_document
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
from eset_desktop.signing.pades.earlier import check_earlier
from eset_desktop.signing.pades.finishing import finish
from eset_desktop.signing.pades.opening import Document, Measures, open_document
from eset_desktop.signing.pades.preparing import prepare
from eset_desktop.signing.pades.reading import SigningWriter, open_for_signing
from eset_desktop.signing.pades.restrictions import Restrictions
from eset_desktop.signing.pades.template import template_of
from eset_desktop.signing.sources import Source
from eset_desktop.signing.values import Checked, Identity, Prepared, Wanted
from eset_desktop.workers.host import Handler, serve
from eset_desktop.workers.messages import Failure, failure_of

if TYPE_CHECKING:
    from hashlib import _Hash

MEMORY: Final = 1 << 30
"""Bytes above what it starts with: documents are read in pieces, so that none of honest make comes near."""


class SigningWorker:
    """Answers requests."""

    def __init__(self) -> None:
        self._measures = Measures()

    def handle(self, frame: bytes) -> bytes:
        """Answer one request; whatever goes wrong becomes a :class:`Failure`."""
        answer: Answer
        try:
            answer = self._answer(msgspec.msgpack.decode(frame, type=Request))
        except EsetError as error:
            answer = failure_of(error)
        except Exception as error:  # noqa: BLE001 - boundary: the worker's main; the text could hold personal data
            answer = Failure(SigningError.code, {"kind": type(error).__name__})
        return msgspec.msgpack.encode(answer)

    def _answer(self, request: Request) -> Answer:
        match request:
            case CheckPdf():
                return Fit(self._check(request))
            case PreparePdf():
                return Ready(self._prepare(request))
            case FinishPdf():
                return self._finish(request)
            case InspectPdf():
                with open_document(request.source) as document:
                    return Inspected(inspect_document(document))
            case TellEvidence():
                return EvidenceTold(_evidence(request))

    def _check(self, request: CheckPdf) -> Checked:
        with open_document(request.source) as document:
            _, found = _open_checked(document, request.wanted)
            measured = self._measured(request.source, document, request.sha256)
            return Checked(
                measured.hexdigest(), document.size, len(found.signatures), found.certified, found.empty
            )

    def _prepare(self, request: PreparePdf) -> Prepared:
        check_identity(request.identity, request.at)
        template = template_of(request.identity)
        wanted = _with_signer(request.wanted, request.identity)
        with open_document(request.source) as document:
            writer, _ = _open_checked(document, request.wanted)
            measured = self._measured(request.source, document, request.sha256)
            try:
                return prepare(writer, measured, template, wanted, size=document.size, at=request.at)
            except EsetError:
                raise
            except Exception as error:
                # a stranger's document: what the library stumbles over only when it writes
                raise BrokenPdf from error

    def _finish(self, request: FinishPdf) -> Signed:
        prepared = request.prepared
        measured = self._measures.remembered(request.source)
        if measured is None or measured.hexdigest() != prepared.sha256:
            with open_document(request.source) as document:
                measured = self._measured(request.source, document, prepared.sha256)
        return Signed(
            finish(prepared, measured, request.value, request.identity, confirmation=request.confirmation)
        )

    def _measured(self, source: Source, document: Document, sha256: str) -> "_Hash":
        measured = self._measures.of(source, document)
        if sha256 and measured.hexdigest() != sha256:
            raise DocumentChanged
        return measured


def _evidence(request: TellEvidence) -> EvidenceFiles:
    with open_document(request.source) as document:
        material = material_of(document.stream, request.evidence)
    record = Record(request.about, request.evidence, material, request.made_at)
    return EvidenceFiles(canonical(record), evidence_pdf(record, language=request.language))


def _with_signer(wanted: Wanted, identity: Identity) -> Wanted:
    """Let a stamp that names nobody say what the certificate says."""
    stamp = wanted.stamp
    if stamp is None or stamp.name:
        return wanted
    told = msgspec.structs.replace(
        stamp,
        name=identity.name,
        capacity=stamp.capacity or identity.position,
        body=stamp.body or identity.body,
    )
    return msgspec.structs.replace(wanted, stamp=told)


def _open_checked(document: Document, wanted: Wanted) -> tuple[SigningWriter, Restrictions]:
    writer, found = open_for_signing(document, wanted)
    if found.signatures:
        check_earlier(document)
    return writer, found


def start() -> Handler:
    """Return the handler of requests."""
    limit_memory(MEMORY)
    return SigningWorker().handle


if __name__ == "__main__":
    serve(start)
