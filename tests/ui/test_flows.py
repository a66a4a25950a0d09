# SPDX-License-Identifier: EUPL-1.2
"""The town hall's own signature flows in the window: put together, saved, used, changed, removed and taken back; the PIN's rule."""

from collections.abc import Callable
from typing import Any

import pytest
from helpers.cache import ANNA, BERTA, FIRST_ROWS, SERIES, UNIT, Cache, row
from helpers.pdfs import make_pdf
from helpers.windows import OpenWindow, give_profile
from hypothesis import given
from hypothesis import strategies as st

from eset_desktop.domain import rights
from eset_desktop.domain.signature_flow import READY, REVIEW, Block, Signer, flow_json, flow_of
from eset_desktop.domain.values import Json
from eset_desktop.operations import documents, dossiers
from eset_desktop.operations.signing_settings import asks_each
from eset_desktop.store.queries import signature_requests as queries
from ui.flows import added, lines_of, moved, removed, with_minimum

Do = Callable[..., Any]
MAYOR, SECRETARY = Signer(office=rights.ALCALDIA), Signer(office=rights.SECRETARIA)


@pytest.fixture
def page(opened: OpenWindow, do: Do, cache: Cache) -> OpenWindow:
    give_profile(cache, (rights.SECRETARIA,))
    opened.desk.refresher.look()
    do("go.flows")
    assert opened.window.page_name == "flows"
    return opened


def pick(page: OpenWindow, who: str, role: str = "sign") -> None:
    form = page.window.flows.form
    assert form.who.choose(who)
    assert form.role.choose(role)


def test_a_flow_is_put_together_saved_and_offered(page: OpenWindow, do: Do, cache: Cache) -> None:
    shown = page.window.flows
    assert [row["name"] for row in shown.facts()["rows"]] == [
        "Alcaldia", "Alcaldia i després secretaria", "Secretaria amb el vistiplau d'alcaldia",
    ]  # fmt: skip
    shown._new.click()
    form = shown.form
    assert not shown._save.isEnabled()
    pick(page, f"person:{BERTA}", REVIEW)
    form.next_step.click()
    pick(page, f"office:{rights.ALCALDIA}")
    form.next_step.click()
    form.list.choose(1)
    pick(page, f"office:{rights.SECRETARIA}")
    form.same_step.click()
    form.list.choose(1)
    form.minimum.setValue(1)
    form.name.setText("Factures")
    form.moved.emit()
    assert shown._save.isEnabled()
    shown._save.click()
    page.desk.refresher.look()
    do("go.flows")
    (own,) = queries.flows(cache.database.reader())
    assert own.name == "Factures"
    assert own.flow == (Block((Signer(REVIEW, person=BERTA),)), Block((MAYOR, SECRETARY), 1))
    assert shown.facts()["rows"][-1]["who"] == "Berta Prova → Alcaldia, Secretaria (1 de 2)"
    assert shown.facts()["edited"] == own.id


def test_it_is_offered_where_documents_are_sent_and_what_was_typed_there_stays(
    opened: OpenWindow, do: Do, cache: Cache
) -> None:
    give_profile(cache, (rights.SECRETARIA,))
    opened.desk.refresher.look()
    do("dossier.new", **{"class": SERIES, "title": "Llicència d'obres", "unit": UNIT})
    dossier = opened.window.dossier.dossier_id
    new = documents.NewDocument("Decret", "informe")
    made = documents.add(cache.session, dossier, new, make_pdf(1), "d.pdf").created
    do("dossier.open", id=dossier, tab="documents")
    do("request.new", documents=[made], submit=False)
    form = opened.window.send_to_sign
    form.message.setPlainText("Abans del ple")
    form._own.click()
    assert opened.window.page_name == "flows"
    do("flow.save", name="Factures", flow=flow_json(READY["mayor"]))
    (own,) = queries.flows(cache.database.reader())
    do("go.back")
    assert opened.window.page_name == "send_to_sign"
    assert form.message.toPlainText() == "Abans del ple"
    do("request.new", flow=own.id)
    reader = cache.database.reader()
    (row,) = queries.sent(reader, cache.session.account().person, dossiers.today(cache.session))
    assert (row.flow_code, row.message) == (own.id, "Abans del ple")


@pytest.mark.usefixtures("page")
def test_it_is_changed_removed_and_taken_back(do: Do, cache: Cache) -> None:
    do("flow.save", name="Factures", flow=flow_json(READY["mayor"]))
    (own,) = queries.flows(cache.database.reader())
    do("flow.save", id=own.id, name="Factures petites", flow=flow_json(READY["mayor_secretary"]))
    (changed,) = queries.flows(cache.database.reader())
    assert (changed.id, changed.name, len(changed.flow)) == (own.id, "Factures petites", 2)
    do("flow.remove", id=own.id)
    assert queries.flows(cache.database.reader()) == ()
    do("flow.save", name="Factures petites", flow=flow_json(READY["mayor"]))  # of that name by now
    do("app.undo")
    names = [(each.name, each.flow == changed.flow) for each in queries.flows(cache.database.reader())]
    assert sorted(names) == [("Factures petites", False), ("Factures petites", True)]


@pytest.mark.usefixtures("page")
def test_a_flow_without_a_name_or_signers_is_not_saved(opened: OpenWindow, do: Do, cache: Cache) -> None:
    do("flow.save", name=" ", flow=flow_json(READY["mayor"]))
    do("flow.save", name="Factures", flow=[])
    assert queries.flows(cache.database.reader()) == ()
    assert opened.window.notices.lines[-1].text


def test_a_new_flow_is_none_of_those_in_the_list_and_each_can_be_come_back_to(
    page: OpenWindow, do: Do
) -> None:
    do("flow.save", name="Factures", flow=flow_json(READY["mayor"]))
    shown = page.window.flows
    assert shown.list.row() is not None
    shown._new.click()
    page.desk.refresher.look()
    shown.retranslate()
    assert shown.list.row() is None
    assert not shown._remove.isEnabled()
    shown.list.choose(3)
    assert (shown.form.name.text(), shown._remove.isEnabled()) == ("Factures", True)


@pytest.mark.parametrize("name", ["factures ", "Alcaldia"])
def test_a_name_that_another_has_is_told_at_its_field_and_not_saved(
    page: OpenWindow, do: Do, cache: Cache, name: str
) -> None:
    shown, form = page.window.flows, page.window.flows.form
    do("flow.save", name="Factures", flow=flow_json(READY["mayor"]))
    assert not shown.facts()["name_taken"]
    shown._new.click()
    pick(page, f"office:{rights.SECRETARIA}")
    form.next_step.click()
    form.name.setText(name)
    form.moved.emit()
    assert (form.verdict.isVisible(), shown._save.isEnabled()) == (True, False)
    assert form.name.accessibleDescription() == form.verdict.text()
    do("flow.save", name=name, flow=flow_json(READY["mayor"]))
    assert f"«{name.strip()}»" in page.window.notices.lines[-1].text
    assert len(queries.flows(cache.database.reader())) == 1
    form.name.setText("Nòmines")
    form.moved.emit()
    assert (form.verdict.isVisible(), shown._save.isEnabled()) == (False, True)


def test_two_of_one_name_are_told_apart_by_who_signs(opened: OpenWindow, cache: Cache) -> None:
    """They came from two computers that were offline."""
    head = FIRST_ROWS[-1].seq + 1
    known = {
        "Factures": READY["mayor"],
        "factures": (Block((Signer(person=BERTA),)),),
        "Nòmines": READY["mayor"],
    }
    for at, (name, flow) in enumerate(known.items()):
        fields: dict[str, Json] = {"name": name, "flow": flow_json(flow)}
        made = row(head + at, "signature_flow", f"01900000-0000-7000-8000-00000000f00{at}", fields)
        cache.feed(head + at - 1, (made,))
    opened.desk.refresher.look()
    opened.window.go("send_to_sign", {"documents": []})
    offered = opened.window.send_to_sign.flow
    assert [offered.itemText(at) for at in range(3, offered.count())] == [
        "Factures · Alcaldia", "factures · Berta Prova", "Nòmines",
    ]  # fmt: skip


def test_the_secretary_says_how_often_the_pin_is_typed(page: OpenWindow, do: Do, cache: Cache) -> None:
    assert not asks_each(cache.database.reader())
    page.window.flows.each.click()
    do("go.flows")
    assert asks_each(cache.database.reader())
    do("app.undo")
    assert not asks_each(cache.database.reader())
    assert page.window.flows.facts()["pin_each"] is False


def test_who_may_not_sees_no_way_to_it(opened: OpenWindow, cache: Cache) -> None:
    give_profile(cache, (rights.ALCALDIA,))
    opened.desk.refresher.look()
    assert not opened.desk.registry.is_available("go.flows")


SIGNERS = st.sampled_from([MAYOR, SECRETARY, Signer(REVIEW, person=ANNA), Signer(person=BERTA)])


@given(st.lists(st.tuples(SIGNERS, st.integers(0, 5), st.integers(-1, 1), st.integers(-1, 4)), max_size=12))
def test_whatever_is_done_to_a_flow_it_can_be_followed(acts: list[tuple[Signer, int, int, int]]) -> None:
    flow: tuple[Block, ...] = ()
    for signer, at, by, minimum in acts:
        block = at % len(flow) if flow and at < 4 else None
        flow = added(flow, signer, block)
        if block is not None:
            flow = with_minimum(moved(flow, block, by), block, minimum)
        assert flow_of(flow_json(flow)) == flow
    while flow:
        before = len(lines_of(flow))
        flow = removed(flow, lines_of(flow)[-1])
        assert len(lines_of(flow)) == before - 1
        assert not flow or flow_of(flow_json(flow)) == flow
