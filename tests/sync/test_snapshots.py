# SPDX-License-Identifier: EUPL-1.2
"""A stream that begins by its snapshot: in pieces of any size, over breaks and deaths, beside unsent work.

The real service in a folder, the real engine and cache; only the line is a function.
"""

from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
from helpers.logs import ExpectedLogs
from helpers.seat import Seat, Voice
from helpers.simulation.client import Died
from helpers.town import Town, build

from central import snapshots
from eset_desktop.crashpoints import armed
from eset_desktop.operations import dossiers
from eset_desktop.zstd import zstd
from sync import repairing
from sync.messages import Request, Response

DOSSIERS = 131
"""More than two slices; the catalogue makes more."""


@pytest.fixture(scope="module")
def grown(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    """A town with many dossiers, snapshots of its body and of the catalogue made; no test changes it."""
    town = build(tmp_path_factory.mktemp("grown") / "central")
    town.clerk.push(*(town.clerk.dossier(f"Gual {number}") for number in range(DOSSIERS - 1)))
    document = town.clerk.done(town.clerk.document(town.clerk.done(town.clerk.dossier("Gual amb document"))))
    town.clerk.done(town.clerk.version(document))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(snapshots, "MANY", 20)
        town.service.snapshots.look()
    town.service.jobs.run_due()
    yield town
    town.service.close()


@pytest.fixture
def seat(grown: Town, tmp_path: Path) -> Iterator[Seat]:
    made = Seat(grown, tmp_path)
    yield made
    made.database.close()


@pytest.mark.parametrize("piece", [1, 700, 10_000_000])
def test_a_stream_begins_by_its_snapshot_whatever_the_pieces(seat: Seat, piece: int) -> None:
    seat.piece = piece
    seat.sync(rounds=200_000)
    seat.check(DOSSIERS)
    paths = [each.path for each in seat.asked]
    assert paths[0] == "/v1/device"
    assert len([each for each in paths if each.endswith("/snapshot")]) == 2
    assert len(paths) <= 5 or piece == 1  # so slow that news of the others are looked for meanwhile
    assert not seat.engine.problems


def test_after_a_break_it_goes_on_at_the_byte_where_it_was(seat: Seat) -> None:
    seat.piece, seat.breaks = 700, [3, 1, 5, 1]
    for _ in range(8):
        seat.sync()
        seat.clock.seconds += 3600
    seat.check(DOSSIERS)
    asked_again = [each.headers["Range"] for each in seat.asked if "Range" in each.headers]
    assert asked_again[0] == "bytes=2100-"


@pytest.mark.parametrize("nth", range(1, 9))
def test_whatever_instant_it_dies_at_it_goes_on_and_takes_nothing_twice(seat: Seat, nth: int) -> None:
    passed = 0

    def deadly(name: str) -> None:
        nonlocal passed
        passed += name.startswith("sync.snapshot") or name == "writer.committing"
        if passed == nth * 3:
            raise Died

    with pytest.raises(Died), armed(deadly):
        seat.sync()
    seat.database.close()
    seat.live()
    seat.sync()
    seat.check(DOSSIERS)


def test_what_a_person_saved_meanwhile_stays_on_top(seat: Seat) -> None:
    """It is not taken here, so that the town stays as it is for the other tests."""
    seat.piece, seat.breaks = 3000, [1, 1, 1, 1]
    later = Response(
        500, {"content-type": "application/problem+json"}, b'{"code":"x","title":"x","status":500}'
    )
    renamed: dict[str, str] = {}
    for _ in range(8):
        query = "SELECT id FROM object WHERE kind = 'dossier' AND pending = 0 LIMIT 1"
        for (dossier,) in seat.database.reader().execute(query).fetchall():
            dossiers.rename(seat.session, dossier, f"Gual {dossier}")
            renamed[dossier] = f"Gual {dossier}"
        seat.sync(lambda request: later if request.path == "/v1/push" else None)
        seat.clock.seconds += 3600
    seat.check(DOSSIERS)
    for dossier, title in renamed.items():
        fields = seat.database.reader().execute(
            "SELECT fields ->> '$.title', pending FROM object WHERE id = ?", (dossier,)
        )
        assert fields.fetchone() == (title, 1)
    assert renamed


def test_another_snapshot_is_read_from_its_start(seat: Seat) -> None:
    seat.breaks = [6, 6]
    seat.sync()
    with seat.database.write() as connection:
        connection.execute(
            "UPDATE stream SET snapshot = replace(snapshot, 'sha256:', 'sha256:0') WHERE snapshot != ''"
        )
    seat.database.close()
    seat.live()
    seat.clock.seconds += 3600
    seat.sync()
    seat.check(DOSSIERS)


def broken(**changes: object) -> Voice:
    def voice(request: Request) -> Response | None:
        if not request.path.endswith("/snapshot"):
            return None
        good: dict[str, object] = {
            "status": 200,
            "headers": {"content-type": "application/zstd", "etag": '"e"'},
            "body": b"",
        }
        return Response(**{**good, **changes})  # type: ignore[arg-type]  # passed on as they are

    return voice


@pytest.mark.parametrize(
    "voice",
    [
        broken(body=b"no zstd at all"),
        broken(body=zstd.compress(b'{"new": ' + b"[" * 100_000 + b"\n")),
        broken(status=404, body=msgspec.json.encode({"code": "snapshot.none"})),
        broken(status=416),
        broken(body=b""),
    ],
)
def test_what_is_no_snapshot_is_left_and_the_stream_is_read_as_a_feed(seat: Seat, voice: Voice) -> None:
    for _ in range(4):
        seat.sync(voice)
        seat.clock.seconds += 3600
    seat.check(DOSSIERS)


def test_a_portal_in_between_is_no_snapshot_and_costs_nothing(seat: Seat) -> None:
    portal = Response(200, {"content-type": "text/html"}, b"<html>")
    seat.sync(lambda request: portal if request.path.endswith("/snapshot") else None)
    assert "sync.not_the_service" in seat.engine.problems.values()
    seat.clock.seconds += 3600
    seat.sync()
    seat.check(DOSSIERS)


@pytest.mark.parametrize("piece", [700, 10_000_000])
def test_what_differs_from_the_service_is_mended_alone(
    seat: Seat, piece: int, expected_logs: ExpectedLogs
) -> None:
    expected_logs.allow("sync.stream_mended: 2 objects fetched, 1 only here")
    seat.piece = piece
    seat.sync()
    stream = seat.town.clerk.stream
    with seat.database.write() as connection:
        one, two = connection.execute(
            "SELECT id FROM object WHERE kind = 'dossier' AND stream = ? ORDER BY id LIMIT 2", (stream,)
        ).fetchall()
        connection.execute(
            "DELETE FROM dossier_text WHERE rowid = (SELECT row FROM object WHERE id = ?)", one
        )
        connection.execute("DELETE FROM dossier WHERE row = (SELECT row FROM object WHERE id = ?)", one)
        connection.execute("DELETE FROM object WHERE id = ?", one)
        connection.execute(
            "UPDATE object SET hash = zeroblob(32), fields = json_set(fields, '$.title', 'dolent') WHERE id = ?",
            two,
        )
        connection.execute(
            "INSERT INTO object (id, kind, stream, rev, seq, hash, fields) VALUES ('stray', 'unit', ?, 1, 1,"
            ' zeroblob(32), \'{"name":"X"}\')',
            (stream,),
        )
    seat.asked.clear()
    seat.engine._context.diverged.add(stream)
    seat.engine._context.level.discard(stream)
    seat.sync()
    seat.check(DOSSIERS)
    fetched = [each for each in seat.asked if each.path.endswith("/objects")]
    assert len(fetched) == 1
    assert b"dolent" not in fetched[0].body
    stray = seat.database.reader().execute("SELECT rev, deleted FROM object WHERE id = 'stray'").fetchone()
    assert stray == (0, 0)


def _spoil_one(seat: Seat) -> None:
    """Let the cache hold another title than the service, and know that something differs."""
    with seat.database.write() as connection:
        connection.execute(
            "UPDATE object SET hash = zeroblob(32), fields = json_set(fields, '$.title', 'dolent') WHERE id ="
            " (SELECT min(id) FROM object WHERE kind = 'dossier')"
        )
    seat.engine._context.diverged.add(seat.town.clerk.stream)
    seat.engine._context.level.discard(seat.town.clerk.stream)


def test_that_a_stream_differs_is_known_to_the_next_run(seat: Seat, expected_logs: ExpectedLogs) -> None:
    expected_logs.allow("sync.stream_mended: 1 objects fetched, 0 only here")
    seat.sync()
    _spoil_one(seat)
    seat.database.close()
    seat.live()
    seat.sync()
    seat.check(DOSSIERS)
    assert not seat.replica.differing()


@pytest.mark.parametrize("where", ["/digest", "/objects"])
def test_news_do_not_wait_for_a_repair_that_the_service_fails_on(
    seat: Seat, expected_logs: ExpectedLogs, where: str
) -> None:
    expected_logs.allow("sync.stream_mended: 1 objects fetched, 0 only here")
    broken = Response(
        500, {"content-type": "application/problem+json"}, b'{"code":"x","title":"x","status":500}'
    )
    seat.sync()
    _spoil_one(seat)
    seat.sync(lambda request: broken if request.path.endswith(where) else None)
    seat.clock.seconds += 10
    seat.asked.clear()
    seat.sync(lambda request: broken if request.path.endswith(where) else None)
    assert seat.asked
    assert not [each for each in seat.asked if "/digest" in each.path or "/objects" in each.path]
    assert seat.replica.differing() == {seat.town.clerk.stream}
    seat.clock.seconds += repairing.AGAIN
    seat.engine._context.level.clear()  # as when the next long-poll begins
    seat.sync()
    seat.check(DOSSIERS)
    assert not seat.replica.differing()


def test_what_left_the_stream_between_two_snapshots_goes_out_of_sight(
    tmp_path: Path, expected_logs: ExpectedLogs, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A snapshot tells nothing of what is not in it any more, and the one that broke off may have brought it."""
    expected_logs.allow("sync.stream_mended: 1 objects fetched, 0 only here")
    monkeypatch.setattr(snapshots, "MANY", 20)
    town = build(tmp_path / "central")
    town.clerk.push(*(town.clerk.dossier(f"Gual {number}") for number in range(120)))
    town.service.snapshots.look()
    town.service.jobs.run_due()
    seat = Seat(town, tmp_path)
    some = "SELECT id FROM object WHERE kind = 'dossier' LIMIT 1"

    def deadly(name: str) -> None:
        if name == "sync.snapshot_slice" and seat.database.reader().execute(some).fetchone():
            raise Died

    with pytest.raises(Died), armed(deadly):
        seat.sync()
    assert seat.replica.snapshot_progress(town.clerk.stream)
    (taken,) = seat.database.reader().execute(some).fetchone()
    fields = {"scope_kind": "dossier", "scope": taken, "reason": "art. 15 LTAIBG"}
    town.secretary.done(town.secretary.mutation("create", "restriction", town.ids.uuid7(), fields=fields))
    town.clerk.push(*(town.clerk.dossier(f"Gual nou {number}") for number in range(20)))
    town.service.snapshots.look()
    town.service.jobs.run_due()
    seat.database.close()
    seat.live()
    seat.sync()
    seat.check(139)
    read = seat.database.reader()
    assert not read.execute("SELECT 1 FROM object WHERE id = ?", (taken,)).fetchone()
    assert not read.execute("SELECT 1 FROM aside").fetchone()
    seat.database.close()
    town.service.close()
