# SPDX-License-Identifier: EUPL-1.2
"""The whole evidence of one signature: what its maker noted, and what the signed document itself proves."""

from datetime import datetime
from typing import Final

import msgspec

from eset_desktop.signing.values import Evidence

SCHEMA: Final = "eset-desktop/evidence/1"
"""Fields are only ever added to a version."""


class CertificateFacts(msgspec.Struct, frozen=True):
    """A certificate, whole and as people read it.

    Attributes:
        name: The subject's common name.
        issuer: The issuer's common name.
        serial: Hexadecimal.
        not_before: Aware.
        not_after: Aware.
        sha256: Of the DER, hexadecimal.
        der: All of it.
    """

    name: str
    issuer: str
    serial: str
    not_before: datetime
    not_after: datetime
    sha256: str
    der: bytes


class TimestampFacts(msgspec.Struct, frozen=True):
    """A time stamp (RFC 3161).

    Attributes:
        kind: ``signature`` when it is of the signature, ``document`` when it covers the whole document.
        time: What it attests, aware.
        authority: Common name of who gave it.
        token: The DER.
    """

    kind: str
    time: datetime
    authority: str
    token: bytes


class Material(msgspec.Struct, frozen=True):
    """What a signed document holds of the proofs of one of its signatures.

    Attributes:
        certificate: The signer's.
        chain: Its issuers', nearest first, as far as they are in the document.
        timestamps: In the order of their time.
        ocsp: Answers about certificates, DER (RFC 6960).
        crls: Revocation lists, DER (RFC 5280).
    """

    certificate: CertificateFacts
    chain: tuple[CertificateFacts, ...] = ()
    timestamps: tuple[TimestampFacts, ...] = ()
    ocsp: tuple[bytes, ...] = ()
    crls: tuple[bytes, ...] = ()


class AboutDocument(msgspec.Struct, frozen=True):
    """The signed document, as people know it.

    Attributes:
        title: In its dossier, or its file's name.
        code: Its verification code; empty when it has none.
        body: Name of the body; empty when there is none.
    """

    title: str
    code: str = ""
    body: str = ""


class Record(msgspec.Struct, frozen=True):
    """The whole evidence of one signature.

    Attributes:
        document: What was signed.
        evidence: What the maker noted at that moment; never changed afterwards.
        material: What the document proves, as of :attr:`made_at`.
        made_at: When this record was put together, aware.
        schema: :data:`SCHEMA`.
    """

    document: AboutDocument
    evidence: Evidence
    material: Material
    made_at: datetime
    schema: str = SCHEMA


class EvidenceFiles(msgspec.Struct, frozen=True):
    """The whole evidence of one signature, in its two forms.

    Attributes:
        json: For programs; see :func:`eset_desktop.signing.evidence.writing.canonical`.
        pdf: For people, with the JSON attached.
    """

    json: bytes
    pdf: bytes
