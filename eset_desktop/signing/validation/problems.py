# SPDX-License-Identifier: EUPL-1.2
"""Everything that can speak against a signature, with what it does to the verdict: a table for code, texts and tests."""

from enum import StrEnum
from typing import Final, NamedTuple

from eset_desktop.signing.validation.report import SubIndication, Verdict


class Problem(StrEnum):
    """One cause; its text for people is ``verify.problem.<value>``."""

    DIGEST = "integrity.digest"
    """The signed bytes are not those that were signed."""
    VALUE = "integrity.value"
    """The signature value does not fit."""
    UNREADABLE = "integrity.unreadable"
    """The signature cannot be taken apart (CMS, RFC 5652)."""
    COVERAGE = "integrity.coverage"
    """The range leaves out more than the signature's own value, or another one than it says."""
    MODIFIED = "changes.modified"
    """Pages, annotations or the like were changed after it."""
    CHANGES_UNKNOWN = "changes.unknown"
    """Something came after it, and the file is too odd to tell what."""
    FORBIDDEN = "changes.forbidden"
    """A change that its certification or its lock does not allow (ISO 32000-2 §12.8.2.2, §12.7.5.5)."""
    FORM_FILLED = "changes.form_filled"
    """Form fields were filled in after it and nothing says that this was meant."""
    COVERED = "changes.covered"
    """Later signatures show so much on a page that it may not read as it did."""
    DAMAGED_STRUCTURE = "form.damaged"
    """The file breaks the rules of its format: two programs may show it differently."""
    HYBRID = "form.hybrid"
    """Hybrid cross-references: old and new readers may see different pages (ISO 32000-1 §7.5.8.4)."""
    PADDING = "form.padding"
    """Something stands behind the signature in its own place."""
    UNSIGNED_FILES = "form.unsigned_files"
    """A container holds files that the signature does not speak of."""
    CONTENT_INSIDE = "form.content_inside"
    """A detached signature brings content of its own along."""
    SIGNERS = "form.signers"
    """Not exactly one signer (PAdES, EN 319 142-1 §5.3)."""
    ATTRIBUTES = "form.attributes"
    """A signed attribute that must be there is not (EN 319 122-1 §5.1, EN 319 142-1 §5)."""
    NO_CERTIFICATE = "certificate.missing"
    """The signer's certificate is not in it, or is not the one it names (ESS, RFC 5035)."""
    USAGE = "certificate.usage"
    """The certificate is not for signatures (EN 319 412-2 §4.3.2: types A, B and F carry non-repudiation)."""
    NO_CHAIN = "trust.no_chain"
    """No chain to anybody that this computer believes."""
    NOT_GRANTED = "trust.not_granted"
    """The service was not granted in the trusted list when it was signed, or is of another kind."""
    LIST_STALE = "trust.list_stale"
    """The copy of the trusted list is older than it may be (TS 119 615 §4.1)."""
    CHAIN_INVALID = "trust.chain_invalid"
    """A chain was found, but it breaks a rule of RFC 5280."""
    NOT_YET_VALID = "certificate.not_yet_valid"
    EXPIRED = "certificate.expired"
    """Expired now, and nothing proves that it was signed before."""
    REVOKED = "certificate.revoked"
    """Revoked before the time that is proven."""
    CA_REVOKED = "trust.ca_revoked"
    REVOCATION_UNKNOWN = "revocation.unknown"
    """Nothing says whether the certificate was good at the time (offline, not embedded)."""
    WEAK = "crypto.weak"
    """A digest or key that was not to be relied on any more at the time (TS 119 312)."""
    ALGORITHM = "crypto.mismatch"
    """Digest, key and signature algorithm contradict each other, or one is not known here."""
    TIMESTAMP = "time.broken"
    """A timestamp in it does not fit what it should prove."""
    TIMESTAMP_UNTRUSTED = "time.untrusted"
    """A timestamp could not be checked: it proves nothing."""
    TIMESTAMP_ORDER = "time.order"
    """Timestamps contradict each other or the certificate's beginning."""
    PASSWORD = "file.password"  # noqa: S105 - the code of a problem
    NOT_SIGNED = "file.not_signed"
    UNREADABLE_FILE = "file.unreadable"
    MISSING = "file.missing"
    """The file is not there or may not be read."""
    NO_CONTENT = "file.no_content"
    """A detached signature whose signed file is not beside it."""
    UNSUPPORTED = "file.unsupported"
    """A signature of a form that is recognised but not validated here."""
    LIMIT_TIME = "limit.time"
    LIMIT_MEMORY = "limit.memory"
    UNEXPECTED = "unexpected"
    """The check itself failed: never a reason to believe."""


class Effect(NamedTuple):
    """What a problem makes of a signature that has it."""

    verdict: Verdict
    sub_indication: SubIndication


_F, _I, _S = Verdict.FAILED, Verdict.INDETERMINATE, SubIndication

EFFECTS: Final[dict[Problem, Effect | None]] = {
    Problem.DIGEST: Effect(_F, _S.HASH_FAILURE),
    Problem.VALUE: Effect(_F, _S.SIG_CRYPTO_FAILURE),
    Problem.UNREADABLE: Effect(_F, _S.FORMAT_FAILURE),
    Problem.COVERAGE: Effect(_F, _S.FORMAT_FAILURE),
    Problem.MODIFIED: Effect(_F, _S.FORMAT_FAILURE),
    Problem.FORBIDDEN: Effect(_F, _S.FORMAT_FAILURE),
    Problem.SIGNERS: Effect(_F, _S.FORMAT_FAILURE),
    Problem.CONTENT_INSIDE: Effect(_F, _S.FORMAT_FAILURE),
    Problem.NOT_YET_VALID: Effect(_F, _S.NOT_YET_VALID),
    Problem.NO_CERTIFICATE: Effect(_I, _S.NO_SIGNING_CERTIFICATE_FOUND),
    Problem.PADDING: Effect(_I, _S.SIG_CONSTRAINTS_FAILURE),
    Problem.UNSIGNED_FILES: Effect(_I, _S.SIG_CONSTRAINTS_FAILURE),
    Problem.ATTRIBUTES: Effect(_I, _S.SIG_CONSTRAINTS_FAILURE),
    Problem.CHANGES_UNKNOWN: Effect(_I, _S.SIG_CONSTRAINTS_FAILURE),
    Problem.FORM_FILLED: Effect(_I, _S.SIG_CONSTRAINTS_FAILURE),
    Problem.DAMAGED_STRUCTURE: Effect(_I, _S.SIG_CONSTRAINTS_FAILURE),
    Problem.HYBRID: Effect(_I, _S.SIG_CONSTRAINTS_FAILURE),
    Problem.USAGE: Effect(_I, _S.CHAIN_CONSTRAINTS_FAILURE),
    Problem.ALGORITHM: Effect(_I, _S.CRYPTO_CONSTRAINTS_FAILURE_NO_POE),
    Problem.WEAK: Effect(_I, _S.CRYPTO_CONSTRAINTS_FAILURE_NO_POE),
    Problem.NO_CHAIN: Effect(_I, _S.NO_CERTIFICATE_CHAIN_FOUND),
    Problem.NOT_GRANTED: Effect(_I, _S.NO_CERTIFICATE_CHAIN_FOUND),
    Problem.CHAIN_INVALID: Effect(_I, _S.CERTIFICATE_CHAIN_GENERAL_FAILURE),
    Problem.CA_REVOKED: Effect(_I, _S.REVOKED_CA_NO_POE),
    Problem.REVOKED: Effect(_I, _S.REVOKED_NO_POE),
    Problem.EXPIRED: Effect(_I, _S.OUT_OF_BOUNDS_NO_POE),
    Problem.TIMESTAMP_ORDER: Effect(_I, _S.TIMESTAMP_ORDER_FAILURE),
    Problem.TIMESTAMP: Effect(_I, _S.SIG_CONSTRAINTS_FAILURE),
    Problem.REVOCATION_UNKNOWN: Effect(_I, _S.TRY_LATER),
    Problem.LIST_STALE: Effect(_I, _S.TRY_LATER),
    Problem.COVERED: None,
    Problem.TIMESTAMP_UNTRUSTED: None,
    Problem.PASSWORD: Effect(_I, _S.SIGNED_DATA_NOT_FOUND),
    Problem.NO_CONTENT: Effect(_I, _S.SIGNED_DATA_NOT_FOUND),
    Problem.MISSING: Effect(_I, _S.SIGNED_DATA_NOT_FOUND),
    Problem.NOT_SIGNED: Effect(_I, _S.NO_SIGNATURE),
    Problem.UNREADABLE_FILE: Effect(_I, _S.GENERIC),
    Problem.UNSUPPORTED: Effect(_I, _S.GENERIC),
    Problem.LIMIT_TIME: Effect(_I, _S.GENERIC),
    Problem.LIMIT_MEMORY: Effect(_I, _S.GENERIC),
    Problem.UNEXPECTED: Effect(_I, _S.GENERIC),
}
"""In the order of gravity: the first that a signature has gives its sub-indication. ``None``: a note, no reason."""

_RANK: Final = {problem: rank for rank, problem in enumerate(EFFECTS)}


def by_gravity(problems: set[Problem]) -> tuple[Problem, ...]:
    """Return problems once each, the gravest first."""
    return tuple(sorted(problems, key=_RANK.__getitem__))
