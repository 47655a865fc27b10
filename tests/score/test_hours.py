"""Every hour of a year of many zones, beside what somebody else's package makes of the same hours."""

from collections.abc import Iterator
from datetime import UTC, date, timedelta

import pytest
import whenever

from score.cadence import day_ends, local, slot
from tests.score.test_cadence import ZONES

MORE = (
    "Africa/El_Aaiun",
    "Africa/Johannesburg",
    "Africa/Lagos",
    "America/Adak",
    "America/Argentina/Buenos_Aires",
    "America/Asuncion",
    "America/Chicago",
    "America/Lima",
    "America/Los_Angeles",
    "America/Mexico_City",
    "America/Miquelon",
    "America/Phoenix",
    "America/Sao_Paulo",
    "America/Vancouver",
    "Asia/Colombo",
    "Asia/Dubai",
    "Asia/Gaza",
    "Asia/Jerusalem",
    "Asia/Kolkata",
    "Asia/Manila",
    "Asia/Singapore",
    "Asia/Tokyo",
    "Asia/Yangon",
    "Atlantic/Azores",
    "Australia/Adelaide",
    "Australia/Eucla",
    "Australia/Sydney",
    "Europe/Chisinau",
    "Europe/Dublin",
    "Europe/Istanbul",
    "Europe/London",
    "Europe/Moscow",
    "Pacific/Auckland",
    "Pacific/Marquesas",
    "Pacific/Norfolk",
    "Pacific/Pago_Pago",
)
"""With those of test_cadence.py 54: every way to be off the hour, both hemispheres, and laws that changed lately."""

FIRST, DAYS = date(2026, 11, 1), 365


@pytest.fixture(autouse=True, scope="module")
def _of_the_package() -> Iterator[None]:
    """It looks the zones up where we do: in the package tzdata, and not on the machine."""
    before = whenever.get_tzpath()
    whenever.reset_tzpath(())
    whenever.clear_tzcache()
    yield
    whenever.reset_tzpath(before)
    whenever.clear_tzcache()


@pytest.mark.parametrize("name", [*ZONES, *MORE])
def test_each_hour_of_a_year_is_the_instant_that_another_package_says(name: str) -> None:
    wrong = []
    for ahead in range(DAYS):
        day = FIRST + timedelta(days=ahead)
        for hour in range(24):
            said = whenever.ZonedDateTime(day.year, day.month, day.day, hour, tz=name, disambiguation="compatible")
            expected = said.to_instant().to_stdlib() if said.date().to_stdlib() == day else None
            ours = slot(day, hour * 60, name)
            if ours != expected or (ours and local(ours, name).replace(tzinfo=None) != said.to_plain().to_stdlib()):
                wrong.append((day, hour, ours, expected))
    assert wrong == []


@pytest.mark.parametrize("name", [*ZONES, *MORE])
def test_each_day_of_a_year_ends_where_another_package_says(name: str) -> None:
    for ahead in range(DAYS):
        day = FIRST + timedelta(days=ahead)
        ends = whenever.Date(day.year, day.month, day.day).add(days=1)
        begins = whenever.ZonedDateTime(ends.year, ends.month, ends.day, tz=name, disambiguation="compatible")
        assert day_ends(day, name) == begins.to_instant().to_stdlib().astimezone(UTC), day
