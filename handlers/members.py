"""Who is in a team: taken in, let go and told, by who leads it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from handlers import unasked
from handlers.cards import Card, Form
from handlers.guards import Reached, need_led_team, reached, read_led_team
from handlers.turn import Answer, Corrections, Gone, How, Reader, Reply, Turn, deliver
from handlers.views import members as view
from prompts import Filled, phrase
from score.attention import Occasion
from score.cadence import due_after, local_day, planned_for
from score.names import Names, find
from storage import absences, people
from storage.store import Store
from storage.tables import Absence, Delivery, Membership, Person, Role, Team

ASKED_AS = (Role.MEMBER, Role.MANAGER)
"""What somebody is to a team who is asked in the morning."""

GIVEN_HERE = (Role.MEMBER, Role.MANAGER, Role.OBSERVER)
"""What can be ended here; who coaches a team is settled in the roster."""


@dataclass(frozen=True)
class Mover:
    """Somebody who is to become something to the team, or to go.

    `elsewhere` is whether another team has them asked, `told` where they hear of it; both are looked up beforehand.
    """

    person: Person
    role: Role | None
    away: Sequence[Absence] = ()
    elsewhere: bool = False
    told: Reached | None = None

    @property
    def became(self) -> str:
        """What they are told to have become."""
        return self.role.value if self.role else "gone"


def open_form(turn: Turn, store: Store) -> Reply:
    """Open the form for the people of a team."""
    return Reply(Answer(How.FORM, "members.form", {"team": need_led_team(turn, store, turn.value).id}))


def consider_hand_in(turn: Turn, store: Store) -> Sequence[Mover]:
    """Find those who were named, and what is to be known of each; whoever cannot be found or told apart is said at
    once, and nothing is kept.
    """
    team = need_led_team(turn, store, turn.fields.get("team", ""))
    everybody = people.everybody(store, team.workspace_id)
    inside = {one.person_id for one, _ in people.of_team(store, team) if one.role in GIVEN_HERE}
    notes: dict[str, Filled] = {}
    found: dict[str, list[Person]] = {}
    named: set[str] = set()
    for field in view.FIELDS:
        names = find(turn.fields.get(field, ""), everybody)
        twice = [one for one in names.found if one.id in named]
        outside = [one for one in names.found if field == "go" and one.id not in inside]
        note = _note(names, twice, outside)
        if note is not None:
            notes[field] = note
        named |= {one.id for one in names.found}
        found[field] = list(names.found)
    if notes:
        raise Corrections("members.form", {"team": team.id}, notes)
    roles: Mapping[str, Role | None] = {"members": Role.MEMBER, "observers": Role.OBSERVER, "go": None}
    return [_mover(turn, store, team, one, role) for field, role in roles.items() for one in found[field]]


def _mover(turn: Turn, store: Store, team: Team, person: Person, role: Role | None) -> Mover:
    """Whoever moves somebody knows of it; of the others each is told who can be."""
    others = [one for one in people.memberships_of(store, person) if one.team_id != team.id]
    return Mover(
        person,
        role,
        absences.of(store, person, local_day(turn.at, person.time_zone)),
        any(one.role in ASKED_AS for one in others),
        reached(store, person, turn.at, Occasion.TEAM) if person.id != turn.person.id else None,
    )


def _note(names: Names[Person], twice: Sequence[Person], outside: Sequence[Person]) -> Filled | None:
    """All that is wrong with the names in one field."""
    said = []
    if names.unknown:
        said.append(phrase("members.unknown", names=list(names.unknown), count=len(names.unknown)))
    said += [
        phrase("members.several", name=name, handles=sorted(one.handle for one in several))
        for name, several in names.several.items()
    ]
    if twice:
        said.append(phrase("members.twice", names=[one.name for one in twice]))
    if outside:
        said.append(phrase("members.outside", names=[one.name for one in outside], count=len(outside)))
    note = said[0] if said else None
    for one in said[1:]:
        note = phrase("members.and", first=note, second=one)
    return note


def hand_in(turn: Turn, store: Store, movers: Sequence[Mover]) -> Reply:
    """Take people in and let them go; each is told once, and asked or asked no longer."""
    team = need_led_team(turn, store, turn.fields.get("team", ""))
    standing: dict[str, list[Membership]] = {}
    for membership, _ in people.of_team(store, team):
        standing.setdefault(membership.person_id, []).append(membership)
    _need_somebody_who_leads(team, standing, movers)
    moved = [one for one in movers if _moves(turn, store, team, standing.get(one.person.id, []), one)]
    about = {
        "team": team.id,
        "came": " ".join(one.person.id for one in moved if one.role),
        "went": " ".join(one.person.id for one in moved if not one.role),
        "person": turn.person.id,
    }
    told = [_told(turn, team, one, one.told) for one in moved if one.told]
    return Reply(Answer(How.CARD, "members.changed", about), deliveries=told)


def _need_somebody_who_leads(team: Team, standing: Mapping[str, Sequence[Membership]], movers: Sequence[Mover]) -> None:
    """A team that somebody leads is not left without."""
    lead = {id for id, theirs in standing.items() if any(one.role is Role.MANAGER for one in theirs)}
    if lead and lead <= {one.person.id for one in movers if one.role is None}:
        note = phrase("members.last-who-leads")
        raise Corrections("members.form", {"team": team.id}, {"go": note})


def _moves(turn: Turn, store: Store, team: Team, has: Sequence[Membership], mover: Mover) -> bool:
    """Whether this changes what somebody is to the team: who leads it shares its work and sees it already."""
    person, role = mover.person, mover.role
    if role is not None and any(one.role in (role, Role.MANAGER) for one in has):
        return False
    ended = [one.id for one in has if one.role in GIVEN_HERE]
    if role is None and not ended:
        return False
    unasked.settle(turn, store, person)
    store.forget(Membership, ended)
    if role is not None:
        new = Membership(id=turn.id(), workspace_id=team.workspace_id, team_id=team.id, person_id=person.id, role=role)
        store.keep(new)
    asked = mover.elsewhere or role in ASKED_AS
    due = due_after(person, planned_for(person), mover.away, people.teams_of(store, person), turn.at)
    store.change(person, next_due_at=due if asked else None)
    return True


def _told(turn: Turn, team: Team, mover: Mover, told: Reached) -> Delivery:
    """Say it to who is concerned."""
    about = {"team": team.id, "person": mover.person.id, "by": turn.person.id, "became": mover.became}
    once = f"members:{team.id}:{mover.became}:{turn.at.isoformat()}"
    return deliver(turn, told.place, "members.told", about, once=once, not_before=told.at)


# How it looks


def draw_form(store: Store, reader: Reader, about: Mapping[str, str]) -> Form:
    """The form for the people of a team."""
    team = read_led_team(store, reader, about["team"])
    return view.form(team, people.of_team(store, team))


def draw_changed(store: Store, reader: Reader, about: Mapping[str, str]) -> Card:
    """Who came and who went, for whoever changed it."""
    if reader.person is None or reader.person.id != about["person"]:
        raise Gone(about["person"])
    team = people.team(store, reader.person.workspace_id, about["team"])
    if team is None:
        raise Gone(about["team"])
    ids = [about["came"].split(), about["went"].split()]
    known = {one.id: one for one in people.persons(store, team.workspace_id, [*ids[0], *ids[1]])}
    came, went = ([known[id] for id in each if id in known] for each in ids)
    return view.changed(team, came, went, by=reader.person)


def draw_told(store: Store, reader: Reader, about: Mapping[str, str]) -> Card:
    """That somebody is in a team now, or no longer."""
    if reader.person is None or reader.person.id != about["person"]:
        raise Gone(about["person"])
    team = people.team(store, reader.person.workspace_id, about["team"])
    by = people.person(store, reader.person.workspace_id, about["by"])
    if team is None or by is None:
        raise Gone(about["team"])
    return view.told(team, by, about["became"])
