# SPDX-License-Identifier: EUPL-1.2
"""Small messages as zstd frames (RFC 8878) with a dictionary that both sides have.

A message of a few hundred bytes has nothing in it that it could be compressed by: names of fields, ids of the shared
catalogue and the forms of identifiers and moments come from the dictionary instead. An answer may also be packed *after*
its question, whose ids and moments it says again.

The dictionary is frozen: another one is another number, another file and another word in ``sync.protocol.FEATURES``. It is
made by ``packaging/wire_dictionary.py``.
"""

from functools import cache
from typing import Final

import resources
from eset_desktop.zstd import zstd

LARGEST: Final = 64 * 1024
"""Bytes of a message that is worth packing so; a larger one is compressed well by itself."""
_NAME: Final = "wire/dictionary-1.zdict"
_OPTIONS: Final[dict[int, int]] = {
    zstd.CompressionParameter.compression_level: 9,
    zstd.CompressionParameter.checksum_flag: True,  # 4 bytes, or a flipped bit becomes another person's act
}
_BEFORE: Final = 8 * 1024
"""Bytes of a question that help its answer; the rest of it is not looked at."""


class NotPackedError(Exception):
    """The bytes are no frame with our dictionary, or only part of one, or hold too much."""


def pack(data: bytes, *, after: bytes = b"") -> bytes:
    """Return data as one frame; ``after`` is the plain question that it answers."""
    # Read once for all messages: reading it for each takes ten times as long as packing a small one, and makes no byte less.
    prepared = _dictionary(after) if after else _shipped().as_digested_dict
    return zstd.compress(data, options=_OPTIONS, zstd_dict=prepared)


def unpack(packed: bytes, *, limit: int = LARGEST, after: bytes = b"") -> bytes:
    """Return what :func:`pack` was given, at most ``limit`` bytes; raises :class:`NotPackedError`."""
    decoder = zstd.ZstdDecompressor(zstd_dict=_dictionary(after))
    try:
        plain = decoder.decompress(packed, limit + 1)
    except (zstd.ZstdError, EOFError) as error:
        raise NotPackedError from error
    if len(plain) > limit or not decoder.eof or decoder.unused_data:
        raise NotPackedError
    return plain


def _dictionary(after: bytes) -> zstd.ZstdDict:
    return zstd.ZstdDict(_shipped().dict_content + after[:_BEFORE]) if after else _shipped()


@cache
def _shipped() -> zstd.ZstdDict:
    return zstd.ZstdDict(resources.data(_NAME))
