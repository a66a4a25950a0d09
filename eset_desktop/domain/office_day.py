# SPDX-License-Identifier: EUPL-1.2
"""The date in the office: dates of acts are those of its calendar, wherever a computer or the service stands."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

OFFICE_ZONE: Final = ZoneInfo("Europe/Madrid")


def office_day(moment: datetime) -> date:
    """Return the date in the office at an aware moment."""
    return moment.astimezone(OFFICE_ZONE).date()


def next_office_day(moment: datetime) -> datetime:
    """Return when the date in the office changes after an aware moment, in UTC."""
    tomorrow = office_day(moment) + timedelta(days=1)
    return datetime.combine(tomorrow, time(), OFFICE_ZONE).astimezone(UTC)
