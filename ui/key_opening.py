# SPDX-License-Identifier: EUPL-1.2
"""From a chosen certificate to a key that can sign: how its PIN stands is read first, what is typed is tried once."""

from dataclasses import dataclass
from functools import partial
from typing import Final

from PySide6.QtWidgets import QWidget

from eset_desktop.errors import Cancelled, EsetError
from eset_desktop.operations.certificate_files import is_known
from eset_desktop.signing.checks import check_identity
from eset_desktop.signing.errors import WrongPassphrase
from eset_desktop.signing.keys.errors import KeyNotFound, PinLocked, PinNotAccepted, SecretRequired, WrongPin
from eset_desktop.signing.keys.port import OpenKey, Secret, TokenState
from eset_desktop.signing.values import Identity, SecretKind
from ui.desk import Desk
from ui.errors import line_of
from ui.outcome import Outcome
from ui.widgets.secret import SecretAsked, SecretDialog

_ASK_AGAIN: Final = (WrongPin, WrongPassphrase, PinNotAccepted, SecretRequired, PinLocked)
"""What typing again may mend, or what the box itself explains."""


@dataclass(frozen=True, slots=True)
class _Wanted:
    """A key that is being opened."""

    identity: Identity
    place: str
    count: int
    done: Outcome[OpenKey]


class KeyOpening:
    """Opens keys for a page; one box at a time."""

    def __init__(self, desk: Desk, page: QWidget) -> None:
        self._desk = desk
        self._page = page
        self.dialog: SecretDialog | None = None

    def open(
        self, identity: Identity, place: str, count: int, secret: Secret | None = None
    ) -> Outcome[OpenKey]:
        """Return the open key; fails with ``Cancelled`` when the person leaves the box.

        Args:
            identity: Who signs.
            place: Where its key is, for the box.
            count: Documents that will be signed with this entry.
            secret: Typed elsewhere: it is tried once and nobody is asked.
        """
        if secret is not None:
            return self._try(identity, secret)
        done: Outcome[OpenKey] = Outcome()
        self._ask(_Wanted(identity, place, count, done), "")
        return done

    def close(self) -> None:
        """Take the box away: the card or the page is gone."""
        if self.dialog is not None:
            self.dialog.reject()

    def _try(self, identity: Identity, secret: Secret | None) -> Outcome[OpenKey]:
        store = self._desk.keyring.store_of(identity)
        if store is None:
            return Outcome.failed(KeyNotFound())
        opened = self._desk.background.follow(store.open(identity, secret))
        return opened.map(self._looked_at) if not is_known(identity) else opened

    def _looked_at(self, key: OpenKey) -> OpenKey:
        """Let a certificate that was not known before sign only if nothing is to be said of it."""
        try:
            check_identity(key.identity, self._desk.session.clock.now())
        except EsetError:
            key.close()
            raise
        return key

    def _ask(self, wanted: _Wanted, told: str) -> None:
        state = self._desk.keyring.read_state(wanted.identity)
        state.when(partial(self._show, wanted, told), wanted.done.fail)

    def _show(self, wanted: _Wanted, told: str, state: TokenState) -> None:
        identity = wanted.identity
        known = is_known(identity)
        file = self._desk.files.name_of(identity)
        holder, place = (identity.name, file or wanted.place) if known else ("", file)
        asked = SecretAsked(wanted.count, holder, place, identity.secret, state, told)
        dialog = self.dialog = SecretDialog(asked, self._page)
        dialog.given.connect(partial(self._given, wanted))
        dialog.rejected.connect(partial(self._left, wanted))
        dialog.open()

    def _given(self, wanted: _Wanted, secret: Secret | None) -> None:
        self.dialog = None
        opened = self._try(wanted.identity, secret)
        opened.when(wanted.done.settle, partial(self._refused, wanted))

    def _refused(self, wanted: _Wanted, error: EsetError) -> None:
        if isinstance(error, _ASK_AGAIN) and wanted.identity.secret is not SecretKind.NONE:
            told = "" if isinstance(error, PinLocked) else line_of(error, self._desk.language.code).text
            self._ask(wanted, told)
        else:
            wanted.done.fail(error)

    def _left(self, wanted: _Wanted) -> None:
        self.dialog = None
        wanted.done.fail(Cancelled())
