"""A score says what its parts and lines share."""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None

NEW = {
    "measure": ("scope", "subtotal"),
    "part": ("tensions", "accept"),
    "wording": ("customer", "resource", "needs", "accepted", "accept"),
}


def upgrade() -> None:
    with op.batch_alter_table("measure", schema=None) as batch_op:
        batch_op.add_column(sa.Column("scope", sa.String(200), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("subtotal", sa.Boolean(), nullable=False, server_default=sa.false()))
    with op.batch_alter_table("part", schema=None) as batch_op:
        batch_op.add_column(sa.Column("hours", sa.Float(), nullable=True))
        batch_op.add_column(sa.Column("tensions", sa.JSON(), nullable=False, server_default="[]"))
        batch_op.add_column(sa.Column("accept", sa.JSON(), nullable=False, server_default="[]"))
    with op.batch_alter_table("wording", schema=None) as batch_op:
        batch_op.add_column(sa.Column("hours", sa.Float(), nullable=True))
        batch_op.add_column(sa.Column("customer", sa.String(200), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("resource", sa.String(200), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("needs", sa.JSON(), nullable=False, server_default="[]"))
        batch_op.add_column(sa.Column("accepted", sa.Boolean(), nullable=False, server_default=sa.true()))
        batch_op.add_column(sa.Column("accept", sa.JSON(), nullable=False, server_default="[]"))
    # Those that were there say nothing of it; who writes from now on always does.
    for table, columns in NEW.items():
        with op.batch_alter_table(table, schema=None) as batch_op:
            for column in columns:
                batch_op.alter_column(column, server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("wording", schema=None) as batch_op:
        batch_op.drop_column("accept")
        batch_op.drop_column("accepted")
        batch_op.drop_column("needs")
        batch_op.drop_column("resource")
        batch_op.drop_column("customer")
        batch_op.drop_column("hours")

    with op.batch_alter_table("part", schema=None) as batch_op:
        batch_op.drop_column("accept")
        batch_op.drop_column("tensions")
        batch_op.drop_column("hours")

    with op.batch_alter_table("measure", schema=None) as batch_op:
        batch_op.drop_column("subtotal")
        batch_op.drop_column("scope")
