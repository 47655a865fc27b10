"""Which line a task may play from; and once that is said, what is kept and what is drawn anew."""

from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from handlers import meant
from handlers.guards import ScoreNow
from handlers.turn import Turn
from score.experience import Earlier, Experience, Told
from score.meaning import Meaning
from score.ties import Ranking
from storage import checkins, deliveries, digests
from storage.store import Store
from storage.tables import NOT_YET, Person, Task, Team, Tie, TieState

OWN, EVERY = 100, 1000
"""Tasks that are compared with a new one: the last ones of the same person, and at least the last of the workspace."""


@dataclass(frozen=True)
class Said:
    """What a person says of a task's line: which it is, None for whirlwind, and the edition it was read in.

    `points` are what spoke for some line, where nothing had been guessed.
    """

    line_id: str | None
    state: TieState
    edition_id: str | None = None
    points: float | None = None


@dataclass(frozen=True)
class Knowing:
    """All that speaks for a line beside the words of a task."""

    now: ScoreNow
    learned: Experience
    owns: frozenset[str]
    team_parts: frozenset[str]

    def rank(self, words: str, but: str | None = None, near: Mapping[str, float] | None = None) -> Ranking:
        """Every line for a task; `but` is an earlier task to leave out, `near` how near lines are in meaning."""
        owns, parts = self.owns, self.team_parts
        return self.now.index.rank(words, owns=owns, team_parts=parts, learned=self.learned, but=but, near=near)


def knowing(store: Store, person: Person, teams: Sequence[Team], now: ScoreNow) -> Knowing:
    """What is known of `person`, who is on `teams`, and of earlier tasks of the workspace.

    What colleagues said of their tasks is compared and never shown.
    """
    own = [Earlier(*one) for one in checkins.tied_by(store, person, now.edition.id, OWN)]
    owns = frozenset(id for id, line in now.wordings.items() if person.id in (line.owner_id, line.deputy_id))
    return Knowing(now, Experience(_told(store, now), own), owns, frozenset(team.part for team in teams if team.part))


@dataclass(frozen=True)
class _Ready:
    """What the workspace said of its tasks `since` an instant: when it was said of each, and the tasks to compare."""

    since: datetime
    said: Mapping[str, datetime]
    told: Told


_ready: OrderedDict[str, _Ready] = OrderedDict()
READY = 16
"""Editions whose tasks are kept ready to be compared: about a megabyte for each."""

MORE = 100
"""Tasks more than those that are wanted, up to which they are kept: then the oldest go."""

LATE = timedelta(seconds=10)
"""How much later than others something may be kept that was said before them. What comes later still is found all the
same: there are more than there should be then.
"""


def _told(store: Store, now: ScoreNow) -> Told:
    """What the workspace said of its tasks, as it stands in the database now.

    What this process has read before is kept ready, and brought up to date each time by what was said since. Nothing
    counts that was erased meanwhile, whichever process did it: there are fewer than there should be then, and all of
    them are looked at again.
    """
    workspace_id, edition_id = now.edition.workspace_id, now.edition.id
    was = _ready.get(edition_id) or _Ready(NOT_YET, {}, Told(language=now.index.language))
    newest = max(was.said.values(), default=NOT_YET)
    since, said = was.since, {**was.said, **checkins.settled(store, workspace_id, newest - LATE)}
    if len(said) > EVERY + MORE or len(said) != checkins.many_settled(store, workspace_id, since):
        since = checkins.settled_before(store, workspace_id, EVERY) or NOT_YET
        said = checkins.settled(store, workspace_id, since)
    told = was.told
    if said != was.said:
        new = [task_id for task_id, at in said.items() if was.said.get(task_id) != at]
        rows = checkins.tied_of(store, workspace_id, edition_id, new)
        told = told.changed([Earlier(*one) for one in rows], was.said.keys() - said.keys())
    # Whatever was asked last stays longest.
    _ready.pop(edition_id, None)
    _ready[edition_id] = _Ready(since, said, told)
    while len(_ready) > READY:
        _ready.popitem(last=False)
    return told


def rankings(
    store: Store,
    person: Person,
    teams: Sequence[Team],
    now: ScoreNow,
    tasks: Sequence[str],
    meaning: Meaning | None = None,
    but: str | None = None,
) -> Mapping[str, Ranking]:
    """Every line for each of some tasks of `person`, who is on `teams`; `but` is an earlier task to leave out.

    `meaning` says which lines are near where there is a model.
    """
    if not tasks:
        return {}
    of = knowing(store, person, teams, now)
    near = meant.near(store, now, meaning, tasks)
    return {words: of.rank(words, but, near.get(words)) for words in tasks}


def keep(turn: Turn, store: Store, task: Task, tie: Tie | None, said: Said) -> None:
    """Keep what was said of a task; its day's answer and digests are drawn anew."""
    if tie is not None:
        # A line keeps the edition in which it was read; saying nothing of a line leaves the edition alone.
        edition_id = said.edition_id or tie.edition_id
        # What spoke for some line did so in the edition in which it was found out.
        points = tie.points if edition_id == tie.edition_id else said.points
        changed = {"line_id": said.line_id, "state": said.state, "said_at": turn.at, "edition_id": edition_id}
        store.change(tie, points=points, **changed)
    elif said.edition_id is not None:
        new = Tie(
            id=turn.id(),
            workspace_id=task.workspace_id,
            task_id=task.id,
            edition_id=said.edition_id,
            line_id=said.line_id,
            state=said.state,
            points=said.points,
            said_at=turn.at,
        )
        store.keep(new)
    deliveries.amend(store, task.workspace_id, f"checkin:{task.checkin_id}")
    checkin = checkins.checkin(store, task.workspace_id, task.checkin_id)
    if checkin is not None:
        digests.changed(store, task.workspace_id, digests.teams_of(store, checkin), task.local_date)
