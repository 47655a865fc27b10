"""How days away look, and silence on request."""

from collections.abc import Sequence
from datetime import date

from handlers.cards import Audience, Button, Buttons, Card, Field, FieldKind, Form
from prompts import Which, phrase
from score.cadence import Days
from storage.tables import Privacy


def away(days: Days, today: date, back: date | None) -> Card:
    """The days are kept: until when nobody waits, and when we speak again."""
    first, last = days
    says = phrase(
        "leave.away",
        range=_range(days, today),
        begins=first,
        ends=last,
        number=first.day,
        next=0 if back is None else 1,
        again=back or last,
    )
    buttons = [
        Button(phrase("leave.undo"), "leave.undo", f"{first.isoformat()} {last.isoformat()}", quiet=True),
        Button(phrase("leave.other-days"), "leave.open_form", quiet=True),
    ]
    return Card(says, [Buttons(buttons), _team_sees()])


def undone(days: Days, today: date) -> Card:
    """The days were taken back."""
    first, last = days
    return Card(
        phrase("leave.undone", range=_range(days, today), begins=first, ends=last, number=first.day),
        [Buttons([Button(phrase("leave.other-days"), "leave.open_form", quiet=True)])],
    )


def _range(days: Days, today: date) -> Which:
    first, last = days
    if first == last:
        return Which("today" if first == today else "day")
    return Which("month" if (first.year, first.month) == (last.year, last.month) else "months")


def _team_sees() -> Audience:
    return Audience(phrase("leave.team-sees"), Privacy.TEAM)


def which(options: Sequence[Days], today: date) -> Card:
    """What was said can mean several days, or none that we know: which are they?"""
    buttons = [
        Button(
            phrase("leave.option", range=_range(days, today), begins=days[0], ends=days[1]),
            "leave.take",
            f"{days[0].isoformat()} {days[1].isoformat()}",
        )
        for days in options
    ]
    other = Button(phrase("leave.other-days" if options else "leave.days-away"), "leave.open_form", quiet=bool(options))
    says = phrase("leave.which") if options else phrase("leave.which-long")
    return Card(says, [Buttons([*buttons, other])])


def form() -> Form:
    """The days, to be filled in."""
    sees = _team_sees()
    return Form(
        phrase("leave.title"),
        "leave.hand_in",
        [
            Field("first", phrase("leave.first"), sees, FieldKind.DATE, optional=False),
            Field("last", phrase("leave.last"), sees, FieldKind.DATE, hint=phrase("leave.last-hint")),
        ],
        phrase("leave.keep"),
    )


def paused() -> Card:
    """Silence, until the person says otherwise."""
    return Card(phrase("leave.paused"), [Buttons([Button(phrase("leave.start-again"), "leave.start_again")])])


def started(day: date | None, today: date) -> Card:
    """We speak again."""
    says = phrase("leave.started", next=0 if day is None else 1, day=day or today)
    return Card(says, [Buttons([Button(phrase("leave.pause"), "leave.pause", quiet=True)])])
