# SPDX-License-Identifier: EUPL-1.2
"""Refusals about streams: their lives, positions and snapshots, and large pushes."""

from central.errors.base import CentralError


class EpochChanged(CentralError):
    """The cursor is of another life of the stream: the service was restored from a backup."""

    code = "stream.epoch_changed"
    title = "The central service was restored from a backup."
    advice = "Nothing to do: the program compares everything and sends what is missing."
    status = 409

    def __init__(self, *, epoch: str, head: int, stream: str = "") -> None:
        super().__init__(epoch=epoch, head=head)
        self.epoch = epoch
        self.head = head
        self.stream = stream


class PositionsUnlike(CentralError):
    """A question in few bytes is about other streams than the caller's, or other lives of them."""

    code = "stream.positions"
    title = "The central service knows these streams otherwise."
    advice = "Nothing to do: the program asks about each by name."
    status = 409


class SnapshotNone(CentralError):
    """The stream has no snapshot; it is read as a feed."""

    code = "snapshot.none"
    title = "There is no snapshot of this stream."
    advice = "Nothing to do: the program reads the stream itself."
    status = 404


class PartsMissing(CentralError):
    """Not all parts of the push are here."""

    code = "push.parts_missing"
    title = "Parts of what was sent have not arrived."
    advice = "Nothing to do: the program sends them again."
    status = 409
