"""A terminal as a door: numbers press buttons, a form asks one question a line, anything else is said."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from pathlib import Path

import prompts
from bot import coming, seats
from bot.conductor import Played, Unkept, draw_message
from bot.console import render
from bot.console.render import Numbers, words
from bot.console.send import ConsoleOut
from bot.stage import Stage
from bot.threads import Threads
from handlers import understand
from handlers.cards import Card, Field, FieldKind, Form, Theirs
from handlers.files import LARGEST, File, packed
from handlers.turn import Arrival, Drawn, Gone, How, Offer, Reader
from prompts import Filled, phrase
from score.cadence import hour_of, local, slot
from score.words import alike, storable
from storage import deliveries, people
from storage.store import Store
from storage.tables import Connection, Delivery, Place, PlaceKind, Privacy, Workspace

LOOK_BACK = 2
"""Messages shown again to somebody who sits down."""

FIRST = 5
"""People of one role that are listed where there are too many to read at a glance."""

DIGITS = 9
"""Digits of a number that are looked at: no screen has as many buttons."""


@dataclass
class _Filling:
    """A form that is being filled in, one field after the other."""

    form: Form
    left: list[Field]
    notes: Mapping[str, Filled]
    given: dict[str, str] = field(default_factory=dict)
    offered: Offer | None = None


class Terminal:
    """One screen and one keyboard. `write` shows a text; `line` takes what was typed."""

    def __init__(self, stage: Stage, out: ConsoleOut, write: Callable[[str], None]) -> None:
        self._stage, self._write = stage, write
        self._conductor, self._outbox, self._clock = stage.conductor, stage.outbox, stage.clock
        self._printed: set[str] = set()
        self._numbers = Numbers()
        self._has_typed = True
        self._filling: _Filling | None = None
        self._typed = 0
        self._threads = Threads()
        out.listener = self._arrived

    async def sit_down(self, connection: Connection, workspace: Workspace, name: str | None = None) -> bool:
        """Be the person of that name, or the first one; False when there is no such person."""
        self._connection, self._workspace = connection, workspace
        everybody = await self._conductor.database.read(lambda store: people.everybody(store, workspace.id))
        wanted = [one for one in everybody if name is None or alike(name) in (alike(one.name), alike(one.handle))]
        if not wanted:
            self._write(f"  {words(phrase('terminal.nobody', name=name or ''), workspace.language)}")
            await self._show_seats(workspace, name or "")
            return False
        self._me = wanted[0]
        self._filling, self._has_typed = None, True
        self._comes()
        await self._show_last()
        return True

    async def _show_seats(self, workspace: Workspace, wanted: str = "") -> None:
        """Whom one can be: those whom it fits, or by role all that there are or the first ones."""
        read = self._conductor.database.read
        found = await read(lambda store: seats.taken(store, workspace.id, FIRST, wanted))
        if not found.rows:
            found = await read(lambda store: seats.taken(store, workspace.id, FIRST))
        self._write("\n".join(render.whom(found, workspace.language)))

    def _comes(self) -> None:
        if self._stage.company is not None:
            self._stage.company.comes(self._me.handle)

    @property
    def prompt(self) -> str:
        """What stands before the cursor."""
        return f"{self._me.handle}> "

    @property
    def asks(self) -> bool:
        """Whether a form is open, whose next answer is typed."""
        return self._filling is not None

    async def _show_last(self) -> None:
        example = prompts.Which("yes" if self._workspace.example else "no")
        head = words(phrase("terminal.head", organisation=self._workspace.name, example=example), self._language)
        now = words(phrase("terminal.now", at=self._now()), self._language)
        you = words(phrase("terminal.you-are", name=self._me.name), self._language)
        self._write(f"\n{head}    {now}    {you}\n{'─' * render.WIDTH}")
        for message in await self._conductor.database.read(self._last):
            self._print(*message)

    def _last(self, store: Store) -> list[tuple[Delivery, Place, Drawn]]:
        place = self._place(store)
        if place is None:
            return []
        reader = Reader(self._me, place, self._clock.now())
        found = []
        for delivery, shown in deliveries.standing(store, self._me.workspace_id, place.id, LOOK_BACK):
            try:
                found.append((delivery, place, draw_message(store, delivery, shown, reader)))
            except Gone:
                continue
        return found

    def _place(self, store: Store) -> Place | None:
        return people.arrived(store, self._connection.id, self._me.handle, self._me.handle)[1]

    @property
    def _language(self) -> str:
        return self._me.language

    def _now(self) -> datetime:
        return local(self._clock.now(), self._me.time_zone)

    def _say(self, filled: Filled) -> None:
        self._write("\n".join(f"  {line}" for line in words(filled, self._language).splitlines()))

    def _arrived(self, delivery: Delivery, place: Place, shown: Drawn, _language: str) -> None:
        if place.person_id == self._me.id:
            self._print(delivery, place, shown)

    def _print(self, delivery: Delivery, place: Place, shown: Drawn) -> None:
        if delivery.id not in self._printed and isinstance(shown, Card):
            self._printed.add(delivery.id)
            self._print_card(shown, delivery.planned_at)

    def show(self, shown: Drawn, at: datetime) -> None:
        """Show a card, or begin to ask what a form asks."""
        if isinstance(shown, Form):
            self._open(shown, {})
        elif isinstance(shown, Card):
            self._print_card(shown, at)

    def _print_card(self, card: Card, at: datetime) -> None:
        if self._has_typed:
            # What arrives together can all be pressed: only what somebody typed in between makes it old.
            self._numbers, self._has_typed = Numbers(), False
        coach = words(phrase("terminal.coach"), self._language)
        hour = local(at, self._me.time_zone)
        self._write(f"\n{coach}{f'{hour:%H:%M}':>{render.WIDTH - len(coach)}}")
        self._write(render.message(card, PlaceKind.DIRECT, self._language, self._numbers))

    async def line(self, typed: str) -> bool:
        """Take one line; False when it says goodbye."""
        typed = storable(typed).strip()
        self._has_typed = True
        await self._stage.tick()
        if typed == "/quit":
            self._say(phrase("terminal.bye"))
            return False
        if typed.startswith("/") and typed != "/later":
            await self._command(typed)
        elif self._filling is not None:
            await self._fill(typed)
        elif typed == "?":
            self._say(phrase("terminal.help-demo"))
        elif typed.isdecimal():
            await self._press(int(typed[:DIGITS]))
        elif typed:
            await self._play(understand(typed, self._language), text=typed)
        await self._outbox.serve(self._workspace.id)
        return True

    async def _command(self, typed: str) -> None:
        command, _, rest = typed.partition(" ")
        moves: Mapping[str, timedelta] = {"/tomorrow": timedelta(days=1), "/week": timedelta(days=7)}
        if command == "/me" and not rest.strip():
            await self._show_seats(self._workspace)
        elif command == "/me":
            await self.sit_down(self._connection, self._workspace, rest)
        elif command == "/next":
            await self._go_on()
        elif command == "/until":
            await self._until(rest)
        elif command in moves:
            day = self._now().date() + moves[command]
            await self._move(slot(day, hour_of(self._me, self._me.asked_at), self._me.time_zone) or self._clock.now())
        else:
            self._say(phrase("terminal.help-demo"))

    async def _go_on(self) -> None:
        """To what would happen next."""
        found = await self._conductor.database.read(
            lambda store: coming.after(store, self._workspace.id, self._clock.now(), 1)
        )
        for one in found:
            await self._move(one.at)
            self._say(phrase("terminal.next", what=one.what, to=one.to))
        if not found:
            self._say(phrase("web.next-none"))

    async def _until(self, hour: str) -> None:
        try:
            wanted = time.fromisoformat(hour)
        except ValueError:
            self._say(phrase("terminal.not-an-hour"))
            return
        at = slot(self._now().date(), wanted.hour * 60 + wanted.minute, self._me.time_zone)
        if at is None or at <= self._clock.now():
            self._say(phrase("terminal.not-back"))
            return
        await self._move(at)

    async def _move(self, instant: datetime) -> None:
        await self._stage.move_to(instant)
        self._comes()
        self._write(f"  {words(phrase('terminal.now', at=self._now()), self._language)}")

    async def _press(self, n: int) -> None:
        if not 1 <= n <= len(self._numbers.buttons):
            self._say(phrase("terminal.no-button", n=n))
            return
        button = self._numbers.buttons[n - 1]
        await self._play(button.action, value=button.value)

    async def _play(
        self, action: str, *, text: str = "", value: str = "", fields: Mapping[str, str] | None = None
    ) -> Played | None:
        self._typed += 1
        arrival = Arrival(
            key=f"{self._clock.now().timestamp()}:{self._typed}",
            connection_id=self._connection.id,
            account=self._me.handle,
            place=self._me.handle,
            action=action,
            text=text,
            value=value,
            fields=fields or (self._cited() if action == "coach.ask" else {}),
        )
        try:
            played = await self._conductor.play(arrival)
        except Unkept:
            self._say(phrase("terminal.unkept"))
            return None
        if self._stage.company is not None:
            await self._stage.company.acted(self._me.handle)
        if played.answer.how is How.COMING:
            ask = played.answer.about["ask"]
            self._say(phrase("coach.waits"))
            heard = await self._conductor.heard(ask, self._me.id)
            if heard is None:
                return None
            self._answered(heard)
            await self._conductor.done_with(ask, self._me)
            return heard
        self._answered(played)
        return played

    def _answered(self, played: Played) -> None:
        if isinstance(played.drawn, Form):
            self._open(played.drawn, played.notes)
            return
        self._filling = None
        if played.message is not None:
            self._printed.add(played.message.id)
        if isinstance(played.drawn, Card):
            self.show(played.drawn, self._clock.now())
            self._threads.shown((self._me.handle, ""), self._me.handle, played.drawn, self._clock.now())

    def _cited(self) -> Mapping[str, str]:
        """What a question may be about: what was cited last to whom one is."""
        return self._threads.cited((self._me.handle, ""), self._me.handle, self._clock.now())

    def _open(self, form: Form, notes: Mapping[str, Filled]) -> None:
        before = self._filling.given if self._filling and self._filling.form.action == form.action else {}
        asked = [one for one in form.fields if not notes or one.name in notes]
        self._filling = _Filling(form, asked or list(form.fields), notes, dict(before))
        self._write(f"\n  {words(form.title, self._language)}")
        if form.says is not None:
            self._say(form.says)
        self._say(phrase("terminal.form-help"))
        for note in (notes[name] for name in notes if all(one.name != name for one in form.fields)):
            self._say(note)
        self._ask()

    def _ask(self) -> None:
        filling = self._filling
        if filling is None or not filling.left:
            return
        asked = filling.left[0]
        if asked.name in filling.notes:
            self._say(filling.notes[asked.name])
        self._write("\n".join(render.question(asked, self._standing(asked), self._language)))

    def _standing(self, asked: Field) -> str:
        given = self._filling.given.get(asked.name) if self._filling else None
        return given if given is not None else str(asked.value or "")

    async def _fill(self, typed: str) -> None:
        filling = self._filling
        if filling is None:
            return
        if typed == "/later":
            self._filling = None
            self._say(phrase("terminal.form-left"))
            return
        if typed == "?":
            self._say(phrase("terminal.form-help"))
            return
        asked = filling.left[0]
        value = await self._value(asked, typed)
        if value is None:
            return
        filling.given[asked.name] = value
        filling.left.pop(0)
        if filling.left:
            self._ask()
            return
        unasked = {one.name: str(one.value or "") for one in filling.form.fields}
        await self._play(filling.form.action, fields={**unasked, **filling.given, **filling.form.about})

    async def _value(self, asked: Field, typed: str) -> str | None:
        """What a line means for a field; None while it is still being searched for."""
        if not typed:
            return self._standing(asked)
        if typed == "-":
            return ""
        if asked.kind is FieldKind.TICK:
            return "yes" if alike(typed).startswith(words(phrase("terminal.yes"), self._language)) else ""
        if asked.kind is FieldKind.FILE:
            return self._file(typed)
        if asked.kind is FieldKind.LINE:
            return await self._search(asked, typed)
        return render.chosen(asked, typed, self._language)

    def _file(self, typed: str) -> str | None:
        """A file by its path, as much of it as is told to be too large; None when it cannot be read."""
        path = Path(typed.strip("\"'")).expanduser()
        try:
            with path.open("rb") as file:
                return packed(File(path.name, file.read(LARGEST + 1)))
        except (OSError, ValueError):
            self._say(phrase("terminal.no-file", path=Theirs(typed, Privacy.PERSON)))
            return None

    async def _search(self, asked: Field, typed: str) -> str | None:
        filling = self._filling
        if filling is None:
            return None
        if filling.offered and typed.isdecimal() and 1 <= int(typed[:DIGITS]) <= len(filling.offered.lines):
            return filling.offered.lines[int(typed[:DIGITS]) - 1].line_id
        played = await self._conductor.play(
            Arrival("", self._connection.id, self._me.handle, self._me.handle, asked.lines_from, text=typed)
        )
        filling.offered = played.drawn if isinstance(played.drawn, Offer) else None
        self._write(render.offer(filling.offered or Offer([]), self._language))
        return None
