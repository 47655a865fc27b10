"""Ties keep what spoke for them."""

import sqlalchemy as sa
from alembic import op

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("tie", schema=None) as batch_op:
        batch_op.add_column(sa.Column("points", sa.Float(), nullable=True))
        batch_op.create_index(
            "ix_tie_settled",
            ["workspace_id", "said_at", "id"],
            unique=False,
            sqlite_where=sa.text("state IN ('confirmed', 'chosen', 'whirlwind')"),
            postgresql_where=sa.text("state IN ('confirmed', 'chosen', 'whirlwind')"),
        )


def downgrade() -> None:
    with op.batch_alter_table("tie", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_tie_settled",
            sqlite_where=sa.text("state IN ('confirmed', 'chosen', 'whirlwind')"),
            postgresql_where=sa.text("state IN ('confirmed', 'chosen', 'whirlwind')"),
        )
        batch_op.drop_column("points")
