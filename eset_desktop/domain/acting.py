# SPDX-License-Identifier: EUPL-1.2
"""What a command is: a pure function of an object's fields, of arguments, and of who acts when."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from eset_desktop.domain.values import Fields, Json


@dataclass(frozen=True, slots=True)
class Effect:
    """What a command does: fields to set, and whether the object is removed (None: as it was)."""

    fields: Mapping[str, Json] = field(default_factory=dict)
    deleted: bool | None = None


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a command cannot be done now; ``code`` names the text for people."""

    code: str


@dataclass(frozen=True, slots=True)
class Acting:
    """Who acts, and when as told to people; the time decides nothing."""

    by: str = ""
    at: str = ""


Command: TypeAlias = Callable[[Fields, Fields, Acting], "Effect | Refusal"]
"""``command(fields, args, acting)``: pure, total."""
