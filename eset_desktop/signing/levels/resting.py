# SPDX-License-Identifier: EUPL-1.2
"""Addresses that did not answer are left alone for a while: one document finds out for all, and only those who need it wait.

By address and not by host: one that does not answer says nothing of another service on the same machine. And by how it is
asked: a stranger's certificate may name any address for a list, which says nothing of the questions that others post there.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from eset_desktop.signing.levels.errors import RESTS

_SERVERS_FAULT: Final = 500


@dataclass(slots=True)
class Rests:
    """Who did not answer lately.

    Attributes:
        length: How long they are left alone; zero: everybody is asked each time.
        now: The moment of the questions.
        only_silent: Who answers that it cannot now (status 500 and more) is asked for the next document all the same.
    """

    length: timedelta = timedelta(0)
    now: datetime | None = None
    only_silent: bool = False
    _silent: dict[str, tuple[datetime, dict[str, str | int]]] = field(default_factory=dict)

    def of(self, asked: str) -> dict[str, str | int] | None:
        """Return why something is not asked now; None when it is."""
        since, details = self._silent.get(asked, (None, {}))
        return {**details, RESTS: 1} if since is not None and self._counts(since) else None

    def note(self, asked: str, details: dict[str, str | int]) -> None:
        """Note why an address gave no answer; one that answered that it has none is no silent one.

        Args:
            asked: Method and address.
            details: ``reason``: the status, or a word.
        """
        reason = details["reason"]
        if self.now is None or not self.length:
            return
        if isinstance(reason, int) and (self.only_silent or reason < _SERVERS_FAULT):
            return
        self._silent = {each: found for each, found in self._silent.items() if self._counts(found[0])}
        self._silent[asked] = (self.now, details)

    def _counts(self, since: datetime) -> bool:
        return self.now is not None and since <= self.now < since + self.length
