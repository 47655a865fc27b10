"""Who opens what names others: it is kept for those who are named, and shown to nobody else."""

from collections.abc import Iterator
from datetime import time, timedelta

import pytest

from storage.tables import Detail, Received, Role, Sighting, Team
from tests.databases import Engines
from tests.orchestra import Orchestra, Player, orchestra

CALL = "Call every harbour before noon"
NOBODY = "nobody has opened anything that names you"


@pytest.fixture
def day(engines: Engines) -> Iterator[Orchestra]:
    with orchestra(engines.writer.url) as day:
        yield day


@pytest.fixture
def field(day: Orchestra) -> Team:
    return day.team("Field", part="field", time_zone="Europe/Dublin")


@pytest.fixture
def ada(day: Orchestra, field: Team) -> Player:
    return day.player("Ada", team=field)


@pytest.fixture
def tomas(day: Orchestra, field: Team) -> Player:
    return day.player("Tomas", team=field, role=Role.MANAGER)


def opens(player: Player, field: Team, action: str = "digest.tasks", days: int = 0) -> None:
    today = player.day.today(player)
    player.does(action, value=f"{field.id} {today - timedelta(days=days)} {today}")


def page(player: Player) -> str:
    player.writes("my page")
    return " ".join(player.answer.split())


def test_who_is_named_reads_who_opened_it_and_nobody_else_does(
    day: Orchestra, field: Team, ada: Player, tomas: Player
) -> None:
    bo, zoe = day.player("Bo", team=field), day.player("Zoe", team=day.team("Sales"))
    day.plays_from()
    day.local(ada, time(9, 30))
    ada.hands_in([CALL])
    assert NOBODY in page(ada)
    day.local(ada, time(16, 52))
    opens(tomas, field)
    assert CALL in tomas.answer

    assert "Tomas opened the tasks of Field for Tuesday 9 March, on 9 March at 16:52." in page(ada)
    assert [NOBODY in page(one) for one in (bo, zoe, tomas)] == [True, True, True]
    assert [one.person_id for one in day.all(Sighting)] == [ada.person.id]


def test_what_is_ones_own_is_opened_without_a_record(day: Orchestra, field: Team, ada: Player) -> None:
    day.local(ada, time(9, 30))
    ada.hands_in([CALL])
    opens(ada, field)

    assert CALL in ada.answer
    assert day.all(Sighting) == []
    assert NOBODY in page(ada)


def test_the_same_opened_twice_is_one_record_that_says_so(
    day: Orchestra, field: Team, ada: Player, tomas: Player
) -> None:
    day.local(ada, time(9, 30))
    ada.hands_in([CALL])
    today = day.today(ada)
    for _ in range(2):  # the same arrival, delivered twice
        tomas.does("digest.tasks", value=f"{field.id} {today} {today}", key="once")
    assert [one.times for one in day.all(Sighting)] == [1]
    day.local(ada, time(17))
    opens(tomas, field)

    (kept,) = day.all(Sighting)
    assert (kept.times, kept.seen_at) == (2, day.clock.at)
    assert "at 17:00, the last of two times." in page(ada)


def test_whoever_comes_later_is_in_the_record_of_the_next_look(
    day: Orchestra, field: Team, ada: Player, tomas: Player
) -> None:
    bo = day.player("Bo", team=field)
    day.local(ada, time(9, 30))
    ada.hands_in([CALL])
    opens(tomas, field)
    bo.hands_in([CALL])
    opens(tomas, field)

    assert {one.person_id: one.times for one in day.all(Sighting)} == {ada.person.id: 2, bo.person.id: 1}


def test_each_detail_is_kept_for_those_whom_it_names(day: Orchestra, field: Team, ada: Player, tomas: Player) -> None:
    bo, cy = day.player("Bo", team=field), day.player("Cy", team=field)
    day.local(ada, time(9, 30))
    ada.hands_in([CALL], blocker="No van", tell="yes")
    bo.hands_in([CALL], blocker="No bike")  # told to nobody
    cy.hands_in([CALL], win="Sold out")
    for action in ("digest.tasks", "digest.blockers", "digest.took_part"):
        opens(tomas, field, action)
    named: dict[Detail, set[str]] = {}
    for one in day.all(Sighting):
        named.setdefault(one.what, set()).add(one.person_id)

    everybody = {one.person.id for one in (ada, bo, cy)}
    stuck_or_won = {ada.person.id, cy.person.id}
    assert named == {Detail.TASKS: everybody, Detail.BLOCKERS: stuck_or_won, Detail.TOOK_PART: everybody}


def test_what_names_nobody_leaves_nothing_behind(day: Orchestra, field: Team, tomas: Player) -> None:
    day.local(tomas, time(9, 30))
    before = day.count(Received)
    opens(tomas, field)

    assert "There is no such thing" not in tomas.answer
    assert (day.count(Received), day.all(Sighting)) == (before, [])


def test_what_is_refused_leaves_no_record(day: Orchestra, field: Team, ada: Player) -> None:
    zoe = day.player("Zoe", team=day.team("Sales"))
    day.local(ada, time(9, 30))
    ada.hands_in([CALL])
    opens(zoe, field)

    assert "There is no such thing" in zoe.answer
    assert day.all(Sighting) == []


def test_a_record_is_gone_after_thirty_days(day: Orchestra, field: Team, ada: Player, tomas: Player) -> None:
    day.local(ada, time(9, 30))
    ada.hands_in([CALL])
    opens(tomas, field)
    day.goes_on(days=29)
    day.run(day.conductor.tick())
    assert "Tomas opened the tasks of Field" in page(ada)
    day.clock.at += timedelta(days=1)
    assert NOBODY in page(ada)
    assert len(day.all(Sighting)) == 1, "it is not shown, whether or not it was forgotten yet"
    day.run(day.conductor.tick())

    assert day.all(Sighting) == []


def test_who_has_left_is_named_with_what_they_opened(day: Orchestra, field: Team, ada: Player, tomas: Player) -> None:
    day.local(ada, time(9, 30))
    ada.hands_in([CALL])
    opens(tomas, field)
    gone = tomas.person
    day.database.writer.write(lambda store: store.change(gone, left_at=day.clock.at)).result()

    assert "Tomas opened the tasks of Field" in page(ada)


def test_many_of_them_stand_behind_a_button(day: Orchestra, field: Team, ada: Player, tomas: Player) -> None:
    day.local(ada, time(9, 30))
    ada.hands_in([CALL])
    for days in range(12):
        opens(tomas, field, days=days)
    assert page(ada).count("Tomas opened") == 3
    ada.presses("And 9 more")

    assert ada.answer.count("Tomas opened") == 12


def test_another_workspace_neither_opens_nor_reads_it(
    engines: Engines, day: Orchestra, field: Team, ada: Player, tomas: Player
) -> None:
    day.local(ada, time(9, 30))
    ada.hands_in([CALL])
    with orchestra(engines.writer.url) as other:
        pat = other.player("Pat", team=other.team("Field"), role=Role.MANAGER)
        today = day.today(ada)
        pat.does("digest.tasks", value=f"{field.id} {today} {today}")
        assert "There is no such thing" in pat.answer
        opens(tomas, field)
        assert NOBODY in page(pat)
    assert [one.by_id for one in day.all(Sighting)] == [tomas.person.id]
