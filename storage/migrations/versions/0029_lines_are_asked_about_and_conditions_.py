"""Lines are asked about and conditions collect evidence."""

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "evidence",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("workspace_id", sa.String(32), nullable=False),
        sa.Column("line_id", sa.String(32), nullable=False),
        sa.Column("person_id", sa.String(32), nullable=False),
        sa.Column(
            "side",
            sa.Enum("for", "against", name="evidenceside", native_enum=False, create_constraint=True, length=24),
            nullable=False,
        ),
        sa.Column("words", sa.String(300), nullable=False),
        sa.Column(
            "source",
            sa.Enum(
                "said",
                "task",
                "blocker",
                "win",
                "remark",
                name="evidencesource",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("of_id", sa.String(32), nullable=True),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("said_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["line_id"], ["line.id"], name=op.f("fk_evidence_line_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_evidence_person_id")),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"], name=op.f("fk_evidence_workspace_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evidence")),
        sa.UniqueConstraint("line_id", "of_id", name=op.f("uq_evidence_line_id_of_id")),
    )
    with op.batch_alter_table("evidence", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_evidence_line_id_side_said_at"), ["line_id", "side", "said_at"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_evidence_person_id"), ["person_id"], unique=False)

    op.create_table(
        "holding",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("workspace_id", sa.String(32), nullable=False),
        sa.Column("line_id", sa.String(32), nullable=False),
        sa.Column("person_id", sa.String(32), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "holds",
                "broken",
                "looked_into",
                name="holdingstate",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("words", sa.String(300), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("said_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["line_id"], ["line.id"], name=op.f("fk_holding_line_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_holding_person_id")),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"], name=op.f("fk_holding_workspace_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_holding")),
    )
    with op.batch_alter_table("holding", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_holding_line_id_said_at"), ["line_id", "said_at"], unique=False)

    op.create_table(
        "remark",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("workspace_id", sa.String(32), nullable=False),
        sa.Column("line_id", sa.String(32), nullable=False),
        sa.Column("edition_id", sa.String(32), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "question",
                "objection",
                "finding",
                name="remarkkind",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("person_id", sa.String(32), nullable=False),
        sa.Column("named", sa.Boolean(), nullable=False),
        sa.Column("asked_on", sa.Date(), nullable=False),
        sa.Column("finding", sa.String(8), nullable=False),
        sa.Column("holder_id", sa.String(32), nullable=False),
        sa.Column(
            "came_by",
            sa.Enum(
                "asked",
                "passed",
                "decision",
                "late",
                "left",
                name="cameby",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("passed_by", sa.String(32), nullable=True),
        sa.Column("batch", sa.String(32), nullable=False),
        sa.Column("answer_by", sa.Date(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reminded", sa.Boolean(), nullable=False),
        sa.Column("late", sa.Boolean(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "open", "answered", "changed", name="remarkstate", native_enum=False, create_constraint=True, length=24
            ),
            nullable=False,
        ),
        sa.Column("answer", sa.String(), nullable=False),
        sa.Column("answered_by", sa.String(32), nullable=True),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["answered_by"], ["person.id"], name=op.f("fk_remark_answered_by")),
        sa.ForeignKeyConstraint(["edition_id"], ["edition.id"], name=op.f("fk_remark_edition_id")),
        sa.ForeignKeyConstraint(["holder_id"], ["person.id"], name=op.f("fk_remark_holder_id")),
        sa.ForeignKeyConstraint(["line_id"], ["line.id"], name=op.f("fk_remark_line_id")),
        sa.ForeignKeyConstraint(["passed_by"], ["person.id"], name=op.f("fk_remark_passed_by")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_remark_person_id")),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"], name=op.f("fk_remark_workspace_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_remark")),
    )
    with op.batch_alter_table("remark", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_remark_batch"), ["batch"], unique=False)
        batch_op.create_index(
            "ix_remark_due",
            ["workspace_id", "due_at", "id"],
            unique=False,
            sqlite_where=sa.text("due_at IS NOT NULL"),
            postgresql_where=sa.text("due_at IS NOT NULL"),
        )
        batch_op.create_index(batch_op.f("ix_remark_line_id_answered_on"), ["line_id", "answered_on"], unique=False)
        batch_op.create_index(
            "ix_remark_open",
            ["holder_id"],
            unique=False,
            sqlite_where=sa.text("state = 'open'"),
            postgresql_where=sa.text("state = 'open'"),
        )
        batch_op.create_index(batch_op.f("ix_remark_person_id_asked_on"), ["person_id", "asked_on"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("remark", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_remark_person_id_asked_on"))
        batch_op.drop_index(
            "ix_remark_open", sqlite_where=sa.text("state = 'open'"), postgresql_where=sa.text("state = 'open'")
        )
        batch_op.drop_index(batch_op.f("ix_remark_line_id_answered_on"))
        batch_op.drop_index(
            "ix_remark_due", sqlite_where=sa.text("due_at IS NOT NULL"), postgresql_where=sa.text("due_at IS NOT NULL")
        )
        batch_op.drop_index(batch_op.f("ix_remark_batch"))

    op.drop_table("remark")
    with op.batch_alter_table("holding", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_holding_line_id_said_at"))

    op.drop_table("holding")
    with op.batch_alter_table("evidence", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_evidence_person_id"))
        batch_op.drop_index(batch_op.f("ix_evidence_line_id_side_said_at"))

    op.drop_table("evidence")
