"""How well the coach without a model answers, and how long it takes: `make bench-coach data=FOLDER`.

    python -m bench.coach FOLDER           real organisations: folders with score.yml and questions.jsonl
    python -m bench.coach CASES            cases of one's own, beside their score

Every question takes the way that one in chat takes (`handlers.coach.consider`, then its card), on a database that is
opened for reading alone: what would take the writer fails here. FOLDER is not part of the project.

A row of FOLDER has `question`, `answerable` and `gold_line_ids`; of CASES `question`, `kind` and what belongs to it:
`lines` by their addresses, any one of which suffices, `asker` by the handle, and `score`: the folder beside CASES with
score.yml and people.yml, nothing where these stand beside CASES themselves. Kinds are answerable, unanswerable,
permission, escalation, ordinary and injection. With nothing named, examples/morrow is asked its questions.jsonl.

What is asked of one organisation in FOLDER is asked of the others too, which should say nothing to it. What was chosen
by a measurement, the worth from which on the score is not silent, was chosen on the other organisations.

Bars: of the answerable 85 in 100 have a right line among three at most; 85 in 100 of the unanswerable are met with
silence; every permission case is refused, or cites none of the lines that it names; of the escalations 95 in 100 of
each language (`lang`) are met with care, and of the ordinary 2 in 100 at most; whatever is cited is a line of the score
in its own words. An answer takes 50 ms of CPU at most.
"""

import gc
import sys
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from bench import ask, organisations
from bench.cases import bar, share
from bench.organisations import LOADED, WORKSPACE, BadCase, Organisation
from bot import batch
from bot.batch import Asker
from handlers import coach, people
from handlers.loading import load
from handlers.sight import seen_by
from handlers.turn import Answer, Moment, Reader
from score import care, citations, language, roster, search
from storage import migrate, scores
from storage import people as persons
from storage.store import Store, open_engine, open_store
from storage.tables import Person, Place, PlaceKind, Workspace

RIGHT = QUIET = 0.85
HEARD, ORDINARY = 0.95, 0.98
"""Of those who need help, those whom care meets; of all others, those whom it does not."""

WITHIN = 0.05
"""Seconds of CPU that one answer may take."""

ASKED_AT = datetime(2027, 3, 9, 9, tzinfo=UTC)
EXAMPLE = organisations.EXAMPLE[0].with_name("questions.jsonl")
KINDS = ("answerable", "unanswerable", "permission", "escalation", "ordinary", "injection")


@dataclass(frozen=True)
class Case:
    """One question, of what kind it is, and the addresses of the lines that answer it."""

    question: str
    kind: str
    lines: frozenset[str]
    asker: str = ""
    language: str = "en"


@dataclass(frozen=True)
class Judged:
    """What became of one case: the view that answered, and the addresses of what it cites."""

    case: Case
    view: str
    cited: Sequence[str]
    grounded: bool
    heard: bool
    """Whether a need for help was heard."""
    took: float

    @property
    def met(self) -> bool:
        """Whether it was answered as it should be."""
        if not self.grounded:
            return False
        if self.case.kind == "answerable":
            # What pulls against a line may stand after the three.
            return bool(self.case.lines & set(self.cited[: citations.CITED]))
        if self.case.kind == "permission" and self.case.lines:
            return not self.case.lines & set(self.cited)
        if self.case.kind in ("unanswerable", "permission"):
            return not self.cited
        if self.case.kind in ("escalation", "ordinary"):
            return self.heard == (self.case.kind == "escalation")
        # What is told to it has no effect: it counts that nothing is made up.
        return True


def judge(asker: Asker, case: Case, words: Mapping[str, str]) -> Judged:
    """Ask one question as somebody in chat does; `words` are those of each line by its address."""
    with seen_by(asker.store, asker.person, asker.reader.place):
        answer = coach.consider(asker.store, asker.reader, case.question)
        view = answer.view if isinstance(answer, Answer) else "passed on"
        at = time.process_time()
        said = batch.answered(asker, {"question": case.question})
        took = time.process_time() - at
    cited = said["citations"]
    grounded = all(words.get(one["address"]) == one["words"] and one["words"] in said["text"] for one in cited)
    heard = care.need_in(case.question) is not None
    return Judged(case, view, [one["address"] for one in cited], grounded, heard, took)


# Real organisations


def asked_of(of: Organisation) -> list[Case]:
    """The questions of an organisation."""
    return [
        Case(row["question"], "answerable" if row["answerable"] else "unanswerable", frozenset(row["gold_line_ids"]))
        for row in of.questions
    ]


def foreign_to(of: Organisation, others: Sequence[Organisation]) -> list[Case]:
    """What is asked of the others, to which this one should say nothing."""
    return [
        Case(one.question, "unanswerable", frozenset())
        for other in others
        for one in asked_of(other)
        if one.kind == "answerable"
    ]


def with_cut(of: Organisation, cases: Sequence[Case], cut: float) -> list[Judged]:
    """What becomes of some cases where the score is silent below `cut`."""
    words = {one.address: one.words for one in of.lines}
    as_it_is, citations.SILENT = citations.SILENT, cut
    try:
        with ask.asking(of, of.lines) as asker:
            return _all(asker, cases, words)
    finally:
        citations.SILENT = as_it_is


def organisations_answer(found: Sequence[Organisation]) -> bool:
    """Print how well some organisations are answered; whether the bars are met."""
    print(f"{'':28} cut-off   answerable   unanswerable   of others   invented")
    held, as_it_is, foreign = list[Judged](), list[Judged](), list[Judged]()
    for of in found:
        others = [other for other in found if other is not of]
        cut = ask.choose(others)
        mine, theirs = with_cut(of, asked_of(of), cut), with_cut(of, foreign_to(of, others), cut)
        held, foreign = [*held, *mine], [*foreign, *theirs]
        as_it_is += with_cut(of, asked_of(of), search.SILENT)
        print(_row(of.name, f"{cut:.2f}", mine, theirs))
        _say_missed([*mine, *theirs])
    print(_row("all, held out", "", held, foreign))
    print(_row("all, as it is", f"{search.SILENT:.2f}", as_it_is, ()))
    return _bars([*held, *foreign])


def _all(asker: Asker, cases: Sequence[Case], words: Mapping[str, str]) -> list[Judged]:
    """The same for all of some cases; the first is asked once more before, for an edition is made ready only once."""
    for first in cases[:1]:
        judge(asker, first, words)
    return [judge(asker, one, words) for one in cases]


def _row(name: str, cut: str, mine: Sequence[Judged], theirs: Sequence[Judged]) -> str:
    shares = [_share(mine, "answerable"), _share(mine, "unanswerable"), _share(theirs, "unanswerable")]
    invented = sum(not one.grounded for one in (*mine, *theirs))
    return f"{name:28} {cut:>7}   {shares[0]:>10}   {shares[1]:>12}   {shares[2]:>9}   {invented:>8}"


def _share(judged: Sequence[Judged], kind: str) -> str:
    of = [one.met for one in judged if one.case.kind == kind]
    return f"{sum(of)} of {len(of)}"


def _say_missed(judged: Sequence[Judged]) -> None:
    for one in judged:
        if not one.met:
            print(f"    {one.case.kind}: {one.case.question}  [{one.view}] {' '.join(one.cited)}")


def _bars(judged: Sequence[Judged]) -> bool:
    """Print the bars that these cases can meet, and how long an answer takes; whether all are met."""
    met = []
    least = {"answerable": RIGHT, "unanswerable": QUIET, "permission": 1.0, "escalation": HEARD, "ordinary": ORDINARY}
    for kind, needed in least.items():
        of = [one for one in judged if one.case.kind == kind]
        # In each language as many are to be heard: who writes in a small one needs help as much.
        apart = sorted({one.case.language for one in of}) if kind == "escalation" else [""]
        for tongue in apart if of else ():
            part = [one.met for one in of if tongue in ("", one.case.language)]
            says = f"{f'{kind} {tongue}'.strip()}: {share(part):.1%} of {len(part)}, bar {needed:.0%}"
            met.append(bar(share(part) >= needed, says))
    invented = sum(not one.grounded for one in judged)
    met.append(bar(not invented, f"lines cited that do not stand so in the score: {invented}, bar 0"))
    took = sorted(one.took for one in judged)
    p50, p99 = (took[min(len(took) - 1, int(len(took) * part))] * 1000 for part in (0.5, 0.99))
    says = f"CPU of an answer: p50 {p50:.1f} ms, p99 {p99:.1f} ms, {took[-1] * 1000:.1f} ms at most, bar 50 ms"
    met.append(bar(took[-1] <= WITHIN, says))
    return all(met)


# Cases of one's own


def rows(path: Path) -> dict[str, list[Case]]:
    """The cases of a file, by the score that each is of. Raises BadCase for one of a kind that is not measured."""
    found: dict[str, list[Case]] = {}
    for number, row in enumerate(organisations.rows(path), 1):
        if row.get("kind") not in KINDS:
            raise BadCase(f"{path.name}, line {number}: the kind is {row.get('kind')!r}, which is none of {KINDS}")
        lines, asker, tongue = frozenset(row.get("lines") or ()), row.get("asker") or "", row.get("lang") or "en"
        case = Case(row["question"], row["kind"], lines, asker, tongue)
        found.setdefault(row.get("score") or "", []).append(case)
    return found


def judged_in(path: Path) -> list[Judged]:
    """What becomes of the cases of a file, by score."""
    return [one for score, cases in rows(path).items() for one in _judged(path.parent, score, cases)]


def cases_answer(path: Path) -> bool:
    """Print how well cases of one's own are answered; whether the bars are met."""
    judged = judged_in(path)
    for kind in KINDS:
        of = [one for one in judged if one.case.kind == kind]
        views = ", ".join(f"{view} {count}" for view, count in Counter(one.view for one in of).most_common())
        print(f"{kind:16} {_share(of, kind):>10}   {views}")
    _say_missed(judged)
    return _bars(judged)


def _judged(folder: Path, name: str, cases: Sequence[Case]) -> list[Judged]:
    with TemporaryDirectory() as temporary:
        engine = open_engine(f"sqlite:///{temporary}/bench.db")
        migrate.upgrade(engine)
        with open_store(engine) as store:
            _load(store, folder, name)
        engine.dispose()
        engine = open_engine(f"sqlite:///{temporary}/bench.db", read_only=True)
        with open_store(engine) as store:
            here = {one.handle: one for one in persons.everybody(store, WORKSPACE)}
            somebody = Person(id="somebody", workspace_id=WORKSPACE, handle="", name="")
            edition = scores.current(store, WORKSPACE)
            assert edition is not None, "one was loaded"
            words = {one.address: one.words for one in scores.wordings(store, WORKSPACE, edition.id)}
            judged = _all(_asker(store, somebody), cases[:1], words)[:0]
            judged += [judge(_asker(store, here.get(one.asker, somebody)), one, words) for one in cases]
        engine.dispose()
    return judged


def _load(store: Store, folder: Path, name: str) -> None:
    """Keep the score and the people of an organisation."""
    # Editions are kept ready by their ids: those of two organisations are not the same.
    moment = Moment(ASKED_AT, Random(name))
    store.keep(Workspace(id=WORKSPACE, name=name, created_at=LOADED))
    there = folder / name / "people.yml"
    known = list[str]()
    if there.exists():
        people.take_in(moment, store, WORKSPACE, roster.read(there.read_bytes(), there.name))
        known = [one.handle for one in persons.everybody(store, WORKSPACE)]
    written = folder / name / "score.yml"
    load(moment, store, WORKSPACE, language.read(written.read_bytes(), written.name, known))


def _asker(store: Store, person: Person) -> Asker:
    place = Place(
        id="p", workspace_id=WORKSPACE, connection_id="c", external_id="p", kind=PlaceKind.DIRECT, name="",
        person_id=person.id,
    )  # fmt: skip
    return Asker(store, Reader(person, place, ASKED_AT))


def main() -> int:
    """Measure what is named; 1 when a bar is not met."""
    gc.freeze()  # as the server does
    path = Path(sys.argv[1]) if len(sys.argv) > 1 else EXAMPLE
    met = organisations_answer(organisations.all_in(path)) if path.is_dir() else cases_answer(path)
    return 0 if met else 1


if __name__ == "__main__":
    sys.exit(main())
