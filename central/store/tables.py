# SPDX-License-Identifier: EUPL-1.2
"""The tables. Moments are ISO 8601 text in UTC, JSON is text: the same on SQLite and PostgreSQL."""

from typing import Final

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    false,
)

metadata: Final = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
    }
)

_Id = String(36)
_Moment = String(24)
_Sha = String(64)
_StreamName = String(64)

body: Final = Table(
    "body",
    metadata,
    Column("id", _Id, primary_key=True),
    Column("dir3", String(20), nullable=False, unique=True),
    Column("name", Text, nullable=False),
    Column("recovery_public_key", Text, nullable=False),
    Column("created_at", _Moment, nullable=False),
)
"""Town halls, the tenants. What people see of one is its ``body`` object."""

stream: Final = Table(
    "stream",
    metadata,
    Column("name", _StreamName, primary_key=True),
    Column("body", ForeignKey("body.id")),
    Column("epoch", String(32), nullable=False),
    Column("seq", BigInteger, nullable=False),
    Column("digest_count", BigInteger, nullable=False),
    Column("digest_sum", String(20), nullable=False),
    Column("audit_head", _Sha, nullable=False),
    Column("set_back_at", _Moment, nullable=False, server_default=""),
)
"""Counter, digest and audit head; the row every writer locks last (``docs/protocol.md``, order).

``set_back_at``: when it was last set back to an earlier moment, or empty.
"""

objects: Final = Table(
    "object",
    metadata,
    Column("stream", ForeignKey("stream.name"), primary_key=True),
    Column("id", _Id, primary_key=True),
    Column("kind", String(40), nullable=False),
    Column("rev", Integer, nullable=False),
    Column("seq", BigInteger, nullable=False),
    Column("deleted", Boolean, nullable=False),
    Column("left", Boolean, nullable=False, server_default=false()),
    Column("fields", Text, nullable=False),
    Column("hash", LargeBinary, nullable=False),
    Column("parent", String(100)),
    Column("by", _Id, nullable=False),
    Column("at", _Moment, nullable=False),
    Column("device", _Id, nullable=False),
    Column("mutation", _Id, nullable=False),
    Column("created_by", _Id, nullable=False),
    Column("created_at", _Moment, nullable=False),
    Column("digest_key", String(16), nullable=False, server_default=""),
    Index("ix_object_stream_seq", "stream", "seq", unique=True),
    Index("ix_object_stream_parent", "stream", "parent"),
    Index("ix_object_id", "id"),
    Index("ix_object_stream_digest_key", "stream", "digest_key"),
)
"""Each object at its latest accepted state; removed ones stay. One that ``left`` is an empty mark in the stream it left.

``digest_key``: how the SHA-256 of its id begins, by which :mod:`central.digests` finds what lies below a prefix.
"""

mutation: Final = Table(
    "mutation",
    metadata,
    Column("body", ForeignKey("body.id"), primary_key=True),
    Column("id", _Id, primary_key=True),
    Column("device", _Id, nullable=False),
    Column("n", BigInteger, nullable=False),
    Column("hash", LargeBinary, nullable=False),
    Column("status", String(10), nullable=False),
    Column("stream", _StreamName, nullable=False, server_default=""),
    Column("seq", BigInteger, nullable=False),
    Column("rev", Integer, nullable=False),
    Column("problem", String(100), nullable=False),
    Column("conflicts", Text, nullable=False),
    Column("received_at", _Moment, nullable=False),
    Index("ix_mutation_device_stream_seq", "device", "stream", "seq"),
)
"""Final results, kept for ever: a repeat is answered from here."""

audit: Final = Table(
    "audit",
    metadata,
    Column("stream", ForeignKey("stream.name"), primary_key=True),
    Column("seq", BigInteger, primary_key=True),
    Column("object", _Id, nullable=False),
    Column("entry", Text, nullable=False),
    Column("hash", _Sha, nullable=False),
    Index("ix_audit_stream_object_seq", "stream", "object", "seq"),
)
"""Append-only: one entry per change, its hash chained to the one before."""

book: Final = Table(
    "book",
    metadata,
    Column("body", ForeignKey("body.id"), primary_key=True),
    Column("name", String(40), primary_key=True),
    Column("year", Integer, primary_key=True),
    Column("last", Integer, nullable=False),
)
"""Gap-free counters: dossiers a year, and the devices of a body (year 0)."""

person: Final = Table(
    "person",
    metadata,
    Column("id", _Id, primary_key=True),
    Column("body", ForeignKey("body.id"), nullable=False),
    Column("name", Text, nullable=False),
    Column("profiles", Text, nullable=False),
)

device: Final = Table(
    "device",
    metadata,
    Column("id", _Id, primary_key=True),
    Column("body", ForeignKey("body.id"), nullable=False),
    Column("person", ForeignKey("person.id"), nullable=False),
    Column("token_hash", _Sha, nullable=False, unique=True),
    Column("code", String(10), nullable=False),
    Column("name", Text, nullable=False),
    Column("client", Text, nullable=False),
    Column("max_n", BigInteger, nullable=False),
    Column("created_at", _Moment, nullable=False),
    Column("last_contact", _Moment, nullable=False),
    Column("revoked_at", _Moment),
    Column("successor", _Id),
    Column("report", Text, nullable=False, server_default=""),
    Column("reported_at", _Moment, nullable=False, server_default=""),
    Column("signing_only", Boolean, nullable=False, server_default=false()),
    Index("ix_device_body_code", "body", "code", unique=True),
)
"""A person on a computer. ``last_contact`` is empty until it is first used; ``report`` is what it last told of itself.

``signing_only``: it reads what waits for its person's signature and nothing else (:mod:`central.mirrors`).
"""

enrolment: Final = Table(
    "enrolment",
    metadata,
    Column("code_hash", _Sha, primary_key=True),
    Column("person", ForeignKey("person.id"), nullable=False),
    Column("created_at", _Moment, nullable=False),
    Column("expires_at", _Moment, nullable=False),
    Column("used_at", _Moment),
)

upload: Final = Table(
    "upload",
    metadata,
    Column("id", _Id, primary_key=True),
    Column("body", ForeignKey("body.id"), nullable=False),
    Column("device", ForeignKey("device.id"), nullable=False),
    Column("sha256", _Sha, nullable=False),
    Column("size", BigInteger, nullable=False),
    Column("position", BigInteger, nullable=False),
    Column("created_at", _Moment, nullable=False),
    Column("touched_at", _Moment, nullable=False),
    Column("form", String(10), nullable=False, server_default="whole"),
    Column("final_size", BigInteger, nullable=False, server_default="0"),
    Column("state", String(10), nullable=False, server_default="open"),
    Column("joined", Text, nullable=False, server_default=""),
    Index("ix_upload_device_sha256", "device", "sha256"),
)
"""Unfinished uploads; ``position`` bytes are stored for certain, as chunks.

``form``: whole, partial (a stretch of a file, to be concatenated), final (``joined`` names its partial ones) or segments
(a recipe for a version of ``final_size`` bytes). ``state``: open, composing or failed.
"""

upload_chunk: Final = Table(
    "upload_chunk",
    metadata,
    Column("upload", ForeignKey("upload.id", ondelete="CASCADE"), primary_key=True),
    Column("start", BigInteger, primary_key=True),
    Column("size", BigInteger, nullable=False),
    Column("name", String(120), nullable=False),
)
"""The objects in the store that hold an upload's bytes, in order and without gaps."""

restricted: Final = Table(
    "restricted",
    metadata,
    Column("stream", ForeignKey("stream.name"), primary_key=True),
    Column("body", ForeignKey("body.id"), nullable=False),
    Column("scope_kind", String(10), nullable=False),
    Column("scope", _Id, nullable=False),
    Column("lifted", Boolean, nullable=False, server_default=false()),
    Index("ix_restricted_body_scope", "body", "scope"),
)
"""Streams of their own, for the content of a class or dossier; made from ``restriction`` objects."""

reader: Final = Table(
    "reader",
    metadata,
    Column("stream", ForeignKey("restricted.stream"), primary_key=True),
    Column("person", ForeignKey("person.id"), primary_key=True),
)
"""Who may read a restricted stream besides the secretary; made from ``grant`` objects."""

snapshot: Final = Table(
    "snapshot",
    metadata,
    Column("stream", ForeignKey("stream.name"), primary_key=True),
    Column("epoch", String(32), nullable=False),
    Column("seq", BigInteger, nullable=False),
    Column("name", String(120), nullable=False),
    Column("size", BigInteger, nullable=False),
    Column("sha256", _Sha, nullable=False),
    Column("created_at", _Moment, nullable=False),
)
"""The latest snapshot of each stream: an immutable object in the store."""

former_snapshot: Final = Table(
    "former_snapshot",
    metadata,
    Column("name", String(120), primary_key=True),
    Column("stream", ForeignKey("stream.name"), nullable=False),
    Column("epoch", String(32), nullable=False),
    Column("seq", BigInteger, nullable=False),
    Column("size", BigInteger, nullable=False),
    Column("sha256", _Sha, nullable=False),
    Column("replaced_at", _Moment, nullable=False),
    Index("ix_former_snapshot_stream", "stream"),
)
"""Earlier snapshots, for whoever is reading one: kept for a while after their successor came."""

push_part: Final = Table(
    "push_part",
    metadata,
    Column("device", ForeignKey("device.id"), primary_key=True),
    Column("batch", _Id, primary_key=True),
    Column("part", Integer, primary_key=True),
    Column("data", LargeBinary, nullable=False),
    Column("created_at", _Moment, nullable=False),
)
"""Parts of each device's last large push, kept for a day in case its answer was lost."""

blob: Final = Table(
    "blob",
    metadata,
    Column("body", ForeignKey("body.id"), primary_key=True),
    Column("sha256", _Sha, primary_key=True),
    Column("size", BigInteger, nullable=False),
    Column("stored_at", _Moment, nullable=False),
)
"""Verified bytes that a body holds; the bytes themselves are shared between bodies by their hash."""

object_store: Final = Table(
    "object_store",
    metadata,
    Column("id", String(32), primary_key=True),
)
"""The object store whose bytes the other tables speak of, in one row; see :mod:`central.objects_identity`."""

version_bytes: Final = Table(
    "version_bytes",
    metadata,
    Column("stream", ForeignKey("stream.name"), primary_key=True),
    Column("sha256", _Sha, primary_key=True),
    Column("version", _Id, primary_key=True),
    Column("size", BigInteger, nullable=False),
)
"""Which versions refer to which bytes."""

followed: Final = Table(
    "followed",
    metadata,
    Column("stream", ForeignKey("stream.name"), primary_key=True),
    Column("epoch", String(32), nullable=False),
    Column("seq", BigInteger, nullable=False),
)
"""Up to where each stream was searched for what people signed; see :mod:`central.augmenting.following`."""

turn_to_sign: Final = Table(
    "turn_to_sign",
    metadata,
    Column("body", ForeignKey("body.id"), primary_key=True),
    Column("document", _Id, primary_key=True),
    Column("person", _Id, nullable=False),
    Column("device", _Id, nullable=False),
    Column("since", _Moment, nullable=False),
    Column("until", _Moment, nullable=False),
)
"""Whose turn it is to sign a document, until when (a lease); see :mod:`central.turns_to_sign`."""

job: Final = Table(
    "job",
    metadata,
    Column("id", _Id, primary_key=True),
    Column("kind", String(40), nullable=False),
    Column("key", String(120), nullable=False),
    Column("payload", Text, nullable=False),
    Column("not_before", _Moment, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("claimed_until", _Moment),
    Column("claim", _Id),
    Column("problem", Text, nullable=False),
    Column("created_at", _Moment, nullable=False),
    Index("ix_job_not_before", "not_before"),
    UniqueConstraint("kind", "key"),
)
"""Work that waits for a serving process; done work is removed.

``claim`` is who does it, ``claimed_until`` how long that holds if it is not renewed: see :mod:`central.jobs`.
"""
