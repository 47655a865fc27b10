"""How somebody's hours look: where they are, when they are asked, on which days."""

from collections.abc import Sequence
from datetime import date, datetime
from itertools import groupby

from handlers.cards import (
    Audience,
    Button,
    Buttons,
    Card,
    Field,
    FieldKind,
    Form,
    Option,
    Piece,
    Prose,
    Theirs,
    theirs,
)
from prompts import Filled, phrase
from score.attention import wishes
from score.cadence import hour_of
from score.hours import OTHER_HOURS, SPAN, WEEKDAYS, Hours, by_weekday, span, time_said
from storage.tables import Person, Privacy

A_MONDAY = date(2024, 1, 1)
A_WEEK = [A_MONDAY.replace(day=1 + n) for n in range(7)]
"""Each day of the week, from Monday on."""

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
                hint=_spread(person),
            ),
            days_field("days", phrase("preferences.days"), alone, person.working_days),
            Field(
                "other_hours",
                phrase("preferences.other-hours"),
                alone,
                value=_own(person.other_hours),
                hint=phrase("preferences.other-hours-hint"),
                longest=OTHER_HOURS,
            ),
            Field(
                "quiet",
                phrase("preferences.quiet"),
                alone,
                value=_own(person.quiet),
                hint=phrase("preferences.quiet-hint"),
                longest=SPAN,
            ),
        ],
        phrase("preferences.keep"),
        about={"asks_quiet": "yes"},
        note=_turned_down(person),
    )


def _spread(person: Person) -> Filled | None:
    """That it is asked somewhat later than the hour that is chosen, where the mornings are spread."""
    after = hour_of(person, person.asked_at) - person.asked_at
    return phrase("preferences.spread", count=after) if after else None


def _own(said: str) -> Theirs | None:
    return Theirs(said, Privacy.PERSON) if said else None


def _turned_down(person: Person) -> Filled | None:
    """That something of what comes by itself was turned down, and where to see it."""
    count = len(wishes(person)) + (not person.reminders)
    return phrase("preferences.turned-down", count=count) if count else None


def _day(number: int) -> Filled:
    return phrase("preferences.day", day=A_WEEK[number])


def kept(person: Person, coming: Sequence[datetime] = (), *, within: Hours | None = None) -> Card:
    """The hours as they are now, and the prompts that come next by them; `within` are the hours of the teams."""
    says = phrase("preferences.kept", hours=hours(person))
    pieces: list[Piece] = []
    if later := _spread(person):
        pieces.append(Prose(later))
    if quiet := span(person.quiet):
        begins, ends = _ends(quiet)
        pieces.append(Prose(phrase("preferences.quiet-from", begins=begins, ends=ends)))
    if within:
        begins, ends = _ends(within)
        pieces.append(Prose(phrase("preferences.teams-within", begins=begins, ends=ends)))
    if coming:
        pieces.append(Prose(next_in_words(coming)))
    change = Button(phrase("preferences.change"), "preferences.open_form", quiet=True)
    mine = Button(phrase("attention.mine"), "attention.mine", quiet=True)
    only_you = Audience(phrase("preferences.only-you"), Privacy.PERSON)
    return Card(says, [*pieces, Buttons([change, mine]), only_you])


def _ends(of: Hours) -> tuple[Theirs, Theirs]:
    return Theirs(time_said(of[0]), Privacy.PERSON), Theirs(time_said(of[1]), Privacy.PERSON)


def next_in_words(coming: Sequence[datetime]) -> Filled:
    """The next prompts by day and hour, on the person's own clock."""
    return phrase("preferences.next", prompts=[phrase("preferences.prompt", at=at) for at in coming])


def hours(person: Person) -> Filled:
    """When somebody is asked, in words."""
    hour = Theirs(time_said(hour_of(person, person.asked_at)), Privacy.PERSON)
    zone, days = theirs(person, "time_zone"), days_in_words(person.working_days)
    other = _other_hours(person)
    if not other:
        return phrase("preferences.hours", at=hour, zone=zone, days=days)
    return phrase("preferences.hours-differ", at=hour, zone=zone, days=days, other=other)


def _other_hours(person: Person) -> list[Filled]:
    """Hours of days of the week on which it is another one, each hour once."""
    on: dict[int, int] = {}
    for day, at in enumerate(by_weekday(person.asked_at, person.other_hours)):
        if at != person.asked_at and person.working_days >> day & 1:
            on[at] = on.get(at, 0) | 1 << day
    return [
        phrase("preferences.other", days=days_in_words(days), at=Theirs(time_said(hour_of(person, at)), Privacy.PERSON))
        for at, days in on.items()
    ]


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
