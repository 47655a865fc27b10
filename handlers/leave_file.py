"""Days away taken in from a file of another system: read first, then kept at once or not at all."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from handlers import unasked
from handlers.turn import Moment, snoozed
from handlers.views.leave import Difference
from score.cadence import DAY, Free, due_again, local_day, planned_for, rhythm_of
from score.leave_file import Time, read
from score.outline import normal
from storage import absences, deliveries, digests, people
from storage.store import Store
from storage.tables import Absence, Person


@dataclass
class Plan:
    """All that taking a file in writes."""

    difference: Difference
    new: list[Absence] = field(default_factory=list)
    gone: list[str] = field(default_factory=list)


def plan(moment: Moment, store: Store, workspace_id: str, source: bytes, file: str) -> Plan:
    """What a file of days away would change; nothing is kept. Times that are over are left out.

    Raises ScoreProblems with all that is wrong with the file.
    """
    times = read(source, file, moment.at.date() - DAY)
    here = people.everybody(store, workspace_id)
    by_name = _by_name(here)
    found = [(by_name[one.who], one) for one in times if one.who in by_name]
    matched = {person.id: person for person, _ in found}
    known: dict[str, list[Absence]] = {id: [] for id in matched}
    for one in absences.of_people(store, workspace_id, sorted(matched), moment.at.date() - DAY) if matched else ():
        known[one.person_id].append(one)
    planning = _Planning(moment, known)
    for person, time in found:
        for free in time.free(person.time_zone):
            planning.take(person, free, cancelled=time.cancelled)
    difference = Difference(planning.news, planning.called_off, _strangers(times, by_name), planning.known_already)
    return Plan(difference, planning.new, planning.gone)


def _by_name(here: Sequence[Person]) -> Mapping[str, Person]:
    """Everybody by handle, and by e-mail address where that is one person's."""
    named: dict[str, list[Person]] = {}
    for person in here:
        for name in {normal(person.handle), normal(person.email)} - {""}:
            named.setdefault(name, []).append(person)
    return {name: those[0] for name, those in named.items() if len(those) == 1}


def _strangers(times: Sequence[Time], by_name: Mapping[str, Person]) -> list[tuple[str, int, int]]:
    """Who is nobody in the roster, in which line first, and how often."""
    lines: dict[str, list[int]] = {}
    for one in times:
        if one.who not in by_name:
            lines.setdefault(one.who, []).append(one.line)
    return [(who, min(on), len(on)) for who, on in lines.items()]


class _Planning:
    """Times away beside those that are known."""

    def __init__(self, moment: Moment, known: Mapping[str, list[Absence]]) -> None:
        self._moment, self._known = moment, known
        self.new: list[Absence] = []
        self.gone: list[str] = []
        self.news: list[tuple[Person, Free]] = []
        self.called_off: list[tuple[Person, Free]] = []
        self.known_already = 0

    def take(self, person: Person, free: Free, *, cancelled: bool) -> None:
        """Plan one time away, or that it was called off."""
        known = self._known[person.id]
        if free.days[1] < local_day(self._moment.at, person.time_zone):
            return
        if cancelled:
            same = [one for one in known if _free(one) == free]
            for one in same:
                known.remove(one)
                self.gone.append(one.id)
            if same:
                self.called_off.append((person, free))
        elif any(_covers(one, free) for one in known):
            self.known_already += 1
        else:
            new = Absence(
                id=self._moment.id(),
                workspace_id=person.workspace_id,
                person_id=person.id,
                first_day=free.days[0],
                last_day=free.days[1],
                said_at=self._moment.at,
                begins_at=free.hours[0],
                ends_at=free.hours[1],
            )
            known.append(new)
            self.new.append(new)
            self.news.append((person, free))


def _free(one: Absence) -> Free:
    return Free((one.first_day, one.last_day), (one.begins_at, one.ends_at))


def _covers(one: Absence, free: Free) -> bool:
    days = one.first_day <= free.days[0] and free.days[1] <= one.last_day
    return days and one.begins_at <= free.hours[0] and free.hours[1] <= one.ends_at


def keep(moment: Moment, store: Store, workspace_id: str, planned: Plan) -> None:
    """Write what was planned, and when each of those people is asked next."""
    touched = {person.id: person for person, _ in (*planned.difference.new, *planned.difference.gone)}
    for person in touched.values():
        unasked.settle(moment, store, person)
    written = {one.id for one in planned.new}
    store.keep(*(one for one in planned.new if one.id not in planned.gone))
    store.forget(Absence, [id for id in planned.gone if id not in written])
    if not touched:
        return
    away: dict[str, list[Absence]] = {}
    for one in absences.of_people(store, workspace_id, sorted(touched), moment.at.date() - DAY):
        away.setdefault(one.person_id, []).append(one)
    teams = people.teams_by_person(store, workspace_id, sorted(touched))
    for person in touched.values():
        if person.next_due_at is not None:
            rhythm = rhythm_of(person, away.get(person.id, ()), teams[person.id])
            store.change(person, next_due_at=due_again(rhythm, planned_for(person), moment.at))
        today = local_day(moment.at, person.time_zone)
        deliveries.amend(store, workspace_id, snoozed(person.id, today))
        digests.changed(store, workspace_id, [team.id for team in teams[person.id]], today)


def take_in(moment: Moment, store: Store, workspace_id: str, source: bytes, file: str) -> Difference:
    """Take a file in. Raises ScoreProblems; nothing is kept then."""
    planned = plan(moment, store, workspace_id, source, file)
    keep(moment, store, workspace_id, planned)
    return planned.difference
