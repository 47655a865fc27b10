"""A zone can be assumed."""

import sqlalchemy as sa
from alembic import op

revision = "0045"
down_revision = "0044"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.add_column(sa.Column("zone_assumed", sa.Boolean(), nullable=False, server_default=sa.false()))
    # Of those who were there nobody can tell any more whether it was said; whoever writes from now on says so.
    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.alter_column("zone_assumed", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.drop_column("zone_assumed")
