# SPDX-License-Identifier: EUPL-1.2
"""Keeping a dossier or a class here: its bytes are fetched, after those that a person opened, as they come."""

from helpers.cache import FIRST_ROWS, SERIES, Cache, row

from eset_desktop.domain.values import Json
from eset_desktop.operations import documents, pins
from eset_desktop.store.queries import dossier as page_query
from sync.protocol import Row

HEAD = FIRST_ROWS[-1].seq
DOSSIER = "01900000-0000-7000-8000-0000000d0001"


def of_dossier(seq: int, number: int, **more: Json) -> tuple[Row, Row]:
    """Return a document and its version, whose bytes the service has."""
    document = f"01900000-0000-7000-8000-0000000e{number:04d}"
    version: dict[str, Json] = {
        "document": document, "sha256": f"{number:064d}", "size": number, "mime": documents.PDF, "present": True,
        "relation": "content", **more,
    }  # fmt: skip
    return (
        row(seq, "document", document, {"dossier": DOSSIER, "title": f"Document {number}", "state": "draft"}),
        row(seq + 1, "version", f"01900000-0000-7000-8000-0000000f{number:04d}", version),
    )


def filled(cache: Cache) -> None:
    fields: dict[str, Json] = {"title": "Ajut", "class": SERIES, "label": "L", "situation": "open"}
    cache.feed(HEAD, (row(HEAD + 1, "dossier", DOSSIER, fields), *of_dossier(HEAD + 2, 1)))


def due(cache: Cache) -> list[int]:
    return [int(each.sha256) for each in cache.replica.downloads_due(20)]


def is_pinned(cache: Cache) -> bool:
    page = page_query.page(cache.database.reader(), DOSSIER)
    assert page
    return page.pinned


def test_a_pinned_dossiers_bytes_are_wanted_now_and_as_they_come(cache: Cache) -> None:
    filled(cache)
    assert due(cache) == []
    pins.pin(cache.session, "dossier", DOSSIER)
    assert (due(cache), is_pinned(cache)) == ([1], True)
    cache.feed(HEAD + 3, of_dossier(HEAD + 4, 2))
    assert due(cache) == [1, 2]


def test_a_version_may_come_before_its_document(cache: Cache) -> None:
    filled(cache)
    pins.pin(cache.session, "dossier", DOSSIER)
    document, version = of_dossier(HEAD + 4, 2)
    cache.feed(HEAD + 3, (Row(HEAD + 4, version.kind, version.id, 1, version.fields),))
    assert due(cache) == [1]
    cache.feed(HEAD + 4, (Row(HEAD + 5, document.kind, document.id, 1, document.fields),))
    assert due(cache) == [1, 2]


def test_what_a_person_opens_comes_first(cache: Cache) -> None:
    filled(cache)
    cache.feed(HEAD + 3, of_dossier(HEAD + 4, 2))
    pins.pin(cache.session, "class", SERIES)
    documents.want(cache.session, "01900000-0000-7000-8000-0000000f0002")
    assert due(cache) == [2, 1]


def test_only_versions_that_no_other_came_from_are_fetched(cache: Cache) -> None:
    filled(cache)
    pins.pin(cache.session, "class", SERIES)
    _, signed = of_dossier(HEAD + 4, 2)
    parent = "01900000-0000-7000-8000-0000000f0001"
    fields = {**signed.fields, "document": "01900000-0000-7000-8000-0000000e0001", "parent": parent}
    cache.feed(HEAD + 3, (Row(HEAD + 4, "version", signed.id, 1, fields),))
    pins.unpin(cache.session, "class", SERIES)
    assert (due(cache), is_pinned(cache)) == ([], False)
    pins.pin(cache.session, "dossier", DOSSIER)
    assert due(cache) == [2]


def test_nothing_of_it_is_sent(cache: Cache) -> None:
    filled(cache)
    pins.pin(cache.session, "dossier", DOSSIER)
    assert cache.waiting() == []
