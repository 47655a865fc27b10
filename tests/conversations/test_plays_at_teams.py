"""Every play at Microsoft Teams: what people do comes as Teams' own activities, what is said is read off its cards."""

import itertools
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AsyncExitStack, contextmanager
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import URL

from bot.outbox import Outbox
from bot.settings import TeamsSettings
from bot.teams import reading
from bot.teams.call import Connector, connected
from bot.teams.door import TeamsDoor
from prompts import phrase, plain
from storage.store import Store
from storage.tables import Connection, Delivery, DeliveryState, Door, Place, PlaceKind, Shown, Team
from tests.conversations.doors import DoorStage, Heard, Manners, perform_at, picked, zone_of
from tests.conversations.test_plays import PLAYS, flat
from tests.databases import Engines
from tests.fakes.teams import BOT, TENANT, FakeTeams
from tests.orchestra import Orchestra, Player
from tests.teams_day import actions, cards, inputs, shown, together

NOISE = {plain(phrase(name)) for name in ("teams.direct", "teams.below", "teams.done")}
"""What Teams itself would not say where an answer stands elsewhere."""


class AtTeams(Orchestra):
    """An organisation in one tenant."""

    def __init__(self, url: str | URL) -> None:
        super().__init__(url)
        own = self.moment().id()
        self.connection = Connection(id=own, workspace_id=self.workspace.id, door=Door.TEAMS, external_id=TENANT)
        self.keep(self.connection)
        self.there, self.open_for = FakeTeams(), AsyncExitStack()
        self.there.open, self.there.members = True, []
        self.door = self.run(self._opened())
        self.outbox = Outbox(self.database, self.clock, {self.connection.id: self.door.out})
        self.door.receives(self.outbox)
        self._typed_at = itertools.count(1)

    async def _opened(self) -> TeamsDoor:
        await self.open_for.enter_async_context(self.there.serving())
        session = await self.open_for.enter_async_context(connected())
        connector = Connector(TeamsSettings(), None, session, self.clock)
        return TeamsDoor(connector, None, self.connection, BOT, self.conductor)

    def close(self) -> None:
        """Let go of the database, and of the sockets."""
        self.run(self.open_for.aclose())
        super().close()

    def player(self, name: str, **more: Any) -> Player:
        """Somebody with an account in the tenant, who was not heard from yet."""
        made = super().player(name, **more)
        account = {"id": f"29:{made.handle}", "name": name, "aadObjectId": made.handle, "tenantId": TENANT}
        self.there.members.append(account)
        return made

    def team(self, name: str, **more: Any) -> Team:
        """A team whose channel has been heard from."""
        made = super().team(name, **more)
        self.there.conversations[made.handle] = {}

        def heard(store: Store) -> None:
            for place in self.all(Place):
                if place.kind is PlaceKind.CHANNEL:
                    store.change(place, service=self.there.service)

        self.database.writer.write(heard).result()
        return made

    def send(self) -> None:
        """Send what is to be sent, at the connector's pace."""
        self.run(self.door.finish())
        super().send()
        while self._waits():
            self.clock.at += timedelta(seconds=1)
            super().send()

    def _waits(self) -> bool:
        soon = self.clock.at + timedelta(seconds=30)
        due = [one for one in self.all(Delivery) if one.state is DeliveryState.PLANNED and one.not_before <= soon]
        return bool(due) or any(one.reference is not None and one.wanted != one.shows for one in self.all(Shown))

    def arrives(self, who: Player, place: str = "", **activity: Any) -> Any:
        """Something that somebody did: gives what was answered in the body."""
        conversation = place or f"a:{who.handle}"
        kind = "channel" if place else "personal"
        self.there.conversations.setdefault(conversation, {})
        own = {
            "id": str(next(self._typed_at)),
            "from": {"id": f"29:{who.handle}", "aadObjectId": who.handle},
            "conversation": {"id": conversation, "conversationType": kind, "tenantId": TENANT},
        }
        found = reading.deed(self.there.activity(**own | activity))
        assert found is not None, activity
        said = self.run(self.door.receive(found))
        assert said.status in (200, 202)
        self.send()
        return said.body


class TeamsStage(DoorStage):
    """One play as it goes on in one tenant."""

    def __init__(self, day: AtTeams, time_zone: str) -> None:
        super().__init__(day, time_zone)
        self.at = day
        self._shown: dict[str, Mapping[str, Any]] = {}
        """The card that took the place of what somebody pressed last."""

    # What people do

    def writes(self, player: Player, text: str, team: str = "") -> None:
        """A message, in their own conversation or in a channel."""
        self._shown.pop(player.handle, None)
        self.at.arrives(player, team, text=text)
        mine = [one for where, _, one in self._new() if where == f"a:{player.handle}"]
        for card in (card for one in mine for card in cards(one) if _forms(card)):
            self._shown[player.handle] = card

    def presses(self, player: Player, label: str, team: str = "") -> None:
        """The newest button with that label, on what took the place of the last one first."""
        standing = [("", self._shown[player.handle])] if player.handle in self._shown and not team else []
        conversation = team or f"a:{player.handle}"
        came = reversed(self.at.there.conversations.get(conversation, {}).items())
        found = [*standing, *((name, card) for name, one in came for card in cards(one))]
        buttons = ((name, one) for name, card in found for one in actions(card))
        name, button = next((name, one) for name, one in buttons if str(one.get("title", "")).startswith(label))
        self._presses_button(player, name, button["data"], team)

    def _presses_button(self, player: Player, name: str, data: Mapping[str, Any], place: str = "") -> None:
        value = {"action": {"type": "Action.Execute", "verb": "", "data": dict(data)}, "trigger": "manual"}
        invoke = {"type": "invoke", "name": "adaptiveCard/action", "value": value, "replyToId": name}
        self._answered(player, self.at.arrives(player, place, **invoke))

    def _answered(self, player: Player, body: Mapping[str, Any]) -> None:
        """What took the place of what was pressed: a form, or a card."""
        card = body.get("value") if "task" not in body else body["task"]["value"]
        if isinstance(card, str):
            return
        assert isinstance(card, Mapping)
        card = card["card"]["content"] if "card" in card else card
        self._shown[player.handle] = card
        self._said.append(("opens for" if _forms(card) else "in place for", player.person.name, shown(card)))

    def fills(self, player: Player, typed: Sequence[str]) -> None:
        """The form that took the place of what was pressed, or that was posted."""
        card = self._shown[player.handle]
        (hand_in,) = _forms(card)
        filled = {one["id"]: _chosen(one, words) for one, words in zip(inputs(card), typed, strict=False)}
        self._presses_button(player, "", {**hand_in["data"], **filled})

    def checks_in(self, player: Player, fields: Mapping[str, str], day: date | None) -> None:
        """What the button of the form carries, with what was filled in."""
        about = {"day": (day or self.at.today(player)).isoformat()}
        self._presses_button(player, "", {"form": "checkin.hand_in", "about": about, **fields})

    def commands(self, player: Player, command: str, text: str) -> None:
        """Typed, as Teams has it."""
        self.writes(player, f"/{command} {text}".strip())

    def nominates(self, player: Player, author: Player, written: str) -> None:
        """The command of a message."""
        whose = {"user": {"id": author.handle}}
        message = {"id": written, "from": whose, "body": {"contentType": "text", "content": written}}
        value = {"commandId": "nominations.ask", "messagePayload": message}
        self._answered(player, self.at.arrives(player, type="invoke", name="composeExtension/fetchTask", value=value))

    # What is heard

    def _before(self) -> None:
        self._posted, self._updated = len(self.at.there.posted), len(self.at.there.updated)

    def _after(self, player: Player | None) -> None:
        posted = [(_manner(one), where, one) for where, _, one in self._new()]
        updated = [("changes for", where, one) for where, _, one in self.at.there.updated[self._updated :]]
        said = [(how, self._whose(where), shown(one)) for how, where, one in [*posted, *updated]]
        self._said = [*self._said, *(one for one in said if one[2] and one[2] not in NOISE)]

    def _new(self) -> list[tuple[str, str, dict[str, Any]]]:
        return together(self.at.there.posted[self._posted :])

    def _whose(self, conversation: str) -> str:
        names = {f"a:{one.handle}": one.person.name for one in self._players.values()}
        return names.get(conversation, f"#{conversation}")

    def heard_there(self) -> list[Heard]:
        """What was said since the last direction."""
        heard = super().heard_there()
        stands = [flat(text) for how, _, text in heard if how != "in place for"]
        # What stands by now is shown at once to who pressed, too.
        return [one for one in heard if one[0] != "in place for" or flat(one[2]) not in stands]


def _manner(activity: Mapping[str, Any]) -> str:
    return "opens for" if any(_forms(card) for card in cards(activity)) else "to"


def _forms(card: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The buttons that hand a form in."""
    return [one for one in actions(card) if "form" in one["data"]]


def _chosen(one: Mapping[str, Any], words: str) -> str:
    """What somebody fills in, who picks where there are choices."""
    if one["type"] != "Input.ChoiceSet":
        return words
    return ",".join(one["choices"][at]["value"] for at in picked([each["title"] for each in one["choices"]], words))


@contextmanager
def at_teams(url: str | URL) -> Iterator[AtTeams]:
    made = AtTeams(url)
    try:
        yield made
    finally:
        made.close()


MANNERS: Manners = {"to": {"to", "in place for"}, "answers": {"to", "in place for"}}
"""What a terminal answers is a message at Teams, or stands in the place of what was pressed."""


@pytest.mark.parametrize("play", PLAYS, ids=lambda path: path.stem)
def test_a_play_at_teams(play: Path, sqlite_engines: Engines) -> None:
    with at_teams(sqlite_engines.writer.url) as day:
        perform_at(TeamsStage(day, zone_of(play)), play, MANNERS)
