# SPDX-License-Identifier: EUPL-1.2
"""What counts as the same signatures: evidence may come, nothing else may change (design §6, law 7)."""

from io import BytesIO

import pytest
from helpers.pdfs import make_pdf
from hypothesis import given
from hypothesis import strategies as st
from rigs.pki.pki import Pki
from signing.levels.conftest import Raise, signed_by

from eset_desktop.signing.levels.same import same_signatures
from eset_desktop.signing.levels.values import Level


def same(before: bytes, after: bytes) -> bool:
    return same_signatures(BytesIO(before), BytesIO(after))


@pytest.mark.parametrize("wanted", list(Level))
def test_raised_ones_are_the_same(signed: dict[str, bytes], raised: Raise, wanted: Level) -> None:
    assert same(signed["ec1"], raised(signed["ec1"], wanted)[1])


def test_another_signature_in_the_gap_is_not_the_same(pki: Pki, signed: dict[str, bytes]) -> None:
    """The same bytes signed by somebody else: everything outside the gap may be equal."""
    pdf, other = signed["ec1"], signed_by(pki, "ec2", make_pdf()).replace(b"-ec2-", b"-ec1-")
    start = pdf.index(b"/Contents <") + len(b"/Contents ")
    end = pdf.index(b">", start) + 1
    assert not same(pdf, pdf[:start] + other[start:end] + pdf[end:])


@pytest.mark.parametrize("change", ["shorter", "content", "gap emptied", "gap nonsense"])
def test_what_was_changed_is_not_the_same(signed: dict[str, bytes], change: str) -> None:
    pdf = signed["ec1"]
    start = pdf.index(b"/Contents <") + len(b"/Contents <")
    end = pdf.index(b">", start)
    after = {
        "shorter": pdf[:-1],
        "content": pdf.replace(b"Bon dia", b"Bon nit"),
        "gap emptied": pdf[:start] + b"0" * (end - start) + pdf[end:],
        "gap nonsense": pdf[:start] + b"zz" + pdf[start + 2 :],
    }[change]
    assert not same(pdf, after)


@given(old=st.binary(max_size=300), new=st.binary(max_size=300))
def test_what_has_no_signature_may_only_grow(old: bytes, new: bytes) -> None:
    assert same(old, old + new)
    assert same(old, new) is new.startswith(old)


def test_a_byte_anywhere_outside_the_gap_counts(signed: dict[str, bytes]) -> None:
    pdf = signed["ec1"]
    gap = range(pdf.index(b"/Contents <") + 10, pdf.index(b">", pdf.index(b"/Contents <")) + 1)
    for at in (*range(0, gap.start, 97), *range(gap.stop, len(pdf), 53)):
        changed = bytearray(pdf)
        changed[at] ^= 1
        assert not same(pdf, bytes(changed)), at
