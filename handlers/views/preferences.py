"""How somebody's hours look: where they are, when they are asked, on which days."""

from datetime import date

from handlers.cards import Audience, Button, Buttons, Card, Field, FieldKind, Form, Option, Theirs, theirs
from prompts import Filled, phrase
from score.roster import WEEKDAYS, time_said
from storage.tables import Person, Privacy

A_MONDAY = date(2024, 1, 1)


def form(person: Person) -> Form:
    """The hours, to be changed."""
    alone = Audience(phrase("preferences.only-you"), Privacy.PERSON)
    teams = Audience(phrase("preferences.teams-see"), Privacy.TEAM)
    days = [name for n, name in enumerate(WEEKDAYS) if person.working_days >> n & 1]
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
            Field(
                "days",
                phrase("preferences.days"),
                alone,
                FieldKind.CHOICES,
                options=[Option(name, _day(n)) for n, name in enumerate(WEEKDAYS)],
                value=Theirs(" ".join(days), Privacy.PERSON),
            ),
        ],
        phrase("preferences.keep"),
    )


def _day(number: int) -> Filled:
    return phrase("preferences.day", day=A_MONDAY.replace(day=1 + number))


def kept(person: Person) -> Card:
    """The hours as they are now."""
    change = Button(phrase("preferences.change"), "preferences.open_form", quiet=True)
    return Card(hours(person), [Buttons([change]), Audience(phrase("preferences.only-you"), Privacy.PERSON)])


def hours(person: Person) -> Filled:
    """When somebody is asked, in one sentence."""
    days = [_day(n) for n in range(len(WEEKDAYS)) if person.working_days >> n & 1]
    hour = Theirs(time_said(person.asked_at), Privacy.PERSON)
    return phrase("preferences.kept", at=hour, zone=theirs(person, "time_zone"), days=days)
