# SPDX-License-Identifier: EUPL-1.2
"""Which of the things that failed still have to be done."""

from collections.abc import Iterable

from sync.backoff import OF_BYTES
from sync.context import Context
from sync.planner import DOWNLOAD, SNAPSHOT, UPLOAD
from sync.pushing import MUTATION
from sync.snapshots import due

_UPLOAD = f"{UPLOAD}:"
_DOWNLOAD = f"{DOWNLOAD}:"
_SNAPSHOT = f"{SNAPSHOT}:"


def settled(context: Context) -> tuple[str, ...]:
    """Return the failing targets that are no work any more, or work anew.

    Bytes that are not due, mutations that are not to be sent; bytes that the service has now and did not have.
    """
    failing = context.backoffs.failing
    uploads, downloads, mutations = (_named(failing, each) for each in (_UPLOAD, _DOWNLOAD, MUTATION))
    begun = tuple(_SNAPSHOT + each for each in _named(failing, _SNAPSHOT) if each not in due(context))
    if not (uploads or downloads or mutations):
        return begun
    left = context.replica.still_due(uploads=uploads, downloads=downloads, mutations=mutations)
    lacked = tuple(each for each in downloads if failing[_DOWNLOAD + each].lack is OF_BYTES)
    found = set(lacked).difference(context.replica.lacking(lacked) if lacked else ())
    return (
        *begun,
        *(_UPLOAD + each for each in uploads if each not in left.uploads),
        *(_DOWNLOAD + each for each in downloads if each not in left.downloads or each in found),
        *(MUTATION + each for each in mutations if each not in left.mutations),
    )


def _named(targets: Iterable[str], prefix: str) -> tuple[str, ...]:
    return tuple(each.removeprefix(prefix) for each in targets if each.startswith(prefix))
