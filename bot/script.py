"""What the people of the example do by themselves: acts at a minute of a day, from examples/morrow and a fixed seed.

A day is the same however it was reached: what somebody does on it is drawn from the seed, the day and the person alone.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

import yaml

from score import hours, roster
from score.cadence import slot
from score.roster import Roster, WrittenPerson
from storage.tables import Role

FOLDER = Path(__file__).parents[1] / "examples" / "morrow"
SEED = 1874
TODAY = date(2027, 3, 9)
HISTORY = 10
"""Working days that were played before the demo begins."""

LAST = date(2027, 3, 19)
"""The last of the days that can be walked into; the clock goes on after it."""

ASKED_AT = 540
"""Minutes after midnight at which people are asked who say nothing else."""

NOT_BEFORE, NOT_AFTER = 10, 50
"""Minutes after their morning prompt within which people check in: a reader has ten to be one of them first."""

THREE = 3
"""Tasks that somebody means to do in a day at most."""

PLACE = "{place}"

WHIRLWIND = 0.3
"""How much of what people mean to do is tied to no line."""

CHECKS_IN, STUCK, WINS, CONFIRMS, HELPED, ANSWERS = 0.9, 0.08, 0.1, 0.7, 0.7, 0.9
"""How often somebody checks in, is stuck, has a win, confirms the line of a task, is offered help, and answers a
question of their team."""


class Does(StrEnum):
    """What an act is."""

    CHECK_IN = "check_in"
    OFFER = "offer"
    CLEAR = "clear"
    HAND_ON = "hand_on"
    SAY = "say"
    SEND = "send"
    LEARN = "learn"


@dataclass(frozen=True)
class CheckInSaid:
    """What somebody writes in a check-in.

    `tasks` have the address of the line that is meant, empty for whirlwind; `outcomes` are what became of the tasks of
    the day before, by their order; `settles` says of each task whether its line is confirmed.
    """

    tasks: Mapping[str, str]
    outcomes: tuple[str, ...]
    settles: tuple[bool, ...]
    confidence: int
    blocker: str = ""
    win: str = ""


@dataclass(frozen=True)
class Act:
    """One thing that somebody does at the instant `at`; `key` names it for good.

    `of` is the handle of who is stuck, where the act is about a blocker, and `words` are how that begins; `more` is
    what helped, or the address of the line whose owner decides. Of a lesson, `words` are its id, `of` is the team that
    it is sent to, and `more` the letter of the answer.
    """

    key: str
    at: datetime
    who: str
    does: Does
    words: str = ""
    of: str = ""
    more: str = ""
    check_in: CheckInSaid | None = field(default=None, repr=False)


@cache
def organisation() -> Mapping[str, Any]:
    """The file that says what people write."""
    read: Mapping[str, Any] = yaml.safe_load((FOLDER / "organisation.yml").read_text("utf-8"))
    return read


def told() -> Mapping[str, str]:
    """What can be seen on a day, in a few words, by its date."""
    found: Mapping[str, str] = organisation()["told"]
    return found


@cache
def people() -> Roster:
    """Who works in the example."""
    return roster.read((FOLDER / "people.yml").read_bytes(), "people.yml")


def played_before() -> list[date]:
    """The working days before today, oldest first."""
    past = (TODAY - timedelta(days=ago) for ago in range(HISTORY * 2, 0, -1))
    return [day for day in past if is_working(day)][-HISTORY:]


def days() -> list[date]:
    """The days that can be walked into, oldest first: those that were played, today, and those that follow."""
    ahead = (TODAY + timedelta(days=n) for n in range((LAST - TODAY).days + 1))
    return [*played_before(), *(day for day in ahead if is_working(day))]


def is_working(day: date) -> bool:
    """Whether the example works on that day."""
    return day.weekday() < 5


def morning(day: date = TODAY) -> datetime:
    """The instant at which most people of the example are asked."""
    return _at(day, ASKED_AT, people().defaults.zone)


def _at(day: date, minute: int, zone: str | None) -> datetime:
    at = slot(day, minute, zone or "UTC")
    assert at is not None, "nothing in the example happens in a gap of the clock"
    return at


@cache
def acts(day: date) -> tuple[Act, ...]:
    """All that people do by themselves on that day, in its order; nothing before the first day that was played."""
    if not is_working(day) or day < played_before()[0]:
        return ()
    found = [*_stories(day)]
    for person in people().people:
        if _works(person, day):
            found += _of_person(person, day)
    return tuple(sorted(found, key=lambda act: (act.at, act.key)))


def _works(person: WrittenPerson, day: date) -> bool:
    here = (person.joins or day) <= day <= (person.leaves or day)
    return here and person.handle not in people().unasked


def _of_person(person: WrittenPerson, day: date) -> Iterator[Act]:
    """The check-in of a person, and what comes of it: somebody offers a hand, and the next day it is cleared."""
    chance = Random(f"{SEED} {day} {person.handle}")  # noqa: S311 - an invented day, the same each time
    asked_at = _at(day, person.says.asked_at or ASKED_AT, person.says.zone or people().defaults.zone)
    at = asked_at + timedelta(minutes=chance.randrange(NOT_BEFORE, NOT_AFTER))
    written = _written(person.handle, day)
    comes = chance.random() < CHECKS_IN or person.handle in organisation()["written"]
    said = _check_in(person.handle, day, written, chance)
    if not comes:
        return
    key = f"{person.handle}:{day.isoformat()}"
    yield Act(key, at, person.handle, Does.CHECK_IN, check_in=said)
    if not said.blocker or written:
        return
    near = _teammates(person.handle)
    if near and chance.random() < HELPED:
        helper, after = chance.choice(near), timedelta(minutes=chance.randrange(20, 120))
        yield Act(f"{key}:offer", at + after, helper, Does.OFFER, said.blocker, person.handle)
    # Cleared on the same day: what stays longer is one of the stories.
    ends = asked_at + timedelta(minutes=chance.randrange(240, 420))
    yield Act(f"{key}:clear", ends, person.handle, Does.CLEAR, said.blocker, person.handle)


def _written(handle: str, day: date) -> Mapping[str, Any]:
    found: Mapping[str, Any] = organisation()["written"].get(handle, {}).get(day.isoformat(), {})
    return found


def _check_in(handle: str, day: date, written: Mapping[str, Any], chance: Random) -> CheckInSaid:
    confidence = chance.choice([2, 3, 3, 4, 4, 4, 5])
    outcomes = ["done"] if written else ["done", "done", "done", "carried", "dropped"]
    marks = tuple(chance.choice(outcomes) for _ in range(THREE))
    tasks = written.get("tasks") or _tasks(handle, day, chance)
    settles = tuple(bool(written) or chance.random() < CONFIRMS for _ in range(THREE))
    stuck, wins = chance.random() < STUCK, chance.random() < WINS
    blocker = written.get("blocker", "") if written else _said("blockers", handle, chance) if stuck else ""
    win = written.get("win", "") if written else _said("wins", handle, chance) if wins else ""
    return CheckInSaid(tasks, marks, settles, written.get("confidence", confidence), blocker, win)


def answers(handle: str, day: date) -> dict[str, str]:
    """What somebody says that day to the questions that teams ask themselves, by their words; most of them."""
    chance = Random(f"{SEED} {day} {handle} answers")  # noqa: S311 - an invented day, the same each time
    asked = [one for those in organisation()["team_questions"].values() for one in those]
    today = [one for one in asked if (hours.days(one["days"]) or 0) >> day.weekday() & 1]
    return {one["asks"]: chance.choice(one["says"]) for one in today if chance.random() < ANSWERS}


def _tasks(handle: str, day: date, chance: Random) -> dict[str, str]:
    tasks: dict[str, str] = {}
    for n in range(chance.randint(1, THREE)):
        is_tied = chance.random() > WHIRLWIND
        one = chance.choice([one for one in _able("tasks", handle) if bool(one.get("line")) == is_tied])
        in_turn = _in_turn(handle, tuple(one["says"]))
        tasks[_filled(in_turn[(day.toordinal() + n) % len(in_turn)], chance)] = one.get("line", "")
    return tasks


@cache
def _in_turn(handle: str, says: tuple[str, ...]) -> list[str]:
    """The same in an order of somebody's own: taken by the day, so that nobody writes one thing day after day."""
    return Random(f"{SEED} {handle} in turn").sample(says, len(says))  # noqa: S311 - an invented order


@cache
def _able(kind: str, handle: str) -> list[Mapping[str, Any]]:
    """What somebody can say of this kind, in their trade and nobody else's."""
    return [one for one in organisation()[kind] if handle in one["by"]]


@cache
def _teammates(handle: str) -> list[str]:
    working = (Role.MANAGER, Role.MEMBER)
    teams = [{one for role in working for one in team.people.get(role, ())} for team in people().teams]
    away = organisation().get("away", ())
    return sorted(one for team in teams if handle in team for one in team - {handle, *away})


def _said(kind: str, handle: str, chance: Random) -> str:
    able = [words for one in _able(kind, handle) for words in one["says"]]
    return _filled(chance.choice(able), chance) if able else ""


def _filled(words: str, chance: Random) -> str:
    """The words with a place wherever one belongs, and never the same one twice."""
    for place in chance.sample(organisation()["places"], words.count(PLACE)):
        words = words.replace(PLACE, place, 1)
    return words


def _stories(day: date) -> Iterator[Act]:
    """What is written down of that day."""
    for n, told in enumerate(organisation()["stories"].get(day.isoformat(), ())):
        hour = time.fromisoformat(told["at"])
        yield Act(
            key=f"story:{day.isoformat()}:{n}",
            at=_at(day, hour.hour * 60 + hour.minute, people().defaults.zone),
            who=told["who"],
            does=Does(told["does"]),
            words=told.get("words", ""),
            of=told.get("of", told["who"]),
            more=told.get("more", ""),
        )
