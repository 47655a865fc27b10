"""Who is due is read from an index in its order, and an account says whether its person waits for a place."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

DUE = (("person", "next_due_at"), ("person", "remind_at"), ("team", "next_digest_at"), ("team", "next_week_at"))

SOME = (
    ("ix_person_to_greet", "person", ["workspace_id", "greet_at"], sa.text("greet_at IS NOT NULL")),
    ("ix_sitting_due", "sitting", ["workspace_id", "state", "due_at"], sa.text("due_at IS NOT NULL")),
)


def upgrade() -> None:
    for table, column in DUE:
        op.drop_index(f"ix_{table}_workspace_id_{column}", table)
        op.create_index(f"ix_{table}_workspace_id_{column}_id", table, ["workspace_id", column, "id"])
    for name, table, columns, where in SOME:
        op.drop_index(name, table)
        op.create_index(name, table, [*columns, "id"], sqlite_where=where, postgresql_where=where)

    with op.batch_alter_table("account", schema=None) as batch_op:
        batch_op.add_column(sa.Column("waits", sa.Boolean(), nullable=False, server_default=sa.true()))
    op.execute(
        "UPDATE account SET waits = false WHERE EXISTS (SELECT 1 FROM place WHERE place.person_id = account.person_id "
        "AND place.connection_id = account.connection_id AND place.kind = 'direct')"
    )
    # What is new from here on is written by us: the default was for the rows that stood.
    with op.batch_alter_table("account", schema=None) as batch_op:
        batch_op.alter_column("waits", server_default=None)
    where = sa.text("waits")
    op.create_index(
        "ix_account_waits", "account", ["connection_id", "person_id"], sqlite_where=where, postgresql_where=where
    )


def downgrade() -> None:
    op.drop_index("ix_account_waits", "account")
    with op.batch_alter_table("account", schema=None) as batch_op:
        batch_op.drop_column("waits")

    for name, table, columns, where in SOME:
        op.drop_index(name, table)
        op.create_index(name, table, columns, sqlite_where=where, postgresql_where=where)
    for table, column in DUE:
        op.drop_index(f"ix_{table}_workspace_id_{column}_id", table)
        op.create_index(f"ix_{table}_workspace_id_{column}", table, ["workspace_id", column])
