"""How well questions are answered from the score alone on real organisations, and how long it takes.

    python bench/ask.py FOLDER [--choose]

FOLDER holds one folder for each organisation with `score.yml` and `questions.jsonl`; it is not part of the project.
Each organisation is judged with the cut-off that the others choose for it: half-way between the questions that it
should be silent on and those it should answer. `--choose` prints these.

A line picker is searched with the first words of each task, as they were written and with a letter wrong in each.

Bars: of the questions that can be answered 14 in 16 cite a right line among three at most and say what they must; of
those that cannot, 6 in 7 are met with silence; every citation is a real line whose words stand in the answer; and a
question takes at most 50 ms over 500 lines, a search with wrong letters 5 ms. Which words are furniture of any
question, and which give away what it aims at, was written with these questions in sight: only the cut-off is held
out.
"""

import sys
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from random import Random
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

sys.path.insert(0, str(Path(__file__).parent.parent))

from bench import organisations
from bench.organisations import EDITION, LOADED, WORKSPACE, Organisation
from bot import batch
from bot.batch import Asker
from handlers.turn import Reader
from prompts import spellings
from score import citations, search
from score.stems import tells, words
from score.ties import Index
from storage import migrate
from storage.store import open_engine, open_store
from storage.tables import Connection, Door, Line, LineKind, Person, Place, PlaceKind, Wording, Workspace

LINES, WITHIN = 500, 0.05
"""A score as large as we expect any to be, and the seconds that one question may take over it."""

RIGHT, QUIET = 14 / 16, 6 / 7

PICKED_WITHIN, PICKED_WORDS = 0.005, 4
"""The seconds that a search may take for a line to be picked, at the median, and the words that are typed."""

LONG = 6
"""Letters of a word in which one is mistyped."""


@dataclass(frozen=True)
class Judged:
    """What became of one question."""

    question: Mapping[str, Any]
    said: Mapping[str, Any]
    grounded: bool

    @property
    def met(self) -> bool:
        """Whether it was answered as it should be."""
        if not self.question["answerable"]:
            return not self.said["answered"]
        cited = {one["address"] for one in self.said["citations"]}
        text = self.said["text"].casefold()
        right = bool(cited & set(self.question["gold_line_ids"]))
        return self.said["answered"] and right and all(one.casefold() in text for one in self.question["must_contain"])


@contextmanager
def asking(of: Organisation, lines: Sequence[Wording]) -> Iterator[Asker]:
    """Somebody who asks, of no team, on a database with these lines."""
    with TemporaryDirectory() as folder:
        reader = keep(of, lines, folder)
        engine = open_engine(f"sqlite:///{folder}/bench.db", read_only=True)
        with open_store(engine) as store:
            yield Asker(store, reader)
        engine.dispose()


def keep(of: Organisation, lines: Sequence[Wording], folder: str) -> Reader:
    """Make a database with these lines in a folder; who asks there."""
    me = Person(id="me", workspace_id=WORKSPACE, handle="me", name="")
    connection = Connection(id="c", workspace_id=WORKSPACE, door=Door.CONSOLE, external_id="c")
    place = Place(
        id="p", workspace_id=WORKSPACE, connection_id="c", external_id="p", kind=PlaceKind.DIRECT, name="",
        person_id="me",
    )  # fmt: skip
    people = [
        Person(**{**one.model_dump(), "handle": f"owner-{place}"}) for place, one in enumerate(of.people.values())
    ]
    edition = type(of.edition)(**{**of.edition.model_dump(), "id": f"{EDITION}-{of.name}-{len(lines)}"})
    parts = [type(one)(**{**one.model_dump(), "edition_id": edition.id}) for one in of.parts]
    wordings = [Wording(**{**one.model_dump(), "edition_id": edition.id}) for one in lines]
    engine = open_engine(f"sqlite:///{folder}/bench.db")
    migrate.upgrade(engine)
    with open_store(engine) as store:
        workspace = Workspace(id=WORKSPACE, name=of.name, created_at=LOADED)
        kept = [Line(id=one.line_id, workspace_id=WORKSPACE, since=edition.id) for one in lines]
        store.keep(workspace, me, *people, connection, place, edition, *parts, *kept, *wordings)
    engine.dispose()
    return Reader(me, place, LOADED)


def answers(of: Organisation, silent: float) -> list[Judged]:
    """Every question of an organisation, answered with a cut-off."""
    citations.SILENT = silent
    known = {one.address: one.words for one in of.lines}
    with asking(of, of.lines) as asker:
        judged = []
        for question in of.questions:
            said = batch.answered(asker, question)
            cited = said["citations"]
            real = all(known.get(one["address"]) == one["words"] and one["words"] in said["text"] for one in cited)
            judged.append(Judged(question, said, real and len(cited) <= citations.CITED))
        return judged


def worths(of: Organisation) -> tuple[list[float], list[float]]:
    """What the nearest line is worth, for the questions that can be answered and for those that cannot."""
    names = {one.id: one.name for one in of.people.values()}
    concordance = search.Concordance(of.lines, of.parts, names)
    cues = spellings("asked")
    best: tuple[list[float], list[float]] = ([], [])
    for question in of.questions:
        read = search.read_question(question["question"], cues)
        hits = citations.answering(read, concordance.find(read), of.lines)
        best[0 if question["answerable"] else 1].append(hits[0].worth if hits else 0.0)
    return best


def choose(others: Sequence[Organisation]) -> float:
    """The cut-off half-way between what some organisations should be silent on and what they should answer.

    The two may overlap: then it is the one that gets most of both right.
    """
    found = [worths(of) for of in others]
    answerable = sorted(worth for can, _ in found for worth in can)
    not_answerable = sorted(worth for _, cannot in found for worth in cannot)
    steps = sorted({*answerable, *not_answerable, 0.0, 1.0})
    middles = [(one + other) / 2 for one, other in pairwise(steps)]

    def right(cut: float) -> tuple[float, float]:
        can = sum(worth >= cut for worth in answerable) / len(answerable)
        cannot = sum(worth < cut for worth in not_answerable) / len(not_answerable)
        return can + cannot, -abs(cut - search.SILENT)

    best = max(right(cut)[0] for cut in middles)
    held = [cut for cut in middles if right(cut)[0] == best]
    return (held[0] + held[-1]) / 2


def is_quick(of: Sequence[Organisation]) -> bool:
    """Whether a question is answered in time over a score of many lines, those of all organisations over and over."""
    lines = _many(of)
    everybody = {person.id: person for one in of for person in one.people.values()}
    whole = Organisation(**{**vars(of[0]), "name": "all", "people": everybody, "parts": []})
    asked = [question for one in of for question in one.questions]
    # What nobody would ask: every word unknown, so that each is looked for among all.
    hostile = [{"question": " ".join(f"zq{n}xyv{n}" for n in range(60))[:499] + "?"}]
    with asking(whole, lines) as asker:
        batch.answered(asker, asked[0])
        slowest = 0.0
        began = time.process_time()
        for question in [*asked, *hostile]:
            at = time.process_time()
            batch.answered(asker, question)
            slowest = max(slowest, time.process_time() - at)
        took = (time.process_time() - began) / (len(asked) + 1)
    print(
        f"one question over {LINES} lines: {took * 1000:.1f} ms of CPU, {slowest * 1000:.1f} ms at most,"
        f" {slowest / WITHIN:.2f} of what it may take"
    )
    return slowest < WITHIN


def finds_the_mistyped(of: Sequence[Organisation]) -> bool:
    """Whether a line is picked in time by words with a letter wrong each; says how many are found so, and by them as
    they were written.
    """
    chance = Random(7)
    found: Counter[str] = Counter()
    for each in of:
        index = Index(each.lines, each.parts)
        for task in each.tasks:
            typed = [word for word in words(task["text"]) if tells(word, "english")][:PICKED_WORDS]
            for how, said in (("plain", typed), ("mistyped", [_mistyped(word, chance) for word in typed])):
                first = [line.line_id for line in index.search(" ".join(said))[:1]]
                found[how] += first == [task["gold_line_id"]]
            found["of"] += 1
    plain, mistyped = _picking(of)
    print(
        f"picking a line first by the first words of a task: {found['plain']} of {found['of']} as they were written,"
        f" {found['mistyped']} with a letter wrong in each"
    )
    print(
        f"picking one of {LINES} lines: {plain * 1000:.2f} ms of CPU, {mistyped * 1000:.2f} ms with a letter wrong in"
        f" each, {mistyped / plain:.2f} of the other, {mistyped / PICKED_WITHIN:.2f} of what it may take"
    )
    return mistyped < PICKED_WITHIN


def _picking(of: Sequence[Organisation]) -> tuple[float, float]:
    """Seconds of CPU of a search over many lines at the median, as the words were written and mistyped."""
    chance, typed = Random(7), [task["text"] for one in of for task in one.tasks]
    index = Index(_many(of), ())
    index.search("")
    took: tuple[list[float], list[float]] = ([], [])
    for text in typed:
        said = [word for word in words(text) if tells(word, "english")][:PICKED_WORDS]
        for times, typing in zip(took, (said, [_mistyped(word, chance) for word in said]), strict=True):
            at = time.process_time()
            index.search(" ".join(typing))
            times.append(time.process_time() - at)
    return median(took[0]), median(took[1])


def _mistyped(word: str, chance: Random) -> str:
    """A longer word with one letter left out, doubled, another, or in the place of the next."""
    if len(word) < LONG:
        return word
    at = chance.randrange(1, len(word) - 2)
    before, here, after = word[:at], word[at], word[at + 1 :]
    wrong = (before + after, before + here + here + after, before + "x" + after, before + after[0] + here + after[1:])
    return wrong[chance.randrange(len(wrong))]


def _many(of: Sequence[Organisation]) -> list[Wording]:
    """The lines of all organisations over and over."""
    known = [line for one in of for line in one.lines]
    return [_again(known[place % len(known)], place) for place in range(LINES)]


def _again(line: Wording, place: int) -> Wording:
    changed = {"kind": LineKind.PRIORITY, "line_id": f"l{place}", "address": f"l{place}", "id": f"l{place}"}
    return Wording(**{**line.model_dump(), **changed, "position": place})


def main() -> int:
    """Measure on the folder that is named; 1 when a bar is not met."""
    found = [each for name in sys.argv[1:2] for each in organisations.all_in(Path(name))]
    if not found:
        print("No organisations there, so nothing is measured. Name the folder that holds them: bench/ask.py FOLDER")
        return 0
    everything: list[Judged] = []
    print("                        cut-off  answered rightly   silent rightly   grounded")
    for of in found:
        cut = choose([other for other in found if other is not of])
        judged = answers(of, cut)
        everything += judged
        can, cannot = _split(judged)
        print(
            f"{of.name:24} {cut:5.2f}   {_of(can):>12}     {_of(cannot):>12}    {all(one.grounded for one in judged)}"
        )
        for one in judged:
            if not one.met:
                print(f"    {one.question['question']}  {[each['address'] for each in one.said['citations']]}")
        if "--choose" in sys.argv:
            can_be, cannot_be = worths(of)
            print(f"    to be answered from {min(can_be):.2f}, to be silent on up to {max(cannot_be, default=0):.2f}")
    citations.SILENT = search.SILENT
    as_it_is = [one for of in found for one in answers(of, search.SILENT)]
    can, cannot = _split(everything)
    print(f"{'all, held out':24}         {_of(can):>12}     {_of(cannot):>12}")
    print(f"{'all, as it is':24} {search.SILENT:5.2f}   " + "     ".join(f"{_of(one):>12}" for one in _split(as_it_is)))
    good = _share(can) >= RIGHT and _share(cannot) >= QUIET and all(one.grounded for one in everything)
    quick = [is_quick(found), finds_the_mistyped(found)]
    return 0 if all(quick) and good else 1


def _split(judged: Sequence[Judged]) -> tuple[list[Judged], list[Judged]]:
    can = [one for one in judged if one.question["answerable"]]
    return can, [one for one in judged if not one.question["answerable"]]


def _of(judged: Sequence[Judged]) -> str:
    return f"{sum(one.met for one in judged)} of {len(judged)}"


def _share(judged: Sequence[Judged]) -> float:
    return sum(one.met for one in judged) / len(judged) if judged else 1.0


if __name__ == "__main__":
    sys.exit(main())
