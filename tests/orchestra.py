"""A small organisation in one line, and people in it who press, write and hand in through a real conductor."""

import asyncio
from collections.abc import Callable, Coroutine, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from itertools import count
from random import Random
from typing import Any, TypeVar

from sqlalchemy import URL
from sqlmodel import func, select

from bot.conductor import Conductor, Played, draw
from bot.console import render
from bot.console.render import Numbers
from bot.outbox import Drawing, Outbox, reader_of
from bot.writer import Database
from handlers import understand
from handlers.cards import Button, Card, Form, buttons_in
from handlers.loading import load
from handlers.turn import Arrival, Drawn, Moment
from prompts import Filled
from score.cadence import first_due, local_day, rhythm_of, slot
from score.language import read
from storage import checkins, people
from storage.store import Store
from storage.tables import (
    Account,
    Ask,
    CheckIn,
    Connection,
    Delivery,
    Door,
    Membership,
    Noun,
    Person,
    Place,
    PlaceKind,
    Role,
    Task,
    Team,
    Tie,
    Workspace,
)

_seeds = count(1)
T = TypeVar("T")
N = TypeVar("N", bound=Noun)
START = datetime(2027, 3, 9, 6, tzinfo=UTC)
"""A Tuesday, before anybody is asked."""

SCORE = """
score: Harbour Bread
part:
  id: harbour
  name: Harbour Bread
  kind: company
  choices:
    aspiration: {A: Fresh bread within an hour of every quay}
  priorities:
    P-1: {words: Win the harbour towns}
  parts:
    - id: field
      name: Field
      kind: team
      priorities:
        P-1: {words: Call every harbour before noon, serves: harbour/P-1}
        P-2: {words: Halve the quoting time, serves: harbour/P-1}
"""


class StoppedClock:
    """A clock that stands until it is moved."""

    def __init__(self, at: datetime) -> None:
        self.at = at

    def now(self) -> datetime:
        """The instant at which it stands."""
        return self.at


@dataclass
class Said:
    """One message as somebody got it."""

    to: Place
    card: Card
    language: str = "en"

    @property
    def says(self) -> str:
        """Its first sentence."""
        return render.words(self.card.says, self.language)

    @property
    def text(self) -> str:
        """All of it, as a terminal shows it."""
        return render.message(self.card, self.to.kind, self.language, Numbers())


@dataclass
class Mouth:
    """A door that keeps what it was to send; it can be told to fail."""

    twice_is_once: bool = True
    sent: list[Said] = field(default_factory=list)
    amended: list[Said] = field(default_factory=list)
    fails: int = 0

    async def send(self, delivery: Delivery, place: Place, drawing: Drawing) -> str:
        """Keep the message."""
        if self.fails:
            self.fails -= 1
            raise ConnectionResetError
        shown, language = await drawing()
        assert isinstance(shown, Card)
        self.sent.append(Said(place, shown, language))
        return delivery.id

    async def amend(self, delivery: Delivery, place: Place, reference: str, drawing: Drawing) -> None:
        """Keep what stands now."""
        shown, language = await drawing()
        assert isinstance(shown, Card)
        self.amended.append(Said(place, shown, language))


@dataclass
class Player:
    """Somebody in the organisation."""

    day: "Orchestra"
    handle: str
    said: Played | None = None

    @property
    def person(self) -> Person:
        """The person as the memory has them."""
        return self.day.ask(self._found)

    def _found(self, store: Store) -> Person:
        return next(one for one in people.everybody(store, self.day.workspace.id) if one.handle == self.handle)

    def hands_in(
        self,
        tasks: Sequence[str] = (),
        more: Mapping[str, str] | None = None,
        *,
        day: date | None = None,
        key: str = "",
        **fields: str,
    ) -> Played:
        """Hand in a check-in; `blocker`, `tell`, `confidence` and `win` come as fields, as does what is `more`."""
        given = {f"task{n}": words for n, words in enumerate(tasks, 1)} | fields | dict(more or {})
        given["day"] = (day or self.day.today(self)).isoformat()
        return self.does("checkin.hand_in", key=key, fields=given)

    def does(
        self,
        action: str,
        *,
        value: str = "",
        text: str = "",
        key: str = "",
        place: str = "",
        fields: Mapping[str, str] | None = None,
    ) -> Played:
        """Do one thing, by the name of its action."""
        arrival = Arrival(
            key or self.day.key(),
            self.day.connection.id,
            self.handle,
            place or self.handle,
            action,
            text=text,
            value=value,
            fields=fields or {},
        )
        self.said = self.day.run(self.day.conductor.play(arrival))
        self.day.send()
        return self.said

    def presses(self, label: str, *, on: Drawn | None = None) -> Played:
        """Press the first button with that label on what stands, or on the last answer."""
        button = next(one for one in self.buttons(on) if render.words(one.label, "en").startswith(label))
        return self.does(button.action, value=button.value)

    def fills(self, *typed: str) -> Played:
        """Fill the form that was opened, field by field, each with the option that begins so or with the text."""
        form = self.said.drawn if self.said else None
        assert isinstance(form, Form)
        given = {
            field.name: render.chosen(field, words, "en") for field, words in zip(form.fields, typed, strict=False)
        }
        return self.does(form.action, fields={**form.about, **given})

    def buttons(self, on: Drawn | None = None) -> list[Button]:
        """What can be pressed: on a card, else on the last answer, else on the last message."""
        shown = on or (self.said.drawn if self.said else None) or self.last().card
        return list(buttons_in(shown))

    def writes(self, text: str) -> Played:
        """Write something."""
        return self.does(understand(text, "en"), text=text)

    def got(self) -> list[Said]:
        """The messages that came, oldest first."""
        return [one for one in self.day.mouth.sent if one.to.external_id == self.handle]

    def last(self) -> Said:
        """The last message that came."""
        return self.got()[-1]

    @property
    def answer(self) -> str:
        """The last answer, as a terminal shows it."""
        assert self.said is not None
        return shown(self.said)


def shown(played: Played) -> str:
    """An answer as a terminal shows it; a form by its title, its labels and its notes."""
    language = played.person.language
    if isinstance(played.drawn, Card):
        return render.message(played.drawn, PlaceKind.DIRECT, language, Numbers())
    if isinstance(played.drawn, Form):
        said = [played.drawn.title, *(one.label for one in played.drawn.fields), *played.notes.values()]
        return "\n".join(render.words(one, language) for one in said)
    return ""


class Orchestra:
    """An organisation of players with one connection, on a database of its own."""

    def __init__(self, url: str | URL, *, at: datetime = START, seed: int | None = None) -> None:
        self.clock = StoppedClock(at)
        # Editions are kept ready by their ids: two organisations of one process must not share them.
        self.chance = Random(next(_seeds) if seed is None else seed)
        self._runner = asyncio.Runner()
        self._typed = 0
        self.mouth = Mouth()
        self.database = Database(url)
        self.conductor = Conductor(self.database, self.clock, self.chance)
        moment = self.moment()
        self.workspace = Workspace(id=moment.id(), name="Harbour Bread", created_at=at)
        self.connection = Connection(
            id=moment.id(), workspace_id=self.workspace.id, door=Door.CONSOLE, external_id=moment.id()
        )
        self.keep(self.workspace, self.connection)
        self.outbox = Outbox(self.database, self.clock, {self.connection.id: self.mouth})

    def starts_on(self, url: str | URL) -> None:
        """Stop, and start on another database that has this organisation."""
        self.database.close()
        self.database = Database(url)
        self.conductor = Conductor(self.database, self.clock, self.chance)
        self.outbox = Outbox(self.database, self.clock, {self.connection.id: self.mouth})

    def close(self) -> None:
        """Let go of the database."""
        self.database.close()
        self._runner.close()

    def moment(self) -> Moment:
        """Now."""
        return Moment(self.clock.now(), self.chance)

    def run(self, work: Coroutine[object, object, T]) -> T:
        """Wait for something of the door's."""
        return self._runner.run(work)

    def ask(self, question: Callable[[Store], T]) -> T:
        """What a query finds."""
        return self.database.read_now(question)

    def keep(self, *nouns: Noun) -> None:
        """Write nouns."""
        self.database.writer.write(lambda store: store.keep(*nouns)).result()

    def key(self) -> str:
        """A dedupe key that was never used."""
        self._typed += 1
        return f"key-{self._typed:06}"

    # Who is here

    def player(
        self,
        name: str,
        *,
        time_zone: str = "Europe/Dublin",
        team: "Team | Sequence[Team] | None" = None,
        role: Role = Role.MEMBER,
        asked_at: int = 540,
        working_days: int = 0b0011111,
        strategy_owner: bool = False,
        admin: bool = False,
        reminders: bool = False,
    ) -> Player:
        """Somebody of that name, reached directly, in these teams; reminded only where that is what it is about."""
        now = self.moment()
        handle = name.casefold()
        ours: dict[str, Any] = {
            "workspace_id": self.workspace.id,
            "connection_id": self.connection.id,
            "external_id": handle,
        }
        person = Person(
            id=now.id(),
            workspace_id=self.workspace.id,
            handle=handle,
            name=name,
            time_zone=time_zone,
            asked_at=asked_at,
            working_days=working_days,
            is_strategy_owner=strategy_owner,
            is_admin=admin,
            reminders=reminders,
        )
        teams = [team] if isinstance(team, Team) else team or []
        person.next_due_at = first_due(rhythm_of(person, (), teams), now.at)
        nouns: list[Noun] = [
            person,
            Account(id=now.id(), person_id=person.id, **ours),
            Place(id=now.id(), kind=PlaceKind.DIRECT, name=name, person_id=person.id, **ours),
        ]
        nouns += [
            Membership(id=now.id(), workspace_id=self.workspace.id, team_id=one.id, person_id=person.id, role=role)
            for one in teams
        ]
        self.keep(*nouns)
        return Player(self, handle)

    def team(self, name: str, *, part: str | None = None, digest_at: int | None = None, **more: Any) -> Team:
        """A team with a channel; its digest is posted only where that is what it is about."""
        now = self.moment()
        handle = name.casefold().replace(" ", "-")
        team = Team(id=now.id(), workspace_id=self.workspace.id, handle=handle, name=name, part=part or handle)
        team = Team(**{**team.model_dump(), "digest_at": digest_at, **more})
        place = Place(
            id=now.id(),
            workspace_id=self.workspace.id,
            connection_id=self.connection.id,
            external_id=handle,
            kind=PlaceKind.CHANNEL,
            name=handle,
            team_id=team.id,
        )
        self.keep(team, place)
        return team

    def plays_from(self, text: str = SCORE) -> None:
        """Put a score in force."""
        file = read(text.encode(), "score.yml")
        self.database.writer.write(lambda store: load(self.moment(), store, self.workspace.id, file)).result()

    def knows_everybody(self) -> None:
        """Whoever was taken in from a roster has been welcomed already."""

        def greeted(store: Store) -> None:
            for person in people.ever_here(store, self.workspace.id):
                store.change(person, greet_at=None)

        self.database.writer.write(greeted).result()

    def asked_of(self, player: Player, *, within: timedelta = timedelta(days=9)) -> Ask:
        """A question of somebody that is with the model, which has so long to answer it."""
        place = self.ask(lambda store: people.direct_place(store, player.person))
        assert place is not None
        asked = Ask(
            id=self.moment().id(),
            workspace_id=self.workspace.id,
            person_id=player.person.id,
            place_id=place.id,
            brief="answer",
            brief_version=1,
            values={"data": "", "hidden": [], "lines": []},
            then="coach.hear",
            about={"question": "Why do we call every harbour?"},
            asked_at=self.clock.at,
            deadline=self.clock.at + within,
        )
        self.keep(asked)
        return asked

    # What time it is

    def today(self, player: Player) -> date:
        """The local day of somebody."""
        return local_day(self.clock.now(), player.person.time_zone)

    def goes_to(self, instant: datetime) -> None:
        """Move the clock, play what is due here and send it; who else is in the database has another clock."""
        self.clock.at = instant
        self.run(self.conductor.perform(self.workspace.id))
        self.send()

    def goes_on(self, *, days: int = 0, hours: int = 0, minutes: int = 0) -> None:
        """Move the clock on by so much."""
        self.goes_to(self.clock.at + timedelta(days=days, hours=hours, minutes=minutes))

    def local(self, player: Player, at: time, *, days: int = 0) -> None:
        """Move the clock to an hour of somebody's day."""
        day = self.today(player) + timedelta(days=days)
        instant = slot(day, at.hour * 60 + at.minute, player.person.time_zone)
        assert instant is not None
        self.goes_to(instant)

    def send(self) -> None:
        """Send what is to be sent."""
        self.run(self.outbox.serve(self.workspace.id))

    # What is kept

    def checkin_of(self, player: Player, day: date | None = None) -> CheckIn | None:
        """Somebody's check-in for a day."""
        when = day or self.today(player)
        return self.ask(lambda store: checkins.of_day(store, player.person, when))

    def tied(self, player: Player, day: date | None = None) -> list[tuple[Task, Tie | None]]:
        """Somebody's tasks of a day with their ties."""
        checkin = self.checkin_of(player, day)
        return self.ask(lambda store: checkins.tasks_of(store, checkin)) if checkin else []

    def tasks_of(self, player: Player, day: date | None = None) -> list[str]:
        """The words of somebody's tasks of a day."""
        return [task.words for task, _ in self.tied(player, day)]

    def in_channel(self, team: Team) -> list[Said]:
        """What was sent to a team's channel."""
        return [one for one in self.mouth.sent if one.to.team_id == team.id]

    def changed_in(self, team: Team) -> list[Said]:
        """What was amended in a team's channel, oldest first."""
        return [one for one in self.mouth.amended if one.to.team_id == team.id]

    def draws(self, place: Place, view: str, about: Mapping[str, str]) -> str:
        """What a view shows at a place now, to whoever reads there."""
        now = self.clock.now()
        drawn = self.ask(lambda store: draw(store, view, about, reader_of(store, place, now)))
        assert isinstance(drawn, Card)
        return Said(place, drawn).text.replace("\n  ", " ")

    def teams(self) -> list[Team]:
        """Every team, in the order in which they were made."""
        return [one for one in self.all(Team) if one.workspace_id == self.workspace.id]

    def all(self, kind: type[N]) -> list[N]:
        """Every noun of a kind."""
        return self.ask(lambda store: store.find(select(kind)))

    def count(self, kind: type[Noun]) -> int:
        """How many nouns of a kind are kept."""
        return sum(self.ask(lambda store: store.find(select(func.count()).select_from(kind))))


@contextmanager
def orchestra(url: str | URL, **more: object) -> Iterator[Orchestra]:
    """An organisation, let go of afterwards."""
    made = Orchestra(url, **more)  # type: ignore[arg-type]
    try:
        yield made
    finally:
        made.close()


def words(filled: Filled) -> str:
    """A phrase as it reads in English."""
    return render.words(filled, "en")
