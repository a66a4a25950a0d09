# SPDX-License-Identifier: EUPL-1.2
"""Asking services that may be slow, silent, or a captive portal: one deadline for the whole answer, a limit to its size."""

import time
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import urlsplit

import requests
import urllib3.exceptions

from eset_desktop.errors import EsetError

MOST_BYTES: Final = 64 << 20
"""Of an answer; CRLs of large authorities have tens of megabytes."""
_PIECE: Final = 1 << 16


class Unanswered(EsetError):
    """No usable answer; details: ``host`` and ``reason`` (a word, a status or the kind of failure)."""

    code = "levels.unanswered"
    title = "A service of a certification authority did not answer."
    advice = "Try again later."


@dataclass(frozen=True, slots=True)
class Line:
    """Connections that are kept between questions.

    Attributes:
        timeout: Seconds for one answer, from beginning to end.
    """

    timeout: float
    _session: requests.Session = field(default_factory=requests.Session)

    def get(self, url: str) -> bytes:
        """Return what an address holds.

        Raises:
            Unanswered: It could not be had in time.
        """
        return self._ask("GET", url, None, {}, None)

    def post(
        self, url: str, body: bytes, kind: str, *, accept: str, auth: tuple[str, str] | None = None
    ) -> bytes:
        """Return the answer to a question.

        Raises:
            Unanswered: There was none in time.
        """
        return self._ask("POST", url, body, {"Content-Type": kind, "Accept": accept}, auth)

    def _ask(
        self, method: str, url: str, body: bytes | None, headers: dict[str, str], auth: tuple[str, str] | None
    ) -> bytes:
        host = urlsplit(url).hostname or ""
        if urlsplit(url).scheme not in {"http", "https"}:
            raise Unanswered(host=host, reason="address")
        deadline = time.monotonic() + self.timeout
        try:
            with self._session.request(
                method, url, data=body, headers=headers, auth=auth, timeout=self.timeout, stream=True
            ) as answer:
                if answer.status_code != requests.codes.ok:
                    raise Unanswered(host=host, reason=answer.status_code)
                return _read(answer, host, deadline)
        except (requests.RequestException, urllib3.exceptions.HTTPError, OSError, ValueError) as error:
            # urllib3's own errors come when an answer breaks off: its body is read past requests.
            raise Unanswered(host=host, reason=_reason(error)) from error


def _read(answer: requests.Response, host: str, deadline: float) -> bytes:
    held = bytearray()
    # read1 gives what has come: read would wait for a full piece from a service that sends a byte now and then.
    while piece := answer.raw.read1(_PIECE, decode_content=True):
        held += piece
        if len(held) > MOST_BYTES:
            raise Unanswered(host=host, reason="size")
        if time.monotonic() > deadline:
            raise Unanswered(host=host, reason="timeout")
    return bytes(held)


def _reason(error: Exception) -> str:
    late = (requests.Timeout, urllib3.exceptions.TimeoutError)
    return "timeout" if isinstance(error, late) else type(error).__name__
