# SPDX-License-Identifier: EUPL-1.2
"""Streams that a person may read or not: changes of stream, rights taken and given again, unsent work kept."""

import os
from datetime import timedelta

import pytest
from helpers.cache import ANNA, EPOCH, FIRST_ROWS, SERIES, STREAM, Cache, row

from eset_desktop.domain.values import Json
from eset_desktop.operations import documents, dossiers
from eset_desktop.operations.errors import NotFound, Refused
from eset_desktop.operations.waiting import send_again
from eset_desktop.store.queries import dossiers as list_query
from eset_desktop.store.queries import waiting
from eset_desktop.store.queries.dossiers import DossierFilter
from eset_desktop.store.sweep import purge, sweep
from sync.protocol import FeedPage, Result, Row

HEAD = FIRST_ROWS[-1].seq
CLOSED = "restricted:01900000-0000-7000-8000-0000000000f1"
DOSSIER = "01900000-0000-7000-8000-0000000d0001"
DOCUMENT = "01900000-0000-7000-8000-0000000d0002"
VERSION = "01900000-0000-7000-8000-0000000d0003"
FIELDS: dict[str, Json] = {"title": "Assumpte reservat", "class": SERIES, "label": "L", "situation": "open"}


def take(cache: Cache, stream: str, start: int, *rows: Row, results: tuple[Result, ...] = ()) -> None:
    end = rows[-1].seq if rows else start
    for _ in cache.replica.take_page(FeedPage(stream, EPOCH, start, end, end, rows, results)):
        pass


def left(seq: int, object_id: str, kind: str = "dossier") -> Row:
    return Row(seq, kind, object_id, 2, left=True)


def listed(cache: Cache, text: str = "") -> int:
    return len(list_query.ids(cache.database.reader(), DossierFilter(text=text)))


def states(cache: Cache) -> dict[str, tuple[str, str]]:
    return {each.what: (each.state, each.problem) for each in waiting.pending(cache.database.reader())}


def aside(cache: Cache) -> int:
    return int(cache.database.reader().execute("SELECT count(*) FROM aside").fetchone()[0])


def catalogue(cache: Cache) -> None:
    take(cache, "catalogue", 0)


@pytest.fixture
def town(cache: Cache) -> Cache:
    """A dossier lies in the body's stream; nothing else is to be read."""
    take(cache, STREAM, HEAD, row(HEAD + 1, "dossier", DOSSIER, dict(FIELDS)))
    cache.replica.set_streams(("catalogue", STREAM))
    return cache


def test_a_dossier_that_left_is_out_of_sight_at_once_and_forgotten_after_a_round(town: Cache) -> None:
    take(town, STREAM, HEAD + 1, left(HEAD + 2, DOSSIER))
    assert (listed(town), listed(town, "reservat"), aside(town)) == (0, 0, 1)
    assert town.replica.rights_stale()
    town.replica.set_streams(("catalogue", STREAM))
    assert aside(town) == 1
    catalogue(town)
    assert aside(town) == 0


def test_a_new_stream_must_be_read_before_anything_is_forgotten(town: Cache) -> None:
    dossiers.edit(town.session, DOSSIER, {"notes": "Una nota"})
    take(town, STREAM, HEAD + 1, left(HEAD + 2, DOSSIER))
    town.replica.set_streams(("catalogue", STREAM, CLOSED))
    catalogue(town)
    town.replica.reached_head(STREAM)
    assert aside(town) == 1
    take(town, CLOSED, 0, row(1, "dossier", DOSSIER, {**FIELDS, "class": "other"}, rev=2))
    assert (aside(town), listed(town, "reservat")) == (0, 1)
    assert states(town) == {"dossier.set": ("queued", "")}
    stored = town.database.reader().execute("SELECT fields ->> '$.notes', stream, pending FROM object WHERE id = ?",
        (DOSSIER,)).fetchone()  # fmt: skip
    assert stored == ("Una nota", CLOSED, 1)
    changed = (
        town.database.reader().execute("SELECT details FROM history WHERE object = ?", (DOSSIER,)).fetchall()
    )
    assert changed == [(f'{{"class":["{SERIES}","other"]}}',)]


def test_the_new_place_may_come_before_the_mark_of_the_old_one(town: Cache) -> None:
    town.replica.set_streams(("catalogue", STREAM, CLOSED))
    take(town, CLOSED, 0, row(1, "dossier", DOSSIER, dict(FIELDS), rev=2))
    take(town, STREAM, HEAD + 1, left(HEAD + 2, DOSSIER))
    assert (listed(town, "reservat"), aside(town)) == (1, 0)
    held = {each.stream: each.count for each in town.replica.cursors()}
    assert held == {"catalogue": 0, STREAM: HEAD, CLOSED: 1}


def test_an_old_row_of_the_stream_it_left_does_not_bring_it_back(town: Cache) -> None:
    town.replica.set_streams(("catalogue", STREAM, CLOSED))
    take(town, CLOSED, 0, row(1, "dossier", DOSSIER, {**FIELDS, "title": "Nou"}, rev=3))
    take(town, STREAM, HEAD + 1, row(HEAD + 2, "dossier", DOSSIER, dict(FIELDS), rev=2))
    assert listed(town, "nou") == 1


def lose_the_right(cache: Cache) -> None:
    take(cache, STREAM, HEAD + 1, left(HEAD + 2, DOSSIER))
    cache.replica.set_streams(("catalogue", STREAM))
    catalogue(cache)
    cache.replica.reached_head(STREAM)


@pytest.mark.parametrize("comes", [False, True])
def test_what_left_before_any_page_brought_it_is_waited_for_no_longer(town: Cache, comes: bool) -> None:
    """Its creation was answered, then somebody restricted it: the first that the feed says of it is that it left."""
    town.replica.set_streams(("catalogue", STREAM, CLOSED) if comes else ("catalogue", STREAM))
    made = dossiers.create(town.session, dossiers.NewDossier("Assumpte nou", SERIES)).created
    assert made
    [mutation] = town.replica.mark_sent(town.waiting()).mutations
    town.replica.take_results([Result(mutation.id, "applied", STREAM, EPOCH, HEAD + 2, rev=1)])
    take(town, STREAM, HEAD + 1, left(HEAD + 3, made))
    assert (listed(town, "nou"), aside(town)) == (0, 1)
    town.replica.set_streams(("catalogue", STREAM, CLOSED) if comes else ("catalogue", STREAM))
    if comes:
        take(town, CLOSED, 0, row(1, "dossier", made, {**FIELDS, "title": "Assumpte nou"}, rev=2))
    catalogue(town)
    town.replica.reached_head(STREAM)
    assert (listed(town, "nou"), aside(town), states(town)) == (int(comes), 0, {})


def test_what_was_made_and_went_out_of_sight_before_its_answer_is_waited_for_no_longer(town: Cache) -> None:
    """The answer was lost; when it comes again, position 0 says that its effect is not for this person's eyes any more."""
    made = dossiers.create(town.session, dossiers.NewDossier("Assumpte nou", SERIES)).created
    assert made
    [mutation] = town.replica.mark_sent(town.waiting()).mutations
    town.replica.take_results([Result(mutation.id, "applied", STREAM, EPOCH, 0, rev=1)])
    assert (listed(town, "nou"), states(town)) == (0, {})


def test_work_whose_object_moved_is_settled_when_the_stream_that_it_was_decided_in_is_left(
    town: Cache,
) -> None:
    town.replica.set_streams(("catalogue", STREAM, CLOSED))
    take(town, CLOSED, 0, row(1, "dossier", DOSSIER, FIELDS, rev=2))
    dossiers.edit(town.session, DOSSIER, {"notes": "Una nota"})
    [mutation] = town.replica.mark_sent(town.waiting()).mutations
    town.replica.take_results([Result(mutation.id, "applied", CLOSED, EPOCH, 2, rev=3)])
    take(town, STREAM, HEAD + 1, row(HEAD + 2, "dossier", DOSSIER, {**FIELDS, "notes": "Una nota"}, rev=4))
    assert states(town)
    town.replica.set_streams(("catalogue", STREAM))
    assert (listed(town), states(town)) == (1, {})


def test_unsent_work_is_kept_with_its_reason_and_goes_when_the_right_comes_back(town: Cache) -> None:
    dossiers.edit(town.session, DOSSIER, {"notes": "Una nota"})
    documents.add(town.session, DOSSIER, documents.NewDocument("Informe", "informe"), b"%PDF", "i.pdf")
    town.replica.mark_sent(town.waiting())
    before = {each.id for each in town.waiting()}
    lose_the_right(town)
    assert states(town) == {
        "dossier.set": ("attention", "stream.not_visible"),
        "document.create": ("attention", "stream.not_visible"),
        "version.content": ("blocked", ""),
    }
    assert not town.waiting()
    with pytest.raises(NotFound):
        dossiers.edit(town.session, DOSSIER, {"notes": "Una altra"})
    take(town, STREAM, HEAD + 2, row(HEAD + 3, "dossier", DOSSIER, dict(FIELDS), rev=3))
    assert {each.id for each in town.waiting()} == before
    assert set(states(town).values()) == {("sent", "")}
    assert listed(town, "informe") == 1


def test_what_the_service_refused_before_we_knew_goes_again_when_the_right_comes_back(town: Cache) -> None:
    dossiers.edit(town.session, DOSSIER, {"notes": "Una nota"})
    dossiers.edit(town.session, DOSSIER, {"title": "Un altre"})
    documents.add(town.session, DOSSIER, documents.NewDocument("Informe", "informe"), b"%PDF", "i.pdf")
    sent = town.replica.mark_sent(town.waiting()).mutations
    town.replica.take_results(
        tuple(Result(each.id, "rejected", "", EPOCH, 0, 0, "stream.not_visible") for each in sent[:2])
    )
    number = {each.label for each in waiting.pending(town.database.reader())}
    lose_the_right(town)
    assert not town.waiting()
    assert {each.label for each in waiting.pending(town.database.reader())} == number != {""}
    with pytest.raises(Refused, match="not_visible"):
        send_again(town.session, sent[0].id)
    take(town, STREAM, HEAD + 2, row(HEAD + 3, "dossier", DOSSIER, dict(FIELDS), rev=3))
    again = town.waiting()
    assert [(each.kind, each.op) for each in again] == [(each.kind, each.op) for each in sent]
    assert not {each.id for each in again} & {each.id for each in sent[:2]}
    assert [each.object for each in again] == [each.object for each in sent]
    assert listed(town, "informe") == 1
    take(town, STREAM, HEAD + 3, row(HEAD + 4, "dossier", DOSSIER, dict(FIELDS), rev=4))
    assert [each.id for each in town.waiting()] == [each.id for each in again]


def test_what_was_refused_twice_goes_a_third_time_with_what_hangs_from_it(town: Cache) -> None:
    documents.add(town.session, DOSSIER, documents.NewDocument("Informe", "informe"), b"%PDF", "i.pdf")
    used: set[str] = set()
    for at in range(HEAD + 1, HEAD + 7, 2):
        sent = town.replica.mark_sent(town.waiting()).mutations
        assert [each.kind for each in sent] == ["document", "version"]
        assert not used & {each.id for each in sent}
        used |= {each.id for each in sent}
        refused = Result(sent[0].id, "rejected", "", EPOCH, 0, 0, "stream.not_visible")
        town.replica.take_results((refused,))
        take(town, STREAM, at, left(at + 1, DOSSIER))
        town.replica.set_streams(("catalogue", STREAM))
        catalogue(town)
        town.replica.reached_head(STREAM)
        take(town, STREAM, at + 1, row(at + 2, "dossier", DOSSIER, dict(FIELDS), rev=at))
    assert len(town.waiting()) == 2


def test_what_arrived_in_spite_of_it_is_not_asked_for_again(town: Cache) -> None:
    dossiers.edit(town.session, DOSSIER, {"notes": "Una nota"})
    (sent,) = town.replica.mark_sent(town.waiting()).mutations
    lose_the_right(town)
    town.replica.take_results((Result(sent.id, "applied", CLOSED, EPOCH, 7, 3),))
    assert states(town) == {}
    assert not town.waiting()


def test_an_accepted_change_whose_effect_is_out_of_sight_is_no_longer_waited_for(town: Cache) -> None:
    dossiers.edit(town.session, DOSSIER, {"class": SERIES[:-1] + "2"})
    (sent,) = town.replica.mark_sent(town.waiting()).mutations
    town.replica.take_results((Result(sent.id, "applied", CLOSED, EPOCH, 1, 2),))
    assert states(town) == {"dossier.set": ("answered", "")}
    lose_the_right(town)
    assert states(town) == {}


def test_a_stream_that_is_not_named_any_more_goes_with_all_that_is_in_it(town: Cache) -> None:
    town.replica.set_streams(("catalogue", STREAM, CLOSED))
    sha = town.blobs.put(b"%PDF reservat").sha256
    version: dict[str, Json] = {
        "document": DOCUMENT, "sha256": sha, "size": 13, "mime": documents.PDF, "relation": "content",
        "created_at": "2026-11-21T08:00:00.000Z", "present": True,
    }  # fmt: skip
    take(
        town, CLOSED, 0,
        row(1, "dossier", DOSSIER, dict(FIELDS), rev=2),
        row(2, "document", DOCUMENT, {"dossier": DOSSIER, "title": "Informe mèdic", "state": "draft"}),
        row(3, "version", VERSION, version),
    )  # fmt: skip
    with town.database.write() as connection:
        connection.execute("UPDATE blob SET here = 1 WHERE sha256 = ?", (sha,))
    dossiers.edit(town.session, DOSSIER, {"notes": "Una nota"})
    take(town, CLOSED, 3, row(4, "dossier", DOSSIER, {**FIELDS, "title": "Assumpte més reservat"}, rev=3))
    reader = town.database.reader()
    assert reader.execute("SELECT count(*) FROM history").fetchone() == (1,)
    town.replica.set_streams(("catalogue", STREAM))
    assert (listed(town), aside(town)) == (0, 3)
    catalogue(town)
    town.replica.reached_head(STREAM)
    assert [each.stream for each in town.replica.cursors()] == ["catalogue", STREAM]
    assert reader.execute("SELECT count(*) FROM history").fetchone() == (0,)
    assert reader.execute("SELECT count(*) FROM dossier_text").fetchone() == (0,)
    assert states(town) == {"dossier.set": ("attention", "stream.not_visible")}
    town.clock.current += timedelta(days=3650)
    purge(town.database, town.blobs, town.clock)
    assert not town.blobs.has(sha)
    assert reader.execute("SELECT count(*) FROM blob").fetchone() == (0,)
    town.replica.set_streams(("catalogue", STREAM, CLOSED))
    assert {each.stream: each.seq for each in town.replica.cursors()}[CLOSED] == 0
    take(town, CLOSED, 0, row(4, "dossier", DOSSIER, dict(FIELDS), rev=3))
    assert states(town) == {"dossier.set": ("sent", "")}


def test_bytes_that_only_this_computer_has_outlive_the_right(town: Cache) -> None:
    made = documents.add(town.session, DOSSIER, documents.NewDocument("Informe", "informe"), b"%PDF", "i.pdf")
    assert made.created
    creations = town.replica.mark_sent(town.waiting()).mutations
    rows = tuple(
        row(HEAD + 2 + place, each.kind, each.object, dict(each.fields))
        for place, each in enumerate(creations)
    )
    results = tuple(
        Result(each.id, "applied", STREAM, EPOCH, HEAD + 2 + place, 1) for place, each in enumerate(creations)
    )
    take(town, STREAM, HEAD + 1, *rows, results=results)
    marks = [left(HEAD + 10 + place, each.id, each.kind) for place, each in enumerate(rows)]
    take(town, STREAM, HEAD + 3, left(HEAD + 9, DOSSIER), *marks)
    town.replica.set_streams(("catalogue", STREAM))
    catalogue(town)
    town.replica.reached_head(STREAM)
    assert aside(town) == 0
    town.clock.current += timedelta(days=3650)
    purge(town.database, town.blobs, town.clock)
    assert town.blobs.has(str(creations[1].fields["sha256"]))


@pytest.mark.parametrize("added", ["before", "after"])
def test_the_same_bytes_in_a_new_version_are_sent_when_the_one_that_had_them_is_out_of_sight(
    town: Cache, added: str
) -> None:
    """The service has them, but a version has them only when its author may read one that does."""
    sha = town.blobs.put(b"%PDF").sha256
    had: dict[str, Json] = {
        "document": DOCUMENT, "sha256": sha, "size": 4, "mime": documents.PDF, "present": True,
    }  # fmt: skip
    new = documents.NewDocument("Informe", "informe")
    other = DOSSIER[:-1] + "9"
    take(
        town, STREAM, HEAD + 1,
        row(HEAD + 2, "dossier", other, dict(FIELDS)), row(HEAD + 3, "version", VERSION, had),
    )  # fmt: skip
    with town.database.write() as connection:
        connection.execute("UPDATE blob SET here = 1")
    if added == "before":
        documents.add(town.session, other, new, b"%PDF", "i.pdf")
    take(town, STREAM, HEAD + 3, left(HEAD + 4, VERSION, "version"))
    town.replica.set_streams(("catalogue", STREAM))
    catalogue(town)
    town.replica.reached_head(STREAM)
    if added == "after":
        documents.add(town.session, other, new, b"%PDF", "i.pdf")
    made = town.replica.mark_sent(town.waiting()).mutations
    rows = [row(HEAD + 5 + n, each.kind, each.object, dict(each.fields)) for n, each in enumerate(made)]
    results = [Result(each.id, "applied", STREAM, EPOCH, HEAD + 5 + n, 1) for n, each in enumerate(made)]
    take(town, STREAM, HEAD + 4, *rows, results=tuple(results))
    assert [each.sha256 for each in town.replica.uploads_due(1)] == [sha]


def test_bytes_that_the_service_lost_are_sent_again_and_outlive_the_right(town: Cache) -> None:
    sha = town.blobs.put(b"%PDF").sha256
    fields: dict[str, Json] = {"document": DOCUMENT, "sha256": sha, "size": 4, "mime": documents.PDF}
    had = {**fields, "present": True}
    take(town, STREAM, HEAD + 1, row(HEAD + 2, "version", VERSION, had))
    with town.database.write() as connection:
        connection.execute("UPDATE blob SET here = 1")
    assert not town.replica.uploads_due(1)
    other = row(HEAD + 3, "version", ANNA[:-1] + "9", had)
    take(
        town, STREAM, HEAD + 2, other, row(HEAD + 4, "version", VERSION, {**fields, "present": False}, rev=2)
    )
    assert not town.replica.uploads_due(1), "another version has them still"
    lost = [row(HEAD + 5 + step, "version", each, {**fields, "present": False}, rev=3)
            for step, each in enumerate((VERSION, other.id))]  # fmt: skip
    take(town, STREAM, HEAD + 4, *lost)
    assert [each.sha256 for each in town.replica.uploads_due(1)] == [sha]
    take(town, STREAM, HEAD + 6, left(HEAD + 7, VERSION, "version"), left(HEAD + 8, other.id, "version"))
    town.replica.set_streams(("catalogue", STREAM))
    catalogue(town)
    town.replica.reached_head(STREAM)
    town.clock.current += timedelta(days=1)
    purge(town.database, town.blobs, town.clock)
    assert town.blobs.has(sha)
    town.clock.current += timedelta(days=3650)
    sweep(town.database, town.blobs, town.clock)
    assert town.blobs.has(sha)


def test_the_same_bytes_of_a_visible_version_stay(town: Cache) -> None:
    sha = town.blobs.put(b"%PDF").sha256
    fields: dict[str, Json] = {
        "document": DOCUMENT,
        "sha256": sha,
        "size": 4,
        "mime": documents.PDF,
        "present": True,
    }
    take(town, STREAM, HEAD + 1, row(HEAD + 2, "version", VERSION, dict(fields)),
        row(HEAD + 3, "version", ANNA[:-1] + "9", dict(fields)))  # fmt: skip
    take(town, STREAM, HEAD + 3, left(HEAD + 4, VERSION, "version"))
    town.replica.set_streams(("catalogue", STREAM))
    catalogue(town)
    town.replica.reached_head(STREAM)
    assert town.database.reader().execute("SELECT origin FROM blob").fetchall() == [("service",)]


def test_bytes_stored_just_now_are_purged_a_minute_later(town: Cache) -> None:
    sha = town.blobs.put(b"%PDF").sha256
    with town.database.write() as connection:
        connection.execute(
            "INSERT INTO blob (sha256, size, origin, added_at) VALUES (?, 4, 'gone', '')", (sha,)
        )
    stored = next(each for each in (town.folder / "blobs").glob("??/??/*"))
    moment = town.clock.now().timestamp()
    os.utime(stored, (moment - 30, moment - 30))
    assert purge(town.database, town.blobs, town.clock) == 0
    town.clock.current += timedelta(seconds=31)
    assert purge(town.database, town.blobs, town.clock) == 1
    assert not town.blobs.has(sha)


def test_only_rows_about_rights_make_the_streams_be_asked_for_again(town: Cache) -> None:
    assert not town.replica.rights_stale()
    take(
        town,
        STREAM,
        HEAD + 1,
        row(HEAD + 2, "person", ANNA, {"name": "Anna", "profiles": ["lectura"]}, rev=2),
    )
    assert town.replica.rights_stale()
    town.replica.set_streams(("catalogue", STREAM))
    take(town, STREAM, HEAD + 2, row(HEAD + 3, "unit", ANNA[:-1] + "8", {"code": "X", "name": "Y"}))
    assert not town.replica.rights_stale()
    grant: dict[str, Json] = {"restriction": CLOSED[11:], "person": ANNA}
    take(town, STREAM, HEAD + 3, row(HEAD + 4, "grant", ANNA[:-1] + "7", grant))
    assert town.replica.rights_stale()


def first_reading(cache: Cache, *rows: Row) -> None:
    """Let the body's stream be read for the first time, these rows last."""
    with cache.database.write() as connection:
        connection.execute("UPDATE stream SET headed = 0 WHERE id = ?", (STREAM,))
    take(cache, STREAM, HEAD, *rows)


RESTRICTION = row(
    HEAD + 1,
    "restriction",
    CLOSED.partition(":")[2],
    {"scope_kind": "dossier", "scope": DOSSIER, "reason": "RGPD"},
)
NOBODYS = row(HEAD + 2, "person", ANNA, {"name": "Anna Prova", "profiles": ["lectura"]}, rev=2)


def test_a_right_that_came_with_the_first_reading_is_asked_about(cache: Cache) -> None:
    """It was given between the service's word on the streams and that reading."""
    cache.replica.set_streams(("catalogue", STREAM))
    first_reading(cache, RESTRICTION)
    assert cache.replica.rights_stale()


def test_what_was_said_and_read_alike_is_not_asked_again(cache: Cache) -> None:
    cache.replica.set_streams(("catalogue", STREAM, CLOSED))
    first_reading(cache, RESTRICTION)
    assert not cache.replica.rights_stale()


def test_a_right_that_the_first_reading_takes_is_asked_about(cache: Cache) -> None:
    cache.replica.set_streams(("catalogue", STREAM, CLOSED))
    first_reading(cache, RESTRICTION, NOBODYS)
    assert cache.replica.rights_stale()


def test_after_a_snapshot_the_first_head_ends_the_first_reading(cache: Cache) -> None:
    cache.replica.set_streams(("catalogue", STREAM))
    with cache.database.write() as connection:
        connection.execute("UPDATE stream SET headed = 0 WHERE id = ?", (STREAM,))
    cache.replica.reached_head(STREAM)
    assert not cache.replica.rights_stale()
    take(cache, STREAM, HEAD, RESTRICTION)
    assert cache.replica.rights_stale()
