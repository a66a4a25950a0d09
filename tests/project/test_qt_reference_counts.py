# SPDX-License-Identifier: EUPL-1.2
"""A guard against PySide6 releases that drop references: 6.12.0 lost one to `None` on nearly every event.

On Python 3.11 that ends in ``Fatal Python error``; later versions hide it behind immortal objects.
"""

import subprocess
import sys

PROGRAM = """
import sys
from PySide6.QtWidgets import QApplication
application = QApplication([])
before = sys.getrefcount(None), sys.getrefcount(True)
for _ in range(500):
    application.processEvents()
after = sys.getrefcount(None), sys.getrefcount(True)
print(max(abs(new - old) for new, old in zip(after, before)))
"""


def test_events_leave_reference_counts_alone() -> None:
    done = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=True)
    assert int(done.stdout) < 50
