# SPDX-License-Identifier: EUPL-1.2
"""The key worker of one PKCS#11 module: ``python -m eset_desktop.signing.keys.pkcs11.worker``.

It loads a stranger's driver: whatever that does to the process, nobody else has it.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple

from eset_desktop.signing.errors import SigningError
from eset_desktop.signing.keys.errors import CardBusy, KeyNotFound, NoCard
from eset_desktop.signing.keys.messages import OpenKey
from eset_desktop.signing.keys.pkcs11 import codes
from eset_desktop.signing.keys.pkcs11.card_key import CardKey
from eset_desktop.signing.keys.pkcs11.cryptoki import Cryptoki, CryptokiError
from eset_desktop.signing.keys.pkcs11.login import Logins
from eset_desktop.signing.keys.pkcs11.tokens import (
    SeenToken,
    certificates,
    identify,
    identities,
    present,
    session_on,
    state_of,
)
from eset_desktop.signing.keys.port import TokenState
from eset_desktop.signing.keys.readers.pcsc import held_by_others
from eset_desktop.signing.keys.service import KeyService
from eset_desktop.signing.values import Identity
from eset_desktop.workers.host import Handler, serve


class CardBackend:
    """The tokens of one module."""

    def __init__(self) -> None:
        self._loaded: Cryptoki | None = None
        self._logins = Logins()
        self._seen: dict[str, _Seen] = {}

    def probe(self, place: str) -> str:
        """Load the module and return its maker, name and version."""
        with _translated():
            return self._module(place).description()

    def identities(self, place: str) -> tuple[Identity, ...]:
        """List what every token that is there holds; one that goes away meanwhile does not hide the others."""
        with _translated():
            module = self._module(place)
            found: dict[str, Identity] = {}
            for token in present(module):
                for identity in self._on(module, token):
                    found.setdefault(identity.id, identity)
            if not found:
                _check_not_held(module)
            return tuple(found.values())

    def state(self, place: str, identity_id: str) -> TokenState:
        """Read the flags of the identity's token."""
        with _translated():
            return state_of(self._locate(self._module(place), identity_id).token.facts)

    def open(self, request: OpenKey) -> CardKey:
        """Log in and find the key."""
        with _translated():
            module = self._module(request.place)
            token, key_id, identity = self._locate(module, request.id)
            key = CardKey(module, token, identity, key_id, policy=request.policy, logins=self._logins)
            try:
                key.begin(request.secret)
            except SigningError:
                key.close()
                raise
            return key

    def _module(self, place: str) -> Cryptoki:
        if self._loaded is None:
            self._loaded = Cryptoki(place)
        elif self._logins.stale and not self._logins.users:
            self._loaded.restart()
            self._seen.clear()
        self._logins.stale = False
        return self._loaded

    def _on(self, module: Cryptoki, token: SeenToken) -> list[Identity]:
        try:
            return identities(module, token)
        except CryptokiError as error:
            if error.code not in codes.LOST:
                raise
            self._logins.stale = True
            return []

    def _locate(self, module: Cryptoki, identity_id: str) -> "_Seen":
        """Return where a certificate is: where it was, or the first token in the module's order that has it."""
        tokens = present(module)
        seen = self._seen.get(identity_id)
        if seen is not None:
            for token in tokens:
                if (token.slot, token.facts.serial, token.facts.label) == seen.place:
                    return seen._replace(token=token)
        on_its_card = [token for token in tokens if identity_id.startswith(f"pkcs11:{token.key}:")]
        if not on_its_card:
            self._logins.stale = True
            _check_not_held(module)
            raise NoCard
        for token in on_its_card:
            found = _find_on(module, token, identity_id)
            if found is not None:
                self._seen[identity_id] = found
                return found
        raise KeyNotFound


class _Seen(NamedTuple):
    """Where a certificate was found: reading a slow card again and again is spared."""

    token: SeenToken
    key_id: bytes
    identity: Identity

    @property
    def place(self) -> tuple[int, str, str]:
        """By what the same token in the same slot is known again."""
        return self.token.slot, self.token.facts.serial, self.token.facts.label


def _find_on(module: Cryptoki, token: SeenToken, identity_id: str) -> _Seen | None:
    with session_on(module, token) as session:
        stored = certificates(module, session)
    authorities = [each.certificate for each in stored]
    for each in stored:
        identity = identify(each, token, authorities, module=module.path) if each.key_id else None
        if identity is not None and identity.id == identity_id:
            return _Seen(token, each.key_id, identity)
    return None


def _check_not_held(module: Cryptoki) -> None:
    """Return unless a card that seems absent is there, and another program has it for itself alone.

    Raises:
        CardBusy: It has; drivers see an empty reader then.
    """
    held = held_by_others()
    if held and any(module.reader(slot)[0] in held for slot in module.slots()):
        raise CardBusy


@contextmanager
def _translated() -> Iterator[None]:
    try:
        yield
    except CryptokiError as error:
        raise codes.problem(error.code) from None


def start() -> Handler:
    """Return the handler of requests."""
    return KeyService(CardBackend()).handle


if __name__ == "__main__":
    serve(start)
