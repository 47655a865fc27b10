"""A question goes to the model until it is answered, and a team can do without one."""

import sqlalchemy as sa
from alembic import op

revision = "0040"
down_revision = "0039"
branch_labels = None
depends_on = None

BEFORE = ("waiting", "asking", "answered", "given_up")
NOW = ("waiting", "given_up")


def upgrade() -> None:
    # Nothing was asked before there was a model to ask.
    op.execute(sa.text("DELETE FROM ask"))
    with op.batch_alter_table("ask", schema=None) as batch_op:
        batch_op.alter_column("values", existing_type=sa.JSON(), nullable=False)
        batch_op.drop_index(batch_op.f("ix_ask_state_deadline"))
        batch_op.create_index(batch_op.f("ix_ask_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_ask_workspace_id_deadline"), ["workspace_id", "deadline"], unique=False)
        batch_op.drop_column("attempt")
        batch_op.drop_column("lease_until")
        batch_op.drop_constraint(batch_op.f("ck_ask_askstate"), type_="check")
        batch_op.create_check_constraint(batch_op.f("ck_ask_askstate"), sa.column("state").in_(NOW))
    with op.batch_alter_table("team", schema=None) as batch_op:
        batch_op.add_column(sa.Column("without_model", sa.Boolean(), nullable=False, server_default=sa.false()))
    # Those that were there have said nothing against it; who writes from now on always says.
    with op.batch_alter_table("team", schema=None) as batch_op:
        batch_op.alter_column("without_model", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("team", schema=None) as batch_op:
        batch_op.drop_column("without_model")
    op.execute(sa.text("DELETE FROM ask"))
    with op.batch_alter_table("ask", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_ask_askstate"), type_="check")
        batch_op.create_check_constraint(batch_op.f("ck_ask_askstate"), sa.column("state").in_(BEFORE))
        batch_op.add_column(sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("attempt", sa.Integer(), nullable=False))
        batch_op.drop_index(batch_op.f("ix_ask_workspace_id_deadline"))
        batch_op.drop_index(batch_op.f("ix_ask_person_id"))
        batch_op.create_index(batch_op.f("ix_ask_state_deadline"), ["state", "deadline"], unique=False)
        batch_op.alter_column("values", existing_type=sa.JSON(), nullable=True)
