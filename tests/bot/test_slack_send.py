"""Every message stands once, or nobody is told that it does: whatever Slack answers, or does not."""

import asyncio
import logging
import socket
from collections.abc import Awaitable, Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import event

from bot import outbox
from bot.outbox import AGAIN_AFTER, DOUBTED_FOR, LOOK_AGAIN_AFTER, QUARANTINE, Later, Unsendable
from bot.rates import Pace
from bot.slack import call
from bot.slack.call import ONE_CHANNEL, THE_DOOR, THE_PLACE, Unknown
from bot.slack.send import FRONT
from handlers import DRAWINGS
from handlers.cards import Card, Theirs
from handlers.turn import Moment, deliver, stand
from handlers.views.examples import examples
from prompts import phrase
from storage import deliveries, people
from storage.store import Store
from storage.tables import Account, Cause, Delivery, DeliveryState, Person, Place, PlaceKind, Privacy, Shown
from tests.bot.test_web import FullDisk
from tests.databases import Engines
from tests.fakes import slack as fake
from tests.fakes.slack import BROKEN, CUT, HTML, LOST, SERVER, Fault, error, too_fast
from tests.slack_day import Day, a_day

DEAD, PLANNED, SENT, SKIPPED, UNCERTAIN = (
    DeliveryState.DEAD,
    DeliveryState.PLANNED,
    DeliveryState.SENT,
    DeliveryState.SKIPPED,
    DeliveryState.UNCERTAIN,
)


def at_slack(engines: Engines, play: Callable[[Day], Awaitable[None]]) -> None:
    async def run() -> None:
        async with a_day(engines.writer.url, channel=False) as day:
            await play(day)

    asyncio.run(run())


def moment(day: Day) -> Moment:
    return Moment(day.clock.now(), day.run.conductor.chance)


def place_of(day: Day, user: str) -> Place:
    connection_id = day.run.connection.id

    def found(store: Store) -> Place | None:
        person = people.known_as(store, connection_id, user)
        assert person is not None
        return people.direct_place_on(store, person, connection_id)

    place = day.ask(found)
    assert place is not None
    return place


async def opens(day: Day, user: str) -> None:
    """Somebody is heard from."""
    place = place_of(day, user)
    await day.run.database.write(lambda store: people.open_place(store, place))


async def plans(day: Day, once: str, user: str = "U0ADA", *, stands: bool = False) -> Delivery:
    """Plan a message for somebody."""
    now = moment(day)
    if stands:
        shown, delivery = stand(now, place_of(day, user), "home.help", {}, subject=once)
        await day.run.database.write(lambda store: store.keep(shown, delivery))
    else:
        delivery = deliver(now, place_of(day, user), "home.help", {}, once=once)
        await day.run.database.write(lambda store: store.keep(delivery))
    return delivery


async def serves(day: Day) -> None:
    await day.run.outbox.serve(day.run.connection.workspace_id)


def now(day: Day, delivery: Delivery) -> Delivery:
    return next(one for one in day.all(Delivery) if one.id == delivery.id)


def helps(day: Day, user: str = "U0ADA") -> int:
    """How many of our messages somebody sees."""
    return sum("Once a day I ask" in one.text for one in day.slack.posted(day.slack.direct(user).id))


def calls_to(day: Day, user: str = "U0ADA") -> int:
    """How often somebody was to be sent something."""
    return sum(method == "chat.postMessage" and given["channel"] == user for method, given in day.slack.calls)


async def later(day: Day, by: timedelta) -> None:
    day.clock.move_to(day.clock.now() + by)


# Sending


def test_a_message_carries_the_id_of_its_delivery_and_nothing_that_slack_would_read(sqlite_engines: Engines) -> None:
    async def play(day: Day) -> None:
        delivery = await plans(day, "a")
        await serves(day)
        (message,) = day.slack.posted("D0ADA")
        assert message.said["metadata"]["event_payload"] == {"delivery": delivery.id}
        for name, value in {"mrkdwn": False, "unfurl_links": False, "unfurl_media": False, "parse": "none"}.items():
            assert message.said[name] == value
        assert (now(day, delivery).state, day.slack.count("chat.postMessage")) == (SENT, 1)

    at_slack(sqlite_engines, play)


NOT_OUT: dict[str, tuple[Fault, DeliveryState]] = {
    "told to wait": (too_fast(30), PLANNED),
    "told to wait, not for how long": (too_fast("soon"), PLANNED),
    "not now": (error("service_unavailable"), PLANNED),
    "too long": (error("msg_too_long"), DEAD),
    "bad blocks": (error("invalid_blocks"), DEAD),
    "an error that nobody knows": (error("made_up_yesterday"), DEAD),
    **{name: (error(name), DEAD) for name in sorted(THE_PLACE)},
    **{name: (error(name), PLANNED) for name in sorted(THE_DOOR)},
}


def test_every_documented_refusal_ends_as_it_should_and_is_sent_once_or_not(sqlite_engines: Engines) -> None:
    async def play(day: Day) -> None:
        for n, (name, (fault, state)) in enumerate(NOT_OUT.items()):
            # It has no figures that could be drawn otherwise: to send the same again would help nobody.
            tries = 1
            day.slack.fails("chat.postMessage", *[fault] * tries)
            if name in THE_DOOR:
                day.slack.fails("auth.test", fault)
            delivery = await plans(day, f"refused {n}")
            before, calls = helps(day), calls_to(day)
            await serves(day)
            kept = now(day, delivery)
            assert (kept.state, helps(day)) == (state, before), name
            assert kept.reason, name
            assert calls_to(day) == calls + tries, name
            assert bool(day.run.outbox.shut) == (name in THE_DOOR), name
            assert (place_of(day, "U0ADA").closed_why == name) is (name in THE_PLACE), name
            await opens(day, "U0ADA")
            day.run.outbox.open_door(day.run.connection.id)
            await later(day, timedelta(minutes=2))
            await serves(day)
            assert helps(day) == before + (state is PLANNED), name
            assert now(day, delivery).attempt == 1, name

    at_slack(sqlite_engines, play)


def refuses(day: Day, user: str, name: str) -> None:
    """Slack will post nothing to somebody any more, and says this."""
    posts = day.slack._chat_postmessage

    def refused(given: dict[str, Any]) -> dict[str, Any]:
        if given["channel"] == user:
            raise fake.Refused(name)
        return posts(given)

    day.slack._chat_postmessage = refused  # type: ignore[method-assign]


RICH = {"data_visualization", "table"}


@pytest.mark.parametrize("name", ["team_access_not_granted", "missing_scope", "no_permission", "msg_too_long"])
def test_what_slack_refuses_of_one_message_stops_no_other_and_those_who_run_it_are_told(
    sqlite_engines: Engines, name: str
) -> None:
    async def play(day: Day) -> None:
        refuses(day, "U0CY", name)
        refused, *others = [await plans(day, user, user) for user in ("U0CY", "U0ADA", "U0BO")]
        await serves(day)
        assert (now(day, refused).state, now(day, refused).reason, now(day, refused).said) == (
            DEAD,
            Cause.REFUSED,
            name,
        )
        assert {now(day, one).state for one in others} == {SENT}
        assert not day.run.outbox.shut
        await day.goes_to(0.1)
        assert f"I cannot reach Cy Wu in chat (I was told: {name})" in day.read("U0BO")

    at_slack(sqlite_engines, play)


def blocks_of(given: Any) -> set[str]:
    """The types of its blocks."""
    return {str(block["type"]) for block in (given or ())}


CHARTS, TABLES = "data_visualization", "table"
DRAWN = {
    "charts": (set(), {CHARTS}),
    "tables, where there are no charts": ({CHARTS}, {TABLES}),
    "pictures, where there are no tables either": ({CHARTS, TABLES}, {"image"}),
    "words, where there are no pictures": ({CHARTS, TABLES, "image"}, set()),
}
"""What Slack refuses, and how a digest stands then."""


@pytest.mark.parametrize("name", DRAWN)
def test_a_digest_is_posted_and_amended_in_the_best_way_that_slack_takes(sqlite_engines: Engines, name: str) -> None:
    refused, figures = DRAWN[name]

    async def run() -> None:
        async with a_day(sqlite_engines.writer.url) as day:
            day.slack.refuses = refused
            await day.goes_to(0.2)
            await day.presses("U0BO", "Check in")
            await day.hands_in("U0BO", task1="Call every harbour before noon")
            await day.goes_to(7.5)
            (digest,) = [one for one in day.slack.posted("C0FIELD") if not one.only_for]
            assert blocks_of(digest.said["blocks"]) & {*RICH, "image"} == figures
            pictures = len(day.slack.files)
            workspace_id = day.run.connection.workspace_id
            (standing,) = [one for one in day.all(Shown) if one.reference == f"C0FIELD {digest.ts}"]
            await day.run.database.write(lambda store: deliveries.amend(store, workspace_id, standing.subject))
            await day.settles()
            assert (digest.versions, blocks_of(digest.said["blocks"]) & {*RICH, "image"}) == (2, figures)
            assert len(day.slack.files) == 2 * pictures == (2 if TABLES in refused else 0)
            for file in day.slack.files.values():
                assert file["content"].startswith(b"\x89PNG")
            spoken = [one["alt_text"] for one in digest.said["blocks"] if one["type"] == "image"]
            assert all(said.startswith("Of 1 task: ") for said in spoken)

    asyncio.run(run())


@pytest.mark.parametrize(
    ("method", "fault"),
    [
        ("files.getUploadURLExternal", error("missing_scope")),
        ("files.getUploadURLExternal", too_fast(60)),
        ("upload", Fault(status=500)),
        ("upload", CUT),
        ("files.completeUploadExternal", LOST),
    ],
)
def test_a_picture_that_slack_does_not_keep_is_told_in_words(
    sqlite_engines: Engines, method: str, fault: Fault
) -> None:
    async def run() -> None:
        async with a_day(sqlite_engines.writer.url) as day:
            day.slack.refuses = {CHARTS, TABLES}
            day.slack.fails(method, fault)
            if method.startswith("files.get"):
                # Where the token holds, it is asked for once more.
                day.slack.fails(method, fault)
            await day.goes_to(0.2)
            await day.presses("U0BO", "Check in")
            await day.hands_in("U0BO", task1="Call every harbour before noon")
            await day.goes_to(7.5)
            (digest,) = [one for one in day.slack.posted("C0FIELD") if not one.only_for]
            assert not blocks_of(digest.said["blocks"]) & {*RICH, "image"}
            assert "1 task" in digest.text

    asyncio.run(run())


def test_a_page_of_ones_own_whose_chart_is_refused_is_shown_without_it(sqlite_engines: Engines) -> None:
    async def play(day: Day) -> None:
        day.slack.refuses = {CHARTS}
        card = examples()["digest.day"]
        assert isinstance(card, Card)
        await day.run.door.out.publish("U0ADA", card, "en")
        assert blocks_of(day.slack.homes["U0ADA"]["blocks"]) & RICH == {TABLES}
        assert day.slack.count("views.publish") == 2

    at_slack(sqlite_engines, play)


def test_figures_of_ones_own_are_never_kept_as_a_picture(sqlite_engines: Engines) -> None:
    async def play(day: Day) -> None:
        day.slack.refuses = {CHARTS, TABLES}
        card = examples()["digest.day"]
        assert isinstance(card, Card)
        await day.run.door.out.publish("U0ADA", card, "en")
        assert not blocks_of(day.slack.homes["U0ADA"]["blocks"]) & {*RICH, "image"}
        assert not day.slack.files

    at_slack(sqlite_engines, play)


def test_what_one_person_alone_sees_is_read_as_no_markup(
    sqlite_engines: Engines,
) -> None:
    async def run() -> None:
        async with a_day(sqlite_engines.writer.url) as day:
            await day.delivers(day.slack.mention("U0ADA", "C0FIELD", "help"))
            await day.settles()
            answered = await day.delivers(day.slack.command("U0ADA", "help"))
            (alone,) = [one for one in day.slack.posted("C0FIELD") if one.only_for == "U0ADA"]
            await day.says("U0ADA", "help")
            assert helps(day) == 1
            for said in (alone.said, answered):
                assert not blocks_of(said["blocks"]) & RICH
                assert {"unfurl_links": False, "parse": "none", "mrkdwn": False}.items() <= said.items()

    asyncio.run(run())


def test_a_token_that_was_changed_meanwhile_is_used_at_once(sqlite_engines: Engines) -> None:
    async def play(day: Day) -> None:
        day.slack.fails("chat.postMessage", error("token_expired"))
        delivery = await plans(day, "a")
        await serves(day)
        assert (now(day, delivery).state, helps(day), dict(day.run.outbox.shut)) == (SENT, 1, {})

    at_slack(sqlite_engines, play)


def test_while_slack_does_not_say_whether_our_token_holds_nothing_is_given_up(sqlite_engines: Engines) -> None:
    async def play(day: Day) -> None:
        day.slack.fails("chat.postMessage", error("no_permission"))
        day.slack.fails("auth.test", HTML)
        delivery = await plans(day, "a")
        await serves(day)
        kept = now(day, delivery)
        assert (kept.state, kept.attempt, kept.said, dict(day.run.outbox.shut)) == (PLANNED, 0, "no_permission", {})
        await later(day, timedelta(seconds=31))
        await serves(day)
        assert (now(day, delivery).state, helps(day)) == (SENT, 1)

    at_slack(sqlite_engines, play)


@pytest.mark.parametrize("fault", [None, LOST])
def test_what_belongs_under_a_message_stands_in_its_thread_and_is_looked_for_there(
    sqlite_engines: Engines, fault: Fault | None
) -> None:
    async def play(day: Day) -> None:
        above, first = stand(moment(day), place_of(day, "U0ADA"), "home.help", {}, subject="above")
        below, second = stand(moment(day), place_of(day, "U0ADA"), "home.help", {}, subject="below", under=above)
        await day.run.database.write(lambda store: store.keep(above, first))
        await serves(day)
        day.slack.fails("chat.postMessage", *([fault] if fault else []))
        await day.run.database.write(lambda store: store.keep(below, second))
        await serves(day)
        if fault is not None:
            assert now(day, second).state is UNCERTAIN
            await later(day, QUARANTINE + timedelta(seconds=1))
            await day.run.outbox.reconcile()
        one, other = day.slack.posted("D0ADA")
        assert (one.thread, other.thread) == ("", one.ts)
        assert now(day, second).state is SENT
        await day.run.database.write(lambda store: deliveries.amend(store, below.workspace_id, "below"))
        await later(day, timedelta(minutes=1))
        await day.settles()
        assert (other.versions, other.thread, len(day.slack.posted("D0ADA"))) == (2, one.ts, 2)

    at_slack(sqlite_engines, play)


UNKNOWN = {"lost": (LOST, True), "broken": (BROKEN, True), "cut": (CUT, False), "html": (HTML, False)}
UNKNOWN |= {"500": (SERVER, False), "fatal": (error("fatal_error"), False), "no ok": (Fault(body="{}"), False)}


@pytest.mark.parametrize("name", UNKNOWN)
def test_what_is_in_doubt_is_looked_for_and_stands_once(sqlite_engines: Engines, name: str) -> None:
    fault, out = UNKNOWN[name]

    async def play(day: Day) -> None:
        day.slack.fails("chat.postMessage", fault)
        delivery = await plans(day, "doubted", stands=True)
        await serves(day)
        assert (now(day, delivery).state, helps(day)) == (UNCERTAIN, out)
        await day.run.outbox.reconcile()
        assert now(day, delivery).state is UNCERTAIN, "not before its time"
        await later(day, QUARANTINE + timedelta(seconds=1))
        await day.run.outbox.reconcile()
        await later(day, timedelta(seconds=31))
        await day.settles()
        assert (now(day, delivery).state, helps(day)) == (SENT, 1)
        (shown,) = day.all(Shown)
        assert (shown.reference or "").split() == ["D0ADA", day.slack.posted("D0ADA")[0].ts]

    at_slack(sqlite_engines, play)


def test_what_was_sent_while_our_clock_was_ahead_is_found_and_stands_once(sqlite_engines: Engines) -> None:
    async def play(day: Day) -> None:
        day.slack.fails("chat.postMessage", LOST)
        delivery = await plans(day, "a")
        await serves(day)
        assert now(day, delivery).state is UNCERTAIN
        (message,) = day.slack.posted("D0ADA")
        # By Slack's clock, which was right, it was posted two hours before we believe to have begun.
        message.ts = f"{float(message.ts) - 7200:.6f}"

        await later(day, QUARANTINE + timedelta(seconds=1))
        await day.run.outbox.reconcile()
        await serves(day)

        assert (now(day, delivery).state, helps(day)) == (SENT, 1)

    at_slack(sqlite_engines, play)


@pytest.mark.parametrize("fault", [SERVER, LOST, HTML])
def test_a_message_before_which_slack_does_not_say_who_reads_is_no_message_in_doubt(
    sqlite_engines: Engines, fault: Fault
) -> None:
    async def play(day: Day) -> None:
        await day.delivers(day.slack.event({"type": "user_change", "user": "U0ADA"}))
        day.slack.fails("users.info", fault)
        delivery = await plans(day, "a")
        await serves(day)
        waiting = now(day, delivery)
        assert (waiting.state, helps(day)) == (PLANNED, 0)
        assert waiting.reason == Cause.NOT_NOW
        assert waiting.said.startswith("Slack does not say who reads there")

        await later(day, timedelta(seconds=31))
        await serves(day)

        assert (now(day, delivery).state, helps(day)) == (SENT, 1)

    at_slack(sqlite_engines, play)


def test_what_is_no_answer_of_slacks_leaves_it_unknown_whether_it_was_done(sqlite_engines: Engines) -> None:
    no_answers = [
        Fault(body='["ok"]'),
        Fault(body="ok", kind="text/plain"),
        Fault(body="ok", kind="application/gzip"),
        Fault(body='{"ok": "\udcff"}'),
        Fault(body='{"ok": tr'),
        HTML,
        CUT,
    ]

    async def play(day: Day) -> None:
        day.slack.fails("conversations.info", *no_answers)
        for _ in no_answers:
            with pytest.raises(Unknown, match="conversations"):
                await day.run.door._call("conversations.info", channel="C0FIELD")

    at_slack(sqlite_engines, play)


def test_what_nobody_can_look_for_is_given_up_after_a_day(
    sqlite_engines: Engines, caplog: pytest.LogCaptureFixture
) -> None:
    async def play(day: Day) -> None:
        day.slack.fails("chat.postMessage", LOST)
        delivery = await plans(day, "doubted")
        await serves(day)
        for waits in (QUARANTINE + timedelta(seconds=1), LOOK_AGAIN_AFTER + timedelta(seconds=1)):
            await later(day, waits)
            day.slack.fails("conversations.history", SERVER)
            await day.run.outbox.reconcile()
            assert now(day, delivery).state is UNCERTAIN
        asked = day.slack.count("conversations.history")
        await day.run.outbox.reconcile()
        assert day.slack.count("conversations.history") == asked, "not again at once"
        await later(day, DOUBTED_FOR)
        day.slack.fails("conversations.history", HTML)
        await day.run.outbox.reconcile()
        assert (now(day, delivery).state, helps(day)) == (DEAD, 1)

    at_slack(sqlite_engines, play)


def test_a_digest_in_doubt_that_we_may_not_look_for_is_settled_by_a_press_on_it(sqlite_engines: Engines) -> None:
    """We ask for no scope to read channels."""

    def no_scope(_given: dict[str, Any]) -> dict[str, Any]:
        raise fake.Refused("missing_scope")

    async def run() -> None:
        async with a_day(sqlite_engines.writer.url) as day:
            day.slack._conversations_history = no_scope  # type: ignore[method-assign,assignment]
            await day.goes_to(0.2)
            day.slack.fails("chat.postMessage", LOST)
            await day.goes_to(7.5)
            (message,) = [one for one in day.slack.posted("C0FIELD") if not one.only_for]
            (digest,) = [one for one in day.all(Delivery) if one.state is UNCERTAIN]
            for _ in range(4):
                await later(day, QUARANTINE + LOOK_AGAIN_AFTER)
                await day.run.outbox.reconcile()
            assert (now(day, digest).state, dict(day.run.outbox.shut)) == (UNCERTAIN, {})
            assert day.slack.count("conversations.history") == 2, "asked once, and once more when our token held"
            await day.delivers(day.slack.press("U0ADA", message, {"action_id": "home.help", "value": ""}))
            await day.settles()
            assert now(day, digest).state is SENT
            workspace_id, subject = day.run.connection.workspace_id, _subject(day, message)
            await day.run.database.write(lambda store: deliveries.amend(store, workspace_id, subject))
            await day.settles()
            assert message.versions > 1

    asyncio.run(run())


def test_what_we_may_not_look_for_and_nobody_presses_is_given_up_after_a_day(sqlite_engines: Engines) -> None:
    async def play(day: Day) -> None:
        day.slack.fails("chat.postMessage", LOST)
        delivery = await plans(day, "doubted")
        await serves(day)
        for waits in (QUARANTINE + timedelta(seconds=1), DOUBTED_FOR):
            day.slack.fails("conversations.history", error("missing_scope"), error("missing_scope"))
            await later(day, waits)
            await day.run.outbox.reconcile()
        assert now(day, delivery).state is DEAD

    at_slack(sqlite_engines, play)


def _subject(day: Day, message: fake.Message) -> str:
    """What a message that stands is about."""
    return next(one.subject for one in day.all(Shown) if one.reference == f"{message.channel} {message.ts}")


def test_who_presses_a_message_in_doubt_has_got_it(sqlite_engines: Engines) -> None:
    async def play(day: Day) -> None:
        day.slack.fails("chat.postMessage", LOST)
        delivery = await plans(day, "doubted", stands=True)
        await serves(day)
        await day.presses("U0ADA", "My part")
        assert now(day, delivery).state is SENT
        (shown,) = day.all(Shown)
        assert (shown.reference or "").startswith("D0ADA ")

    at_slack(sqlite_engines, play)


def test_a_message_is_looked_for_through_all_that_was_said_since(sqlite_engines: Engines) -> None:
    async def play(day: Day) -> None:
        day.slack.fails("chat.postMessage", LOST)
        delivery = await plans(day, "doubted")
        await serves(day)
        direct = day.slack.direct("U0ADA")
        direct.messages += [fake.Message(day.slack._ts(), direct.id, {"text": "x"}) for _ in range(150)]
        await later(day, QUARANTINE + timedelta(seconds=1))
        await day.run.outbox.reconcile()
        assert (now(day, delivery).state, day.slack.count("conversations.history")) == (SENT, 2)
        direct.messages += [fake.Message(day.slack._ts(), direct.id, {"text": "x"}) for _ in range(600)]
        with pytest.raises(Later):
            await day.run.door.out.find(delivery, place_of(day, "U0ADA"))

    at_slack(sqlite_engines, play)


def test_told_to_wait_stops_the_others_too_and_costs_no_attempt(
    sqlite_engines: Engines, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outbox, "SIDE_BY_SIDE", 1)

    async def play(day: Day) -> None:
        day.slack.fails("chat.postMessage", too_fast(300))
        planned = [await plans(day, "a"), await plans(day, "b", "U0BO"), await plans(day, "c", "U0CY")]
        await serves(day)
        assert day.slack.count("chat.postMessage") == 1
        assert {(now(day, one).state, now(day, one).attempt) for one in planned} == {(PLANNED, 0)}
        await later(day, timedelta(seconds=290))
        await serves(day)
        assert day.slack.count("chat.postMessage") == 1
        await later(day, timedelta(seconds=11))
        await serves(day)
        assert {(now(day, one).state, now(day, one).attempt) for one in planned} == {(SENT, 1)}

    at_slack(sqlite_engines, play)


def test_nothing_goes_to_guests_or_to_who_has_left_and_those_who_run_it_are_told_once(sqlite_engines: Engines) -> None:
    async def play(day: Day) -> None:
        for n in range(3):
            delivery = await plans(day, f"to a guest {n}", "U0GUEST")
            await serves(day)
            ended = (SKIPPED, Cause.PARKED) if n else (DEAD, Cause.UNREACHABLE)
            assert (now(day, delivery).state, now(day, delivery).reason) == ended
            assert now(day, delivery).said == "guest"
        await day.goes_to(0.1)
        assert "D0GUEST" not in day.slack.channels
        told = [one for one in day.slack.posted("D0BO") if "I cannot reach Gus" in one.text]
        assert len(told) == 1
        day.slack.users["U0BO"]["deleted"] = True
        await day.delivers(day.slack.event({"type": "user_change", "user": {"id": "U0BO"}}))
        own = await plans(day, "to who runs it", "U0BO")
        await later(day, ONE_CHANNEL.every)
        await serves(day)
        assert now(day, own).said == "left"

    at_slack(sqlite_engines, play)


def test_who_could_not_be_reached_is_again_once_they_write_if_slack_still_knows_them(sqlite_engines: Engines) -> None:
    async def play(day: Day) -> None:
        await plans(day, "first", "U0CY")
        await serves(day)

        async def refuses_one(once: str) -> None:
            day.slack.fails("chat.postMessage", error("user_disabled"))
            refused = await plans(day, once, "U0CY")
            await serves(day)
            assert (now(day, refused).reason, place_of(day, "U0CY").closed_why) == (Cause.UNREACHABLE, "user_disabled")

        await refuses_one("refused")
        before = helps(day, "U0CY")
        await day.says("U0CY", "help")
        assert (place_of(day, "U0CY").closed_at, place_of(day, "U0CY").closed_why) == (None, "")
        assert helps(day, "U0CY") == before + 1
        again = await plans(day, "again", "U0CY")
        await later(day, timedelta(seconds=10))
        await serves(day)
        assert now(day, again).state is SENT

        await refuses_one("refused once more")
        day.slack.users["U0CY"]["deleted"] = True
        await day.says("U0CY", "help")
        assert place_of(day, "U0CY").closed_at is not None, "another process may have been told that they are gone"

    at_slack(sqlite_engines, play)


def test_while_slack_does_not_say_whether_they_are_a_member_who_could_not_be_reached_comes_again(
    sqlite_engines: Engines,
) -> None:
    async def play(day: Day) -> None:
        day.slack.fails("chat.postMessage", error("user_disabled"))
        await plans(day, "refused", "U0CY")
        await serves(day)
        await day.says("U0ADA", "help")
        asked = day.slack.message("U0CY", "my part")
        day.slack.fails("users.info", HTML)
        await day.delivers(asked)
        await day.settles()
        assert (day.statuses[-1], day.read("U0CY")) == (503, "")
        assert place_of(day, "U0CY").closed_why == "user_disabled"

        await day.delivers(asked)
        await day.settles()
        assert place_of(day, "U0CY").closed_at is None
        assert "harbour/P-1" in day.read("U0CY")

    at_slack(sqlite_engines, play)


def test_a_channel_that_was_closed_opens_when_we_are_invited_again_or_somebody_presses_there(
    sqlite_engines: Engines,
) -> None:
    async def play() -> None:
        async with a_day(sqlite_engines.writer.url) as day:
            channel = next(one for one in day.all(Place) if one.kind is PlaceKind.CHANNEL)

            async def posts(once: str, *faults: Fault) -> Delivery:
                day.slack.fails("chat.postMessage", *faults)
                one = deliver(moment(day), channel, "home.help", {}, once=once)
                await day.run.database.write(lambda store: store.keep(one))
                await serves(day)
                return now(day, one)

            def closed() -> str:
                return next(one for one in day.all(Place) if one.id == channel.id).closed_why

            assert (await posts("stands")).state is SENT
            opens_by: dict[str, Callable[[], Awaitable[object]]] = {
                "joined": lambda: day.delivers(day.slack.event({**JOINED, "inviter": "U0ADA"})),
                "pressed": lambda: day.presses("U0ADA", "My part", "C0FIELD"),
            }
            for again, opens_it in opens_by.items():
                assert (await posts(f"refused {again}", error("restricted_action"))).state is DEAD
                assert (closed(), (await posts(f"left {again}")).state) == ("restricted_action", SKIPPED)
                await later(day, timedelta(seconds=10))
                await opens_it()
                await day.settles()
                assert closed() == "", again
                assert (await posts(f"sent {again}")).state is SENT

    asyncio.run(play())


JOINED = {"type": "member_joined_channel", "user": fake.BOT_USER, "channel": "C0FIELD"}


def test_what_cannot_be_changed_anymore_stays_and_what_can_waits(sqlite_engines: Engines) -> None:
    async def play(day: Day) -> None:
        delivery = await plans(day, "stands", stands=True)
        await serves(day)
        (shown,) = day.all(Shown)
        workspace_id = shown.workspace_id

        async def amends(*faults: Fault) -> tuple[int, int]:
            day.slack.fails("chat.update", *faults)
            await day.run.database.write(lambda store: deliveries.amend(store, workspace_id, "stands"))
            await serves(day)
            kept = day.all(Shown)[0]
            return kept.wanted, kept.shows

        assert await amends(error("message_not_found")) == (2, 2)
        assert await amends(error("edit_window_closed")) == (3, 3)
        assert await amends(too_fast(10)) == (4, 3)
        await later(day, timedelta(seconds=11))
        assert await amends() == (5, 5)
        assert await amends(HTML) == (6, 5)
        await later(day, AGAIN_AFTER)
        await serves(day)
        assert day.all(Shown)[0].shows == 6, "to change it twice changes it once"
        day.slack.fails("auth.test", error("token_revoked"))
        wanted, shows = await amends(error("token_revoked"))
        assert (wanted, shows, list(day.run.outbox.shut.values())) == (7, 6, ["token_revoked"])
        assert now(day, delivery).state is SENT

    at_slack(sqlite_engines, play)


def test_what_others_must_not_read_never_goes_out(sqlite_engines: Engines) -> None:
    async def play(day: Day) -> None:
        at = moment(day)
        channel = Place(
            id=at.id(),
            workspace_id=day.run.connection.workspace_id,
            connection_id=day.run.connection.id,
            external_id="C0FIELD",
            kind=PlaceKind.CHANNEL,
            name="field",
        )
        private = deliver(at, channel, "home.help", {}, once="private")
        form = deliver(at, place_of(day, "U0ADA"), "leave.form", {}, once="a form")
        await day.run.database.write(lambda store: store.keep(channel, private, form))
        with pytest.MonkeyPatch.context() as patched:
            patched.setitem(DRAWINGS, "home.help", lambda _store, _reader, _about: _secret())
            await serves(day)
        assert (now(day, private).state, now(day, form).state) == (DEAD, DEAD)
        assert "others read along" in now(day, private).said
        assert day.slack.posted("C0FIELD") == []

    at_slack(sqlite_engines, play)


def _secret() -> Card:
    """A card with what is somebody's alone."""
    hidden = Theirs("x", Privacy.PERSON)
    return Card(phrase("home.no-person", place=hidden, name=hidden, why=hidden))


def test_who_has_no_account_there_any_more_is_sent_nothing_and_those_who_run_it_are_told(
    sqlite_engines: Engines,
) -> None:
    async def play(day: Day) -> None:
        message, page = (
            await plans(day, "a", "U0CY"),
            deliver(moment(day), place_of(day, "U0CY"), "home.front", {}, once="page"),
        )
        (account,) = [one for one in day.all(Account) if one.external_id == "U0CY"]

        def unlinked(store: Store) -> None:
            store.keep(page)
            store.forget(Account, [account.id])

        await day.run.database.write(unlinked)
        await serves(day)
        for one, state in ((message, DEAD), (page, SKIPPED)):
            assert (now(day, one).state, now(day, one).said) == (state, "nobody whom Slack knows")
        await day.goes_to(0.1)
        assert day.slack.posted("D0CY") == []
        assert "I cannot reach Cy Wu in chat" in day.read("U0BO")

    at_slack(sqlite_engines, play)


def test_a_shut_door_is_tried_every_few_minutes_and_opened_when_our_token_holds_again(sqlite_engines: Engines) -> None:
    async def play(day: Day) -> None:
        delivery = await plans(day, "a")
        del day.slack.tokens[fake.TOKEN]
        await serves(day)
        assert dict(day.run.outbox.shut) == {day.run.connection.id: "invalid_auth"}
        for minutes, asked in ((0, 1), (4, 0), (2, 1)):
            await later(day, timedelta(minutes=minutes))
            before = day.slack.count("auth.test")
            await day.run.door.settle()
            assert day.slack.count("auth.test") - before == asked
            assert day.run.outbox.shut
        day.slack.tokens[fake.TOKEN] = {"chat:write"}
        await later(day, timedelta(minutes=6))
        await day.run.door.settle()
        await serves(day)
        assert (dict(day.run.outbox.shut), now(day, delivery).state, helps(day)) == ({}, SENT, 1)

    at_slack(sqlite_engines, play)


def test_a_page_of_ones_own_in_doubt_is_published_again(sqlite_engines: Engines) -> None:
    async def play(day: Day) -> None:
        day.slack.fails("views.publish", HTML)
        await day.delivers(day.slack.event({"type": "app_home_opened", "user": "U0ADA", "tab": "home"}))
        await serves(day)
        await later(day, QUARANTINE + timedelta(seconds=1))
        await day.run.outbox.reconcile()
        await later(day, timedelta(seconds=31))
        await day.settles()
        assert "U0ADA" in day.slack.homes

    at_slack(sqlite_engines, play)


def test_a_message_that_went_out_though_it_was_given_up_meanwhile_is_deleted(sqlite_engines: Engines) -> None:
    async def play(day: Day) -> None:
        delivery = await plans(day, "a")
        given_up_while(day, "_chat_postmessage", lambda: now(day, delivery))
        await serves(day)
        assert (helps(day), calls_to(day), day.slack.count("chat.delete")) == (0, 1, 1)
        assert now(day, delivery).state is DEAD

    at_slack(sqlite_engines, play)


def test_a_page_of_ones_own_that_was_given_up_meanwhile_stays_since_it_stands_once(sqlite_engines: Engines) -> None:
    async def play(day: Day) -> None:
        def page() -> Delivery:
            return next(one for one in day.all(Delivery) if one.kind == FRONT)

        given_up_while(day, "_views_publish", page)
        await day.delivers(day.slack.event({"type": "app_home_opened", "user": "U0ADA", "tab": "home"}))
        await day.settles()
        assert ("U0ADA" in day.slack.homes, day.slack.count("chat.delete")) == (True, 0)
        assert page().state is DEAD

    at_slack(sqlite_engines, play)


def given_up_while(day: Day, shows: str, which: Callable[[], Delivery]) -> None:
    """Another process settles a delivery as given up while Slack is at it."""
    show = getattr(day.slack, shows)

    def meanwhile(given: dict[str, Any]) -> dict[str, Any]:
        at, one = day.clock.now(), which()
        day.run.database.writer.write(lambda store: deliveries.settle(store, one, DEAD, at)).result()
        return dict(show(given))

    setattr(day.slack, shows, meanwhile)


def test_everybody_is_looked_at_in_pages(sqlite_engines: Engines, monkeypatch: pytest.MonkeyPatch) -> None:
    from bot.slack import members

    monkeypatch.setattr(members, "A_PAGE", 2)

    async def play(day: Day) -> None:
        await day.run.door.look()
        asked = day.slack.count("users.info")
        await plans(day, "a", "U0CY")
        await serves(day)
        assert (helps(day, "U0CY"), day.slack.count("users.info")) == (1, asked)
        day.slack.fails("users.list", HTML)
        await day.run.door.look()

    at_slack(sqlite_engines, play)


def test_when_slack_is_not_there_nothing_is_lost(sqlite_engines: Engines) -> None:
    async def play(day: Day) -> None:
        delivery = await plans(day, "a")
        day.run.door._client.base_url = "http://127.0.0.1:1/api/"
        await serves(day)
        assert (now(day, delivery).state, "could not be reached" in now(day, delivery).said) == (PLANNED, True)

    at_slack(sqlite_engines, play)


def test_when_slack_takes_no_connection_in_time_nothing_went_out(
    sqlite_engines: Engines, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(call, "REACHED_WITHIN", 0.5)

    async def play(day: Day) -> None:
        delivery = await plans(day, "a")
        with _full() as address:
            day.run.door._client.base_url = f"http://{address}/api/"
            await serves(day)
        assert (now(day, delivery).state, now(day, delivery).said) == (PLANNED, "Slack could not be reached in time")

    at_slack(sqlite_engines, play)


@contextmanager
def _full() -> Iterator[str]:
    """An address where somebody listens and takes nobody more."""
    with ExitStack() as there:
        listening = there.enter_context(socket.socket())
        listening.bind(("127.0.0.1", 0))
        listening.listen(0)
        for _ in range(8):
            waiting = there.enter_context(socket.socket())
            waiting.setblocking(False)
            waiting.connect_ex(listening.getsockname())
        yield f"127.0.0.1:{listening.getsockname()[1]}"


def test_an_answer_whose_address_cannot_be_reached_is_said_in_the_conversation(sqlite_engines: Engines) -> None:
    async def play(day: Day) -> None:
        answer = await day.delivers(day.slack.command("U0ADA", "help", "C0SHARED"))
        alone = fake.Message("1.1", "C0SHARED", answer, only_for="U0ADA")
        button = next(one for one in fake.buttons(answer["blocks"]) if one["text"]["text"].startswith("My part"))
        nowhere = {**day.slack.press("U0ADA", alone, button), "response_url": "http://127.0.0.1:1/response"}
        await day.delivers(nowhere)
        await day.settles()
        assert "field/P-1" in day.read("U0ADA")
        with pytest.raises(Later, match="could not be reached"):
            await day.run.door._call.respond("http://127.0.0.1:1/response", text="x")

    at_slack(sqlite_engines, play)


def test_an_answer_that_takes_too_long_is_in_doubt(sqlite_engines: Engines, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(call, "WITHIN", 0.3)

    async def play(day: Day) -> None:
        delivery = await plans(day, "a")
        await day.run.door._members.standing("U0ADA")
        day.slack.fails("chat.postMessage", Fault(slow=1.0, after=True))
        await serves(day)
        assert now(day, delivery).state is UNCERTAIN

    at_slack(sqlite_engines, play)


def test_nothing_of_a_token_is_logged(sqlite_engines: Engines, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG, "concertmaster")

    async def play(day: Day) -> None:
        for fault in (LOST, HTML, error("invalid_auth"), error("not_in_channel")):
            day.slack.fails("chat.postMessage", fault)
            await plans(day, repr(fault))
        await serves(day)

    at_slack(sqlite_engines, play)
    assert fake.TOKEN not in caplog.text
    assert fake.SECRET not in caplog.text


# At Slack's pace


def test_a_channel_gets_no_more_than_a_short_burst(sqlite_engines: Engines) -> None:
    async def play(day: Day) -> None:
        await asyncio.gather(*[day.run.door._call("chat.postMessage", channel="U0ADA", text="x") for _ in range(3)])
        with pytest.raises(Later):
            await day.run.door._call("chat.postMessage", patience=timedelta(0), channel="U0ADA", text="x")
        with pytest.raises(Unsendable):
            await day.run.door._call.respond("http://elsewhere.example/", text="x")
        with pytest.raises(Unsendable):
            await day.run.door._call.upload("http://elsewhere.example/", b"x")
        assert day.all(Person)

    at_slack(sqlite_engines, play)


def test_while_nobody_can_count_slack_is_asked_for_nothing(sqlite_engines: Engines) -> None:
    async def play(day: Day) -> None:
        database, writer = day.run.database, day.run.database.writer
        database.writer = FullDisk()
        with pytest.raises(Later, match="nobody can count now"):
            await day.run.door._call("usergroups.list")
        database.writer = writer
        assert day.slack.count("usergroups.list") == 0
        await day.run.door._call("usergroups.list")
        assert day.slack.count("usergroups.list") == 1

    at_slack(sqlite_engines, play)


def test_who_need_not_wait_long_for_their_turn_has_it_when_it_comes(
    sqlite_engines: Engines, monkeypatch: pytest.MonkeyPatch
) -> None:
    every = timedelta(seconds=0.3)
    monkeypatch.setattr(call, "ONE_CHANNEL", Pace(every, 1))

    async def play(day: Day) -> None:
        gone: list[datetime] = []
        posts = day.slack._chat_postmessage

        def post(given: dict[str, Any]) -> dict[str, Any]:
            gone.append(day.clock.now())
            return posts(given)

        day.slack._chat_postmessage = post  # type: ignore[method-assign]
        begun = day.clock.now()
        await asyncio.gather(*[day.run.door._call("chat.postMessage", channel="U0ADA", text="x") for _ in range(3)])
        assert len(gone) == 3
        assert max(gone) - begun >= 2 * every

    at_slack(sqlite_engines, play)


def test_who_the_people_of_a_batch_are_is_asked_once_for_all_of_them(sqlite_engines: Engines) -> None:
    async def play(day: Day) -> None:
        asked: list[str] = []
        event.listen(
            day.run.conductor.database.read_engine, "before_cursor_execute", lambda _c, _k, sql, *_: asked.append(sql)
        )
        messages = [await plans(day, f"m{n}", user) for n, user in enumerate(("U0ADA", "U0BO", "U0ADA"))]
        await serves(day)
        assert [now(day, one).state for one in messages] == [SENT] * 3
        assert sum("FROM account" in sql for sql in asked) == 1

    at_slack(sqlite_engines, play)
