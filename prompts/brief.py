"""Briefs: what the model is told to do, one Markdown file each in `briefs/`, with its version in the front matter.

A brief has no inputs: it is the same for everybody, so that an endpoint can keep it. What a question is about goes
beside it, as data. What was answered notes the brief's name and version; a brief whose words change gets another one.
"""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from prompts import PromptError

FOLDER = Path(__file__).parent / "briefs"


@dataclass(frozen=True)
class Brief:
    """What the model is told to do; `expects` says for readers what comes back."""

    name: str
    version: int
    expects: str
    text: str


@cache
def brief(name: str) -> Brief:
    """The brief of that name. Raises PromptError when there is none, or when it is malformed."""
    file = FOLDER / f"{name}.md"
    if not name.isidentifier() or not file.is_file():
        raise PromptError(f"there is no brief {name}")
    opened, front, text = (*file.read_text("utf-8").split("---\n", 2), "", "")[:3]
    try:
        known = yaml.safe_load(front)
    except yaml.YAMLError:
        known = None
    if opened or not isinstance(known, dict) or known.keys() != {"version", "expects"} or not text.strip():
        raise PromptError(f"{file.name} wants a version and what it expects in its front matter, and a text below it")
    version, expects = known["version"], known["expects"]
    if not isinstance(version, int) or version < 1 or not isinstance(expects, str):
        raise PromptError(f"{file.name} wants a whole number as its version, and words for what it expects")
    return Brief(name, version, expects, text.strip())


def names() -> tuple[str, ...]:
    """What briefs there are."""
    return tuple(sorted(file.stem for file in FOLDER.glob("*.md")))
