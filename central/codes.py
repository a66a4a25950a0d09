# SPDX-License-Identifier: EUPL-1.2
"""Secrets that people type and programs keep: enrolment codes and device tokens."""

import base64
import hashlib
from typing import Final

from eset_desktop.clock import RandomBytes

_LETTERS: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base 32: no I, L, O or U to be mistaken for others."""

_CODE_LETTERS: Final = "ABCDEFGHJKLMNPQRSTUVWXYZ"
_LIFE_LETTERS: Final = 3
MOST_LIVES: Final = len(_CODE_LETTERS) ** _LIFE_LETTERS

_BODY: Final = 11
_GROUP: Final = 4
_TYPED: Final = str.maketrans({"O": "0", "I": "1", "L": "1", "-": None, " ": None})


def new_code(random: RandomBytes) -> str:
    """Return an enrolment code ``XXXX-XXXX-XXXX``: 55 random bits and a check character."""
    value = int.from_bytes(random(7), "big")
    body = "".join(_LETTERS[value >> 5 * place & 31] for place in range(_BODY))
    whole = body + _check(body)
    return "-".join(whole[start : start + _GROUP] for start in range(0, len(whole), _GROUP))


def read_code(typed: str) -> str | None:
    """Return a typed code in its one form without dashes, or None when it cannot be one."""
    text = typed.strip().upper().translate(_TYPED)
    sound = len(text) == _BODY + 1 and all(letter in _LETTERS for letter in text)
    return text if sound and _check(text[:-1]) == text[-1] else None


def _check(body: str) -> str:
    """Return the Luhn mod 32 check character: it tells every single slip and nearly every swap of neighbours."""
    total, factor = 0, 2
    for letter in reversed(body):
        product = factor * _LETTERS.index(letter)
        total += product // 32 + product % 32
        factor = 3 - factor
    return _LETTERS[-total % 32]


def new_token(random: RandomBytes) -> str:
    """Return a bearer token: 144 random bits, in as few letters as that takes; it travels with every request."""
    return base64.urlsafe_b64encode(random(18)).decode("ascii")


def secret_hash(secret: str) -> str:
    """Return what is kept of a secret; long random ones need no salt and no slow hash."""
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()


def device_code(serial: int, life: int = 0) -> str:
    """Return the short code of a body's n-th device: A1, B1 ... Z1, A2 ..., without I and O.

    Args:
        serial: Counts the devices of a body, from 1.
        life: 0 for a service that was never restored; else a random number up to :data:`MOST_LIVES`, whose three letters
            follow (``C1KXQ``): the codes that its backup did not know have other letters or none.
    """
    round_, place = divmod(serial - 1, len(_CODE_LETTERS))
    return f"{_CODE_LETTERS[place]}{round_ + 1}{_life_letters(life)}"


def _life_letters(life: int) -> str:
    if not life:
        return ""
    count = len(_CODE_LETTERS)
    return "".join(_CODE_LETTERS[(life - 1) // count**place % count] for place in range(_LIFE_LETTERS))
