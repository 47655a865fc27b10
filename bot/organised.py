"""An organisation in the store of the settings, as the commands about its score and its people reach it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any, TypeVar

from bot.ports import WallClock, chance
from bot.run import opened
from bot.settings import Settings
from bot.writer import Database
from handlers import leave_file, loading
from handlers import people as roster_of
from handlers.turn import Moment
from handlers.views import leave as view
from score import roster
from score.diff import Diff
from score.language import ScoreFile, read
from score.roster_changes import Difference
from storage import people, scores
from storage.store import Store
from storage.tables import Edition, Workspace

T = TypeVar("T")


class NotOne(LookupError):
    """The store has no organisation of that name, or several and none was named."""

    def __init__(self, names: list[str]) -> None:
        super().__init__(f"{len(names)} organisations")
        self.names = names


def organisation(store: Store, name: str) -> Workspace:
    """The only organisation of the store, or the one of that name. Raises NotOne."""
    every = people.workspaces(store)
    found = [one for one in every if one.name == name] if name else every
    if len(found) != 1:
        raise NotOne([one.name for one in every])
    return found[0]


def organisation_made(store: Store, moment: Moment, name: str) -> Workspace:
    """The same, made when it is named and the store has none of that name. Raises NotOne."""
    if name and not any(one.name == name for one in people.workspaces(store)):
        made = Workspace(id=moment.id(), name=name, created_at=moment.at)
        store.keep(made)
        return made
    return organisation(store, name)


def now() -> Moment:
    """The present."""
    return Moment(WallClock().now(), chance())


class Organised:
    """One organisation of the store. All of it raises NotOne, and NotStarted when the store cannot be opened."""

    def __init__(self, settings: Settings, name: str = "") -> None:
        self._settings, self._name = settings, name

    @contextmanager
    def _database(self) -> Iterator[Database]:
        database = opened(self._settings)
        try:
            yield database
        finally:
            database.close()

    def asks(self, question: Callable[[Store, str], T]) -> T:
        """What a question about the organisation, by its id, finds."""
        with self._database() as database:
            return database.read_now(lambda store: question(store, organisation(store, self._name).id))

    def looks(self, question: Callable[[Store, str, datetime], T]) -> T:
        """The same for one that is asked at the present."""
        return self.asks(lambda store, id: question(store, id, now().at))

    def keeps(self, change: Callable[[Store, str], T]) -> T:
        """What a change gives, once it is durable."""
        with self._database() as database:
            return database.writer.write(lambda store: change(store, organisation(store, self._name).id)).result()

    def plays(self, change: Callable[[Store, Moment, str], T]) -> T:
        """What a change at the present gives, once it is durable."""
        return self.keeps(lambda store, id: change(store, now(), id))

    # Its people

    def people_difference(self, source: bytes, file: str) -> Difference:
        """What a roster file would change. Raises ScoreProblems."""
        return self.asks(
            lambda store, id: roster_of.plan(now(), store, id, _roster(store, id, source, file)).difference
        )

    def take_people_in(self, source: bytes, file: str) -> Difference:
        """Take a roster file in. Raises ScoreProblems; nothing is kept then."""
        return self.keeps(lambda store, id: roster_of.take_in(now(), store, id, _roster(store, id, source, file)))

    def people_written(self) -> dict[str, Any]:
        """The roster as a file has it."""
        return self.asks(roster_of.exported)

    def leave_difference(self, source: bytes, file: str) -> view.Difference:
        """What a file of days away would change. Raises ScoreProblems."""
        return self.asks(lambda store, id: leave_file.plan(now(), store, id, source, file).difference)

    def take_leave_in(self, source: bytes, file: str) -> view.Difference:
        """Take a file of days away in. Raises ScoreProblems; nothing is kept then."""
        return self.keeps(lambda store, id: leave_file.take_in(now(), store, id, source, file))

    # Its score

    def load_score(self, source: bytes, file: str) -> Edition | None:
        """Put a score file in force; None when it says nothing new. Raises ScoreProblems; nothing is changed then."""
        return self.keeps(lambda store, id: loading.load(now(), store, id, _score(store, id, source, file)))

    def weigh_score(self, source: bytes, file: str) -> Diff:
        """What loading a score file would change. Raises ScoreProblems."""
        return self.asks(lambda store, id: loading.weigh(now(), store, id, _score(store, id, source, file)))

    def edition_in_force(self) -> Edition | None:
        """The edition in force, None when no score was loaded."""
        return self.asks(scores.current)


def _roster(store: Store, workspace_id: str, source: bytes, file: str) -> roster.Roster:
    edition = scores.current(store, workspace_id)
    parts = [one.handle for one in scores.parts(store, workspace_id, edition.id)] if edition else None
    return roster.read(source, file, parts)


def _score(store: Store, workspace_id: str, source: bytes, file: str) -> ScoreFile:
    return read(source, file, [one.handle for one in people.everybody(store, workspace_id)])
