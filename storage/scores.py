"""Questions about the score, and the keeping of a new edition of it."""

from collections.abc import Sequence

from sqlalchemy import func
from sqlmodel import col, select

from storage.store import Store
from storage.tables import Edition, Line, Part, Wording


def current(store: Store, workspace_id: str) -> Edition | None:
    """The edition in force, the last that was loaded; None when there is none yet."""
    wanted = select(Edition).where(Edition.workspace_id == workspace_id)
    return store.exec(wanted.order_by(col(Edition.number).desc()).limit(1)).first()


def edition(store: Store, workspace_id: str, edition_id: str) -> Edition | None:
    """One edition of the workspace."""
    return store.exec(select(Edition).where(Edition.workspace_id == workspace_id, Edition.id == edition_id)).first()


def parts(store: Store, workspace_id: str, edition_id: str) -> list[Part]:
    """The parts of an edition, each before those within it."""
    wanted = select(Part).where(Part.workspace_id == workspace_id, Part.edition_id == edition_id)
    return list(store.exec(wanted.order_by(col(Part.position))))


def wordings(store: Store, workspace_id: str, edition_id: str) -> list[Wording]:
    """Every line of an edition as it reads there, in the order of the file."""
    wanted = select(Wording).where(Wording.workspace_id == workspace_id, Wording.edition_id == edition_id)
    return list(store.exec(wanted.order_by(col(Wording.position))))


def wording(store: Store, workspace_id: str, edition_id: str, line_id: str) -> Wording | None:
    """How a line reads in an edition; None when it is not in it."""
    return next(iter(wordings_of(store, workspace_id, edition_id, [line_id])), None)


def wordings_of(store: Store, workspace_id: str, edition_id: str, line_ids: Sequence[str]) -> list[Wording]:
    """How these lines read in an edition, in the order of the file; those that are not in it are left out."""
    wanted = select(Wording).where(
        Wording.workspace_id == workspace_id, Wording.edition_id == edition_id, col(Wording.line_id).in_(line_ids)
    )
    return list(store.exec(wanted.order_by(col(Wording.position))))


def stood(store: Store, workspace_id: str) -> list[tuple[str, str, int]]:
    """Every address at which a line ever stood: the address, the line's id, the last edition's number."""
    last = func.max(col(Edition.number))
    wanted = (
        select(Wording.address, Wording.line_id, last)
        .join(Edition, col(Edition.id) == Wording.edition_id)
        .where(Wording.workspace_id == workspace_id, Edition.workspace_id == workspace_id)
        .group_by(Wording.address, Wording.line_id)
        .order_by(last, Wording.address, Wording.line_id)
    )
    return list(store.exec(wanted))


def keep(
    store: Store, edition: Edition, parts: Sequence[Part], lines: Sequence[Line], wordings: Sequence[Wording]
) -> Edition:
    """Write a new edition with its parts, the lines that are new in it, and how every line of it reads.

    The nouns come from `score.editions.compose`. When another edition of the same number was kept in the meantime,
    the database refuses this one.
    """
    store.keep(edition, *parts, *lines, *wordings)
    return edition
