# SPDX-License-Identifier: EUPL-1.2
"""The first thing on a new computer: linking it to the town hall's central service.

Whatever is refused is told in place and nothing of what was typed goes, but the passphrases. The line is asked on
another thread; the dialog only asks and tells.
"""

from collections.abc import Callable
from functools import partial
from typing import Final, Generic, TypeVar

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from eset_desktop.errors import EsetError
from ui.background import Background
from ui.errors import ErrorLine, line_of, line_of_code
from ui.i18n import LANGUAGE_NAMES, Language
from ui.icons import icon
from ui.joining_given import Again, Joining, NotReached, joining_of
from ui.theme import GAP, heading, quiet
from ui.widgets.choice import Choice
from ui.widgets.label import PlainLabel
from ui.widgets.notices import WARNING, Notice, Notices
from ui.widgets.tick import CheckBox, RadioButton

T = TypeVar("T")

_WIDTH: Final = 92
"""Characters."""

_FIELD_OF: Final = {
    "sync.code_refused": "code",
    "store.other_person": "code",
    "store.weak_passphrase": "passphrase",
    "ui.passphrases_differ": "again",
}
"""Which field an error is about, by its code; the address for all others."""

_LINE_DOWN: Final = "sync.line_down"


class JoinDialog(QDialog, Generic[T]):
    """Asks for address, code and way in until the service takes them; ``opened`` is then what was made, else None.

    Args:
        language: Switched by the person here already.
        attempt: Joins, on another thread; raises an :class:`EsetError` and leaves nothing half done.
        keyring_works: Tells, on another thread, whether this system has a keyring that keeps secrets.
        again: For a profile that goes on: how it opens is not asked then.

    Signals:
        told: Something was refused; carries the :class:`EsetError`.
    """

    told = Signal(object)

    def __init__(
        self,
        language: Language,
        attempt: Callable[[Joining], T],
        keyring_works: Callable[[], bool],
        again: Again | None = None,
    ) -> None:
        super().__init__()
        self._language = language
        self._attempt = attempt
        self._again = again
        self.opened: T | None = None
        self._keyring_works: bool | None = None
        self.background = Background(self)
        self.setObjectName("join_dialog")
        self.setWindowTitle("e-SET Desktop")
        self.setWindowIcon(icon("app"))
        self.notices = Notices(self)
        self._make_fields()
        self._lay_out()
        self.retranslate()
        self._say_working(working=False)
        self.passphrase_way.setChecked(True)
        self.keyring_way.setEnabled(False)
        if again is None:
            self.background.read(keyring_works).when(self._offer_keyring, lambda _: None)
        else:
            self._ask_code_only(again)

    def _ask_code_only(self, again: Again) -> None:
        for widget in (self._ways_box, self._recovery):
            widget.hide()
        self.address.setText(again.address)
        (self.code if again.address else self.address).setFocus()
        if again.reason:
            self._warn(partial(line_of_code, again.reason), "reason")

    def _warn(self, line: Callable[[str], ErrorLine], key: str) -> None:
        def told() -> str:
            return line(self._language.code).text

        self.notices.show_notice(Notice(WARNING, told(), key=key, retold=told))

    def _make_fields(self) -> None:
        self.title, self._intro = heading("", self), quiet(PlainLabel(self))
        self.languages = Choice(self)
        self.languages.offer(list(LANGUAGE_NAMES.items()))
        self.languages.choose(self._language.code)
        self.languages.picked.connect(self._language.switch)
        self.address, self.code = self._line("join_address"), self._line("join_code")
        self.keyring_way, self.passphrase_way = RadioButton(self), RadioButton(self)
        self._ways = QButtonGroup(self)
        for way in (self.keyring_way, self.passphrase_way):
            self._ways.addButton(way)
            way.toggled.connect(self._show_way)
        self.passphrase, self.again = self._line("join_passphrase"), self._line("join_again")
        for secret in (self.passphrase, self.again):
            secret.setEchoMode(QLineEdit.EchoMode.Password)
        self.signing_only = CheckBox(self)
        self.signing_only.setObjectName("join_signing_only")
        self._recovery = quiet(PlainLabel(self))
        for text in (self._intro, self._recovery):
            text.setWordWrap(True)
        self.progress = QProgressBar(self)
        self.progress.setRange(0, 0)
        self._working = PlainLabel(self)
        self.link, self.leave = QPushButton(self), QPushButton(self)
        self.link.setDefault(True)
        self.link.clicked.connect(self._try)
        self.leave.setAutoDefault(False)
        self.leave.clicked.connect(self.reject)

    def _line(self, name: str) -> QLineEdit:
        line = QLineEdit(self)
        line.setObjectName(name)
        return line

    def _lay_out(self) -> None:
        self.setMinimumWidth(self.fontMetrics().averageCharWidth() * _WIDTH)
        top = QHBoxLayout()
        top.addWidget(self.title, 1)
        top.addWidget(self.languages)
        self._form, self._ways_box = QWidget(self), QWidget(self)
        form = QFormLayout(self._form)
        form.setContentsMargins(0, 0, 0, 0)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self._labels = {}
        for name, field in (("address", self.address), ("code", self.code)):
            self._labels[name] = self._labelled(form, field)
        self._how = heading("", self, 1.1)
        self._secrets = QWidget(self)
        below = QFormLayout(self._secrets)
        below.setContentsMargins(3 * GAP, 0, 0, 0)
        for name, field in (("passphrase", self.passphrase), ("again", self.again)):
            self._labels[name] = self._labelled(below, field)
        buttons = QHBoxLayout()
        for widget in (self.progress, self._working):
            buttons.addWidget(widget)
        buttons.addStretch(1)
        buttons.addWidget(self.leave)
        buttons.addWidget(self.link)
        column = QVBoxLayout(self)
        column.setContentsMargins(3 * GAP, 2 * GAP, 3 * GAP, 2 * GAP)
        column.setSpacing(GAP)
        column.addLayout(top)
        column.addWidget(self._intro)
        column.addWidget(self.notices)
        column.addWidget(self._form)
        column.addSpacing(GAP)
        ways = QVBoxLayout(self._ways_box)
        ways.setContentsMargins(0, 0, 0, 0)
        for part in (self._how, self.keyring_way, self.passphrase_way, self._secrets):
            ways.addWidget(part)
        ways.addSpacing(GAP)
        ways.addWidget(self.signing_only)
        column.addWidget(self._ways_box)
        column.addWidget(self._recovery)
        column.addStretch(1)
        column.addSpacing(GAP)
        column.addLayout(buttons)

    def _labelled(self, form: QFormLayout, field: QLineEdit) -> QLabel:
        label = PlainLabel(self)
        label.setBuddy(field)
        form.addRow(label, field)
        return label

    def retranslate(self) -> None:
        """Write the texts in the window's language; what a person typed stays."""
        self.title.setText(self.tr("Link this computer"))
        self._intro.setText(
            self.tr("The town hall's administrator gives you the address and a code that works once.")
        )
        self.languages.setAccessibleName(self.tr("Language"))
        for name, text in (
            ("address", self.tr("&Address of the central service")),
            ("code", self.tr("Enrolment &code")),
            ("passphrase", self.tr("&Passphrase")),
            ("again", self.tr("Passphrase, a&gain")),
        ):
            self._labels[name].setText(text)
        self.address.setPlaceholderText("https://eset.exemple.cat")
        self._how.setText(self.tr("How your data are opened on this computer"))
        self.keyring_way.setText(
            self.tr("With your session of this computer: nothing to type (&recommended)")
            if self._keyring_works is not False
            else self.tr("With your session of this computer: it has no safe place for a key")
        )
        self.passphrase_way.setText(self.tr("With a pass&phrase, typed each time"))
        self.signing_only.setText(
            self.tr("Only for &signing: nothing comes here but what waits for your signature")
        )
        self._recovery.setText(
            self.tr(
                "If one day neither opens them, the town hall's recovery key does: unsent work is not lost."
            )
        )
        self._working.setText(self.tr("Linking…"))
        self.link.setText(self.tr("&Link"))
        self.leave.setText(self.tr("&Quit"))

    def given(self) -> Joining:
        """Return what was typed; raises as :func:`ui.joining_given.joining_of`."""
        by_passphrase = self._again is None and self.passphrase_way.isChecked()
        passphrases = (self.passphrase.text(), self.again.text()) if by_passphrase else None
        return joining_of(
            self.address.text(), self.code.text(), passphrases, signing_only=self.signing_only.isChecked()
        )

    def _try(self) -> None:
        self.notices.clear()
        try:
            given = self.given()
        except EsetError as error:
            self._field_of(error).setFocus()
            self._tell(error)
            return
        self._say_working(working=True)
        self.background.write(lambda: self._attempt(given)).when(self._take, self._refused)

    def _take(self, opened: T) -> None:
        self.opened = opened
        self._say_working(working=False)
        self.accept()

    def _refused(self, error: EsetError) -> None:
        self._say_working(working=False)
        self._tell(error)
        field = self._field_of(error)
        field.setFocus()
        field.selectAll()

    def _field_of(self, error: EsetError) -> QLineEdit:
        fields = {"code": self.code, "passphrase": self.passphrase, "again": self.again}
        about = error.details.get("field") or _FIELD_OF.get(error.code)
        return fields.get(str(about), self.address)

    def _tell(self, error: EsetError) -> None:
        self._warn(partial(line_of, NotReached() if error.code == _LINE_DOWN else error), "error")
        self._fit()
        self.told.emit(error)

    def _say_working(self, *, working: bool) -> None:
        self._joining = working
        self.progress.setVisible(working)
        self._working.setVisible(working)
        for widget in (self._form, self._ways_box, self.link, self.leave, self.languages):
            widget.setEnabled(not working)

    def _offer_keyring(self, works: bool) -> None:
        self._keyring_works = works
        self.keyring_way.setEnabled(works)
        self.retranslate()
        if works and not self.passphrase.text():
            self.keyring_way.setChecked(True)

    def _show_way(self) -> None:
        self._secrets.setVisible(self.passphrase_way.isChecked())
        self._fit()

    def _fit(self) -> None:
        """Grow to the height that wrapped lines need; a layout's minimum does not know it."""
        layout = self.layout()
        if layout is not None and self.isVisible():
            layout.activate()
            self.resize(self.width(), max(self.height(), layout.totalHeightForWidth(self.width())))

    def done(self, result: int) -> None:
        """Close, but not in the middle: the code may be used up already and its answer must be kept."""
        if not self._joining:
            for secret in (self.passphrase, self.again):
                secret.clear()
            self.background.close()
            super().done(result)

    def changeEvent(self, event: QEvent) -> None:
        """Follow a switch of the language."""
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)
