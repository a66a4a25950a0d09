# SPDX-License-Identifier: EUPL-1.2
"""When each stream was set back to an earlier moment."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the moment; none is known of earlier ones."""
    with op.batch_alter_table("stream") as table:
        table.add_column(sa.Column("set_back_at", sa.String(24), nullable=False, server_default=""))
