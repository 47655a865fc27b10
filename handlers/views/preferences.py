"""How somebody's hours look: where they are, when they are asked, on which days."""

from datetime import date
from itertools import groupby

from handlers.cards import Audience, Button, Buttons, Card, Field, FieldKind, Form, Option, Theirs, theirs
from prompts import Filled, phrase
from score.attention import wishes
from score.roster import WEEKDAYS, time_said
from storage.tables import Person, Privacy

A_MONDAY = date(2024, 1, 1)

IN_A_ROW = 3
"""Days that follow each other and are said by the first and the last of them."""


def form(person: Person) -> Form:
    """The hours, to be changed."""
    alone = Audience(phrase("preferences.only-you"), Privacy.PERSON)
    teams = Audience(phrase("preferences.teams-see"), Privacy.TEAM)
    return Form(
        phrase("preferences.title"),
        "preferences.hand_in",
        [
            Field(
                "zone",
                phrase("preferences.zone"),
                teams,
                value=theirs(person, "time_zone"),
                hint=phrase("preferences.zone-hint"),
                longest=64,
            ),
            Field(
                "asked_at",
                phrase("preferences.asked-at"),
                alone,
                FieldKind.TIME,
                value=Theirs(time_said(person.asked_at), Privacy.PERSON),
            ),
            days_field("days", phrase("preferences.days"), alone, person.working_days),
        ],
        phrase("preferences.keep"),
        note=_turned_down(person),
    )


def _turned_down(person: Person) -> Filled | None:
    """That something of what comes by itself was turned down, and where to see it."""
    count = len(wishes(person)) + (not person.reminders)
    return phrase("preferences.turned-down", count=count) if count else None


def _day(number: int) -> Filled:
    return phrase("preferences.day", day=A_MONDAY.replace(day=1 + number))


def kept(person: Person) -> Card:
    """The hours as they are now."""
    says = phrase("preferences.kept", hours=hours(person))
    change = Button(phrase("preferences.change"), "preferences.open_form", quiet=True)
    mine = Button(phrase("attention.mine"), "attention.mine", quiet=True)
    return Card(says, [Buttons([change, mine]), Audience(phrase("preferences.only-you"), Privacy.PERSON)])


def hours(person: Person) -> Filled:
    """When somebody is asked, in words."""
    hour = Theirs(time_said(person.asked_at), Privacy.PERSON)
    days = days_in_words(person.working_days)
    return phrase("preferences.hours", at=hour, zone=theirs(person, "time_zone"), days=days)


def days_in_words(working: int) -> list[Filled]:
    """Working days, bit 0 for Monday, by their short names; three and more in a row by their first and last."""
    said: list[Filled] = []
    for works, run in groupby(range(len(WEEKDAYS)), key=lambda n: bool(working >> n & 1)):
        days = list(run)
        if works and len(days) >= IN_A_ROW:
            said.append(phrase("preferences.days-in-a-row", first=_day(days[0]), last=_day(days[-1])))
        elif works:
            said += [_day(n) for n in days]
    return said


def days_field(name: str, label: Filled, sees: Audience, working: int) -> Field:
    """Working days, to be ticked."""
    names = [day for n, day in enumerate(WEEKDAYS) if working >> n & 1]
    options = [Option(day, _day(n)) for n, day in enumerate(WEEKDAYS)]
    return Field(name, label, sees, FieldKind.CHOICES, options=options, value=Theirs(" ".join(names), sees.sees))
