"""The people of the year: where they live, when they work, how they answer, and what becomes of them."""

import asyncio
import json
from collections import deque
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import partial
from random import Random
from typing import TYPE_CHECKING, Any

from bot.conductor import Played, handed_in
from bot.slack import reading
from handlers import people as roster_of
from handlers import understand
from handlers.cards import Button, Form, buttons_in
from handlers.turn import Arrival, Moment
from score.roster import Roster
from score.roster import read as read_roster
from score.writing import write_data
from storage.tables import Connection, Door, Place, Workspace
from tests.fakes.slack import BOT_USER, Message, buttons
from tests.simulation.machine import Process
from tests.simulation.platforms import Stands
from tests.simulation.slots import Wishes, clock_time, hours_by_weekday

if TYPE_CHECKING:
    from tests.simulation.world import World

ZONES = (
    "Europe/Dublin", "Europe/Berlin", "America/New_York", "America/Los_Angeles", "America/Sao_Paulo", "Asia/Kolkata",
    "Asia/Tokyo", "Australia/Sydney", "Pacific/Auckland", "Africa/Cairo", "Africa/Casablanca", "America/Havana",
    "America/Nuuk", "America/Santiago", "America/St_Johns", "Antarctica/Troll", "Asia/Beirut", "Asia/Kathmandu",
    "Asia/Tehran", "Australia/Lord_Howe", "Pacific/Apia", "Pacific/Chatham", "Pacific/Kiritimati", "Pacific/Honolulu",
    "Pacific/Pago_Pago", "Africa/Johannesburg", "America/Phoenix", "Asia/Shanghai", "UTC",
)  # fmt: skip
"""Zones over the whole earth, and those in which clocks do what clocks can do."""

COUNTRIES = ("", "", "IE", "DE-BY", "US", "JP", "IN", "BR", "ZA", "NZ")

NAMES = (
    "Ada", "Bo", "Cy", "Dara", "Emre", "Fay", "Gus", "Hana", "Ines", "Jo", "Kofi", "Lin", "Mira", "Noor", "Olga", "Pia",
    "Quin", "Rosa", "Sven", "Tara", "Uma", "Vito", "Wen", "Xenia", "Yara", "Zoe",
)  # fmt: skip

TASKS = ("Call the harbour", "Write the quote", "Halve the quoting time", "Sort the papers", "Bake for the quay")

OTHER_HOURS = ("fri 10:30", "mon-tue 08:00, fri 16:00", "wed 00:15", "sat-sun 11:00")
QUIET = ("18:00-08:00", "22:00-09:30", "12:00-13:00", "08:00-14:00", "00:00-07:00")
WITHIN = ("08:00-11:00", "09:30-10:00", "12:00-15:00")
"""Hours as people write them: by weekday, of theirs in which they want nothing, of a team."""

SPREADS = (0, 1, 45, 45, 120)
"""Minutes over which an organisation spreads its mornings."""

SAYS = (
    "help", "my part", "digest", "week", "my week", "hello", "lessons", "same again", "set up", "open questions",
    "Why do we call every harbour before noon?", "today: call the quay, write two quotes", "hours", "blah",
)  # fmt: skip

A_LOOK_IS = 10.0
"""Seconds for which somebody waits for a form to open."""

AGAIN_AFTER = (1.0, 60.0, 300.0)
"""After how many seconds Slack sends an event again that was not taken; then no more."""


@dataclass
class Human:
    """Somebody, with the habits of theirs."""

    handle: str
    door: Door
    user: str
    temper: float
    """How likely it is that they answer."""

    seen: deque[Any] = field(default_factory=lambda: deque(maxlen=12))
    wrote: int = 0
    answered: set[str] = field(default_factory=set)

    def words(self, what: str) -> str:
        """Words that nobody else writes, with which class of privacy they have."""
        self.wrote += 1
        return f"{what}-{self.handle}-{self.wrote:04}"


class Crowd:
    """Everybody."""

    def __init__(self, world: "World", chance: Random) -> None:
        self._world, self._chance = world, chance
        self.humans: dict[str, Human] = {}
        self._by_user: dict[str, Human] = {}
        self.kinds: dict[str, str] = {}
        self.workspaces: dict[Door, Workspace] = {}
        self.connections: dict[Door, Connection] = {}
        # Of its own, so that it changes nothing else of what a seed stands for.
        self._spreads = Random(f"spread {world.plan.seed}")
        self._specs = {Door.SLACK: self._spec(Door.SLACK), Door.CONSOLE: self._spec(Door.CONSOLE)}
        self._keys = 0

    # Who works where

    def _spec(self, door: Door) -> dict[str, Any]:
        many = self._world.plan.people
        share = max(1, many - many // 3 if door is Door.SLACK else many // 3)
        spec: dict[str, Any] = {"people": {}, "teams": {}, "admins": [], "strategy_owners": []}
        for _ in range(share):
            self._hire(spec, door)
        handles = list(spec["people"])
        for n, part in enumerate(("field", "harbour")[: 1 + (share > 2)]):
            ours = [one for m, one in enumerate(handles) if m % 2 == n or self._chance.random() < 0.2]
            name = f"{part}-{door.value}"
            spec["teams"][name] = {"name": f"{part.title()} {door.value}", "part": part, "manager": ours[0]}
            if ours[1:]:
                spec["teams"][name]["members"] = ours[1:]
            if self._chance.random() < 0.5:
                spec["teams"][name]["asked_within"] = self._chance.choice(WITHIN)
        spec["admins"], spec["strategy_owners"] = handles[:1], handles[-1:]
        if self._spreads.random() < 0.5:
            spec["spread"] = self._spreads.choice(SPREADS)
        return spec

    def _hire(self, spec: dict[str, Any], door: Door) -> str:
        n = len(self.humans)
        handle = f"{NAMES[n % len(NAMES)].lower()}{n // len(NAMES) or ''}"
        user = f"U{n:04}{NAMES[n % len(NAMES)].upper()}"
        chance = self._chance
        human = Human(handle, door, user if door is Door.SLACK else handle, chance.uniform(0.5, 1.0))
        self.humans[handle] = self._by_user[human.user] = human
        zone = "Pacific/Apia" if self._world.begins.year < 2020 and n % 3 == 0 else chance.choice(ZONES)
        said: dict[str, Any] = {
            "name": f"{NAMES[n % len(NAMES)]} {handle.title()}",
            "zone": zone,
            "asked_at": self._hour(),
            "days": self._days(),
        }
        if country := chance.choice(COUNTRIES):
            said["country"] = country
        said |= {name: one for name, one in self._also().items() if one}
        if door is Door.SLACK:
            said["accounts"] = {"slack": user}
            self._world.slack.person(user)
        spec["people"][handle] = said
        return handle

    def _hour(self) -> str:
        minute = self._chance.choice([540, 540, 540, 510, 480, 600, 420, 1380, 0, 30, 90, 120, 150, 1020])
        return f"{minute // 60:02}:{minute % 60:02}"

    def _also(self) -> dict[str, str]:
        """What is special of somebody's hours, where anything is."""
        other, quiet = self._chance.choice(OTHER_HOURS), self._chance.choice(QUIET)
        return {
            "other_hours": other if self._chance.random() < 0.3 else "",
            "quiet": quiet if self._chance.random() < 0.4 else "",
        }

    def _days(self) -> str:
        return self._chance.choice(["mon-fri", "mon-fri", "mon-fri", "sun-thu", "mon, wed, fri", "mon-sun", "sat"])

    def roster(self, door: Door) -> Roster:
        """The roster as it is to be now: quiet hours that would silence somebody for good are refused, and left out."""
        for said in self._specs[door]["people"].values():
            if "quiet" in said and _is_never_asked(said):
                del said["quiet"]
        return read_roster(write_data(self._specs[door]).encode(), "people.yml")

    def channel_of(self, team: str) -> str:
        """The channel of a team at Slack, made with those who are in it."""
        id = f"C0{team.upper().replace('-', '')}"
        spec = self._specs[Door.SLACK]["teams"][team]
        who = {self.humans[one].user for one in [spec["manager"], *spec.get("members", ())]}
        self._world.slack.channel(id, team, BOT_USER, *sorted(who))
        return id

    def work_in(self, workspace: Workspace, connection: Connection) -> None:
        """Where they are."""
        self.workspaces[connection.door], self.connections[connection.door] = workspace, connection

    # Everybody's days

    def begin(self) -> None:
        """Live."""
        for n in range(self._world.plan.days):
            for door in self._specs:
                if self._chance.random() < 0.12:
                    self._later(n * 86400 + self._chance.uniform(0, 86400), partial(self._staff_changes, door))
        for human in list(self.humans.values()):
            self._lives(human)

    def _lives(self, human: Human) -> None:
        """What somebody does besides answering, on each of the days that are left."""
        begun = self._world.loop.time()
        for n in range(self._world.plan.days - int(begun // 86400)):
            at = n * 86400 + self._chance.uniform(0, 86400)
            for does, how_often in self._whims().items():
                if self._chance.random() < how_often:
                    self._later(at + self._chance.uniform(0, 7200), partial(does, human))

    def _whims(self) -> Mapping[Callable[[Human], Awaitable[None]], float]:
        return {
            self._goes_away: 0.02,
            self._is_off_for_a_part: 0.02,
            self._pauses: 0.008,
            self._moves: 0.02,
            self._chats: 0.06,
            self._is_curious: 0.08,
            self._account_goes: 0.003,
        }

    def _later(self, seconds: float, does: Callable[[], Awaitable[None]]) -> None:
        self._world.loop.call_later(seconds, self._now, does)

    def _now(self, does: Callable[[], Awaitable[None]]) -> None:
        if self._world.now() < self._world.ends:
            self._world.loop.create_task(_of(does()))

    # What they see

    def saw(self, message: Message, delivery: str) -> None:
        """A message has come at Slack."""
        for user in sorted(self._world.slack.channels[message.channel].members - {BOT_USER}):
            if message.only_for in ("", user) and (human := self._by_user.get(user)) is not None:
                human.seen.append(message)
                if message.channel.startswith("D"):
                    self._asked(human, message, self.kinds.get(delivery, ""))

    def saw_silently(self, message: Stands, place: Place) -> None:
        """A message has come on the silent platform."""
        human = self.humans.get(place.external_id)
        if human is not None:
            human.seen.append(message)
            self._asked(human, message, self.kinds.get(message.delivery, ""))

    def _asked(self, human: Human, message: Any, kind: str) -> None:
        at = self._chance.random()
        if kind == "checkin.invite" and at < human.temper:
            self._later(self._when(), lambda: self._answers(human, message))
        elif kind == "checkin.reminder" and at < 0.5:
            self._later(self._chance.uniform(60, 1800), lambda: self._answers(human, message))
        elif kind and kind != "checkin.invite" and at < 0.12:
            self._later(self._chance.uniform(30, 7200), lambda: self._presses_something(human, message))

    def _when(self) -> float:
        """Seconds after which somebody answers: in the same hour, late, or on another day."""
        low, high = self._chance.choices([(20, 3600), (3600, 36000), (86400, 200000)], [0.8, 0.15, 0.05])[0]
        return self._chance.uniform(low, high)

    async def _answers(self, human: Human, message: Any) -> None:
        at = self._chance.random()
        wanted = "checkin.not_today" if at < 0.07 else "checkin.same_again" if at < 0.15 else "checkin.open_form"
        found = [one for one in _buttons(message) if _action(one) == wanted] or [
            one for one in _buttons(message) if _action(one) == "checkin.open_form"
        ]
        if not found:
            return
        for _ in range(3):
            if await self._presses(human, message, found[0]):
                break
            await asyncio.sleep(self._chance.uniform(20, 900))
        if self._chance.random() < 0.12:
            await asyncio.sleep(self._chance.uniform(10, 20000))
            await self._presses(human, message, found[0])

    async def _presses_something(self, human: Human, message: Any) -> None:
        if found := _buttons(message):
            await self._presses(human, message, self._chance.choice(found))

    async def _is_curious(self, human: Human) -> None:
        """Somebody presses whatever stands there, however old it is."""
        if human.seen:
            await self._presses_something(human, self._chance.choice(list(human.seen)))

    async def _presses(self, human: Human, message: Any, button: Any) -> bool:
        """Press a button, and fill in what it opens; gives whether that was taken."""
        if self._is_shut_out(human):
            return False
        self._world.tell("pressed", human.handle, action=_action(button))
        if human.door is Door.SLACK:
            payload = self._world.slack.press(human.user, message, button)
            opened = self._waits_for(payload["trigger_id"])
            taken = await self._arrives(payload)
            if taken is None:
                return False
            view = await _within(A_LOOK_IS, opened) if _opens(button) else None
            return await self._fills(human, view) if view is not None else not _opens(button)
        played = await self._plays(human, button.action, place=message.place, value=button.value)
        if played is not None and isinstance(played.drawn, Form):
            return await self._fills_silently(human, played.drawn)
        return played is not None

    def _waits_for(self, trigger: str) -> "asyncio.Future[dict[str, Any]]":
        """The form that is to open."""
        opened: asyncio.Future[dict[str, Any]] = self._world.loop.create_future()

        def opens(view: dict[str, Any]) -> None:
            if not opened.done():
                opened.set_result(view)

        self._world.triggers[trigger] = opens
        return opened

    # Forms

    async def _fills(self, human: Human, view: Mapping[str, Any]) -> bool:
        form = reading.opened(view)
        values = self._check_in(human) if form.action == "checkin.hand_in" else self._anything(human, view)
        if form.action == "checkin.hand_in":
            # An earlier task that is still marked as carried on would become one of the day's.
            values |= {name: "done" for name in _names(view) if name.startswith("mark-")}
        payload = self._world.slack.submission_of(human.user, view, _as_slack_takes(values, view))
        day = form.about.get("day", "")
        told = {"day": day, "tasks": _tasks(values), "n": human.wrote}
        if form.action == "checkin.hand_in":
            self._world.tell("hands in", human.handle, **told)
        answer = await self._arrives(payload)
        taken = answer is not None and not answer.get("response_action")
        if taken and form.action == "checkin.hand_in":
            self._world.tell("handed in", human.handle, **told)
        if taken and form.action == "preferences.hand_in":
            self._world.tell("chose hours", human.handle, zone=values["zone"], asked_at=values["asked_at"])
        if self._chance.random() < 0.06:
            await asyncio.sleep(self._chance.uniform(0, 5))
            await self._arrives(payload)
        return taken

    async def _fills_silently(self, human: Human, form: Form) -> bool:
        if form.action != "checkin.hand_in":
            fields = self._guesses(human, [one.name for one in form.fields])
            return await self._plays(human, form.action, fields={**form.about, **fields}) is not None
        values, day = self._check_in(human), form.about.get("day", "")
        told = {"day": day, "tasks": _tasks(values), "n": human.wrote}
        self._world.tell("hands in", human.handle, **told)
        played = await self._plays(human, form.action, fields={**values, **form.about})
        taken = played is not None and not played.notes and played.answer.view != "home.our_fault"
        if taken:
            self._world.tell("handed in", human.handle, **told)
        return taken

    def _check_in(self, human: Human) -> dict[str, str]:
        tasks = [f"{self._chance.choice(TASKS)} {human.words('shared')}" for _ in range(self._chance.randint(1, 3))]
        # What stood there before is cleared: somebody who writes a day anew means all of it.
        values = {"task2": "", "task3": "", "blocker": "", "tell": "", "win": ""}
        values |= {f"task{n}": words for n, words in enumerate(tasks, 1)}
        at = self._chance.random()
        if at < 0.10:
            values |= {"blocker": human.words("shared"), "tell": "yes"}
        elif at < 0.2:
            values["blocker"] = human.words("secret")
        if self._chance.random() < 0.1:
            values["win"] = human.words("shared")
        return values | {"confidence": str(self._chance.randint(1, 5))}

    def _anything(self, human: Human, view: Mapping[str, Any]) -> dict[str, str]:
        return self._guesses(human, _names(view))

    def _guesses(self, human: Human, names: Sequence[str]) -> dict[str, str]:
        """What somebody fills in who does not care: what was there already stays where they leave a field alone."""
        known = {
            "zone": self._chance.choice(ZONES),
            "asked_at": self._hour(),
            **self._also(),
            "first": (self._world.now().date() + timedelta(days=self._chance.randint(0, 9))).isoformat(),
        }
        words = human.words("secret")
        # What helped with a blocker stands where the blocker does, and why nobody works on a line stands in the digest;
        # each form says who reads it.
        known["helped"] = words.replace("secret", "shared")
        if "reason" in names:
            known["words"] = known["helped"]
        return {name: known.get(name, words) for name in names if name in known or self._chance.random() < 0.3}

    # Whims

    async def _chats(self, human: Human) -> None:
        await self._says(human, self._chance.choice(SAYS))

    async def _goes_away(self, human: Human) -> None:
        first = self._world.now().date() + timedelta(days=self._chance.randint(1, 12))
        last = first + timedelta(days=self._chance.choice([0, 0, 1, 4, 11]))
        days = {"first": first.isoformat(), "last": last.isoformat()}
        if await self._says(human, f"I am away from {first.isoformat()} to {last.isoformat()}"):
            self._world.tell("away told", human.handle, **days)

    async def _is_off_for_a_part(self, human: Human) -> None:
        day = self._world.now().date() + timedelta(days=self._chance.randint(1, 5))
        await self._says(human, f"I am off on {day:%A} {self._chance.choice(['morning', 'afternoon'])}")

    async def _pauses(self, human: Human) -> None:
        if await self._says(human, "pause"):
            self._world.tell("paused", human.handle)
        await asyncio.sleep(self._chance.uniform(1, 9) * 86400)
        for _ in range(48):
            if self._world.now() >= self._world.ends or await self._says(human, "start again"):
                return
            await asyncio.sleep(3600)

    async def _moves(self, human: Human) -> None:
        """Somebody says where they are now, or when they want to be asked."""
        if self._is_shut_out(human):
            return
        if human.door is Door.SLACK:
            payload = self._world.slack.command(human.user, "hours")
            opened = self._waits_for(payload["trigger_id"])
            if await self._arrives(payload) is not None and (view := await _within(A_LOOK_IS, opened)):
                await self._fills(human, view)
            return
        fields = {"zone": self._chance.choice(ZONES), "asked_at": self._hour(), "days": "mon,tue,wed,thu,fri"}
        fields |= {"asks_quiet": "yes", **self._also()}
        played = await self._plays(human, "preferences.hand_in", fields=fields)
        if played is not None and not played.notes:
            self._world.tell("chose hours", human.handle, zone=fields["zone"], asked_at=fields["asked_at"])

    async def _account_goes(self, human: Human) -> None:
        """The platform deactivates somebody's account, and gives it back some days later."""
        self._world.tell("account gone", human.handle)
        await self._account(human, deleted=True)
        await asyncio.sleep(self._chance.uniform(0.5, 6) * 86400)
        await self._account(human, deleted=False)
        self._world.tell("account back", human.handle)

    def _is_shut_out(self, human: Human) -> bool:
        """Whether the platform lets them do nothing."""
        if human.door is Door.CONSOLE:
            return human.handle in self._world.silent.gone
        return bool(self._world.slack.users[human.user].get("deleted"))

    async def _account(self, human: Human, *, deleted: bool) -> None:
        if human.door is Door.CONSOLE:
            (self._world.silent.gone.add if deleted else self._world.silent.gone.discard)(human.handle)
            return
        user = self._world.slack.users[human.user]
        user["deleted"] = deleted
        await self._arrives(self._world.slack.event({"type": "user_change", "user": dict(user)}), again=True)

    # The staff

    async def _staff_changes(self, door: Door) -> None:
        """Somebody joins, leaves, or goes to another team: the roster is read anew."""
        spec, kind = self._specs[door], self._chance.choice(["joins", "leaves", "moves", "moves", "ends", "hours"])
        leads = {one["manager"] for one in spec["teams"].values()} | {*spec["admins"], *spec["strategy_owners"]}
        others = [one for one in spec["people"] if one not in leads]
        team = spec["teams"][self._chance.choice(list(spec["teams"]))]
        if kind == "hours":
            team["asked_within"] = self._chance.choice(["none", *WITHIN])
            spec["spread"] = self._spreads.choice(SPREADS)
        who = self._hire(spec, door) if kind == "joins" or not others else self._chance.choice(others)
        if who not in others:
            team.setdefault("members", []).append(who)
            self._lives(self.humans[who])
        elif kind == "ends":
            spec["people"][who]["leaves"] = self._world.now().date() + timedelta(days=self._chance.randint(1, 9))
        elif kind == "leaves":
            del spec["people"][who]
            _out_of_teams(spec, who)
        elif kind == "moves":
            self._changes_teams(spec, team, who)
        self._world.tell("roster", door.value, change=kind, person=who)
        roster, workspace = self.roster(door), self.workspaces[door]
        while self._world.now() < self._world.ends:
            process = self._process()
            if process is not None and await self._takes_in(process, workspace, roster):
                return
            await asyncio.sleep(self._chance.uniform(60, 1800))

    def _changes_teams(self, spec: dict[str, Any], team: dict[str, Any], who: str) -> None:
        if self._chance.random() < 0.7:
            _out_of_teams(spec, who)
        if who not in team.setdefault("members", []):
            team["members"].append(who)

    async def _takes_in(self, process: Process, workspace: Workspace, roster: Roster) -> bool:
        moment = Moment(process.clock.now(), process.chance)
        work = process.database.write(lambda store: roster_of.take_in(moment, store, workspace.id, roster))
        return await _ends_well(process.run(work)) is not None

    # How what they do gets in

    def _process(self) -> Process | None:
        """One of those that answer."""
        return self._chance.choice(self._world.machines) if self._world.machines else None

    async def _arrives(self, payload: Mapping[str, Any], *, again: bool = False) -> dict[str, Any] | None:
        """Send what Slack sends; gives what it was answered with, None when it was not taken."""
        for wait in (0.0, *(AGAIN_AFTER if again else ())):
            await asyncio.sleep(wait + self._chance.expovariate(2))
            if (process := self._process()) is None:
                continue
            answer = await _ends_well(process.run(process.doors[0].dispatch(payload)))
            if answer is not None and answer.status == 200:
                if again and self._chance.random() < 0.05:
                    self._later(self._chance.uniform(0, 400), lambda: _twice(process, payload))
                return _body(answer.body)
        return None

    async def _says(self, human: Human, text: str) -> bool:
        """Write something; gives whether that was taken."""
        if self._is_shut_out(human):
            return False
        if human.door is Door.SLACK:
            return await self._arrives(self._world.slack.message(human.user, text), again=True) is not None
        played = await self._plays(human, understand(text, "en"), text=text)
        return played is not None and played.answer.view != "home.our_fault"

    async def _plays(
        self, human: Human, action: str, *, place: str = "", text: str = "", value: str = "",
        fields: Mapping[str, str] | None = None,
    ) -> Played | None:  # fmt: skip
        """Do something at the silent platform, which sends it again until it is taken, a few times."""
        self._keys += 1
        where = place or human.handle
        arrival = Arrival(
            f"k{self._keys}", self.connections[human.door].id, human.handle, where, action, text, value, fields or {}
        )
        arrival = handed_in(arrival) if fields else arrival
        for wait in (0.0, *AGAIN_AFTER):
            await asyncio.sleep(wait + self._chance.expovariate(2))
            if (process := self._process()) is None:
                continue
            played: Played | None = await _ends_well(process.run(process.conductor.play(arrival)))
            if played is not None:
                if self._chance.random() < 0.05:
                    self._later(self._chance.uniform(0, 400), lambda: _plays_twice(process, arrival))
                return played
        return None


async def _of(does: Awaitable[None]) -> None:
    await does


async def _ends_well(task: "asyncio.Task[Any]") -> Any:
    """What a task gives; None when it fails, or when whoever runs it dies."""
    done, _ = await asyncio.wait({task})
    (only,) = done
    if only.cancelled() or only.exception() is not None:
        return None
    return only.result()


async def _twice(process: Process, payload: Mapping[str, Any]) -> None:
    if not process.dead:
        await _ends_well(process.run(process.doors[0].dispatch(payload)))


async def _plays_twice(process: Process, arrival: Arrival) -> None:
    if not process.dead:
        await _ends_well(process.run(process.conductor.play(arrival)))


async def _within(seconds: float, wanted: "asyncio.Future[dict[str, Any]]") -> dict[str, Any] | None:
    try:
        async with asyncio.timeout(seconds):
            return await wanted
    except TimeoutError:
        return None


def _body(body: Any) -> dict[str, Any]:
    found = json.loads(body) if body and isinstance(body, str) and body.startswith("{") else body
    return found if isinstance(found, dict) else {}


def _buttons(message: Any) -> list[Any]:
    if isinstance(message, Message):
        return buttons(message.said.get("blocks"))
    return list(buttons_in(message.card))


def _action(button: Any) -> str:
    return button.action if isinstance(button, Button) else str(button["action_id"]).split("#")[0]


def _opens(button: Any) -> bool:
    """Whether a button opens a form, by the name of its action."""
    return "open_" in _action(button)


def _names(view: Mapping[str, Any]) -> list[str]:
    """The fields of a form."""
    return [one["block_id"] for one in view["blocks"] if one["type"] == "input"]


def _tasks(values: Mapping[str, str]) -> list[str]:
    return sorted(words for name, words in values.items() if name.startswith("task") and words)


MONDAY = date(2027, 3, 1)


def _is_never_asked(said: Mapping[str, Any]) -> bool:
    """Whether quiet hours leave no hour of any of somebody's working days."""
    named = ", ".join(f"{one.strip()} 00:00" for one in said["days"].split(","))
    days = [MONDAY + timedelta(days=n) for n in hours_by_weekday(named)]
    wishes = Wishes(
        "UTC", clock_time(said["asked_at"]), 127, other_hours=said.get("other_hours", ""), quiet=said["quiet"]
    )
    return all(due is None or due.silent for due in map(wishes.due_on, days))


def _out_of_teams(spec: Mapping[str, Any], who: str) -> None:
    for team in spec["teams"].values():
        if who in team.get("members", ()):
            team["members"].remove(who)
            if not team["members"]:
                del team["members"]


def _as_slack_takes(values: Mapping[str, str], view: Mapping[str, Any]) -> dict[str, Any]:
    """What is filled in, in the shape of each field."""
    given: dict[str, Any] = {}
    for block in view["blocks"]:
        if block["type"] != "input" or block["block_id"] not in values:
            continue
        said, element = values[block["block_id"]], block["element"]
        options = element.get("options") or [
            one for group in element.get("option_groups") or () for one in group["options"]
        ]
        match element["type"]:
            case "checkboxes" | "multi_static_select":
                given[block["block_id"]] = {"selected_options": options[:1] if said else []}
            case "static_select" | "radio_buttons":
                wanted = [one for one in options if one["value"] == said] or options[:1]
                given[block["block_id"]] = {"selected_option": wanted[0]}
            case "timepicker":
                given[block["block_id"]] = {"selected_time": said if said[2:3] == ":" else "09:00"}
            case "datepicker":
                given[block["block_id"]] = {"selected_date": said if said[4:5] == "-" else None}
            case "external_select":
                continue
            case _:
                given[block["block_id"]] = {"value": said or None}
    return given
