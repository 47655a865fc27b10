"""A part says who sees it."""

import sqlalchemy as sa
from alembic import op

revision = "0042"
down_revision = "0041"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("part", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column(
                "visible",
                sa.Enum("all", "part", name="visible", native_enum=False, create_constraint=True, length=24),
                nullable=False,
                server_default="all",
            )
        )
    # Everybody sees those that were there; whoever writes from now on always says.
    with op.batch_alter_table("part", schema=None) as batch_op:
        batch_op.alter_column("visible", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("part", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_part_visible"), type_="check")
        batch_op.drop_column("visible")
