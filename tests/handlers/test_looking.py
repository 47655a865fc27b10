"""What somebody finds who looks for something: lines, promises, measures, lessons, and what they wrote themselves."""

from datetime import time, timedelta
from typing import Any

import pytest

from bot.conductor import Stranger, draw
from handlers import understand
from handlers.turn import Gone, Reader
from storage.tables import Place, Reading, Silence, Wording
from tests.orchestra import START, Orchestra, Player, orchestra

SCORE = """\
score: Harbour Bread
part:
  id: harbour
  name: Harbour Bread
  kind: company
  same_words: ["renewal, extension, prolongation"]
  priorities:
    P-1:
      words: Renew every contract before it lapses
      owner: ada
      begins: 2027-01-01
      until: 2027-06-30
      measures:
        M-1: {words: Contracts that were renewed, unit: "%", start: 20, target: 80}
        M-2: {words: Days to a signature, unit: days, start: 20, target: 5}
        M-3: {words: Bakers who would stay, unit: "%", start: 20, target: 80}
  parts:
    - id: field
      name: Field
      kind: team
      priorities: {P-2: {words: Debrief every visit, until: 2027-06-30, also_called: [post-mortems, look back]}}
      promises:
        R-1: {words: A list of lapsing contracts, to: desk, owner: bo, until: 2027-03-31}
    - id: desk
      name: Desk
      kind: team
      promises:
        R-2: {words: Data of every visit, to: field, owner: ada, until: 2027-06-15, accepted: no}
        R-3: {words: Data of all ovens, to: field, until: 2027-12-15}
        R-4: {words: Data that nobody wants, to: field, until: 2027-06-15, state: done}
        R-5: {words: Coffee, to: field}
"""


@pytest.fixture
def ada(day: Orchestra) -> Player:
    found = day.player("Ada", team=day.team("Field", part="field"), strategy_owner=True)
    day.player("Bo", team=day.team("Desk", part="desk"))
    day.plays_from(SCORE)
    return found


def asks(player: Player, question: str, **more: Any) -> str:
    player.does("coach.ask", text=question, **more)
    return " ".join(player.answer.split())


@pytest.mark.parametrize(
    "said",
    [
        "what did I do for renewals last month",
        "find the lesson on debriefs",
        "who promised us the data by June",
        "which measure is behind",
        "search renewals",
        "look up debriefs",
    ],
)
def test_who_looks_for_something_asks_the_coach(said: str) -> None:
    assert understand(said, "en") == "coach.ask"


@pytest.mark.parametrize("said", ["Find two suppliers", "Call Acme about the promise", "Measure the oven"])
def test_a_task_is_none_of_these(said: str) -> None:
    assert understand(said, "en") != "coach.ask"


# Promises


@pytest.mark.parametrize(
    ("question", "there", "missing"),
    [
        ("who promised us the data by June", ["desk/R-2", "Ada for Field, by 15 June; asked for, not"], ["R-3", "R-4"]),
        ("who promised us the data of evrey vsiit", ["desk/R-2"], ["R-1"]),
        ("who promised us data", ["desk/R-2", "desk/R-3", "For Field, and nobody is named, by 15 December"], ["R-1"]),
        ("What did we promise?", ["field/R-1", "Bo for Desk, by 31 March"], ["desk/R"]),
        ("Which promises are due this month?", ["field/R-1"], ["desk/R"]),
        ("Which promises are due?", ["field/R-1", "desk/R-2", "desk/R-3", "without a day"], ["R-4"]),
    ],
)
def test_promises_are_found(ada: Player, question: str, there: list[str], missing: list[str]) -> None:
    said = asks(ada, question)

    assert all(one in said for one in there), said
    assert not any(one in said for one in missing), said
    assert "Edition 1 of" in said


def test_who_is_of_no_part_is_told_of_all_promises(ada: Player, day: Orchestra) -> None:
    assert "desk/R-2" in asks(day.player("Cleo"), "who promised us data")


def test_what_nobody_promised_goes_to_those_who_write_the_score(ada: Player, day: Orchestra) -> None:
    assert "The score does not say." in asks(ada, "Who promised us umbrellas?")
    assert day.count(Silence) == 1


# Measures


def reads(day: Orchestra, address: str, value: float) -> None:
    """A reading of today."""
    now, line = day.moment(), next(one for one in day.all(Wording) if one.address == address)
    ours: dict[str, Any] = {"workspace_id": day.workspace.id, "line_id": line.line_id, "said_at": now.at}
    day.keep(Reading(id=now.id(), day=day.clock.now().date(), value=value, **ours))


def test_measures_are_behind_that_are_short_of_a_straight_way(ada: Player, day: Orchestra) -> None:
    none = asks(ada, "Which measure is behind?")
    assert none.startswith("No measure is behind, of those that can be")
    for address, value in (("harbour/M-1", 25), ("harbour/M-2", 19), ("harbour/M-3", 70)):
        reads(day, address, value)
    said = asks(ada, "Which measures are behind?")
    assert said.startswith("Two measures are behind.")
    assert "25 % on 9 March; on a straight way to 80 it would be 42" in said
    assert "harbour/M-2" in said
    assert "M-3" not in said
    assert asks(ada, "Which measure is behind on contracts?").startswith("One measure is behind.")


# Lessons


@pytest.mark.parametrize(
    "question", ["find the lesson on promises", "Is there a lesson about promsies?", "Which lesson is about promises?"]
)
def test_lessons_are_found(ada: Player, question: str) -> None:
    assert "Promises between teams, three minutes." in asks(ada, question)
    ada.presses("Look at it")

    assert "This is how it reads." in " ".join(ada.answer.split())


@pytest.mark.parametrize("question", ["find the lesson on zeppelins", "find the lesson"])
def test_where_there_is_no_such_lesson_nothing_is_passed_on(ada: Player, day: Orchestra, question: str) -> None:
    assert asks(ada, question).startswith("I find nothing for that.")
    ada.presses("Find a lesson")
    assert day.count(Silence) == 0


def test_an_organisation_whose_score_speaks_of_lessons_is_answered_from_it(ada: Player, day: Orchestra) -> None:
    day.plays_from(SCORE.replace("Debrief every visit", "Teach zeppelin lessons"))

    assert "field/P-2 Teach zeppelin lessons" in asks(ada, "Which lessons do we teach about zeppelins?")


# What somebody wrote themselves


@pytest.fixture
def wrote(ada: Player, day: Orchestra) -> Player:
    """Ada, after two days in February and one in March."""
    for days, tasks, win in (
        (0, ["Renew the contract of Fenwick", "Sort the van papers"], ""),
        (1, ["Call Hobbs about the extension"], "Fenwick renewed"),
        (28, ["Send Mill Lane the prolongation"], ""),
    ):
        day.goes_to(START - timedelta(days=28 - days))
        day.local(ada, time(9))
        ada.hands_in(tasks, win=win)
    return ada


@pytest.mark.parametrize(
    ("question", "there", "missing"),
    [
        ("what did I do for renewals last month", ["Fenwick renewed", "Hobbs", "contract of Fenwick"], ["Mill", "van"]),
        ("what did I do for renewels last month", ["Hobbs", "contract of Fenwick"], ["Mill", "van"]),
        ("What did I do about renewals?", ["Mill Lane", "Hobbs"], ["van papers"]),
        ("What have I done this month?", ["Mill Lane", "From 1 March to 31 March"], ["Hobbs"]),
        ("What did I do last month?", ["van papers", "Hobbs", "From 1 February to 28 February"], ["Mill"]),
        ("What did I do in February?", ["van papers"], ["Mill"]),
        (
            "What did I do about vans today?",
            ["I find nothing", "what you wrote from 9 March to 9 March, too."],
            ["papers"],
        ),
        ("search Fenwick", ["Fenwick renewed", "contract of Fenwick"], ["Hobbs"]),
    ],
)
def test_ones_own_days_are_found(wrote: Player, question: str, there: list[str], missing: list[str]) -> None:
    said = asks(wrote, question)

    assert all(one.replace("From", "from") in said.replace("From", "from") for one in there), said
    assert not any(one in said for one in missing), said
    assert "Only you see here what you wrote." in said


def test_they_are_found_by_nobody_else(wrote: Player, day: Orchestra) -> None:
    """Whether there is anything to be found is no more to be seen than what it is."""
    mate = day.player("Mia", team=day.teams()[0])
    before = asks(mate, "What did I do for renewals last month?")

    assert "I find nothing for that." in before
    assert "Fenwick" not in asks(mate, "search Fenwick")
    assert day.count(Silence) == 0
    place = next(one for one in day.all(Place) if one.person_id == mate.person.id)
    about = {"person": wrote.person.id, "question": "What did I do for renewals last month?"}
    with pytest.raises(Gone):
        day.ask(lambda store: draw(store, "coach.found", about, Reader(mate.person, place, day.clock.now())))


def test_in_a_channel_ones_own_days_are_not_looked_for(wrote: Player, day: Orchestra) -> None:
    alone = "What you wrote yourself I look for where nobody reads along."
    nobody = day.player("Cleo", team=day.teams()[0])
    for question in ("What did I do for renewals last month?", "What did I do about zeppelins?"):
        assert asks(wrote, question, place="field").startswith(alone)
        assert asks(nobody, question, place="field").startswith(alone)
    for question in ("search renewals", "search Fenwick", "search Fenwick's contracts"):
        said = asks(wrote, question, place="field")
        assert "Fenwick" not in said
        assert said == asks(nobody, question, place="field")
    assert "harbour/P-1" in asks(wrote, "search renewals", place="field")


def test_who_left_finds_nothing_any_more(wrote: Player, day: Orchestra) -> None:
    person = wrote.person
    day.database.writer.write(lambda store: store.change(person, left_at=day.clock.now())).result()

    with pytest.raises(Stranger):
        asks(wrote, "What did I do for renewals last month?")


def test_in_another_workspace_there_is_nothing_of_ours(wrote: Player, day: Orchestra) -> None:
    with orchestra(day.database.engine.url) as other:
        other.plays_from()
        stranger = other.player("Zoe")
        for question in ("search Fenwick", "What did I do for renewals last month?", "who promised us data"):
            said = asks(stranger, question)
            assert "Fenwick" not in said
            assert "desk/" not in said


def test_more_than_are_shown_are_counted(ada: Player, day: Orchestra) -> None:
    day.local(ada, time(9))
    for days in range(5):
        day.goes_to(START + timedelta(days=days))
        ada.hands_in([f"Renew contract {days}", f"Renew lease {days}"])

    said = asks(ada, "What did I do about renewals?")
    assert said.startswith("I find ten things for that.")
    assert "The eight nearest are shown." in said


# All of it, in one order


def test_a_search_finds_all_sorts_of_things_the_nearest_first(ada: Player, day: Orchestra) -> None:
    day.plays_from(SCORE.replace("words: Coffee", "words: Coffee while whirlwind blows over them"))
    day.local(ada, time(9))
    ada.hands_in(["Tell the desk of the whirlwind"])

    said = asks(ada, "search whirlwind")
    assert said.startswith("I find four things for that.")
    assert "[1] desk/R-5 Coffee while whirlwind blows over them" in said
    assert "Tell the desk of the whirlwind" in said
    ada.presses("Look at it")
    assert "This is how it reads." in " ".join(ada.answer.split())

    said = asks(ada, "search telling the desk of the whirlwind")
    assert said.index("Tell the desk") < said.index("desk/R-5")


def test_a_search_for_nothing_asks_of_what(ada: Player, day: Orchestra) -> None:
    assert "About what?" in asks(ada, "search")
    assert asks(ada, "search zeppelins").startswith("I find nothing for that.")
    assert day.count(Silence) == 0


@pytest.mark.parametrize(
    "said",
    [
        "search " + "x" * 490,
        "search 🎉🎉",
        "search .*[(\\d+",
        "search \u05e9\u05dc\u05d5\u05dd \u202e",
        "who promised us .*",
        "what did I do about \u0000?",
        "find the lesson on <script>",
        "search " + "renewal " * 60,
        "search " + "x" * 10_000,
    ],
)
def test_whatever_is_looked_for_is_answered_in_words(wrote: Player, day: Orchestra, said: str) -> None:
    before = day.count(Silence)
    answer = asks(wrote, said)

    assert answer
    assert "it was ours" not in answer
    assert day.count(Silence) == before + ("The score does not say." in answer)


@pytest.mark.parametrize(
    "question",
    ["Did I work on the divorce first or the illness?", "What did I do about my burnout first, calls or letters?"],
)
def test_what_is_asked_of_ones_own_work_is_never_passed_on(day: Orchestra, ada: Player, question: str) -> None:
    assert "who write the score" not in asks(ada, question)
    assert day.all(Silence) == []


@pytest.mark.parametrize(
    ("question", "says"),
    [
        ("Why do we renew every contract?", "Renew every contract"),
        ("Who promised us the data by June?", "Data of every visit"),
        ("Who owns it?", "for what"),
    ],
)
def test_english_questions_are_read_on_a_german_score(day: Orchestra, ada: Player, question: str, says: str) -> None:
    day.plays_from(SCORE.replace("score: Harbour Bread\n", "score: Harbour Bread\nlanguage: de\n"))

    assert says.casefold() in asks(ada, question).casefold()
