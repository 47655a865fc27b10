"""All that can be said, on every door, as one page: documentation, and what the golden tests compare."""

import json
from collections.abc import Iterator
from html import escape
from itertools import count

from markupsafe import Markup

from bot.console import render as console
from bot.console.render import Numbers
from bot.slack import drawn as slack_drawn
from bot.slack import render as slack
from bot.slack.render import Block
from bot.teams import drawn as teams_drawn
from bot.teams import render as teams
from bot.teams.texts import Element
from bot.web import pages
from bot.web import render as web
from bot.web.render import Message, Screen
from handlers.cards import Card, Form, values_in
from handlers.turn import Drawn
from handlers.views import cast
from handlers.views.examples import examples
from prompts import Filled, phrase, plain
from storage.tables import PlaceKind, Privacy


def where(shown: Drawn) -> PlaceKind:
    """The most public place in which an example may stand."""
    private = {value.privacy for value in values_in(shown)} & {Privacy.PERSON, Privacy.OWNERS, Privacy.NOBODY}
    return PlaceKind.DIRECT if private or not isinstance(shown, Card) else PlaceKind.CHANNEL


def in_terminal(shown: Drawn) -> str:
    """An example as the terminal shows it."""
    if isinstance(shown, Card):
        return console.message(shown, where(shown), "en", Numbers())
    if isinstance(shown, Form):
        return console.form(shown, "en")
    return console.offer(shown, "en")


def in_browser(shown: Drawn) -> Markup:
    """An example as the browser shows it."""
    keys = (f"key-{n:04}" for n in count())
    screen = Screen("mira", "mira", where(shown), lambda: next(keys))
    if isinstance(shown, Card):
        return web.message(Message("example", cast.NOW, shown), screen)
    if isinstance(shown, Form):
        return web.form(shown, screen)
    return web.offer(shown, screen)


def in_slack(shown: Drawn) -> str:
    """An example as Slack is sent it: one block a row, and of a form what stands around them."""
    sent = _sent(shown)
    around = {key: value for key, value in sent.items() if key != "blocks"}
    return "\n".join(json.dumps(one, ensure_ascii=False) for one in (around, *sent.get("blocks", ())))


def _sent(shown: Drawn) -> Block:
    if isinstance(shown, Card):
        message = slack.message(shown, where(shown), "en")
        return {"text": message.text, "blocks": message.blocks}
    return slack.modal(shown, "en", private="{}") if isinstance(shown, Form) else slack.options(shown, "en")


def drawn_as_slack(shown: Drawn) -> Markup:
    """What Slack is sent of an example, drawn."""
    sent = _sent(shown)
    if isinstance(shown, Card):
        return slack_drawn.message(sent, "Concertmaster", cast.NOW.strftime("%H:%M"))
    return slack_drawn.modal(sent) if isinstance(shown, Form) else slack_drawn.offered(sent)


def sent_to_teams(shown: Drawn) -> Element:
    """An example as Teams is sent it: a message with its card, or the card of a form, which has all that is offered."""
    if isinstance(shown, Form):
        return {"card": teams.form(shown, "en", private="{}")}
    if not isinstance(shown, Card):
        return {}
    message = teams.message(shown, where(shown), "en")
    around = {"text": message.text, "entities": message.entities, "channelData": message.channel_data}
    return {**{key: value for key, value in around.items() if value}, "card": message.card}


def drawn_as_teams(shown: Drawn) -> Markup:
    """What Teams is sent of an example, drawn; nothing of what it is not sent."""
    sent = sent_to_teams(shown)
    return teams_drawn.message(sent) if sent else Markup("")


def in_teams(shown: Drawn) -> str:
    """The same as text: one element a row, then the buttons below them, and what stands around the card."""
    sent = sent_to_teams(shown)
    card = sent.get("card", {})
    around = {key: value for key, value in sent.items() if key != "card"} | {
        key: value for key, value in card.items() if key not in ("body", "actions", "$schema")
    }
    rows = (around, *card.get("body", ()), *card.get("actions", ()))
    return "\n".join(json.dumps(one, ensure_ascii=False) for one in rows)


LAYOUT = """
.page { padding: 24px; }
.doors { display: grid; grid-template-columns: repeat(3, minmax(0, 1fr)); gap: 28px; align-items: start; }
@media (max-width: 1200px) { .doors { grid-template-columns: minmax(0, 1fr); } }
.kit-frame:empty { display: none; }
pre { font: 12.5px/18px var(--mono); white-space: pre-wrap; background: var(--sunken); padding: 16px; }
"""


def page() -> str:
    """The page: each view in the browser, in Slack and in Teams beside each other; below, folded, in a terminal and as
    it is sent.
    """
    style = "\n".join([*(pages.asset(name).decode() for name in ("look.css", "block_kit.css")), LAYOUT])
    title = _said(phrase("web.catalogue"))
    return "".join(
        [
            "<!doctype html><html lang=en><meta charset=utf-8>",
            "<meta name=viewport content='width=device-width, initial-scale=1'>",
            f"<title>{title}</title><style>{style}</style><div class=page><h1>{title}</h1>",
            *_entries(),
            "</div></html>",
        ]
    )


def _said(filled: Filled) -> str:
    return escape(plain(filled))


def _entries() -> Iterator[str]:
    for name, shown in examples().items():
        # Two forms on one page would share their fields' ids; each stands in a frame of its own here.
        yield f"<section><h2 class=h3><code>{escape(name)}</code></h2><div class=doors>"
        yield f"<div>{in_browser(shown)}</div><div class='kit kit-frame'>{drawn_as_slack(shown)}</div>"
        yield f"<div class='kit kit-teams kit-frame'>{drawn_as_teams(shown)}</div></div>"
        sent = (
            ("Terminal", in_terminal(shown)),
            ("Sent to Slack", in_slack(shown)),
            ("Sent to Teams", in_teams(shown)),
        )
        for door, said in sent:
            yield f"<details><summary>{door}</summary><pre>{escape(said)}</pre></details>"
        yield "</section>"
