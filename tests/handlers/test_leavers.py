"""Who has left is neither asked nor waited for, and everybody else's pages still draw."""

from datetime import date, datetime, time, timedelta
from functools import partial

import pytest

from bot.conductor import Stranger, draw
from bot.outbox import reader_of
from handlers.turn import Drawn, Gone
from storage import allowances
from storage.store import Store
from storage.tables import (
    Blocker,
    Crossing,
    CrossingState,
    Delivery,
    LineAnswer,
    Membership,
    Person,
    Place,
    Praise,
    Proposal,
    QuestionKind,
    Role,
    Shown,
    Team,
    TeamAnswer,
    TeamQuestion,
    Vote,
    Win,
    Wording,
)
from tests.handlers.test_crossings import CHAIN, SCORE, stands
from tests.orchestra import Orchestra, Player

ASKS = "looks like something that was chosen against"


@pytest.fixture
def field(day: Orchestra) -> Team:
    return day.team("Field", part="field", digest_at=990, time_zone="Europe/Dublin")


@pytest.fixture
def ada(day: Orchestra, field: Team) -> Player:
    day.player("Otto", strategy_owner=True)
    ada = day.player("Ada", team=field, role=Role.MANAGER)
    day.player("Bo", team=field)
    day.player("Cy", team=field)
    day.plays_from(SCORE)
    asks_of_its_own(day, field)
    day.local(ada, time(9))
    return ada


def asks_of_its_own(day: Orchestra, field: Team) -> None:
    id = day.moment().id()
    question = TeamQuestion(
        id=id,
        workspace_id=day.workspace.id,
        team_id=field.id,
        first_id=id,
        position=0,
        words="What was missing?",
        kind=QuestionKind.LINE,
        changed_at=day.clock.now(),
    )
    day.keep(question)


def does_something_of_everything(day: Orchestra, ada: Player, field: Team) -> Player:
    """Bo hands in, takes, helps, praises, answers, votes, and is handed a task, all on one day."""
    bo = Player(day, "bo")
    (question,) = day.all(TeamQuestion)
    ada.hands_in([CHAIN], blocker="no van", tell="yes", win="Sold out")
    bo.hands_in(
        ["Call every harbour"], {f"q-{question.id}": "Seals"}, blocker="no telephone", tell="yes", win="Twelve calls"
    )
    (stuck,) = (one for one in day.all(Blocker) if one.person_id == ada.person.id)
    bo.does("blockers.offer", value=stuck.id)
    bo.does("blockers.take", value=stuck.id)
    bo.does("wins.praise", value=next(one.id for one in day.all(Win) if one.person_id == ada.person.id))
    line = next(one.line_id for one in day.all(Wording) if one.address == "field/P-2")
    bo.does(
        "decisions.hand_in",
        fields={"team": field.id, "day": day.today(bo).isoformat(), "line": line, "reason": "paused", "words": "Later"},
    )
    ada.does("allowance.propose", fields={"team": field.id, "share": "40"})
    (proposal,) = day.all(Proposal)
    bo.does("allowance.vote", value=f"{proposal.id} agree", place="field")
    (crossing,) = day.all(Crossing)
    ada.does("crossings.hand", fields={"crossing": crossing.id, "to": bo.person.id})
    return bo


@pytest.fixture
def bo(day: Orchestra, ada: Player, field: Team) -> Person:
    """Bo, the morning after the last day."""
    player = does_something_of_everything(day, ada, field)
    person = player.person
    day.local(ada, time(17))
    day.database.writer.write(lambda store: store.change(person, leaves_on=day.today(ada))).result()
    day.local(ada, time(9), days=1)
    assert [one.left_at is not None for one in day.all(Person) if one.id == person.id] == [True]
    return person


def test_there_is_something_of_theirs_everywhere(day: Orchestra, bo: Person) -> None:
    """Without that the other tests would prove little."""
    (vote,) = (one for one in day.all(Vote) if one.person_id == bo.id)
    assert vote.agrees
    assert [one.person_id for one in day.all(Praise)] == [bo.id]
    assert [one.taken_by for one in day.all(Blocker) if one.taken_by] == [bo.id]
    assert [one.person_id for one in day.all(LineAnswer)] == [bo.id]
    assert [one.said for one in day.all(TeamAnswer)] == ["Seals"]
    assert bo.id not in {one.person_id for one in day.all(Membership)}


def test_whatever_stands_for_others_still_draws(day: Orchestra, bo: Person) -> None:
    day.goes_on(days=3)
    now, drawn = day.clock.now(), 0
    for place in day.all(Place):
        if place.person_id == bo.id:
            continue
        messages: list[Shown | Delivery] = [*day.all(Shown), *day.all(Delivery)]
        for one in messages:
            if one.place_id == place.id:
                try:
                    day.ask(partial(drawn_at, one=one, place=place, now=now))
                except Gone:
                    assert one.view in GONE, one.view
                drawn += 1
    assert drawn > 20


def drawn_at(store: Store, one: Shown | Delivery, place: Place, now: datetime) -> Drawn:
    return draw(store, one.view, one.about, reader_of(store, place, now))


GONE = {"crossings.handed"}
"""Messages about what only its receiver may read."""


def test_everybody_elses_pages_are_answered(day: Orchestra, ada: Player, bo: Person, field: Team) -> None:
    today = day.today(ada)
    behind = f"{field.id} {(today - timedelta(days=1)).isoformat()} {today.isoformat()}"
    for action, value in (
        ("digest.today", ""),
        ("digest.this_week", ""),
        ("digest.tasks", behind),
        ("digest.blockers", behind),
        ("digest.took_part", behind),
        ("decisions.log", field.id),
        ("team_questions.answers", behind),
        ("history.week", ""),
        ("setup.open", field.id),
        ("members.open_form", field.id),
        ("welcome.show", ""),
        ("home.help", ""),
    ):
        ada.does(action, value=value)
        assert "There is no such thing" not in ada.answer, action
        assert "did not work" not in ada.answer, action


def test_nothing_is_planned_for_them_any_more(day: Orchestra, bo: Person) -> None:
    place = next(one.id for one in day.all(Place) if one.person_id == bo.id)
    before = {one.id for one in day.all(Delivery) if one.place_id == place}
    for _ in range(30):
        day.goes_on(days=1)

    assert {one.id for one in day.all(Delivery) if one.place_id == place} == before


@pytest.mark.parametrize("action", ["home.help", "checkin.hand_in", "coach.ask", "digest.today"])
def test_they_can_do_nothing(day: Orchestra, bo: Person, action: str) -> None:
    with pytest.raises(Stranger):
        Player(day, "bo").does(action, text="why?")


def test_what_they_had_taken_on_can_be_taken_on_by_another(day: Orchestra, ada: Player, bo: Person) -> None:
    cy = Player(day, "cy")
    (stuck,) = (one for one in day.all(Blocker) if one.taken_by)
    cy.does("blockers.take", value=stuck.id)

    assert [one.taken_by for one in day.all(Blocker) if one.id == stuck.id] == [cy.person.id]


def test_what_was_in_their_way_is_in_nobodys_way(day: Orchestra, ada: Player, bo: Person, field: Team) -> None:
    ada.does("digest.today")
    assert "no telephone" not in ada.answer
    assert "no van" in ada.answer

    yesterday: date = day.today(ada) - timedelta(days=1)
    place = next(one for one in day.all(Place) if one.person_id == ada.person.id)
    assert "no telephone" in day.draws(place, "digest.day", {"team": field.id, "day": yesterday.isoformat()})


def test_a_task_that_was_handed_to_them_is_asked_about_anew(day: Orchestra, ada: Player, bo: Person) -> None:
    assert [(one.state, one.other_id) for one in day.all(Crossing)] == [(CrossingState.ASKED, None)]
    assert ASKS in stands(day, ada)


def test_their_vote_counts_no_more(day: Orchestra, ada: Player, bo: Person, field: Team) -> None:
    assert day.ask(lambda store: allowances.counts(store, day.all(Proposal)[0])) == (1, 2)
