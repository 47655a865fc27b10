"""What stops somebody: offers of help, whose decision it is, and how it was cleared."""

from datetime import time

import pytest

from bot.conductor import draw
from handlers.cards import Form
from handlers.turn import Gone, Reader
from handlers.views.blockers import HELPED
from storage.tables import Blocker, Delivery, Hand, Place, Role
from tests.orchestra import SCORE, Orchestra, Player

OWNED = SCORE.replace("words: Halve the quoting time,", "words: Halve the quoting time, owner: olga,")


@pytest.fixture
def ada(day: Orchestra) -> Player:
    field = day.team("Field", part="field")
    day.plays_from()
    ada = day.player("Ada", team=field)
    day.player("Bo", team=field)
    day.local(ada, time(9))
    return ada


@pytest.fixture
def bo(ada: Player) -> Player:
    return Player(ada.day, "bo")


def stuck(ada: Player, *, told: bool = True) -> Blocker:
    """Ada's blocker, once she has handed one in."""
    ada.hands_in(["Call every harbour about bread"], blocker="no <!channel> van", tell="yes" if told else "")
    (blocker,) = ada.day.all(Blocker)
    return blocker


def in_channel(day: Orchestra) -> str:
    """What the card in the channel says now."""
    team = day.teams()[0]
    return [*day.in_channel(team), *day.changed_in(team)][-1].text


# Offers


def test_an_offer_reaches_who_is_stuck_and_stands_in_the_channel(day: Orchestra, ada: Player, bo: Player) -> None:
    blocker = stuck(ada)
    bo.does("blockers.offer", value=blocker.id, place="field")

    assert bo.answer.strip().startswith("I tell Ada that you can help, within their hours.")
    assert ada.last().says == "Bo can help with “no <!channel> van”."
    assert "Bo can help." in in_channel(day)


def test_an_offer_is_made_once(day: Orchestra, ada: Player, bo: Player) -> None:
    blocker = stuck(ada)
    for _ in range(2):
        bo.does("blockers.offer", value=blocker.id)

    assert day.count(Hand) == 1
    assert len([one for one in ada.got() if "can help" in one.says]) == 1


def test_nobody_helps_themselves_or_with_what_is_cleared(day: Orchestra, ada: Player, bo: Player) -> None:
    blocker = stuck(ada)
    ada.does("blockers.offer", value=blocker.id)
    assert "Nobody needs a hand there" in ada.answer

    ada.does("blockers.clear", value=blocker.id)
    bo.does("blockers.offer", value=blocker.id)
    assert "Nobody needs a hand there" in bo.answer
    assert day.count(Hand) == 0


def test_who_does_not_see_it_cannot_offer(day: Orchestra, ada: Player, bo: Player) -> None:
    cy = day.player("Cy", team=day.team("Quay"))
    private = stuck(ada, told=False)
    for who in (cy, bo):
        who.does("blockers.offer", value=private.id)
        assert "There is no such thing here" in who.answer

    ada.hands_in(["Call every harbour about bread"], blocker="no van", tell="yes")
    cy.does("blockers.offer", value=private.id)
    assert "There is no such thing here" in cy.answer
    bo.does("blockers.offer", value="0" * 32)
    assert "There is no such thing here" in bo.answer
    assert day.count(Hand) == 0


def test_a_coach_of_the_team_can_offer(day: Orchestra, ada: Player) -> None:
    ruth = day.player("Ruth", team=day.teams()[0], role=Role.COACH)
    ruth.does("blockers.offer", value=stuck(ada).id)

    assert day.count(Hand) == 1


def test_a_blocker_that_is_taken_back_takes_the_offers_with_it(day: Orchestra, ada: Player, bo: Player) -> None:
    bo.does("blockers.offer", value=stuck(ada).id)
    ada.hands_in(["Call every harbour about bread"])

    assert (day.count(Blocker), day.count(Hand)) == (0, 0)
    assert "taken a request for a hand back" in in_channel(day)


# Taken on


def test_one_takes_it_on_and_who_is_stuck_is_told_once(day: Orchestra, ada: Player, bo: Player) -> None:
    blocker = stuck(ada)
    for _ in range(2):
        bo.does("blockers.take", value=blocker.id)

    assert "You have taken on “no <!channel> van”, and Ada reads so." in bo.answer
    assert [one.says for one in ada.got()].count("Bo has taken on “no <!channel> van”.") == 1
    assert [one.taken_by for one in day.all(Blocker)] == [bo.person.id]
    assert "Bo has taken it on." in in_channel(day)


def test_the_digest_says_who_has_it_and_offers_it_no_more(day: Orchestra, ada: Player, bo: Player) -> None:
    blocker = stuck(ada)
    team, today = day.teams()[0], day.today(ada).isoformat()
    place = next(one for one in day.all(Place) if one.team_id == team.id)
    about = {"team": team.id, "day": today}
    assert "I take it" in day.draws(place, "digest.day", about)
    bo.does("blockers.take", value=f"{blocker.id} {today}")

    assert "I take it" not in day.draws(place, "digest.day", about)
    assert "Bo has taken it on" in day.draws(place, "digest.day", about)


def test_a_digest_of_an_earlier_day_is_amended_where_it_was_pressed(day: Orchestra) -> None:
    day.plays_from()
    field = day.team("Field", digest_at=990)
    ada, bo = day.player("Ada", team=field), day.player("Bo", team=field)
    day.local(ada, time(8))
    day.local(ada, time(9))
    stuck(ada)
    day.local(ada, time(16, 30), days=1)
    wednesday = day.in_channel(field)[-1]
    day.local(ada, time(9), days=2)
    bo.presses("I take it", on=wednesday.card)

    changed = [one.text.splitlines()[0].strip() for one in day.changed_in(field) if "taken it on" in one.text]
    assert "FIELD, WEDNESDAY 10 MARCH" in changed


def test_a_second_one_reads_who_has_it_and_can_offer_a_hand(day: Orchestra, ada: Player, bo: Player) -> None:
    cy = day.player("Cy", team=day.teams()[0])
    blocker = stuck(ada)
    bo.does("blockers.take", value=blocker.id)
    cy.does("blockers.take", value=blocker.id)

    assert "Bo has taken it on already." in cy.answer
    assert [one.taken_by for one in day.all(Blocker)] == [bo.person.id]
    cy.presses("I can help")
    assert "Cy can help." in in_channel(day)


def test_it_is_given_back_and_then_somebody_else_can_have_it(day: Orchestra, ada: Player, bo: Player) -> None:
    cy = day.player("Cy", team=day.teams()[0])
    blocker = stuck(ada)
    bo.does("blockers.take", value=blocker.id)
    cy.does("blockers.give_back", value=blocker.id)
    assert "There is no such thing here" in cy.answer
    bo.presses("I cannot after all")
    assert "It is free again" in bo.answer
    assert any("free again for somebody to take on" in one.says for one in day.mouth.amended)

    cy.does("blockers.take", value=blocker.id)
    assert ada.last().says == "Cy has taken on “no <!channel> van”."
    bo.does("blockers.give_back", value=blocker.id)
    assert [one.taken_by for one in day.all(Blocker)] == [cy.person.id]


def test_nobody_takes_on_their_own_or_what_is_cleared_or_not_told_to_them(
    day: Orchestra, ada: Player, bo: Player
) -> None:
    cy = day.player("Cy", team=day.team("Quay"))
    blocker = stuck(ada)
    ada.does("blockers.take", value=blocker.id)
    assert "Nobody needs a hand there" in ada.answer
    for value in (blocker.id, f"{blocker.id} 2027-03-09", "0" * 32, ""):
        for action in ("blockers.take", "blockers.give_back"):
            cy.does(action, value=value)
            assert "There is no such thing here" in cy.answer
    ada.does("blockers.clear", value=blocker.id)
    bo.does("blockers.take", value=f"{blocker.id} nonsense")
    assert "Nobody needs a hand there" in bo.answer
    assert [one.taken_by for one in day.all(Blocker)] == [None]


def test_who_took_it_on_can_clear_it_and_say_what_helped(day: Orchestra, ada: Player, bo: Player) -> None:
    blocker = stuck(ada)
    bo.does("blockers.clear", value=blocker.id)
    assert "There is no such thing here" in bo.answer
    bo.does("blockers.take", value=blocker.id)
    bo.presses("It is cleared")
    bo.presses("Say what helped")
    bo.fills("Lent mine")

    assert [(one.cleared_by, one.helped) for one in day.all(Blocker)] == [(bo.person.id, "Lent mine")]
    assert any("is cleared" in one.says for one in day.mouth.amended if one.to.external_id == "ada")


def test_who_took_it_on_reads_it_no_more_once_it_is_kept_back(day: Orchestra, ada: Player, bo: Player) -> None:
    blocker = stuck(ada)
    bo.does("blockers.take", value=blocker.id)
    ada.hands_in(["Call every harbour about bread"], blocker="no van, and why")
    bo.does("blockers.clear", value=blocker.id)

    assert "There is no such thing here" in bo.answer
    assert "and why" not in in_channel(day)


def test_what_is_taken_back_is_gone_for_who_took_it_on(day: Orchestra, ada: Player, bo: Player) -> None:
    bo.does("blockers.take", value=stuck(ada).id)
    ada.hands_in(["Call every harbour about bread"])
    assert day.count(Blocker) == 0


def test_what_somebody_has_who_left_can_be_taken_on_by_another(day: Orchestra, ada: Player, bo: Player) -> None:
    cy = day.player("Cy", team=day.teams()[0])
    blocker = stuck(ada)
    bo.does("blockers.take", value=blocker.id)
    person = bo.person
    day.database.writer.write(lambda store: store.change(person, left_at=day.clock.at)).result()

    cy.does("blockers.take", value=blocker.id)
    assert [one.taken_by for one in day.all(Blocker)] == [cy.person.id]


def test_who_owns_the_line_can_take_on_what_was_passed_to_them(day: Orchestra, ada: Player) -> None:
    cy = day.player("Cy")
    blocker = stuck(ada, told=False)
    passed = {"passed_to": cy.person.id, "passed_at": day.clock.at}
    day.database.writer.write(lambda store: store.change(blocker, **passed)).result()
    cy.does("blockers.take", value=blocker.id)

    assert "You have taken on “no <!channel> van”" in cy.answer
    assert day.in_channel(day.teams()[0]) == []


# Cleared


def test_it_is_asked_about_until_it_is_cleared(day: Orchestra, ada: Player) -> None:
    stuck(ada)
    for _ in range(2):
        day.local(ada, time(9), days=1)
        assert "Still in the way?" in ada.last().text
        assert "In the way since 9 March" in ada.last().text

    ada.presses("It is cleared", on=ada.last().card)
    assert "“no <!channel> van” is cleared." in ada.answer
    assert "Ada is no longer stuck." in in_channel(day)
    day.local(ada, time(9), days=1)
    assert "Still in the way?" not in ada.last().text


def test_the_prompt_that_stands_stops_asking(day: Orchestra, ada: Player) -> None:
    blocker = stuck(ada)
    day.local(ada, time(9), days=1)
    ada.does("blockers.clear", value=blocker.id)

    changed = [one for one in day.mouth.amended if one.to.external_id == "ada"][-1]
    assert "Good morning" in changed.says
    assert "Still in the way?" not in changed.text


def test_what_is_new_today_is_not_asked_about_today(day: Orchestra, ada: Player) -> None:
    stuck(ada)
    ada.does("checkin.mark", value="x done")

    assert not [one for one in day.mouth.amended if "Still in the way?" in one.text]


def test_what_helped_is_kept_and_read_by_the_team(day: Orchestra, ada: Player) -> None:
    blocker = stuck(ada)
    ada.does("blockers.clear", value=blocker.id)
    form = ada.presses("Say what helped").drawn
    assert isinstance(form, Form)
    ada.does("blockers.helped", fields={"blocker": blocker.id, "helped": "Otto <b>lends</b> his"})

    assert "Otto <b>lends</b> his" in ada.answer
    assert "Otto <b>lends</b> his" in in_channel(day)
    form = ada.presses("Change it").drawn
    assert isinstance(form, Form)
    assert [str(one.value) for one in form.fields] == ["Otto <b>lends</b> his"]


@pytest.mark.parametrize(("typed", "noted"), [("x" * (HELPED + 1), "301 characters"), ("\u202e", "read as text")])
def test_what_cannot_be_kept_is_asked_for_again(ada: Player, typed: str, noted: str) -> None:
    blocker = stuck(ada)
    asked = ada.does("blockers.helped", fields={"blocker": blocker.id, "helped": typed})

    assert list(asked.notes) == ["helped"]
    assert noted in ada.answer


def test_cleared_by_mistake_is_in_the_way_again(day: Orchestra, ada: Player) -> None:
    blocker = stuck(ada)
    for _ in range(2):
        ada.does("blockers.clear", value=blocker.id)
    ada.presses("Still in the way")
    assert "“no <!channel> van” is in the way." in ada.answer
    ada.does("blockers.reopen", value=blocker.id)

    assert day.all(Blocker)[0].cleared_at is None
    assert "Ada asks for a hand." in in_channel(day)


def test_only_who_is_stuck_says_that_it_is_cleared(day: Orchestra, ada: Player, bo: Player) -> None:
    blocker = stuck(ada)
    for action in ("clear", "reopen", "open_helped", "open_pass"):
        bo.does(f"blockers.{action}", value=blocker.id)
        assert "There is no such thing here" in bo.answer
    bo.does("blockers.helped", fields={"blocker": blocker.id, "helped": "x"})
    assert "There is no such thing here" in bo.answer

    (kept,) = day.all(Blocker)
    assert (kept.cleared_at, kept.helped) == (None, "")


# Whose decision it is


@pytest.fixture
def olga(day: Orchestra, ada: Player) -> Player:
    olga = day.player("Olga", team=day.team("Harbour"))
    day.plays_from(OWNED)
    return olga


def test_the_owner_of_the_line_is_asked_to_decide(day: Orchestra, ada: Player, olga: Player) -> None:
    blocker = stuck(ada)
    ada.does("blockers.open_pass", value=blocker.id)
    ada.does("blockers.pass_on", fields={"blocker": blocker.id, "line": "field/P-2"})

    assert "I asked Olga to decide on “no <!channel> van”." in ada.answer
    assert "Olga was asked to decide." in in_channel(day)
    assert olga.last().says == "“no <!channel> van” waits, and the decision is yours. Decide, or talk to who is stuck."
    assert "Halve the quoting time" in olga.last().text

    olga.presses("It is decided", on=olga.last().card)
    assert day.all(Blocker)[0].cleared_by == olga.person.id
    assert "Ada is no longer stuck." in in_channel(day)


def test_a_private_blocker_is_shown_to_the_owner_and_to_nobody_else(day: Orchestra, ada: Player, olga: Player) -> None:
    blocker = stuck(ada, told=False)
    ada.does("blockers.pass_on", fields={"blocker": blocker.id, "line": "FIELD/p-2"})

    assert "no <!channel> van" in olga.last().text
    assert day.in_channel(day.teams()[0]) == []


def test_passed_on_twice_is_asked_once(day: Orchestra, ada: Player, olga: Player) -> None:
    blocker = stuck(ada)
    for _ in range(2):
        ada.does("blockers.pass_on", fields={"blocker": blocker.id, "line": "field/P-2"})

    assert len([one for one in day.all(Delivery) if one.view == "blockers.decide"]) == 1


def test_what_is_cleared_is_not_passed_on(day: Orchestra, ada: Player, olga: Player) -> None:
    blocker = stuck(ada)
    ada.does("blockers.clear", value=blocker.id)
    ada.does("blockers.pass_on", fields={"blocker": blocker.id, "line": "field/P-2"})

    assert "is cleared" in ada.answer
    assert olga.got() == []


@pytest.mark.parametrize(
    ("line", "noted"),
    [
        ("nowhere/P-9", "Choose one of the lines"),
        ("field/P-1", "Nobody owns that line yet"),
        ("field/P-2", "That line is yours"),
    ],
)
def test_a_line_that_nobody_else_decides_is_asked_for_again(day: Orchestra, ada: Player, line: str, noted: str) -> None:
    day.plays_from(OWNED.replace("olga", "ada"))
    asked = ada.does("blockers.pass_on", fields={"blocker": stuck(ada).id, "line": line})

    assert list(asked.notes) == ["line"]
    assert noted in ada.answer


# What is gone


NOBODY = "0" * 32


@pytest.mark.parametrize(
    ("view", "missing"),
    [
        ("blockers.offered", "blocker"),
        ("blockers.offered", "helper"),
        ("blockers.thanks", "blocker"),
        ("blockers.cleared", "blocker"),
        ("blockers.passed", "owner"),
        ("blockers.decide", "owner"),
    ],
)
def test_what_names_somebody_or_something_that_is_not_there_is_not_drawn(
    day: Orchestra, ada: Player, bo: Player, view: str, missing: str
) -> None:
    about = {"blocker": stuck(ada).id, "helper": bo.person.id, missing: NOBODY}
    place = next(one for one in day.all(Place) if one.person_id == ada.person.id)
    with pytest.raises(Gone):
        day.ask(lambda store: draw(store, view, about, Reader(ada.person, place, day.clock.now())))
