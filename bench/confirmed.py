"""What is told from whirlwind, and what is learned of confirmed ties: two parts of bench/ties.py."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from random import Random
from statistics import mean

from bench.cases import SIZED, Case, Task, bar, between, share
from score import ties
from score.experience import Earlier, Experience, Told
from score.ties import STRANGERS
from storage.tables import Part, Wording

ALONE, ALONE_AFTER = 0.70, 0.75
GAIN = 8.0
SEEDS = 20
CONFIRMED, PREVALENCE = 50, 0.3
LATER = 200
SHARES = [step / 50 for step in range(35, 49)]
"""Of what is strange, how much might be left alone: 0.70 to 0.96."""


# What is left alone


def apart(tied: Sequence[float], whirlwind: Sequence[float], cut: float) -> float:
    """Balanced accuracy: the mean of how many tasks are above a cut-off, and how many strays below it."""
    return (share([one >= cut for one in tied]) + share([one < cut for one in whirlwind])) / 2


def _speaks(case: Case, tasks: Sequence[Task], learned: Experience = ties.NOTHING) -> list[float]:
    return [case.rank(task, author=False, learned=learned).speaks for task in tasks]


def chosen(cases: Sequence[Case]) -> float:
    """How much of what is strange should be left alone, by some organisations; the middle one of equals."""
    of = [(case, _speaks(case, case.sized), _speaks(case, case.strays)) for case in cases]
    worths = {
        each: round(mean(apart(tied, stray, case.index.strange(each)) for case, tied, stray in of), 9)
        for each in SHARES
    }
    among = [each for each, worth in worths.items() if worth == max(worths.values())]
    return among[len(among) // 2]


def left_alone(cases: Sequence[Case]) -> list[bool]:
    """Print how well what belongs to no line is told from what does; whether the bars hold."""
    print("\nWhat belongs to no line, by balanced accuracy; foreign text and real whirlwind apart")
    started, after = list[float](), list[float]()
    for case in cases:
        others = [other for other in cases if other is not case]
        strange = chosen(others) if others else STRANGERS
        cut = case.index.strange(strange)
        started.append(_started(case, strange, cut))
        settled = [one for seed in range(SEEDS) if (one := _after(case, seed, cut)) is not None]
        if not settled:
            print(f"{'':24} too few for what comes after {CONFIRMED} ties")
            continue
        after.append(mean(one for one, _ in settled))
        (low, high), (least, most) = (between(list(one)) for one in zip(*settled, strict=True))
        says = f"after {CONFIRMED} ties {after[-1]:.2f} ({low:.2f} to {high:.2f}), cut at {least:.2f} to {most:.2f}"
        print(f"{'':24} {says}")
    return [
        bar(mean(one) >= wanted, f"{when} {mean(one):.2f}, least {min(one):.2f}, bar {wanted:.2f}")
        for when, one, wanted in (
            ("from the first day", started, ALONE),
            (f"after {CONFIRMED} ties", after, ALONE_AFTER),
        )
        if one
    ]


def _started(case: Case, strange: float, cut: float) -> float:
    tied = _speaks(case, case.sized)
    strays = {kind: _speaks(case, _of(case.strays, kind)) for kind in ("foreign", "real")}
    both = [one for these in strays.values() for one in these]
    apart_ = [f"{kind} {apart(tied, one, cut):.2f} of {len(one)}" for kind, one in strays.items() if one]
    found = apart(tied, both, cut)
    says = f"from the first day {found:.2f} ({', '.join(apart_)}), cut at {cut:.2f}"
    ours = case.index.silent
    print(f"{case.of.name:24} {says} where {strange:.2f} of what is strange stay out;")
    print(f"{'':24} as it ships {apart(tied, both, ours):.2f}, cut at {ours:.2f}")
    return found


def _of(strays: Sequence[Task], kind: str) -> list[Task]:
    return [one for one in strays if one.stray == kind]


def _after(case: Case, seed: int, start: float) -> tuple[float, float] | None:
    """Balanced accuracy on what is left when some ties are confirmed, in some order, and the cut-off they lead to; None
    where there are too few.
    """
    chance = Random(seed)
    groups: dict[str, list[Task]] = {}
    for task in case.sized:
        groups.setdefault(task.group, []).append(task)
    together, strays = list(groups.values()), list(case.strays)
    chance.shuffle(together)
    chance.shuffle(strays)
    # What was written at once is confirmed at once: nothing of it is left to be judged.
    many = min(round(CONFIRMED * PREVALENCE), len(strays) * 2 // 3)
    settled, rest = strays[:many], list[Task]()
    for group in together:
        (settled if len(settled) < CONFIRMED else rest).extend(group)
    if not rest:
        return None
    chance.shuffle(settled)
    earlier: list[Earlier] = []
    for task in settled:
        learned = Experience(Told(earlier))
        points = case.rank(task, author=False, learned=learned).speaks
        # Nobody is asked about what nothing was offered for: whirlwind that is known for it spoke for some line.
        if task.line_id is not None or points >= learned.cut(start, case.index.strange_points):
            earlier.append(Earlier(str(len(earlier)), task.text, task.line_id, points))
    learned = Experience(Told(earlier))
    cut = learned.cut(start, case.index.strange_points)
    return apart(_speaks(case, rest, learned), _speaks(case, strays[many:], learned), cut), cut


# What is learned


def learned(cases: Sequence[Case]) -> list[bool]:
    """Print how much oftener the right line stands first after many were confirmed; whether the bar holds."""
    print(f"\nThe right line first, in the order of dates, before and after {LATER} confirmed ties of one workspace")
    whole = one_workspace(cases)
    met = []
    for author, says in ((False, "words alone, owners not known"), (True, "owners known")):
        for case in cases:
            rows = _replayed(case, case.tasks, author=author)
            print(f"{case.of.name:24} {says}: {_first(rows):.1%} to {_first(rows, 'after'):.1%} of {len(rows)}")
        late = [_late(_replayed(whole, in_turn(cases, seed), author=author)) for seed in range(SEEDS)]
        if not all(late):
            print(f"{'all as one workspace':24} {says}: fewer than {LATER} ties")
            continue
        gains = [100 * (_first(rows, "after") - _first(rows)) for rows in late]
        low, high = between(gains)
        was, now = (mean(_first(rows, when) for rows in late) for when in ("before", "after"))
        print(f"{'all as one workspace':24} {says}: {was:.1%} to {now:.1%}, {SEEDS} orders")
        said = f"{says}: {mean(gains):+.1f} points ({low:+.1f} to {high:+.1f}) after {LATER} ties"
        if author:
            print(f"  {said}; no bar")
        else:
            met.append(bar(mean(gains) >= GAIN, f"{said}, bar {GAIN:+.0f}"))
    return met


@dataclass(frozen=True)
class Replayed:
    """Whether a task's line stood first without and with what was confirmed before it, and how much that was."""

    before: bool
    after: bool
    confirmed: int


def _first(rows: Sequence[Replayed], when: str = "before") -> float:
    return share([getattr(one, when) for one in rows])


def _late(rows: Sequence[Replayed]) -> list[Replayed]:
    return [one for one in rows if one.confirmed >= LATER]


def _replayed(case: Case, tasks: Sequence[Task], *, author: bool) -> list[Replayed]:
    """Every task of a size in its turn; what is written at once is confirmed at once."""
    rows: list[Replayed] = []
    confirmed: list[Task] = []
    told = Told()
    at_once: dict[str, list[Task]] = {}
    for task in tasks:
        at_once.setdefault(task.group, []).append(task)
    for group in at_once.values():
        for task in group:
            if task.kind in SIZED:
                by = Experience(
                    told, [one for one, of in zip(told.earlier.values(), confirmed, strict=True) if _is_by(task, of)]
                )
                ranked = (case.rank(task, author=author), case.rank(task, author=author, learned=by))
                before, after = (one.lines[0].line_id == task.line_id for one in ranked)
                rows.append(Replayed(before, after, len(confirmed)))
        told = told.changed([Earlier(str(n), one.text, one.line_id) for n, one in enumerate(group, len(confirmed))], ())
        confirmed += group
    return rows


def _is_by(task: Task, other: Task) -> bool:
    """Whether two tasks are of the same author, where authors are known."""
    return bool(task.author) and other.author == task.author


def one_workspace(cases: Sequence[Case]) -> Case:
    """All organisations as units of one: no single one of them has tasks enough."""
    lines = [line for case in cases for line in _within(case)]
    parts = [
        Part(**{**part.model_dump(), "id": f"{case.of.name}:{part.id}", "handle": f"{case.of.name}:{part.handle}"})
        for case in cases
        for part in case.of.parts
    ]
    owners = {f"{case.of.name}:{id}": names for case in cases for id, names in case.of.owners.items()}
    of = replace(cases[0].of, name="all", lines=lines, parts=parts, owners=owners)
    return Case(of, ties.Index(lines, parts), [], [])


def _within(case: Case) -> Iterator[Wording]:
    for line in case.of.lines:
        named = {name: f"{case.of.name}:{getattr(line, name)}" for name in ("id", "line_id", "address", "part")}
        serves = f"{case.of.name}:{line.serves}" if line.serves else None
        yield Wording(**{**line.model_dump(), **named, "serves": serves})


def in_turn(cases: Sequence[Case], seed: int) -> list[Task]:
    """The tasks of all organisations among each other by chance, those of each in the order of their dates."""
    chance = Random(seed)
    waiting = []
    for case in cases:
        groups: dict[str, list[Task]] = {}
        for task in case.tasks:
            named = f"{case.of.name}:{task.line_id}"
            groups.setdefault(task.group, []).append(replace(task, line_id=named, group=f"{case.of.name}:{task.group}"))
        days = [(group[0].date, chance.random(), group) for group in groups.values()]
        waiting.append([group for _, _, group in sorted(days, key=lambda one: one[:2])])
    ordered: list[Task] = []
    while any(waiting):
        (whose,) = chance.choices(waiting, [len(groups) for groups in waiting])
        ordered += whose.pop(0)
    return ordered
