# SPDX-License-Identifier: EUPL-1.2
"""How far a device has read: cursors of one stream, positions of all of them."""

import hashlib
from base64 import urlsafe_b64encode
from collections.abc import Iterable
from typing import Final, NamedTuple, Self

_MARK_BYTES: Final = 9
"""Of a mark; by accident two differ in all but one of 10²¹ cases, and whoever makes one up deceives only himself."""
_MOST_DIGITS: Final = 18


class Positions(NamedTuple):
    """How far a device has read all of its streams.

    Attributes:
        seqs: Positions, by the streams' names in order.
        mark: Stands for the streams' names and epochs: the same on both sides, or the question is not understood.
    """

    seqs: tuple[int, ...]
    mark: str

    @classmethod
    def of(cls, cursors: Iterable[tuple[str, str, int]]) -> Self:
        """Return the positions of (stream, epoch, seq), in any order."""
        ordered = sorted(cursors)
        told = hashlib.sha256("\n".join(f"{name}@{epoch}" for name, epoch, _ in ordered).encode())
        return cls(
            tuple(seq for _, _, seq in ordered), urlsafe_b64encode(told.digest()[:_MARK_BYTES]).decode()
        )

    @property
    def text(self) -> str:
        """Return them as they stand in a request."""
        return ".".join(map(str, self.seqs)) + "~" + self.mark

    @classmethod
    def parse(cls, text: str) -> Self:
        """Return the positions of a request.

        Raises:
            ValueError: The text is none.
        """
        numbers, _, mark = text.partition("~")
        seqs = numbers.split(".")
        if not mark or not all(
            each.isascii() and each.isdecimal() and len(each) <= _MOST_DIGITS for each in seqs
        ):
            msg = "positions are decimal numbers and a mark"
            raise ValueError(msg)
        return cls(tuple(map(int, seqs)), mark)


def cursor_text(epoch: str, seq: int) -> str:
    """Return a cursor as it stands in a request: epoch and position."""
    return f"{epoch}:{seq}"


def parse_cursor(text: str) -> tuple[str, int]:
    """Return epoch and position of a cursor; an empty text is the beginning of an unknown epoch.

    Raises:
        ValueError: The text is no cursor.
    """
    if not text:
        return "", 0
    epoch, _, seq = text.rpartition(":")
    number = int(seq)
    if number < 0 or not seq.isdecimal():
        msg = "a cursor's position is a decimal number"
        raise ValueError(msg)
    return epoch, number
