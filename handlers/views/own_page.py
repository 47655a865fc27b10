"""Somebody's own page: what is asked of them, what happened, what it is about, and who sees it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from handlers.cards import (
    Audience,
    Button,
    Buttons,
    Card,
    Checklist,
    Entry,
    Facts,
    Heading,
    LineEntry,
    Lines,
    Meter,
    Piece,
    Prose,
    theirs,
)
from handlers.views import asides
from handlers.views.blockers import own_buttons
from handlers.views.hinting import Hinted, hint
from handlers.views.lessons import figures_said
from handlers.views.preferences import hours
from handlers.views.score import Measured, stands
from prompts import Filled, Which, phrase
from prompts.lesson import Lesson
from score.spacing import Figures
from storage.tables import (
    Absence,
    Blocker,
    CheckIn,
    CheckInState,
    Edition,
    Person,
    Privacy,
    Sending,
    Sighting,
    Task,
    TaskState,
    Team,
    Wording,
)

FEW = 6
"""Tasks of a day that stand on the page one by one; of more, only their number does."""


@dataclass(frozen=True)
class OwnLine:
    """A line of somebody's part: how many of their tasks played from it, and for how many working days nobody's did.

    `untouched` is 0 where somebody's did lately; with `longer` it may be more.
    """

    line: Wording
    measures: Sequence[Measured] = ()
    tasks: int = 0
    untouched: int = 0
    longer: bool = False


@dataclass(frozen=True)
class OwnPart:
    """The lines that somebody plays from, as many as the page has room for, and the edition that they are of."""

    edition: Edition
    loaded: date
    lines: Sequence[OwnLine] = ()
    more: int = 0


@dataclass(frozen=True)
class InTheWay:
    """What is in somebody's way: since when and for how many working days, who took it on, how many offered a hand."""

    blocker: Blocker
    since: date
    days: int
    taker: Person | None = None
    hands: int = 0


@dataclass(frozen=True)
class OwnWeek:
    """What somebody meant to do in one week, counted."""

    monday: date
    tasks: int
    tied: int


@dataclass(frozen=True)
class Ahead:
    """What comes to somebody next without being asked for; instants are the person's own."""

    prompt: datetime | None = None
    reminder: datetime | None = None
    lessons: Sequence[tuple[Lesson, datetime, bool]] = ()
    """Each lesson, when it comes, and whether it is a question that comes back."""
    waits: Sequence[datetime] = ()
    """When messages come that wait."""
    today: int = 0
    """How many have come today."""


@dataclass(frozen=True)
class TeamToday:
    """What the day of a team adds up to so far."""

    team: Team
    due: int = 0
    took_part: int = 0
    tasks: int = 0
    tied: int = 0
    enough: bool = False
    stuck: int = 0
    untouched: int = 0


@dataclass(frozen=True)
class Desk:
    """What a coach has sent: each lesson, to how many, and what may be said of their answers; what waits to be sent."""

    sent: Sequence[tuple[Lesson, Sending, Figures | None]] = ()
    looked_at: int = 0


@dataclass(frozen=True)
class Opened:
    """That somebody opened something, and when on the clock of who reads."""

    sighting: Sighting
    by: Person
    team: Team
    at: datetime


@dataclass(frozen=True)
class OwnPage:
    """All that stands on somebody's own page. What a role does not have is None, or empty."""

    person: Person
    today: date
    checkin: CheckIn | None = None
    tasks: Sequence[tuple[Task, Wording | None]] = ()
    is_away: bool = False
    stuck: Sequence[InTheWay] = ()
    more_stuck: int = 0
    part: OwnPart | None = None
    weeks: Sequence[OwnWeek] = ()
    ahead: Ahead = field(default_factory=Ahead)
    is_paused: bool = False
    away: Sequence[Absence] = ()
    opened: Sequence[Opened] = ()
    more_opened: int = 0
    teams: Sequence[TeamToday] = ()
    more_teams: int = 0
    hinted: Hinted | None = None
    desk: Desk | None = None
    questions: int | None = None
    unsent: int | None = None


def front(page: OwnPage) -> Card:
    """The whole page."""
    pieces = [
        *_day(page),
        *_stuck(page),
        *_part(page.part),
        *(piece for team in page.teams for piece in _team(team)),
        *_more_teams(page.more_teams),
        *(hint(page.hinted) if page.hinted is not None else ()),
        *(_desk(page.desk) if page.desk is not None else ()),
        *(_questions(page.questions) if page.questions is not None else ()),
        *(_running(page.unsent) if page.unsent is not None else ()),
        *_weeks(page.weeks),
        *_ahead(page),
        *_preferences(page),
        *_yours(page),
        Audience(phrase("home.only-you"), Privacy.PERSON),
    ]
    return Card(_says(page), pieces, phrase("own_page.title", day=page.today))


def _says(page: OwnPage) -> Filled:
    if page.checkin is None:
        if page.is_away:
            return phrase("own_page.away-today")
        return phrase("own_page.open", name=theirs(page.person, "name"))
    if page.checkin.state is CheckInState.NOT_TODAY:
        return phrase("own_page.waived")
    return phrase("own_page.handed-in", count=len(page.tasks), tied=sum(line is not None for _, line in page.tasks))


def _day(page: OwnPage) -> list[Piece]:
    pieces: list[Piece] = []
    if 0 < len(page.tasks) <= FEW:
        pieces.append(Checklist([_task(*one) for one in page.tasks]))
    buttons = [
        Button(phrase("checkin.check-in"), "checkin.open_form", main=not page.is_away)
        if page.checkin is None
        else Button(phrase("home.change-check-in"), "checkin.open_form", main=True)
    ]
    buttons.append(Button(phrase("home.what-i-do"), "home.help", quiet=True))
    return [*pieces, Buttons(buttons)]


def _task(task: Task, line: Wording | None) -> Entry:
    became = None if task.state is TaskState.OPEN else phrase("history.became", state=Which(task.state.value))
    return Entry(theirs(task, "words"), line=line, note=became)


def _stuck(page: OwnPage) -> list[Piece]:
    heading = Heading(phrase("own_page.stuck"))
    if not page.stuck:
        return [heading, Prose(phrase("own_page.nothing-stuck"), quiet=True)]
    pieces: list[Piece] = [heading, _in_the_way(page.stuck)]
    if page.more_stuck:
        count = len(page.stuck) + page.more_stuck
        pieces.append(Buttons([Button(phrase("own_page.all-stuck", count=count), "home.stuck")]))
    return pieces


def _in_the_way(stuck: Sequence[InTheWay]) -> Checklist:
    return Checklist(
        [Entry(theirs(one.blocker, "words"), own_buttons(one.blocker), note=_stands(one)) for one in stuck]
    )


def stuck(found: Sequence[InTheWay], more: int = 0) -> Card:
    """All that is in the reader's way; `more` is how much does not stand here."""
    pieces: list[Piece] = [_in_the_way(found)] if found else []
    if more:
        pieces.append(Prose(phrase("own_page.more-stuck", count=more), quiet=True))
    audience = Audience(phrase("home.only-you"), Privacy.PERSON)
    return Card(phrase("own_page.all-that-is-stuck", count=len(found) + more), [*pieces, audience])


def _stands(one: InTheWay) -> Filled:
    if one.taker is not None:
        help_ = phrase("own_page.taken", name=theirs(one.taker, "name"))
    elif one.hands:
        help_ = phrase("own_page.hands", count=one.hands)
    else:
        help_ = phrase("own_page.told" if one.blocker.told else "own_page.untold")
    return phrase("own_page.stuck-since", day=one.since, days=one.days, help=help_)


def _part(part: OwnPart | None) -> list[Piece]:
    heading, mine = Heading(phrase("score.my-part")), Button(phrase("home.my-part"), "score.my_part")
    if part is None:
        return [heading, Prose(phrase("score.no-score"), quiet=True)]
    edition = part.edition
    season = Which("season" if edition.season else "none")
    says = phrase("score.my-part-says", season=season, name=edition.season, number=edition.number, day=part.loaded)
    if not part.lines:
        return [heading, Prose(says, quiet=True), Prose(phrase("score.no-part"))]
    more = [Prose(phrase("home.more-lines", count=part.more), quiet=True)] if part.more else []
    lines = Lines([LineEntry(one.line, _of_line(one)) for one in part.lines])
    ask = Button(phrase("lessons.shelf-button"), "lessons.shelf", quiet=True)
    return [heading, Prose(says, quiet=True), lines, *more, Buttons([mine, ask])]


def _of_line(one: OwnLine) -> Filled:
    note = _played(one)
    for measured in one.measures:
        if (said := _measure(measured)) is not None:
            note = phrase("score.note-and", note=said, more=note)
    return note


def _played(one: OwnLine) -> Filled:
    if one.tasks:
        return phrase("own_page.tasks-on", count=one.tasks)
    if one.untouched:
        return phrase("own_page.untouched", days=one.untouched, longer=Which("longer" if one.longer else "exactly"))
    return phrase("own_page.none-on")


def _measure(measured: Measured) -> Filled | None:
    """Where a measure stands, and where it is to be."""
    of = measured.measure
    unit, known = theirs(of, "unit"), Which("unit" if of.unit else "none")
    facts = [
        *stands(measured),
        *([phrase("score.wanted", value=of.target, unit=unit, known=known)] if of.target is not None else []),
    ]
    return phrase("own_page.measure", facts=facts) if facts else None


def _team(today: TeamToday) -> list[Piece]:
    id = today.team.id
    pieces: list[Piece] = [
        Heading(phrase("own_page.team", team=theirs(today.team, "name"))),
        Prose(phrase("own_page.took-part", came=today.took_part, due=today.due)),
    ]
    count = phrase("own_page.from-score", tied=today.tied, tasks=today.tasks)
    if today.tasks and today.enough:
        pieces.append(Meter(phrase("own_page.today"), today.tied / today.tasks, count))
    elif today.tasks:
        pieces.append(Prose(phrase("own_page.few", count=count)))
    pieces.append(Prose(phrase("own_page.waits", stuck=today.stuck, untouched=today.untouched)))
    buttons = [
        Button(phrase("own_page.digest-today"), "digest.today", id),
        Button(phrase("own_page.digest-week"), "digest.this_week", id),
        Button(phrase("own_page.set-up"), "setup.open", id, quiet=True),
        Button(phrase("setup.preview-prompt"), "setup.preview_prompt", id, quiet=True),
        Button(phrase("setup.preview-digest"), "setup.preview_digest", id, quiet=True),
        Button(phrase("setup.open-people"), "members.open_form", id, quiet=True),
        Button(phrase("setup.open-questions"), "team_questions.shelf", id, quiet=True),
    ]
    return [*pieces, Buttons(buttons)]


def _more_teams(more: int) -> list[Piece]:
    if not more:
        return []
    which = Button(phrase("own_page.set-up"), "setup.open", quiet=True)
    return [Prose(phrase("own_page.more-teams", count=more), quiet=True), Buttons([which])]


def _desk(desk: Desk) -> list[Piece]:
    pieces: list[Piece] = [Heading(phrase("own_page.desk"))]
    for lesson, sending, figures in desk.sent:
        pieces.append(Prose(_sent(lesson, sending.receivers, figures)))
        pieces.append(Buttons([Button(phrase("sendings.results"), "sendings.results", sending.id)]))
    if not desk.sent:
        pieces.append(Prose(phrase("own_page.nothing-sent"), quiet=True))
    if desk.looked_at:
        pieces.append(Prose(phrase("own_page.looked-at", count=desk.looked_at)))
    if desk.sent:
        pieces.append(Prose(phrase("lessons.in-fives"), quiet=True))
    buttons = [
        Button(phrase("lessons.send-one"), "lessons.open_sender"),
        Button(phrase("library.open"), "library.open_form"),
        Button(phrase("lessons.shelf-button"), "lessons.shelf", quiet=True),
    ]
    if desk.sent:
        buttons.append(Button(phrase("sendings.all"), "sendings.mine", quiet=True))
    return [*pieces, Buttons(buttons)]


def _sent(lesson: Lesson, receivers: int, figures: Figures | None) -> Filled:
    return phrase("own_page.sent", lesson=lesson.bare(lesson.title), count=receivers, told=figures_said(figures))


def _questions(count: int) -> list[Piece]:
    button = [Buttons([Button(phrase("own_page.see-questions"), "coach.open_questions")])] if count else []
    return [Heading(phrase("home.of-the-score")), Prose(phrase("own_page.questions", count=count)), *button]


def _running(unsent: int) -> list[Piece]:
    buttons = [
        Button(phrase("own_page.see-unsent"), "deliveries.unsent"),
        Button(phrase("own_page.set-up-a-team"), "setup.open", quiet=True),
        Button(phrase("own_page.compare"), "people.propose", quiet=True),
        Button(phrase("own_page.preview"), "preview.tomorrow", quiet=True),
    ]
    return [Heading(phrase("own_page.running")), Prose(phrase("own_page.unsent", count=unsent)), Buttons(buttons)]


def _weeks(weeks: Sequence[OwnWeek]) -> list[Piece]:
    heading = Heading(phrase("own_page.weeks"))
    if not weeks:
        return [heading, Prose(phrase("own_page.no-weeks"), quiet=True)]
    meters = [
        Meter(
            phrase("own_page.week", day=one.monday),
            one.tied / one.tasks,
            phrase("own_page.from-score", tied=one.tied, tasks=one.tasks),
        )
        for one in weeks
    ]
    return [heading, *meters, Buttons([Button(phrase("own_page.my-weeks"), "history.week")])]


def _ahead(page: OwnPage) -> list[Piece]:
    ahead = page.ahead
    says: list[Filled] = []
    if ahead.prompt is not None:
        says.append(phrase("own_page.next", at=ahead.prompt))
    else:
        says.append(phrase("leave.paused") if page.is_paused else phrase("own_page.not-asked"))
    if ahead.reminder is not None:
        says.append(phrase("own_page.reminder", at=ahead.reminder))
    says += [
        phrase("own_page.recall" if is_recall else "own_page.lesson", lesson=lesson.bare(lesson.title), at=at)
        for lesson, at, is_recall in ahead.lessons
    ]
    if ahead.waits:
        says.append(phrase("own_page.message-waits", count=len(ahead.waits), at=min(ahead.waits)))
    budget = Prose(phrase("own_page.budget", count=ahead.today), quiet=True)
    return [Heading(phrase("own_page.ahead")), *(Prose(one) for one in says), budget]


def _preferences(page: OwnPage) -> list[Piece]:
    away = [phrase("own_page.span", first=one.first_day, last=one.last_day, one=_one_day(one)) for one in page.away]
    pairs = [
        (phrase("home.hours"), hours(page.person)),
        (phrase("own_page.language"), phrase("own_page.tongue", code=Which(page.person.language.partition("-")[0]))),
        (phrase("leave.days-away"), phrase("own_page.spans", spans=away) if away else phrase("own_page.no-days-away")),
    ]
    stop = (
        Button(phrase("leave.start-again"), "leave.start_again")
        if page.is_paused
        else Button(phrase("leave.pause"), "leave.pause", quiet=True)
    )
    buttons = [
        Button(phrase("preferences.change"), "preferences.open_form"),
        Button(phrase("attention.mine"), "attention.mine", quiet=True),
        asides.see(),
        Button(phrase("leave.days-away"), "leave.open_form", quiet=True),
        stop,
    ]
    return [Heading(phrase("own_page.preferences")), Facts(pairs), Buttons(buttons)]


def _one_day(absence: Absence) -> Which:
    return Which("day" if absence.first_day == absence.last_day else "days")


def _yours(page: OwnPage) -> list[Piece]:
    pieces: list[Piece] = [Heading(phrase("own_page.yours")), Prose(phrase("home.who-sees"))]
    pieces += _opened(page.opened)
    if page.more_opened:
        pieces.append(Buttons([Button(phrase("own_page.all-opened", count=page.more_opened), "home.sightings")]))
    return pieces


def _opened(opened: Sequence[Opened]) -> list[Piece]:
    if not opened:
        return [Prose(phrase("own_page.nobody-opened"), quiet=True)]
    return [Prose(_sighting(one)) for one in opened]


def _sighting(one: Opened) -> Filled:
    sighting = one.sighting
    return phrase(
        "own_page.opened",
        by=theirs(one.by, "name"),
        what=Which(sighting.what.value),
        team=theirs(one.team, "name"),
        first=sighting.first_day,
        last=sighting.last_day,
        days=(sighting.last_day - sighting.first_day).days + 1,
        at=one.at,
        times=sighting.times,
    )


def sightings(opened: Sequence[Opened], more: int = 0) -> Card:
    """Who opened what names the reader, the last first; `more` is how much is older than what stands here."""
    older = [Prose(phrase("own_page.older", count=more), quiet=True)] if more else []
    audience = Audience(phrase("home.only-you"), Privacy.PERSON)
    return Card(phrase("own_page.who-opened", count=len(opened)), [*_opened(opened), *older, audience])
