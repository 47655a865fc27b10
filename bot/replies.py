"""What an endpoint for chat completions sends back, read by us from its first byte to the last claim.

A client's own reading of what is no answer ends in errors of every kind, and what is read here comes from outside:
nothing of it is believed before it has the form that was asked for, and none of it stands in a message of ours.
"""

import json
import math
import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Annotated, Any, NamedTuple

from pydantic import BaseModel, Field, StringConstraints, ValidationError

from score.model import MOST_CLAIMS, Stated, WhyNot
from score.words import clean

MOST_OBJECTS = 20
"""Braces at which it is looked for the answer, in what was said around it."""

MOST_TOKENS = 10_000_000
"""Tokens of one request that somebody may say it took; no model reads as many."""

LONGEST = 600.0
"""Seconds that an endpoint is believed to want us to wait at most: it is tried again by then."""

MOST_OF_AN_ERROR = 2_000
"""Characters of a refusal in which it is looked for what is refused."""


class Unfit(ValueError):
    """What was said is no answer; the message says what is wrong with it, in words of ours."""

    def __init__(self, problem: str, *, out_of_form: bool = True) -> None:
        super().__init__(problem)
        self.out_of_form = out_of_form
        """Whether nobody would have said it who is held to the schema, which neither counts nor measures."""


class Usage(NamedTuple):
    """What a request took, in tokens."""

    tokens_in: int
    tokens_out: int
    cached: int


class Heard(NamedTuple):
    """A whole reply: what was said and what that took, where it says so; and why it is not taken, where it is not."""

    content: str | None
    why: WhyNot | None
    usage: Usage | None


def read(body: bytes) -> Heard | None:
    """The reply in a body; None where it is none."""
    try:
        found = json.loads(body)
    except (ValueError, RecursionError):
        # What is nested too deep to be read is refused by a RecursionError.
        return None
    choices = _of(found, "choices")
    choice = choices[0] if isinstance(choices, list) and choices else None
    message, ended = _of(choice, "message"), _of(choice, "finish_reason")
    if not isinstance(message, Mapping):
        return None
    content = message.get("content")
    return Heard(content if isinstance(content, str) else None, _why(message, ended), _usage(found))


def _of(found: object, name: str) -> Any:
    return found.get(name) if isinstance(found, Mapping) else None


def _why(message: Mapping[str, Any], ended: object) -> WhyNot | None:
    if ended == "content_filter":
        return WhyNot.FILTERED
    if message.get("refusal"):
        return WhyNot.REFUSED
    # Also where an object happens to be whole: what would have followed it is not known.
    return WhyNot.TOO_LONG if ended == "length" else None


def _usage(found: Mapping[str, Any]) -> Usage | None:
    usage = found.get("usage")
    tokens_in, tokens_out = _count(_of(usage, "prompt_tokens")), _count(_of(usage, "completion_tokens"))
    if tokens_in is None or tokens_out is None:
        return None
    return Usage(tokens_in, tokens_out, _count(_of(_of(usage, "prompt_tokens_details"), "cached_tokens")) or 0)


def _count(found: object) -> int | None:
    return found if type(found) is int and 0 <= found <= MOST_TOKENS else None


# Claims


class _Claim(BaseModel, strict=True, extra="ignore"):
    text: Annotated[str, StringConstraints(min_length=1, max_length=600)]
    line: Annotated[str, StringConstraints(min_length=1, max_length=120)]
    quote: Annotated[str, StringConstraints(min_length=1, max_length=1_200)]


class _Claims(BaseModel, strict=True, extra="ignore"):
    """What else it says is ignored: nobody sees it, and a model that adds how sure it is need not be asked again."""

    claims: Annotated[list[_Claim], Field(max_length=MOST_CLAIMS)]


_MEASURED = ("too_long", "string_too_long", "string_too_short")
"""What pydantic calls it where there is too much of something, or nothing; a schema as we send it lets that pass."""


def claims(content: str | None) -> tuple[Stated, ...]:
    """The claims of what was said: those of the first object in it that has any. Raises Unfit."""
    if not content:
        raise Unfit("there is no text")
    found = next((one for one in _objects(content) if "claims" in one), None)
    if found is None:
        raise Unfit("there is no JSON object with claims")
    try:
        read = _Claims.model_validate(found)
        return tuple([Stated(clean(one.text), clean(one.line), clean(one.quote)) for one in read.claims])
    except ValidationError as problem:
        first = problem.errors(include_url=False, include_context=False, include_input=False)[0]
        where = ".".join(str(one) for one in first["loc"])
        raise Unfit(f"{where}: {first['type']}", out_of_form=first["type"] not in _MEASURED) from None
    except ValueError:
        raise Unfit("a text that nobody can read", out_of_form=False) from None


def _objects(content: str) -> Iterator[Mapping[str, Any]]:
    """The JSON objects in a text, fenced or with prose around them, from the first on."""
    decoder, at = json.JSONDecoder(strict=False), content.find("{")
    for _ in range(MOST_OBJECTS):
        if at < 0:
            return
        try:
            found, end = decoder.raw_decode(content, at)
        except (ValueError, RecursionError):
            end = at + 1
        else:
            yield found
        at = content.find("{", end)


# Refusals


def refusal(body: object) -> str:
    """What a refusal says, in lower case; only to look for names in it."""
    said = body if isinstance(body, str) else json.dumps(body)
    return said[:MOST_OF_AN_ERROR].lower()


def is_overflow(said: str) -> bool:
    """Whether it refuses a brief for its length."""
    return bool(re.search(r"context.{0,12}(length|window|size)|(prompt|request|input) is too (long|large)", said))


def is_filter(said: str) -> bool:
    """Whether a provider's filter refuses a brief."""
    return bool(re.search(r"content.{0,3}(filter|policy|management)", said))


def is_unpaid(said: str) -> bool:
    """Whether nobody pays for the key any more."""
    return bool(re.search(r"insufficient_quota|billing", said))


def of_status(status: int) -> WhyNot:
    """What a status says, of those that are no answer."""
    if status in (401, 402, 403):
        return WhyNot.NO_KEY
    if status < 400 or status in (404, 405, 410):
        return WhyNot.NO_MODEL
    if status in (408, 409, 425, 429, 503, 529):
        return WhyNot.BUSY
    if status == 413:
        return WhyNot.TOO_LONG
    return WhyNot.UNFIT if status < 500 else WhyNot.DOWN


def retry_after(headers: Mapping[str, str], now: datetime) -> float | None:
    """In how many seconds it wants to be asked again; None where it says nothing that could be meant."""
    for name, unit in (("retry-after-ms", 0.001), ("retry-after", 1.0)):
        try:
            seconds = float(headers.get(name, "")) * unit
        except ValueError:
            continue
        return None if math.isnan(seconds) else min(max(0.0, seconds), LONGEST)
    try:
        at = parsedate_to_datetime(headers.get("retry-after", ""))
    except (ValueError, OverflowError):
        return None
    seconds = ((at if at.tzinfo else at.replace(tzinfo=UTC)) - now).total_seconds()
    return min(max(0.0, seconds), LONGEST)
