"""What whose a session is says of it: which school and board, and what they agreed to for research

Frozen: a revision never imports the application's tables, which go on changing.
"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("sessions", sa.Column("school", sa.String(), nullable=False, server_default=""))
    op.add_column("sessions", sa.Column("board", sa.String(), nullable=False, server_default=""))
    op.add_column("sessions", sa.Column("consent", sa.String(), nullable=False, server_default="not recorded"))
    op.add_column("sessions", sa.Column("consent_on", sa.String(), nullable=True))


def downgrade() -> None:
    raise NotImplementedError("restore a backup instead: going back would lose what the new version wrote")
