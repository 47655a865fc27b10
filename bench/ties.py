"""How well tasks find their lines, what is left alone, what is learned, and how long it takes: `make bench-ties`.

    python -m bench.ties FOLDER            real organisations: folders with score.yml, tasks.jsonl, negatives.jsonl
    python -m bench.ties SCORE CASES       one's own: a score in our language, and a file of cases

FOLDER is not part of the project. CASES has one JSON object a line: `text`, `line` (its address; null for whirlwind),
and where they are known `author` (a handle), `date` and `group` (what was written at once). With neither, the example
organisation and its cases are measured. Where the settings name a model of meaning (docs/meaning.md), it is measured
beside the rest.

What people filed as one task is measured; whole updates stand apart. All that was chosen for an organisation, its two
cut-offs, was chosen on the others. An interval is that of nine in ten: over 200 draws of what was written at once for
shares, and over the seeds where chance decides what comes first. Nothing is drawn without a seed.

Bars, for FOLDER: over all organisations the right line stands first for 55 in a hundred tasks and among three for 72,
each organisation as often as tf-idf puts it there (bench/tfidf.py); where authors are known, first for 68. Balanced
accuracy of leaving alone is 0.70 from the first day, and 0.75 after fifty ties that were confirmed, three in ten of
them whirlwind. After 200 confirmed ties the right line stands first 8 points more often. 200 lines take 5 ms of CPU.
"""

import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

from bench import confirmed, organisations, placing
from bench.cases import Case, Task, bar, between, read, share
from bench.fulltext import FullText
from bench.tfidf import Tfidf
from bot.meaning import Unanswered
from bot.run import NotStarted, model_of
from bot.settings import Settings
from score import ties
from score.problems import ScoreProblems

FIRST, THREE, AUTHOR = 0.55, 0.72, 0.68
"""Lines of a score, and the seconds of CPU that one task may take over it."""

DRAWS = 200
MEANT, KNOWN_MEANT = "ours, words and meaning", "ours, author and meaning"
WORDS, KNOWN, TFIDF, POOLED = "ours, words alone", "ours, author known", "tf-idf", "ours, authors where known"


# The right line, from the first day


@dataclass(frozen=True)
class Found:
    """For one task, whether its line stood first and among three, and what was written at once with it."""

    first: bool
    three: bool
    group: str


Method = Callable[[Case, Task], Sequence[str]]


def _ours(*, author: bool, meant: bool = False) -> Method:
    return lambda case, task: [one.line_id for one in case.rank(task, author=author, meant=meant).lines]


def methods(case: Case) -> dict[str, Method]:
    """All ways to rank that are measured beside each other."""
    tfidf, fulltext = Tfidf(case.of.priorities), FullText(case.of.priorities)
    of: dict[str, Method] = {
        "full text search": lambda _, task: fulltext.rank(task.text),
        TFIDF: lambda _, task: tfidf.rank(task.text),
        WORDS: _ours(author=False),
    }
    # Where nobody is named, what is known of nobody changes nothing.
    named = any(task.author for task in case.sized)
    of |= {KNOWN: _ours(author=True)} if named else {}
    if case.near:
        of[MEANT] = _ours(author=False, meant=True)
        of |= {KNOWN_MEANT: _ours(author=True, meant=True)} if named else {}
    return of


def found(case: Case, method: Method, tasks: Sequence[Task]) -> list[Found]:
    """What a way to rank makes of some tasks."""
    ranked = ((task, list(method(case, task)[:3])) for task in tasks)
    return [Found(first[:1] == [task.line_id], task.line_id in first, task.group) for task, first in ranked]


def _drawn(of: Sequence[Found], seed: int = 1) -> Iterator[tuple[float, float]]:
    chance, groups = Random(seed), dict[str, list[Found]]()
    for one in of:
        groups.setdefault(one.group, []).append(one)
    pool = list(groups.values())
    for _ in range(DRAWS):
        some = [one for group in chance.choices(pool, k=len(pool)) for one in group]
        yield share([one.first for one in some]), share([one.three for one in some])


def _row(name: str, of: Sequence[Found]) -> str:
    firsts, threes = zip(*_drawn(of), strict=True)
    first, three = share([one.first for one in of]), share([one.three for one in of])
    a, b, c, d = *between(firsts), *between(threes)
    return f"{name:46} {len(of):4}  {first:6.1%} ({a:.0%} to {b:.0%})  {three:6.1%} ({c:.0%} to {d:.0%})"


def from_the_first_day(cases: Sequence[Case]) -> list[bool]:
    """Print how often the right line is found when nothing was confirmed yet; whether the bars hold."""
    print(f"{'From the first day':46} tasks  first               among three")
    pooled: dict[str, list[Found]] = {}
    met: list[bool] = []
    for case in cases:
        of = {name: found(case, method, case.sized) for name, method in methods(case).items()}
        for name, these in of.items():
            print(_row(f"{case.of.name}, {name}", these))
        updates = [task for task in case.tasks if task.kind == "update"]
        if updates:
            print(_row(f"{case.of.name}, whole updates, words alone", found(case, _ours(author=False), updates)))
        met += _as_good(case.of.name, of)
        for name, these in (of | {POOLED: of.get(KNOWN, of[WORDS])}).items():
            pooled.setdefault(name, []).extend(these)
    for name in (KNOWN, KNOWN_MEANT):
        pooled.pop(name, None)
    for name, these in pooled.items():
        print(_row(f"all, {name}", these))
    first, three = (share([getattr(one, which) for one in pooled[POOLED]]) for which in ("first", "three"))
    return [
        *met,
        bar(first >= FIRST, f"all, authors where known, first: {first:.1%}, bar {FIRST:.0%}"),
        bar(three >= THREE, f"all, authors where known, among three: {three:.1%}, bar {THREE:.0%}"),
    ]


def _as_good(name: str, of: Mapping[str, Sequence[Found]]) -> Iterator[bool]:
    """Whether words alone are as good as tf-idf, and the author is worth what it should be."""
    for which in ("first", "three"):
        ours, theirs = (share([getattr(one, which) for one in of[method]]) for method in (WORDS, TFIDF))
        yield bar(ours >= theirs, f"{name}, {which}: {ours:.1%}, tf-idf {theirs:.1%}")
    if KNOWN in of:
        said = share([one.first for one in of[KNOWN]])
        yield bar(said >= AUTHOR, f"{name}, author known, first: {said:.1%}, bar {AUTHOR:.0%}")


# What is suggested, and how long it takes


def suggested(cases: Sequence[Case]) -> None:
    """Print how often one line is suggested, three are offered or nothing is, and how often that is right."""
    print(f"\n{'What is said':46} one line   right   three   among   nothing   strays left alone")
    for case in cases:
        for author in sorted({False, any(task.author for task in case.sized)}):
            judged = [(task, ties.judge(case.rank(task, author=author))) for task in case.sized]
            one = [said.line_id == task.line_id for task, said in judged if said.line_id]
            three = [task.line_id in said.offered for task, said in judged if said.offered and not said.line_id]
            nothing = share([not said.offered for _, said in judged])
            alone = share([not ties.judge(case.rank(task, author=False)).offered for task in case.strays])
            name = f"{case.of.name}, {'author known' if author else 'words alone'}"
            shares = f"{share(one):7.0%} {len(three):7} {share(three):7.0%} {nothing:9.0%} {alone:12.0%}"
            print(f"{name:46} {len(one):8} {shares}")


def _cases(named: Sequence[Path]) -> list[Case]:
    if len(named) == 1:
        if found := [read(of) for of in organisations.all_in(named[0])]:
            return found
        raise organisations.BadCase("each organisation is a folder with score.yml, tasks.jsonl and negatives.jsonl")
    score, file = named or organisations.EXAMPLE
    return [read(organisations.of_ours(score, file))]


def main() -> int:
    """Measure what is named; 1 when a bar is not met."""
    named = [Path(name) for name in sys.argv[1:]]
    try:
        cases, asked = _cases(named), Settings().meaning
        if asked is not None:
            model = model_of(asked)
            cases = [case.read_to(model) for case in cases]
    except (ScoreProblems, organisations.BadCase, NotStarted, Unanswered, OSError, ValueError) as problem:
        print(f"Nothing is measured: {problem}", file=sys.stderr)
        return 2
    met = from_the_first_day(cases)
    if any(case.strays for case in cases):
        met += confirmed.left_alone(cases)
    met += confirmed.learned(cases)
    suggested(cases)
    met.append(placing.is_quick(cases))
    # The bars are those of real organisations: what one's own cases reach is for oneself to judge.
    return 0 if all(met) or len(named) != 1 else 1


if __name__ == "__main__":
    sys.exit(main())
