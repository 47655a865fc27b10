"""Hostile text in every field of every form, and in whatever else a person can send, stays inert at every door."""

import asyncio
import json
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from html.parser import HTMLParser
from itertools import count, cycle, product
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.catalogue import in_browser, sent_to_teams
from bot.conductor import Played
from bot.console import render as console
from bot.console.receive import Terminal
from bot.console.render import Numbers
from bot.console.send import ConsoleOut
from bot.demo import Stage, browser_application
from bot.teams.receive import SENTENCE
from bot.teams.send import ADAPTIVE
from bot.web import render as web
from bot.web.render import Screen
from bot.web.send import WebOut
from bot.writer import Database
from handlers import ROUTES
from handlers.cards import Card, FieldKind, Form
from handlers.turn import Arrival, Offer
from handlers.views import cast
from handlers.views.examples import examples
from score.words import storable
from storage.tables import Door, PlaceKind
from tests.bot.test_every_button import a_stage, at_teams
from tests.databases import Engines
from tests.pages import Page
from tests.teams_day import within

HOSTILE = {
    "markup": "<script>alert(1)</script><img src=x onerror=alert(1)><a href='javascript:alert(1)'>",
    "ends": "</textarea></select></p></bdi></form></title></script><h1>",
    "attributes": '" onmouseover="alert(1)" \' autofocus onfocus=\'alert(1)',
    "entities": "&lt;b&gt; &#60;i&#62; &amp;amp; <![CDATA[ <?php <!--",
    "terminal": "\x1b[2J\x1b]0;mine\x07\x1b[31mred\x9b31m\x08\x7f",
    "turned": "\u202egnorts\u202c \u2067a\u2069\u2069 \u200f\u061c",
    "nothing to see": "\u200b\u200c\u200d\u2060\ufeff",
    "hidden": "Ca\u200bll Ac\u00adme",
    "long": "long " * 4000,
    "unbroken": "x" * 20_000,
    "nul": "a\x00b",
    "surrogates": "a\ud800b\udfffc",
    "private use": "\ue0000\ue001 \ufdd0 \uffff",
    "slack": "<!channel> <@U012AB3CD> <#C1|x> <https://e.example|here> @here *b* `c`",
    "teams": "<at>everybody</at> **b** [x](https://e.example) @everyone",
    "fluent": '{ $name } { -term } {DAY($day)} { "x" } .attr = y',
    "jinja": "{{ 7 * 7 }} {% for x in y %} {# gone #} ${7*7} %(name)s {0} {name!r}",
    "formula": '=HYPERLINK("https://e.example";"x") +1 -1 @SUM(A1)',
    "query": "'; DROP TABLE person; -- \" OR 1=1 %_",
    "lines": "a\r\nb\u2028c\u2029d\x0be\x0cf\ttab",
    "marks": "Z" + "\u0335\u0321\u035c" * 40,
    "digits": "²",
    "many digits": "9" * 5000,
    "paths": "../../../../etc/passwd",
}
FORMS = {name: shown for name, shown in examples().items() if isinstance(shown, Form)}
ACTIONS = {form.action: [one for one in FORMS.values() if one.action == form.action] for form in FORMS.values()}
"""The forms that each action answers, with every field that one of them has."""
CONVERSATIONS = sorted({action.partition(".")[0] for action in ROUTES})
FAULT = "it was ours"
TYPED = (FieldKind.TEXT, FieldKind.LONG, FieldKind.LINE)
LEADS = ("href", "src", "action", "formaction", "srcdoc", "style")


class Seen(HTMLParser):
    """The elements of what a browser was sent, in order, each with the names of its attributes."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, tuple[str, ...]]] = []
        self.leads: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, tuple(sorted(name for name, _ in attrs))))
        self.leads += [value or "" for name, value in attrs if name in LEADS]


OURS = {tag for shown in examples().values() for tag, _ in Seen(str(in_browser(shown))).elements} | {"template"}
"""Every element that the examples are made of, and the one that tells a page to close its form."""


def is_inert_html(html: str) -> None:
    """No element or attribute that is none of ours, and nothing that leads anywhere else."""
    html.encode()
    seen = Seen(html)
    names = {name for _, names in seen.elements for name in names}
    assert not {name for name in names if name.startswith("on") or name in ("style", "srcdoc", "autofocus")}
    assert {tag for tag, _ in seen.elements} <= OURS
    assert all(lead.startswith(("/", "#")) for lead in seen.leads), seen.leads


def is_inert_text(text: str) -> None:
    """Nothing that a terminal obeys, and nothing that turns the direction of writing round."""
    text.encode()
    obeyed = {mark for mark in text if unicodedata.category(mark) == "Cc" and mark != "\n"}
    assert not obeyed, obeyed
    assert not re.search("[\u202a-\u202e\u2066-\u2069]", text)


def as_html(played: Played, typed: Mapping[str, str]) -> str:
    """What a browser is sent for an answer; its own forms cannot post lone surrogates."""
    typed = {name: storable(said) for name, said in typed.items()}
    numbers = count()
    screen = Screen("mira", "mira", PlaceKind.DIRECT, lambda: f"{next(numbers):032x}")
    if isinstance(played.drawn, Card):
        return str(web.card(played.drawn, screen))
    if isinstance(played.drawn, Form):
        return str(web.form(played.drawn, screen, typed if played.notes else {}, played.notes))
    return str(web.offer(played.drawn, screen)) if isinstance(played.drawn, Offer) else ""


def as_text(played: Played) -> str:
    """What a terminal shows of it."""
    if isinstance(played.drawn, Card):
        return console.message(played.drawn, PlaceKind.DIRECT, "en", Numbers())
    if isinstance(played.drawn, Form):
        notes = [console.words(note, "en") for note in played.notes.values()]
        return "\n".join([console.form(played.drawn, "en"), *notes])
    return console.offer(played.drawn, "en") if isinstance(played.drawn, Offer) else ""


class Hall:
    """The cast of the examples at one door, where anything can be sent."""

    def __init__(self, database: Database) -> None:
        self.stage: Stage = a_stage(database, Door.CONSOLE, ConsoleOut())
        self._runner = asyncio.Runner()
        self._keys = count()

    def plays(
        self,
        action: str,
        *,
        text: str = "",
        value: str = "",
        place: str = "mira",
        fields: Mapping[str, str] | None = None,
    ) -> Played:
        """Send it as a door would; what went wrong on our side is a failure."""
        here = self.stage.example.connection.id
        arrival = Arrival(f"key-{next(self._keys)}", here, "mira", place, action, text, value, fields or {})
        played = self._runner.run(self.stage.conductor.play(arrival))
        assert played.answer.view != "home.our_fault", (action, value[:40], fields)
        return played

    def close(self) -> None:
        """Send what was planned meanwhile, and let go of the loop."""
        self._runner.run(self.stage.outbox.serve(self.stage.example.workspace.id))
        self._runner.close()


@pytest.fixture
def hall(sqlite_engines: Engines) -> Iterator[Hall]:
    database = Database(sqlite_engines.writer.url)
    made = Hall(database)
    yield made
    made.close()
    database.close()


def test_every_form_that_can_be_handed_in_is_tried() -> None:
    handed_in = {name for name in ROUTES if name.rpartition(".")[2] in ("hand_in", "hand_in_draft", "pick", "pass_on")}

    assert handed_in - {"checkin.hand_in_draft"} <= ACTIONS.keys()
    assert ROUTES.keys() >= ACTIONS.keys()


# Forms


def filled(form: Form, text: str, names: Iterable[str]) -> Iterator[dict[str, str]]:
    """The form with `text` in one of the fields `names` after the other, and in all of its fields."""
    stands = {one.name: str(one.value or "") for one in form.fields} | dict(form.about)
    if "task1" in stands:
        stands["task1"] = "Ring Mill Lane"
    for name in names:
        yield stands | {name: text}
    yield {name: text for name in stands}


def new_fields(forms: Sequence[Form]) -> Iterator[tuple[Form, list[str]]]:
    """Each of these forms of one action, with those of its fields that none before it has."""
    known: set[str] = set()
    for form in forms:
        names = [one.name for one in form.fields]
        yield form, [name for name in names if name not in known]
        known |= set(names)


@pytest.mark.parametrize("name", FORMS)
def test_a_form_with_what_was_typed_has_the_same_elements_whatever_it_was(name: str) -> None:
    form = FORMS[name]
    for text in HOSTILE.values():
        hostile, plain = (
            Seen(shown_again(form, dict.fromkeys((one.name for one in form.fields), said))) for said in (text, "p")
        )
        assert hostile.elements == plain.elements, text


def shown_again(form: Form, typed: Mapping[str, str]) -> str:
    numbers = count()
    return str(web.form(form, Screen("mira", "mira", PlaceKind.DIRECT, lambda: f"{next(numbers):032x}"), typed))


@pytest.mark.parametrize("action", ACTIONS)
def test_whatever_is_handed_in_is_answered_in_words(hall: Hall, action: str) -> None:
    for form, names in new_fields(ACTIONS[action]):
        for text in HOSTILE.values():
            for given_ in filled(form, text, names):
                answer = hall.plays(action, fields=given_)
                is_inert_html(as_html(answer, given_))
                is_inert_text(as_text(answer))


@pytest.mark.parametrize("action", ACTIONS)
def test_a_browser_is_answered_in_words(sqlite_engines: Engines, action: str) -> None:
    """Every text in every form, and in each of its fields alone one text, always another."""
    database = Database(sqlite_engines.writer.url)
    out = WebOut()
    app = browser_application(a_stage(database, Door.WEB, out), out)
    texts, keys = cycle(HOSTILE.values()), count()

    async def post(page: Page, form: Form, fields: Mapping[str, str]) -> None:
        n = next(keys)
        sent = {name: said.encode("utf-8", "replace").decode() for name, said in fields.items()}
        posted = {f"field.{one.name}": sent[one.name] for one in form.fields if one.name in sent}
        posted |= {f"about.{key}": sent[key] for key in form.about}
        posted |= {"key": f"{n:032x}", "action": action, "here": "mira"}
        answer = await page.post("/mira/hand-in", posted, fragment=bool(n % 2))
        assert answer.status_code in (200, 303, 413), (answer.status_code, answer.text[:200])
        if answer.status_code == 200 and n % 2:
            assert FAULT not in answer.text
            is_inert_html(answer.text)

    async def post_all() -> None:
        page = Page(app)
        for form in ACTIONS[action]:
            for text in HOSTILE.values():
                for fields in filled(form, text, ()):
                    await post(page, form, fields)
            for name in (one.name for one in form.fields):
                await post(page, form, next(filled(form, next(texts), [name])))
        await page.close()

    asyncio.run(post_all())
    database.close()


@pytest.mark.parametrize("action", ACTIONS)
def test_a_terminal_is_answered_in_words(sqlite_engines: Engines, action: str) -> None:
    """Every text in every form, another one in each of its fields; in every second round only where words are typed."""
    database = Database(sqlite_engines.writer.url)
    out = ConsoleOut()
    stage = a_stage(database, Door.CONSOLE, out)
    written: list[str] = []

    async def type_all() -> None:
        terminal = Terminal(stage, out, written.append)
        assert await terminal.sit_down(stage.example.connection, stage.example.workspace, "mira")
        for form in ACTIONS[action]:
            texts, typed, only_words = cycle(HOSTILE.values()), set[str](), False
            while len(typed) < len(HOSTILE):
                terminal.show(form, cast.NOW)
                for one in form.fields:
                    text = next(texts) if not only_words or one.kind in TYPED else ""
                    typed |= {text} - {""}
                    await terminal.line(text)
                await terminal.line("/later")
                only_words = not only_words and any(one.kind in TYPED for one in form.fields)
        for said in written:
            is_inert_text(said)
            assert FAULT not in said

    asyncio.run(type_all())
    database.close()


KINDS = {one["type"] for shown in examples().values() for one in within(sent_to_teams(shown)) if "type" in one}
"""Every element of Teams' that the examples are made of."""


def is_inert_at_teams(said: Mapping[str, Any]) -> None:
    """No element that is none of ours, nobody mentioned, and nothing that a client would read as a link or a date."""
    assert not any(one.get("type") == "mention" for one in said.get("entities", ()))
    assert {one["type"] for one in within(said) if "type" in one} <= KINDS | {"message", ADAPTIVE, SENTENCE}
    marked = [one["text"] for one in within(said) if one.get("type") in ("TextBlock", "message") and "text" in one]
    marked += [one[name] for one in within(said) for name in ("title", "label") if isinstance(one.get(name), str)]
    for text in marked:
        assert not re.search(r"(?<!\\)\]\(|<at>|<[a-z!]|\{\{", text), text
    json.dumps(said, ensure_ascii=False).encode()


@pytest.mark.parametrize("action", ACTIONS)
def test_teams_is_answered_in_words(sqlite_engines: Engines, action: str) -> None:
    """Every text in every form, and in each of its fields alone one text, always another."""
    database, texts = Database(sqlite_engines.writer.url), cycle(HOSTILE.values())

    async def press_all() -> None:
        async with at_teams(database) as mira:
            for form in ACTIONS[action]:
                every = [fields for text in HOSTILE.values() for fields in filled(form, text, ())]
                each = [next(filled(form, next(texts), [one.name])) for one in form.fields]
                for fields in (*every, *each):
                    sent = {name: said.encode("utf-8", "replace").decode() for name, said in fields.items()}
                    about = {name: sent.pop(name) for name in form.about if name in sent}
                    for said in await mira.presses({"form": action, "about": about, **sent}):
                        assert FAULT not in str(said)
                        is_inert_at_teams(said)

    asyncio.run(press_all())
    database.close()


# Whatever else can be sent


@pytest.mark.parametrize("conversation", CONVERSATIONS)
def test_whatever_is_sent_to_an_action_is_answered_in_words(hall: Hall, conversation: str) -> None:
    """Every text to every action: as all that it can be given, or as its value alone and in a channel."""
    of_it = [action for action in ROUTES if action.partition(".")[0] == conversation]
    for n, (action, text) in enumerate(product(of_it, HOSTILE.values())):
        fields = dict.fromkeys(("task", "line", "day", "blocker", "sitting", "option", "nudge"), text)
        if (n + of_it.index(action)) % 2:
            sent = hall.plays(action, text=text, value=text, fields=fields)
        else:
            sent = hall.plays(action, text=text, value=f"{text} {text} right", place="service-north")
        is_inert_html(as_html(sent, fields))
        is_inert_text(as_text(sent))


@pytest.mark.parametrize("text", HOSTILE.values(), ids=list(HOSTILE))
def test_whatever_is_typed_at_a_terminal_is_answered_in_words(sqlite_engines: Engines, text: str) -> None:
    database = Database(sqlite_engines.writer.url)
    out = ConsoleOut()
    stage = a_stage(database, Door.CONSOLE, out)
    written: list[str] = []

    async def type_all() -> None:
        terminal = Terminal(stage, out, written.append)
        assert await terminal.sit_down(stage.example.connection, stage.example.workspace, "mira")
        for begins in ("", "today: ", "ask ", "off on ", "/me ", "/until ", "/", "tomorrow: "):
            assert await terminal.line(begins + text)
            await terminal.line("1")
            await terminal.line("/later")
        for said in written:
            is_inert_text(said)
            assert FAULT not in said

    asyncio.run(type_all())
    database.close()


MESS = st.text(st.one_of(st.characters(), st.sampled_from("<>&\"'{}[]()@#*_~`|=\x1b\x00\u202e\ud800\n ")), max_size=80)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow], deadline=None)
@given(st.sampled_from(sorted(FORMS)), st.lists(MESS, min_size=12, max_size=12))
def test_any_mess_in_any_form_is_inert(hall: Hall, name: str, texts: list[str]) -> None:
    form = FORMS[name]
    fields = {one.name: text for one, text in zip(form.fields, texts, strict=False)} | dict(form.about)
    played = hall.plays(form.action, fields=fields)

    is_inert_html(as_html(played, fields))
    is_inert_text(as_text(played))
