"""Questions about the score, and the keeping of a new edition of it."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from sqlalchemy import func
from sqlalchemy.orm import aliased
from sqlmodel import col, select

from storage.hidden import NOTHING_HIDDEN
from storage.store import Store, given, given_list
from storage.tables import Edition, Line, Measure, Part, Reading, Visible, Wording, beside_ids

_CURRENT = (
    select(Edition).where(Edition.workspace_id == given("workspace")).order_by(col(Edition.number).desc()).limit(1)
)


def current(store: Store, workspace_id: str) -> Edition | None:
    """The edition in force, the last that was loaded; None when there is none yet."""
    return store.first(_CURRENT, {"workspace": workspace_id})


_IN_FORCE = (
    select(Edition)
    .where(Edition.workspace_id == given("workspace"), Edition.loaded_at < given("at"))
    .order_by(col(Edition.number).desc())
    .limit(1)
)


def in_force(store: Store, workspace_id: str, at: datetime) -> Edition | None:
    """The edition that was in force just before `at`; None when there was none yet."""
    return store.first(_IN_FORCE, {"workspace": workspace_id, "at": at})


_NUMBERED = select(Edition).where(Edition.workspace_id == given("workspace"), Edition.number == given("number"))


def numbered(store: Store, workspace_id: str, number: int) -> Edition | None:
    """The edition of a number, which counts from 1 on; None when there is none."""
    return store.first(_NUMBERED, {"workspace": workspace_id, "number": number})


_READ, _WITHOUT, _SINCE_THERE = aliased(Wording), aliased(Edition), aliased(Edition)
_THERE = (
    select(_READ.id)
    .where(
        col(_READ.edition_id) == _WITHOUT.id,
        col(_READ.line_id) == Wording.line_id,
        col(_READ.part) == Wording.part,
    )
    .correlate(_WITHOUT, Wording)
)
_LAST_WITHOUT = (
    select(func.max(_WITHOUT.number))
    .where(
        _WITHOUT.workspace_id == given("workspace"),
        col(_WITHOUT.number) < Edition.number,
        ~_THERE.exists(),
    )
    .correlate(Wording, Edition)
    .scalar_subquery()
)
_STANDS_SINCE = (
    select(func.min(_SINCE_THERE.loaded_at))
    .where(
        _SINCE_THERE.workspace_id == given("workspace"),
        col(_SINCE_THERE.number) <= Edition.number,
        col(_SINCE_THERE.number) > func.coalesce(_LAST_WITHOUT, 0),
    )
    .correlate(Wording, Edition)
    .scalar_subquery()
)
_LINES_OF_PART = (
    select(Wording, _STANDS_SINCE)
    .join(Edition, col(Edition.id) == Wording.edition_id)
    .where(
        Wording.workspace_id == given("workspace"),
        Edition.workspace_id == given("workspace"),
        Wording.edition_id == given("edition"),
        Wording.part == given("part"),
    )
    .order_by(col(Wording.position))
)


def lines_of_part(store: Store, workspace_id: str, edition_id: str, part: str) -> list[tuple[Wording, datetime]]:
    """How the lines of one part read in an edition, each with the instant since which it has stood in that part.

    What left and came back, or came from another part, has stood there since then.
    """
    wanted = {"workspace": workspace_id, "edition": edition_id, "part": part}
    seen = store.hidden
    found = store.find(_LINES_OF_PART, wanted)
    return [(seen.line(wording), at) for wording, at in found if seen.shows(wording)]


_EDITION = select(Edition).where(Edition.workspace_id == given("workspace"), Edition.id == given("edition"))


def edition(store: Store, workspace_id: str, edition_id: str) -> Edition | None:
    """One edition of the workspace."""
    return store.first(_EDITION, {"workspace": workspace_id, "edition": edition_id})


_PARTS = (
    select(Part)
    .where(Part.workspace_id == given("workspace"), Part.edition_id == given("edition"))
    .order_by(col(Part.position))
)


def parts(store: Store, workspace_id: str, edition_id: str) -> list[Part]:
    """The parts of an edition, each before those within it."""
    found, seen = store.find(_PARTS, {"workspace": workspace_id, "edition": edition_id}), store.hidden
    hidden = seen.of(edition_id)
    return [seen.part(one) for one in found if one.handle not in hidden] if hidden else found


_CLOSED = (
    select(Part.edition_id, Part.handle)
    .join(Edition, col(Edition.id) == Part.edition_id)
    .where(
        Edition.workspace_id == given("workspace"),
        Part.workspace_id == given("workspace"),
        Part.visible == Visible.PART,
    )
    .order_by(col(Edition.number), col(Part.position))
)


def closed(store: Store, workspace_id: str) -> list[tuple[str, str]]:
    """The parts that not everybody sees, in every edition: the edition's id, the part's handle."""
    return store.find(_CLOSED, {"workspace": workspace_id})


def _seen(store: Store, found: Iterable[Wording]) -> list[Wording]:
    """Those lines that may be seen by who reads."""
    seen = store.hidden
    return list(found) if seen is NOTHING_HIDDEN else [seen.line(one) for one in found if seen.shows(one)]


_WORDINGS = (
    select(Wording)
    .where(Wording.workspace_id == given("workspace"), Wording.edition_id == given("edition"))
    .order_by(col(Wording.position))
)


def wordings(store: Store, workspace_id: str, edition_id: str) -> list[Wording]:
    """Every line of an edition as it reads there, in the order of the file."""
    return _seen(store, store.find(_WORDINGS, {"workspace": workspace_id, "edition": edition_id}))


_WORDINGS_OF = (
    select(Wording)
    .where(
        Wording.workspace_id == given("workspace"),
        Wording.edition_id == given("edition"),
        col(Wording.line_id).in_(given_list("lines")),
    )
    .order_by(col(Wording.position))
)


def wording(store: Store, workspace_id: str, edition_id: str, line_id: str) -> Wording | None:
    """How a line reads in an edition; None when it is not in it."""
    return next(iter(wordings_of(store, workspace_id, edition_id, [line_id])), None)


def wordings_of(store: Store, workspace_id: str, edition_id: str, line_ids: Sequence[str]) -> list[Wording]:
    """How these lines read in an edition, in the order of the file; those that are not in it are left out."""
    wanted = {"workspace": workspace_id, "edition": edition_id, "lines": line_ids}
    return _seen(store, store.find(_WORDINGS_OF, wanted))


_MEASURES = (
    select(Measure)
    .join(
        Wording,
        (col(Wording.edition_id) == Measure.edition_id) & (col(Wording.line_id) == Measure.line_id),
    )
    .where(
        Measure.workspace_id == given("workspace"),
        Measure.edition_id == given("edition"),
        Wording.workspace_id == given("workspace"),
        Wording.edition_id == given("edition"),
    )
    .order_by(col(Wording.position))
)


def measures(store: Store, workspace_id: str, edition_id: str) -> list[Measure]:
    """The measures of an edition, in the order of the file."""
    found = store.find(_MEASURES, {"workspace": workspace_id, "edition": edition_id})
    if store.hidden is NOTHING_HIDDEN:
        return found
    seen = {one.line_id for one in wordings(store, workspace_id, edition_id)}
    return [one for one in found if one.line_id in seen]


_READINGS = (
    select(Reading)
    .where(
        Reading.workspace_id == given("workspace"),
        Reading.line_id == given("line"),
        Reading.day >= given("first"),
        Reading.day <= given("last"),
    )
    .order_by(col(Reading.day))
)


def readings(store: Store, workspace_id: str, line_id: str, first: date, last: date) -> list[Reading]:
    """What a measure was from `first` to `last`, both included, oldest first; the line's id is the measure's own."""
    return store.find(_READINGS, {"workspace": workspace_id, "line": line_id, "first": first, "last": last})


_READINGS_OF = (
    select(Reading)
    .where(
        beside_ids(Reading.workspace_id) == given("workspace"),
        col(Reading.line_id).in_(given_list("lines")),
        Reading.day >= given("first"),
        Reading.day <= given("last"),
    )
    .order_by(col(Reading.line_id), col(Reading.day))
)


def readings_of(store: Store, workspace_id: str, line_ids: Sequence[str], first: date, last: date) -> list[Reading]:
    """What each of these measures was from `first` to `last`, both included, oldest first."""
    wanted = {"workspace": workspace_id, "lines": line_ids, "first": first, "last": last}
    return store.find(_READINGS_OF, wanted) if line_ids else []


_OTHER = aliased(Reading)
_LATEST = select(Reading).where(
    Reading.workspace_id == given("workspace"),
    col(Reading.line_id).in_(given_list("lines")),
    Reading.day
    == select(func.max(_OTHER.day))
    .where(
        _OTHER.workspace_id == given("workspace"),
        _OTHER.line_id == col(Reading.line_id),
        _OTHER.day <= given("until"),
    )
    .correlate(Reading)
    .scalar_subquery(),
)


def latest_readings(
    store: Store, workspace_id: str, line_ids: Sequence[str], until: date = date.max
) -> dict[str, Reading]:
    """The last value of each of these measures that is of no day after `until`, by the line's id; those that were never
    read until then are left out.
    """
    wanted = {"workspace": workspace_id, "lines": line_ids, "until": until}
    found = store.find(_LATEST, wanted) if line_ids else []
    return {reading.line_id: reading for reading in found}


_LAST_READINGS = (
    select(Reading)
    .where(Reading.workspace_id == given("workspace"), Reading.line_id == given("line"))
    .order_by(col(Reading.day).desc())
    .limit(given("limit"))
)


def last_readings(store: Store, workspace_id: str, line_id: str, limit: int) -> list[Reading]:
    """The last values of a measure, newest first."""
    return store.find(_LAST_READINGS, {"workspace": workspace_id, "line": line_id, "limit": limit})


_SINCE = (
    select(Line.id, Edition.loaded_at)
    .join(Edition, col(Edition.id) == Line.since)
    .where(beside_ids(Line.workspace_id) == given("workspace"), col(Line.id).in_(given_list("lines")))
)


def since(store: Store, workspace_id: str, line_ids: Sequence[str]) -> dict[str, datetime]:
    """Since which instant each of these lines is in the score."""
    return dict(store.find(_SINCE, {"workspace": workspace_id, "lines": line_ids})) if line_ids else {}


_LINES = select(Line).where(beside_ids(Line.workspace_id) == given("workspace"), col(Line.id).in_(given_list("lines")))


def lines(store: Store, workspace_id: str, line_ids: Sequence[str]) -> list[Line]:
    """These lines themselves, whatever they read."""
    return store.find(_LINES, {"workspace": workspace_id, "lines": line_ids}) if line_ids else []


_EVERY_WORDING = (
    select(Wording)
    .join(Edition, col(Edition.id) == Wording.edition_id)
    .where(Wording.workspace_id == given("workspace"), col(Wording.line_id).in_(given_list("lines")))
    .order_by(col(Edition.number), col(Wording.position))
)


def last_wordings(store: Store, workspace_id: str, line_ids: Sequence[str]) -> list[Wording]:
    """How these lines read in the last edition that each is in."""
    found = store.find(_EVERY_WORDING, {"workspace": workspace_id, "lines": line_ids})
    return _seen(store, {line.line_id: line for line in found}.values())


_LAST = func.max(col(Edition.number))
_STOOD = (
    select(Wording.address, Wording.line_id, _LAST)
    .join(Edition, col(Edition.id) == Wording.edition_id)
    .where(Wording.workspace_id == given("workspace"), Edition.workspace_id == given("workspace"))
    .group_by(col(Wording.address), col(Wording.line_id))
    .order_by(_LAST, col(Wording.address), col(Wording.line_id))
)


def stood(store: Store, workspace_id: str) -> list[tuple[str, str, int]]:
    """Every address at which a line ever stood: the address, the line's id, the last edition's number."""
    return store.find(_STOOD, {"workspace": workspace_id})


_STOOD_AT = (
    select(Wording, Edition)
    .join(Edition, col(Edition.id) == Wording.edition_id)
    .where(
        Wording.workspace_id == given("workspace"),
        Edition.workspace_id == given("workspace"),
        Wording.address == given("address"),
    )
    .order_by(col(Edition.number).desc())
    .limit(1)
)


def stood_at(store: Store, workspace_id: str, address: str) -> tuple[Wording, Edition] | None:
    """How the line read that stood at an address last, and in which edition; None when none ever did."""
    found = store.first(_STOOD_AT, {"workspace": workspace_id, "address": address})
    return found if found is not None and _seen(store, [found[0]]) else None


def keep(
    store: Store,
    edition: Edition,
    parts: Sequence[Part],
    lines: Sequence[Line],
    wordings: Sequence[Wording],
    measures: Sequence[Measure] = (),
) -> Edition:
    """Write a new edition with its parts, the lines that are new in it, how every line of it reads, and its measures.

    The nouns come from `score.editions.compose`. When another edition of the same number was kept in the meantime,
    the database refuses this one.
    """
    store.keep(edition, *parts, *lines, *wordings, *measures)
    return edition
