"""What nobody asked for has an occasion, and people say how much they want of it."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

OCCASIONS = {
    "welcome.card": "welcome",
    "checkin.invite": "prompt",
    "checkin.reminder": "reminder",
    "blockers.decide": "decision",
    "crossings.argued": "decision",
    "decisions.asked": "decision",
    "crossings.handed": "task",
    "wins.praised": "praise",
    "members.told": "team",
    "lessons.sitting": "lesson",
    "lessons.nudge": "nudge",
    "people.gone_there": "running",
    "people.joined_there": "running",
    "home.unreachable": "running",
}
"""Of the messages that were sent before this, so that their week counts."""


def upgrade() -> None:
    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.add_column(sa.Column("wishes", sa.String(200), nullable=False, server_default=""))

    with op.batch_alter_table("delivery", schema=None) as batch_op:
        batch_op.add_column(sa.Column("occasion", sa.String(24), nullable=False, server_default=""))

    delivery = sa.table("delivery", sa.column("view", sa.String), sa.column("occasion", sa.String))
    for view, occasion in OCCASIONS.items():
        op.execute(delivery.update().where(delivery.c.view == view).values(occasion=occasion))


def downgrade() -> None:
    with op.batch_alter_table("delivery", schema=None) as batch_op:
        batch_op.drop_column("occasion")

    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.drop_column("wishes")
