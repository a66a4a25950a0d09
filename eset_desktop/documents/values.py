# SPDX-License-Identifier: EUPL-1.2
"""What is known of a PDF, and a page as pixels: plain values, light to import."""

import msgspec


class PdfFacts(msgspec.Struct, frozen=True):
    """What a PDF says of itself.

    Attributes:
        pages: How many; at least one.
        title: The title in its metadata, trimmed; empty when there is none.
        restricted: It opens without a password but is encrypted: it can be kept and shown, not signed.
        repaired: Its inside is faulty and was put right for reading; it can be kept and shown, not signed.
        signed: It holds at least one signature field with a value.
    """

    pages: int
    title: str
    restricted: bool
    repaired: bool
    signed: bool


class RenderedPage(msgspec.Struct, frozen=True):
    """A page as pixels: 4 bytes each in the order blue, green, red, unused (Qt's ``Format_RGB32`` in memory).

    Attributes:
        pixels: ``stride * height`` bytes.
        width: Physical pixels.
        height: Physical pixels.
        stride: Bytes in a row.
        device_pixel_ratio: Physical pixels for each logical one, as asked.
    """

    pixels: bytes
    width: int
    height: int
    stride: int
    device_pixel_ratio: float


class Hidden(msgspec.Struct, frozen=True):
    """Something of one kind that a document carries.

    Attributes:
        kind: ``author``, ``title``, ``subject``, ``keywords``, ``program``, ``dates``, ``custom``, ``xmp``, ``private``,
            ``thumbnails``, ``revisions``, ``photographs``, ``scripts``, ``annotations``; of what stays: ``comments``,
            ``attachments``, ``layers``, ``fields``.
        count: How many.
        examples: A few of them as the document has them; personal data, to be shown and never logged.
    """

    kind: str
    count: int
    examples: tuple[str, ...]


class HiddenReport(msgspec.Struct, frozen=True):
    """What cleaning a document takes out, and what can be seen in it and stays."""

    removed: tuple[Hidden, ...]
    staying: tuple[Hidden, ...]


class Cleaned(msgspec.Struct, frozen=True):
    """A cleaned document and what was taken out of it."""

    pdf: bytes
    report: HiddenReport
