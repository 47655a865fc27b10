"""What would happen next is told apart by what it is, with everybody to whom it would, and is where the clock goes."""

from datetime import timedelta
from itertools import pairwise
from typing import Any

import pytest
from markupsafe import Markup

from bot import coming, example
from bot.coming import NAMED, Coming, ComingKind
from bot.web import pages
from bot.web.pages import AT_A_GLANCE, Clock, Next
from bot.web.render import Screen
from prompts import phrase, plain
from storage.tables import PlaceKind, Sitting, SittingState, Step
from tests.bot.test_web import TUESDAY, Web, web

__all__ = ["web"]

NINE = example.morning(TUESDAY)


def after(web: Web) -> list[Coming]:
    now, workspace = web.stage.clock.now(), web.stage.example.workspace.id
    return web.ask(lambda store: coming.after(store, workspace, now, 99))


def screen() -> Screen:
    return Screen("mira", "mira", PlaceKind.DIRECT, lambda: "k" * 12)


def test_a_reminder_a_prompt_a_digest_of_the_day_and_one_of_the_week_are_four_things(web: Web) -> None:
    found = after(web)

    assert [one.at for one in found] == sorted(one.at for one in found)
    assert all(one.at > NINE for one in found)
    kinds = {kind: next((one for one in found if one.kind is kind), None) for kind in ComingKind}
    reminder, day, week = (kinds[kind] for kind in (ComingKind.REMINDER, ComingKind.DIGEST, ComingKind.WEEK))
    assert reminder is not None
    assert day is not None
    assert week is not None
    assert (reminder.at, day.at) == (NINE + timedelta(hours=2), example.digest_hour(TUESDAY))
    assert week.at == example.digest_hour(TUESDAY) + timedelta(days=3), "on Friday"
    assert set(day.names) == {"Sales", "Service North", "Support"}
    assert plain(reminder.what) == "Reminders"
    assert plain(reminder.to).endswith("more, unless the check-in is in")


def test_who_has_checked_in_is_not_reminded(web: Web) -> None:
    before = next(one for one in after(web) if one.kind is ComingKind.REMINDER)
    web.hands_in("mira", "Ring Mill Lane")
    then = next(one for one in after(web) if one.kind is ComingKind.REMINDER)

    assert set(before.names) - set(then.names) == {"Mira"}


def test_a_lesson_and_a_question_from_one_are_told_apart_by_name(web: Web) -> None:
    workspace, bram = web.stage.example.workspace.id, web.person("bram")
    for state in (SittingState.WAITING, SittingState.ANSWERED):
        due, id = NINE + timedelta(hours=1), web.id()
        one = Sitting(
            id=id, workspace_id=workspace, person_id=bram.id, lesson="promises", version=1, state=state, due_at=due
        )
        web.keep(one)

    lesson, question = after(web)[:2]
    assert (lesson.kind, question.kind) == (ComingKind.LESSON, ComingKind.NUDGE)
    assert plain(lesson.what) == "Lesson: Promises between teams"
    assert plain(question.what) == "A question from “Promises between teams”"
    assert plain(lesson.to) == "to Bram"


def test_play_on_stops_at_each_of_them_in_turn(web: Web) -> None:
    announced = [one.at for one in after(web)]
    stops = []
    for _ in range(4):
        web.post("/clock", {"me": "mira", "to": "next"})
        stops.append(web.stage.clock.now())

    assert all(one < other for one, other in pairwise(stops))
    assert stops[:2] == announced[:2]


@pytest.mark.parametrize(("minutes", "leads_to"), [(0, 60), (1, 60), (59, 60), (60, 120)])
def test_the_next_hour_is_a_full_one(web: Web, minutes: int, leads_to: int) -> None:
    web.stage.clock.move_to(NINE + timedelta(minutes=minutes))
    web.post("/clock", {"me": "mira", "to": "hour"})

    assert web.stage.clock.now() == NINE + timedelta(minutes=leads_to)


@pytest.mark.parametrize("count", [1, NAMED, NAMED + 1, NAMED + 2])
def test_a_few_are_named_and_never_is_one_name_left_out(count: int) -> None:
    said = plain(Coming(NINE, ComingKind.PROMPT, tuple(f"Person {n}" for n in range(count))).to)

    assert said.count("Person") == (count if count <= NAMED + 1 else NAMED)
    assert ("two more" in said) == (count == NAMED + 2)


def test_more_than_a_few_are_folded_and_the_fold_says_how_many_and_until_when() -> None:
    listed = [Next(NINE + timedelta(days=n), phrase("coming.week"), None, "week") for n in range(AT_A_GLANCE + 3)]
    made = pages.clock(Clock(NINE, listed), screen())

    shown, _, folded = made.partition(Markup('<details class="more">'))
    assert shown.count("Digest of the week") == AT_A_GLANCE
    assert folded.count("Digest of the week") == 3
    assert "And three more, until 15 March, 09:00" in folded
    assert '<details class="more">' not in pages.clock(Clock(NINE, listed[:AT_A_GLANCE]), screen())


def test_where_nothing_would_happen_that_is_said_and_there_is_no_playing_on() -> None:
    made = pages.clock(Clock(NINE), screen())

    assert "Nothing would happen by itself" in made
    assert 'value="next"' not in made
    assert 'value="hour"' in made


def test_what_should_have_come_already_is_not_still_to_come(web: Web) -> None:
    workspace, bram, id = web.stage.example.workspace.id, web.person("bram"), web.id()
    due, state = NINE - timedelta(hours=1), SittingState.WAITING
    late = Sitting(
        id=id, workspace_id=workspace, person_id=bram.id, lesson="promises", version=1, state=state, due_at=due
    )
    web.keep(late)

    assert ComingKind.LESSON not in [one.kind for one in after(web)]


def test_the_hour_of_a_step_is_one_of_the_things_to_come(web: Web) -> None:
    workspace, bram, id = web.stage.example.workspace.id, web.person("bram"), web.id()
    day, at = NINE.date(), NINE + timedelta(hours=3)
    moment: dict[str, Any] = {"day": day, "ask_on": day, "minute": 720, "due_at": at, "zone": bram.time_zone}
    web.keep(Step(id=id, workspace_id=workspace, person_id=bram.id, words="ring Mill Lane", made_at=NINE, **moment))

    (found,) = [one for one in after(web) if one.kind is ComingKind.STEP]
    assert (found.at, found.names) == (at, ("Bram",))
    assert plain(found.what) == "A moment that somebody named for a step"
