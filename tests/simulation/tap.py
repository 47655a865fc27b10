"""Writes down what every commit has changed, by triggers of the database: past all code that is tested."""

import json
from collections.abc import Iterator
from typing import Any

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
    Team,
    TeamDay,
)

HEARD: dict[type[Noun], tuple[str, ...]] = {
    Absence: ("id", "person_id", "first_day", "last_day", "begins_at", "ends_at"),
    CheckIn: ("id", "person_id", "local_date", "state"),
    Delivery: (
        "id", "workspace_id", "place_id", "kind", "once", "state", "attempt", "reason", "planned_at", "not_before",
        "expires_at", "sending_at", "occasion",
    ),
    DueDay: ("id", "person_id", "team_id", "local_date"),
    Membership: ("id", "person_id", "team_id", "role"),
    Person: (
        "id", "workspace_id", "handle", "time_zone", "asked_at", "working_days", "country", "paused_until", "joins_on",
        "leaves_on", "left_at", "greet_at", "next_due_at", "asked_for", "remind_at", "other_hours", "quiet", "wishes",
        "asked_after",
    ),
    Place: ("id", "workspace_id", "person_id", "team_id", "external_id", "closed_at"),
    Team: ("id", "workspace_id", "handle", "asked_within", "time_zone", "digest_at", "working_days"),
    TeamDay: ("id", "team_id", "local_date", "checkin_id"),
}  # fmt: skip
"""Nouns of which each change is written down, and what of them."""

Row = dict[str, Any] | None
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


class Tap:
    """Where all that is written down comes out again, once."""

    def __init__(self, engine: Engine) -> None:
        _put_in(engine)
        self._connection = engine.raw_connection()
        self._cursor = self._connection.cursor()
        self._heard = 0

    def written(self) -> Iterator[tuple[str, Row, Row]]:
        """What was committed since: which table, the row as it was, and as it is now."""
        self._cursor.execute(f"SELECT n, what, was, becomes FROM {_LOG} WHERE n > {self._heard} ORDER BY n")
        found = self._cursor.fetchall()
        # PostgreSQL would go on seeing what it has seen.
        self._connection.rollback()
        for n, what, was, becomes in found:
            self._heard = n
            yield what, json.loads(was) if was else None, json.loads(becomes) if becomes else None

    def close(self) -> None:
        """Listen no more."""
        self._connection.close()


def _put_in(engine: Engine) -> None:
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
