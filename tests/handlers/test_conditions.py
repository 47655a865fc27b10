"""What speaks for a condition and against it is said by who presses so, and who answers for it sees a contradiction."""

from collections.abc import Mapping
from datetime import time

import pytest

from handlers.cards import Form
from handlers.turn import Gone
from storage import conditions
from storage.tables import (
    Delivery,
    Evidence,
    EvidenceSource,
    Holding,
    HoldingState,
    Place,
    Remark,
    Task,
    Wording,
)
from tests.orchestra import SCORE, Orchestra, Player, Said

STANDS = SCORE.replace(
    "P-1: {words: Win the harbour towns}",
    "P-1: {words: Win the harbour towns, owner: otto, must_be_true: {K-1: {words: Harbours buy by phone, owner: bo}}}",
)
PHONE = "Eight of ten harbours ordered by phone"
VISIT = "Two harbours want to be visited first"


@pytest.fixture
def ada(day: Orchestra) -> Player:
    field, sales = day.team("Field"), day.team("Sales")
    ada = day.player("Ada", team=field)
    day.player("Cy", team=field)
    day.player("Bo", team=sales)
    day.player("Otto", strategy_owner=True)
    day.plays_from(STANDS)
    day.local(ada, time(10))
    return ada


def of(day: Orchestra, handle: str) -> Player:
    return Player(day, handle)


def line(day: Orchestra, address: str = "harbour/K-1") -> str:
    return next(one.line_id for one in day.all(Wording) if one.address == address)


def says(player: Player, side: str, words: str = PHONE) -> str:
    player.does("conditions.add", fields={"condition": line(player.day), "side": side, "words": words})
    return " ".join(player.answer.split())


def judges(player: Player, state: str, words: str = "They said so") -> str:
    player.does("conditions.judge", fields={"condition": line(player.day), "state": state, "words": words})
    return " ".join(player.answer.split())


def got(player: Player) -> list[Said]:
    """What came to somebody, without the questions of the morning."""
    return [one for one in player.got() if not one.says.startswith("Good morning")]


def shows(player: Player, address: str = "harbour/K-1") -> str:
    player.writes(f"score {address}")
    return " ".join(player.answer.split())


# Both sides


def test_both_sides_stand_with_the_condition_with_counts_and_the_latest_of_each(day: Orchestra, ada: Player) -> None:
    assert "Speaks for it nothing yet" in shows(ada)
    ada.presses("This speaks for it")
    ada.fills("Seven did")
    day.goes_on(minutes=1)
    says(ada, "for")
    day.goes_on(minutes=1)
    ada.writes("score harbour/K-1")
    ada.presses("This speaks against it")
    ada.fills(VISIT)
    said = shows(ada)
    assert "Speaks for it two things" in said
    assert "Speaks against it one thing" in said
    assert PHONE in said
    assert VISIT in said
    assert "Seven did" not in said
    ada.presses("All that was said")
    assert "Seven did" in ada.answer


def test_who_said_it_is_named_to_those_alone_who_see_their_check_ins(day: Orchestra, ada: Player) -> None:
    says(ada, "for")
    assert "speaks for it, Ada" in shows(ada)
    assert "speaks for it, Ada" in shows(of(day, "cy"))
    assert "speaks for it, somebody" in shows(of(day, "bo"))
    place = next(one for one in day.all(Place) if one.external_id == "field")
    assert "Ada" not in day.draws(place, "conditions.of_line", {"line": line(day), "from": "0"})


def test_a_page_holds_five(day: Orchestra, ada: Player) -> None:
    for n in range(7):
        says(ada, "for", f"Thing {n}")
    shows(ada)
    ada.presses("All that was said")
    assert ada.answer.count("Thing") == 5
    ada.presses("Earlier ones")
    assert ada.answer.count("Thing") == 2
    ada.presses("Later ones")
    assert ada.answer.count("Thing") == 5
    ada.does("conditions.of_line", value=f"{line(day)} x")
    assert ada.answer.count("Thing") == 5


def test_ten_a_day_of_one_person(day: Orchestra, ada: Player) -> None:
    for n in range(10):
        says(ada, "for", f"Thing {n}")
    assert "That is ten today" in says(ada, "for")
    assert "It is kept" in says(of(day, "cy"), "for")
    assert len(day.all(Evidence)) == 11


@pytest.mark.parametrize(("words", "note"), [("", "Write one sentence"), ("x" * 301, "301"), ("\u202e", "read")])
def test_what_is_no_sentence_stays_in_the_form(day: Orchestra, ada: Player, words: str, note: str) -> None:
    assert note in says(ada, "for", words)
    assert note in judges(of(day, "bo"), "holds", words)
    assert (day.all(Evidence), day.all(Holding)) == ([], [])


def test_hostile_words_are_shown_as_they_stand(day: Orchestra, ada: Player) -> None:
    says(ada, "for", "<!channel> *x* [y](http://e)")
    assert "<!channel> *x* [y](http://e)" in shows(ada)


def test_other_lines_hold_no_evidence(day: Orchestra, ada: Player) -> None:
    for action in ("open_for", "open_against", "open_holds", "open_broken", "look_into", "of_line"):
        ada.does(f"conditions.{action}", value=line(day, "field/P-1"))
        assert "no such thing here" in ada.answer
    assert "no such thing here" in says(ada, "perhaps")
    assert "no such thing here" in judges(of(day, "bo"), "looked_into")
    assert "Speaks for it" not in shows(ada, "field/P-1")


# A contradiction


def test_who_answers_for_it_is_told_of_the_first_that_speaks_against_it_once(day: Orchestra, ada: Player) -> None:
    bo = of(day, "bo")
    says(ada, "for")
    assert got(bo) == []
    says(ada, "against", VISIT)
    assert got(bo)[-1].says == "Something speaks for a condition of yours, and something against it."
    day.goes_on(minutes=1)
    says(ada, "against", "A third")
    says(ada, "for", "A fourth")
    assert len(got(bo)) == 1
    assert any("A third" in one.text for one in day.mouth.amended)


def test_the_first_that_speaks_for_it_after_others_against_it_is_one_too(day: Orchestra, ada: Player) -> None:
    bo = of(day, "bo")
    says(ada, "against", VISIT)
    assert got(bo)[-1].says == "Something speaks against a condition of yours."
    says(ada, "for")
    assert len(got(bo)) == 1
    assert day.mouth.amended[-1].says == "Something speaks for a condition of yours, and something against it."


def test_once_it_was_judged_the_next_contradiction_is_told_again(day: Orchestra, ada: Player) -> None:
    bo = of(day, "bo")
    says(ada, "against", VISIT)
    bo.presses("It holds", on=got(bo)[-1].card)
    bo.fills("Two of forty are few")
    assert "It holds, Bo said on 9 March." in bo.answer
    day.goes_on(hours=1)
    says(ada, "against", "Five of forty")
    assert len([one for one in day.all(Delivery) if one.view == "conditions.contradicted"]) == 2


def test_who_says_it_themselves_is_not_told(day: Orchestra, ada: Player) -> None:
    says(of(day, "bo"), "against", VISIT)
    assert not [one for one in day.all(Delivery) if one.view == "conditions.contradicted"]


def test_where_nobody_can_be_told_it_is_kept_all_the_same(day: Orchestra, ada: Player) -> None:
    deaf = [of(day, name).person for name in ("bo", "otto")]
    for person in deaf:
        person.wishes = "decision=none"
    day.database.writer.write(lambda store: store.change_all(deaf, "wishes")).result()
    says(ada, "against", VISIT)
    judges(of(day, "bo"), "broken")
    assert (len(day.all(Evidence)), len(day.all(Holding))) == (1, 1)
    assert not [one for one in day.all(Delivery) if one.view.startswith("conditions.")]


# Whether it holds


def test_where_it_no_longer_holds_who_owns_the_line_above_is_told(day: Orchestra, ada: Player) -> None:
    bo, otto = of(day, "bo"), of(day, "otto")
    says(ada, "against", VISIT)
    bo.presses("It no longer holds", on=got(bo)[-1].card)
    bo.fills("They all want a visit")
    assert "That stands with the condition now" in bo.answer
    assert got(otto)[-1].says == "What a line of yours stands on no longer holds."
    assert "They all want a visit" in got(otto)[-1].text
    assert "It no longer holds, Bo said on 9 March." in shows(ada)
    assert "It stands on Harbours buy by phone (harbour/K-1), which no longer holds since 9 March." in shows(
        ada, "harbour/P-1"
    )
    otto.presses("harbour/K-1", on=got(otto)[-1].card)
    assert "They all want a visit" in otto.answer
    why = next(one.id for one in day.all(Delivery) if one.view == "conditions.broken")
    otto.does("attention.why", value=why)
    assert "Bo" in otto.answer


def test_who_looks_into_it_says_so_once(day: Orchestra, ada: Player) -> None:
    bo = of(day, "bo")
    says(ada, "against", VISIT)
    bo.presses("I look into it", on=got(bo)[-1].card)
    bo.does("conditions.look_into", value=line(day))
    assert "Bo looks into it since 9 March." in bo.answer
    assert [one.state for one in day.all(Holding)] == [HoldingState.LOOKED_INTO]
    of(day, "otto").does("conditions.look_into", value=line(day))
    assert len(day.all(Holding)) == 2
    # It is still the same contradiction.
    says(ada, "against", "Another")
    assert len([one for one in day.all(Delivery) if one.view == "conditions.contradicted"]) == 1


def test_only_who_answers_for_it_says_whether_it_holds(day: Orchestra, ada: Player) -> None:
    shows(ada)
    assert "It holds" not in ada.answer
    assert "for those who answer for it to say" in judges(ada, "holds")
    for action in ("open_holds", "open_broken", "look_into"):
        ada.does(f"conditions.{action}", value=line(day))
        assert "for those who answer for it to say" in " ".join(ada.answer.split())
    assert day.all(Holding) == []
    assert "That stands" in judges(of(day, "otto"), "holds")


# From a check-in, and from a remark


def test_what_a_day_holds_says_something_only_where_its_person_presses(day: Orchestra, ada: Player) -> None:
    ada.hands_in(["Call every harbour before noon"], blocker="They want a visit", win="Sold out")
    assert day.all(Evidence) == []
    ada.presses("What it says of a condition")
    assert ada.said is not None
    form = ada.said.drawn
    assert isinstance(form, Form)
    things = {str(option.label): option.value for option in form.fields[0].options}
    assert set(things) == {"Call every harbour before noon", "They want a visit", "Sold out"}
    for words, side, source in (
        ("They want a visit", "against", EvidenceSource.BLOCKER),
        ("Sold out", "for", EvidenceSource.WIN),
        ("Call every harbour before noon", "for", EvidenceSource.TASK),
    ):
        fields = {**form.about, "thing": things[words], "line": line(day), "side": side, "words": VISIT}
        ada.does(form.action, fields=fields)
        assert "It is kept" in ada.answer
        assert day.all(Evidence)[-1].source is source
        ada.does(form.action, fields=fields)
        assert "was said of" in ada.answer
    assert len(day.all(Evidence)) == 3
    # What was chosen stays where it is.
    assert "They want a visit" not in shows(of(day, "bo"))
    assert "of what was in the way" in shows(of(day, "bo"))


def test_what_is_not_chosen_is_asked_for_again(day: Orchestra, ada: Player) -> None:
    ada.hands_in(["Call every harbour before noon"])
    ada.presses("What it says of a condition")
    assert ada.said is not None
    assert isinstance(ada.said.drawn, Form)
    of_day = ada.said.drawn.about
    for fields in ({}, {"thing": f"task {day.all(Task)[0].id}", "line": line(day, "field/P-1"), "side": "for"}):
        ada.does("conditions.add_from", fields={**of_day, **fields, "words": PHONE})
        assert "Choose one of these" in ada.answer
    assert day.all(Evidence) == []


def test_where_no_line_of_the_day_stands_on_a_condition_nothing_is_offered(day: Orchestra, ada: Player) -> None:
    ada.hands_in(["Sweep the yard"])
    assert "What it says of a condition" not in ada.answer
    checkin = day.checkin_of(ada)
    assert checkin is not None
    ada.does("conditions.open_from", value=f"checkin {checkin.id}")
    assert "Nothing of it belongs to a line that stands on a condition" in ada.answer
    ada.does("conditions.add_from", fields={"of": f"checkin {checkin.id}"})
    assert "no such thing here" in ada.answer


def test_nobody_elses_day_says_anything(day: Orchestra, ada: Player) -> None:
    ada.hands_in(["Call every harbour before noon"])
    checkin = day.checkin_of(ada)
    assert checkin is not None
    for of_what in (f"checkin {checkin.id}", "checkin x", "remark x", "x"):
        cy = of(day, "cy")
        cy.does("conditions.open_from", value=of_what)
        assert "no such thing here" in cy.answer
        cy.does("conditions.add_from", fields={"of": of_what})
        assert day.all(Evidence) == []


def test_what_was_asked_and_answered_may_say_something(day: Orchestra, ada: Player) -> None:
    bo = of(day, "bo")
    ada.does("remarks.ask", fields={"line": line(day), "kind": "question", "words": "Do they all?"})
    remark = day.all(Remark)[0]
    bo.does("conditions.open_from", value=f"remark {remark.id}")
    assert "no such thing here" in bo.answer
    bo.does("remarks.answer", fields={"remark": remark.id, "answer": "Nearly"})
    bo.presses("What it says of a condition")
    bo.fills("Do they all?", "Harbours buy", "Speaks against", "Not all of them do")
    assert "It is kept" in bo.answer
    assert [(one.source, one.of_id) for one in day.all(Evidence)] == [(EvidenceSource.REMARK, remark.id)]
    assert "of what was asked of a line" in shows(bo)


def test_who_stands_nowhere_reads_nothing(day: Orchestra, ada: Player) -> None:
    place = next(one for one in day.all(Place) if one.external_id == "cy")
    judges(of(day, "bo"), "broken")
    nothing: Mapping[str, Mapping[str, str]] = {
        "conditions.form": {"line": "x", "side": "for"},
        "conditions.from_form": {"of": "checkin x"},
        "conditions.kept": {"line": line(day, "field/P-1")},
        "conditions.contradicted": {"line": line(day), "person": "x"},
        "conditions.broken": {"holding": "x"},
    }
    for view, about in nothing.items():
        with pytest.raises(Gone):
            day.draws(place, view, about)
    channel = next(one for one in day.all(Place) if one.external_id == "field")
    with pytest.raises(Gone):
        day.draws(channel, "conditions.from_form", {"of": "checkin x"})
    holding = day.all(Holding)[0].id
    day.plays_from(STANDS.replace("Win the harbour towns", "Win all the towns"))
    assert "no longer holds" in day.draws(place, "conditions.broken", {"holding": holding})
    assert day.ask(lambda store: conditions.said_by(store, ada.person)) == []
