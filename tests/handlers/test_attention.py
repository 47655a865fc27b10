"""Whoever got something unasked reads why, and gets less of it; it is kept for them alone and taken back."""

from datetime import UTC, datetime, time
from typing import Any

import pytest

from handlers.attention import BEHIND
from handlers.occasions import OCCASIONS
from handlers.turn import Gone
from score.attention import Occasion
from storage.tables import Blocker, Cause, Delivery, DeliveryState, Membership, Place, Role, Win
from tests.orchestra import SCORE, Orchestra, Player

OWNED = SCORE.replace("P-2: {words: Halve the quoting time,", "P-2: {words: Halve the quoting time, owner: bo,")


@pytest.fixture
def ada(day: Orchestra) -> Player:
    field = day.team("Field", part="field")
    ada = day.player("Ada", team=field, reminders=True)
    day.player("Bo", team=field)
    day.plays_from(OWNED)
    day.local(ada, time(9))
    return ada


def stuck(day: Orchestra, ada: Player) -> None:
    """Ada asks Bo to decide."""
    day.goes_on(minutes=1)
    ada.hands_in(["Halve the quoting time"], blocker=f"no van {day.clock.at}")
    blocker = day.all(Blocker)[-1]
    line = next(one.line_id for _, one in day.tied(ada) if one and one.line_id)
    ada.does("blockers.ask", value=f"{blocker.id} {line}")


def of(day: Orchestra, view: str) -> list[Delivery]:
    return [one for one in day.all(Delivery) if one.view == view]


def test_under_what_comes_by_itself_stands_why(day: Orchestra, ada: Player) -> None:
    ada.presses("Why this?", on=ada.last().card)

    assert "since you share the work of\n  Field" in ada.answer
    assert "at 09:00, time of Europe/Dublin, on Mon to Fri" in ada.answer.replace("\n           ", " ")
    assert "once a day" in ada.answer


def test_under_an_answer_stands_no_why(day: Orchestra, ada: Player) -> None:
    ada.hands_in(["Call the harbour"])

    assert "Why this?" not in ada.last().text


def test_what_is_settled_is_not_explained_any_more(day: Orchestra, ada: Player) -> None:
    ada.hands_in(["Call the harbour"])

    (amended,) = [one for one in day.mouth.amended if one.to.external_id == "ada"]
    assert "is in" in amended.says
    assert "Why this?" not in amended.text


def test_whoever_decides_reads_by_which_line_and_for_whom(day: Orchestra, ada: Player) -> None:
    bo = Player(day, "bo")
    stuck(day, ada)
    bo.writes("Why did I get this?")

    assert "A decision or an answer is yours, by the score, and Ada waits for it." in bo.answer
    assert "Halve the quoting time" in bo.answer


def test_a_step_down_and_another_and_back(day: Orchestra, ada: Player) -> None:
    bo = Player(day, "bo")
    stuck(day, ada)
    bo.writes("less of this")
    assert "come once a day, in the morning" in bo.answer
    assert bo.person.wishes == "decision=less"
    bo.writes("less of this")
    assert "No decisions are brought to you" in bo.answer
    bo.presses("As before")

    assert "come once a day, in the morning" in bo.answer
    assert bo.person.wishes == "decision=less"


def test_less_means_in_the_morning(day: Orchestra, ada: Player) -> None:
    Player(day, "bo").does("attention.less", value="decision")
    day.goes_on(hours=1)
    stuck(day, ada)

    (waits,) = of(day, "blockers.decide")
    assert waits.not_before.day == day.clock.at.day + 1


def test_none_means_that_whoever_asks_reads_so(day: Orchestra, ada: Player) -> None:
    Player(day, "bo").does("attention.stop", value="decision")
    stuck(day, ada)

    assert of(day, "blockers.decide") == []
    assert ada.said is not None
    assert "line" in ada.said.notes


def test_none_leaves_what_waits(day: Orchestra, ada: Player) -> None:
    day.local(ada, time(20))
    stuck(day, ada)
    (waits,) = of(day, "blockers.decide")
    assert waits.state is DeliveryState.PLANNED
    Player(day, "bo").does("attention.stop", value="decision")

    (left,) = of(day, "blockers.decide")
    assert (left.state, left.reason) == (DeliveryState.SKIPPED, Cause.TURNED_DOWN)


def test_praise_stands_in_the_digest_alone(day: Orchestra, ada: Player) -> None:
    bo = Player(day, "bo")
    bo.hands_in(["Call the harbour"], win="Sold out")
    bo.does("attention.stop", value="praise")
    ada.does("wins.praise", value=day.all(Win)[0].id)

    assert of(day, "wins.praised") == []
    assert "Bo" in ada.answer


def test_less_of_the_prompt_is_first_no_reminder_and_then_every_second_day(day: Orchestra, ada: Player) -> None:
    ada.writes("less of this")
    assert "not reminded" in ada.answer
    assert (ada.person.reminders, ada.person.remind_at) == (False, None)
    ada.writes("less of this")
    assert "You are asked on Mon, Wed and Fri from now on" in ada.answer
    assert ada.person.working_days == 0b0010101
    ada.presses("As before")
    assert ada.person.working_days == 0b0011111
    day.goes_on(hours=3)
    assert of(day, "checkin.reminder") == []
    ada.does("attention.undo", value="reminder reminder")
    assert ada.person.reminders


def test_the_least_of_it_offers_a_pause(day: Orchestra, ada: Player) -> None:
    one_day = day.player("Cy", working_days=0b0000010)
    one_day.does("attention.less", value="prompt")

    assert [one.action for one in one_day.buttons()] == ["leave.pause", "preferences.open_form"]
    assert one_day.person.working_days == 0b0000010


def test_where_there_is_nothing_less_that_is_said(day: Orchestra, ada: Player) -> None:
    for action, value in (("stop", "nudge"), ("less", "nudge"), ("stop", "welcome"), ("stop", "prompt")):
        ada.does(f"attention.{action}", value=value)
    assert "This is the least of it." in ada.answer
    ada.does("attention.stop", value="reminder")
    assert "not reminded" in ada.answer
    ada.writes("pause")
    ada.does("attention.less", value="prompt")

    assert "You are asked on Mon, Wed and Fri" in ada.answer
    assert ada.person.next_due_at is None


def test_what_was_turned_down_is_shown_and_taken_back(day: Orchestra, ada: Player) -> None:
    ada.does("attention.stop", value="nudge")
    ada.writes("what comes by itself")
    assert "Nudges come no more." in ada.answer
    ada.writes("settings")
    assert ada.said is not None
    ada.writes("what comes by itself")
    ada.presses("Nudges as before")
    ada.writes("what comes by itself")

    assert "You have turned nothing down." in ada.answer


def test_a_foreign_message_is_not_there(day: Orchestra, ada: Player) -> None:
    theirs = next(one.id for one in of(day, "checkin.invite") if one.about["person"] == ada.person.id)
    bo = Player(day, "bo")

    for action, value in (
        ("attention.why", theirs),
        ("attention.why", "nothing"),
        ("attention.less", "bread"),
        ("attention.undo", "bread all"),
        ("attention.undo", "prompt days:0"),
        ("attention.undo", "prompt days:999"),
    ):
        bo.does(action, value=value)
        assert "There is no such thing here" in bo.answer, (action, value)


@pytest.mark.parametrize(("where", "occasion"), [("field", "nudge"), ("ada", "of another release")])
def test_what_was_turned_down_is_shown_to_nobody_else_and_only_while_there_is_such_an_occasion(
    day: Orchestra, ada: Player, where: str, occasion: str
) -> None:
    place = next(one for one in day.all(Place) if one.external_id == where)
    with pytest.raises(Gone):
        day.draws(place, "attention.kept", {"occasion": occasion, "what": "none", "before": "all"})


def test_whoever_got_nothing_reads_so(day: Orchestra, ada: Player) -> None:
    new = day.player("Cy", role=Role.OBSERVER, working_days=0)
    new.writes("less of this")

    assert "Nothing has come to you by itself so far." in new.answer


def test_pausing_leaves_what_waits(day: Orchestra, ada: Player) -> None:
    day.local(ada, time(20))
    stuck(day, ada)
    Player(day, "bo").writes("pause")

    assert [one.state for one in of(day, "blockers.decide")] == [DeliveryState.SKIPPED]


def test_what_is_behind_a_message_is_known_of_views_that_come_unasked() -> None:
    assert set(BEHIND) <= set(OCCASIONS)


def test_every_occasion_can_be_explained_even_when_what_it_was_about_is_gone(day: Orchestra, ada: Player) -> None:
    first = of(day, "checkin.invite")[0]
    for view, occasion in OCCASIONS.items():
        more: dict[str, Any] = {
            "id": day.moment().id(),
            "view": view,
            "occasion": occasion.value,
            "once": view,
            "about": {},
        }
        message = Delivery(**{**first.model_dump(), **more, "shown_id": None})
        day.keep(message)
        whose = Player(day, "ada") if first.about["person"] == ada.person.id else Player(day, "bo")
        whose.does("attention.why", value=message.id)
        assert "At most" in whose.answer, view
    assert set(OCCASIONS.values()) == set(Occasion)
    assert day.count(Membership) == 2


def test_fewer_days_keep_the_hours_of_the_team_and_days_away(day: Orchestra) -> None:
    oven = day.team("Oven", part="field", asked_within="08:00-09:00")
    dee = day.player("Dee", team=oven, asked_at=13 * 60)
    day.goes_on(hours=-1)
    dee.writes("off tomorrow")
    dee.does("attention.less", value="prompt")
    assert dee.person.working_days == 0b0010101
    assert dee.person.next_due_at == datetime(2027, 3, 12, 9, tzinfo=UTC)


@pytest.mark.parametrize("hour", [12, 16])
def test_who_takes_fewer_days_back_on_a_day_between_is_asked_on_the_next(
    day: Orchestra, ada: Player, hour: int
) -> None:
    del ada
    cy = day.player("Cy", team=day.teams()[0], working_days=0b0010101)
    day.local(cy, time(hour))
    cy.does("attention.undo", value="prompt days:31")
    day.goes_on(minutes=1)

    assert not [one for one in of(day, "checkin.invite") if one.about["person"] == cy.person.id]
    day.local(cy, time(9), days=1)
    assert cy.person.asked_for == day.today(cy)
