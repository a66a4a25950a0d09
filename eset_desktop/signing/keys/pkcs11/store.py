# SPDX-License-Identifier: EUPL-1.2
"""The store of one PKCS#11 module, for the window and the commands."""

from eset_desktop.signing.keys.errors import ModuleCrashed, ModuleHung
from eset_desktop.signing.keys.remote import Limits, RemoteKeyStore
from eset_desktop.workers.process import WorkerErrors

WORKER = "eset_desktop.signing.keys.pkcs11.worker"


def card_store(module: str, *, limits: Limits | None = None) -> RemoteKeyStore:
    """Return the store behind a module's path; nothing is loaded until it is asked.

    A name that is no text (RFC 3629) is asked for with question marks in it, and so is not found.
    """
    errors = WorkerErrors(ModuleCrashed, ModuleHung)
    path = module.encode(errors="replace").decode()
    return RemoteKeyStore(f"pkcs11:{path}", WORKER, errors, place=path, limits=limits)
