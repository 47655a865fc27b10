"""A view is drawn with the rights of who reads: what was made for one person shows nothing to another, or to nobody."""

from datetime import time

import pytest

from bot.conductor import draw
from handlers import DRAWINGS
from handlers.cards import Card, Form
from handlers.turn import Gone, Reader
from storage.tables import Blocker, Delivery, Place, PlaceKind, Task
from tests.orchestra import Orchestra, Player

OF_ONE_PERSON = (
    "checkin.invite",
    "checkin.feedback",
    "score.my_part",
    "ties.picker",
    "leave.away",
    "leave.started",
    "preferences.form",
    "preferences.kept",
)
NEEDS_A_PERSON = ("checkin.form", "leave.which", "ties.offer", *OF_ONE_PERSON)


@pytest.fixture
def about(day: Orchestra) -> dict[str, dict[str, str]]:
    """What each view was drawn from, in a day in which Ada did something of everything."""
    day.plays_from()
    field = day.team("Field", part="field")
    ada = day.player("Ada", team=field)
    day.player("Bo", team=field)
    day.local(ada, time(9))
    ada.hands_in(["Call every harbour before noon"], blocker="no van", tell="yes")
    (task,) = day.all(Task)
    kept = {one.view: one.about for one in day.all(Delivery) if one.view != "checkin.invite" or "ada" in one.once}
    return {
        **kept,
        "checkin.invite": {"person": ada.person.id, "day": day.today(ada).isoformat()},
        "checkin.form": {"day": day.today(ada).isoformat()},
        "score.my_part": {"person": ada.person.id},
        "leave.away": {"person": ada.person.id, "days": "2027-03-15/2027-03-19"},
        "leave.which": {"options": "2027-03-15/2027-03-19 2027-03-15/2027-03-18"},
        "leave.started": {"person": ada.person.id},
        "preferences.form": {"person": ada.person.id},
        "preferences.kept": {"person": ada.person.id},
        "ties.picker": {"task": task.id},
        "ties.offer": {"typed": ""},
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


@pytest.mark.parametrize("view", NEEDS_A_PERSON)
def test_it_shows_nothing_where_nobody_in_particular_reads(
    day: Orchestra, about: dict[str, dict[str, str]], view: str
) -> None:
    channel = next(one for one in day.all(Place) if one.kind is PlaceKind.CHANNEL)
    with pytest.raises(Gone):
        drawn(day, view, about[view], Reader(None, channel, day.clock.now()))


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


def test_lines_are_offered_as_long_as_there_are_any(day: Orchestra) -> None:
    ada = day.player("Ada")
    reader = Reader(ada.person, place_of(day, ada), day.clock.now())

    assert "lines=[]" in repr(drawn(day, "ties.offer", {"typed": "harbour"}, reader))
    assert not isinstance(drawn(day, "ties.offer", {"typed": "harbour"}, reader), Card | Form)
    assert "no score" in day.draws(reader.place, "score.none", {}).casefold()
