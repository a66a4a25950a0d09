# SPDX-License-Identifier: EUPL-1.2
"""Windows' own store, for the window and the commands."""

from eset_desktop.signing.keys.errors import ModuleCrashed, ModuleHung
from eset_desktop.signing.keys.remote import Limits, RemoteKeyStore
from eset_desktop.workers.process import WorkerErrors

WORKER = "eset_desktop.signing.keys.windows.worker"


def windows_store(*, window: int = 0, limits: Limits | None = None) -> RemoteKeyStore:
    """Return the store; nothing is started until it is asked.

    Args:
        window: Handle of the window over which drivers ask for the PIN; 0: none.
        limits: Seconds for each kind of question.
    """
    errors = WorkerErrors(ModuleCrashed, ModuleHung)
    return RemoteKeyStore("windows", WORKER, errors, place=str(window) if window else "", limits=limits)
