"""A view is drawn with the rights of who reads: what was made for one person shows nothing to another, or to nobody."""

from collections.abc import Iterator
from datetime import time, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.conductor import draw
from handlers import DRAWINGS
from handlers.basis import Basis
from handlers.cards import Card, Form
from handlers.files import File, packed
from handlers.findings import sight
from handlers.turn import Gone, Reader
from score import interview
from score.directory import Directory
from score.question import Around, Unfit
from storage.tables import (
    Acceptance,
    Blocker,
    Crossing,
    CrossingState,
    Delivery,
    Edition,
    Holding,
    HoldingState,
    LineAnswer,
    LineKind,
    Membership,
    Memo,
    Nomination,
    Nudge,
    Person,
    Place,
    PlaceKind,
    Praise,
    Proposal,
    Proposed,
    QuestionKind,
    Reason,
    Remark,
    RemarkKind,
    Role,
    Sending,
    SendingState,
    Sitting,
    Sketch,
    Step,
    Task,
    Team,
    TeamQuestion,
    Tension,
    TensionState,
    Win,
    Wording,
)
from tests.databases import Engines, copied
from tests.orchestra import SCORE, Orchestra, Player, orchestra

MEASURED = SCORE.replace(
    "the quoting time,", "the quoting time, measures: {M-1: {words: Days to a quote, every: day}},"
).replace("Win the harbour towns", "Win the harbour towns, must_be_true: {K-1: They want bread}")

LESSONS = tuple(name for name in DRAWINGS if name.startswith("lessons.") and name != "lessons.may_not")
OF_WHO_LEADS = (
    *(name for name in DRAWINGS if name.startswith("setup.")),
    "members.form",
    "allowance.form",
)
CROSSINGS = tuple(name for name in DRAWINGS if name.startswith("crossings."))
FINDINGS = tuple(
    name for name in DRAWINGS if name.startswith("findings.") and name.split(".")[1] not in ("gone", "alone", "may_not")
)
OF_ONE_PERSON = (
    "home.which_questions",
    "blockers.cleared",
    "blockers.decide",
    "blockers.helped_form",
    "blockers.offered",
    "blockers.open_again",
    "blockers.pass_form",
    "blockers.passed",
    "blockers.taken",
    "blockers.yours",
    "wins.praised",
    "wins.told",
    "wins.not_to_be_told",
    *("steps.form", "steps.kept", "steps.cue", "steps.answered", "asides.mine", "coach.nothing_to_order"),
    *("nominations.asked", "nominations.words_form", "nominations.asking", "nominations.answered"),
    "decisions.asked",
    "checkin.invite",
    "checkin.reminder",
    "checkin.feedback",
    "dictation.heard",
    "history.week",
    "score.my_part",
    "readings.due",
    "ties.picker",
    "ties.because",
    "coach.found",
    "coach.lost",
    "coach.questions",
    "coach.suggested",
    *("memory.mine", "memory.kept", "memory.form"),
    "leave.away",
    "leave.started",
    "home.front",
    "home.sightings",
    "home.stuck",
    "home.unreachable",
    "preferences.form",
    "preferences.kept",
    "preferences.where",
    "welcome.card",
    "members.changed",
    "members.told",
    "allowance.voted",
    "attention.why",
    "deliveries.unsent",
    "attention.mine",
    "snooze.choices",
    "snooze.waits",
    "snooze.tomorrow",
    *OF_WHO_LEADS,
    "team_questions.answer_form",
    "team_questions.form",
    "team_questions.preview",
    "team_questions.refused",
    "team_questions.removed",
    "team_questions.shelf",
    "team_questions.teams",
    "people.code",
    "people.gone_there",
    "people.joined_there",
    "people.proposal",
    *("readings.mine", "readings.form"),
    "same_jobs.card",
    *("tensions.reported", "tensions.review", "tensions.take_up_form", "tensions.close_form"),
    *("editions.form", "editions.proposed", "editions.news"),
    *(f"remarks.{one}" for one in ("standing", "answered", "moved", "passed", "asked", "reminder", "waiting")),
    *(f"remarks.{one}" for one in ("answer_form", "pass_form", "mine")),
    *("conditions.contradicted", "conditions.from_form"),
    *FINDINGS,
    *("library.form", "library.hits", "library.lesson", "sendings.results", "sendings.mine"),
    *LESSONS,
    *CROSSINGS,
)
OF_WHO_ASKS = (
    "coach.answer",
    "coach.worded",
    "coach.about_what",
    "coach.first",
    "coach.passed_on",
    "coach.about_somebody",
    "coach.private",
    "care.of_somebody",
    *("compared.lines", "compared.rather", "changed.since", "helping.of"),
)
OF_A_TEAM = (
    "allowance.asked",
    "digest.day",
    "digest.week",
    "digest.tasks",
    "digest.blockers",
    "digest.took_part",
    "digest.since",
    "digest.details",
    "team_questions.answers",
)
OF_WHO_SEES_IT = ("decisions.form", "decisions.kept", "decisions.log")
NEEDS_A_PERSON = (
    *OF_WHO_SEES_IT,
    "blockers.has_somebody",
    "checkin.form",
    "leave.which",
    "ties.offer",
    "score.line",
    "score.lines",
    *("readings.kept", "readings.may_not"),
    *("tensions.form", "tensions.offer"),
    *("mistakes.form", "mistakes.offer"),
    *OF_WHO_ASKS,
    *OF_ONE_PERSON,
)


@pytest.fixture(scope="module")
def day(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Orchestra]:
    """One day for all of these tests: they look at it, and change nothing."""
    with orchestra(copied(sqlite_template, tmp_path_factory.mktemp("drawings") / "day.db")) as made:
        yield made


@pytest.fixture(scope="module")
def about(day: Orchestra) -> dict[str, dict[str, str]]:
    """What each view was drawn from, in a day in which Ada did something of everything."""
    day.plays_from(MEASURED)
    return of_everything(day)


def of_everything(day: Orchestra) -> dict[str, dict[str, str]]:
    """Ada does something of everything; what each view of it is drawn from."""
    field = day.team("Field", part="field")
    ada = day.player("Ada", team=field, strategy_owner=True, admin=True)
    bo = day.player("Bo", team=field)
    day.player("Zoe", team=day.team("Sales"), strategy_owner=True)
    day.local(ada, time(9))
    ada.hands_in(["Call every harbour before noon"], blocker="no van", tell="yes", win="Sold out")
    ada.writes("tomorrow: rest")
    Player(day, "bo").does("blockers.offer", value=day.all(Blocker)[0].id)
    (blocker,) = day.all(Blocker)
    taken = {"taken_by": ada.person.id, "taken_at": day.clock.now()}
    passed = {"passed_to": ada.person.id, "passed_at": day.clock.now(), **taken}
    day.database.writer.write(lambda store: store.change(blocker, **passed)).result()
    of_blocker = {"blocker": blocker.id, "helper": bo.person.id, "taker": ada.person.id}
    acted = _acted(day, field, ada, bo)
    (task,) = day.all(Task)
    lesson = _a_lesson(day, ada)
    proposal = _leads_and_proposes(day, ada, field)
    of_change = {"team": field.id, "person": ada.person.id, "by": bo.person.id, "became": "member"}
    lines = {one.address: one.line_id for one in day.all(Wording)}
    kept = {one.view: one.about for one in day.all(Delivery) if one.view != "checkin.invite" or "ada" in one.once}
    return {
        **dict.fromkeys((view for view in DRAWINGS if view.startswith("blockers.")), of_blocker),
        **kept,
        "checkin.invite": {"person": ada.person.id, "day": day.today(ada).isoformat()},
        "checkin.reminder": {
            "person": ada.person.id,
            "day": day.today(ada).isoformat(),
            "until": day.clock.now().isoformat(),
        },
        "digest.day": {"team": field.id, "day": day.today(ada).isoformat()},
        "past_digest.which_team": {"teams": field.id, "day": day.today(ada).isoformat(), "sort": "day"},
        "digest.week": {"team": field.id, "day": day.today(ada).isoformat()},
        "digest.tasks": {"team": field.id, **dict.fromkeys(("first", "last"), day.today(ada).isoformat())},
        "digest.blockers": {"team": field.id, **dict.fromkeys(("first", "last"), day.today(ada).isoformat())},
        "digest.details": {"team": field.id, **dict.fromkeys(("first", "last"), day.today(ada).isoformat())},
        "checkin.form": {"day": day.today(ada).isoformat()},
        "dictation.heard": {"day": day.today(ada).isoformat()},
        "history.week": {"person": ada.person.id, "monday": day.today(ada).isoformat()},
        "score.my_part": {"person": ada.person.id},
        "home.sightings": {"person": ada.person.id},
        "home.stuck": {"person": ada.person.id},
        **_own_questions(day, ada, field),
        "leave.away": {"person": ada.person.id, "days": "2027-03-15/2027-03-19"},
        "home.front": {"person": ada.person.id},
        "home.opens": {"action": "checkin.open_form", "value": ""},
        "home.unreachable": {"place": place_of(day, bo).id, "why": "user_disabled"},
        "leave.which": {"options": "2027-03-15/2027-03-19 2027-03-15/2027-03-18"},
        "leave.started": {"person": ada.person.id},
        "people.proposal": {"directory": Directory().as_text()},
        "people.gone_there": {"person": bo.person.id},
        "people.joined_there": {},
        "people.code": {"person": bo.person.id, "code": "ABCD"},
        "people.taken": {"new": "1", "left": "0"},
        "preferences.form": {"person": ada.person.id},
        "preferences.kept": {"person": ada.person.id},
        "preferences.where": {"person": ada.person.id},
        "ties.picker": {"task": task.id},
        "ties.because": {"task": task.id},
        "ties.offer": {"typed": ""},
        "coach.answer": {"question": "Why do we call every harbour?"},
        "coach.waits": {"ask": "one"},
        "coach.worded": {
            "question": "Why do we call every harbour?",
            "said": '[["We call every harbour.", "field/P-1", "Call every harbour"]]',
            "model": "small-model",
            "brief": "answer 1",
            "lines": lines["field/P-1"],
        },
        "coach.lost": {"ask": day.asked_of(ada).id},
        "coach.about_what": {"question": "Why?", "lines": ""},
        "coach.found": {"person": ada.person.id, "question": "What did I do this week?"},
        "coach.first": {"question": "Calling harbours or quoting time first?"},
        "compared.lines": {"question": "?", "one": lines["field/P-1"], "other": lines["field/P-2"]},
        "compared.rather": {"question": "?", "against": lines["field/P-2"], "line": lines["field/P-1"]},
        "changed.since": {"question": "?", "since": "2027-03-01", "edition": "", "parts": "", "line": ""},
        "helping.of": {"question": "?", "line": lines["field/P-1"]},
        "coach.passed_on": {"nearest": "", "silence": ""},
        "coach.about_somebody": {"person": bo.person.id},
        "coach.private": {"person": bo.person.id},
        "coach.questions": {},
        "care.card": {"kind": "danger", "language": "de"},
        "care.of_somebody": {"why": "judging", "person": bo.person.id},
        **_said_of_answers(day, ada),
        "welcome.card": {"person": ada.person.id},
        "home.which_questions": {"person": ada.person.id},
        **{key: {"team": field.id, "person": ada.person.id} for key in OF_WHO_LEADS},
        **_by_itself(day, ada),
        "members.changed": {**of_change, "came": bo.person.id, "went": ""},
        "members.told": of_change,
        "allowance.asked": {"proposal": proposal.id},
        "allowance.voted": {"proposal": proposal.id, "person": ada.person.id},
        **_looked_for(day, ada),
        **_apart(day, ada),
        "same_jobs.card": {"team": field.id},
        **_found(day, ada),
        **_nominated(day, ada, bo),
        **_stepped(day, ada, task),
        **_put_to_lines(day, ada, bo),
        **_interviewed(day, ada),
        "lessons.shelf": {"person": ada.person.id},
        "lessons.sender": {"person": ada.person.id},
        **lesson,
        **acted,
        **_crossings(day, ada, task),
    }


def _said_of_answers(day: Orchestra, ada: Player) -> dict[str, dict[str, str]]:
    """An answer to Ada was wrong; and she asked for something to be remembered."""
    line = day.all(Wording)[0]
    memo = Memo(
        id=day.moment().id(),
        workspace_id=day.workspace.id,
        person_id=ada.person.id,
        words="The seals are mine",
        said_at=day.clock.now(),
    )
    day.keep(memo)
    return {
        "mistakes.form": {"basis": Basis("Why?", line.edition_id, [line.line_id]).packed()},
        "mistakes.offer": {"typed": ""},
        "mistakes.kept": {"mistake": ""},
        "memory.mine": {"person": ada.person.id},
        **{name: {"memo": memo.id} for name in ("memory.kept", "memory.form")},
    }


def _apart(day: Orchestra, ada: Player) -> dict[str, dict[str, str]]:
    """Ada looks after two lines that pull against each other, one of which is hers."""
    at = {line.address: line for line in day.all(Wording)}
    one, other = sorted((at["field/P-1"].line_id, at["field/P-2"].line_id))
    ours: dict[str, Any] = {"workspace_id": day.workspace.id, "one_id": one, "other_id": other}
    made = Tension(
        id=day.moment().id(),
        state=TensionState.TAKEN_UP,
        owner_id=ada.person.id,
        review=day.today(ada),
        began_at=day.clock.at,
        **ours,
    )
    day.keep(made)
    of_pair = {"pair": f"{one} {other}", "person": ada.person.id, "day": day.today(ada).isoformat()}
    views = ("one", "reported", "take_up_form", "close_form", "review")
    return {
        **{f"tensions.{name}": {**of_pair, "state": "settled"} for name in views},
        "tensions.listed": {"over": "", "part": ""},
        "tensions.form": {"first": "field/P-1", "line": "field/P-2"},
        "tensions.offer": {"typed": ""},
    }


def _stepped(day: Orchestra, ada: Player, task: Task) -> dict[str, dict[str, str]]:
    """Ada has named a moment for a task."""
    made = Step(
        id=day.moment().id(),
        workspace_id=day.workspace.id,
        person_id=ada.person.id,
        task_id=task.id,
        day=day.today(ada),
        cue="lunch is over",
        words="call",
        zone="UTC",
        ask_on=day.today(ada),
        made_at=day.clock.at,
    )
    day.keep(made)
    about = {"step": made.id, "person": ada.person.id, "said": "kept"}
    return {
        **dict.fromkeys(("steps.form", "steps.kept", "steps.cue", "steps.answered"), about),
        "steps.not_made": {"why": "over"},
        **{view: {"person": ada.person.id} for view in ("asides.mine", "coach.nothing_to_order")},
    }


def _nominated(day: Orchestra, ada: Player, bo: Player) -> dict[str, dict[str, str]]:
    """Bo would count words of Ada's, and she would count words of his."""

    def one(asker: Player, person: Player, message: str) -> dict[str, str]:
        ours: dict[str, Any] = {"asked_at": day.clock.at, "ends_at": day.clock.at + timedelta(days=7)}
        made = Nomination(
            id=day.moment().id(),
            workspace_id=day.workspace.id,
            asker_id=asker.person.id,
            person_id=person.person.id,
            message=message,
            words="Sold out",
            **ours,
        )
        day.keep(made)
        return {"nomination": made.id}

    of_ada, of_bo = one(bo, ada, "m1"), one(ada, bo, "m2")
    return {
        "nominations.nobody": {"why": "unknown", "person": ""},
        **dict.fromkeys(("nominations.asked", "nominations.words_form"), of_ada),
        **dict.fromkeys(("nominations.asking", "nominations.answered"), of_bo),
    }


def _interviewed(day: Orchestra, ada: Player) -> dict[str, dict[str, str]]:
    """Ada has answered the first question of an interview."""
    named = interview.answer(interview.Interview(), "Harbour", Around(day.today(ada), {}, ()))
    assert isinstance(named, interview.Interview)
    said = interview.told(named)
    day.keep(
        Sketch(
            id=day.moment().id(),
            workspace_id=day.workspace.id,
            person_id=ada.person.id,
            said=said,
            changed_at=day.clock.at,
        )
    )
    asked = interview.question(named)
    assert asked is not None
    about = {"person": ada.person.id, "question": asked.id, "said": "x", "why": Unfit.NO_DAY.value}
    return dict.fromkeys((f"interview.{one}" for one in ("question", "form", "unfit", "heard", "so_far")), about)


def _put_to_lines(day: Orchestra, ada: Player, bo: Player) -> dict[str, dict[str, str]]:
    """Bo asks something of a line of Ada's, and she of one of his; something is said of a condition."""
    line = next(one for one in day.all(Wording) if one.address == "field/P-2")
    condition = next(one for one in day.all(Wording) if one.kind is LineKind.CONDITION).line_id

    def one(asker: Player, holder: Player, **more: Any) -> dict[str, str]:
        made = Remark(
            id=day.moment().id(),
            workspace_id=day.workspace.id,
            line_id=line.line_id,
            edition_id=line.edition_id,
            kind=RemarkKind.QUESTION,
            words="By when?",
            person_id=asker.person.id,
            holder_id=holder.person.id,
            asked_on=day.today(ada),
            batch=f"of {holder.handle}",
            answer_by=day.today(ada),
            **more,
        )
        day.keep(made)
        return {"remark": made.id}

    of_bo, of_ada, passed = one(bo, ada), one(ada, bo), one(ada, bo, passed_by=ada.person.id)
    holding = Holding(
        id=day.moment().id(),
        workspace_id=day.workspace.id,
        line_id=condition,
        person_id=ada.person.id,
        state=HoldingState.BROKEN,
        day=day.today(ada),
        said_at=day.clock.at,
    )
    day.keep(holding)
    checkin = day.checkin_of(ada)
    assert checkin is not None
    own, of_line = {"person": ada.person.id}, {"line": condition}
    return {
        "remarks.nobody": {"line": line.line_id, "why": "nobody"},
        "remarks.form": {"line": line.line_id, "kind": "question", "words": ""},
        **dict.fromkeys(("remarks.standing", "remarks.answered", "remarks.moved"), of_ada),
        **dict.fromkeys(("remarks.answer_form", "remarks.pass_form"), of_bo),
        "remarks.passed": passed,
        "remarks.asked": {**own, "batch": "of ada", "waits": ""},
        "remarks.reminder": {**own, "by": day.today(ada).isoformat()},
        **dict.fromkeys(("remarks.waiting", "remarks.mine"), own),
        "remarks.of_line": {"line": line.line_id, "from": "0"},
        "conditions.form": {**of_line, "side": "for"},
        "conditions.from_form": {"of": f"checkin {checkin.id}"},
        "conditions.refused": {**of_line, "why": "many"},
        "conditions.contradicted": {**of_line, **own},
        "conditions.judge_form": {**of_line, "state": "holds"},
        "conditions.broken": {"holding": holding.id},
        "conditions.of_line": {**of_line, "from": "0"},
        **dict.fromkeys(("conditions.kept", "conditions.judged"), of_line),
    }


def _looked_for(day: Orchestra, ada: Player) -> dict[str, dict[str, str]]:
    """What Ada wrote to one part by its name."""
    line = day.all(Wording)[0].line_id
    return {
        "score.line": {"line": line, "said": ""},
        "score.lines": {"lines": line, "said": "harbour"},
        "score.linked": {"address": "field/P-1"},
        "score.not_found": {"said": "tractors", "whole": "score tractors"},
        "score_map.card": {"open": ""},
        "score_map.unknown": {"said": "tractors"},
        "coach.suggested": {"person": ada.person.id},
        "commands.help": {"part": "score", "unread": ""},
        "readings.mine": {"person": ada.person.id},
        **_read(day, ada),
        "lessons.found": {"person": ada.person.id, "lessons": "promises", "said": "promises", "whole": ""},
        **_searched(ada),
        **_of_editions(day, ada),
    }


def _found(day: Orchestra, ada: Player) -> dict[str, dict[str, str]]:
    """What the rules find, for Ada; she has accepted some of it."""
    seen = day.ask(lambda store: sight(store, ada.person, day.clock.now()))
    assert seen is not None
    short = next(iter(seen.found))
    accepted = Acceptance(
        id=day.moment().id(),
        workspace_id=day.workspace.id,
        about="C99-1",
        rule="C30",
        lines=[day.all(Wording)[0].line_id],
        reason="Later",
        until=day.today(ada),
        said_by=ada.person.id,
        said_at=day.clock.now(),
    )
    day.keep(accepted)
    edition, line = day.all(Edition)[0].id, day.all(Wording)[0].line_id
    of_line = {"line": line, "key": "owner", "edition": edition, "place": "1"}
    return {
        "findings.one": {"person": ada.person.id, "finding": f"{short} 1"},
        "findings.gone": {"place": "1"},
        **dict.fromkeys(("findings.mend_form", "findings.mended", "findings.same"), of_line),
        "findings.accept_form": {"finding": f"{short} 1"},
        "findings.accepted_now": {"acceptance": accepted.id, "place": "1"},
        **{key: {"person": ada.person.id} for key in ("findings.accepted", "findings.taken_back")},
        "findings.told": {"person": ada.person.id, "weights": "1 0 0", "gone": "0", "worst": short},
    }


def _searched(ada: Player) -> dict[str, dict[str, str]]:
    """What Ada looked for among the lessons, and one that she looked at."""
    search = {"person": ada.person.id, "words": "", "sphere": "", "minutes": "0"}
    return {
        "library.form": search,
        "library.hits": {**search, "begins": "0"},
        "library.lesson": {"person": ada.person.id, "lesson": "promises"},
    }


def _read(day: Orchestra, ada: Player) -> dict[str, dict[str, str]]:
    """Ada noted what a measure read two days ago, and is to read it again."""
    line = next(one.line_id for one in day.all(Wording) if one.kind is LineKind.MEASURE)
    before = (day.today(ada) - timedelta(days=2)).isoformat()
    ada.does("readings.hand_in", fields={"measure": line, "value": "4", "day": before})
    return {
        **{f"readings.{view}": {"line": line, "day": before} for view in ("form", "kept", "may_not")},
        "readings.due": {"person": ada.person.id, "lines": line},
    }


def _of_editions(day: Orchestra, ada: Player) -> dict[str, dict[str, str]]:
    """Ada handed in a file, and was told of an edition before which there was none of its lines."""
    ada.does("editions.hand_in", fields={"file": packed(File("next.yml", MEASURED.encode()))})
    edition = next(one for one in day.all(Edition) if one.number == 1)
    empty = Edition(**{**edition.model_dump(), "id": day.moment().id(), "number": 0})
    day.keep(empty)
    about = {"person": ada.person.id, "since": empty.id, "until": edition.id, "tied": "", "tasks": ""}
    return {
        "editions.form": {"person": ada.person.id},
        "editions.proposed": {"proposed": day.all(Proposed)[0].id, "how": "", "edition": ""},
        "editions.news": about,
    }


def _by_itself(day: Orchestra, ada: Player) -> dict[str, dict[str, str]]:
    """What came to Ada without her asking, and what she said to it."""
    came = next(one for one in day.all(Delivery) if one.occasion and one.place_id == place_of(day, ada).id)
    of_ada = {"person": ada.person.id}
    return {
        "attention.why": {"delivery": came.id},
        "attention.kept": {"occasion": "nudge", "what": "less", "before": "all"},
        **dict.fromkeys(("attention.mine", "snooze.choices", "snooze.tomorrow"), of_ada),
        "snooze.waits": {**of_ada, "day": day.today(ada).isoformat()},
        "preview.card": {"days": "1", "whom": f"person {ada.person.id}"},
        "preview.whom": {"said": "ada"},
        "deliveries.unsent": {**of_ada, "from": "0"},
    }


def _acted(day: Orchestra, field: Team, ada: Player, bo: Player) -> dict[str, dict[str, str]]:
    """Ada was told well done, and her line was answered for."""
    (win,) = day.all(Win)
    said = Praise(
        id=day.moment().id(), workspace_id=win.workspace_id, win_id=win.id, person_id=bo.person.id, said_at=day.clock.at
    )
    line = next(one for one in day.all(Wording) if one.address == "field/P-2")
    answered = LineAnswer(
        id=day.moment().id(),
        workspace_id=win.workspace_id,
        team_id=field.id,
        line_id=line.line_id,
        person_id=bo.person.id,
        reason=Reason.UNCLEAR,
        day=day.today(ada),
        said_at=day.clock.at,
    )
    day.keep(said, answered)
    day.database.writer.write(lambda store: store.change(line, owner_id=ada.person.id)).result()
    today = {"team": field.id, "day": day.today(ada).isoformat()}
    return {
        "wins.praised": {"win": win.id, "by": bo.person.id},
        "wins.told": {"win": win.id, "by": ada.person.id},
        "wins.not_to_be_told": {"win": win.id, "by": ada.person.id},
        "decisions.form": {**today, "line": line.line_id},
        "decisions.kept": {"decision": answered.id, "day": day.today(ada).isoformat()},
        "decisions.asked": {"decision": answered.id},
        "decisions.log": {"team": field.id, "skip": "0"},
        "decisions.touched": {"line": line.line_id},
        "digest.took_part": {"team": field.id, **dict.fromkeys(("first", "last"), day.today(ada).isoformat())},
        "digest.since": {**today, "since": (day.clock.at - timedelta(hours=1)).isoformat()},
    }


def _leads_and_proposes(day: Orchestra, ada: Player, field: Team) -> Proposal:
    ours: dict[str, Any] = {"workspace_id": day.workspace.id, "team_id": field.id}
    lead = Membership(id=day.moment().id(), person_id=ada.person.id, role=Role.MANAGER, **ours)
    proposal = Proposal(id=day.moment().id(), proposer_id=ada.person.id, share=0.4, made_at=day.clock.at, **ours)
    day.keep(lead, proposal)
    return proposal


def _own_questions(day: Orchestra, ada: Player, field: Team) -> dict[str, dict[str, str]]:
    """A question of the team waits for an answer that she has not given."""
    ours: dict[str, Any] = {"workspace_id": day.workspace.id, "team_id": field.id}
    id = day.moment().id()
    question = TeamQuestion(
        id=id,
        first_id=id,
        position=0,
        words="Ready?",
        kind=QuestionKind.YES_NO,
        required=True,
        changed_at=day.clock.now(),
        **ours,
    )
    day.keep(question)
    of_team = {"person": ada.person.id, "team": field.id, "question": "", "seen": "", "said": ""}
    of_question = {"person": ada.person.id, "question": id, "why": "full"}
    checkin = day.checkin_of(ada)
    assert checkin is not None
    days = dict.fromkeys(("first", "last"), day.today(ada).isoformat())
    return {
        "team_questions.shelf": of_team,
        "team_questions.teams": of_team,
        "team_questions.form": of_team,
        "team_questions.preview": {**of_team, "words": "What?", "kind": "line"},
        "team_questions.removed": of_question,
        "team_questions.refused": of_question,
        "team_questions.answer_form": {"checkin": checkin.id},
        "team_questions.kept": {"day": day.today(ada).isoformat()},
        "team_questions.answers": {"team": field.id, **days},
    }


def _crossings(day: Orchestra, ada: Player, task: Task) -> dict[str, dict[str, str]]:
    """Ada's task entered something, and so did Zoe's, who handed it to her or argues with her."""
    zoe, line = Player(day, "zoe").person, day.all(Wording)[0]

    def crossing(person: Person, other: Person | None, state: CrossingState, words: str = "") -> dict[str, str]:
        one = Crossing(
            id=day.moment().id(),
            workspace_id=day.workspace.id,
            person_id=person.id,
            task_id=task.id,
            edition_id=line.edition_id,
            line_id=line.line_id,
            asked_on=day.today(ada),
            state=state,
            other_id=other.id if other else None,
            words=words,
        )
        day.keep(one)
        return {"crossing": one.id}

    own = crossing(ada.person, zoe, CrossingState.TAKEN)
    argued = crossing(zoe, None, CrossingState.ARGUED, "All the same")
    return {
        **dict.fromkeys(CROSSINGS, own),
        "crossings.handed": crossing(zoe, ada.person, CrossingState.HANDED),
        **dict.fromkeys(("crossings.argued", "crossings.answer_form"), argued),
    }


def _a_lesson(day: Orchestra, ada: Player) -> dict[str, dict[str, str]]:
    """Ada took a lesson, was nudged, and looked at one that she could send."""
    sent = Sending(
        id=day.moment().id(),
        workspace_id=day.workspace.id,
        sender_id=ada.person.id,
        lesson="promises",
        made_at=day.clock.at,
    )
    ada.does("lessons.take", value="promises")
    (sitting,) = day.all(Sitting)
    ada.does("lessons.answer", fields={"sitting": sitting.id, "option": "a"})
    nudge = Nudge(
        id=day.moment().id(),
        workspace_id=day.workspace.id,
        sitting_id=sitting.id,
        person_id=ada.person.id,
        version=1,
        question=0,
        asked_on=day.today(ada),
    )
    came = Sending(**{**sent.model_dump(), "id": day.moment().id(), "state": SendingState.SENT, "receivers": 1})
    day.keep(sent, came, nudge)
    of_sitting, of_nudge = {"sitting": sitting.id, "n": "0"}, {"nudge": nudge.id}
    return {
        "lessons.sending": {"sending": sent.id},
        "lessons.when": {"sending": sent.id},
        "sendings.results": {"sending": came.id},
        "sendings.mine": {"person": ada.person.id, "from": "0"},
        **dict.fromkeys(("lessons.sitting", "lessons.later", "lessons.question"), of_sitting),
        **dict.fromkeys(("lessons.nudge", "lessons.recall"), of_nudge),
    }


def place_of(day: Orchestra, player: Player) -> Place:
    return next(one for one in day.all(Place) if one.person_id == player.person.id)


def drawn(day: Orchestra, view: str, about: dict[str, str], reader: Reader) -> object:
    return day.ask(lambda store: draw(store, view, about, reader))


@pytest.mark.parametrize("view", sorted(DRAWINGS))
def test_a_view_is_drawn_for_the_one_it_was_made_for(
    day: Orchestra, about: dict[str, dict[str, str]], view: str
) -> None:
    ada = Player(day, "ada")
    reader = Reader(ada.person, place_of(day, ada), day.clock.now())

    assert drawn(day, view, about.get(view, {"said": "x"}), reader) is not None


@pytest.mark.parametrize("view", OF_ONE_PERSON)
def test_it_shows_nothing_to_another(day: Orchestra, about: dict[str, dict[str, str]], view: str) -> None:
    bo = Player(day, "bo")
    with pytest.raises(Gone):
        drawn(day, view, about[view], Reader(bo.person, place_of(day, bo), day.clock.now()))


@pytest.mark.parametrize("view", OF_A_TEAM)
def test_what_a_team_did_is_shown_in_its_channel_and_nowhere_else(
    day: Orchestra, about: dict[str, dict[str, str]], view: str
) -> None:
    of_field, of_sales = (next(one for one in day.all(Place) if one.team_id == team.id) for team in day.teams())
    zoe = Player(day, "zoe")
    assert isinstance(drawn(day, view, about[view], Reader(None, of_field, day.clock.now())), Card)

    for reader in (
        Reader(None, of_sales, day.clock.now()),
        Reader(zoe.person, place_of(day, zoe), day.clock.now()),
        Reader(None, place_of(day, Player(day, "ada")), day.clock.now()),
    ):
        with pytest.raises(Gone):
            drawn(day, view, about[view], reader)


@pytest.mark.parametrize("view", OF_WHO_SEES_IT)
def test_what_a_team_answered_is_drawn_for_nobody_outside_of_it(
    day: Orchestra, about: dict[str, dict[str, str]], view: str
) -> None:
    zoe = Player(day, "zoe")
    with pytest.raises(Gone):
        drawn(day, view, about[view], Reader(zoe.person, place_of(day, zoe), day.clock.now()))


@pytest.mark.parametrize("view", NEEDS_A_PERSON)
def test_it_shows_nothing_where_nobody_in_particular_reads(
    day: Orchestra, about: dict[str, dict[str, str]], view: str
) -> None:
    channel = next(one for one in day.all(Place) if one.kind is PlaceKind.CHANNEL)
    with pytest.raises(Gone):
        drawn(day, view, about[view], Reader(None, channel, day.clock.now()))


@pytest.mark.parametrize("view", [name for name in LESSONS if name not in ("lessons.shelf", "lessons.sender")])
def test_a_lesson_that_is_not_there_is_gone(day: Orchestra, about: dict[str, dict[str, str]], view: str) -> None:
    ada = Player(day, "ada")
    missing = dict.fromkeys(about[view], "0")
    with pytest.raises(Gone):
        drawn(day, view, missing, Reader(ada.person, place_of(day, ada), day.clock.now()))


@pytest.mark.parametrize("gone", ["person", "blocker"])
def test_what_stood_in_the_way_is_not_told_of_somebody_or_something_that_is_not_there(
    day: Orchestra, about: dict[str, dict[str, str]], gone: str
) -> None:
    channel = next(one for one in day.all(Place) if one.kind is PlaceKind.CHANNEL)
    reader = Reader(None, channel, day.clock.now())
    assert isinstance(drawn(day, "checkin.stuck", about["checkin.stuck"], reader), Card)
    assert day.count(Blocker) == 1

    changed = {**about["checkin.stuck"], gone: "0" * 32}
    if gone == "person":
        with pytest.raises(Gone):
            drawn(day, "checkin.stuck", changed, reader)
    else:
        assert isinstance(drawn(day, "checkin.stuck", changed, reader), Card)


def test_lines_are_offered_as_long_as_there_are_any(sqlite_engines: Engines) -> None:
    with orchestra(sqlite_engines.writer.url) as day:
        no_lines_are_offered(day)


def no_lines_are_offered(day: Orchestra) -> None:
    ada = day.player("Ada")
    reader = Reader(ada.person, place_of(day, ada), day.clock.now())

    assert "lines=[]" in repr(drawn(day, "ties.offer", {"typed": "harbour"}, reader))
    assert not isinstance(drawn(day, "ties.offer", {"typed": "harbour"}, reader), Card | Form)
    assert "no score" in day.draws(reader.place, "score.none", {}).casefold()
