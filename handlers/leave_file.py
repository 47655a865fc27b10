"""Days away taken in from a file of another system: read first, then kept at once or not at all.

What a calendar says of an event takes the place of what was taken in of it before, for whoever is or was in it. What
somebody said, or a table, is of no event: no event takes it back.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from handlers import unasked
from handlers.turn import Moment, snoozed
from handlers.views.leave import Difference
from score.cadence import DAY, Free, due_again, local_day, planned_for, rhythm_of
from score.leave_file import Leave, Scope, Time, read
from score.outline import normal
from storage import absences, deliveries, digests, people
from storage.store import Store
from storage.tables import Absence, Person


@dataclass(frozen=True)
class Plan:
    """All that taking a file in writes. What is `changed` has another last day, or is of another occurrence."""

    difference: Difference
    new: Sequence[Absence]
    changed: Sequence[Absence]
    gone: Sequence[str]


def plan(moment: Moment, store: Store, workspace_id: str, source: bytes, file: str) -> Plan:
    """What a file of days away would change; nothing is kept. Times that are over are left out.

    Raises ScoreProblems with all that is wrong with the file.
    """
    since = moment.at.date() - DAY
    leave = read(source, file, since)
    here = people.everybody(store, workspace_id)
    by_name = _by_name(here)
    planning = _Planning(moment, here, _known(store, workspace_id, leave, by_name, since))
    for one in leave.times:
        if one.who in by_name:
            planning.take(by_name[one.who], one)
    for scope in leave.scopes:
        planning.hold_to(scope, by_name)
    return planning.plan(_strangers(leave.times, by_name))


def _known(
    store: Store, workspace_id: str, leave: Leave, by_name: Mapping[str, Person], since: date
) -> Iterable[Absence]:
    """What is known of those whom the file names, and of its events, whoever was in them."""
    named = sorted({by_name[one.who].id for one in leave.times if one.who in by_name})
    events = sorted({one.event for one in leave.scopes})
    known = absences.of_people(store, workspace_id, named, since) if named else []
    more = absences.of_events(store, workspace_id, events, since) if events else []
    return {one.id: one for one in (*known, *more)}.values()


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

    def __init__(self, moment: Moment, here: Sequence[Person], known: Iterable[Absence]) -> None:
        self._moment = moment
        self._here = {person.id: person for person in here}
        self._today = {person.id: local_day(moment.at, person.time_zone) for person in here}
        self._said: dict[str, list[Absence]] = {}
        self._of_event: dict[tuple[str, str], list[Absence]] = {}
        for one in known:
            if one.event is None:
                self._said.setdefault(one.person_id, []).append(one)
            else:
                self._of_event.setdefault((one.event, one.person_id), []).append(one)
        self._meant: dict[tuple[str, str], dict[tuple[Free, date | None], None]] = {}
        self._told: set[tuple[str, date | None, str | None]] = set()
        self._new: dict[str, tuple[Person, Absence]] = {}
        self._changed: list[Absence] = []
        self._gone: list[str] = []
        self._called_off: list[tuple[Person, Free]] = []
        self._moved: list[tuple[Person, Free, Free]] = []
        self._known_already = 0

    def take(self, person: Person, time: Time) -> None:
        """Plan one time away, or that it was called off. Those of events wait until all of them are known."""
        meant = None if time.event is None else self._meant.setdefault((time.event, person.id), {})
        for free in time.free(person.time_zone):
            if free.days[1] < self._today[person.id]:
                continue
            if meant is None:
                self._take_said(person, free, cancelled=time.cancelled)
            elif time.cancelled:
                meant.pop((free, time.occurrence), None)
            else:
                meant[free, time.occurrence] = None

    def _take_said(self, person: Person, free: Free, *, cancelled: bool) -> None:
        said = self._said.setdefault(person.id, [])
        if cancelled:
            same = [one for one in said if _free(one) == free]
            stood = [one.id for one in same if self._new.pop(one.id, None) is None]
            said[:] = [one for one in said if _free(one) != free]
            self._gone += stood
            self._called_off += [(person, free)] if stood else []
        elif any(_covers(one, free) for one in said):
            self._known_already += 1
        else:
            said.append(self._keep(person, free))

    def hold_to(self, scope: Scope, by_name: Mapping[str, Person]) -> None:
        """Plan that nothing else holds of what the file says all there is of."""
        whom = [None] if scope.whom is None else [by_name[who].id for who in scope.whom if who in by_name]
        self._told |= {(scope.event, scope.occurrence, who) for who in whom}

    def _is_told(self, one: Absence) -> bool:
        """Whether the file says all there is of its event, or of this time of it: for everybody, or for its person."""
        told = ((one.event, of, who) for of in (None, one.occurrence) for who in (None, one.person_id))
        return any(each in self._told for each in told)

    def plan(self, strangers: Sequence[tuple[str, int, int]]) -> Plan:
        """All that was planned, beside the names that nobody goes by."""
        said = [(person, _free(one)) for person, one in self._new.values()]
        news = [one for event, id in dict.fromkeys([*self._meant, *self._of_event]) for one in self._follow(event, id)]
        difference = Difference([*said, *news], self._called_off, strangers, self._known_already, self._moved)
        return Plan(difference, [one for _, one in self._new.values()], self._changed, self._gone)

    def _follow(self, event: str, person_id: str) -> Sequence[tuple[Person, Free]]:
        """Plan what becomes of one person's times by one event; gives those that take the place of none.

        What is over stays as it is known: they were away then.
        """
        person = self._here.get(person_id)
        if person is None:
            return ()
        today = self._today[person_id]
        wanted: dict[Free, dict[date | None, Free]] = {}
        for free, of in self._meant.get((event, person_id), ()):
            wanted.setdefault(_from(today, free), {})[of] = free
        known = [one for one in self._of_event.get((event, person_id), ()) if one.last_day >= today]
        over = []
        for one in known:
            # Several: two times of an event may have been moved to the same day.
            is_told, same = self._is_told(one), wanted.get(_from(today, _free(one)), {})
            if one.occurrence in same or (is_told and same):
                of = one.occurrence if one.occurrence in same else next(iter(same))
                del same[of]
                self._change(one, one.last_day, of)
                self._known_already += 1
            elif is_told:
                over.append(one)
        new: list[tuple[Free, date | None]] = []
        for now, those in wanted.items():
            if any(_covers(one, now) for one in self._said.get(person_id, ())):
                self._known_already += len(those)
            else:
                new += [(now if known else free, of) for of, free in those.items()]
        return self._replace(person, event, over, new)

    def _replace(
        self, person: Person, event: str, over: Sequence[Absence], new: Sequence[tuple[Free, date | None]]
    ) -> Sequence[tuple[Person, Free]]:
        """Plan that some of an event's times hold no more, and others do: where these are as many, they were moved."""
        today, rest = self._today[person.id], sorted(new, key=lambda one: (one[0].days, one[0].hours))
        were: list[Free] = []
        for one in over:
            was = _free(one)
            has_begun = one.first_day < today
            on = next((that for that in rest if _goes_on(one, that[0], today)), None) if has_begun else None
            if on is not None:
                rest.remove(on)
                self._change(one, on[0].days[1], on[1])
                self._moved.append((person, was, _free(one)))
                continue
            were.append(_from(today, was))
            if has_begun:
                self._change(one, today - DAY, one.occurrence)
            else:
                self._gone.append(one.id)
        news = [_free(self._keep(person, free, event, of)) for free, of in rest]
        if len(were) == len(news):
            self._moved += [(person, was, now) for was, now in zip(were, news, strict=True)]
            return ()
        self._called_off += [(person, was) for was in were]
        return [(person, now) for now in news]

    def _change(self, one: Absence, last_day: date, occurrence: date | None) -> None:
        if (one.last_day, one.occurrence) != (last_day, occurrence):
            one.last_day, one.occurrence = last_day, occurrence
            self._changed.append(one)

    def _keep(self, person: Person, free: Free, event: str | None = None, occurrence: date | None = None) -> Absence:
        new = Absence(
            id=self._moment.id(),
            workspace_id=person.workspace_id,
            person_id=person.id,
            first_day=free.days[0],
            last_day=free.days[1],
            said_at=self._moment.at,
            begins_at=free.hours[0],
            ends_at=free.hours[1],
            event=event,
            occurrence=occurrence,
        )
        self._new[new.id] = person, new
        return new


def _from(today: date, free: Free) -> Free:
    """What is left of it."""
    return Free((max(today, free.days[0]), free.days[1]), free.hours)


def _goes_on(one: Absence, free: Free, today: date) -> bool:
    """Whether somebody who is away goes on to be, in the same hours, and only until when is another day now."""
    return free.days[0] == today and (one.begins_at, one.ends_at) == free.hours


def _free(one: Absence) -> Free:
    return Free((one.first_day, one.last_day), (one.begins_at, one.ends_at))


def _covers(one: Absence, free: Free) -> bool:
    days = one.first_day <= free.days[0] and free.days[1] <= one.last_day
    return days and one.begins_at <= free.hours[0] and free.hours[1] <= one.ends_at


def keep(moment: Moment, store: Store, workspace_id: str, planned: Plan) -> None:
    """Write what was planned, and when each of those people is asked next."""
    difference = planned.difference
    changed = [*difference.new, *difference.gone, *((person, now) for person, _, now in difference.moved)]
    touched = {person.id: person for person, _ in changed}
    for person in touched.values():
        unasked.settle(moment, store, person)
    store.keep(*planned.new)
    store.change_all(planned.changed, "last_day", "occurrence")
    store.forget(Absence, planned.gone)
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
