"""The others of the example: as its clock moves they do what their script says, by real turns; never for the reader."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from bot import script
from bot.conductor import Conductor
from bot.outbox import Outbox
from bot.ports import MovedClock
from bot.script import Act, CheckInSaid, Does, acts
from handlers import understand
from handlers.cards import Buttons, Card
from handlers.turn import Answer, Arrival, Drawn
from score.cadence import local_day
from score.words import alike
from storage import blockers, checkins, deliveries, learning, people, scores, steps, team_questions
from storage.store import Store
from storage.tables import Blocker, Connection, Person, Received, Task, Tie, TieState, Workspace

ZONE = "Europe/Dublin"
"""Whose days the script is written in."""

TOGETHER = timedelta(minutes=8)
"""What people do within so many minutes of each other is sent together: each round costs several commits."""


@dataclass(frozen=True)
class Example:
    """The organisation that is played."""

    workspace: Workspace
    connection: Connection


class Company:
    """Everybody of the example but whom the reader is.

    Whoever the reader has acted as does nothing by script for the rest of that day, also after a restart; whom the
    reader is looking at the day as is waited for. What was done once is known by its key and not done again.
    """

    def __init__(self, example: Example, conductor: Conductor, outbox: Outbox, clock: MovedClock) -> None:
        self._example, self._conductor, self._outbox, self._clock = example, conductor, outbox, clock
        self._over: set[str] = set()
        self._reader: tuple[str, date] | None = None
        self._acted: set[tuple[str, date]] = set()
        self._one_at_a_time = asyncio.Lock()

    # The reader

    def comes(self, handle: str) -> None:
        """The reader looks at the day as this person."""
        self._reader = handle, self._today()

    async def acted(self, handle: str) -> None:
        """The reader does something as this person: from now on the day is the reader's."""
        day = self._today()
        self._reader = handle, day
        if (handle, day) not in self._acted:
            await self._conductor.database.write(lambda store: self._keep_acted(store, handle, day))
            self._acted.add((handle, day))

    def _keep_acted(self, store: Store, handle: str, day: date) -> None:
        key = self._acted_key(handle, day)
        ours = self._example.workspace.id
        if deliveries.answered(store, ours, key) is None:
            at = self._clock.now()
            store.keep(Received(id=key, workspace_id=ours, at=at, digest="", answer=Answer().as_json()))

    def _acted_key(self, handle: str, day: date) -> str:
        return f"{self._example.connection.id}:reader:{handle}:{day.isoformat()}"

    def _today(self) -> date:
        return local_day(self._clock.now(), ZONE)

    # Time

    async def move_to(self, instant: datetime) -> None:
        """Move the clock on to `instant`, playing in its order whatever happens until then."""
        async with self._one_at_a_time:
            await self._tick()
            unsent: datetime | None = None
            while True:
                due = await self._conductor.database.glance(self._due)
                act = self._next(instant)
                at = min([instant, *([due] if due else []), *([act.at] if act else [])])
                if unsent is not None and at > unsent + TOGETHER:
                    await self._outbox.serve(self._example.workspace.id)
                    unsent = None
                self._clock.move_to(at)
                acts_now = act is not None and act.at <= at
                if due == at or not acts_now:
                    await self._tick()
                    unsent = None
                if act is not None and acts_now:
                    await self._play(act)
                    unsent = unsent or at
                elif at == instant:
                    return

    async def catch_up(self) -> None:
        """Play what the script says of today until now."""
        async with self._one_at_a_time:
            while (act := self._next(self._clock.now())) is not None:
                await self._play(act)
        # Sent by the outbox, which is woken by whatever was kept.

    async def _tick(self) -> None:
        await self._conductor.tick()
        await self._outbox.serve(self._example.workspace.id)

    def _due(self, store: Store) -> datetime | None:
        """When something is due next; what was due before now is served by the tick that comes."""
        return next_due(store, self._example.workspace.id, self._clock.now())

    def _next(self, until: datetime) -> Act | None:
        """The next act of today or of a day until then, that is not over and not the reader's."""
        day = self._today()
        while day <= local_day(until, ZONE):
            for act in acts(day):
                if act.at > until:
                    return None
                if act.key not in self._over and (act.who, day) != self._reader:
                    return act
            day += timedelta(days=1)
        return None

    # What they do

    async def _play(self, act: Act) -> None:
        self._over.add(act.key)
        found = await self._conductor.database.glance(lambda store: self._who(store, act))
        if found is None:
            return
        for arrival in await self._conductor.database.glance(lambda store: _DOES[act.does](self, store, act, found)):
            played = await self._conductor.play(arrival)
            if act.does is Does.SEND:
                await self._press(act, "lessons.send", played.drawn)
        if act.check_in is not None:
            await self._settle(act, found, act.check_in)

    def _who(self, store: Store, act: Act) -> Person | None:
        """Who acts; None when it was done before, or is the reader's to do."""
        ours, day = self._example.workspace.id, local_day(act.at, ZONE)
        keys = (f"{self._example.connection.id}:{self._key(act)}", self._acted_key(act.who, day))
        if any(deliveries.answered(store, ours, key) for key in keys):
            return None
        person, _ = people.arrived(store, self._example.connection.id, act.who, act.who)
        return person if person is not None and person.left_at is None else None

    @staticmethod
    def _key(act: Act, n: int | None = None) -> str:
        return f"example:{act.key}" if n is None else f"example:{act.key}:{n}"

    def _arrival(self, act: Act, action: str, n: int | None = None, **more: Any) -> Arrival:
        said = Arrival(self._key(act, n), self._example.connection.id, act.who, act.who, action)
        return replace(said, **more)

    def _check_in(self, store: Store, act: Act, person: Person) -> list[Arrival]:
        """Nobody hands in who was not asked, is away, or has done so already."""
        said, day = act.check_in, local_day(act.at, person.time_zone)
        if said is None or person.asked_for != day or checkins.of_day(store, person, day) is not None:
            return []
        before = checkins.last_before(store, person, day)
        earlier = [task for task, _ in checkins.tasks_of(store, before)] if before else []
        marks = dict(zip((f"mark-{task.id}" for task in earlier), said.outcomes, strict=False))
        room = len(said.outcomes) - sum(one == "carried" for one in marks.values())
        fields = {"day": day.isoformat(), "confidence": str(said.confidence), **marks}
        fields |= {f"task{n}": words for n, words in enumerate(list(said.tasks)[: max(room, 1)], 1)}
        if said.blocker:
            fields |= {"blocker": said.blocker, "tell": "yes"}
        if said.win:
            fields["win"] = said.win
        answers = script.answers(person.handle, day)
        asked = team_questions.asked_of(store, person)
        fields |= {f"q-{one.id}": answers[one.words] for one, _ in asked if one.words in answers}
        return [self._arrival(act, "checkin.hand_in", fields=fields)]

    async def _settle(self, act: Act, person: Person, said: CheckInSaid) -> None:
        """Confirm the line of each task if it is the one that was meant, else choose that one."""
        day = local_day(act.at, person.time_zone)
        read = self._conductor.database.glance
        lines = await read(lambda store: _lines(store, person))
        for n, (task, tie) in enumerate(await read(lambda store: _of_day(store, person, day))):
            line = lines.get(said.tasks.get(task.words, ""))
            if line is None or not said.settles[n % len(said.settles)]:
                continue
            if tie is not None and tie.state is TieState.SUGGESTED and tie.line_id == line:
                arrival = self._arrival(act, "ties.settle", n, value=f"{task.id} right")
            else:
                arrival = self._arrival(act, "ties.pick", n, fields={"task": task.id, "line": line})
            await self._conductor.play(arrival)

    def _about(self, store: Store, act: Act) -> Blocker | None:
        """The blocker that an act is about, if it is open."""
        stuck, _ = people.arrived(store, self._example.connection.id, act.of, act.of)
        found = blockers.open_of(store, stuck) if stuck else []
        return next((one for one in found if alike(one.words).startswith(alike(act.words))), None)

    def _offer(self, store: Store, act: Act, _person: Person) -> list[Arrival]:
        blocker = self._about(store, act)
        return [self._arrival(act, "blockers.offer", value=blocker.id)] if blocker else []

    def _clear(self, store: Store, act: Act, _person: Person) -> list[Arrival]:
        blocker = self._about(store, act)
        id = blocker.id if blocker else ""
        arrivals = [self._arrival(act, "blockers.clear", value=id)]
        if act.more:
            arrivals.append(self._arrival(act, "blockers.helped", 1, fields={"blocker": id, "helped": act.more}))
        return arrivals if blocker else []

    def _hand_on(self, store: Store, act: Act, _person: Person) -> list[Arrival]:
        blocker = self._about(store, act)
        fields = {"blocker": blocker.id if blocker else "", "line": act.more}
        return [self._arrival(act, "blockers.pass_on", fields=fields)] if blocker else []

    def _send(self, store: Store, act: Act, person: Person) -> list[Arrival]:
        """A lesson to a team, as its sender looks at it first."""
        team = next((one for one in people.teams(store, person.workspace_id) if one.handle == act.of), None)
        fields = {"lesson": act.words, "to": f"team {team.id}"} if team else {}
        return [self._arrival(act, "lessons.preview", fields=fields)] if team else []

    async def _press(self, act: Act, action: str, shown: Drawn | None) -> None:
        """Press the button of a card that does this, if it is there."""
        pieces = shown.pieces if isinstance(shown, Card) else ()
        buttons = [button for piece in pieces if isinstance(piece, Buttons) for button in piece.buttons]
        for button in (one for one in buttons if one.action == action):
            await self._conductor.play(self._arrival(act, action, 1, value=button.value))

    def _learn(self, store: Store, act: Act, person: Person) -> list[Arrival]:
        """Whoever has the lesson open reads it and answers its question."""
        sittings = learning.open_sittings(store, person.workspace_id, [person.id], act.words)
        if not sittings:
            return []
        fields = {"sitting": sittings[0].id, "option": act.more}
        begins = self._arrival(act, "lessons.begin", value=sittings[0].id)
        return [begins, self._arrival(act, "lessons.answer", 1, fields=fields)]

    def _say(self, _store: Store, act: Act, person: Person) -> list[Arrival]:
        return [self._arrival(act, understand(act.words, person.language), text=act.words)]


_DOES: Mapping[Does, Callable[[Company, Store, Act, Person], list[Arrival]]] = {
    Does.CHECK_IN: Company._check_in,
    Does.OFFER: Company._offer,
    Does.CLEAR: Company._clear,
    Does.HAND_ON: Company._hand_on,
    Does.SAY: Company._say,
    Does.SEND: Company._send,
    Does.LEARN: Company._learn,
}


def next_due(store: Store, workspace_id: str, after: datetime) -> datetime | None:
    """The next instant after `after` at which a duty has something to do."""
    asked = people.next_addressed(store, workspace_id, after)
    posted = [one.next_digest_at for one in people.next_digests(store, workspace_id, after, 1)]
    lessons = [one.due_at for one, _ in learning.next_due(store, workspace_id, 1)]
    cues = [one.due_at for one, _ in steps.next_due(store, workspace_id, after, 1)]
    found = [asked, *posted, *lessons, *cues]
    return min((at for at in found if at is not None and at > after), default=None)


def _lines(store: Store, person: Person) -> dict[str, str]:
    edition = scores.current(store, person.workspace_id)
    lines = scores.wordings(store, person.workspace_id, edition.id) if edition else []
    return {line.address: line.line_id for line in lines}


def _of_day(store: Store, person: Person, day: date) -> list[tuple[Task, Tie | None]]:
    checkin = checkins.of_day(store, person, day)
    return checkins.tasks_of(store, checkin) if checkin else []
