"""Tasks that enter what was chosen against: found at hand-in, and shown in the answer."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from functools import cache

from handlers.guards import ScoreNow, score_now, stands_for
from handlers.sight import sees
from handlers.views.crossings import Asked
from prompts import spellings
from score.cadence import local_day
from score.not_choices import AGREED_FOR, binding, rests
from score.search import visible_lines
from storage import crossings, learning, people, scores
from storage.store import Store
from storage.tables import CheckIn, Crossing, CrossingState, Person, Team, Wording


@cache
def staying_out(language: str) -> frozenset[str]:
    """With which words people say that they keep out of something."""
    return frozenset(spellings("staying", language))


def entered(
    store: Store, person: Person, teams: Sequence[Team], now: ScoreNow, day: date, tasks: Sequence[str]
) -> Mapping[str, str]:
    """For each task that enters a not-choice of the person's cascade, the not-choice's id; each of them once.

    Nobody is asked about the same one again for a while, whatever they said of it.
    """
    among = binding(visible_lines(now.against.lines, person), now.parts, {team.part for team in teams if team.part})
    found: dict[str, str] = {}
    for words in tasks:
        one = now.against.entered(words, among, staying_out(person.language))
        if one is not None and one.line_id not in found.values():
            found[words] = one.line_id
    if not found:
        return {}
    resting = {one.line_id for one in crossings.since(store, person, day - AGREED_FOR) if rests(one, day)}
    return {words: line_id for words, line_id in found.items() if line_id not in resting}


def asked(store: Store, person: Person, checkin: CheckIn, at: datetime) -> list[Asked]:
    """What is asked about the tasks of a check-in, or was and what came of it."""
    of = crossings.of_checkin(store, checkin)
    now = score_now(store, checkin.workspace_id) if of else None
    if now is None:
        return []
    shown = []
    for crossing, task in of:
        line = scores.wording(store, crossing.workspace_id, crossing.edition_id, crossing.line_id)
        if line is not None:
            choice = now.at(line.serves)
            other = people.person(store, crossing.workspace_id, crossing.other_id) if crossing.other_id else None
            asks = crossing.state in OPEN
            shown.append(
                Asked(
                    crossing,
                    task,
                    line,
                    because=line.because or (choice.because if choice else ""),
                    instead=choice if choice and not line.because else None,
                    other=other,
                    may_hand=asks and bool(who_takes(store, now, person, line, at)),
                    may_argue=asks and bool(who_answers(store, now, person, line, at)),
                )
            )
    return shown


OPEN = (CrossingState.ASKED, CrossingState.LEFT)
"""States in which the question is still to be answered."""


def who_takes(store: Store, now: ScoreNow, person: Person, line: Wording, at: datetime) -> list[Person]:
    """To whom a task that enters `line` can be handed over: who decides on its choice, then the person's teammates; of
    them who sees the line.
    """
    choice = now.at(line.serves)
    owner = stands_for(store, choice, at) if choice else None
    teammates = learning.people_of(
        store, person.workspace_id, people.teams_of(store, person), local_day(at, person.time_zone)
    )
    every = {one.id: one for one in [*([owner] if owner else []), *teammates]}
    return [one for one in every.values() if one.id != person.id and sees(store, one, line)]


def who_answers(store: Store, now: ScoreNow, person: Person, line: Wording, at: datetime) -> list[Person]:
    """Who hears what a person has to say against `line`: who decides on its choice, else those who write the score."""
    choice = now.at(line.serves)
    owner = stands_for(store, choice, at) if choice else None
    if owner is not None and owner.id != person.id:
        return [owner]
    return [one for one in people.strategy_owners(store, person.workspace_id) if one.id != person.id]


def waits_for(store: Store, crossing: Crossing, person: Person, at: datetime) -> bool:
    """Whether what was argued is for `person` to answer."""
    now = score_now(store, crossing.workspace_id)
    line = scores.wording(store, crossing.workspace_id, crossing.edition_id, crossing.line_id)
    who = people.person(store, crossing.workspace_id, crossing.person_id)
    if now is None or line is None or who is None:
        return False
    return person.id in {one.id for one in who_answers(store, now, who, line, at)}
