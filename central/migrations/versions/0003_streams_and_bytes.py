# SPDX-License-Identifier: EUPL-1.2
"""Restricted streams, snapshots, uploads in chunks, push parts, device reports."""

import secrets

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_ID, _MOMENT, _STREAM, _NAME = sa.String(36), sa.String(24), sa.String(64), sa.String(120)


def upgrade() -> None:
    """Add what complete sync needs."""
    _grow_tables()
    _add_streams()
    _add_bytes()


def _grow_tables() -> None:
    with op.batch_alter_table("object") as table:
        table.add_column(sa.Column("left", sa.Boolean(), nullable=False, server_default=sa.false()))
        table.create_index("ix_object_id", ["id"])
    with op.batch_alter_table("mutation") as table:
        table.add_column(sa.Column("stream", _STREAM, nullable=False, server_default=""))
        table.drop_index("ix_mutation_device_seq")
        table.create_index("ix_mutation_device_stream_seq", ["device", "stream", "seq"])
    op.execute("UPDATE mutation SET stream = 'body:' || body")
    with op.batch_alter_table("device") as table:
        table.add_column(sa.Column("report", sa.Text(), nullable=False, server_default=""))
        table.add_column(sa.Column("reported_at", _MOMENT, nullable=False, server_default=""))
    # Their bytes lay in files that nothing reads any more; clients begin them again.
    op.execute("DELETE FROM upload")
    with op.batch_alter_table("upload") as table:
        table.add_column(sa.Column("form", sa.String(10), nullable=False, server_default="whole"))
        table.add_column(sa.Column("final_size", sa.BigInteger(), nullable=False, server_default="0"))
        table.add_column(sa.Column("state", sa.String(10), nullable=False, server_default="open"))
        table.add_column(sa.Column("joined", sa.Text(), nullable=False, server_default=""))
        table.drop_index("ix_upload_device_sha256")
        table.create_index("ix_upload_device_sha256", ["device", "sha256"])


def _add_streams() -> None:
    _add_text_streams()
    op.create_table(
        "restricted",
        sa.Column(
            "stream", _STREAM, sa.ForeignKey("stream.name", name="fk_restricted_stream"), nullable=False
        ),
        sa.Column("body", _ID, sa.ForeignKey("body.id", name="fk_restricted_body"), nullable=False),
        sa.Column("scope_kind", sa.String(10), nullable=False),
        sa.Column("scope", _ID, nullable=False),
        sa.Column("lifted", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.PrimaryKeyConstraint("stream", name="pk_restricted"),
    )
    op.create_index("ix_restricted_body_scope", "restricted", ["body", "scope"])
    op.create_table(
        "reader",
        sa.Column(
            "stream", _STREAM, sa.ForeignKey("restricted.stream", name="fk_reader_stream"), nullable=False
        ),
        sa.Column("person", _ID, sa.ForeignKey("person.id", name="fk_reader_person"), nullable=False),
        sa.PrimaryKeyConstraint("stream", "person", name="pk_reader"),
    )
    op.create_table(
        "snapshot",
        sa.Column("stream", _STREAM, sa.ForeignKey("stream.name", name="fk_snapshot_stream"), nullable=False),
        sa.Column("epoch", sa.String(32), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("name", _NAME, nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("created_at", _MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("stream", name="pk_snapshot"),
    )


def _add_text_streams() -> None:
    """Give every body a stream for the texts of its versions."""
    stream = sa.table(
        "stream",
        *map(sa.column, ("name", "body", "epoch", "seq", "digest_count", "digest_sum", "audit_head")),
    )
    bodies = [row[0] for row in op.get_bind().execute(sa.text("SELECT id FROM body"))]
    empty = {"seq": 0, "digest_count": 0, "digest_sum": "0", "audit_head": "0" * 64}
    rows = [
        {"name": f"text:body:{body}", "body": body, "epoch": secrets.token_hex(8), **empty} for body in bodies
    ]
    op.bulk_insert(stream, rows)


def _add_bytes() -> None:
    op.create_table(
        "upload_chunk",
        sa.Column(
            "upload",
            _ID,
            sa.ForeignKey("upload.id", name="fk_upload_chunk_upload", ondelete="CASCADE"),
            nullable=False,
        ),
        sa.Column("start", sa.BigInteger(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("name", _NAME, nullable=False),
        sa.PrimaryKeyConstraint("upload", "start", name="pk_upload_chunk"),
    )
    op.create_table(
        "push_part",
        sa.Column("device", _ID, sa.ForeignKey("device.id", name="fk_push_part_device"), nullable=False),
        sa.Column("batch", _ID, nullable=False),
        sa.Column("part", sa.Integer(), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", _MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("device", "batch", "part", name="pk_push_part"),
    )
