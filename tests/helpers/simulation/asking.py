# SPDX-License-Identifier: EUPL-1.2
"""Questions that are more than one request, and answers that are more than one piece."""

from collections import deque
from collections.abc import Callable, Sequence
from functools import partial

from sync.messages import Answer, LineError, Part, Request, Response

Said = Response | LineError
Parts = deque[Part | Response | LineError]
_PIECES = 3


def together(
    ask: Callable[[Request, Callable[[Said], None]], None],
    requests: Sequence[Request],
    answer: Callable[[Answer], None],
) -> None:
    """Ask several things at the same time and answer when all were answered."""
    answers: dict[int, Said] = {}

    def answered(number: int, said: Said) -> None:
        answers[number] = said
        if len(answers) == len(requests):
            answer(tuple(answers[each] for each in range(len(requests))))

    for number, request in enumerate(requests):
        ask(request, partial(answered, number))


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
