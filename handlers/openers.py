"""With what somebody could begin a conversation now: by what they are to whom, and by the hour."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from itertools import islice

from handlers import understand
from handlers.coach import LONGEST, find
from handlers.guards import score_now
from handlers.turn import Reader
from prompts import Filled, phrase, plain
from score.cadence import local, local_day, slot
from storage import checkins, people
from storage.store import Store
from storage.tables import Person, Role, TaskState, Team, Wording

SHOWN = 4
"""Sentences that are offered at once; no platform shows more."""

NOON = 12
"""Until which hour of theirs somebody who has not checked in is offered that first."""

NEAR = timedelta(hours=2)
"""How long before and after its hour the digest of a team is offered to who leads it."""

TRIED = 3
"""Lines of theirs that are tried, until the score answers a question about one with that line."""


def openers(store: Store, reader: Reader) -> Sequence[Filled]:
    """Up to four sentences that `reader` could write now, the likeliest first; each of them is understood."""
    if reader.person is None:
        return ()
    return list(islice(_likely(store, reader, reader.person), SHOWN))


def _likely(store: Store, reader: Reader, person: Person) -> Iterator[Filled]:
    at = reader.at
    now = local(at, person.time_zone)
    checkin = checkins.of_day(store, person, now.date())
    if checkin is None and now.hour < NOON:
        yield phrase("openers.check-in")
    if any(_is_near(team, at) for team in people.teams_as(store, person, Role.MANAGER)):
        yield phrase("openers.digest")
    if person.is_strategy_owner:
        yield phrase("openers.questions")
    if person.is_admin:
        yield phrase("openers.unsent")
    if people.teams_as(store, person, Role.COACH):
        yield phrase("openers.lesson")
    if (about := _about_line(store, reader, person)) is not None:
        yield about
    if checkin is None and now.hour >= NOON:
        yield phrase("openers.check-in")
    yield phrase("openers.my-part")
    yield phrase("openers.help")


def _is_near(team: Team, at: datetime) -> bool:
    """Whether the hour of a team's digest is near, on one of its days."""
    day = local_day(at, team.time_zone) if team.time_zone else None
    if day is None or team.digest_at is None or not team.working_days >> day.weekday() & 1:
        return False
    hour = slot(day, team.digest_at, team.time_zone)
    return hour is not None and abs(hour - at) <= NEAR


def _about_line(store: Store, reader: Reader, person: Person) -> Filled | None:
    """A question about a line of theirs that the score answers with that line; None where there is no such line."""
    for line in islice(_theirs(store, person, reader.at), TRIED):
        question = phrase("openers.about-line", line=" ".join(line.words.removesuffix(".").split()))
        said = plain(question, person.language)
        if len(said) > LONGEST or understand(said, person.language) != "coach.ask":
            continue
        found = find(store, reader, said)
        if found is not None and found.cited.lines[:1] == (line,):
            return question
    return None


def _theirs(store: Store, person: Person, at: datetime) -> Iterator[Wording]:
    """The lines that they play from today, then those that are theirs, then their teams'."""
    now = score_now(store, person.workspace_id)
    if now is None:
        return
    checkin = checkins.of_day(store, person, local_day(at, person.time_zone))
    tied = checkins.tasks_of(store, checkin) if checkin else []
    for task, tie in tied:
        line = now.wordings.get(tie.line_id or "") if tie and tie.state.counts else None
        if line is not None and task.state is not TaskState.DROPPED:
            yield line
    yield from (line for line in now.index.priorities if line.owner_id == person.id)
    parts = {team.part for team in people.teams_of(store, person)}
    yield from (line for line in now.index.priorities if line.part in parts)
