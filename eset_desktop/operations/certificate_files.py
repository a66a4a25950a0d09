# SPDX-License-Identifier: EUPL-1.2
"""The certificate files that a person added on this computer, as a store of keys.

A file says whose it is only once it was opened: what it said then is remembered by its hash, and before that it is listed
by its name. Neither the key nor its passphrase is ever kept.
"""

import hashlib
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from eset_desktop.documents.errors import UnreadableFile
from eset_desktop.operations import certificates
from eset_desktop.operations.session import Session
from eset_desktop.signing.keys.errors import KeyNotFound, SecretRequired
from eset_desktop.signing.keys.pkcs12.store import FileKeyStore
from eset_desktop.signing.keys.port import BatchPolicy, OpenKey, Secret, TokenState
from eset_desktop.signing.keys.remote import failed
from eset_desktop.signing.values import Identity, SecretKind, StoreKind

LARGEST: Final = 1 << 20
"""Bytes: no certificate file comes near it."""


def is_known(identity: Identity) -> bool:
    """Tell whether a file was opened before: otherwise nothing but its name is known."""
    return bool(identity.fingerprint)


class CertificateFiles:
    """A :class:`~eset_desktop.signing.keys.port.KeyStore` over the remembered files.

    Args:
        session: Whose profile remembers them.
        keys: Returns what opens them; called at the first opening, closed by who gave it.
    """

    name: Final = "p12"

    def __init__(self, session: Session, keys: Callable[[], FileKeyStore]) -> None:
        self._session = session
        self._keys = keys
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="certificate files")
        self._paths: dict[str, Path] = {}

    def identities(self) -> "Future[tuple[Identity, ...]]":
        """List the files that are there now."""
        return self._thread.submit(self._list)

    def state(self, _: Identity) -> "Future[TokenState]":
        """A file counts no tries."""
        future: Future[TokenState] = Future()
        future.set_result(TokenState.OK)
        return future

    def open(
        self, identity: Identity, secret: Secret | None, *, batch: BatchPolicy = BatchPolicy.ONE_ENTRY
    ) -> "Future[OpenKey]":
        """Open a file with its passphrase and remember whose it is; see the port for what may be raised.

        Where the passphrase is typed for each signature it is not needed here for a file that was opened before.
        """
        return self._thread.submit(self._open, identity, secret, batch)

    def sign_once(self, data: bytes, identity: Identity, attested: bytes, secret: Secret) -> "Future[bytes]":
        """Open a file, sign with its key and forget it again; raises what opening and signing raise."""
        return self._thread.submit(self._sign_once, data, identity, attested, secret)

    def id_of(self, path: Path) -> str:
        """Return the id under which a file was listed last, empty when it was not."""
        return next((key for key, each in self._paths.items() if each == path), "")

    def path_of(self, identity: Identity) -> Path | None:
        """Return the file that an identity came from; None for none of these."""
        return self._paths.get(identity.id)

    def name_of(self, identity: Identity) -> str:
        """Return the name of the file that an identity came from, empty for none of these."""
        path = self.path_of(identity)
        return path.name if path is not None else ""

    def close(self) -> None:
        """Open nothing any more."""
        self._thread.shutdown(wait=True, cancel_futures=True)

    def _list(self) -> tuple[Identity, ...]:
        connection = self._session.database.reader()
        known = certificates.known(connection)
        found: dict[str, tuple[Identity, Path]] = {}
        for path in certificates.files(connection):
            try:
                sha256 = hashlib.sha256(_read(path)).hexdigest()
            except UnreadableFile:
                continue  # on a stick that is not in; it is offered again when it is
            identity = known.get(sha256) or _unopened(sha256, path)
            found[identity.id] = (identity, path)
        self._paths = {key: path for key, (_, path) in found.items()}
        return tuple(identity for identity, _ in found.values())

    def _open(self, identity: Identity, secret: Secret | None, batch: BatchPolicy) -> OpenKey:
        path = self._paths.get(identity.id)
        if path is None:
            raise KeyNotFound
        data, is_careful = _read(path), batch is BatchPolicy.EACH_SIGNATURE
        if is_careful and secret is None and is_known(identity):
            return ClosedFile(self, data, identity)
        key = self._keys().open_file(data, secret or Secret.from_text("")).result()
        if not is_known(identity):
            certificates.remember_known(self._session, hashlib.sha256(data).hexdigest(), key.identity)
        if not is_careful:
            return key
        key.close()
        return ClosedFile(self, data, key.identity)

    def _sign_once(self, data: bytes, identity: Identity, attested: bytes, secret: Secret) -> bytes:
        key = self._keys().open_file(data, secret).result()
        try:
            if key.identity.fingerprint != identity.fingerprint:
                raise KeyNotFound
            return key.sign(attested).result()
        finally:
            key.close()


class ClosedFile:
    """A certificate file whose passphrase is typed for each signature: between two of them neither it nor the key is kept.

    Args:
        files: Opens it.
        data: The file, as it was when the list was confirmed.
        identity: Whose it is.
    """

    def __init__(self, files: CertificateFiles, data: bytes, identity: Identity) -> None:
        self._files = files
        self._data = data
        self.identity = identity

    def sign(self, attested: bytes, secret: Secret | None = None) -> "Future[bytes]":
        """Return the bare signature value; see :meth:`eset_desktop.signing.keys.port.OpenKey.sign`."""
        if secret is None:
            return failed(SecretRequired())
        return self._files.sign_once(self._data, self.identity, attested, secret)

    def close(self) -> "Future[None]":
        """Nothing is open."""
        done: Future[None] = Future()
        done.set_result(None)
        return done


def _unopened(sha256: str, path: Path) -> Identity:
    """Return a file of which only the name is known; its dates let it pass until it is opened."""
    return Identity(
        id=f"p12:{sha256}:", name=path.name, subject_id="", subject="", issuer="", serial="",
        not_before=datetime.min.replace(tzinfo=UTC), not_after=datetime.max.replace(tzinfo=UTC), key_usage=None,
        algorithm="", certificate=b"", fingerprint="", store=StoreKind.PKCS12, secret=SecretKind.PASSPHRASE,
    )  # fmt: skip


def _read(path: Path) -> bytes:
    try:
        if path.stat().st_size > LARGEST:
            raise UnreadableFile(reason="size")
        return path.read_bytes()
    except OSError as error:
        raise UnreadableFile(reason=error.strerror or type(error).__name__) from error
