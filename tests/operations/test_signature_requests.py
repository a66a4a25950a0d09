# SPDX-License-Identifier: EUPL-1.2
"""The signature folder at one computer: ask, sign, review, refuse with a reason, delegate, in somebody's place; all offline."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from helpers.cache import ANNA, BERTA, FIRST_ROWS, MAYOR, SERIES, Cache, row

from eset_desktop.domain.signature_flow import APPROVE, READY, REVIEW, Block, Flow, Signer, flow_json
from eset_desktop.domain.values import Json
from eset_desktop.operations import documents, dossiers, substitutions
from eset_desktop.operations import signature_requests as folder
from eset_desktop.operations.documents import NewDocument, NewVersion
from eset_desktop.operations.errors import NotAllowed, Refused
from eset_desktop.operations.session import Session
from eset_desktop.operations.signature_requests import NewRequest
from eset_desktop.operations.substitutions import NewSubstitution
from eset_desktop.store.changes import Changes
from eset_desktop.store.queries import office
from eset_desktop.store.queries import signature_requests as lists
from eset_desktop.store.queries.history import history
from eset_desktop.store.queries.request_history import act_of, told
from eset_desktop.store.queries.signature_rows import RequestPage
from resources import error_texts

TODAY = date(2026, 11, 21)
ANNA_SIGNS = (Block((Signer(person=ANNA),)),)


def added(cache: Cache) -> str:
    opened = dossiers.create(cache.session, dossiers.NewDossier("Obres", SERIES))
    made = documents.add(
        cache.session, str(opened.created), NewDocument("Decret", "informe"), b"%PDF", "a.pdf"
    )
    return str(made.created)


def asked(cache: Cache, document: str, flow: Flow = ANNA_SIGNS, **more: Any) -> str:
    return str(folder.create(cache.session, NewRequest(document, flow, **more)).created)


def signed(cache: Cache, document: str, parent: str) -> str:
    """Add a signed version, as the signing flow does."""
    new = NewVersion(b"%PDF signed" + parent.encode(), "signature", "a.pdf", parent=parent, signer="Algú")
    return str(documents.add_version(cache.session, document, new).created)


def page(cache: Cache, request: str, person: str = ANNA, on: date = TODAY) -> RequestPage:
    found = lists.page(cache.database.reader(), request, person, on)
    assert found
    return found


def test_to_sign_the_document_answers_the_request(town: Cache) -> None:
    document = added(town)
    request = asked(town, document, subject="Llicència", urgent=True, amount_cents=123_456)
    (waiting,) = lists.to_sign(town.database.reader(), ANNA, TODAY)
    assert (waiting.id, waiting.subject, waiting.role, waiting.way) == (request, "Llicència", "sign", "own")
    assert (waiting.amount_cents, waiting.here, waiting.pending) == (123_456, True, True)
    assert waiting.standing == waiting.version_id == waiting.head
    assert lists.counts(town.database.reader(), ANNA, TODAY).urgent == 1
    version = signed(town, document, waiting.standing)
    found = page(town, request)
    assert (found.row.state, found.row.answered, found.row.needed) == ("signed", 1, 1)
    assert (found.steps[0].state, found.steps[0].by, found.steps[0].version) == (
        "signed",
        "Anna Prova",
        version,
    )
    reader = town.database.reader()
    assert lists.to_sign(reader, ANNA, TODAY) == ()
    assert [each.id for each in lists.done(reader, ANNA, TODAY)] == [request]
    assert [each.id for each in lists.sent(reader, ANNA, TODAY)] == [request]


def test_the_answer_waits_for_the_version_and_not_the_other_way_round(town: Cache) -> None:
    """A request that takes no answer any more must not keep the signed version back."""
    document = added(town)
    request = asked(town, document)
    signed(town, document, page(town, request).row.standing)
    version, answer = town.waiting()[-2:]
    assert (version.kind, answer.command) == ("version", "sign")
    assert version.id in answer.after
    assert answer.group == version.group == ""


def test_the_secretary_signs_and_then_the_mayor_conforms(town: Cache) -> None:
    document = added(town)
    request = asked(town, document, READY["secretary_approved"])
    reader = town.database.reader()
    assert lists.to_sign(reader, MAYOR, TODAY) == ()
    signed(town, document, page(town, request).row.standing)
    (waiting,) = lists.to_sign(reader, MAYOR, TODAY)
    assert (waiting.role, waiting.way, waiting.answered, waiting.needed) == (APPROVE, "office", 1, 2)
    found = page(town, request)
    assert [(each.state, each.in_turn, each.people) for each in found.steps] == [
        ("signed", False, ("Anna Prova",)), ("pending", True, ("Carme Prova",)),
    ]  # fmt: skip


def test_a_refusal_has_a_reason_needs_no_pin_and_returns_the_document_to_its_draft(town: Cache) -> None:
    document = added(town)
    documents.finish(town.session, document)
    request = asked(town, document)
    with pytest.raises(Refused) as refused:
        folder.refuse(town.session, request, "  ")
    assert refused.value.details["reason"] == "signature_request.refuse_needs_reason"
    folder.refuse(town.session, request, "Falta l'informe")
    found = page(town, request)
    assert (found.row.state, found.row.reason, found.steps[0].state) == (
        "refused",
        "Falta l'informe",
        "refused",
    )
    assert [each.command for each in town.waiting()[-2:]] == ["refuse", "redraft"]
    assert town.waiting()[-1].group == town.waiting()[-2].group != ""
    drafts = town.database.reader().execute(
        "SELECT fields ->> '$.state' FROM object WHERE id = ?", (document,)
    )
    assert drafts.fetchone() == ("draft",)


def test_a_review_is_no_signature_and_a_signature_no_review(town: Cache) -> None:
    document = added(town)
    flow = (Block((Signer(REVIEW, person=ANNA),)), Block((Signer(person=ANNA),)))
    request = asked(town, document, flow)
    signed(town, document, page(town, request).row.standing)
    assert page(town, request).steps[0].state == "pending"
    folder.review(town.session, request)
    assert page(town, request).steps[0].state == "reviewed"
    with pytest.raises(Refused) as refused:
        folder.review(town.session, request)
    assert refused.value.details["reason"] == "signature_request.signature_needed"


def test_a_substitute_signs_in_the_mayors_place_for_the_days_of_the_decree(town: Cache) -> None:
    document = added(town)
    request = asked(town, document, READY["mayor"])
    assert lists.to_sign(town.database.reader(), BERTA, TODAY) == ()
    decree = NewSubstitution(
        MAYOR, ANNA, TODAY, "Decret 2026/12", until_on=TODAY + timedelta(days=7), office="alcaldia"
    )
    made = str(substitutions.create(town.session, decree).created)
    reader = town.database.reader()
    (waiting,) = lists.to_sign(reader, ANNA, TODAY)
    assert (waiting.way, waiting.titular) == ("substitute", "Carme Prova")
    assert (waiting.office, waiting.decree) == ("alcaldia", "Decret 2026/12")
    assert lists.to_sign(reader, ANNA, TODAY - timedelta(days=1)) == ()
    assert lists.to_sign(reader, ANNA, TODAY + timedelta(days=8)) == ()
    assert [each.id for each in lists.to_sign(reader, MAYOR, TODAY)] == [request]
    signed(town, document, waiting.standing)
    found = page(town, request)
    assert (found.row.state, found.steps[0].by, found.steps[0].as_substitute) == (
        "signed",
        "Anna Prova",
        True,
    )
    assert town.waiting()[-1].args["substitution"] == made
    substitutions.end(town.session, made, TODAY)
    (known,) = office.substitutions(reader, TODAY + timedelta(days=1))
    assert (known.active, known.over, known.absent_name) == (False, True, "Carme Prova")


def test_a_delegate_signs_for_whoever_was_asked(town: Cache) -> None:
    document = added(town)
    request = asked(town, document)
    folder.delegate(town.session, request, BERTA)
    (waiting,) = lists.to_sign(town.database.reader(), BERTA, TODAY)
    assert (waiting.way, waiting.titular, waiting.delegator) == ("delegate", "Anna Prova", "Anna Prova")
    assert (page(town, request).steps[0].to, page(town, request).steps[0].delegator) == (
        "Berta Prova",
        "Anna Prova",
    )
    assert not waiting.passed_on


def test_what_was_delegated_waits_for_somebody_else_and_may_be_signed_still(town: Cache) -> None:
    """Art. 12.2 LRJSP (GK): to delegate a signature takes no competence away."""
    passed_on, own = asked(town, added(town)), asked(town, added(town), urgent=False)
    folder.delegate(town.session, passed_on, BERTA)
    reader = town.database.reader()
    waiting = lists.to_sign(reader, ANNA, TODAY)
    assert [(each.id, each.passed_on, each.delegate) for each in waiting] == [
        (own, False, ""), (passed_on, True, "Berta Prova"),
    ]  # fmt: skip
    assert lists.counts(reader, ANNA, TODAY).to_sign == 1
    decree = NewSubstitution(ANNA, MAYOR, TODAY, "Decret 2026/12")
    substitutions.create(town.session, decree)
    waits = {each.id: each.passed_on for each in lists.to_sign(reader, MAYOR, TODAY)}
    assert waits == {own: False, passed_on: True}
    signed(town, page(town, passed_on).row.document_id, page(town, passed_on).row.standing)
    assert page(town, passed_on).row.state == "signed"
    assert page(town, passed_on).steps[0].delegator == ""


def test_nobody_who_may_only_read_is_asked_or_delegated_to(town: Cache) -> None:
    head = FIRST_ROWS[-1].seq + 1
    reads = "01900000-0000-7000-8000-00000000a004"
    town.feed(head, (row(head + 1, "person", reads, {"name": "Dora Prova", "profiles": ["lectura"]}),))
    for signer in (Signer(person=reads), Signer(office="lectura")):
        with pytest.raises(Refused) as refused:
            asked(town, added(town), (Block((signer,)),))
        assert refused.value.details["reason"] == "signature_request.person_reads_only"
    request = asked(town, added(town))
    with pytest.raises(Refused) as refused:
        folder.delegate(town.session, request, reads)
    assert refused.value.details["reason"] == "signature_request.delegate_reads_only"
    known = [(name, *held) for _, name, held in office.signers(town.database.reader())]
    assert known == [
        ("Anna Prova", "secretaria"), ("Berta Prova", "administracio"), ("Carme Prova", "alcaldia"),
    ]  # fmt: skip


def test_another_content_ends_the_request_and_more_evidence_does_not(town: Cache) -> None:
    document = added(town)
    request = asked(town, document, READY["mayor_secretary"])
    version = page(town, request).row.standing
    raised = NewVersion(b"%PDF raised", "augmentation", "a.pdf", parent=version)
    documents.add_version(town.session, document, raised)
    found = page(town, request).row
    assert found.state == "running"
    assert found.standing != found.head
    documents.add_version(
        town.session, document, NewVersion(b"%PDF other", "content", "a.pdf", parent=version)
    )
    assert (page(town, request).row.state, page(town, request).row.cause) == ("cancelled", "changed")
    assert lists.to_sign(town.database.reader(), MAYOR, TODAY) == ()


def test_what_is_over_its_last_day_asks_nobody(town: Cache) -> None:
    document = added(town)
    request = asked(town, document, expires_on=TODAY)
    assert lists.counts(town.database.reader(), ANNA, TODAY).to_sign == 1
    tomorrow = TODAY + timedelta(days=1)
    assert lists.counts(town.database.reader(), ANNA, tomorrow).to_sign == 0
    assert page(town, request, on=tomorrow).row.state == "expired"


def test_what_is_over_its_last_day_holds_up_no_other_request_and_may_be_withdrawn(town: Cache) -> None:
    document = added(town)
    over = asked(town, document, expires_on=TODAY)
    town.clock.current += timedelta(days=1)
    tomorrow = TODAY + timedelta(days=1)
    again = asked(town, document)
    assert [each.id for each in lists.to_sign(town.database.reader(), ANNA, tomorrow)] == [again]
    folder.withdraw(town.session, over, "Ja no cal")
    row = page(town, over, on=tomorrow).row
    assert (row.state, row.cause, row.reason) == ("cancelled", "withdrawn", "Ja no cal")


def test_a_last_day_that_is_over_is_refused_and_named(town: Cache) -> None:
    document, yesterday = added(town), TODAY - timedelta(days=1)
    with pytest.raises(Refused) as refused:
        asked(town, document, expires_on=yesterday)
    assert refused.value.details == {"reason": "signature_request.expires_on_past", "field": "expires_on"}
    assert lists.sent(town.database.reader(), ANNA, TODAY) == ()
    request = asked(town, document, expires_on=TODAY)
    with pytest.raises(Refused) as refused:
        folder.edit(town.session, request, {"expires_on": yesterday.isoformat()})
    assert refused.value.details["reason"] == "signature_request.expires_on_past"
    folder.withdraw(town.session, request)
    draft = NewRequest(document, ANNA_SIGNS, expires_on=TODAY)
    kept = str(folder.create(town.session, draft, send=False).created)
    town.clock.current += timedelta(days=1)
    with pytest.raises(Refused) as refused:
        folder.send(town.session, kept)
    assert refused.value.details["reason"] == "signature_request.expires_on_past"


def test_of_several_documents_all_are_sent_or_none_and_the_one_that_stops_is_named(town: Cache) -> None:
    free, waiting = added(town), added(town)
    asked(town, waiting)
    both = [NewRequest(each, ANNA_SIGNS) for each in (free, waiting)]
    with pytest.raises(Refused) as refused:
        folder.create_all(town.session, both)
    assert refused.value.details == {"reason": "signature_request.document_waits", "document": "Decret"}
    assert len(lists.sent(town.database.reader(), ANNA, TODAY)) == 1
    folder.create_all(town.session, both[:1])
    assert len(lists.sent(town.database.reader(), ANNA, TODAY)) == 2


@pytest.mark.parametrize("act", [folder.refuse, folder.withdraw])
def test_a_reason_is_at_most_500_characters(town: Cache, act: Callable[[Session, str, str], Changes]) -> None:
    request = asked(town, added(town))
    with pytest.raises(Refused) as refused:
        act(town.session, request, "é" * 501)
    assert refused.value.details["reason"] == f"signature_request.{act.__name__}_reason_malformed"
    assert refused.value.details["reason"] in error_texts()
    act(town.session, request, "é" * 500)
    assert page(town, request).row.reason == "é" * 500


def test_a_pause_asks_nobody_and_a_withdrawal_ends_it(town: Cache) -> None:
    document = added(town)
    request = asked(town, document)
    folder.pause(town.session, request)
    assert lists.to_sign(town.database.reader(), ANNA, TODAY) == ()
    with pytest.raises(Refused) as refused:
        folder.refuse(town.session, request, "No")
    assert refused.value.details["reason"] == "signature_request.paused"
    folder.resume(town.session, request)
    assert page(town, request).row.mine == "0.0"
    folder.withdraw(town.session, request, "Enviada per error")
    assert (page(town, request).row.state, page(town, request).row.cause) == ("cancelled", "withdrawn")


def test_what_was_signed_in_a_pause_is_not_asked_for_again(town: Cache) -> None:
    document = added(town)
    request = asked(town, document)
    version = page(town, request).row.standing
    folder.pause(town.session, request)
    signed(town, document, version)
    assert page(town, request).row.state == "signed"
    assert lists.to_sign(town.database.reader(), ANNA, TODAY) == ()


def test_what_was_signed_after_the_end_is_kept_and_told_to_its_signer(town: Cache) -> None:
    document = added(town)
    request = asked(town, document)
    version = page(town, request).row.standing
    folder.withdraw(town.session, request, "Era un altre")
    late = signed(town, document, version)
    found = page(town, request)
    assert (found.row.state, found.row.late) == ("cancelled", 1)
    assert [(each.by, each.version) for each in found.late] == [("Anna Prova", late)]
    assert [each.id for each in lists.done(town.database.reader(), ANNA, TODAY)] == [request]
    assert lists.done(town.database.reader(), MAYOR, TODAY) == ()


def test_a_signature_answers_who_asks_and_is_late_for_nobody_else(town: Cache) -> None:
    document = added(town)
    ended = asked(town, document)
    folder.withdraw(town.session, ended)
    request = asked(town, document)
    signed(town, document, page(town, request).row.standing)
    assert (page(town, request).row.state, page(town, ended).row.late) == ("signed", 0)


def test_one_request_of_a_document_runs_at_a_time_and_its_dossier_waits_for_it(town: Cache) -> None:
    document = added(town)
    request = asked(town, document)
    with pytest.raises(Refused) as refused:
        asked(town, document)
    assert refused.value.details["reason"] == "signature_request.already_running"
    with pytest.raises(Refused) as refused:
        dossiers.close(town.session, page(town, request).row.dossier_id, "resolved")
    assert refused.value.details["reason"] == "dossier.signature_pending"
    folder.withdraw(town.session, request)
    assert asked(town, document)


def test_what_stands_beside_the_document(town: Cache) -> None:
    document = added(town)
    dossier = page(town, asked(town, document)).row.dossier_id
    report = documents.add(town.session, dossier, NewDocument("Informe", "informe"), b"%PDF report", "i.pdf")
    other = documents.add(town.session, dossier, NewDocument("Decret 2", "informe"), b"%PDF 2", "d.pdf")
    request = asked(town, str(other.created), reports=(str(report.created),))
    folder.comment(town.session, request, "Us el deixo per signar abans de dijous")
    found = page(town, request)
    assert [(each.title, bool(each.version_id)) for each in found.reports] == [("Informe", True)]
    assert [(each.author, each.text) for each in found.comments] == [
        ("Anna Prova", "Us el deixo per signar abans de dijous")
    ]
    assert found.may_manage
    assert not page(town, request, BERTA).may_manage


def test_who_may_not_is_told(town: Cache) -> None:
    document = added(town)
    request = asked(town, document, READY["mayor"])
    with pytest.raises(Refused) as refused:
        folder.refuse(town.session, request, "No sóc l'alcaldessa")
    assert refused.value.details["reason"] == "signature_request.not_signer"
    head = FIRST_ROWS[-1].seq + 1
    town.feed(head, (row(head + 1, "person", ANNA, {"name": "Anna Prova", "profiles": ["lectura"]}, rev=2),))
    with pytest.raises(NotAllowed):
        folder.withdraw(town.session, request)
    decree = NewSubstitution(MAYOR, ANNA, TODAY, "Decret 2026/12")
    with pytest.raises(NotAllowed):
        substitutions.create(town.session, decree)


@pytest.mark.parametrize(
    ("act", "changed"),
    [
        ("send", {"state": ["draft", "running"], "head": [None, "v"]}),
        ("pause", {"state": ["running", "paused"]}),
        ("resume", {"state": ["paused", "running"]}),
        (
            "sign",
            {"marks": [None, {"0.0": {"state": "signed"}, "0.1": {"state": "dropped"}}], "head": ["v", "w"]},
        ),
        (
            "again",
            {
                "marks": [
                    {"0.0": {"state": "signed"}},
                    {"0.0": {"state": "signed"}, "0.1": {"state": "again"}},
                ]
            },
        ),
        ("refuse", {"marks": [None, {"0.0": {"state": "refused"}}], "state": ["running", "refused"]}),
        ("withdraw", {"state": ["running", "cancelled"], "cause": [None, "withdrawn"]}),
        ("void", {"state": ["running", "cancelled"], "cause": [None, "changed"]}),
        ("expire", {"state": ["paused", "expired"], "cause": [None, "deadline"]}),
        ("late", {"late": [None, [{"version": "v"}]]}),
        ("changed", {"priority": ["normal", "urgent"]}),
    ],
)
def test_a_history_tells_acts_and_no_marks(act: str, changed: dict[str, Any]) -> None:
    assert act_of(changed) == act
    assert not told(changed).keys() & {"marks", "head", "late", "state"}


def test_a_dossiers_history_holds_its_requests(town: Cache) -> None:
    document = added(town)
    request = asked(town, document, subject="Llicència")
    dossier = page(town, request).row.dossier_id
    folder.withdraw(town.session, request)
    told_of = [row.what for row in history(town.database.reader(), dossier) if row.object_id == request]
    assert told_of == ["signature_request.withdraw", "signature_request.send", "signature_request.create"]


def test_what_waits_for_this_person_is_fetched_by_itself(town: Cache) -> None:
    """A colleague asks from another computer: the bytes are wanted here before anybody opens them, nothing else is."""
    head = FIRST_ROWS[-1].seq + 1
    dossier, document, other, version, unasked, request = (
        f"01900000-0000-7000-8000-0000000000f{each}" for each in range(6)
    )
    of_version: dict[str, Json] = {
        "relation": "content",
        "size": 9,
        "mime": "application/pdf",
        "present": True,
    }
    asks: dict[str, Json] = {
        "document": document, "version": version, "sha256": "ab" * 32, "sender": BERTA, "subject": "Decret",
        "flow": flow_json(ANNA_SIGNS), "state": "running", "head": version,
    }  # fmt: skip
    town.feed(head, (
        row(head + 1, "dossier", dossier, {"title": "Obres", "class": SERIES, "situation": "open"}),
        row(head + 2, "document", document, {"dossier": dossier, "title": "Decret", "state": "final"}),
        row(head + 3, "document", other, {"dossier": dossier, "title": "Informe", "state": "final"}),
        row(head + 4, "version", version, {**of_version, "document": document, "sha256": "ab" * 32}, by=BERTA),
        row(head + 5, "version", unasked, {**of_version, "document": other, "sha256": "cd" * 32}, by=BERTA),
        row(head + 6, "signature_request", request, asks, by=BERTA),
    ))  # fmt: skip
    (waiting,) = lists.to_sign(town.database.reader(), ANNA, TODAY)
    assert (waiting.standing, waiting.here, waiting.sender_name) == (version, False, "Berta Prova")
    assert folder.want_asked(town.session)
    wanted = town.database.reader().execute("SELECT sha256 FROM blob WHERE wanted").fetchall()
    assert wanted == [("ab" * 32,)]
    assert not folder.want_asked(town.session)
