# SPDX-License-Identifier: EUPL-1.2
"""A keyring that lost the key: the window asks for the passphrase, says why in three languages, and opens with it."""

from pathlib import Path

import pytest
from helpers.keyrings import MemoryKeyring
from helpers.profiles import PASSPHRASE, WAY
from helpers.told import LANGUAGES, are_one_text, beginning
from PySide6.QtWidgets import QApplication, QDialogButtonBox
from pytestqt.qtbot import QtBot

from eset_desktop.errors import EsetError
from eset_desktop.store import keys, profile
from eset_desktop.store.data_key import DataKey
from eset_desktop.store.errors import KeyringLost
from eset_desktop.store.keys import ByKeyring
from ui.i18n import Language
from ui.unlock import UnlockDialog


def lost(keys_path: Path, keyring: MemoryKeyring) -> EsetError:
    """Return what opening by a keyring that forgot everything says."""
    keyring.secrets.clear()
    with pytest.raises(KeyringLost) as caught:
        keys.open_with_keyring(keys_path, keyring)
    return caught.value


def unlock(dialog: UnlockDialog[DataKey], passphrase: str) -> None:
    """Type a passphrase and press OK."""
    dialog.box.setText(passphrase)
    buttons = dialog.findChild(QDialogButtonBox)
    assert isinstance(buttons, QDialogButtonBox)
    buttons.button(QDialogButtonBox.StandardButton.Ok).click()


@pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)
def test_the_window_asks_for_the_passphrase(qapp: QApplication, qtbot: QtBot, tmp_path: Path) -> None:
    keyring = MemoryKeyring()
    made, key = profile.create(tmp_path / "profile", (ByKeyring(keyring), WAY))
    reason = lost(made.keys_path, keyring)
    told: dict[str, list[str]] = {reason.code: [], "store.wrong_passphrase": []}
    for language in LANGUAGES:
        Language(qapp, language)
        dialog = UnlockDialog(
            reason, language, lambda given: keys.open_with_passphrase(made.keys_path, given)
        )
        qtbot.addWidget(dialog)
        dialog.show()
        for code, texts in told.items():
            assert dialog.told.text().startswith(beginning(code, language))
            texts.append(dialog.told.text())
            unlock(dialog, "no és aquesta")
        assert dialog.opened is None
        unlock(dialog, PASSPHRASE)
        assert dialog.opened == key
    for texts in told.values():
        are_one_text(texts)
