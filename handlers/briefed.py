"""What the model is sent with a question, and what stands of its answer: lines that the asker sees, and no names."""

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from handlers.guards import ScoreNow, concordance_of
from prompts import phrase, plain
from score.citations import Cited, served_by
from score.grounding import Grounded, Source, ground
from score.model import Stated
from score.search import BESIDE, SILENT, Question
from score.veil import Veil
from storage import questions
from storage.store import Store
from storage.tables import Wording

ANSWER = "answer"
"""The brief by which a question is answered."""

LINES = 10
"""Lines that go with one question at most."""

CHARACTERS = 4_000
"""Characters of all that is sent beside the brief: with the brief some 2,000 tokens of three characters."""


@dataclass(frozen=True)
class Sent:
    """What goes to the model beside the brief, whom it hides, and by their ids the lines that are in it."""

    data: str
    hidden: Sequence[str]
    lines: Sequence[str]


def sources(store: Store, now: ScoreNow, question: Question, cited: Cited, lines: Sequence[Wording]) -> list[Source]:
    """The lines that a question is put with, the nearest first: those that answer it, what they are there for, and
    what else was found; `lines` are all that whoever asks may see.
    """
    hits = concordance_of(store, now).find(question, {line.line_id for line in lines})
    beside = [hit.line for hit in hits if hit.worth >= max(SILENT, BESIDE * hits[0].worth)]
    near = [*cited.lines, *served_by(cited.lines[0], lines)[1:], *beside]
    once = {line.line_id: line for line in near}
    return [source_of(line) for line in list(once.values())[:LINES]]


def source_of(line: Wording) -> Source:
    """A line with each text that can be quoted. No reading of a measure is among them: numbers are ours to say."""
    until = line.until
    day = plain(phrase("coach.until-says", day=until, written=until.isoformat())) if until is not None else ""
    texts = (line.words, line.about, line.because, line.plan, line.test, day)
    return Source(line, tuple(text for text in texts if text), day)


def sent(store: Store, now: ScoreNow, question: str, shown: Iterable[Source]) -> Sent:
    """The question and its lines as they are sent, as far as there is room: nobody is named, not even who has left.

    The lines come first: what is sent again with another question about them can be kept.
    """
    known = questions.names_ever(store, now.edition.workspace_id)
    veil = Veil(name for _, handle, full in known for name in (handle, full))
    asked, lines, ids = veil.over(question), list[dict[str, object]](), list[str]()
    room = CHARACTERS - len(asked)
    for source in shown:
        one: dict[str, object] = {"line": veil.over(source.line.address), "kind": source.line.kind.value}
        texts, room = [], room - len(_written(one))
        for text in map(veil.over, source.texts):
            if len(text) > room:
                break
            texts.append(text)
            room -= len(_written({"texts": text}))
        if not texts:
            break
        lines.append(one | {"texts": texts})
        ids.append(source.line.line_id)
    return Sent(_written({"lines": lines, "question": asked}), veil.hidden, ids)


def _written(what: Mapping[str, object]) -> str:
    return json.dumps(what, ensure_ascii=False, separators=(",", ":"))


def held(
    now: ScoreNow, said: Sequence[Stated], visible: Iterable[Wording], lines: Collection[str], cited: Cited
) -> Grounded:
    """What of an answer stands on the `lines` that were sent, as they read now and as far as its reader may see them.

    They are kept by id with what was sent: found anew they could be others, after the next edition or with other names.
    """
    return ground(said, [source_of(line) for line in visible if line.line_id in lines], now.language, cited.lines)
