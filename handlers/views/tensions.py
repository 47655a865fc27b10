"""How it looks when two lines pull against each other."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from handlers.cards import (
    Audience,
    Button,
    Buttons,
    Card,
    Claim,
    Facts,
    Field,
    FieldKind,
    Form,
    LineEntry,
    Lines,
    Piece,
    Prose,
    Quote,
    Text,
    Theirs,
    theirs,
)
from handlers.views.score import Known, note
from prompts import Filled, Which, phrase
from score.pulling import SHARED, UNGUARDED
from storage.tables import Person, Privacy, Report, Tension, TensionState, Wording

LONGEST = 300
"""Characters of a sentence about a tension, at most."""

VOICES = 5
"""Reports that are shown with a tension; the others are counted."""

LISTED = 10
"""Tensions in one list."""

IN_DIGEST = 2
"""Tensions in the digest of a week."""


@dataclass(frozen=True)
class Pull:
    """Two lines that pull against each other, in the order of the score, and all that is known of it.

    `owners` look after it; while nobody does these are the owners of the lines. `words` is what the score declares of
    it, `rule` the rule that finds it, with what both lines share; `kept` and `reports` are what people made of it.
    """

    lines: tuple[Wording, Wording]
    owners: Sequence[Person] = ()
    measure: Wording | None = None
    review: date | None = None
    declared: bool = False
    words: str = ""
    rule: str = ""
    shared: str = ""
    kept: Tension | None = None
    reports: Sequence[tuple[Report, Person]] = ()
    said_by: Person | None = None

    @property
    def state(self) -> str:
        """What became of it: declared, taken_up, reported, found, settled or not_one."""
        if self.declared:
            return "declared"
        return self.kept.state.value if self.kept else "found"

    @property
    def is_open(self) -> bool:
        """Whether it still pulls, as far as anybody said."""
        return self.state not in (TensionState.SETTLED, TensionState.NOT_ONE)

    @property
    def is_sure(self) -> bool:
        """Whether more speaks for it than that two measures are known to pull apart, which is a matter of taste."""
        return self.state != "found" or self.rule == SHARED

    @property
    def is_looked_after(self) -> bool:
        """Whether it has owners of its own."""
        return self.state in ("declared", TensionState.TAKEN_UP)

    def against(self, line: Wording) -> list[Wording]:
        """What this line pulls against: the other one, if it is one of the two."""
        ids = [one.line_id for one in self.lines]
        return [one for one in self.lines if one.line_id != line.line_id] if line.line_id in ids else []

    @property
    def value(self) -> str:
        """Which it is, as a button says it."""
        return " ".join(line.line_id for line in self.lines)


def sentence(pull: Pull, on: Mapping[str, int] | None = None) -> Filled:
    """A tension in one sentence, the same whichever of its lines is asked about.

    `on` gives the numbers of its lines among those that an answer cites, by their ids.
    """
    one, other = (_cited(line, on) for line in pull.lines)
    return phrase(
        "tensions.sentence",
        one=one,
        other=other,
        state=Which(pull.state),
        rule=Which(pull.rule or "none"),
        shared=Theirs(pull.shared, Privacy.PUBLIC),
    )


def _cited(line: Wording, on: Mapping[str, int] | None) -> Text:
    return Claim(line, (on[line.line_id],)) if on else line


def held(pull: Pull, on: Mapping[str, int] | None = None) -> Filled | None:
    """Who looks after it, by which measure both are held, and when it is looked at again; None while nobody does."""
    if not pull.is_looked_after or pull.review is None:
        return None
    names = [theirs(one, "name") for one in pull.owners]
    owned = phrase("tensions.owned", names=names, count=len(names))
    then = phrase("tensions.looked-at", day=pull.review)
    if pull.measure is None:
        return phrase("tensions.held", owned=owned, then=then)
    return phrase("tensions.held-by", owned=owned, measure=_cited(pull.measure, on), then=then)


def one(pull: Pull, known: Sequence[Known], reader: Person | None, told: int | None = None, *, may: bool) -> Card:
    """A tension with its lines, how it was found, who looks after it and what was said.

    `told` is how many were told just now, None where nobody reported anything now; `may` whether the reader decides
    on it.
    """
    pieces: list[Piece] = [Prose(phrase("tensions.kept", count=told))] if told is not None else []
    pieces.append(Lines([LineEntry(one.line, note(one, reader)) for one in known]))
    pieces += _said(pull)
    pieces.append(Facts(_facts(pull)))
    if buttons := _buttons(pull, may=may) if reader is not None else []:
        pieces.append(Buttons(buttons))
    if pull.declared:
        pieces.append(Prose(phrase("tensions.in-the-score"), quiet=True))
    return Card(sentence(pull), [*pieces, everybody()])


def everybody() -> Audience:
    """Who reads a tension."""
    return Audience(phrase("tensions.everybody"), Privacy.PUBLIC)


def _said(pull: Pull) -> list[Piece]:
    """What people said of it, and what the score does."""
    said: list[Piece] = []
    if pull.words:
        said.append(Quote(Theirs(pull.words, Privacy.PUBLIC), phrase("tensions.by-score")))
    said += [Quote(theirs(report, "words"), _by(report, person)) for report, person in pull.reports[:VOICES]]
    if more := len(pull.reports[VOICES:]):
        said.append(Prose(phrase("tensions.more-voices", count=more), quiet=True))
    kept = pull.kept
    if kept is not None and kept.said and not pull.declared:
        name = theirs(pull.said_by, "name") if pull.said_by else phrase("tensions.somebody")
        said.append(Quote(theirs(kept, "said"), phrase("tensions.by-owner", name=name, state=Which(kept.state.value))))
    return said


def _by(report: Report, person: Person) -> Filled:
    if not report.named:
        return phrase("tensions.by-somebody")
    return phrase("tensions.by", name=theirs(person, "name"))


def _facts(pull: Pull) -> list[tuple[Filled, Text]]:
    facts: list[tuple[Filled, Text]] = [(phrase("tensions.how"), _how(pull))]
    if not pull.is_open:
        return facts
    names = [theirs(one, "name") for one in pull.owners]
    after = "its" if pull.is_looked_after else "lines"
    facts.append(
        (phrase("tensions.owners"), phrase("tensions.owner-names", names=names, count=len(names), of=Which(after)))
    )
    none = phrase("tensions.none-yet")
    facts.append((phrase("tensions.measure"), pull.measure or none))
    day = phrase("tensions.day", day=pull.review) if pull.review is not None else none
    return [*facts, (phrase("tensions.review"), day)]


def _how(pull: Pull) -> Filled:
    """How it was found: declared, by which rule, reported by how many."""
    ways = [phrase("tensions.is-declared")] if pull.declared else []
    if pull.rule == SHARED:
        ways.append(phrase("tensions.by-rule-shared", shared=Theirs(pull.shared, Privacy.PUBLIC)))
    if pull.rule == UNGUARDED:
        ways.append(phrase("tensions.by-rule"))
    if pull.reports:
        ways.append(phrase("tensions.reported-by", count=len(pull.reports)))
    return phrase("tensions.ways", ways=ways or [phrase("tensions.taken-up")])


def _buttons(pull: Pull, *, may: bool) -> list[Button]:
    buttons = []
    if may and not pull.declared:
        is_taken = pull.state == TensionState.TAKEN_UP
        if is_taken:
            buttons.append(Button(phrase("tensions.go-on"), "tensions.open_take_up", pull.value))
        else:
            buttons.append(Button(phrase("tensions.take-up"), "tensions.open_take_up", pull.value, main=pull.is_open))
        if is_taken:
            buttons.append(Button(phrase("tensions.settle"), "tensions.open_close", f"{pull.value} settled"))
        if pull.is_open:
            buttons.append(Button(phrase("tensions.not-one"), "tensions.open_close", f"{pull.value} not_one"))
    buttons.append(Button(phrase("tensions.say-too"), "tensions.open_form", pull.value, quiet=True))
    return buttons


def line(pull: Pull) -> Filled:
    """A tension in a list: what became of it, and when it is looked at again."""
    day = pull.review
    if pull.is_looked_after and day is not None:
        names = [theirs(one, "name") for one in pull.owners]
        return phrase("tensions.entry-held", names=names, count=len(names), day=day)
    return phrase("tensions.entry", state=Which(pull.state), count=len(pull.reports))


def entries(pull: Pull) -> list[LineEntry]:
    """The two lines of a tension, with what became of it said of the second."""
    return [LineEntry(pull.lines[0], phrase("tensions.against")), LineEntry(pull.lines[1], line(pull))]


def listed(pulls: Sequence[Pull], more: int, over: int, part: str, *, is_over: bool = False) -> Card:
    """The tensions that are open, or those that are `over`, each to be looked at; `part` is the name of one part."""
    which = Which("over" if is_over else "part" if part else "open")
    says = phrase("tensions.listed", count=len(pulls) + more, which=which, part=Theirs(part, Privacy.PUBLIC))
    pieces: list[Piece] = []
    for pull in pulls:
        pieces += [Lines(entries(pull)), Buttons([look_at(pull)])]
    if more:
        pieces.append(Prose(phrase("tensions.more", count=more), quiet=True))
    pieces.append(Prose(phrase("tensions.how-to-report"), quiet=True))
    if over and not is_over:
        pieces.append(Buttons([Button(phrase("tensions.over", count=over), "tensions.listed", "over", quiet=True)]))
    return Card(says, [*pieces, everybody()])


def look_at(pull: Pull) -> Button:
    """What opens the card of a tension."""
    return Button(phrase("tensions.look-at"), "tensions.one", pull.value, quiet=True)


def form(one: str, other: str, own: Report | None, why: str = "") -> Form:
    """Which two lines, one sentence why, and whether one's name stands with it.

    `one` and `other` are addresses that are known already; `own` is what the person said before, `why` what they have
    just written.
    """
    sees = Audience(phrase("tensions.who-reads"), Privacy.PUBLIC)
    said = Theirs(why, Privacy.PUBLIC) if why else theirs(own, "words") if own else None
    return Form(
        phrase("tensions.form-title"),
        "tensions.report",
        [
            _picker("first", phrase("tensions.first"), sees, one),
            _picker("line", phrase("tensions.second"), sees, other),
            Field(
                "words",
                phrase("tensions.why"),
                sees,
                value=said,
                hint=phrase("tensions.why-hint"),
                optional=False,
                longest=LONGEST,
            ),
            Field(
                "named",
                phrase("tensions.named"),
                Audience(phrase("tensions.who-reads-name"), Privacy.PUBLIC),
                FieldKind.TICK,
                value=Theirs("yes" if own and own.named else "", Privacy.PUBLIC),
            ),
        ],
        phrase("tensions.report"),
        note=phrase("tensions.is-told"),
    )


def _picker(name: str, label: Filled, sees: Audience, address: str) -> Field:
    return Field(
        name,
        label,
        sees,
        FieldKind.LINE,
        value=Theirs(address, Privacy.PUBLIC) if address else None,
        hint=phrase("tensions.pick-hint"),
        optional=False,
        longest=130,
        lines_from="ties.offer",
    )


def take_up_form(pull: Pull, day: date) -> Form:
    """Who looks after it, by which measure both are held, and when it is looked at again; `day` is offered for that."""
    sees = everybody()
    names = ", ".join(one.name for one in pull.owners)
    return Form(
        phrase("tensions.take-up-title"),
        "tensions.take_up",
        [
            Field(
                "owners",
                phrase("tensions.two-owners"),
                sees,
                value=Theirs(names, Privacy.PUBLIC),
                hint=phrase("tensions.two-owners-hint"),
                optional=False,
            ),
            Field(
                "line",
                phrase("tensions.which-measure"),
                sees,
                FieldKind.LINE,
                value=Theirs(pull.measure.address, Privacy.PUBLIC) if pull.measure else None,
                hint=phrase("tensions.which-measure-hint"),
                longest=130,
                lines_from="tensions.offer",
            ),
            Field(
                "review",
                phrase("tensions.review-day"),
                sees,
                FieldKind.DATE,
                value=Theirs(day.isoformat(), Privacy.PUBLIC),
                optional=False,
            ),
        ],
        phrase("tensions.keep"),
        about={"pair": pull.value},
        says=sentence(pull),
    )


def close_form(pull: Pull, state: TensionState) -> Form:
    """Why it is settled, or no tension at all."""
    which = Which(state.value)
    words = Field("words", phrase("tensions.close-why", state=which), everybody(), optional=False, longest=LONGEST)
    about = {"pair": pull.value, "state": state.value}
    title = phrase("tensions.close-title", state=which)
    return Form(title, "tensions.close", [words], phrase("tensions.keep"), about=about, says=sentence(pull))


def reported(pull: Pull, known: Sequence[Known], reader: Person | None, *, may: bool) -> Card:
    """To who owns one of the lines, or answers for the strategy: somebody says that they pull against each other."""
    card = one(pull, known, reader, may=may)
    return Card(phrase("tensions.somebody-says", state=Which(pull.state)), card.pieces)


def review(pulls: Sequence[Pull]) -> Card:
    """To who looks after them: the day has come; does it still pull?"""
    if not pulls:
        return Card(phrase("tensions.reviewed"), [everybody()])
    pieces: list[Piece] = []
    for pull in pulls:
        pieces += [
            Lines(entries(pull)),
            Buttons(
                [
                    Button(phrase("tensions.go-on"), "tensions.open_take_up", pull.value),
                    Button(phrase("tensions.settle"), "tensions.open_close", f"{pull.value} settled"),
                    look_at(pull),
                ]
            ),
        ]
    return Card(phrase("tensions.still", count=len(pulls)), [*pieces, everybody()])


def in_digest(pulls: Sequence[Pull], part: str) -> list[Piece]:
    """The open tensions of a team's part: two at most, and a button for the rest."""
    if not pulls:
        return []
    pieces: list[Piece] = [
        Lines([LineEntry(pull.lines[0], _in_one_line(pull)) for pull in pulls[:IN_DIGEST]]),
    ]
    label = phrase("tensions.in-digest", count=len(pulls), more=max(0, len(pulls) - IN_DIGEST))
    return [*pieces, Buttons([Button(label, "tensions.listed", f"open {part}", quiet=True)])]


def _in_one_line(pull: Pull) -> Filled:
    return phrase("tensions.pulls-so", other=pull.lines[1], said=line(pull))


def beside_answer(pull: Pull, cited: Sequence[Wording]) -> tuple[list[Piece], list[Wording]]:
    """What the coach says of a tension, with the lines that its answer then stands on."""
    more = [one for one in (*pull.lines, pull.measure) if one is not None]
    lines = list({one.line_id: one for one in (*cited, *more)}.values())
    on = {one.line_id: number for number, one in enumerate(lines, 1)}
    pieces: list[Piece] = [Prose(sentence(pull, on))]
    if (looked_after := held(pull, on)) is not None:
        pieces.append(Prose(looked_after))
    return pieces, lines
