"""How it looks when the coach answers from the score, and when the score is silent."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
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
    LineEntry,
    Lines,
    Piece,
    Prose,
    Text,
    Theirs,
    theirs,
)
from handlers.turn import Unsaid
from handlers.views import comparing, mistakes, tensions
from handlers.views.mistakes import Mistaken
from handlers.views.readings import age
from handlers.views.tensions import Pull
from prompts import Filled, Which, phrase, plain
from score.citations import Cited
from score.grounding import Grounded
from score.order import Order
from score.search import Aim, Question
from storage.tables import Edition, LineState, Measure, Person, Privacy, Reading, Silence, Verdict, Wording


@dataclass(frozen=True)
class Measured:
    """The number behind a line of kind measure, its latest reading, and when it was to be read again; as of `today`."""

    line: Wording
    measure: Measure
    reading: Reading | None
    due: date | None = None
    today: date = date.min


@dataclass(frozen=True)
class Told:
    """What there is to say of the lines that answer a question.

    `tasks` counts those of the asker's teams on the first line, None where it was not asked. `pull` is a tension that
    the lines are of, `since` the day since which the first is in the score, where that was asked, `question` what was
    asked.
    """

    edition: Edition
    loaded: date
    cited: Cited
    accepted: bool = False
    people: Mapping[str, Person] = field(default_factory=dict)
    measured: Sequence[Measured] = ()
    tasks: int | None = None
    pull: Pull | None = None
    since: date | None = None
    question: str = ""


def answer(told: Told, unsaid: Unsaid | None = None) -> Card:
    """What is asked of the first of the lines that answer, each claim with the number of its line, and these lines.

    `unsaid` is why a model that should have put it into words has not.
    """
    line = told.cited.lines[0]
    pieces: list[Piece] = [Prose(words) for words in _prose(told, line)]
    facts = list(_facts(told, line))
    pieces += [Facts(facts)] if facts else []
    more = phrase("coach.more", count=told.cited.more) if told.cited.more else None
    about = len(told.cited.lines) if told.cited.listed else 1
    said, lines = _beside(told.pull, told.cited.lines)
    pieces += [*said, Citations(lines, _source(told.edition, told.loaded), more, about), *_look_at(told.pull)]
    if unsaid is not None:
        pieces.append(Prose(phrase("coach.no-model", why=Which(unsaid.value)), quiet=True))
    pieces.append(mistakes.opinion(told.question, told.edition, told.cited.lines))
    return Card(_says(told, line), pieces)


def worded(told: Told, said: Grounded, model: str, brief: str) -> Card:
    """The same in the words of a model: each of its sentences with the number of its line. The facts stay ours.

    They are of the line that answers, which is therefore the first, wherever the model speaks of it.
    """
    line = told.cited.lines[0]
    cited = [line, *(one for one in said.lines if one.line_id != line.line_id)]
    numbers = {one.line_id: number for number, one in enumerate(cited, 1)}
    says = [
        phrase("coach.worded", words=Claim(Theirs(one.text, Privacy.PUBLIC), (numbers[one.line.line_id],)))
        for one in said.claims
    ]
    pieces: list[Piece] = [Prose(words) for words in says[1:]]
    measured = [one for one in told.measured if one.line in cited]
    facts = list(_facts(replace(told, cited=replace(told.cited, lines=tuple(cited)), measured=measured), line))
    pieces += [Facts(facts)] if facts else []
    beside, lines = _beside(told.pull, cited)
    source = phrase(
        "coach.source-model",
        number=told.edition.number,
        day=told.loaded,
        model=Theirs(model, Privacy.PUBLIC),
        brief=Theirs(brief, Privacy.PUBLIC),
    )
    pieces += [*beside, Citations(lines, source, first=len(cited), by_model=True), *_look_at(told.pull)]
    pieces.append(mistakes.opinion(told.question, told.edition, cited, model, brief))
    return Card(says[0], pieces)


def waits(ask_id: str) -> Card:
    """The score is being read."""
    stop = Button(phrase("coach.stop"), "coach.stop", ask_id, quiet=True)
    return Card(phrase("coach.waits"), [Buttons([stop])])


def lost(told: Told) -> Card:
    """The lines that answer what somebody asked before we were interrupted."""
    card = answer(told)
    return replace(card, pieces=[Prose(phrase("coach.lost"), quiet=True), *card.pieces])


def changed(question: str, *, interrupted: bool = False) -> Card:
    """What was to answer is not there any more, or not for who asks: they can ask the same again."""
    says = phrase("coach.lost-changed") if interrupted else phrase("coach.changed")
    return Card(says, [Buttons([Button(phrase("coach.ask-again"), "coach.ask", question)])])


def _beside(pull: Pull | None, cited: Sequence[Wording]) -> tuple[list[Piece], Sequence[Wording]]:
    """What is said of a tension beside an answer, and the lines that the answer then stands on."""
    return tensions.beside_answer(pull, cited) if pull is not None else ([], cited)


def _look_at(pull: Pull | None) -> list[Piece]:
    sees = Audience(phrase("tensions.everybody"), Privacy.PUBLIC)
    return [Buttons([tensions.look_at(pull)]), sees] if pull is not None else []


def judged(basis: str = "") -> Card:
    """What was said of an answer is counted, and what that means; with its `basis` one can say what was wrong."""
    counted = Prose(phrase("coach.who-sees-counts"), quiet=True)
    return Card(phrase("coach.judged"), [counted, *(mistakes.say_why(basis) if basis else [])])


def _says(told: Told, line: Wording) -> Filled:
    if told.cited.listed:
        listed = [Claim(one, (number,)) for number, one in enumerate(told.cited.lines, 1)]
        return phrase("coach.not-many" if told.cited.aim is Aim.NOT else "coach.listed", lines=listed)
    says = {
        Aim.WHY: _why,
        Aim.WHO: _who,
        Aim.TARGET: _target,
        Aim.SINCE: _since,
        Aim.UNTIL: _until,
        Aim.HOW_FAR: _how_far,
        Aim.NOT: _not,
        Aim.SERVES: _serves,
    }.get(told.cited.aim)
    return says(told, line) if says else phrase("coach.what", line=Claim(line))


def _why(told: Told, line: Wording) -> Filled:
    served = [Claim(one, (number,)) for number, one in enumerate(told.cited.lines[1:], 2)]
    if len(served) > 1:
        return phrase("coach.why-serves-on", line=Claim(line), served=served[0], above=served[1])
    if served:
        return phrase("coach.why-serves", line=Claim(line), served=served[0])
    return phrase("coach.why-because" if line.because else "coach.why-none", line=Claim(line))


def _who(told: Told, line: Wording) -> Filled:
    owner, deputy = _owner(told, line), told.people.get(line.deputy_id or "")
    if owner is None:
        return phrase("coach.who-none", line=Claim(line))
    if deputy is None:
        return phrase("coach.who-owns", who=owner, line=Claim(line))
    return phrase("coach.who-owns-with", who=owner, line=Claim(line), deputy=Claim(theirs(deputy, "name")))


def _owner(told: Told, line: Wording) -> Theirs | None:
    """Who owns a line: the person, else whom another tool's file named."""
    owner, kept = told.people.get(line.owner_id or ""), line.kept.get("owner")
    if owner is not None:
        return theirs(owner, "name")
    return Theirs(kept, Privacy.PUBLIC) if isinstance(kept, str) else None


def _target(told: Told, line: Wording) -> Filled:
    return phrase("coach.target-is" if told.measured else "coach.target-none", line=Claim(line))


def _since(told: Told, line: Wording) -> Filled:
    assert told.since is not None, "looked up where it was asked"
    return phrase("coach.since-day", line=Claim(line), day=told.since)


def _until(_told: Told, line: Wording) -> Filled:
    if line.until is not None:
        return phrase("coach.until-day", line=Claim(line), day=line.until)
    return phrase("coach.until-standing" if line.standing else "coach.until-none", line=Claim(line))


def _how_far(_told: Told, line: Wording) -> Filled:
    return phrase("coach.how-far", state=Which(line.state.value), line=Claim(line))


def _not(told: Told, line: Wording) -> Filled:
    return phrase("coach.not", accepted=Which("yes" if told.accepted else "no"), line=Claim(line))


def _serves(told: Told, line: Wording) -> Filled:
    serving = tuple(number for number, one in enumerate(told.cited.lines, 1) if one.serves == line.address)
    if serving:
        many = len(serving) + told.cited.more
        says = phrase("coach.serves-count", count=many)
        return phrase("coach.serves-these", line=Claim(line), count=many, lines=Claim(says, serving))
    if len(told.cited.lines) > 1:
        return phrase("coach.serves-that", line=Claim(line), served=Claim(told.cited.lines[1], (2,)))
    return phrase("coach.serves-none", line=Claim(line))


def _prose(told: Told, line: Wording) -> Iterator[Filled]:
    """What stands with the line and bears on what was asked."""
    if told.cited.listed:
        return
    asks = told.cited.aim
    if line.about and asks in (Aim.WHAT, Aim.NOT, Aim.HOW_FAR):
        yield phrase("coach.about", words=Claim(theirs(line, "about")))
    if line.because and asks in (Aim.WHY, Aim.NOT):
        yield phrase("coach.because", words=Claim(theirs(line, "because")))
    if line.plan and asks in (Aim.WHAT, Aim.HOW_FAR):
        yield phrase("coach.plan", words=Claim(theirs(line, "plan")))
    if line.test and asks in (Aim.WHAT, Aim.HOW_FAR, Aim.TARGET):
        yield phrase("coach.test", words=Claim(theirs(line, "test")))


def _facts(told: Told, line: Wording) -> Iterator[tuple[Filled, Text]]:
    if told.cited.listed:
        return
    owner = _owner(told, line)
    if owner is not None and told.cited.aim is not Aim.WHO:
        yield phrase("coach.owner"), Claim(owner)
    deputy = told.people.get(line.deputy_id or "")
    if deputy is not None and told.cited.aim is not Aim.WHO:
        yield phrase("coach.deputy"), Claim(theirs(deputy, "name"))
    if line.until is not None and told.cited.aim is not Aim.UNTIL:
        yield phrase("coach.until"), Claim(phrase("coach.day", day=line.until))
    if line.state is not LineState.OPEN or "status" in line.kept:
        # What another tool's file said of it is shown in its own words.
        kept = str(line.kept.get("status") or line.state.value)
        yield phrase("coach.state"), Claim(Theirs(kept, Privacy.PUBLIC))
    yield from _numbers(told)


def _numbers(told: Told) -> Iterator[tuple[Filled, Text]]:
    numbers = {line.line_id: number for number, line in enumerate(told.cited.lines, 1)}
    for one in told.measured:
        on = (numbers[one.line.line_id],)
        yield phrase("coach.measure", words=Claim(one.line, on)), _goes(one.measure)
        if one.reading is not None:
            value, unit = _number(one.reading.value), theirs(one.measure, "unit")
            says = phrase("coach.reading-says", value=value, unit=unit, day=one.reading.day)
            late = age(one.measure, one.due, one.today)
            says = phrase("score.read-late", read=says, late=late) if late is not None else says
            yield phrase("coach.reading"), Claim(says, on)
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


def _source(edition: Edition, loaded: date) -> Filled:
    return phrase("coach.source", number=edition.number, day=loaded)


def silent(edition: Edition, loaded: date, nearest: Wording | None) -> Card:
    """The score does not say, and names the line that comes nearest."""
    return Card(phrase("coach.silent"), [_nearest(nearest), Citations([], _source(edition, loaded))])


def _nearest(nearest: Wording | None) -> Prose:
    return Prose(phrase("coach.nearest", line=nearest) if nearest else phrase("coach.nearest-none"))


NAMED = 3
"""Lines that are offered to somebody who asks without saying of what, at most."""


def about_what(question: Question, lines: Sequence[Wording]) -> Card:
    """A question that does not say of what it asks, asked back; `lines` are those that were just shown."""
    aim = Which(question.aim.value)
    buttons = [
        Button(phrase("coach.of-line", line=line), "coach.about", f"{line.line_id} {question.text}")
        for line in lines[:NAMED]
    ]
    pieces: list[Piece] = [Prose(phrase("coach.name-a-line", aim=aim, shown=len(buttons)))]
    return Card(phrase("coach.about-what", aim=aim), [*pieces, Buttons(buttons)] if buttons else pieces)


def suggested(asks: Sequence[tuple[Aim, Wording]], language: str) -> Card:
    """What can be asked, with questions that the score answers of lines that the reader plays from."""
    buttons = [
        Button(_would_ask(aim, line), "coach.about", f"{line.line_id} {plain(_as_written(aim), language)}")
        for aim, line in asks
    ]
    pieces: list[Piece] = [Prose(phrase("commands.coach"), quiet=True)]
    pieces += [Prose(phrase("coach.for-example")), Buttons(buttons)] if buttons else []
    return Card(phrase("coach.suggested"), [*pieces, Audience(phrase("home.only-you"), Privacy.PERSON)])


def _would_ask(aim: Aim, line: Wording) -> Filled:
    asks: Mapping[Aim, Filled] = {
        Aim.WHY: phrase("coach.suggest-why", line=line),
        Aim.HOW_FAR: phrase("coach.suggest-how-far", line=line),
        Aim.UNTIL: phrase("coach.suggest-until", line=line),
        Aim.WHO: phrase("coach.suggest-who", line=line),
    }
    return asks[aim]


def _as_written(aim: Aim) -> Filled:
    """How the same is asked of a line that is known already."""
    asks: Mapping[Aim, Filled] = {
        Aim.WHY: phrase("coach.say-why"),
        Aim.HOW_FAR: phrase("coach.say-how-far"),
        Aim.UNTIL: phrase("coach.say-until"),
        Aim.WHO: phrase("coach.say-who"),
    }
    return asks[aim]


def passed_on(edition: Edition, loaded: date, nearest: Wording | None, silence_id: str | None) -> Card:
    """The same, and the question was passed on: under `silence_id` if it is the first in these words."""
    pieces: list[Piece] = [_nearest(nearest)]
    pieces.append(Prose(phrase("coach.passed-on") if silence_id else phrase("coach.passed-before")))
    if silence_id:
        pieces.append(Buttons([Button(phrase("coach.do-not-pass"), "coach.take_back", silence_id)]))
    pieces += [Citations([], _source(edition, loaded)), Audience(phrase("coach.who-sees-question"), Privacy.OWNERS)]
    return Card(phrase("coach.silent"), pieces)


def left_alone() -> Card:
    """The score is silent, and the question may be about who asks: it goes no further, and nothing of it is kept."""
    return Card(phrase("coach.silent"), [Prose(phrase("coach.left-alone"), quiet=True)])


def taken_back() -> Card:
    """The question is not passed on after all."""
    return Card(phrase("coach.taken-back"))


def about_somebody(person: Person) -> Card:
    """The score is silent, and the question names somebody: it goes no further."""
    if person.left_at is not None:
        return Card(phrase("coach.silent"), [Prose(phrase("coach.about-leaver"))])
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


def first(edition: Edition, loaded: date, order: Order, pull: Pull | None = None, question: str = "") -> Card:
    """Which of several comes first, and why; `pull` is a tension between them, or of one of them."""
    said, lines = _beside(pull, order.cited)
    cited = Citations(lines, _source(edition, loaded), first=len(order.cited))
    opinion = mistakes.opinion(question, edition, order.cited)
    return Card(comparing.says(order), [*comparing.beside(order), *said, cited, *_look_at(pull), opinion])


def all_whirlwind() -> Card:
    """None of several tasks plays from a line."""
    return Card(comparing.all_whirlwind())


def nothing_to_order(count: int | None) -> Card:
    """So few tasks are left of today that none comes before another; None where others read along."""
    return Card(comparing.nothing(count))


@dataclass(frozen=True)
class Asked:
    """Questions that ask the same and that the score does not answer, and the nearest line as it reads now."""

    silences: Sequence[Silence]
    nearest: Wording | None


OTHERS = 3
"""Other wordings of a question that are shown beside the first, at most."""


def questions(
    asked: Sequence[Asked],
    more: int,
    judged: Sequence[tuple[Wording, Verdict]] = (),
    mistaken: tuple[Sequence[Mistaken], int] = ((), 0),
) -> Card:
    """What the score does not say, for those who write it; which answers were said to be wrong, with how many more such
    there are; and how often answers on a line helped.
    """
    title = phrase("coach.questions-title")
    pieces: list[Piece] = [Checklist([_entry(one) for one in asked])] if asked else []
    pieces += [Prose(phrase("coach.questions-more", count=more), quiet=True)] if more else []
    pieces += mistakes.section(*mistaken)
    if judged:
        pieces += [Prose(phrase("coach.verdicts")), Lines([_judged(line, one) for line, one in judged])]
    if not pieces:
        return Card(phrase("coach.questions-none"), title=title)
    pieces.append(Audience(phrase("coach.nameless"), Privacy.OWNERS))
    says = (
        phrase("coach.questions", count=sum(len(one.silences) for one in asked) + more)
        if asked
        else phrase("coach.questions-none")
    )
    return Card(says, pieces, title=title)


def _judged(line: Wording, verdict: Verdict) -> LineEntry:
    return LineEntry(line, phrase("coach.verdict", helped=theirs(verdict, "helped"), said=theirs(verdict, "said")))


def _entry(one: Asked) -> Entry:
    """A question, in how many wordings it was asked, and what can be said of all of them at once.

    Neither a day nor an order of days: on a day when few ask anything it would tell who.
    """
    first, *others = one.silences
    ids = ",".join(silence.id for silence in one.silences)
    choices = [
        Button(phrase("coach.answered"), "coach.settle", f"{ids} answered", main=True),
        Button(phrase("coach.not-ours"), "coach.settle", f"{ids} not_ours"),
    ]
    note = phrase(
        "coach.asked",
        near=Which("yes" if one.nearest else "no"),
        count=len(one.silences),
        others=[theirs(silence, "words") for silence in others[:OTHERS]],
    )
    return Entry(theirs(first, "words"), choices, line=one.nearest, note=note)
