# SPDX-License-Identifier: EUPL-1.2
"""Restricted streams: who reads what, and how objects go from one to another."""

import hashlib

import msgspec
import pytest
from helpers.town import Desk, Town

from central import admin
from central.blob_batches import receive
from central.errors.requests import NotFound
from central.feed import Question
from central.service import Service
from central.verify import verify
from eset_desktop.domain.commands import fingerprint
from eset_desktop.domain.kinds import body_stream, restricted_stream, text_stream
from eset_desktop.domain.mutations import Change, Mutation
from eset_desktop.domain.values import Json
from sync.protocol import Row

BYTES = b"%PDF-1.7 restricted"
SHA = hashlib.sha256(BYTES).hexdigest()


def restriction(desk: Desk, scope: str, kind: str = "dossier") -> Mutation:
    fields = {"scope_kind": kind, "scope": scope, "reason": "art. 15 LTAIBG"}
    return desk.mutation("create", "restriction", desk.ids.uuid7(), fields=fields)


def grant(desk: Desk, restriction_id: str, person: str) -> Mutation:
    fields = {"restriction": restriction_id, "person": person}
    return desk.mutation("create", "grant", desk.ids.uuid7(), fields=fields)


def removal(desk: Desk, made: Mutation) -> Mutation:
    return desk.command(made.kind, made.object, "remove", seen=fingerprint(made.fields))


def text_of(desk: Desk, version: Mutation) -> Mutation:
    fields = {"version": version.object, "document": version.fields["document"], "text": ["paraules"]}
    return desk.mutation("create", "text", desk.ids.uuid7(), fields=fields)


def reclassed(desk: Desk, dossier: str, before: Json, after: Json) -> Mutation:
    return desk.mutation("set", "dossier", dossier, changes={"class": Change(before, after)}, rev=3)


def rows(desk: Desk, stream: str) -> dict[str, Row]:
    page = desk.page(stream)
    assert page is not None
    return {row.id: row for row in page.rows}


def standing(desk: Desk, stream: str) -> set[str]:
    return {key for key, row in rows(desk, stream).items() if not row.left}


def sound(town: Town) -> bool:
    return list(verify(town.service)) == []


class Filled:
    """A dossier with a party, a document, a version and its words, made by the clerk."""

    def __init__(self, town: Town, **fields: str) -> None:
        clerk = town.clerk
        made = clerk.dossier("Expedient")
        self.dossier = msgspec.structs.replace(made, fields={**made.fields, **fields})
        party = {"dossier": made.object, "name": "Prova", "identifier": "00000000T"}
        self.party = clerk.mutation("create", "party", clerk.ids.uuid7(), fields=party)
        self.document = clerk.document(made.object)
        self.version = clerk.version(self.document.object, SHA, len(BYTES))
        self.text = text_of(clerk, self.version)
        self.all = (self.dossier, self.party, self.document, self.version, self.text)
        results = clerk.push(*self.all)
        assert {each.status for each in results} == {"applied"}
        self.tree = {each.object for each in self.all[:4]}


def test_a_restriction_takes_a_dossier_with_all_that_lies_in_it_to_a_stream_of_its_own(town: Town) -> None:
    filled, body = Filled(town), body_stream(town.body)
    made = restriction(town.secretary, filled.dossier.object)
    (result,) = town.secretary.push(made)
    stream = restricted_stream(made.object)
    assert (result.status, result.stream) == ("applied", body)
    assert town.secretary.caller.streams == (
        "catalogue", body, stream, text_stream(body), text_stream(stream),
    )  # fmt: skip
    there = rows(town.secretary, stream)
    assert there.keys() == filled.tree
    assert {(row.rev, row.left, row.by) for row in there.values()} == {(2, False, town.clerk.answer.person)}
    assert there[filled.dossier.object].fields["number"] == "2026/00001"
    assert standing(town.secretary, text_stream(stream)) == {filled.text.object}
    marks = {key: row for key, row in rows(town.clerk, body).items() if row.left}
    assert marks.keys() == filled.tree
    for row in marks.values():
        assert (row.fields, row.by, row.created_by, row.at, row.mutation) == ({}, "", "", "", "")
    assert not standing(town.clerk, text_stream(body))
    assert result.seq == rows(town.clerk, body)[max(marks, key=lambda key: marks[key].seq)].seq
    assert sound(town)


def test_what_is_committed_is_told_also_when_what_follows_fails(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Otherwise those who wait would hear of it only when they look by themselves."""
    filled, told = Filled(town), list[str]()
    made = restriction(town.secretary, filled.dossier.object)

    def away(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(town.service, "on_moved", told.append)
    monkeypatch.setattr(Service, "_reconsidered", away)
    with pytest.raises(ZeroDivisionError):
        town.secretary.push(made)
    assert {body_stream(town.body), restricted_stream(made.object)} <= set(told)
    assert town.secretary.push(made)[0].status == "applied"


def test_who_was_not_granted_it_finds_no_stream_and_no_bytes(town: Town) -> None:
    filled = Filled(town)
    receive(town.service.composer, town.clerk.caller, [(SHA, BYTES)])
    made = restriction(town.secretary, filled.dossier.object)
    town.secretary.done(made)
    stream = restricted_stream(made.object)
    for name in (stream, text_stream(stream)):
        assert name not in town.clerk.caller.streams
        with pytest.raises(NotFound):
            town.clerk.page(name)
    assert town.service.blob_size(town.secretary.caller, SHA) == len(BYTES)
    with pytest.raises(NotFound):
        town.service.blob_size(town.clerk.caller, SHA)
    town.secretary.done(grant(town.secretary, made.object, town.clerk.answer.person))
    assert town.service.blob_size(town.clerk.caller, SHA) == len(BYTES)


def test_a_grant_lets_a_person_read_and_its_removal_takes_it_back(town: Town) -> None:
    filled = Filled(town)
    made = restriction(town.secretary, filled.dossier.object)
    given = grant(town.secretary, made.object, town.clerk.answer.person)
    twice = grant(town.secretary, made.object, town.clerk.answer.person)
    assert {each.status for each in town.secretary.push(made, given, twice)} == {"applied"}
    stream = restricted_stream(made.object)
    assert standing(town.clerk, stream) == filled.tree
    other = town.desk(town.body, "administracio")
    assert stream not in other.answer.streams
    assert stream in town.enrolled(town.clerk.answer.person).answer.streams
    assert stream in town.desk(town.body, "secretaria").answer.streams
    assert stream not in town.stranger.caller.streams
    town.secretary.done(removal(town.secretary, given))
    assert stream in town.clerk.caller.streams
    town.secretary.done(removal(town.secretary, twice))
    assert stream not in town.clerk.caller.streams


def test_a_grant_names_a_person_of_the_body(town: Town) -> None:
    made = restriction(town.secretary, town.ids.uuid7())
    town.secretary.done(made)
    for person in (town.stranger.answer.person, town.ids.uuid7(), "nobody"):
        (result,) = town.secretary.push(grant(town.secretary, made.object, person))
        assert (result.status, result.problem) == ("rejected", "grant.person_unknown")


def test_only_the_secretary_restricts_and_grants(town: Town) -> None:
    filled = Filled(town)
    made = restriction(town.clerk, filled.dossier.object)
    given = grant(town.clerk, made.object, town.clerk.answer.person)
    assert {each.problem for each in town.clerk.push(made, given)} == {"rights.denied"}
    assert standing(town.clerk, body_stream(town.body)) >= filled.tree


def test_one_thing_is_restricted_once(town: Town) -> None:
    filled = Filled(town)
    made = restriction(town.secretary, filled.dossier.object)
    town.secretary.done(made)
    (again,) = town.secretary.push(restriction(town.secretary, filled.dossier.object))
    assert (again.status, again.problem) == ("rejected", "restriction.taken")
    town.secretary.done(removal(town.secretary, made))
    second = restriction(town.secretary, filled.dossier.object)
    town.secretary.done(second)
    revived = town.secretary.set("restriction", made.object, reason=("art. 15 LTAIBG", "Un altre"))
    (refused,) = town.secretary.push(revived)
    assert refused.problem == "restriction.taken"
    assert standing(town.secretary, restricted_stream(second.object)) == filled.tree


def test_a_lifted_restriction_gives_everything_back(town: Town) -> None:
    filled, body = Filled(town), body_stream(town.body)
    made = restriction(town.secretary, filled.dossier.object)
    town.secretary.done(made)
    town.secretary.done(
        town.secretary.set("dossier", filled.dossier.object, 2, title=("Expedient", "Reservat"))
    )
    town.secretary.done(removal(town.secretary, made))
    assert restricted_stream(made.object) not in town.secretary.caller.streams
    back = rows(town.clerk, body)
    assert filled.tree <= standing(town.clerk, body)
    assert back[filled.dossier.object].fields["title"] == "Reservat"
    assert back[filled.dossier.object].rev == 4
    assert standing(town.clerk, text_stream(body)) == {filled.text.object}
    assert sound(town)
    reason = town.secretary.set("restriction", made.object, reason=("art. 15 LTAIBG", "De nou"))
    town.secretary.done(reason)
    assert standing(town.secretary, restricted_stream(made.object)) == filled.tree
    assert sound(town)


def test_restricted_and_lifted_in_one_batch_nothing_is_lost(town: Town) -> None:
    filled, body = Filled(town), body_stream(town.body)
    made = restriction(town.secretary, filled.dossier.object)
    late = town.secretary.document(filled.dossier.object)
    results = town.secretary.push(made, late, removal(town.secretary, made))
    assert [each.status for each in results] == ["applied"] * 3
    assert filled.tree | {late.object} <= standing(town.clerk, body)
    assert sound(town)


def test_a_restricted_class_takes_the_dossiers_of_the_classes_below(town: Town) -> None:
    catalogue = town.clerk.page("catalogue")
    assert catalogue is not None
    series = next(row for row in catalogue.rows if row.kind == "class" and row.fields.get("parent"))
    inside = Filled(town, **{"class": series.id})
    outside = Filled(town)
    made = restriction(town.secretary, str(series.fields["parent"]), "class")
    town.secretary.done(made)
    stream = restricted_stream(made.object)
    assert standing(town.secretary, stream) == inside.tree
    assert outside.tree <= standing(town.clerk, body_stream(town.body))
    new = town.secretary.dossier()
    new = msgspec.structs.replace(new, fields={**new.fields, "class": series.id})
    (result,) = town.secretary.push(new)
    assert (result.status, result.stream) == ("applied", stream)
    own = restriction(town.secretary, inside.dossier.object)
    town.secretary.done(own)
    assert standing(town.secretary, restricted_stream(own.object)) == inside.tree
    town.secretary.done(removal(town.secretary, own))
    assert standing(town.secretary, stream) == {*inside.tree, new.object}
    assert sound(town)


def test_a_dossier_follows_its_class(town: Town) -> None:
    filled, secret = Filled(town), town.ids.uuid7()
    before = filled.dossier.fields["class"]
    made = restriction(town.secretary, secret, "class")
    town.secretary.done(made)
    stream = restricted_stream(made.object)
    into = reclassed(town.secretary, filled.dossier.object, before, secret)
    (result,) = town.secretary.push(into)
    assert (result.status, result.stream) == ("applied", stream)
    there = rows(town.secretary, stream)
    assert there.keys() == filled.tree
    assert result.seq == max(row.seq for row in there.values())
    out = reclassed(town.secretary, filled.dossier.object, secret, before)
    (result,) = town.secretary.push(out)
    assert (result.status, result.stream) == ("applied", body_stream(town.body))
    assert filled.tree <= standing(town.clerk, body_stream(town.body))
    assert sound(town)


def test_a_class_of_the_body_that_moves_takes_its_dossiers_along(town: Town) -> None:
    secret = town.ids.uuid7()
    fields = {"plan": "propi", "code": "X1", "level": "series", "title_ca": "Sèrie pròpia"}
    own = town.secretary.mutation("create", "class", town.ids.uuid7(), fields=fields)
    town.secretary.done(own)
    filled = Filled(town, **{"class": own.object})
    made = restriction(town.secretary, secret, "class")
    town.secretary.done(made)
    town.secretary.done(town.secretary.set("class", own.object, parent=(None, secret)))
    assert standing(town.secretary, restricted_stream(made.object)) == filled.tree
    assert sound(town)


def test_nobody_puts_anything_where_they_do_not_see(town: Town) -> None:
    filled, secret = Filled(town), town.ids.uuid7()
    made = restriction(town.secretary, filled.dossier.object)
    town.secretary.push(made, restriction(town.secretary, secret, "class"))
    other = Filled(town)
    hidden = town.clerk.dossier()
    hidden = msgspec.structs.replace(hidden, fields={**hidden.fields, "class": secret})
    results = town.clerk.push(
        town.clerk.document(filled.dossier.object),
        town.clerk.version(filled.document.object),
        town.clerk.set("dossier", filled.dossier.object, title=("Expedient", "Un altre")),
        town.clerk.command("dossier", filled.dossier.object, "close", reason="resolved"),
        town.clerk.set("dossier", town.ids.uuid7(), title=("Expedient", "Un altre")),
        town.clerk.command("dossier", town.ids.uuid7(), "close", reason="resolved"),
        hidden,
        reclassed(town.clerk, other.dossier.object, other.dossier.fields["class"], secret),
        msgspec.structs.replace(town.clerk.dossier(), object=filled.dossier.object),
    )
    assert {(each.status, each.problem) for each in results} == {("rejected", "stream.not_visible")}
    assert {each.stream for each in results} == {body_stream(town.body), body_stream(town.body)}
    assert town.clerk.done(town.clerk.set("dossier", other.dossier.object, notes=(None, "Nota")))


def test_a_result_whose_effect_went_out_of_sight_is_told_all_the_same(town: Town) -> None:
    filled = Filled(town)
    made = restriction(town.secretary, filled.dossier.object)
    given = grant(town.secretary, made.object, town.clerk.answer.person)
    town.secretary.push(made, given)
    change = town.clerk.set("dossier", filled.dossier.object, 2, title=("Expedient", "Meu"))
    (first,) = town.clerk.push(change)
    assert first.stream == restricted_stream(made.object)
    page = town.clerk.page(first.stream, Question())
    assert page is not None
    assert [each.id for each in page.results] == [change.id]
    town.secretary.done(removal(town.secretary, given))
    (again,) = town.clerk.push(change)
    assert (again.status, again.stream, again.seq) == ("applied", body_stream(town.body), 0)


def test_what_came_before_its_restricted_dossier_is_brought_to_it(town: Town) -> None:
    """As after a restore: one computer sends its document before another sends the dossier again."""
    dossier = town.clerk.dossier()
    document = town.clerk.document(dossier.object)
    version = town.clerk.version(document.object)
    town.clerk.push(version)
    town.clerk.push(document)
    secret = restriction(town.secretary, str(dossier.fields["class"]), "class")
    town.secretary.push(secret, msgspec.structs.replace(dossier, by=town.secretary.answer.person))
    stream = restricted_stream(secret.object)
    assert standing(town.secretary, stream) == {dossier.object, document.object, version.object}
    assert sound(town)


def test_what_is_restricted_by_name_is_so_before_it_comes(town: Town) -> None:
    dossier = town.secretary.dossier()
    early = town.clerk.document(dossier.object)
    town.clerk.done(early)
    made = restriction(town.secretary, dossier.object)
    town.secretary.done(made)
    stream = restricted_stream(made.object)
    assert standing(town.secretary, stream) == {early.object}
    (refused,) = town.clerk.push(town.clerk.document(dossier.object))
    assert refused.problem == "stream.not_visible"
    town.secretary.done(dossier)
    assert standing(town.secretary, stream) == {dossier.object, early.object}


def test_grants_that_came_before_their_restriction_count(town: Town) -> None:
    made = restriction(town.secretary, town.ids.uuid7())
    town.secretary.done(grant(town.secretary, made.object, town.clerk.answer.person))
    town.secretary.done(made)
    assert restricted_stream(made.object) in town.clerk.caller.streams


def test_a_conflict_lies_where_its_object_is_and_knows_who_was_first(town: Town) -> None:
    filled = Filled(town)
    town.clerk.done(town.clerk.set("dossier", filled.dossier.object, title=("Expedient", "Meu")))
    made = restriction(town.secretary, filled.dossier.object)
    town.secretary.done(made)
    (result,) = town.secretary.push(
        town.secretary.set("dossier", filled.dossier.object, title=("Expedient", "Seu"))
    )
    assert (result.status, result.stream) == ("conflict", restricted_stream(made.object))
    conflict = rows(town.secretary, result.stream)[result.conflicts[0]]
    assert conflict.fields["kept_by"] == town.clerk.answer.person
    town.secretary.done(removal(town.secretary, made))
    assert conflict.id in standing(town.clerk, body_stream(town.body))


def test_words_are_taken_for_a_closed_dossier_too(town: Town) -> None:
    filled = Filled(town)
    town.clerk.done(town.clerk.command("document", filled.document.object, "discard", reason="equivocat"))
    town.clerk.done(town.clerk.command("dossier", filled.dossier.object, "close", reason="resolved"))
    assert town.clerk.done(text_of(town.clerk, filled.version))


def test_another_bodys_restriction_means_nothing_here(town: Town) -> None:
    filled = Filled(town)
    theirs = restriction(town.stranger, filled.dossier.object)
    town.stranger.done(theirs)
    assert filled.tree <= standing(town.clerk, body_stream(town.body))
    (refused,) = town.stranger.push(grant(town.stranger, theirs.object, town.clerk.answer.person))
    assert refused.problem == "grant.person_unknown"


def test_dossiers_of_restricted_streams_are_numbered_in_the_same_book(town: Town) -> None:
    filled = Filled(town)
    town.secretary.done(restriction(town.secretary, filled.dossier.object))
    following = town.clerk.done(town.clerk.dossier())
    assert town.clerk.object(following)["number"] == "2026/00002"
    assert sound(town)


def test_a_new_body_has_a_stream_for_texts(town: Town) -> None:
    new = admin.NewBody("Un tercer", "L01080195", "Q0000000J", "#1f6f54", "cHVibGlj")
    body = admin.create_body(town.service, new)
    desk = town.desk(body, "lectura")
    page = desk.page(text_stream(body_stream(body)))
    assert page is not None
    assert page.digest is not None
    assert page.digest.count == 0


def test_to_know_a_hash_is_not_to_have_the_bytes(town: Town) -> None:
    """Who announces a version of bytes that lie in a restricted dossier sends them, or reads nothing."""
    filled = Filled(town)
    receive(town.service.composer, town.clerk.caller, [(SHA, BYTES)])
    town.secretary.done(restriction(town.secretary, filled.dossier.object))
    dossier = town.clerk.dossier("Meu")
    document = town.clerk.document(dossier.object)
    version = town.clerk.version(document.object, SHA, len(BYTES))
    assert {each.status for each in town.clerk.push(dossier, document, version)} == {"applied"}
    assert not town.clerk.object(version.object).get("present")
    with pytest.raises(NotFound):
        town.service.blob_size(town.clerk.caller, SHA)
    receive(town.service.composer, town.clerk.caller, [(SHA, BYTES)])
    assert town.clerk.object(version.object).get("present")
    assert town.service.blob_size(town.clerk.caller, SHA) == len(BYTES)
