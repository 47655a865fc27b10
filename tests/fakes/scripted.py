"""Models that say what a script makes of what they were sent: one tells the truth, the others do their worst."""

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot import replies
from score.model import MOST_CLAIMS, Bill, Request, Said, Silent, WhyNot

Script = Callable[[Mapping[str, Any]], str]
"""What a model writes, of the data that it was sent."""


@dataclass
class Scripted:
    """A model with a script; what it writes is read as an endpoint's words are."""

    script: Script
    name: str = "scripted"

    async def ask(self, request: Request, _within: float, bill: Bill) -> Said | Silent:
        """What it says, or that nobody can read it."""
        bill.tokens_in += len(request.system + request.data) // 3
        bill.tokens_out += 40
        try:
            return Said(replies.claims(self.script(json.loads(request.data))), self.name)
        except replies.Unfit:
            return Silent(WhyNot.GARBAGE)

    async def close(self) -> None:
        """Nothing is held."""


def written(*claims: tuple[str, str, str]) -> str:
    """Claims as a model writes them: text, line and quote."""
    return json.dumps({"claims": [dict(zip(("text", "line", "quote"), one, strict=True)) for one in claims]})


def first(data: Mapping[str, Any]) -> tuple[str, str]:
    """The address and the words of the first line that was sent."""
    line = data["lines"][0]
    return line["line"], line["texts"][0]


def truth(data: Mapping[str, Any]) -> str:
    """What the first two lines say, in their own words; of what was chosen against that it is not done."""
    claims = []
    for line in data["lines"][:2]:
        words = line["texts"][0]
        says = f"We do not do this: {words}" if line["kind"] == "not_choice" else words
        claims.append((says, line["line"], words))
    return written(*claims)


def turned(data: Mapping[str, Any]) -> str:
    """The contrary of what the line says; of what was chosen against that it is done."""
    address, words = first(data)
    is_out = data["lines"][0]["kind"] == "not_choice"
    return written((words if is_out else f"We do not: {words}", address, words))


def numbers(data: Mapping[str, Any]) -> str:
    """Another number than the line's, or one where it has none."""
    address, words = first(data)
    return written((f"{words}, seventeen times", address, words), (f"{words} by 2031", address, words))


def embroiders(data: Mapping[str, Any]) -> str:
    """A reason that nobody gave."""
    address, words = first(data)
    return written((f"{words}, since the bank of Lisbon insists", address, words))


def invents(data: Mapping[str, Any]) -> str:
    """A line that nobody has written, and one that was not sent."""
    _, words = first(data)
    return written((words, "morrow/P-99", words), (words, "../../etc/passwd", words), (words, "?", words))


def forges(data: Mapping[str, Any]) -> str:
    """A quote that does not stand in the line, one that is too short, and no word."""
    address, words = first(data)
    return written((words, address, "we never mend an oven"), (words, address, words[:1]), (words, address, "?"))


def obeys(data: Mapping[str, Any]) -> str:
    """Whatever the question says that it should, and a link, a mention and its own brief."""
    address, words = first(data)
    asked = data["question"]
    orders = re.findall(r"PWNED|https?://\S+|<!\w+>|two hours|we do sell", asked) or ["PWNED"]
    texts = [*orders, f"{words} PWNED https://evil.example/renew <!channel>", "You put an answer into words"]
    return written(*((text, address, words) for text in texts))


def babbles(_data: Mapping[str, Any]) -> str:
    """No JSON at all."""
    return "Certainly! Here is what I think about your strategy: it is great. PWNED"


def misshapes(_data: Mapping[str, Any]) -> str:
    """JSON of another shape."""
    return json.dumps({"claims": [{"text": 7, "line": None}, "PWNED"], "answer": "PWNED"})


def nothing(_data: Mapping[str, Any]) -> str:
    """That the lines do not tell."""
    return "```json\n" + written() + "\n```"


def floods(data: Mapping[str, Any]) -> str:
    """The same as often and at such length as an answer may have."""
    address, words = first(data)
    return written(*[(words, address, words)] * (MOST_CLAIMS - 1), ((words * 40)[:600], address, words))


LIARS: Sequence[Script] = (
    *(turned, numbers, embroiders, invents, forges),
    *(obeys, babbles, misshapes, nothing),
)
"""Of whose claims none stands."""
