# SPDX-License-Identifier: EUPL-1.2
"""Large pushes: decided while they are still coming.

A push of 2,000 changes is on a slow line for seconds. What has arrived of it without a gap is decided at once, as if it had been
pushed by itself. When all is there the rest is pushed; by another process the whole, which answers from storage what was decided,
like any repeat. So the head start is nothing but a head start. It may be lost with its process, given twice by two of
them, or fail: the whole push says what is wrong.
"""

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Final, TypeVar

import msgspec
import structlog

from central.begun_pushes import BegunPush, head_of
from central.callers import Caller
from central.compression import DamagedError, TooMuchError, decompress
from central.errors.base import CentralError
from central.errors.requests import RequestMalformed, RequestTooLarge
from central.feed import RawPushAnswer
from central.push_parts import PushParts
from eset_desktop.domain.merge import FINAL_STATUSES
from eset_desktop.domain.mutation_lines import mutations_in, without_open_group
from eset_desktop.domain.mutations import Mutation
from sync.protocol import Limits, PartsRequest, PushHead, Result

_T = TypeVar("_T")
Push = Callable[[Caller, Sequence[Mutation], str], RawPushAnswer]
"""Decides about mutations of a caller that has read this life of the stream."""

MOST_DEVICES: Final = 64
"""Devices whose half pushes are remembered; of others the whole is decided again."""
AT_ONCE: Final = 150
"""Mutations decided in a transaction: parts that come meanwhile wait for it on SQLite, and the line with them."""

_log = structlog.get_logger()


@dataclass(slots=True)
class _Progress:
    """How far a device's push was decided by this process.

    Attributes:
        caller: Who pushed what was decided, with the rights of that moment.
        results: Of the mutations from the first on.
        begun: What came, as far as somebody looked.
        more: Something came since somebody last looked.
        is_over: The whole was answered: nothing is decided any more.
        turn: Held by whoever decides.
    """

    batch: str
    caller: Caller | None = None
    results: list[Result] = field(default_factory=list)
    begun: BegunPush = field(default_factory=BegunPush)
    more: bool = False
    is_over: bool = False
    turn: threading.Lock = field(default_factory=threading.Lock)


class LargePushes:
    """Decides about what comes in parts.

    Args:
        parts: Where they wait.
        push: Decides.
    """

    def __init__(self, parts: PushParts, push: Push) -> None:
        self._parts = parts
        self._push = push
        self._progress: dict[str, _Progress] = {}
        self._over: dict[str, str] = {}
        self._guard = threading.Lock()

    def go_on(self, caller: Caller, batch: str) -> None:
        """Decide about what has arrived without a gap; whoever is at it already looks again.

        It may begin after the whole was answered, as it follows the answer to a part: then nothing is left to do.
        """
        progress = self._of(caller, batch)
        progress.more = True
        while progress.more and progress.turn.acquire(blocking=False):
            try:
                progress.more = False
                self._decide(caller, progress)
            except CentralError:
                return  # the whole push is refused for the same reason, and says so
            except Exception:  # noqa: BLE001 - boundary: the part has arrived, whatever becomes of the head start
                _log.warning("push.head_start_failed", exc_info=True)
                return
            finally:
                progress.turn.release()

    def finish(self, caller: Caller, asked: PartsRequest) -> RawPushAnswer:
        """Return what becomes of a push whose parts are all here, by its order.

        Raises:
            PartsMissing: They are not.
            RequestMalformed: They are no push.
            RequestTooLarge: They hold too much.
        """
        data = self._parts.joined(caller, asked)
        try:
            head, lines = _lines(decompress(data, Limits().push_bytes))
            mutations = mutations_in(lines)
        except TooMuchError as error:
            raise RequestTooLarge(limit=Limits().push_bytes) from error
        except (DamagedError, msgspec.DecodeError, UnicodeError, RecursionError) as error:
            raise RequestMalformed(reason="parts") from error
        progress = self._of(caller, asked.batch)
        with progress.turn:
            known = _known(progress, caller, data)
            rest = mutations[len(known) :]
            results = self._push(caller, rest, head.epoch).results if rest else ()
            self._end(caller, progress)
        return RawPushAnswer((*known, *results)).in_order()

    def _of(self, caller: Caller, batch: str) -> _Progress:
        with self._guard:
            if self._over.get(caller.device) == batch:
                return _Progress(batch, is_over=True)
            known = self._progress.get(caller.device)
            if known is None or known.batch != batch:
                known = _Progress(batch)
                _keep(self._progress, caller.device, known)
            return known

    def _end(self, caller: Caller, progress: _Progress) -> None:
        """Forget a push that was answered, but for its name."""
        progress.is_over = True
        with self._guard:
            _keep(self._over, caller.device, progress.batch)
            if self._progress.get(caller.device) is progress:
                del self._progress[caller.device]

    def _decide(self, caller: Caller, progress: _Progress) -> None:
        if progress.is_over:
            return
        if not _holds(progress, caller):
            progress.caller, progress.results, progress.begun = caller, [], BegunPush()
        begun = progress.begun
        for part in self._parts.arrived(caller, progress.batch, begun.parts):
            begun.take(part)
        while begun.head and (new := without_open_group(begun.waiting)):
            some = without_open_group(new[:AT_ONCE]) or new
            progress.results += self._push(caller, some, begun.head.epoch).results
            del begun.waiting[: len(some)]


def _keep(kept: dict[str, _T], device: str, value: _T) -> None:
    """Remember something of a device as the last of the :data:`MOST_DEVICES` about which something is remembered."""
    kept.pop(device, None)
    while len(kept) >= MOST_DEVICES:
        del kept[next(iter(kept))]
    kept[device] = value


def _known(progress: _Progress, caller: Caller, data: bytes) -> list[Result]:
    """Return what was decided and holds: every answer is final, of these bytes, and means to the caller what it meant then."""
    final = all(each.status in FINAL_STATUSES for each in progress.results)
    return progress.results if final and _holds(progress, caller) and progress.begun.is_begin_of(data) else []


def _holds(progress: _Progress, caller: Caller) -> bool:
    """Tell whether the caller has the rights with which the rest was decided."""
    former = progress.caller
    return former is not None and (former.streams, former.profiles) == (caller.streams, caller.profiles)


def _lines(text: bytes) -> tuple[PushHead, list[bytes]]:
    """Return the head of a push and its lines; raises msgspec.DecodeError when it has none."""
    head, *lines = text.splitlines() or [b""]
    return head_of(head), lines
