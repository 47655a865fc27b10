"""Hours by weekday, quiet hours and parts of days; what a due day was asked by; the releases that were planned with."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

FOR_OLD_ROWS = {
    "absence": ("begins_at", "ends_at"),
    "person": ("other_hours", "quiet"),
    "team": ("asked_within",),
    "workspace": ("planned_with",),
}


def upgrade() -> None:
    with op.batch_alter_table("absence", schema=None) as batch_op:
        batch_op.add_column(sa.Column("begins_at", sa.Integer(), nullable=False, server_default="0"))
        batch_op.add_column(sa.Column("ends_at", sa.Integer(), nullable=False, server_default="1440"))

    with op.batch_alter_table("dueday", schema=None) as batch_op:
        batch_op.add_column(sa.Column("invited_by", sa.String(32), nullable=True))

    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.add_column(sa.Column("other_hours", sa.String(120), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("quiet", sa.String(11), nullable=False, server_default=""))

    with op.batch_alter_table("team", schema=None) as batch_op:
        batch_op.add_column(sa.Column("asked_within", sa.String(16), nullable=False, server_default=""))

    with op.batch_alter_table("workspace", schema=None) as batch_op:
        batch_op.add_column(sa.Column("planned_with", sa.String(80), nullable=False, server_default=""))

    # What is new from here on is written by us: the defaults were for the rows that stood.
    for table, columns in FOR_OLD_ROWS.items():
        with op.batch_alter_table(table, schema=None) as batch_op:
            for column in columns:
                batch_op.alter_column(column, server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("workspace", schema=None) as batch_op:
        batch_op.drop_column("planned_with")

    with op.batch_alter_table("team", schema=None) as batch_op:
        batch_op.drop_column("asked_within")

    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.drop_column("quiet")
        batch_op.drop_column("other_hours")

    with op.batch_alter_table("dueday", schema=None) as batch_op:
        batch_op.drop_column("invited_by")

    with op.batch_alter_table("absence", schema=None) as batch_op:
        batch_op.drop_column("ends_at")
        batch_op.drop_column("begins_at")
