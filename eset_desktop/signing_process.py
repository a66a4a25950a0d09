# SPDX-License-Identifier: EUPL-1.2
"""The process that signs lists: opens the window's cache beside it and serves it until it is gone.

Beside the window so that writing what is signed never holds up what is painted: Python runs one thread of a process at
a time. It steps back behind the window for the processor too.
"""

import logging
import os
from pathlib import Path
from typing import Final

from eset_desktop.batches.making import BatchesHere
from eset_desktop.batches.messages import Enter, Entered
from eset_desktop.batches.served import Line, Served
from eset_desktop.errors import EsetError
from eset_desktop.paths import Paths
from eset_desktop.platform import step_back
from eset_desktop.signing.client import SigningClient
from eset_desktop.store.data_key import DataKey
from eset_desktop.workers.host import take_pipes
from eset_desktop.workers.messages import failure_of
from eset_desktop.workplace import Workplace

BEHIND: Final = 10
"""Steps of priority behind the window (nice(2)), which a person is looking at."""


def main() -> int:
    """Serve the window at the other end of the standard streams; 1 when its cache cannot be opened."""
    line = Line(*take_pipes())
    logging.getLogger().addHandler(logging.NullHandler())
    first = line.hear()
    if not isinstance(first, Enter):
        return 1
    key = DataKey(bytes(first.key))
    try:
        place = Workplace.open_for_tool(Paths.below(Path(first.profile)), key)
    except EsetError as error:
        line.say(failure_of(error))
        return 1
    with place, SigningClient() as pdf:
        batches = BatchesHere(place.session, pdf)
        batches.warm_up()
        line.say(Entered())
        Served(line, batches, lambda: _step_back(pdf)).serve()
        batches.close()
    return 0


def _step_back(pdf: SigningClient) -> None:
    """Let the window go first while a list is signed; not before, so that a busy machine does not keep anybody waiting for the list."""
    step_back(BEHIND, os.getpid())
    if pdf.pid is not None:
        step_back(BEHIND, pdf.pid)


if __name__ == "__main__":
    raise SystemExit(main())
