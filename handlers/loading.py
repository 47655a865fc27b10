"""A score file becomes the edition in force: what that changes is found first, and then written at once."""

from collections import Counter
from dataclasses import dataclass, replace
from datetime import timedelta
from random import Random

from handlers import fronts
from handlers.sight import whole
from handlers.turn import Answer, How, Moment, Reply, Turn, stand
from score.diff import Diff, Playing, between, gone, touched
from score.editions import Before, Loading, NewEdition, compose
from score.written import ScoreFile
from storage import editions, findings, people, scores
from storage.store import Store
from storage.tables import Edition, Proposed

SETTLES = timedelta(minutes=10)
"""How long after a new edition its findings are looked at: a score that is mended line by line is told of once."""

STILL_MEANT_FOR = timedelta(days=7)
"""How long ago the last check-in may be whose open tasks somebody still means to do."""


@dataclass(frozen=True)
class Next:
    """What a file would put in force, None where it says what is in force, and what is known before it."""

    before: Before
    new: NewEdition | None


def compose_next(
    moment: Moment, store: Store, workspace_id: str, file: ScoreFile, loaded_by: str | None = None
) -> Next:
    """What a score file would put in force; nothing is kept.

    Raises ScoreProblems with what does not fit this workspace.
    """
    there = before(store, workspace_id)
    return Next(there, compose(file, there, Loading(workspace_id, moment.at, moment.chance, loaded_by)))


def propose(turn: Turn, store: Store, name: str, text: str) -> Reply:
    """Keep a file until it is put in force or left, and show what it would change."""
    standing = scores.current(store, turn.person.workspace_id)
    proposed = Proposed(
        id=turn.id(),
        workspace_id=turn.person.workspace_id,
        proposer_id=turn.person.id,
        name=name,
        source=text,
        seen=standing.id if standing else None,
        made_at=turn.at,
    )
    store.keep(proposed)
    about = {"proposed": proposed.id, "how": "", "edition": ""}
    shown, delivery = stand(turn, turn.place, "editions.proposed", about, subject=proposal(proposed), asked=True)
    return Reply(Answer(How.STANDS, shown_id=shown.id), deliveries=[delivery], shown=[shown])


def proposal(proposed: Proposed) -> str:
    """The subject of what stands for a file that waits."""
    return f"proposed:{proposed.id}"


def no_chance() -> Random:
    """For ids that nobody keeps: what is composed to be looked at alone."""
    return Random(0)  # noqa: S311 - nothing of it is kept


def put_in_force(store: Store, found: Next) -> Edition | None:
    """Keep what was composed, if it is anything: pages are drawn again, and it is looked what came to be found in it.

    Everybody is told by and by, but for the first edition of all.
    """
    new = found.new
    if new is None:
        return None
    if found.before.edition is not None:
        new.edition.told_to = ""
    fronts.begin_anew(store, new.edition.workspace_id)
    workspace = people.workspace(store, new.edition.workspace_id)
    if workspace is not None and any(one.cadence for one in new.measures):
        store.change(workspace, measures_due_at=new.edition.loaded_at)
    findings.wake(store, new.edition.workspace_id, new.edition.loaded_at + SETTLES)
    return scores.keep(store, new.edition, new.parts, new.lines, new.wordings, new.measures)


def load(moment: Moment, store: Store, workspace_id: str, file: ScoreFile) -> Edition | None:
    """Put a score file in force as the next edition; None when it says what the edition in force says.

    Raises ScoreProblems with what does not fit this workspace; nothing is kept then.
    """
    return put_in_force(store, compose_next(moment, store, workspace_id, file))


def weigh(moment: Moment, store: Store, workspace_id: str, file: ScoreFile) -> Diff:
    """What loading a score file would change, and whose parts that touches; nothing is kept.

    Raises ScoreProblems with what does not fit this workspace.
    """
    return difference(moment, store, compose_next(moment, store, workspace_id, file))


def difference(moment: Moment, store: Store, found: Next) -> Diff:
    """What would change if what was composed came into force, and whose parts that touches."""
    there, new = found.before, found.new
    if new is None:
        return Diff()
    diff, workspace_id = between(there, new), new.edition.workspace_id
    ids = [one.line_id for one in gone(there, new)]
    everybody = [one.id for one in people.everybody(store, workspace_id)] if ids else []
    tasks = editions.open_tasks(store, workspace_id, ids, (moment.at - STILL_MEANT_FOR).date(), everybody)
    losing = Counter(tie.line_id for _, tie in tasks if tie.line_id)
    return replace(diff, touched=touched(there, new, diff, _playing(store, workspace_id), losing))


def _playing(store: Store, workspace_id: str) -> dict[str, Playing]:
    """Who plays from each part, by its handle. Somebody in two teams of one part is one."""
    teams: dict[str, dict[str, None]] = {}
    persons: dict[str, set[str]] = {}
    for part, team, person_id in editions.playing(store, workspace_id):
        teams.setdefault(part, {})[team] = None
        persons.setdefault(part, set()).add(person_id)
    return {part: Playing(tuple(names), len(persons[part])) for part, names in teams.items()}


def before(store: Store, workspace_id: str) -> Before:
    """What the workspace knows when a file is loaded."""
    with whole(store):
        standing = scores.current(store, workspace_id)
        return Before(
            people={person.handle: person.id for person in people.everybody(store, workspace_id)},
            edition=standing,
            parts=scores.parts(store, workspace_id, standing.id) if standing else (),
            wordings=scores.wordings(store, workspace_id, standing.id) if standing else (),
            stood=scores.stood(store, workspace_id),
            measures=scores.measures(store, workspace_id, standing.id) if standing else (),
        )
