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
from handlers.turn import Answer, Arrival, Change, Corrections, How, Reader, Refused, Turn, stand
from score import interview
from storage.store import Store, open_store
from storage.tables import (
    Blocker,
    Crossing,
    CrossingState,
    Delivery,
    Nomination,
    Nudge,
    Place,
    Proposal,
    Role,
    Sending,
    SendingState,
    Silence,
    Sitting,
    Sketch,
    TeamQuestion,
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
        SCORE.replace("Halve the quoting time,", "Halve the quoting time, measures: {M-1: Days to a quote},")
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
    otto = Player(day, "otto").person
    begun = Sketch(
        id=day.moment().id(),
        workspace_id=day.workspace.id,
        person_id=otto.id,
        said=interview.told(interview.Interview()),
        changed_at=day.clock.at,
    )
    day.keep(begun)
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
    nominated = of_words(day, ada)
    return Things(
        day,
        {
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
            "attention.why": (came, {}),
            **{f"attention.{one}": ("nudge", {}) for one in ("less", "stop")},
            "attention.undo": ("nudge all", {}),
            "coach.settle": (f"{silence} answered", {}),
            "lessons.take": ("promises", {}),
            **{f"lessons.{one}": (nudge.id, {"nudge": nudge.id, "option": "a"}) for one in RECALLED},
            "leave.take": ("2027-03-15 2027-03-16", {}),
            "leave.undo": ("2027-03-15 2027-03-16", {}),
            "ties.settle": (f"{task} whirlwind", {}),
            "ties.open_picker": (task, {}),
            "ties.pick": ("", {"task": task, "line": line}),
            **{f"interview.{one}": ("name", {"question": "name", "answer": "Harbour"}) for one in INTERVIEWED},
            "interview.take": ("name Harbour", {}),
            "readings.open_form": (measure, {}),
            "readings.hand_in": ("", {"measure": measure, "value": "4"}),
            "coach.about": (f"{line} Why?", {}),
            "coach.judge": (f"helped {line}", {}),
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
    "dictation.write": "today: call Acme",
    "leave.say": "I am off on Friday",
    "lessons.say": "send promises to Field",
    "preview.of": "preview for Ada",
}
"""What is written, for what is said in words."""

EVERYBODY = " ".join(("ada", *OTHERS))
OWN, SHARES, SEES, LEADS, BESIDE = "ada", "ada bo mia", "ada bo mia ruth obi", "mia idris", "bo mia ruth obi"
"""Who may, of what is Ada's own; of her team's, who shares its work, who sees it, who arranges it; and who of those
sees it beside her.
"""

INTERVIEWED = ("open_form", "answer", "take", "skip", "back", "mend", "so_far", "drop")

FREE = (
    *("checkin.open_form", "checkin.open_form_with", "checkin.hand_in", "checkin.not_today", "dictation.write"),
    *("ties.offer", "score.my_part", "history.week", "coach.ask", "coach.about", "coach.take_back", "coach.judge"),
    *("score.find", "coach.suggest", "commands.help", "lessons.find"),
    *("leave.say", "leave.take", "leave.open_form", "leave.hand_in", "leave.undo", "leave.pause", "leave.start_again"),
    *("preferences.open_form", "preferences.hand_in", "welcome.show", "welcome.confirm"),
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
    *("library.open_form", "library.look_up", "library.look_at"),
    # Of one's own message it opens one's own form; of others' it asks them.
    "nominations.ask",
    *("attention.less", "attention.stop", "attention.undo", "attention.mine"),
)
"""What everybody does for themselves, and with what is theirs."""

MAY: Mapping[str, str] = {
    **dict.fromkeys(FREE, EVERYBODY),
    **dict.fromkeys(("checkin.mark", "checkin.hand_in_draft", "ties.settle", "ties.open_picker", "ties.pick"), OWN),
    **{f"crossings.{one}": OWN for one in CROSSED},
    **{f"nominations.{one}": OWN for one in NOMINATED},
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
    **{f"setup.{one}": LEADS for one in (*SET_UP, "take_channel", "take_hours")},
    **{f"members.{one}": LEADS for one in ("open_form", "hand_in")},
    **{f"allowance.{one}": LEADS for one in ("open_form", "propose", "take_back")},
    **{f"team_questions.{one}": LEADS for one in ("shelf", "open_form", "open_change", "preview", "keep", "move")},
    **{f"team_questions.{one}": LEADS for one in ("remove", "restore")},
    "team_questions.open_teams": "mia lou idris",
    "team_questions.answer": OWN,
    **dict.fromkeys(("people.propose", "people.take_over", "people.open_code", "people.make_code"), "idris"),
    # The line and its measure are nobody's; Mia leads a team of its part.
    **dict.fromkeys(("readings.open_form", "readings.hand_in"), "mia otto idris"),
    "home.questions": "mia lou otto idris",
    **dict.fromkeys(("interview.begin", *(f"interview.{one}" for one in INTERVIEWED)), "otto"),
    "attention.why": OWN,
    **dict.fromkeys(
        ("preview.tomorrow", "preview.today", "preview.of", "preview.further", "deliveries.unsent"), "idris"
    ),
    **dict.fromkeys(("coach.open_questions", "coach.settle"), "otto"),
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
    *("coach.open_questions", "home.questions", "team_questions.open_teams", "interview.begin"),
    *("lessons.open_sender", "lessons.say", "lessons.preview", "sendings.mine"),
    *("people.propose", "people.take_over", "people.open_code", "people.make_code"),
    *("preview.tomorrow", "preview.today", "preview.of", "deliveries.unsent"),
    "preview.further",
}
"""What Pat does with what is theirs."""


@pytest.mark.parametrize(
    "action", [one for one in ROUTES if one not in ABOUT_NOTHING_OF_OURS] + ["coach.about", "coach.judge"]
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
