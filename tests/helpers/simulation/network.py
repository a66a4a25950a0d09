# SPDX-License-Identifier: EUPL-1.2
"""What a line, a proxy and a tired service do to a request and its answer."""

import random
from dataclasses import dataclass, replace

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

BEFORE = ("lost_request", "portal", "redirect", "busy", "failed_before", "teapot", "coded", "refused")
AFTER = ("lost_answer", "failed_after", "short_answer", "flipped_answer", "late_answer")
ON_THE_WAY = ("cut_request", "flipped_request", "duplicate", "late_duplicate")
FAULTS = (*BEFORE, *AFTER, *ON_THE_WAY)


@dataclass(frozen=True, slots=True)
class Weather:
    """How bad the line is: the share of requests to which something happens."""

    faults: float

    def fault(self, chance: random.Random) -> str:
        """Return what happens to a request, empty for nothing."""
        return chance.choice(FAULTS) if chance.random() < self.faults else ""


def instead(fault: str) -> tuple[float, Response | LineError] | None:
    """Return seconds and answer when a fault keeps a request from the service."""
    answers: dict[str, tuple[float, Response | LineError]] = {
        "lost_request": (30.0, LineError(messages.TIMEOUT)),
        "refused": (0.1, LineError(messages.REFUSED)),
        "portal": (0.3, PORTAL),
        "redirect": (0.3, REDIRECT),
        "busy": (0.3, BUSY),
        "failed_before": (0.3, FAILED),
        "teapot": (0.3, TEAPOT),
        "coded": (0.3, CODED),
    }
    return answers.get(fault)


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
