# SPDX-License-Identifier: EUPL-1.2
"""The law of live rows: whatever people, answers and feed pages do in whatever order, live = fold(accepted, pending).

The service of this test is the domain's own merge over a dictionary; the cache is the real one.
"""

import contextlib
import tempfile
from collections.abc import Callable
from pathlib import Path

import msgspec
from helpers.cache import ANNA, BERTA, EPOCH, FIRST_ROWS, STREAM, Cache
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from eset_desktop.domain.merge import REJECTED, merge
from eset_desktop.domain.mutations import Change, Mutation, ObjectState, fold
from eset_desktop.operations import dossiers
from eset_desktop.operations import waiting as refused_work
from eset_desktop.operations.errors import OperationError
from eset_desktop.store import live
from eset_desktop.store.queries import dossiers as list_query
from sync.protocol import FeedPage, Result, Row

SERIES = FIRST_ROWS[4].id
TITLES = st.sampled_from(["Tanca", "Mur", "Reixa", "Núria"])


class LiveRows(RuleBasedStateMachine):
    """A person, a colleague and a service that answers when it likes."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.cache = Cache(Path(self.folder.name))
        self.seq = FIRST_ROWS[-1].seq
        self.accepted: dict[str, tuple[ObjectState, int, int]] = {}
        self.results: list[Result] = []
        self.cursor = self.seq
        self.mine: list[str] = []
        self.epoch = EPOCH
        self.backups: list[tuple[dict[str, tuple[ObjectState, int, int]], list[Result], int]] = []
        self.seen: set[str] = set()

    def teardown(self) -> None:
        self.cache.close()
        self.folder.cleanup()

    @rule(title=TITLES)
    def open_a_dossier(self, title: str) -> None:
        made = dossiers.create(self.cache.session, dossiers.NewDossier(title, SERIES))
        assert made.created
        self.mine.append(made.created)

    @precondition(lambda self: self.mine)
    @rule(data=st.data(), title=TITLES)
    def rename(self, data: st.DataObject, title: str) -> None:
        self._try(lambda each: dossiers.rename(self.cache.session, each, title), data)

    @precondition(lambda self: self.mine)
    @rule(data=st.data(), text=st.sampled_from(["", "a", "b"]))
    def note(self, data: st.DataObject, text: str) -> None:
        self._try(lambda each: dossiers.edit(self.cache.session, each, {"notes": text}), data)

    @precondition(lambda self: self.mine)
    @rule(data=st.data(), reopen=st.booleans())
    def close_or_reopen(self, data: st.DataObject, reopen: bool) -> None:
        act = dossiers.reopen if reopen else dossiers.close
        self._try(lambda each: act(self.cache.session, each, "motiu"), data)

    def _try(self, act: Callable[[str], object], data: st.DataObject) -> None:
        with contextlib.suppress(OperationError):
            act(data.draw(st.sampled_from(self.mine)))

    @rule(count=st.integers(1, 4), refuse=st.booleans(), lose_answer=st.booleans())
    def send(self, count: int, refuse: bool, lose_answer: bool) -> None:
        """Push some; the service decides; the answer may be lost."""
        marked = self.cache.replica.mark_sent(self.cache.waiting()[:count]).mutations
        answers = [self._decide(each, refuse=refuse) for each in marked]
        if not lose_answer:
            self.cache.replica.take_results(answers)

    @rule()
    def back_up_the_service(self) -> None:
        self.backups.append((dict(self.accepted), list(self.results), self.seq))

    @precondition(lambda self: self.backups)
    @rule(data=st.data())
    def set_the_service_back(self, data: st.DataObject) -> None:
        """The service stands as at an earlier backup, in a new epoch; the computer reads it again from the start."""
        reader = self.cache.database.reader()
        rows = reader.execute("SELECT id FROM object WHERE kind = 'dossier' AND rev > 0").fetchall()
        self.seen |= {row[0] for row in rows}
        self.accepted, self.results, self.seq = data.draw(st.sampled_from(self.backups))
        self.accepted, self.results = dict(self.accepted), list(self.results)
        self.epoch = f"epoch-{len(self.epoch)}-{self.epoch}"
        self.results = [msgspec.structs.replace(each, epoch=self.epoch) for each in self.results]
        self.cache.replica.restart_stream(STREAM, self.epoch)
        self.cursor = 0
        self._read_from_the_start()

    def _read_from_the_start(self) -> None:
        first = tuple(each for each in FIRST_ROWS)
        changed = sorted((seq, each) for each, (_, _, seq) in self.accepted.items())
        rows = (*first, *(self._row(each) for _, each in changed))
        page = FeedPage(STREAM, self.epoch, 0, self.seq, self.seq, rows, tuple(self.results))
        for _ in self.cache.replica.take_page(page):
            pass
        self.cursor = self.seq

    def _decide(self, mutation: Mutation, *, refuse: bool) -> Result:
        known = next((each for each in self.results if each.id == mutation.id), None)
        if known:
            return known
        state, rev, _ = self.accepted.get(mutation.object, (None, 0, 0))
        outcome = merge(state, mutation)
        if refuse or outcome.status == REJECTED or outcome.state is None:
            result = Result(mutation.id, REJECTED, STREAM, self.epoch, self.seq, 0, "rights.denied")
        else:
            self.seq += 1
            self.accepted[mutation.object] = (outcome.state, rev + 1, self.seq)
            result = Result(mutation.id, outcome.status, STREAM, self.epoch, self.seq, rev + 1)
        self.results.append(result)
        return result

    @precondition(lambda self: self.accepted)
    @rule(data=st.data(), title=TITLES)
    def colleague_renames(self, data: st.DataObject, title: str) -> None:
        identity = data.draw(st.sampled_from(sorted(self.accepted)))
        state, rev, _ = self.accepted[identity]
        edit = Mutation(
            id="c", n=1, op="set", kind="dossier", object=identity, by=BERTA, at="t",
            changes={"title": Change(state.get("title"), title)},
        )  # fmt: skip
        merged = merge(state, edit).state
        assert merged
        self.seq += 1
        self.accepted[identity] = (merged, rev + 1, self.seq)

    @rule(slice_rows=st.integers(1, 3), slices=st.integers(1, 9), size=st.integers(1, 6))
    def feed(self, slice_rows: int, slices: int, size: int) -> None:
        """Take a page, perhaps only some of its slices."""
        changed = sorted((seq, each) for each, (_, _, seq) in self.accepted.items() if seq > self.cursor)[
            :size
        ]
        end = changed[-1][0] if len(changed) == size else self.seq
        rows = tuple(self._row(each) for _, each in changed)
        results = tuple(each for each in self.results if self.cursor < each.seq <= end)
        page = FeedPage(STREAM, self.epoch, self.cursor, end, self.seq, rows, results)
        for taken, _ in enumerate(self.cache.replica.take_page(page, slice_rows=slice_rows), start=1):
            if taken == slices:
                break
        self.cursor = next(each.seq for each in self.cache.replica.cursors() if each.stream == STREAM)

    def _row(self, identity: str) -> Row:
        state, rev, seq = self.accepted[identity]
        return Row(
            seq, "dossier", identity, rev, dict(state.fields), deleted=state.deleted, by=ANNA, created_by=ANNA
        )

    @precondition(lambda self: self._refused())
    @rule(data=st.data(), again=st.booleans())
    def look_after_refused_work(self, data: st.DataObject, again: bool) -> None:
        refused = data.draw(st.sampled_from(self._refused()))
        if again:
            refused_work.send_again(self.cache.session, refused)
        else:
            refused_work.give_up(self.cache.session, refused)

    def _refused(self) -> list[str]:
        rows = self.cache.database.reader().execute(
            "SELECT id FROM outbox WHERE state = 'attention' ORDER BY n"
        )
        return [row[0] for row in rows.fetchall()]

    @invariant()
    def live_is_fold_of_accepted_and_pending(self) -> None:
        reader = self.cache.database.reader()
        for (identity,) in reader.execute("SELECT id FROM object WHERE kind = 'dossier'").fetchall():
            stored = live.load(reader, identity)
            assert stored
            accepted = live.base(reader, stored)
            if accepted is not None and stored.rev:
                assert accepted.hash() == stored.hash
            waiting = live.pending(reader, identity, only_here=accepted is None)
            assert stored.pending == len(waiting)
            assert fold(accepted, waiting) == stored.state
            has_base = reader.execute("SELECT count(*) FROM base WHERE id = ?", (identity,)).fetchone()[0]
            assert has_base == bool(accepted is not None and (waiting or not stored.rev))

    @invariant()
    def nothing_that_was_once_accepted_goes_away(self) -> None:
        reader = self.cache.database.reader()
        here = {row[0] for row in reader.execute("SELECT id FROM object WHERE kind = 'dossier'").fetchall()}
        assert self.seen <= here

    @invariant()
    def lists_and_search_show_what_is_live(self) -> None:
        reader = self.cache.database.reader()
        shown = list_query.rows(reader, list_query.ids(reader, list_query.DossierFilter(situation=None)))
        rows = reader.execute("SELECT id, fields FROM object WHERE kind = 'dossier'").fetchall()
        titles = {each: msgspec.json.decode(fields)["title"] for each, fields in rows}
        assert {row.id: row.title for row in shown.values()} == titles
        for title in set(titles.values()):
            hits = list_query.ids(reader, list_query.DossierFilter(situation=None, text=title))
            assert len(hits) == list(titles.values()).count(title)

    @invariant()
    def every_waiting_change_can_be_sent_or_needs_a_person(self) -> None:
        reader = self.cache.database.reader()
        blocked = reader.execute(
            "SELECT count(*) FROM outbox AS x WHERE x.state = 'blocked' AND NOT EXISTS"
            " (SELECT 1 FROM outbox AS y WHERE y.id = x.blocked_by AND y.state = 'attention')"
        ).fetchone()
        assert blocked == (0,)


LiveRows.TestCase.settings = settings(max_examples=60, stateful_step_count=30, deadline=None)
TestLiveRows = LiveRows.TestCase
