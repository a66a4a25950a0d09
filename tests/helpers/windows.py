# SPDX-License-Identifier: EUPL-1.2
"""A window over a cache, and a cache with a town's work in it."""

from collections.abc import Callable
from datetime import date

import msgspec
import shiboken6
from helpers.cache import EPOCH, Cache
from PySide6.QtWidgets import QApplication

from eset_desktop.batches.making import BatchesHere
from eset_desktop.batches.port import Batches
from eset_desktop.demo.content.towns import Demo
from eset_desktop.documents.render_client import RenderClient
from eset_desktop.domain.mutations import Mutation, ObjectState, Skip, apply
from eset_desktop.domain.office_day import office_day
from eset_desktop.domain.traffic import Sample, noted
from eset_desktop.operations.certificate_files import CertificateFiles
from eset_desktop.signing.client import SigningClient
from eset_desktop.signing.keys.pkcs12.store import FileKeyStore
from eset_desktop.signing.keys.port import KeyStore
from eset_desktop.signing.keys.readers.watcher import CardWatcher
from eset_desktop.signing.validation.client import ValidationClient
from eset_desktop.signing.validation.messages import Trusting
from eset_desktop.store import live
from eset_desktop.store.meta import Account
from eset_desktop.store.queries import plan
from eset_desktop.store.queries.dossiers import DossierFilter, ids, rows
from eset_desktop.store.snapshot import Progress
from eset_desktop.store.totals import Totals
from eset_desktop.workplace import Workplace
from sync.protocol import FeedPage, Result, Row, SnapshotHeader
from ui.actions import Registry
from ui.background import Background
from ui.desk import Desk
from ui.i18n import Language
from ui.keyring import Keyring
from ui.main_window import MainWindow
from ui.refresher import Refresher

UNTIL = date(2026, 11, 20)
Watch = Callable[[Callable[[object], None]], CardWatcher]
"""Begins to tell what comes into readers and goes."""


class WindowOver:
    """A window over an open cache, with everything that works for it; closed by :meth:`close`."""

    def __init__(
        self,
        app: QApplication,
        cache: Cache | Workplace,
        language: str = "ca",
        *,
        demo: Callable[[str], object] | None = None,
        trusting: Trusting = Trusting(),  # noqa: B008 - frozen
        batches: Batches | None = None,
        watch: Watch | None = None,
    ) -> None:
        self.trusting = trusting
        self.hints = 0
        self.totals = Totals()
        connection = cache.database.reader()
        self.language = Language(app, language)
        background, signing = Background(), SigningClient()
        file_keys = FileKeyStore()
        self.files = CertificateFiles(cache.session, lambda: file_keys)
        self._file_keys = file_keys
        self.stores: list[KeyStore] = [self.files]
        self.desk = Desk(
            connection=connection,
            session=cache.session,
            registry=Registry(),
            background=background,
            refresher=Refresher(connection, lambda: office_day(cache.session.clock.now())),
            language=self.language,
            render=RenderClient(),
            signing=signing,
            batches=batches or BatchesHere(cache.session, signing),
            keyring=Keyring(background, lambda: self.stores, cache.session.clock.now, watch=watch),
            files=self.files,
            validation=ValidationClient(self.trusting, clock=cache.session.clock),
            hint=self._hint,
            totals=lambda: self.totals,
            demo=demo,
        )
        self.window = MainWindow(self.desk)

    def _hint(self) -> None:
        self.hints += 1

    def close(self) -> None:
        """Close the window and end its threads and processes."""
        self.window.close()
        self.desk.keyring.close()
        self.desk.background.close()
        self.desk.render.close()
        self.desk.batches.close()
        self.desk.signing.close()
        self.desk.validation.close()
        for store in (*self.stores, self._file_keys):
            store.close()
        shiboken6.delete(self.window)
        self.language.remove()


class OpenWindow(WindowOver):
    """A window over a test's cache."""

    def __init__(
        self,
        app: QApplication,
        cache: Cache,
        language: str = "ca",
        *,
        demo: Callable[[str], object] | None = None,
        trusting: Trusting = Trusting(),  # noqa: B008 - frozen
        watch: Watch | None = None,
    ) -> None:
        super().__init__(app, cache, language, demo=demo, trusting=trusting, watch=watch)
        self.cache = cache


def fill_with_town(cache: Cache, dossiers: int) -> str:
    """Feed the cache the shipped catalogue and the first dossiers of a made-up town; return the town's name."""
    demo = Demo(seed=1, scale=1, until=UNTIL)
    town = demo.bodies[0]
    clerk = town.person("administracio")
    account = Account(
        "http://127.0.0.1:9", "secret", "device-1", "A7", clerk.id, clerk.name, town.id, town.name
    )
    stream = f"body:{town.id}"
    cache.replica.join(account, ("catalogue", stream))
    _feed(cache, "catalogue", [_row(n, state, "") for n, state in enumerate(demo.catalogue(), 1)])
    rows = [_row(n, state, "") for n, state in enumerate(town.objects, 1)]
    bundles = demo.bundles(town)
    for _, bundle in zip(range(dossiers), bundles, strict=False):
        for blob in bundle.blobs:
            cache.blobs.put(blob.data)
        for state, mutation in _states(bundle.mutations):
            rows.append(_row(len(rows) + 1, state, mutation.by, mutation.at))
    _feed(cache, stream, rows)
    with cache.database.write() as connection:
        connection.execute("UPDATE blob SET here = 1, confirmed = 1")
    return town.name


def _states(mutations: tuple[Mutation, ...]) -> list[tuple[ObjectState, Mutation]]:
    states: dict[str, tuple[ObjectState, Mutation]] = {}
    for mutation in mutations:
        before = states.get(mutation.object)
        taken = apply(before[0] if before else None, mutation)
        assert not isinstance(taken, Skip), taken
        states[mutation.object] = (taken, mutation)
    return list(states.values())


def _row(seq: int, state: ObjectState, by: str, at: str = "2026-01-02T08:00:00.000Z") -> Row:
    fields = dict(state.fields)
    if state.kind == "dossier":
        fields["number"] = f"2026/{seq:05d}"
    if state.kind == "version":
        fields["present"] = True
    return Row(seq, state.kind, state.id, 1, fields, by=by, at=at, created_by=by, created_at=at)


def _feed(cache: Cache, stream: str, rows: list[Row]) -> None:
    page = FeedPage(stream, EPOCH, 0, len(rows), len(rows), tuple(rows), ())
    for _ in cache.replica.take_page(page):
        pass


def give_profile(cache: Cache, profiles: tuple[str, ...]) -> tuple[str, ...]:
    """Feed the cache other profiles of its own person; return those before."""
    connection = cache.database.reader()
    person = cache.replica.account().person
    stored = live.load(connection, person)
    assert stored
    cursor = next(each for each in cache.replica.cursors() if each.stream == stored.stream)
    before = stored.state.get("profiles")
    state = ObjectState("person", person, {**stored.state.fields, "profiles": list(profiles)})
    row = msgspec.structs.replace(_row(cursor.seq + 1, state, person), rev=stored.rev + 1)
    for _ in cache.replica.take_page(
        FeedPage(cursor.stream, EPOCH, cursor.seq, row.seq, row.seq, (row,), ())
    ):
        pass
    assert isinstance(before, list)
    return tuple(str(each) for each in before)


def make_conflict(cache: Cache) -> str:
    """Feed the cache a conflict over the title of its newest dossier; return the conflict's id."""
    connection = cache.database.reader()
    newest = ids(connection, DossierFilter(situation=None))
    dossier = next(row for row in rows(connection, newest[:20]).values() if row.number)
    people = list(plan.people(connection))
    cursor = max(cache.replica.cursors(), key=lambda each: (each.stream != "catalogue", each.seq))
    state = ObjectState(
        "conflict",
        "01a1fd70-f1c0-7670-bc57-94fd79eac400",
        {
            "object": dossier.id, "object_kind": "dossier", "field": "title", "before": "Façana",
            "kept": dossier.title, "kept_by": people[-1], "kept_at": "2026-11-21T09:10:00.000Z",
            "other": "Obres majors: façana del carrer Nou, 7", "other_by": people[0],
            "other_at": "2026-11-21T09:02:00.000Z", "state": "open",
        },
    )  # fmt: skip
    row = _row(cursor.seq + 1, state, people[-1])
    page = FeedPage(cursor.stream, EPOCH, cursor.seq, cursor.seq + 1, cursor.seq + 1, (row,), ())
    for _ in cache.replica.take_page(page):
        pass
    return state.id


def refuse_first(cache: Cache, code: str = "rights.denied") -> Mutation:
    """Answer the first waiting mutation with a refusal and return it."""
    first = cache.waiting()[0]
    cache.replica.mark_sent([first])
    cursor = max(cache.replica.cursors(), key=lambda each: (each.stream != "catalogue", each.seq))
    refusal = Result(first.id, "rejected", cursor.stream, EPOCH, cursor.seq, 0, problem=code)
    cache.replica.take_results([refusal])
    return first


def going_on(cache: Cache, sha256: str, percent: int, *, taken: int, rows: int, bytes_left: int) -> None:
    """Set the cache in the middle of work: some bytes are partly sent, a stream's first reading came some way."""
    cache.replica.note_contact(ok=True)
    stream = f"body:{cache.replica.account().body}-2"
    before = 10
    header = SnapshotHeader(stream=stream, epoch=EPOCH, seq=rows, rows=rows, count=rows, sum=0)
    progress = Progress("etag", header, frame=bytes_left * before // max(rows - taken, 1), before=before)
    with cache.database.write() as connection:
        connection.execute(
            "INSERT INTO stream (id, snapshot, taken) VALUES (?, ?, ?)",
            (stream, msgspec.json.encode(progress).decode(), taken),
        )
        connection.execute(
            "UPDATE blob SET form = 'whole', url = '/v1/uploads/1', sent = (size * ? + 99) / 100 WHERE sha256 = ?",
            (percent, sha256),
        )


def busy_minutes(cache: Cache, minutes: int = 8) -> tuple[Sample, ...]:
    """Return the samples of a line that was busy now and then, and all of the last minute with 32 kB/s each way."""
    now = int(cache.clock.now().timestamp())
    samples: tuple[Sample, ...] = ()
    for second in range(-60 * minutes, 1):
        if second > -60:
            samples = noted(samples, now + second, 32_000, 32_000)
        elif second % 140 < 45:
            samples = noted(samples, now + second, 200 * (second % 45), 9_000 + 400 * (second % 31))
    return samples
