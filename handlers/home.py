"""What the coach says when it is spoken to, and when something is not there."""

from collections.abc import Mapping
from datetime import timedelta

from handlers import care, fronts, own_page
from handlers.cards import Card
from handlers.guards import arranged_by, led_by, owns_a_line
from handlers.turn import Answer, Gone, How, Moment, Reader, Refused, Reply, Turn, front, stand
from handlers.views import home as view
from handlers.views import own_page as page_view
from score.language import WORDS
from score.words import Unreadable, clean_line
from storage import budgets, deliveries, people, sketches
from storage import sightings as seen
from storage.store import Store
from storage.tables import DeliveryState, Person, PlaceKind, Role

PAGES = 200
"""Pages that one transaction marks to be drawn again for a new edition; openings, or counts, that one forgets."""


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


ASKED_WITHIN = timedelta(hours=1)
"""How long after a question of an interview what somebody writes may be meant for it."""


def unclear(turn: Turn, store: Store) -> Reply:
    """Offer to make a task of what was not understood, or to take it as the answer to what was just asked; or meet it
    with care, where somebody needs help.
    """
    if (met := care.met(store, turn.person, turn.text)) is not None:
        return Reply(met)
    try:
        said = clean_line(turn.text)
    except Unreadable:
        said = ""
    if said and turn.person.is_strategy_owner and turn.place.kind is PlaceKind.DIRECT:
        sketch = sketches.of(store, turn.person)
        if sketch is not None and turn.at - sketch.changed_at <= ASKED_WITHIN and len(said) <= WORDS:
            return Reply(Answer(How.CARD, "interview.heard", {"person": turn.person.id, "said": said}))
    return Reply(Answer(How.CARD, "home.unclear", {"said": said}))


def opened(turn: Turn, store: Store, _: None = None) -> Reply:
    """Show somebody's own page as it is now; it stands from the first time on, and is drawn again at each."""
    workspace_id, subject = turn.person.workspace_id, front(turn.person.id)
    shown = deliveries.shown(store, workspace_id, turn.place.id, subject)
    if shown is None:
        shown, delivery = stand(turn, turn.place, "home.front", {"person": turn.person.id}, subject=subject, asked=True)
        shown.opened_at = turn.at
        return Reply(shown=[shown], deliveries=[delivery])
    deliveries.opened(store, shown, turn.at)
    given_up = deliveries.message_of(store, workspace_id, shown.id)
    if given_up is not None and given_up[0].state in (DeliveryState.DEAD, DeliveryState.SKIPPED):
        # Whoever looks for it asks for it: to show it twice shows it once.
        store.change(given_up[0], state=DeliveryState.PLANNED, not_before=turn.at, reason="", said="")
    return Reply()


def page(turn: Turn, _store: Store) -> Reply:
    """Show somebody's own page where no platform keeps one beside the conversation."""
    if turn.place.kind is not PlaceKind.DIRECT:
        raise Refused("home.alone")
    return Reply(Answer(How.CARD, "home.front", {"person": turn.person.id}))


def draw_alone(_store: Store, _reader: Reader, _about: Mapping[str, str]) -> Card:
    """Somebody's own page is for them alone."""
    return view.alone()


def draw_front(store: Store, reader: Reader, about: Mapping[str, str]) -> Card:
    """Somebody's own page: their day, their part, what comes next, and who sees what; and what they lead and run."""
    return page_view.front(own_page.gather(store, _alone(reader, about), reader.at))


def sightings(turn: Turn, _store: Store) -> Reply:
    """Show who opened what names the person."""
    return Reply(Answer(How.CARD, "home.sightings", {"person": turn.person.id}))


def draw_sightings(store: Store, reader: Reader, about: Mapping[str, str]) -> Card:
    """Who opened what names the reader."""
    person = _alone(reader, about)
    return page_view.sightings(*own_page.opened(store, person, reader.at))


def stuck(turn: Turn, _store: Store) -> Reply:
    """Show all that is in the person's way, with what can be done about each."""
    return Reply(Answer(How.CARD, "home.stuck", {"person": turn.person.id}))


def draw_stuck(store: Store, reader: Reader, about: Mapping[str, str]) -> Card:
    """All that is in the reader's way."""
    person = _alone(reader, about)
    return page_view.stuck(*own_page.stuck(store, person, reader.at))


def _alone(reader: Reader, about: Mapping[str, str]) -> Person:
    """Whose page it is, where nobody else reads along."""
    person = reader.person
    if person is None or person.id != about["person"] or reader.place.kind is not PlaceKind.DIRECT:
        raise Gone(about["person"])
    return person


# What falls due


def follow(moment: Moment, store: Store, workspace_id: str, _limit: int) -> Reply:
    """Draw the next pages again that have to be."""
    workspace = people.workspace(store, workspace_id)
    if workspace is None or workspace.redrawn_to is None:
        return Reply()
    since = moment.at - fronts.OPENED_WITHIN
    last = deliveries.redraw_after(store, workspace_id, workspace.redrawn_to, since, PAGES)
    store.change(workspace, redrawn_to=last)
    return Reply(served=1)


def forget_sightings(moment: Moment, store: Store, workspace_id: str, _limit: int) -> Reply:
    """Forget who opened what, of what was kept for long enough."""
    return Reply(served=seen.forget(store, workspace_id, moment.at, PAGES))


def forget_spent(moment: Moment, store: Store, workspace_id: str, _limit: int) -> Reply:
    """Forget how much of the model was used, on days that are over."""
    return Reply(served=budgets.forget(store, workspace_id, moment.at, PAGES))


# What else is said


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
        owns_lines=owns_a_line(store, person),
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
