"""A tick that is missed, late, doubled or made by two at once changes nothing; nor does a clock that leaps."""

import asyncio
import logging
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, tzinfo

import pytest
from sqlmodel import select

from bench import many
from bot.clock import LEAP, MOST_SKEW, Leaps, Skew, passed, ticking
from bot.conductor import Conductor
from bot.outbox import Drawing, Outbox
from bot.ports import chance
from bot.rates import Wanted
from bot.settings import ClockSettings
from bot.slack.call import EVERY
from bot.writer import Database
from storage import deliveries, people
from storage.store import Store
from storage.tables import Delivery, DeliveryState, Person, Place
from tests.databases import Engines
from tests.orchestra import Orchestra, StoppedClock, orchestra

MORNING = timedelta(hours=3, minutes=1)
"""From the hour at which an orchestra begins to when everybody is due."""


def asked(day: Orchestra) -> list[tuple[str, DeliveryState]]:
    """Who was asked for which day, and what became of it."""
    found = day.database.read_now(lambda store: store.find(select(Delivery)))
    return sorted((one.once, one.state) for one in found if one.view == "checkin.invite")


@pytest.fixture
def day(engines: Engines) -> Iterator[Orchestra]:
    """Ada, Bo and Cy in a team, on both databases."""
    with orchestra(engines.writer.url) as made:
        made.plays_from()
        field = made.team("Field", part="field")
        for name in ("Ada", "Bo", "Cy"):
            made.player(name, team=field)
        yield made


def test_a_tick_that_comes_twice_or_late_asks_nobody_twice(day: Orchestra) -> None:
    for late in (timedelta(), timedelta(), timedelta(minutes=1), timedelta(hours=1)):
        day.clock.at += late + (timedelta() if asked(day) else MORNING)
        day.run(day.conductor.tick())
    assert len(asked(day)) == 3


def test_ticks_of_eight_at_once_ask_nobody_twice(day: Orchestra) -> None:
    day.clock.at += MORNING
    conductors = [Conductor(day.database, day.clock, chance(n)) for n in range(8)]
    with ThreadPoolExecutor(8) as threads:
        counts = list(threads.map(lambda one: asyncio.run(one.tick()), conductors))
    assert len(asked(day)) == 3
    assert sum(counts) >= 3


def test_a_clock_that_is_set_back_asks_nobody_twice(day: Orchestra) -> None:
    day.goes_to(day.clock.at + MORNING)
    before = asked(day)
    right = day.clock.at
    for back in (timedelta(hours=2), timedelta(days=1), timedelta(days=40)):
        day.clock.at = right - back
        day.run(day.conductor.tick())
    day.clock.at = right + timedelta(minutes=1)
    day.run(day.conductor.tick())
    assert asked(day) == before


def test_the_ticks_are_never_given_up_for_being_late() -> None:
    async def nothing() -> None:
        return

    async def there() -> None:
        scheduler = ticking(nothing, nothing, nothing, ClockSettings())
        scheduler.start(paused=True)
        jobs = scheduler.get_jobs()
        assert [(one.misfire_grace_time, one.coalesce, one.max_instances) for one in jobs] == [(None, True, 1)] * 3
        scheduler.shutdown()

    asyncio.run(there())


def test_a_tick_that_takes_long_is_not_begun_again_meanwhile() -> None:
    began: list[int] = []

    async def slowly() -> None:
        began.append(1)
        await asyncio.sleep(0.4)

    async def nothing() -> None:
        return

    async def there() -> None:
        scheduler = ticking(slowly, nothing, nothing, ClockSettings(plan_every=0.05))
        scheduler.start()
        await asyncio.sleep(0.35)
        scheduler.shutdown(wait=False)

    logging.getLogger("apscheduler").setLevel(logging.ERROR)
    asyncio.run(there())
    assert len(began) == 1


class Wall(datetime):
    """A wall clock that can be set, where APScheduler and its ticks read it."""

    leap = timedelta()

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> datetime:  # type: ignore[override]
        return datetime.now(tz) + cls.leap


@pytest.mark.parametrize(
    "leaps",
    [(timedelta(hours=-1),), (timedelta(days=-400),), (LEAP + LEAP, timedelta()), (timedelta(days=3650),)],
    ids=["set back by an hour", "set back by a year", "leapt, and back", "leapt by ten years"],
)
def test_the_ticks_go_on_when_the_wall_clock_is_set(
    monkeypatch: pytest.MonkeyPatch, leaps: tuple[timedelta, ...]
) -> None:
    monkeypatch.setattr(Wall, "leap", timedelta())
    monkeypatch.setattr("apscheduler.schedulers.base.datetime", Wall)
    monkeypatch.setattr("bot.clock.datetime", Wall)
    ticks: Counter[str] = Counter()

    async def plan() -> None:
        ticks["plan"] += 1

    async def nothing() -> None:
        return

    async def there() -> None:
        scheduler = ticking(plan, nothing, nothing, ClockSettings(plan_every=0.1, deliver_every=0.05))
        scheduler.start()
        await asyncio.sleep(0.35)
        for leap in leaps:
            Wall.leap = leap
            ticks.clear()
            await asyncio.sleep(0.65)
            assert 3 <= ticks["plan"] <= 8, "neither none, nor all of those between"
        scheduler.shutdown(wait=False)

    asyncio.run(there())


def test_only_where_something_waits_is_anybody_woken(day: Orchestra) -> None:
    class Woken(Outbox):
        def wake(self, workspace_id: str) -> None:
            woken.append(workspace_id)

    woken: list[str] = []
    outbox = Woken(day.database, day.clock, {})
    asyncio.run(outbox.look())
    assert woken == []
    day.clock.at += MORNING
    day.run(day.conductor.tick())
    asyncio.run(outbox.look())
    assert woken == [day.connection.workspace_id]


# Leaps


A_SECOND = timedelta(seconds=1)


class Watch:
    """A wall clock and the time that has passed."""

    def __init__(self) -> None:
        self.wall, self.seconds = StoppedClock(datetime(2026, 3, 9, 9, tzinfo=UTC)), 1000.0

    def passes(self, time: timedelta, leap: timedelta = timedelta()) -> None:
        self.seconds += time.total_seconds()
        self.wall.at += time + leap


@pytest.fixture
def watch() -> Watch:
    return Watch()


def test_a_clock_that_leaps_is_not_believed_until_it_is_back(watch: Watch, caplog: pytest.LogCaptureFixture) -> None:
    leaps = Leaps(watch.wall, lambda: watch.seconds)
    assert not leaps.hold()
    watch.passes(timedelta(seconds=15), leap=timedelta(days=3))
    assert leaps.hold()
    watch.passes(timedelta(hours=1))
    assert leaps.hold()
    watch.passes(timedelta(seconds=15), leap=-timedelta(days=3))
    assert not leaps.hold()
    assert [one.levelname for one in caplog.records] == ["ERROR", "WARNING"], "said once each"


def test_days_in_which_the_machine_slept_are_no_leap(watch: Watch) -> None:
    leaps = Leaps(watch.wall, lambda: watch.seconds)
    watch.passes(timedelta(days=5))
    assert not leaps.hold()
    assert passed() > 0


def test_a_small_leap_and_one_back_are_believed_and_so_is_being_set_right(watch: Watch) -> None:
    leaps = Leaps(watch.wall, lambda: watch.seconds)
    for leap in (LEAP - timedelta(seconds=1), -timedelta(days=30), timedelta(days=30)):
        watch.passes(timedelta(seconds=15), leap)
        assert not leaps.hold()
    watch.passes(timedelta(seconds=15), LEAP + timedelta(seconds=1))
    assert leaps.hold()
    assert not Leaps(watch.wall, lambda: watch.seconds).hold(), "who starts it anew has looked at the clock"


def test_where_the_clock_of_the_machine_is_not_that_of_the_database_nothing_is_done(
    watch: Watch, caplog: pytest.LogCaptureFixture
) -> None:
    skew, there = Skew(watch.wall), watch.wall.now()
    for leap, held in (
        (MOST_SKEW, False),
        (A_SECOND, True),
        (A_SECOND, True),
        (-2 * MOST_SKEW, False),
        (-3 * A_SECOND, True),
    ):
        watch.passes(timedelta(0), leap)
        skew.look(lambda: there)
        assert skew.held is held
    assert [one.levelname for one in caplog.records] == ["ERROR", "WARNING", "ERROR"], "said once each"


def test_a_database_that_takes_its_time_to_say_what_time_it_is_is_not_apart(watch: Watch) -> None:
    skew = Skew(watch.wall)

    def slowly() -> datetime:
        watch.passes(MOST_SKEW * 3)
        there = watch.wall.now()
        watch.passes(MOST_SKEW * 3)
        return there

    skew.look(slowly)
    assert not skew.held


def test_while_it_is_held_nothing_is_planned_or_sent_and_nothing_expires(day: Orchestra) -> None:
    day.clock.at += MORNING
    day.run(day.conductor.tick())
    outbox, before = day.outbox, asked(day)
    outbox.holds = day.conductor.holds = lambda: True
    day.clock.at += timedelta(days=3)
    assert day.run(day.conductor.tick()) == 0
    assert asked(day) == before
    workspace = day.connection.workspace_id
    day.run(outbox.serve(workspace))
    day.run(outbox.reconcile())
    assert {state for _, state in asked(day)} == {DeliveryState.PLANNED}
    day.clock.at -= timedelta(days=3)
    outbox.holds = day.conductor.holds = lambda: False
    day.run(outbox.serve(workspace))
    assert {state for _, state in asked(day)} == {DeliveryState.SENT}


class Going(StoppedClock):
    """A clock that goes on a little whenever it is looked at, as time does."""

    def now(self) -> datetime:
        self.at += timedelta(milliseconds=1)
        return self.at


@dataclass
class Paced:
    """A door at Slack's pace, which notes when whom it reached."""

    clock: StoppedClock
    sent: list[tuple[datetime, str]] = field(default_factory=list)
    twice_is_once: bool = False

    def paces(self, delivery: Delivery, place: Place) -> Wanted:
        return {("chat.postMessage",): EVERY["chat.postMessage"]}

    async def send(self, delivery: Delivery, place: Place, drawing: Drawing) -> str:
        self.sent.append((self.clock.now(), place.person_id or ""))
        return delivery.id

    async def amend(self, delivery: Delivery, place: Place, reference: str, drawing: Drawing) -> None:
        raise AssertionError("nothing is amended here")


@pytest.mark.large
@pytest.mark.timeout(600)
def test_after_six_hours_down_nobody_is_flooded_and_those_due_longest_come_first(sqlite_engines: Engines) -> None:
    database = Database(sqlite_engines.writer.url)
    many.build(database, 1, 2_000)
    due = database.writer.write(_over_six_hours).result()
    clock = Going(many.NOW + timedelta(hours=6))
    conductor = Conductor(database, clock, chance(1))
    (workspace,) = {one.workspace_id for one in due}
    connection = database.read_now(lambda store: people.connections(store, workspace))[0]
    door = Paced(clock)
    outbox = Outbox(database, clock, {connection.id: door})

    async def comes_back() -> None:
        await conductor.tick()
        for _ in range(2_000):
            if not database.read_now(lambda store: deliveries.to_serve(store, clock.at + timedelta(days=1), "", 1)):
                return
            await outbox.serve(workspace)
            clock.at += timedelta(seconds=5)

    asyncio.run(comes_back())
    found = database.read_now(lambda store: store.find(select(Delivery)))
    states = Counter(one.state for one in found)
    database.close()
    assert states[DeliveryState.SENT] + states[DeliveryState.SKIPPED] == 2_000, "every one of them is accounted for"
    assert len(door.sent) == states[DeliveryState.SENT] > 500
    assert len({who for _, who in door.sent}) == len(door.sent)
    a_minute = max(sum(at <= one < at + timedelta(minutes=1) for one, _ in door.sent) for at, _ in door.sent)
    assert a_minute <= 525 + 20
    place = {one.id: number for number, one in enumerate(due)}
    order = [place[who] for _, who in door.sent]
    late = [number - max(order[:n], default=0) for n, number in enumerate(order)]
    assert min(late) > -60, "but for those of one batch, who was due longer is asked sooner"


def _over_six_hours(store: Store) -> list[Person]:
    """Everybody, by when they were due: one after the other over six hours."""
    everybody = sorted(store.find(select(Person)), key=lambda one: one.id)
    for number, one in enumerate(everybody):
        one.asked_at = 600 + number * 360 // len(everybody)
        one.next_due_at = many.NOW + timedelta(minutes=one.asked_at - 600)
    store.change_all(everybody, "asked_at", "next_due_at")
    return sorted(everybody, key=lambda one: (one.next_due_at or many.NOW, one.id))
