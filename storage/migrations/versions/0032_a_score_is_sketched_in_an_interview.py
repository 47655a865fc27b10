"""A score is sketched in an interview."""

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "sketch",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("workspace_id", sa.String(32), nullable=False),
        sa.Column("person_id", sa.String(32), nullable=False),
        sa.Column("said", sa.String(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_sketch_person_id")),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"], name=op.f("fk_sketch_workspace_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sketch")),
        sa.UniqueConstraint("person_id", name=op.f("uq_sketch_person_id")),
    )
    with op.batch_alter_table("sketch", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_sketch_workspace_id_changed_at"), ["workspace_id", "changed_at"], unique=False
        )


def downgrade() -> None:
    with op.batch_alter_table("sketch", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_sketch_workspace_id_changed_at"))

    op.drop_table("sketch")
