# SPDX-License-Identifier: EUPL-1.2
"""What the sync client does next: a pure function of what it sees. No I/O, no clock, no state.

Order of lanes: device check, push, feed, bytes a person waits for, uploads, other bytes. Downloads never wait for
uploads, and nothing waits for ever: a lane that was passed over :data:`PATIENCE` times goes first.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final, TypeAlias

PATIENCE: Final = 8
"""How many actions of other lanes a ready lane lets pass before it goes first."""
LISTEN_SECONDS: Final = 50
"""Longest wait of a long-poll (``docs/protocol.md``)."""
LOOK_EVERY: Final = 600.0
"""Seconds after which a stream that is not listened to is asked for news."""
SHORTEST_SLEEP: Final = 0.05
"""Seconds; a remainder smaller than a clock's step must not become a busy loop."""

CHECK: Final = "check"
PUSH: Final = "push"
FEED: Final = "feed"
WANTED: Final = "wanted"
UPLOAD: Final = "upload"
DOWNLOAD: Final = "download"
LANES: Final = (CHECK, PUSH, FEED, WANTED, UPLOAD, DOWNLOAD)
"""By priority. A feed that a push made stale is asked before the bytes, so that *pending* goes quickly."""

LINE: Final = "line"
"""The target that stands for the way to the service as a whole."""


@dataclass(frozen=True, slots=True)
class CheckDevice:
    """Ask who the service is and what it knows of this device."""


@dataclass(frozen=True, slots=True)
class Push:
    """Send what is queued."""


@dataclass(frozen=True, slots=True)
class Feed:
    """Ask a stream for what follows its cursor; ``wait`` seconds for a long-poll, 0 to be answered at once."""

    stream: str
    wait: int = 0


@dataclass(frozen=True, slots=True)
class Upload:
    """Send the next stretch of some bytes."""

    sha256: str


@dataclass(frozen=True, slots=True)
class Download:
    """Fetch the next stretch of some bytes."""

    sha256: str
    lane: str = WANTED


@dataclass(frozen=True, slots=True)
class Sleep:
    """Nothing can be done for some seconds, or until a hint."""

    seconds: float


Action: TypeAlias = CheckDevice | Push | Feed | Upload | Download | Sleep


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
    """Everything that the next action depends on.

    Attributes:
        now: Monotonic seconds.
        checked: The device was checked in this run.
        sendable: There are mutations that may be sent.
        streams: Those the device may read; the last one is listened to.
        uploads: Hashes of bytes to send, most urgent first.
        wanted: Hashes of bytes that a person waits for.
        downloads: Hashes of other bytes to fetch.
        retry_at: Failing targets (:func:`target_of`, :data:`LINE`) and when each may be tried again.
        passed_over: How often each ready lane was passed over in a row.
        revoked: The device was revoked: nothing is asked any more.
    """

    now: float
    checked: bool = False
    sendable: bool = False
    streams: tuple[StreamState, ...] = ()
    uploads: tuple[str, ...] = ()
    wanted: tuple[str, ...] = ()
    downloads: tuple[str, ...] = ()
    retry_at: Mapping[str, float] = field(default_factory=dict)
    passed_over: Mapping[str, int] = field(default_factory=dict)
    revoked: bool = False


def target_of(action: Action) -> str:
    """Return the name under which an action's failures are counted, apart from every other's."""
    match action:
        case CheckDevice():
            return CHECK
        case Push():
            return PUSH
        case Feed(stream=stream):
            return f"{FEED}:{stream}"
        case Upload(sha256=sha256):
            return f"{UPLOAD}:{sha256}"
        case Download(sha256=sha256):
            return f"{DOWNLOAD}:{sha256}"
        case Sleep():
            return LINE


def lane_of(action: Action) -> str:
    """Return the lane of an action, empty for a sleep."""
    match action:
        case CheckDevice():
            return CHECK
        case Push():
            return PUSH
        case Feed():
            return FEED
        case Upload():
            return UPLOAD
        case Download(lane=lane):
            return lane
        case Sleep():
            return ""


def ready(state: PlanState) -> dict[str, Action]:
    """Return each lane's next action, only for lanes that have one now, by priority."""
    found: dict[str, Action] = {}
    if state.revoked or not _may(state, LINE):
        return found
    if not state.checked:
        return {CHECK: CheckDevice()} if _may(state, CHECK) else found
    for action in _candidates(state):
        if _may(state, target_of(action)):
            found.setdefault(lane_of(action), action)
    return found


def plan(state: PlanState) -> Action:
    """Return the one next action; there always is one."""
    actions = ready(state)
    if not actions:
        return _idle(state)
    longest = max(actions, key=lambda lane: state.passed_over.get(lane, 0))
    if state.passed_over.get(longest, 0) >= PATIENCE:
        return actions[longest]
    return next(iter(actions.values()))


def _candidates(state: PlanState) -> Iterator[Action]:
    if state.sendable:
        yield Push()
    yield from (Feed(each.name) for each in state.streams if _stale(each, state.now))
    yield from (Download(sha256, WANTED) for sha256 in state.wanted)
    yield from (Upload(sha256) for sha256 in state.uploads)
    yield from (Download(sha256, DOWNLOAD) for sha256 in state.downloads)


def _stale(stream: StreamState, now: float) -> bool:
    return not stream.level or stream.looked_at is None or now - stream.looked_at >= LOOK_EVERY


def _may(state: PlanState, target: str) -> bool:
    return state.retry_at.get(target, state.now) <= state.now


def _idle(state: PlanState) -> Action:
    """Return a long-poll no longer than until something falls due, or a sleep when even that is not possible."""
    seconds = min((LOOK_EVERY, *_due_in(state)))
    if state.streams and state.checked and not state.revoked and seconds >= 1:
        listen = Feed(state.streams[-1].name, wait=min(LISTEN_SECONDS, int(seconds)))
        if _may(state, LINE) and _may(state, target_of(listen)):
            return listen
    return Sleep(LOOK_EVERY if state.revoked else max(SHORTEST_SLEEP, seconds))


def _due_in(state: PlanState) -> Iterator[float]:
    """Yield the seconds, all above 0, until a retry or a stream's next look."""
    yield from (at - state.now for at in state.retry_at.values() if at > state.now)
    for each in state.streams:
        if each.looked_at is not None and not _stale(each, state.now):
            yield each.looked_at + LOOK_EVERY - state.now
