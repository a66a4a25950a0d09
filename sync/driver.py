# SPDX-License-Identifier: EUPL-1.2
"""Answers the questions of an engine's lane from a real line: requests go out, waits are waited, hints come in from other threads.

A long-poll runs in a thread of its own, so that a person's save never waits for it. It is left in flight when a hint comes: the
next question from the same cursors, or from later ones that an answer to a push brought, takes over its answer.
"""

import threading
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from typing import Final

from sync.bell import Bell
from sync.messages import (
    Answer,
    Asked,
    Connect,
    Hint,
    LineError,
    More,
    Request,
    Response,
    Said,
    Together,
    Wait,
    came_through,
)
from sync.transport import Stream, Transport

TAKE_OVER_SECONDS: Final = 5.0
"""How long a question waits for a long-poll in flight before it is asked by itself: the line may be dead."""


@dataclass(frozen=True, slots=True)
class _InFlight:
    request: Request
    answer: "Future[Said]"


class Line:
    """Answers one lane's questions.

    Args:
        connect: Makes a transport; one is kept for questions, one for the long-poll, some for questions asked together.
        bell: Rung for hints.
        name: By which the bell calls this lane, see :meth:`sync.bell.Bell.call`.
        in_advance: Begins to open so many connections for any lane.

    Attributes:
        waiting: Whether its lane waits for an answer now.
    """

    def __init__(
        self,
        connect: Callable[[], Transport],
        bell: Bell,
        name: str = "",
        in_advance: Callable[[int], None] = lambda _: None,
    ) -> None:
        self.waiting = False
        self._in_advance = in_advance
        self._connect = connect
        self._bell = bell
        self._ear = bell.ear(name)
        self._network = bell.networks
        self._kept: Transport | None = None
        self._listener: Transport | None = None
        self._in_flight: _InFlight | None = None
        self._stream: Stream | None = None
        self._others: list[Transport] = []

    def answer(self, asked: Asked) -> Answer:
        """Return the answer to a request or the end of a wait."""
        if isinstance(asked, Connect):
            self._in_advance(asked.count)
            return None
        self.waiting = True
        answer = self._answer(asked)
        if not self._bell.stopped:
            self.waiting = False  # else the lane ends here, and whoever ends it need not wait for more
        return answer

    def _answer(self, asked: Request | Wait | More | Together) -> Answer:
        if self._network != self._bell.networks and not isinstance(asked, More):
            self._connect_anew()
        match asked:
            case Wait(seconds=seconds, until_hint=until_hint):
                return self._ear.wait(seconds, hints=until_hint)
            case Together():
                return self._together(asked)
            case More(stop=stop):
                return self._more(stop=stop)
        if asked.streamed:
            self._stream = self._transport.stream(asked)
            return self._more(stop=False)
        if asked.listening:
            return self._listen(asked)
        return self._take_over(asked) or self._transport.send(asked)

    def close(self) -> None:
        """Close the connections; a long-poll in flight is left alone."""
        self._leave()
        for each in (self._kept, self._listener, *self._others):
            if each is not None:
                each.close()

    @property
    def _transport(self) -> Transport:
        """Return the connection for questions, taken when the first one is asked: it may have been opened in advance by then."""
        if self._kept is None:
            self._kept = self._connect()
        return self._kept

    def _connect_anew(self) -> None:
        """Leave connections behind that were made from another network."""
        self._network = self._bell.networks
        self.close()
        self._kept, self._listener, self._others = None, None, []

    def _more(self, *, stop: bool) -> Answer:
        if self._stream is None:
            msg = "no streamed answer is under way"
            raise TypeError(msg)
        answer = self._stream.leave() if stop else self._stream.next()
        if isinstance(answer, Response | LineError):
            self._stream = None
        return answer

    def _together(self, asked: Together) -> tuple[Said | None, ...]:
        answers: list[Said | None] = [None] * len(asked.requests)
        waiting = iter(enumerate(asked.requests))
        failed = threading.Event()

        def ask(transport: Transport, following: tuple[int, Request] | None) -> None:
            while following and not failed.is_set():
                number, request = following
                answer = answers[number] = transport.send(request)
                if not came_through(answer):
                    failed.set()
                following = next(waiting, None)

        lines = min(asked.at_once, len(asked.requests))
        while len(self._others) < lines - 1:
            self._others.append(self._connect())
        first = next(waiting, None)  # by the connection that stands
        helpers = [
            threading.Thread(target=ask, args=(each, next(waiting, None)), name="sync-together", daemon=True)
            for each in self._others[: lines - 1]
        ]
        for each in helpers:
            each.start()
        ask(self._transport, first)
        for each in helpers:
            each.join()
        return tuple(answers)

    def _listen(self, request: Request) -> Answer:
        current = self._in_flight
        if current is None or not brings(current.request, request):
            self._leave()
            current = self._start(request)
        hint = self._ear.wait(request.timeout * 2, current.answer.done)
        if hint is not None or not current.answer.done():
            return hint or Hint(outside=False)
        self._in_flight = None
        return current.answer.result()

    def _take_over(self, request: Request) -> Response | LineError | None:
        current = self._in_flight
        if current is None or request.method != "GET" or not brings(current.request, request):
            return None
        self._ear.wait(TAKE_OVER_SECONDS, current.answer.done, hints=False)
        if not current.answer.done():
            self._leave()
            return None
        self._in_flight = None
        found = current.answer.result()
        return found if isinstance(found, Response) and found.status == 200 else None

    def _start(self, request: Request) -> _InFlight:
        if self._listener is None:
            self._listener = self._connect()
        transport, answer = self._listener, Future[Said]()

        def ask() -> None:
            _ask(transport, request, answer)
            self._bell.stir()

        self._in_flight = _InFlight(request, answer)
        threading.Thread(target=ask, name="sync-long-poll", daemon=True).start()
        return self._in_flight

    def _leave(self) -> None:
        """Give up a long-poll in flight with its connection, which can't be used before its answer came."""
        if self._in_flight is not None:
            self._in_flight = self._listener = None


def _ask(transport: Transport, request: Request, answer: "Future[Said]") -> None:
    answer.set_result(transport.send(request))


def brings(earlier: Request, request: Request) -> bool:
    """Tell whether the answer to an earlier question brings what this one asks for."""
    if not request.after or len(request.after) != len(earlier.after):
        return False
    return all(
        before[:2] == now[:2] and before[2] <= now[2]
        for before, now in zip(earlier.after, request.after, strict=True)
    )
