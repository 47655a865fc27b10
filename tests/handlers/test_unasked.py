"""What nobody asked for waits for somebody's hours, and for whoever said stop it never comes."""

from collections.abc import Callable
from datetime import UTC, time, timedelta
from pathlib import Path

import pytest

from handlers.occasions import OCCASIONS
from storage.tables import (
    Blocker,
    Crossing,
    CrossingState,
    Delivery,
    Membership,
    Nomination,
    Place,
    Remark,
    RemarkKind,
    Win,
    Wording,
)
from tests.orchestra import Orchestra, Player, words

SCORE = (Path(__file__).parent.parent / "conversations" / "against.yml").read_text("utf-8")
CHAIN = "Quote rolls for the supermarket chain in Leeds"


def asks_to_decide(day: Orchestra, ada: Player) -> None:
    ada.hands_in(["Call every harbour"], blocker="no van")
    line = day.all(Blocker)[0].line_id
    ada.does("blockers.ask", value=f"{day.all(Blocker)[0].id} {line}")


def hands_over(day: Orchestra, ada: Player) -> None:
    ada.hands_in([CHAIN])
    fields = {"crossing": day.all(Crossing)[0].id, "to": Player(day, "bo").person.id}
    ada.does("crossings.hand", fields=fields)


def argues(day: Orchestra, ada: Player) -> None:
    ada.hands_in([CHAIN])
    ada.does("crossings.argue", fields={"crossing": day.all(Crossing)[0].id, "words": "They pay in advance"})


def praises(day: Orchestra, ada: Player) -> None:
    ada.does("wins.praise", value=day.all(Win)[0].id)


def lets_go(day: Orchestra, ada: Player) -> None:
    ada.does("members.hand_in", fields={"team": day.teams()[0].id, "go": "Bo"})


def bo_is_stuck(day: Orchestra) -> str:
    Player(day, "bo").hands_in(["Sort papers"], blocker="no van", tell="yes", win="Sold out")
    return day.all(Blocker)[0].id


def offers_a_hand(day: Orchestra, ada: Player) -> None:
    ada.does("blockers.offer", value=bo_is_stuck(day))


def takes_it_on(day: Orchestra, ada: Player) -> None:
    ada.does("blockers.take", value=bo_is_stuck(day))


def answers_what_bo_asked(day: Orchestra, ada: Player) -> None:
    bo = Player(day, "bo")
    bo.hands_in([CHAIN])
    crossing = day.all(Crossing)[0].id
    bo.does("crossings.hand", fields={"crossing": crossing, "to": ada.person.id})
    ada.does("crossings.leave", value=crossing)


def would_count_it(day: Orchestra, ada: Player) -> None:
    fields = {"author": "bo", "message": "m1"}
    ada.does("nominations.ask", value="Twelve harbours called", fields=fields)


def answers_what_bo_would_count(day: Orchestra, ada: Player) -> None:
    bo = Player(day, "bo")
    bo.does("nominations.ask", value="Twelve harbours called", fields={"author": "ada", "message": "m1"})
    ada.does("nominations.leave", value=day.all(Nomination)[0].id)


def asks_of_a_line(day: Orchestra, ada: Player) -> None:
    line = next(one.line_id for one in day.all(Wording) if one.address == "harbour/P-1")
    ada.does("remarks.ask", fields={"line": line, "kind": "question", "words": "By when?"})


def answers_what_bo_asked_of_a_line(day: Orchestra, ada: Player) -> None:
    line = next(one for one in day.all(Wording) if one.address == "harbour/P-1")
    bo = Player(day, "bo").person
    asked = Remark(
        id=day.moment().id(),
        workspace_id=day.workspace.id,
        line_id=line.line_id,
        edition_id=line.edition_id,
        kind=RemarkKind.QUESTION,
        words="By when?",
        person_id=bo.id,
        holder_id=ada.person.id,
        asked_on=day.today(ada),
        batch="b",
        answer_by=day.today(ada),
    )
    day.keep(asked)
    ada.does("remarks.answer", fields={"remark": asked.id, "answer": "By June"})


DOES: dict[str, tuple[str, Callable[[Orchestra, Player], None]]] = {
    "blockers.decide": ("bo", asks_to_decide),
    "crossings.handed": ("bo", hands_over),
    "crossings.argued": ("otto", argues),
    "wins.praised": ("bo", praises),
    "members.told": ("bo", lets_go),
    "nominations.asked": ("bo", would_count_it),
    "nominations.answered": ("bo", answers_what_bo_would_count),
    "remarks.asked": ("otto", asks_of_a_line),
    "remarks.answered": ("bo", answers_what_bo_asked_of_a_line),
    "blockers.offered": ("bo", offers_a_hand),
    "blockers.taken": ("bo", takes_it_on),
    "crossings.came_back": ("bo", answers_what_bo_asked),
}
"""For each view, to whom it goes and what Ada does that it comes of."""


@pytest.fixture
def ada(day: Orchestra) -> Player:
    day.player("Otto", strategy_owner=True)
    field = day.team("Field", part="field")
    ada = day.player("Ada", team=field)
    bo = day.player("Bo", team=field)
    day.plays_from(SCORE)
    day.local(ada, time(9))
    bo.hands_in(["Sort papers"], win="Sold out")
    day.database.writer.write(lambda store: store.change(ada.person, is_admin=True)).result()
    return ada


def of(day: Orchestra, view: str) -> list[Delivery]:
    return [one for one in day.all(Delivery) if one.view == view]


def test_each_is_counted_among_what_nobody_asked_for() -> None:
    assert set(DOES) <= set(OCCASIONS)


@pytest.mark.parametrize("view", DOES)
def test_it_comes_at_once_within_the_hours(day: Orchestra, ada: Player, view: str) -> None:
    _, does = DOES[view]
    does(day, ada)

    assert [one.view for one in of(day, view)] == [view]
    assert of(day, view)[0].not_before == of(day, view)[0].planned_at


@pytest.mark.parametrize("view", DOES)
def test_whoever_gets_it_reads_of_whom_it_came(day: Orchestra, ada: Player, view: str) -> None:
    who, does = DOES[view]
    day.goes_on(minutes=30)
    does(day, ada)
    day.send()
    read = Player(day, who)
    read.does("attention.why", value=of(day, view)[0].id)

    assert "Ada" in read.answer


@pytest.mark.parametrize("view", DOES)
def test_it_waits_for_the_hours(day: Orchestra, ada: Player, view: str) -> None:
    who, does = DOES[view]
    day.local(ada, time(21))
    does(day, ada)
    came = len(Player(day, who).got())

    (waits,) = of(day, view)
    assert waits.not_before.astimezone(UTC).time() == time(9)
    assert waits.not_before > waits.planned_at
    day.local(ada, time(9), days=1)
    day.send()
    assert len(Player(day, who).got()) > came


@pytest.mark.parametrize("view", DOES)
def test_whoever_said_stop_does_not_get_it(day: Orchestra, ada: Player, view: str) -> None:
    who, does = DOES[view]
    Player(day, who).writes("stop")
    does(day, ada)

    theirs = {one.id for one in day.all(Place) if one.person_id == Player(day, who).person.id}
    assert not [one for one in of(day, view) if one.place_id in theirs]


def test_who_has_a_deputy_is_stood_in_for(day: Orchestra, ada: Player) -> None:
    Player(day, "bo").writes("stop")
    asks_to_decide(day, ada)

    assert Player(day, "otto").last().says.startswith("“no van” waits, and the decision is yours.")


def test_what_cannot_be_handed_over_stays_and_is_said_beside_the_field(day: Orchestra, ada: Player) -> None:
    Player(day, "bo").writes("stop")
    hands_over(day, ada)

    assert ada.said is not None
    assert "Bo cannot be reached through me now." in words(ada.said.notes["to"])
    assert [one.state for one in day.all(Crossing)] == [CrossingState.ASKED]


def test_what_happens_all_the_same_happens(day: Orchestra, ada: Player) -> None:
    bo = Player(day, "bo")
    bo.writes("stop")
    lets_go(day, ada)

    assert {one.person_id for one in day.all(Membership)} == {ada.person.id}
    assert bo.person.next_due_at is None


# Offers of a hand, in the night


def offer_in_the_night(day: Orchestra, ada: Player) -> tuple[Player, str]:
    """Bo is stuck on a Friday at half past five, and three offer a hand from seven in the evening on."""
    field = day.teams()[0]
    helpers = [ada, day.player("Cy", team=field), day.player("Dee", team=field)]
    day.local(ada, time(17, 30), days=3)
    blocker = bo_is_stuck(day)
    for hour, one in enumerate(helpers, 19):
        day.local(ada, time(hour))
        one.does("blockers.offer", value=blocker)
    return Player(day, "bo"), blocker


def test_offers_of_a_night_are_one_message_when_the_hours_begin(day: Orchestra, ada: Player) -> None:
    bo, _ = offer_in_the_night(day, ada)
    assert not [one for one in bo.got() if "can help" in one.says]
    day.local(ada, time(9), days=3)
    day.send()

    (told,) = [one for one in bo.got() if "can help" in one.says]
    assert told.says == "Ada, Cy and Dee can help with “no van”."
    assert "Write to one of them" in told.text
    assert "Why this?" in told.text


def test_an_offer_after_those_that_came_is_told_too(day: Orchestra, ada: Player) -> None:
    bo, blocker = offer_in_the_night(day, ada)
    day.local(ada, time(9), days=3)
    day.send()
    day.player("Eve", team=day.teams()[0]).does("blockers.offer", value=blocker)

    assert bo.last().says == "Ada, Cy, Dee and Eve can help with “no van”."


def test_an_offer_to_who_is_not_reached_stands_where_they_asked(day: Orchestra, ada: Player) -> None:
    blocker = bo_is_stuck(day)
    bo = Player(day, "bo")
    bo.does("attention.stop", value="help")
    ada.does("blockers.offer", value=blocker)

    assert of(day, "blockers.offered") == []
    assert "Bo cannot be told through me now" in " ".join(ada.answer.split())
    assert "Ada can help." in day.changed_in(day.teams()[0])[-1].text


def test_who_is_away_when_the_offers_come_has_them_on_the_day_of_return(day: Orchestra, ada: Player) -> None:
    blocker = bo_is_stuck(day)
    Player(day, "bo").writes("I am off today")
    ada.does("blockers.offer", value=blocker)

    (waits,) = of(day, "blockers.offered")
    assert waits.not_before == day.clock.at + timedelta(days=1)
    assert waits.expires_at is not None
    assert waits.expires_at > waits.not_before
