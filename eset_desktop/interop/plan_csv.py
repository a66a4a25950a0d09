# SPDX-License-Identifier: EUPL-1.2
"""File plans from and to tables (CSV).

A table is read whole or not at all: either every row became a class, or :class:`PlanRejected` says all that is wrong,
each with its line and column.
"""

import csv
import io
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from eset_desktop.domain.file_plan import (
    CODE_LENGTH,
    LONGEST_RETENTION,
    Access,
    FilePlan,
    FilePlanClass,
    Level,
    Retention,
    Trigger,
    build_plan,
    faults_of,
)
from eset_desktop.domain.kinds import TITLE_LENGTH
from eset_desktop.errors import EsetError
from eset_desktop.interop.csv_text import Problem, Row, Unreadable, decode, rows
from eset_desktop.interop.plan_columns import COLUMNS, VOCABULARIES, column_of, folded
from eset_desktop.interop.plan_hierarchy import Notation, parents_of

MOST_CLASSES: Final = 20_000
"""The largest published municipal plans have some two thousand classes."""

_NEEDED: Final[Mapping[str, str]] = {"code": "codi", "title_ca": "títol"}
"""The columns that must be there, as a person would call them; without one, telling more would be noise."""
_LENGTHS: Final[Mapping[str, int]] = {"code": CODE_LENGTH, "parent": CODE_LENGTH, "definition_ca": 20_000}
_SHOWN: Final = 80
_BIDI: Final = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


class PlanRejected(EsetError):
    """A table that is no file plan; nothing of it was taken.

    Attributes:
        problems: All that is wrong, by line and column; those of structure are told when every cell could be read.
    """

    code = "plan.rejected"
    title = "The file is not a file plan that can be imported. Nothing was imported."
    advice = "Correct the lines that are told and import the file again."

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__(count=len(problems), line=problems[0].line, column=problems[0].column)
        self.problems = tuple(problems)


@dataclass(frozen=True, slots=True)
class _Read:
    """A row that has a code, as a class, with the line to blame when it does not fit with the others."""

    line: int
    each: FilePlanClass
    level_told: bool


def read_plan(data: bytes, *, plan: str, notation: Notation | None = None) -> FilePlan:
    """Return the file plan that a table holds.

    Args:
        data: The file: UTF-8 (with or without a mark), UTF-16 or Windows-1252; semicolons, commas or tabs.
        plan: The plan's stable name; with a class's code it makes the class's identity, so that reading the same
            plan twice changes nothing.
        notation: How the codes tell the hierarchy; None finds it out (see :mod:`eset_desktop.interop.plan_hierarchy`).
            A column with the parent's code always goes first.

    Raises:
        PlanRejected: With everything that is wrong; never any other exception, whatever the bytes are.
    """
    problems: list[Problem] = []
    read: list[_Read] = []
    classes: list[FilePlanClass] = []
    try:
        table = rows(decode(data))
        first = next(table, None)
        if first is None:
            raise Unreadable(Problem(1, 0, "plan.empty_file"))
        header = _header(first, problems)
        read.extend(_classes(table, header, len(first.cells), problems))
        classes = _placed(read, header, notation)
        problems.extend(_structure_problems(read, classes, header))
    except Unreadable as stopped:
        problems.append(stopped.problem)
    if not read and not problems:
        problems.append(Problem(1, 0, "plan.no_classes"))
    if problems:
        raise PlanRejected(sorted(problems, key=lambda problem: (problem.line, problem.column, problem.code)))
    return build_plan(plan, classes)


def write_plan(plan: FilePlan) -> bytes:
    """Return a plan as a table that :func:`read_plan` reads back the same and that spreadsheets open with accents."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for each in plan:
        cells = (getattr(each, column) for column in COLUMNS)
        writer.writerow(["" if cell is None else str(cell) for cell in cells])
    return out.getvalue().encode("utf-8-sig")


def _header(row: Row, problems: list[Problem]) -> dict[int, str]:
    """Return column names by cell number (from 1); headings without a use are passed over."""
    found: dict[int, str] = {}
    for number, heading in enumerate(row.cells, start=1):
        name = column_of(heading)
        if name is not None and name in found.values():
            problems.append(Problem(row.line, number, "plan.repeated_column", _shown(heading)))
        elif name is not None:
            found[number] = name
    if not found:
        raise Unreadable(Problem(row.line, 0, "plan.no_header", _shown(" ".join(row.cells))))
    missing = [heading for name, heading in _NEEDED.items() if name not in found.values()]
    problems.extend(Problem(row.line, 0, "plan.missing_column", heading) for heading in missing[1:])
    if missing:
        raise Unreadable(Problem(row.line, 0, "plan.missing_column", missing[0]))
    return found


def _classes(
    table: Iterator[Row], header: Mapping[int, str], width: int, problems: list[Problem]
) -> Iterator[_Read]:
    """Yield the rows that have a code; what is wrong with any row goes to ``problems``."""
    for count, row in enumerate(table):
        if count >= MOST_CLASSES:
            raise Unreadable(Problem(row.line, 0, "plan.too_large", str(MOST_CLASSES)))
        if len(row.cells) < width or any(row.cells[width:]):
            problems.append(
                Problem(row.line, min(len(row.cells), width + 1), "plan.ragged", str(len(row.cells)))
            )
        places = {name: number for number, name in header.items()}
        cells = {
            name: _text(row.cells[number - 1]) for number, name in header.items() if number <= len(row.cells)
        }
        problems.extend(
            Problem(row.line, places[name], code, _shown(cells.get(name, "")))
            for name, code in _cell_problems(cells)
        )
        if cells.get("code"):
            yield _Read(row.line, _class(cells), level_told=bool(cells.get("level")))


def _cell_problems(cells: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Yield the column and the code of each thing wrong with the cells of one row."""
    for name, text in cells.items():
        if not text:
            if name in ("code", "title_ca"):
                yield name, "plan.missing_value"
            continue
        if len(text) > _LENGTHS.get(name, TITLE_LENGTH):
            yield name, "plan.too_long"
        if _has_control(text.replace("\n", "") if name == "definition_ca" else text):
            yield name, "plan.control_character"
        elif _is_unknown(name, text):
            yield name, "plan.unknown_value"


def _is_unknown(name: str, text: str) -> bool:
    if name == "retention_years":
        return _years(text) is None
    return name in VOCABULARIES and folded(text) not in VOCABULARIES[name]


def _class(cells: Mapping[str, str]) -> FilePlanClass:
    """Return a row's class; a value that was told as wrong gets its default, only so that the reading goes on."""
    meant = {name: words.get(folded(cells.get(name, ""))) for name, words in VOCABULARIES.items()}
    trigger = meant["retention_trigger"]
    return FilePlanClass(
        code=cells["code"],
        title_ca=cells.get("title_ca", ""),
        parent=cells.get("parent") or None,
        level=Level(meant["level"] or Level.SERIES),
        title_es=cells.get("title_es", ""),
        definition_ca=cells.get("definition_ca", ""),
        access=Access(meant["access"] or Access.FREE),
        access_reason=cells.get("access_reason", ""),
        retention=Retention(meant["retention"] or Retention.PERMANENT),
        retention_years=_years(cells.get("retention_years", "")),
        retention_trigger=Trigger(trigger) if trigger else None,
        taad=cells.get("taad", ""),
    )


def _placed(
    read: Sequence[_Read], header: Mapping[int, str], notation: Notation | None
) -> list[FilePlanClass]:
    """Return the classes with the parents and levels that the table did not tell."""
    classes = [row.each for row in read]
    if "parent" not in header.values():
        above = parents_of([each.code for each in classes], notation)
        classes = [replace(each, parent=above[each.code]) for each in classes]
    holders = {each.parent for each in classes}
    return [
        each if row.level_told else replace(each, level=_level(each, holds=each.code in holders))
        for row, each in zip(read, classes, strict=True)
    ]


def _level(each: FilePlanClass, *, holds: bool) -> Level:
    if not holds:
        return Level.SERIES
    return Level.FUNCTION if each.parent is None else Level.SUBFUNCTION


def _structure_problems(
    read: Sequence[_Read], classes: Sequence[FilePlanClass], header: Mapping[int, str]
) -> Iterator[Problem]:
    places = {name: number for number, name in header.items()}
    for fault in faults_of(classes):
        column = "code" if fault.kind == "duplicate" else "parent"
        yield Problem(
            line=read[fault.index].line,
            column=places.get(column, places["code"]),
            code=f"plan.{fault.kind.value}",
            value=_shown(fault.value),
            other_line=0 if fault.other is None else read[fault.other].line,
        )


def _text(cell: str) -> str:
    return unicodedata.normalize("NFC", cell.replace("\r\n", "\n").replace("\r", "\n"))


def _has_control(text: str) -> bool:
    return any(unicodedata.category(letter) in ("Cc", "Zl", "Zp") or letter in _BIDI for letter in text)


def _years(text: str) -> int | None:
    if not (text.isascii() and text.isdigit() and len(text) <= 3):
        return None
    years = int(text)
    return years if years <= LONGEST_RETENTION else None


def _shown(value: str) -> str:
    clean = "".join(letter if letter.isprintable() else "�" for letter in value)
    return clean if len(clean) <= _SHOWN else clean[: _SHOWN - 1] + "…"
