# SPDX-License-Identifier: EUPL-1.2
"""Pushes of one body that would wait for each other are decided together, in one transaction (decision 0023).

The first one goes on at once. What comes meanwhile waits, and the first of those takes all of them along. So nobody waits
for company, and the busier the service is, the fewer transactions there are.
"""

import threading
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Final

import structlog
from sqlalchemy.exc import SQLAlchemyError

from central.errors.base import CentralError
from central.push.batch import can_join
from central.push.deciding import Sent
from central.store.gates import AloneNeeded
from sync.protocol import PushAnswer

MOST_TOGETHER: Final = 100
"""Mutations decided together at most, so that a small push waits for no large one but the one under way."""

AT_ONCE: Final = 6
"""Transactions of pushes that a process works at on PostgreSQL; the other connections are for those who read."""

Answer = tuple[PushAnswer, tuple[str, ...]]
"""What a push is answered, and the streams that moved."""
Answers = tuple[list[PushAnswer], tuple[str, ...]]
"""What several are answered, and the streams that moved."""

_log = structlog.get_logger()


@dataclass(slots=True, eq=False)
class _Waiting:
    """A push in the queue: it is told that it was done with others, or that it is its turn.

    Attributes:
        joins: Whether it may be decided together with others.
        woken: Set when it was answered, or is the next one.
    """

    sent: Sent
    epoch: str
    joins: bool
    woken: threading.Event = field(default_factory=threading.Event)
    answer: Answer | None = None


class Turns:
    """The queues of the bodies.

    Args:
        alone: Decides one push in a transaction of its own.
        together: Decides several, all of one body and with the same life of its stream, in one transaction.
    """

    def __init__(
        self,
        alone: Callable[[Sent, str], Answer],
        together: Callable[[Sequence[Sent], str], Answers],
    ) -> None:
        self._alone = alone
        self._together = together
        self._lock = threading.Lock()
        self._working = threading.BoundedSemaphore(AT_ONCE)
        self._queues: dict[str, deque[_Waiting]] = {}

    def push(self, sent: Sent, epoch: str) -> Answer:
        """Return what becomes of a push; raises what its own transaction raises."""
        body = sent.caller.body
        mine = _Waiting(sent, epoch, can_join(sent.mutations))
        if not mine.joins:
            return self._by_itself(mine)
        with self._lock:
            queue = self._queues.get(body)
            if queue is None:
                self._queues[body] = deque()
            else:
                queue.append(mine)
        if queue is not None:
            mine.woken.wait()
            if mine.answer is not None:
                return mine.answer
        others = self._company(mine)
        try:
            return self._done(mine, others)
        finally:
            self._hand_over(body, others)

    def pending(self, body: str) -> int:
        """Return how many pushes of a body are under way or wait for their turn."""
        with self._lock:
            return 1 + len(self._queues[body]) if body in self._queues else 0

    def _company(self, mine: _Waiting) -> list[_Waiting]:
        """Take those out of the queue that go along: each device once, all with the same life of the stream."""
        taken, devices = list[_Waiting](), {mine.sent.caller.device}
        if not mine.joins:
            return taken
        left = MOST_TOGETHER - len(mine.sent.mutations)
        with self._lock:
            queue = self._queues[mine.sent.caller.body]
            for each in tuple(queue):
                caller, size = each.sent.caller, len(each.sent.mutations)
                if not each.joins or each.epoch != mine.epoch or caller.device in devices or size > left:
                    continue
                left -= size
                devices.add(caller.device)
                taken.append(each)
                queue.remove(each)
        return taken

    def _done(self, mine: _Waiting, others: Sequence[_Waiting]) -> Answer:
        """Decide about a push and its company; when they fail together the others are left to themselves."""
        decided = self._decided([mine, *others]) if others else None
        if decided is None:
            for each in others:
                each.joins = False
            return self._by_itself(mine)
        answers, moved = decided
        for each, answer in zip(others, answers[1:], strict=True):
            each.answer = answer, moved
        return answers[0], moved

    def _decided(self, pushes: Sequence[_Waiting]) -> Answers | None:
        """Return what becomes of pushes in one transaction; None when it failed: each is done by itself and says what fails."""
        try:
            with self._working:
                return self._together([each.sent for each in pushes], pushes[0].epoch)
        except (CentralError, AloneNeeded, SQLAlchemyError):
            return None
        except Exception:  # noqa: BLE001 - boundary: a fault that one push meets here must not be its company's
            _log.exception("push.together_failed")
            return None

    def _by_itself(self, mine: _Waiting) -> Answer:
        with self._working:
            return self._alone(mine.sent, mine.epoch)

    def _hand_over(self, body: str, others: Sequence[_Waiting]) -> None:
        """Wake those who were answered; those who were not go on as the next ones, before the rest."""
        with self._lock:
            queue = self._queues[body]
            queue.extendleft(reversed([each for each in others if each.answer is None]))
            following = queue.popleft() if queue else None
            if following is None:
                del self._queues[body]
        for each in others:
            if each.answer is not None:
                each.woken.set()
        if following is not None:
            following.woken.set()
