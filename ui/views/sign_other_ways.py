# SPDX-License-Identifier: EUPL-1.2
"""What the signing page offers where a signature cannot be inside: one beside, or in a container."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from eset_desktop.signing.batch.states import ItemState
from eset_desktop.signing.container.offer import Offer, offers
from ui.icons import icon
from ui.signing_run import RunRow
from ui.theme import GAP
from ui.widgets.label import PlainLabel


class OtherWays(QWidget):
    """One line and a button for each other way.

    Signals:
        chosen: Carries the :class:`Offer`.

    Attributes:
        documents: What may be signed so.
    """

    chosen = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.documents: tuple[str, ...] = ()
        self._text = PlainLabel(self)
        self._text.setObjectName("sign_other_ways")
        self._text.setWordWrap(True)
        self._buttons = {way: self._button(way) for way in Offer}
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GAP)
        row.addWidget(self._text, 1)
        for button in self._buttons.values():
            row.addWidget(button)
        self.hide()

    def retranslate(self) -> None:
        """Write the texts in the window's language."""
        self._text.setText(
            self.tr("%n document(s) can be signed without being changed.", "", len(self.documents))
        )
        beside, container = self._buttons[Offer.BESIDE], self._buttons[Offer.CONTAINER]
        beside.setText(self.tr("Sign beside…"))
        beside.setToolTip(
            self.tr(
                "The signature becomes a file of its own (.p7s) in the dossier: both are needed to check it."
            )
        )
        container.setText(self.tr("Sign in a container…"))
        container.setToolTip(
            self.tr("A copy and its signature go together into one file (.asice) in the dossier.")
        )

    def show_offer(self, documents: Sequence[str]) -> None:
        """Offer it for these documents; for none nothing is shown."""
        self.documents = tuple(documents)
        self.setVisible(bool(documents))
        self.retranslate()

    def _button(self, way: Offer) -> QPushButton:
        button = QPushButton(icon("sign"), "", self)
        button.setObjectName(f"sign_{way}")
        button.clicked.connect(lambda: self.chosen.emit(way))
        return button


def offered(rows: Sequence[RunRow]) -> tuple[str, ...]:
    """Return the documents of a list that took no signature inside and may be signed in another way."""
    return tuple(
        row.document
        for row in rows
        if row.state in (ItemState.REFUSED, ItemState.FAILED) and row.error is not None and offers(row.error)
    )
