"""A workspace spreads its mornings, and each person is asked so many minutes after their hour."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

NEW = (("workspace", "spread"), ("person", "asked_after"))


def upgrade() -> None:
    for table, column in NEW:
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.add_column(sa.Column(column, sa.Integer(), nullable=False, server_default="0"))
    # What is new from here on is written by us: the default was for the rows that stood.
    for table, column in NEW:
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.alter_column(column, server_default=None)


def downgrade() -> None:
    for table, column in NEW:
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.drop_column(column)
