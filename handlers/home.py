"""What the coach says when it is spoken to, and when something is not there."""

from collections.abc import Mapping

from handlers.cards import Card
from handlers.guards import arranged_by, led_by, own_lines
from handlers.turn import Answer, Gone, How, Reader, Refused, Reply, Turn, front, stand
from handlers.views import home as view
from score.cadence import local_day
from score.words import Unreadable, clean_line
from storage import checkins, deliveries, people
from storage.store import Store
from storage.tables import DeliveryState, Person, PlaceKind, Role

ON_FRONT = 5
"""Lines of somebody's part on their own page; the rest is behind a button."""


def help(turn: Turn, _store: Store) -> Reply:
    """Say what can be written and pressed."""
    return Reply(Answer(How.CARD, "home.help"))


def questions(turn: Turn, store: Store) -> Reply:
    """Show the questions that are the person's: those that the score does not answer, their team's own, or which."""
    led = arranged_by(store, turn.person)
    if turn.person.is_strategy_owner and turn.place.kind is PlaceKind.DIRECT:
        if led:
            return Reply(Answer(How.CARD, "home.which_questions", {"person": turn.person.id}))
        return Reply(Answer(How.CARD, "coach.questions"))
    if not led:
        raise Refused("team_questions.may_not")
    about = {"person": turn.person.id, "team": led[0].id, "said": ""}
    return Reply(Answer(How.CARD, "team_questions.shelf", about))


def draw_which_questions(store: Store, reader: Reader, about: Mapping[str, str]) -> Card:
    """Which of the questions that are the reader's shall it be?"""
    if reader.person is None or reader.person.id != about["person"]:
        raise Gone(about["person"])
    return view.which_questions(arranged_by(store, reader.person))


def unclear(turn: Turn, _store: Store) -> Reply:
    """Offer to make a task of what was not understood."""
    try:
        said = clean_line(turn.text)
    except Unreadable:
        said = ""
    return Reply(Answer(How.CARD, "home.unclear", {"said": said}))


def opened(turn: Turn, store: Store, _: None = None) -> Reply:
    """Show somebody's own page as it is now; it stands from the first time on, and is drawn again at each."""
    workspace_id, subject = turn.person.workspace_id, front(turn.person.id)
    shown = deliveries.shown(store, workspace_id, turn.place.id, subject)
    if shown is None:
        shown, delivery = stand(turn, turn.place, "home.front", {"person": turn.person.id}, subject=subject, asked=True)
        return Reply(shown=[shown], deliveries=[delivery])
    deliveries.amend(store, workspace_id, subject)
    given_up = deliveries.message_of(store, workspace_id, shown.id)
    if given_up is not None and given_up[0].state in (DeliveryState.DEAD, DeliveryState.SKIPPED):
        # Whoever looks for it asks for it: to show it twice shows it once.
        store.change(given_up[0], state=DeliveryState.PLANNED, not_before=turn.at, reason="", said="")
    return Reply()


def draw_front(store: Store, reader: Reader, about: Mapping[str, str]) -> Card:
    """Somebody's own page: their day, their part, their hours, and who sees what."""
    person = reader.person
    if person is None or person.id != about["person"]:
        raise Gone(about["person"])
    today = local_day(reader.at, person.time_zone)
    checkin = checkins.of_day(store, person, today)
    tasks = [task for task, _ in checkins.tasks_of(store, checkin)] if checkin else []
    lines = own_lines(store, person)
    return view.front(person, today, checkin, tasks, lines[:ON_FRONT], more=max(0, len(lines) - ON_FRONT))


def draw_opens(_store: Store, _reader: Reader, about: Mapping[str, str]) -> Card:
    """A form was asked for where none can be opened: this opens it with a press."""
    return view.opens(about["action"], about["value"])


def draw_too_late(_store: Store, _reader: Reader, _about: Mapping[str, str]) -> Card:
    """A form could not be opened in time."""
    return view.too_late()


def draw_unreachable(store: Store, reader: Reader, about: Mapping[str, str]) -> Card:
    """A place could not be reached, for those who run the organisation and who leads the team whose channel it is."""
    place = people.place(store, reader.place.workspace_id, about["place"])
    if place is None or reader.person is None:
        raise Gone(about["place"])
    if not reader.person.is_admin and led_by(store, reader.person, place.team_id or "") is None:
        raise Gone(about["place"])
    return view.unreachable(place, about["why"])


def draw_help(store: Store, reader: Reader, _about: Mapping[str, str]) -> Card:
    """What can be written and pressed, by what the reader is to whom."""
    return view.help(_can(store, reader.person) if reader.person else view.Can())


def _can(store: Store, person: Person) -> view.Can:
    return view.Can(
        sees=people.teams_seen_by(store, person),
        arranges=arranged_by(store, person),
        coaches=people.teams_as(store, person, Role.COACH),
        sends=person.is_strategy_owner or person.is_admin,
        owns=person.is_strategy_owner,
        runs=person.is_admin,
    )


def draw_unclear(_store: Store, _reader: Reader, about: Mapping[str, str]) -> Card:
    """What was not understood may be a task."""
    return view.unclear(about["said"])


def draw_not_there(_store: Store, _reader: Reader, _about: Mapping[str, str]) -> Card:
    """The same sentence for what is missing and for what is not theirs."""
    return view.not_there()


def draw_our_fault(_store: Store, _reader: Reader, _about: Mapping[str, str]) -> Card:
    """Something went wrong on our side."""
    return view.our_fault()
