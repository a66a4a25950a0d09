# SPDX-License-Identifier: EUPL-1.2
"""Where the bytes of a document are: said in a message instead of sending them. Light to import."""

import os
from pathlib import Path
from typing import Final, Self

import msgspec

CHUNK: Final = 1 << 20
"""Bytes that are read at once: what a document of any size costs in memory."""


class HeldBytes(msgspec.Struct, frozen=True, tag="bytes"):
    """The bytes themselves; for small documents that are in memory anyway."""

    data: bytes


class PlainFile(msgspec.Struct, frozen=True, tag="file"):
    """A file as it lies on the disk.

    Attributes:
        name: Its path in the bytes that the system has for it: on Linux they need not be text in any encoding.
    """

    name: bytes

    @classmethod
    def at(cls, path: Path | str) -> Self:
        """Return the file of a path."""
        return cls(os.fsencode(path))

    @property
    def path(self) -> Path:
        """Where it is."""
        return Path(os.fsdecode(self.name))


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
