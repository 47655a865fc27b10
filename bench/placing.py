"""How long it takes to place one task, with all that is looked up for it: a part of bench/ties.py."""

import tempfile
import time
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from random import Random
from statistics import median
from typing import Any

import yaml
from sqlmodel import select

from bench import town
from bench.cases import Case, bar
from bot.writer import Database
from handlers import tying
from handlers.guards import score_now
from handlers.loading import load
from handlers.turn import Moment
from score.language import read
from storage import migrate, people, scores
from storage.store import Store
from storage.tables import CheckIn, Noun, Person, Task, Tie, TieState

LINES, EARLIER = 200, 1200
WITHIN = 0.005
"""Seconds of CPU for one task over these lines."""

_PERSON, _TIES, _EVERYBODY = select(Person).where(Person.handle == "mira"), select(Tie), select(Person)


def is_quick(cases: Sequence[Case]) -> bool:
    """Whether a task is placed in time over a score of many lines, those of all organisations over and over, when many
    tasks were settled before and somebody settles another one each time.
    """
    texts = [task.text for case in cases for task in case.sized]
    words = [line.words for case in cases for line in case.of.priorities]
    with tempfile.TemporaryDirectory() as folder:
        database = Database(f"sqlite:///{folder}/placing.db")
        migrate.upgrade(database.engine)
        database.writer.write(lambda store: _built(store, words, texts)).result()
        settled = database.read_now(_ties)
        began = time.thread_time()
        database.read_now(lambda store: _place(store, texts[0]))
        first = time.thread_time() - began
        ready, moved = [], []
        for n, text in enumerate(texts):
            ready.append(_cpu(database, text))
            tie, at = settled[n % len(settled)], town.NOW + timedelta(seconds=EARLIER + n)
            database.writer.write(_again(tie, at)).result()
            moved.append(_cpu(database, text))
        database.close()
    print(f"\nOne task over {LINES} lines, {EARLIER} earlier ones in the store, all that is looked up for it counted")
    print(f"{first * 1000:.1f} ms the first time, {median(ready) * 1000:.2f} ms where nothing was said since")
    said = f"{median(moved) * 1000:.2f} ms of CPU at the median where something was, bar {WITHIN * 1000:.0f} ms"
    return bar(median(moved) < WITHIN, said)


def _cpu(database: Database, text: str) -> float:
    began = time.thread_time()
    database.read_now(lambda store: _place(store, text))
    return time.thread_time() - began


def _place(store: Store, text: str) -> None:
    """What a hand-in asks for: by whom it is, and what is in force, were looked up before."""
    person = store.first(_PERSON)
    now = score_now(store, person.workspace_id) if person else None
    assert person is not None
    assert now is not None
    assert tying.rankings(store, person, people.teams_of(store, person), now, [text])[text].lines


def _again(tie: Tie, at: datetime) -> Callable[[Store], None]:
    return lambda store: store.change(tie, said_at=at)


def _ties(store: Store) -> list[Tie]:
    return store.find(_TIES)


def _built(store: Store, words: Sequence[str], texts: Sequence[str]) -> None:
    """A town with a score of many lines, where everybody settled tasks, each ten of one day."""
    workspace_id = town.build(store, 8).workspace_id
    lines = {f"P-{n}": {"words": words[n % len(words)]} for n in range(LINES)}
    part = {"id": "town", "name": "Town", "kind": "company", "priorities": lines}
    moment = Moment(town.NOW, Random(2))
    edition = load(
        moment, store, workspace_id, read(yaml.safe_dump({"score": "Town", "part": part}).encode(), "score.yml")
    )
    assert edition is not None
    known = scores.wordings(store, workspace_id, edition.id)
    everybody, nouns = store.find(_EVERYBODY), list[Noun]()
    ours: dict[str, Any] = {"workspace_id": workspace_id}
    for n in range(EARLIER):
        who, day = everybody[n // 10 % len(everybody)], town.NOW.date() - timedelta(days=1 + n // 10)
        if n % 10 == 0:
            checkin = CheckIn(id=moment.id(), person_id=who.id, local_date=day, handed_in_at=town.NOW, **ours)
            nouns.append(checkin)
        of: dict[str, Any] = {"checkin_id": checkin.id, "person_id": who.id, "local_date": day}
        task = Task(id=moment.id(), position=n % 10, words=texts[n % len(texts)], **of, **ours)
        line: dict[str, Any] = {"edition_id": edition.id, "line_id": known[n % len(known)].line_id, "points": 0.5}
        at = town.NOW - timedelta(seconds=EARLIER - n)
        nouns += [task, Tie(id=moment.id(), task_id=task.id, state=TieState.CONFIRMED, said_at=at, **line, **ours)]
    store.keep(*nouns)
