# SPDX-License-Identifier: EUPL-1.2
"""Questions that are more than one request, and answers that are more than one piece."""

from collections import deque
from collections.abc import Callable
from functools import partial

from sync.messages import Answer, LineError, Part, Request, Response, Said, Together, came_through

Parts = deque[Part | Response | LineError]
_PIECES = 3


def together(
    ask: Callable[[Request, Callable[[Said], None]], None],
    asked: Together,
    answer: Callable[[Answer], None],
) -> None:
    """Ask several things, some at the same time, and answer when all that was begun is answered."""
    answers: list[Said | None] = [None] * len(asked.requests)
    waiting = deque(enumerate(asked.requests))
    under_way = set[int]()

    def begin() -> None:
        number, request = waiting.popleft()
        under_way.add(number)
        ask(request, partial(answered, number))

    def answered(number: int, said: Said) -> None:
        under_way.discard(number)
        answers[number] = said
        if not came_through(said):
            waiting.clear()
        if waiting:
            begin()
        elif not under_way:
            answer(tuple(answers))

    for _ in range(min(asked.at_once, len(asked.requests))):
        begin()


def one_by_one(asked: Together, said: Callable[[Request], Said]) -> tuple[Said | None, ...]:
    """Ask several things one after the other; none after one that came to nothing."""
    answers = list[Said | None]()
    for each in asked.requests:
        begun = all(answer is not None and came_through(answer) for answer in answers)
        answers.append(said(each) if begun else None)
    return tuple(answers)


def pour(parts: Parts, answer: Callable[[Answer], None], said: Said) -> None:
    """Begin a streamed answer: its body in three pieces, then its end."""
    parts.clear()
    if isinstance(said, Response):
        size = len(said.body) // _PIECES + 1
        for start in range(0, len(said.body), size):
            parts.append(Part(said.status, said.headers, said.body[start : start + size]))
        parts.append(Response(said.status, said.headers, b"", complete=said.complete))
    else:
        parts.append(said)
    answer(parts.popleft())


def next_part(parts: Parts, *, stop: bool) -> Answer:
    """Return what follows in a streamed answer; nothing when it is left."""
    if stop:
        parts.clear()
        return None
    return parts.popleft()
