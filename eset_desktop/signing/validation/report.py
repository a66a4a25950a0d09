# SPDX-License-Identifier: EUPL-1.2
"""What is said of a file and of each signature in it: plain values, light to import, the same in every process."""

from datetime import datetime
from enum import StrEnum

import msgspec


class Verdict(StrEnum):
    """The three answers of EN 319 102-1 §5.1.3."""

    PASSED = "PASSED"
    FAILED = "FAILED"
    INDETERMINATE = "INDETERMINATE"


class SubIndication(StrEnum):
    """Why, by EN 319 102-1 table 6; ``NO_SIGNATURE`` is ours, for files that nobody signed."""

    FORMAT_FAILURE = "FORMAT_FAILURE"
    HASH_FAILURE = "HASH_FAILURE"
    SIG_CRYPTO_FAILURE = "SIG_CRYPTO_FAILURE"
    NOT_YET_VALID = "NOT_YET_VALID"
    SIG_CONSTRAINTS_FAILURE = "SIG_CONSTRAINTS_FAILURE"
    CHAIN_CONSTRAINTS_FAILURE = "CHAIN_CONSTRAINTS_FAILURE"
    CERTIFICATE_CHAIN_GENERAL_FAILURE = "CERTIFICATE_CHAIN_GENERAL_FAILURE"
    CRYPTO_CONSTRAINTS_FAILURE_NO_POE = "CRYPTO_CONSTRAINTS_FAILURE_NO_POE"
    NO_SIGNING_CERTIFICATE_FOUND = "NO_SIGNING_CERTIFICATE_FOUND"
    NO_CERTIFICATE_CHAIN_FOUND = "NO_CERTIFICATE_CHAIN_FOUND"
    REVOKED_NO_POE = "REVOKED_NO_POE"
    REVOKED_CA_NO_POE = "REVOKED_CA_NO_POE"
    OUT_OF_BOUNDS_NO_POE = "OUT_OF_BOUNDS_NO_POE"
    TIMESTAMP_ORDER_FAILURE = "TIMESTAMP_ORDER_FAILURE"
    TRY_LATER = "TRY_LATER"
    SIGNED_DATA_NOT_FOUND = "SIGNED_DATA_NOT_FOUND"
    GENERIC = "GENERIC"
    NO_SIGNATURE = "NO_SIGNATURE"


class Integrity(StrEnum):
    """Whether the signed bytes and the signature over them hold; says nothing of who signed."""

    INTACT = "INTACT"
    BROKEN = "BROKEN"
    UNKNOWN = "UNKNOWN"


class Coverage(StrEnum):
    """What part of the file a signature speaks of."""

    WHOLE_FILE = "WHOLE_FILE"
    """Everything but the signature's own value."""
    REVISION = "REVISION"
    """The whole file as it was when it was signed; later updates follow."""
    PARTIAL = "PARTIAL"
    """Bytes are left out that a reader may show."""
    UNKNOWN = "UNKNOWN"


class Modifications(StrEnum):
    """What was added after a signature, the gravest kind."""

    NONE = "NONE"
    PROOFS = "PROOFS"
    """Timestamps and validation data only (PAdES document security store)."""
    SIGNATURES = "SIGNATURES"
    """Further signatures with their fields."""
    FORM_FILLING = "FORM_FILLING"
    """Values of form fields."""
    OTHER = "OTHER"
    """Anything else: pages, annotations, what cannot be told."""
    UNKNOWN = "UNKNOWN"


class Trust(StrEnum):
    """Where the signer's chain ends."""

    TRUSTED_LIST = "TRUSTED_LIST"
    """At a service that was granted in a trusted list at the time of signing."""
    CONFIGURED = "CONFIGURED"
    """At a root that this computer was told to believe."""
    UNTRUSTED = "UNTRUSTED"
    """A chain was looked for and none that counts was found."""
    UNKNOWN = "UNKNOWN"
    """Not looked for: the signature cannot be read, or trust was not asked for."""


class Revocation(StrEnum):
    """What is known of the signer's certificate and those above it at the time of signing."""

    GOOD = "GOOD"
    REVOKED = "REVOKED"
    """Revoked before the time that is proven."""
    REVOKED_LATER = "REVOKED_LATER"
    """Revoked after the time that is proven: good when it signed."""
    UNKNOWN = "UNKNOWN"


class Proof(StrEnum):
    """What proves that the signature existed at its ``time``."""

    SIGNATURE_TIMESTAMP = "SIGNATURE_TIMESTAMP"
    DOCUMENT_TIMESTAMP = "DOCUMENT_TIMESTAMP"
    CLAIMED = "CLAIMED"
    """Nothing: the signer says so."""
    NONE = "NONE"


class SignatureReport(msgspec.Struct, frozen=True):
    """What is said of one signature.

    Attributes:
        signer: Common name in the certificate; empty when there is none to read.
        integrity: Whether what was signed is as it was.
        level: ``B-B``, ``B-T``, ``B-LT``, ``B-LTA``; the same after ``PKCS7-`` for signatures that are no PAdES;
            ``TIMESTAMP`` for a document timestamp; empty when it cannot be told.
        time: When it existed, proven or, failing that, claimed; see ``proof``.
        proof: What proves ``time``.
        coverage: What it covers.
        modifications: What came after it.
        trust: Where its chain ends.
        revocation: What is known of its certificates.
        problems: Codes of :class:`eset_desktop.signing.validation.problems.Problem`, the gravest first.
    """

    signer: str
    integrity: Integrity
    level: str
    time: datetime | None
    proof: Proof
    coverage: Coverage
    modifications: Modifications
    trust: Trust
    revocation: Revocation
    problems: tuple[str, ...]


class FileReport(msgspec.Struct, frozen=True, omit_defaults=True):
    """What is said of one file.

    Attributes:
        file: Its name as it was given.
        verdict: The worst of its signatures.
        sub_indication: Why it did not pass; ``None`` when it did.
        signatures: In the order they were made.
        problem: Code of what concerns the file as a whole; empty when it could be read.
    """

    file: str
    verdict: Verdict
    sub_indication: SubIndication | None
    signatures: tuple[SignatureReport, ...]
    problem: str = ""
