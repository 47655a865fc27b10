"""Zones and holidays that change: what was planned with another release of them is worked out anew, in small steps."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from handlers import checkin
from score import free_days
from storage.store import Store
from storage.tables import Delivery, Person, Workspace
from tests.orchestra import Orchestra, Player

NINE = datetime(2027, 3, 9, 9, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def ada(day: Orchestra) -> Player:
    return day.player("Ada", team=day.team("Field", digest_at=990))


def plans(day: Orchestra, ada: Player, at: datetime, planned_with: str = "zones of last year") -> None:
    """Ada's next prompt was worked out by an older release."""

    def old(store: Store) -> None:
        (workspace,) = day.all(Workspace)
        store.change(workspace, planned_with=planned_with)
        store.change(ada.person, next_due_at=at)

    day.database.writer.write(old).result()


def asked(day: Orchestra) -> list[date]:
    return sorted(date.fromisoformat(one.about["day"]) for one in day.all(Delivery) if one.view == "checkin.invite")


@pytest.mark.parametrize("off", [-2 * HOUR, -HOUR, HOUR, 2 * HOUR, DAY])
def test_a_prompt_that_another_release_planned_comes_at_the_hour_of_this_one(
    day: Orchestra, ada: Player, off: timedelta
) -> None:
    plans(day, ada, NINE + off)
    day.goes_to(NINE - 2 * HOUR - timedelta(minutes=1))
    assert ada.person.next_due_at == NINE
    assert day.all(Workspace)[0].planned_with == free_days.RELEASES
    day.goes_to(NINE)
    assert asked(day) == [date(2027, 3, 9)]


def test_a_prompt_whose_new_hour_is_over_still_comes_at_the_old_one(day: Orchestra, ada: Player) -> None:
    plans(day, ada, NINE + 2 * HOUR)
    day.goes_to(NINE + HOUR)
    assert asked(day) == []
    day.goes_to(NINE + 2 * HOUR)
    day.goes_on(days=1)
    assert asked(day) == [date(2027, 3, 9), date(2027, 3, 10)]


def test_what_fell_due_by_the_old_release_is_decided_by_the_new_one(day: Orchestra, ada: Player) -> None:
    day.goes_to(NINE)
    plans(day, ada, NINE + DAY - HOUR)
    day.goes_to(NINE + 3 * DAY)
    assert asked(day) == [date(2027, 3, n) for n in (9, 10, 11, 12)]


def test_what_is_planned_by_this_release_is_looked_at_no_more(
    day: Orchestra, ada: Player, monkeypatch: pytest.MonkeyPatch
) -> None:
    day.goes_to(NINE)
    monkeypatch.setattr(checkin.people, "planned_later", None)
    day.goes_to(NINE + DAY)
    assert asked(day) == [date(2027, 3, 9), date(2027, 3, 10)]


def test_many_people_are_planned_anew_a_few_at_a_time_and_go_on_where_it_broke_off(
    day: Orchestra, ada: Player, monkeypatch: pytest.MonkeyPatch
) -> None:
    more = [day.player(f"p{n}", team=day.teams()[0]) for n in range(6)]
    for one in (ada, *more):
        plans(day, one, NINE + DAY)
    monkeypatch.setattr(checkin, "PLANNED_ANEW", 3)

    def step() -> int:
        duty = "checkin.plan_anew"
        return day.run(day.database.write(lambda store: day.conductor._duty(store, duty, day.workspace.id)))

    seen = []
    while step():
        seen.append(sorted(person.next_due_at == NINE for person in day.all(Person)).count(True))
    assert seen == [3, 6, 7]
    assert " after " not in day.all(Workspace)[0].planned_with


def test_a_holiday_that_is_none_any_more_is_a_working_day_again(day: Orchestra, ada: Player) -> None:
    plans(day, ada, NINE + DAY)
    day.local(ada, time(7))
    assert ada.person.next_due_at == NINE


def test_a_digest_that_another_release_planned_comes_at_the_hour_of_this_one(day: Orchestra, ada: Player) -> None:
    day.local(ada, time(7))
    planned = day.teams()[0].next_digest_at
    assert planned == datetime(2027, 3, 9, 16, 30, tzinfo=UTC)
    plans(day, ada, NINE)
    day.database.writer.write(lambda store: store.change(day.teams()[0], next_digest_at=planned + HOUR)).result()
    day.goes_on(minutes=1)
    assert day.teams()[0].next_digest_at == planned
