# SPDX-License-Identifier: EUPL-1.2
"""What a change of a signature request was, told as an act and not as fields."""

from typing import Any, Final

from eset_desktop.domain.states import AGAIN, DELEGATED, DRAFT, PAUSED, REFUSED, REVIEWED, RUNNING, SIGNED

_BY_MARK: Final = {
    SIGNED: "sign", REVIEWED: "review", DELEGATED: "delegate", REFUSED: "refuse", AGAIN: "again",
}  # fmt: skip
_BY_END: Final = {"changed": "void", "deadline": "expire", "withdrawn": "withdraw"}


def act_of(changed: dict[str, Any]) -> str:
    """Return the act that changed fields of a request, for example ``sign``, ``again``, ``late``, ``void`` or ``changed``.

    Args:
        changed: Fields with ``[before, after]``.
    """
    before, after = changed.get("state") or (None, None)
    if changed.get("cause") and after not in {RUNNING, PAUSED}:
        return _BY_END.get(str(changed["cause"][1]), "changed")
    if changed.get("late"):
        return "late"
    states = _marked(*(changed.get("marks") or (None, None)))
    acts = [act for state, act in _BY_MARK.items() if state in states]
    if acts:
        return acts[0]
    if after == RUNNING:
        return "send" if before == DRAFT else "resume"
    return "pause" if after == PAUSED else "changed"


def _marked(before: Any, after: Any) -> set[str]:
    """Return the states of the places that were marked anew."""
    old, new = (each if isinstance(each, dict) else {} for each in (before, after))
    return {
        str(mark.get("state"))
        for name, mark in new.items()
        if mark != old.get(name) and isinstance(mark, dict)
    }


def told(changed: dict[str, Any]) -> dict[str, Any]:
    """Return what of a change a person reads: no marks by place, no ids of versions."""
    return {
        name: pair
        for name, pair in changed.items()
        if name in {"reason", "subject", "priority", "expires_on"}
    }
