# SPDX-License-Identifier: EUPL-1.2
"""While a time-stamping service says nothing one document asks for all, after a pause that grows as long as it lasts."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from central.augmenting.settings import REST

LONGEST: Final = timedelta(minutes=30)
"""Between two questions: a service that is back is found out so soon."""


@dataclass(slots=True)
class Silence:
    """What is known of it.

    Attributes:
        until: When it is worth asking again; None while it answers.
    """

    until: datetime | None = None
    _pause: timedelta = REST

    def lasts(self, now: datetime) -> bool:
        """Tell whether nobody is to ask yet."""
        return self.until is not None and now < self.until

    def goes_on(self, now: datetime) -> None:
        """Note that it did not answer, when that was clear."""
        self.until, self._pause = now + self._pause, min(2 * self._pause, LONGEST)

    def ends(self) -> None:
        """Note that it answered."""
        self.until, self._pause = None, REST
