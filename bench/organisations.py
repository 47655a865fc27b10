"""Real organisations as the benches read them: a flat `score.yml` straight into the nouns of one edition.

No file format of ours and no part of the product. A line's title is its words, its text (and what it says is in
scope) `about`, its reason `because`, its plan `plan`; what it says is out of scope becomes a not-choice of its own
that serves it, and so does what was proposed and declined. The owner's name is kept as it was written, and a person
is made of it. Lines under which others stand are parts. Only lines that are said to be answers can be played from.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from typing import Any

import yaml

from score import editions, language
from score.editions import Before, Loading
from storage.tables import Edition, LineKind, LineState, Part, PartKind, Person, Wording

WORKSPACE, EDITION = "w", "e"
LOADED = datetime(2026, 3, 1, tzinfo=UTC)


EXAMPLE = tuple(Path(__file__).parents[1] / "examples" / "morrow" / name for name in ("score.yml", "cases.jsonl"))


class BadCase(ValueError):
    """A case that cannot be measured, and why."""


@dataclass(frozen=True)
class Organisation:
    """The lines of one organisation, who owns them, and what its people wrote and asked."""

    name: str
    edition: Edition
    parts: Sequence[Part]
    lines: Sequence[Wording]
    people: Mapping[str, Person]
    owners: Mapping[str, frozenset[str]]
    """For each line the names, in small letters, that its owner goes by."""
    tasks: Sequence[Mapping[str, Any]]
    strays: Sequence[Mapping[str, Any]]
    questions: Sequence[Mapping[str, Any]]

    @property
    def priorities(self) -> list[Wording]:
        """The lines that a task can be tied to."""
        return [line for line in self.lines if line.kind.is_played_from]


def all_in(folder: Path) -> list[Organisation]:
    """Every organisation in a folder, by name."""
    return [read(path.parent) for path in sorted(folder.glob("*/score.yml"))]


def read(folder: Path) -> Organisation:
    """One organisation."""
    file = yaml.safe_load((folder / "score.yml").read_text("utf-8"))
    written = file["lines"]
    targets = [line for line in written if line.get("target")]
    wordings = [each for line in targets for each in _wordings(line)]
    wordings += [_declined(line) for line in file.get("not_doing") or ()]
    for place, wording in enumerate(wordings):
        wording.position = place
    edition = Edition(
        id=EDITION, workspace_id=WORKSPACE, number=1, name=file["name"], source="", loaded_at=LOADED
    )  # fmt: skip
    return Organisation(
        name=folder.name,
        edition=edition,
        parts=[_part(line, place) for place, line in enumerate(written)],
        lines=wordings,
        people={person.id: person for person in (_person(line["owner"]) for line in targets if line.get("owner"))},
        owners={line["id"]: frozenset(re.findall(r"[\w-]+", (line.get("owner") or "").lower())) for line in targets},
        tasks=list(rows(folder / "tasks.jsonl")),
        strays=list(rows(folder / "negatives.jsonl")),
        questions=list(rows(folder / "questions.jsonl")),
    )


def of_ours(score: Path, cases: Path) -> Organisation:
    """An organisation whose score is written in our language, with a file of cases: see bench/ties.py.

    Raises ScoreProblems where the score has some, and BadCase for a case that names a line that is not there.
    """
    file = language.read(score.read_bytes(), score.name)
    owners = {who for line in file.lines for who in (line.owner, line.deputy) if who}
    new = editions.compose(file, Before({one: one for one in owners}), Loading(WORKSPACE, LOADED, Random(1)))
    assert new is not None, "nothing was loaded before"
    lines = {line.address: line for line in new.wordings}
    tasks, strays = list[Mapping[str, Any]](), list[Mapping[str, Any]]()
    for number, row in enumerate(rows(cases), 1):
        address = row.get("line")
        if address is not None and address not in lines:
            raise BadCase(f"{cases.name}, line {number}: there is no line {address} in {score.name}")
        to = tasks if address is not None else strays
        to.append({**row, "kind": "case", "gold_line_id": lines[address].line_id if address is not None else None})
    return Organisation(
        name=file.name or score.stem, edition=new.edition, parts=new.parts, lines=new.wordings, people={},
        owners={line.line_id: frozenset({line.owner_id.lower()}) for line in new.wordings if line.owner_id},
        tasks=tasks, strays=strays, questions=(),
    )  # fmt: skip


def rows(path: Path) -> Iterator[Mapping[str, Any]]:
    """The objects of a file of JSON lines."""
    return (json.loads(row) for row in path.read_text("utf-8").splitlines())


def _part(line: Mapping[str, Any], place: int) -> Part:
    return Part(
        id=line["id"], workspace_id=WORKSPACE, edition_id=EDITION, handle=line["id"], parent=line["parent"],
        kind=PartKind.UNIT, name=line["title"], position=place,
    )  # fmt: skip


def _wordings(line: Mapping[str, Any]) -> Iterator[Wording]:
    kept = {name: line[name] for name in ("owner", "status") if line.get(name)}
    about = "; ".join([line["text"], *(line.get("in_scope") or ())])
    yield _wording(
        line["id"], line["parent"] or "", LineKind.PRIORITY, line["title"], about=about, because=line.get("why") or "",
        plan=line.get("plan") or "", kept=kept, owner_id=line.get("owner"),
        state=LineState.DONE if line.get("status") == "Complete" else LineState.OPEN,
    )  # fmt: skip
    for place, said in enumerate(line.get("out_of_scope") or ()):
        address = f"{line['id']}/N-{place + 1}"
        yield _wording(address, line["parent"] or "", LineKind.NOT_CHOICE, said, serves=line["id"])


def _declined(line: Mapping[str, Any]) -> Wording:
    kept = {"status": line["status"]} if line.get("status") else {}
    return _wording(line["id"], "", LineKind.NOT_CHOICE, line["title"], about=line.get("text") or "", kept=kept)


def _wording(address: str, part: str, kind: LineKind, words: str, **more: Any) -> Wording:
    return Wording(
        id=address, workspace_id=WORKSPACE, edition_id=EDITION, line_id=address, part=part, address=address, kind=kind,
        words=words, position=0, **more,
    )  # fmt: skip


def _person(owner: str) -> Person:
    return Person(id=owner, workspace_id=WORKSPACE, handle=owner[:64], name=owner)
