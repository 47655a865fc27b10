"""How a task stands with the line it plays from."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from handlers.cards import (
    Audience,
    Button,
    Buttons,
    Card,
    Entry,
    Field,
    FieldKind,
    Form,
    LineEntry,
    Lines,
    Piece,
    Prose,
    Theirs,
    theirs,
)
from prompts import Filled, phrase
from storage.tables import Privacy, Task, Team, Tie, TieState, Wording

NAMED = 4
"""Words of a task that are named as a reason."""


def tie_entry(task: Task, tie: Tie | None, wordings: Mapping[str, Wording], *, open_for_answers: bool) -> Entry:
    """One task with its line, and what can be said of it with one press.

    `wordings` holds the lines of the tie's own edition by their id.
    """
    words = theirs(task, "words")
    line = wordings.get(tie.line_id) if tie and tie.line_id else None
    choices = _choices(task, tie, wordings) if open_for_answers else []
    return Entry(words, choices, _chosen(task, tie), line, _note(tie, line, open_for_answers=open_for_answers))


def _choices(task: Task, tie: Tie | None, wordings: Mapping[str, Wording]) -> list[Button]:
    another = Button(phrase("ties.another"), "ties.open_picker", task.id)
    whirlwind = Button(phrase("ties.whirlwind"), "ties.settle", f"{task.id} whirlwind")
    why = Button(phrase("ties.why"), "ties.why", task.id)
    if tie is None or (tie.state is TieState.WHIRLWIND):
        return [Button(phrase("ties.tie-it"), "ties.open_picker", task.id)]
    if tie.state is TieState.UNSURE:
        offered = [wordings[line_id] for line_id in tie.offered if line_id in wordings]
        lines = [
            Button(phrase("ties.option", line=line), "ties.settle", f"{task.id} {line.line_id}") for line in offered
        ]
        none = Button(phrase("ties.none-of-these"), "ties.settle", f"{task.id} whirlwind")
        return [*lines, another, none, why]
    said = [Button(phrase("ties.right"), "ties.settle", f"{task.id} right"), another, whirlwind]
    return said if tie.state is TieState.CHOSEN else [*said, why]


def _chosen(task: Task, tie: Tie | None) -> str | None:
    said = tie is not None and tie.state in (TieState.CONFIRMED, TieState.CHOSEN)
    return f"{task.id} right" if said else None


def _note(tie: Tie | None, line: Wording | None, *, open_for_answers: bool) -> Filled:
    if tie is None:
        return phrase("ties.no-line")
    if tie.state is TieState.WHIRLWIND:
        return phrase("ties.is-whirlwind")
    if tie.state is TieState.UNSURE or line is None:
        return phrase("ties.which") if open_for_answers else phrase("ties.left-open")
    notes = {
        TieState.SUGGESTED: phrase("ties.suggested") if open_for_answers else phrase("ties.was-suggested"),
        TieState.CONFIRMED: phrase("ties.confirmed"),
        TieState.CHOSEN: phrase("ties.chosen"),
    }
    return notes[tie.state]


@dataclass(frozen=True)
class Like:
    """An earlier task much like another one; None where it is a colleague's, whose words are not for telling."""

    task: Task | None


@dataclass(frozen=True)
class Because:
    """What speaks for a line: words of the task that it has, most telling first, and what is known beside these.

    `owned` is whether the reader owns it or stands in for its owner, `team` theirs that plays from its part.
    """

    line: Wording
    shared: Sequence[str]
    owned: bool
    team: Team | None
    like: Like | None
    habit: bool


def because(task: Task, tie: Tie | None, found: Sequence[Because]) -> Card:
    """Why these lines, each with its reasons; the words of colleagues are not among them."""
    pieces: list[Piece] = []
    for one in found:
        pieces.append(Lines([LineEntry(one.line)]))
        pieces += [Prose(reason) for reason in _reasons(one)] or [Prose(phrase("ties.only-order"))]
    if not found:
        pieces.append(Prose(phrase("ties.nothing-stands")))
    says = phrase("ties.because", task=theirs(task, "words"), count=len(found))
    pieces.append(Prose(phrase("ties.how-it-learns"), quiet=True))
    if tie is not None and found:
        another = Button(phrase("ties.another"), "ties.open_picker", task.id)
        pieces.append(Buttons([another]))
    return Card(says, [*pieces, Audience(phrase("home.only-you"), Privacy.PERSON)])


def _reasons(one: Because) -> Iterator[Filled]:
    if one.owned:
        yield phrase("ties.you-own-it")
    elif one.team is not None:
        yield phrase("ties.your-team", team=theirs(one.team, "name"))
    if one.shared:
        said = [Theirs(f"“{word}”", Privacy.PERSON) for word in one.shared[:NAMED]]
        yield phrase("ties.shares-words", words=said, count=len(said))
    if one.like is not None and one.like.task is not None:
        yield phrase("ties.like-yours", task=theirs(one.like.task, "words"), day=one.like.task.local_date)
    elif one.like is not None:
        yield phrase("ties.like-others")
    if one.habit:
        yield phrase("ties.often-yours")


def picker(task: Task, teams: Sequence[Team]) -> Form:
    """The search for another line."""
    names = [team.name for team in teams]
    audience = (
        Audience(phrase("ties.who-sees", teams=names, count=len(names)), Privacy.TEAM)
        if names
        else Audience(phrase("ties.who-sees-alone"), Privacy.PERSON)
    )
    line = Field(
        "line",
        phrase("ties.picker-label"),
        audience,
        FieldKind.LINE,
        hint=phrase("ties.picker-hint"),
        optional=False,
        longest=130,
        lines_from="ties.offer",
    )
    title = phrase("ties.picker-title", task=theirs(task, "words"))
    return Form(title, "ties.pick", [line], phrase("ties.picker-submit"), about={"task": task.id})
