# SPDX-License-Identifier: EUPL-1.2
"""Where the bytes of a document are: said in a message instead of sending them. Light to import."""

from typing import Final

import msgspec

CHUNK: Final = 1 << 20
"""Bytes that are read at once: what a document of any size costs in memory."""


class HeldBytes(msgspec.Struct, frozen=True, tag="bytes"):
    """The bytes themselves; for small documents that are in memory anyway."""

    data: bytes


class PlainFile(msgspec.Struct, frozen=True, tag="file"):
    """A file as it lies on the disk."""

    path: str


class SealedFile(msgspec.Struct, frozen=True, tag="sealed"):
    """A content of the encrypted cache.

    Attributes:
        path: Of its encrypted form.
        key: Opens this one file and nothing else (:func:`eset_desktop.blob_stream.file_key`).
        sha256: Of the content, hexadecimal; bound to every chunk of the file.
    """

    path: str
    key: bytes
    sha256: str

    def __repr__(self) -> str:
        return f"SealedFile({self.sha256!r})"


Source = HeldBytes | PlainFile | SealedFile
