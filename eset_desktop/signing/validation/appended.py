# SPDX-License-Identifier: EUPL-1.2
"""Telling a file that was damaged from one whose signed bytes are a whole PDF, and what was put behind them makes it unreadable.

Whoever cannot make a lawful update appends objects all the same, because many programs repair what they read and show them
(incremental saving attacks "ISA" of the PDF insecurity papers).
"""

import os
import re
from collections.abc import Sequence
from io import BytesIO
from typing import BinaryIO, Final

from eset_desktop.signing.validation.pdf import PdfSignature
from eset_desktop.signing.validation.pdf_reading import NeedsPassword, UnreadablePdf, read_pdf
from eset_desktop.signing.validation.problems import Problem
from eset_desktop.signing.validation.report import Coverage, Modifications

_MOST: Final = 64 << 20
_OBJECTS: Final = re.compile(rb"(?<!end)obj|(?<!start)xref|trailer")


def say_appended(stream: BinaryIO, found: Sequence[PdfSignature]) -> None:
    """Say of signatures in a file that cannot be read whether that is for what was put behind the youngest."""
    size = stream.seek(0, os.SEEK_END)
    revisions = [each for each in found if each.coverage is Coverage.UNKNOWN]
    if not revisions or len(revisions) < len(found) or size > _MOST:
        return
    end = max(sum(each.byte_range[-2:]) for each in revisions)
    stream.seek(0)
    data = stream.read()
    if not _OBJECTS.search(data, end) or not _is_whole(data[:end]):
        return
    for each in revisions:
        each.modifications = Modifications.OTHER
        each.problems.add(Problem.MODIFIED)


def _is_whole(data: bytes) -> bool:
    try:
        signed = read_pdf(BytesIO(data)).signatures
    except (NeedsPassword, UnreadablePdf):
        return False
    return any(each.coverage is Coverage.WHOLE_FILE for each in signed)
