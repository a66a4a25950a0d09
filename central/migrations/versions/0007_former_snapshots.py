# SPDX-License-Identifier: EUPL-1.2
"""Snapshots that have a successor and may still be read."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the table, empty: what was replaced before goes by its age."""
    op.create_table(
        "former_snapshot",
        sa.Column("name", sa.String(120), nullable=False),
        sa.Column("stream", sa.String(64), nullable=False),
        sa.Column("epoch", sa.String(32), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("replaced_at", sa.String(24), nullable=False),
        sa.ForeignKeyConstraint(["stream"], ["stream.name"], name="fk_former_snapshot_stream"),
        sa.PrimaryKeyConstraint("name", name="pk_former_snapshot"),
    )
    op.create_index("ix_former_snapshot_stream", "former_snapshot", ["stream"])
