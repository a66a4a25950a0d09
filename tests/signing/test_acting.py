# SPDX-License-Identifier: EUPL-1.2
"""Who signs in another's place says so in the signature itself and in its evidence, shown on a page or not."""

import json
from io import BytesIO

import pypdfium2
import pytest
from helpers.pdfs import make_pdf
from helpers.signing_keys import LocalKey
from hypothesis import given
from hypothesis import strategies as st
from pyhanko.pdf_utils.reader import PdfFileReader

import resources
from eset_desktop.signing.acting import MOST, told
from eset_desktop.signing.client import SigningClient
from eset_desktop.signing.evidence.values import AboutDocument
from eset_desktop.signing.inspection import inspect_pdf
from eset_desktop.signing.sources import HeldBytes
from eset_desktop.signing.values import Integrity, Wanted

DECREE = "Decret 45/2026 (en lloc de Carme Prova)"
SAID = f"Per substitució, {DECREE}"
CONFIRMED = "c0" * 32


@pytest.mark.parametrize(
    ("substitution", "delegation", "language", "said"),
    [
        ("", "", "ca", ""),
        (" ", "\n", "en", ""),
        (DECREE, "", "ca", SAID),
        ("Decreto 45/2026", "", "es", "Por sustitución, Decreto 45/2026"),
        ("", "Alcaldia (Carme Prova)", "ca", "Per delegació de signatura: Alcaldia (Carme Prova)"),
        ("A", "B", "en", "As a substitute, A. By delegation of signature: B"),
    ],
)
def test_it_is_said_in_one_line(substitution: str, delegation: str, language: str, said: str) -> None:
    assert told(substitution, delegation, language) == said


@given(st.text(), st.text(), st.sampled_from(resources.LANGUAGES))
def test_whatever_is_given_can_be_written(substitution: str, delegation: str, language: str) -> None:
    said = told(substitution, delegation, language)
    assert said.encode().decode() == said
    assert said.isprintable()
    assert len(said) <= MOST


def reason_of(pdf: bytes) -> str | None:
    found = PdfFileReader(BytesIO(pdf)).embedded_signatures[-1].sig_object.get("/Reason")
    return None if found is None else str(found)


@pytest.mark.parametrize(
    "acting", ["", SAID, told("\ud800 ç€Ω漢" * 300, "", "ca")], ids=["own", "said", "odd"]
)
def test_it_is_the_reason_of_the_signature_and_in_its_evidence(
    client: SigningClient, own_key: LocalKey, acting: str
) -> None:
    pdf, wanted = make_pdf(), Wanted(acting=acting)
    source = HeldBytes(pdf)
    prepared = client.begin_prepare(source, own_key.identity, wanted).result()
    value = own_key.sign(prepared.attested).result()
    made = client.begin_finish(source, prepared, value, own_key.identity, confirmation=CONFIRMED).result()
    signed = pdf + made.tail
    assert reason_of(signed) == (acting or None)
    assert [each.integrity for each in inspect_pdf(signed)] == [Integrity.GOOD]
    assert made.evidence.acting == acting
    files = client.evidence(HeldBytes(signed), made.evidence, AboutDocument("Decret", "", "Ajuntament"))
    assert json.loads(files.json)["evidence"].get("acting", "") == acting
    document = pypdfium2.PdfDocument(files.pdf)
    text = " ".join(" ".join(page.get_textpage().get_text_range() for page in document).split())
    document.close()
    assert ("En lloc de qui" in text) is bool(acting)
    assert acting != SAID or SAID in text
