# SPDX-License-Identifier: EUPL-1.2
"""Words of documents: read where the bytes are, found everywhere; nobody is troubled by them."""

import io
import os
import zipfile
from pathlib import Path

import pytest
from helpers.cache import EPOCH, FIRST_ROWS, SERIES, STREAM, Cache, row
from helpers.pdfs import make_pdf

from eset_desktop.documents.words import OPEN_DOCUMENT, PLAIN, words_of
from eset_desktop.domain.values import Json
from eset_desktop.operations import documents, dossiers, texts
from eset_desktop.operations.documents import NewVersion
from eset_desktop.operations.dossiers import NewDossier
from eset_desktop.platform import on_battery
from eset_desktop.reading import Reader
from eset_desktop.store.queries import dossiers as list_query
from eset_desktop.store.queries import waiting
from eset_desktop.store.queries.dossiers import DossierFilter
from sync.protocol import FeedPage, Result, Row

HEAD = FIRST_ROWS[-1].seq
TEXTS = f"text:{STREAM}"


def accept_all(cache: Cache) -> None:
    """Let the service take everything that waits."""
    start = max(each.seq for each in cache.replica.cursors() if each.stream == STREAM)
    sent = cache.replica.mark_sent(cache.waiting()).mutations
    results = tuple(cache.accept(each, start + 1 + place) for place, each in enumerate(sent))
    rows = tuple(
        row(start + 1 + place, each.kind, each.object, dict(each.fields)) for place, each in enumerate(sent)
    )
    cache.feed(start, rows, results)


def with_document(cache: Cache, content: bytes, mime: str = documents.PDF) -> str:
    """Return the id of an accepted version whose bytes are here."""
    made = dossiers.create(cache.session, NewDossier("Tanca", SERIES))
    assert made.created
    added = documents.add(
        cache.session, made.created, documents.NewDocument("Informe", "informe"), make_pdf(), "i.pdf"
    )
    assert added.created
    version = documents.add_version(cache.session, added.created, NewVersion(content, "content", mime=mime))
    accept_all(cache)
    assert version.created
    return version.created


def found(cache: Cache, text: str) -> int:
    return len(list_query.ids(cache.database.reader(), DossierFilter(text=text)))


def read_all(cache: Cache) -> int:
    reader = Reader(cache.session, resting=lambda: False)
    steps = 0
    while reader.step():
        steps += 1
    return steps


def test_the_words_of_a_pdf_are_read_by_a_process_of_its_own_and_found(cache: Cache) -> None:
    version = with_document(cache, make_pdf(2))
    assert found(cache, "sant pere") == 0
    assert read_all(cache) == 2
    assert (found(cache, "sant pere"), found(cache, "tanca pere"), found(cache, "tanca nunca")) == (1, 1, 0)
    queued = {each.object: each for each in cache.waiting()}
    mine = queued[texts.text_id(version)]
    assert (mine.kind, mine.fields["version"]) == ("text", version)
    assert "Bon dia, Sant Pere" in str(mine.fields["text"])
    reader = cache.database.reader()
    assert waiting.pending(reader) == ()
    assert waiting.counts(reader).queued == 0
    assert read_all(cache) == 0


def test_the_words_of_the_same_file_are_found_in_every_dossier_that_has_it(cache: Cache) -> None:
    with_document(cache, b"unes paraules", PLAIN)
    read_all(cache)
    accept_all(cache)
    with_document(cache, b"unes paraules", PLAIN)
    read_all(cache)
    assert found(cache, "paraules") == 2
    assert read_all(cache) == 0


def test_a_text_that_another_computer_wrote_first_troubles_nobody(cache: Cache) -> None:
    version = with_document(cache, b"unes paraules", PLAIN)
    texts.save(cache.session, unread(cache), "unes paraules")
    (mine,) = [
        each
        for each in cache.replica.mark_sent(cache.waiting()).mutations
        if each.object == texts.text_id(version)
    ]
    cache.replica.take_results((Result(mine.id, "rejected", TEXTS, EPOCH, 3, 0, "object.exists"),))
    assert waiting.counts(cache.database.reader()).total == 2  # bytes of two documents
    assert found(cache, "paraules") == 0
    take_text(cache, version, "unes paraules")
    assert found(cache, "paraules") == 1


def test_a_text_that_the_feed_brought_is_not_read_again_and_goes_with_its_stream(cache: Cache) -> None:
    version = with_document(cache, b"unes paraules", PLAIN)
    take_text(cache, version, "unes paraules")
    assert found(cache, "paraul") == 1
    assert read_all(cache) == 1  # the PDF only
    cache.replica.set_streams(("catalogue", STREAM))
    assert found(cache, "paraul") == 0


def unread(cache: Cache) -> texts.Unread:
    known = texts.next_unread(cache.session, (PLAIN,))
    assert known
    return known


def take_text(cache: Cache, version: str, words: str) -> None:
    cache.replica.set_streams(("catalogue", STREAM, TEXTS))
    fields: dict[str, Json] = {"version": version, "document": "d", "text": words}
    page = FeedPage(TEXTS, EPOCH, 0, 1, 1, (Row(1, "text", texts.text_id(version), 1, fields),))
    for _ in cache.replica.take_page(page):
        pass


def test_words_are_sent_when_nothing_else_waits(cache: Cache) -> None:
    with_document(cache, b"unes paraules", PLAIN)
    read_all(cache)
    dossiers.create(cache.session, NewDossier("Mur", SERIES))
    first = cache.waiting()
    assert [each.kind for each in first] == ["dossier"]
    cache.replica.take_results([cache.accept(each, 99) for each in first])
    assert [each.kind for each in cache.waiting()] == ["text", "text"]


def test_a_reader_that_is_ended_marks_nothing_as_read(cache: Cache) -> None:
    with_document(cache, b"unes paraules", PLAIN)
    reader = Reader(cache.session, resting=lambda: False)
    reader.end()
    assert not reader.step()
    assert texts.next_unread(cache.session, (PLAIN,))


def test_what_cannot_be_read_is_tried_once(cache: Cache) -> None:
    with_document(cache, b"%PDF-1.7 no es pot llegir")
    assert read_all(cache) == 2
    assert read_all(cache) == 0
    assert len([each for each in cache.waiting() if each.kind == "text"]) == 1


def test_nothing_is_read_on_battery_or_by_who_may_not_write(cache: Cache) -> None:
    with_document(cache, b"unes paraules", PLAIN)
    assert not Reader(cache.session, resting=lambda: True).step()
    start = max(each.seq for each in cache.replica.cursors())
    reading_only: dict[str, Json] = {"name": "Anna Prova", "profiles": ["lectura"]}
    cache.feed(start, (row(start + 1, "person", FIRST_ROWS[1].id, reading_only, rev=2),))
    assert not Reader(cache.session, resting=lambda: False).step()


def open_document(content: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("content.xml", content)
    return out.getvalue()


@pytest.mark.parametrize(
    ("mime", "content", "words"),
    [
        (PLAIN, b"Bon\r\n dia", "Bon dia"),
        (PLAIN, "Núria".encode("cp1252"), "Núria"),
        (PLAIN, b"\xef\xbb\xbfN\xc3\xbaria\xc3", "Núria"),
        (OPEN_DOCUMENT, open_document("<a><b>Bon</b><b>dia &amp; hora</b></a>"), "Bon dia & hora"),
        (OPEN_DOCUMENT, b"no zip", ""),
        ("image/png", b"Bon dia", ""),
    ],
)
def test_words_of_other_documents(mime: str, content: bytes, words: str) -> None:
    assert words_of(mime, content, 1000) == words


def test_words_are_limited() -> None:
    assert words_of(PLAIN, b"a" * 10_000, 100) == "a" * 100


@pytest.mark.skipif(os.name != "posix", reason="reads Linux's folder of power supplies")
@pytest.mark.parametrize(
    ("supplies", "battery"),
    [
        ({}, False),
        (
            {"AC": {"type": "Mains", "online": "0"}, "BAT0": {"type": "Battery", "status": "Discharging"}},
            True,
        ),
        (
            {"AC": {"type": "Mains", "online": "1"}, "BAT0": {"type": "Battery", "status": "Discharging"}},
            False,
        ),
        ({"AC": {"type": "Mains", "online": "1"}, "BAT0": {"type": "Battery", "status": "Full"}}, False),
    ],
)
def test_the_battery_is_noticed(tmp_path: Path, supplies: dict[str, dict[str, str]], battery: bool) -> None:
    for name, facts in supplies.items():
        (tmp_path / name).mkdir()
        for fact, value in facts.items():
            (tmp_path / name / fact).write_text(f"{value}\n")
    assert on_battery(tmp_path) is battery


def test_no_folder_of_supplies_is_no_battery(tmp_path: Path) -> None:
    assert not on_battery(tmp_path / "nothing")
