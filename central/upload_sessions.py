# SPDX-License-Identifier: EUPL-1.2
"""Uploads as clients see them: what is wished, and where one stands."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from central.errors.requests import RequestMalformed, RequestTooLarge
from central.recipes import MOST_BYTES
from central.upload_rows import OPEN, PLAIN, SEGMENTS, Upload
from eset_desktop.clock import parse_iso
from sync.protocol import PARTIAL, Limits

KEPT_DAYS: Final = 30


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a client wants to send.

    Attributes:
        sha256: Of the version whose bytes these are, or a part of.
        size: Bytes of the version.
        length: Bytes that are sent: of a stretch or a recipe fewer.
        form: One of :mod:`central.upload_rows`.
    """

    sha256: str
    size: int
    length: int
    form: str = PLAIN


@dataclass(frozen=True, slots=True)
class Session:
    """An upload as its client sees it.

    Attributes:
        id: Part of its address; empty when the body holds the bytes already.
        position: Bytes that are here for certain.
        size: Bytes to be sent.
        state: ``open``, ``composing`` or ``done``: the bytes are verified and the body's.
        joined: Ids of the uploads it is made of.
        expires: When it is dropped unless touched, None when that is no matter.
    """

    id: str
    position: int
    size: int
    form: str = PLAIN
    state: str = OPEN
    joined: tuple[str, ...] = ()
    expires: datetime | None = None

    @property
    def complete(self) -> bool:
        """Tell whether all bytes are here."""
        return self.position == self.size


def session_of(upload: Upload) -> Session:
    """Return where an upload stands."""
    return Session(
        upload.id,
        upload.position,
        upload.size,
        upload.form,
        upload.state,
        upload.joined,
        parse_iso(upload.touched_at) + timedelta(days=KEPT_DAYS) if upload.state == OPEN else None,
    )


def check(wanted: Wanted) -> None:
    """See that a wish keeps the bounds.

    Raises:
        RequestTooLarge: More bytes than the service takes.
        RequestMalformed: The lengths contradict each other.
    """
    if max(wanted.size, wanted.length) > Limits().blob_bytes:
        raise RequestTooLarge(size=max(wanted.size, wanted.length))
    if wanted.form == SEGMENTS and wanted.length > MOST_BYTES:
        raise RequestTooLarge(size=wanted.length)
    if wanted.form == PARTIAL and not 0 < wanted.length <= wanted.size:
        raise RequestMalformed(reason="length of a part")
