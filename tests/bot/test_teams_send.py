"""Every message at Teams stands once, or nobody is told that it does; and who came is told from who may not."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest

from bot.conductor import Conductor
from bot.outbox import DOUBTED_FOR, Outbox
from bot.settings import TeamsSettings
from bot.teams import render, texts
from bot.teams.call import Connector, connected
from bot.teams.reading import Deed, deed
from bot.teams.send import REMEMBERED, TeamsOut, _keep, as_activity, marked
from bot.teams.visits import House, Unanswered, Visits, _heard_from
from bot.writer import Unkept
from handlers import DRAWINGS
from handlers.cards import Button, Buttons, Card, Citations, Form, Theirs
from handlers.turn import deliver, stand
from handlers.views.examples import examples
from prompts import phrase
from storage import deliveries, people
from storage.tables import Account, Connection, Delivery, DeliveryState, Door, Place, PlaceKind, Privacy
from tests.databases import Engines
from tests.fakes.teams import BOT, CHANNEL, LOST, PERSONAL, TENANT, FakeTeams, Fault, error
from tests.orchestra import Orchestra, orchestra

DEAD, PLANNED, SENT, SKIPPED, UNCERTAIN = (
    DeliveryState.DEAD,
    DeliveryState.PLANNED,
    DeliveryState.SENT,
    DeliveryState.SKIPPED,
    DeliveryState.UNCERTAIN,
)


@dataclass
class Tenant:
    """An organisation at a Teams over loopback, with Ada in it and the channel of her team."""

    teams: FakeTeams
    day: Orchestra
    connection: Connection
    conductor: Conductor
    connector: Connector
    out: TeamsOut
    outbox: Outbox
    ada: Place
    channel: Place

    async def plans(self, once: str, place: Place | None = None) -> Delivery:
        """Plan a message."""
        delivery = deliver(self.day.moment(), place or self.ada, "home.help", {}, once=once)
        await self.day.database.write(lambda store: store.keep(delivery))
        return delivery

    async def serves(self) -> None:
        """Send what is to be sent."""
        await self.outbox.serve(self.day.workspace.id)

    def now(self, delivery: Delivery) -> Delivery:
        """A delivery as it is kept."""
        return next(one for one in self.day.all(Delivery) if one.id == delivery.id)

    def place(self, place: Place) -> Place:
        """A place as it is kept."""
        return next(one for one in self.day.all(Place) if one.id == place.id)

    def visits(self) -> Visits:
        """Who comes to this tenant."""
        return Visits(House(self.conductor, self.outbox, self.connection), self.connector, self.out)

    def hears(self, **changes: Any) -> Deed:
        """Something that Ada did."""
        found = deed(self.teams.activity(**changes))
        assert found is not None
        return found


def at_teams(engines: Engines, play: Callable[[Tenant], Awaitable[None]]) -> None:
    async def run(day: Orchestra, ids: tuple[Connection, Place, Place]) -> None:
        connection, ada, channel = ids
        teams = FakeTeams()
        teams.open = True
        async with teams.serving(), connected() as session:
            connector = Connector(TeamsSettings(), None, session, day.clock)
            out = TeamsOut(connector, connection, BOT, day.database, day.clock)
            outbox = Outbox(day.database, day.clock, {connection.id: out})
            await play(Tenant(teams, day, connection, day.conductor, connector, out, outbox, ada, channel))

    with orchestra(engines.writer.url) as day:
        moment = day.moment()
        team = day.team("Field")
        ada = day.player("Ada", team=team).person
        ours: dict[str, Any] = {"workspace_id": day.workspace.id}
        connection = Connection(id=moment.id(), door=Door.TEAMS, external_id=TENANT, **ours)
        ours["connection_id"] = connection.id
        account = Account(id=moment.id(), person_id=ada.id, external_id="entra-ada", **ours)
        direct = Place(
            id=moment.id(), external_id="entra-ada", kind=PlaceKind.DIRECT, name="Ada", person_id=ada.id, **ours
        )
        channel = Place(
            id=moment.id(), external_id=CHANNEL, kind=PlaceKind.CHANNEL, name="field", team_id=team.id, **ours
        )
        day.keep(connection)
        day.keep(account, direct, channel)
        asyncio.run(run(day, (connection, direct, channel)))


async def is_heard(tenant: Tenant) -> None:
    """Ada has written, and somebody in the channel."""
    service = tenant.teams.service

    def keep(store: Any) -> None:
        store.change(people.place(store, tenant.ada.workspace_id, tenant.ada.id), external_id=PERSONAL, service=service)
        store.change(people.place(store, tenant.ada.workspace_id, tenant.channel.id), service=service)

    await tenant.day.database.write(keep)


def test_a_message_stands_once_with_its_delivery_in_its_buttons(sqlite_engines: Engines) -> None:
    async def play(tenant: Tenant) -> None:
        await is_heard(tenant)
        delivery = await tenant.plans("a")
        await tenant.serves()
        (standing,) = tenant.teams.conversations[PERSONAL].values()
        card = standing["attachments"][0]["content"]
        assert card["type"] == "AdaptiveCard"
        carried = [one["data"]["delivery"] for one in card["actions"] if "data" in one]
        assert carried == [delivery.id] * len(carried) != []
        assert tenant.now(delivery).state is SENT

    at_teams(sqlite_engines, play)


def test_whoever_was_never_heard_from_has_a_conversation_begun_that_is_kept(sqlite_engines: Engines) -> None:
    async def play(tenant: Tenant) -> None:
        def keep(store: Any) -> None:
            found = people.place(store, tenant.ada.workspace_id, tenant.channel.id)
            store.change(found, service=tenant.teams.service)

        await tenant.day.database.write(keep)
        tenant.teams.faults["create"].append(LOST)
        delivery = await tenant.plans("a")
        await tenant.serves()
        assert tenant.now(delivery).state is PLANNED
        tenant.day.clock.at += timedelta(minutes=5)
        await tenant.serves()
        kept = tenant.place(tenant.ada)
        assert (kept.external_id, kept.service) == (PERSONAL, tenant.teams.service)
        assert len(tenant.teams.conversations[PERSONAL]) == 1

    at_teams(sqlite_engines, play)


def away(*_: object) -> Any:
    """A store that cannot be asked."""
    raise Unkept


@pytest.mark.parametrize("what", ["bot.teams.send._keep", "storage.people.service_of", "storage.people.account_on"])
def test_while_the_store_is_away_a_conversation_is_begun_later_and_nothing_is_in_doubt(
    sqlite_engines: Engines, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    async def play(tenant: Tenant) -> None:
        tenant.out.heard_at(tenant.teams.service)
        delivery = await tenant.plans("a")
        with monkeypatch.context() as patched:
            patched.setattr(what, away)
            await tenant.serves()
        assert tenant.now(delivery).state is PLANNED
        tenant.day.clock.at += timedelta(minutes=5)
        await tenant.serves()
        assert tenant.now(delivery).state is SENT
        assert len(tenant.teams.conversations[PERSONAL]) == 1

    at_teams(sqlite_engines, play)


def test_while_the_store_does_not_say_in_which_thread_it_belongs_it_waits(
    sqlite_engines: Engines, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def play(tenant: Tenant) -> None:
        await is_heard(tenant)
        moment = tenant.day.moment()
        shown, first = stand(moment, tenant.channel, "home.help", {}, subject="a")
        below, second = stand(moment, tenant.channel, "home.help", {}, subject="b", under=shown)
        await tenant.day.database.write(lambda store: store.keep(shown, first))
        await tenant.serves()
        await tenant.day.database.write(lambda store: store.keep(below, second))
        with monkeypatch.context() as patched:
            patched.setattr(deliveries, "thread_of", away)
            await tenant.serves()
        assert tenant.now(second).state is PLANNED

    at_teams(sqlite_engines, play)


def test_a_conversation_that_teams_begins_and_does_not_know_is_tried_once_and_never_for_ever(
    sqlite_engines: Engines,
) -> None:
    async def play(tenant: Tenant) -> None:
        await is_heard(tenant)
        tenant.teams.faults["send"].append(error(404, "ConversationNotFound"))
        delivery = await tenant.plans("a")
        await tenant.serves()
        assert tenant.now(delivery).state is DEAD
        assert (tenant.teams.asked.count("create"), tenant.teams.asked.count("send")) == (1, 1)

    at_teams(sqlite_engines, play)


def test_where_nobody_is_written_to_first_it_waits_until_something_came_and_nothing_goes_to_a_channel(
    sqlite_engines: Engines,
) -> None:
    async def play(tenant: Tenant) -> None:
        direct, channel = await tenant.plans("a"), await tenant.plans("a", tenant.channel)
        await tenant.serves()
        # Without an app id nothing leaves this machine.
        assert tenant.now(direct).state is PLANNED
        assert tenant.now(channel).state is not SENT
        assert "create" not in tenant.teams.asked
        tenant.out.heard_at(tenant.teams.service)
        tenant.day.clock.at += timedelta(minutes=5)
        await tenant.serves()
        assert tenant.now(direct).state is SENT

    at_teams(sqlite_engines, play)


OUTCOMES: dict[str, tuple[Fault, DeliveryState]] = {
    "told to wait": (error(429, "TooManyRequests", Retry_After="30"), PLANNED),
    "another writes": (error(412, "PreconditionFailed"), PLANNED),
    "too large": (error(413, "MessageSizeTooBig"), DEAD),
    "bad": (error(400, "BadSyntax"), DEAD),
    "broken there": (error(502, "BadGateway"), UNCERTAIN),
    "answer lost": (LOST, UNCERTAIN),
}


@pytest.mark.parametrize("name", OUTCOMES)
def test_each_outcome_ends_as_it_should(sqlite_engines: Engines, name: str) -> None:
    fault, state = OUTCOMES[name]

    async def play(tenant: Tenant) -> None:
        await is_heard(tenant)
        tenant.teams.faults["send"].append(fault)
        delivery = await tenant.plans("a")
        await tenant.serves()
        assert tenant.now(delivery).state is state

    at_teams(sqlite_engines, play)


def test_after_an_unknown_outcome_nothing_is_sent_again_until_it_is_given_up(sqlite_engines: Engines) -> None:
    async def play(tenant: Tenant) -> None:
        await is_heard(tenant)
        tenant.teams.faults["send"].append(LOST)
        delivery = await tenant.plans("a")
        await tenant.serves()
        for _ in range(3):
            tenant.day.clock.at += DOUBTED_FOR / 2
            await tenant.outbox.reconcile()
            await tenant.serves()
        assert tenant.now(delivery).state is DEAD
        assert tenant.teams.asked.count("send") == 1

    at_teams(sqlite_engines, play)


def test_who_blocked_us_is_reached_no_more_until_they_are_heard_from(sqlite_engines: Engines) -> None:
    async def play(tenant: Tenant) -> None:
        await is_heard(tenant)
        tenant.teams.blocked.add(PERSONAL)
        delivery = await tenant.plans("a")
        await tenant.serves()
        assert tenant.now(delivery).state in (DEAD, SKIPPED)
        assert tenant.place(tenant.ada).closed_at is not None
        visit = await tenant.visits().of(tenant.hears())
        assert visit.person.name == "Ada"
        assert tenant.place(tenant.ada).closed_at is None

    at_teams(sqlite_engines, play)


def test_it_is_amended_where_it_stands_and_answered_in_its_thread(sqlite_engines: Engines) -> None:
    async def play(tenant: Tenant) -> None:
        await is_heard(tenant)
        moment = tenant.day.moment()
        shown, first = stand(moment, tenant.channel, "home.help", {}, subject="a")
        below, second = stand(moment, tenant.channel, "home.help", {}, subject="b", under=shown)
        await tenant.day.database.write(lambda store: store.keep(shown, first))
        await tenant.serves()
        await tenant.day.database.write(lambda store: store.keep(below, second))
        await tenant.serves()
        assert tenant.teams.asked.count("reply") == 1
        assert tenant.teams.asked.count("members") == 1
        await tenant.out.amend(first, tenant.place(tenant.channel), f"{CHANNEL} f:1", drawing())
        assert tenant.teams.asked[-1] == "update"
        tenant.out.forget()
        await tenant.out.take_back(tenant.place(tenant.channel), f"{CHANNEL} f:1")
        assert list(tenant.teams.conversations[CHANNEL]) == ["f:2"]

    at_teams(sqlite_engines, play)


def drawing(card: Any = None) -> Any:
    async def drawn() -> Any:
        return card or Card(phrase("teams.stranger")), "en"

    return drawn


@pytest.mark.parametrize("stranger", [{"userRole": "guest"}, {"tenantId": "other"}])
def test_nothing_is_posted_where_a_stranger_reads_along(sqlite_engines: Engines, stranger: dict[str, str]) -> None:
    async def play(tenant: Tenant) -> None:
        await is_heard(tenant)
        tenant.teams.members.append({"id": "29:gus", "aadObjectId": "entra-gus", "tenantId": TENANT, **stranger})
        delivery = await tenant.plans("a", tenant.channel)
        await tenant.serves()
        assert tenant.now(delivery).state is not SENT
        assert not tenant.teams.conversations[CHANNEL]

    at_teams(sqlite_engines, play)


def test_what_is_no_card_or_private_is_never_sent(sqlite_engines: Engines, monkeypatch: pytest.MonkeyPatch) -> None:
    async def play(tenant: Tenant) -> None:
        await is_heard(tenant)
        form = Form(phrase("teams.stranger"), "a.b", [], phrase("teams.stranger"))
        monkeypatch.setitem(DRAWINGS, "home.help", lambda *_: form)
        delivery = await tenant.plans("a")
        await tenant.serves()
        assert tenant.now(delivery).state is DEAD
        hers = Card(phrase("terminal.no-file", path=Theirs("mine", Privacy.PERSON)))
        monkeypatch.setitem(DRAWINGS, "home.help", lambda *_: hers)
        delivery = await tenant.plans("b", tenant.channel)
        await tenant.serves()
        assert tenant.now(delivery).state is DEAD

    at_teams(sqlite_engines, play)


def test_words_and_their_card_are_amended_and_taken_back_as_one_message(sqlite_engines: Engines) -> None:
    async def play(tenant: Tenant) -> None:
        await is_heard(tenant)
        place, delivery = tenant.place(tenant.ada), await tenant.plans("a")
        cards = (one for one in examples().values() if isinstance(one, Card))
        cited = next(one for one in cards if any(isinstance(piece, Citations) for piece in one.pieces))
        reference = await tenant.out.send(delivery, place, drawing(cited))
        conversation, card, words = reference.split(" ")
        standing = tenant.teams.conversations[conversation]
        assert [bool(standing[name]["attachments"]) for name in (card, words)] == [True, False]
        await tenant.out.amend(delivery, place, reference, drawing(cited))
        assert [name for _, name, _ in tenant.teams.updated] == [card]
        await tenant.out.take_back(place, reference)
        assert not {card, words} & set(standing)

    at_teams(sqlite_engines, play)


def test_what_can_be_said_of_an_answer_is_known_by_where_it_stands(sqlite_engines: Engines) -> None:
    async def play(tenant: Tenant) -> None:
        await is_heard(tenant)
        place, delivery = tenant.place(tenant.ada), await tenant.plans("a")
        helped = Button(phrase("coach.helped"), "coach.judge", "helped L1", quiet=True)
        answer = Card(phrase("teams.stranger"), [Buttons([helped])])
        name = await tenant.out.send(delivery, place, drawing(answer))
        conversation, _, activity = name.partition(" ")
        assert tenant.out.judged(conversation, activity).says == {"helped": "helped L1"}
        assert tenant.out.judged(conversation, "other").says == {}
        for _ in range(REMEMBERED):
            tenant.out._remember(conversation, [tenant.day.key()], answer)
        assert tenant.out.judged(conversation, activity).says == {}
        await tenant.out.shows(place.service, PERSONAL, {"type": "typing"})
        await tenant.out.shows(place.service, PERSONAL, {"type": "typing"}, "f:1")
        assert tenant.teams.asked[-2:] == ["send", "reply"]
        buttons = marked({"data": {"action": "a"}, "fallback": {"data": {"form": "f"}}}, "d1")
        assert buttons == {
            "data": {"action": "a", "delivery": "d1"},
            "fallback": {"data": {"form": "f", "delivery": "d1"}},
        }

    at_teams(sqlite_engines, play)


# Who came


def test_who_came_is_reached_where_they_wrote_at_the_newest_address(sqlite_engines: Engines) -> None:
    async def play(tenant: Tenant) -> None:
        visits = tenant.visits()
        visit = await visits.of(tenant.hears())
        assert visit.place is visit.direct
        kept = tenant.place(tenant.ada)
        assert (kept.external_id, kept.service) == (PERSONAL, tenant.teams.service)
        again = await visits.of(tenant.hears())
        assert again.direct.service == tenant.teams.service
        moved = await visits.of(tenant.hears(serviceUrl="https://127.0.0.1/amer/"))
        assert moved.direct.service == tenant.place(tenant.ada).service == "https://127.0.0.1/amer/"
        channel = {"id": f"{CHANNEL};messageid=1", "conversationType": "channel"}
        there = await visits.of(tenant.hears(conversation=channel))
        assert (there.place.id, there.direct.id) == (tenant.channel.id, tenant.ada.id)
        assert tenant.place(tenant.channel).service == tenant.teams.service
        assert (await visits.of(tenant.hears(conversation=channel))).place.service == tenant.teams.service

    at_teams(sqlite_engines, play)


def test_whoever_has_no_place_yet_is_given_one(sqlite_engines: Engines) -> None:
    async def play(tenant: Tenant) -> None:
        bo = await asyncio.to_thread(lambda: tenant.day.player("Bo").person)
        account = Account(
            id=tenant.day.moment().id(),
            workspace_id=tenant.day.workspace.id,
            connection_id=tenant.connection.id,
            person_id=bo.id,
            external_id="entra-bo",
        )
        await tenant.day.database.write(lambda store: store.keep(account))
        visits = tenant.visits()
        channel = {"id": CHANNEL, "conversationType": "channel"}
        his = {"from": {"id": "29:bo", "aadObjectId": "entra-bo"}}
        visit = await visits.of(tenant.hears(conversation=channel, **his))
        assert (visit.direct.external_id, visit.direct.service) == ("entra-bo", "")

    at_teams(sqlite_engines, play)


STRANGERS: dict[str, dict[str, Any]] = {
    "teams.guest": {"channelData": {"tenant": {"id": "other"}}},
    "teams.stranger": {"from": {"id": "29:x", "aadObjectId": "entra-x"}},
    "teams.no-team": {"conversation": {"id": "19:x@thread.tacv2", "conversationType": "channel"}},
}


@pytest.mark.parametrize("why", STRANGERS)
def test_strangers_get_one_sentence(sqlite_engines: Engines, why: str) -> None:
    async def play(tenant: Tenant) -> None:
        visits = tenant.visits()
        with pytest.raises(Unanswered) as refused:
            await visits.of(tenant.hears(**STRANGERS[why]))
        assert refused.value.why.id == why

    at_teams(sqlite_engines, play)


def test_what_was_heard_meanwhile_goes_before_what_was_begun_and_a_place_that_is_gone_is_none(
    sqlite_engines: Engines,
) -> None:
    async def play(tenant: Tenant) -> None:
        await is_heard(tenant)
        await tenant.day.database.write(lambda store: _keep(store, tenant.ada, "a:begun", "https://elsewhere/"))
        assert tenant.place(tenant.ada).external_id == PERSONAL
        gone = Place(**{**tenant.ada.model_dump(), "id": "gone"})
        with pytest.raises(Unanswered):
            await tenant.day.database.write(lambda store: _heard_from(store, gone, tenant.hears()))

    at_teams(sqlite_engines, play)


def test_the_text_of_an_answer_is_sent_as_what_it_was_escaped_for() -> None:
    """Teams takes a text for Markdown where nothing else is said of it; as plain text the escapes would be read."""
    answer = render.Message(texts.escaped("*2* of 3") + " [1]", None, [], {})
    sent = as_activity(answer, "")
    assert sent["text"] == "\\*2\\* of 3 [1]"
    assert sent.get("textFormat", "markdown") == "markdown"
