# SPDX-License-Identifier: EUPL-1.2
"""What a person began to describe and has not added yet, while another dossier is on screen."""

from dataclasses import dataclass

from PySide6.QtCore import QDate

from eset_desktop.documents.intake import TakenIn


@dataclass(frozen=True, slots=True)
class DocumentDraft:
    """A document that is being added to a dossier.

    Attributes:
        taken: The file that is on the page; None when none is.
        path: Where it came from.
        waiting: Paths of the files after it.
        title: As typed or suggested.
        type: Code, empty for none yet.
        date: Of the document.
        origin: Code.
    """

    taken: TakenIn | None
    path: str
    waiting: tuple[str, ...]
    title: str
    type: str
    date: QDate
    origin: str

    @property
    def is_empty(self) -> bool:
        """Whether nothing would be lost with it."""
        return not (self.taken or self.path or self.waiting or self.title or self.type)
