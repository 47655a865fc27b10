"""The hint of a day for who leads a team: as the work stood in the morning, and gone once it was seen to."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from handlers.guards import ScoreNow
from handlers.views.hinting import Hinted
from score.asides import Aside, is_wanted
from score.cadence import day_ends, local_day, working_days_between
from score.digest import LOOK_BACK, Span, add_up, waiting_lines
from score.hints import OLD, Hint, looked_for, speaks_of_nobody
from score.horizons import long_lines
from storage import digests, hints, scores, steps, wins
from storage.store import Store
from storage.tables import Person, Team, Wording

WON_WITHIN = timedelta(days=4)
"""How far back a win is hinted at: over a weekend."""

DAY = timedelta(days=1)


@dataclass(frozen=True)
class _Looking:
    """Who reads, which team is looked at, and when."""

    store: Store
    person: Person
    team: Team
    now: ScoreNow | None
    today: date

    @property
    def yesterday(self) -> date:
        """Up to when the work counts that a hint is about."""
        return self.today - DAY

    def may_name(self, line: Wording, behind: Mapping[str, set[str]]) -> bool:
        """Whether something may be said of a line without saying it of one person."""
        return speaks_of_nobody(behind.get(line.line_id, ()), line.owner_id, self.person.id)

    def behind(self, line_ids: Sequence[str]) -> Mapping[str, set[str]]:
        """Those whose tasks played from these lines lately."""
        return hints.behind(self.store, self.team, line_ids, self.today - LOOK_BACK, self.today)


@dataclass(frozen=True)
class _Candidate:
    """What a hint would say, and whether it still is so."""

    hinted: Hinted
    stands: bool = True


def hint(store: Store, person: Person, led: Sequence[Team], now: ScoreNow | None, at: datetime) -> Hinted | None:
    """The hint of the day for who leads these teams; None on most days, and for who wants none."""
    today = local_day(at, person.time_zone)
    if not led or not is_wanted(person, Aside.HINT):
        return None
    for kind in looked_for(person.id, today, person.working_days):
        for team in led:
            found = _LOOK[kind](_Looking(store, person, team, now, today))
            if found is not None:
                # What was seen to today leaves its place empty: one hint a day.
                return found.hinted if found.stands else None
    return None


def _untouched(looking: _Looking) -> _Candidate | None:
    store, team, now, last = looking.store, looking.team, looking.now, looking.yesterday
    if now is None or not team.part:
        return None
    own = scores.lines_of_part(store, team.workspace_id, now.edition.id, team.part)
    zone = team.time_zone or looking.person.time_zone
    lines = waiting_lines([(line, local_day(since, zone)) for line, since in own], last)
    work = digests.work(store, team, last - LOOK_BACK, looking.today)
    span = Span(last, last, team.working_days)
    before = [row for row in work if row[0] <= last]
    found = add_up(span, (), before, lines=lines, long=long_lines([line for line, _ in own], now.parts, last)).untouched
    behind = looking.behind([line_id for line_id, _ in found])
    named = [(now.wordings[id], days) for id, days in found if id in now.wordings]
    line, days = next(((line, days) for line, days in named if looking.may_name(line, behind)), (None, 0))
    if line is None:
        return None
    touched = any(day == looking.today and id == line.line_id and state and state.counts for day, id, state, _ in work)
    return _Candidate(Hinted(Hint.UNTOUCHED, looking.team, line=line, days=days), not touched)


def _blocker(looking: _Looking) -> _Candidate | None:
    """Something long in the way that the team was told of; by whom is not said."""
    store, team, zone = looking.store, looking.team, looking.person.time_zone
    begins = day_ends(looking.yesterday, zone)
    told = digests.blockers(store, team, looking.yesterday, begins, begins)
    for blocker, stuck, day in told:
        days = working_days_between(day, looking.today, team.working_days)
        if days < OLD or stuck.id == looking.person.id:
            continue
        line = looking.now.wordings.get(blocker.line_id or "") if looking.now else None
        if line is not None and not looking.may_name(line, looking.behind([line.line_id])):
            line = None
        return _Candidate(Hinted(Hint.BLOCKER, team, line=line, days=days, blocker=blocker), blocker.cleared_at is None)
    return None


def _win(looking: _Looking) -> _Candidate | None:
    """A win that stood in the team's digest and of which who leads it has said nothing."""
    store, person, begins = looking.store, looking.person, day_ends(looking.yesterday, looking.person.time_zone)
    for win, winner in digests.wins(store, looking.team, looking.today - WON_WITHIN, looking.yesterday):
        said = wins.praised(store, win, person)
        if winner.id != person.id and winner.left_at is None and (said is None or said.said_at >= begins):
            return _Candidate(Hinted(Hint.WIN, looking.team, win=win, winner=winner), said is None)
    return None


def _own_step(looking: _Looking) -> _Candidate | None:
    """What they will do themselves for a line of the team's part, where they have no step for one this week."""
    monday, team = looking.today - timedelta(days=looking.today.weekday()), looking.team
    lines = [one for one in looking.now.index.priorities if one.part == team.part] if looking.now else []
    if not lines:
        return None
    week = steps.between(looking.store, looking.person, monday, monday + 13 * DAY)
    made = [local_day(one.made_at, looking.person.time_zone) for one in week if one.line_id is not None]
    if any(monday <= day < looking.today for day in made):
        return None
    line = lines[looking.today.isocalendar().week % len(lines)]
    return _Candidate(Hinted(Hint.OWN_STEP, team, line=line), looking.today not in made)


_LOOK: Mapping[Hint, Callable[[_Looking], _Candidate | None]] = {
    Hint.UNTOUCHED: _untouched,
    Hint.BLOCKER: _blocker,
    Hint.WIN: _win,
    Hint.OWN_STEP: _own_step,
}
"""What looks for each."""
