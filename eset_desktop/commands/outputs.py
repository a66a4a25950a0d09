# SPDX-License-Identifier: EUPL-1.2
"""Files that a command writes: whole or not at all, and never over one that is there unless the person said so."""

from pathlib import Path
from typing import Final

from eset_desktop.errors import EsetError
from eset_desktop.platform import write_atomically

OF_EVERYBODY: Final = 0o644
"""Permissions of what others may read."""


class OutputExists(EsetError):
    """The result would take the place of a file. Details: ``file``."""

    code = "output.exists"
    title = "There is a file of that name already."
    advice = "Give another name, or take that file away first."


class OutputUnwritable(EsetError):
    """The result could not be written; nothing of it is left. Details: ``file``, ``reason``."""

    code = "output.unwritable"
    title = "The file could not be written."
    advice = "Check that there is room on the disk and that you may write there."


def write(target: Path, data: bytes, *, mode: int = OF_EVERYBODY) -> None:
    """Write a file, taking the place of one that is there.

    Raises:
        OutputUnwritable: Nothing was changed.
    """
    try:
        write_atomically(target, data, mode=mode)
    except OSError as error:
        raise OutputUnwritable(file=target.name, reason=error.strerror or type(error).__name__) from error


def write_new(target: Path, data: bytes) -> None:
    """Write a file that is not there yet.

    Raises:
        OutputExists: There is one; it stays as it is.
        OutputUnwritable: Nothing was changed.
    """
    if target.exists():
        raise OutputExists(file=target.name)
    write(target, data)
