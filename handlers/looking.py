"""What somebody finds who looks for something, of all that they may see: one search over all of it, in one order.

What somebody may not see is left out before anything is looked at. What they wrote themselves is looked for in a direct
place alone, and only what that person wrote.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property, lru_cache

from handlers import on_shelf
from handlers.guards import ScoreNow, concordance_of
from handlers.measured import with_readings
from handlers.turn import Reader
from handlers.views.looking import Looked, Own, Thing
from handlers.views.score import Measured
from score import periods, readings
from score.cadence import local_day
from score.register import Register, term_of
from score.search import SILENT, Question, Sought, find_in, visible_lines
from score.stems import telling
from storage import checkins, people, scores
from storage.store import Store
from storage.tables import LineKind, LineState, Person, PlaceKind, Tie, Wording

SHOWN = 8
"""Things that are shown at once, the nearest; the others are counted."""

BACK = timedelta(days=91)
"""How far back is looked for what somebody wrote who does not say when: three months with today."""

LINE = 0.6
"""What a word counts that stands on the line of a task, beside 1 in the task itself."""

ENGLISH = "english"
"""By which language the lessons are read, whatever that of the score."""

_Found = list[tuple[Thing, float]]
"""Things, and what each is worth from 0.0 to 1.0."""


@dataclass(frozen=True)
class _Looking:
    """Who looks for what, where and when."""

    store: Store
    now: ScoreNow
    question: Question
    person: Person
    today: date
    is_alone: bool

    @property
    def lines(self) -> list[Wording]:
        """The lines that may be found: in a channel those that everybody there may see."""
        return visible_lines(self.now.wordings.values(), self.person if self.is_alone else None)

    @property
    def parts(self) -> Sequence[str]:
        """The parts that who looks plays from."""
        return [team.part for team in people.teams_of(self.store, self.person) if team.part]

    @cached_property
    def behind(self) -> Mapping[str, tuple[Measured, float]]:
        """The measures that are behind, by the ids of their lines, with where each would be on a straight way."""
        now, workspace_id, zone = self.now, self.now.edition.workspace_id, self.person.time_zone
        measures = [(line, now.measures[line.line_id]) for line in self.lines if line.line_id in now.measures]
        known = with_readings(self.store, workspace_id, measures, self.today, zone)
        since = scores.since(self.store, workspace_id, list(known))
        found = {}
        for line_id, one in known.items():
            line = now.at(one.wording.serves)
            if line is not None and line.until is not None and line.state is LineState.OPEN and one.last is not None:
                begins = line.begins or local_day(since[line_id], zone)
                wanted = readings.on_the_way(one.measure, begins, line.until, one.last.day)
                if wanted is not None and readings.is_short(one.measure, one.last.value, wanted):
                    found[line_id] = (one, wanted)
        return found

    @property
    def days(self) -> tuple[date, date]:
        """Of which days is looked for what somebody wrote."""
        return periods.behind(self.question.cues, self.today) or (self.today - BACK, self.today)


def look_for(store: Store, reader: Reader, person: Person, now: ScoreNow, question: Question) -> Looked:
    """All that is looked for, the nearest first."""
    today = local_day(reader.at, person.time_zone)
    is_alone = reader.place.kind is PlaceKind.DIRECT and reader.place.person_id == person.id
    looking = _Looking(store, now, question, person, today, is_alone)
    found = [one for sought in Sought if sought in question.sought for one in _LOOK[sought](looking)]
    found.sort(key=lambda one: -one[1])
    things = [thing for thing, _ in found]
    lines = [one for one in things[:SHOWN] if isinstance(one, Wording)]
    owners = sorted({line.owner_id for line in lines if line.owner_id})
    return Looked(
        now.edition,
        local_day(now.edition.loaded_at, person.time_zone),
        things[:SHOWN],
        max(0, len(things) - SHOWN),
        looking.days if Sought.OWN in question.sought and looking.is_alone else None,
        looking.behind if Sought.MEASURE in question.sought else {},
        {one.id: one for one in people.persons(store, now.edition.workspace_id, owners)} if owners else {},
        {part.handle: part.name for part in now.parts},
        question.sought,
    )


def _lines(looking: _Looking) -> _Found:
    return _of_lines(looking, looking.lines)


def _of_lines(looking: _Looking, lines: Sequence[Wording]) -> _Found:
    """Those of some lines that answer; all of them where it is not said what they are to be about."""
    if not looking.question.about:
        return [(line, 1.0) for line in lines]
    hits = concordance_of(looking.store, looking.now).find(looking.question, {line.line_id for line in lines})
    return [(hit.line, hit.worth) for hit in hits if hit.worth >= SILENT]


def _promises(looking: _Looking) -> _Found:
    """Promises that are still open: those between the parts that are named by "us", and by the day that is named."""
    cues = looking.question.cues
    until = periods.ahead(cues, looking.today)
    ours = looking.parts
    promises = [
        line
        for line in looking.lines
        if line.kind is LineKind.PROMISE
        and line.state is LineState.OPEN
        and (until is None or (line.until is not None and line.until <= until))
        and ("to_us" not in cues or not ours or line.to_part in ours)
        and ("by_us" not in cues or not ours or line.part in ours)
    ]
    return _of_lines(looking, sorted(promises, key=lambda line: line.until or date.max))


def _measures(looking: _Looking) -> _Found:
    return _of_lines(looking, [line for line in looking.lines if line.line_id in looking.behind])


def _lessons(looking: _Looking) -> _Found:
    lessons = on_shelf.every()
    texts = tuple((on_shelf.heads(one), on_shelf.body(one)) for one in lessons)
    return [(lessons[place], worth) for place, worth in find_in(_of_lessons(texts), looking.question)]


@lru_cache(maxsize=2)
def _of_lessons(texts: tuple[tuple[str, str], ...]) -> Register:
    """The words of the lessons on the shelf, which are English; made anew when others are put beside ours."""
    said = [[(telling(heads, ENGLISH), 1.0), (telling(body, ENGLISH), on_shelf.IN_A_CARD)] for heads, body in texts]
    return _register(said, ENGLISH)


def _own(looking: _Looking) -> _Found:
    """The tasks and wins of who looks, by their words and the lines of the tasks; the last ones first among equals."""
    if not looking.is_alone:
        return []
    store, person, (first, last) = looking.store, looking.person, looking.days
    seen = {line.line_id: line for line in looking.lines}
    tasks = checkins.tasks_between(store, person, first, last)
    own = [Own(task, task.local_date, _line(seen, tie)) for task, tie in tasks]
    wins = checkins.wins_between(store, person, first, last)
    own += [Own(win, local_day(win.won_at, person.time_zone)) for win in wins]
    own.sort(key=lambda one: one.day, reverse=True)
    if not looking.question.about:
        return [(one, 1.0) for one in own]
    # What means the same where they play from means the same in what they write.
    called = concordance_of(store, looking.now).called
    part = next(iter(looking.parts), looking.now.parts[0].handle)
    texts = [[(one.what.words, 1.0), (one.line.words if one.line else "", LINE)] for one in own]
    said = [[(words, share) for text, share in each for words in called.said(text, part)] for each in texts]
    register = _register(said, looking.now.language)
    return [(own[place], worth) for place, worth in find_in(register, looking.question)]


def _line(seen: Mapping[str, Wording], tie: Tie | None) -> Wording | None:
    """The line that a task was tied to, as it reads now; None where there is none that may be seen."""
    return seen.get(tie.line_id or "") if tie is not None and tie.state.counts else None


def _register(things: Iterable[Iterable[tuple[Sequence[str], float]]], language: str) -> Register:
    """The words of some things, each of several texts with what a word of it counts."""
    counts, every = list[dict[str, float]](), set[str]()
    for texts in things:
        counts.append({})
        for said, share in texts:
            every.update(said)
            for term in (term_of(word, language) for word in said):
                counts[-1][term] = max(share, counts[-1].get(term, 0.0))
    return Register(counts, every, language)


_LOOK: Mapping[Sought, Callable[[_Looking], _Found]] = {
    Sought.LINE: _lines,
    Sought.PROMISE: _promises,
    Sought.MEASURE: _measures,
    Sought.LESSON: _lessons,
    Sought.OWN: _own,
}
"""What looks for each sort of thing."""
