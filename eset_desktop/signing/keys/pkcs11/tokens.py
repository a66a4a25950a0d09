# SPDX-License-Identifier: EUPL-1.2
"""Looking at tokens without a PIN: which are there, how their PIN stands, which certificates they hold."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import msgspec
from cryptography import x509

from eset_desktop.signing.errors import BrokenIdentity, UnsupportedKey
from eset_desktop.signing.identities.certificate import describe, is_authority, read
from eset_desktop.signing.identities.chain import chain_of
from eset_desktop.signing.keys.pkcs11 import codes
from eset_desktop.signing.keys.pkcs11 import structures as c
from eset_desktop.signing.keys.pkcs11.cryptoki import Cryptoki, CryptokiError, TokenFacts
from eset_desktop.signing.keys.port import TokenState
from eset_desktop.signing.values import Identity, SecretKind, StoreKind, Token

_X509 = 0
"""``CKC_X_509``"""

_STATES = (
    (c.USER_PIN_LOCKED, TokenState.LOCKED),
    (c.USER_PIN_FINAL_TRY, TokenState.FINAL_TRY),
    (c.USER_PIN_COUNT_LOW, TokenState.COUNT_LOW),
)


@dataclass(frozen=True, slots=True)
class SeenToken:
    """A token in a slot at this moment."""

    slot: int
    reader: str
    facts: TokenFacts

    @property
    def key(self) -> str:
        """What identities carry of it: its serial number, or its label where its maker gave none."""
        return self.facts.serial or self.facts.label

    @property
    def login_required(self) -> bool:
        """Whether its keys want a login."""
        return bool(self.facts.flags & c.LOGIN_REQUIRED)

    @property
    def asks_itself(self) -> bool:
        """Whether reader or driver ask for the PIN, so that it never passes through us."""
        return bool(self.facts.flags & c.PROTECTED_AUTHENTICATION_PATH)


@dataclass(frozen=True, slots=True)
class StoredCertificate:
    """A certificate on a token with the ``CKA_ID`` that it shares with its key."""

    certificate: x509.Certificate
    key_id: bytes


def state_of(facts: TokenFacts) -> TokenState:
    """Return how the PIN stands by the token's flags (§3.2)."""
    if not facts.flags & c.USER_PIN_INITIALIZED and facts.flags & c.LOGIN_REQUIRED:
        return TokenState.NOT_INITIALISED
    return next((state for flag, state in _STATES if facts.flags & flag), TokenState.OK)


def present(module: Cryptoki) -> list[SeenToken]:
    """Return the initialised tokens that are there; one that goes away meanwhile is left out."""
    found = []
    for slot in module.slots():
        try:
            reader, inside = module.reader(slot)
            if not inside:
                continue
            facts = module.token(slot)
        except CryptokiError as error:
            if error.code not in codes.LOST:
                raise
            continue
        if facts.flags & c.TOKEN_INITIALIZED:
            found.append(SeenToken(slot, reader, facts))
    return found


@contextmanager
def session_on(module: Cryptoki, token: SeenToken) -> Iterator[int]:
    """Give a session for the block's length."""
    session = module.open_session(token.slot)
    try:
        yield session
    finally:
        module.close_session(session)


def certificates(module: Cryptoki, session: int) -> list[StoredCertificate]:
    """Return the readable certificates, authorities too."""
    found = []
    for handle in module.find(session, {c.CLASS: c.CERTIFICATE, c.CERTIFICATE_TYPE: _X509}):
        der = module.attribute(session, handle, c.VALUE)
        try:
            certificate = read(der or b"")
        except BrokenIdentity:
            continue
        found.append(StoredCertificate(certificate, module.attribute(session, handle, c.ID) or b""))
    return found


def identities(module: Cryptoki, token: SeenToken) -> list[Identity]:
    """Return the certificates on a token that have a key on it, as far as can be seen without its PIN."""
    with session_on(module, token) as session:
        stored = certificates(module, session)
        keys = _visible_keys(module, session)
    authorities = [each.certificate for each in stored if is_authority(each.certificate)]
    found = []
    for each in stored:
        hidden = token.login_required and not keys
        if is_authority(each.certificate) or not each.key_id or not (hidden or each.key_id in keys):
            continue
        identity = identify(each, token, authorities, module=module.path)
        if identity is not None:
            asks_each_time = keys.get(each.key_id, False)
            found.append(msgspec.structs.replace(identity, always_authenticate=asks_each_time))
    return found


def identify(
    stored: StoredCertificate, token: SeenToken, authorities: list[x509.Certificate], *, module: str
) -> Identity | None:
    """Return a stored certificate as an identity; ``None`` when nobody could sign with such a one."""
    try:
        identity = describe(stored.certificate, handle=f"pkcs11:{token.key}:{{}}")
    except (UnsupportedKey, BrokenIdentity):
        return None
    facts = token.facts
    return msgspec.structs.replace(
        identity,
        store=StoreKind.PKCS11,
        secret=SecretKind.NONE if token.asks_itself or not token.login_required else SecretKind.PIN,
        token=Token(facts.label, facts.serial, token.reader, facts.maker, facts.model, module=module),
        chain=chain_of(stored.certificate, authorities),
    )


def _visible_keys(module: Cryptoki, session: int) -> dict[bytes, bool]:
    """Return the ``CKA_ID`` of the private keys seen without a login, and whether each asks for every signature."""
    found = {}
    for handle in module.find(session, {c.CLASS: c.PRIVATE_KEY}):
        found[module.attribute(session, handle, c.ID) or b""] = is_set(
            module.attribute(session, handle, c.ALWAYS_AUTHENTICATE)
        )
    return found


def is_set(value: bytes | None) -> bool:
    """Return a ``CK_BBOOL`` attribute as a truth; one that is absent is false."""
    return bool(value and value[0])
