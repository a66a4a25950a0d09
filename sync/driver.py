# SPDX-License-Identifier: EUPL-1.2
"""Runs an engine against a real line: requests go out, waits are waited, hints come in from other threads.

A long-poll runs in a thread of its own, so that a person's save never waits for it. It is left in flight when a hint comes: the
next question with the same cursor takes over its answer, which after a push is the answer that brings the push's own effect.
"""

import threading
from collections.abc import Callable, Generator
from concurrent.futures import Future
from dataclasses import dataclass
from typing import Final

from sync.messages import Answer, Hint, LineError, Request, Response, Wait
from sync.transport import Transport

TAKE_OVER_SECONDS: Final = 5.0
"""How long a question waits for a long-poll in flight before it is asked by itself: the line may be dead."""


class Bell:
    """Wakes a sync thread from any other thread."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._rung = False
        self._stopped = False

    @property
    def stopped(self) -> bool:
        """Whether the sync thread shall end."""
        return self._stopped

    def ring(self) -> None:
        """Tell that there may be new local work or a new network; ringing twice is ringing once."""
        with self._changed:
            self._rung = True
            self._changed.notify_all()

    def stop(self) -> None:
        """Ask the sync thread to end."""
        with self._changed:
            self._stopped = True
            self._changed.notify_all()

    def nudge(self) -> None:
        """Make a waiting thread look again at what it waits for."""
        with self._changed:
            self._changed.notify_all()

    def wait(self, seconds: float, until: Callable[[], bool] = lambda: False, *, hints: bool = True) -> bool:
        """Wait; return whether it was rung (or stopped) before the time was over or ``until`` came true."""
        with self._changed:
            self._changed.wait_for(
                lambda: self._stopped or (hints and self._rung) or until(), timeout=seconds
            )
            if hints and self._rung and not until():
                self._rung = False
                return True
            return self._stopped


@dataclass(frozen=True, slots=True)
class _InFlight:
    key: tuple[str, str]
    answer: "Future[Response | LineError]"


class Line:
    """Answers an engine's questions.

    Args:
        connect: Makes a transport; one is kept for questions, one for the long-poll.
        bell: Rung for hints.
    """

    def __init__(self, connect: Callable[[], Transport], bell: Bell) -> None:
        self._connect = connect
        self._bell = bell
        self._transport = connect()
        self._listener: Transport | None = None
        self._in_flight: _InFlight | None = None

    def answer(self, asked: Request | Wait) -> Answer:
        """Return the answer to a request or the end of a wait."""
        if isinstance(asked, Wait):
            return Hint() if self._bell.wait(asked.seconds, hints=asked.until_hint) else None
        if asked.listening:
            return self._listen(asked)
        return self._take_over(asked) or self._transport.send(asked)

    def close(self) -> None:
        """Close the connections; a long-poll in flight is left alone."""
        self._leave()
        for each in (self._transport, self._listener):
            if each is not None:
                each.close()

    def _listen(self, request: Request) -> Answer:
        current = self._in_flight
        if current is None or current.key != _key(request):
            self._leave()
            current = self._start(request)
        hinted = self._bell.wait(request.timeout * 2, current.answer.done)
        if hinted or not current.answer.done():
            return Hint()
        self._in_flight = None
        return current.answer.result()

    def _take_over(self, request: Request) -> Response | LineError | None:
        current = self._in_flight
        if current is None or request.method != "GET" or current.key != _key(request):
            return None
        self._bell.wait(TAKE_OVER_SECONDS, current.answer.done, hints=False)
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
            answer.set_result(transport.send(request))
            self._bell.nudge()

        self._in_flight = _InFlight(_key(request), answer)
        threading.Thread(target=ask, name="sync-long-poll", daemon=True).start()
        return self._in_flight

    def _leave(self) -> None:
        """Give up a long-poll in flight with its connection, which can't be used before its answer came."""
        if self._in_flight is not None:
            self._in_flight = self._listener = None


def _key(request: Request) -> tuple[str, str]:
    return request.path, dict(request.query).get("after", "")


def drive(run: Generator[Request | Wait, Answer, None], line: Line, bell: Bell) -> None:
    """Run an engine until it ends or the bell is stopped; it may be left at any question."""
    try:
        asked = next(run)
        while not bell.stopped:
            asked = run.send(line.answer(asked))
    except StopIteration:
        return
    finally:
        run.close()
        line.close()
