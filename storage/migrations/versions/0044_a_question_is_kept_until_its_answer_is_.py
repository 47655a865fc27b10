"""A question is kept until its answer is shown, and one that was stopped until the model is done with it."""

import sqlalchemy as sa
from alembic import op

revision = "0044"
down_revision = "0043"
branch_labels = None
depends_on = None

BEFORE = ("waiting", "given_up")
NOW = ("waiting", "stopped", "answered", "given_up")


def upgrade() -> None:
    with op.batch_alter_table("ask", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_ask_askstate"), type_="check")
        batch_op.create_check_constraint(batch_op.f("ck_ask_askstate"), sa.column("state").in_(NOW))


def downgrade() -> None:
    # One that was answered waits again, for the clock to answer it; of one that was stopped nothing is left to do.
    op.execute(sa.text("DELETE FROM ask WHERE state = 'stopped'"))
    op.execute(sa.text("UPDATE ask SET state = 'waiting' WHERE state = 'answered'"))
    with op.batch_alter_table("ask", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_ask_askstate"), type_="check")
        batch_op.create_check_constraint(batch_op.f("ck_ask_askstate"), sa.column("state").in_(BEFORE))
