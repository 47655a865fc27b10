"""How the score looks in chat."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from handlers.cards import Audience, Button, Buttons, Card, Facts, LineEntry, Lines, Piece, Prose, Text, Theirs, theirs
from handlers.views import conditions, remarks
from handlers.views.checkin import SHORT
from handlers.views.readings import age, new_reading
from prompts import Filled, Which, phrase
from storage.tables import Edition, LineState, Measure, Person, Privacy, Reading, Wording

READINGS = 3
"""Measures of one line that have a button on it; all of them stand under “measures”."""

PULLS = 2
"""Tensions of one line that have a button on it; all of them stand under “tensions”."""


@dataclass(frozen=True)
class Measured:
    """A measure as its own line words it, its last reading, None when it was never read, and when it is to be read
    next, None for one without a cadence; as of `today`.
    """

    wording: Wording
    measure: Measure
    last: Reading | None = None
    due: date | None = None
    today: date = date.min


@dataclass(frozen=True)
class Known:
    """A line, who owns it (None: nobody yet, or somebody who is gone), and its measures."""

    line: Wording
    owner: Person | None = None
    measures: Sequence[Measured] = ()


def my_part(edition: Edition, loaded: date, lines: Sequence[Known], reader: Person) -> Card:
    """The lines that somebody plays from: whose they are, until when, and how far what they move has come."""
    says = edition_said(edition, loaded)
    entries = [LineEntry(known.line, note(known, reader)) for known in lines]
    pieces = [Lines(entries)] if entries else [Prose(phrase("score.no-part"))]
    return Card(says, pieces, title=phrase("score.my-part"))


def note(known: Known, reader: Person | None) -> Filled | None:
    """Whose a line is, until when, and how far what it moves has come."""
    whole = _whose(known, reader)
    for measured in known.measures:
        said = measure(measured, names=measured.wording.line_id != known.line.line_id)
        whole = phrase("score.note-and", note=whole, more=said) if whole and said else whole or said
    return whole


def _whose(known: Known, reader: Person | None) -> Filled | None:
    day, owner = known.line.until, known.owner
    if owner is None:
        return phrase("score.until", day=day) if day else None
    if reader is not None and owner.id == reader.id:
        return phrase("score.yours-until", day=day) if day else phrase("score.yours")
    name = theirs(owner, "name")
    return phrase("score.owned-until", owner=name, day=day) if day else phrase("score.owned", owner=name)


@dataclass(frozen=True)
class One:
    """A line with all that is known of it: its part's name, who stands in, what it serves, how many tasks of the
    reader's teams played from it in four weeks, None where that is not told, which measures the reader keeps up, what
    was asked of it and answered, of a condition what is said of it, and the conditions that it `stands_on` and of which
    somebody has said whether they hold.
    """

    known: Known
    part: str
    deputy: Person | None = None
    serves: Wording | None = None
    tasks: int | None = None
    keeps_up: Sequence[Wording] = ()
    answered: Sequence[remarks.Put] = ()
    held: conditions.Held | None = None
    stands_on: Sequence[conditions.Held] = ()
    pulls: Sequence[tuple[Wording, str]] = ()
    """The lines that it pulls against, each with the tension as a button says it."""


def line(edition: Edition, loaded: date, one: One, reader: Person, said: str, link: str = "") -> Card:
    """One line; `said` are the words by which it was found, empty where its address was written or it was pressed.

    `link` is its link on the web, to be copied; empty where it has none.
    """
    line = one.known.line
    kind = phrase("score.line-says", kind=Which(line.kind.value), part=Theirs(one.part, Privacy.PUBLIC))
    pieces: list[Piece] = [Prose(kind, quiet=True)] if said else []
    pieces.append(Lines([LineEntry(line, note(one.known, reader))]))
    pieces += [Prose(words) for words in _stands_with(line)]
    facts = list(_facts(one))
    facts += [(phrase("score.line-link"), Theirs(link, Privacy.PUBLIC))] if link else []
    pieces += [Facts(facts)] if facts else []
    pieces += conditions.on_line(one.held) if one.held else []
    pieces += conditions.under_line(one.stands_on)
    pieces += [Buttons(conditions.presses(one.held))] if one.held else []
    pieces += remarks.on_line(one.answered, line)
    pieces += [Prose(edition_said(edition, loaded), quiet=True), Buttons(_asks(one, reader)), _only_you()]
    return Card(phrase("score.line-nearest", said=Theirs(said, Privacy.PERSON)) if said else kind, pieces)


IN_SHORT = 2
"""Measures that stand with a line where it is shown in short."""


def linked(edition: Edition, loaded: date, one: One, reader: Person | None, was: str) -> Card:
    """One line in short, below a message in which its link stands, for all who read there: nothing can be pressed.

    `reader` is who alone reads there, if it is one. `was` is the address of the link, where the line has moved since.
    """
    known = one.known
    line, shown = known.line, Known(known.line, known.owner, known.measures[:IN_SHORT])
    pieces: list[Piece] = [Prose(phrase("score.linked-moved", address=was), quiet=True)] if was else []
    pieces.append(Lines([LineEntry(line, note(shown, reader))]))
    facts = list(_facts(one))
    pieces += [Facts(facts)] if facts else []
    more = len(known.measures) - IN_SHORT
    rest = phrase("score.linked-rest", edition=edition_said(edition, loaded), more=max(0, more), address=line.address)
    kind = phrase("score.line-says", kind=Which(line.kind.value), part=Theirs(one.part, Privacy.PUBLIC))
    return Card(kind, [*pieces, Prose(rest, quiet=True)])


def linked_before(edition: Edition, loaded: date, line: Wording) -> Card:
    """A line whose link stands in a message, and that is in the score no longer: how it read in the last edition that
    had it.
    """
    says = phrase("score.linked-before", number=edition.number, day=loaded)
    return Card(says, [Lines([LineEntry(line)])])


def edition_said(edition: Edition, loaded: date) -> Filled:
    """Which edition something is of, and since when it is in force."""
    season = Which("season" if edition.season else "none")
    return phrase("score.my-part-says", season=season, name=edition.season, number=edition.number, day=loaded)


def _stands_with(line: Wording) -> Iterator[Filled]:
    if line.about:
        yield phrase("coach.about", words=theirs(line, "about"))
    if line.because:
        yield phrase("coach.because", words=theirs(line, "because"))
    if line.plan:
        yield phrase("coach.plan", words=theirs(line, "plan"))
    if line.test:
        yield phrase("coach.test", words=theirs(line, "test"))


def _facts(one: One) -> Iterator[tuple[Filled, Text]]:
    line = one.known.line
    if one.deputy is not None:
        yield phrase("coach.deputy"), theirs(one.deputy, "name")
    if line.state is not LineState.OPEN:
        yield phrase("coach.state"), phrase("score.show-state", state=Which(line.state.value))
    if one.serves is not None:
        yield phrase("score.line-serves"), one.serves
    if one.tasks is not None:
        yield phrase("coach.tasks"), phrase("coach.tasks-say", count=one.tasks)


def _asks(one: One, reader: Person) -> list[Button]:
    """What is asked of a line most, and of it alone; what it pulls against, and that it does."""
    line = one.known.line
    asked = [Button(phrase("score.ask-why"), "coach.about", f"{line.line_id} Why?")]
    asked += [new_reading(measure) for measure in one.keeps_up[:READINGS]]
    asked += remarks.may_put(line, reader)
    asked += [
        Button(phrase("tensions.pulls", address=other.address), "tensions.one", value, quiet=True)
        for other, value in one.pulls[:PULLS]
    ]
    asked.append(Button(phrase("tensions.pulls-against"), "tensions.open_form", line.line_id, quiet=True))
    if line.kind.is_played_from:
        asked.append(Button(phrase("home.my-part"), "score.my_part", quiet=True))
    return asked


def lines(lines: Sequence[Wording], said: str) -> Card:
    """Several lines that may have been meant, each to be shown by itself."""
    buttons = [Button(phrase("score.at", address=one.address), "score.find", one.line_id) for one in lines]
    says = phrase("score.lines-nearest", count=len(lines), said=Theirs(said, Privacy.PERSON))
    return Card(says, [Lines([LineEntry(one) for one in lines]), Buttons(buttons), _only_you()])


def not_found(said: str, whole: str) -> Card:
    """Nothing is at that address or about these words; what was written may be a task, if it is as short as one."""
    buttons = [Button(phrase("home.my-part"), "score.my_part", main=True)]
    if 0 < len(whole) <= SHORT:
        buttons.append(Button(phrase("home.as-task"), "checkin.open_form_with", whole, quiet=True))
    known = Which("said" if said else "none")
    says = phrase("score.line-none", said=Theirs(said, Privacy.PERSON), known=known)
    return Card(says, [Prose(phrase("commands.score"), quiet=True), Buttons(buttons), _only_you()])


def _only_you() -> Audience:
    return Audience(phrase("home.only-you"), Privacy.PERSON)


def measure(measured: Measured, *, names: bool = True) -> Filled | None:
    """Where a measure began, where it stands, and where it is to be; it `names` the measure where another line stands
    above, and is None where there is nothing to say.
    """
    of, unit = measured.measure, theirs(measured.measure, "unit")
    known = Which("unit" if of.unit else "none")
    facts = [
        *([phrase("score.at-start", value=of.start, unit=unit, known=known)] if of.start is not None else []),
        *stands(measured),
        *([phrase("score.wanted", value=of.target, unit=unit, known=known)] if of.target is not None else []),
    ]
    if not names:
        return phrase("score.reads", facts=facts) if facts else None
    words = theirs(measured.wording, "words")
    return phrase("score.measured", words=words, facts=facts) if facts else phrase("score.measured-by", words=words)


def stands(measured: Measured) -> list[Filled]:
    """What a measure was read as last, with its age once that is older than its cadence."""
    of, last = measured.measure, measured.last
    late = age(of, measured.due, measured.today)
    if last is None:
        return [phrase("score.never-read", late=late)] if late is not None else []
    known = Which("unit" if of.unit else "none")
    read = phrase("score.last-read", value=last.value, unit=theirs(of, "unit"), known=known, day=last.day)
    return [phrase("score.read-late", read=read, late=late) if late is not None else read]


def none() -> Card:
    """There is no score yet."""
    return Card(phrase("score.no-score"))
