# SPDX-License-Identifier: EUPL-1.2
"""What changed between two looks at the readers. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

PRESENT: Final = 0x20
"""``SCARD_STATE_PRESENT`` (PC/SC part 5)."""

_COUNT_SHIFT: Final = 16


class Happened(StrEnum):
    """What happened at a reader."""

    READER_ADDED = "reader_added"
    READER_REMOVED = "reader_removed"
    CARD_INSERTED = "card_inserted"
    CARD_REMOVED = "card_removed"


@dataclass(frozen=True, slots=True)
class ReaderEvent:
    """Something happened at a reader; whoever lists certificates lists them again.

    Attributes:
        reader: Its name.
        what: What happened.
    """

    reader: str
    what: Happened


def changes(before: Mapping[str, int], now: Mapping[str, int]) -> tuple[ReaderEvent, ...]:
    """Return what happened between two states, each a reader's name to its ``dwEventState``.

    A card that went and came unseen shows in the count that the service keeps in the upper half.
    """
    found = []
    for reader in sorted(before.keys() - now.keys()):
        found += _card_gone(reader, before[reader])
        found.append(ReaderEvent(reader, Happened.READER_REMOVED))
    for reader in sorted(now):
        if reader not in before:
            found.append(ReaderEvent(reader, Happened.READER_ADDED))
        found += _card(reader, before.get(reader, 0), now[reader])
    return tuple(found)


def _card(reader: str, before: int, now: int) -> list[ReaderEvent]:
    was, is_there = bool(before & PRESENT), bool(now & PRESENT)
    changed_unseen = was and is_there and before >> _COUNT_SHIFT != now >> _COUNT_SHIFT
    found = []
    if was and (changed_unseen or not is_there):
        found.append(ReaderEvent(reader, Happened.CARD_REMOVED))
    if is_there and (changed_unseen or not was):
        found.append(ReaderEvent(reader, Happened.CARD_INSERTED))
    return found


def _card_gone(reader: str, before: int) -> list[ReaderEvent]:
    return [ReaderEvent(reader, Happened.CARD_REMOVED)] if before & PRESENT else []
