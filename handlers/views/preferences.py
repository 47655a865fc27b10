"""How somebody's hours look: where they are, when they are asked, on which days; and where they are reached."""

from collections.abc import Sequence
from dataclasses import dataclass
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
from prompts import Filled, Which, phrase
from score.attention import wishes
from score.cadence import hour_of
from score.hours import OTHER_HOURS, SPAN, WEEKDAYS, Hours, by_weekday, span, time_said
from storage.tables import Door, Person, Privacy

A_MONDAY = date(2024, 1, 1)
A_WEEK = [A_MONDAY.replace(day=1 + n) for n in range(7)]
"""Each day of the week, from Monday on."""

IN_A_ROW = 3
"""Days that follow each other and are said by the first and the last of them."""

SEVERAL = 2
"""Places at least between which somebody can choose."""

BELOW = "below"
"""What a button says that stands below something done elsewhere: the question itself may be far above it."""


@dataclass(frozen=True)
class Way:
    """One connection on which somebody is reached alone: its door, and what the platform calls it, if it said so.

    It `is_here` where it is read on that connection.
    """

    connection_id: str
    door: Door
    name: str = ""
    is_here: bool = False


def form(person: Person, ways: Sequence[Way] = ()) -> Form:
    """The hours, to be changed, and where they are reached who are here by several doors."""
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
            *_where_field(person, ways, alone),
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


def _where_field(person: Person, ways: Sequence[Way], alone: Audience) -> list[Field]:
    if len(ways) < SEVERAL:
        return []
    return [
        Field(
            "where",
            phrase("preferences.where"),
            alone,
            FieldKind.CHOICE,
            options=[Option(one.connection_id, _called(one, ways)) for one in ways],
            value=Theirs(_now(person, ways).connection_id, Privacy.PERSON),
            optional=False,
        )
    ]


def kept(
    person: Person, coming: Sequence[datetime] = (), *, within: Hours | None = None, ways: Sequence[Way] = ()
) -> Card:
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
    elsewhere: list[Button] = []
    if len(ways) >= SEVERAL:
        pieces.append(Prose(phrase("preferences.written-in", door=_called(_now(person, ways), ways))))
        elsewhere.append(Button(phrase("preferences.elsewhere"), "preferences.where", quiet=True))
    change = Button(phrase("preferences.change"), "preferences.open_form", quiet=True)
    mine = Button(phrase("attention.mine"), "attention.mine", quiet=True)
    only_you = Audience(phrase("preferences.only-you"), Privacy.PERSON)
    return Card(says, [*pieces, Buttons([change, mine, *elsewhere]), only_you])


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


# Where somebody is reached who is here by several doors


def where(person: Person, ways: Sequence[Way], below: str = "") -> Card:
    """Where somebody is reached, and a button for each door: for all of them until they have chosen, for the others
    then. Those of a card `below` something else say so.
    """
    now = _now(person, ways)
    if len(ways) < SEVERAL:
        return Card(phrase("preferences.only-there", door=_called(now, ways)), [_alone()])
    others = [one for one in ways if one is not now]
    if now.connection_id == person.prefers:
        says = phrase("preferences.chosen", door=_called(now, ways))
        return Card(
            says,
            [
                Prose(phrase("preferences.planned"), quiet=True),
                Buttons([_button(one, ways, below) for one in others]),
                _alone(),
            ],
        )
    says = phrase("preferences.asked-where", others=[_called(one, ways) for one in ways if not one.is_here])
    stays = phrase("preferences.stays", door=_called(now, ways))
    buttons = [_button(one, ways, below, is_now=one is now) for one in ways]
    return Card(says, [Prose(stays, quiet=True), Buttons(buttons), _alone()])


def _alone() -> Audience:
    return Audience(phrase("preferences.only-you"), Privacy.PERSON)


def _now(person: Person, ways: Sequence[Way]) -> Way:
    """Where somebody is reached as it is, by the rule of `people.direct_place`."""
    return next((one for one in ways if one.connection_id == person.prefers), ways[0])


def _button(way: Way, ways: Sequence[Way], below: str, *, is_now: bool = False) -> Button:
    label = phrase("preferences.in-door", door=_called(way, ways), holds=Which("now" if is_now else "other"))
    return Button(label, "preferences.prefer", f"{way.connection_id} {below}".rstrip())


def _called(way: Way, ways: Sequence[Way]) -> Filled:
    """What a door is called; where there are several of its kind, with what the platform calls each, else with their
    numbers, as somebody came by them.
    """
    door = phrase("preferences.door", door=Which(way.door.value))
    same = [one for one in ways if one.door is way.door]
    if len(same) == 1:
        return door
    if way.name and [one.name for one in same].count(way.name) == 1:
        return phrase("preferences.door-named", door=door, name=Theirs(way.name, Privacy.PERSON))
    return phrase("preferences.door-numbered", door=door, number=same.index(way) + 1)
