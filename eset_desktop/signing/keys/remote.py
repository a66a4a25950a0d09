# SPDX-License-Identifier: EUPL-1.2
"""The window's side of every store of keys that lives in a worker: questions go out, futures come back.

Importing this loads no driver and no cryptography. After a crash or a hang the next question starts the worker anew;
keys must then be opened again (:class:`~eset_desktop.signing.errors.IdentityForgotten` says so).
"""

import contextlib
import threading
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from typing import Final, Self, TypeVar

import msgspec

from eset_desktop.errors import EsetError
from eset_desktop.signing.errors import SigningError
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
from eset_desktop.signing.keys.port import BatchPolicy, Secret, TokenState
from eset_desktop.signing.keys.port import OpenKey as Key
from eset_desktop.signing.keys.service import wipe
from eset_desktop.signing.values import Identity
from eset_desktop.workers.futures import then
from eset_desktop.workers.messages import Failure, error_of
from eset_desktop.workers.process import WorkerErrors, WorkerProcess

PROBE_SECONDS: Final = 5.0
"""For a driver to load and say what it is."""

LIST_SECONDS: Final = 30.0
"""For reading every certificate of every card; the slowest cards take some seconds each."""

PERSON_SECONDS: Final = 180.0
"""Where the reader's keys or the driver's window may ask a person."""

_CLOSE_SECONDS: Final = 2.0

T = TypeVar("T")
A = TypeVar("A", bound=msgspec.Struct)


@dataclass(frozen=True, slots=True)
class Limits:
    """Seconds for each kind of question; then the worker is ended."""

    probe: float = PROBE_SECONDS
    listing: float = LIST_SECONDS
    key: float = PERSON_SECONDS


class RemoteKey:
    """An open key in a worker; see :class:`eset_desktop.signing.keys.port.OpenKey`."""

    def __init__(self, store: "RemoteKeyStore", name: str, identity: Identity) -> None:
        self._store = store
        self._name = name
        self._worker = store.pid
        self.identity = identity

    def sign(self, attested: bytes, secret: Secret | None = None) -> "Future[bytes]":
        """Return the bare signature value over the SHA-256 of ``attested``."""
        question = Sign(self._name, attested, _spent(secret))
        return self._store.ask(question, Signature, lambda answer: answer.value, self._store.limits.key)

    def close(self) -> "Future[None]":
        """Log out where nobody else uses the token, and forget the key and its secret."""
        return self._store.close_key(self, self._name, self._worker)


class RemoteKeyStore:
    """Keys behind one worker; see :class:`eset_desktop.signing.keys.port.KeyStore`.

    Args:
        name: Stable name of the store.
        worker: Module of the worker, for ``python -m``.
        errors: What its death and its silence are called.
        place: What the worker is to load: the path of a PKCS#11 module; empty where there is only one place.
        limits: Seconds for each kind of question.
    """

    def __init__(
        self, name: str, worker: str, errors: WorkerErrors, *, place: str = "", limits: Limits | None = None
    ) -> None:
        self.name = name
        self.limits = limits or Limits()
        self.place = place
        self._process = WorkerProcess(worker, errors)
        self._open: set[RemoteKey] = set()
        self._opening = 0
        self._gate = threading.RLock()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def pid(self) -> int | None:
        """Process id of the living worker."""
        return self._process.pid

    @property
    def busy(self) -> bool:
        """Whether the worker has been given a question and its answer has not come yet."""
        return self._process.busy

    def warm_up(self) -> None:
        """Start the worker now, behind whatever the person is looking at."""
        self._process.submit(bytearray(), timeout=0.0)

    def probe(self) -> "Future[str]":
        """Load what is behind the place and say what it is: maker, name and version of a driver."""
        return self.ask(Probe(self.place), Probed, lambda answer: answer.about, self.limits.probe)

    def identities(self) -> "Future[tuple[Identity, ...]]":
        """List every certificate with a key here, fit to sign or not."""
        listed: Future[tuple[Identity, ...]] = Future()
        self.probe().add_done_callback(lambda probed: self._list_after(probed, listed))
        return listed

    def state(self, identity: Identity) -> "Future[TokenState]":
        """Say how the token's PIN stands, without a try."""
        question = AskState(self.place, identity.id)
        return self.ask(question, Told, lambda answer: answer.state, self.limits.listing)

    def open(
        self, identity: Identity, secret: Secret | None, *, batch: BatchPolicy = BatchPolicy.ONE_ENTRY
    ) -> "Future[Key]":
        """Log in and return the key."""
        return self.begin_open(OpenKey(self.place, identity.id, _spent(secret), batch))

    def begin_open(self, question: OpenKey) -> "Future[Key]":
        """Ask for a key; the secret in the question is wiped once it is written."""
        with self._gate:
            self._opening += 1
            opening = self.ask(question, Opened, self._opened, self.limits.key)
        opening.add_done_callback(self._settled)
        return opening

    def cancel(self) -> None:
        """Stop everything under way and waiting, in the middle of whatever the driver does; every key is forgotten."""
        self._process.abort()
        self._open.clear()

    def close(self) -> None:
        """Log out, end the worker and forget every key."""
        farewells = [key.close() for key in list(self._open)] if not self.busy else []
        for each in farewells:
            with contextlib.suppress(EsetError, TimeoutError):
                each.result(_CLOSE_SECONDS)
        self._process.close()

    def close_key(self, key: RemoteKey, name: str, worker: int | None) -> "Future[None]":
        """Make the worker forget a key; with the last one it ends, for its memory has held a secret.

        One that has ended by itself has forgotten everything: none is started to be told so.

        Some drivers do not tell the card of a logout (OpenSC 0.23): the card's service takes the power from a card that
        no process holds any more.
        """
        with self._gate:
            self._open.discard(key)
            if self._process.has_lost(worker):
                return _done()
            closing = self.ask(CloseKey(name), Done, lambda _: None, self.limits.listing)
            if not self._open and not self._opening:
                self._process.retire()
        return closing

    def ask(self, question: Request, kind: type[A], take: Callable[[A], T], seconds: float) -> "Future[T]":
        """Send a question; the future holds what ``take`` makes of the answer."""
        payload = bytearray()
        msgspec.msgpack.Encoder().encode_into(question, payload)
        if isinstance(question, OpenKey | Sign):
            wipe(question.secret)
        try:
            frame = self._process.submit(payload, timeout=seconds)
        except EsetError as error:  # this store was closed
            wipe(payload)
            return failed(error)
        return then(frame, lambda answer: take(_expect(answer, kind)))

    def _opened(self, answer: Opened) -> Key:
        key = RemoteKey(self, answer.key, answer.identity)
        with self._gate:
            self._open.add(key)
        return key

    def _settled(self, _: "Future[Key]") -> None:
        with self._gate:
            self._opening -= 1

    def _list_after(self, probed: "Future[str]", listed: "Future[tuple[Identity, ...]]") -> None:
        error = probed.exception() if not probed.cancelled() else None
        if probed.cancelled():
            listed.cancel()
        elif error is not None:
            listed.set_exception(error)
        else:
            found = self.ask(
                ListKeys(self.place), Listed, lambda answer: answer.identities, self.limits.listing
            )
            found.add_done_callback(lambda done: _pass_on(done, listed))


def _done() -> "Future[None]":
    future: Future[None] = Future()
    future.set_result(None)
    return future


def failed(error: EsetError) -> "Future[T]":
    """Return a future that failed."""
    future: Future[T] = Future()
    future.set_exception(error)
    return future


def _pass_on(done: "Future[T]", to: "Future[T]") -> None:
    error = done.exception() if not done.cancelled() else None
    if done.cancelled():
        to.cancel()
    elif error is not None:
        to.set_exception(error)
    else:
        to.set_result(done.result())


def _spent(secret: Secret | None) -> bytearray | None:
    return secret.spend() if secret is not None else None


def _expect(frame: bytes, kind: type[A]) -> A:
    answer = msgspec.msgpack.decode(frame, type=Answer)
    if isinstance(answer, Failure):
        raise error_of(answer, SigningError)
    if not isinstance(answer, kind):
        raise SigningError
    return answer
