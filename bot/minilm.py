"""A sentence model on this machine: all-MiniLM-L6-v2, or another of its kind, from a folder that holds its files.

The folder has `config.json`, `model.safetensors` and `tokenizer.json` as its makers hand them out; nothing is
downloaded. It wants the packages of `concertmaster[meaning]`, and is read by nobody who has not set a folder.
"""

import hashlib
import json
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import load_file
from tokenizers import Tokenizer

from bot.meaning import Unanswered

Numbers = NDArray[np.float32]

MOST_TOKENS = 128
"""Pieces of words that are read of one text: what it was trained on; more would cost time and tell it little."""

NEEDED = ("config.json", "model.safetensors", "tokenizer.json")

OF_ITS_KIND = {"model_type": "bert", "hidden_act": "gelu", "position_embedding_type": "absolute"}
"""What its shape must say: another one would be worked out wrongly, and nobody would see it."""


class NoModel(Exception):
    """The folder holds no such model; the message says what is wrong with it."""


class MiniLM:
    """The model, ready to read texts."""

    at_hand = True

    def __init__(self, folder: Path) -> None:
        """Raises NoModel."""
        missing = [name for name in NEEDED if not (folder / name).is_file()]
        if missing:
            raise NoModel(f"{folder} has no {', '.join(missing)}")
        try:
            self._open(folder)
        except Exception as problem:
            # Three libraries read these files. Each has an exception of its own for what is none of its kind, and one
            # of them raises Exception itself.
            raise NoModel(f"{folder} holds none: {type(problem).__name__}, {problem}") from problem

    def _open(self, folder: Path) -> None:
        shape: dict[str, Any] = json.loads((folder / "config.json").read_text("utf-8"))
        others = [name for name, said in OF_ITS_KIND.items() if shape.get(name, said) != said]
        if others:
            raise ValueError(f"{others[0]} is {shape[others[0]]}")
        self._layers, self._heads = int(shape["num_hidden_layers"]), int(shape["num_attention_heads"])
        self._epsilon = np.float32(shape["layer_norm_eps"])
        self._known = load_file(folder / "model.safetensors")
        self._words: Tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._words.no_padding()
        self._words.enable_truncation(min(MOST_TOKENS, int(shape["max_position_embeddings"])))
        with (folder / "model.safetensors").open("rb") as weights:
            digest = hashlib.file_digest(weights, "sha256").hexdigest()[:12]
        self.name = f"{folder.resolve().name[:100]} {digest}"
        """Its folder's, with a digest of the weights: others in the same folder are another model."""
        self.size = len(self._read("a"))

    def read(self, texts: Sequence[str], within: float) -> Sequence[Sequence[float]]:
        """Numbers for each text, one after the other, while there is time. Raises Unanswered."""
        until = time.monotonic() + within
        found: list[Sequence[float]] = []
        for text in texts:
            found.append(self._read(text).tolist())
            if time.monotonic() > until:
                raise Unanswered(f"no answer within {within} seconds")
        return found

    def close(self) -> None:
        """Nothing is held open."""

    def _read(self, text: str) -> Numbers:
        seen = self._begun(self._words.encode(text).ids)
        for layer in range(self._layers):
            seen = self._layer(seen, f"encoder.layer.{layer}.")
        mean: Numbers = seen.mean(axis=0)
        return mean / np.linalg.norm(mean)

    def _begun(self, ids: Sequence[int]) -> Numbers:
        words, places, kinds = (self._known[f"embeddings.{one}_embeddings.weight"] for one in _READ)
        return self._even(words[ids] + places[: len(ids)] + kinds[0], "embeddings.LayerNorm")

    def _layer(self, seen: Numbers, of: str) -> Numbers:
        query, key, value = (self._by_heads(seen, f"{of}attention.self.{one}") for one in ("query", "key", "value"))
        heeds = _shares(query @ key.transpose(0, 2, 1) / np.sqrt(np.float32(query.shape[-1])))
        heard = (heeds @ value).transpose(1, 0, 2).reshape(seen.shape)
        seen = self._even(seen + self._of(heard, f"{of}attention.output.dense"), f"{of}attention.output.LayerNorm")
        inner = _gelu(self._of(seen, f"{of}intermediate.dense"))
        return self._even(seen + self._of(inner, f"{of}output.dense"), f"{of}output.LayerNorm")

    def _by_heads(self, seen: Numbers, of: str) -> Numbers:
        return self._of(seen, of).reshape(len(seen), self._heads, -1).transpose(1, 0, 2)

    def _of(self, seen: Numbers, of: str) -> Numbers:
        made: Numbers = seen @ self._known[f"{of}.weight"].T + self._known[f"{of}.bias"]
        return made

    def _even(self, seen: Numbers, of: str) -> Numbers:
        away = seen - seen.mean(axis=-1, keepdims=True)
        spread = np.sqrt((away * away).mean(axis=-1, keepdims=True) + self._epsilon)
        made: Numbers = away / spread * self._known[f"{of}.weight"] + self._known[f"{of}.bias"]
        return made


_READ = ("word", "position", "token_type")


def _shares(points: Numbers) -> Numbers:
    """Points as shares of 1.0 (softmax)."""
    grown = np.exp(points - points.max(axis=-1, keepdims=True))
    made: Numbers = grown / grown.sum(axis=-1, keepdims=True)
    return made


def _gelu(seen: Numbers) -> Numbers:
    """The model's own bend, by the error function of Abramowitz and Stegun (7.1.26), right to seven places."""
    from_zero = np.abs(seen) * np.float32(np.sqrt(0.5))
    near: Numbers = np.float32(1) / (np.float32(1) + np.float32(0.3275911) * from_zero)
    rest: Numbers = np.zeros_like(seen)
    for each in (1.061405429, -1.453152027, 1.421413741, -0.284496736, 0.254829592):
        rest = (rest + np.float32(each)) * near
    error = np.sign(seen) * (np.float32(1) - rest * np.exp(-from_zero * from_zero))
    made: Numbers = seen * np.float32(0.5) * (np.float32(1) + error)
    return made
