# SPDX-License-Identifier: EUPL-1.2
"""The key worker of all certificate files: ``python -m eset_desktop.signing.keys.pkcs12.worker``.

A passphrase is used once, to open its file, and is never kept, logged or sent back. Python cannot promise to wipe a
text from memory; the process ends with its last key.
"""

import hashlib

from eset_desktop.signing.keys.errors import KeyNotFound, SecretRequired
from eset_desktop.signing.keys.messages import OpenKey
from eset_desktop.signing.keys.pkcs12.file import OpenIdentity, PrivateKey, open_pkcs12, sign_raw
from eset_desktop.signing.keys.port import BatchPolicy, TokenState
from eset_desktop.signing.keys.service import KeyService
from eset_desktop.signing.values import Identity
from eset_desktop.workers.host import Handler, serve


class FileKey:
    """A key from a file, in memory; with :attr:`BatchPolicy.EACH_SIGNATURE` only the closed file is kept."""

    def __init__(self, opened: OpenIdentity, file: bytes, policy: BatchPolicy) -> None:
        self.identity = opened.identity
        self._file = file
        self._key: PrivateKey | None = opened.key if policy is BatchPolicy.ONE_ENTRY else None

    def sign(self, attested: bytes, secret: bytearray | None) -> bytes:
        """Return the bare signature value; see :meth:`eset_desktop.signing.keys.port.OpenKey.sign`."""
        if self._key is not None:
            return sign_raw(self._key, attested)
        if secret is None:
            raise SecretRequired
        return sign_raw(_open(self._file, secret).key, attested)

    def close(self) -> None:
        """Forget the key."""
        self._key = None


class FileBackend:
    """Certificate files; each comes with the question, so that nothing is kept between them."""

    def probe(self, place: str) -> str:  # noqa: ARG002 - the same for every store
        """Return what these are."""
        return "PKCS#12"

    def identities(self, place: str) -> tuple[Identity, ...]:  # noqa: ARG002 - as above
        """Return nothing: who a file belongs to is known when it is open."""
        return ()

    def state(self, place: str, identity_id: str) -> TokenState:  # noqa: ARG002 - as above
        """Return that a file counts no tries."""
        return TokenState.OK

    def open(self, request: OpenKey) -> FileKey:
        """Open a file; the passphrase is tried even where each signature brings its own, to know whose it is."""
        if request.secret is None:
            raise SecretRequired
        opened = _open(request.file, request.secret)
        if request.id and opened.identity.id != request.id:
            raise KeyNotFound
        return FileKey(opened, request.file, request.policy)


def _open(file: bytes, secret: bytearray) -> OpenIdentity:
    handle = f"p12:{hashlib.sha256(file).hexdigest()}:{{}}"
    return open_pkcs12(file, secret.decode(errors="replace"), handle=handle)


def start() -> Handler:
    """Return the handler of requests."""
    return KeyService(FileBackend()).handle


if __name__ == "__main__":
    serve(start)
