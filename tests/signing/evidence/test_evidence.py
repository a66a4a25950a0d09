# SPDX-License-Identifier: EUPL-1.2
"""Evidence of a signature: what its maker noted and what the document proves, as JSON and as a PDF for people."""

import hashlib
from datetime import timedelta
from io import BytesIO

import msgspec
import pikepdf
import pypdfium2
import pytest
from helpers.pdfs import make_pdf
from helpers.signing_keys import LocalKey
from helpers.signing_once import SignedPdf, sign_once
from rigs.pki.pki import MOMENT, Pki

import resources
from eset_desktop.clock import ManualClock
from eset_desktop.signing.client import SigningClient
from eset_desktop.signing.evidence.document import ATTACHED, evidence_pdf
from eset_desktop.signing.evidence.errors import EvidenceMissing
from eset_desktop.signing.evidence.making import record
from eset_desktop.signing.evidence.material import material_in
from eset_desktop.signing.evidence.sections import Wording, sections, words
from eset_desktop.signing.evidence.values import AboutDocument, Record
from eset_desktop.signing.evidence.writing import canonical, read
from eset_desktop.signing.levels.client import LevelsClient, write_raised
from eset_desktop.signing.levels.values import Level, Services, Tsa
from eset_desktop.signing.values import Capacity, CheckedSignature, Evidence, Prepared, StoreKind

ABOUT = AboutDocument(
    "Decret d'alcaldia: llicència d'obres", "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", "Ajuntament de Prova"
)
LIST = "5e" * 32


@pytest.fixture(scope="module")
def signed(pki_services: Pki) -> SignedPdf:
    """Signed with a certificate of a body's employee, by the real signing process."""
    key = LocalKey(pki_services.signer("employee"))
    with SigningClient(clock=ManualClock(MOMENT)) as client:
        return sign_once(client, key, make_pdf(), confirmation=LIST)


@pytest.fixture(scope="module")
def lasting(pki_services: Pki, signed: SignedPdf, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The same signature with time stamps and answers about its certificates."""
    folder = tmp_path_factory.mktemp("lasting")
    before, after = folder / "before.pdf", folder / "after.pdf"
    before.write_bytes(signed.data)
    services = Services((Tsa(pki_services.tsa_url()),), str(folder / "answers"), 5.0)
    with LevelsClient() as client:
        raised = client.raise_level(before, Level.B_LTA, services, tuple(pki_services.roots), MOMENT)
    write_raised(raised, before, after)
    return after.read_bytes()


def record_of(signed: SignedPdf, document: bytes, **noted: object) -> Record:
    evidence = msgspec.structs.replace(signed.evidence, **noted)
    return Record(ABOUT, evidence, material_in(BytesIO(document), evidence), MOMENT)


def text_of(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(pdf)
    found = " ".join(page.get_textpage().get_text_range() for page in document)
    document.close()
    return " ".join(found.split())


def test_the_maker_notes_where_the_key_was_whose_it_is_and_what_was_confirmed(signed: SignedPdf) -> None:
    noted = signed.evidence
    assert noted.confirmation == LIST
    assert noted.store is StoreKind.PKCS12
    assert noted.capacity is Capacity.PUBLIC_EMPLOYEE
    assert noted.body_id == "Q0000000J"
    assert (noted.module, noted.clock_offset_ms) == ("", None)
    assert noted.policy
    assert noted.software.keys() >= {"python", "eset-desktop", "pyHanko"}


def test_a_fresh_signature_proves_its_certificates_and_no_time(signed: SignedPdf) -> None:
    material = material_in(BytesIO(signed.data), signed.evidence)
    assert material.certificate.sha256 == signed.evidence.certificate_sha256
    assert hashlib.sha256(material.certificate.der).hexdigest() == material.certificate.sha256
    assert [each.name for each in material.chain][:1] == [material.certificate.issuer]
    assert (material.timestamps, material.ocsp, material.crls) == ((), (), ())


def test_one_that_lasts_has_both_time_stamps_and_the_answers_about_its_certificates(
    signed: SignedPdf, lasting: bytes
) -> None:
    material = material_in(BytesIO(lasting), signed.evidence)
    assert [each.kind for each in material.timestamps] == ["signature", "document"]
    assert all(
        abs(each.time - MOMENT) < timedelta(minutes=1) and each.authority for each in material.timestamps
    )
    assert material.ocsp or material.crls


def test_another_document_another_signature_and_rubbish_are_told_apart(signed: SignedPdf) -> None:
    wrong = {
        "field": {"field_name": "Una altra"},
        "certificate": {"certificate_sha256": "00" * 32},
        "digest": {"document_digest": "00" * 32},
    }
    for step, noted in wrong.items():
        with pytest.raises(EvidenceMissing) as missing:
            material_in(BytesIO(signed.data), msgspec.structs.replace(signed.evidence, **noted))
        assert missing.value.details == {"step": step}
    for document in (make_pdf(), b"%PDF-1.7 rubbish", b"", signed.data[:-900]):
        with pytest.raises(EvidenceMissing):
            material_in(BytesIO(document), signed.evidence)


def test_json_has_one_form_holds_everything_and_is_read_by_later_and_earlier_programs(
    signed: SignedPdf, lasting: bytes
) -> None:
    record = record_of(signed, lasting, clock_offset_ms=-1200, clock_checked_at=MOMENT)
    data = canonical(record)
    assert read(data) == record
    assert canonical(read(data)) == data
    plain = msgspec.json.decode(data)
    assert plain["schema"] == "eset-desktop/evidence/1"
    assert plain["evidence"]["signed_at"] == "2026-11-21T09:30:00Z"
    assert "\n" not in data.decode()
    assert (
        read(msgspec.json.encode({**plain, "later": 1, "evidence": {**plain["evidence"], "later": 2}}))
        == record
    )
    with pytest.raises(msgspec.ValidationError):
        read(b"{}")


def test_a_certificate_without_key_usage_is_noted_as_it_always_was(pki: Pki) -> None:
    bare = msgspec.structs.replace(LocalKey(pki.signer("employee")).identity, key_usage=None)
    prepared = Prepared(b"", b"", (0, 0), b"", "00" * 32, 1, "", MOMENT)
    noted = record(
        prepared, CheckedSignature((0, 1, 2, 3), "00" * 32), bare, output_sha256="00" * 32, confirmation=LIST
    )
    data = msgspec.json.encode(noted)
    assert msgspec.json.decode(data)["key_usage"] == []
    assert msgspec.json.decode(data, type=Evidence) == noted


def test_no_secret_is_in_it(pki_services: Pki, signed: SignedPdf, lasting: bytes) -> None:
    secret = pki_services.signer("employee").passphrase.encode()
    record = record_of(signed, lasting)
    assert secret not in canonical(record)
    assert secret not in evidence_pdf(record)


@pytest.mark.parametrize("language", resources.LANGUAGES)
def test_the_document_says_it_all_in_words(signed: SignedPdf, lasting: bytes, language: str) -> None:
    record = record_of(
        signed, lasting,
        store=StoreKind.PKCS11, module="libpkcs11.so", token=("T-CAT", "0123", "Fabricant", "Model"),
        clock_offset_ms=1200, clock_checked_at=MOMENT,
    )  # fmt: skip
    pdf = evidence_pdf(record, language=language)
    said = text_of(pdf).replace("\ufffe", "")
    say = Wording(language, "Europe/Madrid")
    for section in sections(record, say):
        assert section.title in said
        for what, says in section.rows:
            assert what in said
            assert says.replace(" ", "") in said.replace(" ", "")
    assert "21/11/2026 10:30:00 (UTC+0100)" in said
    assert hashlib.sha256(canonical(record)).hexdigest() in said


def test_every_word_is_there_in_every_language() -> None:
    assert all(tuple(said) == resources.LANGUAGES and all(said.values()) for said in words().values())
    for kind in StoreKind:
        assert f"store_{kind}" in words()
    for capacity in Capacity:
        assert not capacity or f"capacity_{capacity}" in words()


def test_the_document_is_tagged_embeds_its_fonts_and_carries_the_json(
    signed: SignedPdf, lasting: bytes
) -> None:
    record = record_of(signed, lasting)
    made = evidence_pdf(record)
    assert evidence_pdf(record) == made, "the same facts, the same bytes"
    with pikepdf.open(BytesIO(made)) as pdf:
        assert pdf.check_pdf_syntax() == []
        assert pdf.attachments[ATTACHED].get_file().read_bytes() == canonical(record)
        assert pdf.Root.AF[0].AFRelationship == "/Data"
        assert str(pdf.Root.Lang) == "ca-ES"
        with pdf.open_metadata() as metadata:
            assert (metadata["pdfaid:part"], metadata["pdfaid:conformance"]) == ("3", "A")
        elements = list(pdf.Root.StructTreeRoot.K.K)
        assert [str(each.S) for each in elements[:3]] == ["/P", "/H1", "/P"]
        marks = sum(page.Contents.read_bytes().count(b"/MCID") for page in pdf.pages)
        assert marks == len(elements)
        fonts = {font.objgen for page in pdf.pages for font in page.Resources.Font.values()}
        assert len(fonts) == 2, "pages share them"


def test_texts_that_have_no_end_are_broken_onto_more_pages(signed: SignedPdf) -> None:
    long = msgspec.structs.replace(
        record_of(signed, signed.data), document=AboutDocument("x" * 9000, body="Ens")
    )
    made = evidence_pdf(long)
    assert text_of(made).replace(" ", "").count("x") >= 9000
    with pikepdf.open(BytesIO(made)) as pdf:
        assert len(pdf.pages) >= 2
