"""The public holidays of a country, on which nobody is asked."""

from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from importlib import import_module
from importlib.metadata import version
from typing import Any

RELEASES = f"zones {version('tzdata')}, holidays {version('holidays')}"
"""What instants are worked out with: governments change both, and instants that were planned before are then wrong."""

YEARS = range(1970, 2100)
"""Years for which holidays are looked up; in others there are none."""


def _holidays() -> Any:
    """The package; not imported at the top, since it holds 3 MB that nobody needs whose people name no country."""
    return import_module("holidays")


@lru_cache(maxsize=1)
def _places() -> dict[str, list[str]]:
    places: dict[str, list[str]] = _holidays().list_supported_countries()
    return places


def country(said: str) -> str | None:
    """A country such as `IE`, or a part of one such as `DE-BY` (ISO 3166), as it is kept; None for any other word."""
    place, dash, region = said.upper().partition("-")
    known = _places().get(place)
    if known is None or (dash and region not in known):
        return None
    return f"{place}-{region}" if dash else place


@lru_cache(maxsize=512)
def of_year(place: str, year: int) -> frozenset[date]:
    """The public holidays of `place` in a year; none for an empty place.

    Raises NotImplementedError for a place that `country` does not know.
    """
    if not place or year not in YEARS:
        return frozenset()
    country, _, region = place.partition("-")
    return frozenset(_holidays().country_holidays(country, subdiv=region or None, years=year))


def look_up(places: Iterable[str], today: date) -> None:
    """Know the holidays of these places in last year, this one and the next: the first look at a country takes 80 ms of
    CPU, which whoever holds the writer cannot wait for.
    """
    for place in places:
        for year in (today.year - 1, today.year, today.year + 1):
            of_year(place, year)


def is_free(place: str, day: date) -> bool:
    """Whether `day` is a public holiday in `place`."""
    return bool(place) and day in of_year(place, day.year)
