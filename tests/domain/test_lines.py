# SPDX-License-Identifier: EUPL-1.2
"""Titles and names are one line that reads as it is written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eset_desktop.domain.checks import as_lines
from eset_desktop.domain.kinds import KINDS
from eset_desktop.domain.lines import is_line, one_line, visible
from eset_desktop.domain.values import Json


@given(st.text(st.characters()))
def test_what_was_made_a_line_is_one_and_a_line_stays(text: str) -> None:
    line = one_line(text)
    assert is_line(line)
    assert one_line(line) == line
    assert (line == text) == is_line(text)
    assert visible(text).isprintable()


@pytest.mark.parametrize(
    ("pasted", "line"),
    [
        ("Llicència\r\nd'obres\t2026\n", "Llicència d'obres 2026"),
        ("a\0b\u202ec", "abc"),
        ("a\u2028b\x85c", "a b c"),
        ("l·l — nº 1\u00a0€", "l·l — nº 1\u00a0€"),
    ],
)
def test_what_is_pasted_keeps_its_words(pasted: str, line: str) -> None:
    assert one_line(pasted) == line
    given_: dict[str, Json] = {"title": pasted, "notes": pasted, "of_2030": pasted, "class": 7}
    assert as_lines(KINDS["dossier"].fields, given_) == {**given_, "title": line}
