# SPDX-License-Identifier: EUPL-1.2
"""A large push in parts, some at the same time: a break costs the parts that were under way, and one slow stream is not all there is.

The service decides about what has arrived while more is coming, so each part ends where it can be read. The parts' name is made
from their bytes: the same push goes on where it was, also in the next life of the program.
"""

import hashlib
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Self

import msgspec

from eset_desktop.domain.mutation_lines import line_of
from eset_desktop.domain.mutations import Mutation
from eset_desktop.zstd import WINDOW_LOG, zstd
from sync.coding import decode, failure_of, problem_in
from sync.context import Context
from sync.exchange import Asked
from sync.messages import DNS, REFUSED, LineError, Response, Said, Steps
from sync.problems import PartFailed, ServiceFailed, of_line
from sync.protocol import PARTS_PATH, PARTS_TYPE, PUSH_PATH, SCHEMA, PartsRequest, PushHead

WORTH: Final = 48 * 1024
"""Bytes of a push, compressed, from which it goes in parts."""
LARGEST: Final = 64 * 1024
PLAIN: Final = 96 * 1024
"""Bytes of lines in a part, some 15 kB of what travels: half a second of a slow line, in which the service decides about the one before."""
TOGETHER: Final = 4
"""Parts under way at the same time."""
NOT_CONNECTED: Final = (DNS, REFUSED)
"""Failures before a connection stood: the request did not leave this computer."""
_SPACE: Final = uuid.UUID("5d7cbb8e-2a0c-5b9e-8f51-6f6f1a0c9d11")
_MISSING: Final = "push.parts_missing"
_OPTIONS: Final[dict[int, int]] = {
    zstd.CompressionParameter.compression_level: 12,
    zstd.CompressionParameter.checksum_flag: True,
}


@dataclass(frozen=True, slots=True)
class LargePush:
    """A push as it travels.

    Attributes:
        name: Made from its bytes and where they are cut.
        parts: In their order.
    """

    name: str
    parts: tuple[bytes, ...]

    @classmethod
    def of(cls, mutations: Sequence[Mutation], epoch: str, largest: int = LARGEST) -> Self:
        """Return a push in parts of at most so many bytes; the same text in every life of the program."""
        head = msgspec.json.encode(PushHead(SCHEMA, epoch)) + b"\n"
        packed = _packed(tuple(_pieces(head, map(line_of, mutations), min(PLAIN, largest))))
        size = min(LARGEST, largest)
        parts = tuple(each[start : start + size] for each in packed for start in range(0, len(each), size))
        return cls(_name(parts), parts)


def worth(context: Context) -> int:
    """Return the bytes of a push, compressed, from which it goes in parts."""
    return min(WORTH, context.limits.part_bytes)


def _name(parts: Sequence[bytes]) -> str:
    sizes = ",".join(str(len(each)) for each in parts)
    return str(uuid.uuid5(_SPACE, sizes + ":" + hashlib.sha256(b"".join(parts)).hexdigest()))


def _pieces(head: bytes, lines: Iterator[bytes], size: int) -> Iterator[bytes]:
    piece = bytearray(head)
    for line in lines:
        piece += line
        if len(piece) >= size:
            yield bytes(piece)
            piece.clear()
    yield bytes(piece)


def _packed(pieces: Sequence[bytes]) -> Iterator[bytes]:
    """Yield one zstd frame in pieces, each readable to its end when those before it are there."""
    packer = zstd.ZstdCompressor(options=_OPTIONS)
    size = sum(map(len, pieces))
    if size <= 1 << WINDOW_LOG:  # a frame that tells its size may ask for a window as large
        packer.set_pledged_input_size(size)  # or some minutes' work takes the time of a year's
    before = b""
    for piece in pieces:
        if before:
            yield before
        before = packer.compress(piece) + packer.flush(packer.FLUSH_BLOCK)
    yield before + packer.flush()


def send(context: Context, push: LargePush, *, anew: bool) -> Steps[Asked]:
    """Send a push in parts and return the answer to the whole.

    Args:
        context: The engine's memory.
        push: What to send.
        anew: No part of it can be there yet.

    Raises:
        SyncProblem: A part, or the answer, did not come through; what arrived is not sent again.
    """
    if not anew and push.name not in context.parts:
        context.parts = {push.name: (yield from _there(context, push.name))}
    began = context.clock.monotonic()
    answer = yield from _attempt(context, push)
    problem = problem_in(answer) if answer.status == 409 else None
    if problem is not None and problem.code == _MISSING:
        context.parts = {push.name: (yield from _there(context, push.name))}
        answer = yield from _attempt(context, push)
    if answer.status == 200:
        context.parts = {}
    return Asked(answer, context.clock.monotonic() - began)


def _attempt(context: Context, push: LargePush) -> Steps[Response]:
    """Send what is missing and return the answer to the whole: the last part may have brought it."""
    there = context.parts.get(push.name, set())
    context.parts = {push.name: there}
    answer = yield from _bring(context, push, there)
    if answer is not None:
        return answer
    whole = msgspec.json.encode(PartsRequest(push.name, len(push.parts)))
    asked = yield from context.exchange.ask(
        "POST", PUSH_PATH, body=whole, headers={"Content-Type": PARTS_TYPE}
    )
    return asked.response


def _bring(context: Context, push: LargePush, there: set[int]) -> Steps[Response | None]:
    """Send what is missing; return the answer to the whole when the last one brought it."""
    missing = sorted(set(range(len(push.parts))) - there)
    if not missing:
        return None
    answers = yield from context.exchange.together(
        f"{PARTS_PATH}/{push.name}",
        [(str(each), push.parts[each]) for each in missing],
        at_once=TOGETHER,
        asking=(("of", str(len(push.parts))),),
    )
    arrived = {
        number
        for number, answer in zip(missing, answers, strict=True)
        if isinstance(answer, Response) and answer.status in {200, 204}
    }
    there |= arrived
    last = answers[-1]
    if isinstance(last, Response) and last.status == 200:
        return last
    _check(context, answers, some=bool(arrived))
    if isinstance(last, Response) and last.status != 204:
        return last
    _judge(context, answers)
    return None


def _check(context: Context, answers: Sequence[Said | None], *, some: bool) -> None:
    """Raise for an answer that nobody takes; ``some``: parts have arrived, which the next try need not send."""
    for each in answers:
        if not isinstance(each, Response):
            continue
        try:
            context.exchange.check(each)
        except ServiceFailed as problem:
            of_the_whole = each is answers[-1] and problem.details["problem"]
            if not some or of_the_whole:
                raise
            raise PartFailed(asked=problem.asked, **problem.details) from None


def _judge(context: Context, answers: Sequence[Said | None]) -> None:
    """Raise for what did not come through; rather for what may have arrived than for what certainly did not."""
    broken = [each.kind for each in answers if isinstance(each, LineError)]
    if broken:
        raise of_line(min(broken, key=lambda kind: kind in NOT_CONNECTED))
    for each in answers:
        if isinstance(each, Response) and each.status != 204:
            raise failure_of(each, context.clock.now())


def _there(context: Context, name: str) -> Steps[set[int]]:
    asked = yield from context.exchange.ask("GET", f"{PARTS_PATH}/{name}")
    if asked.response.status != 200:
        raise failure_of(asked.response, context.clock.now())
    return set(decode(asked.response, list[int]))
