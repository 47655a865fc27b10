"""Check-ins are found by their day, tasks in their order, and lines by what people said of them."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy.exc import IntegrityError
from sqlmodel import select

from storage import checkins
from storage.store import Store, open_store
from storage.tables import (
    Blocker,
    CheckIn,
    CheckInState,
    Edition,
    Line,
    Person,
    Task,
    TaskState,
    Team,
    TeamDay,
    Tie,
    TieState,
    Win,
    Workspace,
)
from tests.databases import Engines

AT = datetime(2027, 3, 9, 9, tzinfo=UTC)
TUESDAY = AT.date()
DAY = timedelta(days=1)
OURS: dict[str, Any] = {"workspace_id": "ours"}
ADA = Person(id="ada", handle="ada", name="Ada", **OURS)
BO = Person(id="bo", handle="bo", name="Bo", **OURS)
FIELD, NORTH = (Team(id=id, handle=id, name=id, **OURS) for id in ("field", "north"))


@pytest.fixture
def store(engines: Engines) -> Iterator[Store]:
    """A workspace with two people, two teams, an edition and three lines."""
    with open_store(engines.writer) as store:
        store.keep(
            Workspace(id="ours", name="Ours", created_at=AT),
            *(Person(**one.model_dump()) for one in (ADA, BO)),
            *(Team(**one.model_dump()) for one in (FIELD, NORTH)),
            Edition(id="e1", number=1, name="", source="", loaded_at=AT, **OURS),
            *(Line(id=id, since="e1", **OURS) for id in ("P-1", "P-2", "P-3")),
        )
        yield store


def a_checkin(day: date, who: Person = ADA, state: CheckInState = CheckInState.HANDED_IN) -> CheckIn:
    """A check-in."""
    return CheckIn(id=f"{who.id}-{day}", person_id=who.id, local_date=day, state=state, handed_in_at=AT, **OURS)


def a_task(of: CheckIn, position: int, words: str = "", **more: Any) -> Task:
    """A task of a check-in."""
    ours = {"checkin_id": of.id, "person_id": of.person_id, "local_date": of.local_date, **OURS}
    return Task(id=f"{of.id}-{position}", position=position, words=words or f"task {position}", **ours, **more)


def a_tie(of: Task, line_id: str | None, state: TieState) -> Tie:
    """The tie of a task."""
    return Tie(id=f"tie-{of.id}", task_id=of.id, edition_id="e1", line_id=line_id, state=state, said_at=AT, **OURS)


def test_a_check_in_is_found_by_its_person_and_day(store: Store) -> None:
    mine, his, waived = (
        a_checkin(TUESDAY),
        a_checkin(TUESDAY, BO),
        a_checkin(TUESDAY + DAY, state=CheckInState.NOT_TODAY),
    )
    store.keep(mine, his, waived)

    assert checkins.of_day(store, ADA, TUESDAY) == mine
    assert checkins.of_day(store, BO, TUESDAY) == his
    assert checkins.of_day(store, ADA, TUESDAY + DAY) == waived
    assert checkins.of_day(store, ADA, TUESDAY - DAY) is None
    assert checkins.checkin(store, "ours", mine.id) == mine
    assert checkins.checkin(store, "ours", "missing") is None


def test_there_is_one_check_in_for_a_person_and_day(store: Store) -> None:
    store.keep(a_checkin(TUESDAY))
    second = a_checkin(TUESDAY)
    second.id = "second"

    with pytest.raises(IntegrityError), store.connection.begin_nested():
        store.keep(second)


def test_the_last_before_is_the_last_with_tasks_before_the_day(store: Store) -> None:
    store.keep(
        a_checkin(TUESDAY - 9 * DAY),
        a_checkin(TUESDAY - 3 * DAY),
        a_checkin(TUESDAY - DAY, state=CheckInState.NOT_TODAY),
        a_checkin(TUESDAY),
        a_checkin(TUESDAY - DAY, BO),
    )

    def last(day: date) -> date | None:
        found = checkins.last_before(store, ADA, day)
        return found.local_date if found else None

    assert last(TUESDAY) == TUESDAY - 3 * DAY
    assert last(TUESDAY + DAY) == TUESDAY
    assert last(TUESDAY - 3 * DAY) == TUESDAY - 9 * DAY
    assert last(TUESDAY - 9 * DAY) is None


def test_tasks_come_in_the_order_in_which_they_were_written_each_with_its_tie(store: Store) -> None:
    today, other = a_checkin(TUESDAY), a_checkin(TUESDAY, BO)
    third, first, second = (a_task(today, position) for position in (2, 0, 1))
    tie = a_tie(first, "P-1", TieState.SUGGESTED)
    store.keep(today, other, third, first, second, tie, a_task(other, 0))

    assert checkins.tasks_of(store, today) == [(first, tie), (second, None), (third, None)]
    assert checkins.task_with_tie(store, "ours", first.id) == (first, tie)
    assert checkins.task_with_tie(store, "ours", second.id) == (second, None)
    assert checkins.task_with_tie(store, "ours", "missing") is None
    assert checkins.tasks_of(store, a_checkin(TUESDAY - DAY)) == []


def test_a_blocker_and_a_win_belong_to_their_check_in(store: Store) -> None:
    today, before = a_checkin(TUESDAY), a_checkin(TUESDAY - DAY)
    of: dict[str, Any] = {"checkin_id": today.id, "person_id": "ada", **OURS}
    blocker, win = Blocker(id="b", words="no van", raised_at=AT, **of), Win(id="w", words="Sold", won_at=AT, **of)
    store.keep(today, before, blocker, win)

    assert (checkins.blocker_of(store, today), checkins.win_of(store, today)) == (blocker, win)
    assert (checkins.blocker_of(store, before), checkins.win_of(store, before)) == (None, None)
    assert checkins.blocker(store, "ours", "b") == blocker
    assert checkins.blocker(store, "ours", "missing") is None


@pytest.mark.parametrize("state", TieState)
def test_only_what_somebody_said_is_settled(store: Store, state: TieState) -> None:
    today = a_checkin(TUESDAY)
    task = a_task(today, 0, "Call")
    store.keep(today, task, a_tie(task, None if state is TieState.WHIRLWIND else "P-1", state))

    said = {TieState.CONFIRMED: "P-1", TieState.CHOSEN: "P-1", TieState.WHIRLWIND: None}
    kept = [(task.id, "Call", said[state], None)] if state in said else []
    assert checkins.tied_by(store, ADA, "e1", 9) == kept
    assert checkins.tied_of(store, "ours", "e1", [task.id]) == kept
    assert checkins.settled(store, "ours", AT) == {one[0]: AT for one in kept}
    assert checkins.many_settled(store, "ours", AT) == len(kept)
    assert checkins.settled_before(store, "ours", 0) == (AT if kept else None)


def test_the_last_tasks_of_the_person_are_tied_and_those_of_everybody_since_an_instant(store: Store) -> None:
    ids = []
    for n in range(4):
        checkin = a_checkin(TUESDAY + n * DAY)
        task = a_task(checkin, 0, f"day {n}")
        tie = a_tie(task, "P-1" if n % 2 else "P-2", TieState.CONFIRMED)
        tie.said_at, tie.points = AT + n * DAY, n / 10
        store.keep(checkin, task, tie)
        ids.append(task.id)
    his = a_checkin(TUESDAY, BO)
    his_task = a_task(his, 0, "his")
    store.keep(his, his_task, a_tie(his_task, "P-1", TieState.CONFIRMED))

    hers = [(ids[n], f"day {n}", "P-1" if n % 2 else "P-2", n / 10) for n in (3, 2, 1, 0)]
    assert checkins.tied_by(store, ADA, "e1", 9) == hers
    assert checkins.tied_by(store, ADA, "e1", 2) == hers[:2]
    assert [points for *_, points in checkins.tied_by(store, ADA, "e2", 9)] == [None] * 4
    assert sorted(checkins.tied_of(store, "ours", "e1", [ids[1], his_task.id])) == sorted(
        [hers[2], (his_task.id, "his", "P-1", None)]
    )
    assert checkins.settled(store, "ours", AT + 2 * DAY) == {ids[2]: AT + 2 * DAY, ids[3]: AT + 3 * DAY}
    assert checkins.many_settled(store, "ours", AT + 2 * DAY) == 2
    assert checkins.many_settled(store, "ours", AT) == 5
    assert checkins.settled_before(store, "ours", 2) == AT + DAY
    assert checkins.settled_before(store, "ours", 9) is None


def _touch(store: Store, day: date, team: Team, line_id: str, state: TieState = TieState.CONFIRMED) -> None:
    checkin = a_checkin(day)
    task = a_task(checkin, 0)
    seen = TeamDay(id=f"{team.id}-{day}", team_id=team.id, local_date=day, checkin_id=checkin.id, **OURS)
    store.keep(checkin, task, a_tie(task, line_id, state), seen)


def test_a_line_was_last_touched_on_the_last_day_that_a_team_played_it(store: Store) -> None:
    _touch(store, TUESDAY - 3 * DAY, FIELD, "P-1")
    _touch(store, TUESDAY - 2 * DAY, FIELD, "P-1")
    _touch(store, TUESDAY - DAY, NORTH, "P-1")
    _touch(store, TUESDAY, FIELD, "P-2", TieState.UNSURE)

    def touched(teams: list[Team], lines: list[str], first: date) -> dict[str, date]:
        return dict(checkins.last_touched(store, "ours", teams, lines, first))

    long_ago = TUESDAY - 99 * DAY
    assert touched([FIELD], ["P-1", "P-2"], long_ago) == {"P-1": TUESDAY - 2 * DAY}
    assert touched([FIELD, NORTH], ["P-1"], long_ago) == {"P-1": TUESDAY - DAY}
    assert touched([FIELD], ["P-1"], TUESDAY - 2 * DAY) == {"P-1": TUESDAY - 2 * DAY}
    assert touched([FIELD], ["P-1"], TUESDAY - DAY) == {}
    assert touched([FIELD], ["P-3"], long_ago) == {}
    assert touched([], ["P-1"], long_ago) == touched([FIELD], [], long_ago) == {}


@pytest.mark.parametrize("state", TieState)
def test_tasks_on_a_line_are_counted_when_their_tie_counts(store: Store, state: TieState) -> None:
    _touch(store, TUESDAY, FIELD, "P-1", state)

    assert checkins.tasks_on(store, ADA, ["P-1"], TUESDAY, TUESDAY) == ({"P-1": 1} if state.counts else {})


def test_tasks_on_a_line_are_counted_with_both_ends(store: Store) -> None:
    for n in range(5):
        _touch(store, TUESDAY + n * DAY, FIELD, "P-1" if n != 2 else "P-2")

    def count(first: int, last: int) -> dict[str, int]:
        return dict(checkins.tasks_on(store, ADA, ["P-1", "P-2"], TUESDAY + first * DAY, TUESDAY + last * DAY))

    assert count(0, 4) == {"P-1": 4, "P-2": 1}
    assert count(1, 2) == {"P-1": 1, "P-2": 1}
    assert count(4, 4) == {"P-1": 1}
    assert count(5, 9) == count(3, 1) == {}
    assert checkins.tasks_on(store, BO, ["P-1"], TUESDAY, TUESDAY + 9 * DAY) == {}
    assert checkins.tasks_on(store, ADA, [], TUESDAY, TUESDAY + 9 * DAY) == {}


def test_what_is_marked_is_marked_with_its_instant_and_nothing_else_is(store: Store) -> None:
    today = a_checkin(TUESDAY)
    store.keep(today, *(a_task(today, n) for n in range(3)))

    checkins.mark(store, "ours", [f"{today.id}-0", f"{today.id}-2", "missing"], TaskState.DONE, AT + DAY)
    checkins.mark(store, "ours", [], TaskState.DROPPED, AT)

    assert [(task.state, task.marked_at) for task, _ in checkins.tasks_of(store, today)] == [
        (TaskState.DONE, AT + DAY),
        (TaskState.OPEN, None),
        (TaskState.DONE, AT + DAY),
    ]


def test_a_task_is_forgotten_with_its_tie_and_what_was_carried_on_from_it_stands(store: Store) -> None:
    before, today = a_checkin(TUESDAY - DAY), a_checkin(TUESDAY)
    old, kept = a_task(before, 0), a_task(before, 1)
    carried = a_task(today, 0, carried_from=old.id)
    store.keep(before, today, old, kept, carried)
    store.keep(*(a_tie(task, "P-1", TieState.CONFIRMED) for task in (old, kept, carried)))

    checkins.forget_tasks(store, "ours", [])
    assert len(store.find(select(Task))) == 3
    checkins.forget_tasks(store, "ours", [old.id, "missing"])

    assert {task.id: task.carried_from for task in store.find(select(Task))} == {kept.id: None, carried.id: None}
    assert {tie.task_id for tie in store.find(select(Tie))} == {kept.id, carried.id}
