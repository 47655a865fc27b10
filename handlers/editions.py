"""A score file becomes the edition in force: composed beside the writer, kept in it."""

from datetime import datetime, timedelta

from handlers import fronts
from handlers.turn import Moment
from score.diff import Diff, between
from score.editions import Before, Loading, NewEdition, compose
from score.written import ScoreFile
from storage import findings, people, scores
from storage.store import Store
from storage.tables import Edition

SETTLES = timedelta(minutes=10)
"""How long after a new edition its findings are looked at: a score that is mended line by line is told of once."""


def load(moment: Moment, store: Store, workspace_id: str, file: ScoreFile) -> Edition | None:
    """Put a score file in force as the next edition; None when it says what the edition in force says.

    Raises ScoreProblems with what does not fit this workspace; nothing is kept then.
    """
    new = compose(file, before(store, workspace_id), Loading(workspace_id, moment.at, moment.chance))
    return put_in_force(store, new, moment.at) if new is not None else None


def put_in_force(store: Store, new: NewEdition, at: datetime) -> Edition:
    """Keep the next edition; pages are drawn again, and it is looked what came to be found in it."""
    workspace_id = new.edition.workspace_id
    fronts.begin_anew(store, workspace_id)
    findings.wake(store, workspace_id, at + SETTLES)
    return scores.keep(store, new.edition, new.parts, new.lines, new.wordings, new.measures)


def weigh(moment: Moment, store: Store, workspace_id: str, file: ScoreFile) -> Diff:
    """What loading a score file would change; nothing is kept.

    Raises ScoreProblems with what does not fit this workspace.
    """
    there = before(store, workspace_id)
    new = compose(file, there, Loading(workspace_id, moment.at, moment.chance))
    return between(there, new) if new else Diff()


def before(store: Store, workspace_id: str) -> Before:
    """What the workspace knows when a file is loaded."""
    standing = scores.current(store, workspace_id)
    return Before(
        people={person.handle: person.id for person in people.everybody(store, workspace_id)},
        edition=standing,
        parts=scores.parts(store, workspace_id, standing.id) if standing else (),
        wordings=scores.wordings(store, workspace_id, standing.id) if standing else (),
        stood=scores.stood(store, workspace_id),
        measures=scores.measures(store, workspace_id, standing.id) if standing else (),
    )
