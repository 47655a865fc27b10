"""We are installed on connections, and connections close."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "datakey",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("workspace_id", sa.String(32), nullable=False),
        sa.Column("master", sa.String(16), nullable=False),
        sa.Column("sealed", sa.String(200), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"], name=op.f("fk_datakey_workspace_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_datakey")),
    )
    with op.batch_alter_table("datakey", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_datakey_workspace_id"), ["workspace_id"], unique=False)

    op.create_table(
        "installation",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("workspace_id", sa.String(32), nullable=False),
        sa.Column("connection_id", sa.String(32), nullable=False),
        sa.Column("key_id", sa.String(32), nullable=True),
        sa.Column("name", sa.String(255), nullable=False),
        sa.Column("token", sa.String(), nullable=False),
        sa.Column("refresh", sa.String(), nullable=False),
        sa.Column("token_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("refreshing_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("refreshed", sa.Integer(), nullable=False),
        sa.Column("scopes", sa.String(), nullable=False),
        sa.Column("bot_user", sa.String(64), nullable=False),
        sa.Column("bot", sa.String(64), nullable=False),
        sa.Column("org", sa.Boolean(), nullable=False),
        sa.Column("installed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_why", sa.String(64), nullable=False),
        sa.ForeignKeyConstraint(["connection_id"], ["connection.id"], name=op.f("fk_installation_connection_id")),
        sa.ForeignKeyConstraint(["key_id"], ["datakey.id"], name=op.f("fk_installation_key_id")),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"], name=op.f("fk_installation_workspace_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_installation")),
        sa.UniqueConstraint("connection_id", name=op.f("uq_installation_connection_id")),
    )
    with op.batch_alter_table("installation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_installation_key_id"), ["key_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_installation_workspace_id"), ["workspace_id"], unique=False)

    op.create_table(
        "ticket",
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("workspace_id", sa.String(32), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("connect", "link", name="ticketkind", native_enum=False, create_constraint=True, length=24),
            nullable=False,
        ),
        sa.Column("person_id", sa.String(32), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("state", sa.String(64), nullable=True),
        sa.Column("cookie", sa.String(64), nullable=False),
        sa.Column("state_until", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_ticket_person_id")),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"], name=op.f("fk_ticket_workspace_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ticket")),
        sa.UniqueConstraint("state", name=op.f("uq_ticket_state")),
    )
    with op.batch_alter_table("ticket", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_ticket_workspace_id"), ["workspace_id"], unique=False)

    with op.batch_alter_table("connection", schema=None) as batch_op:
        batch_op.add_column(sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True))

    with op.batch_alter_table("place", schema=None) as batch_op:
        batch_op.add_column(sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("place", schema=None) as batch_op:
        batch_op.drop_column("closed_at")

    with op.batch_alter_table("connection", schema=None) as batch_op:
        batch_op.drop_column("closed_at")

    with op.batch_alter_table("ticket", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_ticket_workspace_id"))

    op.drop_table("ticket")
    with op.batch_alter_table("installation", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_installation_workspace_id"))
        batch_op.drop_index(batch_op.f("ix_installation_key_id"))

    op.drop_table("installation")
    with op.batch_alter_table("datakey", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_datakey_workspace_id"))

    op.drop_table("datakey")
