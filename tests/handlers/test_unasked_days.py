"""After a time of being down every day is accounted for: what was not asked is recorded, and nothing is sent for it."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from handlers import unasked
from storage.tables import Cause, Delivery, DeliveryState, DueDay, Team
from tests.orchestra import Orchestra, Player

MONDAY, TUESDAY = date(2027, 3, 8), date(2027, 3, 9)
DAY = timedelta(days=1)


@pytest.fixture
def field(day: Orchestra) -> Team:
    return day.team("Field")


@pytest.fixture
def ada(day: Orchestra, field: Team) -> Player:
    return day.player("Ada", team=field)


def accounts(day: Orchestra, player: Player) -> dict[date, tuple[DeliveryState, str]]:
    """What became of the prompt of each day."""
    found = [one for one in day.all(Delivery) if one.view == "checkin.invite"]
    mine = [one for one in found if one.about["person"] == player.person.id]
    said = {date.fromisoformat(one.about["day"]): (one.state, one.reason) for one in mine}
    assert len(said) == len(mine)
    return said


OVER = (DeliveryState.SKIPPED, Cause.MISSED)
SENT = (DeliveryState.SENT, "")


def test_each_day_of_an_outage_is_recorded_and_only_today_is_asked_for(day: Orchestra, ada: Player) -> None:
    day.local(ada, time(9))
    day.goes_to(datetime(2027, 3, 15, 10, tzinfo=UTC))

    assert accounts(day, ada) == {
        TUESDAY: SENT,
        **{TUESDAY + n * DAY: OVER for n in (1, 2, 3)},
        date(2027, 3, 15): SENT,
    }
    assert len(ada.got()) == 2
    assert {one.local_date for one in day.all(DueDay)} == {date(2027, 3, n) for n in (9, 10, 11, 12, 15)}


def test_an_outage_of_months_is_recorded_a_few_days_at_a_time(day: Orchestra, ada: Player) -> None:
    day.local(ada, time(9))
    day.clock.at = datetime(2027, 6, 1, 8, 30, tzinfo=UTC)
    before = len(day.all(Delivery))
    day.run(day.conductor.database.write(lambda store: day.conductor._duty(store, "checkin.invite", day.workspace.id)))
    assert len(day.all(Delivery)) - before == unasked.AT_ONCE

    day.goes_to(day.clock.at)
    working = [TUESDAY + n * DAY for n in range(1, 84) if (TUESDAY + n * DAY).weekday() < 5]
    assert list(accounts(day, ada)) == [TUESDAY, *working, date(2027, 6, 1)]
    assert [one for one in accounts(day, ada).values() if one != OVER] == [SENT, SENT]
    assert len(ada.got()) == 2


def test_a_day_off_a_holiday_and_a_day_away_are_no_days_that_nobody_asked_for(day: Orchestra, ada: Player) -> None:
    day.local(ada, time(9))
    ada.writes("I am off on 11 March")
    day.database.writer.write(lambda store: store.change(ada.person, country="IE")).result()
    day.goes_to(datetime(2027, 3, 18, 10, tzinfo=UTC))

    # The 13th and 14th are a weekend, and the 17th is Saint Patrick's day.
    over = [one for one, said in accounts(day, ada).items() if said == OVER]
    assert over == [date(2027, 3, n) for n in (10, 12, 15, 16)]


def test_who_answered_a_day_by_themselves_needs_no_record_of_it(day: Orchestra, ada: Player) -> None:
    day.local(ada, time(9))
    day.clock.at += DAY
    ada.hands_in(["Call the harbour"])
    day.goes_to(day.clock.at + 2 * DAY)

    assert accounts(day, ada) == {TUESDAY: SENT, TUESDAY + 2 * DAY: OVER, TUESDAY + 3 * DAY: SENT}


@pytest.mark.parametrize("first", ["pause", "I am off until 2027-03-19", "my hours", "start again"])
def test_whatever_comes_in_before_the_first_tick_the_days_are_recorded(day: Orchestra, ada: Player, first: str) -> None:
    day.local(ada, time(9))
    day.clock.at = datetime(2027, 3, 12, 8, 30, tzinfo=UTC)
    ada.writes(first)
    if first == "my hours":
        ada.fills("Pacific/Auckland", "10:00", "mon-fri")
    if first.startswith("I am off"):
        ada.presses("Friday")
    day.goes_to(day.clock.at)

    said = accounts(day, ada)
    assert {one for one, why in said.items() if why == OVER} == {TUESDAY + DAY, TUESDAY + 2 * DAY}
    assert len(ada.got()) <= 3


def test_after_a_long_outage_all_the_days_are_recorded_before_something_changes(day: Orchestra, ada: Player) -> None:
    day.local(ada, time(9))
    day.clock.at = datetime(2027, 4, 1, 8, 30, tzinfo=UTC)
    ada.writes("pause")

    working = [TUESDAY + n * DAY for n in range(1, 23) if (TUESDAY + n * DAY).weekday() < 5]
    assert len(working) > 3 * unasked.AT_ONCE
    assert [one for one, why in accounts(day, ada).items() if why == OVER] == working
    assert {one.local_date for one in day.all(DueDay)} == {TUESDAY, *working}


def test_who_asks_for_fewer_days_after_an_outage_has_those_before_recorded(day: Orchestra, ada: Player) -> None:
    day.local(ada, time(9))
    day.clock.at = datetime(2027, 3, 12, 8, 30, tzinfo=UTC)
    ada.does("attention.less", value="prompt")
    assert ada.person.working_days == 0b0010101
    day.goes_to(day.clock.at)

    assert {one for one, why in accounts(day, ada).items() if why == OVER} == {TUESDAY + DAY, TUESDAY + 2 * DAY}


def test_whoever_has_left_when_an_outage_is_over_has_their_last_days_recorded(day: Orchestra, ada: Player) -> None:
    day.local(ada, time(9))
    person = ada.person
    day.database.writer.write(lambda store: store.change(person, leaves_on=TUESDAY + 2 * DAY)).result()
    day.goes_to(datetime(2027, 3, 12, 10, tzinfo=UTC))

    prompts = {one.about["day"]: one.reason for one in day.all(Delivery) if one.view == "checkin.invite"}
    assert prompts == {"2027-03-09": "", "2027-03-10": Cause.MISSED, "2027-03-11": Cause.MISSED}
    assert [one.local_date for one in day.all(DueDay)] == [TUESDAY, TUESDAY + DAY, TUESDAY + 2 * DAY]


def test_a_team_that_somebody_joins_after_an_outage_counts_no_day_before(day: Orchestra, ada: Player) -> None:
    lead = day.player("Lea", team=day.team("Oven"), admin=True)
    day.local(ada, time(9))
    day.clock.at = datetime(2027, 3, 11, 8, 30, tzinfo=UTC)
    oven = next(one for one in day.teams() if one.name == "Oven")
    lead.does("members.open_form", value=oven.id)
    lead.fills("Ada")
    day.goes_to(day.clock.at + timedelta(hours=1))

    mine = [one for one in day.all(DueDay) if one.person_id == ada.person.id]
    assert [one.local_date for one in mine if one.team_id == oven.id] == [date(2027, 3, 11)]
    assert accounts(day, ada)[TUESDAY + DAY] == OVER


def test_who_is_new_has_no_days_before_their_first(day: Orchestra, field: Team) -> None:
    day.clock.at = datetime(2027, 3, 12, 8, tzinfo=UTC)
    new = day.player("Neo", team=field)
    day.goes_to(datetime(2027, 3, 12, 10, tzinfo=UTC))

    assert accounts(day, new) == {date(2027, 3, 12): SENT}


def test_a_second_tick_records_nothing_again(day: Orchestra, ada: Player) -> None:
    day.local(ada, time(9))
    day.goes_to(datetime(2027, 3, 12, 10, tzinfo=UTC))
    before = day.count(Delivery), day.count(DueDay)
    day.goes_on(minutes=1)
    assert (day.count(Delivery), day.count(DueDay)) == before


def test_who_moves_east_over_midnight_before_their_hour_has_the_day_recorded(day: Orchestra, field: Team) -> None:
    ada = day.player("Ada", team=field, time_zone="Pacific/Honolulu", asked_at=20 * 60)
    day.goes_to(datetime(2027, 3, 10, 5, tzinfo=UTC))
    # It is seven in the evening of the 9th in Honolulu, and six of the 10th in Auckland.
    ada.does("preferences.hand_in", fields={"zone": "Pacific/Auckland", "asked_at": "20:00", "days": "mon-fri"})
    day.goes_on(minutes=1)
    assert accounts(day, ada)[TUESDAY] == OVER
    day.goes_to(datetime(2027, 3, 10, 7, tzinfo=UTC))
    assert accounts(day, ada)[TUESDAY + DAY] == SENT


def test_who_moves_west_over_the_date_line_is_asked_for_no_day_twice(day: Orchestra, field: Team) -> None:
    ada = day.player("Ada", team=field, time_zone="Pacific/Auckland")
    day.goes_to(datetime(2027, 3, 9, 20, tzinfo=UTC))
    assert accounts(day, ada)[TUESDAY + DAY] == SENT
    ada.does("preferences.hand_in", fields={"zone": "Pacific/Honolulu", "asked_at": "09:00", "days": "mon-fri"})
    day.goes_to(datetime(2027, 3, 11, 19, tzinfo=UTC))
    said = accounts(day, ada)
    assert said[date(2027, 3, 10)] == said[date(2027, 3, 11)] == SENT
