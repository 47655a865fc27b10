"""Measures as they are read: which are due, the form for one, and what a reading says at once."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta

from handlers import measured
from handlers.cards import Card, Form
from handlers.guards import KeepsUp, ScoreNow, reached, score_now, stands_for
from handlers.turn import Answer, Corrections, Gone, How, Moment, Reader, Refused, Reply, Turn, deliver
from handlers.views import readings as view
from prompts import Filled, phrase
from score import readings
from score.attention import Occasion
from score.cadence import local_day
from score.readings import Wrong
from score.readings_in import Said
from storage import people, scores
from storage.store import Store
from storage.tables import Delivery, Line, LineState, Measure, Origin, Person, Wording

LISTED = 20
"""Measures in one list."""

SHOWN = 6
"""Readings of one measure that are shown."""


def mine(turn: Turn, _store: Store) -> Reply:
    """Show the measures that the person keeps up, those first that are due, with what they were read as."""
    return Reply(Answer(How.CARD, "readings.mine", {"person": turn.person.id}))


def draw_mine(store: Store, reader: Reader, about: Mapping[str, str]) -> Card:
    """The measures that somebody keeps up."""
    if reader.person is None or reader.person.id != about["person"]:
        raise Gone(about["person"])
    now = score_now(store, reader.person.workspace_id)
    today = local_day(reader.at, reader.person.time_zone)
    known = list(_known(store, now, reader.person)) if now else []
    known.sort(key=lambda one: (one.due is None, one.due or today, one.wording.position))
    return view.mine(known[:LISTED], max(0, len(known) - LISTED), today)


def _known(store: Store, now: ScoreNow, person: Person) -> Iterator[view.Known]:
    own = KeepsUp(store, now, person)
    found = [(now.wordings[id], measure) for id, measure in now.measures.items() if own.includes(now.wordings[id])]
    ids = [wording.line_id for wording, _ in found]
    last = scores.latest_readings(store, person.workspace_id, ids)
    since = scores.since(store, person.workspace_id, ids)
    for wording, measure in found:
        one = last.get(wording.line_id)
        stood = local_day(since[wording.line_id], person.time_zone)
        yield view.Known(wording, measure, one, readings.due(measure, one.day if one else None, stood))


# Who is reminded


LOOKED_AT_EVERY = timedelta(days=1)
"""How often it is looked whether somebody is to be reminded."""


def remind(moment: Moment, store: Store, workspace_id: str, limit: int) -> Reply:
    """Remind who keeps measures up of those that nobody has read in time: each of them once for its cadence, and all
    of one person in one message.
    """
    workspace, now = people.workspace(store, workspace_id), score_now(store, workspace_id)
    if workspace is None or workspace.measures_due_at is None or workspace.measures_due_at > moment.at:
        return Reply()
    late = _unread(moment, store, now) if now else {}
    keepers = _by_keeper(moment, store, now, late) if now else {}
    served = dict(list(keepers.items())[:limit])
    out = [_reminder(moment, store, workspace_id, id, ids) for id, ids in served.items()]
    lines = [late[id] for id in sorted({id for ids in served.values() for id in ids})]
    for line in lines:
        line.reminded_on = moment.at.date()
    store.change_all(lines, "reminded_on")
    if len(served) == len(keepers):
        is_read = now is not None and any(measure.cadence for measure in now.measures.values())
        store.change(workspace, measures_due_at=moment.at + LOOKED_AT_EVERY if is_read else None)
    # To have looked is to have served: nobody may be to be reminded.
    return Reply(deliveries=[one for one in out if one is not None], served=max(1, len(served)))


def _unread(moment: Moment, store: Store, now: ScoreNow) -> dict[str, Line]:
    """The measures of open lines that were to be read before today, of which nobody was reminded for their cadence."""
    today, workspace_id = moment.at.date(), now.edition.workspace_id
    measures = [(now.wordings[id], measure) for id, measure in now.measures.items() if measure.cadence]
    known = measured.with_readings(store, workspace_id, measures, today, "UTC")
    late = [id for id, one in known.items() if one.due and one.due < today and _is_open(now, one.wording)]
    lines = {line.id: line for line in scores.lines(store, workspace_id, late)}
    return {id: lines[id] for id in late if _may_be_reminded(lines[id], now.measures[id], today)}


def _is_open(now: ScoreNow, wording: Wording) -> bool:
    above = now.at(wording.serves)
    return all(line.state is LineState.OPEN for line in (wording, above) if line is not None)


def _may_be_reminded(line: Line, measure: Measure, today: date) -> bool:
    return line.reminded_on is None or (today - line.reminded_on).days >= (measure.cadence or 0)


def _by_keeper(moment: Moment, store: Store, now: ScoreNow, late: Iterable[str]) -> dict[str, list[str]]:
    """Who keeps these measures up, one person for each: whoever owns it or stands in for them, else the same of the
    line that it moves, else the first who leads a team of its part.
    """
    found: dict[str, list[str]] = {}
    for id in late:
        wording = now.wordings[id]
        above = now.at(wording.serves)
        owners = [stands_for(store, line, moment.at) for line in (wording, above) if line is not None]
        here = [person.id for person in owners if person is not None] or _leads(store, wording)
        for keeper in here[:1]:
            found.setdefault(keeper, []).append(id)
    return found


def _leads(store: Store, wording: Wording) -> list[str]:
    teams = [team for team in people.teams(store, wording.workspace_id) if team.part == wording.part]
    return [person.id for team in teams for person in people.leads(store, wording.workspace_id, team.id)]


def _reminder(
    moment: Moment, store: Store, workspace_id: str, person_id: str, line_ids: Sequence[str]
) -> Delivery | None:
    person = people.person(store, workspace_id, person_id)
    reach = reached(store, person, moment.at, Occasion.MEASURE)
    if reach is None:
        return None
    about = {"person": person_id, "lines": " ".join(line_ids)}
    once = f"measures:{person_id}:{moment.at.date().isoformat()}"
    return deliver(moment, reach.place, "readings.due", about, once=once, not_before=reach.at)


def draw_due(store: Store, reader: Reader, about: Mapping[str, str]) -> Card:
    """The measures that somebody was reminded of and that nobody has read since."""
    now = score_now(store, reader.person.workspace_id) if reader.person else None
    if reader.person is None or now is None or reader.person.id != about["person"]:
        raise Gone(about["person"])
    today, asked = local_day(reader.at, reader.person.time_zone), about["lines"].split()
    late = [
        one
        for one in _known(store, now, reader.person)
        if one.wording.line_id in asked and one.due is not None and one.due <= today
    ]
    if not late:
        raise Gone(about["lines"])
    return view.due(late, today)


# One of them


def open_form(turn: Turn, store: Store) -> Reply:
    """Open the form for a reading of a measure."""
    wording, _ = _need_measure(turn, store, turn.value)
    return Reply(Answer(How.FORM, "readings.form", {"line": wording.line_id}))


def _need_measure(turn: Turn, store: Store, line_id: str) -> tuple[Wording, Measure]:
    now = score_now(store, turn.person.workspace_id)
    measure = now.measures.get(line_id) if now else None
    if now is None or measure is None:
        raise Refused("home.not_there")
    wording = now.wordings[line_id]
    if not KeepsUp(store, now, turn.person).includes(wording):
        raise Refused("readings.may_not", line=line_id)
    return wording, measure


def draw_may_not(store: Store, reader: Reader, about: Mapping[str, str]) -> Card:
    """Who keeps a measure up."""
    wording, _ = _measure(store, reader, about["line"])
    owner = people.person(store, wording.workspace_id, wording.owner_id) if wording.owner_id else None
    return view.may_not(wording, owner)


def draw_form(store: Store, reader: Reader, about: Mapping[str, str]) -> Form:
    """The value and its day, to be filled in."""
    wording, measure = _measure(store, reader, about["line"])
    now = score_now(store, wording.workspace_id)
    if now is None or reader.person is None or not KeepsUp(store, now, reader.person).includes(wording):
        raise Gone(about["line"])
    last = scores.latest_readings(store, wording.workspace_id, [wording.line_id]).get(wording.line_id)
    return view.form(wording, measure, last, local_day(reader.at, reader.person.time_zone))


def _measure(store: Store, reader: Reader, line_id: str) -> tuple[Wording, Measure]:
    now = score_now(store, reader.person.workspace_id) if reader.person else None
    if now is None or line_id not in now.measures:
        raise Gone(line_id)
    return now.wordings[line_id], now.measures[line_id]


def consider_hand_in(turn: Turn, store: Store) -> Said:
    """What was filled in; whatever is wrong with it is said at once, with the reason."""
    wording, measure = _need_measure(turn, store, turn.fields.get("measure", ""))
    today = local_day(turn.at, turn.person.time_zone)
    value, day = readings.number(turn.fields.get("value", ""), measure.unit), _day(turn.fields.get("day", ""), today)
    bad = value if isinstance(value, Wrong) else readings.wrong_value(measure, value)
    bad_day = readings.wrong_day(day, today) if day is not None else None
    notes: dict[str, Filled] = {}
    if bad is not None:
        notes["value"] = view.wrong(bad, measure)
    if day is None:
        notes["day"] = phrase("readings.bad-day")
    elif bad_day is not None:
        notes["day"] = view.wrong(bad_day, measure)
    if isinstance(value, Wrong) or day is None or notes:
        raise Corrections("readings.form", {"line": wording.line_id}, notes)
    return Said(wording.address, wording.line_id, day, value)


def _day(said: str, today: date) -> date | None:
    return readings.day(said.strip()) if said.strip() else today


def hand_in(turn: Turn, store: Store, said: Said) -> Reply:
    """Keep the reading, in the place of one of the same day, and say how far the measure has come."""
    planned = measured.plan(turn, store, turn.person.workspace_id, [said], Origin.HAND, turn.person.id)
    measured.keep(store, planned)
    return Reply(Answer(How.CARD, "readings.kept", {"line": said.line_id, "day": said.day.isoformat()}))


def draw_kept(store: Store, reader: Reader, about: Mapping[str, str]) -> Card:
    """A measure as it was read on a day, and what its last readings say."""
    wording, measure = _measure(store, reader, about["line"])
    day = date.fromisoformat(about["day"])
    said = scores.readings(store, wording.workspace_id, wording.line_id, day, day)
    if not said:
        raise Gone(about["line"])
    return view.kept(
        wording, measure, said[0], scores.last_readings(store, wording.workspace_id, wording.line_id, SHOWN)
    )
