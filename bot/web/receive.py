"""The browser as a door, in the demo: who comes in stands in the address, so the server listens on loopback alone."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from markupsafe import Markup
from starlette.background import BackgroundTask
from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response, StreamingResponse
from starlette.routing import Route

from bot import seats
from bot.company import ZONE
from bot.conductor import Forged, Played, Stranger, Unkept, handed_in
from bot.picture import Kind, drawn
from bot.threads import Threads
from bot.web import pages, render, showing
from bot.web.pages import Problem, Sheet, refusal
from bot.web.render import Message, Screen
from bot.web.send import ANEW, CLOCK, RELOAD
from bot.web.showing import Here, House
from handlers import understand
from handlers.cards import Card, Form, Theirs
from handlers.files import File, packed
from handlers.turn import Arrival, How, Offer
from prompts import Filled, phrase
from score.cadence import local
from score.words import storable
from storage.tables import Person, PlaceKind, Privacy

HEARTBEAT = 15.0
"""Seconds after which an open page hears that the server is still there."""

STILL_HERE = ": still here\n\n"
LOAD_ANEW = "event: reload\ndata: \n\n"
"""Tells an open page to look again at all that it shows."""
ELSEWHERE = "event: anew\ndata: \n\n"
"""Tells an open page that another day was opened: it loads itself anew."""

ROOM = 20
"""People of one role that the first page shows of an organisation that is not read at a glance."""

WANTED = 80
"""Characters of what is searched for that are looked at."""

OPENED = 4000
"""Characters of what is opened on the map that are looked at: the names of some sixty parts."""

KEYS = range(8, 65)
"""Characters of a dedupe key that a page of ours can have made."""

RESERVED = ("clock", "days", "healthz", "pages")
"""First words of addresses that are ours: nobody with such a handle can stand in their way."""

WAYS = ["GET", "POST"]

NO_FIELDS: Mapping[str, str] = {}

Endpoint = Callable[[Request], Awaitable[Response]]


class OtherDay(ValueError):
    """A page of another day of the demo said something: it is not done in this one."""


class Pages:
    """The pages and what is posted from them."""

    def __init__(self, house: House) -> None:
        self._house, self._threads = house, Threads()
        self._read = house.conductor.database.read

    def routes(self) -> list[Route]:
        """Every address of this door."""
        return [
            Route("/", self.choose),
            Route("/pages/{name}", self.asset),
            Route("/clock", _in_words(self.move_clock), methods=["POST"]),
            *[Route(f"/{ours}{rest}", _nothing, methods=WAYS) for ours in RESERVED for rest in ("", "/{rest:path}")],
            Route("/{me}", _in_words(self.chat)),
            Route("/{me}/events", _in_words(self.events)),
            Route("/{me}/options", _in_words(self.options)),
            Route("/{me}/press", _in_words(self.press), methods=["POST"]),
            Route("/{me}/say", _in_words(self.say), methods=["POST"]),
            Route("/{me}/hand-in", _in_words(self.hand_in), methods=["POST"]),
            Route("/{me}/score/map", _in_words(self.score_map)),
            Route("/{me}/{here}", _in_words(self.chat)),
            Route("/{me}/{here}/heard/{ask}", _in_words(self.heard)),
            Route("/{me}/{here}/picture/{message}.{kind:str}", _in_words(self.picture)),
        ]

    async def choose(self, request: Request) -> Response:
        """Pick whom you are, or look for somebody."""
        wanted = storable(request.query_params.get("q", "")).strip()[:WANTED]
        workspace, now = self._house.workspace, self._house.clock.now()
        found = await self._read(lambda store: seats.taken(store, workspace.id, ROOM, wanted))
        at = local(now, ZONE) if self._house.day else None
        return HTMLResponse(pages.choose(workspace.name, found, example=workspace.example, now=at, wanted=wanted))

    async def asset(self, request: Request) -> Response:
        """A file that pages ask for; its address changes when it does."""
        return pages.served(request.path_params["name"])

    async def chat(self, request: Request) -> Response:
        """The page of one place."""
        me = request.path_params["me"]
        return await self._page(me, request.path_params.get("here", me), also=request.query_params.get("also", ""))

    async def _page(
        self, me: str, where: str, *, sheet: Sheet | None = None, notice: Filled | None = None, also: str = ""
    ) -> Response:
        here = await self._here(me, where)
        # Read before the page is drawn: what comes in between is told again when it listens, rather than missed.
        heard = self._house.out.heard(here.place.id)
        chat = await self._read(lambda store: showing.chat(store, self._house, here, also))
        if (company := self._house.stage.company) is not None:
            company.comes(here.me.handle)
        whole = replace(chat, sheet=sheet, notice=notice, heard=heard)
        return HTMLResponse(pages.chat(whole, self._house.key, here.me.language))

    async def score_map(self, request: Request) -> Response:
        """The map of the score, with what was opened on it."""
        me = request.path_params["me"]
        here = await self._here(me, me)
        open, line = (storable(request.query_params.get(name, ""))[:OPENED] for name in ("open", "line"))
        chat = await self._read(lambda store: showing.around(store, self._house, here))
        mapped = await self._read(lambda store: showing.score_map(store, self._house, here, open, line))
        return HTMLResponse(pages.score_map(chat, mapped, self._house.key, here.me.language))

    async def picture(self, request: Request) -> Response:
        """The days of a week as a picture, with the rights of who looks."""
        said = request.path_params
        if said["kind"] not in list(Kind):
            raise Stranger(said["kind"])
        here = await self._here(said["me"], said["here"])
        staff = await self._read(lambda store: showing.staff(store, self._house, here, said["message"]))
        kind = Kind(said["kind"])
        picture = await drawn(staff, here.me.language, kind)
        return Response(picture, media_type="image/svg+xml" if kind is Kind.SVG else "image/png")

    async def _here(self, me: str, where: str) -> Here:
        return await self._read(lambda store: showing.here(store, self._house, me, where))

    # What is posted

    async def press(self, request: Request) -> Response:
        """A button."""
        posted = await _posted(request)
        try:
            pressed = render.pressed(posted.get("press", ""))
        except ValueError:
            raise Stranger("no button of ours") from None
        arrival = self._arrival(request, posted, pressed.key, pressed.action)
        return await self._answer(request, replace(arrival, value=pressed.value))

    async def say(self, request: Request) -> Response:
        """Something written."""
        posted = await _posted(request)
        text = posted.get("text", "").strip()
        me = request.path_params["me"]
        here = await self._here(me, posted.get("here") or me)
        arrival = self._arrival(request, posted, posted.get("key", ""), understand(text, here.me.language))
        arrival = replace(arrival, text=text)
        at = here.local(self._house.clock.now())
        own = Message(f"said-{arrival.key}", at, Theirs(text, Privacy.TEAM), here.me.name, own=True)
        return await self._answer(request, arrival, before=[own] if text else [])

    async def hand_in(self, request: Request) -> Response:
        """A form."""
        posted = await _posted(request)
        ours = ("field.", "about.")
        fields = {name.split(".", 1)[1]: value for name, value in posted.items() if name.startswith(ours)}
        arrival = self._arrival(request, posted, posted.get("key", ""), posted.get("action", ""))
        return await self._answer(request, handed_in(replace(arrival, fields=fields)))

    def _arrival(self, request: Request, posted: Mapping[str, str], dedupe: str, action: str) -> Arrival:
        if len(dedupe) not in KEYS:
            raise Stranger("no key of ours")
        if not dedupe.startswith(self._house.mark):
            raise OtherDay(dedupe)
        me = request.path_params["me"]
        return Arrival(dedupe, self._house.connection.id, me, posted.get("here") or me, action)

    async def _answer(self, request: Request, arrival: Arrival, before: Sequence[Message] = ()) -> Response:
        here, now = (arrival.place, ""), self._house.clock.now()
        cited = self._threads.cited(here, arrival.account, now) if arrival.action == "coach.ask" else arrival.fields
        played = await self._house.conductor.play(replace(arrival, fields=cited))
        if isinstance(played.drawn, Card):
            self._threads.shown(here, arrival.account, played.drawn, now)
        if (company := self._house.stage.company) is not None:
            await company.acted(arrival.account)
        if not _in_fragments(request):
            return await self._whole_with_what_was_heard(arrival, played)
        where = PlaceKind.DIRECT if arrival.place == arrival.account else PlaceKind.CHANNEL
        screen = Screen(arrival.account, arrival.place, where, self._house.key, played.person.language)
        shown = [render.message(one, screen) for one in before]
        if played.twin:
            shown.append(pages.notice(phrase("web.already"), screen.language))
        return HTMLResponse(Markup("").join([*shown, *self._fragments(arrival, played, screen)]))

    def _fragments(self, arrival: Arrival, played: Played, screen: Screen) -> list[Markup]:
        """What a page with scripts puts into itself."""
        # An answer is for the one who pressed, in a channel too: nobody else's page gets it.
        own = replace(screen, where=PlaceKind.DIRECT)
        if isinstance(played.drawn, Form):
            return [render.form(played.drawn, own, arrival.fields if played.notes else NO_FIELDS, played.notes)]
        closing = [pages.CLOSE_SHEET] if arrival.fields else []
        if not isinstance(played.drawn, Card):
            return closing
        id = played.message.id if played.message else f"answer-{arrival.key}"
        sent = played.message.planned_at if played.message else self._house.clock.now()
        message = Message(id, local(sent, played.person.time_zone), played.drawn)
        if played.answer.how is How.COMING:
            ask = played.answer.about["ask"]
            from_ = f"/{arrival.account}/{arrival.place}/heard/{ask}"
            message = replace(message, id=f"answer-{ask}", pending=from_)
        return [*closing, render.message(message, own)]

    async def _whole_with_what_was_heard(self, arrival: Arrival, played: Played) -> Response:
        """The answer for a page that cannot be changed: what a model has to say is waited for."""
        heard = None
        if played.answer.how is How.COMING:
            heard = await self._house.conductor.heard(played.answer.about["ask"], played.person.id)
        if heard is None:
            return await self._whole(arrival, played)
        assert isinstance(heard.drawn, Card), "what a model says is a card"
        self._threads.shown((arrival.place, ""), arrival.account, heard.drawn, self._house.clock.now())
        response = await self._whole(arrival, heard)
        response.background = self._shown(played.answer.about["ask"], played.person)
        return response

    def _shown(self, ask: str, person: Person) -> BackgroundTask:
        """Once a page has got an answer, it is not given again."""
        return BackgroundTask(self._house.conductor.done_with, ask, person)

    async def heard(self, request: Request) -> Response:
        """What the model has to say to who asked; nothing where it was shown already, or is not waited for."""
        here = await self._here(request.path_params["me"], request.path_params["here"])
        ask, now = request.path_params["ask"], self._house.clock.now
        played = await self._house.conductor.heard(ask, here.me.id)
        if played is None or not isinstance(played.drawn, Card):
            return HTMLResponse("")
        self._threads.shown((here.screen.here, ""), here.screen.me, played.drawn, now())
        message = Message(f"answer-{ask}", here.local(now()), played.drawn)
        shown = render.message(message, replace(here.screen, where=PlaceKind.DIRECT))
        return HTMLResponse(shown, background=self._shown(ask, here.me))

    async def _whole(self, arrival: Arrival, played: Played) -> Response:
        """The answer for a browser without scripts."""
        if isinstance(played.drawn, Form):
            sheet = Sheet(played.drawn, arrival.fields if played.notes else NO_FIELDS, played.notes)
            return await self._page(arrival.account, arrival.place, sheet=sheet)
        if played.answer.how in (How.CARD, How.COMING) and isinstance(played.drawn, Card):
            return await self._page(arrival.account, arrival.place, notice=played.drawn.says)
        # The page is drawn from what was sent, and the answer may be on its way still.
        also = f"?also={played.message.id}" if played.message else ""
        return RedirectResponse(f"/{arrival.account}/{arrival.place}{also}", 303)

    async def options(self, request: Request) -> Response:
        """Lines for a line picker."""
        asked = request.query_params
        me = request.path_params["me"]
        where = asked.get("here") or me
        arrival = Arrival("", self._house.connection.id, me, where, asked.get("action", ""), text=asked.get("q", ""))
        played = await self._house.conductor.play(arrival)
        if not isinstance(played.drawn, Offer):
            raise Stranger("no lines are offered there")
        screen = Screen(me, where, PlaceKind.DIRECT, self._house.key, played.person.language)
        return HTMLResponse(render.offer(played.drawn, screen))

    async def move_clock(self, request: Request) -> Response:
        """Move the demo's clock on, play what falls due, and show it."""
        posted = await _posted(request)
        me = posted.get("me", "")
        here = await self._here(me, posted.get("here") or me)
        house, now = self._house, self._house.clock.now
        before = here.local(now()).date()
        instant = await self._read(lambda store: showing.instant(store, house, here, posted.get("to", "")))
        if instant is not None:
            await house.stage.move_to(instant)
            # Kept once it is so: whoever was killed on the way goes on from the last thing that happened.
            await house.conductor.database.write(lambda store: showing.moved(store, house, instant))
        # A new day changes what every message of the page may still offer.
        house.out.everywhere(CLOCK if here.local(now()).date() == before else RELOAD)
        if not _in_fragments(request):
            return RedirectResponse(f"/{me}/{here.screen.here}", 303)
        return HTMLResponse(await self._read(lambda s: pages.clock(showing.clock(s, house, here), here.screen)))

    # What comes by itself

    async def events(self, request: Request) -> Response:
        """Messages and the clock as they change, for as long as the page is open."""
        me = request.path_params["me"]
        here = await self._here(me, request.query_params.get("here") or me)
        drawn_at = request.query_params.get("heard", "")
        return StreamingResponse(self._stream(here, drawn_at), media_type="text/event-stream")

    async def _stream(self, here: Here, drawn_at: str) -> AsyncIterator[str]:
        out, minute = self._house.out, self._minute()
        if out.closed:
            yield ELSEWHERE
            return
        with out.listening(here.place.id) as heard:
            yield STILL_HERE if drawn_at in ("", out.heard(here.place.id)) else LOAD_ANEW
            while True:
                try:
                    event = await asyncio.wait_for(heard.get(), HEARTBEAT)
                except TimeoutError:
                    event = "" if minute == self._minute() else CLOCK
                minute = self._minute()
                if not event:
                    yield STILL_HERE
                    continue
                if event in (RELOAD, ANEW):
                    yield LOAD_ANEW if event == RELOAD else ELSEWHERE
                    if out.closed:
                        return
                    continue
                try:
                    yield await self._told(here, event)
                except Stranger:
                    yield LOAD_ANEW
                    return

    async def _told(self, here: Here, event: str) -> str:
        return await self._read(lambda store: showing.event(store, self._house, here, event)) or STILL_HERE

    def _minute(self) -> datetime:
        return self._house.clock.now().replace(second=0, microsecond=0)


def _in_words(answer: Endpoint) -> Endpoint:
    """What cannot be answered is said in words, each with its own status."""

    async def answered(request: Request) -> Response:
        try:
            return await answer(request)
        except Stranger:
            return refusal(request.headers, Problem.NOT_THERE, 404)
        except Forged:
            return refusal(request.headers, Problem.FORGED, 409)
        except OtherDay:
            return refusal(request.headers, Problem.OTHER_DAY, 409)
        except Unkept:
            return refusal(request.headers, Problem.BUSY, 503)

    return answered


async def _nothing(request: Request) -> Response:
    return refusal(request.headers, Problem.NOT_THERE, 404)


def _in_fragments(request: Request) -> bool:
    return request.headers.get("x-fragment") == "1"


async def _posted(request: Request) -> Mapping[str, str]:
    """The fields of a form; of several with one name, all that are not empty, parted by spaces. A file is packed."""
    form = await request.form(max_files=1, max_fields=200)
    given: dict[str, list[str]] = {}
    for name, value in form.multi_items():
        said = await _packed(value) if isinstance(value, UploadFile) else value
        if said:
            given.setdefault(name, []).append(said)
    await form.close()
    return {name: " ".join(values) for name, values in given.items()}


async def _packed(file: UploadFile) -> str:
    """A file as the value of its field; none where none was chosen."""
    return packed(File(file.filename, await file.read())) if file.filename else ""
