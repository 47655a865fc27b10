"""When somebody is asked and where they are reached, as they choose it themselves."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from handlers import unasked
from handlers.cards import Card, Form
from handlers.guards import rhythm_now
from handlers.turn import (
    Answer,
    Corrections,
    Gone,
    How,
    Moment,
    Reader,
    Refused,
    Reply,
    Turn,
    greeting,
    stand,
)
from handlers.views import preferences as view
from handlers.views.preferences import BELOW, Way
from prompts import Filled, phrase, spellings
from score import hours, roster
from score.cadence import Rhythm, due_again, next_prompts, planned_for
from score.spacing import greets_at, reaches_until
from score.words import alike
from storage import deliveries, people
from storage.store import Store
from storage.tables import Delivery, Door, Person, Place, Shown

NEXT = 3
"""Prompts to come that are said when hours are chosen."""

SAYS_HOURS = frozenset({"preferences.hand_in", "welcome.confirm"})
"""Actions by which people say themselves what their zone is: what they read counts, and not what a platform says."""

HERE = "here"
"""What the spellings of a place call the one where it is written."""


@dataclass(frozen=True)
class Hours:
    """What was chosen: minutes after midnight, days with bit 0 for Monday, and what is said of other days and hours.

    `where` is the connection on which somebody is to be reached; empty where that was not asked.
    """

    zone: str
    asked_at: int
    days: int
    other: str
    quiet: str
    where: str = ""


def open_form(turn: Turn, _store: Store) -> Reply:
    """Open the form for one's own hours."""
    return Reply(Answer(How.FORM, "preferences.form", {"person": turn.person.id}))


def consider_hand_in(turn: Turn, store: Store) -> Hours:
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
    where = _where_chosen(turn, store, notes)
    if minute is None or days is None or by_weekday is None or notes:
        raise Corrections("preferences.form", {"person": turn.person.id}, notes)
    said = hours.other_hours_said(by_weekday), hours.span_said(span) if span else ""
    chosen = Hours(zone, minute, days, *said, where)
    if _never(chosen):
        note = phrase("preferences.never")
        raise Corrections("preferences.form", {"person": turn.person.id}, {"quiet": note})
    return chosen


def _where_chosen(turn: Turn, store: Store, notes: dict[str, Filled]) -> str:
    """The connection that was chosen, empty where none was to be; it is noted where they are not reached there."""
    ways, chosen = _ways(store, turn.person, turn.place), turn.fields.get("where", "")
    if not chosen or len(ways) < view.SEVERAL:
        # With one place left since the form was opened there is nothing to choose any more.
        return ""
    if not _is_one(chosen, ways):
        notes["where"] = phrase("preferences.bad-where")
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
    """Keep the hours; who is asked at all is asked by them from now on, and reached where they choose."""
    person = turn.person
    _live_by(
        turn,
        store,
        person,
        time_zone=chosen.zone,
        asked_at=chosen.asked_at,
        working_days=chosen.days,
        other_hours=chosen.other,
        quiet=chosen.quiet,
        hours_right_at=turn.at,
    )
    if chosen.where:
        _prefer(store, person, chosen.where)
    return Reply(Answer(How.CARD, "preferences.kept", {"person": person.id}))


def _live_by(moment: Moment, store: Store, person: Person, **said: Any) -> None:
    """Ask somebody by a zone and hours that were said from now on; their welcome says so where it stands."""
    unasked.settle(moment, store, person)
    day = planned_for(person)
    store.change(person, **said, zone_assumed=False)
    deliveries.amend(store, person.workspace_id, greeting(person))
    if person.next_due_at is not None:
        store.change(person, next_due_at=due_again(rhythm_now(store, person, moment.at), day, moment.at))


def lacks_zone(person: Person, zone: str, action: str) -> bool:
    """Whether somebody lives in a zone since a platform says so: nobody has said another, nor are they about to."""
    return person.zone_assumed and zone in roster.zones() and action not in SAYS_HOURS


def live_in(moment: Moment, store: Store, person: Person, zone: str) -> None:
    """Take the zone that a platform says for somebody of whom nobody has said one."""
    if person.zone_assumed:
        _live_by(moment, store, person, time_zone=zone)


def draw_form(store: Store, reader: Reader, about: Mapping[str, str]) -> Form:
    """The form for one's own hours."""
    person = _self(reader, about)
    return view.form(person, _ways(store, person, reader.place))


def draw_kept(store: Store, reader: Reader, about: Mapping[str, str]) -> Card:
    """One's own hours as they are, and the next prompts by them."""
    person = _self(reader, about)
    rhythm = rhythm_now(store, person, reader.at)
    coming = next_prompts(rhythm, reader.at, NEXT) if person.next_due_at is not None else []
    return view.kept(person, coming, within=rhythm.within, ways=_ways(store, person, reader.place))


def _self(reader: Reader, about: Mapping[str, str]) -> Person:
    if reader.person is None or reader.person.id != about["person"]:
        raise Gone(about["person"])
    return reader.person


# Where somebody is reached who is here by several doors


def asks_where(moment: Moment, store: Store, workspace_id: str, came: Sequence[tuple[Person, Place]]) -> Reply:
    """Ask those who are reached in these places since now where they want to be reached, if they were reached in
    another before: in the place where they came, once in all, at the hour at which somebody new is welcomed.

    Who chose before is not asked, and neither is who asked for silence: “my hours” lets them choose at any time.
    """
    found = people.reached_by(store, workspace_id, [person.id for person, _ in came]) if came else {}
    asked = [
        _ask_where(moment, store, person, place)
        for person, place in came
        if person.prefers is None and _is_second(place, found.get(person.id, ()))
    ]
    return Reply(
        deliveries=[delivery for _, delivery in filter(None, asked)],
        shown=[shown for shown, _ in filter(None, asked)],
    )


def _is_second(place: Place, reached: Sequence[tuple[Place, Door, str]]) -> bool:
    """Whether it is one of several places at which somebody is reached."""
    return len(reached) >= view.SEVERAL and place.id in {one.id for one, _, _ in reached}


def _ask_where(moment: Moment, store: Store, person: Person, place: Place) -> tuple[Shown, Delivery] | None:
    once = _question(person)
    if deliveries.planned_once(store, person.workspace_id, once) is not None:
        return None
    rhythm = rhythm_now(store, person, moment.at)
    at = greets_at(rhythm, moment.at)
    if at is None:
        return None
    shown, delivery = stand(moment, place, "preferences.where", {"person": person.id}, subject=once, not_before=at)
    # Once for a person, wherever they come next, and not once for a place.
    delivery.once, delivery.not_after = once, reaches_until(rhythm, at)
    return shown, delivery


def _question(person: Person) -> str:
    """The subject of the question where somebody wants to be reached."""
    return f"where:{person.id}"


def where(turn: Turn, _store: Store) -> Reply:
    """Say where somebody is reached, and offer their other places."""
    return Reply(_below(turn.person))


def _below(person: Person) -> Answer:
    return Answer(How.CARD, "preferences.where", {"person": person.id, "below": "yes"})


def prefer(turn: Turn, store: Store, _: None = None) -> Reply:
    """Write to somebody from now on by the door that they pressed."""
    connection_id, _space, below = turn.value.partition(" ")
    if not _is_one(connection_id, _ways(store, turn.person, turn.place)):
        raise Refused("home.not_there")
    _prefer(store, turn.person, connection_id)
    asked = deliveries.shown(store, turn.person.workspace_id, turn.place.id, _question(turn.person))
    if asked is None or below:
        return Reply(_below(turn.person))
    return Reply(Answer(How.STANDS, shown_id=asked.id))


def reads_as_where(text: str, language: str) -> bool:
    """Whether somebody says by which door they want to be reached."""
    return _meant(text, language) is not None


def say(turn: Turn, store: Store, _: None = None) -> Reply:
    """Write to somebody from now on by the door that they name; where they are not there by one, they choose."""
    meant = _meant(turn.text, turn.person.language)
    ways = _ways(store, turn.person, turn.place)
    those = [one for one in ways if meant == one.door or (meant == HERE and one.is_here)]
    if len(those) == 1:
        _prefer(store, turn.person, those[0].connection_id)
    return Reply(_below(turn.person))


def _meant(text: str, language: str) -> str | None:
    return _spelt(language).get(alike(text).rstrip("!. "))


@cache
def _spelt(language: str) -> Mapping[str, str]:
    """What somebody writes for each door, and for where they write it."""
    known = spellings("reaching", language)
    begins = [said for said, id in known.items() if id == "begins"]
    doors = {said: id for said, id in known.items() if id in list(Door)}
    here = {said: HERE for said, id in known.items() if id == HERE}
    return {alike(f"{one} {said}"): door for one in begins for said, door in doors.items()} | here


def _prefer(store: Store, person: Person, connection_id: str) -> None:
    # What is planned and not sent yet stays where it was to come, and so does what stands there: a delivery belongs to
    # its place with its key and its `Shown`. All that is planned from now on comes where they prefer.
    store.change(person, prefers=connection_id)
    deliveries.amend(store, person.workspace_id, _question(person))


def _is_one(connection_id: str, ways: Sequence[Way]) -> bool:
    return connection_id in {one.connection_id for one in ways}


def _ways(store: Store, person: Person, at: Place) -> list[Way]:
    """By which doors somebody is reached alone, as it looks from a place of theirs; the first they came by first."""
    found = people.reached_by(store, person.workspace_id, [person.id]).get(person.id, ())
    return [
        Way(place.connection_id, door, name, is_here=place.connection_id == at.connection_id)
        for place, door, name in found
    ]


def draw_where(store: Store, reader: Reader, about: Mapping[str, str]) -> Card:
    """Where somebody is reached, with their other places to choose from."""
    person = _self(reader, about)
    ways = _ways(store, person, reader.place)
    if not ways:
        raise Gone(person.id)
    return view.where(person, ways, BELOW if about.get("below") else "")
