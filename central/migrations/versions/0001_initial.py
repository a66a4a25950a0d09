# SPDX-License-Identifier: EUPL-1.2
"""The first schema."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create every table."""
    op.create_table(
        "body",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("dir3", sa.String(length=20), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("recovery_public_key", sa.Text(), nullable=False),
        sa.Column("created_at", sa.String(length=24), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_body")),
        sa.UniqueConstraint("dir3", name=op.f("uq_body_dir3")),
    )
    op.create_table(
        "blob",
        sa.Column("body", sa.String(length=36), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("stored_at", sa.String(length=24), nullable=False),
        sa.ForeignKeyConstraint(["body"], ["body.id"], name=op.f("fk_blob_body")),
        sa.PrimaryKeyConstraint("body", "sha256", name=op.f("pk_blob")),
    )
    op.create_table(
        "book",
        sa.Column("body", sa.String(length=36), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["body"], ["body.id"], name=op.f("fk_book_body")),
        sa.PrimaryKeyConstraint("body", "name", "year", name=op.f("pk_book")),
    )
    op.create_table(
        "mutation",
        sa.Column("body", sa.String(length=36), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("device", sa.String(length=36), nullable=False),
        sa.Column("n", sa.BigInteger(), nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.Column("status", sa.String(length=10), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("rev", sa.Integer(), nullable=False),
        sa.Column("problem", sa.String(length=100), nullable=False),
        sa.Column("conflicts", sa.Text(), nullable=False),
        sa.Column("received_at", sa.String(length=24), nullable=False),
        sa.ForeignKeyConstraint(["body"], ["body.id"], name=op.f("fk_mutation_body")),
        sa.PrimaryKeyConstraint("body", "id", name=op.f("pk_mutation")),
    )
    op.create_index("ix_mutation_device_seq", "mutation", ["device", "seq"], unique=False)
    op.create_table(
        "person",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("body", sa.String(length=36), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("profiles", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["body"], ["body.id"], name=op.f("fk_person_body")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
    )
    op.create_table(
        "stream",
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("body", sa.String(length=36), nullable=True),
        sa.Column("epoch", sa.String(length=32), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("digest_count", sa.BigInteger(), nullable=False),
        sa.Column("digest_sum", sa.String(length=20), nullable=False),
        sa.Column("audit_head", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["body"], ["body.id"], name=op.f("fk_stream_body")),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_stream")),
    )
    op.create_table(
        "audit",
        sa.Column("stream", sa.String(length=64), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("object", sa.String(length=36), nullable=False),
        sa.Column("entry", sa.Text(), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["stream"], ["stream.name"], name=op.f("fk_audit_stream")),
        sa.PrimaryKeyConstraint("stream", "seq", name=op.f("pk_audit")),
    )
    op.create_index("ix_audit_stream_object_seq", "audit", ["stream", "object", "seq"], unique=False)
    op.create_table(
        "device",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("body", sa.String(length=36), nullable=False),
        sa.Column("person", sa.String(length=36), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("code", sa.String(length=10), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("client", sa.Text(), nullable=False),
        sa.Column("max_n", sa.BigInteger(), nullable=False),
        sa.Column("created_at", sa.String(length=24), nullable=False),
        sa.Column("last_contact", sa.String(length=24), nullable=False),
        sa.Column("revoked_at", sa.String(length=24), nullable=True),
        sa.Column("successor", sa.String(length=36), nullable=True),
        sa.ForeignKeyConstraint(["body"], ["body.id"], name=op.f("fk_device_body")),
        sa.ForeignKeyConstraint(["person"], ["person.id"], name=op.f("fk_device_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_device")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_device_token_hash")),
    )
    op.create_index("ix_device_body_code", "device", ["body", "code"], unique=True)
    op.create_table(
        "enrolment",
        sa.Column("code_hash", sa.String(length=64), nullable=False),
        sa.Column("person", sa.String(length=36), nullable=False),
        sa.Column("created_at", sa.String(length=24), nullable=False),
        sa.Column("expires_at", sa.String(length=24), nullable=False),
        sa.Column("used_at", sa.String(length=24), nullable=True),
        sa.ForeignKeyConstraint(["person"], ["person.id"], name=op.f("fk_enrolment_person")),
        sa.PrimaryKeyConstraint("code_hash", name=op.f("pk_enrolment")),
    )
    op.create_table(
        "object",
        sa.Column("stream", sa.String(length=64), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("rev", sa.Integer(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("deleted", sa.Boolean(), nullable=False),
        sa.Column("fields", sa.Text(), nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.Column("parent", sa.String(length=100), nullable=True),
        sa.Column("by", sa.String(length=36), nullable=False),
        sa.Column("at", sa.String(length=24), nullable=False),
        sa.Column("device", sa.String(length=36), nullable=False),
        sa.Column("mutation", sa.String(length=36), nullable=False),
        sa.Column("created_by", sa.String(length=36), nullable=False),
        sa.Column("created_at", sa.String(length=24), nullable=False),
        sa.ForeignKeyConstraint(["stream"], ["stream.name"], name=op.f("fk_object_stream")),
        sa.PrimaryKeyConstraint("stream", "id", name=op.f("pk_object")),
    )
    op.create_index("ix_object_stream_parent", "object", ["stream", "parent"], unique=False)
    op.create_index("ix_object_stream_seq", "object", ["stream", "seq"], unique=True)
    op.create_table(
        "version_bytes",
        sa.Column("stream", sa.String(length=64), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("version", sa.String(length=36), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["stream"], ["stream.name"], name=op.f("fk_version_bytes_stream")),
        sa.PrimaryKeyConstraint("stream", "sha256", "version", name=op.f("pk_version_bytes")),
    )
    op.create_table(
        "upload",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("body", sa.String(length=36), nullable=False),
        sa.Column("device", sa.String(length=36), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("created_at", sa.String(length=24), nullable=False),
        sa.Column("touched_at", sa.String(length=24), nullable=False),
        sa.ForeignKeyConstraint(["body"], ["body.id"], name=op.f("fk_upload_body")),
        sa.ForeignKeyConstraint(["device"], ["device.id"], name=op.f("fk_upload_device")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_upload")),
    )
    op.create_index("ix_upload_device_sha256", "upload", ["device", "sha256"], unique=True)
