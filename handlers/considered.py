"""What can be found out about a check-in before it is kept, outside the writer."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from handlers import advice, against, besides, team_answers, tying
from handlers.answers import Answers
from handlers.cards import Theirs, theirs
from handlers.guards import ScoreNow, score_now
from handlers.turn import (
    Reader,
    Refused,
    Turn,
)
from handlers.views import checkin as view
from score import ties
from score.cadence import (
    local,
    month_of,
)
from score.dictation import tasks_in
from score.horizons import long_lines
from score.words import alike
from storage import checkins, digests, people
from storage.store import Store
from storage.tables import (
    CheckIn,
    Draft,
    Person,
    Place,
    Privacy,
    Task,
    TaskState,
    Team,
    Tie,
    TieState,
)

WAITS = timedelta(days=7)
"""How long what was written and not handed in waits for the next form; then it is as old as a day that is over."""


QUIET_SINCE = timedelta(days=28)
"""How far back we look for the line that has waited longest."""


@dataclass(frozen=True)
class Considered:
    """All that can be found out about a check-in before it is kept."""

    day: date
    answers: Answers
    earlier: Mapping[str, tuple[Task, Tie | None]]
    guesses: Mapping[str, ties.Judged]
    edition_id: str | None
    quiet: str
    teams: Sequence[Team]
    place: Place
    channels: Sequence[Place]
    draft: Draft | None
    rest: Sequence[str]
    """Tasks that were written down and did not fit in the form; they wait for the next day."""
    own: team_answers.Read
    """What was said to the teams' own questions."""
    crossings: Mapping[str, str] = field(default_factory=dict)
    """For each task that enters a not-choice about which the person is to be asked, the not-choice's id."""
    advised: advice.Found = field(default_factory=advice.Found)
    """What was found for the blocker."""
    beside: Mapping[str, str] = field(default_factory=dict)
    """What is said beside the answer."""
    after_digest: bool = False
    """Whether the digest of the day was posted already."""
    changed: datetime | None = None
    """When the check-in that stood for the day then was changed last; None when there was none."""


def last_change(checkin: CheckIn) -> datetime:
    """When a check-in was handed in, waived or changed, the last time."""
    return checkin.edited_at or checkin.handed_in_at


def day_of(store: Store, reader: Reader, person: Person, day: date) -> view.Day:
    """What is known of one day of a person's."""
    checkin = checkins.of_day(store, person, day)
    before = checkins.last_before(store, person, day)
    return view.Day(
        person=person,
        teams=people.teams_of(store, person),
        day=day,
        now=local(reader.at, person.time_zone),
        checkin=checkin,
        tasks=checkins.tasks_of(store, checkin) if checkin else (),
        earlier=[task for task, _ in checkins.tasks_of(store, before)] if before else (),
        earlier_day=before.local_date if before else None,
        blocker=checkins.blocker_of(store, checkin) if checkin else None,
        win=checkins.win_of(store, checkin) if checkin else None,
    )


def draft_of(store: Store, person: Person, day: date) -> Draft | None:
    """What was written for the day, or for one before it that never came to be handed in."""
    return checkins.draft(store, person, day, since=day - WAITS)


def prefilled(day: view.Day, draft: Draft | None) -> tuple[list[Theirs], list[str]]:
    """The tasks that stand in the form from the beginning, and those of the draft that do not fit in it."""
    words = [theirs(task, "words") for task, _ in day.tasks]
    if not words:
        words = [theirs(task, "words") for task in day.earlier if task.state is TaskState.CARRIED]
    known = {alike(str(one)) for one in words}
    noted = [one for one in tasks_in(draft.fields) if alike(one) not in known] if draft else []
    fit = max(0, view.TASKS - len(words))
    return [*words, *(Theirs(one, Privacy.PERSON) for one in noted[:fit])], noted[fit:]


def consider(
    turn: Turn,
    store: Store,
    day: date,
    said: tuple[Answers, team_answers.Read],
    earlier: Sequence[tuple[Task, Tie | None]],
) -> Considered:
    """Find out about what was said for a day; `earlier` are the tasks of the check-in before."""
    person, (read, own) = turn.person, said
    teams = people.teams_of(store, person)
    now = score_now(store, person.workspace_id)
    known = {alike(task.words): (task, tie) for task, tie in earlier}
    new = [words for words in read.tasks if alike(words) not in known or known[alike(words)][1] is None]
    direct = turn.place if turn.place.person_id == person.id else people.direct_place(store, person)
    if direct is None:
        raise Refused("home.not_there")
    draft = draft_of(store, person, day)
    standing = checkins.of_day(store, person, day)
    lost = [words for words in read.tasks if now and words not in new and _is_lost(known[alike(words)][1], now)]
    ranked = tying.rankings(store, person, teams, now, [*new, *lost], turn.meaning) if now else {}
    guesses = {words: ties.judge(one) for words, one in ranked.items()}
    lines = _lines_of(read.tasks, known, guesses)
    crossings = against.entered(store, person, teams, now, day, new) if now else {}
    # Whoever is stuck, or is asked about a task, has one thing to do already; no line is held up to them beside it.
    is_asked = bool(read.blocker or crossings)
    quiet = _quiet_line(store, person, teams, now, day, lines) if now and not is_asked else ""
    plays = [_play_of(words, known, guesses) for words in read.tasks]
    added = besides.found(turn, store, teams, now, day, plays, quiet) if not is_asked and not own.asks else {}
    return Considered(
        day=day,
        answers=read,
        earlier=known,
        guesses=guesses,
        edition_id=now.edition.id if now else None,
        quiet=quiet,
        teams=teams,
        place=direct,
        channels=people.channels_of(store, person.workspace_id, teams) if read.tell else (),
        draft=draft,
        crossings=crossings,
        advised=_advice(store, person, teams, now, day, read.blocker, lines)
        if now and read.blocker
        else advice.Found(),
        rest=prefilled(day_of(store, Reader(person, turn.place, turn.at), person, day), draft)[1] if draft else (),
        own=own,
        beside=added,
        after_digest=digests.posted(store, person.workspace_id, [team.id for team in teams], day),
        changed=last_change(standing) if standing else None,
    )


def _is_lost(tie: Tie | None, now: ScoreNow) -> bool:
    """Whether the line of a task that is carried on, or one of those it may be, is there to be played from no more."""
    if tie is None or tie.edition_id == now.edition.id:
        return False
    named = tie.offered if tie.state is TieState.UNSURE else [one for one in [tie.line_id] if one]
    return not {one.line_id for one in now.index.wordings}.issuperset(named)


def _advice(
    store: Store, person: Person, teams: Sequence[Team], now: ScoreNow, day: date, words: str, lines: Collection[str]
) -> advice.Found:
    seen = people.teams_seen_by(store, person)
    parts = {team.part for team in teams if team.part}
    return advice.found_for(store, person, seen, now, words, tied=lines, parts=parts, day=day)


def _lines_of(
    tasks: Sequence[str], known: Mapping[str, tuple[Task, Tie | None]], guesses: Mapping[str, ties.Judged]
) -> set[str]:
    """The lines that these tasks will be tied to."""
    before = [known.get(alike(words), (None, None))[1] for words in tasks if words not in guesses]
    guessed = {guess.line_id for guess in guesses.values() if guess.line_id}
    return guessed | {tie.line_id for tie in before if tie and tie.line_id and tie.state.counts}


def _play_of(
    words: str, known: Mapping[str, tuple[Task, Tie | None]], guesses: Mapping[str, ties.Judged]
) -> TieState | None:
    """How sure the tie of a task will be; None for whirlwind."""
    guess, tie = guesses.get(words), known.get(alike(words), (None, None))[1]
    if guess is None:
        return tie.state if tie else None
    return TieState.SUGGESTED if guess.line_id else TieState.UNSURE if guess.offered else None


def _quiet_line(
    store: Store, person: Person, teams: Sequence[Team], now: ScoreNow, day: date, moved: Collection[str]
) -> str:
    """The priority nearest to the person that has been left alone longest: their own, else their part's.

    A long line comes first on the first day of a month on which neither their teams nor the tasks of the day, which
    play from the lines `moved`, have moved it; and on no other.
    """
    parts = {team.part for team in teams if team.part}
    near = [line for line in now.index.priorities if line.owner_id == person.id or line.part in parts]
    first, last = month_of(day)
    touched = checkins.last_touched(
        store, person.workspace_id, teams, [line.line_id for line in near], min(first, day - QUIET_SINCE)
    )
    long = long_lines(near, now.parts, day)
    answers_ = checkins.answers_beside(store, person, day, first, last) if long else ()
    asked = {one.about.get("quiet") for one in answers_} | {*moved}
    asked |= {line_id for line_id, on in touched.items() if on >= first}
    due = [line for line in near if line.line_id in long and line.line_id not in asked]
    waiting = due or [line for line in near if line.line_id not in long]
    nearest = min(
        waiting, key=lambda line: (touched.get(line.line_id, date.min), line.owner_id != person.id), default=None
    )
    return nearest.line_id if nearest else ""
