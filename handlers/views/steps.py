"""How an if-then step looks: as it is made, at its hour, and when it is asked what became of it."""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache

from handlers.cards import (
    Audience,
    Button,
    Buttons,
    Card,
    Checklist,
    Entry,
    Field,
    FieldKind,
    Form,
    LineEntry,
    Lines,
    Option,
    Piece,
    Prose,
    Theirs,
    theirs,
)
from prompts import Filled, Which, phrase, spellings
from score.hours import time_said
from score.steps import Kept, begins_by_itself
from storage.tables import Privacy, Step, StepState, Task, Wording

SHORT = 120
"""Characters of a cue, and of what will be done, at most: as many as of a task."""


@cache
def _spelt(language: str) -> Mapping[str, str]:
    return spellings("stepping", language)


def _how(step: Step, language: str) -> Which:
    """Of what its moment is made: a cue, with or without a first word of its own, an hour, or both."""
    if not step.cue:
        return Which("hour")
    cue = "own" if begins_by_itself(step.cue, _spelt(language)) else "cue"
    return Which(cue if step.minute is None else f"{cue}-hour")


def _hour(step: Step) -> Theirs:
    return Theirs(time_said(step.minute or 0), Privacy.PERSON)


def said(step: Step, language: str) -> Filled:
    """The step as a sentence."""
    how, cue = _how(step, language), theirs(step, "cue")
    return phrase("steps.said", how=how, cue=cue, at=_hour(step), words=theirs(step, "words"))


def _moment(step: Step, language: str) -> Filled:
    """When it was to be, without what."""
    return phrase("steps.moment", how=_how(step, language), cue=theirs(step, "cue"), at=_hour(step))


def _only_you() -> Audience:
    return Audience(phrase("steps.only-you"), Privacy.PERSON)


def form(
    today: date,
    *,
    task: Task | None = None,
    line: Wording | None = None,
    tasks: Sequence[Task] = (),
    step: Step | None = None,
) -> Form:
    """A step for a task, for a line, or for whichever of the tasks is chosen; what stands already is to be changed."""
    alone = Audience(phrase("checkin.sees-self"), Privacy.PERSON)
    words = theirs(step, "words") if step else Theirs(task.words[:SHORT], Privacy.PERSON) if task else None
    cue = theirs(step, "cue") if step and step.cue else None
    hour = Theirs(time_said(step.minute), Privacy.PERSON) if step and step.minute is not None else None
    hint, does_hint = phrase("steps.cue-hint"), phrase("steps.words-hint")
    fields = [
        Field("cue", phrase("steps.cue"), alone, value=cue, hint=hint, longest=SHORT),
        Field("hour", phrase("steps.hour"), alone, FieldKind.TIME, value=hour, hint=phrase("steps.hour-hint")),
        Field("words", phrase("steps.words"), alone, value=words, hint=does_hint, longest=SHORT, optional=False),
    ]
    about = {"step": step.id} if step else {"line": line.line_id} if line else {"task": task.id} if task else {}
    if line is not None and step is None:
        value = Theirs(today.isoformat(), Privacy.PERSON)
        fields.insert(0, Field("day", phrase("steps.day"), alone, FieldKind.DATE, value=value))
    elif not about and tasks:
        options = [Option(one.id, theirs(one, "words")) for one in tasks]
        fields.insert(0, Field("task", phrase("steps.for-which"), alone, FieldKind.CHOICE, options=options))
    says = phrase("steps.for-line", line=line) if line else None
    return Form(phrase("steps.title"), "steps.keep", fields, phrase("steps.keep"), about=about, says=says)


def kept(step: Step, language: str, *, task: Task | None = None, line: Wording | None = None) -> Card:
    """A step as it stands, and what comes of it."""
    pieces: list[Piece] = [Prose(phrase("steps.for-task", task=theirs(task, "words")), quiet=True)] if task else []
    pieces += [Lines([LineEntry(line)])] if line else []
    return Card(said(step, language), [*pieces, Prose(_comes(step)), Buttons(_own_buttons(step)), _only_you()])


def _comes(step: Step) -> Filled:
    comes = "none" if step.minute is None else "shown" if step.due_at is not None else "quiet"
    return phrase("steps.comes", comes=Which(comes), at=_hour(step))


def _own_buttons(step: Step) -> list[Button]:
    return [
        Button(phrase("steps.change"), "steps.open_change", step.id, quiet=True),
        Button(phrase("steps.take-back"), "steps.take_back", step.id, quiet=True),
    ]


def cue(step: Step, language: str) -> Card:
    """A step at its hour."""
    happened = Button(phrase("steps.happened"), "steps.answer", f"{step.id} kept", main=True)
    back = Button(phrase("steps.take-back"), "steps.take_back", step.id, quiet=True)
    asked = Prose(phrase("steps.you-asked"), quiet=True)
    return Card(said(step, language), [asked, Buttons([happened, back]), _only_you()])


def settled(step: Step) -> Card:
    """What became of it."""
    return Card(phrase("steps.settled", state=Which(step.state.value)), [_only_you()])


def taken_back() -> Card:
    """Nothing stands of it."""
    return Card(phrase("steps.taken-back"), [_only_you()])


def answered(what: str, rate: Kept | None) -> Card:
    """What was said of it, and how often it came to be lately."""
    pieces: list[Piece] = [Prose(lately(rate), quiet=True)] if rate else []
    return Card(phrase("steps.noted", what=Which(what)), [*pieces, _only_you()])


def lately(rate: Kept) -> Filled:
    """How many of the last ones happened when they were meant to."""
    return phrase("steps.rate", kept=rate.kept, of=rate.of)


def not_made(why: str) -> Card:
    """Why there is no such step."""
    return Card(why_not(why), [_only_you()])


def why_not(why: str) -> Filled:
    """The same, beside a field."""
    return phrase("steps.not-made", why=Which(why))


def offer(task: Task) -> list[Piece]:
    """A step for a task, offered once."""
    buttons = [
        Button(phrase("steps.name-one"), "steps.open_form", task.id),
        Button(phrase("asides.not-again", aside=Which("step")), "asides.stop", "step", quiet=True),
    ]
    return [Prose(phrase("steps.offer", task=theirs(task, "words"))), Buttons(buttons)]


def of_day(steps: Sequence[Step], language: str, *, open_for_answers: bool) -> list[Piece]:
    """The steps of a day beside its tasks."""
    pieces: list[Piece] = []
    for step in steps:
        is_open = step.state is StepState.OPEN
        pieces.append(Prose(said(step, language)))
        if not is_open:
            pieces.append(Prose(phrase("steps.settled", state=Which(step.state.value)), quiet=True))
        pieces += [Buttons(_own_buttons(step))] if is_open and open_for_answers else []
    return pieces


def asked_back(steps: Sequence[Step], language: str) -> list[Piece]:
    """What became of steps, with one press for each."""
    return [Checklist([_asked(step, language) for step in steps], phrase("steps.asked-back"))] if steps else []


def _asked(step: Step, language: str) -> Entry:
    choices = [
        Button(phrase("steps.happened"), "steps.answer", f"{step.id} kept"),
        Button(phrase("steps.not-this-time"), "steps.answer", f"{step.id} not_kept"),
        Button(phrase("steps.not-yet"), "steps.answer", f"{step.id} not_yet"),
    ]
    return Entry(
        theirs(step, "words"), choices, note=phrase("steps.meant", day=step.day, moment=_moment(step, language))
    )


def of_week(steps: Sequence[Step], language: str, rate: Kept | None) -> list[Piece]:
    """The steps of a week, for oneself, and how often it came to be lately."""
    pieces: list[Piece] = []
    if steps:
        entries = [
            Entry(
                theirs(step, "words"),
                note=phrase("steps.was", day=step.day, moment=_moment(step, language), state=Which(step.state.value)),
            )
            for step in steps
        ]
        pieces.append(Checklist(entries, phrase("steps.of-week")))
    return [*pieces, *([Prose(lately(rate), quiet=True)] if rate and steps else [])]
