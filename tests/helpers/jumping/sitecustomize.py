# SPDX-License-Identifier: EUPL-1.2
"""Loaded by programs whose clock a test lets jump: the one clock of the program (``eset_desktop.clock``) is wrong by what a file says.

Python imports a module of this name by itself from ``PYTHONPATH``. libfaketime cannot be used for it: under it ``time.sleep`` of
Python 3.11 fails unless the monotonic clock jumps too (0.9.10), which no real one does.
"""

import os
from datetime import datetime, timedelta
from pathlib import Path

from eset_desktop.clock import SystemClock

_OFFSET = Path(os.environ["ESET_TEST_DAYS_OFF"])
_right = SystemClock.now


def _wrong(clock: SystemClock) -> datetime:
    return _right(clock) + timedelta(days=int(_OFFSET.read_text("utf-8")))


SystemClock.now = _wrong  # type: ignore[assignment,method-assign]  # the point of this module
