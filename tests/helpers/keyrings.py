# SPDX-License-Identifier: EUPL-1.2
"""A keyring in memory that can lose its secrets or be locked."""

from dataclasses import dataclass, field

from eset_desktop.store.errors import KeyringLocked


@dataclass
class MemoryKeyring:
    """Keeps secrets in a dictionary; ``locked`` makes every call fail."""

    secrets: dict[str, str] = field(default_factory=dict)
    locked: bool = False

    def get(self, account: str) -> str | None:
        self._ask()
        return self.secrets.get(account)

    def put(self, account: str, secret: str) -> None:
        self._ask()
        self.secrets[account] = secret

    def remove(self, account: str) -> None:
        self._ask()
        self.secrets.pop(account, None)

    def _ask(self) -> None:
        if self.locked:
            raise KeyringLocked
