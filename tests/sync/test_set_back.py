# SPDX-License-Identifier: EUPL-1.2
"""A stream that one lane begins again while another has asked about it: what the service holds is never taken for lost."""

import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import msgspec
import pytest
from helpers.seat import Seat, silent
from helpers.town import build

from central import lives
from central.feed import Question
from eset_desktop.operations import documents, dossiers
from eset_desktop.store.replica import Cursor
from sync import epochs, feeding, parts
from sync.coding import decode
from sync.messages import Connect, Hint, Request, Response, Together, Wait
from sync.protocol import FeedPage

THERE = 12
_ONLY_HERE = (
    "SELECT count(*) FROM object WHERE kind = 'dossier' AND fields ->> '$.title' GLOB 'There*' AND rev = 0"
)


@pytest.fixture
def seat(tmp_path: Path) -> Iterator[Seat]:
    """A computer that has read what a colleague made."""
    (tmp_path / "seat").mkdir()
    town = build(tmp_path / "central")
    for number in range(THERE):
        town.clerk.done(town.clerk.dossier(f"There {number}"))
    made = Seat(town, tmp_path / "seat")
    made.sync()
    yield made
    made.database.close()
    town.service.close()


def cursor(seat: Seat) -> Cursor:
    return next(each for each in seat.replica.cursors() if each.stream == seat.town.clerk.stream)


def page_after(seat: Seat, at: Cursor) -> FeedPage:
    """Return what the service says to a question from a cursor."""
    raw = seat.town.service.changes(seat.town.clerk.caller, at.stream, Question(at.epoch, at.seq))
    return msgspec.json.decode(msgspec.json.encode(raw), type=FeedPage)


def only_here(seat: Seat) -> int:
    return int(seat.database.reader().execute(_ONLY_HERE).fetchone()[0])


def take(seat: Seat, page: FeedPage, **options: int) -> int:
    """Take a page and return how many slices it had."""
    return sum(1 for _ in seat.replica.take_page(page, **options))


def save(seat: Seat, count: int) -> None:
    series = seat.database.reader().execute("SELECT id FROM object WHERE kind = 'class'").fetchone()[0]
    for _ in range(count):
        words = " ".join(seat.town.ids.random(8).hex() for _ in range(3))
        dossiers.create(seat.session, dossiers.NewDossier(f"Gual {words}", series))


@pytest.mark.parametrize("page_on_its_way", [1, 2, 3])
def test_the_second_lane_that_hears_of_a_new_life_begins_nothing_again(
    seat: Seat, monkeypatch: pytest.MonkeyPatch, page_on_its_way: int
) -> None:
    """A carrier's large push was asked before the service was set back, and hears of it while the stream is being read."""
    monkeypatch.setattr(parts, "WORTH", 1000)
    monkeypatch.setattr(parts, "PLAIN", 4000)
    monkeypatch.setattr(feeding, "ROWS", 5)
    save(seat, 40)
    with seat.town.service.database.write() as connection:
        lives.begin(connection, (), seat.town.clock.now(), os.urandom)
    seat.database.close()
    seat.live()
    carrier, control = seat.engine.carry(), seat.engine.run()
    assert isinstance(next(carrier), Wait)
    assert isinstance(next(control), Connect)
    asked, pushed, pages = control.send(None), carrier.send(Hint(outside=False)), 0
    while not isinstance(asked, Wait) and not (isinstance(asked, Request) and asked.listening):
        if isinstance(pushed, Wait):
            pushed = carrier.send(Hint(outside=False))
        answer = seat._answer(asked, silent)
        if isinstance(answer, Response) and answer.status == 200 and "changes" in getattr(asked, "path", ""):
            pages += decode(answer, FeedPage).stream == seat.town.clerk.stream
            if pages == page_on_its_way and isinstance(pushed, Together):
                carrier.send(seat._answer(pushed, silent))
                pages += 1000
        asked = control.send(answer)
        assert only_here(seat) == 0
    assert pages > 1000, "the carrier heard of it"
    control.close()
    carrier.close()


def test_a_page_of_a_life_that_is_over_moves_nothing(seat: Seat) -> None:
    before = cursor(seat)
    seat.town.secretary.done(seat.town.secretary.dossier("late"))
    page = page_after(seat, before)
    seat.replica.restart_stream(before.stream, "another")
    assert take(seat, page) == 0
    assert (cursor(seat).epoch, cursor(seat).seq) == ("another", 0)
    assert (only_here(seat), seat.replica.rereading()) == (0, frozenset({before.stream}))


def test_a_page_of_the_same_life_does_not_pass_what_is_to_be_read_again(seat: Seat) -> None:
    before = cursor(seat)
    seat.town.secretary.done(seat.town.secretary.dossier("late"))
    page = page_after(seat, before)
    seat.replica.restart_stream(before.stream, before.epoch)
    assert take(seat, page) == 0
    assert (cursor(seat).seq, only_here(seat), seat.replica.rereading()) == (0, 0, frozenset({before.stream}))


def test_a_page_ends_between_two_slices_when_its_stream_is_begun_again(seat: Seat) -> None:
    before = cursor(seat)
    seat.replica.restart_stream(before.stream, before.epoch)
    slices = seat.replica.take_page(page_after(seat, replace(before, seq=0)), slice_rows=2)
    next(slices)
    seat.replica.restart_stream(before.stream, "another")
    assert list(slices) == []
    assert (cursor(seat).seq, only_here(seat)) == (0, 0)


def test_an_older_page_does_not_move_a_cursor_back(seat: Seat) -> None:
    before = cursor(seat)
    seat.town.secretary.done(seat.town.secretary.dossier("first"))
    older = page_after(seat, before)
    seat.town.secretary.done(seat.town.secretary.dossier("second"))
    take(seat, page_after(seat, before))
    after = cursor(seat)
    assert take(seat, older) == 0
    assert cursor(seat) == after
    assert seat.replica.digest_matches(older), "it tells nothing of where the cursor is"
    assert seat.replica.differing() == frozenset()


def test_of_a_page_the_rest_is_taken_when_some_came_another_way(seat: Seat) -> None:
    before = cursor(seat)
    seat.town.secretary.done(seat.town.secretary.dossier("first"))
    some = page_after(seat, before)
    seat.town.secretary.done(seat.town.secretary.dossier("second"))
    whole = page_after(seat, before)
    take(seat, some)
    take(seat, whole)
    assert cursor(seat).seq == whole.head
    assert seat.replica.digest_matches(whole)
    assert seat.replica.differing() == frozenset()


def test_that_nothing_lies_beyond_a_cursor_says_nothing_of_another_life(seat: Seat) -> None:
    before = cursor(seat)
    seat.database.close()
    seat.live()
    control = seat.engine.run()
    asked = next(control)
    while not (isinstance(asked, Request) and "changes" in asked.path):
        asked = control.send(seat._answer(asked, silent))
    answer = seat._answer(asked, silent)
    assert isinstance(answer, Response)
    assert answer.status == 204
    seat.replica.restart_stream(before.stream, "another")
    again = control.send(answer)
    assert isinstance(again, Request)
    assert not again.listening, "it is read first"
    assert (only_here(seat), seat.replica.rereading()) == (0, frozenset({before.stream}))
    control.close()


def test_a_repair_ends_when_its_stream_is_begun_again(seat: Seat) -> None:
    before = cursor(seat)
    rows = page_after(seat, replace(before, epoch="", seq=0)).rows
    ids = [each.id for each in rows if each.kind == "dossier"]
    seat.replica.restart_stream(before.stream, "another")
    assert not seat.replica.mend(before, rows)
    assert not seat.replica.keep_strays(before, ids)
    unseen = "SELECT count(*) FROM object WHERE kind = 'dossier' AND seq = 0 AND rev > 0"
    assert seat.database.reader().execute(unseen).fetchone() == (THERE,)


def test_an_answer_about_a_stream_that_was_not_asked_about_begins_nothing(seat: Seat) -> None:
    before = cursor(seat)
    body = b'{"code":"stream.epoch_changed","title":"?","status":409,"epoch":"another","stream":"body:none"}'
    answer = Response(409, {"content-type": "application/problem+json"}, body)
    assert not epochs.set_back(seat.engine._context, before.stream, answer, (before,))
    assert cursor(seat) == before


@pytest.mark.parametrize("size", [200, 20_000])
def test_what_was_said_of_bytes_before_the_service_was_set_back_is_not_believed(
    seat: Seat, size: int
) -> None:
    """The answer to a carrier is on its way while the control lane hears that the service was set back."""
    seat.database.close()
    seat.live()
    series = seat.database.reader().execute("SELECT id FROM object WHERE kind = 'class'").fetchone()[0]
    dossier = dossiers.create(seat.session, dossiers.NewDossier("Gual", series)).created
    documents.add(
        seat.session, str(dossier), documents.NewDocument("Informe", "informe"), b"x" * size, "a.pdf"
    )
    carrier, control = seat.engine.carry(), seat.engine.run()
    carried, asked = next(carrier), next(control)
    while not isinstance(asked, Wait) and not (isinstance(asked, Request) and asked.listening):
        asked = control.send(seat._answer(asked, silent))
    while not (isinstance(carried, Request) and carried.method == "POST"):
        carried = carrier.send(Hint(outside=False))
    late = seat._answer(carried, silent)
    before = cursor(seat).epoch
    with seat.town.service.database.write() as connection:
        lives.begin(connection, (), seat.town.clock.now(), os.urandom)
    while cursor(seat).epoch == before:
        asked = control.send(seat._answer(asked, silent))
    carrier.send(late)
    assert seat.database.reader().execute("SELECT confirmed FROM blob WHERE here").fetchall() == [(0,)]
    control.close()
    carrier.close()
    seat.sync()
    assert seat.database.reader().execute("SELECT confirmed FROM blob WHERE here").fetchall() == [(1,)]
