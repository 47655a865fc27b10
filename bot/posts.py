"""Readings that other systems post: signed with a key of the organisation, kept whole or not at all, and only once.

A key is shown when it is made and never again: what is kept of it is sealed by the vault. What was posted is durable
before it is answered, and the same post again is answered the same by whichever process it reaches.
"""

import hashlib
import json
import logging
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import Any

from pydantic import SecretStr
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.conductor import Conductor
from bot.rates import Cells, Pace
from bot.signed import NotTaken, Signature, body_of, check
from bot.vault import Unopened, Vault, fresh_secret
from bot.writer import Unkept
from handlers import measured
from handlers.turn import Moment
from handlers.views import language
from prompts import plain
from score.problems import Problem, ScoreProblems
from storage import deliveries, installations, post_keys, rates
from storage.store import Store
from storage.tables import DataKey, PostKey, Received

log = logging.getLogger("concertmaster")

PATH = "/measures"

BODY = 1 << 20
"""Bytes of a post's body at most."""

READ_WITHIN = 5.0
"""Seconds in which a body must have come."""

PACE = Pace(timedelta(seconds=1), 30)
"""How fast one organisation's systems may post, all together."""

OVERLAP = timedelta(hours=24)
"""How long a key still holds once another has taken its place: long enough to tell it to every system."""

KEY, AT, SIGNATURE = (f"x-concertmaster-{name}" for name in ("key", "request-timestamp", "signature"))
"""The headers of a post."""

METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]

POSTS, READINGS = "posts", "readings"
"""Under which name the pace is kept: beside those of connections, for what comes in by none."""


# The keys


def purpose(key_id: str) -> str:
    """What the secret of a key is sealed for, so that it is no use in the row of another."""
    return f"post key {key_id}"


def new_key(store: Store, moment: Moment, workspace_id: str, vault: Vault) -> tuple[str, str]:
    """Make a key: its id, and the secret that is shown once. The one before it ends in `OVERLAP`. Raises NoKey."""
    for one in post_keys.of_workspace(store, workspace_id):
        if one.ends_at is None:
            store.change(one, ends_at=moment.at + OVERLAP)
        elif one.ends_at <= moment.at:
            store.forget(PostKey, [one.id])
    key, id, secret = vault.key_for(store, moment, workspace_id), moment.id(), fresh_secret(moment.chance)
    sealed = vault.seal(key, purpose(id), SecretStr(secret))
    store.keep(PostKey(id=id, workspace_id=workspace_id, key_id=key.id, secret=sealed, made_at=moment.at))
    return id, secret


def end_keys(store: Store, workspace_id: str) -> int:
    """Take every key away at once; gives how many those were."""
    ours = post_keys.of_workspace(store, workspace_id)
    store.forget(PostKey, [one.id for one in ours])
    return len(ours)


# What is posted


@dataclass(frozen=True)
class _Answer:
    """What a post is answered with."""

    status: int
    says: Mapping[str, Any]
    wait: int = 0

    def response(self) -> Response:
        """As it goes out."""
        headers = {"Retry-After": str(self.wait)} if self.wait else {}
        return JSONResponse(dict(self.says), self.status, headers=headers)


@dataclass(frozen=True)
class _Post:
    """A post whose signature holds: of which organisation, what it is known again by, and what it holds."""

    workspace_id: str
    id: str
    digest: str
    body: bytes
    kind: str


class Posts:
    """Where other systems post readings."""

    def __init__(self, conductor: Conductor, vault: Vault) -> None:
        self._conductor, self._vault = conductor, vault

    def routes(self) -> list[Route]:
        """The one address of it."""
        return [Route(PATH, self._posted, methods=METHODS)]

    async def _posted(self, request: Request) -> Response:
        if request.method != "POST":
            return JSONResponse({"error": "post here"}, 405, headers={"Allow": "POST"})
        try:
            answer = await self._answered(await self._taken(request))
        except NotTaken as refused:
            log.info("a post of readings was not taken: %s", refused.why)
            answer = _Answer(refused.status, {"error": refused.why})
        except Unkept:
            answer = _Answer(503, {"error": "nothing could be kept; send it again"}, wait=1)
        return answer.response()

    def _moment(self) -> Moment:
        return Moment(self._conductor.clock.now(), self._conductor.chance)

    async def _taken(self, request: Request) -> _Post:
        """A post as its signature says it. Raises NotTaken."""
        body = await body_of(request, BODY, READ_WITHIN)
        name = request.headers.get(KEY, "")
        key, sealed_with = await self._conductor.database.glance(partial(_key, name=name))
        now = self._conductor.clock.now()
        signature = Signature(request.headers.get(AT, ""), request.headers.get(SIGNATURE, ""))
        holds = key is not None and (key.ends_at is None or now < key.ends_at)
        # For a key that is not there as much is done as for one that is, with a secret that nobody has.
        secret = self._secret(key, sealed_with) if key is not None else fresh_secret(self._conductor.chance)
        check(signature, body, secret, now)
        if key is None or not holds:
            raise NotTaken(401, "not signed with that key")
        id = f"posted:{key.id}:{signature.said}"
        kind = request.headers.get("content-type", "").split(";", maxsplit=1)[0].strip().casefold()
        return _Post(key.workspace_id, id, hashlib.sha256(body).hexdigest(), body, kind)

    def _secret(self, key: PostKey, sealed_with: DataKey | None) -> str:
        try:
            return self._vault.open(sealed_with, purpose(key.id), key.secret).get_secret_value()
        except Unopened as problem:
            log.error("the key of a post cannot be opened: %s", problem)
            raise NotTaken(503, "the key cannot be opened here") from None

    async def _answered(self, post: _Post) -> _Answer:
        database, moment = self._conductor.database, self._moment()
        before = await database.glance(lambda store: _before(store, post))
        if before is not None:
            return before
        body = _read(post)
        try:
            planned = await database.read(lambda store: measured.posted(moment, store, post.workspace_id, body))
        except ScoreProblems as problems:
            said = _Answer(422, {"kept": 0, "problems": [_told(one) for one in problems.problems]})
            return await database.write(lambda store: _keep(store, moment, post, said, lambda _store: None))
        said = _Answer(200, {"kept": planned.difference.counted()})
        return await database.write(
            lambda store: _keep(store, moment, post, said, lambda store: measured.keep(store, planned))
        )


def _key(store: Store, name: str) -> tuple[PostKey | None, DataKey | None]:
    """A key by its id, and what it is sealed with."""
    key = post_keys.named(store, name) if name.isalnum() and len(name) <= 32 else None
    keys = installations.data_keys(store, key.workspace_id) if key is not None else []
    return key, next((one for one in keys if key is not None and one.id == key.key_id), None)


def _before(store: Store, post: _Post) -> _Answer | None:
    """What the same post was answered with."""
    found = deliveries.answered(store, post.workspace_id, post.id)
    return _Answer(found.answer["status"], found.answer["says"]) if found is not None else None


def _read(post: _Post) -> object:
    """What the body says. Raises NotTaken."""
    if post.kind != "application/json":
        raise NotTaken(415, "no JSON")
    try:
        return json.loads(post.body.decode(), parse_constant=_no_number)
    except (ValueError, RecursionError):
        raise NotTaken(400, "cannot be read") from None


def _no_number(said: str) -> float:
    raise ValueError(said)


def _told(problem: Problem) -> Mapping[str, Any]:
    """One thing that is wrong: with which reading, counted from 0, and what to do."""
    wrong, remedy = (plain(say(problem, language.READINGS)) for say in (language.wrong, language.remedy))
    return {"reading": problem.line, "field": problem.field, "wrong": wrong, "remedy": remedy}


def _keep(store: Store, moment: Moment, post: _Post, said: _Answer, keep: Callable[[Store], None]) -> _Answer:
    """Keep what was posted with the answer to it, unless its twin was quicker or there are too many posts by now."""
    before = _before(store, post)
    if before is not None:
        return before
    used = rates.used(store, post.workspace_id, POSTS, [READINGS])
    cells = Cells({(name,): at for name, at in used.items()})
    first = cells.first((READINGS,), PACE, moment.at)
    if first > moment.at:
        return _Answer(429, {"error": "too often"}, wait=math.ceil((first - moment.at).total_seconds()))
    cells.take((READINGS,), PACE, moment.at)
    rates.use(store, post.workspace_id, POSTS, {READINGS: cells.taken[READINGS,]})
    keep(store)
    answer = {"status": said.status, "says": dict(said.says)}
    store.keep(Received(id=post.id, workspace_id=post.workspace_id, at=moment.at, digest=post.digest, answer=answer))
    return said
