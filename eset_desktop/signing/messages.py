# SPDX-License-Identifier: EUPL-1.2
"""What others and the PDF worker say to each other (MessagePack, one frame each)."""

from datetime import datetime

import msgspec

from eset_desktop.signing.evidence.values import AboutDocument, EvidenceFiles
from eset_desktop.signing.sources import Source
from eset_desktop.signing.values import (
    Checked,
    Evidence,
    Identity,
    Prepared,
    SignatureFacts,
    SignedTail,
    Wanted,
)
from eset_desktop.workers.messages import Failure


class CheckPdf(msgspec.Struct, frozen=True, tag="check_pdf"):
    """Say whether a document can be signed as wanted."""

    source: Source
    wanted: Wanted = Wanted()
    sha256: str = ""
    """What its bytes must be; empty when that is not known yet."""


class PreparePdf(msgspec.Struct, frozen=True, tag="prepare_pdf"):
    """Make a signature that lacks nothing but its value."""

    source: Source
    identity: Identity
    at: datetime
    wanted: Wanted = Wanted()
    sha256: str = ""


class FinishPdf(msgspec.Struct, frozen=True, tag="finish_pdf"):
    """Put the value in, and check the signature."""

    source: Source
    prepared: Prepared
    value: bytes
    identity: Identity
    confirmation: str


class InspectPdf(msgspec.Struct, frozen=True, tag="inspect_pdf"):
    """Say what signatures a document holds."""

    source: Source


class TellEvidence(msgspec.Struct, frozen=True, tag="tell_evidence"):
    """Put the whole evidence of one signature together, as JSON and as a PDF."""

    source: Source
    evidence: Evidence
    about: AboutDocument
    made_at: datetime
    language: str


class Fit(msgspec.Struct, frozen=True, tag="fit"):
    """A document can be signed."""

    checked: Checked


class Ready(msgspec.Struct, frozen=True, tag="ready"):
    """A signature waits for its value."""

    prepared: Prepared


class Signed(msgspec.Struct, frozen=True, tag="signed"):
    """A signature is made and checked."""

    signed: SignedTail


class Inspected(msgspec.Struct, frozen=True, tag="inspected"):
    """The signatures in a document, in the order they were made."""

    signatures: tuple[SignatureFacts, ...]


class EvidenceTold(msgspec.Struct, frozen=True, tag="evidence_told"):
    """The evidence of one signature."""

    files: EvidenceFiles


Request = CheckPdf | PreparePdf | FinishPdf | InspectPdf | TellEvidence
Answer = Fit | Ready | Signed | Inspected | EvidenceTold | Failure
