"""How it looks when somebody is stuck, and when they are no longer."""

from collections.abc import Sequence
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
    Piece,
    Prose,
    Quote,
    Theirs,
    Tone,
    theirs,
)
from prompts import phrase
from storage.tables import Blocker, Person, Privacy, Wording

HELPED = 300
"""Characters of what helped, at most: one or two sentences that the next one reads."""


@dataclass(frozen=True)
class Advice:
    """What can be said at once to who is stuck, as far as the reader may see it."""

    line: Wording | None = None
    decides: Person | None = None
    helped: Sequence[Blocker] = ()
    promise: Wording | None = None
    promised_by: Person | None = None


def advised_pieces(advice: Advice, blocker: Blocker, *, reader: Person | None = None) -> list[Piece]:
    """The line that a blocker concerns and who decides on it, what helped before, and the promise that is due.

    `reader` is the one who is stuck, who can ask whoever decides with one press; None in a channel.
    """
    pieces: list[Piece] = []
    if advice.line is not None:
        pieces += _concerned(advice.line, advice.decides, blocker, reader)
    if advice.promise is not None:
        note = phrase("blockers.due", day=advice.promise.until)
        if advice.promised_by is not None:
            note = phrase("blockers.due-by", day=advice.promise.until, name=advice.promised_by.name)
        pieces += [Prose(phrase("blockers.promised")), Lines([LineEntry(advice.promise, note)])]
    for one in advice.helped:
        helped = phrase("blockers.helped-with", words=theirs(one, "words"))
        pieces.append(Quote(theirs(one, "helped"), helped))
    return pieces


def _concerned(line: Wording, decides: Person | None, blocker: Blocker, reader: Person | None) -> list[Piece]:
    own = decides is None or reader is None or decides.id == reader.id
    note = phrase("blockers.decides", name=decides.name) if decides and not (reader and own) else None
    pieces: list[Piece] = [Prose(phrase("blockers.concerns")), Lines([LineEntry(line, note)])]
    if decides is not None and not own and blocker.passed_to is None:
        ask = Button(phrase("blockers.ask-name", name=decides.name), "blockers.ask", f"{blocker.id} {line.line_id}")
        pieces.append(Buttons([ask]))
    return pieces


def offered(blocker: Blocker, helpers: Sequence[Person]) -> Card:
    """To the one who is stuck: somebody can help, or several can."""
    names = [one.name for one in helpers]
    pieces: list[Piece] = [Prose(phrase("blockers.write-to", count=len(names), name=names[0]), quiet=True)]
    if blocker.cleared_at is None:
        pieces.append(Buttons([Button(phrase("blockers.clear"), "blockers.clear", blocker.id)]))
    pieces.append(_only_you())
    return Card(phrase("blockers.offered", names=names, words=theirs(blocker, "words")), pieces)


def thanks(stuck: Person, *, told: bool) -> Card:
    """To the one who offered; `told` says whether the one who is stuck can be told."""
    return Card(phrase("blockers.thanks" if told else "blockers.thanks-alone", name=stuck.name))


def needs_nobody() -> Card:
    """It is cleared already, or one's own."""
    return Card(phrase("blockers.needs-nobody"))


def take(blocker: Blocker, day: date) -> Button:
    """What takes it on, in the digest of a day."""
    return Button(phrase("blockers.take"), "blockers.take", f"{blocker.id} {day.isoformat()}")


def yours(blocker: Blocker, stuck: Person) -> Card:
    """To who took it on."""
    clear = Button(phrase("blockers.clear"), "blockers.clear", blocker.id)
    back = Button(phrase("blockers.give-back"), "blockers.give_back", blocker.id, quiet=True)
    words, sees = theirs(blocker, "words"), _audience(blocker)
    if blocker.passed_to == blocker.taken_by:
        # Whoever passed it on has shown it to this reader; it is private to both of them.
        words = Theirs(blocker.words, Privacy.PERSON)
        sees = Audience(phrase("blockers.both-see", name=stuck.name), Privacy.PERSON)
    says = phrase("blockers.yours", words=words, name=stuck.name)
    return Card(says, [sees] if blocker.cleared_at else [Buttons([clear, back]), sees])


def given_back(stuck: Person) -> Card:
    """To who had taken it on."""
    return Card(phrase("blockers.given-back", name=stuck.name))


def taken(blocker: Blocker, taker: Person) -> Card:
    """To the one who is stuck: somebody has it, or no longer."""
    words = theirs(blocker, "words")
    if blocker.cleared_at is not None:
        return Card(phrase("blockers.is-cleared", words=words))
    if blocker.taken_by != taker.id or taker.left_at is not None:
        return Card(phrase("blockers.nobody-has", name=taker.name, words=words), [_only_you()])
    clear = Button(phrase("blockers.clear"), "blockers.clear", blocker.id)
    return Card(phrase("blockers.taken", name=taker.name, words=words), [Buttons([clear]), _only_you()])


def has_somebody(blocker: Blocker, taker: Person) -> Card:
    """To who would have taken it on."""
    help_too = Button(phrase("blockers.can-help"), "blockers.offer", blocker.id)
    return Card(phrase("blockers.has-somebody", name=taker.name), [Buttons([help_too])])


def cleared(blocker: Blocker) -> Card:
    """It is cleared; what helped, or the question for it."""
    again = Button(phrase("blockers.reopen"), "blockers.reopen", blocker.id, quiet=True)
    if blocker.helped:
        change = Button(phrase("blockers.change-helped"), "blockers.open_helped", blocker.id)
        kept = Quote(theirs(blocker, "helped"), phrase("blockers.what-helped"))
        return Card(
            phrase("blockers.is-cleared", words=theirs(blocker, "words")),
            [kept, Buttons([change, again]), _audience(blocker)],
        )
    say = Button(phrase("blockers.say-helped"), "blockers.open_helped", blocker.id, main=True)
    return Card(
        phrase("blockers.is-cleared", words=theirs(blocker, "words")),
        [Prose(phrase("blockers.next-one")), Buttons([say, again]), _audience(blocker)],
    )


def open_again(blocker: Blocker) -> Card:
    """It is in the way, once more."""
    return Card(
        phrase("blockers.open-again", words=theirs(blocker, "words")), [Buttons(own_buttons(blocker)), _only_you()]
    )


def own_buttons(blocker: Blocker) -> list[Button]:
    """What the one who is stuck can say of it."""
    clear = Button(phrase("blockers.clear"), "blockers.clear", blocker.id)
    hand_on = Button(phrase("blockers.not-mine"), "blockers.open_pass", blocker.id)
    return [clear] if blocker.passed_to else [clear, hand_on]


def _audience(blocker: Blocker) -> Audience:
    if blocker.told:
        return Audience(phrase("blockers.team-sees"), Privacy.TEAM)
    return _only_you()


def _only_you() -> Audience:
    return Audience(phrase("blockers.only-you"), Privacy.PERSON)


def helped_form(blocker: Blocker) -> Form:
    """What helped?"""
    field = Field(
        "helped",
        phrase("blockers.helped-label"),
        _audience(blocker),
        value=theirs(blocker, "helped") if blocker.helped else None,
        hint=phrase("blockers.helped-hint"),
        longest=HELPED,
    )
    title = phrase("blockers.helped-title", words=theirs(blocker, "words"))
    return Form(title, "blockers.helped", [field], phrase("blockers.keep"), about={"blocker": blocker.id})


def pass_form(blocker: Blocker) -> Form:
    """Whose decision is it?"""
    line = Field(
        "line",
        phrase("blockers.pass-label"),
        Audience(phrase("blockers.owner-sees"), Privacy.PERSON),
        FieldKind.LINE,
        hint=phrase("ties.picker-hint"),
        optional=False,
        longest=130,
        lines_from="ties.offer",
    )
    title = phrase("blockers.pass-title", words=theirs(blocker, "words"))
    return Form(title, "blockers.pass_on", [line], phrase("blockers.ask"), about={"blocker": blocker.id})


def passed(blocker: Blocker, owner: Person) -> Card:
    """To the one who is stuck: the owner was asked."""
    return Card(phrase("blockers.passed", name=owner.name, words=theirs(blocker, "words")))


def decide(blocker: Blocker, stuck: Person, line: Wording | None, waited: int) -> Card:
    """To the owner of the line."""
    # Whoever passed it on has shown it to this reader; it is private to both of them.
    words = Theirs(blocker.words, Privacy.PERSON)
    if blocker.cleared_at is not None:
        return Card(phrase("blockers.decided", words=words))
    pieces: list[Piece] = [Quote(words, phrase("blockers.stuck-by", name=stuck.name), Tone.STUCK)]
    if line is not None:
        pieces.append(Lines([LineEntry(line)]))
    buttons = [Button(phrase("blockers.is-decided"), "blockers.clear", blocker.id, main=True)]
    if blocker.taken_by is None:
        buttons.append(Button(phrase("blockers.take"), "blockers.take", blocker.id))
    pieces.append(Buttons(buttons))
    pieces.append(Audience(phrase("blockers.both-see", name=stuck.name), Privacy.PERSON))
    return Card(phrase("blockers.yours-to-decide", words=words, days=waited), pieces)
