"""How conditions look: what speaks for them and against them, and what is said of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from handlers.cards import (
    Audience,
    Button,
    Buttons,
    Card,
    Facts,
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
from prompts import Filled, Which, phrase
from storage.tables import Evidence, EvidenceSide, Holding, HoldingState, Person, Privacy, Wording

LONGEST = 300
"""Characters of what speaks for a condition, or of a reason: a sentence."""

ON_CARD = 5
"""What is shown at once of one side."""


@dataclass(frozen=True)
class Said:
    """What somebody said of a condition; `person` is None where the reader does not see whose it is."""

    evidence: Evidence
    person: Person | None = None


@dataclass(frozen=True)
class Held:
    """A condition with the counts of both sides and the latest of each, what stands of it, and who said that."""

    line: Wording
    counts: Mapping[EvidenceSide, int]
    latest: Mapping[EvidenceSide, Said]
    holding: Holding | None = None
    by: Person | None = None
    may_judge: bool = False


@dataclass(frozen=True)
class Thing:
    """A task, a blocker, a win or a remark that may say something of a condition: its kind and id, and its words."""

    value: str
    words: Theirs


def own_words(words: str) -> Theirs:
    """Words as their own person reads them, where nobody else does."""
    return Theirs(words, Privacy.PERSON)


# With the line


def on_line(held: Held) -> list[Piece]:
    """What stands of a condition, and both sides with the latest of each."""
    pieces: list[Piece] = [*_stands(held)]
    pieces.append(Facts([(_side(side), _count(held, side)) for side in EvidenceSide]))
    for side in EvidenceSide:
        if side in held.latest:
            pieces.append(_quote(held.latest[side]))
    return pieces


def _stands(held: Held) -> list[Piece]:
    if held.holding is None:
        return []
    name = theirs(held.by, "name") if held.by else ""
    known = Which("named" if held.by else "unnamed")
    state = Which(held.holding.state.value)
    pieces: list[Piece] = [
        Prose(phrase("conditions.stands", state=state, known=known, name=name, day=held.holding.day))
    ]
    if held.holding.words:
        pieces.append(Quote(theirs(held.holding, "words"), phrase("conditions.reason")))
    return pieces


def _side(side: EvidenceSide) -> Filled:
    return phrase("conditions.side", side=Which(side.value))


def _count(held: Held, side: EvidenceSide) -> Filled:
    return phrase("conditions.count", count=held.counts.get(side, 0))


def _quote(said: Said) -> Quote:
    one = said.evidence
    by = phrase(
        "conditions.by",
        side=Which(one.side.value),
        source=Which(one.source.value),
        known=Which("named" if said.person else "unnamed"),
        name=theirs(said.person, "name") if said.person else "",
        day=one.day,
    )
    return Quote(theirs(one, "words"), by)


def presses(held: Held) -> list[Button]:
    """What can be said of a condition."""
    id = held.line.line_id
    buttons = [
        Button(phrase("conditions.speaks-for"), "conditions.open_for", id),
        Button(phrase("conditions.speaks-against"), "conditions.open_against", id),
    ]
    if held.may_judge:
        buttons += _judges(id)
    if sum(held.counts.values()) > len(held.latest):
        buttons.append(Button(phrase("conditions.all"), "conditions.of_line", id, quiet=True))
    return buttons


def _judges(line_id: str) -> list[Button]:
    return [
        Button(phrase("conditions.it-holds"), "conditions.open_holds", line_id, quiet=True),
        Button(phrase("conditions.it-broke"), "conditions.open_broken", line_id, quiet=True),
    ]


def under_line(held: Sequence[Held]) -> list[Piece]:
    """What stands of the conditions under a line, in a sentence each."""
    return [
        Prose(phrase("conditions.under", state=Which(one.holding.state.value), line=one.line, day=one.holding.day))
        for one in held
        if one.holding is not None
    ]


# Saying something


def _everybody(line: Wording) -> Audience:
    return Audience(phrase("conditions.everybody", line=line), Privacy.PUBLIC)


def _all() -> Audience:
    return Audience(phrase("conditions.all-see"), Privacy.PUBLIC)


def form(line: Wording, side: EvidenceSide) -> Form:
    """One sentence that speaks for a condition, or against it."""
    label = phrase("conditions.sentence", side=Which(side.value), line=line)
    field = Field("words", label, _everybody(line), optional=False, longest=LONGEST)
    about = {"condition": line.line_id, "side": side.value}
    title = phrase("conditions.title", side=Which(side.value))
    return Form(title, "conditions.add", [field], phrase("conditions.keep"), about=about)


def from_form(of: str, things: Sequence[Thing], lines: Sequence[Wording]) -> Form:
    """What something of one's own says of a condition: which of it, of which condition, which way, in a sentence."""
    fields = [
        Field(
            "thing",
            phrase("conditions.thing"),
            _all(),
            FieldKind.CHOICE,
            [Option(one.value, one.words) for one in things],
            optional=False,
        ),
        Field(
            "line",
            phrase("conditions.which"),
            _all(),
            FieldKind.CHOICE,
            [Option(one.line_id, one) for one in lines],
            optional=False,
        ),
        Field(
            "side",
            phrase("conditions.way"),
            _all(),
            FieldKind.CHOICE,
            [Option(side.value, _side(side)) for side in EvidenceSide],
            optional=False,
        ),
        Field("words", phrase("conditions.in-a-sentence"), _all(), optional=False, longest=LONGEST),
    ]
    note = phrase("conditions.only-this")
    title = phrase("conditions.from-title")
    return Form(title, "conditions.add_from", fields, phrase("conditions.keep"), about={"of": of}, note=note)


def may_say(of: str) -> Button:
    """What opens that form."""
    return Button(phrase("conditions.what-it-says"), "conditions.open_from", of, quiet=True)


def kept(held: Held) -> Card:
    """What was said is kept: how it stands now."""
    return Card(phrase("conditions.kept"), [Lines([LineEntry(held.line)]), *on_line(held), _all()])


def refused(why: str, line: Wording | None) -> Card:
    """Nothing was kept, and why."""
    says = phrase("conditions.refused", why=Which(why), line=line or "")
    return Card(says, [Audience(phrase("home.only-you"), Privacy.PERSON)])


# Whether it holds


def contradicted(held: Held, over: Wording | None) -> Card:
    """To who answers for a condition: both sides, and what they say of it."""
    pieces: list[Piece] = [Lines([LineEntry(held.line)])]
    if over is not None:
        pieces.append(Prose(phrase("conditions.must-be-true-for", line=over), quiet=True))
    look = Button(phrase("conditions.look-into"), "conditions.look_into", held.line.line_id)
    pieces += [*on_line(held), Buttons([*_judges(held.line.line_id), look])]
    both = len(held.counts) == len(EvidenceSide)
    return Card(phrase("conditions.contradicted", both=Which("yes" if both else "no")), [*pieces, _all()])


def judge_form(line: Wording, state: HoldingState) -> Form:
    """Why a condition holds, or no longer does."""
    label = phrase("conditions.why", state=Which(state.value), line=line)
    field = Field("words", label, _everybody(line), FieldKind.LONG, optional=False, longest=LONGEST)
    about = {"condition": line.line_id, "state": state.value}
    title = phrase("conditions.judge-title", state=Which(state.value))
    return Form(title, "conditions.judge", [field], phrase("conditions.keep"), about=about)


def judged(held: Held) -> Card:
    """What stands of a condition now."""
    return Card(phrase("conditions.judged"), [Lines([LineEntry(held.line)]), *on_line(held), _all()])


def broken(held: Held, over: Wording | None) -> Card:
    """To who owns the line above: what it stands on no longer holds."""
    why = Button(phrase("score.at", address=held.line.address), "score.find", held.line.line_id)
    pieces: list[Piece] = [Lines([LineEntry(one)]) for one in (over,) if one is not None]
    pieces += [Prose(phrase("conditions.stood-on", line=held.line)), *on_line(held)]
    return Card(phrase("conditions.broken"), [*pieces, Buttons([why]), _all()])


def of_line(line: Wording, said: Sequence[Said], newer: int | None, older: int | None) -> Card:
    """All that was said of a condition, a page of it."""
    pieces: list[Piece] = [Lines([LineEntry(line)]), *[_quote(one) for one in said]]
    turns = []
    if newer is not None:
        turns.append(Button(phrase("conditions.newer"), "conditions.of_line", f"{line.line_id} {newer}", quiet=True))
    if older is not None:
        turns.append(Button(phrase("conditions.older"), "conditions.of_line", f"{line.line_id} {older}", quiet=True))
    if turns:
        pieces.append(Buttons(turns))
    return Card(phrase("conditions.of-line", count=len(said)), [*pieces, _all()])
