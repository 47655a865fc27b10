"""What lines mean to a model is kept."""

import sqlalchemy as sa
from alembic import op

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "sense",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("workspace_id", sa.String(32), nullable=False),
        sa.Column("model", sa.String(255), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("numbers", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"], name=op.f("fk_sense_workspace_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sense")),
        sa.UniqueConstraint("workspace_id", "model", "digest", name=op.f("uq_sense_workspace_id_model_digest")),
    )


def downgrade() -> None:
    op.drop_table("sense")
