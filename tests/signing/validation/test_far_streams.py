# SPDX-License-Identifier: EUPL-1.2
"""Large streams of a PDF are read when they are asked for: the same bytes, and not all of them at once."""

import tracemalloc
from collections.abc import Callable
from io import BytesIO
from typing import Any

import pikepdf
import pytest
from helpers.pdfs import make_pdf
from helpers.signed_pdfs import Maker
from pyhanko.pdf_utils.reader import PdfFileReader

from eset_desktop.signing.validation import far_streams
from eset_desktop.signing.validation.report import FileReport, Modifications, Verdict

Check = Callable[..., FileReport]

far_streams.install()
SIZES = (far_streams.NEAR - 1, far_streams.NEAR, far_streams.NEAR + 1, 300_000)
PICTURES, PICTURE = 24, 1 << 20


def with_streams(*held: bytes, **options: Any) -> bytes:
    """Return a PDF that refers to streams."""
    with pikepdf.open(BytesIO(make_pdf())) as pdf:
        pdf.Root.Pictures = pikepdf.Array([pdf.make_indirect(pikepdf.Stream(pdf, each)) for each in held])
        out = BytesIO()
        pdf.save(out, **options)
    return out.getvalue()


def read(pdf: bytes) -> list[bytes]:
    reader = PdfFileReader(BytesIO(pdf))
    if reader.encrypted:
        reader.decrypt(b"secret")
    return [reader.root["/Pictures"][number].data for number in range(len(reader.root["/Pictures"]))]


@pytest.mark.parametrize(
    "options",
    [
        {"compress_streams": False},
        {"compress_streams": True, "recompress_flate": True},
        {"encryption": pikepdf.Encryption(owner="secret", user="secret")},
    ],
)
def test_what_is_in_them_is_what_was_written(options: dict[str, Any]) -> None:
    held = [bytes(number % 251 for number in range(size)) for size in SIZES]
    assert read(with_streams(*held, **options)) == held


def test_a_length_that_is_one_too_many_is_forgiven_as_by_the_library() -> None:
    held = b"x" * 300_000
    pdf = with_streams(held, compress_streams=False)
    assert pdf.count(b"/Length 300000") == 1
    longer = pdf.replace(b"/Length 300000", b"/Length 300002")  # the end of the line, and one too many
    assert read(longer) == [held + b"\n"]


def test_comparing_revisions_does_not_take_what_the_document_holds(maker: Maker, check: Check) -> None:
    held = [number.to_bytes(4, "big") * (PICTURE // 4) for number in range(PICTURES)]
    signed = maker.sign(with_streams(*held, compress_streams=False), level="B-LTA")
    tracemalloc.start()
    try:
        report = check(signed)
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    first = report.signatures[0]
    assert (report.verdict, first.level, first.modifications) == (
        Verdict.PASSED,
        "B-LTA",
        Modifications.PROOFS,
    )
    assert most < PICTURES * PICTURE // 2
