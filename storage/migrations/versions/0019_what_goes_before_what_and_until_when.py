"""A delivery says what it goes before, until when it may go out, and how often its door could not take it."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

URGENCY = {
    1: ("checkin.invite", "checkin.reminder", "welcome.card"),
    2: ("digest.day", "digest.since", "digest.week"),
    3: ("lessons.sitting", "lessons.nudge"),
}
"""Of what waits while this is run."""

PLANNED = sa.text("state = 'planned'")


def upgrade() -> None:
    with op.batch_alter_table("delivery", schema=None) as batch_op:
        batch_op.drop_index("ix_delivery_planned")
        batch_op.add_column(sa.Column("urgency", sa.Integer(), nullable=False, server_default="0"))
        batch_op.add_column(sa.Column("put_off", sa.Integer(), nullable=False, server_default="0"))
        batch_op.add_column(sa.Column("not_after", sa.DateTime(timezone=True), nullable=True))
    with op.batch_alter_table("delivery", schema=None) as batch_op:
        batch_op.alter_column("urgency", server_default=None)
        batch_op.alter_column("put_off", server_default=None)
        batch_op.create_index(
            "ix_delivery_planned",
            ["workspace_id", "urgency", "not_before", "id"],
            unique=False,
            sqlite_where=PLANNED,
            postgresql_where=PLANNED,
        )

    delivery = sa.table(
        "delivery", sa.column("view", sa.String), sa.column("state", sa.String), sa.column("urgency", sa.Integer)
    )
    for urgency, views in URGENCY.items():
        waits = delivery.update().where(delivery.c.state == "planned", delivery.c.view.in_(views))
        op.execute(waits.values(urgency=urgency))


def downgrade() -> None:
    with op.batch_alter_table("delivery", schema=None) as batch_op:
        batch_op.drop_index("ix_delivery_planned")
        batch_op.drop_column("not_after")
        batch_op.drop_column("put_off")
        batch_op.drop_column("urgency")
    with op.batch_alter_table("delivery", schema=None) as batch_op:
        batch_op.create_index(
            "ix_delivery_planned",
            ["workspace_id", "not_before"],
            unique=False,
            sqlite_where=PLANNED,
            postgresql_where=PLANNED,
        )
