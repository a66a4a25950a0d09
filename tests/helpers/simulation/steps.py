# SPDX-License-Identifier: EUPL-1.2
"""Laws that are cheap enough to look at after every step (background: I1, I6, I8, I9)."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from helpers.simulation.client import Computer
from helpers.simulation.plans import SERVICE_RESTORED

if TYPE_CHECKING:
    from helpers.simulation.world import World


class Broken(AssertionError):
    """A law does not hold."""


@dataclass(slots=True)
class Watch:
    """Looks at a history while it happens.

    Attributes:
        lives: The life of each computer whose bytes were looked at.
        seen: Where each computer, and the service, stood when it was looked at: what did not change since can't be broken since.
    """

    lives: dict[str, int] = field(default_factory=dict)
    seen: dict[str, tuple[int, int, int]] = field(default_factory=dict)

    def look(self, world: "World", computer: Computer) -> None:
        """Look at a computer after a step of it."""
        reader = computer.alive.database.reader()
        stands = computer.lives, reader.total_changes, world.central.changes
        if self.seen.get(computer.name) == stands:
            return
        self.seen[computer.name] = stands
        (kept,) = reader.execute("SELECT count(*) FROM outbox").fetchone()
        if kept < len(computer.saved) and computer.let_go is not None:
            computer.check_saved()
        elif kept < len(computer.saved):
            raise Broken(f"{computer.name}: {len(computer.saved)} saves, {kept} mutations")
        heads = world.central.heads()
        for stream, epoch, seq in reader.execute("SELECT id, epoch, seq FROM stream").fetchall():
            at = heads.get(stream)
            if at is not None and at[0] == epoch and seq > at[1]:
                raise Broken(f"{computer.name}: the cursor of {stream} is at {seq}, the stream at {at[1]}")
        if world.plan.has(SERVICE_RESTORED) and computer.name not in world.damaged:
            _check_passed(world, computer)
        if self.lives.get(computer.name) != computer.lives:
            self.lives[computer.name] = computer.lives
            check_originals(computer)

    def look_at_service(self, world: "World") -> None:
        """Look at the service after something of it moved: positions have no gap, the trail ends at its head."""
        rows = world.central.rows(
            "SELECT s.name, s.seq, s.audit_head, count(a.seq), max(a.seq),"
            " (SELECT hash FROM audit AS l WHERE l.stream = s.name AND l.seq = s.seq)"
            " FROM stream AS s LEFT JOIN audit AS a ON a.stream = s.name GROUP BY s.name"
        )
        for name, seq, head, count, last, hash_ in rows:
            if seq and (count, last, hash_) != (seq, seq, head):
                raise Broken(f"{name} is at {seq} with {count} entries up to {last}")


def _check_passed(world: "World", computer: Computer) -> None:
    """Nothing counts as lost, or as only here, that the service holds at a position which the cursor has passed."""
    only_here = {
        key: (stream, epoch, seq)
        for key, stream, epoch, seq in computer.rows(
            "SELECT o.id, s.id, s.epoch, s.seq FROM object AS o JOIN stream AS s ON s.id = o.stream WHERE o.rev = 0"
        )
    }
    if not only_here:
        return
    heads = world.central.heads()
    for key, stream, seq in world.central.rows("SELECT id, stream, seq FROM object WHERE NOT left"):
        here, epoch, passed = only_here.get(key, ("", "", 0))
        if here == stream and heads[stream][0] == epoch and seq <= passed:
            raise Broken(f"{computer.name}: {key} is taken for lost, the cursor has passed it at {seq}")


def check_originals(computer: Computer) -> None:
    """No row stands for bytes of this computer's own that are not there."""
    for (sha256,) in computer.rows("SELECT sha256 FROM blob WHERE here"):
        if not computer.alive.blobs.has(sha256) or not computer.alive.blobs.verify(sha256):
            raise Broken(f"{computer.name}: the bytes of {sha256} are not here, or not its bytes")
