"""Somebody's first check-in, from the prompt to the feedback, costs eight presses and three typed lines at most."""

from datetime import time

from bot.console.receive import Terminal
from bot.console.send import ConsoleOut
from bot.example import Example
from bot.ports import MovedClock
from bot.stage import Stage
from tests.databases import Engines
from tests.orchestra import Player, orchestra

TASKS = ["Call every harbour on the north quay", "Sort the van papers", "Ring the mill"]
PRESSES, LINES = 8, 3


def test_in_the_terminal(sqlite_engines: Engines) -> None:
    with orchestra(sqlite_engines.writer.url) as day:
        day.plays_from()
        ada: Player = day.player("Ada", team=day.team("Field", part="field"))
        day.local(ada, time(9))
        written: list[str] = []
        clock, played = MovedClock(day.clock.now(), day.clock), Example(day.workspace, day.connection)
        stage = Stage(day.database, day.conductor, day.outbox, clock, played)
        terminal = Terminal(stage, ConsoleOut(), written.append)
        assert day.run(terminal.sit_down(day.connection, day.workspace, "ada"))
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
