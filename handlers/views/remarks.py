"""How it looks when a line is asked about, or somebody sees it otherwise."""

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
    theirs,
)
from handlers.views.conditions import may_say
from prompts import Filled, Which, phrase
from storage.tables import CameBy, Person, Privacy, Remark, RemarkKind, RemarkState, Wording

LONGEST = 600
"""Characters of a remark, and of its answer: what fits into a minute of somebody's day."""

ON_LINE = 2
"""What was answered that stands with a line; all of it stands behind a button."""

ON_CARD = 5
"""Remarks that are shown at once."""


@dataclass(frozen=True)
class Put:
    """A remark, its line as it reads now, who has it, and who asked: None where they left their name out; whether
    it `has_conditions` of which it may say something.
    """

    remark: Remark
    line: Wording
    holder: Person
    asker: Person | None = None
    answered_by: Person | None = None
    passed_by: Person | None = None
    reads_otherwise: bool = False
    has_conditions: bool = False


def may_put(line: Wording, reader: Person) -> list[Button]:
    """What asks who owns a line; nobody asks themselves."""
    if line.owner_id == reader.id:
        return []
    return [
        Button(phrase("remarks.ask-owner"), "remarks.open_question", line.line_id),
        Button(phrase("remarks.see-otherwise"), "remarks.open_objection", line.line_id, quiet=True),
    ]


def nobody(why: str, line: Wording) -> Card:
    """Nothing was put to anybody, and why."""
    return Card(phrase("remarks.nobody", why=Which(why), line=line), [_only_you()])


def nobody_else() -> Card:
    """Nobody else could be asked; it stays where it is."""
    return Card(phrase("remarks.nobody-else"), [_only_you()])


def _only_you() -> Audience:
    return Audience(phrase("home.only-you"), Privacy.PERSON)


def form(line: Wording, kind: RemarkKind, holder: Person, words: str, *, may_be_unnamed: bool) -> Form:
    """What is there to ask or to say against it, who reads it, and whether with a name."""
    name, objects = theirs(holder, "name"), kind is RemarkKind.OBJECTION
    named = Which("either" if objects and may_be_unnamed else "named")
    sees = Audience(phrase("remarks.sees", name=name, named=named), Privacy.PERSON)
    label = phrase("remarks.objection", line=line) if objects else phrase("remarks.question", line=line)
    value = Theirs(words, Privacy.PERSON) if words else None
    fields = [Field("words", label, sees, FieldKind.LONG, value=value, optional=False, longest=LONGEST)]
    if objects and may_be_unnamed:
        options = [
            Option("named", phrase("remarks.with-name")),
            Option("unnamed", phrase("remarks.without-name")),
        ]
        hint = phrase("remarks.unnamed-hint", name=name)
        standing = Theirs("named", Privacy.PERSON)
        fields.append(
            Field("name", phrase("remarks.name"), sees, FieldKind.CHOICE, options, standing, hint, optional=False)
        )
    note = phrase("remarks.only-named") if objects and not may_be_unnamed else None
    title = phrase("remarks.title", kind=Which(kind.value), name=name)
    about = {"line": line.line_id, "kind": kind.value}
    return Form(title, "remarks.ask", fields, phrase("remarks.send"), about=about, note=note)


def standing(put: Put) -> Card:
    """To who asked: who has it until when, or what was answered."""
    remark = put.remark
    pieces: list[Piece] = [Lines([LineEntry(put.line)]), Quote(theirs(remark, "words"), phrase("remarks.yours"))]
    if remark.state is not RemarkState.OPEN:
        return Card(_says(put), [*pieces, *_answer(put), _only_you()])
    named = Which("named" if remark.named else "unnamed")
    audience = Audience(phrase("remarks.both-see", name=theirs(put.holder, "name"), named=named), Privacy.PERSON)
    return Card(_has_it(put), [*pieces, audience])


def _has_it(put: Put) -> Filled:
    by = theirs(put.passed_by, "name") if put.passed_by else ""
    return phrase(
        "remarks.has-it",
        came=Which(put.remark.came_by.value),
        kind=Which(put.remark.kind.value),
        name=theirs(put.holder, "name"),
        by=by,
        day=put.remark.answer_by,
    )


def _says(put: Put) -> Filled:
    by = theirs(put.answered_by, "name") if put.answered_by else theirs(put.holder, "name")
    return phrase("remarks.answered", name=by, kind=Which(put.remark.kind.value))


def _answer(put: Put) -> list[Piece]:
    """What was answered, by whom, and how the line reads since, if it was to read otherwise."""
    remark, by = put.remark, put.answered_by or put.holder
    day = remark.answered_on or remark.answer_by
    pieces: list[Piece] = [Quote(theirs(remark, "answer"), phrase("remarks.by-on", name=theirs(by, "name"), day=day))]
    if remark.state is RemarkState.CHANGED:
        reads = Which("otherwise" if put.reads_otherwise else "as-before")
        pieces.append(Prose(phrase("remarks.changes", reads=reads, line=put.line)))
    return pieces


def answered(put: Put) -> Card:
    """To who asked, once: the answer."""
    return standing(put)


def moved(put: Put) -> Card:
    """To who asked, once: somebody else has it now."""
    return standing(put)


def asked(puts: Sequence[Put], reader: Person) -> Card:
    """To who owns the lines: what is asked of them in one message, each to be answered or passed on."""
    waits = [one for one in puts if one.remark.state is RemarkState.OPEN]
    pieces = [piece for one in puts for piece in _one(one, reader)]
    return Card(phrase("remarks.asked", count=len(waits)), [*pieces, *_whole(waits)])


def _whole(waits: Sequence[Put]) -> list[Piece]:
    if not waits:
        return [_only_you()]
    return [Audience(phrase("remarks.you-see"), Privacy.PERSON)]


def _one(put: Put, reader: Person) -> list[Piece]:
    remark = put.remark
    pieces: list[Piece] = [Lines([LineEntry(put.line)]), Quote(theirs(remark, "words"), _by(put))]
    if remark.state is not RemarkState.OPEN:
        says = [Buttons([may_say(f"remark {remark.id}")])] if put.has_conditions and _answered_by(put, reader) else []
        return [*pieces, *_answer(put), *says]
    by = theirs(put.passed_by, "name") if put.passed_by else ""
    came = phrase("remarks.came", came=Which(remark.came_by.value), by=by, day=remark.answer_by)
    pieces += [Prose(came, quiet=True), Buttons(_presses(remark))]
    return pieces


def _answered_by(put: Put, reader: Person) -> bool:
    return put.answered_by is not None and put.answered_by.id == reader.id


def _by(put: Put) -> Filled:
    known = Which("named" if put.asker else "unnamed")
    name = theirs(put.asker, "name") if put.asker else ""
    return phrase("remarks.by", kind=Which(put.remark.kind.value), known=known, name=name)


def _presses(remark: Remark) -> list[Button]:
    presses = [
        Button(phrase("remarks.answer"), "remarks.open_answer", remark.id),
        Button(phrase("remarks.pass-on"), "remarks.open_pass", remark.id, quiet=True),
    ]
    if remark.came_by is not CameBy.DECISION:
        presses.append(Button(phrase("remarks.needs-decision"), "remarks.decide", remark.id, quiet=True))
    return presses


def passed(put: Put) -> Card:
    """To who passed it on: who has it now."""
    says = phrase("remarks.theirs-now", name=theirs(put.holder, "name"))
    return Card(says, [Lines([LineEntry(put.line)]), _only_you()])


def reminder(puts: Sequence[Put], reader: Person) -> Card:
    """To who has them: tomorrow somebody else is asked."""
    pieces = [piece for one in puts for piece in _one(one, reader)]
    return Card(phrase("remarks.reminder", count=len(puts)), [*pieces, *_whole(puts)])


def waiting(puts: Sequence[Put], more: int, reader: Person) -> Card:
    """All that waits for somebody, the most pressing first."""
    pieces = [piece for one in puts for piece in _one(one, reader)]
    if more:
        pieces.append(Prose(phrase("remarks.more-wait", count=more), quiet=True))
    return Card(phrase("remarks.waiting", count=len(puts) + more), [*pieces, *_whole(puts)])


def answer_form(put: Put) -> Form:
    """The answer, and of what is said against a line whether it changes."""
    known = Which("named" if put.asker else "unnamed")
    name = theirs(put.asker, "name") if put.asker else ""
    sees = Audience(phrase("remarks.all-see", known=known, name=name), Privacy.PUBLIC)
    fields = [Field("answer", phrase("remarks.your-answer"), sees, FieldKind.LONG, optional=False, longest=LONGEST)]
    if put.remark.kind is not RemarkKind.QUESTION:
        options = [Option("stays", phrase("remarks.stays")), Option("changes", phrase("remarks.is-changed"))]
        value = Theirs("stays", Privacy.PUBLIC)
        fields.append(
            Field("line", phrase("remarks.what-of-line"), sees, FieldKind.CHOICE, options, value, optional=False)
        )
    title, about = phrase("remarks.answer-title"), {"remark": put.remark.id}
    return Form(title, "remarks.answer", fields, phrase("remarks.send"), about=about, note=_asks(put))


def _asks(put: Put) -> Filled:
    return phrase("remarks.was-asked", line=put.line, words=theirs(put.remark, "words"))


def pass_form(put: Put, to: Sequence[Person]) -> Form:
    """Who is to answer instead?"""
    sees = Audience(phrase("remarks.they-see"), Privacy.PERSON)
    options = [Option(one.id, theirs(one, "name")) for one in to]
    field = Field("to", phrase("remarks.pass-to"), sees, FieldKind.CHOICE, options, optional=False)
    title, about = phrase("remarks.pass-title"), {"remark": put.remark.id}
    return Form(title, "remarks.pass_on", [field], phrase("remarks.pass-on"), about=about, note=_asks(put))


# With the line


def on_line(puts: Sequence[Put], line: Wording) -> list[Piece]:
    """What was asked of a line and answered: the last two, the others behind a press."""
    pieces: list[Piece] = []
    for one in puts[:ON_LINE]:
        pieces += [Quote(theirs(one.remark, "words"), _put(one)), *_answer(one)]
    if len(puts) > ON_LINE:
        label = phrase("remarks.all-answered", count=len(puts))
        pieces.append(Buttons([Button(label, "remarks.of_line", line.line_id, quiet=True)]))
    return pieces


def _put(put: Put) -> Filled:
    """Who asked is told to nobody who reads it with the line."""
    return phrase("remarks.put", kind=Which(put.remark.kind.value))


def of_line(line: Wording, puts: Sequence[Put], newer: int | None, older: int | None) -> Card:
    """What was asked of a line and answered, a page of it; `newer` and `older` are where the next pages begin."""
    pieces: list[Piece] = [Lines([LineEntry(line)])]
    for one in puts:
        pieces += [Quote(theirs(one.remark, "words"), _put(one)), *_answer(one)]
    turns = []
    if newer is not None:
        turns.append(Button(phrase("remarks.newer"), "remarks.of_line", f"{line.line_id} {newer}", quiet=True))
    if older is not None:
        turns.append(Button(phrase("remarks.older"), "remarks.of_line", f"{line.line_id} {older}", quiet=True))
    if turns:
        pieces += [Buttons(turns), Audience(phrase("remarks.everybody"), Privacy.PUBLIC)]
    return Card(phrase("remarks.of-line", count=len(puts)), pieces)


def mine(puts: Sequence[Put], more: int) -> Card:
    """All that somebody asked of lines or said against them, the last ones first."""
    pieces: list[Piece] = []
    for one in puts:
        pieces += [Lines([LineEntry(one.line)]), Quote(theirs(one.remark, "words"), phrase("remarks.yours"))]
        pieces += _answer(one) if one.remark.state is not RemarkState.OPEN else [Prose(_has_it(one), quiet=True)]
    if more:
        pieces.append(Prose(phrase("remarks.more-mine", count=more), quiet=True))
    return Card(phrase("remarks.mine", count=len(puts) + more), [*pieces, _only_you()])
