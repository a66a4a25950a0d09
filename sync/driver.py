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
from sync.messages import Answer, Asked, Hint, LineError, More, Request, Response, Together, Wait
from sync.transport import Stream, Transport

TAKE_OVER_SECONDS: Final = 5.0
"""How long a question waits for a long-poll in flight before it is asked by itself: the line may be dead."""


@dataclass(frozen=True, slots=True)
class _InFlight:
    request: Request
    answer: "Future[Response | LineError]"


class Line:
    """Answers one lane's questions.

    Args:
        connect: Makes a transport; one is kept for questions, one for the long-poll, some for questions asked together.
        bell: Rung for hints.
        name: By which the bell calls this lane, see :meth:`sync.bell.Bell.call`.

    Attributes:
        waiting: Whether its lane waits for an answer now.
    """

    def __init__(self, connect: Callable[[], Transport], bell: Bell, name: str = "") -> None:
        self.waiting = False
        self._connect = connect
        self._bell = bell
        self._ear = bell.ear(name)
        self._network = bell.networks
        self._transport = connect()
        self._listener: Transport | None = None
        self._in_flight: _InFlight | None = None
        self._stream: Stream | None = None
        self._others: list[Transport] = []

    def answer(self, asked: Asked) -> Answer:
        """Return the answer to a request or the end of a wait."""
        self.waiting = True
        answer = self._answer(asked)
        if not self._bell.stopped:
            self.waiting = False  # else the lane ends here, and whoever ends it need not wait for more
        return answer

    def _answer(self, asked: Asked) -> Answer:
        if self._network != self._bell.networks and not isinstance(asked, More):
            self._connect_anew()
        match asked:
            case Wait(seconds=seconds, until_hint=until_hint):
                return self._ear.wait(seconds, hints=until_hint)
            case Together(requests=requests):
                return self._together(requests)
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
        for each in (self._transport, self._listener, *self._others):
            if each is not None:
                each.close()

    def _connect_anew(self) -> None:
        """Leave connections behind that were made from another network."""
        self._network = self._bell.networks
        self.close()
        self._transport, self._listener, self._others = self._connect(), None, []

    def _more(self, *, stop: bool) -> Answer:
        if self._stream is None:
            msg = "no streamed answer is under way"
            raise TypeError(msg)
        answer = self._stream.leave() if stop else self._stream.next()
        if isinstance(answer, Response | LineError):
            self._stream = None
        return answer

    def _together(self, requests: tuple[Request, ...]) -> tuple[Response | LineError, ...]:
        while len(self._others) < len(requests) - 1:
            self._others.append(self._connect())
        answers: list[Future[Response | LineError]] = [Future() for _ in requests]
        for each in zip(self._others, requests[1:], answers[1:], strict=False):
            threading.Thread(target=_ask, args=each, name="sync-together", daemon=True).start()
        _ask(self._transport, requests[0], answers[0])
        return tuple(each.result() for each in answers)

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
        transport, answer = self._listener, Future[Response | LineError]()

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


def _ask(transport: Transport, request: Request, answer: "Future[Response | LineError]") -> None:
    answer.set_result(transport.send(request))


def brings(earlier: Request, request: Request) -> bool:
    """Tell whether the answer to an earlier question brings what this one asks for."""
    if not request.after or len(request.after) != len(earlier.after):
        return False
    return all(
        before[:2] == now[:2] and before[2] <= now[2]
        for before, now in zip(earlier.after, request.after, strict=True)
    )
