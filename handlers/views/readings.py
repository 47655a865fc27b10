"""How measures look as they are read."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

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
    Piece,
    Prose,
    Theirs,
    theirs,
)
from prompts import Filled, Which, phrase
from score import readings
from score.readings import Wrong
from storage.tables import Measure, Person, Privacy, Reading, Wording

BUTTONS = 5
"""Measures of a list that can be read with one press; the others are named."""


@dataclass(frozen=True)
class Known:
    """A measure, its last reading, and when it is to be read next; None for never read, and for no cadence."""

    wording: Wording
    measure: Measure
    last: Reading | None = None
    due: date | None = None


def mine(known: Sequence[Known], more: int, today: date) -> Card:
    """The measures that somebody keeps up."""
    if not known:
        return Card(phrase("readings.none"), [_everybody()])
    late = [one for one in known if one.due is not None and one.due <= today]
    pieces: list[Piece] = [Lines([LineEntry(one.wording, _note(one, today)) for one in known])]
    if more:
        pieces.append(Prose(phrase("readings.more", count=more), quiet=True))
    first = known[:BUTTONS]
    pieces.append(Buttons([new_reading(one.wording, main=bool(late) and one is first[0]) for one in first]))
    return Card(phrase("readings.mine", count=len(known) + more, late=len(late)), [*pieces, _everybody()])


def new_reading(wording: Wording, *, main: bool = False) -> Button:
    """What opens the form for a reading of this measure."""
    return Button(phrase("readings.read-at", address=wording.address), "readings.open_form", wording.line_id, main=main)


def _note(known: Known, today: date) -> Filled:
    said = _amount(known.measure, known.last.value) if known.last else None
    due = Which("none" if known.due is None else "late" if known.due <= today else "later")
    when = phrase("readings.due", due=due, day=known.due or today)
    if known.last is None or said is None:
        return phrase("readings.never-read", when=when)
    return phrase("readings.last-read", value=said, day=known.last.day, when=when)


def _amount(measure: Measure, value: float) -> Filled:
    unit = Which("unit" if measure.unit else "none")
    return phrase("readings.amount", value=value, unit=theirs(measure, "unit"), known=unit)


def may_not(wording: Wording, owner: Person | None) -> Card:
    """Who keeps a measure up."""
    if owner is None:
        return Card(phrase("readings.nobodys", line=wording))
    return Card(phrase("readings.may-not", line=wording, owner=theirs(owner, "name")))


def form(wording: Wording, measure: Measure, last: Reading | None, today: date) -> Form:
    """The value and its day, to be filled in."""
    everybody = Audience(phrase("readings.everybody"), Privacy.PUBLIC)
    return Form(
        phrase("readings.title", line=wording),
        "readings.hand_in",
        [
            Field(
                "value",
                phrase("readings.value", unit=theirs(measure, "unit"), known=Which("unit" if measure.unit else "none")),
                everybody,
                hint=_bounds(measure),
                optional=False,
                longest=readings.LONGEST,
            ),
            Field(
                "day",
                phrase("readings.day"),
                everybody,
                FieldKind.DATE,
                value=Theirs(today.isoformat(), Privacy.PUBLIC),
                hint=phrase("readings.day-hint"),
            ),
        ],
        phrase("readings.keep"),
        about={"measure": wording.line_id},
        note=phrase("readings.before", value=_amount(measure, last.value), day=last.day) if last else None,
    )


def _bounds(measure: Measure) -> Filled | None:
    lowest, highest = measure.lowest, measure.highest
    if lowest is None or highest is None:
        return None
    return phrase("readings.bounds", lowest=_amount(measure, lowest), highest=_amount(measure, highest))


def wrong(why: Wrong, measure: Measure) -> Filled:
    """Why a reading does not hold."""
    if why is Wrong.TOO_LOW:
        return phrase("readings.too-low", lowest=_amount(measure, measure.lowest or 0.0))
    if why is Wrong.TOO_HIGH:
        return phrase("readings.too-high", highest=_amount(measure, measure.highest or 0.0))
    if why is Wrong.GROUPED:
        return phrase("readings.grouped")
    return phrase("readings.to-come") if why is Wrong.TO_COME else phrase("readings.no-number")


def kept(wording: Wording, measure: Measure, said: Reading, last: Sequence[Reading]) -> Card:
    """A measure as it was read, where it stands, and what it was read as before; `last` are the newest first."""
    values = readings.values(last)
    pairs = [(phrase("readings.on", day=one.day), _amount(measure, one.value)) for one in last]
    pieces: list[Piece] = [Lines([LineEntry(wording)])]
    left = readings.missing(measure, values[-1])
    if left is not None and measure.target is not None:
        target = _amount(measure, measure.target)
        reached = Which("reached" if left == 0 else "left")
        pieces.append(Prose(phrase("readings.target", reached=reached, target=target, left=_amount(measure, left))))
    moved = readings.trend(measure.direction, values)
    if moved is not None:
        pieces.append(Prose(phrase("readings.trend", trend=Which(moved.value))))
    pieces += [Facts(pairs), Buttons([new_reading(wording)]), _everybody()]
    return Card(phrase("readings.kept", value=_amount(measure, said.value), day=said.day), pieces)


def _everybody() -> Audience:
    return Audience(phrase("readings.everybody-sees"), Privacy.PUBLIC)
