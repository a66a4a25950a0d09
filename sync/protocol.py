# SPDX-License-Identifier: EUPL-1.2
"""The wire form of sync/1; ``docs/protocol.md`` says what each message means.

Bodies are JSON, compressed with zstd where that is smaller. Mutations travel as
:class:`eset_desktop.domain.mutations.Mutation`. Unknown members are ignored, never an error.
"""

from typing import Final

import msgspec

from eset_desktop.domain.mutations import Mutation
from eset_desktop.domain.values import Json

PROTOCOL: Final = "sync/1"
SCHEMA: Final = 1
"""The version of the kinds' schema that this program knows."""

DISCOVERY_PATH: Final = "/.well-known/eset"
ENROL_PATH: Final = "/v1/enrol"
DEVICE_PATH: Final = "/v1/device"
RENEW_PATH: Final = "/v1/device/renew"
STREAMS_PATH: Final = "/v1/streams"
PUSH_PATH: Final = "/v1/push"
UPLOADS_PATH: Final = "/v1/uploads"
BLOBS_PATH: Final = "/v1/blobs"

JSON_TYPE: Final = "application/json"
PROBLEM_TYPE: Final = "application/problem+json"
CHUNK_TYPE: Final = "application/offset+octet-stream"
TUS_VERSION: Final = "1.0.0"


class Limits(msgspec.Struct, frozen=True, omit_defaults=True):
    """What the service takes and gives in one message, in bytes."""

    push_bytes: int = 4_000_000
    page_bytes: int = 1_000_000
    chunk_bytes: int = 8_388_608
    blob_bytes: int = 2_147_483_648


class Discovery(msgspec.Struct, frozen=True, omit_defaults=True):
    """What a client learns without credentials."""

    service: str
    protocols: tuple[str, ...]
    schema: int
    min_client: int
    server_time: str
    limits: Limits = Limits()


class EnrolRequest(msgspec.Struct, frozen=True):
    """A one-time enrolment code exchanged for a device's credentials."""

    code: str
    device_name: str
    client: str


class EnrolAnswer(msgspec.Struct, frozen=True):
    """A device's credentials and what it needs before its first sync.

    Attributes:
        token: Bearer token of this person on this device; shown once, the service keeps its hash.
        device_code: Short code inside provisional labels, unique in the body.
        recovery_public_key: The body's X25519 public key, base64; the data key is wrapped for it.
    """

    token: str
    device: str
    device_code: str
    person: str
    person_name: str
    body: str
    body_name: str
    streams: tuple[str, ...]
    recovery_public_key: str


class DeviceAnswer(msgspec.Struct, frozen=True):
    """What the service knows of the asking device; ``max_n`` tells a restored backup from a living one."""

    device: str
    device_code: str
    person: str
    profiles: tuple[str, ...]
    streams: tuple[str, ...]
    max_n: int


class RenewAnswer(msgspec.Struct, frozen=True):
    """New credentials for a device that was restored from a backup."""

    token: str
    device: str
    device_code: str


class Row(msgspec.Struct, frozen=True, omit_defaults=True):
    """An object's latest accepted state and its position in the stream."""

    seq: int
    kind: str
    id: str
    rev: int
    fields: dict[str, Json] = {}
    deleted: bool = False
    by: str = ""
    at: str = ""
    created_by: str = ""
    created_at: str = ""
    mutation: str = ""


class Result(msgspec.Struct, frozen=True, omit_defaults=True):
    """The final answer to a mutation, kept for ever.

    Attributes:
        id: The mutation.
        status: ``applied``, ``merged``, ``conflict`` or ``rejected``.
        epoch: The stream's epoch when it was decided.
        seq: The stream position that carries its effect.
        rev: The object's revision after it; 0 when rejected.
        problem: Code of the reason when rejected.
        conflicts: Ids of the conflict objects it opened.
    """

    id: str
    status: str
    stream: str
    epoch: str
    seq: int
    rev: int = 0
    problem: str = ""
    conflicts: tuple[str, ...] = ()


class Digest(msgspec.Struct, frozen=True):
    """Count and sum (modulo 2**64) of the content hashes of a stream at ``upto``; removed objects count too."""

    upto: int
    count: int
    sum: int


class FeedPage(msgspec.Struct, frozen=True, omit_defaults=True):
    """A stretch of a stream: the objects whose latest change lies in (start, end], by position.

    Attributes:
        start: Called ``from``.
        end: Called ``to``; the cursor after this page.
        head: The stream's last position.
        results: The asking device's results with positions in (start, end].
        digest: Only when ``end`` is ``head``.
    """

    stream: str
    epoch: str
    start: int = msgspec.field(name="from")
    end: int = msgspec.field(name="to")
    head: int
    rows: tuple[Row, ...] = ()
    results: tuple[Result, ...] = ()
    digest: Digest | None = None


class PushBatch(msgspec.Struct, frozen=True, omit_defaults=True):
    """Mutations of one device in its own order.

    Attributes:
        epoch: The life of the body's stream that the device has read; empty when it has read none yet.
    """

    schema: int
    mutations: tuple[Mutation, ...]
    epoch: str = ""


class PushAnswer(msgspec.Struct, frozen=True):
    """One result for each mutation, in the batch's order."""

    results: tuple[Result, ...]


class UploadRequest(msgspec.Struct, frozen=True):
    """Bytes that a client wants to send; they must belong to a version that the body's stream holds."""

    sha256: str
    size: int


class Problem(msgspec.Struct, frozen=True, omit_defaults=True):
    """An error (RFC 9457); ``code`` is stable, for example ``stream.epoch_changed``."""

    code: str
    title: str
    status: int
    detail: str = ""
    epoch: str = ""
    head: int = 0
    server_time: str = ""


def cursor_text(epoch: str, seq: int) -> str:
    """Return a cursor as it stands in a request: epoch and position."""
    return f"{epoch}:{seq}"


def parse_cursor(text: str) -> tuple[str, int]:
    """Return epoch and position of a cursor; an empty text is the beginning of an unknown epoch.

    Raises:
        ValueError: The text is no cursor.
    """
    if not text:
        return "", 0
    epoch, _, seq = text.rpartition(":")
    number = int(seq)
    if number < 0 or not seq.isdecimal():
        msg = "a cursor's position is a decimal number"
        raise ValueError(msg)
    return epoch, number
