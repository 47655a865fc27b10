"""Blockers are helped with, passed on and cleared."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "hand",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("workspace_id", sa.String(32), nullable=False),
        sa.Column("blocker_id", sa.String(32), nullable=False),
        sa.Column("person_id", sa.String(32), nullable=False),
        sa.Column("offered_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["blocker_id"], ["blocker.id"], name=op.f("fk_hand_blocker_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_hand_person_id")),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"], name=op.f("fk_hand_workspace_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hand")),
        sa.UniqueConstraint("blocker_id", "person_id", name=op.f("uq_hand_blocker_id_person_id")),
    )
    with op.batch_alter_table("blocker", schema=None) as batch_op:
        batch_op.add_column(sa.Column("cleared_by", sa.String(32), nullable=True))
        batch_op.add_column(sa.Column("helped", sa.String(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("passed_to", sa.String(32), nullable=True))
        batch_op.add_column(sa.Column("passed_line", sa.String(32), nullable=True))
        batch_op.add_column(sa.Column("passed_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.create_foreign_key(batch_op.f("fk_blocker_cleared_by"), "person", ["cleared_by"], ["id"])
        batch_op.create_foreign_key(batch_op.f("fk_blocker_passed_line"), "line", ["passed_line"], ["id"])
        batch_op.create_foreign_key(batch_op.f("fk_blocker_passed_to"), "person", ["passed_to"], ["id"])
    # Those that were there say nothing of it; who writes from now on always does.
    with op.batch_alter_table("blocker", schema=None) as batch_op:
        batch_op.alter_column("helped", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("blocker", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_blocker_passed_to"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("fk_blocker_passed_line"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("fk_blocker_cleared_by"), type_="foreignkey")
        batch_op.drop_column("passed_at")
        batch_op.drop_column("passed_line")
        batch_op.drop_column("passed_to")
        batch_op.drop_column("helped")
        batch_op.drop_column("cleared_by")

    op.drop_table("hand")
