"""How well tasks find their lines on real organisations, and how long it takes.

    python bench/ties.py FOLDER [--choose]

FOLDER holds one folder for each organisation with `score.yml`, `tasks.jsonl` and `negatives.jsonl`; it is not part
of the project. `--choose` looks for the two cut-offs anew: on all organisations but one, for that one.

Each task is judged three times: from its words alone, with its author known (where the data says who that was),
and with the tasks of all other reports as earlier ones that their people had confirmed.
"""

import json
import re
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import Any

import yaml

sys.path.insert(0, str(Path(__file__).parent.parent))

from score import ties
from score.language import WORDS
from storage.tables import LineKind, Part, PartKind, Wording

SIZED = ("item", "enhancement")
"""Kinds of task that have the size of what people write in a check-in."""


@dataclass(frozen=True)
class Organisation:
    """Lines, who owns them, tasks with the line that their author filed them under, and texts that belong to none."""

    name: str
    index: ties.Index
    owners: Mapping[str, frozenset[str]]
    tasks: Sequence[Mapping[str, Any]]
    strays: Sequence[Mapping[str, Any]]


@dataclass(frozen=True)
class Case:
    """One task, its line (None for a text that belongs to none), and the ranking."""

    line_id: str | None
    ranked: Sequence[ties.Ranked]


def load(folder: Path) -> Organisation:
    """One organisation; a line reads as its title and text, cut to what a line of a score may have."""
    lines = yaml.safe_load((folder / "score.yml").read_text("utf-8"))["lines"]
    parts = [_part(line) for line in lines]
    targets = [line for line in lines if line.get("target")]
    owners = {line["id"]: frozenset(re.findall(r"[\w-]+", (line.get("owner") or "").lower())) for line in targets}
    index = ties.Index([_wording(line, place) for place, line in enumerate(targets)], parts)
    tasks = [task for task in _rows(folder / "tasks.jsonl") if task["kind"] in SIZED]
    return Organisation(folder.name, index, owners, tasks, list(_rows(folder / "negatives.jsonl")))


def _rows(path: Path) -> Iterator[Mapping[str, Any]]:
    return (json.loads(row) for row in path.read_text("utf-8").splitlines())


def _part(line: Mapping[str, Any]) -> Part:
    return Part(
        id=line["id"], workspace_id="w", edition_id="e", handle=line["id"], kind=PartKind.UNIT, name=line["title"],
        position=0,
    )  # fmt: skip


def _wording(line: Mapping[str, Any], place: int) -> Wording:
    title, text = line["title"], line["text"]
    words = text if text.startswith(title) else f"{title}. {text}"
    return Wording(
        id=line["id"], workspace_id="w", edition_id="e", line_id=line["id"], part=line["parent"] or "",
        address=line["id"], kind=LineKind.PRIORITY, words=words[:WORDS], position=place,
    )  # fmt: skip


def cases(of: Organisation, *, author: bool, learned: bool) -> list[Case]:
    """Each task and each stray text, ranked."""
    ranked = []
    for task in [*of.tasks, *of.strays]:
        who = str(task.get("author") or "").lower()
        owns = {line_id for line_id, names in of.owners.items() if author and who in names}
        earlier = _earlier(of, task) if learned else {}
        ranked.append(Case(task.get("gold_line_id"), of.index.rank(task["text"], owns=owns, learned=earlier)))
    return ranked


def _earlier(of: Organisation, task: Mapping[str, Any]) -> dict[str, list[str]]:
    earlier: dict[str, list[str]] = {}
    for other in of.tasks:
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


def time_it(of: Organisation) -> None:
    """Print how long three tasks take."""
    texts = [task["text"] for task in of.tasks]
    for text in texts:
        of.index.rank(text)
    began = time.perf_counter()
    for text in texts:
        of.index.rank(text, owns={"x"}, team_parts={"y"})
    took = (time.perf_counter() - began) / len(texts) * 3000
    print(f"three tasks over {len(of.index.wordings)} lines: {took:.2f} ms")


def main() -> None:
    """Measure on the folder that is named."""
    folders = sorted(path.parent for name in sys.argv[1:2] for path in Path(name).glob("*/tasks.jsonl"))
    if not folders:
        print("No organisations there, so nothing is measured. Name the folder that holds them: bench/ties.py FOLDER")
        return
    organisations = [load(folder) for folder in folders]
    print("                                       tasks  first  three   sugg  right   three  among   silent  strays")
    for of in organisations:
        report(f"{of.name}, words", cases(of, author=False, learned=False))
        report(f"{of.name}, author", cases(of, author=True, learned=False))
        report(f"{of.name}, author and earlier", cases(of, author=True, learned=True))
    for of in organisations:
        time_it(of)
    if "--choose" in sys.argv:
        choose(organisations)


if __name__ == "__main__":
    main()
