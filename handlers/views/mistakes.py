"""How it looks when somebody says what was wrong with an answer, and to those who write the score."""

from collections.abc import Sequence
from dataclasses import dataclass

from handlers.basis import LINES, LONGEST, Basis
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
    Opinion,
    Option,
    Piece,
    Prose,
    Theirs,
    theirs,
)
from prompts import Filled, Which, phrase
from storage.tables import Edition, Mistake, MistakeKind, MistakeState, Privacy, Wording


@dataclass(frozen=True)
class Mistaken:
    """An answer that was said to be wrong: what it cited in which edition, and the line that answers, as they read
    last.
    """

    mistake: Mistake
    edition: int
    cited: Sequence[Wording]
    right: Wording | None = None


def opinion(question: str, edition: Edition, lines: Sequence[Wording], model: str = "", brief: str = "") -> Opinion:
    """Whether an answer helped; where not, what it stood on goes with that, so that one can say what was wrong."""
    line_id = lines[0].line_id
    did_not = f"not_helped {line_id}"
    basis = Basis(question, edition.id, [line.line_id for line in lines[:LINES]], model, brief)
    return Opinion(
        Button(phrase("coach.helped"), "coach.judge", f"helped {line_id}", quiet=True),
        Button(phrase("coach.not-helped"), "coach.judge", f"{did_not} {basis.packed()}", quiet=True, shorter=did_not),
    )


def say_why(basis: str) -> list[Piece]:
    """The way to say what was wrong with an answer, for who said that it did not help."""
    button = Button(phrase("mistakes.say-why"), "mistakes.open_form", basis, quiet=True)
    return [Prose(phrase("mistakes.may-say"), quiet=True), Buttons([button]), _who_sees()]


def _who_sees() -> Audience:
    return Audience(phrase("mistakes.who-sees"), Privacy.OWNERS)


def form(basis: Basis, question: Theirs | None) -> Form:
    """What was wrong, the line that answers, and the question as it is to be read."""
    sees = _who_sees()
    fields = [
        Field(
            "kind",
            phrase("mistakes.kind"),
            sees,
            FieldKind.CHOICE,
            options=[Option(kind.value, phrase("mistakes.kinds", kind=Which(kind.value))) for kind in MistakeKind],
            optional=False,
        ),
        Field(
            "line",
            phrase("mistakes.line"),
            sees,
            FieldKind.LINE,
            hint=phrase("mistakes.line-hint"),
            longest=130,
            lines_from="mistakes.offer",
        ),
        Field(
            "words",
            phrase("mistakes.question"),
            sees,
            FieldKind.LONG,
            value=question,
            hint=phrase("mistakes.question-hint"),
            optional=False,
            longest=LONGEST,
        ),
    ]
    # The question is in its field, so that what comes back beside it is short.
    about = {"basis": Basis("", basis.edition, basis.lines, basis.model, basis.brief).packed()}
    return Form(phrase("mistakes.title"), "mistakes.hand_in", fields, phrase("mistakes.submit"), about=about)


def kept(mistake_id: str) -> Card:
    """It goes to those who write the score, and can be taken back here."""
    back = Button(phrase("mistakes.take-back"), "mistakes.take_back", mistake_id)
    return Card(phrase("mistakes.kept"), [Buttons([back]), _who_sees()])


def known() -> Card:
    """The same was said before."""
    return Card(phrase("mistakes.known"))


def taken_back() -> Card:
    """Nobody reads it."""
    return Card(phrase("mistakes.taken-back"))


def section(said: Sequence[Mistaken], more: int) -> list[Piece]:
    """Which answers were said to be wrong, and how many `more`, for those who write the score."""
    if not said:
        return []
    pieces: list[Piece] = [Prose(phrase("mistakes.section", count=len(said) + more))]
    pieces.append(Checklist([_entry(one) for one in said]))
    return [*pieces, Prose(phrase("mistakes.more", count=more), quiet=True)] if more else pieces


def _entry(one: Mistaken) -> Entry:
    settles = [(MistakeState.MENDED, phrase("mistakes.mended")), (MistakeState.NONE, phrase("mistakes.no-mistake"))]
    choices = [
        Button(label, "mistakes.settle", f"{one.mistake.id} {state.value}", main=state is MistakeState.MENDED)
        for state, label in settles
    ]
    return Entry(theirs(one.mistake, "words"), choices, line=one.right, note=_note(one))


def _note(one: Mistaken) -> Filled:
    return phrase(
        "mistakes.note",
        kind=Which(one.mistake.kind.value),
        day=one.mistake.day,
        number=one.edition,
        cited=[Theirs(line.address, Privacy.PUBLIC) for line in one.cited],
        count=len(one.cited),
        worded=Which("yes" if one.mistake.model else "no"),
        model=theirs(one.mistake, "model"),
        brief=theirs(one.mistake, "brief"),
    )
