# SPDX-License-Identifier: EUPL-1.2
"""How commands of ``eset-central`` reach the service and speak: answers to standard output, words to standard error."""

import argparse
import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from central.folder import DataFolder
from central.service import Service
from eset_desktop.domain.lines import visible


def say(text: str) -> None:
    """Write a line of the answer, which other programs may read."""
    sys.stdout.write(text + "\n")


def say_row(cells: Iterable[str]) -> None:
    """Write a line of cells with tabs between them; what would break the line or hide in it is written out."""
    say("\t".join(map(visible, cells)))


def note(text: str) -> None:
    """Write a line for the person at the terminal."""
    sys.stderr.write(text + "\n")


def folder_of(options: argparse.Namespace) -> DataFolder:
    """Return the data folder that the options name, with what the environment says."""
    return DataFolder.of(options.data.absolute(), os.environ)


@contextmanager
def service_of(options: argparse.Namespace) -> Iterator[Service]:
    """Give the service of the data folder, for a keeper's command."""
    service = Service.open(folder_of(options), patient=True)
    try:
        yield service
    finally:
        service.close()
