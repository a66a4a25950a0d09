# SPDX-License-Identifier: EUPL-1.2
"""What is the same in all signatures of one certificate, made once; no key is needed for it.

pyHanko builds one CMS with an empty value of the right length as the model of all others: its ``SimpleSigner`` would
load the key anew for every signature (85 ms of checks for RSA) and encode everything twice
(:mod:`~eset_desktop.signing.pades.cms_template`).
"""

import asyncio
import hashlib
from functools import lru_cache

from asn1crypto import x509 as asn1_x509
from pyhanko.sign.signers.pdf_cms import ExternalSigner
from pyhanko_certvalidator.registry import SimpleCertificateStore

from eset_desktop.signing.errors import UnsupportedKey
from eset_desktop.signing.pades.cms_template import CmsTemplate
from eset_desktop.signing.values import Identity

DIGEST = "sha256"


def template_of(identity: Identity) -> CmsTemplate:
    """Return the template of a certificate's signatures (PAdES: signing-certificate-v2, no signing-time).

    Raises:
        UnsupportedKey: Its key is of a kind that signs otherwise.
    """
    return _template(identity.certificate, identity.chain)


@lru_cache(maxsize=16)
def _template(certificate: bytes, chain: tuple[bytes, ...]) -> CmsTemplate:
    signer = asn1_x509.Certificate.load(certificate)
    registry = SimpleCertificateStore()  # type: ignore[no-untyped-call]  # pyHanko does not say its types
    registry.register_multiple([asn1_x509.Certificate.load(each) for each in chain])
    nothing = hashlib.sha256(b"no document").digest()
    try:
        external = ExternalSigner(signer, registry, _value_length(signer), embed_roots=False)
        made = asyncio.run(external.async_sign(nothing, DIGEST, use_pades=True))
        return CmsTemplate(made.dump(), nothing)
    except ValueError as error:
        raise UnsupportedKey from error


def _value_length(certificate: asn1_x509.Certificate) -> int:
    key = certificate.public_key
    if key.algorithm == "rsa":
        return int(key.bit_size) // 8
    if key.algorithm == "ec":
        return 2 * ((int(key.bit_size) + 7) // 8) + 9
    raise UnsupportedKey
