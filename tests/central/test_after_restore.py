# SPDX-License-Identifier: EUPL-1.2
"""A service that was set back: what it lost comes again from many computers, in any order."""

from datetime import timedelta

import msgspec
import pytest
from helpers.town import Desk, Town, counted_bytes

from central import lives
from central.push.batch import AWAITED
from eset_desktop.domain.kinds import restricted_stream
from eset_desktop.domain.mutations import Change, Mutation
from sync.protocol import Result


@pytest.fixture
def set_back(town: Town) -> Town:
    """Return a town whose service has just been set back."""
    with town.service.database.write() as connection:
        lives.begin(connection, (), town.clock.now(), counted_bytes(7))
    return town


def push(desk: Desk, *mutations: Mutation) -> tuple[Result, ...]:
    """Push as a computer does that has compared with the service."""
    page = desk.page()
    assert page is not None
    return desk.service.push(desk.caller, mutations, page.epoch).results


def told(results: tuple[Result, ...]) -> list[tuple[str, str]]:
    return [(each.status, each.problem) for each in results]


WAITS = ("blocked", "stream.not_visible")
REFUSED = ("rejected", "stream.not_visible")
NOT_YET = ("blocked", "mutation.after_unknown")


def test_an_edit_waits_for_the_creation_that_its_author_sends_again(set_back: Town) -> None:
    clerk, secretary = set_back.clerk, set_back.secretary
    made = clerk.dossier("Expedient")
    edit = secretary.set("dossier", made.object, notes=(None, "Nota"))
    after = secretary.mutation(
        "set", "dossier", made.object, changes={"title": Change("Expedient", "Un altre")}, after=(edit.id,)
    )
    closing = secretary.command("dossier", made.object, "close", reason="resolved")
    work = (edit, after, closing)
    assert told(push(secretary, *work)) == [WAITS, NOT_YET, WAITS]
    set_back.clock.current += AWAITED - timedelta(minutes=1)
    assert told(push(secretary, *work)) == [WAITS, NOT_YET, WAITS]
    assert told(push(clerk, made)) == [("applied", "")]
    assert told(push(secretary, *work)) == [("applied", "")] * 3
    assert clerk.object(made.object)["title"] == "Un altre"


def test_what_nobody_brings_is_refused_in_the_end_and_stays_with_its_author(set_back: Town) -> None:
    edit = set_back.secretary.set("dossier", set_back.ids.uuid7(), notes=(None, "Nota"))
    set_back.clock.current += AWAITED
    assert told(push(set_back.secretary, edit)) == [REFUSED]


def restrict(desk: Desk, scope: str) -> str:
    """Restrict a class and return the stream of what lies in it."""
    fields = {"scope_kind": "class", "scope": scope, "reason": "art. 15 LTAIBG"}
    return restricted_stream(
        desk.done(desk.mutation("create", "restriction", desk.ids.uuid7(), fields=fields))
    )


def in_stream(desk: Desk, stream: str) -> set[str]:
    page = desk.page(stream)
    assert page is not None
    return {row.id for row in page.rows}


def test_what_lies_in_a_lost_dossier_of_a_restricted_class_is_shown_to_nobody_before_it_comes(
    set_back: Town,
) -> None:
    secretary, clerk = set_back.secretary, set_back.clerk
    made = secretary.dossier()
    stream = restrict(secretary, str(made.fields["class"]))
    document = clerk.document(made.object)
    version = secretary.version(document.object)
    words = {"version": version.object, "document": document.object, "text": ["paraules"]}
    text = secretary.mutation("create", "text", set_back.ids.uuid7(), fields=words)
    seen = in_stream(clerk, clerk.stream)
    assert told(push(clerk, document)) == [WAITS]
    assert told(push(secretary, text, version)) == [WAITS, WAITS]
    set_back.clock.current += AWAITED - timedelta(minutes=1)
    assert told(push(secretary, version)) == [WAITS]
    assert in_stream(clerk, clerk.stream) == seen
    assert told(push(secretary, made)) == [("applied", "")]
    assert told(push(clerk, document)) == [WAITS]  # its dossier is known, and hidden from this person
    own = msgspec.structs.replace(document, id=set_back.ids.uuid7(), by=secretary.answer.person)
    assert told(push(secretary, own, version, text)) == [("applied", "")] * 3
    assert in_stream(secretary, stream) == {made.object, document.object, version.object}
    assert in_stream(clerk, clerk.stream) == seen


def test_what_lies_in_what_nobody_brings_is_its_authors_draft_where_something_is_restricted(
    set_back: Town,
) -> None:
    clerk = set_back.clerk
    early = clerk.document(set_back.ids.uuid7())
    assert told(push(clerk, early)) == [("applied", "")]  # nothing is restricted: nobody may not read it
    restrict(set_back.secretary, set_back.ids.uuid7())
    late = clerk.document(set_back.ids.uuid7())
    assert told(push(clerk, late)) == [WAITS]
    set_back.clock.current += AWAITED
    assert told(push(clerk, late)) == [REFUSED]


def test_a_dossier_waits_for_its_lost_class_where_a_class_is_restricted(set_back: Town) -> None:
    secretary, clerk = set_back.secretary, set_back.clerk
    secret, lost = set_back.ids.uuid7(), set_back.ids.uuid7()
    made = clerk.dossier()
    made = msgspec.structs.replace(made, fields={**made.fields, "class": lost})
    other = clerk.dossier()
    known = clerk.done(other)
    stream = restrict(secretary, secret)
    into = clerk.mutation("set", "dossier", known, changes={"class": Change(other.fields["class"], lost)})
    assert told(push(clerk, made, into)) == [WAITS, WAITS]
    fields = {"plan": "propi", "code": "X1", "level": "series", "title_ca": "Sèrie", "parent": secret}
    secretary.done(secretary.mutation("create", "class", secret, fields={**fields, "parent": None}))
    own = secretary.mutation("create", "class", lost, fields=fields)
    assert (
        told(push(secretary, own, secretary.set("dossier", known, notes=(None, "Nota"))))
        == [("applied", "")] * 2
    )
    assert told(push(clerk, made, into)) == [WAITS, WAITS]  # hidden now, and told in the same words
    assert in_stream(secretary, stream) == set()
    set_back.clock.current += AWAITED
    assert told(push(clerk, made, into)) == [REFUSED, REFUSED]
    further = clerk.dossier()  # of a class that nobody knows
    assert told(push(clerk, further)) == [("applied", "")]


def test_what_is_hidden_is_answered_like_what_is_lost(set_back: Town) -> None:
    secretary, clerk = set_back.secretary, set_back.clerk
    made = secretary.dossier()
    fields = {"scope_kind": "dossier", "scope": made.object, "reason": "art. 15 LTAIBG"}
    secretary.push(made, secretary.mutation("create", "restriction", set_back.ids.uuid7(), fields=fields))
    hidden = clerk.set("dossier", made.object, notes=(None, "Nota"))
    lost = clerk.set("dossier", set_back.ids.uuid7(), notes=(None, "Nota"))
    assert told(push(clerk, hidden, lost)) == [WAITS, WAITS]
    unknown = clerk.document(set_back.ids.uuid7())
    assert told(push(clerk, clerk.document(made.object), unknown)) == [WAITS, WAITS]
    set_back.clock.current += AWAITED
    assert told(push(clerk, clerk.document(made.object), unknown, hidden, lost)) == [REFUSED] * 4


def test_a_group_waits_as_a_whole(set_back: Town) -> None:
    clerk, secretary = set_back.clerk, set_back.secretary
    made, group = clerk.dossier("Expedient"), set_back.ids.uuid7()
    known = clerk.done(clerk.dossier("Un segon"))
    together = [
        msgspec.structs.replace(
            secretary.set("dossier", each, notes=(None, "Nota")), group=group, group_size=2
        )
        for each in (made.object, known)
    ]
    assert told(push(secretary, *together)) == [WAITS, ("blocked", "mutation.group_incomplete")]
    clerk.done(made)
    assert told(push(secretary, *together)) == [("applied", "")] * 2


def test_a_service_that_was_never_set_back_refuses_at_once(town: Town) -> None:
    edit = town.secretary.set("dossier", town.ids.uuid7(), notes=(None, "Nota"))
    assert told(push(town.secretary, edit)) == [REFUSED]
