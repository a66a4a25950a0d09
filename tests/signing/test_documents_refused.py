# SPDX-License-Identifier: EUPL-1.2
"""What cannot be signed is refused with the true reason, and any other bytes with some typed reason."""

from io import BytesIO

import pikepdf
import pytest
from helpers.pdfs import certified, encrypted, hybrid, make_pdf, saved, with_form
from hypothesis import given, settings
from hypothesis import strategies as st

from eset_desktop.signing import errors
from eset_desktop.signing.checks import check_ends
from eset_desktop.signing.pades import reading
from eset_desktop.signing.pades.opening import open_document
from eset_desktop.signing.sources import HeldBytes
from eset_desktop.signing.values import Wanted

GOOD = make_pdf(2)


def open_for_signing(pdf: bytes) -> None:
    """What the worker does first, in this process."""
    reading.open_for_signing(open_document(HeldBytes(pdf)), Wanted())


def locked() -> bytes:
    """A PDF whose earlier signature has a lock that forbids changes (ISO 32000-2 §12.7.5.5), inside a parent field."""
    document = pikepdf.open(BytesIO(make_pdf()))
    value = document.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.Sig, Contents=bytes(8)))
    lock = pikepdf.Dictionary(Type=pikepdf.Name.SigFieldLock, Action=pikepdf.Name.All, P=1)
    parent = document.make_indirect(pikepdf.Dictionary(T=pikepdf.String("P")))
    child = pikepdf.Dictionary(FT=pikepdf.Name.Sig, T=pikepdf.String("C"), V=value, Lock=lock, Parent=parent)
    parent.Kids = pikepdf.Array([document.make_indirect(child)])
    document.Root.AcroForm = pikepdf.Dictionary(Fields=pikepdf.Array([parent]))
    return saved(document)


def circular_form() -> bytes:
    """A PDF whose form's fields hold each other, each twice."""
    document = pikepdf.open(BytesIO(make_pdf()))
    one, two = (document.make_indirect(pikepdf.Dictionary(T=pikepdf.String(name))) for name in "AB")
    one.Kids, two.Kids = pikepdf.Array([two, two]), pikepdf.Array([one, one])
    document.Root.AcroForm = pikepdf.Dictionary(Fields=pikepdf.Array([one]))
    return saved(document)


def without_pages() -> bytes:
    document = pikepdf.open(BytesIO(make_pdf()))
    del document.pages[0]
    return saved(document)


def broken_table() -> bytes:
    return GOOD.replace(b"0000000000 65535 f", b"0000000000 65535 x")


REFUSED = {
    "nothing": (b"", errors.EmptyPdf),
    "a text": (b"Benvolguts,", errors.NotAPdf),
    "a page of the web": (b"<!doctype html><html><body>%PDF-</body></html>", errors.NotAPdf),
    "an office document": (b"PK\x03\x04" + bytes(100), errors.NotAPdf),
    "something before the header": (b"\n" + GOOD, errors.NotAPdf),
    "only a header": (b"%PDF-1.7\n", errors.TruncatedPdf),
    "its first half": (GOOD[: len(GOOD) // 2], errors.TruncatedPdf),
    "the last kilobyte lost": (make_pdf(padding=bytes(9000))[:-1200], errors.TruncatedPdf),
    "the middle lost": (GOOD[:300] + GOOD[-200:], errors.BrokenPdf),
    "a broken table": (broken_table(), errors.BrokenPdf),
    "only the ends": (b"%PDF-1.7\n%%EOF", errors.BrokenPdf),
    "zeroes between the ends": (b"%PDF-1.7\n" + bytes(3000) + b"\n%%EOF", errors.BrokenPdf),
    "no pages": (without_pages(), errors.BrokenPdf),
    "a table that points to itself": (
        b"%PDF-1.4\nxref\n0 0\ntrailer<</Size 1/Prev 9>>\nstartxref\n9\n%%EOF", errors.BrokenPdf,
    ),
    "a form without end": (circular_form(), errors.BrokenPdf),
    "a password to open": (encrypted(user="clau"), errors.EncryptedPdf),
    "restrictions": (encrypted(), errors.EncryptedPdf),
    "two tables": (hybrid(), errors.HybridPdf),
    "a certification against changes": (certified(1), errors.CertifiedPdf),
    "a lock against changes": (locked(), errors.CertifiedPdf),
}  # fmt: skip


@pytest.mark.parametrize("case", REFUSED)
def test_refused_for_the_true_reason(case: str) -> None:
    pdf, reason = REFUSED[case]
    with pytest.raises(errors.DocumentRefused) as caught:
        open_for_signing(pdf)
    assert type(caught.value) is reason


@pytest.mark.parametrize(
    "pdf", [GOOD, with_form(), certified(2), certified(3)], ids=["plain", "form", "form filling", "notes"]
)
def test_what_may_be_signed_is_accepted(pdf: bytes) -> None:
    open_for_signing(pdf)


def test_the_limit_of_size_is_told_in_megabytes() -> None:
    check_ends(len(GOOD), GOOD[:8], GOOD[-1024:], limit=len(GOOD))
    with pytest.raises(errors.PdfTooLarge) as caught:
        check_ends(3 * 1024 * 1024, b"%PDF-1.7", b"%%EOF", limit=2 * 1024 * 1024)
    assert caught.value.details == {"megabytes": 3, "limit": 2}


@given(st.integers(0, len(GOOD)))
def test_every_truncation_ends_in_a_typed_error(length: int) -> None:
    if length >= len(GOOD) - 1:
        return
    with pytest.raises(errors.DocumentRefused):
        open_for_signing(GOOD[:length])


@settings(max_examples=150)
@given(st.lists(st.tuples(st.integers(0, len(GOOD) - 1), st.integers(1, 255)), min_size=1, max_size=8))
def test_flipped_bits_end_in_a_typed_error_or_in_nothing_at_all(flips: list[tuple[int, int]]) -> None:
    damaged = bytearray(GOOD)
    for place, mask in flips:
        damaged[place] ^= mask
    try:
        open_for_signing(bytes(damaged))
    except errors.DocumentRefused:
        return


@given(st.binary(max_size=400))
def test_any_bytes_between_the_ends_are_refused(middle: bytes) -> None:
    with pytest.raises(errors.DocumentRefused):
        open_for_signing(b"%PDF-1.7\n" + middle + b"\n%%EOF")
