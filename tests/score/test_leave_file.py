"""Days away from a table or a calendar: what is read, what is refused in which line, and what is never looked at."""

from contextlib import suppress
from datetime import date, datetime, timedelta
from time import process_time

import pytest

from prompts import all_inputs
from score import leave_file
from score.cadence import Free
from score.leave_file import Fault, Scope, read
from score.problems import Kind, ScoreProblems

TODAY = date(2027, 3, 9)
ALL = (0, 1440)


def calendar(*events: str, head: str = "") -> bytes:
    said = "\n".join(f"BEGIN:VEVENT\n{one.strip()}\nEND:VEVENT" for one in events)
    return f"BEGIN:VCALENDAR\nVERSION:2.0\n{head}{said}\nEND:VCALENDAR\n".replace("\n", "\r\n").encode()


ADA = "ATTENDEE;PARTSTAT=ACCEPTED:mailto:Ada@Example.org"


def days(
    source: bytes, zone: str = "Europe/Dublin", file: str = "away.ics"
) -> list[tuple[str, str, str, tuple[int, int]]]:
    return [
        (one.who, f"{free.days[0]:%d.%m.}", f"{free.days[1]:%d.%m.}", free.hours)
        for one in read(source, file, TODAY).times
        for free in one.free(zone)
    ]


def wrong(source: bytes, file: str = "away.ics") -> list[tuple[str, int]]:
    with pytest.raises(ScoreProblems) as refused:
        read(source, file, TODAY)
    return [(one.kind.value, one.line) for one in refused.value.problems]


CALENDARS = [
    ("a day", "DTSTART;VALUE=DATE:20270315\nDTEND;VALUE=DATE:20270316", [("15.03.", "15.03.", ALL)]),
    ("days, the end not among them", "DTSTART;VALUE=DATE:20270315\nDTEND;VALUE=DATE:20270320",
     [("15.03.", "19.03.", ALL)]),
    ("a day without an end", "DTSTART;VALUE=DATE:20270315", [("15.03.", "15.03.", ALL)]),
    ("a day that ends when it begins", "DTSTART;VALUE=DATE:20270315\nDTEND;VALUE=DATE:20270315",
     [("15.03.", "15.03.", ALL)]),
    ("days by their length", "DTSTART;VALUE=DATE:20270315\nDURATION:P1W", [("15.03.", "21.03.", ALL)]),
    ("a morning", "DTSTART:20270315T080000\nDTEND:20270315T120000", [("15.03.", "15.03.", (480, 720))]),
    ("in UTC", "DTSTART:20270615T080000Z\nDTEND:20270615T120000Z", [("15.06.", "15.06.", (540, 780))]),
    ("in another zone", "DTSTART;TZID=Asia/Kathmandu:20270315T144500\nDTEND;TZID=Asia/Kathmandu:20270315T164500",
     [("15.03.", "15.03.", (540, 660))]),
    ("in a zone by its name on Windows", 'DTSTART;TZID="W. Europe Standard Time":20270315T090000\nDURATION:PT2H',
     [("15.03.", "15.03.", (480, 600))]),
    ("all of a working day", "DTSTART:20270315T090000\nDTEND:20270315T170000", [("15.03.", "15.03.", ALL)]),
    ("from noon to noon", "DTSTART:20270315T120000\nDTEND:20270318T120000",
     [("15.03.", "15.03.", (720, 1440)), ("16.03.", "17.03.", ALL), ("18.03.", "18.03.", (0, 720))]),
    ("from the evening on", "DTSTART:20270315T200000\nDTEND:20270317T110000",
     [("15.03.", "15.03.", (1200, 1440)), ("16.03.", "16.03.", ALL), ("17.03.", "17.03.", (0, 660))]),
    ("up to midnight", "DTSTART:20270315T000000\nDTEND:20270316T000000", [("15.03.", "15.03.", ALL)]),
    ("over already", "DTSTART;VALUE=DATE:20270301\nDTEND;VALUE=DATE:20270305", []),
    ("Fridays", "DTSTART;VALUE=DATE:20270312\nRRULE:FREQ=WEEKLY;COUNT=3",
     [(f"{n}.03.", f"{n}.03.", ALL) for n in (12, 19, 26)]),
    ("Fridays but one", "DTSTART;VALUE=DATE:20270312\nRRULE:FREQ=WEEKLY;COUNT=3\nEXDATE;VALUE=DATE:20270319",
     [("12.03.", "12.03.", ALL), ("26.03.", "26.03.", ALL)]),
    ("and one more", "DTSTART;VALUE=DATE:20270312\nRDATE;VALUE=DATE:20270401",
     [("12.03.", "12.03.", ALL), ("01.04.", "01.04.", ALL)]),
    ("over the change of the clock", "DTSTART;TZID=Europe/Dublin:20270326T090000\n"
     "DTEND;TZID=Europe/Dublin:20270326T110000\n"
     "RRULE:FREQ=WEEKLY;COUNT=2", [("26.03.", "26.03.", (540, 660)), ("02.04.", "02.04.", (540, 660))]),
]  # fmt: skip


@pytest.mark.parametrize(("event", "expected"), [one[1:] for one in CALENDARS], ids=[one[0] for one in CALENDARS])
def test_an_event_is_the_days_that_it_says(event: str, expected: list[tuple[str, str, tuple[int, int]]]) -> None:
    assert days(calendar(f"{event}\n{ADA}")) == [("ada@example.org", *one) for one in expected]


def test_a_moved_occurrence_takes_the_place_of_its_own() -> None:
    series = f"UID:1\nDTSTART;VALUE=DATE:20270312\nRRULE:FREQ=WEEKLY;COUNT=2\n{ADA}"
    moved = f"UID:1\nRECURRENCE-ID;VALUE=DATE:20270319\nDTSTART;VALUE=DATE:20270322\n{ADA}"
    off = f"UID:1\nRECURRENCE-ID;VALUE=DATE:20270312\nDTSTART;VALUE=DATE:20270312\nSTATUS:CANCELLED\n{ADA}"

    found = [(one.begins.day, one.cancelled) for one in read(calendar(series, moved, off), "a.ics", TODAY).times]
    assert found == [(22, False), (12, True)]


@pytest.mark.parametrize(
    ("people", "expected"),
    [
        (ADA, ["ada@example.org"]),
        (f"{ADA}\nATTENDEE:mailto:bo@example.org", ["ada@example.org", "bo@example.org"]),
        (f"{ADA}\nATTENDEE;PARTSTAT=DECLINED:mailto:bo@example.org", ["ada@example.org"]),
        ("ORGANIZER;CN=Cy:MAILTO:cy@example.org", ["cy@example.org"]),
        (f"{ADA}\nORGANIZER:mailto:cy@example.org", ["ada@example.org"]),
    ],
)
def test_it_is_of_those_who_take_part_else_of_who_organises_it(people: str, expected: list[str]) -> None:
    assert [one[0] for one in days(calendar(f"DTSTART;VALUE=DATE:20270315\n{people}"))] == expected


def test_what_is_called_off_says_so() -> None:
    event = f"DTSTART;VALUE=DATE:20270315\n{ADA}"
    assert [one.cancelled for one in read(calendar(f"{event}\nSTATUS:CANCELLED", event), "a.ics", TODAY).times] == [
        True,
        False,
    ]
    assert [one.cancelled for one in read(calendar(event, head="METHOD:CANCEL\n"), "a.ics", TODAY).times] == [True]


def test_why_somebody_is_away_is_not_even_read() -> None:
    event = f"SUMMARY:Surgery\nDESCRIPTION:of the\n knee\nDTSTART;VALUE=DATE:20270315\nLOCATION:Clinic\n{ADA}"
    alarm = "BEGIN:VALARM\nTRIGGER:-PT15M\nDESCRIPTION:Surgery\nATTENDEE:mailto:zoe@example.org\nEND:VALARM"
    (found,) = read(calendar(f"{event}\n{alarm}"), "away.ics", TODAY).times
    assert (found.who, "Surgery" in repr(found), "knee" in repr(found)) == ("ada@example.org", False, False)


def test_a_folded_line_is_one_line() -> None:
    event = "DTSTART;VALUE=DATE:2027\n 0315\nATTENDEE;CN=Ada:mai\n lto:ada@example.org"
    assert days(calendar(event)) == [("ada@example.org", "15.03.", "15.03.", ALL)]


WRONG = [
    (Fault.NOT_A_CALENDAR, b"handle,first\nada,2027-03-15\n", 1),
    (Fault.NOT_A_CALENDAR, b"BEGIN:VCALENDAR\nBEGIN:VEVENT\n", 1),
    (Fault.BAD_EVENT, calendar(f"DTSTART:nonsense\n{ADA}"), 3),
    (Fault.BAD_EVENT, calendar(f"DTSTART;VALUE=DATE:20270315\nDTSTART;VALUE=DATE:20270316\n{ADA}"), 3),
    (Fault.BAD_EVENT, calendar(f"DTSTART;VALUE=DATE:20270315\nDTEND:20270316T090000\n{ADA}"), 3),
    (Fault.NO_START, calendar(ADA), 3),
    (Fault.UNKNOWN_ZONE, calendar(f"DTSTART;TZID=Mars/Base:20270315T090000\nDURATION:PT1H\n{ADA}"), 3),
    (Fault.RULE_NOT_READ, calendar(f"DTSTART;VALUE=DATE:20270315\nRRULE:FREQ=SECONDLY\n{ADA}"), 3),
    (Fault.NAMES_NOBODY, calendar("DTSTART;VALUE=DATE:20270315"), 3),
    (Fault.AWAY_TOO_LONG, calendar(f"DTSTART;VALUE=DATE:20270315\nDTEND;VALUE=DATE:20470315\n{ADA}"), 3),
    (Fault.AWAY_BACKWARDS, calendar(f"DTSTART;VALUE=DATE:20270315\nDTEND;VALUE=DATE:20270313\n{ADA}"), 3),
]


@pytest.mark.parametrize(("fault", "source", "line"), WRONG)
def test_what_is_wrong_with_a_calendar_is_said_with_its_line(fault: Fault, source: bytes, line: int) -> None:
    assert wrong(source) == [(fault.value, line)]


SORTS = [
    (Fault.BAD_EVENT, "DTSTART;VALUE=URI:https://example.org"),
    (Fault.BAD_EVENT, "DTSTART;TZID=Europe/Dublin;VALUE=TEXT:20270315T090000"),
    (Fault.BAD_EVENT, "DTSTART;VALUE=TIME:090000"),
    (Fault.BAD_EVENT, "DTSTART;VALUE=DATE:20270315\nDTEND;VALUE=UNKNOWN:20270316"),
    (Fault.BAD_EVENT, "DTSTART;VALUE=DATE:20270315\nDURATION;VALUE=BOOLEAN:TRUE"),
    (Fault.BAD_EVENT, "DTSTART;VALUE=DATE:20270315\nDURATION:20270316"),
    (Fault.BAD_EVENT, "DTSTART;VALUE=DATE:20270315\nRECURRENCE-ID;VALUE=TEXT:20270315"),
    (Fault.BAD_EVENT, "DTSTART;VALUE=DATE:20270315\nRRULE;VALUE=TEXT:FREQ=DAILY;COUNT=2"),
    (Fault.BAD_EVENT, "DTSTART;VALUE=DATE:20270315\nUID;VALUE=DATE,TIME:20270315"),
    (Fault.BAD_EVENT, "DTSTART;TZID=Europe/Dublin,Europe/Paris:20270315T090000"),
    (Fault.RULE_NOT_READ, "DTSTART;VALUE=DATE:20270315\nRDATE:PT1H"),
    (Fault.RULE_NOT_READ, "DTSTART;VALUE=DATE:20270315\nRRULE:FREQ=DAILY;COUNT=9\nEXDATE:090000"),
    (Fault.RULE_NOT_READ, "DTSTART;VALUE=DATE:20270315\nRRULE:FREQ=DAILY;UNTIL=090000"),
    (Fault.RULE_NOT_READ, "DTSTART;VALUE=DATE:20270315\nRRULE:FREQ=WEEKLY;WKST=2MO"),
    (Fault.RULE_NOT_READ, "DTSTART;VALUE=DATE:20270315\nRRULE:FREQ=DAILY\nEXRULE:FREQ=WEEKLY"),
]


@pytest.mark.parametrize(("fault", "event"), SORTS)
def test_a_value_that_is_of_another_sort_than_its_name_is_refused_with_its_line(fault: Fault, event: str) -> None:
    assert wrong(calendar(f"{event}\n{ADA}")) == [(fault.value, 3)]


def test_everything_that_is_wrong_is_said_at_once() -> None:
    source = calendar(f"DTSTART:x\n{ADA}", f"DTSTART;VALUE=DATE:20270315\n{ADA}", ADA)
    assert wrong(source) == [("bad-event", 3), ("no-start", 11)]


def test_a_zone_that_a_calendar_brings_along_is_not_run() -> None:
    rule = "BEGIN:VTIMEZONE\nTZID:Europe/Dublin\nBEGIN:STANDARD\nDTSTART:16010101T000000\nRRULE:FREQ=SECONDLY\n"
    head = f"{rule}TZOFFSETFROM:+0000\nTZOFFSETTO:+0500\nEND:STANDARD\nEND:VTIMEZONE\n"
    event = f"DTSTART;TZID=Europe/Dublin:20270315T090000\nDURATION:PT1H\n{ADA}"
    assert days(calendar(event, head=head)) == [("ada@example.org", "15.03.", "15.03.", (540, 600))]


# Tables


def test_a_table_has_a_row_for_each_time_away() -> None:
    table = (
        b"handle,first,last,part\nada,2027-03-15,2027-03-19,\nbo,2027-03-15,,morning\n"
        b"cy,2027-03-16,2027-03-17,13:00-15:00\n"
    )
    assert days(table, file="away.csv") == [
        ("ada", "15.03.", "19.03.", ALL),
        ("bo", "15.03.", "15.03.", (0, 780)),
        ("cy", "16.03.", "17.03.", (780, 900)),
    ]


def test_a_table_may_go_by_addresses_and_semicolons() -> None:
    assert days(b"\xef\xbb\xbfemail;first\r\nAda@Example.org;2027-03-15\r\n", file="x.csv") == [
        ("ada@example.org", "15.03.", "15.03.", ALL)
    ]


@pytest.mark.parametrize(
    ("table", "expected"),
    [
        (b"", [("empty-file", 1)]),
        (b"first,last\n2027-03-15,\n", [("missing", 1)]),
        (b"handle,first,reason\nada,2027-03-15,flu\n", [("unknown-key", 1)]),
        (b"handle,first\nada,15.3.2027\n,2027-03-15\n", [("bad-date", 2), ("names-nobody", 3)]),
        (b"handle,first,last\nada,2027-02-28,2027-02-29\n", [("bad-date", 2)]),
        (b"handle,first,last\nada,2027-03-15,2027-03-14\n", [("away-backwards", 2)]),
        (b"handle,first,part\nada,2027-03-15,brunch\n", [("bad-part", 2)]),
        (b"handle,first,last\nada,2027-03-15,2037-03-15\n", [("away-too-long", 2)]),
        (b"\xff\xfe", [("not-utf8", 1)]),
    ],
)
def test_what_is_wrong_with_a_table_is_said_with_its_line(table: bytes, expected: list[tuple[str, int]]) -> None:
    assert wrong(table, "away.csv") == expected


# Which events are told of

ONE, TWO = "6b86b273ff34fce19d6b804eff5a3f57", "d4735e3a265e16eee03f59718b9b5d03"
"""What the events of the UIDs 1 and 2 are known by: the beginning of their SHA-256."""

DAY = f"UID:1\nDTSTART;VALUE=DATE:20270315\n{ADA}"
BO = "ATTENDEE;PARTSTAT=DECLINED:mailto:bo@example.org"

SCOPES = [
    ("an event", calendar(DAY), [Scope(ONE)]),
    ("without a UID", calendar(f"DTSTART;VALUE=DATE:20270315\n{ADA}"), []),
    ("with an empty one", calendar(f"UID: \nDTSTART;VALUE=DATE:20270315\n{ADA}"), []),
    ("that is over", calendar(f"UID:1\nDTSTART;VALUE=DATE:20200315\n{ADA}"), [Scope(ONE)]),
    ("called off", calendar(f"{DAY}\nSTATUS:CANCELLED"), [Scope(ONE)]),
    ("that all declined", calendar(f"UID:1\nDTSTART;VALUE=DATE:20270315\n{BO}"), [Scope(ONE)]),
    ("called off, of nobody", calendar("UID:1\nDTSTART;VALUE=DATE:20270315\nSTATUS:CANCELLED"), [Scope(ONE)]),
    ("twice", calendar(DAY, DAY, DAY.replace("UID:1", "UID:2")), [Scope(ONE), Scope(TWO)]),
    ("in two calendars", calendar(DAY) + calendar(DAY.replace("UID:1", "UID: 1 ")), [Scope(ONE)]),
    ("one time of it", calendar(f"{DAY}\nRECURRENCE-ID;VALUE=DATE:20270312"), [Scope(ONE, date(2027, 3, 12))]),
    ("one time of it, by another clock",
     calendar(f"UID:1\nDTSTART;TZID=Australia/Sydney:20270315T090000\nDURATION:PT2H\n"
              f"RECURRENCE-ID:20270311T220000Z\n{ADA}"), [Scope(ONE, date(2027, 3, 12))]),
    ("whom it names are taken off", calendar(f"{DAY}\n{BO}", head="METHOD:CANCEL\n"),
     [Scope(ONE, whom=frozenset({"ada@example.org", "bo@example.org"}))]),
    ("nobody is named who could be", calendar(DAY.replace(ADA, "ORGANIZER:mailto:a@b.de"), head="METHOD:CANCEL\n"),
     [Scope(ONE)]),
    ("who answers speaks for themselves", calendar(f"{DAY}\n{BO}", head="METHOD:REPLY\n"),
     [Scope(ONE, whom=frozenset({"bo@example.org"}))]),
    ("one more time of it", calendar(DAY, head="METHOD:ADD\n"), []),
    ("what stands in an event is not what its calendar is for", calendar(f"{DAY}\nMETHOD:ADD"), [Scope(ONE)]),
    ("a calendar for one thing and one for another", calendar(DAY, head="METHOD:ADD\n") + calendar(DAY), [Scope(ONE)]),
]  # fmt: skip


@pytest.mark.parametrize(("source", "expected"), [one[1:] for one in SCOPES], ids=[one[0] for one in SCOPES])
def test_a_file_says_of_which_events_it_tells_all(source: bytes, expected: list[Scope]) -> None:
    assert read(source, "away.ics", TODAY).scopes == expected


def test_each_time_knows_its_event_and_the_day_that_it_is_of() -> None:
    series = f"UID:1\nDTSTART;VALUE=DATE:20270312\nRRULE:FREQ=WEEKLY;COUNT=2\n{ADA}"
    moved = f"UID:1\nRECURRENCE-ID;VALUE=DATE:20270319\nDTSTART;VALUE=DATE:20270322\n{ADA}"
    nobodys = f"DTSTART;VALUE=DATE:20270315\n{ADA}"

    found = read(calendar(series, moved, nobodys), "away.ics", TODAY).times
    assert [(one.begins.day, one.event, one.occurrence) for one in found] == [
        (12, ONE, date(2027, 3, 12)),
        (22, ONE, date(2027, 3, 19)),
        (15, None, None),
    ]


def test_one_time_is_replaced_by_whatever_clock_it_is_named() -> None:
    series = "UID:1\nDTSTART;TZID=Australia/Sydney:20270312T090000\nDURATION:PT2H\nRRULE:FREQ=DAILY;COUNT=2"
    off = "UID:1\nDTSTART;TZID=Australia/Sydney:20270313T090000\nRECURRENCE-ID:20270312T220000Z\nSTATUS:CANCELLED"
    found = read(calendar(f"{series}\n{ADA}", f"{off}\n{ADA}"), "away.ics", TODAY).times
    assert [(one.begins.day, one.cancelled) for one in found] == [(12, False), (13, True)]


def test_what_an_event_is_known_by_tells_nothing_of_its_uid_however_long() -> None:
    uid = "ada@laptop.example.org" * 20_000
    (scope,) = read(calendar(DAY.replace("UID:1", f"UID:{uid}")), "away.ics", TODAY).scopes
    assert len(scope.event) == 32
    assert "ada" not in scope.event


def test_two_uids_are_none() -> None:
    assert wrong(calendar(f"UID:2\n{DAY}")) == [("bad-event", 3)]


def test_a_table_tells_of_no_event() -> None:
    leave = read(b"handle,first\nada,2027-03-15\n", "away.csv", TODAY)
    assert ([one.event for one in leave.times], leave.scopes) == ([None], ())


# Hostile and huge


def test_what_is_too_much_is_refused_soon() -> None:
    many = b"handle,first\n" + b"ada,2027-03-15\n" * (leave_file.EVENTS + 1)
    endless = calendar(*[f"DTSTART;VALUE=DATE:20270310\nRRULE:FREQ=DAILY\n{ADA}\nATTENDEE:mailto:b@c.de"] * 60)
    events = calendar(*["DTSTART:x"] * (leave_file.EVENTS + 2))
    huge = b"BEGIN:VCALENDAR\n" + b"X" * (3 * 1024 * 1024)
    begun = process_time()
    assert wrong(many, "a.csv")[0][0] == Kind.TOO_MANY.value
    # It is not read any further, so nothing else is said of it.
    assert wrong(events) == [(Kind.TOO_MANY.value, 3 + 3 * leave_file.EVENTS)]
    assert wrong(endless)[0][0] == Kind.TOO_MANY.value
    assert wrong(huge)[0][0] == Kind.TOO_BIG.value
    assert process_time() - begun < 20


@pytest.mark.parametrize("length", [0, 1, 7, 40, 90, 140, 160])
def test_a_calendar_that_breaks_off_is_refused_and_never_falls_over(length: int) -> None:
    whole = calendar(f"DTSTART;VALUE=DATE:20270315\nRRULE:FREQ=WEEKLY;COUNT=3\n{ADA}")
    assert wrong(whole[:length])


@pytest.mark.parametrize(
    "line",
    ["DTSTART;VALUE=DATE:99999999", "DTSTART;VALUE=DATE:00010101\nDURATION:-P9999999999D", "DTSTART:20270315T250000",
     "DTSTART;VALUE=DATE:20270315\nRRULE:FREQ=DAILY;INTERVAL=0", "DTSTART;VALUE=DATE:20270315\nRRULE:COUNT=1;COUNT=2",
     "DTSTART;VALUE=DATE:99991231\nRRULE:FREQ=YEARLY", "DTSTART;VALUE=PERIOD:20270315T090000Z/PT1H",
     "DTSTART;VALUE=DATE:20270315\nEXDATE:soon",
     "DTSTART;VALUE=DATE:20270315\nRDATE;VALUE=PERIOD:20270315T090000Z/PT1H",
     "DTSTART;TZID=;;:20270315T090000", "DTSTART;VALUE=DATE:20270315\nDURATION:P99999999999W",
     "DTSTART;VALUE=DATE:00010101\nDTEND;VALUE=DATE:00010102",
     "UID:1\nDTSTART;TZID=America/New_York:20270315T090000\nRECURRENCE-ID:00010101T000000Z",
     "UID:1\nDTSTART;TZID=Asia/Tokyo:20270315T090000\nRECURRENCE-ID:99991231T235959Z",
     "UID;X=1:\\n\\,\\;\\\\\nDTSTART;VALUE=DATE:20270315",
     "UID:\U0010ffff\u202e'\"; DROP\nDTSTART;VALUE=DATE:20270315"],
)  # fmt: skip
def test_whatever_stands_in_an_event_it_is_read_or_refused(line: str) -> None:
    with suppress(ScoreProblems):
        leave = read(calendar(f"{line}\n{ADA}"), "away.ics", TODAY)
        assert all(isinstance(free, Free) for one in leave.times for free in one.free("Pacific/Apia"))


def test_every_fault_has_an_example_and_its_two_phrases() -> None:
    shown = {fault for fault, *_ in WRONG} | {Fault.BAD_PART}
    assert shown == set(Fault)
    own = {f"leavefile.{name}{more}" for name in Fault for more in ("", "-remedy")}
    assert own <= {id for id in all_inputs() if id.startswith("leavefile.")}


def test_an_event_of_years_ago_is_followed_to_today() -> None:
    event = f"DTSTART;VALUE=DATE:20190101\nRRULE:FREQ=YEARLY\n{ADA}"
    assert days(calendar(event)) == [("ada@example.org", "01.01.", "01.01.", ALL)]
    assert datetime(2028, 1, 1).date() <= TODAY + leave_file.AHEAD + timedelta(days=1)  # noqa: DTZ001 - a day
