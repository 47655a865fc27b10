"""How much of the model may be used: by each person on their own day, by their workspace on a day of the world's."""

import asyncio
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from functools import partial
from typing import Any, TypeVar

import pytest
from sqlmodel import col, select

from bot.writer import Database
from storage import budgets
from storage.budgets import KEPT_FOR, Budget
from storage.store import Store, open_store
from storage.tables import Person, Spent, Workspace
from tests.databases import Engines

AT = datetime(2026, 11, 28, 23, 30, tzinfo=UTC)
TODAY, TOMORROW = AT.date(), AT.date() + timedelta(days=1)
HARBOUR, BAKERY = (Workspace(id=name, name=name, created_at=AT) for name in ("harbour", "bakery"))
ADA, BO, EVE = (
    Person(id=name, workspace_id=where.id, handle=name, name=name)
    for name, where in (("ada", HARBOUR), ("bo", HARBOUR), ("eve", BAKERY))
)
ENOUGH = Budget(questions=2, tokens=1_000)
T = TypeVar("T")
_ALL = select(Spent).order_by(col(Spent.workspace_id), col(Spent.day))


@pytest.fixture
def play(engines: Engines) -> Callable[[Callable[[Store], Any]], Any]:
    def played(work: Callable[[Store], T]) -> T:
        with open_store(engines.writer) as store:
            return work(store)

    played(lambda store: store.keep(HARBOUR, BAKERY, ADA, BO, EVE))
    return played


Play = Callable[[Callable[[Store], Any]], Any]


def has_room(play: Play, person: Person, day: date = TODAY, at: datetime = AT) -> bool:
    found: bool = play(lambda store: budgets.has_room(store, person, day, at, ENOUGH))
    return found


def test_a_person_has_so_many_questions_a_day_and_the_next_day_as_many(play: Play) -> None:
    for left in (True, True, False):
        assert has_room(play, ADA) is left
        if left:
            play(lambda store: budgets.ask(store, ADA, TODAY))
    assert has_room(play, BO)
    assert has_room(play, ADA, TOMORROW), "their own day, whatever the day in UTC is"


def test_all_of_a_workspace_have_so_many_tokens_together_on_a_day_in_utc(play: Play) -> None:
    for tokens in (600, 399):
        play(partial(budgets.spend, workspace_id=HARBOUR.id, at=AT, tokens=tokens))
        assert has_room(play, ADA)
    play(lambda store: budgets.spend(store, HARBOUR.id, AT, 1))
    assert (has_room(play, ADA), has_room(play, BO), has_room(play, EVE)) == (False, False, True)
    assert has_room(play, ADA, TODAY, AT + timedelta(hours=1)), "the next day has begun"


def test_who_asks_in_many_places_at_once_is_counted_each_time_and_gets_no_more_than_there_is(
    play: Play, engines: Engines
) -> None:
    def asks(store: Store) -> bool:
        may = budgets.has_room(store, ADA, TODAY, AT, ENOUGH)
        if may:
            budgets.ask(store, ADA, TODAY)
        return may

    def spends(store: Store) -> bool:
        budgets.spend(store, HARBOUR.id, AT, 1)
        return False

    async def at_once() -> list[bool]:
        return await asyncio.gather(*[database.write(work) for work in [asks, spends] * 8])

    database = Database(engines.writer.url)
    try:
        assert sum(asyncio.run(at_once())) == ENOUGH.questions
    finally:
        database.close()
    assert sorted(one.used for one in play(lambda store: store.find(_ALL))) == [ENOUGH.questions, 8]


def test_it_is_forgotten_once_the_day_is_over_for_everybody(play: Play) -> None:
    for day in (TODAY - KEPT_FOR, TODAY - KEPT_FOR + timedelta(days=1), TODAY):
        play(partial(budgets.ask, person=ADA, day=day))
    play(lambda store: budgets.spend(store, HARBOUR.id, AT - KEPT_FOR, 5))
    play(lambda store: budgets.ask(store, EVE, TODAY - KEPT_FOR))

    assert [play(lambda store: budgets.forget(store, HARBOUR.id, AT, 1)) for _ in range(3)] == [1, 1, 0]
    kept = play(lambda store: store.find(_ALL))
    assert [(one.workspace_id, one.day) for one in kept] == [
        (BAKERY.id, TODAY - KEPT_FOR),
        (HARBOUR.id, TODAY - KEPT_FOR + timedelta(days=1)),
        (HARBOUR.id, TODAY),
    ]


def test_an_id_has_room_for_whose_it_is_and_of_which_day() -> None:
    longest = budgets._of("w" * 32, "p" * 32, TODAY)
    assert len(longest) <= Spent.__table__.columns["id"].type.length  # type: ignore[attr-defined]
