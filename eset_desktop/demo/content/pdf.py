# SPDX-License-Identifier: EUPL-1.2
"""Real PDF files, written straight: a press per town hall holds all that its documents share.

A demonstration of 75,000 documents must be made in seconds, and the same seed must give the same bytes everywhere: so
no library, no clock, no compression (whose bytes depend on the zlib at hand). ISO 32000-1, standard fonts only.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from eset_desktop.demo.content.layout import escaped, wrapped

_LEFT: Final = 70
_TOP: Final = 705
_BOTTOM: Final = 80
_SIZE: Final = 10.5
_LEADING: Final = 15
_GAP: Final = 7
_WIDTH: Final = int(455 * 1000 / _SIZE)
_TITLE_SIZE: Final = 14
_TITLE_WIDTH: Final = int(
    455 * 1000 / _TITLE_SIZE * 0.92
)  # bold letters are wider than the plain ones measured
_TITLE_BEGINS: Final = b"/L Do\nBT\n/F2 %d Tf\n18 TL\n%d %d Td\n" % (_TITLE_SIZE, _LEFT, _TOP)
_TEXT_AFTER_TITLE: Final = b"/F1 %.1f Tf\n%d TL\n0 -%d Td\n" % (_SIZE, _LEADING, _GAP)
_TEXT_BEGINS: Final = b"/L Do\nBT\n/F1 %.1f Tf\n%d TL\n%d %d Td\n" % (_SIZE, _LEADING, _LEFT, _TOP)
_PARAGRAPH_ENDS: Final = b"0 -%d Td\n" % _GAP
_HEADER: Final = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"


@dataclass(frozen=True)
class Press:
    """Prints the documents of one town hall.

    Attributes:
        name: The body's name, on the letterhead and at the foot of each page.
        address: The letterhead's second line.
        colour: ``#rrggbb`` of the letterhead's band.
    """

    name: str
    address: str
    colour: str

    def print(self, title: str, paragraphs: Sequence[str], closing: str) -> bytes:
        """Return a PDF of as many pages as the paragraphs need.

        Args:
            title: Printed on the first page and kept as the file's title.
            paragraphs: Plain texts.
            closing: Place and date, under the last paragraph.
        """
        pages = self._pages(title, paragraphs, closing)
        static, fixed = self._static(len(pages))
        parts = [static]
        offsets = list(fixed)
        position = len(static)
        info = b"<< /Title <feff%s> /Producer (e-SET Desktop) >>" % title.encode("utf-16-be").hex().encode()
        for number, body in enumerate((info, *(_stream(page) for page in pages)), start=len(offsets) + 1):
            part = b"%d 0 obj\n%s\nendobj\n" % (number, body)
            offsets.append(position)
            position += len(part)
            parts.append(part)
        parts.append(_trailer(offsets, position, info=6 + len(pages), identity=b"".join(parts[1:])))
        return b"".join(parts)

    def _pages(self, title: str, paragraphs: Sequence[str], closing: str) -> list[bytes]:
        """Return the content of each page: letterhead, text, foot."""
        heading = wrapped(title, _TITLE_WIDTH)
        flow = [[_TITLE_BEGINS, *heading, _TEXT_AFTER_TITLE]]
        room = _TOP - _BOTTOM - 18 * len(heading) - _GAP
        for paragraph in (*paragraphs, closing):
            lines = wrapped(paragraph, _WIDTH)
            while room < _LEADING * len(lines):
                fit = max(0, room // _LEADING)
                flow[-1].extend(lines[:fit])
                flow.append([_TEXT_BEGINS])
                lines, room = lines[fit:], _TOP - _BOTTOM
            flow[-1].extend((*lines, _PARAGRAPH_ENDS))
            room -= _LEADING * len(lines) + _GAP
        foot = escaped(f"{self.name} · Pàgina ")
        return [
            b"%sET\nBT\n/F1 8 Tf\n%d 45 Td\n(%s%d de %d) Tj\nET"
            % (b"".join(page), _LEFT, foot, number, len(flow))
            for number, page in enumerate(flow, start=1)
        ]

    @cached_property
    def _statics(self) -> dict[int, tuple[bytes, tuple[int, ...]]]:
        return {}

    def _static(self, count: int) -> tuple[bytes, tuple[int, ...]]:
        """Return what all files of ``count`` pages begin with, and where its objects 1 to 5 + count lie."""
        if count not in self._statics:
            kids = b" ".join(b"%d 0 R" % (6 + page) for page in range(count))
            objects = [
                b"<< /Type /Catalog /Pages 2 0 R /Lang (ca) /ViewerPreferences << /DisplayDocTitle true >> >>",
                b"<< /Type /Pages /Count %d /MediaBox [0 0 595 842] /Kids [%s]"
                b" /Resources << /Font << /F1 3 0 R /F2 4 0 R >> /XObject << /L 5 0 R >> >> >>"
                % (count, kids),
                b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
                b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica-Bold /Encoding /WinAnsiEncoding >>",
                self._letterhead(),
                *(
                    b"<< /Type /Page /Parent 2 0 R /Contents %d 0 R >>" % (7 + count + page)
                    for page in range(count)
                ),
            ]
            static, offsets = _HEADER, []
            for number, body in enumerate(objects, start=1):
                offsets.append(len(static))
                static += b"%d 0 obj\n%s\nendobj\n" % (number, body)
            self._statics[count] = (static, tuple(offsets))
        return self._statics[count]

    def _letterhead(self) -> bytes:
        red, green, blue = (int(self.colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
        drawing = b"%.3f %.3f %.3f rg\n0 800 595 42 re f\n70 742 455 1 re f\n" % (red, green, blue)
        drawing += b"BT\n/F2 13 Tf\n70 762 Td\n(%s) Tj\nET\n" % escaped(self.name)
        drawing += b"0 g\nBT\n/F1 8.5 Tf\n70 749 Td\n(%s) Tj\nET" % escaped(self.address)
        extra = b" /Type /XObject /Subtype /Form /BBox [0 0 595 842] /Resources << /Font << /F1 3 0 R /F2 4 0 R >> >>"
        return _stream(drawing, extra)


def _stream(content: bytes, extra: bytes = b"") -> bytes:
    return b"<<%s /Length %d >>\nstream\n%s\nendstream" % (extra, len(content), content)


def _trailer(offsets: Sequence[int], start: int, *, info: int, identity: bytes) -> bytes:
    """Return the cross-reference table and the trailer; the file's identity is a hash of its content."""
    entries = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    digest = hashlib.sha256(identity).hexdigest()[:32].encode()
    return b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<< /Size %d /Root 1 0 R /Info %d 0 R /ID [<%s><%s>] >>\nstartxref\n%d\n%%%%EOF\n" % (
        len(offsets) + 1, entries, len(offsets) + 1, info, digest, digest, start,
    )  # fmt: skip
