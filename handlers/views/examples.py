"""An example of every view, in each of the states in which it looks different."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from handlers.basis import Basis
from handlers.cards import Card, Theirs
from handlers.turn import Drawn, Offer, Unsaid
from handlers.views import (
    allowance,
    asides,
    attention,
    blockers,
    care,
    cast,
    changed,
    checkin,
    coach,
    commands,
    compared,
    conditions,
    crossings,
    decisions,
    deliveries,
    dictation,
    digest,
    editions,
    findings,
    helping,
    history,
    home,
    interview,
    leave,
    lessons,
    library,
    looking,
    members,
    memory,
    mistakes,
    nominations,
    own_page,
    past_digest,
    people,
    preferences,
    preview,
    readings,
    remarks,
    same_jobs,
    score,
    score_map,
    sendings,
    setup,
    snooze,
    steps,
    team_questions,
    tensions,
    ties,
    welcome,
    wins,
)
from handlers.views.decisions import Answered
from handlers.views.digest import Digest
from handlers.views.hinting import Hinted
from handlers.views.preview import Foreseen
from handlers.views.same_jobs import Doubled
from handlers.views.score import Measured
from handlers.views.team_questions import Asking, Section
from handlers.views.tensions import Pull
from prompts import Which, phrase
from prompts import lesson as shelf
from score import interview as score_interview
from score.absence import AFTERNOON, MORNING
from score.attention import Occasion
from score.cadence import Free
from score.care import LANGUAGES, Help, Withheld
from score.citations import Cited
from score.diff import Becomes, Diff, Touched
from score.diff import Difference as Change
from score.digest import DueDays, Span, Stuck, Work, add_up
from score.grounding import Fault, Grounded, Standing
from score.hints import Hint
from score.interview import Interview
from score.map import Came, TeamWork, chart
from score.news import Turned
from score.order import Agreed, Order, Promised, Side
from score.picture import BiggerPicture, Picture
from score.problems import Kind, Problem, ScoreProblems
from score.question import Question, Unfit
from score.roster import read as read_roster
from score.roster_changes import Difference, Present, compare
from score.rules import judge
from score.rules.finding import Finding, Severity
from score.rules.known import Known
from score.rules.pairs import ours
from score.same_jobs import Job, Twice
from score.search import Aim, Sought, read_question
from score.spacing import Figures
from score.steps import Kept
from storage.tables import (
    Absence,
    Acceptance,
    AskedWhen,
    Blocker,
    CameBy,
    Cause,
    CheckInState,
    Crossing,
    CrossingState,
    Delivery,
    DeliveryState,
    Detail,
    Door,
    Edition,
    Evidence,
    EvidenceSide,
    EvidenceSource,
    Holding,
    HoldingState,
    JobAnswer,
    LineKind,
    LineState,
    Measure,
    Mistake,
    MistakeKind,
    Nomination,
    NominationState,
    Origin,
    Part,
    Person,
    Place,
    PlaceKind,
    Privacy,
    Proposal,
    ProposalState,
    Reading,
    Remark,
    RemarkKind,
    RemarkState,
    Report,
    Role,
    Sending,
    SendingState,
    Sighting,
    Silence,
    Sitting,
    Step,
    StepState,
    Task,
    TaskState,
    Team,
    TeamAnswer,
    TeamQuestion,
    Tension,
    TensionState,
    Tie,
    TieState,
    Vote,
    Wording,
)

NEW, LATE, CHANGED = Which("new"), Which("late"), Which("changed")
CLEARED = Blocker(**{**cast.BLOCKER.model_dump(), "cleared_at": cast.NOW, "helped": "Ring the shop next door"})
TAKEN = Blocker(**{**cast.BLOCKER.model_dump(), "taken_by": cast.BRAM.id, "taken_at": cast.NOW})
KEPT_BACK = Blocker(**{**cast.BLOCKER.model_dump(), "told": False})


_FRIDAY = date(2027, 3, 12), date(2027, 3, 12)


def nominated() -> Mapping[str, Drawn]:
    """Words of Mira's that Bram would count as a win of hers."""

    def one(state: NominationState) -> Nomination:
        words = cast.NOMINATED.words if state is NominationState.ASKED else ""
        return Nomination(**{**cast.NOMINATED.model_dump(), "state": state, "words": words})

    asked, taken, left = map(one, (NominationState.ASKED, NominationState.TAKEN, NominationState.LEFT))
    teams = cast.answered().teams
    whys = ("bot", "guest", "left", "unasked", "no_words", "before", "no_team", "unreached", "unknown")
    return {
        **{f"nominations.nobody: {why}": nominations.nobody(why, cast.MIRA) for why in whys},
        "nominations.nobody": nominations.nobody("unknown", None),
        "nominations.asking": nominations.asking(cast.MIRA),
        "nominations.asked": nominations.asked(asked, cast.BRAM, teams),
        "nominations.asked: taken": nominations.asked(taken, cast.BRAM, teams),
        "nominations.asked: left": nominations.asked(left, cast.BRAM, teams),
        "nominations.words_form": nominations.words_form(asked, asked.words, teams),
        "nominations.answered": nominations.answered(taken, cast.MIRA),
        "nominations.answered: left": nominations.answered(left, cast.MIRA),
    }


def day_helped() -> Mapping[str, Drawn]:
    """If-then steps of Mira's, the bigger picture of her day, a hint for who leads, and how each is switched off."""

    def step(**changes: Any) -> Step:
        return Step(**{**cast.STEP.model_dump(), **changes})

    def beside(n: int, kind: Picture, of: Wording | Team, on: date | None = None) -> Card:
        return checkin.feedback(whirlwind, how=NEW, picture=asides.Said(BiggerPicture(kind, "", n, on), of))

    answered, quiet = cast.answered(), Person(**{**cast.MIRA.model_dump(), "unsaid": "hint picture step"})
    whirlwind = replace(answered, tasks=[(cast.VAN, None)], blocker=None, win=None)
    kept, not_kept = step(state=StepState.KEPT), step(state=StepState.NOT_KEPT)
    bare, hour = step(minute=None, due_at=None), step(cue="", due_at=None)
    nothing = own_page.OwnPage(cast.MIRA, cast.TODAY)
    hints = {
        "untouched line": Hinted(Hint.UNTOUCHED, cast.TEAM, line=cast.BAKERY, days=9),
        "old blocker": Hinted(Hint.BLOCKER, cast.TEAM, line=cast.SIXTY_DAYS, days=6, blocker=cast.PRICES),
        "old blocker, no line": Hinted(Hint.BLOCKER, cast.TEAM, days=6, blocker=cast.PRICES),
        "win": Hinted(Hint.WIN, cast.TEAM, win=cast.WIN, winner=cast.MIRA),
        "own step": Hinted(Hint.OWN_STEP, cast.TEAM, line=cast.SIXTY_DAYS),
    }
    return {
        "steps.form": steps.form(cast.TODAY, task=cast.VISITS),
        "steps.form: changed": steps.form(cast.TODAY, step=cast.STEP),
        "steps.form: for a line": steps.form(cast.TODAY, line=cast.BAKERY),
        "steps.form: for one of the tasks": steps.form(cast.TODAY, tasks=[cast.VISITS, cast.VAN]),
        "steps.form: for no task": steps.form(cast.TODAY),
        "steps.kept": steps.kept(cast.STEP, "en", task=cast.VISITS),
        "steps.kept: without an hour": steps.kept(bare, "en"),
        "steps.kept: in quiet hours": steps.kept(hour, "en"),
        "steps.kept: for a line": steps.kept(step(cue="After the round"), "en", line=cast.BAKERY),
        "steps.cue": steps.cue(cast.STEP, "en"),
        "steps.cue: it happened": steps.settled(kept),
        "steps.cue: not this time": steps.settled(not_kept),
        "steps.cue: taken back": steps.settled(step(state=StepState.TAKEN_BACK)),
        "steps.taken_back": steps.taken_back(),
        "steps.answered": steps.answered("kept", Kept(3, 5)),
        "steps.answered: not": steps.answered("not_kept", Kept(1, 4)),
        "steps.answered: none": steps.answered("not_kept", Kept(0, 3)),
        "steps.answered: not yet": steps.answered("not_yet", None),
        **{f"steps.not_made: {why}": steps.not_made(why) for why in ("over", "full", "long")},
        "checkin.invite: with a step": checkin.invite(
            replace(cast.morning(), meant=[cast.STEP_BEFORE, bare, hour, step()]), open_for_answers=True
        ),
        "checkin.feedback: a step is offered": checkin.feedback(
            replace(answered, blocker=None), how=NEW, steps=checkin.Steps(offered=cast.VISITS)
        ),
        "checkin.feedback: with steps": checkin.feedback(
            answered, how=NEW, steps=checkin.Steps([cast.STEP, kept], [cast.STEP_BEFORE])
        ),
        "history.week: with steps": history.week(
            cast.YESTERDAY,
            [(cast.LISTED, cast.SIXTY_DAYS)],
            [],
            earlier=False,
            later=False,
            steps=steps.of_week([cast.STEP_BEFORE, kept, not_kept], "en", Kept(3, 5)),
        ),
        **{f"checkin.feedback: moved, {n}": beside(n, Picture.MOVED, cast.BAKERY, cast.YESTERDAY) for n in (1, 2, 3)},
        **{f"checkin.feedback: within, {n}": beside(n, Picture.WITHIN, cast.TEAM) for n in (1, 2, 3)},
        **{f"checkin.feedback: small, {n}": beside(n, Picture.SMALL, cast.BAKERY) for n in (1, 2, 3)},
        "asides.mine": asides.mine(cast.MIRA),
        "asides.mine: none of them": asides.mine(quiet),
        **{f"home.front: hint, {kind}": own_page.front(replace(nothing, hinted=one)) for kind, one in hints.items()},
    }


def put_to_lines() -> Mapping[str, Drawn]:
    """What is asked of lines, on its way, answered and with the line."""

    def put(remark: Remark, by: Person | None = None, **changes: Any) -> remarks.Put:
        one = Remark(**{**remark.model_dump(), **changes})
        holder, asker = (cast.MIRA, cast.BRAM) if remark.holder_id == cast.MIRA.id else (cast.BRAM, cast.MIRA)
        answered_by = holder if one.state is not RemarkState.OPEN else None
        asker_shown = asker if one.named else None
        return remarks.Put(one, cast.SIXTY_DAYS, holder, asker_shown, answered_by, passed_by=by)

    done: dict[str, Any] = {"state": RemarkState.ANSWERED, "answer": "Those of last year", "answered_on": cast.TODAY}
    changed = {**done, "state": RemarkState.CHANGED, "answer": "You are right: forty-five"}
    mine = cast.ANSWERED_TO_MIRA
    kinds = (RemarkKind.QUESTION, RemarkKind.OBJECTION, RemarkKind.FINDING)
    asked, objected, found = put(cast.ASKED), put(cast.OBJECTED), put(cast.FOUND_BY_RULE)
    of_condition = replace(put(cast.OF_CONDITION), has_conditions=True, line=cast.BY_PHONE)
    line, whys = cast.SIXTY_DAYS, ("yours", "many", "known", "nobody")
    page = [put(mine, **done), put(cast.OBJECTED, **changed), put(cast.FOUND_BY_RULE, **done)]
    unnamed = put(mine, kind=RemarkKind.OBJECTION, named=False)
    return {
        "remarks.nobody": remarks.nobody("nobody", line),
        **{f"remarks.nobody: {why}": remarks.nobody(why, line) for why in whys},
        "remarks.nobody_else": remarks.nobody_else(),
        "remarks.form": remarks.form(line, RemarkKind.QUESTION, cast.BRAM, "", may_be_unnamed=True),
        "remarks.form: an objection": remarks.form(
            line, RemarkKind.OBJECTION, cast.BRAM, "Too early", may_be_unnamed=True
        ),
        "remarks.form: an objection where few are": remarks.form(
            line, RemarkKind.OBJECTION, cast.BRAM, "", may_be_unnamed=False
        ),
        "remarks.standing": remarks.standing(put(mine)),
        "remarks.standing: without a name": remarks.standing(unnamed),
        **{
            f"remarks.standing: {came}, {kind}": remarks.standing(put(mine, cast.MIRA, kind=kind, came_by=came))
            for kind in kinds
            for came in CameBy
        },
        "remarks.answered": remarks.answered(put(mine, **done)),
        "remarks.answered: to read otherwise": remarks.answered(put(mine, kind=RemarkKind.OBJECTION, **changed)),
        "remarks.answered: reads otherwise": remarks.answered(
            replace(put(mine, kind=RemarkKind.FINDING, **changed), reads_otherwise=True)
        ),
        "remarks.moved": remarks.moved(put(mine, came_by=CameBy.LATE)),
        "remarks.passed": remarks.passed(put(mine)),
        "remarks.asked": remarks.asked([asked, objected, found], cast.MIRA),
        "remarks.asked: one, passed on": remarks.asked([put(cast.ASKED, cast.BRAM, came_by=CameBy.PASSED)], cast.MIRA),
        "remarks.asked: for a decision": remarks.asked(
            [put(cast.ASKED, cast.BRAM, came_by=CameBy.DECISION)], cast.MIRA
        ),
        "remarks.asked: late, and of who has left": remarks.asked(
            [put(cast.OBJECTED, came_by=CameBy.LATE, named=True), put(cast.ASKED, came_by=CameBy.LEFT)], cast.MIRA
        ),
        "remarks.asked: answered": remarks.asked([of_condition], cast.MIRA),
        "remarks.reminder": remarks.reminder([asked, found], cast.MIRA),
        "remarks.reminder: one": remarks.reminder([asked], cast.MIRA),
        "remarks.waiting": remarks.waiting([asked], 1, cast.MIRA),
        "remarks.waiting: more": remarks.waiting([asked, found], 3, cast.MIRA),
        "remarks.waiting: nothing": remarks.waiting([], 0, cast.MIRA),
        "remarks.answer_form": remarks.answer_form(asked),
        "remarks.answer_form: an objection": remarks.answer_form(objected),
        "remarks.pass_form": remarks.pass_form(asked, [cast.BRAM]),
        "remarks.of_line": remarks.of_line(line, page, 0, 5),
        "remarks.of_line: one": remarks.of_line(line, page[:1], None, None),
        "remarks.of_line: nothing": remarks.of_line(line, [], None, None),
        "remarks.mine": remarks.mine([put(mine), put(mine, **done)], 2),
        "remarks.mine: one": remarks.mine([put(mine)], 0),
        "remarks.mine: one and one more": remarks.mine([put(mine)], 1),
        "remarks.mine: nothing": remarks.mine([], 0),
        "score.line: with what was asked of it": score.line(
            cast.EDITION,
            cast.TODAY,
            score.One(score.Known(line, cast.MIRA), "Service", answered=page, stands_on=_judged()),
            cast.BRAM,
            "",
        ),
    }


def _judged() -> list[conditions.Held]:
    states = (HoldingState.HOLDS, HoldingState.BROKEN, HoldingState.LOOKED_INTO)
    return [conditions.Held(cast.BY_PHONE, {}, {}, _holding(state)) for state in states]


def _holding(state: HoldingState) -> Holding:
    return Holding(**{**cast.BROKEN.model_dump(), "state": state})


def held() -> Mapping[str, Drawn]:
    """A condition, what speaks for it and against it, and whether it holds."""
    line = cast.BY_PHONE
    counts = {EvidenceSide.FOR: 4, EvidenceSide.AGAINST: 1}
    speaks = {
        side: conditions.Said(one, cast.MIRA if side is EvidenceSide.FOR else None) for side, one in cast.SPEAKS.items()
    }
    both = conditions.Held(line, counts, speaks)
    against = conditions.Held(line, {EvidenceSide.AGAINST: 1}, {EvidenceSide.AGAINST: speaks[EvidenceSide.AGAINST]})
    broken = replace(both, holding=cast.BROKEN, by=cast.MIRA, may_judge=True)
    things = [
        conditions.Thing(f"task {cast.VISITS.id}", conditions.own_words(cast.VISITS.words)),
        conditions.Thing(f"blocker {cast.BLOCKER.id}", conditions.own_words(cast.BLOCKER.words)),
    ]
    from_all = [
        conditions.Said(_of_source(source), None) for source in EvidenceSource if source is not EvidenceSource.SAID
    ]
    known = score.Known(line, cast.MIRA)

    def card(one: conditions.Held) -> Drawn:
        return score.line(cast.EDITION, cast.TODAY, score.One(known, "Service", held=one), cast.MIRA, "")

    return {
        "conditions.form": conditions.form(line, EvidenceSide.FOR),
        "conditions.form: against": conditions.form(line, EvidenceSide.AGAINST),
        "conditions.from_form": conditions.from_form(f"checkin {cast.ANSWERED.id}", things, [line]),
        "conditions.kept": conditions.kept(both),
        **{
            f"conditions.refused: {why}": conditions.refused(why, line if why != "nothing" else None)
            for why in ("nothing", "before", "many", "not-yours")
        },
        "conditions.refused": conditions.refused("before", line),
        "conditions.contradicted": conditions.contradicted(both, cast.SIXTY_DAYS),
        "conditions.contradicted: against alone": conditions.contradicted(against, None),
        "conditions.judge_form": conditions.judge_form(line, HoldingState.HOLDS),
        "conditions.judge_form: broken": conditions.judge_form(line, HoldingState.BROKEN),
        "conditions.judged": conditions.judged(broken),
        **{
            f"conditions.judged: {state}, {'named' if by else 'unnamed'}": conditions.judged(
                replace(both, holding=_holding(state), by=by)
            )
            for state in HoldingState
            for by in (cast.MIRA, None)
        },
        "conditions.judged: looked into, without words": conditions.judged(replace(both, holding=cast.LOOKED_INTO)),
        "conditions.broken": conditions.broken(broken, cast.SIXTY_DAYS),
        "conditions.of_line": conditions.of_line(line, [*speaks.values(), *from_all], 0, 10),
        "conditions.of_line: one": conditions.of_line(line, [speaks[EvidenceSide.FOR]], None, None),
        "conditions.of_line: nothing": conditions.of_line(line, [], None, None),
        "score.line: a condition": card(broken),
        "score.line: a condition of which nothing was said": card(conditions.Held(line, {}, {})),
    }


def _of_source(source: EvidenceSource) -> Evidence:
    """What speaks against a condition, of something else."""
    return Evidence(**{**cast.SPEAKS[EvidenceSide.AGAINST].model_dump(), "source": source})


def _doubled() -> Mapping[str, Drawn]:
    """Jobs of two teams that look like one."""
    own, other = (
        Job("own", cast.TEAM.id, cast.SEALS.words),
        Job("other", cast.SALES.id, cast.SEALS_TOO.words),
    )
    twice = Doubled(Twice(own, other, 0.9), cast.TEAM, cast.SALES, leads=[cast.MIRA])

    def said(person: Person, *, is_one: bool) -> tuple[JobAnswer, Person]:
        ours = {"workspace_id": cast.TEAM.workspace_id, "pair": twice.twice.pair, "person_id": person.id}
        return JobAnswer(id="", is_one=is_one, said_at=cast.NOW, **ours), person

    agreed = replace(twice, said=[said(cast.MIRA, is_one=True), said(cast.TOMAS, is_one=True)])
    none = replace(twice, said=[said(cast.TOMAS, is_one=False)])
    return {
        "same_jobs.card": same_jobs.card([twice], cast.MIRA),
        "same_jobs.card: answered": same_jobs.card([agreed, none], cast.MIRA),
        "same_jobs.card: nothing": same_jobs.card([], cast.MIRA),
        "same_jobs.card: many": same_jobs.card([agreed] * 7, cast.MIRA),
        "same_jobs.may_not": same_jobs.may_not(),
        "digest.week: with jobs that may be done twice": digest.weekly(
            replace(_digest(Span(MONDAY, MONDAY + timedelta(days=4), allowance=0.4), WORKED), same_jobs=1)
        ),
    }


def _tensions() -> Mapping[str, Drawn]:
    """Lines that pull against each other, in each of the ways in which somebody knows of it."""
    reported, taken = _pulls()
    known = [score.Known(line, cast.MIRA if line.owner_id else None) for line in reported.lines]
    others = [score.Known(line) for line in taken.lines]
    bare = replace(taken, kept=None, measure=None, review=None, owners=())
    over = Tension(
        **{**cast.TAKEN_UP.model_dump(), "state": TensionState.SETTLED, "said": "Two technicians more came in May"}
    )
    none = Tension(**{**over.model_dump(), "state": TensionState.NOT_ONE})
    nameless = Report(**{**cast.VOICE.model_dump(), "named": False})
    voices = [*reported.reports, *[(nameless, cast.BRAM)] * 6]
    unmeasured = replace(taken, measure=None)
    made = {
        "": tensions.one(reported, known, cast.MIRA, may=True),
        ": reported just now": tensions.one(reported, known, cast.MIRA, 2, may=False),
        ": by many": tensions.one(replace(reported, reports=voices), known, cast.MIRA, 0, may=False),
        ": in a channel": tensions.one(reported, known, None, may=False),
        ": taken up": tensions.one(taken, others, cast.MIRA, may=True),
        ": declared": tensions.one(
            replace(taken, declared=True, words="More agreements, and nobody out of the vans"),
            others,
            cast.MIRA,
            may=True,
        ),
        ": settled": tensions.one(replace(taken, kept=over, said_by=cast.BRAM), others, cast.MIRA, may=True),
        ": none": tensions.one(replace(taken, kept=none), others, cast.BRAM, may=False),
        ": by rule": tensions.one(replace(bare, rule="C54"), others, cast.MIRA, may=True),
        ": by rule, over something": tensions.one(
            replace(bare, rule="C50", shared="the technicians"), others, cast.MIRA, may=True
        ),
    }
    return {
        **{f"tensions.one{name}": card for name, card in made.items()},
        "tensions.reported": tensions.reported(reported, known, cast.MIRA, may=True),
        "tensions.reported: taken up since": tensions.reported(taken, others, cast.MIRA, may=True),
        "tensions.listed": tensions.listed([taken, reported], 3, 1, ""),
        "tensions.listed: none": tensions.listed([], 0, 2, "Service"),
        "tensions.listed: over": tensions.listed([replace(taken, kept=over)], 0, 1, "", is_over=True),
        "tensions.form": tensions.form("service/P-2", "", None),
        "tensions.form: said before": tensions.form("service/P-1", "service/P-2", cast.VOICE),
        "tensions.take_up_form": tensions.take_up_form(reported, cast.TODAY + timedelta(days=28)),
        "tensions.take_up_form: again": tensions.take_up_form(taken, cast.TODAY + timedelta(days=28)),
        "tensions.close_form": tensions.close_form(taken, TensionState.SETTLED),
        "tensions.close_form: none": tensions.close_form(reported, TensionState.NOT_ONE),
        "tensions.offer": Offer([cast.ON_TIME]),
        "tensions.review": tensions.review([taken, replace(unmeasured, owners=())]),
        "tensions.review: looked at": tensions.review([]),
        "score.line: that pulls against another": score.line(
            cast.EDITION,
            cast.TODAY,
            score.One(known[0], "Service", pulls=[(cast.SIXTY_DAYS, reported.value)]),
            cast.MIRA,
            "",
        ),
        "digest.week: with tensions": digest.weekly(
            replace(
                _digest(Span(MONDAY, MONDAY + timedelta(days=4), allowance=0.4), WORKED),
                tensions=[taken, reported, bare],
            )
        ),
        "coach.first: of two that pull against each other": coach.first(
            cast.EDITION, cast.TODAY, Order((Side((cast.RENEW,)), Side((cast.BAKERY,)))), taken
        ),
        "coach.answer: of a line that pulls against another": coach.answer(
            replace(_told(Aim.WHO, cast.SIXTY_DAYS), pull=reported)
        ),
        "coach.answer: of one that is looked after": coach.answer(
            replace(_told(Aim.WHO, cast.BAKERY), pull=unmeasured)
        ),
    }


def _pulls() -> tuple[Pull, Pull]:
    """One that was reported, and one that is taken up."""
    return (
        Pull(
            (cast.FOUR_HOURS, cast.SIXTY_DAYS),
            owners=[cast.MIRA],
            kept=cast.REPORTED,
            reports=[(cast.VOICE, cast.BRAM)],
        ),
        Pull(
            (cast.RENEW, cast.BAKERY),
            owners=[cast.MIRA, cast.BRAM],
            measure=cast.ON_TIME,
            review=cast.TODAY,
            kept=cast.TAKEN_UP,
        ),
    )


def new_edition() -> Mapping[str, Drawn]:
    """A new edition, before it is in force and to whom it changes something."""
    waits = cast.PROPOSED
    stood = Wording(**{**cast.SIXTY_DAYS.model_dump(), "address": "service/P-1"})
    read = Wording(**{**cast.RENEW.model_dump(), "words": "Visit every oven once a year"})
    new = Turned(Becomes.NEW, None, cast.ON_TIME)
    reworded = Turned(Becomes.CHANGED, read, cast.RENEW, ("words", "owner", "until"))
    moved = Turned(Becomes.MOVED, stood, cast.SIXTY_DAYS)
    gone = Turned(Becomes.GONE, read, None)
    touched = [
        Touched("service", 3, ("mira",), ("Service North", "Service South"), 12, 2),
        Touched("sales", 1, teams=("Sales",), people=4),
    ]
    diff = Diff(
        of_score=[Change(Becomes.CHANGED, "", "season", "Spring season", "Autumn season")],
        of_lines=[Change(Becomes.ORDER, "")],
        touched=touched,
    )
    weighed = editions.Weighed(diff, [new, reworded, moved, gone], {"service": "Service"})
    whole = replace(diff, touched=())
    problems = ScoreProblems("score: x", [Problem(Kind.EMPTY, "autumn.yml", 14, 9, field="part.name")])
    task, tie = cast.LISTED, cast.answered().tasks[0][1]
    assert tie is not None, "the first task of the day is tied"
    left = editions.Left(task, tie, read, cast.SIXTY_DAYS)
    news = [gone, moved, reworded, new, *[Turned(Becomes.NEW, None, cast.ON_TIME)] * 3]
    none = Tie(**{**tie.model_dump(), "state": TieState.WHIRLWIND, "line_id": None})
    serves = [
        editions.Left(cast.BOOKED, tie, None, cast.RENEW, is_said=True),
        editions.Left(cast.VAN, none, None, None, is_said=True),
    ]
    lost = [left, left, replace(left, line=None)]
    return {
        "editions.form": editions.form(),
        "editions.may_not": editions.may_not([cast.MIRA]),
        "editions.may_not: nobody may": editions.may_not([]),
        "editions.proposed": editions.proposed(waits, weighed),
        "editions.proposed: anew": editions.proposed(waits, replace(weighed, diff=whole, news=[], anew=True)),
        "editions.proposed: the same": editions.proposed(waits, editions.Weighed(Diff(), (), {})),
        "editions.proposed: to be mended": editions.unreadable(waits, problems),
        "editions.proposed: in force": editions.in_force(waits, cast.EDITION),
        "editions.proposed: left": editions.left(waits),
        "editions.news": editions.news(cast.EDITION, cast.TODAY, [reworded], []),
        "editions.news: with tasks": editions.news(cast.EDITION, cast.TODAY, news, lost),
        "editions.news: tied": editions.news(cast.EDITION, cast.TODAY, [gone], serves),
        "editions.over": editions.over(),
    }


def judged() -> Mapping[str, Drawn]:
    """What the rules find of the score, as it is gone through."""
    over = Finding(
        rule="C30",
        severity=Severity.ERROR,
        lines=(cast.SIXTY_DAYS.address,),
        says="c30",
        values={"until": "2027-02-28", "days": 9},
        ask="mira",
        line=98,
        column=18,
        key="until",
    )
    alone = replace(over, rule="C14", severity=Severity.INFORMATION, says="c14", values={}, key="deputy")
    old = replace(
        over,
        lines=(cast.ON_TIME.address,),
        rule="C24",
        severity=Severity.WARNING,
        says="c24",
        values={"days": 9, "every": 7},
        key="every",
    )
    hours = replace(
        over,
        rule="C51",
        severity=Severity.WARNING,
        lines=(cast.SERVICE.handle, cast.FOUR_HOURS.address, cast.SIXTY_DAYS.address),
        says="c51",
        values={"asked": "60", "offered": "40", "count": 2},
        ask=None,
        key="hours",
    )
    first = findings.Seen(over, "C30-1", 1, 4, [cast.SIXTY_DAYS], asked=cast.BRAM, after="C24-1", may_ask=True)
    measured = findings.Seen(old, "C24-1", 2, 4, [cast.ON_TIME], asked=cast.MIRA, before="C30-1", after="C51-1")
    both = [cast.FOUR_HOURS, cast.SIXTY_DAYS]
    of_part = findings.Seen(hours, "C51-1", 3, 4, both, [cast.SERVICE], before="C24-1", after="C14-1")
    taste = findings.Seen(alone, "C14-1", 4, 4, [cast.SIXTY_DAYS], asked=cast.MIRA, before="C51-1")
    own = replace(first, place=1, count=1, after="", decides=False)

    def mending(key: str, value: str, at: Wording | Part = cast.SIXTY_DAYS) -> Drawn:
        line = at.line_id if isinstance(at, Wording) else f"strategy {at.handle}"
        about = {"line": line, "key": key, "edition": cast.EDITION.id, "place": "1"}
        return findings.mend_form(findings.Mending(about, at, key, value, cast.EDITION))

    accepted = cast.ACCEPTED
    agreed = findings.Agreed(accepted, [cast.SIXTY_DAYS], by=cast.TOMAS)
    of_hours = Acceptance(**{**accepted.model_dump(), "rule": "C51", "parts": [cast.SERVICE.handle]})
    return {
        "findings.one": findings.one(first),
        "findings.one: a measure to be read": findings.one(measured),
        "findings.one: of a part": findings.one(of_part),
        "findings.one: a matter of taste": findings.one(taste),
        "findings.one: another was looked for": findings.one(replace(taste, gone=True)),
        "findings.one: for who owns the line": findings.one(own),
        "findings.one: none": findings.none(decides=True),
        "findings.one: none, and some are accepted": findings.none(decides=True, gone=True, accepted=2),
        "findings.one: none about own lines": findings.none(decides=False),
        "findings.gone": findings.gone("2"),
        "findings.alone": findings.alone(),
        "findings.may_not": findings.may_not(),
        "findings.mend_form": mending("until", "2027-02-28"),
        "findings.mend_form: nothing is there": mending("owner", ""),
        "findings.mend_form: a choice": mending("state", ""),
        "findings.mend_form: of a part": mending("hours", "40", cast.SERVICE),
        "findings.mended": findings.mended(cast.SIXTY_DAYS, cast.EDITION, "until", "1"),
        "findings.mended: of a part": findings.mended(cast.SERVICE, cast.EDITION, "hours", "1"),
        "findings.same": findings.same(cast.SIXTY_DAYS, cast.EDITION, "1"),
        "findings.same: of a part": findings.same(cast.SERVICE, cast.EDITION, "1"),
        "findings.accept_form": findings.accept_form(first, cast.TODAY + timedelta(days=30)),
        "findings.accepted_now": findings.accepted_now(agreed, "1"),
        "findings.accepted": findings.accepted([agreed, findings.Agreed(of_hours, [], [cast.SERVICE])], 1),
        "findings.accepted: none": findings.accepted([], 0),
        "findings.taken_back": findings.taken_back(),
        "findings.told": findings.told(findings.Told(1, 2, 1, 2, [first, measured, of_part])),
        "findings.told: one": findings.told(findings.Told(0, 0, 1, 0, [taste])),
    }


def read_now() -> Mapping[str, Drawn]:
    """Measures as they are read."""
    before = Reading(**{**cast.HALF.model_dump(), "day": cast.TODAY - timedelta(days=30), "value": 44})
    monthly = Measure(**{**cast.VISITED.model_dump(), "cadence": 30, "lowest": 0, "highest": 100})
    late = readings.Known(cast.ON_TIME, monthly, before, cast.TODAY)
    later = readings.Known(cast.ON_TIME, monthly, cast.HALF, cast.TODAY + timedelta(days=30))
    there = Reading(**{**cast.HALF.model_dump(), "value": 81})
    worse = Reading(**{**cast.HALF.model_dump(), "value": 40})
    bare = Measure(**{**cast.VISITED.model_dump(), "unit": "", "target": None})
    daily = Measure(**{**cast.VISITED.model_dump(), "cadence": 1})
    noted = Reading(**{**cast.HALF.model_dump(), "origin": Origin.FILE, "note": "Counted <twice>"})
    posted = Reading(**{**before.model_dump(), "origin": Origin.POST})
    return {
        "readings.mine": readings.mine([late, readings.Known(cast.ON_TIME, bare)], 0, cast.TODAY),
        "readings.mine: none is due, and more": readings.mine([later], 3, cast.TODAY),
        "readings.mine: none": readings.mine([], 0, cast.TODAY),
        "readings.due": readings.due([replace(late, due=cast.TODAY - timedelta(days=40))], cast.TODAY),
        "readings.due: two": readings.due([late, readings.Known(cast.ON_TIME, daily, None, cast.TODAY)], cast.TODAY),
        "readings.form": readings.form(cast.ON_TIME, monthly, before, cast.TODAY),
        "readings.form: never read": readings.form(cast.ON_TIME, bare, None, cast.TODAY),
        "readings.kept": readings.kept(cast.ON_TIME, monthly, cast.HALF, [cast.HALF, before]),
        "readings.kept: from elsewhere": readings.kept(cast.ON_TIME, daily, noted, [noted, posted]),
        "readings.kept: reached": readings.kept(cast.ON_TIME, monthly, there, [there, before]),
        "readings.kept: worse": readings.kept(cast.ON_TIME, bare, worse, [worse, before]),
        "readings.may_not": readings.may_not(cast.ON_TIME, cast.MIRA),
        "readings.may_not: of nobody": readings.may_not(cast.ON_TIME, None),
    }


def mapped() -> Mapping[str, Drawn]:
    """The score as a map: of a team of eight, of none that is large enough, with what pulls apart, and folded."""
    aspiration = Wording(
        **{
            **cast.RENEW.model_dump(),
            "id": "a",
            "line_id": "a",
            "address": "morrow/A",
            "kind": LineKind.ASPIRATION,
            "words": "Every bakery we equip still bakes with us ten years on",
            "until": None,
        }
    )

    def changed(line: Wording, **more: Any) -> Wording:
        return Wording(**{**line.model_dump(), **more})

    lines = [
        aspiration,
        changed(cast.RENEW, serves="morrow/A", until=date(2027, 3, 1)),
        changed(cast.FOUR_HOURS, serves="morrow/P-1", state=LineState.DONE),
        changed(cast.SIXTY_DAYS, serves="morrow/P-1"),
        changed(cast.BAKERY, serves="morrow/A"),
        cast.ON_TIME,
        changed(cast.PRICE_LIST, to_part="service", accepted=False, serves="service/P-2"),
    ]
    pulling = Part(
        **{
            **cast.COMPANY.model_dump(),
            "tensions": [
                {"between": ["service/P-2", "service/P-3"], "words": "A visit takes the hours that a lesson needs"}
            ],
        }
    )
    tasks = {None: 3, cast.SIXTY_DAYS.line_id: 7, cast.FOUR_HOURS.line_id: 0}
    came = Came(
        [TeamWork("service", 8, tasks)],
        {cast.SIXTY_DAYS.line_id: cast.YESTERDAY, cast.RENEW.line_id: cast.YESTERDAY},
        {line.line_id: cast.TODAY - timedelta(days=40) for line in lines},
    )
    parts = [pulling, cast.SERVICE, cast.SELLING]
    edition = score.edition_said(cast.EDITION, cast.TODAY)
    every = [part.handle for part in parts]
    whole = chart(parts, lines, cast.TODAY, open=every, came=came)
    folded = chart(parts, lines, cast.TODAY, open=["morrow"], came=came)
    bare = chart([cast.COMPANY, cast.SERVICE], [cast.RENEW], cast.TODAY, open=every)
    return {
        "score_map.card": score_map.card(whole, edition, for_all=True),
        "score_map.card: folded": score_map.card(folded, edition, for_all=True),
        "score_map.card: no team is large enough": score_map.card(bare, edition, for_all=True),
        "score_map.unknown": score_map.unknown(parts, "the tractors"),
    }


def late(*, read: bool = True) -> Sequence[score.Measured]:
    """A measure that is read every month, and was to be read five weeks ago."""
    due, last = cast.TODAY - timedelta(weeks=5), cast.HALF if read else None
    return [score.Measured(cast.ON_TIME, _measure(cadence=30), last, due, cast.TODAY)]


def interviewed() -> Mapping[str, Drawn]:
    """A score that is written in an interview."""
    begun = _interview({})
    named = _interview({"name": "Morrow Ovens"})
    aspired = _interview({"name": "Morrow Ovens", "season": "", "0.aspiration": "Every bakery still bakes with us"})
    where = _interview({**aspired.answers, "0.where_to_play": "Independent bakeries"})
    again = replace(aspired, again=frozenset({"0.aspiration"}))
    empty = {f"0.{one}": "" for one in ("where_to_play", "how_to_win", "capability1")}
    priority = {"0.priority1": "Renew nine in ten", **{f"0.priority1.{one}": "" for one in ("owner", "deputy")}}
    until = _interview({**aspired.answers, **empty, **priority})
    serves = _interview({**until.answers, "0.priority1.until": "standing"})
    measured = {"0.priority1.serves": "", "0.priority1.measure1": "", "0.priority2": ""}
    part = _interview({**serves.answers, **measured})
    done = _interview({**part.answers, "1": ""})
    file = score_interview.score(part)
    assert file is not None, "it has a name"
    found = judge(Known(file, cast.TODAY, None, None, ours(), frozenset(), []))
    apart = replace(found[0], rule="C54", lines=("morrow-ovens/M-1", "morrow-ovens/M-2"), says="c54", values=APART)

    def asked(one: Interview, said: Sequence[Finding] = ()) -> Card:
        question = _still_asked(one)
        return interview.question(question, said, begun=bool(one.answers))

    assert score_interview.question(done) is None, "that is all"
    return {
        "interview.question": asked(begun),
        "interview.question: with words of ours to press": asked(where),
        "interview.question: again": asked(again),
        "interview.question: a day or none": asked(until),
        "interview.question: one of several lines": asked(serves),
        "interview.question: between two parts": asked(part, found),
        "interview.question: nothing that a question mends": asked(part, [apart]),
        "interview.question: the end": interview.complete(found),
        "interview.question: the end, and nothing is found": interview.complete([]),
        "interview.form": interview.form(_still_asked(named)),
        "interview.form: again": interview.form(_still_asked(again)),
        "interview.form: one of several lines": interview.form(_still_asked(serves)),
        "interview.unfit": interview.refused(_still_asked(until), Unfit.NO_DAY),
        "interview.heard": interview.heard(_still_asked(named), "Spring 2027"),
        "interview.heard: longer than a task": interview.heard(_still_asked(named), "Spring " * 40),
        "interview.so_far": interview.so_far(file),
        "interview.so_far: nothing": interview.so_far(None),
        "interview.dropped": interview.dropped(),
        "interview.may_not": interview.may_not(),
    }


APART: Mapping[str, Any] = {"other": "morrow-ovens/M-2", "pair": "bookings-and-margin"}


def _interview(answers: Mapping[str, str]) -> Interview:
    return Interview(answers)


def _still_asked(one: Interview) -> Question:
    question = score_interview.question(one)
    assert question is not None, "something is asked"
    return question


def looked_for() -> Mapping[str, Drawn]:
    """What is written to one part by its name, or with a command."""
    measured = [score.Measured(cast.ON_TIME, cast.VISITED, cast.HALF)]
    known = score.Known(cast.SIXTY_DAYS, cast.MIRA, measured)
    unread = [score.Measured(cast.ON_TIME, _measure(start=None, target=None))]
    rich = Wording(
        **{
            **cast.SIXTY_DAYS.model_dump(),
            "because": "An oven that stands makes no bread",
            "plan": "One round a week",
            "about": "Every oven that we sold",
            "test": "No oven stands for more than a day",
            "state": LineState.DONE,
        }
    )
    whole = score.One(
        score.Known(rich, cast.MIRA, measured), "Service", cast.BRAM, cast.BAKERY, tasks=4, keeps_up=[cast.ON_TIME]
    )
    many = score.Known(cast.SIXTY_DAYS, cast.MIRA, measured * 4)
    shelf_ = list(shelf.every().values())
    return {
        "score.line": score.line(cast.EDITION, cast.TODAY, whole, cast.MIRA, ""),
        "score.line: by its words, in a channel": score.line(
            cast.EDITION, cast.TODAY, score.One(known, "Service"), cast.BRAM, "oven visits"
        ),
        "score.line: with its link": score.line(
            cast.EDITION,
            cast.TODAY,
            score.One(known, "Service"),
            cast.MIRA,
            "",
            "https://morrow.example/lines/service/P-2",
        ),
        "score.line: a measure": score.line(
            cast.EDITION, cast.TODAY, score.One(score.Known(cast.ON_TIME, None, measured), "Service"), cast.MIRA, ""
        ),
        "score.line: a measure without a number": score.line(
            cast.EDITION, cast.TODAY, score.One(score.Known(cast.ON_TIME, None, unread), "Service"), cast.MIRA, ""
        ),
        "score.lines": score.lines([cast.SIXTY_DAYS, cast.FOUR_HOURS], "ovens"),
        "score.linked": score.linked(cast.EDITION, cast.TODAY, replace(whole, tasks=None), None, ""),
        "score.linked: moved since, and with many measures": score.linked(
            cast.EDITION, cast.TODAY, score.One(many, "Service"), cast.MIRA, "service/P-9"
        ),
        "score.linked: no longer there": score.linked_before(cast.EDITION, cast.TODAY, cast.BAKERY),
        "score.not_found": score.not_found("tractors", "score tractors"),
        "score.not_found: too long": score.not_found("", ""),
        "coach.suggested": coach.suggested(
            [(Aim.WHY, cast.SIXTY_DAYS), (Aim.HOW_FAR, cast.FOUR_HOURS), (Aim.UNTIL, cast.BAKERY)], "en"
        ),
        "coach.suggested: who": coach.suggested([(Aim.WHO, cast.SIXTY_DAYS)], "en"),
        "coach.suggested: nothing": coach.suggested([], "en"),
        "lessons.found": lessons.found(shelf_[:2], "promises", "", may_send=True),
        "lessons.found: none": lessons.found([], "tractors", "lesson tractors", may_send=False),
        **{f"commands.help: {part}": commands.help(part, "") for part in ("checkin", "score", "coach", "lesson")},
        "commands.help": commands.help("digest", "the moon on Tuesday week"),
        "commands.help: digest": commands.help("digest", ""),
    }


def examples() -> Mapping[str, Drawn]:
    """Each example by the name of its view, and behind a colon what is different about it."""
    moved = [checkin.Moved(cast.LISTED, cast.SIXTY_DAYS, 4)]
    answered = cast.answered()
    morning = cast.morning()
    gone_by = replace(morning, now=cast.NOW + timedelta(days=1))
    ours: dict[str, Any] = {"id": "", "workspace_id": "", "connection_id": "", "external_id": ""}
    channel = Place(**ours, kind=PlaceKind.CHANNEL, name="service-north")
    direct = Place(**ours, kind=PlaceKind.DIRECT, name="Bram")
    gone = Place(**ours, kind=PlaceKind.DIRECT, name="Bram", closed_at=cast.NOW)
    lone = checkin.Day(cast.BRAM, [], cast.TODAY, cast.NOW)
    return {
        **digests(),
        "checkin.reminder": checkin.reminder(morning, until=cast.NOW + timedelta(hours=7), open_for_answers=True),
        "checkin.reminder: no digest to wait for": checkin.reminder(morning, until=None, open_for_answers=True),
        "checkin.reminder: answered": checkin.reminder(answered, until=None, open_for_answers=True),
        "checkin.feedback: after the digest": checkin.feedback(answered, how=Which("digest")),
        "checkin.invite": checkin.invite(morning, open_for_answers=True),
        "checkin.invite: answered": checkin.invite(answered, open_for_answers=True),
        "checkin.invite: answered, and said below what was written": checkin.invite(
            answered, open_for_answers=True, is_below=True
        ),
        "checkin.invite: waived": checkin.invite(cast.answered(waived=True), open_for_answers=True),
        "checkin.invite: in no team, nothing earlier": checkin.invite(lone, open_for_answers=True),
        "checkin.invite: back from leave": checkin.invite(morning, open_for_answers=True, is_back=True),
        "checkin.invite: back from leave, and what changed": checkin.invite(
            morning, open_for_answers=True, is_back=True, away=_while_away()
        ),
        "checkin.invite: gone by": checkin.invite(gone_by, open_for_answers=True),
        "checkin.invite: over": checkin.invite(morning, open_for_answers=False),
        **by_itself(),
        "checkin.form": checkin.form(morning),
        "checkin.form: changed": checkin.form(answered),
        "checkin.form: in no team": checkin.form(lone),
        "checkin.feedback": checkin.feedback(answered, how=NEW, moved=moved, quiet=cast.BAKERY),
        "checkin.feedback: late": checkin.feedback(answered, how=LATE),
        "checkin.feedback: changed": checkin.feedback(answered, how=CHANGED),
        "checkin.feedback: over": checkin.feedback(answered, how=NEW, open_for_answers=False),
        "checkin.stuck": checkin.stuck(cast.BLOCKER, cast.MIRA, cast.TODAY),
        "checkin.stuck: taken back": checkin.stuck(KEPT_BACK, cast.MIRA, cast.TODAY),
        "checkin.stuck: with a hand": checkin.stuck(
            cast.BLOCKER, cast.MIRA, cast.TODAY, helpers=[cast.BRAM], decides=cast.BRAM
        ),
        "checkin.stuck: cleared": checkin.stuck(CLEARED, cast.MIRA, cast.TODAY),
        "checkin.invite: stuck": checkin.invite(replace(morning, stuck=[cast.BLOCKER]), open_for_answers=True),
        "blockers.offered": blockers.offered(cast.BLOCKER, [cast.BRAM]),
        "blockers.offered: several": blockers.offered(cast.BLOCKER, [cast.BRAM, cast.RUTH]),
        "blockers.offered: cleared": blockers.offered(CLEARED, [cast.BRAM]),
        "blockers.thanks": blockers.thanks(cast.MIRA, told=True),
        "blockers.thanks: to nobody who is told": blockers.thanks(cast.MIRA, told=False),
        "blockers.needs_nobody": blockers.needs_nobody(),
        "checkin.stuck: taken on": checkin.stuck(TAKEN, cast.MIRA, cast.TODAY, taker=cast.BRAM),
        "blockers.decide: taken on": blockers.decide(TAKEN, cast.MIRA, cast.SIXTY_DAYS, 6),
        "blockers.yours": blockers.yours(cast.PRICES, cast.BRAM),
        "blockers.yours: cleared": blockers.yours(CLEARED, cast.MIRA),
        "blockers.yours: given back": blockers.given_back(cast.MIRA),
        "blockers.taken": blockers.taken(TAKEN, cast.BRAM),
        "blockers.taken: cleared": blockers.taken(CLEARED, cast.BRAM),
        "blockers.taken: given back": blockers.taken(cast.BLOCKER, cast.BRAM),
        "blockers.has_somebody": blockers.has_somebody(cast.PRICES, cast.RUTH),
        **nominated(),
        **day_helped(),
        **said_of_answers(),
        **_tensions(),
        **_doubled(),
        "checkin.form: of a message": checkin.form(
            morning, said={"blocker": "The seals are late", "win": "Weir Road bakes"}, author=cast.BRAM
        ),
        "checkin.form: of a message of somebody unknown": checkin.form(morning, author=checkin.SOMEBODY),
        "wins.praised": wins.praised(cast.WIN, cast.BRAM, cast.FOUR_HOURS),
        "wins.praised: for no line": wins.praised(cast.WIN, cast.BRAM, None),
        "wins.told": wins.told(cast.MIRA),
        "wins.not_to_be_told": wins.not_to_be_told(cast.MIRA, own=True),
        "wins.not_to_be_told: somebody has left": wins.not_to_be_told(cast.BRAM, own=False),
        **_decisions(),
        "blockers.cleared": blockers.cleared(cast.BLOCKER),
        "blockers.cleared: by oneself": blockers.cleared(KEPT_BACK),
        "blockers.cleared: with what helped": blockers.cleared(CLEARED),
        "blockers.open_again": blockers.open_again(cast.BLOCKER),
        "blockers.helped_form": blockers.helped_form(CLEARED),
        "blockers.helped_form: empty": blockers.helped_form(KEPT_BACK),
        "blockers.pass_form": blockers.pass_form(cast.BLOCKER),
        "blockers.passed": blockers.passed(cast.BLOCKER, cast.BRAM),
        "blockers.decide": blockers.decide(cast.BLOCKER, cast.MIRA, cast.SIXTY_DAYS, 6),
        "blockers.decide: cleared": blockers.decide(CLEARED, cast.MIRA, cast.SIXTY_DAYS, 6),
        "checkin.too_far": checkin.too_far(),
        "checkin.nothing_to_repeat": checkin.nothing_to_repeat(),
        "dictation.heard": dictation.heard(cast.TODAY, cast.DRAFT, cast.NOTES, [], [cast.TEAM]),
        "dictation.heard: beside what is handed in": dictation.heard(
            cast.TODAY, cast.DRAFT, None, [cast.SEALS.words, cast.VAN.words], []
        ),
        "dictation.heard: tomorrow": dictation.heard(cast.TODAY, None, cast.NOTES, [], [cast.TEAM]),
        "dictation.heard: only a blocker": dictation.heard(cast.TODAY, cast.STUCK, None, [], [cast.TEAM]),
        "dictation.dropped": dictation.dropped(),
        "dictation.full": dictation.full(),
        "dictation.gone": dictation.gone(),
        "checkin.form: with a draft": checkin.form(lone, draft=cast.DRAFT),
        **_crossings(answered),
        **_because(),
        "ties.picker": ties.picker(cast.SEALS, [cast.TEAM]),
        "ties.picker: in no team": ties.picker(cast.SEALS, []),
        "ties.offer": Offer(list(cast.WORDINGS.values()), more=7),
        "ties.offer: none": Offer([]),
        "score.my_part": score.my_part(
            cast.EDITION,
            cast.TODAY,
            [
                score.Known(cast.SIXTY_DAYS, cast.MIRA, [score.Measured(cast.ON_TIME, cast.VISITED, cast.HALF)]),
                score.Known(cast.FOUR_HOURS, cast.BRAM),
                score.Known(cast.BAKERY),
            ],
            cast.MIRA,
        ),
        "score.my_part: older than its cadence": score.my_part(
            cast.EDITION,
            cast.TODAY,
            [
                score.Known(cast.SIXTY_DAYS, cast.MIRA, late()),
                score.Known(cast.FOUR_HOURS, cast.BRAM, late(read=False)),
            ],
            cast.MIRA,
        ),
        "score.my_part: no part": score.my_part(cast.EDITION, cast.TODAY, [], cast.BRAM),
        "score.none": score.none(),
        **looked_for(),
        **mapped(),
        **interviewed(),
        **read_now(),
        **put_to_lines(),
        **held(),
        **new_edition(),
        **judged(),
        "history.week": history.week(
            cast.YESTERDAY,
            [
                (cast.LISTED, cast.SIXTY_DAYS),
                (cast.BOOKED, cast.SIXTY_DAYS),
                (cast.VISITS, cast.SIXTY_DAYS),
                (cast.VAN, None),
            ],
            [cast.WIN],
            earlier=True,
            later=True,
        ),
        "history.week: nothing": history.week(cast.YESTERDAY, [], [], earlier=False, later=False),
        **_coach(),
        "leave.away": leave.away((date(2027, 3, 15), date(2027, 3, 19)), cast.TODAY, date(2027, 3, 22)),
        "leave.away: today, and not asked": leave.away((cast.TODAY, cast.TODAY), cast.TODAY, None),
        "leave.away: taken back": leave.undone(Free((date(2027, 3, 29), date(2027, 4, 2))), cast.TODAY),
        "leave.away: this afternoon": leave.partly_away(
            Free((cast.TODAY, cast.TODAY), AFTERNOON), cast.TODAY, cast.NOW.replace(hour=9) + timedelta(days=1)
        ),
        "leave.away: a morning": leave.partly_away(
            Free(_FRIDAY, MORNING),
            cast.TODAY,
            cast.NOW.replace(hour=13) + timedelta(days=3),
        ),
        "leave.away: some mornings, and not asked": leave.partly_away(
            Free((date(2027, 3, 15), date(2027, 3, 19)), MORNING), cast.TODAY, None
        ),
        "leave.away: a morning is taken back": leave.undone(Free(_FRIDAY, MORNING), cast.TODAY),
        "leave.which": leave.which(
            [Free((cast.TODAY, date(2027, 3, 15))), Free((cast.TODAY, date(2027, 3, 16)))], cast.TODAY
        ),
        "leave.which: which morning": leave.which(
            [Free((cast.TODAY, cast.TODAY), MORNING), Free((date(2027, 3, 16), date(2027, 3, 16)), MORNING)], cast.TODAY
        ),
        "leave.which: nobody could tell": leave.which([], cast.TODAY),
        "leave.form": leave.form(),
        "leave.paused": leave.paused(),
        "leave.started": leave.started(date(2027, 3, 10), cast.TODAY),
        "leave.started: not asked": leave.started(None, cast.TODAY),
        "preferences.form": preferences.form(cast.MIRA),
        "preferences.kept": preferences.kept(cast.MIRA, _coming()),
        "preferences.form: a spread morning": preferences.form(_spread()),
        "preferences.kept: a spread morning": preferences.kept(_spread(), _coming(17)),
        "preferences.form: hours that differ": preferences.form(_with_hours()),
        "preferences.kept: hours that differ": preferences.kept(_with_hours(), _coming(), within=(480, 660)),
        **_where(),
        "home.help": home.help(home.Can()),
        "home.help: everything": home.help(
            home.Can([cast.TEAM], [cast.TEAM], [cast.SALES], sends=True, owns=True, runs=True)
        ),
        "home.help: a coach": home.help(home.Can([cast.SALES], coaches=[cast.SALES])),
        "home.help: an admin": home.help(home.Can(arranges=[cast.TEAM], sends=True, runs=True)),
        "home.which_questions": home.which_questions([cast.TEAM]),
        "home.unclear": home.unclear("Ring Mill Lane before ten"),
        "home.unclear: too long for a task": home.unclear("x" * 121),
        "home.not_there": home.not_there(),
        "home.our_fault": home.our_fault(),
        "home.alone": home.alone(),
        **_own_pages(),
        "home.opens": home.opens("checkin.open_form", ""),
        "home.too_late": home.too_late(),
        "home.unreachable": home.unreachable(channel, "not_in_channel"),
        "home.unreachable: with a guest": home.unreachable(channel, home.GUESTS),
        "home.unreachable: with others": home.unreachable(channel, home.OTHERS),
        "home.unreachable: a person": home.unreachable(direct, "msg_too_long"),
        "home.unreachable: a person that is gone": home.unreachable(gone, "user_disabled"),
        **_lessons(),
        **_library(),
        **_sendings(),
        **_deliveries(),
        **_first_days(),
        **_team_questions(),
        **_people(),
    }


def _team_questions() -> Mapping[str, Drawn]:
    asking = [Asking((one,), [cast.TEAM]) for one in cast.QUESTIONS]
    loaded, waited, cold, stuck = asking
    both = replace(waited, questions=(cast.WAITED, cast.WAITED), teams=[cast.SALES, cast.TEAM], value="o2")
    only = replace(both, only=team_questions.asked_when(cast.WAITED, {cast.LOADED.first_id: cast.LOADED}))
    about = {"team": cast.TEAM.id, "question": "", "seen": "", "words": cast.COLD.words, "kind": "number"}
    answered = [
        (answer, question, person, cast.TODAY)
        for question, said in ((cast.LOADED, ["no", "yes"]), (cast.COLD, ["2", "0", "2.5"]), (cast.OLDER, ["The key"]))
        for answer, person in zip((_answer(question, one) for one in said), PEOPLE, strict=False)
    ]
    many = [(_answer(cast.LOADED, "no"), cast.LOADED, _another(cast.BRAM, n), cast.TODAY) for n in range(5)]
    days = (cast.YESTERDAY, cast.TODAY)
    answered_day = cast.answered()
    section, checkin_id = Section([waited, stuck]), cast.ANSWERED.id
    look = team_questions.preview
    return {
        "checkin.form: with questions of the team": checkin.form(cast.morning(), own=Section([loaded, cold], more=2)),
        "checkin.form: with answers": checkin.form(answered_day, own=Section([replace(loaded, value="no"), only])),
        "checkin.feedback: with a question": checkin.feedback(answered_day, how=NEW, own=Section([waited])),
        "checkin.feedback: with two questions": checkin.feedback(answered_day, how=NEW, own=section),
        "team_questions.answer_form": team_questions.answer_form(checkin_id, Section([waited])),
        "team_questions.answer_form: of two teams": team_questions.answer_form(checkin_id, Section([both, stuck])),
        "team_questions.kept": team_questions.kept(cast.TODAY),
        "team_questions.nothing_open": team_questions.nothing_open(),
        "team_questions.shelf": team_questions.shelf(cast.TEAM, cast.QUESTIONS, []),
        "team_questions.shelf: empty": team_questions.shelf(cast.TEAM, [], []),
        "team_questions.shelf: changed by somebody else": team_questions.shelf(
            cast.TEAM, [cast.COLD], [], phrase("team_questions.changed")
        ),
        "team_questions.shelf: five": team_questions.shelf(cast.TEAM, [*cast.QUESTIONS, cast.OLDER], []),
        "team_questions.shelf: of an admin": team_questions.shelf(cast.TEAM, [cast.COLD], [cast.SALES] * 6),
        "team_questions.teams": team_questions.teams([cast.TEAM]),
        "team_questions.removed": team_questions.removed(cast.OLDER, cast.TEAM),
        **{
            f"team_questions.refused: {why}": team_questions.refused(cast.WAITED, cast.TEAM, why)
            for why in ("full", "is-followed", "stays-after")
        },
        "team_questions.may_not": team_questions.may_not(),
        "team_questions.form": team_questions.form(cast.TEAM, None, [cast.LOADED]),
        "team_questions.form: changed": team_questions.form(
            cast.TEAM, cast.WAITED, [cast.LOADED], cast.WAITED.changed_at.isoformat()
        ),
        "team_questions.preview": look(cast.TEAM, cast.COLD, cast.QUESTIONS, about),
        "team_questions.preview: after the check-in": look(cast.TEAM, cast.WAITED, cast.QUESTIONS, about),
        "team_questions.preview: if nothing is tied": look(cast.TEAM, _asked(AskedWhen.UNTIED), cast.QUESTIONS, about),
        "team_questions.preview: back": look(cast.TEAM, _asked(AskedWhen.BACK), cast.QUESTIONS, about),
        "team_questions.answers": team_questions.answers(cast.TEAM, days, answered, in_channel=True),
        "team_questions.answers: of five": team_questions.answers(cast.TEAM, days, many, in_channel=False),
        "team_questions.answers: none": team_questions.answers(cast.TEAM, days, [], in_channel=False),
    }


PEOPLE = (cast.MIRA, cast.BRAM, cast.RUTH)


def _answer(question: TeamQuestion, said: str) -> TeamAnswer:
    return TeamAnswer(**{**cast.ANSWERS[0].model_dump(), "question_id": question.id, "said": said})


def _another(person: Person, n: int) -> Person:
    return Person(**{**person.model_dump(), "id": str(n)})


def _gone(person: Person) -> Person:
    return Person(**{**person.model_dump(), "left_at": cast.NOW})


def _asked(when: AskedWhen) -> TeamQuestion:
    return TeamQuestion(**{**cast.HELP.model_dump(), "asked_when": when})


def _seat(sitting: Sitting, **more: object) -> lessons.Seat:
    lesson = shelf.lesson(sitting.lesson)
    assert lesson is not None
    due = sitting.due_at
    seat = lessons.Seat(sitting, lesson, cast.NOW, cast.NOW.replace(hour=14, minute=0), cast.RUTH, cast.SIXTY_DAYS, due)
    return replace(seat, **more)  # type: ignore[arg-type]


def _people() -> Mapping[str, Drawn]:
    here = Present(people=[cast.MIRA, cast.BRAM])
    roster = read_roster(_LISTED, "directory.yml")
    much = read_roster(
        b"people:\n" + b"".join(b"  p%d: {name: Person %d}\n" % (n, n) for n in range(9)), "directory.yml"
    )
    return {
        "people.proposal": people.proposal(compare(roster, here), "key"),
        "people.proposal: many": people.proposal(compare(much, Present()), "key"),
        "people.proposal: nothing": people.proposal(Difference(), "key"),
        "people.proposal: unfit": people.unfit(2),
        "people.looking": people.looking(),
        "people.no_directory": people.no_directory(),
        "people.taken": people.taken(2, 1),
        "people.taken: nobody new": people.taken(0, 0),
        "people.admins_only": people.admins_only(),
        "people.gone_there": people.gone_there(cast.BRAM),
        "people.joined_there": people.joined_there(),
        "people.code_form": people.code_form(),
        "people.code": people.code(cast.BRAM, "ABCD-EFGH-IJKL-MNOP"),
    }


_LISTED = b"""
people:
  mira: {name: Mira Sand}
  noor: {name: Noor Haddad, zone: Europe/Amsterdam}
teams:
  night: {name: Night shift, members: [mira, noor]}
"""


def _deliveries() -> Mapping[str, Drawn]:
    place = Place(
        id="p", workspace_id="w", connection_id="c", external_id="D1", kind=PlaceKind.DIRECT, name="Bram", person_id="b"
    )
    channel = Place(
        id="q", workspace_id="w", connection_id="c", external_id="C1", kind=PlaceKind.CHANNEL, name="sales", team_id="s"
    )

    def ended(view: str, state: DeliveryState, cause: str, said: str = "") -> Delivery:
        return Delivery(
            id="d",
            workspace_id="w",
            place_id="p",
            kind=view,
            once="d",
            view=view,
            about={},
            state=state,
            planned_at=cast.NOW,
            not_before=cast.NOW,
            settled_at=cast.NOW,
            reason=cause,
            said=said,
        )

    dead, skipped = DeliveryState.DEAD, DeliveryState.SKIPPED
    entries: list[deliveries.Ended] = [
        (ended("checkin.invite", dead, Cause.UNKNOWN), place, cast.BRAM, None),
        (ended("digest.day", dead, Cause.UNREACHABLE, "is_archived"), channel, None, cast.SALES),
        (ended("lessons.nudge", skipped, Cause.PARKED, "user_disabled"), place, None, None),
        (ended("checkin.feedback", DeliveryState.EXPIRED, "its time was over"), place, cast.BRAM, None),
    ]
    counts = {
        "prompt": {DeliveryState.SENT: 410, dead: 1},
        "digest": {DeliveryState.SENT: 24, dead: 1},
        "lesson": {DeliveryState.SENT: 31, DeliveryState.PLANNED: 2, skipped: 1},
        "message": {DeliveryState.SENT: 1203, DeliveryState.EXPIRED: 1},
    }
    unsent, since = deliveries.unsent, cast.TODAY - timedelta(days=7)
    return {
        "deliveries.unsent": unsent(counts, entries, since, "Europe/Dublin", newer=None, older=5),
        "deliveries.unsent: nothing": unsent({}, [], since, "Europe/Dublin", newer=None, older=None),
        "deliveries.admins_only": deliveries.admins_only(),
    }


def _own_pages() -> Mapping[str, Drawn]:
    day, promises = cast.answered(), shelf.every()["promises"]
    at = cast.NOW + timedelta(hours=6)
    measured = Measured(cast.ON_TIME, cast.VISITED, cast.HALF)
    part = own_page.OwnPart(
        cast.EDITION,
        date(2027, 3, 1),
        [
            own_page.OwnLine(cast.SIXTY_DAYS, [measured], tasks=14),
            own_page.OwnLine(cast.FOUR_HOURS, late()),
            own_page.OwnLine(cast.BAKERY, untouched=9),
            own_page.OwnLine(cast.RENEW, untouched=15, longer=True),
        ],
    )
    taken = own_page.InTheWay(cast.BLOCKER, date(2027, 3, 3), 4, taker=cast.TOMAS)
    tuesday = replace(
        _opened(Detail.TASKS),
        sighting=Sighting(**{**_opened(Detail.TASKS).sighting.model_dump(), "last_day": cast.TODAY, "times": 3}),
    )
    mine = own_page.OwnPage(
        cast.MIRA,
        cast.TODAY,
        checkin=day.checkin,
        tasks=[(cast.VISITS, cast.SIXTY_DAYS), (cast.SEALS, cast.FOUR_HOURS), (cast.VAN, None)],
        stuck=[taken],
        part=part,
        weeks=[own_page.OwnWeek(date(2027, 3, 8), 5, 3), own_page.OwnWeek(date(2027, 3, 1), 14, 9)],
        ahead=own_page.Ahead(
            at + timedelta(days=1), at, [(promises, at, False), (promises, at + timedelta(days=6), True)], [at], 1
        ),
        away=[_away((15, 19)), _away((22, 22))],
        opened=[_opened(Detail.TASKS)],
    )
    nothing = own_page.OwnPage(cast.MIRA, cast.TODAY)
    busy = replace(
        nothing,
        checkin=day.checkin,
        tasks=[*mine.tasks, *mine.tasks, *mine.tasks],
        stuck=[taken, replace(taken, taker=None, hands=2, days=1), replace(taken, taker=None, days=0)],
        more_stuck=2,
        part=replace(part, more=2),
        opened=[_opened(one) for one in Detail],
        more_opened=296,
    )
    leads = replace(
        nothing,
        teams=[
            own_page.TeamToday(cast.TEAM, 17, 12, 17, 12, enough=True, stuck=2, untouched=1),
            own_page.TeamToday(cast.SALES, 3, 1, 2, 1),
        ],
        more_teams=3,
    )
    runs = replace(
        nothing,
        desk=own_page.Desk(
            [
                (promises, _sent_to(count), figures)
                for count, figures in ((12, Figures(10, 7)), (5, Figures(5, None)), (3, None))
            ],
            looked_at=1,
        ),
        questions=2,
        unsent=3,
    )
    return {
        "home.front": own_page.front(mine),
        "home.front: morning": own_page.front(nothing),
        "home.front: waived, no part": own_page.front(
            replace(nothing, checkin=cast.answered(waived=True).checkin, part=replace(part, lines=[]))
        ),
        "home.front: away and paused": own_page.front(
            replace(nothing, is_away=True, is_paused=True, away=[_away((9, 19))])
        ),
        "home.front: much of everything": own_page.front(busy),
        "home.front: of who leads": own_page.front(leads),
        "home.front: of who coaches and runs": own_page.front(runs),
        "home.front: of every role, nothing there": own_page.front(
            replace(nothing, teams=[own_page.TeamToday(cast.TEAM)], desk=own_page.Desk(), questions=0, unsent=0)
        ),
        "home.stuck": own_page.stuck(busy.stuck),
        "home.stuck: one": own_page.stuck([taken]),
        "home.stuck: nothing": own_page.stuck([]),
        "home.stuck: many": own_page.stuck(busy.stuck, 30),
        "home.sightings": own_page.sightings([_opened(Detail.TASKS), tuesday]),
        "home.sightings: many": own_page.sightings([_opened(one) for one in Detail], 296),
        "home.sightings: nobody": own_page.sightings([]),
    }


def _away(days: tuple[int, int]) -> Absence:
    first, last = (date(2027, 3, one) for one in days)
    ours: dict[str, Any] = {"id": "a", "workspace_id": cast.MIRA.workspace_id, "person_id": cast.MIRA.id}
    return Absence(**ours, first_day=first, last_day=last, said_at=cast.NOW)


def _opened(what: Detail) -> own_page.Opened:
    """Tomas, who leads the team, opened something of yesterday."""
    sighting = Sighting(
        id="s",
        workspace_id=cast.MIRA.workspace_id,
        person_id=cast.MIRA.id,
        by_id=cast.TOMAS.id,
        team_id=cast.TEAM.id,
        what=what,
        first_day=cast.YESTERDAY,
        last_day=cast.YESTERDAY,
        seen_at=cast.NOW,
    )
    return own_page.Opened(sighting, cast.TOMAS, cast.TEAM, cast.NOW)


def _lessons() -> Mapping[str, Drawn]:
    every = list(shelf.every().values())
    promises = shelf.every()["promises"]
    reach = lessons.Reach([cast.SALES], [cast.BRAM], owners=True)
    team = lessons.to_whom(cast.SALES, 1)
    sent = Sending(**{**cast.FROM_MIRA.model_dump(), "receivers": 12})
    to_all = Sending(**{**cast.FROM_MIRA.model_dump(), "receivers": 0})
    left = Sending(**{**cast.SENDING.model_dump(), "state": SendingState.LEFT})
    rewritten = Sitting(**{**cast.TAKEN.model_dump(), "version": 0})
    sitting, nudge = lessons.sitting, lessons.nudge
    own, taken, evening = _seat(cast.OFFERED, sender=None), _seat(cast.TAKEN), cast.NOW.replace(hour=18)
    tomorrow = cast.NOW + timedelta(days=1)
    to_seven, to_twelve = lessons.to_whom(cast.TEAM, 7), lessons.to_whom(cast.TEAM, 12)
    return {
        "lessons.shelf": lessons.shelf(every, may_send=False),
        "lessons.shelf: of a coach": lessons.shelf(every, may_send=True),
        "lessons.shelf: empty": lessons.shelf([], may_send=False),
        "lessons.may_not": lessons.may_not(),
        "lessons.sender": lessons.sender(every, reach),
        "lessons.sender: to a team or a person": lessons.sender(every, replace(reach, owners=False)),
        "lessons.sender: to owners": lessons.sender(every, lessons.Reach(owners=True)),
        "lessons.sending": lessons.sending(cast.SENDING, promises, team),
        "lessons.sending: goes out later": lessons.sending(
            cast.FROM_MIRA, promises, to_seven, goes_at=cast.NOW + timedelta(days=1)
        ),
        "lessons.when": lessons.when(cast.SENDING, promises, cast.TODAY + timedelta(days=1)),
        "lessons.sending: to a person": lessons.sending(cast.SENDING, promises, lessons.to_whom(cast.BRAM, 1)),
        "lessons.sending: to owners": lessons.sending(cast.SENDING, promises, lessons.to_whom(cast.SIXTY_DAYS, 1)),
        "lessons.sending: let be": lessons.sending(left, promises, team),
        "lessons.sending: sent": lessons.sending(cast.FROM_MIRA, promises, to_seven),
        "lessons.sending: answered": lessons.sending(sent, promises, to_twelve, Figures(10, 7)),
        "lessons.sending: answered alike": lessons.sending(sent, promises, to_twelve, Figures(5, None)),
        "lessons.sending: they have it": lessons.sending(to_all, promises, to_seven),
        "lessons.sending: no longer theirs to see": lessons.sending(sent, promises, lessons.to_whom(None, 0)),
        "lessons.sitting": sitting(_seat(cast.OFFERED)),
        "lessons.sitting: in the evening": sitting(_seat(cast.OFFERED, now=evening, later=tomorrow)),
        "lessons.sitting: taken alone": sitting(own),
        "lessons.sitting: away for long": sitting(_seat(cast.OFFERED, later=None)),
        "lessons.sitting: put off": sitting(_seat(cast.PUT_OFF)),
        "lessons.sitting: put off to another day": sitting(_seat(cast.PUT_OFF, due=tomorrow)),
        "lessons.sitting: declined": sitting(_seat(cast.DECLINED)),
        "lessons.sitting: second card": sitting(_seat(cast.READING)),
        "lessons.sitting: without a line": sitting(_seat(cast.READING, line=None)),
        "lessons.sitting: question": sitting(_seat(cast.AT_QUESTION)),
        "lessons.sitting: answered": sitting(taken),
        "lessons.sitting: answered with what holds": sitting(_seat(cast.TAKEN_RIGHT, sender=None)),
        "lessons.sitting: comes back no more": sitting(_seat(cast.TAKEN, due=None)),
        "lessons.sitting: rewritten since": sitting(_seat(rewritten)),
        "lessons.sitting: goes on below": sitting(taken, newest=False),
        "lessons.later": lessons.later(_seat(cast.OFFERED)),
        "lessons.question": lessons.question(_seat(cast.AT_QUESTION)),
        "lessons.nudge": nudge(replace(taken, sender=None), cast.NUDGE, cast.TODAY),
        "lessons.nudge: the last one": nudge(replace(taken, due=None, sender=None), cast.NUDGE, cast.TODAY),
        "lessons.nudge: answered": nudge(replace(taken, sender=None), cast.NUDGE_ANSWERED, cast.TODAY),
        "lessons.nudge: let go": nudge(replace(taken, sender=None), cast.NUDGE_LET_GO, cast.TODAY),
        "lessons.nudge: rewritten since": nudge(
            replace(taken, lesson=replace(promises, version=2), sender=None), cast.NUDGE_ANSWERED, cast.TODAY
        ),
        "lessons.recall": lessons.recall(replace(taken, sender=None), cast.NUDGE),
    }


def _sent_to(count: int) -> Sending:
    return Sending(**{**cast.FROM_MIRA.model_dump(), "receivers": count})


def _sendings() -> Mapping[str, Drawn]:
    promises, at = shelf.every()["promises"], cast.NOW
    to_team = lessons.to_whom(cast.SALES, 12)
    came = sendings.CameOf(_sent_to(12), promises, to_team, at, 10, Figures(10, 7), (2, 7, 1))
    listed = [(_sent_to(count), one, at) for count, one in ((12, promises), (1, promises), (0, None))]
    return {
        "sendings.results": sendings.results(came),
        "sendings.results: to come": sendings.results(
            replace(came, is_to_come=True, begun=0, figures=None, chosen=None)
        ),
        "sendings.results: of few": sendings.results(replace(came, begun=0, figures=None, chosen=None)),
        "sendings.results: answered alike": sendings.results(replace(came, figures=Figures(5, None), chosen=None)),
        "sendings.results: off the shelf": sendings.results(replace(came, lesson=None, chosen=None)),
        "sendings.results: they had it": sendings.results(replace(came, sending=_sent_to(0))),
        "sendings.mine": sendings.mine(listed, 3, newer=None, older=None),
        "sendings.mine: one": sendings.mine(listed[:1], 1, newer=None, older=None),
        "sendings.mine: a further page": sendings.mine(listed, 33, newer=0, older=20),
        "sendings.mine: nothing": sendings.mine([], 0, newer=None, older=None),
    }


def _library() -> Mapping[str, Drawn]:
    every = list(shelf.every().values())
    tying, search = shelf.every()["tying-work"], library.Search("promises", "workplace", 3)
    many = [replace(tying, title=f"Lesson {n}") for n in range(1, 26)]
    return {
        "lessons.shelf: of very many": lessons.shelf(many, may_send=False),
        "library.form": library.form(every, library.Search()),
        "library.form: again": library.form(every, search),
        "library.hits": library.hits(every[:2], library.Search("score"), 0, may_send=True),
        "library.hits: all, of who may not send": library.hits(every, library.Search(), 0, may_send=False),
        "library.hits: one": library.hits(every[:1], search, 0, may_send=False),
        "library.hits: the only one": library.hits(every[:1], library.Search(), 0, may_send=False),
        "library.hits: none": library.hits([], search, 0, may_send=True),
        "library.hits: many": library.hits([*every, *many], library.Search(sphere="work"), 0, may_send=True),
        "library.hits: a further page": library.hits([*many, *every], library.Search(), 20, may_send=True),
        "library.lesson": library.lesson(tying, cast.SIXTY_DAYS, may_send=True),
        "library.lesson: of who may not send": library.lesson(tying, None, may_send=False),
        "library.gone": library.gone(),
    }


def _because() -> Mapping[str, Drawn]:
    plain = ties.Because(cast.BAKERY, [], owned=False, team=None, like=None, habit=False)
    own = replace(plain, line=cast.SIXTY_DAYS, shared=["visits"], owned=True, habit=True)
    near = replace(plain, line=cast.FOUR_HOURS, shared=["seals", "oven"], team=cast.TEAM, like=ties.Like(cast.VISITS))
    known = replace(own, like=ties.Like(None))
    unsure, suggested = cast.TIES[cast.SEALS.id], cast.TIES[cast.VISITS.id]
    return {
        "ties.because": ties.because(cast.SEALS, unsure, [near, own, plain]),
        "ties.because: one line": ties.because(cast.VISITS, suggested, [known]),
        "ties.because: not there any more": ties.because(cast.VISITS, suggested, []),
    }


def _crossings(answered: checkin.Day) -> Mapping[str, Drawn]:
    """What is asked about a task that enters what was chosen against, what comes of it, and what who is stuck reads."""
    because = "A chain has its own technicians."

    def asked(crossing: Crossing, **more: Any) -> crossings.Asked:
        return crossings.Asked(crossing, cast.CHAIN, cast.NO_SUPERMARKETS, **more)

    def after(one: crossings.Asked) -> Drawn:
        state = TaskState.DROPPED if one.crossing.state is CrossingState.STOPPED else TaskState.OPEN
        task = Task(**{**cast.CHAIN.model_dump(), "state": state})
        return checkin.feedback(
            replace(answered, tasks=[(task, None)], blocker=None, win=None), how=NEW, crossings=[one]
        )

    def became(state: CrossingState) -> crossings.Asked:
        changed = Crossing(**{**cast.WROTE_BACK.model_dump(), "state": state, "answer": ""})
        return asked(changed, other=cast.BRAM, may_hand=True, may_argue=True)

    gone = Crossing(**{**cast.HANDED.model_dump(), "state": CrossingState.LEFT})
    taken = Crossing(**{**cast.HANDED.model_dump(), "state": CrossingState.TAKEN})
    known = blockers.Advice(
        line=cast.FOUR_HOURS, decides=cast.BRAM, helped=[CLEARED], promise=cast.PRICE_LIST, promised_by=cast.BRAM
    )
    nobody = blockers.Advice(line=cast.BAKERY, promise=cast.PRICE_LIST)
    no_chains, chain = cast.NO_SUPERMARKETS, cast.CHAIN
    return {
        "checkin.feedback: enters": after(asked(cast.ENTERS, because=because, may_hand=True, may_argue=True)),
        "checkin.feedback: enters, alone": after(asked(cast.ENTERS)),
        "checkin.feedback: stopped": after(asked(cast.STOPPED)),
        "checkin.feedback: handed over": after(asked(cast.HANDED, other=cast.BRAM)),
        **{
            f"checkin.feedback: {state}": after(became(state))
            for state in (
                CrossingState.TAKEN,
                CrossingState.LEFT,
                CrossingState.ARGUED,
                CrossingState.AGREED,
                CrossingState.STANDS,
            )
        },
        "checkin.feedback: answered": after(asked(cast.WROTE_BACK, other=cast.BRAM)),
        "checkin.feedback: stuck": checkin.feedback(answered, how=NEW, advised=known),
        "checkin.feedback: stuck, nobody decides": checkin.feedback(answered, how=NEW, advised=nobody),
        "checkin.stuck: with what is known": checkin.stuck(cast.BLOCKER, cast.MIRA, cast.TODAY, advised=known),
        "crossings.win_form": crossings.win_form(asked(cast.STOPPED), cast.WIN, [cast.TEAM]),
        "crossings.win_form: in no team": crossings.win_form(asked(cast.STOPPED), None, []),
        "crossings.hand_form": crossings.hand_form(asked(cast.ENTERS), [cast.BRAM]),
        "crossings.argue_form": crossings.argue_form(asked(cast.ENTERS), [cast.BRAM]),
        "crossings.handed": crossings.handed(cast.TO_MIRA, chain, cast.BRAM, no_chains),
        "crossings.handed: taken": crossings.handed(taken, chain, cast.MIRA, no_chains),
        "crossings.handed: left": crossings.handed(gone, chain, cast.MIRA, no_chains),
        "crossings.handed: taken back": crossings.handed(cast.HANDED, None, cast.MIRA, no_chains),
        "crossings.argued": crossings.argued(cast.FROM_BRAM, chain, cast.BRAM, no_chains, None),
        "crossings.argued: answered": crossings.argued(cast.WROTE_BACK, chain, cast.MIRA, no_chains, cast.BRAM),
        "crossings.answer_form": crossings.answer_form(cast.FROM_BRAM, cast.BRAM),
        "crossings.came_back": crossings.came_back(cast.WROTE_BACK, chain, no_chains, cast.BRAM),
        "crossings.came_back: left": crossings.came_back(gone, None, no_chains, cast.BRAM),
    }


def _told(aim: Aim, *lines: Wording, **more: object) -> coach.Told:
    more_lines, listed = more.pop("more", 0), bool(more.pop("listed", False))
    people = {person.id: person for person in (cast.MIRA, cast.BRAM)}
    assert isinstance(more_lines, int)
    return coach.Told(cast.EDITION, cast.TODAY, Cited(aim, lines, more_lines, listed), people=people, **more)  # type: ignore[arg-type]


def _as(line: Wording, **values: object) -> Wording:
    return Wording(**{**line.model_dump(), **values})


def _found() -> Mapping[str, Drawn]:
    """What somebody finds who looks for something."""
    days = cast.TODAY - timedelta(days=36), cast.TODAY - timedelta(days=9)
    people = {person.id: person for person in (cast.MIRA, cast.BRAM)}
    here = looking.Looked(
        cast.EDITION, cast.TODAY, (), people=people, parts={"sales": "Sales", "service": "Service"}, days=days
    )
    own = [
        looking.Own(cast.WIN, cast.TODAY),
        looking.Own(cast.VISITS, cast.TODAY, cast.SIXTY_DAYS),
        looking.Own(cast.LISTED, cast.YESTERDAY, cast.RENEW),
    ]
    promise = _as(cast.PRICE_LIST, owner_id=cast.BRAM.id, to_part="service", until=cast.TODAY + timedelta(days=9))
    nobodys = _as(promise, owner_id=None, until=None, accepted=False, line_id="nobodys")
    behind = {cast.ON_TIME.line_id: (Measured(cast.ON_TIME, cast.VISITED, cast.HALF), 62.5)}
    lessons = list(shelf.every().values())[:2]
    promised, read = frozenset({Sought.PROMISE}), frozenset({Sought.MEASURE})
    return {
        "coach.found": looking.found(replace(here, things=[*own, cast.RENEW, lessons[0]], more=4)),
        "coach.found: nothing": looking.found(here),
        "coach.found: promises": looking.found(replace(here, things=[promise, nobodys], days=None, sought=promised)),
        "coach.found: measures": looking.found(
            replace(here, things=[cast.ON_TIME], days=None, sought=read, wanted=behind)
        ),
        "coach.found: no measure": looking.found(replace(here, days=None, sought=read)),
        "coach.found: lessons": looking.found(
            replace(here, things=lessons, days=None, sought=frozenset({Sought.LESSON}))
        ),
        "coach.found: alone": looking.found(replace(here, days=None, sought=frozenset({Sought.OWN}))),
    }


def _care() -> Mapping[str, Drawn]:
    named = ["Works council: extension 210, council@harbour.example", "Dr. Síle Byrne, company doctor: 01 555 0100"]
    cards = {f": {kind}": care.card(kind, "en", named[:1], aloud=False) for kind in Help}
    cards |= {f": {language}": care.card(Help.DANGER, language, named, aloud=True) for language in LANGUAGES}
    return {
        "care.card": care.card(Help.HARASSMENT, "en", named, aloud=False),
        **{f"care.card{what}": card for what, card in cards.items()},
        "care.card: nobody is named": care.card(Help.LEGAL, "de", [], aloud=True),
        "care.card: where everybody reads": care.elsewhere("en"),
        "care.of_somebody": care.of_somebody(Withheld.JUDGING, [cast.TEAM.name]),
        "care.of_somebody: private": care.of_somebody(Withheld.PRIVATE, [cast.TEAM.name, cast.SALES.name]),
        "care.of_somebody: no team": care.of_somebody(Withheld.JUDGING, []),
    }


def _coach() -> Mapping[str, Drawn]:
    visits = _as(cast.SIXTY_DAYS, serves="morrow/P-1", about="Before the letter goes out.", plan="Two a day.")
    measured = [coach.Measured(cast.ON_TIME, cast.VISITED, cast.HALF)]
    unread = [coach.Measured(cast.ON_TIME, _measure(start=None), None)]
    due = cast.TODAY - timedelta(days=3)
    stale = [coach.Measured(cast.ON_TIME, _measure(cadence=10), cast.HALF, due, cast.TODAY)]
    with_deputy, of_another_tool = _as(visits, deputy_id=cast.BRAM.id), _as(cast.RENEW, kept={"owner": "Sales desk"})
    done = _as(cast.FOUR_HOURS, state=LineState.DONE, test="Ten calls in ten.")
    renewal, cold = Side((visits, cast.RENEW), "Mill Lane"), Side((cast.FOUR_HOURS,), "The Fenwick seals")
    undated = Side((_as(cast.FOUR_HOURS, until=None),))
    asked = [coach.Asked([cast.GIVE_AWAY], cast.RENEW), coach.Asked([cast.PARKING], None)]
    alike = [cast.GIVE_AWAY, *(_silence(id, words) for id, words in SAID)]
    edition, today = cast.EDITION, cast.TODAY
    worded = Grounded(
        (
            Standing("We visit every oven sixty days before its agreement ends.", visits),
            Standing("The renewal talk is opened ninety days ahead.", cast.RENEW),
        )
    )
    elsewhere = Grounded(tuple(Standing(line.words, line) for line in (cast.RENEW, cast.BAKERY)), (Fault.WORDS,))
    return {
        "coach.answer": coach.answer(_told(Aim.WHAT, visits, cast.RENEW)),
        "coach.answer: why": coach.answer(_told(Aim.WHY, visits, cast.RENEW)),
        "coach.answer: why, two up": coach.answer(_told(Aim.WHY, cast.BAKERY, visits, cast.RENEW)),
        "coach.answer: all of a kind": coach.answer(_told(Aim.WHAT, visits, cast.RENEW, more=1, listed=True)),
        "coach.answer: why, from itself": coach.answer(_told(Aim.WHY, _as(cast.RENEW, because="They stay."))),
        "coach.answer: why, not said": coach.answer(_told(Aim.WHY, cast.RENEW)),
        "coach.answer: who": coach.answer(_told(Aim.WHO, visits)),
        "coach.answer: who, and who stands in": coach.answer(_told(Aim.WHO, with_deputy)),
        "coach.answer: who, of another tool": coach.answer(_told(Aim.WHO, of_another_tool)),
        "coach.answer: who, nobody": coach.answer(_told(Aim.WHO, cast.RENEW)),
        "coach.answer: target": coach.answer(_told(Aim.TARGET, visits, cast.ON_TIME, measured=measured)),
        "coach.answer: how far, older than its cadence": coach.answer(
            _told(Aim.HOW_FAR, visits, cast.ON_TIME, measured=stale, tasks=4)
        ),
        "coach.answer: target, no start": coach.answer(_told(Aim.TARGET, visits, cast.ON_TIME, measured=unread)),
        "coach.answer: target, none": coach.answer(_told(Aim.TARGET, visits)),
        "coach.answer: since": coach.answer(_told(Aim.SINCE, visits, since=cast.YESTERDAY)),
        "coach.answer: until": coach.answer(_told(Aim.UNTIL, visits)),
        "coach.answer: until, standing": coach.answer(_told(Aim.UNTIL, _as(visits, until=None, standing=True))),
        "coach.answer: until, no date": coach.answer(_told(Aim.UNTIL, _as(visits, until=None))),
        "coach.answer: how far": coach.answer(_told(Aim.HOW_FAR, visits, cast.ON_TIME, measured=measured, tasks=4)),
        "coach.answer: how far, with a deputy": coach.answer(_told(Aim.HOW_FAR, with_deputy)),
        "coach.answer: how far, done": coach.answer(_told(Aim.HOW_FAR, done, tasks=0)),
        "coach.answer: not": coach.answer(_told(Aim.NOT, cast.NO_CHAINS, cast.RENEW)),
        "coach.answer: not accepted": coach.answer(_told(Aim.NOT, cast.NO_CHAINS, accepted=True)),
        "coach.answer: all that we do not": coach.answer(_told(Aim.NOT, cast.NO_CHAINS, more=2, listed=True)),
        "coach.answer: what serves it": coach.answer(_told(Aim.SERVES, cast.RENEW, visits, more=3)),
        "coach.answer: what it serves": coach.answer(_told(Aim.SERVES, visits, cast.RENEW)),
        "coach.answer: nothing serves it": coach.answer(_told(Aim.SERVES, cast.BAKERY)),
        **{f"coach.answer: {unsaid}": coach.answer(_told(Aim.WHY, visits, cast.RENEW), unsaid) for unsaid in Unsaid},
        "coach.waits": coach.waits("01a0f2c7b5d07e5c9a1b2c3d4e5f6a7b"),
        "coach.worded": coach.worded(_told(Aim.WHY, visits, cast.RENEW), worded, "small-model", "answer 1"),
        "coach.worded: of other lines": coach.worded(
            _told(Aim.TARGET, visits, cast.ON_TIME, measured=measured), elsewhere, "small-model", "answer 1"
        ),
        "coach.worded: changed meanwhile": coach.changed("Why do we renew?"),
        "coach.lost": coach.lost(_told(Aim.WHY, visits, cast.RENEW)),
        "coach.lost: changed meanwhile": coach.changed("Why do we renew?", interrupted=True),
        "coach.about_what": coach.about_what(read_question("Why?", {"why": "why"}), []),
        "coach.about_what: one of those": coach.about_what(read_question("Who?", {"who": "who"}), [visits, cast.RENEW]),
        "coach.about_what: since": coach.about_what(read_question("Since?", {"since": "since"}), []),
        "coach.about_what: anything": coach.about_what(read_question("What?", {}), []),
        "coach.first": coach.first(edition, today, Order((renewal, undated))),
        "coach.first: more lines": coach.first(edition, today, Order((renewal, cold))),
        "coach.first: a nearer day": coach.first(edition, today, Order((cold, undated))),
        "coach.first: split": coach.first(
            edition, today, Order((Side((_as(visits, until=None), _as(cast.RENEW, until=None))), cold))
        ),
        **_ordered(edition, today),
        "coach.first: alike": coach.first(edition, today, Order((cold, Side((cast.BAKERY,))))),
        **_found(),
        **_care(),
        **_wanted(),
        "coach.passed_on": coach.passed_on(edition, today, cast.RENEW, cast.GIVE_AWAY.id),
        "coach.passed_on: asked before": coach.passed_on(edition, today, None, None),
        "coach.taken_back": coach.taken_back(),
        "coach.left_alone": coach.left_alone(),
        "coach.about_somebody": coach.about_somebody(cast.BRAM),
        "coach.about_somebody: left": coach.about_somebody(_gone(cast.BRAM)),
        "coach.private": coach.private(cast.BRAM, [cast.TEAM.name]),
        "coach.private: no team together": coach.private(cast.BRAM, []),
        "coach.private: of everybody": coach.private(None, []),
        "coach.too_long": coach.too_long(),
        "coach.questions": coach.questions(asked, 3),
        "coach.questions: that ask the same": coach.questions([coach.Asked(alike, cast.RENEW)], 0),
        "coach.questions: none": coach.questions([], 0),
        "coach.questions: what helped": coach.questions(asked, 0, [(visits, cast.VERDICT)]),
        "coach.questions: none, what helped": coach.questions([], 0, [(visits, cast.VERDICT)]),
        "coach.judged": coach.judged(),
        "coach.judged: it did not help": coach.judged(BASIS.packed()),
        "coach.questions: what was wrong": coach.questions(asked, 0, (), (_mistaken(), 0)),
        "coach.questions: what was wrong, and more": coach.questions([], 0, (), (_mistaken()[:1], 2)),
    }


BASIS = Basis("Whom do we visit before an agreement ends?", cast.EDITION.id, [cast.RENEW.line_id])


def _mistaken() -> Sequence[mistakes.Mistaken]:
    """One of each kind; the last was put into words by a model, on a line that is gone."""

    def one(kind: MistakeKind, **more: Any) -> Mistake:
        return Mistake(**{**cast.WRONG.model_dump(), "kind": kind, **more})

    kinds = (MistakeKind.OUT_OF_DATE, MistakeKind.NOT_ASKED, MistakeKind.NOT_SAID)
    worded = one(MistakeKind.ELSE, model="small-model", brief="answer 1")
    return [
        mistakes.Mistaken(cast.WRONG, 7, [cast.RENEW], cast.SIXTY_DAYS),
        *[mistakes.Mistaken(one(kind), 7, [cast.RENEW, cast.SIXTY_DAYS]) for kind in kinds],
        mistakes.Mistaken(worded, 7, []),
    ]


def said_of_answers() -> Mapping[str, Drawn]:
    """What was wrong with an answer, and what somebody asked to be remembered."""
    answer = coach.answer(_told(Aim.WHAT, cast.SIXTY_DAYS))
    return {
        "mistakes.form": mistakes.form(BASIS, Theirs(BASIS.question, Privacy.PERSON)),
        "mistakes.offer": Offer([cast.SIXTY_DAYS], more=1),
        "mistakes.kept": mistakes.kept(cast.WRONG.id),
        "mistakes.known": mistakes.known(),
        "mistakes.taken_back": mistakes.taken_back(),
        "memory.kept": memory.kept(cast.NORTHERN),
        "memory.mine": memory.mine([cast.NORTHERN], 20),
        "memory.mine: several": memory.mine([cast.NORTHERN, cast.EASTER], 20),
        "memory.mine: nothing": memory.mine([], 20),
        "memory.form": memory.form(cast.NORTHERN),
        "memory.forgotten": memory.forgotten(),
        "memory.full": memory.full(20),
        "memory.too_long": memory.too_long(),
        "memory.alone": memory.alone(),
        "coach.answer: beside what was to be remembered": memory.beside(answer, [cast.NORTHERN]),
    }


def _ordered(edition: Edition, today: date) -> Mapping[str, Drawn]:
    """What promises and the whirlwind agreed on put first, and three things."""
    promised = Promised(cast.PRICE_LIST, "Sales", today, is_over=False)
    tied, whirlwind = Side((cast.SIXTY_DAYS, cast.RENEW), "Book the visits"), Side((), "Clear the store room")
    over = replace(tied, promised=replace(promised, is_over=True))
    team, own = Agreed("Service North", 0.4, 17, 8, is_own=False), Agreed("Service North", 0.4, 5, 2, is_own=True)
    left = (replace(team, whirlwind=5), replace(own, whirlwind=1))
    return {
        "coach.first: promised": coach.first(edition, today, Order((replace(tied, promised=promised), whirlwind))),
        "coach.first: a promise that is over": coach.first(edition, today, Order((over, whirlwind))),
        "coach.first: whirlwind used up": coach.first(edition, today, Order((tied, whirlwind), team)),
        "coach.first: own whirlwind used up": coach.first(edition, today, Order((tied, whirlwind), own)),
        "coach.first: room for whirlwind": coach.first(edition, today, Order((tied, whirlwind), left[0])),
        "coach.first: own room for whirlwind": coach.first(edition, today, Order((tied, whirlwind), left[1])),
        "coach.first: three": coach.first(
            edition, today, Order((over, Side((cast.BAKERY,)), whirlwind, Side((), "Wash the van")))
        ),
        "coach.all_whirlwind": coach.all_whirlwind(),
        "coach.nothing_to_order": coach.nothing_to_order(0),
        "coach.nothing_to_order: one": coach.nothing_to_order(1),
        "coach.nothing_to_order: in a channel": coach.nothing_to_order(None),
    }


SAID = (("other", "How much can a price be cut to renew?"), ("another", "What may be given away for a renewal?"))
"""The ids and words of questions that ask what another asks."""


def _silence(id: str, words: str) -> Silence:
    return Silence(**{**cast.GIVE_AWAY.model_dump(), "id": id, "words": words})


def _wanted() -> Mapping[str, Drawn]:
    """What is answered with more than one line."""
    edition, today, last_week = cast.EDITION, cast.TODAY, cast.TODAY - timedelta(days=7)
    visits, due = _as(cast.SIXTY_DAYS, serves="morrow/P-1"), _as(cast.FOUR_HOURS, until=None, serves="morrow/P-1")
    one = compared.Side(visits, cast.RENEW, cast.MIRA, [cast.ON_TIME])
    cold, cold_beside = compared.Side(cast.FOUR_HOURS, None, cast.MIRA), compared.Side(visits, None, cast.MIRA)
    pull = Pull((cast.FOUR_HOURS, visits), declared=True, words="One van, two calls")
    against = _as(cast.NO_CHAINS, because="They buy the cheapest oven.")
    condition = _as(cast.BAKERY, kind=LineKind.CONDITION)
    promise = _as(cast.PRICE_LIST, serves="service/P-2", line_id="promise")
    became = [
        Turned(Becomes.CHANGED, _as(visits, words="Visit every oven"), visits, ("words", "owner")),
        Turned(Becomes.GONE, cast.BAKERY, None),
    ]
    new = Turned(Becomes.NEW, None, cast.FOUR_HOURS)
    earlier = Reading(**{**cast.HALF.model_dump(), "id": "earlier", "value": 38.0, "day": last_week})
    moved = [changed.Moved(cast.ON_TIME, cast.VISITED, earlier, cast.HALF)]
    first_read = [changed.Moved(cast.ON_TIME, cast.VISITED, None, cast.HALF)]
    return {
        "compared.lines": compared.lines(
            edition, today, one, compared.Side(due, cast.RENEW, cast.BRAM)
        ),
        "compared.lines: one serves the other": compared.lines(edition, today, one, compared.Side(cast.RENEW)),
        "compared.lines: the other serves the one": compared.lines(edition, today, compared.Side(cast.RENEW), one),
        "compared.lines: that pull against each other": compared.lines(edition, today, cold, cold_beside, pull),
        "compared.lines: of which little is known": compared.lines(
            edition, today, compared.Side(_as(cast.BAKERY, until=None)), compared.Side(_as(due, serves=None))
        ),
        "compared.rather": compared.rather(edition, today, against, visits, condition),
        "compared.rather: with a reason for both": compared.rather(
            edition, today, against, _as(visits, because="Letters come too late."), None
        ),
        "compared.rather: no more": compared.rather(edition, today, cast.NO_CHAINS, None, None),
        "changed.since": changed.since(edition, today, changed.Changes(last_week, edition, [*became, new, new], moved)),
        "changed.since: a measure": changed.since(edition, today, changed.Changes(last_week, edition, (), moved)),
        "changed.since: first read": changed.since(edition, today, changed.Changes(last_week, edition, (), first_read)),
        "changed.since: an edition": changed.since(
            edition, today, changed.Changes(last_week, edition, became, (), number="2")
        ),
        "changed.since: nothing": changed.since(edition, today, changed.Changes(last_week, edition)),
        "changed.since: no such edition": changed.since(edition, today, changed.Changes(last_week, None, number="9")),
        "helping.of": helping.of(
            edition,
            today,
            helping.Help(
                visits, cast.MIRA, cast.BRAM, [(cast.TEAM, [cast.TOMAS]), (cast.SALES, [])],
                [(promise, cast.BRAM), (_as(cast.BAKERY, kind=LineKind.PROMISE), None)],
            ),
        ),
        "helping.of: nobody": helping.of(edition, today, helping.Help(cast.RENEW)),
    }  # fmt: skip


def _measure(**values: object) -> Measure:
    return Measure(**{**cast.VISITED.model_dump(), **values})


MONDAY = cast.TODAY - timedelta(days=1)
DAYS: Mapping[int, Sequence[tuple[Wording | None, int]]] = {
    0: [(cast.FOUR_HOURS, 6), (cast.SIXTY_DAYS, 4), (cast.RENEW, 2), (None, 5)],
    1: [(cast.FOUR_HOURS, 5), (cast.SIXTY_DAYS, 4), (cast.RENEW, 1), (None, 4)],
    7: [(cast.FOUR_HOURS, 6), (cast.SIXTY_DAYS, 2), (None, 9)],
    13: [(cast.BAKERY, 1)],
}
WORKED: Work = [
    (cast.TODAY - timedelta(days=ago), line.line_id if line else None, state, n)
    for ago, played in DAYS.items()
    for line, n in played
    for state in [TieState.CONFIRMED if line is cast.FOUR_HOURS else TieState.SUGGESTED if line else None]
]
"""What Service North did in the last fortnight: the test bakery was left alone."""


def ahead() -> Mapping[str, Drawn]:
    """What goes out, as an admin sees it."""
    ours: dict[str, Any] = {"id": "", "workspace_id": "", "place_id": "", "kind": "", "once": "", "about": {}}
    at = cast.NOW.replace(minute=0) + timedelta(days=1)

    def one(view: str, hours: float, to: Person | Team, occasion: str = "", reason: str = "", **more: Any) -> Foreseen:
        when = at + timedelta(hours=hours)
        message = Delivery(**ours, view=view, occasion=occasion, reason=reason, planned_at=cast.NOW, not_before=when)
        whom: dict[str, Any] = {"person": to} if isinstance(to, Person) else {"team": to}
        name = to.name if isinstance(to, Person) else "#service-north"
        return Foreseen(when, "Europe/Dublin", message, name, **{"comes": True, **more}, **whom)

    found = [
        one("checkin.invite", 0, cast.MIRA, "prompt"),
        one("checkin.invite", 0, cast.BRAM, "prompt"),
        one("wins.praised", 0, cast.BRAM, "praise", Cause.FULL),
        one("checkin.reminder", 2, cast.MIRA, "reminder"),
        one("lessons.nudge", 3, cast.BRAM, "nudge", Cause.ENOUGH, comes=False),
        one("digest.day", 7, cast.TEAM),
    ]
    many = [one("lessons.sitting", n / 6, cast.MIRA, "lesson") for n in range(24)]
    days = (cast.TODAY + timedelta(days=1), cast.TODAY + timedelta(days=1))
    week = (cast.TODAY, cast.TODAY + timedelta(days=4))
    two = [("Bram", "person 0"), ("Bram and others", "team 0")]

    def look(days: tuple[date, date], value: str, whom: str = "", skip: int = 0) -> preview.Ahead:
        return preview.Ahead(days, cast.TODAY, value, whom, skip)

    return {
        "preview.card": preview.card(found, look(days, "1")),
        "preview.card: to one person": preview.card(found[:1], look((cast.TODAY, days[1]), "person 0", "Mira")),
        "preview.card: nothing, today": preview.card([], look((cast.TODAY, cast.TODAY), "0")),
        "preview.card: more than can be shown": preview.card(many, look(days, "1")),
        "preview.card: the rest of it": preview.card(many, look(days, "1", skip=preview.ROWS)),
        "preview.card: some days": preview.card(found, look(week, "2027-03-09/2027-03-13")),
        "preview.card: one day, of a team": preview.card(
            found[:1], look((week[1], week[1]), "2027-03-13/2027-03-13 team 0", cast.TEAM.name)
        ),
        "preview.card: too many people": preview.too_many(4100, 300),
        "preview.card: too far": preview.too_far(31, cast.TODAY + timedelta(days=30)),
        "preview.no_days": preview.no_days("the day after"),
        "preview.whom": preview.whom("bram", two),
        "preview.whom: nobody": preview.whom("zoe", []),
    }


def by_itself() -> Mapping[str, Drawn]:
    """What comes to somebody who did not ask for it: why, less of it, and later."""
    mira, team, line = cast.MIRA, [cast.TEAM], cast.SIXTY_DAYS
    quiet = Person(**{**mira.model_dump(), "reminders": False, "wishes": "nudge=less praise=none"})
    fewer = Person(**{**mira.model_dump(), "working_days": 0b0010101})
    at = cast.NOW.replace(hour=14, minute=0)
    thursday = cast.TODAY + timedelta(days=2)
    behind = {
        Occasion.PROMPT: attention.Behind(teams=team),
        Occasion.DECISION: attention.Behind("Bram", line=line),
        Occasion.TEAM: attention.Behind("Bram", team),
        Occasion.LESSON: attention.Behind("Ruth", lesson="Whirlwind"),
        Occasion.NUDGE: attention.Behind(lesson="Whirlwind", until=cast.TODAY + timedelta(days=80)),
    }
    bram = attention.Behind("Bram")
    return {
        "snooze.choices": snooze.choices(cast.NOW + timedelta(hours=1), at, thursday, cast.TODAY),
        "snooze.choices: late, and asked no more": snooze.choices(None, None, None, cast.TODAY),
        "snooze.waits": snooze.waits(cast.TODAY, at, came=False),
        "snooze.waits: it came": snooze.waits(cast.TODAY, at, came=True),
        "snooze.waits: answered": snooze.answered(cast.TODAY),
        "snooze.waits: not again": snooze.left(cast.TODAY),
        "snooze.tomorrow": snooze.tomorrow(cast.TODAY, thursday),
        "snooze.tomorrow: asked no more": snooze.tomorrow(cast.TODAY, None),
        "snooze.not_asked": snooze.not_asked(),
        "snooze.too_late": snooze.too_late(),
        **{
            f"attention.why: {one}" if one is not Occasion.PROMPT else "attention.why": attention.why(
                mira, one, behind.get(one, bram)
            )
            for one in Occasion
        },
        "attention.why: in no team": attention.why(mira, Occasion.PROMPT, attention.Behind()),
        "attention.why: turned down": attention.why(quiet, Occasion.NUDGE, behind[Occasion.NUDGE]),
        "attention.kept": attention.kept(mira, Occasion.NUDGE, "less", "all"),
        "attention.kept: none": attention.kept(mira, Occasion.DECISION, "none", "less"),
        "attention.kept: as before": attention.kept(mira, Occasion.LESSON, "all", ""),
        "attention.kept: no reminder": attention.kept(mira, Occasion.PROMPT, "no-reminder", "reminder"),
        "attention.kept: fewer days": attention.kept(fewer, Occasion.PROMPT, "days", "days:31"),
        "attention.kept: the least": attention.kept(mira, Occasion.PROMPT, "least", ""),
        "attention.mine": attention.mine(quiet),
        "attention.mine: all of it": attention.mine(mira),
        "attention.nothing": attention.nothing(),
        **ahead(),
        "preferences.form: something turned down": preferences.form(quiet),
    }


def digests() -> Mapping[str, Drawn]:
    """The digests of Service North's Tuesday, and of its week."""
    day, week = Span(cast.TODAY, cast.TODAY, allowance=0.4), Span(MONDAY, MONDAY + timedelta(days=4), allowance=0.4)
    busy = [(day, line, state, 3 * n if line is None else n) for day, line, state, n in WORKED]
    open_ = [(day, line, TieState.UNSURE if line is None else state, n) for day, line, state, n in WORKED]
    others: Work = [*WORKED, (cast.TODAY, "of another part", TieState.CHOSEN, 3)]
    tuesday = _digest(day, WORKED)
    sales = [(cast.VISITS, cast.TIES[cast.VISITS.id], cast.MIRA), (cast.VAN, None, cast.MIRA)]
    return {
        "digest.day": digest.daily(tuesday),
        "digest.day: a line is gone": digest.daily(replace(tuesday, gone=[cast.SIXTY_DAYS])),
        "digest.day: many lines are gone": digest.daily(replace(tuesday, gone=[cast.SIXTY_DAYS] * 4)),
        "digest.day: more whirlwind than agreed": digest.daily(_digest(day, busy)),
        "digest.day: lines still to be said": digest.daily(_digest(day, open_)),
        "digest.day: other lines too": digest.daily(_digest(day, others)),
        "digest.week: other lines too": digest.weekly(_digest(week, others)),
        "digest.day: nothing agreed": digest.daily(_digest(Span(cast.TODAY, cast.TODAY), WORKED)),
        "digest.day: too few": digest.daily(_digest(day, WORKED, due=3)),
        "digest.day: nobody answered": digest.daily(_digest(day, WORKED[4:], came=0)),
        "digest.day: nothing to say": digest.daily(Digest(cast.TEAM, add_up(day, _due(day, 7, 0), []))),
        "digest.day: for one who asks": digest.with_others(
            digest.daily(replace(tuesday, in_channel=False)), [cast.TEAM], (cast.TODAY, cast.TODAY)
        ),
        "digest.week": digest.weekly(_digest(week, WORKED)),
        "digest.week: measures are late": digest.weekly(
            replace(_digest(week, WORKED), late=[cast.ON_TIME, cast.SIXTY_DAYS, cast.RENEW, cast.BAKERY])
        ),
        "digest.week: nobody was due": digest.weekly(Digest(cast.TEAM, add_up(week, [], []))),
        "digest.day: with answers of their own": digest.daily(replace(tuesday, asked=True)),
        "digest.day: for an admin": digest.figures(replace(tuesday, in_channel=False)),
        "digest.week: for an admin": digest.figures(_digest(week, WORKED)),
        "digest.day: for an admin, of a few": digest.figures(_digest(day, WORKED, came=2)),
        "past_digest.unknown": past_digest.unknown("the day the music died"),
        "past_digest.to_come": past_digest.to_come(),
        "past_digest.which_team": past_digest.which_team([cast.TEAM, cast.SALES], cast.TODAY, "day"),
        "digest.tasks": digest.all_tasks(tuesday, sales),
        "digest.tasks: none": digest.all_tasks(tuesday, []),
        "digest.blockers": digest.all_blockers(tuesday),
        "digest.blockers: none": digest.all_blockers(Digest(cast.TEAM, add_up(day, [], []))),
        "digest.day: answered for, taken on, praised": digest.daily(_acted(tuesday)),
        "digest.took_part": digest.took_part(cast.TEAM, (cast.TODAY, cast.TODAY), [cast.MIRA, cast.BRAM]),
        "digest.took_part: in the week": digest.took_part(cast.TEAM, (MONDAY, cast.TODAY), [cast.MIRA, cast.BRAM]),
        "digest.took_part: nobody": digest.took_part(cast.TEAM, (cast.TODAY, cast.TODAY), []),
        "digest.details": digest.details(_digest(day, others)),
        "digest.details: of a week": digest.details(_digest(week, WORKED)),
        "digest.since": digest.since(cast.NOW.replace(hour=16, minute=30), [cast.MIRA, cast.BRAM]),
        "digest.none": digest.none(),
    }


def _decisions() -> Mapping[str, Drawn]:
    """What Service North answers for a line that nobody worked on."""
    unclear, paused = Answered(cast.UNCLEAR, cast.BRAM), Answered(cast.PAUSED, cast.BRAM)
    team, line, today = cast.TEAM, cast.SIXTY_DAYS, cast.TODAY
    return {
        "decisions.form": decisions.form(team, cast.BAKERY, today, None),
        "decisions.form: changed": decisions.form(team, line, today, cast.UNCLEAR),
        "decisions.kept": decisions.kept(paused, team, cast.BAKERY, today, None),
        "decisions.kept: to the owner": decisions.kept(unclear, team, line, today, cast.MIRA),
        "decisions.kept: nobody owns it": decisions.kept(unclear, team, line, today, None),
        "decisions.kept: by the owner": decisions.kept(unclear, team, line, today, cast.BRAM),
        "decisions.asked": decisions.asked(unclear, team, line, stands=True),
        "decisions.asked: no more": decisions.asked(unclear, team, line, stands=False),
        "decisions.log": decisions.log(team, [unclear, paused], cast.WORDINGS, 0, earlier=3),
        "decisions.log: none": decisions.log(team, [], {}, 0, earlier=0),
        "decisions.touched": decisions.touched(line),
        "decisions.may_not": decisions.may_not(),
    }


def _acted(tuesday: Digest) -> Digest:
    return replace(
        tuesday,
        answered={cast.BAKERY.line_id: Answered(cast.PAUSED, cast.BRAM)},
        blockers={**tuesday.blockers, cast.BLOCKER.id: (TAKEN, cast.MIRA)},
        takers={cast.BRAM.id: cast.BRAM},
        praise={cast.BAKES.id: [cast.MIRA, cast.RUTH, cast.BRAM]},
        decided=True,
    )


def _while_away() -> checkin.Away:
    """Lines that became each thing that a line can, and something that is in the way no longer."""
    lines = [
        checkin.Since(line, became)
        for line, became in zip(cast.WORDINGS.values(), [*checkin.Became, *checkin.Became], strict=False)
    ]
    return checkin.Away(lines, [cast.BLOCKER])


def _where() -> Mapping[str, Drawn]:
    slack, teams = preferences.Way(cast.AT_SLACK, Door.SLACK), preferences.Way(cast.AT_TEAMS, Door.TEAMS, is_here=True)
    ways = [slack, teams]
    two = [replace(slack, name="Harbour"), replace(teams, door=Door.SLACK, name="Mill")]
    chosen = Person(**{**cast.MIRA.model_dump(), "prefers": cast.AT_TEAMS})
    return {
        "preferences.where": preferences.where(cast.MIRA, ways),
        "preferences.where: chosen": preferences.where(chosen, ways),
        "preferences.where: two of one door, below something": preferences.where(cast.MIRA, two, preferences.BELOW),
        "preferences.where: one place": preferences.where(cast.MIRA, ways[:1]),
        "preferences.form: several doors": preferences.form(chosen, ways),
        "preferences.kept: several doors": preferences.kept(chosen, _coming(), ways=ways),
    }


def _with_hours() -> Person:
    """Mira with another hour on Fridays and on two days more, and quiet in the evening."""
    return Person(**{**cast.MIRA.model_dump(), "other_hours": "mon-tue 08:15, fri 10:30", "quiet": "18:00-08:00"})


def _spread() -> Person:
    """Mira where the mornings are spread."""
    return Person(**{**cast.MIRA.model_dump(), "asked_after": 17})


def _coming(minute: int = 0) -> list[datetime]:
    """Three prompts to come."""
    return [cast.NOW.replace(hour=9, minute=minute) + timedelta(days=n) for n in (1, 2, 3)]


def _due(span: Span, due: int, came: int) -> DueDays:
    days = [span.first + timedelta(days=n) for n in range((span.last - span.first).days + 1)]
    days += [one - timedelta(days=7) for one in days]
    return [(one, f"p{n}", CheckInState.HANDED_IN if n < came else None) for one in days for n in range(due)]


def _digest(span: Span, work: Work, *, due: int = 7, came: int = 6) -> Digest:
    lines = [cast.FOUR_HOURS, cast.SIXTY_DAYS, cast.BAKERY]
    stuck = [
        Stuck(cast.PRICES.id, cast.BRAM.id, cast.TODAY - timedelta(days=8), cast.SIXTY_DAYS.line_id),
        Stuck(cast.BLOCKER.id, cast.MIRA.id, cast.TODAY, cast.FOUR_HOURS.line_id),
        Stuck(cast.FOUND.id, cast.MIRA.id, cast.TODAY, cleared=True),
    ]
    waiting = {line.line_id: cast.TODAY - timedelta(days=28) for line in lines}
    summary = add_up(span, _due(span, due, came), work, lines=waiting, stuck=stuck, wins=2)
    return Digest(
        team=cast.TEAM,
        summary=summary,
        wordings=cast.WORDINGS,
        blockers={
            cast.PRICES.id: (cast.PRICES, cast.BRAM),
            cast.BLOCKER.id: (cast.BLOCKER, cast.MIRA),
            cast.FOUND.id: (cast.FOUND, cast.MIRA),
        },
        wins=[(cast.BAKES, cast.BRAM), (cast.WIN, cast.MIRA)],
        owners={cast.MIRA.id: cast.MIRA},
        today=cast.TODAY,
    )


def _first_days() -> Mapping[str, Drawn]:
    team, invite = cast.TEAM, checkin.invite(cast.morning(), open_for_answers=True)
    newcomer = welcome.Newcomer(cast.BRAM, [team], {Role.MEMBER: [team]}, list(cast.WORDINGS.values()))
    leads = replace(newcomer, person=cast.TOMAS, roles={Role.MANAGER: [team]}, lines=[cast.SIXTY_DAYS])
    sure = Person(**{**cast.MIRA.model_dump(), "hours_right_at": cast.NOW, "is_admin": True})
    everything = {Role.MANAGER: [team], Role.COACH: [cast.SALES], Role.OBSERVER: [cast.SALES]}
    silent = Team(**{**team.model_dump(), "digest_at": None, "allowance": None})
    today, lines = cast.TODAY, [cast.FOUR_HOURS, cast.SIXTY_DAYS, cast.BAKERY]
    return {
        "welcome.card": welcome.card(newcomer),
        "welcome.card: who leads a team": welcome.card(leads),
        "welcome.card: who leads a team without a digest": welcome.card(replace(leads, roles={Role.MANAGER: [silent]})),
        "welcome.card: several roles, hours confirmed": welcome.card(
            replace(newcomer, person=sure, roles=everything, lines=lines)
        ),
        "welcome.card: a coach": welcome.card(welcome.Newcomer(cast.RUTH, [], {Role.COACH: [team]}, looked_at=lines)),
        "welcome.card: an observer, no part": welcome.card(
            welcome.Newcomer(cast.RUTH, [], {Role.OBSERVER: [team, cast.SALES]})
        ),
        "welcome.card: no score": welcome.card(replace(newcomer, lines=[], has_score=False)),
        "setup.teams": setup.teams([team, cast.SALES]),
        "setup.card": setup.card(
            setup.Standing(team, [cast.NEW_PLACE], cast.MEMBERSHIPS, cast.NOW.replace(hour=16, minute=30), questions=2)
        ),
        "setup.card: nothing set up": setup.card(setup.Standing(silent)),
        "setup.card: with a proposal": setup.card(
            setup.Standing(team, [cast.NEW_PLACE], cast.MEMBERSHIPS * 5, None, cast.PROPOSAL, (1, 3))
        ),
        "setup.channel": setup.channel(team, [cast.NEW_PLACE]),
        "setup.channel: none is free": setup.channel(team, []),
        "setup.hours": setup.hours(Team(**{**team.model_dump(), "asked_within": "08:00-11:00"}), _coming()),
        "setup.hours: no digest": setup.hours(silent),
        "setup.prompt": setup.prompt(invite, team, cast.NOW, is_asked=True),
        "setup.prompt: not asked": setup.prompt(invite, team, cast.NOW, is_asked=False),
        "setup.digest": setup.sample(digest.daily(setup.made_up(team, today, lines, "en")), team, has_lines=True),
        "setup.digest: one line": setup.sample(
            digest.daily(setup.made_up(team, today, lines[:1], "en")), team, has_lines=True
        ),
        "setup.digest: no lines": setup.sample(
            digest.daily(setup.made_up(silent, today, [], "en")), team, has_lines=False
        ),
        "setup.still": setup.still(team),
        "setup.unseen": setup.unseen(team),
        "members.form": members.form(team, cast.MEMBERSHIPS),
        "members.form: nobody is in it": members.form(team, []),
        "members.changed": members.changed(team, [cast.BRAM], [cast.RUTH], by=cast.MIRA),
        "members.changed: nothing": members.changed(team, [], [], by=cast.MIRA),
        "members.changed: oneself": members.changed(team, [], [cast.MIRA], by=cast.MIRA),
        "members.told": members.told(team, cast.TOMAS, "member"),
        "members.told: looks on": members.told(team, cast.TOMAS, "observer"),
        "members.told: no longer": members.told(team, cast.TOMAS, "gone"),
        "allowance.form": allowance.form(team, None),
        "allowance.form: nothing agreed": allowance.form(silent, None),
        "allowance.form: proposed": allowance.form(team, cast.PROPOSAL),
        "allowance.asked": allowance.asked(cast.PROPOSAL, team, cast.TOMAS, (1, 7)),
        "allowance.asked: the first": allowance.asked(cast.PROPOSAL, silent, cast.TOMAS, (0, 1)),
        **{
            f"allowance.asked: {state.value}": allowance.asked(_proposal(state), team, cast.TOMAS, (4, 7))
            for state in (ProposalState.AGREED, ProposalState.TAKEN_BACK, ProposalState.REPLACED)
        },
        "allowance.voted": allowance.voted(cast.PROPOSAL, cast.VOTE),
        "allowance.voted: not": allowance.voted(cast.PROPOSAL, Vote(**{**cast.VOTE.model_dump(), "agrees": False})),
        "allowance.voted: too late": allowance.voted(_proposal(ProposalState.AGREED), None),
        "allowance.voted: taken back": allowance.voted(_proposal(ProposalState.TAKEN_BACK), cast.VOTE),
        "allowance.voted: replaced": allowance.voted(_proposal(ProposalState.REPLACED), cast.VOTE),
    }


def _proposal(state: ProposalState) -> Proposal:
    return Proposal(**{**cast.PROPOSAL.model_dump(), "state": state})
