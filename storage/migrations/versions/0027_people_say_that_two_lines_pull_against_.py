"""People say that two lines pull against each other."""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "jobanswer",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("workspace_id", sa.String(32), nullable=False),
        sa.Column("pair", sa.String(64), nullable=False),
        sa.Column("person_id", sa.String(32), nullable=False),
        sa.Column("is_one", sa.Boolean(), nullable=False),
        sa.Column("said_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_jobanswer_person_id")),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"], name=op.f("fk_jobanswer_workspace_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_jobanswer")),
        sa.UniqueConstraint("workspace_id", "pair", "person_id", name=op.f("uq_jobanswer_workspace_id_pair_person_id")),
    )
    op.create_table(
        "tension",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("workspace_id", sa.String(32), nullable=False),
        sa.Column("one_id", sa.String(32), nullable=False),
        sa.Column("other_id", sa.String(32), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "reported",
                "taken_up",
                "settled",
                "not_one",
                name="tensionstate",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("owner_id", sa.String(32), nullable=True),
        sa.Column("second_id", sa.String(32), nullable=True),
        sa.Column("measure_id", sa.String(32), nullable=True),
        sa.Column("review", sa.Date(), nullable=True),
        sa.Column("said", sa.String(300), nullable=False),
        sa.Column("said_by", sa.String(32), nullable=True),
        sa.Column("began_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ask_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["measure_id"], ["line.id"], name=op.f("fk_tension_measure_id")),
        sa.ForeignKeyConstraint(["one_id"], ["line.id"], name=op.f("fk_tension_one_id")),
        sa.ForeignKeyConstraint(["other_id"], ["line.id"], name=op.f("fk_tension_other_id")),
        sa.ForeignKeyConstraint(["owner_id"], ["person.id"], name=op.f("fk_tension_owner_id")),
        sa.ForeignKeyConstraint(["said_by"], ["person.id"], name=op.f("fk_tension_said_by")),
        sa.ForeignKeyConstraint(["second_id"], ["person.id"], name=op.f("fk_tension_second_id")),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"], name=op.f("fk_tension_workspace_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tension")),
        sa.UniqueConstraint("workspace_id", "one_id", "other_id", name=op.f("uq_tension_workspace_id_one_id_other_id")),
    )
    with op.batch_alter_table("tension", schema=None) as batch_op:
        batch_op.create_index(
            "ix_tension_due",
            ["workspace_id", "ask_at"],
            unique=False,
            sqlite_where=sa.text("ask_at IS NOT NULL"),
            postgresql_where=sa.text("ask_at IS NOT NULL"),
        )

    op.create_table(
        "report",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("workspace_id", sa.String(32), nullable=False),
        sa.Column("tension_id", sa.String(32), nullable=False),
        sa.Column("person_id", sa.String(32), nullable=False),
        sa.Column("words", sa.String(300), nullable=False),
        sa.Column("named", sa.Boolean(), nullable=False),
        sa.Column("said_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_report_person_id")),
        sa.ForeignKeyConstraint(["tension_id"], ["tension.id"], name=op.f("fk_report_tension_id")),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"], name=op.f("fk_report_workspace_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report")),
        sa.UniqueConstraint("tension_id", "person_id", name=op.f("uq_report_tension_id_person_id")),
    )


def downgrade() -> None:
    op.drop_table("report")
    with op.batch_alter_table("tension", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_tension_due", sqlite_where=sa.text("ask_at IS NOT NULL"), postgresql_where=sa.text("ask_at IS NOT NULL")
        )

    op.drop_table("tension")
    op.drop_table("jobanswer")
