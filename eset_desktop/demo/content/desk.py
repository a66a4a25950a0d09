# SPDX-License-Identifier: EUPL-1.2
"""The one device of a made-up town hall: it numbers what is done and gives it identity and time."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta

from eset_desktop.clock import Ids, ManualClock, iso
from eset_desktop.demo.content.chance import Chance
from eset_desktop.domain.mutations import COMMAND, CREATE, Mutation
from eset_desktop.domain.values import Json

_OPENS = time(7, 30, tzinfo=UTC)
_OPEN_MINUTES = 330


@dataclass(slots=True)
class Desk:
    """Makes mutations.

    Attributes:
        n: The number of the last one.
        at: The desk's time as it is written (ISO 8601, UTC).
        made: What was made and not yet given away.
    """

    n: int = 0
    at: str = ""
    made: list[Mutation] = field(default_factory=list)
    _clock: ManualClock = field(default_factory=lambda: ManualClock(datetime(2000, 1, 1, tzinfo=UTC)))
    _ids: Ids = field(init=False)

    def sit_down(self, day: date, chance: Chance) -> None:
        """Go on working on a day: at some minute of its opening hours, later than what was done that day."""
        begun = datetime.combine(day, _OPENS) + timedelta(minutes=chance.below(_OPEN_MINUTES))
        before = self._clock.current
        later = before + timedelta(minutes=chance.between(1, 15))
        self._clock.current = later if begun.date() == before.date() and begun < later else begun
        self._ids = Ids(self._clock, chance.bytes)
        self.at = iso(self._clock.current)

    def new_id(self) -> str:
        """Return an identity made now."""
        return self._ids.uuid7()

    def create(
        self, kind: str, identity: str, by: str, fields: Mapping[str, Json], after: tuple[str, ...] = ()
    ) -> str:
        """Make an object and return the mutation's id, for those that need it."""
        return self._add(CREATE, kind, identity, by, after=after, fields=dict(fields))

    def command(
        self, kind: str, identity: str, by: str, name: str, after: tuple[str, ...], **args: Json
    ) -> str:
        """Do a command and return the mutation's id."""
        return self._add(COMMAND, kind, identity, by, after=after, command=name, args=args)

    def clear(self) -> tuple[Mutation, ...]:
        """Return what was made since the last time."""
        made, self.made = tuple(self.made), []
        return made

    def _add(
        self,
        op: str,
        kind: str,
        identity: str,
        by: str,
        *,
        after: tuple[str, ...],
        fields: dict[str, Json] | None = None,
        command: str = "",
        args: dict[str, Json] | None = None,
    ) -> str:
        self.n += 1
        mutation = Mutation(
            id=self._ids.uuid7(),
            n=self.n,
            op=op,
            kind=kind,
            object=identity,
            by=by,
            at=self.at,
            fields=fields or {},
            command=command,
            args=args or {},
            after=after,
        )
        self.made.append(mutation)
        return mutation.id
