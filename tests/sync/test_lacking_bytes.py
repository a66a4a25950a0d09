# SPDX-License-Identifier: EUPL-1.2
"""Bytes that a person waits for and the service does not have: few questions, told at once, and fetched when it has them."""

import hashlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from helpers.office import problem
from helpers.seat import Seat, Voice, silent
from helpers.town import Town, build

from central import blob_batches
from central.present import publish, withdraw
from eset_desktop.clock import iso
from eset_desktop.domain.sending import AWAITED, DONE, FETCHING
from eset_desktop.operations import documents
from eset_desktop.store.queries import activity, dossier
from sync.messages import Request, Response, Wait
from ui.states import state_of_version

CONTENT = b"%PDF-1.7 a decree"
SHA = hashlib.sha256(CONTENT).hexdigest()
PATH = f"/v1/blobs/{SHA}"
HINTS = 75
"""Seconds that a person waits and goes on saving; each save wakes the engine."""


@pytest.fixture
def seat(tmp_path: Path) -> Iterator[Seat]:
    """A computer that knows of a document whose bytes are at the service."""
    town: Town = build(tmp_path / "central")
    document = town.clerk.done(town.clerk.document(town.clerk.done(town.clerk.dossier("Gual"))))
    version = town.clerk.done(town.clerk.version(document, SHA, len(CONTENT)))
    record = bytes.fromhex(SHA) + len(CONTENT).to_bytes(4, "big") + CONTENT
    blob_batches.receive(town.service.composer, town.clerk.caller, blob_batches.records(record))
    made = Seat(town, tmp_path)
    made.sync()
    documents.want(made.session, version)
    yield made
    made.database.close()
    town.service.close()


def without_bytes(request: Request) -> Response | None:
    return problem(404, "request.not_found") if request.path == PATH else None


def asked(seat: Seat) -> int:
    return len([each for each in seat.asked if each.path == PATH])


def shown(seat: Seat) -> str:
    reader = seat.database.reader()
    (document,) = reader.execute("SELECT id FROM object WHERE kind = 'document'").fetchone()
    (row,) = dossier.versions_of(reader, document)
    return state_of_version(row, line_up=True).kind


def wait(seat: Seat, seconds: int, voice: Voice) -> None:
    """Let a person's saves wake the engine once a second."""
    for _ in range(seconds):
        seat.clock.seconds += 1
        seat.engine._context.backoffs.hint(seat.clock.monotonic())
        lane = seat.engine.run(stop_when_idle=True)
        found = next(lane, None)
        while found is not None and not isinstance(found, Wait):
            try:
                found = lane.send(seat._answer(found, voice))
            except StopIteration:
                break
        lane.close()


def move(seat: Seat) -> None:
    """The service loses the bytes and has them again: the version is told anew."""
    town = seat.town
    at = iso(town.clock.now())
    with town.service.database.write() as connection:
        withdraw(connection, town.body, {SHA}, at)
        publish(connection, town.body, {SHA: len(CONTENT)}, at, None)


def test_who_waits_for_bytes_that_are_not_there_is_told_and_the_service_asked_a_few_times(seat: Seat) -> None:
    assert shown(seat) == FETCHING
    wait(seat, HINTS, without_bytes)
    assert 1 <= asked(seat) <= 4
    assert shown(seat) == AWAITED
    assert "sync.download_missing" in seat.engine.problems.values()
    assert activity.look(seat.database.reader()).fetching is None


def test_they_are_fetched_as_soon_as_the_service_says_that_it_has_them(seat: Seat) -> None:
    wait(seat, HINTS, without_bytes)
    before = asked(seat)
    move(seat)
    seat.engine._context.level.clear()  # a long-poll would be answered
    wait(seat, 1, silent)
    assert asked(seat) == before + 1
    assert shown(seat) == DONE
    assert not seat.engine.problems


def test_they_are_fetched_although_the_service_told_it_while_it_still_denied_them(seat: Seat) -> None:
    """The answer about the bytes crosses the page that tells of them: nothing more will tell."""
    seat.sync(without_bytes)
    assert shown(seat) == AWAITED
    wait(seat, 30, silent)
    assert shown(seat) == DONE


def test_what_was_missing_is_asked_for_in_the_programs_next_life(seat: Seat) -> None:
    wait(seat, HINTS, without_bytes)
    seat.database.close()
    seat.live()
    assert shown(seat) == AWAITED
    seat.sync()
    assert shown(seat) == DONE
