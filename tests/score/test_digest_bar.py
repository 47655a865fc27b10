"""Every figure of every digest, computed once more in SQL that shares nothing with ours.

One statement a figure, over the tables alone: nothing here calls `score`, `storage` or `handlers` but to get the
digest that is compared. Calendars come from `zoneinfo` and a table of days.
"""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Connection, text

from handlers import digest
from handlers.turn import Reader
from handlers.views.digest import Digest
from score.digest import Summary
from storage.store import Store, open_store
from storage.tables import Crossing, Place, PlaceKind, Team
from tests.databases import Engines
from tests.score.digests_made_up import DAYS, FIRST, OURS, MadeUp, make

pytestmark = pytest.mark.large

GONE = "SELECT x.task_id FROM crossing x WHERE x.task_id IS NOT NULL AND x.state IN ('stopped', 'taken')"
MEANT = f"(k.state <> 'dropped' OR k.id NOT IN ({GONE}))"
COUNTS = "('suggested', 'confirmed', 'chosen')"
LATER = datetime(2027, 6, 1, tzinfo=UTC)
LAST = FIRST + timedelta(days=DAYS - 1)

DUE = """
SELECT count(*), coalesce(sum(CASE WHEN c.state = 'handed_in' THEN 1 ELSE 0 END), 0), count(DISTINCT d.person_id)
FROM dueday d LEFT JOIN checkin c ON c.person_id = d.person_id AND c.local_date = d.local_date
WHERE d.team_id = :team AND d.local_date >= :first AND d.local_date <= :last
AND coalesce(c.state, '') <> 'not_today'
AND NOT EXISTS (SELECT 1 FROM away a WHERE a.person_id = d.person_id AND a.day = d.local_date)
"""
WORK = f"""
SELECT count(*), coalesce(sum(CASE WHEN i.state IN {COUNTS} THEN 1 ELSE 0 END), 0),
coalesce(sum(CASE WHEN i.state IN ('confirmed', 'chosen') THEN 1 ELSE 0 END), 0)
FROM task k JOIN teamday t ON t.checkin_id = k.checkin_id LEFT JOIN tie i ON i.task_id = k.id
WHERE t.team_id = :team AND t.local_date BETWEEN :first AND :last AND {MEANT}
"""
LINES = f"""
SELECT i.line_id, count(*) FROM tie i JOIN task k ON k.id = i.task_id JOIN teamday t ON t.checkin_id = k.checkin_id
WHERE t.team_id = :team AND t.local_date BETWEEN :first AND :last AND i.state IN {COUNTS}
AND {MEANT} GROUP BY i.line_id
"""
CELLS = f"""
SELECT t.local_date, CASE WHEN i.state IN {COUNTS} THEN i.line_id ELSE '' END AS line, count(*)
FROM teamday t JOIN task k ON k.checkin_id = t.checkin_id LEFT JOIN tie i ON i.task_id = k.id
WHERE t.team_id = :team AND t.local_date BETWEEN :first AND :last AND {MEANT} GROUP BY 1, 2
"""
STUCK = """
SELECT b.id, (SELECT count(*) FROM calendar w WHERE w.team_id = :team AND w.day > t.local_date AND w.day <= :last)
FROM blocker b JOIN teamday t ON t.checkin_id = b.checkin_id JOIN person h ON h.id = b.person_id
WHERE t.team_id = :team AND b.told AND t.local_date <= :last
AND (b.cleared_at >= :evening OR (b.cleared_at IS NULL AND (h.left_at IS NULL OR h.left_at >= :evening)))
"""
CLEARED = """
SELECT b.id FROM blocker b JOIN teamday t ON t.checkin_id = b.checkin_id WHERE t.team_id = :team AND b.told
AND t.local_date <= :last AND b.cleared_at >= :morning AND b.cleared_at < :evening
"""
WINS = """
SELECT count(*) FROM win v JOIN teamday t ON t.checkin_id = v.checkin_id
WHERE t.team_id = :team AND t.local_date BETWEEN :first AND :last
"""
LEFT_ALONE = f"""
SELECT w.line_id, d.day, (
  SELECT count(*) FROM calendar y WHERE y.team_id = :team AND y.day <= d.day AND y.day > coalesce(
  (SELECT max(t.local_date) FROM teamday t JOIN task k ON k.checkin_id = t.checkin_id JOIN tie i ON i.task_id = k.id
   WHERE t.team_id = :team AND t.local_date <= d.day AND i.line_id = w.line_id AND i.state IN {COUNTS}
   AND {MEANT}),
  (SELECT max(x.eve) FROM began x WHERE x.line_id = w.line_id AND x.team_id = :team))) AS days
FROM wording w JOIN part p ON p.edition_id = w.edition_id AND p.handle = w.part
JOIN calendar d ON d.team_id = :team AND d.day >= :month AND d.day <= :last
WHERE w.part = :part AND w.kind = 'priority' AND w.edition_id = (
  SELECT e.id FROM edition e WHERE e.loaded_at < :evening ORDER BY e.number DESC LIMIT 1)
AND CASE WHEN w.horizon IS NOT NULL THEN w.horizon > 12 WHEN w.until IS NOT NULL THEN w.until >= :far
    ELSE p.kind = 'company' END
ORDER BY w.line_id, d.day
"""
UNTOUCHED = f"""
SELECT w.line_id, (SELECT count(*) FROM calendar y WHERE y.team_id = :team AND y.day <= :last AND y.day > coalesce(
  (SELECT max(t.local_date) FROM teamday t JOIN task k ON k.checkin_id = t.checkin_id JOIN tie i ON i.task_id = k.id
   WHERE t.team_id = :team AND t.local_date <= :last AND i.line_id = w.line_id AND i.state IN {COUNTS}
   AND {MEANT}),
  (SELECT max(x.eve) FROM began x WHERE x.line_id = w.line_id AND x.team_id = :team))) AS days
FROM wording w WHERE w.part = :part AND w.kind = 'priority' AND w.state = 'open'
AND (w.begins IS NULL OR w.begins <= :last) AND w.edition_id = (
  SELECT e.id FROM edition e WHERE e.loaded_at < :evening ORDER BY e.number DESC LIMIT 1)
"""


def _tables(connection: Connection, made: MadeUp) -> None:
    """What SQL has no calendar for: away days, working days, and the evening before a line could be worked on."""
    for table, columns in (
        ("away", "person_id varchar(32), day date"),
        ("calendar", "team_id varchar(32), day date"),
        ("began", "team_id varchar(32), line_id varchar(32), eve date"),
    ):
        connection.exec_driver_sql(f"CREATE TABLE {table} ({columns})")
    put(connection, "INSERT INTO away VALUES (:a, :b)", [{"a": who, "b": day} for who, day in made.away])
    working = [
        {"a": team.id, "b": day}
        for team in made.teams
        for day in (date(2027, 1, 1) + timedelta(days=n) for n in range(200))
        if format(team.working_days, "07b")[::-1][day.weekday()] == "1"
    ]
    put(connection, "INSERT INTO calendar VALUES (:a, :b)", working)
    connection.exec_driver_sql("CREATE INDEX ix_calendar ON calendar (team_id, day)")
    began = [
        {"a": team.id, "b": line, "c": eve}
        for team in made.teams
        for line, loaded, begins in connection.execute(
            text(
                "SELECT DISTINCT l.id, e.number, w.begins FROM line l JOIN edition e ON e.id = l.since "
                "JOIN wording w ON w.line_id = l.id WHERE w.part = :part"
            ),
            {"part": team.part},
        )
        for eve in _eves(team, loaded, begins)
    ]
    put(connection, "INSERT INTO began VALUES (:a, :b, :c)", began)


def _eves(team: Team, number: int, begins: date | str | None) -> Iterator[date]:
    instant = {1: datetime(2027, 2, 1, tzinfo=UTC), 2: datetime(2027, 3, 25, 12, tzinfo=UTC)}[number]
    yield instant.astimezone(ZoneInfo(team.time_zone)).date() - timedelta(days=1)
    if begins:
        yield date.fromisoformat(str(begins)) - timedelta(days=1)


def put(connection: Connection, sql: str, rows: list[dict[str, Any]]) -> None:
    connection.execute(text(sql), [{name: _stored(value) for name, value in row.items()} for row in rows])


def _stored(value: object) -> object:
    return value.isoformat() if isinstance(value, date) and not isinstance(value, datetime) else value


def counted(connection: Connection, team: Team, first: date, last: date) -> dict[str, Any]:
    """Every figure of one team's days."""
    sqlite = connection.dialect.name == "sqlite"

    def instant(day: date) -> object:
        at = datetime.combine(day, time(0), ZoneInfo(team.time_zone)).astimezone(UTC)
        return at.strftime("%Y-%m-%d %H:%M:%S.000000") if sqlite else at

    given = {
        "team": team.id,
        "part": team.part,
        "first": first.isoformat() if sqlite else first,
        "last": last.isoformat() if sqlite else last,
        "morning": instant(first),
        "evening": instant(last + timedelta(days=1)),
        "month": first.replace(day=1).isoformat() if sqlite else first.replace(day=1),
        "far": f"{last.year + 1}-{last.month + 1:02}-28" if sqlite else date(last.year + 1, last.month + 1, 28),
    }

    def ask(sql: str, **other: Any) -> list[Any]:
        used = {name: value for name, value in {**given, **other}.items() if f":{name}" in sql}
        return [tuple(row) for row in connection.execute(text(sql), used)]

    # Of what looks further than a year: the first day in each month on which it had waited for a working week.
    alone: dict[tuple[str, str], str] = {}
    long = set()
    for line, day, days in ask(LEFT_ALONE):
        long.add(line)
        if days >= 5:
            alone.setdefault((line, str(day)[:7]), str(day))
    monthly = {line for (line, _), day in alone.items() if first.isoformat() <= day <= last.isoformat()}
    monday = last - timedelta(days=last.weekday() + 7)
    before = {"first": monday, "last": monday + timedelta(days=6)}
    before = {name: day.isoformat() if sqlite else day for name, day in before.items()}  # type: ignore[misc]
    due, took_part, people = ask(DUE)[0]
    tasks, tied, confirmed = ask(WORK)[0]
    tasks_before, tied_before, _ = ask(WORK, **before)[0]
    return {
        "due": due,
        "took part": took_part,
        "participation": took_part / due if people >= 5 and due else None,
        "tasks": tasks,
        "tied": tied,
        "confirmed": confirmed,
        "alignment": tied / tasks if people >= 5 and tasks else None,
        "whirlwind": (tasks - tied) / tasks if people >= 5 and tasks else None,
        "trend": (
            tied / tasks - tied_before / tasks_before
            if people >= 5 and tasks and tasks_before and ask(DUE, **before)[0][2] >= 5
            else None
        ),
        "lines": dict(ask(LINES)),
        "cells": {(str(day), line): n for day, line, n in ask(CELLS)},
        "stuck": dict(ask(STUCK)),
        "cleared": {id for (id,) in ask(CLEARED)},
        "wins": ask(WINS)[0][0],
        "untouched": {line: days for line, days in ask(UNTOUCHED) if days >= 5 and line not in long - monthly},
    }


def told(summary: Summary) -> dict[str, Any]:
    """The same of a digest."""
    cells = {(day.day.isoformat(), line): n for day in summary.days for line, n in day.by_line.items()}
    cells |= {(day.day.isoformat(), ""): day.whirlwind for day in summary.days if day.whirlwind}
    return {
        "due": summary.due,
        "took part": summary.took_part,
        "participation": summary.participation,
        "tasks": summary.counts.tasks,
        "tied": summary.counts.tied,
        "confirmed": summary.confirmed,
        "alignment": summary.alignment,
        "whirlwind": summary.whirlwind_share,
        "trend": summary.trend,
        "lines": dict(summary.by_line),
        "cells": cells,
        "stuck": {one.id: one.age for one in summary.stuck},
        "cleared": {one.id for one in summary.cleared},
        "wins": summary.wins,
        "untouched": dict(summary.untouched),
    }


def spans(days: int) -> Iterator[tuple[date, date]]:
    """Every day, and every ISO week."""
    for n in range(days):
        day = FIRST + timedelta(days=n)
        yield day, day
        if day.weekday() == 6:
            yield day - timedelta(days=6), day


def digest_of(store: Store, team: Team, first: date, last: date, away: set[tuple[str, date]]) -> Digest:
    place = Place(
        id="x", workspace_id=OURS, connection_id="x", external_id="x", kind=PlaceKind.CHANNEL, name="x", team_id=team.id
    )
    return digest.gather(store, Reader(None, place, LATER), team, (first, last), away)


def compare(engines: Engines, made: MadeUp, wanted: Callable[[Team, date, date], bool]) -> int:
    with open_store(engines.writer) as store:
        store.keep(*made.nouns)
        _tables(store.connection, made)
    compared = 0
    with open_store(engines.reader) as store:
        for team in made.teams:
            for first, last in spans(DAYS):
                if wanted(team, first, last):
                    found = told(digest_of(store, team, first, last, made.away).summary)
                    right = counted(store.connection, team, first, last)
                    near = pytest.approx
                    for figure in ("participation", "alignment", "whirlwind", "trend"):
                        right[figure] = near(right[figure]) if right[figure] is not None else None
                    assert found == right, (team.id, first, last)
                    compared += 1
    return compared


def test_every_figure_of_every_day_and_week_is_what_sql_says(sqlite_engines: Engines) -> None:
    made = make()

    assert compare(sqlite_engines, made, lambda *_: True) == 20 * (60 + 8)


def test_postgresql_says_the_same(postgres_engines: Engines) -> None:
    made = make()
    sample = partial(_sampled, every=37)

    assert compare(postgres_engines, made, sample) >= 30


def _sampled(team: Team, first: date, last: date, *, every: int) -> bool:
    return (int(team.id[1:]) * 68 + first.toordinal() * 3 + (last - first).days) % every == 0


def test_the_organisation_is_worth_comparing(sqlite_engines: Engines) -> None:
    """Without leave, waivers, late weeks and small teams in it, the comparison would prove little."""
    made = make()
    with open_store(sqlite_engines.writer) as store:
        store.keep(*made.nouns)
    with open_store(sqlite_engines.reader) as store:
        weeks = [
            digest_of(store, team, FIRST + timedelta(days=7 * n), FIRST + timedelta(days=7 * n + 6), made.away).summary
            for team in made.teams
            for n in range(1, 8)
        ]
    assert any(not week.enough for week in weeks)
    assert any(week.stuck for week in weeks)
    assert any(week.cleared for week in weeks)
    assert any(week.untouched for week in weeks)
    assert sum(isinstance(one, Crossing) and one.state.takes_away for one in made.nouns) > 100
    named = [dict(week.untouched) for week in weeks]
    assert any(f"l{n}.2" in lines for n in range(20) for lines in named)
    assert any(week.trend and week.trend > 0 for week in weeks)
    assert any(week.trend and week.trend < 0 for week in weeks)
    assert any(week.second_week for week in weeks)
    assert len({len(week.days) for week in weeks}) > 1
