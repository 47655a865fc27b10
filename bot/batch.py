"""Files of JSON lines: questions in and answers out, tasks in and ranked lines out.

Both run on a score that is loaded for the purpose, by the same functions as in chat, or on the demo's.
"""

import json
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any

from bot import demo
from bot.conductor import draw
from bot.console.render import words
from handlers import coach, wanting
from handlers.cards import Card, Citations, Facts, Lines, Piece, Prose
from handlers.guards import ScoreNow, score_now
from handlers.loading import load
from handlers.sight import seen_by
from handlers.turn import Answer, Moment, Reader
from handlers.views import coach as view
from prompts import phrase, plain
from score import ties
from score.language import ScoreFile, read
from score.words import Unreadable, clean_line, storable
from storage import deliveries, migrate, people
from storage.store import Store, open_engine, open_store
from storage.tables import Connection, Door, Person, Place, PlaceKind, Wording, Workspace

SEED = 7
"""What the ids of a score are made from that is loaded to be asked, and not kept."""

ANSWERS = ("coach.answer", "coach.first", "coach.found", "score.my_part", *wanting.VIEWS)
"""The cards that answer from lines of the score."""

HAS_A_SCORE = "a file that is asked was loaded, and every demo has a score"

ROW = 10_000
"""Characters of a row at most; a question or a task has far fewer."""


class BadRow(ValueError):
    """A row that cannot be read; its text says why."""


@dataclass(frozen=True)
class Asker:
    """Somebody who asks, where and when."""

    store: Store
    reader: Reader

    @property
    def person(self) -> Person:
        """The person who asks."""
        assert self.reader.person is not None, "made with one"
        return self.reader.person


# Whom to ask


@contextmanager
def asking(score: Path | None) -> Iterator[Asker]:
    """Somebody who asks a score file, or the demo's edition in force when there is none.

    Raises OSError and ScoreProblems when the file cannot be read, FileNotFoundError when there is no demo yet.
    """
    if score is None:
        with _asking_the_demo() as asker:
            yield asker
        return
    file = read(score.read_bytes(), str(score))
    with TemporaryDirectory() as folder:
        engine = open_engine(f"sqlite:///{folder}/asked.db")
        try:
            migrate.upgrade(engine)
            with open_store(engine) as store:
                reader = _stranger(store, file)
                with seen_by(store, reader.person, reader.place):
                    yield Asker(store, reader)
        finally:
            engine.dispose()


def _stranger(store: Store, file: ScoreFile) -> Reader:
    """Somebody of no team, in a workspace whose people are those whom the file names."""
    now = Moment(datetime.now(UTC), Random(SEED))  # noqa: S311 - nothing of it is kept
    workspace = Workspace(id=now.id(), name=file.name, created_at=now.at)
    named = {said for line in file.lines for role in ("owner", "deputy") if (said := getattr(line, role, None))}
    persons = [Person(id=now.id(), workspace_id=workspace.id, handle=handle, name=handle) for handle in sorted(named)]
    me = Person(id=now.id(), workspace_id=workspace.id, handle="", name="")
    connection = Connection(id=now.id(), workspace_id=workspace.id, door=Door.CONSOLE, external_id="asked")
    place = _place(now.id(), me, connection)
    store.keep(workspace, me, *persons, connection, place)
    load(now, store, workspace.id, file)
    return Reader(me, place, now.at)


def _place(id: str, person: Person, connection: Connection) -> Place:
    return Place(
        id=id,
        workspace_id=person.workspace_id,
        connection_id=connection.id,
        external_id="asked",
        kind=PlaceKind.DIRECT,
        name=person.name,
        person_id=person.id,
    )


@contextmanager
def _asking_the_demo() -> Iterator[Asker]:
    if not demo.STORE.exists():
        raise FileNotFoundError(2, plain(phrase("command.no-demo")), str(demo.STORE))
    engine = open_engine(f"sqlite:///{demo.STORE}", read_only=True)
    try:
        with open_store(engine) as store:
            connection = people.connection(store, Door.WEB, "demo")
            assert connection is not None, "every demo has one"
            at = deliveries.last_instant(store, connection.workspace_id) or datetime.now(UTC)
            me = Person(id="", workspace_id=connection.workspace_id, handle="", name="")
            place = _place("", me, connection)
            with seen_by(store, me, place):
                yield Asker(store, Reader(me, place, at))
    finally:
        engine.dispose()


# What is asked


def answered(asker: Asker, row: Mapping[str, Any]) -> dict[str, Any]:
    """What the coach says to one question. Raises BadRow."""
    now = score_now(asker.store, asker.person.workspace_id)
    answer = coach.consider(asker.store, asker.reader, _text(row, "question"))
    assert now is not None, HAS_A_SCORE
    card = _card(asker, answer) if isinstance(answer, Answer) else _silent(now, answer)
    cited = [line for piece in card.pieces for line in _lines_of(piece)]
    return {
        "id": row.get("id"),
        "question": row["question"],
        "answered": isinstance(answer, Answer) and answer.view in ANSWERS and bool(cited),
        "citations": [_citation(line) for line in cited],
        "text": text_of(card),
        "edition": now.edition.number,
    }


def _card(asker: Asker, answer: Answer) -> Card:
    card = draw(asker.store, answer.view, answer.about, asker.reader)
    assert isinstance(card, Card), "questions are answered with cards"
    return card


def _silent(now: ScoreNow, passed_on: coach.PassedOn) -> Card:
    """What is said where the score is silent: here nothing is passed on."""
    nearest = now.wordings.get(passed_on.nearest or "")
    return view.silent(now.edition, now.edition.loaded_at.date(), nearest)


def _lines_of(piece: Piece) -> Sequence[Wording]:
    if isinstance(piece, Citations):
        return piece.lines
    return [entry.line for entry in piece.entries] if isinstance(piece, Lines) else []


def _citation(line: Wording) -> dict[str, str]:
    return {"address": line.address, "line": line.line_id, "words": line.words}


def text_of(card: Card, language: str = "en") -> str:
    """A card as one text, without what is pressed."""
    said = [words(card.says, language)]
    for piece in card.pieces:
        if isinstance(piece, Prose):
            said.append(words(piece.words, language))
        elif isinstance(piece, Facts):
            said += [f"{words(label, language)}: {words(value, language)}" for label, value in piece.pairs]
        said += [f"[{n}] {line.address} {line.words}" for n, line in enumerate(_lines_of(piece), 1)]
        if isinstance(piece, Citations):
            said += [words(one, language) for one in (piece.more, piece.source) if one]
    return "\n".join(said)


# What is tied


def tied(asker: Asker, row: Mapping[str, Any]) -> dict[str, Any]:
    """The lines that a task may play from, and what would be said of them. Raises BadRow."""
    text = _read(_text(row, "text"))
    now = score_now(asker.store, asker.person.workspace_id)
    assert now is not None, HAS_A_SCORE
    owns = {*_owned(now, asker, row.get("author")), *_at(now, _texts(row, "owns"))}
    ranking = now.index.rank(text, owns=owns, team_parts=set(_texts(row, "team_parts")))
    judged, ranked = ties.judge(ranking), ranking.lines
    decision = "suggested" if judged.line_id else "unsure" if judged.offered else "whirlwind"
    offered = judged.offered or tuple(one.line_id for one in ranked[: ties.OFFERED])
    points = {one.line_id: one.points for one in ranked}
    return {
        "id": row.get("id"),
        "text": text,
        "decision": decision,
        "line": now.wordings[judged.line_id].address if judged.line_id else None,
        "lines": [
            {
                "address": now.wordings[line_id].address,
                "words": now.wordings[line_id].words,
                "confidence": ties.confidence(points[line_id]),
                "points": points[line_id],
            }
            for line_id in offered
        ],
    }


def _owned(now: ScoreNow, asker: Asker, author: object) -> set[str]:
    """The lines that the author owns, by their handle or name."""
    if not isinstance(author, str):
        return set()
    who = {
        person.id
        for person in people.everybody(asker.store, asker.person.workspace_id)
        if author.casefold() in (person.handle.casefold(), person.name.casefold())
    }
    return {line_id for line_id, line in now.wordings.items() if line.owner_id in who}


def _at(now: ScoreNow, addresses: list[str]) -> set[str]:
    return {line_id for line_id, line in now.wordings.items() if line.address in addresses}


# Rows

Each = Callable[[Asker, Mapping[str, Any]], dict[str, Any]]
"""What answers one row."""


def _text(row: Mapping[str, Any], name: str) -> str:
    said = row.get(name)
    if not isinstance(said, str):
        raise BadRow(plain(phrase("command.row-wants", name=name)))
    return said


def _read(said: str) -> str:
    try:
        return clean_line(said)
    except Unreadable:
        return ""


def _texts(row: Mapping[str, Any], name: str) -> list[str]:
    said = row.get(name) or []
    if not isinstance(said, list) or not all(isinstance(one, str) for one in said):
        raise BadRow(plain(phrase("command.row-wants-list", name=name)))
    return said


def run(file: Path, asker: Asker, each: Each) -> int:
    """Answer every row of `file` on standard output, in order; gives how many could not be read.

    Those are said on standard error with their number, and the others are answered all the same.
    """
    bad = 0
    with file.open(encoding="utf-8", errors="replace") as rows:
        for number, row in enumerate(rows, 1):
            if not row.strip():
                continue
            try:
                said = each(asker, _row(row))
            except BadRow as problem:
                bad += 1
                print(f"{file}:{number}: {problem}", file=sys.stderr)  # noqa: T201 - the command's own voice
            else:
                print(storable(json.dumps(said, ensure_ascii=False)))  # noqa: T201 - the command's own voice
    return bad


def _row(text: str) -> Mapping[str, Any]:
    if len(text) > ROW:
        raise BadRow(plain(phrase("command.row-long", most=ROW)))
    try:
        row = json.loads(text)
    except (ValueError, RecursionError):
        row = None
    if not isinstance(row, dict):
        raise BadRow(plain(phrase("command.row-not-object")))
    return row
