# SPDX-License-Identifier: EUPL-1.2
"""What a lane of the sync client does next: pure functions of what it sees. No I/O, no clock, no state.

The control lane: device check, errands of the window, push, feed. Carriers, up to three beside it, move bytes: a large push, snapshots, what a
person waits for, small files together, uploads, what is kept here, the rest. Nothing waits for ever: a kind of work that was passed
over :data:`PATIENCE` times goes first, and so does the oldest job of all.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final, TypeAlias, TypeVar

PATIENCE: Final = 8
"""How many actions of other kinds a ready kind lets pass before it goes first."""
LISTEN_SECONDS: Final = 50
"""Longest wait of a long-poll (``docs/protocol.md``)."""
LOOK_EVERY: Final = 600.0
"""Seconds after which a stream that is not listened to is asked for news."""
SHORTEST_SLEEP: Final = 0.05
"""Seconds; a remainder smaller than a clock's step must not become a busy loop."""
PROBES: Final = 3
"""Failures of the line after which only the control lane still tries it."""

CHECK: Final = "check"
ERRAND: Final = "errand"
PUSH: Final = "push"
FEED: Final = "feed"
BULK: Final = "bulk"
SNAPSHOT: Final = "snapshot"
WANTED: Final = "wanted"
SMALL: Final = "small"
UPLOAD: Final = "upload"
PINNED: Final = "pinned"
DOWNLOAD: Final = "download"
OLDEST: Final = "oldest"
CARRIED: Final = (BULK, SNAPSHOT, WANTED, SMALL, UPLOAD, PINNED, DOWNLOAD, OLDEST)
"""Kinds of byte work, by priority. The oldest job has its turn by patience alone."""
KINDS: Final = (CHECK, ERRAND, PUSH, FEED, *CARRIED)
"""By priority. A feed that a push made stale is asked before the bytes, so that *pending* goes quickly."""

PROGRAM: Final = "program"
"""The target that stands for the program itself, when it is too old to be shown anything."""
LINE: Final = "line"
"""The target that stands for the way to the service as a whole."""
FINISH: Final = -1
"""The stretch that stands for what is done when all stretches are there."""


@dataclass(frozen=True, slots=True)
class CheckDevice:
    """Ask who the service is and what it knows of this device."""


@dataclass(frozen=True, slots=True)
class RunErrand:
    """Ask what the window asked for: a person waits for it."""


@dataclass(frozen=True, slots=True)
class Push:
    """Send what is queued."""


@dataclass(frozen=True, slots=True)
class Feed:
    """Ask a stream for what follows its cursor; ``wait`` seconds for a long-poll, 0 to be answered at once."""

    stream: str
    wait: int = 0


@dataclass(frozen=True, slots=True)
class Carry:
    """Bring some bytes one step on.

    Attributes:
        kind: One of :data:`CARRIED`.
        name: The bytes' hash, or the stream of a snapshot; empty for a large push.
        stretch: Which stretch of them, or :data:`FINISH`.
        since: When it became work, for the order between old and new; comparable text.
    """

    kind: str
    name: str
    stretch: int = 0
    since: str = ""

    @property
    def claim(self) -> tuple[str, str, int]:
        """Return what no two lanes may do at the same time."""
        return _DIRECTION[self.kind], self.name, self.stretch


@dataclass(frozen=True, slots=True)
class Sleep:
    """Nothing can be done for some seconds, or until a hint."""

    seconds: float


Action: TypeAlias = CheckDevice | RunErrand | Push | Feed | Carry | Sleep

A = TypeVar("A", bound=Action)

_DIRECTION: Final = {
    BULK: PUSH, SNAPSHOT: SNAPSHOT, WANTED: DOWNLOAD, PINNED: DOWNLOAD, DOWNLOAD: DOWNLOAD, SMALL: UPLOAD, UPLOAD: UPLOAD,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class StreamState:
    """A stream as the planner sees it.

    Attributes:
        name: The stream.
        level: Nothing is known to lie beyond the cursor.
        looked_at: Monotonic seconds of the last answer, None when it was not asked in this run.
    """

    name: str
    level: bool = False
    looked_at: float | None = None


@dataclass(frozen=True, slots=True)
class PlanState:
    """Everything that the next action of a lane depends on.

    Attributes:
        now: Monotonic seconds.
        checked: The device was checked in this run.
        errand: The window asked for something.
        sendable: There are mutations that may be sent.
        streams: Those the device may read and that are read as a feed; the last one is listened to.
        quiet: Others are being begun by a snapshot: nothing is listened to meanwhile.
        jobs: Byte work that no lane has, most urgent first within its kind.
        retry_at: Failing targets (:func:`target_of`, :data:`LINE`) and when each may be tried again.
        line_failures: How often the line failed in a row.
        passed_over: How often each ready kind was passed over in a row.
        revoked: The device was revoked: nothing is asked any more.
    """

    now: float
    checked: bool = False
    errand: bool = False
    sendable: bool = False
    streams: tuple[StreamState, ...] = ()
    quiet: bool = False
    jobs: tuple[Carry, ...] = ()
    retry_at: Mapping[str, float] = field(default_factory=dict)
    line_failures: int = 0
    passed_over: Mapping[str, int] = field(default_factory=dict)
    revoked: bool = False


def target_of(action: Action) -> str:
    """Return the name under which an action's failures are counted, apart from every other's."""
    match action:
        case CheckDevice():
            return CHECK
        case Push() | Carry(kind="bulk"):
            return PUSH
        case Feed(stream=stream):
            return f"{FEED}:{stream}"
        case Carry(kind=kind, name=name):
            return f"{_DIRECTION[kind]}:{name}"
        case RunErrand() | Sleep():  # an errand is tried once: there is nothing of its own to put off
            return LINE


def kind_of(action: Action) -> str:
    """Return the kind of an action, one of :data:`KINDS`; empty for a sleep."""
    match action:
        case CheckDevice():
            return CHECK
        case RunErrand():
            return ERRAND
        case Push():
            return PUSH
        case Feed():
            return FEED
        case Carry(kind=kind):
            return kind
        case Sleep():
            return ""


def ready(state: PlanState) -> dict[str, Action]:
    """Return the next action of each kind that has one now, by priority."""
    found: dict[str, Action] = {}
    if state.revoked or not _may(state, LINE):
        return found
    if not state.checked:
        return {CHECK: CheckDevice()} if _may(state, CHECK) else found
    for action in _control(state):
        if _may(state, target_of(action)):
            found.setdefault(kind_of(action), action)
    return {**found, **_ready_bytes(state)}


def plan(state: PlanState) -> Action:
    """Return the control lane's next action; there always is one. Jobs are given to it only when nobody else carries."""
    return _choice(state, ready(state)) or _idle(state)


def ready_to_carry(state: PlanState) -> dict[str, Carry]:
    """Return the next job of each kind of byte work that can be done now, by priority.

    On a line that fails for long only the control lane tries; the carriers follow when it works again.
    """
    barred = state.revoked or not state.checked or not _may(state, LINE) or state.line_failures > PROBES
    return {} if barred else _ready_bytes(state)


def plan_carrier(state: PlanState) -> Carry | Sleep:
    """Return a carrier's next action: a job, or a sleep until something falls due."""
    chosen = _choice(state, ready_to_carry(state))
    return chosen or Sleep(max(SHORTEST_SLEEP, min((LOOK_EVERY, *_retries_in(state)))))


def _choice(state: PlanState, actions: Mapping[str, A]) -> A | None:
    if not actions:
        return None
    longest = max(actions, key=lambda kind: state.passed_over.get(kind, 0))
    if state.passed_over.get(longest, 0) >= PATIENCE:
        return actions[longest]
    return next(iter(actions.values()))


def _control(state: PlanState) -> Iterator[Action]:
    if state.errand:
        yield RunErrand()
    if state.sendable:
        yield Push()
    yield from (Feed(each.name) for each in state.streams if _stale(each, state.now))


def _ready_bytes(state: PlanState) -> dict[str, Carry]:
    jobs = [each for each in state.jobs if _may(state, target_of(each))]
    found: dict[str, Carry] = {}
    for kind in CARRIED:
        first = next((each for each in jobs if each.kind == kind), None)
        if first is not None:
            found[kind] = first
    oldest = min(jobs, key=lambda each: each.since, default=None)
    if oldest is not None and oldest not in found.values():
        found[OLDEST] = oldest
    return found


def _stale(stream: StreamState, now: float) -> bool:
    return not stream.level or stream.looked_at is None or now - stream.looked_at >= LOOK_EVERY


def _may(state: PlanState, target: str) -> bool:
    return state.retry_at.get(target, state.now) <= state.now


def _idle(state: PlanState) -> Action:
    """Return a long-poll no longer than until something falls due, or a sleep when even that is not possible."""
    seconds = min((LOOK_EVERY, *_due_in(state)))
    if state.streams and state.checked and not (state.revoked or state.quiet) and seconds >= 1:
        listen = Feed(state.streams[-1].name, wait=min(LISTEN_SECONDS, int(seconds)))
        if _may(state, LINE) and _may(state, target_of(listen)):
            return listen
    return Sleep(LOOK_EVERY if state.revoked else max(SHORTEST_SLEEP, seconds))


def _due_in(state: PlanState) -> Iterator[float]:
    """Yield the seconds, all above 0, until a retry or a stream's next look."""
    yield from _retries_in(state)
    for each in state.streams:
        if each.looked_at is not None and not _stale(each, state.now):
            yield each.looked_at + LOOK_EVERY - state.now


def _retries_in(state: PlanState) -> Iterator[float]:
    yield from (at - state.now for at in state.retry_at.values() if at > state.now)
