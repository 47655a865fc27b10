"""What was planned is sent once, or ends with a reason; what stands is amended until it shows what it should."""

import asyncio
import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import pytest
from sqlalchemy import text

from bot import outbox
from bot.outbox import (
    AGAIN_AFTER,
    ATTEMPTS,
    DOUBTED_FOR,
    LEFT_TO_OTHERS,
    LONGEST_WAIT,
    LOOK_AGAIN_AFTER,
    PUT_OFF_FOR,
    QUARANTINE,
    Drawing,
    Outbox,
    Overheard,
    Unreachable,
)
from handlers import DRAWINGS
from handlers.cards import Card
from handlers.people import cannot_reach, close_connection, heard_from
from handlers.turn import Arrival, Reader, deliver, stand
from storage import deliveries, people
from storage.deliveries import LEASE
from storage.store import Store
from storage.tables import Cause, Connection, Delivery, DeliveryState, Door, Place, PlaceKind, Shown, Workspace
from tests.bot.test_web import FullDisk
from tests.databases import Engines
from tests.orchestra import Orchestra, Player, orchestra

PLANNED, SENDING, SENT = DeliveryState.PLANNED, DeliveryState.SENDING, DeliveryState.SENT
UNCERTAIN, DEAD, EXPIRED = DeliveryState.UNCERTAIN, DeliveryState.DEAD, DeliveryState.EXPIRED
SKIPPED = DeliveryState.SKIPPED


class OtherMouth:
    """A door for which sending twice shows it twice, and which can lose an answer, refuse one message, or wait."""

    def __init__(self, *, twice_is_once: bool = False) -> None:
        self.twice_is_once = twice_is_once
        self.sent: list[str] = []
        self.amended: list[str] = []
        self.fails_before = self.fails_after = 0
        self.refuses: set[str] = set()
        self.inside: Callable[[], None] = lambda: None

    async def send(self, delivery: Delivery, place: Place, drawing: Drawing) -> str:
        """Show it, unless told to fail."""
        await drawing()
        if self.fails_before or delivery.id in self.refuses:
            self.fails_before = max(0, self.fails_before - 1)
            raise ConnectionRefusedError
        self.sent.append(delivery.id)
        self.inside()
        if self.fails_after:
            self.fails_after -= 1
            raise ConnectionResetError
        return f"ref-{delivery.id}"

    async def amend(self, delivery: Delivery, place: Place, reference: str, drawing: Drawing) -> None:
        """Show it again, unless told to fail."""
        assert reference == f"ref-{delivery.id}"
        await drawing()
        if delivery.id in self.refuses:
            raise ConnectionRefusedError
        self.amended.append(delivery.id)
        self.inside()


@dataclass
class Post:
    """An organisation with messages for one person, and a door of the test's own."""

    day: Orchestra
    ada: Player
    door: OtherMouth
    outbox: Outbox = field(init=False)

    def __post_init__(self) -> None:
        self.outbox = self.at({self.day.connection.id: self.door})

    def at(self, doors: dict[str, OtherMouth]) -> Outbox:
        """Another outbox, with these doors."""
        return Outbox(self.day.database, self.day.clock, doors)

    def plans(self, once: str, view: str = "home.help", **about: str) -> Delivery:
        """Plan a message for Ada."""
        place = self.place()
        delivery = deliver(self.day.moment(), place, view, about, once=once)
        self.day.keep(delivery)
        return delivery

    def stands(self, subject: str) -> tuple[Shown, Delivery]:
        """Plan a message for Ada that can be amended."""
        shown, delivery = stand(self.day.moment(), self.place(), "home.help", {}, subject=subject)
        self.day.keep(shown, delivery)
        return shown, delivery

    def place(self) -> Place:
        """Where Ada is reached."""
        found = self.day.ask(lambda store: people.direct_place(store, self.ada.person))
        assert found is not None
        return found

    def serves(self) -> None:
        """One pass of the outbox."""
        self.day.run(self.outbox.serve(self.day.workspace.id))

    def amend(self, subject: str) -> None:
        """What it is about has changed."""
        workspace = self.day.workspace.id
        self.day.database.writer.write(lambda store: deliveries.amend(store, workspace, subject)).result()

    def changes(self, delivery: Delivery, **values: object) -> None:
        """Keep other values of a delivery."""
        self.day.database.writer.write(lambda store: store.change(delivery, **values)).result()

    def removed(self) -> None:
        """We were removed from the connection."""
        at, connection = self.day.moment(), self.day.connection
        self.day.database.writer.write(
            lambda store: close_connection(at, store, connection, "app_uninstalled")
        ).result()

    def now(self, delivery: Delivery) -> Delivery:
        """The delivery as it is kept."""
        return next(one for one in self.day.all(Delivery) if one.id == delivery.id)

    def later(self, by: timedelta) -> None:
        """Move the clock on."""
        self.day.clock.at += by


@pytest.fixture(params=[True, False], ids=["shows it once", "would repeat"])
def post(request: pytest.FixtureRequest, engines: Engines) -> Iterator[Post]:
    with orchestra(engines.writer.url) as day:
        yield Post(day, day.player("Ada"), OtherMouth(twice_is_once=request.param))


@pytest.fixture
def careful(sqlite_engines: Engines) -> Iterator[Post]:
    """A door that would repeat."""
    with orchestra(sqlite_engines.writer.url) as day:
        yield Post(day, day.player("Ada"), OtherMouth())


@pytest.fixture
def easy(sqlite_engines: Engines) -> Iterator[Post]:
    """A door that shows once what is sent twice."""
    with orchestra(sqlite_engines.writer.url) as day:
        yield Post(day, day.player("Ada"), OtherMouth(twice_is_once=True))


# Sending


def test_what_was_planned_is_sent_once(post: Post) -> None:
    first, second = post.plans("a"), post.plans("b")

    for _ in range(3):
        post.serves()

    assert sorted(post.door.sent) == sorted([first.id, second.id])
    for delivery in (first, second):
        kept = post.now(delivery)
        assert (kept.state, kept.attempt, kept.reason) == (SENT, 1, "")
        assert kept.sending_at == kept.settled_at == post.day.clock.at


def test_it_is_being_sent_before_anything_goes_out(post: Post) -> None:
    delivery = post.plans("a")
    seen: list[tuple[DeliveryState, int]] = []
    post.door.inside = lambda: seen.append((post.now(delivery).state, post.now(delivery).attempt))

    post.serves()

    assert seen == [(SENDING, 1)]


def test_more_than_one_batch_is_sent_in_one_pass(easy: Post, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outbox, "AT_ONCE", 2)
    planned = [easy.plans(str(n)).id for n in range(5)]

    easy.serves()

    assert sorted(easy.door.sent) == sorted(planned)


def test_two_that_serve_at_the_same_time_send_once(post: Post) -> None:
    planned = {post.plans(str(n)).id for n in range(4)}
    outboxes = [post.at({post.day.connection.id: post.door}) for _ in range(4)]

    async def together() -> None:
        await asyncio.gather(*(one.serve(post.day.workspace.id) for one in outboxes))

    post.day.run(together())

    assert len(post.door.sent) == len(planned)
    assert set(post.door.sent) == planned
    assert {one.attempt for one in post.day.all(Delivery)} == {1}


def test_what_may_not_be_sent_yet_waits(post: Post) -> None:
    delivery = post.plans("a")
    soon = post.day.clock.at + timedelta(seconds=1)
    post.changes(delivery, not_before=soon)

    post.serves()
    assert (post.door.sent, post.now(delivery).state) == ([], PLANNED)
    post.later(timedelta(seconds=1))
    post.serves()
    assert post.now(delivery).state is SENT


@pytest.mark.parametrize(("seconds", "state"), [(-1, EXPIRED), (0, EXPIRED), (1, SENT)])
def test_what_is_over_is_not_sent_and_says_so(post: Post, seconds: int, state: DeliveryState) -> None:
    delivery, other = post.plans("a"), post.plans("b")
    over = post.day.clock.at + timedelta(seconds=seconds)
    post.changes(delivery, expires_at=over)

    post.serves()

    assert post.now(delivery).state is state
    assert post.now(other).state is SENT
    assert (delivery.id in post.door.sent) is (state is SENT)
    assert (post.now(delivery).reason != "") is (state is EXPIRED)


def test_one_batch_that_is_over_does_not_hide_those_behind_it(easy: Post, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outbox, "AT_ONCE", 2)
    late = [easy.plans(str(n)) for n in range(2)]
    good = easy.plans("good")
    before = easy.day.clock.at - timedelta(seconds=1)
    for one in late:
        easy.changes(one, not_before=before, expires_at=before)

    easy.serves()

    assert easy.door.sent == [good.id]


def test_with_nothing_left_to_show_it_ends_and_says_so(post: Post) -> None:
    gone = post.plans("a", "checkin.feedback", checkin="0" * 32, how="new", quiet="", done="")
    unknown = post.plans("b", "no.such_view")
    good = post.plans("c")

    post.serves()

    assert post.door.sent == [good.id]
    for delivery in (gone, unknown):
        assert (post.now(delivery).state, post.now(delivery).reason) == (DEAD, Cause.GONE)


def test_what_belongs_to_another_connection_is_left_alone(post: Post) -> None:
    now = post.day.moment()
    workspace = post.day.workspace.id
    slack = Connection(id=now.id(), workspace_id=workspace, door=Door.SLACK, external_id="T1")
    there = Place(
        id=now.id(),
        workspace_id=workspace,
        connection_id=slack.id,
        external_id="D1",
        kind=PlaceKind.DIRECT,
        name="Ada",
        person_id=post.ada.person.id,
    )
    shown, delivery = stand(now, there, "home.help", {}, subject="elsewhere")
    post.day.keep(slack, there, shown, delivery)

    post.serves()
    assert (post.now(delivery).state, post.now(delivery).attempt) == (PLANNED, 0)

    claimed = post.day.database.writer.write(lambda store: deliveries.claim(store, workspace, [delivery.id], now.at))
    assert len(claimed.result()) == 1
    post.later(LEASE + timedelta(seconds=1))
    post.day.run(post.outbox.reconcile())
    assert post.now(delivery).state is SENDING


# Doors that are shut


def shuts(post: Post, how: str) -> tuple[Cause, str]:
    """Leave the connection without an open door; gives what is said of what waits there in vain."""
    if how == "has no door":
        post.outbox = post.at({})
        return Cause.NO_DOOR, ""
    post.outbox.shut_door(post.day.connection.id, "token_revoked")
    return Cause.SHUT, "token_revoked"


def an_hour(post: Post, times: int = 1) -> None:
    """Sweep and serve for hours."""
    for _ in range(times):
        post.later(timedelta(hours=1))
        post.day.run(asyncio.wait_for(sweep(post), 20))


async def sweep(post: Post) -> None:
    """What a process does again and again."""
    await post.outbox.reconcile()
    await post.outbox.serve(post.day.workspace.id)


SHUT = pytest.mark.parametrize("how", ["is shut", "has no door"])


@SHUT
def test_what_waits_where_the_door_is_shut_ends_when_it_is_of_no_more_use_and_says_so(
    post: Post, monkeypatch: pytest.MonkeyPatch, how: str
) -> None:
    monkeypatch.setattr(outbox, "AT_ONCE", 2)
    why = shuts(post, how)
    soon, late, always = [post.plans(f"soon{n}") for n in range(5)], post.plans("late"), post.plans("always")
    for one in soon:
        post.changes(one, expires_at=post.day.clock.at + timedelta(hours=4))
    post.changes(late, expires_at=post.day.clock.at + timedelta(days=2))
    post.changes(always, expires_at=None)

    an_hour(post, 4)
    assert {post.now(one).state for one in soon} == {PLANNED}, "whoever has the door open knows better why"
    post.later(LEFT_TO_OTHERS)
    post.day.run(sweep(post))

    ended = [post.now(one) for one in soon]
    assert {(one.state, one.reason, one.said, one.settled_at) for one in ended} == {(EXPIRED, *why, post.day.clock.at)}
    assert (post.now(late).state, post.now(always).state) == (PLANNED, PLANNED)

    post.later(PUT_OFF_FOR)
    post.day.run(sweep(post))
    assert [post.now(one).state for one in (late, always)] == [EXPIRED, DEAD]
    assert post.now(always).reason == why[0]
    assert not post.door.sent
    assert not post.day.run(post.outbox.to_serve())


@SHUT
def test_what_is_in_doubt_where_the_door_is_shut_ends_by_time_alone(sqlite_engines: Engines, how: str) -> None:
    with orchestra(sqlite_engines.writer.url) as day:
        finding = Post(day, day.player("Ada"), Finder())
        finding.door.fails_after = 1
        delivery = finding.plans("a")
        finding.serves()
        begun = finding.now(delivery).sending_at
        shuts(finding, how)

        an_hour(finding, 24)
        assert finding.now(delivery).state is UNCERTAIN
        an_hour(finding)

        kept = finding.now(delivery)
        assert (kept.state, kept.reason) == (DEAD, Cause.UNKNOWN)
        assert begun is not None
        assert kept.settled_at == begun + DOUBTED_FOR + timedelta(hours=1)
        assert isinstance(finding.door, Finder)
        assert not finding.door.looked_for


def test_what_somebody_is_sending_who_has_the_door_open_is_left_to_them_though_its_time_is_over(post: Post) -> None:
    others, workspace = post.at({}), post.day.workspace.id
    delivery = post.plans("a")
    post.changes(delivery, expires_at=post.day.clock.at + timedelta(seconds=1))

    def inside() -> None:
        post.later(LEFT_TO_OTHERS + timedelta(seconds=1))
        post.day.database.writer.write(lambda store: others._sweep(store, workspace, post.day.clock.at)).result()
        assert not post.day.ask(
            lambda store: deliveries.over(
                store, workspace, others._not_open(store, workspace), post.day.clock.at, post.day.clock.at, 9
            )
        )

    post.door.inside = inside
    post.serves()

    assert (post.now(delivery).state, post.door.sent) == (SENT, [delivery.id])


def test_what_was_begun_where_nobody_has_a_door_any_more_ends_too(post: Post) -> None:
    delivery, workspace, at = post.plans("a"), post.day.workspace.id, post.day.clock.at
    post.day.database.writer.write(lambda store: deliveries.claim(store, workspace, [delivery.id], at)).result()
    shuts(post, "has no door")

    an_hour(post, 23)
    assert post.now(delivery).state is SENDING
    an_hour(post)

    assert (post.now(delivery).state, post.now(delivery).reason) == (DEAD, Cause.UNKNOWN)


# Doors that fail


def test_a_door_that_fails_is_tried_again_later_when_twice_shows_once(easy: Post) -> None:
    easy.door.fails_after = 1
    delivery = easy.plans("a")

    easy.serves()
    assert (easy.now(delivery).state, easy.now(delivery).reason) == (PLANNED, Cause.FAILED)
    easy.serves()
    assert easy.door.sent == [delivery.id]
    easy.later(AGAIN_AFTER)
    easy.serves()

    assert (easy.now(delivery).state, easy.now(delivery).attempt) == (SENT, 2)


def test_after_five_attempts_it_is_given_up_with_a_reason(easy: Post) -> None:
    easy.door.fails_before = 100
    delivery, good = easy.plans("a"), easy.plans("b")

    for _ in range(ATTEMPTS + 3):
        easy.serves()
        easy.later(LONGEST_WAIT)

    assert ATTEMPTS == 5
    for one in (delivery, good):
        kept = easy.now(one)
        assert (kept.state, kept.attempt, kept.reason) == (DEAD, 5, Cause.FAILED)
        assert kept.settled_at is not None


@pytest.mark.parametrize("after", [True, False])
def test_a_door_that_would_repeat_is_not_tried_again_when_it_fails(careful: Post, after: bool) -> None:
    careful.door.fails_after, careful.door.fails_before = (1, 0) if after else (0, 1)
    delivery = careful.plans("a")

    for _ in range(4):
        careful.serves()
        careful.later(LEASE + AGAIN_AFTER)
        careful.day.run(careful.outbox.reconcile())

    assert careful.door.sent == [delivery.id] * after
    assert (careful.now(delivery).state, careful.now(delivery).attempt) == (UNCERTAIN, 1)
    assert careful.now(delivery).reason == Cause.FAILED


def test_one_message_that_its_door_refuses_does_not_stop_the_others(
    post: Post, caplog: pytest.LogCaptureFixture
) -> None:
    bad, good = post.plans("a"), post.plans("b")
    post.door.refuses = {bad.id}

    post.serves()

    assert post.door.sent == [good.id]
    assert post.now(good).state is SENT
    assert post.now(bad).state is (PLANNED if post.door.twice_is_once else UNCERTAIN)
    assert [(one.getMessage(), one.levelno) for one in caplog.records] == [("a door failed", logging.ERROR)]


@pytest.mark.parametrize("fixture", ["easy", "careful"])
def test_what_cannot_be_drawn_never_went_out_so_it_waits(
    fixture: str, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A fault of ours before a byte was sent is no doubt about whether it was: any door may be tried again."""
    post: Post = request.getfixturevalue(fixture)

    def fails(_store: Store, _reader: Reader, _about: object) -> Card:
        raise ZeroDivisionError

    whole = DRAWINGS["home.help"]
    monkeypatch.setitem(DRAWINGS, "home.help", fails)
    bad = post.plans("a")
    post.serves()
    assert (post.now(bad).state, post.now(bad).reason) == (PLANNED, Cause.UNDRAWN)

    monkeypatch.setitem(DRAWINGS, "home.help", whole)
    post.later(AGAIN_AFTER)
    post.serves()
    assert post.door.sent == [bad.id]
    assert post.now(bad).state is SENT


# Amending


def test_what_changed_before_it_was_sent_is_sent_once_as_it_is_now(post: Post) -> None:
    hand_ins = [{"task1": words} for words in ("First words", "Second words", "Third words", "Last words")]
    for n, fields in enumerate(hand_ins):
        post.day.run(post.day.conductor.play(_arrival(post.day, f"in-{n}", fields)))

    mouth = post.day.mouth
    mouth.twice_is_once = post.door.twice_is_once
    post.day.send()

    assert ["Last words" in one.text for one in mouth.sent] == [True]
    assert mouth.amended == []
    (shown,) = post.day.all(Shown)
    assert (shown.wanted, shown.shows) == (4, 4)


def _arrival(day: Orchestra, key: str, fields: dict[str, str]) -> Arrival:
    return Arrival(key, day.connection.id, "ada", "ada", "checkin.hand_in", fields=fields)


def test_three_changes_are_one_amendment(post: Post) -> None:
    shown, delivery = post.stands("subject")
    post.serves()
    for _ in range(3):
        post.amend("subject")

    post.serves()
    post.serves()

    assert post.door.sent == [delivery.id]
    assert post.door.amended == [delivery.id]
    (kept,) = post.day.all(Shown)
    assert (kept.id, kept.wanted, kept.shows, kept.reference) == (shown.id, 4, 4, f"ref-{delivery.id}")


def test_what_changes_while_it_is_sent_is_amended_afterwards(post: Post) -> None:
    _, delivery = post.stands("subject")
    changes = iter([None])

    def change_once() -> None:
        for _ in changes:
            post.amend("subject")

    post.door.inside = change_once
    post.serves()

    assert post.door.amended == [delivery.id]
    (kept,) = post.day.all(Shown)
    assert (kept.wanted, kept.shows) == (2, 2)


def test_what_changes_while_it_is_amended_is_amended_again(post: Post) -> None:
    _, delivery = post.stands("subject")
    post.serves()
    changes = iter([None])

    def change_once() -> None:
        for _ in changes:
            post.amend("subject")

    post.amend("subject")
    post.door.inside = change_once
    post.serves()

    assert post.door.amended == [delivery.id] * 2
    (kept,) = post.day.all(Shown)
    assert (kept.wanted, kept.shows) == (3, 3)


def test_an_amendment_waits_until_the_message_is_known_to_stand(careful: Post) -> None:
    """Nobody knows whether it went out, or under which name: there is nothing to amend yet."""
    careful.door.fails_after = 1
    shown, delivery = careful.stands("subject")
    careful.serves()
    careful.amend("subject")

    careful.serves()
    assert careful.door.amended == []

    def found_after_all(store: Store) -> None:
        kept = deliveries.message(store, careful.day.workspace.id, delivery.id)
        assert kept is not None
        assert deliveries.settle(store, kept[0], SENT, careful.day.clock.at)
        deliveries.stands(store, careful.day.workspace.id, shown.id, f"ref-{delivery.id}", 1)

    careful.day.database.writer.write(found_after_all).result()
    careful.serves()
    assert careful.door.amended == [delivery.id]


def test_one_message_that_cannot_be_amended_does_not_stop_the_others(
    post: Post, caplog: pytest.LogCaptureFixture
) -> None:
    (_, bad), (_, good) = post.stands("bad"), post.stands("good")
    post.serves()
    post.door.refuses = {bad.id}
    post.amend("bad")
    post.amend("good")

    post.serves()
    assert post.door.amended == [good.id]
    assert "a door failed to amend" in {one.getMessage() for one in caplog.records}

    post.door.refuses = set()
    post.later(AGAIN_AFTER)
    post.serves()
    assert post.door.amended == [good.id, bad.id]


def test_nothing_left_to_show_leaves_what_stands(post: Post, monkeypatch: pytest.MonkeyPatch) -> None:
    post.stands("subject")
    post.serves()
    post.amend("subject")
    monkeypatch.delitem(DRAWINGS, "home.help")

    post.serves()
    post.serves()

    assert post.door.amended == []
    (kept,) = post.day.all(Shown)
    assert kept.wanted == kept.shows


def test_a_pass_with_nothing_to_do_leaves_the_writer_alone(post: Post) -> None:
    post.plans("a")
    post.serves()
    written: list[object] = []
    write = post.day.database.writer.write
    post.day.database.writer.write = lambda work: written.append(work) or write(work)  # type: ignore[method-assign, func-returns-value]
    post.serves()

    assert written == []


# Several workspaces


def test_the_fault_of_one_workspace_does_not_stop_the_others(
    engines: Engines, caplog: pytest.LogCaptureFixture
) -> None:
    with orchestra(engines.writer.url) as this, orchestra(engines.writer.url) as that:
        # They are begun in the order of their ids: the broken one comes first.
        one, two = sorted((this, that), key=lambda day: day.workspace.id)
        broken, whole = OtherMouth(), OtherMouth()
        first, second = Post(one, one.player("Ada"), broken), Post(two, two.player("Ada"), whole)
        both = first.at({one.connection.id: broken, two.connection.id: whole})
        delivery = second.plans("a")
        first.plans("a")
        _break(one)

        async def until_sent() -> None:
            running = asyncio.ensure_future(both.run())
            done = asyncio.Event()
            whole.inside = done.set
            for workspace in (one.workspace.id, two.workspace.id):
                both.wake(workspace)
            async with asyncio.timeout(30):
                await done.wait()
                # Each is served by itself, so either may be done first.
                for _ in range(500):
                    if "the outbox failed" in caplog.messages:
                        break
                    await asyncio.sleep(0.01)
            running.cancel()
            await asyncio.gather(running, return_exceptions=True)

        one.run(until_sent())

    assert (broken.sent, whole.sent) == ([], [delivery.id])
    assert "the outbox failed" in caplog.messages


class SlowMouth(OtherMouth):
    """A door that takes as long as it is told to, and says when it has begun."""

    def __init__(self) -> None:
        super().__init__(twice_is_once=True)
        self.begun, self.go_on = asyncio.Event(), asyncio.Event()
        self.at_once = self.most_at_once = 0

    async def send(self, delivery: Delivery, place: Place, drawing: Drawing) -> str:
        """Show it when it may."""
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        self.begun.set()
        await self.go_on.wait()
        self.at_once -= 1
        return await super().send(delivery, place, drawing)


def test_one_workspace_whose_platform_is_slow_keeps_no_other_waiting(engines: Engines) -> None:
    with orchestra(engines.writer.url) as this, orchestra(engines.writer.url) as that:
        slow, quick = SlowMouth(), OtherMouth()
        first, second = Post(this, this.player("Ada"), slow), Post(that, that.player("Ada"), quick)
        both = first.at({this.connection.id: slow, that.connection.id: quick})
        waits, delivery = first.plans("a"), second.plans("a")

        async def until_sent() -> None:
            running, done = asyncio.ensure_future(both.run()), asyncio.Event()
            async with asyncio.timeout(30):
                both.wake(this.workspace.id)
                await slow.begun.wait()
                quick.inside = done.set
                both.wake(that.workspace.id)
                await done.wait()
                assert (slow.sent, quick.sent) == ([], [delivery.id])
                # What is kept meanwhile is served afterwards, and nobody else is at it at the same time.
                late = await asyncio.to_thread(first.plans, "b")
                for _ in range(3):
                    both.wake(this.workspace.id)
                    await asyncio.sleep(3 * outbox.GATHER_FOR)
                done.clear()
                slow.inside = lambda: done.set() if late.id in slow.sent else None
                slow.go_on.set()
                await done.wait()
            running.cancel()
            await asyncio.gather(running, return_exceptions=True)
            assert (slow.sent, slow.most_at_once) == ([waits.id, late.id], 1)

        this.run(until_sent())


@pytest.mark.parametrize("how", ["its lease is nearly over", "its door was shut", "we were told to stop"])
def test_what_has_no_turn_any_more_in_its_batch_is_given_back_and_costs_no_attempt(post: Post, how: str) -> None:
    planned = [post.plans("a"), post.plans("b")]

    def no_more() -> None:
        if how == "its door was shut":
            post.outbox.shut_door(post.day.connection.id, "token_revoked")
        elif how == "we were told to stop":
            post.outbox.stop()
        elif len(post.door.sent) == 1:
            post.later(LEASE)

    post.door.inside = no_more
    post.serves()

    (out,) = post.door.sent
    (back,) = [post.now(one) for one in planned if one.id != out]
    assert (back.state, back.attempt, back.reason) == (PLANNED, 0, Cause.ITS_TURN)
    if how == "we were told to stop":
        # Another process may go on at once.
        assert back.not_before == post.day.clock.at + timedelta(seconds=1)
        post.outbox = post.at({post.day.connection.id: post.door})
    post.outbox.open_door(post.day.connection.id)
    post.later(AGAIN_AFTER)
    post.serves()
    assert sorted(post.door.sent) == sorted(one.id for one in planned)
    assert {post.now(one).state for one in planned} == {SENT}


def test_what_cannot_be_claimed_for_want_of_a_database_does_not_go_out(
    post: Post, caplog: pytest.LogCaptureFixture
) -> None:
    delivery, writer = post.plans("a"), post.day.database.writer
    post.day.database.writer = FullDisk()
    post.serves()
    assert post.door.sent == []
    assert "the outbox could not keep what it did" in {one.getMessage() for one in caplog.records}

    post.day.database.writer = writer
    post.serves()
    assert (post.door.sent, post.now(delivery).state) == ([delivery.id], SENT)


def test_whoever_sends_stops_when_the_outbox_does(easy: Post) -> None:
    slow = SlowMouth()
    delivery, both = easy.plans("a"), easy.at({easy.day.connection.id: slow})

    async def stopped() -> None:
        running = asyncio.ensure_future(both.run())
        both.wake(easy.day.workspace.id)
        async with asyncio.timeout(30):
            await slow.begun.wait()
            running.cancel()
            await asyncio.gather(running, return_exceptions=True)
        slow.go_on.set()
        await asyncio.sleep(0)

    easy.day.run(stopped())
    assert (slow.sent, easy.now(delivery).state) == ([], SENDING)


def test_looking_for_what_is_in_doubt_in_one_workspace_keeps_no_other_waiting(engines: Engines) -> None:
    class SlowFinder(OtherMouth):
        """A door that looks, when it may."""

        def __init__(self) -> None:
            super().__init__()
            self.go_on = asyncio.Event()

        async def find(self, delivery: Delivery, place: Place) -> str | None:
            """Look, when it may."""
            await self.go_on.wait()
            return f"ref-{delivery.id}"

    with orchestra(engines.writer.url) as this, orchestra(engines.writer.url) as that:
        slow, quick = SlowFinder(), SlowFinder()
        quick.go_on.set()
        first, second = Post(this, this.player("Ada"), slow), Post(that, that.player("Ada"), quick)
        both = first.at({this.connection.id: slow, that.connection.id: quick})
        doubted = [(post, post.plans("a")) for post in (first, second)]

        async def looks() -> None:
            for day, door in ((this, slow), (that, quick)):
                door.fails_after = 1
                await both.serve(day.workspace.id)
            this.clock.at += QUARANTINE + timedelta(seconds=1)
            async with asyncio.timeout(30):
                looking = asyncio.ensure_future(both.reconcile())
                for _ in range(500):
                    if second.now(doubted[1][1]).state is SENT:
                        break
                    await asyncio.sleep(0.01)
                assert second.now(doubted[1][1]).state is SENT
                assert first.now(doubted[0][1]).state is UNCERTAIN
                slow.go_on.set()
                await looking
            assert first.now(doubted[0][1]).state is SENT

        this.run(looks())


def _break(day: Orchestra) -> None:
    """Leave a place in a workspace that no release has ever known, past the check of the database."""
    with day.database.engine.begin() as connection:
        unchecked = "ALTER TABLE place DROP CONSTRAINT ck_place_placekind"
        if connection.dialect.name == "sqlite":
            unchecked = "PRAGMA ignore_check_constraints=ON"
        connection.execute(text(unchecked))
        connection.execute(text("UPDATE place SET kind = 'cellar' WHERE workspace_id = :id"), {"id": day.workspace.id})


# Senders that were lost


def test_what_a_lost_sender_left_is_settled_when_its_lease_is_over(post: Post) -> None:
    delivery = post.plans("a")
    workspace = post.day.workspace.id
    at = post.day.clock.at
    post.day.database.writer.write(lambda store: deliveries.claim(store, workspace, [delivery.id], at)).result()

    post.later(LEASE)
    post.day.run(post.outbox.reconcile())
    assert post.now(delivery).state is SENDING

    post.later(timedelta(seconds=1))
    post.day.run(post.outbox.reconcile())
    kept = post.now(delivery)
    assert kept.state is (PLANNED if post.door.twice_is_once else UNCERTAIN)
    assert kept.reason == Cause.NEVER_BACK

    post.serves()
    assert post.door.sent == [delivery.id] * post.door.twice_is_once
    assert post.now(delivery).state is (SENT if post.door.twice_is_once else UNCERTAIN)


class Finder(OtherMouth):
    """A door that looks for what is in doubt, and finds it."""

    def __init__(self) -> None:
        super().__init__()
        self.looked_for: list[str] = []
        self.looking: Callable[[], None] = lambda: None

    async def find(self, delivery: Delivery, place: Place) -> str | None:
        """Find it."""
        self.looked_for.append(delivery.id)
        self.looking()
        return f"ref-{delivery.id}"


@pytest.fixture
def finding(sqlite_engines: Engines) -> Iterator[Post]:
    """A door that would repeat, and can look for what is in doubt."""
    with orchestra(sqlite_engines.writer.url) as day:
        yield Post(day, day.player("Ada"), Finder())


def test_what_is_in_doubt_where_the_door_is_closed_while_it_is_looked_for_stays_in_doubt(finding: Post) -> None:
    """Another process may have closed it, or may open it again: nothing is decided of what could not be asked."""
    door = finding.door
    assert isinstance(door, Finder)
    doors: dict[str, OtherMouth] = {finding.day.connection.id: door}
    outbox, doubted = finding.at(doors), [finding.plans(str(n)) for n in range(2)]
    door.fails_after = 2
    finding.day.run(outbox.serve(finding.day.workspace.id))
    door.looking = doors.clear
    finding.later(QUARANTINE + timedelta(seconds=1))
    finding.day.run(outbox.reconcile())

    (asked,) = door.looked_for
    assert {one.id == asked: finding.now(one).state for one in doubted} == {True: SENT, False: UNCERTAIN}

    doors[finding.day.connection.id] = door
    finding.later(LOOK_AGAIN_AFTER)
    finding.day.run(outbox.reconcile())
    assert {finding.now(one).state for one in doubted} == {SENT}
    assert sorted(door.sent) == sorted(one.id for one in doubted), "each stands once"


def test_what_changed_while_a_message_was_in_doubt_is_drawn_once_it_is_found(finding: Post) -> None:
    """It shows what was wanted when it went out, not what is wanted when it is found."""
    _, delivery = finding.stands("subject")
    finding.door.fails_after = 1
    finding.serves()
    finding.amend("subject")
    finding.later(QUARANTINE + timedelta(seconds=1))
    finding.day.run(finding.outbox.reconcile())
    finding.serves()

    assert finding.door.amended == [delivery.id]
    (kept,) = finding.day.all(Shown)
    assert (kept.wanted, kept.shows) == (2, 2)


def test_a_message_in_doubt_is_believed_once_from_its_own_connection_alone(careful: Post) -> None:
    now = careful.day.moment()
    other = Connection(id=now.id(), workspace_id=careful.day.workspace.id, door=Door.SLACK, external_id="T1")
    careful.day.keep(other)
    careful.door.fails_after = 1
    shown, delivery = careful.stands("subject")
    careful.serves()
    assert careful.now(delivery).state is UNCERTAIN

    for connection, said, state, reference in (
        (other, "here", UNCERTAIN, None),
        (careful.day.connection, "here", SENT, "here"),
        (careful.day.connection, "there", SENT, "here"),
    ):
        careful.day.run(careful.outbox.believe(connection, delivery.id, said))
        (standing,) = [one for one in careful.day.all(Shown) if one.id == shown.id]
        assert (careful.now(delivery).state, standing.reference) == (state, reference)


def test_a_message_whose_sender_died_is_believed_within_its_lease(careful: Post) -> None:
    shown, delivery = careful.stands("subject")
    workspace, at = careful.day.workspace.id, careful.day.clock.at
    careful.day.database.writer.write(lambda store: deliveries.claim(store, workspace, [delivery.id], at)).result()

    careful.day.run(careful.outbox.believe(careful.day.connection, delivery.id, f"ref-{delivery.id}"))
    careful.later(QUARANTINE)
    careful.day.run(sweep(careful))

    assert (careful.now(delivery).state, careful.now(delivery).settled_at) == (SENT, at)
    assert (careful.door.sent, careful.door.amended) == ([], [delivery.id]), "what it shows is not known"
    (kept,) = [one for one in careful.day.all(Shown) if one.id == shown.id]
    assert kept.reference == f"ref-{delivery.id}"


@pytest.mark.parametrize("loses", [0, 1], ids=["knows that it went out", "loses the answer"])
def test_who_sends_what_is_answered_meanwhile_changes_nothing_any_more(careful: Post, loses: int) -> None:
    _, delivery = careful.stands("subject")
    careful.door = TakingBackMouth()
    careful.outbox = careful.at({careful.day.connection.id: careful.door})
    careful.door.fails_after = loses
    connection = careful.day.connection

    def pressed() -> None:
        said = f"ref-{delivery.id}"
        careful.day.database.writer.write(lambda s: careful.outbox._believe(s, connection, delivery.id, said)).result()

    careful.door.inside = pressed
    careful.serves()

    assert (careful.now(delivery).state, careful.now(delivery).reason) == (SENT, "")
    assert isinstance(careful.door, TakingBackMouth)
    assert (careful.door.sent, careful.door.taken_back) == ([delivery.id], [])


def test_what_is_to_be_amended_where_the_door_is_closed_meanwhile_waits_until_it_is_open(post: Post) -> None:
    doors = {post.day.connection.id: post.door}
    outbox, standing = post.at(doors), [post.stands("first"), post.stands("second")]
    post.day.run(outbox.serve(post.day.workspace.id))
    post.amend("first")
    post.amend("second")
    post.door.inside = doors.clear
    post.day.run(outbox.serve(post.day.workspace.id))
    assert len(post.door.amended) == 1
    assert sorted(one.wanted - one.shows for one in post.day.all(Shown)) == [0, 1]

    doors[post.day.connection.id] = post.door
    post.door.inside = lambda: None
    post.day.run(outbox.serve(post.day.workspace.id))
    assert sorted(post.door.amended) == sorted(delivery.id for _, delivery in standing)


def test_we_are_removed_while_a_batch_goes_out(post: Post) -> None:
    """What went out before is kept, and nothing is left on its way for ever."""
    doors = {post.day.connection.id: post.door}
    (shown, first), rest = post.stands("first"), [post.plans(str(n)) for n in range(3)]
    post.changes(first, not_before=post.day.clock.at - timedelta(seconds=1))

    def removed() -> None:
        post.removed()
        doors.clear()

    post.door.inside = removed
    post.day.run(post.at(doors).serve(post.day.workspace.id))

    assert (post.door.sent, post.now(first).state) == ([first.id], SENT)
    assert next(one for one in post.day.all(Shown) if one.id == shown.id).reference == f"ref-{first.id}"
    assert {(post.now(one).state, post.now(one).reason) for one in rest} == {(SKIPPED, Cause.REMOVED)}


def test_what_is_unknown_where_we_were_removed_is_given_up(careful: Post) -> None:
    """A sender that is lost, an answer that is lost, and one that was in doubt before."""
    doors, workspace = {careful.day.connection.id: careful.door}, careful.day.workspace.id
    at = careful.day.clock.at
    lost, before = careful.plans("lost"), careful.plans("before")
    careful.day.database.writer.write(lambda store: deliveries.claim(store, workspace, [lost.id], at)).result()
    careful.door.fails_after = 1
    careful.serves()
    assert careful.now(before).state is UNCERTAIN
    answer = careful.plans("answer")

    def removed() -> None:
        careful.removed()
        doors.clear()
        raise ConnectionResetError

    careful.door.inside = removed
    outbox = careful.at(doors)
    careful.day.run(outbox.serve(workspace))
    careful.later(LEASE + timedelta(seconds=1))
    careful.day.run(outbox.reconcile())

    assert {careful.now(one).state for one in (lost, before, answer)} == {DEAD}


def test_after_five_lost_senders_it_is_given_up(easy: Post) -> None:
    delivery = easy.plans("a")
    workspace = easy.day.workspace.id
    for _ in range(ATTEMPTS):
        at = easy.day.clock.at
        easy.day.database.writer.write(
            lambda store, at=at: deliveries.claim(store, workspace, [delivery.id], at)  # type: ignore[misc]
        ).result()
        easy.later(LEASE + timedelta(seconds=1))
        easy.day.run(easy.outbox.reconcile())

    assert (easy.now(delivery).state, easy.now(delivery).attempt) == (DEAD, ATTEMPTS)


def test_a_sender_that_comes_back_late_is_believed(careful: Post) -> None:
    delivery = careful.plans("a")
    workspace = careful.day.workspace.id

    def lose_the_lease() -> None:
        careful.later(LEASE + timedelta(seconds=1))
        before = careful.day.clock.at
        careful.day.database.writer.write(lambda store: careful.outbox._sweep(store, workspace, before)).result()
        assert careful.now(delivery).state is UNCERTAIN

    careful.door.inside = lose_the_lease
    careful.serves()

    assert (careful.now(delivery).state, careful.door.sent) == (SENT, [delivery.id])


def test_reconciling_wakes_the_outbox(easy: Post) -> None:
    delivery = easy.plans("a")

    async def until_sent() -> None:
        running = asyncio.ensure_future(easy.outbox.run())
        done = asyncio.Event()
        easy.door.inside = done.set
        await easy.outbox.reconcile()
        async with asyncio.timeout(30):
            await done.wait()
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)

    easy.day.run(until_sent())
    assert easy.door.sent == [delivery.id]


# Many workspaces


def elsewhere(day: Orchestra, n: int) -> Place:
    """A channel in another workspace, on a connection of its own."""
    now = day.moment()
    workspace = Workspace(id=f"w{n:05}", name=f"Other {n}", created_at=now.at)
    connection = Connection(id=f"c{n:05}", workspace_id=workspace.id, door=Door.SLACK, external_id=f"T{n}")
    place = Place(
        id=f"p{n:05}",
        workspace_id=workspace.id,
        connection_id=connection.id,
        external_id=f"C{n}",
        kind=PlaceKind.CHANNEL,
        name="all",
    )
    day.keep(workspace, connection, place)
    return place


def test_one_question_finds_where_something_is_to_be_done_now(post: Post) -> None:
    """Planned, behind, lost and in doubt; not what waits for later, is held, or is over."""
    day, at = post.day, post.day.clock.at
    states: dict[int, dict[str, object]] = {
        0: {"state": PLANNED},
        1: {"state": PLANNED, "not_before": at + timedelta(seconds=1)},
        2: {"state": SENDING, "sending_at": at - LEASE - timedelta(seconds=1)},
        3: {"state": SENDING, "sending_at": at},
        4: {"state": UNCERTAIN, "sending_at": at},
        5: {"state": UNCERTAIN, "sending_at": at, "not_before": at + timedelta(seconds=1)},
        6: {"state": SENT},
        7: {"state": SENT},
        8: {"state": SENT},
        9: {"state": DEAD},
    }
    for n, values in states.items():
        shown, delivery = stand(day.moment(), elsewhere(day, n), "home.help", {}, subject="s")
        if n in (6, 7):
            shown.reference, shown.wanted = "ref", 2
            shown.held_until = at + timedelta(seconds=1) if n == 7 else None
        for name, value in values.items():
            setattr(delivery, name, value)
        day.keep(shown, delivery)

    def asks(question: Callable[[Store, datetime, str, int], list[str]], after: str = "", limit: int = 99) -> list[str]:
        return day.ask(lambda store: question(store, at, after, limit))

    assert asks(deliveries.to_serve) == ["w00000", "w00006"]
    assert asks(deliveries.unsettled) == ["w00002", "w00004"]
    assert asks(deliveries.to_serve, limit=1) == ["w00000"]
    assert asks(deliveries.to_serve, after="w00000") == ["w00006"]
    assert asks(deliveries.unsettled, after="w00004") == []


def test_a_look_wakes_all_in_turn_however_few_it_finds_at_once(easy: Post, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outbox, "LOOKS_AT", 2)
    day = easy.day
    doors: dict[str, OtherMouth] = {}
    for n in range(5):
        place = elsewhere(day, n)
        doors[place.connection_id] = easy.door
        day.keep(deliver(day.moment(), place, "home.help", {}, once="a"))
    looking = easy.at(doors)
    woken: list[list[str]] = []

    async def look() -> None:
        for _ in range(4):
            await looking.look()
            woken.append(list(looking._changed))
            looking._changed.clear()

    day.run(look())
    assert woken == [["w00000", "w00001"], ["w00002", "w00003"], ["w00004"], ["w00000", "w00001"]]


def test_a_workspace_with_much_to_send_keeps_no_other_waiting(easy: Post, monkeypatch: pytest.MonkeyPatch) -> None:
    """Only one is served at a time here, and the one with much came first."""
    monkeypatch.setattr(outbox, "WORKSPACES", 1)
    day = easy.day
    many, few = elsewhere(day, 0), elsewhere(day, 1)
    day.keep(*[deliver(day.moment(), many, "home.help", {}, once=str(n)) for n in range(600)])
    one = deliver(day.moment(), few, "home.help", {}, once="a")
    day.keep(one)
    fair = easy.at({many.connection_id: easy.door, few.connection_id: easy.door})

    async def play() -> None:
        running = asyncio.ensure_future(fair.run())
        done = asyncio.Event()
        easy.door.inside = lambda: done.set() if easy.door.sent[-1] == one.id else None
        fair.wake(many.workspace_id)
        fair.wake(few.workspace_id)
        async with asyncio.timeout(60):
            await done.wait()
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)

    day.run(play())
    assert len(easy.door.sent) <= 2 * outbox.AT_ONCE + 1


# Nobody is reached there


class Refusing(OtherMouth):
    """A door that cannot reach some places."""

    def __init__(self) -> None:
        super().__init__(twice_is_once=True)
        self.raises: Exception | None = None
        self.tried = 0

    async def send(self, delivery: Delivery, place: Place, drawing: Drawing) -> str:
        """Refuse, if it is to."""
        self.tried += 1
        if self.raises is not None:
            raise self.raises
        return await super().send(delivery, place, drawing)


def test_where_nobody_can_be_reached_nothing_more_is_tried_and_the_owner_is_told_once(engines: Engines) -> None:
    with orchestra(engines.writer.url) as day:
        door = Refusing()
        post = Post(day, day.player("Ada"), door)
        told: list[tuple[str, str]] = []
        post.outbox.cannot_reach = lambda _store, place, why: told.append((place.name, why))
        door.raises = Unreachable("user_disabled")
        planned = [post.plans(str(n)) for n in range(3)]
        later = post.plans("later")
        post.changes(later, not_before=day.clock.at + timedelta(hours=1))

        post.serves()

        assert (door.tried, told) == (1, [("Ada", "user_disabled")])
        ended = [(post.now(one).state, post.now(one).reason, post.now(one).said) for one in [*planned, later]]
        parked = (SKIPPED, Cause.PARKED, "user_disabled")
        assert sorted(ended) == sorted([(DEAD, Cause.UNREACHABLE, "user_disabled"), parked, parked, parked])
        assert day.ask(lambda store: people.direct_place(store, post.ada.person)) is None, "nothing is planned there"

        place = next(one for one in day.all(Place) if one.person_id == post.ada.person.id)
        assert (place.closed_at, place.closed_why) == (day.clock.at, "user_disabled")
        raced = deliver(day.moment(), place, "home.help", {}, once="planned by who did not know")
        day.keep(raced)
        post.serves()
        assert (post.now(raced).state, post.now(raced).reason, door.tried) == (SKIPPED, Cause.PARKED, 1)

        day.database.writer.write(lambda store: heard_from(store, place)).result()
        door.raises = None
        again = post.plans("again")
        post.serves()
        assert (post.now(again).state, len(told)) == (SENT, 1)


def test_that_nobody_is_reached_there_is_told_by_who_found_out_first(easy: Post) -> None:
    """Another process has found out, and has told, while this one was sending."""
    place, told = easy.place(), list[str]()

    class Late(Refusing):
        """A door that finds out second."""

        async def send(self, delivery: Delivery, place: Place, drawing: Drawing) -> str:
            """Refuse, once the other one has."""
            at = easy.day.clock.at
            await easy.day.database.write(lambda store: cannot_reach(at, store, place, "user_disabled"))
            raise Unreachable("user_disabled")

    easy.outbox = easy.at({easy.day.connection.id: Late()})
    easy.outbox.cannot_reach = lambda _store, place, _why: told.append(place.name)
    delivery = easy.plans("a")
    easy.serves()

    assert (easy.now(delivery).state, easy.now(delivery).reason) == (DEAD, Cause.UNREACHABLE)
    assert next(one for one in easy.day.all(Place) if one.id == place.id).closed_why == "user_disabled"
    assert told == []


def test_who_reads_along_may_go_so_the_place_stays_open(easy: Post) -> None:
    door = Refusing()
    post = Post(easy.day, easy.ada, door)
    door.raises = Overheard("guests")
    first, second = post.plans("a"), post.plans("b")
    post.serves()

    assert {(post.now(one).state, post.now(one).reason) for one in (first, second)} == {(DEAD, Cause.READ_ALONG)}
    assert post.place().closed_at is None


# Two at once


class HeldMouth(OtherMouth):
    """A door whose amendments can be held up, and that remembers what stands there."""

    def __init__(self) -> None:
        super().__init__(twice_is_once=True)
        self.stands: list[int] = []
        self.shows: Callable[[], int] = lambda: 0
        self.hold: asyncio.Event | None = None
        self.reached: asyncio.Event | None = None

    async def amend(self, delivery: Delivery, place: Place, reference: str, drawing: Drawing) -> None:
        """Draw it, and put it there once it is let go."""
        drawn = self.shows()
        if self.hold is not None and self.reached is not None:
            self.reached.set()
            await self.hold.wait()
        self.stands.append(drawn)


def test_an_older_amendment_never_comes_after_a_newer_one_and_many_are_one(engines: Engines) -> None:
    """One outbox is at it, slowly, while three more changes come and another outbox looks."""
    with orchestra(engines.writer.url) as day:
        door = HeldMouth()
        post = Post(day, day.player("Ada"), door)
        other = post.at({day.connection.id: door})
        shown, _ = post.stands("subject")
        post.serves()
        door.shows = lambda: next(one.wanted for one in day.all(Shown) if one.id == shown.id)
        workspace = day.workspace.id

        async def play() -> None:
            door.hold, door.reached = asyncio.Event(), asyncio.Event()
            await day.database.write(lambda store: deliveries.amend(store, workspace, "subject"))
            slow = asyncio.ensure_future(post.outbox.serve(workspace))
            await door.reached.wait()
            for _ in range(3):
                await day.database.write(lambda store: deliveries.amend(store, workspace, "subject"))
            await other.serve(workspace)
            assert door.stands == [], "nobody overtakes who is at it"
            door.hold.set()
            await slow
            await other.serve(workspace)

        day.run(play())
        assert door.stands == [2, 5], "three changes are one amendment"
        (kept,) = day.all(Shown)
        assert (kept.wanted, kept.shows, kept.held_until) == (5, 5, None)


def test_who_amends_after_its_lease_settles_nothing_that_another_has_by_now(engines: Engines) -> None:
    with orchestra(engines.writer.url) as day:
        door = HeldMouth()
        post = Post(day, day.player("Ada"), door)
        post.stands("subject")
        post.serves()
        workspace = day.workspace.id

        async def play() -> None:
            door.hold, door.reached = asyncio.Event(), asyncio.Event()
            await day.database.write(lambda store: deliveries.amend(store, workspace, "subject"))
            paused = asyncio.ensure_future(post.outbox._pass(workspace))
            await door.reached.wait()
            day.clock.at += LEASE
            mine = await day.database.write(
                lambda store: deliveries.hold(store, workspace, [one.id for one in day.all(Shown)], day.clock.at)
            )
            assert len(mine) == 1
            door.hold.set()
            await paused

        day.run(play())
        (kept,) = day.all(Shown)
        assert kept.shows < kept.wanted, "whoever has it now will say so"
        assert kept.held_until == day.clock.at + LEASE


class TakingBackMouth(OtherMouth):
    """A door that can take a message away again."""

    def __init__(self) -> None:
        super().__init__()
        self.taken_back: list[str] = []

    async def take_back(self, place: Place, reference: str) -> None:
        """Note it."""
        self.taken_back.append(reference)


@pytest.mark.parametrize("believed", [True, False])
def test_a_message_that_goes_out_after_its_delivery_was_settled_otherwise_is_taken_back(
    sqlite_engines: Engines, believed: bool
) -> None:
    with orchestra(sqlite_engines.writer.url) as day:
        door = TakingBackMouth()
        post = Post(day, day.player("Ada"), door)
        delivery = post.plans("a")

        def meanwhile() -> None:
            kept = post.now(delivery)
            state = SENT if believed else DEAD
            day.database.writer.write(lambda store: deliveries.settle(store, kept, state, day.clock.at)).result()

        door.inside = meanwhile
        post.serves()

        assert door.taken_back == ([] if believed else [f"ref-{delivery.id}"])
        assert post.now(delivery).state is (SENT if believed else DEAD)


@pytest.mark.parametrize("can", ["not now", "never"])
def test_what_cannot_be_taken_back_is_said_in_the_log_and_keeps_nothing_else(
    sqlite_engines: Engines, caplog: pytest.LogCaptureFixture, can: str
) -> None:
    class Failing(TakingBackMouth):
        """A door that cannot just now."""

        async def take_back(self, place: Place, reference: str) -> None:
            """Fail."""
            raise ConnectionResetError

    with orchestra(sqlite_engines.writer.url) as day:
        door = Failing() if can == "not now" else OtherMouth()
        post = Post(day, day.player("Ada"), door)
        late, other = post.plans("a"), post.plans("b")

        def meanwhile() -> None:
            if door.sent[-1] == late.id:
                kept = post.now(late)
                day.database.writer.write(lambda store: deliveries.settle(store, kept, DEAD, day.clock.at)).result()

        door.inside = meanwhile
        post.serves()

        assert (post.now(late).state, post.now(other).state) == (DEAD, SENT)
        said = [one.getMessage() for one in caplog.records]
        assert said == ["a message went out too late", "it could not be taken back"][: 2 if can == "not now" else 1]


def test_in_doubt_where_nothing_can_be_looked_for_it_ends_after_a_day_with_its_reason(careful: Post) -> None:
    careful.door.fails_after = 1
    delivery = careful.plans("a")
    careful.serves()
    careful.later(timedelta(hours=23))
    careful.day.run(careful.outbox.reconcile())
    assert careful.now(delivery).state is UNCERTAIN

    careful.later(timedelta(hours=1, seconds=1))
    careful.day.run(careful.outbox.reconcile())
    assert (careful.now(delivery).state, careful.now(delivery).reason) == (DEAD, Cause.UNKNOWN)
    assert careful.door.sent == [delivery.id]
