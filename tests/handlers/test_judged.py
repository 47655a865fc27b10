"""The rules judge the edition in force: by its own lines, by who is here, and by what became of them."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from handlers.judged import known_of
from score.rules import judge
from score.rules.finding import Finding
from score.rules.pairs import read
from storage import scores
from storage.store import Store
from storage.tables import Blocker, CheckIn, Reading, Task, TaskState, TeamDay, Tie, TieState
from tests.orchestra import Orchestra, Player

SCORE = """
score: Harbour Bread
part:
  id: field
  name: Field
  kind: team
  allowance: 40 %
  priorities:
    P-1:
      words: Call every harbour before noon
      owner: ada
      deputy: bo
      standing: yes
      measures: {M-1: {words: Harbours called, unit: a week, start: 1, target: 9, source: the log, every: week}}
    P-2: {words: Own the quay, owner: bo, standing: yes}
"""


class Field:
    """A team whose days are written down at once."""

    def __init__(self, day: Orchestra) -> None:
        self.day = day
        self.team = day.team("Field", part="field")
        self.people = [day.player(name, team=self.team) for name in ("Ada", "Bo", "Cy", "Di", "Ed")]
        day.plays_from(SCORE)
        self.today = day.today(self.people[0])
        self.monday = self.today - timedelta(days=self.today.weekday())
        self.ours = self.people[0].person.workspace_id
        self.lines = {line.address: line for line in self.known().file.lines}
        self.ids = {one.address: one.line_id for one in self.wordings()}

    def wordings(self) -> list[Any]:
        def found(store: Any) -> list[Any]:
            edition = scores.current(store, self.ours)
            assert edition
            return scores.wordings(store, self.ours, edition.id)

        return self.day.ask(found)

    def known(self, day: date | None = None, pairs: Any = ()) -> Any:
        return self.day.ask(lambda store: known_of(store, self.ours, day or self.today, pairs))

    def found(self, rule: str, day: date | None = None) -> list[Finding]:
        return [one for one in judge(self.known(day)) if one.rule == rule]

    def changes(self, change: Callable[[Store], None]) -> None:
        self.day.database.writer.write(change).result()

    def works(self, on: date, line: str | None, *, who: Player, done: bool = False, sure: int | None = None) -> str:
        """Somebody's day with one task; gives its check-in."""
        at = datetime.combine(on, datetime.min.time(), self.day.clock.now().tzinfo)
        moment = self.day.moment()
        ours: dict[str, Any] = {"workspace_id": self.ours}
        checkin = CheckIn(
            id=moment.id(), person_id=who.person.id, local_date=on, handed_in_at=at, confidence=sure, **ours
        )
        task = Task(
            id=moment.id(),
            checkin_id=checkin.id,
            person_id=who.person.id,
            local_date=on,
            position=0,
            words="Ring the chandler",
            state=TaskState.DONE if done else TaskState.OPEN,
            **ours,
        )
        shared = TeamDay(id=moment.id(), team_id=self.team.id, local_date=on, checkin_id=checkin.id, **ours)
        nouns: list[Any] = [checkin, task, shared]
        if line is not None:
            edition = self.wordings()[0].edition_id
            nouns.append(
                Tie(
                    id=moment.id(),
                    task_id=task.id,
                    edition_id=edition,
                    line_id=self.ids[line],
                    state=TieState.CONFIRMED,
                    said_at=at,
                    **ours,
                )
            )
        self.day.keep(*nouns)
        return checkin.id


@pytest.fixture
def field(day: Orchestra) -> Field:
    return Field(day)


def test_without_an_edition_there_is_nothing_to_judge(day: Orchestra) -> None:
    day.team("Field")
    ours = day.player("Ada").person.workspace_id

    assert day.ask(lambda store: known_of(store, ours, date(2027, 3, 9))) is None


def test_the_edition_is_judged_with_its_people(field: Field) -> None:
    known = field.known()

    assert known.file.file == "edition-1"
    assert known.people.teams[0].members == {"ada", "bo", "cy", "di", "ed"}
    assert {one.rule for one in judge(known)} == {"C05", "C14", "C20", "C23"}


def test_who_left_is_known_by_the_handle_of_today(field: Field) -> None:
    bo = field.people[1].person
    field.changes(lambda store: store.change(bo, handle="bodil", leaves_on=field.today))

    assert field.found("C11") == []
    (gone,) = field.found("C11", field.today + timedelta(days=1))
    assert (gone.lines, gone.values["owner"]) == (("field/P-2",), "bodil")


def test_who_was_taken_out_has_left_the_day_before(field: Field) -> None:
    bo = field.people[1].person
    field.changes(lambda store: store.change(bo, left_at=field.day.clock.now()))

    assert [one.values["last"] for one in field.found("C11")] == [str(field.today - timedelta(days=1))]


def test_what_nobody_touches_is_found_when_four_weeks_are_over(field: Field) -> None:
    field.works(field.today, "field/P-1", who=field.people[0])
    later = field.today + timedelta(days=28)

    assert field.found("C60", later) == []
    assert [(one.says, one.lines) for one in field.found("C60", later + timedelta(days=1))] == [
        ("c60", ("field/P-1",)),
        ("c60-never", ("field/P-2",)),
    ]


def test_tasks_that_are_never_done_are_counted_over_four_weeks(field: Field) -> None:
    for n in range(5):
        field.works(field.today - timedelta(days=n), "field/P-1", who=field.people[0])

    assert [one.values["count"] for one in field.found("C61")] == [5]
    assert field.found("C61", field.today + timedelta(days=24)) == []
    field.works(field.today, "field/P-1", who=field.people[1], done=True)
    assert field.found("C61") == []


def test_a_reading_is_late_after_its_week(field: Field) -> None:
    field.day.keep(
        Reading(
            id="r",
            workspace_id=field.ours,
            line_id=field.ids["field/M-1"],
            day=field.today,
            value=3,
            said_at=field.day.clock.now(),
        )
    )

    assert field.found("C24", field.today + timedelta(days=7)) == []
    assert [one.says for one in field.found("C24", field.today + timedelta(days=8))] == ["c24"]


def weeks_of_confidence(field: Field, people: int) -> None:
    for week in range(4):
        for who in field.people[:people]:
            monday = field.monday - timedelta(weeks=4 - week)
            field.works(monday, "field/P-1", who=who, sure=5 - week)


def test_confidence_that_falls_is_found_where_five_people_said_it(field: Field) -> None:
    weeks_of_confidence(field, 5)

    assert [(one.lines, one.values) for one in field.found("C62")] == [(("field/P-1",), {})]


def test_of_four_people_nothing_is_said(field: Field) -> None:
    weeks_of_confidence(field, 4)

    assert field.known().work.confidence == {"field/P-1": []}
    assert field.found("C62") == []


def weeks_of_whirlwind(field: Field, people: int) -> None:
    for week in (1, 2):
        for n, who in enumerate(field.people[:people]):
            field.works(field.monday - timedelta(weeks=week), None if n < 3 else "field/P-1", who=who)


def test_whirlwind_above_the_allowance_of_the_part_is_found_after_two_weeks(field: Field) -> None:
    weeks_of_whirlwind(field, 5)

    assert [one.values["percent"] for one in field.found("C63")] == [60]
    field.changes(lambda store: store.change(field.team, allowance=0.6))
    assert field.found("C63") == []


def test_of_a_team_of_four_nothing_is_said(field: Field) -> None:
    weeks_of_whirlwind(field, 4)

    assert field.known().work.teams[0].shares == [None, None]


def test_a_team_without_an_allowance_is_not_held_to_one(day: Orchestra) -> None:
    day.team("Alone")
    day.team("Field", part="field")
    ours, _ = day.player("Ada").person.workspace_id, day.player("Bo")
    day.plays_from(SCORE.replace("  allowance: 40 %\n", ""))
    known = day.ask(lambda store: known_of(store, ours, date(2027, 3, 9)))

    assert known is not None
    assert known.work is not None
    assert list(known.work.teams) == []


def test_work_on_no_line_that_many_do_is_named_by_its_word(field: Field) -> None:
    for n in range(2):
        for who in field.people:
            field.works(field.today - timedelta(days=n), None, who=who)

    assert {one.values["word"] for one in field.found("C64")} == {"ring", "chandler"}


@pytest.mark.parametrize("key", ["line_id", "passed_line"])
def test_what_its_team_was_told_of_is_too_old_after_two_weeks(field: Field, key: str) -> None:
    checkin = field.works(field.today, "field/P-1", who=field.people[0])
    told: dict[str, Any] = {"checkin_id": checkin, "person_id": field.people[0].person.id, "workspace_id": field.ours}
    at = field.day.clock.now()
    line = field.ids["field/P-1"]
    field.day.keep(
        Blocker(id="b", words="no boat", told=True, raised_at=at, **{key: line}, **told),
        Blocker(id="c", words="hush", told=False, raised_at=at, **{key: field.ids["field/P-2"]}, **told),
    )

    assert field.found("C65", at.date() + timedelta(days=14)) == []
    assert [one.lines for one in field.found("C65", at.date() + timedelta(days=15))] == [("field/P-1",)]


def test_pairs_of_their_own_come_beside_ours(field: Field) -> None:
    theirs = read(b"pairs: [{id: a, why: b, one: {up: [x]}, other: {up: [y]}}]", "pairs.yml")

    assert field.known(pairs=theirs).pairs[-1].id == "a"
