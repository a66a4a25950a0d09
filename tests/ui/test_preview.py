# SPDX-License-Identifier: EUPL-1.2
"""A document's pages beside a list that somebody goes through by key."""

from helpers.pdfs import make_pdf
from helpers.windows import OpenWindow
from pytestqt.qtbot import QtBot

from ui.widgets.preview import Preview


def test_only_the_document_that_one_stops_at_is_opened(opened: OpenWindow, qtbot: QtBot) -> None:
    desk = opened.desk
    preview = Preview(desk.registry, desk.background, desk.render, desk.language, opened.window)
    read: list[str] = []

    def source(name: str, pages: int) -> bytes:
        read.append(name)
        return make_pdf(pages)

    preview.show_document("passed", lambda: source("passed", 2))
    preview.show_document("stayed", lambda: source("stayed", 3))
    qtbot.waitUntil(lambda: preview.is_drawn, timeout=20_000)
    assert (preview.pages, read) == (3, ["stayed"])
