# SPDX-License-Identifier: EUPL-1.2
"""Pages with millions of lines or words are signed visibly without reading them, and what kills the reader is signed all the same."""

import base64
import random
import zlib
from io import BytesIO
from typing import Any

import pikepdf
import pytest
from helpers.pdfs import HELLO, make_pdf
from helpers.signing_keys import LocalKey
from helpers.stamps import REQUEST
from pyhanko.pdf_utils.reader import PdfFileReader

from eset_desktop.signing.client import SigningClient
from eset_desktop.signing.sources import HeldBytes
from eset_desktop.signing.stamp.page_weight import MOST, is_light
from eset_desktop.signing.values import Wanted

HEAVY = b"0 0 m 9 9 l S\n" * (MOST // 14 + 1)


def page_of(pdf: pikepdf.Pdf) -> Any:
    pdf.save(out := BytesIO(), stream_decode_level=pikepdf.StreamDecodeLevel.none, compress_streams=False)
    return PdfFileReader(BytesIO(out.getvalue())).root["/Pages"]["/Kids"][0]


def with_contents(*streams: tuple[bytes, object]) -> pikepdf.Pdf:
    """Return a page whose instructions are in these streams, each with its filters."""
    pdf = pikepdf.open(BytesIO(make_pdf()))
    made = [pikepdf.Stream(pdf, data) for data, _ in streams]
    for stream, (_, filters) in zip(made, streams, strict=True):
        if filters:
            stream.Filter = filters
    pdf.pages[0].obj.Contents = pikepdf.Array(map(pdf.make_indirect, made))
    return pdf


DEFLATE, A85 = pikepdf.Name.FlateDecode, pikepdf.Name.ASCII85Decode
PACKED = zlib.compress(HEAVY)
TEXTUAL = base64.a85encode(zlib.compress(HELLO)) + b"~>"


@pytest.mark.parametrize(
    ("streams", "light"),
    [
        ([(HELLO, None)], True),
        ([], True),
        ([(zlib.compress(HELLO), DEFLATE)], True),
        ([(TEXTUAL, [A85, DEFLATE])], True),
        ([(zlib.compress(HELLO)[:-9], DEFLATE)], True),
        ([(HEAVY, None)], False),
        ([(PACKED, DEFLATE)], False),
        ([(base64.a85encode(PACKED) + b"~>", [A85, DEFLATE])], False),
        ([(HEAVY[: MOST // 2], None), (HEAVY[: MOST // 2 + 2], None)], False),
        ([(zlib.compress(bytes(100 << 20)), DEFLATE)], False),
        ([(b"\x80", pikepdf.Name.RunLengthDecode)], False),
    ],
)
def test_a_page_is_light_when_its_instructions_are_few(
    streams: list[tuple[bytes, object]], light: bool
) -> None:
    named = [(data, pikepdf.Array(each) if isinstance(each, list) else each) for data, each in streams]
    with with_contents(*named) as pdf:
        assert is_light(page_of(pdf)) is light


def test_where_the_page_kills_its_reader_the_signature_is_put_as_if_it_said_nothing(
    client: SigningClient, own_key: LocalKey
) -> None:
    """A million words in a form, which nobody weighs: PDFium ends the process that has no memory for them."""
    chance = random.Random(1)
    words = b"".join(
        b"1 0 0 1 %d %d Tm (mot) Tj " % (chance.randrange(590), chance.randrange(830)) for _ in range(20_000)
    )
    with pikepdf.open(BytesIO(make_pdf(text=b"/F Do"))) as pdf:
        form = pdf.make_stream(b"BT /F1 6 Tf " + words * 60 + b"ET")
        form.update({"/Type": pikepdf.Name.XObject, "/Subtype": pikepdf.Name.Form, "/BBox": [0, 0, 595, 842]})
        form.Resources = pikepdf.Dictionary(Font=pdf.pages[0].Resources.Font)
        pdf.pages[0].Resources.XObject = pikepdf.Dictionary(F=form)
        pdf.save(out := BytesIO())
    client.warm_up()
    client.check(HeldBytes(make_pdf()), Wanted())
    before = client.pid
    prepared = client.begin_prepare(HeldBytes(out.getvalue()), own_key.identity, Wanted(stamp=REQUEST))
    assert b"/AP" in prepared.result(60).tail
    assert client.pid != before, "it was not heavy enough to show anything"
