"""Writes down what every commit has changed, by triggers of the database: past all code that is tested."""

from sqlalchemy import Connection, Engine, Table

from storage.tables import (
    Absence,
    CheckIn,
    Delivery,
    DueDay,
    Membership,
    Noun,
    Person,
    Place,
    TeamDay,
)

HEARD: dict[type[Noun], tuple[str, ...]] = {
    Absence: ("id", "person_id", "first_day", "last_day"),
    CheckIn: ("id", "person_id", "local_date", "state"),
    Delivery: (
        "id", "workspace_id", "place_id", "kind", "once", "state", "attempt", "reason", "planned_at", "not_before",
        "expires_at",
    ),
    DueDay: ("id", "person_id", "team_id", "local_date"),
    Membership: ("id", "person_id", "team_id", "role"),
    Person: (
        "id", "workspace_id", "handle", "time_zone", "asked_at", "working_days", "country", "paused_until", "joins_on",
        "leaves_on", "left_at", "greet_at", "next_due_at", "asked_for", "remind_at",
    ),
    Place: ("id", "person_id", "team_id", "external_id", "closed_at"),
    TeamDay: ("id", "team_id", "local_date", "checkin_id"),
}  # fmt: skip
"""Nouns of which each change is written down, and what of them."""

_LOG = "simulated_tap"

_FOR_SQLITE = """
CREATE TRIGGER tap_{table}_{event} AFTER {event} ON "{table}" BEGIN
  INSERT INTO simulated_tap (what, was, becomes) VALUES ('{table}', {was}, {becomes});
END
"""

_FOR_POSTGRES = """
CREATE FUNCTION tap_{table}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  INSERT INTO simulated_tap (what, was, becomes) VALUES (
    '{table}',
    CASE WHEN TG_OP = 'INSERT' THEN NULL ELSE {was}::text END,
    CASE WHEN TG_OP = 'DELETE' THEN NULL ELSE {becomes}::text END);
  RETURN NULL;
END $$;
CREATE TRIGGER tap AFTER INSERT OR UPDATE OR DELETE ON "{table}" FOR EACH ROW EXECUTE FUNCTION tap_{table}()
"""


def put_in(engine: Engine) -> None:
    """Begin to write down; once, in a database that has its tables."""
    with engine.begin() as connection:
        is_sqlite = connection.dialect.name == "sqlite"
        number = "INTEGER PRIMARY KEY AUTOINCREMENT" if is_sqlite else "BIGSERIAL PRIMARY KEY"
        connection.exec_driver_sql(f"CREATE TABLE {_LOG} (n {number}, what TEXT, was TEXT, becomes TEXT)")
        for noun in HEARD:
            if is_sqlite:
                _listen_on_sqlite(connection, noun)
            else:
                was, becomes = _row(noun, "OLD", "json_build_object"), _row(noun, "NEW", "json_build_object")
                made = _FOR_POSTGRES.format(table=_table(noun).name, was=was, becomes=becomes)
                connection.exec_driver_sql(made)


def _listen_on_sqlite(connection: Connection, noun: type[Noun]) -> None:
    for event, was, becomes in (("INSERT", "", "NEW"), ("UPDATE", "OLD", "NEW"), ("DELETE", "OLD", "")):
        values = {"was": _row(noun, was, "json_object"), "becomes": _row(noun, becomes, "json_object")}
        connection.exec_driver_sql(_FOR_SQLITE.format(table=_table(noun).name, event=event, **values))


def _row(noun: type[Noun], of: str, function: str) -> str:
    if not of:
        return "NULL"
    return f"{function}(" + ", ".join(f"'{name}', {of}.\"{name}\"" for name in HEARD[noun]) + ")"


def _table(noun: type[Noun]) -> Table:
    found: Table = noun.__table__  # type: ignore[attr-defined]
    return found


def written(connection: Connection, after: int) -> list[tuple[int, str, str | None, str | None]]:
    """What was written down later than `after`: its number, the table, the row as it was, and as it is now."""
    rows = connection.exec_driver_sql(f"SELECT n, what, was, becomes FROM {_LOG} WHERE n > {after} ORDER BY n")
    return [(n, what, was, becomes) for n, what, was, becomes in rows]
