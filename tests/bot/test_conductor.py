"""A turn is kept once, whole or not at all, and answered when it is durable, however many come at the same time."""

import asyncio
import threading
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any, TypeVar

import pytest
from sqlalchemy import create_engine, event, text

from bot import writer
from bot.conductor import Forged, Played, Stranger, draw
from bot.writer import Unkept
from handlers import DRAWINGS, RETIRED, ROUTES
from handlers.cards import Card, Form
from handlers.turn import Answer, Arrival, Change, Corrections, How, Look, Reader, Refused, Reply, Turn
from prompts import phrase
from storage import people
from storage.store import Store
from storage.tables import (
    Ask,
    AskState,
    Blocker,
    CheckIn,
    Delivery,
    Received,
    Role,
    Shown,
    Task,
    Team,
    TeamDay,
    Tie,
    TieState,
    Win,
)
from tests.databases import Engines
from tests.orchestra import Orchestra, orchestra, shown, words

MANY = 8
"""Arrivals at once: as many as there are threads that write to PostgreSQL."""

ACTION = "home.made_up"
"""A route that a test makes for itself."""

DONE = Answer(How.CARD, "home.help")
HELP = "Once a day I ask what you mean to do"
NOT_THERE = "There is no such thing here"
TOO_FAR = "Check-ins can be handed in for today"
OUR_FAULT = "That did not work, and it was ours."
PATIENCE = 30.0
"""Seconds after which threads that wait for each other give up, so that a fault fails instead of hanging."""

T = TypeVar("T")
Made = Callable[[Turn, Store], Reply | None]


@pytest.fixture
def day(engines: Engines) -> Iterator[Orchestra]:
    with orchestra(engines.writer.url) as made:
        yield made


@pytest.fixture
def sqlite_day(sqlite_engines: Engines) -> Iterator[Orchestra]:
    with orchestra(sqlite_engines.writer.url) as made:
        yield made


@pytest.fixture
def postgres_day(postgres_engines: Engines) -> Iterator[Orchestra]:
    with orchestra(postgres_engines.writer.url) as made:
        yield made


@pytest.fixture
def makes(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Put a route of the test's own under `ACTION`."""

    def make(keep: Made, consider: Callable[[Turn, Store], Any] | None = None) -> None:
        def kept(turn: Turn, store: Store, _found: object) -> Reply:
            return keep(turn, store) or Reply(DONE)

        monkeypatch.setitem(ROUTES, ACTION, Change(kept, consider))

    return make


def arrival(day: Orchestra, who: str, action: str = ACTION, key: str = "once-0001", **more: Any) -> Arrival:
    """What a door has verified."""
    return Arrival(key, day.connection.id, who, more.pop("place", who), action, **more)


def play(day: Orchestra, *arrivals: Arrival) -> list[Played | BaseException]:
    """Play all of these at the same time; gives what each of them was answered, or what it raised."""

    async def together() -> list[Played | BaseException]:
        return await asyncio.gather(*map(day.conductor.play, arrivals), return_exceptions=True)

    return day.run(together())


def answers(played: list[Played | BaseException]) -> list[Played]:
    """The same, when nothing was raised."""
    assert [one for one in played if isinstance(one, BaseException)] == []
    return [one for one in played if isinstance(one, Played)]


def a_team(turn: Turn, handle: str) -> Team:
    """Something small to keep."""
    return Team(id=turn.id(), workspace_id=turn.person.workspace_id, handle=handle, name=handle)


def kept(day: Orchestra) -> list[str]:
    """The handles of what `a_team` made and was kept."""
    return sorted(one.handle for one in day.all(Team))


@dataclass
class Meeting:
    """A place where the first `size` turns wait for each other; whoever comes later walks through."""

    size: int
    _barrier: threading.Barrier = field(init=False)
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _came: int = 0

    def __post_init__(self) -> None:
        self._barrier = threading.Barrier(self.size)

    def wait(self) -> None:
        with self._lock:
            self._came += 1
            first = self._came <= self.size
        if first:
            self._barrier.wait(PATIENCE)


@contextmanager
def busy(day: Orchestra) -> Iterator[None]:
    """Hold every thread that writes until the block is over; what is written meanwhile waits in the queue."""
    free = threading.Event()
    threads = 1 if day.database.engine.dialect.name == "sqlite" else writer.WRITERS
    held = threading.Barrier(threads + 1)

    def hold(_store: Store) -> None:
        held.wait(PATIENCE)
        free.wait(PATIENCE)

    holding = [day.database.writer.write(hold) for _ in range(threads)]
    held.wait(PATIENCE)
    try:
        yield
    finally:
        free.set()
        for one in holding:
            one.result(PATIENCE)


@contextmanager
def commits(day: Orchestra) -> Iterator[list[int]]:
    """How many turns each commit on SQLite had in it, by the savepoints that were let go."""
    counts: list[int] = []
    turns = 0

    def statement(_connection: Any, _cursor: Any, said: str, *_more: Any) -> None:
        nonlocal turns
        turns += said == "RELEASE turn"

    def commit(_connection: Any) -> None:
        nonlocal turns
        counts.append(turns)
        turns = 0

    event.listen(day.database.engine, "after_cursor_execute", statement)
    event.listen(day.database.engine, "commit", commit)
    yield counts
    event.remove(day.database.engine, "after_cursor_execute", statement)
    event.remove(day.database.engine, "commit", commit)


def set_on_the_writer(day: Orchestra, setting: str) -> None:
    """Set something on the one connection by which SQLite is written."""
    connection = day.database.engine.raw_connection()
    connection.cursor().execute(f"PRAGMA {setting}").close()
    connection.close()


# Twins


def test_a_twin_that_comes_later_gets_the_same_answer_and_keeps_nothing(day: Orchestra) -> None:
    day.plays_from()
    day.player("Ada", team=day.team("Field", part="field"))
    fields = {"task1": "Call every harbour about bread", "blocker": "no van", "tell": "yes", "win": "Sold out"}
    one = arrival(day, "ada", "checkin.hand_in", fields=fields)

    first, second, third = answers([*play(day, one), *play(day, one), *play(day, one)])

    assert [first.twin, second.twin, third.twin] == [False, True, True]
    assert first.answer == second.answer == third.answer
    assert shown(first) == shown(second) == shown(third)
    kinds = (CheckIn, TeamDay, Task, Tie, Blocker, Win, Received)
    assert {kind.__name__: day.count(kind) for kind in kinds} == {kind.__name__: 1 for kind in kinds}
    assert day.count(Delivery) == day.count(Shown) == 2


def test_twins_that_come_at_the_same_time_are_kept_once_with_one_answer_for_all(day: Orchestra) -> None:
    day.plays_from()
    day.player("Ada", team=day.team("Field", part="field"))
    fields = {"task1": "Call every harbour about bread", "task2": "Write the quote", "blocker": "no van", "tell": "yes"}
    one = arrival(day, "ada", "checkin.hand_in", fields=fields)

    played = answers(play(day, *[one] * MANY))

    assert sorted(one.twin for one in played) == [False] + [True] * (MANY - 1)
    assert len({str(one.answer) for one in played}) == len({shown(one) for one in played}) == 1
    assert (day.count(CheckIn), day.count(Task), day.count(Blocker), day.count(Received)) == (1, 2, 1, 1)
    assert day.count(Delivery) == day.count(Shown) == 2


def test_twins_that_all_found_nothing_before_they_wrote_are_kept_once(
    postgres_day: Orchestra, makes: Callable[..., None]
) -> None:
    """Each has looked for its twin and found none before any of them writes: only the unique key can part them."""
    postgres_day.player("Ada")
    meeting = Meeting(MANY)

    def keep(turn: Turn, store: Store) -> None:
        meeting.wait()
        store.keep(a_team(turn, turn.id()))

    makes(keep)
    played = answers(play(postgres_day, *[arrival(postgres_day, "ada")] * MANY))

    assert sorted(one.twin for one in played) == [False] + [True] * (MANY - 1)
    assert (len(kept(postgres_day)), postgres_day.count(Received)) == (1, 1)


def test_twins_that_are_refused_at_the_same_time_get_the_same_refusal(
    day: Orchestra, makes: Callable[..., None]
) -> None:
    day.player("Ada")
    readers = writer.READERS
    meeting = Meeting(readers)

    def consider(_turn: Turn, _store: Store) -> None:
        meeting.wait()
        raise Refused("checkin.too_far")

    makes(lambda turn, store: None, consider)
    played = answers(play(day, *[arrival(day, "ada")] * readers))

    assert {one.answer.view for one in played} == {"checkin.too_far"}
    assert sorted(one.twin for one in played) == [False] + [True] * (readers - 1)
    assert day.count(Received) == 1


def test_the_same_key_with_other_contents_is_refused(day: Orchestra) -> None:
    day.player("Ada")
    day.player("Eve")
    first = arrival(day, "ada", "checkin.hand_in", fields={"task1": "Call the harbour"})
    answers(play(day, first))

    others = [
        arrival(day, "ada", "checkin.hand_in", fields={"task1": "Sell the harbour"}),
        arrival(day, "ada", "checkin.hand_in", fields={"task1": "Call the harbour", "win": "Sold"}),
        arrival(day, "ada", "checkin.not_today"),
        arrival(day, "eve", "checkin.hand_in", fields={"task1": "Call the harbour"}),
    ]

    assert [type(one) for other in others for one in play(day, other)] == [Forged] * len(others)
    assert [task.words for task in day.all(Task)] == ["Call the harbour"]
    assert day.count(Received) == day.count(CheckIn) == 1


@pytest.mark.parametrize(
    "other",
    [
        {"account": "eve"},
        {"place": "ada"},
        {"action": "checkin.not_today"},
        {"text": "x"},
        {"value": "x"},
        {"fields": {"x": ""}},
    ],
    ids=str,
)
def test_whatever_differs_under_one_key_is_refused(
    day: Orchestra, makes: Callable[..., None], other: dict[str, Any]
) -> None:
    field = day.team("Field")
    for name in ("Ada", "Eve"):
        day.player(name, team=field)
    makes(lambda turn, store: None)
    first = arrival(day, "ada", place="field")
    answers(play(day, first))

    assert [type(one) for one in play(day, replace(first, **other))] == [Forged]
    assert day.count(Received) == 1


def test_two_of_one_key_with_other_contents_at_the_same_time_leave_one(
    postgres_day: Orchestra, makes: Callable[..., None]
) -> None:
    postgres_day.player("Ada")
    meeting = Meeting(2)

    def keep(turn: Turn, store: Store) -> None:
        meeting.wait()
        store.keep(a_team(turn, turn.value))

    makes(keep)
    played = play(postgres_day, *[arrival(postgres_day, "ada", value=value) for value in ("left", "right")])

    (first,) = [one for one in played if isinstance(one, Played)]
    assert [type(one) for one in played if one is not first] == [Forged]
    assert len(kept(postgres_day)) == 1


def test_a_key_belongs_to_its_connection(day: Orchestra) -> None:
    day.player("Ada")
    with orchestra(day.database.engine.url) as others:
        others.player("Ada")
        one = arrival(day, "ada", "checkin.hand_in", fields={"task1": "Call the harbour"})
        two = arrival(others, "ada", "checkin.hand_in", fields={"task1": "Sail"})

        assert [one.twin for one in answers([*play(day, one), *play(others, two)])] == [False, False]
    assert day.count(CheckIn) == 2


# Refused, corrected, failed


def test_a_refusal_keeps_its_key_and_drops_what_the_handler_kept(day: Orchestra, makes: Callable[..., None]) -> None:
    day.player("Ada")

    def keep(turn: Turn, store: Store) -> None:
        store.keep(a_team(turn, "dropped"))
        raise Refused("checkin.too_far")

    makes(keep)
    first, second = answers([*play(day, arrival(day, "ada")), *play(day, arrival(day, "ada"))])

    assert kept(day) == []
    assert (first.answer, first.twin) == (Answer(How.CARD, "checkin.too_far"), False)
    assert (second.answer, second.twin) == (first.answer, True)
    assert TOO_FAR in shown(second)
    assert [one.answer["view"] for one in day.all(Received)] == ["checkin.too_far"]


def test_corrections_leave_no_key_so_that_the_mended_form_comes_in(day: Orchestra, makes: Callable[..., None]) -> None:
    day.player("Ada")

    def keep(turn: Turn, store: Store) -> None:
        store.keep(a_team(turn, "mended"))
        if turn.fields["task1"] != "mended":
            raise Corrections("checkin.form", {"day": "2027-03-09"}, {"task1": phrase("checkin.need-task")})

    makes(keep)
    (first,) = answers(play(day, arrival(day, "ada", fields={"task1": "broken"})))

    assert isinstance(first.drawn, Form)
    assert [words(note) for note in first.notes.values()] == ["Write at least one thing for the day, or carry one on."]
    assert (kept(day), day.count(Received)) == ([], 0)

    (second,) = answers(play(day, arrival(day, "ada", fields={"task1": "mended"})))
    assert (second.twin, kept(day)) == (False, ["mended"])


def test_a_handler_that_fails_is_logged_answered_and_keeps_nothing(
    day: Orchestra, makes: Callable[..., None], caplog: pytest.LogCaptureFixture
) -> None:
    day.player("Ada")

    def keep(turn: Turn, store: Store) -> None:
        store.keep(a_team(turn, "half"))
        raise ZeroDivisionError(turn.text)

    makes(keep)
    (played,) = answers(play(day, arrival(day, "ada", text="my secret")))

    assert OUR_FAULT in shown(played)
    assert (kept(day), day.count(Received)) == ([], 0)
    assert [(one.getMessage(), one.action) for one in caplog.records] == [("a turn failed", ACTION)]  # type: ignore[attr-defined]


def test_a_look_that_fails_is_answered_too(
    day: Orchestra, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    day.player("Ada")

    def look(_turn: Turn, _store: Store) -> Reply:
        raise ZeroDivisionError

    monkeypatch.setitem(ROUTES, ACTION, Look(look))
    assert OUR_FAULT in shown(*answers(play(day, arrival(day, "ada"))))
    assert len(caplog.records) == 1


def test_a_look_that_refuses_is_answered_with_its_card(day: Orchestra, monkeypatch: pytest.MonkeyPatch) -> None:
    day.player("Ada")

    def look(_turn: Turn, _store: Store) -> Reply:
        raise Refused("checkin.too_far")

    monkeypatch.setitem(ROUTES, ACTION, Look(look))
    assert TOO_FAR in shown(*answers(play(day, arrival(day, "ada"))))
    assert day.count(Received) == 0


def test_who_shares_a_commit_with_one_that_fails_is_kept(
    sqlite_day: Orchestra, makes: Callable[..., None], monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    day = sqlite_day
    monkeypatch.setattr(writer, "GATHER_FOR", PATIENCE)
    raised = {"2": ZeroDivisionError(), "4": Refused("checkin.too_far"), "5": Corrections("checkin.form", {}, {})}
    day.player("Ada")

    def keep(turn: Turn, store: Store) -> None:
        store.keep(a_team(turn, turn.value))
        if turn.value in raised:
            raise raised[turn.value]

    makes(keep)
    with commits(day) as counts:
        turns = [day.conductor.play(arrival(day, "ada", key=f"key-{n}", value=str(n))) for n in range(7)]
        with_others = _queued_together(day, turns)

    assert kept(day) == ["0", "1", "3", "6"]
    assert counts[0] == 8
    assert OUR_FAULT in shown(with_others[2])
    assert day.count(Received) == 5
    assert len(caplog.records) == 1


def _queued_together(day: Orchestra, turns: list[Coroutine[Any, Any, T]]) -> list[T]:
    """Play turns that all wait in the queue before the first of them is written."""
    wanted = len(turns)
    queued = threading.Semaphore(0)
    write = day.database.writer.write

    async def all_of_them() -> list[T]:
        loop = asyncio.get_running_loop()
        playing = [asyncio.ensure_future(turn) for turn in turns]
        for _ in range(wanted):
            await loop.run_in_executor(None, queued.acquire)
        free.set()
        return await asyncio.gather(*playing)

    def noting(work: Callable[[Store], Any]) -> Any:
        future = write(work)
        queued.release()
        return future

    free = threading.Event()
    holding = day.database.writer.write(lambda _store: free.wait(PATIENCE))
    day.database.writer.write = noting  # type: ignore[method-assign]
    try:
        return day.run(all_of_them())
    finally:
        del day.database.writer.write
        holding.exception(PATIENCE)


# What the database refuses


def test_a_full_disk_leaves_nothing_and_the_same_arrivals_later_come_in(
    sqlite_day: Orchestra, makes: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    day = sqlite_day
    monkeypatch.setattr(writer, "GATHER_FOR", PATIENCE)
    day.player("Ada")
    makes(lambda turn, store: store.keep(a_team(turn, turn.value)))
    set_on_the_writer(day, "max_page_count=1")
    arrivals = [arrival(day, "ada", key=f"key-{n}", value=f"{n}" + "x" * 60_000) for n in range(3)]

    assert [type(one) for one in play(day, *arrivals)] == [Unkept] * 3
    assert (kept(day), day.count(Received)) == ([], 0)

    set_on_the_writer(day, "max_page_count=1000000")
    assert [one.twin for one in answers(play(day, *arrivals))] == [False] * 3
    assert len(kept(day)) == day.count(Received) == 3


def test_a_commit_that_fails_is_unkept_for_all_who_share_it(
    sqlite_day: Orchestra, makes: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What names a missing noun is looked at when the transaction ends, if asked: an honest fault of the commit."""
    day = sqlite_day
    monkeypatch.setattr(writer, "GATHER_FOR", PATIENCE)
    day.player("Ada")
    broken = ["1"]

    def keep(turn: Turn, store: Store) -> None:
        store.keep(a_team(turn, turn.value))
        if turn.value in broken:
            store.connection.exec_driver_sql("PRAGMA defer_foreign_keys=ON")
            store.keep(Team(id=turn.id(), workspace_id="missing", handle="broken", name="broken"))

    makes(keep)
    arrivals = [arrival(day, "ada", key=f"key-{n}", value=str(n)) for n in range(3)]
    turns = [_caught(day, one) for one in arrivals]

    assert [type(one) for one in _queued_together(day, turns)] == [Unkept] * 3
    assert (kept(day), day.count(Received)) == ([], 0)

    broken.clear()
    assert [one.twin for one in answers(play(day, *arrivals))] == [False] * 3
    assert kept(day) == ["0", "1", "2"]


async def _caught(day: Orchestra, one: Arrival) -> Played | BaseException:
    try:
        return await day.conductor.play(one)
    except Exception as raised:  # noqa: BLE001 - compared by the test
        return raised


@pytest.mark.parametrize("fault", ["read only", "locked by another"])
def test_a_database_that_cannot_be_written_is_unkept_and_the_writer_goes_on(sqlite_day: Orchestra, fault: str) -> None:
    day = sqlite_day
    day.player("Ada")
    one = arrival(day, "ada", "checkin.hand_in", fields={"task1": "Call the harbour"})

    with _faulty(day, fault):
        assert [type(played) for played in play(day, one)] == [Unkept]
        assert day.count(CheckIn) == 0

    assert [played.twin for played in answers(play(day, one))] == [False]
    assert day.count(CheckIn) == 1


@contextmanager
def _faulty(day: Orchestra, fault: str) -> Iterator[None]:
    if fault == "read only":
        set_on_the_writer(day, "query_only=ON")
        yield
        set_on_the_writer(day, "query_only=OFF")
        return
    set_on_the_writer(day, "busy_timeout=0")
    other = day.database.read_engine.raw_connection()
    other.cursor().execute("PRAGMA query_only=OFF").execute("BEGIN IMMEDIATE").close()
    yield
    other.cursor().execute("ROLLBACK").close()
    other.close()


def test_a_connection_that_is_cut_is_unkept_and_the_same_arrival_later_comes_in(
    postgres_day: Orchestra, makes: Callable[..., None]
) -> None:
    day = postgres_day
    day.player("Ada")
    cut = [True]

    def keep(turn: Turn, store: Store) -> None:
        store.keep(a_team(turn, "cut"))
        if cut.pop() if cut else False:
            store.connection.execute(text("SELECT pg_terminate_backend(pg_backend_pid())"))

    makes(keep)
    assert [type(one) for one in play(day, arrival(day, "ada"))] == [Unkept]
    assert (kept(day), day.count(Received)) == ([], 0)

    assert [one.twin for one in answers(play(day, arrival(day, "ada")))] == [False]
    assert kept(day) == ["cut"]


@pytest.mark.parametrize("where", ["consider", "look"])
def test_a_connection_that_is_cut_while_reading_is_not_answered_as_if_it_were_done(
    postgres_day: Orchestra, makes: Callable[..., None], monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    day = postgres_day
    day.player("Ada")
    cut = [True]

    def look(_turn: Turn, store: Store) -> Reply:
        if cut.pop() if cut else False:
            store.connection.execute(text("SELECT pg_terminate_backend(pg_backend_pid())"))
        return Reply(DONE)

    if where == "consider":
        makes(lambda turn, store: store.keep(a_team(turn, "cut")), look)
    else:
        monkeypatch.setitem(ROUTES, ACTION, Look(look))

    assert [type(one) for one in play(day, arrival(day, "ada"))] == [Unkept]
    assert HELP in shown(*answers(play(day, arrival(day, "ada"))))


def test_connections_that_were_cut_while_nobody_used_them_go_unnoticed(postgres_day: Orchestra) -> None:
    day = postgres_day
    day.player("Ada")
    ours = "FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
    assert day.count(Received) == 0
    apart = create_engine(day.database.engine.url)
    with apart.begin() as connection:
        assert len(connection.execute(text(f"SELECT pg_terminate_backend(pid) {ours}")).all()) >= 2
    apart.dispose()

    one = arrival(day, "ada", "checkin.hand_in", fields={"task1": "Call the harbour"})
    assert [played.twin for played in answers(play(day, one))] == [False]
    assert day.count(CheckIn) == 1


# Races


@pytest.mark.parametrize("standing", [False, True])
def test_two_different_hand_ins_for_a_day_leave_one_of_them_in_full(day: Orchestra, standing: bool) -> None:
    day.plays_from()
    ada = day.player("Ada", team=day.team("Field", part="field"))
    if standing:
        ada.hands_in(["Call the harbour", "Sell the van"], blocker="no van", tell="yes")
    left = {"task1": "Call every harbour", "task2": "Write the quote", "task3": "Sweep", "win": "left"}
    right = {"task1": "Call every harbour", "task2": "Bake", "blocker": "no flour", "tell": "yes"}
    arrivals = [
        arrival(day, "ada", "checkin.hand_in", key=f"race-{n}", fields=right if n % 2 else left) for n in range(MANY)
    ]

    answers(play(day, *arrivals))

    stood = [one.words for one in day.all(Task)]
    assert day.tasks_of(ada) in (
        ["Call every harbour", "Write the quote", "Sweep"],
        ["Call every harbour", "Bake"],
    )
    assert sorted(stood) == sorted(day.tasks_of(ada))
    assert day.count(Tie) == len([tie for _, tie in day.tied(ada) if tie])
    assert [one.words for one in day.all(Win)] == (["left"] if len(stood) == 3 else [])
    assert [one.words for one in day.all(Blocker)] == ([] if len(stood) == 3 else ["no flour"])
    assert day.count(CheckIn) == day.count(TeamDay) == 1
    assert day.count(Received) == MANY + standing
    assert [one.subject for one in day.all(Shown) if one.subject.startswith("checkin:")] == [
        f"checkin:{one.id}" for one in day.all(CheckIn)
    ]


def test_a_lost_race_is_played_again_from_its_beginning(postgres_day: Orchestra, makes: Callable[..., None]) -> None:
    """Two read the same number and write one more: whoever commits second must read again."""
    day = postgres_day
    ada = day.player("Ada")
    meeting = Meeting(2)

    def keep(turn: Turn, store: Store) -> None:
        person = people.person(store, turn.person.workspace_id, turn.person.id)
        assert person is not None
        meeting.wait()
        store.change(person, asked_at=person.asked_at + 1)

    makes(keep)
    answers(play(day, *[arrival(day, "ada", key=f"race-{n}") for n in range(2)]))

    assert ada.person.asked_at == 542


def test_who_is_played_again_begins_as_who_they_were(postgres_day: Orchestra, makes: Callable[..., None]) -> None:
    """What a lost transaction changed of who did it is not in the database; the next play must not go on from it."""
    day = postgres_day
    ada, bo = day.player("Ada"), day.player("Bo")
    meeting = Meeting(2)

    def keep(turn: Turn, store: Store) -> None:
        (ours,) = people.workspaces(store)
        meeting.wait()
        store.change(turn.person, asked_at=turn.person.asked_at + 1)
        store.change(ours, name=ours.name + "!")

    makes(keep)
    answers(play(day, *[arrival(day, name, key=f"race-{name}") for name in ("ada", "bo")]))

    assert (ada.person.asked_at, bo.person.asked_at) == (541, 541)


def test_who_lost_plays_again_while_nobody_else_does(postgres_day: Orchestra) -> None:
    """In another process somebody always comes first, as soon as they may: who lost once loses no second time."""
    day, plays = postgres_day, []
    ada = day.player("Ada")
    elsewhere = writer.Database(day.database.engine.url)

    def one_more(store: Store) -> int:
        person = people.person(store, ada.person.workspace_id, ada.person.id)
        assert person is not None
        store.change(person, asked_at=person.asked_at + 1)
        return person.asked_at

    def unlucky(store: Store) -> int:
        people.person(store, ada.person.workspace_id, ada.person.id)
        plays.append(elsewhere.writer.write(one_more))
        with suppress(TimeoutError):
            plays[-1].result(0.5)
        return one_more(store)

    try:
        kept = day.database.writer.write(unlucky).result(PATIENCE)
        assert [one.result(PATIENCE) for one in plays] == [541, 543]
        assert (kept, ada.person.asked_at) == (542, 543)
    finally:
        elsewhere.close()


def test_who_loses_whatever_is_done_is_told_to_come_later(postgres_day: Orchestra) -> None:
    plays = []

    def never(store: Store) -> None:
        plays.append(store)
        store.connection.execute(text("DO $$ BEGIN RAISE SQLSTATE '40001'; END $$"))

    with pytest.raises(Unkept, match="lost the race too often"):
        postgres_day.database.writer.write(never).result(PATIENCE)

    assert len(plays) == writer.PLAYS
    assert postgres_day.database.writer.write(lambda store: "kept").result(PATIENCE) == "kept"


def test_people_who_play_at_the_same_time_each_get_their_own(day: Orchestra) -> None:
    day.plays_from()
    field = day.team("Field", part="field")
    names = ["ada", "bo", "cy", "di", "eve", "flo", "gus", "hal"]
    who = {name: day.player(name.title(), team=field) for name in names}
    hand_ins = [
        arrival(day, name, "checkin.hand_in", key=f"in-{name}", fields={"task1": f"Call every harbour for {name}"})
        for name in names
    ]

    answers(play(day, *hand_ins, *hand_ins))
    day.send()
    presses = [
        arrival(day, name, "ties.settle", key=f"tie-{name}", value=f"{day.tied(who[name])[0][0].id} right")
        for name in names
    ]
    answers(play(day, *presses, *presses))
    day.send()

    for name in names:
        ((task, tie),) = day.tied(who[name])
        assert tie is not None
        assert (task.words, tie.state) == (f"Call every harbour for {name}", TieState.CONFIRMED)
        assert len(who[name].got()) == 1
        assert [one for one in day.mouth.amended if one.to.external_id == name]
    assert day.count(CheckIn) == day.count(Task) == day.count(Tie) == len(names)
    assert day.count(Received) == 2 * len(names)


def test_a_duty_that_is_played_by_many_at_once_asks_everybody_once(day: Orchestra) -> None:
    who = [day.player(f"P{n}") for n in range(25)]
    day.clock.at += timedelta(hours=3, minutes=5)

    async def together() -> None:
        await asyncio.gather(*(day.conductor.tick() for _ in range(MANY)))

    day.run(together())
    day.send()

    assert [len(one.got()) for one in who] == [1] * len(who)
    assert day.count(Delivery) == day.count(Shown) == len(who)
    assert day.run(day.conductor.tick()) == 0


# Who writes


def test_turns_that_wait_share_commits_of_at_most_thirty_two(
    sqlite_day: Orchestra, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writer, "GATHER_FOR", PATIENCE)
    with commits(sqlite_day) as counts:
        with busy(sqlite_day):
            waiting = [sqlite_day.database.writer.write(lambda store, n=n: n) for n in range(80)]  # type: ignore[misc]
        assert [one.result(PATIENCE) for one in waiting] == list(range(80))

    assert counts == [32, 32, 17]


def test_a_commit_takes_in_nobody_after_its_time(sqlite_day: Orchestra, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writer, "GATHER_FOR", -1.0)
    with commits(sqlite_day) as counts:
        with busy(sqlite_day):
            waiting = [sqlite_day.database.writer.write(lambda store: None) for _ in range(4)]
        for one in waiting:
            one.result(PATIENCE)

    assert max(counts) <= 2
    assert sum(counts) == 5


def test_a_turn_that_is_alone_waits_for_nobody(sqlite_day: Orchestra, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writer, "GATHER_FOR", 3600.0)

    assert sqlite_day.database.writer.write(lambda store: "kept").result(PATIENCE) == "kept"


def test_a_look_never_waits_for_those_who_write(day: Orchestra) -> None:
    day.plays_from()
    ada = day.player("Ada", team=day.team("Field", part="field"))
    with busy(day):
        for action in ("home.help", "checkin.open_form", "score.my_part", "nothing.known"):
            answers(play(day, arrival(day, "ada", action)))
        helped = play(day, arrival(day, "ada", "home.help"))
    assert HELP in shown(*answers(helped))
    assert day.checkin_of(ada) is None


def test_a_twin_is_answered_while_those_who_write_are_busy(day: Orchestra) -> None:
    day.player("Ada")
    one = arrival(day, "ada", "checkin.hand_in", fields={"task1": "Call the harbour"})
    answers(play(day, one))
    with busy(day):
        (second,) = answers(play(day, one))

    assert second.twin


def test_work_that_was_cancelled_is_left_out_and_the_writer_goes_on(day: Orchestra) -> None:
    ada = day.player("Ada")
    one = arrival(day, "ada", "checkin.hand_in", key="cancelled", fields={"task1": "Call the harbour"})

    async def give_up() -> None:
        # Two, so that on SQLite one is found while a commit gathers and one as the first of the next commit.
        playing = [
            asyncio.ensure_future(day.database.write(lambda store: store.keep(_person_of(day, "cancelled"))))
            for _ in range(2)
        ]
        await asyncio.sleep(4 * writer.GATHER_FOR)
        for each in playing:
            each.cancel()
        await asyncio.gather(*playing, return_exceptions=True)

    with busy(day):
        day.run(give_up())

    assert kept(day) == []
    assert [played.twin for played in answers(play(day, one))] == [False]
    assert day.tasks_of(ada) == ["Call the harbour"]


def _person_of(day: Orchestra, handle: str) -> Team:
    return Team(id=day.moment().id(), workspace_id=day.workspace.id, handle=handle, name=handle)


def test_what_is_queued_is_kept_before_the_writer_stops(engines: Engines) -> None:
    with orchestra(engines.writer.url) as day:
        with busy(day):
            waiting = [
                day.database.writer.write(lambda store, n=n: store.keep(_person_of(day, f"last-{n}")))  # type: ignore[misc]
                for n in range(5)
            ]
        day.database.writer.close()
        assert [one.done() for one in waiting] == [True] * 5
        assert kept(day) == [f"last-{n}" for n in range(5)]
        with pytest.raises(RuntimeError):
            day.database.writer.write(lambda store: None)


# What a reply may hold


def test_what_is_asked_of_the_model_is_kept_with_the_turn(day: Orchestra, makes: Callable[..., None]) -> None:
    day.player("Ada")

    def keep(turn: Turn, _store: Store) -> Reply:
        ask = Ask(
            id=turn.id(),
            workspace_id=turn.person.workspace_id,
            person_id=turn.person.id,
            place_id=turn.place.id,
            brief="coach.answer",
            brief_version=3,
            values={"question": "Where do we play?"},
            then="coach.answer",
            about={"question": "1"},
            asked_at=turn.at,
            deadline=turn.at + timedelta(seconds=20),
        )
        return Reply(DONE, asks=[ask])

    makes(keep)
    answers(play(day, *[arrival(day, "ada")] * 3))

    (ask,) = day.all(Ask)
    assert (ask.brief, ask.brief_version, ask.state) == ("coach.answer", 3, AskState.WAITING)
    assert ask.values == {"question": "Where do we play?"}
    assert ask.deadline == day.clock.at + timedelta(seconds=20)


def test_whoever_listens_hears_of_what_was_kept_and_of_nothing_else(day: Orchestra) -> None:
    day.player("Ada")
    heard: list[str] = []
    day.conductor.changed = heard.append
    one = arrival(day, "ada", "checkin.hand_in", fields={"task1": "Call the harbour"})

    answers(play(day, arrival(day, "ada", "home.help")))
    assert heard == []
    answers([*play(day, one), *play(day, one)])
    assert heard == [day.workspace.id]


# Who is answered, and what


def test_what_nothing_answers_is_not_there(day: Orchestra) -> None:
    day.player("Ada")

    assert NOT_THERE in shown(*answers(play(day, arrival(day, "ada", "nothing.known"))))
    assert day.count(Received) == 0


@pytest.mark.parametrize("action", ["checkin.hand_in", "home.help", "nothing.known"])
def test_nobody_is_let_in_whom_the_roster_does_not_know_there(day: Orchestra, action: str) -> None:
    day.team("Field")
    day.player("Ada")
    day.player("Eve")
    gone = day.player("Gone").person
    day.database.writer.write(lambda store: store.change(gone, left_at=day.clock.at)).result()
    at_the_door = {
        "stranger": ("nobody", "ada"),
        "unknown place": ("ada", "nowhere"),
        "chat of another": ("ada", "eve"),
        "channel of another team": ("ada", "field"),
        "has left": ("gone", "gone"),
        "nothing": ("", ""),
    }

    for why, (account, place) in at_the_door.items():
        one = arrival(day, account, action, key=why, place=place, fields={"task1": "Call the harbour"})
        assert [type(played) for played in play(day, one)] == [Stranger], why
    assert (day.count(Received), day.count(CheckIn)) == (0, 0)


def test_who_knows_another_connection_is_nobody_here(day: Orchestra) -> None:
    day.player("Ada")
    with orchestra(day.database.engine.url) as others:
        others.player("Eve")

        assert [type(one) for one in play(day, arrival(day, "eve", "home.help"))] == [Stranger]
        assert [type(one) for one in play(day, arrival(day, "ada", "home.help", place="eve"))] == [Stranger]


def test_who_observes_a_team_reads_along_in_its_channel(day: Orchestra) -> None:
    day.player("Ada", team=day.team("Field"), role=Role.OBSERVER)

    assert HELP in shown(*answers(play(day, arrival(day, "ada", "home.help", place="field"))))


def test_buttons_of_earlier_releases_are_still_answered(day: Orchestra, monkeypatch: pytest.MonkeyPatch) -> None:
    ada = day.player("Ada")
    monkeypatch.setitem(RETIRED, "checkin.submit", "checkin.hand_in")
    monkeypatch.setitem(RETIRED, "home.about", "home.help")

    answers(play(day, arrival(day, "ada", "checkin.submit", fields={"task1": "Call the harbour"})))

    assert day.tasks_of(ada) == ["Call the harbour"]
    assert HELP in shown(*answers(play(day, arrival(day, "ada", "home.about"))))


def test_views_of_earlier_releases_are_still_drawn(day: Orchestra, monkeypatch: pytest.MonkeyPatch) -> None:
    ada = day.player("Ada")
    monkeypatch.setitem(RETIRED, "home.about", "home.help")

    def drawn(store: Store) -> object:
        place = people.direct_place(store, ada.person)
        assert place is not None
        return draw(store, "home.about", {}, Reader(ada.person, place, day.clock.at))

    assert isinstance(day.ask(drawn), Card)


def test_what_an_answer_shows_may_be_gone_by_then(
    day: Orchestra, makes: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The answer of a twin can name what was erased, or a view that this release has not got."""
    day.player("Ada")
    answers_that_are_gone = [
        Answer(How.STANDS, shown_id="0" * 32),
        Answer(How.CARD, "no.such_view"),
        Answer(How.CARD, "checkin.feedback", {"checkin": "0" * 32, "how": "new", "quiet": "", "done": ""}),
        Answer(How.CARD, "checkin.feedback", {}),
    ]
    assert "no.such_view" not in DRAWINGS
    for n, answer in enumerate(answers_that_are_gone):
        makes(lambda turn, store, answer=answer: Reply(answer))
        assert NOT_THERE in shown(*answers(play(day, arrival(day, "ada", key=f"gone-{n}"))))


def test_what_stands_is_not_drawn_for_a_door_that_changes_it_by_the_outbox(
    day: Orchestra, monkeypatch: pytest.MonkeyPatch
) -> None:
    day.plays_from()
    ada = day.player("Ada", team=day.team("Field", part="field"))
    answers(play(day, arrival(day, "ada", "checkin.hand_in", fields={"task1": "Call every harbour about bread"})))
    (task,) = day.all(Task)
    press = arrival(day, "ada", "ties.settle", key="press", value=f"{task.id} whirlwind")
    monkeypatch.setitem(DRAWINGS, "checkin.feedback", lambda *_given: pytest.fail("nobody sees that"))

    first = day.run(day.conductor.play(press, draws_standing=False))
    twin = day.run(day.conductor.play(press, draws_standing=False))

    assert (first.answer.how, first.drawn, first.kept, first.twin) == (How.STANDS, None, True, False)
    assert (twin.answer, twin.drawn, twin.kept, twin.twin) == (first.answer, None, True, True)
    assert first.person.id == ada.person.id


def test_an_answer_of_nothing_shows_nothing(day: Orchestra, makes: Callable[..., None]) -> None:
    day.player("Ada")
    makes(lambda turn, store: Reply())

    (played,) = answers(play(day, arrival(day, "ada")))
    assert (played.answer.how, played.drawn) == (How.NOTHING, None)
