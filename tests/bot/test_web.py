"""The browser's door, without a browser: what it refuses, what it answers, and what comes to an open page by itself."""

import asyncio
import re
from collections.abc import Callable, Coroutine, Iterator, Mapping, Sequence
from concurrent.futures import Future
from datetime import date, timedelta
from html.parser import HTMLParser
from typing import Any, TypeVar

import httpx
import pytest
from sqlmodel import select
from starlette.types import ASGIApp

from bot import example
from bot.conductor import Conductor
from bot.demo import Stage, browser_application
from bot.outbox import Drawing, Outbox
from bot.ports import MovedClock, chance
from bot.web import receive
from bot.web.receive import RESERVED
from bot.web.send import CLOCK, RELOAD, WAITING, WebOut
from bot.writer import Database, Unkept
from handlers.files import LARGEST
from storage import checkins, people
from storage.store import Store
from storage.tables import (
    Account,
    CheckIn,
    Delivery,
    Door,
    Edition,
    Membership,
    Noun,
    Person,
    Place,
    PlaceKind,
    Proposed,
    Task,
    make_id,
)
from tests.databases import Engines
from tests.orchestra import StoppedClock
from tests.pages import Forms, Listener, PostForm

T = TypeVar("T")
N = TypeVar("N", bound=Noun)
KEY = "a-key-of-ours"
TUESDAY = date(2027, 3, 9)
NOT_THERE = "There is no such page, or it is not yours to see."
NO_SUCH_THING = "There is no such thing here, or it is not yours to see."

HOSTILE = [
    "<script>alert(1)</script>",
    "</textarea></p></bdi><img src=x onerror=alert(1)>",
    '" onmouseover="alert(1)" x="',
    "' autofocus onfocus='alert(1)",
    "javascript:alert(1) http://evil.example/ <a href=//evil.example>",
    "&lt;b&gt; {{7*7}} {% raw %} <!-- ]]>",
    "\u202egnorts\u2069\u2067 \x00\x07\x1b[31m \ud83d\udc69\u200d\U0001f692".encode("utf-16", "surrogatepass").decode(
        "utf-16"
    ),
    "service/P-2 <!channel> @everyone",
]


class Web:
    """The example organisation behind its pages, on a Tuesday at nine, and everybody's browser without scripts."""

    def __init__(self, database: Database, out: WebOut | None = None) -> None:
        self.out = out or WebOut()
        made = database.writer.write(lambda store: example.make(store, Door.WEB, chance(example.SEED))).result()
        now = example.morning(TUESDAY)
        self.hands = StoppedClock(now)
        clock = MovedClock(now, self.hands)
        conductor = Conductor(database, clock, chance(1))
        outbox = Outbox(database, clock, {made.connection.id: self.out})
        self.stage = Stage(database, conductor, outbox, clock, made)
        self.app: ASGIApp = browser_application(self.stage, self.out)
        self._runner = asyncio.Runner()
        transport = httpx.ASGITransport(self.app)
        self._client = httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1:8642")
        self.run(self.asked())

    async def asked(self) -> None:
        """Ask everybody who is due, and send what is planned."""
        await self.stage.conductor.tick()
        await self.stage.outbox.serve(self.stage.example.workspace.id)

    def close(self) -> None:
        self.run(self._client.aclose())
        self._runner.close()

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        return self._runner.run(work)

    def get(self, path: str, *, script: bool = False) -> httpx.Response:
        return self.run(self._client.get(path, headers={"X-Fragment": "1"} if script else {}))

    def post(self, path: str, fields: Mapping[str, str], *, script: bool = True) -> httpx.Response:
        """Post fields, and send what that planned."""
        headers = {"X-Fragment": "1"} if script else {}
        answer = self.run(self._client.post(path, data=dict(fields), headers=headers))
        self.run(self.stage.outbox.serve(self.stage.example.workspace.id))
        return answer

    def press(self, who: str, action: str, value: str = "", *, key: str = KEY, **more: str) -> httpx.Response:
        return self.post(f"/{who}/press", {"press": f"{key} {action} {value}", **more})

    def hands_in(
        self,
        who: str,
        *tasks: str,
        key: str = KEY,
        script: bool = True,
        more: Mapping[str, str] | None = None,
        **fields: str,
    ) -> httpx.Response:
        """Hand in a check-in; what has no name that Python allows is `more`."""
        typed = {f"field.task{n}": words for n, words in enumerate(tasks, 1)}
        others = {f"field.{name}": value for name, value in (fields | dict(more or {})).items()}
        whole = {"action": "checkin.hand_in", "key": key, "about.day": TUESDAY.isoformat(), **typed, **others}
        return self.post(f"/{who}/hand-in", whole, script=script)

    def ask(self, question: Callable[[Store], T]) -> T:
        return self.stage.database.read_now(question)

    def all(self, kind: type[N]) -> list[N]:
        return self.ask(lambda store: store.find(select(kind)))

    def person(self, handle: str) -> Person:
        return next(one for one in self.all(Person) if one.handle == handle)

    def tasks(self, handle: str) -> list[Task]:
        person = self.person(handle)
        kept = self.ask(lambda store: checkins.of_day(store, person, TUESDAY))
        return [task for task, _ in self.ask(lambda store: checkins.tasks_of(store, kept))] if kept else []

    def keep(self, *nouns: Noun) -> None:
        self.stage.database.writer.write(lambda store: store.keep(*nouns)).result()

    def id(self) -> str:
        return make_id(self.stage.clock.now(), self.stage.conductor.chance)


@pytest.fixture
def web(sqlite_engines: Engines) -> Iterator[Web]:
    database = Database(sqlite_engines.writer.url)
    made = Web(database)
    yield made
    made.close()
    database.close()


def button(html: str, label: str) -> tuple[PostForm, dict[str, str]]:
    """The last button with that label, and what it would post."""
    for form in reversed(Forms(html).forms):
        for name, value, said in form.buttons:
            if said == label:
                return form, form.fields | {name: value}
    raise AssertionError(f"there is no button {label!r}")


# Who asks, and for what


@pytest.mark.parametrize(
    "path",
    [
        "/nobody",
        "/tomas/mira",
        "/mira/tomas",
        "/mira/sales",
        "/mira/nowhere",
        "/mira/press",
        "/mira/hand-in",
        "/mira/say",
        "/clock",
        "/pages",
        "/pages/../look.css",
        "/pages/render.py",
        "/mira/mira/mira",
        "/mira%00",
        "/%ff%fe",
        "/" + "x" * 5000,
    ],
)
def test_what_is_missing_and_what_is_not_ones_own_is_the_same_page(web: Web, path: str) -> None:
    answer = web.get(path)

    assert answer.status_code == 404
    assert answer.text == web.get("/nobody/nowhere").text
    assert NOT_THERE in answer.text


@pytest.mark.parametrize("here", ["sales", "tomas", "nowhere", "\x00", "mira/../tomas"])
@pytest.mark.parametrize("path", ["/mira/press", "/mira/say", "/mira/hand-in", "/clock"])
def test_nobody_does_anything_where_they_have_no_place(web: Web, path: str, here: str) -> None:
    fields = {
        "here": here,
        "me": "mira",
        "key": KEY,
        "text": "help",
        "action": "checkin.hand_in",
        "field.task1": "Ring Mill Lane",
        "press": f"{KEY} checkin.not_today ",
        "to": "tomorrow",
    }
    answer = web.post(path, fields)

    assert (answer.status_code, NOT_THERE in answer.text) == (404, True)
    assert web.all(CheckIn) == []
    assert web.stage.clock.now() == example.morning(TUESDAY)


@pytest.mark.parametrize("path", ["/nobody/press", "/nobody/say", "/nobody/hand-in", "/nobody/events", "/sales/press"])
def test_nobody_is_answered_as_one_who_is_not_there(web: Web, path: str) -> None:
    fields = {"key": KEY, "text": "help", "action": "checkin.hand_in", "press": f"{KEY} home.help "}
    answer = web.get(path) if path.endswith("events") else web.post(path, fields)

    assert (answer.status_code, NOT_THERE in answer.text) == (404, True)


@pytest.mark.parametrize("key", ["", "short", "k" * 65, " ", "k" * 9999])
def test_what_comes_without_a_key_of_ours_is_not_played(web: Web, key: str) -> None:
    said = [
        web.press("mira", "checkin.not_today", key=key),
        web.hands_in("mira", "Ring Mill Lane", key=key),
        web.post("/mira/say", {"key": key, "text": "not today"}),
        web.post("/mira/press", {"press": key}),
        web.post("/mira/press", {}),
    ]

    assert [one.status_code for one in said] == [404] * 5
    assert web.all(CheckIn) == []


@pytest.mark.parametrize(
    "action", ["", "nothing", "checkin.nothing", "__class__.mro", "storage.store", "checkin.invite"]
)
def test_an_action_that_does_not_exist_is_answered_in_words(web: Web, action: str) -> None:
    pressed, handed = web.press("mira", action), web.post("/mira/hand-in", {"action": action, "key": KEY})

    assert [one.status_code for one in (pressed, handed)] == [200, 200]
    assert NO_SUCH_THING in pressed.text
    assert NO_SUCH_THING in handed.text


@pytest.mark.parametrize("action", ["checkin.mark", "ties.settle", "ties.open_picker"])
def test_a_task_of_somebody_else_and_a_task_that_is_missing_read_the_same(web: Web, action: str) -> None:
    web.hands_in("tomas", "Ring Mill Lane")
    (foreign,) = web.tasks("tomas")
    missing = "0" * len(foreign.id)

    said = [web.press("mira", action, f"{id} done", key=f"{KEY}-{n}") for n, id in enumerate((foreign.id, missing))]
    said += [web.press("mira", action, value, key=f"{KEY}-{value}") for value in ("", "x", " ", "\x00 \x00")]

    texts = [re.sub(r'id="[^"]+"', "", one.text) for one in said]
    assert [one.status_code for one in said] == [200] * 6
    assert set(texts) == {texts[0]}
    assert NO_SUCH_THING in texts[0]
    assert "Ring Mill Lane" not in "".join(texts)
    assert web.tasks("tomas")[0].state == foreign.state


def test_a_line_cannot_be_picked_for_a_task_of_somebody_else(web: Web) -> None:
    web.hands_in("tomas", "Ring Mill Lane")
    (foreign,) = web.tasks("tomas")
    fields = {"action": "ties.pick", "key": KEY, "field.line": "service/P-1"}

    theirs = web.post("/mira/hand-in", {**fields, "about.task": foreign.id})
    missing = web.post("/mira/hand-in", {**fields, "about.task": "0" * 32, "key": KEY + "-2"})
    unpicked = web.post("/mira/hand-in", {**fields, "about.task": foreign.id, "field.line": "no/such"})

    assert [NO_SUCH_THING in one.text for one in (theirs, missing, unpicked)] == [True] * 3
    assert "Ring Mill Lane" not in theirs.text + missing.text + unpicked.text


@pytest.mark.parametrize(
    "query",
    [
        "",
        "action=checkin.hand_in",
        "action=checkin.open_form",
        "action=nothing",
        "action=ties.offer&here=sales",
        "action=ties.offer&here=tomas",
    ],
)
def test_only_lines_are_offered_to_choose_from(web: Web, query: str) -> None:
    assert web.get(f"/mira/options?{query}").status_code == 404


def test_lines_are_offered_by_what_was_typed(web: Web) -> None:
    offered = web.get("/mira/options?action=ties.offer&q=sixty+days").text

    assert "Visit every oven sixty days before its agreement ends" in offered
    assert 'role="option"' in offered


@pytest.mark.parametrize("day", ["2027-02-31", "0001-01-01", "9999-12-31", "today", "\x00", "2027-03-10", "2026-01-01"])
def test_a_day_that_is_none_or_too_far_is_answered_in_words(web: Web, day: str) -> None:
    for action in ("checkin.open_form", "checkin.not_today", "checkin.same_again"):
        assert web.press("mira", action, day, key=f"{KEY}-{action}").status_code == 200
    fields = {"action": "checkin.hand_in", "key": KEY, "field.task1": "x", "about.day": day}
    assert web.post("/mira/hand-in", fields).status_code == 200


@pytest.mark.parametrize("handle", RESERVED)
def test_nobody_can_stand_in_the_way_of_our_own_addresses(web: Web, handle: str) -> None:
    """The roster will refuse such handles; until it exists as a file, the addresses win."""
    ours: dict[str, Any] = {
        "workspace_id": web.stage.example.workspace.id,
        "connection_id": web.stage.example.connection.id,
    }
    person = Person(id=web.id(), workspace_id=ours["workspace_id"], handle=handle, name="Shadow")
    account = Account(id=web.id(), person_id=person.id, external_id=handle, **ours)
    direct = Place(id=web.id(), kind=PlaceKind.DIRECT, name="Shadow", person_id=person.id, external_id=handle, **ours)
    web.keep(person, account, direct)

    paths = [f"/{handle}", f"/{handle}/{handle}", f"/{handle}/events", f"/{handle}/options?action=ties.offer"]
    assert [web.get(path).status_code for path in paths if path != "/healthz"] == [404] * (4 - (handle == "healthz"))
    assert web.press(handle, "home.help").status_code in (404, 405)
    assert web.get("/healthz").text == "ok"
    assert web.get("/pages/look.css").headers["Content-Type"].startswith("text/css")


# What is answered


def test_a_second_press_says_that_it_was_done_once(web: Web) -> None:
    _, press = button(web.get("/mira").text, "Not today")

    first, second = (web.post("/mira/press", press) for _ in range(2))

    assert "Already done, once." not in first.text
    assert "Already done, once." in second.text
    assert "All right. Not counted" in second.text
    assert len(web.all(CheckIn)) == 1


def test_a_key_that_comes_with_other_contents_is_refused(web: Web) -> None:
    web.press("mira", "checkin.not_today")
    for script, start in ((True, "<div data-notice"), (False, "<!doctype html>")):
        answer = web.post("/mira/press", {"press": f"{KEY} checkin.not_today 2027-03-08"}, script=script)
        assert answer.status_code == 409
        assert answer.text.startswith(start)


def test_a_form_mended_and_handed_in_again_is_another_arrival_and_unmended_it_is_a_twin(web: Web) -> None:
    lost = web.hands_in("mira", "Ring Mill Lane")
    mended = web.hands_in("mira", "Ring Mill Lane", "Book the van")
    again = web.hands_in("mira", "Ring Mill Lane", "Book the van")

    assert [one.status_code for one in (lost, mended, again)] == [200] * 3
    assert [task.words for task in web.tasks("mira")] == ["Ring Mill Lane", "Book the van"]
    assert ["Already done, once." in one.text for one in (lost, mended, again)] == [False, False, True]


def test_corrections_leave_the_key_free_and_nothing_typed_is_lost(web: Web) -> None:
    wrong = web.hands_in("mira", "", blocker="No van", confidence="4", tell="yes")
    assert "Write at least one thing for the day" in wrong.text
    (form,) = Forms(wrong.text).forms
    assert form.fields["field.blocker"] == "No van"
    assert form.fields["field.confidence"] == "4"
    assert form.fields["field.tell"] == "yes"

    kept = web.post(form.action, form.fields | {"field.task1": "Ring Mill Lane"})

    assert "Thank you, <bdi>Mira</bdi>." in kept.text
    assert "data-close-sheet" in kept.text
    assert web.all(CheckIn)[0].confidence == 4


def test_without_scripts_each_answer_is_a_page(web: Web) -> None:
    _, press = button(web.get("/mira").text, "Check in")
    opened = web.post("/mira/press", press, script=False)
    assert opened.text.startswith("<!doctype html>")
    assert 'id="sheet"' in opened.text

    kept = web.hands_in("mira", "Ring Mill Lane", script=False)
    assert kept.status_code == 303
    assert "Thank you, <bdi>Mira</bdi>." in web.get(kept.headers["Location"]).text

    helped = web.post("/mira/say", {"key": KEY, "text": "help"}, script=False)
    assert "Once a day I ask what you mean to do" in helped.text


@pytest.mark.parametrize(
    ("typed", "says"),
    [("not today", "Not counted, not asked again today."), ("in an hour", "I ask again at 10:00.")],
)
def test_what_is_typed_is_answered_below_and_what_is_pressed_in_its_place(web: Web, typed: str, says: str) -> None:
    standing = set(re.findall(r'<article[^>]* id="([^"]+)"', web.get("/mira").text))
    answer = web.post("/mira/say", {"key": KEY, "text": typed}).text
    assert says in answer
    assert not standing & set(re.findall(r'<article[^>]* id="([^"]+)"', answer))

    _, press = button(web.get("/tomas").text, "Not today")
    standing = set(re.findall(r'<article[^>]* id="([^"]+)"', web.get("/tomas").text))
    changed = re.findall(r'<article[^>]* id="([^"]+)"', web.post("/tomas/press", press).text)
    assert changed
    assert set(changed) <= standing


def test_without_scripts_an_answer_is_there_before_it_was_sent_and_only_for_whom_it_is(web: Web) -> None:
    fields = {"action": "checkin.hand_in", "key": KEY, "field.task1": "Ring Mill Lane"}
    answer = web.run(web._client.post("/mira/hand-in", data=fields))
    where = answer.headers["Location"]

    assert "Thank you, <bdi>Mira</bdi>." not in web.get("/mira/mira").text
    assert "Thank you, <bdi>Mira</bdi>." in web.get(where).text
    assert "Ring Mill Lane" not in web.get(where.replace("/mira/mira", "/tomas/tomas")).text
    assert "Ring Mill Lane" not in web.get(where.replace("/mira/mira", "/mira/service-north")).text


def test_an_answer_in_a_channel_is_for_the_one_who_pressed(web: Web) -> None:
    answer = web.post("/mira/say", {"key": KEY, "text": "my part", "here": "service-north"})

    assert "Visit every oven sixty days" in answer.text
    assert "Visit every oven sixty days" not in web.get("/tomas/service-north").text.split('id="beside"')[0]


# Whatever people write


class Elements(HTMLParser):
    """What a page is made of, besides words."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += [(name, value or "") for name, value in attrs]

    @property
    def dangers(self) -> list[object]:
        leads = [(name, value) for name, value in self.attributes if name in ("href", "src", "action", "formaction")]
        return [
            *[tag for tag in self.tags if tag in ("img", "iframe", "object", "base", "style", "video")],
            *[name for name, _ in self.attributes if name.startswith("on") or name in ("style", "autofocus")],
            *[lead for lead in leads if not lead[1].startswith(("/", "#")) or lead[1].startswith("//")],
        ]


def free_of_dangers(answers: Sequence[httpx.Response]) -> None:
    for answer in answers:
        assert answer.status_code in (200, 303, 404), answer.text
        tags = Elements(answer.text)
        assert tags.dangers == []
        assert tags.tags.count("script") == answer.text.count('<script src="/pages/page.js?v=')


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_whatever_is_written_comes_back_as_words(web: Web, text: str) -> None:
    fields = {"blocker": text, "tell": "yes", "win": text, "confidence": "3"}
    asked = web.hands_in("mira", text, text + " b", text + " c", more=fields)
    task = web.tasks("mira")[0]
    answers = [
        asked,
        web.get("/mira"),
        web.get("/tomas/service-north"),
        web.press("mira", "checkin.open_form", TUESDAY.isoformat()),
        web.press("mira", "checkin.open_form_with", text),
        web.press("mira", "ties.open_picker", task.id),
        web.press("mira", text, text, key="k" * 9),
        web.post("/mira/say", {"key": "k" * 10, "text": text}),
        web.post("/mira/say", {"key": "k" * 11, "text": text}, script=False),
        web.get("/mira/options", script=True),
        web.run(web._client.get("/mira/options", params={"action": "ties.offer", "q": text, "field": text})),
        web.post("/mira/hand-in", {"action": "ties.pick", "key": "k" * 12, "about.task": task.id, "field.line": text}),
        web.hands_in("mira", text, key="k" * 13, confidence=text, tell=text, more={f"mark-{task.id}": text}),
        web.hands_in("mira", text * 200, key="k" * 14, blocker=text * 200, win=text * 200),
        web.hands_in("mira", text * 200, key="k" * 15, blocker=text * 200, script=False),
        web.post("/mira/hand-in", {"action": text, "key": "k" * 16, f"field.{text}": text, f"about.{text}": text}),
        web.run(web._client.get("/" + httpx.URL("/", params={"x": text}).query.decode()[2:])),
    ]

    free_of_dangers(answers)


def test_a_name_like_markup_is_a_name(web: Web) -> None:
    web.stage.database.writer.write(
        lambda store: store.change(web.person("mira"), name=HOSTILE[1], role_words=HOSTILE[2])
    ).result()
    web.hands_in("mira", "Ring Mill Lane", blocker="No van", tell="yes")

    free_of_dangers([web.get(path) for path in ("/", "/mira", "/tomas", "/tomas/service-north")])


# The clock


@pytest.mark.parametrize(
    "to",
    [
        "",
        "yesterday",
        "2027-03-09",
        "2027-03-10T09:00:00",
        "9999-12-31T23:59:59+00:00",
        "0001-01-01T00:00:00+00:00",
        "x" * 99,
    ],
)
def test_the_clock_moves_to_what_it_offers_and_nowhere_else(web: Web, to: str) -> None:
    answer = web.post("/clock", {"me": "mira", "to": to})

    assert answer.status_code == 200
    assert web.stage.clock.now() == example.morning(TUESDAY)


def test_the_clock_plays_what_falls_due_and_never_goes_back(web: Web) -> None:
    stops = [timedelta(hours=2), timedelta(hours=4), timedelta(hours=6)]
    for stop in stops:
        web.post("/clock", {"me": "mira", "to": "next"})
        assert web.stage.clock.now() == example.morning(TUESDAY) + stop, "reminders, nine in Halifax, its reminder"
    web.post("/clock", {"me": "mira", "to": "next"})
    assert web.stage.clock.now() == example.digest_hour(TUESDAY)
    for to in ("next", "2027-03-09T08:00:00+00:00"):
        web.post("/clock", {"me": "mira", "to": to})

    assert web.stage.clock.now() == example.morning(TUESDAY + timedelta(days=1))
    page = web.get("/mira").text
    assert page.count("Good morning, <bdi>Mira</bdi>") == 1
    assert "Tuesday 9 March has no check-in." in page
    assert re.findall(r'<p class="day" data-day="([^"]+)"', web.get("/mira").text) == ["2027-03-09", "2027-03-10"]


# What comes by itself


def test_an_open_page_is_told_of_a_delivery(web: Web) -> None:
    async def play() -> str:
        async with Listener(web.app, "/tomas/events?here=service-north") as listener:
            fields = {"action": "checkin.hand_in", "key": KEY, "field.task1": "Ring Mill Lane"}
            more = {"field.blocker": "Keys to the Mill Lane bakery", "field.tell": "yes"}
            await web._client.post("/mira/hand-in", data=fields | more)
            await web.stage.outbox.serve(web.stage.example.workspace.id)
            return await listener.next()

    told = web.run(play())

    assert told.startswith("event: message\ndata: <article")
    assert told.endswith("\n\n")
    assert "Keys to the Mill Lane bakery" in told
    assert all(line.startswith(("event: ", "data: ")) for line in told.strip().split("\n"))


def test_words_with_line_ends_stay_within_their_event(web: Web) -> None:
    async def play() -> str:
        async with Listener(web.app, "/tomas/events?here=service-north") as listener:
            fields = {"action": "checkin.hand_in", "key": KEY, "field.task1": "x", "field.tell": "yes"}
            more = {"field.blocker": "one\n\nevent: reload\r\n\r\ndata: forged\r\rid: 9\u2028retry: 1"}
            await web._client.post("/mira/hand-in", data=fields | more)
            await web.stage.outbox.serve(web.stage.example.workspace.id)
            return await listener.next()

    told = web.run(play())

    assert len(re.findall(r"(?:\r\n|\r|\n){2}", told)) == 1
    assert all(line.startswith(("event: message", "data: ")) for line in re.split(r"\r\n|\r|\n", told.strip()))


def test_an_open_page_is_told_of_the_clock_and_of_a_new_day(web: Web) -> None:
    async def play() -> list[str]:
        async with Listener(web.app, "/tomas/events") as listener:
            told = []
            for to in ("2027-03-09T10:30:00+00:00", "2027-03-10T09:30:00+00:00"):
                await web._client.post("/clock", data={"me": "mira", "to": to})
                told.append(await listener.next())
            while not told[-1].startswith("event: reload"):
                told.append(await listener.next())
            return told

    first, *others = web.run(play())

    assert first.startswith('event: clock\ndata: <form class="clock"')
    assert "Tuesday 9 March, 10:30" in first
    assert others[-1] == "event: reload\ndata: \n\n"


def test_a_page_that_was_drawn_before_the_news_is_told_to_look_again(web: Web) -> None:
    drawn = re.search(r'data-events="([^"]+)"', web.get("/mira").text)
    assert drawn
    events = drawn[1].replace("&amp;", "&")

    async def listen() -> str:
        async with Listener(web.app, events) as listener:
            return listener.last

    assert web.run(listen()) == receive.STILL_HERE
    web.hands_in("mira", "Ring Mill Lane")
    assert web.run(listen()) == receive.LOAD_ANEW


class OpenedMeanwhile(WebOut):
    """Somebody opens their page just when they were told of a message, and nobody has kept yet that it was sent."""

    async def send(self, delivery: Delivery, place: Place, drawing: Drawing) -> str:
        reference = await super().send(delivery, place, drawing)
        if place.external_id == "mira" and self.web is not None:
            self.page = (await self.web._client.get("/mira")).text
        return reference

    web: Web | None = None
    page = ""


def test_a_page_that_is_opened_while_a_message_goes_out_shows_it(sqlite_engines: Engines) -> None:
    out = OpenedMeanwhile()
    database = Database(sqlite_engines.writer.url)
    web = out.web = Web(database, out)
    try:
        web.hands_in("mira", "Ring Mill Lane")
    finally:
        web.close()
        database.close()

    assert "Your task today is whirlwind" in out.page


def test_a_quiet_stream_says_that_it_is_still_there_and_what_time_it_is(
    web: Web, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(receive, "HEARTBEAT", 0.001)

    async def play() -> list[str]:
        async with Listener(web.app, "/mira/events") as listener:
            quiet = await listener.next()
            web.hands.at += timedelta(minutes=1)
            told = await listener.next()
            while told == receive.STILL_HERE:
                told = await listener.next()
            return [quiet, told]

    quiet, later = web.run(play())

    assert quiet == receive.STILL_HERE
    assert "09:01" in later


def test_whoever_leaves_a_team_is_told_nothing_more_of_it(web: Web) -> None:
    def leave(store: Store) -> None:
        tomas = web.person("tomas")
        store.forget(Membership, [one.id for one in web.all(Membership) if one.person_id == tomas.id])

    async def play() -> str:
        async with Listener(web.app, "/tomas/events?here=service-north") as listener:
            await web.stage.database.write(leave)
            fields = {"action": "checkin.hand_in", "key": KEY, "field.task1": "x", "field.tell": "yes"}
            await web._client.post("/mira/hand-in", data=fields | {"field.blocker": "canary"})
            await web.stage.outbox.serve(web.stage.example.workspace.id)
            told = await listener.next()
            await listener.ended()
            return told

    assert web.run(play()) == receive.LOAD_ANEW
    assert web.get("/tomas/service-north").status_code == 404


def test_a_closed_stream_is_forgotten(web: Web) -> None:
    async def play() -> int:
        async with Listener(web.app, "/mira/events"), Listener(web.app, "/mira/events"):
            return sum(len(those) for those in web.out._open.values())

    assert web.run(play()) == 2
    assert not web.out._open


def test_a_slow_reader_is_told_to_look_again_instead(web: Web) -> None:
    with web.out.listening("somewhere") as slow, web.out.listening("elsewhere") as other:
        for _ in range(WAITING + 1):
            web.out.everywhere(CLOCK)
            other.get_nowait()

        assert slow.get_nowait() == RELOAD
        assert slow.empty()
        assert other.empty()


# When nothing can be kept


class FullDisk:
    """A writer that keeps nothing."""

    def write(self, work: Callable[[Store], T]) -> "Future[T]":
        failed: Future[T] = Future()
        failed.set_exception(Unkept("database or disk is full"))
        return failed

    def close(self) -> None:
        """Nothing to finish."""


def test_what_could_not_be_kept_is_asked_for_again_and_then_kept_once(web: Web) -> None:
    _, press = button(web.get("/mira").text, "Not today")
    writer = web.stage.database.writer
    web.stage.database.writer = FullDisk()

    said = [web.post("/mira/press", press, script=script) for script in (True, False)]
    clock = web.post("/clock", {"me": "mira", "to": "tomorrow"})
    health = web.get("/healthz")
    looks = web.get("/mira")

    assert [one.status_code for one in (*said, clock, health, looks)] == [503, 503, 503, 503, 200]
    assert all(one.headers["Retry-After"] == "1" for one in said)
    assert "Nothing was changed; please press again." in said[0].text
    assert [one.text[:15] for one in said] == ["<div data-notic", "<!doctype html>"]

    web.stage.database.writer = writer
    assert "Already done" not in web.post("/mira/press", press).text
    assert len(web.all(CheckIn)) == 1


def test_health_is_said_when_all_is_well(web: Web) -> None:
    assert (web.get("/healthz").status_code, web.get("/healthz").text) == (200, "ok")


def test_everybody_can_be_chosen_and_has_a_page(web: Web) -> None:
    everybody = web.ask(lambda store: people.everybody(store, web.stage.example.workspace.id))
    first = web.get("/").text

    for person in everybody:
        assert f'href="/{person.handle}"' in first
        assert web.get(f"/{person.handle}").status_code == 200


def a_week(web: Web) -> str:
    """The message of a week's digest in Service North's channel, by the id of its delivery."""
    web.hands_in("mira", "Ring Mill Lane")
    web.stage.clock.move_to(example.digest_hour(TUESDAY + timedelta(days=3)))
    web.run(web.asked())
    place = next(one for one in web.all(Place) if one.external_id == "service-north")
    return next(one.id for one in web.all(Delivery) if one.view == "digest.week" and one.place_id == place.id)


def test_a_week_can_be_seen_as_a_picture_by_those_who_read_the_channel(web: Web) -> None:
    message = a_week(web)
    path = f"/mira/service-north/picture/{message}.svg"

    assert path in web.get("/mira/service-north").text
    svg, png = web.get(path), web.get(path.replace("svg", "png"))
    assert (svg.headers["content-type"], png.headers["content-type"]) == ("image/svg+xml", "image/png")
    assert "whirlwind: 0, 1, 0, 0 and 0" in svg.text
    assert png.content.startswith(b"\x89PNG")


@pytest.mark.parametrize(
    "path",
    [
        "/petra/service-north/picture/{week}.svg",
        "/petra/sales/picture/{week}.svg",
        "/mira/service-north/picture/{week}.gif",
        "/mira/service-north/picture/{other}.svg",
        "/mira/service-north/picture/nothing.svg",
    ],
)
def test_there_is_no_picture_of_what_is_not_there_or_not_theirs(web: Web, path: str) -> None:
    week = a_week(web)
    other = next(one.id for one in web.all(Delivery) if one.view == "digest.day")
    answer = web.get(path.format(week=week, other=other))

    assert (answer.status_code, NOT_THERE in answer.text) == (404, True)


def test_what_is_asked_on_in_the_browser_is_about_what_was_cited_last(web: Web) -> None:
    asked = web.post("/mira/say", {"key": "k" * 10, "text": "Why do we visit every oven?"})
    followed = web.post("/mira/say", {"key": "k" * 11, "text": "and who owns it?"})
    assert "oven" in asked.text
    assert "oven" in followed.text
    assert "Who for what?" not in followed.text


def test_a_score_file_is_handed_in_by_the_page_and_put_in_force(web: Web) -> None:
    web.press("ines", "editions.open_form")
    page = web.post("/ines/say", {"key": f"{KEY}-say", "text": "new edition"}).text
    assert 'enctype="multipart/form-data"' in page
    assert 'type="file"' in page

    def hands_in(key: str, content: bytes, name: str = "next.yml") -> httpx.Response:
        fields = {"action": "editions.hand_in", "key": key}
        files = {"field.file": (name, content)}
        answer = web.run(web._client.post("/ines/hand-in", data=fields, files=files, headers={"X-Fragment": "1"}))
        web.run(web.stage.outbox.serve(web.stage.example.workspace.id))
        return answer

    standing = web.all(Edition)[-1].source
    said = hands_in(f"{KEY}-1", standing.replace("season: ", "season: New ", 1).encode()).text
    assert "Put it in force" in said
    (waiting,) = web.all(Proposed)
    assert "There is no file." in hands_in(f"{KEY}-2", b"", "").text
    assert hands_in(f"{KEY}-3", b"x" * (2 * LARGEST)).status_code == 413
    assert "It is larger than 1 MB" in hands_in(f"{KEY}-4", b"x" * (LARGEST + 1)).text
    assert "as edition 2" in web.press("ines", "editions.put_in_force", waiting.id, key=f"{KEY}-5").text
