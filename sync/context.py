# SPDX-License-Identifier: EUPL-1.2
"""What the lanes of one engine share while it runs; all of it may be forgotten at any instant."""

import threading
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from eset_desktop.clock import Clock
from eset_desktop.store.replica import Replica
from sync.backoff import Backoffs
from sync.diverged import Diverged
from sync.exchange import Exchange
from sync.pace import KIB, MIB, Pace
from sync.planner import BULK, Carry
from sync.protocol import Limits

if TYPE_CHECKING:
    from sync.snapshots import Reading

CONTROL: Final = "control"
CARRIERS: Final = "carriers"
"""The lanes that may be told to look again."""

LARGEST_RECALLED: Final = 256 * KIB
"""Bytes of a message at the most at the beginning of a run."""
Claim = tuple[str, str, int]
"""Direction, hash or stream, stretch (:attr:`sync.planner.Carry.claim`)."""

BULK_CLAIM: Final[Claim] = Carry(BULK, "").claim


def _nobody(_lanes: str) -> None:
    """Tell nobody."""


def _push_pace() -> Pace:
    return Pace(size=64 * KIB, floor=4 * KIB, ceiling=4_000_000, aim=2.0)


def _page_pace() -> Pace:
    return Pace(size=64 * KIB, floor=16 * KIB, ceiling=1_000_000, aim=2.0)


def _chunk_pace(aim: float) -> Pace:
    return Pace(size=48 * KIB, floor=16 * KIB, ceiling=8 * MIB, aim=aim)


@dataclass(slots=True)
class Context:
    """The collaborators and the memory of an engine.

    Lanes are threads. One reading, or one change of one entry, is whole by itself; :attr:`lock` is for what is read and then changed
    upon that: ``claims``, ``carriers``, ``resting``, ``passed_over``, ``later``, ``backoffs``, ``bulk``, ``daring``, and ``snapshots``,
    ``begun`` and ``level`` together, and what is known of a stream where its cursor is (``level``, ``reread``, ``diverged``,
    ``restarts``). What is remembered of one content (``sessions``, ``damaged``, ``doubtful``, ``alone``, ``recipes``, ``readings``,
    ``asked_after``) needs none: it is touched by who holds its claim. Nor does what is remembered of pushes (``pushes``,
    ``push_count``, ``most_mutations``, ``parts``): one lane pushes at a time, a carrier with its claim or the control lane, which
    chooses under the lock. Of times and sizes (``looked_at``, ``broke_at``, ``pages``, ``chunks_up``, ``chunks_down``) the last word
    counts, whoever says it. All else is the control lane's, others only read it.

    Attributes:
        pushes: Bytes of mutations in a request, uncompressed.
        push_count: Mutations in a request; shrinks when the service fails on a batch, to find the one it can't take.
        most_mutations: What it grows to again; less where something on the way takes no large request.
        pages: Bytes of a feed page.
        chunks_up: Bytes of an upload's request.
        chunks_down: Bytes of a download's request.
        level: Streams of which nothing is known beyond the cursor.
        looked_at: When each stream was last answered, monotonic seconds.
        reread: Streams that were read again from their start since the digests last agreed.
        snapshots: Streams that have a snapshot to begin with, as the service said; without those that proved useless.
        begun: Streams whose snapshot is here and that wait for the others before they are asked about.
        readings: Snapshots in the middle of being read.
        diverged: Streams whose content is known to differ from the service's; kept in the cache.
        bulk: So much is queued that a carrier pushes it and the control lane nothing.
        parts: Numbers of the parts of a large push that have arrived, by its name.
        unlike: Mark of the positions that the service did not understand (:class:`sync.protocol.Positions`).
        push_only: The service shows nothing more to a program as old as this one; what was done with it is still sent.
        recheck: The service answered as if it knew this device's rights or its own features better: ask it again.
        sessions: Addresses of uploads whose offset this run heard from the service.
        damaged: Hashes of what once arrived damaged, up or down.
        doubtful: Uploads that may have been begun although no address is known here.
        daring: Whether a lane opens a stretch and sends its first bytes at the same time.
        broke_at: When an upload's connection last broke off, monotonic seconds.
        alone: Small contents that do not go with others any more.
        restarts: How often a stream was begun again: what the service said of bytes before, it may have lost.
        asked_after: By content, how often that was when the question under way was asked.
        recipes: Of the uploads that go as one.
        later: Targets that are looked at again at a time, monotonic seconds; nothing failed.
        features: What the service can do beyond the ground rules, see :data:`sync.protocol.FEATURES`.
        lock: Held while a lane looks at what is to be done and claims it; never while it waits for anything.
        claims: What the carriers are at.
        carriers: How many there are; without any, the control lane carries too.
        resting: How many of them had nothing to do when they looked.
        passed_over: How often each kind of byte work was passed over in a row.
        nudge: Tells :data:`CONTROL` or :data:`CARRIERS` to look again; whoever runs the lanes sets it.
    """

    replica: Replica
    clock: Clock
    exchange: Exchange
    backoffs: Backoffs
    limits: Limits = field(default_factory=Limits)
    pushes: Pace = field(default_factory=_push_pace)
    push_count: int = 4000
    most_mutations: int = 4000
    pages: Pace = field(default_factory=_page_pace)
    chunks_up: Pace = field(default_factory=lambda: _chunk_pace(8.0))
    chunks_down: Pace = field(default_factory=lambda: _chunk_pace(4.5))
    level: set[str] = field(default_factory=set)
    looked_at: dict[str, float] = field(default_factory=dict)
    reread: set[str] = field(default_factory=set)
    snapshots: set[str] = field(default_factory=set)
    begun: set[str] = field(default_factory=set)
    readings: dict[str, "Reading"] = field(default_factory=dict)
    diverged: Diverged = field(init=False)
    bulk: bool = False
    parts: dict[str, set[int]] = field(default_factory=dict)
    unlike: str = ""
    push_only: bool = False
    recheck: bool = False
    sessions: set[str] = field(default_factory=set)
    damaged: set[str] = field(default_factory=set)
    doubtful: set[str] = field(default_factory=set)
    daring: bool = False
    broke_at: float = float("-inf")
    alone: set[str] = field(default_factory=set)
    restarts: int = 0
    asked_after: dict[str, int] = field(default_factory=dict)
    recipes: dict[str, bytes] = field(default_factory=dict)
    later: dict[str, float] = field(default_factory=dict)
    features: frozenset[str] = frozenset()
    lock: threading.RLock = field(default_factory=threading.RLock)
    claims: set[Claim] = field(default_factory=set)
    carriers: int = 0
    resting: int = 0
    passed_over: Counter[str] = field(default_factory=Counter)
    nudge: Callable[[str], None] = _nobody

    def __post_init__(self) -> None:
        self.diverged = Diverged(self.replica)

    def sizes(self) -> dict[str, int]:
        """Return how large messages are now, by kind, to be remembered for the next run."""
        return {name: pace.size for name, pace in self._paces().items()}

    def recall(self, sizes: Mapping[str, int]) -> None:
        """Begin with the sizes of the last run; not with large ones, for this may be another line."""
        for name, pace in self._paces().items():
            pace.size = min(pace.ceiling, max(pace.floor, min(sizes.get(name, pace.size), LARGEST_RECALLED)))

    def _paces(self) -> dict[str, Pace]:
        return {"push": self.pushes, "page": self.pages, "up": self.chunks_up, "down": self.chunks_down}

    def count_carriers(self, more: int) -> None:
        """Note that a carrier came or went."""
        with self.lock:
            self.carriers += more

    def count_resting(self, more: int) -> None:
        """Note that a carrier rests, or works again."""
        with self.lock:
            self.resting += more

    def put_off(self, target: str, seconds: float) -> None:
        """Look at a target again after some seconds, not before."""
        with self.lock:
            self.later[target] = self.clock.monotonic() + seconds

    def retries(self) -> dict[str, float]:
        """Return the targets that are put off, or failed, and when each may be tried again."""
        now = self.clock.monotonic()
        with self.lock:
            self.later = {target: at for target, at in self.later.items() if at > now}
            return self.later | {target: each.retry_at for target, each in self.backoffs.failing.items()}

    def put_off_now(self) -> tuple[str, ...]:
        """Return the names of what is not to be tried yet: it hides nothing else."""
        now = self.clock.monotonic()
        return tuple(
            target.partition(":")[2] for target, at in self.retries().items() if ":" in target and at > now
        )

    def forget_upload(self, sha256: str, urls: Iterable[str], *, keep_damaged: bool = False) -> None:
        """Forget what is remembered of an upload that is done or begins anew."""
        self.sessions.difference_update(urls)
        self.recipes.pop(sha256, None)
        self.asked_after.pop(sha256, None)
        self.doubtful.difference_update({each for each in tuple(self.doubtful) if each.endswith(sha256)})
        if not keep_damaged:
            self.damaged.discard(sha256)

    def release(self, claim: Claim) -> None:
        """Let other lanes have a job again; after a large push the control lane looks what else is to be pushed."""
        with self.lock:
            self.claims.discard(claim)
            was_bulk, self.bulk = self.bulk, self.bulk and claim != BULK_CLAIM
        if was_bulk and not self.bulk:
            self.nudge(CONTROL)

    def take_limits(self, limits: Limits) -> None:
        """Keep to what the service takes and gives."""
        self.limits = limits
        self.pushes.limit(limits.push_bytes)
        self.pages.limit(limits.page_bytes)
        for chunks in (self.chunks_up, self.chunks_down):
            chunks.limit(min(8 * MIB, limits.chunk_bytes))
