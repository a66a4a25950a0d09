# SPDX-License-Identifier: EUPL-1.2
"""Names for what a field holds: a unit, a series or a procedure instead of its id, a word instead of a code."""

from collections.abc import Mapping
from functools import cached_property
from typing import Any, Final

from eset_desktop.store.engine import Connection
from eset_desktop.store.queries import plan
from ui.i18n import day
from ui.models.plan_tree import titled
from ui.wording import (
    CLOSING_REASON,
    DOCUMENT_STATE,
    FIELD,
    ORIGIN,
    PARTY_TYPE,
    PHASE,
    ROLE,
    SITUATION,
    word,
)

_WORDS: Final[Mapping[str, Mapping[str, str]]] = {
    "situation": SITUATION,
    "phase": PHASE,
    "role": ROLE,
    "origin": ORIGIN,
    "state": DOCUMENT_STATE,
    "reason": CLOSING_REASON,
}
_DATES: Final = frozenset({"date", "opened_on"})
_SUMMARY: Final = (
    "title", "name", "identifier", "unit", "class", "procedure", "date", "notes", "reason", "email", "phone",
    "address", "filename", "person",
)  # fmt: skip
"""What tells a change from another, the most telling first; codes that were defaulted tell nothing."""

_REFERENCES: Final = frozenset({"unit", "class", "procedure", "person"})


class Names:
    """Looks names up once, when the first is asked for."""

    def __init__(self, connection: Connection, language: str) -> None:
        self._connection = connection
        self._language = language

    def is_told(self, field: str) -> bool:
        """Tell whether a field means anything to a person in a summary."""
        return field in FIELD or field == "reason"

    def field(self, name: str) -> str:
        """Return a field's name."""
        return word(FIELD, name)

    def value(self, field: str, value: Any) -> str:
        """Return a value as a person reads it; an empty one is a dash."""
        if value in (None, "", []):
            return "—"
        text = str(value)
        if field in _WORDS:
            return word(_WORDS[field], text)
        if field in _DATES:
            return day(text)
        if field == "type":
            return self._types.get(text) or word(PARTY_TYPE, text)
        return self._references.get(text, text) if field in _REFERENCES else text

    def summary(self, details: Mapping[str, Any], most: int = 3) -> str:
        """Return the first told values of a change in one line."""
        told = [name for name in _SUMMARY if details.get(name) not in (None, "")]
        return " · ".join(self.value(name, details[name]) for name in told[:most])

    @cached_property
    def _references(self) -> dict[str, str]:
        found = {row.id: row.name for row in plan.units(self._connection)}
        found.update(
            (row.id, f"{row.code} {titled(row, self._language)}") for row in plan.classes(self._connection)
        )
        found.update((row.id, row.title_ca) for row in plan.procedures(self._connection))
        found.update(plan.people(self._connection))
        return found

    @cached_property
    def _types(self) -> dict[str, str]:
        spanish = self._language == "es"
        return {
            row.code: (spanish and row.title_es) or row.title_ca
            for row in plan.document_types(self._connection)
        }
