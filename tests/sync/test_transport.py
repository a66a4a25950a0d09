# SPDX-License-Identifier: EUPL-1.2
"""The transport against a listener that answers every kind of rubbish."""

import socket
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from eset_desktop.clock import SystemClock
from sync import messages
from sync.addresses import is_secure
from sync.elsewhere import Elsewhere
from sync.messages import LineError, Request, Response
from sync.transport import Transport

Listening = Callable[..., Any]
PING = Request("GET", "/v1/device", headers={"Authorization": "Bearer t"}, timeout=5)
CLOSED = b"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: %d\r\n\r\n%s"


def _send(url: str, request: Request = PING) -> Response | LineError:
    transport = Transport(url, SystemClock(), agent="eset-desktop/test")
    try:
        return transport.send(request)
    finally:
        transport.close()


def test_an_answer_comes_back_as_it_was(listener: Listening) -> None:
    made = listener(b"HTTP/1.1 201 Created\r\nX-Thing: a\r\nContent-Length: 3\r\n\r\nabc")
    assert _send(made.url) == Response(201, {"x-thing": "a", "content-length": "3"}, b"abc")


def test_nothing_is_sent_but_what_was_asked(listener: Listening) -> None:
    made = listener(CLOSED % (0, b""))
    request = Request(
        "POST",
        "/v1/push",
        (("after", "e:1"),),
        {"Accept-Encoding": "zstd", "Authorization": "Bearer t"},
        b"{}",
    )
    _send(made.url, request)
    lines = sorted(made.requests[0].split(b"\r\n"))
    host = made.url.removeprefix("http://").encode()
    assert lines == sorted([
        b"POST /v1/push?after=e%3A1 HTTP/1.1", b"Host: " + host,
        b"Accept-Encoding: zstd", b"Authorization: Bearer t", b"Content-Length: 2", b"", b"{}",
    ])  # fmt: skip


def test_what_asks_without_a_token_says_what_program_it_is(listener: Listening) -> None:
    made = listener(CLOSED % (0, b""))
    _send(made.url, Request("GET", "/.well-known/eset"))
    lines = sorted(made.requests[0].split(b"\r\n"))
    host = made.url.removeprefix("http://").encode()
    assert lines == sorted([
        b"GET /.well-known/eset HTTP/1.1", b"Host: " + host, b"User-Agent: eset-desktop/test", b"", b"",
    ])  # fmt: skip


def test_a_netrc_never_takes_the_place_of_the_token(
    listener: Listening, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    netrc = tmp_path / "netrc"
    netrc.write_text("default login someone password secret\n")
    monkeypatch.setenv("NETRC", str(netrc))
    monkeypatch.setattr("sync.transport.is_loopback", lambda _: False)
    monkeypatch.setattr("sync.transport.is_secure", lambda _: True)
    monkeypatch.setenv("NO_PROXY", "*")
    made = listener(CLOSED % (0, b""))
    _send(made.url)
    assert b"Authorization: Bearer t\r\n" in made.requests[0]


def test_this_machine_is_not_asked_through_a_proxy(
    listener: Listening, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")
    made = listener(CLOSED % (2, b"ok"))
    assert isinstance(_send(made.url), Response)


def test_a_redirect_is_an_answer_and_not_followed(listener: Listening) -> None:
    made = listener(b"HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n")
    answer = _send(made.url)
    assert isinstance(answer, Response)
    assert answer.status == 302


def test_a_compressed_body_is_handed_over_untouched(listener: Listening) -> None:
    made = listener(b"HTTP/1.1 200 OK\r\nContent-Encoding: zstd\r\nContent-Length: 4\r\n\r\n\x28\xb5\x2f\xfd")
    answer = _send(made.url)
    assert isinstance(answer, Response)
    assert answer.body == b"\x28\xb5\x2f\xfd"


def test_half_a_body_is_kept_and_told(listener: Listening) -> None:
    made = listener(b"HTTP/1.1 206 Partial Content\r\nContent-Length: 40000\r\n\r\n" + b"x" * 17_000)
    answer = _send(made.url)
    assert isinstance(answer, Response)
    assert not answer.complete
    assert answer.body == b"x" * len(answer.body)
    assert len(answer.body) >= 16_000


def test_a_body_without_end_is_cut(listener: Listening) -> None:
    made = listener(b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n" + b"x" * 100_000)
    answer = _send(made.url, Request("GET", "/", timeout=5, max_bytes=1000))
    assert answer == Response(200, {"connection": "close"}, b"x" * 1000, complete=False)


@pytest.mark.parametrize("rubbish", [b"(reset)", b"SSH-2.0-OpenSSH_9.2\r\n", b"\x00\x01\x02"])
def test_no_http_answer_is_a_line_error(listener: Listening, rubbish: bytes) -> None:
    assert _send(listener(rubbish).url) == LineError(messages.RESET)


def test_silence_is_a_timeout(listener: Listening) -> None:
    made = listener(b"")
    assert _send(made.url, Request("GET", "/", timeout=0.05)) == LineError(messages.TIMEOUT)


def test_nobody_there() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    assert _send(f"http://127.0.0.1:{port}") == LineError(messages.REFUSED)


def test_a_name_that_does_not_exist(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_PROXY", "*")
    assert _send("https://nobody.invalid") == LineError(messages.DNS)


def test_plain_text_where_tls_is_expected(listener: Listening) -> None:
    made = listener(b"HTTP/1.1 400 Bad Request\r\n\r\n")
    assert _send(made.url.replace("http:", "https:")) == LineError(messages.TLS)


def test_a_token_is_never_sent_in_the_clear_to_another_machine() -> None:
    assert _send("http://central.example") == LineError(messages.INSECURE)
    assert is_secure("http://127.0.0.1:8000")
    assert is_secure("http://[::1]:8000")
    assert is_secure("http://localhost")
    assert is_secure("https://central.example")
    assert not is_secure("http://127.0.0.1.example")
    assert not is_secure("ftp://localhost")


def test_a_requests_repr_hides_the_token() -> None:
    assert "Bearer" not in repr(PING)


def test_bytes_elsewhere_are_asked_for_there_with_nothing_but_their_range(listener: Listening) -> None:
    store = listener(b"HTTP/1.1 206 Partial Content\r\nContent-Length: 3\r\nConnection: close\r\n\r\nabc")
    sends = b"HTTP/1.1 307 Temporary Redirect\r\nLocation: %s/a?s=1\r\nContent-Length: 0\r\n\r\n"
    service = listener(sends % store.url.encode())
    secret = {"Authorization": "Bearer t", "Range": "bytes=0-2", "If-Range": '"x"', "Cookie": "a=b"}
    found = _send(service.url, Request("GET", "/v1/blobs/a", headers=secret, timeout=5, elsewhere=True))
    assert isinstance(found, Response)
    assert (found.status, found.body, found.elsewhere) == (206, b"abc", True)
    (asked,) = store.requests
    assert sorted(asked.split(b"\r\n")) == sorted([
        b"GET /a?s=1 HTTP/1.1", b"Host: " + store.url.removeprefix("http://").encode(), b"Range: bytes=0-2",
        b"Accept-Encoding: identity", b"", b"",
    ])  # fmt: skip


@pytest.mark.parametrize(
    "place",
    [
        b"",
        b"/v1/other",
        b"ftp://127.0.0.1/a",
        b"http://central.example/a",
        b"http://127.0.0.1:9/a",
        b"https://[",
        b"https://",
    ],
)
def test_a_place_that_is_none_or_away_is_no_failure_of_the_line(listener: Listening, place: bytes) -> None:
    service = listener(b"HTTP/1.1 307 T\r\nLocation: %s\r\nContent-Length: 0\r\n\r\n" % place)
    found = _send(service.url, Request("GET", "/v1/blobs/a", timeout=5, elsewhere=True))
    assert found == Response(502, elsewhere=True)


def test_only_a_service_on_this_machine_sends_to_plain_http_here() -> None:
    away = Elsewhere("https://central.example")
    assert away.ask("http://127.0.0.1:9/a", {}, (1, 1)) is None
    away.close()


def test_a_redirect_that_never_ends_is_left_like_any_answer(listener: Listening) -> None:
    head = b"HTTP/1.1 302 F\r\nLocation: http://[\r\nContent-Length: 3000000\r\n\r\n"
    found = _send(listener(head + bytes(3_000_000)).url, replace(PING, max_bytes=1000))
    assert isinstance(found, Response)
    assert (found.status, len(found.body), found.complete) == (302, 1000, False)


def test_a_cookie_of_another_place_does_not_go_back_to_it(listener: Listening) -> None:
    store = listener(
        *[b"HTTP/1.1 403 F\r\nSet-Cookie: a=b\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"] * 2
    )
    home = Elsewhere("http://localhost")
    for _ in range(2):
        assert home.ask(f"{store.url}/a", {}, (5, 5)) is not None
    assert not any(b"cookie" in each.lower() for each in store.requests)
    home.close()


def test_a_redirect_is_not_followed_unless_it_may_come(listener: Listening) -> None:
    service = listener(b"HTTP/1.1 307 T\r\nLocation: http://127.0.0.1:9/a\r\nContent-Length: 0\r\n\r\n")
    found = _send(service.url)
    assert isinstance(found, Response)
    assert (found.status, found.elsewhere) == (307, False)
