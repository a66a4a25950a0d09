# SPDX-License-Identifier: EUPL-1.2
"""A service that says nothing for a day is asked some fifty times, and one that is back is found out within half an hour."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

from central.augmenting.settings import REST
from central.augmenting.silence import LONGEST, Silence

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


def test_it_is_asked_more_and_more_seldom_and_at_once_when_it_answered() -> None:
    silence, asked = Silence(), list[datetime]()
    for minute in range(24 * 60):
        now = NOON + timedelta(minutes=minute)
        if not silence.lasts(now):
            asked.append(now)
            silence.goes_on(now)
    pauses = [later - earlier for earlier, later in pairwise(asked)]
    assert (pauses[0], max(pauses)) == (REST, LONGEST)
    assert pauses == sorted(pauses)
    assert len(asked) < 60
    silence.ends()
    assert not silence.lasts(asked[-1])
    silence.goes_on(asked[-1])
    assert silence.until == asked[-1] + REST
