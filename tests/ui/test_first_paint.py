# SPDX-License-Identifier: EUPL-1.2
"""What must not be loaded when the window first appears, and that this PySide6 does not lose references."""

import subprocess
import sys

HEAVY = (
    "sqlalchemy", "alembic", "requests", "pyhanko", "structlog", "central", "sync.engine", "sync.transport", "pikepdf",
    "pypdfium2", "keyring", "uvicorn", "starlette",
)  # fmt: skip

FIRST_PAINT = """
import sys
from pathlib import Path
from PySide6.QtWidgets import QApplication
import eset_desktop.app as app
from eset_desktop import paths, settings
from eset_desktop.store import keys, profile
from eset_desktop.domain.sealing import Cost
from eset_desktop.store.keys import ByPassphrase
from eset_desktop.store.meta import Account
from eset_desktop.workplace import Workplace
folder = Path(sys.argv[1])
way = ByPassphrase("una frase prou llarga", Cost(memory_kib=64, passes=1, lanes=1))
_, key = profile.create(folder, (way,), body_name="Prova", colour="#aa3377")
qt = QApplication([])
place = Workplace.open_for_window(paths.Paths.below(folder), key)
place.replica.join(Account("http://127.0.0.1:9", "t", "d", "A1", "p", "Anna", "b", "Prova"), ("catalogue",))
running = app.Running(qt, place, paths.Paths.below(folder), settings.Settings())
running.window.show()
qt.processEvents()
assert not running.window.grab().isNull()
print(" ".join(sorted(sys.modules)))
running.window.close()
running.end()
"""

REFERENCES = """
import sys
from PySide6.QtWidgets import QApplication
app = QApplication([])
before = sys.getrefcount(None)
for _ in range(500):
    app.processEvents()
assert abs(sys.getrefcount(None) - before) < 50, "this PySide6 drops references"
"""


def run(code: str, *arguments: str) -> str:
    """Run code in a process of its own and return what it printed."""
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments], capture_output=True, text=True, check=False, timeout=120
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_first_paint_loads_nothing_heavy(tmp_path: object) -> None:
    loaded = set(run(FIRST_PAINT, f"{tmp_path}/profile").split())
    assert "ui.main_window" in loaded
    assert sorted(loaded & set(HEAVY)) == []


def test_pyside_keeps_its_references() -> None:
    run(REFERENCES)
