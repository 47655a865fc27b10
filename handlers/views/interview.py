"""How an interview about a score looks: its questions, what is wrong with an answer, and how it stands."""

from collections.abc import Sequence

from handlers.cards import (
    Audience,
    Button,
    Buttons,
    Card,
    Facts,
    Field,
    FieldKind,
    Form,
    Option,
    Piece,
    Prose,
    Quote,
    Theirs,
)
from handlers.views import findings
from handlers.views.checkin import SHORT
from prompts import Filled, Which, phrase
from score.interview import mends
from score.language import WORDS
from score.question import LONGEST, Asked, Question, Sort, Unfit
from score.rules.finding import Finding
from score.written import ScoreFile
from storage.tables import Privacy

FOUND = 4
"""Findings that are shown with a question; the next ones come when these are mended."""

OURS = frozenset({Asked.OPPOSITE, Asked.KIND, Asked.EVERY, Asked.TYPE, Asked.DIRECTION, Asked.OWN_CHOICES, Asked.UNTIL})
"""Questions whose options are words of ours; those of the others are lines and parts."""


def asks(question: Question) -> Filled:
    """The question."""
    return phrase("interview.asks", what=_what(question), of=_theirs(question.of), count=question.count)


def hint(question: Question) -> Filled:
    """What makes a good answer."""
    return phrase("interview.hint", what=_what(question))


def example(question: Question) -> Filled:
    """An answer that somebody could give."""
    return phrase("interview.example-says", example=phrase("interview.example", what=_what(question)))


def before(question: Question) -> Filled:
    """What was answered earlier."""
    answer = question.before
    return phrase(
        "interview.before", answer=option(question, answer) if answer in question.options else _theirs(answer)
    )


def option(question: Question, value: str) -> Filled | Theirs:
    """One of its options."""
    return _label(value) if question.asks in OURS else _theirs(question.options[value])


def unfit(question: Question, why: Unfit) -> Filled:
    """Why an answer cannot be taken."""
    return phrase("interview.unfit", why=Which(why.value), most=LONGEST.get(question.asks, WORDS))


def finding(number: int, one: Finding) -> Filled:
    """Something that the rules find in the score so far, by the number with which it is mended."""
    return phrase(
        "interview.finding",
        number=number,
        severity=phrase("rules.finding", severity=Which(one.severity.value)),
        rule=_theirs(one.rule),
        line=_theirs(one.lines[0]),
        reason=findings.reason(one),
        remedy=findings.remedy(one),
    )


def is_one_of(question: Question) -> bool:
    """Whether nothing but one of the options can be answered."""
    return question.sort is Sort.OPTION


def _what(question: Question) -> Which:
    return Which(question.asks.value)


def _theirs(words: str) -> Theirs:
    return Theirs(words, Privacy.PERSON)


# In chat


def question(asked: Question, found: Sequence[Finding], *, begun: bool) -> Card:
    """One question, with what a good answer is; `found` is what the rules find where a part is complete."""
    pieces: list[Piece] = [
        Prose(hint(asked), quiet=True),
        Prose(before(asked) if asked.before else example(asked), quiet=True),
    ]
    if is_listed(asked):
        pieces.append(
            Facts([(phrase("interview.number", number=n), _theirs(v)) for n, v in enumerate(asked.options.values(), 1)])
        )
    buttons = _answers(asked)
    if not asked.needed or asked.before:
        buttons.append(
            Button(phrase("interview.skip", kept=int(bool(asked.before))), "interview.skip", asked.id, quiet=True)
        )
    if begun:
        buttons.append(Button(phrase("interview.back"), "interview.back", asked.id, quiet=True))
        buttons.append(Button(phrase("interview.so-far"), "interview.so_far", quiet=True))
    return Card(asks(asked), [*pieces, Buttons(buttons), *_mending(found), _later(), _only_you()])


def is_listed(asked: Question) -> bool:
    """Whether its options are lines or parts: they are listed, and chosen in a form."""
    return bool(asked.options) and asked.asks not in OURS


def _answers(asked: Question) -> list[Button]:
    """What answers a question with one press: an option of ours, or the form."""
    form = Button(phrase("interview.answer"), "interview.open_form", asked.id, main=True)
    if not asked.options or is_listed(asked):
        return [form]
    pressed = [Button(_label(value), "interview.take", f"{asked.id} {value}") for value in asked.options]
    return pressed if is_one_of(asked) else [form, *pressed]


def _label(value: str) -> Filled:
    return phrase("interview.option", value=Which(value.replace("2 weeks", "twoweeks")))


def _mending(found: Sequence[Finding]) -> list[Piece]:
    if not found:
        return []
    shown = found[:FOUND]
    pieces: list[Piece] = [Prose(phrase("interview.found-here", count=len(found)))]
    pieces += [Prose(finding(number, one), quiet=True) for number, one in enumerate(shown, 1)]
    mend = [
        Button(phrase("interview.mend", number=number), "interview.mend", f"{one.rule} {one.lines[0]}")
        for number, one in enumerate(shown, 1)
        if mends(one)
    ]
    return [*pieces, *([Buttons(mend)] if mend else [])]


def complete(found: Sequence[Finding]) -> Card:
    """Every question was asked."""
    buttons = [
        Button(phrase("interview.hand-in"), "interview.propose", main=True),
        Button(phrase("interview.the-file"), "interview.so_far"),
        Button(phrase("interview.back"), "interview.back", quiet=True),
    ]
    return Card(phrase("interview.done"), [Buttons(buttons), *_mending(found), _later(), _only_you()])


def form(asked: Question) -> Form:
    """One answer."""
    kinds = {Sort.OPTION: FieldKind.CHOICE}
    options = [Option(value, _theirs(words)) for value, words in asked.options.items()]
    field = Field(
        "answer",
        phrase("interview.your-answer"),
        _only_you(),
        kinds.get(asked.sort, FieldKind.LONG if asked.asks is Asked.TEST else FieldKind.TEXT),
        options=options if is_one_of(asked) else (),
        value=_theirs(asked.before) if asked.before else None,
        hint=hint(asked),
        optional=False,
        longest=LONGEST.get(asked.asks, WORDS),
    )
    about = {"question": asked.id}
    return Form(
        phrase("interview.title"), "interview.answer", [field], phrase("interview.keep"), about=about, note=asks(asked)
    )


def refused(asked: Question, why: Unfit) -> Card:
    """An answer that was written and cannot be taken."""
    return Card(unfit(asked, why), [Prose(asks(asked)), Buttons(_answers(asked)), _only_you()])


def heard(asked: Question, said: str) -> Card:
    """What was written may be the answer to what is asked, or a task."""
    buttons = [Button(phrase("interview.take-it"), "interview.take", f"{asked.id} {said}", main=True)]
    if len(said) <= SHORT:
        buttons.append(Button(phrase("home.as-task"), "checkin.open_form_with", said, quiet=True))
    return Card(phrase("interview.heard", said=_theirs(said)), [Prose(asks(asked)), Buttons(buttons), _only_you()])


def so_far(file: ScoreFile | None) -> Card:
    """The score as far as it was said, to be copied."""
    buttons = [
        Button(phrase("interview.go-on"), "interview.begin", main=True),
        Button(phrase("interview.drop"), "interview.drop", quiet=True),
    ]
    if file is None:
        return Card(phrase("interview.nothing-yet"), [Buttons(buttons), _only_you()])
    buttons.insert(1, Button(phrase("interview.hand-in"), "interview.propose"))
    text = Quote(_theirs(file.text), by=phrase("interview.file-name"))
    says = phrase("interview.so-far-says", lines=len(file.lines))
    return Card(says, [text, Prose(phrase("interview.copy"), quiet=True), Buttons(buttons), _only_you()])


def dropped() -> Card:
    """Nothing is kept."""
    return Card(phrase("interview.dropped"))


def may_not() -> Card:
    """Who may write the score, and where."""
    return Card(phrase("interview.may-not"))


def _later() -> Prose:
    return Prose(phrase("interview.later"), quiet=True)


def _only_you() -> Audience:
    return Audience(phrase("home.only-you"), Privacy.PERSON)
