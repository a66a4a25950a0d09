# SPDX-License-Identifier: EUPL-1.2
"""Every store of keys on this computer, and what all of them hold together."""

import sys
from collections.abc import Callable, Iterable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Self

from eset_desktop.errors import EsetError
from eset_desktop.signing.keys.pkcs11.discovery import Driver, discover
from eset_desktop.signing.keys.pkcs11.disk import Disk, this_computer
from eset_desktop.signing.keys.pkcs11.store import card_store
from eset_desktop.signing.keys.port import KeyStore
from eset_desktop.signing.keys.remote import RemoteKeyStore
from eset_desktop.signing.keys.windows.store import windows_store
from eset_desktop.signing.values import Identity


@dataclass(frozen=True, slots=True)
class StoreReport:
    """What one store answered.

    Attributes:
        name: Of the store.
        identities: What it holds.
        problem: Why it could not be looked at; ``None`` when it could.
    """

    name: str
    identities: tuple[Identity, ...]
    problem: EsetError | None


class KeyStores:
    """The cards behind every driver, and the system's store; nothing is started before it is asked.

    Args:
        own: Paths of drivers that the person named.
        find: Finds the drivers; by default those of this computer.
    """

    def __init__(
        self, own: Iterable[str] = (), *, find: Callable[[Iterable[str]], Sequence[Driver]] | None = None
    ) -> None:
        self._own = tuple(own)
        self._find = find or _on_this_computer
        self._cards: dict[str, RemoteKeyStore] = {}
        self._system = windows_store() if sys.platform == "win32" else None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def all(self) -> tuple[RemoteKeyStore, ...]:
        """Return every store, the best first; drivers that were installed meanwhile are there too."""
        for driver in self._find(self._own):
            if driver.path not in self._cards:
                self._cards[driver.path] = card_store(driver.path)
        return (*self._cards.values(), *([self._system] if self._system is not None else []))

    def close(self) -> None:
        """End every worker and forget every key."""
        with ExitStack() as closing:
            for store in (*self._cards.values(), *([self._system] if self._system is not None else [])):
                closing.callback(store.close)


def look(stores: Sequence[KeyStore]) -> tuple[StoreReport, ...]:
    """Ask every store at once and wait; a certificate that several show is the first one's."""
    asked = [(store.name, store.identities()) for store in stores]
    reports, seen = [], set[str]()
    for name, answer in asked:
        try:
            found = answer.result()
        except EsetError as error:
            reports.append(StoreReport(name, (), error))
            continue
        fresh = tuple(each for each in found if each.id not in seen)
        seen.update(each.id for each in fresh)
        reports.append(StoreReport(name, fresh, None))
    return tuple(reports)


def _on_this_computer(own: Iterable[str]) -> Sequence[Driver]:
    return discover(Disk(), this_computer(), own)
