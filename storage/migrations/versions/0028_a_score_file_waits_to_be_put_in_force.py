"""A score file waits to be put in force."""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "proposed",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("workspace_id", sa.String(32), nullable=False),
        sa.Column("proposer_id", sa.String(32), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("seen", sa.String(32), nullable=True),
        sa.Column(
            "state",
            sa.Enum(
                "waiting",
                "in_force",
                "left",
                name="proposedstate",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["proposer_id"], ["person.id"], name=op.f("fk_proposed_proposer_id")),
        sa.ForeignKeyConstraint(["seen"], ["edition.id"], name=op.f("fk_proposed_seen")),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"], name=op.f("fk_proposed_workspace_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proposed")),
    )
    with op.batch_alter_table("proposed", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_proposed_workspace_id_made_at"), ["workspace_id", "made_at"], unique=False)

    with op.batch_alter_table("edition", schema=None) as batch_op:
        batch_op.add_column(sa.Column("told_to", sa.String(64), nullable=True))
        batch_op.create_index(
            "ix_edition_untold",
            ["workspace_id", "number"],
            unique=False,
            sqlite_where=sa.text("told_to IS NOT NULL"),
            postgresql_where=sa.text("told_to IS NOT NULL"),
        )


def downgrade() -> None:
    with op.batch_alter_table("edition", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_edition_untold",
            sqlite_where=sa.text("told_to IS NOT NULL"),
            postgresql_where=sa.text("told_to IS NOT NULL"),
        )
        batch_op.drop_column("told_to")

    with op.batch_alter_table("proposed", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_proposed_workspace_id_made_at"))

    op.drop_table("proposed")
