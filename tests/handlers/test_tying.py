"""What is kept ready of earlier tasks is what the database has, whoever changed it and however."""

from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

import pytest

from handlers import tying
from handlers.guards import score_now
from score.experience import Earlier
from storage import checkins
from storage.store import Store
from storage.tables import CheckIn, Edition, Task, Tie, TieState, Wording
from tests.orchestra import Orchestra, Player

EVERY, MORE = 6, 3


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tying, "EVERY", EVERY)
    monkeypatch.setattr(tying, "MORE", MORE)


def known(day: Orchestra) -> Mapping[str, Earlier]:
    """What a handler compares a new task with."""

    def told(store: Store) -> Mapping[str, Earlier]:
        now = score_now(store, day.workspace.id)
        assert now is not None
        return tying._told(store, now).earlier

    return day.ask(told)


def stands(day: Orchestra) -> dict[str, Earlier]:
    """All that is settled in the database, by a task's id, the latest first."""
    tasks = {task.id: task for task in day.all(Task)}
    ties = sorted(day.all(Tie), key=lambda tie: (tie.said_at, tie.id), reverse=True)
    said = (TieState.CONFIRMED, TieState.CHOSEN, TieState.WHIRLWIND)
    return {
        tie.task_id: Earlier(tie.task_id, tasks[tie.task_id].words, tie.line_id, tie.points)
        for tie in ties
        if tie.state in said
    }


class Others:
    """Whatever else writes: other people, and other processes whose clocks are not quite ours."""

    def __init__(self, day: Orchestra, player: Player, seed: int) -> None:
        self.day, self.random, self.person = day, Random(seed), player.person
        self.edition = day.all(Edition)[0].id
        self.lines = [one.line_id for one in day.all(Wording)]
        self.days = 0

    def some_instant(self) -> datetime:
        """Now, or some seconds ago, as a slower clock has it."""
        self.day.goes_on(minutes=1)
        return self.day.moment().at - timedelta(seconds=self.random.choice([0, 0, 30, 69]))

    def says(self, late: int = 0) -> None:
        """Somebody settles a new task."""
        self.days += 1
        m, on = self.day.moment(), date(2024, 1, 1) + timedelta(self.days)
        ours: dict[str, Any] = {"workspace_id": self.day.workspace.id}
        theirs = {"person_id": self.person.id, "local_date": on, **ours}
        checkin = CheckIn(id=m.id(), handed_in_at=m.at, **theirs)
        task = Task(id=m.id(), checkin_id=checkin.id, position=0, words=f"Ring {self.days}", **theirs)
        of: dict[str, Any] = {
            "task_id": task.id,
            "edition_id": self.edition,
            "said_at": self.some_instant() - timedelta(seconds=late),
        }
        self.day.keep(checkin, task, Tie(id=m.id(), **of, **self._said(), **ours))

    def _said(self) -> dict[str, Any]:
        line, state = self.random.choice(
            [(None, TieState.WHIRLWIND), (self.random.choice(self.lines), TieState.CONFIRMED), (None, TieState.UNSURE)]
        )
        return {"line_id": line, "state": state, "points": self.random.choice([None, 0.5, 1.25])}

    def says_otherwise(self) -> None:
        """Somebody says otherwise of a task."""
        if ties := self.day.all(Tie):
            tie, said, at = self.random.choice(ties), self._said(), self.some_instant()
            self._write(lambda store: store.change(tie, said_at=at, **said))

    def erases(self) -> None:
        """Somebody erases a task."""
        if tasks := self.day.all(Task):
            id = self.random.choice(tasks).id
            self._write(lambda store: checkins.forget_tasks(store, self.day.workspace.id, [id]))

    def _write(self, work: Callable[[Store], None]) -> None:
        self.day.database.writer.write(work).result()


@pytest.mark.parametrize("seed", range(12))
def test_what_is_compared_is_what_stands_there_now(day: Orchestra, few: None, seed: int) -> None:
    day.plays_from()
    others = Others(day, day.player("Ada", team=day.team("Field")), seed)
    for _ in range(40):
        others.random.choice([others.says, others.says, others.says_otherwise, others.erases])()
        if others.random.random() < 0.7:
            there, last = known(day), stands(day)
            # At least the last ones that are wanted, and none that does not stand there just so.
            assert there.items() <= last.items()
            assert set(list(last)[:EVERY]) <= set(there)
            assert len(there) <= EVERY + MORE


def test_another_process_that_erases_is_heard_of_at_once(day: Orchestra) -> None:
    day.plays_from()
    others = Others(day, day.player("Ada", team=day.team("Field")), 1)
    while len(stands(day)) < 3:
        others.says()
    (first, *_) = known(day)
    others._write(lambda store: checkins.forget_tasks(store, day.workspace.id, [first]))

    assert first not in known(day)


def test_what_was_said_long_before_it_was_kept_is_heard_of_too(day: Orchestra) -> None:
    day.plays_from()
    others = Others(day, day.player("Ada", team=day.team("Field")), 1)
    while len(stands(day)) < 3:
        others.says()
    known(day)
    while len(stands(day)) < 4:
        others.says(late=1000)

    assert known(day) == stands(day)


def test_who_settles_nothing_pays_for_nothing_anew(day: Orchestra) -> None:
    day.plays_from()
    others = Others(day, day.player("Ada", team=day.team("Field")), 1)
    for _ in range(5):
        others.says()

    assert known(day) is known(day)
