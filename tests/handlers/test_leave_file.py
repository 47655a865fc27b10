"""Days away from a file: read before they are kept, kept at once or not at all, and twice the same as once."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from handlers import leave_file
from handlers.views.leave import SHOWN, Difference, difference
from score.problems import ScoreProblems
from storage.tables import Absence, Team
from tests.orchestra import Orchestra, Player
from tests.score.test_leave_file import ADA, calendar

TABLE = (
    b"handle,first,last,part\nada,2027-03-10,2027-03-11,\nbo,2027-03-10,,morning\nzoe,2027-03-12,,\nzoe,2027-03-15,,\n"
)


@pytest.fixture
def field(day: Orchestra) -> Team:
    return day.team("Field")


@pytest.fixture
def ada(day: Orchestra, field: Team) -> Player:
    return day.player("Ada", team=field)


@pytest.fixture
def bo(day: Orchestra, field: Team) -> Player:
    return day.player("Bo", team=field, time_zone="Asia/Kathmandu")


def looks(day: Orchestra, source: bytes, file: str = "away.csv") -> Difference:
    return day.ask(lambda store: leave_file.plan(day.moment(), store, day.workspace.id, source, file).difference)


def takes(day: Orchestra, source: bytes, file: str = "away.csv") -> Difference:
    return day.database.writer.write(
        lambda store: leave_file.take_in(day.moment(), store, day.workspace.id, source, file)
    ).result()


def kept(day: Orchestra) -> list[tuple[date, date, int, int]]:
    return sorted((one.first_day, one.last_day, one.begins_at, one.ends_at) for one in day.all(Absence))


def test_the_difference_is_read_and_nothing_is_kept_yet(day: Orchestra, ada: Player, bo: Player) -> None:
    assert difference(looks(day, TABLE)).splitlines() == [
        "2 times away are new:",
        "  Ada (ada): 2027-03-10 to 2027-03-11",
        "  Bo (bo): 2027-03-10, 00:00 to 13:00",
        "One name is nobody’s in the roster, so nothing of it is kept:",
        "  zoe, line 4, two times in all",
    ]
    assert kept(day) == []


def test_what_is_kept_holds_for_the_prompts(day: Orchestra, ada: Player, bo: Player) -> None:
    day.local(ada, time(9))
    takes(day, TABLE)
    assert ada.person.next_due_at == datetime(2027, 3, 12, 9, tzinfo=UTC)
    assert bo.person.next_due_at == datetime(2027, 3, 10, 7, 15, tzinfo=UTC)


def test_twice_is_once(day: Orchestra, ada: Player, bo: Player) -> None:
    takes(day, TABLE)
    before = kept(day), ada.person, bo.person
    found = takes(day, TABLE)
    assert (kept(day), ada.person, bo.person) == before
    assert not found
    assert "2 times away are known already." in difference(found)
    assert "nothing" in difference(found).casefold()


def test_what_somebody_said_already_is_not_said_again(day: Orchestra, ada: Player, bo: Player) -> None:
    ada.writes("I am on holiday from 10 to 19 March")
    assert [person.handle for person, _ in looks(day, TABLE).new] == ["bo"]


def test_a_file_with_something_wrong_in_it_changes_nothing(day: Orchestra, ada: Player, bo: Player) -> None:
    with pytest.raises(ScoreProblems) as refused:
        takes(day, TABLE + b"ada,soon,,\nbo,2027-03-12,2027-03-11,\n")
    assert [one.line for one in refused.value.problems] == [6, 7]
    assert kept(day) == []


def test_a_calendar_goes_by_addresses_and_by_the_zone_of_each(day: Orchestra, ada: Player, bo: Player) -> None:
    for one in (ada, bo):
        person, email = one.person, f"{one.handle}@Example.org"
        day.database.writer.write(lambda store, p=person, e=email: store.change(p, email=e)).result()  # type: ignore[misc]
    both = f"DTSTART:20270310T031500Z\nDTEND:20270310T061500Z\n{ADA}\nATTENDEE:mailto:bo@example.org"
    takes(day, calendar(both), "away.ics")
    assert [hours[2:] for hours in kept(day)] == [(195, 375), (540, 720)]


def test_what_is_called_off_is_taken_back(day: Orchestra, ada: Player, bo: Player) -> None:
    day.database.writer.write(lambda store: store.change(ada.person, email="ada@example.org")).result()
    event = f"DTSTART;VALUE=DATE:20270310\n{ADA}"
    takes(day, calendar(event), "away.ics")
    assert ada.person.next_due_at == datetime(2027, 3, 9, 9, tzinfo=UTC)
    assert len(kept(day)) == 1

    found = takes(day, calendar(f"{event}\nSTATUS:CANCELLED"), "away.ics")
    assert difference(found) == "One time away was called off:\n  Ada (ada): 2027-03-10"
    assert kept(day) == []


def test_added_and_called_off_in_one_file_is_nothing(day: Orchestra, ada: Player) -> None:
    day.database.writer.write(lambda store: store.change(ada.person, email="ada@example.org")).result()
    event = f"DTSTART;VALUE=DATE:20270310\n{ADA}"
    takes(day, calendar(event, f"{event}\nSTATUS:CANCELLED"), "away.ics")
    assert kept(day) == []


def test_an_address_of_two_people_is_nobodys(day: Orchestra, ada: Player, bo: Player) -> None:
    for one in (ada, bo):
        person = one.person
        day.database.writer.write(lambda store, p=person: store.change(p, email="ada@example.org")).result()  # type: ignore[misc]
    found = looks(day, calendar(f"DTSTART;VALUE=DATE:20270310\n{ADA}"), "away.ics")
    assert (list(found.new), found.strangers[0][0]) == ([], "ada@example.org")


def test_after_an_outage_days_are_recorded_before_leave_changes_them(day: Orchestra, ada: Player) -> None:
    day.local(ada, time(9))
    day.clock.at = datetime(2027, 3, 12, 8, tzinfo=UTC)
    takes(day, b"handle,first\nada,2027-03-12\n")
    assert ada.person.asked_for == date(2027, 3, 11)


def test_what_is_over_where_somebody_lives_is_left_out(day: Orchestra, ada: Player, bo: Player) -> None:
    day.clock.at = datetime(2027, 3, 9, 20, tzinfo=UTC)
    found = takes(day, b"handle,first\nada,2027-03-09\nbo,2027-03-09\nada,2027-03-01\n")
    assert [person.handle for person, _ in found.new] == ["ada"], "it is the 10th already in Kathmandu"
    assert kept(day) == [(date(2027, 3, 9), date(2027, 3, 9), 0, 1440)]


def test_what_was_called_off_before_it_was_ever_known_changes_nothing(day: Orchestra, ada: Player) -> None:
    day.database.writer.write(lambda store: store.change(ada.person, email="ada@example.org")).result()
    takes(day, b"handle,first\nada,2027-03-11\n")
    found = takes(day, calendar(f"DTSTART;VALUE=DATE:20270310\nSTATUS:CANCELLED\n{ADA}"), "away.ics")
    assert not found
    assert kept(day) == [(date(2027, 3, 11), date(2027, 3, 11), 0, 1440)]


def test_who_has_paused_is_away_too_and_is_not_asked_for_that(day: Orchestra, ada: Player) -> None:
    ada.writes("pause")
    takes(day, b"handle,first\nada,2027-03-10\n")
    assert len(kept(day)) == 1
    assert ada.person.next_due_at is None


def test_of_many_times_away_the_first_are_read_and_the_others_counted(day: Orchestra, ada: Player) -> None:
    days = "".join(f"ada,{date(2027, 3, 10) + n * timedelta(days=2)}\n" for n in range(SHOWN + 2))
    heading, *times, more = difference(looks(day, f"handle,first\n{days}".encode())).splitlines()
    assert heading == f"{SHOWN + 2} times away are new:"
    assert len(times) == SHOWN
    assert more.strip() == "and 2 more"
