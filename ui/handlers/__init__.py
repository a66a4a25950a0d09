# SPDX-License-Identifier: EUPL-1.2
"""What each action does: from what a person asks to an operation and what the window shows of it."""

from ui.actions import Args
from ui.errors import InputMissing


def needed(args: Args, name: str) -> str:
    """Return an argument that an action cannot do without.

    Raises:
        InputMissing: It is absent or empty.
    """
    value = args.get(name)
    if not isinstance(value, str) or not value:
        raise InputMissing(field=name)
    return value


def is_asked_only(args: Args) -> bool:
    """Tell whether a form is to be opened but not sent: a person chose the action, or the arguments say so."""
    return not args or args.get("submit") is False
