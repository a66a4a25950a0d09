# SPDX-License-Identifier: EUPL-1.2
"""What every worker can answer: a failure by its code, from which the parent makes the typed error again."""

from typing import TypeVar

import msgspec

from eset_desktop.errors import EsetError


class Failure(msgspec.Struct, frozen=True, tag="failure"):
    """A request that was refused or went wrong.

    Attributes:
        code: The error's stable code; its text is looked up where a person reads it.
        details: Values for the text's placeholders; never secrets, never personal data.
    """

    code: str
    details: dict[str, str | int] = {}


E = TypeVar("E", bound=EsetError)


def failure_of(error: EsetError) -> Failure:
    """Return the message that stands for ``error``."""
    return Failure(error.code, error.details)


def error_of(failure: Failure, family: type[E]) -> E:
    """Return the error of ``family`` (itself or a subclass) with the failure's code; the family's base when unknown."""
    wanted = [cls for cls in _descendants(family) if cls.code == failure.code]
    return (wanted[0] if wanted else family)(**failure.details)


def _descendants(family: type[E]) -> list[type[E]]:
    below = [cls for child in family.__subclasses__() for cls in _descendants(child)]
    return [family, *below]
