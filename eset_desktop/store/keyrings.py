# SPDX-License-Identifier: EUPL-1.2
"""The operating system's keyring, where there is one that really keeps secrets."""

from collections.abc import Callable, Iterable
from typing import Any, Final, Protocol, TypeVar

from eset_desktop.store.errors import KeyringLocked, KeyringRefused, KeyringUnavailable, StoreError

SERVICE: Final = "e-SET Desktop"

SAFE_BACKENDS: Final = frozenset(
    {
        "keyring.backends.SecretService",
        "keyring.backends.Windows",
        "keyring.backends.kwallet",
        "keyring.backends.libsecret",
        "keyring.backends.macOS",
    }
)
"""Modules of the backends that keep secrets under the person's login. All others are refused by name: those for plain
text, for nothing and for failing, and whatever was never looked at."""

_T = TypeVar("_T")


class Keyring(Protocol):
    """A place that keeps texts secret, by account."""

    def get(self, account: str) -> str | None:
        """Return an account's secret; raises KeyringUnavailable, KeyringRefused, KeyringLocked."""
        ...

    def put(self, account: str, secret: str) -> None:
        """Keep an account's secret; raises like :meth:`get`."""
        ...

    def remove(self, account: str) -> None:
        """Forget an account's secret; raises like :meth:`get`."""
        ...


class SystemKeyring:
    """The keyring that the `keyring` package finds on this machine; looked for at the first use.

    Args:
        backend: One of that package's backends, instead of the one it would choose.
    """

    def __init__(self, backend: Any = None) -> None:
        self._given = backend
        self._safe: Any = None

    @property
    def name(self) -> str:
        """Name of the backend in use; raises KeyringUnavailable, KeyringRefused."""
        return _name_of(self._backend())

    def get(self, account: str) -> str | None:
        """Return an account's secret, None when there is none."""
        found: str | None = self._ask(lambda backend: backend.get_password(SERVICE, account))
        return found

    def put(self, account: str, secret: str) -> None:
        """Keep an account's secret and make sure that it can be read again."""
        self._ask(lambda backend: backend.set_password(SERVICE, account, secret))
        if self.get(account) != secret:
            raise KeyringUnavailable

    def remove(self, account: str) -> None:
        """Forget an account's secret; harmless when there is none."""
        if self.get(account) is not None:
            self._ask(lambda backend: backend.delete_password(SERVICE, account))

    def _backend(self) -> Any:
        if self._safe is None:
            if self._given is None:
                import keyring  # noqa: PLC0415 - not before the first paint

                self._given = keyring.get_keyring()
            self._safe = _safe_of(self._given)
        return self._safe

    def _ask(self, question: Callable[[Any], _T]) -> _T:
        from keyring import errors  # noqa: PLC0415 - not before the first paint

        try:
            return question(self._backend())
        except StoreError:
            raise
        except errors.NoKeyringError:
            raise KeyringUnavailable from None
        except (errors.InitError, errors.KeyringLocked):
            raise KeyringLocked from None
        except Exception as error:  # noqa: BLE001 - boundary: backends let through what D-Bus, a daemon or a driver throws
            # its text may quote what was asked for, so only its kind goes on
            raise KeyringUnavailable(kind=type(error).__name__) from None


def _safe_of(backend: Any) -> Any:
    """Return the backend, or the first safe one of a chain."""
    chain: Iterable[Any] = getattr(backend, "backends", None) or (backend,)
    for each in chain:
        if type(each).__module__ in SAFE_BACKENDS:
            return each
    if type(backend).__module__ == "keyring.backends.fail":
        raise KeyringUnavailable
    raise KeyringRefused(backend=_name_of(backend))


def _name_of(backend: Any) -> str:
    return f"{type(backend).__module__}.{type(backend).__name__}"
