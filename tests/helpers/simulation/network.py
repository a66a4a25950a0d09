# SPDX-License-Identifier: EUPL-1.2
"""What a line, a proxy and a tired service do to a request and its answer."""

import random
from dataclasses import replace

from sync import messages
from sync.messages import LineError, Request, Response

PORTAL = Response(200, {"content-type": "text/html"}, b"<html>Benvinguts a la WiFi</html>")
REDIRECT = Response(302, {"location": "https://elsewhere.example/"})
FAILED = Response(
    500, {"content-type": "application/problem+json"}, b'{"code":"service.failed","title":"?","status":500}'
)
BUSY = Response(503, {"retry-after": "7", "content-type": "text/html"}, b"<html>")
TEAPOT = Response(404, {"content-type": "text/html"}, b"<html>not here</html>")
CODED = Response(
    200, {"content-type": "application/json", "content-encoding": "zstd"}, b"\x28\xb5\x2f\xfdnot quite"
)

BAD_GATEWAY = Response(502, {"content-type": "text/html"}, b"<html>Bad Gateway</html>")
TOO_LARGE = Response(413, {"content-type": "text/html"}, b"<html>Request Entity Too Large</html>")

LOGIN_AGAIN = Response(401, {"content-type": "text/html"}, b"<html>Session expired</html>")

DAYS_LATE = "days_late"
BEFORE = (
    "lost_request", "portal", "redirect", "busy", "failed_before", "teapot", "coded", "refused", "bad_gateway", "login_again",
    "too_large",
)  # fmt: skip
AFTER = ("lost_answer", "failed_after", "short_answer", "flipped_answer", "late_answer")
ON_THE_WAY = ("cut_request", "flipped_request", "duplicate", "late_duplicate", "late_request", DAYS_LATE)
FAULTS = (*BEFORE, *AFTER, *ON_THE_WAY)
LATE: dict[str, tuple[float, float]] = {
    "late_duplicate": (1.0, 400.0),
    "late_request": (31.0, 400.0),
    DAYS_LATE: (86_400.0, 200_000.0),
}
"""Seconds after which a request arrives once more, or arrives at all when its sender has given up."""


_INSTEAD: dict[str, tuple[float, Response | LineError]] = {
    "lost_request": (30.0, LineError(messages.TIMEOUT)),
    "late_request": (30.0, LineError(messages.TIMEOUT)),
    DAYS_LATE: (30.0, LineError(messages.TIMEOUT)),
    "refused": (0.1, LineError(messages.REFUSED)),
    "portal": (0.3, PORTAL),
    "redirect": (0.3, REDIRECT),
    "busy": (0.3, BUSY),
    "failed_before": (0.3, FAILED),
    "teapot": (0.3, TEAPOT),
    "coded": (0.3, CODED),
    "bad_gateway": (0.3, BAD_GATEWAY),
    "too_large": (0.3, TOO_LARGE),
    "login_again": (0.3, LOGIN_AGAIN),
}


def instead(fault: str) -> tuple[float, Response | LineError] | None:
    """Return seconds and answer when a fault keeps a request from the service, at least for now."""
    return _INSTEAD.get(fault)


def spoil_request(fault: str, request: Request, chance: random.Random) -> tuple[Request, int | None]:
    """Return the request as it arrives and how many bytes of its body do, None for all."""
    if request.method != "PATCH" or not request.body:
        return request, None
    if fault == "flipped_request":
        return replace(request, body=_flipped(request.body, chance)), None
    return request, chance.randrange(len(request.body)) if fault == "cut_request" else None


def spoil_answer(fault: str, answer: Response, chance: random.Random) -> tuple[float, Response | LineError]:
    """Return extra seconds and what becomes of an answer."""
    if fault in {"lost_answer", "cut_request"}:
        return 30.0, LineError(chance.choice((messages.TIMEOUT, messages.RESET)))
    if fault == "failed_after":
        return 0.0, FAILED
    if fault == "short_answer" and answer.body:
        return 0.0, replace(answer, body=answer.body[: chance.randrange(len(answer.body))], complete=False)
    if fault == "flipped_answer" and answer.body and answer.status == 206:
        return 0.0, replace(answer, body=_flipped(answer.body, chance))
    return (25.0 if fault == "late_answer" else 0.0), answer


def _flipped(body: bytes, chance: random.Random) -> bytes:
    place = chance.randrange(len(body))
    return body[:place] + bytes([body[place] ^ (1 << chance.randrange(8))]) + body[place + 1 :]
