# SPDX-License-Identifier: EUPL-1.2
"""Who did not answer is left alone for a while: what was asked, how, and by whom it is needed; nobody else."""

import threading
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import ClassVar

import pytest

from eset_desktop.signing.levels.errors import RESTS
from eset_desktop.signing.levels.http import Line, Unanswered
from eset_desktop.signing.levels.resting import Rests

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
MINUTE = timedelta(seconds=60)
KIND = "application/timestamp-query"


class _Service(BaseHTTPRequestHandler):
    """Answers with the status that its path names; a post to ``/ok`` is answered, whatever a get of it is."""

    asked: ClassVar[Counter[str]] = Counter()

    def do_GET(self) -> None:
        self._answer(503 if self.path == "/ok" else int(self.path[1:]))

    def do_POST(self) -> None:
        self._answer(200 if self.path == "/ok" else int(self.path[1:]))

    def _answer(self, status: int) -> None:
        self.asked[f"{self.command} {self.path}"] += 1
        self.send_response(status)
        self.send_header("Content-Length", "2")
        self.end_headers()
        self.wfile.write(b"ok")

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def service() -> Iterator[str]:
    _Service.asked.clear()
    server = HTTPServer(("127.0.0.1", 0), _Service)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def rested(error: Unanswered) -> bool:
    return RESTS in error.details


def unanswered(line: Line, url: str) -> Unanswered:
    with pytest.raises(Unanswered) as failed:
        line.post(url, b"q", KIND, accept=KIND)
    return failed.value


@pytest.mark.parametrize("only_silent", [False, True])
@pytest.mark.parametrize("status", [404, 500, 503])
def test_a_status_rests_where_it_counts_as_silence(service: str, status: int, *, only_silent: bool) -> None:
    line = Line(5, Rests(MINUTE, NOON, only_silent=only_silent))
    url = f"{service}/{status}"
    assert not rested(unanswered(line, url))
    rests = status >= 500 and not only_silent
    assert rested(unanswered(line, url)) is rests
    assert _Service.asked[f"POST /{status}"] == (1 if rests else 2)
    line.rests.now = NOON + MINUTE
    assert not rested(unanswered(line, url)), "for a while and no longer"


def test_who_says_nothing_rests_for_everybody(service: str) -> None:
    for only_silent in (False, True):
        line = Line(5, Rests(MINUTE, NOON, only_silent=only_silent))
        gone = f"http://127.0.0.1:{_unused()}/"
        assert not rested(unanswered(line, gone))
        assert rested(unanswered(line, gone))
        assert line.post(f"{service}/ok", b"q", KIND, accept=KIND) == b"ok", "another service goes on"


def test_what_our_own_rules_refuse_is_no_silence() -> None:
    line = Line(5, Rests(MINUTE, NOON))
    for _ in range(2):
        assert not rested(unanswered(line, "ftp://127.0.0.1/"))
        assert not rested(unanswered(line, "http://me:word@127.0.0.1/"))


def test_a_list_that_is_not_there_says_nothing_of_questions_to_the_same_address(service: str) -> None:
    line = Line(5, Rests(MINUTE, NOON))
    with pytest.raises(Unanswered):
        line.get(f"{service}/ok")
    with pytest.raises(Unanswered) as again:
        line.get(f"{service}/ok")
    assert rested(again.value)
    assert line.post(f"{service}/ok", b"q", KIND, accept=KIND) == b"ok"


def test_without_a_length_nobody_rests(service: str) -> None:
    line = Line(5, Rests(now=NOON))
    assert not any(rested(unanswered(line, f"{service}/503")) for _ in range(2))


def _unused() -> int:
    with HTTPServer(("127.0.0.1", 0), _Service) as server:
        return server.server_port
