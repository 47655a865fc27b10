"""Whole pages of the browser, from plain values."""

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import cache
from itertools import groupby
from urllib.parse import quote, urlencode

from jinja2 import Template
from markupsafe import Markup
from starlette.responses import HTMLResponse, Response

from bot import map_drawing, seats
from bot.seats import Row, Seat, Seats
from bot.web import render
from bot.web.render import HERE, NO_NOTES, NO_TEXTS, Message, Screen
from handlers.cards import Card, Form, Prose, ScoreMap
from handlers.score_map import WHOLE
from prompts import Filled, Which, phrase
from score.map import PART
from storage.tables import PlaceKind

ASSETS = {
    "look.css": "text/css; charset=utf-8",
    "block_kit.css": "text/css; charset=utf-8",
    "page.js": "text/javascript; charset=utf-8",
    "map.js": "text/javascript; charset=utf-8",
    "mark.svg": "image/svg+xml",
}
"""Files that a page asks for under `/pages/`, with their media types."""

POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; script-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
"""The content security policy under which every page works."""

CLOSE_SHEET = Markup("<template data-close-sheet></template>")
"""The fragment that closes the open form."""

WEEK = timedelta(days=7)
"""How far ahead a weekday alone says which day is meant."""

AT_A_GLANCE = 4
"""Things that would happen next of which the clock's list shows all at once; the others are folded below them."""

SIDE_BY_SIDE = 34
"""Characters of all names that fit side by side in the bar on a screen of 360 px; longer ones stand in a menu."""


@dataclass(frozen=True)
class Somebody:
    """A person to choose from: the handle in addresses, the name, and what they do."""

    handle: str
    name: str
    does: str = ""


@dataclass(frozen=True)
class PlaceHere:
    """A place to go to; `new` counts messages that were not read."""

    handle: str
    name: str
    kind: PlaceKind
    new: int = 0


@dataclass(frozen=True)
class Day:
    """The messages of one local day, oldest first."""

    date: date
    messages: Sequence[Message]


@dataclass(frozen=True)
class Next:
    """Something that would happen at the local instant `at`, and to whom; `kind` is what it is, in a word of ours."""

    at: datetime
    what: Filled
    to: Filled | None = None
    kind: str = "prompt"


@dataclass(frozen=True)
class Clock:
    """The demo's clock as its reader sees it, and what would happen next."""

    at: datetime
    next: Sequence[Next] = ()
    tomorrow: datetime | None = None
    """Where one day on leads."""
    days: bool = False
    """Whether there are other days to walk into."""


@dataclass(frozen=True)
class Demo:
    """What stands in the demo's bar; no `people` where they are too many for a menu, and are searched."""

    organisation: str
    people: Sequence[Somebody]
    clock: Clock
    example: bool = True


@dataclass(frozen=True)
class Sheet:
    """The open form, with what was typed already and what must be mended."""

    form: Form
    typed: Mapping[str, str] = field(default_factory=lambda: NO_TEXTS)
    notes: Mapping[str, Filled] = field(default_factory=lambda: NO_NOTES)


@dataclass(frozen=True)
class Chat:
    """Everything on the page of one place.

    `here` is the handle of one of the `places`. `empty` is said where there are no messages yet; `notice` is one
    sentence about what was just done, for browsers without scripts. `demo` is None in a real organisation. `heard` is
    how far the news of the place had come when the page was drawn.
    """

    me: Somebody
    places: Sequence[PlaceHere]
    here: str
    today: date
    days: Sequence[Day] = ()
    sheet: Sheet | None = None
    aside: Card | None = None
    demo: Demo | None = None
    empty: Filled | None = None
    notice: Filled | None = None
    heard: str = ""

    @property
    def place(self) -> PlaceHere:
        """Where we are."""
        return next(place for place in self.places if place.handle == self.here)


class Standing(StrEnum):
    """Where a day of the demo stands."""

    UNTOUCHED = "untouched"
    BEGUN = "begun"
    OPEN = "open"
    COMING = "coming"
    FAILED = "failed"


class Problem(StrEnum):
    """Why there is no page to show."""

    NOT_THERE = "not_there"
    FAULT = "fault"
    OTHER_NAME = "other_name"
    ELSEWHERE = "elsewhere"
    TOO_LONG = "too_long"
    UNREADABLE = "unreadable"
    FORGED = "forged"
    OTHER_DAY = "other_day"
    BUSY = "busy"


WHY = {
    Problem.NOT_THERE: phrase("web.not-there"),
    Problem.FAULT: phrase("web.fault"),
    Problem.OTHER_NAME: phrase("web.other-name"),
    Problem.ELSEWHERE: phrase("web.elsewhere"),
    Problem.TOO_LONG: phrase("web.too-long"),
    Problem.UNREADABLE: phrase("web.unreadable"),
    Problem.FORGED: phrase("home.forged"),
    Problem.OTHER_DAY: phrase("web.other-day"),
    Problem.BUSY: phrase("home.busy"),
}
"""What is said of each problem: what happened, what still holds, what to do."""


def chat(chat: Chat, keys: Callable[[], str], language: str = "en") -> str:
    """The page of one place: who I am, where I can go, what was said, and my part of the score."""
    screen = Screen(chat.me.handle, chat.here, chat.place.kind, keys, language)
    sheet = chat.sheet
    return _template("page.html").render(
        words=_words(language),
        language=language,
        version=version(),
        chat=chat,
        screen=screen,
        place=chat.place,
        key=keys(),
        title=_title(chat, language),
        sees=_sees(chat.place, language),
        clock=clock(chat.demo.clock, screen) if chat.demo else None,
        menu=chat.demo is not None and _in_a_menu(chat.demo.people),
        days=[_day(day, chat.today, screen) for day in chat.days if day.messages],
        empty=render.say(chat.empty or _EMPTY[chat.place.kind], language),
        sheet=render.form(sheet.form, screen, sheet.typed, sheet.notes) if sheet else None,
        aside=render.beside(chat.aside, _beside(screen)) if chat.aside else None,
        notice=notice(chat.notice, language) if chat.notice else None,
        new={place.handle: _new(place, language) for place in chat.places},
        on_map=False,
    )


@dataclass(frozen=True)
class Mapped:
    """The map of the score on its own page: its card, the card of a line that was opened on it, and what is open."""

    card: Card
    line: Card | None = None
    open: str = ""


def score_map(chat: Chat, mapped: Mapped, keys: Callable[[], str], language: str = "en") -> str:
    """The page of the map: the picture, the same as an outline, and one line of it with all that is known of it."""
    screen = Screen(chat.me.handle, chat.here, PlaceKind.DIRECT, keys, language)
    piece = next((one for one in mapped.card.pieces if isinstance(one, ScoreMap)), None)
    link = _Link(chat.me.handle, piece, mapped)
    return _template("map.html").render(
        words=_words(language),
        language=language,
        version=version(),
        chat=chat,
        screen=screen,
        clock=clock(chat.demo.clock, screen) if chat.demo else None,
        menu=chat.demo is not None and _in_a_menu(chat.demo.people),
        new={place.handle: _new(place, language) for place in chat.places},
        aside=None,
        on_map=True,
        title=render.heard(phrase("score_map.title"), language),
        says=render.say(mapped.card.says, language),
        notes=[render.say(one.words, language) for one in mapped.card.pieces if isinstance(one, Prose)],
        ways=[(render.say(label, language), href) for label, href in link.ways()],
        drawn=Markup(map_drawing.svg(piece, language, link, alone=False)) if piece else None,  # noqa: S704 - escaped there
        outline=render.outline(piece, language, link) if piece else None,
        line=render.card(mapped.line, screen) if mapped.line else None,
        close=link.page(mapped.open),
    )


class _Link:
    """Where what stands on the page of the map leads to."""

    def __init__(self, me: str, piece: ScoreMap | None, mapped: Mapped) -> None:
        self._me, self._mapped = me, mapped
        areas = list(piece.chart.all_parts()) if piece else []
        self._open = [area.part.handle for area in areas if area.folded is None]
        self._is_whole = len(self._open) == len(areas)

    def __call__(self, key: str) -> str:
        """A folded part opens, and a line is shown with all that is known of it."""
        if key.startswith(PART):
            return self.page(" ".join([*self._open, key.removeprefix(PART)]))
        return f"{self.page(self._mapped.open, line=key)}#line"

    def page(self, open: str, **more: str) -> str:
        """The page with these parts open."""
        asked = urlencode({**({"open": open} if open else {}), **more})
        return f"/{quote(self._me)}/score/map{f'?{asked}' if asked else ''}"

    def ways(self) -> Iterator[tuple[Filled, str]]:
        """To all of it, and back to one's own part."""
        if not self._is_whole:
            yield phrase("score_map.whole"), self.page(WHOLE)
        if self._mapped.open:
            yield phrase("score_map.mine"), self.page("")


def _in_a_menu(people: Sequence[Somebody]) -> bool:
    return not people or len("".join(one.name for one in people)) > SIDE_BY_SIDE


@dataclass(frozen=True)
class DayToChoose:
    """A day to walk into: where its store stands, and until when it was played."""

    date: date
    standing: Standing
    until: datetime | None = None
    story: str = ""


def days(organisation: str, listed: Sequence[DayToChoose], me: str, language: str = "en", *, stays: bool = True) -> str:
    """The days of the example. `stays` is False while one is being made: the page looks again by itself."""
    return _template("days.html").render(
        words=_words(language),
        language=language,
        version=version(),
        organisation=organisation,
        me=me,
        weeks=[[_day_to_choose(one, language) for one in same] for _, same in groupby(listed, key=_week)],
        stays=stays,
    )


def _week(one: DayToChoose) -> int:
    return one.date.isocalendar().week


def _day_to_choose(one: DayToChoose, language: str) -> dict[str, object]:
    return {
        "date": one.date.isoformat(),
        "name": render.day_name(one.date, language),
        "story": one.story,
        "stands": render.say(said, language) if (said := _stands(one)) else "",
        "open": one.standing is Standing.OPEN,
        "again": one.until is not None,
        "alarm": one.standing is Standing.FAILED,
    }


def _stands(one: DayToChoose) -> Filled | None:
    if one.standing is Standing.OPEN and one.until is not None:
        return phrase("web.day-open", at=one.until)
    if one.standing is Standing.BEGUN and one.until is not None:
        return phrase("web.day-begun", at=one.until)
    if one.standing is Standing.COMING:
        return phrase("web.day-coming")
    return phrase("web.day-failed") if one.standing is Standing.FAILED else None


def choose(
    organisation: str,
    taken: Seats,
    language: str = "en",
    *,
    example: bool = True,
    now: datetime | None = None,
    wanted: str = "",
) -> str:
    """The first page of the demo: whom you are, by role; `now` where there are other days."""
    return _template("choose.html").render(
        words=_words(language),
        language=language,
        version=version(),
        organisation=organisation,
        rows=[_row(one, language) for one in taken.rows],
        many=taken.many,
        wanted=wanted,
        nobody=render.say(phrase("seats.nobody", words=wanted), language) if wanted and not taken.rows else "",
        example=example,
        day=render.say(phrase("web.now", at=now), language) if now else "",
    )


def _row(row: Row, language: str) -> dict[str, object]:
    return {
        "kind": row.kind.value,
        "title": render.say(seats.TITLES[row.kind], language),
        "says": render.say(seats.SAYS[row.kind], language),
        "count": render.say(phrase("seats.count", count=row.count), language),
        "people": [_seat(one, language) for one in row.seats],
        "more": render.say(phrase("seats.more", count=row.more), language) if row.more else "",
    }


def _seat(seat: Seat, language: str) -> dict[str, object]:
    about = render.say(seat.about, language) if seat.about else ""
    return {"handle": seat.handle, "name": seat.name, "does": about}


def problem(problem: Problem, language: str = "en", back: str = "/") -> str:
    """A page that says why there is none. Not there and not yours are the same sentence."""
    return _template("problem.html").render(
        words=_words(language),
        language=language,
        version=version(),
        says=render.say(WHY[problem], language),
        back=back,
    )


def line(address: str, language: str = "en") -> str:
    """The page behind the link to a line: how it is asked for in chat. `address` is empty where none can be named."""
    says = phrase("web.line-asked", address=address, known=Which("line" if address else "none"))
    return _template("line.html").render(
        words=_words(language), language=language, version=version(), says=render.say(says, language)
    )


def refusal(headers: Mapping[str, str], why: Problem, status: int) -> HTMLResponse:
    """The answer to what cannot be answered: a sentence for a page with scripts, a page of its own otherwise."""
    shown = notice(WHY[why], alarm=True) if headers.get("x-fragment") == "1" else problem(why)
    return HTMLResponse(shown, status, {"Retry-After": "1"} if status == 503 else None)


def clock(clock: Clock, screen: Screen) -> Markup:
    """The clock in the demo's bar, with what would happen next; also the fragment that replaces it."""
    language = screen.language
    coming = [_coming(one, clock.at, language) for one in clock.next]
    later = clock.next[AT_A_GLANCE:]
    tomorrow = phrase("web.tomorrow-at", at=clock.tomorrow) if clock.tomorrow else phrase("web.tomorrow")
    made = _template("clock.html").render(
        words=_words(language),
        screen=screen,
        at=clock.at.isoformat(timespec="minutes"),
        now=render.say(phrase("web.now", at=clock.at), language),
        next=coming[:AT_A_GLANCE],
        later=coming[AT_A_GLANCE:],
        until=render.say(phrase("web.next-more", count=len(later), at=later[-1].at), language) if later else "",
        tomorrow=render.say(tomorrow, language),
        days=clock.days,
    )
    return Markup(made)  # noqa: S704 - the template escaped it


def _coming(one: Next, now: datetime, language: str) -> dict[str, object]:
    return {
        "at": one.at.isoformat(),
        "when": render.say(_when(one.at, now), language),
        "icon": _ICONS.get(one.kind, "talk"),
        "what": render.say(one.what, language),
        "to": one.to and render.say(one.to, language),
    }


_ICONS = {
    "welcome": "person",
    "prompt": "talk",
    "reminder": "clock",
    "digest": "heads",
    "week": "calendar",
    "lesson": "note",
    "nudge": "question",
}
"""Each kind of what would happen by an icon; the word stands beside it."""


def notice(words: Filled, language: str = "en", *, alarm: bool = False) -> Markup:
    """One sentence about what was just done, as a fragment."""
    return render.notice(render.say(words, language), alarm=alarm)


@cache
def version() -> str:
    """A name for these very assets, so that browsers may keep them for as long as they like."""
    digest = hashlib.sha256()
    for name in ASSETS:
        digest.update(asset(name))
    return digest.hexdigest()[:12]


@cache
def asset(name: str) -> bytes:
    """The file `name` of ASSETS. Raises KeyError when it is none of them."""
    if name not in ASSETS:
        raise KeyError(name)
    return (HERE / name).read_bytes()


def served(name: str) -> Response:
    """The file `name` that a page asks for; its address changes when it does."""
    if name not in ASSETS:
        return HTMLResponse(problem(Problem.NOT_THERE), 404)
    forever = {"Cache-Control": "public, max-age=31536000, immutable"}
    return Response(asset(name), headers=forever, media_type=ASSETS[name])


def _template(name: str) -> Template:
    return render.environment.get_template(name)


def _beside(screen: Screen) -> Screen:
    """What stands beside the conversation is its reader's own, wherever the conversation is."""
    return Screen(screen.me, screen.here, PlaceKind.DIRECT, screen.keys, screen.language)


def _day(day: Day, today: date, screen: Screen) -> dict[str, object]:
    name = render.day_name(day.date, screen.language)
    return {
        "date": day.date.isoformat(),
        "name": name,
        "label": render.heard(phrase("web.today"), screen.language) if day.date == today else name,
        "messages": [render.message(message, screen) for message in day.messages],
    }


def _when(at: datetime, now: datetime) -> Filled:
    """The hour; with the weekday where that is another, and with the date where that is no longer this week's."""
    if at.date() == now.date():
        return phrase("web.hour", at=at)
    return phrase("web.weekday-hour" if at.date() - now.date() < WEEK else "web.day-hour", at=at)


def _title(chat: Chat, language: str) -> str:
    if chat.place.kind is PlaceKind.DIRECT:
        return render.heard(phrase("web.name"), language)
    return render.heard(phrase("web.title", place=chat.place.name), language)


def _sees(place: PlaceHere, language: str) -> Markup:
    if place.kind is PlaceKind.DIRECT:
        return render.say(phrase("web.only-you"), language)
    return render.say(phrase("web.everybody", place=place.name), language)


def _new(place: PlaceHere, language: str) -> str:
    return render.heard(phrase("web.new", count=place.new), language)


_EMPTY = {PlaceKind.DIRECT: phrase("web.empty"), PlaceKind.CHANNEL: phrase("web.empty-channel")}


@cache
def _words(language: str) -> Mapping[str, str]:
    """Our words in the templates, each by its name there."""
    said = {
        "name": phrase("web.name"),
        "skip": phrase("web.skip"),
        "demo": phrase("web.demo"),
        "example": phrase("web.example"),
        "who": phrase("web.who"),
        "next": phrase("web.next"),
        "next_none": phrase("web.next-none"),
        "next_note": phrase("web.next-note"),
        "days": phrase("web.days"),
        "days_note": phrase("web.days-note"),
        "days_back": phrase("web.days-back"),
        "walk_in": phrase("web.walk-in"),
        "go_on": phrase("web.go-on"),
        "again": phrase("web.again"),
        "making": phrase("web.making"),
        "play_on": phrase("web.play-on"),
        "tomorrow": phrase("web.tomorrow"),
        "hour_on": phrase("web.hour-on"),
        "go_to": phrase("web.go-to"),
        "week": phrase("web.week"),
        "places": phrase("web.places"),
        "talk": phrase("web.talk"),
        "conversation": phrase("web.conversation"),
        "beside": phrase("web.beside"),
        "part": phrase("web.part"),
        "look_at": phrase("web.look-at"),
        "map": phrase("web.map"),
        "outline": phrase("web.outline"),
        "picture": phrase("web.map-picture"),
        "close": phrase("web.close"),
        "message": phrase("web.message"),
        "write": phrase("web.write"),
        "send": phrase("web.send"),
        "today": phrase("web.today"),
        "below": phrase("web.below"),
        "offline": phrase("web.offline", since="{at}"),
        "offline_note": phrase("web.offline-note"),
        "waits": phrase("web.waits"),
        "fault": phrase("web.fault"),
        "choose": phrase("web.who-are-you"),
        "search": phrase("seats.search"),
        "look": phrase("seats.look"),
        "everybody": phrase("seats.all"),
        "by_role": phrase("seats.by-role"),
        "what": phrase("web.what"),
        "back": phrase("web.back"),
        "problem": phrase("web.problem"),
        "line": phrase("web.line"),
    }
    return {name: render.heard(text, language) for name, text in said.items()}
