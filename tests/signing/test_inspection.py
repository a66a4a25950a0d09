# SPDX-License-Identifier: EUPL-1.2
"""What a person is told of the signatures in a document: good, broken or not checked, and never good by accident."""

import re
from collections.abc import Callable
from datetime import UTC, datetime
from io import BytesIO

import pikepdf
import pytest
from helpers.logs import ExpectedLogs
from helpers.pdfs import encrypted, make_pdf
from helpers.signing_keys import LocalKey
from helpers.signing_once import sign_once
from hypothesis import given, settings
from hypothesis import strategies as st
from pyhanko.pdf_utils.generic import ArrayObject, NumberObject, pdf_name
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

from eset_desktop.clock import ManualClock
from eset_desktop.signing.client import SigningClient
from eset_desktop.signing.errors import NotChecked
from eset_desktop.signing.inspection import inspect_pdf
from eset_desktop.signing.values import Integrity

TODAY = datetime(2026, 11, 21, 9, 30, tzinfo=UTC)


@pytest.fixture(scope="module")
def signed(client: SigningClient, own_key: LocalKey) -> bytes:
    return sign_once(client, own_key, make_pdf()).data


@pytest.fixture(autouse=True)
def pyhanko_may_tell(expected_logs: ExpectedLogs) -> None:
    """The library logs what it finds wrong; in the signing process nobody listens."""
    expected_logs.allow(".")


def test_a_document_without_signatures_has_none(client: SigningClient, pdf: bytes) -> None:
    assert client.inspect(pdf) == ()


def test_a_signature_tells_who_and_when_and_that_it_holds(client: SigningClient, signed: bytes) -> None:
    (found,) = client.inspect(signed)
    assert (found.kind, found.signer) == ("signature", "Persona de Prova")
    assert found.issuer == "Autoritat de demostració (sense validesa)"
    assert found.claimed_at == TODAY
    assert found.integrity is Integrity.GOOD
    assert found.covers_whole_file


def test_two_signatures_come_in_the_order_they_were_made(
    client: SigningClient, own_key: LocalKey, clock: ManualClock, signed: bytes
) -> None:
    clock.current = TODAY.replace(hour=12)
    try:
        twice = sign_once(client, own_key, signed).data
    finally:
        clock.current = TODAY
    first, second = client.inspect(twice)
    assert (first.claimed_at, second.claimed_at) == (TODAY, TODAY.replace(hour=12))
    assert (first.integrity, second.integrity) == (Integrity.GOOD, Integrity.GOOD)
    assert (first.covers_whole_file, second.covers_whole_file) == (False, True)


def later_page_change(signed: bytes) -> bytes:
    """An attack: the page is replaced by an update after the signature, whose digest still fits."""
    writer = IncrementalPdfFileWriter(BytesIO(signed))
    page = writer.root["/Pages"]["/Kids"][0]
    page[pdf_name("/MediaBox")] = ArrayObject(NumberObject(side) for side in (0, 0, 99, 99))  # type: ignore[no-untyped-call]  # pyHanko does not say its types
    writer.update_container(page)
    out = BytesIO()
    writer.write(out)  # type: ignore[no-untyped-call]  # pyHanko does not say its types
    return out.getvalue()


def shifted_range(signed: bytes) -> bytes:
    """An attack: the range is made to leave out more than the signature itself."""
    found = re.search(rb"/ByteRange \[0 (\d+) (\d+) (\d+)\]", signed)
    assert found is not None
    shorter = b"/ByteRange [0 %d %s %s]" % (int(found[1]) - 9, found[2], found[3])
    return signed.replace(found[0], shorter.ljust(len(found[0])))


def other_signature_value(signed: bytes) -> bytes:
    """The last used byte of the signature value is another one."""
    gap = re.findall(rb"/Contents <([0-9A-Fa-f]+)>", signed)[-1]
    used = gap.rstrip(b"0")
    changed = used[:-1] + (b"1" if used[-1:] != b"1" else b"2")
    return signed.replace(gap, changed.ljust(len(gap), b"0"))


BROKEN: dict[str, Callable[[bytes], bytes]] = {
    "a changed letter": lambda s: s.replace(b"Bon dia", b"Bon diu"),
    "a page changed by an update": later_page_change,
    "a range that leaves out more": shifted_range,
    "another signature value": other_signature_value,
}


@pytest.mark.parametrize("case", BROKEN)
def test_every_tampering_is_found(signed: bytes, case: str) -> None:
    (found,) = inspect_pdf(BROKEN[case](signed))
    assert found.integrity in {Integrity.BROKEN, Integrity.UNKNOWN}


def test_a_rewritten_document_is_not_good(signed: bytes) -> None:
    with pikepdf.open(BytesIO(signed)) as document:
        out = BytesIO()
        document.save(out)
    assert all(found.integrity is not Integrity.GOOD for found in inspect_pdf(out.getvalue()))


@pytest.mark.parametrize("pdf", [b"", b"hola", b"%PDF-1.7\n%%EOF", encrypted(user="clau")])
def test_what_cannot_be_examined_is_not_checked(client: SigningClient, pdf: bytes) -> None:
    with pytest.raises(Exception) as caught:  # noqa: PT011 - the type is asserted below
        client.inspect(pdf)
    assert type(caught.value) is NotChecked


@settings(max_examples=40)
@given(data=st.data())
def test_a_flipped_bit_is_never_good_unless_it_is_outside_what_counts(
    signed: bytes, data: st.DataObject
) -> None:
    """Covered bytes: all but the gap. A flip among them must be found, or the document not be readable at all."""
    gap = re.search(rb"<[0-9A-Fa-f]{60000,}>", signed)
    assert gap is not None
    place = data.draw(st.integers(0, len(signed) - 1).filter(lambda n: not gap.start() <= n < gap.end()))
    damaged = bytearray(signed)
    damaged[place] ^= data.draw(st.integers(1, 255))
    try:
        found = inspect_pdf(bytes(damaged))
    except NotChecked:
        return
    assert all(each.integrity is not Integrity.GOOD for each in found)
