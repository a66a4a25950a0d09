# SPDX-License-Identifier: EUPL-1.2
"""Questions that tests ask of keys and their signatures."""

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.hashes import SHA256

from eset_desktop.signing.keys.port import Secret
from eset_desktop.signing.keys.remote import RemoteKeyStore
from eset_desktop.signing.values import Identity


def typed(text: str) -> Secret:
    """Return what a person typed, good for one try."""
    return Secret.from_text(text)


def by_algorithm(store: RemoteKeyStore, prefix: str) -> Identity:
    """Return the first identity with such a key."""
    return next(each for each in store.identities().result() if each.algorithm.startswith(prefix))


def holds(identity: Identity, attested: bytes, signature: bytes) -> bool:
    """Return whether a signature is the certificate's."""
    public = x509.load_der_x509_certificate(identity.certificate).public_key()
    try:
        if isinstance(public, rsa.RSAPublicKey):
            public.verify(signature, attested, padding.PKCS1v15(), SHA256())
        else:
            assert isinstance(public, ec.EllipticCurvePublicKey)
            public.verify(signature, attested, ec.ECDSA(SHA256()))
    except InvalidSignature:
        return False
    return True
