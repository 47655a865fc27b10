"""Teams have digests, people are reminded once, and who was due is kept."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

NOT_YET = "1970-01-01 00:00:00.000000"


def upgrade() -> None:
    op.create_table(
        "dueday",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("workspace_id", sa.String(32), nullable=False),
        sa.Column("team_id", sa.String(32), nullable=False),
        sa.Column("person_id", sa.String(32), nullable=False),
        sa.Column("local_date", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_dueday_person_id")),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_dueday_team_id")),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"], name=op.f("fk_dueday_workspace_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dueday")),
        sa.UniqueConstraint("team_id", "local_date", "person_id", name=op.f("uq_dueday_team_id_local_date_person_id")),
    )
    with op.batch_alter_table("dueday", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_dueday_person_id"), ["person_id"], unique=False)

    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.add_column(sa.Column("reminders", sa.Boolean(), nullable=False, server_default=sa.true()))
        batch_op.add_column(sa.Column("remind_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.create_index(
            batch_op.f("ix_person_workspace_id_remind_at"), ["workspace_id", "remind_at"], unique=False
        )

    with op.batch_alter_table("team", schema=None) as batch_op:
        batch_op.add_column(sa.Column("digest_at", sa.Integer(), nullable=True, server_default="990"))
        batch_op.add_column(sa.Column("time_zone", sa.String(64), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("working_days", sa.Integer(), nullable=False, server_default="31"))
        batch_op.add_column(
            sa.Column("next_digest_at", sa.DateTime(timezone=True), nullable=False, server_default=NOT_YET)
        )
        batch_op.add_column(
            sa.Column("next_week_at", sa.DateTime(timezone=True), nullable=False, server_default=NOT_YET)
        )
        batch_op.create_index(
            batch_op.f("ix_team_workspace_id_next_digest_at"), ["workspace_id", "next_digest_at"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_team_workspace_id_next_week_at"), ["workspace_id", "next_week_at"], unique=False
        )

    # Those that were there get what a new one gets; who writes from now on always says it.
    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.alter_column("reminders", server_default=None)
    with op.batch_alter_table("team", schema=None) as batch_op:
        for column in ("digest_at", "time_zone", "working_days", "next_digest_at", "next_week_at"):
            batch_op.alter_column(column, server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("team", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_team_workspace_id_next_week_at"))
        batch_op.drop_index(batch_op.f("ix_team_workspace_id_next_digest_at"))
        batch_op.drop_column("next_week_at")
        batch_op.drop_column("next_digest_at")
        batch_op.drop_column("working_days")
        batch_op.drop_column("time_zone")
        batch_op.drop_column("digest_at")

    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_person_workspace_id_remind_at"))
        batch_op.drop_column("remind_at")
        batch_op.drop_column("reminders")

    with op.batch_alter_table("dueday", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_dueday_person_id"))

    op.drop_table("dueday")
