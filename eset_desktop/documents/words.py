# SPDX-License-Identifier: EUPL-1.2
"""The words of documents that are no PDF: plain text and OpenDocument texts, by their markup taken away."""

import codecs
import html
import io
import re
import zipfile
from typing import Final

PLAIN: Final = "text/plain"
OPEN_DOCUMENT: Final = "application/vnd.oasis.opendocument.text"
READABLE: Final = (PLAIN, OPEN_DOCUMENT)
MOST_MARKUP: Final = 16 * 1024 * 1024
"""Bytes of an OpenDocument's content that are looked at; a packed file may claim any size."""

_TAG: Final = re.compile(r"<[^<>]*>")
_SPACE: Final = re.compile(r"\s+")


def words_of(mime: str, content: bytes, limit: int) -> str:
    """Return the words of a document, at most ``limit`` characters; empty for what can't be read."""
    if mime == PLAIN:
        return _SPACE.sub(" ", _decoded(content[: 4 * limit])).strip()[:limit]
    if mime == OPEN_DOCUMENT:
        return _SPACE.sub(" ", html.unescape(_TAG.sub(" ", _content_of(content)))).strip()[:limit]
    return ""


def _decoded(content: bytes) -> str:
    """Return text in UTF-8, or in what older Windows programs write; a letter that was cut at the end is left out."""
    try:
        return codecs.getincrementaldecoder("utf-8-sig")().decode(content)
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace")


def _content_of(content: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package, package.open("content.xml") as part:
            return part.read(MOST_MARKUP).decode("utf-8", "replace")
    except (zipfile.BadZipFile, KeyError, OSError, RuntimeError, NotImplementedError, EOFError):
        return ""  # damaged, locked or packed in an unknown way: it is found by its title
