# SPDX-License-Identifier: EUPL-1.2
"""No stranger's document takes the memory of the computer: the processes that read them may have so much and no more."""

import subprocess
import sys

import pytest

WORKERS = (
    "eset_desktop.signing.worker",
    "eset_desktop.signing.levels.worker",
    "eset_desktop.signing.validation.worker",
)
GREEDY = """
import sys
from importlib import import_module
worker = import_module(sys.argv[1])
worker.start()
held = bytearray(worker.MEMORY // 2)
try:
    bytearray(worker.MEMORY)
except MemoryError:
    sys.exit(0)
sys.exit("it took what it may not have")
"""


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere a process is watched by time alone")
@pytest.mark.parametrize("worker", WORKERS)
def test_a_process_that_reads_strangers_documents_has_a_limit(worker: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", GREEDY, worker], capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stderr
