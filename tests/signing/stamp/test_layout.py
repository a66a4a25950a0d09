# SPDX-License-Identifier: EUPL-1.2
"""Texts of visible signatures fit into any box; the name is always there."""

import re

import msgspec
import pytest
from helpers.stamps import AT, REQUEST
from hypothesis import given, settings
from hypothesis import strategies as st

from eset_desktop.signing.drawing.canvas import Drawing
from eset_desktop.signing.drawing.fonts import Face, typeface
from eset_desktop.signing.drawing.qr import qr_code
from eset_desktop.signing.stamp.layout import draw, wrapped
from eset_desktop.signing.stamp.templates import fill
from eset_desktop.signing.stamp.values import StampRequest

_SHOWN = re.compile(rb"BT /(F[PS]) ([\d.]+) Tf 1 0 0 1 ([\d.-]+) ([\d.-]+) Tm <([0-9A-F]*)> Tj ET")


def rows(drawing: Drawing) -> list[tuple[str, float, float, float, float]]:
    """Return text, size, left, baseline and right end of each row, read from the operators."""
    found = []
    for name, size, x, y, codes in _SHOWN.findall(drawing.content):
        subset = drawing.fonts[name.decode()]
        characters = {code: each for each, code in subset.codes.items()}
        numbers = [int(codes[at : at + 4], 16) for at in range(0, len(codes), 4)]
        width = sum(subset.widths[number] for number in numbers) * float(size) / 1000
        text = "".join(characters[number] for number in numbers)
        found.append((text, float(size), float(x), float(y), float(x) + width))
    return found


def test_at_full_size_everything_is_said_and_nothing_is_under_four_points() -> None:
    drawn = rows(draw(fill(REQUEST, AT), 178, 52))
    said = " ".join(text for text, *_ in drawn)
    for part in (
        "Col·lell de l’Hospitalet",
        "Alcaldessa",
        "per substitució, Decret 2026-0031",
        "11:32",
        "YZ23 4567",
    ):
        assert part in said
    assert min(size for _, size, *_ in drawn) >= 3.99


@settings(max_examples=60, deadline=None)
@given(
    width=st.floats(18, 400),
    height=st.floats(6, 200),
    name=st.text(st.characters(codec="utf-8"), max_size=80),
    capacity=st.text(max_size=200),
)
def test_nothing_is_written_outside_whatever_the_box_and_the_texts(
    width: float, height: float, name: str, capacity: str
) -> None:
    drawing = draw(fill(msgspec.structs.replace(REQUEST, name=name, capacity=capacity), AT), width, height)
    drawn = rows(drawing)
    assert drawn
    for _, size, left, baseline, right in drawn:
        assert left >= 0
        assert right <= width + 0.01
        assert baseline - 0.25 * size >= -0.01
        assert baseline + 0.93 * size <= height + 0.01


def test_a_small_box_loses_its_code_first_and_keeps_the_name() -> None:
    small = " ".join(text for text, *_ in rows(draw(fill(REQUEST, AT), 100, 24)))
    least = " ".join(text for text, *_ in rows(draw(fill(REQUEST, AT), 60, 9)))
    assert "Núria" in small
    assert "Codi" not in small
    assert least.startswith("Núria")


def test_a_long_name_has_two_rows_and_a_longer_one_is_cut_off_visibly() -> None:
    two = rows(draw(fill(StampRequest("Maria Immaculada " * 4), AT), 178, 52))
    cut = rows(draw(fill(StampRequest("Maria" * 80), AT), 178, 52))
    assert sum("Maria" in text for text, *_ in two) == 2
    assert any(text.endswith("…") for text, *_ in cut)


def test_the_code_is_left_out_where_no_printer_could_draw_it() -> None:
    with_code = draw(fill(REQUEST, AT), 178, 52).content
    without = draw(fill(REQUEST, AT), 178, 20).content
    assert with_code.count(b" re") > 100 > without.count(b" re")


def test_catalan_letters_and_others_are_written_as_they_are() -> None:
    face = typeface(Face.PLAIN)
    assert face.shown("Col·lecció ŀl ÀÈÉÍÏÒÓÚÜÇ ñ º ª € «»") == "Col·lecció ŀl ÀÈÉÍÏÒÓÚÜÇ ñ º ª € «»"
    assert face.shown("u\N{COMBINING DIAERESIS}") == "ü"
    assert face.shown("a\tb\nc\N{ZERO WIDTH SPACE}d\N{RIGHT-TO-LEFT OVERRIDE}e") == "a b cde"
    assert face.shown("\N{GRINNING FACE}\N{CJK UNIFIED IDEOGRAPH-4E00}") in {"☺□", "□□", "😀□"}


def test_every_glyph_is_in_the_subset_and_gives_its_text_back() -> None:
    subset = typeface(Face.STRONG).subset(frozenset("Núria·ŀ"))
    assert set("Núria·ŀ0123456789") <= set(subset.codes)
    for each, code in subset.codes.items():
        if each.isalpha():
            assert b"<%04X> <%04X>" % (code, ord(each)) in subset.to_unicode
    assert subset.name == typeface(Face.STRONG).subset(frozenset("ŀ·airúN")).name


def test_words_wider_than_the_box_have_a_row_of_their_own() -> None:
    assert wrapped("un dos tres", 1, Face.PLAIN, 10) == ["un", "dos", "tres"]
    assert wrapped("", 100, Face.PLAIN, 10) == [""]


@pytest.mark.parametrize("text", ["https://seu.prova.example/verifica?codi=ABCDEFGH", "A", "é" * 60])
def test_the_bars_of_a_code_are_its_dark_modules(text: str) -> None:
    import segno

    code = qr_code(text)
    dark = {(column, bar.row) for bar in code.bars for column in range(bar.column, bar.column + bar.length)}
    matrix = segno.make_qr(text, error="l").matrix
    assert dark == {(x, y) for y, line in enumerate(matrix) for x, module in enumerate(line) if module}
    assert code.modules == len(matrix)
