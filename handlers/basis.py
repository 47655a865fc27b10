"""What an answer stood on, as the button carries it by which somebody says that it did not help."""

import json
from collections.abc import Sequence
from dataclasses import dataclass

from score.words import clean_line

LONGEST = 500
"""Characters of a question, at most."""

LINES = 5
"""Lines that an answer stands on, at most."""

MODEL, BRIEF = 255, 80
"""Characters of the name of a model, and of a brief with its version, at most."""


@dataclass(frozen=True)
class Basis:
    """A question as it was asked, the ids of the edition and of the lines that were cited, and who put it into words:
    a model and a brief, or nobody.
    """

    question: str
    edition: str
    lines: Sequence[str]
    model: str = ""
    brief: str = ""

    def packed(self) -> str:
        """The same as one text."""
        said = [self.question, self.edition, " ".join(self.lines), self.model, self.brief]
        return json.dumps(said, ensure_ascii=False, separators=(",", ":"))


def unpacked(text: str) -> Basis | None:
    """What was packed; None for what never was, whoever made it up."""
    try:
        said = json.loads(text)
        if not isinstance(said, list) or len(said) != 5 or not all(isinstance(one, str) for one in said):
            return None
        question, edition, lines, model, brief = map(clean_line, said)
    except (ValueError, RecursionError):
        return None
    ids = lines.split()
    fits = len(question) <= LONGEST and len(ids) <= LINES and len(model) <= MODEL and len(brief) <= BRIEF
    return Basis(question, edition, ids, model, brief) if fits and ids else None
