# SPDX-License-Identifier: EUPL-1.2
"""Bodies: what is compressed, and what is not taken for an answer of ours."""

from datetime import UTC, datetime

import msgspec
import pytest

from eset_desktop.zstd import zstd
from sync import coding
from sync.messages import Response
from sync.problems import NotTheService, RequestRefused, ServiceBusy, ServiceFailed, ShortAnswer
from sync.protocol import Discovery, Problem, PushAnswer, UploadRequest

NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
JSON = {"content-type": "application/json"}
DISCOVERY = Discovery("eset-central", ("sync/1",), 1, 1, "2026-11-21T09:00:00Z")


def test_a_large_body_travels_compressed_and_comes_back() -> None:
    message = UploadRequest("a" * 1000, 3)
    body, headers = coding.encode(message)
    assert len(body) < 100
    described = {name.lower(): value for name, value in headers.items()}
    assert coding.decode(Response(200, described, body), UploadRequest) == message


def test_a_small_body_travels_as_it_is() -> None:
    body, headers = coding.encode(UploadRequest("ab", 3))
    assert body == b'{"sha256":"ab","size":3}'
    assert headers == {"Content-Type": "application/json"}


@pytest.mark.parametrize(
    ("headers", "body"),
    [
        ({"content-type": "text/html"}, b"<html>sign in</html>"),
        ({}, msgspec.json.encode(DISCOVERY)),
        (JSON, b"<html>"),
        (JSON, b""),
        (JSON, b"{}"),
        (JSON, b'{"service": 3}'),
        (JSON, b"\xff\xfe"),
        (JSON, b'{"new": ' + b"[" * 100_000),
        ({**JSON, "content-encoding": "zstd"}, b"no zstd at all"),
        ({**JSON, "content-encoding": "zstd"}, zstd.compress(msgspec.json.encode(DISCOVERY))[:-4]),
        ({**JSON, "content-encoding": "br"}, msgspec.json.encode(DISCOVERY)),
    ],
)
def test_what_is_no_message_is_not_the_service(headers: dict[str, str], body: bytes) -> None:
    with pytest.raises(NotTheService):
        coding.decode(Response(200, headers, body), Discovery)


def test_half_a_body_is_told_as_such() -> None:
    with pytest.raises(ShortAnswer):
        coding.decode(Response(200, JSON, b'{"serv', complete=False), Discovery)


def test_a_bomb_is_not_unpacked() -> None:
    bomb = zstd.compress(b'"' + b" " * (coding.LARGEST_JSON + 10) + b'"')
    with pytest.raises(NotTheService):
        coding.decode(Response(200, {**JSON, "content-encoding": "zstd"}, bomb), str)


def test_unknown_members_are_ignored() -> None:
    assert coding.decode(Response(200, JSON, b'{"results": [], "new": 1}'), PushAnswer) == PushAnswer(())


def _problem(status: int, **headers: str) -> Response:
    body = msgspec.json.encode(Problem("request.malformed", "?", status))
    return Response(status, {"content-type": "application/problem+json", **headers}, body)


def test_which_problem_an_unexpected_status_is() -> None:
    assert isinstance(coding.failure_of(_problem(500), NOW), ServiceFailed)
    assert isinstance(coding.failure_of(Response(502, {}, b"<html>"), NOW), ServiceFailed)
    assert isinstance(coding.failure_of(Response(429), NOW), ServiceBusy)
    assert isinstance(coding.failure_of(_problem(400), NOW), RequestRefused)
    assert isinstance(coding.failure_of(Response(400, {}, b"<html>"), NOW), NotTheService)
    assert isinstance(coding.failure_of(Response(302, {"location": "https://x"}), NOW), NotTheService)


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("120", 120.0), ("Sat, 21 Nov 2026 09:02:00 GMT", 120.0), ("Sat, 21 Nov 2026 08:00:00 GMT", 0.0), ("soon", 0.0),
        ("", 0.0), ("-5", 0.0),
    ],
)  # fmt: skip
def test_retry_after_in_both_its_forms(text: str, seconds: float) -> None:
    assert coding.retry_after(Response(503, {"retry-after": text}), NOW) == seconds
