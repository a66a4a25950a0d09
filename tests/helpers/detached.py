# SPDX-License-Identifier: EUPL-1.2
"""A key in the test's own hands, and what signing with it needs."""

import base64
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from io import BytesIO

from rigs.pki.pki import MOMENT

from eset_desktop.demo.authority import Signer
from eset_desktop.signing.container.asice import Content
from eset_desktop.signing.container.making import Circumstances
from eset_desktop.signing.keys.pkcs12.file import open_pkcs12, sign_raw
from eset_desktop.signing.values import Identity


@dataclass(frozen=True)
class Holder:
    """Who signs, and the key."""

    identity: Identity
    sign: Callable[[bytes], bytes]

    @classmethod
    def of(cls, signer: Signer) -> "Holder":
        """Open a PKCS#12."""
        opened = open_pkcs12(signer.pkcs12, signer.passphrase, handle="p12:test")
        return cls(opened.identity, lambda attested: sign_raw(opened.key, attested))


def circumstances(holder: Holder) -> Circumstances:
    """Return the circumstances of a signature at the test PKI's moment."""
    return Circumstances(holder.identity, MOMENT, "c0" * 32)


def plain(data: bytes, name: str = "acta.txt") -> Content:
    """Return a text to be signed."""
    return Content(name, "text/plain", lambda: BytesIO(data))


def pem(certificates: Iterable[bytes]) -> str:
    """Return certificates as openssl reads them."""
    lines = "-----BEGIN CERTIFICATE-----\n{}-----END CERTIFICATE-----\n"
    return "".join(lines.format(base64.encodebytes(der).decode()) for der in certificates)
