"""How it looks when somebody asks why they got something, and wants less of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from handlers.cards import Audience, Button, Buttons, Card, Facts, LineEntry, Lines, Piece, Prose, Text
from handlers.views.preferences import days_in_words, hours
from prompts import Filled, Which, phrase
from score.attention import RULES, Occasion, Volume, turned_down, volume, wishes
from storage.tables import Delivery, Person, Privacy, Team, Wording

BESIDE = 3
"""Buttons beside which the one that says why stands in the same row; a longer row would break on a phone."""


@dataclass(frozen=True)
class Behind:
    """What a message came of: who did something, for which team, on which line, with which lesson and until when."""

    by: str = ""
    teams: Sequence[Team] = ()
    line: Wording | None = None
    lesson: str = ""
    until: date | None = None


def with_control(card: Card, message: Delivery) -> Card:
    """The same with what says why it came and takes less of it, if nobody asked for it and there is something to do."""
    if not message.occasion or not card.pieces:
        return card
    why = Button(phrase("attention.why-this"), "attention.why", message.id, quiet=True)
    last = max((at for at, one in enumerate(card.pieces) if isinstance(one, Buttons)), default=None)
    row = card.pieces[last] if last is not None else None
    if last is None or not isinstance(row, Buttons) or len(row.buttons) > BESIDE:
        return replace(card, pieces=[*card.pieces, Buttons([why])])
    beside = replace(row, buttons=[*row.buttons, why])
    return replace(card, pieces=[*card.pieces[:last], beside, *card.pieces[last + 1 :]])


def why(person: Person, occasion: Occasion, behind: Behind) -> Card:
    """Why somebody got a message, who set it so, how often it comes at most, and what can be done about it."""
    pairs: list[tuple[Filled, Text]] = [
        (phrase("attention.set-by"), _set_by(person, occasion)),
        (phrase("attention.at-most"), _at_most(person, occasion)),
    ]
    pieces: list[Piece] = [Lines([LineEntry(behind.line)])] if behind.line is not None else []
    pieces += [Facts(pairs), Buttons(_buttons(person, occasion))]
    return Card(_because(occasion, behind), [*pieces, Audience(phrase("attention.only-you"), Privacy.PERSON)])


def _because(occasion: Occasion, behind: Behind) -> Filled:
    by, team = behind.by or phrase("attention.somebody"), behind.teams[0].name if behind.teams else ""
    if occasion is Occasion.PROMPT:
        return phrase("attention.because-prompt", count=len(behind.teams), teams=[one.name for one in behind.teams])
    if occasion is Occasion.TEAM:
        return phrase("attention.because-team", by=by, team=team)
    if occasion is Occasion.LESSON:
        return phrase("attention.because-lesson", by=by, lesson=behind.lesson)
    if occasion is Occasion.NUDGE and behind.until is not None:
        return phrase("attention.because-nudge", lesson=behind.lesson, until=behind.until)
    return phrase("attention.because", occasion=Which(occasion.value), by=by)


def _set_by(person: Person, occasion: Occasion) -> Filled:
    return phrase("attention.set", occasion=Which(occasion.value), hours=hours(person))


def _at_most(person: Person, occasion: Occasion) -> Filled:
    return phrase("attention.most", occasion=Which(occasion.value), wanted=Which(volume(person, occasion).value))


def _buttons(person: Person, occasion: Occasion) -> list[Button]:
    found = []
    if occasion in (Occasion.PROMPT, Occasion.REMINDER) or turned_down(person, occasion) is Volume.LESS:
        found.append(Button(phrase("attention.less"), "attention.less", occasion))
    if RULES[occasion].none and volume(person, occasion) is not Volume.NONE:
        found.append(Button(phrase("attention.stop", occasion=Which(occasion.value)), "attention.stop", occasion))
    return [
        *found,
        Button(phrase("preferences.change"), "preferences.open_form", quiet=True),
        Button(phrase("leave.pause"), "leave.pause", quiet=True),
    ]


def kept(person: Person, occasion: Occasion, what: str, before: str) -> Card:
    """What holds now, with a way back. `what` is a volume, or what became of the prompt: no-reminder, days, least."""
    holds = _holds(person, occasion, what)
    buttons = [Button(phrase("attention.mine"), "attention.mine", quiet=True)]
    if what == "least":
        pause = Button(phrase("leave.pause"), "leave.pause")
        buttons = [pause, Button(phrase("preferences.change"), "preferences.open_form", quiet=True)]
    elif before:
        buttons.insert(0, Button(phrase("attention.undo"), "attention.undo", f"{occasion} {before}"))
    return Card(holds, [Buttons(buttons), Audience(phrase("attention.only-you"), Privacy.PERSON)])


def _holds(person: Person, occasion: Occasion, what: str) -> Filled:
    if what == "days":
        return phrase("attention.days", days=days_in_words(person.working_days))
    if what in ("no-reminder", "reminder", "least"):
        return phrase("attention.prompt", what=Which(what))
    return phrase("attention.holds", occasion=Which(occasion.value), wanted=Which(what))


def nothing() -> Card:
    """Nothing came that was not asked for."""
    return Card(phrase("attention.nothing"), [Audience(phrase("attention.only-you"), Privacy.PERSON)])


def mine(person: Person) -> Card:
    """What somebody has turned down, each with a way back."""
    less = turned(person)
    buttons = [
        Button(phrase("attention.again", occasion=Which(one.value)), "attention.undo", f"{one} {before}")
        for one, before in _ways_back(person).items()
    ]
    pieces: list[Piece] = [Prose(one, quiet=True) for one in less]
    if buttons:
        pieces.append(Buttons(buttons))
    says = phrase("attention.turned-down") if less else phrase("attention.all-of-it")
    return Card(says, [*pieces, Audience(phrase("attention.only-you"), Privacy.PERSON)])


def turned(person: Person) -> list[Filled]:
    """What somebody has turned down, one sentence for each."""
    said = [] if person.reminders else [phrase("attention.prompt", what=Which("no-reminder"))]
    return said + [_holds(person, one, wanted) for one, wanted in wishes(person).items()]


def _ways_back(person: Person) -> Mapping[Occasion, str]:
    reminders = {} if person.reminders else {Occasion.REMINDER: "reminder"}
    return {**reminders, **{one: Volume.ALL.value for one in wishes(person)}}
