"""How a check-in looks."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from handlers.cards import (
    Audience,
    Button,
    Buttons,
    Card,
    Checklist,
    Entry,
    Field,
    FieldKind,
    Form,
    LineEntry,
    Lines,
    Option,
    Piece,
    Prose,
    Quote,
    Text,
    Theirs,
    Tone,
    theirs,
)
from handlers.views import asides
from handlers.views import steps as step_views
from handlers.views.blockers import Advice, advised_pieces, own_buttons
from handlers.views.conditions import may_say as of_condition
from handlers.views.crossings import Asked, in_feedback
from handlers.views.snooze import later
from handlers.views.team_questions import Section, asks_more
from handlers.views.ties import tie_entry
from prompts import Filled, Which, phrase
from score.cadence import last_day
from score.dictation import beside
from storage.tables import (
    Blocker,
    CheckIn,
    CheckInState,
    Draft,
    Person,
    Privacy,
    Step,
    Task,
    TaskState,
    Team,
    Tie,
    TieState,
    Win,
    Wording,
)

CHANGED_LINES = 5
"""Lines, and things that were in the way, of which somebody who comes back reads at most."""

TASKS = 3
"""Tasks of one day, at most: three is what people keep in mind and finish (the question asks for "three things")."""

SHORT = 120
"""Characters in a short field (safety of hostile input: longer is refused in one sentence)."""

LONG = 3000
"""Characters in any other field."""

SOMEBODY = "somebody"
"""Who wrote what stands in a form, where the roster does not know who that is."""

CONFIDENCE = range(1, 6)


@dataclass(frozen=True)
class Day:
    """One person's day as it is known when something is drawn."""

    person: Person
    teams: Sequence[Team]
    day: date
    now: datetime
    checkin: CheckIn | None = None
    tasks: Sequence[tuple[Task, Tie | None]] = ()
    earlier: Sequence[Task] = ()
    earlier_day: date | None = None
    blocker: Blocker | None = None
    win: Win | None = None
    stuck: Sequence[Blocker] = ()
    """What has been in the way since an earlier day."""
    meant: Sequence[Step] = ()
    """Steps of earlier days of which it is asked what became."""
    wordings: Mapping[str, Wording] = field(default_factory=dict)

    @property
    def handed_in(self) -> bool:
        """Whether there are tasks for the day."""
        return self.checkin is not None and self.checkin.state is CheckInState.HANDED_IN


class Became(StrEnum):
    """What a line became while somebody was away."""

    NEW = "new"
    CHANGED = "changed"
    DONE = "done"
    DROPPED = "dropped"
    GONE = "gone"


@dataclass(frozen=True)
class Since:
    """A line that is another than before somebody was away: as it reads now, or read last."""

    line: Wording
    became: Became


@dataclass(frozen=True)
class Away:
    """What changed for somebody while they were away."""

    lines: Sequence[Since] = ()
    cleared: Sequence[Blocker] = ()


def invite(
    day: Day, *, open_for_answers: bool, is_back: bool = False, away: Away | None = None, is_below: bool = False
) -> Card:
    """The morning prompt; once it is answered, what was answered.

    Who comes back from days away is welcomed, with what changed for them meanwhile. It `is_below` what somebody wrote
    about a day that was answered above.
    """
    if day.handed_in:
        # The answer below the prompt has the tasks and the button to change them.
        edit = Button(phrase("checkin.edit"), "checkin.open_form", day.day.isoformat(), quiet=True)
        return Card(phrase("checkin.is-in", day=day.day), [Buttons([edit])] if is_below and open_for_answers else [])
    if not open_for_answers:
        return Card(phrase("checkin.is-over", day=day.day))
    if day.checkin is not None:
        again = Button(phrase("checkin.after-all"), "checkin.open_form", day.day.isoformat())
        return Card(phrase("checkin.waived"), [Buttons([again])])
    if day.day < day.now.date():
        late = Button(phrase("checkin.check-in-for", day=day.day), "checkin.open_form", day.day.isoformat(), quiet=True)
        return Card(phrase("checkin.gone-by", day=day.day, until=last_day(day.day)), [Buttons([late])])
    buttons = [Button(phrase("checkin.check-in"), "checkin.open_form", day.day.isoformat(), main=True)]
    if day.earlier:
        same = phrase("checkin.same-again", days=(day.day - day.earlier_day).days if day.earlier_day else 0)
        buttons.append(Button(same, "checkin.same_again", day.day.isoformat()))
    buttons.append(Button(phrase("checkin.not-today"), "checkin.not_today", day.day.isoformat(), quiet=True))
    buttons.append(later())
    hour = Which("morning" if day.now.hour < 12 else "afternoon" if day.now.hour < 18 else "evening")
    says = phrase("checkin.invite", hour=hour, name=day.person.name)
    if is_back:
        says = phrase("checkin.invite-back", name=day.person.name)
    changed = _while_away(away) if away else []
    return Card(says, [*changed, *_from_before(day), Buttons(buttons), who_sees(day.teams)])


def _while_away(away: Away) -> list[Piece]:
    """Lines that are others, and what is in the way no longer."""
    pieces: list[Piece] = []
    if away.lines:
        more = len(away.lines) - CHANGED_LINES
        shown = away.lines[:CHANGED_LINES]
        entries = [LineEntry(one.line, phrase("checkin.became", became=Which(one.became))) for one in shown]
        pieces += [Prose(phrase("checkin.while-away", count=len(away.lines))), Lines(entries)]
        if more > 0:
            pieces.append(Prose(phrase("checkin.while-away-more", count=more), quiet=True))
    if away.cleared:
        pieces.append(Prose(phrase("checkin.cleared-while-away")))
        pieces += [Prose(phrase("checkin.cleared", words=theirs(one, "words"))) for one in away.cleared[:CHANGED_LINES]]
    return pieces


def _from_before(day: Day) -> list[Piece]:
    """What became of the tasks of the last check-in, and of what was in the way."""
    pieces: list[Piece] = []
    if day.earlier and day.earlier_day:
        title = phrase("checkin.yesterday", days=(day.day - day.earlier_day).days, day=day.earlier_day)
        pieces.append(Checklist([_mark_entry(task) for task in day.earlier], title))
    if day.stuck:
        pieces.append(Checklist([_stuck_entry(one, day) for one in day.stuck], phrase("checkin.still-in-the-way")))
    return pieces + step_views.asked_back(day.meant, day.person.language)


def _stuck_entry(blocker: Blocker, day: Day) -> Entry:
    note = phrase("blockers.still", day=blocker.raised_at.astimezone(day.now.tzinfo).date())
    return Entry(theirs(blocker, "words"), own_buttons(blocker), note=note)


def reminder(day: Day, *, until: datetime | None, open_for_answers: bool) -> Card:
    """The one reminder; `until` is when a digest counts, on the person's clock, None when none does."""
    if day.checkin is not None or not open_for_answers:
        return invite(day, open_for_answers=open_for_answers)
    says = phrase("checkin.remind", at=until) if until else phrase("checkin.remind-any-time")
    buttons = [
        Button(phrase("checkin.check-in"), "checkin.open_form", day.day.isoformat(), main=True),
        Button(phrase("checkin.not-today"), "checkin.not_today", day.day.isoformat(), quiet=True),
    ]
    return Card(says, [Buttons(buttons), Audience(phrase("checkin.only-reminder"), Privacy.PERSON)])


def _marks(task: Task) -> list[tuple[str, Filled]]:
    return [
        (f"{task.id} done", phrase("checkin.done")),
        (f"{task.id} carried", phrase("checkin.carry-on")),
        (f"{task.id} dropped", phrase("checkin.drop")),
    ]


def _mark_entry(task: Task) -> Entry:
    choices = [Button(label, "checkin.mark", value) for value, label in _marks(task)]
    chosen = None if task.state is TaskState.OPEN else f"{task.id} {task.state}"
    return Entry(theirs(task, "words"), choices, chosen)


def who_sees(teams: Sequence[Team]) -> Audience:
    """Who sees what is written in a check-in."""
    if not teams:
        return Audience(phrase("checkin.who-sees-alone"), Privacy.PERSON)
    names = [team.name for team in teams]
    return Audience(phrase("checkin.who-sees", teams=names, count=len(names)), Privacy.TEAM)


def form(
    day: Day,
    prefilled: Sequence[Text] = (),
    draft: Draft | None = None,
    own: Section | None = None,
    *,
    said: Mapping[str, str] | None = None,
    author: Person | str = "",
) -> Form:
    """What is to be filled in for the day; `prefilled` are tasks that stand there already.

    What was written in a `draft` stands wherever nothing was handed in, and what was `said` elsewhere beside it, by
    the names of the fields. `own` are the questions of the teams' own. `author` is whose words were said, where it was
    somebody else: SOMEBODY where the roster does not know who.
    """
    own = own or Section()
    written = dict(draft.fields) if draft else {}
    for name, words in (said or {}).items():
        written[name] = beside(written.get(name, ""), words)
    with_team = _team(day.teams)
    alone = Audience(phrase("checkin.sees-self"), Privacy.PERSON)
    return Form(
        phrase("checkin.title", day=day.day),
        "checkin.hand_in",
        [
            *[_mark_field(task, day, with_team) for task in day.earlier],
            *[_task_field(n, prefilled, with_team) for n in range(TASKS)],
            *_blocker_fields(day, with_team, alone, written),
            _confidence_field(day, alone, written),
            _win_field(day, with_team, written),
            *own.fields,
        ],
        phrase("checkin.hand-in"),
        about={"day": day.day.isoformat(), **own.about},
        note=phrase("team_questions.changeable", more=own.more) if own.more else phrase("checkin.changeable"),
        says=_whose_words(author),
    )


def _whose_words(author: Person | str) -> Filled | None:
    if isinstance(author, Person):
        return phrase("checkin.words-of", name=theirs(author, "name"))
    return phrase("checkin.words-of-somebody") if author else None


def _team(teams: Sequence[Team]) -> Audience:
    if not teams:
        return Audience(phrase("checkin.sees-self"), Privacy.PERSON)
    return Audience(phrase("checkin.sees-team", teams=[team.name for team in teams]), Privacy.TEAM)


def _mark_field(task: Task, day: Day, audience: Audience) -> Field:
    days = (day.day - task.local_date).days
    return Field(
        f"mark-{task.id}",
        phrase("checkin.what-of", task=theirs(task, "words")),
        audience,
        FieldKind.CHOICE,
        options=[Option(value.split()[1], label) for value, label in _marks(task)],
        value=None if task.state is TaskState.OPEN else theirs(task, "state"),
        under=phrase("checkin.yesterday", days=days, day=task.local_date),
    )


def _task_field(n: int, prefilled: Sequence[Text], audience: Audience) -> Field:
    value = prefilled[n] if n < len(prefilled) else None
    return Field(
        f"task{n + 1}",
        phrase("checkin.task-first") if n == 0 else phrase("checkin.task", n=n + 1),
        audience,
        value=value if isinstance(value, Theirs) else None,
        hint=phrase("checkin.task-hint"),
        longest=SHORT,
        under=phrase("checkin.today"),
    )


def _written(fields: Mapping[str, str], name: str, standing: Theirs | None = None) -> Theirs | None:
    """What was handed in, and beside it what was written since."""
    if not fields.get(name):
        return standing
    return Theirs(beside(standing.text if standing else "", fields[name]), Privacy.PERSON)


def _blocker_fields(day: Day, with_team: Audience, alone: Audience, written: Mapping[str, str]) -> list[Field]:
    heading = phrase("checkin.in-the-way")
    words = Field(
        "blocker",
        heading,
        with_team if day.blocker and day.blocker.told else alone,
        FieldKind.LONG,
        value=_written(written, "blocker", theirs(day.blocker, "words") if day.blocker else None),
        hint=phrase("checkin.in-the-way-hint"),
        longest=LONG,
        under=heading,
    )
    if not day.teams:
        return [words]
    told = Theirs("yes", Privacy.PERSON) if day.blocker and day.blocker.told else None
    tick = Field(
        "tell",
        phrase("checkin.tell-team"),
        with_team,
        FieldKind.TICK,
        value=told,
        hint=phrase("checkin.tell-hint"),
        under=heading,
    )
    return [words, tick]


def _confidence_field(day: Day, alone: Audience, written: Mapping[str, str]) -> Field:
    given = day.checkin if day.checkin and day.checkin.confidence is not None else None
    return Field(
        "confidence",
        phrase("checkin.confidence"),
        alone,
        FieldKind.CHOICE,
        options=[Option(str(n), Theirs(str(n), Privacy.PUBLIC)) for n in CONFIDENCE],
        value=theirs(given, "confidence") if given else _written(written, "confidence"),
        hint=phrase("checkin.confidence-hint"),
    )


def _win_field(day: Day, with_team: Audience, written: Mapping[str, str]) -> Field:
    return Field(
        "win",
        phrase("checkin.win"),
        with_team,
        value=_written(written, "win", theirs(day.win, "words") if day.win else None),
        hint=phrase("checkin.win-hint"),
        longest=SHORT,
    )


@dataclass(frozen=True)
class Moved:
    """A task that was done since the last check-in, and how often its line was served this month."""

    task: Task
    line: Wording | None
    count: int


@dataclass(frozen=True)
class Steps:
    """The steps of the day, those of earlier days of which it is asked, and the task for which one is offered."""

    of_day: Sequence[Step] = ()
    to_ask: Sequence[Step] = ()
    offered: Task | None = None


def feedback(
    day: Day,
    *,
    how: Which,
    moved: Sequence[Moved] = (),
    quiet: Wording | None = None,
    open_for_answers: bool = True,
    own: Section | None = None,
    crossings: Sequence[Asked] = (),
    advised: Advice | None = None,
    may_say: bool = False,
    picture: asides.Said | None = None,
    steps: Steps | None = None,
) -> Card:
    """The instant answer: what plays from the score and what enters what was chosen against, what moved, one line that
    nothing touches yet, and what can be said to who is stuck. `may_say` is whether something of the day stands on a
    condition, of which it may say something; `picture` ties a whirlwind day to the rest.
    """
    gone = {one.task.id for one in crossings if one.crossing.state.takes_away}
    meant = [(task, tie) for task, tie in day.tasks if task.id not in gone]
    pieces: list[Piece] = []
    if meant:
        entries = [tie_entry(task, tie, day.wordings, open_for_answers=open_for_answers) for task, tie in meant]
        pieces.append(Checklist(entries, phrase("checkin.your-tasks")))
    for one in crossings:
        pieces += in_feedback(one, won=day.win is not None, open_for_answers=open_for_answers)
    pieces += [Prose(_moved(one)) for one in moved]
    pieces += _beyond(quiet, picture)
    pieces += _steps(steps or Steps(), day, open_for_answers=open_for_answers)
    if day.blocker is not None and day.blocker.told and day.teams:
        pieces.append(Prose(phrase("checkin.told", teams=[team.name for team in day.teams]), quiet=True))
    if open_for_answers and own and own.asked and day.checkin:
        pieces += asks_more(own.asked, day.checkin.id)
    if day.blocker is not None and advised is not None:
        pieces += advised_pieces(advised, day.blocker, reader=day.person)
    if open_for_answers:
        edit = Button(phrase("checkin.edit"), "checkin.open_form", day.day.isoformat(), quiet=True)
        says = [of_condition(f"checkin {day.checkin.id}")] if may_say and day.checkin else []
        pieces.append(Buttons([edit, *says]))
    pieces.append(Audience(phrase("checkin.only-you"), Privacy.PERSON))
    return Card(_thanks(day, how, meant), pieces)


def _beyond(quiet: Wording | None, picture: asides.Said | None) -> list[Piece]:
    """What there is beyond the tasks of the day: one sentence at most."""
    if picture is not None:
        return [Prose(asides.picture(picture))]
    return [Prose(phrase("checkin.nothing-moves", line=quiet))] if quiet is not None else []


def _steps(steps: Steps, day: Day, *, open_for_answers: bool) -> list[Piece]:
    language = day.person.language
    pieces = step_views.of_day(steps.of_day, language, open_for_answers=open_for_answers)
    if open_for_answers:
        pieces += step_views.asked_back(steps.to_ask, language)
        pieces += step_views.offer(steps.offered) if steps.offered else []
    return pieces


def _thanks(day: Day, how: Which, meant: Sequence[tuple[Task, Tie | None]]) -> Filled:
    if how == "changed":
        return phrase("checkin.thanks-changed", day=day.day)
    if how == "digest":
        return phrase("checkin.thanks-digest", name=day.person.name, day=day.day)
    if how == "late":
        return phrase("checkin.thanks-late", name=day.person.name, day=day.day)
    if not meant:
        return phrase("checkin.thanks-none", name=day.person.name)
    tied = sum(tie is not None and tie.state.counts for _, tie in meant)
    unsure = sum(tie is not None and tie.state is TieState.UNSURE for _, tie in meant)
    every = Which("yes" if len(meant) in (tied, unsure) else "no")
    if unsure:
        name = day.person.name
        return phrase("checkin.thanks-unsure", name=name, tied=tied, tasks=len(meant), unsure=unsure, all=every)
    return phrase("checkin.thanks", name=day.person.name, tied=tied, tasks=len(meant), all=every)


def _moved(moved: Moved) -> Filled:
    words = theirs(moved.task, "words")
    if moved.line is None:
        return phrase("checkin.moved-free", task=words)
    return phrase("checkin.moved", task=words, count=moved.count, line=moved.line)


def stuck(
    blocker: Blocker | None,
    person: Person,
    day: date,
    *,
    helpers: Sequence[Person] = (),
    decides: Person | None = None,
    taker: Person | None = None,
    advised: Advice | None = None,
) -> Card:
    """What the team is told of a blocker that its person shares; the person may take it back."""
    if blocker is None or not blocker.told:
        return Card(phrase("checkin.stuck-gone", name=person.name))
    audience = Audience(phrase("checkin.channel-sees"), Privacy.TEAM)
    if blocker.cleared_at is not None:
        words = [Quote(theirs(blocker, "words"), phrase("checkin.stuck-by", name=person.name, day=day))]
        words += [Quote(theirs(blocker, "helped"), phrase("blockers.what-helped"))] if blocker.helped else []
        return Card(phrase("blockers.is-cleared-in-channel", name=person.name), [*words, audience])
    by = phrase("checkin.stuck-by", name=person.name, day=day)
    pieces: list[Piece] = [Quote(theirs(blocker, "words"), by, Tone.STUCK)]
    pieces += advised_pieces(advised, blocker) if advised is not None else []
    if helpers:
        pieces.append(Prose(phrase("blockers.helpers", names=[one.name for one in helpers]), quiet=True))
    if decides is not None:
        pieces.append(Prose(phrase("blockers.asked-owner", name=decides.name), quiet=True))
    if taker is not None:
        pieces.append(Prose(phrase("blockers.taken-by", name=taker.name), quiet=True))
    pieces.append(Buttons([Button(phrase("blockers.can-help"), "blockers.offer", blocker.id)]))
    return Card(phrase("checkin.stuck", name=person.name), [*pieces, audience])


def too_far() -> Card:
    """That day cannot be changed, or not yet."""
    return Card(phrase("checkin.too-far"))


def nothing_to_repeat() -> Card:
    """There are no tasks to carry on."""
    return Card(phrase("checkin.nothing-to-repeat"))
