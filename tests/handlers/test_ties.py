"""Which line a task plays from, said with one press."""

import pytest

from handlers import ties
from handlers.turn import How, Offer
from score.experience import Earlier
from storage import checkins
from storage.tables import Edition, TieState
from tests.orchestra import SCORE, Orchestra, Player

UNSURE = SCORE.replace("Halve the quoting time", "Call back every quote")


@pytest.fixture
def ada(day: Orchestra) -> Player:
    day.plays_from()
    return day.player("Ada", team=day.team("Field"))


def only_tie(day: Orchestra, ada: Player) -> TieState | None:
    ((_, tie),) = day.tied(ada)
    return tie.state if tie else None


def test_whirlwind_can_be_tied_after_all(day: Orchestra, ada: Player) -> None:
    ada.hands_in(["Sort the van papers"])
    assert only_tie(day, ada) is None
    ada.presses("Tie it")
    task = day.tied(ada)[0][0]

    ada.does("ties.pick", fields={"task": task.id, "line": "FIELD/p-2"})

    assert only_tie(day, ada) is TieState.CHOSEN
    assert "Your task plays from the score." in ada.answer


def test_what_nobody_suggested_can_be_left_as_whirlwind(day: Orchestra, ada: Player) -> None:
    ada.hands_in(["Sort the van papers"])
    task = day.tied(ada)[0][0]
    ada.does("ties.settle", value=f"{task.id} whirlwind")

    assert ada.said is not None
    assert ada.said.answer.how is How.STANDS


def test_a_line_that_was_not_offered_cannot_be_pressed(day: Orchestra, ada: Player) -> None:
    ada.hands_in(["Sort the van papers"])
    task = day.tied(ada)[0][0]
    ada.does("ties.settle", value=f"{task.id} {'0' * 32}")

    assert "There is no such thing here" in ada.answer
    assert only_tie(day, ada) is None


def test_confirming_twice_stays_as_it_was(day: Orchestra, ada: Player) -> None:
    ada.hands_in(["Call every harbour about bread"])
    ada.presses("That is it")
    ada.presses("That is it")

    assert only_tie(day, ada) is TieState.CONFIRMED


def test_a_chosen_line_stays_chosen_when_it_is_confirmed(day: Orchestra, ada: Player) -> None:
    ada.hands_in(["Call every harbour about bread"])
    task = day.tied(ada)[0][0]
    ada.does("ties.pick", fields={"task": task.id, "line": "field/P-2"})
    ada.presses("That is it")

    assert only_tie(day, ada) is TieState.CHOSEN


def test_after_seven_days_a_line_stays_as_it_is(day: Orchestra, ada: Player) -> None:
    ada.hands_in(["Call every harbour about bread"])
    task = day.tied(ada)[0][0]
    day.goes_on(days=8)
    ada.does("ties.settle", value=f"{task.id} whirlwind")

    assert "Nothing was changed." in ada.answer.replace("\n  ", " ")


def test_the_search_offers_the_lines_that_come_nearest(day: Orchestra, ada: Player) -> None:
    offered = ada.does("ties.offer", text="quot").drawn
    assert isinstance(offered, Offer)
    assert offered.lines[0].address == "field/P-2"

    everything = ada.does("ties.offer", text="").drawn
    assert isinstance(everything, Offer)
    assert len(everything.lines) == 4


def test_a_confirmed_task_speaks_for_the_next_one_like_it(day: Orchestra, ada: Player) -> None:
    ada.hands_in(["Oil the ramp"])
    task = day.tied(ada)[0][0]
    assert only_tie(day, ada) is None
    ada.does("ties.pick", fields={"task": task.id, "line": "field/P-2"})
    day.goes_on(days=1)

    ada.hands_in(["Oil the ramp again"])

    tie = day.tied(ada)[0][1]
    assert tie is not None
    assert tie.offered


def test_a_line_is_tied_in_the_edition_in_which_it_was_read(day: Orchestra, ada: Player) -> None:
    ada.hands_in(["Call every harbour about bread"])
    task = day.tied(ada)[0][0]
    day.plays_from(UNSURE)
    editions = [edition.id for edition in sorted(day.all(Edition), key=lambda one: one.number)]

    ada.does("ties.settle", value=f"{task.id} right")
    assert [tie.edition_id for _, tie in day.tied(ada) if tie] == editions[:1]

    ada.does("ties.pick", fields={"task": task.id, "line": "field/P-2"})
    assert [tie.edition_id for _, tie in day.tied(ada) if tie] == editions[1:]


def test_without_a_score_a_task_cannot_be_tied(day: Orchestra) -> None:
    bo = day.player("Bo")
    bo.hands_in(["Call"])
    task = day.tied(bo)[0][0]
    bo.does("ties.pick", fields={"task": task.id, "line": "field/P-1"})

    assert bo.said is not None
    assert list(bo.said.notes) == ["line"]


# Why, and what is learned


def says_why(player: Player, task: str) -> str:
    player.does("ties.why", value=task)
    return " ".join(player.answer.split())


def test_a_suggestion_says_why(day: Orchestra, ada: Player) -> None:
    ada.hands_in(["Call every harbour about bread"])
    ada.presses("That is it")
    first = day.tied(ada)[0][0]
    day.goes_on(days=1)
    ada.hands_in(["Call the harbour about the bread"])
    ada.presses("Why?")
    said = " ".join(ada.answer.split())

    assert "Why this line for “Call the harbour about the bread”" in said
    assert "“harbour”" in said
    assert f"you said it of “{first.words}”" in said
    assert "Field plays from its part" in said
    assert "Only you see this" in said


def test_what_is_offered_says_why_for_each_line(day: Orchestra, ada: Player) -> None:
    day.plays_from(UNSURE)
    ada.hands_in(["Win towns and call"])
    ((task, tie),) = day.tied(ada)
    said = says_why(ada, task.id)

    assert tie is not None
    assert tie.state is TieState.UNSURE
    assert "Why these lines" in said
    assert "“call”" in said
    assert "“towns”" in said


@pytest.mark.parametrize("team", ["Field", "Oven"])
def test_the_words_of_a_colleague_are_compared_and_never_told(day: Orchestra, ada: Player, team: str) -> None:
    """That there is such a task is told within a team: whoever tries words finds out nothing of other teams."""
    bo = day.player("Bo", team=next((one for one in day.teams() if one.name == team), None) or day.team(team))
    bo.hands_in(["Zeppelin pamphlets for Rotterdam"])
    task = day.tied(bo)[0][0]
    bo.does("ties.pick", fields={"task": task.id, "line": "field/P-2"})
    ada.hands_in(["Zeppelin pamphlets for Hull"])
    ((mine, tie),) = day.tied(ada)

    assert tie is not None
    assert tie.state in (TieState.SUGGESTED, TieState.UNSURE)
    said = says_why(ada, mine.id)
    assert ("In your team it was said of a task much like yours" in said) is (team == "Field")
    assert "Rotterdam" not in said
    assert "Bo" not in said


def test_an_earlier_task_that_was_erased_meanwhile_is_not_told(day: Orchestra, ada: Player) -> None:
    gone = Earlier("gone", "Zeppelin pamphlets", None)
    assert day.ask(lambda store: ties._like(store, ada.person, day.teams(), (1.0, gone))) is None


def test_what_is_answered_in_a_channel_tells_nothing_of_anybodys_tasks(day: Orchestra, ada: Player) -> None:
    bo = day.player("Bo", team=day.team("Oven"))
    question = "What comes first, zeppelin pamphlets or call every harbour?"
    bo.does("coach.ask", text=question, place="oven")
    before = bo.answer
    assert "Halve the quoting time" not in before
    ada.hands_in(["Zeppelin pamphlets"])
    ada.does("ties.pick", fields={"task": day.tied(ada)[0][0].id, "line": "field/P-2"})
    bo.does("coach.ask", text=question, place="oven")

    assert bo.answer == before


def test_one_task_is_no_habit_and_many_are(day: Orchestra, ada: Player) -> None:
    for number in range(7):
        ada.hands_in([f"Call every harbour about order {number}"])
        ada.presses("That is it")
        said = says_why(ada, day.tied(ada)[0][0].id)
        assert ("Many of your tasks play from it" in said) is (number >= 5), number
        day.goes_on(days=1)


def test_what_was_whirlwind_is_left_alone_the_next_time(day: Orchestra, ada: Player) -> None:
    ada.hands_in(["Call every harbour about bread"])
    assert only_tie(day, ada) is TieState.SUGGESTED
    ada.presses("Whirlwind")
    day.goes_on(days=1)
    ada.hands_in(["Call every harbour about the bread"])

    assert day.tied(ada)[0][1] is None


def test_what_is_erased_speaks_for_nothing(day: Orchestra, ada: Player) -> None:
    ada.hands_in(["Zeppelin pamphlets for Rotterdam"])
    task = day.tied(ada)[0][0]
    ada.does("ties.pick", fields={"task": task.id, "line": "field/P-2"})
    day.database.writer.write(lambda store: checkins.forget_tasks(store, day.workspace.id, [task.id])).result()
    day.goes_on(days=1)
    ada.hands_in(["Zeppelin pamphlets for Hull"])

    assert only_tie(day, ada) is None


def test_why_is_for_whoever_wrote_the_task(day: Orchestra, ada: Player) -> None:
    ada.hands_in(["Call every harbour about bread"])
    task = day.tied(ada)[0][0]
    bo = day.player("Bo", team=day.team("Oven"))

    assert "There is no such thing here" in says_why(bo, task.id)


def test_lines_that_are_gone_are_explained_as_that(day: Orchestra, ada: Player) -> None:
    ada.hands_in(["Call every harbour about bread"])
    task = day.tied(ada)[0][0]
    day.plays_from(SCORE.replace("P-1", "P-8").replace("P-2", "P-9"))

    assert "do not stand in the score any more" in says_why(ada, task.id)


def test_what_nobody_offered_and_somebody_tied_says_what_spoke_for_it(day: Orchestra, ada: Player) -> None:
    ada.hands_in(["Sort the van papers"])
    task = day.tied(ada)[0][0]
    ada.does("ties.pick", fields={"task": task.id, "line": "field/P-2"})
    ((_, tie),) = day.tied(ada)

    assert tie is not None
    assert tie.points is not None
