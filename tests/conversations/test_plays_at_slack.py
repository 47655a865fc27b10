"""Every play at Slack: what people do comes as Slack's own payloads, what is said is read off its blocks."""

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AsyncExitStack, contextmanager
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr
from sqlalchemy import URL

from bot.outbox import Outbox
from bot.settings import SlackSettings
from bot.slack.call import ONE_CHANNEL, connected
from bot.slack.door import SlackDoor, ask
from prompts import phrase, plain
from storage.store import Store
from storage.tables import Account, Connection, Delivery, DeliveryState, Door, Place, Shown, Team
from tests.blocks import spoken
from tests.conversations.doors import DoorStage, Manners, perform_at, picked, zone_of
from tests.conversations.test_plays import PLAYS
from tests.databases import Engines
from tests.fakes.slack import BOT_USER, TEAM, TOKEN, FakeSlack, Message, buttons, opinions
from tests.orchestra import Orchestra, Player

PAUSE = timedelta(seconds=2)
"""How long somebody takes over one thing: nobody presses so fast that Slack's pace would keep them waiting."""

OPENS = plain(phrase("home.opens"))
"""What is said where a form is asked for in words."""

MANNERS: Manners = {"answers": {"to"}}
"""What a terminal answers is a message at Slack, which nobody else sees where others read along."""


class AtSlack(Orchestra):
    """An organisation in one workspace of Slack."""

    def __init__(self, url: str | URL) -> None:
        super().__init__(url)
        own = self.moment().id()
        self.connection = Connection(id=own, workspace_id=self.workspace.id, door=Door.SLACK, external_id=TEAM)
        self.keep(self.connection)
        self.there, self.open_for = FakeSlack(self.clock), AsyncExitStack()
        self.door = self.run(self._opened())
        self.outbox = Outbox(self.database, self.clock, {self.connection.id: self.door.out})
        self.door.receives(self.outbox)

    async def _opened(self) -> SlackDoor:
        api_base = await self.open_for.enter_async_context(self.there.serving())
        session = await self.open_for.enter_async_context(connected())
        settings = SlackSettings(bot_token=SecretStr(TOKEN), api_base=api_base)
        client, installed = await ask(settings, session, self.clock)
        return SlackDoor(settings, client, installed, self.connection, self.conductor)

    def close(self) -> None:
        """Let go of the database, and of the sockets."""
        self.run(self.open_for.aclose())
        super().close()

    def player(self, name: str, **more: Any) -> Player:
        """Somebody with an account in the workspace, who has opened their conversation with us."""
        made = super().player(name, **more)
        user = self.there.person(account(made))
        for channel in self.there.channels.values():
            channel.members.add(user)
        accounts = [one for one in self.all(Account) if one.external_id == made.handle]
        places = [one for one in self.all(Place) if one.external_id == made.handle and one.person_id]

        def known(store: Store) -> None:
            for one in accounts:
                store.change(one, external_id=user)
            for place in places:
                store.change(place, external_id=self.there.direct(user).id)

        self.database.writer.write(known).result()
        return made

    def team(self, name: str, **more: Any) -> Team:
        """A team with a channel, in which everybody is."""
        made = super().team(name, **more)
        everybody = [one for one in self.there.users if one != BOT_USER]
        channel = self.there.channel(channel_of(made.handle), made.handle, BOT_USER, *everybody)
        places = [one for one in self.all(Place) if one.team_id == made.id]

        def known(store: Store) -> None:
            for place in places:
                store.change(place, external_id=channel.id)

        self.database.writer.write(known).result()
        return made

    def send(self) -> None:
        """Send what is to be sent, at Slack's pace."""
        self.run(self.door.finish())
        super().send()
        while self._waits():
            self.clock.at += ONE_CHANNEL.every
            super().send()

    def _waits(self) -> bool:
        soon = self.clock.at + timedelta(seconds=30)
        due = [one for one in self.all(Delivery) if one.state is DeliveryState.PLANNED and one.not_before <= soon]
        return bool(due) or any(one.reference is not None and one.wanted != one.shows for one in self.all(Shown))

    def arrives(self, payload: Mapping[str, Any]) -> Mapping[str, Any]:
        """Something that somebody did: gives what was answered, with which Slack has done what it does."""
        answer = self.run(self.door.dispatch(payload))
        assert answer.status == 200, answer.body
        said: Mapping[str, Any] = json.loads(answer.body) if answer.body else {}
        self.there.takes(payload, said)
        self.send()
        return said


def account(player: Player) -> str:
    """Who somebody is at Slack."""
    return f"U0{player.handle.upper()}"


def channel_of(team: str) -> str:
    """The channel of a team."""
    return f"C0{team.upper()}"


class SlackStage(DoorStage):
    """One play as it goes on in one workspace."""

    def __init__(self, day: AtSlack, time_zone: str) -> None:
        super().__init__(day, time_zone)
        self.at, self.there = day, day.there
        self._open: dict[str, Mapping[str, Any]] = {}
        """The form that stands open for somebody."""

        self._left_open: dict[tuple[str, date], Mapping[str, Any]] = {}
        """The form of a day that somebody has had open, and may have left so on another device."""

        self._done = 0
        """How much of what Slack has done was heard before."""

        self._written: dict[str, str] = {}
        """The names of messages that people wrote to each other."""

    # What people do

    def writes(self, player: Player, text: str, team: str = "") -> None:
        """A message to us, or one in a channel that names us."""
        user = account(player)
        self.at.arrives(self.there.mention(user, channel_of(team), text) if team else self.there.message(user, text))
        said = [given.get("text") for method, given in self.there.done[self._done :] if method in SAID]
        if said == [OPENS]:
            # Slack opens no form for what was written: it takes one press more.
            self._done = len(self.there.done)
            self.presses(player, plain(phrase("home.open")))

    def presses(self, player: Player, label: str, team: str = "") -> None:
        """The newest button with that label that they see, wherever that stands, or in a channel."""
        user = account(player)
        where = channel_of(team) if team else ""
        direct = self.there.direct(user).id
        for message in sorted(self._seen_by(user, where or direct), key=lambda one: _order(one.ts), reverse=True):
            blocks = message.said.get("blocks")
            for button in (*buttons(blocks), *opinions(blocks)):
                if button["text"]["text"].startswith(label):
                    self.at.arrives(self.there.press(user, message, button))
                    return
        raise AssertionError(f"{player.handle} sees no button {label}")

    def _seen_by(self, user: str, where: str) -> list[Message]:
        """What stands in a conversation, and what somebody alone sees in any."""
        return [
            message
            for channel in self.there.channels.values()
            for message in channel.messages
            if message.only_for == user or (channel.id == where and not message.only_for)
        ]

    def fills(self, player: Player, typed: Sequence[str]) -> None:
        """The modal that is open; what nothing is filled in for is empty, whatever stood there.

        Slack's own clients ask for a field that must be filled in before they send; that we do is seen here.
        """
        view = self._open[player.handle]
        fields = [one for one in view["blocks"] if one["type"] == "input"]
        words = [*typed, *[""] * (len(fields) - len(typed))]
        given = {
            one["block_id"]: self._filled(player, view, one["element"], said)
            for one, said in zip(fields, words, strict=True)
        }
        self._hands_in_form(player, view, given)

    def _hands_in_form(self, player: Player, view: Mapping[str, Any], given: Mapping[str, Mapping[str, Any]]) -> None:
        self.at.arrives(self.there.submission(account(player), given, view))

    def _filled(
        self, player: Player, view: Mapping[str, Any], element: Mapping[str, Any], words: str
    ) -> Mapping[str, Any]:
        """What stands in a field then, as Slack says it; with no words it is empty."""
        kind = element["type"]
        if kind in ("plain_text_input", "number_input"):
            return {"value": words or None}
        if kind in ("timepicker", "datepicker"):
            return {f"selected_{kind.removesuffix('picker')}": words or None}
        options = element.get("options", ())
        if kind == "external_select" and words:
            found = self.at.arrives(self.there.search(account(player), element["action_id"], words, view))
            options, words = found["options"][:1], found["options"][0]["text"]["text"]
        chosen = [options[at] for at in picked([one["text"]["text"] for one in options], words)]
        if kind in ("checkboxes", "multi_static_select"):
            return {"selected_options": chosen}
        return {"selected_option": chosen[0] if chosen else None}

    def checks_in(self, player: Player, fields: Mapping[str, str], day: date | None) -> None:
        """The modal that the command opens, or one that was opened on that day and left open."""
        today = self.at.today(player)
        view = self._left_open.get((player.handle, day or today))
        if view is None or day in (None, today):
            self.at.arrives(self.there.command(account(player), "", self._somewhere(player), name="/checkin"))
            (opened,) = self.there.done[self._done :]
            assert opened[0] == "views.open", opened
            view = self._left_open[player.handle, today] = self.there.views[-1]
            self._done += 1
        if day is not None:
            view = _of_day(view, day)
        given = {
            one["block_id"]: _as_handed_in(one["element"], fields.get(one["block_id"], ""))
            for one in view["blocks"]
            if one["type"] == "input"
        }
        assert fields.keys() <= given.keys()
        self._hands_in_form(player, view, given)

    def _somewhere(self, player: Player) -> str:
        """A channel in which somebody gives commands."""
        return next(one.id for one in self.there.channels.values() if one.name and account(player) in one.members)

    def commands(self, player: Player, command: str, text: str) -> None:
        """A slash command, in a channel."""
        where = self._somewhere(player)
        self.at.arrives(self.there.command(account(player), text, where, name=f"/{command}"))

    def nominates(self, player: Player, author: Player, written: str) -> None:
        """The shortcut of a message: the same message where the same was written."""
        where = self._somewhere(player)
        named = {"user": account(author)}
        if written in self._written:
            named["ts"] = self._written[written]
        payload = self.there.shortcut(account(player), "nominations.ask", written, **named)
        self._written[written] = payload["message"]["ts"]
        payload["channel"] = {"id": where, "name": self.there.channels[where].name}
        self.at.arrives(payload)

    # What is heard

    def _before(self) -> None:
        self.at.clock.at += PAUSE
        self._done = len(self.there.done)

    def _after(self, player: Player | None) -> None:
        for method, given in self.there.done[self._done :]:
            how = SAID.get(method)
            if how is None:
                continue
            if how == "opens for" and player is not None:
                view = given["view"]
                self._open[player.handle] = self._kept(view)
                self._said.append((how, player.person.name, _read(view, given.get("errors", {}))))
            else:
                whose = given.get("user") or given.get("channel")
                name = self._whose(whose) if whose else player.person.name if player else ""
                self._said.append((how, name, spoken(given["blocks"])))

    def _kept(self, view: Mapping[str, Any]) -> Mapping[str, Any]:
        """An open form as Slack has it, with its own name."""
        if "id" in view:
            return view
        return next(one for one in reversed(self.there.views) if one["private_metadata"] == view["private_metadata"])

    def _whose(self, name: str) -> str:
        for player in self._players.values():
            if name in (account(player), self.there.direct(account(player)).id):
                return player.person.name
        return f"#{self.there.channels[name].name}"


SAID = {
    "chat.postMessage": "to",
    "chat.postEphemeral": "to",
    "response": "to",
    "chat.update": "changes for",
    "views.open": "opens for",
    "views.update": "opens for",
    "update": "opens for",
    "errors": "opens for",
}
"""What Slack does that somebody can read, and in what manner that is said."""


def _read(view: Mapping[str, Any], errors: Mapping[str, str]) -> str:
    """All that can be read in a form, and beside its fields."""
    return " ".join([view["title"]["text"], spoken(view["blocks"]), *errors.values()])


def _order(ts: str) -> tuple[int, int]:
    seconds, _, count = ts.partition(".")
    return int(seconds), int(count)


def _of_day(view: Mapping[str, Any], day: date) -> Mapping[str, Any]:
    """A form that is about another day; one that has not come yet nobody was given."""
    action, about, channel = json.loads(view["private_metadata"])
    return {**view, "private_metadata": json.dumps([action, {**about, "day": day.isoformat()}, channel])}


def _as_handed_in(element: Mapping[str, Any], value: str) -> Mapping[str, Any]:
    """What a field of a check-in holds, whether or not it offers that."""
    kind = element["type"]
    if kind in ("plain_text_input", "number_input"):
        return {"value": value or None}
    if kind in ("checkboxes", "multi_static_select"):
        return {"selected_options": [{"value": value}] if value else []}
    return {"selected_option": {"value": value} if value else None}


@contextmanager
def at_slack(url: str | URL) -> Iterator[AtSlack]:
    made = AtSlack(url)
    try:
        yield made
    finally:
        made.close()


@pytest.mark.parametrize("play", PLAYS, ids=lambda path: path.stem)
def test_a_play_at_slack(play: Path, sqlite_engines: Engines) -> None:
    with at_slack(sqlite_engines.writer.url) as day:
        perform_at(SlackStage(day, zone_of(play)), play, MANNERS)
