"""Which days a question speaks of."""

from datetime import date

import pytest

from score.periods import ahead, behind

TODAY = date(2027, 3, 9)
"""A Tuesday."""


@pytest.mark.parametrize(
    ("cue", "first", "last"),
    [
        ("today", (3, 9), (3, 9)),
        ("yesterday", (3, 8), (3, 8)),
        ("this_week", (3, 8), (3, 14)),
        ("last_week", (3, 1), (3, 7)),
        ("this_month", (3, 1), (3, 31)),
        ("last_month", (2, 1), (2, 28)),
        ("march", (3, 1), (3, 31)),
        ("january", (1, 1), (1, 31)),
    ],
)
def test_what_is_over_or_under_way(cue: str, first: tuple[int, int], last: tuple[int, int]) -> None:
    assert behind({cue, "find"}, TODAY) == (date(2027, *first), date(2027, *last))


def test_a_month_that_has_not_begun_is_the_last_one_of_its_name() -> None:
    assert behind({"december"}, TODAY) == (date(2026, 12, 1), date(2026, 12, 31))
    assert behind({"april"}, TODAY) == (date(2026, 4, 1), date(2026, 4, 30))
    assert behind({"last_month"}, date(2027, 1, 31)) == (date(2026, 12, 1), date(2026, 12, 31))


def test_what_is_to_come() -> None:
    assert ahead({"june"}, TODAY) == date(2027, 6, 30)
    assert ahead({"march"}, TODAY) == date(2027, 3, 31)
    assert ahead({"february"}, TODAY) == date(2028, 2, 29)
    assert ahead({"this_week"}, TODAY) == date(2027, 3, 14)


def test_where_no_day_is_named_there_is_none() -> None:
    assert behind({"find"}, TODAY) is None
    assert ahead({"find"}, TODAY) is None
    assert ahead({"last_week"}, TODAY) is None
