"""Workspaces name whom somebody can turn to."""

import sqlalchemy as sa
from alembic import op

revision = "0038"
down_revision = "0037"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("workspace", schema=None) as batch_op:
        batch_op.add_column(sa.Column("contacts", sa.JSON(), nullable=False, server_default="{}"))
    # Those that were there name nobody; who writes from now on always says so.
    with op.batch_alter_table("workspace", schema=None) as batch_op:
        batch_op.alter_column("contacts", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("workspace", schema=None) as batch_op:
        batch_op.drop_column("contacts")
