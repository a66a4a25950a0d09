# SPDX-License-Identifier: EUPL-1.2
"""Whether every program reads the same files out of a zip (APPNOTE.TXT of PKWARE, sections 4.3-4.5).

A zip tells its files twice: in a directory at its end and before each of them. Programs that read from the front believe
the one, the others the other, and some look into comments and gaps. So where the two differ, where a name may lead out of
the folder, or where there are bytes that belong to nothing, what is signed and what is shown may be two things.
"""

import re
import stat
import struct
import unicodedata
import zipfile
import zlib
from typing import Any, BinaryIO, Final

_END: Final = struct.Struct("<4s4H2LH")
_LOCAL: Final = struct.Struct("<4s5H3L2H")
_END_SIZES: Final = (_END.size, _END.size + 20 + 56)
"""What may stand between directory and end of file: the end record, with the two of zip64 before it."""
_DESCRIPTOR: Final = 0x08
_ENCRYPTED: Final = 0x01 | 0x40 | 0x2000
_FULL: Final = 0xFFFFFFFF
_ZIP64: Final = 0x0001
_UNICODE_PATH: Final = 0x7075
_EXTRAS: Final = {
    _ZIP64: 28,
    _UNICODE_PATH: 1024,
    0x000A: 32,
    0x5455: 13,
    0x5855: 12,
    0x7855: 4,
    0x7875: 24,
    0xCAFE: 0,
}
"""Sizes, names, times and owners with the most bytes that they need; no others, for a reader may mean something by them."""
_HIDDEN_OR_FOLDER: Final = 0x02 | 0x04 | 0x08 | 0x10
_UNIX: Final = 3
_CHUNK: Final = 1 << 20
_REMARK: Final = re.compile(
    rb"(mimetype=)?[a-z]+/[\w.+-]{1,80}|(?!.*(obj|xref|trailer))(lib ?)?q?digidoc[\w .,;:/=+()-]{0,400}|",
    re.IGNORECASE,
)
"""What programs write into comments: their name, the container's type (EN 319 162-1 §4.3.3.1); never a page of a PDF."""
_OUT: Final = re.compile(r"(^|/)\.{1,2}(/|$)|^/|//|[\\:\x00-\x1f\x7f]")
"""Names that lead elsewhere on some system."""


def reads_alike(stream: BinaryIO, container: zipfile.ZipFile) -> bool:
    """Whether a zip is told once, by sound names, and holds not a byte more than its entries.

    Args:
        stream: The whole file.
        container: The same, opened.

    Raises:
        OSError: It cannot be read.
        struct.error: It ends in the middle of something.
    """
    entries = sorted(container.infolist(), key=lambda each: each.header_offset)
    starts = [each.header_offset for each in entries]
    return (
        bool(entries)
        and starts[0] == 0
        and _names_are_sound([each.orig_filename for each in entries])
        and _ends_with_its_directory(stream, container, len(entries))
        and all(
            _told_alike(stream, entry, end)
            for entry, end in zip(entries, [*starts[1:], container.start_dir], strict=True)
        )
    )


def _names_are_sound(names: list[str]) -> bool:
    """None leads out of the folder, and no two are one file where capitals or accents are written otherwise."""
    shown = {unicodedata.normalize("NFC", name).casefold().rstrip("/. ") for name in names}
    return len(shown) == len(names) and "" not in shown and not any(_OUT.search(name) for name in names)


def _ends_with_its_directory(stream: BinaryIO, container: zipfile.ZipFile, entries: int) -> bool:
    size = stream.seek(0, 2)
    remark = container.comment
    stream.seek(size - _END.size - len(remark))
    signature, disk, first, here, total, length, start, remarked = _read(stream, _END)
    told = _directory_size(container)
    return (
        signature == b"PK\x05\x06"
        and (disk, first, remarked) == (0, 0, len(remark))
        and here == total
        and total in (entries, 0xFFFF)
        and start in (container.start_dir, _FULL)
        and length in (told, _FULL)
        and size - container.start_dir - told - len(remark) in _END_SIZES
        and all(
            _REMARK.fullmatch(each) for each in (remark, *(entry.comment for entry in container.infolist()))
        )
    )


def _directory_size(container: zipfile.ZipFile) -> int:
    return sum(
        46 + len(_raw_name(each)) + len(each.extra) + len(each.comment) for each in container.infolist()
    )


def _raw_name(entry: zipfile.ZipInfo) -> bytes:
    return entry.orig_filename.encode("utf-8" if entry.flag_bits & 0x800 else "cp437")


def _told_alike(stream: BinaryIO, entry: zipfile.ZipInfo, end: int) -> bool:
    """Whether what stands before an entry says what the directory says, and the entry reaches to the next one."""
    stream.seek(entry.header_offset)
    signature, _, flags, method, _, _, crc, packed, size, name_length, extra_length = _read(stream, _LOCAL)
    name, extra = stream.read(name_length), stream.read(extra_length)
    described = bool(flags & _DESCRIPTOR)
    if size == packed == _FULL:
        size, packed = _sizes_of(extra)
    told = (crc, packed, size)
    meant = (entry.CRC, entry.compress_size, entry.file_size)
    start = entry.header_offset + _LOCAL.size + name_length + extra_length
    return (
        signature == b"PK\x03\x04"
        and (flags, method, name) == (entry.flag_bits, entry.compress_type, _raw_name(entry))
        and not flags & _ENCRYPTED
        and (told == meant or (described and not any(told)))
        and _extra_is_sound(extra, name)
        and _extra_is_sound(entry.extra, name)
        and _is_what_its_name_says(entry)
        and _fills(stream, entry, start)
        and _nothing_follows(stream, meant, start + entry.compress_size, end, described=described)
    )


def _is_what_its_name_says(entry: zipfile.ZipInfo) -> bool:
    """A file by its name is a plain file everywhere: no link, nothing hidden; a folder holds nothing."""
    mode = entry.external_attr >> 16 if entry.create_system == _UNIX else 0
    if entry.is_dir():
        return entry.file_size == 0 and stat.S_IFMT(mode) in (0, stat.S_IFDIR)
    return stat.S_IFMT(mode) in (0, stat.S_IFREG) and not entry.external_attr & _HIDDEN_OR_FOLDER


def _sizes_of(extra: bytes) -> tuple[int, int]:
    for kind, value in _fields(extra):
        if kind == _ZIP64 and len(value) >= 16:
            size, packed = struct.unpack_from("<2Q", value)
            return size, packed
    return -1, -1


def _extra_is_sound(extra: bytes, name: bytes) -> bool:
    """Only fields that are known, and no other name among them."""
    fields = _fields(extra)
    return (
        sum(4 + len(value) for _, value in fields) == len(extra)
        and all(len(value) <= _EXTRAS.get(kind, -1) for kind, value in fields)
        and all(value[5:] == name for kind, value in fields if kind == _UNICODE_PATH)
    )


def _fields(extra: bytes) -> list[tuple[int, bytes]]:
    found, place = [], 0
    while place + 4 <= len(extra):
        kind, length = struct.unpack_from("<2H", extra, place)
        found.append((kind, extra[place + 4 : place + 4 + length]))
        place += 4 + length
    return found


def _fills(stream: BinaryIO, entry: zipfile.ZipInfo, start: int) -> bool:
    """Whether the packed bytes are used to the last: who reads from the front goes on where they end."""
    if entry.compress_type == zipfile.ZIP_STORED:
        return entry.compress_size == entry.file_size and not entry.flag_bits & _DESCRIPTOR
    if entry.compress_type != zipfile.ZIP_DEFLATED:
        return False
    stream.seek(start)
    unpacking, left, size = zlib.decompressobj(-zlib.MAX_WBITS), entry.compress_size, 0
    while left and not unpacking.eof:
        piece = stream.read(min(left, _CHUNK))
        if not piece:
            return False
        left -= len(piece)
        while piece and size <= entry.file_size:
            size += len(unpacking.decompress(piece, _CHUNK))
            piece = unpacking.unconsumed_tail
    return unpacking.eof and not left and not unpacking.unused_data and size == entry.file_size


def _nothing_follows(
    stream: BinaryIO, meant: tuple[int, int, int], start: int, end: int, *, described: bool
) -> bool:
    """Whether the next entry begins where this one ends, after its descriptor where it has one."""
    if not described:
        return start == end
    if not 0 <= end - start <= 24:
        return False
    stream.seek(start)
    found = stream.read(end - start).removeprefix(b"PK\x07\x08")
    return found in {struct.pack("<3L", *meant) if max(meant) <= _FULL else b"", struct.pack("<L2Q", *meant)}


def _read(stream: BinaryIO, form: struct.Struct) -> tuple[Any, ...]:
    return form.unpack(stream.read(form.size))
