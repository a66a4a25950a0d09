# SPDX-License-Identifier: EUPL-1.2
"""Standard output: what cannot be written there, and what can be in any encoding. What was done stays done.

A disk may be full, a reader gone, and an encoding (Windows' where the output goes into a file) may lack the letters of a name.
"""

import io
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

from eset_desktop.commands import wording

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer

LOST: Final = 74
"""Exit status where the answer could not be written: ``EX_IOERR`` of sysexits(3), which no command has for anything else."""


class AnswerLost(Exception):
    """Standard output failed. No :class:`~eset_desktop.errors.EsetError`: no command may take it for its own failure."""


class _Out(io.FileIO):
    def write(self, data: "ReadableBuffer", /) -> int:
        try:
            return super().write(data)
        except OSError as error:
            raise AnswerLost(error.strerror or type(error).__name__) from error


@contextmanager
def watched() -> Iterator[None]:
    r"""Let what is printed in the block raise :class:`AnswerLost` where it cannot be written.

    A letter that its encoding lacks is written out (``\u0142``) instead of ending the program.
    A standard output that is no plain descriptor (a console of Windows, a test's) is left as it is.
    """
    before = sys.stdout
    if not isinstance(before, io.TextIOWrapper) or not _is_descriptor(before.buffer):
        yield
        return
    before.flush()
    sys.stdout = io.TextIOWrapper(
        io.BufferedWriter(_Out(before.fileno(), "wb", closefd=False)),
        encoding=before.encoding,
        errors="backslashreplace",
        line_buffering=before.line_buffering or before.write_through,
    )
    try:
        try:
            yield
        finally:
            sys.stdout.flush()
    except AnswerLost:
        # what Python still flushes at its end must have somewhere to go
        with Path(os.devnull).open("wb") as nowhere:
            os.dup2(nowhere.fileno(), before.fileno())
        raise
    finally:
        sys.stdout = before


def _is_descriptor(stream: object) -> bool:
    plain = getattr(stream, "raw", stream)  # PYTHONUNBUFFERED leaves out the stream that has a raw one
    return type(plain) is io.FileIO


def tell_json(value: object) -> None:
    """Print a value as one line of JSON: in UTF-8 (RFC 8259 §8.1), whatever the encoding of the words is."""
    import msgspec

    sys.stdout.flush()
    sys.stdout.buffer.write(msgspec.json.encode(value) + b"\n")
    sys.stdout.buffer.flush()


def tell_lost(error: AnswerLost) -> int:
    """Say on standard error that the answer was lost and return the exit status."""
    sys.stderr.write(f"{wording.text('answer.lost', reason=str(error))}\n")
    return LOST
