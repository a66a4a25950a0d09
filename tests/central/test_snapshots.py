# SPDX-License-Identifier: EUPL-1.2
"""Snapshots: what lies in one and in which order, when one is made, who gets it."""

import io
from collections.abc import Iterator
from datetime import timedelta

import msgspec
import pytest
from helpers.served import Client
from helpers.town import Town
from sqlalchemy import select, update

from central import snapshots
from central.compression import FRAME, Frames
from central.errors.requests import NotFound
from central.errors.streams import SnapshotNone
from central.objects_store import SNAPSHOTS, ObjectMissing
from central.snapshots import line_of, ordered
from central.store import tables
from eset_desktop.domain.identifiers import eni_specific
from eset_desktop.domain.kinds import text_stream
from eset_desktop.domain.mutations import ObjectState
from eset_desktop.zstd import zstd
from sync.protocol import DeviceAnswer, SnapshotHeader, SnapshotRow


def frames_of(data: bytes) -> list[bytes]:
    """Return what each frame holds."""
    found = []
    while data:
        decoder = zstd.ZstdDecompressor()
        found.append(decoder.decompress(data))
        data = decoder.unused_data
    return found


def read(data: bytes) -> tuple[SnapshotHeader, list[SnapshotRow]]:
    head, *lines = b"".join(frames_of(data)).splitlines()
    rows = [msgspec.json.decode(each, type=SnapshotRow) for each in lines]
    return msgspec.json.decode(head, type=SnapshotHeader), rows


@pytest.fixture
def made(town: Town, monkeypatch: pytest.MonkeyPatch) -> Town:
    """A town whose body has a snapshot."""
    monkeypatch.setattr(snapshots, "MANY", 3)
    first = town.clerk.done(town.clerk.dossier("Primer"))
    town.clerk.done(town.clerk.document(first))
    town.clerk.done(town.clerk.dossier("Segon"))
    make(town)
    return town


def make(town: Town) -> None:
    town.service.snapshots.look()
    town.service.jobs.run_due()


def whole(town: Town) -> bytes:
    found = town.service.snapshots.find(town.clerk.caller, town.clerk.stream)
    return b"".join(town.service.snapshots.read(found, 0, found.size))


def test_a_snapshot_is_what_the_stream_holds(made: Town) -> None:
    header, rows = read(whole(made))
    page = made.clerk.page()
    assert page is not None
    assert page.digest is not None
    assert (header.epoch, header.seq, header.rows) == (page.epoch, page.head, len(rows))
    assert (header.count, header.sum) == (page.digest.count, page.digest.sum)
    fed = {
        each.id: ObjectState(each.kind, each.id, each.fields, deleted=each.deleted).hash()
        for each in page.rows
    }
    for each in rows:
        fields = dict(each.fields)
        if each.eni:
            fields["eni_id"] = f"{fields['eni_id']}{eni_specific(each.id)}"
        assert ObjectState(each.kind, each.id, fields, deleted=each.deleted).hash() == fed.pop(each.id)
    assert fed == {}


def test_people_come_first_then_what_moved_last_with_what_lies_in_it(made: Town) -> None:
    _, rows = read(whole(made))
    kinds = [each.kind for each in rows if each.kind in {"person", "dossier", "document"}]
    assert kinds == ["person", "person", "dossier", "dossier", "document"]
    titles = [each.fields["title"] for each in rows if each.kind == "dossier"]
    assert titles == ["Segon", "Primer"]


def test_what_can_be_made_again_is_left_out(made: Town) -> None:
    _, rows = read(whole(made))
    dossier = next(each for each in rows if each.kind == "dossier")
    assert dossier.eni
    assert dossier.fields["eni_id"] == "ES_L01080193_2026_EXP_"
    assert (dossier.created_by, dossier.created_at) == (None, None)


def test_an_unknown_kind_and_one_without_its_parent_are_not_left_out() -> None:
    row = msgspec.defstruct("row", [("id", str), ("kind", str), ("parent", str | None), ("seq", int)])
    objects = [row("d", "dossier", "c", 2), row("x", "thing", None, 1), row("p", "party", "elsewhere", 3)]
    assert ordered(objects) == ["d", "p", "x"]


def test_text_that_only_looks_like_a_made_part_is_kept_whole() -> None:
    fields = b'{"note":"0000003BUNSMSFBXZA89TMV145KV4C"}'
    row = msgspec.defstruct(
        "row",
        [
            (name, object)
            for name in ("kind", "id", "fields", "rev", "deleted", "by", "at", "created_by", "created_at")
        ],
    )("dossier", "018fe3a2-dae0-7cec-8aeb-64f33bdc5f8c", fields.decode(), 1, False, "", "", "", "")
    line = msgspec.json.decode(line_of(row), type=SnapshotRow)
    assert not line.eni
    assert msgspec.json.encode(line.fields) == fields


def test_every_frame_is_readable_by_itself_and_ends_with_a_line() -> None:
    lines = io.BytesIO(b"".join(b"%030d\n" % number for number in range(80_000)))
    packed = list(Frames(lines, b"head\n"))
    frames = frames_of(b"".join(packed))
    assert len(frames) == 3
    assert all(each.endswith(b"\n") and len(each) <= FRAME for each in frames)
    assert b"".join(frames) == b"head\n" + lines.getvalue()
    assert len(packed) > 10  # it can be used long before its end


def test_only_who_reads_the_stream_gets_its_snapshot(made: Town) -> None:
    with pytest.raises(NotFound):
        made.service.snapshots.find(made.stranger.caller, made.clerk.stream)
    with pytest.raises(SnapshotNone):
        made.service.snapshots.find(made.clerk.caller, text_stream(made.clerk.stream))
    assert made.service.device(made.clerk.caller).snapshots == ("catalogue", made.clerk.stream)


def test_a_new_life_of_the_stream_has_no_snapshot_yet(made: Town) -> None:
    with made.service.database.write() as connection:
        connection.execute(update(tables.stream).values(epoch="another"))
    assert made.service.device(made.clerk.caller).snapshots == ()
    with pytest.raises(SnapshotNone):
        made.service.snapshots.find(made.clerk.caller, made.clerk.stream)
    make(made)
    assert read(whole(made))[0].epoch == "another"


def test_a_snapshot_is_made_anew_when_the_stream_went_on_and_the_old_one_is_kept_for_a_day(
    made: Town,
) -> None:
    old = made.service.snapshots.find(made.clerk.caller, made.clerk.stream)
    make(made)
    assert made.service.snapshots.find(made.clerk.caller, made.clerk.stream) == old
    for _ in range(3):
        made.clerk.done(made.clerk.dossier())
    make(made)
    assert made.service.snapshots.find(made.clerk.caller, made.clerk.stream) != old
    assert b"".join(made.service.snapshots.read(old, 0, old.size))
    made.clock.current += timedelta(days=1, minutes=1)
    make(made)
    with pytest.raises(ObjectMissing):
        made.service.snapshots.read(old, 0, old.size)
    with made.service.database.read() as connection:
        current = set(connection.execute(select(tables.snapshot.c.name)).scalars())
    assert set(made.service.objects.names(SNAPSHOTS)) == current


def test_who_reads_an_old_snapshot_ends_it_within_a_day_of_its_successor(made: Town, clerk: Client) -> None:
    path, data = f"/v1/streams/{made.clerk.stream}/snapshot", whole(made)
    begun = {"Range": "bytes=10-", "If-Range": clerk("GET", path).headers["ETag"]}
    made.clock.current += timedelta(days=5)
    for _ in range(3):
        made.clerk.done(made.clerk.dossier())
    make(made)
    made.service.snapshots.look()
    assert whole(made) != data
    rest = clerk("GET", path, headers=begun)
    assert (rest.status_code, rest.content, rest.headers["ESet-Seq"]) == (
        206,
        data[10:],
        str(read(data)[0].seq),
    )
    made.clock.current += timedelta(days=1, minutes=1)
    made.service.snapshots.look()
    assert clerk("GET", path, headers=begun).content == whole(made)


def test_an_old_snapshot_goes_too_when_something_leaves_its_stream(made: Town, clerk: Client) -> None:
    path = f"/v1/streams/{made.clerk.stream}/snapshot"
    begun = {"Range": "bytes=10-", "If-Range": clerk("GET", path).headers["ETag"]}
    *_, dossier = [made.clerk.done(made.clerk.dossier()) for _ in range(3)]
    make(made)
    assert clerk("GET", path, headers=begun).status_code == 206
    restrict(made, dossier)
    make(made)
    assert clerk("GET", path, headers=begun).status_code == 200


def test_a_job_for_a_stream_that_is_gone_is_done(town: Town) -> None:
    with town.service.database.write() as connection:
        town.service.jobs.enqueue(connection, "snapshot", "body:nobody", {})
    assert town.service.jobs.run_due() == 1
    assert town.service.jobs.run_due() == 0


def test_over_http_a_part_is_given_while_it_is_the_same_snapshot(made: Town, clerk: Client) -> None:
    path, data = f"/v1/streams/{made.clerk.stream}/snapshot", whole(made)
    answer = clerk("GET", path)
    etag = answer.headers["ETag"]
    assert (answer.status_code, answer.content, answer.headers["Content-Type"]) == (
        200,
        data,
        "application/zstd",
    )
    assert answer.headers["ESet-Epoch"] == read(data)[0].epoch
    part = clerk("GET", path, headers={"Range": "bytes=10-", "If-Range": etag})
    assert (part.status_code, part.content) == (206, data[10:])
    other = clerk("GET", path, headers={"Range": "bytes=10-", "If-Range": '"sha256:0"'})
    assert (other.status_code, other.content) == (200, data)
    told = msgspec.json.decode(clerk("GET", "/v1/device").content, type=DeviceAnswer)
    assert told.snapshots == ("catalogue", made.clerk.stream)


def test_over_http_none_is_a_problem_with_a_name(town: Town, clerk: Client) -> None:
    answer = clerk("GET", f"/v1/streams/{town.clerk.stream}/snapshot")
    assert answer.status_code == 404
    assert answer.json()["code"] == "snapshot.none"


def restrict(town: Town, dossier: str) -> None:
    fields = {"scope_kind": "dossier", "scope": dossier, "reason": "art. 15 LTAIBG"}
    made = town.secretary.mutation("create", "restriction", town.ids.uuid7(), fields=fields)
    town.secretary.done(made)


def test_what_is_restricted_is_not_found_in_an_older_snapshot(made: Town) -> None:
    page = made.clerk.page()
    assert page is not None
    first, *_ = (row.id for row in page.rows if row.kind == "dossier")
    restrict(made, first)
    with pytest.raises(SnapshotNone):
        whole(made)
    make(made)
    _, rows = read(whole(made))
    assert first not in {each.id for each in rows}


def test_a_snapshot_that_was_being_made_meanwhile_is_not_given(
    made: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    *_, dossier = [made.clerk.done(made.clerk.dossier()) for _ in range(3)]
    before = set(made.service.objects.names(SNAPSHOTS))

    class Slow(Frames):
        def __iter__(self) -> Iterator[bytes]:
            restrict(made, dossier)
            return super().__iter__()

    monkeypatch.setattr(snapshots, "Frames", Slow)
    make(made)
    with pytest.raises(SnapshotNone):
        whole(made)
    assert set(made.service.objects.names(SNAPSHOTS)) == before
