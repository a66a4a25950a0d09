# SPDX-License-Identifier: EUPL-1.2
"""Preparing a stick and installing from one, in the window."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from helpers.cache import STREAM, Cache
from helpers.windows import OpenWindow

from eset_desktop.operations.stick import request
from eset_desktop.operations.stick_export import export

Do = Callable[..., Any]


def test_a_stick_is_prepared_with_the_code_of_the_other_computer(
    opened: OpenWindow, do: Do, tmp_path: Path
) -> None:
    folder = tmp_path / "stick"
    folder.mkdir()
    other = Cache(tmp_path / "other", device_code="B2")
    code = request(other.session, folder).code
    other.close()
    do("stick.prepare", folder=str(folder), code=code, submit=True)
    page = opened.window.stick
    assert opened.window.page_name == "stick"
    assert page.facts()["told"].startswith("El llapis és complet")
    assert not page.facts()["busy"]
    assert list(folder.glob("eset-B2-*/A7/*.eset"))


def test_a_wrong_code_is_told_above_the_page(opened: OpenWindow, do: Do, tmp_path: Path) -> None:
    folder = tmp_path / "stick"
    folder.mkdir()
    do("stick.prepare", folder=str(folder), code="AAAA", submit=True)
    (line,) = opened.window.notices.lines
    assert "petició" in line.text
    assert not opened.window.stick.facts()["busy"]


def test_a_computer_asks_and_takes_in(opened: OpenWindow, do: Do, tmp_path: Path) -> None:
    folder = tmp_path / "stick"
    folder.mkdir()
    do("stick.install", folder=str(folder))
    page = opened.window.stick
    code = page.facts()["code"]
    assert code in page.facts()["told"]
    giver = Cache(tmp_path / "giver", device_code="B2")
    list(export(giver.session, folder, code))
    giver.close()
    with opened.cache.database.write() as connection:
        connection.execute("UPDATE stream SET seq = seq - 1 WHERE id = ?", (STREAM,))
    hints = opened.hints
    do("stick.install", folder=str(folder), submit=True)
    assert page.facts()["told"].endswith("La resta arribarà per la línia.")
    assert opened.hints > hints


def test_the_page_says_everything_in_each_language(opened: OpenWindow, do: Do) -> None:
    do("stick.install")
    do("language.es")
    assert opened.window.stick.title.text() == "Instalar desde un lápiz"
    do("stick.prepare")
    do("language.ca")
    assert opened.window.stick.title.text() == "Prepara un llapis per a un altre ordinador"
