"""All processes share one pace; what was not sent says why, and places that cannot be reached are closed."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

UNSENT = "state IN ('dead', 'expired', 'skipped')"
PARTIAL = {
    "ix_delivery_since": (["workspace_id", "planned_at"], "id > ''"),
    "ix_delivery_planned": (["workspace_id", "not_before"], "state = 'planned'"),
    "ix_delivery_sending": (["workspace_id", "sending_at"], "state = 'sending'"),
    "ix_delivery_uncertain": (["workspace_id", "not_before"], "state = 'uncertain'"),
    "ix_delivery_unsent": (["workspace_id", "settled_at"], UNSENT),
}


def upgrade() -> None:
    op.create_table(
        "rate",
        sa.Column("id", sa.String(255), nullable=False),
        sa.Column("workspace_id", sa.String(32), nullable=False),
        sa.Column("free_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"], name=op.f("fk_rate_workspace_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rate")),
    )
    with op.batch_alter_table("rate", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_rate_workspace_id_free_at"), ["workspace_id", "free_at"], unique=False)

    with op.batch_alter_table("place", schema=None) as batch_op:
        batch_op.add_column(sa.Column("closed_why", sa.String(200), nullable=False, server_default=""))
    with op.batch_alter_table("place", schema=None) as batch_op:
        batch_op.alter_column("closed_why", server_default=None)

    with op.batch_alter_table("shown", schema=None) as batch_op:
        batch_op.add_column(sa.Column("held_until", sa.DateTime(timezone=True), nullable=True))

    with op.batch_alter_table("delivery", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_delivery_state_not_before"))
        batch_op.add_column(sa.Column("said", sa.String(200), nullable=False, server_default=""))
    with op.batch_alter_table("delivery", schema=None) as batch_op:
        batch_op.alter_column("said", server_default=None)
        for name, (columns, where) in PARTIAL.items():
            condition = sa.text(where)
            batch_op.create_index(name, columns, unique=False, sqlite_where=condition, postgresql_where=condition)


def downgrade() -> None:
    with op.batch_alter_table("delivery", schema=None) as batch_op:
        for name in PARTIAL:
            batch_op.drop_index(name)
        batch_op.drop_column("said")
        batch_op.create_index(batch_op.f("ix_delivery_state_not_before"), ["state", "not_before"], unique=False)

    with op.batch_alter_table("shown", schema=None) as batch_op:
        batch_op.drop_column("held_until")

    with op.batch_alter_table("place", schema=None) as batch_op:
        batch_op.drop_column("closed_why")

    op.drop_table("rate")
