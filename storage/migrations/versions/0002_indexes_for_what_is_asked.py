"""Indexes for what is asked, and none that SQLite takes instead of the right one."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("account", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_account_workspace_id"))

    with op.batch_alter_table("ask", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_ask_workspace_id"))

    with op.batch_alter_table("blocker", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_blocker_workspace_id"))

    with op.batch_alter_table("checkin", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_checkin_workspace_id"))

    with op.batch_alter_table("line", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_line_workspace_id"))

    with op.batch_alter_table("membership", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_membership_workspace_id"))

    with op.batch_alter_table("part", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_part_workspace_id"))

    with op.batch_alter_table("place", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_place_workspace_id"))

    with op.batch_alter_table("received", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_received_workspace_id"))

    with op.batch_alter_table("shown", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_shown_workspace_id"))
        batch_op.create_index(
            "ix_shown_behind",
            ["workspace_id"],
            unique=False,
            sqlite_where=sa.text("reference IS NOT NULL AND wanted != shows"),
            postgresql_where=sa.text("reference IS NOT NULL AND wanted != shows"),
        )

    with op.batch_alter_table("task", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_task_workspace_id"))
        batch_op.create_index(batch_op.f("ix_task_carried_from"), ["carried_from"], unique=False)

    with op.batch_alter_table("teamday", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_teamday_workspace_id"))

    with op.batch_alter_table("tie", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_tie_line_id"))
        batch_op.drop_index(batch_op.f("ix_tie_workspace_id"))

    with op.batch_alter_table("win", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_win_workspace_id"))

    with op.batch_alter_table("wording", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_wording_workspace_id"))


def downgrade() -> None:
    with op.batch_alter_table("wording", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_wording_workspace_id"), ["workspace_id"], unique=False)

    with op.batch_alter_table("win", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_win_workspace_id"), ["workspace_id"], unique=False)

    with op.batch_alter_table("tie", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_tie_workspace_id"), ["workspace_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_tie_line_id"), ["line_id"], unique=False)

    with op.batch_alter_table("teamday", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_teamday_workspace_id"), ["workspace_id"], unique=False)

    with op.batch_alter_table("task", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_task_carried_from"))
        batch_op.create_index(batch_op.f("ix_task_workspace_id"), ["workspace_id"], unique=False)

    with op.batch_alter_table("shown", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_shown_behind",
            sqlite_where=sa.text("reference IS NOT NULL AND wanted != shows"),
            postgresql_where=sa.text("wanted != shows"),
        )
        batch_op.create_index(batch_op.f("ix_shown_workspace_id"), ["workspace_id"], unique=False)

    with op.batch_alter_table("received", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_received_workspace_id"), ["workspace_id"], unique=False)

    with op.batch_alter_table("place", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_place_workspace_id"), ["workspace_id"], unique=False)

    with op.batch_alter_table("part", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_part_workspace_id"), ["workspace_id"], unique=False)

    with op.batch_alter_table("membership", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_membership_workspace_id"), ["workspace_id"], unique=False)

    with op.batch_alter_table("line", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_line_workspace_id"), ["workspace_id"], unique=False)

    with op.batch_alter_table("checkin", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_checkin_workspace_id"), ["workspace_id"], unique=False)

    with op.batch_alter_table("blocker", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_blocker_workspace_id"), ["workspace_id"], unique=False)

    with op.batch_alter_table("ask", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_ask_workspace_id"), ["workspace_id"], unique=False)

    with op.batch_alter_table("account", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_account_workspace_id"), ["workspace_id"], unique=False)
