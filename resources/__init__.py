# SPDX-License-Identifier: EUPL-1.2
"""The files that ship with the program, and the only way to reach them.

Imported before the first paint: standard library only, nothing is read until it is asked for.
"""

import csv
import io
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Final, NamedTuple

LANGUAGES: Final = ("ca", "es", "en")
"""Languages of the texts for people, the one to fall back to first."""


class ErrorText(NamedTuple):
    """What a person reads when something fails: what happened and what to do about it."""

    title: str
    advice: str


ErrorTexts = Mapping[str, Mapping[str, ErrorText]]
"""Texts by stable error code, then by language (see :data:`LANGUAGES`)."""

_ROOT: Final = (
    Path(__file__).resolve().parent
)  # importlib.resources costs 15 ms more; the wheel is never a zip here
_ERROR_COLUMNS: Final = ("code", *(f"{part}_{lang}" for lang in LANGUAGES for part in ("title", "advice")))


def path(name: str) -> Path:
    """Return where the resource ``name`` lies (``file_plan/standard.csv``); a folder is a resource too.

    Raises:
        FileNotFoundError: There is no such resource, or the name leaves the resources' folder.
    """
    found = _ROOT.joinpath(name).resolve()
    if not found.is_relative_to(_ROOT) or not found.exists():
        msg = f"no such resource: {name}"
        raise FileNotFoundError(msg)
    return found


def data(name: str) -> bytes:
    """Return the bytes of the resource ``name``; raises FileNotFoundError like :func:`path`."""
    return path(name).read_bytes()


def text(name: str) -> str:
    """Return the UTF-8 text of the resource ``name``; raises FileNotFoundError like :func:`path`."""
    return path(name).read_text(encoding="utf-8")


def names(folder: str, suffix: str) -> tuple[str, ...]:
    """Return the names of the resources right under ``folder`` that end in ``suffix``, sorted."""
    return tuple(
        sorted(f"{folder}/{each.name}" for each in path(folder).iterdir() if each.name.endswith(suffix))
    )


@cache
def error_texts() -> ErrorTexts:
    """Return the texts of every error code, merged from all of ``errors/*.csv``.

    Raises:
        ValueError: A table misses a column, leaves a text empty or repeats a code; the message names file and line.
    """
    merged: dict[str, Mapping[str, ErrorText]] = {}
    for name in names("errors", ".csv"):
        for line, code, texts in _error_rows(name):
            if code in merged:
                msg = f"{name}:{line}: code {code!r} has its texts already"
                raise ValueError(msg)
            merged[code] = texts
    return MappingProxyType(merged)


@cache
def command_texts() -> Mapping[str, Mapping[str, str]]:
    """Return what the commands say, by key and then by language, from ``command_texts.csv``.

    Raises:
        ValueError: A column is missing, a text is empty or a key is there twice; the message names the line.
    """
    rows = csv.DictReader(io.StringIO(text("command_texts.csv"), newline=""), delimiter=";")
    if tuple(rows.fieldnames or ()) != ("key", *LANGUAGES):
        msg = f"command_texts.csv:1: columns must be key;{';'.join(LANGUAGES)}"
        raise ValueError(msg)
    found: dict[str, Mapping[str, str]] = {}
    for row in rows:
        if None in row or row["key"] in found or not all(row[each] for each in LANGUAGES):
            msg = f"command_texts.csv:{rows.line_num}: a cell is empty or one too many, or the key is there twice"
            raise ValueError(msg)
        found[row["key"]] = MappingProxyType({each: row[each] for each in LANGUAGES})
    return MappingProxyType(found)


def _error_rows(name: str) -> Iterator[tuple[int, str, Mapping[str, ErrorText]]]:
    """Yield line, code and texts of one table; every cell must be filled."""
    rows = csv.DictReader(io.StringIO(text(name), newline=""), delimiter=";")
    if tuple(rows.fieldnames or ()) != _ERROR_COLUMNS:
        msg = f"{name}:1: columns must be {';'.join(_ERROR_COLUMNS)}"
        raise ValueError(msg)
    for row in rows:
        cells = [row[column] for column in _ERROR_COLUMNS]
        if None in row or not all(cell and cell.strip() for cell in cells):
            msg = f"{name}:{rows.line_num}: a cell is empty or one too many"
            raise ValueError(msg)
        texts = {lang: ErrorText(row[f"title_{lang}"], row[f"advice_{lang}"]) for lang in LANGUAGES}
        yield rows.line_num, row["code"], MappingProxyType(texts)
