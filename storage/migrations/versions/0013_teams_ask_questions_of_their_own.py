"""Teams ask questions of their own."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "teamquestion",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("workspace_id", sa.String(32), nullable=False),
        sa.Column("team_id", sa.String(32), nullable=False),
        sa.Column("first_id", sa.String(32), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("words", sa.String(120), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "line",
                "choice",
                "yes_no",
                "number",
                name="questionkind",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("options", sa.JSON(), nullable=False),
        sa.Column("required", sa.Boolean(), nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column(
            "asked_when",
            sa.Enum(
                "always",
                "back",
                "told",
                "untied",
                "after",
                name="askedwhen",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("after_id", sa.String(32), nullable=True),
        sa.Column("after_said", sa.String(60), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["after_id"], ["teamquestion.id"], name=op.f("fk_teamquestion_after_id")),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_teamquestion_team_id")),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"], name=op.f("fk_teamquestion_workspace_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_teamquestion")),
    )
    with op.batch_alter_table("teamquestion", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_teamquestion_team_id"), ["team_id"], unique=False)

    op.create_table(
        "teamanswer",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("workspace_id", sa.String(32), nullable=False),
        sa.Column("question_id", sa.String(32), nullable=False),
        sa.Column("checkin_id", sa.String(32), nullable=False),
        sa.Column("said", sa.String(300), nullable=False),
        sa.ForeignKeyConstraint(["checkin_id"], ["checkin.id"], name=op.f("fk_teamanswer_checkin_id")),
        sa.ForeignKeyConstraint(["question_id"], ["teamquestion.id"], name=op.f("fk_teamanswer_question_id")),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"], name=op.f("fk_teamanswer_workspace_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_teamanswer")),
        sa.UniqueConstraint("checkin_id", "question_id", name=op.f("uq_teamanswer_checkin_id_question_id")),
    )


def downgrade() -> None:
    op.drop_table("teamanswer")
    with op.batch_alter_table("teamquestion", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_teamquestion_team_id"))

    op.drop_table("teamquestion")
