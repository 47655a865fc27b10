"""When somebody is asked, as they choose it themselves."""

from collections.abc import Mapping
from dataclasses import dataclass

from handlers import unasked
from handlers.cards import Card, Form
from handlers.guards import rhythm_now
from handlers.turn import Answer, Corrections, Gone, How, Reader, Reply, Turn, front, greeting
from handlers.views import preferences as view
from prompts import Filled, phrase
from score import hours, roster
from score.cadence import due_again
from storage import deliveries
from storage.store import Store


@dataclass(frozen=True)
class Hours:
    """What was chosen: minutes after midnight, and days with bit 0 for Monday."""

    zone: str
    asked_at: int
    days: int


def open_form(turn: Turn, _store: Store) -> Reply:
    """Open the form for one's own hours."""
    return Reply(Answer(How.FORM, "preferences.form", {"person": turn.person.id}))


def consider_hand_in(turn: Turn, _store: Store) -> Hours:
    """The hours that were filled in; whatever is wrong with them is said at once."""
    zone, at = turn.fields.get("zone", "").strip(), turn.fields.get("asked_at", "").strip()
    days, minute = hours.days(turn.fields.get("days", "")), hours.minute(at)
    notes: dict[str, Filled] = {}
    if zone not in roster.zones():
        notes["zone"] = phrase("preferences.bad-zone")
    if minute is None:
        notes["asked_at"] = phrase("preferences.bad-time")
    if days is None:
        notes["days"] = phrase("preferences.no-days")
    if minute is None or days is None or notes:
        raise Corrections("preferences.form", {"person": turn.person.id}, notes)
    return Hours(zone, minute, days)


def hand_in(turn: Turn, store: Store, hours: Hours) -> Reply:
    """Keep the hours; who is asked at all is asked by them from now on."""
    person = turn.person
    unasked.settle(turn, store, person)
    chosen = {"time_zone": hours.zone, "asked_at": hours.asked_at, "working_days": hours.days}
    store.change(person, **chosen, hours_right_at=turn.at)
    deliveries.amend(store, person.workspace_id, greeting(person))
    if person.next_due_at is not None:
        store.change(person, next_due_at=due_again(rhythm_now(store, person, turn.at), person.next_due_at, turn.at))
    deliveries.amend(store, person.workspace_id, front(person.id))
    return Reply(Answer(How.CARD, "preferences.kept", {"person": person.id}))


def draw_form(_store: Store, reader: Reader, about: Mapping[str, str]) -> Form:
    """The form for one's own hours."""
    if reader.person is None or reader.person.id != about["person"]:
        raise Gone(about["person"])
    return view.form(reader.person)


def draw_kept(_store: Store, reader: Reader, about: Mapping[str, str]) -> Card:
    """One's own hours as they are."""
    if reader.person is None or reader.person.id != about["person"]:
        raise Gone(about["person"])
    return view.kept(reader.person)
