# SPDX-License-Identifier: EUPL-1.2
"""What window and signing process say to each other (MessagePack, one frame each)."""

from datetime import datetime

import msgspec

from eset_desktop.signing.values import Identity, SignatureFacts, SignedPdf
from eset_desktop.workers.messages import Failure


class OpenPkcs12(msgspec.Struct, frozen=True, tag="open_pkcs12"):
    """Open a PKCS#12 and keep its key; the passphrase is dropped at once."""

    data: bytes
    passphrase: str


class CloseIdentity(msgspec.Struct, frozen=True, tag="close_identity"):
    """Forget an open key."""

    handle: str


class CheckPdf(msgspec.Struct, frozen=True, tag="check_pdf"):
    """Say whether a document can be signed."""

    pdf: bytes


class SignPdf(msgspec.Struct, frozen=True, tag="sign_pdf"):
    """Sign a document with an open key."""

    handle: str
    pdf: bytes
    at: datetime
    confirmation: str


class InspectPdf(msgspec.Struct, frozen=True, tag="inspect_pdf"):
    """Say what signatures a document holds."""

    pdf: bytes


class Done(msgspec.Struct, frozen=True, tag="done"):
    """Nothing to say but yes."""


class Opened(msgspec.Struct, frozen=True, tag="opened"):
    """A key is open."""

    identity: Identity


class Signed(msgspec.Struct, frozen=True, tag="signed"):
    """A document is signed and its signature checked."""

    result: SignedPdf


class Inspected(msgspec.Struct, frozen=True, tag="inspected"):
    """The signatures in a document, in the order they were made."""

    signatures: tuple[SignatureFacts, ...]


Request = OpenPkcs12 | CloseIdentity | CheckPdf | SignPdf | InspectPdf
Answer = Done | Opened | Signed | Inspected | Failure
