# SPDX-License-Identifier: EUPL-1.2
"""The computers of the body, as the central service last told this one's secretary."""

from dataclasses import dataclass
from typing import Generic, TypeVar

import msgspec

from eset_desktop.store.engine import Connection
from eset_desktop.store.errands import ASKED, DEVICES, REVOKE, Errand
from sync.protocol.devices import DeviceFacts, DeviceList, MissingBytes, OnlyThere, Unsent

__all__ = [
    "DeviceFacts",
    "DeviceList",
    "MissingBytes",
    "OnlyThere",
    "Told",
    "Unsent",
    "devices",
    "only_there",
]

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Told(Generic[T]):
    """An errand and its last answer.

    Attributes:
        answer: The last one, None when there never was any.
        answered_at: When it came, by this computer's clock.
        is_asked: The service is being asked now.
        problem: Code of what kept the last errand from being done.
    """

    answer: T | None = None
    answered_at: str = ""
    is_asked: bool = False
    problem: str = ""


def devices(connection: Connection) -> Told[DeviceList]:
    """Return the body's computers."""
    return _told(connection, Errand(DEVICES), DeviceList)


def only_there(connection: Connection, device: str) -> Told[OnlyThere]:
    """Return what became of the withdrawal of a computer's access, and what only it held."""
    return _told(connection, Errand(REVOKE, device), OnlyThere)


def _told(connection: Connection, errand: Errand, type_: type[T]) -> Told[T]:
    found = connection.execute(
        "SELECT answer, answered_at, state, problem FROM errand WHERE what = ? AND argument = ?",
        (errand.what, errand.argument),
    ).fetchone()
    if found is None:
        return Told()
    answer, answered_at, state, problem = found
    return Told(_decoded(answer, type_), answered_at, state == ASKED, problem)


def _decoded(answer: str, type_: type[T]) -> T | None:
    try:
        return msgspec.json.decode(answer, type=type_) if answer else None
    except msgspec.DecodeError:  # of another version of the program: it is asked anew
        return None
