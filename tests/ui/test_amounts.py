# SPDX-License-Identifier: EUPL-1.2
"""Amounts as people type them: their own way or a calculator's, and never another amount than the one they see."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QLocale

from ui.amounts import cents_of
from ui.errors import InputWrong

CA, EN = QLocale("ca_ES"), QLocale("en_GB")


@pytest.mark.parametrize(
    ("typed", "locale", "cents"),
    [
        ("", CA, None), (" 12 ", CA, 1200), ("1234,50", CA, 123450), ("1234.50", CA, 123450), ("1234.5 €", CA, 123450),
        ("1.234,50", CA, 123450), ("1.234", CA, 123400), ("1.234.567,89", CA, 123456789), ("0,07", CA, 7),
        ("1,234.50", EN, 123450), ("1234,50", EN, 123450), ("1,234", EN, 123400),
    ],
)  # fmt: skip
def test_an_amount_is_read_as_it_is_meant(typed: str, locale: QLocale, cents: int | None) -> None:
    assert cents_of(typed, locale) == cents


@pytest.mark.parametrize(
    "typed", ["dotze", "1,234", "1,2345", "-5", "1e5", "inf", "nan", "12.34.56", "1.23,4.5", "9" * 13]
)
def test_what_is_no_amount_is_refused(typed: str) -> None:
    with pytest.raises(InputWrong):
        cents_of(typed, CA)


@given(st.integers(0, 10**12))
def test_what_a_language_writes_is_read_back(cents: int) -> None:
    for locale in (CA, EN):
        assert cents_of(locale.toString(cents / 100, "f", 2), locale) == cents
