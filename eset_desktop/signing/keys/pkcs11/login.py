# SPDX-License-Identifier: EUPL-1.2
"""Logging in to a token: once per typed PIN, flags first, and nothing that nobody typed (design §7)."""

import contextlib
from collections import Counter
from dataclasses import dataclass, field

from eset_desktop.signing.keys.errors import (
    PinExpired,
    PinLocked,
    PinNotAccepted,
    SecretRequired,
    WrongPin,
    WrongPinOneLeft,
)
from eset_desktop.signing.keys.pkcs11 import codes
from eset_desktop.signing.keys.pkcs11 import structures as c
from eset_desktop.signing.keys.pkcs11.cryptoki import Cryptoki, CryptokiError, TokenFacts
from eset_desktop.signing.keys.pkcs11.tokens import SeenToken, state_of
from eset_desktop.signing.keys.port import TokenState

_MOST_PIN_BYTES = 255


@dataclass(slots=True)
class Logins:
    """Who uses a token's login; PKCS#11 has one for the whole process, so the last one to leave logs out.

    Attributes:
        users: Open keys by slot.
        stale: A card was lost: the module may keep dead handles and is begun anew when nobody signs.
    """

    users: Counter[int] = field(default_factory=Counter)
    stale: bool = False

    def enter(self, slot: int) -> None:
        """Count one more open key."""
        self.users[slot] += 1

    def leave(self, slot: int) -> bool:
        """Count one less; return whether nobody is left."""
        self.users[slot] -= 1
        if self.users[slot] > 0:
            return False
        del self.users[slot]
        return True


def check_state(facts: TokenFacts) -> None:
    """Return when a PIN may be tried at all; asked of the flags, so that no try is wasted.

    Raises:
        PinLocked: No try is left.
        PinExpired: The token has no PIN yet.
    """
    state = state_of(facts)
    if state is TokenState.LOCKED:
        raise PinLocked
    if state is TokenState.NOT_INITIALISED:
        raise PinExpired


def check_form(facts: TokenFacts, pin: bytearray) -> None:
    """Return when the token could have such a PIN, by the lengths that it tells.

    Raises:
        PinNotAccepted: Too short or too long: not sent, no try is counted.
    """
    told = 0 < facts.max_pin <= _MOST_PIN_BYTES and facts.min_pin <= facts.max_pin
    low, high = (facts.min_pin, facts.max_pin) if told else (1, _MOST_PIN_BYTES)
    if not max(low, 1) <= len(pin) <= high:
        raise PinNotAccepted


def log_in(module: Cryptoki, session: int, token: SeenToken, pin: bytearray | None) -> None:
    """Log in unless the token wants none or this process is logged in already.

    Raises:
        SecretRequired: It wants a PIN and there is none.
        WrongPin: Refused; one try was counted.
        PinLocked: Refused, and it was the last try; or it was locked before.
        KeyProblem: One of its other subclasses.
    """
    if not token.login_required:
        return
    _try(module, session, token, None if token.asks_itself else _checked(token, pin), user=c.USER)


def confirm(module: Cryptoki, session: int, token: SeenToken, pin: bytearray | None) -> None:
    """Give the PIN for the signature that was just begun (``CKA_ALWAYS_AUTHENTICATE``, §4.9).

    Raises:
        KeyProblem: As :func:`log_in`.
    """
    _try(module, session, token, None if token.asks_itself else _checked(token, pin), user=c.CONTEXT_SPECIFIC)


def log_out(module: Cryptoki, session: int) -> None:
    """Log out; one that is not logged in, or whose card is gone, is out."""
    with contextlib.suppress(CryptokiError):
        module.logout(session)


def _checked(token: SeenToken, pin: bytearray | None) -> bytearray:
    if pin is None:
        raise SecretRequired
    check_form(token.facts, pin)
    return pin


def _try(module: Cryptoki, session: int, token: SeenToken, pin: bytearray | None, *, user: int) -> None:
    try:
        module.login(session, pin, user=user)
    except CryptokiError as error:
        if error.code == codes.USER_ALREADY_LOGGED_IN:
            return
        if error.code == codes.PIN_INCORRECT:
            raise _refused(module, token) from None
        raise


def _refused(module: Cryptoki, token: SeenToken) -> WrongPin | PinLocked:
    try:
        state = state_of(module.token(token.slot))
    except CryptokiError:  # the card went away at once; that the PIN was refused is what matters
        state = TokenState.COUNT_LOW
    if state is TokenState.LOCKED:
        return PinLocked()
    return WrongPinOneLeft() if state is TokenState.FINAL_TRY else WrongPin()
