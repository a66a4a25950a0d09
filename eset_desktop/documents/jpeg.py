# SPDX-License-Identifier: EUPL-1.2
"""Taking out of a JPEG file what cameras and programs wrote into it (ISO/IEC 10918-1 annex B); pixels stay as they are."""

from typing import Final

_START: Final = b"\xff\xd8"
_SCAN: Final = 0xDA
_LONE: Final = frozenset({0x01, *range(0xD0, 0xD8)})
"""Markers without a length."""
_COLOUR: Final = frozenset({0xE0, 0xE2, 0xEE})
"""Segments that say what the numbers mean: JFIF, colour profile, Adobe's colour transform."""
_SAYING: Final = frozenset(range(0xE0, 0xF0)) - _COLOUR | {0xFE}
"""All other application segments (Exif with place and camera, XMP, IPTC) and comments."""
_PROFILE: Final = b"ICC_PROFILE\0"


def without_comments(jpeg: bytes) -> bytes:
    """Return the file without such segments; one that is not made as it should be is returned as it is."""
    if not jpeg.startswith(_START):
        return jpeg
    kept, at = [_START], len(_START)
    while at + 4 <= len(jpeg) and jpeg[at] == 0xFF:
        marker = jpeg[at + 1]
        if marker == _SCAN:
            return b"".join((*kept, jpeg[at:]))
        length = 0 if marker in _LONE else int.from_bytes(jpeg[at + 2 : at + 4], "big")
        segment = jpeg[at : at + 2 + length]
        if len(segment) != 2 + length or (length < 2 and marker not in _LONE):
            return jpeg
        if not _is_saying(marker, segment):
            kept.append(segment)
        at += len(segment)
    return jpeg


def _is_saying(marker: int, segment: bytes) -> bool:
    if marker == 0xE2:
        return not segment[4:].startswith(_PROFILE)
    return marker in _SAYING
