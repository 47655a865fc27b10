"""A turn is kept once, whole or not at all, and answered when it is durable, however many come at the same time."""

import asyncio
import logging
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Connection, event
from sqlalchemy.exc import IntegrityError
from sqlmodel import select, text

from bot import conductor, writer
from bot.conductor import Forged, Played, Stranger
from bot.writer import Database, Unkept
from handlers import RETIRED, ROUTES
from handlers.cards import Card, Form
from handlers.turn import Answer, Arrival, Change, Corrections, Gone, How, Look, Reader, Refused, Reply, Turn
from prompts import phrase
from score.ties import alike  # noqa: F401
from storage.store import Store
from storage.tables import (
    Ask,
    AskState,
    Blocker,
    CheckIn,
    Delivery,
    Person,
    Place,
    Received,
    Shown,
    Task,
    TaskState,
    Team,
    TeamDay,
    Tie,
    TieState,
    Win,
)
from tests.databases import Engines
from tests.orchestra import Orchestra, Player, orchestra, shown, words

MANY = 8
"""Arrivals at once: as many as there are threads that write to PostgreSQL."""

HELP = "Once a day I ask what you mean to do"
NOT_THERE = "There is no such thing here"
OUR_FAULT = "That did not work, and it was ours."
