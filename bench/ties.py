"""How well tasks find their lines on real organisations, and how long it takes.

    python bench/ties.py FOLDER [--choose]

FOLDER holds one folder for each organisation with `score.yml`, `tasks.jsonl` and `negatives.jsonl`; it is not part
of the project. `--choose` looks for the two cut-offs anew: on all organisations but one, for that one.

Each task is judged three times: from its words alone, with its author known (where the data says who that was),
and with the tasks of all other reports as earlier ones that their people had confirmed.

Two bars: in every organisation, from words alone, the right line stands first at least as often as tf-idf over the
same texts puts it there (bench/tfidf.py); and one task is ranked over 500 lines within 5 ms.
"""

import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent.parent))

from bench import organisations
from bench.organisations import Organisation
from bench.tfidf import Tfidf
from score import ties
from storage.tables import LineKind, Wording

SIZED = ("item", "enhancement")
"""Kinds of task that have the size of what people write in a check-in."""

LINES, WITHIN = 500, 0.005
"""A score as large as we expect any to be, and the seconds that one task may take over it."""


@dataclass(frozen=True)
class Case:
    """One task, its line (None for a text that belongs to none), and the ranking."""

    line_id: str | None
    ranked: Sequence[ties.Ranked]


def cases(of: Organisation, *, author: bool, learned: bool) -> list[Case]:
    """Each task and each stray text, ranked."""
    index = ties.Index(of.lines, of.parts)
    ranked = []
    for task in [*_sized(of), *of.strays]:
        who = str(task.get("author") or "").lower()
        owns = {line_id for line_id, names in of.owners.items() if author and who in names}
        earlier = _earlier(of, task) if learned else {}
        ranked.append(Case(task.get("gold_line_id"), index.rank(task["text"], owns=owns, learned=earlier)))
    return ranked


def _sized(of: Organisation) -> list[Mapping[str, Any]]:
    return [task for task in of.tasks if task["kind"] in SIZED]


def _earlier(of: Organisation, task: Mapping[str, Any]) -> dict[str, list[str]]:
    earlier: dict[str, list[str]] = {}
    for other in _sized(of):
        if other.get("group") != task.get("group"):
            earlier.setdefault(other["gold_line_id"], []).append(other["text"])
    return earlier


def report(name: str, found: Sequence[Case]) -> None:
    """Print what became of the tasks and of the stray texts."""
    tasks, strays = [one for one in found if one.line_id], [one for one in found if not one.line_id]
    first = _share(one.ranked[0].line_id == one.line_id for one in tasks)
    third = _share(one.line_id in [line.line_id for line in one.ranked[:3]] for one in tasks)
    judged = [(one.line_id, ties.judge(one.ranked)) for one in found]
    suggested = [(gold, said.line_id) for gold, said in judged if said.line_id]
    unsure = [gold in said.offered for gold, said in judged if gold and said.offered and not said.line_id]
    silent = _share(not ties.judge(one.ranked).offered for one in tasks)
    silent_strays = _share(not ties.judge(one.ranked).offered for one in strays)
    print(
        f"{name:38} {len(tasks):4} {first:6.0%} {third:6.0%}   {len(suggested):4}"
        f" {_share(gold == said for gold, said in suggested):6.0%}   {len(unsure):4} {_share(unsure):6.0%}"
        f" {silent:8.0%} {silent_strays:8.0%}"
    )


def _share(of: Any) -> float:
    said = list(of)
    return sum(said) / len(said) if said else float("nan")


def worth(found: Sequence[Case], silent: float, sure: float) -> float:
    """What a pair of cut-offs is worth on average.

    A right suggestion is worth 1 and a wrong one -1; three lines 0.5 if the right one is among them, else -0.25;
    silence 1 where there is no line, else 0.
    """
    total = 0.0
    for one in found:
        first, second = one.ranked[0].points, one.ranked[1].points
        if first < silent:
            total += 1 if one.line_id is None else 0
        elif 2 * first - second >= sure:
            total += 1 if one.ranked[0].line_id == one.line_id else -1
        else:
            total += 0.5 if one.line_id in [line.line_id for line in one.ranked[:3]] else -0.25
    return total / len(found)


def choose(organisations: Sequence[Organisation]) -> None:
    """Print for each organisation the cut-offs that the others would choose for it, and what they are worth there."""
    found = {of.name: cases(of, author=True, learned=False) for of in organisations}
    steps = [step / 20 for step in range(4, 40)]
    for held, theirs in found.items():
        others = [each for name, each in found.items() if name != held]
        silent, sure = max(product(steps, steps), key=lambda pair: sum(worth(each, *pair) for each in others))
        chosen, ours = worth(theirs, silent, sure), worth(theirs, ties.SILENT, ties.SURE)
        print(f"{held:38} silent {silent:.2f}, sure {sure:.2f}: worth {chosen:.2f}; as it is {ours:.2f}")


def is_as_good(of: Organisation, found: Sequence[Case]) -> bool:
    """Whether the right line stands first as often as tf-idf puts it there; printed with both."""
    theirs = Tfidf(of.priorities)
    tasks = _sized(of)
    first: int = sum(theirs.rank(task["text"])[0] == task["gold_line_id"] for task in tasks)
    ours: int = sum(one.ranked[0].line_id == one.line_id for one in found if one.line_id)
    print(f"{of.name:38} {len(tasks):4} {ours / len(tasks):6.1%}   tf-idf {first / len(tasks):6.1%}")
    return ours >= first


def is_quick(of: Sequence[Organisation]) -> bool:
    """Whether a task is ranked in time over a score of many lines, those of all organisations over and over."""
    known = [line for one in of for line in one.priorities]
    lines = [_again(known[place % len(known)], place) for place in range(LINES)]
    index = ties.Index(lines, ())
    texts = [task["text"] for one in of for task in _sized(one)]
    for text in texts:
        index.rank(text)
    began = time.process_time()
    for text in texts:
        index.rank(text, owns={"x"}, team_parts={"y"})
    took = (time.process_time() - began) / len(texts)
    print(f"one task over {len(lines)} lines: {took * 1000:.2f} ms of CPU, {took / WITHIN:.2f} of what it may take")
    return took < WITHIN


def _again(line: Wording, place: int) -> Wording:
    return Wording(**{**line.model_dump(), "kind": LineKind.PRIORITY, "line_id": str(place), "address": str(place)})


def main() -> int:
    """Measure on the folder that is named; 1 when a bar is not met."""
    found = [each for name in sys.argv[1:2] for each in organisations.all_in(Path(name))]
    if not found:
        print("No organisations there, so nothing is measured. Name the folder that holds them: bench/ties.py FOLDER")
        return 0
    print("                                       tasks  first  three   sugg  right   three  among   silent  strays")
    met = []
    for of in found:
        report(f"{of.name}, words", words := cases(of, author=False, learned=False))
        report(f"{of.name}, author", cases(of, author=True, learned=False))
        report(f"{of.name}, author and earlier", cases(of, author=True, learned=True))
        met.append((of, words))
    print()
    bars = [is_as_good(of, words) for of, words in met] + [is_quick(found)]
    if "--choose" in sys.argv:
        choose(found)
    return 0 if all(bars) else 1


if __name__ == "__main__":
    sys.exit(main())
