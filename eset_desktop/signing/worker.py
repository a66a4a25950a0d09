# SPDX-License-Identifier: EUPL-1.2
"""The signing process: ``python -m eset_desktop.signing.worker``; the only one that loads pyHanko and holds keys.

A passphrase is used once, to open its file, and is never kept, logged or sent back. Python cannot promise to wipe
a text from memory; the process ends with the window's need of it.
"""

import secrets

import msgspec

from eset_desktop.errors import EsetError
from eset_desktop.signing.checks import check_identity
from eset_desktop.signing.earlier import check_earlier
from eset_desktop.signing.errors import IdentityForgotten, SigningError
from eset_desktop.signing.evidence.making import record
from eset_desktop.signing.inspection import inspect_pdf
from eset_desktop.signing.keys.pkcs12.file import OpenIdentity, open_pkcs12
from eset_desktop.signing.messages import (
    Answer,
    CheckPdf,
    CloseIdentity,
    Done,
    Inspected,
    InspectPdf,
    Opened,
    OpenPkcs12,
    Request,
    Signed,
    SignPdf,
)
from eset_desktop.signing.own_check import check_own_signature
from eset_desktop.signing.pades import PadesSigner, sign
from eset_desktop.signing.pdf_checks import SigningWriter, open_for_signing
from eset_desktop.signing.values import SignedPdf
from eset_desktop.workers.host import Handler, serve
from eset_desktop.workers.messages import Failure, failure_of


class SigningWorker:
    """Holds the open keys and answers requests."""

    def __init__(self) -> None:
        self._open: dict[str, tuple[OpenIdentity, PadesSigner]] = {}

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
            case OpenPkcs12():
                return self._open_pkcs12(request)
            case CloseIdentity():
                self._open.pop(request.handle, None)
                return Done()
            case CheckPdf():
                _open_checked(request.pdf)
                return Done()
            case SignPdf():
                return self._sign(request)
            case InspectPdf():
                return Inspected(inspect_pdf(request.pdf))

    def _open_pkcs12(self, request: OpenPkcs12) -> Opened:
        opened = open_pkcs12(request.data, request.passphrase, handle=secrets.token_hex(16))
        self._open[opened.identity.handle] = (opened, PadesSigner(opened))
        return Opened(opened.identity)

    def _sign(self, request: SignPdf) -> Signed:
        if request.handle not in self._open:
            raise IdentityForgotten
        opened, signer = self._open[request.handle]
        check_identity(opened.identity, request.at)
        writer = _open_checked(request.pdf)
        field_name = f"Signatura-{secrets.token_hex(8)}"
        data = sign(writer, signer, at=request.at, field_name=field_name)
        checked = check_own_signature(request.pdf, data, opened.identity.certificate)
        evidence = record(
            request.pdf,
            data,
            checked,
            opened.identity,
            field_name=field_name,
            at=request.at,
            confirmation=request.confirmation,
        )
        return Signed(SignedPdf(data, evidence))


def _open_checked(pdf: bytes) -> SigningWriter:
    writer = open_for_signing(pdf)
    check_earlier(pdf, writer)
    return writer


def start() -> Handler:
    """Return the handler of requests."""
    return SigningWorker().handle


if __name__ == "__main__":
    serve(start)
