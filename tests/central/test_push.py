# SPDX-License-Identifier: EUPL-1.2
"""What becomes of a pushed mutation."""

from datetime import UTC, datetime, timedelta

import msgspec
import pytest
from helpers.logs import ExpectedLogs
from helpers.town import Town

from central import admin
from central.errors.devices import DeviceRevoked, DeviceUnknown
from central.errors.streams import EpochChanged
from eset_desktop.domain.mutations import Mutation


def test_a_new_dossier_is_applied_and_gets_its_yearly_number(town: Town) -> None:
    created = town.clerk.dossier()
    (result,) = town.clerk.push(created)
    assert (result.status, result.rev, result.problem) == ("applied", 1, "")
    assert town.clerk.object(created.object)["number"] == "2026/00001"


def test_a_repeat_is_answered_from_storage_and_done_once(town: Town) -> None:
    created = town.clerk.dossier()
    first = town.clerk.push(created)
    assert town.clerk.push(created) == first
    assert town.clerk.push(created, created) == first * 2
    page = town.clerk.page()
    assert page is not None
    assert [row.id for row in page.rows].count(created.object) == 1
    assert town.clerk.done(town.clerk.dossier())
    assert {row.fields["number"] for row in town.clerk.all().rows if row.kind == "dossier"} == {
        "2026/00001",
        "2026/00002",
    }


def test_the_same_mutation_twice_in_one_batch_is_one(town: Town) -> None:
    created = town.clerk.dossier()
    first, second = town.clerk.push(created, created)
    assert first == second


def test_a_repeat_under_another_number_is_the_same(town: Town) -> None:
    """A restored device renumbers what it has not sent; the identity stays."""
    created = town.clerk.dossier()
    first = town.clerk.push(created)
    assert town.clerk.push(msgspec.structs.replace(created, n=created.n + 10)) == first


def test_an_id_used_again_for_something_else_is_refused_and_not_kept(town: Town) -> None:
    created = town.clerk.dossier()
    first = town.clerk.push(created)
    other = msgspec.structs.replace(created, fields={**created.fields, "title": "Una altra cosa"})
    (refused,) = town.clerk.push(other)
    assert (refused.status, refused.problem) == ("rejected", "mutation.id_reused")
    assert town.clerk.push(created) == first


def test_what_stands_on_a_rejected_mutation_is_rejected_for_good(town: Town) -> None:
    bad = town.clerk.dossier(title="")
    party = town.clerk.mutation(
        "create", "party", town.ids.uuid7(), fields={"dossier": bad.object, "name": "Prova"}, after=(bad.id,)
    )
    refused, following = town.clerk.push(bad, party)
    assert (refused.status, refused.problem) == ("rejected", "dossier.title_missing")
    assert (following.status, following.problem) == ("rejected", "mutation.after_rejected")
    assert town.clerk.push(party) == (following,)


def test_what_stands_on_an_unknown_mutation_waits_and_leaves_no_trace(town: Town) -> None:
    created = town.clerk.dossier()
    party = town.clerk.mutation(
        "create",
        "party",
        town.ids.uuid7(),
        fields={"dossier": created.object, "name": "Prova"},
        after=(created.id,),
    )
    (waiting,) = town.clerk.push(party)
    assert waiting.status == "blocked"
    assert [result.status for result in town.clerk.push(created, party)] == ["applied", "applied"]


def test_one_refusal_stops_nothing_else_in_its_batch(town: Town) -> None:
    good, bad, better = town.clerk.dossier(), town.clerk.dossier(title=""), town.clerk.dossier()
    assert [each.status for each in town.clerk.push(good, bad, better)] == ["applied", "rejected", "applied"]
    assert town.clerk.object(better.object)["number"] == "2026/00002"


def test_mutations_are_taken_in_the_persons_order_and_answered_in_the_batchs(town: Town) -> None:
    first, second = town.clerk.dossier("Primer"), town.clerk.dossier("Segon")
    results = town.clerk.push(second, first)
    assert [each.id for each in results] == [second.id, first.id]
    assert town.clerk.object(first.object)["number"] == "2026/00001"


def test_different_fields_of_two_people_merge(town: Town) -> None:
    dossier = town.clerk.done(town.clerk.dossier("Abans"))
    unit = town.ids.uuid7()
    town.clerk.done(town.clerk.set("dossier", dossier, title=("Abans", "Després")))
    (result,) = town.secretary.push(town.secretary.set("dossier", dossier, unit=(None, unit)))
    assert result.status == "merged"
    fields = town.clerk.object(dossier)
    assert (fields["title"], fields["unit"]) == ("Després", unit)


def test_one_field_of_two_people_is_a_conflict_that_shows_both(town: Town) -> None:
    dossier = town.clerk.done(town.clerk.dossier("Abans"))
    town.clock.current += timedelta(minutes=5)
    town.clerk.done(town.clerk.set("dossier", dossier, title=("Abans", "De la clerk")))
    other = town.secretary.set("dossier", dossier, title=("Abans", "De la secretària"), notes=(None, "Nota"))
    (result,) = town.secretary.push(other)
    assert result.status == "conflict"
    fields = town.clerk.object(dossier)
    assert (fields["title"], fields["notes"]) == ("De la clerk", "Nota")
    conflict = town.clerk.object(result.conflicts[0])
    assert conflict == {
        "object": dossier,
        "object_kind": "dossier",
        "field": "title",
        "before": "Abans",
        "kept": "De la clerk",
        "kept_by": town.clerk.answer.person,
        "kept_at": "2026-11-21T09:05:00.000Z",
        "other": "De la secretària",
        "other_by": town.secretary.answer.person,
        "other_at": "2026-11-21T09:05:00.000Z",
        "mutation": other.id,
        "state": "open",
    }
    page = town.clerk.page()
    assert page is not None
    assert result.seq == page.head


def test_the_conflict_names_who_gave_the_field_its_value_not_who_came_last(town: Town) -> None:
    dossier = town.clerk.done(town.clerk.dossier("Abans"))
    town.clerk.done(town.clerk.set("dossier", dossier, title=("Abans", "Un")))
    town.secretary.push(town.secretary.set("dossier", dossier, notes=(None, "Nota")))
    third = town.desk(town.body, "administracio")
    (result,) = third.push(third.set("dossier", dossier, title=("Abans", "Dos")))
    assert town.clerk.object(result.conflicts[0])["kept_by"] == town.clerk.answer.person


def test_a_conflict_is_settled_once(town: Town) -> None:
    dossier = town.clerk.done(town.clerk.dossier("Abans"))
    town.clerk.done(town.clerk.set("dossier", dossier, title=("Abans", "Un")))
    (result,) = town.secretary.push(town.secretary.set("dossier", dossier, title=("Abans", "Dos")))
    conflict = result.conflicts[0]
    town.clerk.done(town.clerk.command("conflict", conflict, "settle", choice="kept"))
    assert town.clerk.object(conflict)["state"] == "settled"
    (again,) = town.secretary.push(town.secretary.command("conflict", conflict, "settle", choice="other"))
    assert (again.status, again.problem) == ("rejected", "conflict.not_open")


def test_a_change_to_what_is_there_already_moves_nothing(town: Town) -> None:
    dossier = town.clerk.done(town.clerk.dossier("Abans"))
    before = town.clerk.page()
    (result,) = town.secretary.push(town.secretary.set("dossier", dossier, title=("Un altre", "Abans")))
    after = town.clerk.page()
    assert result.status in {"applied", "merged"}
    assert before is not None
    assert after is not None
    assert (after.head, after.digest) == (before.head, before.digest)


@pytest.mark.parametrize(
    ("profile", "allowed"),
    [
        ("secretaria", True),
        ("administracio", True),
        ("alcaldia", False),
        ("tecnic_extern", False),
        ("lectura", False),
    ],
)
def test_only_the_office_opens_dossiers(town: Town, profile: str, *, allowed: bool) -> None:
    desk = town.desk(town.body, profile)
    (result,) = desk.push(desk.dossier())
    assert (result.status, result.problem) == (("applied", "") if allowed else ("rejected", "rights.denied"))


def test_a_row_is_pushed_with_its_authors_token_only(town: Town) -> None:
    foreign = msgspec.structs.replace(town.clerk.dossier(), by=town.secretary.answer.person)
    (result,) = town.clerk.push(foreign)
    assert (result.status, result.problem) == ("rejected", "rights.author")


def test_an_unknown_kind_is_refused_not_lost_in_silence(town: Town) -> None:
    (result,) = town.secretary.push(town.secretary.mutation("create", "starship", town.ids.uuid7()))
    assert (result.status, result.problem) == ("rejected", "rights.denied")


@pytest.mark.parametrize(
    "broken",
    [
        {"id": "no-uuid"},
        {"object": "no-uuid"},
        {"object": "0192AAAA-0000-7000-8000-000000000000"},
        {"kind": "Dossier; DROP"},
        {"n": -1},
        {"n": 1 << 70},
        {"rev": -1},
        {"after": ("x",)},
        {"fields": {"title": [[[[]]]], "Bad name": 1}},
    ],
)
def test_a_misshapen_mutation_is_refused(town: Town, broken: dict[str, object]) -> None:
    (result,) = town.clerk.push(msgspec.structs.replace(town.clerk.dossier(), **broken))
    assert (result.status, result.problem) == ("rejected", "mutation.malformed")


@pytest.mark.parametrize(
    ("fields", "problem"),
    [
        ({"sha256": "zz"}, "version.sha256_malformed"),
        ({"size": -1}, "version.size_malformed"),
        ({"size": 1 << 70}, "version.size_malformed"),
        ({"present": True}, "version.present_server_only"),
        ({"relation": "signature"}, "version.parent_missing"),
    ],
)
def test_a_version_must_say_what_it_is(town: Town, fields: dict[str, object], problem: str) -> None:
    dossier = town.clerk.done(town.clerk.dossier())
    document = town.clerk.done(town.clerk.document(dossier))
    (result,) = town.clerk.push(town.clerk.version(document, fields=fields))
    assert (result.status, result.problem) == ("rejected", problem)


def test_a_reference_that_no_database_keeps_is_refused_and_stops_nothing_else(town: Town) -> None:
    dossier = town.clerk.dossier()
    first, second = town.clerk.push(town.clerk.document("a\0b"), dossier)
    assert (first.status, first.problem) == ("rejected", "document.dossier_malformed")
    assert second.status == "applied"


def test_a_closed_dossier_takes_nothing_until_the_secretary_reopens_it(town: Town) -> None:
    dossier = town.clerk.done(town.clerk.dossier("Abans"))
    town.clerk.done(town.clerk.command("dossier", dossier, "close", reason="resolved"))
    refused = town.clerk.push(
        town.clerk.set("dossier", dossier, title=("Abans", "Després")), town.clerk.document(dossier)
    )
    assert {each.problem for each in refused} == {"dossier.not_open"}
    (denied,) = town.clerk.push(town.clerk.command("dossier", dossier, "reopen", reason="error"))
    assert denied.problem == "rights.denied"
    town.secretary.done(town.secretary.command("dossier", dossier, "reopen", reason="error"))
    assert town.clerk.done(town.clerk.document(dossier))


def test_a_dossier_does_not_close_while_bytes_are_missing(town: Town) -> None:
    dossier = town.clerk.done(town.clerk.dossier())
    document = town.clerk.document(dossier)
    version = town.clerk.version(document.object)
    close = town.clerk.command("dossier", dossier, "close", reason="resolved")
    refused = town.clerk.push(document, version, close)
    assert [each.problem for each in refused] == ["", "", "dossier.bytes_missing"]
    town.clerk.done(town.clerk.command("document", document.object, "discard", reason="equivocat"))
    town.clerk.done(town.clerk.command("dossier", dossier, "close", reason="resolved"))


def test_a_discarded_document_takes_no_version(town: Town) -> None:
    document = town.clerk.done(town.clerk.document(town.clerk.done(town.clerk.dossier())))
    town.clerk.done(town.clerk.command("document", document, "discard", reason="equivocat"))
    (result,) = town.clerk.push(town.clerk.version(document))
    assert result.problem == "document.discarded"


def test_a_child_may_come_before_its_parent(town: Town) -> None:
    document = town.clerk.document(town.ids.uuid7())
    assert town.clerk.done(document)


def test_edit_beats_removal(town: Town) -> None:
    dossier = town.clerk.done(town.clerk.dossier())
    party = town.clerk.mutation(
        "create",
        "party",
        town.ids.uuid7(),
        fields={"dossier": dossier, "name": "Prova", "identifier": "00000000T"},
    )
    town.clerk.done(party)
    (refused,) = town.clerk.push(town.clerk.command("party", party.object, "remove", seen="0" * 32))
    assert refused.problem == "object.edited_since"


def test_two_bodies_never_meet_in_one_object(town: Town) -> None:
    dossier = town.clerk.done(town.clerk.dossier("Abans"))
    (unseen,) = town.stranger.push(town.stranger.set("dossier", dossier, title=("Abans", "Nostre")))
    assert (unseen.status, unseen.problem) == ("rejected", "stream.not_visible")
    own = msgspec.structs.replace(town.stranger.dossier("De l'altre"), object=dossier)
    assert town.stranger.done(own) == dossier
    assert town.clerk.object(dossier)["title"] == "Abans"


def test_a_body_makes_nothing_under_an_id_of_the_catalogue(town: Town) -> None:
    page = town.secretary.page("catalogue")
    assert page is not None
    taken = next(row for row in page.rows if row.kind == "class")
    made = town.secretary.mutation("create", "class", taken.id, fields={**taken.fields, "title_ca": "Nostre"})
    (result,) = town.secretary.push(made)
    assert (result.status, result.problem) == ("rejected", "object.exists")


@pytest.mark.parametrize(
    ("opened_on", "now", "number"),
    [
        ("2026-12-31", datetime(2027, 1, 4, tzinfo=UTC), "2026/00001"),
        ("2019-05-01", datetime(2026, 11, 21, tzinfo=UTC), "2026/00001"),
        ("2062-05-01", datetime(2026, 11, 21, tzinfo=UTC), "2026/00001"),
        ("2027-01-01", datetime(2026, 12, 31, 23, 30, tzinfo=UTC), "2027/00001"),
        ("2027-01-01", datetime(2026, 12, 31, 22, 30, tzinfo=UTC), "2026/00001"),
    ],
)
def test_a_wrong_clock_never_chooses_the_book(town: Town, opened_on: str, now: datetime, number: str) -> None:
    town.clock.current = now
    created = town.clerk.dossier(opened_on=opened_on)
    town.clerk.done(created)
    assert town.clerk.object(created.object)["number"] == number


@pytest.mark.parametrize(
    "at", ["2062-01-01T00:00:00Z", "", "ahir", "2026-11-21", "0001-01-01T00:00:00+14:00"]
)
def test_a_time_from_the_future_or_none_is_told_as_the_time_of_reception(town: Town, at: str) -> None:
    dossier = town.clerk.done(town.clerk.dossier(at=at))
    page = town.clerk.page()
    assert page is not None
    assert next(row.at for row in page.rows if row.id == dossier) == "2026-11-21T09:00:00.000Z"


def test_a_rule_that_fails_blocks_its_own_mutation_only(
    town: Town, monkeypatch: pytest.MonkeyPatch, expected_logs: ExpectedLogs
) -> None:
    from central.push import decide as module

    def broken(mutation: Mutation) -> str | None:
        if mutation.fields.get("title") == "Verí":
            raise ZeroDivisionError
        return None

    monkeypatch.setattr(module, "problem_of", broken)
    expected_logs.allow("push.undecided")
    results = town.clerk.push(town.clerk.dossier(), town.clerk.dossier("Verí"), town.clerk.dossier())
    assert [each.status for each in results] == ["applied", "blocked", "applied"]


def test_the_device_learns_its_highest_number(town: Town) -> None:
    town.clerk.done(town.clerk.dossier())
    town.clerk.push(town.clerk.dossier(title=""))
    assert town.clerk.caller.max_n == town.clerk.n


def test_a_sender_that_has_read_another_life_of_the_stream_must_compare_first(town: Town) -> None:
    page = town.clerk.page()
    assert page is not None
    made = town.clerk.dossier()
    with pytest.raises(EpochChanged) as refused:
        town.service.push(town.clerk.caller, [made], "another")
    assert (refused.value.epoch, refused.value.head) == (page.epoch, page.head)
    assert town.clerk.page() == page
    assert town.service.push(town.clerk.caller, [made], page.epoch).results[0].status == "applied"


@pytest.mark.parametrize("how", ["revoked", "renewed"])
def test_a_device_that_ended_after_it_was_let_in_changes_nothing(town: Town, how: str) -> None:
    caller, before = town.clerk.caller, town.secretary.page()
    made = town.clerk.dossier()
    if how == "revoked":
        admin.revoke_device(town.service, caller.device)
    else:
        town.service.renew(caller)
    with pytest.raises(DeviceRevoked if how == "revoked" else DeviceUnknown):
        town.service.push(caller, [made])
    assert town.secretary.page() == before
