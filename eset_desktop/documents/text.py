# SPDX-License-Identifier: EUPL-1.2
"""The text of a PDF for the search index; drawing process only (PDFium)."""

import pypdfium2 as pdfium

PAGE_BREAK = "\f"


def extract_text(document: pdfium.PdfDocument, limit: int) -> str:
    """Return the text page by page until ``limit`` characters are reached; a page without text gives an empty one."""
    pages: list[str] = []
    left = limit
    for number in range(len(document)):
        text = _page_text(document, number)[:left]
        pages.append(text)
        left -= len(text) + len(PAGE_BREAK)
        if left <= 0:
            break
    return PAGE_BREAK.join(pages)[:limit]


def _page_text(document: pdfium.PdfDocument, number: int) -> str:
    try:
        page = document[number]
        try:
            text_page = page.get_textpage()
            try:
                raw: str = text_page.get_text_bounded()
            finally:
                text_page.close()
        finally:
            page.close()
    except pdfium.PdfiumError:
        return ""  # one unreadable page does not take the others' words away
    readable = raw.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return readable.replace("\r\n", "\n").replace("\0", "")
