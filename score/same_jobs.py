"""The same job twice: tasks and priorities of different teams that look like one.

Sharp rather than many: who is asked about two jobs that are none looks at the next two no more. Two jobs are one only
where nearly all that either tells, by how rare its words are among all jobs of the week, is told by the other.
"""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import log, sqrt

from score.rules.same import terms

ALIKE = 0.75
"""How much two jobs share at least, from 0.0 to 1.0. On the three organisations nothing below it was one job."""

WORDS = 3
"""Words that both have at least: what is shorter is routine, or says too little."""

ROUTINE = 3
"""Teams from which on words that all of them plan in the same week are routine and no job done twice."""


@dataclass(frozen=True)
class Job:
    """An open task or priority of a team; `id` says which, `line_id` from which line it plays, or which line it is."""

    id: str
    team_id: str
    words: str
    line_id: str | None = None
    is_line: bool = False

    @property
    def key(self) -> str:
        """By what it is known again: a line by itself, a task by what it tells, however often it is carried on."""
        said = self.id if self.is_line else " ".join(sorted(set(terms(self.words))))
        return f"{self.team_id} {said}"


@dataclass(frozen=True)
class Twice:
    """Two jobs that look like one: of the team that asks first, then of another; `share` is how much they share."""

    own: Job
    other: Job
    share: float

    @property
    def pair(self) -> str:
        """A digest by which the two are known again, whoever of the two teams asks; 64 hex digits."""
        both = "\n".join(sorted((self.own.key, self.other.key)))
        return hashlib.sha256(both.encode()).hexdigest()


def same_jobs(jobs: Sequence[Job], team_id: str) -> list[Twice]:
    """The jobs of a team that look like one of another's, the surest first; each pair in the same words once."""
    told = {job.id: frozenset(terms(job.words)) for job in jobs}
    rare = _rarity(told.values())
    routine = _routine(jobs)
    holders: dict[str, list[Job]] = defaultdict(list)
    for job in jobs:
        if job.team_id != team_id and told[job.id] not in routine:
            for term in told[job.id]:
                holders[term].append(job)
    found: dict[str, Twice] = {}
    for job in jobs:
        if job.team_id != team_id or len(told[job.id]) < WORDS:
            continue
        near = Counter(other.id for term in told[job.id] for other in holders.get(term, ()))
        others = {other.id: other for term in told[job.id] for other in holders.get(term, ())}
        for id, many in near.items():
            share = _share(told[job.id], told[id], rare) if many >= WORDS else 0.0
            if share >= ALIKE and not _is_work_on(job, others[id]):
                twice = Twice(job, others[id], share)
                found.setdefault(twice.pair, twice)
    return sorted(found.values(), key=lambda one: -one.share)


def _rarity(texts: Iterable[frozenset[str]]) -> dict[str, float]:
    """How rare each word is among all jobs, from nearly 0.0 to 1.0."""
    every = [text for text in set(texts)]
    many = Counter(term for text in every for term in text)
    whole = log(1 + len(every)) or 1.0
    return {term: log(1 + len(every) / of) / whole for term, of in many.items()}


def _routine(jobs: Iterable[Job]) -> set[frozenset[str]]:
    """What so many teams plan in the same words that it is no job of one of them."""
    teams: dict[frozenset[str], set[str]] = defaultdict(set)
    for job in jobs:
        teams[frozenset(terms(job.words))].add(job.team_id)
    return {text for text, whose in teams.items() if len(whose) >= ROUTINE}


def _share(one: frozenset[str], other: frozenset[str], rare: dict[str, float]) -> float:
    both = sum(rare[term] for term in one & other)
    return both / sqrt(sum(rare[term] for term in one) * sum(rare[term] for term in other))


def _is_work_on(one: Job, other: Job) -> bool:
    """Whether one of the two is work on the other: a task that plays from that priority is no second job."""
    return one.line_id is not None and one.line_id == other.line_id and (one.is_line or other.is_line)
