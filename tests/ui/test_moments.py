# SPDX-License-Identifier: EUPL-1.2
"""Moments are shown in the office's zone, as the dates of acts are, wherever the computer thinks it is."""

import time
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QLocale

from eset_desktop.clock import parse_iso
from ui import i18n


@pytest.fixture(params=["UTC", "America/New_York", "Europe/Madrid"])
def _elsewhere(request: pytest.FixtureRequest) -> Iterator[None]:
    if not hasattr(time, "tzset"):
        pytest.skip("this system does not let a process change its zone")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TZ", request.param)
        time.tzset()
        i18n._moment.cache_clear()
        before = QLocale()
        QLocale.setDefault(QLocale("ca_ES"))
        yield
        QLocale.setDefault(before)
    time.tzset()
    i18n._moment.cache_clear()


@pytest.mark.parametrize(
    ("iso", "shown"),
    [
        ("2026-12-31T23:30:00.000Z", "01/01/2027 00:30"),  # the year of a dossier's number
        ("2026-06-30T22:15:00.000Z", "01/07/2026 00:15"),
        ("2026-03-08T01:30:00.000Z", "08/03/2026 02:30"),  # an hour that New York skips
        ("2026-03-29T01:00:00.000Z", "29/03/2026 03:00"),
    ],
)
@pytest.mark.usefixtures("_elsewhere")
def test_a_moment_is_the_offices(iso: str, shown: str) -> None:
    assert i18n.moment(iso) == shown
    assert i18n.moment_of(parse_iso(iso)) == shown


def test_what_is_no_moment_stays() -> None:
    assert i18n.moment("ahir") == "ahir"
    assert i18n.moment(None) == ""
