"""Who comes back gets one welcome, with what changed for them while they were away, and nothing about others."""

from collections.abc import Callable
from datetime import time, timedelta

import pytest

from storage import blockers
from tests.orchestra import SCORE, Orchestra, Player

CALL, QUOTE = "Call every harbour before noon", "Halve the quoting time"


@pytest.fixture
def ada(day: Orchestra) -> Player:
    day.plays_from()
    return day.player("Ada", team=day.team("Field", part="field"))


def comes_back(day: Orchestra, ada: Player) -> str:
    day.local(ada, time(9), days=1)
    return ada.last().text.replace("\n  ", " ")


def leaves(day: Orchestra, ada: Player) -> None:
    """A day at work, and then a day away."""
    day.local(ada, time(9))
    ada.hands_in([CALL], blocker="no van")
    ada.writes("off tomorrow")
    day.goes_on(days=1)


CHANGED = (
    SCORE.replace(CALL, "Call every harbour by ten")
    .replace("P-2: {words: Halve the quoting time", "P-3: {words: Bake on Sundays")
    .replace("Win the harbour towns", "Win every town")
)  # fmt: skip


def test_lines_that_changed_are_in_the_welcome_and_others_parts_are_not(day: Orchestra, ada: Player) -> None:
    leaves(day, ada)
    day.plays_from(CHANGED)

    said = comes_back(day, ada)
    assert "Welcome back, Ada. What is first today?" in said
    assert "While you were away, three lines of your part changed:" in said
    assert "Call every harbour by ten" in said
    assert "reads differently now" in said
    assert "Bake on Sundays" in said
    assert "no longer in the score" in said
    assert QUOTE in said
    assert "Win every town" not in said
    assert len([one for one in ada.got() if one.says.startswith("Welcome back")]) == 1


def test_what_was_cleared_is_in_it_and_who_cleared_it_is_not(day: Orchestra, ada: Player) -> None:
    bo = day.player("Bo", team=day.teams()[0])
    day.local(ada, time(9))
    ada.hands_in([CALL], blocker="no van", tell="yes")
    ada.writes("off tomorrow")
    day.goes_on(days=1)
    (blocker,) = day.ask(lambda store: blockers.open_of(store, ada.person))
    day.database.writer.write(
        lambda store: store.change(blocker, cleared_at=day.clock.at, cleared_by=bo.person.id)
    ).result()

    said = comes_back(day, ada)
    assert "Cleared meanwhile, of what was in your way: “no van”" in " ".join(said.split())
    assert "Bo" not in said


def test_what_they_cleared_themselves_and_what_was_before_is_not_said(day: Orchestra, ada: Player) -> None:
    day.local(ada, time(9))
    day.plays_from(CHANGED)
    ada.writes("off tomorrow")
    day.goes_on(days=1)

    said = comes_back(day, ada)
    assert "Welcome back" in said
    assert "changed:" not in said
    assert "Cleared" not in said


def test_who_was_not_away_reads_nothing_of_it(day: Orchestra, ada: Player) -> None:
    day.local(ada, time(9))
    day.plays_from(CHANGED)
    day.goes_on(days=1)
    prompt = next(one for one in reversed(ada.got()) if "Good morning" in one.text)
    assert "changed:" not in prompt.text


def test_once_it_is_answered_the_changes_are_gone_from_it(day: Orchestra, ada: Player) -> None:
    leaves(day, ada)
    day.plays_from(CHANGED)
    comes_back(day, ada)
    ada.hands_in([CALL])
    assert "changed:" not in day.mouth.amended[-1].text


def missed_by_an_outage(day: Orchestra, ada: Player) -> None:
    day.clock.at += timedelta(days=1)


def too_late(day: Orchestra, ada: Player) -> None:
    day.local(ada, time(13, 30), days=1)


def given_up(day: Orchestra, ada: Player) -> None:
    day.mouth.fails = 5
    day.local(ada, time(9), days=1)
    for _ in range(4):
        day.goes_on(minutes=15)


def never_sent(day: Orchestra, ada: Player) -> None:
    """The platform does not answer, and then the process is down until the next morning."""
    day.mouth.fails = 1
    day.local(ada, time(9), days=1)


@pytest.mark.parametrize("goes", [missed_by_an_outage, too_late, given_up, never_sent])
def test_the_welcome_comes_with_the_first_prompt_that_is_sent_and_once(
    day: Orchestra, ada: Player, goes: Callable[[Orchestra, Player], None]
) -> None:
    leaves(day, ada)
    day.plays_from(CHANGED)
    had = len(ada.got())
    goes(day, ada)
    assert len(ada.got()) == had

    said = comes_back(day, ada)
    assert "Welcome back, Ada." in said
    assert "three lines of your part changed:" in said
    day.goes_on(days=3)
    assert ada.last().says.startswith("Good morning")
    assert len([one for one in ada.got() if one.says.startswith("Welcome back")]) == 1


def test_who_answered_the_day_before_they_were_asked_is_welcomed_by_the_next_prompt(
    day: Orchestra, ada: Player
) -> None:
    leaves(day, ada)
    day.clock.at += timedelta(days=1, hours=-2)
    ada.hands_in([CALL])
    day.goes_on(hours=2)
    assert "Welcome back" in comes_back(day, ada)


def test_after_two_weeks_nobody_is_welcomed_back_any_more(day: Orchestra, ada: Player) -> None:
    leaves(day, ada)
    day.clock.at += timedelta(days=18)
    comes_back(day, ada)
    assert ada.last().says.startswith("Good morning")


def test_each_line_says_what_became_of_it_and_one_that_is_as_before_says_nothing(day: Orchestra, ada: Player) -> None:
    more = "".join(f"\n        P-{n}: {{words: Deliver on the {n}th, serves: harbour/P-1}}" for n in (3, 4))
    before = SCORE.rstrip() + more
    day.plays_from(before)
    leaves(day, ada)
    day.plays_from(
        before.replace("on the 3th,", "on the 3th, state: done,").replace("on the 4th,", "on the 4th, state: dropped,")
        + "\n        P-5: {words: Bake on Sundays, serves: harbour/P-1}"
    )

    said = " ".join(comes_back(day, ada).split())
    assert "three lines of your part changed:" in said
    for line, became in (("on the 3th", "done"), ("on the 4th", "dropped"), ("Bake on Sundays", "new")):
        assert said.split(line)[1].split("field/")[0].strip(" ·—-()").startswith(became), said
    assert QUOTE not in said


def test_of_many_lines_the_first_are_named_and_the_others_counted(day: Orchestra, ada: Player) -> None:
    leaves(day, ada)
    day.plays_from(
        SCORE + "".join(f"        P-{n}: {{words: Deliver to quay {n}, serves: harbour/P-1}}\n" for n in range(3, 10))
    )

    said = " ".join(comes_back(day, ada).split())
    assert "seven lines of your part changed:" in said
    assert [n for n in range(3, 10) if f"Deliver to quay {n}" in said] == [3, 4, 5, 6, 7]
    assert "and two more; “my part” has all of it." in said
