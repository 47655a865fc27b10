"""A simulated year from its plan to what is said of it: lived, checked, and told in as few lines as help."""

import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from pathlib import Path

from storage import migrate
from storage.store import open_engine, open_store
from tests.simulation.checker import AWAITED, Found, check
from tests.simulation.history import History
from tests.simulation.story import Story
from tests.simulation.world import Plan, World

TOLD = 3
"""Things found that are told with the history around them; of the others only how many there are."""


@dataclass(frozen=True)
class Year:
    """How it went."""

    plan: Plan
    history: History
    story: Story
    found: list[Found]
    awaited: list[Found]
    seconds: float

    def summary(self) -> str:
        """What happened, in some lines."""
        return "\n".join([*self._what_happened(), *self._what_is_awaited(), *self._what_was_found()])

    def _what_happened(self) -> Iterator[str]:
        count = Counter(one.what for one in self.history.entries)
        where = Counter(one.more["where"] for one in self.history.all("dies"))
        often = ", ".join(f"{name} ({n})" for name, n in where.most_common(3))
        story = self.story
        yield (
            f"Seed {self.plan.seed}: {self.plan.days} days of {len(story.lives)} people from {story.begins:%d %B %Y}, "
            f"{len(self.history.entries)} entries, {self.seconds:.0f} s of CPU."
        )
        yield (
            f"Processes died {count['dies']} times, most often {often}; disks were full {count['disk full']} times, "
            f"clocks wrong {count['clock off']}, platforms away {count['away']}."
        )
        for kind in ("checkin.invite", "checkin.reminder", "digest.day"):
            ends = Counter(_end(one.state, one.reason) for one in story.deliveries.values() if one.row["kind"] == kind)
            yield f"{kind}: " + ", ".join(f"{n} {end}" for end, n in ends.most_common())
        seen = f"Messages seen: {count['visible']}, amended {count['amended']}."
        yield f"Handed in and acknowledged: {count['handed in']}. {seen}"
        yield f"History {self.history.digest}"

    def _what_is_awaited(self) -> Iterator[str]:
        for one, why in AWAITED.items():
            said = [found.said for found in self.awaited if found.check == one.__name__]
            if said:
                yield f"Not kept yet, for {why}: {one.__name__}, {len(said)} times; the first: {said[0]}"

    def _what_was_found(self) -> Iterator[str]:
        if not self.found:
            yield "Nothing was found that should not have been."
            return
        yield "FOUND: " + ", ".join(f"{name} {n} times" for name, n in Counter(one.check for one in self.found).items())
        for one in self.found[:TOLD]:
            yield from self._account(one)
        plan = self.plan
        yield f"Again: make simulate SEED={plan.seed} DAYS={plan.days} PEOPLE={plan.people}"

    def _account(self, found: Found) -> Iterator[str]:
        """One thing that was found, with the history around it."""
        life = self.story.lives.get(found.person)
        day = (found.at - self.story.begins) // timedelta(days=1) + 1
        yield ""
        who = life.handle if life else "nobody in particular"
        yield f"Day {day}, {found.at:%Y-%m-%d %H:%M:%S} UTC, {who}: {found.check}"
        yield f"  {found.said}"
        yield from (f"    {one}" for one in self.story.around(found.person, found.at))


def _end(state: str, reason: str) -> str:
    return f"{state} ({reason})" if reason and state != "sent" else state


def live(plan: Plan, url: str) -> Year:
    """Live a year on a database that has its tables and nothing in them, and look at what was left."""
    began = time.process_time()
    world = World(plan, url)
    try:
        history = world.run()
        story = Story(history)
        with open_store(world.engine) as store:
            found, awaited = check(story, store), check(story, store, {one.__name__: one for one in AWAITED})
    finally:
        world.close()
    return Year(plan, history, story, found, awaited, time.process_time() - began)


def with_tables(url: str) -> str:
    """The same address, once the database there has its tables."""
    engine = open_engine(url)
    migrate.upgrade(engine)
    engine.dispose()
    return url


@cache
def _tables() -> bytes:
    """An empty SQLite database with its tables: to make them takes longer than some days."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "empty.db"
        with_tables(f"sqlite:///{file}")
        return file.read_bytes()


def database_in(folder: Path) -> str:
    """The address of a new database in a folder."""
    file = folder / "year.db"
    file.write_bytes(_tables())
    return f"sqlite:///{file}"
