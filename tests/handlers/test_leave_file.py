"""Days away from a file: read before they are kept, kept at once or not at all, and twice the same as once."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from hashlib import sha256

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from handlers import leave_file
from handlers.views.leave import SHOWN, Difference, difference
from prompts import phrase, plain
from score.problems import ScoreProblems
from storage.tables import Absence, Team
from tests.orchestra import START, Orchestra, Player
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


# Events that are taken in again

BO = "ATTENDEE:mailto:bo@example.org"
OFF, DECLINED = "STATUS:CANCELLED", "ATTENDEE;PARTSTAT=DECLINED:mailto"


@pytest.fixture
def both(day: Orchestra, ada: Player, bo: Player) -> tuple[Player, Player]:
    for one in (ada, bo):
        person, email = one.person, f"{one.handle}@example.org"
        day.database.writer.write(lambda store, p=person, e=email: store.change(p, email=e)).result()  # type: ignore[misc]
    return ada, bo


def event(first: int, last: int, *more: str, people: str = ADA, uid: str = "1") -> str:
    """Days of March, both included."""
    days = f"DTSTART;VALUE=DATE:202703{first:02}\nDTEND;VALUE=DATE:{date(2027, 3, last) + timedelta(days=1):%Y%m%d}"
    return "\n".join([f"UID:{uid}", days, people, *more])


def hears(day: Orchestra, *events: str, head: str = "") -> list[str]:
    """What changed, as whoever took it in reads it; the same file a second time changes nothing."""
    found, seen = takes(day, calendar(*events, head=head), "away.ics"), kept(day)
    assert not takes(day, calendar(*events, head=head), "away.ics")
    assert kept(day) == seen
    return difference(found).splitlines()


def march(day: Orchestra, handle: str = "ada") -> list[tuple[int, int]]:
    """Somebody's days away, by the day of March."""
    id = Player(day, handle).person.id
    return sorted((one.first_day.day, one.last_day.day) for one in day.all(Absence) if one.person_id == id)


def test_an_event_that_was_shortened_is_followed(day: Orchestra, both: Sequence[Player]) -> None:
    hears(day, event(15, 19))
    assert hears(day, event(15, 17)) == [
        "One time away has changed:",
        "  Ada (ada): 2027-03-15 to 2027-03-17 instead of 2027-03-15 to 2027-03-19",
    ]
    assert march(day) == [(15, 17)]


@pytest.mark.parametrize(
    ("moved", "said"), [(0, "2 times away are new, none"), (1, "2 times away are new, one has changed, none"),
                        (3, "2 times away are new, 3 have changed, none")],
)  # fmt: skip
def test_what_was_kept_says_how_many_have_changed(moved: int, said: str) -> None:
    assert plain(phrase("leave.file-kept", count=2, moved=moved, gone=0)) == f"Kept. {said} was called off."


def test_an_event_that_was_moved_is_followed_and_who_is_in_it_is_asked_on_its_old_days(
    day: Orchestra, both: Sequence[Player]
) -> None:
    ada = both[0]
    hears(day, event(9, 10))
    assert ada.person.next_due_at == datetime(2027, 3, 11, 9, tzinfo=UTC)
    hears(day, event(15, 16))
    assert ada.person.next_due_at == datetime(2027, 3, 9, 9, tzinfo=UTC)
    assert march(day) == [(15, 16)]


def test_who_was_taken_off_an_event_is_there_again(day: Orchestra, both: Sequence[Player]) -> None:
    bo = both[1]
    hears(day, event(9, 10, people=f"{ADA}\n{BO}"))
    assert hears(day, event(9, 10)) == [
        "One time away was called off:",
        "  Bo (bo): 2027-03-09 to 2027-03-10",
        "One time away is known already.",
    ]
    assert (march(day), march(day, "bo")) == ([(9, 10)], [])
    assert bo.person.next_due_at == datetime(2027, 3, 9, 3, 15, tzinfo=UTC)


@pytest.mark.parametrize(
    "now",
    [
        event(9, 10, people=f"{DECLINED}:ada@example.org"),
        event(9, 10, OFF),
        event(22, 23, OFF),
        event(1, 2),
        event(9, 10, people="ORGANIZER:mailto:zoe@example.org"),
        event(9, 10, OFF, people=""),
    ],
    ids=["declined", "called off", "moved and called off", "moved to what is over", "of another", "off, of nobody"],
)
def test_an_event_that_is_none_for_somebody_any_more_is_taken_back(
    day: Orchestra, both: Sequence[Player], now: str
) -> None:
    hears(day, event(9, 10))
    assert hears(day, now)[:2] == ["One time away was called off:", "  Ada (ada): 2027-03-09 to 2027-03-10"]
    assert march(day) == []


def test_whoever_has_begun_to_be_away_was_away_until_yesterday(day: Orchestra, both: Sequence[Player]) -> None:
    hears(day, event(8, 12, people=f"{ADA}\n{BO}"))
    day.clock.at += timedelta(days=2)
    assert hears(day, event(8, 11), event(20, 21, people=BO)) == [
        "2 times away have changed:",
        "  Ada (ada): 2027-03-08 to 2027-03-11 instead of 2027-03-08 to 2027-03-12",
        "  Bo (bo): 2027-03-20 to 2027-03-21 instead of 2027-03-11 to 2027-03-12",
    ]
    assert (march(day), march(day, "bo")) == ([(8, 11)], [(8, 10), (20, 21)])
    hears(day, event(8, 11, OFF))
    assert march(day) == [(8, 10)]


def test_of_what_is_over_nothing_is_written_anew(day: Orchestra, both: Sequence[Player]) -> None:
    hears(day, event(8, 12))
    day.clock.at += timedelta(days=2)
    hears(day, event(22, 24))
    assert march(day) == [(8, 10), (22, 24)]
    day.clock.at += timedelta(days=1)
    hears(day, event(8, 14))
    assert march(day) == [(8, 10), (12, 14)], "they were there on the 11th, whatever the calendar says now"


def test_what_somebody_said_is_theirs_whatever_becomes_of_an_event(day: Orchestra, both: Sequence[Player]) -> None:
    both[0].writes("I am on holiday from 15 to 19 March")
    assert hears(day, event(16, 17))[0] == "One time away is known already."
    hears(day, event(22, 23))
    assert march(day) == [(15, 19), (22, 23)]
    hears(day, event(15, 19))
    hears(day, event(15, 19, OFF))
    assert march(day) == [(15, 19)]


def test_what_somebody_says_of_the_days_of_an_event_is_theirs_from_then_on(
    day: Orchestra, both: Sequence[Player]
) -> None:
    hears(day, event(15, 19))
    both[0].writes("I am on holiday from 15 to 19 March")
    assert march(day) == [(15, 19)]
    hears(day, event(22, 23))
    assert march(day) == [(15, 19), (22, 23)]


def test_nor_are_days_of_a_table_or_of_another_event_touched(day: Orchestra, both: Sequence[Player]) -> None:
    takes(day, b"handle,first\nada,2027-03-15\n")
    hears(day, event(16, 17), event(16, 17, uid="2"))
    hears(day, event(22, 22))
    assert march(day) == [(15, 15), (16, 17), (22, 22)]


def test_nor_are_those_of_somebody_who_has_left_since(day: Orchestra, both: Sequence[Player]) -> None:
    hears(day, event(15, 19))
    ada = both[0].person
    day.database.writer.write(lambda store: store.change(ada, left_at=day.clock.at)).result()
    hears(day, event(15, 16))
    assert [one.last_day.day for one in day.all(Absence) if one.person_id == ada.id] == [19]


def test_an_event_that_a_file_does_not_hold_is_left(day: Orchestra, both: Sequence[Player]) -> None:
    hears(day, event(15, 15), event(16, 16, uid="2"))
    hears(day, event(17, 17, uid="2"))
    assert march(day) == [(15, 15), (17, 17)]


def test_without_a_uid_no_event_is_followed(day: Orchestra, both: Sequence[Player]) -> None:
    for uid in ("", " "):
        hears(day, event(15, 15, uid=uid))
        hears(day, event(16, 16, uid=uid))
        assert march(day) == [(15, 15), (16, 16)]
    assert {one.event for one in day.all(Absence)} == {None}


def test_one_uid_in_several_events_of_a_file_is_all_of_their_days(day: Orchestra, both: Sequence[Player]) -> None:
    hears(day, event(15, 15), event(17, 17), event(17, 17))
    assert march(day) == [(15, 15), (17, 17)]
    hears(day, event(15, 15), event(18, 18))
    assert march(day) == [(15, 15), (18, 18)]
    hears(day, event(15, 15), event(18, 18), event(18, 18, OFF))
    assert march(day) == [(15, 15)]


FRIDAYS = event(12, 12, "RRULE:FREQ=WEEKLY;COUNT=3")


def once(of: int, first: int, last: int, *more: str, people: str = ADA) -> str:
    """One time of an event, instead of that of the day `of`."""
    return event(first, last, f"RECURRENCE-ID;VALUE=DATE:202703{of:02}", *more, people=people)


def test_one_time_of_an_event_alone_is_followed_and_the_others_stay(day: Orchestra, both: Sequence[Player]) -> None:
    hears(day, FRIDAYS)
    assert hears(day, once(19, 22, 23)) == [
        "One time away has changed:",
        "  Ada (ada): 2027-03-22 to 2027-03-23 instead of 2027-03-19",
    ]
    assert march(day) == [(12, 12), (22, 23), (26, 26)]
    hears(day, once(19, 24, 24))
    assert march(day) == [(12, 12), (24, 24), (26, 26)], "by the day that it was of, wherever it is by now"
    hears(day, once(19, 19, 19, OFF))
    assert march(day) == [(12, 12), (26, 26)]
    hears(day, once(26, 26, 26, people=BO))
    assert (march(day), march(day, "bo")) == ([(12, 12)], [(26, 26)])
    hears(day, FRIDAYS)
    assert (march(day), march(day, "bo")) == ([(12, 12), (19, 19), (26, 26)], [])


def test_one_time_that_was_moved_to_the_day_of_another_is_another(day: Orchestra, both: Sequence[Player]) -> None:
    hears(day, FRIDAYS)
    hears(day, once(12, 19, 19))
    hears(day, once(19, 19, 19, OFF))
    assert march(day) == [(19, 19), (26, 26)]


def test_one_time_of_an_event_that_nobody_knew_is_new(day: Orchestra, both: Sequence[Player]) -> None:
    hears(day, once(19, 22, 22))
    assert march(day) == [(22, 22)]
    hears(day, FRIDAYS, once(19, 23, 23))
    assert march(day) == [(12, 12), (23, 23), (26, 26)]


def test_days_that_stay_while_the_event_around_them_is_another_are_known(
    day: Orchestra, both: Sequence[Player]
) -> None:
    hears(day, once(19, 22, 22))
    assert hears(day, event(22, 22))[0] == "One time away is known already."
    hears(day, once(22, 23, 23))
    assert march(day) == [(23, 23)]


def test_a_time_over_several_days_is_moved_with_all_of_its_parts(day: Orchestra, both: Sequence[Player]) -> None:
    def noon_to_noon(begins: int, *more: str) -> str:
        span = f"DTSTART:202703{begins:02}T120000\nDTEND:202703{begins + 3:02}T120000"
        return "\n".join(["UID:1", span, ADA, *more])

    hears(day, noon_to_noon(15, "RRULE:FREQ=WEEKLY;COUNT=2"))
    hears(day, noon_to_noon(23, "RECURRENCE-ID:20270322T120000"))
    assert march(day) == [(15, 15), (16, 17), (18, 18), (23, 23), (24, 25), (26, 26)]


def test_in_an_invitation_that_is_taken_back_only_those_whom_it_names_are_taken_off(
    day: Orchestra, both: Sequence[Player]
) -> None:
    hears(day, event(15, 16, people=f"{ADA}\n{BO}"))
    hears(day, event(15, 16, people=BO), head="METHOD:CANCEL\n")
    assert (march(day), march(day, "bo")) == ([(15, 16)], [])
    hears(day, event(15, 16, people="ATTENDEE;PARTSTAT=ACCEPTED:mailto:bo@example.org"), head="METHOD:REPLY\n")
    assert (march(day), march(day, "bo")) == ([(15, 16)], [(15, 16)])
    hears(day, event(15, 16, people=f"{DECLINED}:ada@example.org"), head="METHOD:REPLY\n")
    assert (march(day), march(day, "bo")) == ([], [(15, 16)])


def test_days_taken_in_before_events_were_known_are_left(day: Orchestra, both: Sequence[Player]) -> None:
    takes(day, b"email,first\nada@example.org,2027-03-15\n")
    hears(day, event(16, 16))
    assert march(day) == [(15, 15), (16, 16)]


def test_who_lives_elsewhere_by_now_is_away_in_the_hours_of_there(day: Orchestra, both: Sequence[Player]) -> None:
    timed = f"UID:1\nDTSTART:20270315T090000Z\nDTEND:20270315T110000Z\n{ADA}"
    hears(day, timed)
    day.database.writer.write(lambda store: store.change(both[0].person, time_zone="Europe/Paris")).result()
    hears(day, timed)
    assert [hours[2:] for hours in kept(day)] == [(600, 720)]


def test_what_is_kept_of_an_event_does_not_hold_its_uid(day: Orchestra, both: Sequence[Player]) -> None:
    hears(day, event(15, 15, uid="ada@laptop.example.org"))
    (one,) = day.all(Absence)
    assert one.event is not None
    assert (len(one.event), "ada" in str(one.__dict__)) == (32, False)


EVERYBODY = {"ada": ADA, "bo": BO}
OCCURRENCES = st.dictionaries(
    st.integers(0, 3),
    st.none()
    | st.tuples(st.integers(-5, 20), st.integers(0, 3), st.sets(st.sampled_from(sorted(EVERYBODY)), min_size=1)),
    max_size=4,
)
"""Of each time of an event on which day it is, counted from the first, how many more it lasts, and for whom.
None was called off.
"""

FILES = st.lists(
    st.tuples(st.dictionaries(st.sampled_from(["1", "2", "3"]), OCCURRENCES), st.booleans(), st.integers(0, 2)),
    min_size=1,
    max_size=5,
)
"""What each file has of each event, whether that is all of it, and how many days later it is taken in."""

Occurrence = tuple[int, int, set[str]]
FIRST = date(2027, 3, 8)


def held(uid: str, of: int, occurrence: Occurrence | None) -> str:
    """One time of an event, or that it was called off."""
    begins, more, people = occurrence or (of, 0, {"ada"})
    first = FIRST + timedelta(days=begins)
    days = f"DTSTART;VALUE=DATE:{first:%Y%m%d}\nDTEND;VALUE=DATE:{first + timedelta(days=more + 1):%Y%m%d}"
    said = f"UID:{uid}\nRECURRENCE-ID;VALUE=DATE:{FIRST + timedelta(days=of):%Y%m%d}\n{days}"
    return "\n".join([said, *(EVERYBODY[one] for one in sorted(people)), *([] if occurrence else [OFF])])


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    FILES, st.lists(st.tuples(st.sampled_from(sorted(EVERYBODY)), st.integers(1, 20), st.integers(0, 3)), max_size=3)
)
def test_whatever_came_before_of_an_event_its_days_are_those_that_it_has_now(
    day: Orchestra,
    both: Sequence[Player],
    files: Sequence[tuple[Mapping[str, Mapping[int, Occurrence | None]], bool, int]],
    said: Sequence[tuple[str, int, int]],
) -> None:
    day.clock.at = START
    old = [one.id for one in day.all(Absence)]
    day.database.writer.write(lambda store: store.forget(Absence, old)).result()
    rows = [f"{who},{FIRST + timedelta(days=n)},{FIRST + timedelta(days=n + more)}" for who, n, more in said]
    takes(day, "\n".join(["handle,first,last", *rows, ""]).encode())
    own = [one.__dict__ for one in day.all(Absence)]
    meant: dict[str, dict[int, Occurrence | None]] = {}
    for events, is_whole, later in files:
        day.clock.at += timedelta(days=later)
        today = day.clock.at.date()
        before = {one for one in away(day) if one[2] < today}
        blocks = []
        for uid, occurrences in events.items():
            if is_whole:
                # All of its times are said by themselves, instead of those of the event.
                meant[uid] = {}
                blocks.append(
                    f"UID:{uid}\nDTSTART;VALUE=DATE:{FIRST:%Y%m%d}\nRRULE:FREQ=DAILY;COUNT=4\n{ADA}\n"
                    + "\n".join(f"EXDATE;VALUE=DATE:{FIRST + timedelta(days=n):%Y%m%d}" for n in range(4))
                )
            meant.setdefault(uid, {}).update(occurrences)
            blocks += [held(uid, of, one) for of, one in occurrences.items()]
        hears(day, *blocks)
        assert before <= away(day), "nobody comes to have been there"

    now = day.clock.at.date()
    theirs = {(who, None, FIRST + timedelta(days=n + m)) for who, n, more in said for m in range(more + 1)}
    assert [one.__dict__ for one in day.all(Absence) if one.event is None] == own
    follows = {(who, of, on) for who, of, on in away(day) if of is not None and on >= now}
    expected = {
        (who, sha256(uid.encode()).hexdigest()[:32], on)
        for uid, occurrences in meant.items()
        for one in occurrences.values()
        if one is not None
        for who in one[2]
        for on in (FIRST + timedelta(days=one[0] + n) for n in range(one[1] + 1))
        if on >= now
    }
    assert follows <= expected
    assert {one for one in expected - follows if (one[0], None, one[2]) not in theirs} == set()


def away(day: Orchestra) -> set[tuple[str, str | None, date]]:
    """Who is away on which day, by which event."""
    names = {Player(day, handle).person.id: handle for handle in EVERYBODY}
    return {
        (names[one.person_id], one.event, one.first_day + timedelta(days=n))
        for one in day.all(Absence)
        for n in range((one.last_day - one.first_day).days + 1)
    }
