"""Measures beside the conversation about them: where each stands, and readings that come in several at once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from handlers.guards import score_now
from handlers.turn import Moment
from handlers.views.measured import Difference, Standing
from handlers.views.score import Measured
from score import readings
from score.cadence import local_day
from score.outline import normal
from score.readings_in import Said, of_post
from storage import people, scores
from storage.store import Store
from storage.tables import Measure, Origin, Reading, Wording

SHOWN = 2
"""Readings that say how a measure moved."""


@dataclass(frozen=True)
class Plan:
    """All that taking readings in writes: those that are new, and those that stand in the place of others."""

    difference: Difference
    new: Sequence[Reading]
    corrected: Sequence[Reading]


def measures_of(store: Store, workspace_id: str) -> Mapping[str, Measure]:
    """The measures of the edition in force by their addresses, in the order of the file."""
    now = score_now(store, workspace_id)
    return {now.wordings[id].address: measure for id, measure in now.measures.items()} if now else {}


def today_of(store: Store, workspace_id: str, at: datetime) -> date:
    """The latest day that it is for anybody there: no reading of a day before the last in it is read ahead."""
    zones = {person.time_zone for person in people.everybody(store, workspace_id)} or {"UTC"}
    return max(local_day(at, zone) for zone in zones)


def plan(
    moment: Moment, store: Store, workspace_id: str, said: Sequence[Said], origin: Origin, by: str | None = None
) -> Plan:
    """What these readings would change, whom they are by where that is somebody here; nothing is kept."""
    days = [one.day for one in said]
    ids = sorted({one.line_id for one in said})
    found = scores.readings_of(store, workspace_id, ids, min(days), max(days)) if said else []
    known = {(one.line_id, one.day): one for one in found}
    new: list[tuple[Said, Reading]] = []
    corrected: list[tuple[Said, Reading]] = []
    for one in said:
        before = known.get((one.line_id, one.day))
        if before is not None and before.value == one.value and one.note in ("", before.note):
            continue
        reading = Reading(
            id=before.id if before else moment.id(),
            workspace_id=workspace_id,
            line_id=one.line_id,
            day=one.day,
            value=one.value,
            said_by=by,
            said_at=moment.at,
            origin=origin,
            note=one.note,
        )
        (corrected if before else new).append((one, reading))
    difference = Difference(
        [one for one, _ in new],
        [(one, known[one.line_id, one.day].value) for one, _ in corrected],
        len(said) - len(new) - len(corrected),
        {measure.line_id: measure for measure in measures_of(store, workspace_id).values()},
    )
    return Plan(difference, [one for _, one in new], [one for _, one in corrected])


def keep(store: Store, planned: Plan) -> None:
    """Write what was planned."""
    store.keep(*planned.new)
    store.change_all(planned.corrected, "value", "said_by", "said_at", "origin", "note")


def take_in(moment: Moment, store: Store, workspace_id: str, said: Sequence[Said], origin: Origin) -> Difference:
    """Take readings in, as they stand beside those that are known by now."""
    planned = plan(moment, store, workspace_id, said, origin)
    keep(store, planned)
    return planned.difference


def posted(moment: Moment, store: Store, workspace_id: str, body: object) -> Plan:
    """What a post of another system would change; nothing is kept. Raises ScoreProblems with all that is wrong."""
    today = today_of(store, workspace_id, moment.at)
    said = of_post(body, measures_of(store, workspace_id), today)
    return plan(moment, store, workspace_id, said, Origin.POST)


def with_readings(
    store: Store, workspace_id: str, measures: Sequence[tuple[Wording, Measure]], today: date, time_zone: str
) -> dict[str, Measured]:
    """Each measure with its last reading and when it is due, as of `today` in a time zone, by the id of its line."""
    ids = [wording.line_id for wording, _ in measures]
    latest = scores.latest_readings(store, workspace_id, ids)
    since = scores.since(store, workspace_id, [id for id in ids if id not in latest])
    found = {}
    for wording, measure in measures:
        last = latest.get(wording.line_id)
        stood = last.day if last else local_day(since[wording.line_id], time_zone)
        found[wording.line_id] = Measured(wording, measure, last, readings.due(measure, None, stood), today)
    return found


def standing(store: Store, workspace_id: str, at: datetime, address: str = "") -> list[Standing]:
    """Where each measure of the edition in force stands, in the order of the file; or the one at an address alone."""
    now, today = score_now(store, workspace_id), today_of(store, workspace_id, at)
    wanted = {
        id: measure
        for id, measure in (now.measures if now else {}).items()
        if now and (not address or normal(now.wordings[id].address) == normal(address))
    }
    since = scores.since(store, workspace_id, list(wanted))
    found = []
    for id, measure in wanted.items():
        last = scores.last_readings(store, workspace_id, id, SHOWN)
        due = readings.due(measure, last[0].day if last else None, since[id].date())
        assert now is not None
        found.append(Standing(now.wordings[id], measure, last, due, today))
    return found


def exported(store: Store, workspace_id: str) -> list[Said]:
    """Every reading of the measures of the edition in force, as a table has them."""
    addresses = {measure.line_id: address for address, measure in measures_of(store, workspace_id).items()}
    found = scores.readings_of(store, workspace_id, list(addresses), readings.FIRST_DAY, date.max)
    place = {line_id: n for n, line_id in enumerate(addresses)}
    found.sort(key=lambda one: (place[one.line_id], one.day))
    return [Said(addresses[one.line_id], one.line_id, one.day, one.value, one.note) for one in found]
