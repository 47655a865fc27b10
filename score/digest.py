"""What a team's days add up to.

Alignment is the tasks tied to a line over all tasks; whirlwind is the rest. Participation is the due check-ins that
were handed in over those that were due; who waived the day or is away is not due. A line counts what is tied to it
and nothing that serves it. Numbers describe work: nothing here knows who did not answer.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from types import MappingProxyType

from score.cadence import working_days_between
from storage.tables import CheckInState, LineKind, LineState, TieState, Wording

FEWEST = 5
"""People due below whom there are no shares: of fewer, a share says something about one of them."""

QUIET_AFTER = 5
"""Working days after which a line that nobody works on is mentioned."""

ANSWER_HOLDS = timedelta(days=14)
"""How long nobody is asked again about an untouched line that the team has answered for."""

LOOK_BACK = timedelta(days=84)
"""How far back it is looked for when a line was last worked on: twelve weeks, a season."""

DueDays = Sequence[tuple[date, str, CheckInState | None]]
"""Local day, person, and what came of it."""

Work = Sequence[tuple[date, str | None, TieState | None, int]]
"""Local day, line, how sure the ties are, and how many tasks."""


@dataclass(frozen=True)
class Span:
    """The local days that are added up, both included, for a team that works on `working_days` (bit 0 is Monday)."""

    first: date
    last: date
    working_days: int = 0b0011111
    allowance: float | None = None

    @property
    def week_before(self) -> tuple[date, date]:
        """Monday and Sunday of the ISO week before the one in which these days end."""
        monday = self.last - timedelta(days=self.last.weekday())
        return monday - timedelta(days=7), monday - timedelta(days=1)


@dataclass(frozen=True)
class Stuck:
    """One blocker that the team was told of: which, who raised it and for which day, and which line it holds up."""

    id: str
    person_id: str
    raised: date
    line_id: str | None = None
    cleared: bool = False
    age: int = 0
    """Working days since it was raised, 0 on the day itself."""


@dataclass(frozen=True)
class Played:
    """One day of the staff: tasks by line, and whirlwind."""

    day: date
    by_line: Mapping[str, int]
    whirlwind: int


@dataclass(frozen=True)
class Counts:
    """Tasks of some days, and how many of them were tied; of the others, how many still wait for a word on their line.

    Those count as whirlwind until it is said.
    """

    tasks: int
    tied: int
    undecided: int = 0

    @property
    def whirlwind(self) -> int:
        """Tasks tied to no line."""
        return self.tasks - self.tied

    @property
    def alignment(self) -> float | None:
        """The share of tasks that are tied, from 0.0 to 1.0; None without tasks."""
        return self.tied / self.tasks if self.tasks else None


@dataclass(frozen=True)
class Summary:
    """What a team's day or week adds up to. Shares run from 0.0 to 1.0 and are None where there are too few."""

    span: Span
    due: int
    took_part: int
    people_due: int
    counts: Counts
    confirmed: int
    by_line: Sequence[tuple[str, int]]
    days: Sequence[Played]
    before: Counts
    enough_before: bool
    untouched: Sequence[tuple[str, int]]
    stuck: Sequence[Stuck]
    cleared: Sequence[Stuck]
    wins: int

    @property
    def enough(self) -> bool:
        """Whether enough people were due for shares to be told."""
        return self.people_due >= FEWEST

    @property
    def participation(self) -> float | None:
        """The share of due check-ins that were handed in."""
        return self.took_part / self.due if self.enough and self.due else None

    @property
    def alignment(self) -> float | None:
        """The share of tasks that are tied to a line."""
        return self.counts.alignment if self.enough else None

    @property
    def whirlwind_share(self) -> float | None:
        """The share of tasks that are tied to none."""
        return None if self.alignment is None else self.counts.whirlwind / self.counts.tasks

    @property
    def above(self) -> float | None:
        """By how much the whirlwind was more than the team agreed on; 0.0 or less is inside it."""
        if self.whirlwind_share is None or self.span.allowance is None:
            return None
        return self.whirlwind_share - self.span.allowance

    @property
    def second_week(self) -> bool:
        """Whether the whirlwind was more than agreed in these days and in the week before."""
        before = self.before.alignment if self.enough_before else None
        agreed = self.span.allowance
        return (self.above or 0.0) > 0 and agreed is not None and before is not None and 1 - before > agreed

    @property
    def trend(self) -> float | None:
        """By how much the alignment is more than in the week before; None where one of the two is not told."""
        before = self.before.alignment if self.enough_before else None
        return None if self.alignment is None or before is None else self.alignment - before

    @property
    def nothing_to_say(self) -> bool:
        """Whether there was no work, and nothing is stuck, was cleared, was won or waits."""
        return not (self.counts.tasks or self.stuck or self.cleared or self.wins or self.untouched)


def add_up(
    span: Span,
    due: DueDays,
    work: Work,
    *,
    lines: Mapping[str, date] = MappingProxyType({}),
    long: Collection[str] = frozenset(),
    stuck: Sequence[Stuck] = (),
    wins: int = 0,
    away: Collection[tuple[str, date]] = frozenset(),
) -> Summary:
    """Add up the days of `span`.

    `due` and `work` may hold other days too: those of the week before make the trend, and all up to the last day of
    the span say when a line was last worked on. `lines` are those of the team's part, each with the local day since
    which it could have been worked on; `long` are those of them that are mentioned once a month. `away` are
    people and days on which they were away: nobody waits for them.
    """
    expected = [
        (day, person, state)
        for day, person, state in due
        if state is not CheckInState.NOT_TODAY and (person, day) not in away
    ]
    now = [one for one in expected if span.first <= one[0] <= span.last]
    first_before, last_before = span.week_before
    people_before = {person for day, person, _ in expected if first_before <= day <= last_before}
    within = _between(work, span.first, span.last)
    by_line = _by_line(within)
    return Summary(
        span=span,
        due=len(now),
        took_part=sum(state is CheckInState.HANDED_IN for _, _, state in now),
        people_due=len({person for _, person, _ in now}),
        counts=_counts(within),
        confirmed=sum(n for _, _, state, n in within if state in (TieState.CONFIRMED, TieState.CHOSEN)),
        by_line=sorted(by_line.items(), key=lambda one: (-one[1], one[0])),
        days=_played(span, within),
        before=_counts(_between(work, first_before, last_before)),
        enough_before=len(people_before) >= FEWEST,
        untouched=_untouched(span, work, lines, long),
        stuck=[_aged(span, one) for one in stuck if not one.cleared],
        cleared=[_aged(span, one) for one in stuck if one.cleared],
        wins=wins,
    )


def _between(work: Work, first: date, last: date) -> Work:
    return [one for one in work if first <= one[0] <= last]


def _tied(state: TieState | None) -> bool:
    return state is not None and state.counts


def _counts(work: Work) -> Counts:
    return Counts(
        sum(n for *_, n in work),
        sum(n for _, _, state, n in work if _tied(state)),
        sum(n for _, _, state, n in work if state is TieState.UNSURE),
    )


def _by_line(work: Work) -> Counter[str]:
    counts: Counter[str] = Counter()
    for _, line, state, n in work:
        if line is not None and _tied(state):
            counts[line] += n
    return counts


def _played(span: Span, work: Work) -> list[Played]:
    """Every working day of the span, and others on which somebody worked."""
    days = [span.first + timedelta(days=n) for n in range((span.last - span.first).days + 1)]
    worked = {day for day, *_ in work}
    shown = [day for day in days if day in worked or span.working_days >> day.weekday() & 1]
    found = {day: _between(work, day, day) for day in shown}
    return [Played(day, _by_line(of_day), _counts(of_day).whirlwind) for day, of_day in found.items()]


def _untouched(span: Span, work: Work, lines: Mapping[str, date], long: Collection[str]) -> list[tuple[str, int]]:
    """Lines that nothing was tied to for `QUIET_AFTER` working days, with how many, longest first.

    A long line is among them only where the day of the month lies within the span on which it is mentioned.
    """
    touched: dict[str, list[date]] = {}
    for day, line, state, _ in work:
        if line is not None and _tied(state) and day <= span.last:
            touched.setdefault(line, []).append(day)
    waited = {line: _waited(span, touched.get(line, ()), since, span.last) for line, since in lines.items()}
    quiet = [
        (line, days)
        for line, days in waited.items()
        if days >= QUIET_AFTER and (line not in long or _is_mentioned(span, touched.get(line, ()), lines[line]))
    ]
    return sorted(quiet, key=lambda one: -one[1])


def _waited(span: Span, touched: Iterable[date], since: date, day: date) -> int:
    """For how many working days a line had been left alone on the evening of `day`."""
    # What begins on a day has that day to be worked on: it waits from the evening before.
    last = max((one for one in touched if one <= day), default=since - timedelta(days=1))
    return working_days_between(last, day, span.working_days)


def _is_mentioned(span: Span, touched: Sequence[date], since: date) -> bool:
    """Whether the span holds the first working day of a month on which a line had waited long enough."""
    day = span.first.replace(day=1)
    mentioned: tuple[int, int] | None = None
    while day <= span.last:
        month = (day.year, day.month)
        works = span.working_days >> day.weekday() & 1
        if mentioned != month and works and _waited(span, touched, since, day) >= QUIET_AFTER:
            if day >= span.first:
                return True
            mentioned = month
        day += timedelta(days=1)
    return False


def _aged(span: Span, one: Stuck) -> Stuck:
    age = working_days_between(one.raised, span.last, span.working_days)
    return Stuck(one.id, one.person_id, one.raised, one.line_id, one.cleared, age)


def answer_holds(span: Span, answered: date, waited: int) -> bool:
    """Whether what a team answered on a day holds for a line that has been untouched for `waited` working days.

    It holds for two weeks; but once the line is worked on and left alone anew, that is another question. What is
    answered on a later day holds too: people answer on the next morning, and that digest is amended.
    """
    if not -ANSWER_HOLDS < answered - span.last < ANSWER_HOLDS:
        return False
    return answered > span.last or working_days_between(answered, span.last, span.working_days) < waited


def waiting_lines(lines: Iterable[tuple[Wording, date]], today: date) -> dict[str, date]:
    """The open priorities among `lines` that can be worked on `today`, each with the first day on which it could be.

    Each line comes with the local day since which it is in the score; one that says when it begins waits from then.
    Lines that are closed or not yet begun are silent.
    """
    return {
        line.line_id: max(since, line.begins or since)
        for line, since in lines
        if line.kind is LineKind.PRIORITY
        and line.state is LineState.OPEN
        and (line.begins is None or line.begins <= today)
    }
