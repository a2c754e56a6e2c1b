"""First tables

Frozen: a revision never imports the application's tables, which go on changing.
"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    _packs_and_sessions()
    _capabilities()
    _log()
    _ballot_boxes()
    _deletions()


def downgrade() -> None:
    raise NotImplementedError("restore a backup instead: going back would lose what the new version wrote")


def _session_key(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(["session"], ["sessions.code"], name=f"fk_{table}_sessions", ondelete="CASCADE")


def _packs_and_sessions() -> None:
    op.create_table(
        "packs",
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("sha256", name="pk_packs"),
    )
    op.create_table(
        "sessions",
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("pack_id", sa.String(), nullable=False),
        sa.Column("pack_version", sa.String(), nullable=False),
        sa.Column("pack_sha256", sa.String(), nullable=False),
        sa.Column("owner", sa.String(), nullable=False),
        sa.Column("settings", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("delete_on", sa.BigInteger(), nullable=False),
        sa.Column("closed_at", sa.BigInteger(), nullable=True),
        sa.Column("rehearsal", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("code", name="pk_sessions"),
        sa.ForeignKeyConstraint(["pack_sha256"], ["packs.sha256"], name="fk_sessions_packs"),
    )
    op.create_index("ix_sessions_pack_sha256", "sessions", ["pack_sha256"])
    op.create_index("ix_sessions_owner", "sessions", ["owner"])


def _capabilities() -> None:
    op.create_table(
        "tokens",
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("session", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("seat", sa.String(), nullable=True),
        sa.Column("owner", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("sha256", name="pk_tokens"),
        _session_key("tokens"),
    )
    op.create_index("ix_tokens_session_seat", "tokens", ["session", "seat"])
    op.create_table(
        "links",
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("session", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("seat", sa.String(), nullable=True),
        sa.Column("owner", sa.String(), nullable=True),
        sa.Column("expires_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("sha256", name="pk_links"),
        _session_key("links"),
    )
    op.create_index("ix_links_session_seat", "links", ["session", "seat"])


def _log() -> None:
    op.create_table(
        "events",
        sa.Column("session", sa.String(), nullable=False),
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("type", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("session", "seq", name="pk_events"),
        _session_key("events"),
    )
    # without rowid: rows lie in the order of their key, so the file does not tell in which order they came
    op.create_table(
        "commands",
        sa.Column("session", sa.String(), nullable=False),
        sa.Column("seat", sa.String(), nullable=False),
        sa.Column("command_id", sa.String(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(), nullable=True),
        sa.Column("field", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("session", "seat", "command_id", name="pk_commands"),
        _session_key("commands"),
        sqlite_with_rowid=False,
    )


def _ballot_boxes() -> None:
    op.create_table(
        "boxes",
        sa.Column("session", sa.String(), nullable=False),
        sa.Column("box", sa.String(), nullable=False),
        sa.Column("secret", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("session", "box", name="pk_boxes"),
        _session_key("boxes"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "ballots",
        sa.Column("session", sa.String(), nullable=False),
        sa.Column("box", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("answer", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("session", "box", "key", name="pk_ballots"),
        sa.ForeignKeyConstraint(
            ["session", "box"], ["boxes.session", "boxes.box"], name="fk_ballots_boxes", ondelete="CASCADE"
        ),
        sqlite_with_rowid=False,
    )


def _deletions() -> None:
    op.create_table(
        "deletions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code_sha256", sa.String(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("deleted_at", sa.BigInteger(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("counts", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_deletions"),
    )
    op.create_index("ix_deletions_code_sha256", "deletions", ["code_sha256"])
