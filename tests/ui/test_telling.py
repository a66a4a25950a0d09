# SPDX-License-Identifier: EUPL-1.2
"""What a person is told is whole on screen and in the language of now."""

from collections.abc import Callable

import pytest
from helpers.cache import SERIES
from helpers.windows import OpenWindow
from PySide6.QtWidgets import QApplication, QDialogButtonBox
from pytestqt.qtbot import QtBot

from eset_desktop.store.errors import WrongPassphrase
from ui import theme
from ui.errors import line_of
from ui.outcome import Outcome
from ui.unlock import UnlockDialog

Do = Callable[..., Outcome[object]]


def refuse(_: str) -> str:
    raise WrongPassphrase


@pytest.mark.parametrize("language", ["ca", "es", "en"])
@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_a_wrong_passphrase_is_told_with_its_whole_text(
    qapp: QApplication, qtbot: QtBot, language: str, scale: float
) -> None:
    dialog = UnlockDialog(None, language, refuse)
    dialog.setFont(theme.scaled(dialog.font(), scale))
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.waitExposed(dialog)
    buttons = dialog.findChild(QDialogButtonBox)
    assert isinstance(buttons, QDialogButtonBox)
    for _ in range(2):
        dialog.box.setText("no és aquesta")
        buttons.button(QDialogButtonBox.StandardButton.Ok).click()
        qapp.processEvents()
        assert dialog.told.text() == line_of(WrongPassphrase(), language).text
        assert dialog.told.height() >= dialog.told.heightForWidth(dialog.told.width())
        assert dialog.rect().contains(buttons.geometry())


def test_an_open_notice_follows_the_language(opened: OpenWindow, do: Do) -> None:
    do("dossier.new", **{"class": SERIES, "title": " "})
    texts = set()
    for language in ("es", "en", "ca"):
        opened.window.switch_language(language)
        (notice,) = opened.window.notices.lines
        texts.add(notice.text)
    assert len(texts) == 3


def test_an_offer_to_undo_in_another_language_ends_and_ctrl_z_stays(opened: OpenWindow, do: Do) -> None:
    made = do("dossier.new", **{"class": SERIES, "title": "Obres"})
    assert made.is_settled
    do("dossier.edit", fields={"title": "Obra major"})
    assert [notice.key for notice in opened.window.notices.lines] == ["undo"]
    do("language.es")
    assert opened.window.notices.lines == ()
    do("app.undo")
    shown = opened.window.dossier.shown
    assert shown is not None
    assert shown.title == "Obres"
    do("language.ca")
