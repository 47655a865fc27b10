"""What the coach says when it is spoken to, and when something is not there."""

from collections.abc import Mapping

from handlers.cards import Card
from handlers.guards import arranged_by
from handlers.turn import Answer, Gone, How, Reader, Refused, Reply, Turn
from handlers.views import home as view
from score.words import Unreadable, clean_line
from storage import people
from storage.store import Store
from storage.tables import Person, PlaceKind, Role


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
