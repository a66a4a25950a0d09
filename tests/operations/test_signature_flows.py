# SPDX-License-Identifier: EUPL-1.2
"""The body's own signature flows: kept, changed, removed; each with a name of its own, unless two computers gave it offline."""

import pytest
from helpers.cache import ANNA, FIRST_ROWS, Cache, row

from eset_desktop.domain.signature_flow import READY, Block, Signer, flow_json
from eset_desktop.domain.values import Json
from eset_desktop.operations.errors import Refused
from eset_desktop.operations.signature_flows import FlowNameTaken, add_flow, edit_flow, remove_flow
from eset_desktop.store.queries.signature_requests import flows

FLOW = (Block((Signer(person=ANNA), Signer(office="alcaldia")), minimum=2),)
ELSEWHERE = "01900000-0000-7000-8000-00000000f001"


def names(cache: Cache) -> list[str]:
    return [each.name for each in flows(cache.database.reader())]


def test_it_is_kept_changed_and_removed(cache: Cache) -> None:
    made = str(add_flow(cache.session, "Factures", FLOW).created)
    edit_flow(cache.session, made, "Factures i nòmines", FLOW)
    (known,) = flows(cache.database.reader())
    assert (known.name, known.flow) == ("Factures i nòmines", FLOW)
    with pytest.raises(Refused) as refused:
        add_flow(cache.session, "Cap", ())
    assert refused.value.details["reason"] == "signature_flow.flow_missing"
    remove_flow(cache.session, made)
    assert names(cache) == []


@pytest.mark.parametrize("name", ["Factures petites", " factures  PETITES ", "Factures\u00a0petites"])
def test_no_two_have_one_name(cache: Cache, name: str) -> None:
    first = str(add_flow(cache.session, "Factures petites", FLOW).created)
    other = str(add_flow(cache.session, "Nòmines", FLOW).created)
    waiting = len(cache.waiting())
    with pytest.raises(FlowNameTaken) as taken:
        add_flow(cache.session, name, READY["mayor"])
    assert taken.value.details == {"name": name.strip()}
    with pytest.raises(FlowNameTaken):
        edit_flow(cache.session, other, name, FLOW)
    assert (names(cache), len(cache.waiting())) == (["Factures petites", "Nòmines"], waiting)
    edit_flow(cache.session, first, name, READY["mayor"])
    remove_flow(cache.session, first)
    edit_flow(cache.session, other, name, FLOW)
    assert names(cache) == [name.strip()]


def test_none_is_called_as_a_ready_one(cache: Cache) -> None:
    with pytest.raises(FlowNameTaken):
        add_flow(cache.session, "ALCALDIA", FLOW, ready=("Alcaldia",))


def test_of_two_that_came_from_two_computers_each_may_be_changed_and_renamed(cache: Cache) -> None:
    here = str(add_flow(cache.session, "Factures", FLOW).created)
    head = FIRST_ROWS[-1].seq
    fields: dict[str, Json] = {"name": "factures", "flow": flow_json(READY["mayor"])}
    cache.feed(head, (row(head + 1, "signature_flow", ELSEWHERE, fields),))
    edit_flow(cache.session, here, "Factures", READY["mayor_secretary"])
    edit_flow(cache.session, ELSEWHERE, "Factures petites", READY["mayor"])
    assert sorted(names(cache)) == ["Factures", "Factures petites"]
    with pytest.raises(FlowNameTaken):
        edit_flow(cache.session, ELSEWHERE, "Factures", READY["mayor"])
