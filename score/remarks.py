"""How long who owns a line has to answer what is asked of it, and where a name can be left out."""

from datetime import date, datetime, timedelta

from score.cadence import LOOK_AHEAD, Rhythm, day_ends, slot_on

ANSWER_WITHIN = 5
"""Working days that whoever is asked has for an answer."""

UNNAMED_FROM = 5
"""People besides the one who is asked who share the work of a part, from whom on words without a name tell nobody by
themselves; the like of fewer is told of nobody anywhere here."""

A_DAY_ON_A_LINE = 10
"""Remarks of one person on one line on one day; whoever has more to say talks to its owner."""

SHOWN_FOR = timedelta(days=90)
"""How long what was asked and answered stands with its line."""

DAY = timedelta(days=1)


def answer_by(rhythm: Rhythm, today: date) -> date:
    """The day by which somebody is to answer: their fifth working day after `today`.

    Who does not work on so many of the days that we look ahead has until the last of these.
    """
    left, day, last = ANSWER_WITHIN, today, today + LOOK_AHEAD * DAY
    while left and day < last:
        day += DAY
        left -= rhythm.works_on(day)
    return day


def remind_at(rhythm: Rhythm, by: date) -> datetime:
    """When somebody is reminded who is to answer by a day: at their hour of the working day before."""
    day = by - DAY
    for _ in range(LOOK_AHEAD):
        at = slot_on(rhythm, day)
        if at is not None:
            return at
        day -= DAY
    return day_ends(by - 2 * DAY, rhythm.time_zone)


def late_at(rhythm: Rhythm, by: date) -> datetime:
    """The instant at which the day is over by which somebody is to answer."""
    return day_ends(by, rhythm.time_zone)


def may_be_unnamed(others: int) -> bool:
    """Whether a name may be left out where so many `others` than who is asked share the work of the line's part."""
    return others >= UNNAMED_FROM
