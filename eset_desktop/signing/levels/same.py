# SPDX-License-Identifier: EUPL-1.2
"""Whether a raised document has the same signatures as the one it was raised from (design §6, law 7).

Pure, on two streams of bytes, and without the library that raised it: every old byte stands where it stood, but for the
gap of a signature, and there ByteRange, digest, signature value and certificate are equal: only unsigned attributes and
certificates may have come (RFC 5652 §5.3, EN 319 122-1 §5.3).
"""

from collections.abc import Iterator
from typing import BinaryIO, Final

from asn1crypto import cms

from eset_desktop.signing.byte_range import LONGEST, ranges_in

_PIECE: Final = 1 << 20
_SIGNER: Final = ("version", "sid", "digest_algorithm", "signed_attrs", "signature_algorithm", "signature")
_DATA: Final = ("version", "digest_algorithms", "encap_content_info")


def same_signatures(before: BinaryIO, after: BinaryIO) -> bool:
    """Tell whether ``after`` is ``before`` with nothing but evidence added."""
    differing = list(_differing(before, after))
    if not _long_enough(before, after):
        return False
    if not differing:
        return True
    gaps = set(_gaps(before))
    touched = set()
    for start, end in differing:
        around = [gap for gap in gaps if gap[0] < start and end < gap[1]]
        if not around:
            return False
        touched.update(around)
    return all(_same_signature(_cut(before, gap), _cut(after, gap)) for gap in touched)


def _long_enough(before: BinaryIO, after: BinaryIO) -> bool:
    return after.seek(0, 2) >= before.seek(0, 2)


def _differing(before: BinaryIO, after: BinaryIO) -> Iterator[tuple[int, int]]:
    """Yield stretches of the old bytes, a piece long at most, outside of which both are the same."""
    before.seek(0)
    after.seek(0)
    at = 0
    while old := before.read(_PIECE):
        new = after.read(len(old))
        if old != new:
            yield _narrowed(old, new, at)
        at += len(old)


def _narrowed(old: bytes, new: bytes, at: int) -> tuple[int, int]:
    differ = [index for index, pair in enumerate(zip(old, new, strict=False)) if pair[0] != pair[1]]
    last = len(old) if len(new) < len(old) else differ[-1] + 1
    return at + (differ[0] if differ else len(new)), at + last


def _gaps(stream: BinaryIO) -> Iterator[tuple[int, int]]:
    """Yield where ``/Contents`` of each signature stands, brackets included; what is none is sorted out by its bytes."""
    stream.seek(0)
    held = b""
    while piece := stream.read(_PIECE):
        held += piece
        for _, (_, start, end, _) in ranges_in(held):
            if start < end:
                yield start, end
        held = held[-LONGEST:]


def _cut(stream: BinaryIO, gap: tuple[int, int]) -> bytes:
    stream.seek(gap[0])
    return stream.read(gap[1] - gap[0])


def _same_signature(old: bytes, new: bytes) -> bool:
    try:
        one, other = _signed(old), _signed(new)
        return (
            _parts(one, _DATA) == _parts(other, _DATA)
            and _certificates(one) <= _certificates(other)
            and [_parts(each, _SIGNER) for each in one["signer_infos"]]
            == [_parts(each, _SIGNER) for each in other["signer_infos"]]
        )
    except (ValueError, TypeError, KeyError):  # asn1crypto on bytes that are something else
        return False


def _signed(gap: bytes) -> cms.SignedData:
    if gap[:1] != b"<" or gap[-1:] != b">":
        raise ValueError
    info = cms.ContentInfo.load(bytes.fromhex(gap[1:-1].decode("ascii")))
    if info["content_type"].native != "signed_data" or len(info["content"]["signer_infos"]) != 1:
        raise ValueError
    return info["content"]


def _parts(value: cms.Sequence, names: tuple[str, ...]) -> list[bytes]:
    return [value[name].dump() for name in names]


def _certificates(data: cms.SignedData) -> frozenset[bytes]:
    return frozenset(each.dump() for each in data["certificates"])
