"""How days away look, and silence on request."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from handlers.cards import Audience, Button, Buttons, Card, Field, FieldKind, Form, Option, Theirs, theirs
from prompts import LANGUAGE, Filled, Which, phrase, plain
from score.absence import AFTERNOON, ALL_DAY, MORNING
from score.cadence import Days, Free
from score.hours import Hours, time_said
from score.problems import brief
from storage.tables import A_DAY_OF_MINUTES, Person, Privacy

SHOWN = 20
"""Times of one kind that are listed; the rest is counted."""

LAST_MINUTE = A_DAY_OF_MINUTES - 1


@dataclass(frozen=True)
class Difference:
    """What a file of days away would change. `known` are times that are kept already; `strangers` are those whom nobody
    in the roster goes by: who, in which line first, and how often. `moved` are times as they were and as they are now.
    """

    new: Sequence[tuple[Person, Free]] = ()
    gone: Sequence[tuple[Person, Free]] = ()
    strangers: Sequence[tuple[str, int, int]] = ()
    known: int = 0
    moved: Sequence[tuple[Person, Free, Free]] = ()

    def __bool__(self) -> bool:
        return bool(self.new or self.gone or self.moved)


HALVES = {"morning": MORNING, "afternoon": AFTERNOON}
"""The halves of a day that a form offers."""


def written(free: Free) -> str:
    """Days as they are kept in a button or beside a message, with their hours where they are not whole."""
    first, last = free.days
    days = f"{first.isoformat()}/{last.isoformat()}"
    return days if free.hours == ALL_DAY else f"{days}/{hours_written(free.hours)}"


def hours_written(hours: Hours) -> str:
    """The same of hours alone."""
    return f"{hours[0]}-{hours[1]}"


def _half(free: Free) -> Which:
    return Which(next((name for name, half in HALVES.items() if free.hours == half), "all"))


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
        Button(phrase("leave.undo"), "leave.undo", written(Free(days)), quiet=True),
        Button(phrase("leave.other-days"), "leave.open_form", quiet=True),
    ]
    return Card(says, [Buttons(buttons), _team_sees()])


def partly_away(free: Free, today: date, again: datetime | None) -> Card:
    """The hours are kept: nobody waits in them, and when we speak next; `again` is on the person's own clock."""
    first, last = free.days
    says = phrase(
        "leave.partly-away",
        half=_half(free),
        range=_range(free.days, today),
        begins=first,
        ends=last,
        next=0 if again is None else 1,
        again=again or first,
        at=again or datetime.combine(first, time(), UTC),
    )
    buttons = [
        Button(phrase("leave.undo"), "leave.undo", written(free), quiet=True),
        Button(phrase("leave.other-days"), "leave.open_form", quiet=True),
    ]
    return Card(says, [Buttons(buttons), _team_sees()])


def undone(free: Free, today: date) -> Card:
    """The days were taken back."""
    first, last = free.days
    range_ = _range(free.days, today)
    return Card(
        phrase("leave.undone", range=range_, half=_half(free), begins=first, ends=last, number=first.day),
        [Buttons([Button(phrase("leave.other-days"), "leave.open_form", quiet=True)])],
    )


def _range(days: Days, today: date) -> Which:
    first, last = days
    if first == last:
        return Which("today" if first == today else "day")
    return Which("month" if (first.year, first.month) == (last.year, last.month) else "months")


def _team_sees() -> Audience:
    return Audience(phrase("leave.team-sees"), Privacy.TEAM)


def which(options: Sequence[Free], today: date) -> Card:
    """What was said can mean several days, or none that we know: which are they?"""
    buttons = [
        Button(
            phrase(
                "leave.option", range=_range(one.days, today), half=_half(one), begins=one.days[0], ends=one.days[1]
            ),
            "leave.take",
            written(one),
        )
        for one in options
    ]
    other = Button(phrase("leave.other-days" if options else "leave.days-away"), "leave.open_form", quiet=bool(options))
    says = phrase("leave.which") if options else phrase("leave.which-long")
    return Card(says, [Buttons([*buttons, other])])


def difference(found: Difference, language: str = LANGUAGE) -> str:
    """What a file of days away would change, a line each, under a line that counts."""
    lines: list[str] = []
    for heading, entries in (
        (phrase("leave.file-new", count=len(found.new)), [_time(*one) for one in found.new]),
        (phrase("leave.file-moved", count=len(found.moved)), [_moved(*one) for one in found.moved]),
        (phrase("leave.file-gone", count=len(found.gone)), [_time(*one) for one in found.gone]),
        (phrase("leave.file-strangers", count=len(found.strangers)), [_stranger(*one) for one in found.strangers]),
    ):
        if entries:
            lines += [plain(heading, language), *(f"  {plain(one, language)}" for one in entries[:SHOWN])]
        if len(entries) > SHOWN:
            lines.append(f"  {plain(phrase('people.more', count=len(entries) - SHOWN), language)}")
    if found.known:
        lines.append(plain(phrase("leave.file-known", count=found.known), language))
    if not found:
        lines.append(plain(phrase("people.nothing"), language))
    return "\n".join(lines)


def _time(person: Person, free: Free) -> Filled:
    return phrase("leave.file-time", name=theirs(person, "name"), handle=theirs(person, "handle"), time=_days(free))


def _moved(person: Person, was: Free, now: Free) -> Filled:
    name, handle = theirs(person, "name"), theirs(person, "handle")
    return phrase("leave.file-moved-time", name=name, handle=handle, was=_days(was), now=_days(now))


def _days(free: Free) -> Filled:
    first, last = free.days
    begins, ends = (Theirs(time_said(min(at, LAST_MINUTE)), Privacy.TEAM) for at in free.hours)
    return phrase(
        "leave.file-days",
        range=Which("day" if first == last else "days"),
        hours=Which("all" if free.hours == ALL_DAY else "some"),
        first=Theirs(first.isoformat(), Privacy.TEAM),
        last=Theirs(last.isoformat(), Privacy.TEAM),
        begins=begins,
        ends=ends,
    )


def _stranger(who: str, line: int, count: int) -> Filled:
    return phrase("leave.file-stranger", who=Theirs(brief(who), Privacy.PUBLIC), line=str(line), count=count)


def form() -> Form:
    """The days, to be filled in."""
    sees = _team_sees()
    return Form(
        phrase("leave.title"),
        "leave.hand_in",
        [
            Field("first", phrase("leave.first"), sees, FieldKind.DATE, optional=False),
            Field("last", phrase("leave.last"), sees, FieldKind.DATE, hint=phrase("leave.last-hint")),
            Field(
                "part",
                phrase("leave.part"),
                sees,
                FieldKind.CHOICE,
                options=[Option(one, phrase("leave.part-option", part=Which(one))) for one in ("all", *HALVES)],
                value=Theirs("all", Privacy.TEAM),
                hint=phrase("leave.part-hint"),
            ),
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
