"""A BERT of two layers with numbers drawn at random, in the files in which the real one comes."""

import json
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import save_file
from tokenizers import Tokenizer
from tokenizers.models import WordPiece
from tokenizers.normalizers import BertNormalizer
from tokenizers.pre_tokenizers import BertPreTokenizer
from tokenizers.processors import TemplateProcessing

HIDDEN, INNER, HEADS, LAYERS, LONGEST = 12, 20, 3, 2, 16
WORDS = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "call", "every", "harbour", "noon", "bread", "##s", "before"]
SHAPE = {
    "model_type": "bert",
    "hidden_act": "gelu",
    "hidden_size": HIDDEN,
    "num_hidden_layers": LAYERS,
    "num_attention_heads": HEADS,
    "intermediate_size": INNER,
    "layer_norm_eps": 1e-12,
    "max_position_embeddings": LONGEST,
}


def write(folder: Path, *, seed: int = 1, **shape: Any) -> dict[str, NDArray[np.float32]]:
    """Write one into a folder, and give its numbers."""
    folder.mkdir(exist_ok=True)
    numbers = _drawn(np.random.default_rng(seed))
    save_file(numbers, folder / "model.safetensors")
    (folder / "config.json").write_text(json.dumps({**SHAPE, **shape}), "utf-8")
    tokenizer = Tokenizer(WordPiece({word: n for n, word in enumerate(WORDS)}, unk_token="[UNK]"))
    tokenizer.normalizer = BertNormalizer(lowercase=True)
    tokenizer.pre_tokenizer = BertPreTokenizer()
    tokenizer.post_processor = TemplateProcessing(
        single="[CLS] $A [SEP]", pair="[CLS] $A [SEP] $B [SEP]", special_tokens=[("[CLS]", 2), ("[SEP]", 3)]
    )
    # The real one's file asks for padding; read one by one, texts need none.
    tokenizer.enable_padding(length=LONGEST)
    tokenizer.save(str(folder / "tokenizer.json"))
    return numbers


def _drawn(chance: np.random.Generator) -> dict[str, NDArray[np.float32]]:
    def some(*shape: int) -> NDArray[np.float32]:
        return chance.normal(0, 0.5, shape).astype(np.float32)

    numbers = {
        "embeddings.word_embeddings.weight": some(len(WORDS), HIDDEN),
        "embeddings.position_embeddings.weight": some(LONGEST, HIDDEN),
        "embeddings.token_type_embeddings.weight": some(2, HIDDEN),
    }
    evened = ["embeddings"]
    for layer in range(LAYERS):
        of = f"encoder.layer.{layer}"
        sizes = {f"attention.self.{one}": (HIDDEN, HIDDEN) for one in ("query", "key", "value")}
        sizes |= {"attention.output.dense": (HIDDEN, HIDDEN), "intermediate.dense": (INNER, HIDDEN)}
        sizes |= {"output.dense": (HIDDEN, INNER)}
        for name, size in sizes.items():
            numbers |= {f"{of}.{name}.weight": some(*size), f"{of}.{name}.bias": some(size[0])}
        evened += [f"{of}.attention.output", f"{of}.output"]
    for of in evened:
        numbers |= {f"{of}.LayerNorm.weight": some(HIDDEN), f"{of}.LayerNorm.bias": some(HIDDEN)}
    return numbers
