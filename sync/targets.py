# SPDX-License-Identifier: EUPL-1.2
"""Which of the things that failed still have to be done."""

from collections.abc import Iterable

from sync.context import Context
from sync.planner import DOWNLOAD, UPLOAD
from sync.pushing import MUTATION

_UPLOAD = f"{UPLOAD}:"
_DOWNLOAD = f"{DOWNLOAD}:"


def settled(context: Context) -> tuple[str, ...]:
    """Return the failing targets that are no work any more: bytes that are not due, mutations that are not to be sent."""
    failing = tuple(context.backoffs.failing)
    uploads, downloads, mutations = (_named(failing, each) for each in (_UPLOAD, _DOWNLOAD, MUTATION))
    if not (uploads or downloads or mutations):
        return ()
    due = context.replica.still_due(uploads=uploads, downloads=downloads, mutations=mutations)
    return (
        *(_UPLOAD + each for each in uploads if each not in due.uploads),
        *(_DOWNLOAD + each for each in downloads if each not in due.downloads),
        *(MUTATION + each for each in mutations if each not in due.mutations),
    )


def _named(targets: Iterable[str], prefix: str) -> tuple[str, ...]:
    return tuple(each.removeprefix(prefix) for each in targets if each.startswith(prefix))
