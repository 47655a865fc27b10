"""Plays one scene in a process of its own, which is killed at one of its steps: run as a program by test_crash.py.

The program imports everything once and forks for each command that it reads, so that hundreds of real processes
live and die within seconds. A step is each statement before it is sent and after it was answered, each commit before
and after, each message before and after it goes out, and the moment before a turn is acknowledged.
"""

import asyncio
import json
import os
import re
import signal
import sys
import tempfile
import threading
import traceback
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any, NoReturn

from psycopg import pq
from sqlalchemy import Engine, event, text
from sqlmodel import select

from bot.conductor import Conductor, Played
from bot.outbox import Drawing, Outbox
from bot.writer import Database
from handlers.turn import Arrival
from storage.deliveries import LEASE
from storage.store import Store, open_engine
from storage.tables import NOUNS, Delivery, DeliveryState, Noun, Place, Received
from tests.orchestra import Orchestra, StoppedClock, orchestra, shown

FIELDS = {
    "task1": "Call every harbour about bread",
    "task2": "Write the quote for Cove",
    "task3": "Sort the van papers",
    "blocker": "no van",
    "tell": "yes",
    "confidence": "4",
    "win": "Sold out by nine",
}
"""A first hand-in: three tasks, a blocker that the team is told of, and a win."""

CHANGED = {
    "task1": "Call every harbour about bread",
    "task2": "Halve the time of a quote",
    "blocker": "no van before noon",
    "tell": "yes",
    "confidence": "2",
}
"""What is handed in instead: one task stays, one is new, two go; the blocker reads otherwise, the win is gone."""

MOVES = ("attempt", "sending_at", "settled_at", "not_before", "reason")
"""Columns of a delivery that say how often and when it was tried; they may differ after a crash."""


# The scenes


@dataclass(frozen=True)
class Stage:
    """What a scene needs to know of the organisation that was prepared for it."""

    workspace: str
    connection: str
    at: str
    value: str = ""


def _before_work(day: Orchestra) -> str:
    """Ada and Bo in a team with a score; nobody was asked yet."""
    day.plays_from()
    field = day.team("Field", part="field")
    for name in ("Ada", "Bo"):
        day.player(name, team=field)
    return ""


def _handed_in(day: Orchestra) -> str:
    """Ada was asked and has handed in; all of it was sent. Gives the press that confirms her first line."""
    _before_work(day)
    day.goes_on(hours=3, minutes=1)
    ada = day.all_players()["ada"]
    ada.hands_in(more=FIELDS)
    return f"{day.tied(ada)[0][0].id} right"


def _planned(day: Orchestra) -> str:
    """Bo was asked and Ada has handed in; none of it was sent yet."""
    _before_work(day)
    day.clock.at += timedelta(hours=3, minutes=1)
    day.run(day.conductor.tick())
    arrival = Arrival("in-1", day.connection.id, "ada", "ada", "checkin.hand_in", fields=FIELDS)
    day.run(day.conductor.play(arrival))
    return ""


@dataclass(frozen=True)
class Scene:
    """What was there before, and what is played: an arrival, or nothing but the clock's tick and the outbox."""

    prepare: Callable[[Orchestra], str]
    action: str = ""
    fields: Mapping[str, str] | None = None
    ticks: bool = False

    def arrival(self, stage: Stage) -> Arrival:
        """The same each time that the platform delivers it."""
        return Arrival("k-1", stage.connection, "ada", "ada", self.action, value=stage.value, fields=self.fields or {})


SCENES = {
    "a first hand-in": Scene(_before_work, "checkin.hand_in", FIELDS),
    "a changed hand-in": Scene(_handed_in, "checkin.hand_in", CHANGED),
    "a confirmed tie": Scene(_handed_in, "ties.settle"),
    "a morning": Scene(_before_work, ticks=True),
    "a pass of the outbox": Scene(_planned),
}
