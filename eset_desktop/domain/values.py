# SPDX-License-Identifier: EUPL-1.2
"""Field values: what may stand in one, when two are the same, and the hash of a whole state.

Client and central service compare and hash with these same functions; a difference between them would be a conflict
that nobody made.
"""

import hashlib
import re
import unicodedata
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final, TypeAlias

import msgspec

if TYPE_CHECKING:
    Json: TypeAlias = bool | int | float | str | list["Json"] | dict[str, "Json"] | None
else:
    Json: TypeAlias = Any  # msgspec decodes values as they are; it knows no recursive types

_SHA256: Final = re.compile(r"[0-9a-f]{64}", re.ASCII)

Fields: TypeAlias = Mapping[str, Json]
"""The fields of an object by name; a field that is absent equals a field that is null."""


def normal(value: Json) -> Json:
    """Return the value as it is compared: texts in NFC, an empty text or list as null."""
    if isinstance(value, str):
        return unicodedata.normalize("NFC", value) or None
    if isinstance(value, list | tuple):
        return [normal(item) for item in value] or None
    if isinstance(value, dict):
        return normal_fields(value) or None
    return value


def normal_fields(fields: Fields) -> dict[str, Json]:
    """Return the fields normalised, without those that are null."""
    pairs = ((name, normal(value)) for name, value in fields.items())
    return {name: value for name, value in pairs if value is not None}


def same(one: Json, other: Json) -> bool:
    """Tell whether two values are the same to a person."""
    first, second = normal(one), normal(other)
    return type(first) is type(second) and first == second


def canonical(value: object) -> bytes:
    """Return the one JSON form of a value: keys sorted, UTF-8, no blanks."""
    return msgspec.json.encode(value, order="deterministic")


def is_sha256(text: str) -> bool:
    """Tell whether a text is a SHA-256 in 64 lower-case hexadecimal digits, as it stands on the wire."""
    return _SHA256.fullmatch(text) is not None


def content_hash(kind: str, object_id: str, fields: Fields, *, deleted: bool) -> bytes:
    """Return the SHA-256 of an object's content; equal content has equal hash on every machine."""
    return hash_of_text(kind, object_id, canonical(normal_fields(fields)), deleted=deleted)


def hash_of_text(kind: str, object_id: str, fields: bytes, *, deleted: bool) -> bytes:
    """Return the content hash of an object whose normalised fields stand in their canonical form already."""
    parts = (canonical(kind), canonical(object_id), fields, b"true" if deleted else b"false")
    return hashlib.sha256(b"[" + b",".join(parts) + b"]").digest()


def digest_part(hash_: bytes) -> int:
    """Return what one object adds to its stream's digest: the first 64 bits of its content hash."""
    return int.from_bytes(hash_[:8], "big")


DIGEST_MODULUS = 1 << 64
"""Digests of streams are sums modulo this."""
