# SPDX-License-Identifier: EUPL-1.2
"""Frames of the window that take longer than the screen waits, while a batch signs; the same script without one beside."""

import os
import sys
import time
from collections.abc import Callable
from typing import Final

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QT_LOGGING_RULES", "qt.qpa.fonts=false")

from bench.sign_cases._setting import Row, Setting, quantile
from bench.sync_cases.report import row
from helpers.batch_town import Town
from helpers.opened_profile import OpenedProfile
from helpers.windows import WindowOver
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from rigs.cards.softhsm import PIN

from eset_desktop import app as application
from eset_desktop.signing.batch.states import BatchState
from eset_desktop.signing.keys.pkcs11.store import card_store
from eset_desktop.signing.keys.port import Secret
from ui import theme
from ui.outcome import Outcome

ORDER: Final = 7
_FRAME: Final = 16.7
"""Milliseconds that a screen of 60 Hz waits."""
_ALLOWED: Final = 1.0
"""Percent of frames more than without a batch."""
_IDLE: Final = 600
_LISTS: Final = 5
"""One list of 200 lasts about 120 frames: of one alone, a single late frame would be nearly the whole of what is allowed."""
_KEY_EVERY: Final = 15
"""Frames between two steps down the list."""


class _Watched:
    """The window in this process, its event loop turned by hand so that each frame is measured."""

    def __init__(self, qt: QApplication, town: Town) -> None:
        self._qt = qt
        self.opened = WindowOver(qt, town.made.place, batches=town.batches)
        self.opened.window.show()
        self._frames = 0
        self.own: list[float] = []
        """Milliseconds of processor time that each frame took of this thread: the same on a busy machine."""

    def settle(self, outcome: "Outcome[object]") -> None:
        """Wait for the end of an action."""
        while not (outcome.is_settled and self.opened.desk.background.is_idle):
            self._qt.processEvents()
            time.sleep(0.002)

    def frame(self) -> float:
        """Do what is due, paint the list, now and then step down in it; return the milliseconds."""
        table = self.opened.window.sign.list.table
        start, own = time.perf_counter(), time.thread_time()
        if self._frames % _KEY_EVERY == 0:
            last = table.currentIndex().row() >= len(self.opened.window.sign.run.rows) - 1
            QTest.keyClick(table, Qt.Key.Key_Home if last else Qt.Key.Key_Down)
        table.viewport().update()  # with what moved meanwhile it is painted once, as for a screen
        self._qt.processEvents()
        taken = (time.perf_counter() - start) * 1000
        self.own.append((time.thread_time() - own) * 1000)
        self._frames += 1
        time.sleep(max(0.0, (_FRAME - taken) / 1000))
        return taken

    def frames_while(self, condition: Callable[[int], bool]) -> list[float]:
        """Return the milliseconds of each frame as long as something holds of their number."""
        found: list[float] = []
        while condition(len(found)):
            found.append(self.frame())
        return found

    def show_list(self, dossier: str, documents: list[str]) -> None:
        """Open the dossier and what is signed of it, ready for the PIN."""
        registry = self.opened.desk.registry
        self.settle(registry.invoke("dossier.open", {"id": dossier, "tab": "documents"}))
        self.settle(registry.invoke("document.sign", {"ids": documents, "submit": False}))

    def signed(self) -> list[float]:
        """Sign the list that is shown; return the milliseconds of each frame until it is done."""
        self.opened.window.sign.submit(Secret.from_text(PIN))
        return self.frames_while(lambda _: self.opened.window.sign.run.state is not BatchState.DONE)


def measure(setting: Setting) -> list[Row]:
    """Sign lists in the window, one after the other, while its frames are counted."""
    sys.setswitchinterval(application.SWITCH_SECONDS)  # as the program does
    instance = QApplication.instance()
    qt = instance if isinstance(instance, QApplication) else QApplication([])
    theme.prepare(qt)
    made = OpenedProfile.make(setting.folder / "profile")
    lists = [
        [made.add(path.stem, path.read_bytes()) for path in setting.documents(97_000, f"framed {number}")]
        for number in range(_LISTS)
    ]
    watched = _Watched(qt, Town(made))
    watched.opened.stores.append(card_store(str(setting.module)))
    watched.show_list(made.dossier, lists[0])
    idle = watched.frames_while(lambda count: count < _IDLE)
    busy = watched.signed()
    for documents in lists[1:]:
        watched.show_list(made.dossier, documents)
        busy += watched.signed()
    watched.opened.close()
    made.place.close()
    return _rows(setting.count, idle, busy, watched.own)


def _rows(count: int, idle: list[float], busy: list[float], own: list[float]) -> list[Row]:
    before, during = _share(idle), _share(busy)
    own_before, own_during = _share(own[: len(idle)]), _share(own[len(idle) :])
    named = f"frames over 16.7 ms while {_LISTS} lists of {count} are signed, of {len(busy)}"
    return [
        row(named, during, "%", floor=before, target=before + _ALLOWED),
        row(
            "frames that take more than 16.7 ms of the window's own processor time", own_during, "%",
            floor=own_before, target=own_before + _ALLOWED,
        ),
        row("frame while a batch signs, p99", quantile(busy, 0.99), "ms", floor=quantile(idle, 0.99)),
    ]  # fmt: skip


def _share(frames: list[float]) -> float:
    return 100 * sum(taken > _FRAME for taken in frames) / max(len(frames), 1)
