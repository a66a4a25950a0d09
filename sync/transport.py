# SPDX-License-Identifier: EUPL-1.2
"""HTTP by ``requests``: one session to one service, no redirects, no surprises.

The environment's proxies and certificate bundles are honoured (town halls have them), its ``.netrc`` is not: it would replace the
device's token. A service on this very machine is never asked through a proxy. TLS sessions are not resumed over connections (urllib3
offers no way): a new connection costs a whole handshake, so connections are kept as long as they live, and some are opened in advance.
"""

import contextlib
import io
import socket
import ssl
from collections.abc import Callable, Iterator, Sequence
from typing import Final

import requests
import urllib3.exceptions as low
from requests.utils import select_proxy
from urllib3.util import SKIP_HEADER

from eset_desktop.clock import Clock
from sync import elsewhere, messages
from sync.addresses import is_loopback, is_secure
from sync.connections import CONNECT_SECONDS, Adapter, SocketOption
from sync.elsewhere import Elsewhere
from sync.messages import LineError, Part, Request, Response
from sync.plain_session import PlainSession

LONGEST_BODY: Final = 600.0
"""Seconds after which a body that drips byte by byte is left; what came is kept."""
_PIECE: Final = 64 * 1024
_WHOLE: Final = 16 * 1024
"""Bytes of a body that are handed to the socket at once. A longer one goes piece by piece: the time that a socket gives a
call to send counts for each call, and a slow line needs longer for the whole."""
_NO_WINDOW: Final = 4 << 20
_BUFFER_SHARE: Final = 5
"""Eighths of a window to ask of the system, which takes twice as much and counts its own keeping with it (socket(7))."""


class Transport:
    """Sends requests over one kept-alive connection; for one thread at a time.

    Args:
        url: The service's address: https, or http on this machine.
        clock: Measures how long a body takes.
        agent: ``User-Agent`` of what is asked without credentials; a device has told its program in its report.
        socket_options: More of them, for example a congestion control for measurements.
    """

    def __init__(
        self, url: str, clock: Clock, *, agent: str, socket_options: Sequence[SocketOption] = ()
    ) -> None:
        self._url = url.rstrip("/")
        self._clock = clock
        self._secure = is_secure(url)
        self._session = PlainSession()
        self._agent = agent
        self._session.trust_env = not is_loopback(url)
        self._adapter = Adapter(socket_options)
        self._elsewhere = Elsewhere(url)
        self._limited: tuple[socket.socket | None, int] = None, 0
        for scheme in ("https://", "http://"):
            self._session.mount(scheme, self._adapter)

    def open(self) -> None:
        """Open the connection in advance; what fails is found out by the first request. Not through a proxy."""
        if not self._secure:
            return
        found = self._session.merge_environment_settings(self._url, {}, True, None, None)
        if select_proxy(self._url, found["proxies"]):
            return
        question = self._session.prepare_request(requests.Request("GET", self._url))
        with contextlib.suppress(requests.RequestException, low.HTTPError, OSError):
            self._adapter.open(question, found["verify"])

    def send(self, request: Request) -> Response | LineError:
        """Send a request and return its answer; never raises for what a line or a service can do."""
        answer = self._open(request)
        if isinstance(answer, LineError):
            return answer
        if request.elsewhere and answer.status_code == elsewhere.REDIRECTED:
            return self._from_elsewhere(request, answer)
        with answer:
            body, complete = self._body(answer, request.max_bytes)
        return Response(answer.status_code, _headers(answer), body, complete)

    def _from_elsewhere(self, request: Request, sent: requests.Response) -> Response:
        """Return what lies where the service sent us."""
        with sent:
            self._body(sent, _PIECE)
        address = sent.headers.get("Location", "")
        answer = self._elsewhere.ask(address, request.headers, (CONNECT_SECONDS, request.timeout))
        if answer is None:
            return elsewhere.AWAY
        with answer:
            body, complete = self._body(answer, request.max_bytes)
        return Response(answer.status_code, _headers(answer), body, complete, elsewhere=True)

    def stream(self, request: Request) -> "Stream":
        """Send a request and return its answer to be read bit by bit; nothing else may be sent until that ended."""
        answer = self._open(request)
        return Stream(answer, self._pieces, request.max_bytes)

    def _open(self, request: Request) -> requests.Response | LineError:
        if not self._secure:
            return LineError(messages.INSECURE)
        self._limit(request.window)
        try:
            return self._session.request(
                request.method,
                self._url + request.path,
                params=request.query,
                headers=self._headers_of(request),
                data=(request.body if len(request.body) <= _WHOLE else io.BytesIO(request.body)) or None,
                timeout=(CONNECT_SECONDS, request.timeout),
                allow_redirects=False,
                stream=True,
            )
        except requests.RequestException as error:
            return LineError(kind_of(error))

    def _headers_of(self, request: Request) -> dict[str, str]:
        """Return the headers of a request and nothing that a library would add: on a slow line each costs its milliseconds."""
        agent = SKIP_HEADER if "Authorization" in request.headers else self._agent
        return {"Accept-Encoding": SKIP_HEADER, "User-Agent": agent, **request.headers}

    def _limit(self, window: int) -> None:
        """Let no more than a window be on the way; on a connection that stands, which most requests find."""
        for connected in self._adapter.sockets():
            was_limited = connected is self._limited[0]
            if (window or was_limited) and (connected, window) != self._limited:
                self._limited = connected, window
                size = window * _BUFFER_SHARE // 8 or _NO_WINDOW
                with contextlib.suppress(OSError):  # closed meanwhile: a new one has no limit
                    connected.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, size)

    def close(self) -> None:
        """Close the connections."""
        self._session.close()
        self._elsewhere.close()

    def _body(self, answer: requests.Response, max_bytes: int) -> tuple[bytes, bool]:
        body = bytearray()
        for piece in self._pieces(answer):
            if piece is None:
                return bytes(body), False
            body += piece
            if len(body) > max_bytes:
                return bytes(body[:max_bytes]), False
        return bytes(body), True

    def _pieces(self, answer: requests.Response) -> Iterator[bytes | None]:
        """Yield what comes as soon as it comes; at last None when the line broke or it took too long."""
        deadline = self._clock.monotonic() + LONGEST_BODY
        try:
            while piece := answer.raw.read1(_PIECE, decode_content=False):
                yield piece
                if self._clock.monotonic() > deadline:
                    yield None
                    return
        except (low.HTTPError, OSError, ValueError):
            yield None


class Stream:
    """An answer that is read bit by bit."""

    def __init__(
        self,
        answer: requests.Response | LineError,
        pieces: Callable[[requests.Response], Iterator[bytes | None]],
        max_bytes: int,
    ) -> None:
        self._answer = answer
        self._pieces = iter(()) if isinstance(answer, LineError) else pieces(answer)
        self._room = max_bytes

    def next(self) -> Part | Response | LineError:
        """Return the next bytes, or at last what ended the answer; one that is no success comes whole."""
        if isinstance(self._answer, LineError):
            return self._answer
        if not 200 <= self._answer.status_code < 300:
            body = list(self._pieces)
            return self._end(b"".join(filter(None, body))[: self._room], complete=None not in body)
        piece = next(self._pieces, b"")
        if piece is None:
            return self._end(complete=False)
        if not piece:
            return self._end(complete=True)
        self._room -= len(piece)
        if self._room < 0:
            return self._end(complete=False)
        return Part(self._answer.status_code, _headers(self._answer), piece)

    def leave(self) -> Response | LineError:
        """End it where it is; its connection is closed."""
        return self._answer if isinstance(self._answer, LineError) else self._end(complete=False)

    def _end(self, body: bytes = b"", *, complete: bool) -> Response:
        assert isinstance(self._answer, requests.Response)  # noqa: S101 - its callers have looked
        self._answer.close()
        return Response(self._answer.status_code, _headers(self._answer), body, complete)


def _headers(answer: requests.Response) -> dict[str, str]:
    return {name.lower(): value for name, value in answer.headers.items()}


def kind_of(error: Exception) -> str:
    """Return which of :data:`sync.messages.LINE_ERRORS` an exception of ``requests`` is."""
    chain = tuple(_causes(error))
    for kind, types in _KINDS:
        if any(isinstance(each, types) for each in chain):
            return kind
    return messages.RESET


# The order matters: urllib3 derives some of these from others.
_KINDS: Final[tuple[tuple[str, tuple[type[BaseException], ...]], ...]] = (
    (messages.TLS, (requests.exceptions.SSLError, low.SSLError, ssl.SSLError)),
    (messages.DNS, (low.NameResolutionError,)),
    (messages.REFUSED, (low.NewConnectionError, requests.exceptions.ProxyError, ConnectionRefusedError)),
    (messages.TIMEOUT, (requests.Timeout, low.TimeoutError, TimeoutError)),
)


def _causes(error: BaseException) -> Iterator[BaseException]:
    """Yield an exception and everything it was made from; urllib3 hides causes in ``reason`` and ``args``."""
    waiting, seen = [error], set[int]()
    while waiting:
        each = waiting.pop()
        if id(each) in seen:
            continue
        seen.add(id(each))
        yield each
        inner = (getattr(each, "reason", None), each.__cause__, each.__context__, *each.args)
        waiting.extend(found for found in inner if isinstance(found, BaseException))
