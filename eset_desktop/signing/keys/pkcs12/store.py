# SPDX-License-Identifier: EUPL-1.2
"""The store of certificate files, for the window and the commands."""

import hashlib
from concurrent.futures import Future

from eset_desktop.signing.errors import WorkerDied, WorkerHung
from eset_desktop.signing.keys.errors import KeyNotFound
from eset_desktop.signing.keys.messages import OpenKey
from eset_desktop.signing.keys.port import BatchPolicy, Secret
from eset_desktop.signing.keys.port import OpenKey as Key
from eset_desktop.signing.keys.remote import Limits, RemoteKeyStore, failed
from eset_desktop.signing.values import Identity
from eset_desktop.workers.process import WorkerErrors

WORKER = "eset_desktop.signing.keys.pkcs12.worker"


class FileKeyStore(RemoteKeyStore):
    """Certificate files (.p12, .pfx); whose a file is shows when it is opened the first time."""

    def __init__(self, *, limits: Limits | None = None) -> None:
        super().__init__("p12", WORKER, WorkerErrors(WorkerDied, WorkerHung), limits=limits)
        self._files: dict[str, bytes] = {}
        self._known: dict[str, Identity] = {}

    def identities(self) -> "Future[tuple[Identity, ...]]":
        """List the certificates of the files that were opened since the start."""
        known: Future[tuple[Identity, ...]] = Future()
        known.set_result(tuple(self._known.values()))
        return known

    def open_file(
        self, data: bytes, secret: Secret, *, batch: BatchPolicy = BatchPolicy.ONE_ENTRY
    ) -> "Future[Key]":
        """Open a file and return its key; an expired certificate opens too, so that it can be shown.

        Raises:
            WrongPassphrase: It does not open with this one.
            BrokenIdentity: No PKCS#12.
            NoKey: No private key with its certificate inside.
            UnsupportedKey: Neither RSA of 2048 bits or more nor an elliptic curve of NIST.
        """
        return self._remember(data, self.begin_open(OpenKey("", "", secret.spend(), batch, data)))

    def open(
        self, identity: Identity, secret: Secret | None, *, batch: BatchPolicy = BatchPolicy.ONE_ENTRY
    ) -> "Future[Key]":
        """Open again a file that was opened before; its bytes are remembered, its passphrase is not."""
        data = self._files.get(identity.id.split(":")[1])
        if data is None:
            if secret is not None:
                secret.wipe()
            return failed(KeyNotFound())
        typed = secret.spend() if secret is not None else None
        return self.begin_open(OpenKey("", identity.id, typed, batch, data))

    def _remember(self, data: bytes, opening: "Future[Key]") -> "Future[Key]":
        def opened(done: "Future[Key]") -> None:
            if done.cancelled() or done.exception() is not None:
                return
            identity = done.result().identity
            self._files[hashlib.sha256(data).hexdigest()] = data
            self._known[identity.id] = identity

        opening.add_done_callback(opened)
        return opening
