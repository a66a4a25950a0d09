# SPDX-License-Identifier: EUPL-1.2
"""Keys for tests of batches: one that signs in this process, told beforehand when to fail."""

from collections import deque
from collections.abc import Callable
from concurrent.futures import Future

import msgspec
from cryptography.hazmat.primitives.serialization import Encoding

from eset_desktop.demo.authority import Signer
from eset_desktop.errors import EsetError
from eset_desktop.signing.keys.pkcs12.file import open_pkcs12, sign_raw
from eset_desktop.signing.keys.port import Secret
from eset_desktop.signing.values import Identity


class LocalKey:
    """An open key in this process.

    Attributes:
        identity: Whose it is.
        signed: What it signed, in order.
        script: For each signature to come: an error to answer with, or ``None`` to sign.
        before: Called before each answer.
    """

    def __init__(self, signer: Signer) -> None:
        opened = open_pkcs12(signer.pkcs12, signer.passphrase, handle="p12:test")
        chain = tuple(other.public_bytes(Encoding.DER) for other in opened.others)
        self.identity: Identity = msgspec.structs.replace(opened.identity, chain=chain)
        self._key = opened.key
        self.signed: list[bytes] = []
        self.script: deque[EsetError | bytes | None] = deque()
        self.before: Callable[[], None] = lambda: None

    def sign(self, attested: bytes, secret: Secret | None = None) -> "Future[bytes]":
        """Sign, or do what the script says: fail, or give these bytes as the value."""
        if secret is not None:
            secret.wipe()
        self.before()
        answer: Future[bytes] = Future()
        what = self.script.popleft() if self.script else None
        if isinstance(what, EsetError):
            answer.set_exception(what)
        else:
            self.signed.append(attested)
            answer.set_result(what if what is not None else sign_raw(self._key, attested))
        return answer

    def close(self) -> "Future[None]":
        """Nothing to do."""
        done: Future[None] = Future()
        done.set_result(None)
        return done
