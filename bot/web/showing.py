"""What a page shows of the memory: drawn anew at each look, with the rights of who looks."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import groupby

from bot import coming
from bot.conductor import Conductor, Stranger, draw, draw_message
from bot.ports import MovedClock, fresh_key
from bot.seats import MANY
from bot.stage import Stage
from bot.web import pages, render
from bot.web.pages import Chat, Day, Demo, Next, PlaceHere, Somebody
from bot.web.render import Message, Screen
from bot.web.send import CLOCK, WebOut
from handlers.cards import Card, Staff
from handlers.turn import Answer, Gone, Reader
from score.cadence import hour_of, local, slot
from storage import deliveries, people
from storage.store import Store
from storage.tables import Connection, Delivery, Person, Place, PlaceKind, Received, Shown, Workspace, make_id

SHOWN = 60
"""Messages of a place that its page shows."""

COMING = 24
"""Things that would happen next, in the clock's list: two days of a small organisation."""

HOUR = timedelta(hours=1)

AHEAD = timedelta(days=400)
"""How far the clock moves at once; nothing that it offers is further away."""


@dataclass(frozen=True)
class House:
    """What the browser's door needs of the rest. `day` is the one that is open, of an organisation that has days."""

    stage: Stage
    out: WebOut
    day: date | None = None

    @property
    def conductor(self) -> Conductor:
        """Who plays what is posted."""
        return self.stage.conductor

    @property
    def clock(self) -> MovedClock:
        """What time it is."""
        return self.stage.clock

    @property
    def workspace(self) -> Workspace:
        """The organisation."""
        return self.stage.example.workspace

    @property
    def connection(self) -> Connection:
        """Its browser."""
        return self.stage.example.connection

    @property
    def mark(self) -> str:
        """How every key begins: what a page of another day says is not done in this one."""
        return f"{self.day:%m%d}~" if self.day else ""

    def key(self) -> str:
        """A dedupe key for one button of one page, that is taken in this house alone."""
        return f"{self.mark}{fresh_key()}"


@dataclass(frozen=True)
class Here:
    """Who looks at which place."""

    me: Person
    place: Place
    screen: Screen

    def local(self, at: datetime) -> datetime:
        """An instant as the clock of who looks shows it."""
        return local(at, self.me.time_zone)


def here(store: Store, house: House, me: str, where: str) -> Here:
    """Who looks at which place. Raises Stranger when there is no such person or place, or it is not theirs."""
    person, place = people.arrived(store, house.connection.id, me, where)
    if person is None or place is None or not people.may_read(store, person, place):
        raise Stranger(me)
    return Here(person, place, Screen(me, where, place.kind, house.key, person.language))


def look_again(store: Store, house: House, one: Here) -> Here:
    """Who looks, as they are now: rights change while a page is open. Raises Stranger when it is not theirs anymore."""
    return here(store, house, one.screen.me, one.screen.here)


def somebody(person: Person) -> Somebody:
    """A person to choose from."""
    return Somebody(person.handle, person.name, person.role_words)


def chat(store: Store, house: House, here: Here, also: str = "") -> Chat:
    """The page of one place; `also` is a message of it that may not have been sent yet."""
    return replace(around(store, house, here), days=_days(store, house, here, also), aside=_aside(store, house, here))


def score_map(store: Store, house: House, here: Here, open: str, line: str) -> pages.Mapped:
    """The map of the score with these parts open, and a line of it; with the rights of who looks."""
    reader = Reader(here.me, here.place, house.clock.now())
    drawn = draw(store, "score_map.card", {"open": open}, reader)
    assert isinstance(drawn, Card), "a map is a card"
    try:
        chosen = draw(store, "score.line", {"line": line, "said": ""}, reader) if line else None
    except Gone:
        raise Stranger(line) from None
    return pages.Mapped(drawn, chosen if isinstance(chosen, Card) else None, open)


def around(store: Store, house: House, here: Here) -> Chat:
    """What stands around every page: who looks, where they can go, and the demo's bar."""
    teams = people.teams_seen_by(store, here.me)
    channels = people.channels_of(store, here.me.workspace_id, teams)
    own = PlaceHere(here.me.handle, here.me.name, PlaceKind.DIRECT)
    everybody = people.everybody(store, here.me.workspace_id)
    return Chat(
        me=somebody(here.me),
        places=[own, *(PlaceHere(one.external_id, one.name, one.kind) for one in channels)],
        here=here.screen.here,
        today=here.local(house.clock.now()).date(),
        demo=Demo(
            house.workspace.name,
            [somebody(one) for one in everybody] if len(everybody) <= MANY else (),
            clock(store, house, here),
            house.workspace.example,
        ),
    )


def _days(store: Store, house: House, here: Here, also: str) -> Sequence[Day]:
    found = deliveries.standing(store, here.place.workspace_id, here.place.id, SHOWN, begun=True)
    if also and also not in {delivery.id for delivery, _ in found}:
        unsent = deliveries.message(store, here.place.workspace_id, also)
        found += [unsent] if unsent and unsent[0].place_id == here.place.id else []
    standing = {shown.id for _, shown in found if shown}
    # A message in the thread of one that is here is drawn below that one, and not a second time.
    apart = [(delivery, shown) for delivery, shown in found if not shown or shown.under not in standing]
    messages = [one for delivery, shown in apart if (one := message(store, house, here, delivery, shown))]
    return [Day(day, list(same)) for day, same in groupby(messages, key=lambda one: one.at.date())]


def message(store: Store, house: House, here: Here, delivery: Delivery, shown: Shown | None) -> Message | None:
    """One message as it stands now, with its thread below it; None when nothing is left to show."""
    reader = Reader(here.me if here.place.kind is PlaceKind.DIRECT else None, here.place, house.clock.now())
    try:
        drawn = draw_message(store, delivery, shown, reader)
    except Gone:
        return None
    at = here.local(delivery.settled_at or delivery.planned_at)
    below = deliveries.under(store, delivery.workspace_id, shown.id) if shown else []
    thread = [one for each in below if (one := message(store, house, here, *each))]
    return Message(delivery.id, at, drawn, thread=thread) if isinstance(drawn, Card) else None


def staff(store: Store, house: House, here: Here, delivery_id: str) -> Staff:
    """The days of a message, as they were played. Raises Stranger when there are none here, or not for them."""
    standing = deliveries.message(store, here.place.workspace_id, delivery_id)
    if standing is None or standing[0].place_id != here.place.id:
        raise Stranger(delivery_id)
    shown = message(store, house, here, *standing)
    pieces = shown.says.pieces if shown and isinstance(shown.says, Card) else ()
    found = next((piece for piece in pieces if isinstance(piece, Staff)), None)
    if found is None:
        raise Stranger(delivery_id)
    return found


def _aside(store: Store, house: House, here: Here) -> Card | None:
    reader = Reader(here.me, here.place, house.clock.now())
    drawn = draw(store, "score.my_part", {"person": here.me.id}, reader)
    return drawn if isinstance(drawn, Card) else None


def clock(store: Store, house: House, here: Here) -> pages.Clock:
    """The demo's clock, and what would happen next."""
    now = house.clock.now()
    found = coming.after(store, here.me.workspace_id, now, COMING)
    tomorrow = instant(store, house, here, "tomorrow")
    return pages.Clock(
        here.local(now),
        [Next(here.local(one.at), one.what, one.to, one.kind.value) for one in found],
        tomorrow=here.local(tomorrow) if tomorrow else None,
        days=house.day is not None,
    )


def instant(store: Store, house: House, here: Here, to: str) -> datetime | None:
    """The instant that `next`, `hour`, `tomorrow`, `week` or an ISO instant stand for; None for anything else."""
    days, now = {"tomorrow": 1, "week": 7}, house.clock.now()
    if to in days:
        return slot(
            here.local(now).date() + timedelta(days=days[to]), hour_of(here.me, here.me.asked_at), here.me.time_zone
        )
    if to == "hour":
        # The full hour on the reader's clock, wherever that stands half an hour off.
        there = here.local(now)
        return now + HOUR - timedelta(minutes=there.minute, seconds=there.second, microseconds=there.microsecond)
    if to == "next":
        return next((one.at for one in coming.after(store, here.me.workspace_id, now, 1)), None)
    try:
        said = datetime.fromisoformat(to)
    except ValueError:
        return None
    return said if said.tzinfo and said - now <= AHEAD else None


def moved(store: Store, house: House, to: datetime) -> None:
    """Keep that the clock is moved on: the next start goes on from there, whether or not anything falls due."""
    at, id = max(to, house.clock.now()), make_id(house.clock.now(), house.conductor.chance)
    store.keep(Received(id=id, workspace_id=house.workspace.id, at=at, digest="", answer=Answer().as_json()))


def event(store: Store, house: House, here: Here, heard: str) -> str:
    """What an open page is told, as a server-sent event; nothing when there is nothing to show, or no longer to them.

    Raises Stranger when the place is no longer theirs.
    """
    here = look_again(store, house, here)
    if heard == CLOCK:
        return _sent("clock", pages.clock(clock(store, house, here), here.screen))
    standing = deliveries.message(store, here.place.workspace_id, heard)
    if standing and standing[1] and standing[1].under:
        # It is drawn below the message whose thread it is in.
        standing = deliveries.message_of(store, here.place.workspace_id, standing[1].under)
    shown = message(store, house, here, *standing) if standing else None
    return _sent("message", render.message(shown, here.screen)) if shown else ""


def _sent(name: str, data: str) -> str:
    lines = "".join(f"data: {line}\n" for line in data.splitlines())
    return f"event: {name}\n{lines}\n"
