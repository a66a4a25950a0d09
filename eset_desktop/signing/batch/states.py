# SPDX-License-Identifier: EUPL-1.2
"""Which ways a document and a batch may go: tables that code, tests and ``docs/states.md`` share."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Final


class ItemState(StrEnum):
    """How far one document is."""

    QUEUED = "queued"
    CHECKING = "checking"
    READY = "ready"
    """Checked; waits for its turn to be signed."""
    PREPARING = "preparing"
    SIGNING = "signing"
    """The key is asked, or about to be."""
    WRITING = "writing"
    SIGNED = "signed"
    REFUSED = "refused"
    """It cannot be signed, or is not to be any more; the certificate is not to blame."""
    FAILED = "failed"
    """Something went wrong on the way; the document is as it was."""
    CANCELLED = "cancelled"
    """The person stopped before its turn; the document is as it was."""


class BatchState(StrEnum):
    """How far a batch is."""

    OPEN = "open"
    """Nothing was signed yet: it may be checked, and begun with a key."""
    RUNNING = "running"
    PAUSED = "paused"
    """The key is gone or wants something; goes on at the first unsigned document with a key opened anew."""
    DONE = "done"
    CANCELLED = "cancelled"


_ITEM = ItemState
_BATCH = BatchState

ITEM_STEPS: Final[Mapping[tuple[ItemState, str], ItemState]] = MappingProxyType(
    {
        (_ITEM.QUEUED, "check"): _ITEM.CHECKING,
        (_ITEM.CHECKING, "fit"): _ITEM.READY,
        (_ITEM.CHECKING, "refuse"): _ITEM.REFUSED,
        (_ITEM.CHECKING, "fail"): _ITEM.FAILED,
        (_ITEM.READY, "prepare"): _ITEM.PREPARING,
        (_ITEM.PREPARING, "prepared"): _ITEM.SIGNING,
        (_ITEM.PREPARING, "refuse"): _ITEM.REFUSED,
        (_ITEM.PREPARING, "fail"): _ITEM.FAILED,
        (_ITEM.PREPARING, "back"): _ITEM.READY,
        (_ITEM.SIGNING, "value"): _ITEM.WRITING,
        (_ITEM.SIGNING, "back"): _ITEM.READY,
        (_ITEM.SIGNING, "refuse"): _ITEM.REFUSED,
        (_ITEM.WRITING, "written"): _ITEM.SIGNED,
        (_ITEM.WRITING, "fail"): _ITEM.FAILED,
        (_ITEM.QUEUED, "cancel"): _ITEM.CANCELLED,
        (_ITEM.CHECKING, "cancel"): _ITEM.CANCELLED,
        (_ITEM.READY, "cancel"): _ITEM.CANCELLED,
        (_ITEM.PREPARING, "cancel"): _ITEM.CANCELLED,
        (_ITEM.SIGNING, "cancel"): _ITEM.CANCELLED,
    }
)
"""From, what happens, to. There is no way out of SIGNED, REFUSED, FAILED and CANCELLED, and none into SIGNING twice but
by READY, before any value came."""

BATCH_STEPS: Final[Mapping[tuple[BatchState, str], BatchState]] = MappingProxyType(
    {
        (_BATCH.OPEN, "begin"): _BATCH.RUNNING,
        (_BATCH.OPEN, "cancel"): _BATCH.CANCELLED,
        (_BATCH.RUNNING, "pause"): _BATCH.PAUSED,
        (_BATCH.RUNNING, "end"): _BATCH.DONE,
        (_BATCH.RUNNING, "cancel"): _BATCH.CANCELLED,
        (_BATCH.PAUSED, "begin"): _BATCH.RUNNING,
        (_BATCH.PAUSED, "cancel"): _BATCH.CANCELLED,
    }
)

ITEM_ENDS: Final = frozenset({_ITEM.SIGNED, _ITEM.REFUSED, _ITEM.FAILED, _ITEM.CANCELLED})
BATCH_ENDS: Final = frozenset({_BATCH.DONE, _BATCH.CANCELLED})
