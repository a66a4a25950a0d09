# SPDX-License-Identifier: EUPL-1.2
"""Up to where streams were searched for what people signed."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the table, empty: everything is searched once."""
    op.create_table(
        "followed",
        sa.Column("stream", sa.String(64), nullable=False),
        sa.Column("epoch", sa.String(32), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["stream"], ["stream.name"], name="fk_followed_stream"),
        sa.PrimaryKeyConstraint("stream", name="pk_followed"),
    )
