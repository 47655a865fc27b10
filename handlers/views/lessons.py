"""How lessons look: the shelf, a sending, one person's sitting, and what comes back of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

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
from handlers.views.checkin import SHORT
from prompts import Filled, Which, phrase
from prompts.lesson import Lesson, Scenario, Sphere
from score.spacing import Figures
from storage.tables import (
    Nudge,
    NudgeState,
    Person,
    Privacy,
    Sending,
    SendingState,
    Sitting,
    SittingState,
    Team,
    Wording,
)

LETTERS = "abcd"
"""Values of the options of a question, in their order."""

IN_A_SPHERE = 8
"""Lessons of one sphere that stand on the shelf one by one; the others are found by searching."""

SPHERES: Mapping[Sphere, Filled] = {
    Sphere.SELF: phrase("lessons.self"),
    Sphere.WORK: phrase("lessons.work"),
    Sphere.WORKPLACE: phrase("lessons.workplace"),
    Sphere.WORLD: phrase("lessons.world"),
}
"""What lessons are about, in words."""


# The shelf


def shelf(lessons: Sequence[Lesson], *, may_send: bool) -> Card:
    """Every lesson, to be taken with one press."""
    if not lessons:
        return Card(phrase("lessons.nothing"))
    pieces: list[Piece] = []
    for sphere, heading in SPHERES.items():
        buttons = [_take(one) for one in lessons if one.sphere is sphere]
        pieces += [Prose(heading), Buttons(buttons[:IN_A_SPHERE])] if buttons else []
        if more := len(buttons[IN_A_SPHERE:]):
            pieces.append(Prose(phrase("lessons.more-of-these", count=more), quiet=True))
    below = [_find()]
    if may_send:
        below.append(Button(phrase("lessons.send-one"), "lessons.open_sender", quiet=True))
    pieces.append(Buttons(below))
    if may_send:
        pieces.append(Prose(phrase("lessons.how-to-send"), quiet=True))
    return Card(phrase("lessons.shelf", count=len(lessons)), [*pieces, _only_you()])


def found(lessons: Sequence[Lesson], looked_for: str, whole: str, *, may_send: bool) -> Card:
    """Lessons that were looked for with these words; where there are none, what was written may be a task."""
    quoted = Theirs(looked_for, Privacy.PERSON)
    pieces: list[Piece] = []
    if lessons:
        pieces.append(Buttons([_take(one) for one in lessons]))
    if may_send:
        pieces.append(Prose(phrase("lessons.how-to-send"), quiet=True))
    buttons = [Button(phrase("lessons.shelf-button"), "lessons.shelf", main=not lessons, quiet=bool(lessons))]
    buttons.append(_find())
    if may_send:
        buttons.append(Button(phrase("lessons.send-one"), "lessons.open_sender", quiet=True))
    if 0 < len(whole) <= SHORT:
        buttons.append(Button(phrase("home.as-task"), "checkin.open_form_with", whole, quiet=True))
    says = phrase("lessons.found", count=len(lessons), said=quoted)
    return Card(says, [*pieces, Buttons(buttons), _only_you()])


def _find() -> Button:
    return Button(phrase("library.open"), "library.open_form", quiet=True)


def _take(lesson: Lesson) -> Button:
    return Button(phrase("lessons.take", lesson=_title(lesson), minutes=lesson.minutes), "lessons.take", lesson.id)


def _title(lesson: Lesson) -> Filled:
    return lesson.bare(lesson.title)


def _only_you() -> Audience:
    return Audience(phrase("lessons.only-you"), Privacy.PERSON)


def may_not() -> Card:
    """Who may send a lesson, and that everybody may take one."""
    button = Button(phrase("lessons.shelf-button"), "lessons.shelf", main=True)
    return Card(phrase("lessons.may-not"), [Buttons([button])])


# Sending one


@dataclass(frozen=True)
class Reach:
    """To whom somebody may send: the teams that they coach, the people in those, and whether owners of lines."""

    teams: Sequence[Team] = ()
    people: Sequence[Person] = ()
    owners: bool = False

    @property
    def may_send(self) -> bool:
        """Whether there is anybody to whom they may."""
        return bool(self.teams) or self.owners


def sender(lessons: Sequence[Lesson], reach: Reach, *, chosen: str = "", whom: str = "") -> Form:
    """Which lesson goes to whom; `chosen` is one already, `whom` are words in which nobody in reach was found."""
    from_you = Audience(phrase("lessons.sees-from-you"), Privacy.TEAM)
    which = Field(
        "lesson",
        phrase("lessons.which"),
        from_you,
        FieldKind.CHOICE,
        options=[Option(one.id, phrase("lessons.option", lesson=_title(one), minutes=one.minutes)) for one in lessons],
        value=Theirs(chosen, Privacy.PERSON) if chosen else None,
        optional=False,
    )
    fields = [which]
    if reach.teams:
        fields.append(_to_field(reach, from_you))
    if reach.owners:
        fields.append(_owners_field(reach, from_you))
    says = phrase("lessons.whom-unknown", whom=Theirs(whom, Privacy.PERSON)) if whom else None
    return Form(phrase("lessons.sender-title"), "lessons.preview", fields, phrase("lessons.look-first"), says=says)


def _to_field(reach: Reach, audience: Audience) -> Field:
    teams = [Option(f"team {one.id}", phrase("lessons.everybody-in", team=theirs(one, "name"))) for one in reach.teams]
    persons = [Option(f"person {one.id}", theirs(one, "name")) for one in reach.people]
    return Field(
        "to",
        phrase("lessons.to-whom"),
        audience,
        FieldKind.CHOICE,
        options=[*teams, *persons],
        hint=phrase("lessons.to-whom-hint"),
        optional=reach.owners,
    )


def _owners_field(reach: Reach, audience: Audience) -> Field:
    return Field(
        "line",
        phrase("lessons.or-owners") if reach.teams else phrase("lessons.to-whom-owners"),
        audience,
        FieldKind.LINE,
        hint=phrase("lessons.owners-hint"),
        optional=bool(reach.teams),
        longest=130,
        lines_from="ties.offer",
    )


def to_whom(to: Team | Person | Wording | None, count: int) -> Filled:
    """To whom a sending goes, inside a sentence."""
    if isinstance(to, Team):
        return phrase("lessons.to-team", count=count, team=theirs(to, "name"))
    if isinstance(to, Person):
        return phrase("lessons.to-person", name=theirs(to, "name"))
    if isinstance(to, Wording):
        return phrase("lessons.to-owners", count=count, line=to)
    return phrase("lessons.to-gone")


def sending(
    sent: Sending, lesson: Lesson, to: Filled, figures: Figures | None = None, goes_at: datetime | None = None
) -> Card:
    """A lesson before it is sent, as those who get it will read it; afterwards what may be said of the answers.

    `goes_at` is when it goes out, on its sender's clock, where that is still to come.
    """
    if sent.state is SendingState.LEFT:
        return Card(phrase("lessons.left", lesson=_title(lesson)))
    if goes_at is not None and sent.receivers:
        back = Button(phrase("lessons.take-back"), "lessons.leave", sent.id, quiet=True)
        says = phrase("lessons.goes", lesson=_title(lesson), to=to, at=goes_at)
        return Card(says, [Buttons([back]), Audience(phrase("lessons.only-you-until"), Privacy.PERSON)])
    if sent.state is SendingState.SENT:
        return _sent(sent, lesson, to, figures)
    pieces: list[Piece] = []
    for page in lesson.pages:
        first, *rest = page.paragraphs
        pieces.append(
            Prose(phrase("lessons.preview-card", heading=lesson.bare(page.heading), text=text(lesson, first, None)))
        )
        pieces += [Prose(said(lesson, paragraph, None)) for paragraph in rest]
    pieces.append(Prose(phrase("lessons.preview-question", text=text(lesson, lesson.question.asks, None))))
    buttons = [
        Button(phrase("lessons.send"), "lessons.send", sent.id, main=True),
        Button(phrase("lessons.send-later"), "lessons.open_when", sent.id),
        Button(phrase("lessons.leave"), "lessons.leave", sent.id, quiet=True),
    ]
    pieces += [Buttons(buttons), Audience(phrase("lessons.only-you-yet"), Privacy.PERSON)]
    return Card(phrase("lessons.preview", lesson=_title(lesson), minutes=lesson.minutes, to=to), pieces)


def _sent(sent: Sending, lesson: Lesson, to: Filled, figures: Figures | None) -> Card:
    says = phrase("lessons.sent", lesson=_title(lesson), count=sent.receivers, to=to)
    if not sent.receivers:
        return Card(says)
    only = Audience(phrase("lessons.only-you-figures"), Privacy.PERSON)
    results = Buttons([Button(phrase("sendings.results"), "sendings.results", sent.id)])
    return Card(says, [Prose(figures_said(figures)), Prose(phrase("lessons.in-fives"), quiet=True), results, only])


def when(sent: Sending, lesson: Lesson, day: date) -> Form:
    """On which day and at which hour a lesson goes out."""
    only_you = Audience(phrase("lessons.only-you-yet"), Privacy.PERSON)
    fields = [
        Field(
            "day",
            phrase("lessons.day"),
            only_you,
            FieldKind.DATE,
            value=Theirs(day.isoformat(), Privacy.PERSON),
            optional=False,
        ),
        Field(
            "hour",
            phrase("lessons.hour-of-day"),
            only_you,
            FieldKind.TIME,
            value=Theirs("09:00", Privacy.PERSON),
            hint=phrase("lessons.in-their-hours"),
            optional=False,
        ),
    ]
    return Form(
        phrase("lessons.when-title"),
        "lessons.send_later",
        fields,
        phrase("lessons.send-then"),
        about={"sending": sent.id},
        says=phrase("lessons.question-title", lesson=_title(lesson)),
    )


def figures_said(figures: Figures | None) -> Filled:
    """What may be said of the answers to a sending."""
    if figures is None:
        return phrase("lessons.too-few")
    if figures.right is None:
        return phrase("lessons.figures-alike", answered=figures.answered)
    return phrase("lessons.figures", answered=figures.answered, right=figures.right)


def text(lesson: Lesson, words: str, line: Wording | None) -> Filled:
    """A text of a lesson, with the line that its reader plays from, or what stands there without one."""
    return lesson.says(words, **({"line": line} if lesson.inputs else {}))


def said(lesson: Lesson, words: str, line: Wording | None) -> Filled:
    """The same by itself."""
    return phrase("lessons.said", words=text(lesson, words, line))


# One person's sitting


@dataclass(frozen=True)
class Seat:
    """One person's sitting as it is known when it is drawn; instants are the person's own."""

    sitting: Sitting
    lesson: Lesson
    now: datetime
    later: datetime | None
    """When it would be offered again, if it was put off now: today, else another day; None when not at all."""
    sender: Person | None = None
    line: Wording | None = None
    due: datetime | None = None

    @property
    def audience(self) -> Audience:
        """Who sees what is answered."""
        if self.sender is None:
            return _only_you()
        words = phrase("lessons.only-you-and-figures", sender=theirs(self.sender, "name"))
        return Audience(words, Privacy.PERSON)


def sitting(seat: Seat, *, newest: bool = True) -> Card:
    """The one message of a sitting, as far as it has come; an older message of it points to the newest."""
    title = _title(seat.lesson)
    if not newest:
        return Card(phrase("lessons.goes-on-below", lesson=title))
    state = seat.sitting.state
    if state is SittingState.OFFERED:
        return _offered(seat)
    if state is SittingState.WAITING:
        return _waiting(seat)
    if state is SittingState.DECLINED:
        again = Button(phrase("lessons.after-all"), "lessons.begin", seat.sitting.id, quiet=True)
        return Card(phrase("lessons.declined"), [Buttons([again])])
    if state is SittingState.ANSWERED:
        return _answered(seat)
    return _page(seat) if seat.sitting.card < len(seat.lesson.pages) else _asked(seat)


def _which_day(at: datetime, now: datetime) -> Which:
    return Which("today" if at.date() == now.date() else "day")


def _offered(seat: Seat) -> Card:
    at = seat.later or seat.now
    about = {"minutes": seat.lesson.minutes, "lesson": _title(seat.lesson), "at": at}
    when = _which_day(at, seat.now) if seat.later else Which("never")
    if seat.sender is None:
        says = phrase("lessons.offer-own", minutes=about["minutes"], lesson=about["lesson"], at=at, when=when)
    else:
        name = theirs(seat.sender, "name")
        says = phrase("lessons.offer", minutes=about["minutes"], lesson=about["lesson"], at=at, when=when, sender=name)
    now = Button(phrase("lessons.now"), "lessons.begin", seat.sitting.id, main=True)
    no = Button(phrase("lessons.not-for-me"), "lessons.decline", seat.sitting.id, quiet=True)
    return Card(says, [Buttons([now, *_put_off(seat), no]), seat.audience])


def _put_off(seat: Seat) -> list[Button]:
    """Later today at an hour that is asked for; in the evening on the next day that suits."""
    if seat.later is None:
        return []
    if seat.later.date() == seat.now.date():
        return [Button(phrase("lessons.later"), "lessons.open_later", seat.sitting.id)]
    return [Button(phrase("lessons.other-day", at=seat.later), "lessons.put_off", seat.sitting.id)]


def _waiting(seat: Seat) -> Card:
    at = seat.due or seat.now
    says = phrase("lessons.waits", lesson=_title(seat.lesson), at=at, when=_which_day(at, seat.now))
    return Card(says, [Buttons([Button(phrase("lessons.now"), "lessons.begin", seat.sitting.id, quiet=True)])])


def _page(seat: Seat) -> Card:
    lesson, card = seat.lesson, seat.sitting.card
    page = lesson.pages[card]
    next_one = Button(phrase("lessons.next-card"), "lessons.go_on", f"{seat.sitting.id} {card + 1}", main=True)
    says = phrase("lessons.where", lesson=_title(lesson), n=card + 1, of=len(lesson.pages) + 1)
    paragraphs = [Prose(said(lesson, paragraph, seat.line)) for paragraph in page.paragraphs]
    heading = phrase("lessons.said", words=lesson.bare(page.heading))
    return Card(says, [*paragraphs, Buttons([next_one, *_put_off(seat)])], title=heading)


def _asked(seat: Seat) -> Card:
    answer = Button(phrase("lessons.answer"), "lessons.open_question", seat.sitting.id, main=True)
    asks = Prose(said(seat.lesson, seat.lesson.question.asks, seat.line))
    says = phrase("lessons.last", lesson=_title(seat.lesson))
    return Card(says, [asks, Buttons([answer, *_put_off(seat)]), seat.audience])


def _answered(seat: Seat) -> Card:
    lesson, kept = seat.lesson, seat.sitting
    ends: list[Piece] = [Prose(phrase("lessons.source", source=lesson.bare(lesson.source)), quiet=True)]
    closing = [*(ends if lesson.source else []), *_coming(seat, f"sitting {kept.id}")]
    if kept.chosen is None or kept.version != lesson.version:
        again = Buttons([Button(phrase("lessons.again"), "lessons.take", lesson.id)])
        return Card(phrase("lessons.changed", lesson=_title(lesson)), [again, *closing])
    says, pieces = _explained(seat, lesson.question, kept.chosen)
    return Card(says, [*pieces, *closing], title=phrase("lessons.said", words=_title(lesson)))


def _explained(seat: Seat, scenario: Scenario, chosen: int) -> tuple[Filled, list[Piece]]:
    """What is said to an answer: what happens then, and why; and which option holds, if it is another."""
    one, right = scenario.options[chosen], scenario.options[scenario.right]
    pieces: list[Piece] = [Prose(phrase("lessons.you-chose", option=text(seat.lesson, one.words, seat.line)))]
    if not one.right:
        pieces.append(Prose(phrase("lessons.holds", option=text(seat.lesson, right.words, seat.line))))
        pieces.append(Prose(said(seat.lesson, right.feedback, seat.line)))
    return said(seat.lesson, one.feedback, seat.line), pieces


def _coming(seat: Seat, stops: str) -> list[Piece]:
    """When it comes back, and how to stop that."""
    if seat.due is None:
        return [Prose(phrase("lessons.no-more"), quiet=True), seat.audience]
    stop = Button(phrase("lessons.stop"), "lessons.stop", stops, quiet=True)
    return [Prose(phrase("lessons.comes-back", at=seat.due), quiet=True), Buttons([stop]), seat.audience]


def later(seat: Seat) -> Form:
    """At which hour of today it is offered again."""
    standing = Theirs(f"{seat.later:%H:%M}", Privacy.PERSON) if seat.later else None
    hour = Field("hour", phrase("lessons.hour"), _only_you(), FieldKind.TIME, value=standing, optional=False)
    about = {"sitting": seat.sitting.id}
    return Form(phrase("lessons.later-title"), "lessons.put_off", [hour], phrase("lessons.put-off"), about=about)


def question(seat: Seat) -> Form:
    """The question of a lesson, with its options."""
    return _question(seat, seat.lesson.question, "lessons.answer", {"sitting": seat.sitting.id})


def _question(seat: Seat, scenario: Scenario, action: str, about: Mapping[str, str]) -> Form:
    options = [
        Option(letter, said(seat.lesson, one.words, seat.line))
        for letter, one in zip(LETTERS, scenario.options, strict=False)
    ]
    asks = said(seat.lesson, scenario.asks, seat.line)
    field = Field("option", asks, seat.audience, FieldKind.CHOICE, options=options, optional=False)
    title = phrase("lessons.question-title", lesson=_title(seat.lesson))
    return Form(title, action, [field], phrase("lessons.submit"), about=about)


# What comes back


def recalled(lesson: Lesson, nudge: Nudge) -> Scenario:
    """The question that a nudge asks: each of a lesson's recalls in its turn."""
    return lesson.recalls[nudge.question % len(lesson.recalls)]


def nudge(seat: Seat, asked: Nudge, answered_on: date) -> Card:
    """One question about a lesson of some time ago; once it is answered, what is to be said to the answer."""
    if asked.state is NudgeState.LET_GO:
        return Card(phrase("lessons.let-go"), _coming(seat, f"nudge {asked.id}"))
    scenario = recalled(seat.lesson, asked)
    if asked.chosen is not None and asked.version == seat.lesson.version:
        says, pieces = _explained(seat, scenario, asked.chosen)
        title = phrase("lessons.said", words=_title(seat.lesson))
        return Card(says, [*pieces, *_coming(seat, f"nudge {asked.id}")], title=title)
    if asked.state is NudgeState.ANSWERED:
        return Card(phrase("lessons.changed", lesson=_title(seat.lesson)), _coming(seat, f"nudge {asked.id}"))
    days = (asked.asked_on - answered_on).days
    says = phrase("lessons.nudge", weeks=days // 7, days=days, lesson=_title(seat.lesson))
    buttons = [
        Button(phrase("lessons.answer"), "lessons.open_recall", asked.id, main=True),
        Button(phrase("lessons.not-now"), "lessons.let_go", asked.id),
    ]
    if seat.due is not None:
        buttons.append(Button(phrase("lessons.stop"), "lessons.stop", f"nudge {asked.id}", quiet=True))
    return Card(says, [Prose(said(seat.lesson, scenario.asks, seat.line)), Buttons(buttons), _only_you()])


def recall(seat: Seat, asked: Nudge) -> Form:
    """The question of a nudge, with its options."""
    return _question(seat, recalled(seat.lesson, asked), "lessons.recall", {"nudge": asked.id})
