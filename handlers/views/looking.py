"""How it looks what somebody found who looks for something: lines, promises, measures, lessons, what they wrote."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from handlers.cards import (
    Audience,
    Button,
    Buttons,
    Card,
    Checklist,
    Citations,
    Claim,
    Entry,
    Facts,
    Piece,
    Prose,
    Text,
    Theirs,
    theirs,
)
from handlers.views.score import Measured
from prompts import Filled, Which, phrase
from prompts.lesson import Lesson
from score.search import LOOKED_FOR, Sought
from storage.tables import Edition, LineKind, Person, Privacy, Task, Win, Wording


@dataclass(frozen=True)
class Own:
    """Something that the reader wrote for a day: a task with the line that it was tied to, or a win."""

    what: Task | Win
    day: date
    line: Wording | None = None


Thing = Wording | Lesson | Own


@dataclass(frozen=True)
class Looked:
    """What was found, best first, and how many more there are.

    `first` and `last` are the days of which what the reader wrote was looked for, None where it was not. `wanted` says
    of measures that are behind where they would be on a straight way. `people` are those who own the lines, by their
    ids, and `parts` the names of the parts, by their handles.
    """

    edition: Edition
    loaded: date
    things: Sequence[Thing]
    more: int = 0
    days: tuple[date, date] | None = None
    wanted: Mapping[str, tuple[Measured, float]] = field(default_factory=dict)
    people: Mapping[str, Person] = field(default_factory=dict)
    parts: Mapping[str, str] = field(default_factory=dict)
    sought: frozenset[Sought] = LOOKED_FOR

    @property
    def answers(self) -> bool:
        """Whether this is an answer, though the score may have another: something was found, or the search was all."""
        return bool(self.things) or self.sought not in ({Sought.PROMISE}, {Sought.LESSON})

    @property
    def is_of_score(self) -> bool:
        """Whether those who write the score could say more."""
        return self.sought == {Sought.PROMISE}


def found(looked: Looked) -> Card:
    """What was found, kind by kind, that of the best first."""
    if looked.sought == {Sought.OWN} and looked.days is None:
        return Card(phrase("looking.alone"))
    pieces: list[Piece] = []
    for kind in dict.fromkeys(map(type, looked.things)):
        pieces += _of_kind(looked, [one for one in looked.things if isinstance(one, kind)])
    if looked.more:
        pieces.append(Prose(phrase("looking.more", shown=len(looked.things)), quiet=True))
    if looked.days and not any(isinstance(one, Own) for one in looked.things):
        first, last = looked.days
        pieces.append(Prose(phrase("looking.own-none", first=first, last=last)))
    if Sought.LESSON in looked.sought and not looked.things:
        pieces.append(Buttons([Button(phrase("library.open"), "library.open_form", quiet=True)]))
    if looked.days:
        pieces.append(Audience(phrase("looking.only-you"), Privacy.PERSON))
    count = len(looked.things) + looked.more
    says = phrase("looking.behind", count=count) if looked.sought == {Sought.MEASURE} else None
    return Card(says or phrase("looking.found", count=count), pieces)


def _of_kind(looked: Looked, things: Sequence[Thing]) -> list[Piece]:
    lines = [one for one in things if isinstance(one, Wording)]
    own = [one for one in things if isinstance(one, Own)]
    lessons = [one for one in things if isinstance(one, Lesson)]
    pieces: list[Piece] = []
    if lines:
        facts = [fact for n, line in enumerate(lines, 1) for fact in _facts(looked, line, n)]
        source = phrase("coach.source", number=looked.edition.number, day=looked.loaded)
        pieces += [*([Facts(facts)] if facts else []), Citations(lines, source, first=len(lines))]
    if own and looked.days:
        first, last = looked.days
        pieces.append(Checklist([_entry(one) for one in own], phrase("looking.own", first=first, last=last)))
    for one in lessons:
        pieces.append(Prose(phrase("looking.lesson", lesson=one.bare(one.title), minutes=one.minutes)))
        pieces.append(Buttons([Button(phrase("library.look-at"), "library.look_at", one.id)]))
    return pieces


def _entry(own: Own) -> Entry:
    state = own.what.state.value if isinstance(own.what, Task) else "won"
    note = phrase("looking.own-day", day=own.day, state=Which(state))
    return Entry(theirs(own.what, "words"), line=own.line, note=note)


def _facts(looked: Looked, line: Wording, number: int) -> list[tuple[Filled, Text]]:
    """What there is to say of a line that is a promise or a measure, with the number of its citation."""
    label = phrase("coach.measure", words=Claim(line, (number,)))
    if line.kind is LineKind.PROMISE:
        return [(label, Claim(_promised(looked, line), (number,)))]
    if line.line_id in looked.wanted:
        return [(label, Claim(_behind(*looked.wanted[line.line_id]), (number,)))]
    return []


def _promised(looked: Looked, line: Wording) -> Filled:
    owner = looked.people.get(line.owner_id or "")
    to = line.to_part or ""
    return phrase(
        "looking.promised",
        who=Which("owner" if owner else "nobody"),
        owner=theirs(owner, "name") if owner else Theirs("", Privacy.PUBLIC),
        to=Theirs(looked.parts.get(to, to), Privacy.PUBLIC),
        until=Which("day" if line.until else "none"),
        day=line.until or date.min,
        accepted=Which("yes" if line.accepted else "no"),
    )


def _behind(measured: Measured, wanted: float) -> Filled:
    assert measured.last is not None, "what is behind was read"
    assert measured.measure.target is not None, "what is behind has a target"
    return phrase(
        "looking.behind-says",
        value=_number(measured.last.value),
        unit=theirs(measured.measure, "unit"),
        day=measured.last.day,
        target=_number(measured.measure.target),
        wanted=_number(wanted),
    )


def _number(value: float) -> Theirs:
    return Theirs(f"{value:.12g}", Privacy.PUBLIC)
