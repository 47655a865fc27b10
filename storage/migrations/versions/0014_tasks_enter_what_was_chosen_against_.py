"""Tasks enter what was chosen against, and blockers know their line."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

STATES = ("asked", "stopped", "handed", "taken", "left", "argued", "agreed", "stands", "answered")


def upgrade() -> None:
    op.create_table(
        "crossing",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("workspace_id", sa.String(32), nullable=False),
        sa.Column("person_id", sa.String(32), nullable=False),
        sa.Column("task_id", sa.String(32), nullable=True),
        sa.Column("edition_id", sa.String(32), nullable=False),
        sa.Column("line_id", sa.String(32), nullable=False),
        sa.Column("asked_on", sa.Date(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(*STATES, name="crossingstate", native_enum=False, create_constraint=True, length=24),
            nullable=False,
        ),
        sa.Column("other_id", sa.String(32), nullable=True),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("answer", sa.String(), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["edition_id"], ["edition.id"], name=op.f("fk_crossing_edition_id")),
        sa.ForeignKeyConstraint(["line_id"], ["line.id"], name=op.f("fk_crossing_line_id")),
        sa.ForeignKeyConstraint(["other_id"], ["person.id"], name=op.f("fk_crossing_other_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_crossing_person_id")),
        sa.ForeignKeyConstraint(["task_id"], ["task.id"], name=op.f("fk_crossing_task_id")),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"], name=op.f("fk_crossing_workspace_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_crossing")),
    )
    with op.batch_alter_table("crossing", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_crossing_person_id_asked_on"), ["person_id", "asked_on"], unique=False)
        batch_op.create_index(batch_op.f("ix_crossing_other_id"), ["other_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_crossing_task_id"), ["task_id"], unique=False)
    with op.batch_alter_table("blocker", schema=None) as batch_op:
        batch_op.add_column(sa.Column("line_id", sa.String(32), nullable=True))
        batch_op.add_column(sa.Column("promise_id", sa.String(32), nullable=True))
        batch_op.add_column(sa.Column("alike", sa.JSON(), nullable=False, server_default="[]"))
        batch_op.create_foreign_key(batch_op.f("fk_blocker_line_id"), "line", ["line_id"], ["id"])
        batch_op.create_foreign_key(batch_op.f("fk_blocker_promise_id"), "line", ["promise_id"], ["id"])
    # Of those that were there nothing was looked for; who writes from now on always says it.
    with op.batch_alter_table("blocker", schema=None) as batch_op:
        batch_op.alter_column("alike", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("blocker", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_blocker_promise_id"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("fk_blocker_line_id"), type_="foreignkey")
        batch_op.drop_column("alike")
        batch_op.drop_column("promise_id")
        batch_op.drop_column("line_id")
    with op.batch_alter_table("crossing", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_crossing_task_id"))
        batch_op.drop_index(batch_op.f("ix_crossing_other_id"))
        batch_op.drop_index(batch_op.f("ix_crossing_person_id_asked_on"))

    op.drop_table("crossing")
