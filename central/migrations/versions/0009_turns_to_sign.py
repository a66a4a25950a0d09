# SPDX-License-Identifier: EUPL-1.2
"""Whose turn it is to sign a document, for a while."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the table, empty: nobody has a turn."""
    op.create_table(
        "turn_to_sign",
        sa.Column("body", sa.String(36), nullable=False),
        sa.Column("document", sa.String(36), nullable=False),
        sa.Column("person", sa.String(36), nullable=False),
        sa.Column("device", sa.String(36), nullable=False),
        sa.Column("since", sa.String(24), nullable=False),
        sa.Column("until", sa.String(24), nullable=False),
        sa.ForeignKeyConstraint(["body"], ["body.id"], name="fk_turn_to_sign_body"),
        sa.PrimaryKeyConstraint("body", "document", name="pk_turn_to_sign"),
    )
