# SPDX-License-Identifier: EUPL-1.2
"""What window and drawing process say to each other (MessagePack, one frame each)."""

import msgspec

from eset_desktop.documents.values import Cleaned, HiddenReport, PdfFacts, RenderedPage
from eset_desktop.workers.messages import Failure


class DescribePdf(msgspec.Struct, frozen=True, tag="describe"):
    """Say what a PDF says of itself."""

    pdf: bytes


class FindHidden(msgspec.Struct, frozen=True, tag="find_hidden"):
    """Say what a PDF carries that nobody sees."""

    pdf: bytes


class CleanPdf(msgspec.Struct, frozen=True, tag="clean"):
    """Take out of a PDF what nobody sees in it."""

    pdf: bytes
    title: str


class LoadDocument(msgspec.Struct, frozen=True, tag="load"):
    """Keep a document under a handle."""

    handle: int
    pdf: bytes


class DropDocument(msgspec.Struct, frozen=True, tag="drop"):
    """Forget a document."""

    handle: int


class CountPages(msgspec.Struct, frozen=True, tag="count"):
    """Say how many pages a loaded document has."""

    handle: int


class RenderPage(msgspec.Struct, frozen=True, tag="render"):
    """Draw a page of a loaded document, ``width`` logical pixels wide."""

    handle: int
    page: int
    width: int
    device_pixel_ratio: float


class ExtractText(msgspec.Struct, frozen=True, tag="text"):
    """Return the text of a loaded document, at most ``limit`` characters."""

    handle: int
    limit: int


class Done(msgspec.Struct, frozen=True, tag="done"):
    """Nothing to say but yes."""


class Described(msgspec.Struct, frozen=True, tag="described"):
    """Answer to :class:`DescribePdf`."""

    facts: PdfFacts


class Counted(msgspec.Struct, frozen=True, tag="counted"):
    """Answer to :class:`CountPages`."""

    pages: int


class Rendered(msgspec.Struct, frozen=True, tag="rendered"):
    """Answer to :class:`RenderPage`."""

    page: RenderedPage


class FoundHidden(msgspec.Struct, frozen=True, tag="found_hidden"):
    """Answer to :class:`FindHidden`."""

    report: HiddenReport


class CleanedPdf(msgspec.Struct, frozen=True, tag="cleaned"):
    """Answer to :class:`CleanPdf`."""

    cleaned: Cleaned


class Extracted(msgspec.Struct, frozen=True, tag="extracted"):
    """Answer to :class:`ExtractText`."""

    text: str


Request = (
    DescribePdf | FindHidden | CleanPdf | LoadDocument | DropDocument | CountPages | RenderPage | ExtractText
)
AboutDocument = CountPages | RenderPage | ExtractText
Answer = Done | Described | FoundHidden | CleanedPdf | Counted | Rendered | Extracted | Failure
