# SPDX-License-Identifier: EUPL-1.2
"""The window's texts while the program is renewed under it."""

import shutil
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

import resources
from ui.i18n import Language


def test_texts_outlive_the_file_they_came_from(
    qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An update that writes into the file, instead of putting a new one in its place, must not end the program."""
    folder = tmp_path / "i18n"
    shutil.copytree(resources.path("i18n"), folder)
    monkeypatch.setattr(resources, "path", tmp_path.joinpath)
    language = Language(qapp, "ca")
    (folder / "ca.qm").write_bytes(b"")
    assert qapp.translate("FlowForm", "Steps") == "Passos"
    language.remove()
    assert qapp.translate("FlowForm", "Steps") == "Steps"
