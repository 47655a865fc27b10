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
from score.values import UNITS
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


def due(known: Sequence[Known], today: date) -> Card:
    """The measures of somebody that were to be read by now, each with the form for it."""
    pieces: list[Piece] = [Lines([LineEntry(one.wording, _late_note(one, today)) for one in known])]
    first = known[:BUTTONS]
    pieces.append(Buttons([new_reading(one.wording, main=one is first[0]) for one in first]))
    return Card(phrase("readings.wait", count=len(known)), [*pieces, _everybody()])


def _late_note(known: Known, today: date) -> Filled:
    late = age(known.measure, known.due, today)
    return _note(known, today) if late is None else phrase("readings.late-note", note=_note(known, today), late=late)


def new_reading(wording: Wording, *, main: bool = False) -> Button:
    """What opens the form for a reading of this measure."""
    return Button(phrase("readings.read-at", address=wording.address), "readings.open_form", wording.line_id, main=main)


def _note(known: Known, today: date) -> Filled:
    said = amount(known.measure, known.last.value) if known.last else None
    due = Which("none" if known.due is None else "late" if known.due <= today else "later")
    when = phrase("readings.due", due=due, day=known.due or today)
    if known.last is None or said is None:
        return phrase("readings.never-read", when=when)
    return phrase("readings.last-read", value=said, day=known.last.day, when=when)


def amount(measure: Measure, value: float) -> Filled:
    """A value of a measure with its unit."""
    return phrase("readings.amount", value=value, unit=theirs(measure, "unit"), known=_known(measure))


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
                phrase("readings.value", unit=theirs(measure, "unit"), known=_known(measure)),
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
        note=phrase("readings.before", value=amount(measure, last.value), day=last.day) if last else None,
    )


def _bounds(measure: Measure) -> Filled | None:
    lowest, highest = measure.lowest, measure.highest
    if lowest is None or highest is None:
        return None
    return phrase("readings.bounds", lowest=amount(measure, lowest), highest=amount(measure, highest))


def wrong(why: Wrong, measure: Measure) -> Filled:
    """Why a reading does not hold."""
    if why is Wrong.TOO_LOW:
        return phrase("readings.too-low", lowest=amount(measure, measure.lowest or 0.0))
    if why is Wrong.TOO_HIGH:
        return phrase("readings.too-high", highest=amount(measure, measure.highest or 0.0))
    if why is Wrong.PERCENT:
        return phrase("readings.percent", unit=theirs(measure, "unit"), known=_known(measure))
    return {
        Wrong.GROUPED: phrase("readings.grouped"),
        Wrong.BEYOND: phrase("readings.beyond"),
        Wrong.TO_COME: phrase("readings.to-come"),
        Wrong.LONG_AGO: phrase("readings.long-ago"),
    }.get(why, phrase("readings.no-number"))


def _known(measure: Measure) -> Which:
    return Which("unit" if measure.unit else "none")


def read_on(measure: Measure, reading: Reading) -> Filled:
    """What a measure was read as, on which day, how that came, and what was noted with it."""
    return phrase(
        "readings.read-on",
        value=amount(measure, reading.value),
        day=reading.day,
        origin=Which(reading.origin.value),
        note=theirs(reading, "note"),
        noted=Which("noted" if reading.note else "none"),
    )


def how_far(measure: Measure, value: float) -> Filled | None:
    """How far it is from its target; None for a measure without one."""
    left = readings.missing(measure, value)
    if left is None or measure.target is None:
        return None
    reached = Which("reached" if left == 0 else "left")
    target = amount(measure, measure.target)
    return phrase("readings.target", reached=reached, target=target, left=amount(measure, left))


def moved(measure: Measure, last: Sequence[Reading]) -> Filled | None:
    """Which way it moved to the last of these readings; None where that is the first."""
    trend = readings.trend(measure.direction, readings.values(last))
    return phrase("readings.trend", trend=Which(trend.value)) if trend is not None else None


WEEK = 7
"""Days of a week, in which it is told how late a measure is, once there are two of them."""


def age(measure: Measure, due: date | None, today: date) -> Filled | None:
    """How often a measure is to be read and for how long it has not been; None where it is fresh."""
    late = readings.days_late(due, today)
    if not late or measure.cadence is None:
        return None
    unit = next((name for name, length in UNITS.items() if length == measure.cadence), "days")
    weeks = late >= 2 * WEEK
    return phrase(
        "readings.late",
        every=Which(unit),
        cadence=measure.cadence,
        length=Which("weeks" if weeks else "days"),
        count=late // WEEK if weeks else late,
    )


def kept(wording: Wording, measure: Measure, said: Reading, last: Sequence[Reading]) -> Card:
    """A measure as it was read, where it stands, and what it was read as before; `last` are the newest first."""
    pairs = [(phrase("readings.on", day=one.day), _came(measure, one)) for one in last]
    pieces: list[Piece] = [Lines([LineEntry(wording)])]
    told = (how_far(measure, last[0].value), moved(measure, last))
    pieces += [Prose(one) for one in told if one is not None]
    pieces += [Facts(pairs), Buttons([new_reading(wording)]), _everybody()]
    return Card(phrase("readings.kept", value=amount(measure, said.value), day=said.day), pieces)


def _came(measure: Measure, reading: Reading) -> Filled:
    """A value, and how it came where nobody here wrote it; what was noted with it."""
    return phrase(
        "readings.came",
        value=amount(measure, reading.value),
        origin=Which(reading.origin.value),
        note=theirs(reading, "note"),
        noted=Which("noted" if reading.note else "none"),
    )


def _everybody() -> Audience:
    return Audience(phrase("readings.everybody-sees"), Privacy.PUBLIC)
