"""What must be true before a handler begins; each gives what it found, or refuses."""

from collections import OrderedDict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cached_property

from handlers.turn import Gone, Reader, Refused, Turn
from score.attention import Occasion, wants
from score.cadence import Rhythm, day_ends, editable, local, local_day, next_prompts, rhythm_of
from score.not_choices import NotChoices
from score.search import Concordance
from score.spacing import reachable
from score.stems import language_of
from score.ties import Index
from storage import absences, checkins, digests, people, scores, wins
from storage.store import Store
from storage.tables import (
    Blocker,
    Edition,
    LineKind,
    LineState,
    Measure,
    Part,
    Person,
    Place,
    Role,
    Task,
    Team,
    Tie,
    Win,
    Wording,
)

Seen = tuple[str, frozenset[str]]
"""An edition as some see it: its id, and the parts that are hidden from them."""


@dataclass(frozen=True)
class ScoreNow:
    """The edition in force, ready to be ranked: of its lines those that are to be seen by who reads."""

    edition: Edition
    parts: tuple[Part, ...]
    wordings: Mapping[str, Wording]
    index: Index
    against: NotChoices
    measures: Mapping[str, Measure] = field(default_factory=dict)
    """By the id of the measure's own line."""

    hidden: frozenset[str] = frozenset()
    """The handles of the parts that are left out."""

    @property
    def seen(self) -> Seen:
        """What it is, and to whom: for what is kept ready beside it."""
        return self.edition.id, self.hidden

    @property
    def language(self) -> str:
        """By which language its words are read, as `score.stems` names it."""
        return language_of(self.edition.language)

    def at(self, address: str | None) -> Wording | None:
        """The line at an address, None when there is none."""
        return next((line for line in self.wordings.values() if line.address == address), None)

    def measures_of(self, line: Wording) -> list[tuple[Wording, Measure]]:
        """The measures by which a line is known to move, each with its own wording, in the order of the file."""
        return [
            (self.wordings[line_id], measure)
            for line_id, measure in self.measures.items()
            if self.wordings[line_id].serves == line.address
        ]

    def conditions_of(self, line: Wording) -> list[Wording]:
        """The open conditions that stand under a line, in the order of the file."""
        return [one for one in self._conditions if one.serves == line.address]

    @cached_property
    def _conditions(self) -> list[Wording]:
        return sorted(filter(_is_condition, self.wordings.values()), key=lambda one: one.position)

    def conditions_near(self, line_ids: Iterable[str]) -> list[Wording]:
        """Those that are among these lines, or stand under them or under what they serve; the nearest first."""
        found: dict[str, Wording] = {}
        for line_id in line_ids:
            line, seen = self.wordings.get(line_id), set[str]()
            while line is not None and line.line_id not in seen:
                seen.add(line.line_id)
                own = [line] if _is_condition(line) else []
                found.update(
                    {one.line_id: one for one in (*own, *self.conditions_of(line)) if one.line_id not in found}
                )
                line = self.at(line.serves)
        return list(found.values())


def _is_condition(line: Wording) -> bool:
    return line.kind is LineKind.CONDITION and line.state is LineState.OPEN


class KeepsUp:
    """Which measures somebody keeps up: their own and those of a line of theirs, whose deputy they are too; those of
    the part of a team that they lead; who answers for the strategy, and admins, all of them.
    """

    def __init__(self, store: Store, now: ScoreNow, person: Person) -> None:
        self._now, self._person = now, person
        self._all = person.is_strategy_owner or person.is_admin
        self._parts = {team.part for team in people.teams_as(store, person, Role.MANAGER)}

    def includes(self, wording: Wording) -> bool:
        """Whether this measure, by its own wording, is among them."""
        above = self._now.at(wording.serves)
        theirs = [one for line in (wording, above) if line for one in (line.owner_id, line.deputy_id)]
        return self._all or self._person.id in theirs or wording.part in self._parts


_ready: OrderedDict[Seen, ScoreNow] = OrderedDict()
READY = 64
"""Editions kept ready to be ranked, once for all who see the same of one; an edition never changes, so none is ever out
of date.
"""


def score_now(store: Store, workspace_id: str) -> ScoreNow | None:
    """The edition in force in the workspace, None when no score was loaded yet; of its lines those that are seen by who
    reads in this store.
    """
    edition = scores.current(store, workspace_id)
    if edition is None:
        return None
    seen = edition.id, store.hidden.of(edition.id)
    ready = _ready.get(seen)
    if ready is None:
        wordings = scores.wordings(store, workspace_id, edition.id)
        parts = tuple(scores.parts(store, workspace_id, edition.id))
        measures = {one.line_id: one for one in scores.measures(store, workspace_id, edition.id)}
        by_id = {one.line_id: one for one in wordings}
        ready = ScoreNow(
            edition,
            parts,
            by_id,
            Index(wordings, parts, language_of(edition.language)),
            NotChoices(wordings),
            measures,
            seen[1],
        )
        _ready[seen] = ready
        while len(_ready) > READY:
            _ready.popitem(last=False)
    return ready


_words: OrderedDict[Seen, Concordance] = OrderedDict()
"""The words of as many editions, ready to be looked up."""


def concordance_of(store: Store, now: ScoreNow) -> Concordance:
    """The words of the edition in force, ready to be looked up."""
    ready = _words.get(now.seen)
    if ready is None:
        names = {person.id: person.name for person in people.everybody(store, now.edition.workspace_id)}
        ready = _words[now.seen] = Concordance(now.wordings.values(), now.parts, names, now.language)
        while len(_words) > READY:
            _words.popitem(last=False)
    return ready


def own_lines(store: Store, person: Person) -> list[Wording]:
    """The open priorities of the parts of somebody's teams, and those that they own, their own first."""
    now = score_now(store, person.workspace_id)
    parts = {team.part for team in people.teams_of(store, person)}
    lines = [line for line in now.index.priorities if line.part in parts or line.owner_id == person.id] if now else []
    return sorted(lines, key=lambda line: (line.owner_id != person.id, line.position))


def owns_a_line(store: Store, person: Person) -> bool:
    """Whether somebody owns a line of the edition in force."""
    now = score_now(store, person.workspace_id)
    return now is not None and any(line.owner_id == person.id for line in now.wordings.values())


def stands_for(store: Store, line: Wording, at: datetime) -> Person | None:
    """Who decides on a line: its owner, or its deputy while the owner is away or quiet or once they have left.

    Who wants to decide on nothing here counts as away. With both of them away it is the owner, who answers when they
    are back; None where neither is here.
    """
    ids = [one for one in (line.owner_id, line.deputy_id) if one]
    known = {one.id: one for one in people.persons(store, line.workspace_id, ids)} if ids else {}
    here = [known[one] for one in ids if one in known and known[one].left_at is None]
    return next((one for one in here if not _is_away(store, one, at)), here[0] if here else None)


def _is_away(store: Store, person: Person, at: datetime) -> bool:
    wall = local(at, person.time_zone)
    today, minute = wall.date(), wall.hour * 60 + wall.minute
    is_quiet = person.paused_until is not None and today <= person.paused_until
    is_deaf = not wants(person, Occasion.DECISION)
    return (
        is_quiet
        or is_deaf
        or any(
            one.first_day <= today and one.begins_at <= minute < one.ends_at
            for one in absences.of(store, person, today)
        )
    )


def rhythm_now(store: Store, person: Person, at: datetime, *, back: timedelta = timedelta(0)) -> Rhythm:
    """When `person` is asked, with all that is known of it; days away are looked at that ended `back` ago at most."""
    away = absences.of(store, person, local_day(at, person.time_zone) - back)
    return rhythm_of(person, away, people.teams_of(store, person))


def asked_after(store: Store, person: Person, day: date, at: datetime) -> date | None:
    """The first day later than `day`, and not over `at` that instant, on which `person` is asked; None for never."""
    if person.next_due_at is None:
        return None
    coming = next_prompts(rhythm_now(store, person, at), max(at, day_ends(day, person.time_zone)), 1)
    return coming[0].date() if coming else None


@dataclass(frozen=True)
class Reached:
    """Where somebody is told of what they did not ask for, and from which instant on."""

    place: Place
    at: datetime


def reached(store: Store, person: Person | None, at: datetime, occasion: Occasion) -> Reached | None:
    """Where `person` is told at `at` of what they did not ask for: at once in their working hours, else when those
    begin again; it may wait longer where their day is full (handlers/plan.py).

    None for who has left, who asked for silence or wants nothing on that occasion, and who is nowhere to be reached.
    """
    place = people.direct_place(store, person) if person is not None and person.left_at is None else None
    if person is None or place is None or not wants(person, occasion):
        return None
    from_then = reachable(rhythm_now(store, person, at), at)
    return Reached(place, from_then) if from_then is not None else None


def need_day(turn: Turn) -> date:
    """The local day that the turn is about, today unless it says otherwise; refused when it cannot be changed."""
    today = local_day(turn.at, turn.person.time_zone)
    said = turn.fields.get("day") or turn.value
    try:
        day = date.fromisoformat(said) if said else today
    except ValueError:
        raise Refused("home.not_there") from None
    if not editable(day, today, turn.person.asked_for):
        raise Refused("checkin.too_far")
    return day


def need_own_task(turn: Turn, store: Store, task_id: str) -> tuple[Task, Tie | None]:
    """A task of the person's own whose day can still be changed, with its tie.

    A foreign one and a missing one are refused alike.
    """
    task, tie = checkins.task_with_tie(store, turn.person.workspace_id, task_id) or (None, None)
    if task is None or task.person_id != turn.person.id:
        raise Refused("home.not_there")
    if not editable(task.local_date, local_day(turn.at, turn.person.time_zone), turn.person.asked_for):
        raise Refused("checkin.too_far")
    return task, tie


def arranged_by(store: Store, person: Person) -> list[Team]:
    """The teams that `person` arranges: those they lead, and for an admin all the others after them."""
    led = people.teams_as(store, person, Role.MANAGER)
    if not person.is_admin:
        return led
    known = {team.id for team in led}
    return [*led, *(team for team in people.teams(store, person.workspace_id) if team.id not in known)]


def led_by(store: Store, person: Person, team_id: str) -> Team | None:
    """The team, if `person` arranges it: leads it, or is an admin."""
    team = people.team(store, person.workspace_id, team_id)
    roles = {one.role for one in people.memberships_of(store, person) if one.team_id == team_id}
    return team if person.is_admin or Role.MANAGER in roles else None


def need_led_team(turn: Turn, store: Store, team_id: str) -> Team:
    """A team that the person arranges; one of others' and one that is not there are refused alike."""
    team = led_by(store, turn.person, team_id)
    if team is None:
        raise Refused("home.not_there")
    return team


def read_led_team(store: Store, reader: Reader, team_id: str) -> Team:
    """The same for who reads; where nobody in particular does, nothing is shown."""
    team = led_by(store, reader.person, team_id) if reader.person else None
    if team is None:
        raise Gone(team_id)
    return team


def need_teammates_blocker(turn: Turn, store: Store, blocker_id: str) -> Blocker:
    """A blocker that was told to a team whose shared work the person may see; any other is not there."""
    blocker = checkins.blocker(store, turn.person.workspace_id, blocker_id)
    stuck = people.person(store, turn.person.workspace_id, blocker.person_id) if blocker and blocker.told else None
    if blocker is None or stuck is None:
        raise Refused("home.not_there")
    theirs = {team.id for team in people.teams_of(store, stuck)}
    if not theirs & {team.id for team in people.teams_seen_by(store, turn.person)}:
        raise Refused("home.not_there")
    return blocker


def need_teammates_win(turn: Turn, store: Store, win_id: str) -> Win:
    """A win that stands in the digest of a team whose shared work the person may see; any other is not there."""
    win = wins.win(store, turn.person.workspace_id, win_id)
    checkin = checkins.checkin(store, win.workspace_id, win.checkin_id) if win else None
    if win is None or checkin is None:
        raise Refused("home.not_there")
    told = set(digests.teams_of(store, checkin))
    if not told & {team.id for team in people.teams_seen_by(store, turn.person)}:
        raise Refused("home.not_there")
    return win


def need_own_team(turn: Turn, store: Store, team_id: str) -> Team:
    """A team whose work the person shares; who only looks on is told that it is not theirs to say."""
    for team in people.teams_of(store, turn.person):
        if team.id == team_id:
            return team
    if team_id in {team.id for team in people.teams_seen_by(store, turn.person)}:
        raise Refused("decisions.may_not")
    raise Refused("home.not_there")
