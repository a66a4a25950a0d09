# SPDX-License-Identifier: EUPL-1.2
"""Existing fields, certifications, locks and stamps: signed as wanted where that is allowed, else refused with the reason."""

from io import BytesIO
from typing import Any

import pikepdf
import pytest
from helpers.pdfs import make_pdf, saved
from helpers.signing_keys import LocalKey

from eset_desktop.demo.authority import Authority, KeyKind
from eset_desktop.signing import errors
from eset_desktop.signing.client import SigningClient
from eset_desktop.signing.inspection import inspect_pdf
from eset_desktop.signing.sources import HeldBytes
from eset_desktop.signing.stamp.values import StampRequest
from eset_desktop.signing.values import EmptyField, Integrity, Wanted


@pytest.fixture(scope="module")
def key(authority: Authority) -> LocalKey:
    return LocalKey(authority.issue("Persona de Prova", "x", kind=KeyKind.EC))


def sign(client: SigningClient, key: LocalKey, pdf: bytes, wanted: Wanted = Wanted()) -> bytes:  # noqa: B008 - frozen
    source = HeldBytes(pdf)
    prepared = client.begin_prepare(source, key.identity, wanted).result()
    value = key.sign(prepared.attested).result()
    return pdf + client.begin_finish(source, prepared, value, key.identity, confirmation="").result().tail


def with_fields(**fields: dict[str, Any]) -> bytes:
    """A PDF with empty signature fields, each with more entries."""
    document = pikepdf.open(BytesIO(make_pdf()))
    page = document.pages[0].obj
    made = []
    for name, more in fields.items():
        field = pikepdf.Dictionary(
            FT=pikepdf.Name.Sig, T=pikepdf.String(name), Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Widget,
            Rect=pikepdf.Array([50, 50, 250, 120]), P=page, F=4, **more,
        )  # fmt: skip
        made.append(document.make_indirect(field))
    page.Annots = pikepdf.Array(made)
    document.Root.AcroForm = pikepdf.Dictionary(Fields=pikepdf.Array(made))
    return saved(document)


def lock(action: str, *names: str) -> pikepdf.Dictionary:
    made = pikepdf.Dictionary(Type=pikepdf.Name.SigFieldLock, Action=pikepdf.Name(action))
    if names:
        made.Fields = pikepdf.Array([pikepdf.String(name) for name in names])
    return made


def all_good(client: SigningClient, pdf: bytes) -> bool:
    return all(each.integrity is Integrity.GOOD for each in client.inspect(pdf))


def test_empty_fields_are_told_and_signed_into(client: SigningClient, key: LocalKey) -> None:
    pdf = with_fields(Alcaldia={}, Secretaria={})
    assert client.check(pdf).fields == (EmptyField("Alcaldia", 0, True), EmptyField("Secretaria", 0, True))
    once = sign(client, key, pdf, Wanted(field="Secretaria"))
    checked = client.check(once)
    assert (checked.signatures, [field.name for field in checked.fields]) == (1, ["Alcaldia"])
    twice = sign(client, key, once, Wanted(field="Alcaldia", stamp=StampRequest("")))
    assert [each.field_name for each in inspect_pdf(twice)] == ["Secretaria", "Alcaldia"]
    assert all_good(client, twice)


def test_a_field_that_is_not_there_taken_or_demanding_is_refused(
    client: SigningClient, key: LocalKey
) -> None:
    demanding = pikepdf.Dictionary(Type=pikepdf.Name.SV, Ff=1, Filter=pikepdf.Name("/Other"))
    pdf = with_fields(A={}, B={"SV": demanding})
    for field, refusal in (("X", errors.FieldMissing), ("B", errors.FieldDemands)):
        with pytest.raises(refusal) as caught:
            client.check(pdf, Wanted(field=field))
        assert caught.value.details == {"field": field}
    with pytest.raises(errors.FieldTaken):
        client.check(sign(client, key, pdf, Wanted(field="A")), Wanted(field="A"))


@pytest.mark.parametrize("permission", [1, 2, 3])
def test_a_certification_says_what_may_follow(client: SigningClient, key: LocalKey, permission: int) -> None:
    certified = sign(client, key, make_pdf(), Wanted(certify=permission))
    assert all_good(client, certified)
    with pikepdf.open(BytesIO(certified)) as document:
        root: Any = document.Root
        assert permission == root.Perms.DocMDP.Reference[0].TransformParams.P
    with pytest.raises((errors.NotTheFirst, errors.CertifiedPdf)):
        client.check(certified, Wanted(certify=2))
    if permission == 1:
        with pytest.raises(errors.CertifiedPdf):
            client.check(certified)
    else:
        assert client.check(certified).certified == permission
        assert all_good(client, sign(client, key, certified))


def test_a_certification_comes_first(client: SigningClient, key: LocalKey) -> None:
    with pytest.raises(errors.NotTheFirst):
        client.check(sign(client, key, make_pdf()), Wanted(certify=2))


def test_a_lock_of_the_field_goes_into_its_signature(client: SigningClient, key: LocalKey) -> None:
    pdf = with_fields(A={"Lock": lock("/Include", "B")}, B={})
    once = sign(client, key, pdf, Wanted(field="A"))
    with pytest.raises(errors.FieldsLocked):
        client.check(once, Wanted(field="B"))
    assert all_good(client, sign(client, key, once)), "another field may be added: it is not the locked one"


@pytest.mark.parametrize("action", ["/All", "/Exclude"])
def test_a_lock_of_all_fields_closes_the_document(client: SigningClient, key: LocalKey, action: str) -> None:
    pdf = with_fields(A={"Lock": lock(action, *(["B"] if action == "/Exclude" else []))}, B={})
    once = sign(client, key, pdf, Wanted(field="A"))
    with pytest.raises(errors.FieldsLocked):
        client.check(once)
    if action == "/Exclude":
        assert all_good(client, sign(client, key, once, Wanted(field="B")))


def test_a_stamp_is_part_of_the_signature_and_hurts_no_earlier_one(
    client: SigningClient, key: LocalKey
) -> None:
    once = sign(client, key, make_pdf(), Wanted(stamp=StampRequest("")))
    twice = sign(client, key, once, Wanted(stamp=StampRequest("")))
    assert all_good(client, twice)
    with pikepdf.open(BytesIO(twice)) as document:
        first, second = document.pages[0].obj.Annots
        assert [float(side) for side in first.Rect] != [float(side) for side in second.Rect]
        assert "/AP" in first
