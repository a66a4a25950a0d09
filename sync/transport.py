# SPDX-License-Identifier: EUPL-1.2
"""HTTP by ``requests``: one session to one service, no redirects, no surprises.

The environment's proxies and certificate bundles are honoured (town halls have them), its ``.netrc`` is not: it would replace the
device's token. A service on this very machine is never asked through a proxy.
"""

import ipaddress
import ssl
from collections.abc import Iterator
from typing import Final
from urllib.parse import urlsplit

import requests
import urllib3.exceptions as low
from requests.auth import AuthBase

from eset_desktop.clock import Clock
from sync import messages
from sync.messages import LineError, Request, Response

CONNECT_SECONDS: Final = 10.0
LONGEST_BODY: Final = 600.0
"""Seconds after which a body that drips byte by byte is left; what came is kept."""
_PIECE: Final = 16 * 1024


class _OwnToken(AuthBase):
    """Leaves the request as it is; its presence keeps ``requests`` from looking into ``.netrc``."""

    def __call__(self, prepared: requests.PreparedRequest) -> requests.PreparedRequest:
        return prepared


class Transport:
    """Sends requests over one kept-alive connection; for one thread at a time.

    Args:
        url: The service's address: https, or http on this machine.
        clock: Measures how long a body takes.
        agent: ``User-Agent``.
    """

    def __init__(self, url: str, clock: Clock, *, agent: str) -> None:
        self._url = url.rstrip("/")
        self._clock = clock
        self._secure = is_secure(url)
        self._session = requests.Session()
        self._session.headers = requests.structures.CaseInsensitiveDict({"User-Agent": agent})
        self._session.auth = _OwnToken()
        self._session.trust_env = not is_loopback(url)

    def send(self, request: Request) -> Response | LineError:
        """Send a request and return its answer; never raises for what a line or a service can do."""
        if not self._secure:
            return LineError(messages.INSECURE)
        try:
            answer = self._session.request(
                request.method,
                self._url + request.path,
                params=request.query,
                headers=dict(request.headers),
                data=request.body or None,
                timeout=(CONNECT_SECONDS, request.timeout),
                allow_redirects=False,
                stream=True,
            )
        except requests.RequestException as error:
            return LineError(kind_of(error))
        with answer:
            body, complete = self._body(answer, request.max_bytes)
        headers = {name.lower(): value for name, value in answer.headers.items()}
        return Response(answer.status_code, headers, body, complete)

    def close(self) -> None:
        """Close the connection."""
        self._session.close()

    def _body(self, answer: requests.Response, max_bytes: int) -> tuple[bytes, bool]:
        body = bytearray()
        deadline = self._clock.monotonic() + LONGEST_BODY
        try:
            for piece in answer.raw.stream(_PIECE, decode_content=False):
                body += piece
                if len(body) > max_bytes or self._clock.monotonic() > deadline:
                    return bytes(body[:max_bytes]), False
        except (low.HTTPError, OSError, ValueError):
            return bytes(body), False
        return bytes(body), True


def is_loopback(url: str) -> bool:
    """Tell whether an address is this very machine."""
    host = urlsplit(url).hostname or ""
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def is_secure(url: str) -> bool:
    """Tell whether a token may be sent to an address: https, or http that does not leave this machine."""
    scheme = urlsplit(url).scheme
    return scheme == "https" or (scheme == "http" and is_loopback(url))


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
