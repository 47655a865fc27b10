"""The README's day: one day of the example as somebody plays it in a terminal, made by playing it.

`make pictures` writes it into README.md; a test holds what stands there to what is played.
"""

import asyncio
import re
import sys
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta
from itertools import groupby, pairwise
from pathlib import Path

from bot.company import Company
from bot.conductor import Conductor
from bot.console.receive import Terminal
from bot.console.send import ConsoleOut
from bot.outbox import Outbox
from bot.ports import MovedClock, chance
from bot.script import morning
from bot.stage import Stage, set_up
from storage.tables import Door

README = Path(__file__).parents[1] / "README.md"
BEGIN, END = "<!-- begin: docs/readme_day.py -->\n", "<!-- end -->\n"

LEFT_OUT = "  ..."
REPEATED = 2
"""So many lines that were read before, one after the other, are left out; one alone still says where we are."""

DAY = date(2027, 3, 10)

TYPED = (
    # What comes back of a lesson that Ruth sent two weeks ago.
    "[Answer]",
    "2",
    # Mira's morning: yesterday's one thing is done, two are new, and something is in the way.
    "check in",
    *("done", "Book the Old Granary visit", "Sort the van leasing papers", ""),
    *("Keys to the Mill Lane bakery: nobody answers", "y", "4", ""),
    "[That is it]",
    "Why do we visit before the agreement ends?",
    # Tomas reads how the day went.
    "/me tomas",
    "/until 16:30",
    "digest",
)
"""What is typed, line by line. A form asks one thing a line; an empty line keeps what stands there. What stands in
brackets is pressed: the number of the last button that is called so is typed."""


class Steady:
    """A clock that moves by a moment each time it is read, so that the day reads the same on a slow machine."""

    def __init__(self) -> None:
        self._now = morning()

    def now(self) -> datetime:
        """A millisecond after the last time."""
        self._now += timedelta(milliseconds=1)
        return self._now


async def played(store: Path) -> str:
    """All that stands on the screen of who types this; the example's store is made when it is not there."""
    out = ConsoleOut()
    stage = _steady(await set_up(store, Door.CONSOLE, out, fresh=False), out)
    try:
        await stage.move_to(morning(DAY))
        screen: list[str] = []
        terminal = Terminal(stage, out, screen.append)
        await terminal.sit_down(stage.example.connection, stage.example.workspace, "mira")
        shown = [_sat_down(screen, presses=_is_button(TYPED[0]))]
        for said_of, then in pairwise((*TYPED, "")):
            typed = _number(said_of, screen) if _is_button(said_of) else said_of
            screen.clear()
            before, asked = terminal.prompt, terminal.asks
            await terminal.line(typed)
            said = screen
            if typed.startswith("/me"):
                said = _sat_down(screen, presses=_is_button(then))
            elif typed.startswith("/"):
                said = [LEFT_OUT, screen[-1]]
            apart = "" if asked or typed.startswith("/") else "\n"
            shown.append([f"{apart}{before}{typed}", *said])
    finally:
        stage.database.close()
    return "\n".join(text for texts in shown for text in texts)


def _is_button(typed: str) -> bool:
    return typed.startswith("[")


def _number(button: str, screen: Sequence[str]) -> str:
    """The number of the last button on the screen that is called so."""
    found: list[str] = re.findall(rf"\[(\d+)\]\*?\s{re.escape(button[1:-1])}\b", "\n".join(screen))
    return found[-1]


def _sat_down(texts: Sequence[str], *, presses: bool) -> list[str]:
    """Where we are; of what stood there the last message, if something on it is pressed next."""
    return [texts[0], *texts[-2:]] if presses else [texts[0].splitlines()[1]]


def _steady(stage: Stage, out: ConsoleOut) -> Stage:
    clock = MovedClock(morning(), Steady())
    conductor = Conductor(stage.database, clock, chance())
    outbox = Outbox(stage.database, clock, {stage.example.connection.id: out})
    conductor.changed = outbox.wake
    company = Company(stage.example, conductor, outbox, clock)
    return Stage(stage.database, conductor, outbox, clock, stage.example, company)


def without_repeats(screen: str) -> str:
    """The same with `...` for each run of lines that were read before."""
    read: set[str] = set()
    kept: list[str] = []
    for again, run in groupby(_lines(screen, read), key=lambda one: one[1]):
        lines = [line for line, _ in run]
        said = [line for line in lines if line]
        if again and len(said) >= REPEATED:
            lines = [LEFT_OUT, ""] if not lines[-1] else [LEFT_OUT]
        kept += lines
    return "\n".join(_one_blank(kept)).strip("\n")


def _lines(screen: str, read: set[str]) -> Iterator[tuple[str, bool]]:
    """Each line, and whether it was read before; a blank one goes with the line before it."""
    again = False
    for line in screen.splitlines():
        # Who speaks, at which hour, and what was typed is never a repetition.
        again = again if not line else line in read and line.startswith(" ")
        read.add(line)
        yield line.rstrip(), again


def _one_blank(lines: Iterable[str]) -> Iterator[str]:
    before = ""
    for line in lines:
        if line or before:
            yield line
        before = line


def transcript() -> str:
    """The day, played in a folder of its own."""
    with tempfile.TemporaryDirectory() as folder:
        return without_repeats(asyncio.run(played(Path(folder) / "chat.db")))


def written_in(readme: str, day: str) -> str:
    """The README with this day between its two marks. Raises ValueError when it has not both of them."""
    before, begin, rest = readme.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise ValueError(f"README.md has no {BEGIN.strip()} with {END.strip()} after it.")
    return f"{before}{BEGIN}```text\n{day}\n```\n{END}{after}"


if __name__ == "__main__":
    if "--show" in sys.argv:
        sys.stdout.write(transcript() + "\n")
    else:
        README.write_text(written_in(README.read_text("utf-8"), transcript()), "utf-8")
