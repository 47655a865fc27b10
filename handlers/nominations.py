"""Words of somebody else's that are to count as a win: theirs, and only once they say so."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from handlers import quoted
from handlers.cards import Card, Form
from handlers.guards import Reached, reached
from handlers.turn import Answer, Corrections, Gone, How, Moment, Reader, Refused, Reply, Turn, deliver, stand
from handlers.views import nominations as view
from handlers.views.checkin import SHORT
from prompts import phrase
from score.attention import Occasion
from score.cadence import local_day
from score.dictation import beside
from score.words import Unreadable, clean_line
from storage import checkins, deliveries, digests, nominations, people
from storage.store import Store
from storage.tables import CheckIn, CheckInState, Draft, Nomination, NominationState, Person, Win

WAITS = timedelta(days=7)
"""How long the words wait for an answer; then they are gone, as if it had been no."""

NEXT = timedelta(days=1)


@dataclass(frozen=True)
class _Asked:
    """Whom to ask, where and when, with which words."""

    person: Person
    hears: Reached
    words: str
    message: str


def consider_ask(turn: Turn, store: Store) -> Answer | _Asked:
    """Whose words they are: one's own go into the form of today, and nobody else can say yes for somebody."""
    whose, words = quoted.whose(turn, store), quoted.on_one_line(turn.value, SHORT)
    if whose.own and words:
        today = local_day(turn.at, turn.person.time_zone)
        return Answer(How.FORM, "checkin.form", {"day": today.isoformat(), "win": words})
    message = turn.fields.get("message", "")
    if not words or not whose.named or not message:
        return _nobody("no_words")
    if whose.person is None:
        return _nobody(whose.why or "unknown")
    if nominations.about(store, turn.person.workspace_id, message) is not None:
        return _nobody("before")
    if not people.teams_of(store, whose.person):
        return _nobody("no_team", whose.person)
    hears = reached(store, whose.person, turn.at, Occasion.WIN)
    if hears is None:
        return _nobody("unreached", whose.person)
    return _Asked(whose.person, hears, words, message)


def _nobody(why: str, person: Person | None = None) -> Answer:
    return Answer(How.CARD, "nominations.nobody", {"why": why, "person": person.id if person else ""})


def ask(turn: Turn, store: Store, found: _Asked) -> Reply:
    """Ask whose words they are; until they have said yes, they stand nowhere else. Once for each message."""
    if nominations.about(store, turn.person.workspace_id, found.message) is not None:
        return Reply(_nobody("before"))
    one = Nomination(
        id=turn.id(),
        workspace_id=turn.person.workspace_id,
        asker_id=turn.person.id,
        person_id=found.person.id,
        message=found.message,
        words=found.words,
        asked_at=turn.at,
        ends_at=turn.at + WAITS,
    )
    store.keep(one)
    about = {"nomination": one.id}
    shown, delivery = stand(
        turn, found.hears.place, "nominations.asked", about, subject=_subject(one), not_before=found.hears.at
    )
    return Reply(Answer(How.CARD, "nominations.asking", about), [delivery], [shown])


def _subject(one: Nomination) -> str:
    return f"nomination:{one.id}"


def _own(turn: Turn, store: Store, nomination_id: str) -> Nomination:
    """One about words of the person's own; any other is not there."""
    one = nominations.nomination(store, turn.person.workspace_id, nomination_id)
    if one is None or one.person_id != turn.person.id:
        raise Refused("home.not_there")
    return one


def consider_accept(turn: Turn, store: Store) -> Answer | None:
    """The form, where both a win of today and these words are more than one win has room for."""
    one = _own(turn, store, turn.value)
    if one.state is NominationState.ASKED and len(_together(turn.person, turn.at, store, one.words)) > SHORT:
        return Answer(How.FORM, "nominations.words_form", {"nomination": one.id})
    return None


def _together(person: Person, at: datetime, store: Store, words: str) -> str:
    """What stands as the win of today, and these words beside it."""
    checkin = _checkin(person, at, store)
    standing = checkins.win_of(store, checkin) if checkin else None
    return ". ".join(beside(standing.words if standing else "", words).split("\n"))


def _checkin(person: Person, at: datetime, store: Store) -> CheckIn | None:
    """The check-in that the person has handed in today."""
    checkin = checkins.of_day(store, person, local_day(at, person.time_zone))
    return checkin if checkin is not None and checkin.state is CheckInState.HANDED_IN else None


def accept(turn: Turn, store: Store, _: None) -> Reply:
    """Count them as a win of one's own; a second time changes nothing."""
    one = _own(turn, store, turn.value)
    if one.state is NominationState.ASKED:
        _keep(turn, store, _together(turn.person, turn.at, store, one.words), one.words)
        return _settled(turn, store, one, NominationState.TAKEN)
    return Reply(_stands(turn, store, one))


def _keep(turn: Turn, store: Store, whole: str, words: str) -> None:
    """In the check-in of today where it is in, as `whole`; else `words` wait in the next form to be handed in."""
    checkin = _checkin(turn.person, turn.at, store)
    if checkin is None:
        _note(turn, store, words)
        return
    standing = checkins.win_of(store, checkin)
    if standing is not None:
        store.change(standing, words=whole)
    else:
        won: dict[str, str] = {"workspace_id": checkin.workspace_id, "checkin_id": checkin.id}
        store.keep(Win(id=turn.id(), person_id=checkin.person_id, words=whole, won_at=turn.at, **won))
    deliveries.amend(store, checkin.workspace_id, f"checkin:{checkin.id}")
    digests.changed(store, checkin.workspace_id, digests.teams_of(store, checkin), checkin.local_date)


def _note(turn: Turn, store: Store, words: str) -> None:
    day = local_day(turn.at, turn.person.time_zone)
    if checkins.of_day(store, turn.person, day) is not None:
        # The day was waived.
        day += NEXT
    before = checkins.draft(store, turn.person, day)
    fields = dict(before.fields) if before else {}
    new = Draft(
        id=turn.id(),
        workspace_id=turn.person.workspace_id,
        person_id=turn.person.id,
        local_date=day,
        fields={**fields, "win": beside(fields.get("win", ""), words)},
        written_at=turn.at,
    )
    checkins.write_down(store, new, before)


def leave(turn: Turn, store: Store, _: None = None) -> Reply:
    """It is no win; nothing of the words stays."""
    one = _own(turn, store, turn.value)
    if one.state is NominationState.ASKED:
        return _settled(turn, store, one, NominationState.LEFT)
    return Reply(_stands(turn, store, one))


def _settled(turn: Turn, store: Store, one: Nomination, state: NominationState) -> Reply:
    """Keep what was said, forget the words, and tell who asked, once."""
    store.change(one, state=state, words="", settled_at=turn.at)
    asker = people.person(store, one.workspace_id, one.asker_id)
    hears = reached(store, asker, turn.at, Occasion.HELP)
    about, once = {"nomination": one.id}, f"nominated:{one.id}"
    told = [deliver(turn, hears.place, "nominations.answered", about, once=once, not_before=hears.at)] if hears else []
    return Reply(_stands(turn, store, one), told)


def _stands(turn: Turn, store: Store, one: Nomination) -> Answer:
    deliveries.amend(store, one.workspace_id, _subject(one))
    shown = deliveries.shown(store, one.workspace_id, turn.place.id, _subject(one))
    if shown is not None:
        return Answer(How.STANDS, shown_id=shown.id)
    return Answer(How.CARD, "nominations.asked", {"nomination": one.id})


def open_words(turn: Turn, store: Store) -> Reply:
    """Open the form for other words."""
    one = _own(turn, store, turn.value)
    if one.state is not NominationState.ASKED:
        return Reply(Answer(How.CARD, "nominations.asked", {"nomination": one.id}))
    return Reply(Answer(How.FORM, "nominations.words_form", {"nomination": one.id}))


def keep_words(turn: Turn, store: Store, _: None = None) -> Reply:
    """Count as a win what the person made of the words."""
    one = _own(turn, store, turn.fields.get("nomination", ""))
    if one.state is not NominationState.ASKED:
        return Reply(_stands(turn, store, one))
    words = _typed(turn, one)
    _keep(turn, store, words, words)
    return _settled(turn, store, one, NominationState.TAKEN)


def _typed(turn: Turn, one: Nomination) -> str:
    about = {"nomination": one.id}
    try:
        words = clean_line(turn.fields.get("win", ""))
    except Unreadable:
        raise Corrections("nominations.words_form", about, {"win": phrase("checkin.unreadable")}) from None
    if not words:
        raise Corrections("nominations.words_form", about, {"win": phrase("nominations.words-missing")})
    if len(words) > SHORT:
        note = phrase("checkin.too-long", length=len(words), longest=SHORT)
        raise Corrections("nominations.words_form", about, {"win": note})
    return words


# What falls due


def let_go(moment: Moment, store: Store, workspace_id: str, limit: int) -> Reply:
    """Forget words about which nobody has said anything in time; nobody is told."""
    over = nominations.over(store, workspace_id, moment.at, limit)
    for one in over:
        store.change(one, state=NominationState.LEFT, words="", settled_at=moment.at)
        deliveries.amend(store, workspace_id, _subject(one))
    return Reply(served=len(over))


# What is shown


def draw_nobody(store: Store, reader: Reader, about: Mapping[str, str]) -> Card:
    """There is nobody who could say yes, and why."""
    person = people.person(store, reader.place.workspace_id, about["person"]) if about["person"] else None
    return view.nobody(about["why"], person)


def _read(store: Store, reader: Reader, about: Mapping[str, str], *, asked: bool) -> tuple[Nomination, Person, Person]:
    """What was asked, by whom, and whose words they are; for whom of the two it is made, as `asked` says."""
    one = nominations.nomination(store, reader.place.workspace_id, about["nomination"])
    asker = people.person(store, one.workspace_id, one.asker_id) if one else None
    person = people.person(store, one.workspace_id, one.person_id) if one else None
    if one is None or asker is None or person is None or reader.person is None:
        raise Gone(about["nomination"])
    if reader.person.id != (person.id if asked else asker.id):
        raise Gone(about["nomination"])
    return one, asker, person


def draw_asking(store: Store, reader: Reader, about: Mapping[str, str]) -> Card:
    """To who asked: it is asked."""
    _one, _asker, person = _read(store, reader, about, asked=False)
    return view.asking(person)


def draw_asked(store: Store, reader: Reader, about: Mapping[str, str]) -> Card:
    """To whose words they are, as it stands now."""
    one, asker, person = _read(store, reader, about, asked=True)
    return view.asked(one, asker, people.teams_of(store, person))


def draw_words_form(store: Store, reader: Reader, about: Mapping[str, str]) -> Form:
    """The words to be changed, beside the win of today if there is one."""
    one, _asker, person = _read(store, reader, about, asked=True)
    if one.state is not NominationState.ASKED:
        raise Gone(about["nomination"])
    return view.words_form(one, _together(person, reader.at, store, one.words), people.teams_of(store, person))


def draw_answered(store: Store, reader: Reader, about: Mapping[str, str]) -> Card:
    """To who asked: what they say."""
    one, _asker, person = _read(store, reader, about, asked=False)
    return view.answered(one, person)
