"""The end date of a session counts from what happened last in it: how many days is kept, not the date

Frozen: a revision never imports the application's tables, which go on changing.
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

DAY_MS = 86_400_000


def upgrade() -> None:
    op.add_column("sessions", sa.Column("keep_days", sa.Integer(), nullable=True))
    promised = f"(delete_on - created_at + {DAY_MS - 1}) / {DAY_MS}"
    op.execute(f"UPDATE sessions SET keep_days = CASE WHEN delete_on > created_at THEN {promised} ELSE 1 END")
    with op.batch_alter_table("sessions") as table:
        table.alter_column("keep_days", existing_type=sa.Integer(), nullable=False)
        table.drop_column("delete_on")


def downgrade() -> None:
    raise NotImplementedError("restore a backup instead: going back would lose what the new version wrote")
