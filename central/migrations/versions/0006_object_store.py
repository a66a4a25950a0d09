# SPDX-License-Identifier: EUPL-1.2
"""Which object store is the database's."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the table; the first process that serves says which store it is."""
    op.create_table(
        "object_store",
        sa.Column("id", sa.String(32), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_object_store"),
    )
