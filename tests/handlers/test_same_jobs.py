"""One job that two teams seem to do: for who leads them alone, answered by each, and remembered."""

from datetime import time

import pytest

from storage.tables import JobAnswer, Place, Role
from tests.orchestra import SCORE, Orchestra, Player

TOOL = "Build a quoting tool for the quays"


@pytest.fixture
def mia(day: Orchestra) -> Player:
    """Mia leads Field and Lou leads Sales; Ada and Zoe plan the same tool there."""
    field, sales = day.team("Field", part="field"), day.team("Sales")
    mia = day.player("Mia", team=field, role=Role.MANAGER)
    day.player("Lou", team=sales, role=Role.MANAGER)
    ada, zoe = day.player("Ada", team=field), day.player("Zoe", team=sales)
    day.plays_from(SCORE)
    day.local(mia, time(9))
    ada.hands_in([TOOL, "Ring the harbour master"])
    zoe.hands_in(["A quoting tool for the quays: build", "Sort the papers of the van"])
    return mia


def of(day: Orchestra, name: str) -> Player:
    return Player(day, name)


def team(day: Orchestra, name: str) -> str:
    return next(one.id for one in day.teams() if one.name == name)


def shows(who: Player, day: Orchestra, name: str) -> str:
    who.does("same_jobs.show", value=team(day, name))
    return " ".join(who.answer.split())


def test_who_leads_reads_of_it_in_the_week_and_sees_no_name(day: Orchestra, mia: Player) -> None:
    mia.writes("week")
    mia.presses("For who leads: one job twice?")
    text = " ".join(mia.answer.split())
    assert f"> {TOOL} Field > A quoting tool for the quays: build Sales" in text
    assert "Zoe" not in text
    assert "Ada" not in text


def test_the_day_and_those_who_do_not_lead_read_nothing_of_it(day: Orchestra, mia: Player) -> None:
    for who, text in ((mia, "day"), (of(day, "ada"), "week")):
        who.writes(text)
        assert "tasks" in who.answer
        assert "job twice" not in who.answer
    assert "That is for who leads the team" in shows(of(day, "ada"), day, "Field")
    assert "no such thing here" in shows(of(day, "zoe"), day, "Field")


def test_one_job_by_both_says_whom_to_talk_to(day: Orchestra, mia: Player) -> None:
    lou = of(day, "lou")
    shows(mia, day, "Field")
    mia.presses("One job")
    assert "Mia: one job." in mia.answer
    assert "Talk to" not in mia.answer
    day.goes_on(minutes=1)
    assert "Mia: one job." in shows(lou, day, "Sales")
    lou.presses("One job")
    text = " ".join(lou.answer.split())
    assert "Mia: one job. Lou: one job. Both sides say that it is one job. Talk to Mia, who leads Field." in text
    assert "Talk to Lou, who leads Sales" in shows(mia, day, "Field")
    mia.writes("week")
    assert "job twice" not in mia.answer


def test_no_never_comes_again_for_that_pair(day: Orchestra, mia: Player) -> None:
    shows(mia, day, "Field")
    mia.presses("No")
    assert "Mia: no, these are two." in mia.answer
    lou = of(day, "lou")
    assert "Mia: no, these are two." in shows(lou, day, "Sales")
    assert lou.buttons() == []
    day.local(mia, time(9), days=1)
    of(day, "ada").hands_in([TOOL])
    for who in (mia, lou):
        who.writes("week")
        assert "job twice" not in who.answer
    assert day.count(JobAnswer) == 1


def test_the_last_word_holds_and_pressing_twice_is_one_answer(day: Orchestra, mia: Player) -> None:
    shows(mia, day, "Field")
    one, no = mia.buttons()
    for button in (one, one, no):
        mia.does(button.action, value=button.value)
    assert [answer.is_one for answer in day.all(JobAnswer)] == [False]


@pytest.mark.parametrize("value", ["", "{team}", "{team} nothing one", "{team} {pair} perhaps"])
def test_what_nobody_was_asked_is_not_answered(day: Orchestra, mia: Player, value: str) -> None:
    shows(mia, day, "Field")
    pair = mia.buttons()[0].value.split()[1]
    mia.does("same_jobs.answer", value=value.format(team=team(day, "Field"), pair=pair))
    assert "no such thing here" in mia.answer
    assert day.all(JobAnswer) == []


def test_in_the_channel_there_is_a_button_and_nothing_of_the_job(day: Orchestra, mia: Player) -> None:
    place = next(one for one in day.all(Place) if one.team_id == team(day, "Field"))
    about = {"team": team(day, "Field"), "day": day.today(mia).isoformat()}
    text = day.draws(place, "digest.week", about)
    assert "For who leads: one job twice?" in text
    assert "A quoting tool for the quays: build" not in text


def test_a_task_that_is_done_is_no_job_any_more(day: Orchestra, mia: Player) -> None:
    ada = of(day, "ada")
    ada.does("checkin.mark", value=f"{day.tied(ada)[0][0].id} done")
    assert "No open job of your team looks like one" in shows(mia, day, "Field")


def test_a_priority_of_another_team_counts_as_its_job(day: Orchestra, mia: Player) -> None:
    day.plays_from(SCORE.replace("Halve the quoting time", "Sort the papers of every van"))
    assert "Sort the papers of every van" in shows(mia, day, "Field")


def test_without_a_score_tasks_alone_are_compared(day: Orchestra) -> None:
    sales, kitchen = day.team("Sales"), day.team("Kitchen")
    lou, kim = (day.player(name, team=one, role=Role.MANAGER) for name, one in (("Lou", sales), ("Kim", kitchen)))
    day.local(lou, time(9))
    for who in (lou, kim):
        who.hands_in([TOOL])
    lou.does("same_jobs.show", value=sales.id)
    assert TOOL in lou.answer
