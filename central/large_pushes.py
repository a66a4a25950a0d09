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
from typing import Final

import msgspec
import structlog

from central.callers import Caller
from central.compression import DamagedError, TooMuchError, decompress, decompress_begun
from central.errors.base import CentralError
from central.errors.requests import RequestMalformed, RequestTooLarge
from central.feed import RawPushAnswer
from central.push_parts import PushParts
from eset_desktop.domain.merge import APPLIED, CONFLICT, MERGED, REJECTED
from eset_desktop.domain.mutation_lines import mutations_in, without_open_group
from eset_desktop.domain.mutations import Mutation
from sync.protocol import Limits, PartsRequest, PushHead, Result

Push = Callable[[Caller, Sequence[Mutation], str], RawPushAnswer]
"""Decides about mutations of a caller that has read this life of the stream."""

MOST_DEVICES: Final = 64
"""Devices whose half pushes are remembered; of others the whole is decided again."""
AT_ONCE: Final = 150
"""Mutations decided in a transaction: parts that come meanwhile wait for it on SQLite, and the line with them."""
FINAL: Final = frozenset({APPLIED, MERGED, CONFLICT, REJECTED})
_HEAD: Final = msgspec.json.Decoder(PushHead)

_log = structlog.get_logger()


@dataclass(slots=True)
class _Progress:
    """How far a device's push was decided by this process.

    Attributes:
        caller: Who pushed what was decided, with the rights of that moment.
        results: Of the mutations from the first on.
        more: Something came since somebody last looked.
        turn: Held by whoever decides.
    """

    batch: str
    caller: Caller | None = None
    results: list[Result] = field(default_factory=list)
    more: bool = False
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
        self._guard = threading.Lock()

    def go_on(self, caller: Caller, batch: str) -> None:
        """Decide about what has arrived without a gap; whoever is at it already looks again."""
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
            known = _known(progress, caller)
            rest = mutations[len(known) :]
            results = self._push(caller, rest, head.epoch).results if rest else ()
        with self._guard:
            self._progress.pop(caller.device, None)
        return RawPushAnswer((*known, *results)).in_order()

    def _of(self, caller: Caller, batch: str) -> _Progress:
        with self._guard:
            known = self._progress.get(caller.device)
            if known is None or known.batch != batch:
                while len(self._progress) >= MOST_DEVICES:
                    del self._progress[next(iter(self._progress))]
                known = self._progress[caller.device] = _Progress(batch)
            return known

    def _decide(self, caller: Caller, progress: _Progress) -> None:
        if not _holds(progress, caller):
            progress.caller, progress.results = caller, []
        try:
            text = decompress_begun(self._parts.arrived(caller, progress.batch), Limits().push_bytes)
            head, lines = _lines(text[: text.rfind(b"\n") + 1])
            new = without_open_group(mutations_in(lines[len(progress.results) :]))
        except (DamagedError, TooMuchError, msgspec.DecodeError, UnicodeError, RecursionError):
            return
        while new:
            some = without_open_group(new[:AT_ONCE]) or new
            progress.results += self._push(caller, some, head.epoch).results
            new = new[len(some) :]


def _known(progress: _Progress, caller: Caller) -> list[Result]:
    """Return what was decided and holds: every answer is final, and means to the caller what it meant then."""
    final = all(each.status in FINAL for each in progress.results)
    return progress.results if final and _holds(progress, caller) else []


def _holds(progress: _Progress, caller: Caller) -> bool:
    """Tell whether the caller has the rights with which the rest was decided."""
    former = progress.caller
    return former is not None and (former.streams, former.profiles) == (caller.streams, caller.profiles)


def _lines(text: bytes) -> tuple[PushHead, list[bytes]]:
    """Return the head of a push and its lines; raises msgspec.DecodeError when it has none."""
    head, *lines = text.splitlines() or [b""]
    return _HEAD.decode(head), lines
