"""Who needs help is met with care, and what is asked of others is theirs; nothing of it is kept, and nobody is told."""

import logging
from datetime import time
from typing import Any

import pytest

from bot import batch
from bot.conductor import draw
from handlers import care, coach, understand
from handlers.cards import Card, PrivateShown, refuse_private
from handlers.turn import Gone, Reader
from prompts.care import said
from score.care import need_in
from score.roster import ANY
from storage.store import Store
from storage.tables import NOUNS, Place, PlaceKind, Received, Role, Silence, Sketch, Workspace
from tests.orchestra import SCORE, Orchestra, Player, orchestra

HURT = "My boss keeps touching me"
HURT_IN_GERMAN = "Mein Chef fasst mich ständig an"
NAMED = {
    "harassment": ["Works council: extension 210"],
    "danger": ["Site security: 222"],
    ANY: ["HR: people@example.org"],
}


@pytest.fixture
def ada(day: Orchestra) -> Player:
    day.plays_from(SCORE)
    return day.player("Ada", team=day.team("Field", part="field"))


@pytest.fixture
def bo(day: Orchestra, ada: Player) -> Player:
    return day.player("Bo", team=day.teams()[0])


def names(day: Orchestra, contacts: dict[str, list[str]]) -> None:
    """The organisation names whom to turn to."""
    workspace = day.all(Workspace)[0]
    day.database.writer.write(lambda store: store.change(workspace, contacts=contacts)).result()


def everything(day: Orchestra) -> dict[str, list[dict[str, Any]]]:
    """Every row of every table."""
    return {noun.__name__: [one.model_dump() for one in day.all(noun)] for noun in NOUNS}


def reads(player: Player) -> str:
    """The last answer on one line."""
    return " ".join(player.answer.split())


# Whoever needs help


@pytest.mark.parametrize(
    ("text", "action"), [(HURT, "home.unclear"), (f"{HURT}?", "coach.ask"), (f"coach {HURT}", "home.unclear")]
)
def test_it_is_met_whether_it_reads_as_a_question_or_not(ada: Player, text: str, action: str) -> None:
    assert understand(text, "en") == action
    assert ada.writes(text).answer.view == "care.card"
    assert reads(ada).startswith("I am sorry if this is happening to you, or to somebody near you.")


@pytest.mark.parametrize("text", [HURT, f"{HURT}?", "Ich will nicht mehr leben", "Rank my team", "Is Bo lazy?"])
def test_nothing_is_kept_and_nobody_is_told(
    day: Orchestra, ada: Player, bo: Player, text: str, caplog: pytest.LogCaptureFixture
) -> None:
    before = everything(day)
    sent = list(day.mouth.sent)
    with caplog.at_level(logging.DEBUG):
        ada.writes(text)

    assert everything(day) == before
    assert list(day.mouth.sent) == sent
    assert text not in caplog.text


def test_what_is_kept_of_the_answer_tells_nothing_of_the_words(ada: Player) -> None:
    assert ada.writes(HURT_IN_GERMAN).answer.about == {"kind": "harassment", "language": "de"}


def test_twice_or_late_it_is_met_the_same(ada: Player) -> None:
    first = ada.does("coach.ask", text=HURT, key="k" * 10)

    assert ada.does("coach.ask", text=HURT, key="k" * 10).drawn == first.drawn


def test_it_is_met_in_the_language_in_which_it_was_written(ada: Player) -> None:
    ada.writes(HURT_IN_GERMAN)

    assert reads(ada).startswith("Es tut mir leid, wenn dir oder jemandem in deiner Nähe das passiert.")
    assert "Diese Antwort siehst nur du." in reads(ada)


def test_it_is_met_without_a_score_and_however_long_it_is(day: Orchestra) -> None:
    ada = day.player("Ada", team=day.team("Field"))

    assert ada.writes(f"{HURT}?").answer.view == "care.card"
    assert ada.writes(HURT + " and I do not know what to do about it" * 40 + "?").answer.view == "care.card"


def test_the_first_thing_said_to_somebody_in_danger_is_to_ring_for_help(ada: Player) -> None:
    assert ada.writes("i want to kill myself").answer.about["kind"] == "danger"
    assert reads(ada).startswith("If you or somebody else is in danger right now, please ring your local emergency")


@pytest.mark.parametrize(
    ("contacts", "text", "shown", "not_shown"),
    [
        (NAMED, HURT, "Works council: extension 210", "HR: people"),
        (NAMED, "My salary is too low", "HR: people@example.org", "Works council: ext"),
        (
            {"danger": ["Site security: 222"]},
            HURT,
            "Your organisation has named nobody for this here.",
            "Site security",
        ),
        ({}, HURT, "Others who can help: somebody whom you trust", "Your organisation names"),
    ],
)
def test_whom_the_organisation_names_is_shown_or_that_it_names_nobody(
    day: Orchestra, ada: Player, contacts: dict[str, list[str]], text: str, shown: str, not_shown: str
) -> None:
    names(day, contacts)
    ada.writes(text)

    assert shown in reads(ada)
    assert not_shown not in reads(ada)


def test_another_organisation_names_its_own(day: Orchestra, ada: Player) -> None:
    names(day, NAMED)
    with orchestra(day.database.engine.url, seed=2) as other:
        somebody = other.player("Ada", team=other.team("Field"))
        somebody.writes(HURT)

        assert "Your organisation has named nobody" in reads(somebody)


def test_contacts_are_inert(day: Orchestra, ada: Player) -> None:
    names(day, {"harassment": ["<!channel> [Ada](http://e.example) <script>"]})
    ada.writes(HURT)

    assert "<!channel> [Ada](http://e.example) <script>" in reads(ada)


# Where others read


def test_in_a_channel_it_is_for_who_asked_alone(day: Orchestra, ada: Player) -> None:
    names(day, NAMED)
    sent = len(day.mouth.sent)
    played = ada.does("coach.ask", text=HURT, place=day.teams()[0].handle)

    assert isinstance(played.drawn, Card)
    assert len(day.mouth.sent) == sent
    assert "write to me directly rather than in this channel" in batch.text_of(played.drawn)
    with pytest.raises(PrivateShown):
        refuse_private(played.drawn, PlaceKind.CHANNEL)


def test_where_nobody_in_particular_reads_one_sentence_tells_nothing(day: Orchestra, ada: Player) -> None:
    (place,) = [one for one in day.all(Place) if one.kind is PlaceKind.CHANNEL]
    reader = Reader(None, place, day.clock.at)
    card = day.ask(lambda store: draw(store, "care.card", {"kind": "danger", "language": "es"}, reader))

    assert card == Card(said("elsewhere", "es"))
    refuse_private(card, PlaceKind.CHANNEL)
    with pytest.raises(Gone):
        day.ask(lambda store: draw(store, "care.of_somebody", {"why": "judging", "person": ""}, reader))


@pytest.mark.parametrize(
    ("view", "about"),
    [
        ("care.card", {"kind": "mood", "language": "en"}),
        ("care.card", {"kind": "danger", "language": "it"}),
        ("care.card", {"kind": "danger"}),
        ("care.of_somebody", {"why": "mood", "person": ""}),
        ("care.of_somebody", {"why": "judging", "person": "0" * 32}),
    ],
)
def test_what_was_never_said_is_gone(day: Orchestra, ada: Player, view: str, about: dict[str, str]) -> None:
    (place,) = [one for one in day.all(Place) if one.person_id == ada.person.id]
    with pytest.raises(Gone):
        day.ask(lambda store: draw(store, view, about, Reader(ada.person, place, day.clock.at)))


# What it does not read


def test_a_task_is_a_task(day: Orchestra, ada: Player) -> None:
    day.local(ada, time(9))
    ada.hands_in(["Fill in the sick leave form because of my burnout", "Talk to HR: my boss bullies me"])

    assert "I am sorry" not in reads(ada)
    assert ada.writes("today: tell HR that my boss bullies me").answer.view != "care.card"


def test_a_blocker_and_a_question_to_a_line_are_not_read(day: Orchestra, ada: Player) -> None:
    assert ada.writes("question to field/P-1: my boss bullies me?").answer.view != "care.card"
    assert understand("my boss bullies me; blocked by legal", "en") in ("dictation.write", "home.unclear")


def test_in_the_middle_of_an_interview_too(day: Orchestra, ada: Player) -> None:
    cleo = day.player("Cleo", team=day.teams()[0], strategy_owner=True)
    cleo.writes("write the score")
    assert day.all(Sketch)

    assert cleo.writes("We sell bread to harbours").answer.view == "interview.heard"
    assert cleo.writes(HURT).answer.view == "care.card"


@pytest.mark.parametrize("question", ["Why do we call every harbour?", "Who owns field/P-1?", "How confident am I?"])
def test_ordinary_questions_are_answered_as_ever(ada: Player, question: str) -> None:
    assert not ada.writes(question).answer.view.startswith("care.")


# What is asked of others


@pytest.mark.parametrize("role", ["member", "manager", "admin", "strategy_owner", "coach"])
@pytest.mark.parametrize(
    ("question", "view"),
    [
        ("Is Bo ill?", "coach.private"),
        ("How is Bo feeling?", "coach.private"),
        ("What did Bo tell you?", "coach.private"),
        ("What is the mood in my team?", "care.of_somebody"),
        ("Compare Ada and Bo", "care.of_somebody"),
        ("Who never checks in?", "care.of_somebody"),
        ("Rank my team", "care.of_somebody"),
        ("Should I fire Bo?", "care.of_somebody"),
    ],
)
def test_it_is_refused_whoever_asks(day: Orchestra, bo: Player, role: str, question: str, view: str) -> None:
    roles: dict[str, Any] = {"admin": {"admin": True}, "strategy_owner": {"strategy_owner": True}}
    cy = day.player("Cy", team=day.teams()[0], **roles.get(role, {"role": Role(role)} if role in list(Role) else {}))

    assert cy.writes(question).answer.view == view
    assert day.all(Silence) == []


def test_it_says_why_and_what_there_is_to_see(ada: Player, bo: Player) -> None:
    ada.writes("Is Bo lazy?")

    assert "What people write here is never used to judge a person." in reads(ada)
    assert "What is there to see is what Field shares: tasks and their lines, wins" in reads(ada)
    ada.writes("What is the mood in my team?")
    assert "at work the EU AI Act forbids that (Article 5(1)(f))" in reads(ada)


def test_what_is_to_see_of_somebody_is_what_the_asker_sees(day: Orchestra, ada: Player) -> None:
    day.player("Dee", team=day.team("Sales"))
    ada.writes("Is Dee lazy?")

    assert "Of their work I can show nothing here" in reads(ada)


@pytest.mark.parametrize("question", ["How am I doing?", "Am I lazy?", "What is my confidence?", "Is Ada lazy?"])
def test_of_oneself_everything_may_be_asked(ada: Player, bo: Player, question: str) -> None:
    assert ada.writes(question).answer.view not in ("care.of_somebody", "coach.private")


def test_a_word_that_is_nobodys_name_names_nobody(day: Orchestra, ada: Player) -> None:
    assert care_met(day, ada, "Is Quoting lazy?") is None
    day.player("Will", team=day.teams()[0])
    assert care_met(day, ada, "Will quoting be slow?") is None


LIKE_A_NEED = "When do people get their wages?"
"""It reads like one, and says nothing in so many words."""


@pytest.mark.parametrize(
    ("line", "view"),
    [("People get their wages on the first of each month", "coach.answer"), ("Halve the quoting time", "care.card")],
)
def test_what_only_looks_like_a_need_and_is_answered_by_a_line_is_a_question_like_any_other(
    day: Orchestra, line: str, view: str
) -> None:
    day.plays_from(SCORE.replace("Halve the quoting time", line))
    need = need_in(LIKE_A_NEED)
    assert need is not None
    assert not need.in_words

    assert day.player("Ada", team=day.team("Field")).writes(LIKE_A_NEED).answer.view == view


@pytest.mark.parametrize("said", ["!", "x" * 2000])
def test_what_is_no_question_of_the_score_is_answered_by_no_line(day: Orchestra, ada: Player, said: str) -> None:
    assert not day.ask(
        lambda store: coach._is_of_score(store, Reader(ada.person, day.all(Place)[0], day.clock.at), said)
    )


def test_what_may_be_about_who_asks_is_told_to_nobody(day: Orchestra, ada: Player) -> None:
    question = "What happens to me if the office closes?"
    assert need_in(question) is None
    ada.does("coach.ask", text=question)

    assert "I told nobody and kept nothing of it" in reads(ada)
    assert day.count(Silence) == 0
    assert not any("the office closes" in str(row.answer) for row in day.all(Received))


def care_met(day: Orchestra, player: Player, text: str) -> Any:
    return day.ask(lambda store: care.met(store, player.person, text))


def test_somebody_of_thousands_is_looked_up_only_where_somebody_may_be_meant(
    day: Orchestra, ada: Player, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def nobody(_store: Store, workspace_id: str) -> list[tuple[str, str, str]]:
        asked.append(workspace_id)
        return []

    monkeypatch.setattr(care.questions, "names", nobody)

    assert care_met(day, ada, "What is the deadline of the launch?") is None
    assert asked == []
    assert care_met(day, ada, "Is Quoting lazy?") is None
    assert asked == [day.workspace.id]
