"""Alembic runs this for every upgrade; app/store/migrating.py gives it the connection and commits."""

from alembic import context
from sqlalchemy import Connection

from app.store.tables import metadata


def run(connection: Connection) -> None:
    """Run the revisions in the caller's transaction."""
    context.configure(connection=connection, target_metadata=metadata, render_as_batch=True)
    with context.begin_transaction():
        context.run_migrations()


run(context.config.attributes["connection"])
