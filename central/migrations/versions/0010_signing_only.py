# SPDX-License-Identifier: EUPL-1.2
"""Computers that hold only what waits for their person's signature."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column; no computer is one yet."""
    op.add_column(
        "device", sa.Column("signing_only", sa.Boolean(), nullable=False, server_default=sa.false())
    )
