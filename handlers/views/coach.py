"""How it looks when the coach answers from the score, and when the score is silent."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from handlers.cards import (
    Audience,
    Button,
    Buttons,
    Card,
    Checklist,
    Entry,
    Facts,
    LineEntry,
    Lines,
    Piece,
    Prose,
    Text,
    Theirs,
    theirs,
)
from prompts import Filled, Which, phrase
from score.citations import Cited, Order, Side
from score.search import Aim
from storage.tables import Edition, LineState, Measure, Person, Privacy, Reading, Silence, Task, Wording


@dataclass(frozen=True)
class Measured:
    """The number behind a line of kind measure, and its latest reading."""

    line: Wording
    measure: Measure
    reading: Reading | None


@dataclass(frozen=True)
class Told:
    """What there is to say of the lines that answer a question.

    `tasks` counts those of the asker's teams on the first line, None where it was not asked.
    """

    edition: Edition
    loaded: date
    cited: Cited
    accepted: bool = False
    people: Mapping[str, Person] = field(default_factory=dict)
    measured: Sequence[Measured] = ()
    tasks: int | None = None


def answer(told: Told) -> Card:
    """The lines that answer, what is asked of the first of them, and the edition that they are cited from."""
    line = told.cited.lines[0]
    pieces: list[Piece] = [Prose(words) for words in _prose(told, line)]
    facts = list(_facts(told, line))
    pieces += [Facts(facts)] if facts else []
    pieces.append(Lines([LineEntry(one) for one in told.cited.lines]))
    if told.cited.more:
        pieces.append(Prose(phrase("coach.more", count=told.cited.more), quiet=True))
    return Card(_says(told, line), [*pieces, _source(told.edition, told.loaded)])


def _says(told: Told, line: Wording) -> Filled:
    says = {
        Aim.WHY: _why,
        Aim.WHO: _who,
        Aim.TARGET: _target,
        Aim.UNTIL: _until,
        Aim.HOW_FAR: _how_far,
        Aim.NOT: _not,
        Aim.SERVES: _serves,
    }.get(told.cited.aim)
    return says(told, line) if says else phrase("coach.what", line=line)


def _why(told: Told, line: Wording) -> Filled:
    if len(told.cited.lines) > 1:
        return phrase("coach.why-serves", line=line, served=told.cited.lines[1])
    return phrase("coach.why-because", line=line) if line.because else phrase("coach.why-none", line=line)


def _who(told: Told, line: Wording) -> Filled:
    owner, deputy = _owner(told, line), told.people.get(line.deputy_id or "")
    if owner is None:
        return phrase("coach.who-none", line=line)
    if deputy is None:
        return phrase("coach.who-owns", who=owner, line=line)
    return phrase("coach.who-owns-with", who=owner, line=line, deputy=theirs(deputy, "name"))


def _owner(told: Told, line: Wording) -> Theirs | None:
    """Who owns a line: the person, else whom another tool's file named."""
    owner, kept = told.people.get(line.owner_id or ""), line.kept.get("owner")
    if owner is not None:
        return theirs(owner, "name")
    return Theirs(kept, Privacy.PUBLIC) if isinstance(kept, str) else None


def _target(told: Told, line: Wording) -> Filled:
    return phrase("coach.target-is", line=line) if told.measured else phrase("coach.target-none", line=line)


def _until(_told: Told, line: Wording) -> Filled:
    if line.until is not None:
        return phrase("coach.until-day", line=line, day=line.until)
    return phrase("coach.until-standing", line=line) if line.standing else phrase("coach.until-none", line=line)


def _how_far(_told: Told, line: Wording) -> Filled:
    return phrase("coach.how-far", state=Which(line.state.value), line=line)


def _not(told: Told, line: Wording) -> Filled:
    if told.cited.listed:
        return phrase("coach.not-many")
    return phrase("coach.not", accepted=Which("yes" if told.accepted else "no"), line=line)


def _serves(told: Told, line: Wording) -> Filled:
    serving = [one for one in told.cited.lines[1:] if one.serves == line.address]
    if serving:
        return phrase("coach.serves-these", line=line, count=len(serving) + told.cited.more)
    if len(told.cited.lines) > 1:
        return phrase("coach.serves-that", line=line, served=told.cited.lines[1])
    return phrase("coach.serves-none", line=line)


def _prose(told: Told, line: Wording) -> Iterator[Filled]:
    """What stands with the line and bears on what was asked."""
    if told.cited.listed:
        return
    asks = told.cited.aim
    if line.about and asks in (Aim.WHAT, Aim.NOT, Aim.HOW_FAR):
        yield phrase("coach.about", words=theirs(line, "about"))
    if line.because and asks in (Aim.WHY, Aim.NOT):
        yield phrase("coach.because", words=theirs(line, "because"))
    if line.plan and asks in (Aim.WHAT, Aim.HOW_FAR):
        yield phrase("coach.plan", words=theirs(line, "plan"))
    if line.test and asks in (Aim.WHAT, Aim.HOW_FAR, Aim.TARGET):
        yield phrase("coach.test", words=theirs(line, "test"))


def _facts(told: Told, line: Wording) -> Iterator[tuple[Filled, Text]]:
    if told.cited.listed:
        return
    owner = _owner(told, line)
    if owner is not None and told.cited.aim is not Aim.WHO:
        yield phrase("coach.owner"), owner
    deputy = told.people.get(line.deputy_id or "")
    if deputy is not None and told.cited.aim is not Aim.WHO:
        yield phrase("coach.deputy"), theirs(deputy, "name")
    if line.until is not None and told.cited.aim is not Aim.UNTIL:
        yield phrase("coach.until"), phrase("coach.day", day=line.until)
    if line.state is not LineState.OPEN or "status" in line.kept:
        # What another tool's file said of it is shown in its own words.
        kept = str(line.kept.get("status") or line.state.value)
        yield phrase("coach.state"), Theirs(kept, Privacy.PUBLIC)
    yield from _numbers(told)


def _numbers(told: Told) -> Iterator[tuple[Filled, Text]]:
    for one in told.measured:
        yield phrase("coach.measure", words=one.line), _goes(one.measure)
        if one.reading is not None:
            value, unit = _number(one.reading.value), theirs(one.measure, "unit")
            says = phrase("coach.reading-says", value=value, unit=unit, day=one.reading.day)
            yield phrase("coach.reading"), says
    if told.tasks is not None:
        yield phrase("coach.tasks"), phrase("coach.tasks-say", count=told.tasks)


def _goes(measure: Measure) -> Filled:
    """From where to where a measure is to go."""
    ends = (measure.start is not None, measure.target is not None)
    known = {(True, True): "both", (False, True): "target", (True, False): "start"}.get(ends, "none")
    return phrase(
        "coach.measure-says",
        known=Which(known),
        start=_number(measure.start),
        target=_number(measure.target),
        unit=theirs(measure, "unit"),
    )


def _number(value: float | None) -> Theirs:
    """A number as it was written: whole ones without a point, none as nothing."""
    return Theirs("" if value is None else f"{value:.12g}", Privacy.PUBLIC)


def _source(edition: Edition, loaded: date) -> Prose:
    return Prose(phrase("coach.source", number=edition.number, day=loaded), quiet=True)


def silent(edition: Edition, loaded: date, nearest: Wording | None) -> Card:
    """The score does not say, and names the line that comes nearest."""
    return Card(phrase("coach.silent"), [_nearest(nearest), _source(edition, loaded)])


def _nearest(nearest: Wording | None) -> Prose:
    return Prose(phrase("coach.nearest", line=nearest) if nearest else phrase("coach.nearest-none"))


def passed_on(edition: Edition, loaded: date, nearest: Wording | None, silence_id: str | None) -> Card:
    """The same, and the question was passed on: under `silence_id` if it is the first in these words."""
    pieces: list[Piece] = [_nearest(nearest)]
    pieces.append(Prose(phrase("coach.passed-on") if silence_id else phrase("coach.passed-before")))
    if silence_id:
        pieces.append(Buttons([Button(phrase("coach.do-not-pass"), "coach.take_back", silence_id)]))
    pieces += [Audience(phrase("coach.who-sees-question"), Privacy.OWNERS), _source(edition, loaded)]
    return Card(phrase("coach.silent"), pieces)


def taken_back() -> Card:
    """The question is not passed on after all."""
    return Card(phrase("coach.taken-back"))


def about_somebody(person: Person) -> Card:
    """The score is silent, and the question names somebody: it goes no further."""
    return Card(phrase("coach.silent"), [Prose(phrase("coach.about-somebody", name=theirs(person, "name")))])


def private(person: Person | None, teams: Sequence[str]) -> Card:
    """What somebody keeps private is not told; `teams` are those of theirs whose shared work the asker sees."""
    if person is None:
        return Card(phrase("coach.private-all"))
    name = theirs(person, "name")
    if not teams:
        return Card(phrase("coach.private", name=name))
    return Card(phrase("coach.private-shared", name=name, teams=list(teams), count=len(teams)))


def too_long() -> Card:
    """The question is longer than one."""
    return Card(phrase("coach.too-long"))


def first(edition: Edition, loaded: date, order: Order) -> Card:
    """Which of two comes first, and why."""
    lines = [LineEntry(line) for line in order.cited]
    return Card(_order(order), [Lines(lines), _source(edition, loaded)])


def _order(order: Order) -> Filled:
    what, other = _side(order.first), _side(order.other)
    count, others = len(order.first.lines), len(order.other.lines)
    day = order.first.until
    if order.more_lines and order.nearer and day is not None:
        return phrase("coach.first-both", what=what, count=count)
    if order.more_lines and order.later:
        return phrase("coach.first-split", what=what, other=other)
    if order.more_lines:
        return phrase("coach.first-lines", what=what, count=count, others=others)
    return phrase("coach.first-day", what=what, day=day) if order.nearer else phrase("coach.first-alike")


def _side(side: Side) -> Theirs | Wording:
    """One of two things as it was written: somebody's task, else the line that was meant."""
    return Theirs(side.task, Privacy.TEAM) if side.task else side.lines[0]


def week(tasks: Sequence[tuple[Task, Wording | None]]) -> Card:
    """Somebody's own week: its tasks by the lines that they play from."""
    if not tasks:
        return Card(phrase("coach.week-empty"))
    lines: dict[str, tuple[Wording, int]] = {}
    for _, line in tasks:
        if line is not None:
            lines[line.line_id] = (line, lines.get(line.line_id, (line, 0))[1] + 1)
    tied = sum(count for _, count in lines.values())
    entries = [LineEntry(line, phrase("coach.week-line", count=count)) for line, count in lines.values()]
    plays = Which("none" if not tied else "all" if tied == len(tasks) else "some")
    return Card(phrase("coach.week", plays=plays, count=len(tasks), tied=tied), [Lines(entries)] if entries else [])


@dataclass(frozen=True)
class Asked:
    """A question that the score does not answer, and the line that comes nearest as it reads now."""

    silence: Silence
    nearest: Wording | None


def questions(asked: Sequence[Asked], more: int) -> Card:
    """What the score does not say, for those who write it."""
    title = phrase("coach.questions-title")
    if not asked:
        return Card(phrase("coach.questions-none"), title=title)
    pieces: list[Piece] = [Checklist([_entry(one) for one in asked])]
    pieces += [Prose(phrase("coach.questions-more", count=more), quiet=True)] if more else []
    pieces.append(Audience(phrase("coach.nameless"), Privacy.OWNERS))
    return Card(phrase("coach.questions", count=len(asked) + more), pieces, title=title)


def _entry(one: Asked) -> Entry:
    day = one.silence.day
    note = phrase("coach.asked-on", day=day) if one.nearest else phrase("coach.asked-far", day=day)
    choices = [
        Button(phrase("coach.answered"), "coach.settle", f"{one.silence.id} answered", main=True),
        Button(phrase("coach.not-ours"), "coach.settle", f"{one.silence.id} not_ours"),
    ]
    return Entry(theirs(one.silence, "words"), choices, line=one.nearest, note=note)
