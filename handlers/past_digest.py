"""A team's digest of a day or a week that is over, asked for in words: "digest of Sales on 20 November"."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from handlers.cards import Card
from handlers.turn import Answer, How, Reader, Refused, Reply, Turn
from handlers.views import past_digest as view
from prompts import spellings
from score.cadence import common_zone, local_day
from score.said_days import DAY, Token, day_named, latest, tokens_of
from score.words import alike
from storage import people
from storage.store import Store
from storage.tables import Person, Team

LETTERS = 300
"""Characters of what asks for a digest at most."""

VIEWS = {"day": "digest.day", "week": "digest.week"}


@dataclass(frozen=True)
class _Asked:
    """The words for a team, and those for a day, of somebody who asked for a digest."""

    team: str
    day: Sequence[Token]
    weekly: bool

    def of(self, today: date) -> tuple[str, date] | None:
        """Whether a day or a week is meant, and which; None for one that is still to come."""
        kinds = [token.kind for token in self.day]
        if kinds in (["this-week"], ["last-week"]):
            return "week", today - 7 * DAY * (kinds == ["last-week"])
        day = latest(self.day, today) if self.day else today
        return ("week" if self.weekly else "day", day) if day else None


def reads_as_digest(text: str, language: str) -> bool:
    """Whether somebody asks for the digest of a day, a week or a team."""
    return len(text) <= LETTERS and _rest(text, language) is not None


def say(turn: Turn, store: Store) -> Reply:
    """Show the digest that a sentence means, as it adds up by now; a button names its team, its day and which sort."""
    seen = _teams(store, turn.person)
    if turn.value:
        return _pressed(turn, seen)
    if not seen:
        return Reply(Answer(How.CARD, "digest.none"))
    rest, weekly = _rest(turn.text, turn.person.language) or ("", False)
    by_name: dict[str, list[Team]] = {}
    for one in seen:
        for name in {alike(one.name), alike(one.handle)}:
            by_name.setdefault(name, []).append(one)
    for asked in _readings(rest, weekly, turn.person.language):
        teams = by_name.get(asked.team, []) if asked.team else seen
        if teams:
            return _shown(turn, store, teams, asked)
    return Reply(Answer(How.CARD, "past_digest.unknown", {"said": rest}))


def _pressed(turn: Turn, seen: Sequence[Team]) -> Reply:
    id, _space, rest = turn.value.partition(" ")
    day, _space, sort = rest.partition(" ")
    try:
        date.fromisoformat(day)
    except ValueError:
        raise Refused("home.not_there") from None
    if sort not in VIEWS or id not in {one.id for one in seen}:
        raise Refused("home.not_there")
    return Reply(Answer(How.CARD, VIEWS[sort], {"team": id, "day": day}))


def _shown(turn: Turn, store: Store, teams: Sequence[Team], asked: _Asked) -> Reply:
    zone = teams[0].time_zone or common_zone(people.zones_of(store, teams[0]))
    meant = asked.of(local_day(turn.at, zone))
    if meant is None:
        return Reply(Answer(How.CARD, "past_digest.to_come"))
    sort, day = meant
    if asked.team and len(teams) > 1:
        about = {"teams": " ".join(one.id for one in teams), "day": day.isoformat(), "sort": sort}
        return Reply(Answer(How.CARD, "past_digest.which_team", about))
    return Reply(Answer(How.CARD, VIEWS[sort], {"team": teams[0].id, "day": day.isoformat()}))


def _teams(store: Store, person: Person) -> list[Team]:
    """The teams that somebody sees first; who runs Concertmaster may have the figures of the others."""
    seen = people.teams_seen_by(store, person)
    if not person.is_admin:
        return seen
    ids = {one.id for one in seen}
    return [*seen, *(one for one in people.teams(store, person.workspace_id) if one.id not in ids)]


def _rest(text: str, language: str) -> tuple[str, bool] | None:
    """What a sentence says of which digest, and whether it is of a week; None for a sentence about anything else."""
    said = alike(text.replace("’", "'")).rstrip("!.? ")
    for begins, id in _beginnings(language):
        if id == "ends" and said.endswith(begins):
            return said.removesuffix(begins), False
        if id != "ends" and said.startswith(f"{begins} "):
            return said.removeprefix(f"{begins} "), id == "week"
    return None


@cache
def _beginnings(language: str) -> Sequence[tuple[str, str]]:
    """How a sentence begins or ends that asks for a digest, the longest first."""
    known = [(said, id) for said, id in spellings("digesting", language).items() if id != "between"]
    return sorted(known, key=lambda one: len(one[0]), reverse=True)


def _readings(rest: str, weekly: bool, language: str) -> Iterator[_Asked]:
    """Each way in which it can be parted into a team and a day, as many words of a day as can be first."""
    words, known = rest.split(" "), spellings("absence", language)
    for length in range(len(words), 0, -1):
        for day, name in ((words[-length:], words[:-length]), (words[:length], words[length:])):
            tokens = tokens_of(" ".join(day), known)
            if tokens and _names_a_day(tokens):
                yield _Asked(_name(name, language), tokens, weekly)
    yield _Asked(_name(words, language), (), weekly)


def _names_a_day(tokens: Sequence[Token]) -> bool:
    return [one.kind for one in tokens] in (["this-week"], ["last-week"]) or day_named(tokens) is not None


def _name(words: Sequence[str], language: str) -> str:
    """A team's name without what only ties it to the rest of the sentence."""
    between = {said for said, id in spellings("digesting", language).items() if id == "between"}
    first, last = 0, len(words)
    while first < last and words[first] in between:
        first += 1
    while first < last and words[last - 1] in between:
        last -= 1
    return " ".join(words[first:last]).strip("@#\"'“”‘’, ")


def draw_unknown(_store: Store, _reader: Reader, about: Mapping[str, str]) -> Card:
    """No day and no team of that name."""
    return view.unknown(about["said"])


def draw_to_come(_store: Store, _reader: Reader, _about: Mapping[str, str]) -> Card:
    """A day that is still to come has no digest."""
    return view.to_come()


def draw_which_team(store: Store, reader: Reader, about: Mapping[str, str]) -> Card:
    """Several teams have that name."""
    ids = about["teams"].split(" ")
    seen = _teams(store, reader.person) if reader.person else []
    return view.which_team([one for one in seen if one.id in ids], date.fromisoformat(about["day"]), about["sort"])
