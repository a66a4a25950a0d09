# SPDX-License-Identifier: EUPL-1.2
"""Reading DER (X.690 §10, §8.1) just far enough to look into a CMS; takes what we write and nothing looser."""

from collections.abc import Iterator
from typing import Final, NamedTuple

INTEGER: Final = 0x02
OCTETS: Final = 0x04
OID: Final = 0x06
SEQUENCE: Final = 0x30
SET: Final = 0x31
CONTEXT_0: Final = 0xA0
CONTEXT_1: Final = 0xA1

_LONG, _MULTIPLE = 0x80, 0x1F


class Node(NamedTuple):
    """One element.

    Attributes:
        tag: Its identifier octet.
        content: Its content.
        whole: Identifier, length and content.
    """

    tag: int
    content: bytes
    whole: bytes

    def children(self) -> tuple["Node", ...]:
        """Return the elements inside; raises ValueError."""
        return tuple(_nodes(self.content))

    def only(self, *tags: int) -> tuple["Node", ...]:
        """Return the elements inside, which must have exactly these tags; raises ValueError."""
        found = self.children()
        if tuple(each.tag for each in found) != tags:
            raise ValueError("other elements than expected")
        return found


def first(data: bytes) -> Node:
    """Return the element that ``data`` begins with.

    Raises:
        ValueError: It does not begin with one.
    """
    if len(data) < 2 or data[0] & _MULTIPLE == _MULTIPLE:
        raise ValueError("no element")
    length, start = data[1], 2
    if length & _LONG:
        start += length & ~_LONG
        length = int.from_bytes(data[2:start], "big")
        if start == 2 or length < _LONG or data[2] == 0:
            raise ValueError("no length of DER")
    if start + length > len(data):
        raise ValueError("an element without its end")
    return Node(data[0], data[start : start + length], data[: start + length])


def _nodes(data: bytes) -> Iterator[Node]:
    while data:
        node = first(data)
        yield node
        data = data[len(node.whole) :]
