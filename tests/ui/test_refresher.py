# SPDX-License-Identifier: EUPL-1.2
"""A window that is left open over midnight shows the new day by itself."""

from datetime import date, timedelta

from helpers.cache import ANNA, BERTA, SERIES, UNIT, Cache
from helpers.pdfs import make_pdf
from helpers.sign_page import WAIT, Do
from helpers.windows import OpenWindow
from pytestqt.qtbot import QtBot

from eset_desktop.domain.office_day import office_day
from eset_desktop.domain.signature_flow import Block, Signer
from eset_desktop.operations import documents, signature_requests, substitutions
from eset_desktop.operations.documents import NewDocument
from eset_desktop.operations.signature_requests import NewRequest
from eset_desktop.operations.substitutions import NewSubstitution
from eset_desktop.store.changes import Changes
from ui.refresher import Refresher
from ui.views.request_lists import TO_SIGN


def test_another_day_is_told_once_and_as_a_change_of_everything(cache: Cache) -> None:
    days, told = [date(2026, 11, 22)], list[Changes]()
    refresher = Refresher(cache.database.reader(), lambda: days[0])
    refresher.changed.connect(told.append)
    refresher.look()
    assert told == []
    days[0] += timedelta(days=1)
    refresher.look()
    refresher.look()
    assert [each.everything for each in told] == [True]


def test_what_a_substitution_brought_leaves_the_list_after_its_last_day(
    opened: OpenWindow, do: Do, cache: Cache, qtbot: QtBot
) -> None:
    do("dossier.new", **{"class": SERIES, "title": "Obres", "unit": UNIT})
    dossier, today = opened.window.dossier.dossier_id, office_day(cache.clock.now())
    made = documents.add(cache.session, dossier, NewDocument("Decret", "informe"), make_pdf(1), "d.pdf")
    of_berta = (Block((Signer(person=BERTA),)),)
    signature_requests.create(cache.session, NewRequest(str(made.created), of_berta))
    substitutions.create(cache.session, NewSubstitution(BERTA, ANNA, today, "45/2026", until_on=today))
    opened.desk.refresher.look()
    do("go.signatures", tab=TO_SIGN)
    page = opened.window.signatures
    assert [row["subject"] for row in page.facts()["rows"]] == ["Decret"]
    cache.clock.current += timedelta(days=1)
    opened.desk.refresher.look()
    qtbot.waitUntil(lambda: page.ready().is_settled and opened.desk.background.is_idle, timeout=WAIT)
    assert page.facts()["rows"] == []
