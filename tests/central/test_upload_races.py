# SPDX-License-Identifier: EUPL-1.2
"""Two processes with one upload: right bytes have the right answer, whoever is faster."""

import hashlib
import itertools
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from helpers.logs import ExpectedLogs
from helpers.town import Town
from helpers.uploading import announced, part, sent, wanted

from central import composing
from central.composing import Composer
from central.jobs import LEASE
from central.service import Service
from central.upload_rows import SEGMENTS, WHOLE, Chunk
from central.upload_sessions import Session, Wanted
from eset_desktop.domain.segments import content_of, recipe
from sync.protocol import COMPOSING, DONE

DATA = b"%PDF-1.7 " + bytes(range(256)) * 40


@pytest.fixture
def version(town: Town) -> str:
    """Announce a version of DATA; gives its id."""
    return announced(town.clerk, DATA)


def named(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def racing(monkeypatch: pytest.MonkeyPatch, before: Callable[[], object]) -> None:
    """Let another process do something at the moment when this one begins to read an upload's chunks."""
    real = Composer._pieces
    turns = itertools.count()

    def pieces(composer: Composer, chunks: list[Chunk]) -> Iterator[bytes]:
        if next(turns) == 0:
            before()
        return real(composer, chunks)

    monkeypatch.setattr(Composer, "_pieces", pieces)


@pytest.mark.usefixtures("version")
def test_right_bytes_that_another_process_settled_first_are_done(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    uploads, caller = town.service.uploads, town.clerk.caller
    session = uploads.begin(caller, wanted(DATA, WHOLE))
    receiving = uploads.receive(caller, session.id, 0)
    receiving.add(DATA)
    receiving.flush()
    racing(monkeypatch, lambda: uploads.state(caller, session.id))
    assert uploads.state(caller, session.id).state == DONE


@pytest.mark.usefixtures("version")
def test_a_recipe_that_another_process_settled_first_is_done(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    former, signed = DATA, DATA + b" signed"
    sent(town.clerk, former)
    announced(town.clerk, signed)
    text = recipe(content_of(former, named(former)), content_of(signed, named(signed)))
    uploads, caller = town.service.uploads, town.clerk.caller
    session = uploads.begin(caller, Wanted(named(signed), len(signed), len(text), SEGMENTS))
    receiving = uploads.receive(caller, session.id, 0)
    receiving.add(text)
    receiving.flush()
    racing(monkeypatch, lambda: uploads.state(caller, session.id))
    assert uploads.state(caller, session.id).state == DONE


def test_two_processes_that_join_the_same_stretches_make_one_file(town: Town, version: str) -> None:
    halves = [part(town.clerk, DATA, 0, 5_000), part(town.clerk, DATA, 5_000, len(DATA))]
    other = Service.open(town.service.folder, town.clock)
    start = threading.Barrier(2)

    def join(service: Service) -> Session:
        start.wait(10)
        return service.uploads.join(town.clerk.caller, tuple(halves))

    with ThreadPoolExecutor(2) as pool:
        one, two = pool.map(join, (town.service, other))
    other.close()
    assert (one.id, one.state) == (two.id, two.state)
    assert one.state == DONE
    assert town.clerk.object(version).get("present")


@pytest.mark.usefixtures("version")
def test_a_process_that_lost_its_job_settles_nothing(
    town: Town, monkeypatch: pytest.MonkeyPatch, expected_logs: ExpectedLogs
) -> None:
    expected_logs.allow("job.taken_over")
    monkeypatch.setattr(composing, "AT_ONCE", 0)
    session = sent(town.clerk, DATA, WHOLE)
    other = Service.open(town.service.folder, town.clock)

    def take_over() -> None:
        town.clock.current += LEASE
        assert other.jobs._claim() is not None

    racing(monkeypatch, take_over)
    assert town.service.jobs.run_one()
    assert town.service.uploads.state(town.clerk.caller, session.id).state == COMPOSING
    other.close()
    town.clock.current += LEASE
    town.service.jobs.run_due()
    assert town.service.uploads.state(town.clerk.caller, session.id).state == DONE
