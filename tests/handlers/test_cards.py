"""Privacy is the card's own: no renderer shows a private value where others read along."""

import pytest

from bot.console import render as console
from bot.console.render import Numbers
from bot.web import render as web
from bot.web.render import Screen
from handlers.cards import Audience, Card, Facts, Opinion, PrivateShown, Prose, Theirs, buttons_in, theirs, values_in
from handlers.views import cast
from handlers.views.examples import KEPT_BACK, examples
from prompts import phrase
from storage.tables import Blocker, PlaceKind, Privacy, privacy_here

SECRET = Theirs("canary", Privacy.PERSON)
CARDS = [
    Card(phrase("home.help"), [Facts([(phrase("checkin.today"), SECRET)])]),
    Card(phrase("checkin.moved-free", task=SECRET)),
    Card(phrase("home.help"), [Prose(phrase("checkin.told", teams=[SECRET]))]),
    Card(phrase("home.help"), title=phrase("checkin.moved-free", task=SECRET)),
]


@pytest.mark.parametrize("card", CARDS)
def test_every_renderer_refuses_a_private_value_in_a_channel(card: Card) -> None:
    with pytest.raises(PrivateShown):
        console.message(card, PlaceKind.CHANNEL, "en", Numbers())
    with pytest.raises(PrivateShown):
        web.card(card, Screen("mira", "service-north", PlaceKind.CHANNEL, str))

    assert "canary" in console.message(card, PlaceKind.DIRECT, "en", Numbers()).casefold()


def test_a_value_carries_the_privacy_of_its_column() -> None:
    assert theirs(cast.ANSWERED, "confidence").privacy is Privacy.PERSON
    assert theirs(cast.VISITS, "words").privacy is Privacy.TEAM
    assert theirs(cast.MIRA, "name").privacy is Privacy.PUBLIC


def test_a_blocker_is_the_teams_only_when_it_was_told() -> None:
    assert privacy_here(cast.BLOCKER, "words") is Privacy.TEAM
    assert privacy_here(KEPT_BACK, "words") is Privacy.PERSON
    assert isinstance(KEPT_BACK, Blocker)


def test_confidence_is_only_ever_in_the_persons_own_form() -> None:
    confidence = str(cast.ANSWERED.confidence)
    showing = {
        name
        for name, shown in examples().items()
        for value in values_in(shown)
        if value.privacy is Privacy.PERSON and value.text == confidence
    }

    assert showing == {
        "checkin.form: changed",
        "checkin.form: with answers",
        "checkin.form: with a draft",
        "dictation.heard",
        "dictation.heard: beside what is handed in",
    }


def test_what_is_kept_about_a_person_says_who_sees_it() -> None:
    for name, shown in examples().items():
        if isinstance(shown, Card) and list(values_in(shown)):
            audiences = [piece for piece in shown.pieces if isinstance(piece, Audience)]
            # Whether an answer helped says nothing of what the answer shows.
            acts = [piece for piece in shown.pieces if not isinstance(piece, Opinion)]
            assert audiences or not list(buttons_in(acts)), name
