"""The whole score."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

BEFORE = ("aspiration", "where_to_play", "how_to_win", "capabilities", "systems", "priority")
NOW = (*BEFORE, "not_choice", "condition", "measure", "promise")

states = sa.Enum("open", "done", "dropped", name="linestate", native_enum=False, create_constraint=True, length=24)


def upgrade() -> None:
    op.create_table(
        "measure",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("workspace_id", sa.String(32), nullable=False),
        sa.Column("edition_id", sa.String(32), nullable=False),
        sa.Column("line_id", sa.String(32), nullable=False),
        sa.Column("unit", sa.String(40), nullable=False),
        sa.Column("start", sa.Float(), nullable=True),
        sa.Column("target", sa.Float(), nullable=True),
        sa.Column(
            "direction",
            sa.Enum("up", "down", name="direction", native_enum=False, create_constraint=True, length=24),
            nullable=False,
        ),
        sa.Column("source", sa.String(200), nullable=False),
        sa.Column("cadence", sa.Integer(), nullable=True),
        sa.Column("leads", sa.Boolean(), nullable=False),
        sa.Column("lowest", sa.Float(), nullable=True),
        sa.Column("highest", sa.Float(), nullable=True),
        sa.ForeignKeyConstraint(["edition_id"], ["edition.id"], name=op.f("fk_measure_edition_id")),
        sa.ForeignKeyConstraint(["line_id"], ["line.id"], name=op.f("fk_measure_line_id")),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"], name=op.f("fk_measure_workspace_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_measure")),
        sa.UniqueConstraint("edition_id", "line_id", name=op.f("uq_measure_edition_id_line_id")),
    )
    op.create_table(
        "reading",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("workspace_id", sa.String(32), nullable=False),
        sa.Column("line_id", sa.String(32), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("value", sa.Float(), nullable=False),
        sa.Column("said_by", sa.String(32), nullable=True),
        sa.Column("said_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["line_id"], ["line.id"], name=op.f("fk_reading_line_id")),
        sa.ForeignKeyConstraint(["said_by"], ["person.id"], name=op.f("fk_reading_said_by")),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"], name=op.f("fk_reading_workspace_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reading")),
        sa.UniqueConstraint("line_id", "day", name=op.f("uq_reading_line_id_day")),
    )
    with op.batch_alter_table("part", schema=None) as batch_op:
        batch_op.add_column(sa.Column("allowance", sa.Float(), nullable=True))

    with op.batch_alter_table("wording", schema=None) as batch_op:
        batch_op.add_column(sa.Column("deputy_id", sa.String(32), nullable=True))
        batch_op.add_column(sa.Column("begins", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("standing", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.add_column(sa.Column("horizon", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("state", states, nullable=False, server_default="open"))
        for text in ("about", "because", "plan", "test"):
            batch_op.add_column(sa.Column(text, sa.String(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("to_part", sa.String(64), nullable=True))
        batch_op.add_column(sa.Column("kept", sa.JSON(), nullable=False, server_default="{}"))
        batch_op.create_foreign_key(batch_op.f("fk_wording_deputy_id"), "person", ["deputy_id"], ["id"])
    # Those that were there say nothing of it; who writes from now on always does.
    with op.batch_alter_table("wording", schema=None) as batch_op:
        for column in ("standing", "state", "about", "because", "plan", "test", "kept"):
            batch_op.alter_column(column, server_default=None)
        batch_op.drop_constraint(batch_op.f("ck_wording_linekind"), type_="check")
        batch_op.create_check_constraint(batch_op.f("ck_wording_linekind"), sa.column("kind").in_(NOW))


def downgrade() -> None:
    op.execute(sa.text("DELETE FROM wording WHERE kind IN ('not_choice', 'condition', 'measure', 'promise')"))
    with op.batch_alter_table("wording", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_wording_linekind"), type_="check")
        batch_op.create_check_constraint(batch_op.f("ck_wording_linekind"), sa.column("kind").in_(BEFORE))
        batch_op.drop_constraint(batch_op.f("ck_wording_linestate"), type_="check")
        batch_op.drop_constraint(batch_op.f("fk_wording_deputy_id"), type_="foreignkey")
        for column in ("kept", "to_part", "test", "plan", "because", "about", "state", "horizon", "standing", "begins"):
            batch_op.drop_column(column)
        batch_op.drop_column("deputy_id")

    with op.batch_alter_table("part", schema=None) as batch_op:
        batch_op.drop_column("allowance")

    op.drop_table("reading")
    op.drop_table("measure")
