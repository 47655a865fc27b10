"""Scores say other words for the same, and their language."""

import sqlalchemy as sa
from alembic import op

revision = "0036"
down_revision = "0035"
branch_labels = None
depends_on = None

NEW = {"edition": "language", "part": "same_words", "wording": "also_called"}


def upgrade() -> None:
    with op.batch_alter_table("edition", schema=None) as batch_op:
        batch_op.add_column(sa.Column("language", sa.String(35), nullable=False, server_default=""))

    with op.batch_alter_table("part", schema=None) as batch_op:
        batch_op.add_column(sa.Column("same_words", sa.JSON(), nullable=False, server_default="[]"))

    with op.batch_alter_table("wording", schema=None) as batch_op:
        batch_op.add_column(sa.Column("also_called", sa.JSON(), nullable=False, server_default="[]"))

    # Those that were there say nothing of it; who writes from now on always does.
    for table, column in NEW.items():
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.alter_column(column, server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("wording", schema=None) as batch_op:
        batch_op.drop_column("also_called")

    with op.batch_alter_table("part", schema=None) as batch_op:
        batch_op.drop_column("same_words")

    with op.batch_alter_table("edition", schema=None) as batch_op:
        batch_op.drop_column("language")
