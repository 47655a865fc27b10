"""A view is drawn with the rights of who reads: what was made for one person shows nothing to another, or to nobody."""

from collections.abc import Iterator
from datetime import time
from pathlib import Path

import pytest

from bot.conductor import draw
from handlers import DRAWINGS
from handlers.cards import Card, Form
from handlers.turn import Gone, Reader
from score.directory import Directory
from storage.tables import Blocker, Delivery, Nudge, Place, PlaceKind, Sending, Sitting, Task
from tests.databases import Engines, copied
from tests.orchestra import Orchestra, Player, orchestra

LESSONS = tuple(name for name in DRAWINGS if name.startswith("lessons.") and name != "lessons.may_not")
OF_ONE_PERSON = (
    "blockers.cleared",
    "blockers.decide",
    "blockers.helped_form",
    "blockers.offered",
    "blockers.open_again",
    "blockers.pass_form",
    "blockers.passed",
    "checkin.invite",
    "checkin.reminder",
    "checkin.feedback",
    "dictation.heard",
    "history.week",
    "score.my_part",
    "ties.picker",
    "coach.week",
    "coach.questions",
    "leave.away",
    "leave.started",
    "home.front",
    "home.unreachable",
    "preferences.form",
    "preferences.kept",
    "people.code",
    "people.gone_there",
    "people.joined_there",
    "people.proposal",
    *LESSONS,
)
OF_WHO_ASKS = ("coach.answer", "coach.first", "coach.passed_on", "coach.about_somebody", "coach.private")
OF_A_TEAM = ("digest.day", "digest.week", "digest.tasks", "digest.blockers")
NEEDS_A_PERSON = ("checkin.form", "leave.which", "ties.offer", *OF_WHO_ASKS, *OF_ONE_PERSON)


@pytest.fixture(scope="module")
def day(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Orchestra]:
    """One day for all of these tests: they look at it, and change nothing."""
    with orchestra(copied(sqlite_template, tmp_path_factory.mktemp("drawings") / "day.db")) as made:
        yield made


@pytest.fixture(scope="module")
def about(day: Orchestra) -> dict[str, dict[str, str]]:
    """What each view was drawn from, in a day in which Ada did something of everything."""
    day.plays_from()
    field = day.team("Field", part="field")
    ada = day.player("Ada", team=field, strategy_owner=True, admin=True)
    bo = day.player("Bo", team=field)
    day.player("Zoe", team=day.team("Sales"))
    day.local(ada, time(9))
    ada.hands_in(["Call every harbour before noon"], blocker="no van", tell="yes")
    ada.writes("tomorrow: rest")
    Player(day, "bo").does("blockers.offer", value=day.all(Blocker)[0].id)
    (blocker,) = day.all(Blocker)
    passed = {"passed_to": ada.person.id, "passed_at": day.clock.now()}
    day.database.writer.write(lambda store: store.change(blocker, **passed)).result()
    of_blocker = {"blocker": blocker.id, "helper": Player(day, "bo").person.id}
    (task,) = day.all(Task)
    lesson = _a_lesson(day, ada)
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
        "digest.week": {"team": field.id, "day": day.today(ada).isoformat()},
        "digest.tasks": {"team": field.id, **dict.fromkeys(("first", "last"), day.today(ada).isoformat())},
        "digest.blockers": {"team": field.id, **dict.fromkeys(("first", "last"), day.today(ada).isoformat())},
        "checkin.form": {"day": day.today(ada).isoformat()},
        "dictation.heard": {"day": day.today(ada).isoformat()},
        "history.week": {"person": ada.person.id, "monday": day.today(ada).isoformat()},
        "score.my_part": {"person": ada.person.id},
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
        "ties.picker": {"task": task.id},
        "ties.offer": {"typed": ""},
        "coach.answer": {"question": "Why do we call every harbour?"},
        "coach.first": {"question": "Calling harbours or quoting time first?"},
        "coach.passed_on": {"nearest": "", "silence": ""},
        "coach.about_somebody": {"person": bo.person.id},
        "coach.private": {"person": bo.person.id},
        "coach.week": {"person": ada.person.id, "day": day.today(ada).isoformat()},
        "coach.questions": {},
        "lessons.shelf": {"person": ada.person.id},
        "lessons.sender": {"person": ada.person.id},
        **lesson,
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
    day.keep(sent, nudge)
    of_sitting, of_nudge = {"sitting": sitting.id, "n": "0"}, {"nudge": nudge.id}
    return {
        "lessons.sending": {"sending": sent.id},
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
