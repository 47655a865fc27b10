"""Every play in the browser: what people do is posted from their pages, what is said is read off what stands there.

Each has their own page open, and one of each channel stands open too; what comes to them by itself is an event, and
what answers a press is a fragment, which a page puts into itself as its script does.
"""

import html
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AsyncExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

import pytest
from sqlalchemy import URL

from bot.conductor import Conductor
from bot.demo import browser_application
from bot.example import Example
from bot.outbox import Outbox
from bot.ports import MovedClock, fresh_key
from bot.stage import Stage as Demo
from bot.web.send import WebOut
from handlers import understand_command
from prompts import phrase, plain
from storage.tables import Connection, Door
from tests.conversations.doors import DoorStage, Manners, perform_at, picked, zone_of
from tests.conversations.test_plays import PLAYS
from tests.databases import Engines
from tests.orchestra import START, Orchestra, Player, StoppedClock
from tests.orchestra import shown as as_terminal
from tests.pages import Forms, Listener, Page, PostForm

MANNERS: Manners = {}
"""A browser says all in the manner in which a terminal does."""


TONES = {plain(phrase("web.stuck")): "stuck:", plain(phrase("web.won")): "a win:"}
"""What a page says below what somebody wrote, where a terminal says it before: that they are stuck, or have won."""


class MovedByHand(StoppedClock, MovedClock):
    """The demo's clock, standing until a page moves it on."""

    def move_to(self, instant: datetime) -> None:
        """Go on to `instant`."""
        self.at = max(self.at, instant)


class InBrowser(Orchestra):
    """An organisation behind the demo's pages."""

    def __init__(self, url: str | URL) -> None:
        super().__init__(url)
        self.clock: MovedByHand = MovedByHand(START)
        self.conductor = Conductor(self.database, self.clock, self.chance)
        own, out = self.moment().id(), WebOut()
        self.connection = Connection(id=own, workspace_id=self.workspace.id, door=Door.WEB, external_id="demo")
        self.keep(self.connection)
        self.outbox = Outbox(self.database, self.clock, {self.connection.id: out})
        example = Example(self.workspace, self.connection)
        self.app = browser_application(Demo(self.database, self.conductor, self.outbox, self.clock, example), out)
        self.page, self.open_for = Page(self.app), AsyncExitStack()
        self.clocked = 0
        """How often each open page was told of the clock and has not heard of it yet."""

    def close(self) -> None:
        """Close the pages, and let go of the database."""
        self.run(self.open_for.aclose())
        self.run(self.page.close())
        super().close()

    def goes_to(self, instant: datetime) -> None:
        """Move the clock on by its own buttons; a play may begin before it was set."""
        self.clock.at = min(self.clock.at, instant)
        self.moves_clock(instant.isoformat())
        self.send()

    def moves_clock(self, to: str) -> None:
        """Post what the clock's buttons post."""
        first = self.all_players()[0]
        assert self.run(self.page.post("/clock", {"me": first, "to": to})).status_code == 200
        self.clocked += 1

    def all_players(self) -> list[str]:
        """Whom the pages know, in the order in which they came."""
        found = re.findall(r'href="/([a-z]+)"', self.run(self.page.get("/")).text)
        return list(dict.fromkeys(found))


@dataclass
class Article:
    """One message as it stands on a page: what can be read of it, and of each message in its thread."""

    markup: str
    text: str
    thread: Sequence[str]


@dataclass
class Tab:
    """One page that is open."""

    name: str
    listener: Listener
    articles: dict[str, Article] = field(default_factory=dict)


def readable(markup: str) -> str:
    """What can be read of some markup, in the order in which a terminal says it."""
    for below, before in TONES.items():
        quoted = rf'(<p class="theirs"[^>]*>)([^<]*</p><footer>(?:<svg.*?</svg>)?)<b>{re.escape(below)}</b>'
        markup = re.sub(quoted, rf"\1{before} \2", markup)
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", markup)).split())


def articles_of(markup: str) -> Iterator[tuple[str, Article]]:
    """Each message of ours in some markup, by its name."""
    for id, classes, inside in re.findall(r'<article id="([^"]+)" class="([^"]+)"[^>]*>(.*?)</article>', markup, re.S):
        own, _, below = inside.partition('<ul class="thread">')
        thread = [readable(one) for one in below.split('<li><span class="hour">')[1:]]
        if "own" not in classes.split():
            yield id, Article(inside, readable(own), thread)


def sheet_of(markup: str) -> str:
    """The form that opens with some markup; empty where none does."""
    found = re.search(r'<section id="sheet".*?</section>', markup, re.S)
    return found[0] if found else ""


class BrowserStage(DoorStage):
    """One play as it goes on in browsers."""

    def __init__(self, day: InBrowser, time_zone: str) -> None:
        super().__init__(day, time_zone)
        self.at = day
        self._tabs: dict[str, Tab] = {}
        self._sheets: dict[str, str] = {}
        """The form that stands open for somebody."""

        self._heard_of: dict[tuple[str, ...], tuple[str, str, str]] = {}
        """What was shown since the last direction, by its tab and its name there: however often, it is heard once."""

    # What people do

    def writes(self, player: Player, text: str, team: str = "") -> None:
        """What is typed below a conversation."""
        where = self._handle_or_own(player, team)
        form = next(one for one in self._forms(player, team) if one.action.endswith("/say"))
        self._posts(player, where, form.action, {**form.fields, "key": fresh_key(), "text": text})

    def presses(self, player: Player, label: str, team: str = "") -> None:
        """The newest button of the page with that label, or the newest choice beside a task."""
        where = self._handle_or_own(player, team)
        stand = list(articles_of(self._page(player, team))) if team else list(self._tabs[where].articles.items())
        for _, article in reversed(stand):
            for form in Forms(article.markup).forms:
                for name, value, said in (*form.buttons, *form.choices):
                    if name == "press" and said.startswith(label):
                        pressed = " ".join([fresh_key(), *value.split(" ", 1)[1:]])
                        self._posts(player, where, form.action, {**form.fields, name: pressed})
                        return
        raise AssertionError(f"{player.handle} sees no button {label}")

    def fills(self, player: Player, typed: Sequence[str]) -> None:
        """The sheet that is open; what nothing is filled in for is empty, whatever stood there."""
        sheet = self._sheets[player.handle]
        form = Forms(sheet).forms[0]
        names = [one for one in form.fields if one.startswith("field.")]
        given = dict.fromkeys(names, "")
        given |= {name: self._filled(sheet, form, name, words) for name, words in zip(names, typed, strict=False)}
        self._hands_in_sheet(player, {**form.fields, **given})

    def _filled(self, sheet: str, form: PostForm, name: str, words: str) -> str:
        options = [(value, label) for of, value, label in form.choices if of == name]
        if options:
            return " ".join(options[at][0] for at in picked([label for _, label in options], words))
        offers = re.search(rf'<div class="picker" data-from="([^"]+)">\s*<input[^>]* name="{re.escape(name)}"', sheet)
        if not offers or not words:
            return words
        offered = self.at.run(self.at.page.get(f"{html.unescape(offers[1])}&q={words}")).text
        return str(re.findall(r'data-value="([^"]+)"', offered)[0])

    def _hands_in_sheet(self, player: Player, fields: Mapping[str, str]) -> None:
        self._posts(player, player.handle, f"/{player.handle}/hand-in", fields)

    def checks_in(self, player: Player, fields: Mapping[str, str], day: date | None) -> None:
        """The sheet that opens for who writes that they check in; one of another day was open since then."""
        page = next(one for one in self._forms(player) if one.action.endswith("/say"))
        asked = {**page.fields, "key": fresh_key(), "text": "check in"}
        sheet = sheet_of(self.at.run(self.at.page.post(page.action, asked)).text)
        form = Forms(sheet).forms[0]
        given = {name: "" for name in form.fields if name.startswith("field.")}
        assert {f"field.{name}" for name in fields} <= given.keys()
        about = {"about.day": day.isoformat()} if day else {}
        self._hands_in_sheet(player, {**form.fields, **given, **{f"field.{n}": v for n, v in fields.items()}, **about})

    def commands(self, player: Player, command: str, text: str) -> None:
        """There are no commands: the words that ask for the same."""
        self.writes(player, understand_command(command, text, "en")[1])

    def nominates(self, player: Player, author: Player, written: str) -> None:
        """No page shows what people write to each other, so that nothing can be chosen of it, and no words ask for it.

        It is done at the door where that message stands, and answered there; what it leads to is on the pages.
        """
        fields = {"author": author.handle, "message": written}
        player.does("nominations.ask", value=written, fields=fields)
        assert player.said is not None
        how = "answers" if player.said.answer.view != "checkin.form" else "opens for"
        self._said.append((how, player.person.name, as_terminal(player.said)))

    def _handle_or_own(self, player: Player, team: str) -> str:
        return team or player.handle

    def _page(self, player: Player, team: str = "") -> str:
        answer = self.at.run(self.at.page.get(f"/{player.handle}/{team or player.handle}"))
        assert answer.status_code == 200
        return answer.text

    def _forms(self, player: Player, team: str = "") -> list[PostForm]:
        return Forms(self._page(player, team)).forms

    def _posts(self, player: Player, where: str, path: str, fields: Mapping[str, str]) -> None:
        answer = self.at.run(self.at.page.post(path, fields))
        assert answer.status_code == 200, answer.text
        for id, article in articles_of(answer.text):
            self._shows(self._tabs[where], id, article, player)
        if sheet := sheet_of(answer.text):
            self._sheets[player.handle] = sheet
            self._said.append(("opens for", player.person.name, readable(sheet)))
        for note in re.findall(r"<div data-notice.*?</div>\s*</div>", answer.text, re.S):
            self._said.append(("answers", player.person.name, readable(note)))
        self.at.send()

    # What is heard

    def _before(self) -> None:
        """Open the pages that are not open yet."""
        for player in self._players.values():
            self._opens(player.handle, player.person.name, player)
        for team in self.at.teams():
            # Somebody of the team is in its channel, as is nobody who only writes the score.
            self._opens(team.handle, f"#{team.handle}", next(iter(self._players.values())))

    def _opens(self, handle: str, name: str, of: Player) -> None:
        if handle in self._tabs:
            return
        page = self.at.run(self.at.page.get(f"/{of.handle}/{handle}"))
        assert page.status_code == 200, handle
        events = re.search(r'data-events="([^"]+)"', page.text)
        assert events
        listener = Listener(self.at.app, html.unescape(events[1]))
        self.at.run(self.at.open_for.enter_async_context(listener))
        self._tabs[handle] = Tab(name, listener, dict(articles_of(page.text)))

    def _after(self, player: Player | None) -> None:
        self.at.send()
        # The clock is told last, to all: whatever came before it has come.
        self.at.moves_clock("")
        for handle, tab in self._tabs.items():
            self._listens(handle, tab)
        self.at.clocked = 0
        self._said += self._heard_of.values()
        self._heard_of = {}

    def _listens(self, handle: str, tab: Tab) -> None:
        left = self.at.clocked
        while left:
            event = self.at.run(tab.listener.next())
            left -= event.startswith(("event: clock", "event: reload"))
            if event.startswith("event: reload"):
                self._looks_again(handle, tab)
            elif event.startswith("event: message"):
                for id, article in articles_of(event.replace("data: ", "")):
                    self._shows(tab, id, article)

    def _looks_again(self, handle: str, tab: Tab) -> None:
        """A page looks again at all that it shows: what is new on it is heard, what a new day has changed is not."""
        page = self.at.run(self.at.page.get(f"/{tab.listener.path.split('/')[1]}/{handle}")).text
        for id, article in articles_of(page):
            if id in tab.articles:
                tab.articles[id] = article
            else:
                self._shows(tab, id, article)

    def _shows(self, tab: Tab, id: str, article: Article, answers: Player | None = None) -> None:
        """A page shows a message, in the place of what stood there by that name or below all others."""
        before = tab.articles.get(id)
        tab.articles[id] = article
        if before is None and answers and id.startswith("answer-"):
            self._said.append(("answers", answers.person.name, article.text))
        elif before is None:
            self._hears((tab.name, id), "to", tab.name, article.text)
        elif before.text != article.text or before.thread == article.thread:
            self._hears((tab.name, id), "changes for", tab.name, article.text)
        stood = before.thread if before else ()
        for n, one in enumerate(article.thread):
            if n >= len(stood):
                self._hears((tab.name, id, str(n)), "to", tab.name, one)
            elif one != stood[n]:
                self._hears((tab.name, id, str(n)), "changes for", tab.name, one)

    def _hears(self, name: tuple[str, ...], how: str, whose: str, text: str) -> None:
        first = self._heard_of.get(name, (how, whose, text))
        self._heard_of[name] = (first[0], whose, text)


@contextmanager
def in_browser(url: str | URL) -> Iterator[InBrowser]:
    made = InBrowser(url)
    try:
        yield made
    finally:
        made.close()


@pytest.mark.parametrize("play", PLAYS, ids=lambda path: path.stem)
def test_a_play_in_the_browser(play: Path, sqlite_engines: Engines) -> None:
    with in_browser(sqlite_engines.writer.url) as day:
        perform_at(BrowserStage(day, zone_of(play)), play, MANNERS)
