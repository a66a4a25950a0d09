# SPDX-License-Identifier: EUPL-1.2
"""What the cache does with the central service's answers: results, feed, refusals, conflicts, a restored service."""

from helpers.cache import ANNA, BERTA, EPOCH, FIRST_ROWS, STREAM, Cache, digest_of, row

from eset_desktop.domain.mutations import Mutation
from eset_desktop.operations import conflicts, documents, dossiers
from eset_desktop.operations import waiting as refused_work
from eset_desktop.operations.dossiers import NewDossier
from eset_desktop.operations.parties import NewParty
from eset_desktop.store.queries import dossier as page_query
from eset_desktop.store.queries import dossiers as list_query
from eset_desktop.store.queries import history, waiting
from sync.protocol import FeedPage, Result, Row

SERIES = FIRST_ROWS[4].id
HEAD = FIRST_ROWS[-1].seq


def opened(cache: Cache, title: str = "Tanca") -> str:
    made = dossiers.create(cache.session, NewDossier(title, SERIES, party=NewParty("Persona de Prova")))
    assert made.created
    return made.created


def accepted_row(seq: int, mutation: Mutation, *, rev: int = 1, by: str = ANNA, **fields: str) -> Row:
    return row(seq, mutation.kind, mutation.object, {**mutation.fields, **fields}, rev=rev, by=by)


def page(cache: Cache, dossier_id: str) -> page_query.DossierPage:
    found = page_query.page(cache.database.reader(), dossier_id)
    assert found
    return found


def settled(cache: Cache, title: str = "Tanca") -> str:
    """Open a dossier and let the service accept it as number 2026/00001."""
    dossier_id = opened(cache, title)
    dossier, party = cache.replica.mark_sent(cache.waiting()).mutations
    start = max(cursor.seq for cursor in cache.replica.cursors())
    results = (cache.accept(dossier, start + 1), cache.accept(party, start + 2))
    cache.replica.take_results(results)
    cache.feed(
        start,
        (accepted_row(start + 1, dossier, number="2026/00001"), accepted_row(start + 2, party)),
        results,
    )
    return dossier_id


def test_pending_goes_when_the_feed_brings_it_and_the_label_stays(cache: Cache) -> None:
    dossier_id = opened(cache)
    sent = cache.replica.mark_sent(cache.waiting()).mutations
    results = tuple(cache.accept(each, HEAD + 1 + place) for place, each in enumerate(sent))
    cache.replica.take_results(results)
    assert page(cache, dossier_id).pending
    assert not cache.waiting()
    rows = (accepted_row(HEAD + 1, sent[0], number="2026/00001"), accepted_row(HEAD + 2, sent[1]))
    cache.feed(HEAD, rows, results)
    found = page(cache, dossier_id)
    assert (found.pending, found.number, found.label[:12]) == (False, "2026/00001", "PROV-A7-0001")
    assert waiting.counts(cache.database.reader()).total == 0


def test_a_lost_reply_is_made_good_by_the_feed(cache: Cache) -> None:
    dossier_id = opened(cache)
    sent = cache.replica.mark_sent(cache.waiting()).mutations
    results = tuple(cache.accept(each, HEAD + 1 + place) for place, each in enumerate(sent))
    cache.feed(HEAD, (accepted_row(HEAD + 1, sent[0]), accepted_row(HEAD + 2, sent[1])), results)
    assert not page(cache, dossier_id).pending
    assert not cache.waiting()


def test_a_colleagues_edit_comes_under_the_unsent_one(cache: Cache) -> None:
    dossier_id = settled(cache)
    dossiers.edit(cache.session, dossier_id, {"notes": "La meva nota"})
    base = page(cache, dossier_id)
    fields = {
        "title": "Del col·lega",
        "class": SERIES,
        "label": base.label,
        "situation": "open",
        "number": base.number,
    }
    cache.feed(HEAD + 2, (row(HEAD + 3, "dossier", dossier_id, dict(fields), rev=2, by=BERTA),))
    found = page(cache, dossier_id)
    assert (found.title, found.notes, found.pending) == ("Del col·lega", "La meva nota", True)
    assert cache.waiting()[0].changes["notes"].before is None
    assert "title" not in cache.waiting()[0].changes
    changed = [
        each
        for each in history.history(cache.database.reader(), dossier_id)
        if each.what == "dossier.changed"
    ]
    assert changed[0].by == "Berta Prova"
    assert changed[0].details["title"] == ["Tanca", "Del col·lega"]


def test_a_refused_creation_stays_in_sight_with_what_hangs_from_it_and_stops_nothing_else(
    cache: Cache,
) -> None:
    other = opened(cache, "Un altre")
    refused = opened(cache, "Rebutjat")
    documents.add(cache.session, refused, documents.NewDocument("Informe", "informe"), b"%PDF", "i.pdf")
    creation = next(each for each in cache.waiting() if each.object == refused)
    cache.replica.mark_sent([creation])
    cache.replica.take_results([Result(creation.id, "rejected", STREAM, EPOCH, HEAD, 0, "rights.denied")])
    states = {each.mutation_id: each for each in waiting.pending(cache.database.reader())}
    assert states[creation.id].state == "attention"
    assert states[creation.id].problem == "rights.denied"
    blocked = [each for each in states.values() if each.state == "blocked"]
    assert [each.what for each in blocked] == ["party.create", "document.create", "version.content"]
    assert {each.blocked_by for each in blocked} == {creation.id}
    assert {each.object for each in cache.waiting()} >= {other}
    assert refused not in {each.object for each in cache.waiting()}
    assert page(cache, refused).documents[0].title == "Informe"


def test_refused_work_is_sent_again_corrected_with_its_dependants(cache: Cache) -> None:
    dossier_id = opened(cache)
    creation = cache.waiting()[0]
    cache.replica.mark_sent([creation])
    cache.replica.take_results([Result(creation.id, "rejected", STREAM, EPOCH, HEAD, 0, "value.malformed")])
    refused_work.send_again(cache.session, creation.id, {"title": "Corregit"})
    again, party = cache.waiting()
    assert again.id != creation.id
    assert (again.fields["title"], again.object, party.after) == ("Corregit", dossier_id, (again.id,))
    assert again.n < party.n
    assert page(cache, dossier_id).title == "Corregit"


def test_refused_work_that_is_given_up_goes_with_its_dependants_and_can_be_found(cache: Cache) -> None:
    dossier_id = opened(cache)
    creation = cache.waiting()[0]
    cache.replica.mark_sent([creation])
    cache.replica.take_results([Result(creation.id, "rejected", STREAM, EPOCH, HEAD, 0, "rights.denied")])
    refused_work.give_up(cache.session, creation.id)
    assert page_query.page(cache.database.reader(), dossier_id) is None
    assert not cache.waiting()
    kept = cache.database.reader().execute("SELECT count(*) FROM outbox WHERE state = 'discarded'").fetchone()
    assert kept == (2,)


def test_a_refused_edit_gives_way_to_what_stands_and_keeps_the_persons_value(cache: Cache) -> None:
    dossier_id = settled(cache)
    dossiers.rename(cache.session, dossier_id, "El meu títol")
    edit = cache.waiting()[0]
    cache.replica.mark_sent([edit])
    cache.replica.take_results([Result(edit.id, "rejected", STREAM, EPOCH, HEAD + 2, 0, "dossier.not_open")])
    assert page(cache, dossier_id).title == "Tanca"
    draft = waiting.pending(cache.database.reader())[0]
    assert (draft.state, draft.details) == ("attention", {"title": "El meu títol"})


def test_a_conflict_is_in_sight_with_both_authors_and_is_settled(cache: Cache) -> None:
    dossier_id = settled(cache)
    conflict = row(
        HEAD + 3, "conflict", "01900000-0000-7000-8000-00000000f001",
        {"object": dossier_id, "object_kind": "dossier", "field": "title", "kept": "Tanca", "kept_by": BERTA,
         "kept_at": "2026-11-21T09:00:00.000Z", "other": "Mur", "other_by": ANNA,
         "other_at": "2026-11-21T09:01:00.000Z", "state": "open"},
    )  # fmt: skip
    cache.feed(HEAD + 2, (conflict,))
    found = waiting.conflicts(cache.database.reader())[0]
    assert (found.kept, found.kept_by, found.other, found.other_by) == (
        "Tanca",
        "Berta Prova",
        "Mur",
        "Anna Prova",
    )
    assert (found.dossier_id, found.dossier_title) == (dossier_id, "Tanca")
    conflicts.settle(cache.session, conflict.id, conflicts.OTHER)
    assert page(cache, dossier_id).title == "Mur"
    assert waiting.conflicts(cache.database.reader()) == ()
    assert [each.op for each in cache.waiting()] == ["command", "set"]


def test_what_a_page_says_of_the_whole_is_durable_with_its_rows(cache: Cache) -> None:
    """The service tells it once: a computer that dies right after must not believe itself level."""
    wrong = FeedPage(STREAM, EPOCH, HEAD, HEAD, HEAD, digest=digest_of(HEAD, FIRST_ROWS[:-1]))
    next(iter(cache.replica.take_page(wrong)))
    assert cache.replica.differing() == {STREAM}
    next(
        iter(
            cache.replica.take_page(
                FeedPage(STREAM, EPOCH, HEAD, HEAD, HEAD, digest=digest_of(HEAD, FIRST_ROWS))
            )
        )
    )
    assert not cache.replica.differing()


def test_the_digest_tells_whether_both_sides_hold_the_same(cache: Cache) -> None:
    good = FeedPage(STREAM, EPOCH, HEAD, HEAD, HEAD, digest=digest_of(HEAD, FIRST_ROWS))
    assert cache.replica.digest_matches(good)
    opened(cache)
    assert cache.replica.digest_matches(good)
    wrong = FeedPage(STREAM, EPOCH, HEAD, HEAD, HEAD, digest=digest_of(HEAD, FIRST_ROWS[:-1]))
    assert not cache.replica.digest_matches(wrong)


def test_a_service_restored_from_an_old_backup_gets_back_what_it_lost(cache: Cache) -> None:
    dossier_id = settled(cache)
    dossiers.edit(cache.session, dossier_id, {"notes": "Encara no enviada"})
    cache.replica.restart_stream(STREAM, "epoch-2")
    assert [each.op for each in cache.waiting()] == ["set"]
    cache.feed(0, FIRST_ROWS, epoch="epoch-2")
    again = cache.waiting()
    assert [(each.kind, each.op) for each in again] == [
        ("dossier", "create"),
        ("party", "create"),
        ("dossier", "set"),
    ]
    assert page(cache, dossier_id).notes == "Encara no enviada"
    assert page(cache, dossier_id).title == "Tanca"
    assert cache.replica.digest_matches(
        FeedPage(STREAM, "epoch-2", 0, HEAD, HEAD, digest=digest_of(HEAD, FIRST_ROWS))
    )


def test_taking_the_same_page_twice_changes_nothing(cache: Cache) -> None:
    before = cache.replica.cursors()
    cache.feed(0, FIRST_ROWS)
    assert cache.replica.cursors() == before


def test_kinds_and_fields_of_a_newer_program_are_kept(cache: Cache) -> None:
    dossier_id = settled(cache)
    stored = {"title": "Tanca", "class": SERIES, "situation": "open", "colour_of_folder": "verd"}
    newer = row(HEAD + 4, "lease", "01900000-0000-7000-8000-00000000aa01", {"until": "2027-01-01"})
    cache.feed(HEAD + 2, (row(HEAD + 3, "dossier", dossier_id, dict(stored), rev=2), newer))
    dossiers.rename(cache.session, dossier_id, "Mur")
    assert set(cache.waiting()[0].changes) == {"title"}
    kept = cache.database.reader().execute(
        "SELECT fields ->> '$.colour_of_folder' FROM object WHERE id = ?", (dossier_id,)
    )
    assert kept.fetchone() == ("verd",)


def test_bytes_go_up_only_after_their_version_was_accepted_and_come_down_when_asked_for(cache: Cache) -> None:
    dossier_id = settled(cache)
    documents.add(
        cache.session, dossier_id, documents.NewDocument("Informe", "informe"), b"%PDF-1.7", "i.pdf"
    )
    assert cache.replica.uploads_due(5) == ()
    document, version = cache.replica.mark_sent(cache.waiting()).mutations
    results = (cache.accept(document, HEAD + 3), cache.accept(version, HEAD + 4))
    cache.feed(HEAD + 2, (accepted_row(HEAD + 3, document), accepted_row(HEAD + 4, version)), results)
    upload = cache.replica.uploads_due(5)[0]
    assert cache.replica.read_bytes(upload.sha256, 0, 4) == b"%PDF"
    cache.replica.note_upload(upload.sha256, "/v1/uploads/x", 4)
    assert cache.replica.uploads_due(5)[0].offset == 4
    cache.replica.upload_done(upload.sha256)
    assert cache.replica.uploads_due(5) == ()


def test_a_former_number_still_finds_its_dossier(cache: Cache) -> None:
    dossier_id = settled(cache)
    shown = page(cache, dossier_id)
    fields = {
        "title": shown.title,
        "class": SERIES,
        "label": shown.label,
        "situation": "open",
        "number": "2026/00009",
    }
    cache.feed(HEAD + 2, (row(HEAD + 3, "dossier", dossier_id, dict(fields), rev=2, by=BERTA),))
    reader = cache.database.reader()
    for number in ("2026/00001", "2026/00009"):
        assert len(list_query.ids(reader, list_query.DossierFilter(text=number))) == 1, number
