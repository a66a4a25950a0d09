# SPDX-License-Identifier: EUPL-1.2
"""What goes over the line now and how long the rest takes, in a few plain sentences with a small plot beside them."""

from typing import Any, Final

from PySide6.QtCore import QEvent, QLocale, Qt, QTimer
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from eset_desktop.domain import traffic
from eset_desktop.store.engine import Connection
from eset_desktop.store.queries import activity
from eset_desktop.store.queries.activity import Activity, FirstReading
from eset_desktop.store.totals import Totals
from ui.desk import Desk
from ui.i18n import moment, size
from ui.looking import Looking
from ui.outcome import Outcome
from ui.theme import GAP, quiet
from ui.widgets.label import PlainLabel
from ui.widgets.traffic_plot import TrafficPlot

UP: Final = "up"
_LOOK_MILLISECONDS: Final = 2_000
_PLOT_WIDTH: Final = 34
"""Characters."""
_MINUTE: Final = 60
_HOURS_FROM: Final = 90 * _MINUTE


class ActivityPanel(QFrame):
    """Sentences about sending and receiving, the last complete sync and the estimate; looks by itself while it is seen."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._shown: Activity | None = None
        self._totals = Totals()
        self.setObjectName("activity")
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self._sending, self._receiving, self._estimate = (PlainLabel(self) for _ in range(3))
        self._last, self._figures = quiet(PlainLabel(self)), quiet(PlainLabel(self))
        self.plot = TrafficPlot(self)
        self._lay_out()
        self._looking = Looking(desk.registry, lambda: desk.look(self._read), self._take)
        self.timer = QTimer(self, interval=_LOOK_MILLISECONDS)
        self.timer.timeout.connect(self.look)

    def _lay_out(self) -> None:
        words = QVBoxLayout()
        words.setSpacing(GAP // 2)
        for name, label in (
            ("sending", self._sending), ("receiving", self._receiving), ("estimate", self._estimate),
            ("last_complete", self._last),
        ):  # fmt: skip
            label.setObjectName(f"activity_{name}")
            label.setWordWrap(True)
            words.addWidget(label)
        words.addStretch(1)
        self._figures.setObjectName("activity_figures")
        self._figures.setAlignment(Qt.AlignmentFlag.AlignRight)
        picture = QVBoxLayout()
        picture.addWidget(self.plot)
        picture.addWidget(self._figures)
        self.plot.setMinimumWidth(self.fontMetrics().averageCharWidth() * _PLOT_WIDTH)
        row = QHBoxLayout(self)
        row.setSpacing(2 * GAP)
        row.addLayout(words, 3)
        row.addLayout(picture, 2)

    def look(self) -> None:
        """Read what goes on, beside the main thread, and show it."""
        self._looking.look()

    @property
    def looked(self) -> Outcome[object]:
        """The last look."""
        return self._looking.looked

    def _read(self, connection: Connection) -> tuple[Activity, Totals]:
        return activity.look(connection), self._desk.totals()

    def _take(self, found: tuple[Activity, Totals]) -> None:
        self._shown, self._totals = found
        self._tell(self._shown)

    def facts(self) -> dict[str, Any]:
        """Return what the driver may ask of it."""
        labels = (self._sending, self._receiving, self._estimate, self._last, self._figures)
        return {each.objectName().removeprefix("activity_"): each.text() for each in labels}

    def showEvent(self, event: QShowEvent) -> None:
        """Look now and then while it is seen."""
        self.timer.start()
        super().showEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        """Look no more."""
        self.timer.stop()
        super().hideEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """Follow a switch of the language."""
        if event.type() == QEvent.Type.LanguageChange and self._shown is not None:
            self._tell(self._shown)
        super().changeEvent(event)

    def _tell(self, shown: Activity) -> None:
        for label, text in (
            (self._sending, self._sending_words(shown)),
            (self._receiving, self._receiving_words(shown)),
            (self._estimate, self._estimate_words(shown)),
            (self._last, self._last_words(shown)),
        ):
            label.setText(text)
            label.setVisible(bool(text))
        now = self._desk.session.clock.now().timestamp()
        recent = [each for each in self._totals.recent if now - traffic.KEPT < each.at <= now]
        figures = (
            self.tr("Last 10 minutes: ↑ %1 sent, ↓ %2 received")
            .replace("%1", size(sum(each.up for each in recent)))
            .replace("%2", size(sum(each.down for each in recent)))
        )
        self._figures.setText(figures)
        self.plot.setAccessibleName(figures)
        self.plot.setToolTip(figures)
        self.plot.show_samples(recent, now)

    def _sending_words(self, shown: Activity) -> str:
        waits = bool(shown.changes or shown.files or shown.stopped)
        if shown.line != UP:
            return (
                self.tr("Nothing is being sent now. What waits goes when the connection is back.")
                if waits
                else self.tr("There is no connection now. Nothing waits to be sent.")
            )
        if shown.sending is not None:
            return self._with_the_rest(shown, shown.sending.title, shown.sending.percent)
        if shown.changes:
            return self.tr("%n change(s) being sent.", "", shown.changes)
        if shown.stopped:
            return self.tr("%n change(s) can't be sent: see what needs attention.", "", shown.stopped)
        return self.tr("Everything that was saved is sent.")

    def _with_the_rest(self, shown: Activity, title: str, percent: int | None) -> str:
        text = self.tr("“%1” is being sent").replace("%1", title)
        if percent is not None:
            text += f" ({percent} %)"
        after = []
        if shown.files > 1:
            after.append(self.tr("%n more document(s)", "", shown.files - 1))
        if shown.changes:
            after.append(self.tr("%n change(s)", "", shown.changes))
        if not after:
            return f"{text}."
        rest = self.tr("then, %1").replace("%1", self.tr(" and ").join(after))
        return f"{text}; {rest}."

    def _receiving_words(self, shown: Activity) -> str:
        told = [self._reading_words(each) for each in shown.readings if each.rows]
        if shown.fetching is not None and shown.line == UP:
            text = self.tr("“%1” is being fetched").replace("%1", shown.fetching.title)
            rest = self.tr("then, %n more document(s)", "", shown.wanted - 1) if shown.wanted > 1 else ""
            told.append(f"{text}; {rest}." if rest else f"{text}.")
        return " ".join(told)

    def _reading_words(self, reading: FirstReading) -> str:
        kind = reading.stream.partition(":")[0]
        texts = {
            "catalogue": self.tr("The catalogue is being received: %1 of %2."),
            "text": self.tr("The words of documents are being received: %1 of %2."),
            "restricted": self.tr("Dossiers of restricted access are being received: %1 of %2."),
        }
        text = texts.get(kind, self.tr("The dossiers with all they hold are being received: %1 of %2."))
        number = QLocale().toString
        return text.replace("%1", number(reading.taken)).replace("%2", number(reading.rows))

    def _estimate_words(self, shown: Activity) -> str:
        if shown.line != UP:
            return ""
        seconds = traffic.seconds_for(shown.bytes_up, shown.bytes_down, self._totals.recent)
        if seconds is None:
            return ""
        return self.tr("What waits takes %1 more.").replace("%1", self._duration(seconds))

    def _duration(self, seconds: float) -> str:
        if seconds < _MINUTE:
            return self.tr("less than a minute")
        if seconds < _HOURS_FROM:
            return self.tr("about %n minute(s)", "", round(seconds / _MINUTE))
        return self.tr("about %n hour(s)", "", round(seconds / (60 * _MINUTE)))

    def _last_words(self, shown: Activity) -> str:
        if not shown.last_complete:
            return self.tr("Not everything was received yet for the first time.")
        return self.tr("Everything was last sent and received on %1.").replace(
            "%1", moment(shown.last_complete)
        )
