# SPDX-License-Identifier: EUPL-1.2
"""The language of the window: switched while it is open; dates and sizes in its form."""

from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Final

from PySide6.QtCore import (
    QCoreApplication,
    QDate,
    QDateTime,
    QEvent,
    QLibraryInfo,
    QLocale,
    QTime,
    QTimeZone,
    QTranslator,
)
from PySide6.QtWidgets import QApplication

import resources
from eset_desktop.clock import parse_iso
from eset_desktop.domain.office_day import OFFICE_ZONE

DAY: Final = "dd/MM/yyyy"
"""A day as offices write it in all three languages: four digits of the year, so that no decade is guessed."""

LANGUAGE_NAMES: Final = {"ca": "Català", "es": "Castellano", "en": "English"}
"""Each in its own words: whoever needs it can read it."""

_LOCALES: Final = {"ca": "ca_ES", "es": "es_ES", "en": "en_GB"}


class Language:
    """The window's language; posts ``LanguageChange`` to every widget when it is switched."""

    def __init__(self, app: QApplication, code: str) -> None:
        self._app = app
        self._installed: list[tuple[QTranslator, bytes]] = []
        self.code = ""
        self.switch(code)

    def switch(self, code: str) -> None:
        """Show everything in a language of :data:`resources.LANGUAGES`; an unknown one becomes the first of them."""
        chosen = code if code in resources.LANGUAGES else resources.LANGUAGES[0]
        if chosen == self.code:
            return
        self.code = chosen
        QLocale.setDefault(QLocale(_LOCALES[chosen]))
        self.remove()
        qt = Path(QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath))
        for file in (qt / f"qtbase_{chosen}.qm", resources.path("i18n") / f"{chosen}.qm"):
            self._install(file)
        QCoreApplication.sendPostedEvents(None, QEvent.Type.LanguageChange)

    def remove(self) -> None:
        """Show English again."""
        for translator, _ in self._installed:
            self._app.removeTranslator(translator)
        self._installed = []

    def _install(self, file: Path) -> None:
        """Read a language's texts from memory: Qt maps a file that it opens itself, and dies when that one is rewritten."""
        translator = QTranslator()
        texts = file.read_bytes() if file.exists() else b""
        if texts and translator.load(texts):
            self._app.installTranslator(translator)
            self._installed.append((translator, texts))


def day(text: str | None) -> str:
    """Return an ISO date as people write it; what is no date stays as it is."""
    try:
        found = date.fromisoformat(text or "")
    except ValueError:
        return text or ""
    return QLocale().toString(QDate(found.year, found.month, found.day), DAY)


def moment(text: str | None) -> str:
    """Return an ISO moment as the office's day and time; what is no moment stays as it is."""
    return _moment(text or "", QLocale().name())


@lru_cache(maxsize=4096)
def _moment(text: str, _locale: str) -> str:
    """Return a moment in the locale of now; a list asks for the same ones each time it is painted."""
    try:
        found = parse_iso(text)
    except ValueError:
        return text
    return moment_of(found)


def moment_of(found: datetime) -> str:
    """Return an aware moment as day and time in the office's zone, in which the dates of acts are too."""
    local = found.astimezone(OFFICE_ZONE)
    # An hour that this computer's own zone skips would be moved by Qt: the zone of the stamp has no summer time.
    stamp = QDateTime(
        QDate(local.year, local.month, local.day), QTime(local.hour, local.minute), QTimeZone.utc()
    )
    return QLocale().toString(stamp, f"{DAY} HH:mm")


def size(octets: int) -> str:
    """Return a size in bytes as people write it, in decimal units."""
    return _size(octets, QLocale().name())


@lru_cache(maxsize=4096)
def _size(octets: int, locale: str) -> str:
    return QLocale(locale).formattedDataSize(octets, 1, QLocale.DataSizeFormat.DataSizeSIFormat)
