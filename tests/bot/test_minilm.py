"""The model on this machine works out what its makers' formulas say, from the files in which they hand it out.

The real one (90 MB) is not here. With its weights it was compared with what its makers publish: docs/decisions/0044.
"""

import math
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from bot.meaning import Unanswered
from bot.minilm import MiniLM, NoModel
from tests import tiny_model
from tests.tiny_model import HEADS, HIDDEN, LAYERS, LONGEST, WORDS

Rows = list[list[float]]


def sums(seen: Rows, weight: NDArray[np.float32], bias: NDArray[np.float32]) -> Rows:
    return [
        [
            sum(x * float(w) for x, w in zip(row, out, strict=True)) + float(b)
            for out, b in zip(weight, bias, strict=True)
        ]
        for row in seen
    ]


def even(seen: Rows, weight: NDArray[np.float32], bias: NDArray[np.float32]) -> Rows:
    found = []
    for row in seen:
        mean = sum(row) / len(row)
        spread = math.sqrt(sum((x - mean) ** 2 for x in row) / len(row) + 1e-12)
        found.append([(x - mean) / spread * float(w) + float(b) for x, w, b in zip(row, weight, bias, strict=True)])
    return found


def plus(one: Rows, other: Rows) -> Rows:
    return [[x + y for x, y in zip(*rows, strict=True)] for rows in zip(one, other, strict=True)]


def attention(query: Rows, key: Rows, value: Rows) -> Rows:
    wide = HIDDEN // HEADS
    found: Rows = [[] for _ in query]
    for head in range(HEADS):
        cut = slice(head * wide, (head + 1) * wide)
        for at, row in enumerate(query):
            points = [sum(x * y for x, y in zip(row[cut], other[cut], strict=True)) / math.sqrt(wide) for other in key]
            shares = [math.exp(each) for each in points]
            found[at] += [
                sum(share * other[cut][n] for share, other in zip(shares, value, strict=True)) / sum(shares)
                for n in range(wide)
            ]
    return found


def by_the_book(known: dict[str, NDArray[np.float32]], words: list[str]) -> list[float]:
    """Number by number, as the formulas are printed: slow, and nothing of it is shared with what is tested."""

    def of(seen: Rows, name: str) -> Rows:
        return sums(seen, known[f"{name}.weight"], known[f"{name}.bias"])

    def evened(seen: Rows, name: str) -> Rows:
        return even(seen, known[f"{name}.LayerNorm.weight"], known[f"{name}.LayerNorm.bias"])

    tables = [known[f"embeddings.{one}_embeddings.weight"] for one in ("word", "position", "token_type")]
    seen: Rows = [
        [float(x + y + z) for x, y, z in zip(tables[0][WORDS.index(word)], tables[1][at], tables[2][0], strict=True)]
        for at, word in enumerate(["[CLS]", *words, "[SEP]"])
    ]
    seen = evened(seen, "embeddings")
    for layer in range(LAYERS):
        name = f"encoder.layer.{layer}"
        heard = attention(*(of(seen, f"{name}.attention.self.{one}") for one in ("query", "key", "value")))
        seen = evened(plus(seen, of(heard, f"{name}.attention.output.dense")), f"{name}.attention.output")
        inner = [
            [x * (1 + math.erf(x / math.sqrt(2))) / 2 for x in row] for row in of(seen, f"{name}.intermediate.dense")
        ]
        seen = evened(plus(seen, of(inner, f"{name}.output.dense")), f"{name}.output")
    mean = [sum(each) / len(seen) for each in zip(*seen, strict=True)]
    length = math.sqrt(sum(x * x for x in mean))
    return [x / length for x in mean]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Call every harbours", ["call", "every", "harbour", "##s"]),
        ("NOON", ["noon"]),
        ("bread, unheard", ["bread", "[UNK]", "[UNK]"]),
        ("", []),
    ],
)
def test_it_gives_what_the_formulas_give(tmp_path: Path, text: str, words: list[str]) -> None:
    known = tiny_model.write(tmp_path)
    model = MiniLM(tmp_path)

    (found,) = model.read([text], 10)
    assert list(found) == pytest.approx(by_the_book(known, words), abs=2e-5)
    assert model.size == HIDDEN


def test_a_long_text_is_read_from_its_beginning(tmp_path: Path) -> None:
    tiny_model.write(tmp_path)
    one, other = MiniLM(tmp_path).read(["call " * LONGEST, "call " * LONGEST * 9 + "bread"], 10)
    assert one == other


def test_other_weights_are_another_model(tmp_path: Path) -> None:
    tiny_model.write(tmp_path / "one")
    names = [MiniLM(tmp_path / "one").name]
    tiny_model.write(tmp_path / "one", seed=2)
    names.append(MiniLM(tmp_path / "one").name)

    assert len(set(names)) == 2
    assert all(name.startswith("one ") for name in names)


def test_what_takes_too_long_is_broken_off(tmp_path: Path) -> None:
    tiny_model.write(tmp_path)
    model = MiniLM(tmp_path)
    with pytest.raises(Unanswered, match="no answer within 0"):
        model.read(["call"] * 1_000_000, 0)
    model.close()


@pytest.mark.parametrize("name", ["config.json", "model.safetensors", "tokenizer.json"])
def test_a_file_that_is_missing_or_broken_is_named(tmp_path: Path, name: str) -> None:
    tiny_model.write(tmp_path)
    (tmp_path / name).write_bytes(b"{")
    with pytest.raises(NoModel, match="holds none"):
        MiniLM(tmp_path)
    (tmp_path / name).unlink()
    with pytest.raises(NoModel, match=f"has no {name}"):
        MiniLM(tmp_path)


@pytest.mark.parametrize(
    "shape", [{"model_type": "roberta"}, {"hidden_act": "relu"}, {"num_hidden_layers": 3}, {"num_attention_heads": 5}]
)
def test_a_model_of_another_kind_is_refused(tmp_path: Path, shape: dict[str, Any]) -> None:
    tiny_model.write(tmp_path, **shape)
    with pytest.raises(NoModel):
        MiniLM(tmp_path)
