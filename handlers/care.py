"""What is met before anything is answered or sent anywhere: somebody who needs help, and what is asked of others.

Nothing of it is kept: no question, no count, no row; and nobody is told. Both are answered at once by a card that is
about a kind and a language alone. What somebody writes into a check-in, a blocker or a question to a line is not read
here: a task is a task.
"""

from collections.abc import Callable, Mapping

from handlers.cards import Card
from handlers.turn import Answer, Gone, How, Reader
from handlers.views import care as view
from prompts.care import texts
from score.care import Help, Withheld, asked_of_somebody, need_in
from score.roster import ANY
from score.saying import words_of
from score.stems import stems
from score.words import alike
from storage import people, questions
from storage.store import Store
from storage.tables import Person, PlaceKind


def met(store: Store, asker: Person, said: str, is_of_score: Callable[[], bool] = lambda: False) -> Answer | None:
    """The card with which `said` is met, if it asks for help, or of somebody what is theirs; else None.

    Where pay, law or illness are what an organisation works on, people ask about them in much the same words: what its
    own lines answer is a question like any other, unless help was asked for in so many words, or somebody is in danger.
    """
    need = need_in(said)
    if need is not None and not need.in_words and need.kind is not Help.DANGER and is_of_score():
        need = None
    # Who asks whom to dismiss has no question of law that is their own; and a judgement that is asked for in so many
    # words goes before what only looks like a need.
    is_sure = need is not None and need.in_words and need.kind is not Help.LEGAL
    asked = None if is_sure else _asked(store, asker, said)
    if need is not None and (asked is None or asked[0] is not Withheld.JUDGING):
        return Answer(How.CARD, "care.card", {"kind": need.kind.value, "language": need.language})
    if asked is None:
        return None
    why, somebody = asked
    if why is Withheld.PRIVATE and somebody:
        return Answer(How.CARD, "coach.private", {"person": somebody})
    return Answer(How.CARD, "care.of_somebody", {"why": why.value, "person": somebody})


def _asked(store: Store, asker: Person, said: str) -> tuple[Withheld, str] | None:
    """What is asked of another person, and of whom by their id; of nobody by name where the id is empty."""
    # Who is here is looked up only where any word could be a name: there may be thousands.
    if asked_of_somebody(said, words_of(said)) is None:
        return None
    named = _named(store, asker, said)
    asked = asked_of_somebody(said, named)
    return (asked, next(iter(named.values()), "")) if asked is not None else None


def _named(store: Store, asker: Person, said: str) -> dict[str, str]:
    """The words of `said` that name somebody other than who asks, with the id of each: by handle or by first name."""
    there = set(words_of(said))
    found: dict[str, str] = {}
    for person_id, handle, name in questions.names(store, asker.workspace_id):
        if person_id == asker.id:
            continue
        for form in (alike(handle), alike(name).split(" ")[0]):
            # Somebody called Will or May is not named by every question that begins with one.
            words = words_of(form) if stems(form, "english") else []
            if words and there.issuperset(words):
                found |= dict.fromkeys(words, person_id)
    return found


def draw_card(store: Store, reader: Reader, about: Mapping[str, str]) -> Card:
    """Whom somebody can turn to, for them alone; where nobody in particular reads, that this is no place for it."""
    kind, language = about["kind"], about["language"]
    if kind not in set(Help) or language not in texts():
        raise Gone(kind)
    if reader.person is None:
        return view.elsewhere(language)
    workspace = people.workspace(store, reader.place.workspace_id)
    contacts = workspace.contacts if workspace else {}
    named = contacts.get(kind) or contacts.get(ANY, [])
    return view.card(Help(kind), language, named, aloud=reader.place.kind is not PlaceKind.DIRECT)


def draw_of_somebody(store: Store, reader: Reader, about: Mapping[str, str]) -> Card:
    """Why it is not answered, and what there is to see instead: what the teams share that the reader sees."""
    if reader.person is None or about["why"] not in set(Withheld):
        raise Gone(about["why"])
    teams = people.teams_seen_by(store, reader.person)
    if about["person"]:
        somebody = people.person(store, reader.place.workspace_id, about["person"])
        if somebody is None:
            raise Gone(about["person"])
        theirs = {team.id for team in people.teams_of(store, somebody)}
        teams = [team for team in teams if team.id in theirs]
    return view.of_somebody(Withheld(about["why"]), [team.name for team in teams])
