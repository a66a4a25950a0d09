# SPDX-License-Identifier: EUPL-1.2
"""What the engine asks of the outside and what it gets back: plain values, no I/O.

The engine is a generator: it yields a :class:`Request` or a :class:`Wait` and is sent an :data:`Answer`.
"""

from collections.abc import Generator, Mapping
from dataclasses import dataclass, field
from typing import Final, TypeAlias, TypeVar

DNS: Final = "dns"
REFUSED: Final = "refused"
TIMEOUT: Final = "timeout"
TLS: Final = "tls"
RESET: Final = "reset"
SHORT_BODY: Final = "short_body"
TOO_LARGE: Final = "too_large"
INSECURE: Final = "insecure"
LINE_ERRORS: Final = (DNS, REFUSED, TIMEOUT, TLS, RESET, SHORT_BODY, TOO_LARGE, INSECURE)

LARGEST_ANSWER: Final = 16 * 1024 * 1024
"""Bytes of an answer that are read at most, unless a request says otherwise."""


@dataclass(frozen=True, slots=True)
class Request:
    """One HTTP request to the central service.

    Attributes:
        path: Absolute path on the service, never another host.
        headers: Without those that the transport sets by itself (host, length, user agent); hidden from ``repr``
            because the bearer token is in them.
        timeout: Seconds without a byte of the answer after which it counts as lost.
        max_bytes: The body is cut there; the answer is then not ``complete``.
        listening: A long-poll: it may be left when a hint comes, the answer is then a :class:`Hint`.
    """

    method: str
    path: str
    query: tuple[tuple[str, str], ...] = ()
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    body: bytes = field(default=b"", repr=False)
    timeout: float = 30.0
    max_bytes: int = LARGEST_ANSWER
    listening: bool = False


@dataclass(frozen=True, slots=True)
class Wait:
    """Nothing to do for some seconds; a hint ends it before its time."""

    seconds: float
    until_hint: bool = True


@dataclass(frozen=True, slots=True)
class Response:
    """An HTTP answer as it came, still compressed.

    Attributes:
        headers: Names in lower case.
        complete: False when the line broke inside the body; ``body`` is what came before.
    """

    status: int
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = field(default=b"", repr=False)
    complete: bool = True


@dataclass(frozen=True, slots=True)
class LineError:
    """No HTTP answer at all; ``kind`` is one of :data:`LINE_ERRORS`."""

    kind: str


@dataclass(frozen=True, slots=True)
class Hint:
    """There may be new local work, or the network changed."""


Answer: TypeAlias = Response | LineError | Hint | None
"""None: a wait's time is over."""

T = TypeVar("T")
Steps: TypeAlias = Generator[Request | Wait, Answer, T]
"""A piece of the engine that ends with a value."""
