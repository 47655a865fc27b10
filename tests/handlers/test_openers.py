"""What a conversation can be begun with: by role and hour, four at most, and each understood when it is sent back."""

from datetime import date, datetime, time

import pytest

from handlers import ROUTES, understand
from handlers.openers import SHOWN, openers
from handlers.turn import Reader
from prompts import plain
from storage import people
from storage.tables import PlaceKind, Role
from tests.orchestra import SCORE, Orchestra, Player

TODAY = date(2027, 3, 10)


def offered(player: Player) -> list[str]:
    day = player.day
    person = player.person
    place = day.ask(lambda store: people.direct_place(store, person))
    assert place is not None
    assert place.kind is PlaceKind.DIRECT
    found = day.ask(lambda store: openers(store, Reader(person, place, day.clock.now())))
    return [plain(one, person.language) for one in found]


def morning(day: Orchestra, hour: int = 9, minute: int = 0) -> None:
    day.clock.at = datetime.combine(TODAY, time(hour, minute), day.clock.at.tzinfo)


MEANT = {
    "Check in": "checkin.open_form",
    "Digest of today": "past_digest.say",
    "Open questions": "coach.open_questions",
    "What was not sent": "deliveries.unsent",
    "Send a lesson": "lessons.open_sender",
    "My part": "score.my_part",
    "What can you do?": "home.help",
}


def test_who_has_not_checked_in_in_the_morning_is_offered_that_first(day: Orchestra) -> None:
    ada = day.player("Ada", team=day.team("Field", part="field"))
    day.plays_from()
    morning(day)
    assert offered(ada)[0] == "Check in"
    morning(day, 15)
    assert offered(ada)[:2] == ["Why do we have “Call every harbour before noon”?", "Check in"]


def test_who_has_checked_in_is_offered_a_question_about_the_line_that_they_play_from(day: Orchestra) -> None:
    ada = day.player("Ada", team=day.team("Field", part="field"))
    day.plays_from()
    morning(day)
    ada.writes("today: halve the quoting time")
    ada.presses("Hand in")
    first, *others = offered(ada)
    assert first == "Why do we have “Halve the quoting time”?"
    assert "Check in" not in others


def test_who_leads_a_team_is_offered_its_digest_near_its_hour(day: Orchestra) -> None:
    mia = day.player("Mia", team=day.team("Field", part="field"), role=Role.MANAGER)
    team = day.teams()[0]
    day.database.writer.write(lambda store: store.change(team, time_zone="UTC", digest_at=990)).result()
    for hour, near in ((14, False), (15, True), (18, True), (19, False)):
        morning(day, hour)
        assert ("Digest of today" in offered(mia)) is near, hour
    bo = day.player("Bo", team=team)
    morning(day, 16)
    assert "Digest of today" not in offered(bo)
    day.database.writer.write(lambda store: store.change(team, working_days=0)).result()
    assert "Digest of today" not in offered(mia)


def test_a_task_that_is_tied_to_nothing_begins_no_question(day: Orchestra) -> None:
    ada = day.player("Ada", team=day.team("Field", part="field"))
    day.plays_from()
    morning(day)
    ada.writes("today: feed the gulls, halve the quoting time")
    ada.presses("Hand in")
    assert "feed the gulls" in [words.casefold() for words in day.tasks_of(ada)]
    assert offered(ada)[0] == "Why do we have “Halve the quoting time”?"


def test_a_line_whose_words_are_those_of_another_is_passed_over(day: Orchestra) -> None:
    """The question would be answered with the other one, which is not theirs."""
    ada = day.player("Ada", team=day.team("Field", part="field"))
    day.plays_from(SCORE.replace("Win the harbour towns", "Call every harbour before noon"))
    morning(day)
    assert "Why do we have “Halve the quoting time”?" in offered(ada)
    assert "Why do we have “Call every harbour before noon”?" not in offered(ada)


@pytest.mark.parametrize(
    ("role", "also", "sentence"),
    [
        (Role.COACH, {}, "Send a lesson"),
        (Role.MEMBER, {"is_strategy_owner": True}, "Open questions"),
        (Role.MEMBER, {"is_admin": True}, "What was not sent"),
    ],
)
def test_roles_are_offered_what_is_theirs_and_nobody_else_is(
    day: Orchestra, role: Role, also: dict[str, bool], sentence: str
) -> None:
    ada = day.player("Ada", team=day.team("Field", part="field"), role=role)
    person = ada.person
    if also:
        day.database.writer.write(lambda store: store.change(person, **also)).result()
    bo = day.player("Bo", team=day.teams()[0])
    morning(day)
    assert sentence in offered(ada)
    assert sentence not in offered(bo)


def test_each_is_really_understood_and_leads_to_more_than_not_there(day: Orchestra) -> None:
    """Whoever is everything, at every hour: what is offered is a sentence of ours that does what it says."""
    ada = day.player("Ada", team=day.team("Field", part="field"), role=Role.MANAGER, strategy_owner=True)
    person, team = ada.person, day.teams()[0]
    day.database.writer.write(lambda store: store.change(person, is_admin=True)).result()
    day.database.writer.write(lambda store: store.change(team, time_zone="UTC", digest_at=990)).result()
    cora = day.player("Cora", team=team, role=Role.COACH)
    bo = day.player("Bo", team=team)
    day.plays_from()
    seen = set()
    for hour in range(24):
        morning(day, hour)
        for player in (ada, cora, bo):
            sentences = offered(player)
            assert 1 <= len(sentences) <= SHOWN
            assert len(set(sentences)) == len(sentences)
            for sentence in sentences:
                action = understand(sentence, "en")
                assert action in ROUTES
                assert action == MEANT.get(sentence, "coach.ask"), sentence
                seen.add(sentence)
                if action == "coach.ask":
                    player.writes(sentence)
                    assert "Call every harbour before noon" in player.answer
    assert set(MEANT) <= seen
    for player, sentence in ((ada, "Digest of today"), (ada, "Open questions"), (ada, "What was not sent")):
        player.writes(sentence)
        assert "There is no such thing" not in player.answer


@pytest.mark.parametrize("words", ["Feelings first or off on Friday", "x" * 500, "week of 3 March", "<!channel>"])
def test_a_line_that_cannot_be_asked_about_in_a_sentence_is_not_offered(day: Orchestra, words: str) -> None:
    ada = day.player("Ada", team=day.team("Field", part="field"))
    day.plays_from(
        f"""
score: Odd
part:
  id: field
  name: Field
  kind: team
  priorities:
    P-1: {{words: "{words}"}}
"""
    )
    morning(day, 15)
    for sentence in offered(ada):
        if sentence not in MEANT:
            assert understand(sentence, "en") == "coach.ask"
            ada.writes(sentence)
            assert words in ada.answer.replace("\n", " ")


def test_nobody_is_offered_anything_where_everybody_reads(day: Orchestra) -> None:
    ada = day.player("Ada", team=day.team("Field", part="field"))
    place = day.ask(lambda store: people.direct_place(store, ada.person))
    assert place is not None
    assert day.ask(lambda store: openers(store, Reader(None, place, day.clock.now()))) == ()
