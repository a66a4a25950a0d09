# SPDX-License-Identifier: EUPL-1.2
"""An open key on a token: when the PIN is given again, when it is dropped, and when the card counts as lost."""

from collections.abc import Iterator
from contextlib import contextmanager

import msgspec
from cryptography.hazmat.primitives.asymmetric import rsa

from eset_desktop.signing.errors import SigningError
from eset_desktop.signing.identities.certificate import read
from eset_desktop.signing.keys.errors import (
    CannotSign,
    CardLost,
    KeyNotFound,
    LoginLost,
    PinEntryCancelled,
    SecretRequired,
)
from eset_desktop.signing.keys.pkcs11 import codes
from eset_desktop.signing.keys.pkcs11 import structures as c
from eset_desktop.signing.keys.pkcs11.cryptoki import Cryptoki, CryptokiError
from eset_desktop.signing.keys.pkcs11.login import Logins, check_state, confirm, log_in, log_out
from eset_desktop.signing.keys.pkcs11.tokens import SeenToken, is_set
from eset_desktop.signing.keys.pkcs11.ways import Way, signature_value, ways
from eset_desktop.signing.keys.port import BatchPolicy
from eset_desktop.signing.keys.service import wipe
from eset_desktop.signing.values import Identity


class CardKey:
    """A key of one token, for one confirmed batch.

    With :attr:`BatchPolicy.ONE_ENTRY` the PIN stays in this process while the key is open, for keys that want it again
    at each signature and for cards that forget a login; the first refusal drops it.
    """

    def __init__(
        self,
        module: Cryptoki,
        token: SeenToken,
        identity: Identity,
        key_id: bytes,
        *,
        policy: BatchPolicy,
        logins: Logins,
    ) -> None:
        self._module = module
        self._token = token
        self._key_id = key_id
        self._policy = policy
        self._logins = logins
        self._pin: bytearray | None = None
        self._key: int | None = None
        self._ways: tuple[Way, ...] = ways(identity.algorithm, ())
        self.identity = identity
        self._session = module.open_session(token.slot)
        logins.enter(token.slot)

    def begin(self, pin: bytearray | None) -> None:
        """Log in and find the key; where each signature brings its own PIN there is nothing to do yet.

        Raises:
            KeyProblem: One of its subclasses; nothing is kept then.
        """
        check_state(self._token.facts)
        if self._policy is BatchPolicy.EACH_SIGNATURE and self._token.login_required:
            return
        with self._translated():
            log_in(self._module, self._session, self._token, pin)
            self._pin = bytearray(pin) if pin is not None else None
            self._find()

    def sign(self, attested: bytes, secret: bytearray | None) -> bytes:
        """Return the bare signature value; see :meth:`eset_desktop.signing.keys.port.OpenKey.sign`."""
        with self._translated():
            if self._policy is BatchPolicy.EACH_SIGNATURE:
                raw = self._sign_with_own_entry(attested, secret)
            else:
                raw = self._sign_again_if_forgotten(attested)
        return signature_value(self.identity.algorithm, raw)

    def close(self) -> None:
        """Log out unless another key of this token is open here; drop the PIN."""
        wipe(self._pin)
        self._pin = None
        if self._logins.leave(self._token.slot):
            log_out(self._module, self._session)
        self._module.close_session(self._session)

    def _sign_with_own_entry(self, attested: bytes, secret: bytearray | None) -> bytes:
        if secret is None and self._token.login_required and not self._token.asks_itself:
            raise SecretRequired
        log_out(self._module, self._session)  # else the card would believe an earlier entry
        log_in(self._module, self._session, self._token, secret)
        try:
            self._find()
            return self._sign(attested, secret)
        finally:
            log_out(self._module, self._session)

    def _sign_again_if_forgotten(self, attested: bytes) -> bytes:
        try:
            return self._sign(attested, self._pin)
        except CryptokiError as error:
            if error.code != codes.USER_NOT_LOGGED_IN:
                raise
        if self._pin is None and not self._token.asks_itself:
            raise LoginLost
        self._require_same_token()
        log_out(self._module, self._session)  # some drivers believe that they are still logged in
        log_in(self._module, self._session, self._token, self._pin)
        self._find()
        return self._sign(attested, self._pin)

    def _sign(self, attested: bytes, pin: bytearray | None) -> bytes:
        if self._key is None:
            raise KeyNotFound
        way = self._start(self._key)
        if self.identity.always_authenticate:
            confirm(self._module, self._session, self._token, pin)
        return self._module.sign(self._session, way.prepare(attested))

    def _start(self, key: int) -> Way:
        for way in self._ways:
            try:
                self._module.sign_init(self._session, way.mechanism, key)
            except CryptokiError as error:
                if error.code not in codes.OTHER_MECHANISM:
                    raise
                continue
            self._ways = (way,)
            return way
        raise CannotSign

    def _find(self) -> None:
        found = self._by({c.ID: self._key_id}) or self._by_modulus()
        if not found:
            raise KeyNotFound
        self._key = found[0]
        asks = is_set(self._module.attribute(self._session, self._key, c.ALWAYS_AUTHENTICATE))
        self.identity = msgspec.structs.replace(self.identity, always_authenticate=asks)
        self._ways = ways(self.identity.algorithm, self._module.mechanisms(self._token.slot))

    def _by(self, wanted: dict[int, int | bytes]) -> list[int]:
        return self._module.find(self._session, {c.CLASS: c.PRIVATE_KEY, **wanted})

    def _by_modulus(self) -> list[int]:
        """Some cards name a certificate and its key differently; the public number is the same."""
        public = read(self.identity.certificate).public_key()
        if not isinstance(public, rsa.RSAPublicKey):
            return []
        modulus = public.public_numbers().n
        return self._by({c.MODULUS: modulus.to_bytes(-(-modulus.bit_length() // 8))})

    def _require_same_token(self) -> None:
        """The kept PIN goes only to the token that took it."""
        now = self._module.token(self._token.slot)
        if (now.serial, now.label) != (self._token.facts.serial, self._token.facts.label):
            raise CardLost
        check_state(now)

    @contextmanager
    def _translated(self) -> Iterator[None]:
        """Drop the PIN at any refusal and turn return values into what they mean."""
        try:
            yield
        except CryptokiError as error:
            self._drop()
            meaning = codes.problem(error.code)
            self._logins.stale |= isinstance(meaning, CardLost)
            raise meaning from None
        except SigningError as error:
            if not isinstance(error, SecretRequired | PinEntryCancelled):
                self._drop()
            raise

    def _drop(self) -> None:
        wipe(self._pin)
        self._pin = None
