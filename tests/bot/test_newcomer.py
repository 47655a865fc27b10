"""Somebody's first check-in, from the prompt to the feedback, costs eight presses and three typed lines at most."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import time

from sqlalchemy import URL

from bot.console.receive import Terminal
from bot.console.send import ConsoleOut
from bot.example import Example
from bot.ports import MovedClock
from bot.stage import Stage
from tests.databases import Engines
from tests.orchestra import Orchestra, Player, orchestra

TASKS = ["Call every harbour on the north quay", "Sort the van papers", "Ring the mill"]
PRESSES, LINES = 8, 3


@contextmanager
def at_the_terminal(url: str | URL) -> Iterator[tuple[Orchestra, Player, Terminal, list[str]]]:
    """Ada before her first check-in, at a terminal, and what is written on it."""
    with orchestra(url) as day:
        day.plays_from()
        ada: Player = day.player("Ada", team=day.team("Field", part="field"))
        day.local(ada, time(9))
        written: list[str] = []
        clock, played = MovedClock(day.clock.now(), day.clock), Example(day.workspace, day.connection)
        stage = Stage(day.database, day.conductor, day.outbox, clock, played)
        terminal = Terminal(stage, ConsoleOut(), written.append)
        assert day.run(terminal.sit_down(day.connection, day.workspace, "ada"))
        yield day, ada, terminal, written


def test_a_correction_stands_once_with_the_question_that_it_is_about(sqlite_engines: Engines) -> None:
    with at_the_terminal(sqlite_engines.writer.url) as (day, ada, terminal, written):
        for typed in ("1", "Call", "x" * 130, "y" * 130, "", "", "nine"):
            day.run(terminal.line(typed))
        written.clear()
        day.run(terminal.line(""))
        said = "\n".join(written)
        assert said.count("130 characters, and 120 fit") == 1
        assert said.index("130 characters") < said.index("Task 2")
        assert "one of those that are offered" not in said

        written.clear()
        day.run(terminal.line("Ring"))
        day.run(terminal.line("Bake"))
        said = "\n".join(written)
        assert said.index("130 characters") < said.index("Task 3") < said.index("one of those that are offered")
        assert said.index("one of those that are offered") < said.index("How sure are you")
        day.run(terminal.line("4"))

        assert day.tasks_of(ada) == ["Call", "Ring", "Bake"]


def test_in_the_terminal(sqlite_engines: Engines) -> None:
    with at_the_terminal(sqlite_engines.writer.url) as (day, ada, terminal, written):
        assert "[1] Check in" in "\n".join(written)

        presses = ["1"]
        day.run(terminal.line("1"))
        for words in TASKS:
            day.run(terminal.line(words))
        while "Thank you, Ada." not in "\n".join(written):
            presses.append("Enter")
            assert len(presses) <= PRESSES
            day.run(terminal.line(""))

        assert len(TASKS) == LINES
        assert day.tasks_of(ada) == TASKS
        assert "Call every harbour before noon" in "\n".join(written), "the feedback names the line"
