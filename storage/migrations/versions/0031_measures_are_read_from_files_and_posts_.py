"""Measures are read from files and posts, and people reminded of them."""

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "postkey",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("workspace_id", sa.String(32), nullable=False),
        sa.Column("key_id", sa.String(32), nullable=False),
        sa.Column("secret", sa.String(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["key_id"], ["datakey.id"], name=op.f("fk_postkey_key_id")),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"], name=op.f("fk_postkey_workspace_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_postkey")),
    )
    with op.batch_alter_table("postkey", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_postkey_key_id"), ["key_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_postkey_workspace_id"), ["workspace_id"], unique=False)

    with op.batch_alter_table("line", schema=None) as batch_op:
        batch_op.add_column(sa.Column("reminded_on", sa.Date(), nullable=True))

    with op.batch_alter_table("reading", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column(
                "origin",
                sa.Enum("hand", "file", "post", name="origin", native_enum=False, create_constraint=True, length=24),
                nullable=False,
                server_default="hand",
            )
        )
        batch_op.add_column(sa.Column("note", sa.String(200), nullable=False, server_default=""))
    # What was read until now was said in the form; who writes from now on always says how it came.
    with op.batch_alter_table("reading", schema=None) as batch_op:
        batch_op.alter_column("origin", server_default=None)
        batch_op.alter_column("note", server_default=None)

    with op.batch_alter_table("workspace", schema=None) as batch_op:
        batch_op.add_column(sa.Column("measures_due_at", sa.DateTime(timezone=True), nullable=True))
    # Scores that are in force already are looked at from now on.
    op.execute("UPDATE workspace SET measures_due_at = created_at")


def downgrade() -> None:
    with op.batch_alter_table("workspace", schema=None) as batch_op:
        batch_op.drop_column("measures_due_at")

    with op.batch_alter_table("reading", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_reading_origin"), type_="check")
        batch_op.drop_column("note")
        batch_op.drop_column("origin")

    with op.batch_alter_table("line", schema=None) as batch_op:
        batch_op.drop_column("reminded_on")

    with op.batch_alter_table("postkey", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_postkey_workspace_id"))
        batch_op.drop_index(batch_op.f("ix_postkey_key_id"))

    op.drop_table("postkey")
