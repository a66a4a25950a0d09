# SPDX-License-Identifier: EUPL-1.2
"""tus 1.0 in headers (their names in lower case): what a request says and what an answer must say (tus.io/protocols/resumable-upload, version 1.0.0).

Extensions: creation, creation-with-upload, expiration, checksum, termination, concatenation.
"""

import base64
import binascii
import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from email.utils import format_datetime
from typing import Final
from urllib.parse import urlsplit

from central.errors.requests import MediaTypeRefused, RequestMalformed
from central.errors.uploads import TusVersionRefused, UploadParts
from central.upload_rows import OPEN, SEGMENTS, WHOLE
from central.upload_sessions import Session, Wanted
from eset_desktop.domain.values import is_sha256
from sync.protocol import (
    CHECKSUM_HEADER,
    CHUNK_TYPE,
    CONCAT_HEADER,
    EXPIRES_HEADER,
    FINAL_UPLOAD,
    LENGTH_HEADER,
    METADATA_HEADER,
    OFFSET_HEADER,
    PARTIAL,
    STATE_HEADER,
    TUS_HEADER,
    TUS_VERSION,
    UPLOADS_PATH,
    Limits,
)

EXTENSIONS: Final = "creation,creation-with-upload,expiration,checksum,termination,concatenation"
ALGORITHMS: Final = {"sha256": 32, "sha1": 20}
"""Bytes of each digest. The standard asks for SHA-1; it guards against a bad line only, the whole file's SHA-256 decides."""
_NUMBER: Final = re.compile(r"[0-9]{1,18}", re.ASCII)
_ID: Final = re.compile(r"[0-9a-f-]{36}", re.ASCII)
_DIGEST_BYTES: Final = 32
_MOST_METADATA: Final = 4_096
_FORMS: Final = {WHOLE, SEGMENTS}


@dataclass(frozen=True, slots=True)
class Creation:
    """What a ``POST`` asks for: an upload of its own, or one made of ``parts``."""

    wanted: Wanted | None = None
    resume: bool = False
    parts: tuple[str, ...] = ()


def check_version(headers: Mapping[str, str]) -> None:
    """See that the client speaks our version; one that says nothing is one of ours and saves the bytes.

    Raises:
        TusVersionRefused: It speaks another.
    """
    if headers.get(TUS_HEADER, TUS_VERSION) != TUS_VERSION:
        raise TusVersionRefused


def number(headers: Mapping[str, str], name: str) -> int:
    """Return a whole number of a header.

    Raises:
        RequestMalformed: There is none.
    """
    text = headers.get(name, "")
    if not _NUMBER.fullmatch(text):
        raise RequestMalformed(reason=name)
    return int(text)


def has_bytes(headers: Mapping[str, str]) -> bool:
    """Tell whether a request's body is bytes of an upload."""
    return headers.get("content-type", "").partition(";")[0].strip() == CHUNK_TYPE


def check_bytes(headers: Mapping[str, str]) -> None:
    """See that a request's body is bytes of an upload.

    Raises:
        MediaTypeRefused: It is something else.
    """
    if not has_bytes(headers):
        raise MediaTypeRefused


@dataclass(frozen=True, slots=True)
class Checksum:
    """What a request says its body's digest is."""

    algorithm: str
    digest: bytes

    def of(self, data: bytes | bytearray) -> bool:
        """Tell whether it is the digest of these bytes."""
        return hashlib.new(self.algorithm, data, usedforsecurity=False).digest() == self.digest


def checksum(headers: Mapping[str, str]) -> Checksum | None:
    """Return the checksum of a request, None when it has none.

    Raises:
        RequestMalformed: It uses another algorithm than ours, or the value is none.
    """
    text = headers.get(CHECKSUM_HEADER)
    if text is None:
        return None
    algorithm, _, value = text.partition(" ")
    digest = _decoded(value)
    if ALGORITHMS.get(algorithm) != len(digest):
        raise RequestMalformed(reason=CHECKSUM_HEADER)
    return Checksum(algorithm, digest)


def creation(headers: Mapping[str, str]) -> Creation:
    """Return what a ``POST`` by the standard asks for.

    Metadata: ``sha256`` of the version (hexadecimal, or its 32 bytes); ``size`` of the version where other than the upload's
    length; ``form`` ``segments`` for a recipe; ``resume`` without a value when an unfinished upload of the same bytes by
    this device is to go on.

    Raises:
        RequestMalformed: Headers are missing or contradict each other.
        UploadParts: A part's address is none of ours.
    """
    concat = headers.get(CONCAT_HEADER, "")
    if concat.startswith(f"{FINAL_UPLOAD};"):
        return Creation(parts=tuple(_part(each) for each in concat.removeprefix(f"{FINAL_UPLOAD};").split()))
    if concat not in {"", PARTIAL}:
        raise RequestMalformed(reason=CONCAT_HEADER)
    metadata = _metadata(headers.get(METADATA_HEADER, ""))
    length = number(headers, LENGTH_HEADER)
    form = metadata.get("form", WHOLE.encode()).decode("ascii", "replace")
    if form not in _FORMS or (concat and form != WHOLE):
        raise RequestMalformed(reason="form")
    wanted = Wanted(_hash(metadata.get("sha256", b"")), _size(metadata, length), length, concat or form)
    if wanted.form == WHOLE and wanted.size != length:
        raise RequestMalformed(reason="size")
    return Creation(wanted, "resume" in metadata)


def told(session: Session) -> dict[str, str]:
    """Return the headers that say where an upload stands."""
    headers = {
        TUS_HEADER: TUS_VERSION,
        OFFSET_HEADER: str(session.position),
        LENGTH_HEADER: str(session.size),
        "Cache-Control": "no-store",
    }
    if session.form == PARTIAL:
        headers[CONCAT_HEADER] = PARTIAL
    if session.joined:
        parts = " ".join(f"{UPLOADS_PATH}/{each}" for each in session.joined)
        headers[CONCAT_HEADER] = f"{FINAL_UPLOAD};{parts}"
    if session.expires is not None:
        headers[EXPIRES_HEADER] = format_datetime(session.expires, usegmt=True)
    if session.state != OPEN:
        headers[STATE_HEADER] = session.state
    return headers


def capabilities() -> dict[str, str]:
    """Return the headers that say what the service can do (core protocol, OPTIONS)."""
    return {
        TUS_HEADER: TUS_VERSION,
        "Tus-Version": TUS_VERSION,
        "Tus-Extension": EXTENSIONS,
        "Tus-Max-Size": str(Limits().blob_bytes),
        "Tus-Checksum-Algorithm": ",".join(ALGORITHMS),
    }


def _metadata(text: str) -> dict[str, bytes]:
    if len(text) > _MOST_METADATA:
        raise RequestMalformed(reason=METADATA_HEADER)
    found = {}
    for pair in text.split(","):
        name, _, value = pair.strip().partition(" ")
        if name in found:
            raise RequestMalformed(reason=METADATA_HEADER)
        found[name] = _decoded(value)
    return found


def _decoded(text: str) -> bytes:
    try:
        return base64.b64decode(text.strip(), validate=True)
    except (binascii.Error, ValueError) as error:
        raise RequestMalformed(reason="base64") from error


def _hash(value: bytes) -> str:
    text = value.hex() if len(value) == _DIGEST_BYTES else value.decode("ascii", "replace")
    if not is_sha256(text):
        raise RequestMalformed(reason="sha256")
    return text


def _size(metadata: dict[str, bytes], length: int) -> int:
    text = metadata.get("size", str(length).encode()).decode("ascii", "replace")
    if not _NUMBER.fullmatch(text):
        raise RequestMalformed(reason="size")
    return int(text)


def _part(address: str) -> str:
    """Return the id of an upload by its address, which may be relative or not."""
    folder, _, name = urlsplit(address).path.rpartition("/")
    if folder != UPLOADS_PATH or not _ID.fullmatch(name):
        raise UploadParts
    return name
