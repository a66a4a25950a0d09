# SPDX-License-Identifier: EUPL-1.2
"""Claims of jobs; where objects stand in the tree of their stream's digest."""

import hashlib

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_AT_ONCE = 1_000


def upgrade() -> None:
    """Add a claim to each job and a key to each object."""
    with op.batch_alter_table("job") as table:
        table.add_column(sa.Column("claim", sa.String(36)))
    # Claimed by a program that could not say so: due again.
    op.execute("UPDATE job SET claimed_until = NULL")
    with op.batch_alter_table("object") as table:
        table.add_column(sa.Column("digest_key", sa.String(16), nullable=False, server_default=""))
    _fill()
    op.create_index("ix_object_stream_digest_key", "object", ["stream", "digest_key"])


def _fill() -> None:
    connection = op.get_bind()
    update = sa.text("UPDATE object SET digest_key = :key WHERE id = :id")
    ids = connection.execute(sa.text("SELECT DISTINCT id FROM object")).scalars().all()
    for start in range(0, len(ids), _AT_ONCE):
        part = ids[start : start + _AT_ONCE]
        connection.execute(
            update, [{"id": each, "key": hashlib.sha256(each.encode()).hexdigest()[:16]} for each in part]
        )
