"""However many ask at the same time, together they ask no faster than the platform lets us."""

import asyncio
import subprocess
import sys
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.outbox import Drawing, Outbox
from bot.rates import Cells, Key, OwnRates, Pace, SharedRates, Wanted, cells_of, use_cells
from bot.writer import Database, Unkept
from handlers.turn import deliver
from storage import rates
from storage.store import Store
from storage.tables import Delivery, DeliveryState, Place, PlaceKind, Rate, Workspace
from tests.databases import Engines
from tests.orchestra import Orchestra, orchestra
from tests.sources import ROOT

BEGINS = datetime(2027, 3, 9, 9, tzinfo=UTC)
SECOND = timedelta(seconds=1)
KEY: Key = ("chat.postMessage",)
_names = count(1)


def most_at_once(pace: Pace, instants: Sequence[datetime]) -> float:
    """By how many the busiest stretch of time is over what the pace allows in it; nothing or less when it is kept."""
    ordered = sorted(instants)
    over = [
        (last - first + 1) - (pace.burst + (ordered[last] - ordered[first]) / pace.every)
        for first in range(len(ordered))
        for last in range(first, len(ordered))
    ]
    return max(over, default=-1.0)


# The arithmetic


def test_a_burst_goes_at_once_and_the_rest_evenly() -> None:
    cells, pace = Cells(), Pace(SECOND, 3)

    def goes(now: datetime, key: Key = ("a",)) -> timedelta:
        first = cells.first(key, pace, now)
        if first <= now:
            cells.take(key, pace, now)
        return first - BEGINS

    assert [goes(BEGINS) for _ in range(4)] == [timedelta(0)] * 3 + [SECOND]
    assert goes(BEGINS + SECOND) == SECOND
    assert goes(BEGINS, ("b",)) == timedelta(0)


@pytest.mark.parametrize("told", [False, True], ids=["a pace that is used", "told to wait"])
def test_what_was_kept_before_the_clock_was_set_back_holds_no_longer(told: bool) -> None:
    cells, pace, before = Cells(), Pace(SECOND, 3), BEGINS + timedelta(hours=3)
    if told:
        cells.wait(KEY, pace, before + timedelta(minutes=10))
    else:
        cells.take(KEY, pace, before, 3)
    assert cells.first(KEY, pace, before) > before

    assert cells.first(KEY, pace, BEGINS) == BEGINS
    cells.take(KEY, pace, BEGINS, 3)
    assert cells.first(KEY, pace, BEGINS) == BEGINS + SECOND


def test_what_a_platform_wants_us_to_wait_holds_though_the_clock_is_set_back_a_little() -> None:
    cells, pace = Cells(), Pace(SECOND, 3)
    cells.wait(KEY, pace, BEGINS + timedelta(hours=1))
    assert cells.first(KEY, pace, BEGINS) == BEGINS + timedelta(hours=1)
    cells.wait(KEY, pace, BEGINS + timedelta(minutes=1))
    assert cells.first(KEY, pace, BEGINS) == BEGINS + timedelta(hours=1)


def test_of_several_paces_the_slowest_holds_and_says_so() -> None:
    cells, pace = Cells(), Pace(SECOND, 1)
    cells.wait(("a",), Pace(SECOND, 3), BEGINS + 5 * SECOND)

    assert cells.last({("a",): Pace(SECOND, 3), ("b",): pace}, BEGINS) == (BEGINS + 5 * SECOND, ("a",))
    assert cells.last({("b",): pace}, BEGINS)[0] == BEGINS
    cells.wait(("a",), Pace(SECOND, 3), BEGINS)
    assert cells.first(("a",), Pace(SECOND, 3), BEGINS) == BEGINS + 5 * SECOND, "a shorter wait shortens none"


@given(
    st.integers(1, 20),
    st.integers(50, 2000),
    st.lists(st.tuples(st.integers(0, 3000), st.integers(1, 30)), min_size=1, max_size=25),
)
@settings(deadline=None)
def test_no_stretch_of_time_has_more_than_its_pace_and_none_waits_for_nothing(
    burst: int, every: int, asked: list[tuple[int, int]]
) -> None:
    pace, cells, now = Pace(timedelta(milliseconds=every), burst), Cells(), BEGINS
    gone: list[datetime] = []
    for wait, many in asked:
        now += timedelta(milliseconds=wait)
        for _ in range(many):
            first = cells.first(KEY, pace, now)
            if first > now:
                # One more would be one too many.
                assert most_at_once(pace, [*gone, now]) > 0
                break
            cells.take(KEY, pace, now)
            gone.append(now)
    assert most_at_once(pace, gone) <= 1e-9


# Shared by all processes


@pytest.fixture
def database(engines: Engines) -> Iterator[Database]:
    made = Database(engines.writer.url)
    made.writer.write(lambda store: store.keep(Workspace(id="ours", name="Harbour Bread", created_at=BEGINS))).result()
    yield made
    made.close()


@pytest.fixture
def file(sqlite_engines: Engines) -> Iterator[Database]:
    made = Database(sqlite_engines.writer.url)
    made.writer.write(lambda store: store.keep(Workspace(id="ours", name="Harbour Bread", created_at=BEGINS))).result()
    yield made
    made.close()


@given(st.data())
@settings(deadline=None, max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_those_who_hold_blocks_are_no_faster_together(file: Database, data: st.DataObject) -> None:
    """Three processes, each asking whenever it likes and waiting as long as it is told: as one."""
    pace = Pace(timedelta(milliseconds=data.draw(st.integers(50, 1000))), data.draw(st.integers(1, 25)))
    connection = f"c{next(_names)}"
    ours = [SharedRates(file, "ours", connection) for _ in range(3)]
    gone: list[datetime] = []

    async def play() -> None:
        now = BEGINS
        steps = data.draw(
            st.lists(st.tuples(st.integers(0, 2000), st.integers(0, 2), st.integers(1, 12)), min_size=1, max_size=10)
        )
        for wait, who, many in steps:
            now += timedelta(milliseconds=wait)
            for _ in range(many):
                first = await ours[who].take({KEY: pace}, now, now)
                if first <= now:
                    gone.append(now)

    asyncio.run(play())
    assert most_at_once(pace, gone) <= 1e-9


def test_a_burst_costs_a_few_commits_and_not_one_each(file: Database) -> None:
    kept = 0

    def count_it(store: Store) -> None:
        nonlocal kept
        kept += 1

    class Counted(SharedRates):
        def _use(self, store: Store, cells: Cells) -> None:
            count_it(store)
            super()._use(store, cells)

    ours = Counted(file, "ours", "c")

    async def play() -> None:
        for _ in range(30):
            assert await ours.take({KEY: Pace(SECOND / 2, 50)}, BEGINS, BEGINS) == BEGINS

    asyncio.run(play())
    assert kept == 3


def test_what_must_wait_is_not_counted_unless_its_wait_is_short_enough(file: Database) -> None:
    pace, ours = Pace(SECOND, 1), SharedRates(file, "ours", "c")

    async def play() -> None:
        assert await ours.take({KEY: pace}, BEGINS, BEGINS) == BEGINS
        for _ in range(3):
            assert await ours.take({KEY: pace}, BEGINS, BEGINS) == BEGINS + SECOND
        assert await ours.take({KEY: pace}, BEGINS, BEGINS + SECOND) == BEGINS + SECOND
        assert await ours.take({KEY: pace}, BEGINS, BEGINS + SECOND) == BEGINS + 2 * SECOND

    asyncio.run(play())


def test_to_be_told_to_wait_holds_up_every_process_and_survives_each(database: Database) -> None:
    pace, ours, others = Pace(SECOND, 5), SharedRates(database, "ours", "c"), SharedRates(database, "ours", "c")
    until = BEGINS + 90 * SECOND

    async def play() -> None:
        await ours.wait(KEY, pace, until)
        assert ours.told({KEY: pace}, BEGINS) == until
        assert others.told({KEY: pace}, BEGINS) is None
        for one in (ours, others, SharedRates(database, "ours", "c")):
            assert await one.take({KEY: pace}, BEGINS, BEGINS) == until
        assert await others.take({("users.info",): pace}, BEGINS, BEGINS) == BEGINS
        assert await SharedRates(database, "ours", "d").take({KEY: pace}, BEGINS, BEGINS) == BEGINS
        assert ours.told({KEY: pace}, until) is None
        assert await others.take({KEY: pace}, until, until) == until

    asyncio.run(play())


def test_without_a_database_nothing_can_be_counted_and_to_wait_is_still_known_here(
    file: Database, caplog: pytest.LogCaptureFixture
) -> None:
    ours, pace = SharedRates(file, "ours", "c"), Pace(SECOND, 5)

    async def play() -> None:
        await file.write(lambda store: store.connection.exec_driver_sql("DROP TABLE rate"))
        with pytest.raises(Unkept):
            await ours.take({KEY: pace}, BEGINS, BEGINS)
        await ours.wait(KEY, pace, BEGINS + SECOND)
        assert ours.told({KEY: pace}, BEGINS) == BEGINS + SECOND

    asyncio.run(play())
    assert "that we were told to wait could not be kept" in caplog.messages


def test_before_there_is_a_connection_a_process_counts_for_itself() -> None:
    own, pace = OwnRates(), Pace(SECOND, 1)

    async def play() -> None:
        assert await own.take({KEY: pace}, BEGINS, BEGINS) == BEGINS
        assert await own.take({KEY: pace}, BEGINS, BEGINS) == BEGINS + SECOND
        await own.wait(KEY, pace, BEGINS + 9 * SECOND)
        assert await own.take({KEY: pace}, BEGINS, BEGINS) == BEGINS + 9 * SECOND
        assert own.told({KEY: pace}, BEGINS) is None

    asyncio.run(play())


def test_what_is_over_is_forgotten(file: Database) -> None:
    def play(store: Store) -> list[str]:
        for n in range(3):
            rates.use(store, "ours", "c", {str(n): BEGINS + n * SECOND})
        rates.use(store, "ours", "c", {"2": BEGINS + 9 * SECOND})
        rates.forget(store, "ours", BEGINS + SECOND)
        return sorted(rates.used(store, "ours", "c", ["0", "1", "2"]))

    assert file.writer.write(play).result() == ["2"]


ASKS = """
import asyncio, sys
from datetime import UTC, datetime, timedelta
from bot.rates import Pace, SharedRates
from bot.writer import Database

database = Database(sys.argv[1])
print("ready", flush=True)
ends = datetime.fromisoformat(sys.stdin.readline().strip())
ours = SharedRates(database, "ours", "c")

async def play():
    asked = 0
    while (now := datetime.now(UTC)) < ends:
        asked += 1
        if await ours.take({("chat.postMessage",): Pace(timedelta(milliseconds=20), 10)}, now, now) <= now:
            print(now.isoformat())
    print(asked)

asyncio.run(play())
database.close()
"""


def test_two_processes_that_ask_as_fast_as_they_can_keep_one_pace(database: Database) -> None:
    command = [sys.executable, "-c", ASKS, database.engine.url.render_as_string(hide_password=False)]
    pipes: dict[str, Any] = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True, "cwd": ROOT}
    both: list[Any] = [subprocess.Popen(command, **pipes) for _ in range(2)]
    assert [one.stdout.readline() for one in both] == ["ready\n"] * 2
    ends = (datetime.now(UTC) + 2 * SECOND).isoformat()
    for one in both:
        one.stdin.write(ends + "\n")
        one.stdin.flush()
    told = [one.communicate()[0].split() for one in both]
    gone = [datetime.fromisoformat(line) for lines in told for line in lines[:-1]]

    assert [one.returncode for one in both] == [0, 0]
    assert all(int(lines[-1]) for lines in told), "both asked"
    assert gone, "somebody had a turn"
    assert most_at_once(Pace(timedelta(milliseconds=20), 10), gone) <= 1e-9


# Messages


class PacedMouth:
    """A door with a pace, that notes when it was reached."""

    twice_is_once = True

    def __init__(self, day: Orchestra, pace: Pace, own: Pace | None = None) -> None:
        self.day, self.pace, self.own = day, pace, own
        self.sent: list[tuple[datetime, str]] = []

    def paces(self, delivery: Delivery, place: Place) -> Wanted:
        """One pace for all, and where there is another, one for each place."""
        return {KEY: self.pace, **({(*KEY, place.id): self.own} if self.own else {})}

    async def send(self, delivery: Delivery, place: Place, drawing: Drawing) -> str:
        """Note it."""
        self.sent.append((self.day.clock.at, delivery.id))
        return f"ref-{delivery.id}"

    async def amend(self, delivery: Delivery, place: Place, reference: str, drawing: Drawing) -> None:
        """Nothing is amended here."""


def places(day: Orchestra, many: int) -> list[Place]:
    """Channels on the only connection."""
    made = [
        Place(
            id=f"place-{n}",
            workspace_id=day.workspace.id,
            connection_id=day.connection.id,
            external_id=f"C{n}",
            kind=PlaceKind.CHANNEL,
            name=f"c{n}",
        )
        for n in range(many)
    ]
    day.keep(*made)
    return made


def test_two_outboxes_on_one_database_send_at_one_pace_and_in_order(engines: Engines) -> None:
    pace = Pace(timedelta(milliseconds=200), 4)
    with orchestra(engines.writer.url) as day:
        mouth = PacedMouth(day, pace)
        outboxes = [Outbox(day.database, day.clock, {day.connection.id: mouth}) for _ in range(2)]
        planned = [deliver(day.moment(), place, "home.help", {}, once="a") for place in places(day, 40)]
        day.keep(*planned)

        async def both() -> None:
            await asyncio.gather(*[one.serve(day.workspace.id) for one in outboxes])

        for _ in range(80):
            day.run(both())
            day.clock.at += timedelta(milliseconds=100)

        assert sorted(id for _, id in mouth.sent) == sorted(one.id for one in planned)
        assert most_at_once(pace, [at for at, _ in mouth.sent]) <= 1e-9
        assert mouth.sent[-1][0] - mouth.sent[0][0] <= 36 * pace.every + SECOND, "no faster, and no slower"
        assert {(one.state, one.attempt) for one in day.all(Delivery)} == {(DeliveryState.SENT, 1)}


def test_a_place_that_has_had_enough_keeps_no_other_and_nothing_is_written_for_those_who_wait(
    sqlite_engines: Engines,
) -> None:
    with orchestra(sqlite_engines.writer.url) as day:
        mouth = PacedMouth(day, Pace(SECOND, 4), Pace(timedelta(seconds=10), 1))
        outbox = Outbox(day.database, day.clock, {day.connection.id: mouth})
        busy, *others = places(day, 9)
        planned = [deliver(day.moment(), busy, "home.help", {}, once=str(n)) for n in range(3)]
        planned += [deliver(day.moment(), place, "home.help", {}, once="a") for place in others]
        for n, one in enumerate(planned):
            one.id = f"{n:02}"
        day.keep(*planned)
        begins = day.clock.at

        day.run(outbox.serve(day.workspace.id))
        assert [id for _, id in mouth.sent] == ["00", "03", "04", "05"]
        waits = {one.id: one.not_before for one in day.all(Delivery) if one.state is DeliveryState.PLANNED}
        assert waits == {
            planned[1].id: begins + 10 * SECOND,
            planned[2].id: begins + 10 * SECOND,
            **{one.id: begins for one in planned[6:]},
        }

        for _ in range(30):
            day.clock.at += SECOND
            day.run(outbox.serve(day.workspace.id))
        assert [id for _, id in mouth.sent][4:] == ["06", "07", "08", "09", "10", "01", "02"]


def test_after_the_clock_was_set_back_what_is_said_then_goes_at_once(sqlite_engines: Engines) -> None:
    with orchestra(sqlite_engines.writer.url) as day:
        mouth = PacedMouth(day, Pace(10 * SECOND, 1))
        outbox = Outbox(day.database, day.clock, {day.connection.id: mouth})
        here, there, elsewhere = places(day, 3)
        day.keep(*[deliver(day.moment(), place, "home.help", {}, once="a") for place in (here, there)])
        day.run(outbox.serve(day.workspace.id))
        assert len(mouth.sent) == 1

        day.clock.at -= timedelta(hours=3)
        now = deliver(day.moment(), elsewhere, "home.help", {}, once="a")
        day.keep(now)
        day.run(outbox.serve(day.workspace.id))
        assert mouth.sent[1:] == [(day.clock.at, now.id)]


def test_what_was_used_of_a_pace_is_forgotten_once_it_is_over(sqlite_engines: Engines) -> None:
    with orchestra(sqlite_engines.writer.url) as day:
        mouth = PacedMouth(day, Pace(SECOND, 50), Pace(SECOND, 1))
        outbox = Outbox(day.database, day.clock, {day.connection.id: mouth})
        day.keep(*[deliver(day.moment(), place, "home.help", {}, once="a") for place in places(day, 9)])
        day.run(outbox.serve(day.workspace.id))
        assert day.count(Rate) == 10

        day.clock.at += timedelta(minutes=3)
        day.run(outbox.reconcile())
        assert day.count(Rate) == 0


def test_cells_taken_in_one_transaction_are_seen_by_the_next(file: Database) -> None:
    def take(store: Store) -> datetime:
        cells = cells_of(store, "ours", "c", {KEY: Pace(SECOND, 1)})
        first = cells.first(KEY, Pace(SECOND, 1), BEGINS)
        cells.take(KEY, Pace(SECOND, 1), BEGINS)
        use_cells(store, "ours", "c", cells)
        return first

    assert [file.writer.write(take).result() for _ in range(3)] == [BEGINS, BEGINS + SECOND, BEGINS + 2 * SECOND]
