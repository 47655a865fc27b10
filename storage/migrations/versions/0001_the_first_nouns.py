"""The first nouns."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "workspace",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("language", sa.String(35), nullable=False),
        sa.Column("example", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_workspace")),
    )
    op.create_table(
        "connection",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("workspace_id", sa.String(32), nullable=False),
        sa.Column(
            "door",
            sa.Enum(
                "web", "console", "slack", "teams", name="door", native_enum=False, create_constraint=True, length=24
            ),
            nullable=False,
        ),
        sa.Column("external_id", sa.String(255), nullable=False),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"], name=op.f("fk_connection_workspace_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_connection")),
        sa.UniqueConstraint("door", "external_id", name=op.f("uq_connection_door_external_id")),
    )
    with op.batch_alter_table("connection", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_connection_workspace_id"), ["workspace_id"], unique=False)

    op.create_table(
        "received",
        sa.Column("id", sa.String(200), nullable=False),
        sa.Column("workspace_id", sa.String(32), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("answer", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"], name=op.f("fk_received_workspace_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_received")),
    )
    with op.batch_alter_table("received", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_received_at"), ["at"], unique=False)
        batch_op.create_index(batch_op.f("ix_received_workspace_id"), ["workspace_id"], unique=False)

    op.create_table(
        "team",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("workspace_id", sa.String(32), nullable=False),
        sa.Column("handle", sa.String(64), nullable=False),
        sa.Column("name", sa.String(120), nullable=False),
        sa.Column("part", sa.String(64), nullable=True),
        sa.Column("allowance", sa.Float(), nullable=True),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"], name=op.f("fk_team_workspace_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_team")),
        sa.UniqueConstraint("workspace_id", "handle", name=op.f("uq_team_workspace_id_handle")),
    )
    op.create_table(
        "person",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("workspace_id", sa.String(32), nullable=False),
        sa.Column("handle", sa.String(64), nullable=False),
        sa.Column("name", sa.String(120), nullable=False),
        sa.Column("role_words", sa.String(120), nullable=False),
        sa.Column("language", sa.String(35), nullable=False),
        sa.Column("time_zone", sa.String(64), nullable=False),
        sa.Column("asked_at", sa.Integer(), nullable=False),
        sa.Column("working_days", sa.Integer(), nullable=False),
        sa.Column("is_admin", sa.Boolean(), nullable=False),
        sa.Column("is_strategy_owner", sa.Boolean(), nullable=False),
        sa.Column("prefers", sa.String(32), nullable=True),
        sa.Column("next_due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("asked_for", sa.Date(), nullable=True),
        sa.Column("paused_until", sa.Date(), nullable=True),
        sa.Column("left_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["prefers"], ["connection.id"], name=op.f("fk_person_prefers")),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"], name=op.f("fk_person_workspace_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
        sa.UniqueConstraint("workspace_id", "handle", name=op.f("uq_person_workspace_id_handle")),
    )
    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_person_workspace_id_next_due_at"), ["workspace_id", "next_due_at"], unique=False
        )

    op.create_table(
        "account",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("workspace_id", sa.String(32), nullable=False),
        sa.Column("connection_id", sa.String(32), nullable=False),
        sa.Column("person_id", sa.String(32), nullable=False),
        sa.Column("external_id", sa.String(255), nullable=False),
        sa.ForeignKeyConstraint(["connection_id"], ["connection.id"], name=op.f("fk_account_connection_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_account_person_id")),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"], name=op.f("fk_account_workspace_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account")),
        sa.UniqueConstraint("connection_id", "external_id", name=op.f("uq_account_connection_id_external_id")),
    )
    with op.batch_alter_table("account", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_account_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_account_workspace_id"), ["workspace_id"], unique=False)

    op.create_table(
        "checkin",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("workspace_id", sa.String(32), nullable=False),
        sa.Column("person_id", sa.String(32), nullable=False),
        sa.Column("local_date", sa.Date(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "handed_in", "not_today", name="checkinstate", native_enum=False, create_constraint=True, length=24
            ),
            nullable=False,
        ),
        sa.Column("confidence", sa.Integer(), nullable=True),
        sa.Column("handed_in_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("edited_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_checkin_person_id")),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"], name=op.f("fk_checkin_workspace_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_checkin")),
        sa.UniqueConstraint("person_id", "local_date", name=op.f("uq_checkin_person_id_local_date")),
    )
    with op.batch_alter_table("checkin", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_checkin_workspace_id"), ["workspace_id"], unique=False)

    op.create_table(
        "edition",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("workspace_id", sa.String(32), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("season", sa.String(120), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("loaded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("loaded_by", sa.String(32), nullable=True),
        sa.ForeignKeyConstraint(["loaded_by"], ["person.id"], name=op.f("fk_edition_loaded_by")),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"], name=op.f("fk_edition_workspace_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_edition")),
        sa.UniqueConstraint("workspace_id", "number", name=op.f("uq_edition_workspace_id_number")),
    )
    op.create_table(
        "membership",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("workspace_id", sa.String(32), nullable=False),
        sa.Column("team_id", sa.String(32), nullable=False),
        sa.Column("person_id", sa.String(32), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "member",
                "manager",
                "coach",
                "observer",
                name="role",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_membership_person_id")),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_membership_team_id")),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"], name=op.f("fk_membership_workspace_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_membership")),
        sa.UniqueConstraint("team_id", "person_id", "role", name=op.f("uq_membership_team_id_person_id_role")),
    )
    with op.batch_alter_table("membership", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_membership_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_membership_workspace_id"), ["workspace_id"], unique=False)

    op.create_table(
        "place",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("workspace_id", sa.String(32), nullable=False),
        sa.Column("connection_id", sa.String(32), nullable=False),
        sa.Column("external_id", sa.String(255), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("direct", "channel", name="placekind", native_enum=False, create_constraint=True, length=24),
            nullable=False,
        ),
        sa.Column("name", sa.String(120), nullable=False),
        sa.Column("person_id", sa.String(32), nullable=True),
        sa.Column("team_id", sa.String(32), nullable=True),
        sa.ForeignKeyConstraint(["connection_id"], ["connection.id"], name=op.f("fk_place_connection_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_place_person_id")),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_place_team_id")),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"], name=op.f("fk_place_workspace_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_place")),
        sa.UniqueConstraint("connection_id", "external_id", name=op.f("uq_place_connection_id_external_id")),
    )
    with op.batch_alter_table("place", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_place_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_place_team_id"), ["team_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_place_workspace_id"), ["workspace_id"], unique=False)

    op.create_table(
        "ask",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("workspace_id", sa.String(32), nullable=False),
        sa.Column("person_id", sa.String(32), nullable=False),
        sa.Column("place_id", sa.String(32), nullable=False),
        sa.Column("brief", sa.String(80), nullable=False),
        sa.Column("brief_version", sa.Integer(), nullable=False),
        sa.Column("values", sa.JSON(), nullable=True),
        sa.Column("then", sa.String(80), nullable=False),
        sa.Column("about", sa.JSON(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "waiting",
                "asking",
                "answered",
                "given_up",
                name="askstate",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("deadline", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_ask_person_id")),
        sa.ForeignKeyConstraint(["place_id"], ["place.id"], name=op.f("fk_ask_place_id")),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"], name=op.f("fk_ask_workspace_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ask")),
    )
    with op.batch_alter_table("ask", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_ask_state_deadline"), ["state", "deadline"], unique=False)
        batch_op.create_index(batch_op.f("ix_ask_workspace_id"), ["workspace_id"], unique=False)

    op.create_table(
        "blocker",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("workspace_id", sa.String(32), nullable=False),
        sa.Column("checkin_id", sa.String(32), nullable=False),
        sa.Column("person_id", sa.String(32), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("told", sa.Boolean(), nullable=False),
        sa.Column("raised_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("cleared_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["checkin_id"], ["checkin.id"], name=op.f("fk_blocker_checkin_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_blocker_person_id")),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"], name=op.f("fk_blocker_workspace_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_blocker")),
    )
    with op.batch_alter_table("blocker", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_blocker_checkin_id"), ["checkin_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_blocker_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_blocker_workspace_id"), ["workspace_id"], unique=False)

    op.create_table(
        "line",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("workspace_id", sa.String(32), nullable=False),
        sa.Column("since", sa.String(32), nullable=False),
        sa.ForeignKeyConstraint(["since"], ["edition.id"], name=op.f("fk_line_since")),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"], name=op.f("fk_line_workspace_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_line")),
    )
    with op.batch_alter_table("line", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_line_workspace_id"), ["workspace_id"], unique=False)

    op.create_table(
        "part",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("workspace_id", sa.String(32), nullable=False),
        sa.Column("edition_id", sa.String(32), nullable=False),
        sa.Column("handle", sa.String(64), nullable=False),
        sa.Column("parent", sa.String(64), nullable=True),
        sa.Column(
            "kind",
            sa.Enum(
                "company",
                "unit",
                "team",
                "person",
                "partner",
                name="partkind",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["edition_id"], ["edition.id"], name=op.f("fk_part_edition_id")),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"], name=op.f("fk_part_workspace_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_part")),
        sa.UniqueConstraint("edition_id", "handle", name=op.f("uq_part_edition_id_handle")),
    )
    with op.batch_alter_table("part", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_part_workspace_id"), ["workspace_id"], unique=False)

    op.create_table(
        "shown",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("workspace_id", sa.String(32), nullable=False),
        sa.Column("place_id", sa.String(32), nullable=False),
        sa.Column("subject", sa.String(200), nullable=False),
        sa.Column("view", sa.String(80), nullable=False),
        sa.Column("about", sa.JSON(), nullable=False),
        sa.Column("wanted", sa.Integer(), nullable=False),
        sa.Column("shows", sa.Integer(), nullable=False),
        sa.Column("reference", sa.String(255), nullable=True),
        sa.ForeignKeyConstraint(["place_id"], ["place.id"], name=op.f("fk_shown_place_id")),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"], name=op.f("fk_shown_workspace_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shown")),
        sa.UniqueConstraint("place_id", "subject", name=op.f("uq_shown_place_id_subject")),
    )
    with op.batch_alter_table("shown", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_shown_workspace_id"), ["workspace_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_shown_workspace_id_subject"), ["workspace_id", "subject"], unique=False)

    op.create_table(
        "task",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("workspace_id", sa.String(32), nullable=False),
        sa.Column("checkin_id", sa.String(32), nullable=False),
        sa.Column("person_id", sa.String(32), nullable=False),
        sa.Column("local_date", sa.Date(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "open",
                "done",
                "carried",
                "dropped",
                name="taskstate",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("marked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("carried_from", sa.String(32), nullable=True),
        sa.ForeignKeyConstraint(["carried_from"], ["task.id"], name=op.f("fk_task_carried_from")),
        sa.ForeignKeyConstraint(["checkin_id"], ["checkin.id"], name=op.f("fk_task_checkin_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_task_person_id")),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"], name=op.f("fk_task_workspace_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_task")),
    )
    with op.batch_alter_table("task", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_task_checkin_id"), ["checkin_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_task_person_id_local_date"), ["person_id", "local_date"], unique=False)
        batch_op.create_index(batch_op.f("ix_task_workspace_id"), ["workspace_id"], unique=False)

    op.create_table(
        "teamday",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("workspace_id", sa.String(32), nullable=False),
        sa.Column("team_id", sa.String(32), nullable=False),
        sa.Column("local_date", sa.Date(), nullable=False),
        sa.Column("checkin_id", sa.String(32), nullable=False),
        sa.ForeignKeyConstraint(["checkin_id"], ["checkin.id"], name=op.f("fk_teamday_checkin_id")),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_teamday_team_id")),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"], name=op.f("fk_teamday_workspace_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_teamday")),
        sa.UniqueConstraint(
            "team_id", "local_date", "checkin_id", name=op.f("uq_teamday_team_id_local_date_checkin_id")
        ),
    )
    with op.batch_alter_table("teamday", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_teamday_checkin_id"), ["checkin_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_teamday_workspace_id"), ["workspace_id"], unique=False)

    op.create_table(
        "win",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("workspace_id", sa.String(32), nullable=False),
        sa.Column("checkin_id", sa.String(32), nullable=False),
        sa.Column("person_id", sa.String(32), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("won_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["checkin_id"], ["checkin.id"], name=op.f("fk_win_checkin_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_win_person_id")),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"], name=op.f("fk_win_workspace_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_win")),
    )
    with op.batch_alter_table("win", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_win_checkin_id"), ["checkin_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_win_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_win_workspace_id"), ["workspace_id"], unique=False)

    op.create_table(
        "delivery",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("workspace_id", sa.String(32), nullable=False),
        sa.Column("place_id", sa.String(32), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("once", sa.String(200), nullable=False),
        sa.Column("view", sa.String(80), nullable=False),
        sa.Column("about", sa.JSON(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "planned",
                "sending",
                "sent",
                "uncertain",
                "expired",
                "skipped",
                "dead",
                name="deliverystate",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("planned_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("not_before", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sending_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.String(200), nullable=False),
        sa.Column("shown_id", sa.String(32), nullable=True),
        sa.ForeignKeyConstraint(["place_id"], ["place.id"], name=op.f("fk_delivery_place_id")),
        sa.ForeignKeyConstraint(["shown_id"], ["shown.id"], name=op.f("fk_delivery_shown_id")),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"], name=op.f("fk_delivery_workspace_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delivery")),
        sa.UniqueConstraint("workspace_id", "once", name=op.f("uq_delivery_workspace_id_once")),
    )
    with op.batch_alter_table("delivery", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_delivery_place_id_planned_at"), ["place_id", "planned_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_delivery_shown_id"), ["shown_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_delivery_state_not_before"), ["state", "not_before"], unique=False)

    op.create_table(
        "tie",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("workspace_id", sa.String(32), nullable=False),
        sa.Column("task_id", sa.String(32), nullable=False),
        sa.Column("edition_id", sa.String(32), nullable=False),
        sa.Column("line_id", sa.String(32), nullable=True),
        sa.Column(
            "state",
            sa.Enum(
                "suggested",
                "unsure",
                "confirmed",
                "chosen",
                "whirlwind",
                name="tiestate",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("offered", sa.JSON(), nullable=False),
        sa.Column("said_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["edition_id"], ["edition.id"], name=op.f("fk_tie_edition_id")),
        sa.ForeignKeyConstraint(["line_id"], ["line.id"], name=op.f("fk_tie_line_id")),
        sa.ForeignKeyConstraint(["task_id"], ["task.id"], name=op.f("fk_tie_task_id")),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"], name=op.f("fk_tie_workspace_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tie")),
        sa.UniqueConstraint("task_id", name=op.f("uq_tie_task_id")),
    )
    with op.batch_alter_table("tie", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_tie_line_id"), ["line_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_tie_workspace_id"), ["workspace_id"], unique=False)

    op.create_table(
        "wording",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("workspace_id", sa.String(32), nullable=False),
        sa.Column("edition_id", sa.String(32), nullable=False),
        sa.Column("line_id", sa.String(32), nullable=False),
        sa.Column("part", sa.String(64), nullable=False),
        sa.Column("address", sa.String(130), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "aspiration",
                "where_to_play",
                "how_to_win",
                "capabilities",
                "systems",
                "priority",
                name="linekind",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("words", sa.String(500), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("owner_id", sa.String(32), nullable=True),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("serves", sa.String(130), nullable=True),
        sa.ForeignKeyConstraint(["edition_id"], ["edition.id"], name=op.f("fk_wording_edition_id")),
        sa.ForeignKeyConstraint(["line_id"], ["line.id"], name=op.f("fk_wording_line_id")),
        sa.ForeignKeyConstraint(["owner_id"], ["person.id"], name=op.f("fk_wording_owner_id")),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"], name=op.f("fk_wording_workspace_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_wording")),
        sa.UniqueConstraint("edition_id", "address", name=op.f("uq_wording_edition_id_address")),
        sa.UniqueConstraint("edition_id", "line_id", name=op.f("uq_wording_edition_id_line_id")),
    )
    with op.batch_alter_table("wording", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_wording_line_id"), ["line_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_wording_workspace_id"), ["workspace_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("wording", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_wording_workspace_id"))
        batch_op.drop_index(batch_op.f("ix_wording_line_id"))

    op.drop_table("wording")
    with op.batch_alter_table("tie", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_tie_workspace_id"))
        batch_op.drop_index(batch_op.f("ix_tie_line_id"))

    op.drop_table("tie")
    with op.batch_alter_table("delivery", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_delivery_state_not_before"))
        batch_op.drop_index(batch_op.f("ix_delivery_shown_id"))
        batch_op.drop_index(batch_op.f("ix_delivery_place_id_planned_at"))

    op.drop_table("delivery")
    with op.batch_alter_table("win", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_win_workspace_id"))
        batch_op.drop_index(batch_op.f("ix_win_person_id"))
        batch_op.drop_index(batch_op.f("ix_win_checkin_id"))

    op.drop_table("win")
    with op.batch_alter_table("teamday", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_teamday_workspace_id"))
        batch_op.drop_index(batch_op.f("ix_teamday_checkin_id"))

    op.drop_table("teamday")
    with op.batch_alter_table("task", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_task_workspace_id"))
        batch_op.drop_index(batch_op.f("ix_task_person_id_local_date"))
        batch_op.drop_index(batch_op.f("ix_task_checkin_id"))

    op.drop_table("task")
    with op.batch_alter_table("shown", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_shown_workspace_id_subject"))
        batch_op.drop_index(batch_op.f("ix_shown_workspace_id"))

    op.drop_table("shown")
    with op.batch_alter_table("part", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_part_workspace_id"))

    op.drop_table("part")
    with op.batch_alter_table("line", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_line_workspace_id"))

    op.drop_table("line")
    with op.batch_alter_table("blocker", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_blocker_workspace_id"))
        batch_op.drop_index(batch_op.f("ix_blocker_person_id"))
        batch_op.drop_index(batch_op.f("ix_blocker_checkin_id"))

    op.drop_table("blocker")
    with op.batch_alter_table("ask", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_ask_workspace_id"))
        batch_op.drop_index(batch_op.f("ix_ask_state_deadline"))

    op.drop_table("ask")
    with op.batch_alter_table("place", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_place_workspace_id"))
        batch_op.drop_index(batch_op.f("ix_place_team_id"))
        batch_op.drop_index(batch_op.f("ix_place_person_id"))

    op.drop_table("place")
    with op.batch_alter_table("membership", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_membership_workspace_id"))
        batch_op.drop_index(batch_op.f("ix_membership_person_id"))

    op.drop_table("membership")
    op.drop_table("edition")
    with op.batch_alter_table("checkin", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_checkin_workspace_id"))

    op.drop_table("checkin")
    with op.batch_alter_table("account", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_account_workspace_id"))
        batch_op.drop_index(batch_op.f("ix_account_person_id"))

    op.drop_table("account")
    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_person_workspace_id_next_due_at"))

    op.drop_table("person")
    op.drop_table("team")
    with op.batch_alter_table("received", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_received_workspace_id"))
        batch_op.drop_index(batch_op.f("ix_received_at"))

    op.drop_table("received")
    with op.batch_alter_table("connection", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_connection_workspace_id"))

    op.drop_table("connection")
    op.drop_table("workspace")
