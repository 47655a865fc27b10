"""A model of meaning that knows a few synonyms, and says what it was asked."""

from collections.abc import Sequence

from score.meaning import Meant
from tests.fakes.embeddings import SIZE, vector


class Knows:
    """It answers at once, or not at all while it is `silent`."""

    def __init__(self, *, at_hand: bool = False, model: str = "knows, 64") -> None:
        self.at_hand, self.model, self.silent = at_hand, model, False
        self.size = SIZE
        self.asked: list[str] = []

    def of(self, texts: Sequence[str]) -> Meant | None:
        """What these texts mean."""
        self.asked += texts
        return None if self.silent else Meant(f"knows, {self.size}", [vector(text, self.size) for text in texts])
