# SPDX-License-Identifier: EUPL-1.2
"""The press: text of any length and any letters becomes a sound file."""

import io

import pikepdf
import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eset_desktop.demo.content.layout import word_width, wrapped
from eset_desktop.demo.content.pdf import Press

PRESS = Press("Ajuntament de Prova", "Plaça de la Vila, 1", "#1f6f5c")
WORDS = st.lists(
    st.text(st.characters(categories=["L", "N", "P"], max_codepoint=0xFF), min_size=1, max_size=9),
    max_size=120,
)


def text_of(data: bytes) -> str:
    reader = pypdfium2.PdfDocument(data)
    text = "\n".join(reader[page].get_textpage().get_text_range() for page in range(len(reader)))
    reader.close()
    return text


@pytest.mark.parametrize(("paragraphs", "pages"), [(0, 1), (1, 1), (40, 2), (80, 3)])
def test_text_goes_on_over_as_many_pages_as_it_needs(paragraphs: int, pages: int) -> None:
    data = PRESS.print("Títol", [f"Paràgraf {n}." for n in range(paragraphs)], "Prova, 1 de març de 2026")
    with pikepdf.open(io.BytesIO(data)) as file:
        assert not file.check_pdf_syntax()
        assert len(file.pages) == pages
        assert str(file.docinfo["/Title"]) == "Títol"
        assert file.Root.Lang == "ca"
    text = text_of(data)
    assert f"Pàgina {pages} de {pages}" in text
    assert all(f"Paràgraf {n}." in text for n in range(paragraphs))


def test_catalan_letters_and_the_signs_of_pdf_itself_come_out_as_they_went_in() -> None:
    said = "Col·lació, ço és: «àèéíïòóúüç» (10 €) \\ fi — ja"
    assert said in text_of(PRESS.print("Sol·licitud (prova)", [said], "Prova"))


def test_a_paragraph_longer_than_a_page_is_carried_over() -> None:
    data = PRESS.print("Títol", ["paraula " * 1500], "Prova")
    assert text_of(data).count("paraula") == 1500


@settings(max_examples=40)
@given(WORDS)
def test_any_words_make_a_sound_file(words: list[str]) -> None:
    data = PRESS.print(" ".join(words[:5]), [" ".join(words)], "Prova")
    with pikepdf.open(io.BytesIO(data)) as file:
        assert not file.check_pdf_syntax()


@given(WORDS, st.integers(5_000, 60_000))
def test_no_line_is_wider_than_the_page(words: list[str], width: int) -> None:
    lines = wrapped(" ".join(words), width)
    assert [word for line in lines for word in line[1:-4].split()] == [
        word for line in wrapped(" ".join(words), 10**9) for word in line[1:-4].split()
    ]
    for line in lines:
        parts = (
            line[1:-4]
            .decode("cp1252")
            .replace("\\(", "(")
            .replace("\\)", ")")
            .replace("\\\\", "\\")
            .split(" ")
        )
        assert len(parts) == 1 or sum(map(word_width, parts)) + 278 * (len(parts) - 1) <= width
