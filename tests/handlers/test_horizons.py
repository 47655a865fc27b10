"""A long line is asked about once a month, and does not get lost; short lines keep their days."""

from datetime import date, time

import pytest

from tests.orchestra import Orchestra, Player

LONG = """
score: Harbour Bread
part:
  id: field
  name: Field
  kind: team
  priorities:
    P-1: {words: Call every harbour before noon, until: 2027-06-30}
    P-2: {words: Own the quay of every capital, horizon: 5 years}
    P-3: {words: Bake without gas, until: 2031-01-01}
"""
CALL, QUAY, GAS = "Call every harbour", "Own the quay", "Bake without gas"


@pytest.fixture
def ada(day: Orchestra) -> Player:
    field = day.team("Field", part="field")
    day.plays_from(LONG)
    ada = day.player("Ada", team=field)
    # Which is said in the place of a line that waits, now and then: tests/handlers/test_asides.py.
    ada.does("asides.stop", value="picture")
    return ada


def asked(day: Orchestra, ada: Player, *tasks: str) -> str:
    """Hand in for today, and the line that is asked about."""
    ada.hands_in(tasks or ["Sort papers"])
    text = " ".join(ada.last().text.split())
    return next((one for one in (CALL, QUAY, GAS) if f"Nothing yet moves {one}" in text), "")


def goes_to(day: Orchestra, ada: Player, on: date) -> None:
    day.local(ada, time(9), days=(on - day.today(ada)).days)


def a_month(day: Orchestra, ada: Player, days: list[date]) -> list[str]:
    said = []
    for on in days:
        goes_to(day, ada, on)
        said.append(asked(day, ada))
    return said


APRIL = [date(2027, 4, n) for n in range(1, 31) if date(2027, 4, n).weekday() < 5]


def test_each_long_line_is_asked_about_on_one_day_of_the_month_and_the_short_one_on_the_others(
    day: Orchestra, ada: Player
) -> None:
    said = a_month(day, ada, APRIL[:8])

    assert sorted(said[:2]) == sorted([QUAY, GAS])
    assert said[2:] == [CALL] * 6


def test_it_comes_again_in_the_next_month_on_whatever_day_somebody_is_back(day: Orchestra, ada: Player) -> None:
    a_month(day, ada, APRIL[-3:])

    assert sorted(a_month(day, ada, [date(2027, 5, 18), date(2027, 5, 19)])) == sorted([QUAY, GAS])


def test_a_long_line_that_the_month_has_moved_is_not_asked_about(day: Orchestra, ada: Player) -> None:
    goes_to(day, ada, APRIL[0])
    assert asked(day, ada, "Own the quay of a capital") == GAS

    assert a_month(day, ada, APRIL[1:4]) == [CALL] * 3


def test_a_changed_check_in_asks_what_it_asked(day: Orchestra, ada: Player) -> None:
    goes_to(day, ada, APRIL[0])
    first = asked(day, ada)
    ada.hands_in(["Sort more papers"], key="again")
    day.send()

    assert first in (QUAY, GAS)
    answers = [" ".join(one.text.split()) for one in day.mouth.amended if "Your tasks" in one.text]
    assert f"Nothing yet moves {first}" in answers[-1]


def test_nothing_is_said_in_the_place_of_a_long_line(day: Orchestra, ada: Player) -> None:
    ada.does("asides.again", value="picture")
    said = a_month(day, ada, APRIL[:8])

    assert sorted(said[:2]) == sorted([QUAY, GAS])
    assert "" in said[2:]


def test_what_one_is_asked_the_other_is_asked_too(day: Orchestra, ada: Player) -> None:
    bo = day.player("Bo", team=day.teams()[0])
    goes_to(day, ada, APRIL[0])

    assert asked(day, ada) == asked(day, bo) in (QUAY, GAS)


def test_with_long_lines_alone_the_other_days_ask_nothing(day: Orchestra) -> None:
    team = day.team("Field", part="field")
    day.plays_from(LONG.replace(", until: 2027-06-30", ", horizon: 20 years"))
    cy = day.player("Cy", team=team)
    cy.does("asides.stop", value="picture")

    said = a_month(day, cy, APRIL[:6])

    assert sorted(said[:3]) == sorted([CALL, QUAY, GAS])
    assert said[3:] == [""] * 3


def test_the_digest_mentions_a_long_line_once_a_month(day: Orchestra) -> None:
    team = day.team("Field", part="field", digest_at=990)
    day.plays_from(LONG)
    ada = day.player("Ada", team=team)
    goes_to(day, ada, date(2027, 3, 31))
    day.local(ada, time(16, 31))
    for _ in range(20):
        day.local(ada, time(16, 31), days=1)
    said = [" ".join(one.text.split()) for one in day.in_channel(team)]
    april = [one.split(" No")[0] for one in said if QUAY in one and "MARCH No" not in one]

    assert sum(CALL in one for one in said) == len(said) == 15 + 3
    assert april == ["FIELD, THURSDAY 1 APRIL", "FIELD, 29 MARCH TO 2 APRIL"]


def test_days_without_a_check_in_ask_nothing_and_lose_nothing(day: Orchestra, ada: Player) -> None:
    goes_to(day, ada, APRIL[0])
    ada.does("checkin.not_today", value=APRIL[0].isoformat())
    day.goes_on(days=1)

    assert asked(day, ada) in (QUAY, GAS)
