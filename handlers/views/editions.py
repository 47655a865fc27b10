"""How a new edition of the score looks: before it is in force, and to those for whom it changes something."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from handlers.cards import (
    Audience,
    Button,
    Buttons,
    Card,
    Checklist,
    Entry,
    Facts,
    Field,
    FieldKind,
    Form,
    Heading,
    LineEntry,
    Lines,
    Piece,
    Prose,
    Text,
    Theirs,
    theirs,
)
from handlers.views import language, outline
from prompts import Filled, Which, phrase
from score.diff import Becomes, Diff, Touched
from score.news import Turned
from score.problems import Problem, ScoreProblems
from storage.tables import Edition, Person, Privacy, Proposed, Task, Tie, TieState, Wording

MOST = 5
"""Lines that somebody is told of one by one; the others are counted."""

NONE = "none"
"""What is said of a task instead of a line that it serves."""

SORTS = (Becomes.NEW, Becomes.CHANGED, Becomes.MOVED, Becomes.GONE)
"""What becomes of lines, in the order in which a difference is read."""


@dataclass(frozen=True)
class Weighed:
    """What a file would change, line by line, with the names of the parts; `anew` where it was shown before."""

    diff: Diff
    news: Sequence[Turned]
    names: Mapping[str, str]
    anew: bool = False


@dataclass(frozen=True)
class Left:
    """A task of which the line `was` is gone or stands elsewhere, and the `line` that is suggested, if there is any.

    Once its person has said (`is_said`), it is the line that they said.
    """

    task: Task
    tie: Tie
    was: Wording | None
    line: Wording | None
    is_said: bool = False


def needs_tie(one: Turned) -> bool:
    """Whether what is tied to a line has to be looked at again: it is gone, or stands elsewhere."""
    return one.becomes in (Becomes.GONE, Becomes.MOVED)


def may_not(owners: Sequence[Person]) -> Card:
    """Who may put an edition in force."""
    names = [theirs(one, "name") for one in owners]
    return Card(phrase("editions.may-not", owners=names, count=len(names)))


def form() -> Form:
    """The file."""
    only_you = Audience(phrase("editions.only-you"), Privacy.PERSON)
    field = Field(
        "file", phrase("editions.file"), only_you, FieldKind.FILE, hint=phrase("editions.file-hint"), optional=False
    )
    return Form(phrase("editions.title"), "editions.hand_in", [field], phrase("editions.show"))


def wrong(why: str) -> Filled:
    """What is wrong with a file before it is read: missing, too-big, no-text."""
    return phrase("editions.wrong", why=Which(why))


def unreadable(proposed: Proposed, problems: ScoreProblems) -> Card:
    """All that is wrong with a file: where, what, and what to do about it."""
    again = Button(phrase("editions.another"), "editions.open_form", main=True)
    says = phrase("editions.unreadable", file=theirs(proposed, "name"), count=len(problems.problems))
    said = [Prose(_problem(one)) for one in problems.problems]
    return Card(says, [*said, Buttons([again, _leave(proposed)]), _for_them_alone()])


def _problem(one: Problem) -> Filled:
    wrong, remedy = language.wrong(one), language.remedy(one)
    return phrase("editions.problem", line=str(one.line), column=str(one.column), wrong=wrong, remedy=remedy)


def _leave(proposed: Proposed) -> Button:
    return Button(phrase("editions.leave"), "editions.leave", proposed.id)


def _for_them_alone() -> Audience:
    return Audience(phrase("editions.only-you"), Privacy.PERSON)


def proposed(proposed: Proposed, weighed: Weighed) -> Card:
    """What a file would change: how much, whose parts that touches, and each line."""
    name, pieces = theirs(proposed, "name"), list[Piece]()
    if weighed.anew:
        pieces.append(Prose(phrase("editions.anew")))
    if not weighed.diff:
        return Card(phrase("editions.same", file=name), [*pieces, Buttons([_leave(proposed)]), _for_them_alone()])
    if weighed.diff.touched:
        pieces.append(Facts([_touched(one, weighed.names) for one in weighed.diff.touched]))
    put = Button(phrase("editions.put"), "editions.put_in_force", proposed.id, main=True)
    pieces += [Prose(phrase("editions.nothing-yet"), quiet=True), Buttons([put, _leave(proposed)])]
    pieces += _lines(weighed.news)
    pieces += [Prose(outline.change(one), quiet=True) for one in (*weighed.diff.of_score, *weighed.diff.of_parts)]
    new, changed, moved, gone = _counts(weighed.news)
    says = phrase("editions.would-change", file=name, new=new, changed=changed, moved=moved, gone=gone)
    return Card(says, [*pieces, _for_them_alone()])


def _counts(news: Sequence[Turned]) -> list[int]:
    """How many lines become each of `SORTS`."""
    return [sum(one.becomes is becomes for one in news) for becomes in SORTS]


def _touched(one: Touched, names: Mapping[str, str]) -> tuple[Filled, Text]:
    return phrase("editions.part", name=_public(names.get(one.part, one.part))), outline.touched(one)


def _lines(news: Sequence[Turned]) -> Iterator[Piece]:
    for becomes in SORTS:
        those = [one for one in news if one.becomes is becomes]
        if those:
            yield Heading(phrase("editions.heading", becomes=Which(becomes.value), count=len(those)))
            yield Lines([_entry(one) for one in those])


def _entry(one: Turned) -> LineEntry:
    return LineEntry(one.line, note(one))


def note(one: Turned) -> Filled:
    """What became of a line: how it read and where it stood before."""
    fields = [phrase("editions.field", field=Which(name)) for name in one.fields if name != "words"]
    return phrase(
        "editions.note",
        becomes=Which(one.becomes.value),
        at=_public(one.was.address if one.was else ""),
        reworded=Which("yes" if one.is_reworded else "no"),
        old=_public(one.was.words if one.was else ""),
        count=len(fields),
        fields=fields,
    )


def _public(value: str) -> Theirs:
    return Theirs(value, Privacy.PUBLIC)


def in_force(proposed: Proposed, edition: Edition | None) -> Card:
    """A file was put in force."""
    number = edition.number if edition else 0
    return Card(
        phrase("editions.in-force", file=theirs(proposed, "name"), number=number),
        [Prose(phrase("editions.who-hears"), quiet=True), Audience(phrase("attention.only-you"), Privacy.PERSON)],
    )


def left(proposed: Proposed) -> Card:
    """A file was left."""
    again = Button(phrase("editions.another"), "editions.open_form", quiet=True)
    return Card(phrase("editions.left", file=theirs(proposed, "name")), [Buttons([again]), _for_them_alone()])


def news(edition: Edition, loaded: date, mine: Sequence[Turned], left: Sequence[Left]) -> Card:
    """What an edition changes for somebody, with what to do about the tasks that it leaves without a line."""
    rest = mine[MOST:]
    pieces: list[Piece] = [Lines([_entry(one) for one in mine[:MOST]])]
    if rest:
        counted = [(becomes, n) for becomes, n in zip(SORTS, _counts(rest), strict=True) if n]
        sorts = [phrase("editions.counted", becomes=Which(becomes.value), count=n) for becomes, n in counted]
        pieces.append(Prose(phrase("editions.more", count=len(rest), sorts=sorts), quiet=True))
    if left:
        waiting = [one for one in left if not one.is_said]
        pieces.append(Checklist([_left(edition, one) for one in left], phrase("editions.tasks", count=len(waiting))))
        suggested = [one.task.id for one in waiting if one.line is not None]
        if len(suggested) > 1:
            value = " ".join([edition.id, *suggested])
            pieces.append(Buttons([Button(phrase("editions.all"), "editions.tie_all", value, main=True)]))
    says = phrase("editions.news", day=loaded, count=len(mine))
    return Card(says, [*pieces, Audience(phrase("editions.for-you"), Privacy.PERSON)])


def _left(edition: Edition, one: Left) -> Entry:
    """A task, the line that is suggested or was said, and what can be said with one press."""
    words = theirs(one.task, "words")
    if one.is_said:
        said = phrase("editions.serves", what=Which("none" if one.tie.state is TieState.WHIRLWIND else "line"))
        return Entry(words, line=one.line, note=said)
    none = Button(phrase("editions.none"), "editions.tie", f"{edition.id} {one.task.id} {NONE}")
    to = [] if one.line is None else [_to(edition, one.task, one.line)]
    note = phrase(
        "editions.was-tied",
        line=_public(one.was.words if one.was else ""),
        known=Which("yes" if one.was else "no"),
    )
    return Entry(words, [*to, none], line=one.line, note=note)


def _to(edition: Edition, task: Task, line: Wording) -> Button:
    return Button(phrase("editions.tie-to", line=line), "editions.tie", f"{edition.id} {task.id} {line.line_id}")


def over() -> Card:
    """That day is over."""
    return Card(phrase("editions.is-over"))
