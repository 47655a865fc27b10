"""Who is stuck hears at once whose line it is, what helped before and what was promised, or nothing at all."""

from datetime import time
from pathlib import Path

import pytest

from storage.tables import Absence, Blocker, Wording
from tests.orchestra import Orchestra, Player, orchestra

SCORE = (Path(__file__).parent.parent / "conversations" / "against.yml").read_text("utf-8")
LIST = "No price list for the spring loaves"
HELPED = "Otto keeps it in the blue folder"


@pytest.fixture
def otto(day: Orchestra) -> Player:
    return day.player("Otto")


@pytest.fixture
def ada(day: Orchestra, otto: Player) -> Player:
    field = day.team("Field", part="field")
    player = day.player("Ada", team=field)
    day.player("Bo", team=field)
    day.plays_from(SCORE)
    day.local(player, time(9))
    day.mouth.sent.clear()
    return player


def bo_of(day: Orchestra) -> Player:
    return Player(day, "bo")


def text(player: Player) -> str:
    return " ".join(player.last().text.split())


def cleared(day: Orchestra, who: Player, words: str = LIST, helped: str = HELPED, *, told: bool = True) -> Blocker:
    """Somebody was stuck and is no longer."""
    who.hands_in(["Sort papers"], blocker=words, tell="yes" if told else "")
    blocker = day.all(Blocker)[-1]
    who.does("blockers.clear", value=blocker.id)
    who.does("blockers.helped", fields={"blocker": blocker.id, "helped": helped})
    return blocker


def test_the_line_and_who_decides_on_it_are_named_with_one_press_to_ask(day: Orchestra, ada: Player) -> None:
    bo = bo_of(day)
    ada.hands_in(["Call every harbour"], blocker="no van")
    assert "field/P-1 Call every harbour before noon Bo decides." in text(ada)

    ada.presses("Ask Bo to decide", on=ada.last().card)

    assert bo.last().says.startswith("“no van” waits, and the decision is yours.")
    assert [one.passed_to for one in day.all(Blocker)] == [bo.person.id]


def test_words_that_speak_for_a_line_go_before_the_tasks(day: Orchestra, ada: Player) -> None:
    ada.hands_in(["Call every harbour"], blocker="Nobody can halve the quoting time alone")

    assert "field/P-2 Halve the quoting time" in text(ada).split("in the way seems")[1]
    assert "Ask" not in text(ada)  # nobody owns it


def test_unsure_is_silent(day: Orchestra, ada: Player) -> None:
    ada.hands_in(["Call every harbour", "Halve the quoting time"], blocker="no van")

    assert "seems to be about" not in text(ada)


def test_without_a_score_or_a_line_nothing_is_said(day: Orchestra) -> None:
    cy = day.player("Cy")
    cy.hands_in(["Sweep"], blocker="no broom")

    assert "seems to be about" not in text(cy)


def test_of_ones_own_line_one_is_not_told_to_ask_oneself(day: Orchestra, ada: Player) -> None:
    bo = bo_of(day)
    bo.hands_in(["Call every harbour"], blocker="no van")

    assert "field/P-1" in text(bo).split("seems to be about")[1]
    assert "decides" not in text(bo)
    assert "blockers.ask" not in [one.action for one in bo.buttons(bo.last().card)]


def changes(day: Orchestra, player: Player, **values: object) -> None:
    person = player.person
    day.database.writer.write(lambda store: store.change(person, **values)).result()


def test_while_the_owner_is_away_or_has_left_it_is_the_deputy(day: Orchestra, ada: Player) -> None:
    bo = bo_of(day)
    today = day.today(ada)
    away = Absence(
        id="away", workspace_id=day.workspace.id, person_id=bo.person.id, first_day=today, last_day=today,
        said_at=day.clock.now(),
    )  # fmt: skip
    day.keep(away)
    ada.hands_in(["Call every harbour"], blocker="no van")
    assert "Otto decides." in text(ada)

    day.goes_on(days=1)
    ada.hands_in(["Call every harbour"], blocker="no van")
    assert "Bo decides." in text(ada)

    changes(day, bo, left_at=day.clock.now())
    day.goes_on(days=1)
    ada.hands_in(["Call every harbour"], blocker="no van")
    assert "Otto decides." in text(ada)
    ada.presses("Ask Otto to decide", on=ada.last().card)
    assert Player(day, "otto").last().says.startswith("“no van” waits")


def test_with_owner_and_deputy_gone_nobody_is_named(day: Orchestra, ada: Player, otto: Player) -> None:
    for gone in (bo_of(day), otto):
        changes(day, gone, left_at=day.clock.now())
    ada.hands_in(["Call every harbour"], blocker="no van")

    assert "field/P-1" in text(ada).split("seems to be about")[1]
    assert "decides" not in text(ada)


def test_what_helped_a_teammate_who_told_is_read_by_the_next_one(day: Orchestra, ada: Player) -> None:
    cleared(day, bo_of(day))
    ada.hands_in(["Sort papers"], blocker="the price list of the spring loaves is missing")

    assert f"What helped with “{LIST}”" in text(ada)
    assert HELPED in text(ada)


def test_what_somebody_kept_to_themselves_never_reaches_another(day: Orchestra, ada: Player) -> None:
    bo = bo_of(day)
    cleared(day, bo, told=False)
    ada.hands_in(["Sort papers"], blocker=LIST, tell="yes")
    assert HELPED not in "".join(one.text for one in day.mouth.sent if one.to.external_id != "bo")

    day.goes_on(days=1)
    bo.hands_in(["Sort papers"], blocker=LIST)
    assert HELPED in text(bo)
    assert HELPED not in "".join(one.text for one in day.mouth.sent if one.to.team_id)


def test_what_is_taken_back_later_is_gone_from_the_answer(day: Orchestra, ada: Player) -> None:
    bo = bo_of(day)
    cleared(day, bo)
    ada.hands_in(["Sort papers"], blocker=LIST)
    assert HELPED in text(ada)

    bo.hands_in(["Sort papers"], blocker=LIST)  # no longer told
    ada.hands_in(["Sort papers"], blocker=LIST)
    assert HELPED not in day.mouth.amended[-1].text


def test_what_another_team_was_told_stays_there(day: Orchestra, ada: Player) -> None:
    cy = day.player("Cy", team=day.team("Oven", part="oven"))
    cleared(day, cy)
    ada.hands_in(["Sort papers"], blocker=LIST, tell="yes")

    assert HELPED not in text(ada)
    assert HELPED not in day.in_channel(day.teams()[0])[-1].text


def test_the_channel_reads_what_the_channel_was_told_and_no_more(day: Orchestra, ada: Player) -> None:
    field = day.teams()[0]
    oven = day.team("Oven", part="oven")
    di = day.player("Di", team=[field, oven])
    cleared(day, day.player("Cy", team=oven), helped="Cy knows")
    cleared(day, bo_of(day), "The price list for the spring loaves is wrong")
    di.hands_in(["Sort papers"], blocker=LIST, tell="yes")

    assert "Cy knows" in text(di)
    assert HELPED in text(di)
    in_field, in_oven = (day.in_channel(one)[-1].text for one in (field, oven))
    assert (HELPED in in_field, "Cy knows" in in_field) == (True, False)
    assert (HELPED in in_oven, "Cy knows" in in_oven) == (False, True)


def test_what_is_still_in_the_way_or_says_nothing_of_what_helped_is_not_recommended(
    day: Orchestra, ada: Player
) -> None:
    bo = bo_of(day)
    blocker = cleared(day, bo, helped="")
    ada.hands_in(["Sort papers"], blocker=LIST)
    assert "What helped" not in text(ada)

    day.goes_on(days=1)
    bo.does("blockers.helped", fields={"blocker": blocker.id, "helped": HELPED})
    bo.does("blockers.reopen", value=blocker.id)
    ada.hands_in(["Sort papers"], blocker=LIST)
    assert "What helped" not in text(ada)


def test_another_workspace_helps_nobody_here(day: Orchestra, ada: Player) -> None:
    with orchestra(day.database.engine.url) as other:
        eve = other.player("Eve", team=other.team("Field", part="field"))
        other.plays_from()
        cleared(other, eve)
    ada.hands_in(["Sort papers"], blocker=LIST, tell="yes")

    assert HELPED not in text(ada)


def test_a_promise_that_is_due_is_named_with_its_owner(day: Orchestra, ada: Player) -> None:
    ada.hands_in(["Sort papers"], blocker=LIST, tell="yes")

    assert "This was promised, and is due: oven/R-1 The price list of the spring loaves Otto, due 10 March." in text(
        ada
    )
    assert "oven/R-1" in day.in_channel(day.teams()[0])[-1].text


def test_a_promise_to_others_is_not(day: Orchestra, ada: Player) -> None:
    cy = day.player("Cy", team=day.team("Oven", part="oven"))
    cy.hands_in(["Sort papers"], blocker=LIST)

    assert "promised" not in text(cy)


def test_a_blocker_that_is_rewritten_is_looked_at_anew(day: Orchestra, ada: Player) -> None:
    ada.hands_in(["Sort papers"], blocker="no van")
    assert "promised" not in text(ada)
    ada.hands_in(["Sort papers"], blocker=LIST)

    answers = [one.text for one in day.mouth.amended if "Your tasks" in one.text]
    assert "oven/R-1" in answers[-1]


def test_once_it_is_cleared_the_advice_is_gone_and_the_morning_never_had_it(day: Orchestra, ada: Player) -> None:
    ada.hands_in(["Call every harbour"], blocker="no van")
    day.goes_on(days=1, hours=3)
    assert "seems to be about" not in text(ada)
    ada.does("blockers.clear", value=day.all(Blocker)[0].id)

    answers = [one.text for one in day.mouth.amended if "Your tasks" in one.text]
    assert "seems to be about" not in answers[-1]


def test_one_press_asks_only_for_ones_own_blocker(day: Orchestra, ada: Player) -> None:
    bo = bo_of(day)
    ada.hands_in(["Call every harbour"], blocker="no van")
    (blocker,) = day.all(Blocker)
    line = next(one.line_id for one in day.all(Wording) if one.address == "harbour/P-1")
    bo.does("blockers.ask", value=f"{blocker.id} {line}")
    ada.does("blockers.ask", value=f"{blocker.id} nothing")
    ada.does("blockers.ask", value="nonsense")

    assert [one.passed_to for one in day.all(Blocker)] == [None]


def test_hostile_words_break_nothing(day: Orchestra, ada: Player) -> None:
    cleared(day, bo_of(day), "<!here> *price* [list](http://e) loaves", "<!channel> ask [x](http://e)")
    ada.hands_in(["Sort papers"], blocker="<!here> *price* [list](http://e) loaves " + "x " * 900)
    day.goes_on(days=1)
    ada.hands_in(["Sort papers"], blocker="<!here> price list http loaves")

    assert "<!channel> ask [x](http://e)" in text(ada)
