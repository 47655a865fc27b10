"""Who is here by several doors says by which one they want to be reached: asked once, and changed at any time."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import time
from typing import Any

import pytest

from bot.conductor import Played
from bot.outbox import Outbox
from handlers import people as roster_of
from handlers import preferences
from handlers.cards import Card, Form, buttons_in
from handlers.plan import planned
from handlers.turn import Arrival, How
from handlers.views.preferences import Way
from handlers.views.preferences import where as card
from storage import people
from storage.store import Store
from storage.tables import (
    Account,
    Connection,
    Delivery,
    Door,
    Installation,
    Place,
    PlaceKind,
    Workspace,
)
from tests.orchestra import Mouth, Orchestra, Player, Said, shown, words


@dataclass
class There:
    """Another connection of the organisation, and somebody on it."""

    day: Orchestra
    player: Player
    id: str
    mouth: Mouth = field(default_factory=Mouth)
    said: Played | None = None

    def comes(self) -> None:
        """They come there, as a door keeps it."""
        connection = next(one for one in self.day.all(Connection) if one.id == self.id)

        def keep(store: Store) -> None:
            moment, person = self.day.moment(), self.player.person
            place = people.direct_place_on(store, person, self.id)
            if place is None:
                place = roster_of.direct_place(moment, connection, person, self.player.handle)
                store.keep(place)
            roster_of.heard_from(store, place)
            asks = preferences.asks_where(moment, store, person.workspace_id, [(person, place)])
            store.keep(*planned(moment, store, asks))

        self.day.database.writer.write(keep).result()
        self.day.send()

    def goes(self) -> None:
        """Nobody can be reached there any more."""
        place = self.place
        self.day.database.writer.write(
            lambda store: roster_of.cannot_reach(self.day.clock.at, store, place, "user_disabled")
        ).result()

    @property
    def place(self) -> Place:
        """Where they are reached there."""
        return next(
            one
            for one in self.day.all(Place)
            if one.connection_id == self.id and one.person_id == self.player.person.id
        )

    def got(self) -> list[Said]:
        """What came to them there."""
        return self.mouth.sent

    def does(self, action: str, *, value: str = "", text: str = "", fields: dict[str, str] | None = None) -> Played:
        """Do one thing there."""
        handle = self.player.handle
        arrival = Arrival(self.day.key(), self.id, handle, handle, action, text=text, value=value, fields=fields or {})
        self.said = self.day.run(self.day.conductor.play(arrival))
        self.day.send()
        return self.said


def also_on(day: Orchestra, player: Player, id: str, door: Door, *, name: str = "") -> There:
    """A connection on which somebody has an account, and did not come yet."""
    ours: dict[str, Any] = {"workspace_id": day.workspace.id}
    there = There(day, player, id)
    day.keep(Connection(id=id, door=door, external_id=f"T-{id}", **ours))
    ours["connection_id"] = id
    day.keep(Account(id=day.moment().id(), person_id=player.person.id, external_id=player.handle, **ours))
    if name:
        day.keep(Installation(id=f"i-{id}", name=name, bot_user="U0", installed_at=day.clock.at, **ours))
    day.outbox = Outbox(day.database, day.clock, {**doors(day), id: there.mouth})
    return there


def doors(day: Orchestra) -> dict[str, Any]:
    return dict(day.outbox._doors)


@pytest.fixture
def ada(day: Orchestra) -> Player:
    """Ada, in a terminal, at ten on a working day."""
    ada = day.player("Ada", team=day.team("Field", part="field"))
    day.local(ada, time(10))
    day.mouth.sent.clear()
    return ada


@pytest.fixture
def teams(day: Orchestra, ada: Player) -> There:
    return also_on(day, ada, "teams", Door.TEAMS)


def flat(text: str) -> str:
    return " ".join(text.split())


def labels(shown: object) -> list[str]:
    return [words(one.label) for one in buttons_in(shown) if one.action == "preferences.prefer"]


def presses(there: There, label: str, on: Card) -> Played:
    button = next(one for one in buttons_in(on) if words(one.label).startswith(label))
    return there.does(button.action, value=button.value)


def asked(day: Orchestra) -> list[Delivery]:
    return [one for one in day.all(Delivery) if one.view == "preferences.where"]


def prompts(said: Sequence[Said]) -> int:
    return len([one for one in said if one.says.startswith("Good morning")])


# Asked once


def test_who_comes_by_a_second_door_is_asked_there_where_they_want_to_be_reached(
    day: Orchestra, ada: Player, teams: There
) -> None:
    teams.comes()

    (question,) = teams.got()
    assert question.says == "You are here and in a terminal. Where shall I write to you?"
    assert "I write to you in a terminal now, and that stays so unless you choose." in flat(question.text)
    assert labels(question.card) == ["In a terminal, as now", "In Microsoft Teams"]
    assert ada.got() == []
    assert ada.person.prefers is None
    assert teams.does("attention.why", value=asked(day)[0].id).answer.view == "attention.why"


def test_nobody_is_asked_twice_wherever_they_come_next(day: Orchestra, ada: Player, teams: There) -> None:
    slack = also_on(day, ada, "slack", Door.SLACK)
    teams.comes()
    teams.comes()
    slack.comes()
    teams.goes()
    day.goes_on(days=40)
    teams.comes()
    day.goes_on(hours=24)

    assert len(asked(day)) == 1
    assert [one.says for one in slack.got()] == []


def test_who_is_here_by_one_door_is_asked_nothing(day: Orchestra, ada: Player, teams: There) -> None:
    here = There(day, ada, day.connection.id)
    here.comes()
    here.goes()
    teams.comes()

    assert asked(day) == []
    here.comes()
    assert [one.says for one in ada.got()] == ["You are here and in Microsoft Teams. Where shall I write to you?"]
    assert (
        day.database.read_now(
            lambda store: preferences.asks_where(day.moment(), store, day.workspace.id, [])
        ).deliveries
        == []
    )


def test_a_place_that_is_closed_is_no_place_to_ask_in(day: Orchestra, ada: Player, teams: There) -> None:
    gone = Place(
        id="gone", workspace_id=day.workspace.id, connection_id="teams", external_id="x", kind=PlaceKind.DIRECT, name=""
    )
    also_on(day, ada, "slack", Door.SLACK).comes()
    day.database.writer.write(lambda store: store.forget(Delivery, [one.id for one in asked(day)])).result()
    found = day.ask(lambda store: preferences.asks_where(day.moment(), store, day.workspace.id, [(ada.person, gone)]))

    assert found.deliveries == []


def test_nobody_is_asked_at_night(day: Orchestra, ada: Player, teams: There) -> None:
    day.local(ada, time(22, 30))
    teams.comes()
    assert teams.got() == []

    day.local(ada, time(9), days=1)
    assert [one.says for one in teams.got()] == ["You are here and in a terminal. Where shall I write to you?"]
    assert prompts(ada.got()) == 1


def test_who_asked_for_silence_or_has_chosen_already_is_not_asked(day: Orchestra, ada: Player, teams: There) -> None:
    ada.writes("pause")
    teams.comes()
    assert asked(day) == []

    bo = day.player("Bo")
    day.database.writer.write(lambda store: store.change(bo.person, prefers=day.connection.id)).result()
    ours: dict[str, Any] = {"workspace_id": day.workspace.id, "connection_id": "teams"}
    day.keep(Account(id="a-bo", person_id=bo.person.id, external_id="bo", **ours))
    There(day, bo, "teams").comes()
    assert asked(day) == []


# Chosen


def test_who_presses_is_written_to_there_from_then_on(day: Orchestra, ada: Player, teams: There) -> None:
    teams.comes()
    played = presses(teams, "In Microsoft Teams", teams.got()[0].card)

    assert ada.person.prefers == "teams"
    assert played.answer.how is How.STANDS
    (stands,) = teams.mouth.amended
    assert stands.says == "You chose Microsoft Teams: I write to you there from now on."
    assert labels(stands.card) == ["In a terminal"]
    day.local(ada, time(9), days=1)
    assert (prompts(teams.got()), prompts(ada.got())) == (1, 0)

    presses(teams, "In a terminal", stands.card)
    assert teams.mouth.amended[-1].says == "You chose a terminal: I write to you there from now on."
    day.local(ada, time(9), days=1)
    assert (prompts(teams.got()), prompts(ada.got())) == (1, 1)


def test_who_does_not_answer_is_written_to_as_before(day: Orchestra, ada: Player, teams: There) -> None:
    teams.comes()
    day.local(ada, time(9), days=1)

    assert (prompts(teams.got()), prompts(ada.got())) == (0, 1)


def test_what_was_on_its_way_comes_where_it_was_to_come(day: Orchestra, ada: Player, teams: There) -> None:
    teams.comes()
    day.local(ada, time(9), days=1)
    ada.writes("in an hour")
    teams.does("preferences.prefer", value="teams")
    day.mouth.sent.clear()
    day.goes_on(hours=1)

    assert (prompts(teams.got()), prompts(ada.got())) == (0, 1)


def test_a_door_by_which_they_are_not_reached_is_refused(day: Orchestra, ada: Player, teams: There) -> None:
    slack = also_on(day, ada, "slack", Door.SLACK)
    gone = also_on(day, ada, "gone", Door.WEB)
    bo = day.player("Bo")
    bos = also_on(day, bo, "bos", Door.WEB)
    bos.comes()
    others = Workspace(id="others", name="Others", created_at=day.clock.at)
    day.keep(others)
    day.keep(Connection(id="theirs", workspace_id="others", door=Door.TEAMS, external_id="T9"))
    teams.comes()
    gone.comes()
    gone.goes()

    for forged in (slack.id, gone.id, bos.id, "theirs", "", " ", "nothing", "teams'; --"):
        assert teams.does("preferences.prefer", value=forged).answer.view == "home.not_there", forged
    assert ada.person.prefers is None
    day.database.writer.write(
        lambda store: store.change(
            next(one for one in day.all(Connection) if one.id == "teams"), closed_at=day.clock.at
        )
    ).result()
    assert ada.does("preferences.prefer", value="teams").answer.view == "home.not_there"
    assert bo.does("preferences.prefer", value="teams").answer.view == "home.not_there"
    assert (ada.person.prefers, bo.person.prefers) == (None, None)


def test_a_choice_that_is_reached_no_more_is_offered_no_more(day: Orchestra, ada: Player, teams: There) -> None:
    slack = also_on(day, ada, "slack", Door.SLACK)
    slack.comes()
    teams.comes()
    teams.does("preferences.prefer", value="teams")
    teams.goes()

    said = flat(shown(ada.writes("where do you write to me")))
    assert "You are here and in Slack. Where shall I write to you?" in said
    assert "I write to you in a terminal now" in said
    assert "Teams" not in said
    day.local(ada, time(9), days=1)
    assert prompts(ada.got()) == 1

    slack.goes()
    said = flat(shown(ada.writes("where do you write to me")))
    assert "I write to you in a terminal. You are nowhere else where I could reach you alone." in said
    assert labels(ada.said.drawn if ada.said else None) == []


def test_who_is_reached_nowhere_has_nothing_to_choose(day: Orchestra, ada: Player) -> None:
    There(day, ada, day.connection.id).goes()

    assert ada.does("preferences.where").drawn is not None
    assert "no such thing here" in ada.answer
    assert ada.writes("write to me here").drawn is not None
    assert ada.person.prefers is None


# Changed at any time


def test_the_form_of_ones_hours_offers_it_to_who_is_here_by_several_doors(
    day: Orchestra, ada: Player, teams: There
) -> None:
    form = ada.writes("my hours").drawn
    assert isinstance(form, Form)
    assert "where" not in {one.name for one in form.fields}
    fields = {"zone": "Europe/Dublin", "asked_at": "09:00", "days": "mon-fri", "asks_quiet": "yes"}
    ada.does("preferences.hand_in", fields={**fields, "where": "teams"})
    assert ada.person.prefers is None
    assert "I write to you" not in ada.answer

    teams.comes()
    form = ada.writes("my hours").drawn
    assert isinstance(form, Form)
    where = next(one for one in form.fields if one.name == "where")
    assert [words(one.label) for one in where.options] == ["a terminal", "Microsoft Teams"]  # type: ignore[arg-type]
    assert str(where.value) == day.connection.id
    ada.does("preferences.hand_in", fields={**fields, "where": "teams"})
    assert ada.person.prefers == "teams"
    assert "I write to you in Microsoft Teams." in flat(ada.answer)
    assert teams.mouth.amended[-1].says == "You chose Microsoft Teams: I write to you there from now on."

    ada.does("preferences.hand_in", fields=fields)
    assert ada.person.prefers == "teams"
    assert set(ada.does("preferences.hand_in", fields={**fields, "where": "nowhere"}).notes) == {"where"}
    assert "I cannot reach you there any more" in flat(ada.answer)
    assert ada.person.prefers == "teams"


def test_the_hours_that_are_kept_lead_to_the_other_doors(day: Orchestra, ada: Player, teams: There) -> None:
    teams.comes()
    fields = {"zone": "Europe/Dublin", "asked_at": "09:00", "days": "mon-fri", "asks_quiet": "yes"}
    ada.does("preferences.hand_in", fields=fields)
    ada.presses("Write to me elsewhere")
    played = ada.presses("In Microsoft Teams")

    assert played.answer.how is How.CARD
    assert "You chose Microsoft Teams: I write to you there from now on." in flat(ada.answer)
    assert teams.mouth.amended[-1].says == "You chose Microsoft Teams: I write to you there from now on."

    played = presses(teams, "Write to me elsewhere", teams.does("preferences.hand_in", fields=fields).drawn)  # type: ignore[arg-type]
    assert isinstance(played.drawn, Card)
    played = presses(teams, "In a terminal", played.drawn)
    assert played.answer.how is How.CARD, "the question may stand far above"


@pytest.mark.parametrize(
    ("text", "prefers"),
    [
        ("reach me in Teams", "teams"),
        ("Write to me in Microsoft Teams, please", None),
        ("Please write to me in Microsoft Teams.", "teams"),
        ("write to me in a terminal", "console"),
        ("Message me here!", "console"),
        ("write to me in Slack", ""),
    ],
)
def test_it_can_be_said_in_words(day: Orchestra, ada: Player, teams: There, text: str, prefers: str | None) -> None:
    teams.comes()
    played = ada.writes(text)
    if prefers is None:
        assert played.answer.view != "preferences.where"
        return

    expected = {"teams": "teams", "console": day.connection.id, "": None}[prefers]
    assert ada.person.prefers == expected
    assert played.answer.view == "preferences.where"
    said = "You chose" if expected else "You are here and in Microsoft Teams. Where shall I write to you?"
    assert said in flat(ada.answer)


def test_what_is_said_of_a_door_that_is_there_twice_is_asked_back(day: Orchestra, ada: Player) -> None:
    for name in ("one", "two"):
        also_on(day, ada, name, Door.SLACK, name=f"Harbour {name}").comes()
        day.goes_on(minutes=1)
    ada.writes("reach me in slack")

    assert ada.person.prefers is None
    assert labels(ada.said.drawn if ada.said else None) == [
        "In a terminal, as now",
        "In Slack (Harbour one)",
        "In Slack (Harbour two)",
    ]


# What it looks like


ONE, OTHER = Way("1", Door.SLACK, "Harbour"), Way("2", Door.SLACK, "Mill", is_here=True)


@pytest.mark.parametrize(
    ("ways", "called"),
    [
        ([ONE, OTHER], ["In Slack (Harbour), as now", "In Slack (Mill)"]),
        ([Way("1", Door.SLACK), OTHER], ["In Slack, number 1, as now", "In Slack (Mill)"]),
        ([ONE, Way("2", Door.SLACK, "Harbour")], ["In Slack, number 1, as now", "In Slack, number 2"]),
        ([ONE, Way("2", Door.WEB)], ["In Slack, as now", "In the browser"]),
    ],
)
def test_two_connections_of_one_door_are_told_apart(ada: Player, ways: list[Way], called: list[str]) -> None:
    assert labels(card(ada.person, ways)) == called


def test_hostile_names_stay_names(day: Orchestra, ada: Player) -> None:
    hostile = "<!channel> *Acme* [x](http://e)"
    for name in ("one", "two"):
        there = also_on(day, ada, name, Door.SLACK, name=f"{hostile} {name}")
        there.comes()
        day.goes_on(minutes=1)
    said = flat(shown(there.does("preferences.where")))

    assert f"You are here and in a terminal and Slack ({hostile} one)." in said


def test_nobody_reads_where_somebody_else_is_reached(day: Orchestra, ada: Player) -> None:
    bo = day.player("Bo")
    place = day.ask(lambda store: people.direct_place(store, bo.person))
    assert place is not None
    with pytest.raises(LookupError):
        day.draws(place, "preferences.where", {"person": ada.person.id})
