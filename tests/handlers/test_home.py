"""What the coach says when it is spoken to."""

import re
from collections.abc import Callable, Iterator
from datetime import time

import pytest

from bot.conductor import draw
from handlers import COMMANDS, understand
from handlers.cards import Buttons, Form
from handlers.turn import Gone, Reader
from handlers.views import home as view
from storage import people
from storage.tables import Place, Role, Team
from tests.databases import Engines
from tests.orchestra import Orchestra, Player, orchestra


@pytest.fixture
def ada(sqlite_engines: Engines) -> Iterator[Player]:
    with orchestra(sqlite_engines.writer.url) as day:
        yield day.player("Ada")


@pytest.mark.parametrize("said", ["help", " HELP! ", "?", "what can you do"])
def test_help_says_what_can_be_written(ada: Player, said: str) -> None:
    ada.writes(said)

    assert "Write “check in”" in ada.answer


@pytest.mark.parametrize("said", ["check in", "Check-in.", "tasks"])
def test_what_people_write_is_understood(ada: Player, said: str) -> None:
    assert isinstance(ada.writes(said).drawn, Form)


def test_what_is_not_understood_becomes_a_task_with_one_press(ada: Player) -> None:
    ada.writes("Ring Mill Lane <!channel>")
    form = ada.presses("Put it into").drawn

    assert isinstance(form, Form)
    assert [str(one.value) for one in form.fields if one.name == "task1"] == ["Ring Mill Lane <!channel>"]


@pytest.mark.parametrize("said", ["x" * 121, "\u202e\x00"])
def test_what_cannot_be_a_task_is_not_offered_as_one(ada: Player, said: str) -> None:
    ada.writes(said)

    assert "I do not know what to do with that." in ada.answer
    assert [button.action for button in ada.buttons()] == ["home.help"]


def test_what_is_not_there_and_what_is_not_theirs_read_the_same(ada: Player) -> None:
    ada.does("moon.land")

    assert "There is no such thing here, or it is not yours to see." in ada.answer


def test_nothing_is_kept_of_what_was_only_said(ada: Player) -> None:
    day: Orchestra = ada.day
    ada.writes("something private")

    assert ada.got() == []
    assert day.checkin_of(ada) is None


def test_that_a_place_cannot_be_reached_is_shown_to_who_runs_it_while_there_is_such_a_place(day: Orchestra) -> None:
    bo, cy = admin(day, day.player("Bo")), day.player("Cy")
    there = day.ask(lambda store: people.direct_place(store, cy.person))
    assert there is not None

    def drawn(reads: Player, place: str) -> object:
        where = day.ask(lambda store: people.direct_place(store, reads.person))
        assert where is not None
        about = {"place": place, "why": "user_disabled"}
        reader = Reader(reads.person, where, day.clock.now())
        return day.ask(lambda store: draw(store, "home.unreachable", about, reader))

    assert drawn(bo, there.id) == view.unreachable(there, "user_disabled")
    for reads, place in ((bo, "0" * 32), (cy, there.id)):
        with pytest.raises(Gone):
            drawn(reads, place)


def test_who_leads_a_team_is_told_as_well_that_nothing_can_be_posted_in_its_channel(day: Orchestra) -> None:
    day.clock.at = day.clock.at.replace(hour=10)
    field, sales = day.team("Field"), day.team("Sales")
    bo, cy = admin(day, day.player("Bo")), day.player("Cy", team=field, role=Role.MANAGER)
    day.player("Di", team=field)
    eve = day.player("Eve", team=sales, role=Role.MANAGER)
    channel = next(one for one in day.all(Place) if one.team_id == field.id)
    for _ in range(2):
        day.database.writer.write(lambda store: day.conductor.cannot_reach(store, channel, view.GUESTS)).result()
    day.send()

    for one in (bo, cy):
        (card,) = one.got()
        assert "I post nothing in #field while a guest reads along there" in card.text
    assert [one.got() for one in (eve, day.player("Flo"))] == [[], []]


# Help, and what each role can do

Makes = Callable[[Orchestra, Team], Player]
ROLES: dict[str, Makes] = {
    "member": lambda day, team: day.player("Ada", team=team),
    "manager": lambda day, team: day.player("Ada", team=team, role=Role.MANAGER),
    "coach": lambda day, team: day.player("Ada", team=team, role=Role.COACH),
    "observer": lambda day, team: day.player("Ada", team=team, role=Role.OBSERVER),
    "strategy owner": lambda day, _team: day.player("Ada", strategy_owner=True),
    "admin": lambda day, _team: admin(day, day.player("Ada")),
    "manager and strategy owner": lambda day, team: day.player(
        "Ada", team=team, role=Role.MANAGER, strategy_owner=True
    ),
    "nobody in particular": lambda day, _team: day.player("Ada"),
}
"""What somebody can be, and how they are made."""

REFUSED = (
    "are for whoever answers for the strategy",
    "There is no such thing here",
    "Questions of a team’s own are set by who leads the team",
    "Lessons are sent by the coaches of a team",
    "You see no team yet",
    "Who answers for the strategy writes the score",
    "A new edition is handed in by who answers for the strategy",
    "That is for those who run Concertmaster here",
)
"""How it reads that something is not for somebody."""


def admin(day: Orchestra, player: Player) -> Player:
    person = player.person
    day.database.writer.write(lambda store: store.change(person, is_admin=True)).result()
    return player


@pytest.fixture(params=ROLES)
def somebody(day: Orchestra, request: pytest.FixtureRequest) -> Player:
    field = day.team("Field", part="field", time_zone="Europe/Dublin")
    day.player("Bo", team=field)
    day.plays_from()
    player = ROLES[request.param](day, field)
    day.local(player, time(9))
    player.hands_in(["Call every harbour"])
    day.local(player, time(9), days=1)
    return player


def named(player: Player) -> list[str]:
    """The words that help names to somebody."""
    player.writes("help")
    return re.findall("“([^”]+)”", " ".join(player.answer.split()))


def is_refused(player: Player) -> bool:
    return any(said in " ".join(player.answer.split()) for said in REFUSED)


def test_whatever_help_names_can_be_done_by_who_reads_it(somebody: Player) -> None:
    for words in named(somebody):
        assert understand(words, "en") != "home.unclear", words
        somebody.writes(words)
        assert not is_refused(somebody), words
        assert somebody.answer or somebody.said, words


def test_whatever_somebody_can_do_is_named_in_their_help(somebody: Player) -> None:
    known = {understand(words, "en") for words in named(somebody)}
    for action in COMMANDS:
        somebody.does(action)
        assert is_refused(somebody) or action in {*known, *SHORT}, action


SHORT = {
    "home.questions",
    "preferences.where",
    *("snooze.in_an_hour", "snooze.this_afternoon", "snooze.tomorrow", "attention.stop"),
}
"""A shorter way to what is named by its own words."""


@pytest.mark.parametrize(
    ("role", "says"),
    [
        ("manager", "Field asks"),
        ("admin", "Field asks"),
        ("strategy owner", "No question waits"),
        ("member", "You can ask yours for one."),
        ("observer", "You can ask yours for one."),
    ],
)
def test_questions_are_those_of_who_asks(day: Orchestra, role: str, says: str) -> None:
    player = ROLES[role](day, day.team("Field", part="field"))
    player.writes("questions")

    assert says in " ".join(player.answer.split())


def test_who_has_two_kinds_of_questions_is_asked_which(day: Orchestra) -> None:
    player = ROLES["manager and strategy owner"](day, day.team("Field", part="field"))
    player.writes("questions")
    assert "Which questions?" in player.answer

    player.presses("What Field asks")
    assert "Which questions?" not in player.answer
    assert "Field" in player.answer
    player.writes("questions")
    player.presses("What the score does not say")
    assert "No question waits" in player.answer


def test_where_others_read_along_questions_are_the_teams(day: Orchestra) -> None:
    player = ROLES["manager and strategy owner"](day, day.team("Field", part="field"))
    player.does("home.questions", place="field")

    assert "Which questions?" not in player.answer
    assert "There is no such thing here" not in player.answer


def test_who_arranges_no_team_any_more_is_offered_the_questions_of_the_score() -> None:
    (buttons, _) = view.which_questions([]).pieces
    assert isinstance(buttons, Buttons)
    assert [one.action for one in buttons.buttons] == ["coach.open_questions"]
