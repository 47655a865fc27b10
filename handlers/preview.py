"""What would be sent to whom, when and why: the duties themselves are played, in a store that is thrown away."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from random import Random

from handlers.cards import Card
from handlers.duties import AT_ONCE, DUTIES
from handlers.plan import LOOKS_BACK, planned
from handlers.turn import Answer, Gone, How, Moment, Reader, Refused, Reply, Turn
from handlers.views import preview as view
from handlers.views.preview import Foreseen
from prompts import spellings
from score.absence import read_days
from score.cadence import local_day
from score.words import alike
from storage import copies, people
from storage.store import Store, thrown_away
from storage.tables import Cause, Delivery, DeliveryState, Person, Place, PlaceKind, Team

PEOPLE = 300
"""People for whom a look in chat plays ahead at most; beyond that it is about one of them, or one team."""

IN_A_THREAD = ("digest.details",)
"""What stands in the thread of a message and notifies nobody is not told apart from that message: whether there is any
depends on what people will have done."""

DAYS = 31
"""Days that can be looked ahead at most."""

BEYOND = timedelta(days=2)
"""How long after midnight UTC of its day somebody's local day may be over yet."""


class TooMany(ValueError):
    """What was asked for is about more people than are played for; how many, and how many may be."""

    def __init__(self, count: int, most: int) -> None:
        super().__init__(f"{count} people, of {most} at most")
        self.count, self.most = count, most


@dataclass(frozen=True)
class Whom:
    """About whom a preview is: somebody, a team with its people, or, without either, the whole organisation."""

    person: Person | None = None
    team: Team | None = None


def foreseen(
    store: Store, workspace_id: str, now: datetime, days: tuple[date, date], whom: Whom, most: int | None = None
) -> list[Foreseen]:
    """What would be sent on these local days of who gets it, if nobody does anything until then; the first is first.

    Nothing is written. Raises TooMany.
    """
    persons, teams = _about(store, workspace_id, whom)
    if len(persons) > (most or PEOPLE):
        raise TooMany(len(persons), most or PEOPLE)
    rows = copies.rows_of(store, workspace_id, [one.id for one in persons], [one.id for one in teams], now - LOOKS_BACK)
    until = datetime.combine(days[1], now.timetz().replace(hour=0, minute=0, second=0, microsecond=0)) + BEYOND
    with thrown_away(rows) as copy:
        _play(copy, workspace_id, now, until)
        told = copies.planned_since(copy, workspace_id, now - LOOKS_BACK)
    places = {one.id: one for one in rows if isinstance(one, Place)}
    found = [_foreseen(one, places[one.place_id], persons, teams) for one in told if _is_to_come(one, now)]
    return [one for one in found if one is not None and days[0] <= one.day <= days[1] and _is_about(one, whom)]


def _about(store: Store, workspace_id: str, whom: Whom) -> tuple[Sequence[Person], Sequence[Team]]:
    """The people and the teams that are played for: those asked about, and who shares a team with them."""
    if whom.person is None and whom.team is None:
        return people.everybody(store, workspace_id), people.teams(store, workspace_id)
    near = [whom.team] if whom.team else people.teams_seen_by(store, whom.person) if whom.person else []
    found = {one.id: one for team in near for _, one in people.of_team(store, team)}
    if whom.person is not None:
        found[whom.person.id] = whom.person
    by_person = people.teams_by_person(store, workspace_id, list(found)) if whom.team else {}
    teams = {one.id: one for one in [*near, *(team for theirs in by_person.values() for team in theirs)]}
    return list(found.values()), list(teams.values())


def _play(copy: Store, workspace_id: str, now: datetime, until: datetime) -> None:
    """Play every duty at each instant at which something falls due."""
    chance = Random(0)  # noqa: S311 - ids that nobody will see
    at: datetime | None = now
    while at is not None and at < until:
        moment = Moment(at, chance)
        for duty in DUTIES.values():
            while (reply := duty(moment, copy, workspace_id, AT_ONCE)).served:
                copy.keep(*planned(moment, copy, reply))
        at = _next(copy, workspace_id, at)


def _next(copy: Store, workspace_id: str, after: datetime) -> datetime | None:
    posts = [
        *people.next_digests(copy, workspace_id, after, 1),
        *people.next_weeks(copy, workspace_id, after, 1),
    ]
    due = [
        people.next_addressed(copy, workspace_id, after),
        copies.next_sitting(copy, workspace_id, after),
        *(at for one in posts for at in (one.next_digest_at, one.next_week_at) if at > after),
    ]
    return min((at for at in due if at is not None), default=None)


def _is_to_come(delivery: Delivery, now: datetime) -> bool:
    """Whether it is sent, or left, later than now; what was left before is over, and what was turned down private."""
    if delivery.view in IN_A_THREAD:
        return False
    if delivery.state is DeliveryState.SKIPPED:
        return delivery.planned_at > now and delivery.reason != Cause.TURNED_DOWN
    return delivery.expires_at is None or delivery.expires_at > delivery.not_before


def _foreseen(delivery: Delivery, place: Place, persons: Sequence[Person], teams: Sequence[Team]) -> Foreseen | None:
    comes, at = delivery.state is DeliveryState.PLANNED, delivery.not_before
    if place.kind is PlaceKind.CHANNEL:
        team = next((one for one in teams if one.id == place.team_id), None)
        zone = team.time_zone if team else "UTC"
        return Foreseen(at, zone or "UTC", delivery, f"#{place.name}", comes=comes, team=team)
    person = next((one for one in persons if one.id == place.person_id), None)
    return Foreseen(at, person.time_zone, delivery, person.name, comes=comes, person=person) if person else None


def _is_about(one: Foreseen, whom: Whom) -> bool:
    if whom.person is not None:
        return one.person is not None and one.person.id == whom.person.id
    # Who shares a team with those asked about is played for and not shown, unless the team is what is asked about.
    return whom.team is None or one.person is not None or (one.team is not None and one.team.id == whom.team.id)


def named(store: Store, workspace_id: str, said: str) -> Iterator[Whom]:
    """Whom somebody may mean: everybody and every team of that name, first name or handle."""
    wanted = alike(said).strip("@#\"'“”‘’ ").removeprefix("the ").removesuffix(" team")
    for person in people.everybody(store, workspace_id):
        if wanted in (alike(person.name), alike(person.handle), alike(person.name).split(" ")[0]):
            yield Whom(person=person)
    for team in people.teams(store, workspace_id):
        if wanted in (alike(team.name), alike(team.handle)):
            yield Whom(team=team)


# In chat, for those who run it


def tomorrow(turn: Turn, _store: Store) -> Reply:
    """Show what goes out tomorrow."""
    _may_look(turn)
    return _shown("1", "")


def today(turn: Turn, _store: Store) -> Reply:
    """Show what still goes out today."""
    _may_look(turn)
    return _shown("0", "")


def _may_look(turn: Turn) -> None:
    if not turn.person.is_admin:
        raise Refused("people.admins_only")


def _shown(days: str, whom: str, skip: int = 0) -> Reply:
    return Reply(Answer(How.CARD, "preview.card", {"days": days, "whom": whom, "skip": str(skip)}))


def of(turn: Turn, store: Store) -> Reply:
    """Show what goes out to somebody or to a team, or on the days that are named: until tomorrow's end, unless said.

    A button names somebody by their id, after the days if there are any.
    """
    _may_look(turn)
    if turn.value:
        days, whom = _parted(turn.value)
        return _shown(days, whom)
    name, said = _asked(store, turn.person, turn.text)
    days = _days(turn, said) if said else ""
    if said and not days:
        return Reply(Answer(How.CARD, "preview.no_days", {"said": said}))
    if not name:
        return _shown(days, "")
    meant = list(named(store, turn.person.workspace_id, name))
    if len(meant) == 1:
        return _shown(days, _as_id(meant[0]))
    return Reply(Answer(How.CARD, "preview.whom", {"said": name, "days": days}))


def further(turn: Turn, _store: Store) -> Reply:
    """Show what comes after the rows of a look that was shown."""
    _may_look(turn)
    skip, _space, value = turn.value.partition(" ")
    days, whom = _parted(value)
    if not re.fullmatch("[0-9]{1,4}", skip):
        raise Refused("home.not_there")
    return _shown(days, whom, int(skip))


def _parted(value: str) -> tuple[str, str]:
    """Days, if they are named, and whom a look is about, as a button says it."""
    days, _space, whom = value.partition(" ")
    if days in ("person", "team"):
        return "", value
    return days, whom


def _asked(store: Store, person: Person, text: str) -> tuple[str, str]:
    """Whom somebody wrote of, and which days, in their words; either may be empty."""
    said, language = alike(text).rstrip("!.? "), person.language
    rest = _after(said, "of", language)
    if rest is None:
        return "", _after(said, "in", language) or ""
    if any(named(store, person.workspace_id, rest)):
        return rest, ""
    return parted_by_days(rest, language)


def parted_by_days(said: str, language: str) -> tuple[str, str]:
    """A name and the days that follow it, as many words of them as can be read as days."""
    words = said.split(" ")
    cuts = (cut for cut in range(len(words)) if read_days(" ".join(words[cut:]), spellings("absence", language)))
    cut = next(cuts, len(words))
    return " ".join(words[:cut]), " ".join(words[cut:])


def _days(turn: Turn, said: str) -> str:
    """The days that were meant, as they are kept: the first that it can be, and as many of them."""
    read = read_days(said, spellings("absence", turn.person.language))
    meant = read.days(local_day(turn.at, turn.person.time_zone)) if read else ()
    first, last = min(meant, key=lambda days: (days[0], -days[1].toordinal()), default=(None, None))
    return f"{first}/{last}" if first else ""


def _as_id(whom: Whom) -> str:
    return f"person {whom.person.id}" if whom.person else f"team {whom.team.id}" if whom.team else ""


def reads_as_preview(text: str, language: str) -> bool:
    """Whether somebody asks what goes out to somebody, or on which days."""
    said = alike(text).rstrip("!.? ")
    days = _after(said, "in", language)
    in_days = days is not None and read_days(days, spellings("absence", language)) is not None
    return in_days or _after(said, "of", language) is not None


def _after(said: str, begins: str, language: str) -> str | None:
    """What follows such a beginning; None where there is none."""
    return next((said.removeprefix(one) for one in _beginnings(language, begins) if said.startswith(one)), None)


@cache
def _beginnings(language: str, begins: str) -> Sequence[str]:
    """Longest first."""
    known = spellings("previewing", language).items()
    return sorted((f"{one} " for one, id in known if id == begins), key=len, reverse=True)


def draw_card(store: Store, reader: Reader, about: Mapping[str, str]) -> Card:
    """What goes out, for an admin: to whom, when and why, and nothing of what it says."""
    person, whom = _admin(reader), Whom()
    kind, _space, id = about["whom"].partition(" ")
    if kind == "person":
        whom = Whom(person=people.here(store, person.workspace_id, id))
    elif kind == "team":
        whom = Whom(team=people.team(store, person.workspace_id, id))
    if kind and whom == Whom():
        raise Gone(id)
    begins = local_day(reader.at, person.time_zone)
    days = _named_days(about["days"], begins, kind)
    if days[1] - begins >= timedelta(days=DAYS):
        return view.too_far(DAYS, begins + timedelta(days=DAYS - 1))
    try:
        found = foreseen(store, person.workspace_id, reader.at, days, whom)
    except TooMany as many:
        return view.too_many(many.count, many.most)
    value = f"{about['days']} {about['whom']}".strip()
    skip = int(about.get("skip", "0"))
    return view.card(found, view.Ahead(days, begins, value, view.called(whom.person, whom.team), skip))


def _named_days(said: str, today: date, kind: str) -> tuple[date, date]:
    """Days as they are kept beside a look: the first and the last, or how far away; without any, until tomorrow's end.

    What comes to one person or team is shown from today on, however far it is looked.
    """
    first, stroke, last = said.partition("/")
    try:
        if stroke:
            return date.fromisoformat(first), date.fromisoformat(last)
        until = today + timedelta(days=int(said or "1"))
    except (ValueError, OverflowError):
        raise Gone(said) from None
    return (today if kind else until), until


def draw_no_days(_store: Store, reader: Reader, about: Mapping[str, str]) -> Card:
    """That nobody can tell which days were meant."""
    _admin(reader)
    return view.no_days(about["said"])


def _admin(reader: Reader) -> Person:
    if reader.person is None or not reader.person.is_admin:
        raise Gone("a look for admins")
    return reader.person


def draw_whom(store: Store, reader: Reader, about: Mapping[str, str]) -> Card:
    """Whom of those of that name is meant, or that nobody is."""
    person = _admin(reader)
    meant = list(named(store, person.workspace_id, about["said"]))
    values = [f"{about.get('days', '')} {_as_id(one)}".strip() for one in meant]
    names = [view.called(one.person, one.team) for one in meant]
    return view.whom(about["said"], list(zip(names, values, strict=True)))
