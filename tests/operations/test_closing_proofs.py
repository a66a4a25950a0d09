# SPDX-License-Identifier: EUPL-1.2
"""Closing a dossier at one computer: what was signed in it has its timestamp, where the town hall gets any."""

from typing import Any

import pytest
from helpers.cache import BODY, FIRST_ROWS, SERIES, Cache, row

from eset_desktop.domain.values import Json
from eset_desktop.operations import documents, dossiers
from eset_desktop.operations.documents import NewDocument, NewVersion
from eset_desktop.operations.errors import Refused
from eset_desktop.store import live
from eset_desktop.store.queries import dossier as query
from resources import error_texts

HEAD = FIRST_ROWS[-1].seq


@pytest.fixture
def signed(cache: Cache) -> str:
    """Return a dossier with a signed document and one that nobody signed."""
    opened = str(dossiers.create(cache.session, dossiers.NewDossier("Obres", SERIES)).created)
    documents.add(cache.session, opened, NewDocument("Plànol", "informe"), b"%PDF", "b.pdf")
    made = documents.add(cache.session, opened, NewDocument("Decret", "informe"), b"%PDF-", "a.pdf")
    found = query.document(cache.database.reader(), str(made.created))
    assert found
    assert found.head
    version = NewVersion(b"%PDF signed", "signature", "a.pdf", parent=found.head.id)
    documents.add_version(cache.session, found.id, version)
    return opened


def stamps(cache: Cache, *, come: bool) -> None:
    fields: dict[str, Json] = {
        "name": "Sant Pere de Ribalta",
        "dir3": "L01999999",
        "colour": "#1b6ca8",
        "timestamps": come,
    }
    cache.feed(HEAD, (row(HEAD + 1, "body", BODY, fields, rev=2),))


def version_of(cache: Cache) -> str:
    ((found,),) = cache.database.reader().execute(
        "SELECT id FROM object WHERE kind = 'version' AND fields ->> '$.relation' = 'signature'"
    )
    return str(found)


def service_says(cache: Cache, seq: int, **fields: Any) -> None:
    """Let the service take all that was done here, and say something of the signed version."""
    version = version_of(cache)
    stored = live.load(cache.database.reader(), version)
    assert stored
    for mutation in cache.waiting():
        told = {**mutation.fields, **(fields if mutation.object == version else {})}
        seq += 1
        cache.feed(seq - 1, (row(seq, mutation.kind, mutation.object, told),), (cache.accept(mutation, seq),))


def refusal(cache: Cache, dossier: str) -> str:
    with pytest.raises(Refused) as refused:
        dossiers.close(cache.session, dossier, "resolved")
    return str(refused.value.details["reason"])


def test_it_waits_where_timestamps_come(cache: Cache, signed: str) -> None:
    stamps(cache, come=True)
    assert refusal(cache, signed) == "dossier.proof_pending"
    assert {"dossier.proof_pending", "dossier.proof_refused"} <= error_texts().keys()


def test_it_closes_where_none_come(cache: Cache, signed: str) -> None:
    stamps(cache, come=False)
    dossiers.close(cache.session, signed, "resolved")


@pytest.mark.parametrize(
    ("fields", "reason"),
    [({"level": "B-T"}, ""), ({"stamping": "refused"}, "dossier.proof_refused")],
)
def test_what_the_service_says_of_the_version_decides(
    cache: Cache, signed: str, fields: dict[str, Any], reason: str
) -> None:
    stamps(cache, come=True)
    service_says(cache, HEAD + 1, **fields)
    if reason:
        assert refusal(cache, signed) == reason
    else:
        dossiers.close(cache.session, signed, "resolved")
