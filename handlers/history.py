"""What somebody has done, a week at a time, for themselves."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from handlers.cards import Card
from handlers.turn import Answer, Gone, How, Reader, Refused, Reply, Turn
from handlers.views import history as view
from handlers.views.steps import of_week
from score import steps as rules
from score.cadence import local_day
from score.team_questions import sameness
from storage import checkins, crossings, scores, steps, team_questions
from storage.store import Store
from storage.tables import Person, PlaceKind, Tie, Wording

WEEK = timedelta(days=7)


def week(turn: Turn, _store: Store) -> Reply:
    """Show one week: the one that the turn names, else this one."""
    today = local_day(turn.at, turn.person.time_zone)
    try:
        day = date.fromisoformat(turn.value) if turn.value else today
    except ValueError:
        raise Refused("home.not_there") from None
    about = {"person": turn.person.id, "monday": monday(min(day, today)).isoformat()}
    return Reply(Answer(How.CARD, "history.week", about))


def monday(day: date) -> date:
    """The first day of its ISO week."""
    return day - timedelta(days=day.weekday())


def draw_week(store: Store, reader: Reader, about: Mapping[str, str]) -> Card:
    """The tasks and wins of one week, day by day; each line as it read when the task was tied to it.

    Only where nobody else reads along: a week side by side is for its person.
    """
    person = reader.person
    if person is None or person.id != about["person"] or reader.place.kind is not PlaceKind.DIRECT:
        raise Gone(about["person"])
    # Earlier releases kept any day of the week.
    first = monday(date.fromisoformat(about.get("monday") or about["day"]))
    last = first + WEEK - timedelta(days=1)
    tasks = checkins.tasks_between(store, person, first, last)
    lines = _lines(store, person.workspace_id, [tie for _, tie in tasks if tie])
    return view.week(
        first,
        [(task, lines.get((tie.edition_id, tie.line_id)) if tie and tie.state.counts else None) for task, tie in tasks],
        checkins.wins_between(store, person, first, last),
        _answers(store, person, first),
        steps=of_week(
            steps.between(store, person, first, last),
            person.language,
            rules.kept_of(steps.answered(store, person, rules.LOOKED_BACK)),
        ),
        taken_away=crossings.taken_away(store, person, first, last),
        earlier=checkins.last_before(store, person, first) is not None,
        later=first < monday(local_day(reader.at, person.time_zone)),
    )


def _answers(store: Store, person: Person, first: date) -> list[view.Said]:
    """What was answered to the teams' own questions; what was answered to two teams at once, once."""
    found = team_questions.answers_between(store, person, first, first + WEEK - timedelta(days=1))
    once = {(day, sameness(question)): (answer, question, day) for answer, question, day in found}
    return list(once.values())


def _lines(store: Store, workspace_id: str, ties: Sequence[Tie]) -> dict[tuple[str, str | None], Wording]:
    wanted: dict[str, set[str]] = {}
    for tie in ties:
        if tie.line_id is not None:
            wanted.setdefault(tie.edition_id, set()).add(tie.line_id)
    return {
        (edition, wording.line_id): wording
        for edition, lines in wanted.items()
        for wording in scores.wordings_of(store, workspace_id, edition, sorted(lines))
    }
