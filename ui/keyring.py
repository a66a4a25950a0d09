# SPDX-License-Identifier: EUPL-1.2
"""The certificates of this computer, as they are found: each store answers in its own time, and one that fails is one line."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal

from eset_desktop.errors import EsetError
from eset_desktop.signing.identities.fitness import judge
from eset_desktop.signing.keys.port import KeyStore, TokenState
from eset_desktop.signing.keys.readers.watcher import CardWatcher
from eset_desktop.signing.values import Identity, StoreKind
from ui.background import Background
from ui.outcome import Outcome

_SETTLE: Final = 400
"""Milliseconds after a card moved: its driver sees it a little later than the reader."""
_ORDER: Final = (StoreKind.PKCS11, StoreKind.PKCS12, StoreKind.WINDOWS, StoreKind.CLOUD)


@dataclass(frozen=True, slots=True)
class Listed:
    """A certificate with why it may not sign now, None when it may."""

    identity: Identity
    problem: EsetError | None


@dataclass(frozen=True, slots=True)
class Place:
    """Where certificates are: a card, the files, the system's store; or a driver that failed.

    Attributes:
        key: Tells places apart.
        kind: Of the store; None where a driver failed before it said.
        name: The card's label; the store's name where it failed.
        reader: The reader the card is in.
        listed: Its certificates, those that may sign first.
        state: How the card's PIN stands; None while it is not known or there is no card.
        problem: Why its certificates are not known.
    """

    key: str
    kind: StoreKind | None
    name: str
    reader: str
    listed: tuple[Listed, ...]
    state: TokenState | None = None
    problem: EsetError | None = None


class Keyring(QObject):
    """Looks for certificates when asked; nothing is read before the first time.

    Signals:
        changed: A store answered.
    """

    changed = Signal()
    _card_moved = Signal()

    def __init__(
        self,
        background: Background,
        stores: Callable[[], Sequence[KeyStore]],  # asked on another thread: it looks at the disk
        now: Callable[[], datetime],
        parent: QObject | None = None,
        *,
        watch: Callable[[Callable[[object], None]], CardWatcher] | None = None,
    ) -> None:
        super().__init__(parent)
        self._watch = watch
        self._watcher: CardWatcher | None = None
        self._is_shown = False
        self._soon = QTimer(self, singleShot=True, interval=_SETTLE)
        self._soon.timeout.connect(self._look_if_shown)
        self._card_moved.connect(self._soon.start)
        self._background = background
        self._stores = stores
        self._now = now
        self._found: dict[str, tuple[Identity, ...]] = {}
        self._problems: dict[str, EsetError] = {}
        self._states: dict[str, TokenState] = {}
        self._by_store: dict[str, KeyStore] = {}
        self._round = 0
        self._waiting = 0

    @property
    def is_looking(self) -> bool:
        """Whether some store has not answered yet."""
        return self._waiting > 0

    def show(self, *, shown: bool) -> None:
        """Look by itself when a card or reader comes or goes, while somebody is shown the certificates."""
        self._is_shown = shown
        if shown and self._watcher is None and self._watch is not None:
            self._watcher = self._watch(lambda _: self._card_moved.emit())

    def close(self) -> None:
        """Watch no more."""
        if self._watcher is not None:
            self._watcher.close()

    def _look_if_shown(self) -> None:
        if self._is_shown:
            self.look()

    def look(self) -> Outcome[None]:
        """Ask every store again; settled when the last one answered or failed."""
        self._round += 1
        done: Outcome[None] = Outcome()
        self._waiting = 1
        found = self._background.look(self._stores)
        found.when(partial(self._ask, self._round, done), done.fail)
        return done

    def _ask(self, asked_in: int, done: Outcome[None], stores: Sequence[KeyStore]) -> None:
        if asked_in != self._round:
            _settle(done)
            return
        self._by_store = {store.name: store for store in stores}
        for gone in set(self._found) - set(self._by_store):
            del self._found[gone]
        self._problems = {name: each for name, each in self._problems.items() if name in self._by_store}
        asked = list(self._by_store.items())
        self._waiting = len(asked)
        for name, store in asked:
            answer = self._background.follow(store.identities())
            answer.when(
                partial(self._answered, self._round, name, done),
                partial(self._failed, self._round, name, done),
            )
        if not asked:
            self.changed.emit()
            done.settle(None)

    def places(self) -> tuple[Place, ...]:
        """Return every place with its certificates: cards, files, the system's store, services; failures last."""
        groups: dict[str, list[Identity]] = {}
        for found in self._found.values():
            for identity in found:
                groups.setdefault(_place_key(identity), []).append(identity)
        judged = self._judged()
        made = [self._place(key, held, judged) for key, held in groups.items()]
        made.sort(key=lambda place: (_ORDER.index(place.kind) if place.kind else 0, place.name, place.key))
        return (*made, *(_failed_place(name, error) for name, error in sorted(self._problems.items())))

    def find(self, identity_id: str) -> Listed | None:
        """Return a certificate by its id."""
        return self._judged().get(identity_id)

    def same(self, identity: Identity) -> Listed | None:
        """Return a certificate as it is found now: the same one, wherever its card was put; in a store of its kind if it is there."""
        found = sorted(self._same(identity), key=lambda each: each.identity.store is not identity.store)
        return found[0] if found else None

    def has_card_of(self, identity: Identity) -> bool:
        """Tell whether a certificate is on a card now; a file of the same one is none."""
        return any(each.identity.token is not None for each in self._same(identity))

    def _same(self, identity: Identity) -> Iterator[Listed]:
        every = self._judged().values()
        return (each for each in every if each.identity.fingerprint == identity.fingerprint)

    def store_of(self, identity: Identity) -> KeyStore | None:
        """Return the store that can open a certificate's key."""
        for name, found in self._found.items():
            if any(each.id == identity.id for each in found):
                return self._by_store.get(name)
        return None

    def read_state(self, identity: Identity) -> Outcome[TokenState]:
        """Ask how a card's PIN stands now, without a try."""
        store = self.store_of(identity)
        if store is None or identity.token is None:
            return Outcome.of(TokenState.OK)
        return self._background.follow(store.state(identity)).map(partial(self._know_state, identity))

    def _answered(self, asked_in: int, name: str, done: Outcome[None], found: tuple[Identity, ...]) -> None:
        if asked_in != self._round:
            _settle(done)
            return
        self._found[name] = found
        self._problems.pop(name, None)
        seen: set[str] = set()
        for identity in found:
            key = _place_key(identity)
            if identity.token is not None and key not in seen:
                seen.add(key)
                self.read_state(identity).when(lambda _: self.changed.emit(), lambda _: None)
        self._arrived(done)

    def _failed(self, asked_in: int, name: str, done: Outcome[None], error: EsetError) -> None:
        if asked_in != self._round:
            _settle(done)
            return
        self._found.pop(name, None)
        self._problems[name] = error
        self._arrived(done)

    def _arrived(self, done: Outcome[None]) -> None:
        self._waiting -= 1
        is_last = self._waiting == 0  # who hears of the change may look again
        self.changed.emit()
        if is_last:
            _settle(done)

    def _know_state(self, identity: Identity, state: TokenState) -> TokenState:
        self._states[_place_key(identity)] = state
        return state

    def _judged(self) -> dict[str, Listed]:
        """Return every certificate with why it may not sign; one that several stores show is the first one's."""
        every = (identity for found in self._found.values() for identity in found)
        return {each.identity.id: Listed(each.identity, each.refusal) for each in judge(every, self._now())}

    def _place(self, key: str, held: list[Identity], judged: Mapping[str, Listed]) -> Place:
        listed = sorted(
            {each.id: judged[each.id] for each in held}.values(),
            key=lambda each: (each.problem is not None, each.identity.name, each.identity.id),
        )
        first, token = held[0], held[0].token
        return Place(
            key=key,
            kind=first.store,
            name=(token.label or token.serial) if token else "",
            reader=token.reader if token else "",
            listed=tuple(listed),
            state=self._states.get(key) if token else None,
        )


def _place_key(identity: Identity) -> str:
    token = identity.token
    return f"{identity.store}:{token.serial}:{token.label}" if token else str(identity.store)


def _failed_place(name: str, error: EsetError) -> Place:
    return Place(key=f"!{name}", kind=None, name=name, reader="", listed=(), problem=error)


def _settle(done: Outcome[None]) -> None:
    if not done.is_settled:
        done.settle(None)
