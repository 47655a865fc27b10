"""People are taken in from a roster and can be away."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "absence",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("workspace_id", sa.String(32), nullable=False),
        sa.Column("person_id", sa.String(32), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("said_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_absence_person_id")),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"], name=op.f("fk_absence_workspace_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_absence")),
    )
    with op.batch_alter_table("absence", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_absence_person_id_last_day"), ["person_id", "last_day"], unique=False)

    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.add_column(sa.Column("email", sa.String(254), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("country", sa.String(8), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("joins_on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("leaves_on", sa.Date(), nullable=True))
        batch_op.create_index(
            "ix_person_leaving",
            ["workspace_id", "leaves_on"],
            unique=False,
            sqlite_where=sa.text("leaves_on IS NOT NULL"),
            postgresql_where=sa.text("leaves_on IS NOT NULL"),
        )

    # Those that were there say nothing of it; who writes from now on always does.
    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.alter_column("email", server_default=None)
        batch_op.alter_column("country", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_person_leaving",
            sqlite_where=sa.text("leaves_on IS NOT NULL"),
            postgresql_where=sa.text("leaves_on IS NOT NULL"),
        )
        batch_op.drop_column("leaves_on")
        batch_op.drop_column("joins_on")
        batch_op.drop_column("country")
        batch_op.drop_column("email")

    with op.batch_alter_table("absence", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_absence_person_id_last_day"))

    op.drop_table("absence")
