"""What the doors have in common at which every play is played: what people do there, and what was said, by meaning."""

import re
from abc import abstractmethod
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import Path

from tests.conversations.test_plays import Stage, scenes
from tests.orchestra import Orchestra, Player

Heard = tuple[str, str, str]
"""In what manner something was said, to whom, and all of it."""

Manners = Mapping[str, set[str]]
"""In which manners a door may say what a play says in one; where none is named, in that one alone."""


class DoorStage(Stage):
    """One play as it goes on at a door: a door says how each direction is done there, and what is heard of it."""

    def __init__(self, day: Orchestra, time_zone: str) -> None:
        super().__init__(day, time_zone)
        self._said: list[Heard] = []

    def _does(self, name: str, what: str, rest: str) -> None:
        player = self._players[name]
        self._before()
        if what == "writes":
            self.writes(player, rest)
        elif what == "presses":
            self.presses(player, rest)
        elif what == "fills in":
            self.fills(player, re.findall('"([^"]*)"', rest))
        else:
            self.checks_in(player, *checked_in(rest))
        self._after(player)

    def _presses_in(self, name: str, team: str, label: str) -> None:
        self._before()
        self.presses(self._players[name], label, self._handle(team))
        self._after(self._players[name])

    def _writes_in(self, name: str, team: str, text: str) -> None:
        self._before()
        self.writes(self._players[name], text, self._handle(team))
        self._after(self._players[name])

    def _commands(self, name: str, command: str, text: str) -> None:
        self._before()
        self.commands(self._players[name], command, text)
        self._after(self._players[name])

    def _nominates(self, name: str, of: str, written: str) -> None:
        self._before()
        self.nominates(self._players[name], self._players[of], written)
        self._after(self._players[name])

    def _handle(self, team: str) -> str:
        return next(one for one in self._day.teams() if one.name == team).handle

    # What a door does in its own way

    @abstractmethod
    def writes(self, player: Player, text: str, team: str = "") -> None:
        """Write to the coach, or where all of a team read along."""

    @abstractmethod
    def presses(self, player: Player, label: str, team: str = "") -> None:
        """Press the newest button with that label that they see, or that stands in the channel of a team."""

    @abstractmethod
    def fills(self, player: Player, typed: Sequence[str]) -> None:
        """Fill in the form that stands open, field by field, and hand it in."""

    @abstractmethod
    def checks_in(self, player: Player, fields: Mapping[str, str], day: date | None) -> None:
        """Hand a check-in in, of today or of `day`; opening its form is part of that."""

    @abstractmethod
    def commands(self, player: Player, command: str, text: str) -> None:
        """Give a command by its name."""

    @abstractmethod
    def nominates(self, player: Player, author: Player, written: str) -> None:
        """Make a win of what somebody wrote."""

    def heard_there(self) -> list[Heard]:
        """What was said since the last direction."""
        heard, self._said = self._said, []
        return heard


def checked_in(rest: str) -> tuple[dict[str, str], date | None]:
    """What is handed in as a check-in, by the names of its fields, and for which day if not for today."""
    fields = {f"task{n}": words for n, words in enumerate(re.findall(r'task "([^"]*)"', rest), 1)}
    fields |= dict(re.findall(r'(blocker|win) "([^"]*)"', rest))
    fields |= {"tell": "yes"} if re.search(r"\btell\b", rest) else {}
    fields |= {"confidence": said[1]} if (said := re.search(r"confidence (\d)", rest)) else {}
    day = re.search(r" for (\d+ \w+ \d+)$", rest)
    return fields, datetime.strptime(day[1], "%d %B %Y").date() if day else None  # noqa: DTZ007 - a calendar day


def picked(labels: Sequence[str], words: str) -> list[int]:
    """Which options somebody picks: those whose labels begin so, parted by semicolons, or all from one to another."""
    known = [one.casefold() for one in labels]

    def place(said: str) -> int:
        return next(at for at, label in enumerate(known) if label.startswith(said.casefold()))

    if span := re.fullmatch(r"(\w+)-(\w+)", words):
        return list(range(place(span[1]), place(span[2]) + 1))
    return [place(part.strip()) for part in words.split(";") if part]


def meant(text: str) -> str:
    """The words of something, without what a terminal or a card puts around them."""
    said = re.sub(r"^beside \w+: |^\[\d+\]\*? |[a-z][\w-]*/[A-Z]+(-\d*)?", "", text)
    return "".join(f" {one}" for one in re.findall(r"[^\W_]+", said.casefold())) + " "


def said_so(heard: Sequence[Heard], line: str, holds: Sequence[str], manners: Manners) -> Heard | None:
    """What was said in that manner and to them, with these words in it: where several were, what begins with them."""
    found = re.fullmatch(r"(to|changes for|answers|opens for) ([^:]+): (.*)", line)
    assert found, line
    how, whose, says = found.groups()
    named = [one for one in heard if one[0] in manners.get(how, {how}) and one[1] == whose]
    those = [one for one in named if all(meant(each) in meant(one[2]) for each in (says, *holds))]
    return min(those, key=lambda one: meant(one[2]).index(meant(says)), default=None)


def zone_of(play: Path) -> str:
    """The time zone in which a play goes on."""
    found = re.search(r" in (\S+/\S+)$", play.read_text("utf-8"), re.M)
    assert found, play.stem
    return found[1]


def perform_at(stage: DoorStage, play: Path, manners: Manners) -> None:
    """Play all of it: what the play says is heard after each direction, and nothing else is."""
    for direction, lines in scenes(play.read_text("utf-8")):
        stage.act(direction)
        heard = stage.heard_there()
        for line, holds in lines:
            found = said_so(heard, line, holds, manners)
            assert found, f"{play.stem}: {direction}: nobody heard {line!r} with {holds}, but {heard}"
            heard.remove(found)
        assert not heard, f"{play.stem}: {direction}"
