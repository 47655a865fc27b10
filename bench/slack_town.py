"""A morning at Slack: everybody has been asked, some have checked in, and what they can do next, as Slack posts it."""

import itertools
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

from bench import town
from bench.posts import Post, command, interaction
from bench.slack_servers import BOT, TEAM
from bot.conductor import Conductor, draw, handed_in
from bot.outbox import Drawing, Outbox
from bot.ports import MovedClock, WallClock, chance
from bot.slack import reading, render
from bot.slack.send import EVENT
from bot.writer import Database
from handlers.cards import Card, Form
from handlers.turn import Arrival, Reader
from storage import migrate, people
from storage.store import Store
from storage.tables import Connection, Delivery, Place

DAY = town.NOW.date().isoformat()
NAMED = 300
"""People of whose messages we know everything, because somebody presses them."""


@dataclass
class Told:
    """A door that everything went out by before: it remembers what stands in the direct conversations of `named`."""

    named: set[str]
    twice_is_once: bool = True
    messages: list[dict[str, Any]] = field(default_factory=list)
    _count: Iterator[int] = field(default_factory=itertools.count)

    async def send(self, delivery: Delivery, place: Place, drawing: Drawing) -> str:
        """It stands."""
        ts = f"{town.NOW.timestamp():.0f}.{next(self._count):06}"
        if place.external_id in self.named:
            drawn, language = await drawing()
            assert isinstance(drawn, Card)
            message = render.message(drawn, place.kind, language)
            metadata = {"event_type": EVENT, "event_payload": {"delivery": delivery.id}}
            said = {"ts": ts, "text": message.text, "blocks": message.blocks, "bot_id": BOT, "metadata": metadata}
            self.messages.append({"channel": place.external_id, "message": said})
        return f"{place.external_id} {ts}"

    async def amend(self, delivery: Delivery, place: Place, reference: str, drawing: Drawing) -> None:
        """It stands as it should."""


def _buttons(found: object) -> Iterator[dict[str, Any]]:
    if isinstance(found, dict):
        if found.get("type") == "button":
            yield found
        for value in found.values():
            yield from _buttons(value)
    elif isinstance(found, list):
        for value in found:
            yield from _buttons(value)


class Morning:
    """What people can do; each post is another one."""

    def __init__(self, messages: list[dict[str, Any]], view: dict[str, Any], fresh: list[str], respond: str) -> None:
        pressable = [(one, button) for one in messages for button in _buttons(one["message"]["blocks"])]
        self._settling = [one for one in pressable if one[1]["action_id"].startswith("ties.settle")]
        self._opening = [one for one in pressable if one[1]["action_id"].startswith("checkin.open_form")]
        self._view, self._fresh, self._respond = view, iter(fresh), respond
        self._random, self._count = Random(6), itertools.count(1)
        assert self._settling
        assert self._opening

    def press(self) -> Post:
        """A task is confirmed, or called whirlwind."""
        return self._pressed("press", *self._random.choice(self._settling))

    def opening(self) -> Post:
        """A form is asked for."""
        return self._pressed("opening", *self._random.choice(self._opening))

    def _pressed(self, kind: str, shown: dict[str, Any], button: dict[str, Any]) -> Post:
        trigger, user = f"{next(self._count)}.trigger", f"U{shown['channel'][1:]}"
        stands = {"type": "message", "message_ts": shown["message"]["ts"], "channel_id": shown["channel"]}
        payload = {
            "type": "block_actions",
            "api_app_id": "A1",
            "team": {"id": TEAM, "domain": "town"},
            "user": {"id": user, "username": user.lower(), "team_id": TEAM},
            "channel": {"id": shown["channel"], "name": "directmessage"},
            "container": {**stands, "is_ephemeral": False},
            "message": shown["message"],
            "trigger_id": trigger,
            "response_url": f"{self._respond}{shown['channel']}",
            "actions": [{**button, "action_ts": f"{town.NOW.timestamp():.0f}.{next(self._count):06}"}],
        }
        return interaction(kind, payload, trigger if kind == "opening" else "")

    def look(self) -> Post:
        """`/cm score`: what of the score is one's own, seen by that person alone."""
        shown, _ = self._random.choice(self._settling)
        said = {
            "command": "/cm",
            "text": "score",
            "team_id": TEAM,
            "user_id": f"U{shown['channel'][1:]}",
            "channel_id": "C00000001",
            "trigger_id": f"{next(self._count)}.trigger",
            "response_url": f"{self._respond}C00000001",
        }
        return command("look", said)

    def hand_in(self) -> Post:
        """Somebody's check-in of three tasks."""
        user, tasks = f"U0{next(self._fresh).upper()}", self._random.sample(town.TASKS, 3)
        typed = {f"task{n}": words for n, words in enumerate(tasks, 1)}
        state = {
            block["block_id"]: {block["element"]["action_id"]: _typed(block, typed.get(block["block_id"]))}
            for block in self._view["blocks"]
            if block["type"] == "input"
        }
        number = next(self._count)
        view = {**self._view, "id": f"V{number}", "hash": f"{number}.x", "team_id": TEAM, "state": {"values": state}}
        payload = {"type": "view_submission", "team": {"id": TEAM}, "user": {"id": user, "team_id": TEAM}, "view": view}
        return interaction("hand-in", payload)

    def mix(self, count: int) -> list[Post]:
        """60 % presses, 30 % hand-ins, 10 % looks, shuffled."""
        posts = [self.press() for _ in range(count * 6 // 10)] + [self.hand_in() for _ in range(count * 3 // 10)]
        posts += [self.look() for _ in range(count // 10)]
        self._random.shuffle(posts)
        return posts


def _typed(block: dict[str, Any], words: str | None) -> dict[str, Any]:
    kind = block["element"]["type"]
    if kind == "plain_text_input":
        return {"type": kind, "value": words}
    return {"type": kind, "selected_options": []} if kind == "checkboxes" else {"type": kind, "selected_option": None}


async def morning(folder: Path, size: int, respond: str) -> tuple[str, Morning]:
    """The address of a database in which everybody has been asked, and what they can do."""
    url = f"sqlite:///{folder / 'slack.db'}"
    database = Database(url)
    migrate.upgrade(database.engine)
    connection = await database.write(lambda store: town.build(store, size, TEAM))
    clock = MovedClock(town.NOW, WallClock())
    names = town.handles(size)
    first, asked = names[:NAMED], names[NAMED : NAMED + 50]
    told = Told({f"D0{name.upper()}" for name in (*first, *asked)})
    conductor, outbox = Conductor(database, clock, chance(4)), Outbox(database, clock, {connection.id: told})
    await conductor.tick()
    random = Random(5)
    for name in first:
        await conductor.play(handed_in(_first(connection, name, random)))
    await outbox.serve(connection.workspace_id)
    view = await database.read(lambda store: _form(store, connection, names[-1]))
    database.close()
    return url, Morning(told.messages, view, names[NAMED + 50 :], respond)


def _first(connection: Connection, name: str, random: Random) -> Arrival:
    tasks = random.sample(town.TASKS, 3)
    fields = {"day": DAY} | {f"task{n}": words for n, words in enumerate(tasks, 1)}
    at = name.upper()
    return Arrival(f"before:{name}", connection.id, f"U0{at}", f"D0{at}", "checkin.hand_in", fields=fields)


def _form(store: Store, connection: Connection, name: str) -> dict[str, Any]:
    """The open form of somebody who has done nothing yet: it is the same for all."""
    person, place = people.arrived(store, connection.id, f"U0{name.upper()}", f"D0{name.upper()}")
    assert person is not None
    assert place is not None
    drawn = draw(store, "checkin.form", {"day": DAY}, Reader(person, place, town.NOW))
    assert isinstance(drawn, Form)
    private = reading.Opened(drawn.action, drawn.about, "").as_text()
    return dict(render.modal(drawn, person.language, private=private, notes={}))
