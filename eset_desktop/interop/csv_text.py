# SPDX-License-Identifier: EUPL-1.2
"""Tables as people save them: whatever encoding, delimiter and quotes, with the place of everything that is wrong.

Nothing here knows what the columns mean.
"""

import codecs
import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

LARGEST_FILE: Final = 16 * 1024 * 1024
"""Bytes; a table that a person keeps is a hundred times smaller."""

_DELIMITERS: Final = (";", ",", "\t")
_BOMS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_UTF8_LETTER: Final = re.compile(rb"[\xc3\xc2\xe2][\x80-\xbf]")
_EXCEL_HINT: Final = re.compile(r'"?sep=(.)"?\r?\n?', re.IGNORECASE)
_QUOTED: Final = re.compile(r'"[^"]*"')


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with a table, told by its place.

    Attributes:
        line: Line of the file, from 1; a row with line breaks inside quotes counts from its first one.
        column: Cell of the row, from 1; 0 when the whole row or file is meant.
        code: Stable name; its text for people stands in ``resources/errors``.
        value: What stands there, shortened.
        other_line: The line of the first of two that clash, else 0.
    """

    line: int
    column: int
    code: str
    value: str = ""
    other_line: int = 0


class Unreadable(Exception):
    """The rest of the table cannot be read; never leaves this package."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.code)
        self.problem = problem


@dataclass(frozen=True, slots=True)
class Row:
    """A row that is not blank: the line it starts on and its cells, without blanks around them."""

    line: int
    cells: tuple[str, ...]


def decode(data: bytes) -> str:
    """Return the text of a file in UTF-8, UTF-16 with a mark, or Windows-1252.

    Text that is UTF-8 in some places and broken in others is refused instead of being read as Windows-1252, which
    would turn every accent of it into two wrong letters.

    Raises:
        Unreadable: Empty, too large, or bytes that none of the encodings allows.
    """
    if len(data) > LARGEST_FILE:
        raise Unreadable(Problem(1, 0, "plan.too_large", str(len(data))))
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return _strict(data[len(mark) :], encoding)
    try:
        return _strict(data, "utf-8")
    except Unreadable:
        if _UTF8_LETTER.search(data):
            raise
    return _strict(data, "cp1252")


def rows(text: str) -> Iterator[Row]:
    """Yield the rows of a table that are not blank, the header first.

    Raises:
        Unreadable: A quotation mark is not closed or stands where none may; the rows before it were given already.
    """
    hint = _EXCEL_HINT.match(text)
    skipped = 1 if hint else 0
    delimiter = hint[1] if hint and hint[1] in _DELIMITERS else _delimiter(text)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    line = 1
    while True:
        try:
            cells = next(reader, None)
        except csv.Error as error:
            code = "plan.too_long" if "field limit" in str(error) else "plan.quotes"
            raise Unreadable(Problem(line, 0, code, str(error))) from error
        if cells is None:
            return
        stripped = tuple(cell.strip() for cell in cells)
        if any(stripped) and line > skipped:
            yield Row(line, stripped)
        line = reader.line_num + 1


def _strict(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        before = data[: error.start].decode(encoding, errors="replace")
        lines = re.split(r"\r\n|\r|\n", before)
        column = 1 + lines[-1].count(_delimiter(before))
        wrong = data[error.start : error.end].hex(" ")
        raise Unreadable(Problem(len(lines), column, "plan.encoding", wrong)) from error


def _delimiter(text: str) -> str:
    """Return the delimiter that the first line that is not blank has most of, outside quotation marks."""
    first = next((line for line in io.StringIO(text) if line.strip()), "")
    bare = _QUOTED.sub("", first)
    return max(_DELIMITERS, key=bare.count)
