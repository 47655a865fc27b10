"""Public holidays, by country and region."""

from datetime import date

import pytest

from score.free_days import country, is_free, look_up, of_year


@pytest.mark.parametrize(
    ("said", "kept"),
    [("IE", "IE"), ("ie", "IE"), ("DE-BY", "DE-BY"), ("de-by", "DE-BY"), ("DE-XX", None), ("XX", None), ("", None),
     ("IE-", None), ("../etc", None), ("DE-BY-1", None)],
)  # fmt: skip
def test_a_country_is_kept_in_one_way_or_refused(said: str, kept: str | None) -> None:
    assert country(said) == kept


@pytest.mark.parametrize(
    ("place", "day", "free"),
    [
        ("IE", date(2027, 3, 17), True),
        ("GB", date(2027, 3, 17), False),
        ("DE-BY", date(2027, 1, 6), True),
        ("DE-BE", date(2027, 1, 6), False),
        ("DE", date(2027, 10, 3), True),
        ("", date(2027, 12, 25), False),
        ("IE", date(9999, 12, 31), False),
    ],
)
def test_a_holiday_is_one_where_it_is_kept(place: str, day: date, *, free: bool) -> None:
    assert is_free(place, day) is free


def test_what_was_looked_up_once_is_not_looked_up_again() -> None:
    of_year.cache_clear()
    look_up(["IE", "DE-BY"], date(2027, 1, 1))
    before = of_year.cache_info().misses

    for day in (date(2026, 12, 31), date(2027, 3, 17), date(2028, 1, 6)):
        assert not (is_free("IE", day) and is_free("DE-BY", day))
    assert of_year.cache_info().misses == before == 6
