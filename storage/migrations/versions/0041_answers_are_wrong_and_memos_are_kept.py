"""Answers are said to be wrong, and what people ask to be remembered is kept."""

import sqlalchemy as sa
from alembic import op

revision = "0041"
down_revision = "0040"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "memo",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("workspace_id", sa.String(32), nullable=False),
        sa.Column("person_id", sa.String(32), nullable=False),
        sa.Column("words", sa.String(200), nullable=False),
        sa.Column("said_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_memo_person_id")),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"], name=op.f("fk_memo_workspace_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_memo")),
    )
    with op.batch_alter_table("memo", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_memo_person_id_said_at"), ["person_id", "said_at"], unique=False)

    op.create_table(
        "mistake",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("workspace_id", sa.String(32), nullable=False),
        sa.Column("words", sa.String(500), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "another_line",
                "out_of_date",
                "not_asked",
                "not_said",
                "else",
                name="mistakekind",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("cited", sa.JSON(), nullable=False),
        sa.Column("right_id", sa.String(32), nullable=True),
        sa.Column("edition_id", sa.String(32), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("model", sa.String(255), nullable=False),
        sa.Column("brief", sa.String(80), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "open", "mended", "none", name="mistakestate", native_enum=False, create_constraint=True, length=24
            ),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(["edition_id"], ["edition.id"], name=op.f("fk_mistake_edition_id")),
        sa.ForeignKeyConstraint(["right_id"], ["line.id"], name=op.f("fk_mistake_right_id")),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"], name=op.f("fk_mistake_workspace_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mistake")),
    )
    with op.batch_alter_table("mistake", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_mistake_workspace_id_state_day"), ["workspace_id", "state", "day"], unique=False
        )


def downgrade() -> None:
    with op.batch_alter_table("mistake", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_mistake_workspace_id_state_day"))

    op.drop_table("mistake")
    with op.batch_alter_table("memo", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_memo_person_id_said_at"))

    op.drop_table("memo")
