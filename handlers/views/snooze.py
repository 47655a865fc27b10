"""How it looks when the morning prompt comes later."""

from datetime import date, datetime

from handlers.cards import Audience, Button, Buttons, Card
from prompts import phrase
from storage.tables import Privacy


def later() -> Button:
    """What offers the hours."""
    return Button(phrase("snooze.later"), "snooze.open", quiet=True)


def _only_you() -> Audience:
    return Audience(phrase("snooze.only-you"), Privacy.PERSON)


BELOW = "below"
"""What a button says that stands below something written: the prompt may be far above it."""


def choices(
    in_hour: datetime | None, afternoon: datetime | None, next_day: date | None, today: date, *, is_below: bool = False
) -> Card:
    """When shall it come again, on the person's clock; beside it all other ways not to be asked now.

    It `is_below` what somebody wrote, rather than what they pressed on the prompt itself.
    """
    where = BELOW if is_below else ""
    hours = [Button(phrase("snooze.in-an-hour", at=in_hour), "snooze.in_an_hour", where)] if in_hour else []
    if afternoon is not None:
        hours.append(Button(phrase("snooze.this-afternoon", at=afternoon), "snooze.this_afternoon", where))
    if next_day is not None:
        apart = (next_day - today).days
        hours.append(Button(phrase("snooze.tomorrow", apart=apart, day=next_day), "snooze.tomorrow"))
    others = [
        Button(phrase("checkin.not-today"), "checkin.not_today", "" if is_below else today.isoformat(), quiet=True),
        Button(phrase("leave.days-away"), "leave.open_form", quiet=True),
        Button(phrase("leave.pause"), "leave.pause", quiet=True),
    ]
    return Card(phrase("snooze.when"), [*([Buttons(hours)] if hours else []), Buttons(others), _only_you()])


def waits(day: date, at: datetime, *, came: bool) -> Card:
    """Where the prompt stood: when it comes again, on the person's clock."""
    if came:
        return Card(phrase("snooze.came", at=at))
    now = Button(phrase("checkin.check-in"), "checkin.open_form", day.isoformat())
    return Card(phrase("snooze.waits", at=at), [Buttons([now, later()]), _only_you()])


def answered(day: date) -> Card:
    """Where the prompt stood that was answered before it came again."""
    return Card(phrase("snooze.answered", day=day))


def left(day: date) -> Card:
    """Where the prompt stood that comes no more, and whose day is open."""
    now = Button(phrase("checkin.check-in"), "checkin.open_form", day.isoformat(), quiet=True)
    return Card(phrase("snooze.left", day=day), [Buttons([now])])


def tomorrow(today: date, next_day: date | None) -> Card:
    """Not again today; the day stays open."""
    now = Button(phrase("checkin.check-in"), "checkin.open_form", today.isoformat(), quiet=True)
    says = phrase("snooze.until-then", day=next_day) if next_day else phrase("snooze.no-more-today")
    return Card(says, [Buttons([now]), _only_you()])


def not_asked() -> Card:
    """There is no prompt that could come later."""
    return Card(phrase("snooze.not-asked"), [_only_you()])


def too_late() -> Card:
    """There is no such hour left on this day."""
    return Card(phrase("snooze.too-late"), [_only_you()])
