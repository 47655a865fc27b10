"""Who opened what is somebody's, and when a page was last opened."""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "sighting",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("workspace_id", sa.String(32), nullable=False),
        sa.Column("person_id", sa.String(32), nullable=False),
        sa.Column("by_id", sa.String(32), nullable=False),
        sa.Column("team_id", sa.String(32), nullable=False),
        sa.Column(
            "what",
            sa.Enum(
                "tasks",
                "blockers",
                "took_part",
                "answers",
                name="detail",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_sighting_by_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_sighting_person_id")),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_sighting_team_id")),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"], name=op.f("fk_sighting_workspace_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sighting")),
        sa.UniqueConstraint(
            "by_id",
            "team_id",
            "what",
            "first_day",
            "last_day",
            "person_id",
            name=op.f("uq_sighting_by_id_team_id_what_first_day_last_day_person_id"),
        ),
    )
    with op.batch_alter_table("sighting", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sighting_person_id_seen_at"), ["person_id", "seen_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_sighting_workspace_id_seen_at"), ["workspace_id", "seen_at"], unique=False)

    with op.batch_alter_table("shown", schema=None) as batch_op:
        batch_op.add_column(sa.Column("opened_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.create_index(
            "ix_shown_page",
            ["workspace_id", "id"],
            unique=False,
            sqlite_where=sa.text("opened_at IS NOT NULL"),
            postgresql_where=sa.text("opened_at IS NOT NULL"),
        )

    with op.batch_alter_table("blocker", schema=None) as batch_op:
        batch_op.create_index(
            "ix_blocker_open",
            ["checkin_id"],
            unique=False,
            sqlite_where=sa.text("cleared_at IS NULL AND told"),
            postgresql_where=sa.text("cleared_at IS NULL AND told"),
        )

    with op.batch_alter_table("workspace", schema=None) as batch_op:
        batch_op.add_column(sa.Column("redrawn_to", sa.String(32), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("workspace", schema=None) as batch_op:
        batch_op.drop_column("redrawn_to")

    with op.batch_alter_table("blocker", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_blocker_open",
            sqlite_where=sa.text("cleared_at IS NULL AND told"),
            postgresql_where=sa.text("cleared_at IS NULL AND told"),
        )

    with op.batch_alter_table("shown", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_shown_page",
            sqlite_where=sa.text("opened_at IS NOT NULL"),
            postgresql_where=sa.text("opened_at IS NOT NULL"),
        )
        batch_op.drop_column("opened_at")

    with op.batch_alter_table("sighting", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_sighting_workspace_id_seen_at"))
        batch_op.drop_index(batch_op.f("ix_sighting_person_id_seen_at"))

    op.drop_table("sighting")
