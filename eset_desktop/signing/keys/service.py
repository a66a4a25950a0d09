# SPDX-License-Identifier: EUPL-1.2
"""The worker's side of every store of keys: which keys are open, and answers to requests."""

import secrets
from typing import Protocol

import msgspec

from eset_desktop.errors import EsetError
from eset_desktop.signing.errors import IdentityForgotten
from eset_desktop.signing.keys.errors import CardLost, KeyProblem
from eset_desktop.signing.keys.messages import (
    Answer,
    AskState,
    CloseKey,
    Done,
    Listed,
    ListKeys,
    Opened,
    OpenKey,
    Probe,
    Probed,
    Request,
    Sign,
    Signature,
    Told,
)
from eset_desktop.signing.keys.port import TokenState
from eset_desktop.signing.values import Identity
from eset_desktop.workers.messages import Failure, failure_of


class HeldKey(Protocol):
    """An open key inside the worker."""

    @property
    def identity(self) -> Identity:
        """Whose it is."""
        ...

    def sign(self, attested: bytes, secret: bytearray | None) -> bytes:
        """Return the bare signature value; see :meth:`eset_desktop.signing.keys.port.OpenKey.sign`."""
        ...

    def close(self) -> None:
        """Forget key and secret; never raises."""
        ...


class Backend(Protocol):
    """One kind of store inside its worker."""

    def probe(self, place: str) -> str:
        """Load the place and say what it is."""
        ...

    def identities(self, place: str) -> tuple[Identity, ...]:
        """List the certificates that have a key."""
        ...

    def state(self, place: str, identity_id: str) -> TokenState:
        """Say how the token's PIN stands."""
        ...

    def open(self, request: OpenKey) -> HeldKey:
        """Open a key; the request's secret is wiped afterwards by the caller."""
        ...


class KeyService:
    """Holds the open keys of one worker."""

    def __init__(self, backend: Backend) -> None:
        self._backend = backend
        self._held: dict[str, HeldKey] = {}

    def handle(self, frame: bytes) -> bytes:
        """Answer one request; whatever goes wrong becomes a :class:`Failure`."""
        answer: Answer
        try:
            answer = self._answer(msgspec.msgpack.decode(frame, type=Request))
        except EsetError as error:
            answer = failure_of(error)
        except Exception as error:  # noqa: BLE001 - boundary: the worker's main; the text could quote a secret
            answer = Failure(KeyProblem.code, {"kind": type(error).__name__})
        return msgspec.msgpack.encode(answer)

    def _answer(self, request: Request) -> Answer:
        match request:
            case Probe():
                return Probed(self._backend.probe(request.place))
            case ListKeys():
                return Listed(self._backend.identities(request.place))
            case AskState():
                return Told(self._backend.state(request.place, request.id))
            case OpenKey():
                return self._open(request)
            case Sign():
                return self._sign(request)
            case CloseKey():
                held = self._held.pop(request.key, None)
                if held is not None:
                    held.close()
                return Done()

    def _open(self, request: OpenKey) -> Opened:
        try:
            held = self._backend.open(request)
        finally:
            wipe(request.secret)
        name = secrets.token_hex(8)
        self._held[name] = held
        return Opened(name, held.identity)

    def _sign(self, request: Sign) -> Signature:
        try:
            held = self._held.get(request.key)
            if held is None:
                raise IdentityForgotten
            return Signature(held.sign(request.attested, request.secret))
        except CardLost:
            self._held.pop(request.key).close()
            raise
        finally:
            wipe(request.secret)


def wipe(secret: bytearray | None) -> None:
    """Overwrite a secret; its length stays, for whoever still looks at it."""
    if secret is not None:
        secret[:] = bytes(len(secret))
