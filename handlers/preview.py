"""What would be sent to whom, when and why: the duties themselves are played, in a store that is thrown away."""

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
from score.cadence import local_day
from score.words import alike
from storage import copies, people
from storage.store import Store, thrown_away
from storage.tables import Cause, Delivery, DeliveryState, Person, Place, PlaceKind, Team

PEOPLE = 300
"""People for whom a look in chat plays ahead at most; beyond that it is about one of them, or one team."""

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
    return _shown(turn, 1, "")


def today(turn: Turn, _store: Store) -> Reply:
    """Show what still goes out today."""
    return _shown(turn, 0, "")


def _shown(turn: Turn, days: int, whom: str) -> Reply:
    if not turn.person.is_admin:
        raise Refused("people.admins_only")
    return Reply(Answer(How.CARD, "preview.card", {"days": str(days), "whom": whom}))


def of(turn: Turn, store: Store) -> Reply:
    """Show what goes out to somebody, or to a team, until tomorrow's end; a button names them by their id."""
    said = _said(turn.text, turn.person.language) or ""
    if not turn.person.is_admin:
        raise Refused("people.admins_only")
    if turn.value:
        return _shown(turn, 1, turn.value)
    meant = list(named(store, turn.person.workspace_id, said))
    if len(meant) == 1:
        return _shown(turn, 1, _as_id(meant[0]))
    return Reply(Answer(How.CARD, "preview.whom", {"said": said}))


def _as_id(whom: Whom) -> str:
    return f"person {whom.person.id}" if whom.person else f"team {whom.team.id}" if whom.team else ""


def reads_as_preview(text: str, language: str) -> bool:
    """Whether somebody asks what goes out to somebody."""
    return _said(text, language) is not None


def _said(text: str, language: str) -> str | None:
    said = alike(text).rstrip("!.? ")
    return next((said.removeprefix(one) for one in _beginnings(language) if said.startswith(one)), None)


@cache
def _beginnings(language: str) -> Sequence[str]:
    """Longest first."""
    return sorted((f"{one} " for one in spellings("previewing", language)), key=len, reverse=True)


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
    last = begins + timedelta(days=1 if about["days"] == "1" else 0)
    first = begins if kind else last
    try:
        found = foreseen(store, person.workspace_id, reader.at, (first, last), whom)
    except TooMany as many:
        return view.too_many(many.count, many.most)
    return view.card(found, (first, last), begins, view.called(whom.person, whom.team))


def _admin(reader: Reader) -> Person:
    if reader.person is None or not reader.person.is_admin:
        raise Gone("a look for admins")
    return reader.person


def draw_whom(store: Store, reader: Reader, about: Mapping[str, str]) -> Card:
    """Whom of those of that name is meant, or that nobody is."""
    person = _admin(reader)
    meant = list(named(store, person.workspace_id, about["said"]))
    return view.whom(about["said"], [(view.called(one.person, one.team), _as_id(one)) for one in meant])
