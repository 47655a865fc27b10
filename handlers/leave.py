"""Days away, by a sentence or a form, and silence on request."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from functools import cache

from handlers.cards import Card, Form
from handlers.plan import settle_prompt
from handlers.turn import Answer, Corrections, Gone, How, Reader, Refused, Reply, Turn, stand
from handlers.views import leave as view
from prompts import phrase, spellings
from score import absence
from score.attention import Occasion
from score.cadence import Days, first_due, local_day, rhythm_of
from storage import absences, attention, deliveries, people
from storage.store import Store
from storage.tables import Absence, Person, Role

FOR_GOOD = date.max
"""Until when somebody is paused who did not say until when."""

PAUSED = "whoever would have got it asked for silence"
"""Why what waited for somebody was left."""

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
    meant = said.days(local_day(turn.at, turn.person.time_zone))
    if len(meant) == 1:
        return _keep(turn, store, meant[0])
    return Reply(Answer(How.CARD, "leave.which", {"options": " ".join(_written(days) for days in meant)}))


def take(turn: Turn, store: Store, _: None = None) -> Reply:
    """Keep the days that were chosen."""
    days = _read(turn.value.replace(" ", "/"))
    if days is None or _wrong(days, local_day(turn.at, turn.person.time_zone)):
        raise Refused("home.not_there")
    return _keep(turn, store, days)


def open_form(turn: Turn, _store: Store) -> Reply:
    """Open the form for days away."""
    return Reply(Answer(How.FORM, "leave.form"))


def consider_hand_in(turn: Turn, _store: Store) -> Days:
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
    return days


def hand_in(turn: Turn, store: Store, days: Days) -> Reply:
    """Keep the days that were filled in."""
    return _keep(turn, store, days)


def _wrong(days: Days, today: date) -> str:
    first, last = days
    if last < first:
        return "wrong-order"
    if last < today:
        return "over"
    return "too-long" if (last - first).days >= absence.LONGEST else ""


def _written(days: Days) -> str:
    return f"{days[0].isoformat()}/{days[1].isoformat()}"


def _read(said: str) -> Days | None:
    first, _, last = said.partition("/")
    begins, ends = _date(first), _date(last)
    return (begins, ends) if begins and ends else None


def _date(said: str) -> date | None:
    try:
        return date.fromisoformat(said)
    except ValueError:
        return None


def _keep(turn: Turn, store: Store, days: Days) -> Reply:
    person = turn.person
    today = local_day(turn.at, person.time_zone)
    known = absences.of(store, person, today)
    if all((one.first_day, one.last_day) != days for one in known):
        new = Absence(
            id=turn.id(),
            workspace_id=person.workspace_id,
            person_id=person.id,
            first_day=days[0],
            last_day=days[1],
            said_at=turn.at,
        )
        store.keep(new)
        known.append(new)
    _ask_again(turn.at, store, person, known)
    return _told(turn, store, days)


def _told(turn: Turn, store: Store, days: Days) -> Reply:
    """What stands about these days, wherever the person was told of them."""
    about = {"person": turn.person.id, "days": _written(days)}
    subject = f"leave:{turn.person.id}:{_written(days)}"
    deliveries.amend(store, turn.person.workspace_id, subject)
    standing = deliveries.shown(store, turn.person.workspace_id, turn.place.id, subject)
    if standing is not None:
        return Reply(Answer(How.STANDS, shown_id=standing.id))
    if turn.place.person_id != turn.person.id:
        return Reply(Answer(How.CARD, "leave.away", about))
    shown, delivery = stand(turn, turn.place, "leave.away", about, subject=subject, asked=True)
    return Reply(Answer(How.STANDS, shown_id=shown.id), [delivery], [shown])


def undo(turn: Turn, store: Store, _: None = None) -> Reply:
    """Take days away back."""
    days = _read(turn.value.replace(" ", "/"))
    if days is None:
        raise Refused("home.not_there")
    known = absences.of(store, turn.person, days[0])
    gone = [one.id for one in known if (one.first_day, one.last_day) == days]
    store.forget(Absence, gone)
    _ask_again(turn.at, store, turn.person, [one for one in known if one.id not in gone])
    return _told(turn, store, days)


def _ask_again(at: datetime, store: Store, person: Person, known: list[Absence]) -> None:
    """When the person is asked next, now that something has changed about their days."""
    asked = any(one.role in ASKED_AS for one in people.memberships_of(store, person))
    if asked or person.next_due_at is not None:
        store.change(person, next_due_at=first_due(rhythm_of(person, known), at))


# Silence


def pause(turn: Turn, store: Store, _: None = None) -> Reply:
    """Say nothing more by ourselves until the person says so."""
    person = turn.person
    store.change(person, paused_until=FOR_GOOD, next_due_at=None, remind_at=None)
    attention.withdraw(store, person, list(Occasion), turn.at, PAUSED)
    settle_prompt(store, person, local_day(turn.at, person.time_zone), turn.at)
    return Reply(Answer(How.CARD, "leave.paused"))


def start_again(turn: Turn, store: Store, _: None = None) -> Reply:
    """Speak again, also to somebody who is back sooner than they said."""
    person = turn.person
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
    days = _read(about["days"])
    if days is None:
        raise Gone(about["days"])
    known = absences.of(store, person, days[0])
    if all((one.first_day, one.last_day) != days for one in known):
        return view.undone(days, today)
    return view.away(days, today, _next_day(person, known, reader.at, days[1]))


def _reader(reader: Reader, person_id: str) -> tuple[Person, date]:
    if reader.person is None or reader.person.id != person_id:
        raise Gone(person_id)
    return reader.person, local_day(reader.at, reader.person.time_zone)


def _next_day(person: Person, known: list[Absence], at: datetime, after: date) -> date | None:
    """The day on which somebody is asked again; None for those who are not."""
    if person.next_due_at is None:
        return None
    due = first_due(rhythm_of(person, known), max(at, datetime.combine(after, at.timetz())))
    return local_day(due, person.time_zone) if due else None


def draw_which(_store: Store, reader: Reader, about: Mapping[str, str]) -> Card:
    """The days that a sentence can mean."""
    if reader.person is None:
        raise Gone("days are asked of somebody")
    options = [days for said in about["options"].split() if (days := _read(said))]
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
    due = first_due(rhythm_of(person, absences.of(store, person, today)), reader.at)
    return view.started(local_day(due, person.time_zone) if due and person.next_due_at else None, today)
