# SPDX-License-Identifier: EUPL-1.2
"""From a chosen certificate to a key that can sign: how its PIN stands is read first, what is typed is tried once.

A key that arrives after the page was left is closed: what was typed was typed for the list on screen then.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Final

from PySide6.QtWidgets import QWidget

from eset_desktop.errors import Cancelled, EsetError
from eset_desktop.operations.certificate_files import is_known
from eset_desktop.signing.checks import check_identity
from eset_desktop.signing.errors import WrongPassphrase
from eset_desktop.signing.keys.errors import (
    KeyNotFound,
    NoCard,
    PinLocked,
    PinNotAccepted,
    SecretRequired,
    WrongPin,
    WrongPinOneLeft,
)
from eset_desktop.signing.keys.port import BatchPolicy, OpenKey, Secret, TokenState
from eset_desktop.signing.values import Identity, SecretKind
from ui.desk import Desk
from ui.errors import OpeningLeft, line_of
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
    policy: BatchPolicy = BatchPolicy.ONE_ENTRY

    def take(self, key: OpenKey) -> None:
        """Hand the key over; one that nobody waits for any more is closed."""
        if self.done.is_settled:
            key.close()
        else:
            self.done.settle(key)

    def fail(self, error: EsetError) -> None:
        """Give up, unless it was given up before."""
        if not self.done.is_settled:
            self.done.fail(error)


class KeyOpening:
    """Opens keys for a page; one box at a time."""

    def __init__(self, desk: Desk, page: QWidget, moved: Callable[[], None] = lambda: None) -> None:
        """``moved`` is called when a box comes or goes."""
        self._desk = desk
        self._page = page
        self._moved = moved
        self._wanted: _Wanted | None = None
        self.dialog: SecretDialog | None = None
        desk.keyring.changed.connect(self._look_at_card)

    @property
    def is_asked(self) -> bool:
        """Whether a box is on screen."""
        return self.dialog is not None

    @property
    def is_trying(self) -> bool:
        """Whether a key is being opened and nobody is asked for anything."""
        return self._wanted is not None and not self._wanted.done.is_settled and self.dialog is None

    def open(
        self,
        identity: Identity,
        place: str,
        count: int,
        secret: Secret | None = None,
        *,
        policy: BatchPolicy = BatchPolicy.ONE_ENTRY,
    ) -> Outcome[OpenKey]:
        """Return the open key; fails with ``Cancelled`` when the person leaves the box, ``OpeningLeft`` after :meth:`close`.

        Args:
            identity: Who signs.
            place: Where its key is, for the box.
            count: Documents that will be signed with this entry.
            secret: Typed elsewhere: it is tried once and nobody is asked.
            policy: How often it is typed; what is typed for each signature is not asked for here, but for a certificate file
                that does not say yet whose it is.
        """
        done: Outcome[OpenKey] = Outcome()
        wanted = self._wanted = _Wanted(identity, place, count, done, policy)
        each = policy is BatchPolicy.EACH_SIGNATURE
        typed_later = each and identity.secret is not SecretKind.NONE and is_known(identity)
        if secret is None and not typed_later:
            self._ask(wanted)
        else:
            self._try(wanted, secret).when(wanted.take, wanted.fail)
        self._moved()
        return done

    def close(self, why: EsetError | None = None) -> None:
        """Open nothing any more, and take the box away: the list or the page is gone."""
        wanted, self._wanted = self._wanted, None
        if wanted is not None:
            wanted.fail(why or OpeningLeft())
        if self.dialog is not None:
            self.dialog.reject()

    def _look_at_card(self) -> None:
        """Take the box away when its card left the reader: a PIN typed now would have nowhere to go."""
        wanted = self._wanted
        if self.dialog is None or wanted is None or wanted.identity.token is None:
            return
        if self._desk.keyring.store_of(wanted.identity) is None:
            self.close(NoCard())

    def _try(self, wanted: _Wanted, secret: Secret | None) -> Outcome[OpenKey]:
        identity = wanted.identity
        store = self._desk.keyring.store_of(identity)
        if store is None:
            return Outcome.failed(KeyNotFound())
        opened = self._desk.background.follow(store.open(identity, secret, batch=wanted.policy))
        return opened.map(self._looked_at) if not is_known(identity) else opened

    def _looked_at(self, key: OpenKey) -> OpenKey:
        """Let a certificate that was not known before sign only if nothing is to be said of it."""
        try:
            check_identity(key.identity, self._desk.session.clock.now())
        except EsetError:
            key.close()
            raise
        return key

    def _ask(self, wanted: _Wanted, error: EsetError | None = None) -> None:
        state = self._desk.keyring.read_state(wanted.identity)
        state.when(partial(self._show, wanted, error), wanted.fail)

    def _told(self, error: EsetError | None, state: TokenState) -> str:
        """Say why it is asked for again; that one try is left stands below it where the card says so."""
        if error is None or isinstance(error, PinLocked):
            return ""
        if isinstance(error, WrongPinOneLeft) and state is TokenState.FINAL_TRY:
            error = WrongPin(**error.details)
        return line_of(error, self._desk.language.code).text

    def _show(self, wanted: _Wanted, error: EsetError | None, state: TokenState) -> None:
        if wanted.done.is_settled:
            return
        identity = wanted.identity
        known = is_known(identity)
        file = self._desk.files.name_of(identity)
        holder, place = (identity.name, file or wanted.place) if known else ("", file)
        to_look = wanted.policy is BatchPolicy.EACH_SIGNATURE and identity.secret is not SecretKind.NONE
        asked = SecretAsked(
            0 if to_look else wanted.count, holder, place, identity.secret, state, self._told(error, state)
        )
        dialog = self.dialog = SecretDialog(asked, self._page)
        dialog.given.connect(partial(self._given, wanted))
        dialog.rejected.connect(partial(self._left, wanted))
        dialog.open()
        self._moved()

    def _given(self, wanted: _Wanted, secret: Secret | None) -> None:
        self.dialog = None
        opened = self._try(wanted, secret)
        opened.when(wanted.take, partial(self._refused, wanted))
        self._moved()

    def _refused(self, wanted: _Wanted, error: EsetError) -> None:
        if wanted.done.is_settled:
            return
        if isinstance(error, _ASK_AGAIN) and wanted.identity.secret is not SecretKind.NONE:
            self._ask(wanted, error)
        else:
            wanted.fail(error)

    def _left(self, wanted: _Wanted) -> None:
        self.dialog = None
        wanted.fail(Cancelled())
