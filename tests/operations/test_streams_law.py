# SPDX-License-Identifier: EUPL-1.2
"""The law of streams: however the pages of several streams interleave while objects change streams, the cache ends like the service.

The service of this test is a dictionary of streams; the cache is the real one. A page is a stretch of one stream, cut anywhere.
"""

import tempfile
from dataclasses import dataclass, field
from pathlib import Path

from helpers.cache import EPOCH, FIRST_ROWS, SERIES, STREAM, Cache, digest_of, row
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from eset_desktop.operations import dossiers
from sync.protocol import FeedPage, Row

RESTRICTED = "restricted:01900000-0000-7000-8000-0000000000f1"
OTHER = "restricted:01900000-0000-7000-8000-0000000000f2"
STREAMS = (STREAM, RESTRICTED, OTHER)
IDS = [f"01900000-0000-7000-8000-0000000d{n:04d}" for n in range(6)]


@dataclass
class Service:
    """Streams as dictionaries: the latest row of each object, a mark where it left."""

    heads: dict[str, int] = field(
        default_factory=lambda: {STREAM: FIRST_ROWS[-1].seq, RESTRICTED: 0, OTHER: 0}
    )
    rows: dict[str, dict[str, Row]] = field(
        default_factory=lambda: {STREAM: {each.id: each for each in FIRST_ROWS}, RESTRICTED: {}, OTHER: {}}
    )
    home: dict[str, str] = field(default_factory=dict)
    revs: dict[str, int] = field(default_factory=dict)

    def put(self, object_id: str, stream: str) -> None:
        """Write an object where it belongs now; a mark goes where it was."""
        before = self.home.get(object_id)
        rev = self.revs[object_id] = self.revs.get(object_id, 0) + 1
        if before not in (None, stream):
            assert before
            mark = Row(self._next(before), "dossier", object_id, rev, left=True)
            self.rows[before][object_id] = mark
        fields = {"title": f"Versió {rev}", "class": SERIES, "label": "L", "situation": "open"}
        self.rows[stream][object_id] = row(self._next(stream), "dossier", object_id, dict(fields), rev=rev)
        self.home[object_id] = stream

    def _next(self, stream: str) -> int:
        self.heads[stream] += 1
        return self.heads[stream]

    def page(self, stream: str, after: int, most: int) -> FeedPage:
        """Return a stretch of a stream with the digest where it ends at the head."""
        later = sorted(
            (each for each in self.rows[stream].values() if each.seq > after), key=lambda each: each.seq
        )
        taken = tuple(later[:most])
        end = self.heads[stream] if len(taken) == len(later) else taken[-1].seq
        held = tuple(each for each in self.rows[stream].values() if not each.left)
        digest = digest_of(end, held) if end == self.heads[stream] else None
        return FeedPage(stream, EPOCH, after, end, self.heads[stream], taken, digest=digest)


class Streams(RuleBasedStateMachine):
    """A service in which dossiers change streams, and a computer that reads it in pieces."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.cache = Cache(Path(self.folder.name))
        self.service = Service()
        self.readable = {STREAM, RESTRICTED, OTHER}
        self.snapshot: FeedPage | None = None
        self._tell_streams()

    def teardown(self) -> None:
        self._read_all()
        self._compare()
        self.cache.close()
        self.folder.cleanup()

    def _tell_streams(self) -> None:
        self.cache.replica.set_streams(("catalogue", *sorted(self.readable)))

    @rule(object_id=st.sampled_from(IDS), stream=st.sampled_from(STREAMS))
    def put(self, object_id: str, stream: str) -> None:
        self.service.put(object_id, stream)

    @rule(stream=st.sampled_from(STREAMS), most=st.integers(1, 4))
    def read(self, stream: str, most: int) -> None:
        if stream in self.readable:
            self._read(stream, most)

    @precondition(lambda self: self._present())
    @rule(data=st.data())
    def annotate(self, data: st.DataObject) -> None:
        """Unsent work lies on some of them meanwhile; it must not disturb what is accepted."""
        dossiers.edit(self.cache.session, data.draw(st.sampled_from(self._present())), {"notes": "nota"})

    def _present(self) -> list[str]:
        reader = self.cache.database.reader()
        return [
            each
            for (each,) in reader.execute(
                "SELECT id FROM object WHERE kind = 'dossier' ORDER BY id"
            ).fetchall()
        ]

    @rule()
    def keep_a_snapshot(self) -> None:
        """Of the stream that may be taken and given: it is begun from this old state then."""
        self.snapshot = self.service.page(OTHER, 0, 1000)

    @rule()
    def read_all_of_it(self) -> None:
        self._read_all()

    @precondition(lambda self: OTHER in self.readable)
    @rule(thorough=st.booleans())
    def take_a_right(self, thorough: bool) -> None:
        if thorough:
            self._read_all()
            for each in self._present():
                dossiers.edit(self.cache.session, each, {"notes": "nota abans"})
        self.readable.discard(OTHER)
        self._tell_streams()

    @precondition(lambda self: OTHER not in self.readable)
    @rule()
    def give_it_again(self) -> None:
        self.readable.add(OTHER)
        self._tell_streams()
        if self.snapshot is not None:
            held = tuple(each for each in self.snapshot.rows if not each.left)
            old = FeedPage(OTHER, EPOCH, 0, self.snapshot.end, self.snapshot.end + 1, held)
            for _ in self.cache.replica.take_page(old):
                pass

    def _read(self, stream: str, most: int) -> FeedPage:
        cursor = next(each for each in self.cache.replica.cursors() if each.stream == stream)
        page = self.service.page(stream, cursor.seq, most)
        for _ in self.cache.replica.take_page(page, slice_rows=2):
            pass
        return page

    def _read_all(self) -> None:
        for _ in range(2):  # a complete round forgets what left; the second shows that nothing more changes
            self._tell_streams()
            self.cache.replica.reached_head("catalogue")
            for stream in sorted(self.readable):
                page = self._read(stream, 1000)
                assert self.cache.replica.digest_matches(page), stream

    def _compare(self) -> None:
        reader = self.cache.database.reader()
        wanted = {
            key: (stream, self.service.revs[key])
            for key, stream in self.service.home.items()
            if stream in self.readable
        }
        found = reader.execute("SELECT id, stream, rev FROM object WHERE kind = 'dossier'").fetchall()
        assert {key: (stream, rev) for key, stream, rev in found} == wanted
        assert reader.execute("SELECT count(*) FROM aside").fetchone() == (0,)
        listed = reader.execute("SELECT count(*) FROM dossier").fetchone()[0]
        words = reader.execute("SELECT count(*) FROM dossier_text").fetchone()[0]
        assert listed == words == len(wanted)
        waiting = reader.execute("SELECT object, state, problem FROM outbox").fetchall()
        for object_id, state, problem in waiting:
            if object_id in wanted:
                assert (state in {"queued", "sent"}, problem) == (True, ""), object_id
            else:
                assert (state, problem) in {("attention", "stream.not_visible"), ("blocked", "")}, object_id

    @invariant()
    def counts_say_what_lies_in_a_stream(self) -> None:
        reader = self.cache.database.reader()
        for cursor in self.cache.replica.cursors():
            held = reader.execute(
                "SELECT count(*) FROM object WHERE stream = ? AND hash IS NOT NULL", (cursor.stream,)
            ).fetchone()
            assert (cursor.count,) == held, cursor.stream


TestStreams = Streams.TestCase
TestStreams.settings = settings(max_examples=20, stateful_step_count=25, deadline=None)
