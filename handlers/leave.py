"""Days away, by a sentence or a form, and silence on request."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from functools import cache

from handlers import unasked
from handlers.cards import Card, Form
from handlers.guards import asked_after, rhythm_now
from handlers.plan import settle_prompt
from handlers.turn import Answer, Corrections, Gone, How, Reader, Refused, Reply, Turn, snoozed, stand
from handlers.views import leave as view
from prompts import phrase, spellings
from score import absence
from score.absence import ALL_DAY
from score.attention import Occasion
from score.cadence import Days, Free, due_again, local_day, next_prompts, planned_for, rhythm_of
from storage import absences, attention, deliveries, digests, people
from storage.store import Store
from storage.tables import Absence, Cause, Person, Role, Shown

FOR_GOOD = date.max
"""Until when somebody is paused who did not say until when."""


ASKED_AS = (Role.MEMBER, Role.MANAGER)
"""What somebody is to a team who is asked in the morning."""


def is_about_leave(text: str, language: str) -> bool:
    """Whether somebody who wrote `text` said that they are away, whichever days they mean."""
    return absence.read(text, _words(language)) is not None


@cache
def _words(language: str) -> Mapping[str, str]:
    return spellings("absence", language)


# Days away


def say(turn: Turn, store: Store, _: None = None) -> Reply:
    """Keep the days that a sentence means; where it can mean several, ask which."""
    said = absence.read(turn.text, _words(turn.person.language))
    if said is None:
        raise Refused("home.not_there")
    meant = [Free(days, said.hours) for days in said.days(local_day(turn.at, turn.person.time_zone))]
    if len(meant) == 1:
        return _keep(turn, store, meant[0])
    return Reply(Answer(How.CARD, "leave.which", {"options": " ".join(view.written(one) for one in meant)}))


def take(turn: Turn, store: Store, _: None = None) -> Reply:
    """Keep the days that were chosen."""
    free = _read(turn.value)
    if free is None or _wrong(free.days, local_day(turn.at, turn.person.time_zone)):
        raise Refused("home.not_there")
    return _keep(turn, store, free)


def open_form(turn: Turn, _store: Store) -> Reply:
    """Open the form for days away."""
    return Reply(Answer(How.FORM, "leave.form"))


def consider_hand_in(turn: Turn, _store: Store) -> Free:
    """The days that were filled in."""
    first, last = turn.fields.get("first", "").strip(), turn.fields.get("last", "").strip()
    if not first:
        raise Corrections("leave.form", {}, {"first": phrase("leave.need-day")})
    for field, said in (("first", first), ("last", last or first)):
        if _date(said) is None:
            raise Corrections("leave.form", {}, {field: phrase("leave.no-day")})
    days = _date(first) or date.min, _date(last or first) or date.min
    wrong = _wrong(days, local_day(turn.at, turn.person.time_zone))
    if wrong == "too-long":
        raise Corrections("leave.form", {}, {"last": phrase("leave.too-long", days=absence.LONGEST)})
    if wrong:
        note = phrase("leave.over") if wrong == "over" else phrase("leave.wrong-order")
        raise Corrections("leave.form", {}, {"last": note})
    return Free(days, view.HALVES.get(turn.fields.get("part", ""), ALL_DAY))


def hand_in(turn: Turn, store: Store, free: Free) -> Reply:
    """Keep the days that were filled in."""
    return _keep(turn, store, free)


def _wrong(days: Days, today: date) -> str:
    first, last = days
    if last < first:
        return "wrong-order"
    if last < today:
        return "over"
    return "too-long" if (last - first).days >= absence.LONGEST else ""


def _read(said: str) -> Free | None:
    """Days as they are kept in a button or beside a message, with their hours where they are not whole."""
    first, last, *hours = said.replace(" ", "/").split("/") if "/" in said or " " in said else ("", "")
    begins, ends = _date(first), _date(last)
    if not begins or not ends or len(hours) > 1:
        return None
    half = next((half for half in view.HALVES.values() if hours == [view.hours_written(half)]), None)
    return Free((begins, ends), half or ALL_DAY) if half or not hours else None


def _date(said: str) -> date | None:
    try:
        return date.fromisoformat(said)
    except ValueError:
        return None


def _is(one: Absence, free: Free) -> bool:
    return ((one.first_day, one.last_day), (one.begins_at, one.ends_at)) == (free.days, free.hours)


def _keep(turn: Turn, store: Store, free: Free) -> Reply:
    person = turn.person
    unasked.settle(turn, store, person)
    today = local_day(turn.at, person.time_zone)
    known = absences.of(store, person, today)
    same = next((one for one in known if _is(one, free)), None)
    if same is not None and same.event is not None:
        # It is their own word now, whatever becomes of the calendar's event.
        store.change(same, event=None, occurrence=None)
    if same is None:
        new = Absence(
            id=turn.id(),
            workspace_id=person.workspace_id,
            person_id=person.id,
            first_day=free.days[0],
            last_day=free.days[1],
            said_at=turn.at,
            begins_at=free.hours[0],
            ends_at=free.hours[1],
        )
        store.keep(new)
        known.append(new)
    _ask_again(turn.at, store, person, known)
    _count_again(store, person, free.days, today)
    return _told(turn, store, free)


def _count_again(store: Store, person: Person, days: Days, today: date) -> None:
    """Who is away today is not due, though they may have been asked: what was said of it is drawn again."""
    if days[0] <= today <= days[1]:
        digests.changed(store, person.workspace_id, [team.id for team in people.teams_of(store, person)], today)


def _told(turn: Turn, store: Store, free: Free) -> Reply:
    """What stands about these days, wherever the person was told of them."""
    about = {"person": turn.person.id, "days": view.written(free)}
    subject = f"leave:{turn.person.id}:{view.written(free)}"
    standing = _drawn_again(turn, store, subject)
    if standing is not None and not turn.is_typed:
        return Reply(Answer(How.STANDS, shown_id=standing.id))
    if turn.place.person_id != turn.person.id:
        return Reply(Answer(How.CARD, "leave.away", about))
    if standing is not None:
        # It may stand far above what was written: what was said of these days stands below as well.
        store.change(standing, subject=f"{subject}:{standing.id}")
        about["above"] = standing.id
    shown, delivery = stand(turn, turn.place, "leave.away", about, subject=subject, asked=True)
    if standing is not None:
        delivery.once = f"{delivery.once}:{standing.id}"
    return Reply(Answer(How.STANDS, shown_id=shown.id), [delivery], [shown])


def _drawn_again(turn: Turn, store: Store, subject: str) -> Shown | None:
    """The last message about these days, where they are spoken of; it and those above it are drawn again."""
    deliveries.amend(store, turn.person.workspace_id, subject)
    last = one = deliveries.shown(store, turn.person.workspace_id, turn.place.id, subject)
    while one is not None and (above := one.about.get("above")):
        deliveries.amend(store, turn.person.workspace_id, f"{subject}:{above}")
        one = deliveries.shown(store, turn.person.workspace_id, turn.place.id, f"{subject}:{above}")
    return last


def undo(turn: Turn, store: Store, _: None = None) -> Reply:
    """Take days away back."""
    free = _read(turn.value)
    if free is None:
        raise Refused("home.not_there")
    unasked.settle(turn, store, turn.person)
    known = absences.of(store, turn.person, free.days[0])
    gone = [one.id for one in known if _is(one, free)]
    store.forget(Absence, gone)
    _ask_again(turn.at, store, turn.person, [one for one in known if one.id not in gone])
    _count_again(store, turn.person, free.days, local_day(turn.at, turn.person.time_zone))
    return _told(turn, store, free)


def _ask_again(at: datetime, store: Store, person: Person, known: list[Absence]) -> None:
    """When the person is asked next, now that something has changed about their days; what was to come again today is
    looked at when it goes out, and says so where it waits.
    """
    deliveries.amend(store, person.workspace_id, snoozed(person.id, local_day(at, person.time_zone)))
    asked = any(one.role in ASKED_AS for one in people.memberships_of(store, person))
    if asked or person.next_due_at is not None:
        rhythm = rhythm_of(person, known, people.teams_of(store, person))
        store.change(person, next_due_at=due_again(rhythm, planned_for(person), at))


# Silence


def pause(turn: Turn, store: Store, _: None = None) -> Reply:
    """Say nothing more by ourselves until the person says so."""
    person = turn.person
    unasked.settle(turn, store, person)
    store.change(person, paused_until=FOR_GOOD, next_due_at=None, remind_at=None)
    attention.withdraw(store, person, list(Occasion), turn.at, Cause.SILENCED)
    settle_prompt(store, person, local_day(turn.at, person.time_zone), turn.at)
    return Reply(Answer(How.CARD, "leave.paused"))


def start_again(turn: Turn, store: Store, _: None = None) -> Reply:
    """Speak again, also to somebody who is back sooner than they said."""
    person = turn.person
    unasked.settle(turn, store, person)
    today = local_day(turn.at, person.time_zone)
    known = absences.of(store, person, today)
    for one in [one for one in known if one.first_day <= today]:
        known.remove(one)
        if one.first_day == today:
            store.forget(Absence, [one.id])
        else:
            store.change(one, last_day=today - timedelta(days=1))
    store.change(person, paused_until=None)
    _ask_again(turn.at, store, person, known)
    return Reply(Answer(How.CARD, "leave.started", {"person": person.id}))


# How it looks


def draw_away(store: Store, reader: Reader, about: Mapping[str, str]) -> Card:
    """Days away as they stand now, or that they were taken back."""
    person, today = _reader(reader, about["person"])
    free = _read(about["days"])
    if free is None:
        raise Gone(about["days"])
    known = absences.of(store, person, free.days[0])
    if not any(_is(one, free) for one in known):
        return view.undone(free, today)
    if free.hours != ALL_DAY:
        coming = next_prompts(rhythm_now(store, person, reader.at), reader.at, 1) if person.next_due_at else []
        return view.partly_away(free, today, coming[0] if coming else None)
    return view.away(free.days, today, asked_after(store, person, free.days[1], reader.at))


def _reader(reader: Reader, person_id: str) -> tuple[Person, date]:
    if reader.person is None or reader.person.id != person_id:
        raise Gone(person_id)
    return reader.person, local_day(reader.at, reader.person.time_zone)


def draw_which(_store: Store, reader: Reader, about: Mapping[str, str]) -> Card:
    """The days that a sentence can mean."""
    if reader.person is None:
        raise Gone("days are asked of somebody")
    options = [free for said in about["options"].split() if (free := _read(said))]
    return view.which(options, local_day(reader.at, reader.person.time_zone))


def draw_form(_store: Store, _reader: Reader, _about: Mapping[str, str]) -> Form:
    """The form for days away."""
    return view.form()


def draw_paused(_store: Store, _reader: Reader, _about: Mapping[str, str]) -> Card:
    """Silence, until the person says otherwise."""
    return view.paused()


def draw_started(store: Store, reader: Reader, about: Mapping[str, str]) -> Card:
    """From when on the person is asked again."""
    person, today = _reader(reader, about["person"])
    coming = next_prompts(rhythm_now(store, person, reader.at), reader.at, 1) if person.next_due_at else []
    return view.started(coming[0].date() if coming else None, today)
