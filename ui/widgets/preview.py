# SPDX-License-Identifier: EUPL-1.2
"""A document's pages, drawn by the render process; page up and down, zoom, any device pixel ratio."""

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QEvent, QLocale, QObject, Qt, QTimer
from PySide6.QtGui import QAction, QImage, QKeyEvent, QPalette, QPixmap, QResizeEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QScrollArea,
    QStackedWidget,
    QStyle,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from eset_desktop.documents.render_client import RenderClient, RenderDocument
from eset_desktop.documents.values import RenderedPage
from eset_desktop.errors import Cancelled, EsetError
from ui.actions import Registry
from ui.background import Background
from ui.errors import line_of
from ui.i18n import Language
from ui.theme import GAP, quiet
from ui.widgets.label import PlainLabel

ZOOMS: Final = (0.5, 0.75, 1.0, 1.25, 1.5, 2.0, 3.0)
"""Of the width that is there; 1 fits the page to it."""

_FIT: Final = ZOOMS.index(1.0)
_NARROWEST: Final = 64
"""Logical pixels of a page in a pane that is hardly there."""
_SETTLE: Final = 120
"""Milliseconds after the last change of size before a page is drawn again."""
_STAY: Final = 50
"""Milliseconds on a document before it is opened: who goes through a list by key opens what they stop at, and the list keeps up."""


class Preview(QWidget):
    """Shows one document at a time; :meth:`clear` when there is none to show."""

    def __init__(
        self,
        registry: Registry,
        background: Background,
        render: RenderClient,
        language: Language,
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._background = background
        self._render = render
        self._language = language
        self._document: RenderDocument | None = None
        self._key = ""
        self._page = 0
        self._pages = 0
        self._zoom = _FIT
        self._drawn = False
        self._error: EsetError | None = None
        self._picture = PlainLabel(self)
        self._picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.area = QScrollArea(self)
        self.area.setObjectName("preview_area")
        self.area.setWidget(self._picture)
        self.area.setWidgetResizable(True)
        self.area.setBackgroundRole(QPalette.ColorRole.Mid)
        self.area.installEventFilter(self)
        self._message = quiet(PlainLabel(self))
        self._message.setObjectName("preview_message")
        self._message.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._message.setWordWrap(True)
        self._stack = QStackedWidget(self)
        self._stack.addWidget(self._message)
        self._stack.addWidget(self.area)
        self._where = PlainLabel(self)
        self._where.setObjectName("preview_where")
        self._timer = QTimer(self, singleShot=True, interval=_SETTLE)
        self._timer.timeout.connect(self._draw)
        self._stay = QTimer(self, singleShot=True, interval=_STAY)
        self._stay.timeout.connect(self._count)
        self._lay_out(registry)
        self.retranslate()

    @property
    def pages(self) -> int:
        """How many pages the document has; 0 until it is known."""
        return self._pages

    @property
    def page(self) -> int:
        """The page on screen, from 1."""
        return self._page + 1

    @property
    def is_drawn(self) -> bool:
        """Whether the page on screen is the one asked for."""
        return self._drawn

    def retranslate(self) -> None:
        """Write the texts in the window's language."""
        self.area.setAccessibleName(self.tr("Pages of the document"))
        if self._error is not None:
            self._fail(self._error)
        elif self._document is None:
            self._message.setText(self.tr("Choose a document to see it here."))
        self._tell()

    def show_document(self, key: str, source: Callable[[], bytes]) -> None:
        """Show a document; the same key as before changes nothing.

        Args:
            key: Names the bytes, for example their SHA-256.
            source: Returns the bytes; called on another thread.
        """
        if key == self._key:
            return
        self._forget()
        self._key = key
        self._document = self._render.open(source)
        self._message.setText(self.tr("Opening the document…"))
        self._stay.start()

    def _count(self) -> None:
        document = self._document
        if document is None:
            return
        counted = self._background.follow(document.begin_page_count())
        counted.when(
            lambda pages: self._counted(document, pages), lambda error: self._refused(document, error)
        )

    def clear(self, message: str = "") -> None:
        """Show nothing but a message."""
        self._forget()
        self._message.setText(message or self.tr("Choose a document to see it here."))

    def turn(self, step: int) -> None:
        """Go some pages on or back."""
        wanted = min(max(self._page + step, 0), max(self._pages - 1, 0))
        if wanted != self._page:
            self._page = wanted
            self._drawn = False
            self._tell()
            self._draw()
            self.area.verticalScrollBar().setValue(0)

    def zoom(self, step: int) -> None:
        """Make the page larger or smaller."""
        self._zoom = min(max(self._zoom + step, 0), len(ZOOMS) - 1)
        self._tell()
        self._draw()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take the keys that mean something here."""
        if watched is self.area and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            bar = self.area.verticalScrollBar()
            if event.key() == Qt.Key.Key_PageDown and bar.value() == bar.maximum():
                self.turn(1)
                return True
            if event.key() == Qt.Key.Key_PageUp and bar.value() == bar.minimum():
                self.turn(-1)
                return True
        return super().eventFilter(watched, event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Draw the page anew for its new room."""
        super().resizeEvent(event)
        if self._pages:
            self._drawn = False
            self._timer.start()

    def _lay_out(self, registry: Registry) -> None:
        bar = QHBoxLayout()
        for name in ("page.previous", "page.next"):
            bar.addWidget(self._button(registry.action(name)))
        bar.addWidget(self._where)
        bar.addStretch(1)
        for name in ("page.smaller", "page.larger"):
            bar.addWidget(self._button(registry.action(name)))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP // 2)
        column.addLayout(bar)
        column.addWidget(self._stack, 1)

    def _button(self, action: QAction) -> QToolButton:
        button = QToolButton(self)
        button.setDefaultAction(action)
        button.setAutoRaise(True)
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        return button

    def _forget(self) -> None:
        self._timer.stop()
        self._stay.stop()
        if self._document is not None:
            self._document.close()
        self._document, self._error = None, None
        self._key, self._page, self._pages, self._drawn = "", 0, 0, False
        self._stack.setCurrentWidget(self._message)
        self._tell()

    def _counted(self, document: RenderDocument, pages: int) -> None:
        if document is self._document:
            self._pages = pages
            self._tell()
            self._draw()

    def _draw(self) -> None:
        document = self._document
        if document is None or not self._pages:
            return
        # the scroll bar's own width means nothing before it was first shown
        bar = self.style().pixelMetric(QStyle.PixelMetric.PM_ScrollBarExtent)
        width = max(_NARROWEST, round((self._stack.width() - 3 * GAP - bar) * ZOOMS[self._zoom]))
        page = self._page
        drawn = self._background.follow(document.begin_render(page, width, self.devicePixelRatioF()))
        drawn.when(
            lambda found: self._show(document, page, found), lambda error: self._refused(document, error)
        )

    def _show(self, document: RenderDocument, page: int, found: RenderedPage) -> None:
        if document is not self._document or page != self._page:
            return
        image = QImage(found.pixels, found.width, found.height, found.stride, QImage.Format.Format_RGB32)
        pixmap = QPixmap.fromImage(image)
        pixmap.setDevicePixelRatio(found.device_pixel_ratio)
        self._picture.setPixmap(pixmap)
        self._stack.setCurrentWidget(self.area)
        self._drawn = True
        self._tell()

    def _refused(self, document: RenderDocument, error: EsetError) -> None:
        if document is self._document and not isinstance(error, Cancelled):
            self._fail(error)

    def _fail(self, error: EsetError) -> None:
        self._error = error
        self._message.setText(line_of(error, self._language.code).text)
        self._stack.setCurrentWidget(self._message)
        self._drawn = True

    def _tell(self) -> None:
        if not self._pages:
            self._where.setText("")
            return
        local = QLocale()
        text = self.tr("Page %1 of %2 · %3 %")
        for mark, value in (("%1", self.page), ("%2", self._pages), ("%3", round(ZOOMS[self._zoom] * 100))):
            text = text.replace(mark, local.toString(value))
        self._where.setText(text)
        self._picture.setAccessibleName(text)
