"""A place says at which address it is answered."""

import sqlalchemy as sa
from alembic import op

revision = "0043"
down_revision = "0042"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("place", schema=None) as batch_op:
        batch_op.add_column(sa.Column("service", sa.String(255), nullable=False, server_default=""))
    # Nobody said one of those that were there; whoever writes from now on always says.
    with op.batch_alter_table("place", schema=None) as batch_op:
        batch_op.alter_column("service", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("place", schema=None) as batch_op:
        batch_op.drop_column("service")
