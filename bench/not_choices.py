"""How often a task is said to enter what was chosen against, and how often that is right; and how alike blockers are.

    python -m bench.not_choices [FOLDER]

FOLDER holds real organisations as bench/ties.py reads them; it is not part of the project. Without it the example is
measured alone. What real people filed under a line of theirs is inside it: an alarm there is false, but for tasks
that are looked at by hand. Two things stand for tasks that enter: texts that their people proposed and that were
declined, and each not-choice in its own words with one of them left out.

Bar: no false alarm for the tasks of the example, none for more than one in 200 of real tasks.
"""

import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

from bench import organisations
from bench.organisations import Organisation
from bot import example, script
from handlers.against import staying_out
from score import not_choices, stuck
from score.language import read
from score.not_choices import NotChoices
from score.stems import number, stems
from score.ties import Index
from storage.tables import LineKind, Wording

STEPS = [step / 20 for step in range(6, 20)]
CUES = staying_out("en")
OF_A_HUNDRED = 0.5
"""False alarms in a hundred real tasks, at most."""


@dataclass(frozen=True)
class Shares:
    """How much of some not-choice each text names at most: texts that are inside, and those that enter."""

    inside: Sequence[float]
    enter: Sequence[float]


def shares(of: Organisation, texts: Sequence[str], entering: Sequence[str]) -> Shares:
    """Each text beside every not-choice of an organisation, which is more than would bind any one person."""
    against = NotChoices(of.lines)
    made = [said for line in against.lines for said in _in_other_words(line)]
    return Shares([_most(against, text) for text in texts], [_most(against, text) for text in (*entering, *made)])


def _most(against: NotChoices, text: str) -> float:
    if not_choices.stays_out(text, CUES):
        return 0.0
    said = tuple(map(number, stems(text, "english")))
    return max((against.share(said, core) for core in against.cores.values()), default=0.0)


def _in_other_words(line: Wording) -> Iterator[str]:
    """What a not-choice is about with one word left out; with both of its words where there are two."""
    words = not_choices.core(line.words).split()
    if len(words) < 3:
        yield " ".join(words)
        return
    for place in range(len(words)):
        yield " ".join([*words[:place], *words[place + 1 :]])


def _row(name: str, found: Shares, cut: float) -> str:
    false, right = sum(one >= cut for one in found.inside), sum(one >= cut for one in found.enter)
    precision = right / (right + false) if right + false else float("nan")
    recall = right / len(found.enter) if found.enter else float("nan")
    return (
        f"{name:24} {len(found.inside):5} inside, {false} false alarms; {len(found.enter):4} enter, "
        f"{right:4} found: precision {precision:.0%}, recall {recall:.0%}"
    )


def real(folder: Path) -> bool:
    """Print what becomes of real tasks, and the cut-off that the other organisations would choose for each."""
    all_of_them = organisations.all_in(folder)
    if not all_of_them:
        print("No organisations there, so only the example is measured. Name the folder: bench/not_choices.py FOLDER")
        return True
    found = {
        of.name: shares(
            of,
            [one["text"] for one in (*of.tasks, *of.strays) if one["kind"] != "declined"],
            [one["text"] for one in of.strays if one["kind"] == "declined"],
        )
        for of in all_of_them
    }
    for name, theirs in found.items():
        others = [one for other in all_of_them if other.name != name for one in _crossed(other, all_of_them, but=name)]
        chosen = next((step for step in STEPS if not any(one >= step for one in others)), STEPS[-1])
        print(_row(name, theirs, not_choices.COVERED))
        print(f"{'':24} the others choose {chosen:.2f}; as it is {not_choices.COVERED:.2f}")
    inside = [share for one in found.values() for share in one.inside]
    false = sum(share >= not_choices.COVERED for share in inside) / len(inside)
    print(f"{'all':24} {false:.2%} false alarms (bar: {OF_A_HUNDRED} %)")
    for of in all_of_them:
        alike(of)
    return false * 100 <= OF_A_HUNDRED


def _crossed(of: Organisation, all_of_them: Sequence[Organisation], *, but: str) -> list[float]:
    """The tasks of every organisation but one beside the not-choices of one of them: all are strangers or inside."""
    texts = [one["text"] for other in all_of_them if other.name != but for one in other.tasks if one["kind"] == "item"]
    return [share for share in shares(of, texts, ()).inside if share < 1]


def alike(of: Organisation) -> None:
    """Print how often two short texts that are said to be alike were filed under the same line.

    Tasks stand for blockers: of those hardly any organisation publishes more than two.
    """
    index = Index(of.lines, of.parts)
    texts = [one for one in of.tasks if one["kind"] in ("item", "enhancement")]
    pairs: list[tuple[Mapping[str, str], Mapping[str, str]]] = list(combinations(texts, 2))
    near = [(one, other) for one, other in pairs if index.likeness(one["text"], other["text"]) >= stuck.LIKE]
    same = sum(one["gold_line_id"] == other["gold_line_id"] for one, other in near)
    every = sum(one["gold_line_id"] == other["gold_line_id"] for one, other in pairs)
    print(f"{of.name:24} {len(near)} pairs of {len(pairs)} alike, {same} of them of the same line ({every} pairs are)")


def of_the_example() -> bool:
    """Print what becomes of all that the people of the example mean to do on its days, whirlwind too."""
    file = read((example.FOLDER / "score.yml").read_bytes(), "score.yml")
    lines = [
        Wording(
            id=line.address, workspace_id="w", edition_id="e", line_id=line.address, part=line.part,
            address=line.address, kind=line.kind, words=line.words, position=place, about=line.about,
        )
        for place, line in enumerate(file.lines)
    ]  # fmt: skip
    against = NotChoices(lines)
    acts = (act for day in script.days() for act in script.acts(day))
    tasks = sorted({task for act in acts if act.check_in for task in act.check_in.tasks})
    made = [said for line in lines if line.kind is LineKind.NOT_CHOICE for said in _in_other_words(line)]
    found = Shares([_most(against, one) for one in tasks], [_most(against, one) for one in made])
    print(_row("the example", found, not_choices.COVERED))
    return not any(share >= not_choices.COVERED for share in found.inside)


def main() -> int:
    """Measure; 1 when a bar is not met."""
    met = [of_the_example(), real(Path(sys.argv[1]) if sys.argv[1:] else Path("nowhere"))]
    return 0 if all(met) else 1


if __name__ == "__main__":
    sys.exit(main())
