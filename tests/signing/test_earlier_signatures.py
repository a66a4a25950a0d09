# SPDX-License-Identifier: EUPL-1.2
"""Nobody signs on top of a signature that does not hold; good ones, any number of them, are no hindrance."""

from collections.abc import Callable
from io import BytesIO

import pytest
from asn1crypto import keys as asn1_keys
from asn1crypto import x509 as asn1_x509
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, pkcs12
from helpers.pdfs import make_pdf, with_form
from helpers.signing_keys import LocalKey
from helpers.signing_once import sign_once
from pyhanko.pdf_utils.generic import ArrayObject, NumberObject, pdf_name
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.signers import PdfTimeStamper
from pyhanko.sign.timestamps import DummyTimeStamper

from eset_desktop.demo.authority import KeyKind, Signer, Variant
from eset_desktop.signing.client import SigningClient
from eset_desktop.signing.errors import EarlierSignatureBroken, NotChecked, SigningError
from eset_desktop.signing.values import Integrity

SignOnce = Callable[[bytes], bytes]


@pytest.fixture(scope="module")
def sign(client: SigningClient, own_key: LocalKey) -> SignOnce:
    return lambda pdf: sign_once(client, own_key, pdf).data


@pytest.fixture(scope="module")
def signed(sign: SignOnce) -> bytes:
    return sign(make_pdf())


def later_page_change(signed: bytes) -> bytes:
    """The page is replaced by an update: every digest still fits."""
    writer = IncrementalPdfFileWriter(BytesIO(signed))
    page = writer.root["/Pages"]["/Kids"][0]
    page[pdf_name("/MediaBox")] = ArrayObject(NumberObject(side) for side in (0, 0, 99, 99))  # type: ignore[no-untyped-call]  # pyHanko does not say its types
    writer.update_container(page)
    out = BytesIO()
    writer.write(out)  # type: ignore[no-untyped-call]  # pyHanko does not say its types
    return out.getvalue()


def one_byte(signed: bytes) -> bytes:
    changed = signed.replace(b"Bon dia", b"Bon diu")
    assert sum(a != b for a, b in zip(signed, changed, strict=True)) >= 1
    return changed


def no_cms(signed: bytes) -> bytes:
    """The signature itself cannot be read any more."""
    return signed.replace(b"/Contents <3", b"/Contents <0")


def stamp(pdf: bytes, signer: Signer) -> bytes:
    """Add a document timestamp, as an archive does."""
    key, certificate, _ = pkcs12.load_key_and_certificates(signer.pkcs12, signer.passphrase.encode())
    assert key
    assert certificate
    stamper = DummyTimeStamper(
        asn1_x509.Certificate.load(certificate.public_bytes(Encoding.DER)),
        asn1_keys.PrivateKeyInfo.load(key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())),
    )
    out = PdfTimeStamper(stamper).timestamp_pdf(IncrementalPdfFileWriter(BytesIO(pdf)), "sha256")
    return bytes(out.getbuffer())


@pytest.mark.parametrize("change", [one_byte, later_page_change], ids=["a byte", "an update"])
def test_a_changed_document_is_refused_and_the_next_one_is_signed(
    client: SigningClient, sign: SignOnce, signed: bytes, change: Callable[[bytes], bytes]
) -> None:
    for act in (sign, client.check):
        with pytest.raises(EarlierSignatureBroken):
            act(change(signed))
    assert len(client.inspect(sign(signed))) == 2


def test_one_broken_among_good_ones_is_enough(sign: SignOnce, signed: bytes) -> None:
    twice = sign(signed)
    with pytest.raises(EarlierSignatureBroken):
        sign(one_byte(twice))


def test_a_signature_that_cannot_be_read_is_never_taken_for_good(sign: SignOnce, signed: bytes) -> None:
    with pytest.raises(SigningError) as caught:
        sign(no_cms(signed))
    assert type(caught.value) in {NotChecked, EarlierSignatureBroken}


def test_any_number_of_good_ones_goes(client: SigningClient, sign: SignOnce, signed: bytes) -> None:
    for _ in range(3):
        signed = sign(signed)
    assert [each.integrity for each in client.inspect(signed)] == [Integrity.GOOD] * 4


def test_a_form_without_signatures_goes(sign: SignOnce) -> None:
    sign(with_form())


def test_a_document_timestamp_goes_while_its_range_holds(
    client: SigningClient, sign: SignOnce, signed: bytes, issue: Callable[[KeyKind, Variant], Signer]
) -> None:
    signer = issue(KeyKind.RSA, Variant.GOOD)
    stamped = stamp(signed, signer)
    assert [each.kind for each in client.inspect(stamped)] == ["signature", "timestamp"]
    sign(stamped)
    only_stamped = stamp(make_pdf(), signer)
    sign(only_stamped)
    with pytest.raises(EarlierSignatureBroken):
        sign(one_byte(only_stamped))
