# SPDX-License-Identifier: EUPL-1.2
"""Asking services that may be slow, silent, or a captive portal: one deadline for all of a question, a limit to the answer's size.

Only the resolving of a name cannot be ended from here; whoever asks does so in a process that is ended when it takes too
long (:mod:`~eset_desktop.signing.levels.client`).
"""

import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final, Self
from urllib.parse import urljoin, urlsplit

import requests
import urllib3.exceptions

from eset_desktop.errors import EsetError
from eset_desktop.signing.levels.connections import Deadline, TimelyAdapter
from eset_desktop.signing.levels.guarded import GuardedAdapter, Inside, NotPublic
from eset_desktop.signing.levels.resting import Rests

MOST_BYTES: Final = 64 << 20
"""Of an answer; CRLs of large authorities have tens of megabytes."""
SHORT: Final = 1 << 20
"""Of any other answer: OCSP responses, timestamps and certificates have kilobytes."""
INSIDE: Final = "inside"
"""Why a service was not asked: it is in a network of our own, and the settings do not name it."""
_REDIRECTS: Final = 5
_PIECE: Final = 1 << 16

_NOT_SILENT: Final = frozenset({INSIDE, "address", "size", "redirects"})


class Unanswered(EsetError):
    """No usable answer; details: ``host`` and ``reason`` (a word, a status or the kind of failure)."""

    code = "levels.unanswered"
    title = "A service of a certification authority did not answer."
    advice = "Try again later."


class _Session(requests.Session):
    """Gives away no password that it was not given for this very question (``.netrc``), and follows no redirect by itself."""

    def __init__(self, deadline: Deadline) -> None:
        super().__init__()
        self.auth = _nobody
        self.deadline = deadline
        self.through(TimelyAdapter(deadline))

    def through(self, adapter: TimelyAdapter) -> None:
        """Ask by these connections."""
        for scheme in ("http://", "https://"):
            self.mount(scheme, adapter)

    def resolve_redirects(self, *_: Any, **__: Any) -> Iterator[Any]:
        """Return nothing: the library would read what a redirect carries, all of it, however much and however long."""
        return iter(())


@dataclass(frozen=True, slots=True)
class _Question:
    """One request, and what becomes of it where the answer is elsewhere."""

    method: str
    url: str
    body: bytes | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    auth: tuple[str, str] | None = None

    def at(self, place: str, status: int) -> "_Question":
        """Return the question for another place (RFC 9110 §15.4): only 307 and 308 ask the same; no password goes along."""
        if status in {requests.codes.temporary_redirect, requests.codes.permanent_redirect}:
            return replace(self, url=urljoin(self.url, place), auth=None)
        kept = {name: value for name, value in self.headers.items() if name != "Content-Type"}
        return _Question("GET", urljoin(self.url, place), headers=kept)


def _nobody(request: requests.PreparedRequest) -> requests.PreparedRequest:
    return request


@dataclass(frozen=True, slots=True)
class Line:
    """Connections that are kept between questions.

    Attributes:
        timeout: Seconds for one answer, with the redirects that lead to it.
        rests: Who is not asked for a while.
    """

    timeout: float
    rests: Rests = field(default_factory=Rests)
    _session: _Session = field(default_factory=lambda: _Session(Deadline()))

    @classmethod
    def guarded(cls, timeout: float, inside: Inside, rests: Rests | None = None) -> Self:
        """Return a line that leads to the public Internet and to what is allowed inside."""
        line = cls(timeout, rests or Rests())
        line._session.through(GuardedAdapter(line._session.deadline, inside))
        return line

    def get(self, url: str, *, most: int = SHORT) -> bytes:
        """Return what an address holds, up to so many bytes.

        Raises:
            Unanswered: It could not be had in time.
        """
        return self._ask(_Question("GET", url), most)

    def post(
        self, url: str, body: bytes, kind: str, *, accept: str, auth: tuple[str, str] | None = None
    ) -> bytes:
        """Return the answer to a question.

        Raises:
            Unanswered: There was none in time.
        """
        return self._ask(_Question("POST", url, body, {"Content-Type": kind, "Accept": accept}, auth), SHORT)

    def _ask(self, question: _Question, most: int) -> bytes:
        asked = f"{question.method} {question.url}"
        rests = self.rests.of(asked)
        if rests is not None:
            raise Unanswered(**rests)
        try:
            return self._answer(question, most)
        except Unanswered as error:
            if error.details["reason"] not in _NOT_SILENT:
                self.rests.note(asked, error.details)
            raise

    def _answer(self, question: _Question, most: int) -> bytes:
        host = _host(question.url)
        self._session.deadline.at = time.monotonic() + self.timeout
        try:
            for _ in range(_REDIRECTS + 1):
                with self._sent(question) as answer:
                    if answer.is_redirect:
                        question = question.at(answer.headers["Location"], answer.status_code)
                        _host(question.url)
                        continue
                    if answer.status_code != requests.codes.ok:
                        raise Unanswered(host=host, reason=answer.status_code)
                    return _read(answer, host, most)
        except (requests.RequestException, urllib3.exceptions.HTTPError, OSError, ValueError) as error:
            # urllib3's own errors come when an answer breaks off: its body is read past requests.
            raise Unanswered(host=host, reason=_reason(error)) from error
        raise Unanswered(host=host, reason="redirects")

    def _sent(self, question: _Question) -> requests.Response:
        return self._session.request(
            question.method, question.url, data=question.body, headers=question.headers, auth=question.auth,
            timeout=self._session.deadline.left(), stream=True,
        )  # fmt: skip


def _host(url: str) -> str:
    """Return an address's host; raises Unanswered for one that is none, or that brings a name or password along."""
    try:
        parts = urlsplit(url)
        host, scheme, user = parts.hostname or "", parts.scheme, parts.username
    except ValueError as error:
        raise Unanswered(host="", reason="address") from error
    if scheme not in {"http", "https"} or not host or user is not None:
        raise Unanswered(host=host, reason="address")
    return host


def _read(answer: requests.Response, host: str, most: int) -> bytes:
    held = bytearray()
    # read1 gives what has come: read would wait for a full piece from a service that sends a byte now and then.
    while piece := answer.raw.read1(_PIECE, decode_content=True):
        held += piece
        if len(held) > most:
            raise Unanswered(host=host, reason="size")
    return bytes(held)


def _reason(error: Exception) -> str:
    if isinstance(error, NotPublic):
        return INSIDE
    late = (TimeoutError, requests.Timeout, urllib3.exceptions.TimeoutError)
    return "timeout" if isinstance(error, late) else type(error).__name__
