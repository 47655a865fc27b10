"""Every play at Microsoft Teams: what people do comes as Teams' own activities, what is said is read off its cards."""

import itertools
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AsyncExitStack, contextmanager
from datetime import datetime, timedelta
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
from tests.conversations.test_plays import PLAYS, Stage, flat, scenes
from tests.databases import Engines
from tests.fakes.teams import BOT, TENANT, FakeTeams
from tests.orchestra import Orchestra, Player
from tests.teams_day import actions, cards, inputs, shown

NOISE = {plain(phrase(name)) for name in ("teams.direct", "teams.below", "teams.done")}
"""What Teams itself would not say where an answer stands elsewhere."""

Heard = tuple[str, str, str]
"""In what manner something was said, to whom, and all of it."""


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


class TeamsStage(Stage):
    """One play as it goes on in one tenant."""

    def __init__(self, day: AtTeams, time_zone: str) -> None:
        super().__init__(day, time_zone)
        self.at = day
        self._said: list[Heard] = []
        self._shown: dict[str, Mapping[str, Any]] = {}
        """The card that took the place of what somebody pressed last."""

    # What people do

    def _does(self, name: str, what: str, rest: str) -> None:
        player = self._players[name]
        self._before()
        if what == "writes":
            self._writes(player, rest)
        elif what == "presses":
            self._presses(player, rest)
        elif what == "fills in":
            self._fills(player, re.findall('"([^"]*)"', rest))
        else:
            self._checks_in(player, rest)
        self._after(player)

    def _writes(self, player: Player, text: str) -> None:
        self._shown.pop(player.handle, None)
        self.at.arrives(player, text=text)
        mine = [one for where, _, one in self.at.there.posted[self._posted :] if where == f"a:{player.handle}"]
        for card in (card for one in mine for card in cards(one) if _forms(card)):
            self._shown[player.handle] = card

    def _presses(self, player: Player, label: str, place: str = "") -> None:
        standing = [("", self._shown[player.handle])] if player.handle in self._shown and not place else []
        conversation = place or f"a:{player.handle}"
        came = reversed(self.at.there.conversations.get(conversation, {}).items())
        found = [*standing, *((name, card) for name, one in came for card in cards(one))]
        buttons = ((name, one) for name, card in found for one in actions(card))
        name, button = next((name, one) for name, one in buttons if str(one.get("title", "")).startswith(label))
        self._presses_button(player, name, button["data"], place)

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

    def _fills(self, player: Player, typed: Sequence[str]) -> None:
        card = self._shown[player.handle]
        (hand_in,) = _forms(card)
        filled = {one["id"]: _chosen(one, words) for one, words in zip(inputs(card), typed, strict=False)}
        self._presses_button(player, "", {**hand_in["data"], **filled})

    def _checks_in(self, player: Player, rest: str) -> None:
        fields: dict[str, str] = {}
        day = re.search(r" for (\d+ \w+ \d+)$", rest)
        on = datetime.strptime(day[1], "%d %B %Y").date() if day else self.at.today(player)  # noqa: DTZ007
        fields |= {f"task{n}": words for n, words in enumerate(re.findall(r'task "([^"]*)"', rest), 1)}
        fields |= dict(re.findall(r'(blocker|win) "([^"]*)"', rest))
        fields |= {"tell": "yes"} if re.search(r"\btell\b", rest) else {}
        fields |= {"confidence": said[1]} if (said := re.search(r"confidence (\d)", rest)) else {}
        data = {"form": "checkin.hand_in", "about": {"day": on.isoformat()}, **fields}
        self._presses_button(player, "", data)

    def _presses_in(self, name: str, team: str, label: str) -> None:
        self._before()
        self._presses(self._players[name], label, self._handle(team))
        self._after(self._players[name])

    def _writes_in(self, name: str, team: str, text: str) -> None:
        self._before()
        self.at.arrives(self._players[name], self._handle(team), text=text)
        self._after(self._players[name])

    def _handle(self, team: str) -> str:
        return next(one for one in self.at.teams() if one.name == team).handle

    def _commands(self, name: str, command: str, text: str) -> None:
        self._does(name, "writes", f"/{command} {text}".strip())

    def _nominates(self, name: str, of: str, written: str) -> None:
        player, author = self._players[name], self._players[of].handle
        self._before()
        message = {"id": written, "from": {"user": {"id": author}}, "body": {"contentType": "text", "content": written}}
        value = {"commandId": "nominations.ask", "messagePayload": message}
        self._answered(player, self.at.arrives(player, type="invoke", name="composeExtension/fetchTask", value=value))
        self._after(player)

    # What is heard

    def _before(self) -> None:
        self._posted, self._updated = len(self.at.there.posted), len(self.at.there.updated)

    def _after(self, player: Player | None) -> None:
        posted = [(_manner(one), where, one) for where, _, one in self.at.there.posted[self._posted :]]
        updated = [("changes for", where, one) for where, _, one in self.at.there.updated[self._updated :]]
        said = [(how, self._whose(where), shown(one)) for how, where, one in [*posted, *updated]]
        self._said = [*self._said, *(one for one in said if one[2] and one[2] not in NOISE)]

    def _whose(self, conversation: str) -> str:
        names = {f"a:{one.handle}": one.person.name for one in self._players.values()}
        return names.get(conversation, f"#{conversation}")

    def heard_at_teams(self) -> list[Heard]:
        """What was said since the last direction."""
        heard, self._said = self._said, []
        stands = [flat(text) for how, _, text in heard if how != "in place for"]
        # What stands by now is shown at once to who pressed, too.
        return [one for one in heard if one[0] != "in place for" or flat(one[2]) not in stands]


def _manner(activity: Mapping[str, Any]) -> str:
    return "opens for" if any(_forms(card) for card in cards(activity)) else "to"


def _forms(card: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The buttons that hand a form in."""
    return [one for one in actions(card) if "form" in one["data"]]


def _chosen(one: Mapping[str, Any], words: str) -> str:
    """What somebody fills in, who picks the choice that begins so where there are choices, or all from one to one."""
    if one["type"] != "Input.ChoiceSet":
        return words
    titles, values = [each["title"].casefold() for each in one["choices"]], [each["value"] for each in one["choices"]]

    def place(said: str) -> int:
        return next(at for at, title in enumerate(titles) if title.startswith(said.casefold()))

    if span := re.fullmatch(r"(\w+)-(\w+)", words):
        return ",".join(values[place(span[1]) : place(span[2]) + 1])
    return ",".join(values[place(part.strip())] for part in words.split(";") if part)


@contextmanager
def at_teams(url: str | URL) -> Iterator[AtTeams]:
    made = AtTeams(url)
    try:
        yield made
    finally:
        made.close()


MANNERS = {"to": {"to", "in place for"}, "answers": {"to", "in place for"}}
"""What a terminal answers is a message at Teams, or stands in the place of what was pressed."""


def meant(text: str) -> str:
    """The words of something, without what a terminal or a card puts around them."""
    said = re.sub(r"^beside \w+: |^\[\d+\]\*? |[a-z][\w-]*/[A-Z]+(-\d*)?", "", text)
    return "".join(f" {one}" for one in re.findall(r"[^\W_]+", said.casefold())) + " "


def said_so(heard: Sequence[Heard], line: str, holds: Sequence[str]) -> Heard | None:
    """What was said in that manner and to them, with these words in it: where several were, what begins with them."""
    found = re.fullmatch(r"(to|changes for|answers|opens for) ([^:]+): (.*)", line)
    assert found, line
    how, whose, says = found.groups()
    named = [one for one in heard if one[0] in MANNERS.get(how, {how}) and one[1] == whose]
    those = [one for one in named if all(meant(each) in meant(one[2]) for each in (says, *holds))]
    return min(those, key=lambda one: meant(one[2]).index(meant(says)), default=None)


@pytest.mark.parametrize("play", PLAYS, ids=lambda path: path.stem)
def test_a_play_at_teams(play: Path, sqlite_engines: Engines) -> None:
    text = play.read_text("utf-8")
    time_zone = re.search(r" in (\S+/\S+)$", text, re.M)
    assert time_zone
    with at_teams(sqlite_engines.writer.url) as day:
        stage = TeamsStage(day, time_zone[1])
        for direction, lines in scenes(text):
            stage.act(direction)
            heard = stage.heard_at_teams()
            for line, holds in lines:
                found = said_so(heard, line, holds)
                assert found, f"{play.stem}: {direction}: nobody heard {line!r} with {holds}, but {heard}"
                heard.remove(found)
            assert not heard, f"{play.stem}: {direction}"
