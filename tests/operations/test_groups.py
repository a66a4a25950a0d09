# SPDX-License-Identifier: EUPL-1.2
"""Groups: what takes effect together or not at all is numbered, sent, refused, corrected and given up together."""

from helpers.cache import EPOCH, FIRST_ROWS, SERIES, STREAM, Cache

from eset_desktop.operations import documents, dossiers
from eset_desktop.operations import waiting as refused_work
from eset_desktop.operations.dossiers import NewDossier
from eset_desktop.store.queries import waiting
from sync.protocol import Result

HEAD = FIRST_ROWS[-1].seq


def opened(cache: Cache) -> str:
    made = dossiers.create(cache.session, NewDossier("Tanca", SERIES))
    assert made.created
    return made.created


def add(cache: Cache, dossier_id: str) -> None:
    documents.add(cache.session, dossier_id, documents.NewDocument("Informe", "informe"), b"%PDF", "i.pdf")


def refused(mutation_id: str, problem: str) -> Result:
    return Result(mutation_id, "rejected", STREAM, EPOCH, HEAD, 0, problem)


def test_a_document_and_its_first_version_are_one_group(cache: Cache) -> None:
    add(cache, opened(cache))
    alone, document, version = cache.waiting()
    assert (alone.group, alone.group_size) == ("", 0)
    assert document.group == version.group != ""
    assert (document.group_size, version.group_size, version.n) == (2, 2, document.n + 1)


def test_a_group_is_never_cut(cache: Cache) -> None:
    dossier_id = opened(cache)
    add(cache, dossier_id)
    kinds = [each.kind for each in cache.replica.sendable(max_bytes=10_000_000, max_count=2)]
    assert kinds == ["dossier"]
    cache.replica.take_results((refused(cache.waiting()[0].id, "rights.denied"),))
    dossier_id = opened(cache)
    cache.replica.take_results((Result(cache.waiting()[0].id, "applied", STREAM, EPOCH, HEAD + 1, 1),))
    add(cache, dossier_id)
    assert [each.kind for each in cache.replica.sendable(max_bytes=1, max_count=1)] == ["document", "version"]


def test_a_change_outside_the_group_does_not_join_it(cache: Cache) -> None:
    add(cache, opened(cache))
    document = cache.waiting()[1].object
    documents.describe(cache.session, document, {"title": "Informe tècnic"})
    documents.describe(cache.session, document, {"language": "es"})
    assert [each.op for each in cache.waiting()] == ["create", "create", "create", "set"]


def test_a_refused_group_is_one_draft_whichever_is_at_fault_and_goes_again_whole(cache: Cache) -> None:
    add(cache, opened(cache))
    _, document, version = cache.replica.mark_sent(cache.waiting()).mutations
    cache.replica.take_results(
        (refused(document.id, "mutation.group_rejected"), refused(version.id, "value.malformed"))
    )
    states = {each.what: (each.state, each.blocked_by) for each in waiting.pending(cache.database.reader())}
    assert states["version.content"] == ("attention", None)
    assert states["document.create"] == ("blocked", version.id)
    refused_work.send_again(cache.session, version.id, {"filename": "altre.pdf"})
    _, document_again, version_again = cache.waiting()
    assert (document_again.kind, version_again.fields["filename"]) == ("document", "altre.pdf")
    assert document_again.group == version_again.group not in {"", document.group}
    assert version_again.after == (document_again.id,)
    assert not {document.id, version.id} & {document_again.id, version_again.id}


def test_a_group_is_given_up_whole(cache: Cache) -> None:
    add(cache, opened(cache))
    _, document, version = cache.replica.mark_sent(cache.waiting()).mutations
    cache.replica.take_results(
        (refused(document.id, "mutation.group_rejected"), refused(version.id, "value.malformed"))
    )
    refused_work.give_up(cache.session, version.id)
    assert [each.what for each in waiting.pending(cache.database.reader())] == ["dossier.create"]
