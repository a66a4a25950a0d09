# SPDX-License-Identifier: EUPL-1.2
"""The CMS of a signer (RFC 5652 §5) with everything that never changes kept as bytes.

pyHanko builds one complete CMS when a certificate is opened. From one document to the next only the digest in the
signed attributes and the signature value differ; encoding all the rest anew in Python takes 20 ms and more each time.
The parts are put together again here, and at once compared with what pyHanko made.
"""

from typing import Final

from asn1crypto import cms
from asn1crypto.parser import emit

_UNIVERSAL, _CONTEXT = 0, 2
_PRIMITIVE, _CONSTRUCTED = 0, 1
_OCTETS, _SEQUENCE, _SET = 4, 16, 17

DIGEST_BYTES: Final = 32


class CmsTemplate:
    """Makes the CMS of each signature from the one that pyHanko made."""

    def __init__(self, model: bytes, digest: bytes) -> None:
        """Take a CMS apart.

        Args:
            model: DER of a CMS with one signer, made over ``digest``.
            digest: The SHA-256 in its signed attributes.

        Raises:
            ValueError: It cannot be put together again to the same bytes.
        """
        info = cms.ContentInfo.load(model, strict=True)
        data = info["content"]
        (signer,) = data["signer_infos"]
        self._type = info["content_type"].dump()
        self._before = b"".join(
            data[part].dump()
            for part in ("version", "digest_algorithms", "encap_content_info", "certificates")
        )
        self._signer = b"".join(signer[part].dump() for part in ("version", "sid", "digest_algorithm"))
        self._algorithm = signer["signature_algorithm"].dump()
        before, found, after = signer["signed_attrs"].contents.partition(digest)
        self._attributes: tuple[bytes, bytes] = (before, after)
        if len(found) != DIGEST_BYTES or self.assemble(digest, signer["signature"].native) != model:
            msg = "the CMS is not made as expected"
            raise ValueError(msg)

    def attested(self, digest: bytes) -> bytes:
        """Return what is to be signed: the attributes as a SET OF (RFC 5652 §5.4).

        Args:
            digest: SHA-256 over the document's ByteRange. Its value does not change the order of the set: elements
                differ before it (X.690 §11.6).
        """
        return _emit(_SET, self._contents(digest))

    def assemble(self, digest: bytes, signature: bytes) -> bytes:
        """Return the DER of the whole CMS."""
        attributes = _tagged(self._contents(digest))
        value: bytes = emit(_UNIVERSAL, _PRIMITIVE, _OCTETS, signature)
        signer = _emit(_SEQUENCE, self._signer + attributes + self._algorithm + value)
        data = _emit(_SEQUENCE, self._before + _emit(_SET, signer))
        return _emit(_SEQUENCE, self._type + _tagged(data))

    def _contents(self, digest: bytes) -> bytes:
        if len(digest) != DIGEST_BYTES:
            raise ValueError(len(digest))
        return digest.join(self._attributes)


def _emit(tag: int, contents: bytes) -> bytes:
    encoded: bytes = emit(_UNIVERSAL, _CONSTRUCTED, tag, contents)
    return encoded


def _tagged(contents: bytes) -> bytes:
    encoded: bytes = emit(_CONTEXT, _CONSTRUCTED, 0, contents)
    return encoded
