# SPDX-License-Identifier: EUPL-1.2
"""A large push in parts, some at the same time: a break costs the parts that were under way, and one slow stream is not all there is.

The parts' name is made from their bytes: the same push goes on where it was, also in the next life of the program.
"""

import hashlib
import uuid
from typing import Final

import msgspec

from sync.coding import decode, failure_of, problem_in
from sync.context import Context
from sync.exchange import Asked
from sync.messages import LineError, Response, Steps
from sync.problems import of_line
from sync.protocol import PARTS_PATH, PARTS_TYPE, PUSH_PATH, SHORT, PartsRequest

WORTH: Final = 48 * 1024
"""Bytes of a push from which it goes in parts."""
LARGEST: Final = 64 * 1024
TOGETHER: Final = 4
"""Parts under way at the same time."""
_SPACE: Final = uuid.UUID("5d7cbb8e-2a0c-5b9e-8f51-6f6f1a0c9d11")
_MISSING: Final = "push.parts_missing"


def send(context: Context, body: bytes, *, zstd: bool, anew: bool) -> Steps[Asked]:
    """Send a push in parts and return the answer to the whole.

    Args:
        context: The engine's memory.
        body: As :data:`sync.protocol.PUSH_PATH` takes it.
        zstd: Whether it is compressed.
        anew: No part of it can be there yet.

    Raises:
        SyncProblem: A part, or the answer, did not come through; what arrived is not sent again.
    """
    name = str(uuid.uuid5(_SPACE, hashlib.sha256(body).hexdigest()))
    size = min(LARGEST, context.limits.part_bytes, max(1, -(-len(body) // TOGETHER)))
    parts = [body[start : start + size] for start in range(0, len(body), size)]
    if not anew and name not in context.parts:
        context.parts = {name: (yield from _there(context, name))}
    for _ in range(2):
        there = context.parts.setdefault(name, set())
        yield from _bring(context, name, parts, there)
        whole = PartsRequest(name, len(parts), zstd, ids=SHORT not in context.features)
        asked = yield from context.exchange.ask(
            "POST", PUSH_PATH, body=msgspec.json.encode(whole), headers={"Content-Type": PARTS_TYPE}
        )
        problem = problem_in(asked.response) if asked.response.status == 409 else None
        if problem is None or problem.code != _MISSING:
            break
        context.parts = {name: (yield from _there(context, name))}
    if asked.response.status == 200:
        context.parts = {}
    return asked


def _bring(context: Context, name: str, parts: list[bytes], there: set[int]) -> Steps[None]:
    missing = sorted(set(range(len(parts))) - there)
    for start in range(0, len(missing), TOGETHER):
        numbers = missing[start : start + TOGETHER]
        answers = yield from context.exchange.together(
            [("PUT", f"{PARTS_PATH}/{name}/{each}", parts[each]) for each in numbers]
        )
        there.update(
            number
            for number, answer in zip(numbers, answers, strict=True)
            if isinstance(answer, Response) and answer.status == 204
        )
        for answer in answers:
            if isinstance(answer, LineError):
                raise of_line(answer.kind)
            if answer.status != 204:
                raise failure_of(answer, context.clock.now())


def _there(context: Context, name: str) -> Steps[set[int]]:
    asked = yield from context.exchange.ask("GET", f"{PARTS_PATH}/{name}")
    if asked.response.status != 200:
        raise failure_of(asked.response, context.clock.now())
    return set(decode(asked.response, list[int]))
