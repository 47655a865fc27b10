"""What texts of a score mean to a model, kept so that it is asked for each of them once."""

from collections.abc import Mapping, Sequence

from sqlalchemy import func
from sqlmodel import col, delete, select

from storage.store import Store, given, given_list
from storage.tables import Edition, Sense, beside_ids

_LAST = (
    select(col(Edition.workspace_id).label("whose"), func.max(col(Edition.number)).label("number"))
    .group_by(col(Edition.workspace_id))
    .subquery()
)
_IN_FORCE = (
    select(col(Edition.workspace_id), col(Edition.id))
    .join(_LAST, (col(Edition.workspace_id) == _LAST.c.whose) & (col(Edition.number) == _LAST.c.number))
    .order_by(col(Edition.workspace_id))
)


def editions_in_force(store: Store) -> Sequence[tuple[str, str]]:
    """Every workspace that has a score, with the id of the edition in force."""
    return store.find(_IN_FORCE)


_KNOWN = select(col(Sense.digest)).where(Sense.workspace_id == given("workspace"), Sense.model == given("model"))


def known(store: Store, workspace_id: str, model: str) -> frozenset[str]:
    """The digests of the texts of which it is known what they mean to a model."""
    return frozenset(store.find(_KNOWN, {"workspace": workspace_id, "model": model}))


_NUMBERS = select(col(Sense.digest), col(Sense.numbers)).where(
    Sense.workspace_id == given("workspace"), Sense.model == given("model")
)


def numbers(store: Store, workspace_id: str, model: str) -> Mapping[str, str]:
    """What texts mean to a model, by their digests."""
    return dict(store.find(_NUMBERS, {"workspace": workspace_id, "model": model}))


_EVERY = select(col(Sense.id), col(Sense.model), col(Sense.digest)).where(Sense.workspace_id == given("workspace"))
_FORGET = delete(Sense).where(
    beside_ids(Sense.workspace_id) == given("workspace"), col(Sense.id).in_(given_list("ids"))
)


def surplus(store: Store, workspace_id: str, model: str, digests: frozenset[str]) -> Sequence[str]:
    """The ids of what is kept of other models, and of other texts than these."""
    found = store.find(_EVERY, {"workspace": workspace_id})
    return [one for one, of, digest in found if of != model or digest not in digests]


def forget(store: Store, workspace_id: str, ids: Sequence[str]) -> None:
    """Forget these."""
    store.run(_FORGET, {"workspace": workspace_id, "ids": ids})
