"""Who is in a team: taken in, let go and told, by who leads it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from handlers.cards import Card, Form
from handlers.guards import need_led_team, read_led_team
from handlers.turn import Answer, Corrections, Gone, How, Reader, Reply, Turn, deliver
from handlers.views import members as view
from prompts import Filled, phrase
from score.cadence import due_after, local_day
from score.names import Names, find
from storage import absences, people
from storage.store import Store
from storage.tables import Delivery, Membership, Person, Role, Team

ASKED_AS = (Role.MEMBER, Role.MANAGER)
"""What somebody is to a team who is asked in the morning."""

GIVEN_HERE = (Role.MEMBER, Role.MANAGER, Role.OBSERVER)
"""What can be ended here; who coaches a team is settled in the roster."""


@dataclass(frozen=True)
class Moves:
    """Who is to become what, and who is to go."""

    become: Sequence[tuple[Person, Role]]
    go: Sequence[Person]


def open_form(turn: Turn, store: Store) -> Reply:
    """Open the form for the people of a team."""
    return Reply(Answer(How.FORM, "members.form", {"team": need_led_team(turn, store, turn.value).id}))


def consider_hand_in(turn: Turn, store: Store) -> Moves:
    """Find those who were named; whoever cannot be found or told apart is said at once, and nothing is kept."""
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
    become = [(one, Role.MEMBER) for one in found["members"]] + [(one, Role.OBSERVER) for one in found["observers"]]
    return Moves(become, found["go"])


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


def hand_in(turn: Turn, store: Store, moves: Moves) -> Reply:
    """Take people in and let them go; each is told once, and asked or asked no longer."""
    team = need_led_team(turn, store, turn.fields.get("team", ""))
    standing: dict[str, list[Membership]] = {}
    for membership, _ in people.of_team(store, team):
        standing.setdefault(membership.person_id, []).append(membership)
    _need_somebody_who_leads(turn, team, standing, moves)
    came = [
        (one, role) for one, role in moves.become if _becomes(turn, store, team, standing.get(one.id, []), one, role)
    ]
    went = [one for one in moves.go if _goes(store, standing.get(one.id, []))]
    for person in {one.id: one for one in [*(one for one, _ in came), *went]}.values():
        _ask_again(turn, store, person)
    told = [_told(turn, store, team, one, role.value) for one, role in came]
    told += [_told(turn, store, team, one, "gone") for one in went]
    about = {
        "team": team.id,
        "came": " ".join(one.id for one, _ in came),
        "went": " ".join(one.id for one in went),
        "person": turn.person.id,
    }
    return Reply(Answer(How.CARD, "members.changed", about), deliveries=[one for one in told if one])


def _need_somebody_who_leads(
    turn: Turn, team: Team, standing: Mapping[str, Sequence[Membership]], moves: Moves
) -> None:
    """A team that somebody leads is not left without."""
    lead = {id for id, theirs in standing.items() if any(one.role is Role.MANAGER for one in theirs)}
    if lead and lead <= {one.id for one in moves.go}:
        note = phrase("members.last-who-leads")
        raise Corrections("members.form", {"team": team.id}, {"go": note})


def _becomes(turn: Turn, store: Store, team: Team, has: Sequence[Membership], person: Person, role: Role) -> bool:
    """Whether somebody is something new to the team: who leads it shares its work and sees it already."""
    if any(one.role in (role, Role.MANAGER) for one in has):
        return False
    store.forget(Membership, [one.id for one in has if one.role in GIVEN_HERE])
    new = Membership(id=turn.id(), workspace_id=team.workspace_id, team_id=team.id, person_id=person.id, role=role)
    store.keep(new)
    return True


def _goes(store: Store, has: Sequence[Membership]) -> bool:
    ended = [one.id for one in has if one.role in GIVEN_HERE]
    store.forget(Membership, ended)
    return bool(ended)


def _ask_again(turn: Turn, store: Store, person: Person) -> None:
    asked = any(one.role in ASKED_AS for one in people.memberships_of(store, person))
    away = absences.of(store, person, local_day(turn.at, person.time_zone))
    store.change(person, next_due_at=due_after(person, away, turn.at, asked=asked))


def _told(turn: Turn, store: Store, team: Team, person: Person, became: str) -> Delivery | None:
    """Say it to who is concerned, unless they did it themselves or want to hear nothing."""
    place = people.direct_place(store, person)
    paused = person.paused_until is not None and local_day(turn.at, person.time_zone) <= person.paused_until
    if place is None or paused or person.id == turn.person.id:
        return None
    about = {"team": team.id, "person": person.id, "by": turn.person.id, "became": became}
    return deliver(turn, place, "members.told", about, once=f"members:{team.id}:{became}:{turn.at.isoformat()}")


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
