"""Who may do what: every route, played by every kind of person, about what belongs to Ada and to her team.

What is not allowed is refused, or answered as what is not there. Nothing that is tried here stays.
"""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import time
from pathlib import Path

import pytest

from bot.conductor import NOT_THERE, Stranger, draw_answer
from handlers import ROUTES
from handlers.basis import Basis
from handlers.files import File, packed
from handlers.findings import sight
from handlers.turn import Answer, Arrival, Change, Corrections, How, Reader, Refused, Turn, stand
from score import interview
from score.question import Around
from storage.store import Store, open_store
from storage.tables import (
    Acceptance,
    Blocker,
    Crossing,
    CrossingState,
    Delivery,
    Edition,
    Memo,
    Mistake,
    MistakeKind,
    Nomination,
    Nudge,
    Person,
    Place,
    Proposal,
    Proposed,
    Remark,
    RemarkKind,
    Role,
    Sending,
    SendingState,
    Silence,
    Sitting,
    Sketch,
    Step,
    TeamQuestion,
    Tension,
    Win,
    Wording,
    make_bare_id,
)
from tests.databases import copied
from tests.handlers.test_crossings import CHAIN, SCORE
from tests.handlers.test_leavers import asks_of_its_own
from tests.orchestra import Orchestra, Player, orchestra


@dataclass(frozen=True)
class Things:
    """One day of one organisation, and what was done in it."""

    day: Orchestra
    said: Mapping[str, tuple[str, Mapping[str, str]]] = field(default_factory=dict)
    """For each action about something: the value of its button, and the fields of its form."""


def crossed(day: Orchestra, state: str) -> str:
    """One more task of Ada's was asked about, and then handed to Bo, or argued for."""
    first, person = day.all(Crossing)[0], Player(day, "bo").person
    one = Crossing(
        id=day.moment().id(),
        workspace_id=day.workspace.id,
        person_id=first.person_id,
        task_id=first.task_id,
        edition_id=first.edition_id,
        line_id=first.line_id,
        asked_on=first.asked_on,
        state=CrossingState(state),
        other_id=person.id if state == "handed" else None,
        words="All the same" if state == "argued" else "",
    )
    day.keep(one)
    return one.id


def of_a_finding(day: Orchestra) -> dict[str, tuple[str, Mapping[str, str]]]:
    """A measure of Field has no source; what is found of that is mended and accepted."""
    otto = Player(day, "otto").person
    seen = day.ask(lambda store: sight(store, otto, day.clock.at))
    assert seen is not None
    short = next(short for short, one in seen.found.items() if one.rule == "C26")
    edition, line = day.all(Edition)[0], next(one for one in day.all(Wording) if one.address == "field/M-1").line_id
    accepted = Acceptance(
        id=day.moment().id(),
        workspace_id=day.workspace.id,
        about="C30-1",
        rule="C30",
        reason="Later",
        until=day.today(Player(day, "otto")),
        said_by=otto.id,
        said_at=day.clock.at,
    )
    day.keep(accepted)
    mends = {"line": line, "key": "source", "edition": edition.id, "place": "1", "value": "The list"}
    return {
        "findings.show": (f"{short} 1", {}),
        "findings.open_mend": (f"{short} 1 source", {}),
        "findings.mend": ("", mends),
        "findings.open_accept": (f"{short} 1", {}),
        "findings.ask": (f"{short} 1", {}),
        "findings.take_back": (accepted.id, {}),
        "findings.accept": ("", {"finding": f"{short} 1", "reason": "Soon", "until": "2027-04-30"}),
    }


def of_words(day: Orchestra, ada: Player) -> str:
    """Bo would count words of Ada's as a win of hers."""
    one = Nomination(
        id=day.moment().id(),
        workspace_id=day.workspace.id,
        asker_id=Player(day, "bo").person.id,
        person_id=ada.person.id,
        message="m1",
        words="Sold out",
        asked_at=day.clock.at,
        ends_at=day.clock.at,
    )
    day.keep(one)
    return one.id


def a_step(day: Orchestra, ada: Player, task: str) -> str:
    """Ada has named a moment for a task of hers."""
    one = Step(
        id=day.moment().id(),
        workspace_id=day.workspace.id,
        person_id=ada.person.id,
        task_id=task,
        day=day.today(ada),
        cue="lunch is over",
        words="call",
        zone="Europe/Dublin",
        ask_on=day.today(ada),
        made_at=day.clock.at,
    )
    day.keep(one)
    return one.id


def apart(day: Orchestra) -> tuple[str, Mapping[str, str]]:
    """Two lines pull against each other: as a button says them, and as the form of a report does."""
    at = {line.address: line.line_id for line in day.all(Wording)}
    one, other = sorted((at["field/P-1"], at["field/P-2"]))
    day.keep(
        Tension(id=day.moment().id(), workspace_id=day.workspace.id, one_id=one, other_id=other, began_at=day.clock.at)
    )
    return f"{one} {other}", {"first": "field/P-1", "line": "field/P-2", "words": "x"}


def of_line(day: Orchestra, ada: Player, line: str) -> str:
    """Ada asks something of a line of Mia's."""
    wording = next(one for one in day.all(Wording) if one.line_id == line)
    one = Remark(
        id=day.moment().id(),
        workspace_id=day.workspace.id,
        line_id=line,
        edition_id=wording.edition_id,
        kind=RemarkKind.QUESTION,
        words="By when?",
        person_id=ada.person.id,
        holder_id=Player(day, "mia").person.id,
        asked_on=day.today(ada),
        batch="b",
        answer_by=day.today(ada),
    )
    day.keep(one)
    return one.id


def of_answers(day: Orchestra, ada: Player, line: str) -> tuple[str, str]:
    """An answer that was said to be wrong, and what Ada asked to be remembered."""
    mistake = Mistake(
        id=make_bare_id(day.chance),
        workspace_id=day.workspace.id,
        words="Why?",
        kind=MistakeKind.ELSE,
        cited=[line],
        edition_id=day.all(Edition)[0].id,
        day=day.today(ada),
    )
    memo = Memo(
        id=day.moment().id(),
        workspace_id=day.workspace.id,
        person_id=ada.person.id,
        words="The seals are mine",
        said_at=day.clock.now(),
    )
    day.keep(mistake, memo)
    return mistake.id, memo.id


def of_the_strategy(day: Orchestra, person: Person) -> Proposed:
    """A file that waits to be put in force, and the interview that somebody began, who answers for the strategy."""
    named = interview.answer(interview.Interview(), "Harbour", Around(day.clock.at.date()))
    assert isinstance(named, interview.Interview)
    begun = Sketch(
        id=day.moment().id(),
        workspace_id=day.workspace.id,
        person_id=person.id,
        said=interview.told(named),
        changed_at=day.clock.at,
    )
    proposed = Proposed(
        id=day.moment().id(),
        workspace_id=day.workspace.id,
        proposer_id=person.id,
        name="next.yml",
        source="",
        made_at=day.clock.at,
    )
    day.keep(begun, proposed)
    return proposed


def made(day: Orchestra) -> Things:
    """Ada did something of everything; the others of Field, of Sales and of none look on."""
    field, sales = (day.team(name, part=name.casefold(), time_zone="Europe/Dublin") for name in ("Field", "Sales"))
    ada, mia = day.player("Ada", team=field), day.player("Mia", team=field, role=Role.MANAGER)
    day.player("Bo", team=field)
    day.player("Ruth", team=field, role=Role.COACH)
    day.player("Obi", team=field, role=Role.OBSERVER)
    day.player("Zoe", team=sales)
    day.player("Lou", team=sales, role=Role.MANAGER)
    day.player("Otto", strategy_owner=True)
    idris = day.player("Idris").person
    day.database.writer.write(lambda store: store.change(idris, is_admin=True)).result()
    day.plays_from(
        SCORE.replace(
            "Halve the quoting time,",
            "Halve the quoting time, measures: {M-1: Days to a quote},",
        ).replace("Win the harbour towns,", "Win the harbour towns, must_be_true: {K-1: They want bread},")
    )
    asks_of_its_own(day, field)
    day.local(ada, time(9))
    ada.hands_in([CHAIN, "Call every harbour"], blocker="no van", tell="yes", win="Sold out")
    mia.does("allowance.propose", fields={"team": field.id, "share": "40"})
    ada.does("lessons.take", value="promises")
    ada.does("lessons.answer", fields={"sitting": day.all(Sitting)[0].id, "option": "a"})
    handed, argued, silence = crossed(day, "handed"), crossed(day, "argued"), make_bare_id(day.chance)
    nudge = Nudge(
        id=day.moment().id(),
        workspace_id=day.workspace.id,
        sitting_id=day.all(Sitting)[0].id,
        person_id=ada.person.id,
        version=1,
        question=0,
        asked_on=day.today(ada),
    )
    place = next(one for one in day.all(Place) if one.person_id == ada.person.id)
    standing = stand(day.moment(), place, "lessons.nudge", {"nudge": nudge.id}, subject=f"nudge:{nudge.id}")
    proposed = of_the_strategy(day, Player(day, "otto").person)
    day.keep(nudge, *standing, Silence(id=silence, workspace_id=day.workspace.id, words="May we?", day=day.today(ada)))
    line = next(one for one in day.all(Wording) if one.address == "field/P-2").line_id
    measure = next(one for one in day.all(Wording) if one.address == "field/M-1").line_id
    task, blocker, win = day.tied(ada)[0][0].id, day.all(Blocker)[0].id, day.all(Win)[0].id
    crossing, proposal, sitting = day.all(Crossing)[0].id, day.all(Proposal)[0].id, day.all(Sitting)[0].id
    question, today = day.all(TeamQuestion)[0].id, day.today(ada).isoformat()
    checkin = day.checkin_of(ada)
    assert checkin is not None
    sending = Sending(
        id=day.moment().id(),
        workspace_id=day.workspace.id,
        sender_id=Player(day, "ruth").person.id,
        lesson="promises",
        team_id=field.id,
        made_at=day.clock.at,
    )
    sent = Sending(**{**sending.model_dump(), "id": day.moment().id(), "state": SendingState.SENT, "receivers": 3})
    day.keep(sending, sent)
    of_blocker = {"blocker": blocker, "helped": "A bike", "line": line}
    behind = f"{field.id} {today} {today}"
    came = next(one.id for one in day.all(Delivery) if one.place_id == place.id and one.occasion)
    own_question = {"team": field.id, "question": question, "seen": "", "words": "What?", "kind": "line"}
    team = {"team": field.id}
    nominated, step = of_words(day, ada), a_step(day, ada, task)
    pair, report = apart(day)
    edition = day.all(Edition)[0].id
    about = {"person": ada.person.id, "since": edition, "until": edition, "tied": "", "tasks": task}
    day.keep(*stand(day.moment(), place, "editions.news", about, subject=f"edition:{edition}:{ada.person.id}"))
    condition = next(one for one in day.all(Wording) if one.address == "harbour/K-1").line_id
    remark = of_line(day, ada, line)
    of_remark = {"remark": remark, "answer": "x", "to": Player(day, "otto").person.id}
    mistake, memo = of_answers(day, ada, line)
    basis = Basis("Why?", edition, [line]).packed()
    of_day, judged = f"checkin {checkin.id}", {"condition": condition, "state": "holds", "words": "x"}
    return Things(
        day,
        {
            "same_jobs.show": (field.id, {}),
            "tensions.one": (pair, {}),
            "tensions.open_form": (line, {}),
            "tensions.report": ("", report),
            "tensions.open_take_up": (pair, {}),
            "tensions.take_up": ("", {"pair": pair, "owners": "Ada, Bo", "review": "2027-04-01", "line": ""}),
            "tensions.open_close": (f"{pair} settled", {}),
            "tensions.close": ("", {"pair": pair, "state": "settled", "words": "x"}),
            "checkin.mark": (f"{task} done", {}),
            **{f"blockers.{one}": (blocker, of_blocker) for one in (*BLOCKERS, "offer", "take", "give_back")},
            "blockers.ask": (f"{blocker} {line}", {}),
            **{f"crossings.{one}": (crossing, {"crossing": crossing, "words": "x", "answer": "x"}) for one in CROSSED},
            **{f"crossings.{one}": (handed, {}) for one in ("take", "leave")},
            **{
                f"crossings.{one}": (argued, {"crossing": argued, "answer": "x"})
                for one in ("agree", "keep_to_it", "open_answer", "answer")
            },
            "nominations.ask": ("Sold out", {"author": "ada", "message": "m2"}),
            **{f"nominations.{one}": (nominated, {"nomination": nominated, "win": "x"}) for one in NOMINATED},
            "steps.open_form": (task, {}),
            "steps.open_own": (line, {}),
            "steps.keep": ("", {"task": task, "cue": "lunch is over", "words": "call"}),
            **{f"steps.{one}": (step, {}) for one in ("open_change", "take_back")},
            "steps.answer": (f"{step} kept", {}),
            **{f"asides.{one}": ("hint", {}) for one in ("stop", "again")},
            **{f"remarks.{one}": (line, {}) for one in ("open_question", "open_objection", "of_line")},
            "remarks.ask": ("", {"line": line, "kind": "question", "words": "x"}),
            **{f"remarks.{one}": (remark, of_remark) for one in HELD},
            **{f"conditions.{one}": (condition, judged) for one in JUDGED},
            **{f"conditions.{one}": (condition, {}) for one in ("open_for", "open_against", "of_line")},
            "conditions.add": ("", {"condition": condition, "side": "for", "words": "x"}),
            "conditions.open_from": (of_day, {}),
            "conditions.add_from": (
                "",
                {"of": of_day, "thing": f"win {win}", "line": condition, "side": "for", "words": "x"},
            ),
            "attention.why": (came, {}),
            **{f"attention.{one}": ("nudge", {}) for one in ("less", "stop")},
            "attention.undo": ("nudge all", {}),
            "coach.settle": (f"{silence} answered", {}),
            "mistakes.open_form": (basis, {}),
            "mistakes.hand_in": ("", {"basis": basis, "kind": "else", "words": "Why?"}),
            "mistakes.settle": (f"{mistake} mended", {}),
            **{f"memory.{one}": (memo, {"memo": memo, "words": "x"}) for one in ("open_form", "change")},
            **of_a_finding(day),
            "lessons.take": ("promises", {}),
            **{f"lessons.{one}": (nudge.id, {"nudge": nudge.id, "option": "a"}) for one in RECALLED},
            "preferences.prefer": (day.connection.id, {}),
            "leave.take": ("2027-03-15 2027-03-16", {}),
            "leave.undo": ("2027-03-15 2027-03-16", {}),
            "ties.settle": (f"{task} whirlwind", {}),
            "ties.open_picker": (task, {}),
            "ties.why": (task, {}),
            "ties.pick": ("", {"task": task, "line": line}),
            **{f"interview.{one}": ("name", {"question": "name", "answer": "Harbour"}) for one in INTERVIEWED},
            "interview.take": ("name Harbour", {}),
            "readings.open_form": (measure, {}),
            "readings.hand_in": ("", {"measure": measure, "value": "4"}),
            "coach.about": (f"{line} Why?", {}),
            "coach.judge": (f"helped {line}", {}),
            "coach.stop": (day.asked_of(ada).id, {}),
            "editions.hand_in": ("", {"file": packed(File("next.yml", b"score: x"))}),
            **{f"editions.{one}": (proposed.id, {}) for one in ("put_in_force", "leave")},
            "editions.tie": (f"{edition} {task} {line}", {}),
            "editions.tie_all": (f"{edition} {day.tied(ada)[1][0].id}", {}),
            "digest.today": (field.id, {}),
            "digest.this_week": (field.id, {}),
            "past_digest.say": (f"{field.id} {today} day", {}),
            **{f"digest.{one}": (behind, {}) for one in ("tasks", "blockers", "took_part")},
            "preview.further": ("20 1", {}),
            "decisions.answer": (f"{field.id} {line} {today} paused", {}),
            "decisions.open_form": (f"{field.id} {line} {today}", {}),
            "decisions.hand_in": ("", {**team, "line": line, "day": today, "reason": "paused", "words": ""}),
            "decisions.log": (field.id, {}),
            "wins.praise": (win, {}),
            "people.make_code": ("", {"who": "Bo"}),
            **{f"setup.{one}": (field.id, team) for one in SET_UP},
            "setup.take_channel": ("", {**team, "channel": ""}),
            "setup.model": (f"without {field.id}", {}),
            "setup.take_hours": ("", {**team, "at": "16:00"}),
            "members.open_form": (field.id, team),
            "members.hand_in": ("", team),
            "allowance.open_form": (field.id, team),
            "allowance.propose": ("", {**team, "share": "30"}),
            "allowance.vote": (f"{proposal} agree", {}),
            "allowance.take_back": (proposal, {}),
            "team_questions.shelf": (field.id, team),
            "team_questions.open_form": (field.id, team),
            "team_questions.open_change": (question, {}),
            "team_questions.preview": ("", own_question),
            "team_questions.keep": ("", {**own_question, "question": ""}),
            "team_questions.move": (f"{question} 0", {}),
            "team_questions.remove": (question, {}),
            "team_questions.restore": (question, {}),
            "team_questions.open_answers": (checkin.id, {}),
            "team_questions.answer": ("", {"checkin": checkin.id, f"q-{question}": "Seals"}),
            "team_questions.answers": (behind, {}),
            "lessons.preview": ("", {"lesson": "promises", "to": f"team {field.id}"}),
            "sendings.results": (sent.id, {}),
            "library.look_up": ("", {"words": "promises"}),
            "library.look_at": ("promises", {}),
            "lessons.send": (sending.id, {}),
            "lessons.leave": (sending.id, {}),
            "lessons.open_when": (sending.id, {}),
            "lessons.send_later": ("", {"sending": sending.id, "day": "2027-03-10", "hour": "09:00"}),
            "lessons.stop": (f"sitting {sitting}", {}),
            **{f"lessons.{one}": (sitting, {"sitting": sitting, "option": "a", "day": today}) for one in SAT},
        },
    )


HELD = ("open_answer", "answer", "open_pass", "pass_on", "decide")
JUDGED = ("open_holds", "open_broken", "judge", "look_into")
NOMINATED = ("accept", "leave", "open_words", "keep_words")
BLOCKERS = ("clear", "reopen", "open_helped", "helped", "open_pass", "pass_on")
CROSSED = ("stop", "open_win", "keep_win", "open_hand", "hand", "open_argue", "argue")
RECALLED = ("open_recall", "recall", "let_go")
SET_UP = ("open", "open_channel", "open_hours", "preview_prompt", "preview_digest", "only_preview", "unseen")
SAT = ("begin", "go_on", "decline", "open_later", "put_off", "open_question", "answer")
OTHERS = ("bo", "mia", "ruth", "obi", "zoe", "lou", "otto", "idris")
"""Of her team: who works in it, leads it, coaches it, observes it; of another: who works in it, who leads it; then who
answers for the score, and the admin.
"""


TEXTS = {
    "coach.ask": "Why do we call every harbour?",
    "commands.help": "score help",
    "lessons.find": "lesson promises",
    "score.find": "score field/P-1",
    "score_map.of": "map of Field",
    "dictation.write": "today: call Acme",
    "leave.say": "I am off on Friday",
    "preferences.say": "write to me in Teams",
    "lessons.say": "send promises to Field",
    "preview.of": "preview for Ada",
    "steps.say": "After lunch, I will ring three bakers",
    "remarks.say": "question to field/P-2: by when?",
    "memory.say": "remember: the seals are mine",
}
"""What is written, for what is said in words."""

EVERYBODY = " ".join(("ada", *OTHERS))
OWN, SHARES, SEES, LEADS, BESIDE = "ada", "ada bo mia", "ada bo mia ruth obi", "mia idris", "bo mia ruth obi"
"""Who may, of what is Ada's own; of her team's, who shares its work, who sees it, who arranges it; and who of those
sees it beside her.
"""

INTERVIEWED = ("open_form", "answer", "take", "skip", "back", "mend", "so_far", "propose", "drop")

FREE = (
    *("checkin.open_form", "checkin.open_form_with", "checkin.hand_in", "checkin.not_today", "dictation.write"),
    *("ties.offer", "score.my_part", "history.week", "coach.ask", "coach.about", "coach.take_back", "coach.judge"),
    *("mistakes.open_form", "mistakes.offer", "mistakes.hand_in", "mistakes.take_back"),
    *("memory.say", "memory.mine", "memory.forget", "memory.forget_that", "memory.forget_all"),
    *("score_map.mine", "score_map.whole", "score_map.of"),
    *("score.find", "coach.suggest", "commands.help", "lessons.find"),
    *("leave.say", "leave.take", "leave.open_form", "leave.hand_in", "leave.undo", "leave.pause", "leave.start_again"),
    *("preferences.open_form", "preferences.hand_in", "preferences.where", "preferences.say"),
    *("preferences.prefer", "welcome.show", "welcome.confirm"),
    *(
        "home.help",
        "home.unclear",
        "home.opened",
        "home.page",
        "home.sightings",
        "home.stuck",
        "lessons.shelf",
        "lessons.take",
    ),
    *("snooze.open", "snooze.in_an_hour", "snooze.this_afternoon", "snooze.tomorrow"),
    "checkin.open_form_stuck",
    "readings.mine",
    *("tensions.listed", "tensions.one", "tensions.open_form", "tensions.report", "tensions.offer"),
    *("remarks.say", "remarks.waiting", "remarks.mine"),
    *("library.open_form", "library.look_up", "library.look_at"),
    # Of one's own message it opens one's own form; of others' it asks them.
    "nominations.ask",
    *("steps.say", "asides.mine", "asides.stop", "asides.again"),
    *("attention.less", "attention.stop", "attention.undo", "attention.mine"),
)
"""What everybody does for themselves, and with what is theirs."""

MAY: Mapping[str, str] = {
    **dict.fromkeys(FREE, EVERYBODY),
    **dict.fromkeys(
        (
            "coach.stop",
            "checkin.mark",
            "checkin.hand_in_draft",
            "ties.settle",
            "ties.open_picker",
            "ties.why",
            "ties.pick",
        ),
        OWN,
    ),
    **{f"crossings.{one}": OWN for one in CROSSED},
    **{f"nominations.{one}": OWN for one in NOMINATED},
    **{f"steps.{one}": OWN for one in ("open_form", "open_change", "keep", "take_back", "answer")},
    # What somebody will do themselves for a line that they may see is theirs.
    "steps.open_own": EVERYBODY,
    **dict.fromkeys(("remarks.open_question", "remarks.open_objection", "remarks.ask", "remarks.of_line"), EVERYBODY),
    **dict.fromkeys(("conditions.open_for", "conditions.open_against", "conditions.add"), EVERYBODY),
    "conditions.of_line": EVERYBODY,
    **dict.fromkeys(("conditions.open_from", "conditions.add_from"), OWN),
    # The condition is nobody's; Otto owns the line above it. What was asked of a line is with Mia.
    **{f"conditions.{one}": "otto" for one in JUDGED},
    **{f"remarks.{one}": "mia" for one in HELD},
    **dict.fromkeys(("crossings.take", "crossings.leave"), "bo"),
    **{f"crossings.{one}": "otto" for one in ("agree", "keep_to_it", "open_answer", "answer")},
    **{f"blockers.{one}": OWN for one in BLOCKERS},
    "blockers.ask": OWN,
    **dict.fromkeys(("blockers.offer", "blockers.take", "wins.praise"), BESIDE),
    "blockers.give_back": SEES,  # nobody has taken it, which is told to those who might have
    **{f"digest.{one}": SEES for one in ("today", "this_week", "tasks", "blockers", "took_part")},
    # Who runs Concertmaster and is not of the team reads its figures alone: tests/handlers/test_past_digest.py.
    "past_digest.say": f"{SEES} idris",
    **dict.fromkeys(("decisions.log", "team_questions.answers"), SEES),
    **{f"decisions.{one}": SHARES for one in ("answer", "open_form", "hand_in")},
    "allowance.vote": SHARES,
    **{f"setup.{one}": LEADS for one in (*SET_UP, "take_channel", "take_hours", "model")},
    **{f"members.{one}": LEADS for one in ("open_form", "hand_in")},
    **{f"allowance.{one}": LEADS for one in ("open_form", "propose", "take_back")},
    **{f"team_questions.{one}": LEADS for one in ("shelf", "open_form", "open_change", "preview", "keep", "move")},
    **{f"team_questions.{one}": LEADS for one in ("remove", "restore")},
    "team_questions.open_teams": "mia lou idris",
    "team_questions.answer": OWN,
    **dict.fromkeys(("people.propose", "people.take_over", "people.open_code", "people.make_code"), "idris"),
    # The line and its measure are nobody's; Mia leads a team of its part.
    **dict.fromkeys(("readings.open_form", "readings.hand_in"), "mia otto idris"),
    "same_jobs.show": "mia",
    # Nothing looks like one job twice; tests/handlers/test_same_jobs.py has who may answer.
    "same_jobs.answer": "",
    # One of the lines is Bo's.
    **{f"tensions.{one}": "bo otto" for one in ("open_take_up", "take_up", "open_close", "close")},
    "home.questions": "mia lou otto idris",
    **dict.fromkeys(("interview.begin", *(f"interview.{one}" for one in INTERVIEWED)), "otto"),
    "attention.why": OWN,
    **dict.fromkeys(
        ("preview.tomorrow", "preview.today", "preview.of", "preview.further", "deliveries.unsent"), "idris"
    ),
    **dict.fromkeys(("coach.open_questions", "coach.settle", "mistakes.settle"), "otto"),
    **dict.fromkeys(("memory.open_form", "memory.change"), OWN),
    **{f"editions.{one}": "otto" for one in ("open_form", "hand_in", "put_in_force", "leave")},
    **{f"editions.{one}": OWN for one in ("tie", "tie_all")},
    # Bo owns a line, and sees what is about it alone: tests/handlers/test_findings.py.
    **dict.fromkeys(("findings.mine", "findings.show"), "bo otto"),
    **{f"findings.{one}": "otto" for one in ("open_mend", "mend", "ask", "open_accept", "accept")},
    **{f"findings.{one}": "otto" for one in ("accepted", "take_back")},
    **dict.fromkeys(("lessons.open_sender", "lessons.say", "lessons.preview", "sendings.mine"), "ruth otto idris"),
    **dict.fromkeys(
        ("lessons.send", "lessons.open_when", "lessons.send_later", "lessons.leave", "sendings.results"), "ruth"
    ),
    **{f"lessons.{one}": OWN for one in (*SAT, *RECALLED, "stop")},
    # On this day there is nothing to repeat, to answer or to let go of, for anybody.
    **dict.fromkeys(("checkin.same_again", "team_questions.open_answers", "dictation.drop"), ""),
}
"""For each action about these things, who may do it."""


class _Enough(Exception):
    """Leaves a store without keeping anything."""


def outcome(things: Things, action: str, handle: str) -> str:
    """What comes of it when somebody does it: the view of the answer, or of the refusal."""
    day, (value, fields) = things.day, things.said.get(action, ("", {}))
    person = Player(day, handle).person
    place = next(one for one in day.all(Place) if one.person_id == person.id)
    turn = Turn(
        at=day.clock.now(),
        chance=day.chance,
        person=person,
        place=place,
        action=action,
        value=value,
        fields=fields,
        text=TEXTS.get(action, ""),
    )
    found: list[str] = []
    with suppress(_Enough), open_store(day.database.engine) as store:
        found.append(_answered(store, turn))
        raise _Enough
    return found[0]


def _answered(store: Store, turn: Turn) -> str:
    """Whatever a change has kept counts as done, whatever is shown of it."""
    route = ROUTES[turn.action]
    try:
        if isinstance(route, Change):
            considered = route.consider(turn, store) if route.consider else None
            if not isinstance(considered, Answer):
                return f"kept: {route.keep(turn, store, considered).answer.view}"
            answer = considered
        else:
            answer = route.play(turn, store).answer
    except Refused as refused:
        return f"refused: {refused.answer.view}"
    except Corrections as corrections:
        answer = Answer(How.FORM, corrections.view, corrections.about)
    drawn = draw_answer(store, answer, Reader(turn.person, turn.place, turn.at), turn.person)
    return f"refused: {NOT_THERE.view}" if drawn.answer == NOT_THERE else answer.view or answer.how.value


@pytest.fixture(scope="module")
def things(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Things]:
    with orchestra(copied(sqlite_template, tmp_path_factory.mktemp("rights") / "day.db")) as day:
        yield made(day)


@pytest.mark.parametrize("action", ROUTES)
def test_each_may_do_what_is_said_here_and_nothing_else(things: Things, action: str) -> None:
    done = {handle: outcome(things, action, handle) for handle in ("ada", *OTHERS)}

    may = {handle for handle, came in done.items() if not came.startswith("refused")}
    assert may == set(MAY[action].split()), done


def test_the_table_speaks_of_what_there_is() -> None:
    assert set(MAY) == set(ROUTES)


@pytest.fixture(scope="module")
def elsewhere(things: Things) -> Iterator[Orchestra]:
    """Another organisation on the same database, whose Pat is whatever somebody can be there."""
    with orchestra(things.day.database.engine.url) as other:
        pat = other.player("Pat", team=other.team("Field", part="field"), role=Role.MANAGER, strategy_owner=True)
        person = pat.person
        other.database.writer.write(lambda store: store.change(person, is_admin=True)).result()
        other.plays_from()
        yield other


ABOUT_NOTHING_OF_OURS = {
    *FREE,
    *("editions.open_form", "editions.hand_in"),
    *("coach.open_questions", "home.questions", "team_questions.open_teams"),
    *("coach.open_questions", "home.questions", "team_questions.open_teams", "interview.begin"),
    *("lessons.open_sender", "lessons.say", "lessons.preview", "sendings.mine"),
    *("people.propose", "people.take_over", "people.open_code", "people.make_code"),
    *("preview.tomorrow", "preview.today", "preview.of", "deliveries.unsent"),
    "preview.further",
    # One of ours that is named is none of theirs: theirs is shown that stands in its place.
    *("findings.mine", "findings.show", "findings.accepted"),
}
"""What Pat does with what is theirs."""


@pytest.mark.parametrize(
    "action",
    [one for one in ROUTES if one not in ABOUT_NOTHING_OF_OURS]
    + ["coach.about", "coach.judge", "mistakes.open_form", "mistakes.hand_in"],
)
def test_another_workspace_does_nothing_with_our_things(things: Things, elsewhere: Orchestra, action: str) -> None:
    assert outcome(Things(elsewhere, things.said), action, "pat").startswith("refused")


@pytest.mark.parametrize("account", ["guest", "pat"])
def test_who_has_no_account_here_is_a_stranger_whatever_they_do(
    things: Things, elsewhere: Orchestra, account: str
) -> None:
    assert Player(elsewhere, "pat").person
    day = things.day
    for action in ROUTES:
        value, fields = things.said.get(action, ("", {}))
        arrival = Arrival(day.key(), day.connection.id, account, "ada", action, value=value, fields=fields)
        with pytest.raises(Stranger):
            day.run(day.conductor.play(arrival))
