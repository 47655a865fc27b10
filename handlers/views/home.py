"""How it looks when the coach speaks for itself."""

from handlers.cards import Audience, Button, Buttons, Card, Prose
from handlers.views.checkin import SHORT
from prompts import phrase
from storage.tables import Privacy


def help() -> Card:
    """What can be written and pressed."""
    return Card(
        phrase("home.help"),
        [Prose(phrase("home.help-words"), quiet=True), Buttons([_check_in(), _my_part(), _days_away()])],
    )


def unclear(said: str) -> Card:
    """What was not understood may be a task, if it is as short as one."""
    what = Button(phrase("home.what-i-do"), "home.help", quiet=True)
    only_you = Audience(phrase("home.only-you"), Privacy.PERSON)
    if not 0 < len(said) <= SHORT:
        return Card(phrase("home.unclear"), [Buttons([what]), only_you])
    as_task = Button(phrase("home.as-task"), "checkin.open_form_with", said, main=True)
    return Card(phrase("home.unclear"), [Prose(phrase("home.unclear-words")), Buttons([as_task, what]), only_you])


def not_there() -> Card:
    """The same sentence for what is missing and for what is not theirs."""
    return Card(phrase("home.not-there"))


def our_fault() -> Card:
    """Something went wrong on our side: what happened, what still holds, what to do."""
    return Card(phrase("home.our-fault"))


def _check_in() -> Button:
    return Button(phrase("checkin.check-in"), "checkin.open_form", main=True)


def _my_part() -> Button:
    return Button(phrase("home.my-part"), "score.my_part")


def _days_away() -> Button:
    return Button(phrase("leave.days-away"), "leave.open_form", quiet=True)
