"""Somebody's own page: what each role finds on it, how it follows the day, and that it holds few and many."""

from collections.abc import Iterator
from datetime import time, timedelta
from typing import Any

import pytest

from bot.slack import render
from handlers import fronts
from handlers.cards import Button, Card, Heading, buttons_in, values_in
from handlers.views import cast, own_page
from handlers.views.examples import examples
from storage.tables import Blocker, Privacy, Role, Sending, Shown, Team, Workspace
from tests.databases import Engines
from tests.orchestra import SCORE, Orchestra, Player, orchestra, words

CALL, QUOTE = "Call every harbour before noon", "Halve the quoting time"


@pytest.fixture
def day(engines: Engines) -> Iterator[Orchestra]:
    with orchestra(engines.writer.url) as day:
        yield day


@pytest.fixture
def field(day: Orchestra) -> Team:
    return day.team("Field", part="field", time_zone="Europe/Dublin")


@pytest.fixture
def ada(day: Orchestra, field: Team) -> Player:
    player = day.player("Ada", team=field)
    day.plays_from()
    day.local(player, time(9, 30))
    return player


def page(player: Player) -> str:
    player.writes("my page")
    return " ".join(player.answer.split())


def headings(player: Player) -> list[str]:
    player.writes("my page")
    card = player.said.drawn if player.said else None
    assert isinstance(card, Card)
    return [str(piece.words.id) for piece in card.pieces if isinstance(piece, Heading)]


def admin(player: Player) -> Player:
    person = player.person
    player.day.database.writer.write(lambda store: store.change(person, is_admin=True)).result()
    return player


# The day


def test_the_day_is_asked_for_and_then_told(ada: Player) -> None:
    assert "Ada, today’s check-in is open." in page(ada)
    assert [one.action for one in ada.buttons() if one.main] == ["checkin.open_form"]
    ada.hands_in([CALL, "Clear the store room"])
    said = page(ada)

    assert "Your check-in is in. One of two tasks plays from the score." in said
    assert "- Clear the store room" in said
    assert [one.action for one in ada.buttons() if one.main] == ["checkin.open_form"]


def test_a_day_that_was_waived_says_so(ada: Player) -> None:
    ada.does("checkin.not_today")

    assert "You said: not today." in page(ada)


def test_the_part_has_what_was_done_for_it(day: Orchestra, ada: Player) -> None:
    ada.hands_in([CALL])
    assert "Call every harbour before noon One of your tasks in three weeks." in page(ada)
    assert "Halve the quoting time None of your tasks in three weeks." in page(ada)
    day.local(ada, time(9, 30), days=8)

    assert "Halve the quoting time Untouched for seven working days." in page(ada)


def test_a_measure_without_a_number_is_not_told(day: Orchestra, ada: Player) -> None:
    measures = "measures: {M-1: Smiles, M-2: {words: Towns won, unit: towns, target: 9}}"
    day.plays_from(SCORE.replace(f"{CALL}, serves", f"{CALL}, {measures}, serves"))
    said = page(ada)

    assert f"{CALL} 9 towns" in said
    assert "Smiles" not in said


def test_without_a_score_it_says_when_there_is_something(day: Orchestra) -> None:
    bo = day.player("Bo")
    said = page(bo)

    assert "There is no score yet." in said
    assert "Your first week stands here once a check-in of yours has tasks." in said
    assert "Nothing of yours is in the way." in said


def test_what_is_in_the_way_has_who_took_it_and_is_cleared_from_here(day: Orchestra, field: Team, ada: Player) -> None:
    bo = day.player("Bo", team=field)
    ada.hands_in([CALL], blocker="No van", tell="yes")
    (blocker,) = day.all(Blocker)
    assert "- No van Since 9 March. Your team knows of it." in page(ada)
    bo.does("blockers.offer", value=blocker.id)
    assert "One offered a hand." in page(ada)
    bo.does("blockers.take", value=f"{blocker.id} {day.today(bo)}")
    assert "Bo has taken it on." in page(ada)
    assert "No van" not in page(bo)
    ada.presses("It is cleared", on=None)

    assert "Nothing of yours is in the way." in page(ada)


def test_the_weeks_are_counted_and_lead_to_themselves(day: Orchestra, ada: Player) -> None:
    ada.hands_in([CALL, "Clear the store room"])
    day.local(ada, time(9, 30), days=7)
    ada.hands_in([CALL])
    said = page(ada)

    assert "Week of 15 March [####################] 1 of 1 task from the score" in said
    assert "Week of 8 March [##########..........] 1 of 2 tasks from the score" in said
    ada.presses("My weeks")
    assert "The week of 15 March" in ada.answer


def test_what_comes_next_follows_what_somebody_chooses(day: Orchestra, ada: Player) -> None:
    assert "I ask next on" in page(ada)
    ada.does("leave.pause")
    assert "Nothing more from me until you say so." in page(ada)
    assert "leave.start_again" in {one.action for one in ada.buttons()}
    ada.does("leave.start_again")
    ada.does("leave.take", value="2027-03-15/2027-03-19")
    ada.writes("I am off from 15 to 19 March")

    assert "Days away 15 March to 19 March" in page(ada)


# Who finds what


ROLES: dict[str, list[str]] = {
    "member": [],
    "manager": ["own_page.team"],
    "coach": ["own_page.desk"],
    "observer": [],
    "owner": ["own_page.desk", "home.of-the-score"],
    "admin": ["own_page.desk", "own_page.running"],
}
OWN = ["stuck", "part", "weeks", "ahead", "preferences", "yours"]


@pytest.mark.parametrize("role", ROLES)
def test_each_role_has_its_own_part_and_no_other(day: Orchestra, field: Team, ada: Player, role: str) -> None:
    roles = {"manager": Role.MANAGER, "coach": Role.COACH, "observer": Role.OBSERVER}
    one = day.player("Otto", team=field, role=roles.get(role, Role.MEMBER), strategy_owner=role == "owner")
    if role == "admin":
        admin(one)
    # Who leads has a hint there on two days of their week: tests/handlers/test_hinting.py.
    one.does("asides.stop", value="hint")
    own = {f"own_page.{name}" for name in OWN} | {"score.my-part"}

    assert [name for name in headings(one) if name not in own] == ROLES[role]


def test_an_admin_reads_nothing_of_what_others_do(day: Orchestra, field: Team, ada: Player) -> None:
    idris = admin(day.player("Idris"))
    ada.hands_in([CALL, "Ring the vet"], blocker="No van", tell="yes", win="Sold out")
    said = page(idris)

    assert "Running it In the last seven days everything was sent." in said or "RUNNING IT In the last" in said
    for said_of in ("Ada", "Field", "vet", "van", "Sold out", "Call every"):
        assert said_of not in said, said_of


def test_who_leads_reads_the_day_of_the_team_in_counts(day: Orchestra, field: Team, ada: Player) -> None:
    tomas = day.player("Tomas", team=field, role=Role.MANAGER)
    others = [day.player(name, team=field) for name in ("Bo", "Cy", "Di", "Eve", "Flo")]
    day.clock.at = day.clock.at.replace(hour=7)
    day.run(day.conductor.tick())
    day.local(ada, time(9, 30))
    day.run(day.conductor.tick())
    ada.hands_in([CALL, "Ring the vet"], blocker="No van", tell="yes")
    others[0].hands_in([CALL])
    said = page(tomas)

    assert "Two of seven took part today so far." in said
    assert "2 of 3 tasks from the score" in said
    assert "One thing is stuck; no line is untouched." in said
    for said_of in ("Ada", "vet", "van"):
        assert said_of not in said, said_of
    wanted = {"digest.today", "digest.this_week", "setup.open", "members.open_form", "team_questions.shelf"}
    wanted |= {"setup.preview_prompt", "setup.preview_digest"}
    assert wanted <= {one.action for one in tomas.buttons() if one.value == field.id}


def test_too_few_people_have_no_share(day: Orchestra, field: Team, ada: Player) -> None:
    tomas = day.player("Tomas", team=field, role=Role.MANAGER)
    ada.hands_in([CALL])

    assert "Fewer than five were due, so there is no share." in page(tomas)


def test_a_coach_reads_all_that_waits_to_be_sent(day: Orchestra, field: Team, ada: Player) -> None:
    ruth = day.player("Ruth", team=field, role=Role.COACH)
    for _ in range(4):
        ruth.does("lessons.preview", fields={"lesson": "promises", "to": f"team {field.id}"})
    assert "Four lessons that you looked at wait for you to send them." in page(ruth)
    ruth.does("lessons.send", value=day.all(Sending)[0].id)
    said = page(ruth)

    assert "Promises between teams, sent to one person. Fewer than five answered." in said
    assert "Three lessons that you looked at" in said
    assert "Ada" not in said


def test_what_was_sent_is_found_from_the_desk_with_what_came_of_it(day: Orchestra, field: Team, ada: Player) -> None:
    ruth = day.player("Ruth", team=field, role=Role.COACH)
    page(ruth)
    assert "sendings.mine" not in {one.action for one in ruth.buttons()}
    ruth.presses("Find a lesson")
    assert "Which words?" in ruth.answer
    ruth.does("lessons.preview", fields={"lesson": "promises", "to": f"team {field.id}"})
    ruth.presses("Send")
    page(ruth)
    ruth.presses("What came of it")
    assert "Have begun" in ruth.answer
    page(ruth)
    ruth.presses("All that I sent")
    assert "One lesson that you sent." in ruth.answer


def test_an_admin_sets_up_any_team_from_their_page(day: Orchestra, field: Team) -> None:
    idris = admin(day.player("Idris"))
    page(idris)
    idris.presses("Set up a team")

    assert "Field" in idris.answer


@pytest.mark.parametrize("count", [5, 6, 300])
def test_all_that_is_in_the_way_is_reached_and_each_can_be_cleared(day: Orchestra, ada: Player, count: int) -> None:
    stuck(day, ada, count)
    page(ada)
    labels = [words(one.label) for one in ada.buttons()]
    assert (f"All {count} blockers" in labels) == (count > 5)
    ada.does("home.stuck")
    shown = min(count, 100)
    assert sum(one.action == "blockers.clear" for one in ada.buttons()) == shown
    assert ("more, which stand here once these are cleared." in " ".join(ada.answer.split())) == (count > 100)
    last = [one for one in ada.buttons() if one.action == "blockers.clear"][-1]
    ada.does(last.action, value=last.value)
    ada.does("home.stuck")

    assert sum(one.action == "blockers.clear" for one in ada.buttons()) == min(count - 1, 100)


def test_with_nothing_in_the_way_that_is_said(ada: Player) -> None:
    ada.does("home.stuck")

    assert "Nothing of yours is in the way." in ada.answer


def stuck(day: Orchestra, player: Player, count: int) -> None:
    """So many things are in somebody's way, one of each day before."""
    player.hands_in([CALL], blocker="No van 0")
    (first,) = day.all(Blocker)
    more = [Blocker(**{**first.model_dump(), "id": day.moment().id(), "words": f"No van {n}"}) for n in range(1, count)]
    day.keep(*more)


# It follows the day


def stands(day: Orchestra, player: Player) -> Shown:
    player.does("home.opened")
    return next(one for one in day.all(Shown) if one.subject == f"front:{player.person.id}")


def wanted(day: Orchestra, page: Shown) -> int:
    return next(one.wanted for one in day.all(Shown) if one.id == page.id)


DEEDS: dict[str, dict[str, Any]] = {
    "a check-in": {"action": "checkin.hand_in", "fields": {"task1": CALL, "day": "2027-03-09"}},
    "a day waived": {"action": "checkin.not_today"},
    "hours": {
        "action": "preferences.hand_in",
        "fields": {"zone": "Europe/Dublin", "asked_at": "10:00", "days": "mon tue wed"},
    },
    "a pause": {"action": "leave.pause"},
    "days away": {"action": "leave.say", "text": "I am off tomorrow"},
    "a lesson": {"action": "lessons.take", "value": "promises"},
}


@pytest.mark.parametrize("deed", DEEDS)
def test_whatever_somebody_does_is_drawn_on_their_page(day: Orchestra, ada: Player, deed: str) -> None:
    front = stands(day, ada)
    before = wanted(day, front)
    ada.does(**DEEDS[deed])

    assert wanted(day, front) > before


def test_a_hand_of_others_is_drawn_on_the_page_of_who_is_stuck(day: Orchestra, field: Team, ada: Player) -> None:
    bo = day.player("Bo", team=field)
    ada.hands_in([CALL], blocker="No van", tell="yes")
    (blocker,) = day.all(Blocker)
    front, of_bo = stands(day, ada), stands(day, bo)
    for action, value in (
        ("blockers.offer", blocker.id),
        ("blockers.take", f"{blocker.id} 2027-03-09"),
        ("blockers.clear", blocker.id),
    ):
        before = wanted(day, front)
        bo.does(action, value=value)
        assert wanted(day, front) > before, action
    before = wanted(day, of_bo)
    ada.does("checkin.not_today")
    assert wanted(day, of_bo) == before


def test_what_a_team_does_is_drawn_where_who_leads_it_may_be_looking(day: Orchestra, field: Team, ada: Player) -> None:
    lead, coach = day.player("Lea", team=field, role=Role.MANAGER), day.player("Cy", team=field, role=Role.COACH)
    elsewhere = day.player("Eve", team=day.team("Harbour"), role=Role.MANAGER)
    looking, others = stands(day, lead), [stands(day, coach), stands(day, elsewhere)]
    before = {one.id: wanted(day, one) for one in (looking, *others)}
    ada.hands_in([CALL])
    assert wanted(day, looking) == before[looking.id] + 1
    assert [wanted(day, one) for one in others] == [before[one.id] for one in others]
    day.clock.at += fronts.LOOKED_AT + timedelta(seconds=1)
    ada.does("leave.pause")

    assert wanted(day, looking) == before[looking.id] + 1, "an hour later it is drawn when it is opened"


def test_a_page_that_nobody_opens_any_more_is_left_until_it_is(day: Orchestra, ada: Player) -> None:
    front = stands(day, ada)
    day.clock.at += fronts.OPENED_WITHIN + timedelta(seconds=1)
    before = wanted(day, front)
    ada.does("leave.pause")
    assert wanted(day, front) == before
    ada.does("home.opened")

    assert wanted(day, front) > before


def test_a_new_edition_is_drawn_on_every_page_that_is_looked_at_in_small_steps(
    day: Orchestra, field: Team, ada: Player, monkeypatch: pytest.MonkeyPatch
) -> None:
    others = [day.player(name, team=field) for name in ("Bo", "Cy", "Di", "Eve")]
    long_ago = stands(day, others[0])
    day.clock.at += fronts.OPENED_WITHIN + timedelta(seconds=1)
    pages = [stands(day, one) for one in (ada, *others[1:])]
    day.run(day.conductor.tick())
    before = {one.id: wanted(day, one) for one in (*pages, long_ago)}
    monkeypatch.setattr("handlers.home.PAGES", 2)
    day.plays_from(SCORE.replace("before noon", "before ten"))
    assert {one.id: wanted(day, one) for one in (*pages, long_ago)} == before, "loading itself draws nothing"
    day.run(day.conductor.perform(day.workspace.id))

    assert {one.id: wanted(day, one) - before[one.id] for one in pages} == dict.fromkeys([one.id for one in pages], 1)
    assert wanted(day, long_ago) == before[long_ago.id]
    assert [one.redrawn_to for one in day.all(Workspace)] == [None]


def test_what_changes_in_a_workspace_that_is_not_there_draws_no_page_again(day: Orchestra, ada: Player) -> None:
    day.run(day.conductor.perform(day.workspace.id))
    day.database.writer.write(lambda store: fronts.begin_anew(store, "nowhere")).result()

    assert [one.redrawn_to for one in day.all(Workspace)] == [None]


# Few and many


def of_many(count: int) -> own_page.OwnPage:
    """A page on which there is as much of everything as it takes, and more behind it."""
    name = "Maximiliane " * 9
    person = type(cast.MIRA)(**{**cast.MIRA.model_dump(), "name": name[:120]})
    team = Team(**{**cast.TEAM.model_dump(), "name": name[:120]})
    long = Blocker(**{**cast.BLOCKER.model_dump(), "words": "<!channel> *x* " * 30})
    stuck = own_page.InTheWay(long, cast.TODAY, 300, taker=person)
    return own_page.OwnPage(
        person,
        cast.TODAY,
        stuck=[stuck] * min(5, count),
        more_stuck=max(0, count - 5),
        teams=[own_page.TeamToday(team, count, count, count, count, enough=True, stuck=count, untouched=count)] * 3,
        more_teams=count,
        weeks=[own_page.OwnWeek(cast.TODAY, count, 1)] * 5,
        desk=own_page.Desk(looked_at=count),
        questions=count,
        unsent=count,
        more_opened=count,
    )


@pytest.mark.parametrize("count", [3, 300])
def test_few_and_many_stand_on_one_page_of_slack(count: int) -> None:
    view = render.home([own_page.front(of_many(count))], "en")

    assert len(view["blocks"]) <= 100
    assert "door.rest" not in {one.action for one in buttons_in(own_page.front(of_many(count)))}
    assert "mrkdwn" not in str(view)


@pytest.mark.parametrize("name", [name for name in examples() if name.startswith("home.front")])
def test_one_button_is_filled_at_most_and_nobody_else_reads_it(name: str) -> None:
    card = examples()[name]
    assert isinstance(card, Card)

    assert sum(one.main for one in buttons_in(card)) <= 1
    assert all(isinstance(one, Button) for one in buttons_in(card))
    assert Privacy.NOBODY not in {one.privacy for one in values_in(card)}
