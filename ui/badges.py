# SPDX-License-Identifier: EUPL-1.2
"""Badges: an icon and a word, never a colour alone, for what is not yet everywhere."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from eset_desktop.store.queries.dossiers import DossierRow
from ui.marks import QT_TRANSLATE_NOOP
from ui.wording import word


@dataclass(frozen=True, slots=True)
class Badge:
    """An icon's name and the English source of the word beside it."""

    icon: str
    text: str


BADGES: Final[Mapping[str, Badge]] = {
    "attention": Badge("warning", QT_TRANSLATE_NOOP("Words", "Needs attention")),
    "conflict": Badge("conflict", QT_TRANSLATE_NOOP("Words", "Changed at the same time")),
    "pending": Badge("pending", QT_TRANSLATE_NOOP("Words", "Waiting to be sent")),
    "restricted": Badge("restricted", QT_TRANSLATE_NOOP("Words", "Restricted access")),
    "signed": Badge("signed", QT_TRANSLATE_NOOP("Words", "Signed")),
    "urgent": Badge("warning", QT_TRANSLATE_NOOP("Words", "Urgent")),
    "ticked": Badge("ticked", QT_TRANSLATE_NOOP("Words", "Marked")),
    "unticked": Badge("unticked", QT_TRANSLATE_NOOP("Words", "Not marked")),
    "verdict_PASSED": Badge("check", QT_TRANSLATE_NOOP("Words", "Valid")),
    "verdict_FAILED": Badge("close", QT_TRANSLATE_NOOP("Words", "Not valid")),
    "verdict_INDETERMINATE": Badge("help", QT_TRANSLATE_NOOP("Words", "It could not be checked")),
}


def badge_of_dossier(row: DossierRow) -> str | None:
    """Return the badge of a dossier, what needs the person first; None when all is said and done."""
    if row.attention:
        return "attention"
    if row.conflicts:
        return "conflict"
    return "pending" if row.pending else None


def badge_word(badge: str | None) -> str:
    """Return the word of a badge in the window's language."""
    return word({name: each.text for name, each in BADGES.items()}, badge) if badge else ""
