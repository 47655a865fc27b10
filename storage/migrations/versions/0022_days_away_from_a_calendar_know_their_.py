"""Days away from a calendar know their event."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("absence", schema=None) as batch_op:
        batch_op.add_column(sa.Column("event", sa.String(32), nullable=True))
        batch_op.add_column(sa.Column("occurrence", sa.Date(), nullable=True))
        batch_op.create_index(
            batch_op.f("ix_absence_event_workspace_id"),
            ["event", "workspace_id"],
            unique=False,
            sqlite_where=sa.text("event IS NOT NULL"),
            postgresql_where=sa.text("event IS NOT NULL"),
        )


def downgrade() -> None:
    with op.batch_alter_table("absence", schema=None) as batch_op:
        batch_op.drop_index(
            batch_op.f("ix_absence_event_workspace_id"),
            sqlite_where=sa.text("event IS NOT NULL"),
            postgresql_where=sa.text("event IS NOT NULL"),
        )
        batch_op.drop_column("occurrence")
        batch_op.drop_column("event")
