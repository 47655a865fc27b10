"""What a part says of itself, and what parts and editions keep."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("edition", schema=None) as batch_op:
        batch_op.add_column(sa.Column("kept", sa.JSON(), nullable=False, server_default="{}"))

    with op.batch_alter_table("part", schema=None) as batch_op:
        batch_op.add_column(sa.Column("about", sa.String(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("kept", sa.JSON(), nullable=False, server_default="{}"))
    # Those that were there say nothing of it; who writes from now on always does.
    with op.batch_alter_table("edition", schema=None) as batch_op:
        batch_op.alter_column("kept", server_default=None)
    with op.batch_alter_table("part", schema=None) as batch_op:
        batch_op.alter_column("about", server_default=None)
        batch_op.alter_column("kept", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("part", schema=None) as batch_op:
        batch_op.drop_column("kept")
        batch_op.drop_column("about")

    with op.batch_alter_table("edition", schema=None) as batch_op:
        batch_op.drop_column("kept")
