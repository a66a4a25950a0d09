# SPDX-License-Identifier: EUPL-1.2
"""Amounts of money as a person types them."""

import re
from decimal import Decimal
from typing import Final

from PySide6.QtCore import QLocale

from ui.errors import InputWrong

_PLAIN: Final = re.compile(r"[0-9]{1,12}([.,][0-9]{1,2})?")
"""Digits, and cents after a dot or a comma: three digits after it may be thousands."""
_GROUPED: Final = re.compile(r"[0-9]{1,3}([.,\s][0-9]{3}){1,3}([.,][0-9]{1,2})?")


def cents_of(text: str, locale: QLocale) -> int | None:
    """Return an amount in cents, None for none: as a language writes it, or with a dot as calculators do.

    Raises:
        InputWrong: It is no amount, or nobody can tell which one: ``1,234`` where a comma begins the cents.
    """
    typed = text.strip().removesuffix("€").strip()
    if not typed:
        return None
    if _PLAIN.fullmatch(typed):
        return int(Decimal(typed.replace(",", ".")) * 100)
    value, known = locale.toDouble(typed)
    _, point, cents = typed.partition(locale.decimalPoint())
    if not known or not _GROUPED.fullmatch(typed) or (point and len(cents) > 2):
        raise InputWrong(field="amount")
    return int(Decimal(f"{value:.2f}") * 100)
