"""What care hears: learns the weights of score/likeness.py from the texts of tests/score/care, and measures them.

    python -m bench.hearing            what is heard of situations that were not learnt from, by language and kind
    python -m bench.hearing learn      writes score/sayings/learnt.bin from all texts
    python -m bench.hearing tell TEXT  what speaks for a text to be heard, and what against

Needs numpy (the optional `meaning`). A situation has one name in all languages and is learnt from in all or in none.
"""

import sys
import zlib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import yaml

from score import care, likeness
from score.care import LANGUAGES, Help
from score.likeness import HEARD, PLACES

TEXTS = Path(__file__).parents[1] / "tests" / "score" / "care"
ORDINARY = "ordinary"
FOLDS = 3
ROUNDS = 200
PENALTY = 1e-5
RARE = 2
"""In how many texts at least something has to stand to be weighed."""

Numbers = np.ndarray[Any, np.dtype[Any]]


@dataclass(frozen=True)
class Said:
    """A text, of which kind it is, and which situation it comes from."""

    language: str
    kind: str
    situation: str
    text: str

    @property
    def lot(self) -> str:
        return self.situation.split("/")[0]

    @property
    def fold(self) -> int:
        return zlib.crc32(self.situation.encode()) % FOLDS


def all_said() -> Iterator[Said]:
    """Every text that is learnt from, in a steady order."""
    # Whoever asks of others asks for no help, in words that are often the same.
    people = _read("people.yml")
    for kind, texts in people.items():
        yield from (Said("", ORDINARY, f"people/{kind}/{at}", text) for at, text in enumerate(texts))
    for language in LANGUAGES:
        lots = _read(f"{language}.yml")
        kinds = {**lots["needs"], ORDINARY: lots[ORDINARY]}
        later = {**lots["later_needs"], ORDINARY: lots[f"later_{ORDINARY}"]}
        for lot, texts_of in (("lots/needs", kinds), ("lots/later", later), ("more", _read(f"more/{language}.yml"))):
            for kind, texts in texts_of.items():
                where = f"{lot}/{kind}" if lot != "more" else f"{lot}/{kind}/{language}"
                yield from (Said(language, kind, f"{where}/{at}", text) for at, text in enumerate(texts))
        for kind, situations in _read(f"situations/{language}.yml").items():
            for situation, texts in situations.items():
                yield from (Said(language, kind, f"situations/{kind}/{situation}", text) for text in texts)


def _read(name: str) -> Any:
    return yaml.safe_load((TEXTS / name).read_text("utf-8"))


class Places:
    """The places of many texts, each text as one span, one after the other."""

    def __init__(self, texts: Sequence[str]) -> None:
        each = [sorted(set(likeness.names(*care.weighed(text)).values())) or [0] for text in texts]
        self.starts = np.cumsum([0, *(len(one) for one in each)])
        self.at = np.concatenate([np.array(one) for one in each])
        self.of = np.repeat(np.arange(len(each)), np.diff(self.starts))
        self.length = np.sqrt(np.diff(self.starts)).astype(np.float64)
        self.count = len(each)

    def summed(self, values: Numbers) -> Numbers:
        """The sum over the places of each text."""
        return np.add.reduceat(values, self.starts[:-1])

    def spread(self, each: Numbers) -> Numbers:
        """The sum over the texts of each place."""
        return np.bincount(self.at, weights=each, minlength=PLACES)


def learn(places: Places, wanted: Numbers) -> tuple[Numbers, Numbers]:
    """Weights and beginnings of a logistic regression for each column of `wanted` (softmax), by Nesterov's descent."""
    seen = np.bincount(places.at, minlength=PLACES)
    rarity = np.where(seen >= RARE, np.log(places.count / np.maximum(seen, 1)), 0.0)
    value = rarity[places.at] / places.length[places.of]
    steep = np.ones(PLACES)
    for _ in range(12):
        steep = places.spread(value * places.summed(value * steep[places.at])[places.of])
        size = np.linalg.norm(steep)
        steep = steep / size
    rate = 1 / (size / places.count / 2 + PENALTY + 0.5)
    columns = wanted.shape[1]
    weights, begins = np.zeros((PLACES, columns)), np.zeros(columns)
    ahead, ahead_begins = weights, begins
    for turn in range(ROUNDS):
        spoken = np.stack([places.summed(ahead[places.at, one] * value) for one in range(columns)], 1) + ahead_begins
        spoken = np.exp(spoken - spoken.max(1, keepdims=True))
        wrong = (spoken / spoken.sum(1, keepdims=True) - wanted) / places.count
        slope = np.stack([places.spread(wrong[places.of, one] * value) for one in range(columns)], 1)
        next_weights = ahead - rate * (slope + PENALTY * ahead)
        next_begins = ahead_begins - rate * wrong.sum(0)
        push = turn / (turn + 3)
        ahead = next_weights + push * (next_weights - weights)
        ahead_begins = next_begins + push * (next_begins - begins)
        weights, begins = next_weights, next_begins
    return weights * rarity[:, None], begins


def head(weights: Numbers, begins: float) -> tuple[float, float, bytes]:
    """One head as it is kept: a byte a place."""
    step = float(np.abs(weights).max()) / 127 or 1.0
    return round(begins, 5), round(step, 7), np.round(weights / step).astype(np.int8).tobytes()


def hurried(said: Sequence[Said]) -> list[Said]:
    """The same once more as many type them: without apostrophes and hyphens."""
    bare = [replace(one, text=one.text.translate(dict.fromkeys(map(ord, "'’-")))) for one in said]
    return [*said, *(one for one, as_said in zip(bare, said, strict=True) if one != as_said)]


def learnt_from(said: Sequence[Said]) -> bytes:
    """The file of what is learnt from some texts: whether somebody is heard, then of which kind it is."""
    said = hurried(said)
    heard = np.array([[one.kind == ORDINARY, one.kind != ORDINARY] for one in said], dtype=float)
    weights, begins = learn(Places([one.text for one in said]), heard)
    heads = {HEARD: head(weights[:, 1] - weights[:, 0], float(begins[1] - begins[0]))}
    needs = [one for one in said if one.kind != ORDINARY]
    kinds = np.array([[one.kind == kind for kind in Help] for one in needs], dtype=float)
    weights, begins = learn(Places([one.text for one in needs]), kinds)
    for at, kind in enumerate(Help):
        heads[kind.value] = head(weights[:, at], float(begins[at]))
    return likeness.written(heads)


def measure(said: Sequence[Said]) -> None:
    """Prints what is heard of each fold by what was learnt from the others."""
    count, heard, right = Counter[tuple[str, str, str]](), Counter[tuple[str, str, str]](), Counter[str]()
    with TemporaryDirectory() as folder:
        for fold in range(FOLDS):
            file = Path(folder) / f"{fold}.bin"
            file.write_bytes(learnt_from([one for one in said if one.fold != fold]))
            for one in said:
                if one.fold == fold:
                    where = (one.lot, one.language, one.kind)
                    need = care.need_in(one.text, likeness.read(file))
                    count[where] += 1
                    heard[where] += need is not None
                    right[one.language] += need is not None and need.kind == one.kind
    kinds = [*(kind.value for kind in Help), ORDINARY]
    print(f"{'':15}" + "".join(f"{kind:>16}" for kind in kinds) + f"{'all needs':>16}")
    for lot in ("lots", "situations"):
        for language in LANGUAGES:
            cells = [(heard[lot, language, kind], count[lot, language, kind]) for kind in kinds]
            cells.append((sum(one for one, _ in cells[:-1]), sum(all_ for _, all_ in cells[:-1])))
            print(f"{lot:11} {language:3}" + "".join(f"{f'{one}/{of}':>16}" for one, of in cells))
    print("of the right kind:", dict(right))


def tell(text: str) -> None:
    """Prints what speaks for a text to be heard, and what against."""
    weights = likeness.heads()[HEARD].weights
    told = sorted((weights[at], name) for name, at in likeness.names(*care.weighed(text)).items())
    print(care.need_in(text))
    for weight, name in [*told[:10], *told[-20:]]:
        print(f"{weight:5} {name}")


def main(asked: Sequence[str]) -> None:
    """Learns, tells or measures."""
    if asked[:1] == ["tell"]:
        tell(" ".join(asked[1:]))
    elif asked == ["learn"]:
        likeness.LEARNT.write_bytes(learnt_from(list(all_said())))
    else:
        measure(list(all_said()))


if __name__ == "__main__":
    main(sys.argv[1:])
