"""What waits goes out as long as it is of use and within the hours of who gets it, the most urgent first."""

from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime, time, timedelta
from functools import partial
from typing import Any

import pytest

from bot import outbox
from bot.outbox import AGAIN_AFTER, ATTEMPTS, FRESH_FOR, LONGEST_WAIT, PUT_OFF_FOR, Drawing, Later
from bot.writer import Unkept
from handlers import DRAWINGS, leave_file
from handlers.occasions import OCCASIONS
from handlers.plan import planned
from handlers.turn import Drawn, Reader, Reply, deliver
from storage.store import Store
from storage.tables import Cause, Delivery, DeliveryState, DueDay, Place, Urgency
from tests.databases import Engines
from tests.orchestra import START, Mouth, Orchestra, Player, StoppedClock, orchestra
from tests.score.test_leave_file import ADA, calendar

PLANNED, SENT, EXPIRED = DeliveryState.PLANNED, DeliveryState.SENT, DeliveryState.EXPIRED
SKIPPED, DEAD = DeliveryState.SKIPPED, DeliveryState.DEAD


class Out(Mouth):
    """A platform that cannot take anything for a while, or one message ever."""

    def __init__(self) -> None:
        super().__init__()
        self.is_out = False
        self.never: set[str] = set()
        self.order: list[str] = []
        self.takes = timedelta(0)
        self.clock = StoppedClock(START)

    async def send(self, delivery: Delivery, place: Place, drawing: Drawing) -> str:
        """Take it, unless it is out."""
        self.order.append(delivery.id)
        if self.is_out or delivery.id in self.never:
            raise Later("service_unavailable")
        sent = await super().send(delivery, place, drawing)
        self.clock.at += self.takes
        return sent


class Town:
    """An organisation on a platform that can be out."""

    def __init__(self, day: Orchestra) -> None:
        self.day, self.door = day, Out()
        day.mouth = self.door
        day.outbox._doors = {day.connection.id: self.door}
        self.clock = self.door.clock = day.clock

    def one(self, id: str) -> Delivery:
        """A delivery as it is kept."""
        return next(one for one in self.day.all(Delivery) if one.id == id)

    def of(self, view: str) -> Delivery:
        """The only delivery of a view."""
        found = [one for one in self.day.all(Delivery) if one.view == view]
        assert len(found) == 1
        return found[0]

    def plans(self, player: Player, once: str, view: str = "home.help", **more: object) -> Delivery:
        """Plan a message."""
        place = next(one for one in self.day.all(Place) if one.person_id == player.person.id)
        planned = deliver(self.day.moment(), place, view, {"person": player.person.id, "day": "2027-03-09"}, once=once)
        for name, value in more.items():
            setattr(planned, name, value)
        self.day.keep(planned)
        return planned

    def waits(self, delivery: Delivery) -> timedelta:
        """How long a delivery is put off from now on."""
        return self.one(delivery.id).not_before - self.clock.at


@pytest.fixture
def town(sqlite_engines: Engines) -> Iterator[Town]:
    with orchestra(sqlite_engines.writer.url) as day:
        yield Town(day)


# Outages


def test_what_its_platform_cannot_take_is_tried_again_ever_later_until_it_can(town: Town) -> None:
    ada = town.day.player("Ada")
    town.door.is_out, message, waited = True, town.plans(ada, "a"), []

    for _ in range(ATTEMPTS + 3):
        town.day.send()
        waited.append(town.waits(message))
        town.clock.at += waited[-1]
    town.door.is_out = False
    town.day.send()

    assert waited == [min(AGAIN_AFTER * 2**n, LONGEST_WAIT) for n in range(ATTEMPTS + 3)]
    kept = town.one(message.id)
    assert (kept.state, kept.attempt, kept.put_off) == (SENT, 1, ATTEMPTS + 3)


def test_an_outage_of_hours_ends_a_message_when_it_is_of_no_more_use_and_says_what_it_was(town: Town) -> None:
    ada = town.day.player("Ada")
    ends = town.clock.at + timedelta(hours=2, minutes=1)
    town.door.is_out, message = True, town.plans(ada, "a", expires_at=ends)

    while town.one(message.id).state is PLANNED:
        town.day.send()
        town.clock.at += timedelta(minutes=1)

    kept = town.one(message.id)
    assert (kept.state, kept.reason, kept.said) == (EXPIRED, Cause.NOT_NOW, "service_unavailable")
    assert kept.settled_at == ends


def test_what_is_always_of_use_is_not_tried_for_ever(town: Town) -> None:
    ada = town.day.player("Ada")
    town.door.is_out, message = True, town.plans(ada, "a", expires_at=None)

    town.day.send()
    assert town.one(message.id).state is PLANNED
    town.clock.at += PUT_OFF_FOR
    town.day.send()

    assert (town.one(message.id).state, town.one(message.id).reason) == (DEAD, Cause.NOT_NOW)


def test_one_message_that_is_never_taken_keeps_no_other_waiting(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outbox, "AT_ONCE", 1)
    ada = town.day.player("Ada")
    bad = town.plans(ada, "bad")
    town.door.never = {bad.id}
    good = [town.plans(ada, f"good{n}").id for n in range(3)]

    town.day.send()

    assert [town.one(id).state for id in good] == [SENT] * 3
    assert town.door.order.count(bad.id) == 1


# In time


def test_a_prompt_comes_within_its_grace_or_not_at_all(town: Town) -> None:
    ada = town.day.player("Ada")
    town.door.is_out = True
    town.day.local(ada, time(9))
    assert town.of("checkin.invite").expires_at == datetime(2027, 3, 9, 13, tzinfo=UTC)

    town.day.local(ada, time(13))
    town.door.is_out = False
    town.day.goes_on(minutes=20)

    assert ada.got() == []
    assert town.of("checkin.invite").state is EXPIRED


def test_a_prompt_late_at_night_ends_with_its_day(town: Town) -> None:
    ada = town.day.player("Ada", asked_at=22 * 60)

    town.day.local(ada, time(22))

    assert town.of("checkin.invite").expires_at == datetime(2027, 3, 10, tzinfo=UTC)


def test_a_prompt_that_was_put_off_is_of_use_from_the_hour_that_was_named(town: Town) -> None:
    ada = town.day.player("Ada")
    town.door.is_out = True
    town.day.local(ada, time(9))

    ada.does("snooze.this_afternoon")

    prompt = town.of("checkin.invite")
    assert prompt.not_before == datetime(2027, 3, 9, 14, tzinfo=UTC)
    assert prompt.expires_at == datetime(2027, 3, 9, 18, tzinfo=UTC)
    assert prompt.not_after is None


# Within somebody's hours


def _told(town: Town, ada: Player, view: str = "wins.praised") -> Delivery:
    """Something that nobody asked for, planned as every turn plans it, while the platform is out."""
    place = next(one for one in town.day.all(Place) if one.person_id == ada.person.id)
    message = deliver(town.day.moment(), place, view, {"person": ada.person.id}, once="told")
    at = town.day.moment()
    town.day.database.writer.write(lambda store: store.keep(*planned(at, store, Reply(deliveries=[message])))).result()
    return message


def test_what_comes_out_of_an_outage_in_the_evening_waits_for_the_next_morning(town: Town) -> None:
    ada = town.day.player("Ada")
    town.day.local(ada, time(16))
    town.door.is_out = True
    message = _told(town, ada)
    assert town.one(message.id).not_after == datetime(2027, 3, 9, 18, tzinfo=UTC)

    town.day.local(ada, time(21))
    town.door.is_out = False
    town.day.send()

    kept = town.one(message.id)
    assert (kept.state, kept.reason) == (PLANNED, Cause.OUTSIDE)
    assert kept.not_before == datetime(2027, 3, 10, 9, tzinfo=UTC)
    assert kept.not_after == datetime(2027, 3, 10, 18, tzinfo=UTC)
    assert message.id not in town.door.order[-1:]


def test_what_is_of_no_use_on_another_day_is_left_with_its_reason(town: Town) -> None:
    ada = town.day.player("Ada")
    town.day.local(ada, time(16))
    town.door.is_out = True
    message = _told(town, ada, "members.told")
    town.day.database.writer.write(
        lambda store: store.change(message, expires_at=datetime(2027, 3, 10, 9, tzinfo=UTC))
    ).result()

    town.day.local(ada, time(18))
    town.day.goes_on(minutes=20)

    assert (town.one(message.id).state, town.one(message.id).reason) == (SKIPPED, Cause.OUTSIDE)


def test_hours_that_were_made_longer_meanwhile_are_the_ones_that_hold(town: Town) -> None:
    ada = town.day.player("Ada", asked_at=8 * 60)
    town.day.local(ada, time(16))
    town.door.is_out = True
    message = _told(town, ada)
    early = town.clock.at + timedelta(minutes=1)
    town.day.database.writer.write(lambda store: store.change(message, not_after=early)).result()

    town.clock.at += timedelta(minutes=2)
    town.door.is_out = False
    town.day.send()

    assert town.door.order[-1] == message.id


def test_what_waits_for_the_morning_is_held_to_hours_that_were_changed_meanwhile(town: Town) -> None:
    ada = town.day.player("Ada")
    town.day.local(ada, time(21))
    message = _told(town, ada)
    assert town.one(message.id).not_before == datetime(2027, 3, 10, 9, tzinfo=UTC)

    # Their morning is five hours later now.
    town.day.database.writer.write(
        lambda store: store.change(ada.person, time_zone="America/New_York", asked_at=9 * 60)
    ).result()
    town.clock.at = datetime(2027, 3, 10, 9, tzinfo=UTC)
    town.day.send()

    kept = town.one(message.id)
    assert (kept.state, kept.reason) == (PLANNED, Cause.OUTSIDE)
    assert kept.not_before == datetime(2027, 3, 10, 14, tzinfo=UTC)


def test_a_prompt_is_held_until_quiet_hours_are_over_or_left(town: Town) -> None:
    for quiet, state in (("09:30-10:30", PLANNED), ("09:30-20:00", SKIPPED)):
        name = f"Ada{state.value}"
        ada = town.day.player(name)
        town.day.database.writer.write(lambda store, of=ada, q=quiet: store.change(of.person, quiet=q)).result()  # type: ignore[misc]
    town.door.is_out = True
    town.day.goes_to(datetime(2027, 3, 9, 9, tzinfo=UTC))

    town.day.goes_to(datetime(2027, 3, 9, 9, 40, tzinfo=UTC))

    prompts = [one for one in town.day.all(Delivery) if one.view == "checkin.invite"]
    assert sorted((one.state, one.reason) for one in prompts) == [(PLANNED, Cause.QUIET), (SKIPPED, Cause.QUIET)]
    waits = next(one for one in prompts if one.state is PLANNED)
    assert waits.not_before == datetime(2027, 3, 9, 10, 30, tzinfo=UTC)


def test_a_prompt_is_left_to_who_is_away_by_a_calendar_that_came_meanwhile(town: Town) -> None:
    day = town.day
    ada = day.player("Ada", team=day.team("Field"))
    day.database.writer.write(lambda store: store.change(ada.person, email="ada@example.org")).result()
    town.door.is_out = True
    day.local(ada, time(9))

    day.goes_on(minutes=10)
    source, at = calendar(f"DTSTART;VALUE=DATE:20270309\n{ADA}"), day.moment()
    take_in = partial(leave_file.take_in, at, workspace_id=day.workspace.id, source=source, file="away.ics")
    day.database.writer.write(lambda store: take_in(store=store)).result()
    town.door.is_out = False
    day.goes_on(minutes=10)

    prompt = town.of("checkin.invite")
    assert ada.got() == []
    assert (prompt.state, prompt.reason) == (SKIPPED, Cause.AWAY)
    # Taken back, the day counts only if it is answered: it is due by a prompt that was not sent.
    assert [one.invited_by for one in day.all(DueDay)] == [prompt.id]


def test_a_prompt_waits_for_the_end_of_a_part_of_the_day_that_somebody_is_off(town: Town) -> None:
    ada = town.day.player("Ada", asked_at=12 * 60)
    town.door.is_out = True
    town.day.local(ada, time(12))

    ada.writes("off this morning")
    town.door.is_out = False
    town.day.goes_on(minutes=20)

    prompt = town.of("checkin.invite")
    assert (prompt.state, prompt.reason) == (PLANNED, Cause.AWAY)
    assert prompt.not_before == datetime(2027, 3, 9, 13, tzinfo=UTC)
    town.day.local(ada, time(13))
    assert town.one(prompt.id).state is SENT


@pytest.mark.parametrize("said", ["sick today", "off this afternoon"])
def test_a_reminder_is_left_to_who_is_away_by_now(town: Town, said: str) -> None:
    ada = town.day.player("Ada", reminders=True, asked_at=11 * 60)
    town.day.local(ada, time(11))
    town.door.is_out = True
    town.day.local(ada, time(13))

    ada.writes(said)
    town.door.is_out = False
    town.day.goes_on(minutes=30)

    reminder = town.of("checkin.reminder")
    assert (reminder.state, reminder.reason) == (SKIPPED, Cause.AWAY)


def test_a_reminder_that_waited_comes_to_who_is_there(town: Town) -> None:
    ada = town.day.player("Ada", reminders=True)
    town.day.local(ada, time(9))
    town.door.is_out = True
    town.day.local(ada, time(11))

    town.door.is_out = False
    town.day.goes_on(minutes=30)

    assert town.of("checkin.reminder").state is SENT


def test_what_somebody_asked_for_comes_at_any_hour(town: Town) -> None:
    ada = town.day.player("Ada")
    town.day.goes_to(datetime(2027, 3, 9, 22, tzinfo=UTC))

    message = town.plans(ada, "a")
    town.day.send()

    assert (town.one(message.id).state, message.not_after) == (SENT, None)


# What goes first


def test_answers_go_before_check_ins_before_digests_before_lessons(town: Town) -> None:
    ada = town.day.player("Ada")
    views = ("lessons.nudge", "digest.day", "checkin.invite", "home.help")
    planned = [town.plans(ada, view, view, shown_id=None) for view in views]
    assert [one.urgency for one in planned] == [Urgency.LESSON, Urgency.DIGEST, Urgency.CHECK_IN, Urgency.ANSWER]

    town.day.send()

    assert town.door.order == [one.id for one in reversed(planned)]


@pytest.mark.parametrize("view", OCCASIONS)
def test_what_nobody_asked_for_goes_after_an_answer_to_what_was_just_done(town: Town, view: str) -> None:
    ada = town.day.player("Ada")
    unasked = town.plans(ada, "unasked", view, not_before=town.clock.at - timedelta(minutes=5), shown_id=None)
    answer = town.plans(ada, "answer", "home.help", shown_id=None)
    assert unasked.urgency > answer.urgency

    town.day.send()

    assert town.door.order == [answer.id, unasked.id]


def test_an_answer_goes_before_a_backlog_of_prompts(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outbox, "AT_ONCE", 2)
    ada = town.day.player("Ada")
    earlier = town.clock.at - timedelta(minutes=5)
    prompts = [town.plans(ada, f"p{n}", "checkin.invite", not_before=earlier) for n in range(5)]
    answer = town.plans(ada, "answer")

    town.day.send()

    assert town.door.order[0] == answer.id
    assert sorted(town.door.order[1:]) == sorted(one.id for one in prompts)


def test_what_was_put_off_to_an_hour_is_a_check_in_and_what_was_asked_for_now_is_an_answer(town: Town) -> None:
    ada = town.day.player("Ada")
    place = next(one for one in town.day.all(Place) if one.person_id == ada.person.id)
    moment = town.day.moment()
    later = deliver(moment, place, "checkin.invite", {}, once="a", not_before=moment.at, asked=True)
    now = deliver(moment, place, "lessons.sitting", {}, once="b", asked=True)

    assert (later.urgency, now.urgency) == (Urgency.CHECK_IN, Urgency.ANSWER)


# Drawn with its batch


def _drawings(town: Town, monkeypatch: pytest.MonkeyPatch) -> list[datetime]:
    """When help is drawn, from now on."""
    drawn: list[datetime] = []
    real = DRAWINGS["home.help"]

    def draw(store: Store, reader: Reader, about: Mapping[str, str]) -> Drawn:
        drawn.append(reader.at)
        return real(store, reader, about)

    monkeypatch.setitem(DRAWINGS, "home.help", draw)
    return drawn


@pytest.mark.parametrize("slow", [False, True])
def test_a_batch_is_drawn_in_one_look_and_again_where_the_platform_is_slow(
    town: Town, monkeypatch: pytest.MonkeyPatch, slow: bool
) -> None:
    drawn, began = _drawings(town, monkeypatch), town.clock.at
    ada = town.day.player("Ada")
    messages = [town.plans(ada, f"m{n}") for n in range(3)]
    town.door.takes = FRESH_FOR if slow else FRESH_FOR / 10

    town.day.send()

    assert [town.one(one.id).state for one in messages] == [SENT] * 3
    assert drawn[:3] == [began] * 3
    assert drawn[3:] == ([began + FRESH_FOR, began + 2 * FRESH_FOR] if slow else [])


def test_what_cannot_be_looked_at_with_its_batch_is_drawn_by_itself(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    ada = town.day.player("Ada")
    message, real = town.plans(ada, "a"), town.day.database.read
    failed: list[object] = []

    async def read(ask: Callable[[Store], Any]) -> Any:
        if not failed:
            failed.append(ask)
            raise Unkept("the database is away")
        return await real(ask)

    monkeypatch.setattr(town.day.database, "read", read)
    town.day.send()

    assert (len(failed), town.one(message.id).state) == (1, SENT)
