# SPDX-License-Identifier: EUPL-1.2
"""From one computer to another by a folder: request, export, import, and a sync that loads only the rest.

The real service, engines and caches; only the line between them is a function.
"""

import contextlib
import hashlib
import random
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from helpers.seat import Seat
from helpers.simulation.client import Died
from helpers.small_disk import fill, mounted
from helpers.town import Town, build
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from eset_desktop.crashpoints import armed
from eset_desktop.domain.kinds import body_stream
from eset_desktop.errors import EsetError
from eset_desktop.interop import stick_format as form
from eset_desktop.interop.stick_errors import (
    NothingComplete,
    NothingHere,
    OtherBody,
    OtherReceiver,
    PackageDamaged,
    PackageMissing,
    WrongCode,
)
from eset_desktop.operations import dossiers
from eset_desktop.operations.stick import Taken, Trouble, Written, request
from eset_desktop.operations.stick_export import Limits, export
from eset_desktop.operations.stick_import import take_in
from eset_desktop.store.stick import StickRows
from sync.messages import Request, Response

DOSSIERS = 60
CONTENTS = [random.Random(n).randbytes(3_000 + n) for n in range(12)] + [random.Random(99).randbytes(30_000)]
SMALL = Limits(package=14_000, rows=20_000, margin=0)
"""Several packages of each kind, the last document in pieces."""


@pytest.fixture(scope="module")
def grown(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    """A town with dossiers and documents; no test changes it."""
    town = build(tmp_path_factory.mktemp("grown") / "central")
    clerk = town.clerk
    clerk.push(*(clerk.dossier(f"Gual {number}") for number in range(DOSSIERS - 1)))
    dossier = clerk.done(clerk.dossier("Gual amb documents"))
    for content in CONTENTS:
        document = clerk.done(clerk.document(dossier))
        clerk.done(clerk.version(document, hashlib.sha256(content).hexdigest(), len(content)))
    yield town
    town.service.close()


@pytest.fixture(scope="module")
def giver(grown: Town, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Seat]:
    """A computer that has everything, and has sent its documents' bytes."""
    made = Seat(grown, tmp_path_factory.mktemp("giver"))
    made.sync()
    for content in CONTENTS:
        made.session.blobs.put(content)
    with made.database.write() as connection:
        connection.execute("UPDATE blob SET here = 1")
    for _ in range(3):
        made.sync()
        made.clock.seconds += 3600
    yield made
    made.database.close()


class Office:
    """A computer that has everything, one that has nothing, and a folder between them."""

    def __init__(self, town: Town, giver: Seat, folder: Path) -> None:
        self.folder = folder / "stick"
        self.folder.mkdir()
        (folder / "taker").mkdir()
        self.giver, self.taker = giver, Seat(town, folder / "taker")

    def close(self) -> None:
        self.taker.database.close()

    def give(self, code: str, limits: Limits = SMALL) -> Written:
        *_, last = export(self.giver.session, self.folder, code, limits=limits)
        return last

    def take(self) -> Taken:
        *_, last = take_in(self.taker.session, self.folder)
        return last

    def packages(self) -> list[Path]:
        return sorted(self.folder.glob("*/*/0*.eset"))

    def received(self) -> int:
        """Sync the second computer and return how many bytes the service told it."""
        told = 0

        def voice(asked: Request) -> Response:
            nonlocal told
            answer = self.taker.said(asked)
            told += len(answer.body)
            return answer

        self.taker.sync(voice)
        return told

    def documents_here(self) -> int:
        rows = self.taker.database.reader().execute("SELECT sha256 FROM blob WHERE here").fetchall()
        return len([sha for (sha,) in rows if self.taker.session.blobs.verify(sha)])


@pytest.fixture
def office(grown: Town, giver: Seat, tmp_path: Path) -> Iterator[Office]:
    made = Office(grown, giver, tmp_path)
    yield made
    made.close()


def test_a_sync_after_the_stick_loads_only_the_rest(office: Office, grown: Town, tmp_path: Path) -> None:
    code = request(office.taker.session, office.folder).code
    written = office.give(code)
    assert written.complete
    assert written.documents == len(CONTENTS)
    assert all(each.stat().st_size <= SMALL.package for each in office.packages())
    taken = office.take()
    assert taken.troubles == ()
    assert taken.documents == len(CONTENTS)
    assert taken.done == taken.total
    assert office.documents_here() == len(CONTENTS)
    told = office.received()
    office.taker.check(DOSSIERS)
    (tmp_path / "third").mkdir()
    third = Seat(grown, tmp_path / "third")
    office.taker.database.close()
    office.taker = third
    assert told < 0.05 * office.received()


def test_nothing_of_the_stick_can_be_read_without_the_code(office: Office) -> None:
    code = request(office.taker.session, office.folder).code
    office.give(code)
    lying = b"".join(each.read_bytes() for each in office.folder.rglob("*") if each.is_file())
    assert b"Gual" not in lying
    assert code.encode() not in lying
    assert CONTENTS[0][:64] not in lying


def test_export_and_import_repeated_write_and_take_nothing_twice(office: Office) -> None:
    code = request(office.taker.session, office.folder).code
    office.give(code)
    before = {each: each.stat().st_mtime_ns for each in office.packages()}
    assert office.give(code).objects == 0
    assert {each: each.stat().st_mtime_ns for each in office.packages()} == before
    office.take()
    again = office.take()
    assert (again.objects, again.documents, again.streams, again.troubles) == (0, 0, 0, ())


def test_a_request_made_again_is_the_same(office: Office) -> None:
    assert request(office.taker.session, office.folder) == request(office.taker.session, office.folder)


@pytest.mark.parametrize("nth", range(1, 24, 3))
def test_whatever_instant_an_export_dies_at_it_goes_on(office: Office, nth: int) -> None:
    code = request(office.taker.session, office.folder).code
    _dying(nth, lambda: office.give(code))
    for sender in office.folder.glob("*/*/"):
        (sender / "00099.part").write_bytes(b"half")
    with contextlib.suppress(NothingHere):
        office.take()
    assert office.give(code).complete
    assert not list(office.folder.rglob("*.part"))
    assert office.take().troubles == ()
    assert office.documents_here() == len(CONTENTS)
    office.received()
    office.taker.check(DOSSIERS)


@pytest.mark.parametrize("nth", [1, 2, 5, 9, 14, 20, 30])
def test_whatever_instant_an_import_dies_at_it_goes_on(office: Office, nth: int) -> None:
    code = request(office.taker.session, office.folder).code
    office.give(code)
    _dying(nth, office.take)
    office.taker.database.close()
    office.taker.live()
    assert office.take().troubles == ()
    assert office.documents_here() == len(CONTENTS)
    assert office.received() < 3_000
    office.taker.check(DOSSIERS)


def _dying(nth: int, work: Callable[[], object]) -> None:
    passed = 0

    def deadly(name: str) -> None:
        nonlocal passed
        passed += name.startswith(("stick.", "blob.stored", "writer.committing"))
        if passed == nth:
            raise Died

    with pytest.raises(Died), armed(deadly):
        work()


def test_unsent_work_is_not_given_and_stays_on_top_of_what_is_taken(office: Office) -> None:
    here = office.giver.session
    (dossier, title) = (
        office.giver.database.reader()
        .execute("SELECT id, fields ->> '$.title' FROM object WHERE kind = 'dossier' LIMIT 1")
        .fetchone()
    )
    dossiers.rename(here, dossier, "Només aquí")
    code = request(office.taker.session, office.folder).code
    office.give(code)
    office.take()
    taken = office.taker.database.reader().execute(
        "SELECT fields ->> '$.title' FROM object WHERE id = ?", (dossier,)
    )
    assert taken.fetchone() == (title,)
    office.taker.check(DOSSIERS)
    dossiers.rename(office.taker.session, dossier, "També aquí")
    again = office.take()
    assert again.objects == 0
    assert len(office.taker.database.reader().execute("SELECT 1 FROM outbox").fetchall()) == 1


@pytest.mark.parametrize("which", ["list", "rows", "bytes"])
def test_a_flipped_bit_costs_one_package(office: Office, which: str) -> None:
    code = request(office.taker.session, office.folder).code
    office.give(code)
    packages = office.packages()
    spoilt = {"list": packages[0].parent / form.LIST, "rows": packages[0], "bytes": packages[-1]}[which]
    data = bytearray(spoilt.read_bytes())
    data[len(data) // 2] ^= 4
    spoilt.write_bytes(data)
    taken = office.take()
    assert [(Path(each.file).name, each.code) for each in taken.troubles] == [
        (spoilt.name, PackageDamaged.code)
    ]
    assert (taken.documents == len(CONTENTS)) == (which != "bytes")
    office.received()
    office.taker.check(DOSSIERS)
    office.give(code)  # nothing is written again that has the right size: damage is for the receiver to see
    spoilt.unlink()
    office.give(code)
    assert office.take().troubles == ()
    assert office.documents_here() == len(CONTENTS)


def test_a_missing_package_is_named_and_the_others_are_used(office: Office) -> None:
    code = request(office.taker.session, office.folder).code
    office.give(code)
    gone = office.packages()[1]
    gone.unlink()
    taken = office.take()
    assert taken.troubles == (Trouble(f"{gone.parent.name}/{gone.name}", PackageMissing.code),)
    assert taken.objects > 0
    office.received()
    office.taker.check(DOSSIERS)


def test_another_computer_is_refused_and_so_is_a_wrong_code(
    office: Office, grown: Town, tmp_path: Path
) -> None:
    with pytest.raises(NothingHere):
        office.take()
    (tmp_path / "third").mkdir()
    third = Seat(grown, tmp_path / "third")
    code = request(third.session, office.folder).code
    third.database.close()
    with pytest.raises(OtherReceiver):
        office.take()
    other = "B" if code[0] == "A" else "A"
    for wrong in (other + code[1:], "AAAA", "?"):
        with pytest.raises(WrongCode):
            office.give(wrong)
    assert office.give(code.lower().replace("-", " ")).complete
    with pytest.raises(OtherReceiver):
        office.take()


def test_another_town_hall_is_refused(office: Office, grown: Town) -> None:
    code = request(office.taker.session, office.folder).code
    _belongs(office.giver, "another")
    try:
        with pytest.raises(OtherBody):
            office.give(code)
        with pytest.raises(OtherBody):
            list(take_in(office.giver.session, office.folder))
    finally:
        _belongs(office.giver, grown.body)


def _belongs(seat: Seat, body: str) -> None:
    with seat.database.write() as connection:
        connection.execute("UPDATE meta SET value = ? WHERE key = 'account.body'", (body,))


def test_a_computer_without_the_data_can_give_nothing(office: Office) -> None:
    code = request(office.giver.session, office.folder).code
    office.giver = office.taker
    with pytest.raises(EsetError) as refused:
        office.give(code)
    assert refused.value.code in {NothingComplete.code, "stick.unknown_person"}


def test_a_cursor_that_is_behind_goes_on_and_one_that_is_ahead_stays(office: Office, grown: Town) -> None:
    code = request(office.taker.session, office.folder).code
    office.give(code)
    office.received()
    stream = body_stream(grown.body)
    (seq,) = (
        office.taker.database.reader().execute("SELECT seq FROM stream WHERE id = ?", (stream,)).fetchone()
    )
    assert office.take().streams == 0
    with office.taker.database.write() as connection:
        connection.execute("UPDATE stream SET seq = seq - 20 WHERE id = ?", (stream,))
    taken = office.take()
    assert taken.streams == 1
    found = office.taker.database.reader().execute("SELECT seq FROM stream WHERE id = ?", (stream,))
    assert found.fetchone() == (seq,)
    office.taker.check(DOSSIERS)


def test_a_full_stick_is_useful_and_an_export_goes_on_when_there_is_room(office: Office) -> None:
    with mounted(office.folder, "116k") as disk:
        code = request(office.taker.session, disk).code
        written = office.give(code)
        assert written.full
        assert not written.complete
        assert 0 < written.documents < len(CONTENTS)
        assert written.left_out == len(CONTENTS) - written.documents
        taken = office.take()
        assert (taken.documents, taken.troubles) == (written.documents, ())
        subprocess.run(["mount", "-o", "remount,size=1m", str(disk)], check=True)
        assert office.give(code).complete
        assert office.take().troubles == ()
    assert office.documents_here() == len(CONTENTS)


def test_a_stick_that_fills_up_while_it_is_written_keeps_what_is_whole(office: Office) -> None:
    with mounted(office.folder, "64k") as disk:
        code = request(office.taker.session, disk).code
        steps = export(office.giver.session, disk, code, limits=SMALL)
        next(steps)
        fill(disk, leave=12_000)
        *_, last = steps
        assert last.full
        assert not list(disk.rglob("*.part"))
        (disk / "filler").unlink()
        office.give(code)
        assert office.take().troubles == ()


def test_what_not_everybody_may_read_goes_only_when_it_is_said(tmp_path: Path) -> None:
    town = build(tmp_path / "central")
    secretary = town.secretary
    dossier = secretary.done(secretary.dossier("Ajut social"))
    restriction = secretary.done(
        secretary.mutation(
            "create", "restriction", town.ids.uuid7(),
            fields={"scope_kind": "dossier", "scope": dossier, "reason": "Dades de salut"},
        )
    )  # fmt: skip
    fields = {"restriction": restriction, "person": town.clerk.answer.person}
    grant = secretary.done(secretary.mutation("create", "grant", town.ids.uuid7(), fields=fields))
    (tmp_path / "giver").mkdir()
    giver = Seat(town, tmp_path / "giver")
    giver.sync()
    office = Office(town, giver, tmp_path)
    code = request(office.taker.session, office.folder).code
    office.give(code)
    office.take()
    known = "SELECT count(*) FROM object WHERE id = ?"
    assert office.taker.database.reader().execute(known, (dossier,)).fetchone() == (0,)
    *_, last = export(giver.session, office.folder, code, restricted=True, limits=SMALL)
    assert last.complete
    office.take()
    assert office.taker.database.reader().execute(known, (dossier,)).fetchone() == (1,)
    with giver.database.write() as connection:
        connection.execute("UPDATE object SET deleted = 1 WHERE id = ?", (grant,))
    assert not StickRows(giver.database, giver.session.blobs, giver.clock).may_read(
        town.clerk.answer.person, f"text:restricted:{restriction}"
    )
    office.close()
    giver.database.close()
    town.service.close()


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=40))
def test_codes_are_read_as_people_write_them(data: bytes) -> None:
    secret = (data * 10 + bytes(10))[:10]
    assert form.code_bytes(form.shown(secret)) == secret
    assert form.code_bytes(form.shown(secret).lower().replace("-", " ")) == secret
