"""How it looks when a team says why nobody works on a line."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

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
    theirs,
)
from prompts import Filled, Which, phrase
from storage.tables import LineAnswer, Person, Privacy, Reason, Team, Wording

LONGEST = 300
"""Characters of the sentence beside an answer, at most."""

ON_A_PAGE = 20
"""Answers shown at once; earlier ones stand behind a button."""

REASONS = {
    Reason.PAUSED: phrase("decisions.paused"),
    Reason.NO_CAPACITY: phrase("decisions.no-capacity"),
    Reason.UNCLEAR: phrase("decisions.unclear"),
    Reason.NOT_OURS: phrase("decisions.not-ours"),
}


@dataclass(frozen=True)
class Answered:
    """What was answered for a line, and by whom."""

    decision: LineAnswer
    by: Person

    @property
    def said(self) -> Filled:
        """The answer in one sentence, with what was added to it."""
        words = theirs(self.decision, "words")
        return phrase(
            "decisions.said",
            reason=REASONS[self.decision.reason],
            name=self.by.name,
            day=self.decision.day,
            added=Which("yes" if self.decision.words else "no"),
            words=words,
        )


def _value(team: Team, line: Wording, of: date) -> str:
    return f"{team.id} {line.line_id} {of.isoformat()}"


def answers(team: Team, line: Wording, of: date) -> Buttons:
    """The four answers for a line that was untouched in the digest of a day."""
    value = _value(team, line, of)
    return Buttons([Button(said, "decisions.answer", f"{value} {reason.value}") for reason, said in REASONS.items()])


def say_why(team: Team, line: Wording, of: date) -> Button:
    """The form for all of that, behind one button."""
    return Button(phrase("decisions.say-why"), "decisions.open_form", _value(team, line, of))


def form(team: Team, line: Wording, of: date, stands: LineAnswer | None) -> Form:
    """Why does nobody work on it?"""
    sees = Audience(phrase("decisions.who-sees"), Privacy.TEAM)
    why = Field(
        "reason",
        phrase("decisions.why"),
        sees,
        FieldKind.CHOICE,
        options=[Option(reason.value, said) for reason, said in REASONS.items()],
        value=theirs(stands, "reason") if stands else None,
        optional=False,
    )
    words = Field(
        "words",
        phrase("decisions.add"),
        sees,
        value=theirs(stands, "words") if stands and stands.words else None,
        hint=phrase("decisions.add-hint"),
        longest=LONGEST,
    )
    about = {"team": team.id, "line": line.line_id, "day": of.isoformat()}
    title = phrase("decisions.form-title", line=line)
    return Form(title, "decisions.hand_in", [why, words], phrase("decisions.keep"), about=about)


def kept(answered: Answered, team: Team, line: Wording, of: date, owner: Person | None, *, told: bool = True) -> Card:
    """To who answered; `told` is whether the owner can be."""
    pieces: list[Piece] = [Lines([LineEntry(line, answered.said)])]
    if answered.decision.reason.asks_owner:
        pieces.append(Prose(_owner_told(answered, owner, told=told)))
    add = phrase("decisions.change" if answered.decision.words else "decisions.add-sentence")
    button = Button(add, "decisions.open_form", _value(team, line, of), quiet=True)
    audience = Audience(phrase("decisions.who-sees"), Privacy.TEAM)
    return Card(phrase("decisions.kept", team=team.name), [*pieces, Buttons([button]), audience])


def _owner_told(answered: Answered, owner: Person | None, *, told: bool) -> Filled:
    if owner is None:
        return phrase("decisions.nobody-owns")
    if owner.id == answered.by.id:
        return phrase("decisions.own")
    return phrase("decisions.owner-told" if told else "decisions.owner-not-told", name=owner.name)


def asked(answered: Answered, team: Team, line: Wording, *, stands: bool) -> Card:
    """To who owns the line; `stands` says whether the team still says so."""
    if not stands:
        return Card(phrase("decisions.asked-no-more", team=team.name), [Lines([LineEntry(line)])])
    how = Which(answered.decision.reason.value)
    pieces: list[Piece] = [Lines([LineEntry(line)])]
    if answered.decision.words:
        pieces.append(Quote(theirs(answered.decision, "words"), phrase("decisions.by", name=answered.by.name)))
    pieces.append(Audience(phrase("decisions.who-sees"), Privacy.TEAM))
    return Card(phrase("decisions.asked", how=how, team=team.name, name=answered.by.name), pieces)


def log(team: Team, answered: Sequence[Answered], wordings: Mapping[str, Wording], skip: int, *, earlier: int) -> Card:
    """What the team has answered, the last ones first."""
    audience = Audience(phrase("decisions.who-sees"), Privacy.TEAM)
    if not answered:
        return Card(phrase("decisions.none", team=team.name), [audience])
    entries = [
        LineEntry(wordings[one.decision.line_id], one.said) for one in answered if one.decision.line_id in wordings
    ]
    pieces: list[Piece] = [Lines(entries)]
    if earlier:
        value = f"{team.id} {skip + len(answered)}"
        pieces.append(Buttons([Button(phrase("decisions.earlier", count=earlier), "decisions.log", value, quiet=True)]))
    return Card(phrase("decisions.log", team=team.name), [*pieces, audience])


def all_of(team: Team) -> Button:
    """What shows them."""
    return Button(phrase("decisions.all"), "decisions.log", team.id, quiet=True)


def touched(line: Wording) -> Card:
    """There is nothing to answer."""
    return Card(phrase("decisions.touched"), [Lines([LineEntry(line)])])


def may_not() -> Card:
    """It is for those whose part it is."""
    return Card(phrase("decisions.may-not"))
