# SPDX-License-Identifier: EUPL-1.2
"""Loading a past in bulk."""

import hashlib
import time
from collections.abc import Callable

import pytest
from helpers.town import Town

from central.errors.keeping import LoadRefused
from central.loading import Item, load
from central.verify import verify


def items(town: Town, count: int) -> list[Item]:
    """Return the work of two people taking turns, over two years."""
    made: list[Item] = []
    for number in range(count):
        data = f"%PDF-1.7 document {number % 7}".encode()
        desk = (town.clerk, town.secretary)[number % 2]
        dossier = desk.dossier(f"Dossier {number}", opened_on=f"{2024 + number % 3}-05-01")
        document = town.clerk.document(dossier.object, after=(dossier.id,))
        version = town.secretary.version(
            document.object, hashlib.sha256(data).hexdigest(), len(data), after=(document.id,)
        )
        made += [(dossier, None), (document, None), (version, data)]
        if number % 3 == 0:
            made.append((town.clerk.command("dossier", dossier.object, "close", reason="resolved"), None))
    return made


def test_a_past_is_loaded_by_the_same_rules(town: Town) -> None:
    folder = town.service.folder
    loaded = load(folder, town.body, items(town, 30), clock=town.clock, batch=7)
    assert loaded.statuses == {"applied": 100}
    page = town.clerk.page()
    assert page is not None
    dossiers = [row for row in page.rows if row.kind == "dossier"]
    assert sorted(str(row.fields["number"]) for row in dossiers) == sorted(
        f"{year}/{serial:05d}" for year in (2024, 2025, 2026) for serial in range(1, 11)
    )
    assert sum(row.fields["situation"] == "closed" for row in dossiers) == 10
    assert {row.by for row in dossiers} == {town.clerk.answer.person, town.secretary.answer.person}
    versions = [row for row in page.rows if row.kind == "version"]
    assert all(row.fields["present"] for row in versions)
    sha256 = str(versions[0].fields["sha256"])
    assert town.service.blob_size(town.clerk.caller, sha256) == len(b"".join(town.service.blobs.read(sha256)))
    assert list(verify(town.service)) == []


def test_what_breaks_the_rules_is_not_loaded(town: Town) -> None:
    folder = town.service.folder
    head = town.clerk.all().head
    with pytest.raises(LoadRefused):
        load(
            folder,
            town.body,
            [(town.clerk.dossier(), None), (town.clerk.dossier(title=""), None)],
            clock=town.clock,
        )
    page = town.clerk.page()
    assert page is not None
    assert page.head == head


def test_how_fast_a_past_is_loaded(town: Town, tell: Callable[[str], None]) -> None:
    made = items(town, 900)
    started = time.perf_counter()
    load(town.service.folder, town.body, made, clock=town.clock)
    tell(f"{len(made) / (time.perf_counter() - started):.0f} mutations/s loaded, bytes included")
