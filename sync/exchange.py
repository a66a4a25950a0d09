# SPDX-License-Identifier: EUPL-1.2
"""One question to the central service and its answer: credentials, sizes counted, and what can never be right sorted out.

What comes back is an answer that its caller must still look at: a 2xx or a 4xx below 429.
"""

import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

import msgspec

from eset_desktop.clock import Clock
from eset_desktop.crashpoints import crashpoint
from sync.coding import encode, failure_of, problem_in
from sync.messages import (
    LARGEST_ANSWER,
    Answer,
    Hint,
    LineError,
    Part,
    Request,
    Response,
    Said,
    Steps,
    Together,
)
from sync.problems import DeviceRevoked, DeviceUnknown, NotTheService, of_line
from sync.protocol import AT_PATH, CHUNK_TYPE, PACKED_TYPE

ANSWER_SECONDS: Final = 30.0
"""Without a byte for so long, an answer counts as lost."""
LARGEST_STREAM: Final = 1 << 32
_ANSWERED_SHORTLY: Final = frozenset({PACKED_TYPE, CHUNK_TYPE})
"""Types of bodies whose answers are packed too, or have none."""
_LINE_END: Final = 4
"""``: `` and CRLF around a header line."""


@dataclass(slots=True)
class Counters:
    """What one engine sent and received: HTTP lines and bodies as they travel, without TLS, TCP and what proxies add."""

    requests: int = 0
    bytes_up: int = 0
    bytes_down: int = 0
    _guard: threading.Lock = field(default_factory=threading.Lock, repr=False, compare=False)

    def sent(self, size: int) -> None:
        """Count a request."""
        with self._guard:
            self.requests += 1
            self.bytes_up += size

    def received(self, size: int) -> None:
        """Count (a part of) an answer."""
        with self._guard:
            self.bytes_down += size


@dataclass(frozen=True, slots=True)
class Asked:
    """An answer and how long it took (seconds)."""

    response: Response
    seconds: float


class Exchange:
    """Asks one central service with one device's token.

    Args:
        clock: For durations, and for ``Retry-After`` dates.
        token: Returns the bearer token; read anew for each request, because a renewal changes it.
        counters: Counted into.
    """

    def __init__(self, clock: Clock, token: Callable[[], str], counters: Counters) -> None:
        self._clock = clock
        self._token = token
        self._counters = counters

    def ask(
        self,
        method: str,
        path: str,
        *,
        query: tuple[tuple[str, str], ...] = (),
        message: msgspec.Struct | None = None,
        body: bytes = b"",
        headers: Mapping[str, str] | None = None,
        max_bytes: int = LARGEST_ANSWER,
        anonymous: bool = False,
        window: int = 0,
        after: tuple[tuple[str, str, int], ...] = (),
        elsewhere: bool = False,
    ) -> Steps[Asked]:
        """Ask and return the answer; raises :class:`sync.problems.SyncProblem` for one that can't be used."""
        sent = self._headers(method, headers or {}, anonymous=anonymous)
        if message is not None:
            body, described = encode(message)
            sent.update(described)
        request = Request(
            method, path, query, sent, body, ANSWER_SECONDS, max_bytes, window=window, after=after,
            elsewhere=elsewhere,
        )  # fmt: skip
        asked = yield from self._send(request)
        if asked is None:
            raise NotTheService(why="hint")
        return asked

    def listen(
        self,
        path: str,
        query: tuple[tuple[str, str], ...],
        wait: int,
        after: tuple[tuple[str, str, int], ...],
    ) -> Steps[Asked | None]:
        """Ask and wait up to ``wait`` seconds for news; None when a hint came first. ``after``: see :class:`Request`."""
        headers = self._headers("GET", {}, short=path.startswith(AT_PATH))
        request = Request(
            "GET", path, query, headers, timeout=ANSWER_SECONDS + wait, listening=True, after=after
        )
        return (yield from self._send(request))

    def together(
        self,
        path: str,
        pieces: Sequence[tuple[str, bytes]],
        *,
        at_once: int,
        asking: tuple[tuple[str, str], ...] = (),
    ) -> Steps[tuple[Said | None, ...]]:
        """Put several pieces (name, bytes) below a path, some at the same time, and return their answers in the same order.

        What they say is for the caller to :meth:`check`, who knows first what has arrived.

        Args:
            path: Without a slash at its end.
            pieces: Begun in this order; none after one that failed, whose answer is then None.
            at_once: So many are under way at most.
            asking: Query of the last one, whose answer may be long.
        """
        requests = [
            Request("PUT", f"{path}/{name}", (), self._headers("PUT", {}), body, ANSWER_SECONDS)
            for name, body in pieces
        ]
        if asking:
            headers = {"Accept-Encoding": "zstd", **requests[-1].headers}
            requests[-1] = replace(requests[-1], query=asking, headers=headers)
        answers = yield Together(tuple(requests), at_once)
        if not isinstance(answers, tuple):
            msg = f"questions were answered with {answers!r}"
            raise TypeError(msg)
        for request, answer in zip(requests, answers, strict=True):
            if answer is not None:
                self._counters.sent(_request_size(request))
            if isinstance(answer, Response):
                self._counters.received(_response_size(answer))
        crashpoint("sync.answer")
        return answers

    def streamed(self, path: str, headers: Mapping[str, str]) -> Request:
        """Return a counted request for something large that is used while it comes; it travels as it is stored."""
        sent = self._headers("GET", {"Accept-Encoding": "identity", **headers})
        request = Request("GET", path, (), sent, b"", ANSWER_SECONDS, LARGEST_STREAM, streamed=True)
        self._counters.sent(_request_size(request))
        return request

    def began(self, part: Part) -> None:
        """Count the head of a streamed answer."""
        self._counters.received(_response_size(Response(part.status, part.headers)))

    def came(self, size: int) -> None:
        """Count some bytes of a streamed answer."""
        self._counters.received(size)

    def check(self, response: Response) -> None:
        """Raise for what no caller takes: refused credentials, redirects, 1xx, overload and errors of the service."""
        if response.status == 401:
            problem = problem_in(response)
            if problem is not None and problem.code == "device.revoked":
                raise DeviceRevoked
            if problem is not None and problem.code == "device.unknown":
                raise DeviceUnknown
            raise NotTheService(status=401, why="status")
        if not 200 <= response.status < 300 and not 400 <= response.status < 429 and response.status != 460:
            raise failure_of(response, self._clock.now())

    def _headers(
        self, method: str, special: Mapping[str, str], *, anonymous: bool = False, short: bool = False
    ) -> dict[str, str]:
        """Return a request's headers; only one whose answer may be long says how that may be compressed."""
        credentials = {} if anonymous else {"Authorization": f"Bearer {self._token()}"}
        short = short or method not in {"GET", "POST"} or special.get("Content-Type") in _ANSWERED_SHORTLY
        coding = {} if short else {"Accept-Encoding": "zstd"}
        return {**coding, **credentials, **special}

    def _send(self, request: Request) -> Steps[Asked | None]:
        self._counters.sent(_request_size(request))
        started = self._clock.monotonic()
        answer: Answer = yield request
        seconds = self._clock.monotonic() - started
        match answer:
            case Response():
                self._counters.received(_response_size(answer))
                crashpoint("sync.answer")
                if not answer.elsewhere:
                    self.check(answer)
                return Asked(answer, seconds)
            case LineError(kind=kind):
                raise of_line(kind)
            case Hint() if request.listening:
                return None
        msg = f"a request was answered with {answer!r}"
        raise TypeError(msg)


def _request_size(request: Request) -> int:
    query = sum(len(name) + len(value) + 2 for name, value in request.query)
    return (
        len(request.method)
        + len(request.path)
        + query
        + 12
        + _headers_size(request.headers)
        + len(request.body)
    )


def _response_size(response: Response) -> int:
    return 17 + _headers_size(response.headers) + len(response.body)


def _headers_size(headers: Mapping[str, str]) -> int:
    return sum(len(name) + len(value) + _LINE_END for name, value in headers.items()) + 2
