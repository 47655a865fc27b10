"""A team's digest: posted at its hour, amended in place, shown to those who may see it, and never a verdict."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta

import pytest

from handlers.cards import Card, Comparison, Facts, Lines, Prose, Quote, Staff, buttons_in, values_in
from handlers.digest import gather
from handlers.turn import Reader
from handlers.views.digest import Digest
from handlers.views.examples import examples
from storage import digests as digest_queries
from storage.tables import (
    Blocker,
    Cause,
    CheckInState,
    Delivery,
    DeliveryState,
    DueDay,
    Membership,
    Person,
    Place,
    PlaceKind,
    Privacy,
    Role,
    Shown,
    Team,
    Tie,
    TieState,
)
from tests.orchestra import SCORE, Orchestra, Player, Said

TUESDAY = date(2027, 3, 9)
NAMES = ("Ada", "Bo", "Cleo", "Dov", "Eli", "Fay")
CALL = "Call every harbour before noon"


@pytest.fixture
def field(day: Orchestra) -> Team:
    day.plays_from()
    return day.team("Field", digest_at=990, allowance=0.4)


@pytest.fixture
def six(day: Orchestra, field: Team) -> list[Player]:
    people = [day.player(name, team=field) for name in NAMES]
    day.local(people[0], time(8))
    day.local(people[0], time(9))
    return people


def digests(day: Orchestra, team: Team) -> list[Said]:
    return [one for one in day.in_channel(team) if "asks for a hand" not in one.says]


def title(said: Said) -> str:
    return said.text.splitlines()[0].strip()


# In its thread


def test_what_a_digest_has_no_room_for_stands_in_its_thread(day: Orchestra, field: Team, six: list[Player]) -> None:
    for player in six[:5]:
        player.hands_in(
            [CALL, "Sort the van papers"], blocker=f"{player.handle} has no van", tell="yes", win="Sold out"
        )
    day.local(six[0], time(16, 30))

    (digest,) = [one for one in day.all(Shown) if one.view == "digest.day"]
    (details,) = [one for one in day.all(Shown) if one.view == "digest.details"]
    assert details.under == digest.id
    said = next(one for one in digests(day, field) if "all that is stuck" in one.text)
    assert [said.text.count(f"{one.handle} has no van") for one in six] == [1, 1, 1, 1, 1, 0]
    assert said.text.count("Sold out") == 5
    assert "Sort the van papers" not in said.text

    bo = next(one for one in day.all(Blocker) if one.words == "bo has no van")
    six[1].does("blockers.clear", value=bo.id)
    day.goes_on(minutes=2)
    amended = [one for one in day.changed_in(field) if "all that is stuck" in one.text]
    assert "Cleared." in amended[-1].text


def test_a_digest_that_says_it_all_has_nothing_in_its_thread(day: Orchestra, field: Team, six: list[Player]) -> None:
    for player in six[:5]:
        player.hands_in([CALL])
    day.goes_to(datetime(2027, 3, 12, 18, tzinfo=UTC))

    assert {one.view for one in day.all(Shown) if one.view.startswith("digest.")} == {"digest.day", "digest.week"}


# When


def test_it_is_posted_once_to_the_channel_at_the_teams_hour(day: Orchestra, field: Team, six: list[Player]) -> None:
    for player in six[:5]:
        player.hands_in([CALL, "Sort the van papers"])
    day.local(six[0], time(16, 29))
    assert digests(day, field) == []

    day.local(six[0], time(16, 30))
    day.goes_on(minutes=5)

    (said,) = digests(day, field)
    assert title(said) == "FIELD, TUESDAY 9 MARCH"
    assert "5 of 6 due" in said.text
    assert "5 tied ÷ 10 tasks = 50 %" in said.text
    assert "The whirlwind took 50 %, ten points more than agreed." in said.text.replace("\n  ", " ")


def test_a_team_whose_zone_nobody_said_is_where_most_of_its_people_are(day: Orchestra, field: Team) -> None:
    for name, zone in (("Ada", "Asia/Tokyo"), ("Bo", "Asia/Tokyo"), ("Cleo", "Europe/Dublin")):
        day.player(name, team=field, time_zone=zone)
    day.goes_on()
    assert [one.time_zone for one in day.teams()] == ["Asia/Tokyo"]

    day.goes_to(datetime(2027, 3, 9, 7, 30, tzinfo=UTC))
    assert [title(one) for one in digests(day, field)] == ["FIELD, TUESDAY 9 MARCH"]


def test_a_team_without_an_hour_gets_none(day: Orchestra) -> None:
    quiet = day.team("Quiet")
    day.player("Ada", team=quiet)
    day.goes_on()
    day.goes_on(days=7)
    assert day.in_channel(quiet) == []


def test_a_new_team_waits_for_its_first_hour(day: Orchestra, field: Team) -> None:
    day.player("Ada", team=field)
    day.goes_on(hours=14)
    assert digests(day, field) == []


def test_only_the_last_digest_is_posted_after_a_standstill(day: Orchestra, field: Team, six: list[Player]) -> None:
    day.local(six[0], time(9), days=9)

    assert sorted(title(one) for one in digests(day, field)) == [
        "FIELD, 8 MARCH TO 12 MARCH",
        "FIELD, WEDNESDAY 17 MARCH",
    ]


def test_there_is_none_on_a_day_on_which_the_team_does_not_work(day: Orchestra) -> None:
    day.plays_from()
    team = day.team("Field", digest_at=990, working_days=0b0001111)
    ada = day.player("Ada", team=team)
    day.goes_on()
    for _ in range(7):
        day.local(ada, time(17), days=1)

    assert not [one for one in digests(day, team) if "FRIDAY" in title(one)]
    assert [title(one) for one in digests(day, team) if " TO " in title(one)] == ["FIELD, 8 MARCH TO 11 MARCH"]


# What is in it


def test_nobody_answered_and_there_is_a_digest_all_the_same(day: Orchestra, field: Team, six: list[Player]) -> None:
    day.local(six[0], time(16, 30))

    (said,) = digests(day, field)
    assert said.says == "No check-in has come in. Nothing is stuck, nothing is untouched."
    assert not any(name in said.text for name in NAMES)


def test_fewer_than_five_get_no_shares_and_are_told_so(day: Orchestra, field: Team) -> None:
    people = [day.player(name, team=field) for name in NAMES[:4]]
    day.local(people[0], time(8))
    day.local(people[0], time(9))
    for player in people:
        player.hands_in([CALL])
    day.local(people[0], time(16, 30))

    (said,) = digests(day, field)
    assert "Fewer than five were due, so there are no shares." in said.text.replace("\n  ", " ")
    assert "%" not in said.text
    assert "4 of 4 due" in said.text


def test_a_waived_day_is_not_due(day: Orchestra, field: Team, six: list[Player]) -> None:
    six[0].writes("not today")
    six[1].hands_in([CALL])
    day.local(six[0], time(16, 30))

    assert "1 of 5 due" in digests(day, field)[0].text


def test_who_is_in_two_teams_counts_once_in_each(day: Orchestra, field: Team) -> None:
    sales = day.team("Sales", digest_at=990)
    ada = day.player("Ada", team=[field, sales])
    day.local(ada, time(9))
    ada.hands_in([CALL])

    assert sorted(one.team_id for one in day.all(DueDay)) == sorted([field.id, sales.id])
    day.local(ada, time(16, 30))
    assert ["1 of 1 due" in digests(day, team)[0].text for team in (field, sales)] == [True, True]


def test_who_checked_in_before_the_prompt_was_due_too(day: Orchestra, field: Team) -> None:
    ada = day.player("Ada", team=field)
    day.local(ada, time(8))
    ada.hands_in([CALL])
    day.local(ada, time(9))

    assert [(one.person_id, one.local_date) for one in day.all(DueDay)] == [(ada.person.id, TUESDAY)]


def due_on(day: Orchestra, field: Team, of: date = TUESDAY) -> list[CheckInState | None]:
    return [state for _, _, state in day.ask(lambda store: digest_queries.due(store, field, of, of))]


def test_who_was_not_asked_has_missed_nothing_and_counts_if_they_came(day: Orchestra, field: Team) -> None:
    ada, bo = (day.player(name, team=field) for name in ("Ada", "Bo"))
    day.local(ada, time(15))
    assert (ada.got(), bo.got(), due_on(day, field)) == ([], [], [])

    bo.hands_in([CALL])
    assert due_on(day, field) == [CheckInState.HANDED_IN]


def test_a_prompt_that_never_went_out_was_missed_by_nobody(day: Orchestra, field: Team) -> None:
    ada = day.player("Ada", team=field)
    day.mouth.fails = 1000
    day.local(ada, time(9))
    assert due_on(day, field) == []

    day.goes_to(datetime(2027, 3, 10, 0, 30, tzinfo=UTC))
    (prompt,) = [one for one in day.all(Delivery) if one.view == "checkin.invite"]
    assert prompt.state in (DeliveryState.EXPIRED, DeliveryState.DEAD)
    assert due_on(day, field) == []


def test_a_prompt_of_which_nobody_knows_whether_it_went_out_counts_as_asked(day: Orchestra, field: Team) -> None:
    ada = day.player("Ada", team=field)
    day.mouth.fails, day.mouth.twice_is_once = 1, False
    day.local(ada, time(9))
    assert due_on(day, field) == [None]


def test_who_says_after_the_prompt_that_they_are_away_has_missed_nothing(day: Orchestra, field: Team) -> None:
    ada, bo = (day.player(name, team=field) for name in ("Ada", "Bo"))
    day.local(ada, time(9))
    assert due_on(day, field) == [None, None]

    ada.writes("I am off today")
    assert due_on(day, field) == [None]
    assert bo.person.id == day.ask(lambda store: digest_queries.due(store, field, TUESDAY, TUESDAY))[0][1]


def test_a_coach_is_not_due(day: Orchestra, field: Team) -> None:
    day.local(day.player("Ruth", team=field, role=Role.COACH), time(9))
    assert day.all(DueDay) == []


def test_only_told_blockers_are_in_it_and_they_age_in_working_days(
    day: Orchestra, field: Team, six: list[Player]
) -> None:
    six[0].hands_in([CALL], blocker="no van", tell="yes")
    six[1].hands_in([CALL], blocker="a secret")
    day.local(six[0], time(16, 30), days=6)

    (said,) = [one for one in digests(day, field) if title(one) == "FIELD, MONDAY 15 MARCH"]
    assert "stuck: no van" in said.text
    assert "Day 4. Ada; it holds up Call every harbour before noon (field/P-1)" in said.text.replace("\n    ", " ")
    assert "secret" not in said.text


def test_a_cleared_blocker_is_in_the_digest_of_the_day_on_which_it_was_cleared(
    day: Orchestra, field: Team, six: list[Player]
) -> None:
    six[0].hands_in([CALL], blocker="no van", tell="yes")
    (blocker,) = day.all(Blocker)
    at = day.clock.at + timedelta(hours=1)
    day.database.writer.write(lambda store: store.change(blocker, cleared_at=at)).result()
    day.local(six[0], time(16, 30))
    day.local(six[0], time(16, 30), days=1)

    assert ["Cleared. Ada" in one.text for one in digests(day, field)] == [True, False]
    assert not any("stuck:" in one.text for one in digests(day, field))


def test_a_line_of_the_part_that_waits_is_named_with_its_days(day: Orchestra, field: Team, six: list[Player]) -> None:
    for ago in range(8):
        day.local(six[0], time(9), days=bool(ago))
        if day.today(six[0]).weekday() < 5:
            six[0].hands_in([CALL])
    day.local(six[0], time(16, 30))

    said = digests(day, field)[-1]
    assert "field/P-2  Halve the quoting time" in said.text
    assert "Untouched for six working days." in said.text
    assert "field/P-1  Call every harbour before noon\n               Untouched" not in said.text


def test_confidence_is_never_in_it(day: Orchestra, field: Team, six: list[Player]) -> None:
    for player in six:
        player.hands_in([CALL], confidence="1")
    day.local(six[0], time(16, 30))

    (said,) = digests(day, field)
    assert {value.privacy for value in values_in(said.card)} <= {Privacy.PUBLIC, Privacy.TEAM}


# What changes it


def test_a_late_answer_amends_it_in_place_and_its_person_reads_that_it_counts(
    day: Orchestra, field: Team, six: list[Player]
) -> None:
    six[0].hands_in([CALL])
    day.local(six[0], time(16, 30))
    day.local(six[0], time(17))
    six[1].hands_in([CALL])

    assert six[1].last().says == "Thank you, Bo. The digest of Tuesday 9 March now counts you in."
    assert len([one for one in digests(day, field) if "Since" not in one.says]) == 1
    assert "2 of 6 due" in day.changed_in(field)[-1].text


def test_an_answer_of_the_next_morning_amends_the_day_that_it_is_for(
    day: Orchestra, field: Team, six: list[Player]
) -> None:
    day.local(six[0], time(16, 30))
    day.local(six[0], time(9), days=1)
    six[0].hands_in([CALL], day=TUESDAY)

    assert title(day.changed_in(field)[-1]) == "FIELD, TUESDAY 9 MARCH"
    assert "1 of 6 due" in day.changed_in(field)[-1].text


def test_edits_ties_blockers_and_waivers_amend_it(day: Orchestra, field: Team, six: list[Player]) -> None:
    six[0].hands_in([CALL], blocker="no van", tell="yes")
    day.local(six[0], time(16, 30))

    six[0].hands_in([CALL, "Sort the van papers"], blocker="no van", tell="yes")
    assert "1 tied ÷ 2 tasks" in day.changed_in(field)[-1].text
    tied = next(one for one in day.all(Tie) if one.state is TieState.SUGGESTED)
    six[0].does("ties.settle", value=f"{tied.task_id} right")
    assert "Ties confirmed  1 of 1\n" in day.changed_in(field)[-1].text
    six[0].hands_in([CALL])
    assert "no van" not in [one for one in day.changed_in(field) if "asks" not in one.says][-1].text
    six[1].writes("not today")
    assert "1 of 5 due" in day.changed_in(field)[-1].text


# What stands under it


def notes(day: Orchestra, field: Team) -> list[str]:
    return [one.says for one in digests(day, field) if "Since" in one.says]


def test_one_note_under_it_names_whoever_came_since(day: Orchestra, field: Team, six: list[Player]) -> None:
    six[0].hands_in([CALL])
    day.local(six[0], time(16, 30))
    day.local(six[0], time(17))
    six[1].hands_in([CALL])
    day.goes_on(minutes=1)
    six[2].hands_in([CALL])
    six[2].hands_in([CALL, "Sort the van papers"])

    assert notes(day, field) == ["Since 16:30: Bo. The digest above counts them in."]
    assert day.changed_in(field)[-1].says.startswith("Since") or day.changed_in(field)[-2].says.startswith("Since")
    (note,) = [one for one in day.all(Shown) if one.view == "digest.since"]
    (digest,) = [one for one in day.all(Shown) if one.view == "digest.day"]
    assert note.under == digest.id
    place = next(one for one in day.all(Place) if one.team_id == field.id)
    assert "Since 16:30: Bo and Cleo." in day.draws(place, note.view, note.about)


def test_who_comes_after_it_is_noted_though_the_clock_was_set_back(
    day: Orchestra, field: Team, six: list[Player]
) -> None:
    six[0].hands_in([CALL])
    day.local(six[0], time(16, 30))
    day.clock.at -= timedelta(hours=1)
    six[1].hands_in([CALL])
    day.goes_on(minutes=1)
    six[2].hands_in([CALL])
    day.goes_on(hours=2)
    six[3].hands_in([CALL])
    day.goes_on(minutes=1)

    assert notes(day, field) == ["Since 16:30: Bo. The digest above counts them in."]
    (note,) = [one for one in day.all(Shown) if one.view == "digest.since"]
    place = next(one for one in day.all(Place) if one.team_id == field.id)
    assert "Since 16:30: Bo, Cleo and" in day.draws(place, note.view, note.about)
    assert "Ada" not in day.draws(place, note.view, note.about)


def test_an_edit_and_one_before_the_digest_are_not_noted(day: Orchestra, field: Team, six: list[Player]) -> None:
    six[0].hands_in([CALL])
    day.local(six[0], time(16, 30))
    six[0].hands_in([CALL, "Sort the van papers"])
    assert notes(day, field) == []


def test_who_waived_and_came_after_all_is_noted(day: Orchestra, field: Team, six: list[Player]) -> None:
    six[0].writes("not today")
    day.local(six[0], time(16, 30))
    day.goes_on(minutes=5)
    six[0].hands_in([CALL])
    assert notes(day, field) == ["Since 16:30: Ada. The digest above counts them in."]


def test_the_note_waits_until_the_digest_stands(day: Orchestra, field: Team, six: list[Player]) -> None:
    day.mouth.fails = 1
    day.local(six[0], time(16, 30))
    six[1].hands_in([CALL])
    assert digests(day, field) == []

    day.goes_on(minutes=1)
    assert [one.says.split()[0] for one in digests(day, field)] == ["The", "Since"]


def test_there_is_no_note_under_a_digest_that_never_stood(day: Orchestra, field: Team, six: list[Player]) -> None:
    day.mouth.fails = 5
    day.local(six[0], time(16, 30))
    for _ in range(4):
        day.goes_on(minutes=15)
    (digest,) = [one for one in day.all(Delivery) if one.view == "digest.day"]
    assert digest.state is DeliveryState.DEAD

    six[1].hands_in([CALL])
    assert six[1].last().says == "Thank you, Bo. Your task plays from the score."
    assert [one.view for one in day.all(Delivery) if one.view == "digest.since"] == []


def test_a_note_whose_digest_is_never_sent_ends_with_a_reason(day: Orchestra, field: Team, six: list[Player]) -> None:
    day.mouth.fails = 1
    day.local(six[0], time(16, 30))
    six[1].hands_in([CALL])
    day.goes_on(hours=21)

    ended = {one.view: (one.state, one.reason) for one in day.all(Delivery) if one.view.startswith("digest.")}
    assert ended["digest.day"] == ended["digest.since"] == (DeliveryState.EXPIRED, Cause.OVER)
    assert digests(day, field) == []


def test_who_took_part_is_named_and_nobody_who_did_not(day: Orchestra, field: Team, six: list[Player]) -> None:
    six[0].hands_in([CALL])
    six[1].writes("not today")
    day.local(six[0], time(16, 30))
    six[2].presses("Who took part", on=digests(day, field)[0].card)
    assert "Field, 9 March: Ada took part." in six[2].answer
    assert "Bo" not in six[2].answer

    six[2].does("digest.took_part", value=f"{field.id} 2027-03-10 2027-03-10")
    assert "Nobody of Field has handed in for this yet." in six[2].answer


# The week


def test_the_week_is_played_on_a_staff_at_the_last_working_days_hour(
    day: Orchestra, field: Team, six: list[Player]
) -> None:
    for ago in range(4):
        day.local(six[0], time(9), days=bool(ago))
        for player in six:
            player.hands_in([CALL] if ago % 2 else [CALL, "Sort the van papers"])
    day.local(six[0], time(16, 30))

    (week,) = [one for one in digests(day, field) if " TO " in title(one)]
    assert title(week) == "FIELD, 8 MARCH TO 12 MARCH"
    (staff,) = [piece for piece in week.card.pieces if isinstance(piece, Staff)]
    assert staff.voices[0].counts == [0, 6, 6, 6, 6]
    assert staff.whirlwind.counts == [0, 6, 0, 6, 0]


def test_the_trend_is_said_against_the_week_before(day: Orchestra, field: Team, six: list[Player]) -> None:
    for player in six:
        player.hands_in([CALL, "Sort the van papers"])
    day.local(six[0], time(9), days=7)
    for player in six:
        player.hands_in([CALL])
    six[0].writes("week")

    assert "100 % tied to the score, 50 points more than in the week before." in six[0].answer


# Who asks


def test_somebody_asks_in_the_direct_chat_for_each_team_that_they_see(day: Orchestra, field: Team) -> None:
    sales = day.team("Sales")
    ruth = day.player("Ruth", team=[field, sales], role=Role.MANAGER)

    ruth.writes("digest")
    assert "FIELD, TUESDAY 9 MARCH" in ruth.answer
    ruth.presses("Sales")
    assert "SALES, TUESDAY 9 MARCH" in ruth.answer
    assert "Only you see this answer." in ruth.answer


def test_one_who_sees_no_team_is_told_so(day: Orchestra) -> None:
    zoe = day.player("Zoe")
    zoe.writes("digest")
    assert "You see no team yet" in zoe.answer


def test_what_is_behind_the_buttons_is_for_those_who_see_the_team(
    day: Orchestra, field: Team, six: list[Player]
) -> None:
    six[0].hands_in([CALL], win="Sold out")
    day.local(six[0], time(16, 30))
    zoe = day.player("Zoe", team=day.team("Sales"))
    (said,) = digests(day, field)

    for button in buttons_in(said.card):
        six[1].does(button.action, value=button.value)
        assert "There is no such thing" not in six[1].answer, button
        zoe.does(button.action, value=button.value)
        assert "There is no such thing" in zoe.answer
    behind = next(one for one in buttons_in(said.card) if one.action == "digest.tasks")
    six[1].does("digest.tasks", value=behind.value)
    assert f"> {CALL}" in six[1].answer
    assert "Ada, Tue" in six[1].answer


@pytest.mark.parametrize("value", ["", "x", "x y z", "0 2027-03-09 2027-03-09"])
@pytest.mark.parametrize("action", ["digest.tasks", "digest.blockers", "digest.took_part"])
def test_a_made_up_value_leads_nowhere(day: Orchestra, field: Team, action: str, value: str) -> None:
    ada = day.player("Ada", team=field)
    ada.does(action, value=value)
    assert "There is no such thing" in ada.answer


@pytest.mark.parametrize("action", ["digest.today", "digest.this_week"])
def test_another_team_cannot_be_asked_for(day: Orchestra, field: Team, action: str) -> None:
    zoe = day.player("Zoe", team=day.team("Sales"))
    zoe.does(action, value=field.id)
    assert "There is no such thing" in zoe.answer


def test_who_was_away_is_not_waited_for(day: Orchestra, field: Team, six: list[Player]) -> None:
    away = {(six[0].person.id, TUESDAY)}
    place = next(one for one in day.all(Place) if one.kind is PlaceKind.CHANNEL)
    reader = Reader(None, place, day.clock.at)
    team = day.teams()[0]

    found = day.ask(lambda store: gather(store, reader, team, (TUESDAY, TUESDAY), away))
    assert (found.summary.due, found.summary.took_part) == (5, 0)


# How long it is


def lines_of(card: Card) -> int:
    """What a card says, each on a line of its own; buttons and who sees it are no lines."""
    count = 1 + (card.title is not None)
    for piece in card.pieces:
        if isinstance(piece, Comparison):
            count += len(piece.bars) + 1
        elif isinstance(piece, Facts):
            count += len(piece.pairs)
        elif isinstance(piece, Lines):
            count += len(piece.entries)
        elif isinstance(piece, Quote | Prose):
            count += 1
    return count


@pytest.mark.parametrize("name", [name for name in examples() if name.startswith("digest.day")])
def test_the_digest_of_a_day_says_fifteen_things_at_most(name: str) -> None:
    card = examples()[name]
    assert isinstance(card, Card)
    assert lines_of(card) <= 15


def test_a_day_with_far_too_much_in_it_says_fifteen_things_too(day: Orchestra, field: Team, six: list[Player]) -> None:
    for player in six:
        player.hands_in([CALL, "Halve the quoting time", "Win the harbour towns"], blocker="x", tell="yes", win="y")
    day.local(six[0], time(16, 30))

    said, _in_its_thread = digests(day, field)
    assert lines_of(said.card) <= 15
    assert "Behind the buttons: four blockers and five wins more." in said.text


# The reminder


@pytest.fixture
def reminded(day: Orchestra, field: Team) -> Player:
    ada = day.player("Ada", team=field, reminders=True)
    day.local(ada, time(8))
    day.local(ada, time(9))
    return ada


def reminders(player: Player) -> Sequence[str]:
    return [one.says for one in player.got() if "Your three things" in one.says]


def test_somebody_who_said_nothing_is_reminded_once_two_hours_later(day: Orchestra, reminded: Player) -> None:
    day.local(reminded, time(10, 59))
    assert reminders(reminded) == []
    for hour in (11, 12, 15, 18):
        day.local(reminded, time(hour))

    assert reminders(reminded) == ["Your three things can go in until 16:30, or not today; both are fine."]


@pytest.mark.parametrize("said", ["hands in", "waives", "wants none"])
def test_nobody_is_reminded_who_answered_waived_or_wants_none(day: Orchestra, reminded: Player, said: str) -> None:
    if said == "hands in":
        reminded.hands_in([CALL])
    elif said == "waives":
        reminded.writes("not today")
    else:
        person = reminded.person
        day.database.writer.write(lambda store: store.change(person, reminders=False)).result()
    day.local(reminded, time(11))

    assert reminders(reminded) == []


def test_a_reminder_changes_when_it_is_answered(day: Orchestra, reminded: Player) -> None:
    day.local(reminded, time(11))
    reminded.presses("Check in", on=reminded.last().card)
    reminded.hands_in([CALL])

    assert [one.says for one in day.mouth.amended][-2:] == ["Your check-in for Tuesday 9 March is in."] * 2


def test_there_is_none_after_the_digest_and_none_on_the_next_day(day: Orchestra, field: Team) -> None:
    late = day.player("Late", team=field, asked_at=15 * 60, reminders=True)
    night = day.player("Night", asked_at=23 * 60, reminders=True)
    day.local(late, time(8))
    for hour in (15, 16, 17, 18, 23):
        day.local(late, time(hour))
    day.local(late, time(1), days=1)

    assert reminders(late) == reminders(night) == []


def test_a_reminder_that_was_held_up_past_the_digest_is_left_out(day: Orchestra, reminded: Player) -> None:
    day.local(reminded, time(17))
    assert reminders(reminded) == []


def test_one_in_no_team_is_reminded_without_an_hour(day: Orchestra) -> None:
    ada = day.player("Ada", reminders=True)
    day.local(ada, time(9))
    day.local(ada, time(11))
    assert reminders(ada) == ["Your three things can go in at any time today, or not today; both are fine."]


def test_nobody_is_reminded_who_can_no_longer_be_reached(day: Orchestra, reminded: Player) -> None:
    (place,) = [one for one in day.all(Place) if one.person_id]
    person = reminded.person
    day.database.writer.write(lambda store: store.change(place, person_id=None)).result()
    day.local(reminded, time(11))

    assert day.ask(lambda store: [one.remind_at for one in day.all(Person) if one.id == person.id]) == [None]
    assert reminders(reminded) == []


def test_what_was_planned_twice_goes_out_once(day: Orchestra, field: Team, six: list[Player]) -> None:
    day.local(six[0], time(16, 30))
    team = day.teams()[0]
    day.database.writer.write(
        lambda store: store.change(team, next_digest_at=day.clock.at, next_week_at=day.clock.at)
    ).result()
    day.goes_on(minutes=1)

    assert len([one for one in day.all(Delivery) if one.view == "digest.day"]) == 1
    assert day.count(Membership) == 6


# While the score changes


TWO = SCORE.replace("P-2: {words: Halve the quoting time,", "P-2: {words: Halve the quoting time, because: Slow,")
MOVED = SCORE.replace("P-1: {words: Call every harbour before noon", "P-9: {was: field/P-1, words: Ring by ten")
GONE = SCORE.replace("        P-1: {words: Call every harbour before noon, serves: harbour/P-1}\n", "")


def of_days(day: Orchestra, team: Team, first: date, last: date) -> Digest:
    place = next(one for one in day.all(Place) if one.team_id == team.id)
    there = next(one for one in day.teams() if one.id == team.id)
    return day.ask(lambda store: gather(store, Reader(None, place, day.clock.at), there, (first, last)))


def test_a_line_that_is_reworded_and_moved_within_a_week_is_one_row(
    day: Orchestra, field: Team, six: list[Player]
) -> None:
    for player in six[:3]:
        player.hands_in([CALL])
    day.plays_from(MOVED.replace("Ring by ten", CALL))
    day.local(six[0], time(9), days=1)
    for player in six[:2]:
        player.hands_in(["Call every harbour"])
    day.plays_from(MOVED)
    day.local(six[0], time(16, 30), days=2)

    week = of_days(day, field, TUESDAY, TUESDAY + timedelta(days=3))
    assert [n for _, n in week.summary.by_line] == [5]
    ((line, _),) = week.known(week.summary.by_line)
    assert (line.address, line.words) == ("field/P-9", "Ring by ten")
    assert week.gone == []


def test_a_line_that_goes_within_the_week_is_counted_and_said_to_be_gone(
    day: Orchestra, field: Team, six: list[Player]
) -> None:
    for player in six[:3]:
        player.hands_in([CALL])
    day.plays_from(TWO)
    day.plays_from(GONE)
    day.local(six[0], time(16, 30))

    said = " ".join(digests(day, field)[-1].text.split())
    assert "No longer in the score" in said
    week = of_days(day, field, TUESDAY, TUESDAY + timedelta(days=3))
    assert [n for _, n in week.summary.by_line] == [3]
    assert [line.words for line in week.gone] == [CALL]
    assert "field/P-1" not in [line.address for line, _ in week.untouched]


def untouched(day: Orchestra, field: Team) -> dict[str, int]:
    today = day.clock.at.date()
    return {line.address: days for line, days in of_days(day, field, today, today).untouched}


def test_a_new_line_is_not_untouched_for_the_days_before_it_was_there(
    day: Orchestra, field: Team, six: list[Player]
) -> None:
    day.local(six[0], time(12), days=7)
    day.plays_from(SCORE + "        P-3: {words: Bake at night}\n")
    day.goes_on(minutes=1)
    assert set(untouched(day, field)) == {"field/P-1", "field/P-2"}
    day.local(six[0], time(12), days=7)

    assert untouched(day, field)["field/P-3"] < untouched(day, field)["field/P-1"]


def test_a_line_that_comes_from_another_part_or_comes_back_waits_from_then_on(
    day: Orchestra, field: Team, six: list[Player]
) -> None:
    at_sea = "P-1: {words: Win the harbour towns}\n    P-2: {words: Bake at sea}"
    day.plays_from(SCORE.replace("P-1: {words: Win the harbour towns}", at_sea))
    day.local(six[0], time(12), days=7)
    day.plays_from(GONE + "        P-3: {was: harbour/P-2, words: Bake at sea}\n")
    day.goes_on(minutes=1)
    assert set(untouched(day, field)) == {"field/P-2"}
    day.local(six[0], time(12), days=7)
    assert set(untouched(day, field)) == {"field/P-2", "field/P-3"}

    day.plays_from(SCORE)
    day.goes_on(minutes=1)
    assert set(untouched(day, field)) == {"field/P-2"}
