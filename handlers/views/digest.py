"""How the digest of a team's day and week looks.

The digest of a day says 15 things at most, each on a line of its own; what is more stands behind a button, and the
card says how much that is.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from handlers.cards import (
    Audience,
    Bar,
    Beat,
    Button,
    Buttons,
    Card,
    Comparison,
    Facts,
    LineEntry,
    Lines,
    Piece,
    Prose,
    Quote,
    Staff,
    Text,
    Tone,
    Voice,
    theirs,
)
from handlers.views import blockers, decisions, same_jobs, tensions, wins
from handlers.views.decisions import Answered
from handlers.views.tensions import Pull
from prompts import Filled, Which, phrase
from score.digest import FEWEST, Played, Stuck, Summary
from storage.tables import Blocker, Person, Privacy, Task, Team, Tie, Win, Wording

LINES, UNTOUCHED, BLOCKERS, WINS = 3, 2, 2, 1
"""How many of each the digest of a day shows: with its title, its first sentence, the whirlwind, three figures and what
it says of the rest these are 15 lines."""

GONE = 3
"""Lines that are named which were played and are gone from the score; the others are counted."""

ROWS, WEEKS_WINS = 8, 2
"""Lines of the score on the staff of a week, and its wins; more of them stand in its thread and behind the button."""


@dataclass(frozen=True)
class Fits:
    """How many lines, blockers and wins a digest shows."""

    lines: int
    blockers: int
    wins: int


def fits(*, weekly: bool) -> Fits:
    """What the digest of a day or of a week has room for."""
    return Fits(ROWS, BLOCKERS, WEEKS_WINS) if weekly else Fits(LINES, BLOCKERS, WINS)


@dataclass(frozen=True)
class Digest:
    """All that is shown of a team's day or week."""

    team: Team
    summary: Summary
    wordings: Mapping[str, Wording] = field(default_factory=dict)
    gone: Sequence[Wording] = ()
    """Lines that were played and are not in the score any more, as they read last."""
    blockers: Mapping[str, tuple[Blocker, Person]] = field(default_factory=dict)
    wins: Sequence[tuple[Win, Person]] = ()
    praise: Mapping[str, Sequence[Person]] = field(default_factory=dict)
    """Who said well done, by the id of the win."""
    takers: Mapping[str, Person] = field(default_factory=dict)
    answered: Mapping[str, Answered] = field(default_factory=dict)
    """What the team answered for a line that is untouched, by the id of the line, as long as it holds."""
    decided: bool = False
    """Whether the team has ever answered for a line."""
    owners: Mapping[str, Person] = field(default_factory=dict)
    in_channel: bool = True
    today: date | None = None
    asked: bool = False
    """Whether anything was answered to the team's own questions."""
    tensions: Sequence[Pull] = ()
    """What the lines of the team's part pull against."""
    same_jobs: int = 0
    """How many jobs of the team look like one of another's, and nobody has said that they are two."""
    late: Sequence[Wording] = ()
    """The measures of the team's part that are older than their cadence."""

    @property
    def weekly(self) -> bool:
        """Whether these are the days of a week."""
        return self.summary.span.first != self.summary.span.last

    @property
    def value(self) -> str:
        """Which team and which days, as a button says it."""
        return f"{self.team.id} {self.summary.span.first.isoformat()} {self.summary.span.last.isoformat()}"

    @property
    def untouched(self) -> list[tuple[Wording, int]]:
        """The lines that are untouched, with for how many working days: first those that nobody has answered for."""
        return sorted(self.known(self.summary.untouched), key=lambda one: one[0].line_id in self.answered)

    def known(self, line_ids: Sequence[tuple[str, int]]) -> list[tuple[Wording, int]]:
        """The lines that can be shown, each with its number."""
        return [(self.wordings[line_id], n) for line_id, n in line_ids if line_id in self.wordings]


def daily(digest: Digest) -> Card:
    """The team's day: how much played from the score, what is untouched, what is stuck, what was won."""
    title = phrase("digest.title-day", team=digest.team.name, day=digest.summary.span.last)
    if digest.summary.nothing_to_say:
        return Card(_nothing(digest), [_audience(digest)], title)
    pieces: list[Piece] = [_comparison(digest, LINES)] if digest.summary.counts.tasks else []
    pieces += _facts(digest)
    pieces += _untouched(digest, UNTOUCHED)
    pieces += _joined(_stuck(digest)[:BLOCKERS])
    pieces += _joined([_won(digest, *one) for one in digest.wins[:WINS]])
    pieces += _more(digest)
    return Card(_says(digest), [*pieces, Buttons(_buttons(digest)), _audience(digest)], title)


def weekly(digest: Digest) -> Card:
    """The team's ISO week as it was played, and how it went against the week before."""
    days = [one.day for one in digest.summary.days]
    title = phrase("digest.title-week", team=digest.team.name, first=days[0], last=days[-1])
    if digest.summary.nothing_to_say:
        return Card(_nothing(digest), [*_late(digest), _audience(digest)], title)
    pieces: list[Piece] = [_staff(digest)] if digest.summary.counts.tasks else []
    if (trend := _trend(digest.summary)) is not None:
        pieces.append(Prose(trend))
    pieces += _facts(digest)
    pieces += _untouched(digest, UNTOUCHED)
    pieces += _joined(_stuck(digest)[:BLOCKERS])
    pieces += _joined([_won(digest, *one) for one in digest.wins[:WEEKS_WINS]])
    pieces += _late(digest)
    pieces += tensions.in_digest(digest.tensions, digest.team.part or "")
    pieces += same_jobs.in_digest(digest.same_jobs, digest.team)
    pieces += _more(digest, WEEKS_WINS)
    pieces.append(Prose(phrase("digest.formula"), quiet=True))
    return Card(_says(digest), [*pieces, Buttons(_buttons(digest)), _audience(digest)], title)


LATE = 3
"""Late measures that are named."""


def _late(digest: Digest) -> list[Piece]:
    """Which measures are older than their cadence, in one line."""
    if not digest.late:
        return []
    named, more = [one.address for one in digest.late[:LATE]], max(0, len(digest.late) - LATE)
    return [Prose(phrase("digest.late", count=len(digest.late), named=named, more=more))]


def _nothing(digest: Digest) -> Filled:
    first = phrase("digest.no-work") if digest.summary.due else phrase("digest.nobody-due")
    return phrase("digest.two-sentences", first=first, second=phrase("digest.nothing"))


def _says(digest: Digest) -> Filled:
    return phrase("digest.says", work=_work(digest.summary), rest=_rest(digest.summary, weekly=digest.weekly))


def _work(summary: Summary) -> Filled:
    counts = summary.counts
    if not counts.tasks:
        return phrase("digest.no-work") if summary.due else phrase("digest.nobody-due")
    if counts.undecided:
        return phrase("digest.work-open", tasks=counts.tasks, tied=counts.tied, undecided=counts.undecided)
    how = "all" if counts.tied == counts.tasks else "some" if counts.tied else "none"
    return phrase("digest.work", tasks=counts.tasks, tied=counts.tied, all=Which(how))


def _rest(summary: Summary, *, weekly: bool) -> Filled:
    """What follows from the shares; where there are none, why, and what is stuck."""
    if not summary.counts.tasks:
        return phrase("digest.stuck", stuck=len(summary.stuck))
    if summary.above is None:
        if summary.whirlwind_share is not None:
            return phrase("digest.whirlwind-took", percent=_percent(summary.whirlwind_share))
        few, stuck = phrase("digest.too-few"), phrase("digest.stuck", stuck=len(summary.stuck))
        return phrase("digest.two-sentences", first=few, second=stuck)
    points = _points(summary)
    if points <= 0:
        return phrase("digest.inside")
    second = Which("yes" if weekly and summary.second_week else "no")
    return phrase("digest.above", percent=_percent(summary.whirlwind_share or 0.0), points=points, second=second)


def _percent(share: float) -> int:
    return round(100 * share)


def _points(summary: Summary) -> int:
    """By how many points the whirlwind is above what was agreed, as the two figures that are shown have it."""
    return _percent(summary.whirlwind_share or 0.0) - _percent(summary.span.allowance or 0.0)


# Where the work went


def _comparison(digest: Digest, most: int) -> Comparison:
    summary = digest.summary
    known = digest.known(summary.by_line)
    shown = [Bar(line, n, _tasks(n)) for line, n in known[:most]]
    rest = summary.counts.tied - sum(bar.count for bar in shown)
    parts = [phrase("digest.part-line", line=bar.what, count=bar.count) for bar in shown]
    if rest:
        others = phrase("digest.other-lines", lines=len(summary.by_line) - len(shown))
        shown.append(Bar(others, rest, _tasks(rest)))
        parts.append(phrase("digest.part-line", line=others, count=rest))
    off = summary.counts.whirlwind
    parts.append(phrase("digest.part-whirlwind", count=off))
    told = summary.span.allowance is not None and summary.enough
    agreed = _percent(summary.span.allowance or 0.0) if told else Which("none")
    return Comparison(
        phrase("digest.in-words", tasks=summary.counts.tasks, parts=parts, agreed=agreed),
        shown,
        Bar(phrase("digest.whirlwind"), off, _tasks(off)),
        _ends(summary),
        summary.span.allowance if told else None,
    )


def _tasks(count: int) -> Filled:
    return phrase("digest.line-tasks", count=count)


def _ends(summary: Summary) -> tuple[Filled, Filled] | None:
    if summary.alignment is None or summary.whirlwind_share is None:
        return None
    tied, off = _percent(summary.alignment), 100 - _percent(summary.alignment)
    if summary.span.allowance is None:
        return phrase("digest.tied-share", percent=tied), phrase("digest.whirl-share", percent=off)
    agreed = _percent(summary.span.allowance)
    if off > agreed:
        return phrase("digest.tied-share", percent=tied), phrase("digest.whirl-above", percent=off, agreed=agreed)
    return phrase("digest.tied-share", percent=tied), phrase("digest.whirl-inside", percent=off, agreed=agreed)


def _staff(digest: Digest) -> Staff:
    summary = digest.summary
    known = digest.known(summary.by_line)
    quiet = [one for one in digest.known(summary.untouched) if one[0] not in [line for line, _ in known]]
    voices = [
        Voice(line, [day.by_line.get(line.line_id, 0) for day in summary.days], _total(n)) for line, n in known[:ROWS]
    ]
    voices += [Voice(line, [0] * len(summary.days), _total(0)) for line, _ in quiet[: ROWS - len(voices)]]
    shown = {line.line_id for line, _ in known[:ROWS]}
    rest = [sum(n for line_id, n in day.by_line.items() if line_id not in shown) for day in summary.days]
    if sum(rest):
        others = phrase("digest.other-lines", lines=len(summary.by_line) - len(shown))
        voices.append(Voice(others, rest, _total(sum(rest))))
    off = [day.whirlwind for day in summary.days]
    whirlwind = Voice(phrase("digest.whirlwind"), off, _total(sum(off)))
    return Staff(
        phrase("digest.staff"),
        _staff_says(summary.days, [*voices, whirlwind]),
        [Beat(phrase("digest.staff-day", day=day.day), day.day == digest.today) for day in summary.days],
        voices,
        whirlwind,
    )


def _total(count: int) -> Filled:
    return phrase("digest.staff-total", count=count)


def _staff_says(days: Sequence[Played], voices: Sequence[Voice]) -> Filled:
    rows = [phrase("digest.staff-words", line=voice.what, counts=[_total(n) for n in voice.counts]) for voice in voices]
    return phrase("digest.staff-says", days=[phrase("digest.staff-day", day=one.day) for one in days], rows=rows)


def _trend(summary: Summary) -> Filled | None:
    if summary.alignment is None or summary.trend is None:
        return None
    percent = _percent(summary.alignment)
    points = percent - _percent(summary.alignment - summary.trend)
    more, same = Which("yes" if points > 0 else "no"), Which("no" if points else "yes")
    return phrase("digest.trend", percent=percent, points=abs(points), more=more, same=same)


# The figures, and what stands still


def _facts(digest: Digest) -> list[Piece]:
    summary = digest.summary
    pairs: list[tuple[Filled, Text]] = []
    if summary.due:
        pairs.append((phrase("digest.took-part"), _took_part(summary)))
    if summary.alignment is not None:
        counts, percent = summary.counts, _percent(summary.alignment)
        formula = phrase("digest.alignment-formula", tied=counts.tied, tasks=counts.tasks, percent=percent)
        pairs.append((phrase("digest.alignment"), formula))
    if summary.counts.tied:
        tied, confirmed = summary.counts.tied, summary.confirmed
        said = phrase("digest.confirmed-of", confirmed=confirmed, tied=tied, open=tied - confirmed)
        pairs.append((phrase("digest.confirmed"), said))
    if digest.gone:
        more = len(digest.gone) - GONE
        said = phrase("digest.gone-lines", lines=list(digest.gone[:GONE]), more=max(0, more))
        pairs.append((phrase("digest.gone"), said))
    return [Facts(pairs)] if pairs else []


def _took_part(summary: Summary) -> Filled:
    if summary.participation is None:
        return phrase("digest.took-part-of", took=summary.took_part, due=summary.due)
    percent = _percent(summary.participation)
    return phrase("digest.took-part-share", took=summary.took_part, due=summary.due, percent=percent)


def _untouched(digest: Digest, most: int) -> list[Piece]:
    """The lines that wait; the team is asked about the one that has waited longest, and can answer for it at once."""
    quiet = digest.untouched[:most]
    pieces: list[Piece] = []
    if quiet and quiet[0][0].line_id not in digest.answered:
        (line, days), *quiet = quiet
        why = phrase("digest.why", untouched=phrase("digest.untouched", days=days))
        pieces = [Lines([LineEntry(line, why)]), decisions.answers(digest.team, line, digest.summary.span.last)]
    return [*pieces, Lines([_left_alone(digest, *one) for one in quiet])] if quiet else pieces


def _left_alone(digest: Digest, line: Wording, days: int) -> LineEntry:
    untouched = phrase("digest.untouched", days=days)
    answered = digest.answered.get(line.line_id)
    if answered is None:
        return LineEntry(line, untouched)
    return LineEntry(line, phrase("digest.two-sentences", first=untouched, second=answered.said))


def _every_untouched(digest: Digest) -> list[Piece]:
    """All lines that wait, each with what can be said of it."""
    of = digest.summary.span.last
    pieces: list[Piece] = []
    for line, days in digest.untouched:
        say = decisions.say_why(digest.team, line, of)
        pieces += [Lines([_left_alone(digest, line, days)]), Buttons([say])]
    return pieces


def _joined(groups: Sequence[Sequence[Piece]]) -> list[Piece]:
    return [piece for group in groups for piece in group]


def _stuck(digest: Digest) -> list[list[Piece]]:
    """What is stuck, oldest first, then what was cleared; what nobody has taken on yet can be taken."""
    open_ones = sorted(digest.summary.stuck, key=lambda one: -one.age)
    quotes: list[list[Piece]] = []
    for one in [*open_ones, *digest.summary.cleared]:
        if one.id not in digest.blockers:
            continue
        blocker, person = digest.blockers[one.id]
        by = phrase("digest.cleared-by", name=person.name) if one.cleared else _stuck_by(digest, one, person)
        quote = Quote(theirs(blocker, "words"), by, Tone.PLAIN if one.cleared else Tone.STUCK)
        free = blocker.cleared_at is None and blocker.taken_by not in digest.takers
        take = [Buttons([blockers.take(blocker, digest.summary.span.last)])] if free else []
        quotes.append([quote, *take])
    return quotes


def _stuck_by(digest: Digest, one: Stuck, person: Person) -> Filled:
    line = digest.wordings.get(one.line_id or "")
    owner = digest.owners.get(line.owner_id or "") if line else None
    how = "no" if line is None else "line" if owner is None else "yes"
    taker = digest.takers.get(digest.blockers[one.id][0].taken_by or "")
    return phrase(
        "digest.stuck-by",
        taken=Which("yes" if taker else "no"),
        taker=taker.name if taker else "",
        age=one.age,
        name=person.name,
        owned=Which(how),
        line=line or "",
        owner=owner.name if owner else "",
    )


def _won(digest: Digest, win: Win, person: Person) -> list[Piece]:
    quote = Quote(theirs(win, "words"), wins.by(person, digest.praise.get(win.id, ())), Tone.WON)
    return [quote] if person.left_at else [quote, Buttons([wins.praise(win)])]


def _more(digest: Digest, won: int = WINS) -> list[Piece]:
    """What the card leaves out, by number."""
    blockers, untouched = len(_stuck(digest)), len(digest.known(digest.summary.untouched))
    parts: list[Filled] = []
    if untouched > UNTOUCHED:
        parts.append(phrase("digest.more-untouched", count=untouched - UNTOUCHED))
    if blockers > BLOCKERS:
        parts.append(phrase("digest.more-blockers", count=blockers - BLOCKERS))
    if len(digest.wins) > won:
        parts.append(phrase("digest.more-wins", count=len(digest.wins) - won))
    return [Prose(phrase("digest.more", parts=parts), quiet=True)] if parts else []


def _buttons(digest: Digest) -> list[Button]:
    all_tasks = phrase("digest.all-tasks", count=digest.summary.counts.tasks)
    took_part = digest.summary.took_part > 0
    return [
        *([Button(all_tasks, "digest.tasks", digest.value)] if digest.summary.counts.tasks else []),
        Button(phrase("digest.all-blockers"), "digest.blockers", digest.value, quiet=True),
        *([Button(phrase("digest.who"), "digest.took_part", digest.value, quiet=True)] if took_part else []),
        *([decisions.all_of(digest.team)] if digest.decided else []),
        *([Button(phrase("team_questions.asked"), "team_questions.answers", digest.value)] if digest.asked else []),
    ]


def _audience(digest: Digest) -> Audience:
    if digest.in_channel:
        return Audience(phrase("digest.channel-sees"), Privacy.TEAM)
    return Audience(phrase("digest.you-see"), Privacy.PERSON)


# Behind the buttons


def all_tasks(digest: Digest, tasks: Sequence[tuple[Task, Tie | None, Person]]) -> Card:
    """Every task of these days below its line, the whirlwind last."""
    span = digest.summary.span
    days = (span.last - span.first).days + 1
    says = phrase("digest.tasks-by-line", team=digest.team.name, first=span.first, last=span.last, days=days)
    if not tasks:
        return Card(says, [Prose(phrase("digest.no-tasks")), _audience(digest)])
    by_line: dict[str, list[Piece]] = {}
    for task, tie, person in tasks:
        line_id = tie.line_id if tie and tie.state.counts and tie.line_id in digest.wordings else None
        by = phrase("digest.task-of", name=person.name, day=task.local_date)
        by_line.setdefault(line_id or "", []).append(Quote(theirs(task, "words"), by))
    pieces: list[Piece] = []
    for line, _ in digest.known(digest.summary.by_line):
        pieces += [Lines([LineEntry(line)]), *by_line.get(line.line_id, [])]
    if "" in by_line:
        pieces += [Prose(phrase("digest.whirlwind")), *by_line[""]]
    return Card(says, [*pieces, Prose(phrase("digest.formula"), quiet=True), _audience(digest)])


def all_blockers(digest: Digest) -> Card:
    """Everything that is stuck or was cleared, every line that waits, and every win."""
    says = phrase("digest.blockers-of", team=digest.team.name)
    pieces = _joined(_stuck(digest)) or [Prose(phrase("digest.no-blockers"))]
    pieces += _every_untouched(digest)
    pieces += _joined([_won(digest, *one) for one in digest.wins])
    pieces += [Buttons([decisions.all_of(digest.team)])] if digest.decided else []
    return Card(says, [*pieces, _audience(digest)])


def details(digest: Digest) -> Card:
    """Every line that was played with its tasks, and all that is stuck, untouched or won; whose tasks they are stands
    behind the digest's own button, for those who see the team.
    """
    span = digest.summary.span
    days = (span.last - span.first).days + 1
    says = phrase("digest.details", team=digest.team.name, first=span.first, last=span.last, days=days)
    played = [LineEntry(line, _tasks(n)) for line, n in digest.known(digest.summary.by_line)]
    pieces: list[Piece] = [Lines(played)] if played else []
    pieces += [*_joined(_stuck(digest)), *_every_untouched(digest)]
    pieces += _joined([_won(digest, *one) for one in digest.wins])
    return Card(says, [*(pieces or [Prose(phrase("digest.nothing"))]), _audience(digest)])


def took_part(team: Team, days: tuple[date, date], people: Sequence[Person]) -> Card:
    """Who took part; nobody is counted, and nobody is named for what they did not do."""
    first, last = days
    span = (last - first).days + 1
    audience = Audience(phrase("digest.you-see"), Privacy.PERSON)
    if not people:
        return Card(phrase("digest.no-names", team=team.name), [audience])
    names = sorted(one.name for one in people)
    return Card(phrase("digest.names", team=team.name, names=names, first=first, last=last, days=span), [audience])


def since(posted: datetime, people: Sequence[Person]) -> Card:
    """Under a digest: whom it counts since it was posted, in the order in which they came."""
    return Card(phrase("digest.since", at=posted, names=[one.name for one in people]))


def with_others(card: Card, others: Sequence[Team], days: tuple[date, date]) -> Card:
    """The same card with a button for each other team whose digest of these days can be seen."""
    if not others:
        return card
    sort = "day" if days[0] == days[1] else "week"
    return Card(card.says, [*card.pieces, Buttons(of_teams(others, days[0], sort))], card.title)


def of_teams(teams: Sequence[Team], day: date, sort: str) -> list[Button]:
    """A button for each team's digest of a day, or of the week in which it lies."""
    return [
        Button(phrase("digest.other-team", team=one.name), "past_digest.say", f"{one.id} {day} {sort}", quiet=True)
        for one in teams
    ]


def figures(digest: Digest) -> Card:
    """What a team's day or week adds up to for who runs Concertmaster and is not of the team: no name, nobody's words,
    and nothing at all where it would be about a few.
    """
    span, summary = digest.summary.span, digest.summary
    title = phrase("digest.title-day", team=digest.team.name, day=span.last)
    if digest.weekly:
        days = [one.day for one in summary.days]
        title = phrase("digest.title-week", team=digest.team.name, first=days[0], last=days[-1])
    audience = Audience(phrase("digest.figures-only"), Privacy.PERSON)
    if summary.took_part < FEWEST:
        return Card(phrase("digest.figures-too-few", count=FEWEST), [audience], title)
    pieces: list[Piece] = [_comparison(digest, ROWS)] if summary.counts.tasks else []
    if digest.weekly and (trend := _trend(summary)) is not None:
        pieces.append(Prose(trend))
    pieces += _facts(digest)
    waiting = [
        LineEntry(line, phrase("digest.untouched", days=days)) for line, days in digest.known(summary.untouched)[:ROWS]
    ]
    pieces += [Lines(waiting)] if waiting else []
    return Card(_work(summary), [*pieces, audience], title)


def none() -> Card:
    """There is no team whose digest could be shown."""
    return Card(phrase("digest.none"))
