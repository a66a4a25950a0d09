# SPDX-License-Identifier: EUPL-1.2
"""The oldest signatures of PDFs: a bare RSA value beside a certificate (``adbe.x509.rsa_sha1``, ISO 32000-1 §12.8.3.2).

ISO 32000-2 has given them up: nothing that is signed names the certificate. So they are told broken or intact, and never pass.
"""

from asn1crypto import algos, core
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.serialization import load_der_public_key

from eset_desktop.signing.validation.certificates import sound
from eset_desktop.signing.validation.cms import DigestOf, Signed
from eset_desktop.signing.validation.problems import Problem
from eset_desktop.signing.validation.report import Integrity


class _DigestInfo(core.Sequence):  # type: ignore[misc]  # the library has no types
    """RFC 8017 §9.2."""

    _fields = [("digest_algorithm", algos.DigestAlgorithm), ("digest", core.OctetString)]  # noqa: RUF012 - its form


def examine_bare(contents: bytes, certificate: bytes, digest_of: DigestOf) -> Signed:
    """Return what such a signature says.

    Args:
        contents: An OCTET STRING with the value.
        certificate: DER of the signer's.
        digest_of: Of what should have been signed.
    """
    found = Signed(problems={Problem.ATTRIBUTES}, certificate=sound(certificate))
    if found.certificate is None:
        found.problems.add(Problem.NO_CERTIFICATE)
        return found
    try:
        found.value = core.OctetString.load(contents).native
        key = load_der_public_key(found.certificate.public_key.dump())
        if not isinstance(key, rsa.RSAPublicKey):
            found.problems.add(Problem.ALGORITHM)
            return found
        info = _DigestInfo.load(
            key.recover_data_from_signature(found.value, padding.PKCS1v15(), None), strict=True
        )
        found.digest = info["digest_algorithm"]["algorithm"].native
        fits = info["digest"].native == digest_of(found.digest)
    except InvalidSignature:
        found.integrity = Integrity.BROKEN
        found.problems.add(Problem.VALUE)
        return found
    except (ValueError, TypeError):
        found.problems.add(Problem.UNREADABLE)
        return found
    found.integrity = Integrity.INTACT if fits else Integrity.BROKEN
    if not fits:
        found.problems.add(Problem.DIGEST)
    return found
