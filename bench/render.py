"""How long the browser's renderer takes for what people see most, beside a floor: escaping the same texts.

Bars: an answer to a check-in within 1.5 ms, and a whole page of three weeks within 40 ms, of one core. What can fail
is how many times the floor they take, since milliseconds of a shared machine are not ours.
"""

import sys
import timeit
from collections.abc import Callable, Sequence
from datetime import timedelta
from functools import partial
from html import escape
from html.parser import HTMLParser
from itertools import count

from bot.web import pages, render
from bot.web.pages import Chat, Day, PlaceHere, Somebody
from bot.web.render import Message, Screen
from handlers.cards import Card, Form
from handlers.views import cast
from handlers.views.examples import examples
from storage.tables import PlaceKind

WEEKS = 3
BARS = {"an answer to a check-in": 1.5, "the form of a check-in": 3.0, "a page of three weeks": 40.0}
"""Milliseconds."""
FLOORS = {"an answer to a check-in": 80, "the form of a check-in": 130, "a page of three weeks": 90}
"""Times the floor; measured 39 to 44, 63 to 72, and 44 to 49."""


class Texts(HTMLParser):
    """All that stands between the tags."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.feed(html)

    def handle_data(self, data: str) -> None:
        self.texts.append(data)


def best(work: Callable[[], object], number: int) -> float:
    """Milliseconds of one run, the best of 20 rounds."""
    return min(timeit.repeat(work, number=number, repeat=20)) / number * 1000


def a_page(invite: Card, feedback: Card) -> Chat:
    """A conversation of three weeks, two messages on each working day."""
    days = []
    for back in range(7 * WEEKS, -1, -1):
        at = cast.NOW - timedelta(days=back)
        if at.weekday() < 5:
            days.append(Day(at.date(), [Message(f"a{back}", at, invite), Message(f"b{back}", at, feedback)]))
    me = Somebody("mira", "Mira", "plans visits")
    return Chat(me, [PlaceHere("mira", "Mira", PlaceKind.DIRECT)], "mira", cast.TODAY, days)


def _escaped(texts: Sequence[str]) -> list[str]:
    return [escape(one) for one in texts]


def main() -> int:
    """Print the figures; 1 when a bar is not met."""
    numbers = count()
    screen = Screen("mira", "mira", PlaceKind.DIRECT, lambda: f"key-{next(numbers):09}")
    shown = examples()
    feedback, invite, form = shown["checkin.feedback"], shown["checkin.invite"], shown["checkin.form"]
    assert isinstance(feedback, Card)
    assert isinstance(invite, Card)
    assert isinstance(form, Form)
    chat = a_page(invite, feedback)
    drawn: dict[str, tuple[Callable[[], str], int]] = {
        "an answer to a check-in": (lambda: render.card(feedback, screen), 20),
        "the form of a check-in": (lambda: render.form(form, screen), 20),
        "a page of three weeks": (lambda: pages.chat(chat, screen.keys), 2),
    }
    met = True
    for name, (draw, number) in drawn.items():
        texts = Texts(str(draw())).texts
        took, floor = best(draw, number), best(partial(_escaped, texts), 100)
        met = met and took <= floor * FLOORS[name]
        print(f"{name}: {took:.2f} ms (bar: {BARS[name]} ms)")
        print(f"  escaping its {len(texts)} texts: {floor:.4f} ms; ratio {took / floor:.0f}")
    return 0 if met else 1


if __name__ == "__main__":
    sys.exit(main())
