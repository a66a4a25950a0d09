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
BLOB_BATCH_PATH: Final = "/v1/blobs/batch"
WATCH_PATH: Final = "/v1/changes"
"""A long-poll on several streams at once."""
AT_PATH: Final = "/v1/at"
"""The same on all streams of a device, by :class:`~sync.protocol.positions.Positions`."""
PARTS_PATH: Final = "/v1/push/parts"
REPORT_PATH: Final = "/v1/device/report"
DEVICES_PATH: Final = "/v1/devices"
TURNS_PATH: Final = "/v1/turns"

SNAPSHOTS: Final = "snapshots"
SEGMENTS: Final = "segments"
BLOB_BATCH: Final = "blob_batch"
CONCATENATION: Final = "concatenation"
WATCH: Final = "watch"
PUSH_PARTS: Final = "push_parts"
DIGEST_WALK: Final = "digest_walk"
GROUPS: Final = "groups"
SHORT: Final = "short_1"
"""Questions and answers in few bytes: :data:`AT_PATH`, :data:`PACKED_TYPE` with dictionary 1, :attr:`PushBatch.seen`."""
TURNS: Final = "turns"
"""Turns to sign: :data:`TURNS_PATH`."""
SIGNING_ONLY: Final = "signing_only"
"""Computers that hold what waits for their person's signature and nothing else: :attr:`EnrolRequest.signing_only`."""
FEATURES: Final = (
    SNAPSHOTS, SEGMENTS, BLOB_BATCH, CONCATENATION, WATCH, PUSH_PARTS, DIGEST_WALK, GROUPS, SHORT, TURNS,
    SIGNING_ONLY,
)  # fmt: skip
"""What :attr:`Discovery.features` may name; a client does without what a service does not name."""

MOST_LEAVES: Final = 500
"""Objects below a prefix up to which a :class:`DigestNode` names them."""

JSON_TYPE: Final = "application/json"
PACKED_TYPE: Final = "application/vnd.eset.packed"
"""JSON in the form of :mod:`eset_desktop.packing`."""
PARTS_TYPE: Final = "application/vnd.eset.push-parts+json"
SNAPSHOT_TYPE: Final = "application/zstd"
EPOCH_HEADER: Final = "ESet-Epoch"
SEQ_HEADER: Final = "ESet-Seq"
HEAD_HEADER: Final = "eset-head"
"""On a 204: that the asker is at the head."""
STATE_HEADER: Final = "eset-state"
"""Of an upload: :data:`COMPOSING` or :data:`DONE`."""
TUS_HEADER: Final = "tus-resumable"
OFFSET_HEADER: Final = "upload-offset"
LENGTH_HEADER: Final = "upload-length"
METADATA_HEADER: Final = "upload-metadata"
CONCAT_HEADER: Final = "upload-concat"
EXPIRES_HEADER: Final = "upload-expires"
CHECKSUM_HEADER: Final = "upload-checksum"
COMPOSING: Final = "composing"
"""All bytes of an upload are here, a job puts them together."""
DONE: Final = "done"
PARTIAL: Final = "partial"
"""A stretch of a file, to be put together with others (tus 1.0, concatenation)."""
FINAL_UPLOAD: Final = "final"
"""Put together from partial ones."""

WAIT_QUERY: Final = "wait"
AFTER_QUERY: Final = "after"
AT_QUERY: Final = "at"
LIMIT_QUERY: Final = "limit"
LIMIT_BYTES_QUERY: Final = "limit_bytes"
PREFIX_QUERY: Final = "prefix"
FROM_QUERY: Final = "from"
WITH_QUERY: Final = "with"
DISCOVERY: Final = "discovery"
PROBLEM_TYPE: Final = "application/problem+json"
BATCH_TYPE: Final = "application/vnd.eset.blob-batch"
CHUNK_TYPE: Final = "application/offset+octet-stream"
TUS_VERSION: Final = "1.0.0"


def etag_of(sha256: str) -> str:
    """Return the entity tag of bytes by their hash (RFC 9110 §8.8.3): what lies under a hash never changes."""
    return f'"sha256:{sha256}"'


class Limits(msgspec.Struct, frozen=True, omit_defaults=True):
    """What the service takes and gives in one message, in bytes."""

    push_bytes: int = 4_000_000
    page_bytes: int = 1_000_000
    chunk_bytes: int = 8_388_608
    blob_bytes: int = 2_147_483_648
    batch_bytes: int = 1_000_000
    batched_blob_bytes: int = 32_768
    part_bytes: int = 1_000_000


class Discovery(msgspec.Struct, frozen=True, omit_defaults=True):
    """What a client learns without credentials."""

    service: str
    protocols: tuple[str, ...]
    schema: int
    min_client: int
    server_time: str
    limits: Limits = Limits()
    features: tuple[str, ...] = ()


class EnrolRequest(msgspec.Struct, frozen=True, omit_defaults=True):
    """A one-time enrolment code exchanged for a device's credentials.

    Attributes:
        signing_only: The computer is to hold what waits for the person's signature and nothing else, for as long as it lives.
    """

    code: str
    device_name: str
    client: str
    signing_only: bool = False


class EnrolAnswer(msgspec.Struct, frozen=True, omit_defaults=True):
    """A device's credentials and what it needs before its first sync.

    Attributes:
        token: Bearer token of this person on this device; shown once, the service keeps its hash.
        device_code: Short code inside provisional labels, unique in the body.
        recovery_public_key: The body's X25519 public key, base64; the data key is wrapped for it.
        signing_only: As in :class:`EnrolRequest`; a service that does not know of it says nothing.
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
    signing_only: bool = False


class DeviceAnswer(msgspec.Struct, frozen=True, omit_defaults=True):
    """What the service knows of the asking device; ``max_n`` tells a restored backup from a living one.

    Attributes:
        snapshots: Those of ``streams`` of which there is a snapshot to begin with.
        discovery: What anyone may know, when it was asked for: it saves a client that knows its service a question.
    """

    device: str
    device_code: str
    person: str
    profiles: tuple[str, ...]
    streams: tuple[str, ...]
    max_n: int
    snapshots: tuple[str, ...] = ()
    discovery: Discovery | None = None


class RenewAnswer(msgspec.Struct, frozen=True):
    """New credentials for a device that was restored from a backup."""

    token: str
    device: str
    device_code: str


class Row(msgspec.Struct, frozen=True, omit_defaults=True):
    """An object's latest accepted state and its position in the stream.

    Attributes:
        left: The object went to another stream or out of sight; nothing else is told, and it counts in no digest.
    """

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
    left: bool = False


class Result(msgspec.Struct, frozen=True, omit_defaults=True):
    """The final answer to a mutation, kept for ever.

    Attributes:
        id: The mutation.
        status: ``applied``, ``merged``, ``conflict`` or ``rejected``.
        epoch: The stream's epoch when it was decided.
        seq: The stream position that carries its effect.
        rev: The object's revision after it; 0 when rejected.
        problem: Code of the reason when rejected. Of an applied signature ``signature_request.late``, on a signing-only device:
            the request asked for it no more and has left with what it says.
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
        also: Small pages of other streams that were asked about.
    """

    stream: str
    epoch: str
    start: int = msgspec.field(name="from")
    end: int = msgspec.field(name="to")
    head: int
    rows: tuple[Row, ...] = ()
    results: tuple[Result, ...] = ()
    digest: Digest | None = None
    also: tuple["FeedPage", ...] = ()


class PushBatch(msgspec.Struct, frozen=True, omit_defaults=True):
    """Mutations of one device in its own order.

    Attributes:
        epoch: The life of the body's stream that the device has read; empty when it has read none yet.
        seen: The position in that stream up to which it has read, when it wants to be told at once what follows; else -1.
    """

    schema: int
    mutations: tuple[Mutation, ...]
    epoch: str = ""
    seen: int = -1


class PushAnswer(msgspec.Struct, frozen=True, omit_defaults=True):
    """One result for each mutation, in the batch's order.

    Attributes:
        page: What follows :attr:`PushBatch.seen` up to the head of the body's stream, when that is little.
    """

    results: tuple[Result, ...]
    page: FeedPage | None = None


class SnapshotHeader(msgspec.Struct, frozen=True):
    """The first line of a snapshot: which moment of a stream it is, and how many rows follow, one a line.

    A snapshot is immutable: zstd frames of JSON lines, each frame of about a megabyte and readable by itself, so that
    reading can go on at the beginning of any. It holds the stream's objects, removed ones too, and no results.

    Attributes:
        count: Objects in the digest at ``seq``, removed ones too.
        sum: The digest's sum at ``seq``.
        rows: Lines that follow.
    """

    stream: str
    epoch: str
    seq: int
    count: int
    sum: int
    rows: int


class SnapshotRow(msgspec.Struct, frozen=True, omit_defaults=True):
    """An object in a snapshot: a :class:`Row` without what the header tells or what can be made again.

    Attributes:
        created_by: None when it is the same as ``by``.
        created_at: None when it is the same as ``at``.
        eni: ``eni_id`` stands without its last part, which is made from the id
            (:func:`eset_desktop.domain.identifiers.eni_specific`).
    """

    kind: str
    id: str
    fields: dict[str, Json] = {}
    rev: int = 1
    deleted: bool = False
    by: str = ""
    at: str = ""
    created_by: str | None = None
    created_at: str | None = None
    eni: bool = False


class DigestNode(msgspec.Struct, frozen=True, omit_defaults=True):
    """What a stream holds below a prefix of the SHA-256 (hex) of its objects' ids, at position ``upto``.

    Attributes:
        children: ``[count, sum]`` by the next two hexadecimal digits; only when there are too many objects for ``leaves``.
        leaves: First 64 bits of the content hash by object id.
    """

    epoch: str
    prefix: str
    upto: int
    children: dict[str, tuple[int, int]] = {}
    leaves: dict[str, int] = {}


class ObjectsRequest(msgspec.Struct, frozen=True):
    """Objects of a stream that a client wants as they are now, whatever its cursor."""

    ids: tuple[str, ...]


class ObjectsAnswer(msgspec.Struct, frozen=True):
    """Those of them that the stream holds, as they are at position ``upto``."""

    epoch: str
    upto: int
    rows: tuple[Row, ...]


class PushHead(msgspec.Struct, frozen=True, omit_defaults=True):
    """The first line of a large push; the mutations follow, one a line (:mod:`eset_desktop.domain.mutation_lines`).

    Attributes:
        epoch: As in :class:`PushBatch`.
    """

    schema: int
    epoch: str = ""


class PartsRequest(msgspec.Struct, frozen=True):
    """A large push that was sent before in numbered parts; its results are told by its order, with empty ids.

    Attributes:
        batch: Name that the client gave to the parts (UUID).
        parts: Number of parts, counted from 0.
    """

    batch: str
    parts: int


class UploadRequest(msgspec.Struct, frozen=True):
    """Bytes that an older client wants to send; a stream of its person must hold a version of them."""

    sha256: str
    size: int


class BlobStatus(msgspec.Struct, frozen=True):
    """What became of one content of a batch: ``stored``, ``exists``, ``unreferenced`` or ``damaged``."""

    sha256: str
    status: str


class Problem(msgspec.Struct, frozen=True, omit_defaults=True):
    """An error (RFC 9457); ``code`` is stable, for example ``stream.epoch_changed``."""

    code: str
    title: str
    status: int
    detail: str = ""
    epoch: str = ""
    head: int = 0
    server_time: str = ""
    stream: str = ""
