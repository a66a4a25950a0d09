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
        streamed: The answer comes as any number of :class:`Part` (ask for the next with :class:`More`) and at last a
            :class:`Response` without the bytes that the parts brought.
        window: Bytes that may be on the way unconfirmed, 0 for as many as the system finds good. What is on the way when
            a line breaks is lost, and on a slow line goes on filling it afterwards.
        elsewhere: The service may say where else the bytes lie (307); they are asked for there, without what is secret here.
        after: For a question about streams: the cursors (stream, epoch, position) that it asks after. A long-poll from earlier
            positions of the same lives brings all that this one would.
    """

    method: str
    path: str
    query: tuple[tuple[str, str], ...] = ()
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    body: bytes = field(default=b"", repr=False)
    timeout: float = 30.0
    max_bytes: int = LARGEST_ANSWER
    listening: bool = False
    streamed: bool = False
    window: int = 0
    after: tuple[tuple[str, str, int], ...] = ()
    elsewhere: bool = False


@dataclass(frozen=True, slots=True)
class More:
    """Go on with the streamed answer under way, or leave it (its connection is closed)."""

    stop: bool = False


@dataclass(frozen=True, slots=True)
class Together:
    """Requests of one lane, some under way at the same time; answered by a tuple in the same order.

    Attributes:
        requests: They are begun in this order.
        at_once: So many are under way at most. After one that came to nothing, or was answered by an error, no other is
            begun; what was not begun is answered by None.
    """

    requests: tuple[Request, ...]
    at_once: int


@dataclass(frozen=True, slots=True)
class Connect:
    """Open some connections in advance, for any lane: a handshake is round trips in which the line is empty. Answered at once."""

    count: int


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
        elsewhere: It comes from where the service sent us, and not from the service.
    """

    status: int
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = field(default=b"", repr=False)
    complete: bool = True
    elsewhere: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """Some bytes of a streamed answer; more follow."""

    status: int
    headers: Mapping[str, str] = field(default_factory=dict)
    data: bytes = field(default=b"", repr=False)


@dataclass(frozen=True, slots=True)
class LineError:
    """No HTTP answer at all; ``kind`` is one of :data:`LINE_ERRORS`."""

    kind: str


@dataclass(frozen=True, slots=True)
class Hint:
    """Look again.

    Attributes:
        outside: There may be new local work, or the network changed: what failed may be tried anew. False: another lane of
            this engine found something out.
    """

    outside: bool = True


Asked: TypeAlias = Request | Wait | More | Together | Connect
"""What an engine's lane yields."""

Said: TypeAlias = Response | LineError
"""What becomes of a request."""

Answer: TypeAlias = Response | LineError | Hint | Part | tuple[Said | None, ...] | None
"""None: a wait's time is over."""


def came_through(said: Said) -> bool:
    """Tell whether a request was answered with success."""
    return isinstance(said, Response) and 200 <= said.status < 300


T = TypeVar("T")
Steps: TypeAlias = Generator[Asked, Answer, T]
"""A piece of the engine that ends with a value."""
