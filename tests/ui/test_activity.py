# SPDX-License-Identifier: EUPL-1.2
"""What a person sees of sync: the state of each thing, what goes on now, how long the rest takes; in three languages."""

import threading
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import replace
from pathlib import Path
from typing import Any

import msgspec
import pytest
from helpers.cache import SERIES, UNIT, Cache
from helpers.windows import OpenWindow, busy_minutes, going_on, refuse_first
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from pytestqt.qtbot import QtBot

import resources
from eset_desktop.domain.traffic import Sample
from eset_desktop.errors import EsetError
from eset_desktop.store.engine import Connection
from eset_desktop.store.queries import activity, dossier, waiting
from eset_desktop.store.totals import Totals
from ui.background import Background
from ui.looking import Looking
from ui.screen import tables_of, texts_of
from ui.states import state_of_version
from ui.widgets.traffic_plot import TrafficPlot

Do = Callable[..., Any]
DOSSIER = {"class": SERIES, "title": "Llicència d'obres", "unit": UNIT}


def document_on_its_way(opened: OpenWindow, do: Do, pdf: Path, title: str = "Decret 12") -> str:
    """Add a document of which nothing was sent; return its version's id."""
    do("document.add", file=str(pdf), type="informe", title=title)
    shown = opened.window.dossier.shown
    assert shown is not None
    head = shown.documents[-1].head
    assert head is not None
    return head.id


def version(cache: Cache, version_id: str) -> dossier.VersionRow:
    """Return a version as it lies in the cache."""
    connection = cache.database.reader()
    (document,) = connection.execute("SELECT parent FROM object WHERE id = ?", (version_id,)).fetchone()
    return next(each for each in dossier.versions_of(connection, document) if each.id == version_id)


def test_what_keeps_everything_from_being_sent_is_said_in_the_new_language_at_once(
    opened: OpenWindow, do: Do, cache: Cache
) -> None:
    """The page does not show two languages until it has looked again."""
    do("dossier.new", **DOSSIER)
    cache.replica.note_contact(ok=False, problem="sync.tls_failed")
    do("go.outbox")
    for language in ("es", "en", "ca"):
        opened.desk.registry.invoke(f"language.{language}")
        text = resources.error_texts()["sync.tls_failed"][language]
        assert text.title in " ".join(texts_of(opened.window.current))
    do("go.outbox")


def test_a_version_says_where_it_is(opened: OpenWindow, do: Do, cache: Cache, pdf: Path) -> None:
    do("dossier.new", **DOSSIER)
    made = document_on_its_way(opened, do, pdf)
    row = version(cache, made)
    assert state_of_version(row, line_up=False).kind == "only_here"
    assert state_of_version(row, line_up=True).kind == "queued"
    cache.replica.note_upload(row.sha256, "/v1/uploads/1", row.size * 43 // 100)
    state = state_of_version(version(cache, made), line_up=True)
    assert (state.kind, state.percent) == ("sending", 42)
    away = replace(row, here=False, present=False, pending=False)
    assert state_of_version(away, line_up=True).kind == "elsewhere"


def test_nothing_is_being_sent_to_a_service_that_does_not_know_this_computer(
    opened: OpenWindow, do: Do, cache: Cache, pdf: Path
) -> None:
    do("dossier.new", **DOSSIER)
    document_on_its_way(opened, do, pdf)
    cache.replica.note_contact(ok=True)
    assert activity.look(cache.database.reader()).line == "up"
    cache.replica.note_contact(ok=True, problem="sync.device_unknown")
    assert activity.look(cache.database.reader()).line == "down"


def test_a_recipe_is_counted_by_its_own_bytes(opened: OpenWindow, do: Do, cache: Cache, pdf: Path) -> None:
    do("dossier.new", **DOSSIER)
    row = version(cache, document_on_its_way(opened, do, pdf))
    cache.replica.begin_upload(row.sha256, "segments", 200)
    cache.replica.note_upload(row.sha256, "/v1/uploads/1", 150)
    found = version(cache, row.id)
    assert (found.bytes_sent, found.bytes_total) == (150, 200)
    looked = activity.look(cache.database.reader())
    assert looked.sending == activity.Moving("Decret 12", 75)


def test_a_refused_version_says_so_with_its_reason(
    opened: OpenWindow, do: Do, cache: Cache, pdf: Path
) -> None:
    do("dossier.new", **DOSSIER)
    made = document_on_its_way(opened, do, pdf)
    refuse_first(cache)
    state = state_of_version(version(cache, made), line_up=True)
    assert state.kind == "blocked"
    opened.desk.refresher.look()
    do("dossier.open", id=opened.window.dossier.dossier_id, tab="documents")
    assert tables_of(opened.window.current)["versions"][0][-1] == "Espera un altre canvi"


def test_a_dossier_says_where_it_is(opened: OpenWindow, do: Do, cache: Cache) -> None:
    do("dossier.new", **DOSSIER)
    for ok, said in ((True, "Pendent d'enviar"), (False, "Només en aquest ordinador")):
        cache.replica.note_contact(ok=ok)
        opened.desk.refresher.look()
        assert said in texts_of(opened.window.current)
    refuse_first(cache)
    opened.desk.refresher.look()
    assert "Demana atenció" in texts_of(opened.window.current)


def test_bytes_that_wait_for_a_person_are_not_told_to_go(
    opened: OpenWindow, do: Do, cache: Cache, pdf: Path
) -> None:
    do("dossier.new", **DOSSIER)
    document_on_its_way(opened, do, pdf)
    refuse_first(cache)
    looked = activity.look(cache.database.reader())
    assert (looked.sending, looked.files, looked.bytes_up) == (None, 0, 0)
    opened.desk.refresher.look()
    do("go.outbox")
    assert tables_of(opened.window.current)["uploads"][0][2] == "Espera un altre canvi"


def test_refused_work_is_not_told_to_be_sent(opened: OpenWindow, do: Do, cache: Cache) -> None:
    do("dossier.new", **DOSSIER)
    cache.replica.note_contact(ok=True)
    refuse_first(cache)
    do("go.outbox")
    assert (
        opened.window.current.facts()["activity"]["sending"]
        == "Hi ha 1 canvi que no es pot enviar: mireu què demana atenció."
    )


def test_without_a_line_the_panel_says_what_happens_then(opened: OpenWindow, do: Do, cache: Cache) -> None:
    do("dossier.new", **DOSSIER)
    cache.replica.note_contact(ok=False)
    do("go.outbox")
    facts = opened.window.current.facts()["activity"]
    assert facts["sending"] == "Ara no s'envia res. El que està pendent s'enviarà quan torni la connexió."
    assert facts["estimate"] == ""
    assert facts["last_complete"] == "Encara no s'ha rebut tot per primera vegada."


SENDING = {
    "ca": "S'està enviant «Decret 12» (42 %); després, 1 document més i 5 canvis.",
    "es": "Se está enviando «Decret 12» (42 %); después, 1 documento más y 5 cambios.",
    "en": "“Decret 12” is being sent (42 %); then, 1 more document and 5 changes.",
}
RECEIVING = {
    "ca": "Es reben els expedients amb tot el que contenen: 8.200 de 20.000.",
    "es": "Se reciben los expedientes con todo lo que contienen: 8200 de 20.000.",
    "en": "The dossiers with all they hold are being received: 8,200 of 20,000.",
}
LASTS = {
    "ca": "El que està pendent tardarà uns 4 minuts.",
    "es": "Lo pendiente tardará unos 4 minutos.",
    "en": "What waits takes about 4 minutes more.",
}


@pytest.mark.parametrize("language", ["ca", "es", "en"])
def test_what_goes_on_is_told_in_plain_words(
    opened: OpenWindow, do: Do, pdf: Path, tmp_path: Path, language: str
) -> None:
    cache = opened.cache
    do("dossier.new", **DOSSIER)
    row = version(cache, document_on_its_way(opened, do, pdf))
    other = tmp_path / "altre.pdf"
    other.write_bytes(pdf.read_bytes() + b"%")
    document_on_its_way(opened, do, other, "Informe")
    going_on(cache, row.sha256, 42, taken=8_200, rows=20_000, bytes_left=240 * 32_000)
    opened.totals = Totals(9, 9, 9, busy_minutes(cache, 1))
    do("go.outbox")
    do(f"language.{language}")
    facts = opened.window.current.facts()["activity"]
    assert facts["sending"] == SENDING[language]
    assert facts["receiving"] == RECEIVING[language]
    assert facts["estimate"] == LASTS[language]
    assert opened.window.outbox.activity.plot.accessibleName() == facts["figures"]
    assert "1,9 MB" in facts["figures"] or "1.9 MB" in facts["figures"]


def test_an_unknown_speed_gives_no_estimate(opened: OpenWindow, do: Do, cache: Cache) -> None:
    do("dossier.new", **DOSSIER)
    cache.replica.note_contact(ok=True)
    do("go.outbox")
    facts = opened.window.current.facts()["activity"]
    assert facts["estimate"] == ""
    assert facts["sending"] == "S'està enviant 1 canvi."


def test_everything_sent_and_received_says_when(opened: OpenWindow, do: Do, cache: Cache) -> None:
    cache.replica.note_contact(ok=True)
    cache.replica.note_complete()
    do("go.outbox")
    facts = opened.window.current.facts()["activity"]
    assert facts["sending"] == "Tot el que s'ha desat està enviat."
    assert facts["last_complete"] == "Tot es va enviar i rebre per última vegada el 21/11/2026 10:30."


def test_the_panel_looks_by_itself_only_while_it_is_seen(opened: OpenWindow, do: Do) -> None:
    do("go.outbox")
    timer = opened.window.outbox.activity.timer
    assert timer.isActive()
    do("go.dossiers")
    assert not timer.isActive()


def test_the_plot_draws_sent_above_and_received_below_the_line(opened: OpenWindow) -> None:
    plot = TrafficPlot(opened.window)
    plot.resize(240, 60)
    plot.show_samples([Sample(1_800_000_000, 50_000, 0), Sample(1_800_000_060, 0, 50_000)], 1_800_000_300)
    picture = plot.grab().toImage()
    base, up = plot.palette().base().color(), plot.palette().highlight().color()

    def at(seconds_ago: int, row: int) -> QColor:
        return picture.pixelColor(240 - 2 * (seconds_ago // 5 + 1), row)

    assert at(300, 10) == up
    assert at(300, 50) == base
    assert at(240, 10) == base
    assert at(240, 50) not in (base, up)
    plot.setParent(None)
    plot.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    plot.close()


def test_the_header_of_a_snapshot_is_read_as_the_agent_writes_it(cache: Cache) -> None:
    going_on(cache, "", 0, taken=10, rows=40, bytes_left=3_000)
    (reading,) = activity.first_readings(cache.database.reader())
    assert (reading.taken, reading.rows, reading.bytes_left) == (10, 40, 3_000)
    assert msgspec.json.encode(reading)


def test_what_waits_is_read_beside_the_main_thread(do: Do, monkeypatch: pytest.MonkeyPatch) -> None:
    """With thousands of files on their way the questions take longer than a frame."""
    readers: list[threading.Thread] = []

    def beside(query: Callable[..., Any]) -> Callable[..., Any]:
        def asked(connection: Connection) -> Any:
            readers.append(threading.current_thread())
            return query(connection)

        return asked

    for module, name in ((activity, "look"), (waiting, "pending"), (waiting, "uploads")):
        monkeypatch.setattr(module, name, beside(getattr(module, name)))
    do("go.outbox")
    assert len(readers) >= 3
    assert threading.main_thread() not in readers


def test_looks_asked_for_meanwhile_are_one_more(opened: OpenWindow, qtbot: QtBot) -> None:
    asked: list[int] = []
    shown: list[int] = []
    go = threading.Event()

    def query(_: Connection) -> int:
        go.wait(10)
        asked.append(1)
        return len(asked)

    looking = Looking(opened.desk.registry, lambda: opened.desk.look(query), shown.append)
    for _ in range(5):
        looking.look()
    assert not looking.looked.is_settled
    go.set()
    qtbot.waitUntil(lambda: looking.looked.is_settled, timeout=10_000)
    assert shown == [1, 2]


def test_a_fault_while_showing_what_was_found_at_once_holds_up_no_later_look(
    opened: OpenWindow, qtbot: QtBot
) -> None:
    found: Future[int] = Future()
    found.set_result(0)
    background = Background()
    shown: list[float] = []
    looking = Looking(opened.desk.registry, lambda: background.follow(found), lambda _: shown.append(1 / 0))
    with qtbot.captureExceptions() as faults:
        for _ in range(2):
            looking.look()
            qtbot.waitUntil(lambda: looking.looked.is_settled, timeout=10_000)
    assert [kind for kind, *_ in faults] == [ZeroDivisionError, ZeroDivisionError]
    assert shown == []
    background.close()


def test_a_fault_while_showing_is_told_and_the_next_look_shows_again(
    opened: OpenWindow, qtbot: QtBot
) -> None:
    told: list[EsetError] = []
    opened.desk.registry.failed.connect(told.append)
    shown: list[int] = []
    looks = iter((1, 2, 3))

    def show(found: int) -> None:
        if found < 3:
            raise ZeroDivisionError
        shown.append(found)

    looking = Looking(opened.desk.registry, lambda: opened.desk.look(lambda _: next(looks)), show)
    with qtbot.captureExceptions() as faults:
        looking.look()
        looking.look()  # meanwhile: it is served although the one before it fails
        qtbot.waitUntil(lambda: looking.looked.is_settled, timeout=10_000)
    assert [kind for kind, *_ in faults] == [ZeroDivisionError, ZeroDivisionError]  # for the log
    assert [error.code for error in told] == ["ui.unexpected", "ui.unexpected"]
    looking.look()
    qtbot.waitUntil(lambda: looking.looked.is_settled, timeout=10_000)
    assert shown == [3]
