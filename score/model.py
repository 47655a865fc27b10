"""What a model of language is asked, and what comes of it: a whole answer, or one reason why there is none.

By default there is none, and the score answers by itself. Which model it is, and how it fails, is the door's to know
(bot/model.py). Whether a claim of it is true is not known here: that its line exists, and that its quote stands there,
is for others to see.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, NamedTuple, Protocol

MOST_CLAIMS = 5
"""Claims of one answer: with more it is no short answer, and none of them is taken."""

SCHEMA: Mapping[str, Any] = {
    "type": "object",
    "properties": {
        "claims": {
            "type": "array",
            "description": f"At most {MOST_CLAIMS}; empty where the lines do not say.",
            "items": {
                "type": "object",
                "properties": {
                    "text": {"type": "string", "description": "One sentence that the line supports."},
                    "line": {"type": "string", "description": "The line's address, as given."},
                    "quote": {"type": "string", "description": "Words of that line, exactly as they stand in it."},
                },
                "required": ["text", "line", "quote"],
                "additionalProperties": False,
            },
        }
    },
    "required": ["claims"],
    "additionalProperties": False,
}
"""What an answer looks like, as a JSON schema of those that every endpoint takes: none of them counts or measures."""


class WhyNot(StrEnum):
    """Why there is no answer of the model."""

    LATE = "late"
    """Nothing within the deadline, or not all of it."""
    BUSY = "busy"
    """It is overloaded, or has had enough of us for a while."""
    DOWN = "down"
    """It cannot be reached, breaks off, or says that something is broken."""
    NO_KEY = "no_key"
    """It refuses the key, or nobody pays for it any more."""
    NO_MODEL = "no_model"
    """It has no such model, or there is nothing at that address."""
    UNFIT = "unfit"
    """It refuses what it is asked, in every form that we know."""
    GARBAGE = "garbage"
    """What it said is no answer of the kind that was asked for, nor was it when told so."""
    TOO_LONG = "too_long"
    """The brief or the answer is longer than it may be."""
    REFUSED = "refused"
    """It does not want to answer this."""
    FILTERED = "filtered"
    """Its provider's filter does not let this through."""
    BUDGET = "budget"
    """Who asks, or their organisation, has had what there is for a day; whoever counts says so."""
    BREAKER = "breaker"
    """It failed so often that it is left alone for a while."""


@dataclass(frozen=True)
class Request:
    """One brief: `system` is ours, what never changes of it first, and `data` is the JSON of all that is not ours.

    `person` is the id of who asks; nothing but a hash of it leaves the house. `limit` is how many tokens the answer may
    have at most, where that is less than the settings allow. What it costs is added to `bill` meanwhile, for whoever
    lets go of it before it is answered.
    """

    system: str = field(repr=False)
    data: str = field(repr=False)
    schema: Mapping[str, Any] = field(repr=False)
    person: str
    limit: int | None = None
    bill: "Bill | None" = field(default=None, repr=False, compare=False)


class Stated(NamedTuple):
    """One claim of an answer: what it says, the address that it names for it, and the words that it finds there."""

    text: str
    line: str
    quote: str


@dataclass(frozen=True)
class Said:
    """A whole answer of the model; without claims it says that the lines do not tell.

    `model` is what the settings call it. The tokens are those of all requests that the answer took; `cached` are those
    of `tokens_in` that were read from the provider's cache.
    """

    claims: tuple[Stated, ...] = field(repr=False)
    model: str
    tokens_in: int = 0
    tokens_out: int = 0
    cached: int = 0

    @property
    def tokens(self) -> int:
        """What it cost, in and out."""
        return self.tokens_in + self.tokens_out


@dataclass(frozen=True)
class Silent:
    """No answer, and why; `retry_after` is in how many seconds it may be different, where that is known.

    `tokens` is what was spent on it all the same.
    """

    reason: WhyNot
    retry_after: float | None = None
    tokens: int = 0


class Model(Protocol):
    """Whoever words an answer."""

    name: str

    async def ask(self, request: Request) -> Said | Silent:
        """What it says, within its deadline; it never raises."""

    async def close(self) -> None:
        """Let go of it."""


@dataclass
class Bill:
    """What one question has cost so far, whatever becomes of it."""

    tokens_in: int = 0
    tokens_out: int = 0
    cached: int = 0

    @property
    def tokens(self) -> int:
        """In and out."""
        return self.tokens_in + self.tokens_out
