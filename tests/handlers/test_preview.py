"""What is foreseen is what happens, to the minute; nothing is written for it, and nobody but an admin sees it."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from sqlmodel import select

from handlers import people as roster_of
from handlers import preview
from handlers.cards import Form
from handlers.plan import planned
from handlers.preview import Whom, foreseen
from handlers.turn import Gone, Reply, deliver
from handlers.views.lessons import LETTERS
from handlers.views.preview import Foreseen
from score import roster
from score.writing import write_data
from storage import people
from storage.store import Store
from storage.tables import NOUNS, Absence, Cause, Delivery, DeliveryState, Noun, Person, Place, Role, Sitting
from tests.orchestra import Orchestra, Player

TUESDAY, WEDNESDAY, FRIDAY = date(2027, 3, 9), date(2027, 3, 10), date(2027, 3, 12)


@pytest.fixture
def ada(day: Orchestra) -> Player:
    """An organisation in which much is to come: four zones, two teams, lessons, somebody new, somebody away."""
    field = day.team("Field", part="field", digest_at=990)
    sales = day.team("Sales", part="field", digest_at=1020, time_zone="America/New_York")
    ada = day.player("Ada", team=field, admin=True, reminders=True)
    day.player("Bo", team=[field, sales], reminders=True, asked_at=600)
    day.player("Cy", team=sales, time_zone="America/New_York", reminders=True)
    day.player("Di", team=sales, time_zone="Asia/Kolkata", working_days=0b1111100)
    day.player("Flo", team=field, role=Role.MANAGER, time_zone="Pacific/Auckland")
    eve = day.player("Eve", team=field)
    new = day.player("Gus", team=field, reminders=True)
    day.plays_from()
    away: dict[str, Any] = {"first_day": date(2027, 3, 10), "last_day": date(2027, 3, 11), "said_at": day.clock.at}
    day.keep(Absence(id=day.moment().id(), workspace_id=day.workspace.id, person_id=eve.person.id, **away))
    for who in (ada, Player(day, "bo")):
        for lesson in ("whirlwind", "promises", "raising-a-blocker"):
            takes(who, lesson)
    soon = datetime(2027, 3, 9, 9, tzinfo=UTC)
    for n, sitting in enumerate(day.all(Sitting)):
        changes(day, sitting, due_at=soon + timedelta(days=n % 3))
    changes(day, new.person, greet_at=day.clock.at)
    changes(day, Player(day, "bo").person, wishes="nudge=less")
    return ada


def changes(day: Orchestra, noun: Noun, **values: object) -> None:
    day.database.writer.write(lambda store: store.change(noun, **values)).result()


def takes(player: Player, lesson: str) -> None:
    """Take a lesson to its end, so that it comes back."""
    player.does("lessons.take", value=lesson)
    while not any(button.action == "lessons.open_question" for button in player.buttons()):
        player.presses("Next card")
    form = player.presses("Answer").drawn
    assert isinstance(form, Form)
    player.does(form.action, fields={**form.about, "option": LETTERS[0]})


def sees(day: Orchestra, first: date, last: date, whom: Whom | None = None) -> list[Foreseen]:
    now = day.clock.at
    return day.ask(lambda store: foreseen(store, day.workspace.id, now, (first, last), whom or Whom()))


Told = tuple[datetime, str, str, bool]


def told(those: Sequence[Foreseen]) -> list[Told]:
    return sorted((one.at, one.message.view, one.message.place_id, one.comes) for one in those)


def happened(day: Orchestra, since: datetime) -> list[Told]:
    """What was sent and left later than that, when it was planned for."""
    came = [one for one in day.all(Delivery) if one.not_before > since]
    ends = (DeliveryState.SENT, DeliveryState.SKIPPED)
    assert {one.state for one in came} <= set(ends)
    return sorted((one.not_before, one.view, one.place_id, one.state is DeliveryState.SENT) for one in came)


def spreads(day: Orchestra, minutes: int) -> None:
    """Take the same roster in, with its mornings spread over so many minutes."""
    said = {**day.ask(lambda store: roster_of.exported(store, day.workspace.id)), "spread": minutes}
    read = roster.read(write_data(said).encode(), "people.yml")
    day.database.writer.write(lambda store: roster_of.take_in(day.moment(), store, day.workspace.id, read)).result()


@pytest.mark.parametrize("spread", [0, 45])
def test_what_is_foreseen_is_what_happens(day: Orchestra, ada: Player, spread: int) -> None:
    spreads(day, spread)
    assert any(one.asked_after for one in day.all(Person)) is bool(spread)
    day.goes_on(minutes=30)
    begins, until = day.clock.at, datetime(2027, 3, 15, 6, 30, tzinfo=UTC)
    before = [one for one in told(sees(day, TUESDAY, date(2027, 3, 16))) if one[0] <= until]
    ticks = {begins + n * timedelta(minutes=30) for n in range(1, (until - begins) // timedelta(minutes=30) + 1)}
    # And at each instant that was foreseen, and a minute before it, when it must not have come yet.
    ticks |= {at - early for at, _, _, _ in before for early in (timedelta(), timedelta(minutes=1))}
    for at in sorted(one for one in ticks if one > begins):
        day.goes_to(at)

    assert before == happened(day, begins)
    views = {view for _, view, _, _ in before}
    assert views >= {"welcome.card", "checkin.invite", "checkin.reminder", "digest.day", "digest.week", "lessons.nudge"}


def test_what_waits_is_foreseen_where_it_comes(day: Orchestra, ada: Player) -> None:
    day.goes_to(datetime(2027, 3, 9, 20, tzinfo=UTC))
    bo = day.ask(lambda store: people.direct_place(store, Player(day, "bo").person))
    assert bo is not None
    praise = deliver(day.moment(), bo, "wins.praised", {}, once="praise")
    changes_nothing = planned_for(day, praise)

    (waits,) = [one for one in sees(day, WEDNESDAY, WEDNESDAY) if one.message.view == "wins.praised"]
    assert waits.here.time() == time(10)
    assert changes_nothing.id == waits.message.id


def planned_for(day: Orchestra, one: Delivery) -> Delivery:
    moment = day.moment()
    day.database.writer.write(lambda store: store.keep(*planned(moment, store, Reply(deliveries=[one])))).result()
    return one


def test_nothing_is_written(day: Orchestra, ada: Player) -> None:
    def rows(store: Store) -> list[list[tuple[object, ...]]]:
        return [[tuple(row) for row in store.connection.execute(select(noun))] for noun in NOUNS]

    before = day.ask(rows)
    assert sees(day, TUESDAY, FRIDAY)

    assert day.ask(rows) == before


def test_one_person_or_one_team_sees_the_same_of_it(day: Orchestra, ada: Player) -> None:
    everything = sees(day, TUESDAY, WEDNESDAY)
    bo, sales = Player(day, "bo").person, next(one for one in day.teams() if one.name == "Sales")

    assert told(sees(day, TUESDAY, WEDNESDAY, Whom(person=bo))) == told(
        [one for one in everything if one.person is not None and one.person.id == bo.id]
    )
    in_sales = {"Bo", "Cy", "Di", "#sales"}
    assert told(sees(day, TUESDAY, WEDNESDAY, Whom(team=sales))) == told(
        [one for one in everything if one.to in in_sales]
    )


def test_what_is_left_says_why(day: Orchestra, ada: Player) -> None:
    late = day.player("Hal", asked_at=17 * 60, reminders=True)
    found = sees(day, WEDNESDAY, WEDNESDAY, Whom(person=late.person))

    assert [(one.kind, one.comes, one.message.reason) for one in found] == [
        ("prompt", True, ""),
        ("reminder", False, Cause.OUTSIDE),
    ]


def test_what_stands_in_the_thread_of_a_message_is_not_told_apart_from_it(day: Orchestra, ada: Player) -> None:
    before = sees(day, TUESDAY, FRIDAY)
    field = next(one for one in day.all(Place) if one.name == "field")
    soon = day.clock.at + timedelta(hours=1)
    planned_for(day, deliver(day.moment(), field, "digest.details", {}, once="details", not_before=soon))

    assert told(sees(day, TUESDAY, FRIDAY)) == told(before)


def test_too_many_are_not_played_for(day: Orchestra, ada: Player) -> None:
    with pytest.raises(preview.TooMany):
        day.ask(lambda store: foreseen(store, day.workspace.id, day.clock.at, (TUESDAY, TUESDAY), Whom(), 6))


# In chat


def test_an_admin_looks_ahead(day: Orchestra, ada: Player) -> None:
    ada.writes("what goes out tomorrow?")

    said = ada.answer.replace("\n", " ")
    assert "messages go out tomorrow." in said
    assert "Morning prompt to Ada" in said
    assert "Digest of the day to #field" in said
    assert "If nobody answers and nothing else happens" in said


def test_about_one_person_by_first_name_and_about_a_team(day: Orchestra, ada: Player) -> None:
    ada.writes("preview for Bo")
    assert "to Bo until tomorrow" in ada.answer
    assert "Cy" not in ada.answer
    ada.writes("preview for the Sales team")
    assert "to Sales until tomorrow" in ada.answer
    assert "Cy" in ada.answer
    ada.writes("preview for Zoe")
    assert "I find nobody and no team called “zoe”" in ada.answer


def test_several_of_one_name_are_asked_apart(day: Orchestra, ada: Player) -> None:
    day.player("Bo Berg")
    ada.writes("preview for Bo")
    assert [one.action for one in ada.buttons()] == ["preview.of", "preview.of"]
    ada.presses("Bo Berg")

    assert "Morning prompt to Bo Berg" in ada.answer.replace("\n", " ")


def test_who_is_not_there_is_not_looked_at(day: Orchestra, ada: Player) -> None:
    ada.does("preview.of", value="person nobody")

    assert "There is no such thing here" in ada.answer


def test_today_is_what_is_left_of_it(day: Orchestra, ada: Player) -> None:
    day.goes_to(datetime(2027, 3, 9, 12, tzinfo=UTC))
    ada.writes("what goes out today")

    assert "today, from now on." in ada.answer
    assert "Digest of the day" in ada.answer
    assert "Morning prompt to Ada" not in ada.answer


@pytest.mark.parametrize(
    ("said", "head", "others"),
    [
        ("what goes out next week?", "from 15 March to 21 March.", True),
        ("preview for next week", "from 15 March to 21 March.", True),
        ("What will be sent from Thursday to Friday", "from 11 March to 12 March.", True),
        ("preview for Bo next week", "to Bo from 15 March to 21 March.", False),
        ("what goes out to Bo on Friday", "to Bo on Friday 12 March.", False),
        ("what goes out to the Sales team from 10 to 12 March", "to Sales from 10 March to 12 March.", True),
        ("preview for Bo until Thursday", "to Bo from 9 March to 11 March.", False),
        ("preview for tomorrow", "tomorrow.", True),
    ],
)
def test_the_days_are_said_in_words(day: Orchestra, ada: Player, said: str, head: str, others: bool) -> None:
    ada.writes(said)

    answer = ada.answer.replace("\n  ", " ")
    assert head in answer
    assert "Morning prompt to" in answer
    assert ("Cy" in answer) is others


def test_more_days_than_fit_are_leafed_through(day: Orchestra, ada: Player) -> None:
    ada.writes("what goes out next week")
    first = ada.answer
    assert "more rows" in first
    ada.presses("What comes after these")

    assert "After the first 20 rows." in ada.answer
    assert "from 15 March to 21 March" in ada.answer.replace("\n  ", " ")
    rows = [{line for line in said.splitlines() if " to " in line and ":" in line} for said in (first, ada.answer)]
    assert rows[0] - rows[1]
    assert rows[1] - rows[0]


@pytest.mark.parametrize("value", ["", "x 1", "20 soon", "20 2027-03-09/then", "99999 1", "-1 1", "٣ 1"])
def test_what_nobody_made_is_not_leafed_through(day: Orchestra, ada: Player, value: str) -> None:
    ada.does("preview.further", value=value)
    assert "There is no such thing here" in ada.answer


def test_somebody_whose_name_is_asked_back_keeps_the_days(day: Orchestra, ada: Player) -> None:
    day.player("Bo Berg")
    ada.writes("preview for Bo next week")
    ada.presses("Bo Berg")

    assert "to Bo Berg from 15 March to 21 March." in ada.answer.replace("\n  ", " ")


@pytest.mark.parametrize(
    ("said", "answer"),
    [
        ("preview for last week", "I cannot tell which days to come “last week” are"),
        ("what goes out yesterday", "I cannot tell which days to come “yesterday” are"),
        ("preview for Bo from Friday", "I cannot tell which days to come “from friday” are"),
        ("preview for 1 May", "I look 31 days ahead: until Thursday 8 April"),
    ],
)
def test_days_that_cannot_be_looked_at(day: Orchestra, ada: Player, said: str, answer: str) -> None:
    ada.writes(said)
    assert answer in ada.answer.replace("\n  ", " ")


@pytest.mark.parametrize("said", ["preview", "what goes out today", "what goes out next week", "preview for Ada"])
def test_nobody_else_does(day: Orchestra, ada: Player, said: str) -> None:
    bo = Player(day, "bo")
    bo.writes(said)
    assert "That is for those who run Concertmaster here" in bo.answer
    bo.does("preview.of", value=f"person {ada.person.id}")

    assert "That is for those who run Concertmaster here" in bo.answer


def test_an_organisation_that_is_too_large_is_looked_at_in_parts(
    day: Orchestra, ada: Player, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(preview, "PEOPLE", 3)
    ada.writes("preview")

    assert "preview for" in ada.answer
    assert "7 people" in ada.answer


def test_who_runs_it_no_more_sees_no_look_that_stood(day: Orchestra, ada: Player) -> None:
    ada.writes("preview for Bo")
    place = day.ask(lambda store: people.direct_place(store, ada.person))
    assert place is not None
    about = {"whom": f"person {Player(day, 'bo').person.id}", "days": "1", "said": "bo"}
    assert "to Bo" in day.draws(place, "preview.card", about)

    changes(day, ada.person, is_admin=False)
    for view in ("preview.card", "preview.whom", "preview.no_days"):
        with pytest.raises(Gone):
            day.draws(place, view, about)
