"""When somebody is asked, as they choose it themselves."""

from collections.abc import Mapping
from dataclasses import dataclass

from handlers import unasked
from handlers.cards import Card, Form
from handlers.guards import rhythm_now
from handlers.turn import Answer, Corrections, Gone, How, Reader, Reply, Turn, greeting
from handlers.views import preferences as view
from prompts import Filled, phrase
from score import hours, roster
from score.cadence import Rhythm, due_again, next_prompts, planned_for
from storage import deliveries
from storage.store import Store
from storage.tables import Person

NEXT = 3
"""Prompts to come that are said when hours are chosen."""


@dataclass(frozen=True)
class Hours:
    """What was chosen: minutes after midnight, days with bit 0 for Monday, and what is said of other days and hours."""

    zone: str
    asked_at: int
    days: int
    other: str
    quiet: str


def open_form(turn: Turn, _store: Store) -> Reply:
    """Open the form for one's own hours."""
    return Reply(Answer(How.FORM, "preferences.form", {"person": turn.person.id}))


def consider_hand_in(turn: Turn, _store: Store) -> Hours:
    """The hours that were filled in; whatever is wrong with them is said at once."""
    zone, at = turn.fields.get("zone", "").strip(), turn.fields.get("asked_at", "").strip()
    days, minute = hours.days(turn.fields.get("days", "")), hours.minute(at)
    other, quiet = _also(turn, "other_hours", turn.person.other_hours), _also(turn, "quiet", turn.person.quiet)
    by_weekday, span = hours.other_hours(other), hours.span(quiet)
    notes: dict[str, Filled] = {}
    if zone not in roster.zones():
        notes["zone"] = phrase("preferences.bad-zone")
    if minute is None:
        notes["asked_at"] = phrase("preferences.bad-time")
    if days is None:
        notes["days"] = phrase("preferences.no-days")
    if by_weekday is None:
        notes["other_hours"] = phrase("preferences.bad-other-hours")
    if quiet and span is None:
        notes["quiet"] = phrase("preferences.bad-quiet")
    if minute is None or days is None or by_weekday is None or notes:
        raise Corrections("preferences.form", {"person": turn.person.id}, notes)
    chosen = Hours(zone, minute, days, hours.other_hours_said(by_weekday), hours.span_said(span) if span else "")
    if _never(chosen):
        note = phrase("preferences.never")
        raise Corrections("preferences.form", {"person": turn.person.id}, {"quiet": note})
    return chosen


def _also(turn: Turn, field: str, before: str) -> str:
    """What stands in a field that older forms do not have: those leave it as it is."""
    if turn.fields.get("asks_quiet") == "yes":
        return turn.fields.get(field, "").strip()
    return turn.fields.get(field, before).strip()


def _never(chosen: Hours) -> bool:
    """Whether quiet hours begin before the hour of each day, and end too late for it."""
    by_weekday = hours.by_weekday(chosen.asked_at, chosen.other)
    quiet = hours.on_one_day(hours.span(chosen.quiet)) if chosen.quiet else ()
    return Rhythm(chosen.zone, chosen.asked_at, chosen.days, by_weekday=by_weekday, quiet=quiet).is_never_asked


def hand_in(turn: Turn, store: Store, chosen: Hours) -> Reply:
    """Keep the hours; who is asked at all is asked by them from now on."""
    person = turn.person
    unasked.settle(turn, store, person)
    day = planned_for(person)
    store.change(
        person,
        time_zone=chosen.zone,
        asked_at=chosen.asked_at,
        working_days=chosen.days,
        other_hours=chosen.other,
        quiet=chosen.quiet,
        hours_right_at=turn.at,
    )
    deliveries.amend(store, person.workspace_id, greeting(person))
    if person.next_due_at is not None:
        store.change(person, next_due_at=due_again(rhythm_now(store, person, turn.at), day, turn.at))
    return Reply(Answer(How.CARD, "preferences.kept", {"person": person.id}))


def draw_form(_store: Store, reader: Reader, about: Mapping[str, str]) -> Form:
    """The form for one's own hours."""
    return view.form(_self(reader, about))


def draw_kept(store: Store, reader: Reader, about: Mapping[str, str]) -> Card:
    """One's own hours as they are, and the next prompts by them."""
    person = _self(reader, about)
    rhythm = rhythm_now(store, person, reader.at)
    coming = next_prompts(rhythm, reader.at, NEXT) if person.next_due_at is not None else []
    return view.kept(person, coming, within=rhythm.within)


def _self(reader: Reader, about: Mapping[str, str]) -> Person:
    if reader.person is None or reader.person.id != about["person"]:
        raise Gone(about["person"])
    return reader.person
