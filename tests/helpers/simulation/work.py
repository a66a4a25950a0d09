# SPDX-License-Identifier: EUPL-1.2
"""Bounded work (background: I13): what goes over the line again is bounded by what went wrong on it.

An exchange is worth its bytes when it carries something that this computer had not carried before: a mutation, a position of
a stream, a stretch of some bytes. Else its bytes went again.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Final

import msgspec

from sync.coding import decode
from sync.messages import Request, Response
from sync.problems import SyncProblem
from sync.protocol import METADATA_HEADER, OFFSET_HEADER

MOST_AGAIN: Final = 0.15
"""Share of the useful bytes that may go again in any case."""
A_DROP: Final = 1_500
"""Bytes that may go again for each thing that went wrong: a stretch (of the simulation's size), or a page and a check."""


class _Named(msgspec.Struct):
    id: str


class _Batch(msgspec.Struct):
    mutations: list[_Named]


class _Page(msgspec.Struct):
    stream: str
    epoch: str
    to: int
    also: tuple["_Page", ...] = ()


@dataclass(slots=True)
class Work:
    """What one computer carried.

    Attributes:
        useful: Bytes of bodies of exchanges that carried something new.
        again: Bytes of the others.
        drops: Things that went wrong: faults, deaths, a line that was gone.
    """

    useful: int = 0
    again: int = 0
    drops: int = 0
    kinds: Counter[str] = field(default_factory=Counter)
    _carried: set[Any] = field(default_factory=set)

    def note(self, request: Request, answer: Response) -> None:
        """Count an exchange as the service saw it."""
        size = len(request.body) + len(answer.body)
        items = set(_items(request, answer))
        if items and not items <= self._carried:
            self._carried |= items
            self.useful += size
        else:
            self.again += size
            self.kinds[f"{request.method} {request.path[:14]}"] += size

    def excess(self) -> int:
        """Return by how many bytes it was too much, 0 or less for none."""
        return int(self.again - MOST_AGAIN * self.useful - A_DROP * (1 + self.drops))


def _items(request: Request, answer: Response) -> Iterable[Any]:
    """Return the names of what an exchange carried."""
    path = request.path
    if path == "/v1/push":
        headers = {name.lower(): value for name, value in request.headers.items()}
        return [each.id for each in _read(Response(200, headers, request.body), _Batch, "mutations")]
    if (path.endswith("/changes") or path.startswith("/v1/at/")) and answer.status == 200:
        page = _read(answer, _Page)
        return [("page", each.stream, each.epoch, each.to) for each in (page, *page.also)] if page else []
    if path.startswith(("/v1/push/parts", "/v1/uploads", "/v1/blobs")) or path.endswith("/snapshot"):
        return [(request.method, path, *(request.headers.get(name) for name in _PLACES), hash(request.body))]
    return []


_PLACES: Final = (OFFSET_HEADER, METADATA_HEADER, "Range")


def _read(body: Response, type_: type[Any], member: str = "") -> Any:
    try:
        message = decode(body, type_)
    except SyncProblem:
        return [] if member else None
    return getattr(message, member) if member else message
