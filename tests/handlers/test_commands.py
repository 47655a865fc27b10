"""What is written to one part of this by its name, or with a command of its own, means the same in both places."""

import re

import pytest

from handlers import BARE, PARTS, ROUTES, understand, understand_command
from handlers.cards import Facts
from handlers.turn import How
from storage.tables import Draft, Role, Silence
from tests.orchestra import SCORE, Orchestra, Player

WHY = SCORE.replace(
    "P-1: {words: Call every harbour before noon, serves: harbour/P-1}",
    "P-1: {words: Call every harbour before noon, serves: harbour/P-1, because: Bread is sold before noon,"
    " owner: ada, deputy: bo, until: 2027-06-30}",
)


@pytest.fixture
def ada(day: Orchestra) -> Player:
    field = day.team("Field", part="field")
    ada = day.player("Ada", team=field)
    day.player("Bo", team=field)
    day.plays_from(WHY)
    return ada


def commands(player: Player, command: str, text: str = "") -> None:
    """What a door does with a command."""
    action, words = understand_command(command, text, "en")
    player.does(action, text=words)


@pytest.mark.parametrize(
    ("command", "text", "action"),
    [
        ("checkin", "", "checkin.open_form"),
        ("checkin", "same", "checkin.same_again"),
        ("checkin", " Not today. ", "checkin.not_today"),
        ("checkin", "later", "snooze.open"),
        ("checkin", "in an hour", "snooze.in_an_hour"),
        ("checkin", "call Acme, finish the quote; blocked by legal", "dictation.write"),
        ("checkin", "call Acme", "dictation.write"),
        ("checkin", "today: call Acme", "dictation.write"),
        ("checkin", "- call Acme\n- rest", "dictation.write"),
        ("checkin", ";;,", "commands.help"),
        ("checkin", "digest", "dictation.write"),
        ("score", "", "score.my_part"),
        ("score", "my part", "score.my_part"),
        ("score", "field/P-1", "score.find"),
        ("score", "why", "score.find"),
        ("coach", "", "coach.suggest"),
        ("coach", "harbours", "coach.ask"),
        ("coach", "open questions", "coach.open_questions"),
        ("lesson", "", "lessons.shelf"),
        ("lesson", "promises", "lessons.find"),
        ("lesson", "send a lesson", "lessons.open_sender"),
        ("lesson", "send promises to Field", "lessons.say"),
        ("lesson", "promises to Field", "lessons.say"),
        ("digest", "", "digest.today"),
        ("digest", "week", "digest.this_week"),
        ("digest", "this week", "digest.this_week"),
        ("digest", "today", "digest.today"),
        ("digest", "yesterday", "past_digest.say"),
        ("digest", "Sales last Friday", "past_digest.say"),
        ("digest", "week of 3 March", "past_digest.say"),
        ("digest", "x" * 301, "commands.help"),
        *((part, said, "commands.help") for part in PARTS for said in ("help", "Help!", "?", "what can I write?")),
        ("cm", "score", "score.my_part"),
        ("cm", "help", "home.help"),
        ("cm", "", "home.help"),
    ],
)
def test_a_command_means(command: str, text: str, action: str) -> None:
    assert understand_command(command, text, "en")[0] == action
    assert action in ROUTES


@pytest.mark.parametrize(
    ("written", "action"),
    [
        ("score service/P-2", "score.find"),
        ("Score: field/P-1", "score.find"),
        ("score help", "commands.help"),
        ("digest yesterday", "past_digest.say"),
        ("digest week", "digest.this_week"),
        ("digest help", "commands.help"),
        ("lesson promises", "lessons.find"),
        ("lessons help", "commands.help"),
        ("lesson promises to Field", "lessons.say"),
        ("coach", "coach.suggest"),
        ("coach why do we call every harbour", "coach.ask"),
        ("ask the coach: why do we call every harbour?", "coach.ask"),
        ("check in same", "checkin.same_again"),
        ("check-in not today", "checkin.not_today"),
        # Words that only begin like the name of a part mean what they meant.
        ("Coach Bo on the quote", "home.unclear"),
        ("check in with Bo about the quote", "home.unclear"),
        ("Lessons of March: what went wrong?", "coach.ask"),
        ("Score the vendors?", "coach.ask"),
        ("scores", "home.unclear"),
        ("today: score the vendors, coach Bo", "dictation.write"),
    ],
)
def test_the_same_is_written_directly(written: str, action: str) -> None:
    assert understand(written, "en") == action


@pytest.mark.parametrize("part", PARTS)
def test_what_help_names_is_understood_and_done(day: Orchestra, ada: Player, part: str) -> None:
    day.player("Lou", team=day.team("Sales", part="harbour"), role=Role.MANAGER)
    mia = day.player("Mia", team=day.teams()[0], role=Role.COACH)
    commands(mia, part, "help")
    said = re.findall("“([^”]+)”", " ".join(mia.answer.split()))
    assert said
    for words in said:
        if words == "today":
            continue
        assert understand(words, "en") not in ("home.unclear", "commands.help"), words
        mia.writes(words)
        assert "There is no such thing here" not in mia.answer, words
    commands(mia, part)
    assert mia.said is not None
    assert mia.said.answer.how in (How.CARD, How.FORM)


def test_help_is_offered_where_nothing_can_be_read(ada: Player) -> None:
    commands(ada, "digest", "the moon " * 40)
    assert "I cannot read “the moon the moon" in " ".join(ada.answer.split())
    assert "digest Sales last Friday" in " ".join(ada.answer.split())
    commands(ada, "checkin", "\u202e;")
    assert "opens the form of today" in ada.answer
    ada.does("commands.help", value="moon")
    assert "There is no such thing here" in ada.answer
    ada.does("commands.help", value="score")
    assert "shows your part" in ada.answer


# Each of them


def test_a_day_behind_the_command_is_heard_and_kept_by_a_press(day: Orchestra, ada: Player) -> None:
    commands(ada, "checkin", "call every harbour, finish the quote; blocked by legal")
    for words in ("I read this as your check-in", "call every harbour", "finish the quote", "legal"):
        assert words in ada.answer
    assert [set(one.fields) for one in day.all(Draft)] == [{"task1", "task2", "blocker"}]
    ada.presses("Hand in")
    assert [task.words for task, _ in day.tied(ada)] == ["call every harbour", "finish the quote"]


def test_a_line_is_shown_by_its_address_with_all_that_is_known(day: Orchestra, ada: Player) -> None:
    ada.hands_in(["Call every harbour before noon"])
    commands(ada, "score", "FIELD/p-1")
    said = " ".join(ada.answer.split())
    for words in (
        "A priority of Field.",
        "field/P-1 Call every harbour before noon",
        "Yours, until 30 June.",
        "Why: Bread is sold before noon",
        "Bo",
        "Win the harbour towns (harbour/P-1)",
        "one task of your teams",
        "edition 1",
    ):
        assert words.casefold() in said.casefold(), words
    assert "Nearest to" not in said
    ada.presses("Why?")
    assert "It is there for" in " ".join(ada.answer.split())


def test_how_much_work_a_line_had_is_told_to_nobody_who_reads_along(day: Orchestra, ada: Player) -> None:
    ada.hands_in(["Call every harbour before noon"])
    ada.does("score.find", text="score field/P-1", place="field")
    drawn = ada.said.drawn if ada.said else None
    assert "field/P-1" in ada.answer
    assert "tasks of your teams" not in repr([one for one in drawn.pieces if isinstance(one, Facts)])  # type: ignore[union-attr]
    assert "task of your teams" not in ada.answer


def test_a_line_is_found_by_its_words_and_they_are_said_back(day: Orchestra, ada: Player) -> None:
    commands(ada, "score", "quoting  time")
    assert "Nearest to “quoting time” in the score:" in " ".join(ada.answer.split())
    assert "field/P-2" in ada.answer
    commands(ada, "score", "P-1")
    assert "Two lines of the score are near “P-1”." in " ".join(ada.answer.split())
    ada.presses("harbour/P-1")
    assert "Win the harbour towns" in ada.answer
    assert "Call every harbour" not in ada.answer


def test_a_line_that_is_not_there_is_said_so_and_may_be_a_task(day: Orchestra, ada: Player) -> None:
    ada.writes("Score the tractors of Bcme")
    assert "I find no line of the score at “the tractors of Bcme”" in " ".join(ada.answer.split())
    ada.presses("Put it into today’s check-in")
    assert ada.said is not None
    assert ada.said.answer.about["first"] == "Score the tractors of Bcme"
    for hostile in ("\u202e\u202e", "x " * 300, "<@U1> & *x*"):
        commands(ada, "score", hostile)
        assert "I find no line" in ada.answer
    ada.does("score.find", value="0" * 32)
    assert "There is no such thing here" in ada.answer


def test_without_a_score_no_line_is_looked_for(day: Orchestra) -> None:
    zoe = day.player("Zoe")
    for command, text in (("score", "field/P-1"), ("coach", "")):
        commands(zoe, command, text)
        assert "There is no score yet" in zoe.answer


def test_the_coach_offers_what_the_score_answers(day: Orchestra, ada: Player) -> None:
    commands(ada, "coach")
    asked = [one for one in ada.buttons(ada.said.drawn if ada.said else None) if one.action == "coach.about"]
    assert 2 <= len(asked) <= 3
    for one in asked:
        ada.does(one.action, value=one.value)
        assert "edition" in ada.answer.casefold(), one
        assert "There is no such thing" not in ada.answer
    assert day.all(Silence) == []


def test_the_coach_is_asked_without_its_name(day: Orchestra, ada: Player) -> None:
    commands(ada, "coach", "why do we call every harbour")
    assert "It is there for" in " ".join(ada.answer.split())
    ada.writes("coach why do we sell tractors?")
    assert [one.words for one in day.all(Silence)] == ["Why do we sell tractors?"]


def test_lessons_are_found_by_title_and_topic(day: Orchestra, ada: Player) -> None:
    ruth = day.player("Ruth", team=day.teams()[0], role=Role.COACH)
    commands(ada, "lesson", "promises")
    assert "One lesson about “promises”." in ada.answer
    assert "Send one to others" not in ada.answer
    commands(ruth, "lesson", "work")
    assert "lessons about “work”" in " ".join(ruth.answer.split())
    assert "send promises to Field" in ruth.answer
    ada.writes("lesson about raising blockers")
    assert "raising" in ada.answer.casefold()
    ada.writes("lesson on tractors")
    assert "I find no lesson about “on tractors”" in " ".join(ada.answer.split())
    ada.presses("Put it into")
    commands(ada, "lesson", "x" * 5000)
    assert "I find no lesson" in ada.answer


def test_an_older_digest_stands_behind_its_command(day: Orchestra, ada: Player) -> None:
    ada.hands_in(["Call every harbour before noon"])
    day.goes_on(days=1)
    commands(ada, "digest", "yesterday")
    assert "The one task played from the score" in ada.answer
    commands(ada, "digest", "Field yesterday")
    assert "FIELD, TUESDAY 9 MARCH" in ada.answer
    commands(ada, "digest", "Nowhere yesterday")
    assert "I find no day" in ada.answer


def test_every_part_has_a_meaning_of_its_own() -> None:
    assert set(BARE) == set(PARTS)
    assert set(BARE.values()) <= set(ROUTES)
