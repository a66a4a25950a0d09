# SPDX-License-Identifier: EUPL-1.2
"""Small facts of a profile inside its encrypted database: the account, counters, the state of the line."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from eset_desktop.clock import parse_iso
from eset_desktop.domain.kinds import body_stream, signer_stream
from eset_desktop.store.engine import Connection
from eset_desktop.store.refusals import NotEnrolled


def get(connection: Connection, key: str, default: str = "") -> str:
    """Return a fact, or the default."""
    found = connection.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
    return str(found[0]) if found else default


def put(connection: Connection, key: str, value: str) -> None:
    """Write a fact; inside a write transaction."""
    connection.execute(
        "INSERT INTO meta (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
        (key, value),
    )


def take_next(connection: Connection, counter: str) -> int:
    """Return a counter's next number, from 1, and move it on; inside a write transaction."""
    number = int(get(connection, counter, "1"))
    put(connection, counter, str(number + 1))
    return number


def last_contact(connection: Connection) -> datetime | None:
    """Return the service's own time at the last contact that told it, None before the first."""
    pair = get(connection, "line.server_time")
    return parse_iso(json.loads(pair)[0]) if pair else None


@dataclass(frozen=True, slots=True)
class Account:
    """Whose profile this is and where its central service is; the token is never shown.

    Attributes:
        signing_only: This computer holds what waits for the person's signature and nothing else (decision 0037).
    """

    url: str
    token: str
    device: str
    device_code: str
    person: str
    person_name: str
    body: str
    body_name: str
    signing_only: bool = False

    @property
    def home(self) -> str:
        """Return the stream that tells what became of this computer's work: the body's, or what is asked of the person."""
        return signer_stream(self.person) if self.signing_only else body_stream(self.body)

    def __repr__(self) -> str:
        return f"Account(person={self.person!r}, body={self.body!r}, device={self.device!r})"


_ACCOUNT = ("url", "token", "device", "device_code", "person", "person_name", "body", "body_name")
_SIGNING_ONLY = "account.signing_only"
_READ_ACCOUNT = "SELECT key, value FROM meta WHERE key GLOB 'account.*'"


def account(connection: Connection) -> Account:
    """Return the profile's account.

    Raises:
        NotEnrolled: This computer was never joined to a central service.
    """
    found = dict(connection.execute(_READ_ACCOUNT).fetchall())
    if not found.get("account.device"):
        raise NotEnrolled
    told: dict[str, Any] = {name: str(found.get(f"account.{name}", "")) for name in _ACCOUNT}
    return Account(**told, signing_only=bool(found.get(_SIGNING_ONLY)))


def is_signing_only(connection: Connection) -> bool:
    """Tell whether this computer holds what waits for its person's signature and nothing else."""
    return bool(get(connection, _SIGNING_ONLY))


def put_account(connection: Connection, account_: Account) -> None:
    """Write the profile's account; inside a write transaction."""
    for name in _ACCOUNT:
        put(connection, f"account.{name}", getattr(account_, name))
    put(connection, _SIGNING_ONLY, "1" if account_.signing_only else "")
