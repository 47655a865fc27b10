"""Which day that is over somebody names."""

from collections.abc import Mapping
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prompts import spellings
from score.said_days import BEHIND, latest, tokens_of

WORDS: Mapping[str, str] = spellings("absence")
TUESDAY = date(2027, 3, 9)
TODAYS = st.dates(date(2000, 1, 1), date(2090, 12, 31))


def day(text: str, today: date = TUESDAY) -> str | None:
    tokens = tokens_of(text, WORDS)
    found = latest(tokens, today) if tokens else None
    return f"{found:%d.%m.%y}" if found else None


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("today", "09.03.27"),
        ("yesterday", "08.03.27"),
        ("Friday", "05.03.27"),
        ("on Friday", "05.03.27"),
        ("last Friday", "05.03.27"),
        ("Tuesday", "09.03.27"),
        ("last Tuesday", "02.03.27"),
        ("this Tuesday", "09.03.27"),
        ("Friday 26 February", "26.02.27"),
        ("20 November", "20.11.26"),
        ("November 20", "20.11.26"),
        ("the 20th of November", "20.11.26"),
        ("10 March", "10.03.26"),
        ("9 March", "09.03.27"),
        ("20 November 2024", "20.11.24"),
        ("2026-11-20", "20.11.26"),
        ("20.11.", "20.11.26"),
        ("3/2", "02.03.27"),
        ("the 8th", "08.03.27"),
        ("the 10th", "10.02.27"),
        ("the 30th", "30.01.27"),
        ("29 February 2024", "29.02.24"),
    ],
)
def test_a_day_that_is_over_is_the_latest_of_its_name(text: str, found: str) -> None:
    assert day(text) == found


@pytest.mark.parametrize(
    "text",
    ["tomorrow", "next Friday", "2028-01-01", "1 January 2028", "31 February", "29 February", "the day after",
     "Monday to Friday", "Friday 27 February", "last", "last week", "on", ""],
)  # fmt: skip
def test_what_names_no_day_that_is_over(text: str) -> None:
    assert day(text) is None


@given(TODAYS, st.integers(0, BEHIND - 2))
def test_each_day_of_the_last_year_is_found_by_its_name(today: date, ago: int) -> None:
    wanted = today - timedelta(days=ago)
    said = f"{wanted:%d.%m.%y}"

    assert day(f"{wanted.day} {wanted:%B}", today) == said
    assert day(wanted.isoformat(), today) == said
    assert day(f"{wanted:%A} {wanted.day} {wanted:%B} {wanted.year}", today) == said
    if ago < 7:
        assert day(f"{wanted:%A}", today) == said
    if 0 < ago <= 7:
        assert day(f"last {wanted:%A}", today) == said
