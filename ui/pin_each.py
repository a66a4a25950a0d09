# SPDX-License-Identifier: EUPL-1.2
"""The PIN or passphrase of each signature, where the town hall wants that: the batch asks from its thread, the window answers.

One box at a time, with the document that it is for; what is typed is good for that document and tried once.
"""

import threading
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from eset_desktop.errors import Cancelled, EsetError
from eset_desktop.signing.batch.values import BatchItem
from eset_desktop.signing.keys.errors import NoCard
from eset_desktop.signing.keys.port import Secret, TokenState
from eset_desktop.signing.values import Identity, SecretKind
from ui.desk import Desk
from ui.widgets.secret import SecretAsked, SecretDialog

Ask = Callable[[BatchItem], Secret | None]


@dataclass(frozen=True, slots=True)
class _Wanted:
    """A PIN or passphrase that a batch waits for."""

    identity: Identity
    place: str
    title: str
    typed: "Future[Secret | None]"


class PinEach(QObject):
    """Asks for the PIN or passphrase of each signature of a list."""

    _asked = Signal(object)

    def __init__(self, desk: Desk, page: QWidget) -> None:
        super().__init__(page)
        self._desk = desk
        self._page = page
        self._wanted: _Wanted | None = None
        self._closed = False
        self._lock = threading.Lock()
        self._waiting: set[Future[Secret | None]] = set()
        self.dialog: SecretDialog | None = None
        self._asked.connect(self._read_state)
        desk.keyring.changed.connect(self._look_at_card)

    def asker(self, identity: Identity, place: str) -> Ask | None:
        """Return what asks for the secret of a document; None where nobody types one into this window."""
        with self._lock:
            self._closed = False
        return partial(self._ask, identity, place) if identity.secret is not SecretKind.NONE else None

    @property
    def is_asked(self) -> bool:
        """Whether a batch waits for one."""
        with self._lock:
            return bool(self._waiting)

    def close(self, why: EsetError | None = None) -> None:
        """Take the box away: nothing is typed any more, until another list is begun."""
        with self._lock:
            self._closed = True
            waiting, self._waiting = self._waiting, set()
        self._fail(why or Cancelled())
        # one that the batch asked for and the window did not hear of yet: it would wait for ever
        for each in waiting:
            if not each.done():
                each.set_exception(why or Cancelled())

    def _ask(self, identity: Identity, place: str, item: BatchItem) -> Secret | None:
        """Wait for what a person types; from the batch's thread.

        Raises:
            Cancelled: They left the box: the list waits.
            NoCard: The card is not there any more.
        """
        wanted = _Wanted(identity, place, item.title, Future())
        with self._lock:
            if self._closed:
                raise Cancelled
            self._waiting.add(wanted.typed)
        self._asked.emit(wanted)
        try:
            return wanted.typed.result()
        finally:
            with self._lock:
                self._waiting.discard(wanted.typed)

    def _read_state(self, wanted: _Wanted) -> None:
        if wanted.typed.done():
            return
        self._wanted = wanted
        state = self._desk.keyring.read_state(wanted.identity)
        state.when(partial(self._show, wanted), self._fail)

    def _show(self, wanted: _Wanted, state: TokenState) -> None:
        if wanted.typed.done():
            return
        identity = wanted.identity
        place = self._desk.files.name_of(identity) or wanted.place
        asked = SecretAsked(1, identity.name, place, identity.secret, state, document=wanted.title)
        dialog = self.dialog = SecretDialog(asked, self._page)
        dialog.given.connect(self._given)
        dialog.rejected.connect(self._left)
        dialog.open()

    def _given(self, secret: Secret | None) -> None:
        self.dialog = None
        wanted, self._wanted = self._wanted, None
        if wanted is not None and not wanted.typed.done():
            wanted.typed.set_result(secret)
        elif secret is not None:
            secret.wipe()

    def _left(self) -> None:
        self.dialog = None
        self._fail(Cancelled())

    def _look_at_card(self) -> None:
        """Take the box away when its card left the reader: a PIN typed now would have nowhere to go."""
        wanted = self._wanted
        if wanted is None or wanted.identity.token is None:
            return
        if self._desk.keyring.store_of(wanted.identity) is None:
            self._fail(NoCard())

    def _fail(self, error: EsetError) -> None:
        wanted, self._wanted = self._wanted, None
        if wanted is not None and not wanted.typed.done():
            wanted.typed.set_exception(error)
        dialog, self.dialog = self.dialog, None
        if dialog is not None:
            dialog.reject()
