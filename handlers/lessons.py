"""Lessons: a few cards and one question, taken by oneself or sent by a coach, and what comes back of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from functools import cache
from itertools import product

from handlers import on_shelf, receivers
from handlers.addressed import addressed
from handlers.cards import Card, Form
from handlers.guards import rhythm_now, score_now
from handlers.plan import rooms
from handlers.turn import Answer, Corrections, Gone, How, Moment, Reader, Refused, Reply, Turn, stand
from handlers.views import lessons as view
from prompts import Filled, phrase, spellings
from prompts import lesson as shelf_of_lessons
from prompts.lesson import Lesson, Scenario
from score import hours, spacing
from score.attention import Occasion, Room, nudges_a_week
from score.cadence import Rhythm, day_ends, local, local_day, slot
from score.words import Unreadable, alike, clean_line
from storage import deliveries, learning, people, scores
from storage.store import Store
from storage.tables import (
    Delivery,
    Noun,
    Nudge,
    NudgeState,
    Person,
    Place,
    Sending,
    SendingState,
    Shown,
    Sitting,
    SittingState,
    Team,
    Wording,
)

NUDGED_AT_ONCE = 5
"""Lessons that one transaction of a duty brings; bench/lessons.py measures how long it holds the writer."""

SENT_AT_ONCE = 8
"""People whom a press sends a lesson at once, for the same reason; the others of a larger team get it at the next
tick."""


SENT_WITHIN = timedelta(days=14)
"""How far ahead a lesson can be sent: whom it is for is found when that is said."""

LONGEST = 200
"""Characters by which a lesson is looked for."""

FOUND = 5
"""Lessons that are shown to who looks for one."""

# What is on the shelf, and who may send it


def shelf(turn: Turn, _store: Store) -> Reply:
    """Show the lessons that can be taken."""
    return Reply(Answer(How.CARD, "lessons.shelf", {"person": turn.person.id}))


def draw_shelf(store: Store, reader: Reader, about: Mapping[str, str]) -> Card:
    """Every lesson; who may send one is offered that too."""
    person = _reader(reader, about["person"])
    return view.shelf(on_shelf.every(), may_send=receivers.reach(store, person, reader.at).may_send)


def find(turn: Turn, store: Store) -> Reply:
    """Show the lessons that were written for, by their title or by what they are about."""
    try:
        whole = clean_line(turn.text)
    except Unreadable:
        whole = ""
    _, said = addressed(whole, turn.person.language) or ("", whole)
    found = [] if len(said) > LONGEST else on_shelf.about(said)[:FOUND]
    about = {"person": turn.person.id, "lessons": " ".join(one.id for one in found), "said": said[:LONGEST]}
    return Reply(Answer(How.CARD, "lessons.found", {**about, "whole": "" if found else whole}))


def draw_found(store: Store, reader: Reader, about: Mapping[str, str]) -> Card:
    """Lessons that were looked for; who may send one is told how."""
    person = _reader(reader, about["person"])
    known = shelf_of_lessons.every()
    lessons = [known[id] for id in about["lessons"].split() if id in known]
    may_send = receivers.reach(store, person, reader.at).may_send
    return view.found(lessons, about["said"], about["whole"], may_send=may_send)


def _need_reach(turn: Turn, store: Store) -> view.Reach:
    reach = receivers.reach(store, turn.person, turn.at)
    if not reach.may_send:
        raise Refused("lessons.may_not")
    return reach


def draw_may_not(_store: Store, _reader: Reader, _about: Mapping[str, str]) -> Card:
    """Who may send a lesson."""
    return view.may_not()


def open_sender(turn: Turn, store: Store) -> Reply:
    """Open the form in which a lesson and those who get it are chosen; a button may have chosen one already."""
    _need_reach(turn, store)
    if turn.value and shelf_of_lessons.lesson(turn.value) is None:
        raise Refused("library.gone")
    return Reply(Answer(How.FORM, "lessons.sender", {"person": turn.person.id, "lesson": turn.value}))


def draw_sender(store: Store, reader: Reader, about: Mapping[str, str]) -> Form:
    """The form, with those to whom the reader may send; the lesson stands there already if a sentence named it."""
    person = _reader(reader, about["person"])
    return view.sender(
        on_shelf.every(),
        receivers.reach(store, person, reader.at),
        chosen=about.get("lesson", ""),
        whom=about.get("whom", ""),
    )


# Sending in one sentence: "send whirlwind to the Field team"


def reads_as_sending(text: str, language: str) -> bool:
    """Whether somebody asks that a lesson of the shelf be sent to others."""
    return _said(text, language) is not None


def _said(text: str, language: str) -> tuple[Lesson, str] | None:
    """The lesson that a sentence names, and the words for whom; None when it is no such sentence."""
    said = alike(text).rstrip("!.? ")
    rests = (
        said.removeprefix(f"{begins} ") for begins in _spelled(language, "begins") if said.startswith(f"{begins} ")
    )
    for rest, to in product(rests, _spelled(language, "to")):
        what, _, name = rest.partition(f" {to} ")
        lesson = on_shelf.called(what.strip("\"'“”‘’ "))
        if name and lesson is not None:
            return lesson, name.strip("@ ")
    return None


@cache
def _spelled(language: str, wanted: str) -> Sequence[str]:
    """Longest first, so that `send a lesson on` is not taken for `send` with more behind it."""
    found = [spelling for spelling, id in spellings("sending", language).items() if id == wanted]
    return sorted(found, key=len, reverse=True)


def consider_say(turn: Turn, store: Store) -> Sending | Answer:
    """What a sentence wants to be sent; the form, begun, where it does not say clearly to whom."""
    reach, said = _need_reach(turn, store), _said(turn.text, turn.person.language)
    if said is None:
        raise Refused("home.unclear", said="")
    lesson, whom = said
    fields = _meant(turn, store, reach, whom)
    if fields is None:
        about = {"person": turn.person.id, "lesson": lesson.id, "whom": whom}
        return Answer(How.FORM, "lessons.sender", about)
    return consider_preview(replace(turn, fields={"lesson": lesson.id, **fields}), store)


def _meant(turn: Turn, store: Store, reach: view.Reach, whom: str) -> Mapping[str, str] | None:
    """The fields of the form that say the same; None where nobody is meant, or more than one may be."""
    to = [f"team {one.id}" for one in reach.teams if _is_called(whom, one.name, one.handle)]
    to += [f"person {one.id}" for one in reach.people if _is_called(whom, one.name, one.handle)]
    to = to or [f"person {one.id}" for one in reach.people if alike(one.name).split(" ")[0] == whom]
    if to:
        return {"to": to[0]} if len(to) == 1 else None
    now = score_now(store, turn.person.workspace_id) if reach.owners else None
    lines = [one.line_id for one in now.wordings.values() if _is_called(whom, one.words, one.address)] if now else []
    return {"line": lines[0]} if len(lines) == 1 else None


def _is_called(whom: str, *names: str) -> bool:
    return any(whom.removeprefix("the ") in (one, f"{one} team", f"owners of {one}") for one in map(alike, names))


# Sending: looked at first, then sent


def consider_preview(turn: Turn, store: Store) -> Sending:
    """Read the form: one lesson, and people, a team or a line; all that is wrong is said at once."""
    reach, notes = _need_reach(turn, store), dict[str, Filled]()
    lesson = shelf_of_lessons.lesson(turn.fields.get("lesson", ""))
    if lesson is None:
        notes["lesson"] = phrase("lessons.choose-lesson")
    to, line = turn.fields.get("to", ""), turn.fields.get("line", "").strip()
    found = (
        _to_line(turn, store, reach, line, notes)
        if line
        else receivers.people_meant(store, reach, to, local_day(turn.at, turn.person.time_zone))
    )
    field = "to" if reach.teams and not line else "line"
    if to and line:
        notes[field] = phrase("lessons.choose-one-to")
    elif field not in notes and found.to is None:
        notes[field] = phrase("lessons.choose-to")
    elif field not in notes and not [one for one in found.people if one.id != turn.person.id]:
        notes[field] = phrase("lessons.no-owner") if line else phrase("lessons.nobody-there")
    if notes or lesson is None:
        raise Corrections("lessons.sender", {"person": turn.person.id}, notes)
    return Sending(
        id=turn.id(),
        workspace_id=turn.person.workspace_id,
        sender_id=turn.person.id,
        lesson=lesson.id,
        team_id=found.to.id if isinstance(found.to, Team) else None,
        person_id=found.to.id if isinstance(found.to, Person) else None,
        line_id=found.to.line_id if isinstance(found.to, Wording) else None,
        made_at=turn.at,
    )


def _to_line(turn: Turn, store: Store, reach: view.Reach, said: str, notes: dict[str, Filled]) -> receivers.To:
    now = score_now(store, turn.person.workspace_id) if reach.owners else None
    lines = now.wordings if now else {}
    line = lines.get(said) or next((one for one in lines.values() if alike(one.address) == alike(said)), None)
    if line is None:
        notes["line"] = phrase("lessons.no-line")
        return receivers.To(None, [])
    return receivers.To(line, receivers.owners(store, line))


def preview(turn: Turn, store: Store, sent: Sending) -> Reply:
    """Show the lesson to its sender, alone, as those will read it who get it."""
    store.keep(sent)
    place = people.direct_place(store, turn.person) or turn.place
    subject = f"sending:{sent.id}"
    shown, delivery = stand(turn, place, "lessons.sending", {"sending": sent.id}, subject=subject, asked=True)
    return Reply(Answer(How.STANDS, shown_id=shown.id), [delivery], [shown])


def say(turn: Turn, store: Store, sent: Sending) -> Reply:
    """The same for a sentence that says which lesson goes to whom."""
    return preview(turn, store, sent)


@dataclass(frozen=True)
class _Receiver:
    """Somebody who gets a lesson, where, and when they can be reached; None when they are away for long."""

    person: Person
    place: Place
    at: datetime | None
    works_today: bool


@dataclass(frozen=True)
class _Sends:
    """What is found out before a lesson is sent at `at`; no lesson when it was sent or let be already."""

    sending: Sending
    at: datetime
    lesson: Lesson | None = None
    receivers: Sequence[_Receiver] = ()


def consider_send(turn: Turn, store: Store) -> _Sends:
    """Find those who get it, with the rights of now: whoever has it open already does not get it twice."""
    return _sends(turn, store, _need_own_sending(turn, store, turn.value), turn.at)


def _sends(turn: Turn, store: Store, sent: Sending, at: datetime) -> _Sends:
    lesson = shelf_of_lessons.lesson(sent.lesson)
    if sent.state is not SendingState.PREVIEWED or lesson is None:
        return _Sends(sent, at)
    found = receivers.of_sending(store, sent, turn.person, turn.at)
    if found.to is None:
        raise Refused("lessons.may_not")
    ids = [one.id for one in found.people]
    have_it = {one.person_id for one in learning.open_sittings(store, sent.workspace_id, ids, lesson.id)}
    wanted = [one for one in found.people if one.id not in have_it and one.id != turn.person.id]
    return _Sends(sent, at, lesson, _reached(store, wanted, at))


def _need_own_sending(turn: Turn, store: Store, sending_id: str) -> Sending:
    sent = learning.sending(store, turn.person.workspace_id, sending_id)
    if sent is None or sent.sender_id != turn.person.id:
        raise Refused("home.not_there")
    return sent


def _reached(store: Store, persons: Sequence[Person], at: datetime) -> list[_Receiver]:
    """Each of them with their place and the instant at which a lesson may come: in their hours, within the budget."""
    if not persons:
        return []
    workspace_id = persons[0].workspace_id
    places, room = people.direct_places(store, workspace_id, persons), rooms(store, workspace_id, persons, at)
    return [_receiver(room[one.id], places[one.id], at) for one in persons if one.id in places]


def _receiver(room: Room, place: Place, now: datetime) -> _Receiver:
    works_today = room.rhythm.works_on(local_day(now, room.rhythm.time_zone))
    return _Receiver(room.person, place, room.place(Occasion.LESSON, now).at, works_today)


def _rhythm(store: Store, person: Person, at: datetime) -> Rhythm:
    """When `person` can be addressed, whatever they were asked already."""
    return replace(rhythm_now(store, person, at), asked_for=None)


def send(turn: Turn, store: Store, found: _Sends) -> Reply:
    """Offer the lesson to those who get it; who cannot be reached now is offered it at their next hour."""
    sent = found.sending
    deliveries_, shown, sittings = [], [], list[Noun]()
    if found.lesson is not None:
        store.change(sent, state=SendingState.SENT, sent_at=found.at, receivers=len(found.receivers))
        for n, one in enumerate(found.receivers):
            sitting = _new_sitting(turn, one.person, found.lesson, sending_id=sent.id, due_at=one.at)
            if one.at == turn.at and n < SENT_AT_ONCE:
                stands, delivery = _offer(turn, sitting, one.place)
                shown.append(stands)
                deliveries_.append(delivery)
            sittings.append(sitting)
        store.keep(*sittings)
    return Reply(_sending_stands(turn, store, sent), deliveries_, shown)


def open_when(turn: Turn, store: Store) -> Reply:
    """Ask on which day and at which hour a lesson goes out that was looked at."""
    return Reply(Answer(How.FORM, "lessons.when", {"sending": _need_own_sending(turn, store, turn.value).id}))


def draw_when(store: Store, reader: Reader, about: Mapping[str, str]) -> Form:
    """When a lesson goes out."""
    person, sent = reader.person, learning.sending(store, reader.place.workspace_id, about["sending"])
    lesson = shelf_of_lessons.lesson(sent.lesson) if sent else None
    if person is None or sent is None or lesson is None or sent.sender_id != person.id:
        raise Gone(about["sending"])
    return view.when(sent, lesson, local_day(reader.at, person.time_zone) + timedelta(days=1))


def consider_send_later(turn: Turn, store: Store) -> _Sends:
    """Find those who get it then, and whether the day and the hour can be kept to."""
    sent = _need_own_sending(turn, store, turn.fields.get("sending", ""))
    minute = hours.minute(turn.fields.get("hour", "").strip())
    try:
        day = date.fromisoformat(turn.fields.get("day", "").strip())
    except ValueError:
        day = date.min
    is_near = abs(day - local_day(turn.at, turn.person.time_zone)) <= SENT_WITHIN
    at = slot(day, minute, turn.person.time_zone) if minute is not None and is_near else None
    if at is None or not turn.at < at <= turn.at + SENT_WITHIN:
        notes = {"day": phrase("lessons.no-such-instant", days=SENT_WITHIN.days)}
        raise Corrections("lessons.when", {"sending": sent.id}, notes)
    return _sends(turn, store, sent, at)


def send_later(turn: Turn, store: Store, found: _Sends) -> Reply:
    """Send the lesson at the hour that was chosen; until then its sender can take it back."""
    return send(turn, store, found)


def _sending_stands(turn: Turn, store: Store, sent: Sending) -> Answer:
    subject = f"sending:{sent.id}"
    deliveries.amend(store, sent.workspace_id, subject)
    return _stands(turn, store, subject, "lessons.sending", {"sending": sent.id})


def _stands(turn: Turn, store: Store, subject: str, name: str, about: Mapping[str, str]) -> Answer:
    shown = deliveries.shown(store, turn.person.workspace_id, turn.place.id, subject)
    return Answer(How.STANDS, shown_id=shown.id) if shown else Answer(How.CARD, name, about)


def leave(turn: Turn, store: Store, _: None = None) -> Reply:
    """Do not send a lesson that was looked at, or that is to go out later."""
    sent = _need_own_sending(turn, store, turn.value)
    if sent.state is SendingState.PREVIEWED:
        store.change(sent, state=SendingState.LEFT)
    elif _is_to_come(sent, turn.at):
        # Whoever took it by themselves meanwhile goes on with it.
        store.forget(Sitting, learning.unoffered(store, sent.workspace_id, sent.id))
        store.change(sent, state=SendingState.LEFT)
    return Reply(_sending_stands(turn, store, sent))


def _is_to_come(sent: Sending, now: datetime) -> bool:
    return sent.state is SendingState.SENT and sent.sent_at is not None and sent.sent_at > now


def draw_sending(store: Store, reader: Reader, about: Mapping[str, str]) -> Card:
    """A sending as its sender sees it: of the answers no more than figures in fives."""
    person = reader.person
    sent = learning.sending(store, reader.place.workspace_id, about["sending"])
    lesson = shelf_of_lessons.lesson(sent.lesson) if sent else None
    if person is None or sent is None or lesson is None or sent.sender_id != person.id:
        raise Gone(about["sending"])
    found = receivers.of_sending(store, sent, person, reader.at)
    others = [one for one in found.people if one.id != person.id]
    count = sent.receivers if sent.state is SendingState.SENT else len(others)
    answers = learning.answers_of(store, sent.workspace_id, sent.id) if sent.receivers else []
    goes_at = local(sent.sent_at, person.time_zone) if sent.sent_at and _is_to_come(sent, reader.at) else None
    return view.sending(sent, lesson, view.to_whom(found.to, count), spacing.figures(answers), goes_at)


# One person's sitting


def _new_sitting(
    moment: Moment, person: Person, lesson: Lesson, *, sending_id: str | None = None, due_at: datetime | None = None
) -> Sitting:
    return Sitting(
        id=moment.id(),
        workspace_id=person.workspace_id,
        person_id=person.id,
        sending_id=sending_id,
        lesson=lesson.id,
        version=lesson.version,
        state=SittingState.WAITING,
        due_at=due_at,
    )


def _offer(moment: Moment, sitting: Sitting, place: Place, *, asked: bool = False) -> tuple[Shown, Delivery]:
    """The next message of a sitting that is not kept yet: it is offered now."""
    sitting.state, sitting.due_at = SittingState.OFFERED, None
    return _next_message(moment, sitting, place, asked=asked)


def _next_message(moment: Moment, sitting: Sitting, place: Place, *, asked: bool) -> tuple[Shown, Delivery]:
    n, sitting.offers = sitting.offers, sitting.offers + 1
    about = {"sitting": sitting.id, "n": str(n)}
    return stand(moment, place, "lessons.sitting", about, subject=_subject(sitting, n), asked=asked)


def _subject(sitting: Sitting, n: int) -> str:
    return f"sitting:{sitting.id}:{n}"


def offer(moment: Moment, store: Store, workspace_id: str, limit: int) -> Reply:
    """Offer the lessons whose hour has come: those that were put off, and those sent to who could not be reached."""
    due = learning.due(store, workspace_id, SittingState.WAITING, moment.at, min(limit, NUDGED_AT_ONCE))
    reached = {one.person.id: one for one in _reached(store, [person for _, person in due], moment.at)}
    out = [_offer_one(moment, store, sitting, person, reached.get(person.id)) for sitting, person in due]
    return Reply(
        deliveries=[delivery for _, delivery in filter(None, out)],
        shown=[shown for shown, _ in filter(None, out)],
        served=len(due),
    )


def _offer_one(
    moment: Moment, store: Store, sitting: Sitting, person: Person, reached: _Receiver | None
) -> tuple[Shown, Delivery] | None:
    lesson = shelf_of_lessons.lesson(sitting.lesson)
    if person.left_at is not None or reached is None or lesson is None:
        store.change(sitting, due_at=None)
        return None
    # The hour that somebody named is kept, also in the evening; only a pause and days away go before it.
    named = sitting.offers > 0 and reached.works_today
    if reached.at != moment.at and not named:
        store.change(sitting, due_at=reached.at)
        return None
    before = sitting.offers
    message = _offer(moment, sitting, reached.place, asked=named)
    store.change(sitting, state=sitting.state, due_at=None, offers=sitting.offers)
    if before:
        deliveries.amend(store, sitting.workspace_id, _subject(sitting, before - 1))
    return message


@dataclass(frozen=True)
class _Begins:
    """A lesson that is begun: the sitting that stands already, if there is one, and a line of the person's part."""

    lesson: Lesson
    sitting: Sitting | None
    line: Wording | None


def consider_take(turn: Turn, store: Store) -> _Begins:
    """Find the lesson, whether the person has it open, and a line that they play from."""
    lesson = shelf_of_lessons.lesson(turn.value)
    if lesson is None:
        raise Refused("home.not_there")
    open_ones = learning.open_sittings(store, turn.person.workspace_id, [turn.person.id], lesson.id)
    return _Begins(lesson, open_ones[0] if open_ones else None, on_shelf.line_for(store, turn.person, lesson))


def take(turn: Turn, store: Store, found: _Begins) -> Reply:
    """Begin a lesson by oneself, in a message of its own; one that is open already goes on there."""
    if found.sitting is None:
        sitting = _new_sitting(turn, turn.person, found.lesson)
        message = _begun(turn, sitting, found)
        store.keep(sitting)
        return Reply(Answer(How.STANDS, shown_id=message[0].id), [message[1]], [message[0]])
    sitting, before = found.sitting, found.sitting.offers
    message = _begun(turn, sitting, found)
    _write(store, sitting)
    if before:
        deliveries.amend(store, sitting.workspace_id, _subject(sitting, before - 1))
    return Reply(Answer(How.STANDS, shown_id=message[0].id), [message[1]], [message[0]])


def _begun(turn: Turn, sitting: Sitting, found: _Begins) -> tuple[Shown, Delivery]:
    _begin(sitting, found)
    return _next_message(turn, sitting, turn.place, asked=True)


def _begin(sitting: Sitting, found: _Begins) -> None:
    # It goes on at the card where it was left, unless that card may be another one by now.
    if sitting.version != found.lesson.version:
        sitting.card, sitting.version = 0, found.lesson.version
    sitting.state, sitting.due_at = SittingState.READING, None
    if found.line is not None:
        sitting.edition_id, sitting.line_id = found.line.edition_id, found.line.line_id


def _write(store: Store, sitting: Sitting) -> None:
    names = ("state", "card", "version", "due_at", "edition_id", "line_id", "offers")
    store.change(sitting, **{name: getattr(sitting, name) for name in names})


def consider_begin(turn: Turn, store: Store) -> _Begins:
    """The sitting that is begun, and a line of the person's part."""
    sitting, lesson = _need_sitting(turn, store, turn.value)
    return _Begins(lesson, sitting, on_shelf.line_for(store, turn.person, lesson))


def _need_sitting(turn: Turn, store: Store, sitting_id: str) -> tuple[Sitting, Lesson]:
    """A sitting of the person's own, and its lesson; a foreign one and a missing one are refused alike."""
    sitting = learning.sitting(store, turn.person.workspace_id, sitting_id)
    lesson = shelf_of_lessons.lesson(sitting.lesson) if sitting else None
    if sitting is None or lesson is None or sitting.person_id != turn.person.id:
        raise Refused("home.not_there")
    return sitting, lesson


def begin(turn: Turn, store: Store, found: _Begins) -> Reply:
    """Show the first card of a lesson that was offered."""
    sitting, _ = _need_sitting(turn, store, turn.value)
    if sitting.state not in (SittingState.READING, SittingState.ANSWERED):
        _begin(sitting, found)
        _write(store, sitting)
    return _sitting_stands(turn, store, sitting)


def _sitting_stands(turn: Turn, store: Store, sitting: Sitting) -> Reply:
    n = max(0, sitting.offers - 1)
    subject = _subject(sitting, n)
    deliveries.amend(store, sitting.workspace_id, subject)
    return Reply(_stands(turn, store, subject, "lessons.sitting", {"sitting": sitting.id, "n": str(n)}))


def go_on(turn: Turn, store: Store, _: None = None) -> Reply:
    """Show the next card; a card that was left behind stays behind."""
    sitting_id, said = turn.value.partition(" ")[::2]
    sitting, lesson = _need_sitting(turn, store, sitting_id)
    card = int(said) if said.isdecimal() and len(said) < 3 else 0
    if sitting.state is SittingState.READING and sitting.card < card <= len(lesson.pages):
        store.change(sitting, card=card)
    return _sitting_stands(turn, store, sitting)


def decline(turn: Turn, store: Store, _: None = None) -> Reply:
    """Leave a lesson that was offered; nobody is told."""
    sitting, _lesson = _need_sitting(turn, store, turn.value)
    if sitting.state in (SittingState.OFFERED, SittingState.WAITING):
        store.change(sitting, state=SittingState.DECLINED, due_at=None)
    return _sitting_stands(turn, store, sitting)


def open_later(turn: Turn, store: Store) -> Reply:
    """Ask at which hour of today a lesson comes back."""
    sitting, _lesson = _need_sitting(turn, store, turn.value)
    return Reply(Answer(How.FORM, "lessons.later", {"sitting": sitting.id}))


def put_off(turn: Turn, store: Store, _: None = None) -> Reply:
    """Offer a lesson again at the hour that was named, or without one on the next day that suits."""
    sitting, _lesson = _need_sitting(turn, store, turn.fields.get("sitting") or turn.value)
    at = _named_hour(turn, store, sitting) if turn.fields else _later(store, turn.person, turn.at)
    if sitting.state in (SittingState.OFFERED, SittingState.READING, SittingState.WAITING) and at is not None:
        store.change(sitting, state=SittingState.WAITING, due_at=at)
    return _sitting_stands(turn, store, sitting)


def _named_hour(turn: Turn, store: Store, sitting: Sitting) -> datetime:
    said = turn.fields.get("hour", "").strip()
    try:
        hour = time.fromisoformat(said.zfill(2) if said.isdecimal() else said)
    except ValueError:
        hour = time(0)
    today = local_day(turn.at, turn.person.time_zone)
    at = slot(today, hour.hour * 60 + hour.minute, turn.person.time_zone)
    if at is None or at <= turn.at:
        offered = local(_later(store, turn.person, turn.at) or turn.at, turn.person.time_zone)
        note = phrase("lessons.hour-over", at=offered)
        raise Corrections("lessons.later", {"sitting": sitting.id}, {"hour": note})
    return at


def _later(store: Store, person: Person, now: datetime) -> datetime | None:
    """When a lesson that is put off comes back: later today, else at the person's hour on the next day that suits."""
    rhythm = _rhythm(store, person, now)
    today = local_day(now, person.time_zone)
    later = spacing.later_today(rhythm, now) if rhythm.works_on(today) else None
    return later or spacing.comes_back(rhythm, today, 1, today + timedelta(days=365))


# Its question


def open_question(turn: Turn, store: Store) -> Reply:
    """Open the question of a lesson."""
    sitting, _lesson = _need_sitting(turn, store, turn.value)
    return Reply(Answer(How.FORM, "lessons.question", {"sitting": sitting.id}))


def answer(turn: Turn, store: Store, _: None = None) -> Reply:
    """Keep what was chosen and say what happens then, and why; the first answer stands."""
    sitting, lesson = _need_sitting(turn, store, turn.fields.get("sitting", ""))
    if sitting.state is not SittingState.ANSWERED:
        chosen = _chosen(turn, lesson.question, "lessons.question", {"sitting": sitting.id})
        _keep_answer(turn, store, sitting, lesson, chosen)
    return _sitting_stands(turn, store, sitting)


def _chosen(turn: Turn, scenario: Scenario, name: str, about: Mapping[str, str]) -> int:
    said = turn.fields.get("option", "")
    place = view.LETTERS.find(said) if len(said) == 1 else -1
    if not 0 <= place < len(scenario.options):
        raise Corrections(name, about, {"option": phrase("lessons.choose-option")})
    return place


def _keep_answer(turn: Turn, store: Store, sitting: Sitting, lesson: Lesson, chosen: int) -> None:
    today = local_day(turn.at, turn.person.time_zone)
    until = today + timedelta(days=lesson.remember_for)
    days = spacing.gap(lesson.remember_for)
    # A lesson that is taken once more begins to come back anew, and only once.
    learning.rest(store, turn.person, lesson.id)
    store.change(
        sitting,
        state=SittingState.ANSWERED,
        card=len(lesson.pages),
        chosen=chosen,
        right=lesson.question.options[chosen].right,
        version=lesson.version,
        answered_at=turn.at,
        remember_until=until,
        due_at=spacing.comes_back(_rhythm(store, turn.person, turn.at), today, days, until),
    )
    if sitting.sending_id is not None:
        answers = learning.answers_of(store, sitting.workspace_id, sitting.sending_id)
        # Drawn again only when its figures change: that somebody has answered just now is theirs too.
        if len(answers) % spacing.IN_FIVES == 0:
            deliveries.amend(store, sitting.workspace_id, f"sending:{sitting.sending_id}")


# What comes back


def nudge(moment: Moment, store: Store, workspace_id: str, limit: int) -> Reply:
    """Ask one question about each lesson that is due to come back, to who works today and has room for it."""
    due = learning.due(store, workspace_id, SittingState.ANSWERED, moment.at, min(limit, NUDGED_AT_ONCE))
    if not due:
        return Reply()
    asks = _Asks(moment, store, workspace_id, [person for _, person in due])
    out = [asked for sitting, person in due if (asked := asks.one(sitting, person)) is not None]
    store.change_all([sitting for sitting, _ in due], "due_at", "recalls")
    store.keep(*[one for one, _, _ in out])
    return Reply(
        deliveries=[delivery for _, _, delivery in out],
        shown=[shown for _, shown, _ in out],
        served=len(due),
    )


class _Asks:
    """What must be known of these people to nudge them, found in a few questions however many they are."""

    def __init__(self, moment: Moment, store: Store, workspace_id: str, persons: Sequence[Person]) -> None:
        self._moment = moment
        self._places = people.direct_places(store, workspace_id, persons)
        self._rooms = rooms(store, workspace_id, persons, moment.at)

    def one(self, sitting: Sitting, person: Person) -> tuple[Nudge, Shown, Delivery] | None:
        """The nudge for one sitting, if it comes now; when it comes back next is set either way."""
        lesson, place = shelf_of_lessons.lesson(sitting.lesson), self._places.get(person.id)
        if lesson is None or place is None or person.left_at is not None or sitting.remember_until is None:
            sitting.due_at = None
            return None
        room, today = self._rooms[person.id], local_day(self._moment.at, person.time_zone)
        a_week = nudges_a_week(person)
        decided = spacing.recall(
            room.rhythm,
            self._moment.at,
            lesson.remember_for,
            sitting.remember_until,
            nudged=room.nudged,
            unasked=room.on(today),
            a_week=a_week,
        )
        sitting.due_at = decided.next_at
        if not decided.now:
            return None
        room.take(self._moment.at, Occasion.NUDGE)
        sitting.recalls += 1
        return self._asked(sitting, person, place, lesson)

    def _asked(self, sitting: Sitting, person: Person, place: Place, lesson: Lesson) -> tuple[Nudge, Shown, Delivery]:
        today = local_day(self._moment.at, person.time_zone)
        asked = Nudge(
            id=self._moment.id(),
            workspace_id=sitting.workspace_id,
            sitting_id=sitting.id,
            person_id=person.id,
            version=lesson.version,
            question=(sitting.recalls - 1) % len(lesson.recalls),
            asked_on=today,
        )
        shown, delivery = stand(self._moment, place, "lessons.nudge", {"nudge": asked.id}, subject=f"nudge:{asked.id}")
        delivery.expires_at = day_ends(today, person.time_zone)
        return asked, shown, delivery


def open_recall(turn: Turn, store: Store) -> Reply:
    """Open the question of a nudge."""
    asked, _sitting, _lesson = _need_nudge(turn, store, turn.value)
    return Reply(Answer(How.FORM, "lessons.recall", {"nudge": asked.id}))


def _need_nudge(turn: Turn, store: Store, nudge_id: str) -> tuple[Nudge, Sitting, Lesson]:
    found = learning.nudge(store, turn.person.workspace_id, nudge_id)
    lesson = shelf_of_lessons.lesson(found[1].lesson) if found else None
    if found is None or lesson is None or found[0].person_id != turn.person.id:
        raise Refused("home.not_there")
    return *found, lesson


def recall(turn: Turn, store: Store, _: None = None) -> Reply:
    """Keep the answer to a nudge and say what happens then, and why; the first answer stands."""
    asked, _sitting, lesson = _need_nudge(turn, store, turn.fields.get("nudge", ""))
    if asked.state is not NudgeState.ANSWERED:
        scenario = view.recalled(lesson, asked)
        chosen = _chosen(turn, scenario, "lessons.recall", {"nudge": asked.id})
        right = scenario.options[chosen].right
        store.change(
            asked,
            state=NudgeState.ANSWERED,
            version=lesson.version,
            chosen=chosen,
            right=right,
            answered_at=turn.at,
        )
    return _nudge_stands(turn, store, asked)


def let_go(turn: Turn, store: Store, _: None = None) -> Reply:
    """Leave a nudge unanswered."""
    asked, _sitting, _lesson = _need_nudge(turn, store, turn.value)
    if asked.state is NudgeState.ASKED:
        store.change(asked, state=NudgeState.LET_GO)
    return _nudge_stands(turn, store, asked)


def _nudge_stands(turn: Turn, store: Store, asked: Nudge) -> Reply:
    subject = f"nudge:{asked.id}"
    deliveries.amend(store, asked.workspace_id, subject)
    return Reply(_stands(turn, store, subject, "lessons.nudge", {"nudge": asked.id}))


def stop(turn: Turn, store: Store, _: None = None) -> Reply:
    """Let a lesson come back no more."""
    kind, id = turn.value.partition(" ")[::2]
    if kind == "nudge":
        asked, sitting, _lesson = _need_nudge(turn, store, id)
        store.change(sitting, due_at=None)
        deliveries.amend(store, sitting.workspace_id, _subject(sitting, max(0, sitting.offers - 1)))
        return _nudge_stands(turn, store, asked)
    sitting, _lesson = _need_sitting(turn, store, id)
    if sitting.state is SittingState.ANSWERED:
        store.change(sitting, due_at=None)
    return _sitting_stands(turn, store, sitting)


# Drawing


def _reader(reader: Reader, person_id: str) -> Person:
    if reader.person is None or reader.person.id != person_id:
        raise Gone(person_id)
    return reader.person


def _seat(store: Store, reader: Reader, sitting: Sitting | None, *, with_sender: bool = True) -> view.Seat:
    """A sitting as its person sees it; Gone for anybody else, and when its lesson was taken from the shelf."""
    lesson = shelf_of_lessons.lesson(sitting.lesson) if sitting else None
    if sitting is None or lesson is None:
        raise Gone("no such sitting, or no such lesson")
    person = _reader(reader, sitting.person_id)
    zone, later = person.time_zone, _later(store, person, reader.at)
    sent = learning.sending(store, person.workspace_id, sitting.sending_id) if sitting.sending_id else None
    sender = people.person(store, person.workspace_id, sent.sender_id) if sent and with_sender else None
    return view.Seat(
        sitting,
        lesson,
        local(reader.at, zone),
        local(later, zone) if later else None,
        sender,
        _line_of(store, sitting),
        local(sitting.due_at, zone) if sitting.due_at else None,
    )


def _line_of(store: Store, sitting: Sitting) -> Wording | None:
    if sitting.line_id is None or sitting.edition_id is None:
        return None
    return scores.wording(store, sitting.workspace_id, sitting.edition_id, sitting.line_id)


def _own_seat(store: Store, reader: Reader, about: Mapping[str, str]) -> view.Seat:
    return _seat(store, reader, learning.sitting(store, reader.place.workspace_id, about["sitting"]))


def draw_sitting(store: Store, reader: Reader, about: Mapping[str, str]) -> Card:
    """One message of a sitting as it stands now."""
    seat = _own_seat(store, reader, about)
    return view.sitting(seat, newest=int(about["n"]) >= seat.sitting.offers - 1)


def draw_later(store: Store, reader: Reader, about: Mapping[str, str]) -> Form:
    """At which hour a lesson comes back."""
    return view.later(_own_seat(store, reader, about))


def draw_question(store: Store, reader: Reader, about: Mapping[str, str]) -> Form:
    """The question of a lesson."""
    return view.question(_own_seat(store, reader, about))


def draw_nudge(store: Store, reader: Reader, about: Mapping[str, str]) -> Card:
    """A nudge as it stands now."""
    asked, sitting = learning.nudge(store, reader.place.workspace_id, about["nudge"]) or (None, None)
    seat = _seat(store, reader, sitting, with_sender=False)
    if asked is None or seat.sitting.answered_at is None:
        raise Gone(about["nudge"])
    return view.nudge(seat, asked, local_day(seat.sitting.answered_at, _zone(reader)))


def _zone(reader: Reader) -> str:
    return reader.person.time_zone if reader.person else "UTC"


def draw_recall(store: Store, reader: Reader, about: Mapping[str, str]) -> Form:
    """The question of a nudge."""
    asked, sitting = learning.nudge(store, reader.place.workspace_id, about["nudge"]) or (None, None)
    seat = _seat(store, reader, sitting, with_sender=False)
    if asked is None:
        raise Gone(about["nudge"])
    return view.recall(seat, asked)
