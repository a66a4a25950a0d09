# SPDX-License-Identifier: EUPL-1.2
"""Pages of a stream."""

import pytest
from helpers.town import Town
from sqlalchemy import event

from central.errors.requests import NotFound
from central.errors.streams import EpochChanged
from central.feed import Question, RawPage
from eset_desktop.domain.kinds import body_stream
from eset_desktop.domain.values import DIGEST_MODULUS, content_hash, digest_part
from sync.protocol import FeedPage, Row


def walk(town: Town, **question: int) -> list[FeedPage]:
    pages, epoch, after = [], "", 0
    while (page := town.clerk.page(question=Question(epoch, after, **question))) is not None:
        assert page.start == after
        assert page.end > after
        pages.append(page)
        epoch, after = page.epoch, page.end
    return pages


def test_a_page_holds_each_object_once_at_its_latest_position(town: Town) -> None:
    dossier = town.clerk.done(town.clerk.dossier("U"))
    town.clerk.done(town.clerk.dossier())
    town.clerk.done(town.clerk.set("dossier", dossier, title=("U", "Dos")))
    page = town.clerk.page()
    assert page is not None
    assert [row.seq for row in page.rows] == sorted(row.seq for row in page.rows)
    (row,) = [row for row in page.rows if row.id == dossier]
    assert (row.seq, row.rev, row.fields["title"]) == (page.head, 2, "Dos")
    assert (row.by, row.created_by) == (town.clerk.answer.person,) * 2


@pytest.mark.parametrize("question", [{"rows": 1}, {"rows": 3}, {"size": 1}, {"size": 1500}, {"rows": 0}, {}])
def test_pages_of_any_size_say_the_same(town: Town, question: dict[str, int]) -> None:
    for number in range(6):
        town.clerk.done(town.clerk.dossier(f"Dossier {number}"))
    whole = town.clerk.page()
    assert whole is not None
    pages = walk(town, **question)
    assert tuple(row for page in pages for row in page.rows) == whole.rows
    assert tuple(result for page in pages for result in page.results) == whole.results
    assert [page.digest for page in pages[:-1]] == [None] * (len(pages) - 1)
    assert pages[-1].digest == whole.digest


def test_the_digest_is_the_sum_of_the_content_hashes(town: Town) -> None:
    dossier = town.clerk.done(town.clerk.dossier())
    party = town.clerk.mutation(
        "create", "party", town.ids.uuid7(), fields={"dossier": dossier, "name": "Prova"}
    )
    town.clerk.done(party)
    page = town.clerk.page()
    assert page is not None
    assert page.digest is not None
    assert (page.digest.upto, page.digest.count) == (page.head, len(page.rows))
    assert page.digest.sum == sum(map(part, page.rows)) % DIGEST_MODULUS


def part(row: Row) -> int:
    return digest_part(content_hash(row.kind, row.id, row.fields, deleted=row.deleted))


def test_the_feed_carries_the_asking_devices_results_only(town: Town) -> None:
    mine, theirs = town.clerk.dossier(), town.secretary.dossier()
    town.clerk.done(mine)
    town.secretary.done(theirs)
    for desk, mutation in ((town.clerk, mine), (town.secretary, theirs)):
        page = desk.page()
        assert page is not None
        assert [result.id for result in page.results] == [mutation.id]


def test_nothing_new_is_nothing(town: Town) -> None:
    page = town.clerk.page()
    assert page is not None
    assert town.clerk.page(question=Question(page.epoch, page.head)) is None


def test_a_cursor_of_another_life_is_told_epoch_and_head(town: Town) -> None:
    page = town.clerk.page()
    assert page is not None
    for question in (Question("f" * 16, 0), Question(page.epoch, page.head + 1), Question("", page.head + 1)):
        with pytest.raises(EpochChanged) as told:
            town.clerk.page(question=question)
        assert (told.value.epoch, told.value.head) == (page.epoch, page.head)


def test_a_foreign_stream_does_not_exist(town: Town) -> None:
    for name in (body_stream(town.other_body), "body:", "nothing", body_stream(town.ids.uuid7())):
        with pytest.raises(NotFound):
            town.clerk.page(name)


def test_too_many_results_for_one_page_come_in_several(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("central.feed.MOST_RESULTS", 4)
    dossier = town.clerk.done(town.clerk.dossier("0"))
    town.clerk.push(*[town.clerk.dossier(title="") for _ in range(7)])
    for number in range(9):
        town.clerk.push(town.clerk.set("dossier", dossier, title=(str(number), str(number + 1))))
    pages = walk(town)
    assert len({result.id for page in pages for result in page.results}) == 17
    assert len(pages) > 2
    for page in pages:
        assert all(page.start < result.seq <= page.end for result in page.results)


def test_a_page_is_a_look_at_its_rows_one_at_the_device_and_one_at_its_results(town: Town) -> None:
    town.clerk.done(town.clerk.dossier())
    caller, asked = town.clerk.caller, list[str]()

    def note(*told: object) -> None:
        asked.append(str(told[2]))

    event.listen(town.service.database.engine, "before_cursor_execute", note)
    page = town.service.changes(caller, town.clerk.stream, Question())
    assert isinstance(page, RawPage)
    assert len(asked) == 3
    town.service.changes(caller, town.clerk.stream, Question(page.epoch, page.end))
    assert len(asked) == 4, "nothing new is one look"
