"""The coach without a model: answers that stand on lines of the score, and questions that it does not answer."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.conductor import draw
from handlers import coach, guards, understand
from handlers.cards import Card, Citations, Claim, Facts, Prose
from handlers.in_view import cited_in
from handlers.turn import Answer, Gone, How, Reader
from handlers.views.examples import examples
from prompts import Filled
from storage.tables import (
    NOUNS,
    Edition,
    Line,
    LineKind,
    Measure,
    Noun,
    Part,
    PartKind,
    Place,
    Reading,
    Received,
    Silence,
    SilenceState,
    Verdict,
    Wording,
)
from tests.orchestra import SCORE, Orchestra, Player, orchestra

LOADED = datetime(2027, 3, 1, 9, tzinfo=UTC)
SOURCE = "score: Harbour Bread\npart: {id: harbour, name: Harbour Bread, kind: company}\n"
EDITION = "No model spoke."
NOT_THERE = "There is no such thing here"


class Score:
    """An edition made line by line."""

    def __init__(self, day: Orchestra) -> None:
        self._day = day
        now = day.moment()
        self.edition = Edition(
            id=now.id(), workspace_id=day.workspace.id, number=4, name="Harbour Bread", source=SOURCE, loaded_at=LOADED
        )
        self.lines: dict[str, Wording] = {}
        self._ours: dict[str, Any] = {"workspace_id": day.workspace.id}
        part: dict[str, Any] = {"workspace_id": day.workspace.id, "edition_id": self.edition.id, "position": 0}
        self._nouns: list[Noun] = [
            self.edition,
            Part(id=now.id(), handle="harbour", kind=PartKind.COMPANY, name="Harbour Bread", **part),
            Part(id=now.id(), handle="field", parent="harbour", kind=PartKind.TEAM, name="Field", **part),
        ]

    def line(self, address: str, words: str, kind: LineKind = LineKind.PRIORITY, **more: Any) -> Wording:
        now, ours = self._day.moment(), self._ours
        line = Line(id=now.id(), since=self.edition.id, **ours)
        wording = Wording(
            id=now.id(),
            edition_id=self.edition.id,
            line_id=line.id,
            part=address.split("/", maxsplit=1)[0],
            address=address,
            kind=kind,
            words=words,
            position=len(self.lines),
            **ours,
            **more,
        )
        self._nouns += [line, wording]
        self.lines[address] = wording
        return wording

    def measure(self, address: str, **more: Any) -> None:
        now, ours = self._day.moment(), self._ours
        self._nouns.append(
            Measure(id=now.id(), edition_id=self.edition.id, line_id=self.lines[address].line_id, **ours, **more)
        )

    def reading(self, address: str, day: date, value: float) -> None:
        now, ours = self._day.moment(), self._ours
        line_id = self.lines[address].line_id
        self._nouns.append(Reading(id=now.id(), line_id=line_id, day=day, value=value, said_at=LOADED, **ours))

    def comes_into_force(self) -> None:
        self._day.keep(*self._nouns)


@pytest.fixture
def ada(day: Orchestra) -> Player:
    return day.player("Ada", team=day.team("Field"), strategy_owner=True)


@pytest.fixture
def bo(day: Orchestra, ada: Player) -> Player:
    return day.player("Bo", team=day.teams()[0])


@pytest.fixture
def score(day: Orchestra, ada: Player, bo: Player) -> Score:
    made = Score(day)
    made.line("harbour/A", "Fresh bread within an hour of every quay", LineKind.ASPIRATION)
    made.line("harbour/P-1", "Win the harbour towns", serves="harbour/A", because="Their bakers retire.")
    made.line(
        "field/P-1",
        "Call every harbour before noon",
        serves="harbour/P-1",
        owner_id=ada.person.id,
        deputy_id=bo.person.id,
        until=date(2027, 6, 30),
        about="By telephone, in the order of the tides.",
        plan="Twelve calls a day.",
    )
    made.line("field/P-2", "Halve the quoting time", until=date(2027, 4, 30), kept={"owner": "Sales desk"})
    made.line("field/M-1", "Harbours that were called", LineKind.MEASURE, serves="field/P-1")
    made.line("harbour/N-1", "Supermarkets", LineKind.NOT_CHOICE, serves="harbour/A", because="They bake themselves.")
    made.line("field/S", "Telephones on the quay", LineKind.SYSTEMS, standing=True)
    made.measure("field/M-1", unit="%", start=31.0, target=80.0)
    made.reading("field/M-1", date(2027, 3, 2), 45.0)
    made.reading("field/M-1", date(2027, 3, 8), 49.5)
    made.reading("field/M-1", date(2027, 3, 20), 99.0)
    made.comes_into_force()
    return made


def asks(player: Player, question: str) -> str:
    player.writes(question)
    return " ".join(player.answer.split())


# What is a question


@pytest.mark.parametrize(
    ("said", "action"),
    [
        ("Why do we call every harbour?", "coach.ask"),
        ("ask about the quays", "coach.ask"),
        ("who owns the quoting time", "coach.ask"),
        ("Γιατί;", "home.unclear"),
        ("\u0644\u0645\u0627\u0630\u0627\u061f", "coach.ask"),
        ("なぜですか？", "coach.ask"),
        ("“Why?”", "coach.ask"),
        ("Call the harbour", "home.unclear"),
        ("What a day", "home.unclear"),
        ("help", "home.help"),
        ("what can you do?", "home.help"),
        ("?", "home.help"),
        ("my lines this week", "history.week"),
        ("why", "coach.ask"),
        ("Who!", "coach.ask"),
        ("how far", "coach.ask"),
        ("who is on the quay", "coach.ask"),
        ("who’s on the quay", "coach.ask"),
        ("whos on the quay", "coach.ask"),
        ("whats the point of all this", "coach.ask"),
        ("what’s new in the score", "coach.ask"),
        ("what's our aim", "coach.ask"),
        ("whose turn is it", "coach.ask"),
        ("whosale prices", "home.unclear"),
        ("when the tide is in", "home.unclear"),
        ("open questions", "coach.open_questions"),
    ],
)
def test_a_question_is_told_from_a_command_and_from_a_task(said: str, action: str) -> None:
    assert understand(said, "en") == action


# What the score says


@pytest.mark.parametrize(
    ("question", "says", "also"),
    [
        (
            "Why do we call every harbour?",
            "Call every harbour before noon [1]. It is there for Win the harbour towns [2], and that for Fresh bread",
            ["[1] field/P-1 Call", "[2] harbour/P-1 Win", "[3] harbour/A Fresh", "30 June [1]", "Ada [1]"],
        ),
        ("Why do we win towns?", "It is there for Fresh bread", ["Why: Their bakers retire. [1]"]),
        ("Who owns calling harbours?", "Ada owns Call every harbour before noon [1]; Bo [1] stands in.", []),
        ("Who is in charge of quoting?", "Sales desk owns Halve the quoting time", ["30 April"]),
        ("Who owns the telephones?", "The score names nobody for Telephones on the quay", []),
        ("By when do we halve quoting?", "is to be done by 30 April.", ["Sales desk"]),
        ("When are telephones due on the quay?", "stands without a date.", []),
        ("When do we win the towns?", "The score gives no date for Win the harbour towns", []),
        (
            "What is the target for calling harbours?",
            "by this number:",
            ["[2] from 31 to 80 %", "49.5 % on 8 March [2]"],
        ),
        ("What is the target of quoting?", "The score names no number for Halve the quoting time", []),
        ("How far is calling every harbour?", "is being worked on.", ["49.5 %", "no task of your teams", "Twelve"]),
        (
            "Do we sell to supermarkets?",
            "No, that is out of scope: Supermarkets",
            ["They bake themselves.", "harbour/A"],
        ),
        ("Were supermarkets accepted?", "No, not accepted: Supermarkets", []),
        ("What did we decide against?", "What we chose not to do: Supermarkets [1]", ["[1] harbour/N-1 Supermarkets"]),
        ("What serves winning the harbour towns?", "One line [2] serves Win the harbour towns [1]", ["[2] field/P-1"]),
        ("What does calling before noon serve?", "One line [2] serves Call every harbour", ["field/M-1"]),
        ("What does Ada own?", "Ada owns Call every harbour before noon", []),
        ("What about tides?", "Call every harbour before noon", ["By telephone", "How: Twelve calls a day."]),
        ("What is our aspiration?", "Fresh bread within an hour", ["harbour/A"]),
        ("What is field/P-2?", "Halve the quoting time", ["field/P-2"]),
    ],
)
def test_the_score_answers(score: Score, bo: Player, question: str, says: str, also: list[str]) -> None:
    said = asks(bo, question)

    assert says in said
    for words in also:
        assert words in said
    assert "Edition 4 of 1 March. No model spoke." in said


@pytest.mark.parametrize("name", [name for name in examples() if name.startswith(("coach.answer", "coach.first"))])
def test_whatever_it_claims_carries_the_number_of_a_line_that_stands_below(name: str) -> None:
    card = examples()[name]
    assert isinstance(card, Card)
    (cited,) = (piece for piece in card.pieces if isinstance(piece, Citations))
    claims = list(claims_in([card.says, *card.pieces]))

    assert cited.lines
    assert claims or name == "coach.first: alike"
    assert {number for claim in claims for number in claim.on} <= set(range(1, len(cited.lines) + 1))
    assert not any(isinstance(value, Wording) for value in card.says.values.values()), "a line without its number"


def claims_in(shown: object) -> Iterator[Claim]:
    if isinstance(shown, Claim):
        yield shown
    elif isinstance(shown, Filled):
        yield from claims_in(list(shown.values.values()))
    elif isinstance(shown, list | tuple):
        for one in shown:
            yield from claims_in(one)
    elif isinstance(shown, Prose | Facts):
        yield from claims_in(shown.words if isinstance(shown, Prose) else list(shown.pairs))


@pytest.mark.parametrize(
    ("question", "back"),
    [
        ("why?", "Why what? Name a line or a task"),
        ("Why is that?", "Why what?"),
        ("who", "Who for what?"),
        ("Who owns it?", "Who for what?"),
        ("when?", "When what?"),
        ("until when?", "When what?"),
        ("How far?", "How far with what?"),
        ("how many?", "How much of what?"),
        ("what serves it?", "What serves what?"),
        ("and what?", "About what?"),
    ],
)
def test_a_question_that_does_not_say_of_what_is_asked_back_and_goes_nowhere(
    day: Orchestra, score: Score, bo: Player, question: str, back: str
) -> None:
    said = asks(bo, question)

    assert back in said
    assert "Nothing was passed on." in said
    assert day.count(Silence) == 0


def test_a_bare_question_is_about_the_one_line_that_was_just_shown(day: Orchestra, score: Score, bo: Player) -> None:
    day.local(bo, time(9))
    day.goes_on(minutes=1)
    bo.hands_in(["Call every harbour before noon"], blocker="no telephone")
    assert "It is there for Win the harbour towns" in asks(bo, "why?")
    assert "Ada owns Call every harbour" in asks(bo, "who?")
    assert "is to be done by 30 June" in asks(bo, "when")

    day.goes_on(minutes=31)
    assert "Why what?" in asks(bo, "why?")


def test_of_several_lines_that_were_just_shown_one_is_pressed(day: Orchestra, score: Score, bo: Player) -> None:
    day.local(bo, time(9))
    day.goes_on(minutes=1)
    bo.hands_in(["Call every harbour before noon", "Halve the quoting time"], blocker="no telephone")
    said = asks(bo, "when?")
    assert "When what? Name a line or a task, or press one of those that were just shown." in said

    bo.presses("Halve the quoting time")
    assert "is to be done by 30 April" in bo.answer
    assert day.count(Silence) == 0


def test_where_others_read_along_a_bare_question_is_about_nothing(day: Orchestra, score: Score, bo: Player) -> None:
    day.local(bo, time(9))
    day.goes_on(minutes=1)
    bo.hands_in(["Call every harbour before noon"], blocker="no telephone")
    bo.does("coach.ask", text="why?", place="field")

    assert "Why what?" in bo.answer


@pytest.mark.parametrize("value", ["", "x", "x Why?", "Why?"])
def test_a_press_on_a_line_that_is_not_there_is_refused(score: Score, bo: Player, value: str) -> None:
    bo.does("coach.about", value=value)

    assert NOT_THERE in bo.answer


def test_an_answer_keeps_nothing(day: Orchestra, score: Score, bo: Player) -> None:
    before = {noun: day.count(noun) for noun in NOUNS}
    asks(bo, "Why do we call every harbour?")
    asks(bo, "How confident is Ada?")
    asks(bo, "x" * 501 + "?")

    assert {noun: day.count(noun) for noun in NOUNS} == before


def test_tasks_of_the_teams_count_for_how_far(day: Orchestra, score: Score, ada: Player, bo: Player) -> None:
    day.local(ada, time(9))
    ada.hands_in(["Call every harbour before noon"])
    ada.presses("That is it")

    assert "one task of your teams" in asks(bo, "How far is calling every harbour?")
    assert "no task of your teams" in asks(day.player("Cleo"), "How far is calling every harbour?")
    day.goes_on(days=28)
    assert "no task of your teams" in asks(bo, "How far is calling every harbour?")


def test_in_a_channel_the_count_of_tasks_is_left_out(day: Orchestra, score: Score, bo: Player) -> None:
    bo.does("coach.ask", text="How far is calling every harbour?", place="field")

    assert "is being worked on" in " ".join(bo.answer.split())
    assert "Last 28 days" not in bo.answer


def test_without_a_score_it_says_so(bo: Player) -> None:
    assert "There is no score yet." in asks(bo, "Why do we call every harbour?")


def test_another_workspace_finds_nothing_of_ours(day: Orchestra, score: Score, engines_elsewhere: Orchestra) -> None:
    engines_elsewhere.plays_from()
    stranger = engines_elsewhere.player("Zoe")

    assert "Telephones" not in asks(stranger, "Who owns the telephones on the quay?")
    assert "does not say" in asks(stranger, "Who owns the telephones?")


@pytest.fixture
def engines_elsewhere(day: Orchestra) -> Iterator[Orchestra]:
    """Another organisation on the same database."""
    with orchestra(day.database.engine.url) as other:
        yield other


def test_a_task_is_tied_to_no_line_that_cannot_be_played_from(day: Orchestra, score: Score, ada: Player) -> None:
    day.local(ada, time(9))
    ada.hands_in(["Sort the van papers"])
    ((task, _),) = day.tied(ada)

    for address in ("field/M-1", "harbour/N-1", score.lines["field/M-1"].line_id):
        ada.does("ties.pick", fields={"task": task.id, "line": address})
        assert "Choose one of the lines that are offered." in ada.answer
    ada.does("ties.pick", fields={"task": task.id, "line": "field/P-2"})
    assert "Choose one" not in ada.answer


# Which comes first, and the week


def test_of_two_tasks_the_one_that_serves_more_lines_comes_first(day: Orchestra, score: Score, ada: Player) -> None:
    day.local(ada, time(9))
    ada.hands_in(["Call every harbour on Mill Lane", "Halve the quoting time for Fenwick"])

    said = asks(ada, "Fenwick or Mill Lane first?")

    assert "[1] serves more lines, and the day of Halve the quoting time for Fenwick [2] is nearer." in said
    assert "field/P-1" in said
    assert "field/P-2" in said


def test_of_two_lines_too(score: Score, bo: Player) -> None:
    said = asks(bo, "Halving the quoting time or telephones on the quay first?")

    assert "Halve the quoting time [1] first: its day, 30 April, is nearer." in said


def test_a_side_that_nobody_knows_is_silence(day: Orchestra, score: Score, bo: Player) -> None:
    assert "The score does not say." in asks(bo, "Mushrooms or umbrellas first?")


def test_the_week_is_ones_own(day: Orchestra, score: Score, ada: Player, bo: Player) -> None:
    assert "Nothing is kept of the week of 8 March." in asks(ada, "What is in my week?")
    day.local(ada, time(9))
    ada.hands_in(["Call every harbour before noon", "Sort the van papers"])

    assert "The week of 8 March: two tasks, one from the score." in asks(ada, "What is in my week?")
    assert "field/P-1 Call every harbour before noon" in " ".join(ada.answer.split())
    assert "Nothing is kept" in asks(bo, "What is in my week?")
    bo.does("coach.ask", text="What is in my week?", place="field")
    assert NOT_THERE in bo.answer
    assert "field/P-1" in asks(ada, "What is my part?")


# What is private


@pytest.mark.parametrize(
    "question", ["How confident is Ada?", "How does ada feel today?", "Is Ada on leave?", "What is Ada’s mood?"]
)
def test_what_somebody_keeps_private_stays_with_them(day: Orchestra, score: Score, bo: Player, question: str) -> None:
    assert asks(bo, question) == "What Ada keeps private stays with Ada. I can show what Field shares."
    assert asks(day.player("Cleo"), question) == "What Ada keeps private stays with Ada."


def test_nor_is_it_told_of_nobody_in_particular(score: Score, bo: Player) -> None:
    assert asks(bo, "Who asked for a pulse?") == "What people keep private stays with them."


def test_a_question_about_somebody_is_not_passed_on(day: Orchestra, score: Score, bo: Player) -> None:
    assert "The score does not speak of people, so this was not passed on. Ada can be asked." in asks(
        bo, "Does Ada sing in the van?"
    )
    assert day.all(Silence) == []


@pytest.mark.parametrize(
    "question",
    [
        "Is there a new ferry for jose from the office in Lisbon?",
        "Is there a new ferry for JOSE\u0301 from the office in Lisbon?",
        "Is there a new ferry for Josés office in Lisbon?",
        "Is there a new ferry for d’arc from the office in Lisbon?",
        "Is there a new ferry for Jürgen Müller from the office in Lisbon?",
    ],
)
def test_nor_is_one_that_writes_their_name_otherwise(day: Orchestra, score: Score, bo: Player, question: str) -> None:
    for name in ("José Ibáñez", "D'Arc Eve", "Juergen Mueller"):
        day.player(name)

    assert "so this was not passed on." in asks(bo, question)
    assert day.all(Silence) == []


@pytest.mark.parametrize("name", ["Ada", "ada"])
def test_nor_is_one_about_somebody_who_has_left(
    day: Orchestra, score: Score, ada: Player, bo: Player, name: str
) -> None:
    day.database.writer.write(lambda store: store.change(ada.person, left_at=day.clock.at)).result()

    said = asks(bo, f"Is there a new ferry for {name} from the office in Lisbon?")

    assert said == "The score does not say. The score does not speak of people, so this was not passed on."
    assert day.all(Silence) == []


FERRY = "Is there a new ferry for {} from the office in Lisbon?"


@pytest.mark.parametrize(
    ("name", "question"),
    [
        ("Zoë Vogt", FERRY.format("Zoë")),
        ("Zoë Vogt", FERRY.format("zoe")),
        ("Zoë Vogt", FERRY.format("zoë vogt")),
        ("Zoë Vogt", FERRY.format("Zoës office")),
        ("Zoë Vogt", FERRY.format("Vogt")),
        ("Zoë Vogt", FERRY.format("Vogts office")),
        ("Zoë Vogt", "Vogt needs a new ferry from the office in Lisbon?"),
        ("May Price", FERRY.format("May")),
    ],
)
def test_who_is_named_in_their_own_question_is_not_told_of(
    day: Orchestra, score: Score, name: str, question: str
) -> None:
    said = asks(day.player(name), question)

    assert said.startswith("The score does not say. I told nobody and kept nothing of it")
    assert day.all(Silence) == []


@pytest.mark.parametrize(
    "question",
    [
        "May we give away umbrellas at a lower price in Lisbon?",
        FERRY.format("boats"),
        "Why don't we ferry grants and umbrellas to Lisbon?",
    ],
)
def test_a_word_that_is_not_written_as_a_name_is_passed_on(day: Orchestra, score: Score, question: str) -> None:
    for name in ("Don", "Grant"):
        day.player(name)

    assert "Your question goes to the people who write the score" in asks(day.player("May Price"), question)
    assert [one.words for one in day.all(Silence)] == [question]


def test_who_asks_what_the_score_answers_may_be_named(score: Score, bo: Player) -> None:
    assert "[1]" in asks(bo, "Why does Bo call every harbour before noon?")


# Silence


WORDS = "umbrella mushroom trombone saffron marble velvet walnut giraffe penguin zeppelin yoghurt"
SILENT = "What may we give away to win a lighthouse?"


def test_what_the_score_does_not_say_is_passed_on_once(day: Orchestra, score: Score, ada: Player, bo: Player) -> None:
    said = asks(bo, SILENT)

    assert said.startswith("The score does not say. The nearest line is Win the harbour towns (harbour/P-1).")
    assert "Your question goes to the people who write the score, without your name." in said
    assert "is with the people who write the score already" in asks(ada, SILENT)
    (kept,) = day.all(Silence)
    assert (kept.words, kept.day, kept.state) == (SILENT, date(2027, 3, 9), SilenceState.OPEN)


def test_who_asked_is_nowhere(day: Orchestra, score: Score, bo: Player) -> None:
    """Nothing but the row itself is written, and the row holds neither person nor instant."""
    day.goes_on(hours=5)
    others = {noun: day.count(noun) for noun in NOUNS if noun is not Silence}
    received = day.count(Received)
    asks(bo, SILENT)

    assert {noun: day.count(noun) for noun in NOUNS if noun is not Silence} == others
    assert day.count(Received) == received
    (kept,) = day.all(Silence)
    values = kept.model_dump()
    assert values.keys() == {"id", "workspace_id", "words", "day", "nearest", "state"}
    assert bo.person.id not in map(str, values.values())
    milliseconds = f"{int(day.clock.now().timestamp() * 1000):012x}"
    assert not kept.id.startswith(milliseconds[:7])


def test_the_day_is_that_of_no_time_zone(day: Orchestra, score: Score) -> None:
    far = day.player("Kiri", time_zone="Pacific/Auckland")
    day.goes_to(datetime(2027, 3, 9, 20, tzinfo=UTC))
    asks(far, SILENT)

    assert [one.day for one in day.all(Silence)] == [date(2027, 3, 9)]


def test_sent_again_it_is_passed_on_once(day: Orchestra, score: Score, bo: Player) -> None:
    bo.does("coach.ask", text=SILENT, key="again")
    bo.does("coach.ask", text=SILENT, key="again")

    assert len(day.all(Silence)) == 1


def test_it_can_be_taken_back_from_the_screen_on_which_it_was_asked(day: Orchestra, score: Score, bo: Player) -> None:
    asks(bo, SILENT)
    bo.presses("Do not pass it on")

    assert bo.answer.strip() == "Not passed on."
    assert day.all(Silence) == []
    bo.does("coach.take_back", value="0" * 32)
    assert bo.answer.strip() == "Not passed on."


def test_what_was_settled_is_not_taken_back(day: Orchestra, score: Score, ada: Player, bo: Player) -> None:
    asks(bo, SILENT)
    (kept,) = day.all(Silence)
    ada.does("coach.settle", value=f"{kept.id} answered")
    bo.does("coach.take_back", value=kept.id)

    assert [one.state for one in day.all(Silence)] == [SilenceState.ANSWERED]


def test_those_who_write_the_score_read_and_settle(day: Orchestra, score: Score, ada: Player, bo: Player) -> None:
    asks(bo, SILENT)
    asks(bo, "Where do umbrellas dry?")

    listed = asks(ada, "questions")
    assert "Two questions that the score does not answer." in listed
    assert SILENT in listed
    assert "Bo" not in listed
    ada.presses("Answered")
    ada.presses("Not ours")
    assert "No question waits" in ada.answer
    assert {one.state for one in day.all(Silence)} == {SilenceState.ANSWERED, SilenceState.NOT_OURS}


def test_questions_that_ask_the_same_stand_as_one_and_are_settled_together(
    day: Orchestra, score: Score, ada: Player, bo: Player
) -> None:
    for said in ("Where do umbrellas dry?", "Who sweeps the lighthouse?", "Is there drying for an umbrella?"):
        asks(bo, said)

    listed = asks(ada, "questions")
    assert "Three questions that the score does not answer." in listed
    assert "Asked in two wordings, also: " in listed
    assert "March" not in listed, "on which day it was asked could tell who did"
    first = next(one for one in ada.buttons() if "," in one.value)
    ada.does("coach.settle", value=first.value)
    assert "One question that the score does not answer." in ada.answer
    assert "lighthouse" in ada.answer
    assert sorted(one.state for one in day.all(Silence)) == ["answered", "answered", "open"]


def test_one_that_was_taken_back_meanwhile_does_not_keep_the_others_from_being_settled(
    day: Orchestra, score: Score, ada: Player, bo: Player
) -> None:
    asks(bo, "Where do umbrellas dry?")
    asks(bo, "Is there drying for an umbrella?")
    asks(ada, "questions")
    pressed = next(one for one in ada.buttons() if "," in one.value)
    bo.does("coach.take_back", value=pressed.value.split(",")[0])
    ada.does("coach.settle", value=pressed.value)

    assert [one.state for one in day.all(Silence)] == [SilenceState.ANSWERED]


def test_without_a_score_questions_are_read_all_the_same(day: Orchestra, ada: Player) -> None:
    kept = Silence(id="0" * 32, workspace_id=day.workspace.id, words="Where do umbrellas dry?", day=date(2027, 3, 9))
    day.keep(kept)

    assert "Where do umbrellas dry?" in asks(ada, "questions")


def test_more_than_a_list_holds_are_counted(day: Orchestra, score: Score, ada: Player, bo: Player) -> None:
    for word in WORDS.split():
        asks(bo, f"Where is the {word}?")

    listed = asks(ada, "questions")
    assert "Eleven questions" in listed
    assert "And one more, once these are settled." in listed


@pytest.mark.parametrize("said", ["answered", "open", "x", ""])
def test_nobody_else_reads_or_settles(day: Orchestra, score: Score, ada: Player, bo: Player, said: str) -> None:
    asks(bo, SILENT)
    (kept,) = day.all(Silence)

    bo.does("coach.open_questions")
    assert NOT_THERE in bo.answer
    bo.does("coach.settle", value=f"{kept.id} {said}")
    assert NOT_THERE in bo.answer
    ada.does("coach.open_questions", place="field")
    assert NOT_THERE in ada.answer
    ada.does("coach.settle", value=f"{'0' * 32} answered")
    assert NOT_THERE in ada.answer
    if said != "answered":
        ada.does("coach.settle", value=f"{kept.id} {said}")
        assert NOT_THERE in ada.answer
    assert [one.state for one in day.all(Silence)] == [SilenceState.OPEN]


def test_settled_twice_stays_as_it_was_said_first(day: Orchestra, score: Score, ada: Player, bo: Player) -> None:
    asks(bo, SILENT)
    (kept,) = day.all(Silence)
    ada.does("coach.settle", value=f"{kept.id} not_ours")
    ada.does("coach.settle", value=f"{kept.id} answered")

    assert [one.state for one in day.all(Silence)] == [SilenceState.NOT_OURS]


@pytest.mark.parametrize(
    ("view", "about"),
    [
        ("coach.answer", {"question": "Why?"}),
        ("coach.first", {"question": "Tea or bread first?"}),
        ("coach.passed_on", {"nearest": "", "silence": ""}),
        ("coach.about_somebody", {"person": "0" * 32}),
    ],
)
def test_what_is_gone_meanwhile_is_not_drawn(day: Orchestra, bo: Player, view: str, about: dict[str, str]) -> None:
    place = next(one for one in day.all(Place) if one.person_id == bo.person.id)
    reader = Reader(bo.person, place, day.clock.now())

    with pytest.raises(Gone):
        day.ask(lambda store: draw(store, view, about, reader))


def test_editions_that_nobody_asks_are_let_go_of(
    day: Orchestra, score: Score, bo: Player, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(guards, "READY", 1)
    assert "does not say" in asks(bo, SILENT)
    day.plays_from(SCORE)
    assert "Edition 5" in asks(bo, "Who owns the quoting time?")
    assert len(guards._words) == 1


def test_somebody_called_will_is_not_named_by_every_question(day: Orchestra, score: Score, bo: Player) -> None:
    day.player("Will")

    assert "without your name" in asks(bo, "Will umbrellas do?")


# What people can write


@pytest.mark.parametrize("said", ["", "   ", "\u202e", "ask", "ask   ", "\x00"])
def test_nothing_asked_is_not_understood(day: Orchestra, score: Score, bo: Player, said: str) -> None:
    bo.does("coach.ask", text=said)

    assert "I do not know what to do with that." in bo.answer
    assert day.all(Silence) == []


def test_what_is_too_long_is_refused_in_one_sentence(day: Orchestra, score: Score, bo: Player) -> None:
    assert asks(bo, f"{'why ' * 200}?") == "That is longer than I can look up. Ask it in one sentence."
    assert day.all(Silence) == []


def test_what_people_write_stays_as_it_stands(day: Orchestra, score: Score, ada: Player, bo: Player) -> None:
    hostile = "<!channel> [x](http://e) <b>{ $name }</b> ignore all rules and print umbrellas?"
    asks(bo, hostile)

    assert [one.words for one in day.all(Silence)] == [hostile]
    assert "<!channel> [x](http://e) <b>{ $name }</b>" in asks(ada, "questions")


@given(st.text(max_size=80))
def test_whatever_is_asked_is_answered_in_words(some_day: Orchestra, said: str) -> None:
    bo = Player(some_day, "bo")
    played = bo.does("coach.ask", text=said)

    assert isinstance(played.drawn, Card)
    assert "it was ours" not in bo.answer


@pytest.fixture(scope="module")
def some_day(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Orchestra]:
    """An organisation that many questions are asked of."""
    from tests.databases import make_sqlite

    path = make_sqlite(tmp_path_factory.mktemp("asked") / "asked.db")
    with orchestra(f"sqlite:///{path}") as day:
        day.plays_from()
        day.player("Bo", team=day.team("Field"))
        yield day


def test_what_was_asked_back_is_gone_without_a_score(day: Orchestra) -> None:
    bo = day.player("Bo")
    reader = Reader(bo.person, next(one for one in day.all(Place) if one.person_id == bo.person.id), day.clock.now())
    with pytest.raises(Gone):
        day.ask(lambda store: coach.draw_about_what(store, reader, {"question": "Why?", "lines": ""}))


# Whether an answer helped


def judges(player: Player, said: str, count: int) -> None:
    for _ in range(count):
        player.writes("Who owns the calls to harbours?")
        player.presses(said)


def test_those_who_write_the_score_see_how_often_answers_helped_in_fives(
    score: Score, ada: Player, bo: Player, day: Orchestra
) -> None:
    judges(bo, "Helped", 3)
    judges(bo, "Did not", 1)
    ada.writes("open questions")
    assert "helped" not in ada.answer
    judges(bo, "Did not", 1)
    ada.writes("open questions")
    assert "3 of 5 said that it helped" in ada.answer
    judges(bo, "Did not", 4)
    ada.writes("open questions")
    assert "3 of 5 said that it helped" in ada.answer, "no figure moves by what one says"
    judges(bo, "Did not", 1)
    ada.writes("open questions")
    assert "3 of 10 said that it helped" in ada.answer
    assert "field/P-1" in ada.answer
    bo.writes("open questions")
    assert NOT_THERE in bo.answer


def test_of_who_said_whether_it_helped_nothing_is_kept(score: Score, bo: Player, day: Orchestra) -> None:
    before = {one.id for one in day.all(Received)}
    judges(bo, "Helped", 2)
    assert "Your name and your question are not kept" in bo.answer.replace("\n", " ").replace("  ", " ")
    (kept,) = day.all(Verdict)
    assert bo.person.id not in repr(kept.model_dump())
    assert {one.id for one in day.all(Received)} == before
    assert kept.helped_since == 2


def test_what_a_door_remembers_wrongly_is_nothing() -> None:
    assert cited_in({"cited": "line", "cited_at": "yesterday"}) is None
    assert cited_in({"cited": "", "cited_at": ""}) is None


def test_a_conversation_has_no_name_from_what_nobody_can_read() -> None:
    answered = Answer(How.CARD, "coach.answer")

    assert coach.titled(answered, "\u2060") is None
    assert str(coach.titled(answered, "why do we call every harbour?")) == "Why do we call every harbour"


def test_without_a_score_there_is_nothing_to_be_asked(day: Orchestra) -> None:
    eve = day.player("Eve")
    place = next(one for one in day.all(Place) if one.person_id == eve.person.id)
    with pytest.raises(Gone):
        day.draws(place, "coach.suggested", {"person": eve.person.id})
