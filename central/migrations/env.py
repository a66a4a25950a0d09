# SPDX-License-Identifier: EUPL-1.2
"""Alembic's entry: runs the steps inside the transaction that :mod:`central.store.schema` opened."""

from alembic import context

from central.store.tables import metadata

connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=metadata, render_as_batch=True)
with context.begin_transaction():
    context.run_migrations()
