"""Measures beside their conversation: where they stand, and readings that come in several at once."""

from datetime import date, timedelta

import pytest

from handlers import measured
from handlers.views import measured as view
from handlers.views.measured import SHOWN, Difference, Standing
from score import readings_in
from score.readings_in import Said
from storage.tables import Measure, Origin, Person, Reading
from tests.handlers.test_readings import M1, SCORE, line
from tests.orchestra import Orchestra, Player

DAY = date(2027, 3, 9)
TABLE = """address,day,value,note
harbour/M-1,2027-03-08,4,
harbour/M-2,2027-03-09,61 %,counted by hand
"""


@pytest.fixture
def field(day: Orchestra) -> Player:
    player = day.player("Ada", team=day.team("Field", part="harbour"))
    day.player("Bo")
    day.player("Di")
    day.plays_from(SCORE)
    return player


def takes(day: Orchestra, text: str, origin: Origin = Origin.FILE) -> Difference:
    said = day.ask(lambda store: readings_in.of_table(text.encode(), "x.csv", measures(day), today(day)))
    ours = day.workspace.id
    return day.database.writer.write(lambda store: measured.take_in(day.moment(), store, ours, said, origin)).result()


def measures(day: Orchestra) -> dict[str, Measure]:
    return dict(day.ask(lambda store: measured.measures_of(store, day.workspace.id)))


def today(day: Orchestra) -> date:
    return day.ask(lambda store: measured.today_of(store, day.workspace.id, day.clock.now()))


def standing(day: Orchestra, address: str = "") -> list[Standing]:
    return day.ask(lambda store: measured.standing(store, day.workspace.id, day.clock.now(), address))


def told(day: Orchestra, address: str = M1) -> str:
    return view.told(standing(day, address))


def test_what_comes_in_is_told_before_and_kept_with_how_it_came(day: Orchestra, field: Player) -> None:
    assert view.difference(takes(day, TABLE)).splitlines() == [
        "2 readings are new:",
        "  harbour/M-1, 2027-03-08: 4 towns",
        "  harbour/M-2, 2027-03-09: 61 %",
    ]
    kept = sorted(day.all(Reading), key=lambda one: one.day)
    assert [(one.value, one.origin, one.note, one.said_by) for one in kept] == [
        (4, Origin.FILE, "", None),
        (61, Origin.FILE, "counted by hand", None),
    ]


def test_the_same_twice_changes_nothing(day: Orchestra, field: Player) -> None:
    takes(day, TABLE)
    before = [one.model_dump() for one in day.all(Reading)]
    day.clock.at += timedelta(hours=1)
    found = takes(day, TABLE, Origin.POST)

    assert not found
    assert view.difference(found).splitlines()[0] == "2 readings are known already."
    assert [one.model_dump() for one in day.all(Reading)] == before


def test_another_value_of_the_same_day_is_a_correction_and_told_as_one(day: Orchestra, field: Player) -> None:
    takes(day, TABLE)
    found = takes(day, TABLE.replace("08,4,", "08,5,").replace("by hand", "twice"), Origin.POST)

    assert view.difference(found).splitlines() == [
        "2 readings are corrected:",
        "  harbour/M-1, 2027-03-08: 4 towns -> 5 towns",
        "  harbour/M-2, 2027-03-09: 61 %, with another note",
    ]
    assert {one.origin for one in day.all(Reading)} == {Origin.POST}
    assert len(day.all(Reading)) == 2


def test_an_empty_note_says_nothing_of_the_one_that_is_kept(day: Orchestra, field: Player) -> None:
    takes(day, TABLE)
    assert not takes(day, TABLE.replace("counted by hand", ""))
    assert {one.note for one in day.all(Reading)} == {"", "counted by hand"}


def test_a_long_difference_is_cut_and_says_how_much_more_there_is(day: Orchestra, field: Player) -> None:
    days = [DAY - timedelta(days=n) for n in range(SHOWN + 2)]
    rows = "".join(f"harbour/M-1,{one.isoformat()},4\n" for one in days)
    said = view.difference(takes(day, f"address,day,value\n{rows}")).splitlines()

    assert len(said) == SHOWN + 2
    assert "2" in said[-1]


def test_what_is_handed_out_is_no_change_when_it_comes_in_again(day: Orchestra, field: Player) -> None:
    takes(day, TABLE + "harbour/M-1,2027-03-01,3.125,'=1\n")
    said = day.ask(lambda store: measured.exported(store, day.workspace.id))
    text = readings_in.table(said)

    assert text.splitlines()[1:] == [
        "harbour/M-1,2027-03-01,3.125,'=1",
        "harbour/M-1,2027-03-08,4,",
        "harbour/M-2,2027-03-09,61,counted by hand",
    ]
    assert not takes(day, text)


def test_it_is_the_last_day_that_it_is_for_anybody(day: Orchestra, field: Player) -> None:
    assert today(day) == DAY
    day.player("Kiri", time_zone="Pacific/Kiritimati")
    day.clock.at += timedelta(hours=6)
    assert today(day) == DAY + timedelta(days=1)


def test_without_anybody_and_without_a_score_nothing_stands(day: Orchestra) -> None:
    assert day.all(Person) == []
    assert today(day) == DAY
    assert standing(day) == []
    assert day.ask(lambda store: measured.exported(store, day.workspace.id)) == []
    assert not takes(day, "address,day,value\n")


def test_where_a_measure_stands_is_told_with_its_age(day: Orchestra, field: Player) -> None:
    assert told(day).splitlines() == ["harbour/M-1 Towns won", "  Never read.", "  To be read again on 2027-03-16."]
    takes(day, "address,day,value\nharbour/M-1,2027-02-01,4\nharbour/M-1,2027-03-08,5\n")
    assert told(day).splitlines() == [
        "harbour/M-1 Towns won",
        "  5 towns on 8 March, from a file.",
        "  Better than the time before.",
        "  4 towns to go to the target of 9 towns.",
        "  To be read again on 2027-03-15.",
    ]
    day.clock.at += timedelta(days=7)
    assert "It is due every week, one day late." in told(day)
    day.clock.at += timedelta(days=30)
    assert "It is due every week, four weeks late." in told(day)
    assert told(day, "harbour/M-3").splitlines() == ["harbour/M-3 Smiles", "  Never read."]
    assert [one.wording.address for one in standing(day)] == ["harbour/M-1", "harbour/M-2", "harbour/M-3"]


def test_where_a_measure_stands_is_told_to_programs(day: Orchestra, field: Player) -> None:
    takes(day, TABLE)
    day.clock.at += timedelta(days=9)

    assert view.as_data(standing(day, M1.upper())[0]) == {
        "address": "harbour/M-1",
        "words": "Towns won",
        "unit": "towns",
        "value": 4.0,
        "day": "2027-03-08",
        "origin": "file",
        "note": "",
        "trend": None,
        "target": 9.0,
        "missing": 5.0,
        "cadence_days": 7,
        "due": "2027-03-15",
        "days_late": 3,
    }
    assert view.as_data(standing(day, "harbour/M-3")[0])["value"] is None


def test_what_a_file_said_is_shown_on_the_card_and_a_hand_takes_its_place(day: Orchestra, field: Player) -> None:
    takes(day, TABLE)
    field.does("readings.hand_in", fields={"measure": line(day, "harbour/M-2"), "value": "70", "day": "2027-03-01"})
    assert "61 % (from a file). counted by hand" in " ".join(field.answer.split())

    field.does("readings.hand_in", fields={"measure": line(day, "harbour/M-2"), "value": "62", "day": "2027-03-09"})
    assert [(one.origin, one.note) for one in day.all(Reading) if one.value == 62] == [(Origin.HAND, "")]


def test_nobody_here_said_what_is_read_by_a_command(day: Orchestra, field: Player) -> None:
    cells = {"address": M1, "day": "2027-03-09", "value": "4 towns", "note": ""}
    said = readings_in.of_words(cells, "measures read", measures(day), DAY)
    assert said == [Said(M1, line(day), DAY, 4)]
