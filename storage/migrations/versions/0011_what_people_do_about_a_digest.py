"""Blockers are taken on, wins are praised, lines are answered, and a message can stand under another."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("blocker", schema=None) as batch_op:
        batch_op.add_column(sa.Column("taken_by", sa.String(32), nullable=True))
        batch_op.add_column(sa.Column("taken_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.create_foreign_key(batch_op.f("fk_blocker_taken_by"), "person", ["taken_by"], ["id"])

    with op.batch_alter_table("shown", schema=None) as batch_op:
        batch_op.add_column(sa.Column("under", sa.String(32), nullable=True))
        batch_op.create_foreign_key(batch_op.f("fk_shown_under"), "shown", ["under"], ["id"])
        batch_op.create_index(
            "ix_shown_under",
            ["under"],
            unique=False,
            sqlite_where=sa.text("under IS NOT NULL"),
            postgresql_where=sa.text("under IS NOT NULL"),
        )

    op.create_table(
        "praise",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("workspace_id", sa.String(32), nullable=False),
        sa.Column("win_id", sa.String(32), nullable=False),
        sa.Column("person_id", sa.String(32), nullable=False),
        sa.Column("said_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_praise_person_id")),
        sa.ForeignKeyConstraint(["win_id"], ["win.id"], name=op.f("fk_praise_win_id")),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"], name=op.f("fk_praise_workspace_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_praise")),
        sa.UniqueConstraint("win_id", "person_id", name=op.f("uq_praise_win_id_person_id")),
    )
    reasons = sa.Enum(
        "paused",
        "no_capacity",
        "unclear",
        "not_ours",
        name="reason",
        native_enum=False,
        length=24,
        create_constraint=True,
    )
    op.create_table(
        "lineanswer",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("workspace_id", sa.String(32), nullable=False),
        sa.Column("team_id", sa.String(32), nullable=False),
        sa.Column("line_id", sa.String(32), nullable=False),
        sa.Column("person_id", sa.String(32), nullable=False),
        sa.Column("reason", reasons, nullable=False),
        sa.Column("words", sa.String(300), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("said_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["line_id"], ["line.id"], name=op.f("fk_lineanswer_line_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_lineanswer_person_id")),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_lineanswer_team_id")),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"], name=op.f("fk_lineanswer_workspace_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decision")),
    )
    with op.batch_alter_table("lineanswer", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_lineanswer_team_id_said_at"), ["team_id", "said_at"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("lineanswer", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_lineanswer_team_id_said_at"))
    op.drop_table("lineanswer")
    op.drop_table("praise")

    with op.batch_alter_table("shown", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_shown_under",
            sqlite_where=sa.text("under IS NOT NULL"),
            postgresql_where=sa.text("under IS NOT NULL"),
        )
        batch_op.drop_constraint(batch_op.f("fk_shown_under"), type_="foreignkey")
        batch_op.drop_column("under")

    with op.batch_alter_table("blocker", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_blocker_taken_by"), type_="foreignkey")
        batch_op.drop_column("taken_at")
        batch_op.drop_column("taken_by")
