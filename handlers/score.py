"""The score, shown to those who play from it."""

from collections.abc import Mapping, Sequence

from handlers import fronts
from handlers.cards import Card
from handlers.guards import ScoreNow, score_now
from handlers.turn import Answer, Gone, How, Moment, Reader, Reply, Turn
from handlers.views import score as view
from score.cadence import local_day
from score.diff import Diff, between
from score.editions import Before, Loading, compose
from score.written import ScoreFile
from storage import people, scores
from storage.store import Store
from storage.tables import Edition, Wording


def load(moment: Moment, store: Store, workspace_id: str, file: ScoreFile) -> Edition | None:
    """Put a score file in force as the next edition; None when it says what the edition in force says.

    Raises ScoreProblems with what does not fit this workspace; nothing is kept then.
    """
    new = compose(file, _before(store, workspace_id), Loading(workspace_id, moment.at, moment.chance))
    if new is None:
        return None
    fronts.begin_anew(store, workspace_id)
    return scores.keep(store, new.edition, new.parts, new.lines, new.wordings, new.measures)


def weigh(moment: Moment, store: Store, workspace_id: str, file: ScoreFile) -> Diff:
    """What loading a score file would change; nothing is kept.

    Raises ScoreProblems with what does not fit this workspace.
    """
    before = _before(store, workspace_id)
    new = compose(file, before, Loading(workspace_id, moment.at, moment.chance))
    return between(before, new) if new else Diff()


def _before(store: Store, workspace_id: str) -> Before:
    standing = scores.current(store, workspace_id)
    return Before(
        people={person.handle: person.id for person in people.everybody(store, workspace_id)},
        edition=standing,
        parts=scores.parts(store, workspace_id, standing.id) if standing else (),
        wordings=scores.wordings(store, workspace_id, standing.id) if standing else (),
        stood=scores.stood(store, workspace_id),
        measures=scores.measures(store, workspace_id, standing.id) if standing else (),
    )


def my_part(turn: Turn, _store: Store) -> Reply:
    """Show the lines that the person's teams play from."""
    return Reply(Answer(How.CARD, "score.my_part", {"person": turn.person.id}))


def draw_my_part(store: Store, reader: Reader, about: Mapping[str, str]) -> Card:
    """The open priorities that the person owns, then the others of their parts."""
    if reader.person is None or reader.person.id != about["person"]:
        raise Gone(about["person"])
    now = score_now(store, reader.person.workspace_id)
    if now is None:
        return view.none()
    parts = {team.part for team in people.teams_of(store, reader.person)}
    mine = [line for line in now.index.priorities if line.part in parts or line.owner_id == reader.person.id]
    mine.sort(key=lambda line: (line.owner_id != reader.person.id if reader.person else True, line.position))
    loaded = local_day(now.edition.loaded_at, reader.person.time_zone)
    return view.my_part(now.edition, loaded, _known(store, now, mine), reader.person)


def _known(store: Store, now: ScoreNow, lines: Sequence[Wording]) -> list[view.Known]:
    """What is known of these lines: who owns them, and how far what they move has come."""
    measures = {line.line_id: now.measures_of(line) for line in lines}
    workspace_id = now.edition.workspace_id
    latest = scores.latest_readings(
        store, workspace_id, [wording.line_id for each in measures.values() for wording, _ in each]
    )
    owners = {owner: people.person(store, workspace_id, owner) for owner in {line.owner_id for line in lines} if owner}
    return [
        view.Known(
            line,
            owners.get(line.owner_id or ""),
            [
                view.Measured(wording, measure, latest.get(wording.line_id))
                for wording, measure in measures[line.line_id]
            ],
        )
        for line in lines
    ]


def draw_none(_store: Store, _reader: Reader, _about: Mapping[str, str]) -> Card:
    """There is no score yet."""
    return view.none()
