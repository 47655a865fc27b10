"""Who leads a team finds a hint on their page on two days of a week at most: about work, never about one person."""

from datetime import date, time, timedelta
from typing import Any

import pytest

from score.hints import Hint, days_of_week, looked_for
from storage.tables import Blocker, Delivery, Role, Step, Team, Wording
from tests.orchestra import SCORE, Orchestra, Player

FORTNIGHT = timedelta(days=14)
CALL, QUOTE = "Call every harbour before noon", "Halve the quoting time"


@pytest.fixture
def field(day: Orchestra) -> Team:
    day.plays_from()
    return day.team("Field", part="field", time_zone="Europe/Dublin")


@pytest.fixture
def lea(day: Orchestra, field: Team) -> Player:
    for name in ("Ada", "Bo"):
        day.player(name, team=field)
    lea = day.player("Lea", team=field, role=Role.MANAGER)
    day.local(lea, time(9))
    return lea


def page(lea: Player) -> str:
    lea.writes("my page")
    return " ".join(lea.answer.split())


def goes_to(day: Orchestra, lea: Player, kind: Hint | None) -> None:
    """Go on to the next day of Lea's that begins with this kind, or has none."""
    for _ in range(60):
        day.local(lea, time(9), days=1)
        kinds = looked_for(lea.person.id, day.today(lea), lea.person.working_days)
        if next(iter(kinds), None) is kind:
            return
    raise AssertionError(kind)


def goes_to_a_fortnight_before(day: Orchestra, lea: Player, kind: Hint) -> None:
    """Go on until a fortnight is left to a day of Lea's that begins with this kind."""
    for _ in range(60):
        day.local(lea, time(9), days=1)
        if next(iter(looked_for(lea.person.id, day.today(lea) + FORTNIGHT, lea.person.working_days)), None) is kind:
            return
    raise AssertionError(kind)


def hint_in(said: str) -> str:
    """What stands under the heading of the hint; nothing where there is none."""
    return said.partition("A HINT")[2].partition("No hints")[0]


def worked_on(day: Orchestra, words: str, *who: str) -> None:
    for one in who:
        Player(day, one).hands_in([words])


def test_a_line_that_nobody_moves_is_hinted_at_with_a_step_of_ones_own(day: Orchestra, lea: Player) -> None:
    day.local(lea, time(9), days=6)
    goes_to(day, lea, Hint.UNTOUCHED)
    said = hint_in(page(lea))
    assert "Nothing has moved this line for" in said
    assert "Ada" not in said
    assert "Bo" not in said
    lea.presses("My own step")
    lea.fills(day.today(lea).isoformat(), "the round is over", "", "sit beside whoever quotes")
    (step,) = day.all(Step)
    assert step.line_id in {one.line_id for one in day.all(Wording) if one.part == "field"}


def test_of_a_line_with_one_person_behind_it_nothing_is_said(day: Orchestra, lea: Player) -> None:
    day.plays_from(SCORE.replace("quoting time,", "quoting time, owner: bo,"))
    worked_on(day, CALL, "ada")
    day.local(lea, time(9), days=6)
    goes_to(day, lea, Hint.UNTOUCHED)
    assert "Nothing has moved this line" not in hint_in(page(lea))
    assert "will you do for it yourself" in hint_in(page(lea))


def test_of_a_line_with_two_behind_it_it_is_said_until_it_is_moved(day: Orchestra, lea: Player) -> None:
    goes_to_a_fortnight_before(day, lea, Hint.UNTOUCHED)
    worked_on(day, CALL, "ada", "bo")
    worked_on(day, QUOTE, "lea")
    day.local(lea, time(9), days=14)
    said = hint_in(page(lea))
    assert CALL in said
    worked_on(day, CALL, "ada")

    assert hint_in(page(lea)) == ""


def test_what_is_long_in_the_way_is_hinted_at_without_a_name_and_taken_with_one_press(
    day: Orchestra, lea: Player
) -> None:
    Player(day, "ada").hands_in([CALL], blocker="no van", tell="yes")
    goes_to(day, lea, Hint.BLOCKER)
    if "no van" not in hint_in(page(lea)):
        goes_to(day, lea, Hint.BLOCKER)
    said = hint_in(page(lea))
    assert "This has been in the way for" in said
    assert "no van" in said
    assert "Ada" not in said
    assert CALL not in said
    lea.presses("I can help", on=lea.said.drawn if lea.said else None)
    assert "Ada" in lea.answer
    Player(day, "ada").writes("my page")
    Player(day, "ada").does("blockers.clear", value=day.all(Blocker)[0].id)
    assert hint_in(page(lea)) == ""


def test_ones_own_blocker_and_a_young_one_are_no_hint(day: Orchestra, lea: Player) -> None:
    lea.hands_in([CALL], blocker="no van", tell="yes")
    goes_to(day, lea, Hint.BLOCKER)
    day.local(lea, time(9), days=1)
    goes_to(day, lea, Hint.BLOCKER)
    assert "no van" not in hint_in(page(lea))


def test_a_blocker_names_its_line_where_two_work_on_it(day: Orchestra, lea: Player) -> None:
    worked_on(day, CALL, "bo")
    Player(day, "ada").hands_in([CALL], blocker="no van for the harbour", tell="yes")
    goes_to(day, lea, Hint.BLOCKER)
    if "no van" not in hint_in(page(lea)):
        goes_to(day, lea, Hint.BLOCKER)

    assert CALL in hint_in(page(lea))


def test_a_win_is_applauded_with_one_press_and_is_no_hint_any_more(day: Orchestra, lea: Player) -> None:
    for _ in range(60):
        day.local(lea, time(9), days=1)
        tomorrow = day.today(lea) + timedelta(days=1)
        if next(iter(looked_for(lea.person.id, tomorrow, 31)), None) is Hint.WIN:
            break
    # Her own is the first, and passed over.
    lea.hands_in([CALL], win="Mine")
    day.goes_on(minutes=5)
    Player(day, "ada").hands_in([CALL], win="Twelve harbours")
    day.local(lea, time(9), days=1)
    said = hint_in(page(lea))
    assert "Twelve harbours" in said
    assert "Ada" in said
    assert "Mine" not in said
    lea.presses("Say well done")
    assert hint_in(page(lea)) == ""
    assert [one.view for one in day.all(Delivery) if one.view == "wins.praised"] == ["wins.praised"]


def test_what_one_will_do_oneself_is_asked_once_a_week(day: Orchestra, lea: Player) -> None:
    goes_to(day, lea, Hint.OWN_STEP)
    assert "What will you do for it yourself this week?" in hint_in(page(lea))
    lea.presses("My own step")
    lea.fills("", "the round is over", "", "ask two bakers")
    assert hint_in(page(lea)) == ""
    monday = day.today(lea) - timedelta(days=day.today(lea).weekday())
    for day_ in days_of_week(lea.person.id, monday, 31):
        if day_ > day.today(lea):
            day.local(lea, time(9), days=(day_ - day.today(lea)).days)
            assert "yourself this week" not in page(lea)


def test_who_has_a_step_of_this_week_already_is_not_asked(day: Orchestra, lea: Player) -> None:
    goes_to(day, lea, Hint.OWN_STEP)
    while day.today(lea).weekday() == 0:
        goes_to(day, lea, Hint.OWN_STEP)
    line = next(one for one in day.all(Wording) if one.address == "field/P-1").line_id
    yesterday = day.today(lea) - timedelta(days=1)
    moment: dict[str, Any] = {
        "day": yesterday,
        "ask_on": yesterday,
        "zone": "UTC",
        "made_at": day.clock.at - timedelta(days=1),
    }
    ours: dict[str, Any] = {"workspace_id": day.workspace.id, "person_id": lea.person.id, "line_id": line}
    day.keep(Step(id=day.moment().id(), words="ring", **ours, **moment))

    assert "yourself this week" not in page(lea)


def test_two_days_of_a_week_at_most_and_the_same_whenever_the_page_is_opened(day: Orchestra, lea: Player) -> None:
    seen: dict[date, str] = {}
    day.local(lea, time(9), days=6)
    for _ in range(14):
        day.local(lea, time(9), days=1)
        said = hint_in(page(lea))
        day.local(lea, time(16))
        assert hint_in(page(lea)) == said
        if said:
            seen[day.today(lea)] = said
    weeks = [one.isocalendar().week for one in seen]
    assert seen
    assert max(weeks.count(week) for week in weeks) <= 2
    assert all(one.weekday() < 5 for one in seen)


def test_who_wants_none_and_who_leads_none_have_none(day: Orchestra, lea: Player) -> None:
    goes_to(day, lea, Hint.OWN_STEP)
    assert "A HINT" not in page(Player(day, "ada"))
    page(lea)
    lea.presses("No hints")
    assert "For who leads a team: a hint about its work, on two days of a week at most: off." in " ".join(
        lea.answer.split()
    )
    assert "A HINT" not in page(lea)
    lea.does("asides.again", value="hint")
    assert "A HINT" in page(lea)


def test_without_a_score_or_a_part_there_is_nothing_to_hint_at(day: Orchestra) -> None:
    bare = day.team("Bare", part="nothing")
    max_ = day.player("Max", team=bare, role=Role.MANAGER)
    for _ in range(14):
        day.local(max_, time(9), days=1)
        assert "A HINT" not in page(max_)
    day.plays_from()
    for _ in range(14):
        day.local(max_, time(9), days=1)
        assert "A HINT" not in page(max_)
