# SPDX-License-Identifier: EUPL-1.2
"""Taking a CMS signature (RFC 5652) apart and checking its cryptography, without trusting anybody.

Works on one ``SignerInfo`` at a time, for signatures in PDFs, detached ones and timestamp tokens alike.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from asn1crypto import algos, cms, core, parser, tsp, x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.hashes import Hash
from pyhanko.sign.general import check_ess_certid
from pyhanko_certvalidator.sig_validate import DefaultSignatureValidator, SignatureValidationContext
from pyhanko_certvalidator.util import get_pyca_cryptography_hash

from eset_desktop.signing.validation.algorithms import digest_allowed, key_allowed
from eset_desktop.signing.validation.certificates import certificates_of, named_by
from eset_desktop.signing.validation.further import FURTHER, verify_further
from eset_desktop.signing.validation.problems import Problem
from eset_desktop.signing.validation.report import Integrity

DigestOf = Callable[[str], bytes]
"""Gives the digest of the signed content by the digest's name."""

_MISNAMED: Final = {
    "1.2.840.113549.1.1.5": "sha1",
    "1.2.840.113549.1.1.11": "sha256",
    "1.2.840.113549.1.1.12": "sha384",
    "1.2.840.113549.1.1.13": "sha512",
}
"""Signature algorithms that some programs write where the digest should stand."""

_VALIDATOR: Final = DefaultSignatureValidator()


class Unreadable(Exception):
    """The bytes are no CMS signed data."""


@dataclass(slots=True)
class Signed:
    """What a signature says and whether its cryptography holds.

    Attributes:
        integrity: Of content and signature value together.
        problems: What speaks against it so far.
        certificate: The signer's, as named by the signature.
        others: Further certificates that came along.
        value: The signature value's bytes.
        claimed_at: Signing time by the signer's own word.
        digest: Name of the digest.
        tokens: Signature timestamp tokens (RFC 3161) among the unsigned attributes.
        crls: DER of revocation lists that came along.
        ocsps: DER of OCSP responses that came along.
    """

    integrity: Integrity = Integrity.UNKNOWN
    problems: set[Problem] = field(default_factory=set)
    certificate: x509.Certificate | None = None
    others: list[x509.Certificate] = field(default_factory=list)
    value: bytes = b""
    claimed_at: datetime | None = None
    digest: str = ""
    tokens: list[cms.SignedData] = field(default_factory=list)
    crls: list[bytes] = field(default_factory=list)
    ocsps: list[bytes] = field(default_factory=list)


def load(data: bytes) -> tuple[cms.SignedData, bytes]:
    """Return the signed data at the beginning of ``data`` and what follows it.

    Raises:
        Unreadable: There is none.
    """
    try:
        end = parser.peek(data)
        info = cms.ContentInfo.load(data[:end])
        if info["content_type"].native != "signed_data":
            raise Unreadable
        content: cms.SignedData = info["content"]
        len(content["signer_infos"])
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        raise Unreadable from error
    return content, data[end:]


def embedded_content(data: cms.SignedData) -> bytes | None:
    """Return the content that a signature brings along; ``None`` when it is detached."""
    content = data["encap_content_info"]["content"]
    return None if content is core.VOID or content.contents is None else bytes(content)


def examine(
    data: cms.SignedData,
    signer: cms.SignerInfo,
    digest_of: DigestOf,
    *,
    content_type: str = "data",
    ess: bool,
) -> Signed:
    """Return what one signer's signature says.

    Args:
        data: The signed data that it stands in.
        signer: The signer.
        digest_of: Of the content that should have been signed.
        content_type: The type that the signed attributes must name.
        ess: Whether the form asks for the signing-certificate attribute (CAdES, PAdES).
    """
    found = Signed()
    try:
        found.value = signer["signature"].native
        _read(found, data, signer)
        _check(found, signer, digest_of, content_type, ess=ess)
    except (ValueError, TypeError, KeyError, AttributeError, IndexError, OverflowError, RecursionError):
        # asn1crypto reads lazily: whatever a stranger's DER makes of it shows up here
        found.integrity = Integrity.UNKNOWN
        found.problems.add(Problem.UNREADABLE)
    return found


def _read(found: Signed, data: cms.SignedData, signer: cms.SignerInfo) -> None:
    certificates = list(certificates_of(data))
    named = signer["digest_algorithm"]["algorithm"].native
    found.digest = _MISNAMED.get(named, named)
    if named in _MISNAMED:
        found.problems.add(Problem.ALGORITHM)
    found.certificate = named_by(certificates, signer["sid"])
    found.others = [each for each in certificates if each is not found.certificate]
    found.claimed_at = _time(attribute(signer["signed_attrs"], "signing_time"))
    try:
        found.tokens = [
            token["content"]
            for token in attributes(signer["unsigned_attrs"], "signature_time_stamp_token")
            if token["content_type"].native == "signed_data"
        ]
    except (ValueError, TypeError, KeyError):  # unsigned: says nothing against the signature itself
        found.problems.add(Problem.TIMESTAMP)
    for choice in data["crls"] if data["crls"] is not core.VOID else ():
        if choice.name == "certificate_list":
            found.crls.append(choice.chosen.untag().dump())
    for archived in attributes(signer["signed_attrs"], "adobe_revocation_info_archival"):
        found.crls += [each.dump() for each in archived["crl"] or ()]
        found.ocsps += [each.dump() for each in archived["ocsp"] or ()]


def attributes(attrs: Any, name: str) -> Iterator[Any]:
    """Yield the values of the attributes of a type."""
    if attrs is not None and attrs is not core.VOID:
        for each in attrs:
            if each["type"].native == name:
                yield from each["values"]


def attribute(attrs: Any, name: str) -> Any:
    """Return the only value of an attribute; ``None`` when there is none or more than one."""
    values = list(attributes(attrs, name))
    return values[0] if len(values) == 1 else None


def _time(value: Any) -> datetime | None:
    moment = value.native if value is not None else None
    return moment if isinstance(moment, datetime) and moment.tzinfo is not None else None


def _check(
    found: Signed, signer: cms.SignerInfo, digest_of: DigestOf, content_type: str, *, ess: bool
) -> None:
    if found.certificate is None:
        found.problems.add(Problem.NO_CERTIFICATE)
        return
    actual = digest_of(found.digest)
    attrs = signer["signed_attrs"]
    if attrs is core.VOID or attrs.contents is None:
        found.problems.add(Problem.ATTRIBUTES)
        fits, attested, prehashed = True, actual, True
    else:
        _check_attributes(found, signer, content_type, ess=ess)
        fits = _attested_digest(attrs) == actual
        attested, prehashed = attrs.untag().dump(), False
    if not fits:
        found.problems.add(Problem.DIGEST)
    if not _value_holds(found, signer, attested, prehashed=prehashed):
        return
    found.integrity = Integrity.INTACT if fits else Integrity.BROKEN


def _attested_digest(attrs: cms.CMSAttributes) -> bytes | None:
    value = attribute(attrs, "message_digest")
    digest: bytes | None = value.native if value is not None else None
    return digest


def _value_holds(found: Signed, signer: cms.SignerInfo, attested: bytes, *, prehashed: bool) -> bool:
    """Whether the signature value could be checked and fits; otherwise integrity and problems say which."""
    certificate, algorithm = found.certificate, signer["signature_algorithm"]
    if certificate is None:
        return False
    try:
        if not _consistent(algorithm, signer["digest_algorithm"], certificate):
            found.problems.add(Problem.ALGORITHM)
        if not verify_further(certificate, algorithm, found.value, attested, prehashed=prehashed):
            context = SignatureValidationContext(contextual_md_algorithm=found.digest, prehashed=prehashed)
            _VALIDATOR.validate_signature(
                found.value, attested, certificate.public_key, algorithm, context=context
            )
    except InvalidSignature as error:
        if type(error) is InvalidSignature and Problem.ALGORITHM not in found.problems:
            found.integrity = Integrity.BROKEN
            found.problems.add(Problem.VALUE)
        else:  # an algorithm or parameters that the library does not know
            found.problems.add(Problem.ALGORITHM)
        return False
    except Exception:  # noqa: BLE001 - boundary: keys of strangers make cryptography raise many kinds; never "valid"
        found.problems.add(Problem.ALGORITHM)
        return False
    return True


def _consistent(algorithm: Any, digest: Any, certificate: x509.Certificate) -> bool:
    """Whether signature algorithm, digest and key speak of the same (RFC 8933; no algorithm confusion)."""
    if algorithm["algorithm"].dotted in FURTHER:
        kind, implied = FURTHER[algorithm["algorithm"].dotted]
        return bool(certificate.public_key.algorithm == kind and digest["algorithm"].native == implied)
    kinds = {"rsassa_pkcs1v15": {"rsa"}, "rsassa_pss": {"rsa", "rsassa_pss"}, "ecdsa": {"ec"}, "dsa": {"dsa"}}
    kind = algorithm.signature_algo
    if certificate.public_key.algorithm not in kinds.get(kind, {kind}):
        return False
    try:
        implied = algorithm.hash_algo
    except ValueError:
        return True
    return bool(implied is None or implied == digest["algorithm"].native)


def _check_attributes(found: Signed, signer: cms.SignerInfo, content_type: str, *, ess: bool) -> None:
    attrs = signer["signed_attrs"]
    named = attribute(attrs, "content_type")
    if named is None or named.native != content_type or _attested_digest(attrs) is None:
        found.problems.add(Problem.ATTRIBUTES)
    protection = list(attributes(attrs, "cms_algorithm_protection"))
    if protection and not _protected(protection, signer):
        found.problems.add(Problem.ALGORITHM)
    verdicts = [
        check_ess_certid(found.certificate, kind.load(value.dump())["certs"][0])
        for name, kind in (
            ("signing_certificate_v2", tsp.SigningCertificateV2),
            ("signing_certificate", tsp.SigningCertificate),
        )
        for value in attributes(attrs, name)
    ]
    if not all(verdicts):
        found.problems.add(Problem.NO_CERTIFICATE)
    if ess and not verdicts:
        found.problems.add(Problem.ATTRIBUTES)


def _protected(values: list[Any], signer: cms.SignerInfo) -> bool:
    """CMS algorithm protection (RFC 6211 §3): exactly one, and it says what the signature says."""
    if len(values) != 1:
        return False
    said: algos.DigestAlgorithm = values[0]["digest_algorithm"]
    return bool(
        said.native == signer["digest_algorithm"].native
        and values[0]["signature_algorithm"].native == signer["signature_algorithm"].native
    )


def weak(found: Signed, moment: datetime) -> bool:
    """Return whether digest or key were not to be relied on any more at ``moment``."""
    if found.certificate is None or not found.digest:
        return False
    return not (digest_allowed(found.digest, moment) and key_allowed(found.certificate.public_key, moment))


def digest(name: str, data: Iterable[bytes]) -> bytes:
    """Return a digest by its CMS name.

    Raises:
        ValueError: No such digest here.
    """
    hashing = hash_of(name)
    for chunk in data:
        hashing.update(chunk)
    return hashing.finalize()


def hash_of(name: str) -> Hash:
    """Return a digest's beginning by its CMS name.

    Raises:
        ValueError: No such digest here.
    """
    try:
        return Hash(get_pyca_cryptography_hash(name))
    except (ValueError, AttributeError, UnsupportedAlgorithm) as error:
        raise ValueError(name) from error
