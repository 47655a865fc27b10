"""How it looks when a task enters what was chosen against: one question, and what comes of it."""

from collections.abc import Sequence
from dataclasses import dataclass

from handlers.cards import (
    Audience,
    Button,
    Buttons,
    Card,
    Field,
    FieldKind,
    Form,
    LineEntry,
    Lines,
    Option,
    Piece,
    Prose,
    Quote,
    Theirs,
    Tone,
    theirs,
)
from prompts import Filled, phrase
from storage.tables import Crossing, CrossingState, Person, Privacy, Task, Team, Win, Wording

WON = 120
"""Characters of a win, as in the form of the day."""

ARGUED = 600
"""Characters of what is argued or answered, at most: what fits into a minute of somebody's day."""


@dataclass(frozen=True)
class Asked:
    """One task that enters a not-choice: `because` is why it was chosen against, or why something was chosen
    `instead`; `other` is who has it now or answered.
    """

    crossing: Crossing
    task: Task
    line: Wording
    because: str = ""
    instead: Wording | None = None
    other: Person | None = None
    may_hand: bool = False
    may_argue: bool = False


def in_feedback(asked: Asked, *, won: bool, open_for_answers: bool) -> list[Piece]:
    """What stands in the answer to a check-in: the question while it is open, else what came of it in a sentence."""
    task, name = theirs(asked.task, "words"), asked.other.name if asked.other else ""
    outcome = _outcome(asked.crossing.state, task, name)
    pieces: list[Piece] = []
    if outcome is None:
        pieces.append(Prose(phrase("crossings.enters", task=task, line=asked.line)))
        if asked.because:
            why = phrase("crossings.instead", line=asked.instead) if asked.instead else phrase("crossings.why-not")
            pieces.append(Quote(Theirs(asked.because, Privacy.PUBLIC), why))
    else:
        pieces.append(Prose(outcome))
    if asked.crossing.answer:
        pieces.append(Quote(theirs(asked.crossing, "answer"), phrase("crossings.by", name=name)))
    buttons = _buttons(asked, won=won) if open_for_answers else []
    return [*pieces, Buttons(buttons)] if buttons else pieces


def _outcome(state: CrossingState, task: Theirs | Wording, name: str) -> Filled | None:
    """What came of it; None while the question is open."""
    said = {
        CrossingState.STOPPED: phrase("crossings.is-stopped", task=task),
        CrossingState.HANDED: phrase("crossings.is-handed", task=task, name=name),
        CrossingState.TAKEN: phrase("crossings.is-taken", task=task, name=name),
        CrossingState.ARGUED: phrase("crossings.is-argued", task=task),
        CrossingState.AGREED: phrase("crossings.is-agreed", task=task, name=name),
        CrossingState.STANDS: phrase("crossings.it-stands", task=task, name=name),
        CrossingState.ANSWERED: phrase("crossings.is-answered", task=task, name=name),
    }
    return said.get(state)


def _buttons(asked: Asked, *, won: bool) -> list[Button]:
    id, state = asked.crossing.id, asked.crossing.state
    if state is CrossingState.STOPPED:
        return [] if won else [Button(phrase("crossings.make-win"), "crossings.open_win", id)]
    if state not in (CrossingState.ASKED, CrossingState.LEFT):
        return []
    buttons = [Button(phrase("crossings.stop"), "crossings.stop", id)]
    if asked.may_hand:
        buttons.append(Button(phrase("crossings.hand-over"), "crossings.open_hand", id))
    if asked.may_argue:
        buttons.append(Button(phrase("crossings.argue"), "crossings.open_argue", id, quiet=True))
    return buttons


# What is filled in


def win_form(asked: Asked, standing: Win | None, teams: Sequence[Team]) -> Form:
    """What the others hear of the work that was stopped."""
    audience = (
        Audience(phrase("checkin.sees-team", teams=[team.name for team in teams]), Privacy.TEAM)
        if teams
        else Audience(phrase("checkin.sees-self"), Privacy.PERSON)
    )
    field = Field(
        "win",
        phrase("checkin.win"),
        audience,
        value=theirs(standing, "words") if standing else None,
        hint=phrase("crossings.win-hint", task=theirs(asked.task, "words")),
        optional=False,
        longest=WON,
    )
    return Form(
        phrase("crossings.win-title"),
        "crossings.keep_win",
        [field],
        phrase("blockers.keep"),
        about={"crossing": asked.crossing.id},
    )


def hand_form(asked: Asked, people: Sequence[Person]) -> Form:
    """To whom?"""
    field = Field(
        "to",
        phrase("crossings.hand-label"),
        Audience(phrase("crossings.both-see"), Privacy.PERSON),
        FieldKind.CHOICE,
        options=[Option(one.id, Theirs(one.name, Privacy.PUBLIC)) for one in people],
        hint=phrase("crossings.hand-hint"),
        optional=False,
    )
    title = phrase("crossings.hand-title", task=theirs(asked.task, "words"))
    return Form(
        title, "crossings.hand", [field], phrase("crossings.hand-submit"), about={"crossing": asked.crossing.id}
    )


def argue_form(asked: Asked, people: Sequence[Person]) -> Form:
    """What speaks for it all the same?"""
    names = [one.name for one in people]
    field = Field(
        "words",
        phrase("crossings.argue-label"),
        Audience(phrase("crossings.they-see", names=names), Privacy.PERSON),
        FieldKind.LONG,
        hint=phrase("crossings.argue-hint"),
        optional=False,
        longest=ARGUED,
    )
    return Form(
        phrase("crossings.argue-title", task=theirs(asked.task, "words")),
        "crossings.argue",
        [field],
        phrase("crossings.send"),
        about={"crossing": asked.crossing.id},
    )


def answer_form(crossing: Crossing, who: Person) -> Form:
    """A few words back."""
    field = Field(
        "answer",
        phrase("crossings.answer-label", name=who.name),
        Audience(phrase("blockers.both-see", name=who.name), Privacy.PERSON),
        FieldKind.LONG,
        optional=False,
        longest=ARGUED,
    )
    title = phrase("crossings.answer-title", name=who.name)
    return Form(title, "crossings.answer", [field], phrase("crossings.send"), about={"crossing": crossing.id})


# What others get, and what comes back


def handed(crossing: Crossing, task: Task | None, giver: Person, line: Wording | None) -> Card:
    """To whom a task was handed: take it, or leave it."""
    if task is None or crossing.state not in (CrossingState.HANDED, CrossingState.TAKEN, CrossingState.LEFT):
        return Card(phrase("crossings.taken-back", name=giver.name))
    # Whoever handed it over has shown it to this reader.
    words = Theirs(task.words, Privacy.PERSON)
    if crossing.state is CrossingState.TAKEN:
        return Card(phrase("crossings.you-took", task=words), [Audience(phrase("blockers.only-you"), Privacy.PERSON)])
    if crossing.state is CrossingState.LEFT:
        return Card(phrase("crossings.you-left", name=giver.name))
    pieces: list[Piece] = [Prose(phrase("crossings.against-theirs", name=giver.name, line=line))] if line else []
    take = Button(phrase("crossings.take"), "crossings.take", crossing.id, main=True)
    leave = Button(phrase("crossings.leave"), "crossings.leave", crossing.id)
    audience = Audience(phrase("blockers.both-see", name=giver.name), Privacy.PERSON)
    return Card(phrase("crossings.handed", name=giver.name, task=words), [*pieces, Buttons([take, leave]), audience])


def argued(crossing: Crossing, task: Task | None, who: Person, line: Wording, answered_by: Person | None) -> Card:
    """To who decides on the choice: what somebody has to say against what was chosen against."""
    pieces: list[Piece] = [Quote(theirs(crossing, "words"), phrase("crossings.by", name=who.name), Tone.PLAIN)]
    if task is not None:
        words = Theirs(task.words, Privacy.PERSON)
        pieces.insert(0, Prose(phrase("crossings.argued-task", name=who.name, task=words)))
    pieces.append(Lines([LineEntry(line)]))
    audience = Audience(phrase("blockers.both-see", name=who.name), Privacy.PERSON)
    if answered_by is not None:
        says = phrase("crossings.argued-answered", by=answered_by.name, name=who.name)
        if crossing.answer:
            pieces.append(Quote(theirs(crossing, "answer"), phrase("crossings.by", name=answered_by.name)))
        return Card(says, [*pieces, audience])
    buttons = [
        Button(phrase("crossings.agree"), "crossings.agree", crossing.id),
        Button(phrase("crossings.keep-to-it"), "crossings.keep_to_it", crossing.id),
        Button(phrase("crossings.write-back"), "crossings.open_answer", crossing.id),
    ]
    return Card(phrase("crossings.argued", name=who.name), [*pieces, Buttons(buttons), audience])


def came_back(crossing: Crossing, task: Task | None, line: Wording, other: Person) -> Card:
    """To the person: what somebody else made of it; of a task that is gone, what was said of the line."""
    what = theirs(task, "words") if task else line
    says = _outcome(crossing.state, what, other.name) or phrase("crossings.is-left", task=what, name=other.name)
    pieces: list[Piece] = [Lines([LineEntry(line)])]
    if crossing.answer:
        pieces.append(Quote(theirs(crossing, "answer"), phrase("crossings.by", name=other.name)))
    return Card(says, [*pieces, Audience(phrase("blockers.only-you"), Privacy.PERSON)])
