"""What changed in the score since a day or an edition: its lines, told apart by what they are, and their measures."""

from collections.abc import Mapping, Sequence
from datetime import date

from handlers.cards import Card
from handlers.guards import ScoreNow, score_now
from handlers.news import news_between
from handlers.turn import Gone, Reader
from handlers.views import changed as view
from score.cadence import day_ends, local_day
from score.said_days import DAY
from score.search import visible_lines
from storage import scores
from storage.store import Store
from storage.tables import Edition, Person, PlaceKind, Wording


def draw_since(store: Store, reader: Reader, about: Mapping[str, str]) -> Card:
    """What is otherwise now, of the whole score, of parts, or of a line and what serves it."""
    person = reader.person
    now = score_now(store, person.workspace_id) if person is not None else None
    if person is None or now is None:
        raise Gone("an answer is given to somebody, from a score")
    alone = person if reader.place.kind is PlaceKind.DIRECT else None
    seen = visible_lines(now.wordings.values(), alone)
    before, since = _before(store, person, about)
    meant = _Meant(now, about["parts"].split(), about["line"])
    turned = news_between(store, before, now.edition) if before else ()
    # What is gone passes the same gate as what stands.
    told = {line.line_id for line in visible_lines([one.line for one in turned], alone)}
    news = [one for one in turned if one.line.line_id in told and meant.includes(one.line)]
    moved = _moved(store, person, now, [line for line in seen if meant.includes(line)], since)
    return view.since(
        now.edition,
        local_day(now.edition.loaded_at, person.time_zone),
        view.Changes(since, before, news, moved, number=about["edition"]),
        about["question"],
    )


class _Meant:
    """Which lines are asked about."""

    def __init__(self, now: ScoreNow, parts: Sequence[str], line_id: str) -> None:
        self._parts, self._line = parts, now.wordings.get(line_id)
        if line_id and self._line is None:
            raise Gone(line_id)

    def includes(self, line: Wording) -> bool:
        """Whether this line is among them."""
        if self._line is not None:
            return line.line_id == self._line.line_id or line.serves == self._line.address
        return not self._parts or line.part in self._parts


def _before(store: Store, person: Person, about: Mapping[str, str]) -> tuple[Edition | None, date]:
    """The edition with which the one in force is compared, and the day since which readings are told.

    That is the one that is named, or that was in force when the day began, else the first of all; None where the one
    in force is that itself.
    """
    workspace_id, day = person.workspace_id, date.fromisoformat(about["since"])
    if about["edition"]:
        named = scores.numbered(store, workspace_id, int(about["edition"]))
        return named, local_day(named.loaded_at, person.time_zone) if named else day
    then = scores.in_force(store, workspace_id, day_ends(day - DAY, person.time_zone))
    return then or scores.numbered(store, workspace_id, 1), day


def _moved(store: Store, person: Person, now: ScoreNow, lines: Sequence[Wording], since: date) -> list[view.Moved]:
    """The measures among some lines that were read since then and are not what they were."""
    ids = [line.line_id for line in lines if line.line_id in now.measures]
    last = scores.latest_readings(store, person.workspace_id, ids)
    was = scores.latest_readings(store, person.workspace_id, ids, since - DAY)
    return [
        view.Moved(now.wordings[one], now.measures[one], was.get(one), last[one])
        for one in ids
        if one in last and last[one].day >= since and (one not in was or was[one].value != last[one].value)
    ]
