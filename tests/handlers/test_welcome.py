"""Whoever is new is welcomed once, at a good hour, before anything else."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest

from handlers import people as roster_of
from handlers import welcome
from handlers.cards import Card, buttons_in
from handlers.turn import How
from score import roster
from storage.tables import Delivery, DeliveryState, Person, Place, PlaceKind
from tests.orchestra import SCORE, Orchestra, Player, words

FILE = """
zone: Europe/Dublin
people:
  ada: {name: Ada}
  bo: {name: Bo}
  ruth: {name: Ruth}
  zoe: {name: Zoe}
  idris: {name: Idris}
  ines: {name: Ines}
teams:
  field: {name: Field, part: field, manager: bo, members: [ada], coaches: [ruth], observers: [zoe]}
admins: [idris]
strategy_owners: [ines]
"""
EVERYBODY = ("ada", "bo", "ruth", "zoe", "idris", "ines")


def takes_in(day: Orchestra, text: str = FILE) -> None:
    read = roster.read(text.encode(), "people.yml")
    day.database.writer.write(lambda store: roster_of.take_in(day.moment(), store, day.workspace.id, read)).result()


def welcomes(player: Player) -> list[str]:
    return [flat(one.text) for one in player.got() if one.says.startswith("Hello")]


def flat(text: str) -> str:
    return " ".join(text.split())


def known(day: Orchestra, handle: str, **values: object) -> Player:
    """Somebody who was taken in, as they chose it themselves."""
    player = Player(day, handle)
    day.database.writer.write(lambda store: store.change(player.person, **values)).result()
    return player


def test_everybody_is_welcomed_once_at_their_hour_and_before_they_are_asked(day: Orchestra) -> None:
    day.plays_from()
    takes_in(day)
    ada = Player(day, "ada")
    day.local(ada, time(8, 59))
    assert day.mouth.sent == []

    for _ in range(4):
        day.local(ada, time(9))
        day.goes_on(days=1)

    assert {handle: len(welcomes(Player(day, handle))) for handle in EVERYBODY} == dict.fromkeys(EVERYBODY, 1)
    assert [one.says.split(",")[0] for one in ada.got()][:2] == ["Hello", "Good morning"]
    assert all(one.says.startswith("Hello") for one in Player(day, "ruth").got())
    assert {one.greet_at for one in day.all(Person)} == {None}


def test_the_welcome_is_first_in_every_order_in_which_messages_are_read(day: Orchestra) -> None:
    takes_in(day)
    day.local(Player(day, "ada"), time(9))

    mine = [one for one in day.all(Delivery) if one.about.get("person") == Player(day, "ada").person.id]
    for order in (lambda one: one.id, lambda one: one.planned_at, lambda one: one.not_before):
        assert [one.view for one in sorted(mine, key=order)] == ["welcome.card", "checkin.invite"]


def test_an_hour_is_that_of_ones_own_zone(day: Orchestra) -> None:
    takes_in(day, FILE.replace("ada: {name: Ada}", "ada: {name: Ada, zone: Pacific/Auckland, asked_at: 07:30}"))
    ada = Player(day, "ada")
    day.goes_to(datetime(2027, 3, 9, 18, 29, tzinfo=UTC))
    assert ada.got() == []

    day.goes_to(datetime(2027, 3, 9, 18, 30, tzinfo=UTC))
    assert len(welcomes(ada)) == 1


@pytest.mark.parametrize(
    ("taken_in", "first"),
    [
        (time(14), "2027-03-09 14:00"),
        (time(17, 59), "2027-03-09 17:59"),
        (time(18), "2027-03-10 09:00"),
        (time(23, 30), "2027-03-10 09:00"),
        (time(3), "2027-03-09 09:00"),
    ],
)
def test_who_comes_in_during_the_day_is_welcomed_that_day_and_never_at_night(
    day: Orchestra, taken_in: time, first: str
) -> None:
    ruth = Player(day, "ruth")
    day.clock.at = datetime.combine(date(2027, 3, 9), taken_in, UTC)
    takes_in(day)
    while not ruth.got() and day.clock.at < datetime(2027, 3, 12, tzinfo=UTC):
        came = day.clock.at
        day.goes_on(minutes=0)
        if not ruth.got():
            day.goes_on(minutes=30 - day.clock.at.minute % 30)
            came = day.clock.at

    assert f"{came:%Y-%m-%d %H:%M}" == first


def test_who_chose_an_hour_in_the_evening_is_welcomed_then(day: Orchestra) -> None:
    takes_in(day, FILE.replace("ada: {name: Ada}", "ada: {name: Ada, asked_at: 22:00}"))
    ada = Player(day, "ada")

    day.local(ada, time(22))

    assert len(welcomes(ada)) == 1


def test_nobody_is_asked_before_they_are_welcomed(day: Orchestra) -> None:
    """Who was taken in after their evening began is counted as due from the next morning on."""
    day.clock.at = datetime(2027, 3, 9, 19, tzinfo=UTC)
    takes_in(day)
    ada = Player(day, "ada")
    day.goes_on()
    assert [one.view for one in day.all(Delivery)] == []
    assert ada.person.next_due_at == datetime(2027, 3, 10, 9, tzinfo=UTC)

    day.local(ada, time(9), days=1)
    assert [one.says.split(",")[0] for one in ada.got()] == ["Hello", "Good morning"]


def test_nobody_is_welcomed_on_days_away_days_off_or_before_they_join(day: Orchestra) -> None:
    takes_in(day, FILE.replace("zoe: {name: Zoe}", "zoe: {name: Zoe, joins: 2027-03-15}"))
    ada, zoe = Player(day, "ada"), Player(day, "zoe")
    bo = known(day, "bo", working_days=0b0010000)
    ada.writes("I am off until Thursday")
    ada.presses("Tuesday 9 March to Thursday 11 March")
    came: dict[str, date] = {}
    for _ in range(9):
        day.local(ada, time(9))
        for player in (ada, bo, zoe):
            if welcomes(player):
                came.setdefault(player.handle, day.today(player))
        day.goes_on(days=1)

    assert came == {"ada": date(2027, 3, 12), "bo": date(2027, 3, 12), "zoe": date(2027, 3, 15)}


def test_who_is_back_sooner_is_welcomed_before_they_are_asked(day: Orchestra) -> None:
    takes_in(day)
    ada = Player(day, "ada")
    ada.writes("on leave 9-19 March")
    day.local(ada, time(9))
    ada.writes("I am back")
    day.local(ada, time(9), days=1)

    said = [one.says.split(",")[0] for one in ada.got() if "away" not in one.says]
    assert said == ["Hello", "Good morning"]


def test_stop_before_the_first_word_means_no_word_until_they_start(day: Orchestra) -> None:
    takes_in(day)
    ada, ruth = Player(day, "ada"), Player(day, "ruth")
    for player in (ada, ruth):
        player.writes("stop")
    for _ in range(3):
        day.local(ada, time(9))
        day.goes_on(days=1)
    assert ada.got() + ruth.got() == []

    for player in (ada, ruth):
        player.writes("start again")
    for _ in range(3):
        day.local(ada, time(9))
        day.goes_on(days=1)
    assert [len(welcomes(one)) for one in (ada, ruth)] == [1, 1]


@pytest.mark.parametrize(
    ("handle", "says", "does_not", "main"),
    [
        ("ada", ["Once a day I ask what you mean", "Field sees"], ["You lead", "You observe"], "First check-in"),
        ("bo", ["You lead Field. Each working day at 16:30", "You will not see"], ["You coach"], "Set up Field"),
        ("ruth", ["You are not asked", "You coach Field"], ["Field sees", "You lead"], "Send a lesson"),
        ("zoe", ["You are not asked", "You observe Field"], ["You coach"], "The digest of today"),
        ("idris", ["you can set up every team", "No check-in is shown to you by name"], ["You lead"], "Set up a team"),
        ("ines", ["You answer for the score"], ["You lead", "set up every team"], "Open questions"),
    ],
)  # fmt: skip
def test_a_card_says_what_its_reader_is_and_has_one_thing_to_do(
    day: Orchestra, handle: str, says: list[str], does_not: list[str], main: str
) -> None:
    day.plays_from()
    takes_in(day)
    player = Player(day, handle)
    day.local(player, time(9))

    (said,) = welcomes(player)
    for sentence in [*says, "what you ask the coach", "“start again” ends it", "at 09:00, time of Europe/Dublin"]:
        assert sentence in said, sentence
    for sentence in does_not:
        assert sentence not in said, sentence
    card = next(one.card for one in player.got() if one.says.startswith("Hello"))
    assert next(words(one.label) for one in buttons_in(card) if one.main).startswith(main)
    assert sum(one.main for one in buttons_in(card)) == 1


def test_several_roles_make_one_card(day: Orchestra) -> None:
    sales = "  sales: {name: Sales, members: [ada], coaches: [bo]}\nadmins: [idris, bo]"
    takes_in(day, FILE.replace("admins: [idris]", sales))
    bo = Player(day, "bo")
    day.local(bo, time(9))

    (said,) = welcomes(bo)
    for one in ("You lead Field.", "You coach Sales:", "you can set up every team"):
        assert one in said, said


def test_the_part_is_three_lines_at_most_own_ones_first(day: Orchestra) -> None:
    lines = "\n".join(f"        P-{n}: {{words: Line number {n}, serves: harbour/P-1}}" for n in range(3, 7))
    owned = "        P-9: {words: Mine alone, owner: ada, serves: harbour/P-1}"
    takes_in(day)
    day.plays_from(SCORE.rstrip("\n") + f"\n{lines}\n{owned}\n")
    ada = Player(day, "ada")
    day.local(ada, time(9))

    (said,) = welcomes(ada)
    assert "Your part has seven lines; one is yours. field/P-9 Mine alone Yours. field/P-1" in said
    assert said.count("field/P-") == 3
    assert "Four more stand behind “my part”." in said


@pytest.mark.parametrize("handle", ["ruth", "zoe"])
def test_who_looks_on_is_told_of_no_part_of_theirs(day: Orchestra, handle: str) -> None:
    takes_in(day)
    day.plays_from()
    player = Player(day, handle)
    player.writes("what is this")
    said = flat(player.answer)

    assert "Your part" not in said
    assert "My part" not in said
    assert "You own no line of the score. The teams that you coach or observe play from these: field/P-1" in said


def test_who_looks_on_and_owns_a_line_is_shown_that_one(day: Orchestra) -> None:
    takes_in(day)
    day.plays_from(
        SCORE.replace("P-2: {words: Halve the quoting time,", "P-2: {words: Halve the quoting time, owner: ruth,")
    )
    ruth = Player(day, "ruth")
    ruth.writes("what is this")

    assert "Your part has one line, and it is yours. field/P-2" in flat(ruth.answer)


def test_who_coaches_one_team_and_works_in_another_is_shown_the_part_of_the_other(day: Orchestra) -> None:
    takes_in(day, FILE.replace("admins:", "  sales: {name: Sales, part: harbour, members: [ruth]}\nadmins:"))
    day.plays_from()
    ruth = Player(day, "ruth")
    ruth.writes("what is this")

    assert "Your part has one line. harbour/P-1" in flat(ruth.answer)


def test_without_a_part_or_a_score_that_is_said_plainly(day: Orchestra) -> None:
    takes_in(day)
    day.local(Player(day, "ada"), time(9))
    assert "There is no score yet." in welcomes(Player(day, "ada"))[0]

    day.plays_from()
    ines = Player(day, "ines")
    ines.writes("what is this")
    assert "You have no part in the score yet" in flat(ines.answer)


def test_confirming_amends_the_card_where_it_stands(day: Orchestra) -> None:
    takes_in(day)
    ada = Player(day, "ada")
    day.local(ada, time(9))
    card = next(one.card for one in ada.got() if one.says.startswith("Hello"))

    assert ada.presses("My hours are right", on=card).answer.how is How.STANDS

    assert ada.person.hours_right_at == day.clock.at
    (amended,) = [one for one in day.mouth.amended if one.says.startswith("Hello")]
    assert "My hours are right" not in amended.text
    assert "Change my hours" in amended.text
    before = ada.person.hours_right_at
    day.goes_on(hours=1)
    ada.does("welcome.confirm")
    assert ada.person.hours_right_at == before


def test_changed_hours_stand_in_the_card_and_count_as_confirmed(day: Orchestra) -> None:
    takes_in(day)
    ada = Player(day, "ada")
    day.local(ada, time(9))
    card = next(one.card for one in ada.got() if one.says.startswith("Hello"))
    assert ada.presses("Change my hours", on=card).answer.how is How.FORM

    ada.fills("Asia/Kathmandu", "13:15", "mon tue")

    amended = [flat(one.text) for one in day.mouth.amended if one.says.startswith("Hello")][-1]
    assert "at 13:15, time of Asia/Kathmandu, on Mon and Tue" in amended
    assert "My hours are right" not in amended


@pytest.mark.parametrize("said", ["hello", "Hi!", "what is this?", "who are you", "who sees what"])
def test_it_can_be_read_again(day: Orchestra, said: str) -> None:
    ada = day.player("Ada", team=day.team("Field"))
    ada.writes(said)

    assert "I am Concertmaster" in ada.answer
    ada.presses("My hours are right")
    assert ada.person.hours_right_at is not None
    assert "My hours are right" not in ada.answer


def test_who_comes_back_after_half_a_year_is_welcomed_again_and_sooner_is_not(day: Orchestra) -> None:
    takes_in(day)
    ada = Player(day, "ada")
    day.local(ada, time(9))
    without = FILE.replace("  ada: {name: Ada}\n", "").replace("members: [ada]", "members: []")
    for away, times in ((90, 1), (190, 2)):
        takes_in(day, without)
        day.goes_to(day.clock.at + timedelta(days=away))
        takes_in(day)
        for _ in range(4):
            day.local(ada, time(9), days=1)
        assert len(welcomes(ada)) == times


def _lost(day: Orchestra, **values: Any) -> Player:
    """Somebody whom the roster knows, and no door."""
    person = Person(
        id=day.moment().id(), workspace_id=day.workspace.id, handle="lost", name="Lost", greet_at=day.clock.at, **values
    )
    day.keep(person)
    return Player(day, "lost")


def _reached(day: Orchestra, lost: Player) -> None:
    day.keep(
        Place(
            id=day.moment().id(),
            workspace_id=day.workspace.id,
            connection_id=day.connection.id,
            external_id="lost",
            kind=PlaceKind.DIRECT,
            name="Lost",
            person_id=lost.person.id,
        )
    )
    day.database.writer.write(lambda store: welcome.comes_into_reach(store, lost.person, day.clock.at)).result()


def test_somebody_without_a_place_is_looked_at_again_a_day_later(day: Orchestra) -> None:
    lost = _lost(day)
    day.goes_on(hours=4)

    assert lost.person.greet_at == day.clock.at + timedelta(days=1)


@pytest.mark.parametrize(("hour", "asked"), [(9, 1), (18, 0)], ids=["at their hour", "long after it"])
def test_who_has_a_place_at_last_is_welcomed_at_once_and_asked_if_it_is_their_hour(
    day: Orchestra, hour: int, asked: int
) -> None:
    lost = _lost(day, next_due_at=day.clock.at)
    day.clock.at = day.clock.at.replace(hour=hour, minute=30)
    day.goes_on(hours=0)
    assert lost.person.next_due_at is not None
    assert lost.person.next_due_at > day.clock.at

    _reached(day, lost)
    day.goes_on(hours=0)

    prompts = [one for one in day.all(Delivery) if one.view == "checkin.invite" and one.state is DeliveryState.SENT]
    assert len(prompts) == asked


def test_who_was_welcomed_and_has_another_place_is_left_alone(day: Orchestra) -> None:
    lost = _lost(day)
    day.database.writer.write(lambda store: store.change(lost.person, greet_at=None)).result()

    _reached(day, lost)

    assert lost.person.greet_at is None


def test_a_hostile_name_stays_a_name(day: Orchestra) -> None:
    takes_in(day, FILE.replace("{name: Ada}", '{name: "<!channel> *Ada* [x](http://e)"}'))
    ada = Player(day, "ada")
    day.local(ada, time(9))

    assert "Hello, <!channel> *Ada* [x](http://e)." in flat(ada.got()[0].text)


def test_another_ones_welcome_cannot_be_read(day: Orchestra) -> None:
    takes_in(day)
    ada, bo = Player(day, "ada"), Player(day, "bo")
    day.local(ada, time(9))
    bo.does("welcome.show", value=ada.person.id)

    assert "Hello, Bo" in bo.answer


def test_from_the_welcome_to_the_feedback_are_two_presses_and_one_typed_line(day: Orchestra) -> None:
    day.plays_from()
    takes_in(day)
    ada = Player(day, "ada")
    day.local(ada, time(9))
    card = next(one.card for one in ada.got() if one.says.startswith("Hello"))
    assert isinstance(card, Card)

    ada.presses("First check-in", on=card)
    ada.fills("Call every harbour before noon")

    assert "Thank you, Ada. Your task plays from the score." in ada.last().text
