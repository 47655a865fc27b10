"""A day that is mostly whirlwind is tied to the rest by one sentence from facts, now and then, and to who wants it."""

import re
from datetime import date, time
from itertools import pairwise
from pathlib import Path

import pytest

from handlers import asides
from handlers.turn import Gone, Reader
from handlers.views import cast
from handlers.views.asides import Said, picture
from score.picture import BiggerPicture, Picture
from storage.tables import Place, Shown, Task, Team, Tie, TieState
from tests.orchestra import Orchestra, Player, words

CALL, PAPERS, VAN = "Call every harbour before noon", "Sort the van papers", "Wash the van"
PHRASES = (Path(__file__).parents[2] / "prompts" / "phrases" / "asides.en.ftl").read_text("utf-8")
NEVER = re.compile(r"\b(should|must|only|late|failed|not enough|too much|behind)\b", re.IGNORECASE)


@pytest.fixture
def field(day: Orchestra) -> Team:
    day.plays_from()
    return day.team("Field")


@pytest.fixture
def ada(day: Orchestra, field: Team) -> Player:
    ada = day.player("Ada", team=field)
    day.local(ada, time(9))
    ada.hands_in([CALL])
    return ada


def flat(player: Player) -> str:
    return " ".join(player.last().text.split())


def pictures(day: Orchestra) -> list[str]:
    """What was said of each day, oldest first."""
    told = sorted((one for one in day.all(Shown) if one.view == "checkin.feedback"), key=lambda one: one.id)
    return [one.about.get("picture", "") for one in told]


def next_day(day: Orchestra, player: Player, *tasks: str) -> str:
    day.local(player, time(9), days=3 if day.today(player).weekday() == 4 else 1)
    player.hands_in(list(tasks))
    return flat(player)


def test_after_a_whirlwind_day_one_sentence_ties_it_to_the_rest(day: Orchestra, ada: Player) -> None:
    said = next_day(day, ada, PAPERS, VAN)

    assert "such days are part of the plan" in said
    (kept,) = [one for one in pictures(day) if one]
    assert kept.split()[0] in ("moved", "small")
    assert "Nothing yet moves" not in said
    assert ("on Tuesday 9 March" in said) == kept.startswith("moved")


def test_it_is_never_said_twice_running_nor_three_times_in_a_week_nor_the_same_again(
    day: Orchestra, ada: Player
) -> None:
    for _ in range(14):
        next_day(day, ada, PAPERS, VAN)
    said = pictures(day)

    assert any(said)
    assert all(not (one and other) for one, other in pairwise(said))
    for begin in range(len(said) - 4):
        week = [one.split()[0] for one in said[begin : begin + 5] if one]
        assert len(week) <= 2
        assert len(set(week)) == len(week)


def test_all_kinds_and_phrasings_are_said_in_time_and_none_says_should(
    day: Orchestra, field: Team, ada: Player
) -> None:
    day.database.writer.write(lambda store: store.change(field, allowance=1.0)).result()
    for n in range(60):
        next_day(day, ada, *([PAPERS, VAN] if n % 5 else [CALL]))
    told = {tuple(one.split()[:2]) for one in pictures(day) if one}

    assert {kind for kind, _ in told} == {"moved", "within", "small"}
    assert len({phrasing for _, phrasing in told}) > 1
    assert not NEVER.search(PHRASES.split("## The bigger picture", 1)[1].split("\n", 1)[1])


def test_each_is_said_in_three_ways() -> None:
    drawn = [
        Said(BiggerPicture(kind, "x", n, date(2027, 3, 5) if kind is Picture.MOVED else None), of)
        for n in (1, 2, 3)
        for kind, of in ((Picture.MOVED, cast.RENEW), (Picture.SMALL, cast.RENEW), (Picture.WITHIN, cast.TEAM))
    ]

    assert len({words(picture(one)) for one in drawn}) == 9


def test_the_week_of_the_person_is_told_to_be_within_only_where_it_is(day: Orchestra, field: Team, ada: Player) -> None:
    day.database.writer.write(lambda store: store.change(field, allowance=0.1)).result()
    for _ in range(20):
        next_day(day, ada, PAPERS, VAN)

    assert "within" not in {one.split()[0] for one in pictures(day) if one}


def test_a_day_that_plays_from_the_score_has_none(day: Orchestra, ada: Player) -> None:
    for _ in range(4):
        next_day(day, ada, CALL, PAPERS)

    assert pictures(day) == [""] * 5


def test_who_ties_the_day_to_the_score_reads_it_no_more(day: Orchestra, ada: Player) -> None:
    next_day(day, ada, PAPERS)
    assert pictures(day)[-1]
    line = day.tied(ada, day.today(ada))
    (task, tie) = line[0]
    other = next(one for one in day.all(Tie) if one.line_id)
    ada.does("ties.pick", fields={"task": task.id, "line": str(other.line_id)})

    assert all(one not in day.mouth.amended[-1].text for one in ("quarter of an hour", "something small", "has moved"))
    assert isinstance(task, Task)
    assert tie is None or tie.state is not TieState.CHOSEN


def test_a_changed_check_in_keeps_what_was_said(day: Orchestra, ada: Player) -> None:
    next_day(day, ada, PAPERS)
    before = pictures(day)
    ada.hands_in([PAPERS, VAN])

    assert pictures(day) == before


def test_what_it_speaks_of_may_be_gone(day: Orchestra, field: Team, ada: Player) -> None:
    next_day(day, ada, PAPERS)
    stands = max((one for one in day.all(Shown) if one.view == "checkin.feedback"), key=lambda one: one.id)
    place = next(one for one in day.all(Place) if one.id == stands.place_id)
    for said in ("moved 1 gone 2027-03-01", "within 1 gone"):
        shown = day.draws(place, "checkin.feedback", {**stands.about, "picture": said})
        assert "such days are part of the plan" in " ".join(shown.split())
    shown = day.draws(place, "checkin.feedback", {**stands.about, "picture": f"within 1 {field.id}"})
    assert "Field agreed on room for whirlwind" in " ".join(shown.split())


def test_it_is_switched_off_and_on_again(day: Orchestra, ada: Player) -> None:
    ada.writes("asides")
    ada.presses("No bigger picture")
    assert "The bigger picture of a day that is mostly whirlwind, now and then: off." in " ".join(ada.answer.split())
    ada.does("asides.stop", value="picture")
    next_day(day, ada, PAPERS)
    assert not any(pictures(day))
    ada.writes("asides")
    ada.presses("The bigger picture again")
    assert ada.person.unsaid == ""
    next_day(day, ada, PAPERS)
    assert pictures(day)[-1]


def test_switched_off_later_it_no_longer_stands_there(day: Orchestra, ada: Player) -> None:
    next_day(day, ada, PAPERS)
    ada.does("asides.stop", value="picture")
    stands = max((one for one in day.all(Shown) if one.view == "checkin.feedback"), key=lambda one: one.id)
    place = next(one for one in day.all(Place) if one.id == stands.place_id)
    shown = day.draws(place, "checkin.feedback", stands.about)

    assert "Only you see this answer." in " ".join(shown.split())
    assert all(one not in shown for one in ("quarter of an hour", "Days like this", "counts as before"))


def test_what_is_no_aside_is_refused(day: Orchestra, ada: Player) -> None:
    ada.does("asides.stop", value="everything")

    assert "There is no such thing here" in ada.answer
    assert ada.person.unsaid == ""


def test_they_are_shown_to_who_they_are_of_alone(day: Orchestra, field: Team, ada: Player) -> None:
    bo = day.player("Bo", team=field)
    place = next(one for one in day.all(Place) if one.person_id == bo.person.id)
    with pytest.raises(Gone):
        day.ask(
            lambda store: asides.draw_mine(store, Reader(bo.person, place, day.clock.at), {"person": ada.person.id})
        )
