"""Days away as another system hands them out: a table (CSV) or a calendar (iCalendar, RFC 5545).

Only who, when and whether it was called off is read. Titles, descriptions and places are not even looked at: why
somebody is away is not kept. Events are read one by one, without the zones that a calendar brings along: a zone goes by
its name, so that a hostile one has no rules to run, and each problem has the line of its event. An event is known
again by a digest of its UID: the UID itself may hold names of people and machines.
"""

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from itertools import islice
from typing import Any

from icalendar import Event

from score.absence import AFTERNOON, ALL_DAY, MORNING
from score.cadence import DAY, Free, zone
from score.hours import Hours, window
from score.outline import Scalar, Spot, decode, lines_of, normal
from score.problems import Gathering, Kind
from score.recurrence import Rule, occurrences, rule_of
from score.sheet import rows
from storage.tables import A_DAY_OF_MINUTES

EVENTS = 5_000
"""Events or rows in one file at most."""

TIMES = 20_000
"""Times away that one file can mean at most: each occurrence of an event, for each of those it names."""

LONGEST = 1_100
"""Days of one time away at most."""

AHEAD = timedelta(days=400)
"""How far ahead events that recur are followed: as far as we look for somebody's next day."""

USUAL, ALL_DAY_FROM = (8 * 60, 18 * 60), 7 * 60
"""Hours in which most people work, and how many minutes of them make all of a day: what is left is no working day."""

FIRST_YEAR, LAST_YEAR = 1970, 2100

COLUMNS = ("handle", "email", "first", "last", "part")
_HALVES: Mapping[str, Hours] = {"": ALL_DAY, "all": ALL_DAY, "morning": MORNING, "afternoon": AFTERNOON}
_READ = re.compile(
    r"(DTSTART|DTEND|DURATION|RRULE|RDATE|EXDATE|EXRULE|ATTENDEE|ORGANIZER|STATUS|UID|RECURRENCE-ID)[;:]", re.IGNORECASE
)
_ONCE: Mapping[str, type] = {
    "DTSTART": date,
    "DTEND": date,
    "DURATION": timedelta,
    "RRULE": dict,
    "RECURRENCE-ID": date,
    "UID": str,
}
"""What an event says once at most, and as what it is read; a file can claim that it is something else (VALUE=...)."""

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


class Fault(StrEnum):
    """What can be wrong with a file of days away beside what can be wrong with any file; two phrases each."""

    NOT_A_CALENDAR = "not-a-calendar"
    BAD_EVENT = "bad-event"
    NO_START = "no-start"
    UNKNOWN_ZONE = "unknown-zone"
    RULE_NOT_READ = "rule-not-read"
    NAMES_NOBODY = "names-nobody"
    AWAY_TOO_LONG = "away-too-long"
    AWAY_BACKWARDS = "away-backwards"
    BAD_PART = "bad-part"


@dataclass(frozen=True)
class Time:
    """One time away of one person, who goes by a handle or an e-mail address.

    From `begins` up to `ends`, which is not in it: days, or instants; without a zone they are the person's own. `event`
    is what its event is known again by, where it is, and `occurrence` the day that this time of it is of, also after it
    was moved.
    """

    who: str
    begins: date
    ends: date
    cancelled: bool
    line: int
    event: str | None = None
    occurrence: date | None = None

    def free(self, time_zone: str) -> list[Free]:
        """The days and hours of it where the person lives."""
        if not isinstance(self.begins, datetime) or not isinstance(self.ends, datetime):
            return [Free((self.begins, self.ends - DAY))]
        begins, ends = (_wall(at, time_zone) for at in (self.begins, self.ends))
        days: list[Free] = []
        for day in (begins.date() + n * DAY for n in range((ends.date() - begins.date()).days + 1)):
            first = _minute(begins) if day == begins.date() else 0
            hours = first, _end(ends) if day == ends.date() else A_DAY_OF_MINUTES
            if hours[0] >= hours[1]:
                continue
            whole = min(hours[1], USUAL[1]) - max(hours[0], USUAL[0]) >= ALL_DAY_FROM
            before = days[-1] if days else None
            if whole and before and before.hours == ALL_DAY and before.days[1] + DAY == day:
                days[-1] = Free((before.days[0], day))
            else:
                days.append(Free((day, day), ALL_DAY if whole else hours))
        return days


def _wall(at: datetime, time_zone: str) -> datetime:
    return at if at.tzinfo is None else at.astimezone(zone(time_zone)).replace(tzinfo=None)


def _minute(at: datetime) -> int:
    return at.hour * 60 + at.minute


def _end(at: datetime) -> int:
    return _minute(at) + (at.second > 0)


@dataclass(frozen=True)
class Scope:
    """Of what a file says all there is: an event or, with `occurrence`, one time of it; for everybody, or for `whom`.

    What is known of that and is not among the times of the file does not hold any more.
    """

    event: str
    occurrence: date | None = None
    whom: frozenset[str] | None = None


@dataclass(frozen=True)
class Leave:
    """What a file holds: times away, and of which events it says all there is, those without any time among them."""

    times: Sequence[Time]
    scopes: Sequence[Scope] = ()


def read(source: bytes, file: str, today: date) -> Leave:
    """The times away that `source` holds, in the order of the file: `today` and later, as far as they recur.

    A file whose name ends in `.ics` is a calendar, any other one a table. Raises ScoreProblems with all that is wrong.
    """
    problems = Gathering(file)
    text = decode(source, problems)
    times: list[Time] = []
    calendar = _Calendar(problems, today) if file.casefold().endswith(".ics") else None
    if text is not None:
        times = list(islice(calendar.read(text) if calendar else _table(text, problems), TIMES + 1))
        if len(times) > TIMES:
            problems.add(Kind.TOO_MANY, Spot(times[-1].line, 1), wanted=TIMES)
    problems.refuse_any(text or "")
    return Leave(times, calendar.scopes if calendar else ())


# Tables


def _table(text: str, problems: Gathering) -> Iterator[Time]:
    table = rows(text, problems)
    head = next(table, None)
    if head is None:
        problems.add(Kind.EMPTY_FILE, Spot(1, 1))
        return
    names = [normal(cell.words.strip()) for cell in head]
    if not _headed(head, names, problems):
        return
    for number, row in enumerate(table):
        if number == EVENTS:
            problems.add(Kind.TOO_MANY, row[0], wanted=EVENTS)
            return
        cells = dict(zip(names, row, strict=False))
        if found := _row(cells, row[0], problems):
            yield found


def _headed(head: Sequence[Scalar], names: Sequence[str], problems: Gathering) -> bool:
    before = problems.count
    for cell, name in zip(head, names, strict=True):
        if name not in COLUMNS:
            problems.add(Kind.UNKNOWN_KEY, cell, name, found=name, wanted=COLUMNS, near=COLUMNS)
    for needed in ({"handle", "email"}, {"first"}):
        if not needed & set(names):
            problems.add(Kind.MISSING, head[0], wanted=sorted(needed)[-1])
    return problems.count == before


def _row(cells: Mapping[str, Scalar], at: Scalar, problems: Gathering) -> Time | None:
    said = {name: cell.words.strip() for name, cell in cells.items()}
    who = said.get("handle") or said.get("email") or ""
    first, last = said.get("first", ""), said.get("last", "")
    part = said.get("part", "").casefold()
    hours = _HALVES.get(part) or window(part)
    wrong = problems.count
    if not who:
        problems.add(Fault.NAMES_NOBODY, at)
    for name, said_day in (("first", first), ("last", last)):
        if _date(said_day) is None and (said_day or name == "first"):
            problems.add(Kind.BAD_DATE, cells.get(name, at), name, found=said_day)
    if hours is None:
        problems.add(Fault.BAD_PART, cells["part"], "part", found=part)
    begins, ends = _date(first), _date(last or first)
    if begins and ends and not _possible(begins, ends + DAY, at, problems):
        return None
    if problems.count > wrong or begins is None or ends is None or hours is None:
        return None
    if hours == ALL_DAY:
        return Time(normal(who), begins, ends + DAY, False, at.line)
    return HalfTime(normal(who), begins, ends + DAY, False, at.line, hours=hours)


@dataclass(frozen=True)
class HalfTime(Time):
    """The same in some hours of each day."""

    hours: Hours = ALL_DAY

    def free(self, time_zone: str) -> list[Free]:
        """The days and hours of it, which are the same wherever the person lives."""
        return [Free((self.begins, self.ends - DAY), self.hours)]


def _date(said: str) -> date | None:
    try:
        return date.fromisoformat(said) if _DAY.fullmatch(said) else None
    except ValueError:
        return None


def _possible(begins: date, ends: date, at: Any, problems: Gathering) -> bool:
    first, last = (one.date() if isinstance(one, datetime) else one for one in (begins, ends))
    if last < first or (last == first and not isinstance(begins, datetime)):
        problems.add(Fault.AWAY_BACKWARDS, at, found=str(begins), wanted=str(ends))
        return False
    if (last - first).days > LONGEST:
        problems.add(Fault.AWAY_TOO_LONG, at, found=(last - first).days, wanted=LONGEST)
        return False
    return True


# Calendars


@dataclass(frozen=True)
class _Block:
    """The lines of one event that are read, the line on which it begins, and what its calendar is sent for."""

    lines: Sequence[str]
    line: int
    method: str


class _Walk:
    """The lines of a calendar, one after the other: what they stand in, and what of an event is read."""

    def __init__(self) -> None:
        self.within: list[str] = []
        self.any_calendar = False
        self._kept: list[str] = []
        self._begins, self._folds, self._method = 0, False, ""

    def fold(self, more: str) -> None:
        """A line that goes on with the one before."""
        if self._folds:
            self._kept[-1] += more

    def take(self, number: int, line: str) -> _Block | None:
        """A line of its own; an event, when it ends with it."""
        name, _, said = line.partition(":")
        name, said = name.strip().upper(), said.strip().upper()
        self._folds = self.within[-1:] == ["VEVENT"] and _READ.match(line) is not None
        if self._folds:
            self._kept.append(line)
        elif name == "BEGIN":
            self._open(said, number)
        elif name == "END":
            ends, self.within = self.within[-1:], self.within[:-1]
            return _Block(self._kept, self._begins, self._method) if ends == ["VEVENT"] == [said] else None
        elif name == "METHOD" and self.within[-1:] == ["VCALENDAR"]:
            self._method = said
        return None

    def _open(self, kind: str, number: int) -> None:
        if kind == "VCALENDAR":
            self.any_calendar, self._method = True, ""
        self.within.append(kind)
        if kind == "VEVENT":
            self._kept, self._begins = [], number


class _Calendar:
    """One calendar, event by event."""

    def __init__(self, problems: Gathering, today: date) -> None:
        self._problems, self._today = problems, today
        self.scopes: list[Scope] = []

    def read(self, text: str) -> Iterator[Time]:
        """Each time that it means; what is wrong is gathered."""
        blocks = list(islice(self._blocks(text), EVENTS + 1))
        if len(blocks) > EVENTS:
            self._problems.add(Kind.TOO_MANY, Spot(blocks[-1].line, 1), wanted=EVENTS)
            return
        events = [(block, event) for block in blocks if (event := self._event(block)) is not None]
        scopes = (_scope(event, block.method) for block, event in events)
        self.scopes = list(dict.fromkeys(one for one in scopes if one))
        replaced: dict[str, set[date]] = {}
        for _, event in events:
            if (moved := _moved(event)) is not None:
                replaced.setdefault(str(event.get("UID", "")), set()).add(moved)
        for block, event in events:
            skips = replaced.get(str(event.get("UID", "")), set()) if "RECURRENCE-ID" not in event else set()
            yield from self._times(event, block, skips)

    def _blocks(self, text: str) -> Iterator[_Block]:
        walk = _Walk()
        for number, line in enumerate(lines_of(text), 1):
            if line[:1] in (" ", "\t"):
                walk.fold(line[1:])
            elif (found := walk.take(number, line)) is not None:
                yield found
        if not walk.any_calendar or walk.within:
            self._problems.add(Fault.NOT_A_CALENDAR, Spot(1, 1))

    def _event(self, block: _Block) -> Event | None:
        at = Spot(block.line, 1)
        try:
            event: Any = Event.from_ical("\r\n".join(["BEGIN:VEVENT", *block.lines, "END:VEVENT", ""]))
            broken = [f"{name}: {why}" for name, why in event.errors]
            strange = [name for name, sort in _ONCE.items() if name in event and not _is_one(event[name], sort)]
        except (ValueError, OverflowError, LookupError, TypeError, AttributeError) as problem:
            self._problems.add(Fault.BAD_EVENT, at, found=str(problem))
            return None
        if broken or strange:
            self._problems.add(Fault.BAD_EVENT, at, found="; ".join([*broken, *strange]))
            return None
        if event.get("DTSTART") is None:
            self._problems.add(Fault.NO_START, at)
            return None
        found: Event = event
        return found if self._zones_known(event, at) else None

    def _zones_known(self, event: Any, at: Spot) -> bool:
        """Whether the zone of each time is one that we know: where it is not, the library leaves the time without."""
        for name in ("DTSTART", "DTEND", "RECURRENCE-ID"):
            said = event.get(name)
            named = str(said.params.get("TZID", "")) if said is not None else ""
            if named and isinstance(said.dt, datetime) and said.dt.tzinfo is None:
                self._problems.add(Fault.UNKNOWN_ZONE, at, found=named)
                return False
        return True

    def _times(self, event: Any, block: _Block, skips: set[date]) -> Iterator[Time]:
        at, known_by = Spot(block.line, 1), _known_by(event)
        people, span = _people(event), _span(event)
        cancelled = block.method == "CANCEL" or str(event.get("STATUS", "")).upper() == "CANCELLED"
        # Who is called off by the event itself need not be named, and who declined is.
        if not _named(event) and not (cancelled and known_by):
            self._problems.add(Fault.NAMES_NOBODY, at)
        if span is None:
            self._problems.add(Fault.BAD_EVENT, at, found="DTSTART, DTEND, DURATION")
        if span is None or not _possible(*span, at, self._problems):
            return
        begins, ends = span
        length, moved = ends - begins, _moved(event)
        for start in self._starts(event, begins, at, skips):
            if _day_of(start + length) >= self._today:
                of = (moved or _day_of(start)) if known_by else None
                once = Time("", start, start + length, cancelled, at.line, known_by, of)
                yield from (replace(once, who=who) for who in people)

    def _starts(self, event: Any, begins: date, at: Spot, skips: set[date]) -> Iterable[date]:
        """When an event begins, each time that it does."""
        if "EXRULE" in event:
            self._problems.add(Fault.RULE_NOT_READ, at, found="EXRULE")
            return ()
        more, without = ([one.dt for one in _listed(event, name)] for name in ("RDATE", "EXDATE"))
        if not all(isinstance(one, date) and _naive(one) is _naive(begins) for one in more):
            self._problems.add(Fault.RULE_NOT_READ, at, found="RDATE")
            return ()
        if not all(isinstance(one, date) for one in without):
            self._problems.add(Fault.RULE_NOT_READ, at, found="EXDATE")
            return ()
        said = event.get("RRULE")
        rule: Rule | None = rule_of(said, begins) if said is not None else None
        if said is not None and rule is None:
            self._problems.add(Fault.RULE_NOT_READ, at, found=_written(said))
            return ()
        skips = {_day_of(one) for one in without} | skips
        until = self._today + AHEAD
        days = occurrences(rule, _day_of(begins), until) if rule else [_day_of(begins)]
        starts = [_on(begins, day) for day in days] + [one for one in more if _day_of(one) <= until]
        return sorted(one for one in dict.fromkeys(starts) if _day_of(one) not in skips)


def _is_one(said: Any, sort: type) -> bool:
    return isinstance(getattr(said, "dt", said), sort)


def _written(rule: Any) -> str:
    try:
        return str(rule.to_ical().decode())
    except TypeError:
        # It reads an hour without its day, and cannot write it.
        return "UNTIL"


def _naive(at: date) -> bool | None:
    return at.tzinfo is None if isinstance(at, datetime) else None


def _day_of(at: date) -> date:
    return at.date() if isinstance(at, datetime) else at


def _on(begins: date, day: date) -> date:
    """The same hour on another day."""
    return datetime.combine(day, begins.timetz()) if isinstance(begins, datetime) else day


def _span(event: Any) -> tuple[date, date] | None:
    """When an event begins and ends; None where that cannot be: two sorts of times, or years that nobody plans."""
    begins = event["DTSTART"].dt
    try:
        ends = _ends(event, begins)
    except OverflowError:
        return None
    planned = all(FIRST_YEAR <= one.year <= LAST_YEAR for one in (begins, ends))
    alike = type(begins) is type(ends) and _naive(begins) is _naive(ends)
    return (begins, ends) if planned and alike else None


def _ends(event: Any, begins: date) -> date:
    if (said := event.get("DTEND")) is not None:
        ends: date = said.dt
        return begins + DAY if ends == begins and not isinstance(begins, datetime) else ends
    if (length := event.get("DURATION")) is not None:
        after: date = begins + length.dt
        return after
    # RFC 5545, 3.6.1: without an end a day lasts that day, and an instant no time at all.
    return begins if isinstance(begins, datetime) else begins + DAY


def _listed(event: Any, name: str) -> Iterator[Any]:
    said = event.get(name)
    for one in said if isinstance(said, list) else [said] if said is not None else []:
        yield from one.dts


def _known_by(event: Any) -> str | None:
    """What an event is known again by; None for one that does not say."""
    uid = str(event.get("UID", "")).strip()
    return hashlib.sha256(uid.encode()).hexdigest()[:32] if uid else None


def _moved(event: Any) -> date | None:
    """The day of the occurrence that an event takes the place of, where it was to begin; None for one of its own."""
    if (said := event.get("RECURRENCE-ID")) is None:
        return None
    begins, was = event["DTSTART"].dt, said.dt
    # Before the first year and after the last there is no other zone.
    if _naive(begins) is False and _naive(was) is False and FIRST_YEAR <= was.year <= LAST_YEAR:
        was = was.astimezone(begins.tzinfo)
    return _day_of(was)


def _scope(event: Any, method: str) -> Scope | None:
    """Of what an event says all there is, in a calendar that is sent for that (RFC 5546, 3.2); None for nothing."""
    known_by = _known_by(event)
    if known_by is None:
        return None
    if method in ("", "PUBLISH", "REQUEST"):
        whom = None
    elif method == "CANCEL":
        # Whom it names are taken off, and the others stay; naming nobody, it calls the event off.
        whom = frozenset(_addresses(_attendees(event))) or None
    elif method == "REPLY":
        # Who answers says nothing of the others, and need not say when it is.
        whom = frozenset(_addresses(one for one in _attendees(event) if _declined(one)))
    else:
        return None
    return Scope(known_by, _moved(event), whom)


def _attendees(event: Any) -> list[Any]:
    said = event.get("ATTENDEE", [])
    return said if isinstance(said, list) else [said]


def _declined(attendee: Any) -> bool:
    return str(attendee.params.get("PARTSTAT", "")).upper() == "DECLINED"


def _organises(event: Any) -> list[Any]:
    return [event["ORGANIZER"]] if "ORGANIZER" in event else []


def _named(event: Any) -> list[str]:
    """All whom an event names, by their e-mail addresses, whether they take part or not."""
    return _addresses(_attendees(event) or _organises(event))


def _people(event: Any) -> list[str]:
    """The addresses of those who take part and have not declined; without any attendee, of who organises it."""
    attend = _attendees(event)
    return _addresses([one for one in attend if not _declined(one)] if attend else _organises(event))


def _addresses(said: Iterable[Any]) -> list[str]:
    found = (normal(re.sub("^mailto:", "", str(one).strip(), flags=re.IGNORECASE)) for one in said)
    return list(dict.fromkeys(one for one in found if "@" in one))
