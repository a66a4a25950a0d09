# SPDX-License-Identifier: EUPL-1.2
"""A PAdES baseline signature, level B-B (ETSI EN 319 142-1 §6), appended to a PDF; signing process only.

pyHanko builds the signature field, the ByteRange and the CMS. Its low-level embedder is used rather than
``PdfSigner`` because time comes from outside here; its ``SimpleSigner`` is not used because it loads the key anew for
every signature (85 ms of checks for RSA), and the CMS is encoded once (:mod:`~eset_desktop.signing.cms_template`). Nothing is drawn into a page: no provisional label and no number may
ever be inside signed bytes.
"""

import asyncio
import hashlib
from datetime import datetime
from io import BytesIO

from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.serialization import Encoding
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import SigSeedSubFilter
from pyhanko.sign.signers import constants
from pyhanko.sign.signers.cms_embedder import PdfCMSEmbedder, SigIOSetup, SigObjSetup
from pyhanko.sign.signers.pdf_byterange import SignatureObject
from pyhanko.sign.signers.pdf_cms import Signer
from pyhanko_certvalidator.registry import SimpleCertificateStore

from eset_desktop.signing.cms_template import CmsTemplate
from eset_desktop.signing.keys.pkcs12.file import OpenIdentity, PrivateKey

RESERVED_BYTES = 32 * 1024
"""Room for the CMS: about 2 to 8 kB now, the rest for a timestamp that is put into the same gap later."""

_DIGEST = "sha256"


class _KeptKeySigner(Signer):
    """A pyHanko signer around a key that is loaded once."""

    def __init__(self, opened: OpenIdentity) -> None:
        registry = SimpleCertificateStore()  # type: ignore[no-untyped-call]  # pyHanko does not say its types
        registry.register_multiple([_as_asn1(certificate) for certificate in opened.others])
        super().__init__(signing_cert=_as_asn1(opened.certificate), cert_registry=registry, embed_roots=False)
        self._key = opened.key

    async def async_sign_raw(self, data: bytes, digest_algorithm: str, dry_run: bool = False) -> bytes:  # noqa: ARG002 - pyHanko asks so
        """Sign with the kept key."""
        if digest_algorithm != _DIGEST:
            raise ValueError(digest_algorithm)
        return sign_raw(self._key, data)


class PadesSigner:
    """An open key, ready to sign any number of documents."""

    def __init__(self, opened: OpenIdentity) -> None:
        """Let pyHanko make one CMS, over nothing that exists, as the model of all others."""
        nothing = hashlib.sha256(b"no document").digest()
        made = asyncio.run(_KeptKeySigner(opened).async_sign(nothing, _DIGEST, use_pades=True))
        self._template = CmsTemplate(made.dump(), nothing)
        self._key: PrivateKey = opened.key

    def cms(self, digest: bytes) -> bytes:
        """Return the DER of the CMS over a document's digest."""
        return self._template.assemble(digest, sign_raw(self._key, self._template.attested(digest)))


def sign_raw(key: PrivateKey, data: bytes) -> bytes:
    """Return the bare signature of ``data`` (RSASSA-PKCS1-v1_5 or ECDSA, both with SHA-256)."""
    if isinstance(key, rsa.RSAPrivateKey):
        return key.sign(data, padding.PKCS1v15(), hashes.SHA256())
    return key.sign(data, ec.ECDSA(hashes.SHA256()))


def sign(writer: IncrementalPdfFileWriter, signer: PadesSigner, *, at: datetime, field_name: str) -> bytes:
    """Append one signature to the document of ``writer`` and return the signed bytes.

    Args:
        writer: From :func:`eset_desktop.signing.pdf_checks.open_for_signing`; used up.
        signer: Holds key and certificates.
        at: The claimed moment (``/M``; EN 319 142-1 §6.3 wants it there and no signing-time attribute in the CMS).
        field_name: Of the field to add; must be new in the document.
    """
    _announce_pades(writer)
    steps = PdfCMSEmbedder().write_cms(field_name, writer)
    next(steps)
    placeholder = SignatureObject(
        timestamp=at, subfilter=SigSeedSubFilter.PADES, bytes_reserved=2 * RESERVED_BYTES
    )
    steps.send(SigObjSetup(sig_placeholder=placeholder))
    prepared, output = steps.send(SigIOSetup(md_algorithm=_DIGEST, output=BytesIO()))
    steps.send(signer.cms(prepared.document_digest))
    signed: bytes = output.getvalue()
    return signed


def _announce_pades(writer: IncrementalPdfFileWriter) -> None:
    """Name the ESIC extension in documents below PDF 2.0 (EN 319 142-1 §5.5)."""
    writer.ensure_output_version(version=(1, 7))  # type: ignore[no-untyped-call]  # pyHanko does not say its types
    if writer.output_version < (2, 0):
        writer.register_extension(constants.ESIC_EXTENSION_1)


def _as_asn1(certificate: x509.Certificate) -> asn1_x509.Certificate:
    return asn1_x509.Certificate.load(certificate.public_bytes(Encoding.DER))
