"""Whole days as plays: what people do, and every word that the coach says because of it.

A play lists who is in which team (`with digest and reminders` where they are what it is about), may name a score
beside it (`plays from FILE.yml`, once those are there whom it names) and whom somebody can turn to (`help with danger
is: ...`), moves the clock (`at ... in ZONE`), says who is new or leads a team (both are welcomed), lets people act
(`Ada hands in: ...`, `Ada presses: LABEL`, `Ada writes: ...`, `Ada writes in Field: ...` where all of the team read,
`Ada commands: /score ...`, `Ada makes a win of what Bo wrote: ...`, `Ada fills in: ...` the form that was opened), and
after each of these says all that the coach said: `to` somebody or a channel, `changes for` where a message stands,
`answers` one who asked, `opens for` somebody a form. Indented lines are words that the message above them holds.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import URL

from handlers import understand, understand_command
from handlers.cards import Card, Form, buttons_in
from handlers.turn import How
from score.cadence import zone
from storage import editions
from storage.store import Store
from storage.tables import NOT_YET, Role, Workspace
from tests.databases import Engines
from tests.orchestra import Orchestra, Player, Said, orchestra, shown, words

PLAYS = sorted(Path(__file__).parent.glob("*.play"))
WHEN = "%d %B %Y %H:%M"


class Stage:
    """One play as it goes on."""

    def __init__(self, day: Orchestra, time_zone: str) -> None:
        self._day = day
        self._time_zone = time_zone
        self._players: dict[str, Player] = {}
        self._heard: list[tuple[str, str]] = []
        day.plays_from()

    def act(self, direction: str) -> None:
        """Play one line of what people do."""
        directions: list[tuple[str, Callable[..., None]]] = [
            (r"at (.+) in (\S+)", self._at),
            (r"(\w+) writes the score: (\w+)", self._owner),
            (r"(\w+) coaches (\w+)", self._coach),
            (r"plays from (\w+\.yml)", self._plays_from),
            (r"(\w+) leads (\w+)", self._leads),
            (r"(\w+) leads (\w+) without being asked", self._leads_unasked),
            (r"(\w+) is new: ([\w, ]+)", self._new_team),
            (r"(\w+)( with digest and reminders)?: ([\w, ]+)", self._team),
            (r"(\w+) presses in (\w+): (.+)", self._presses_in),
            (r"(\w+) writes in (\w+): (.+)", self._writes_in),
            (r"help with (\w+) is: (.+)", self._names_contact),
            (r"(\w+) makes a win of what (\w+) wrote: (.+)", self._nominates),
            (r"(\w+) commands: /(\w+) ?(.*)", self._commands),
            (r"(\w+) (hands in|presses|writes|fills in): (.+)", self._does),
        ]
        for pattern, play in directions:
            if found := re.fullmatch(pattern, direction):
                play(*found.groups())
                return
        raise ValueError(f"nobody knows how to play {direction!r}")

    def _at(self, when: str, time_zone: str) -> None:
        self._before()
        self._day.goes_to(datetime.strptime(when, WHEN).replace(tzinfo=zone(time_zone)))
        self._after(None)

    def _new_team(self, team: str, names: str) -> None:
        self._team(team, None, names)
        self._are_new(names.split(", "))

    def _team(self, team: str, with_digest: str | None, names: str) -> None:
        whole_day = bool(with_digest)
        made = self._day.team(team, part="field", digest_at=990 if whole_day else None)
        for name in names.split(", "):
            self._players[name] = self._day.player(name, team=made, time_zone=self._time_zone, reminders=whole_day)

    def _owner(self, name: str, team: str) -> None:
        made = next(one for one in self._day.teams() if one.name == team)
        self._players[name] = self._day.player(name, team=made, time_zone=self._time_zone, strategy_owner=True)

    def _plays_from(self, file: str) -> None:
        self._day.plays_from((Path(__file__).parent / file).read_text("utf-8"))

        def knew_before(store: Store) -> None:
            """What a play begins with is news to nobody."""
            edition = editions.untold(store, self._day.workspace.id)
            assert edition is not None
            store.change(edition, told_to=None)

        self._day.database.writer.write(knew_before).result()

    def _coach(self, name: str, team: str) -> None:
        coached = next(one for one in self._day.teams() if one.name == team)
        self._players[name] = self._day.player(
            name, team=coached, time_zone=self._time_zone, role=Role.COACH, working_days=0
        )

    def _leads(self, name: str, team: str) -> None:
        led = next(one for one in self._day.teams() if one.name == team)
        self._players[name] = self._day.player(name, team=led, time_zone=self._time_zone, role=Role.MANAGER)
        self._are_new([name])

    def _are_new(self, names: Sequence[str]) -> None:
        for name in names:
            person = self._players[name].person
            self._day.database.writer.write(partial(Store.change, noun=person, greet_at=NOT_YET)).result()

    def _presses_in(self, name: str, team: str, label: str) -> None:
        """Press a button of what stands in a channel."""
        player = self._players[name]
        led = next(one for one in self._day.teams() if one.name == team)
        card = self._day.in_channel(led)[-1].card
        button = next(one for one in buttons_in(card) if words(one.label).startswith(label))
        self._before()
        player.does(button.action, value=button.value, place=led.handle)
        self._after(player)

    def _writes_in(self, name: str, team: str, text: str) -> None:
        """Write in a channel, where everybody of the team reads along."""
        player = self._players[name]
        place = next(one for one in self._day.teams() if one.name == team).handle
        self._before()
        player.does(understand(text, "en"), text=text, place=place)
        self._after(player)

    def _names_contact(self, kind: str, contact: str) -> None:
        """The organisation names somebody for one kind of help."""
        workspace = next(one for one in self._day.all(Workspace) if one.id == self._day.workspace.id)
        contacts = {**workspace.contacts, kind: [contact]}
        self._day.database.writer.write(lambda store: store.change(workspace, contacts=contacts)).result()

    def _nominates(self, name: str, of: str, written: str) -> None:
        """Choose a shortcut on a message of somebody's."""
        player = self._players[name]
        self._before()
        fields = {"author": self._players[of].handle, "message": written}
        player.does("nominations.ask", value=written, fields=fields)
        self._after(player)

    def _commands(self, name: str, command: str, text: str) -> None:
        player = self._players[name]
        action, written = understand_command(command, text, "en")
        self._before()
        player.does(action, text=written)
        self._after(player)

    def _leads_unasked(self, name: str, team: str) -> None:
        led = next(one for one in self._day.teams() if one.name == team)
        self._players[name] = self._day.player(
            name, team=led, time_zone=self._time_zone, role=Role.MANAGER, working_days=0
        )

    def _does(self, name: str, what: str, rest: str) -> None:
        player = self._players[name]
        self._before()
        if what == "writes":
            player.writes(rest)
        elif what == "fills in":
            player.fills(*re.findall('"([^"]*)"', rest))
        elif what == "presses":
            standing = player.said.drawn if player.said and isinstance(player.said.drawn, Card) else None
            # What came at one instant came in no order that anybody could rely on.
            came = [one.card for one in reversed(player.got())]
            on = next(card for card in (standing, *came) if card and self._has(card, rest))
            player.presses(rest, on=on)
        else:
            self._hands_in(player, rest)
        self._after(player)

    @staticmethod
    def _has(card: Card, label: str) -> bool:
        return any(words(one.label).startswith(label) for one in buttons_in(card))

    @staticmethod
    def _hands_in(player: Player, rest: str) -> None:
        day = re.search(r" for (\d+ \w+ \d+)$", rest)
        tasks = re.findall(r'task "([^"]*)"', rest)
        fields = {name: value for name, value in re.findall(r'(blocker|win) "([^"]*)"', rest)}
        fields |= {"tell": "yes"} if re.search(r"\btell\b", rest) else {}
        fields |= {"confidence": said[1]} if (said := re.search(r"confidence (\d)", rest)) else {}
        on = datetime.strptime(day[1], "%d %B %Y").date() if day else None  # noqa: DTZ007 - a calendar day
        player.hands_in(tasks, fields, day=on)

    def _before(self) -> None:
        self._sent, self._amended = len(self._day.mouth.sent), len(self._day.mouth.amended)

    def _after(self, player: Player | None) -> None:
        mouth = self._day.mouth
        self._heard += [(f"to {_name(one)}: {one.says}", one.text) for one in mouth.sent[self._sent :]]
        self._heard += [(f"changes for {_name(one)}: {one.says}", one.text) for one in mouth.amended[self._amended :]]
        if player and player.said and player.said.answer.how in (How.CARD, How.FORM):
            self._heard.append(self._answer(player))

    @staticmethod
    def _answer(player: Player) -> tuple[str, str]:
        assert player.said is not None
        name, drawn = player.person.name, player.said.drawn
        if isinstance(drawn, Form):
            notes = [f"beside {field}: {words(note)}" for field, note in player.said.notes.items()]
            return f"opens for {name}: {words(drawn.title)}", "\n".join(notes)
        assert isinstance(drawn, Card)
        return f"answers {name}: {words(drawn.says)}", shown(player.said)

    def heard(self) -> list[tuple[str, str]]:
        """What the coach said since the last direction: the first sentence, and all of it."""
        heard, self._heard = self._heard, []
        return heard


def _name(said: Said) -> str:
    return f"#{said.to.name}" if said.to.team_id else said.to.name


def scenes(play: str) -> Iterator[tuple[str, list[tuple[str, list[str]]]]]:
    """Each direction, with what is to be heard after it."""
    direction, heard = "", list[tuple[str, list[str]]]()
    for line in play.splitlines():
        if line.startswith("concertmaster "):
            heard.append((line.removeprefix("concertmaster "), []))
        elif line.startswith("    "):
            heard[-1][1].append(line.strip())
        elif line and not line.startswith("#"):
            if direction:
                yield direction, heard
            direction, heard = line, []
    yield direction, heard


def flat(text: str) -> str:
    return " ".join(text.split())


def perform(play: Path, url: URL) -> None:
    text = play.read_text("utf-8")
    time_zone = re.search(r" in (\S+/\S+)$", text, re.M)
    assert time_zone
    with orchestra(url) as day:
        stage = Stage(day, time_zone[1])
        for direction, lines in scenes(text):
            stage.act(direction)
            # What goes out at one instant goes out in no order that anybody could rely on.
            heard, expected = sorted(stage.heard()), sorted(lines)
            where = f"{play.stem}: {direction}"
            assert [says for says, _ in heard] == [says for says, _ in expected], where
            for (_, holds), (_, everything) in zip(expected, heard, strict=True):
                for words_held in holds:
                    assert flat(words_held) in flat(everything), where


@pytest.mark.parametrize("play", PLAYS, ids=lambda path: path.stem)
def test_a_play(play: Path, engines: Engines) -> None:
    perform(play, engines.writer.url)


@pytest.mark.large
@pytest.mark.timeout(1200)
def test_eight_plays_at_a_time_on_one_server_go_as_each_would_alone(postgres_engines: Engines) -> None:
    """Each is an organisation of its own: they share tables, and lose races to each other, and nobody notices."""
    url = postgres_engines.writer.url
    with ThreadPoolExecutor(8) as threads:
        for played in [threads.submit(perform, play, url) for play in PLAYS * 2]:
            played.result()


def test_a_direction_that_nobody_can_play_is_refused(engines: Engines) -> None:
    with orchestra(engines.writer.url) as day, pytest.raises(ValueError, match="nobody knows how to play"):
        Stage(day, "UTC").act("Ada dances")
