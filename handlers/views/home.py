"""How it looks when the coach speaks for itself."""

from collections.abc import Sequence
from dataclasses import dataclass

from handlers.cards import Audience, Button, Buttons, Card, Prose, Theirs, theirs
from handlers.views.checkin import SHORT
from prompts import Filled, Which, phrase
from storage.tables import Place, PlaceKind, Privacy, Team

GUESTS, OTHERS = "a guest reads along", "another organisation reads along"
"""Why nothing is posted in a channel where it could be."""

READS_ALONG = {GUESTS: "guests", OTHERS: "others"}


@dataclass(frozen=True)
class Can:
    """What somebody can do beside what everybody can: the teams whose digest they see, those they arrange, those they
    coach; whether they send lessons to the owners of lines, answer for the score, own a line of it, and run all of it.
    """

    sees: Sequence[Team] = ()
    arranges: Sequence[Team] = ()
    coaches: Sequence[Team] = ()
    sends: bool = False
    owns: bool = False
    owns_lines: bool = False
    runs: bool = False


def help(can: Can) -> Card:
    """What can be written and pressed."""
    words = [phrase("home.help-words"), phrase("home.help-lines"), phrase("home.help-memory"), *_by_role(can)]
    return Card(
        phrase("home.help"),
        [*(Prose(one, quiet=True) for one in words), Buttons([_check_in(), _my_part(), _days_away()])],
    )


def _by_role(can: Can) -> list[Filled]:
    said = []
    if can.sees:
        said.append(phrase("home.help-digest"))
    if can.arranges:
        said.append(phrase("home.help-arranges"))
    if can.coaches or can.sends:
        whom = Which("both" if can.coaches and can.sends else "team" if can.coaches else "owners")
        said.append(phrase("home.help-sends", whom=whom))
    if can.owns:
        said.append(phrase("home.help-owns"))
    elif can.owns_lines:
        said.append(phrase("home.help-owns-lines"))
    if can.runs:
        said.append(phrase("home.help-runs"))
    return said


def which_questions(arranged: Sequence[Team]) -> Card:
    """Those that the score does not answer, or those that a team asks in its check-in?"""
    buttons = [Button(phrase("home.of-the-score"), "coach.open_questions", main=True)]
    if arranged:
        buttons.append(Button(phrase("home.of-the-team", team=arranged[0].name), "team_questions.shelf"))
    return Card(phrase("home.which-questions"), [Buttons(buttons), Audience(phrase("home.only-you"), Privacy.PERSON)])


def unclear(said: str) -> Card:
    """What was not understood may be a task, if it is as short as one."""
    what = Button(phrase("home.what-i-do"), "home.help", quiet=True)
    only_you = Audience(phrase("home.only-you"), Privacy.PERSON)
    if not 0 < len(said) <= SHORT:
        return Card(phrase("home.unclear"), [Buttons([what]), only_you])
    as_task = Button(phrase("home.as-task"), "checkin.open_form_with", said, main=True)
    return Card(phrase("home.unclear"), [Prose(phrase("home.unclear-words")), Buttons([as_task, what]), only_you])


def alone() -> Card:
    """Somebody's own page is for them alone: it is asked for where others do not read along."""
    return Card(phrase("home.alone"))


def opens(action: str, value: str) -> Card:
    """A form was asked for where none can be opened: this opens it with a press."""
    return Card(phrase("home.opens"), [Buttons([Button(phrase("home.open"), action, value, main=True)])])


def too_late() -> Card:
    """A form could not be opened in time: what happened, what still holds, what to do."""
    return Card(phrase("home.too-late"))


def unreachable(place: Place, why: str) -> Card:
    """A place could not be reached: which one, what the platform said, and what to do."""
    what, stands = Theirs(why, Privacy.TEAM), Which("open" if place.closed_at is None else "closed")
    if why in READS_ALONG:
        return Card(phrase("home.reads-along", name=theirs(place, "name"), who=Which(READS_ALONG[why])))
    if place.kind is PlaceKind.CHANNEL:
        return Card(phrase("home.no-channel", name=theirs(place, "name"), why=what, place=stands))
    return Card(phrase("home.no-person", name=theirs(place, "name"), why=what, place=stands))


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
