# SPDX-License-Identifier: EUPL-1.2
"""The list of certificates to sign with, grouped by where they are; what may not sign stands back and says why."""

from collections.abc import Callable, Iterator, Sequence
from typing import Final

from PySide6.QtCore import QEvent, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QAbstractItemView, QTreeWidget, QTreeWidgetItem, QWidget

from eset_desktop.operations.certificate_files import is_known
from eset_desktop.signing.values import Identity
from ui.errors import line_of
from ui.i18n import day
from ui.icons import icon
from ui.keyring import Listed, Place
from ui.signing_words import CAPACITY, STORE, TOKEN
from ui.widgets.column_room import ColumnRoom
from ui.widgets.label import plain_tip
from ui.widgets.list_delegate import RoomyDelegate
from ui.wording import word

_ID: Final = int(Qt.ItemDataRole.UserRole)
_WIDTHS: Final = (0, 30, 26, 13, 42)
"""Characters of holder, body, issuer, end and note; 0 takes what is left."""


class IdentityPicker(QTreeWidget):
    """Shows places and their certificates; one is chosen.

    Args:
        file_of: Returns the name of the file that a certificate came from, empty for none: it tells alike ones apart.

    Signals:
        chosen: Another certificate was chosen, or what is known of it changed.
    """

    chosen = Signal()

    def __init__(
        self, parent: QWidget | None = None, *, file_of: Callable[[Identity], str] = lambda _: ""
    ) -> None:
        super().__init__(parent)
        self.setObjectName("identities")
        self._file_of = file_of
        self._places: tuple[Place, ...] = ()
        self._language = "ca"
        self._wanted = ""
        self.setColumnCount(len(_WIDTHS))
        self.setRootIsDecorated(False)
        self.setItemsExpandable(False)
        self.setUniformRowHeights(True)
        self.setAllColumnsShowFocus(True)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setItemDelegate(RoomyDelegate(self))
        self.setTabKeyNavigation(False)
        header = self.header()
        header.setStretchLastSection(False)
        ColumnRoom(self, header, _WIDTHS)
        self.currentItemChanged.connect(lambda *_: self._moved())

    def retranslate(self, language: str) -> None:
        """Write the texts in the window's language."""
        self._language = language
        self.setAccessibleName(self.tr("Certificates"))
        self.setHeaderLabels(
            [
                self.tr("Holder"),
                self.tr("Body"),
                self.tr("Issued by"),
                self.tr("Valid until"),
                self.tr("Note"),
            ]
        )
        self.show_places(self._places)

    def show_places(self, places: Sequence[Place]) -> None:
        """Show other places; the chosen certificate stays chosen as long as it is there."""
        self._places = tuple(places)
        with QSignalBlocker(self):
            self.clear()
            for place in self._places:
                self._add_place(place)
            self.expandAll()
            self._find(self._wanted) or self._first_that_may_sign()
        self.chosen.emit()

    def listed(self) -> Listed | None:
        """Return the chosen certificate."""
        item = self.currentItem()
        wanted = item.data(0, _ID) if item is not None else None
        return self._by_id(str(wanted)) if wanted else None

    @property
    def listed_id(self) -> str:
        """The id of the chosen certificate, empty for none."""
        listed = self.listed()
        return listed.identity.id if listed is not None else ""

    def place_of(self, identity: Identity) -> Place | None:
        """Return where a certificate is."""
        for place in self._places:
            if any(each.identity.id == identity.id for each in place.listed):
                return place
        return None

    def choose(self, identity_id: str) -> None:
        """Choose a certificate, at once or when it is found."""
        self._wanted = identity_id
        self._find(identity_id)

    def changeEvent(self, event: QEvent) -> None:
        """Follow a switch of the colours."""
        if event.type() == QEvent.Type.PaletteChange and self._places:
            self.show_places(self._places)
        super().changeEvent(event)

    def _moved(self) -> None:
        listed = self.listed()
        if listed is not None:
            self._wanted = listed.identity.id
        self.chosen.emit()

    def _by_id(self, wanted: str) -> Listed | None:
        for place in self._places:
            for listed in place.listed:
                if listed.identity.id == wanted:
                    return listed
        return None

    def _add_place(self, place: Place) -> None:
        group = QTreeWidgetItem(self, [self.place_title(place)])
        group.setFirstColumnSpanned(True)
        group.setFlags(Qt.ItemFlag.ItemIsEnabled)
        font = group.font(0)
        font.setBold(True)
        group.setFont(0, font)
        if place.problem is not None:
            line = line_of(place.problem, self._language)
            group.setIcon(0, icon("warning", QPalette.ColorRole.Text))
            group.setText(0, f"{group.text(0)}: {line.text}")
            font.setBold(False)
            group.setFont(0, font)
            group.setToolTip(0, plain_tip(group.text(0)))
        for listed in place.listed:
            self._add_identity(group, listed)

    def _add_identity(self, group: QTreeWidgetItem, listed: Listed) -> None:
        identity = listed.identity
        capacity = " · ".join(part for part in (identity.position, word(CAPACITY, identity.capacity)) if part)
        texts = [
            f"{identity.name} · {capacity}" if capacity else identity.name,
            identity.body,
            identity.issuer,
            day(identity.not_after.date().isoformat()) if is_known(identity) else "",
            self._note(listed),
        ]
        item = QTreeWidgetItem(group, texts)
        item.setData(0, _ID, identity.id)
        for column, text in enumerate(texts):
            item.setToolTip(column, plain_tip(text))
            if listed.problem is not None:
                item.setForeground(column, self.palette().placeholderText())

    def _note(self, listed: Listed) -> str:
        """Return the file it came from and why it may not sign; a file that was never opened stands there by its name."""
        if not is_known(listed.identity):
            return self.tr("Says whose it is when it is opened")
        problem = line_of(listed.problem, self._language).title if listed.problem else ""
        return " · ".join(part for part in (self._file_of(listed.identity), problem) if part)

    def place_title(self, place: Place) -> str:
        """Return how a place is called: what it is, its name, its reader, how its PIN stands."""
        if place.kind is None:
            driver = place.name.rpartition("/")[2].rpartition("\\")[2]
            return self.tr("Card driver «%1»").replace("%1", driver)
        kind = word(STORE, place.kind)
        named = f"{kind} «{place.name}»" if place.name else kind
        state = word(TOKEN, place.state) if place.state is not None else ""
        return " · ".join(part for part in (named, place.reader, state) if part)

    def _find(self, identity_id: str) -> bool:
        for item in self._items():
            if identity_id and _is_same(identity_id, str(item.data(0, _ID))):
                self.setCurrentItem(item)
                return True
        return False

    def _first_that_may_sign(self) -> bool:
        for item in self._items():
            listed = self._by_id(str(item.data(0, _ID)))
            if listed is not None and listed.problem is None:
                self.setCurrentItem(item)
                return True
        return False

    def _items(self) -> Iterator[QTreeWidgetItem]:
        groups = (self.topLevelItem(each) for each in range(self.topLevelItemCount()))
        for group in groups:
            held = (group.child(each) for each in range(group.childCount())) if group else ()
            yield from (item for item in held if item is not None)


def _is_same(wanted: str, found: str) -> bool:
    """Tell whether an id is the wanted one, or that of the same file now that it was opened (``p12:FILE:CERTIFICATE``)."""
    return found == wanted or (wanted.endswith(":") and found.startswith(wanted))
