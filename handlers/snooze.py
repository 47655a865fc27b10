"""The morning prompt, later: the same one message comes back at the hour that somebody named."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from handlers.cards import Card
from handlers.guards import asked_after, rhythm_now
from handlers.plan import settle_prompt
from handlers.turn import Answer, Gone, How, Reader, Refused, Reply, Turn, as_it_is, deliver, invitation, snoozed
from handlers.views import snooze as view
from score.cadence import back_at, day_ends, local, local_day, prompt_until, rhythm_of
from score.spacing import later_today
from storage import checkins, deliveries, people
from storage.store import Store
from storage.tables import Delivery, DeliveryState, Person, Place, Shown

AN_HOUR = timedelta(hours=1)


def open(turn: Turn, _store: Store) -> Reply:
    """Offer the hours, and with them all other ways not to be asked now."""
    below = {"below": "yes"} if turn.is_typed else {}
    return Reply(Answer(How.CARD, "snooze.choices", {"person": turn.person.id, **below}))


def in_an_hour(turn: Turn, store: Store, _: None = None) -> Reply:
    """Ask again in an hour, as long as that is still the same day."""
    return _ask_again(turn, store, _hours(store, turn.person, turn.at)[0])


def this_afternoon(turn: Turn, store: Store, _: None = None) -> Reply:
    """Ask again at two, or at the next full hour that is an hour away."""
    return _ask_again(turn, store, _hours(store, turn.person, turn.at)[1])


def _hours(store: Store, person: Person, now: datetime) -> tuple[datetime | None, datetime | None]:
    """In an hour and this afternoon, each None where that is on another day, too late, or while they are away."""
    rhythm, day, in_hour = rhythm_now(store, person, now), local_day(now, person.time_zone), now + AN_HOUR
    is_today = in_hour < day_ends(day, person.time_zone)
    first, second = (
        at if at and back_at(rhythm, day, at) == at else None
        for at in (in_hour if is_today else None, later_today(rhythm, now))
    )
    return first, second


def tomorrow(turn: Turn, store: Store, _: None = None) -> Reply:
    """Ask no more today; the day stays open, and the next one is asked for as ever."""
    store.change(turn.person, remind_at=None)
    settle_prompt(store, turn.person, local_day(turn.at, turn.person.time_zone), turn.at)
    return Reply(Answer(How.CARD, "snooze.tomorrow", {"person": turn.person.id}))


def _ask_again(turn: Turn, store: Store, at: datetime | None) -> Reply:
    person = turn.person
    day = local_day(turn.at, person.time_zone)
    if checkins.of_day(store, person, day) is not None:
        return Reply(as_it_is(person.id, day))
    message = _prompt(turn, store, day)
    if message is None:
        raise Refused("snooze.not_asked")
    if at is None:
        raise Refused("snooze.too_late")
    # Whoever names an hour is not reminded besides.
    store.change(person, remind_at=None)
    place, delivery, shown = message
    waits = Answer(How.CARD, "snooze.waits", {"person": person.id, "day": day.isoformat()})
    if delivery.state is DeliveryState.PLANNED:
        # The hour that they named is its hour now, whatever they keep free of what they did not ask for.
        store.change(delivery, not_before=at, not_after=None, expires_at=_useful_until(person, day, at))
        deliveries.amend(store, person.workspace_id, snoozed(person.id, day))
        return Reply(waits)
    stays = _stays(turn, store, shown, day)
    store.change(delivery, shown_id=stays.id)
    store.change(shown, reference=None, wanted=1, shows=0)
    once = f"{shown.subject}:{turn.at.isoformat()}"
    again = deliver(turn, place, shown.view, shown.about, once=once, not_before=at, asked=True)
    again.shown_id, again.expires_at = shown.id, _useful_until(person, day, at)
    is_below = turn.is_typed or turn.value == view.BELOW
    return Reply(waits if is_below else Answer(How.STANDS, shown_id=stays.id), [again])


def _useful_until(person: Person, day: date, at: datetime) -> datetime:
    return prompt_until(rhythm_of(person), day, at)


def _prompt(turn: Turn, store: Store, day: date) -> tuple[Place, Delivery, Shown] | None:
    """The prompt of the day, and where it stands."""
    for place in people.places_of(store, turn.person.workspace_id, [turn.person.id]):
        shown = deliveries.shown(store, place.workspace_id, place.id, invitation(turn.person.id, day))
        found = deliveries.message_of(store, place.workspace_id, shown.id) if shown else None
        if found is not None:
            return place, *found
    return None


def _stays(turn: Turn, store: Store, shown: Shown, day: date) -> Shown:
    """What stands says from now on when it comes again; the prompt itself is what is sent then."""
    subject = snoozed(turn.person.id, day)
    earlier = deliveries.shown(store, shown.workspace_id, shown.place_id, subject)
    if earlier is not None:
        store.change(earlier, subject=f"{subject}:{earlier.id}", wanted=earlier.wanted + 1)
    stays = Shown(
        id=turn.id(),
        workspace_id=shown.workspace_id,
        place_id=shown.place_id,
        subject=subject,
        view="snooze.waits",
        about={"person": turn.person.id, "day": day.isoformat()},
        wanted=shown.wanted + 1,
        shows=shown.shows,
        reference=shown.reference,
    )
    store.keep(stays)
    return stays


# How it looks


def _reader(reader: Reader, person_id: str) -> Person:
    if reader.person is None or reader.person.id != person_id:
        raise Gone(person_id)
    return reader.person


def draw_choices(store: Store, reader: Reader, about: Mapping[str, str]) -> Card:
    """The hours that can be named now."""
    person = _reader(reader, about["person"])
    hours = _hours(store, person, reader.at)
    in_hour, afternoon = (local(at, person.time_zone) if at else None for at in hours)
    today = local_day(reader.at, person.time_zone)
    next_day, is_below = asked_after(store, person, today, reader.at), about.get("below", "") == "yes"
    return view.choices(in_hour, afternoon, next_day, today, is_below=is_below)


def draw_waits(store: Store, reader: Reader, about: Mapping[str, str]) -> Card:
    """Where the prompt stood that comes again: when it does, or that it has."""
    person, day = _reader(reader, about["person"]), date.fromisoformat(about["day"])
    shown = deliveries.shown(store, person.workspace_id, reader.place.id, invitation(person.id, day))
    found = deliveries.message_of(store, person.workspace_id, shown.id) if shown else None
    is_answered = checkins.of_day(store, person, day) is not None
    if is_answered or found is None or found[0].state is DeliveryState.SKIPPED:
        return view.answered(day) if is_answered else view.left(day)
    delivery, came = found[0], found[0].state is DeliveryState.SENT
    at = delivery.not_before if came else back_at(rhythm_now(store, person, reader.at), day, delivery.not_before)
    if at is None or (delivery.expires_at is not None and at >= delivery.expires_at):
        return view.left(day)
    return view.waits(day, local(at, person.time_zone), came=came)


def draw_tomorrow(store: Store, reader: Reader, about: Mapping[str, str]) -> Card:
    """Not again today."""
    person = _reader(reader, about["person"])
    today = local_day(reader.at, person.time_zone)
    return view.tomorrow(today, asked_after(store, person, today, reader.at))


def draw_not_asked(_store: Store, _reader: Reader, _about: Mapping[str, str]) -> Card:
    """There is no prompt that could come later."""
    return view.not_asked()


def draw_too_late(_store: Store, _reader: Reader, _about: Mapping[str, str]) -> Card:
    """There is no such hour left on this day."""
    return view.too_late()
