# SPDX-License-Identifier: EUPL-1.2
"""Computers, and what only a revoked one held, as lines for an administrator's terminal."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import Final

from eset_desktop.clock import parse_iso
from eset_desktop.domain.lines import visible
from sync.protocol.devices import DeviceFacts, OnlyThere

HEAD: Final = (
    "id", "body", "person", "code", "name", "version", "last contact", "unsent", "oldest unsent", "told at",
    "changes received", "state", "person id",
)  # fmt: skip


def table(found: Iterable[tuple[str, DeviceFacts]], now: datetime) -> Iterator[tuple[str, ...]]:
    """Yield the head of the list of devices and a line for each; unsent is what a device last told of."""
    yield HEAD
    for body, each in found:
        yield (
            each.id, body, each.person_name, each.code, each.name, each.client, each.last_contact or "never",
            str(each.unsent) if each.reported_at else "not told", age(each.oldest_at, now),
            each.reported_at or "never", str(each.max_n),
            f"{each.state}, signing only" if each.signing_only else each.state, each.person,
        )  # fmt: skip


def age(moment: str, now: datetime) -> str:
    """Return how long ago a moment was in its two largest units, ``-`` for none."""
    if not moment:
        return "-"
    minutes = int(max(now - parse_iso(moment), timedelta()) / timedelta(minutes=1))
    days, hours = divmod(minutes // 60, 24)
    if days:
        return f"{days} d {hours} h"
    return f"{hours} h {minutes % 60} min" if hours else f"{minutes} min"


def lines_of(held: OnlyThere) -> Iterator[str]:
    """Yield what only a revoked device held, one thing a line."""
    if not held.reported_at:
        yield "That computer never told of unsent work."
    elif held.unsent:
        yield f"Unsent when it last told of it, {held.reported_at}: {held.unsent}"
    else:
        yield f"Nothing was unsent when it last told of it, {held.reported_at}."
    for act in held.acts:
        yield _row("act", act.at, act.label or "-", act.kind, act.verb, act.object)
    if held.unsent > len(held.acts):
        yield f"{held.unsent - len(held.acts)} more acts, not named"
    for version in held.versions:
        yield _row("bytes", version.at, version.label or "-", version.version, str(version.size))


def _row(*cells: str) -> str:
    return "\t".join(map(visible, cells))
