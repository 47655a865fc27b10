"""A morning at Teams: everybody has been asked, some have checked in, and what they can do next, as Teams posts it."""

import itertools
import json
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

from bench import town
from bench.posts import Post
from bot.conductor import Conductor, draw, handed_in
from bot.outbox import Drawing, Outbox
from bot.ports import MovedClock, WallClock, chance
from bot.teams import forms, render
from bot.teams.edge import PATH
from bot.teams.send import as_activity
from bot.writer import Database
from handlers.cards import Card, Form
from handlers.turn import Arrival, Reader
from storage import migrate, people
from storage.store import Store
from storage.tables import Connection, Delivery, Door, Place
from tests.fakes.teams import TENANT, FakeTeams

DAY = town.NOW.date().isoformat()
NAMED = 300
"""People of whose messages we know everything, because somebody presses them."""

TYPED = {f"task{n}" for n in range(1, 4)}


@dataclass(frozen=True)
class Stands:
    """A message of ours, and the buttons on it."""

    who: str
    name: str
    buttons: list[dict[str, Any]]


@dataclass
class Told:
    """A door that everything went out by before: what it was told of `named` stands at Teams."""

    teams: FakeTeams
    named: set[str]
    twice_is_once: bool = True
    messages: list[Stands] = field(default_factory=list)
    _count: Iterator[int] = field(default_factory=lambda: itertools.count(1))

    async def send(self, delivery: Delivery, place: Place, drawing: Drawing) -> str:
        """It stands."""
        name = f"before:{next(self._count)}"
        who = place.external_id.removeprefix("a:")
        if who in self.named:
            drawn, language = await drawing()
            assert isinstance(drawn, Card)
            activity = as_activity(render.message(drawn, place.kind, language), delivery.id)
            self.teams.conversations[place.external_id][name] = activity
            self.messages.append(Stands(who, name, list(_buttons(activity))))
        return f"{place.external_id} {name}"

    async def amend(self, delivery: Delivery, place: Place, reference: str, drawing: Drawing) -> None:
        """It stands as it should."""


def _buttons(found: object) -> Iterator[dict[str, Any]]:
    """What each button carries."""
    if isinstance(found, dict):
        if str(found.get("type")) == "Action.Execute":
            yield found["data"]
        for name, value in found.items():
            # What an older client shows instead carries the same.
            if name != "fallback":
                yield from _buttons(value)
    elif isinstance(found, list):
        for value in found:
            yield from _buttons(value)


class Morning:
    """What people can do; each post is another one."""

    def __init__(self, teams: FakeTeams, messages: list[Stands], form: Mapping[str, Any], fresh: list[str]) -> None:
        pressable = [(one, button) for one in messages for button in one.buttons]
        self._settling = [one for one in pressable if str(one[1].get("action")).startswith("ties.settle")]
        self._opening = [one for one in pressable if str(one[1].get("action")).startswith("checkin.open_form")]
        self._teams, self._form, self._fresh = teams, form, iter(fresh)
        self._random, self._count = Random(6), itertools.count(1)
        assert self._settling
        assert self._opening

    def press(self) -> Post:
        """A task is confirmed, or called whirlwind."""
        stands, carried = self._random.choice(self._settling)
        return self._invoked("press", stands.who, carried, stands.name)

    def opening(self) -> Post:
        """A form is asked for; it is the answer."""
        stands, carried = self._random.choice(self._opening)
        return self._invoked("opening", stands.who, carried, stands.name, trigger=f"{next(self._count)}")

    def hand_in(self) -> Post:
        """Somebody's check-in of three tasks."""
        tasks = self._random.sample(town.TASKS, 3)
        typed = {f"task{n}": words for n, words in enumerate(tasks, 1)}
        return self._invoked("hand-in", next(self._fresh), {**self._form, **typed}, "before:0")

    def look(self) -> Post:
        """`score`: what of the score is one's own, written to us, and answered by a message of its own."""
        stands, _ = self._random.choice(self._settling)
        return self._post("look", stands.who, type="message", text="score", textFormat="plain", locale="en-GB")

    def _invoked(self, kind: str, who: str, carried: Mapping[str, Any], name: str, trigger: str = "") -> Post:
        value = {"action": {"type": "Action.Execute", "verb": "", "data": dict(carried)}, "trigger": "manual"}
        return self._post(
            kind, who, trigger, type="invoke", name="adaptiveCard/action", value=value, replyToId=name, locale="en-GB"
        )

    def _post(self, kind: str, who: str, trigger: str = "", **said: Any) -> Post:
        """An activity with all that Teams says of it, and that we have no use for."""
        number = next(self._count)
        activity = self._teams.activity(
            **{
                "id": f"1{number:012}",
                "timestamp": town.NOW.isoformat(),
                "localTimestamp": town.NOW.isoformat(),
                "localTimezone": "Europe/Dublin",
                "from": {"id": f"29:{who}", "name": who.title(), "aadObjectId": f"entra-{who}"},
                "conversation": {"id": f"a:{who}", "conversationType": "personal", "tenantId": TENANT},
                "entities": [{"type": "clientInfo", "locale": "en-GB", "country": "IE", "platform": "Web"}],
                "channelData": {"tenant": {"id": TENANT}, "source": {"name": "message"}, "legacy": {"replyToId": "1"}},
                "text": None,
            }
            | said
        )
        return Post(
            kind, json.dumps({name: one for name, one in activity.items() if one is not None}).encode(), trigger
        )

    def mix(self, count: int) -> list[Post]:
        """60 % presses, 30 % hand-ins, 10 % looks, shuffled."""
        posts = [self.press() for _ in range(count * 6 // 10)] + [self.hand_in() for _ in range(count * 3 // 10)]
        posts += [self.look() for _ in range(count // 10)]
        self._random.shuffle(posts)
        return posts


def signed(teams: FakeTeams, post: Post, **how: Any) -> bytes:
    """The request of a post, with a token of its own: nobody says that Microsoft uses one twice."""
    token = teams.signed(jti=f"{time.perf_counter_ns()}", **how)
    head = (
        f"POST {PATH} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json; charset=utf-8\r\n"
        f"Authorization: Bearer {token}\r\nContent-Length: {len(post.body)}\r\n\r\n"
    )
    return head.encode() + post.body


def reached_at(store: Store, service: str) -> None:
    """Everybody was heard from at this address."""
    store.connection.exec_driver_sql("UPDATE place SET service = ?", (service,))


async def morning(folder: Path, size: int, teams: FakeTeams) -> tuple[str, Morning]:
    """The address of a database in which everybody has been asked, and what they can do."""
    url = f"sqlite:///{folder / 'teams.db'}"
    database = Database(url)
    migrate.upgrade(database.engine)
    connection = await database.write(lambda store: town.build(store, size, TENANT, Door.TEAMS))
    await database.write(lambda store: reached_at(store, teams.service))
    clock = MovedClock(town.NOW, WallClock())
    names = town.handles(size)
    first, asked = names[:NAMED], names[NAMED : NAMED + 50]
    told = Told(teams, {*first, *asked})
    conductor, outbox = Conductor(database, clock, chance(4)), Outbox(database, clock, {connection.id: told})
    await conductor.tick()
    random = Random(5)
    for name in first:
        await conductor.play(handed_in(_first(connection, name, random)))
    await outbox.serve(connection.workspace_id)
    form = await database.read(lambda store: _form(store, connection, names[-1]))
    database.close()
    return url, Morning(teams, told.messages, form, names[NAMED + 50 :])


def _first(connection: Connection, name: str, random: Random) -> Arrival:
    tasks = random.sample(town.TASKS, 3)
    fields = {"day": DAY} | {f"task{n}": words for n, words in enumerate(tasks, 1)}
    return Arrival(f"before:{name}", connection.id, f"entra-{name}", f"a:{name}", "checkin.hand_in", fields=fields)


def _form(store: Store, connection: Connection, name: str) -> dict[str, Any]:
    """What the open form of somebody carries who has done nothing yet and fills in nothing: it is the same for all."""
    person, place = people.arrived(store, connection.id, f"entra-{name}", f"a:{name}")
    assert person is not None
    assert place is not None
    drawn = draw(store, "checkin.form", {"day": DAY}, Reader(person, place, town.NOW))
    assert isinstance(drawn, Form)
    card = forms.form(drawn, person.language)
    empty = {one["id"]: one.get("value", "") for one in _inputs(card)}
    assert set(empty) >= TYPED
    (submit,) = card["actions"]
    carried: dict[str, Any] = {**submit["data"], **empty}
    return carried


def _inputs(found: object) -> Iterator[dict[str, Any]]:
    if isinstance(found, dict):
        if str(found.get("type")).startswith("Input."):
            yield found
        for name, value in found.items():
            if name != "fallback":
                yield from _inputs(value)
    elif isinstance(found, list):
        for value in found:
            yield from _inputs(value)
